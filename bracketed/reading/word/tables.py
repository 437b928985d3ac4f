"""The rows and cells of a table: merged cells, rows that the file marks as heads or tracked changes brought or took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bracketed.reading.columns import CellPlace, Table
from bracketed.reading.word.colours import fill_name
from bracketed.reading.word.names import Element, attribute, child, is_on, name_of, number_of
from bracketed.reading.word.revisions import REVISIONS, State, changes_in

_COLUMNS = 1_000


@dataclass(slots=True)
class TableCell:
    """A cell: its element, the tracked changes around it, its place, its background, and its words as typed."""

    element: Element
    state: State
    place: CellPlace
    fill: str

    @property
    def words(self) -> str:
        """What is typed into it, but not into the tables that stand in it."""
        return _words(self.element)


@dataclass(slots=True)
class Row:
    """A row of a table with its cells; `shown` says whether it is in the text."""

    cells: list[TableCell]
    shown: bool


def rows_of(table: Element, state: State, within: CellPlace | None) -> list[Row]:
    """Return the rows of a table, which may stand within the cell of another."""
    one_table = Table(within)
    rows: list[Row] = []
    for number, (row, around) in enumerate(_rows(table, state)):
        is_head = _says_head(row)
        cells = [
            TableCell(cell, inner, CellPlace(one_table, number, columns.start, len(columns), is_head), _fill(cell))
            for cell, inner, columns in _places(row, around)
            if not _continues(cell)
        ]
        rows.append(Row(cells, around.shown))
    return rows


def _rows(container: Element, state: State) -> Iterator[tuple[Element, State]]:
    for one in container:
        name = name_of(one)
        if name == "w:tr":
            within = state
            for change in changes_in(child(one, "w:trPr")):
                within = within.within(change)
            yield one, within
        elif name in REVISIONS:
            yield from _rows(one, state.within(one))
        elif name in ("w:sdt", "w:sdtContent", "w:customXml"):
            yield from _rows(one, state)


def _places(row: Element, state: State) -> Iterator[tuple[Element, State, range]]:
    """Yield the cells of a row, each with the columns that it takes."""
    before = number_of(child(row, "w:trPr"), "w:gridBefore") or 0
    column = min(max(before, 0), _COLUMNS)
    for cell, within in _cells(row, state):
        properties = child(cell, "w:tcPr")
        for change in changes_in(properties):
            within = within.within(change)
        width = min(max(number_of(properties, "w:gridSpan") or 1, 1), _COLUMNS)
        yield cell, within, range(column, column + width)
        column += width


def _cells(container: Element, state: State) -> Iterator[tuple[Element, State]]:
    for one in container:
        name = name_of(one)
        if name == "w:tc":
            yield one, state
        elif name in REVISIONS:
            yield from _cells(one, state.within(one))
        elif name in ("w:sdt", "w:sdtContent", "w:customXml"):
            yield from _cells(one, state)


def _says_head(row: Element) -> bool:
    properties = child(row, "w:trPr")
    return properties is not None and is_on(child(properties, "w:tblHeader"))


def _words(cell: Element) -> str:
    """Return what is typed into a cell, but not into the tables that stand in it."""
    blocks = (block for block in cell if name_of(block) != "w:tbl")
    return "".join(one.text or "" for block in blocks for one in block.iter() if name_of(one) == "w:t")


def _holds_words(cell: Element) -> bool:
    return any((one.text or "").strip() for one in cell.iter() if name_of(one) == "w:t")


def _fill(cell: Element) -> str:
    properties = child(cell, "w:tcPr")
    shade = None if properties is None else child(properties, "w:shd")
    return fill_name(attribute(shade, "fill")) if shade is not None else ""


def _continues(cell: Element) -> bool:
    """Say whether a cell only goes on with the one above it and holds nothing itself."""
    properties = child(cell, "w:tcPr")
    merged = None if properties is None else child(properties, "w:vMerge")
    return merged is not None and attribute(merged, "val") != "restart" and not _holds_words(cell)
