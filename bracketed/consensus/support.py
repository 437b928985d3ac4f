"""Support per option: what is against each option of each bracket, and who would have to give way for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, islice
from math import inf
from typing import NamedTuple, TypeVar

from bracketed.consensus.scoring import IN_THE_WAY, choices_of, costs_in, held_for
from bracketed.errors import TooEntangledError
from bracketed.positions.positions import Position
from bracketed.variants.graph import Costs
from bracketed.variants.kbest import minimal_costs
from bracketed.variants.network import Choice, same_choices
from bracketed.variants.space import Space
from bracketed.variants.witnesses import Wish, Witness

# With n objections under conditions, up to 2 to the power of n groups may be in the way of one option. So many are
# tried, those of the fewest objections first.
_WAYS = 1000
# Of so few stances under conditions all sets are tried, which is faster than to go through a graph.
_FEW = 7


# Compared by identity: to compare rows takes long.
@dataclass(frozen=True, slots=True, eq=False)
class Objection:
    """A stance in the way of an option, the choices that make it count, and the values of variables that they are."""

    row: Position
    choices: tuple[Choice, ...]
    values: Mapping[int, int]


class Groups(NamedTuple):
    """The smallest groups whose withdrawal frees an option: fewest who `object`, and of these fewest who `reserve`.

    `complete` is False if conditions can be met in more ways than are tried: there may be other groups.
    """

    objecting: int
    reserving: int
    groups: list[tuple[str, ...]]
    complete: bool = True

    @property
    def cost(self) -> tuple[int, int]:
        """How many give way in each group: objectors and blockers, and delegations that only lift a reservation."""
        return self.objecting, self.reserving


class _InTheWay(NamedTuple):
    """Who objects to an option, or blocks it, and who only reserves on it."""

    objecting: frozenset[str] = frozenset()
    reserving: frozenset[str] = frozenset()

    def holds(self, row: Position) -> bool:
        """Return whether a stance adds nothing: its delegation objects in any case, or both only reserve."""
        return row.delegation in self.objecting or (row.stance == "reserves" and row.delegation in self.reserving)

    def joined(self, more: _InTheWay) -> _InTheWay:
        """Return both together; who objects somewhere is no longer one who only reserves."""
        objecting = self.objecting | more.objecting
        return _InTheWay(objecting, (self.reserving | more.reserving) - objecting)

    @property
    def cost(self) -> tuple[int, int]:
        return len(self.objecting), len(self.reserving)


Item = TypeVar("Item")


class SupportPerOption:
    """The stances on each option of a space, and which brackets can be closed under them."""

    def __init__(self, space: Space, rows: Iterable[Position]) -> None:
        self.rows = rows = tuple(rows)
        self.space = space = held_for(space, rows)
        self.network = space.network
        self._taken: dict[tuple[int, int], bool] = {}
        self._groups: dict[tuple[int, int], Groups] = {}
        classes = same_choices(space.links)
        # For each linked bracket the letters of all brackets that are one choice with it, row by row.
        self.class_of = {bracket: known for known in classes for bracket in known}
        self.nested = self._count_nested()
        self._rows: dict[Choice, list[Position]] = {}
        self._objections: dict[Choice, list[Objection]] = {}
        for row in rows:
            self._rows.setdefault((row.bracket, row.option), []).append(row)
            # None also for an objection that no variant lets count: it is in nobody’s way.
            values = self.network.at(choices_of(row)) if row.stance in IN_THE_WAY else None
            if values is not None:
                one = Objection(row, choices_of(row), values)
                self._objections.setdefault((row.bracket, row.option), []).append(one)
        # Linked brackets are one choice: what is said on one of them is said on all.
        _join_linked(self._rows, classes)
        _join_linked(self._objections, classes)

    def _count_nested(self) -> dict[str, int]:
        """Return for each bracket how many are inside it, at any depth."""
        parents = {decision.bracket.id: decision.bracket.parent for decision in self.space.decisions}
        nested = dict.fromkeys(self.network.variable_of, 0)
        for above in parents.values():
            while above is not None and above[0] in nested:
                nested[above[0]] += 1
                above = parents[above[0]]
        return nested

    def linked(self, bracket: str) -> tuple[str, ...]:
        """Return the brackets that are one choice with a bracket."""
        return tuple(other for other in self.class_of.get(bracket, ()) if other != bracket)

    def hangs(self, bracket: str) -> int:
        """Return how many brackets are settled with one: itself, those linked with it, and those inside them."""
        together = (bracket, *self.linked(bracket))
        return len(together) + sum(self.nested[id_] for id_ in together)

    def rows_on(self, bracket: str, letter: str) -> list[Position]:
        """Return the stances on an option, and those on the same option of linked brackets."""
        return self._rows.get((bracket, letter), [])

    def objections_to(self, bracket: str, letter: str) -> list[Objection]:
        """Return the stances in the way of an option, there or where it is linked, that can ever count."""
        return self._objections.get((bracket, letter), [])

    def stances_in_the_way(self, stance: str) -> frozenset[Objection]:
        """Return all stances of a kind that can ever count against an option."""
        return frozenset(one for own in self._objections.values() for one in own if one.row.stance == stance)

    def is_asked_for(self, bracket: str, letter: str) -> bool:
        """Return whether an option has support, there or where it is linked; to accept is not to request it."""
        return any(row.stance == "supports" for row in self.rows_on(bracket, letter))

    def smallest_groups(self, bracket: str, letter: str) -> Groups:
        """Return the smallest groups without whose objections and reservations a bracket can be closed with an option.

        That is one empty group if nobody is in the way. To lift a reservation is the cheapest move: a group in
        which fewer object is smaller, however many reserve.
        """
        own = self.network.at([(bracket, letter)])
        assert own is not None
        # Brackets that are one variable have the same stances, so what is found for one of them holds for all.
        ((variable, value),) = own.items()
        if (variable, value) not in self._groups:
            self._groups[variable, value] = self._smallest_groups(own, self.objections_to(bracket, letter))
        return self._groups[variable, value]

    def _smallest_groups(self, own: Mapping[int, int], against: Sequence[Objection]) -> Groups:
        """Return the smallest groups for an option, which is the value of a variable."""
        # What counts in every variant which takes the option puts its delegation into every group.
        certain = _in_the_way(one.row for one in against if one.values == own)
        conditional = [one for one in against if one.values != own]
        if conditional and not self._avoidable(own, conditional):
            # Nearly all that cannot be avoided together cannot be avoided alone either: it counts in every variant.
            left = _alike(conditional)
            while left:
                event = left.pop()
                witness = self._witness(own, event[:1])
                if witness is None:
                    certain = certain.joined(_in_the_way(one.row for one in event))
                else:
                    # One variant shows of many stances that they can be avoided.
                    left = [one for one in left if all(witness(v) in (n, -1) for v, n in one[0].values.items())]
            conditional = [one for one in conditional if not certain.holds(one.row)]
        # Delegations in every group come first in each.
        sure = certain.objecting | certain.reserving
        order = sorted(dict.fromkeys(one.row.delegation for one in against), key=lambda name: name not in sure)
        if not conditional or self._avoidable(own, conditional):
            return Groups(*certain.cost, [_in_order(order, certain)])
        events = _alike(conditional)
        try:
            search = self._ways_by_search if len(events) <= _FEW else self._ways
            ways = list(islice(search(own, events, certain), _WAYS))
        except TooEntangledError:
            way = self._some_way(own, events, certain)
            return Groups(*way.cost, [_in_order(order, way)], complete=False)
        # The ways come by cost and not by size of group, so which is the smallest is known only at the end.
        least = min(way.cost for way in ways)
        groups = sorted({tuple(map(order.index, _in_order(order, way))) for way in ways if way.cost == least})
        return Groups(*least, [tuple(order[at] for at in group) for group in groups], len(ways) < _WAYS)

    def _avoidable(self, own: Mapping[int, int], against: Iterable[Objection]) -> bool:
        """Return whether in some variant in which variables have these values none of some stances counts."""
        return self._witness(own, against) is not None

    def _witness(self, own: Mapping[int, int], against: Iterable[Objection]) -> Witness | None:
        """Return a variant in which variables have these values and none of some stances counts."""
        never = {tuple(one.values.items()): one.values for one in against}
        return self.space.witness(Wish(own, tuple(never.values())))

    def _ways_by_search(
        self, own: Mapping[int, int], events: Sequence[list[Objection]], certain: _InTheWay
    ) -> Iterator[_InTheWay]:
        """Yield the smallest groups who are in the way in variants in which a variable has a value, of few events."""
        holders = [_in_the_way(one.row for one in event) for event in events]
        sets = [numbers for size in range(len(events) + 1) for numbers in combinations(range(len(events)), size)]
        met = [reduce(_InTheWay.joined, [holders[number] for number in numbers], certain) for numbers in sets]
        least = None
        for way, numbers in sorted(zip(met, sets, strict=True), key=lambda pair: pair[0].cost):
            if least is not None and way.cost > least:
                return
            if self._avoidable(own, [event[0] for number, event in enumerate(events) if number not in numbers]):
                least = way.cost
                yield way

    def _some_way(self, own: Mapping[int, int], events: Sequence[list[Objection]], certain: _InTheWay) -> _InTheWay:
        """Return who is in the way in a variant in which a variable has a value, and could not all be spared in it.

        There may be smaller groups; but it holds nobody who objects if some group does not.
        """
        against = [event for event in events if any(one.row.stance != "reserves" for one in event)]
        spared = [event[0] for event in against] if self._avoidable(own, [event[0] for event in against]) else []
        for event in events:
            if event[0] in spared or self._avoidable(own, [*spared, event[0]]):
                spared.append(event[0])
            else:
                certain = certain.joined(_in_the_way(one.row for one in event))
        return certain

    def _ways(
        self, own: Mapping[int, int], events: Sequence[list[Objection]], certain: _InTheWay
    ) -> Iterator[_InTheWay]:
        """Yield who is in the way in variants in which a variable has a value; the smallest groups are among them."""
        # Stances that count in the same variants share one bit of a cost.
        holders = [_in_the_way(one.row for one in event) for event in events]
        named = [name for one in holders for name in (*one.objecting, *one.reserving)]
        # One who objects weighs more than all who reserve.
        heavy = 1 + len({*named, *certain.reserving})
        weights = [heavy * len(one.objecting) + len(one.reserving) for one in holders]
        # A stance costs its weight, above a bit of its own that shows in each sum that it was paid for. The bit behind
        # these shows that the option was refused, which costs more than all of them.
        bits = len(holders) + 1
        prices = [
            (event[0].choices, weight << bits | 1 << n)
            for n, (event, weight) in enumerate(zip(events, weights, strict=True))
        ]
        costs = costs_in(self.network, prices)
        refusing = 1 + sum(weights) << bits | 1 << len(holders)
        ((variable, value),) = own.items()
        # No objection has a cost at this variable: those to the value alone are in every group.
        other = [0 if at == value else refusing for at in range(self.network.variables[variable].size)]
        costs = Costs({**costs.single, variable: other}, costs.joint)
        # A sum counts a delegation once for each stance, so a group may weigh less than its cost by this factor.
        most = max(Counter(named).values())
        least = inf
        graph = self.space.part([*costs.single, *(variable for scope, _ in costs.joint for variable in scope)])
        for cost in minimal_costs(graph, costs, (1 << bits) - 1):
            # Costs rise from here: all that follow refuse the option, or can be no group as small as the least so far.
            if cost >= refusing or cost >> bits > least * most:
                return
            way = certain
            for n, one in enumerate(holders):
                if cost >> n & 1:
                    way = way.joined(one)
            least = min(least, heavy * len(way.objecting) + len(way.reserving))
            yield way

    def closed_by(self, withdrawn: Iterable[Position]) -> tuple[str, ...]:
        """Return the brackets that block now and no longer do once some stances are withdrawn, in reading order."""
        rows = frozenset(withdrawn)
        gone = {one for row in rows for one in self._objections.get((row.bracket, row.option), ()) if one.row in rows}
        # A stance counts only against options of its own bracket and of those linked with it: no others can be closed.
        touched = {id_ for row in rows for id_ in (row.bracket, *self.class_of.get(row.bracket, ()))}
        ids = [bracket.id for bracket in self.space.brackets if bracket.id in touched]
        return tuple(id_ for id_ in ids if self.blocks(id_) and self.closable(id_, gone))

    def taken(self, bracket: str) -> list[str]:
        """Return the letters of the options of a bracket that some variant takes."""
        return [letter for letter in self.network.letters(bracket) if self._is_taken((bracket, letter))]

    def _is_taken(self, choice: Choice) -> bool:
        values = self.network.at([choice])
        if values is None:
            return False
        (place,) = values.items()
        # Linked brackets share their variable.
        if place not in self._taken:
            self._taken[place] = self.space.witness(Wish(values)) is not None
        return self._taken[place]

    def blocks(self, bracket: str) -> bool:
        """Return whether a bracket is settled in some variant, and something is in the way of each option."""
        letters = self.network.letters(bracket)
        # Most brackets have an option that nobody objects to.
        if not any(self.objections_to(bracket, letter) for letter in letters):
            return False
        return not self.closable(bracket) and bool(self.taken(bracket))

    def closable(self, bracket: str, withdrawn: Set[Objection] = frozenset()) -> bool:
        """Return whether a bracket can be closed, once some stances are withdrawn."""
        return any(self.free(((bracket, letter),), withdrawn) for letter in self.network.letters(bracket))

    def free(self, choices: tuple[Choice, ...], withdrawn: Set[Objection] = frozenset()) -> bool:
        """Return whether some variant makes these choices, and nothing in the way of the first of them counts in it."""
        # An option that a condition or a link ties to others may be free of objections in one variant only, so each
        # question is a search for such a variant.
        against = [one for one in self.objections_to(*choices[0]) if one not in withdrawn]
        if not against and len(choices) == 1:
            return self._is_taken(choices[0])
        # Nearly all objections are unconditional, and need no search.
        own = self.network.at(choices[:1])
        return not any(one.values == own for one in against) and self.possible(choices, against)

    def possible(self, choices: tuple[Choice, ...], against: Sequence[Objection] = ()) -> bool:
        """Return whether some variant makes all these choices, and none of some stances counts in it."""
        values = self.network.at(choices)
        return values is not None and self._avoidable(values, against)


def _in_the_way(rows: Iterable[Position]) -> _InTheWay:
    objecting: set[str] = set()
    reserving: set[str] = set()
    for row in rows:
        (reserving if row.stance == "reserves" else objecting).add(row.delegation)
    return _InTheWay(frozenset(objecting), frozenset(reserving - objecting))


def _alike(against: Iterable[Objection]) -> list[list[Objection]]:
    """Return stances together that count in the same variants."""
    found: dict[tuple[tuple[int, int], ...], list[Objection]] = {}
    for one in against:
        found.setdefault(tuple(sorted(one.values.items())), []).append(one)
    return [*found.values()]


def _in_order(order: Iterable[str], group: _InTheWay) -> tuple[str, ...]:
    return tuple(name for name in order if name in group.objecting or name in group.reserving)


def _join_linked(by_option: dict[Choice, list[Item]], classes: Iterable[Mapping[str, Sequence[str]]]) -> None:
    """Give linked options the stances on all of them, bracket by bracket."""
    joined: dict[Choice, list[Item]] = {}
    for known in classes:
        for letters in zip(*known.values(), strict=True):
            choices = [*zip(known, letters, strict=True)]
            together = [one for choice in choices for one in by_option.get(choice, ())]
            for choice in choices:
                joined.setdefault(choice, together)
    by_option |= joined
