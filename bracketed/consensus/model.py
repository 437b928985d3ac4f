"""A space and the burdens of its delegations as an integer program, which the rules of contestation make least."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import inf

from bracketed.consensus.integer_program import Minimum, NoSolutionError, OutOfTimeError, Program, Terms
from bracketed.consensus.scoring import AGAINST, choices_of, in_units, losses
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
class Optimum:
    """The values of a variant, and the steps that led to it; all of them, if the rule was followed to its end."""

    values: Values
    steps: tuple[SolverStep, ...]
    ended: bool = True

    @property
    def proven(self) -> bool:
        """Whether it is proven that no variant is better."""
        return self.ended and all(step.proven for step in self.steps)


class Model(Program):
    """A program in which what a variant means to each delegation are sums of columns.

    `number`, `weight` and `each` are those of `Burdens`; `total` is the sum of all burdens, and `most` the largest
    value of it. `units` make up a weight of 1.
    """

    def __init__(
        self, space: Space, rows: Sequence[Position], time_limit: float, without: Iterable[Mapping[int, int]] = ()
    ) -> None:
        super().__init__(space.network, time_limit)
        # Solutions that were found before, when variants are to be ranked.
        for taken in without:
            self.leave_out(taken)
        self.units: dict[str, int] = {}
        self._weighted: dict[str, list[tuple[Position, int]]] = {}
        # Some kinds have units of their own: the smaller the numbers, the better the solver holds them apart.
        for kinds in (AGAINST, ("reserves",), ("supports",)):
            some = [row for row in rows if row.stance in kinds]
            unit, weights = in_units([row.weight for row in some])
            for kind in kinds:
                self.units[kind] = unit
                self._weighted[kind] = [pair for pair in zip(some, weights, strict=True) if pair[0].stance == kind]
        self.units["loss"], lost = losses(rows)
        self._lost = [*zip(rows, lost, strict=True)]
        # A block weighs more than all objections together.
        block = 1 + sum(weight for _, weight in self._weighted["objects"])
        costs = ((row, block * weight) for row, weight in self._weighted["blocks"])
        self.each = self._by_delegation([*self._weighted["objects"], *costs])
        self.total = self.sum(self.each.values())
        self.most = sum(self.total.values())
        self._steps: list[SolverStep] = []
        self._last: Minimum | None = None

    def number(self, stance: str) -> dict[str, dict[int, int]]:
        """Return for each delegation how many of its stances of a kind count, as the terms of a sum."""
        return self._by_delegation((row, 1) for row, _ in self._weighted[stance])

    def weight(self, stance: str) -> dict[str, dict[int, int]]:
        """Return the same with the weights of the stances, in units."""
        return self._by_delegation(self._weighted[stance])

    def loss(self) -> dict[str, dict[int, int]]:
        """Return for each delegation what the options taken cost it by its graded rows, in units."""
        return self._by_delegation((row, lost) for row, lost in self._lost if lost)

    def _by_delegation(self, costs: Iterable[tuple[Position, int]]) -> dict[str, dict[int, int]]:
        found: dict[str, dict[int, int]] = {}
        for row, cost in costs:
            column = self.made(choices_of(row))
            # A stance that links rule out counts in no variant.
            if column is not None:
                own = found.setdefault(row.delegation, {})
                own[column] = own.get(column, 0) + cost
        return found

    @staticmethod
    def sum(parts: Iterable[Mapping[int, int]]) -> dict[int, int]:
        """Return the sum of some sums."""
        total: dict[int, int] = {}
        for terms in parts:
            for column, cost in terms.items():
                total[column] = total.get(column, 0) + cost
        return total

    def at_least(self, more: Terms, terms: Mapping[int, int], less: int = 0) -> None:
        """Add a row: a sum is no less than another one, less a number."""
        self.row({**more, **{column: -factor for column, factor in terms.items()}}, -less, inf)

    def reaches(self, terms: Mapping[int, int], level: int, most: int) -> int:
        """Return a new column that is 1 wherever a sum, which is never more than `most`, is at least `level`."""
        # No larger factor than is needed: the looser a row is, the longer the solver takes.
        column = self.column()
        self.at_least({column: most - level + 1}, terms, less=level - 1)
        return column

    def least(self, what: str, costs: Terms, unit: int = 1) -> int:
        """Make a sum, which is never negative, as small as it can be, keep it so, and return it.

        Raises:
            OutOfTimeError: time has run out, which ends the rule.
        """
        self._last = self.minimise(costs)
        found = round(self._last.objective)
        self._steps.append(SolverStep(what, found / unit, self._last.bound / unit))
        # What follows decides only between the variants that are as good.
        self.row(costs, -inf, found)
        return found

    def is_alone(self) -> bool:
        """Return whether no other variant that is as good so far burdens a delegation in other places.

        Raises:
            OutOfTimeError: time has run out, which ends the rule.
        """
        assert self._last is not None, "something was made least"
        made = {column: bool(self._last.columns[column]) for column in self.total}
        # At least one of the choices that are a burden is other than here.
        other = {column: -1 if is_made else 1 for column, is_made in made.items()}
        try:
            self.minimise({}, [(other, 1 - sum(made.values()), inf)])
        except NoSolutionError:
            return True
        return False

    def spare_the_others(self) -> None:
        """If time is left, take of the variants that are as good by the rule one with the least sum of burdens."""
        # If not, what the rule itself makes least has been found.
        with suppress(OutOfTimeError):
            self._last = self.minimise(self.total)

    def optimum(self, solve: Callable[[Model], None]) -> Optimum:
        """Return the best variant by a rule, or the best that was found in time.

        Raises:
            SolverError: none was found in time, or HiGHS is missing.
        """
        ended = True
        try:
            solve(self)
        except OutOfTimeError:
            # The steps so far hold all the same.
            if self._last is None:
                raise
            ended = False
        assert self._last is not None, "a rule makes something least"
        return Optimum(self.values(self._last), tuple(self._steps), ended)
