"""Packages are the smallest fair trades that going through all sets of moves finds, the best first."""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.links import Link
from bracketed.positions.positions import Position, Positions
from tests.brute import all_choices, linked
from tests.strategies import Case
from tests.test_leverage import blocks

NAMES = ["UK", "USA", "EU"]


@st.composite
def trades(draw: st.DrawFn) -> Case:
    """Return a draft in which many brackets block, with weights that differ, and links between options."""
    pieces = ["[trust]", "[pay dues/save]", "[now/soon/later]", "[goods [and trade]]", "[at [pay dues/save] sea]"]
    texts = draw(st.lists(st.sampled_from(pieces), min_size=2, max_size=4))
    draft = bt.parse("\n".join(f"{number}. Parties {text} report." for number, text in enumerate(texts, 1)))
    options = [(bracket.id, letter) for bracket in draft.brackets for letter in bracket.letters]
    choice = st.sampled_from(options)
    weights = st.sampled_from([1, 1, 2, 3, 0.5])
    rows = []
    # Each bracket sets two delegations against each other, who care more or less.
    for bracket in draft.brackets:
        one, other = draw(st.permutations(NAMES))[:2]
        first, *others = bracket.letters
        wants = [(one, first, "supports"), (other, first, "objects")]
        wants += [
            (name, letter, stance) for letter in others for name, stance in [(one, "objects"), (other, "supports")]
        ]
        rows += [Position(name, bracket.id, letter, stance, draw(weights)) for name, letter, stance in wants]  # type: ignore[arg-type]
    for bracket, letter in draw(st.lists(choice, max_size=3)):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=0, max_size=3, unique=True))
        for name in names:
            stance = draw(
                st.sampled_from(["supports", "supports", "reserves", "objects", "objects", "objects", "blocks"])
            )
            condition = draw(st.sampled_from([(), (), (), (options[0],)]))
            rows.append(Position(name, bracket, letter, stance, draw(weights), condition))
    pairs = draw(st.lists(st.tuples(choice, choice), max_size=1))
    rules = tuple(Link(f"x:{n}", "excludes", (a[0], b[0]), ((a[1], b[1]),)) for n, (a, b) in enumerate(pairs))
    return Case(draft, rules, Positions(tuple(rows)))


Move = frozenset[tuple[str, str]]


def promised(case: Case, same: Move, rows: list[Position], name: str) -> Fraction:
    """Return what a delegation's supports weigh at least, wherever the enclosing options leave linked brackets out."""
    places = {case.draft.bracket(bracket).parent for bracket, _ in same}
    own = [row for row in rows if (row.delegation, row.stance, row.condition) == (name, "supports", ())]
    sums = {
        place: sum(
            (Fraction(str(row.weight)) for row in own if case.draft.bracket(row.bracket).parent == place), Fraction(0)
        )
        for place in places
    }
    return sums[None] if None in sums else min(sums.values())


def lost(rows: list[Position], name: str) -> Fraction:
    own = [row for row in rows if (row.delegation, row.stance) == (name, "objects")]
    return -sum((Fraction(str(row.weight)) for row in own), Fraction(0))


