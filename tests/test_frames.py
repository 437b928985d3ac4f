"""Every table as a DataFrame."""

from __future__ import annotations

import pandas as pd
import pytest

import bracketed as bt

TEXT = "4. Parties [shall/should] report [annually].\tComment by A: UK – keep “annually”\nUSA – remove “annually”\n"


def test_the_brackets_of_a_draft_one_row_an_option() -> None:
    frame = bt.parse(TEXT).to_frame()
    assert list(frame.columns) == [
        "bracket", "provision", "kind", "origin", "parent", "depth", "line", "column", "option", "label", "text",
    ]  # fmt: skip
    assert frame["option"].tolist() == ["a", "b", "a", "omit"]
    assert frame["line"].dtype == "Int64"


def test_positions_have_stances_in_order() -> None:
    frame = bt.positions(bt.parse(TEXT)).to_frame()
    assert list(frame.columns) == [
        "delegation", "bracket", "option", "stance", "weight", "condition", "source", "evidence", "author", "line",
    ]  # fmt: skip
    assert list(frame["stance"].cat.categories) == ["blocks", "objects", "reserves", "accepts", "supports"]
    assert (frame["stance"] < "accepts").tolist() == [False, True, True, False]


def test_answers_and_lists_of_values() -> None:
    draft = bt.parse(TEXT)
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    assert bt.to_frame(bt.blocking(space, positions))["holders"].tolist() == ["USA, UK", "USA, UK", "", ""]
    assert bt.to_frame(bt.least_contested(space, positions))["delegation"].tolist() == ["UK", "USA"]
    assert bt.to_frame(draft.provisions)["provision"].tolist() == ["4"]
    assert bt.to_frame(draft.comments)["author"].tolist() == ["A"]
    assert bt.to_frame(space.links).empty
    assert bt.to_frame(draft.brackets)["option"].tolist() == ["a", "b", "a", "omit"]
    listed = bt.to_frame(space)
    assert listed.loc[3, ["index", "4#1", "4#2"]].tolist() == ["3", "b", "omit"]


def test_a_bracket_that_is_not_live_has_no_choice_in_the_frame() -> None:
    frame = bt.to_frame(bt.variants(bt.parse("4. Parties report [on trade [in goods]].")))
    assert frame["4#1a.1"].isna().tolist() == [False, False, True]


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(TypeError) as caught:
        bt.to_frame("4. Parties report.")
    assert str(caught.value) == (
        "str is no table; give a draft, its outline, positions, an answer, or a list of accounts, brackets, changes, "
        "links, diagnostics, provisions, comments, notes or variants"
    )
    with pytest.raises(TypeError, match="int is no table"):
        bt.to_frame([1])


def test_a_frame_of_nothing_is_empty() -> None:
    assert isinstance(bt.to_frame([]), pd.DataFrame)
    assert bt.to_frame(bt.parse("4. Parties report.")).empty


def test_a_table_without_rows_has_its_columns() -> None:
    for text in ("4. Parties report.", TEXT):
        draft = bt.parse(text)
        positions = bt.positions(draft)
        space = bt.variants(draft, positions)
        answers = (draft, positions, bt.blocking(space, positions), bt.least_contested(space, positions))
        tables = [bt.to_frame(answer) for answer in answers]
        assert [len(table) > 0 for table in tables] == [text == TEXT] * 4
        if text != TEXT:
            empty = [list(table.columns) for table in tables]
            assert [str(table["line"].dtype) for table in tables[:2]] == ["Int64", "Int64"]
    assert empty == [list(table.columns) for table in tables]


def test_whole_numbers_stay_whole_where_some_are_missing() -> None:
    text = "4. Parties [[now] report].\tComment by A: UK – keep “now”\tComment by B: Agree.\n"
    draft = bt.parse(text)
    assert bt.to_frame(draft)["parent"].isna().tolist() == [True, True, False, False]
    assert bt.to_frame(draft)["column"].dtype == "Int64"
    assert bt.to_frame(draft.comments)["parent"].dtype != "float64"
    # The column of a provision is the one of a table of outcomes and outputs.
    assert bt.to_frame(draft.provisions)["column"].tolist() == [""]


def test_an_outline_is_a_table_of_its_parts() -> None:
    outline = bt.parse("Article 1 (Aims)\n\n1. Towns [may] plan.\n").outline
    assert bt.to_frame(outline).to_dict("records") == outline.to_frame().to_dict("records")
