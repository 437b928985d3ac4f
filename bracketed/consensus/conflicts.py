"""Conflicts: the smallest sets of stances and links that cannot all be respected.

A conflict is a minimal unsatisfiable subset of the stances in the way of options and the links. PySAT finds the
smallest first (A. Ignatiev, A. Previti, M. Liffiton and J. Marques-Silva, "Smallest MUS extraction with minimal hitting
set dualization", CP 2015); it comes with `pip install 'bracketed[solve]'`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import combinations, islice, product
from typing import Any, TypeAlias

from bracketed.consensus.integer_program import SolverError
from bracketed.consensus.option_phrases import option_outcome, option_words
from bracketed.consensus.scoring import IN_THE_WAY, choices_of, rows_in
from bracketed.draft.links import Link
from bracketed.draft.tree import OMIT
from bracketed.phrasing import clauses, joined_and
from bracketed.positions.positions import Position, Positions
from bracketed.variants.link_counts import tells_links
from bracketed.variants.network import Choice, Decision, tied
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, NumberedList, Shorten


@dataclass(frozen=True)
class Conflict:
    """Stances and links that cannot all be respected, although all but any one of them can.

    A stance is respected if the variant does not make the choices that it stands in the way of.
    """

    stances: tuple[Position, ...]
    links: tuple[Link, ...]
    _space: Space = field(repr=False, compare=False)

    @property
    def brackets(self) -> tuple[str, ...]:
        """The brackets that the conflict is about."""
        named = [row.bracket for row in self.stances] + [id_ for link in self.links for id_ in link.brackets]
        return tuple(dict.fromkeys(named))

    @property
    def delegations(self) -> tuple[str, ...]:
        """The delegations whose stances take part."""
        return tuple(dict.fromkeys(row.delegation for row in self.stances))

    @property
    def sentence(self) -> str:
        """The conflict in plain words."""
        members = [self._stance(row) for row in self.stances]
        members += [f"{joined_and(link.brackets)} go together ({link.reason or link.id})" for link in self.links]
        place = f"Every way to settle {self.brackets[0]}" if len(self.brackets) == 1 else "Every text"
        return f"{place} goes against one of these: {clauses(members)}."

    def _stance(self, row: Position) -> str:
        verb = {"blocks": "blocks", "reserves": "reserves on"}.get(row.stance, "objects to")
        texts = self._space.texts
        deal = [option_outcome(bracket, letter, texts) for bracket, letter in row.condition]
        out = "leaving out " if row.option == OMIT else ""
        words = option_words(row.bracket, row.option, texts)
        return f"{row.delegation} {verb} {out}{words} ({row.bracket}){f' if {joined_and(deal)}' if deal else ''}"

    def to_dict(self) -> dict[str, Any]:
        """Return the conflict as plain values."""
        return {
            "size": len(self.stances) + len(self.links),
            "stances": [
                {"delegation": row.delegation, "bracket": row.bracket, "option": row.option, "stance": row.stance}
                for row in self.stances
            ],
            "links": [link.id for link in self.links],
            "brackets": list(self.brackets),
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class Conflicts(Answers[Conflict]):
    """Conflicts, the smallest first; `complete` says whether these are all that there are."""

    columns = "conflict size brackets delegations links sentence"

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
                "size": len(row.stances) + len(row.links),
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
            yield "All that is objected to can be avoided in one text."
            return
        yield NumberedList(self.sentences)
        if not self.complete:
            yield "There are more."

    def __repr__(self) -> str:
        sizes = [len(row.stances) + len(row.links) for row in self.rows]
        first = f"; the smallest holds {sizes[0]} stances and links" if sizes else ""
        return f"<Conflicts: {'all' if self.complete else 'the first'} {len(self.rows)}{first}>"


@tells_links
def conflicts(space: Space, positions: Positions, *, limit: int | None = 10) -> Conflicts:
    """Return the smallest sets of stances and links that cannot all be respected, in order of size.

    Of conflicts of the same size those come first whose brackets come first; where links or conditions tie brackets
    to each other, they come as they are found. The links are those that bind, and what
    `fix`, `require` and `exclude` have asked for.

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
    Every way to settle 4#1 goes against one of these: USA objects to “shall” (4#1); and UK objects to leaving out
    “shall” (4#1).
    """
    rows, ignored = rows_in(positions, space)
    drawn = _in_order(space, _parts(space, [row for row in rows if row.stance in IN_THE_WAY]))
    return Conflicts(tuple(islice(drawn, limit)), next(drawn, None) is None, ignored)


_Alike: TypeAlias = list[Position | Link]
"""Members of a conflict each of which can take the place of the others."""


@dataclass(frozen=True)
class _Part:
    """Brackets that are tied to each other, with the stances by what they are against, and the links."""

    decisions: list[Decision]
    stances: dict[tuple[Choice, ...], list[Position]]
    links: list[Link]

    def conflicts(self) -> Iterator[list[_Alike]]:
        """Yield the conflicts in order of size, each as its members, with those that can take the place of each."""
        if len(self.decisions) == 1 and not self.links:
            # Most parts are one bracket. With an objection to each option, and no condition, these are the conflict.
            (decision,) = self.decisions
            alone = {choices[0][1]: rows for choices, rows in self.stances.items() if len(choices) == 1}
            if len(self.stances) == len(alone) == len(decision.letters):
                yield [[*alone[letter]] for letter in decision.letters]
                return
        # Stances against the same choices are one for the solver, which would find each of them anew in each conflict.
        members: list[_Alike] = [[*rows] for rows in self.stances.values()]
        members += [[link] for link in self.links]
        clauses = _Clauses(self.decisions)
        for choices in self.stances:
            clauses.avoid(choices)
        for link in self.links:
            clauses.keep(link)
        for numbers in clauses.contradictions():
            yield [members[number] for number in numbers]


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
    """Yield the conflicts of all parts in order of size."""
    drawn = [part.conflicts() for part in parts]
    # A bracket has at least two options, so a conflict has at least two members: no part is searched before its turn.
    heap: list[tuple[int, int, list[_Alike] | None]] = [(2, number, None) for number in range(len(drawn))]
    while heap:
        _, number, members = heappop(heap)
        for combination in product(*members) if members else ():
            stances = tuple(member for member in combination if isinstance(member, Position))
            yield Conflict(stances, tuple(member for member in combination if isinstance(member, Link)), space)
        following = next(drawn[number], None)
        if following is not None:
            heappush(heap, (len(following), number, following))


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
