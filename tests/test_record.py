"""Reports of meetings are read as a careful reader reads them: the cases of `tests/records/`, and more."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli import main
from bracketed.errors import DraftError
from bracketed.positions.positions import Positions
from bracketed.positions.record_text import date_of
from tests.benchmarks.reading_comments import labelled, stances
from tests.cases import Case, cases


def told(positions: Positions) -> list[str]:
    return [name for finding in positions.unread for name in finding.by.split(", ")]


@pytest.mark.parametrize("case", cases("records"), ids=str)
def test_a_report_is_read_as_labelled(case: Case) -> None:
    draft = bt.parse(case.draft)
    found = bt.read_record(case.blocks["record"].encode(), draft, format="md")
    # The table of stances stands outside of the blocks.
    both = bt.positions(draft) + found
    of_the_record = Positions(tuple(row for row in found), both.implied)
    assert stances(draft, of_the_record) == labelled(case)
    unread = re.search(r"(?m)^unread: *(.*)$", case.prose)
    assert unread
    assert told(found) == ([] if unread[1] == "nobody" else unread[1].split(", "))


PLAIN = "4. Ports [shall/should] report each year.\n5. Fees [may] rise by night and by day."


def test_evidence_has_the_record_and_its_line() -> None:
    found = bt.read_record("\n\nIn paragraph 4, Peru preferred “should”.".encode(), bt.parse(PLAIN))
    (row,) = found
    assert (row.source, row.evidence.line, row.evidence.author) == ("record", 3, "record")


def test_a_finding_has_the_record_and_its_line_and_column() -> None:
    found = bt.read_record("Minutes\n\nPeru spoke. Chad wanted “x”.".encode(), bt.parse(PLAIN))
    assert [(one.code, one.by, one.source, one.line, one.column) for one in found.unread] == [
        ("record-not-tied", "Peru", "record", 3, 1),
        ("record-not-tied", "Chad", "record", 3, 13),
    ]
    assert all(one.message.startswith("record, line 3: ") for one in found.unread)


def test_a_later_statement_replaces_an_earlier_one() -> None:
    draft = bt.parse(PLAIN.replace("\n5", "\tComment by A. Clerk: Chad – use “shall”\n5"))
    first = bt.read_record("On paragraph 4, Chad and Peru preferred “should”.".encode(), draft)
    second = bt.read_record("On paragraph 4, Chad can accept “shall”.".encode(), draft)
    rows = [(row.delegation, row.stance, row.option) for row in bt.positions(draft) + first + second]
    assert rows == [("Peru", "supports", "b"), ("Chad", "accepts", "a")]


def test_of_a_table_and_prose_the_later_statement_counts() -> None:
    draft = bt.parse("1. Docks [rest].")
    table = "| Paragraph | Delegation | Comment |\n|---|---|---|\n| 1 | Mali | Cannot accept “rest”. |"
    prose = "On paragraph 1, Mali could accept “rest”."
    for record, stance in ((f"{table}\n\n{prose}\n", "accepts"), (f"{prose}\n\n{table}\n", "blocks")):
        (row,) = bt.read_record(record.encode(), draft, format="md")
        assert (row.delegation, row.stance) == ("Mali", stance)


def test_history_shows_what_was_said_in_which_meeting() -> None:
    draft = bt.parse(PLAIN)
    first = bt.read_record("Paragraph 4: Chad preferred “should”.".encode(), draft, date="2026-11-03")
    second = bt.read_record("Paragraph 4: Chad opposed “should”.".encode(), draft, date="2026-11-04")
    told = [(one.delegation, one.stance, str(one.date), one.is_current) for one in (first + second).history]
    assert told == [("Chad", "supports", "2026-11-03", False), ("Chad", "objects", "2026-11-04", True)]


def test_what_one_delegation_said_in_a_record_is_reported() -> None:
    draft = bt.parse(PLAIN + "\nNotes\nMore")
    found = bt.read_record("Minutes\n\nParagraph 4: Chad preferred “should”. Chad spoke of fees.".encode(), draft)
    assert [(one.line, one.outcome.split(":")[0]) for one in found.said("Chad")] == [
        (3, "supports b of 4#1"),
        (3, "not read"),
    ]


_NAMES = ("Norway", "Chad", "Peru", "EU", "G77", "Fiji")
_PIECES = st.sampled_from(
    (
        *(
            f"{name}{behind}"
            for name in _NAMES
            for behind in (" spoke,", " opposed this.", " asked to delete “may”.", ":", ",")
        ),
        *(
            "on paragraph 4,",
            "in paragraph 5",
            ". Paragraph 5: ",
            "; Article 9,",
            "## Paragraph 4\n",
            "\n\n",
            "\n- ",
            "“should”",
        ),
        *(
            ". It also preferred “shall”.",
            ". They agreed.",
            ". The chair spoke.",
            "supported by",
            "and",
            "if",
            "(4)",
            "“",
            ".",
            "; ",
        ),
        *(
            "supported “each year”.",
            "could accept “should” if “may” is used in paragraph 5.",
            "on behalf of the",
            "[",
            "|",
        ),
    )
)


@given(st.lists(_PIECES, max_size=14).map(" ".join))
def test_no_delegation_is_lost(text: str) -> None:
    draft = bt.parse(PLAIN)
    if not text.strip():
        return
    found = bt.read_record(text.encode(), draft)
    heard = (
        set(found.delegations) | {name for note in found.notes for name in note.delegation.split(", ")} | {*told(found)}
    )
    # The names in quotation marks are words, and who lends a voice is no party.
    if "“ " not in text and "behalf" not in text:
        assert {name for name in _NAMES if name in text} <= heard
    assert {row.source for row in found} <= {"record"}
    count = text.count("\n") + 1
    assert all(1 <= (row.evidence.line or 0) <= count for row in found)
    assert bt.variants(draft, bt.positions(draft) + found).count() >= 1


def test_a_line_of_the_report_that_a_speaker_names_is_no_line_of_a_finding() -> None:
    draft = bt.parse("4. Parties [may] report [annually].")
    found = bt.read_record(b"Paragraph 4\n\nPeru gargled \xe2\x80\x9cmay\xe2\x80\x9d on line 3.\n", draft)
    assert [finding.by for finding in found.diagnostics] == ["Peru"]
    assert "on line 3." in found.diagnostics[0].message


def test_they_are_both_speakers_in_each_language() -> None:
    draft = bt.parse("4. Les Parties [peuvent] informer [chaque année] le bureau.")
    words = "Au paragraphe 4, la Norvège et le Chili ont pris la parole. Ils ont demandé de supprimer « chaque année »."
    assert {row.delegation for row in bt.read_record(words.encode(), draft)} == {"Norway", "Chile"}


@given(st.text(alphabet="Norway “”[]()\n\t|#*-.;:,1245/ 5aé", min_size=1, max_size=80))
def test_any_text_is_read(text: str) -> None:
    if text.strip():
        bt.read_record(text.encode(), bt.parse(PLAIN), format="md")


COMMENTED = PLAIN + "\tComment by A. Clerk: Norway – delete “by day”\nKenya – replace “by night” with “at noon”"


def test_brackets_that_records_imply_go_with_those_of_the_comments() -> None:
    draft = bt.parse(COMMENTED)
    own = bt.positions(draft)
    first = bt.read_record("On paragraph 5, Mali asked to delete “Fees”.".encode(), draft)
    text = "On paragraph 5, Togo asked to delete “rise”. Cuba asked to replace “by night” with “at dusk”."
    second = bt.read_record(text.encode(), draft)
    both = own + first + second
    assert [row.bracket for row in both][: len(own)] == [row.bracket for row in own]
    wanted = {(row.delegation, row.bracket): row.option for row in both if row.stance == "supports"}
    assert wanted == {
        ("Norway", "5#i2"): "omit",
        ("Kenya", "5#i1"): "b",
        ("Mali", "5#i3"): "omit",
        ("Togo", "5#i4"): "omit",
        ("Cuba", "5#i1"): "c",
    }
    words = {item.bracket.id: item.bracket.words for item in both.implied}
    assert words == {"5#i1": "[by night/at noon/at dusk]", "5#i2": "[by day]", "5#i3": "[Fees]", "5#i4": "[rise]"}
    space = bt.variants(draft, both).fix({"5#i1": "c", "5#i2": "omit", "5#i3": "omit", "5#i4": "omit", "5#1": "omit"})
    assert "5. at dusk" in " ".join(space[0].text.split())


def test_words_that_cross_those_of_another_record_are_one_choice() -> None:
    draft = bt.parse(PLAIN)
    first = bt.read_record("On paragraph 5, Mali asked to delete “by night and”.".encode(), draft)
    second = bt.read_record("On paragraph 5, Togo asked to delete “and by day”.".encode(), draft)
    both = first + second
    assert {row.bracket for row in both} == {"5#i1"}
    assert bt.variants(draft, both).count() > 1


def test_two_new_wordings_of_two_records_are_two_options() -> None:
    draft = bt.parse(PLAIN)
    first = bt.read_record("On paragraph 5, Mali asked to replace “by night” with “at noon”.".encode(), draft)
    text = "Paragraph 5: Togo – replace “by night” with “at dusk”\nPeru – replace “by night” with “at noon”"
    both = first + bt.read_record(text.encode(), draft)
    assert {row.delegation: row.option for row in both if row.stance == "supports"} == {
        "Mali": "b",
        "Togo": "c",
        "Peru": "b",
    }


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Report of 3 November 2026", "r.md", "2026-11-03"),
        ("Report, November 3, 2026", "r.md", "2026-11-03"),
        ("Meeting of 3–5 November 2026", "r.md", "2026-11-05"),
        ("Réunion du 1er août 2026", "r.md", "2026-08-01"),
        ("Reunión del 3 de noviembre de 2026", "r.md", "2026-11-03"),
        ("Report", "minutes_2026-11-03.docx", "2026-11-03"),
        ("Report", "20261103.txt", "2026-11-03"),
        ("Report of 41 November 2026", "r.md", ""),
        ("Norway spoke.", "r.md", ""),
    ],
)
def test_the_date_of_a_record(text: str, name: str, found: str) -> None:
    assert date_of(text, name) == found


def test_a_date_that_is_none_is_an_error() -> None:
    draft = bt.parse(PLAIN)
    assert bt.read_record(b"Peru spoke.", draft, date=date(2026, 11, 3)).unread
    with pytest.raises(ValueError, match="2026-11-03"):
        bt.read_record(b"Peru spoke.", draft, date="yesterday")


def test_an_empty_record_is_an_error() -> None:
    with pytest.raises(DraftError, match="record is empty"):
        bt.read_record(b" \n", bt.parse(PLAIN))


def test_records_on_the_command_line_come_in_the_order_of_their_dates(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "b.md").write_text("4 November 2026\n\nOn paragraph 4, Chad can accept “shall”.", encoding="utf-8")
    (tmp_path / "a.md").write_text("3 November 2026\n\nOn paragraph 4, Chad preferred “should”.", encoding="utf-8")
    records = ["--record", str(tmp_path / "b.md"), "--record", str(tmp_path / "a.md")]
    done = CliRunner().invoke(main, ["positions", str(tmp_path / "draft.txt"), *records, "--format", "csv"])
    assert done.exit_code == 0
    assert "Chad,4#1,a,accepts" in done.stdout
    assert "supports" not in done.stdout


def test_a_table_of_comments_in_markdown_is_no_text_of_the_draft() -> None:
    heads = "| Paragraph | Delegation | Comment(s) |\n|---|---|---|\n"
    table = f"{heads}| 4 | Kenya | Use “shall”. |\n| § 5 | Peru | Keep “may”. |"
    draft = bt.parse(PLAIN)
    with_table = bt.read(f"{PLAIN}\n\n{table}\n\n6. More [text].".encode(), format="md")
    assert [one.label for one in with_table.provisions] == ["4", "5", "6"]
    assert with_table.unparse() == with_table.source
    rows = [(row.delegation, row.stance, row.bracket, row.option) for row in bt.positions(with_table)]
    assert rows == [
        ("Kenya", "supports", "4#1", "a"),
        ("Peru", "supports", "5#1", "a"),
        ("Peru", "objects", "5#1", "omit"),
    ]
    assert "Kenya" not in bt.variants(with_table)[0].text
    assert [bracket.id for bracket in draft.brackets] == [bracket.id for bracket in with_table.brackets][:-1]


@pytest.mark.parametrize(
    ("said", "stances"),
    [
        # A change that somebody requested is what others support, and not the words that it takes out.
        ("Kenya asked to delete “in ink”. Peru supported this.", ["objects a", "supports omit"]),
        ("Kenya asked to delete “in ink”. This was supported by Peru.", ["objects a", "supports omit"]),
        (
            "Kenya asked to delete “in ink”. Chad and Peru strongly supported it.",
            ["objects a", "supports omit"],
        ),
        ("Kenya asked to delete “in ink”. Chad opposed it and Peru supported it.", ["objects a", "supports omit"]),
        # Words can be praised.
        ("Kenya asked to delete “in ink”. Peru said it was essential.", ["supports a"]),
        ("Kenya preferred “in ink”. Peru supported this.", ["supports a"]),
    ],
)
def test_what_is_supported_behind_a_request(said: str, stances: list[str]) -> None:
    draft = bt.parse("4. Ports plan dues [in ink].")
    read = bt.read_record(f"On paragraph 4, {said}".encode(), draft, format="md")
    assert [f"{row.stance} {row.option}" for row in read if row.delegation == "Peru"] == stances


def test_who_supports_a_replacement_is_against_the_words_that_go() -> None:
    said = "On paragraph 4, Kenya asked to replace “in ink” by “in blue”. Peru supported this."
    read = bt.read_record(said.encode(), bt.parse("4. Ports plan dues [in ink]."), format="md")
    assert [(row.stance, row.bracket, row.option) for row in read if row.delegation == "Peru"] == [
        ("objects", "4#1", "a"),
        ("supports", "4#i1", "b"),
    ]


PONDS = "7. Ponds [wholly] rest [each year/every two years].\n8. Weirs [shall/should] close."


def stances_of(said: str, delegation: str) -> list[str]:
    read = bt.read_record(said.encode(), bt.parse(PONDS), format="md")
    rows = [f"{row.stance} {row.bracket} {row.option}" for row in read if row.delegation == delegation]
    return rows or [f"not read: {one.by}" for one in read.unread if delegation in one.by]


@pytest.mark.parametrize(
    ("said", "stances"),
    [
        # Who wants neither of two views says nothing of a choice that nobody spoke of.
        ("Kenya asked to delete “wholly”. Peru opposed this. Chad supported neither.", ["not read: Chad"]),
        (
            "Kenya asked for “each year”. Peru opposed this. Chad supported neither.",
            ["objects 7#2 a", "objects 7#2 b"],
        ),
        # A reservation on a provision is not one on that of its brackets which can be left out.
        ("Chad reserved its position.", ["not read: Chad"]),
        ("Chad reserved its position on “wholly”.", ["reserves 7#1 a"]),
    ],
)
def test_what_may_be_about_several_brackets_is_not_read(said: str, stances: list[str]) -> None:
    assert stances_of(f"On paragraph 7, {said}", "Chad") == stances


@pytest.mark.parametrize(
    ("said", "stances"),
    [
        ("On paragraph 8, Kenya preferred “shall”. Brackets requested by Chad.", ["reserves 8#1 a", "reserves 8#1 b"]),
        ("On paragraph 8, brackets requested by Chad.", ["reserves 8#1 a", "reserves 8#1 b"]),
        ("On paragraph 8, Kenya preferred “shall”. Brackets opposed by Chad.", ["not read: Chad"]),
    ],
)
def test_who_requests_brackets_reserves(said: str, stances: list[str]) -> None:
    assert stances_of(said, "Chad") == stances


@pytest.mark.parametrize(
    ("said", "kenya", "chad"),
    [
        ("Kenya, against Chad, preferred “shall”.", ["supports 8#1 a"], ["objects 8#1 a"]),
        ("Kenya (against Chad) preferred “shall”.", ["supports 8#1 a"], ["objects 8#1 a"]),
        ("Kenya, with Peru and against Chad, preferred “shall”.", ["supports 8#1 a"], ["objects 8#1 a"]),
        ("Kenya for “shall”, against: Chad.", ["supports 8#1 a"], ["objects 8#1 a"]),
        ("Kenya, against Chad’s proposal, preferred “shall”.", ["not read: Kenya, Chad"], ["not read: Kenya, Chad"]),
    ],
)
def test_who_is_against_others_does_not_object_to_their_own_words(said: str, kenya: list[str], chad: list[str]) -> None:
    said = f"On paragraph 8, {said}"
    assert (stances_of(said, "Kenya"), stances_of(said, "Chad")) == (kenya, chad)


def test_also_alone_agrees_with_who_spoke_last() -> None:
    assert stances_of("On paragraph 7, Kenya asked to delete “wholly”. Chad also.", "Chad") == [
        "objects 7#1 a",
        "supports 7#1 omit",
    ]
    assert stances_of("On paragraph 7, Chad also.", "Chad") == ["not read: Chad"]


@pytest.mark.parametrize(
    ("remarks", "stances"),
    [
        (["Delete “wholly”", "Withdrawn."], ["accepts 7#1 a", "accepts 7#1 omit"]),
        # Of several requests it is not known which is meant.
        (
            ["Delete “wholly”", "Keep “each year”", "Withdrawn."],
            ["objects 7#1 a", "supports 7#1 omit", "supports 7#2 a"],
        ),
    ],
)
def test_withdrawn_in_a_row_of_its_own_takes_back_the_only_request(remarks: list[str], stances: list[str]) -> None:
    rows = "".join(f"| 7 | Chad | {remark} |\n" for remark in remarks)
    record = f"Minutes\n\n| Paragraph | Delegation | Comments |\n|---|---|---|\n{rows}"
    assert stances_of(record, "Chad") == stances
    read = bt.read_record(record.encode(), bt.parse(PONDS), format="md")
    assert bool(read.unread) == (len(remarks) > 2)


def test_withdrawn_behind_what_others_said_takes_back_the_only_request() -> None:
    record = "Minutes\n\nParagraph 7\n- Chad: delete “wholly”\n- Peru: supports Chad\n- Chad: withdrawn\n"
    assert stances_of(record, "Chad") == ["accepts 7#1 a", "accepts 7#1 omit"]


OPTIONS = "9. Option 1: Wells stay open for 1 year.\n\nOption 2: Wells close."


def test_an_option_is_named_behind_preferred() -> None:
    read = bt.read_record(b"On paragraph 9, Chad preferred Option 1.", bt.parse(OPTIONS), format="md")
    assert [(row.stance, row.bracket, row.option) for row in read] == [("supports", "9#1", "a")]


@pytest.mark.parametrize(
    ("said", "stances"),
    [
        # Who waits for instructions does not support the words that another delegation named.
        ("Kenya: “wholly” is essential. Chad: We have yet to receive instructions.", ["reserves 7#1 a"]),
        ("Kenya wanted “wholly”. Chad had yet to decide.", ["not read: Chad"]),
        ("“wholly” was opposed by Kenya, with Chad in between.", ["not read: Kenya, Chad"]),
        ("Chad preferred “each year”, or no paragraph.", ["not read: Chad"]),
    ],
)
def test_who_has_not_decided_takes_no_side(said: str, stances: list[str]) -> None:
    assert stances_of(f"On paragraph 7, {said}", "Chad") == stances


@pytest.mark.parametrize("joint", [",", " and"])
def test_a_list_that_goes_on_behind_an_aside_is_not_read_in_part(joint: str) -> None:
    said = f"On paragraph 8, for “should”: Kenya (could accept “shall”){joint} Chad."
    assert stances_of(said, "Chad") == stances_of(said, "Kenya") == ["not read: Kenya, Chad"]
    spoken = f"On paragraph 8, Kenya (could accept “shall”){joint} Chad preferred “should”."
    assert stances_of(spoken, "Chad") == ["supports 8#1 b"]


@pytest.mark.parametrize(
    "said", ["Chad: “wholly” should go, otherwise it cannot accept “each year”.",
             "Chad: “wholly” should go; otherwise Chad cannot accept “each year”."],
)  # fmt: skip
def test_what_is_said_of_other_words_behind_otherwise_is_not_lost(said: str) -> None:
    read = bt.read_record(f"On paragraph 7, {said}".encode(), bt.parse(PONDS), format="md")
    assert [(row.stance, row.bracket, row.option) for row in read] == [
        ("objects", "7#1", "a"),
        ("supports", "7#1", "omit"),
    ]
    assert [one.by for one in read.unread] == ["Chad"]


@pytest.mark.parametrize(
    "speakers", ["Kenya and Chad (but not Peru)", "Kenya and Chad, but not Peru,", "Kenya and Chad, not Peru,"]
)
def test_who_is_set_apart_by_not_turns_nothing_round(speakers: str) -> None:
    said = f"On paragraph 7, {speakers} wished to delete “wholly”."
    assert stances_of(said, "Chad") == stances_of(said, "Peru") == ["not read: Kenya, Chad, Peru"]


def test_not_either_alone_denies_no_wordings() -> None:
    said = "On paragraph 8, Kenya does not support “should”. Chad doesn't either."
    assert stances_of(said, "Chad") == ["not read: Chad"]
    said = "On paragraph 8, Chad cannot accept either."
    assert stances_of(said, "Chad") == ["blocks 8#1 a", "blocks 8#1 b"]


def test_no_support_from_others_turns_nothing_round() -> None:
    said = "On paragraph 7, Kenya's proposal to keep “wholly” found no support from Chad."
    assert stances_of(said, "Kenya") == ["supports 7#1 a", "objects 7#1 omit"]
    assert stances_of(said, "Chad") == ["objects 7#1 a"]


def test_who_spoke_before_another_does_not_speak_with_it() -> None:
    read = bt.read_record(b'On paragraph 7, Chad, speaking after Peru, opposed "wholly".', bt.parse(PONDS), format="md")
    assert [row.delegation for row in read] == ["Chad"]


def test_who_agrees_next_agrees_with_who_spoke_and_not_with_those_named_aside() -> None:
    for others in ("against Peru", "opposed by Peru"):
        said = f"On paragraph 8, Kenya, {others}, preferred “shall”. Chad too."
        assert stances_of(said, "Chad") == ["supports 8#1 a"]
