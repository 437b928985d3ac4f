"""Tables of positions: every row is read as it was meant, or reported with its place and a remedy."""

from __future__ import annotations

import io
import json
import pickle
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import jsonschema
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.errors import TableError
from bracketed.positions import tabular as sheets
from bracketed.positions.positions import Evidence, Position, Positions
from bracketed.positions.sentences import SentenceReader
from bracketed.sanitising import guarded
from tests.cases import Case, cases
from tests.strategies import contested_drafts

ROOT = Path(__file__).parents[1]
HARBOUR = ROOT / "examples" / "harbour_plan.txt"
DRAFT = bt.parse(
    "4. Parties [shall/should] report [on trade [in goods]].\n5. [Option 1: They meet.\nOption 2: They part.]"
)
HEAD = "delegation,bracket,option,stance"


def rows(table: str, **settings: object) -> list[tuple[str, str, str, str]]:
    found = bt.read_positions(table.encode(), DRAFT, **settings)  # type: ignore[arg-type]
    return [(row.delegation, row.bracket, row.option, row.stance) for row in found]


@pytest.mark.parametrize("case", cases("invalid"), ids=str)
def test_a_table_that_is_wrong_is_refused_cell_by_cell(case: Case) -> None:
    with pytest.raises(TableError) as caught:
        bt.read_positions(case.blocks["table"].encode(), bt.parse(case.draft))
    assert str(caught.value) + "\n" == case.blocks["message"]


def test_the_other_rows_are_read_on_request() -> None:
    found = bt.read_positions(f"{HEAD}\nUK,4#1,a,hates\nUSA,4#1,a,for\n".encode(), DRAFT, strict=False)
    assert [row.delegation for row in found] == ["USA"]
    (problem,) = found.diagnostics
    assert (problem.severity, problem.code, problem.line) == ("error", "row-not-read", 2)
    assert problem.message == "table, row 2, column stance: 'hates' is no stance"


@pytest.mark.parametrize(
    "written, option",
    [("a", "a"), ("B", "b"), ("shall", "a"), ("“Should”", "b"), (" should ", "b")],
)
def test_an_option_is_named_by_letter_or_words(written: str, option: str) -> None:
    assert rows(f"{HEAD}\nUK,4#1,{written},objects\n") == [("UK", "4#1", option, "objects")]


def test_an_option_is_named_by_its_label() -> None:
    assert rows(f"{HEAD}\nUK,5,option 2,objects\n") == [("UK", "5#1", "b", "objects")]


@pytest.mark.parametrize("written", ["omit", "(nothing)", "Leave out"])
def test_leaving_words_out_has_names_too(written: str) -> None:
    assert rows(f"{HEAD}\nUK,4#2,{written},objects\n") == [("UK", "4#2", "omit", "objects")]


@pytest.mark.parametrize(
    "written, stance",
    [("For", "supports"), ("can live with", "accepts"), ("against", "objects"), ("RED LINE", "blocks")],
)
def test_stances_in_the_words_of_people(written: str, stance: str) -> None:
    assert rows(f"{HEAD}\nUK,4#1,a,{written}\n") == [("UK", "4#1", "a", stance)]


def test_the_names_of_delegations_are_brought_to_one() -> None:
    table = f"{HEAD}\nUnited Kingdom,4#1,a,for\nRussia,4#1,a,for\nNA,4#1,a,for\nAtlantis,4#1,a,for\nBrazill,4#1,b,for\n"
    found = bt.read_positions(table.encode(), DRAFT)
    assert [row.delegation for row in found] == ["UK", "Russian Federation", "Namibia", "Atlantis", "Brazill"]
    told = [(doubt.code, doubt.line, doubt.suggestion) for doubt in found.diagnostics]
    assert ("unknown-delegation", 6, "did you mean Brazil?") in told


def test_a_code_that_pandas_would_take_for_nothing_survives() -> None:
    frame = pd.DataFrame([{"delegation": "NA", "bracket": "4#1", "option": "a", "stance": "for", "weight": None}])
    (row,) = bt.read_positions(frame, DRAFT)
    assert (row.delegation, row.weight) == ("Namibia", 1)


