"""Brackets that comments imply stand in the text where the contested words stand, and change nothing else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.tree import Bracket, Piece, Text, brackets_in, leaves, unparse
from bracketed.positions.implied import insert_implied
from tests.strategies import WORDS, drafts

wishes = st.one_of(
    st.builds("delete “{}”".format, st.sampled_from(WORDS)),
    st.builds("keep “{}”".format, st.sampled_from(WORDS)),
    st.builds("insert “{}” after “{}”".format, st.sampled_from(["new words", "also"]), st.sampled_from(WORDS)),
    st.builds("insert “{}” before “{}”".format, st.sampled_from(["new words", "also"]), st.sampled_from(WORDS)),
    st.builds("replace “{}” with “{}”".format, st.sampled_from(WORDS), st.sampled_from([*WORDS, "something"])),
    st.builds("remove “{}” and insert “{}”".format, st.sampled_from(WORDS), st.sampled_from(["something", "else"])),
    st.sampled_from(["delete this paragraph", "keep", "agree", "delete D.2-a", "delete Article 4", "the latter"]),
)
remarks = st.lists(
    st.builds("\tComment by Ada Quill: {} – {}".format, st.sampled_from(["UK", "EU"]), wishes), max_size=4
)


def woven(draft: Draft) -> tuple[Piece, ...]:
    return insert_implied(draft.content, bt.positions(draft).implied)


def standing(pieces: tuple[Piece, ...], source: str) -> str:
    """The leaves that stand in the source, joined."""
    return "".join(leaf.text for leaf in leaves(pieces) if leaf.text == source[slice(*leaf.span)])


@settings(deadline=None)
@given(drafts(), remarks, st.integers(0, 5))
def test_weaving_keeps_every_character(text: str, comments: list[str], line: int) -> None:
    lines = text.split("\n")
    line = min(line, len(lines) - 1)
    lines[line] += "".join(comments)
    draft = bt.parse("\n".join(lines))
    assert standing(woven(draft), draft.source) == draft.source


@settings(deadline=None)
@given(drafts(), remarks)
def test_every_place_of_an_implied_bracket_is_woven_in(text: str, comments: list[str]) -> None:
    draft = bt.parse(text + "".join(comments))
    found = bt.positions(draft)
    have = [
        piece.id for piece in brackets_in(insert_implied(draft.content, found.implied)) if piece.origin == "comment"
    ]
    assert sorted(have) == sorted(place.id for item in found.implied for place in item.places)


@settings(deadline=None)
@given(drafts(), remarks)
def test_an_implied_bracket_is_a_choice_and_rows_name_its_options(text: str, comments: list[str]) -> None:
    draft = bt.parse(text + "".join(comments))
    found = bt.positions(draft)
    brackets = {bracket.id: bracket for bracket in draft.brackets}
    brackets |= {item.bracket.id: item.bracket for item in found.implied}
    assert all(len(item.bracket.letters) > 1 for item in found.implied)
    assert all(row.option in brackets[row.bracket].letters for row in found)
    assert {row.bracket for row in found} >= {item.bracket.id for item in found.implied}


@settings(deadline=None)
@given(drafts(), remarks, st.integers(0, 5))
def test_what_comments_imply_does_not_change_the_words_of_an_option(text: str, comments: list[str], line: int) -> None:
    lines = text.split("\n")
    line = min(line, len(lines) - 1)
    lines[line] += "".join(comments)
    draft = bt.parse("\n".join(lines))
    after = {bracket.id: bracket for bracket in brackets_in(woven(draft)) if bracket.origin == "text"}
    for bracket in draft.brackets:
        assert after[bracket.id].words == bracket.words
        assert [option.text for option in after[bracket.id].options] == [option.text for option in bracket.options]


def with_all(text: str) -> str:
    """The woven draft with every first option taken, comments left out."""
    draft = bt.parse(text)
    return unparse(tuple(woven(draft))).partition("\t")[0]


def test_new_words_are_after_the_words_they_go_beside() -> None:
    assert with_all("1. Ferries sail at dawn.\tComment by A. B.: UK – insert “and ships” after “Ferries”") == (
        "1. Ferries and ships sail at dawn."
    )


def test_new_words_are_before_the_words_they_go_beside() -> None:
    assert with_all("1. Ferries sail at dawn.\tComment by A. B.: UK – insert “fast” before “Ferries”") == (
        "1. fast Ferries sail at dawn."
    )


def test_new_words_beside_a_bracket_are_behind_it() -> None:
    assert with_all("1. Ferries sail [at dawn].\tComment by A. B.: UK – insert “daily” after “at dawn”") == (
        "1. Ferries sail [at dawn] daily."
    )


def test_a_bracket_that_is_taken_out_has_the_new_words_behind_it() -> None:
    text = "1. Ferries sail [at dawn].\tComment by A. B.: UK – remove “at dawn” and insert “daily”"
    assert with_all(text) == "1. Ferries sail [at dawn] daily."


def test_new_words_at_the_edge_of_contested_words_are_beside_these() -> None:
    draft = bt.parse("1. Ferries sail at dawn.\tComment by A. B.: UK – delete “sail”\nEU – insert “only” after “sail”")
    pieces = [piece for piece in woven(draft) if isinstance(piece, Bracket)]
    assert [piece.id for piece in pieces] == ["1#i1", "1#i2"]
    assert unparse(pieces[0].options[0].content) == "sail"
    assert unparse(pieces[1].options[0].content) == " only"


def test_new_words_inside_contested_words_are_in_their_bracket() -> None:
    draft = bt.parse(
        "1. Ferries sail at dawn.\tComment by A. B.: UK – delete “Ferries sail”\nEU – insert “only” after “Ferries”"
    )
    (outer,) = [piece for piece in woven(draft) if isinstance(piece, Bracket)]
    inner = [piece for piece in outer.options[0].content if isinstance(piece, Bracket)]
    assert [piece.id for piece in inner] == ["1#i2"]


def test_new_words_inside_a_long_option_are_in_it() -> None:
    draft = bt.parse(
        "1. Ferries sail. [Every harbour master keeps a full log of all arrivals and departures by hour.]"
        "\tComment by A. B.: UK – insert “detailed” before “log of all”"
    )
    (bracket,) = [piece for piece in woven(draft) if isinstance(piece, Bracket)]
    inner = [piece for piece in bracket.options[0].content if isinstance(piece, Bracket)]
    assert [piece.parent for piece in inner] == [("1#1", "a")]
    assert "full detailed log" in unparse((bracket,))


def test_other_words_for_a_part_of_a_long_option_are_none_of_its_words() -> None:
    words = "Every harbour master keeps a full log of all arrivals and departures by hour."
    draft = bt.parse(
        f"1. Ferries sail. [{words}]\tComment by A. B.: UK – change “full log” to “short list”\n"
        "EU – insert “very” before “full log”"
    )
    (bracket,) = [piece for piece in woven(draft) if isinstance(piece, Bracket)]
    assert {piece.id for piece in brackets_in(bracket.options[0].content)} == {"1#i1", "1#i2"}
    assert (bracket.words, bracket.options[0].text) == (f"[{words}]", words)


def test_two_delegations_on_the_same_words_share_a_bracket() -> None:
    draft = bt.parse(
        "1. Ferries sail at dawn.\tComment by A. B.: UK – delete “at dawn”\tComment by C. D.: EU – keep “at dawn”"
    )
    found = bt.positions(draft)
    assert {row.bracket for row in found} == {"1#i1"}
    assert found.delegations == ("UK", "EU")


def test_two_delegations_that_insert_the_same_words_share_a_bracket() -> None:
    draft = bt.parse(
        "1. Ferries sail at dawn.\tComment by A. B.: UK – insert “daily” after “sail”\nEU – add “daily”\n"
        "Norway – insert “weekly” after “sail”"
    )
    found = bt.positions(draft)
    assert [row.bracket for row in found] == ["1#i1", "1#i1", "1#i2"]


def test_without_comments_nothing_changes() -> None:
    draft = bt.parse("1. Ferries [sail/leave].")
    assert insert_implied(draft.content, ()) is draft.content
    assert all(isinstance(piece, Text | Bracket) for piece in draft.content)
