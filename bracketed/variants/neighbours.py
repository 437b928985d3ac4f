"""Variants one after the other, whose texts share all but the words of the last few brackets.

In the order of a space the last parts of the draft that depend on nothing else turn fastest, like the last wheels of a
counter. Where their words stand together in the text, that stretch of it is written once for each way to settle them;
what goes before and behind is the same for as many variants as there are such ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING

from bracketed.variants.graph import Values
from bracketed.variants.variant import Variant

if TYPE_CHECKING:
    from bracketed.variants.space import Space

# Ways to settle the last brackets that are written beforehand: a page of text each is about 10 MB.
_WAYS = 4096
# Fewer save no time, and neither does what is used but a few times.
_FEWEST = 16
_OFTEN = 32


class Neighbour(Variant):
    """A variant that knows what it shares with those next to it."""

    def __init__(self, run: _Run, way: int, index: int) -> None:
        self._space = run.turning.space
        self._index = index
        self._run = run
        self._way = way

    def _settled(self) -> dict[str, str]:
        return self._run.choices(self._way)

    @property
    def text(self) -> str:
        """The clean text, as of any variant."""
        run = self._run
        return run.before + run.turning.texts[self._way] + run.behind


class _Turning:
    """The last brackets of a space, all ways to settle them, and the stretch of text that depends on nothing else."""

    def __init__(self, space: Space, roots: int, ways: int, first: int, last: int) -> None:
        self.space = space
        self.ways = ways
        self.first = first
        self.last = last
        at = space.graph.forest.order.index(space.graph.forest.roots[-roots])
        self.variables = space.graph.forest.order[at:]
        self.values: list[Values] = []
        self.texts: list[str] = []
        for values in space.graph.walk(0, ways):
            self.values.append([values[variable] for variable in self.variables])
            self.texts.append(space.wording.stretch(first, last, space.network.choices(values)))


class _Run:
    """The variants that differ in the last brackets alone; `values` are those of the first of them."""

    def __init__(self, turning: _Turning, values: Values) -> None:
        space = turning.space
        choices = space.network.choices(values)
        self.turning = turning
        self._values = values
        self.before = space.wording.stretch(0, turning.first, choices)
        self.behind = space.wording.stretch(turning.last, None, choices)

    def choices(self, way: int) -> dict[str, str]:
        values = [*self._values]
        for variable, value in zip(self.turning.variables, self.turning.values[way], strict=True):
            values[variable] = value
        return self.turning.space.network.choices(values)


def neighbours(space: Space, start: int, stop: int) -> Iterator[Variant]:
    """Yield the variants from place `start` up to but not including `stop`, in order."""
    turning = _turning(space, min(_WAYS, (stop - start) // _OFTEN))
    if turning is None:
        for index, values in zip(range(start, stop), space.graph.walk(start, stop), strict=True):
            yield space.variant(values, index)
        return
    ways = turning.ways
    for begin in range(start - start % ways, stop, ways):
        run = _Run(turning, space.graph.at(begin))
        for index in range(max(start, begin), min(stop, begin + ways)):
            yield Neighbour(run, index - begin, index)


def _turning(space: Space, most: int) -> _Turning | None:
    """Return the longest row of last brackets that can be written beforehand in at most so many ways, if it is long."""
    graph = space.graph
    counts = [graph.counts[root][0] for root in graph.forest.roots]
    roots = 0
    while roots < len(counts) and prod(counts[-roots - 1 :]) <= most:
        roots += 1
    order = graph.forest.order
    while roots and (ways := prod(counts[-roots:])) >= _FEWEST:
        turning = order[order.index(graph.forest.roots[-roots]) :]
        brackets = frozenset(id_ for variable in turning for id_ in space.network.variables[variable].brackets)
        found = space.wording.stretch_of(brackets)
        if found is not None:
            return _Turning(space, roots, ways, *found)
        roots -= 1
    return None
