"""Comments are read as a careful reader reads them: the cases of `tests/comments/`, and more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

import bracketed as bt
from bracketed.positions.conditions import Condition, split_condition
from bracketed.positions.lexicon import load_language
from bracketed.positions.phrase_index import stems_of
from bracketed.positions.positions import Positions
from bracketed.positions.sentences import even_quotations
from tests.benchmarks.many_comments import long_draft
from tests.benchmarks.reading_comments import (
    Reading,
    Row,
    is_held_out,
    labelled,
    listed,
    measure,
    read,
    silenced,
    turned,
)
from tests.cases import HERE, Case, cases
from tests.conftest import Golden

# How many stances are read right, at least, and how many others are read, at most: as many as when this was last set.
HELD_OUT_STANCES = {
    "attributions_held_out": (41, 0),
    "footnotes_held_out": (69, 0),
    "french_held_out": (57, 0),
    "held_out": (170, 3),
    "held_out_2": (100, 1),
    "informals_held_out": (82, 4),
    "mails_held_out": (4, 0),
    "margin_held_out": (137, 1),
    "minutes_held_out": (174, 0),
    "records_held_out": (125, 0),
    "secretariat_held_out": (37, 0),
    "spanish_held_out": (21, 0),
    "working_party_held_out": (103, 1),
}
# Names in the heading of a bracket that is nobody's, "Chair's text, after consulting Norway and Peru".
KNOWN_TO_BE_LOST = {"attributions_held_out": [("Text of the Chair", "Norway"), ("Text of the Chair", "Peru")]}
HELD_OUT = sorted({case.file for case in cases("comments") if is_held_out(case)})


def learning() -> list[object]:
    return [pytest.param(case, id=f"{case.file}: {case.title}") for case in cases("comments") if not is_held_out(case)]


@pytest.mark.parametrize("case", learning())
def test_a_comment_is_read_as_labelled(case: Case) -> None:
    found = read(case)
    assert found.rows <= labelled(case)
    if not case.settings.get("partly"):
        assert not missed(case, found)
    for kind, names in (("neutral", found.neutral), ("unread", found.unread)):
        assert listed(case, kind) <= names, kind


def missed(case: Case, found: Reading) -> set[Row]:
    # A stance that is hard to read may be left unread.
    return {row for row in labelled(case) - found.rows if row[0] not in listed(case, "hard")}


def test_no_case_that_is_read_whole_is_marked_as_read_in_part() -> None:
    partly = [case for case in cases("comments") if case.settings.get("partly")]
    assert [str(case) for case in partly if not missed(case, read(case))] == []


@pytest.mark.parametrize("file", HELD_OUT)
def test_comments_that_nobody_had_in_view_are_read_about_as_well(file: str) -> None:
    score = measure(file)
    right, wrong = HELD_OUT_STANCES[file]
    assert score.turned == 0
    assert score.right >= right
    assert score.found - score.right <= wrong
    assert score.precision >= 0.9
    assert score.recall >= 0.6


@pytest.mark.parametrize("file", sorted({case.file for case in cases("comments") if not is_held_out(case)}))
def test_all_that_is_read_of_remarks_is_read_as_before(file: str, golden: Golden) -> None:
    golden.check(f"comments/{file}.txt", "".join(f"{line}\n" for line in told(file)))


# What is told there is wrong: people who were moved request no move, and “missions” is no slip for “omissions”.
TOLD_WRONGLY = {"In exchange", "Package", "Rest", "Working capital"}


def told(file: str) -> Iterator[str]:
    for case in cases("comments"):
        if case.file != file or case.title in TOLD_WRONGLY:
            continue
        found = bt.positions(bt.parse(case.draft))
        for row in found:
            condition = ", ".join(map("=".join, row.condition))
            of, proof = f"{row.delegation} {row.stance} {row.bracket}={row.option} {condition}".rstrip(), row.evidence
            yield f"{case.title} | {proof.line} | {of} | {row.source} | {proof.author} | {proof.rule} | {proof.words}"
        for note in found.notes:
            yield f"{case.title} | {note.line} | {note.kind} | {note.delegation} | {note.text}"
        for finding in found.diagnostics:
            yield f"{case.title} | {finding.line} | {finding.code} | {finding.by} | {finding.message}"


@pytest.mark.parametrize("crowd", ["All delegations", "Everyone", "Nobody", "All of us"])
def test_who_is_excepted_takes_no_stance(crowd: str) -> None:
    found = bt.positions(bt.parse(f"1. Ports pay [dues].\tComment by A. Clerk: {crowd} but Nepal supports “dues”"))
    assert ([*found], [finding.by for finding in found.unread]) == ([], ["Nepal"])


@pytest.mark.parametrize("case", learning())
def test_no_delegation_is_lost_in_silence(case: Case) -> None:
    assert not silenced(case, read(case))


@pytest.mark.parametrize("file", HELD_OUT)
def test_no_delegation_is_lost_in_silence_where_nobody_had_the_comment_in_view(file: str) -> None:
    assert measure(file).silenced == KNOWN_TO_BE_LOST.get(file, [])


def test_a_third_of_the_remarks_is_held_out_in_every_register() -> None:
    remarks: Counter[bool] = Counter()
    for case in cases("comments"):
        # A case without comments is a footnote, or names in the text.
        remarks[is_held_out(case)] += case.draft.count("Comment by") or 1
    assert remarks.total() >= 400
    assert 3 * remarks[True] >= remarks.total()
    registers = {case.file for case in cases("comments")}
    assert len({name for name in registers if f"{name}_held_out" in registers}) >= 6


def test_a_stance_turned_round_is_counted() -> None:
    wanted = {("Japan", "supports", "at night", "1", ""), ("Japan", "objects", "", "1", "")}
    assert turned({("Japan", "blocks", "at night", "1", ""), ("Japan", "accepts", "", "1", "")}, wanted) == 2
    assert turned({("Japan", "accepts", "at night", "1", ""), ("Peru", "objects", "at night", "1", "")}, wanted) == 0


@pytest.mark.parametrize(
    "rows, neutral, unread, lost",
    [
        (set(), set(), set(), {"Japan", "Peru", "Chad"}),
        (set(), {"Japan", "Peru"}, {"Chad"}, {"Japan"}),
        ({("Japan", "objects", "at night", "1", "")}, {"Peru", "Chad"}, set(), set()),
    ],
)
def test_who_is_lost_in_silence(rows: set[Row], neutral: set[str], unread: set[str], lost: set[str]) -> None:
    table = "| Japan | objects | at night | 1 |"
    case = Case("some", "case", "", {}, {"neutral": "Peru", "unread": "Chad"}, table)
    assert silenced(case, Reading(rows, neutral, unread)) == lost


def said(*comments: str, text: str = "A.1: Ferries run [at night] between the islands.") -> Positions:
    return bt.positions(bt.parse(text + "".join(f"\tComment by Ada Quill: {comment}" for comment in comments)))


def rows(positions: Positions) -> list[tuple[str, str, str, str]]:
    return [(row.delegation, row.stance, row.bracket, row.option) for row in positions]


@pytest.mark.parametrize(
    "comment",
    ["Norway proposed to delete “at night”, withdrawn by Chile", "Norway: delete “at night” (insisted on by Chile)"],
)
def test_an_attitude_to_a_wish_that_makes_no_sense_is_not_read(comment: str) -> None:
    found = said(comment)
    assert not len(found)
    assert {name for finding in found.unread for name in finding.by.split(", ")} >= {"Norway", "Chile"}


def test_agreement_names_the_words_that_agree_and_its_rule() -> None:
    found = said("Japan – delete “at night”", "Norway: Agree.")
    agreed = [row for row in found if row.delegation == "Norway"]
    assert [(row.stance, row.option) for row in agreed] == [("objects", "a"), ("supports", "omit")]
    assert {(row.evidence.words, row.evidence.rule) for row in agreed} == {("Norway: Agree.", "agree")}


def test_agreement_with_nothing_said_is_a_remark() -> None:
    found = said("Norway: Agree.")
    assert not found.rows
    assert [finding.by for finding in found.unread] == ["Norway"]


def test_a_condition_is_the_bracket_and_the_option_it_names() -> None:
    draft = bt.parse(
        "A.1: Fares [shall/should] rise.\n"
        "A.2: Ferries run [at night].\tComment by Ada Quill: Japan can accept “at night” if “shall” is used in A.1"
    )
    (row,) = bt.positions(draft)
    assert row.condition == (("A.1#1", "a"),)


def test_a_condition_on_leaving_words_out() -> None:
    found = said("Japan can accept “at night” only if “islands” is deleted")
    (row,) = found
    assert row.condition == (("A.1#i1", "omit"),)
    assert [item.bracket.id for item in found.implied] == ["A.1#i1"]


def test_a_condition_that_names_no_choice_is_kept_and_reported() -> None:
    found = said("Japan can accept “at night” provided that “fares” is kept in A.9")
    assert not found.rows
    (finding,) = found.unread
    assert (finding.code, finding.by, finding.provision, finding.line) == ("condition-not-read", "Japan", "A.1", 1)


def test_words_that_only_one_would_keep_are_no_choice() -> None:
    found = said("Japan – keep “islands”")
    assert not found.rows
    assert not found.implied
    assert [(note.delegation, note.provision, note.line) for note in found.notes] == [("Japan", "A.1", 1)]


def test_to_leave_words_out_is_objected_to_only_where_a_delegation_requests_it() -> None:
    replaced = said("Japan – replace “islands” with “ports”\nNorway – keep “islands”")
    assert ("Norway", "supports", "A.1#i1", "a") in rows(replaced)
    assert not any(row.option == "omit" for row in replaced)
    deleted = said("Japan – delete “islands”\nNorway – keep “islands”")
    assert ("Norway", "objects", "A.1#i1", "omit") in rows(deleted)


def test_an_insertion_beside_words_that_are_not_there_has_no_place() -> None:
    found = said("Japan – insert “daily” after “harbours”")
    assert rows(found) == [("Japan", "supports", "A.1#i1", "a")]
    assert found.implied[0].places == ()
    assert [finding.code for finding in found.diagnostics] == ["phrase-not-found"]


def test_a_new_wording_in_place_of_a_whole_bracket() -> None:
    found = said("Japan – replace “at night” with “by day”")
    assert rows(found) == [("Japan", "objects", "A.1#1", "a"), ("Japan", "supports", "A.1#i1", "b")]
    (implied,) = found.implied
    assert implied.bracket.words == "[[at night]/by day]"


def test_a_rank_without_a_single_choice_of_wordings_is_reported() -> None:
    found = said("Japan prefers the second option")
    assert not found.rows
    assert [finding.code for finding in found.diagnostics] == ["target-not-found"]


def test_a_later_word_takes_the_place_of_an_earlier_one() -> None:
    found = said("Japan – keep “at night”\nJapan – delete “at night”")
    assert rows(found) == [("Japan", "objects", "A.1#1", "a"), ("Japan", "supports", "A.1#1", "omit")]
    assert {finding.code for finding in found.diagnostics} == {"contradiction"}


def test_thousands_of_comments_are_read_whole() -> None:
    found = bt.positions(bt.parse(long_draft(300)))
    assert len(found) > 300


def codes(positions: Positions) -> list[tuple[str, str]]:
    return [(finding.severity, finding.code) for finding in positions.diagnostics]


def test_words_in_two_brackets_are_read_in_one_and_this_is_reported() -> None:
    found = said("Japan – delete “at night”", text="A.1: Ferries [at night] and trams [at night] run.")
    assert rows(found) == [("Japan", "objects", "A.1#2", "a"), ("Japan", "supports", "A.1#2", "omit")]
    (finding,) = found.diagnostics
    assert (finding.severity, finding.code) == ("warning", "ambiguous-target")
    assert "read as A.1#2, not as A.1#1" in finding.message


def test_words_in_a_bracket_and_outside_are_read_in_the_bracket_and_this_is_reported() -> None:
    found = said("Japan – delete “at night”", text="A.1: Ferries [at night] and trams run at night.")
    assert {row.bracket for row in found} == {"A.1#1"}
    (finding,) = found.diagnostics
    assert (finding.severity, finding.code) == ("info", "ambiguous-target")
    assert "line 1, column 39" in finding.message


def test_a_phrase_that_overlaps_a_bracket_joins_it() -> None:
    found = said("Japan – delete “night between”")
    assert rows(found) == [("Japan", "objects", "A.1#1", "a")]
    assert not found.implied


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("Priority of States’", "priorities, of state's", False),
        ("priority", "Priorities", True),
        ("the initiative", "the initiatives.", True),
        ("access", "acces", False),
    ],
)
def test_words_are_compared_without_case_marks_and_plural_endings(one: str, other: str, same: bool) -> None:
    assert (stems_of(one) == stems_of(other)) is same


def test_several_delegations_on_the_same_words_are_one_implied_bracket() -> None:
    found = said("Japan – delete “islands”\nPeru – replace “islands” with “ports”", "Chad – remove 'Islands'")
    (implied,) = found.implied
    assert {row.bracket for row in found} == {implied.bracket.id} == {"A.1#i1"}
    assert {row.delegation for row in found} == {"Japan", "Peru", "Chad"}


def test_opposition_answers_what_was_requested() -> None:
    found = said("Japan – delete “at night”\nNorway – opposed", "Chad – cannot accept this")
    answers = [row for row in rows(found) if row[0] != "Japan"]
    assert answers == [("Norway", "objects", "A.1#1", "omit"), ("Chad", "blocks", "A.1#1", "omit")]
    assert {row.evidence.rule for row in found if row.delegation == "Chad"} == {"answer"}


def test_opposition_to_a_proposal_that_nobody_made_is_reported() -> None:
    found = said("Norway opposes this proposal")
    assert not found.rows
    assert ("warning", "answer-unclear") in codes(found)


def test_evidence_names_the_delegation_where_its_words_do_not() -> None:
    found = said("Japan prefers “at night”. Delete “islands”.\nPeru supports deletion of “islands”, Norway does not")
    shown = {(row.delegation, row.evidence.words) for row in found}
    assert shown == {
        ("Japan", "Japan prefers “at night”"),
        ("Japan", "Japan … Delete “islands”"),
        ("Peru", "Peru supports deletion of “islands”, Norway does not"),
        ("Norway", "Peru supports deletion of “islands”, Norway does not"),
    }


@pytest.mark.parametrize(
    "comment, kind",
    [
        ("Japan – move A.1 to A.7", "move"),
        ("Japan – merge with A.2", "merge"),
        ("Japan – split into two", "split"),
        ("Japan seeks clarification on “at night”", "question"),
        ("Japan: delete “at night”?", "question"),
        ("Japan – change “ferries” to singular", "editorial"),
        ("Japan – déplacer A.1 vers A.7", "move"),
        ("Japan thanks the secretariat", "thanks"),
        ("Japan – remaining modifications", "history"),
        ("Japan – keep “islands”", "uncontested"),
    ],
)
def test_a_remark_says_of_what_kind_it_is(comment: str, kind: str) -> None:
    found = said(comment)
    assert not found.rows
    assert [note.kind for note in found.notes] == [kind]


def test_a_mistyped_verb_is_read_and_this_is_reported() -> None:
    found = said("Japan – delelte “at night”")
    assert rows(found)[0] == ("Japan", "objects", "A.1#1", "a")
    assert [finding.message for finding in found.diagnostics] == ["“delelte” is read as “delete”"]


@pytest.mark.parametrize(
    "comment",
    [
        "Japan could accept “at night” if A.7 is improved",
        "Japan – delete “at night” unless others insist",
        "If trams stop, Japan can accept “at night”",
        "Unless “quietly” is kept in A.9, Japan cannot accept “at night”",
        "Japan accepts “at night” subject to the outcome on finance",
        "Le Japon accepte « at night » si le financement est réglé",
    ],
)
def test_a_condition_that_cannot_be_read_never_leaves_a_bare_stance(comment: str) -> None:
    found = said(comment)
    assert not found.rows
    assert {finding.by for finding in found.unread} == {"Japan"}


@pytest.mark.parametrize(
    "comment", ["Japan: is “at night” needed?", "Japan – why not delete “at night”?", "Japan: delete?"]
)
def test_a_question_is_no_stance(comment: str) -> None:
    assert not said(comment).rows


def test_lines_of_one_comment_may_be_in_two_languages() -> None:
    found = said("La Suisse souhaite conserver « at night »\nUK – delete “at night”")
    assert [(row.delegation, row.stance) for row in found][::2] == [("Switzerland", "supports"), ("UK", "objects")]


@pytest.mark.parametrize("line", (HERE / "comments" / "not_sure.txt").read_text(encoding="utf-8").splitlines())
def test_what_is_not_sure_is_no_stance(line: str) -> None:
    found = said(line)
    assert not found.rows
    assert found.notes or found.unread


@pytest.mark.parametrize(
    "comment, delegation, stance, option",
    [
        ("Japan: “at night” cannot be deleted", "Japan", "objects", "omit"),
        ("Japan: “at night” may be deleted", "Japan", "accepts", "omit"),
        ("Japan – delete “at night” reference", "Japan", "objects", "a"),
        ("Japan does not object to “at night” being deleted", "Japan", "accepts", "omit"),
        ("Japan would not want to delete “at night”", "Japan", "supports", "a"),
        ("UK (also for Norway): delete “at night”", "Norway", "objects", "a"),
        ("Delete “at night” (Peru, supported by Japan; Kenya opposed)", "Kenya", "objects", "omit"),
        ("Japan accepts “at night”, as does Norway", "Norway", "accepts", "a"),
        ("La France : « at night » ne peut être supprimé", "France", "objects", "omit"),
        ("Le Maroc propose la suppression de « at night », la Tunisie s'y oppose", "Tunisia", "objects", "omit"),
    ],
)
def test_a_turn_of_phrase_is_read(comment: str, delegation: str, stance: str, option: str) -> None:
    assert (delegation, stance, "A.1#1", option) in rows(said(comment))


def test_several_replacements_go_in_pairs() -> None:
    found = said("Japan – replace “Ferries” and “islands” with “Boats” and “ports”")
    assert {tuple(option.text for option in item.bracket.options) for item in found.implied} == {
        ("Ferries", "Boats"),
        ("islands", "ports"),
    }


@pytest.mark.parametrize(
    "quoted",
    ["“at night”", '"at night"', "'at night'", "‘at night’", '“at night"', '"at night”', "“at night“", "«at night»"],
)
def test_marks_of_quotation_need_not_match(quoted: str) -> None:
    assert rows(said(f"Japan – delete {quoted}"))[0] == ("Japan", "objects", "A.1#1", "a")


def test_marks_of_quotation_are_made_even_only_in_pairs() -> None:
    even = even_quotations("delete 'in rows', keep “by day\" and « la nuit », not the ship's \"log")
    assert even == "delete “in rows”, keep “by day” and “ la nuit ”, not the ship's \"log"


@pytest.mark.parametrize(
    "body, rest, condition",
    [
        (
            "can accept “x” provided that “should” is used in L.7-a",
            "can accept “x”",
            Condition("should", "L.7-a", kept=True),
        ),
        ("keep “x” unless “y” is kept", "keep “x”", Condition("y", "", kept=False)),
        ("keep “x”", "keep “x”", None),
    ],
)
def test_a_condition_is_taken_off_a_sentence(body: str, rest: str, condition: Condition | None) -> None:
    assert split_condition(body, load_language("en")) == (rest, condition, False)
