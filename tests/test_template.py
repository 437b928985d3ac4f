"""Tables to fill in: what is in them, how they look, and that they are read back exactly, in both shapes."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.errors import NotWrittenError, TableError
from bracketed.positions.positions import STANCES, Evidence, Position, Positions, every_bracket
from bracketed.positions.stance_cells import UnclearCellError, cell_of, parts_of
from tests.strategies import Case, contested_drafts, drafts

TEXT = (
    "Article 1 – Boats\n\n1. Boats [shall/should/may] pay [a fee] by [X].\n\n"
    "2. They leave **[early]**.\tComment by A: UK – delete “They”\n"
)
DRAFT = bt.parse(TEXT)
POSITIONS = bt.positions(DRAFT)
ID = DRAFT.brackets[0].id


def cells(rows: list[dict[str, object]], name: str) -> list[object]:
    return [row[name] for row in rows]


def test_a_template_has_a_row_for_each_option_with_its_sentence_and_article() -> None:
    rows = bt.template(DRAFT, POSITIONS)
    assert [(row["bracket"].split("#")[1], row["option"], row["text"]) for row in rows] == [
        ("1", "a", "shall"),
        ("1", "b", "should"),
        ("1", "c", "may"),
        ("2", "a", "a fee"),
        ("2", "omit", "(nothing) in place of “a fee”"),
        ("i1", "a", "They"),
        ("i1", "omit", "(nothing) in place of “They”"),
        ("1", "a", "early"),
        ("1", "omit", "(nothing) in place of “early”"),
    ]
    assert {row["article"] for row in rows} == {"Article 1 (Boats)"}
    assert [*dict.fromkeys(cells(rows, "sentence"))] == [
        "Boats ⟦shall/should/may⟧ pay [a fee] by [X].",
        "Boats [shall/should/may] pay ⟦a fee⟧ by [X].",
        "⟦They⟧ leave [early].",
        "They leave ⟦early⟧.",
    ]


def test_what_is_in_a_place_to_be_filled_in_has_no_row_but_for_what_somebody_said_of_it() -> None:
    draft = bt.parse("1. Ports pay [Placeholder for [fees/dues] text]. Docks [rest].")
    assert cells(bt.template(draft), "bracket") == ["1#2", "1#2"]
    said = Position("EU", "1#1a.1", "a", "supports")
    assert cells(bt.template(draft, filled=[said]), "bracket") == ["1#1a.1", "1#1a.1", "1#2", "1#2"]


def test_a_wide_template_has_a_row_for_each_bracket_and_a_column_for_each_delegation() -> None:
    rows = bt.template(DRAFT, delegations=["EU", "United Kingdom", "Atlantis", "EU"])
    assert [*rows[0]] == ["article", "bracket", "sentence", "options in words", "EU", "UK", "Atlantis"]
    assert rows[0]["options in words"] == "a: shall\nb: should\nc: may"
    assert rows[1]["options in words"] == "a: a fee\nomit: (nothing)"
    assert len(rows) == 3


@pytest.mark.parametrize(
    "name",
    [
        "Text",
        "state",
        "Weight",
        "scale",
        "provision",
        "words",
        "label",
        "kind",
        "author",
        "line",
        "article",
        "sentence",
    ],
)
def test_a_delegation_that_is_called_like_a_column_is_refused(name: str) -> None:
    with pytest.raises(TableError, match=f"a column called '{name}' is no delegation"):
        bt.template(DRAFT, delegations=[name])


@pytest.mark.parametrize("row", [{"weight": 2}, {"probability": 0.5}, {"worth": 10.0}])
def test_what_a_cell_has_no_place_for_is_refused(row: dict[str, float]) -> None:
    position = replace(Position("UK", DRAFT.brackets[0].id, "a", "objects"), **row)
    assert bt.template(DRAFT, filled=[position])
    with pytest.raises(TableError, match="write a table with a row for each position"):
        bt.template(DRAFT, delegations=["EU"], filled=[position])


def test_long_words_are_cut_and_known_whole(tmp_path: Path) -> None:
    text = f"1. Boats [{'pay a fee for each harbour and ' * 40}stay].\n"
    for delegations in ([], ["UK"]):
        position = Position("UK", "1#1", "omit", "objects")
        path = tmp_path / f"{len(delegations)}.csv"
        bt.write_template(bt.parse(text), path, delegations=delegations, filled=[position])
        assert path.stat().st_size < 1000
        assert len(bt.read_positions(path, bt.parse(text))) == 1
        # A change in the middle, which the cut words do not show.
        other = bt.parse(
            text.replace("harbour and pay", "harbour or pay", 21).replace("harbour or pay", "harbour and pay", 20)
        )
        assert len(bt.read_positions(path, other, strict=False)) == 0


def key(row: Position) -> tuple[object, ...]:
    return row.delegation, row.bracket, row.option, row.stance, row.condition


@given(contested_drafts(), st.booleans(), st.sampled_from(["csv", "tsv", "json", "xlsx"]))
def test_a_filled_template_is_read_back_exactly(case: Case, wide: bool, form: str) -> None:
    rows = {(row.delegation, row.bracket, row.option, row.condition): row for row in case.positions}.values()
    said = [replace(row, weight=1) if wide else row for row in rows]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{form}"
        bt.write_template(case.draft, path, delegations=["UK", "Fiji"] if wide else [], filled=said)
        back = bt.read_positions(path, case.draft)
    assert Counter(map(key, back)) == Counter(map(key, said))
    assert Counter(row.weight for row in back) == Counter(row.weight for row in said)
    assert not back.diagnostics


@given(drafts(), st.booleans())
def test_an_empty_template_of_any_draft_holds_no_position(text: str, wide: bool) -> None:
    draft = bt.parse(text)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        bt.write_template(draft, path, delegations=["EU"] if wide else [])
        assert not bt.read_positions(path, draft).rows


@given(contested_drafts(), st.booleans(), st.sampled_from(["frame", "csv"]))
def test_a_matrix_is_read_back(case: Case, down: bool, form: str) -> None:
    plain = {(row.delegation, row.bracket, row.option): row for row in case.positions if not row.condition}
    matrix = Positions(tuple(plain.values())).matrix()
    matrix = matrix.T if down else matrix
    if matrix.empty:
        return
    back = bt.read_positions(matrix if form == "frame" else matrix.to_csv().encode(), case.draft)
    assert {key(row) for row in back} == {key(row) for row in plain.values()}


@pytest.mark.parametrize(
    "cell, letters, meant",
    [
        ("a", "a omit", "supports a"),
        ("A, b", "a b", "supports a; supports b"),
        ("b; x a", "a b", "supports b; objects a"),
        ("xa", "a b", "objects a"),
        ("x", "a omit", "objects a"),
        ("X", "a omit", "objects a"),
        ("✗", "a", "objects a"),
        ("!!", "a omit", "blocks a"),
        ("!! a/b", "a b", "blocks a; blocks b"),
        ("~ omit\n? a", "a omit", "accepts omit; reserves a"),
        ("leave out", "a omit", "supports leave out"),
        ("x (nothing)", "a omit", "objects omit"),
        ("objects: b", "a b", "objects b"),
        ("red line", "a omit", "blocks a"),
        ("x", "a b x", "supports x"),
        ("x x", "a b x", "objects x"),
        ("–", "a b", ""),
        ("; ", "a b", ""),
        ("monthly fees", "a b", "supports monthly fees"),
    ],
)
def test_the_notation_of_cells(cell: str, letters: str, meant: str) -> None:
    parts = parts_of(cell, letters.split())
    assert "; ".join(f"{part.stance} {part.option}" for part in parts) == meant


@pytest.mark.parametrize("cell", ["x", "!!", "supports", "~"])
def test_a_sign_alone_needs_a_letter_where_there_are_several(cell: str) -> None:
    with pytest.raises(UnclearCellError):
        [*parts_of(cell, ["a", "b"])]


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "x", "xa", "omit"]), st.sampled_from(STANCES)),
        unique_by=lambda row: row[0],
    )
)
def test_cells_are_read_as_they_are_written(stances: list[tuple[str, str]]) -> None:
    rows = [Position("UK", "4#1", letter, stance) for letter, stance in stances]  # type: ignore[arg-type]
    parts = parts_of(cell_of(rows), ["a", "b", "x", "xa", "omit"])
    assert [(part.option, part.stance) for part in parts] == stances


def wide(table: str, **settings: object) -> Positions:
    return bt.read_positions(table.encode(), DRAFT, positions=POSITIONS, **settings)  # type: ignore[arg-type]


def test_a_wrong_cell_of_a_wide_table_is_named_by_its_delegation() -> None:
    with pytest.raises(TableError) as caught:
        wide(f"bracket,UK,Chile\n{ID},a,q\n{ID},x,\n")
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [(2, "Chile"), (3, "UK")]


def test_the_head_of_a_wide_table_may_be_misspelt() -> None:
    found = wide(f"bracket,Saudi Arabai\n{ID},a\n")
    (finding,) = found.diagnostics
    assert finding.message.startswith("table, row 1, column Saudi Arabai: “Saudi Arabai” is in no list")
    assert finding.suggestion == "did you mean Saudi Arabia?"


def test_a_column_of_remarks_is_left_aside_and_reported() -> None:
    found = wide(f"bracket,UK,Remarks of the desk\n{ID},a,ask them again\n")
    assert [row.delegation for row in found] == ["UK"]
    assert ["Remarks of the desk" in finding.message for finding in found.diagnostics] == [True]


@pytest.mark.parametrize(
    "table", [f"bracket,words to say\n{ID},nothing at all\n", f"country,foo\nUK,{ID}\n", "a,b\n1,2\n"]
)
def test_a_table_with_wrong_columns_is_offered_the_template(table: str) -> None:
    with pytest.raises(TableError, match=r"--template -o positions\.xlsx` writes one to fill in"):
        wide(table)


def test_a_wide_table_is_checked_by_its_words() -> None:
    rows = f'bracket,options in words,UK,EU\n{ID},"a: must\nb: should\nc: may",x a,b\n'
    found = wide(rows, strict=False)
    assert [(row.delegation, row.option) for row in found] == [("EU", "b")]
    (finding,) = [one for one in found.diagnostics if one.code == "words-changed"]
    assert finding.message.startswith("table, row 2, column UK: ")


@pytest.mark.parametrize(("delegation", "turned"), [("Fiji", 0), ("Antigua and Constantinople", 90)])
def test_only_long_names_of_delegations_stand_upright(delegation: str, turned: int, tmp_path: Path) -> None:
    bt.write_template(DRAFT, tmp_path / "t.xlsx", delegations=[delegation])
    heads = openpyxl.load_workbook(tmp_path / "t.xlsx")["positions"][1]
    assert [cell.alignment.text_rotation for cell in heads] == [0] * (len(heads) - 1) + [turned]


def test_a_workbook_can_be_handed_out(tmp_path: Path) -> None:
    for delegations, lists in (
        ([], {'"a,b,c"', '"a,omit"', '"supports,accepts,reserves,objects,blocks"'}),
        (["EU", "Fiji"], None),
    ):
        path = tmp_path / f"{len(delegations)}.xlsx"
        bt.write_template(DRAFT, path, POSITIONS, delegations=delegations)
        book = openpyxl.load_workbook(path, rich_text=True)
        assert book.sheetnames == ["positions", "How to fill this in"]
        sheet = book["positions"]
        assert sheet.freeze_panes == ("E2" if delegations else "C2")
        assert sheet.auto_filter.ref == f"A1:{'F' if delegations else 'J'}{sheet.max_row}"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            "landscape",
            1,
            0,
        )
        assert sheet.print_title_rows == "$1:$1"
        assert sheet["C2"].alignment.wrap_text
        assert [str(part) for part in sheet["C2"].value if part.font.b] == ["⟦shall/should/may⟧"]
        found = {one.formula1 for one in sheet.data_validations.dataValidation}
        assert found == lists if lists else {'"a,b,c,x a,x b,x c,!! a,!! b,!! c,~ a,~ b,~ c,? a,? b,? c"'} < found
        # What is typed into a cell stays words: no 4-1 becomes a date.
        assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
        guide = " ".join(str(cell.value) for row in book["How to fill this in"].iter_rows() for cell in row)
        assert ("a; x b" in guide) is bool(delegations)


def test_words_that_look_like_a_formula_are_words(tmp_path: Path) -> None:
    draft = bt.parse("1. Boats pay [=HYPERLINK(1)/a fee].\n")
    for delegations in ([], ["EU"]):
        excel, plain = (tmp_path / f"{len(delegations)}.{suffix}" for suffix in ("xlsx", "csv"))
        bt.write_template(draft, excel, delegations=delegations)
        with ZipFile(excel) as archive:
            assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        bt.write_template(draft, plain, delegations=delegations)
        assert ",=" not in plain.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("delegations", [[], ["EU", "UK"]])
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_template_is_replaced_only_if_nobody_has_filled_it_in(
    tmp_path: Path, delegations: list[str], form: str
) -> None:
    path = tmp_path / f"t.{form}"
    said = Position("UK", ID, "a", "objects")
    bt.write_template(DRAFT, path, delegations=delegations)
    bt.write_template(DRAFT, path, delegations=delegations, filled=[said], force=True)
    with pytest.raises(NotWrittenError, match="1 row is filled in; it is never replaced"):
        bt.write_template(DRAFT, path, delegations=delegations, force=True)
    assert len(bt.read_positions(path, DRAFT)) == 1


def test_a_table_that_was_written_with_its_words_is_no_template(tmp_path: Path) -> None:
    for force in (False, True):
        bt.write_positions(POSITIONS, tmp_path / "t.csv", DRAFT, force=force)


def run(tmp_path: Path, *arguments: str) -> Result:
    (tmp_path / "draft.txt").write_text(TEXT, encoding="utf-8")
    return CliRunner().invoke(main, ["positions", str(tmp_path / "draft.txt"), *arguments])


def test_delegations_come_from_a_list_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("EU\n\nSaudi Arabai\n", encoding="utf-8")
    (tmp_path / "names.csv").write_text("country\nEU\nSaudi Arabai\n", encoding="utf-8")
    for names in ("EU,Saudi Arabai", str(tmp_path / "names.txt"), str(tmp_path / "names.csv")):
        done = run(tmp_path, "--template", "--delegations", names, "--format", "csv")
        assert done.stdout.splitlines()[0] == "article,bracket,sentence,options in words,EU,Saudi Arabai"
        told = "“Saudi Arabai” is in no list of delegations; it is kept as typed; did you mean Saudi Arabia?"
        assert done.stderr == f"bracketed: {told}\n"
    assert run(tmp_path, "--template", "--delegations", "St. Lucia", "--format", "csv").stdout.startswith(
        "article,bracket,sentence,options in words,Saint Lucia"
    )
    assert run(tmp_path, "--delegations", "EU").exit_code == 2
    assert run(tmp_path, "--template", "--delegations", "none.txt").exit_code == 3


def test_a_template_of_one_article_has_its_brackets_alone(tmp_path: Path) -> None:
    done = run(tmp_path, "--template", "--article", "Article 1.2", "--format", "csv")
    assert {line.split(",")[1] for line in done.stdout.splitlines()[1:]} == {"Article 1.2#1", "Article 1.2#i1"}


def test_what_a_table_says_goes_on_into_the_next(tmp_path: Path) -> None:
    table = tmp_path / "old.csv"
    table.write_text(f"delegation,bracket,option,stance,text\nUK,{ID},a,against,shall\n", encoding="utf-8")
    done = run(
        tmp_path, "--template", "--delegations", "EU", "--positions", str(table), "-o", str(tmp_path / "new.xlsx")
    )
    assert done.exit_code == 0
    frame = pd.read_excel(tmp_path / "new.xlsx")
    # The comment of the draft counts anyhow, and is no part of the table.
    assert frame["UK"].dropna().tolist() == ["x a"]
    assert [key(row)[:4] for row in bt.read_positions(tmp_path / "new.xlsx", DRAFT)] == [("UK", ID, "a", "objects")]


def test_evidence_stays_in_a_table_with_a_row_for_each_position(tmp_path: Path) -> None:
    said = Position("UK", ID, "a", "objects", evidence=Evidence("said on Monday", rule="table"))
    bt.write_template(DRAFT, tmp_path / "t.csv", filled=[said])
    (row,) = bt.read_positions(tmp_path / "t.csv", DRAFT)
    assert (row.evidence.words, row.place) == ("said on Monday", "t.csv, row 2")


def test_a_list_to_choose_from_is_no_longer_than_excel_takes(tmp_path: Path) -> None:
    draft = bt.parse(f"1. Boats pay [{' OR '.join(f'{number} coins' for number in range(2, 60))}].\n")
    bt.write_template(draft, tmp_path / "t.xlsx", delegations=["EU"])
    (found,) = openpyxl.load_workbook(tmp_path / "t.xlsx")["positions"].data_validations.dataValidation
    assert 200 < len(found.formula1) <= 257


@given(
    st.lists(
        st.lists(st.text("ab x!~?;,=#1.\n⟦“omitnl", max_size=12) | st.sampled_from([ID, "x", "a", "if"]), min_size=4),
        max_size=4,
    ),
    st.sampled_from(["bracket,options in words,UK,Remarks", f"delegation,{ID},{ID}=a,2#1", "option,EU,UK,text"]),
)
def test_whatever_is_typed_into_a_wide_table_is_read_or_refused(rows: list[list[str]], head: str) -> None:
    table = [dict(zip(head.split(","), row, strict=False)) for row in rows]
    found = Positions()
    # Where no column names a delegation, nothing can be read.
    with suppress(TableError):
        found = bt.read_positions(table, DRAFT, positions=POSITIONS, strict=False)
    known = {bracket.id: bracket.letters for bracket in every_bracket(DRAFT, POSITIONS)}
    assert all(row.option in known[row.bracket] for row in found)
