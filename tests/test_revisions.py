"""A draft with its changes from an earlier one: to undo them gives the earlier text again."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.progress.revisions import Redline, redline
from bracketed.progress.tokens import Tokens
from tests.strategies import broken_drafts, drafts, listed_drafts
from tests.test_unmarked import MadeUp, made_up, text

any_draft = st.one_of(drafts(), broken_drafts(), listed_drafts())


def between(one: str, two: str) -> Redline:
    return redline(bt.parse(one), bt.parse(two))


def undone(made: Redline) -> str:
    """Return the later source with what is new taken out and what is gone put in."""
    source, at, parts = made.later.source, 0, []
    for change in made.revisions:
        parts += [source[at : change.span.start], f"\n{change.gone}\n" if change.label else change.gone]
        at = change.span.end
    return "".join([*parts, source[at:]])


def signs(words: str) -> list[str]:
    """Return words and signs, without gaps and without numbers of provisions."""
    return re.findall(r"\w+|[^\w\s]", re.sub(r"^\d+\. ", "", words, flags=re.MULTILINE))


@given(made_up())
def test_to_undo_the_changes_gives_the_earlier_draft(made: MadeUp) -> None:
    one, two = text(made.before), text(made.after)
    assert signs(undone(between(one, two))) == signs(one)
    assert signs(undone(between(two, one))) == signs(two)


@given(any_draft, any_draft)
def test_revisions_of_any_two_drafts_are_in_order_and_apart(one: str, two: str) -> None:
    made = between(one, two)
    at = 0
    for change in made.revisions:
        assert at <= change.span.start <= change.span.end <= len(made.later.source)
        assert change.gone or change.span.start < change.span.end
        at = change.span.end
    assert 0 <= made.place(len(one) // 2) <= len(made.later.source)


@given(any_draft, any_draft)
def test_no_word_is_lost_between_two_drafts(one: str, two: str) -> None:
    made = between(one, two)
    # Words in provisions and between them; comments and labels are no text of the draft.
    own = sorted(Tokens(made.earlier, made.earlier.content).words)
    kept = [made.later.source]
    for change in reversed(made.revisions):
        kept[0] = kept[0][: change.span.start] + " " + change.gone + " " + kept[0][change.span.end :]
    # A sign without a partner may be inside a word: “o]t”.
    written = re.sub(r"\W+", "", kept[0].casefold())
    assert all(written.count(word) >= own.count(word) or not word.isalnum() for word in set(own) if word != "a")


@given(any_draft)
def test_an_unchanged_draft_has_no_revision(draft: str) -> None:
    assert between(draft, draft).revisions == ()


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("1. Ports pay [high/low] dues.", "1. Ports pay low dues.", [("[high/", ""), ("]", "")]),
        ("1. Ports pay dues.", "1. Ports pay low dues.", [("", "low ")]),
        ("1. Ports pay dues.\tComment by A. Clerk: no", "1. Ports pay no dues.", [("", "no ")]),
        ("1. Ports pay.\n2. Ships wait outside.", "1. Ports pay.", [("2. Ships wait outside.", "")]),
        ("1. Ports pay an [old] tax.", "1. Ports pay a tax.", [("an", "a"), ("[old] ", "")]),
        ("1. Ports pay, each year.", "1. Ports pay each year.", [(",", "")]),
    ],
)
def test_changes_are_as_small_as_words(one: str, two: str, expected: list[tuple[str, str]]) -> None:
    made = between(one, two)
    assert [(change.gone, two[slice(*change.span)]) for change in made.revisions] == expected


def test_the_place_of_a_bracket_that_was_closed_is_where_its_words_were() -> None:
    one, two = "1. Ports pay dues [each year].\n2. They meet.", "1. Ports pay dues.\n2. They meet."
    made = between(one, two)
    assert made.place(one.index("[")) == two.index("dues") + len("dues")
