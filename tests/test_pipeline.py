"""From any text to every answer: nothing fails on the way, whatever a draft looks like, and the answers agree."""

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.consensus.coalitions import Coalitions
from bracketed.positions.positions import every_bracket
from bracketed.show import listings
from bracketed.show.terminal.draft import draft_lines
from bracketed.show.terminal.pages import as_text
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
    ways = bt.concessions(space, positions, limit=3)
    assert (ways[0].blocks, ways[0].objections) == (answer.blocks, answer.objections)
    levers = bt.leverage(space, positions)
    shares = sum(lever.share.objections for lever in levers.of("delegation") if lever.share)
    assert abs(shares - answer.objections) < 1e-6
    clashes = bt.conflicts(space, positions, limit=3)
    # What blocks is in conflict, and where nothing is in conflict nobody need give way.
    assert bool(clashes) == bool(ways[0].moves)
    packages, outlook = bt.packages(space, positions), bt.outlook(space, positions, draws=10, seed=1)
    for rows in (standings, ways, levers, clashes, packages, outlook):
        assert len(rows.sentences) == len(rows)
        assert all(words and "\n" not in words for words in rows.sentences)
    answers = [
        listings.positions(draft, every_bracket(draft, positions), positions),
        listings.links(space.links),
        bt.levels(space, positions, limit=3),
        answer,
        standings,
        ways,
        levers,
        clashes,
        packages,
        Coalitions(bt.coalitions(positions)),
        outlook,
    ]
    shown = [*draft_lines(draft, positions), *(as_text(one.to_blocks()) for one in answers)]
    assert all(isinstance(words, str) for words in shown)
