"""The rule `loss`: what graded positions lose is what going through all variants finds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given

import bracketed as bt
from bracketed.consensus.model import Model
from bracketed.consensus.rules import rule
from bracketed.positions.positions import Position, Positions
from tests.brute import all_choices, loss
from tests.strategies import Case, graded_drafts


@given(graded_drafts())
def test_the_least_loss_and_its_ties(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    answer = bt.least_contested(bt.variants(case.draft, case.positions), case.positions, "loss")
    lost = [loss(case.positions, choices) for choices in variants]
    assert loss(case.positions, dict(answer.variant.choices)) == min(lost)
    assert answer.loss == pytest.approx(float(min(lost)))
    assert answer.ties == lost.count(min(lost))
    assert sum(own.loss for own in answer.by_delegation.values()) == pytest.approx(answer.loss)


@given(graded_drafts())
def test_the_solver_finds_the_least_loss_too(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    space = bt.variants(case.draft, case.positions)
    optimum = Model(space, [*case.positions], 60).optimum(rule("loss").solve)
    assert optimum.proven
    found = loss(case.positions, space.network.choices(optimum.values))
    assert found == min(loss(case.positions, choices) for choices in variants)


def test_the_least_loss_is_exact_in_a_draft_of_any_size() -> None:
    draft = bt.parse("\n".join(f"{n}. Parties pay [10 {n}/20 {n}/30 {n}]." for n in range(1, 1001)))
    rows = tuple(
        Position(name, f"{n}#1", letter, "accepts", worth=worth, salience=0.1)
        for n in range(1, 1001)
        for name, worths in {"UK": (100, 0.1, 0), "EU": (0, 0.1, 100)}.items()
        for letter, worth in zip("abc", worths, strict=True)
    )
    answer = bt.least_contested(bt.variants(draft), Positions(rows), "loss")
    # At the ends one of the two loses 100, and in the middle each 99.9.
    assert answer.loss == 10_000
    assert answer.ties == 2**1000


def test_what_is_lost_is_reported() -> None:
    draft = bt.parse("1. Parties pay [10 or 20/30].")
    rows = tuple(Position("UK", "1#1", o, "accepts", worth=w, salience=0.5) for o, w in (("a", 40), ("b", 60)))
    told = [*bt.least_contested(bt.variants(draft).fix({"1#1": "a"}), Positions(rows), "loss").to_blocks()]
    assert "It costs 10 in all: salience × worth, against what each would like best." in told


def test_a_draft_without_grades_loses_nothing() -> None:
    draft = bt.parse("1. Parties [shall/should] pay.")
    rows = (Position("UK", "1#1", "a", "objects"),)
    answer = bt.least_contested(bt.variants(draft), Positions(rows), "loss")
    assert (answer.loss, answer.ties) == (Fraction(0), 2)


@pytest.mark.parametrize("grade", [{"worth": 101}, {"worth": -1}, {"worth": 5, "salience": -1}])
def test_a_grade_out_of_its_range_is_refused(grade: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"a worth is between 0 and 100|a salience is a number of at least 0"):
        Position("UK", "1#1", "a", "accepts", **grade)  # type: ignore[arg-type]
