"""How much depends on one delegation, one bracket or one link: what would close if it were settled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from bracketed.consensus.blocking import OBSTRUCTED, BracketSupport, support_of_brackets
from bracketed.consensus.falling_away import FallingAway, falls_away
from bracketed.consensus.scoring import in_the_way, rows_in
from bracketed.consensus.shares import Share, shares
from bracketed.consensus.support import Objection, SupportPerOption
from bracketed.draft.links import Link
from bracketed.draft.tree import OMIT
from bracketed.gc_pause import gc_paused
from bracketed.phrasing import joined_and, number_of, quoted
from bracketed.positions.positions import Position, Positions
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.network import Choice
from bracketed.variants.reach import Reach
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, Several, Shorten, Table

LeverKind: TypeAlias = Literal["delegation", "bracket", "link"]


@dataclass(frozen=True)
class Lever:
    """Something that can be settled, and the blocking brackets that this would close.

    A `delegation` is settled if it withdraws all its objections and reservations; a `bracket` if all accept `option` of
    it; a `link` if that happens to the brackets that it ties. `falls_away` are blocking brackets that are not closed
    but go with the words around them. `share` is a delegation's share of the contestation of the least contested
    variant, None for the others. `brackets` are those that a link ties, and `words` those of the option.
    """

    kind: LeverKind
    name: str
    closes: tuple[str, ...]
    option: str = ""
    falls_away: tuple[str, ...] = ()
    share: Share | None = None
    brackets: tuple[str, ...] = field(repr=False, default=())
    words: str = field(repr=False, default="")

    @property
    def sentence(self) -> str:
        """What would happen, in plain words."""
        closed = f"{number_of(len(self.closes), 'bracket')} can be closed"
        if not self.closes:
            closed += " by that alone"
        closed += falls_away(self.falls_away)
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
            "falls_away": list(self.falls_away),
            "blocks": None if share is None else share.blocks,
            "objections": None if share is None else share.objections,
            "reservations": None if share is None else share.reservations,
            "error": None if share is None else max(share.error, share.blocks_error, share.reservations_error),
        }


@dataclass(frozen=True)
class Leverage(Answers[Lever]):
    """Levers, those that close most first; delegations, brackets and links in this order where they close as many."""

    columns = "kind name option number closes falls_away blocks objections reservations error"

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
        # Linked brackets close the same; the row of the link represents them.
        linked = {lever.closes for lever in self.of("link")}
        idle = [lever for lever in self.of("delegation") if not lever.closes and lever.share == Share()]
        reserved = any(lever.share and lever.share.reservations for lever in self.rows)
        # A column of noughts would only take room.
        falling = any(lever.falls_away for lever in self.rows)
        rows = [
            [
                lever.kind,
                f"{lever.name} ({lever.option})" if lever.option else lever.name,
                str(len(lever.closes)),
                *[str(len(lever.falls_away) or "")] * falling,
                "" if lever.share is None else lever.share.words(reserved),
                Several(lever.closes),
            ]
            for lever in self.rows
            if lever not in idle and not (lever.kind == "bracket" and lever.closes in linked)
        ]
        if rows:
            kinds = f"red lines, objections{', reservations' * reserved}"
            columns = ("", "if settled", "closes", *["falls away"] * falling, f"share of {kinds}", "brackets closed")
            yield Table(columns, rows)
        if idle:
            yield f"Nothing depends on the stances of {joined_and([lever.name for lever in idle])}."

    def __repr__(self) -> str:
        most = self.rows[:1]
        first = f"; {most[0].name} closes most: {number_of(len(most[0].closes), 'bracket')}" if most else ""
        return f"<Leverage: {number_of(len(self.rows), 'lever')}{first}>"


@with_link_count
def leverage(space: Space, positions: Positions, *, seed: int = 0) -> Leverage:
    """Return for each delegation, bracket and link how many brackets its settling would close.

    Counted are the brackets that block now and can then be closed. What goes with the words around it is not closed:
    `falls_away` has the blocking brackets that no text holds any more, unless an objection meets the enclosing option
    that leaves them out. Of options that close as many, one that a delegation requests comes first. Each delegation's
    share of what the least contested variant meets is its Shapley value: exact where the delegations that depend on
    each other are at most twelve, else drawn, with its standard error.

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
    If USA gives way everywhere, one bracket can be closed.
    If UK gives way everywhere, one bracket can be closed.
    If 1#1 is settled with “Parties”, one bracket can be closed.
    """
    rows, ignored = rows_in(positions, space)
    return leverage_of(SupportPerOption(space, rows), ignored, seed)


@gc_paused()
def leverage_of(
    support: SupportPerOption, ignored: tuple[Position, ...], seed: int = 0, *, of_brackets: bool = True
) -> Leverage:
    """Return what `leverage` does, from the support per option, which other answers need too; or without brackets."""
    space = support.space
    against = in_the_way(space, support.rows)
    settlements = _Settlements(support)
    blocking = settlements.blocking
    levers: list[Lever] = []
    for name, share in shares(space, against, seed).items():
        closes = tuple(id_ for id_, row in blocking.items() if settlements.is_freed(row, name))
        levers.append(Lever("delegation", name, closes, share=share))
    if of_brackets:
        levers += map(settlements.of_bracket, blocking)
    for link in space.links:
        member = next((id_ for id_ in link.brackets if id_ in blocking), None)
        if link.kind == "same" and member is not None:
            levers.append(settlements.of_link(link, member))
    # Sorting is stable: where they close as many, delegations, brackets and links stay in this order.
    return Leverage(tuple(sorted(levers, key=lambda lever: -len(lever.closes))), ignored)


class _Settlements:
    """What the settlement of one bracket or link closes, for each bracket that blocks."""

    def __init__(self, support: SupportPerOption) -> None:
        self._support = support
        self._network = support.network
        rows = [row for row in support_of_brackets(support) if row.status in OBSTRUCTED]
        self.blocking = {row.id: row for row in rows}
        self._falling = FallingAway(support)
        self._reach = Reach(support.space.graph)
        self._known: dict[tuple[int, int], Mapping[int, Set[int]]] = {}
        # Only of a bracket that is in others may no text be left that holds it.
        self._nested: dict[int, list[str]] = {}
        for id_ in filter(self._falling.is_nested, self.blocking):
            self._nested.setdefault(self._network.variable_of[id_], []).append(id_)
        self._place = {id_: number for number, id_ in enumerate(self.blocking)}

    def is_freed(self, row: BracketSupport, name: str) -> bool:
        """Return whether one delegation alone, by giving way, makes a bracket closable."""
        if row.status == "blocking" or (name,) in row.holder_groups:
            return (name,) in row.holder_groups
        # An objector may free a bracket, too, that is held by reservations on another option.
        against = (one for option in row.options for one in self._support.objections_to(row.id, option.letter))
        return self._support.closable(row.id, {one for one in against if one.row.delegation == name})

    def of_bracket(self, bracket: str) -> Lever:
        """Return the lever of settling a bracket, with the option that closes most."""
        ways = {letter: [(bracket, letter)] for letter in self._support.taken(bracket)}
        return self._best("bracket", bracket, bracket, ways)

    def of_link(self, link: Link, member: str) -> Lever:
        """Return the lever of settling linked brackets at once, of which one member blocks."""
        # Brackets that other links tie to these are settled with them.
        known = self._support.class_of[member]
        ways: dict[str, list[Choice]] = {}
        for place, letter in enumerate(known[member]):
            choices = [(id_, letters[place]) for id_, letters in known.items()]
            ways[letter] = [choice for choice in choices if choice[1] in self._support.taken(choice[0])]
        lever = self._best("link", link.id, member, {letter: some for letter, some in ways.items() if some})
        return replace(lever, brackets=link.brackets)

    def _best(self, kind: LeverKind, name: str, bracket: str, ways: Mapping[str, Sequence[Choice]]) -> Lever:
        closed = {letter: self._closed(choices) for letter, choices in ways.items()}
        # Of options that close as much, one that a delegation has requested comes before one that nobody has.
        letter = min(closed, key=lambda letter: (-len(closed[letter]), not self._support.is_asked_for(bracket, letter)))
        fallen = set[str].intersection(*(self._fallen(choice, closed[letter]) for choice in ways[letter]))
        words = [
            option.text for option in self.blocking[bracket].options if letter in (option.letter, OMIT) and option.text
        ]
        # A bracket may hold nothing but a comment.
        return Lever(
            kind,
            name,
            closed[letter],
            letter,
            falls_away=self._in_order(fallen),
            words=quoted(words[0]) if words else "no words",
        )

    def _in_order(self, brackets: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(brackets, key=self._place.__getitem__))

    def _closed(self, settled: Sequence[Choice]) -> tuple[str, ...]:
        """Return the brackets that block no more once all accept some linked options."""
        # Others keep all that is in their way, so only these and what is linked with them can be closed: there
        # where a text settles both.
        linked = self._support.class_of.get(settled[0][0])
        if linked is None:
            return (settled[0][0],)
        row = linked[settled[0][0]].index(settled[0][1])
        choices = [(id_, letters[row]) for id_, letters in linked.items() if id_ in self.blocking]
        return self._in_order(
            choice[0] for choice in choices if any(self._are_compatible(choice, one) for one in settled)
        )

    def _are_compatible(self, choice: Choice, settled: Choice) -> bool:
        """Return whether some text makes two choices, of which the second is one that texts make."""
        if choice[1] not in self._support.taken(choice[0]):
            return False
        values = self._narrowed(settled).get(self._network.variable_of[choice[0]])
        return values is None or self._network.letters(choice[0]).index(choice[1]) in values

    def _narrowed(self, settled: Choice) -> Mapping[int, Set[int]]:
        """Return the values that are left to the variables that have fewer once a choice is made."""
        made = self._network.variable_of[settled[0]], self._network.letters(settled[0]).index(settled[1])
        if made not in self._known:
            self._known[made] = self._reach.narrowed(*made)
        return self._known[made]

    def _fallen(self, settled: Choice, closed: Sequence[str]) -> set[str]:
        """Return the brackets that fall away with what no text holds any more in which a choice is made."""
        if not self._nested:
            return set()
        narrowed = self._narrowed(settled)
        withdrawn = frozenset(self._support.objections_to(*settled))
        return {
            id_
            for at, values in narrowed.items()
            # The value beyond all options is that of a bracket which is not live.
            if at in self._nested and values == {len(self._network.letters(self._nested[at][0]))}
            for id_ in self._nested[at]
            if id_ not in closed and self._is_left_out_freely(id_, settled, withdrawn, narrowed)
        }

    def _is_left_out_freely(
        self, bracket: str, settled: Choice, withdrawn: Set[Objection], narrowed: Mapping[int, Set[int]]
    ) -> bool:
        # Most that is left out, is left out by one option in all these texts: what is against it needs no search.
        against = self._falling.objections(bracket, withdrawn)
        if any(all(narrowed.get(at) == {value} for at, value in one.values.items()) for one in against):
            return False
        return self._falling.is_left_out_freely(bracket, (settled,), withdrawn)
