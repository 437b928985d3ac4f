"""Puts the words of a page, or of a table cell, into lines, and the lines into the order in which they are read."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from bracketed.reading.pdf.pages import PageWord

_X0 = attrgetter("x0")
_MARK = re.compile(r"\d{1,3}(?:[,;]\d{1,3})*[,;]?")
_COLUMN_LINES = 3  # side by side, before a gap between words is taken for a gap between columns
_COLUMN_GAP = 11.0
_COLUMN_WIDTH = 0.16  # of the page
_SMALL = 0.85  # of the size of a line: what is raised or lowered, in browsers five sixths
_Gap: TypeAlias = tuple[float, float]


class LineWord(NamedTuple):
    """A word as it is written in its line: the space before it, or "", its text, and whether that marks a note."""

    word: PageWord
    space: str
    text: str
    is_mark: bool


@dataclass(slots=True)
class TextLine:
    """Words beside each other."""

    words: list[PageWord]
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    base: float = 0.0
    size: float = 0.0
    _written: tuple[str, str, bool] | None = None

    def __post_init__(self) -> None:
        self.words.sort(key=_X0)
        _, _, tops, rights, bottoms, bases, sizes, *_ = zip(*self.words, strict=True)
        self.x0, self.x1 = self.words[0].x0, max(rights)
        self.top, self.bottom = min(tops), max(bottoms)
        # The median would say the same, and take longer.
        self.size = sorted(sizes)[len(self.words) // 2]
        self.base = sorted(bases)[len(self.words) // 2]

    def line_words(self) -> Iterator[LineWord]:
        """Yield the words as they are written, such as `[1]` for a raised 1."""
        before: PageWord | None = None
        for word in self.words:
            space = " " if before is not None and are_apart(before, word, self.size) else ""
            if is_raised(word, self.size, self.base) and _MARK.fullmatch(word.text):
                yield LineWord(word, space, re.sub(r"\d+", r"[\g<0>]", word.text), True)
            else:
                yield LineWord(word, space, word.text, False)
            before = word

    @property
    def text(self) -> str:
        return (self._written or self._write())[0]

    @property
    def stem(self) -> str:
        """The line as text, without the marks of notes at its end."""
        return (self._written or self._write())[1]

    @property
    def has_marks(self) -> bool:
        """Whether marks of notes are in the line."""
        return (self._written or self._write())[2]

    def _write(self) -> tuple[str, str, bool]:
        words = [*self.line_words()]
        text = "".join(word.space + word.text for word in words)
        marks = [*takewhile(lambda word: word.is_mark, reversed(words))]
        stem = text[: len(text) - sum(len(word.space + word.text) for word in marks)]
        self._written = text, stem, any(word.is_mark for word in words)
        return self._written


def is_raised(word: PageWord, size: float, base: float) -> bool:
    """Return whether a word is smaller than type of this size on this base line, and higher."""
    return word.size < _SMALL * size and word.base < base - 0.12 * size


def are_apart(before: PageWord, word: PageWord, size: float) -> bool:
    """Return whether there is a space between two words that are beside each other in type of this size.

    >>> of, the = PageWord("of", 30, 10, 40, 20, 18, 10, place=4), PageWord("the", 41, 10, 55, 20, 18, 10, place=5)
    >>> are_apart(of, the, 10), are_apart(of, the._replace(spaced=True), 10)
    (False, True)
    """
    return word.x0 - before.x1 > 0.12 * size or (word.spaced and word.place == before.place + 1)


def lines_of(words: Sequence[PageWord]) -> list[TextLine]:
    """Put words that are at one height into lines, from top to bottom.

    >>> words = [PageWord("ports", 60, 10, 90, 20, 18, 10), PageWord("All", 30, 10, 55, 20, 18, 10)]
    >>> [line.text for line in lines_of(words)]
    ['All ports']
    """
    rows: list[list[PageWord]] = []
    # Large letters first, so that what is raised or lowered joins their line.
    open_rows: list[tuple[float, int]] = []
    before: tuple[float, float] | None = None
    number: int | None = None
    for word in sorted(words, key=lambda word: (-round(word.size), word.base)):
        # Most words join the one before.
        if before != (word.base, word.size):
            number = _row_for(word, rows, open_rows)
            before = (word.base, word.size)
        if number is None:
            number = len(rows)
            insort(open_rows, (word.base, number))
            rows.append([word])
        else:
            rows[number].append(word)
    return sorted((TextLine(row) for row in rows), key=lambda line: (line.base, line.x0))


def _row_for(word: PageWord, rows: list[list[PageWord]], open_rows: list[tuple[float, int]]) -> int | None:
    at = bisect_left(open_rows, (word.base, -1))
    best: tuple[float, int] | None = None
    for place in (at - 1, at):
        if 0 <= place < len(open_rows):
            base, number = open_rows[place]
            first = rows[number][0]
            small = word.size < _SMALL * first.size
            reach = 0.55 * first.size if small else 0.3 * max(word.size, 4)
            if abs(base - word.base) <= reach and (best is None or abs(base - word.base) < best[0]):
                best = (abs(base - word.base), number)
    return best[1] if best else None


def columns_of(words: Sequence[PageWord], width: float) -> list[list[TextLine]]:
    """Return the lines of a page in reading order, each group of lines one column or one region across the page.

    Words side by side are two columns where a gap runs down through three lines or more.
    """
    lines = lines_of(words)
    # How far the words from each line on reach to both sides.
    lefts = [*accumulate((line.x0 for line in reversed(lines)), min)][::-1]
    rights = [*accumulate((line.x1 for line in reversed(lines)), max)][::-1]
    groups: list[list[TextLine]] = []
    across: list[TextLine] = []
    number = 0
    while number < len(lines):
        end, gutters = _columns_from(lines, number, width, (lefts[number], rights[number]))
        if not gutters:
            across.append(lines[number])
            number += 1
            continue
        columns: list[list[PageWord]] = [[] for _ in range(len(gutters) + 1)]
        for word in (word for line in lines[number:end] for word in line.words):
            middle = (word.x0 + word.x1) / 2
            columns[sum(middle > gutter for gutter in gutters)].append(word)
        groups += [across, *map(lines_of, columns)]
        across = []
        number = end
    return [group for group in (*groups, across) if group]


def _columns_from(lines: list[TextLine], start: int, width: float, reach: _Gap) -> tuple[int, list[float]]:
    """Return how far from line `start` on the page is in columns, and where the gaps between them are."""
    gaps = _gaps(lines[start], *reach)
    end = start + 1
    while gaps:
        following = _meet(gaps, _gaps(lines[end], *reach)) if end < len(lines) else []
        # Before a gap is given up, what is on its two sides so far may be columns.
        if any(not any(a[0] < gap[1] and gap[0] < a[1] for a in following) for gap in gaps):
            found = [gap for gap in gaps if _divides(gap, lines[start:end], width)]
            if found:
                return _foot(lines, start, end, found), [(gap[0] + gap[1]) / 2 for gap in found]
        gaps = following
        end += 1
    return start, []


def _foot(lines: list[TextLine], start: int, end: int, gaps: list[_Gap]) -> int:
    """Return where columns end: before what is further down on their left, set off from them or in larger type."""
    last = end
    while last > start + 1 and lines[last - 1].x1 <= gaps[0][1]:
        last -= 1
    for number in range(last, end):
        line, above = lines[number], lines[number - 1]
        if line.base - above.base > 2 * above.size or line.size > 1.15 * above.size:
            return number
    return end


def _gaps(line: TextLine, left: float, right: float) -> list[_Gap]:
    """Return the gaps of a line in which no word is, also before its first and behind its last word."""
    gaps = []
    at = left - 1
    for word in line.words:
        x0, x1 = word.x0, word.x1
        if x0 - at >= _COLUMN_GAP:
            gaps.append((at, x0))
        if x1 > at:
            at = x1
    if right + 1 - at >= _COLUMN_GAP:
        gaps.append((at, right + 1))
    return gaps


def _meet(one: list[_Gap], other: list[_Gap]) -> list[_Gap]:
    met = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other]
    return [(start, end) for start, end in met if end - start >= _COLUMN_GAP]


def _divides(gap: _Gap, lines: list[TextLine], width: float) -> bool:
    """Return whether a gap is between columns of words, and not, say, between numbers and what they number."""
    left = [line for line in lines if line.x0 < gap[0]]
    right = [line for line in lines if line.x1 > gap[1]]
    for one, other in ((left, right), (right, left)):
        beside = sum(other[0].top <= line.base <= other[-1].bottom for line in one) if other else 0
        if beside < _COLUMN_LINES:
            return False
    before = [word for line in left for word in line.words if word.x1 <= gap[0] + 1]
    behind = [word for line in right for word in line.words if word.x0 >= gap[1] - 1]
    return all(
        max(word.x1 for word in side) - min(word.x0 for word in side) >= _COLUMN_WIDTH * width
        for side in (before, behind)
        if side
    )
