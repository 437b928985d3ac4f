"""A table of positions on scales without a draft, as the exchange model has it: its issues become the draft."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Draft
from bracketed.limits import DEFAULT, Limits
from bracketed.parsing.parser import parse
from bracketed.positions.positions import Positions
from bracketed.positions.table import positions_in
from bracketed.positions.tabular import TableRow, TableSource, columns_of, load

_NEEDED = ("delegation", "bracket", "position", "salience")


def read_scales(
    source: TableSource,
    *,
    format: str | None = None,  # noqa: A002 - as in `read_positions`
    names: Names | None = None,
    limits: Limits = DEFAULT,
) -> tuple[Draft, Positions]:
    """Return a table of positions on scales as a draft of one bracket an issue, and the positions on it.

    The options of each bracket are the positions that delegations have on the issue.

    Args:
        source: as for `read_positions`: a table with the columns `delegation`, `bracket` (the issue), `position`,
            `salience`, and if wanted `weight` (or `power`) and `scale`, or a file of the exchange model.
        format: `csv`, `tsv`, `xlsx` or `json`; by default the suffix, or what the data look like.
        names: the names by which delegations are known; the built-in ones by default.
        limits: how much is read at most.

    Raises:
        TableError: the table or one of its rows cannot be read; its `problems` say where and what to do.
        OSError: the file cannot be opened.

    >>> import bracketed as bt
    >>> table = "delegation,bracket,position,salience,power\\nUK,levy,10,0.8,1\\nEU,levy,40,0.5,2"
    >>> draft, positions = bt.read_scales(table.encode())
    >>> print(draft.source)
    1. levy: [10 OR 40]
    >>> [(row.delegation, row.option, row.worth) for row in positions]
    [('UK', 'a', 100.0), ('UK', 'b', 70.0), ('EU', 'a', 70.0), ('EU', 'b', 100.0)]
    """
    sheet = load(source, format, limits)
    columns = columns_of(sheet.head, "columns")
    # Elsewhere a position may be a stance.
    columns["position"] = columns.get("point") or columns.get("stance") or ""
    sheet.require(_NEEDED, [name for name, written in columns.items() if written])
    issues: dict[str, set[float]] = {}
    for _, row in sheet.rows:
        points = issues.setdefault(_words(row, columns["bracket"]), set())
        with suppress(ValueError):
            # What is no number, the reader of positions reports.
            points.add(float(_words(row, columns["position"]).replace(",", ".")))
    draft = parse("\n".join(_line(number, *issue) for number, issue in enumerate(issues.items(), 1)), limits=limits)
    ids = {issue: f"{number}#1" for number, issue in enumerate(issues, 1)}
    # Where all have the same position, nothing is to be settled.
    open_ = {bracket.id for bracket in draft.brackets}
    named = ((number, row, ids[_words(row, columns["bracket"])]) for number, row in sheet.rows)
    rows = tuple((number, {**row, columns["bracket"]: id_}) for number, row, id_ in named if id_ in open_)
    return draft, positions_in(replace(sheet, rows=rows), draft, names=names)


def _words(row: TableRow, column: str) -> str:
    return " ".join(str(row.get(column, "")).split())


def _line(number: int, issue: str, points: set[float]) -> str:
    # Brackets in the name of an issue would be read as brackets of the draft.
    words = issue.translate({ord("["): "(", ord("]"): ")"})
    options = " OR ".join(f"{point:g}" for point in sorted(points))
    return f"{number}. {words}: [{options}]" if len(points) > 1 else f"{number}. {words}: {options}"
