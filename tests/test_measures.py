"""The measures of a draft agree with counting by hand, and with counting word by word."""

from __future__ import annotations

import pytest
from hypothesis import given

import bracketed as bt
from bracketed.draft.draft import contested_words
from bracketed.draft.tree import plain
from tests.shared import WTDC, needs_shared
from tests.strategies import broken_drafts, drafts


@pytest.mark.parametrize(
    "source, counts",
    [
        ("Parties report.", (0, 2)),
        ("[Parties report.]", (2, 2)),
        ("4. Parties [shall/should] report [annually].", (3, 5)),
        ("4. Parties [shall [promptly]/should] report.", (3, 5)),
        ("4 bis. Parties report [by [2030] – EU].", (2, 4)),
        ("Inter[national] state[s]", (2, 4)),
        ("1. Parties report [to be determined].", (3, 5)),
        ("1. Parties report — … ____ [.].", (0, 2)),
        ("1. Parties report.\tComment by A: UK – keep “report” and nothing else", (0, 2)),
        ("Option 1: Keep it.\nOption 2: Drop it now.", (5, 5)),
        ("1. Les Parties [s'efforcent/doivent] d'agir.", (2, 5)),
        ("1. 缔约方[应/应当]报告。", (3, 8)),
    ],
)
def test_words_are_counted_as_one_would_by_hand(source: str, counts: tuple[int, int]) -> None:
    assert contested_words(bt.parse(source)) == counts


@given(drafts() | broken_drafts())
def test_words_in_brackets_are_among_all(source: str) -> None:
    draft = bt.parse(source)
    inside, total = contested_words(draft)
    assert 0 <= inside <= total
    assert (inside > 0) <= bool(draft.brackets)


@needs_shared
def test_the_words_of_a_real_draft_are_about_what_its_text_has() -> None:
    draft = bt.read(WTDC)
    inside, total = contested_words(draft)
    text = plain(draft.content, keep=())
    assert 0 < inside < total
    assert total == pytest.approx(len(text.split()), rel=0.1)