def test_conditions_and_weights() -> None:
    table = f"{HEAD};weight;condition\n".replace(",", ";") + "EU;4#1;a;objects;0,5;4#2=omit and 5=Option 1\n"
    (row,) = bt.read_positions(table.encode(), DRAFT)
    assert (row.weight, row.condition) == (0.5, (("4#2", "omit"), ("5#1", "a")))


COMMENTED = "4. Parties [shall] report on trust.\tComment by A: UK – delete “trust”"


@pytest.mark.parametrize("bracket, option", [("4#i1", "trust"), ("4#1", "shall")])
def test_brackets_that_comments_imply_are_known(bracket: str, option: str) -> None:
    draft = bt.parse(COMMENTED)
    found = bt.read_positions(f"{HEAD}\nUSA,{bracket},{option},supports\n".encode(), draft)
    assert [(row.bracket, row.option) for row in found] == [(bracket, "a")]
    # With them and a copy of them, whether a row names one or not.
    for positions in (found, found.of("USA"), pickle.loads(pickle.dumps(found))):
        assert [implied.bracket.id for implied in positions.implied] == ["4#i1"]
    assert bt.variants(draft, found).count() == 4


@pytest.mark.parametrize("bracket, reads", [("4#1", False), ("4#i1", True), ("4", True), ("4#7", True)])
def test_comments_are_read_only_for_a_bracket_that_the_text_does_not_have(
    monkeypatch: pytest.MonkeyPatch, bracket: str, reads: bool
) -> None:
    draft = bt.parse(COMMENTED)
    read: list[str] = []
    sentences = SentenceReader.sentences
    monkeypatch.setattr(
        SentenceReader,
        "sentences",
        lambda reader, comment, wording: read.append(comment.text) or sentences(reader, comment, wording),
    )
    found = bt.read_positions(f"{HEAD}\nUSA,{bracket},a,supports\n".encode(), draft, strict=False)
    assert bool(read) is reads
    assert [implied.bracket.id for implied in found.implied] == ["4#i1"]
    assert read


def test_positions_that_are_given_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = bt.parse(COMMENTED)
    positions = bt.positions(draft)
    monkeypatch.setattr(SentenceReader, "sentences", None)
    found = bt.read_positions(f"{HEAD}\nUSA,4#i1,a,supports\n".encode(), draft, positions=positions)
    assert found.implied == positions.implied


def test_rows_that_are_not_filled_in_are_skipped() -> None:
    assert rows(f"{HEAD}\n,4#1,a,\n,4#1,b,\nUK,4#1,a,silent\n") == []


def test_a_delegation_that_contradicts_itself_is_named() -> None:
    found = bt.read_positions(f"{HEAD}\nUK,4#1,a,for\nUK,4#1,a,against\n".encode(), DRAFT)
    assert [row.stance for row in found] == ["objects"]
    (told,) = found.diagnostics
    assert told.message.endswith("UK supports this in row 2 and objects to it here; the later row counts")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    table = f"{HEAD}\nCôte d’Ivoire,4#1,a,for\n".encode(encoding)
    assert [row.delegation for row in bt.read_positions(table, DRAFT)] == ["Côte d'Ivoire"]


def test_excel_cells_are_read_as_they_are_seen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["delegation", "bracket", "option", "stance", "weight"])
    book.active.append(["UK", 5, "Option 1", "supports", 2.0])
    book.save(tmp_path / "table.xlsx")
    (row,) = bt.read_positions(tmp_path / "table.xlsx", DRAFT)
    assert (row.bracket, row.option, row.weight, row.source) == ("5#1", "a", 2, "table.xlsx")


@pytest.mark.slow
@pytest.mark.parametrize("stray", [("E1048576",), ("A200000", "ZZ2"), ("XFD2", "A1048576")])
def test_stray_cells_far_away_take_no_memory(stray: tuple[str, ...], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["delegation", "bracket", "option", "stance"])
    book.active.append(["UK", "4#1", "a", "supports"])
    for cell in stray:
        book.active[cell] = " "
    book.save(tmp_path / "stray.xlsx")
    draft = bt.parse("4. Parties [shall/should] report.")
    tracemalloc.start()
    assert len(bt.read_positions(tmp_path / "stray.xlsx", draft)) == 1
    # Of that 64 MB are the room for the largest file that is read.
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()


