"""Chances and spreads are those of going through all that the delegations can hold."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.errors import TableError
from bracketed.positions.positions import Position, Positions
from bracketed.variants.space import Space
from tests.brute import all_choices, counts
from tests.strategies import Case, contested_drafts


def choice_of(space: object, bracket: str) -> str:
    for link in space.links:  # type: ignore[attr-defined]
        if bracket in link.brackets:
            return link.brackets[0]  # type: ignore[no-any-return]
    return bracket


def worlds(space: object, rows: list[Position]) -> list[tuple[float, list[Position]]]:
    """Return every set of positions that may be held, with its probability."""
    minds = list(dict.fromkeys((r.delegation, choice_of(space, r.bracket)) for r in rows if r.probability < 1))
    steps = sorted({0.0, 1.0, *(row.probability for row in rows)})
    found = []
    for cells in product(range(len(steps) - 1), repeat=len(minds)):
        chance = 1.0
        for cell in cells:
            chance *= steps[cell + 1] - steps[cell]
        number = {mind: steps[cell] for mind, cell in zip(minds, cells, strict=True)}
        held = [r for r in rows if number.get((r.delegation, choice_of(space, r.bracket)), 0) < r.probability]
        found.append((chance, held))
    return found


@given(contested_drafts(), st.data())
def test_chances_are_those_of_all_that_may_be_held(case: Case, data: st.DataObject) -> None:
    assume(all_choices(case.draft.content, case.links))
    doubts = st.sampled_from([1, 1, 0.5, 0.25])
    rows = [replace(row, probability=data.draw(doubts)) for row in case.positions]
    assume(any(row.probability < 1 for row in rows))
    positions = Positions(tuple(rows))
    space = bt.variants(case.draft, positions)
    everything = worlds(space, rows)
    assume(len(everything) <= 100)
    expected: dict[str, float] = {}
    for chance, held in everything:
        for row in bt.blocking(space, Positions(tuple(held))):
            expected[row.id] = expected.get(row.id, 0) + chance * (row.status not in ("blocking", "reserved"))
    found = bt.outlook(space, positions, draws=300, seed=5)
    assert {row.id: row.chance for row in found} == pytest.approx(expected)
    assert all(row.exact for row in found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["bracketed.consensus.outlook"], "_EXACT", 0)
        drawn = bt.outlook(space, positions, draws=300, seed=5)
        assert drawn == bt.outlook(space, positions, draws=300, seed=5)
    for row in drawn:
        # No estimate is off by more than this in 300 draws but once in ten million times.
        assert row.chance == pytest.approx(expected[row.id], abs=0.16)
        assert row.exact or row.error <= 0.03


def test_where_nothing_is_in_doubt_nothing_is_reckoned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Space, "witness")
    draft = bt.parse("4. Parties [shall/should] report.")
    positions = Positions((Position("UK", "4#1", "a", "objects"),))
    found = bt.outlook(bt.variants(draft, positions), positions)
    assert (found.rows, found.variants, found.uncertain) == ((), (), 0)


@given(contested_drafts(), st.data())
def test_spreads_have_the_mean_of_all_that_may_be_held(case: Case, data: st.DataObject) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    rows = [replace(row, probability=data.draw(st.sampled_from([1, 0.5]))) for row in case.positions]
    space = bt.variants(case.draft, Positions(tuple(rows)))
    variant = space[data.draw(st.integers(0, space.count() - 1))]
    (found,) = bt.outlook(space, Positions(tuple(rows)), draws=400, seed=3, variants=[variant]).variants
    met = [row for row in rows if row.stance in ("objects", "blocks") and counts(row, dict(variant.choices))]
    weights = [row.weight for row in met if row.stance == "objects"]
    mean = sum(row.weight * row.probability for row in met if row.stance == "objects")
    assert found.objections.mean == pytest.approx(mean, abs=0.15 * sum(weights) + 1e-9)
    assert found.blocks.low <= found.blocks.median <= found.blocks.high <= sum(row.stance == "blocks" for row in met)


def test_what_one_mind_holds_is_held_together() -> None:
    draft = bt.parse("1. Parties share [software].\n2. They sell [software].")
    rows = [("UK", "1#1", "a"), ("UK", "2#1", "a"), ("EU", "1#1", "omit")]
    positions = Positions(tuple(Position(*row, "objects", probability=0.5 if row[0] == "UK" else 1) for row in rows))
    linked = bt.outlook(bt.variants(draft, links="all"), positions, seed=1)
    # Were the two objections of the UK held apart from each other, the chance would be a quarter.
    assert [(row.id, row.chance) for row in linked] == [("1#1", 0.5), ("2#1", 0.5)]
    assert linked.rows[0].sentence == "1#1 can be closed with a chance of 50 %."
    assert linked.variants[0].to_dict()["objections"]["high"] <= 2


def test_a_probability_is_read_and_written(tmp_path: object) -> None:
    draft = bt.parse("1. Parties share [software].")
    row = {"delegation": "UK", "bracket": "1#1", "option": "a", "stance": "objects"}
    typed = ["0.6", "60 %", "0,6", "60%", 0.6]
    for probability in typed:
        read = bt.read_positions([{**row, "probability": probability}], draft)
        assert read.rows[0].probability == pytest.approx(0.6)
    path = tmp_path / "positions.csv"  # type: ignore[operator]
    bt.write_positions(read, path)
    assert path.read_text(encoding="utf-8-sig").splitlines()[0].endswith("evidence,probability")
    assert bt.read_positions(path, draft).rows[0].probability == 0.6
    bt.write_positions(bt.read_positions([row], draft), path, force=True)
    assert "probability" not in path.read_text(encoding="utf-8-sig")
    for wrong in ("0", "1.2", "often", "-1", "nan"):
        with pytest.raises(TableError) as caught:
            bt.read_positions([{**row, "probability": wrong}], draft)
        assert f"{wrong!r} is no probability; write a number above 0, up to 1, or a percentage" in str(caught.value)
    with pytest.raises(ValueError, match="a probability is above 0 and at most 1; got 0"):
        Position("UK", "1#1", "a", "objects", probability=0)
