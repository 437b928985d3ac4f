"""In which order the variables of a network are eliminated, and how large a graph that order gives.

The size of the graph depends on the order alone, and the best one is out of reach, so a good one is chosen greedily.
By *weighted fill* a variable is eliminated next whose neighbours bring the fewest new ties: each pair of neighbours
that are not neighbours of each other yet counts the product of their numbers of values. By *table* it is one whose
neighbours have the fewest combinations of values. Weighted fill alone decides in small parts of a network. In large
ones both are tried, with ties broken at random some times over, always in the same way, and the order that gives the
fewest cells is kept.

Sources: R. Dechter, "Bucket elimination: a unifying framework for reasoning", Artificial Intelligence 113 (1999);
D. Koller and N. Friedman, Probabilistic Graphical Models (2009), section 9.4; V. Gogate and R. Dechter, "A complete
anytime algorithm for treewidth", UAI 2004, for ties that are broken at random.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import log2, prod
from random import Random

from bracketed.variants.graph import EliminationForest

# A part with fewer cells is compiled in less time than another order takes to be found.
_SMALL = 20_000
# Orders of a large part that are tried by each rule besides the first one; each takes some milliseconds.
_RESTARTS = 6
# The bits of a number of values are counted in parts so fine: sums of whole numbers are exact.
_PARTS_OF_A_BIT = 1000

Contexts = dict[int, tuple[int, ...]]
"""For each variable of a part, in the order of elimination, the neighbours that it has when it is eliminated."""


def elimination_forest(sizes: Sequence[int], scopes: Iterable[tuple[int, ...]]) -> EliminationForest:
    """Return the forest for variables of these sizes that are tied by `scopes`.

    Where several variables would do, the last in reading order is eliminated first, so that the first become roots.

    >>> elimination_forest([2, 2, 2], [(0, 1), (0, 2)])
    EliminationForest(order=(0, 1, 2), parent=(-1, 0, 0), children=((1, 2), (), ()), context=((), (0,), (0,)))
    """
    near: list[set[int]] = [set() for _ in sizes]
    for scope in scopes:
        for variable in scope:
            near[variable].update(scope)
    for variable in range(len(sizes)):
        near[variable].discard(variable)
    # A variable without a value ties its neighbours like others: a pair that weighs nothing would not be joined.
    sizes = [max(1, size) for size in sizes]
    context: list[tuple[int, ...]] = [()] * len(sizes)
    parent = [-1] * len(sizes)
    for part in _parts(near):
        contexts = _cheapest(part, near, sizes)
        rank = {variable: number for number, variable in enumerate(contexts)}
        for variable, around in contexts.items():
            context[variable] = around
            # Of its neighbours the next to be eliminated is the parent: all others are on the path above that one.
            parent[variable] = min(around, key=rank.__getitem__) if around else -1
    return _in_reading_order(parent, context)


def most_cells(context: Iterable[tuple[int, ...]], sizes: Sequence[int]) -> int:
    """Return how many cells a graph can have at most, if all combinations of values occur in each context.

    >>> most_cells([(), (0,), (0, 1)], [2, 3, 4])
    9
    """
    return sum(prod([sizes[variable] for variable in around]) for around in context)


def _parts(near: Sequence[set[int]]) -> list[list[int]]:
    """Return the variables that are tied to others, divided into parts that nothing ties to each other."""
    parts: list[list[int]] = []
    seen: set[int] = set()
    for variable, around in enumerate(near):
        if around and variable not in seen:
            part = [variable]
            seen.add(variable)
            # The list grows while it is gone through.
            for member in part:
                part.extend(near[member] - seen)
                seen |= near[member]
            parts.append(sorted(part))
    return parts


def _cheapest(part: Sequence[int], near: Sequence[set[int]], sizes: Sequence[int]) -> Contexts:
    """Return the order of a part that gives the fewest cells, of those that are tried."""
    best = _Elimination(part, near, sizes).contexts({variable: -variable for variable in part})
    least = most_cells(best.values(), sizes)
    chance = Random(0)
    for number in range(2 * _RESTARTS if least > _SMALL else 0):
        tie_break = {variable: chance.random() for variable in part}
        contexts = _Elimination(part, near, sizes).contexts(tie_break, by_table=number % 2 == 1)
        cells = most_cells(contexts.values(), sizes)
        if cells < least:
            best, least = contexts, cells
    return best


class _Elimination:
    """The variables of a part with their neighbours, which become fewer from one to the next that is eliminated."""

    def __init__(self, part: Sequence[int], near: Sequence[set[int]], sizes: Sequence[int]) -> None:
        self._near = {variable: set(near[variable]) for variable in part}
        self._sizes = sizes
        # What new neighbours would weigh is kept up to date and not summed up anew: a bracket around all others has
        # thousands of neighbours, which would have to be gone through again for each of them.
        self._around = {variable: self._weight(around) for variable, around in self._near.items()}
        self._fill = {variable: self._missing(variable) for variable in part}
        self._bits = {size: round(_PARTS_OF_A_BIT * log2(size)) for size in {sizes[variable] for variable in part}}
        self._table = {v: sum([self._bits[sizes[one]] for one in around]) for v, around in self._near.items()}

    def contexts(self, tie_break: Mapping[int, float], by_table: bool = False) -> Contexts:
        """Return the contexts by weighted fill or by table; of equals that with the least `tie_break` goes first."""
        weight = self._table if by_table else self._fill
        heap = [(weight[variable], tie_break[variable], variable) for variable in weight]
        heapify(heap)
        contexts: Contexts = {}
        while heap:
            known, _, variable = heappop(heap)
            # What has changed since it was pushed was pushed again.
            if variable in contexts or weight[variable] != known:
                continue
            contexts[variable] = tuple(sorted(self._near[variable]))
            for one in self._take_out(variable):
                if one not in contexts:
                    heappush(heap, (weight[one], tie_break[one], one))
        return contexts

    def _take_out(self, variable: int) -> set[int]:
        """Join all neighbours of a variable, and take it out; return those of which a weight changed."""
        near, sizes, around = self._near, self._sizes, self._near[variable]
        changed = set(around)
        for one in sorted(around) if self._fill[variable] else ():
            for other in around - near[one] - {one}:
                changed |= self._join(one, other)
        for one in around:
            near[one].remove(variable)
            self._around[one] -= sizes[variable]
            self._table[one] -= self._bits[sizes[variable]]
            # No pair of this variable and a neighbour of `one` alone is missing any more.
            self._fill[one] -= sizes[variable] * (self._around[one] - self._around[variable] + sizes[one])
        return changed

    def _join(self, one: int, other: int) -> set[int]:
        """Make two variables neighbours; return all others of which that changes the missing pairs."""
        near, sizes = self._near, self._sizes
        between = near[one] & near[other]
        for variable in between:
            self._fill[variable] -= sizes[one] * sizes[other]
        shared = self._weight(between)
        for end, new in ((one, other), (other, one)):
            self._fill[end] += sizes[new] * (self._around[end] - shared)
        for end, new in ((one, other), (other, one)):
            near[end].add(new)
            self._around[end] += sizes[new]
            self._table[end] += self._bits[sizes[new]]
        return between

    def _missing(self, variable: int) -> int:
        """Return the weight of all pairs of neighbours that are not neighbours of each other."""
        around = self._near[variable]
        whole = self._around[variable]
        pairs = (self._sizes[v] * (whole - self._sizes[v] - self._weight(around & self._near[v])) for v in around)
        return sum(pairs) // 2

    def _weight(self, variables: Iterable[int]) -> int:
        return sum([self._sizes[variable] for variable in variables])


def _in_reading_order(parent: list[int], context: list[tuple[int, ...]]) -> EliminationForest:
    children: list[list[int]] = [[] for _ in parent]
    for variable, above in enumerate(parent):
        if above >= 0:
            children[above].append(variable)
    # A part of the draft begins where its first variable does, whichever variable is on top.
    first = list(range(len(parent)))
    roots = [variable for variable, above in enumerate(parent) if above < 0]
    for root in roots:
        if not children[root]:
            continue
        # The list grows while it is gone through, so no depth of nesting is too much.
        below = [root]
        for variable in below:
            below.extend(children[variable])
        for variable in reversed(below):
            first[variable] = min([variable, *(first[child] for child in children[variable])])
            children[variable].sort(key=first.__getitem__)
    order: list[int] = []
    stack = sorted(roots, key=first.__getitem__, reverse=True)
    while stack:
        variable = stack.pop()
        order.append(variable)
        stack.extend(reversed(children[variable]))
    return EliminationForest(tuple(order), tuple(parent), tuple(map(tuple, children)), tuple(context))
