"""What was said of words in one draft holds in the next for the same words, and for no others."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.wording import same_option, words_at
from bracketed.errors import UnknownNameError, UnknownOptionError
from bracketed.positions.positions import Evidence, Position, Positions
from bracketed.progress.carried import Carried
from tests.position_properties import all_options, checked_carried
from tests.shared import SHARED, needs_shared
from tests.strategies import Case, contested_drafts, drafts, graded_drafts

NOUNS = [
    "harbours",
    "cranes",
    "pilots",
    "tariffs",
    "lamps",
    "crews",
    "logs",
    "piers",
    "buoys",
    "ferries",
    "nets",
    "docks",
]
VERBS = ["pay", "lend", "count", "build", "share", "close", "paint", "move", "test", "plan"]


def carried(before: str, after: str, *rows: tuple[str, str] | Position) -> Carried:
    positions = [row if isinstance(row, Position) else Position("Norway", *row, "objects") for row in rows]
    return bt.carry(Positions(tuple(positions)), bt.parse(before), bt.parse(after))


def fate(before: str, after: str, bracket: str, option: str) -> str:
    (row,) = carried(before, after, (bracket, option))
    return row.sentence.removeprefix("Norway objects: ")


@pytest.mark.parametrize("before, after, choice, told", [
    ("1. Ports [pay/save] dues.", "1. Ports [pay/save] dues.", ("1#1", "a"), "1#1=a (“pay”) is kept."),
    (
        "1. Ferries take [islanders/visitors] first.",
        "1. [Fast/Slow] ferries take [islanders/visitors] first.",
        ("1#1", "b"),
        "1#1=b (“visitors”) is 1#2=b now.",
    ),
    (
        "1. Ferries take [islanders/visitors] first.",
        "1. Ferries take [visitors/islanders] first.",
        ("1#1", "b"),
        "1#1=b (“visitors”) is 1#1=a now.",
    ),
    (
        "1. Ports report [every year/every month].",
        "1. Ports report [each year/every month].",
        ("1#1", "a"),
        "1#1=a (“every year”) is 1#1=a now, “each year”; look.",
    ),
    (
        "1. Ports report [every year] to the desk.",
        "1. Ports report [each year] to the desk.",
        ("1#1", "omit"),
        "1#1=omit (leaving out “every year”) is 1#1=omit now, leaving out “each year”; look.",
    ),
    (
        "1. Ports [pay/save] dues.",
        "1. Ports save dues.",
        ("1#1", "a"),
        "1#1=a (“pay”) is closed: option b was taken, “save”.",
    ),
    ("1. Ports [pay/save] dues.", "1. Ports save dues.", ("1#1", "b"), "1#1=b (“save”) is closed: it was taken."),
    (
        "1. Ports meet [each year] here.",
        "1. Ports meet here.",
        ("1#1", "a"),
        "1#1=a (“each year”) is closed: the words were left out.",
    ),
    (
        "1. Ports pay [small/large/no] dues.",
        "1. Ports pay [small/large] dues.",
        ("1#1", "c"),
        "1#1=c (“no”) is lost: 1#1 has no such option.",
    ),
])  # fmt: skip
def test_what_has_become_of_a_row(before: str, after: str, choice: tuple[str, str], told: str) -> None:
    assert fate(before, after, *choice) == told


def test_choices_that_contradict_each_other_on_one_bracket_now_wait() -> None:
    before = "1. Boats pay [high fees] [and low dues] at the quay each year."
    after = "1. Boats pay [high fees and low dues/high fees/and low dues] at the quay each year."
    done = bt.carry({"1#1": "a", "1#2": "a"}, bt.parse(before), bt.parse(after))
    assert [row.fate for row in done] == ["reworded", "reworded"]
    assert "another choice on this bracket now is not the same" in done.rows[0].sentence
    assert dict(done.choices) == {}


def test_few_words_in_another_sentence_are_not_taken_for_the_same() -> None:
    before = "1. The commission [shall/should] publish the annual report of all harbours.\n2. Ports keep logs."
    after = "1. The commission [shall/should] hear pilots, crews and fishers of each region.\n2. Ports keep logs."
    (row,) = carried(before, after, ("1#1", "a"))
    assert row.fate == "reworded"
    assert "it is in another sentence now" in row.sentence


@pytest.mark.parametrize(("before", "after", "why"), [
    ("1. Ports shall keep [a lamp or a fire at sea] lit.", "1. Ports shall not keep [a lamp or a fire at sea] lit.",
     "its sentence has “not” now"),
    ("1. No port keeps [a lamp] lit.", "1. A port keeps [a lamp] lit.", "its sentence has “no” no more"),
    ("1. Ports keep [a lamp] lit.", "1. UN ports keep [a lamp] lit.", ""),
])  # fmt: skip
def test_words_in_a_sentence_that_is_denied_now_have_to_be_looked_at(before: str, after: str, why: str) -> None:
    (row,) = carried(before, after, ("1#1", "a"))
    assert (row.fate, row.landing.why) == ("reworded" if why else "kept", why)
    assert row.sentence.endswith(f"; look: {why}." if why else "is kept.")


def test_a_sentence_that_was_cut_in_two_is_the_same() -> None:
    before = "1. All ports are [exempt from/subject to] paragraph 2, and report every two years on the lamps."
    after = "1. All ports are [exempt from/subject to] paragraph 2.\n2. They report every two years on the lamps."
    assert carried(before, after, ("1#1", "a")).rows[0].fate == "kept"


def test_a_comma_at_the_end_is_that_of_the_sentence() -> None:
    told = "1#1=a (“at night”) is kept."
    assert fate("1. Ports close [at night], as agreed.", "1. Ports close [at night,] as agreed.", "1#1", "a") == told
    assert fate("1. Ports close [at night].", "1. Ports close [at night,] too.", "1#1", "omit").endswith("is kept.")


def test_a_row_keeps_all_that_it_says() -> None:
    row = Position(
        "Chile",
        "1#1",
        "b",
        "supports",
        3,
        (("1#2", "a"),),
        "t.xlsx",
        Evidence("“now”", "Ana", 7, "table"),
        0.5,
        None,
        2,
    )
    before = "1. Ferries take [islanders/visitors] first and keep [a lamp/no lamp]."
    found = carried(before, before.replace("Ferries", "[Fast/Slow] ferries"), row)
    (now,) = found.positions
    assert now == replace(row, bracket="1#2", condition=(("1#3", "a"),))
    assert now.evidence == row.evidence


@pytest.mark.parametrize("after, told", [
    ("keep a lamp", "is 1#1=a now, “pay”; look: its condition 1#2=a is met, since 1#2 was closed with it."),
    ("keep no lamp", "is lost: its condition 1#2=a is closed, option b was taken, “no lamp”."),
    ("keep [the lamp/no lamp]", "is 1#1=a now, “pay”; look: its condition 1#2=a is reworded, “the lamp”."),
])  # fmt: skip
def test_a_condition_is_followed_too(after: str, told: str) -> None:
    before = "1. Ports [pay/save] dues and keep [a lamp/no lamp] of all ships."
    row = Position("Chile", "1#1", "a", "accepts", condition=(("1#2", "a"),))
    found = carried(before, before.replace("keep [a lamp/no lamp]", after), row)
    assert [one.sentence.partition("(“pay”) ")[2] for one in found] == [told]
    assert not found.positions


def test_rows_that_contradict_each_other_in_one_bracket_are_not_used() -> None:
    before = "1. Ports lend [the cranes of the harbour] and share [the lamps of the piers] in need."
    after = "1. Ports lend and share [the cranes of the harbour and the lamps of the piers] in need."
    rows = [Position("Chile", id_, "a", stance) for id_, stance in (("1#1", "supports"), ("1#2", "objects"))]
    assert not carried(before, after, *rows).positions


def test_grades_are_used_only_where_all_options_have_one() -> None:
    grades = [Position("Fiji", "1#1", letter, "accepts", worth=worth) for letter, worth in (("a", 100), ("b", 0))]
    before = "1. Ports pay [small/large] dues."
    assert len(carried(before, before, *grades).positions) == 2
    found = carried(before, "1. Ports pay [small/large/fair] dues.", *grades)
    assert not found.positions
    assert found.rows[0].landing.why == "Fiji gives no worth to other options that 1#1 has now"


def test_those_that_are_reworded_are_used_where_that_is_requested() -> None:
    before, after = bt.parse("1. Ports meet [every year]."), bt.parse("1. Ports meet [each year].")
    rows = Positions((Position("Fiji", "1#1", "a", "supports"),))
    assert not bt.carry(rows, before, after).positions
    assert list(bt.carry(rows, before, after, reworded=True).positions) == list(rows)


def test_choices_are_carried_too() -> None:
    before = bt.parse("1. Ferries take [islanders/visitors] first.\n2. They [may] meet [here/there].")
    after = bt.parse("1. [Fast/Slow] ferries take [islanders/visitors] first.\n2. They meet [here/there].")
    found = bt.carry({"1#1": "b", "2#1": "omit", "2#2": "a"}, before, after)
    assert dict(found.choices) == {"1#2": "b", "2#1": "a"}
    assert [row.fate for row in found] == ["moved", "closed", "moved"]
    assert not found.positions


def test_what_comments_imply_is_carried_where_comments_imply_it_again() -> None:
    comment = "\tComment by UK: UK – delete “of all ships”"
    before = bt.parse(f"1. Ports keep [a lamp/no lamp] of all ships.{comment}")
    after = bt.parse(f"1. Piers are open.\n2. Ports keep [a lamp/no lamp] of all ships.{comment}")
    found = bt.carry(bt.positions(before), before, after)
    assert {row.bracket for row in found.positions} == {"2#i1"}
    assert [item.bracket.id for item in found.positions.implied] == ["2#i1"]


@pytest.mark.parametrize("wish, after, told", [
    (
        "delete “of all ships”",
        "of all ships",
        "UK objects: 1#i1=a (“of all ships”) is lost: the text is as it was, and no comment here would change it.",
    ),
    ("delete “of all ships”", "", "UK objects: 1#i1=a (“of all ships”) is closed: the words were left out."),
    ("delete “of all ships”", "[of all ships]", "UK objects: 1#i1=a (“of all ships”) is 1#2=a now."),
    (
        "add “and boats” after “ships”",
        "of all ships and boats",
        "UK supports: 1#i1=a (“and boats”) is closed: it was taken.",
    ),
    (
        "add “and boats” after “ships”",
        "of all ships",
        "UK supports: 1#i1=a (“and boats”) is lost: the text is as it was, and no comment here would change it.",
    ),
    ("add “and boats” after “ships”", "of all ships [and boats]", "UK supports: 1#i1=a (“and boats”) is 1#2=a now."),
])  # fmt: skip
def test_what_comments_requested_is_judged_by_what_the_text_has_now(wish: str, after: str, told: str) -> None:
    text = "1. Ports keep [a lamp/no lamp] of all ships."
    before = bt.parse(f"{text}\tComment by UK: UK – {wish}")
    found = bt.carry(bt.positions(before), before, bt.parse(text.replace("of all ships", after)))
    assert next(iter(found)).sentence == told


def test_brackets_that_are_new_are_named() -> None:
    assert carried("1. Ports [pay/save].", "1. Ports [pay/save].\n2. Piers [open/close].").new == ("2#1",)


@pytest.mark.parametrize("choices, error", [({"1#9": "a"}, UnknownNameError), ({"1#1": "z"}, UnknownOptionError)])
def test_choices_of_another_draft_are_refused(choices: dict[str, str], error: type[Exception]) -> None:
    draft = bt.parse("1. Ports [pay/save].")
    with pytest.raises(error):
        bt.carry(choices, draft, draft)


@given(drafts())
def test_in_the_same_draft_all_is_kept(text: str) -> None:
    draft = bt.parse(text)
    found = bt.carry(all_options(draft), draft, draft)
    assert {row.fate for row in found} <= {"kept"}
    assert list(found.positions) == list(all_options(draft))


@given(contested_drafts() | graded_drafts(), drafts())
def test_nothing_is_lost_in_silence_and_nothing_comes_to_other_words(case: Case, text: str) -> None:
    checked_carried(case.draft, bt.parse(text), case.positions)
    # Rows that contradict each other would do so in the same draft, too.
    same = bt.carry(case.positions, case.draft, case.draft)
    assert {row.fate for row in same} <= {"kept", "reworded"}


@dataclass(frozen=True)
class Edited:
    """Two drafts, of which the second came of the first, and for each of its brackets that are left where it is."""

    before: Draft
    after: Draft
    # By the words that mark each bracket: what was done to it.
    done: dict[str, str]


@st.composite
def edited_drafts(draw: st.DrawFn, edits: tuple[str, ...] = ("keep", "close", "omit", "reword", "narrow")) -> Edited:
    """Return drafts whose brackets have words that stand nowhere else, nested ones among them."""
    chance = draw(st.randoms(use_true_random=False))
    marks = iter(f"{noun} {verb}" for noun in chance.sample(NOUNS, len(NOUNS)) for verb in VERBS)
    done: dict[str, str] = {}

    def bracket(depth: int) -> tuple[str, str]:
        """Return a bracket in the first draft, and what is there in the second."""
        one, other = next(marks), next(marks)
        inner = bracket(depth + 1) if depth < 2 and chance.random() < 0.3 else ("", "")
        first = [f"{one} {inner[0]}".strip(), f"{one} {inner[1]}".strip()]
        edit = chance.choice(edits)
        done[one] = edit
        before = f"[{first[0]} / {other}]" if chance.random() < 0.5 else f"[{first[0]}]"
        second = f" / {other}" if "/ " + other in before else ""
        after = {
            "keep": f"[{first[1]}{second}]",
            "close": first[1],
            "omit": "",
            "reword": f"[new {first[1]}{second}]",
            "narrow": f"[{first[1]}]",
        }[edit]
        return before, after

    lines = []
    for _ in range(chance.randint(1, 5)):
        parts = [(f"The {next(marks)} of", f"The {next(marks)} of")] if chance.random() < 0.2 else []
        for _ in range(chance.randint(1, 2)):
            words = f"and {next(marks)} with"
            parts += [(words, words), bracket(0)]
        lines.append((" ".join(one for one, _ in parts), " ".join(two for _, two in parts)))
    before = [one for one, _ in lines]
    after = [f"[{next(marks)} / {next(marks)}] {two}" if chance.random() < 0.3 else two for _, two in lines]
    if chance.random() < 0.5:
        after.insert(chance.randint(0, len(after)), f"New {next(marks)} by all.")
    if chance.random() < 0.3:
        chance.shuffle(after)
    texts = ["\n".join(f"{number}. {line}." for number, line in enumerate(rows, 1)) for rows in (before, after)]
    return Edited(bt.parse(texts[0]), bt.parse(texts[1]), done)


@given(edited_drafts())
def test_after_any_edits_rows_are_on_their_words(edited: Edited) -> None:
    found = checked_carried(edited.before, edited.after, all_options(edited.before))
    # What is as it was is found again, whatever is around it.
    there = {bracket.words for bracket in edited.after.brackets if bracket.depth == 0}
    same = {bracket.id for bracket in edited.before.brackets if bracket.depth == 0 and bracket.words in there}
    assert {row.fate for row in found if row.landing.bracket in same} <= {"kept", "moved"}


@given(edited_drafts(edits=("keep",)))
def test_brackets_that_only_have_other_numbers_are_all_carried(edited: Edited) -> None:
    found = checked_carried(edited.before, edited.after, all_options(edited.before))
    assert {row.fate for row in found} <= {"kept", "moved"}
    assert len(found.positions) == len(found)


@given(edited_drafts(), st.randoms(use_true_random=False))
def test_choices_are_on_their_words_too(edited: Edited, chance: random.Random) -> None:
    before, after = edited.before, edited.after
    made = {b.id: chance.choice(b.letters) for b in before.brackets if b.letters}
    found = bt.carry(made, before, after)
    assert [(row.landing.bracket, row.landing.option) for row in found] == list(made.items())
    landed = {row.landing.bracket_now: row.landing for row in found if row.fate in ("kept", "moved")}
    assert dict(found.choices) == {id_: at.option_now for id_, at in landed.items()}
    for id_, letter in found.choices.items():
        was = landed[id_]
        assert same_option(words_at(before.bracket(was.bracket), was.option), words_at(after.bracket(id_), letter))


def test_the_answer_is_short_and_has_a_table() -> None:
    before = "\n".join(f"{n}. Ports [pay {VERBS[n % 10]}/save {NOUNS[n % 12]}] dues." for n in range(1, 300))
    draft, rows = bt.parse(before), []
    for bracket in draft.brackets:
        rows += [Position(name, bracket.id, "a", "objects") for name in ("Chile", "Norway", "Fiji")]
    found = bt.carry(Positions(tuple(rows)), draft, bt.parse(before.replace("save", "keep").replace("[pay", "[lend")))
    frame = found.to_frame()
    assert len(frame) == len(rows) == len(found.to_dicts())
    assert Counter(frame["fate"]) == Counter({fate: n for fate, n in found.counts.items() if n})
    assert repr(found).startswith("<Carried 'draft' to 'draft': ")


@needs_shared
def test_real_drafts_are_carried_with_no_row_on_other_words() -> None:
    before, after = (bt.read(SHARED / "drafts" / name) for name in ("adp-2015-10-05.pdf", "paris-2015-10-23.md"))
    found = checked_carried(before, after, all_options(before))
    assert len(found.positions) >= 40


@given(st.randoms(use_true_random=False))
def test_the_same_few_words_are_not_sent_to_another_sentence(chance: random.Random) -> None:
    nouns = chance.sample(NOUNS, chance.randint(2, 6))
    # No sentence has more than small words in common with another.
    tails = {noun: " ".join(f"{verb} {noun} by" for verb in chance.sample(VERBS, 3)) for noun in (*nouns, "gulls")}
    before = [f"The {noun} [shall/should] {tails[noun]}" for noun in nouns]
    stay = [noun for noun in nouns if chance.random() < 0.8]
    chance.shuffle(stay)
    # Some are closed, some get another bracket in front, and some provisions are new.
    forms = ["The {0} [shall/should] {1}", "The {0} shall {1}", "[All/Some] of the {0} [shall/should] {1}"]
    after = [chance.choice(forms).format(noun, tails[noun]) for noun in stay]
    after.append(f"The gulls [shall/should] {tails['gulls']}")
    chance.shuffle(after)
    drafts_ = [bt.parse("\n".join(f"{n}. {text}." for n, text in enumerate(rows, 1))) for rows in (before, after)]
    for row in bt.carry(all_options(drafts_[0]), *drafts_).of("kept", "moved"):
        ids = [row.landing.bracket, row.landing.bracket_now]
        there = [" ".join(draft.around(draft.bracket(id_))) for draft, id_ in zip(drafts_, ids, strict=True)]
        assert [noun for noun in nouns if noun in there[0]] == [noun for noun in nouns if noun in there[1]]
