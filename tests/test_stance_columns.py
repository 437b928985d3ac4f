"""Tables in which a column headed by a stance holds the delegations that take it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.errors import TableError

DRAFT = bt.parse("4. Parties [shall/should] report [each year].\n5. A fund [is set up].")


def rows(table: str) -> list[tuple[str, str, str, str]]:
    found = bt.read_positions(table.strip().encode(), DRAFT)
    return [(row.delegation, row.bracket, row.option, row.stance) for row in found]


def test_each_column_holds_who_takes_its_stance() -> None:
    table = """
bracket,Support,Oppose,Reserve,Can live with
4#2,"EU, Norway",India,"UK and Canada",Japan
5#1,"G77 and China; Mexico",-,,
"""
    assert rows(table) == [
        ("EU", "4#2", "a", "supports"),
        ("Norway", "4#2", "a", "supports"),
        ("India", "4#2", "a", "objects"),
        ("UK", "4#2", "a", "reserves"),
        ("Canada", "4#2", "a", "reserves"),
        ("Japan", "4#2", "a", "accepts"),
        ("G77", "5#1", "a", "supports"),
        ("Mexico", "5#1", "a", "supports"),
    ]


@pytest.mark.parametrize("head, cell", [("option", "b"), ("option", "should"), ("text", "should"), ("Words", "should")])
def test_a_row_is_on_the_option_that_it_names(head: str, cell: str) -> None:
    assert rows(f"bracket,{head},For,Against\n4#1,{cell},Peru,Chile") == [
        ("Peru", "4#1", "b", "supports"),
        ("Chile", "4#1", "b", "objects"),
    ]


def test_heads_may_be_french_or_spanish() -> None:
    assert rows("Crochet;Pour;Contre;Réserve\n5#1;France, Sénégal;Japon;Chine") == [
        ("France", "5#1", "a", "supports"),
        ("Senegal", "5#1", "a", "supports"),
        ("Japan", "5#1", "a", "objects"),
        ("China", "5#1", "a", "reserves"),
    ]
    assert rows("Corchete;A favor;En contra\n5#1;España;Perú") == [
        ("Spain", "5#1", "a", "supports"),
        ("Peru", "5#1", "a", "objects"),
    ]


@pytest.mark.parametrize("head", ["Paragraph", "Clause", "Provision", "Article"])
def test_a_provision_with_one_bracket_names_it(head: str) -> None:
    assert rows(f"{head},Support\n5,Peru") == [("Peru", "5#1", "a", "supports")]
    assert rows(f"Member,{head},Option,Position\nPeru,5,a,Against") == [("Peru", "5#1", "a", "objects")]


def test_names_may_be_in_lines_and_a_list_may_say_nothing() -> None:
    assert rows('bracket,For,Against\n5#1,"Trinidad and Tobago\nPeru",–') == [
        ("Trinidad and Tobago", "5#1", "a", "supports"),
        ("Peru", "5#1", "a", "supports"),
    ]


def test_a_column_of_numbers_is_no_stance() -> None:
    found = bt.read_positions(b"No,bracket,For\n1,5#1,Peru", DRAFT)
    assert [(row.delegation, row.stance) for row in found] == [("Peru", "supports")]
    assert "column No: this column is not known" in found.diagnostics[0].message
    assert rows("bracket,Yes,No\n5#1,Peru,Chile")[1] == ("Chile", "5#1", "a", "objects")


def test_a_column_of_remarks_is_left_aside_and_reported() -> None:
    found = bt.read_positions(b"bracket,Support,Notes\n5#1,Peru,discussed on Monday", DRAFT)
    assert [row.delegation for row in found] == ["Peru"]
    assert [(one.code, one.severity) for one in found.diagnostics] == [("unknown-column", "info")]


def test_a_name_that_is_in_no_list_is_kept_and_reported() -> None:
    found = bt.read_positions(b"bracket,Support\n5#1,Harbour Alliance", DRAFT)
    assert [row.delegation for row in found] == ["Harbour Alliance"]
    assert "is in no list of delegations" in found.diagnostics[0].message


@pytest.mark.parametrize(
    "cell", ["all except Peru", "Peru (if paid)", "many delegations", "Peru but not Chile", "3", "who knows?"]
)
def test_what_is_no_name_is_no_delegation(cell: str) -> None:
    with pytest.raises(TableError, match=r"row 2, column Support: .* is no name of a delegation; put names alone here"):
        rows(f"bracket,Support\n5#1,{cell}")


def test_words_that_the_draft_has_not_are_reported() -> None:
    with pytest.raises(TableError, match="5#1 a has other words in this draft"):
        rows("bracket,text,Support\n5#1,is closed,Peru")


@given(
    st.lists(
        st.lists(
            st.sampled_from(["Peru", "EU, Chile", "G77", "-", "", "x", "4#1", "5", "a", "(", "Peru\nMali"]), min_size=4
        ),
        max_size=3,
    ),
    st.sampled_from(["bracket,Support,Oppose,Notes", "Clause,option,For,Against", "bracket,text,Yes,No"]),
)
def test_whatever_is_typed_is_read_or_reported(cells: list[list[str]], head: str) -> None:
    table = [dict(zip(head.split(","), row, strict=False)) for row in cells]
    if not table:
        return
    found = bt.read_positions(table, DRAFT, strict=False)
    letters = {bracket.id: bracket.letters for bracket in DRAFT.brackets}
    assert all(row.option in letters[row.bracket] for row in found)
    heads = [name for name in head.split(",") if name in ("Support", "Oppose", "For", "Against", "Yes", "No")]
    said = {name for row in table for one in heads for name in ("Peru", "G77") if name in row.get(one, "")}
    assert found.diagnostics or said <= {row.delegation for row in found}
