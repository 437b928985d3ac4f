"""The table to fill in as an Excel workbook that can be handed out: lists to choose from, and a page that explains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from math import ceil
from typing import Any

from bracketed.errors import Problem, TableError
from bracketed.positions.positions import STANCES
from bracketed.positions.stance_cells import SIGNS
from bracketed.positions.tabular import TableRow, allowed, needs_openpyxl, put_cell

_HEADS = {"text": "Option in words"}
# Characters that fit in each column; a delegation's is as narrow as its cells.
_WIDTHS = {
    "article": 15, "bracket": 15, "sentence": 52, "options in words": 44, "option": 8, "text": 42, "delegation": 17,
    "stance": 11, "weight": 8, "condition": 18, "evidence": 30,
    "confirm": 9, "why": 40, "source": 17,
}  # fmt: skip
_NARROW = 8
# What all rows on a bracket have.
_REPEATED = frozenset({"article", "bracket", "sentence"})
# What is needed on paper of a table with a row for each position.
_LAST_PRINTED = "stance"
# Characters on a line of A4 and of A3, across, in type that can be read; and from how many on A3 is taken.
_A4, _A3 = 180, 256
# Excel takes a list of so many characters.
_LONGEST_LIST = 255
# Points of type, and of a line of it; a character of the column's width holds less than one of wide letters.
_FONT, _SIZE, _LINE_HEIGHT, _WIDE_LETTERS = "Calibri", 10, 13, 0.85
# Excel knows no higher row.
_HIGHEST = 400
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_INK, _TO_FILL_IN, _GREY, _LINE = "1F3A5F", "8A5A00", "B0B0B0", "BFBFBF"

_GUIDE = (
    ("How to fill this in", ""),
    ("", "Every row is about one bracket of the draft. The sentence shows it between ⟦ and ⟧."),
    ("", "Empty cells are not read: a delegation without an entry is silent."),
    ("", "Please leave the columns on the left as they are. The words of the options are compared with the draft, so "
         "that nothing is counted on other words when the draft changes."),
)  # fmt: skip
_GUIDE_LONG = (
    ("Delegation", "A state, a group or an organisation, by any of its names. Copy a row for each further delegation."),
    ("Stance", ""),
    ("supports", "wants this option"),
    ("accepts", "can live with it"),
    ("reserves", "cannot agree yet: a scrutiny reservation, waiting for instructions"),
    ("objects", "does not want it"),
    ("blocks", "a red line: cannot join consensus on it"),
    ("Weight", "How much it counts; 1 if empty."),
    ("Condition", "On what it depends: 4#2=b, several joined by and."),
    ("Evidence", "The words that it rests on, or where they were said."),
)
_GUIDE_CARRIED = (
    ("Confirm", "“look”: the words are not those of the draft before. Write yes if the row holds, else delete it."),
)
_GUIDE_WIDE = (
    ("In the cells", "The letters of the options, with a sign in front:"),
    ("a", "wants option a"),
    ("~ a", "can live with a"),
    ("? a", "cannot agree to a yet: a reservation"),
    ("x a", "objects to a"),
    ("!! a", "a red line: cannot join consensus on a"),
    ("omit", "wants the words left out; x omit objects to that"),
    ("a; x b", "several, with ; between them; here: wants a, and objects to b"),
    ("x", "with one option beside omit, the sign alone is enough: objects to the words"),
    ("a if 4#2=b", "wants a, if option b is taken in 4#2"),
)


def workbook(rows: Sequence[TableRow], head: Sequence[str], letters: Mapping[str, Sequence[str]], title: str) -> Any:
    """Return a table to fill in, with this head, as a workbook of openpyxl.

    `letters` are those of the options by bracket, and `title` is the name of the draft. TableError if it is too large.
    """
    with needs_openpyxl("writing"):
        from openpyxl import Workbook
    if len(rows) >= _MOST_ROWS or len(head) > _MOST_COLUMNS:
        problem = f"an Excel sheet does not hold {len(rows):,} rows and {len(head):,} columns"
        raise TableError(title, [Problem(0, "", problem, "write it as .csv")])
    book = Workbook()
    sheet = book.active
    sheet.title = "positions"
    wide = "option" not in head
    _fill(sheet, rows, head)
    _lay_out(sheet, head, wide, title)
    _add_lists(sheet, rows, head, letters, wide)
    guide = _GUIDE + (_GUIDE_WIDE if wide else _GUIDE_LONG) + (_GUIDE_CARRIED if "confirm" in head else ())
    _add_guide(book.create_sheet("How to fill this in"), guide)
    return book


def add_list(book: Any, title: str, widths: Mapping[str, int], rows: Sequence[Sequence[str]]) -> None:
    """Add a sheet to read, with columns of these names and widths, to a workbook."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for column, name in enumerate(widths, 1):
        cell = put_cell(sheet, 1, column, name.capitalize())
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_INK)
        sheet.column_dimensions[get_column_letter(column)].width = widths[name]
    for number, row in enumerate(rows, 2):
        for column, words in enumerate(row, 1):
            put_cell(sheet, number, column, words).alignment = wrapped
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{sheet.max_row}"
    sheet.print_title_rows = "1:1"
    _set_up_page(sheet, sum(widths.values()), 0, title)


