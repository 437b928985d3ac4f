"""The part of a draft that bears on one bracket, and the stances that decide what is taken there.

By the rule `objections` a text costs the sum of its stances, and so each part of a draft that nothing ties to the
others is settled by itself: stances outside of the part cannot matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from bracketed.consensus.contestation import burden_prices
from bracketed.consensus.rules import rule
from bracketed.consensus.scoring import choices_of, costs_in
from bracketed.consensus.stance_sets import End, Kind, Moves, StanceSets, as_sets, fewest_moves, shrunk
from bracketed.positions.positions import Position
from bracketed.variants.graph import Costs, KnownCells, Values
from bracketed.variants.kbest import in_order
from bracketed.variants.space import Space

Status: TypeAlias = Literal["taken", "tossed", "left out", "falls away"]
# Ways to settle the part up to which they are listed.
_WAYS = 2000
# Pairs of ways that are compared.
_PAIRS = 40_000
# Cells of the graph that are gone through where there are more, in all passes together.
_CELLS = 800_000
# Passes that are few.
_FEW = 20


class _Way(NamedTuple):
    """A way to settle the part: the value of the bracket, and the kinds of stances that count."""

    value: int
    counting: frozenset[int]


class Standing(NamedTuple):
    """What the least contested texts do with an option of the bracket, and the stances that decide that."""

    status: Status
    forced_by: StanceSets
    evened_by: StanceSets
    turned_by: StanceSets


@dataclass(frozen=True)
class _Goal:
    """What is to be so of the least contested texts: some winner costs no more than the equals, less than the losers.

    All are sets of values of the bracket.
    """

    winners: frozenset[int]
    equals: frozenset[int]
    losers: frozenset[int]

    def met_by(self, values: Iterable[int]) -> bool:
        """Return whether it is so if the least contested texts take these values."""
        return bool(self.winners & {*values}) and not self.losers & {*values}


class BracketPart:
    """The stances in the part of a bracket, by kind, in a space that is held for them.

    >>> import bracketed as bt
    >>> from bracketed.consensus.scoring import held_for
    >>> draft = bt.parse("1. Ports [shall/should] report [annually].\\tComment by A: UK – use “should”")
    >>> positions = bt.positions(draft)
    >>> part = BracketPart(held_for(bt.variants(draft), positions.rows), positions.rows, "1#1")
    >>> part.taken, part.of("b").status, part.of("b").turned_by.size
    (('b',), 'taken', None)
    """

    def __init__(self, space: Space, rows: Sequence[Position], bracket: str) -> None:
        self._network = space.network
        self._graph = space.graph
        self._letters = space.network.letters(bracket)
        self._variable = space.network.variable_of[bracket]
        self._root_of = self._graph.forest.root
        self._known: dict[int, KnownCells] = {}
        self._bracket = bracket
        values = self._graph.possible()[self._variable]
        # The value behind the letters is that of a bracket that falls away.
        self._values = frozenset(values)
        self._live = frozenset(value for value in values if value < len(self._letters))
        self._kinds, self._where = self._kinds_of(rows)
        self._burdens = costs_in(self._network, burden_prices(rows))
        self._all: Moves = tuple(len(kind.rows) for kind in self._kinds)

    def _kinds_of(self, rows: Sequence[Position]) -> tuple[list[Kind], list[Mapping[int, int]]]:
        """Return the kinds of stances that bear on the part, and the values of variables at which each counts."""
        prices = rule("objections").prices
        assert prices is not None
        alike: dict[tuple[str, int, object], list[Position]] = {}
        for row, price in prices(rows):
            # A weight of 0 costs nothing; a block counts once, whatever its weight.
            if price:
                alike.setdefault((row.stance, price, choices_of(row)), []).append(row)
        kinds: list[Kind] = []
        where: list[Mapping[int, int]] = []
        for (_, cost, _), same in alike.items():
            values = self._network.at(choices_of(same[0]))
            if values is not None and self._bears(values):
                kinds.append(Kind(cost, tuple(same)))
                where.append(values)
        return kinds, where

    def _bears(self, values: Mapping[int, int]) -> bool:
        root_of, constants = self._root_of, self._graph.constants
        if any(constants.get(variable, value) != value for variable, value in values.items()):
            return False
        return any(root_of[v] == root_of[self._variable] for v in values if v not in constants)

    @property
    def possible(self) -> tuple[str, ...]:
        """The letters that some variant takes."""
        return self._lettered(self._live)

    @cached_property
    def taken(self) -> tuple[str, ...]:
        """The letters that least contested variants take."""
        return self._lettered(self._least(self._all))

    def _lettered(self, values: Iterable[int]) -> tuple[str, ...]:
        return tuple(letter for value, letter in enumerate(self._letters) if value in values)

    def of(self, option: str) -> Standing:
        """Return the status of an option."""
        own = frozenset(value for value in self._live if self._letters[value] == option)
        others, fallen = self._live - own, self._values - self._live
        least = self._least(self._all)
        if not own & least:
            status: Status = "left out" if least & others else "falls away"
            # Nothing less than what makes the whole bracket fall away is a reason for that.
            out = _Goal(others | fallen, frozenset(), own) if least & others else _Goal(fallen, frozenset(), self._live)
            forced = self._forcing(out)
            evened, turned = self._changing(own, fallen, others)
        elif least & others:
            status = "tossed"
            forced, evened = StanceSets(), StanceSets()
            turned = self._withdrawing(_Goal(own, fallen, others))
        else:
            status = "taken"
            forced = self._forcing(_Goal(own, fallen, others))
            evened, turned = self._changing(others, fallen, own)
        return Standing(status, forced, evened, turned)

    @property
    def at_bracket(self) -> tuple[Position, ...]:
        """The stances on the bracket, or on one that is linked and in the text with it, or that depend on either."""
        return self._rows(n for n, values in enumerate(self._where) if self._variable in values)

    @property
    def harming(self) -> tuple[Position, ...]:
        """The stances that speak against the first least contested text.

        They object to what it takes, reserve on that or block it, or support what it does not take.
        """
        return self._rows(n for n in range(len(self._kinds)) if not self._helps(n, self._best_now))

    def _rows(self, kinds: Iterable[int]) -> tuple[Position, ...]:
        return tuple(row for n in kinds for row in self._kinds[n].rows)

    def _forcing(self, goal: _Goal) -> StanceSets:
        """Return the fewest stances that with all that speaks against the best text, and no others, reach a goal."""
        helping = [n for n in range(len(self._kinds)) if self._helps(n, self._best_now)]
        present = tuple(0 if n in helping else self._all[n] for n in range(len(self._kinds)))
        end = self._end(goal)
        if end:
            return as_sets(self._kinds, fewest_moves(self._kinds, present, end, add=True))
        at_bracket = [n for n in helping if self._variable in self._where[n]]
        return self._few(goal, [at_bracket, helping], lambda moved: tuple(map(int.__add__, present, moved)))

    def _changing(
        self, wanted: frozenset[int], fallen: frozenset[int], others: frozenset[int]
    ) -> tuple[StanceSets, StanceSets]:
        """Return the fewest stances without which some values are as good as any, and better than the others."""
        turned = self._withdrawing(_Goal(wanted, fallen, others))
        # What makes a value better makes it as good, too: where a pass takes long that has to do.
        if turned.ways and not turned.is_smallest and self._passes < _FEW:
            return turned, turned
        return self._withdrawing(_Goal(wanted, fallen | others, frozenset())), turned

    def _withdrawing(self, goal: _Goal) -> StanceSets:
        """Return the fewest stances without which a goal is reached."""
        if not goal.winners:
            return StanceSets()
        end = self._end(goal)
        if end:
            return as_sets(self._kinds, fewest_moves(self._kinds, self._all, end, add=False))
        # Of the texts that would do, the one that is best now needs few to go, first of what parts it from the best.
        wanted, best = self._best(goal.winners), self._best_now
        harming = [n for n in range(len(self._kinds)) if not self._helps(n, wanted)]
        parting = [n for n in harming if (n in wanted) != (n in best)]
        tried = [parting, harming, range(len(self._kinds))]
        return self._few(goal, tried, lambda moved: tuple(map(int.__sub__, self._all, moved)))

    def _helps(self, kind: int, counting: frozenset[int]) -> bool:
        """Return whether stances of a kind make a text in which those of some kinds count no dearer than any other."""
        return (self._kinds[kind].price < 0) == (kind in counting)

    def _end(self, goal: _Goal) -> End | None:
        """Return a goal in terms of the ways to settle the part, or None if they are too many."""
        if self._ways is None:
            return None
        groups = (goal.winners, goal.equals, goal.losers)
        ways = [tuple(way.counting for way in self._ways if way.value in values) for values in groups]
        return End(*ways) if len(ways[0]) * (len(ways[1]) + len(ways[2])) <= _PAIRS else None

    @cached_property
    def _ways(self) -> list[_Way] | None:
        """The ways to settle the part, each once; None if they are too many."""
        # Prices of 0 distinguish what stances depend on, and the options of the bracket.
        free = [choices_of(kind.rows[0]) for kind in self._kinds]
        free += [((self._bracket, letter),) for letter in self._letters]
        costs = costs_in(self._network, [(choices, 0) for choices in free])
        if self._graph.distinct(costs) > _WAYS:
            return None
        found: dict[_Way, None] = {}
        for one in in_order(self._graph, costs):
            values = self._graph.at(one.place)
            found[_Way(values[self._variable], self._counting(values))] = None
        return [*found]

    def _least(self, present: Moves) -> frozenset[int]:
        """Return the values of the bracket in the least contested texts, if so many stances of each kind are there."""
        found = self._graph.cheapest_values(self._costs(present), [self._variable], self._known)
        return frozenset(found[self._variable])

    def _costs(self, present: Moves) -> Costs:
        """Return what the ways to settle the part cost, if so many stances of each kind are there."""
        prices = [
            (choices_of(kind.rows[0]), kind.price * number)
            for kind, number in zip(self._kinds, present, strict=True)
            if number
        ]
        return costs_in(self._network, prices)

    @cached_property
    def _best_now(self) -> frozenset[int]:
        """The kinds of stances that count in the first least contested text."""
        return self._best(self._values)

    def _best(self, among: frozenset[int]) -> frozenset[int]:
        """Return the kinds of stances that count in the least contested text in which the bracket has some value."""
        costs = self._costs(self._all)
        # Another value costs more than all stances together.
        refused = 1 + 2 * sum(abs(kind.price) * len(kind.rows) for kind in self._kinds)
        own = costs.single.get(self._variable, [0] * self._network.variables[self._variable].size)
        refusing = [cost if value in among else cost + refused for value, cost in enumerate(own)]
        _, cheapest = self._graph.cheapest(Costs({**costs.single, self._variable: refusing}, costs.joint))
        # Of those that are as good, the one that is shown as the least contested.
        _, lightest = cheapest.cheapest(self._burdens)
        return self._counting(lightest.at(0))

    def _counting(self, values: Values) -> frozenset[int]:
        """Return the kinds of stances that count at some values of all variables."""
        return frozenset(
            n for n, at in enumerate(self._where) if all(values[variable] == value for variable, value in at.items())
        )

    @cached_property
    def _passes(self) -> int:
        """How many passes over the part one search may take where the ways to settle it are too many."""
        tree = self._graph.forest.tree(self._root_of[self._variable])
        cells = sum(len(self._graph.edges[variable]) for variable in tree)
        return _CELLS // cells

    def _few(self, goal: _Goal, tried: Sequence[Sequence[int]], after: Callable[[Moves], Moves]) -> StanceSets:
        """Return stances of some kinds whose moves reach a goal, and from which hardly any can be left out."""

        def holds(items: Iterable[tuple[int, int]]) -> bool:
            return goal.met_by(self._least(after(self._moves(items))))

        for kinds in tried:
            # What weighs most comes first, since what comes first is kept.
            heavy = sorted(kinds, key=lambda n: -abs(self._kinds[n].price))
            items = [(n, copy) for n in heavy for copy in range(self._all[n])]
            if holds(items):
                moves = self._moves(shrunk(items, holds, self._passes))
                return as_sets(self._kinds, ([moves], not any(moves), False))
        return StanceSets(is_smallest=False, is_all=False)

    def _moves(self, items: Iterable[tuple[int, int]]) -> Moves:
        counts = [0] * len(self._kinds)
        for n, _ in items:
            counts[n] += 1
        return tuple(counts)
