"""The cheapest sets of stances whose withdrawal leaves a text without objections and reservations.

Every variant is a concession: those whose stances count against it give way. Of all these sets of stances only the
smallest matter, those that hold no other one: the minimal correction sets of the stances taken as constraints
(M. H. Liffiton and K. A. Sakallah, Journal of Automated Reasoning 40, 2008). The cheapest of them are a product of
independent choices, and are listed as one: what is in all of them, and what is left to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from math import prod
from typing import Any

from bracketed.consensus.option_phrases import acceptance, lifting, option_words
from bracketed.consensus.product import Family, cheapest
from bracketed.consensus.scoring import Count, SoftConstraints, held_for, in_the_way, rows_in, stance_record
from bracketed.consensus.support import SupportPerOption
from bracketed.draft.tree import OMIT
from bracketed.phrasing import (
    LONGEST,
    amount,
    capitalised,
    clauses,
    counted,
    exact,
    fitted,
    in_words,
    joined_and,
    joined_or,
    number_of,
    short,
    some_of,
)
from bracketed.positions.positions import Position, Positions
from bracketed.variants.kbest import Solution, minimal, minimal_by_part
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.network import Choice
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant
from bracketed.views import Answers, Block, NumberedList, Shorten, Table

# Sets of one independent part of a draft; with more, nobody reads their number.
_COUNTED = 300
# Forced moves that a sentence holds; with more, a table says who moves where.
_FEW = 5


@dataclass(frozen=True, slots=True)
class MoveChoice:
    """A choice that is left in the cheapest concessions: any one of some `ways`, each a set of stances to withdraw.

    `total` is how many ways there are, all different, or None where that is not known; of very many, `ways` are some.
    """

    ways: tuple[tuple[Position, ...], ...]
    total: int | None

    @property
    def brackets(self) -> tuple[str, ...]:
        """The brackets that the choice is about."""
        return tuple(dict.fromkeys(row.bracket for way in self.ways for row in way))

    @property
    def words(self) -> str:
        """The choice in plain words: the bracket, and who moves in one way or the other."""
        return self._words(self.brackets[0])

    def worded(self, texts: Mapping[Choice, str]) -> str:
        """Return the choice with the words of the bracket before its id."""
        return self._words(f"{option_words(self.brackets[0], OMIT, texts)} ({self.brackets[0]}),")

    def _words(self, bracket: str) -> str:
        if len(self.brackets) == 1:
            return f"{bracket} {joined_or([self._movers(way) for way in self.ways])}".rstrip(",")
        ways = []
        for way in self.ways:
            places = dict.fromkeys(row.bracket for row in way)
            moved = [f"{self._movers([r for r in way if r.bracket == place])} on {place}" for place in places]
            ways.append(joined_and(moved))
        return joined_or(ways).rstrip(",")

    def _movers(self, rows: Sequence[Position]) -> str:
        return some_of([*dict.fromkeys(row.delegation for row in rows)], limit=4)

    def to_dict(self) -> dict[str, Any]:
        """Return the choice as plain values; the number of ways is a string, since it may be of any size."""
        total = None if self.total is None else exact(self.total)
        return {"total": total, "ways": [[stance_record(row) for row in way] for way in self.ways]}


@dataclass(frozen=True)
class Concession:
    """A set of stances which, if they are withdrawn, leave a text with nothing in its way; no part of it would do.

    `moves` are the stances, in the order of the positions; `blocks`, `objections` and `reservations` are what they come
    to. `variant` is the first text that is then free of objections and reservations.
    """

    moves: tuple[Position, ...]
    blocks: int
    objections: float
    reservations: float
    variant: Variant
    _search: _Search = field(repr=False, compare=False)

    @property
    def lifts(self) -> bool:
        """Whether a reservation is among the stances."""
        return any(row.stance == "reserves" for row in self.moves)

    @property
    def by_delegation(self) -> dict[str, tuple[Position, ...]]:
        """The moves of each delegation, those with the most moves first."""
        return _by_delegation(self.moves)

    @property
    def cost(self) -> str:
        """What the stances come to, in words; how many they are, where they do not weigh 1 each."""
        kinds = [(self.blocks, "red line"), (self.objections, "objection"), (self.reservations, "reservation")]
        costs = joined_and([amount(number, kind) for number, kind in kinds if number] or ["nothing"])
        alike = self.blocks + self.objections + self.reservations == len(self.moves)
        return costs if alike else f"{costs} ({counted(len(self.moves), 'stance')})"

    @cached_property
    def closes(self) -> Mapping[str, tuple[str, ...]]:
        """Which of the brackets that block now can be closed if one delegation alone makes its moves, by delegation."""
        return {name: self._search.support.closed_by(rows) for name, rows in self.by_delegation.items()}

    @property
    def avoided(self) -> tuple[str, ...]:
        """The brackets that are deadlocked or reserved, and that the text leaves out with the words around them."""
        live, support = self.variant.choices, self._search.support
        return tuple(one.id for one in support.space.brackets if one.id not in live and support.blocks(one.id))

    @property
    def sentence(self) -> str:
        """The concession in plain words: move by move, or, where that is too long to be read out, in numbers."""
        if not self.moves:
            agreed = "Nobody needs to give way: there is a text that nobody objects to."
            if not self.avoided:
                return agreed
            return (
                f"{agreed} It leaves out the words around {some_of(self.avoided)}, which could not be closed otherwise."
            )
        free = "Nothing is in the way" if self.lifts else "Nobody objects"
        # Words of an option take some room each, so that many moves need not be put in words to see that they are long.
        whole = f"{free} any more if {clauses([*self._clauses()])}." if len(self.moves) < LONGEST // 8 else ""
        if whole and len(whole) <= LONGEST:
            return whole
        parts = [f"{name} {len(rows)}" for name, rows in self.by_delegation.items()]
        return fitted(f"{free} any more if {counted(len(self.moves), 'stance')} are withdrawn: ", parts, ", ")

    def _clauses(self) -> Iterator[str]:
        # The same moves of several delegations are one clause.
        alike: dict[tuple[tuple[Choice, bool], ...], list[str]] = {}
        for name, rows in self.by_delegation.items():
            moved = dict.fromkeys(((row.bracket, row.option), row.stance == "reserves") for row in rows)
            alike.setdefault(tuple(moved), []).append(name)
        texts = self._search.space.texts
        for moves, names in alike.items():
            closed = self._search.support.closed_by(row for row in self.moves if row.delegation in names)
            effect = f", which alone closes {number_of(len(closed), 'bracket')}" if closed else ""
            sides = ((acceptance, False), (lifting, True))
            kinds = [(say, [one for one, is_lifted in moves if is_lifted == lifted]) for say, lifted in sides]
            said = [say(choices, texts, many=len(names) > 1) for say, choices in kinds if choices]
            yield f"{joined_and(names)} {joined_and(said)}{effect}"

    def to_dict(self) -> dict[str, Any]:
        """Return the concession as plain values."""
        return {
            "blocks": self.blocks,
            "objections": self.objections,
            "reservations": self.reservations,
            "moves": [stance_record(row) for row in self.moves],
            "closes": {name: list(closed) for name, closed in self.closes.items()},
            "choices": dict(self.variant.choices),
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class _Search:
    """A search for concessions, and what is worked out of it only when it is read."""

    space: Space
    constraints: SoftConstraints
    support: SupportPerOption

    @cached_property
    def total(self) -> int | None:
        parts = minimal_by_part(self.space.graph, self.constraints.costs, self.constraints.marks, _COUNTED)
        # Parts are independent, so any concession of one goes with any of another.
        return None if None in parts else prod(len(part) for part in parts if part is not None)

    @cached_property
    def cheapest(self) -> Family:
        constraints = self.constraints
        return cheapest(self.space.graph, constraints.costs, constraints.marks, constraints.amount)

    def stances(self, bits: int) -> tuple[Position, ...]:
        """Return the stances that some bits represent."""
        return tuple(self.constraints.against[number] for number in self.constraints.violated(bits))

    def unwanted(self, rows: Iterable[Position]) -> int:
        """Return how many stances are withdrawn from options that nobody requests."""
        return sum(not self.support.is_asked_for(row.bracket, row.option) for row in rows)


@dataclass(frozen=True)
class Concessions(Answers[Concession]):
    """Concessions, the cheapest first; `complete` says whether these are all that there are.

    All that come to the least are a product: the stances that are `forced`, and one way of each of the `choices`.
    """

    columns = "concession delegation bracket option stance weight closes"

    rows: tuple[Concession, ...] = field(repr=False)
    complete: bool
    _search: _Search = field(repr=False, compare=False)
    ignored: tuple[Position, ...] = field(repr=False, default=())

    @property
    def total(self) -> int | None:
        """How many there are in all; None if some part of the draft has more than can be gone through."""
        return self._search.total

    @cached_property
    def forced(self) -> tuple[Position, ...]:
        """The stances that every cheapest concession withdraws."""
        return self._search.stances(self._search.cheapest.forced)

    @cached_property
    def choices(self) -> tuple[MoveChoice, ...]:
        """What is left to choose in the cheapest concessions: one way of each, whichever are taken of the others.

        Ways that close a bracket with an option that nobody requests come last.
        """
        found = []
        # Bits are numbered as the stances are in the draft, so the lowest is the first.
        for factor in sorted(self._search.cheapest.factors, key=lambda factor: factor.support & -factor.support):
            ways = [self._search.stances(way) for way in sorted(factor.sets, key=lambda way: (way & -way, way))]
            found.append(MoveChoice(tuple(sorted(ways, key=self._search.unwanted)), factor.total))
        return tuple(found)

    @property
    def cheapest(self) -> int | None:
        """How many concessions come to the least; None where that is not known."""
        return self._search.cheapest.total

    def closed_by(self, withdrawn: Iterable[Position]) -> tuple[str, ...]:
        """Return the brackets that are deadlocked or reserved now, and can be closed without these stances alone."""
        return self._search.support.closed_by(withdrawn)

    def __getitem__(self, number: int) -> Concession:
        return self.rows[number]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dictionary a concession; `product` is in the first, and covers all that are as cheap."""
        forced = [stance_record(row) for row in self.forced]
        product = {"forced": forced, "choices": [one.to_dict() for one in self.choices]}
        return [{**row.to_dict(), "product": None if number else product} for number, row in enumerate(self.rows)]

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a move: the number of its concession, who gives way, on what, and what that closes."""
        return [
            {
                "concession": number,
                "delegation": row.delegation,
                "bracket": row.bracket,
                "option": row.option,
                "stance": row.stance,
                "weight": row.weight,
                "closes": len(concession.closes.get(row.delegation, ())),
            }
            for number, concession in enumerate(self.rows, 1)
            for row in concession.moves
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the cheapest concessions as what is forced and what is left to choose, then those that are dearer."""
        if not any(concession.moves for concession in self.rows):
            yield "\n".join(self.sentences)
            return
        yield from self.product
        if len(self.forced) > _FEW:
            yield Table(
                ("must move", "moves", "closes alone", "on"),
                [
                    [
                        name,
                        str(len(rows)),
                        str(len(self.closed_by(rows)) or ""),
                        some_of(places, limit=5),
                    ]
                    for name, rows in _by_delegation(self.forced).items()
                    for places in [[*dict.fromkeys(f"{row.bracket}={row.option}" for row in rows)]]
                ],
            )
        # The product covers what costs as much as the first.
        dearer = [row for row in self.rows if row.cost != self.rows[0].cost]
        if dearer:
            yield "More costly ways:"
            yield NumberedList([f"Cost: {row.cost}. {row.sentence}" for row in dearer])
        if self.total is not None:
            yield f"There {'is one way' if self.total == 1 else f'are {short(self.total)} ways'} in all."
        elif not self.complete:
            yield "There are more."

    @property
    def product(self) -> tuple[str, ...]:
        """The cheapest concessions in sentences to read out: the cost, the moves that are forced, the choices."""
        if not self.rows or not self.rows[0].moves:
            return ()
        first, texts = self.rows[0], self._search.space.texts
        if not self.choices:
            return (f"One way is the cheapest. Cost: {first.cost}. {first.sentence}",)
        known = "Many ways are" if self.cheapest is None else f"{short(self.cheapest)} ways are"
        free = "nothing is in the way" if first.lifts else "nobody objects"
        sentences = [f"{known} equally cheap. Cost: {first.cost}; then {free} any more."]
        by = _by_delegation(self.forced)
        if by:
            moves = "One move is" if len(self.forced) == 1 else f"{capitalised(in_words(len(self.forced)))} moves are"
            on = {name: dict.fromkeys(row.bracket for row in rows) for name, rows in by.items()}
            parts = [f"{name} on {joined_and([*brackets])}" for name, brackets in on.items()]
            if len(self.forced) > _FEW:
                parts = [f"{name} {len(rows)}" for name, rows in by.items()]
            named = {
                name: [f"{option_words(one, OMIT, texts)} ({one})" for one in brackets] for name, brackets in on.items()
            }
            worded = [f"{name} on {joined_and(brackets)}" for name, brackets in named.items()]
            sentences.append(_sentence(f"{moves} forced: ", worded, parts))
        sizes = dict.fromkeys(choice.total for choice in self.choices)
        for size in sorted(sizes, key=lambda size: (size is None, size or 0)):
            some = [choice for choice in self.choices if choice.total == size]
            ways = "many" if size is None else in_words(size)
            # Of very many ways only some are known by name.
            known_ways = [c for c in some if c.total == len(c.ways)]
            words = [c.words if c in known_ways else some_of(c.brackets, limit=3) for c in some]
            worded = [c.worded(texts) if c in known_ways else some_of(c.brackets, limit=3) for c in some]
            choose = f"{'Then choose' if sentences[1:] else 'Choose'} one of {ways}"
            where = f"{choose} at each of: " if len(some) > 1 else f"{choose}: "
            sentences.append(_sentence(where, worded, words))
        return tuple(sentences)

    def __repr__(self) -> str:
        first = f"; the cheapest withdraws {number_of(len(self.rows[0].moves), 'stance')}" if self.rows else ""
        return f"<Concessions: {'all' if self.complete else 'the first'} {len(self.rows)}{first}>"


