"""The words that a table was filled in on: a row counts only where the draft has them, and else they are found."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.draft.wording import OptionIndex, abridged, same_words, words_at
from bracketed.errors import TableError
from bracketed.positions.positions import Positions
from tests.shared import SHARED, needs_shared
from tests.strategies import Case, contested_drafts, drafts

FIRST = "1. Boats pay [yearly/monthly] fees and keep [a red book/no book].\n2. They may stay [for a week]."
# One bracket more in front, one that is settled, and one reworded.
SECOND = "1. [Old/New] boats pay [yearly/monthly] fees and keep a red book.\n2. They may stay [for a weekend]."
HEAD = "delegation,bracket,option,stance,text"
PEOPLE = SHARED.parent / "cases" / "people"


def later(table: str, text: str = SECOND) -> Positions:
    return bt.read_positions(f"{HEAD}\n{table}\n".encode(), bt.parse(text), strict=False)


def told(table: str, text: str = SECOND) -> str:
    (finding,) = later(table, text).diagnostics
    assert (finding.code, finding.severity) == ("words-changed", "warning")
    return f"{finding.message.removeprefix('table, row 2, column text: ')} | {finding.suggestion}"


@pytest.mark.parametrize(
    "one, two",
    [
        ("shall", " Shall "),
        ("the Parties’ plan – now", "the  Parties' plan - now"),
        ("**each** _Party_", "each Party"),
        (r"a \[b\] c", "a [b] c"),
        ("“yearly”", "yearly"),
        ("a / b", "a/b"),
        ("CO₂", "CO2"),
        ("ﬁsh\u00ad eries", "fish eries"),
        ("## Aims\n- to trade", "Aims to trade"),
        ("Aims <br/>and ends", "Aims and ends"),
    ],
)
def test_the_same_words_in_other_writing(one: str, two: str) -> None:
    assert same_words(one, two)


@pytest.mark.parametrize(
    "one, two", [("shall", "shall not"), ("ports", "ports,"), ("2*3", "23"), ("", "***"), ("10²", "102"), ("a_b", "ab")]
)
def test_other_words(one: str, two: str) -> None:
    assert not same_words(one, two)


@given(st.text("ab C,.–’“[]/", min_size=1, max_size=30))
@example("– b")
def test_case_and_spaces_do_not_matter(words: str) -> None:
    assert same_words(words, f" {words.upper()}\n".replace(" ", "\t "))
    assert same_words(words, f"**{words.strip()}**") or not words.strip(" –’“[]/,.")


@given(
    st.lists(st.sampled_from(["Parties", "shall", "report", "–", "[trade]", "“plans”", "**now**"]), max_size=90),
    st.integers(10, 80),
)
def test_words_that_were_cut_are_known_whole(words: list[str], most: int) -> None:
    text = " ".join(words)
    cut = abridged(text, most)
    assert same_words(cut, text)
    assert same_words(text.upper(), cut)
    if cut != text:
        assert len(cut) <= most + 40
        assert not same_words(cut, f"{text} today")


@given(drafts())
def test_every_option_is_found_by_its_words(text: str) -> None:
    draft = bt.parse(text)
    index = OptionIndex(draft)
    for bracket in draft.brackets:
        for letter in bracket.letters if bracket.is_choice else ():
            for words in (words_at(bracket, letter), abridged(words_at(bracket, letter), 20)):
                places = index.places(words)
                assert (bracket.id, letter) in places
                assert all(same_words(words, words_at(draft.bracket(id_), other)) for id_, other in places)


def test_the_place_with_the_sentence_comes_first() -> None:
    draft = bt.parse("1. Boats [shall/should] pay.\n2. The harbour master [shall/should] write a report.")
    index = OptionIndex(draft)
    assert index.places("shall") == (("1#1", "a"), ("2#1", "a"))
    assert index.places("shall", "The harbour master ⟦shall/should⟧ write a report.")[0] == ("2#1", "a")
    assert index.nearest("shalt") == (("1#1", "a"), ("2#1", "a"))


OTHER = "has other words in this draft"


@pytest.mark.parametrize(
    "row, what, where, remedy",
    [
        ("1#1,a,objects,yearly", f"1#1 a {OTHER}", "“yearly” is at 1#2 a", "write 1#2 and a"),
        (
            "7#1,a,objects,yearly",
            "there is no bracket '7#1'",
            "“yearly” is at 1#2 a",
            "write 1#2 and a",
        ),
        (
            "1#1,c,objects,monthly",
            "1#1 has no option 'c'",
            "“monthly” is at 1#2 b",
            "write 1#2 and b",
        ),
        ("1#2,b,objects,no book", f"1#2 b {OTHER}", "“no book” is nowhere in this draft", ""),
        (
            "1#2,a,objects,a red book",
            f"1#2 a {OTHER}",
            "“a red book” is no option in this draft; the words are in the text of 1",
            "",
        ),
        (
            "2#1,a,objects,for a week",
            f"2#1 a {OTHER}",
            "“for a week” is nowhere in this draft; most like it is “for a weekend” at 2#1 a",
            "",
        ),
        (
            "2#1,omit,objects,(nothing) in place of “for a week”",
            f"2#1 omit {OTHER}",
            "leaving out “for a week” is nowhere in this draft; "
            "most like it is leaving out “for a weekend” at 2#1 omit",
            "",
        ),
    ],
)
def test_a_row_on_other_words_is_left_out_and_reported_where_they_are(
    row: str, what: str, where: str, remedy: str
) -> None:
    assert told(f"UK,{row}") == f"{what}; {where} | {remedy and f'{remedy}, if that is meant'}"
    assert not later(f"UK,{row}").rows


def test_many_places_are_counted() -> None:
    text = "\n".join(f"{number}. Boats [shall/should] pay." for number in range(1, 8))
    assert told("UK,9#1,a,objects,shall", text).endswith("“shall” is at 1#1 a, 2#1 a, 3#1 a and 4 more places | ")


@pytest.mark.parametrize("text", ["yearly", "YEARLY", "**yearly**", "“yearly”", ""])
def test_a_row_on_the_same_words_is_used(text: str) -> None:
    assert [row.bracket for row in later(f"UK,1#2,a,objects,{text}")] == ["1#2"]


def test_a_bare_nothing_is_checked_by_the_other_rows_on_its_bracket() -> None:
    rows = ",2#1,a,,{}\nUK,2#1,omit,objects,(nothing)"
    assert len(later(rows.format("for a weekend"))) == 1
    (finding,) = later(rows.format("for a week")).diagnostics
    assert "leaving out “for a week” is nowhere" in finding.message


def test_a_condition_is_checked_by_the_other_rows_on_its_bracket() -> None:
    head, rows = f"{HEAD},condition", ",1#1,a,,{},\nUK,2#1,a,objects,,1#1=a"
    for words, count in (("Old", 1), ("yearly", 0)):
        table = f"{head}\n{rows.format(words)}\n".encode()
        assert len(bt.read_positions(table, bt.parse(SECOND), strict=False)) == count


def test_a_sentence_distinguishes_two_brackets_of_the_same_words() -> None:
    text = "1. Boats [shall/should] pay.\n2. The harbour master [shall/should] write a report."
    row = {"delegation": "UK", "bracket": "1#1", "option": "a", "stance": "objects", "text": "shall"}
    for sentence, used in [
        ("The harbour master ⟦shall⟧ write a report.", 0),
        ("Boats ⟦shall⟧ pay.", 1),
        ("Ferries ⟦shall⟧ go.", 1),
    ]:
        found = bt.read_positions([row | {"sentence": sentence}], bt.parse(text), strict=False)
        assert len(found) == used


def test_a_typing_error_stays_one_where_the_bracket_has_the_words() -> None:
    with pytest.raises(TableError, match="1#2 has no option 'Z'; write one of a, b, or its exact words"):
        bt.read_positions(f"{HEAD}\nUK,1#2,a,,yearly\nUK,1#2,Z,objects,yearly\n".encode(), bt.parse(SECOND))


def test_a_letter_of_the_draft_before_is_no_typing_error() -> None:
    # Option b was left out, so that c is b now.
    rows = "UK,1#1,b,objects,weekly\nUK,1#1,c,supports,monthly"
    found = later(rows, "1. Boats pay [yearly/monthly] fees.")
    assert [finding.message.removeprefix("table, ") for finding in found.diagnostics] == [
        "row 2, column text: 1#1 b has other words in this draft; “weekly” is nowhere in this draft",
        "row 3, column text: 1#1 has no option 'c'; “monthly” is at 1#1 b",
    ]


def test_strict_reading_raises_with_the_place() -> None:
    with pytest.raises(TableError, match=r"row 2, column text: 1#1 a has other words .*; “yearly” is at 1#2 a"):
        bt.read_positions(f"{HEAD}\nUK,1#1,a,objects,yearly\n".encode(), bt.parse(SECOND))


@pytest.mark.parametrize(
    "table, message",
    [
        ("delegation,bracket,option,stance\nUK,1#1,a,objects\n", "old.csv has no words to check"),
        (f"{HEAD}\nUK,1#1,a,objects,\nUK,1#2,a,objects,yearly\n", "1 row of old.csv has no words to check"),
        ("delegation,bracket,option,stance\nUK,1#1,Old,objects\n", ""),
        (f"{HEAD}\nUK,1#1,a,objects,Old\n", ""),
    ],
)
def test_a_file_without_words_is_reported_once(tmp_path: Path, table: str, message: str) -> None:
    (tmp_path / "old.csv").write_text(table, encoding="utf-8")
    found = bt.read_positions(tmp_path / "old.csv", bt.parse(SECOND))
    assert [finding.message.split(";")[0] for finding in found.diagnostics] == [message] * bool(message)
    assert all("add a column text" in finding.suggestion for finding in found.diagnostics)
    # What a program has just made is not old.
    assert not bt.read_positions(table.encode(), bt.parse(SECOND)).diagnostics


@given(contested_drafts(), st.sampled_from(["csv", "json"]))
def test_what_is_written_with_its_draft_keeps_its_words(case: Case, form: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{form}"
        bt.write_positions(case.positions, path, case.draft)
        back = bt.read_positions(path, case.draft)
        assert "words-not-kept" not in {finding.code for finding in back.diagnostics}
        # With a bracket more in front of all, ids are those of other words: no row is used on any.
        lines = (line.replace(". Parties", ". Parties [newly/duly]", 1) for line in case.draft.source.split("\n"))
        moved = bt.parse("\n".join(lines))
        for row in bt.read_positions(path, moved, strict=False):
            before = words_at(case.draft.bracket(row.bracket), row.option)
            assert same_words(before, words_at(moved.bracket(row.bracket), row.option))


def run(tmp_path: Path, *arguments: str, **files: str) -> Result:
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return CliRunner().invoke(
        main, [one if one[:1] == "-" or "." not in one else str(tmp_path / one) for one in arguments]
    )


def test_verbs_go_on_with_the_other_rows(tmp_path: Path) -> None:
    table = f"{HEAD}\nUK,1#1,a,objects,yearly\nChile,1#2,b,objects,monthly\n"
    done = run(
        tmp_path,
        "positions",
        "draft.txt",
        "--positions",
        "table.csv",
        "--format",
        "csv",
        draft_txt=SECOND,
        table_csv=table,
    )
    assert done.exit_code == 0
    assert [line.split(",")[:3] for line in done.stdout.splitlines()[1:]] == [["Chile", "1#2", "b"]]
    assert done.stderr.startswith("bracketed: table.csv: 1 row is not used, as the words have changed")
    assert "“yearly” is at 1#2 a" in done.stderr


def test_a_misspelt_delegation_is_named_in_front_of_every_answer(tmp_path: Path) -> None:
    table = f"{HEAD}\nSaudi Arabai,1#1,a,objects,Old\nSaudi Arabai,1#2,a,objects,yearly\n"
    for verb in ("blocking", "best", "concessions"):
        done = run(tmp_path, verb, "draft.txt", "--positions-only", "table.csv", draft_txt=SECOND, table_csv=table)
        assert done.stderr.count("“Saudi Arabai” is in no list of delegations") == 1
        assert "table.csv, row 2, column delegation" in done.stderr
        assert "did you mean Saudi Arabia?" in done.stderr
        assert done.output.startswith("bracketed: table.csv, row 2")


def test_a_party_that_speaks_in_the_draft_is_known(tmp_path: Path) -> None:
    draft = bt.parse("1. Boats [shall] pay.\tComment by A: Atlantis – remove “shall”")
    positions = bt.positions(draft)
    table = f"{HEAD}\natlantis,1#1,a,supports,shall\nAtlantus,1#1,a,supports,shall\n".encode()
    found = bt.read_positions(table, draft, positions=positions)
    assert [row.delegation for row in found] == ["Atlantis", "Atlantus"]
    assert [finding.suggestion for finding in found.diagnostics] == ["did you mean Atlantis?"]


def test_bad_rows_are_left_out_on_request(tmp_path: Path) -> None:
    rows = "".join(f"UK,1#1,a,suports{number},Old\n" for number in range(12))
    files = {"draft_txt": SECOND, "table_csv": f"{HEAD}\n{rows}Chile,1#2,b,objects,monthly\n"}
    arguments = ("positions", "draft.txt", "--positions-only", "table.csv")
    assert run(tmp_path, *arguments, **files).exit_code == 3
    done = run(tmp_path, *arguments, "--skip-bad-rows", **files)
    assert done.exit_code == 0
    assert "1 stance of 1 delegation" in done.stdout
    assert done.stderr.count("did you mean supports?") == 10
    assert "table.csv: 2 more rows are left out" in done.stderr


@pytest.mark.parametrize(
    "typed, remedy",
    [
        ("Article 3.3", "`bracketed brackets` lists them"),
        ("3.2#4", "did you mean 3.2#1?"),
        ("3", "did you mean 3.1#1?"),
        ("8#1", "`bracketed brackets` lists them"),
    ],
)
def test_only_ids_of_the_same_provision_are_suggested(typed: str, remedy: str) -> None:
    draft = bt.parse("3.1 Boats [shall/should] pay.\n\n3.2 They [shall/should] wait.")
    with pytest.raises(TableError) as caught:
        bt.read_positions(f"{HEAD}\nUK,{typed},a,objects,\n".encode(), draft)
    assert caught.value.problems[0].remedy == remedy


@needs_shared
@pytest.mark.parametrize("verb", ["blocking", "best", "concessions", "positions"])
def test_yesterdays_table_says_nothing_of_todays_words(verb: str) -> None:
    done = CliRunner().invoke(main, [verb, str(PEOPLE / "day2.md"), "--positions-only", str(PEOPLE / "tab.csv")])
    assert done.exit_code == 0
    assert "Norway" not in done.stdout
    assert "2 rows are not used" in done.stderr