def test_a_head_that_is_too_wide_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["delegation", "bracket", "option", "stance"])
    book.active["XFD1"] = "x"
    book.save(tmp_path / "wide.xlsx")
    with pytest.raises(TableError, match=r"the head goes on to column 16,384.*; delete what is right of the table"):
        bt.read_positions(tmp_path / "wide.xlsx", bt.parse("4. Parties [shall/should] report."))


@pytest.mark.parametrize("column", ["probability", "worth", "salience"])
def test_a_number_too_small_to_be_counted_with_is_refused(column: str) -> None:
    row = {"delegation": "UK", "bracket": "4#1", "option": "a", "stance": "accepts", "worth": "50"}
    with pytest.raises(TableError, match=f"column {column}: the {column} '1e-320' is out of range; write "):
        bt.read_positions([{**row, column: "1e-320"}], bt.parse("4. Ports [shall/should] pay."))


@pytest.mark.parametrize("weight", ["1e-320", "1e300", "1e10"])
def test_weights_are_within_a_range(weight: str) -> None:
    row = {"delegation": "UK", "bracket": "4#1", "option": "a", "stance": "objects", "weight": weight}
    with pytest.raises(TableError, match="is out of range; write 0, or 1e-09 to 1,000,000,000"):
        bt.read_positions([row], bt.parse("4. Parties [shall/should] report."))


@pytest.mark.parametrize(("head", "message"), [
    ("stance,stance", "column stance: another column has this name"),
    ("stance,Position", "column Position: column stance means the same"),
])  # fmt: skip
def test_a_second_column_for_the_same_is_reported(head: str, message: str) -> None:
    table = f"delegation,bracket,option,{head}\nUK,4#1,a,supports,objects\n".encode()
    positions = bt.read_positions(table, bt.parse("4. Parties [shall/should] report."))
    assert [row.stance for row in positions] == ["supports"]
    (finding,) = positions.diagnostics
    assert (finding.code, message in finding.message) == ("spare-column", True)


def test_a_row_that_contradicts_itself_is_refused() -> None:
    table = b'[{"delegation": "UK", "bracket": "4#1", "option": "a", "stance": "objects", "stance": "supports"}]'
    with pytest.raises(TableError, match="the table says twice what stance is: 'objects' and 'supports'"):
        bt.read_positions(table, bt.parse("4. Parties [shall/should] report."))


def test_a_number_of_thousands_of_digits_is_refused(tmp_path: Path) -> None:
    draft = bt.parse("4. Parties [shall/should] report.")
    row = {"delegation": "UK", "bracket": "4#1", "option": "a", "stance": "objects"}
    with pytest.raises(TableError, match="row 1, column weight: this number is too long"):
        bt.read_positions([row | {"weight": 10**5000}], draft)
    (tmp_path / "long.json").write_text(json.dumps([row])[:-2] + f', "weight": 1{"0" * 5000}}}]', encoding="utf-8")
    with pytest.raises(TableError, match="the table has a number of thousands of digits"):
        bt.read_positions(tmp_path / "long.json", draft)


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xlsx"])
def test_half_a_character_is_written_as_a_sign_for_it(form: str, tmp_path: Path) -> None:
    draft = bt.parse("4. Parties [shall/should] report.")
    row = {"delegation": "Ja\ud800pan", "bracket": "4#1", "option": "a", "stance": "objects"}
    bt.write_positions(bt.read_positions([row], draft), tmp_path / f"half.{form}")
    assert bt.read_positions(tmp_path / f"half.{form}", draft).delegations == ("Ja�pan",)


def test_a_date_that_excel_made_is_caught(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["delegation", "bracket", "option", "stance"])
    book.active.append(["UK", datetime(2026, 4, 1), "a", "supports"])
    book.save(tmp_path / "table.xlsx")
    with pytest.raises(TableError) as caught:
        bt.read_positions(tmp_path / "table.xlsx", DRAFT)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (2, "bracket")
    assert problem.message == "Excel has made the date 2026-04-01 of what was typed here"


