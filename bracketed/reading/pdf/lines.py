"""Puts the words of a page, or of a table cell, into lines, and the lines into the order in which they are read."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bracketed.reading.pdf.sheets import Word

_COLUMN_LINES = 3  # side by side, before a gap between words is taken for a gap between columns
_COLUMN_GAP = 11.0
_COLUMN_WIDTH = 0.16  # of the page


@dataclass(slots=True)
class Line:
    """Words beside each other."""

    words: list[Word]
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    base: float = 0.0
    size: float = 0.0
    _text: str | None = None

    def __post_init__(self) -> None:
        self.words.sort(key=lambda word: word.x0)
        self.x0, self.x1 = self.words[0].x0, max(word.x1 for word in self.words)
        self.top, self.bottom = min(word.top for word in self.words), max(word.bottom for word in self.words)
        # The median would say the same, and take longer.
        self.size = sorted(word.size for word in self.words)[len(self.words) // 2]
        self.base = sorted(word.base for word in self.words)[len(self.words) // 2]

    def pieces(self) -> Iterator[tuple[Word, str]]:
        """Yield each word with what is to be written for it: a space before it where there is one, `[1]` for a ¹."""
        before: Word | None = None
        for word in self.words:
            gap = 0.0 if before is None else word.x0 - before.x1
            raised = word.size < 0.82 * self.size and word.base < self.base - 0.12 * self.size and word.text.isdigit()
            text = f"[{word.text}]" if raised else word.text
            yield word, " " + text if before is not None and gap > 0.12 * self.size else text
            before = word

    @property
    def text(self) -> str:
        """The line as text."""
        if self._text is None:
            self._text = "".join(piece for _, piece in self.pieces())
        return self._text


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Put words that stand at one height into lines, from top to bottom.

    >>> [line.text for line in lines_of([Word("ports", 60, 10, 90, 20, 18, 10), Word("All", 30, 10, 55, 20, 18, 10)])]
    ['All ports']
    """
    rows: list[list[Word]] = []
    # Large letters first, so that what is raised or lowered joins their line.
    open_rows: list[tuple[float, int]] = []
    for word in sorted(words, key=lambda word: (-round(word.size), word.base)):
        number = _row_for(word, rows, open_rows)
        if number is None:
            insort(open_rows, (word.base, len(rows)))
            rows.append([word])
        else:
            rows[number].append(word)
    return sorted((Line(row) for row in rows), key=lambda line: (line.base, line.x0))


def _row_for(word: Word, rows: list[list[Word]], open_rows: list[tuple[float, int]]) -> int | None:
    at = bisect_left(open_rows, (word.base, -1))
    best: tuple[float, int] | None = None
    for place in (at - 1, at):
        if 0 <= place < len(open_rows):
            base, number = open_rows[place]
            first = rows[number][0]
            small = word.size < 0.82 * first.size
            reach = 0.55 * first.size if small else 0.3 * max(word.size, 4)
            if abs(base - word.base) <= reach and (best is None or abs(base - word.base) < best[0]):
                best = (abs(base - word.base), number)
    return best[1] if best else None


def columns_of(words: Sequence[Word], width: float) -> list[list[Line]]:
    """Return the lines of a page in reading order, each group of lines one column or one stretch across the page.

    Words side by side are two columns where a gap runs down through three lines or more.
    """
    groups: list[list[Line]] = []
    for stretch, gutters in _stretches(lines_of(words), width):
        if not gutters:
            groups.append(stretch)
            continue
        columns: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
        for line in stretch:
            for word in line.words:
                middle = (word.x0 + word.x1) / 2
                columns[sum(middle > gutter for gutter in gutters)].append(word)
        groups += [lines_of(column) for column in columns if column]
    return groups


def _stretches(lines: list[Line], width: float) -> Iterator[tuple[list[Line], list[float]]]:
    """Yield stretches of lines from top to bottom, each with the gaps that divide it into columns."""
    across: list[Line] = []
    number = 0
    while number < len(lines):
        end, gutters = _columns_from(lines, number, width)
        if gutters:
            if across:
                yield across, []
            yield lines[number:end], gutters
            across = []
            number = end
        else:
            across.append(lines[number])
            number += 1
    if across:
        yield across, []


def _columns_from(lines: list[Line], start: int, width: float) -> tuple[int, list[float]]:
    """Return how far from line `start` on the page is in columns, and where the gaps between them are."""
    left, right = min(line.x0 for line in lines[start:]), max(line.x1 for line in lines[start:])
    gaps = _gaps(lines[start], left, right)
    end = start + 1
    while gaps:
        following = _meet(gaps, _gaps(lines[end], left, right)) if end < len(lines) else []
        # Before a gap is given up, what stands on its two sides so far may be columns.
        if any(not any(a[0] < gap[1] and gap[0] < a[1] for a in following) for gap in gaps):
            found = [gap for gap in gaps if _divides(gap, lines[start:end], width)]
            if found:
                return _foot(lines, start, end, found), [(gap[0] + gap[1]) / 2 for gap in found]
        gaps = following
        end += 1
    return start, []


def _foot(lines: list[Line], start: int, end: int, gaps: list[tuple[float, float]]) -> int:
    """Return where columns end: before what stands further down on their left, set off from them or in larger type."""
    last = end
    while last > start + 1 and lines[last - 1].x1 <= gaps[0][1]:
        last -= 1
    for number in range(last, end):
        line, above = lines[number], lines[number - 1]
        if line.base - above.base > 2 * above.size or line.size > 1.15 * above.size:
            return number
    return end


def _gaps(line: Line, left: float, right: float) -> list[tuple[float, float]]:
    """Return the stretches of a line in which no word stands, also before its first and behind its last word."""
    gaps = []
    at = left - 1
    for word in line.words:
        if word.x0 - at >= _COLUMN_GAP:
            gaps.append((at, word.x0))
        at = max(at, word.x1)
    if right + 1 - at >= _COLUMN_GAP:
        gaps.append((at, right + 1))
    return gaps


def _meet(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> list[tuple[float, float]]:
    met = []
    for a in one:
        for b in other:
            start, end = max(a[0], b[0]), min(a[1], b[1])
            if end - start >= _COLUMN_GAP:
                met.append((start, end))
    return met


def _divides(gap: tuple[float, float], lines: list[Line], width: float) -> bool:
    """Say whether a gap stands between columns of words, and not, say, between numbers and what they number."""
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