def _fill(sheet: Any, rows: Sequence[TableRow], head: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    given = _given(head)
    names = [name for name in head if name not in _WIDTHS]
    # Long words in the names of delegations are wider than what is below them.
    upright = any(len(word) > _NARROW for name in names for word in name.split())
    for column, name in enumerate(head, 1):
        cell = put_cell(sheet, 1, column, _HEADS.get(name, name.capitalize()) if name in _WIDTHS else name)
        cell.font = Font(name=_FONT, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_INK if column <= given else _TO_FILL_IN)
        turned = upright and name in names
        cell.alignment = Alignment(
            wrap_text=not turned,
            vertical="bottom",
            horizontal="center" if name in names else None,
            text_rotation=90 if turned else 0,
        )
    longest = max(map(len, names), default=0)
    sheet.row_dimensions[1].height = min(_HIGHEST, 16 + 6 * longest) if upright else 2 * _LINE_HEIGHT + 4
    top, plain, grey = (
        Border(top=Side("thin", _LINE)),
        Font(name=_FONT, size=_SIZE),
        Font(name=_FONT, size=_SIZE, color=_GREY),
    )
    wrapped, cut = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
    centred = Alignment(wrap_text=True, vertical="top", horizontal="center")
    number = 1
    for _, same in groupby(rows, key=lambda row: row["bracket"]):
        for nth, row in enumerate(same):
            number += 1
            sheet.row_dimensions[number].height = _height(row, head, nth > 0)
            for column, name in enumerate(head, 1):
                value = row.get(name, "")
                cell = put_cell(sheet, number, column, _marked(value) if name == "sentence" and not nth else value)
                # What the row above says is repeated, for sorting and filtering.
                again = nth > 0 and name in _REPEATED
                cell.font = grey if again else plain
                cell.alignment = cut if again else wrapped if name in _WIDTHS else centred
                if nth == 0:
                    cell.border = top


def _height(row: TableRow, head: Sequence[str], again: bool) -> float:
    """Return how high a row must be for its words; what repeats the row above is cut."""
    shown = [name for name in head if name in _WIDTHS and not (again and name in _REPEATED)]
    lines = max(_lines(str(row.get(name, "")), _WIDTHS[name]) for name in shown)
    return min(_HIGHEST, lines * _LINE_HEIGHT + 3)


def _lines(words: str, width: int) -> int:
    return sum(max(1, ceil(len(line) * _WIDE_LETTERS / width)) for line in words.split("\n"))


def _given(head: Sequence[str]) -> int:
    """Return how many columns are there already, in front of those that are to be filled in."""
    return 1 + max(number for number, name in enumerate(head) if name in ("text", "options in words"))


def _marked(sentence: str) -> Any:
    """Return a sentence with its bracket in bold."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    words = allowed(sentence)
    before, mark, rest = words.partition("⟦")
    inside, _, behind = rest.rpartition("⟧")
    fonts = (InlineFont(sz=_SIZE, rFont=_FONT), InlineFont(b=True, sz=_SIZE, rFont=_FONT))
    parts = ((fonts[0], before), (fonts[1], f"{mark}{inside}⟧"), (fonts[0], behind))
    return CellRichText(*(TextBlock(font, part) for font, part in parts if part))


def _lay_out(sheet: Any, head: Sequence[str], wide: bool, title: str) -> None:
    from openpyxl.utils import get_column_letter

    widths = [_WIDTHS.get(name, _NARROW) for name in head]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    last = get_column_letter(len(head))
    # The columns that say what a row is about stay in sight.
    sheet.freeze_panes = f"{get_column_letter(_given(head) + 1)}2" if wide else "C2"
    sheet.auto_filter.ref = f"A1:{last}{sheet.max_row}"
    printed = len(head) if wide else head.index(_LAST_PRINTED) + 1
    sheet.print_area = f"A1:{get_column_letter(printed)}{sheet.max_row}"
    sheet.print_title_rows = "1:1"
    _set_up_page(sheet, sum(widths[:printed]), sum(widths[:2]), title)
    if wide:
        sheet.oddFooter.left.text = " · ".join(f"{sign} a {word}" for word, sign in SIGNS.items()).replace("  ", " ")


def _set_up_page(sheet: Any, width: int, repeated: int, title: str) -> None:
    page = _A4 if width <= _A4 else _A3
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9 if page == _A4 else 8
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    across = max(1, ceil((width - repeated) / (page - repeated)))
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = across, 0
    if across > 1:
        sheet.print_title_cols = "A:B"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    # An ampersand begins an instruction.
    sheet.oddHeader.left.text = title.replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"


def _add_lists(
    sheet: Any, rows: Sequence[TableRow], head: Sequence[str], letters: Mapping[str, Sequence[str]], wide: bool
) -> None:
    if wide:
        first = _given(head) + 1
        _add_lists_in(sheet, rows, letters, first, len(head), _cells_to_choose)
        return
    _add_lists_in(sheet, rows, letters, head.index("option") + 1, head.index("option") + 1, list)
    stance = head.index("stance") + 1
    _add_lists_in(sheet, rows, dict.fromkeys(letters, STANCES), stance, stance, list)
    if "confirm" in head:
        confirm = head.index("confirm") + 1
        _add_lists_in(sheet, rows, dict.fromkeys(letters, ("look", "yes")), confirm, confirm, list)


def _cells_to_choose(letters: Sequence[str]) -> list[str]:
    return [f"{sign} {letter}".strip() for sign in ("", "x", "!!", "~", "?") for letter in letters]


def _add_lists_in(
    sheet: Any,
    rows: Sequence[TableRow],
    letters: Mapping[str, Sequence[str]],
    first: int,
    last: int,
    entries: Callable[[Sequence[str]], list[str]],
) -> None:
    """Give the cells in some columns a list to choose from, which depends on the options of their rows."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    columns = [get_column_letter(column) for column in (first, last)]
    lists: dict[tuple[str, ...], Any] = {}
    # A range for each run of rows with the same options: a draft has thousands of rows.
    numbered = enumerate((tuple(letters.get(row["bracket"], ())) for row in rows), 2)
    for own, run in groupby(numbered, key=lambda row: row[1]):
        numbers = [number for number, _ in run]
        if own not in lists:
            listed = ",".join(_fitting(entries(own)))
            # Other words, such as several letters, are taken too.
            lists[own] = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
            sheet.add_data_validation(lists[own])
        lists[own].add(f"{columns[0]}{numbers[0]}:{columns[1]}{numbers[-1]}")


def _fitting(entries: Sequence[str]) -> Iterator[str]:
    length = 0
    for entry in entries:
        length += len(entry) + 1
        if length > _LONGEST_LIST:
            return
        yield entry


def _add_guide(sheet: Any, lines: Sequence[tuple[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 90
    for number, (word, meaning) in enumerate(lines, 1):
        for column, words in enumerate((word, meaning), 1):
            cell = put_cell(sheet, number, column, words)
            cell.alignment = Alignment(wrap_text=column == 2, vertical="top")
            cell.font = Font(name=_FONT, bold=column == 1, size=14 if number == 1 else 11)
        sheet.row_dimensions[number].height = 20 if number == 1 else _lines(meaning, 90) * 15 + 3
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
