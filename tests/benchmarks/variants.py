"""Measures the space of variants on large drafts, against other programs in the same run.

    python -m tests.benchmarks.variants [BRACKETS ...]

Peers, each used if it is installed: ganak (`pyganak`, exact model counting) for the count, HiGHS (`highspy`, integer
programming) and CP-SAT (`ortools`) for the least contested variant, RC2 (`python-sat`, MaxSAT) for the 100 best,
`itertools.product` for listing texts. Peers get the same problem, building their model included, and their answers are
compared with ours.
"""

from __future__ import annotations

import itertools
import random
import resource
import sys
from collections.abc import Iterator
from importlib.util import find_spec

import bracketed as bt
from bracketed.consensus.model import Model as BurdenModel
from bracketed.consensus.rules import rule
from bracketed.consensus.scoring import choices_of, costs_in, rows_in
from bracketed.phrasing import exact
from bracketed.positions.positions import Positions
from bracketed.variants.kbest import in_order
from bracketed.variants.space import Space
from tests.benchmarks.clock import timed
from tests.benchmarks.large_drafts import Large, large

Clauses = list[list[int]]


class Model:
    """The same problem as clauses: a variable for each option of each bracket."""

    def __init__(self, space: Space) -> None:
        self.number: dict[tuple[str, str], int] = {}
        for bracket in space.brackets:
            for letter in bracket.letters:
                self.number[bracket.id, letter] = len(self.number) + 1
        self.clauses: Clauses = []
        for decision in space.decisions:
            options = [self.number[decision.bracket.id, letter] for letter in decision.bracket.letters]
            self.clauses += [[-a, -b] for a, b in itertools.combinations(options, 2)]
            around = [self.number[choice] for choice in decision.inside]
            if not around:
                self.clauses.append(options)
                continue
            self.clauses += [[-outer, *options] for outer in around]
            self.clauses += [[-option, *around] for option in options]
        for link in (*space.links, *space.rules):
            if link.kind == "same":
                for one, other in itertools.combinations(range(len(link.brackets)), 2):
                    rows = [(row[one], row[other]) for row in link.options]
                    self._same(link.brackets[one], link.brackets[other], rows)
            else:
                *made, last = (-self.number[choice] for choice in zip(link.brackets, link.options[0], strict=True))
                self.clauses.append([*made, -last if link.kind == "requires" else last])

    def _same(self, one: str, other: str, rows: list[tuple[str, str]]) -> None:
        for a, b in rows:
            for x, y in rows:
                if (a, b) != (x, y):
                    self.clauses.append([-self.number[one, a], -self.number[other, y]])


def count_with_ganak(space: Space) -> int:
    import pyganak

    counter = pyganak.Counter()
    counter.add_clauses(Model(space).clauses)
    return int(counter.count())


def best_with_highs(space: Space, case: Large) -> int:
    import highspy

    model = Model(space)
    solver = highspy.Highs()
    solver.silent()
    variables = [solver.addBinary() for _ in model.number]
    for clause in model.clauses:
        solver.addConstr(sum(variables[v - 1] if v > 0 else 1 - variables[-v - 1] for v in clause) >= 1)
    cost = 0
    for choices, price in small_prices(space, case):
        literals = [variables[model.number[choice] - 1] for choice in choices]
        term = literals[0]
        if len(literals) > 1:
            term = solver.addBinary()
            for literal in literals:
                solver.addConstr(term <= literal)
            solver.addConstr(term >= sum(literals) - (len(literals) - 1))
        cost = cost + price * term
    solver.minimize(cost)
    return round(solver.getObjectiveValue())


def best_with_cp_sat(space: Space, case: Large) -> int:
    from ortools.sat.python import cp_model

    model = Model(space)
    solver = cp_model.CpModel()
    variables = [solver.new_bool_var("") for _ in model.number]

    def literal(value: int) -> object:
        return variables[value - 1] if value > 0 else variables[-value - 1].negated()

    for clause in model.clauses:
        solver.add_bool_or([literal(value) for value in clause])
    terms = []
    for choices, price in small_prices(space, case):
        literals = [literal(model.number[choice]) for choice in choices]
        term = literals[0]
        if len(literals) > 1:
            term = solver.new_bool_var("")
            for one in literals:
                solver.add_implication(term, one)
            solver.add_bool_or([term, *(one.negated() for one in literals)])
        terms.append(price * term)
    solver.minimize(sum(terms))
    runner = cp_model.CpSolver()
    runner.parameters.max_time_in_seconds = 120
    runner.solve(solver)
    return round(runner.objective_value)


