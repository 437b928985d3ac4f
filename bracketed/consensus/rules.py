"""Rules that look at each delegation: how many object, and how the worst off fares.

The burden of a delegation in a variant is the weight of its objections, and its blocks weigh more than all objections
of all delegations together. `minimax` makes the largest burden as small as it can be; `leximin` then the second
largest, and so on (A. Sen, Collective Choice and Social Welfare, 1970); `objectors` counts delegations, not stances.
The `frontier` holds every balance between the sum of objections and the largest burden that cannot be bettered in one
without loss in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from bracketed.consensus.integer_program import NoSolutionError, OutOfTimeError, Program, Solved, Terms
from bracketed.consensus.scoring import AGAINST, choices_of, in_units, weight_of
from bracketed.positions.positions import Position
from bracketed.variants.graph import Values
from bracketed.variants.space import Space


@dataclass(frozen=True, slots=True)
class SolverStep:
    """One thing that a rule makes least: what it is, how little was found, and below what it is proven not to lie."""

    what: str
    found: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether nothing less than what was found is possible."""
        return self.bound >= self.found


@dataclass(frozen=True, slots=True)
class Settled:
    """The values of a variant, and the steps that led to it; none is wanting if the rule was followed to its end."""

    values: Values
    steps: tuple[SolverStep, ...]
    ended: bool = True

    @property
    def proven(self) -> bool:
        """Whether it is proven that no variant is better."""
        return self.ended and all(step.proven for step in self.steps)


class Coupled:
    """A space, with the burdens of the delegations, as a program.

    `without` are solutions that are not wanted again, as the values that some variables take in them.
    """

    def __init__(
        self,
        space: Space,
        rows: Sequence[Position],
        time_limit: float,
        without: Iterable[Mapping[int, int]] = (),
    ) -> None:
        self.program = Program(space.network, time_limit)
        for taken in without:
            self.program.leave_out(taken)
        self.steps: list[SolverStep] = []
        self._last: Solved | None = None
        self._rows = rows
        against = [row for row in rows if row.stance in AGAINST]
        self.unit, weights = in_units([row.weight for row in against])
        # More than all objections together.
        self.block = 1 + sum(weight for row, weight in zip(against, weights, strict=True) if row.stance == "objects")
        self.burden: dict[str, dict[int, float]] = {}
        # The same with blocks and objections apart.
        self.weights: dict[str, dict[str, dict[int, float]]] = {"blocks": {}, "objects": {}}
        for row, weight in zip(against, weights, strict=True):
            column = self.program.made(choices_of(row))
            if column is not None:
                _add(self.burden, row.delegation, column, weight * (self.block if row.stance == "blocks" else 1))
                _add(self.weights[row.stance], row.delegation, column, weight)
        self.total: dict[int, float] = {}
        for own in self.burden.values():
            for column, cost in own.items():
                self.total[column] = self.total.get(column, 0) + cost
        self.most = sum(self.total.values())

    def least(self, what: str, costs: Terms, unit: int = 1) -> int | None:
        """Make a sum as small as it can be, keep it so, and return it; None if time has run out.

        Raises:
            SolverError: there is no solution yet, and time has run out.
        """
        try:
            solved = self.program.minimise(costs)
        except OutOfTimeError:
            if self._last is None:
                raise
            return None
        self._last = solved
        found = round(solved.objective)
        bound = found if solved.proven else solved.bound
        self.steps.append(SolverStep(what, found / unit, bound / unit))
        self.program.row(costs, -inf, found)
        return found

    def sum_of(self, stance: str) -> tuple[int, dict[int, float]]:
        """Return what all stances of a sort cost, each block as much as any other, and how many units weigh 1."""
        rows = [row for row in self._rows if row.stance == stance]
        unit, weights = in_units([weight_of(row) for row in rows])
        costs: dict[int, float] = {}
        for row, weight in zip(rows, weights, strict=True):
            column = self.program.made(choices_of(row))
            if column is not None:
                costs[column] = costs.get(column, 0) + weight
        return unit, costs

    def spare_the_others(self) -> None:
        """If time is left, take of the variants that are as good one that burdens nobody for nothing."""
        done = len(self.steps)
        self.least("sum of all burdens", self.total)
        # Of no weight for what the rule asks.
        del self.steps[done:]

    def settled(self, ended: bool = True) -> Settled:
        """Return the variant that was found last."""
        assert self._last is not None
        return Settled(self.program.values(self._last), tuple(self.steps), ended)


def _add(table: dict[str, dict[int, float]], delegation: str, column: int, cost: float) -> None:
    own = table.setdefault(delegation, {})
    own[column] = own.get(column, 0) + cost


def _opposite(terms: Terms) -> dict[int, float]:
    return {column: -factor for column, factor in terms.items()}


def objections(coupled: Coupled) -> Settled:
    """Make the number of blocks least, then the weight of objections, then minus that of supports."""
    for stance, what in (("blocks", "number of blocks"), ("objects", "weight of the objections")):
        unit, costs = coupled.sum_of(stance)
        if coupled.least(what, costs, unit) is None:
            return coupled.settled(ended=False)
    unit, supports = coupled.sum_of("supports")
    lost = sum(supports.values())
    # What is lost of all supports, since what is made least must not be negative.
    missing = coupled.program.column(lost)
    coupled.program.row({missing: 1, **supports}, lost, inf)
    return coupled.settled(coupled.least("weight of the supports that it goes without", {missing: 1}, unit) is not None)


