"""The text of a variant in passages: together they are the text, and each says where it comes from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bracketed as bt
from bracketed.show.provenance import passages_by_line, settled
from tests.strategies import broken_drafts, drafts


@pytest.mark.slow
@settings(max_examples=150)
@given(st.one_of(drafts(), broken_drafts()), st.integers(0, 2**32))
def test_the_passages_are_the_text(text: str, seed: int) -> None:
    draft = bt.parse(text)
    space = bt.variants(draft, bt.positions(draft), "none")
    variant = space.sample(1, seed=seed)[0]
    passages = [*settled(variant)]
    assert "".join(passage.words for passage in passages) == variant.text
    named = {passage.bracket for passage in passages} - {""}
    assert named <= set(variant.choices)
    lines = [*passages_by_line(passages)]
    assert ["".join(passage.words for passage in line) for line in lines] == variant.text.split("\n")


def test_each_settled_bracket_is_told_where_it_stands() -> None:
    draft = bt.parse("1. A [b [c] d/e] f [g].\n2. H i.\tComment by UK: UK – replace “H” with “J”\nUK – delete “i”")
    space = bt.variants(draft, bt.positions(draft))
    variant = space.fix({"1#1": "a", "1#1a.1": "omit", "1#2": "a", "2#i1": "b", "2#i2": "omit"})[0]
    told = [(passage.words, passage.bracket) for passage in settled(variant) if passage.bracket]
    assert told == [("b ", "1#1"), ("", "1#1a.1"), ("d", "1#1"), ("g", "1#2"), ("J", "2#i1"), ("", "2#i2")]
