"""Loads and saves the rows of a table, whatever it is kept in: CSV, TSV, Excel, JSON, or a DataFrame.

Every cell is words, as they are seen in the sheet: nothing is turned into a number, a date or a missing value on the
way, so that Namibia's code NA and a bracket called 4-1 survive.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import inf
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

from bracketed.atomic_write import is_stream, write_whole
from bracketed.errors import DraftError, NotWrittenError, Problem, TableError
from bracketed.json_file import parsed
from bracketed.limits import DEFAULT, Limits, in_bytes
from bracketed.phrasing import counted, joined_or
from bracketed.reading.encodings import REMEDY, decoded
from bracketed.sanitising import guarded, unguarded, well_formed
from bracketed.time_limit import in_time, time_limited

if TYPE_CHECKING:
    import pandas as pd

TableRow: TypeAlias = dict[str, Any]
TableSource: TypeAlias = (
    "str | os.PathLike[str] | bytes | IO[bytes] | IO[str] | pd.DataFrame | Sequence[Mapping[str, Any]]"
)
FORMATS = ("csv", "tsv", "xlsx", "json")
# An Excel file is an archive; what it unfolds to is bounded too.
UNFOLDED_LIMIT = 64 * 1024 * 1024
# Columns of a sheet, of which a table with one for each delegation has most; those beside the head in which a stray
# cell is reported; and rows among which the head is.
COLUMN_LIMIT = 1000
_BESIDE = 16
_ABOVE = 100
# Bits of a whole number: with many more Python refuses to write it down.
_LONGEST_NUMBER = 1024
# Columns that show people what a row is about, and those of them that only a template has.
_SHOWN = frozenset(["article", "provision", "sentence", "text", "label", "kind", "words", "bracket", "option"])
_OF_TEMPLATES = frozenset({"article", "provision", "sentence"})
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_COMPUTED = "open the file in a spreadsheet and save it, or write the value in place of the formula"
_INSTALL = "pip install 'bracketed[excel]', or save the table as .csv"


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """Return, for columns, stances and options, what each word that people use in tables represents."""
    import tomllib
    from pkgutil import get_data

    tables = tomllib.loads((get_data("bracketed.positions", "data/table.toml") or b"").decode())
    return {
        name: {word: meant for meant, words in entries.items() for word in words} for name, entries in tables.items()
    }


def columns_of(head: Iterable[str], *tables: str) -> dict[str, str]:
    """Return how the head of a table calls its columns, by the names that the first of `tables` has for them."""
    columns: dict[str, str] = {}
    for written in head:
        columns.setdefault(_meaning(written, *tables), written)
    return columns


def spare_columns(head: Iterable[str], *tables: str) -> list[tuple[str, str]]:
    """Return the columns that are not read, since one before them has their name or means the same, each with it."""
    columns: dict[str, str] = {}
    spare = []
    for written in head:
        meaning = _meaning(written, *tables)
        if meaning in columns:
            spare.append((written, columns[meaning]))
        columns.setdefault(meaning, written)
    return spare


def _meaning(written: str, *tables: str) -> str:
    name = " ".join(str(written).casefold().replace("_", " ").split())
    return next((vocabulary()[table][name] for table in tables if name in vocabulary()[table]), name)


@dataclass(frozen=True)
class Sheet:
    """The rows of a table: its name, its head, and each row with the number that the sheet shows for it.

    `doubt`: what makes it doubtful as a whole; `is_file`: it may have been written long ago, for another draft;
    `limits`: those that it was read in, which hold for its rows too.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, TableRow], ...]
    problems: tuple[Problem, ...] = ()
    doubt: Problem | None = None
    is_file: bool = False
    limits: Limits = DEFAULT

    def require(self, needed: Sequence[str], columns: Container[str], remedy: str = "") -> None:
        """Raise a TableError that names the columns which the table needs and lacks, if there are any."""
        missing = [name for name in needed if name not in columns]
        if missing:
            remedies = "; ".join(filter(None, (f"the head needs {', '.join(needed)}", remedy)))
            raise _unusable(self.name, f"there is no column {joined_or(missing)}", remedies, row=1)


