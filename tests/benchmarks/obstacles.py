"""Measures what stands in the way on large drafts, against other programs in the same run.

    python -m tests.benchmarks.obstacles [BRACKETS]

Peers: RC2 (stratified) of PySAT on the finished clauses for the cheapest concession; OptUx of PySAT on the whole draft
at once for the smallest conflicts, given a minute; `networkx.simple_cycles` on the graph of who gives and who gains for
packages. Answers are compared where both give them.
"""

from __future__ import annotations

import itertools
import random
import signal
import sys
from dataclasses import replace
from typing import Any

import networkx as nx
from pysat.examples.optux import OptUx
from pysat.examples.rc2 import RC2Stratified
from pysat.formula import WCNF

import bracketed as bt
from bracketed.consensus.scoring import AGAINST, SoftConstraints, choices_of, held_for, rows_in
from bracketed.positions.positions import Positions
from bracketed.variants.space import Space
from tests.benchmarks.clock import timed
from tests.benchmarks.large_drafts import Large, large
from tests.benchmarks.variants import Model, report


def concession_clauses(space: Space, case: Large) -> tuple[WCNF, int]:
    """Return the options, links and stances as clauses, and what a block costs; each costs what it costs us."""
    model = Model(space)
    formula = WCNF()
    formula.extend(model.clauses)
    against = [row for row in rows_in(case.positions, space)[0] if row.stance in AGAINST]
    constraints = SoftConstraints(held_for(space, against), against)
    for row, weight in zip(against, constraints.weights, strict=True):
        formula.append([-model.number[choice] for choice in choices_of(row)], weight=weight)
    return formula, constraints.prices["blocks"] * constraints.unit


def cheapest_with_rc2(formula: WCNF) -> int:
    with RC2Stratified(formula) as solver:
        solver.compute()
        return int(solver.cost)


def conflicts_with_optux(space: Space, case: Large, number: int) -> int | None:
    """Return how many of the smallest conflicts OptUx has found of the draft as a whole, or None after a minute."""
    model = Model(space)
    formula = WCNF()
    formula.extend(model.clauses)
    for row in rows_in(case.positions, space)[0]:
        if row.stance in AGAINST:
            formula.append([-model.number[choice] for choice in choices_of(row)], weight=1)

    def stop(*_: Any) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(60)
    try:
        with OptUx(formula) as finder:
            return sum(1 for _ in itertools.islice(finder.enumerate(), number))
    except TimeoutError:
        return None
    finally:
        signal.alarm(0)


def cycles(case: Large, number: int) -> int:
    """Return how many cycles of up to four delegations there are who want what another objects to, up to a number."""
    graph = nx.DiGraph()
    wants: dict[tuple[str, str], list[str]] = {}
    for row in case.positions:
        if row.stance == "supports":
            wants.setdefault((row.bracket, row.option), []).append(row.delegation)
    for row in case.positions:
        if row.stance == "objects":
            graph.add_edges_from((row.delegation, other) for other in wants.get((row.bracket, row.option), ()))
    return sum(1 for _ in itertools.islice(nx.simple_cycles(graph, length_bound=4), number))


def measure(brackets: int, hard: bool) -> None:
    case = large(brackets, brackets * 10, hard=hard)
    space = bt.variants(case.draft, case.positions).bound(case.rules)
    print(f"{len(space.brackets)} brackets, {'hard' if hard else 'easy'}: {len(case.positions)} stances")
    report("blocking", timed(lambda: bt.blocking(space, case.positions))[0], {})
    formula, block = concession_clauses(space, case)
    ours, found = timed(lambda: bt.concessions(space, case.positions, limit=1))
    took, cost = timed(lambda: cheapest_with_rc2(formula))
    assert cost == found[0].blocks * block + found[0].objections
    report("cheapest concession", ours, {"RC2": took})
    report("100 cheapest concessions", timed(lambda: bt.concessions(space, case.positions, limit=100), 1)[0], {})
    report("100 smallest conflicts", timed(lambda: bt.conflicts(space, case.positions, limit=100), 1)[0], {})
    report("leverage and shares", timed(lambda: bt.leverage(space, case.positions), 1)[0], {})
    chance = random.Random(1)
    weighed = tuple(replace(row, weight=chance.randint(1, 5)) for row in case.positions)
    ours, deals = timed(lambda: bt.packages(space, Positions(weighed)), 1)
    took, number = timed(lambda: cycles(case, 300_000), 1)
    report("10 packages of up to 4 moves", ours, {f"networkx, {number} cycles": took})
    print(f"    all looked at: {deals.complete}")
    doubtful = tuple(replace(row, probability=chance.choice([1] * 9 + [0.5])) for row in case.positions)
    report("outlook, 1,000 draws", timed(lambda: bt.outlook(space, Positions(doubtful), seed=1), 1)[0], {})
    report("coalitions", timed(lambda: bt.coalitions(case.positions), 1)[0], {})


def small_conflicts() -> None:
    """Compare the search for conflicts with one that does not divide the draft."""
    case = large(200, 2000)
    space = bt.variants(case.draft, case.positions).bound(case.rules)
    ours, _ = timed(lambda: bt.conflicts(space, case.positions, limit=20))
    took, number = timed(lambda: conflicts_with_optux(space, case, 20), 1)
    name = "OptUx on the whole" if number else "OptUx on the whole, stopped"
    report("20 smallest conflicts, 200 brackets", ours, {name: took})


if __name__ == "__main__":
    size = int(sys.argv[1]) if sys.argv[1:] else 4000
    for hard in (False, True):
        measure(size, hard)
    small_conflicts()
