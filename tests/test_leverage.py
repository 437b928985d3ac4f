"""What hangs on whom, against going through all variants, all options and all orders."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given

import bracketed as bt
from bracketed.consensus.leverage import Lever
from bracketed.positions.positions import Position, Positions
from bracketed.variants.network import same_choices
from tests.brute import IN_THE_WAY, Choices, all_choices, cost, counts, linked
from tests.strategies import Case, contested_drafts
from tests.test_blocking import closes


def blocks(case: Case, rows: list[Position], variants: list[Choices], bracket: str) -> bool:
    """Say whether a bracket blocks in some variants, under some stances."""
    letters = {choices[bracket] for choices in variants if bracket in choices}
    return bool(letters) and not any(
        closes(
            [row for row in rows if (row.bracket, row.option) in linked((bracket, letter), case.links)],
            variants,
            bracket,
            letter,
        )
        for letter in letters
    )


def letters_in(variants: list[Choices], bracket: str) -> list[str]:
    return list(dict.fromkeys(choices[bracket] for choices in variants if bracket in choices))


def falls_away(
    case: Case, rows: list[Position], taking: list[Choices], bracket: str, settled: set[tuple[str, str]]
) -> bool:
    """Say whether some variants leave a bracket out, and one of them by options that no other stance is against."""
    leaving: set[tuple[str, str]] = set()
    at = case.draft.bracket(bracket)
    while at.parent is not None:
        around, letter = at.parent
        at = case.draft.bracket(around)
        leaving |= {(around, other) for other in at.letters if other != letter}
    against = {pair for choice in leaving for pair in linked(choice, case.links)} - settled
    stances = [row for row in rows if row.stance in IN_THE_WAY and (row.bracket, row.option) in against]
    return not any(bracket in choices for choices in taking) and any(
        not any(counts(row, choices) for row in stances) for choices in taking
    )


def check(
    case: Case, variants: list[Choices], blocking: list[str], lever: Lever, ways: dict[str, list[tuple[str, str]]]
) -> None:
    """Check what a lever closes, and what falls away, where all accept one of some ways to settle it."""
    rows = list(case.positions)
    closed: dict[str, tuple[str, ...]] = {}
    fallen: dict[str, tuple[str, ...]] = {}
    for letter, choices_of_way in ways.items():
        gone = set().union(*(linked(choice, case.links) for choice in choices_of_way))
        left = [row for row in rows if (row.bracket, row.option) not in gone]
        # Each of linked brackets may be the one that texts settle.
        taking = [[choices for choices in variants if choices.get(b) == o] for b, o in choices_of_way]
        closed[letter] = tuple(
            id_
            for id_ in blocking
            if any(any(id_ in choices for choices in some) and not blocks(case, left, some, id_) for some in taking)
        )
        fallen[letter] = tuple(
            id_
            for id_ in blocking
            if id_ not in closed[letter] and all(falls_away(case, left, some, id_, gone) for some in taking)
        )
    assert lever.closes == closed[lever.option]
    assert lever.falls_away == fallen[lever.option]
    assert len(lever.closes) == max(map(len, closed.values()))


@given(contested_drafts())
def test_levers_close_what_going_through_all_variants_says(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    rows = list(case.positions)
    ids = [bracket.id for bracket in case.draft.brackets]
    blocking = [id_ for id_ in ids if blocks(case, rows, variants, id_)]
    space = bt.variants(case.draft, case.positions)
    found = bt.leverage(space, case.positions)
    assert {lever.name for lever in found.of("bracket")} == {*blocking}
    links = {link.id: link.brackets for link in space.links if {*link.brackets} & {*blocking}}
    assert {lever.name for lever in found.of("link")} == {*links}
    for lever in found.of("delegation"):
        left = [row for row in rows if row.delegation != lever.name or row.stance not in IN_THE_WAY]
        assert lever.closes == tuple(id_ for id_ in blocking if not blocks(case, left, variants, id_))
    for lever in found.of("bracket"):
        ways = {letter: [(lever.name, letter)] for letter in letters_in(variants, lever.name)}
        check(case, variants, blocking, lever, ways)
    for lever in found.of("link"):
        member = next(id_ for id_ in links[lever.name] if id_ in blocking)
        (known,) = [letters for letters in same_choices(case.links) if member in letters]
        rows_of_class = [[*zip(known, row, strict=True)] for row in zip(*known.values(), strict=True)]
        taken = [[(id_, o) for id_, o in row if o in letters_in(variants, id_)] for row in rows_of_class]
        check(
            case,
            variants,
            blocking,
            lever,
            {dict(row)[member]: some for row, some in zip(rows_of_class, taken, strict=True) if some},
        )
        members = [one for one in found.of("bracket") if one.name in known]
        assert all(len(lever.closes) >= len(one.closes) for one in members)
    assert [len(lever.closes) for lever in found] == sorted((len(lever.closes) for lever in found), reverse=True)


Worth = tuple[Fraction, ...]


def worth(rows: Iterable[Position], variants: list[Choices]) -> Worth:
    rows = [*rows]
    return min(cost(rows, choices)[:3] for choices in variants)


@given(contested_drafts())
def test_shares_are_what_delegations_add_on_average_over_all_orders(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    against = [row for row in case.positions if row.stance in IN_THE_WAY]
    names = list(dict.fromkeys(row.delegation for row in against))
    added: dict[str, list[Worth]] = {name: [] for name in names}
    for order in permutations(names):
        for place, name in enumerate(order):
            some = worth([row for row in against if row.delegation in order[:place]], variants)
            more = worth([row for row in against if row.delegation in order[: place + 1]], variants)
            added[name].append(tuple(a - b for a, b in zip(more, some, strict=True)))
    levers = bt.leverage(bt.variants(case.draft, case.positions), case.positions).of("delegation")
    assert {lever.name for lever in levers} == {*names}
    for lever in levers:
        share = lever.share
        assert share is not None
        orders = added[lever.name]
        means = [float(sum(kind)) / len(orders) for kind in zip(*orders, strict=True)]
        assert [share.blocks, share.objections, share.reservations] == pytest.approx(means, abs=1e-9)
        assert share.error == 0


@pytest.mark.parametrize(("exact", "listed"), [(1, 500), (1, 0)])
def test_drawn_shares_come_near_the_exact_ones_and_add_up(exact: int, listed: int) -> None:
    draft = bt.parse("\n".join(f"{n}. Parties [shall {n}/should] report." for n in range(1, 7)))
    rows = [
        Position(name, f"{n}#1", letter, "blocks" if n == 3 else "objects", n)
        for n in range(1, 7)
        for name, letter in [("UK", "a"), ("EU", "b"), (f"Party {n}", "ab"[n % 2])]
    ]
    # One deal ties all brackets together.
    rows.append(Position("UK", "1#1", "a", "objects", condition=tuple((f"{n}#1", "a") for n in range(2, 7))))
    positions = Positions(tuple(rows))
    space = bt.variants(draft, positions)
    sure = {lever.name: lever.share for lever in bt.leverage(space, positions).of("delegation")}
    with pytest.MonkeyPatch.context() as patch:
        module = sys.modules["bracketed.consensus.shares"]
        patch.setattr(module, "_EXACT", exact)
        patch.setattr(module, "_LISTED", listed)
        drawn = {lever.name: lever.share for lever in bt.leverage(space, positions).of("delegation")}
    best = bt.least_contested(space, positions)
    assert sum(share.objections for share in drawn.values() if share) == pytest.approx(best.objections)
    assert sum(share.blocks for share in drawn.values() if share) == pytest.approx(best.blocks)
    assert any(share.error > 0 for share in drawn.values() if share)
    for name, share in drawn.items():
        known = sure[name]
        assert share is not None
        assert known is not None
        assert abs(share.objections - known.objections) <= 5 * share.error + 1e-9
        assert abs(share.blocks - known.blocks) <= 5 * share.blocks_error + 1e-9


def test_a_lever_says_itself() -> None:
    draft = bt.parse("1. Parties share [software].\n2. They sell [software].")
    rows = [("UK", "1#1", "a"), ("USA", "1#1", "omit"), ("EU", "2#1", "omit")]
    positions = Positions(tuple(Position(name, bracket, letter, "objects") for name, bracket, letter in rows))
    found = bt.leverage(bt.variants(draft, links="all"), positions)
    assert [lever.sentence for lever in found] == [
        "If UK gives way everywhere, two brackets can be closed.",
        "If 1#1 is settled with “software”, two brackets can be closed.",
        "If 2#1 is settled with “software”, two brackets can be closed.",
        "If 1#1 and 2#1 are settled at once, with “software”, two brackets can be closed.",
        "If USA gives way everywhere, no bracket can be closed by that alone.",
        "If EU gives way everywhere, no bracket can be closed by that alone.",
    ]
    assert found.rows[0].to_dict() == {
        "kind": "delegation",
        "name": "UK",
        "option": "",
        "number": 2,
        "closes": ["1#1", "2#1"],
        "falls_away": [],
        "blocks": 0.0,
        "objections": pytest.approx(2 / 3),
        "reservations": 0.0,
        "error": 0.0,
    }
    assert list(found.to_frame()["number"]) == [2, 2, 2, 2, 0, 0]


def test_a_bracket_that_holds_nothing_but_a_comment_has_a_lever() -> None:
    draft = bt.parse("[\tComment by Ana Keller: USA – keep\nUK – remove\n<b>")
    positions = bt.positions(draft)
    found = bt.leverage(bt.variants(draft, positions), positions)
    assert all(lever.sentence for lever in found)


def test_what_vanishes_with_its_words_is_distinguished_from_what_is_closed() -> None:
    draft = bt.parse("1. Crews rest [at sea [daily/weekly] with [tea/soup] OR on land [daily/weekly]].")
    inner = [("Kenya", o, "objects") for o in "a"] + [("Japan", o, "objects") for o in "b"]
    told = [(name, f"1#1{id_}", o, stance) for id_ in ("a.1", "a.2", "b.1") for name, o, stance in inner]
    told += [("Chile", "1#1", "b", "blocks"), ("Mali", "1#1", "a", "objects")]
    positions = Positions(tuple(Position(*row) for row in told))  # type: ignore[arg-type]
    found = bt.leverage(bt.variants(draft, links="all"), positions)
    bracket = {lever.name: lever for lever in found.of("bracket")}
    # Chile blocks the option around it, which nobody takes for granted to make the others vanish.
    assert (bracket["1#1b.1"].closes, bracket["1#1b.1"].falls_away) == (("1#1b.1",), ())
    assert (bracket["1#1"].option, bracket["1#1"].falls_away) == ("a", ("1#1b.1",))
    assert bracket["1#1"].sentence.endswith("one bracket can be closed, and one falls away.")
    (link,) = found.of("link")
    assert link.closes == ("1#1a.1", "1#1b.1")


@pytest.mark.parametrize(("conditions", "falls"), [("a", True), ("ab", False)])
def test_an_objection_under_a_condition_keeps_a_bracket_only_if_no_text_avoids_it(conditions: str, falls: bool) -> None:
    draft = bt.parse("1. Crews rest [at sea with [tea/soup] OR on land for [days/weeks]].\n2. They [pay/borrow].")
    rows = [
        Position(name, id_, o, "objects") for id_ in ("1#1a.1", "1#1b.1") for name, o in [("Kenya", "a"), ("Mali", "b")]
    ]
    rows += [Position("Chile", "1#1", "b", "objects", condition=(("2#1", letter),)) for letter in conditions]
    positions = Positions(tuple(rows))
    lever = next(one for one in bt.leverage(bt.variants(draft), positions).of("bracket") if one.name == "1#1b.1")
    assert lever.falls_away == (("1#1a.1",) if falls else ())


def test_those_on_whom_nothing_depends_are_named_in_a_sentence() -> None:
    draft = bt.parse("1. Ports [pay].")
    rows = Positions(tuple(Position(name, "1#1", "omit", "objects") for name in ("Peru", "Mali")))
    *_, last = bt.leverage(bt.variants(draft), rows).to_blocks()
    assert last == "Nothing depends on the stances of Mali and Peru."
