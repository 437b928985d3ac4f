"""Bucket elimination: one compiled graph of choices, on which every question is a single pass.

A space of variants is a network: variables with a few values each, and constraints between some of them. Instead of
going through the variants, the network is compiled once:

1. **Order.** Variables are eliminated one after another, in an order that keeps the graph small
   (`elimination_order.py`). This gives a forest in which all variables of a constraint are on one path from a root;
   what a variable must know of its ancestors is its *context*.
2. **Graph.** From the roots down, each variable gets a *cell* for each state of its context that can occur; a cell
   has an *edge* for each value that the constraints allow, and an edge leads to one cell of each child. From the leaves
   up, cells that lead nowhere are taken out, and cells from which the same follows become one. What remains has a path
   for every solution and for nothing else.
3. **Passes.** Counting, the minimum, position and listing are one pass each over the graph (`graph.py`).

Sources: R. Dechter, "Bucket elimination: a unifying framework for reasoning", Artificial Intelligence 113 (1999);
R. Dechter and R. Mateescu, "AND/OR search spaces for graphical models", Artificial Intelligence 171 (2007);
D. Koller and N. Friedman, Probabilistic Graphical Models (2009), chapters 9 and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from bracketed.limits import MEGABYTE
from bracketed.variants.elimination_order import elimination_forest
from bracketed.variants.graph import Edge, EliminationForest, Graph, picker

# What a graph takes in memory at most, all its parts together. The widest draft that was met needs half of it.
BYTE_LIMIT = 384 * MEGABYTE
# What a cell takes with its state and its place among the states, and an edge, in CPython on 64 bits; and what both
# take for each number that they hold.
_CELL_BYTES = 300
_EDGE_BYTES = 112
_NUMBER_BYTES = 8


@dataclass(frozen=True, slots=True)
class Constraint:
    """What values the variables of `scope` may take together: `allows` gets one value for each, in that order."""

    scope: tuple[int, ...]
    allows: Callable[..., bool]


class TooLargeError(Exception):
    """The graph passes the limit in bytes, because of the variables of one `cluster`."""

    def __init__(self, cluster: tuple[int, ...]) -> None:
        super().__init__(cluster)
        self.cluster = cluster


class Compiler:
    """A network in order of elimination, of which each independent part is compiled when it is first needed.

    `sizes` says how many values each variable has, and `constraints` what they may take together. The variables of each
    scope of `together` are put on one path, too, because costs depend on them jointly.
    """

    def __init__(
        self, sizes: Sequence[int], constraints: Sequence[Constraint], together: Iterable[tuple[int, ...]] = ()
    ) -> None:
        self.domains = _domains(sizes, constraints)
        # An empty domain is no constant: there is no solution then, and the graph is to show that.
        constants = {variable: domain[0] for variable, domain in enumerate(self.domains) if len(domain) == 1}
        # What a constraint on one variable allows is in its domain already.
        self.constraints = [_narrowed(constraint, constants) for constraint in constraints if len(constraint.scope) > 1]
        scopes = [constraint.scope for constraint in self.constraints]
        free = [scope for scope in (_free(scope, constants) for scope in together) if len(scope) > 1]
        left = [len(domain) for domain in self.domains]
        self.forest = elimination_forest(left, [*scopes, *free])
        self._together: dict[int, list[tuple[int, ...]]] = {}
        for scope in free:
            lowest = self.forest.lowest(scope)
            self._together.setdefault(lowest, []).append(tuple(v for v in scope if v != lowest))
        self.checks = _checks(self.constraints, self.forest, sizes)
        self._graph = Graph(self.forest, constants, [[] for _ in sizes], [[] for _ in sizes])
        self._bytes = 0
        self._grown: set[int] = set()
        self._too_large: dict[int, TooLargeError] = {}

    def whole(self) -> Graph:
        """Return the graph with all its parts; TooLargeError if together they pass the limit."""
        return self.part(self.forest.roots)

    def part(self, variables: Iterable[int]) -> Graph:
        """Return the graph with the parts that these variables are in; TooLargeError if it passes the limit then."""
        for root in dict.fromkeys(self.forest.root[variable] for variable in variables):
            if root in self._too_large:
                raise self._too_large[root]
            if root not in self._grown:
                self._grow(root)
        return self._graph

    def _grow(self, root: int) -> None:
        tree = self.forest.tree(root)
        try:
            _Growth(self, tree, self._graph, self._bytes).grow()
        except TooLargeError as error:
            # What was grown of it is of no use, and to try again would take as long.
            for variable in tree:
                self._graph.states[variable].clear()
                self._graph.edges[variable].clear()
            self._too_large[root] = error
            raise
        self._grown.add(root)
        _Reduction(self._graph, self._together).reduce(tree)
        self._bytes += sum(self._bytes_of(variable) for variable in tree)

    def _bytes_of(self, variable: int) -> int:
        cell = _CELL_BYTES + _NUMBER_BYTES * len(self.forest.context[variable])
        edge = _EDGE_BYTES + _NUMBER_BYTES * len(self.forest.children[variable])
        rows = self._graph.edges[variable]
        return cell * len(rows) + edge * sum(map(len, rows))


def _checks(constraints: Iterable[Constraint], forest: EliminationForest, sizes: Sequence[int]) -> list[list[_Check]]:
    """Return for each variable the constraints of which it is the last to get a value: there they are checked."""
    checks: list[list[_Check]] = [[] for _ in sizes]
    # Many constraints are alike: what one allows is worked out once for all.
    allowed_of: dict[tuple[Callable[..., bool], int, int], dict[tuple[int, ...], frozenset[int]]] = {}
    for constraint in constraints:
        last = forest.lowest(constraint.scope)
        place = constraint.scope.index(last)
        alike = allowed_of.setdefault((constraint.allows, place, sizes[last]), {})
        checks[last].append(_Check(constraint, place, forest.context[last], sizes[last], alike))
    return checks


class _Growth:
    """The cells of one part of a graph, made from its root down; there may be dead ends among them."""

    def __init__(self, compiler: Compiler, tree: Sequence[int], graph: Graph, taken: int) -> None:
        self._domains = compiler.domains
        self._checks = compiler.checks
        self._forest = compiler.forest
        self._tree = tree
        self._graph = graph
        self._bytes = taken

    def grow(self) -> None:
        """Make the cells; TooLargeError if all parts together pass the limit."""
        states: dict[int, dict[tuple[int, ...], int]] = {variable: {} for variable in self._tree}
        states[self._tree[0]][()] = 0
        # A parent comes before its children, so that all states that can occur are known by now.
        for variable in self._tree:
            own = states.pop(variable)
            self._graph.states[variable].extend(own)
            if self._forest.children[variable]:
                self._inner_cells(variable, own, states)
            else:
                self._last_cells(variable, own)

    def _last_cells(self, variable: int, own: Iterable[tuple[int, ...]]) -> None:
        """Make the cells of a variable without children, of which all with the same values share their edges."""
        edges = self._graph.edges[variable]
        rows: dict[tuple[int, ...], list[Edge]] = {}
        for state in own:
            values = tuple(self._values(variable, state))
            row = rows.get(values)
            if row is None:
                row = rows[values] = [(value, ()) for value in values]
            edges.append(row)

    def _inner_cells(
        self, variable: int, own: Iterable[tuple[int, ...]], states: Mapping[int, dict[tuple[int, ...], int]]
    ) -> None:
        edges = self._graph.edges[variable]
        context, children = self._forest.context, self._forest.children[variable]
        path = (*context[variable], variable)
        # Children that must know the same have the same states, in the same order, and so the same cells.
        alike = {context[child]: states[child] for child in children}
        places = [[*alike].index(context[child]) for child in children]
        below = [(seen, picker(path, around)) for around, seen in alike.items()]
        sizes = [
            (seen, places.count(place) * (_CELL_BYTES + _NUMBER_BYTES * len(around)))
            for place, (around, seen) in enumerate(alike.items())
        ]
        edge_bytes = _EDGE_BYTES + _NUMBER_BYTES * len(children)
        for_each = itemgetter(*places) if len(alike) < len(children) else None
        # Cells are counted when they come up, in the row of their parent; those of the root are too few to count.
        of_cells = 0
        for state in own:
            row: list[Edge] = []
            for value in self._values(variable, state):
                full = (*state, value)
                cells = tuple([seen.setdefault(pick(full), len(seen)) for seen, pick in below])
                row.append((value, for_each(cells) if for_each else cells))
            edges.append(row)
            self._bytes += edge_bytes * len(row)
            of_cells = sum([size * len(seen) for seen, size in sizes])
            # At each cell: a wide variable has more states than the limit before the next one is reached.
            if self._bytes + of_cells > BYTE_LIMIT:
                raise TooLargeError(path)
        self._bytes += of_cells
        for child in children:
            states[child].update(alike[context[child]])

    def _values(self, variable: int, state: tuple[int, ...]) -> Sequence[int]:
        values: Sequence[int] = self._domains[variable]
        for check in self._checks[variable]:
            values = check.values(state, values)
        return values


def _domains(sizes: Sequence[int], constraints: Sequence[Constraint]) -> list[list[int]]:
    """Return the values of each variable that the constraints on it alone allow."""
    domains = [list(range(size)) for size in sizes]
    for constraint in constraints:
        if len(constraint.scope) == 1:
            (variable,) = constraint.scope
            domains[variable] = [value for value in domains[variable] if constraint.allows(value)]
    return domains


def _free(scope: tuple[int, ...], constants: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(variable for variable in scope if variable not in constants)


def _narrowed(constraint: Constraint, constants: Mapping[int, int]) -> Constraint:
    """Return a constraint without the variables that have one value left, so that they tie nothing together."""
    scope, allows = constraint.scope, constraint.allows
    if constants.keys().isdisjoint(scope):
        return constraint
    # One variable must stay, for the constraint to be checked at.
    free = _free(scope, constants) or scope[:1]

    def narrowed(*values: int) -> bool:
        taken = dict(zip(free, values, strict=True))
        return allows(*(taken[v] if v in taken else constants[v] for v in scope))

    return Constraint(free, narrowed)


class _Check:
    """A constraint at its lowest variable: which values it leaves, for each state of the others."""

    def __init__(
        self,
        constraint: Constraint,
        place: int,
        context: tuple[int, ...],
        size: int,
        allowed: dict[tuple[int, ...], frozenset[int]],
    ) -> None:
        self._pick = picker(context, constraint.scope[:place] + constraint.scope[place + 1 :])
        self._place = place
        self._allows = constraint.allows
        self._size = size
        self._allowed = allowed

    def values(self, state: tuple[int, ...], values: Iterable[int]) -> list[int]:
        """Return those of some values that the constraint allows beside a state."""
        others = self._pick(state)
        allowed = self._allowed.get(others)
        if allowed is None:
            before, after = others[: self._place], others[self._place :]
            # Of all values and not only of those given: constraints that are alike share this, and their domains may
            # differ.
            allowed = frozenset(value for value in range(self._size) if self._allows(*before, value, *after))
            self._allowed[others] = allowed
        return [value for value in values if value in allowed]


class _Reduction:
    """Takes dead ends out of a tree of a graph, and makes cells one from which the same can follow at the same cost.

    What a cell remembers of the variables above it often makes no difference to what is below: a large draft has eight
    times as many cells before this as after it.
    """

    def __init__(self, graph: Graph, together: Mapping[int, Sequence[tuple[int, ...]]]) -> None:
        self._graph = graph
        # By the lowest variable of each scope the others, on whose values costs depend there.
        self._together = together
        # By the number that a cell had the number that it has now, or -1 if it led nowhere.
        self._now: dict[int, list[int]] = {}

    def reduce(self, tree: Sequence[int]) -> None:
        """Reduce the cells of a tree, from its leaves up."""
        for variable in reversed(tree):
            self._reduce(variable)
        root = tree[0]
        # The root has one cell, be it one from which nothing can follow.
        if not self._graph.edges[root]:
            self._graph.edges[root].append([])
            self._graph.states[root].append(())

    def _reduce(self, variable: int) -> None:
        states, rows = self._graph.states[variable], self._graph.edges[variable]
        below = [self._now.pop(child) for child in self._graph.forest.children[variable]]
        context = self._graph.forest.context[variable]
        picks = [picker(context, others) for others in self._together.get(variable, ())]
        numbers: dict[tuple[Any, ...], int] = {}
        now: list[int] = []
        kept: list[tuple[tuple[int, ...], list[Edge]]] = []
        for state, row in zip(states, rows, strict=True):
            edges = row
            if below:
                moved = [(value, tuple(map(list.__getitem__, below, cells))) for value, cells in row]
                edges = [edge for edge in moved if -1 not in edge[1]]
            if not edges:
                now.append(-1)
                continue
            key = (*edges, *[pick(state) for pick in picks])
            number = numbers.setdefault(key, len(numbers))
            if number == len(kept):
                kept.append((state, edges))
            now.append(number)
        self._now[variable] = now
        states[:] = [state for state, _ in kept]
        rows[:] = [edges for _, edges in kept]
