"""Concessions are the smallest sets of stances that going through all variants finds, the cheapest first."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.positions.positions import Position, Positions
from tests.brute import IN_THE_WAY, Choices, all_choices, cost, counts
from tests.strategies import Case, contested_drafts

Moves = frozenset[int]


def standing_against(case: Case, choices: Choices) -> Moves:
    """Return the numbers of the stances that stand against a variant."""
    return frozenset(
        number for number, row in enumerate(case.positions) if row.stance in IN_THE_WAY and counts(row, choices)
    )


def price(case: Case, moves: Moves) -> tuple[int, Fraction, Fraction, int]:
    rows = [case.positions.rows[number] for number in moves]
    objections, reservations = (
        sum((Fraction(str(row.weight)) for row in rows if row.stance == stance), Fraction(0))
        for stance in ("objects", "reserves")
    )
    return sum(row.stance == "blocks" for row in rows), objections, reservations, len(rows)


@given(contested_drafts())
def test_concessions_are_the_smallest_sets_in_order_of_cost(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    space = bt.variants(case.draft, case.positions)
    found = bt.concessions(space, case.positions, limit=None)
    sets = {standing_against(case, choices) for choices in variants}
    smallest = [moves for moves in sets if not any(other < moves for other in sets)]
    # Stances that are equal are told apart by their number only, so they are counted.
    told = Counter(tuple(sorted(map(repr, concession.moves))) for concession in found)
    rows = case.positions.rows
    assert told == Counter(tuple(sorted(repr(rows[number]) for number in moves)) for moves in smallest)
    assert found.complete
    assert found.total == len(smallest)
    prices = [
        (one.blocks, Fraction(str(one.objections)), Fraction(str(one.reservations)), len(one.moves)) for one in found
    ]
    assert prices == sorted(price(case, moves) for moves in smallest)
    for concession in found:
        # The text it leads to is a variant that meets just these objections.
        against = [rows[number] for number in standing_against(case, dict(concession.variant.choices))]
        assert sorted(map(repr, against)) == sorted(map(repr, concession.moves))


@given(contested_drafts())
def test_what_is_forced_and_what_is_left_to_choose_are_all_cheapest_concessions(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    sets = {standing_against(case, choices) for choices in variants}
    least = min(price(case, moves) for moves in sets)
    cheapest = [moves for moves in sets if price(case, moves) == least]
    found = bt.concessions(bt.variants(case.draft, case.positions), case.positions)
    told = [
        [*found.forced, *(row for way in ways for row in way)]
        for ways in product(*(choice.ways for choice in found.choices))
    ]
    rows = case.positions.rows
    assert Counter(tuple(sorted(map(repr, moves))) for moves in told) == Counter(
        tuple(sorted(repr(rows[number]) for number in moves)) for moves in cheapest
    )
    assert found.cheapest == len(cheapest)
    assert all(choice.total == len(choice.ways) > 1 for choice in found.choices)


@given(contested_drafts(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_concession(case: Case, chance: Random) -> None:
    assume(all_choices(case.draft.content, case.links))
    rows = [*case.positions]
    chance.shuffle(rows)
    shuffled = Positions(tuple(rows))
    told = [
        [sorted(map(repr, one.moves)) for one in bt.concessions(bt.variants(case.draft, some), some, limit=4)]
        for some in (case.positions, shuffled)
    ]
    assert told[0] == told[1]


@given(contested_drafts())
def test_the_cheapest_concession_is_what_is_against_the_least_contested_variant(case: Case) -> None:
    assume(all_choices(case.draft.content, case.links))
    space = bt.variants(case.draft, case.positions)
    best = bt.least_contested(space, case.positions)
    first = bt.concessions(space, case.positions, limit=1)[0]
    assert (first.blocks, first.objections, first.reservations) == (best.blocks, best.objections, best.reservations)
    assert cost(case.positions, dict(first.variant.choices))[:3] == cost(case.positions, dict(best.variant.choices))[:3]


@given(contested_drafts())
def test_what_the_moves_of_a_delegation_close_is_what_blocking_says_without_them(case: Case) -> None:
    assume(all_choices(case.draft.content, case.links))
    space = bt.variants(case.draft, case.positions)
    before = {row.id for row in bt.blocking(space, case.positions).of("blocking", "reserved")}
    for concession in bt.concessions(space, case.positions, limit=3):
        for name, moves in concession.by_delegation.items():
            left = Positions(tuple(row for row in case.positions if row not in moves))
            after = {row.id for row in bt.blocking(space, left).of("blocking", "reserved")}
            assert {*concession.closes[name]} == before - after


def three_minds() -> tuple[bt.Draft, Positions]:
    draft = bt.parse("1. Parties [shall] report.\n2. They report [goods] and [trade].")
    return draft, Positions(
        (
            Position("UK", "1#1", "a", "objects"),
            Position("USA", "1#1", "omit", "objects"),
            Position("EU", "1#1", "omit", "objects"),
            Position("UK", "2#1", "omit", "objects"),
            Position("EU", "2#1", "a", "blocks"),
        )
    )


def test_a_concession_says_who_gives_way_where_and_what_that_closes() -> None:
    draft, positions = three_minds()
    found = bt.concessions(bt.variants(draft), positions)
    assert [(one.blocks, one.objections) for one in found] == [(0, 2), (0, 3), (1, 1), (1, 2)]
    assert found[0].sentence == (
        "Nobody objects any more if UK lives with “shall” (1#1) and without “goods” (2#1), "
        "which alone closes two brackets."
    )
    assert found[1].sentence == (
        "Nobody objects any more if EU and USA live without “shall” (1#1), which alone closes one bracket; and UK "
        "lives without “goods” (2#1), which alone closes one bracket."
    )
    assert found[0].to_dict() == {
        "blocks": 0,
        "objections": 2,
        "reservations": 0,
        "moves": [
            {"delegation": "UK", "bracket": "1#1", "option": "a", "stance": "objects"},
            {"delegation": "UK", "bracket": "2#1", "option": "omit", "stance": "objects"},
        ],
        "closes": {"UK": ["1#1", "2#1"]},
        "choices": {"1#1": "a", "2#1": "omit", "2#2": "a"},
        "sentence": found[0].sentence,
    }
    assert found.to_dicts()[0]["product"] == {"forced": found[0].to_dict()["moves"], "choices": []}
    assert found.to_dicts()[1]["product"] is None
    assert list(found.to_frame()["closes"])[:2] == [2, 2]


def test_where_nobody_objects_nobody_needs_to_give_way() -> None:
    draft, _ = three_minds()
    found = bt.concessions(bt.variants(draft), Positions((Position("UK", "1#1", "a", "supports"),)))
    assert [one.sentence for one in found] == ["Nobody needs to give way: there is a text that nobody objects to."]
    assert found.complete


def test_the_number_of_concessions_is_exact_where_they_cannot_be_listed() -> None:
    draft = bt.parse("\n".join(f"{n}. Parties [shall {n}] report." for n in range(1, 101)))
    rows = [Position(name, f"{n}#1", o, "objects") for n in range(1, 101) for name, o in [("UK", "a"), ("EU", "omit")]]
    found = bt.concessions(bt.variants(draft), Positions(tuple(rows)), limit=3)
    assert found.total == 2**100
    assert not found.complete
    assert [one.objections for one in found] == [100, 100, 100]


def two_places(number: int) -> tuple[bt.Draft, Positions]:
    """Return a draft with choices between two, one that is forced, and one option that nobody asks for."""
    draft = bt.parse("\n".join(f"{n}. Ports [open {n}/close {n}]." for n in range(1, number + 1)))
    rows = [
        Position(name, f"{n}#1", o, "objects")
        for n in range(2, number + 1)
        for name, o in [("Peru", "a"), ("Mali", "b")]
    ]
    rows += [Position("Peru", f"{n}#1", "b", "supports") for n in range(2, number + 1)]
    rows += [Position(name, "1#1", o, "objects") for name, o in [("Fiji", "a"), ("Peru", "b"), ("Mali", "b")]]
    return draft, Positions(tuple(rows))


def test_a_text_that_avoids_a_deadlock_is_said_to_leave_out_the_words_around() -> None:
    # Nobody has spoken on the words around.
    draft = bt.parse("1. Ports [report [yearly] figures].")
    rows = Positions((Position("Norway", "1#1a.1", "a", "objects"), Position("UK", "1#1a.1", "omit", "objects")))
    space = bt.variants(draft)
    assert bt.concessions(space, rows).sentences == (
        "Nobody needs to give way: there is a text that nobody objects to. It leaves out the words around 1#1a.1, "
        "which could not be closed otherwise.",
    )
    assert "There is a text that nobody objects to, which leaves out the words around one deadlock." in (
        bt.brief(space, rows).summary
    )


def test_the_cheapest_are_reported_as_a_product() -> None:
    draft, positions = two_places(3)
    found = bt.concessions(bt.variants(draft, positions), positions)
    assert found.product == (
        "4 ways are equally cheap. Cost: 3 objections; then nobody objects any more.",
        "One move is forced: Fiji on “open 1” or “close 1” (1#1).",
        # Nobody asks to open: that comes last.
        "Then choose one of two at each of: “open 2” or “close 2” (2#1), Mali or Peru; “open 3” or “close 3” (3#1), "
        "Mali or Peru.",
    )
    assert [[row.delegation for row in one.moves] for one in found][:4] == [
        ["Fiji", "Mali", "Mali"],
        ["Fiji", "Mali", "Peru"],
        ["Fiji", "Peru", "Mali"],
        ["Fiji", "Peru", "Peru"],
    ]


def test_what_is_said_of_a_large_draft_can_be_read_out() -> None:
    draft, positions = two_places(200)
    found = bt.concessions(bt.variants(draft, positions), positions)
    assert found.cheapest == 2**199
    assert all(len(sentence) <= 300 for sentence in (*found.product, *found.sentences))
    assert found.product[-1].endswith("more.")
    assert sum(len(str(block)) for block in found.to_blocks()) < 1500
    assert found[0].sentence == "Nobody objects any more if 200 stances are withdrawn: Mali 199, Fiji 1."


def test_more_ways_than_can_be_listed_are_counted() -> None:
    # Two ways to settle 1#1 cost the same, and each leaves a choice in twelve places of its own.
    inner = [" ".join(f"[{word} {n}/no {word} {n}]" for n in range(12)) for word in ("fish", "oil")]
    draft = bt.parse(f"1. Ports [trade {inner[0]} OR sell {inner[1]}].")
    rows = [
        Position(name, b.id, o, "objects")
        for b in draft.brackets
        if b.depth
        for name, o in [("Peru", "a"), ("Mali", "b")]
    ]
    found = bt.concessions(bt.variants(draft), Positions(tuple(rows)))
    assert found.cheapest == 2 * 2**12
    (choice,) = found.choices
    assert choice.total == 2 * 2**12
    assert 0 < len(choice.ways) < 50
    # Nothing is forced, so there is nothing that comes before.
    assert found.product[-1].startswith("Choose one of 8,192: ")


def test_an_option_that_a_delegation_only_accepts_is_one_that_nobody_requests() -> None:
    draft = bt.parse("1. Ports [shall/should] report.")
    rows = [("Mali", "b", "objects"), ("Peru", "a", "objects"), ("Fiji", "a", "accepts"), ("Chad", "b", "supports")]
    positions = Positions(tuple(Position(name, "1#1", letter, stance) for name, letter, stance in rows))  # type: ignore[arg-type]
    space = bt.variants(draft, positions)
    # In all answers alike: Peru would have to move for "shall", for which nobody has asked.
    assert [way.moves[0].delegation for way in bt.concessions(space, positions)] == ["Mali", "Peru"]
    assert bt.blocking(space, positions)["1#1"].unasked == (("Peru",),)
    movers = bt.brief(space, positions).movers
    assert movers is not None
    assert movers.always == ("Mali",)
