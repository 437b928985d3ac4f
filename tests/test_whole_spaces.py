"""All that is found about small networks of choices, and how large their graphs are, is what is in `tests/golden/`.

Brute force elsewhere shows that answers are right. Here it is seen if they come in another order, or take more cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, islice
from random import Random

import pytest

import bracketed as bt
from bracketed.errors import BracketedError
from bracketed.variants import compiler as compiling
from bracketed.variants import elimination_order
from bracketed.variants.compiler import Compiler, Constraint, TooLargeError
from bracketed.variants.elimination_order import elimination_forest, most_cells
from bracketed.variants.graph import Costs, Graph
from bracketed.variants.kbest import in_order, minimal, minimal_by_part, minimal_costs
from bracketed.variants.space import Space
from bracketed.variants.witnesses import Wish, Witnesses
from tests.conftest import Golden

DRAFTS = {
    "plain": "1. Ports [shall/should/may] pay [dues].\n2. [Docks [rest/sleep] [well [or badly]].]\n3. [a][b][c] [X].",
    "linked": (
        "1. Ports [pay dues/take no dues] [gladly].\n2. Docks [pay dues/take no dues] [at once [or later]].\n"
        "3. [Boats [pay dues/take no dues] [soon/late].]\n4. [Crews [pay dues/take no dues].]\n5. Towns [meet]."
    ),
    "nested": "1. [a [b [c [d/e]/f] [g]]/h [i/j [k]]] and [l [m]].\n2. [[n/o] [p]] or [q[r][s]].\n"
    "3. [t/u/v/w] [x [y]].",
}
CHOICES = [("1#1", "a"), ("1#2", "a"), ("2#1", "a"), ("2#2", "omit"), ("3#1", "a")]


def network(seed: int, size: int, ties: int) -> tuple[list[int], list[Constraint]]:
    """Return sizes and constraints of a network that has a solution."""
    chance = Random(seed)
    sizes = [chance.choice((1, 2, 2, 3, 4)) for _ in range(size)]
    solution = [chance.randrange(most) for most in sizes]
    constraints = []
    for _ in range(ties):
        near = chance.randrange(size)
        scope = tuple(
            sorted({near, *(min(size - 1, near + chance.randint(1, 4)) for _ in range(chance.randint(0, 2)))})
        )
        wanted = tuple(solution[variable] for variable in scope)
        constraints.append(Constraint(scope, forbidding(chance.randrange(10**6), wanted)))
    return sizes, constraints


def forbidding(seed: int, wanted: tuple[int, ...]) -> Callable[..., bool]:
    def allows(*values: int) -> bool:
        return values == wanted or Random(f"{seed} {values}").random() < 0.6

    return allows


def costs_of(graph: Graph, sizes: list[int], seed: int) -> Costs:
    chance = Random(seed)
    numbers = range(len(sizes))
    single = {n: [chance.randrange(4) for _ in range(sizes[n])] for n in numbers if chance.random() < 0.5}
    joint = []
    for variable in numbers:
        around = (*graph.forest.context[variable][:1], variable)
        if len(around) > 1 and chance.random() < 0.4:
            values = {tuple(chance.randrange(sizes[n]) for n in around): chance.randint(1, 5) for _ in range(2)}
            joint.append((around, values))
    return Costs(single, tuple(joint))


def graph_of(graph: Graph) -> Iterator[object]:
    forest = graph.forest
    yield from (forest.order, forest.parent, forest.children, forest.context, graph.constants)
    yield from zip(graph.states, graph.edges, strict=True)
    yield graph.total
    yield graph.counts
    yield [sorted(values) for values in graph.possible()], [sorted(cells) for cells in graph.passed()]
    shown = min(graph.total, 60)
    yield [values.copy() for values in graph.walk(graph.total - shown, graph.total)]
    yield [graph.index(graph.at(place)) for place in range(0, graph.total, max(1, graph.total // 20))]


def answers_of(sizes: list[int], constraints: list[Constraint]) -> Iterator[object]:
    compiled = Compiler(sizes, constraints)
    graph = compiled.whole()
    yield from graph_of(graph)
    for seed in range(3):
        costs = costs_of(graph, sizes, seed)
        least, cheapest = graph.cheapest(costs)
        yield costs
        yield least, graph.least(costs), graph.distinct(costs), sorted(graph.bearing(costs))
        yield from graph_of(cheapest)
        wanted = [variable for variable in range(len(sizes)) if variable % 3 == seed]
        yield {variable: sorted(values) for variable, values in graph.cheapest_values(costs, wanted).items()}
        yield [*islice(in_order(graph, costs), 40)]
        marks = (1 << len(sizes)) - 1
        marked = Costs(
            {
                n: [((value * seed + 1 << 30) | 1 << n) * (value > 0) for value in range(most)]
                for n, most in enumerate(sizes)
            }
        )
        yield [*islice(minimal(graph, marked, marks), 20)], [*islice(minimal_costs(graph, marked, marks), 20)]
        yield minimal_by_part(graph, marked, marks, 5)
    # What depends on variables with one value alone costs the same in each solution.
    fixed = tuple(graph.constants)[:2]
    values = tuple(graph.constants[variable] for variable in fixed)
    fixed_costs = Costs({}, ((fixed, {values: 7, tuple(value + 1 for value in values): 9}),) if fixed else ())
    yield graph.cheapest(fixed_costs)[0], graph.least(fixed_costs), graph.distinct(fixed_costs)
    witnesses = Witnesses(compiled)
    for one, other in combinations(range(len(sizes)), 2):
        wish = Wish({one: sizes[one] - 1}, ({other: 0}, {one: 0, other: sizes[other] - 1}))
        found = witnesses.find(wish)
        yield found and [found(variable) for variable in range(len(sizes))]


def least_limit(make: Callable[[], Graph], monkeypatch: pytest.MonkeyPatch) -> int:
    """Return the fewest bytes that a graph may take."""
    low, high = 0, 1 << 20
    while low < high:
        middle = (low + high) // 2
        monkeypatch.setattr(compiling, "BYTE_LIMIT", middle)
        try:
            make()
            high = middle
        except TooLargeError:
            low = middle + 1
    return low


@pytest.mark.parametrize("seed", range(5))
def test_all_answers_of_a_network_are_as_before(seed: int, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, constraints = network(seed, 8 + seed, 6 + 2 * seed)
    lines = [*map(str, answers_of(sizes, constraints))]
    lines.append(f"bytes: {least_limit(Compiler(sizes, constraints).whole, monkeypatch)}")
    golden.check(f"spaces/network_{seed}.txt", "\n".join(lines) + "\n")


def test_orders_of_elimination_are_as_before(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = []
    # As for parts that are large.
    monkeypatch.setattr(elimination_order, "_SMALL", 0)
    for seed, (size, ties) in enumerate([(10, 12), (30, 40), (60, 110), (24, 80)]):
        sizes, constraints = network(seed, size, ties)
        forest = elimination_forest(sizes, [one.scope for one in constraints])
        lines += [str(forest), str(most_cells(forest.context, sizes))]
    golden.check("spaces/orders.txt", "\n".join(lines) + "\n")


def answer_to(action: Callable[[], object]) -> str:
    try:
        return repr(action())
    except (BracketedError, IndexError, ValueError) as refused:
        return f"refused: {refused}"


def all_of(space: Space) -> Iterator[object]:
    network = space.network
    yield from network.variables
    yield [constraint.scope for constraint in network.constraints], [*network.helpers]
    yield from graph_of(space.graph)
    yield space, space.offered, space.link_count, space.places
    for places in (slice(1, 9, 3), slice(None, None, -5), slice(5, 2)):
        yield space[places], [variant.index for variant in space[places]][:6]
    yield [(variant.index, dict(variant.choices)) for variant in space.sample(5, seed=2, repeat=False)]
    if space.count() > 700:
        # So many in a row are written in blocks.
        row = [*space[3:700]]
        yield len(row), [(variant.index, variant.text) for variant in (*row[:2], *row[-2:])]
    yield [(space.shard(part, of=4), space.shard(part, of=4).places) for part in range(4)]


@pytest.mark.parametrize("name", DRAFTS)
def test_all_of_a_space_is_as_before(name: str, golden: Golden) -> None:
    space = bt.variants(bt.parse(DRAFTS[name]))
    lines = [*map(repr, all_of(space))]
    choices = [choice for choice in CHOICES if any(choice[0] == bracket.id for bracket in space.brackets)]
    spaces = {
        "fixed": lambda: space.fix(dict(choices[:2])),
        "required": lambda: space.require(dict(choices[:-1]), dict(choices[-1:])),
        "excluded": lambda: space.exclude(dict(choices)),
        "three excluded": lambda: space.exclude(dict(choices[1:4])),
        "unlinked": lambda: space.unlink(*(link.id for link in space.links[:1])),
        "linked": lambda: space.link(*(link.id for link in space.offered)),
        "together": lambda: space.holding_together(
            [["1#1", "2#1"], ["1#1"], [bracket.id for bracket in space.brackets[:3]]]
        ),
    }
    for title, make in spaces.items():
        lines += [f"# {title}", *map(repr, all_of(make()))]
    refusals: list[Callable[[], object]] = [
        lambda: space.fix({"1#1": "a"}).fix({"1#1": "b"}),
        lambda: space.require({}, {"1#1": "a"}).exclude({"1#1": "a"}),
        lambda: space.exclude({}),
        lambda: space.fix({"9#9": "a"}),
        lambda: space.fix({"1#1": "q"}),
        lambda: space.link("nothing"),
        lambda: space.shard(4, of=4),
        lambda: space[space.count()],
        lambda: space.sample(10**6, repeat=False),
        lambda: space.index({}),
        lambda: space.index({bracket.id: bracket.letters[-1] for bracket in space.brackets}),
        lambda: space.exclude(dict(choices)).index({**space[0].choices, **dict(choices)}),
        lambda: space.require({"1#1": "a"}, dict(choices[-1:])).index(space[1].choices),
        lambda: bt.variants(space.draft, links="none").index(space[0].choices),
        lambda: space.index(bt.variants(space.draft, links="none")[3]),
    ]
    lines += ["# refused", *map(answer_to, refusals)]
    golden.check(f"spaces/{name}.txt", "\n".join(lines) + "\n")


def test_large_numbers_of_variants_are_short() -> None:
    space = bt.variants(
        bt.parse("\n".join(f"{n}. Ports [shall/should/may] {'rest ' * n}[well]." for n in range(1, 40)))
    )
    assert repr(space) == "<Space of about 2.23·10^30 variants: 78 brackets, 0 links>"
    assert repr(space[5:]) == "<VariantRange of about 2.23·10^30 variants of about 2.23·10^30>"
