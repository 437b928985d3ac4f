"""A space of variants as an integer program, for rules that couple all brackets through the delegations.

Each value of each variable is a column that is 0 or 1, of which each variable has one; values that a constraint does
not allow together are a row. HiGHS solves it (Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex
method", Mathematical Programming Computation 10, 2018); it comes with `pip install 'bracketed[solve]'`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import inf
from time import monotonic
from typing import Any, TypeAlias

from bracketed.errors import BracketedError
from bracketed.variants.network import Choice, Network

Terms: TypeAlias = Mapping[int, float]
"""A sum of columns: each column's factor."""

Row: TypeAlias = tuple[Terms, float, float]
"""A sum, and the bounds that it lies between."""

# What is minimised are whole numbers: nothing lies between a solution and a bound less than 1 below it.
_SETTINGS = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.999}
# HiGHS 1.16 stumbles over what its own simplifications make of some small programs, even to the point of finding no
# solution where there is one; and what is not quite a whole number to it can be far from one.
_CAREFUL_SETTINGS = {
    **_SETTINGS,
    "presolve": "off",
    "mip_feasibility_tolerance": 1e-10,
    "primal_feasibility_tolerance": 1e-10,
}
_TOO_FAR_APART = "the weights are too far apart for the solver; give weights that are nearer to each other"


class SolverError(BracketedError):
    """The solver is not installed, or has given up."""


class OutOfTimeError(SolverError):
    """The time limit ended the search before a variant was found."""


