"""How much hangs on one delegation, one bracket or one link: what would close if it were settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bracketed.consensus.blocking import every_standing
from bracketed.consensus.scoring import AGAINST, costs_in, rows_in
from bracketed.consensus.shares import Share, shares
from bracketed.consensus.standings import Objection, SupportPerOption
from bracketed.draft.tree import OMIT
from bracketed.gc_pause import gc_paused
from bracketed.phrasing import joined_and, number_of, quoted
from bracketed.positions.positions import Position, Positions
from bracketed.variants.network import Choice
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, Shorten, Table

if TYPE_CHECKING:
    pass

LeverKind: TypeAlias = Literal["delegation", "bracket", "link"]


@dataclass(frozen=True)
class Lever:
    """Something that can be settled, and the blocking brackets that this would close.

    A `delegation` is settled if it withdraws all its objections; a `bracket` if all accept `option` of it; a `link` if
    that happens to the brackets that it ties. `share` is a delegation's share of the contestation of the least
    contested variant, None for the others. `brackets` are those that a link ties, and `words` those of the option.
    """

    kind: LeverKind
    name: str
    closes: tuple[str, ...]
    option: str = ""
    share: Share | None = None
    brackets: tuple[str, ...] = field(repr=False, default=())
    words: str = field(repr=False, default="")

    @property
    def sentence(self) -> str:
        """What would happen, in plain words."""
        closed = f"{number_of(len(self.closes), 'bracket')} can be closed"
        if not self.closes:
            closed += " by that alone"
        if self.kind == "delegation":
            return f"If {self.name} gives way everywhere, {closed}."
        how = f"without {self.words}" if self.option == OMIT else f"with {self.words}"
        if self.kind == "bracket":
            return f"If {self.name} is settled {how}, {closed}."
        return f"If {joined_and(self.brackets)} are settled at once, {how}, {closed}."

    def to_dict(self) -> dict[str, Any]:
        """Return the lever as plain values."""
        share = self.share
        return {
            "kind": self.kind,
            "name": self.name,
            "option": self.option,
            "number": len(self.closes),
            "closes": list(self.closes),
            "blocks": None if share is None else share.blocks,
            "objections": None if share is None else share.objections,
            "error": None if share is None else max(share.error, share.blocks_error),
        }


@dataclass(frozen=True)
class Leverage(Answers[Lever]):
    """Levers, those that close most first; delegations, brackets and links in this order where they close as many."""

    columns = "kind name option number closes blocks objections error"

    rows: tuple[Lever, ...] = field(repr=False)
    ignored: tuple[Position, ...] = field(repr=False, default=())

    def of(self, kind: LeverKind) -> tuple[Lever, ...]:
        """Return the levers of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield what each delegation, bracket and link would close."""
        if not self.rows:
            yield "Nobody objects to anything."
            return
        # Linked brackets close the same; the row of the link stands for them.
        linked = {lever.closes for lever in self.of("link")}
        idle = [lever for lever in self.of("delegation") if not lever.closes and lever.share == Share()]
        rows = [
            [
                lever.kind,
                f"{lever.name} ({lever.option})" if lever.option else lever.name,
                str(len(lever.closes)),
                "" if lever.share is None else str(lever.share),
                ", ".join(lever.closes),
            ]
            for lever in self.rows
            if lever not in idle and not (lever.kind == "bracket" and lever.closes in linked)
        ]
        if rows:
            yield Table(("", "if settled", "closes", "share of blocks, objections", "brackets"), rows)
        if idle:
            yield f"Nothing hangs on the objections of {', '.join(lever.name for lever in idle)}."

    def __repr__(self) -> str:
        most = self.rows[:1]
        first = f"; {most[0].name} closes most: {number_of(len(most[0].closes), 'bracket')}" if most else ""
        return f"<Leverage: {number_of(len(self.rows), 'lever')}{first}>"


@gc_paused()
def leverage(space: Space, positions: Positions, *, seed: int = 0) -> Leverage:
    """Return for each delegation, bracket and link how many brackets its settling would close.

    Counted are the brackets that block now and then do so no more: they can be closed, or no variant is left in which
    they are to be settled. Each delegation's share of what the least contested variant meets is its Shapley value:
    exact where the delegations that depend on each other are at most twelve, else drawn, with its standard error.

    Args:
        space: which variants there are.
        positions: who takes which stance.
        seed: for what is drawn.

    Raises:
        TooEntangledError: links or conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("1. [Parties] meet.\\tComment by UK: UK – keep “Parties”\\nUSA – remove “Parties”")
    >>> for lever in bt.leverage(bt.variants(draft), bt.positions(draft)):
    ...     print(lever.sentence)
    If UK gives way everywhere, one bracket can be closed.
    If USA gives way everywhere, one bracket can be closed.
    If 1#1 is settled with “Parties”, one bracket can be closed.
    """
    rows, ignored = rows_in(positions, space)
    against = [row for row in rows if row.stance in AGAINST]
    settling = _Settling(SupportPerOption(space, rows))
    own = shares(space, against, seed)
    levers: list[Lever] = []
    for name, share in own.items():
        levers.append(Lever("delegation", name, settling.by(name), share=share))
    for id_ in settling.blocking:
        levers.append(settling.of("bracket", id_, id_))
    for link in space.links:
        member = next((id_ for id_ in link.brackets if id_ in settling.blocking), None)
        if link.kind == "same" and member is not None:
            levers.append(replace(settling.of("link", link.id, member), brackets=link.brackets))
    return Leverage(tuple(sorted(levers, key=lambda lever: -len(lever.closes))), ignored)


class _Settling:
    """What closes once a bracket is settled."""

    def __init__(self, standings: SupportPerOption) -> None:
        self._standings = standings
        self._network = standings.network
        self._graph = standings.space.graph
        rows = [row for row in every_standing(standings) if row.status == "blocking"]
        self.blocking = {row.id: row for row in rows}
        self._place = {id_: number for number, id_ in enumerate(self.blocking)}
        self._by_variable: dict[int, list[str]] = {}
        for id_ in self.blocking:
            self._by_variable.setdefault(self._network.variable_of[id_], []).append(id_)
        self._inside = {d.bracket.id: d.inside for d in standings.space.decisions}
        self._part = self._parts()
        # A bracket stops blocking because of another only if it may not be live, or if no stance that stands against
        # one of its options counts in every variant that takes the option.
        self._moved: dict[int, list[str]] = {}
        for row in rows:
            loose = any(
                all(one.row.condition for one in standings.objections_to(row.id, option.letter))
                for option in row.options
            )
            if loose or self._inside[row.id]:
                self._moved.setdefault(self._part[self._network.variable_of[row.id]], []).append(row.id)

    def _parts(self) -> list[int]:
        forest = self._graph.forest
        part = list(range(len(forest.parent)))
        for variable in forest.order:
            if forest.parent[variable] >= 0:
                part[variable] = part[forest.parent[variable]]
        return part

    def by(self, delegation: str) -> tuple[str, ...]:
        """Return what closes if a delegation withdraws all its objections."""
        return tuple(id_ for id_, row in self.blocking.items() if (delegation,) in row.holder_groups)

    def of(self, kind: LeverKind, name: str, bracket: str) -> Lever:
        """Return the lever of settling a bracket, with the option that closes most."""
        best: tuple[str, ...] = ()
        taken = ""
        possible = self._standings.possible[self._network.variable_of[bracket]]
        for value, letter in enumerate(self._network.letters(bracket)):
            if value in possible:
                closed = self._closed((bracket, letter))
                if len(closed) > len(best):
                    best, taken = closed, letter
        options = self.blocking[bracket].options
        words = [option.text for option in options if taken in (option.letter, OMIT) and option.text]
        # A bracket may hold nothing but a comment.
        return Lever(kind, name, best, taken, words=quoted(words[0]) if words else "no words")

    def _closed(self, settled: Choice) -> tuple[str, ...]:
        """Return the brackets that block no more once all accept an option of a bracket."""
        variable = self._network.variable_of[settled[0]]
        linked = self._standings.class_of.get(settled[0], {settled[0]: ()})
        alike = self._by_variable.get(variable, ())
        others = {*linked, *self._moved.get(self._part[variable], ())}.intersection(self.blocking).difference(alike)
        withdrawn = frozenset(self._standings.objections_to(*settled))
        opened = (id_ for id_ in others if self._open(id_, settled, withdrawn))
        return tuple(sorted((*alike, *opened), key=self._place.__getitem__))

    def _open(self, bracket: str, settled: Choice, withdrawn: Set[Objection]) -> bool:
        """Say whether a bracket does not block once all accept an option of another, which variants then take."""
        live = False
        for letter in self._network.letters(bracket):
            taken: list[tuple[tuple[Choice, ...], int]] = [(((bracket, letter),), -1), ((settled,), -1)]
            if self._least(taken) != -2:
                continue
            live = True
            left = [(one.choices, 1) for one in self._standings.objections_to(bracket, letter) if one not in withdrawn]
            if self._least([*taken, *left]) == -2:
                return True
        return not live

    def _least(self, prices: Iterable[tuple[tuple[Choice, ...], int]]) -> int:
        return self._graph.least(costs_in(self._network, prices))
