"""What `diff` tells of drafts over time: the same as `bracketed.progress`, whatever its rows are about."""

from __future__ import annotations

import csv
import io
import json
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import bracketed as bt
from bracketed.cli import main
from bracketed.progress.accounts import results
from bracketed.progress.progress import Progress, Transition
from bracketed.progress.unmarked import UnmarkedChanges

NEGOTIATION = sorted((Path(__file__).parents[1] / "examples" / "negotiation").glob("draft_*.txt"))
ACCOUNTS = ["delegation", "result", "draft", "bracket", "option", "words", "narrowed"]
PROGRESS = bt.progress(map(bt.read, NEGOTIATION))
ROWS = ["changes", "unmarked", "histories", "drafts", "delegations"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def as_json(*arguments: object) -> object:
    done = run(*arguments, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def as_csv(*arguments: object) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(run(*arguments, "--format", "csv").stdout))]


def test_of_two_drafts_the_changes_are_a_list() -> None:
    assert as_json(*NEGOTIATION[:2]) == PROGRESS.steps[0].to_dicts()
    assert as_json(*NEGOTIATION[:2], "--rows", "changes") == PROGRESS.steps[0].to_dicts()


def test_of_several_drafts_each_change_says_in_which_draft_it_came() -> None:
    expected = [
        {"draft": number, **change} for number, step in enumerate(PROGRESS.steps, 2) for change in step.to_dicts()
    ]
    assert as_json(*NEGOTIATION) == expected
    rows = as_csv(*NEGOTIATION)
    assert [row["draft"] for row in rows] == [str(change["draft"]) for change in expected]
    assert [*rows[0]] == ["draft", *Transition.columns.split()]


def test_the_summary_comes_before_all_changes() -> None:
    shown = run(*NEGOTIATION[:3]).stdout
    summary, one, two = shown.split("\n── ")
    steps = PROGRESS.steps[:2]
    assert summary.startswith("Gone without a mark: ")
    for step, pair in zip(steps, (PROGRESS.stages[:2], PROGRESS.stages[1:3]), strict=True):
        assert f"{step.before} to {step.after}: {step.figures(*pair)}" in " ".join(summary.split())
    for step, part in zip(steps, (one, two), strict=True):
        assert part.startswith(f"{step.before} to {step.after}\n\n")


def long_draft(options: str) -> str:
    """Return a draft of forty articles with two brackets each."""
    words = (f"Article {n}\n\n1. Port {n} pays {options} and keeps {options} in town {n}." for n in range(1, 41))
    return "\n\n".join(words)


@pytest.mark.parametrize("count_", [2, 3, 9])
def test_of_any_drafts_the_answer_fits_on_a_page(count_: int, tmp_path: Path) -> None:
    paths = [tmp_path / f"{'a very long name of a draft ' * 3}{number}.txt" for number in range(count_)]
    for number, path in enumerate(paths):
        path.write_text(long_draft(f"[much/little {number}]" if number < count_ - 1 else "much"), encoding="utf-8")
    shown = run(*paths).stdout.splitlines()
    assert len(shown) <= 60
    assert max(map(len, shown)) <= 100
    assert "--all lists them, --article LABEL those of one part." in shown[-1]
    # The changes themselves are behind the options that say so.
    assert "what became of it" not in "".join(shown)
    for more in (["--all"], ["--limit", "3"], ["--article", "Article 3"]):
        assert "what became of it" in run(*paths, *more).stdout


def test_the_histories_of_brackets_have_rows_of_their_own() -> None:
    assert as_json(*NEGOTIATION, "--rows", "histories") == PROGRESS.histories.to_dicts()
    assert [*as_csv(*NEGOTIATION, "--rows", "histories")[0]] == PROGRESS.histories.columns.split()


