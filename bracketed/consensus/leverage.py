"""How much hangs on one delegation, one bracket or one link: what would close if it were settled."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from bracketed.consensus.blocking import OBSTRUCTED, BracketSupport, support_of_brackets
from bracketed.consensus.scoring import IN_THE_WAY, rows_in
from bracketed.consensus.shares import Share, shares
from bracketed.consensus.support import Objection, SupportPerOption
from bracketed.draft.tree import OMIT
from bracketed.gc_pause import gc_paused
from bracketed.phrasing import joined_and, number_of, quoted
from bracketed.positions.positions import Position, Positions
from bracketed.variants.link_counts import tells_links
from bracketed.variants.network import Choice
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, Several, Shorten, Table

LeverKind: TypeAlias = Literal["delegation", "bracket", "link"]


@dataclass(frozen=True)
class Lever:
    """Something that can be settled, and the blocking brackets that this would close.

    A `delegation` is settled if it withdraws all its objections and reservations; a `bracket` if all accept `option` of
    it; a `link` if that happens to the brackets that it ties. `share` is a delegation's share of the contestation of
    the least contested variant, None for the others. `brackets` are those that a link ties, and `words` those of the
    option.
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
            "reservations": None if share is None else share.reservations,
            "error": None if share is None else max(share.error, share.blocks_error, share.reservations_error),
        }


@dataclass(frozen=True)
class Leverage(Answers[Lever]):
    """Levers, those that close most first; delegations, brackets and links in this order where they close as many."""

    columns = "kind name option number closes blocks objections reservations error"

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
        reserved = any(lever.share and lever.share.reservations for lever in self.rows)
        rows = [
            [
                lever.kind,
                f"{lever.name} ({lever.option})" if lever.option else lever.name,
                str(len(lever.closes)),
                "" if lever.share is None else lever.share.words(reserved),
                Several(lever.closes),
            ]
            for lever in self.rows
            if lever not in idle and not (lever.kind == "bracket" and lever.closes in linked)
        ]
        if rows:
            kinds = f"blocks, objections{', reservations' * reserved}"
            yield Table(("", "if settled", "closes", f"share of {kinds}", "brackets"), rows)
        if idle:
            yield f"Nothing hangs on the stances of {', '.join(lever.name for lever in idle)}."

    def __repr__(self) -> str:
        most = self.rows[:1]
        first = f"; {most[0].name} closes most: {number_of(len(most[0].closes), 'bracket')}" if most else ""
        return f"<Leverage: {number_of(len(self.rows), 'lever')}{first}>"


@tells_links
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
    against = [row for row in rows if row.stance in IN_THE_WAY]
    settlements = _Settlements(SupportPerOption(space, rows))
    blocking = settlements.blocking
    levers: list[Lever] = []
    for name, share in shares(space, against, seed).items():
        closes = tuple(id_ for id_, row in blocking.items() if settlements.is_freed(row, name))
        levers.append(Lever("delegation", name, closes, share=share))
    levers += [settlements.best("bracket", id_, id_) for id_ in blocking]
    for link in space.links:
        member = next((id_ for id_ in link.brackets if id_ in blocking), None)
        if link.kind == "same" and member is not None:
            levers.append(replace(settlements.best("link", link.id, member), brackets=link.brackets))
    # Sorting is stable: where they close as many, delegations, brackets and links stay in this order.
    return Leverage(tuple(sorted(levers, key=lambda lever: -len(lever.closes))), ignored)


class _Settlements:
    """What the settlement of one bracket closes, for each bracket that blocks."""

    def __init__(self, support: SupportPerOption) -> None:
        self._support = support
        self._network = support.network
        rows = [row for row in support_of_brackets(support) if row.status in OBSTRUCTED]
        self.blocking = {row.id: row for row in rows}
        self._place = {id_: number for number, id_ in enumerate(self.blocking)}
        self._by_variable: dict[int, list[str]] = {}
        for id_ in self.blocking:
            self._by_variable.setdefault(self._network.variable_of[id_], []).append(id_)
        # The root of the tree that each variable is in: trees are independent of each other.
        forest = support.space.graph.forest
        self._part = list(range(len(forest.parent)))
        for variable in forest.order:
            if forest.parent[variable] >= 0:
                self._part[variable] = self._part[forest.parent[variable]]
        nested = {decision.bracket.id for decision in support.space.decisions if decision.inside}
        # The brackets of each tree that may stop blocking because of another one: those that may not be live, and those
        # with an option to which no objection counts in every variant that takes it.
        self._dependent: dict[int, list[str]] = {}
        for row in rows:
            if row.id in nested or self._has_conditional_option(row):
                self._dependent.setdefault(self._part[self._network.variable_of[row.id]], []).append(row.id)

    def _has_conditional_option(self, row: BracketSupport) -> bool:
        against = (self._support.objections_to(row.id, option.letter) for option in row.options)
        return any(all(one.row.condition for one in objections) for objections in against)

    def is_freed(self, row: BracketSupport, name: str) -> bool:
        """Return whether one delegation alone, by giving way, makes a bracket closable."""
        if row.status == "blocking" or (name,) in row.holder_groups:
            return (name,) in row.holder_groups
        # Who objects may free a bracket, too, that is held by those who reserve on another option.
        against = (one for option in row.options for one in self._support.objections_to(row.id, option.letter))
        return self._support.closable(row.id, {one for one in against if one.row.delegation == name})

    def best(self, kind: LeverKind, name: str, bracket: str) -> Lever:
        """Return the lever of settling a bracket, with the option that closes most."""
        closes: tuple[str, ...] = ()
        letter = ""
        for taken in self._support.taken(bracket):
            closed = self._closed((bracket, taken))
            if len(closed) > len(closes):
                closes, letter = closed, taken
        options = self.blocking[bracket].options
        words = [option.text for option in options if letter in (option.letter, OMIT) and option.text]
        # A bracket may hold nothing but a comment.
        return Lever(kind, name, closes, letter, words=quoted(words[0]) if words else "no words")

    def _closed(self, settled: Choice) -> tuple[str, ...]:
        """Return the brackets that block no more once all accept an option of a bracket."""
        variable = self._network.variable_of[settled[0]]
        linked = self._support.class_of.get(settled[0], {settled[0]: ()})
        # Brackets that are one variable are settled with it, and have the same stances.
        alike = self._by_variable.get(variable, ())
        others = {*linked, *self._dependent.get(self._part[variable], ())}.intersection(self.blocking).difference(alike)
        withdrawn = frozenset(self._support.objections_to(*settled))
        opened = (id_ for id_ in others if self._opens(id_, settled, withdrawn))
        return tuple(sorted((*alike, *opened), key=self._place.__getitem__))

    def _opens(self, bracket: str, settled: Choice, withdrawn: Set[Objection]) -> bool:
        """Return whether a bracket does not block once all accept an option of another, which variants then take."""
        live = False
        for letter in self._network.letters(bracket):
            both = (bracket, letter), settled
            if self._support.possible(both):
                live = True
                if self._support.free(both, withdrawn):
                    return True
        return not live