def _sentence(opening: str, worded: Sequence[str], parts: Sequence[str]) -> str:
    """Return a sentence with the words of the brackets, or, where it could not be read out, with their ids alone."""
    whole = f"{opening}{'; '.join(worded)}."
    return whole if len(whole) <= LONGEST else fitted(opening, parts, "; ")


@with_link_count
def concessions(space: Space, positions: Positions, *, limit: int | None = 10) -> Concessions:
    """Return the cheapest sets of stances whose withdrawal leaves a variant with nothing in its way.

    The first has the fewest blocks, then the least weight of objections, then that of reservations, the cheapest moves,
    then the fewest stances. Among equals, those that close a bracket with an option that nobody
    requests come last; then that goes first which spares the later stances, in the order of the text. No set
    holds another one. `forced` and `choices` say what all of the cheapest have in common, and what is left to choose.

    Args:
        space: which variants there are.
        positions: who takes which stance.
        limit: at most so many; None for all, which may be very many: `total` says how many there are.

    Raises:
        TooEntangledError: links or conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA, EU – remove “shall”")
    >>> found = bt.concessions(bt.variants(draft), bt.positions(draft))
    >>> for concession in found:
    ...     print(concession.objections, concession.sentence)
    1 Nobody objects any more if UK lives without “shall” (4#1), which alone closes one bracket.
    2 Nobody objects any more if EU and USA live with “shall” (4#1), which alone closes one bracket.
    """
    rows, ignored = rows_in(positions, space)
    return concessions_of(SupportPerOption(space, rows), ignored, limit)


