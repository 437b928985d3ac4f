"""Which cells of a table are the heads of its columns, and which column each other cell stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bracketed.draft.annotated_text import Cell
from bracketed.source import Span

# A head that is not marked as one shows by its shortness: “Outcomes”, “Means of implementation”.
_SHORT = re.compile(r"[A-ZÀ-ÞА-Я][\w/&-]*(?:[ ][\w/&-]+){0,2}$")
_LABEL = re.compile(r"\w+[.-]\d|\d")


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """A table; `within` is the cell that holds it, if it is a nested one."""

    within: CellPlace | None = None


@dataclass(eq=False, slots=True)
class CellPlace:
    """The place of a cell: its table, row and first column, how many columns it spans, and whether it is a head."""

    table: Table
    row: int
    column: int
    width: int = 1
    is_head: bool = False

    @property
    def columns(self) -> range:
        """The columns that it stands in."""
        return range(self.column, self.column + self.width)


def cells_of(text: str, written: Sequence[tuple[CellPlace | None, Span]]) -> tuple[Cell, ...]:
    """Return the cells of a text, each with the head of its column; what stands in no table has none."""
    columns = name_columns([(cell, text[slice(*span)].strip()) for cell, span in written if cell is not None])
    columns[id(None)] = ("", False)
    return tuple(Cell(span, *columns[id(cell)]) for cell, span in written if span.start < span.end)


def name_columns(written: Iterable[tuple[CellPlace, str]]) -> dict[int, tuple[str, bool]]:
    """Return for each cell, by `id`, the head of its column, and whether it is a head itself.

    >>> table = Table()
    >>> cells = [CellPlace(table, row, column) for row in (0, 1) for column in (0, 1)]
    >>> words = ["Outcomes", "Outputs", "D.1-a: Better ports for all", "D.1-1: A new pier"]
    >>> list(name_columns(zip(cells, words)).values())
    [('Outcomes', True), ('Outputs', True), ('Outcomes', False), ('Outputs', False)]
    """
    words: dict[int, str] = {}
    tables: dict[int, list[CellPlace]] = {}
    for cell, said in written:
        if id(cell) not in words:
            tables.setdefault(id(cell.table), []).append(cell)
        words[id(cell)] = f"{words.get(id(cell), '')} {said}".strip()
    named: dict[int, tuple[str, bool]] = {}
    # An outer table comes first, so that a nested one can take over the column that it stands in.
    for cells in tables.values():
        outer = cells[0].table.within
        _name_table(cells, words, named.get(id(outer), ("", False))[0], named)
    return named


def _name_table(
    cells: Sequence[CellPlace], words: dict[int, str], outer: str, named: dict[int, tuple[str, bool]]
) -> None:
    rows: dict[int, list[CellPlace]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    heads: dict[int, list[str]] = {}
    fresh = True  # no row of cells side by side has come since the table, or a row that fills it, began
    above_was_head = False
    numbers = sorted(rows)
    for number in numbers:
        row = rows[number]
        is_head = _is_head(row, words, fresh, is_last=number == numbers[-1])
        if is_head:
            heads = heads if above_was_head else {}
            for cell in row:
                for column in cell.columns:
                    if words[id(cell)]:
                        heads.setdefault(column, []).append(words[id(cell)])
        for cell in row:
            # A contested head stays in a provision, or its brackets would be nowhere.
            if is_head and "[" not in words[id(cell)]:
                named[id(cell)] = ("", True)
            else:
                alone = len(row) == 1 and cell.width > 1
                named[id(cell)] = ("" if alone or is_head else " / ".join(heads.get(cell.column, [])) or outer, False)
        fresh = len(row) == 1
        above_was_head = is_head
    # The heads name their own columns, so that a table of them reads well.
    for cell in cells:
        if named[id(cell)][1]:
            named[id(cell)] = (words[id(cell)], True)


def _is_head(row: Sequence[CellPlace], words: dict[int, str], fresh: bool, is_last: bool) -> bool:
    said = [words[id(cell)] for cell in row]
    if is_last or not any(said):
        return False
    if all(cell.is_head for cell in row if words[id(cell)]):
        return True
    if not fresh or len(row) < 2 or len(row) > 8:
        return False
    return all(_SHORT.match(one) and not _LABEL.match(one) for one in said) and len(set(said)) == len(said)
