"""The cheapest sets of stances whose withdrawal leaves a text that nothing stands in the way of.

Every variant is a concession: those whose stances count against it give way. Of all these sets of stances only the
smallest matter, those that hold no other one: the minimal correction sets of the stances taken as constraints
(M. H. Liffiton and K. A. Sakallah, Journal of Automated Reasoning 40, 2008).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from math import prod
from typing import Any

from bracketed.consensus.option_phrases import acceptance, lifting
from bracketed.consensus.scoring import IN_THE_WAY, Count, SoftConstraints, held_for, rows_in
from bracketed.consensus.support import SupportPerOption
from bracketed.phrasing import amount, clauses, counted, joined_and, number_of, short
from bracketed.positions.positions import Position, Positions
from bracketed.variants.kbest import Solution, minimal, minimal_by_part
from bracketed.variants.link_counts import tells_links
from bracketed.variants.network import Choice
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant
from bracketed.views import Answers, Block, NumberedList, Shorten

# Sets of one independent part of a draft; with more, nobody reads their number.
_COUNTED = 2000


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
        moves: dict[str, list[Position]] = {}
        for row in self.moves:
            moves.setdefault(row.delegation, []).append(row)
        return {name: tuple(moves[name]) for name in sorted(moves, key=lambda name: -len(moves[name]))}

    @property
    def cost(self) -> str:
        """The number of stances, and what they come to, in words."""
        costs = [counted(self.blocks, "block"), amount(self.objections, "objection")]
        costs += [amount(self.reservations, "reservation")] * bool(self.reservations)
        return f"{counted(len(self.moves), 'stance')} ({', '.join(costs)})"

    @cached_property
    def closes(self) -> Mapping[str, tuple[str, ...]]:
        """Which of the brackets that block now can be closed if one delegation alone makes its moves, by delegation."""
        return {name: self._search.support.closed_by(rows) for name, rows in self.by_delegation.items()}

    @property
    def sentence(self) -> str:
        """The concession in plain words."""
        if not self.moves:
            return "Nobody needs to give way: there is a text that nobody objects to."
        # The same moves of several delegations are one clause.
        alike: dict[tuple[tuple[Choice, bool], ...], list[str]] = {}
        for name, rows in self.by_delegation.items():
            moved = dict.fromkeys(((row.bracket, row.option), row.stance == "reserves") for row in rows)
            alike.setdefault(tuple(moved), []).append(name)
        parts = []
        texts = self._search.space.texts
        for moves, names in alike.items():
            closed = self._search.support.closed_by(row for row in self.moves if row.delegation in names)
            effect = f", which alone closes {number_of(len(closed), 'bracket')}" if closed else ""
            sides = ((acceptance, False), (lifting, True))
            kinds = [(say, [one for one, is_lifted in moves if is_lifted == lifted]) for say, lifted in sides]
            said = [say(choices, texts, many=len(names) > 1) for say, choices in kinds if choices]
            parts.append(f"{joined_and(names)} {joined_and(said)}{effect}")
        free = "Nothing stands in the way" if self.lifts else "Nobody objects"
        return f"{free} any more if {clauses(parts)}."

    def to_dict(self) -> dict[str, Any]:
        """Return the concession as plain values."""
        return {
            "blocks": self.blocks,
            "objections": self.objections,
            "reservations": self.reservations,
            "moves": [
                {"delegation": row.delegation, "bracket": row.bracket, "option": row.option, "stance": row.stance}
                for row in self.moves
            ],
            "closes": {name: list(closed) for name, closed in self.closes.items()},
            "choices": dict(self.variant.choices),
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class _Search:
    """A search for concessions, and what is worked out of it only when it is read."""

    space: Space
    rows: tuple[Position, ...]
    constraints: SoftConstraints

    @cached_property
    def support(self) -> SupportPerOption:
        return SupportPerOption(self.space, self.rows)

    @cached_property
    def total(self) -> int | None:
        parts = minimal_by_part(self.space.graph, self.constraints.costs, self.constraints.marks, _COUNTED)
        # Parts are independent, so any concession of one goes with any of another.
        return None if None in parts else prod(len(part) for part in parts if part is not None)


@dataclass(frozen=True)
class Concessions(Answers[Concession]):
    """Concessions, the cheapest first; `complete` says whether these are all that there are."""

    columns = "concession delegation bracket option stance weight closes"

    rows: tuple[Concession, ...] = field(repr=False)
    complete: bool
    _search: _Search = field(repr=False, compare=False)
    ignored: tuple[Position, ...] = field(repr=False, default=())

    @property
    def total(self) -> int | None:
        """How many there are in all; None if some part of the draft has more than can be gone through."""
        return self._search.total

    def __getitem__(self, number: int) -> Concession:
        return self.rows[number]

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
        """Yield the concessions, and how many there are in all."""
        if not any(concession.moves for concession in self.rows):
            yield "\n".join(self.sentences)
            return
        yield NumberedList([f"{concession.cost}: {concession.sentence}" for concession in self.rows])
        if self.total is not None:
            yield f"There {'is' if self.total == 1 else 'are'} {short(self.total)} in all."
        elif not self.complete:
            yield "There are more."

    def __repr__(self) -> str:
        first = f"; the cheapest withdraws {number_of(len(self.rows[0].moves), 'stance')}" if self.rows else ""
        return f"<Concessions: {'all' if self.complete else 'the first'} {len(self.rows)}{first}>"


@tells_links
def concessions(space: Space, positions: Positions, *, limit: int | None = 10) -> Concessions:
    """Return the cheapest sets of stances whose withdrawal leaves a variant with nothing in its way.

    The first has the fewest blocks, then the least weight of objections, then that of reservations, which cost no more
    than asking, then the fewest stances; of two that come to
    the same, that goes first which spares the later ones. No set holds another one.

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
    2 Nobody objects any more if USA and EU live with “shall” (4#1), which alone closes one bracket.
    """
    rows, ignored = rows_in(positions, space)
    against = [row for row in rows if row.stance in IN_THE_WAY]
    space = held_for(space, against)
    constraints = SoftConstraints(space, against)
    search = _Search(space, rows, constraints)
    # Found in order of cost, cell by cell of the graph: each cell keeps only sets that are not larger than another
    # (L. Huang and D. Chiang, "Better k-best parsing", IWPT 2005).
    drawn = minimal(space.graph, constraints.costs, constraints.marks)
    found = tuple(_concession(search, one) for one in islice(drawn, limit))
    return Concessions(found, next(drawn, None) is None, search, ignored)


def _concession(search: _Search, solution: Solution) -> Concession:
    withdrawn = tuple(search.constraints.against[number] for number in search.constraints.violated(solution.cost))
    variant = search.space[solution.place]
    total, _ = Count(withdrawn).of(variant.choices)
    return Concession(withdrawn, total.blocks, total.objections, total.reservations, variant, search)