def test_what_went_without_a_mark_has_rows_of_its_own(talks: list[Path]) -> None:
    folder = talks[0].parent
    tables = [word for number in (1, 2, 3) for word in ("--positions", folder / f"{number}.csv")]
    rows = as_csv(*talks, *tables, "--rows", "unmarked")
    assert [*rows[0]] == UnmarkedChanges.columns.split()
    assert [(row["kind"], row["words"], row["supported"]) for row in rows] == [
        ("option", "shall", ""),
        ("option", "may", ""),
        ("lifted", "should", "Peru, UK"),
    ]
    # Of the last draft no position is needed.
    assert as_csv(*talks, *tables[:4], "--rows", "unmarked") == rows


def test_where_the_drafts_are_and_the_pace() -> None:
    told = as_json(*NEGOTIATION, "--rows", "drafts")
    paces = {measure: PROGRESS.pace(measure) for measure in ("brackets", "contested", "share")}
    assert told == {
        "drafts": PROGRESS.to_records(),
        "pace": {measure: pace and pace.to_dict() for measure, pace in paces.items()},
    }
    assert [*as_csv(*NEGOTIATION, "--rows", "drafts")[0]] == [*Progress.columns.split()]
    shown = run(*NEGOTIATION, "--rows", "drafts").stdout
    assert "\n\nWords in them: at this rate, 6.23 a draft, none would be left at draft 7.2; " in shown
    assert as_json(*NEGOTIATION[:2], "--rows", "drafts")["pace"] == {"brackets": None, "contested": None, "share": None}
    assert "rate" not in run(*NEGOTIATION[:2], "--rows", "drafts").stdout


def test_what_each_delegation_got() -> None:
    assert as_json(*NEGOTIATION, "--rows", "delegations") == [account.to_dict() for account in PROGRESS.accounts]
    rows = as_csv(*NEGOTIATION, "--rows", "delegations")
    assert [*rows[0]] == ACCOUNTS
    assert [tuple(row.values()) for row in rows] == [
        tuple("" if value is None else str(value) for value in row.values())
        for row in results(PROGRESS.accounts, ()).to_records()
    ]
    frame = bt.to_frame(PROGRESS.accounts)
    assert [*frame.columns] == ACCOUNTS
    assert frame["draft"].dtype == "Int64"
    assert frame.groupby("result").size().to_dict() == {"conceded": 6, "holds": 2, "met": 4, "won": 13}


