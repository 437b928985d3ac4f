"""All at once: comments that imply brackets, inside others or without a place; links, conditions, and what a user asks.

Each answer is compared with going through all ways to settle the draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.links import Link
from bracketed.errors import ImpossibleError
from bracketed.positions.implied import insert_implied
from bracketed.positions.positions import Position, Positions, Stance
from bracketed.variants.space import Space
from tests.brute import IN_THE_WAY, Choices, all_choices_of_decisions, cost, counts, linked, respects
from tests.test_blocking import closes

pytestmark = pytest.mark.slow

WORDS = ["trust", "trade", "goods", "all", "some"]

_texts = st.recursive(
    st.sampled_from(
        ["[trust]", "[pay dues/save]", "[save/pay dues/wait]", "[X]", "trade", "goods", "[or not]", "trust"]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("[goods {0[0]} and {0[1]}]".format),
        st.tuples(inner, inner).map("[all {0[0]} OR some {0[1]}]".format),
    ),
    max_leaves=4,
)
_wishes = st.one_of(
    st.builds("delete “{}”".format, st.sampled_from([*WORDS, "goods trust and trade"])),
    st.builds("insert “{}” after “{}”".format, st.sampled_from(["new", "also"]), st.sampled_from(WORDS)),
    st.builds("insert “{}”".format, st.sampled_from(["new", "also"])),
    st.builds("replace “{}” with “{}”".format, st.sampled_from(WORDS), st.sampled_from([*WORDS, "something"])),
    st.just("cannot accept “trust”"),
)
_comments = st.lists(
    st.builds("\tComment by Ada Quill: {} – {}".format, st.sampled_from(["UK", "EU"]), _wishes), max_size=2
)


@dataclass(frozen=True)
class World:
    """A space, with positions; `variants` are all that it should hold, and `every` those that no link rules out."""

    space: Space
    positions: Positions
    variants: list[Choices]
    every: list[Choices]


Ask = tuple[str, Mapping[str, str], Mapping[str, str]]


def grants(choices: Choices, ask: Ask) -> bool:
    """Say whether a variant is what a user has asked for."""
    verb, made, needed = ask
    if verb == "fix":
        return all(choices.get(bracket, letter) == letter for bracket, letter in made.items())
    makes = made.items() <= choices.items()
    return not makes or (verb == "require" and needed.items() <= choices.items())


@st.composite
def worlds(draw: st.DrawFn) -> World:
    made = draw(st.lists(st.tuples(_texts, _comments), min_size=1, max_size=3))
    lines = [f"{number}. Parties {text} report.{''.join(told)}" for number, (text, told) in enumerate(made, 1)]
    draft = bt.parse("\n".join(lines))
    said = bt.positions(draft)
    options = [(b.id, letter) for b in bt.variants(draft, said, links="none").brackets for letter in b.letters]
    assume(options)
    choice = st.sampled_from(options)
    weights = st.sampled_from([1, 1, 0, 2, 0.1, 1000.5])
    rows = [
        Position(
            draw(st.sampled_from(["UK", "USA", "EU"])),
            *draw(choice),
            stance,
            # What blocks outweighs all else, so that it cannot weigh nothing.
            draw(weights.filter(bool) if stance == "blocks" else weights),
            tuple(draw(st.just([]) | st.lists(choice, max_size=2))),
        )
        for stance in draw(st.lists(st.sampled_from(get_args(Stance)), max_size=6))
    ]
    positions = Positions((*said.rows, *rows), said.implied)
    ids = [link.id for link in bt.variants(draft, positions, "all").links]
    rules = st.sampled_from(["auto", "all"])
    space = bt.variants(draft, positions, draw(rules | st.lists(st.sampled_from(ids)) if ids else rules))
    some = st.dictionaries(st.sampled_from([bracket for bracket, _ in options]), st.just(""), min_size=1, max_size=2)
    letters = {bracket.id: bracket.letters for bracket in space.brackets}
    asked: list[Ask] = []
    for _ in range(draw(st.integers(0, 2))):
        one, other = ({b: draw(st.sampled_from(letters[b])) for b in draw(some)} for _ in range(2))
        asked.append((draw(st.sampled_from(["fix", "require", "exclude"])), one, other))
    unplaced = [item.bracket for item in positions.implied if not item.places]
    content = insert_implied(draft.content, positions.implied)
    assume(prod(len(bracket.letters) for bracket in space.brackets) <= 3000)
    every = all_choices_of_decisions(content, unplaced)
    bound = [choices for choices in every if all(respects(choices, link) for link in space.links)]
    variants = [choices for choices in bound if all(grants(choices, ask) for ask in asked)]
    try:
        for verb, one, other in asked:
            space = space.require(one, other) if verb == "require" else getattr(space, verb)(one)
    except ImpossibleError as error:
        assert not variants
        explains(error.links, every)
        assume(False)
    return World(space, positions, variants, every)


def explains(links: tuple[Link, ...], every: list[Choices]) -> None:
    """Check that no variant keeps all links, and that some keep all but any one of them."""
    assert not any(all(respects(choices, link) for link in links) for choices in every)
    for left_out in links:
        kept = [link for link in links if link is not left_out]
        assert any(all(respects(choices, link) for link in kept) for choices in every)


def alike(choices: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(choices.items())


@given(worlds())
def test_the_space_holds_every_variant_once(world: World) -> None:
    found = [alike(variant.choices) for variant in world.space]
    assert world.space.count() == len(found) == len(world.variants)
    assert {*found} == {*map(alike, world.variants)}
    assert [world.space.index(dict(choices)) for choices in found] == [*range(len(found))]
    assert [alike(variant.choices) for variant in world.space[::-3]] == found[::-3]
    assert [alike(world.space[-1 - number].choices) for number in range(len(found))] == found[::-1]


@given(worlds())
def test_the_best_variant_and_the_concessions(world: World) -> None:
    best = bt.least_contested(world.space, world.positions)
    costs = [cost(world.positions, choices) for choices in world.variants]
    assert cost(world.positions, dict(best.variant.choices)) == min(costs)
    assert best.ties == costs.count(min(costs))
    rows = world.positions.rows
    sets = {
        frozenset(n for n, row in enumerate(rows) if row.stance in IN_THE_WAY and counts(row, choices))
        for choices in world.variants
    }
    smallest = [moves for moves in sets if not any(other < moves for other in sets)]
    found = bt.concessions(world.space, world.positions, limit=None)
    assert found.total == len(found) == len(smallest)
    assert sorted(sorted(map(repr, one.moves)) for one in found) == sorted(
        sorted(repr(rows[number]) for number in moves) for moves in smallest
    )
    assert all(one.sentence for one in found)


@given(worlds())
def test_what_blocks(world: World) -> None:
    found = bt.blocking(world.space, world.positions)
    assert {row.id for row in found} == {bracket for choices in world.variants for bracket in choices}
    for standing in found:
        assert standing.sentence
        for option in standing.options:
            same = linked((standing.id, option.letter), world.space.links)
            about = [row for row in world.positions if (row.bracket, row.option) in same]
            assert option.closable == closes(about, world.variants, standing.id, option.letter)