class NoSolutionError(SolverError):
    """No variant keeps all rows."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """A solution: the value of each column, the objective, and what that is proven not to be below."""

    columns: list[int]
    objective: float
    bound: float


class Program:
    """Columns and rows, to which rules add their own."""

    def __init__(self, network: Network, time_limit: float) -> None:
        self._network = network
        self._ends_at = monotonic() + time_limit
        self._upper: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[Row] = []
        # The column of each variable's first value; those of the others follow.
        self._first = []
        for variable in network.variables:
            self._first.append(len(self._upper))
            columns = [self.column() for _ in range(variable.size)]
            self.row(dict.fromkeys(columns, 1), 1, 1)
        for constraint in network.constraints:
            every = (range(network.variables[variable].size) for variable in constraint.scope)
            for values in product(*every):
                if not constraint.allows(*values):
                    self.leave_out(dict(zip(constraint.scope, values, strict=True)))
        self._together: dict[tuple[int, ...], int] = {}

    def column(self, upper: float = 1, whole: bool = True) -> int:
        """Add a column between 0 and `upper` and return its number."""
        self._upper.append(upper)
        self._whole.append(whole)
        return len(self._upper) - 1

    def row(self, terms: Terms, lower: float, upper: float) -> None:
        """Add a row: the sum of its terms lies between two bounds."""
        # A bound that holds in any case is left infinite: HiGHS 1.16 has been seen to lose solutions over others.
        self._rows.append((terms, lower, upper))

    def leave_out(self, values: Mapping[int, int]) -> None:
        """Rule out that these variables take these values all together."""
        taken = [self._first[variable] + value for variable, value in values.items()]
        self.row(dict.fromkeys(taken, 1), -inf, len(taken) - 1)

    def made(self, choices: Iterable[Choice]) -> int | None:
        """Return a column that is 1 if all these choices are made, or None if they never are."""
        values = self._network.at(choices)
        if values is None:
            return None
        columns = tuple(sorted(self._first[variable] + value for variable, value in values.items()))
        if len(columns) == 1:
            return columns[0]
        if columns not in self._together:
            # The rows leave it no other values than 0 and 1, so the solver need not branch on it.
            both = self.column(whole=False)
            for column in columns:
                self.row({both: 1, column: -1}, -inf, 0)
            self.row({both: -1, **dict.fromkeys(columns, 1)}, -inf, len(columns) - 1)
            self._together[columns] = both
        return self._together[columns]

    def values(self, minimum: Minimum) -> list[int]:
        """Return the values of the network's variables in a solution."""
        values = []
        for first, variable in zip(self._first, self._network.variables, strict=True):
            taken = minimum.columns[first : first + variable.size]
            values.append(taken.index(max(taken)))
        return values

    def minimise(self, costs: Terms, also: Sequence[Row] = ()) -> Minimum:
        """Return the solution of least cost, with some rows that hold this once.

        Raises:
            SolverError: HiGHS is not installed, or found no solution in the time that is left.
        """
        try:
            import highspy
        except ImportError:
            raise SolverError("this rule needs HiGHS: pip install 'bracketed[solve]'") from None
        statuses = highspy.HighsModelStatus
        failures = (statuses.kInfeasible, statuses.kUnboundedOrInfeasible, statuses.kSolveError, statuses.kUnknown)
        model = self._model(highspy, costs, [*self._rows, *also])
        solver, columns = self._run(highspy, model, _SETTINGS)
        if solver.getModelStatus() in failures or not _holds(columns, model):
            solver, columns = self._run(highspy, model, _CAREFUL_SETTINGS)
        status = solver.getModelStatus()
        if status == statuses.kInfeasible:
            raise NoSolutionError("no variant keeps all rows")
        if columns is None:
            if status == statuses.kTimeLimit:
                raise OutOfTimeError("the solver has found no variant in time; give it more with time_limit")
            raise SolverError(f"the solver has found no variant: {solver.modelStatusToString(status).lower()}")
        if not _holds(columns, model):
            raise SolverError(_TOO_FAR_APART)
        whole = [round(value) for value in columns]
        objective = sum(cost * whole[column] for column, cost in costs.items())
        bound = objective if _is_proven(highspy, solver) else solver.getInfo().mip_dual_bound
        return Minimum(whole, objective, bound)

    def _run(self, highspy: Any, model: Any, options: Mapping[str, Any]) -> tuple[Any, list[float] | None]:
        """Return the solver after its run, and the columns of the solution that it has found, if any."""
        solver = _solver_class(highspy)()
        solver.setOptionValue("time_limit", max(0.1, self._ends_at - monotonic()))
        for name, value in options.items():
            solver.setOptionValue(name, value)
        if solver.passModel(model) == highspy.HighsStatus.kError:
            raise SolverError(_TOO_FAR_APART)
        solver.run()
        # 2 is a solution that keeps all rows, from a search that time has ended.
        found = _is_proven(highspy, solver) or solver.getInfo().primal_solution_status == 2
        return solver, list(solver.getSolution().col_value) if found else None

    def _model(self, highspy: Any, costs: Terms, rows: Sequence[Row]) -> Any:
        import numpy as np

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._upper), len(rows)
        model.col_cost_ = np.array([costs.get(column, 0) for column in range(len(self._upper))], dtype=float)
        model.col_lower_ = np.zeros(len(self._upper))
        model.col_upper_ = np.array(self._upper, dtype=float)
        model.row_lower_ = np.array([lower for _, lower, _ in rows], dtype=float)
        model.row_upper_ = np.array([upper for _, _, upper in rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in rows)])
        model.a_matrix_.index_ = np.array([column for terms, _, _ in rows for column in terms])
        factors = [factor for terms, _, _ in rows for factor in terms.values()]
        model.a_matrix_.value_ = np.array(factors, dtype=float)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[whole] for whole in self._whole]
        return model


# A class that is made anew each time is freed only when garbage is collected.
@cache
def _solver_class(highspy: Any) -> type[Any]:
    """Return the class of a solver that prints nothing: answers go to standard output, also those of other threads."""

    class Solver(highspy.Highs):  # type: ignore[misc]
        # The base class calls it when a solver is made, and prints its banner here: later would be too late.
        def enableCallbacks(self) -> None:  # noqa: N802 - it is what HiGHS calls it
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Solver


def _is_proven(highspy: Any, solver: Any) -> bool:
    # A draft without brackets makes an empty program, which is solved.
    return solver.getModelStatus() in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)


def _holds(columns: Sequence[float] | None, model: Any) -> bool:
    """Return whether a solution keeps all rows, to the last unit, once its columns are whole numbers."""
    import numpy as np

    if columns is None:
        return True
    matrix = model.a_matrix_
    terms = np.array(matrix.value_) * np.rint(columns)[np.array(matrix.index_, dtype=int)]
    rows = np.repeat(np.arange(model.num_row_), np.diff(matrix.start_))
    sums = np.bincount(rows, weights=terms, minlength=model.num_row_)
    return bool(np.all((np.array(model.row_lower_) <= sums) & (sums <= np.array(model.row_upper_))))
