"""The places of a phrase in a provision: which of them touch others, and how people find those that do not.

One comment after another may name the same words in thousands of places: no answer looks at all of these again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import TypeAlias

from bracketed.source import Span

# Where a row of pieces is: in an option of a bracket (its id and the letter), or in no bracket.
Parent: TypeAlias = tuple[str, str] | None
# The places of a phrase in each row of a provision.
Hits: TypeAlias = Sequence[tuple[Parent, Sequence[Span]]]


class SpanIndex:
    """Spans in any order, ready to be asked for those that touch another.

    >>> SpanIndex([Span(8, 12), Span(0, 20), Span(2, 6)]).touching(Span(5, 8))
    [1, 2]
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._order = sorted(range(len(spans)), key=spans.__getitem__)
        self._starts = [spans[number].start for number in self._order]
        # How far the spans up to each go on.
        self._reach = [*accumulate((spans[number].end for number in self._order), max)]

    def touching(self, span: Span) -> list[int]:
        """Return the numbers of the spans that touch another, from the least on."""
        at = bisect_right(self._starts, span.end)
        found = []
        while at and self._reach[at - 1] >= span.start:
            at -= 1
            if self._spans[self._order[at]].touches(span):
                found.append(self._order[at])
        return sorted(found)


@dataclass(frozen=True)
class Elsewhere:
    """Some places of a phrase: how many names they have, and these names, of which a caller takes the first few."""

    count: int
    names: Iterable[str]


class PhrasePlaces:
    """All places of a phrase in a provision."""

    def __init__(self, hits: Hits, name: Callable[[Span], str]) -> None:
        self._hits = hits
        self._spans = [span for _, spans in hits for span in spans]
        self._name = name
        self._without: dict[Parent, Elsewhere | None] = {}

    @cached_property
    def _index(self) -> SpanIndex:
        return SpanIndex(self._spans)

    @cached_property
    def _first(self) -> list[int]:
        """The number of the first place of each row."""
        return [*accumulate((len(spans) for _, spans in self._hits), initial=0)]

    @cached_property
    def _names(self) -> list[str]:
        return [self._name(span) for span in self._spans]

    @cached_property
    def _times(self) -> Counter[str]:
        """The names in the order of the text, and of how many places each is the name; "" is none."""
        return Counter(filter(None, self._names))

    def touching(self, span: Span) -> list[tuple[Parent, list[Span]]]:
        """Return the places that touch a span, row by row."""
        rows: dict[int, list[Span]] = {}
        for number in self._index.touching(span):
            rows.setdefault(bisect_right(self._first, number) - 1, []).append(self._spans[number])
        return [(self._hits[row][0], spans) for row, spans in rows.items()]

    def outside(self, brackets: Iterable[Span]) -> Elsewhere | None:
        """Return the places that touch none of these brackets, None if there are none."""
        return self._but({*chain.from_iterable(map(self._index.touching, brackets))})

    def out_of(self, parent: Parent) -> Elsewhere | None:
        """Return the places that are in other rows than this, None if there are none."""
        if parent not in self._without:
            rows = [row for row, (one, _) in enumerate(self._hits) if one == parent]
            self._without[parent] = self._but(
                {number for row in rows for number in range(self._first[row], self._first[row + 1])}
            )
        return self._without[parent]

    def _but(self, numbers: set[int]) -> Elsewhere | None:
        if len(numbers) == len(self._spans):
            return None
        left_out = Counter(self._names[number] for number in numbers)
        gone = {name for name, times in left_out.items() if times == self._times[name]}
        return Elsewhere(len(self._times) - len(gone), _Others(self._times, gone))


@dataclass(frozen=True)
class _Others:
    """Names but for some of them, each time from the first on."""

    names: Iterable[str]
    gone: set[str]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.names if name not in self.gone)
