"""Finds the cells of a table that are the heads of its columns, and the head of the column of each other cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bracketed.draft.annotated_text import Cell
from bracketed.source import Span

# A head that is not marked as one shows by its shortness: “Outcomes”, “Means of implementation”.
_SHORT = re.compile(r"[A-ZÀ-ÞА-Я][\w/&-]*(?:[ ][\w/&-]+){0,2}$")
_LABEL = re.compile(r"\w+[.-]\d|\d")
# Of short cells side by side; a longer row of them is data.
_MOST_HEADS = 8


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
        return range(self.column, self.column + self.width)


# The head of the column that a cell is in, and whether the cell is a head itself.
_Head: TypeAlias = tuple[str, bool]


def cells_of(text: str, spans: Sequence[tuple[CellPlace, Span]]) -> tuple[Cell, ...]:
    """Return the cells of a text, each with the head of its column."""
    heads = column_heads([(cell, text[slice(*span)].strip()) for cell, span in spans])
    return tuple(Cell(span, *heads[cell]) for cell, span in spans)


def column_heads(written: Iterable[tuple[CellPlace, str]]) -> dict[CellPlace, tuple[str, bool]]:
    """Return for each cell, given with its words, the head of its column, and whether it is a head itself.

    >>> table = Table()
    >>> cells = [CellPlace(table, row, column) for row in (0, 1) for column in (0, 1)]
    >>> words = ["Outcomes", "Outputs", "D.1-a: Better ports for all", "D.1-1: A new pier"]
    >>> list(column_heads(zip(cells, words)).values())
    [('Outcomes', True), ('Outputs', True), ('Outcomes', False), ('Outputs', False)]
    """
    words = joined_words(written)
    heads: dict[CellPlace, _Head] = {}
    # An outer table comes first, so that a nested one can take over the column that it is in.
    for table, rows in rows_of_tables(words).items():
        outer = "" if table.within is None else heads.get(table.within, ("", False))[0]
        heads |= _heads_in(rows, words, outer)
    return heads


def joined_words(written: Iterable[tuple[CellPlace, str]]) -> dict[CellPlace, str]:
    """Return the words of each cell, which may be given in parts."""
    words: dict[CellPlace, str] = {}
    for cell, part in written:
        words[cell] = f"{words.get(cell, '')} {part}".strip()
    return words


def rows_of_tables(cells: Iterable[CellPlace]) -> dict[Table, list[list[CellPlace]]]:
    """Return the rows of each table that some cells are of."""
    tables: dict[Table, dict[int, list[CellPlace]]] = {}
    for cell in cells:
        tables.setdefault(cell.table, {}).setdefault(cell.row, []).append(cell)
    return {table: [rows[number] for number in sorted(rows)] for table, rows in tables.items()}


def _heads_in(rows: list[list[CellPlace]], words: dict[CellPlace, str], outer: str) -> dict[CellPlace, _Head]:
    found: dict[CellPlace, _Head] = {}
    heads: dict[int, list[str]] = {}
    is_fresh = True  # no row of cells side by side has come since the table, or a row that fills it, began
    is_below_head = False
    for row in rows:
        is_head = row is not rows[-1] and _is_head(row, words, is_fresh)
        if is_head:
            heads = heads if is_below_head else {}
            for cell in row:
                for column in cell.columns if words[cell] else ():
                    heads.setdefault(column, []).append(words[cell])
        for cell in row:
            if is_head and "[" not in words[cell]:
                # The heads name their own columns, so that a table of them reads well.
                found[cell] = (words[cell], True)
            else:
                # A contested head stays in a provision, or its brackets would be nowhere.
                is_alone = len(row) == 1 and cell.width > 1
                found[cell] = ("" if is_alone or is_head else " / ".join(heads.get(cell.column, [])) or outer, False)
        is_fresh = len(row) == 1
        is_below_head = is_head
    return found


def _is_head(row: Sequence[CellPlace], words: dict[CellPlace, str], is_fresh: bool) -> bool:
    held = [words[cell] for cell in row]
    if not any(held):
        return False
    if all(cell.is_head for cell in row if words[cell]):
        return True
    if not is_fresh or not 2 <= len(row) <= _MOST_HEADS:
        return False
    return all(_SHORT.match(one) and not _LABEL.match(one) for one in held) and len(set(held)) == len(held)