def test_where_nobody_has_spoken_nobody_got_anything(tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("4. Parties [shall/should] report.", encoding="utf-8")
    asked = (draft, draft, "--rows", "delegations")
    assert run(*asked).stdout == "Nobody has taken a stance.\n"
    assert as_json(*asked) == []
    assert run(*asked, "--format", "csv").stdout == ",".join(ACCOUNTS) + "\n"


@pytest.fixture
def talks(tmp_path: Path) -> list[Path]:
    """Three drafts of a bracket that is narrowed and closed, with a table for each."""
    texts = ("[shall/should/may]", "[shall/should]", "should")
    said = ("UK – use “shall”", "UK – use “shall”", "Chile – fine")
    tables = ("Peru,4#1,should,supports\n", "Peru,4#1,should,supports\nUK,4#1,should,supports\n", "")
    for number, text, comment, rows in zip(count(1), texts, said, tables, strict=False):
        draft = f"4. Parties {text} report.\tComment by A. Clerk: {comment}\n"
        (tmp_path / f"draft_{number}.txt").write_text(draft, encoding="utf-8")
        (tmp_path / f"{number}.csv").write_text(f"delegation,bracket,option,stance\n{rows}", encoding="utf-8")
    return [tmp_path / f"draft_{number}.txt" for number in (1, 2, 3)]


def got(*arguments: object) -> dict[str, str]:
    told = as_json(*arguments, "--rows", "delegations")
    assert isinstance(told, list)
    return {account["delegation"]: account["sentence"] for account in told}


def test_tables_of_positions_count_each_for_its_draft(talks: list[Path]) -> None:
    tables = [draft.parent / f"{number}.csv" for number, draft in enumerate(talks, 1)]
    beside = [word for table in tables for word in ("--positions", table)]
    instead = [word for table in tables for word in ("--positions-only", table)]
    assert got(*talks) == {"UK": "UK conceded 4#1 in draft 3."}
    assert got(*talks, *beside) == {"UK": "UK won 4#1 in draft 3.", "Peru": "Peru won 4#1 in draft 3."}
    assert got(*talks, *instead) == {"Peru": "Peru won 4#1 in draft 3.", "UK": "UK won 4#1 in draft 3."}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument 'LATER...'."),
        (["later.txt", "--rows", "people"], "Invalid value for '--rows': 'people' is not one of"),
        (
            ["later.txt", "last.txt", "--positions", "a.csv"],
            "there are 3 drafts, but --positions is given 1 time; give it once for each draft, in their order",
        ),
        (
            ["later.txt", "--rows", "drafts", "--positions-only", "a.csv"],
            "--positions-only goes with the other --rows",
        ),
        (
            ["later.txt", "last.txt", "--rows", "delegations", "--positions", "a.csv"],
            "there are 3 drafts, but --positions is given 1 time; give it once for each draft, in their order",
        ),
        (
            ["later.txt", "--rows", "delegations", *["--positions-only", "a.csv"] * 3],
            "there are 2 drafts, but --positions-only is given 3 times; give it once for each draft, in their order",
        ),
    ],
)
def test_what_is_not_understood_is_reported(arguments: list[str], message: str) -> None:
    done = run("draft.txt", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.parametrize("rows", ROWS)
def test_a_draft_that_is_missing_is_known_by_its_name(rows: str, talks: list[Path]) -> None:
    done = run(*talks, talks[0].parent / "draft_4.txt", "--rows", rows)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "draft_4.txt: no such file or directory; did you mean" in done.stderr


def test_a_row_that_is_wrong_is_reported_with_its_table(talks: list[Path]) -> None:
    folder = talks[0].parent
    (folder / "2.csv").write_text("delegation,bracket,option,stance\nPeru,4#1,c,supports\n", encoding="utf-8")
    tables = [word for number in (1, 2, 3) for word in ("--positions", folder / f"{number}.csv")]
    done = run(*talks, "--rows", "delegations", *tables)
    assert done.exit_code == 3
    assert done.stderr == (
        "bracketed: 2.csv: one row cannot be used\n"
        "  row 2, column option: 4#1 has no option 'c'; write one of a, b, or its exact words\n"
    )


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("rows", ROWS)
def test_hostile_names_cannot_steer_the_terminal(rows: str, form: str, tmp_path: Path) -> None:
    draft = tmp_path / "a\x1b[2J.txt"
    draft.write_text("4. Parties [\x9b2Jshall/should].\tComment by A: \x1b[31mUK – keep “should”\n", encoding="utf-8")
    done = run(draft, draft, draft, "--rows", rows, "--format", form)
    assert done.exit_code == 0
    assert [code for code in (b"\x1b", "\x9b".encode()) if code in done.stdout_bytes] == []


def test_of_many_drafts_the_summary_is_whole_and_the_changes_are_counted() -> None:
    shown = run(*NEGOTIATION).stdout
    assert shown.count(" after; ") == len(NEGOTIATION) - 1
    assert "more lines" not in shown
    assert shown.endswith("39 changes in all: --all lists them, --article LABEL those of one part.\n")


def test_a_table_of_changes_repeats_neither_ids_nor_kinds() -> None:
    drafts = [bt.parse(text) for text in ("1. Ports [shall/should] pay [dues].", "1. All ports should pay [dues].")]
    told = [(change.kind, change.beside_ids) for change in bt.progress(drafts).steps[0].changes]
    assert ("closed", "with option b, “should”.") in told
    assert ("reworded", "outside its brackets: “All” came in.") in told


def test_nested_brackets_are_closed_with_the_option_around_them() -> None:
    one, two = "1. Boats [carry [two] lamps at night] and stay.", "1. Boats and stay."
    (step,) = bt.progress([bt.parse(one), bt.parse(two)]).steps
    told = {change.before: change.sentence for change in step.changes if change.what == "bracket"}
    assert told["1#1a.1",] == "1#1a.1 was closed with the option around it, 1#1 a: “[two]”."
    assert told["1#1",].startswith("1#1 was closed by leaving")
