"""All that is read of tables and reports, and all of a workbook that is handed out, is what is in `tests/golden/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import TextBlock

import bracketed as bt
from bracketed.errors import BracketedError, TableError
from bracketed.positions.positions import Positions
from tests.cases import Case, cases
from tests.conftest import Golden
from tests.test_whole_drafts import rows

DRAFT = bt.parse(
    "Article 1 – Boats\n\n"
    "1. Boats [shall/should/may] pay [a fee [of two coins]] by [May][June].\n\n"
    "2. They leave [early].\tComment by A: UK – delete “They”\n\n"
    "3. [Option 1: They meet.\n\nOption 2: They part.]\n"
)
TABLES = sorted((Path(__file__).parent / "whole" / "tables").glob("*.csv"))


def all_read(found: Positions) -> Iterator[str]:
    yield f"{found!r} on {found.draft.name if found.draft else None}"
    yield from rows("rows", map(asdict, found))
    yield from rows("notes", map(asdict, found.notes))
    yield from rows("diagnostics", map(asdict, found.diagnostics))


def read(table: Path) -> Iterator[str]:
    try:
        yield from all_read(bt.read_positions(table, DRAFT))
    except TableError as refused:
        yield str(refused)
        try:
            yield from all_read(bt.read_positions(table, DRAFT, strict=False))
        except TableError as still:
            yield f"# refused, even without strict\n{still}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_all_of_a_table_is_read_as_before(table: Path, golden: Golden) -> None:
    golden.check(f"tables/{table.stem}.txt", "\n".join(read(table)) + "\n")


@pytest.mark.parametrize("case", [*cases("records"), *cases("whole/minutes")], ids=str)
def test_all_of_a_report_is_read_as_before(case: Case, golden: Golden) -> None:
    found = bt.read_record(case.blocks["record"].encode(), bt.parse(case.draft), format="md")
    golden.check(f"records/{case.file}_{case.file_name}.txt", "\n".join(all_read(found)) + "\n")


BAD = {
    "no.json": "{",
    "number.json": f'[{{"delegation": "EU", "weight": 1{"0" * 5000}}}]',
    "long.json": f'[{{"delegation": "EU", "weight": 1{"0" * 3000}}}]',
    "list.json": '["EU"]',
    "object.json": '{"positions": {"EU": 1}}',
    "empty.json": "[]",
    "empty.csv": "",
    "head.csv": "delegation,bracket,option,stance\n",
    "twice.csv": "delegation,bracket,bracket,stance\nEU,1.1#1,a,supports\n",
    "other.csv": "a;b\n1;2\n",
    "quotes.csv": 'delegation,bracket,option,stance\n"EU,Article 1.1#1,a,supports\n',
    "signs.csv": "delegation,bracket,option,stance\nE\0U,Article 1.1#1,a,supports\n",
    "weights.csv": "delegation,bracket,option,stance,weight\nEU,Article 1.1#1,a,supports,1e400\n",
    "book.xlsx": "no book",
    "word.docx": "no table",
}


def test_all_that_is_no_table_is_refused_as_before(tmp_path: Path, golden: Golden) -> None:
    lines = []
    for name, content in BAD.items():
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        lines.append(f"# {name}")
        try:
            lines += all_read(bt.read_positions(path, DRAFT))
        except (BracketedError, ValueError) as refused:
            lines.append(f"{type(refused).__name__}: {refused}")
    try:
        bt.read_positions([{"delegation": "EU", "bracket": "Article 1.1#1", "weight": 10**3000}], DRAFT)
    except TableError as refused:
        lines.append(str(refused))
    golden.check("tables/refused.txt", "\n".join(lines).replace(str(tmp_path), "") + "\n")


def test_what_is_set_in_a_workbook_is_as_before(tmp_path: Path, golden: Golden) -> None:
    lines = []
    for delegations in ((), ("EU", "Fiji")):
        path = tmp_path / f"template_{len(delegations)}.xlsx"
        bt.write_template(DRAFT, path, bt.positions(DRAFT), delegations=delegations)
        for sheet in openpyxl.load_workbook(path).worksheets:
            lines.append(f"# {sheet.title}, frozen at {sheet.freeze_panes}, filtered {sheet.auto_filter.ref}")
            lines += [f"{letter} {column.width}" for letter, column in sorted(sheet.column_dimensions.items())]
            lines += [f"{number} {row.height}" for number, row in sorted(sheet.row_dimensions.items())]
            lines += [f"{rule.sqref} {rule.type} {rule.formula1}" for rule in sheet.data_validations.dataValidation]
            lines += [f"{one.coordinate} {one.font.b} {one.font.sz}" for row in sheet.iter_rows() for one in row]
    golden.check("tables/workbooks.txt", "\n".join(lines) + "\n")


# Slow, since the quick tests also run with the lowest openpyxl, which shows a workbook otherwise.
@pytest.mark.slow
@pytest.mark.parametrize("delegations", [(), ("EU", "Fiji", "A long name of a delegation")], ids=["tall", "wide"])
def test_a_workbook_looks_as_before(delegations: tuple[str, ...], tmp_path: Path, golden: Golden) -> None:
    path = tmp_path / "template.xlsx"
    bt.write_template(DRAFT, path, bt.positions(DRAFT), delegations=delegations)
    book = openpyxl.load_workbook(path, rich_text=True)
    lines = [line for sheet in book.worksheets for line in looks(sheet)]
    golden.check(f"tables/template_{'wide' if delegations else 'tall'}.txt", "\n".join(lines) + "\n")


def looks(sheet: Any) -> Iterator[str]:
    yield f"# {sheet.title}, {sheet.dimensions}, frozen at {sheet.freeze_panes}, filtered {sheet.auto_filter.ref}"
    page = sheet.page_setup
    fit = sheet.sheet_properties.pageSetUpPr
    yield f"{page.orientation} {page.paperSize} {page.fitToWidth} {page.fitToHeight} {fit and fit.fitToPage}"
    yield f"{sheet.print_title_rows} {sheet.sheet_view.showGridLines} {sheet.sheet_view.zoomScale}"
    for letter, column in sorted(sheet.column_dimensions.items()):
        yield f"column {letter}: {column.width} {column.hidden}"
    for number, row in sorted(sheet.row_dimensions.items()):
        yield f"row {number}: {row.height}"
    for rule in sheet.data_validations.dataValidation:
        yield f"{rule.sqref}: {rule.type} {rule.formula1} {rule.allow_blank} {rule.showErrorMessage}"
        yield f"{rule.errorTitle} {rule.error} {rule.promptTitle} {rule.prompt}"
    for line in sheet.iter_rows():
        for cell in line:
            font, fill, place = cell.font, cell.fill, cell.alignment
            bold = [str(part) for part in cell.value if isinstance(part, TextBlock)] if cell.value else []
            yield f"{cell.coordinate}: {str(cell.value)!r} {bold} {cell.number_format} {cell.protection.locked}"
            yield f"  {font.name} {font.sz} {font.b} {font.i} {font.color and font.color.rgb} {fill.fill_type}"
            yield f"  {fill.fgColor.rgb} {place.wrap_text} {place.vertical} {place.horizontal} {place.textRotation}"
