"""The text of a variant in segments: together they are the text, and each says where it comes from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.show.segments import lines_of, settled_segments
from tests.strategies import broken_drafts, drafts


@pytest.mark.slow
@given(st.one_of(drafts(), broken_drafts()), st.integers(0, 2**32))
def test_the_segments_are_the_text(text: str, seed: int) -> None:
    # As of a file that has no marks of Markdown, which are set and not shown; tests/test_markup.py is about these.
    draft = replace(bt.parse(text), pages=())
    space = bt.variants(draft, bt.positions(draft), "none")
    variant = space.sample(1, seed=seed)[0]
    segments = [*settled_segments(variant)]
    assert "".join(segment.words for segment in segments) == variant.text
    names = {segment.bracket for segment in segments} - {""}
    assert names <= set(variant.choices)
    lines = [*lines_of(segments)]
    assert ["".join(segment.words for segment in line) for line in lines] == variant.text.split("\n")


def test_each_settled_bracket_is_shown_at_its_place() -> None:
    draft = bt.parse("1. A [b [c] d/e] f [g].\n2. H i.\tComment by UK: UK – replace “H” with “J”\nUK – delete “i”")
    space = bt.variants(draft, bt.positions(draft))
    variant = space.fix({"1#1": "a", "1#1a.1": "omit", "1#2": "a", "2#i1": "b", "2#i2": "omit"})[0]
    settled = [(segment.words, segment.bracket) for segment in settled_segments(variant) if segment.bracket]
    assert settled == [("b ", "1#1"), ("", "1#1a.1"), ("d", "1#1"), ("g", "1#2"), ("J", "2#i1"), ("", "2#i2")]
