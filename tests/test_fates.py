"""How brackets were closed where the words around them changed too: as people revise a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.progress.abbreviations import spelled_out
from bracketed.progress.diff import compare
from bracketed.progress.tokens import Tokens
from bracketed.progress.ways import best_way
from tests.holdings import Seen
from tests.strategies import broken_drafts, drafts, listed_drafts
from tests.test_progress import Text, texts


def fates(before: str, after: str) -> list[str]:
    changes = compare(bt.parse(before), bt.parse(after)).changes
    return [f"{c.before[0]} {'gone' if c.is_gone else c.outcome} {c.option}".strip() for c in changes if c.outcome]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # An option that stands in what became of the provision was taken, whatever changed beside it.
        (
            "1. A mayor's first ### [may][must][can] outdo the one before.",
            "2. A mayor's first garden plan must outdo the one before.",
            ["1#1 alternative b"],
        ),
        (
            "1. In [looking at][caring for] their ### mayors shall be quick.",
            "4. In caring for trees and hedges along their roads, mayors shall be quick.",
            ["1#1 alternative b"],
        ),
        (
            "1. Towns keep lanes\n\n**Option 1:** under 30 steps,\n\n**Option 2:** far under 30 steps,\n\n2. End here.",
            "1. Towns keep lanes far under 30 steps and aim for 20 steps.\n\n2. End here.",
            ["1#1 alternative b"],
        ),
        # What is beside it was replaced, and it was left out.
        ("1. They learn [slowly] to build new walls.", "1. They learn by building new walls.", ["1#1 omitted omit"]),
        (
            "1. Prizes go to bakers [and young bakers] at fairs.",
            "1. Prizes go to the bakers of old mills at fairs.",
            ["1#1 omitted omit"],
        ),
        # Moved inside its sentence.
        (
            "1. Walls are built in view of the cost [and beauty].",
            "1. Walls are built in view of beauty and the cost.",
            ["1#1 kept a"],
        ),
        # Additions beside each other go each their own way.
        ("1. Mills [and barns][and sheds] pay.", "1. Mills and sheds pay.", ["1#1 omitted omit", "1#2 kept a"]),
        ("1. Mills [and barns][and sheds] pay.", "1. Mills and barns and sheds pay.", ["1#1 kept a", "1#2 kept a"]),
        # Endings of words.
        (
            "1. The bridge[s] and the gate[s] of it.",
            "1. Both bridges and the gate of it.",
            ["1#1 kept a", "1#2 omitted omit"],
        ),
        # Two options stand there together, or one with what is joined to it.
        ("1. Pay by [coin/cheque] at noon.", "1. Pay by coin or cheque at noon.", ["1#1 new wording"]),
        ("1. Pay by [coin/cheque].", "1. Pay by coin until May, and by card after it.", ["1#1 new wording"]),
        # Not said: the words between turn the sense round.
        ("1. Mills [may run at night] here.", "1. Mills may not run at night here.", ["1#1 new wording a"]),
        # Gone with the provision, replaced by another one, and left out of one that stands.
        ("1. Bakers rest.\n\n2. Millers [may] sing.", "1. Bakers rest.", ["2#1 gone omit"]),
        (
            "1. Bakers rest.\n\n2. Millers [may] sing old songs.",
            "1. Bakers rest.\n\n2. Fishing is left to the villages.",
            ["2#1 gone omit"],
        ),
        ("1. Millers sing [old songs] aloud.", "1. Millers sing aloud.", ["1#1 omitted omit"]),
        # A name that the later draft spells out.
        (
            "1. [The TMB may shut a gate.]\n\n2. The TMB meets.",
            "1. The Town Mill Board may shut a gate.\n\n2. The Town Mill Board meets.",
            ["1#1 kept a"],
        ),
        # A bracket inside a note on what is to be filled in.
        (
            "1. Meets in [placeholder for a town, see [5]].",
            "1. Meets in Oslo.",
            ["1#1 new wording", "1#1a.1 omitted omit"],
        ),
    ],
)
def test_what_became_of_a_bracket(before: str, after: str, expected: list[str]) -> None:
    assert fates(before, after) == expected


@pytest.mark.parametrize(("before", "after"), [
    # What was in front of it went, and nearly the same came in behind it.
    ("3. Mills review rivers and test dams [gladly] and test bridges.",
     "3. Mills review rivers [gladly] and test bridges and test bridges."),
    # All around it was written anew.
    ("2. Pilots compare nets [fully / openly] and tell all with due care.",
     "2. Docks report maps and tell all [fully / openly] by land or sea."),
])  # fmt: skip
def test_a_bracket_that_is_there_was_not_closed(before: str, after: str) -> None:
    for one, two in ((before, after), (after, before)):
        progress = bt.progress([bt.parse(one), bt.parse(two)])
        assert [history.fate for history in progress.histories] == ["open"]
        assert not progress.unmarked.of("went", "lifted")


def test_words_of_two_options_may_live_on_in_one_paragraph() -> None:
    before = (
        "5. **Option 1:** [Large] bakers [and their guilds] [may][shall] [daily][weekly] show [plain, honest] figures "
        "on [the [sale] [and gift] of [bread][rolls], with [open] notes on the] planned "
        "[efforts to bake [and carry] rolls][heaps of [flour][grain that goes to small bakers]].\n\n"
        "   **Option 2:** Large bakers shall weekly show figures on the sale and gift of bread, with notes on planned "
        "heaps of grain that goes to small bakers.\n\n   **Option 3:** Bakers may show figures of their own."
    )
    after = (
        "3. Large bakers shall weekly show honest lists and figures named in paragraphs 2 and 7 of this Rule, if they "
        "can, with, where open, planned heaps of grain that goes to small bakers. Others are asked to show such lists."
    )
    found = {*fates(before, after)}
    assert found >= {"5 opt1#1 kept a", "5 opt1#3 alternative b", "5 opt1#4 alternative b"}
    assert "5 opt1#7b.1 alternative b" in found
    assert "5 opt1#2 omitted omit" in found


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("The TMB and the LOFT meet.", "The Town Mill Board and the League of Forest Towns meet.", {"tmb", "loft"}),
        # A name whose words have gaps is known where it stands twice.
        ("TMB", "Town Council for the Mills of the Board", set()),
        ("TMB", "Town Council for the Mills of the Board. Town Council for the Mills of the Board", {"tmb"}),
        # Capitals may shout, and what both drafts abbreviate needs no name.
        ("Bread OR rolls. The or a.", "Old Rolls", set()),
        ("The TMB meets.", "The TMB, the Town Mill Board, meets.", set()),
    ],
)
def test_names_that_are_spelled_out(one: str, two: str, expected: set[str]) -> None:
    assert {*spelled_out([one, two]).values()} == {*spelled_out([two, one]).values()} == expected


@given(texts(), st.data())
def test_the_best_way_to_a_variant_is_the_variant(text: Text, data: st.DataObject) -> None:
    draft = bt.parse(str(text))
    later = text
    expected: list[str] = []
    for number, place, _ in text.choices:
        choice = text.sentences[number].pieces[place]
        letter = data.draw(st.sampled_from(choice.letters))  # type: ignore[union-attr]
        later = later.with_sentence(number, later.sentences[number].with_piece(place, choice.settled(letter)))  # type: ignore[union-attr]
    one, two = Tokens(draft, draft.content), Tokens(settled := bt.parse(str(later)), settled.content)
    way = best_way(one, range(len(one.words)), range(len(one.brackets)), two, range(len(two.words)))
    expected = [one.words[word] for word in way]
    assert expected == two.words
    assert [*way.values()] == [*range(len(two.words))]


@pytest.mark.parametrize(("option", "is_taken"), [("alpha gamma delta", True), ("alpha beta gamma delta omega", False)])
def test_an_option_of_which_most_is_gone_is_not_on_the_way(option: str, is_taken: bool) -> None:
    one, two = (
        Tokens(d, d.content) for d in (bt.parse(f"1. Mills [{option}] grind."), bt.parse("1. Mills gamma grind."))
    )
    way = best_way(one, range(len(one.words)), {0}, two, range(3))
    assert (1 in way.values()) == is_taken


def test_drafts_of_any_sort_are_compared() -> None:
    """Two drafts as generators make them never raise; of the examples so many hold brackets on both sides."""
    seen = Seen({"brackets in both": 0.25})
    made = st.one_of(drafts(), broken_drafts(), listed_drafts())

    @given(made, made, st.booleans())
    def check(one: str, two: str, is_later: bool) -> None:
        first = bt.parse(one)
        # Half of them are the same text with other beginnings and ends, so that much of it matches.
        second = bt.parse(
            (one[len(one) // 3 :] + "\n" + two[: len(two) // 2]).strip() or "1. End." if is_later else two
        )
        progress = bt.progress([first, second, first])
        ids = [{bracket.id for bracket in draft.brackets} for draft in progress.drafts]
        told = [{row.ids[number] for row in progress.histories} - {""} for number in range(3)]
        assert told == ids
        progress.histories.to_frame()
        assert all(progress.histories.shown())
        seen.count(["brackets in both"] * bool(first.brackets and second.brackets))

    check()
    seen.check()
