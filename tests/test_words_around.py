"""Who wants words kept wants their parts kept: a stance on contested words follows from one on the words around."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.cli.main import main
from bracketed.positions.positions import Positions

PLAIN = "1. Harbours give fair and lasting access to all boats."
BRACKETED = "1. Harbours give [fair and lasting access] to all boats."


def read(text: str, *comments: str) -> Positions:
    return bt.positions(bt.parse(text + "".join(f"\tComment by Ada Quill: {words}" for words in comments)))


def stances(found: Positions, delegation: str, words: str) -> set[tuple[str, str]]:
    """The stances of a delegation on the implied bracket over these words."""
    (id_,) = (item.bracket.id for item in found.implied if item.bracket.options[0].text == words)
    return {(row.option, row.stance) for row in found if (row.delegation, row.bracket) == (delegation, id_)}


KEPT = {("a", "supports"), ("omit", "objects")}


@pytest.mark.parametrize("text", [PLAIN, BRACKETED])
@pytest.mark.parametrize("in_order", [True, False])
def test_who_wants_words_kept_wants_the_words_inside_kept(text: str, in_order: bool) -> None:
    comments = ["Chad – delete “and lasting”", "Peru – keep “fair and lasting access”"]
    found = read(text, *(comments if in_order else comments[::-1]))
    assert stances(found, "Peru", "and lasting") == KEPT
    assert stances(found, "Chad", "and lasting") == {("a", "objects"), ("omit", "supports")}


def test_then_the_words_inside_cannot_be_closed() -> None:
    draft = bt.parse(f"{PLAIN}\tComment by A: Chad – delete “and lasting”\tComment by B: Peru – keep “lasting access”")
    found = bt.positions(draft)
    (row,) = bt.blocking(bt.variants(draft, found), found)
    assert row.status == "blocking"


def test_who_only_uses_words_does_not_object_to_other_ones() -> None:
    found = read(BRACKETED, "Chad – delete “and lasting”", "Peru – use “fair and lasting access”")
    assert stances(found, "Peru", "and lasting") == {("a", "supports")}


def test_who_keeps_a_paragraph_does_not_object_to_every_change_in_it() -> None:
    text = "1. [Harbours give fair and lasting access to all boats that come from other ports.]"
    found = read(text, "Chad – delete “and lasting”", "Peru – keep this paragraph")
    assert stances(found, "Peru", "and lasting") == {("a", "supports")}


def test_nothing_follows_from_a_wish_to_delete() -> None:
    # What is left without "no" says the opposite.
    found = read("1. No fees fall due in winter.", "Chad – delete “No fees fall due”", "Peru – delete “No”")
    assert stances(found, "Chad", "No") == set()


def test_nothing_follows_from_a_wish_for_other_words() -> None:
    found = read(PLAIN, "Chad – delete “and lasting”", "Peru – replace “fair and lasting access” with “access”")
    assert stances(found, "Peru", "and lasting") == set()


def test_nothing_follows_for_the_words_around() -> None:
    # That a word is to stay says nothing of whether the paragraph is.
    found = read(PLAIN, "Chad – delete “fair and lasting access”", "Peru – keep “lasting”")
    assert stances(found, "Peru", "fair and lasting access") == set()


def test_nothing_follows_for_new_words_inside() -> None:
    found = read(PLAIN, "Chad – insert “safe,” before “lasting”", "Peru – keep “fair and lasting access”")
    assert not found.of("Peru").rows


def test_what_a_delegation_says_of_the_words_themselves_wins() -> None:
    found = read(BRACKETED, "Peru – keep “fair and lasting access”", "Peru and Chad – delete “and lasting”")
    assert stances(found, "Peru", "and lasting") == {("a", "objects"), ("omit", "supports")}


def test_a_red_line_on_words_is_an_objection_to_losing_a_part() -> None:
    text = "1. Harbours give fair and lasting access to all."
    found = read(text, "Chad – delete “and lasting”", "Peru – cannot accept the deletion of “fair and lasting access”")
    assert ("omit", "objects") in stances(found, "Peru", "and lasting")
    assert not any(row.stance == "blocks" for row in found if row.option == "omit" and not row.is_said)


def test_words_that_are_kept_do_not_take_in_others_that_cross_them() -> None:
    found = read(PLAIN, "Peru – keep “fair and lasting”", "Chad – delete “lasting access”")
    (item,) = found.implied
    assert item.bracket.options[0].text == "lasting access"
    assert stances(found, "Peru", "lasting access") == KEPT


def test_a_record_contests_words_that_a_comment_kept() -> None:
    draft = bt.parse(f"{BRACKETED}\tComment by A: Peru – keep “fair and lasting access”")
    own = bt.positions(draft)
    record = bt.read_record("On paragraph 1, Chad asked to delete “and lasting”.".encode(), draft, positions=own)
    found = own + record
    assert stances(found, "Peru", "and lasting") == KEPT
    (row,) = {row.source for row in found if row.delegation == "Peru"}
    assert row == "comment"


def test_a_record_that_takes_a_wish_back_leaves_nothing_to_follow() -> None:
    draft = bt.parse(f"{BRACKETED}\tComment by A: Peru – keep “fair and lasting access”")
    own = bt.positions(draft)
    words = "On paragraph 1, Chad asked to delete “and lasting”. Peru asked to delete “fair and lasting access”."
    found = own + bt.read_record(words.encode(), draft, positions=own)
    assert stances(found, "Peru", "and lasting") == set()


def test_what_follows_is_printed_apart_and_read_back() -> None:
    text = (
        f"{BRACKETED}\tComment by A: Chad – delete “and lasting”\tComment by B: Peru – keep “fair and lasting access”"
    )
    done = CliRunner().invoke(main, ["positions", "-", "--format", "json"], input=text)
    printed = json.loads(done.stdout)
    assert {row["bracket"] for row in printed["positions"] if row["delegation"] == "Peru"} == {"1#1"}
    assert {row["bracket"] for row in printed["words_around"]} == {"1#i1"}
    draft = bt.parse(text)
    assert {*bt.read_positions(done.stdout.encode(), draft)} == {*bt.positions(draft)}


WORDS = ["fair", "and", "lasting", "access", "to", "all"]


def phrases() -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, 5), st.integers(1, 6)).filter(lambda pair: pair[0] < pair[1])


@given(phrases(), phrases(), st.booleans())
def test_a_wish_to_keep_counts_for_all_that_it_holds(
    kept: tuple[int, int], out: tuple[int, int], in_order: bool
) -> None:
    quoted: Callable[[tuple[int, int]], str] = lambda pair: " ".join(WORDS[slice(*pair)])  # noqa: E731
    comments = [f"Peru – keep “{quoted(kept)}”", f"Chad – delete “{quoted(out)}”"]
    found = read(f"1. Harbours give {' '.join(WORDS)} boats.", *(comments if in_order else comments[::-1]))
    overlap = max(kept[0], out[0]) < min(kept[1], out[1])
    inside = out[0] <= kept[0] and kept[1] <= out[1] and kept != out
    assert stances(found, "Peru", quoted(out)) == (KEPT if overlap and not inside else set())
