"""Some brackets are closed, and all others stay: the text read again is the same draft with fewer brackets."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.errors import DraftError, UnknownNameError, UnknownOptionError
from bracketed.variants.settlement import own_words
from bracketed.writing.plain_text import redline
from tests.strategies import drafts, listed_drafts
from tests.test_writing import accepted, rejected


def test_the_brackets_that_are_not_named_stay_as_they_are_written() -> None:
    draft = bt.parse("4. Parties [shall/should] submit an [annual] [, [full] and] public report[ (EU)].")
    assert bt.settlement(draft, {"4#1": "b"}).text == (
        "4. Parties should submit an [annual] [, [full] and] public report[ (EU)]."
    )


def some_choices(draft: Draft, data: st.DataObject, *, most: float = 0.5) -> dict[str, str]:
    named = [bracket for bracket in draft.brackets if bracket.kind != "placeholder"]
    return {one.id: data.draw(st.sampled_from(one.letters)) for one in named if data.draw(st.booleans())}


def texts(draft: Draft, space: bt.variants.__class__ | None = None) -> set[str]:
    return {"".join(filter(str.isalnum, variant.text)) for variant in bt.variants(draft, links="none")[:200]}


@given(st.one_of(drafts(), listed_drafts()), st.data())
def test_the_draft_read_again_is_the_same_with_fewer_brackets(text: str, data: st.DataObject) -> None:
    draft = bt.parse(text)
    choices = some_choices(draft, data)
    settled = bt.settlement(draft, choices)
    assume(settled.text.strip())
    again = bt.settle(draft, choices)
    assert again.source == settled.text
    assert len(settled.closed) + len(settled.gone) + len(settled.open) == sum(
        bracket.kind != "placeholder" for bracket in draft.brackets
    )
    if any(one.code == "settled-otherwise" for one in again.diagnostics):
        return
    assert len([b for b in again.brackets if b.kind != "placeholder"]) == len(settled.open)
    assert [words for _, words in own_words(again.content, {})] == [words for _, words in settled.remaining()]
