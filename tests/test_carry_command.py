"""`bracketed carry`: a table or a file of choices in the ids of the next draft."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.wording import words_at
from tests.shared import SHARED, needs_shared

MONDAY = (
    "1. Ferries take [islanders/visitors] first and keep [a list of ships/no list].\n2. They [may] stop [each year].\n"
)
TUESDAY = (
    "1. [Fast/Slow] ferries take [islanders/visitors] first and keep [a list of large ships/no list].\n"
    "2. They stop [each year].\n"
)
TABLE = """delegation,bracket,option,stance,weight,source,text
Norway,1#1,a,objects,2,,islanders
Chile,1#2,a,supports,,,a list of ships
Fiji,2#1,a,objects,,,may
Fiji,2#2,a,accepts,,a letter,each year
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("monday.txt", MONDAY), ("tuesday.txt", TUESDAY), ("table.csv", TABLE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, file: str, *more: str) -> Result:
    drafts = ["--from", str(folder / "monday.txt"), "--to", str(folder / "tuesday.txt")]
    return CliRunner().invoke(main, ["carry", str(folder / file), *drafts, *more])


def test_what_needs_a_look_is_printed_first(folder: Path) -> None:
    done = run(folder, "table.csv")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Of 4 rows of monday.txt in tuesday.txt: 2 moved, 1 reworded and 1 closed.\n")
    fates = [line.split()[0] for line in done.stdout.splitlines() if "#" in line]
    assert fates == ["reworded", "closed", "moved", "moved", "New"]


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "tsv", "json"])
def test_the_new_table_is_read_on_the_new_draft(folder: Path, suffix: str) -> None:
    assert run(folder, "table.csv", "-o", str(folder / f"new.{suffix}")).exit_code == 0
    rows = bt.read_positions(folder / f"new.{suffix}", bt.read(folder / "tuesday.txt"))
    assert [(row.delegation, row.bracket, row.option, row.stance, row.weight, row.source) for row in rows] == [
        ("Norway", "1#2", "a", "objects", 2, f"new.{suffix}"),
        ("Fiji", "2#1", "a", "accepts", 1, "a letter"),
    ]
    (waiting,) = rows.diagnostics
    assert waiting.code == "not-confirmed"
    assert waiting.message == (
        f"new.{suffix}: 1 row is not used until confirmed; look at it, and write yes in its column "
        f"{'Confirm' if suffix == 'xlsx' else 'confirm'}"
    )


def test_what_was_confirmed_is_read(folder: Path) -> None:
    run(folder, "table.csv", "-o", str(folder / "new.csv"))
    table = (folder / "new.csv").read_text("utf-8-sig")
    assert "look,was “a list of ships”,Chile" in table
    (folder / "new.csv").write_text(table.replace(",look,", ",Yes,"), "utf-8")
    rows = bt.read_positions(folder / "new.csv", bt.read(folder / "tuesday.txt"))
    assert ("Chile", "1#3", "a") in [(row.delegation, row.bracket, row.option) for row in rows]
    assert not rows.diagnostics


def test_a_sheet_lists_every_row(folder: Path) -> None:
    run(folder, "table.csv", "-o", str(folder / "new.xlsx"))
    sheet = book(folder / "new.xlsx")["What became of each row"]
    head, *rows = ([cell or "" for cell in row] for row in sheet.iter_rows(values_only=True))
    assert head[:3] == ["Fate", "Delegation", "Stance"]
    assert [row[:2] for row in rows] == [
        ["reworded", "Chile"],
        ["closed", "Fiji"],
        ["moved", "Norway"],
        ["moved", "Fiji"],
    ]
    assert rows[0][5:9] == ["a list of ships", "1#3", "a", "a list of large ships"]
    assert rows[1][9:] == ["the words were left out", "table.csv, row 4"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:K5")


def book(path: Path) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path)


def test_what_draws_a_formula_stays_words(folder: Path) -> None:
    (folder / "table.csv").write_text(TABLE.replace("Fiji", "=1+1"), "utf-8")
    run(folder, "table.csv", "-o", str(folder / "new.xlsx"))
    cells = [cell for sheet in book(folder / "new.xlsx") for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}


def test_programs_get_every_row(folder: Path) -> None:
    rows = json.loads(run(folder, "table.csv", "--format", "json").stdout)
    assert [row["fate"] for row in rows] == ["moved", "reworded", "closed", "moved"]
    assert rows[2] == {
        "fate": "closed", "delegation": "Fiji", "stance": "objects", "bracket": "2#1", "option": "a", "words": "may",
        "bracket_now": "", "option_now": "", "words_now": "", "closed_with": "omit",
        "why": "the words were left out", "place": "table.csv, row 4",
        "sentence": "Fiji objects: 2#1=a (“may”) is closed: the words were left out.",
    }  # fmt: skip
    lines = run(folder, "table.csv", "--format", "csv").stdout.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("fate,delegation,stance,bracket,option,words,bracket_now")


