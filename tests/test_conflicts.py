"""Conflicts are the smallest contradictory sets that going through all sets finds, in order of size."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import assume, given

import bracketed as bt
from bracketed.consensus.integer_program import SolverError
from bracketed.draft.links import Link
from bracketed.positions.positions import Position, Positions
from tests.brute import IN_THE_WAY, all_choices, counts, respects
from tests.strategies import Case, contested_drafts


def keeps(choices: dict[str, str], member: Position | Link) -> bool:
    if isinstance(member, Link):
        return respects(choices, member)
    return not counts(member, choices)


@given(contested_drafts())
def test_conflicts_are_the_smallest_contradictory_sets(case: Case) -> None:
    variants = all_choices(case.draft.content)
    assume(all_choices(case.draft.content, (*case.links, *case.rules)))
    space = bt.variants(case.draft, case.positions).bound(case.rules)
    against = [row for row in case.positions if row.stance in IN_THE_WAY]
    members: list[Position | Link] = [*against, *space.links, *space.rules]
    assume(len(members) <= 9)
    smallest: list[frozenset[int]] = []
    for size in range(len(members) + 1):
        for group in combinations(range(len(members)), size):
            held = frozenset(group)
            if any(known <= held for known in smallest):
                continue
            if not any(all(keeps(choices, members[n]) for n in group) for choices in variants):
                smallest.append(held)
    found = bt.conflicts(space, case.positions, limit=None)
    assert found.complete
    told = [sorted(map(repr, [*stances, *one.links])) for one in found for stances in one.sets]
    expected = [sorted(repr(members[number]) for number in group) for group in smallest]
    assert Counter(map(tuple, told)) == Counter(map(tuple, expected))
    assert list(map(len, told)) == sorted(map(len, expected))
    assert sum(one.number for one in found) == len(expected)
    # Sets that differ only in who is against the same choices are told as one.
    kinds = [
        tuple(sorted(repr((row.bracket, row.option, row.condition)) for row in one.stances)) + one.links
        for one in found
    ]
    assert len(kinds) == len(set(kinds))
    for number in range(min(3, len(found))):
        first = bt.conflicts(space, case.positions, limit=number)
        assert [*first] == [*found][:number]
        assert not first.complete


def test_a_conflict_says_itself() -> None:
    draft = bt.parse("1. Parties share [software].\n2. They sell [software].\n3. They [meet/talk].")
    rows = [("UK", "1#1", "a", "objects"), ("USA", "2#1", "omit", "blocks"), ("EU", "3#1", "b", "objects")]
    positions = Positions(
        (
            *(Position(name, bracket, letter, stance) for name, bracket, letter, stance in rows),  # type: ignore[arg-type]
            Position("Kenya", "3#1", "a", "objects", condition=(("1#1", "omit"),)),
            Position("Chad", "1#1", "a", "objects"),
        )
    )
    found = bt.conflicts(bt.variants(draft, links="all"), positions)
    # Those of brackets that are tied come as the solver finds them.
    assert sorted(conflict.sentence for conflict in found) == [
        "Every text goes against one of these: “software” (1#1): Chad and UK against; leaving out “software” (2#1): "
        "a red line of USA; and 1#1 and 2#1 go together (link same:1#1).",
        "Every text goes against one of these: “software” (1#1): Chad and UK against; “meet” (3#1) if “software” (1#1) "
        "is left out: Kenya against; and “talk” (3#1): EU against.",
    ]
    linked = next(conflict for conflict in found if conflict.links and "UK" in conflict.delegations)
    assert linked.to_dict() == {
        "size": 3,
        "number": "2",
        "stances": [
            {"delegation": "Chad", "bracket": "1#1", "option": "a", "stance": "objects"},
            {"delegation": "USA", "bracket": "2#1", "option": "omit", "stance": "blocks"},
        ],
        "sides": [
            [
                {"delegation": "Chad", "bracket": "1#1", "option": "a", "stance": "objects"},
                {"delegation": "UK", "bracket": "1#1", "option": "a", "stance": "objects"},
            ],
            [{"delegation": "USA", "bracket": "2#1", "option": "omit", "stance": "blocks"}],
        ],
        "links": ["same:1#1"],
        "brackets": ["1#1", "2#1"],
        "sentence": linked.sentence,
    }
    assert "Chad, UK, USA" in set(found.to_frame()["delegations"])
    fewer = bt.conflicts(bt.variants(draft, links="all"), positions, limit=1)
    assert (len(fewer), fewer.complete, found.complete) == (1, False, True)


def test_a_bracket_has_one_conflict_with_a_side_for_each_option() -> None:
    draft = bt.parse("1. Ports [open/close].\n2. Ships [wait].")
    told = [("Chile", "1#1", "a", "objects"), ("Qatar", "1#1", "a", "objects"), ("Japan", "1#1", "b", "objects")]
    told += [("Peru", "1#1", "b", "reserves"), ("Peru", "2#1", "omit", "blocks"), ("Mali", "2#1", "a", "objects")]
    positions = Positions(tuple(Position(*row) for row in told))  # type: ignore[arg-type]
    found = bt.conflicts(bt.variants(draft), positions)
    assert [(conflict.sentence, conflict.number) for conflict in found] == [
        ("1#1: a (“open”): Chile and Qatar against; b (“close”): Japan against, reserved by Peru.", 4),
        ("2#1: a (“wait”): Mali against; leaving out: a red line of Peru.", 1),
    ]


def test_where_nobody_objects_there_is_no_conflict() -> None:
    draft = bt.parse("1. Parties share [software].\n2. They sell [software].")
    found = bt.conflicts(bt.variants(draft), Positions((Position("UK", "1#1", "a", "supports"),)))
    assert (len(found), found.complete) == (0, True)


def test_without_pysat_a_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysat.examples.optux", None)
    draft = bt.parse("1. Parties share [software].\n2. They sell [software].")
    rows = tuple(Position("UK", f"{n}#1", letter, "objects") for n in (1, 2) for letter in ("a", "omit"))
    with pytest.raises(SolverError, match=r"conflicts need PySAT: pip install 'bracketed\[solve\]'"):
        bt.conflicts(bt.variants(draft, links="all"), Positions(rows))
