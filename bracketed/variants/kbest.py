"""The solutions of a graph of choices in order of cost, one after the other, without making the others.

Each cell of the graph, and each product of cells that an edge leads to, is a stream: its solutions in order of cost,
ties in the order of the graph, made only as far as they are needed. A cell's next solution is the cheapest of the next
ones of its edges; a product's is one of the neighbours of those already taken, since making one factor dearer
never makes the whole cheaper (L. Huang and D. Chiang, "Better k-best parsing", IWPT 2005, algorithm 3). Products of
many factors are taken two by two, in a balanced tree. Nothing recurses: a stream that lacks something waits on a stack.

A part of the graph in which nothing has a cost has one solution here, the first, in place of all of them.

Where costs encode in their lowest bits *what* is paid for, `minimal` leaves out each solution that pays for all that a
cheaper one pays for, and for more. What is above a cell depends on its state alone, so such a solution can be dropped
there and then, and never multiplies with others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple, TypeAlias

from bracketed.gc_pause import gc_paused
from bracketed.variants.graph import Costs, Graph

# Steps in which one part is gone through, which take about a second: of those that hold another one many are dropped.
_STEPS = 200_000


class Solution(NamedTuple):
    """A solution of a part: its cost, its place among all solutions of the part, and how many it represents."""

    cost: int
    place: int
    stands_for: int


Demand: TypeAlias = "tuple[_Stream, int]"


class _Stream:
    """Solutions in order: those made so far; `done` says that there are no more."""

    __slots__ = ("count", "done", "solutions")

    def __init__(self, count: int, solutions: list[Solution], done: bool) -> None:
        self.count = count
        self.solutions = solutions
        self.done = done

    def lacking(self) -> list[Demand]:
        """Return what must be known before the next solution can be made."""
        return []

    def step(self) -> None:
        """Find the next solution, or be done."""


class _Cell(_Stream):
    """The solutions of a cell: those of its edges, merged."""

    __slots__ = ("edges", "heap", "marks", "taken")

    def __init__(self, count: int, edges: Sequence[tuple[int, int, _Stream]], marks: int) -> None:
        super().__init__(count, [], False)
        # The bits of a cost that say what is paid for, or 0.
        self.marks = marks
        # For each edge its price, how many solutions the edges before it have, and what it leads to.
        self.edges = edges
        self.heap: list[tuple[int, int, int, int, int]] = []
        for number in range(len(edges)):
            self._push(number, 0)
        self.taken: tuple[int, int] | None = None
        self.step()

    def _push(self, number: int, rank: int) -> None:
        price, before, stream = self.edges[number]
        if rank < len(stream.solutions):
            cost, place, stands_for = stream.solutions[rank]
            # The place comes second, so that of solutions that cost the same the first in order is taken.
            heappush(self.heap, (price + cost, before + place, stands_for, number, rank))

    def lacking(self) -> list[Demand]:
        if self.taken is None:
            return []
        number, rank = self.taken
        return _unknown(self.edges[number][2], rank + 1)

    def step(self) -> None:
        if self.taken is not None:
            number, rank = self.taken
            self._push(number, rank + 1)
        if not self.heap:
            self.done = True
            return
        cost, place, stands_for, number, rank = heappop(self.heap)
        self.taken = number, rank
        if not self.marks:
            self.solutions.append(Solution(cost, place, stands_for))
        # Solutions come in order of cost, so all that are cheaper are here already.
        elif not any(cheaper.cost & self.marks & ~cost == 0 for cheaper in self.solutions):
            self.solutions.append(Solution(cost, place, stands_for))
            # All that follow pay for more than nothing.
            self.done = cost & self.marks == 0


class _Product(_Stream):
    """The solutions of two parts together, the left one more significant."""

    __slots__ = ("heap", "left", "right", "seen", "taken")

    def __init__(self, left: _Stream, right: _Stream) -> None:
        super().__init__(left.count * right.count, [], False)
        self.left = left
        self.right = right
        self.heap: list[tuple[int, int, int, int, int]] = []
        # A pair is a neighbour of two others, and must not come twice.
        self.seen = {(0, 0)}
        self.taken: tuple[int, int] | None = None
        self._push(0, 0)
        self.step()

    def _push(self, i: int, j: int) -> None:
        if i < len(self.left.solutions) and j < len(self.right.solutions):
            one, other = self.left.solutions[i], self.right.solutions[j]
            place = one.place * self.right.count + other.place
            heappush(self.heap, (one.cost + other.cost, place, one.stands_for * other.stands_for, i, j))

    def lacking(self) -> list[Demand]:
        if self.taken is None:
            return []
        i, j = self.taken
        return [*_unknown(self.left, i + 1), *_unknown(self.right, j + 1)]

    def step(self) -> None:
        if self.taken is not None:
            # Only next to a solution that was taken can there be one that is as cheap as any left.
            i, j = self.taken
            for neighbour in ((i + 1, j), (i, j + 1)):
                if neighbour not in self.seen:
                    self.seen.add(neighbour)
                    self._push(*neighbour)
        if not self.heap:
            self.done = True
            return
        cost, place, stands_for, i, j = heappop(self.heap)
        self.solutions.append(Solution(cost, place, stands_for))
        self.taken = i, j


def _unknown(stream: _Stream, rank: int) -> list[Demand]:
    return [(stream, rank)] if rank >= len(stream.solutions) and not stream.done else []


def in_order(graph: Graph, costs: Costs) -> Iterator[Solution]:
    """Yield the solutions of a graph from the cheapest on, ties in the order of the graph.

    The graph must have a solution. Solutions that differ only where nothing has a cost are one, the first of them.
    """
    return _drawn(graph, costs, 0)


def minimal(graph: Graph, costs: Costs, marks: int) -> Iterator[Solution]:
    """Yield the solutions from the cheapest on, without those that pay for more than another one does.

    Args:
        graph: which solutions there are; it must have one.
        costs: what they cost. A cost has in its bits `marks` a bit for each item that can be paid for, and above them
            what that costs, which is more than nothing. No item can be paid for twice.
        marks: those bits, all set.
    """
    return _drawn(graph, costs, marks)


def minimal_costs(graph: Graph, costs: Costs, marks: int) -> Iterator[int]:
    """Yield what those cost that `minimal` yields, by going only through the variables that bear on costs."""
    top = _together(_parts_of(graph, costs, marks, graph.bearing(graph.without_constants(costs))))
    return (one.cost for one in _supplied(top))


def minimal_by_part(graph: Graph, costs: Costs, marks: int, limit: int) -> list[list[Solution] | None]:
    """Return for each independent part of a graph what `minimal` yields of it alone, or None for more than `limit`.

    None also where it would take too long to find out. What it yields of the whole graph are all combinations of these,
    which may be very many.
    """
    solutions: list[list[Solution] | None] = []
    with gc_paused():
        for part in _parts_of(graph, costs, marks):
            _supply(part, limit, _STEPS)
            solutions.append(part.solutions if part.done else None)
    return solutions


def _drawn(graph: Graph, costs: Costs, marks: int) -> Iterator[Solution]:
    with gc_paused():
        top = _together(_parts_of(graph, costs, marks))
    yield from _supplied(top)


def _supplied(top: _Stream) -> Iterator[Solution]:
    number = 0
    while True:
        # Between two solutions the collector runs again, since the work on them is the caller's own.
        with gc_paused():
            _supply(top, number)
        if number >= len(top.solutions):
            return
        yield top.solutions[number]
        number += 1


def _supply(top: _Stream, number: int, most: float = inf) -> None:
    """Find solutions of a stream up to the one of this number, if there are so many, in so many steps at most."""
    waiting: list[Demand] = [(top, number)]
    steps = 0
    while waiting and steps < most:
        steps += 1
        # It stays on the stack until it is supplied, and is looked at again when what it lacks is there.
        stream, rank = waiting[-1]
        if rank < len(stream.solutions) or stream.done:
            waiting.pop()
            continue
        lacking = stream.lacking()
        if lacking:
            waiting.extend(lacking)
        else:
            stream.step()


def _parts_of(graph: Graph, costs: Costs, marks: int, only: Set[int] | None = None) -> list[_Stream]:
    """Return the stream of each independent part of a graph, made from its leaves up.

    If `only` some variables are gone through, with all above them, what a stream counts is ways to settle these.
    """
    costs = graph.without_constants(costs)
    priced = graph.prices(costs)
    bearing = graph.bearing(costs)
    streams: dict[int, list[_Stream]] = {}
    for variable in reversed(graph.forest.order) if only is None else graph.upwards(only):
        if variable not in bearing:
            streams[variable] = [_free(count) for count in graph.counts[variable]]
            continue
        children = graph.forest.children[variable]
        below = [(place, streams[child]) for place, child in enumerate(children) if child in streams]
        streams[variable] = []
        # Many edges lead to the same cells.
        known: dict[tuple[int, ...], _Stream] = {}
        for cell, row in enumerate(graph.edges[variable]):
            edges: list[tuple[int, int, _Stream]] = []
            before = 0
            for (_, cells), price in zip(row, priced(variable, cell, row), strict=True):
                stream = known.get(cells)
                if stream is None:
                    stream = known[cells] = _together([streams_of[cells[place]] for place, streams_of in below])
                edges.append((price, before, stream))
                before += stream.count
            streams[variable].append(_Cell(before, edges, marks))
    roots = graph.forest.roots if only is None else [v for v in graph.upwards(only)[::-1] if graph.forest.parent[v] < 0]
    # A root depends on nothing above it, so it has one cell.
    return [streams[root][0] for root in roots]


@lru_cache(maxsize=4096)
def _free(count: int) -> _Stream:
    # It never grows, so all that count the same can share one.
    return _Stream(count, [Solution(0, 0, count)], True)


def _together(streams: Sequence[_Stream]) -> _Stream:
    """Return the product of streams as a balanced tree."""
    row = list(streams)
    if not row:
        return _free(1)
    while len(row) > 1:
        pairs = [_Product(one, other) for one, other in zip(row[::2], row[1::2], strict=False)]
        row = [*pairs, row[-1]] if len(row) % 2 else [*pairs]
    return row[0]
