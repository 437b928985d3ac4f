"""From any text to every answer: nothing fails on the way, whatever a draft looks like, and the answers agree."""

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.show import answers
from bracketed.show.terminal import draft_lines
from tests.strategies import broken_drafts, drafts


@given(st.one_of(drafts(), broken_drafts()))
def test_every_draft_has_its_answers(text: str) -> None:
    draft = bt.parse(text)
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    answer = bt.least_contested(space, positions)
    ranked = [*islice(bt.ranking(space, positions), 3)]
    assert ranked[0].variant == answer.variant
    standings = bt.blocking(space, positions)
    assert {row.id for row in standings} == {bracket.id for bracket in space.brackets}
    # A text without objections is possible only if every bracket in it can be closed.
    if not answer.blocks and not answer.objections:
        assert not any(standings[bracket].status == "blocking" for bracket in answer.variant.choices)
    for variant in space.sample(3, seed=1):
        assert space[space.index(variant.choices)] == variant
        for provision in draft.provisions:
            assert variant.provision(provision.label) in variant.text
    shown = [
        *draft_lines(draft, positions),
        answers.positions(draft, positions),
        answers.links(space.links),
        answers.best(space, answer),
        answers.ranking(ranked),
        answers.blocking(standings),
    ]
    assert all(isinstance(words, str) for words in shown)