def minimax(coupled: Coupled) -> Settled:
    """Make the largest burden least, and then the sum of all burdens.

    Blocks come first: their largest weight is made least, and then the largest weight of objections of those who bear
    it. As one number, in which a block outweighs all objections, the two take the solver many times as long.
    """
    program = coupled.program
    blocks, objections = coupled.weights["blocks"], coupled.weights["objects"]
    heaviest = max((sum(own.values()) for own in blocks.values()), default=0)
    largest = program.column(heaviest)
    for own in blocks.values():
        program.row({largest: 1, **_opposite(own)}, 0, inf)
    level = coupled.least("largest weight of the blocks of a delegation", {largest: 1}, coupled.unit)
    if level is None:
        return coupled.settled(ended=False)
    heaviest = max((sum(own.values()) for own in objections.values()), default=0)
    burden = program.column(heaviest)
    for name, own in objections.items():
        terms: dict[int, float] = {burden: 1, **_opposite(own)}
        if level == 0:
            program.row(terms, 0, inf)
        elif name in blocks:
            bears = program.column()
            program.row({bears: level, **_opposite(blocks[name])}, 1 - level, inf)
            program.row({**terms, bears: -heaviest}, -heaviest, inf)
    whose = "a delegation" if level == 0 else "a delegation that bears it"
    if coupled.least(f"largest weight of the objections of {whose}", {burden: 1}, coupled.unit) is None:
        return coupled.settled(ended=False)
    coupled.spare_the_others()
    return coupled.settled()


def objectors(coupled: Coupled) -> Settled:
    """Make the number of delegations that block least, then that of those that object, then the sum of burdens."""
    for stance, what in (("blocks", "delegations that block"), ("objects", "delegations that object")):
        costs: dict[int, float] = {}
        for own in coupled.weights[stance].values():
            does = coupled.program.column()
            costs[does] = 1
            for column in own:
                coupled.program.row({does: 1, column: -1}, 0, inf)
        if coupled.least(what, costs) is None:
            return coupled.settled(ended=False)
    coupled.spare_the_others()
    return coupled.settled()


def leximin(coupled: Coupled) -> Settled:
    """Make the largest burden least, then the number of those who bear it, then the next largest, and so on.

    In a large draft time runs out on the way. What was found by then is proven for the largest burdens, as far as the
    steps go.
    """
    above: dict[str, int] = {}
    borne = 0
    while True:
        # The largest burden of those who are not counted among the ones above.
        largest = coupled.program.column(coupled.most)
        for name, own in coupled.burden.items():
            terms: dict[int, float] = {largest: 1, **_opposite(own)}
            if name in above:
                terms[above[name]] = coupled.most
            coupled.program.row(terms, 0, inf)
        level = coupled.least(f"burden number {borne + 1}, from the largest on", {largest: 1}, coupled.unit)
        if level is None:
            return coupled.settled(ended=False)
        if level == 0 or not coupled.burden:
            return coupled.settled()
        # How few can bear as much as that.
        above = {name: _bears(coupled, own, level) for name, own in coupled.burden.items()}
        fewest = coupled.least("delegations that bear at least that", dict.fromkeys(above.values(), 1))
        if fewest is None:
            return coupled.settled(ended=False)
        borne = fewest
        if borne == len(coupled.burden):
            return coupled.settled()


def _bears(coupled: Coupled, own: Terms, level: int) -> int:
    """Add a column that is 1 if a delegation's burden is at least `level`, and return its number."""
    bears = coupled.program.column()
    coupled.program.row({**own, bears: -coupled.most}, -inf, level - 1)
    return bears


def frontier(coupled: Coupled) -> Iterator[Settled]:
    """Yield the best balances of the sum of burdens and the largest one.

    None can be bettered in one without loss in the other. From the least sum on, each next one has a smaller largest.
    """
    program = coupled.program
    largest = program.column(coupled.most)
    for own in coupled.burden.values():
        program.row({largest: 1, **_opposite(own)}, 0, inf)
    below: float = coupled.most
    while below >= 0:
        try:
            least = program.minimise(coupled.total, [({largest: 1}, -inf, below)])
        except NoSolutionError:
            return
        total = round(least.objective)
        fairest = program.minimise({largest: 1}, [(coupled.total, -inf, total), ({largest: 1}, -inf, below)])
        steps = [
            SolverStep("sum of all burdens", total, total if least.proven else least.bound),
            SolverStep("largest burden", fairest.objective, fairest.objective if fairest.proven else fairest.bound),
        ]
        yield Settled(program.values(fairest), tuple(steps))
        below = round(fairest.objective) - 1


BY_SOLVER: Mapping[str, Callable[[Coupled], Settled]] = {
    "objections": objections,
    "objectors": objectors,
    "minimax": minimax,
    "leximin": leximin,
}
