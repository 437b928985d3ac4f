"""Tables for a terminal: columns that line up, and words that do no harm."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.show.tables import display_width, harmless, table
from bracketed.show.terminal import draft_lines
from tests.strategies import broken_drafts


@given(st.text())
def test_harmless_words_have_no_control_characters(words: str) -> None:
    assert all(character.isprintable() or character in "\n\t" for character in harmless(words))


@given(st.lists(st.lists(st.text("ab 港é", max_size=30), min_size=3, max_size=3), min_size=1), st.integers(40, 80))
def test_a_table_fits_where_its_last_column_can_be_broken(rows: list[list[str]], width: int) -> None:
    head = ["one", "two", "three"]
    first = max(max(display_width(" ".join(row[n].split())) for row in rows) for n in range(2))
    for line in table(head, rows, width).splitlines():
        # Wide characters may pass the edge by one word.
        if all(row[2].isascii() for row in rows) and 2 * max(first, 3) + 16 < width:
            assert display_width(line) <= width


def test_a_table_that_goes_to_a_file_is_not_broken() -> None:
    words = "every year and again " * 20
    assert len(table(["bracket", "words"], [["4#1", words]]).splitlines()) == 3


def test_a_table_on_a_terminal_breaks_its_last_column() -> None:
    assert table(["bracket", "words"], [["4#1", "every year and again"]], 25) == (
        "bracket  words\n"
        "-------  ----------------\n"
        "4#1      every year and\n"
        "         again"
    )


def test_wide_characters_line_up() -> None:
    assert table(["a", "b"], [["港口", "x"], ["port", "y"]]).splitlines()[2:] == ["港口  x", "port  y"]


@given(broken_drafts())
def test_every_line_of_a_draft_is_shown(text: str) -> None:
    draft = bt.parse(text)
    shown = "".join(draft_lines(draft))
    for bracket in draft.brackets:
        assert f"‹{bracket.id}›" in shown


def test_a_terminal_in_colour() -> None:
    draft = bt.parse("4. [a/b] pay [X]].\tComment by A: noted")
    shown = [line.replace("\x1b", "ESC") for line in draft_lines(draft, colour=True)]
    assert shown == [
        "ESC[2m1 │ ESC[0m4. ESC[33m[ESC[0mESC[33maESC[0mESC[33m/ESC[0mESC[33mbESC[0mESC[33m]ESC[0m"
        "ESC[2m‹4#1›ESC[0m pay ESC[35m[ESC[0mESC[35mXESC[0mESC[35m]ESC[0mESC[2m‹4#2›ESC[0mESC[1;31m]ESC[0m.",
        "ESC[2m  │ ESC[0mESC[2m    » Comment by A: notedESC[0m",
        "ESC[2m  │ ESC[0mESC[1;31m    ! error: this closing bracket has no opening bracket in 4; it is left out of "
        "every variantESC[0m",
    ]
