"""Levels are the texts that going through all variants counts as equally contested, the least contested first."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.positions.positions import Position, Positions
from tests.brute import Choices, all_choices, cost
from tests.strategies import Case, contested_drafts


def changes(choices: Choices, first: Choices) -> set[tuple[str, str]]:
    return {pair for pair in choices.items() if first.get(pair[0]) != pair[1]}


def brackets_changed(choices: Choices, first: Choices) -> set[str]:
    return {id_ for id_ in {*choices, *first} if choices.get(id_) != first.get(id_)}


@given(contested_drafts(), st.sampled_from([1, 2, 4, 1000]))
def test_levels_count_the_texts_of_the_same_cost(case: Case, limit: int) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    counted = Counter(cost(case.positions, choices) for choices in variants)
    found = bt.levels(bt.variants(case.draft, case.positions), case.positions, limit=limit)
    assert [level.count for level in found] == [counted[one] for one in sorted(counted)[:limit]]
    for level, own in zip(found, sorted(counted), strict=False):
        assert cost(case.positions, dict(level.variant.choices)) == own
        assert dict(level.variant.choices) in variants
        assert {*level.changes} == changes(dict(level.variant.choices), dict(found[0].variant.choices))
        # No text of the level settles fewer brackets otherwise.
        alike = [choices for choices in variants if cost(case.positions, choices) == own]
        first = dict(found[0].variant.choices)
        fewest = min(len(brackets_changed(choices, first)) for choices in alike)
        assert len(brackets_changed(dict(level.variant.choices), first)) == fewest
    if limit == 1000:
        assert sum(level.count or 0 for level in found) == len(variants)


@given(contested_drafts(), st.sampled_from(["objectors", "minimax", "leximin"]))
def test_levels_of_other_rules_are_the_ties_of_their_ranking(case: Case, rule: str) -> None:
    assume(all_choices(case.draft.content, case.links))
    space = bt.variants(case.draft, case.positions)
    found = bt.levels(space, case.positions, rule, limit=1000)
    assert sum(level.count or 0 for level in found) == space.count()
    assert found[0].count == bt.least_contested(space, case.positions, rule).ties


def small() -> tuple[bt.Draft, Positions]:
    draft = bt.parse("1. Ports [open/close].\n2. Ships [wait] at sea [today].\n3. Crews [rest].")
    rows = [("Mali", "1#1", "a", "objects"), ("Peru", "2#1", "omit", "objects"), ("Fiji", "2#2", "a", "objects")]
    return draft, Positions(tuple(Position(*row) for row in rows))  # type: ignore[arg-type]


def test_a_level_says_what_has_to_change_to_get_there() -> None:
    draft, positions = small()
    found = bt.levels(bt.variants(draft), positions)
    assert [(level.count, level.objections, len(level.changes)) for level in found] == [
        (2, 0, 0),
        (6, 1, 1),
        (6, 2, 2),
        (2, 3, 3),
    ]
    assert [*found.to_frame()["ties"]] == ["2", "6", "6", "2"]
    assert found.to_dicts()[1]["changes"] == dict(found[1].changes)
    assert len(bt.levels(bt.variants(draft), positions, limit=0)) == 0


def test_texts_that_are_too_many_for_a_rule_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["bracketed.consensus.enumeration"], "LIMIT", 1)
    draft, positions = small()
    space = bt.variants(draft)
    found = bt.levels(space, positions, "minimax", limit=3)
    assert [level.count for level in found] == [None, None, None]
    first = [answer.variant.choices for answer in islice(bt.ranking(space, positions, "minimax"), 3)]
    assert [level.variant.choices for level in found] == first
    (table,) = found.to_blocks()
    assert "not counted" in str(table)


@pytest.mark.parametrize("heavy", ["1#1", "3#1"])
def test_a_level_shows_a_text_with_the_fewest_changes_and_not_the_first_in_order(heavy: str) -> None:
    draft = bt.parse("1. Ports [open/close].\n2. Ships [wait/sail].\n3. Crews [rest/work].")
    weights = {id_: 1 + (id_ == heavy) for id_ in ("1#1", "2#1", "3#1")}
    positions = Positions(tuple(Position("Mali", id_, "a", "objects", weight) for id_, weight in weights.items()))
    found = bt.levels(bt.variants(draft), positions)
    assert [(level.objections, level.count) for level in found] == [(0, 1), (1, 2), (2, 2), (3, 2), (4, 1)]
    assert found[2].changes == ((heavy, "a"),)


def test_a_level_of_a_list_shows_a_text_that_is_near() -> None:
    draft = bt.parse("1. Ports [al OR be with [ex/wy]].\n2. Docks [al2/be2].")
    rows = (Position("USA", "1#1", "b", "objects"), Position("USA", "2#1", "b", "objects", 3))
    found = bt.levels(bt.variants(draft), Positions(rows), "objectors")
    assert [(level.count, level.changes) for level in found] == [(1, ()), (5, (("2#1", "b"),))]