def small_prices(space: Space, case: Large) -> Iterator[tuple[tuple[tuple[str, str], ...], int]]:
    """Yield prices that solvers in floating point can add up: a block costs 1,000, an objection 10, a support -1."""
    rows, _ = rows_in(case.positions, space)
    worth = {"blocks": 1000, "objects": 10, "supports": -1}
    return ((choices_of(row), worth[row.stance]) for row in rows if row.stance in worth)


def best_by_sum(space: Space, case: Large) -> int:
    """Return the least sum of the same small prices by our engine."""
    return space.graph.cheapest(costs_in(space.network, small_prices(space, case)))[0]


def best_100_with_rc2(space: Space, case: Large) -> list[int]:
    """Return what the 100 best cost, as MaxSAT enumeration finds them (stratified)."""
    from pysat.examples.rc2 import RC2Stratified
    from pysat.formula import WCNF

    model = Model(space)
    formula = WCNF()
    formula.extend(model.clauses)
    last = len(model.number)
    offset = 0
    soft: dict[int, int] = {}
    for choices, price in small_prices(space, case):
        literals = [model.number[choice] for choice in choices]
        term = literals[0]
        if len(literals) > 1:
            last = term = last + 1
            formula.extend([[-term, literal] for literal in literals])
            formula.append([term, *(-literal for literal in literals)])
        soft[term] = soft.get(term, 0) + price
    for term, price in soft.items():
        # What is wished for costs where it is not had.
        offset += min(price, 0)
        if price:
            formula.append([-term if price > 0 else term], weight=abs(price))
    with RC2Stratified(formula) as solver:
        return [offset + solver.cost for _ in itertools.islice(solver.enumerate(), 100)]


def best_100(space: Space, case: Large) -> list[int]:
    """Return what the 100 best by the same small prices cost, by our engine; all variants are made."""
    found = itertools.islice(in_order(space.graph, costs_in(space.network, small_prices(space, case))), 100)
    made = [(one.cost, space[one.place].choices) for one in found]
    return [cost for cost, _ in made]


def worst_off_with_highs(space: Space, case: Large) -> tuple[float, bool]:
    """Return how little the worst off delegation must bear, by the model itself without anything of ours."""
    import highspy

    model = Model(space)
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", 60.0)
    variables = [solver.addBinary() for _ in model.number]
    for clause in model.clauses:
        solver.addConstr(sum(variables[v - 1] if v > 0 else 1 - variables[-v - 1] for v in clause) >= 1)
    worst = solver.addIntegral(0, len(case.positions))
    burdens: dict[str, list[object]] = {}
    for row in rows_in(case.positions, space)[0]:
        if row.stance != "objects":
            continue
        literals = [variables[model.number[choice] - 1] for choice in choices_of(row)]
        term = literals[0]
        if len(literals) > 1:
            term = solver.addBinary()
            for literal in literals:
                solver.addConstr(term <= literal)
            solver.addConstr(term >= sum(literals) - (len(literals) - 1))
        burdens.setdefault(row.delegation, []).append(term)
    for own in burdens.values():
        solver.addConstr(worst >= sum(own))
    solver.minimize(worst)
    return round(solver.getObjectiveValue()), solver.getModelStatus() == highspy.HighsModelStatus.kOptimal


def worst_off(space: Space, case: Large) -> tuple[float, bool]:
    """Return the same by the rule `minimax`, without the search for the least sum of burdens that follows it."""
    model = BurdenModel(space, rows_in(case.positions, space)[0], 60)
    model.spare_the_others = lambda: None  # type: ignore[method-assign]
    optimum = model.optimum(rule("minimax").solve)
    return optimum.steps[-1].found, optimum.proven


def report(name: str, ours: float, peers: dict[str, float]) -> None:
    told = "; ".join(f"{peer} {took:.3f} s = {took / ours:.1f} times ours" for peer, took in peers.items())
    print(f"  {name:34} {ours:8.3f} s   {told}", flush=True)


