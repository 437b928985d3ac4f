"""The graph of choices has a path for every solution of a network and for nothing else."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketed.variants.compiler import Constraint, TooLargeError, compile_graph, elimination_forest
from bracketed.variants.graph import Costs, Graph
from bracketed.variants.kbest import in_order

Network = tuple[list[int], list[Constraint], list[tuple[int, ...]]]


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Return sizes, constraints of one to three variables, and scopes that costs will have."""
    sizes = draw(st.lists(st.integers(0, 3), max_size=6) | st.lists(st.integers(1, 3), max_size=7))
    if not sizes:
        return sizes, [], []
    scopes = st.lists(st.integers(0, len(sizes) - 1), min_size=1, max_size=3, unique=True).map(tuple)
    constraints = []
    for scope in draw(st.lists(scopes, max_size=6)):
        every = [*product(*(range(sizes[variable]) for variable in scope))]
        allowed = draw(st.sets(st.sampled_from(every), min_size=len(every) // 2)) if every else set()
        constraints.append(Constraint(scope, lambda *values, allowed=allowed: values in allowed))
    return sizes, constraints, draw(st.lists(scopes, max_size=3))


def solutions(network: Network) -> list[tuple[int, ...]]:
    sizes, constraints, _ = network
    return [
        values
        for values in product(*map(range, sizes))
        if all(constraint.allows(*(values[variable] for variable in constraint.scope)) for constraint in constraints)
    ]


def sorted_by(graph: Graph, found: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    return sorted(found, key=lambda values: [values[variable] for variable in graph.forest.order])


@given(networks())
def test_it_holds_the_solutions_in_order(network: Network) -> None:
    graph = compile_graph(*network)
    expected = sorted_by(graph, solutions(network))
    assert graph.total == len(expected)
    assert [tuple(values) for values in graph.walk(0, graph.total)] == expected
    assert [tuple(graph.at(index)) for index in range(graph.total)] == expected
    assert [graph.index(values) for values in expected] == [*range(graph.total)]


@given(networks(), st.data())
def test_a_walk_can_begin_and_end_anywhere(network: Network, data: st.DataObject) -> None:
    graph = compile_graph(*network)
    start, stop = (data.draw(st.integers(0, graph.total)) for _ in range(2))
    assert [tuple(v) for v in graph.walk(start, stop)] == sorted_by(graph, solutions(network))[start:stop]


@given(networks())
def test_what_is_no_solution_has_no_place(network: Network) -> None:
    graph = compile_graph(*network)
    found = {*solutions(network)}
    for values in product(*map(range, network[0])):
        assert (graph.index(values) is None) == (values not in found)


@given(networks())
def test_the_values_that_a_variable_can_take(network: Network) -> None:
    found = solutions(network)
    expected = [{values[variable] for values in found} for variable in range(len(network[0]))]
    assert compile_graph(*network).possible() == expected


@given(networks(), st.data())
def test_the_least_cost_its_ties_and_the_first_of_them(network: Network, data: st.DataObject) -> None:
    sizes, _, together = network
    found = solutions(network)
    if not found:
        return
    cost = st.integers(-2, 2) | st.just(10**30)
    single = {
        variable: data.draw(st.lists(cost, min_size=size, max_size=size))
        for variable, size in enumerate(sizes)
        if data.draw(st.booleans())
    }
    joint = tuple(
        (scope, data.draw(st.dictionaries(st.sampled_from([*product(*(range(sizes[v]) for v in scope))]), cost)))
        for scope in together
    )

    def price(values: tuple[int, ...]) -> int:
        alone = sum(row[values[variable]] for variable, row in single.items())
        return alone + sum(table.get(tuple(values[v] for v in scope), 0) for scope, table in joint)

    graph = compile_graph(*network)
    every = in_order(graph, Costs(single, joint))
    least, ties, first = graph.minimum(Costs(single, joint))
    assert graph.least(Costs(single, joint)) == least
    ranked = [*every]
    assert sum(one.stands_for for one in ranked) == len(found)
    by_cost = sorted((price(tuple(graph.at(place))), place) for place in range(graph.total))
    assert [(one.cost, one.place) for one in ranked] == [
        pair for pair in by_cost if pair[1] in {one.place for one in ranked}
    ]
    # Where every variable has a cost, none stands for others.
    if len(graph.bearing(Costs(single, joint))) == len(sizes):
        assert len(ranked) == len(found)
    prices = [price(values) for values in found]
    assert (least, ties) == (min(prices), prices.count(min(prices)))
    assert tuple(first) == next(values for values in sorted_by(graph, found) if price(values) == least)


@given(networks())
def test_every_constraint_stands_on_one_path(network: Network) -> None:
    sizes, constraints, together = network
    forest = elimination_forest(len(sizes), [*(constraint.scope for constraint in constraints), *together])
    for scope in [*(constraint.scope for constraint in constraints), *together]:
        lowest = max(scope, key=forest.order.index)
        assert {*scope} <= {lowest, *forest.context[lowest]}
    for variable, above in enumerate(forest.parent):
        assert above < 0 or forest.order.index(above) < forest.order.index(variable)
        assert {*forest.context[variable]} <= ({above, *forest.context[above]} if above >= 0 else set())


def test_a_chain_of_thousands_is_no_deep_recursion() -> None:
    size = 5000
    equal = [Constraint((v, v + 1), lambda a, b: a <= b) for v in range(size - 1)]
    graph = compile_graph([2] * size, equal)
    # A row of noughts and then ones: the step can stand in any place.
    assert graph.total == size + 1
    assert sum(graph.at(1)) == 1
    assert graph.index(graph.at(size)) == size
    assert graph.minimum(Costs({0: [0, 1], size - 1: [1, 0]}))[:2] == (0, size - 1)


def test_a_bracket_around_thousands_is_ordered_quickly() -> None:
    # Each of the others is live with the first: were all pairs of neighbours counted anew each time, this would take
    # minutes, and the run of tests would show it.
    inside = [Constraint((0, v), lambda a, b: (a == 0) == (b < 2)) for v in range(1, 4000)]
    assert compile_graph([2, *[3] * 3999], inside).total == 2**3999 + 1


def test_independent_parts_multiply() -> None:
    graph = compile_graph([3] * 3000, [])
    assert graph.total == 3**3000
    assert graph.at(3**3000 - 1) == [2] * 3000
    assert graph.index([1] * 3000) == (3**3000 - 1) // 2


@pytest.mark.slow
def test_what_would_not_fit_is_refused_before_it_is_tried() -> None:
    pairs = [Constraint((a, b), lambda x, y: True) for b in range(40) for a in range(b)]
    with pytest.raises(TooLargeError) as caught:
        compile_graph([4] * 40, pairs)
    assert caught.value.cells > 500_000
    assert len(caught.value.cluster) > 5


def test_a_wide_network_with_few_states_is_compiled() -> None:
    # All must be equal: of the millions of states that the widest context might have, four occur.
    pairs = [Constraint((a, b), lambda x, y: x == y) for b in range(12) for a in range(b)]
    assert compile_graph([4] * 12, pairs).total == 4


def test_a_variable_with_one_value_left_ties_nothing() -> None:
    hub = [Constraint((0, v), lambda a, b: b != a) for v in range(1, 200)]
    ring = [Constraint((v, v + 1), lambda a, b: a != b) for v in range(1, 199)]
    fixed = Constraint((0,), lambda a: a == 0)
    graph = compile_graph([3] * 200, [*hub, *ring, fixed])
    assert graph.total == 2
    assert max(map(len, graph.forest.context)) == 1
