"""Tables with a column for each delegation, bracket or stance, as tables with a row for each position."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from bracketed.draft.delegations import Names
from bracketed.errors import Problem
from bracketed.positions.positions import STANCES
from bracketed.positions.stance_cells import CellPart, UnclearCellError, parts_of
from bracketed.positions.stance_columns import CELL, Options, rows_of, stance_heads
from bracketed.positions.tabular import Sheet, TableRow, vocabulary

_CHOICE = re.compile(r"(?P<bracket>[^=]+)=(?P<option>[^=]+)")
_OPTION_LINE = re.compile(r"\s*(?P<letter>[a-z]{1,2}|omit): (?P<text>.*)")
# The option of a row or a column in which nobody types a letter.
_THIS = "\t"
Letters: TypeAlias = Callable[[str], Collection[str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a wide table has its stances: `across` are the heads of delegations, brackets and choices, or stances."""

    across: tuple[str, ...]
    of: Literal["delegations", "choices", "stances"]


def shape_of(sheet: Sheet, columns: Mapping[str, str], others: Collection[str]) -> Shape | None:
    """Return the shape of a wide table, None if a table has a row for each position.

    `columns` are the heads as the table has them by the names of the columns, and `others` those that are no column of
    a table of positions.
    """
    heads = tuple(columns[name] for name in others)
    if "delegation" in columns and not {"bracket", "option", "stance"} & {*columns}:
        choices = tuple(head for head in heads if "#" in head)
        return Shape(choices, "choices") if choices else None
    if "bracket" in columns and not {"delegation", "stance"} & {*columns} and (stances := stance_heads(heads)):
        return Shape((*stances,), "stances")
    named = "bracket" in columns or ("option" in columns and _all_choices(sheet, columns["option"]))
    if named and not {"delegation", "stance", "point", "worth"} & {*columns} and heads:
        return Shape(heads, "delegations")
    return None


def _all_choices(sheet: Sheet, head: str) -> bool:
    return all(_CHOICE.fullmatch(_squeezed(cells.get(head, ""))) for _, cells in sheet.rows)


def long_form(
    sheet: Sheet, columns: Mapping[str, str], shape: Shape, letters_of: Letters, is_known: Callable[[str], bool]
) -> tuple[Sheet, tuple[str, ...]]:
    """Return a wide table with a row for each position, and the heads of columns that seem to be no delegation.

    `letters_of` gives the letters of the options of a bracket, and `is_known` says whether a name is a delegation.
    """
    by_delegation = shape.of == "delegations"
    rows = [*(_by_delegation if by_delegation else _by_choice)(sheet, columns, shape.across, letters_of)]
    aside = tuple(head for head in shape.across if by_delegation and not is_known(head) and _is_no_party(head, rows))
    return _as_long(sheet, [row for row in rows if not _is_of(row[1], aside)]), aside


def long_form_of_stances(
    sheet: Sheet, columns: Mapping[str, str], shape: Shape, options_of: Options, names: Names
) -> Sheet:
    """Return a table with a column for each stance with a row for each position.

    `options_of` gives the letters of the options of a bracket with their words.
    """
    return _as_long(sheet, [*rows_of(sheet, columns, shape.across, options_of, names)])


def _is_of(row: TableRow | Problem, heads: Collection[str]) -> bool:
    return (row.column if isinstance(row, Problem) else row.get(CELL, "")) in heads


def _as_long(sheet: Sheet, made: Collection[tuple[int, TableRow | Problem]]) -> Sheet:
    problems = tuple(row for _, row in made if isinstance(row, Problem))
    records = tuple((number, row) for number, row in made if not isinstance(row, Problem))
    head = tuple(dict.fromkeys(key for _, row in records for key in row if key != CELL))
    needed = ("delegation", "bracket", "option", "stance")
    head = (*dict.fromkeys((*needed, *head)),)
    return replace(sheet, head=head, rows=records, problems=(*sheet.problems, *problems))


_Made: TypeAlias = "Iterator[tuple[int, TableRow | Problem]]"


def _by_delegation(sheet: Sheet, columns: Mapping[str, str], across: Collection[str], letters_of: Letters) -> _Made:
    beside = {name: head for name, head in columns.items() if head not in across and name not in ("option", "text")}
    for number, cells in sheet.rows:
        row = {name: cells.get(head, "") for name, head in beside.items()}
        option = _squeezed(cells.get(columns.get("option", ""), ""))
        if "bracket" not in columns:
            row["bracket"], option = _choice(option)
        texts = _texts(_words(cells.get(columns.get("text", ""), "")), option)
        # Rows without a delegation say what the words of all options were.
        yield from ((number, {**row, "option": letter, "text": text}) for letter, text in texts.items())
        letters = () if option else [*texts] or letters_of(_squeezed(row["bracket"]))
        for head in across:
            own = {**row, "delegation": head, CELL: head}
            yield from _stances(number, own, _words(cells.get(head, "")), option, letters)


def _by_choice(sheet: Sheet, columns: Mapping[str, str], across: Collection[str], letters_of: Letters) -> _Made:
    beside = {name: head for name, head in columns.items() if head not in across}
    for number, cells in sheet.rows:
        row = {name: cells.get(head, "") for name, head in beside.items()}
        for head in across:
            bracket, option = _choice(head)
            own = {**row, "bracket": bracket, CELL: head}
            yield from _stances(number, own, _words(cells.get(head, "")), option, () if option else letters_of(bracket))


def _stances(number: int, row: TableRow, cell: str, option: str, letters: Collection[str]) -> _Made:
    try:
        for part in _parts_on(cell, option) if option else parts_of(cell, letters):
            condition = part.condition or row.get("condition", "")
            yield number, {**row, "option": part.option, "stance": part.stance, "condition": condition}
    except UnclearCellError as unclear:
        yield number, Problem(number, row[CELL], *unclear.args)


def _parts_on(cell: str, option: str) -> Iterator[CellPart]:
    """Yield the stances in a cell whose row or column is on one option, so that it says only which stance."""
    for part in parts_of(cell, [_THIS]):
        if part.option != _THIS:
            raise UnclearCellError(f"{cell!r} is no stance", f"write {', '.join(STANCES)}, or a sign such as x")
        yield part._replace(option=option)


def _is_no_party(head: str, rows: Collection[tuple[int, TableRow | Problem]]) -> bool:
    """Return whether most cells of a column are other words than stances."""
    made = [row for _, row in rows if not isinstance(row, Problem) and row.get(CELL) == head]
    words = sum(not _is_option(str(row["option"])) for row in made)
    return 2 * words > len(made)


def _is_option(typed: str) -> bool:
    return typed in vocabulary()["options"] or bool(re.fullmatch(r"[a-z]{1,2}", typed))


def _texts(cell: str, option: str) -> dict[str, str]:
    """Return the words of the options, of which the cell has one on each line, or those of the one option of a row."""
    if option:
        return {option.casefold(): _squeezed(cell)} if cell.strip() else {}
    lines = filter(None, map(_OPTION_LINE.fullmatch, cell.splitlines()))
    return {line["letter"]: line["text"].strip() for line in lines}


def _choice(typed: str) -> tuple[str, str]:
    found = _CHOICE.fullmatch(typed)
    return (found["bracket"].strip(), found["option"].strip()) if found else (typed, "")


def _words(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _squeezed(cell: object) -> str:
    return " ".join(_words(cell).split())
