"""A table of positions on scales without a draft, as the exchange model has it: its issues become the draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Draft
from bracketed.errors import Problem, TableError
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
        points.update(_points(_words(row, columns["position"])))
    draft = parse("\n".join(_line(number, *issue) for number, issue in enumerate(issues.items(), 1)), limits=limits)
    ids = {issue: f"{number}#1" for number, issue in enumerate(issues, 1)}
    # Where all have the same position, nothing is to be settled.
    open_ = {bracket.id for bracket in draft.brackets}
    closed = {issue: points for issue, points in issues.items() if ids[issue] not in open_}
    if problems := [*_problems(sheet.rows, columns, closed)]:
        raise TableError(sheet.name, problems)
    named = ((number, row, ids[_words(row, columns["bracket"])]) for number, row in sheet.rows)
    rows = tuple((number, {**row, columns["bracket"]: id_}) for number, row, id_ in named if id_ in open_)
    return draft, positions_in(replace(sheet, rows=rows), draft, names=names)


def _problems(
    rows: Iterable[tuple[int, TableRow]], columns: Mapping[str, str], closed: Mapping[str, set[float]]
) -> Iterator[Problem]:
    """Yield what is wrong with issues that have become no bracket; of the others the reader of positions reports it."""
    for issue, points in closed.items():
        if len(points) > 1:
            message = f"{issue!r} cannot be read as the name of an issue"
            yield Problem(0, columns["bracket"], message, "give it another name")
    for number, row in rows:
        typed = _words(row, columns["position"])
        # A row that names nobody is one that is still to be filled in.
        named = _words(row, columns["delegation"])
        if named and _words(row, columns["bracket"]) in closed and not _points(typed):
            yield Problem(number, columns["position"], f"{typed!r} is no position on a scale", "write a number")


def _points(typed: str) -> list[float]:
    """Return the number that was typed, if it is one."""
    try:
        return [float(typed.replace(",", "."))]
    except ValueError:
        return []


def _words(row: TableRow, column: str) -> str:
    return " ".join(str(row.get(column, "")).split())


def _line(number: int, issue: str, points: set[float]) -> str:
    # Brackets in the name of an issue would be read as brackets of the draft.
    words = issue.translate({ord("["): "(", ord("]"): ")"})
    options = " OR ".join(map(_figure, sorted(points)))
    return f"{number}. {words}: [{options}]" if len(points) > 1 else f"{number}. {words}: {options}"


def _figure(point: float) -> str:
    """Return a number with all its digits and no exponent, as a draft has it.

    >>> _figure(2000000.0), _figure(0.1), _figure(-0.0000001)
    ('2000000', '0.1', '-0.0000001')
    """
    return f"{Decimal(str(int(point) if point.is_integer() else point)):f}"