def measure(brackets: int, hard: bool) -> None:
    case = large(brackets, brackets * 10, hard=hard)
    making, base = timed(lambda: bt.variants(case.draft, case.positions))
    space = base.bound(case.rules)
    width = max(map(len, space.graph.forest.context), default=0)
    cells = sum(map(len, space.graph.states))
    rows = len(case.positions)
    kind = "hard" if hard else "easy"
    print(f"{len(space.brackets)} brackets, {kind}: {len(space.links)} links, {len(space.rules)} rules, {rows} stances")
    print(f"  width {width}, {cells} cells, a count of {len(exact(space.count()))} digits")
    report("space from draft and stances", making, {})
    # What follows gets decisions and links, and builds its model from them, as the peers do.
    counting, _ = timed(lambda: base.bound(case.rules).count())
    peers: dict[str, float] = {}
    if find_spec("pyganak"):
        took, count = timed(lambda: count_with_ganak(space), 1)
        assert count == space.count()
        peers["ganak"] = took
    report("count", counting, peers)
    peers = {}
    ours, least = timed(lambda: best_by_sum(base.bound(case.rules), case))
    if find_spec("highspy"):
        took, value = timed(lambda: best_with_highs(space, case), 1)
        assert value == least
        peers["HiGHS"] = took
    if find_spec("ortools"):
        took, value = timed(lambda: best_with_cp_sat(space, case), 1)
        assert value == least
        peers["CP-SAT"] = took
    report("best by a weighted sum", ours, peers)
    took, _ = timed(lambda: bt.least_contested(base.bound(case.rules), case.positions))
    report("least contested, with ties", took, {})
    took, _ = timed(lambda: [*itertools.islice(bt.ranking(space, case.positions), 100)], 1)
    report("100 best in order", took, {})
    peers = {}
    bound = base.bound(case.rules)
    ours, costs = timed(lambda: best_100(base.bound(case.rules), case), 1)
    if find_spec("pysat"):
        took, others = timed(lambda: best_100_with_rc2(bound, case), 1)
        # Each of ours stands for variants that cost the same; the peer lists those one by one.
        assert others[0] == costs[0]
        assert others[-1] <= costs[-1]
        peers["RC2"] = took
    report("100 best by the weighted sum", ours, peers)
    calm = Large(case.draft, case.rules, Positions(tuple(row for row in case.positions if row.stance != "blocks")))
    peers = {}
    ours, found = timed(lambda: worst_off(space, calm), 1)
    if find_spec("highspy"):
        took, least = timed(lambda: worst_off_with_highs(space, calm), 1)
        assert not (found[1] and least[1]) or found == least
        peers["HiGHS" if least[1] else "HiGHS, not proven"] = took
    answered, _ = timed(lambda: bt.least_contested(space, calm.positions, "minimax"), 1)
    report("minimax, then the least sum", answered, {})
    report(f"minimax, no blocks{'' if found[1] else ', not proven'}", ours, peers)
    report("blocking", timed(lambda: bt.blocking(space, case.positions), 1)[0], {})
    chance = random.Random(5)
    places = [chance.randrange(space.count()) for _ in range(200)]
    took, _ = timed(lambda: [space[place] for place in places])
    print(f"  {'variants by number, as choices':34} {200 / took:8.0f} a second")
    took, _ = timed(lambda: [space[place].text for place in places[:50]], 1)
    print(f"  {'variants by number, as text':34} {50 / took:8.0f} a second")
    print(f"  {'memory, the largest so far':34} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:8} MB")


def listing() -> None:
    """List the texts of a draft of 40 brackets, and join the same options by `itertools.product`."""
    words = [f"Parties shall [now {n}/soon {n}] report to the meeting on item {n}." for n in range(40)]
    space = bt.variants(bt.parse("\n".join(f"{n}. {line}" for n, line in enumerate(words))))
    number = 50_000
    pieces = []
    for n in range(40):
        pieces += [[f"{n}. Parties shall "], [f"now {n}", f"soon {n}"], [f" report to the meeting on item {n}.\n"]]
    pieces[-1] = [" report to the meeting on item 39."]
    ours, mine = timed(lambda: [variant.text for variant in space[:number]])
    theirs, other = timed(lambda: [*map("".join, itertools.islice(itertools.product(*pieces), number))])
    assert mine == other
    print(f"texts of 40 brackets: {number / ours:.0f} a second; itertools.product and join: {number / theirs:.0f}")


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [400, 4000]:
        for hard in (False, True):
            measure(size, hard)
    listing()
