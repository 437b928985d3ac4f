"""The text of a variant in passages that say which settled bracket they come from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bracketed.source import Span
from bracketed.variants.edits import edits_of
from bracketed.variants.variant import Variant


class SettledPassage(NamedTuple):
    """Words of a settled text, and the innermost bracket that they were chosen in, or "".

    A bracket that has left nothing in the text stands there with no words. `place` is where the words stand in the
    source, or would.
    """

    words: str
    bracket: str
    place: int


def settled(variant: Variant) -> Iterator[SettledPassage]:
    """Yield the text of a variant, passage by passage.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] submit an [annual] report.")
    >>> for passage in settled(bt.variants(draft)[1]):
    ...     print([passage.words, passage.bracket])
    ['4. Parties ', '']
    ['shall', '4#1']
    [' submit a', '']
    ['', '4#2']
    [' report.', '']
    """
    live = (place for place in variant.space.places if place[0] in variant.choices)
    known = sorted(live, key=lambda place: (place[1].start, -place[1].end))
    inner = _Innermost([span for _, span in known])
    found: list[tuple[int, int, str, int | None]] = []
    written: set[int] = set()
    for start, end, words in _pieces(variant):
        if words is None:
            stretches = [(at, cut, variant.draft.source[at:cut], inner.at(at)) for at, cut in inner.cut(start, end)]
        else:
            # What is put in at one place belongs to a bracket there; what stands for words, to the bracket around them.
            stretches = [(start, end, words, inner.empty_at(start) if start == end else inner.of(start, end))]
        for at, _, part, owner in stretches:
            found.append((at, 1, part, owner))
            while owner is not None and owner not in written:
                written.add(owner)
                owner = inner.around[owner]
    found += [(span.start, 0, "", number) for number, (_, span) in enumerate(known) if number not in written]
    waiting = SettledPassage("", "", 0)
    for at, _, words, owner in sorted(found, key=lambda item: item[:2]):
        bracket = "" if owner is None else known[owner][0]
        if words and waiting.words and waiting.bracket == bracket:
            waiting = waiting._replace(words=waiting.words + words)
            continue
        if waiting.words or waiting.bracket:
            yield waiting
        waiting = SettledPassage(words, bracket, at)
    if waiting.words or waiting.bracket:
        yield waiting


def passages_by_line(passages: Iterable[SettledPassage]) -> Iterator[list[SettledPassage]]:
    """Cut passages into lines."""
    line: list[SettledPassage] = []
    for passage in passages:
        first, *others = passage.words.split("\n")
        if first or not passage.words:
            line.append(passage._replace(words=first))
        for other in others:
            yield line
            line = [passage._replace(words=other)] if other else []
    yield line


def _pieces(variant: Variant) -> Iterator[tuple[int, int, str | None]]:
    """Yield stretches of the source: those that stay, with None, and those in whose place other words stand."""
    at = 0
    for edit in edits_of(variant):
        if at < edit.span.start:
            yield at, edit.span.start, None
        if edit.words:
            yield *edit.span, edit.words
        at = edit.span.end
    if at < len(variant.draft.source):
        yield at, len(variant.draft.source), None


class _Innermost:
    """Tells the innermost of some spans, each in another or apart from it, at a character."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.around: list[int | None] = []
        self._bounds = sorted({offset for span in spans for offset in span})
        self._empty = {span.start: number for number, span in enumerate(spans) if span.start == span.end}
        inside: dict[int, int | None] = {}
        open_: list[int] = []

        def close(until: int) -> None:
            while open_ and spans[open_[-1]].end <= until:
                end = spans[open_.pop()].end
                inside[end] = open_[-1] if open_ else None

        for number, span in enumerate(spans):
            close(span.start)
            self.around.append(open_[-1] if open_ else None)
            if span.start < span.end:
                open_.append(number)
                inside[span.start] = number
        close(self._bounds[-1] if self._bounds else 0)
        self._owners = [inside.get(bound) for bound in self._bounds]
        for number, bound in enumerate(self._bounds):
            # An empty span does not change what is around it.
            if bound not in inside:
                self._owners[number] = self._owners[number - 1] if number else None

    def at(self, offset: int) -> int | None:
        """Return the number of the innermost span that holds a character."""
        place = bisect_right(self._bounds, offset) - 1
        return self._owners[place] if place >= 0 else None

    def of(self, start: int, end: int) -> int | None:
        """Return the number of the innermost span that holds the first character, or else the last."""
        first = self.at(start)
        return self.at(end - 1) if first is None else first

    def empty_at(self, offset: int) -> int | None:
        """Return the number of the empty span at a place."""
        return self._empty.get(offset)

    def cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the parts of a stretch between the ends of the spans."""
        cuts = self._bounds[bisect_right(self._bounds, start) : bisect_left(self._bounds, end)]
        for cut in (*cuts, end):
            yield start, cut
            start = cut
