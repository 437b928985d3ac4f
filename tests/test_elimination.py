"""The graph of choices has a path for every solution of a network and for nothing else."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketed.variants import compiler, elimination_order, witnesses
from bracketed.variants.compiler import Compiler, Constraint, TooLargeError
from bracketed.variants.elimination_order import elimination_forest, most_cells
from bracketed.variants.graph import Costs, Graph
from bracketed.variants.kbest import in_order
from bracketed.variants.witnesses import GivenUpError, Wish, Witnesses

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
    graph = Compiler(*network).whole()
    expected = sorted_by(graph, solutions(network))
    assert graph.total == len(expected)
    assert [tuple(values) for values in graph.walk(0, graph.total)] == expected
    assert [tuple(graph.at(index)) for index in range(graph.total)] == expected
    assert [graph.index(values) for values in expected] == [*range(graph.total)]


@given(networks(), st.data())
def test_a_walk_can_begin_and_end_anywhere(network: Network, data: st.DataObject) -> None:
    graph = Compiler(*network).whole()
    start, stop = (data.draw(st.integers(0, graph.total)) for _ in range(2))
    assert [tuple(v) for v in graph.walk(start, stop)] == sorted_by(graph, solutions(network))[start:stop]


@given(networks())
def test_what_is_no_solution_has_no_place(network: Network) -> None:
    graph = Compiler(*network).whole()
    found = {*solutions(network)}
    for values in product(*map(range, network[0])):
        assert (graph.index(values) is None) == (values not in found)


@given(networks())
def test_the_values_that_a_variable_can_take(network: Network) -> None:
    found = solutions(network)
    expected = [{values[variable] for values in found} for variable in range(len(network[0]))]
    assert Compiler(*network).whole().possible() == expected


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

    graph = Compiler(*network).whole()
    every = in_order(graph, Costs(single, joint))
    least, cheapest = graph.cheapest(Costs(single, joint))
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
    assert (least, cheapest.total) == (min(prices), prices.count(min(prices)))
    tied = [values for values in sorted_by(graph, found) if price(values) == least]
    assert [tuple(values) for values in cheapest.walk(0, cheapest.total)] == tied
    assert cheapest.possible() == [{values[variable] for values in tied} for variable in range(len(sizes))]
    # It answers further questions as the whole graph does: what the ties come to by other costs, with the same tables.
    assert cheapest.cheapest(Costs(single, joint))[0] == least
    assert cheapest.least(Costs(joint=joint)) == min(
        price(values) - sum(row[values[variable]] for variable, row in single.items()) for values in tied
    )


@given(networks(), st.data())
def test_the_values_in_solutions_that_agree_with_some(network: Network, data: st.DataObject) -> None:
    found = solutions(network)
    if not found:
        return
    graph = Compiler(*network).whole()
    some = data.draw(st.lists(st.sampled_from(found), min_size=1, max_size=3))
    variables = range(len(network[0]))
    settled = graph.bearing(Costs({variable: [] for variable in variables if data.draw(st.booleans())}))
    agreeing = [v for v in found if any(all(v[n] == one[n] for n in settled) for one in some)]
    known = [dict(enumerate(one)) for one in some]
    assert graph.agreeing(known, settled) == [{values[variable] for values in agreeing} for variable in variables]


@given(networks())
def test_every_constraint_is_on_one_path(network: Network) -> None:
    sizes, constraints, together = network
    forest = elimination_forest(sizes, [*(constraint.scope for constraint in constraints), *together])
    for scope in [*(constraint.scope for constraint in constraints), *together]:
        lowest = max(scope, key=forest.order.index)
        assert {*scope} <= {lowest, *forest.context[lowest]}
    for variable, above in enumerate(forest.parent):
        assert above < 0 or forest.order.index(above) < forest.order.index(variable)
        assert {*forest.context[variable]} <= ({above, *forest.context[above]} if above >= 0 else set())


@given(networks())
def test_no_graph_has_more_cells_than_its_order_tells(network: Network) -> None:
    sizes, constraints, _ = network
    compiler = Compiler(*network)
    domains = [
        [n for n in range(size) if all(c.allows(n) for c in constraints if c.scope == (variable,))]
        for variable, size in enumerate(sizes)
    ]
    most = most_cells(compiler.forest.context, [len(domain) for domain in domains])
    assert sum(map(len, compiler.whole().states)) <= most


@given(networks())
def test_any_order_gives_the_same_solutions(network: Network) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # Every part counts as large, and many orders are tried, the last of which is taken.
        patch.setattr(elimination_order, "_SMALL", -1)
        patch.setattr(elimination_order, "_RESTARTS", 5)
        cells = iter(range(10**6, 0, -1))
        patch.setattr(elimination_order, "most_cells", lambda *_: next(cells))
        graph = Compiler(*network).whole()
    assert [tuple(values) for values in graph.walk(0, graph.total)] == sorted_by(graph, solutions(network))


def test_what_has_many_values_is_tied_to_few() -> None:
    # A ring of two wide variables and two narrow ones: to tie the wide ones would take a table of 2500 states.
    sizes = [50, 2, 50, 2]
    forest = elimination_forest(sizes, [(0, 1), (1, 2), (2, 3), (3, 0)])
    assert most_cells(forest.context, sizes) < 200


def test_of_a_large_part_the_cheapest_of_several_orders_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[(row * 9 + column, row * 9 + column + 1) for column in range(8)] for row in range(9)]
    columns = [[(row * 9 + column, row * 9 + column + 9) for column in range(9)] for row in range(8)]
    grid = [pair for line in (*rows, *columns) for pair in line]
    sizes = [3] * 81
    tried = most_cells(elimination_forest(sizes, grid).context, sizes)
    assert elimination_forest(sizes, grid) == elimination_forest(sizes, grid)
    monkeypatch.setattr(elimination_order, "_RESTARTS", 0)
    assert tried < most_cells(elimination_forest(sizes, grid).context, sizes)


@given(networks())
def test_parts_are_compiled_one_by_one(network: Network) -> None:
    whole, parts = Compiler(*network).whole(), Compiler(*network)
    for variable in range(len(network[0])):
        graph = parts.part([variable])
        assert graph.edges[variable] == whole.edges[variable]
        assert graph.states[variable] == whole.states[variable]
    assert parts.whole().total == whole.total


def test_a_part_that_would_not_fit_leaves_the_others_their_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "BYTE_LIMIT", 20_000)
    pairs = [Constraint((a, b), lambda x, y: True) for b in range(6) for a in range(b)]
    parts = Compiler([4] * 8, [*pairs, Constraint((6, 7), lambda x, y: x == y)])
    for _ in range(2):
        with pytest.raises(TooLargeError):
            parts.part([2])
    assert parts.part([6]).least(Costs({6: [3, 2, 1, 2]})) == 1
    with pytest.raises(TooLargeError):
        parts.whole()


@given(networks(), st.data())
def test_a_witness_is_found_wherever_there_is_a_solution(network: Network, data: st.DataObject) -> None:
    sizes, _, together = network
    found = solutions(network)
    search = Witnesses(Compiler(*network))
    assert search.has_any == bool(found)
    if not found:
        return
    # Some wishes one after the other, since a search remembers what the ones before it have found.
    for _ in range(3):
        values = st.tuples(*(st.integers(0, size - 1) for size in sizes))
        taken = {v: n for v, n in enumerate(data.draw(values)) if data.draw(st.integers(0, 3)) == 0}
        never = [{v: n for v, n in enumerate(data.draw(values)) if v in scope} for scope in together]
        wanted = [
            one
            for one in found
            if all(one[v] == n for v, n in taken.items())
            and not any(all(one[v] == n for v, n in c.items()) for c in never)
        ]
        witness = search.find(Wish(taken, tuple(never)))
        assert wanted if witness is not None else not wanted
        assert witness is None or tuple(map(witness, range(len(sizes)))) in wanted


def test_a_search_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    different = [Constraint((a, b), lambda x, y: x != y) for b in range(6) for a in range(b)]
    assert not Witnesses(Compiler([5] * 6, different)).has_any
    monkeypatch.setattr(witnesses, "CHOICE_LIMIT", 100)
    with pytest.raises(GivenUpError):
        Witnesses(Compiler([5] * 6, different))


def test_a_chain_of_thousands_is_no_deep_recursion() -> None:
    size = 5000
    equal = [Constraint((v, v + 1), lambda a, b: a <= b) for v in range(size - 1)]
    graph = Compiler([2] * size, equal).whole()
    # A row of noughts and then ones: the step can stand in any place.
    assert graph.total == size + 1
    assert sum(graph.at(1)) == 1
    assert graph.index(graph.at(size)) == size
    least, cheapest = graph.cheapest(Costs({0: [0, 1], size - 1: [1, 0]}))
    assert (least, cheapest.total) == (0, size - 1)


def test_a_bracket_around_thousands_is_ordered_quickly() -> None:
    # Each of the others is live with the first: were all pairs of neighbours counted anew each time, this would take
    # minutes, and the run of tests would show it.
    inside = [Constraint((0, v), lambda a, b: (a == 0) == (b < 2)) for v in range(1, 4000)]
    assert Compiler([2, *[3] * 3999], inside).whole().total == 2**3999 + 1


def test_independent_parts_multiply() -> None:
    graph = Compiler([3] * 3000, []).whole()
    assert graph.total == 3**3000
    assert graph.at(3**3000 - 1) == [2] * 3000
    assert graph.index([1] * 3000) == (3**3000 - 1) // 2


@pytest.mark.slow
def test_what_would_not_fit_is_refused_before_it_is_tried() -> None:
    pairs = [Constraint((a, b), lambda x, y: True) for b in range(40) for a in range(b)]
    with pytest.raises(TooLargeError) as caught:
        Compiler([4] * 40, pairs).whole()
    assert len(caught.value.cluster) > 5


def test_a_wide_network_with_few_states_is_compiled() -> None:
    # All must be equal: of the millions of states that the widest context might have, four occur.
    pairs = [Constraint((a, b), lambda x, y: x == y) for b in range(12) for a in range(b)]
    assert Compiler([4] * 12, pairs).whole().total == 4


def test_a_variable_with_one_value_left_ties_nothing() -> None:
    hub = [Constraint((0, v), lambda a, b: b != a) for v in range(1, 200)]
    ring = [Constraint((v, v + 1), lambda a, b: a != b) for v in range(1, 199)]
    fixed = Constraint((0,), lambda a: a == 0)
    graph = Compiler([3] * 200, [*hub, *ring, fixed]).whole()
    assert graph.total == 2
    assert max(map(len, graph.forest.context)) == 1
