"""Tables for a terminal: columns that line up, and words that do no harm."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.sanitising import harmless
from bracketed.show.terminal.draft import draft_lines
from bracketed.show.terminal.pages import Page, as_text
from bracketed.show.terminal.tables import display_width
from bracketed.views import Table
from tests.strategies import broken_drafts


@given(st.text())
def test_harmless_words_have_no_control_characters(words: str) -> None:
    found = {unicodedata.category(character) for character in harmless(words) if character not in "\n\t"}
    assert not found & {"Cc", "Zl", "Zp"}
    assert not {*"\u202a\u202b\u202d\u202e\u2066\u2067\u2068"} & {*harmless(words)}


@given(st.text("abc é’港\u00a0\u0301"))
def test_words_that_do_no_harm_stay_as_they_are(words: str) -> None:
    assert harmless(words) == words


def table(head: list[str], rows: list[list[str]], width: int) -> str:
    return as_text([Table(head, rows)], Page(width))


CELLS = st.lists(st.lists(st.text("ab 港é\u0301", max_size=60), min_size=3, max_size=3), min_size=1)


@given(CELLS, st.integers(40, 80))
def test_a_table_fits_the_terminal(rows: list[list[str]], width: int) -> None:
    lines = table(["one", "two", "three"], rows, width).splitlines()
    assert all(display_width(line) <= width for line in lines)


@given(CELLS, st.integers(40, 80))
def test_a_table_that_is_broken_loses_no_character(rows: list[list[str]], width: int) -> None:
    def letters(words: str) -> Counter[str]:
        return Counter(character for character in words if not character.isspace())

    broken = "".join(table(["", "", ""], rows, width).splitlines()[2:])
    assert letters(broken) == letters("".join(cell for row in rows for cell in row))


def test_a_table_on_a_terminal_breaks_its_last_column() -> None:
    assert table(["bracket", "words"], [["4#1", "every year and again"]], 25) == (
        "bracket  words\n-------  ----------------\n4#1      every year and\n         again"
    )


def test_wide_characters_line_up() -> None:
    assert table(["a", "b"], [["港口", "x"], ["port", "y"]], 80).splitlines()[2:] == ["港口  x", "port  y"]


@given(broken_drafts())
def test_every_line_of_a_draft_is_shown(text: str) -> None:
    draft = bt.parse(text)
    shown = "".join(draft_lines(draft))
    for bracket in draft.brackets:
        assert f"‹{bracket.id}›" in shown


@given(broken_drafts(), st.integers(30, 60))
def test_no_line_of_a_draft_is_wider_than_the_terminal(text: str, width: int) -> None:
    lines = [*draft_lines(bt.parse(text), width=width)]
    assert max(map(display_width, lines), default=0) <= width
    # Nothing is lost where lines are broken.
    whole = "".join(draft_lines(bt.parse(text)))
    assert Counter(re.sub("[^\\w‹›]", "", whole)) <= Counter("".join(lines))


def test_a_sentence_without_gaps_is_broken_where_it_must() -> None:
    assert shown("1. 港口[应当/可以]每年报告一次港口的船舶和货物。", 26) == [
        "1 │ 1. 港口[‹a›应当/‹b›可",
        "  │ 以]‹1#1›每年报告一次港",
        "  │ 口的船舶和货物。",
    ]


def test_a_terminal_in_colour() -> None:
    draft = bt.parse("4. [a/*[b]*] pay [X]].\tComment by A: noted")
    shown = [line.replace("\x1b", "ESC") for line in draft_lines(draft, bt.positions(draft), colour=True)]
    assert shown == [
        "ESC[2m1 │ ESC[0m4. ESC[1;36m[ESC[0mESC[2m‹a›ESC[0mESC[33ma/ESC[0mESC[2m‹b›ESC[0mESC[1;33m[²ESC[0m"
        "ESC[36;3mbESC[0mESC[1;33m]²ESC[0mESC[2m‹4#1b.1›ESC[0mESC[1;36m]ESC[0mESC[2m‹4#1›ESC[0m pay "
        "ESC[1;36m[ESC[0mESC[35mXESC[0mESC[1;36m]ESC[0mESC[2m‹4#2›ESC[0mESC[1;31m]‹!›ESC[0m.",
        "ESC[2m  │ ESC[0mESC[2m    » A: notedESC[0m",
    ]


def shown(text: str, width: int | None = None) -> list[str]:
    draft = bt.parse(text)
    return [*draft_lines(draft, bt.positions(draft), width=width)]


def test_words_that_comments_would_change_are_in_braces() -> None:
    text = (
        "1. Ferries sail at dawn.\tComment by A. B.: UK – insert “and ships” after “Ferries”\n"
        "EU – change “sail” to “leave port”\nUSA – delete “at dawn”"
    )
    assert shown(text)[0] == "1 │ 1. Ferries {+and ships}‹1#i1› {sail → leave port}‹1#i2› {at dawn}‹1#i3›."
    assert shown(text)[-1] == "3 │     » USA – delete “at dawn”"


def test_a_draft_is_broken_to_the_terminal() -> None:
    assert shown("1. Parties [shall report/meet] now.\tComment by A: Let us see what comes of it.", 30) == [
        "1 │ 1. Parties [‹a›shall",
        "  │ report/‹b›meet]‹1#1› now.",
        "  │     » A: Let us see what",
        "  │       comes of it.",
    ]


def test_tabs_and_empty_lines_of_a_flattened_table_are_not_shown() -> None:
    assert shown("\t1. Parties\tmeet.\n\n\t\n2. They [speak].") == [
        "1 │ 1. Parties  meet.",
        "2 │ ",
        "4 │ 2. They [speak]‹2#1›.",
    ]


@given(broken_drafts(), st.integers(30, 60))
def test_no_word_of_a_draft_is_lost_where_lines_are_broken(text: str, width: int) -> None:
    whole, parts = (" ".join(line.split("│", 1)[1] for line in shown(text, room)) for room in (None, width))
    # Signs without a partner that are in two lines are marked in both.
    whole, parts = ("".join(words.split()).replace("‹!›", "") for words in (whole, parts))
    assert whole == parts


def test_a_thousand_brackets_in_each_other_are_shown() -> None:
    assert len(shown("1. " + "[a " * 1000 + "]" * 1000)) == 1
