"""Rules that look at each delegation: how many object, and how the worst off fares.

The burden of a delegation in a variant is the weight of its objections, and its blocks weigh more than all objections
of all delegations together. `minimax` makes the largest burden as small as it can be; `leximin` then the second
largest, and so on (A. Sen, Collective Choice and Social Welfare, 1970); `objectors` counts delegations, not stances.
The `frontier` holds every balance between the sum of objections and the largest burden that cannot be bettered in one
without loss in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from bracketed.consensus.program import NoSolutionError, Program, Solved, Terms
from bracketed.consensus.tally import choices_of, decimal
from bracketed.positions.stances import Position
from bracketed.variants.space import Space


@dataclass(frozen=True, slots=True)
class Settled:
    """The values of a variant, and for how much of the rule it is proven that no variant is better."""

    values: list[int]
    proven: bool


class Coupled:
    """A space, with the burdens of the delegations, as a program."""

    def __init__(self, space: Space, rows: Sequence[Position], time_limit: float) -> None:
        self.program = Program(space.network, time_limit)
        against = [row for row in rows if row.stance in ("objects", "blocks")]
        unit = lcm(1, *(decimal(row.weight).denominator for row in against))
        weights = [int(decimal(row.weight) * unit) for row in against]
        # More than all objections together.
        block = 1 + sum(weight for row, weight in zip(against, weights, strict=True) if row.stance == "objects")
        self.burden: dict[str, dict[int, float]] = {}
        self.columns: dict[str, dict[str, list[int]]] = {}
        for row, weight in zip(against, weights, strict=True):
            column = self.program.made(choices_of(row))
            if column is not None:
                own = self.burden.setdefault(row.delegation, {})
                own[column] = own.get(column, 0) + weight * (block if row.stance == "blocks" else 1)
                self.columns.setdefault(row.delegation, {}).setdefault(row.stance, []).append(column)
        self.total: dict[int, float] = {}
        for own in self.burden.values():
            for column, cost in own.items():
                self.total[column] = self.total.get(column, 0) + cost
        self.most = sum(self.total.values())

    def settled(self, solved: Solved, proven: bool) -> Settled:
        """Return the variant of a solution."""
        return Settled(self.program.values(solved), proven and solved.proven)

    def largest(self) -> int:
        """Add a column that is at least every burden, and return its number."""
        largest = self.program.column(self.most, whole=False)
        for own in self.burden.values():
            self.program.row({largest: 1, **{column: -cost for column, cost in own.items()}}, 0, self.most)
        return largest


def minimax(coupled: Coupled) -> Settled:
    """Make the largest burden least, and then the sum of all burdens."""
    largest = coupled.largest()
    first = coupled.program.minimise({largest: 1})
    coupled.program.row({largest: 1}, 0, round(first.objective))
    return coupled.settled(coupled.program.minimise(coupled.total), first.proven)


def objectors(coupled: Coupled) -> Settled:
    """Make the number of delegations that block least, and then the number of those that object."""
    proven = True
    solved = None
    for stance in ("blocks", "objects"):
        costs: dict[int, float] = {}
        for kinds in coupled.columns.values():
            if stance in kinds:
                does = coupled.program.column()
                costs[does] = 1
                for column in kinds[stance]:
                    coupled.program.row({does: 1, column: -1}, 0, 1)
        solved = coupled.program.minimise(costs)
        proven = proven and solved.proven
        coupled.program.row(costs, 0, round(solved.objective))
    assert solved is not None
    return coupled.settled(solved, proven)


def leximin(coupled: Coupled) -> Settled:
    """Make the largest burden least, then the number of those who bear it, then the next largest, and so on."""
    above: dict[str, int] = {}
    proven = True
    solved = None
    while True:
        # The largest burden of those who are not counted among the ones above.
        largest = coupled.program.column(coupled.most, whole=False)
        for name, own in coupled.burden.items():
            terms: dict[int, float] = {largest: 1, **{column: -cost for column, cost in own.items()}}
            if name in above:
                terms[above[name]] = coupled.most
            coupled.program.row(terms, 0, 2 * coupled.most)
        solved = coupled.program.minimise({largest: 1})
        proven = proven and solved.proven
        level = round(solved.objective)
        coupled.program.row({largest: 1}, 0, level)
        if level == 0 or not coupled.burden:
            return coupled.settled(solved, proven)
        # How few can bear as much as that.
        above = {name: _bears(coupled, own, level) for name, own in coupled.burden.items()}
        fewest = coupled.program.minimise(dict.fromkeys(above.values(), 1))
        proven = proven and fewest.proven
        coupled.program.row(dict.fromkeys(above.values(), 1), 0, round(fewest.objective))
        if round(fewest.objective) == len(coupled.burden):
            return coupled.settled(fewest, proven)


def _bears(coupled: Coupled, own: Terms, level: int) -> int:
    """Add a column that is 1 if a delegation's burden is at least `level`, and return its number."""
    bears = coupled.program.column()
    coupled.program.row({**own, bears: -coupled.most}, -coupled.most, level - 1)
    return bears


def frontier(coupled: Coupled) -> Iterator[Settled]:
    """Yield the best balances of the sum of burdens and the largest one.

    None can be bettered in one without loss in the other. From the least sum on, each next one has a smaller largest.
    """
    largest = coupled.largest()
    bound: float = coupled.most
    while bound >= 0:
        try:
            least = coupled.program.minimise(coupled.total, [({largest: 1}, 0, bound)])
        except NoSolutionError:
            return
        total = round(least.objective)
        fairest = coupled.program.minimise({largest: 1}, [(coupled.total, 0, total), ({largest: 1}, 0, bound)])
        yield coupled.settled(fairest, least.proven)
        bound = round(fairest.objective) - 1


BY_SOLVER: Mapping[str, Callable[[Coupled], Settled]] = {
    "objectors": objectors,
    "minimax": minimax,
    "leximin": leximin,
}
