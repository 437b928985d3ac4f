"""What a change of positions changes, in one table."""

from __future__ import annotations

from hypothesis import assume, given

import bracketed as bt
from bracketed.positions.positions import Position, Positions
from tests.brute import all_choices
from tests.strategies import Case, contested_drafts


@given(contested_drafts())
def test_nothing_changes_if_no_position_does(case: Case) -> None:
    assume(all_choices(case.draft.content, case.links))
    assert len(bt.what_if(bt.variants(case.draft, case.positions), case.positions, case.positions)) == 0


@given(contested_drafts())
def test_each_change_is_what_the_answers_say_before_and_after(case: Case) -> None:
    assume(all_choices(case.draft.content, case.links) and case.positions.rows)
    space = bt.variants(case.draft, case.positions)
    after = case.positions.without(case.positions.delegations[0])
    changes = {(row.what, row.name): (row.before, row.after) for row in bt.what_if(space, case.positions, after)}
    best = [bt.least_contested(space, positions) for positions in (case.positions, after)]
    standing = [bt.blocking(space, positions) for positions in (case.positions, after)]
    objections = best[0].objections, best[1].objections
    assert changes.get(("objections", "best text"), objections) == objections
    assert (("objections", "best text") in changes) == (objections[0] != objections[1])
    for row in standing[0]:
        statuses = row.status, standing[1][row.id].status
        assert changes.get(("status", row.id), statuses) == statuses
        assert (("status", row.id) in changes) == (statuses[0] != statuses[1])


def test_a_change_in_a_table() -> None:
    draft = bt.parse("1. [Ports] pay.\n2. Parties [share] data.")
    told = [
        ("UK", "1#1", "a", "objects"),
        ("EU", "1#1", "omit", "objects"),
        ("EU", "2#1", "a", "objects"),
        ("UK", "2#1", "a", "supports"),
        ("Chad", "2#1", "omit", "blocks"),
    ]
    positions = Positions(tuple(Position(*row) for row in told))  # type: ignore[arg-type]
    changed = positions.what_if({"Chad": {"2#1": "accepts"}})
    found = bt.what_if(bt.variants(draft), positions, changed)
    assert "status (2#1): blocking before, closable after." in found.sentences
    assert [tuple(row) for row in found] == [
        ("objections", "best text", 2, 1),
        ("supports", "best text", 1, 0),
        ("brackets that block", "draft", 2, 1),
        ("brackets that can be closed", "draft", 0, 1),
        ("stances to withdraw", "cheapest concession", 2, 1),
        ("conflicts", "draft", 2, 1),
        ("status", "2#1", "blocking", "closable"),
        ("holders", "2#1", "EU, Chad", "nobody"),
        ("brackets to close alone", "EU", 2, 1),
        ("brackets to close alone", "Chad", 1, 0),
        # Chad's red line leaves the EU's objection as the only way out; they share it.
        ("share of the objections", "EU", 1.0, 0.5),
        ("share of the objections", "Chad", 0.5, 0.0),
    ]
    assert list(found.to_frame().columns) == ["what", "name", "before", "after"]


def test_what_somebody_would_say_is_told_apart_from_what_was_said() -> None:
    draft = bt.parse("4. Parties [shall/should] report.\tComment by UK: UK – use “shall” rather than “should”")
    after = bt.positions(draft).what_if({"UK": {"4#1": "accepts"}})
    assert {(row.stance, row.source, row.evidence.words) for row in after} == {("accepts", "what if", "what if")}
