"""Finds the tables of a page by their ruled lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bracketed.reading.pdf.pages import Area, PdfPage

_NEAR = 3.0  # lines that are not further apart are drawn as one
_POSITIONS_LIMIT = 400
# A page of hostile rules may have any number of tables, all of which would be compared with each other.
_OUTER_LIMIT = 100


class RuledCell(NamedTuple):
    """A cell: its row, its first column, how many columns it spans, and where it is."""

    row: int
    column: int
    width: int
    area: Area


@dataclass(frozen=True)
class RuledTable:
    """A table: where it is, the left edges of its columns, and its cells in reading order."""

    area: Area
    edges: tuple[float, ...]
    cells: tuple[RuledCell, ...]


def ruled_tables(page: PdfPage) -> list[RuledTable]:
    """Return the tables of a page from top to bottom.

    >>> lines = [Area(10, y, 210, y) for y in (10, 30, 90)] + [Area(x, 10, x, 90) for x in (10, 110, 210)]
    >>> [[(cell.row, cell.column) for cell in table.cells] for table in ruled_tables(PdfPage(300, 300, rules=lines))]
    [[(0, 0), (0, 1), (1, 0), (1, 1)]]
    """
    level = _merged([rule for rule in page.rules if rule.is_level], level=True)
    upright = _merged([rule for rule in page.rules if not rule.is_level], level=False)
    tables = [_table(across, down) for across, down in _touching(level, upright)]
    # One cell alone is a frame round a page or a box round some words, and no table.
    found = [table for table in tables if table is not None and len(table.cells) > 1]
    kept: list[RuledTable] = []
    for table in sorted(found, key=lambda table: (-_extent(table.area), table.area.top, table.area.x0)):
        x, y = (table.area.x0 + table.area.x1) / 2, (table.area.top + table.area.bottom) / 2
        # The words of a table within a cell of another are words of that cell.
        if not any(other.area.holds(x, y) for other in kept[:_OUTER_LIMIT]):
            kept.append(table)
    return sorted(kept, key=lambda table: (table.area.top, table.area.x0))


def _extent(area: Area) -> float:
    return (area.x1 - area.x0) * (area.bottom - area.top)


def _merged(rules: Sequence[Area], level: bool) -> list[Area]:
    """Join lines that go on where another ends, or lie over each other."""

    def key(rule: Area) -> tuple[float, float]:
        return (rule.top, rule.x0) if level else (rule.x0, rule.top)

    bands: list[list[Area]] = []
    for rule in sorted(rules, key=key):
        if bands and key(rule)[0] - key(bands[-1][0])[0] <= _NEAR:
            bands[-1].append(rule)
        else:
            bands.append([rule])
    joined: list[Area] = []
    for band in bands:
        at = sum(key(rule)[0] for rule in band) / len(band)
        spans: list[list[float]] = []
        for rule in sorted(band, key=lambda rule: key(rule)[1]):
            start, end = (rule.x0, rule.x1) if level else (rule.top, rule.bottom)
            if spans and start - spans[-1][1] <= _NEAR:
                spans[-1][1] = max(spans[-1][1], end)
            else:
                spans.append([start, end])
        joined += [Area(start, at, end, at) if level else Area(at, start, at, end) for start, end in spans]
    return joined


def _touching(level: list[Area], upright: list[Area]) -> list[tuple[list[Area], list[Area]]]:
    """Group lines that cross or touch each other, directly or through others."""
    # Sets that are joined point to one root, and each look-up shortens the way to it.
    parent = list(range(len(level) + len(upright)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    lefts = [rule.x0 for rule in upright]  # in order, since they were joined from left to right
    for number, across in enumerate(level):
        first, last = bisect_left(lefts, across.x0 - _NEAR), bisect_right(lefts, across.x1 + _NEAR)
        for other in range(first, last):
            if upright[other].top - _NEAR <= across.top <= upright[other].bottom + _NEAR:
                parent[root(number)] = root(len(level) + other)
    groups: dict[int, tuple[list[Area], list[Area]]] = {}
    for number, rule in enumerate(level + upright):
        groups.setdefault(root(number), ([], []))[number >= len(level)].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1]


def _table(across: list[Area], down: list[Area]) -> RuledTable | None:
    ys = _positions([rule.top for rule in across])
    xs = _positions([rule.x0 for rule in down])
    if not (2 <= len(ys) <= _POSITIONS_LIMIT and 2 <= len(xs) <= _POSITIONS_LIMIT):
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    # walls[row][column] is left of the unit, floors[row][column] above it.
    walls = [[False] * (columns + 1) for _ in range(rows)]
    floors = [[False] * columns for _ in range(rows + 1)]
    for rule in down:
        column = _nearest(xs, rule.x0)
        for row in range(rows):
            middle = (ys[row] + ys[row + 1]) / 2
            walls[row][column] = walls[row][column] or rule.top <= middle <= rule.bottom
    for rule in across:
        row = _nearest(ys, rule.top)
        for column in range(columns):
            middle = (xs[column] + xs[column + 1]) / 2
            floors[row][column] = floors[row][column] or rule.x0 <= middle <= rule.x1
    # From the upper left corner on, each cell reaches right and down as far as no line stops it.
    taken = [[False] * columns for _ in range(rows)]
    cells = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            width = 1
            while column + width < columns and not walls[row][column + width] and not taken[row][column + width]:
                width += 1
            height = 1
            while row + height < rows and not any(floors[row + height][column : column + width]):
                height += 1
            for below in range(row, row + height):
                taken[below][column : column + width] = [True] * width
            area = Area(xs[column], ys[row], xs[column + width], ys[row + height])
            # What is open at its sides lies beside the table and not in it.
            if all(walls[below][column] and walls[below][column + width] for below in range(row, row + height)):
                cells.append(RuledCell(row, column, width, area))
    return RuledTable(Area(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(cells))


def _positions(values: list[float]) -> list[float]:
    positions: list[float] = []
    for value in sorted(values):
        if not positions or value - positions[-1] > _NEAR:
            positions.append(value)
    return positions


def _nearest(positions: list[float], value: float) -> int:
    number = bisect_left(positions, value)
    around = [n for n in (number - 1, number) if 0 <= n < len(positions)]
    return min(around, key=lambda n: abs(positions[n] - value))