def concessions_of(support: SupportPerOption, ignored: tuple[Position, ...], limit: int | None = 10) -> Concessions:
    """Return what `concessions` does, from the support per option, which other answers need too."""
    against = in_the_way(support.space, support.rows)
    space = held_for(support.space, against)
    unwanted = {(row.bracket, row.option) for row in against if not support.is_asked_for(row.bracket, row.option)}
    constraints = SoftConstraints(space, against, unwanted)
    search = _Search(space, constraints, support)
    # Found in order of cost, cell by cell of the graph: each cell keeps only sets that are not larger than another
    # (L. Huang and D. Chiang, "Better k-best parsing", IWPT 2005).
    drawn = minimal(space.graph, constraints.costs, constraints.marks)
    found = tuple(_concession(search, one) for one in islice(drawn, limit))
    return Concessions(found, next(drawn, None) is None, search, ignored)


def _by_delegation(rows: Iterable[Position]) -> dict[str, tuple[Position, ...]]:
    """Return the stances of each delegation, those with the most stances first."""
    by: dict[str, list[Position]] = {}
    for row in rows:
        by.setdefault(row.delegation, []).append(row)
    return {name: tuple(own) for name, own in sorted(by.items(), key=lambda item: -len(item[1]))}


def _concession(search: _Search, solution: Solution) -> Concession:
    withdrawn = tuple(search.constraints.against[number] for number in search.constraints.violated(solution.cost))
    variant = search.space[solution.place]
    total, _ = Count(withdrawn).of(variant.choices)
    return Concession(withdrawn, total.blocks, total.objections, total.reservations, variant, search)
