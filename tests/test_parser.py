"""Reading a text: nothing is lost, nothing crashes, and errors say where they are."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.tree import Bracket, Mark, Option, Text, leaves
from bracketed.errors import DraftError, StrictError
from bracketed.parsing.marks import compound_key, word_slashes
from bracketed.source import Span
from tests.strategies import broken_drafts, drafts, one_broken_provision


def tree(bracket: Bracket) -> tuple[object, ...]:
    return (bracket.id, bracket.kind, tuple((option.letter, option.text) for option in bracket.options))


@given(drafts())
def test_unparse_gives_back_a_sound_draft(text: str) -> None:
    draft = bt.parse(text)
    assert draft.unparse() == text


@given(broken_drafts())
def test_unparse_gives_back_a_broken_draft(text: str) -> None:
    draft = bt.parse(text)
    assert draft.unparse() == text


@given(broken_drafts())
def test_every_leaf_is_where_its_span_says(text: str) -> None:
    draft = bt.parse(text)
    at = 0
    for leaf in leaves(draft.content):
        assert leaf.span.start == at
        assert draft.source[slice(*leaf.span)] == leaf.text
        at = leaf.span.end
    assert at == len(text)


@given(broken_drafts())
def test_ids_are_unique_and_parents_exist(text: str) -> None:
    draft = bt.parse(text)
    ids = [bracket.id for bracket in draft.brackets]
    assert len(ids) == len(set(ids))
    labels = [provision.label for provision in draft.provisions]
    assert len(labels) == len(set(labels))
    for bracket in draft.brackets:
        assert bracket.provision in labels
        if bracket.parent:
            parent, letter = bracket.parent
            assert letter in draft.bracket(parent).letters
            # In a provision of its own, as an option is, a bracket goes by that.
            if draft.bracket(parent).provision == bracket.provision:
                assert bracket.id.startswith(f"{parent}{letter}.")


@given(broken_drafts())
def test_every_bracket_of_the_source_is_read_or_reported(text: str) -> None:
    """Each square bracket outside comments is part of a bracket, or a stray mark, or in the diagnostics."""
    draft = bt.parse(text)
    reported = {
        (found.line, found.column + place)
        for found in draft.diagnostics
        if found.code in ("unmatched-bracket", "not-a-choice")
        # What is no choice is quoted in the message, and the bracket may stand inside it: `[`.
        for place in range(found.message.find("”") if found.code == "not-a-choice" else 1)
    }
    for leaf in leaves(draft.content):
        if isinstance(leaf, Text):
            for n, character in enumerate(leaf.text):
                if character == "[":
                    assert draft.lines.place(leaf.span.start + n) in reported
        elif isinstance(leaf, Mark) and leaf.kind == "stray":
            assert draft.lines.place(leaf.span.start) in reported


@given(drafts())
def test_options_are_lettered_in_order(text: str) -> None:
    for bracket in bt.parse(text).brackets:
        lettered = [part.letter for part in bracket.parts if isinstance(part, Option)]
        assert lettered == [chr(ord("a") + n) for n in range(len(lettered))]
        if bracket.kind != "placeholder":
            assert (bracket.kind == "alternatives") == (len(lettered) > 1)


@pytest.mark.slow
@given(one_broken_provision())
def test_a_stray_bracket_leaves_the_trees_of_all_other_provisions_unchanged(made: tuple[str, str, int]) -> None:
    sound, broken, number = made
    trees = [
        [(tree(bracket), bracket.parent) for bracket in bt.parse(text).brackets if bracket.provision != str(number)]
        for text in (sound, broken)
    ]
    assert trees[0] == trees[1]


def test_a_stray_bracket_harms_only_its_own_provision() -> None:
    draft = bt.parse("1. Parties [shall report.\n2. Parties [should] meet.\n3. Parties may] agree [soon].")
    assert [tree(bracket) for bracket in draft.brackets] == [
        ("2#1", "optional", (("a", "should"), ("omit", ""))),
        ("3#1", "optional", (("a", "soon"), ("omit", ""))),
    ]
    assert [(d.severity, d.code, d.provision, d.line, d.column, d.message) for d in draft.diagnostics] == [
        (
            "error",
            "unmatched-bracket",
            "1",
            1,
            12,
            "this bracket is never closed; its sign is left out, and nothing else changes",
        ),
        (
            "error",
            "unmatched-bracket",
            "3",
            3,
            15,
            "this closing bracket has no opening bracket; its sign is left out, and nothing else changes",
        ),
    ]


def test_depth_of_a_thousand_is_read() -> None:
    text = "4. " + "[x " * 1000 + "]" * 1000
    draft = bt.parse(text)
    assert draft.unparse() == text
    assert len(draft.brackets) == 1000
    assert draft.brackets[-1].depth == 999


@pytest.mark.slow
def test_deeper_nesting_is_a_clear_error() -> None:
    with pytest.raises(DraftError) as caught:
        bt.parse("4. " + "[x " * 100_000 + "]" * 100_000)
    assert str(caught.value) == (
        "brackets are nested deeper than 1,000; close some of them, or give limits=bt.Limits(depth=…) "
        "(line 1, column 3004)"
    )
    assert (caught.value.line, caught.value.column) == (1, 3004)


def test_an_empty_draft_is_an_error() -> None:
    with pytest.raises(
        DraftError, match=r"^the draft is empty; give a text with at least one word \(line 1, column 1\)$"
    ):
        bt.parse(" \n ")


def test_strict_raises_what_is_an_error_and_only_that() -> None:
    bt.parse("4. a [b] c[1]", strict=True)
    with pytest.raises(StrictError) as caught:
        bt.parse("4. a ] b ] c", strict=True)
    assert str(caught.value) == (
        "4: this closing bracket has no opening bracket; its sign is left out, and nothing else changes; and 1 more "
        "(line 1, column 6)"
    )
    assert len(caught.value.diagnostics) == 2


def test_slash_compounds_are_learned_from_the_draft() -> None:
    learned = bt.parse(
        "1. Use telecommunications/ICT.\n2. On [telecommunication/ICTs and trade] [priorities/initiatives]."
    )
    assert [tree(bracket) for bracket in learned.brackets] == [
        ("2#1", "optional", (("a", "telecommunication/ICTs and trade"), ("omit", ""))),
        ("2#2", "alternatives", (("a", "priorities"), ("b", "initiatives"))),
    ]
    unknown = bt.parse("2. On [telecommunication/ICTs and trade].")
    assert unknown.brackets[0].kind == "alternatives"


SLASH_WORDS = st.lists(
    st.sampled_from(["and", "or", "ICTs", "ICT", "a", " ", "/", "/", "_", "-", "km", "h"]), max_size=14
)


@given(SLASH_WORDS.map("".join))
def test_slashes_of_words_are_those_that_judging_each_pair_finds(text: str) -> None:
    compounds = frozenset({"and/or", "km/h", "a/and/or"})
    expected = set()
    for found in re.finditer(r"[^\W_][\w’'‑-]*(?:/[^\W_][\w’'‑-]*)+", text):
        at = found.start()
        for left, right in pairwise(found[0].split("/")):
            at += len(left)
            if {compound_key(f"{left}/{right}"), compound_key(found[0])} & compounds:
                expected.add(at)
            at += 1
    fixed = set(word_slashes(text, Span(0, len(text)), frozenset()))
    assert {*word_slashes(text, Span(0, len(text)), compounds)} - fixed == expected - fixed


def test_a_slash_in_a_comment_teaches_nothing() -> None:
    draft = bt.parse("1. On [priorities/initiatives].\tComment by A: UK – keep priorities/initiatives")
    assert draft.brackets[0].kind == "alternatives"


def test_windows_line_ends_make_no_difference() -> None:
    text = "1. [A\nOR\nAlternative X: B] [c]\tComment by Ana: UK – keep\n\n2. [d/e]"
    unix, windows = bt.parse(text), bt.parse(text.replace("\n", "\r\n"))
    assert [tree(b) for b in unix.brackets] == [tree(b) for b in windows.brackets]
    assert [c.text for c in unix.comments] == [c.text for c in windows.comments]
    assert windows.unparse() == text.replace("\n", "\r\n")


def test_a_draft_is_a_value() -> None:
    import pickle

    draft = bt.parse("4. Parties [shall/should] report [annually].")
    again = pickle.loads(pickle.dumps(draft))
    assert [tree(b) for b in again.brackets] == [tree(b) for b in draft.brackets]
    assert repr(draft) == "<Draft 'draft': 1 provision, 2 brackets, 0 comments, 0 diagnostics>"


def test_a_list_of_figures_in_brackets_that_is_no_matrix_takes_little_time() -> None:
    # In a process of its own, since such a search cannot be stopped from outside.
    text = f"1. They pay [{'[10] ' * 60}or none] dues."
    subprocess.run([sys.executable, "-c", f"import bracketed as bt; bt.parse({text!r})"], check=True, timeout=30)
