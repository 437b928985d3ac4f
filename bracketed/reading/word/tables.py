"""The rows and cells of a table: merged cells, rows that the file marks as heads or tracked changes brought or took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bracketed.reading.columns import CellPlace, Table
from bracketed.reading.word.names import Element, attribute, child, is_on, name_of, number_of
from bracketed.reading.word.revisions import REVISIONS, RevisionState, changes_in
from bracketed.reading.word.styles import fill_of

_COLUMNS_LIMIT = 1_000


@dataclass(slots=True)
class WordCell:
    """A cell: its element, the tracked changes around it, its place, and its background."""

    element: Element
    state: RevisionState
    place: CellPlace
    fill: str

    @property
    def words(self) -> str:
        """The words typed into it, but not into the tables that are in it."""
        blocks = (block for block in self.element if name_of(block) != "w:tbl")
        return "".join(one.text or "" for block in blocks for one in block.iter() if name_of(one) == "w:t")


def rows_of(element: Element, state: RevisionState, within: CellPlace | None) -> list[tuple[list[WordCell], bool]]:
    """Return the rows of a table, which may be within the cell of another, and whether each is in the text."""
    table = Table(within)
    rows: list[tuple[list[WordCell], bool]] = []
    for number, (row, around) in enumerate(_parts(element, "w:tr", "w:trPr", state)):
        is_head = is_on(child(row, "w:trPr", "w:tblHeader"))
        # A row may begin further right than the table.
        column = min(max(number_of(row, "w:trPr", "w:gridBefore") or 0, 0), _COLUMNS_LIMIT)
        cells = []
        for cell, inner in _parts(row, "w:tc", "w:tcPr", around):
            width = min(max(number_of(cell, "w:tcPr", "w:gridSpan") or 1, 1), _COLUMNS_LIMIT)
            if not _continues(cell):
                place = CellPlace(table, number, column, width, is_head)
                cells.append(WordCell(cell, inner, place, fill_of(child(cell, "w:tcPr", "w:shd"))))
            column += width
        rows.append((cells, around.shown))
    return rows


def _parts(
    container: Element, kind: str, properties: str, state: RevisionState
) -> Iterator[tuple[Element, RevisionState]]:
    """Yield the rows of a table, or the cells of a row, out of what is wrapped around them."""
    for one in container:
        name = name_of(one)
        if name == kind:
            within = state
            for change in changes_in(child(one, properties)):
                within = within.within(change)
            yield one, within
        elif name in REVISIONS:
            yield from _parts(one, kind, properties, state.within(one))
        elif name in ("w:sdt", "w:sdtContent", "w:customXml"):
            yield from _parts(one, kind, properties, state)


def _continues(cell: Element) -> bool:
    """Return whether a cell only goes on with the one above it and holds nothing itself."""
    merged = child(cell, "w:tcPr", "w:vMerge")
    if merged is None or attribute(merged, "val") == "restart":
        return False
    # One that has words of its own all the same is read, so that they are not lost.
    return not any((one.text or "").strip() for one in cell.iter() if name_of(one) == "w:t")
