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

    within: Box | None = None


@dataclass(eq=False, slots=True)
class Box:
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


def cells_of(text: str, written: Sequence[tuple[Box | None, Span]]) -> tuple[Cell, ...]:
    """Return the cells of a text, each with the head of its column; what stands in no table has none."""
    columns = name_columns([(box, text[slice(*span)].strip()) for box, span in written if box is not None])
    columns[id(None)] = ("", False)
    return tuple(Cell(span, *columns[id(box)]) for box, span in written if span.start < span.end)


def name_columns(written: Iterable[tuple[Box, str]]) -> dict[int, tuple[str, bool]]:
    """Return for each box, by `id`, the head of its column, and whether it is a head itself.

    >>> table = Table()
    >>> boxes = [Box(table, row, column) for row in (0, 1) for column in (0, 1)]
    >>> words = ["Outcomes", "Outputs", "D.1-a: Better ports for all", "D.1-1: A new pier"]
    >>> list(name_columns(zip(boxes, words)).values())
    [('Outcomes', True), ('Outputs', True), ('Outcomes', False), ('Outputs', False)]
    """
    words: dict[int, str] = {}
    tables: dict[int, list[Box]] = {}
    for box, said in written:
        if id(box) not in words:
            tables.setdefault(id(box.table), []).append(box)
        words[id(box)] = f"{words.get(id(box), '')} {said}".strip()
    named: dict[int, tuple[str, bool]] = {}
    # An outer table comes first, so that a nested one can take over the column that it stands in.
    for boxes in tables.values():
        outer = boxes[0].table.within
        _name_table(boxes, words, named.get(id(outer), ("", False))[0], named)
    return named


def _name_table(boxes: Sequence[Box], words: dict[int, str], outer: str, named: dict[int, tuple[str, bool]]) -> None:
    rows: dict[int, list[Box]] = {}
    for box in boxes:
        rows.setdefault(box.row, []).append(box)
    heads: dict[int, list[str]] = {}
    fresh = True  # no row of cells side by side has come since the table, or a row that fills it, began
    above_was_head = False
    numbers = sorted(rows)
    for number in numbers:
        row = rows[number]
        is_head = _is_head(row, words, fresh, is_last=number == numbers[-1])
        if is_head:
            heads = heads if above_was_head else {}
            for box in row:
                for column in box.columns:
                    if words[id(box)]:
                        heads.setdefault(column, []).append(words[id(box)])
        for box in row:
            # A contested head stays in a provision, or its brackets would be nowhere.
            if is_head and "[" not in words[id(box)]:
                named[id(box)] = ("", True)
            else:
                alone = len(row) == 1 and box.width > 1
                named[id(box)] = ("" if alone or is_head else " / ".join(heads.get(box.column, [])) or outer, False)
        fresh = len(row) == 1
        above_was_head = is_head
    # The heads name their own columns, so that a table of them reads well.
    for box in boxes:
        if named[id(box)][1]:
            named[id(box)] = (words[id(box)], True)


def _is_head(row: Sequence[Box], words: dict[int, str], fresh: bool, is_last: bool) -> bool:
    said = [words[id(box)] for box in row]
    if is_last or not any(said):
        return False
    if all(box.is_head for box in row if words[id(box)]):
        return True
    if not fresh or len(row) < 2 or len(row) > 8:
        return False
    return all(_SHORT.match(one) and not _LABEL.match(one) for one in said) and len(set(said)) == len(said)
