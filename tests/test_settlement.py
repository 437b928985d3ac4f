"""Some brackets are closed, and all others stay: the text read again is the same draft with fewer brackets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.errors import DraftError, UnknownNameError, UnknownOptionError
from bracketed.variants.settlement import Settlement, own_words
from bracketed.writing.plain_text import redline
from tests.strategies import Case, broken_drafts, contested_drafts, drafts, listed_drafts
from tests.test_writing import accepted, rejected


def choosing(draft: Draft, number: int) -> dict[str, str]:
    """Return an option for about half of the brackets; which, the number says."""
    choices: dict[str, str] = {}
    for bracket in draft.brackets:
        number, is_named = divmod(number, 2)
        if bracket.is_choice and is_named:
            number, option = divmod(number, len(bracket.letters))
            choices[bracket.id] = bracket.letters[option]
    return choices


numbers = st.integers(0, 10**12)


@pytest.mark.parametrize("draft, choices, text", [
    ("4. Parties [shall/should] pay [dues] [, [full] and] late.", {"4#1": "b"},
     "4. Parties should pay [dues] [, [full] and] late."),
    # A bracket in the option taken stays, one in an option that is not taken goes.
    ("4. Ports [pay [full] dues/take [no] dues].", {"4#1": "a"}, "4. Ports pay [full] dues."),
    ("4. Ports [pay [full] dues/take [no] dues].", {"4#1": "b"}, "4. Ports take [no] dues."),
    ("4. Ports [pay [full] dues/take no dues].", {"4#1a.1": "omit"}, "4. Ports [pay dues/take no dues]."),
    # Nothing is left of a bracket that held nothing but one that is left out.
    ("4. Ports [[gladly]] pay.", {"4#1a.1": "omit"}, "4. Ports pay."),
    # Who wants what is settled goes with it.
    ("4. Ports [EU: shall] [swiftly – Fiji] pay.", {"4#1": "a"}, "4. Ports shall [swiftly – Fiji] pay."),
    ("4. Ports [shall] (EU) pay [dues] (Fiji).", {"4#1": "a"}, "4. Ports shall pay [dues] (Fiji)."),
    # Neighbours, OR, options in paragraphs of their own, a word that is cut.
    ("4. Ports [shall][should][may] pay [dues][fees].", {"4#1": "b"}, "4. Ports should pay [dues][fees]."),
    ("4. Ports [pay OR ask the desk] [soon OR now].", {"4#1": "b"}, "4. Ports ask the desk [soon OR now]."),
    ("Option 1: Ports [pay] dues.\nOption 2: Ports save.", {"opt1#1": "a"}, "Ports [pay] dues."),
    ("4. Part[y][ies] and[/or] ports [pay].", {"4#1": "b", "4#2": "a"}, "4. Parties and/or ports [pay]."),
    # Placeholders, stray signs and notes stay as they are.
    ("4. Ports pay [X] by [May] [sic] and ] [rest.", {"4#2": "a"}, "4. Ports pay [X] by May [sic] and ] [rest."),
    # Seams are repaired beside brackets that stay, but no article is set before one.
    ("4. An [annual] [and full] report, [if any,] , [or] two.", {"4#1": "omit", "4#3": "omit"},
     "4. An [and full] report, [or] two."),
])  # fmt: skip
def test_the_text_of_a_settlement(draft: str, choices: dict[str, str], text: str) -> None:
    assert bt.settlement(bt.parse(draft), choices).text == text


def test_a_sign_without_a_partner_in_an_option_without_words_stays() -> None:
    draft = bt.parse("[Option a [x]\n\nor\n\n[Option b ]\n\nPorts meet [now].")
    assert bt.settlement(draft, {"p1#1": "omit"}).text == "[Option a [x]\n\nor\n\n[Option b ]\n\nPorts meet."


def test_comments_on_closed_brackets_alone_go() -> None:
    draft = bt.parse(
        "4. Ports [pay] dues on [X].\tComment by A. Clerk: UK – keep “pay”\n"
        "5. Docks [pay] dues [soon].\tComment by A. Clerk: UK – keep “pay”\tComment by B. Boss: USA – keep “soon”\n"
        "6. They [meet].\tComment by A. Clerk: Noted.\n7. They rest.\tComment by A. Clerk: Noted."
    )
    assert bt.settle(draft, {"4#1": "a", "5#1": "a", "6#1": "a"}).source == (
        "4. Ports pay dues on [X].\n5. Docks pay dues [soon].\tComment by B. Boss: USA – keep “soon”\n"
        "6. They meet.\n7. They rest.\tComment by A. Clerk: Noted."
    )


def test_words_that_comments_request_are_put_in() -> None:
    draft = bt.parse("4. Ports [shall] pay dues.\tComment by A: UK – insert “full” before “dues”")
    positions = bt.positions(draft)
    with pytest.raises(UnknownNameError, match="no bracket '4#i1'"):
        bt.settlement(draft, {"4#i1": "a"})
    settled = bt.settlement(draft, {"4#i1": "a"}, positions)
    assert (settled.text, settled.open) == ("4. Ports [shall] pay full dues.", ("4#1",))
    both = bt.settlement(draft, {"4#i1": "a", "4#1": "a"}, positions)
    assert (both.text, both.open) == ("4. Ports shall pay full dues.", ())


def test_words_without_a_place_stay_open() -> None:
    draft = bt.parse("1. Parties meet.\tComment by A. Clerk: UK – add “hourly”")
    settled = bt.settlement(draft, {"1#i1": "a"}, bt.positions(draft))
    assert (settled.closed, settled.open, dict(settled.unplaced)) == ((), ("1#i1",), {"1#i1": "hourly"})
    assert bt.settlement(draft, {"1#i1": "omit"}, bt.positions(draft)).text == "1. Parties meet."


def test_linked_brackets_that_are_not_named_stay_open_and_are_reported() -> None:
    draft = bt.parse("1. Ports [pay dues/take no dues].\n2. Docks [pay dues/take no dues].")
    settled = bt.settlement(draft, {"1#1": "a"})
    assert settled.text == "1. Ports pay dues.\n2. Docks [pay dues/take no dues]."
    assert settled.untied == ("2#1",)


@pytest.mark.parametrize("choices, error, said", [
    ({"4#1": "c"}, UnknownOptionError, "4#1 has no option 'c'; it has a, b"),
    ({"4#7": "a"}, UnknownNameError, "there is no bracket '4#7'"),
    ({"4#2": "a"}, DraftError, "4#2 is a placeholder, [X], and has no options; write its words into the draft"),
])  # fmt: skip
def test_choices_that_are_none_are_refused(choices: dict[str, str], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=re.escape(said)):
        bt.settlement(bt.parse("4. Ports [shall/should] pay [X]."), choices)


def test_a_bracket_in_a_placeholder_is_no_choice() -> None:
    draft = bt.parse("1. Ports pay [Placeholder for [fees/dues] text].")
    with pytest.raises(DraftError, match=re.escape("1#1a.1 is in the placeholder 1#1, [Placeholder for [fees/dues] t")):
        bt.settlement(draft, {"1#1a.1": "a"})


def test_a_draft_of_which_nothing_is_left_is_reported() -> None:
    with pytest.raises(DraftError, match="nothing is left of draft with these choices; leave some brackets open"):
        bt.settle(bt.parse("[Ports pay.]"), {"p1#1": "omit"})


def test_brackets_that_come_to_be_side_by_side_stay_apart() -> None:
    draft = bt.parse("4. Ports [shall] [, in time,] [must] pay.")
    settled = bt.settle(draft, {"4#2": "omit"})
    assert settled.source == "4. Ports [shall] [must] pay."
    assert [bracket.letters for bracket in settled.brackets] == [("a", "omit"), ("a", "omit")]
    assert [one.code for one in settled.diagnostics if one.severity == "warning"] == ["settled-otherwise"]
    assert len(bt.parse(settled.source).brackets) == 1


def test_signs_that_find_a_partner_stay_signs() -> None:
    # The first two signs had none, since the one that ends their provision was taken.
    settled = bt.settle(bt.parse("1. Ports [wait [and pay [;\n2. ;] dues].] each year."), {"1#1": "omit"})
    assert settled.source == "1. Ports [wait [and pay dues].] each year."
    assert settled.brackets == ()
    told = [one.suggestion for one in settled.diagnostics if one.code == "settled-otherwise"]
    assert told == [
        f'take the sign out, or read the text with read_as={{"{id_}": "text"}}' for id_ in ("1#1", "1#1a.1")
    ]


def test_a_bracket_that_comments_imply_and_that_stays_open_has_no_signs_to_be_read() -> None:
    draft = bt.parse("1. Ports [pay] now.\tComment by A: UK – remove “now”\nUSA – keep “now”\n2. Ships [may] turn.")
    settled = bt.settle(draft, {"1#1": "a"}, bt.positions(draft))
    assert [bracket.id for bracket in settled.brackets] == ["2#1"]
    assert not settled.diagnostics


def is_told(draft: Draft) -> bool:
    return any(finding.code == "settled-otherwise" for finding in draft.diagnostics)


def choices_of(draft: Draft) -> int:
    return sum(bracket.is_choice for bracket in draft.brackets)


@given(st.one_of(drafts(), listed_drafts(), broken_drafts()), numbers)
def test_read_again_it_is_the_same_draft_with_fewer_brackets_or_reported(text: str, number: int) -> None:
    draft = bt.parse(text)
    settled = bt.settlement(draft, choosing(draft, number))
    assert len(settled.closed) + len(settled.gone) + len(settled.open) == choices_of(draft)
    if not settled.text.strip():
        return
    again = bt.settle(draft, choosing(draft, number))
    assert again.source == settled.text
    if not is_told(again):
        assert [words for _, words in own_words(again.content, {})] == [words for _, words in settled.remaining()]
        assert choices_of(again) == len(settled.open)


@given(contested_drafts(), numbers)
def test_it_has_the_texts_that_the_choices_leave(case: Case, number: int) -> None:
    draft = case.draft
    choices = choosing(draft, number)
    left = bt.variants(draft, links="none").fix(choices)
    settled = bt.settle(draft, choices)
    assert not is_told(settled)
    assert {variant.text for variant in left} == {variant.text for variant in bt.variants(settled, links="none")}


@given(listed_drafts(), numbers)
def test_lists_have_the_words_that_the_choices_leave(text: str, number: int) -> None:
    # A number whose words have all gone stays or goes by what is below, which may be settled later.
    draft = bt.parse(text)
    choices = choosing(draft, number)
    left = bt.variants(draft, links="none").fix(choices)
    if left.count() > 100 or not bt.settlement(draft, choices).text.strip():
        return
    settled = bt.settle(draft, choices)
    assert is_told(settled) or {words(one.text) for one in left} == {
        words(one.text) for one in bt.variants(settled, links="none")
    }


def words(text: str) -> str:
    return "".join(re.findall(r"[^\W\d_]+", re.sub(r"\ban?\b|Article", "", text)))


@given(st.one_of(drafts(), listed_drafts()), numbers)
def test_a_redline_changes_no_paragraph_in_which_nothing_is_settled(text: str, number: int) -> None:
    draft = bt.parse(text)
    settled = bt.settlement(draft, choosing(draft, number))
    shown = redline(settled)
    source = draft.source
    for comment in reversed(settled.dropped_comments):
        source = source[: comment.span.start] + source[comment.span.end :]
    assert rejected(shown) == source
    assert "".join(accepted(shown).split()) == "".join(settled.text.split())
    touched = lines_of_settled(settled)
    unmarked = draft.source.split("\n")
    after = re.sub(r"\{>>.*?<<\}", "", shown).split("\n")
    assert len(after) == len(source.split("\n"))
    if len(after) == len(unmarked):
        for line, (before, now) in enumerate(zip(unmarked, after, strict=True)):
            assert line in touched or before == now


def lines_of_settled(settled: Settlement) -> set[int]:
    """Return the lines of the source, counted from 0, in which something is settled, or a comment goes."""
    lines = settled.draft.lines
    spans = [settled.draft.bracket(id_).span for id_ in (*settled.closed, *settled.gone)]
    spans += [comment.span for comment in settled.dropped_comments]
    # An empty line may go with the one beside it, of which nothing is left.
    return {line for span in spans for line in range(lines.place(span.start)[0] - 2, lines.place(span.end)[0] + 1)}


def test_a_choice_that_becomes_a_place_to_be_filled_in_is_reported() -> None:
    draft = bt.parse("1. Ports keep a log. [AU【: delete] [Note: x]]")
    again = bt.settle(draft, {draft.brackets[1].id: "a"})
    assert [bracket.kind for bracket in again.brackets] == ["placeholder"]
    assert is_told(again)
