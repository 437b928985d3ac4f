"""Coalitions: ties counted once a bracket, and the best of all divisions."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bracketed as bt
from bracketed.consensus.coalitions import Coalitions
from bracketed.positions.positions import Position, Positions

NAMES = ["UK", "USA", "EU", "Kenya", "Chad", "Peru"]

rows = st.builds(
    lambda name, bracket, option, stance, weight: Position(name, bracket, option, stance, weight),
    st.sampled_from(NAMES),
    st.sampled_from(["1#1", "2#1", "3#1", "4#1"]),
    st.sampled_from(["a", "omit"]),
    st.sampled_from(["supports", "accepts", "reserves", "objects", "blocks"]),
    st.sampled_from([1, 1, 2, 0.5]),
)


def divisions(names: list[str]) -> Iterator[list[list[str]]]:
    if not names:
        yield []
        return
    first, *others = names
    for division in divisions(others):
        yield [[first], *division]
        for number, part in enumerate(division):
            yield [*division[:number], [first, *part], *division[number + 1 :]]


def worth(graph: object, division: list[list[str]]) -> float:
    return sum(
        tie["weight"]
        for one, other, tie in graph.edges(data=True)  # type: ignore[attr-defined]
        if any(one in part and other in part for part in division)
    )


@given(st.lists(rows, max_size=14), st.sampled_from([12, 0]))
def test_communities_are_the_best_of_all_divisions(stances: list[Position], exact: int) -> None:
    positions = Positions(tuple(stances))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["bracketed.consensus.coalitions"], "_EXACT", exact)
        graph = bt.coalitions(positions)
        again = bt.coalitions(positions)
    found = [list(names) for names in graph.graph["communities"]]
    assert found == [list(names) for names in again.graph["communities"]]
    assert sorted(name for names in found for name in names) == sorted(positions.delegations)
    assert [len(names) for names in found] == sorted(map(len, found), reverse=True)
    if exact:
        assert worth(graph, found) == pytest.approx(max(worth(graph, d) for d in divisions(list(graph))))
        return
    # Moves and mergers alone: no single one of them makes the division better.
    for name in graph:
        rest = [[other for other in names if other != name] for names in found]
        moved = [[*rest[:n], [*rest[n], name], *rest[n + 1 :]] for n in range(len(rest))]
        assert max(worth(graph, d) for d in [*moved, [*rest, [name]]]) <= worth(graph, found) + 1e-9
    for one in range(len(found)):
        for other in range(one):
            merged = [names for n, names in enumerate(found) if n not in (one, other)] + [found[one] + found[other]]
            assert worth(graph, merged) <= worth(graph, found) + 1e-9


@given(st.lists(rows, max_size=14))
def test_a_pair_agrees_or_conflicts_on_a_bracket_once(stances: list[Position]) -> None:
    graph = bt.coalitions(Positions(tuple(stances)))
    told: dict[tuple[str, str, str], int] = {}
    for row in stances:
        if row.stance not in ("accepts", "reserves"):
            told[row.delegation, row.bracket, row.option] = 1 if row.stance == "supports" else -1
    for one, other, tie in graph.edges(data=True):
        assert tie["weight"] == tie["agreement"] - tie["conflict"]
        for bracket in ["1#1", "2#1", "3#1", "4#1"]:
            sides = [told.get((one, bracket, o), 0) * told.get((other, bracket, o), 0) for o in ("a", "omit")]
            assert (bracket in tie["conflict_on"]) == (-1 in sides)
            assert (bracket in tie["agree_on"]) == (1 in sides and -1 not in sides)


def some() -> Positions:
    told = [
        ("UK", "1#1", "a", "supports", 2),
        ("EU", "1#1", "a", "supports", 1),
        ("EU", "2#1", "a", "objects", 1),
        ("Chad", "2#1", "a", "objects", 3),
        ("USA", "1#1", "a", "blocks", 1),
        ("Peru", "3#1", "a", "accepts", 1),
    ]
    return Positions(tuple(Position(*row) for row in told))  # type: ignore[arg-type]


def test_ties_and_who_is_pivotal() -> None:
    graph = bt.coalitions(some())
    assert graph.graph["communities"] == (("UK", "EU", "Chad"), ("USA",), ("Peru",))
    assert graph.edges["UK", "EU"] == {
        "agreement": 1,
        "conflict": 0,
        "agree_on": ("1#1",),
        "conflict_on": (),
        "weight": 1,
    }
    assert graph.edges["UK", "USA"]["conflict"] == 1
    assert {name: node["pivotal"] > 0 for name, node in graph.nodes(data=True)} == {
        "UK": False,
        "EU": True,
        "Chad": False,
        "USA": False,
        "Peru": False,
    }
    assert graph.nodes["UK"]["stances"] == 1
    assert bt.to_frame(graph)["delegation"].tolist() == ["UK", "EU", "UK", "EU"]
    assert Coalitions(graph).to_dicts()[1]["members"][0]["ties"][0]["conflict_on"] == ["1#1"]


def test_the_incidence_graph_has_two_sides() -> None:
    graph = bt.incidence(some())
    assert [name for name, side in graph.nodes(data="bipartite") if side == 1] == ["1#1", "2#1", "3#1"]
    assert graph.edges["USA", "1#1"] == {"stances": {"a": "blocks"}, "weight": 1}


def test_no_positions_make_an_empty_graph() -> None:
    graph = bt.coalitions(Positions())
    assert graph.graph["communities"] == ()
    assert list(bt.to_frame(graph).columns)[:2] == ["delegation", "other"]