@given(trades(), st.sampled_from([2, 3, 4]))
def test_packages_are_the_smallest_trades_that_leave_nobody_worse(case: Case, length: int) -> None:
    links = (*case.links, *case.rules)
    variants = all_choices(case.draft.content, links)
    assume(variants)
    rows = list(case.positions)
    blocking = [b.id for b in case.draft.brackets if blocks(case, rows, variants, b.id)]
    moves: dict[Move, tuple[list[Position], set[str], bool]] = {}
    for bracket in blocking:
        for letter in {choices[bracket] for choices in variants if bracket in choices}:
            same = frozenset(linked((bracket, letter), case.links))
            about = [row for row in rows if (row.bracket, row.option) in same]
            if not any(row.stance == "blocks" for row in about):
                givers = {row.delegation for row in about if row.stance in ("objects", "reserves")}
                whole = {name: promised(case, same, about, name) + lost(about, name) for name in givers}
                moves[same] = (about, givers, all(worth >= 0 for worth in whole.values()))
    found: dict[frozenset[Move], tuple[int, Fraction]] = {}
    told: dict[frozenset[Move], dict[str, str]] = {}
    for size in range(2, length + 1):
        for group in combinations(moves, size):
            key = frozenset(group)
            places = [bracket for same in group for bracket, _ in same]
            # Of linked brackets those are meant that are to be settled.
            texts = [v for v in variants if all(any(v.get(b) == letter for b, letter in same) for same in group)]
            if len(set(places)) < len(places) or any(known < key for known in found) or not texts:
                continue
            members = {name for same in group for name in moves[same][1]}
            sums = {
                name: sum((promised(case, m, moves[m][0], name) + lost(moves[m][0], name) for m in group), Fraction(0))
                for name in members
            }
            if min(sums.values()) >= 0 and max(sums.values()) > 0 and not all(moves[same][2] for same in group):
                live = {(b, letter) for same in group for b, letter in same if any(v.get(b) == letter for v in texts)}
                found[key] = (sum(b in blocking for b, _ in live), min(sums.values()))
                told[key] = dict(live)
    space = bt.variants(case.draft, case.positions).bound(case.rules)
    given = bt.packages(space, case.positions, length=length, limit=None)
    assert given.complete
    assert sorted(sorted(package.choices.items()) for package in given) == sorted(
        sorted(choices.items()) for choices in told.values()
    )
    ranks = [(len(package.closes), Fraction(str(package.least_gain))) for package in given]
    assert ranks == sorted(found.values(), key=lambda rank: (-rank[0], -rank[1]))
    assert {frozenset(move.choices.items()) for move in given.free} == {same for same in moves if moves[same][2]}
    for package in given:
        assert all(member.gain >= 0 for member in package.members)
        assert 0 <= package.fairness <= 1


def weighed() -> tuple[bt.Draft, Positions]:
    draft = bt.parse("1. [Ports] pay.\n2. Parties [share] data.\n3. They [share] ships.")
    told = [
        ("UK", "1#1", "a", "objects", 1),
        ("EU", "1#1", "omit", "objects", 2),
        ("EU", "1#1", "a", "supports", 2),
        ("EU", "2#1", "a", "objects", 0.5),
        ("UK", "2#1", "omit", "objects", 3),
        ("UK", "2#1", "a", "supports", 3),
    ]
    return draft, Positions(tuple(Position(*row[:4], row[4]) for row in told))  # type: ignore[arg-type]


def test_a_package_says_who_gives_and_gains_what() -> None:
    draft, positions = weighed()
    found = bt.packages(bt.variants(draft, links="all"), positions)
    assert [package.sentence for package in found] == [
        "Three brackets can be closed together if UK lives with “Ports” (1#1) and has its way on “share” in two places "
        "(2#1 and 3#1), 2 to the better; and EU lives with “share” in two places (2#1 and 3#1) and has its way on "
        "“Ports” (1#1), 1.5 to the better.",
    ]
    assert found[0].to_dict() == {
        "closes": ["1#1", "2#1", "3#1"],
        "falls_away": [],
        "choices": {"1#1": "a", "2#1": "a", "3#1": "a"},
        "members": [
            {"delegation": "UK", "gives": ["1#1"], "gains": ["2#1", "3#1"], "gain": 2},
            {"delegation": "EU", "gives": ["2#1", "3#1"], "gains": ["1#1"], "gain": 1.5},
        ],
        "least_gain": 1.5,
        "fairness": 0.75,
        "sentence": found[0].sentence,
    }
    assert list(found.to_frame()["gain"]) == [2, 1.5]


def test_one_who_gains_beside_a_trade_may_make_it_worth_while() -> None:
    draft = bt.parse("1. [Ports] pay.\n2. Parties [share] data.\n3. They [meet] often.")
    # UK and EU trade 1 and 2 and come out even; Chad gains by 1 and gives way on 3, from which nobody on the way gains.
    told = [
        ("UK", "1#1", "a", "objects", 1),
        ("EU", "1#1", "a", "supports", 1),
        ("Chad", "1#1", "a", "supports", 3),
        ("EU", "1#1", "omit", "objects", 9),
        ("EU", "2#1", "a", "objects", 1),
        ("UK", "2#1", "a", "supports", 1),
        ("UK", "2#1", "omit", "objects", 9),
        ("Chad", "3#1", "a", "objects", 1),
        ("Fiji", "3#1", "a", "supports", 1),
        ("Fiji", "3#1", "omit", "objects", 9),
    ]
    positions = Positions(tuple(Position(*row[:4], row[4]) for row in told))  # type: ignore[arg-type]
    (found,) = bt.packages(bt.variants(draft), positions)
    assert {member.delegation: member.gain for member in found.members} == {"UK": 0, "EU": 0, "Chad": 2}


