"""The graph of choices, on which every question about a space is a single pass.

`bracketed.variants.compiler` makes it and defines its cells and edges. Counting is a sum over edges of products
over children; the minimum is a minimum of sums; position, sampling and listing walk from the roots down. Numbers are
Python integers: exact at any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from operator import itemgetter
from typing import TypeAlias

from bracketed.gc_pause import gc_paused

Values: TypeAlias = list[int]
"""One value for each variable, by the variables' numbers."""

Edge: TypeAlias = tuple[int, tuple[int, ...]]
"""A value, and the number of the cell that it leads to in each child."""

_Lead: TypeAlias = list[tuple[int, int, list[tuple[int, int, int]]]]


@dataclass(frozen=True)
class EliminationForest:
    """The variables in elimination order turned round: every variable after its parent, children in reading order.

    `parent` is -1 for a root. `context` are the ancestors whose values bear on a variable or on those below it.
    """

    order: tuple[int, ...]
    parent: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    context: tuple[tuple[int, ...], ...]

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """The variables without a parent, one for each independent part, in reading order."""
        return tuple(variable for variable in self.order if self.parent[variable] < 0)

    @cached_property
    def root(self) -> tuple[int, ...]:
        """The root of the tree that each variable is in: what is in different trees is independent of each other."""
        roots = list(range(len(self.parent)))
        for variable in self.order:
            if self.parent[variable] >= 0:
                roots[variable] = roots[self.parent[variable]]
        return tuple(roots)

    def tree(self, root: int) -> tuple[int, ...]:
        """Return the variables of a tree in order, the root first."""
        # The root comes first of its tree, and the next root begins the next.
        start = self.turn[root]
        size = 1
        while start + size < len(self.order) and self.parent[self.order[start + size]] >= 0:
            size += 1
        return self.order[start : start + size]

    @cached_property
    def turn(self) -> dict[int, int]:
        """The place of each variable in the order: of those on one path the lowest has the largest."""
        return {variable: number for number, variable in enumerate(self.order)}

    def lowest(self, variables: Iterable[int]) -> int:
        """Return the lowest of some variables on one path: where it gets its value, those of the others are known."""
        return max(variables, key=self.turn.__getitem__)