def test_rows_on_words_that_the_first_draft_does_not_have_are_reported(folder: Path) -> None:
    (folder / "table.csv").write_text(TABLE.replace(",islanders", ",binding"), "utf-8")
    done = run(folder, "table.csv", "-o", str(folder / "new.csv"))
    assert done.stdout.startswith("Of 3 rows ")
    assert "table.csv: 1 row is not used, as the words have changed" in done.stderr


def test_choices_are_carried(folder: Path) -> None:
    choices = {"1#1": "b", "1#2": "a", "2#1": "omit", "2#2": "omit"}
    bt.write_choices(choices, folder / "c.json", bt.read(folder / "monday.txt"))
    done = run(folder, "c.json", "-o", str(folder / "new.json"))
    assert done.stdout.startswith("Of 4 choices of monday.txt in tuesday.txt: 2 moved, 1 reworded and 1 closed.\n")
    assert dict(bt.read_choices(folder / "new.json", bt.read(folder / "tuesday.txt"))) == {"1#2": "b", "2#1": "omit"}


def test_choices_without_words_are_carried_with_a_warning(folder: Path) -> None:
    (folder / "c.json").write_text('{"1#1": "b"}')
    done = run(folder, "c.json", "-o", str(folder / "new.json"))
    assert "c.json keeps no words" in done.stderr
    assert json.loads((folder / "new.json").read_text())["choices"] == {"1#2": "b"}


@pytest.mark.parametrize("content, told", [
    ("{", "no JSON"),
    ('{"1#9": "a"}', "there is no bracket '1#9'"),
    ('{"choices": {"1#1": 1}}', "holds no choices"),
])  # fmt: skip
def test_a_file_that_is_neither_is_reported(content: str, told: str, folder: Path) -> None:
    (folder / "table.json").write_text(content)
    done = run(folder, "table.json", "-o", str(folder / "new.json"))
    assert done.exit_code == 3
    assert told in done.stderr
    assert not (folder / "new.json").exists()


def test_a_table_without_rows_is_carried(folder: Path) -> None:
    (folder / "table.json").write_text("[]")
    done = run(folder, "table.json", "-o", str(folder / "new.xlsx"))
    assert done.stdout.startswith("There is nothing to carry from monday.txt to tuesday.txt.\n")
    assert not bt.read_positions(folder / "new.xlsx", bt.read(folder / "tuesday.txt"))


def test_nothing_is_replaced_unasked(folder: Path) -> None:
    (folder / "new.csv").write_text("mine", encoding="utf-8")
    done = run(folder, "table.csv", "-o", str(folder / "new.csv"))
    assert (done.exit_code, (folder / "new.csv").read_text("utf-8")) == (3, "mine")
    assert run(folder, "table.csv", "-o", str(folder / "new.csv"), "--force").exit_code == 0
    assert run(folder, "table.csv", "-o", str(folder / "table.csv"), "--force").exit_code == 3
    assert run(folder, "table.csv", "-o", str(folder / "tuesday.txt"), "--force").exit_code == 3
    assert [(folder / name).read_text("utf-8") for name in ("table.csv", "tuesday.txt")] == [TABLE, TUESDAY]


def test_the_table_goes_to_standard_output_alone(folder: Path) -> None:
    done = run(folder, "table.csv", "-o", "-")
    assert done.stdout.lstrip("\ufeff").startswith("article,bracket,sentence,option,text,confirm,why,delegation")
    assert done.stderr.startswith("bracketed: Of 4 rows of monday.txt in tuesday.txt: ")


def test_both_drafts_are_needed(folder: Path) -> None:
    done = CliRunner().invoke(main, ["carry", str(folder / "table.csv"), "--from", str(folder / "monday.txt")])
    assert done.exit_code == 2
    assert "--to" in done.stderr


@needs_shared
def test_the_table_of_one_day_is_not_used_on_the_next_but_carried(tmp_path: Path) -> None:
    people = SHARED.parent / "cases" / "people"
    days = [bt.read(people / f"day{number}.md") for number in (1, 2)]
    assert not bt.read_positions(people / "tab.csv", days[1], strict=False)
    drafts = ["--from", str(people / "day1.md"), "--to", str(people / "day2.md")]
    done = CliRunner().invoke(main, ["carry", str(people / "tab.csv"), *drafts, "-o", str(tmp_path / "new.xlsx")])
    assert done.exit_code == 0
    carried = bt.read_positions(tmp_path / "new.xlsx", days[1])
    before = bt.read_positions(people / "tab.csv", days[0])
    words = [
        [words_at(day.bracket(row.bracket), row.option) for row in rows]
        for day, rows in zip(days, (before, carried), strict=True)
    ]
    assert words[0] == words[1]
    choices = bt.read_choices(people / "ch.json", days[0])
    bt.write_choices(choices, tmp_path / "ch.json", days[0])
    assert not bt.read_choices(tmp_path / "ch.json", days[1])
