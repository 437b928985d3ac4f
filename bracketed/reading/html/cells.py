"""The places of table cells: the row and the columns of each, where cells may reach down into later rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bracketed.reading.columns import CellPlace, Table
from bracketed.reading.html.numbering import integer

_COLUMN_LIMIT = 200
_SPAN_LIMIT = 50


@dataclass(slots=True)
class CellGrid:
    """The place of the next cell of a table; `head` says whether the rows are those of its head."""

    row: int = -1
    column: int = 0
    head: bool = False
    _reach: dict[int, int] = field(default_factory=dict)  # the last row that a cell from above reaches, by column

    def begin_row(self) -> None:
        """Go to the beginning of the next row."""
        self.row += 1
        self.column = 0

    def place(self, table: Table, name: str, attributes: Mapping[str, str]) -> CellPlace:
        """Return the place of the next cell."""
        if self.row < 0:
            self.begin_row()
        while self.column < _COLUMN_LIMIT and self._reach.get(self.column, -1) >= self.row:
            self.column += 1
        width = max(1, min(_SPAN_LIMIT, integer(attributes.get("colspan", "")) or 1))
        height = max(1, integer(attributes.get("rowspan", "")) or 1)
        place = CellPlace(table, self.row, self.column, width, self.head or name == "th")
        if height > 1:
            self._reach |= dict.fromkeys(place.columns, self.row + height - 1)
        self.column = min(_COLUMN_LIMIT, self.column + width)
        return place
