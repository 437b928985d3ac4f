"""The least contested variant is the one that going through all variants finds."""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import pytest
from hypothesis import assume, given

import bracketed as bt
from bracketed.consensus.contestation import KINDS
from bracketed.consensus.enumeration import ranked
from bracketed.consensus.integer_program import SolverError
from bracketed.consensus.model import Model
from bracketed.consensus.rules import RULES, rule
from bracketed.draft.links import Link
from bracketed.errors import ImpossibleError, TooEntangledError
from bracketed.positions.positions import Position, Positions
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant
from bracketed.views import Table
from tests.brute import all_choices, cost, counts, differing, follows, least, linked, loss, parties
from tests.strategies import Case, contested_drafts, graded_drafts, tied_drafts


@given(contested_drafts())
def test_the_least_contested_variant_and_its_ties(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    space = bt.variants(case.draft, case.positions)
    answer = bt.least_contested(space, case.positions)
    costs = [cost(case.positions, choices) for choices in variants]
    best = min(costs)
    assert cost(case.positions, dict(answer.variant.choices)) == best
    assert (answer.blocks, answer.objections, answer.reservations, -answer.supports) == tuple(map(_number, best))
    assert answer.ties == costs.count(best)
    tied = [variant for variant in space if cost(case.positions, dict(variant.choices)) == best]
    # Of those that are as good the lightest is shown, and of these the first.
    assert answer.variant == min(tied, key=lambda variant: total(burdens(case, dict(variant.choices))))


@given(contested_drafts())
def test_the_shares_of_the_delegations_make_up_the_whole(case: Case) -> None:
    assume(all_choices(case.draft.content, case.links))
    answer = bt.least_contested(bt.variants(case.draft, case.positions), case.positions)
    for name, share in answer.by_delegation.items():
        own = cost(case.positions.of(name), dict(answer.variant.choices))
        assert (share.blocks, share.objections, share.reservations, -share.supports) == tuple(map(_number, own))
    assert list(answer.by_delegation) == list(case.positions.delegations)


@given(contested_drafts())
def test_the_ranking_goes_through_all_variants_in_order(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    space = bt.variants(case.draft, case.positions)
    answers = [*bt.ranking(space, case.positions)]
    costs = sorted(cost(case.positions, choices) for choices in variants)
    # Each entry stands for as many variants of the same cost as it says.
    told = [cost(case.positions, dict(answer.variant.choices)) for answer in answers for _ in range(answer.ties)]
    assert told == costs
    found = [dict(answer.variant.choices) for answer in answers]
    places = [(cost(case.positions, one), total(burdens(case, one)), space.index(one)) for one in found]
    assert places == sorted(places)
    assert answers[0].variant == bt.least_contested(space, case.positions).variant


def test_a_ranking_of_a_large_draft_is_made_as_far_as_it_is_read() -> None:
    draft = bt.parse("\n".join(f"{n}. Parties [shall {n}/should/may] report." for n in range(1, 1001)))
    rows = tuple(Position("UK", f"{n}#1", "a", "objects", n) for n in range(1, 1001))
    found = bt.ranking(bt.variants(draft), Positions(rows))
    first = [next(found) for _ in range(20)]
    # No option a: 2 to the power of 1,000 texts meet no objection, and each is an entry, since all are contested.
    assert [answer.objections for answer in first] == [0] * 20
    assert [answer.variant.index for answer in first] == sorted(answer.variant.index for answer in first)


Burden = tuple[Fraction, Fraction]


def burdens(case: Case, choices: dict[str, str]) -> list[Burden]:
    """Return the weight of the blocks and of the objections of each delegation, the largest burden first."""
    found: dict[str, list[Fraction]] = {}
    for row in case.positions:
        own = found.setdefault(row.delegation, [Fraction(0), Fraction(0)])
        if row.stance in ("objects", "blocks") and counts(row, choices):
            own[row.stance == "objects"] += Fraction(str(row.weight))
    return sorted(((own[0], own[1]) for own in found.values()), reverse=True) or [(Fraction(0), Fraction(0))]


def total(own: list[Burden]) -> Burden:
    return sum((b for b, _ in own), Fraction(0)), sum((o for _, o in own), Fraction(0))


def heads(case: Case, choices: dict[str, str]) -> tuple[int, int]:
    """Return how many delegations block, and how many object."""
    live = [row for row in case.positions if counts(row, choices)]
    return tuple(len({row.delegation for row in live if row.stance == s}) for s in ("blocks", "objects"))  # type: ignore[return-value]


def by_rule(case: Case, choices: dict[str, str]) -> dict[str, object]:
    """Return for each rule that looks at each delegation what it makes least."""
    own = burdens(case, choices)
    return {"objectors": heads(case, choices), "minimax": own[0], "leximin": own}


def test_an_entry_of_a_ranking_does_not_say_that_no_other_is_as_good() -> None:
    draft = bt.parse("4. Ports [pay] each [day/week].\tComment by UK: UK – keep “pay”\nUSA – remove “pay”")
    positions = bt.positions(draft)
    first, second = bt.ranking(bt.variants(draft), positions)
    assert (first.objections, first.ties) == (second.objections, second.ties) == (1, 2)
    assert next(first.to_blocks()) == (
        "This text meets 0 red lines, 1 objection and 1 support. It represents 2 texts that differ only where nobody "
        "has taken a stance. Other entries may be as good."
    )
    assert bt.outcome(first, "UK").is_of_one


def test_of_texts_that_are_as_good_the_lightest_is_shown() -> None:
    draft = bt.parse("1. Ports [shall/should] report.")
    rows = (Position("UK", "1#1", "a", "blocks", 3), Position("EU", "1#1", "b", "blocks", 2))
    space = bt.variants(draft)
    best = bt.least_contested(space, Positions(rows))
    assert (best.variant.choices["1#1"], best.ties) == ("b", 2)
    assert [answer.variant.choices["1#1"] for answer in bt.ranking(space, Positions(rows))] == ["b", "a"]


def by_any_rule(case: Case, choices: dict[str, str], name: str) -> object:
    """Return what a rule makes least."""
    if name == "loss":
        return loss(case.positions, choices)
    return cost(case.positions, choices) if name == "objections" else by_rule(case, choices)[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", RULES)
@given(case=contested_drafts() | tied_drafts())
def test_what_follows_and_what_is_tossed(name: str, case: Case) -> None:
    links = (*case.links, *case.rules)
    variants = all_choices(case.draft.content, links)
    assume(variants)
    space = bt.variants(case.draft, case.positions).bound(case.rules)
    answer = bt.least_contested(space, case.positions, name)
    tied = least(variants, lambda choices: by_any_rule(case, choices, name))
    assert answer.follows == follows(tied)
    assert answer.tossed is not None
    asked = {bracket for row in case.positions for bracket, _ in [(row.bracket, row.option), *row.condition]}
    spoken = {
        bracket.id
        for bracket in space.brackets
        if any(b in asked for letter in bracket.letters for b, _ in linked((bracket.id, letter), case.links))
    }
    differ = differing(tied)
    assert {*answer.silent} == differ.keys() - spoken
    # Each bracket is in one toss, and those of one toss have the same sides.
    tossed = [id_ for toss in answer.tossed for id_ in (toss.bracket, *toss.linked)]
    assert sorted(tossed) == sorted(differ.keys() & spoken)
    for toss in answer.tossed:
        assert {*toss.letters, *[""] * toss.falls_away} == differ[toss.bracket]
        for side in toss.sides:
            named = parties(case.positions, tied, (toss.bracket, side.letter), case.links)
            assert [{*side.supports}, {*side.objections}, {*side.reservations}, {*side.blocks}] == [
                named[stance] for stance in ("supports", "objects", "reserves", "blocks")
            ]
            for other, letter in linked((toss.bracket, side.letter), case.links):
                assert other not in toss.linked or letter in differ[other]
    assert answer.alternatives == {
        id_: tuple(letter for letter in [*_letters(space, id_), ""] if letter in own and letter != taken)
        for id_, own in differ.items()
        for taken in [answer.variant.choices.get(id_, "")]
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", RULES)
@given(case=contested_drafts() | tied_drafts() | graded_drafts())
def test_who_is_in_the_way_of_all_ties_and_who_of_some(name: str, case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    answer = bt.least_contested(bt.variants(case.draft, case.positions), case.positions, name)
    tied = least(variants, lambda choices: by_any_rule(case, choices, name))
    own = {one: case.positions.of(one) for one in case.positions.delegations}
    every = [{one: (*cost(rows, choices), loss(rows, choices)) for one, rows in own.items()} for choices in tied]
    for one, range_ in answer.ranges.items():
        for place, kind in enumerate(KINDS):
            met = [abs(_number(costs[one][place])) for costs in every]
            assert (getattr(range_.least, kind), getattr(range_.most, kind)) == (min(met), max(met))
    against = [{one for one, met in costs.items() if any(met[:3])} for costs in every]
    found = answer.in_the_way
    assert {*found.always} == set.intersection(*against)
    assert {*found.always, *found.sometimes} == set.union(*against)
    if found.either:
        assert {*map(frozenset, found.either)} == {frozenset(names - {*found.always}) for names in against}


def _letters(space: Space, bracket: str) -> tuple[str, ...]:
    return next(one.letters for one in space.brackets if one.id == bracket)


# With room for all variants they are listed; with none, HiGHS is asked.
ROADS = pytest.mark.parametrize("room", [100_000, 0])


@contextmanager
def room_for(variants: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["bracketed.consensus.enumeration"], "LIMIT", variants)
        yield


@ROADS
@given(case=contested_drafts())
def test_rules_that_look_at_each_delegation(room: int, case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    space = bt.variants(case.draft, case.positions)
    worth = [by_rule(case, choices) for choices in variants]
    for name in ("objectors", "minimax", "leximin"):
        with room_for(room):
            answer = bt.least_contested(space, case.positions, name)
        found = dict(answer.variant.choices)
        assert answer.proven
        assert found in variants
        best = min(one[name] for one in worth)  # type: ignore[type-var]
        assert by_rule(case, found)[name] == best
        assert answer.ties == (None if room == 0 else [one[name] for one in worth].count(best))
        if name == "minimax":
            alike = [total(burdens(case, choices)) for choices in variants if burdens(case, choices)[0] == best]
            assert total(burdens(case, found)) == min(alike)


@ROADS
@given(case=contested_drafts())
def test_the_ranking_by_rules_that_look_at_each_delegation(room: int, case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants and len(variants) <= (8 if room == 0 else 1000))
    space = bt.variants(case.draft, case.positions)
    asked = [{(row.bracket, row.option), *row.condition} for row in case.positions if row.stance != "accepts"]
    met = [pairs for pairs in asked if any(pairs <= choices.items() for choices in variants)]
    spoken = {bracket for pairs in met for bracket, _ in pairs}
    for name in ("objectors", "minimax", "leximin"):
        with room_for(room):
            answers = [*bt.ranking(space, case.positions, name)]
        worth = [by_rule(case, dict(answer.variant.choices))[name] for answer in answers]
        assert worth == sorted(worth)  # type: ignore[type-var]
        # Every way to settle what somebody has spoken on is there.
        ways = {tuple(sorted((b, letter) for b, letter in choices.items() if b in spoken)) for choices in variants}
        assert {tuple(sorted((b, o) for b, o in a.variant.choices.items() if b in spoken)) for a in answers} == ways
        if room:
            places = [(w, space.index(a.variant)) for w, a in zip(worth, answers, strict=True)]
            assert name != "leximin" or places == sorted(places)  # type: ignore[type-var]


@given(contested_drafts())
def test_the_solver_finds_what_adding_up_finds(case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    space = bt.variants(case.draft, case.positions)
    optimum = Model(space, [*case.positions], 60).optimum(rule("objections").solve)
    assert optimum.proven
    best = min(cost(case.positions, choices) for choices in variants)
    assert cost(case.positions, space.network.choices(optimum.values)) == best
    assert [step.found for step in optimum.steps[:2]] == [float(part) for part in best[:2]]


@given(contested_drafts())
def test_going_through_all_variants_finds_what_adding_up_finds(case: Case) -> None:
    assume(all_choices(case.draft.content, case.links))
    space = bt.variants(case.draft, case.positions)
    key = rule("objections").key
    assert key is not None
    listed = ranked(space, [*case.positions], key)
    assert listed is not None
    summed = [*bt.ranking(space, case.positions)]
    costs = [cost(case.positions, dict(answer.variant.choices)) for answer in summed]
    assert [cost(case.positions, dict(space[entry.place].choices)) for entry in listed] == costs
    assert listed[0].ties == bt.least_contested(space, case.positions).ties


def entangled() -> tuple[bt.Draft, Positions]:
    """Return a draft of which one package deal ties all brackets together."""
    draft = bt.parse("\n".join(f"{n}. Parties [shall {n}/should/may/must] report." for n in range(1, 31)))
    deal = tuple((bracket.id, "a") for bracket in draft.brackets)
    rows = [Position("UK", f"{n}#1", letter, "objects") for n in range(1, 31) for letter in "bcd"]
    return draft, Positions((Position("UK", *deal[0], "blocks", condition=deal[1:]), *rows))


def test_what_is_too_entangled_to_count_is_left_to_the_solver() -> None:
    draft, positions = entangled()
    space = bt.variants(draft, positions)
    assert space.entangled
    assert repr(space) == "<Space of uncounted variants: 30 brackets, 0 links>"
    answer = bt.least_contested(space, positions)
    # One bracket takes another option than the deal has, and that draws an objection.
    assert (answer.blocks, answer.objections, answer.ties, answer.proven) == (0, 1, None, True)
    assert [a.objections for a in itertools.islice(bt.ranking(space, positions), 3)] == [1, 1, 1]
    with pytest.raises(TooEntangledError):
        space.count()


def test_the_solver_prints_nothing_and_leaves_standard_output_alone(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    draft, positions = entangled()
    space = bt.variants(draft, positions)
    # As in a program without a window. In others, further threads write to it meanwhile.
    monkeypatch.setattr(sys, "stdout", None)
    assert bt.least_contested(space, positions).objections == 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_that_nothing_is_left_the_solver_finds_too() -> None:
    draft, positions = entangled()
    pairs = itertools.product("abcd", repeat=2)
    never = [Link(f"never:{one}{other}", "excludes", ("29#1", "30#1"), ((one, other),)) for one, other in pairs]
    space = bt.variants(draft, positions).bound(never)
    with pytest.raises(ImpossibleError, match="no variant is left under these links and choices"):
        bt.least_contested(space, positions)


@pytest.mark.slow
def test_a_search_that_ends_too_early_says_how_far_it_came() -> None:
    draft = bt.parse("\n".join(f"{n}. Parties [shall {n}/should/may] report." for n in range(1, 200)))
    chance = random.Random(1)
    rows = [
        Position(f"Party {chance.randrange(40)}", f"{n}#1", letter, "objects", chance.randint(1, 99))
        for n in range(1, 200)
        for letter in "abcabc"
    ]
    answer = bt.least_contested(bt.variants(draft), Positions(tuple(rows)), "leximin", time_limit=1)
    assert not answer.proven
    assert answer.steps
    assert all(step.bound <= step.found for step in answer.steps)


@ROADS
@given(case=contested_drafts())
def test_the_frontier_holds_every_best_balance(room: int, case: Case) -> None:
    variants = all_choices(case.draft.content, case.links)
    assume(variants)
    points = [(total(burdens(case, choices)), burdens(case, choices)[0]) for choices in variants]
    best = {p for p in points if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in points)}
    space = bt.variants(case.draft, case.positions)
    with room_for(room):
        answers = [*bt.frontier(space, case.positions)]
    found = [burdens(case, dict(answer.variant.choices)) for answer in answers]
    assert [(total(own), own[0]) for own in found] == sorted(best)
    assert [answer.ties for answer in answers] == [None if room == 0 else points.count(p) for p in sorted(best)]


@pytest.mark.parametrize("weights", [(1, 10**6, 10**7), (0.001, 1000, 99999, 10**9)])
def test_numbers_that_the_solver_cannot_hold_apart_are_never_an_answer(weights: tuple[float, ...]) -> None:
    draft = bt.parse("\n".join(f"{n}. Parties [shall {n}/should/may] report." for n in range(1, 5)))
    refused = set()
    for seed in range(20):
        chance = random.Random(seed)
        rows = tuple(
            Position(f"P{n % 4}", f"{chance.randint(1, 4)}#1", chance.choice("abc"), stance, chance.choice(weights))
            for n, stance in enumerate(["objects"] * 12 + ["blocks"] * 4)  # type: ignore[arg-type]
        )
        case = Case(draft, (), Positions(rows))
        space = bt.variants(draft)
        sure = [bt.least_contested(space, case.positions, "leximin").variant, *_fronts(space, case)]
        with room_for(0):
            try:
                found = [bt.least_contested(space, case.positions, "leximin").variant, *_fronts(space, case)]
            except SolverError as error:
                refused.add(str(error))
            else:
                assert [burdens(case, dict(v.choices)) for v in found[:1]] == [
                    burdens(case, dict(v.choices)) for v in sure[:1]
                ]
                assert [burdens(case, dict(v.choices))[0] for v in found[1:]] == [
                    burdens(case, dict(v.choices))[0] for v in sure[1:]
                ]
    assert refused == {"the weights are too far apart for the solver; give weights that are nearer to each other"}


def _fronts(space: Space, case: Case) -> list[Variant]:
    return [answer.variant for answer in bt.frontier(space, case.positions)]


def _number(value: object) -> float:
    return float(value)  # type: ignore[arg-type]


def draft_of_two() -> bt.Draft:
    return bt.parse("1. Parties [shall/should] report.\n2. They [meet] often.")


def test_a_block_outweighs_every_objection() -> None:
    rows = [Position("UK", "1#1", "a", "blocks"), *(Position(f"P{n}", "1#1", "b", "objects", 1000) for n in range(50))]
    positions = Positions(tuple(rows))
    answer = bt.least_contested(bt.variants(draft_of_two(), positions), positions)
    assert (answer.variant.choices["1#1"], answer.blocks, answer.objections) == ("b", 0, 50_000)


def test_an_objection_outweighs_every_support() -> None:
    support = (Position(f"P{n}", "1#1", "a", "supports") for n in range(99))
    positions = Positions((Position("UK", "1#1", "a", "objects", 0.001), *support))
    answer = bt.least_contested(bt.variants(draft_of_two(), positions), positions)
    assert (answer.variant.choices["1#1"], answer.objections, answer.supports) == ("b", 0, 0)


def test_weights_are_decimal_numbers() -> None:
    tenths = (Position(f"P{n}", "1#1", "a", "objects", 0.1) for n in range(3))
    positions = Positions((*tenths, Position("UK", "1#1", "b", "objects", 0.3)))
    answer = bt.least_contested(bt.variants(draft_of_two(), positions), positions)
    # Three times a tenth is three tenths: with floating-point numbers one of the options would seem to be better.
    assert (answer.objections, answer.ties) == (0.3, 4)


def test_a_stance_under_a_condition_counts_only_with_it() -> None:
    rows = (
        Position("UK", "1#1", "a", "objects", condition=(("2#1", "a"),)),
        Position("USA", "2#1", "omit", "objects", weight=0.5),
        Position("EU", "1#1", "b", "objects", weight=2),
    )
    positions = Positions(rows)
    answer = bt.least_contested(bt.variants(draft_of_two(), positions), positions)
    assert dict(answer.variant.choices) == {"1#1": "a", "2#1": "omit"}
    assert answer.objections == 0.5


def test_stances_on_brackets_that_the_space_does_not_settle_are_named() -> None:
    draft = bt.parse("4. Parties [shall/should] report on trust.\tComment by UK: UK – delete “trust”")
    positions = bt.positions(draft)
    answer = bt.least_contested(bt.variants(draft), positions)
    assert {row.bracket for row in answer.ignored} == {"4#i1"}
    assert (answer.objections, answer.supports) == (0, 0)


def test_a_stance_does_not_count_if_its_condition_is_on_a_bracket_that_the_space_does_not_settle() -> None:
    draft = bt.parse("4. Parties [shall/should] report on trust.\tComment by UK: UK – delete “trust”")
    (implied,) = {row.bracket for row in bt.positions(draft)}
    sure = Position("EU", "4#1", "b", "objects")
    unseen = Position("USA", "4#1", "a", "objects", weight=3, condition=((implied, "omit"),))
    answer = bt.least_contested(bt.variants(draft), Positions((sure, unseen)))
    assert answer.ignored == (unseen,)
    assert (dict(answer.variant.choices), answer.objections) == ({"4#1": "a"}, 0)


def test_the_answer_as_plain_values() -> None:
    draft = bt.parse("4. Parties [shall/should] report.\tComment by UK: UK – use “should” rather than “shall”")
    positions = bt.positions(draft)
    met = {"blocks": 0, "objections": 0, "reservations": 0, "supports": 1, "loss": 0}
    assert bt.least_contested(bt.variants(draft, positions), positions).to_dict() == {
        "rule": "objections",
        "ties": "1",
        "proven": True,
        "blocks": 0,
        "objections": 0,
        "reservations": 0,
        "supports": 1,
        "loss": 0,
        "choices": {"4#1": "b"},
        "words": {"4#1": {"a": "shall", "b": "should"}},
        "follows": {"4#1": "b"},
        "tossed": [],
        "silent": [],
        "text": "4. Parties should report.",
        "to_check": [],
        "by_delegation": {"UK": {**met, "least": met, "most": met}},
    }


@pytest.mark.parametrize(
    ("number", "told"),
    [(5, []), (6, ["1 more toss is in the table below."]), (7, ["2 more tosses are in the table below."])],
)
def test_of_many_tosses_five_are_told_and_the_others_counted(number: int, told: list[str]) -> None:
    draft = bt.parse("\n".join(f"{n}. Ports [pay {n}/save {n}]." for n in range(1, number + 1)))
    rows = [
        Position(name, f"{n}#1", o, "objects") for n in range(1, number + 1) for name, o in [("UK", "a"), ("EU", "b")]
    ]
    answer = bt.least_contested(bt.variants(draft), Positions(tuple(rows)))
    assert [block for block in answer.to_blocks() if isinstance(block, str) and "table below" in block] == told


def test_a_bracket_without_a_position_that_is_left_out_is_shown_as_left_out() -> None:
    # Norway and the UK exclude each other; the text avoids that by leaving out the words around.
    draft = bt.parse("1. Ports [report [yearly] figures] and [save] money.")
    rows = (Position("Norway", "1#1a.1", "a", "objects"), Position("UK", "1#1a.1", "omit", "objects"))
    table, silent = [*bt.least_contested(bt.variants(draft), Positions(rows)).to_blocks()][-2:]
    assert isinstance(table, Table)
    assert table.rows == [["1#1", "omit", "leave out “report [yearly] figures”"]]
    assert silent == "One bracket without a position takes its first option in the text."


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no rule 'sum'; there are: objections, objectors"):
        bt.least_contested(bt.variants(draft_of_two()), Positions(), rule="sum")


def test_who_is_on_a_side_of_a_toss_by_a_condition_is_named_with_it() -> None:
    draft = bt.parse("1. Ports [pay dues/save money].\n2. Ports [meet] here.")
    rows = Positions(
        (
            Position("Norway", "1#1", "b", "objects"),
            Position("USA", "1#1", "a", "objects"),
            Position("UK", "2#1", "omit", "reserves", condition=(("1#1", "a"),)),
            Position("Fiji", "2#1", "a", "blocks"),
        )
    )
    space = bt.variants(draft, rows)
    parties = bt.least_contested(space, rows, "objectors").in_the_way
    assert (parties.sometimes, parties.either) == (("Norway", "USA", "UK"), (("USA", "UK"), ("Norway",)))
    assert parties.words == "either USA and UK, or Norway"


def test_who_weighs_nothing_on_a_side_of_a_toss_is_not_named_with_it() -> None:
    draft = bt.parse("1. Ports [pay dues/save money].")
    rows = Positions(
        (
            Position("Norway", "1#1", "a", "objects"),
            Position("USA", "1#1", "b", "objects"),
            Position("Norway", "1#1", "b", "reserves", weight=0),
        )
    )
    assert bt.least_contested(bt.variants(draft, rows), rows).in_the_way.words == "either Norway or USA"
