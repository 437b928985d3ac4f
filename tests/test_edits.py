"""What settling a draft changes in its source: applied, the changes give the text of the variant."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.variants.edits import Edit, edits_of
from tests.cases import Case, cases
from tests.shared import WTDC, needs_shared
from tests.strategies import broken_drafts, drafts, listed_drafts


def applied(edits: Iterable[Edit], source: str) -> str:
    """Return a source with these changes made."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (source[at : edit.span.start], edit.words)
        at = edit.span.end
    return "".join([*pieces, source[at:]])


@given(st.one_of(drafts(), broken_drafts(), listed_drafts()), st.integers(0, 10**6))
def test_the_edits_of_a_variant_give_its_text(text: str, number: int) -> None:
    draft = bt.parse(text)
    space = bt.variants(draft, bt.positions(draft))
    variant = space[number % space.count()]
    edits = edits_of(variant)
    assert applied(edits, draft.source) == variant.text
    assert all(one.span.end < other.span.start for one, other in pairwise(edits))
    assert all(edit.span.start < edit.span.end or edit.words for edit in edits)


def test_the_edits_of_the_cases_of_wording_give_their_texts() -> None:
    for case in cases("wording"):
        assert isinstance(case, Case)
        draft = bt.parse(case.draft)
        for variant in bt.variants(draft, bt.positions(draft))[:50]:
            assert applied(edits_of(variant), draft.source) == variant.text


def test_words_far_from_every_seam_are_not_touched() -> None:
    long = " ".join(f"word{number}" for number in range(500))
    draft = bt.parse(f"1. An [x] {long}[y] , and {long}[z].")
    variant = bt.variants(draft)[-1]
    edits = edits_of(variant)
    assert applied(edits, draft.source) == variant.text
    assert sum(len(edit.words) + edit.span.end - edit.span.start for edit in edits) < 20


@needs_shared
def test_the_edits_of_the_real_draft() -> None:
    draft = bt.read(WTDC)
    for variant in bt.variants(draft, bt.positions(draft)).sample(50, seed=1):
        assert applied(edits_of(variant), draft.source) == variant.text


def test_words_that_come_twice_are_not_taken_for_each_other() -> None:
    text = "1. Ships[, and small ships] and ships and [small ships and]ships pay.\n2. “Ships and ships and boats.”"
    draft = bt.parse(text)
    gone = [[draft.source[slice(*edit.span)] for edit in edits_of(variant)] for variant in bt.variants(draft)]
    assert gone[-1] == ["[, and small ships]", "[small ships and]"]
    assert gone[0] == ["[", "]", "[", "]"]


@given(st.one_of(drafts(), broken_drafts(), listed_drafts()), st.integers(0, 10**6))
def test_what_is_listed_to_stay_is_in_the_source_and_in_the_text(text: str, number: int) -> None:
    draft = bt.parse(text)
    space = bt.variants(draft, bt.positions(draft))
    passages = space[number % space.count()].clean.passages
    kept = [one for passage in passages for one in passage.kept]
    assert all(one.at + one.length <= other.at for one, other in pairwise(kept))
    for passage in passages:
        for one in passage.kept:
            written = passage.text[one.place : one.place + one.length]
            assert written == draft.source[one.at : one.at + one.length]