@dataclass(frozen=True, slots=True)
class Costs:
    """What a solution costs: for single variables a cost for each value, and for several together a table.

    Each table of `joint` gives the cost of those values of its scope that cost something.
    """

    single: Mapping[int, Sequence[int]] = field(default_factory=dict)
    joint: tuple[tuple[tuple[int, ...], Mapping[tuple[int, ...], int]], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class KnownCells:
    """The least costs of a variable and those below it, by cell, and the cheapest edges; with what they rest on."""

    prices: object
    below: list[KnownCells]
    least: list[int]
    cheapest: list[list[Edge]]


class Graph:
    """A compiled network: `edges[variable][cell]` are the values that can be taken there, and where they lead.

    The solutions are ordered by the values of the variables as `forest.order` has them, the first most significant.
    `states` are the values of the context of each cell, or of one of several that are alike.
    A graph may hold some of its trees alone: then only those of its answers are right that go through these alone.
    """

    def __init__(
        self,
        forest: EliminationForest,
        constants: Mapping[int, int],
        states: list[list[tuple[int, ...]]],
        edges: list[list[list[Edge]]],
    ) -> None:
        self.forest = forest
        self.constants = constants
        self.states = states
        self.edges = edges
        self._leads: dict[tuple[int, int], _Lead] = {}

    @cached_property
    def _last(self) -> tuple[list[int], Values]:
        """The last solution that `at` returned, and its place in each of the blocks, the last first."""
        return [-1] * len(self._blocks), [0] * len(self.edges)

    @cached_property
    def counts(self) -> list[list[int]]:
        """For each variable and cell, how many solutions the variable and those below it have."""
        # Most variables have no child or one, for which a sum is quicker than products.
        counts: list[list[int]] = [[] for _ in self.edges]
        for variable in reversed(self.forest.order):
            below = [counts[child] for child in self.forest.children[variable]]
            if not below:
                counts[variable] = [len(row) for row in self.edges[variable]]
            elif len(below) == 1:
                (only,) = below
                counts[variable] = [sum([only[cell] for _, (cell,) in row]) for row in self.edges[variable]]
            else:
                counts[variable] = [
                    sum(prod(map(list.__getitem__, below, cells)) for _, cells in row) for row in self.edges[variable]
                ]
        return counts

    @cached_property
    def total(self) -> int:
        """How many solutions there are."""
        return prod(size for _, size, _ in self._blocks)

    @cached_property
    def _blocks(self) -> list[tuple[tuple[int, ...], int, tuple[int, ...]]]:
        """The roots in runs, with the number of solutions of the run and of each of its roots."""
        # Dividing a number of a thousand digits by a small one takes as long as by one of the size of a machine word,
        # so roots are counted off in runs of about that size.
        blocks: list[tuple[tuple[int, ...], int, tuple[int, ...]]] = []
        run: list[int] = []
        size = 1
        for root in self.forest.roots:
            count = self.counts[root][0]
            if run and size * count >= 2**60:
                blocks.append((tuple(run), size, tuple(self.counts[r][0] for r in run)))
                run, size = [], 1
            run.append(root)
            size *= count
        if run:
            blocks.append((tuple(run), size, tuple(self.counts[r][0] for r in run)))
        return blocks

    def at(self, index: int) -> Values:
        """Return the solution at a place of the order, counted from 0."""
        rests = []
        for _, size, _ in reversed(self._blocks):
            index, rest = divmod(index, size)
            rests.append(rest)
        # Places that come one after the other are often near each other: what they share is kept.
        before, kept = self._last
        values = kept.copy()
        edges, children, leads = self.edges, self.forest.children, self._leads
        # Nothing recurses: brackets may be nested thousands deep.
        waiting: list[tuple[int, int, int]] = []
        for (roots, _, counts), rest, same in zip(reversed(self._blocks), rests, before, strict=True):
            if rest == same:
                continue
            for root, count in zip(reversed(roots), reversed(counts), strict=True):
                rest, digit = divmod(rest, count)
                if children[root]:
                    waiting.append((root, 0, digit))
                else:
                    values[root] = edges[root][0][digit][0]
        while waiting:
            variable, cell, rest = waiting.pop()
            for edge in leads.get((variable, cell)) or self._lead(variable, cell):
                if rest < edge[0]:
                    break
                rest -= edge[0]
            _, values[variable], below = edge
            for child, at, count in below:
                rest, digit = divmod(rest, count)
                if children[child]:
                    waiting.append((child, at, digit))
                else:
                    values[child] = edges[child][at][digit][0]
        self._last = rests, values
        # A copy, since `walk` changes what it gets, and the next call begins with what is kept.
        return values.copy()

    def _lead(self, variable: int, cell: int) -> _Lead:
        """Return for each edge of a cell how many solutions it has, its value, and each child's cell and number."""
        # The last child comes first, since it is the least significant.
        below = self.forest.children[variable][::-1]
        lead: _Lead = []
        for value, to in self.edges[variable][cell]:
            parts = [(child, at, self.counts[child][at]) for child, at in zip(below, reversed(to), strict=True)]
            lead.append((prod([count for _, _, count in parts]), value, parts))
        self._leads[variable, cell] = lead
        return lead

    def index(self, values: Sequence[int]) -> int | None:
        """Return the place of a solution in the order, or None if these values are no solution."""
        position = [0] * len(self.edges)
        cell_of = [0] * len(self.edges)
        taken: list[tuple[int, ...]] = [()] * len(self.edges)
        for variable in self.forest.order:
            before = 0
            below = self.forest.children[variable]
            for value, cells in self.edges[variable][cell_of[variable]]:
                if value == values[variable]:
                    break
                before += prod(self.counts[child][at] for child, at in zip(below, cells, strict=True))
            else:
                return None
            position[variable] = before
            taken[variable] = cells
            for child, at in zip(below, cells, strict=True):
                cell_of[child] = at
        for variable in reversed(self.forest.order):
            inside = 0
            for child, at in zip(self.forest.children[variable], taken[variable], strict=True):
                # The first child is the most significant, as in `at`.
                inside = inside * self.counts[child][at] + position[child]
            position[variable] += inside
        index = 0
        for roots, size, counts in self._blocks:
            rest = 0
            for root, count in zip(roots, counts, strict=True):
                rest = rest * count + position[root]
            index = index * size + rest
        return index

    def walk(self, start: int, stop: int) -> Iterator[Values]:
        """Yield the solutions from place `start` up to but not including `stop`, in order.

        Each is the same list, changed in place.
        """
        if start >= stop:
            return
        values = self.at(start)
        order, children = self.forest.order, self.forest.children
        cell = [0] * len(self.edges)
        turn = [0] * len(self.edges)
        for variable in order:
            row = self.edges[variable][cell[variable]]
            turn[variable] = next(number for number, edge in enumerate(row) if edge[0] == values[variable])
            for child, at in zip(children[variable], row[turn[variable]][1], strict=True):
                cell[child] = at
        last = len(order) - 1
        for _ in range(stop - start - 1):
            yield values
            # Like the wheels of a counter: the last that can move on does, those after it begin again.
            number = last
            while turn[order[number]] + 1 == len(self.edges[order[number]][cell[order[number]]]):
                number -= 1
            turn[order[number]] += 1
            for after in range(number + 1, last + 1):
                turn[order[after]] = 0
            for moved in range(number, last + 1):
                variable = order[moved]
                values[variable], cells = self.edges[variable][cell[variable]][turn[variable]]
                for child, at in zip(children[variable], cells, strict=True):
                    cell[child] = at
        yield values

    def possible(self) -> list[set[int]]:
        """Return for each variable the values that it takes in some solution."""
        # One part without a solution leaves the other parts their cells, though nothing in them is ever taken.
        if not self.total:
            return [set() for _ in self.edges]
        return self._below(self._at_roots(), frozenset())

    def passed(self) -> list[set[int]]:
        """Return for each variable the cells that solutions pass; there must be a solution."""
        cells = self._at_roots()
        self._below(cells, frozenset())
        return cells

    def _at_roots(self) -> list[set[int]]:
        """Return for each root its one cell, and no cell for the others."""
        return [{0} if parent < 0 else set() for parent in self.forest.parent]

    def agreeing(self, solutions: Iterable[Mapping[int, int]], settled: Set[int]) -> list[set[int]]:
        """Return the values that each variable takes in solutions which agree with one of these on what is `settled`.

        With a variable, all those above it must be settled too. Of each solution only the settled values are needed.
        """
        reached = self._at_roots()
        taken: list[set[int]] = [set() for _ in self.edges]
        above = [variable for variable in self.forest.order if variable in settled]
        for solution in solutions:
            cell_of = dict.fromkeys(above, 0)
            for variable in above:
                taken[variable].add(solution[variable])
                row = self.edges[variable][cell_of[variable]]
                cells = next(cells for value, cells in row if value == solution[variable])
                for child, at in zip(self.forest.children[variable], cells, strict=True):
                    if child in settled:
                        cell_of[child] = at
                    else:
                        reached[child].add(at)
        values = self._below(reached, settled)
        return [taken[variable] if variable in settled else values[variable] for variable in range(len(values))]

    def _below(self, reached: list[set[int]], settled: Set[int]) -> list[set[int]]:
        """Return the values of all variables but the settled ones, and add the cells below those reached so far."""
        values: list[set[int]] = [set() for _ in self.edges]
        for variable in self.forest.order:
            if variable in settled:
                continue
            for cell in reached[variable]:
                for value, cells in self.edges[variable][cell]:
                    values[variable].add(value)
                    for child, at in zip(self.forest.children[variable], cells, strict=True):
                        reached[child].add(at)
        return values

    @gc_paused()
    def cheapest(self, costs: Costs) -> tuple[int, Graph]:
        """Return the least cost of a solution, and the graph of all solutions that have it, in the same order.

        There must be a solution.
        """
        priced = self.prices(self.without_constants(costs))
        least: list[list[int]] = [[] for _ in self.edges]
        # At each cell the edges on a cheapest way down from there.
        best: list[list[list[Edge]]] = [[] for _ in self.edges]
        for variable in reversed(self.forest.order):
            children = self.forest.children[variable]
            for cell, row in enumerate(self.edges[variable]):
                if not row:
                    # It is never reached.
                    least[variable].append(0)
                    best[variable].append(row)
                    continue
                sums = priced(variable, cell, row)
                if children:
                    sums = [
                        price + sum([least[child][at] for child, at in zip(children, cells, strict=True)])
                        for price, (_, cells) in zip(sums, row, strict=True)
                    ]
                lowest = min(sums)
                least[variable].append(lowest)
                kept = [edge for total, edge in zip(sums, row, strict=True) if total == lowest]
                best[variable].append(row if len(kept) == len(row) else kept)
        return sum(least[root][0] for root in self.forest.roots), self._with_edges(best)

    def _with_edges(self, edges: Sequence[Sequence[list[Edge]]]) -> Graph:
        """Return the graph that has only these edges of the cells of this one, and of the cells those that it reaches.

        Edges may be left out only where others of their cell stay.
        """
        # Where few solutions are left, few cells are: every further question is answered at once.
        number_of: list[dict[int, int]] = [{0: 0} if parent < 0 else {} for parent in self.forest.parent]
        states: list[list[tuple[int, ...]]] = [[] for _ in edges]
        kept: list[list[list[Edge]]] = [[] for _ in edges]
        for variable in self.forest.order:
            below = [number_of[child] for child in self.forest.children[variable]]
            for cell in number_of[variable]:
                states[variable].append(self.states[variable][cell])
                kept[variable].append(
                    [
                        (value, tuple([of.setdefault(at, len(of)) for of, at in zip(below, cells, strict=True)]))
                        for value, cells in edges[variable][cell]
                    ]
                )
        return Graph(self.forest, self.constants, states, kept)

    def least(self, costs: Costs) -> int:
        """Return the least cost of a solution, by going only through the variables above those that cost something.

        There must be a solution.
        """
        costs = self.without_constants(costs)
        priced = self.prices(costs)
        above = self.bearing(costs)
        least: dict[int, list[int]] = {}
        for variable in self.upwards(above):
            below = [(place, least[c]) for place, c in enumerate(self.forest.children[variable]) if c in above]
            least[variable] = [
                min(
                    price + sum(costs_of[cells[place]] for place, costs_of in below)
                    for (_, cells), price in zip(row, priced(variable, cell, row), strict=True)
                )
                # A cell that leads nowhere is never reached.
                if row
                else 0
                for cell, row in enumerate(self.edges[variable])
            ]
        return sum(least[variable][0] for variable in above if self.forest.parent[variable] < 0)

    @gc_paused()
    def cheapest_values(
        self, costs: Costs, wanted: Iterable[int], known: dict[int, KnownCells] | None = None
    ) -> dict[int, set[int]]:
        """Return the values that the wanted variables take in the solutions of the least cost.

        It goes only through the variables above those that cost something or are wanted. There must be a solution.
        `known` holds between calls for the same wanted variables what was found below each variable: only what lies
        above a change is worked out anew.
        """
        wanted = set(wanted)
        costs = self.without_constants(costs)
        priced = self.prices(costs)
        known = {} if known is None else known
        joint: dict[int, list[object]] = {}
        for scope, table in costs.joint:
            joint.setdefault(self.forest.lowest(scope), []).append((scope, tuple(table.items())))
        # A variable that is wanted bears on the answer, though it may cost nothing; only the way to it is gone back.
        path = self.bearing(Costs(dict.fromkeys(wanted, ())))
        above = self.bearing(costs) | path
        for variable in self.upwards(above):
            below = [(place, known[c]) for place, c in enumerate(self.forest.children[variable]) if c in above]
            # By identity: what was worked out anew below is another object.
            prices = (tuple(costs.single.get(variable, ())), joint.get(variable, []))
            before = known.get(variable)
            if before and before.prices == prices and [*map(id, before.below)] == [id(cells) for _, cells in below]:
                continue
            least: list[int] = []
            cheapest: list[list[Edge]] = []
            for cell, row in enumerate(self.edges[variable]):
                sums = priced(variable, cell, row)
                # Child by child, since most variables have none or one.
                for place, under in below:
                    sums = [price + under.least[to[place]] for price, (_, to) in zip(sums, row, strict=True)]
                # A cell that leads nowhere is never reached.
                best = min(sums, default=0)
                least.append(best)
                if variable in path:
                    cheapest.append([edge for edge, total in zip(row, sums, strict=True) if total == best])
            known[variable] = KnownCells(prices, [cells for _, cells in below], least, cheapest)
        reached = {variable: {0} if self.forest.parent[variable] < 0 else set() for variable in path}
        values: dict[int, set[int]] = {variable: set() for variable in wanted}
        for variable in reversed(self.upwards(path)):
            edges = [edge for cell in reached[variable] for edge in known[variable].cheapest[cell]]
            if variable in wanted:
                values[variable] = {value for value, _ in edges}
            for place, child in enumerate(self.forest.children[variable]):
                if child in path:
                    reached[child].update(cells[place] for _, cells in edges)
        return values

    def bearing(self, costs: Costs) -> set[int]:
        """Return the variables that bear on costs: those that have one, and all above them."""
        # A table over several variables costs at the lowest of them, where all their values are known.
        above: set[int] = set()
        for variable in {self.forest.lowest(scope) for scope, _ in costs.joint} | {*costs.single}:
            at = variable
            while at >= 0 and at not in above:
                above.add(at)
                at = self.forest.parent[at]
        return above

    def distinct(self, costs: Costs) -> int:
        """Return how many ways there are to settle the variables that bear on costs."""
        # Where nothing has a cost, all ways to settle the rest are one.
        above = self.bearing(self.without_constants(costs))
        ways: dict[int, list[int]] = {}
        for variable in self.upwards(above):
            below = [(place, ways[c]) for place, c in enumerate(self.forest.children[variable]) if c in above]
            ways[variable] = [
                sum([prod([ways_of[cells[place]] for place, ways_of in below]) for _, cells in row])
                for row in self.edges[variable]
            ]
        return prod([ways[variable][0] for variable in above if self.forest.parent[variable] < 0])

    def upwards(self, variables: Iterable[int]) -> list[int]:
        """Return some variables in such an order that each comes before those above it."""
        return sorted(variables, key=self.forest.turn.__getitem__, reverse=True)

    def prices(self, costs: Costs) -> Callable[[int, int, list[Edge]], list[int]]:
        """Return the function that gives the cost of each edge of a cell."""
        joint: dict[int, list[tuple[Callable[[tuple[int, ...]], tuple[int, ...]], Mapping[tuple[int, ...], int]]]] = {}
        for scope, table in costs.joint:
            lowest = self.forest.lowest(scope)
            path = (*self.forest.context[lowest], lowest)
            joint.setdefault(lowest, []).append((picker(path, scope), table))

        def prices(variable: int, cell: int, row: list[Edge]) -> list[int]:
            single = costs.single.get(variable)
            result = [single[value] for value, _ in row] if single else [0] * len(row)
            if variable in joint:
                state = self.states[variable][cell]
                for number, (value, _) in enumerate(row):
                    full = (*state, value)
                    result[number] = result[number] + sum(table.get(pick(full), 0) for pick, table in joint[variable])
            return result

        return prices

    def without_constants(self, costs: Costs) -> Costs:
        """Return costs that depend jointly only on variables that have a choice."""
        if not self.constants:
            return costs
        joint = []
        for scope, table in costs.joint:
            # One variable must stay, for the table to cost at.
            kept = [place for place, variable in enumerate(scope) if variable not in self.constants] or [0]
            constant = [(place, self.constants[v]) for place, v in enumerate(scope) if v in self.constants]
            narrowed = {
                tuple(values[place] for place in kept): cost
                for values, cost in table.items()
                if all(values[place] == value for place, value in constant)
            }
            joint.append((tuple(scope[place] for place in kept), narrowed))
        return Costs(costs.single, tuple(joint))


def picker(path: tuple[int, ...], wanted: tuple[int, ...]) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    """Return the function that picks the values of the `wanted` variables from the values along a path."""
    places = [path.index(variable) for variable in wanted]
    if not places:
        return lambda values: ()
    # For a single place `itemgetter` would return the bare value and no tuple.
    if len(places) == 1:
        (place,) = places
        return lambda values: (values[place],)
    return itemgetter(*places)
