"""What became of each bracket over a run of drafts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

import bracketed as bt
from bracketed.progress.histories import FATES, Histories
from bracketed.show.terminal.pages import as_text
from tests.strategies import drafts

NEGOTIATION = sorted((Path(__file__).parents[1] / "examples" / "negotiation").glob("draft_*.txt"))


def histories(*texts: str) -> Histories:
    return bt.progress([bt.parse(text) for text in texts]).histories


def test_the_brackets_of_the_negotiation_are_followed_to_the_end() -> None:
    found = bt.progress(map(bt.read, NEGOTIATION)).histories
    told = {(row.opened, row.bracket): (row.fate, row.option, row.closed) for row in found}
    assert told == {
        (1, "p2#1"): ("omitted", "omit", 3),
        (1, "1#1"): ("kept", "a", 2),
        (1, "2#1"): ("closed", "b", 5),
        (1, "2#2"): ("open", "", None),
        (1, "3#1"): ("closed", "a", 6),
        (1, "4#1"): ("kept", "a", 5),
        (1, "5#1"): ("reworded", "", 4),
        (1, "6#1"): ("kept", "a", 5),
        (2, "4#1"): ("kept", "a", 4),
        (2, "5#1"): ("kept", "a", 5),
        (5, "4#2"): ("kept", "a", 6),
    }
    # Two were merged in draft 3 and split again in draft 4: each goes on as the one with its words.
    assert [row.ids for row in found if row.ids[2] == "6#1"] == [
        ("4#1", "5#2", "6#1", "7#2", "", ""),
        ("", "5#1", "6#1", "7#1", "", ""),
    ]
    assert {row.otherwise for row in found} == {""}


def test_a_bracket_that_a_draft_between_has_dropped_is_open() -> None:
    whole = "1. The board meets at sea.\n2. Ports [shall] pay dues to the board every year."
    # It is one bracket and not two, also where it is there again in several drafts.
    (row,) = histories(whole, "1. The board meets at sea.", whole)
    assert (row.fate, row.ids, row.shown) == ("open", ("2#1", "", "2#1"), "direct")
    assert row.otherwise == "gone with its provision since draft 2"
    (row,) = histories(whole, "1. The board meets at sea.", whole, whole)
    assert row.ids == ("2#1", "", "2#1", "2#1")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("1. Mills [may] run.", "1. Mills [may] run."), "1#1 (“[may]”) is open in draft 2."),
        (
            ("1. Mills [may/can/must] run.", "5. Mills [may/can] run."),
            "1#1 (“[may/can/must]”) was narrowed and is open in draft 2, as 5#1.",
        ),
        (
            ("1. Mills [may/can] run.", "1. Mills can run."),
            "1#1 (“[may/can]”) was closed to option b, “can”, in draft 2.",
        ),
        (
            ("1. Mills run [by night].", "1. Mills run by night."),
            "1#1 (“[by night]”) was kept, as “by night”, in draft 2.",
        ),
        (("1. Mills run [by night].", "1. Mills run."), "1#1 (“[by night]”) was left out in draft 2."),
        (
            ("1. Mills run.\n2. Bakers [may] rest.", "1. Mills run."),
            "2#1 (“[may]”) is gone with its provision since draft 2.",
        ),
        (
            ("1. Pay [coins/cheques] now.", "1. Pay gold now."),
            "1#1 (“[coins/cheques]”) was reworded to “gold” in draft 2.",
        ),
    ],
)
def test_a_history_in_words(texts: tuple[str, ...], expected: str) -> None:
    assert histories(*texts).rows[0].sentence == expected


def test_words_that_come_back_were_not_left_out() -> None:
    mill = "1. Mills by the old river run {} in the cold months of the year."
    found = histories(mill.format("[by night]"), mill.format("").replace("  ", " "), mill.format("by night"))
    (row,) = found
    assert (row.fate, row.shown, row.closed) == ("kept", "direct", 3)
    assert row.sentence == (
        "1#1 (“[by night]”) was kept, as “by night”, in draft 3. From draft to draft, it was left out in draft 2."
    )
    assert "two fates: 1#1" in as_text(found.to_blocks())


def test_words_that_were_taken_and_then_struck_out() -> None:
    mill = "1. Mills by the old river run {} in the cold months of the year."
    (row,) = histories(mill.format("[by night]"), mill.format("by night"), mill.format("").replace("  ", " "))
    assert (row.fate, row.shown, row.closed) == ("kept", "steps", 2)
    assert row.otherwise == "left out"


def test_an_option_that_came_later_is_no_contradiction() -> None:
    (row,) = histories("1. Pay [coins/cheques] now.", "1. Pay [coins/cheques/gold] now.", "1. Pay gold now.")
    assert (row.fate, row.option, row.otherwise) == ("closed", "c", "")


@given(drafts(), drafts(), drafts())
def test_each_bracket_of_each_draft_has_a_history(one: str, two: str, three: str) -> None:
    progress = bt.progress([bt.parse(text) for text in (one, two, three)])
    for number, draft in enumerate(progress.drafts):
        assert {row.ids[number] for row in progress.histories} - {""} == {bracket.id for bracket in draft.brackets}
    for row in progress.histories:
        assert row.fate in FATES
        assert (row.closed is None) == bool(row.ids[-1])
        # No gaps: a bracket that is closed does not come back as the same one, unless it was seen directly.
        assert row.shown == "direct" or "" not in row.ids[row.opened - 1 : (row.closed or len(row.ids) + 1) - 1]
        assert row.sentence.endswith(".")


def test_histories_as_a_table() -> None:
    found = bt.progress(map(bt.read, NEGOTIATION)).histories
    frame = found.to_frame()
    assert [*frame.columns] == found.columns.split()
    assert frame["closed"].dtype == frame["opened"].dtype == "Int64"
    assert frame["draft_3"].tolist() == [row.ids[2] for row in found]
    # The types are the same where there is no bracket, or none was closed.
    still = histories("1. Mills [may] run.", "1. Mills [may] run.").to_frame()
    assert still["closed"].dtype == "Int64"
    none = histories("1. Mills run.", "1. Mills run.")
    assert [*none.to_frame().columns] == none.columns.split()
    assert none.summary == "0 brackets in 2 drafts."
    assert found["2#2"].fate == "open"
    with pytest.raises(KeyError):
        found["9#9"]


def test_all_parts_are_tables() -> None:
    progress = bt.progress(map(bt.read, NEGOTIATION))
    assert len(bt.to_frame(progress.steps[0])) == len(progress.steps[0].changes)
    assert bt.to_frame(progress.steps)["draft"].tolist() == bt.to_frame(progress.changes)["draft"].tolist()
    assert bt.to_frame(progress.stages)["share"].tolist() == [stage.share for stage in progress.stages]
    assert bt.to_frame(progress.pace()).shape == (1, 4)
    assert (
        len(bt.to_frame(progress.histories))
        == len(progress.histories.rows)
        == len(bt.to_frame(progress.histories.rows))
    )
    for part in (progress.steps[0].changes[0], progress.stages[0], progress.accounts[0], progress.histories.rows[0]):
        assert len(bt.to_frame(part))


def test_histories_of_one_part() -> None:
    texts = [f"Article 1\n\n1. Towns {verb} plan.\n\nArticle 2\n\n1. They [may] meet." for verb in ("[shall]", "shall")]
    progress = bt.progress(map(bt.parse, texts))
    assert [row.bracket for row in progress.within("Article 2").histories] == ["Article 2.1#1"]


def test_many_histories_fit_a_screen() -> None:
    articles = [
        f"Article {n}\n\n" + "\n".join(f"{k}. Towns [shall] do thing {n} {k}." for k in range(1, 9))
        for n in range(1, 60)
    ]
    one, two = "\n\n".join(articles), "\n\n".join(articles).replace("[shall]", "shall", 200)
    shown = as_text(histories(one, two, two).to_blocks()).splitlines()
    assert len(shown) <= 60
    assert max(map(len, shown)) <= 100
    assert shown[0] == "472 brackets in 3 drafts: 272 still open and 200 kept."
    assert any("other parts" in line for line in shown)


def test_a_run_of_the_same_draft_keeps_all_open() -> None:
    draft = bt.read(NEGOTIATION[1])
    for row in bt.progress([draft] * 4).histories:
        assert row.fate == "open"
        assert all(one == two for one, two in pairwise(row.ids))


def test_one_bracket_is_closed_to_one_of_its_options() -> None:
    drafts = [bt.parse("1. Ports [shall/should] pay."), bt.parse("1. Ports should pay.")]
    assert bt.progress(drafts).histories.summary == "1 bracket in 2 drafts: 1 closed to one of its options."


NESTED = "# Article 5\n\nOption 1:\n\n1. Mills pay [large] dues.\n\nOption 2:\n\n1. Mills take no part in this.\n"


def test_what_is_inside_an_option_that_was_not_taken_is_gone_with_it() -> None:
    taken, other = "# Article 5\n\n1. Mills take no part in this.\n", "# Article 5\n\n1. Mills pay large dues.\n"
    found = histories(NESTED, taken)
    assert found["Article 5 opt1.1#1"].around == "Article 5#1 a"
    assert found["Article 5 opt1.1#1"].fate_in_words == "gone with the option around it, Article 5#1 a"
    assert found.summary.endswith("1 closed to one of its options and 1 gone with the option around it.")
    assert histories(NESTED, other)["Article 5 opt1.1#1"].around == ""


def test_what_is_gone_with_all_its_provision_is_not_told_by_the_option_around_it() -> None:
    found = histories(
        "1. Mills [pay [large] dues].\n2. Boats stay at sea all night.", "2. Boats stay at sea all night."
    )
    assert {row.fate_in_words for row in found} == {"gone with its provision"}
