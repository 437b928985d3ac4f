"""Conflicts: the smallest sets of stances and links that cannot all be respected.

A conflict is a minimal unsatisfiable subset of the stances against options and the links. Brackets that no link, no
nesting and no condition ties to others have conflicts of their own, so each group of tied brackets is looked at alone.
Stances against the same choices can stand in for each other: they are one for the solver, and told one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from bracketed.consensus.clauses import Clauses
from bracketed.consensus.option_phrases import stands, words_of
from bracketed.consensus.scoring import AGAINST, choices_of, rows_in
from bracketed.draft.links import Link
from bracketed.draft.tree import OMIT
from bracketed.phrasing import clauses, joined_and
from bracketed.positions.positions import Position, Positions
from bracketed.variants.network import Choice, Decision, tied
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, Numbered, Shorten

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Conflict:
    """Stances and links that cannot all be respected, although all but any one of them can.

    A stance is respected if the variant does not make the choices that it stands against.
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
        told = [self._stance(row) for row in self.stances]
        told += [f"{joined_and(link.brackets)} go together ({link.reason or link.id})" for link in self.links]
        place = f"Every way to settle {self.brackets[0]}" if len(self.brackets) == 1 else "Every text"
        return f"{place} goes against one of these: {clauses(told)}."

    def _stance(self, row: Position) -> str:
        verb = "blocks" if row.stance == "blocks" else "objects to"
        texts = self._space.texts
        deal = (
            joined_and([stands(bracket, letter, texts) for bracket, letter in row.condition]) if row.condition else ""
        )
        out = "leaving out " if row.option == OMIT else ""
        words = words_of(row.bracket, row.option, texts)
        return f"{row.delegation} {verb} {out}{words} ({row.bracket}){f' if {deal}' if deal else ''}"

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
        yield Numbered([conflict.sentence for conflict in self.rows])
        if not self.complete:
            yield "There are more."

    def __repr__(self) -> str:
        sizes = [len(row.stances) + len(row.links) for row in self.rows]
        first = f"; the smallest holds {sizes[0]} stances and links" if sizes else ""
        return f"<Conflicts: {'all' if self.complete else 'the first'} {len(self.rows)}{first}>"


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
    drawn = _in_order(space, _kernels(space, [row for row in rows if row.stance in AGAINST]))
    found = tuple(drawn if limit is None else islice(drawn, limit))
    return Conflicts(found, limit is None or next(drawn, None) is None, ignored)


@dataclass(frozen=True)
class _Kernel:
    """Brackets that are tied to each other, with the stances by what they stand against, and the links."""

    decisions: list[Decision]
    acts: dict[tuple[Choice, ...], list[Position]]
    links: list[Link]

    def members(self) -> Iterator[list[list[Position | Link]]]:
        """Yield the conflicts in order of size: for each member those that can stand in its place."""
        items: list[list[Position | Link]] = [[*rows] for rows in self.acts.values()]
        items += [[link] for link in self.links]
        if len(self.decisions) == 1 and not self.links:
            # One bracket with an objection to each option: these are the conflict.
            against = {choices[0][1]: rows for choices, rows in self.acts.items()}
            if len(self.acts) == len(against) == len(self.decisions[0].letters) and all(
                len(choices) == 1 for choices in self.acts
            ):
                yield [[*against[letter]] for letter in self.decisions[0].letters]
                return
        problem = Clauses(self.decisions)
        for choices in self.acts:
            problem.avoid(choices)
        for link in self.links:
            problem.keep(link)
        for numbers in problem.conflicts():
            yield [items[number] for number in numbers]


def _kernels(space: Space, against: Sequence[Position]) -> list[_Kernel]:
    """Divide a draft into groups of brackets that nothing ties to others; those that nobody objects to are left out."""
    links = [*space.links, *space.rules]
    asked = [[bracket for bracket, _ in choices_of(row)] for row in against]
    kernels = [_Kernel(part, {}, []) for part in tied(space.decisions, [*(link.brackets for link in links), *asked])]
    kernel_of = {decision.bracket.id: kernel for kernel in kernels for decision in kernel.decisions}
    for row in against:
        kernel_of[row.bracket].acts.setdefault(choices_of(row), []).append(row)
    for link in links:
        kernel_of[link.brackets[0]].links.append(link)
    return [kernel for kernel in kernels if kernel.acts or kernel.links]


def _in_order(space: Space, kernels: Sequence[_Kernel]) -> Iterator[Conflict]:
    """Yield the conflicts of all kernels in order of size.

    A bracket has at least two options, so a conflict has at least two members, and a kernel is looked at only when its
    turn comes.
    """
    drawn = [kernel.members() for kernel in kernels]
    heap: list[tuple[int, int, list[list[Position | Link]] | None]] = []
    heap += [(2, number, None) for number in range(len(drawn))]
    while heap:
        _, number, members = heappop(heap)
        if members is not None:
            for combination in product(*members):
                stances = tuple(member for member in combination if isinstance(member, Position))
                yield Conflict(stances, tuple(member for member in combination if isinstance(member, Link)), space)
        following = next(drawn[number], None)
        if following is not None:
            heappush(heap, (len(following), number, following))