def test_an_archive_that_unfolds_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "UNFOLDED_LIMIT", 1000)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * 2_000_000)
    with pytest.raises(TableError, match="the file unfolds to more than 1,000 bytes; divide it into parts"):
        bt.read_positions(data.getvalue(), DRAFT)


@pytest.mark.parametrize(
    "data, form, message",
    [
        (b"PK\x03\x04 broken", "xlsx", "this Excel file cannot be read: File is not a zip file; save it as .csv"),
        (b"{", "json", "the table is no JSON file: Expecting property name enclosed in double quotes"),
        (b"[1]", "json", "a table in JSON is a list of objects, or an object with such a list under “positions”"),
        (b'a,b\n"x', "csv", "this row is no CSV: unexpected end of data"),
        (b" \n", "csv", "the table is empty; put the names of the columns in its first row"),
        (
            b"\x00\x01",
            "csv",
            "table is not a text file; save it as plain text in UTF-8",
        ),
        (b"x", "ods", "a table of format 'ods' cannot be read; save it as csv, tsv, xlsx, json"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, form: str, message: str) -> None:
    with pytest.raises(TableError) as caught:
        bt.read_positions(data, DRAFT, format=form)
    assert message in str(caught.value)


@given(contested_drafts(), st.sampled_from(["csv", "tsv", "json", "xlsx"]), st.data())
def test_what_was_written_is_read_back(case: object, form: str, data: st.DataObject) -> None:
    words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12).map(str.strip)
    once = {(row.delegation, row.bracket, row.option, row.condition): row for row in case.positions}  # type: ignore[attr-defined]
    told = Positions(
        tuple(
            Position(
                *key[:3], row.stance, row.weight, row.condition, data.draw(words) or "notes", Evidence(data.draw(words))
            )
            for key, row in once.items()
        )
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{form}"
        bt.write_positions(told, path)
        back = bt.read_positions(path, case.draft)  # type: ignore[attr-defined]
    assert [repr(row).split("evidence")[0] for row in back] == [repr(row).split("evidence")[0] for row in told]
    assert [row.evidence.words for row in back] == [row.evidence.words for row in told]


@pytest.mark.parametrize("cell, written", [("=1+1", "'=1+1"), ("-2", "-2"), ("– delete", "– delete"), ("@a", "'@a")])
def test_a_cell_that_begins_like_a_formula_is_words(cell: str, written: str) -> None:
    assert guarded(cell) == written


def test_columns_have_other_names() -> None:
    assert sheets.columns_of(["Country", "Bracket ID"], "columns") == {"delegation": "Country", "bracket": "Bracket ID"}


def test_a_formula_is_written_as_words(tmp_path: Path) -> None:
    told = Positions((Position("UK", "4#1", "a", "objects", evidence=Evidence("=HYPERLINK(1)")),))
    bt.write_positions(told, tmp_path / "table.csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    bt.write_positions(told, tmp_path / "table.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").active
    assert "f" not in {cell.data_type for cell in sheet[2]}


@pytest.mark.parametrize("formula", ["=1+1", '=IF(A2="UK",2,3)'])
def test_a_formula_that_nobody_has_computed_is_no_empty_cell(tmp_path: Path, formula: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["delegation", "bracket", "option", "stance", "weight"])
    book.active.append(["UK", "4#1", "a", "objects", formula])
    book.active.append(["EU", "4#1", "a", "objects", 3])
    path = tmp_path / "table.xlsx"
    book.save(path)
    draft = bt.parse("4. Ports [shall/should] pay.")
    with pytest.raises(TableError, match=r"row 2, column weight: the formula in this cell has no value yet; open the"):
        bt.read_positions(path, draft)
    (kept,) = read = bt.read_positions(path, draft, strict=False)
    assert (kept.delegation, kept.weight) == ("EU", 3)
    assert ("row-not-read", 2) in [(one.code, one.line) for one in read.diagnostics]


def test_a_file_is_replaced_only_once_all_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table.csv"
    path.write_text("before")

    def fail(*_: object) -> Path:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="the disk is full"):
        bt.write_positions(Positions(), path, force=True)
    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]


def test_a_template_filled_in_is_read(tmp_path: Path) -> None:
    draft = bt.read(HARBOUR)
    rows = bt.template(draft, bt.positions(draft))
    assert {row["bracket"] for row in rows} == {
        *(b.id for b in draft.brackets if b.is_choice),
        *(implied.bracket.id for implied in bt.positions(draft).implied),
    }
    rows[0].update(delegation="Malta", stance="objects")
    (read,) = bt.read_positions(rows, draft)
    assert (read.delegation, read.bracket, read.option) == ("Malta", "H.1-b#1", "a")


def test_the_schema_holds_for_what_is_printed() -> None:
    schema = json.loads((ROOT / "docs" / "reference" / "positions.schema.json").read_text(encoding="utf-8"))
    done = CliRunner().invoke(main, ["positions", str(HARBOUR), "--format", "json"])
    jsonschema.validate(json.loads(done.stdout), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(
            {"positions": [{"delegation": "UK", "bracket": "4#1", "option": "a", "stance": "hates"}]}, schema
        )


def test_what_is_printed_as_json_is_read_back() -> None:
    draft = bt.read(HARBOUR)
    done = CliRunner().invoke(main, ["positions", str(HARBOUR), "--format", "json"])
    assert bt.read_positions(done.stdout.encode(), draft).rows == bt.positions(draft).rows


def test_a_table_wins_where_a_delegation_speaks_in_both() -> None:
    text = "4. Parties [shall/should/may] report.\tComment by A: UK – use “shall” rather than “may”\nUSA – use “may”"
    draft = bt.parse(text)
    table = bt.read_positions(f"{HEAD}\nUK,4#1,a,against\n".encode(), draft)
    both = bt.positions(draft) + table
    assert [(row.delegation, row.option, row.stance) for row in both] == [
        ("USA", "c", "supports"),
        ("UK", "a", "objects"),
    ]
    assert both.diagnostics[-1].message == (
        "UK supports option a of 4#1 by its comment and objects to it in table; the latter counts"
    )


def test_what_if_a_delegation_changes_its_mind() -> None:
    draft = bt.parse("4. Parties [shall/should] report.\tComment by A: UK – use “shall” rather than “should”")
    positions = bt.positions(draft)

    def after(wish: object) -> list[tuple[str, str]]:
        return [(row.option, row.stance) for row in positions.what_if({"UK": {"4#1": wish}})]  # type: ignore[dict-item]

    assert after("silent") == []
    assert {*after("accepts")} == {("a", "accepts"), ("b", "accepts")}
    assert after({"b": "blocks"}) == [("b", "blocks")]
    with pytest.raises(ValueError, match="'objects' which option of 4#1"):
        after("objects")
    with pytest.raises(ValueError, match="'hates' is no stance"):
        after({"a": "hates"})


def test_members_speak_with_their_group_unless_they_speak_themselves() -> None:
    rows = (
        Position("EU", "4#1", "a", "objects", weight=2),
        Position("France", "4#1", "b", "supports"),
        Position("G77", "4#1", "a", "supports"),
    )
    expanded = Positions(rows).expand_groups()
    assert expanded.rows[:3] == rows
    members = {row.delegation: row for row in expanded.rows[3:]}
    assert "France" not in members
    assert len(members) == 26
    assert (members["Malta"].stance, members["Malta"].weight) == ("objects", 2)


def test_the_command_line_takes_tables(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(
        "4. Parties [shall/should] report.\tComment by A: UK – use “shall”\n", encoding="utf-8"
    )
    (tmp_path / "table.csv").write_text(f"{HEAD}\nUSA,4#1,a,against\n")

    def delegations(*options: str) -> list[str]:
        done = CliRunner().invoke(main, ["positions", str(tmp_path / "draft.txt"), "--format", "json", *options])
        return [row["delegation"] for row in json.loads(done.stdout)["positions"]]

    assert delegations("--positions", str(tmp_path / "table.csv")) == ["UK", "USA"]
    assert delegations("--positions-only", str(tmp_path / "table.csv")) == ["USA"]
    written = CliRunner().invoke(
        main, ["positions", str(tmp_path / "draft.txt"), "--template", "-o", str(tmp_path / "empty.xlsx")]
    )
    assert (written.exit_code, written.output) == (0, "")
    assert bt.read_positions(tmp_path / "empty.xlsx", bt.read(tmp_path / "draft.txt")).rows == ()
    (tmp_path / "bad.csv").write_text(f"{HEAD}\nUSA,4#1,z,against\n")
    done = CliRunner().invoke(main, ["blocking", str(tmp_path / "draft.txt"), "--positions", str(tmp_path / "bad.csv")])
    assert (done.exit_code, done.stderr) == (
        3,
        "bracketed: bad.csv: one row cannot be used\n"
        "  row 2, column option: 4#1 has no option 'z'; write one of a, b, or its exact words\n",
    )


GRADED = "delegation,bracket,option,stance,worth,salience"
SCALES = "delegation,bracket,position,salience,power"


def test_options_may_be_graded() -> None:
    draft = bt.parse("4. Parties [shall/should] report.")
    table = f"{GRADED}\nUK,4#1,a,,100,0.7\nUK,4#1,b,objects,25,0.7\n"
    read = bt.read_positions(table.encode(), draft)
    assert [(row.stance, row.worth, row.salience, row.point) for row in read] == [
        ("supports", 100, 0.7, None),
        ("objects", 25, 0.7, None),
    ]


def test_evidence_in_json_is_kept_whole() -> None:
    said = {"words": "said so", "author": "A. Clerk", "line": 17, "rule": "want", "date": "2026-05-04"}
    rows = [{"delegation": "UK", "bracket": "4#1", "option": "a", "stance": "objects", "evidence": said}]
    (row,) = bt.read_positions(json.dumps(rows).encode(), bt.parse("4. Parties [shall/should] report."), format="json")
    assert row.evidence == Evidence("said so", "A. Clerk", 17, "want", date(2026, 5, 4))


def test_what_was_said_stays_with_a_stance_whose_grade_is_in_another_row() -> None:
    table = "delegation,bracket,option,stance,worth,evidence\nUK,4#1,a,objects,,said so\nUK,4#1,a,,20,\nUK,4#1,b,,100,"
    read = bt.read_positions(table.encode(), bt.parse("4. Parties [shall/should] report."))
    assert [(row.stance, row.worth, row.evidence.words, row.evidence.line) for row in read] == [
        ("objects", 20, "said so", 2),
        ("supports", 100, "", 4),
    ]


def test_a_grade_and_a_stance_in_two_rows_are_one_position() -> None:
    draft = bt.parse("4. The levy is [10/30] per cent.")
    rows: list[dict[str, object]] = [
        {"delegation": "UK", "bracket": "4#1", "point": 10, "salience": 0.5, "weight": 2},
        {"delegation": "UK", "bracket": "4#1", "option": "b", "stance": "blocks", "weight": 1},
    ]
    for some in (rows, rows[::-1]):
        read = bt.read_positions(some, draft)
        assert {(row.option, row.stance, row.worth, row.point, row.weight) for row in read} == {
            ("a", "supports", 100, 10, 2),
            ("b", "blocks", 80, 10, 2),
        }
        assert not read.diagnostics


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (f"{GRADED}\nUK,4#1,a,,101,1", "row 2, column worth: '101' is no worth; write a number from 0 to 100"),
        (f"{GRADED}\nUK,4#1,a,,much,1", "row 2, column worth: 'much' is no worth; write a number from 0 to 100"),
        (f"{GRADED}\nUK,4#1,a,,50,-1", "row 2, column salience: '-1' is no salience; write a number from 0 to 100"),
        (
            f"{GRADED}\nUK,4#1,a,,50,1",
            "row 2, column worth: UK gives no worth to option b of 4#1; add a row for each option of the bracket",
        ),
        (f"{GRADED}\nUK,4#1,a,,,1", "row 2, column stance: this cell is empty"),
        (f"{SCALES}\nUK,4#1,ten,1,1", "row 2, column position: 'ten' is no position on a scale; write a number"),
        (f"{SCALES}\nUK,4#1,120,1,1", "row 2, column position: 120 is not on the scale of 4#1, 0 to 100"),
        (f"{SCALES},scale\nUK,4#1,5,1,1,5 to 5", "row 2, column scale: '5 to 5' is no scale; write its two ends"),
        (f"{SCALES}\nUK,5#1,5,1,1", "row 2, column bracket: the options of 5#1 are no points on a scale"),
        (f"{SCALES}\nUK,fish,5,1,1", "row 2, column bracket: there is no bracket 'fish'"),
    ],
)
def test_a_grade_that_cannot_be_used_is_reported(table: str, told: str) -> None:
    draft = bt.parse("4. The levy is [10/30] per cent.\n\n5. Parties [shall/should] report.")
    with pytest.raises(TableError) as error:
        bt.read_positions(table.encode(), draft)
    assert told in str(error.value)


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "json"])
def test_grades_are_written_and_read_back(tmp_path: Path, suffix: str) -> None:
    draft = bt.parse("4. The levy is [10/30/40] per cent.")
    read = bt.read_positions(f"{SCALES}\nUK,4#1,12.5,0.7,2\nEU,4#1,40,1,1".encode(), draft)
    bt.write_positions(read, tmp_path / f"table.{suffix}")
    again = bt.read_positions(tmp_path / f"table.{suffix}", draft)
    assert [(row.option, row.stance, row.worth, row.salience, row.point, row.weight) for row in again] == [
        (row.option, row.stance, row.worth, row.salience, row.point, row.weight) for row in read
    ]


