"""Decisions, links and stances as clauses, for conflicts: what cannot all be respected.

Each option of each bracket is a literal; a live bracket takes one option. A link, or stances against the same choices,
have a selector: if it is true they are respected. PySAT finds the smallest sets of selectors that contradict each other
(A. Ignatiev, A. Previti, M. Liffiton and J. Marques-Silva, "Smallest MUS extraction with minimal hitting set
dualization", CP 2015), in order of size; it comes with `pip install 'bracketed[solve]'`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from bracketed.consensus.integer_program import SolverError
from bracketed.draft.links import Link
from bracketed.variants.network import Choice, Decision


class Clauses:
    """The clauses of some decisions, and the selectors of what is to be respected in them."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._number: dict[Choice, int] = {}
        self._hard: list[list[int]] = []
        self.selectors: list[int] = []
        decisions = list(decisions)
        for decision in decisions:
            for letter in decision.letters:
                self._number[decision.bracket.id, letter] = len(self._number) + 1
        for decision in decisions:
            options = [self._number[decision.bracket.id, letter] for letter in decision.letters]
            self._hard += [[-one, -other] for one, other in combinations(options, 2)]
            around = [self._number[choice] for choice in decision.inside]
            if around:
                self._hard += [[-outer, *options] for outer in around]
                self._hard += [[-option, *around] for option in options]
            else:
                self._hard.append(options)
        self._last = len(self._number)

    def avoid(self, choices: Iterable[Choice]) -> None:
        """Add a selector that rules out that all these choices are made."""
        self._select([[-self._number[choice] for choice in choices]])

    def keep(self, link: Link) -> None:
        """Add a selector that makes a link bind."""
        if link.kind != "same":
            *made, last = (self._number[choice] for choice in zip(link.brackets, link.options[0], strict=True))
            self._select([[*(-choice for choice in made), last if link.kind == "requires" else -last]])
            return
        clauses = []
        for one, other in combinations(range(len(link.brackets)), 2):
            first, second = link.brackets[one], link.brackets[other]
            for a in (letter for bracket, letter in self._number if bracket == first):
                for b in (letter for bracket, letter in self._number if bracket == second):
                    if all((row[one], row[other]) != (a, b) for row in link.options):
                        clauses.append([-self._number[first, a], -self._number[second, b]])
        self._select(clauses)

    def _select(self, clauses: Sequence[list[int]]) -> None:
        self._last += 1
        self.selectors.append(self._last)
        self._hard += [[-self._last, *clause] for clause in clauses]

    def conflicts(self) -> Iterator[list[int]]:
        """Yield the smallest sets of selectors that contradict each other, by their numbers, in order of size.

        Each was checked: together they contradict each other, and without any one of them they do not.
        """
        try:
            from pysat.examples.optux import OptUx
            from pysat.formula import WCNF
            from pysat.solvers import Solver
        except ImportError:
            raise SolverError("conflicts need PySAT: pip install 'bracketed[solve]'") from None
        with Solver(bootstrap_with=self._hard) as solver:
            if solver.solve(assumptions=self.selectors):
                return
            formula = WCNF()
            formula.extend(self._hard)
            formula.extend([[selector] for selector in self.selectors], weights=[1] * len(self.selectors))
            with OptUx(formula) as finder:
                found: Any
                for found in finder.enumerate():
                    numbers = sorted(number - 1 for number in found)
                    _check(solver, [self.selectors[number] for number in numbers])
                    yield numbers


def _check(solver: Any, selectors: Sequence[int]) -> None:
    """Check that selectors contradict each other, and not without any one of them."""
    together = not solver.solve(assumptions=selectors)
    apart = all(solver.solve(assumptions=[s for s in selectors if s != left_out]) for left_out in selectors)
    if not (together and apart):
        raise SolverError("the solver gave a set of stances that is no smallest conflict")
