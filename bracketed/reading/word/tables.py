"""The rows and cells of a table: heads of columns, merged cells, rows that tracked changes brought or took."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bracketed.reading.word.colours import fill_name
from bracketed.reading.word.names import Element, attribute, child, is_on, name_of, number_of
from bracketed.reading.word.revisions import REVISIONS, State, changes_in

# What looks like the head of a column where the file does not say: one to three words, the first with a capital.
_HEAD = re.compile(r"\s*[A-Z][\w/&-]*(?:[ ][\w/&-]+){0,2}\s*")
_COLUMNS = 1_000


@dataclass(slots=True)
class TableCell:
    """A cell: its element, the tracked changes around it, the head of its column, and its background."""

    element: Element
    state: State
    column: str
    fill: str


@dataclass(slots=True)
class Row:
    """A row of a table with its cells; `shown` says whether it is in the text."""

    cells: list[TableCell]
    is_head: bool
    shown: bool


def rows_of(table: Element, state: State) -> Iterator[Row]:
    """Yield the rows of a table."""
    rows = list(_rows(table, state))
    heads: dict[int, str] = {}
    after_title = True
    for number, (row, within) in enumerate(rows):
        places = list(_places(row, within))
        alone = len(places) == 1
        is_head = not alone and (_says_head(row) or (after_title and _looks_like_head(places, number + 1 < len(rows))))
        if alone and len(rows) > 1:
            # A row of one cell is a title: what follows may have other heads.
            heads = {}
        if is_head:
            for cell, _, columns in places:
                words = " ".join(_words(cell).split())
                heads.update((column, words) for column in columns if words or column not in heads)
        cells = [
            TableCell(cell, inner, "" if is_head else heads.get(columns.start, ""), _fill(cell))
            for cell, inner, columns in places
            if not _continues(cell)
        ]
        yield Row(cells, is_head, within.shown)
        after_title = alone


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


def _looks_like_head(places: list[tuple[Element, State, range]], followed: bool) -> bool:
    return followed and 2 <= len(places) <= 6 and all(_HEAD.fullmatch(_words(cell)) for cell, _, _ in places)


def _words(cell: Element) -> str:
    return "".join(one.text or "" for one in cell.iter() if name_of(one) == "w:t")


def _fill(cell: Element) -> str:
    properties = child(cell, "w:tcPr")
    shade = None if properties is None else child(properties, "w:shd")
    return fill_name(attribute(shade, "fill")) if shade is not None else ""


def _continues(cell: Element) -> bool:
    """Say whether a cell only goes on with the one above it and holds nothing itself."""
    properties = child(cell, "w:tcPr")
    merged = None if properties is None else child(properties, "w:vMerge")
    return merged is not None and attribute(merged, "val") != "restart" and not _words(cell).strip()