def load(source: TableSource, format: str | None = None, limits: Limits = DEFAULT) -> Sheet:  # noqa: A002 - as in `read`
    """Return the rows of a table; TableError if it is no table or too large, OSError if it cannot be opened."""
    if isinstance(source, (list, tuple)):
        return replace(_from_records(source, "table"), limits=limits)
    name = "table"
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        name, format = path.name, format or path.suffix.lstrip(".").lower()  # noqa: A001
        with path.open("rb") as file:
            data = file.read(limits.size + 1)
    elif isinstance(source, bytes):
        data = source
    elif hasattr(source, "read"):
        content = cast("IO[bytes] | IO[str]", source).read(limits.size + 1)
        data = content.encode() if isinstance(content, str) else content
        name = Path(str(getattr(source, "name", name))).name
    else:
        frame = cast("pd.DataFrame", source)
        # What has a name is a column, as in a table of stances by delegation.
        if frame.index.name:
            frame = frame.reset_index()
        # Cells of a DataFrame that hold nothing are NaN or None.
        records = frame.astype(object).where(frame.notna(), "").to_dict("records")
        return replace(_from_records(records, name), limits=limits)
    if not format:
        begins_as_json = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{")
        format = "xlsx" if data.startswith(b"PK") else "json" if begins_as_json else "csv"  # noqa: A001
    with time_limited_table(limits, name):
        sheet = _parsed(data, name, format, limits)
    return replace(sheet, is_file=not isinstance(source, bytes), limits=limits)


def time_limited_table(limits: Limits, name: str) -> AbstractContextManager[None]:
    """Let the reading of a table take no longer than the limits allow; see `time_limited`."""
    return time_limited(limits, name, lambda message, remedy: _unusable(name, message, remedy))


def _parsed(data: bytes, name: str, form: str, limits: Limits) -> Sheet:
    if form not in FORMATS:
        raise _unusable(name, f"a table of format {form!r} cannot be read", f"save it as {', '.join(FORMATS)}")
    if len(data) > limits.size:
        remedy = f"divide it into parts, or {limits.to_raise('size')}"
        raise _unusable(name, f"the table is larger than {in_bytes(limits.size)}", remedy)
    if form == "xlsx":
        return _from_excel(data, name)
    try:
        characters = decoded(data, name)
    except DraftError as error:
        raise _unusable(name, str(error)) from None
    text = characters.text
    sheet = _from_json(text, name) if form == "json" else _from_csv(text, name, "\t" if form == "tsv" else None)
    doubt = Problem(0, "", characters.doubt, REMEDY) if characters.doubt else None
    return replace(sheet, doubt=doubt)


def _unusable(name: str, message: str, remedy: str = "", row: int = 0) -> TableError:
    return TableError(name, [Problem(row, "", message, remedy)])


@contextmanager
def needs_openpyxl(task: str, name: str = "table") -> Iterator[None]:
    """Turn the error of an import into one that says what to install."""
    try:
        yield
    except ImportError:
        raise _unusable(name, f"{task} Excel needs openpyxl", _INSTALL) from None


def _from_csv(text: str, name: str, separator: str | None) -> Sheet:
    first = text.split("\n", 1)[0]
    if re.match(r"\ufeff?'?#[A-Z]'?\t", first):
        return _from_exchange_model(text, name)
    # A spreadsheet in many European languages separates by semicolons.
    separator = separator or max(",;\t|", key=first.count)
    rows: list[tuple[int, list[str]]] = []
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        for cells in in_time(lines, lambda _: f"row {len(rows) + 1:,}"):
            rows.append((len(rows) + 1, cells))
    except csv.Error as error:
        raise _unusable(name, f"this row is no CSV: {error}", row=len(rows) + 1) from None
    return _from_cells(rows, name)


def _from_exchange_model(text: str, name: str) -> Sheet:
    """Return the positions in a file of the exchange model, whose lines begin with what they are about.

    `#D` is an actor, an issue, and the position, salience and power of the one on the other; `#M` is an issue and an
    end of its scale.
    """
    head = ("delegation", "bracket", "position", "salience", "power")
    rows: list[tuple[int, TableRow]] = []
    problems = []
    ends: dict[str, list[str]] = {}
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        kind, *cells = (cell.strip().strip("'") for cell in line.split("\t"))
        if kind == "#M" and len(cells) > 1:
            ends.setdefault(cells[0], []).append(cells[1])
        elif kind == "#D" and len(cells) == len(head):
            rows.append((number, dict(zip(head, cells, strict=True))))
        elif kind == "#D":
            message = f"there are {len(cells)} cells behind #D, but {', '.join(head)} are five"
            problems.append(Problem(number, "", message, "look for a stray tab"))
    for _, row in rows:
        row["scale"] = " to ".join(sorted(ends.get(row["bracket"], ()), key=_as_number))
    return Sheet(name, (*head, "scale"), tuple(rows), tuple(problems))


def _as_number(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        # The reader of the scale reports it.
        return inf


def _from_cells(rows: Sequence[tuple[int, Sequence[Any]]], name: str) -> Sheet:
    filled = [(number, cells) for number, cells in rows if any(str(cell).strip() for cell in cells)]
    if not filled:
        raise _unusable(name, "the table is empty", "put the names of the columns in its first row")
    (_, first), *others = filled
    head = tuple(str(cell).strip() for cell in first)
    problems = [
        Problem(number, "", f"there are {len(cells)} cells, but {len(head)} columns", "look for a stray separator")
        for number, cells in others
        if any(str(cell).strip() for cell in cells[len(head) :])
    ]
    # Of two columns with one name the first counts.
    places = {key: place for place, key in reversed([*enumerate(head)]) if key}
    places = {key: places[key] for key in head if key}
    records = [
        (number, {key: unguarded(cells[at]) if at < len(cells) else "" for key, at in places.items()})
        for number, cells in others
    ]
    return Sheet(name, tuple(filter(None, head)), tuple(records), tuple(problems))


def _from_json(text: str, name: str) -> Sheet:
    try:
        content = parsed(text)
    except ValueError as error:
        raise _unusable(name, f"the table {error}") from None
    rows = content.get("positions") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _unusable(name, "a table in JSON is a list of objects, or an object with such a list under “positions”")
    around = content.get("words_around") if isinstance(content, dict) else None
    return _from_records([*rows, *(row for row in around or () if isinstance(row, dict))], name)


def _from_records(rows: Iterable[Mapping[Any, Any]], name: str) -> Sheet:
    records = [(number, {str(key): cell for key, cell in row.items()}) for number, row in enumerate(rows, 1)]
    for number, row in records:
        for key, cell in row.items():
            if isinstance(cell, int) and cell.bit_length() > _LONGEST_NUMBER:
                raise _unusable(name, f"row {number}, column {key}: this number is too long", "write a shorter one")
    head = dict.fromkeys(key for _, row in records for key in row)
    return Sheet(name, tuple(head), tuple(records))


def _from_excel(data: bytes, name: str) -> Sheet:
    import zipfile

    with needs_openpyxl("reading", name):
        from openpyxl import load_workbook
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unfolded = sum(item.file_size for item in archive.infolist())
            if unfolded > UNFOLDED_LIMIT:
                remedy = "divide it into parts"
                raise _unusable(name, f"the file unfolds to more than {in_bytes(UNFOLDED_LIMIT)}", remedy)
            sheets = (item for item in archive.namelist() if item.startswith("xl/worksheets/"))
            computes = any(_FORMULA.search(archive.read(item)) for item in sheets)
        values = _sheet_of(load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False))
        width = _width(values, name)
        rows = _filled_rows(values, width)
        problems = []
        if computes:
            formulas = _sheet_of(load_workbook(io.BytesIO(data), read_only=True, keep_links=False))
            problems = _without_values(values, formulas, width)
    except TableError:
        raise
    except Exception as error:
        # openpyxl raises whatever its parsers do when a file is broken.
        raise _unusable(name, f"this Excel file cannot be read: {error}", "save it as .csv") from None
    unknown = {problem.row for problem in problems}
    read = _from_cells([row for row in rows if row[0] not in unknown], name)
    return replace(read, problems=(*read.problems, *problems))


def _sheet_of(book: Any) -> Any:
    return book["positions"] if "positions" in book.sheetnames else book.worksheets[0]


def _without_values(values: Any, formulas: Any, width: int) -> list[Problem]:
    """Return the cells with a formula that no program has computed yet: what is not there is not left empty."""
    head: Sequence[str] = ()
    problems = []
    both = zip(values.iter_rows(max_col=width), formulas.iter_rows(max_col=width), strict=True)
    for number, (shown, written) in in_time(enumerate(both, 1), lambda row: f"row {row[0]:,}"):
        if not head and any(cell.value is not None for cell in shown):
            head = [str(cell.value or "") for cell in shown]
        problems += [
            Problem(number, name, "the formula in this cell has no value yet", _COMPUTED)
            for name, cell, formula in zip(head, shown, written, strict=False)
            if name and cell.value is None and formula.data_type == "f"
        ]
    return problems


def _width(sheet: Any, name: str) -> int:
    # A stray cell far to the right or far below, as a slip of the hand leaves it, makes a sheet of millions of cells.
    rows = sheet.iter_rows(max_row=_ABOVE, values_only=True)
    head = next((cells for cells in rows if any(cell is not None for cell in cells)), ())
    width = max((number for number, cell in enumerate(head, 1) if cell is not None), default=0)
    if width > COLUMN_LIMIT:
        raise _unusable(
            name,
            f"the head goes on to column {width:,}, and a table has at most {COLUMN_LIMIT:,} columns",
            "delete what is right of the table",
        )
    return width


def _filled_rows(sheet: Any, width: int) -> list[tuple[int, list[object]]]:
    """Return the rows with something in them, as wide as the head and a little wider, each with its number."""
    rows = sheet.iter_rows(max_col=width + _BESIDE, values_only=True)
    return [
        (number, [_as_words(cell) for cell in cells])
        for number, cells in in_time(enumerate(rows, 1), lambda row: f"row {row[0]:,}")
        if any(cell is not None for cell in cells)
    ]


def _as_words(cell: object) -> object:
    # A date stays one, so that it can be reported; Excel makes them of ids such as 4-1.
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def save(
    records: Sequence[TableRow],
    head: Sequence[str],
    path: str | os.PathLike[str],
    *,
    force: bool = False,
    workbook: Callable[[], bytes] | None = None,
) -> None:
    """Write rows with these columns to a file in the format of its suffix; TableError if that is none.

    `workbook` makes the Excel file, if it is to be more than the rows. Standard output gets CSV. With `force` a file
    that is there is replaced, but never a template that is filled in: NotWrittenError.
    """
    target = Path(path)
    form = format_of(target)
    records = [
        {key: well_formed(value) if isinstance(value, str) else value for key, value in record.items()}
        for record in records
    ]
    if form == "xlsx" and workbook:
        data = workbook()
    elif form == "json":
        data = json.dumps({"positions": records}, ensure_ascii=False, indent=2).encode()
    else:
        data = _as_excel(records, head) if form == "xlsx" else _as_csv(records, head, "\t" if form == "tsv" else ",")
    check_not_filled(target)
    write_whole(target, data, force=force)


def format_of(path: Path) -> str:
    """Return the format that a table at this path is written in; TableError if there is none for its suffix."""
    form = path.suffix.lstrip(".").lower() or ("csv" if is_stream(path) else "")
    if form not in FORMATS:
        raise _unusable(path.name, f"a table of format {form!r} cannot be written", f"use {', '.join(FORMATS)}")
    return form


def check_not_filled(path: str | os.PathLike[str]) -> None:
    """Raise NotWrittenError if there is a template at this path that is filled in."""
    filled = filled_rows(path)
    if filled:
        rows = counted(filled, "row")
        raise NotWrittenError(
            f"{os.fspath(path)} is a template of which {rows} {'is' if filled == 1 else 'are'} filled in; it is never "
            "replaced; give another name"
        )


def filled_rows(path: str | os.PathLike[str]) -> int:
    """Return how many rows of a template are filled in; 0 if there is no template at this path."""
    target = Path(path)
    if target.suffix.lstrip(".").lower() not in FORMATS or not target.is_file():
        return 0
    try:
        sheet = load(target)
    except (TableError, OSError):
        return 0
    columns = columns_of(sheet.head, "columns")
    if _OF_TEMPLATES.isdisjoint(columns):
        return 0
    typed = [head for name, head in columns.items() if name not in _SHOWN]
    return sum(any(str(row.get(name) or "").strip() for name in typed) for _, row in sheet.rows)


def _as_csv(records: Sequence[TableRow], head: Sequence[str], separator: str) -> bytes:
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, head, delimiter=separator)
    writer.writeheader()
    writer.writerows({key: guarded(value) for key, value in record.items()} for record in records)
    # The mark at the start shows Excel that this is UTF-8.
    return sheet.getvalue().encode("utf-8-sig")


def _as_excel(records: Sequence[TableRow], head: Sequence[str]) -> bytes:
    with needs_openpyxl("writing"):
        from openpyxl import Workbook
    book = Workbook()
    sheet = book.active
    sheet.title = "positions"
    for row, cells in enumerate([head, *([record[name] for name in head] for record in records)], 1):
        for column, value in enumerate(cells, 1):
            put_cell(sheet, row, column, value)
    sheet.freeze_panes = "A2"
    return bytes_of(book)


def put_cell(sheet: Any, row: int, column: int, value: Any) -> Any:
    """Put a value into a cell of a sheet of openpyxl, and return the cell."""
    cell = sheet.cell(row, column, (allowed(value) or None) if isinstance(value, str) else value)
    # Words are words: neither a formula nor, when the cell is typed in, a date.
    cell.number_format = "@"
    if isinstance(value, str) and value:
        cell.data_type = "s"
    return cell


def allowed(words: str) -> str:
    """Return words without characters that Excel files cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("�", words))


def bytes_of(book: Any) -> bytes:
    """Return a workbook of openpyxl as an Excel file."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
