"""Conflicts: the smallest sets of stances and links that cannot all be respected.

A conflict is a minimal unsatisfiable subset of the stances in the way of options and the links. PySAT finds the
smallest first (A. Ignatiev, A. Previti, M. Liffiton and J. Marques-Silva, "Smallest MUS extraction with minimal hitting
set dualization", CP 2015); it comes with `pip install 'bracketed[solve]'`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import combinations, islice, product
from math import prod
from typing import Any, TypeAlias

from bracketed.consensus.integer_program import SolverError
from bracketed.consensus.option_phrases import option_or_omission, option_outcome, option_words
from bracketed.consensus.scoring import choices_of, in_the_way, rows_in, stance_record
from bracketed.draft.links import Link
from bracketed.draft.tree import OMIT
from bracketed.phrasing import exact, fitted, joined_and, some_of
from bracketed.positions.positions import Position, Positions
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.network import Choice, Decision, tied
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, NumberedList, Shorten


@dataclass(frozen=True)
class Conflict:
    """Stances and links that cannot all be respected, although all but any one of them can.

    A stance is respected if the variant does not make the choices that it is in the way of. Each of the `sides`
    holds stances against the same choices, any one of which will do: with one of each side and all `links` it is a
    smallest set, and the conflict covers all of these. Most conflicts are about one bracket, with a side for each
    of its options.
    """

    sides: tuple[tuple[Position, ...], ...]
    links: tuple[Link, ...]
    _space: Space = field(repr=False, compare=False)

    @property
    def stances(self) -> tuple[Position, ...]:
        """The stances of the first of the smallest sets."""
        return tuple(side[0] for side in self.sides)

    @property
    def sets(self) -> Iterator[tuple[Position, ...]]:
        """The stances of each of the smallest sets, one after the other; the links are in all of them."""
        return product(*self.sides)

    @property
    def number(self) -> int:
        """How many smallest sets these are."""
        return prod(map(len, self.sides))

    @property
    def brackets(self) -> tuple[str, ...]:
        """The brackets that the conflict is about."""
        named = [side[0].bracket for side in self.sides] + [id_ for link in self.links for id_ in link.brackets]
        return tuple(dict.fromkeys(named))

    @property
    def delegations(self) -> tuple[str, ...]:
        """The delegations whose stances take part."""
        return tuple(dict.fromkeys(row.delegation for side in self.sides for row in side))

    @property
    def sentence(self) -> str:
        """The conflict in plain words."""
        if len(self.brackets) == 1:
            options = [f"{self._option(side[0])}: {_against(side)}" for side in self.sides]
            return fitted(f"{self.brackets[0]}: ", options, "; ")
        members = [self._objection(side) for side in self.sides]
        members += [f"{some_of(link.brackets, limit=3)} go together (link {link.id})" for link in self.links]
        *before, last = members
        return fitted("Every text goes against one of these: ", [*before, f"and {last}"], "; ")

    def _option(self, row: Position) -> str:
        deal = f" if {joined_and(self._deal(row))}" if row.condition else ""
        if row.option == OMIT:
            return f"leaving out{deal}"
        return f"{row.option} ({option_words(row.bracket, row.option, self._space.texts)}){deal}"

    def _objection(self, side: Sequence[Position]) -> str:
        row = side[0]
        words = option_or_omission(row.bracket, row.option, self._space.texts)
        deal = f" if {joined_and(self._deal(row))}" if row.condition else ""
        return f"{words} ({row.bracket}){deal}: {_against(side)}"

    def _deal(self, row: Position) -> list[str]:
        return [option_outcome(bracket, letter, self._space.texts) for bracket, letter in row.condition]

    def to_dict(self) -> dict[str, Any]:
        """Return the conflict as plain values."""
        return {
            "size": len(self.sides) + len(self.links),
            "number": exact(self.number),
            "stances": [stance_record(row) for row in self.stances],
            "sides": [[stance_record(row) for row in side] for side in self.sides],
            "links": [link.id for link in self.links],
            "brackets": list(self.brackets),
            "sentence": self.sentence,
        }


def _against(side: Iterable[Position]) -> str:
    """Return who is against something, and who blocks it or reserves on it."""
    verbs = {"objects": "against", "blocks": "a red line of", "reserves": "reserved by"}
    names: dict[str, list[str]] = {}
    for row in side:
        names.setdefault(row.stance, []).append(row.delegation)
    parts = [
        f"{some_of([*dict.fromkeys(names[stance])], limit=4)} against"
        if stance == "objects"
        else f"{verb} {some_of([*dict.fromkeys(names[stance])], limit=4)}"
        for stance, verb in verbs.items()
        if stance in names
    ]
    return ", ".join(parts)


@dataclass(frozen=True)
class Conflicts(Answers[Conflict]):
    """Conflicts, the smallest first; `complete` says whether these are all that there are."""

    columns = "conflict size number brackets delegations links sentence"

    rows: tuple[Conflict, ...] = field(repr=False)
    complete: bool
    ignored: tuple[Position, ...] = field(repr=False, default=())

    def __getitem__(self, number: int) -> Conflict:
        return self.rows[number]

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a conflict: its size, its brackets, its delegations, its links, and its sentence."""
        return [
            {
                "conflict": number,
                "size": len(row.sides) + len(row.links),
                "number": row.number,
                "brackets": list(row.brackets),
                "delegations": list(row.delegations),
                "links": [link.id for link in row.links],
                "sentence": row.sentence,
            }
            for number, row in enumerate(self.rows, 1)
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the conflicts as sentences."""
        if not self.rows and self.complete:
            yield "One text avoids everything that meets an objection."
            return
        yield NumberedList(self.sentences)
        if not self.complete:
            yield "There are more conflicts."

    def __repr__(self) -> str:
        sizes = [len(row.sides) + len(row.links) for row in self.rows]
        first = f"; the smallest holds {sizes[0]} stances and links" if sizes else ""
        return f"<Conflicts: {'all' if self.complete else 'the first'} {len(self.rows)}{first}>"


@with_link_count
def conflicts(space: Space, positions: Positions, *, limit: int | None = 10) -> Conflicts:
    """Return the smallest sets of stances and links that cannot all be respected, in order of size.

    Sets that differ only in who is against an option are one conflict, so that most brackets have one. Of conflicts of
    the same size those come first whose brackets come first; where links or conditions tie brackets to each other, they
    come as they are found. The links are those that bind, and what `fix`, `require` and `exclude` have requested.

    Args:
        space: which variants there are.
        positions: who takes which stance.
        limit: at most so many; None for all, which may be very many.

    Raises:
        SolverError: PySAT is missing.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA – remove “shall”")
    >>> for conflict in bt.conflicts(bt.variants(draft), bt.positions(draft)):
    ...     print(conflict.sentence)
    4#1: a (“shall”): USA against; leaving out: UK against.
    """
    rows, ignored = rows_in(positions, space)
    drawn = _in_order(space, _parts(space, in_the_way(space, rows)))
    return Conflicts(tuple(islice(drawn, limit)), next(drawn, None) is None, ignored)


_Alike: TypeAlias = list[Position | Link]
"""Members of a conflict each of which can take the place of the others."""


@dataclass(frozen=True)
class _Part:
    """Brackets that are tied to each other, with the stances by what they are against, and the links."""

    decisions: list[Decision]
    stances: dict[tuple[Choice, ...], list[Position]]
    links: list[Link]

    @cached_property
    def plain(self) -> list[list[_Alike]]:
        """The conflicts about one bracket that is always live, and all of whose options are objected to."""
        found: list[list[_Alike]] = []
        for decision in self.decisions:
            sides = [self.stances.get(((decision.bracket.id, letter),), []) for letter in decision.letters]
            if not decision.inside and all(sides):
                found.append([[*side] for side in sides])
        return found

    @property
    def is_plain(self) -> bool:
        """Whether there can be no other conflicts than plain ones."""
        return len(self.decisions) == 1 and not self.links and all(len(choices) == 1 for choices in self.stances)

    def others(self) -> Iterator[list[_Alike]]:
        """Yield the conflicts that are not plain in order of size, each as its members, with those that are alike."""
        # Stances against the same choices are one for the solver, which would find each of them anew in each conflict.
        members: list[_Alike] = [[*rows] for rows in self.stances.values()]
        members += [[link] for link in self.links]
        clauses = _Clauses(self.decisions)
        for choices in self.stances:
            clauses.avoid(choices)
        for link in self.links:
            clauses.keep(link)
        known = {frozenset(id(side[0]) for side in sides) for sides in self.plain}
        for numbers in clauses.contradictions():
            found = [members[number] for number in numbers]
            if frozenset(id(side[0]) for side in found) not in known:
                yield found


def _parts(space: Space, against: Sequence[Position]) -> list[_Part]:
    """Divide a draft into groups of brackets that nothing ties to others, without those that nobody objects to."""
    # Brackets that no link, no nesting and no condition ties to others have conflicts of their own: the solver gets a
    # few brackets at a time and not the draft.
    links = [*space.links, *space.rules]
    conditions = [[bracket for bracket, _ in choices_of(row)] for row in against]
    groups = tied(space.decisions, [*(link.brackets for link in links), *conditions])
    parts = [_Part(decisions, {}, []) for decisions in groups]
    part_of = {decision.bracket.id: part for part in parts for decision in part.decisions}
    for row in against:
        part_of[row.bracket].stances.setdefault(choices_of(row), []).append(row)
    for link in links:
        part_of[link.brackets[0]].links.append(link)
    return [part for part in parts if part.stances or part.links]


def _in_order(space: Space, parts: Sequence[_Part]) -> Iterator[Conflict]:
    """Yield the conflicts of all parts in order of size, those of the same size in the order of the parts."""
    heap: list[tuple[int, int, int, list[_Alike] | None]] = []
    drawn: dict[int, Iterator[list[_Alike]]] = {}
    for number, part in enumerate(parts):
        for place, sides in enumerate(part.plain):
            heap.append((len(sides), number, place, sides))
        if not part.is_plain:
            drawn[number] = part.others()
            # Two stances exclude each other only if they leave one bracket no option: no part is searched before the
            # conflicts of two are reported.
            heap.append((3, number, -1, None))
    heapify(heap)
    while heap:
        _, number, place, members = heappop(heap)
        if members is not None:
            stances = (tuple(one for one in side if isinstance(one, Position)) for side in members)
            links = tuple(one for side in members for one in side if isinstance(one, Link))
            yield Conflict(tuple(side for side in stances if side), links, space)
        if place < 0 and (following := next(drawn[number], None)) is not None:
            heappush(heap, (len(following), number, -1, following))


class _Clauses:
    """Decisions as clauses, in which each option is a literal, with a selector for each stance and link."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        choices = [(decision.bracket.id, letter) for decision in decisions for letter in decision.letters]
        self._literal = {choice: number for number, choice in enumerate(choices, 1)}
        self._hard: list[list[int]] = []
        self._selectors: list[int] = []
        for decision in decisions:
            # At most one option; and one if and only if the bracket is live.
            options = [self._literal[decision.bracket.id, letter] for letter in decision.letters]
            self._hard += [[-one, -other] for one, other in combinations(options, 2)]
            around = [self._literal[choice] for choice in decision.inside]
            if around:
                self._hard += [[-outer, *options] for outer in around]
                self._hard += [[-option, *around] for option in options]
            else:
                self._hard.append(options)

    def avoid(self, choices: Iterable[Choice]) -> None:
        """Add a selector that rules out that all these choices are made."""
        self._select([[-self._literal[choice] for choice in choices]])

    def keep(self, link: Link) -> None:
        """Add a selector that makes a link bind."""
        if link.kind != "same":
            *made, last = (self._literal[choice] for choice in zip(link.brackets, link.options[0], strict=True))
            self._select([[*(-choice for choice in made), last if link.kind == "requires" else -last]])
            return
        letters = {bracket: [letter for id_, letter in self._literal if id_ == bracket] for bracket in link.brackets}
        self._select(
            [
                [-self._literal[first, a], -self._literal[second, b]]
                for (one, first), (other, second) in combinations(enumerate(link.brackets), 2)
                for a, b in product(letters[first], letters[second])
                if all((row[one], row[other]) != (a, b) for row in link.options)
            ]
        )

    def _select(self, clauses: Iterable[list[int]]) -> None:
        selector = len(self._literal) + len(self._selectors) + 1
        self._selectors.append(selector)
        self._hard += [[-selector, *clause] for clause in clauses]

    def contradictions(self) -> Iterator[list[int]]:
        """Yield the smallest sets of selectors that contradict each other, by their numbers, in order of size."""
        try:
            from pysat.examples.optux import OptUx
            from pysat.formula import WCNF
            from pysat.solvers import Solver
        except ImportError:
            raise SolverError("conflicts need PySAT: pip install 'bracketed[solve]'") from None
        with Solver(bootstrap_with=self._hard) as solver:
            # OptUx takes for granted that there is one.
            if solver.solve(assumptions=self._selectors):
                return
            formula = WCNF()
            formula.extend(self._hard)
            formula.extend([[selector] for selector in self._selectors], weights=[1] * len(self._selectors))
            with OptUx(formula) as finder:
                found: Any
                for found in finder.enumerate():
                    # OptUx numbers the selectors from 1.
                    numbers = sorted(number - 1 for number in found)
                    _check(solver, [self._selectors[number] for number in numbers])
                    yield numbers


def _check(solver: Any, selectors: Sequence[int]) -> None:
    """Check that selectors contradict each other, and not without any one of them."""
    together = not solver.solve(assumptions=selectors)
    apart = all(solver.solve(assumptions=[s for s in selectors if s != left_out]) for left_out in selectors)
    if not (together and apart):
        raise SolverError("the solver gave a set of stances that is no smallest conflict")