def test_a_red_line_is_no_part_of_a_trade() -> None:
    draft, positions = weighed()
    more = Positions((*positions.rows, Position("Chad", "1#1", "a", "blocks")))
    assert len(bt.packages(bt.variants(draft), more)) == 0


def test_a_bracket_in_words_that_a_package_leaves_out_is_not_closed_by_it() -> None:
    draft = bt.parse("1. Cranes [rose OR sank] while [ships [sank/rose] waited] outside.")
    told = [
        ("Ghana", "1#2", "omit", "objects", 1),
        ("Ghana", "1#1", "a", "objects", 1),
        ("Ghana", "1#1", "b", "supports", 1),
        ("Italy", "1#2", "a", "blocks", 1),
        ("Japan", "1#1", "b", "objects", 1),
        ("Japan", "1#2", "omit", "supports", 3),
    ]
    positions = Positions(tuple(Position(*row[:4], row[4]) for row in told))  # type: ignore[arg-type]
    (found,) = bt.packages(bt.variants(draft, links="all"), positions)
    assert (found.closes, found.falls_away) == (("1#1", "1#2"), ("1#2a.1",))
    assert found.choices == {"1#1": "b", "1#2": "omit"}
    assert found.sentence.startswith("Two brackets can be closed together, and one falls away, if ")
    assert "has its way on leaving out “ships [sank/rose] waited” (1#2)" in found.sentence


def test_a_move_that_costs_its_giver_nothing_is_reported_and_takes_part_in_trades() -> None:
    draft = bt.parse("1. Cranes [rose/sank] and [rose OR sank].\n2. Ships [wait/sail].")
    told = [
        ("Italy", "1#1", "a", "objects", 1),
        ("Italy", "1#2", "a", "supports", 1),
        ("Ghana", "1#2", "a", "supports", 2),
        ("Ghana", "1#1", "b", "blocks", 1),
        ("Ghana", "2#1", "a", "objects", 1),
        ("Japan", "2#1", "b", "blocks", 1),
    ]
    positions = Positions(tuple(Position(*row[:4], row[4]) for row in told))  # type: ignore[arg-type]
    found = bt.packages(bt.variants(draft, links="all"), positions)
    assert [(move.choices, move.givers) for move in found.free] == [({"1#1": "a", "1#2": "a"}, ("Italy",))]
    assert "\n".join(map(str, found.to_blocks())).endswith(
        "Free to close: two brackets (1#1 and 1#2). Italy gives way there at no cost: it lifts its reservation, or "
        "gains as much in linked places."
    )
    (package,) = found
    assert {member.delegation: member.gain for member in package.members} == {"Italy": 0, "Ghana": 1}


def test_a_search_that_is_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in ("_SETS", "_SETS_FROM_EACH"):
        monkeypatch.setattr(sys.modules["bracketed.consensus.packages"], bound, 1)
    draft, positions = weighed()
    assert not bt.packages(bt.variants(draft), positions).complete


def test_a_trade_has_two_sides() -> None:
    draft, positions = weighed()
    with pytest.raises(ValueError, match="a package settles at least 2 choices; got 1"):
        bt.packages(bt.variants(draft), positions, length=1)


@given(trades(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_package_no_lever_and_no_conflict(case: Case, chance: Random) -> None:
    assume(all_choices(case.draft.content, (*case.draft.links, *case.rules)))
    rows = [*case.positions]
    chance.shuffle(rows)
    told = []
    for positions in (case.positions, Positions(tuple(rows))):
        space = bt.variants(case.draft, positions).bound(case.rules)
        packages = bt.packages(space, positions, limit=3)
        told.append(
            [
                packages.to_dicts(),
                packages.free,
                bt.leverage(space, positions).to_dicts(),
                bt.conflicts(space, positions, limit=3).to_dicts(),
                [(level.count, level.objections, level.supports) for level in bt.levels(space, positions)],
            ]
        )
    assert told[0] == told[1]