def test_the_schema_knows_grades(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "reference" / "positions.schema.json").read_text(encoding="utf-8"))
    draft, table = tmp_path / "draft.txt", tmp_path / "scales.csv"
    draft.write_text("4. The levy is [10/30/40] per cent.", encoding="utf-8")
    table.write_text(f"{SCALES}\nUK,4#1,12.5,0.7,2\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["positions", str(draft), "--positions", str(table), "--format", "json"])
    told = json.loads(done.stdout)
    jsonschema.validate(told, schema)
    assert told["positions"][0] | {"worth": 97.5, "salience": 0.7, "point": 12.5} == told["positions"][0]
    told["positions"][0]["worth"] = 101
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, schema)


def test_a_block_that_weighs_nothing_is_refused_wherever_it_is_made() -> None:
    with pytest.raises(TableError, match=r"row 2, column weight: '0' is no weight of a block; write a number above 0"):
        bt.read_positions(f"{HEAD},weight\nUK,4#1,a,blocks,0\n".encode(), DRAFT)
    with pytest.raises(ValueError, match="a weight of 0 is none for “blocks” \\(UK blocks 4#1=a\\)"):
        Position("UK", "4#1", "a", "blocks", weight=0)
    positions = Positions((Position("UK", "4#1", "a", "blocks"), Position("EU", "4#1", "b", "objects")))
    with pytest.raises(ValueError, match="give it a weight above 0"):
        positions.weighted({"UK": 0})
    assert [row.weight for row in positions.weighted({"EU": 0})] == [1, 0]


def test_a_table_of_another_draft_is_reported_before_its_rows() -> None:
    rows = "".join(f"UK,{number}#1,a,supports\n" for number in range(1, 9))
    draft = bt.parse("1. Ports [may] pay.", name="monday.txt")
    with pytest.raises(TableError) as caught:
        bt.read_positions(f"delegation,bracket,option,stance\n{rows}".encode(), draft)
    assert str(caught.value).splitlines()[:3] == [
        "table: 7 rows cannot be used",
        "  7 rows are on brackets that are not in monday.txt; if the table is of another draft, give that one, or take "
        "the table to this one with `bracketed carry`",
        "  row 3, column bracket: there is no bracket '2#1'; `bracketed brackets` lists them",
    ]
