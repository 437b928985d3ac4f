"""The order in which variables are eliminated, and the forest that it gives.

Each time a variable goes that makes the fewest new neighbours (`min-fill`; D. Koller and N. Friedman, Probabilistic
Graphical Models, 2009, chapter 9). Turned round, the order is a forest in which all variables of a constraint are on
one path from a root.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush


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
    def turn(self) -> dict[int, int]:
        """The place of each variable in the order: of those on one path the lowest has the largest."""
        return {variable: number for number, variable in enumerate(self.order)}


def elimination_forest(size: int, scopes: Iterable[tuple[int, ...]]) -> EliminationForest:
    """Return the forest for `size` variables that are tied by `scopes`, by the min-fill order.

    Where several variables would do, the last in reading order is eliminated first, so that the first become roots.

    >>> elimination_forest(3, [(0, 1), (0, 2)])
    EliminationForest(order=(0, 1, 2), parent=(-1, 0, 0), children=((1, 2), (), ()), context=((), (0,), (0,)))
    """
    near: list[set[int]] = [set() for _ in range(size)]
    for scope in scopes:
        for variable in scope:
            near[variable].update(scope)
    for variable in range(size):
        near[variable].discard(variable)
    context: list[tuple[int, ...]] = [()] * size
    rank = [0] * size
    tied = [variable for variable in range(size) if near[variable]]
    # Variables that are tied to none need no order among themselves.
    for number, variable in enumerate(_min_fill(near, tied, context)):
        rank[variable] = number
    parent = [min(context[v], key=rank.__getitem__) if context[v] else -1 for v in range(size)]
    return _in_reading_order(parent, context)


def _min_fill(near: list[set[int]], tied: list[int], context: list[tuple[int, ...]]) -> Iterator[int]:
    """Eliminate the variables one by one; each one's neighbours at that time become its context."""
    # The numbers of missing pairs are kept up to date and not counted anew: a bracket around all others has thousands
    # of neighbours, which would have to be gone through again for each of them.
    fill = [_missing(near, variable) for variable in range(len(near))]
    heap = [(fill[variable], -variable) for variable in tied]
    heapify(heap)
    waiting = set(tied)
    while heap:
        missing, negative = heappop(heap)
        variable = -negative
        # What has changed since it was pushed was pushed again.
        if variable not in waiting or fill[variable] != missing:
            continue
        waiting.remove(variable)
        around = near[variable]
        context[variable] = tuple(sorted(around))
        changed = set(around)
        for one in context[variable] if missing else ():
            for other in around - near[one] - {one}:
                changed |= _join(near, fill, one, other)
        for one in around:
            near[one].remove(variable)
            # No pair of this variable and a neighbour of `one` alone is missing any more.
            fill[one] -= len(near[one]) + 1 - len(around)
        for one in changed & waiting:
            heappush(heap, (fill[one], -one))
        yield variable


def _missing(near: list[set[int]], variable: int) -> int:
    """Return how many pairs of neighbours are not neighbours of each other."""
    around = near[variable]
    return sum(len(around) - 1 - len(around & near[one]) for one in around) // 2


def _join(near: list[set[int]], fill: list[int], one: int, other: int) -> set[int]:
    """Make two variables neighbours; return all whose number of missing pairs that changes."""
    between = near[one] & near[other]
    for variable in between:
        fill[variable] -= 1
    for end in (one, other):
        fill[end] += len(near[end]) - len(between)
    near[one].add(other)
    near[other].add(one)
    return between


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
