"""Bucket elimination: one compiled graph of choices, on which every question is a single pass.

A space of variants is a network: variables with a few values each, and constraints between some of them. Instead of
going through the variants, the network is compiled once:

1. **Order.** Variables are eliminated one after another, each time one that makes the fewest new neighbours
   (`min-fill`). This gives a forest in which all variables of a constraint are on one path from a root; what a
   variable must know of its ancestors is its *context*.
2. **Graph.** From the roots down, each variable gets a *cell* for each state of its context that can occur; a cell
   has an *edge* for each value that the constraints allow, and an edge leads to one cell of each child. Cells that
   lead nowhere are taken out from the leaves up. What remains has a path for every solution and for nothing else.
3. **Passes.** Counting, the minimum, position and listing are one pass each over the graph (`graph.py`).

Sources: R. Dechter, "Bucket elimination: a unifying framework for reasoning", Artificial Intelligence 113 (1999);
R. Dechter and R. Mateescu, "AND/OR search spaces for graphical models", Artificial Intelligence 171 (2007);
D. Koller and N. Friedman, Probabilistic Graphical Models (2009), chapters 9 and 10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from bracketed.variants.graph import Edge, EliminationForest, Graph, picker

# About 250 MB; the widest drafts that were met need a tenth of it.
CELL_LIMIT = 500_000


@dataclass(frozen=True, slots=True)
class Constraint:
    """What values the variables of `scope` may take together: `allows` gets one value for each, in that order."""

    scope: tuple[int, ...]
    allows: Callable[..., bool]


class TooLargeError(Exception):
    """The graph passes the limit: `cells` it would have at least, because of the variables of one `cluster`."""

    def __init__(self, cells: int, cluster: tuple[int, ...]) -> None:
        super().__init__(cells, cluster)
        self.cells = cells
        self.cluster = cluster


def compile_graph(
    sizes: Sequence[int], constraints: Sequence[Constraint], together: Iterable[tuple[int, ...]] = ()
) -> Graph:
    """Compile a network into a graph of choices.

    Args:
        sizes: how many values each variable has.
        constraints: what they may take together.
        together: further scopes whose variables must be on one path, because costs depend on them jointly.

    Raises:
        TooLargeError: the graph would have more than half a million cells.
    """
    domains = _domains(sizes, constraints)
    # An empty domain is no constant: there is no solution then, and the graph is to show that.
    constants = {variable: domain[0] for variable, domain in enumerate(domains) if len(domain) == 1}
    # What a constraint on one variable allows is in its domain already.
    tying = [_narrowed(constraint, constants) for constraint in constraints if len(constraint.scope) > 1]
    scopes = [constraint.scope for constraint in tying]
    forest = elimination_forest(len(sizes), [*scopes, *(_free(scope, constants) for scope in together)])
    edges, states = _grown(forest, domains, _checks(tying, forest, sizes))
    _take_out_dead_ends(forest, edges)
    return Graph(forest, constants, states, edges)


def elimination_forest(size: int, scopes: Iterable[tuple[int, ...]]) -> EliminationForest:
    """Return the forest for `size` variables that are tied by `scopes`, by the min-fill order.

    Where several variables would do, the last in reading order is eliminated first, so that the first become roots.

    >>> elimination_forest(3, [(0, 1), (0, 2)])
    EliminationForest(order=(0, 1, 2), parent=(-1, 0, 0), children=((1, 2), (), ()), context=((), (0,), (0,)))
    """
    near: list[set[int]] = [set() for _ in range(size)]
    for scope in scopes:
        for variable in scope:
            near[variable].update(scope)
    for variable in range(size):
        near[variable].discard(variable)
    context: list[tuple[int, ...]] = [()] * size
    rank = [0] * size
    tied = [variable for variable in range(size) if near[variable]]
    # Variables that are tied to none need no order among themselves.
    for number, variable in enumerate(_min_fill(near, tied, context)):
        rank[variable] = number
    # Of its neighbours the next to be eliminated is the parent: all others are on the path above that one.
    parent = [min(context[v], key=rank.__getitem__) if context[v] else -1 for v in range(size)]
    return _in_reading_order(parent, context)


def _min_fill(near: list[set[int]], tied: list[int], context: list[tuple[int, ...]]) -> Iterator[int]:
    """Eliminate the variables one by one; each one's neighbours at that time become its context."""
    # The numbers of missing pairs are kept up to date and not counted anew: a bracket around all others has thousands
    # of neighbours, which would have to be gone through again for each of them.
    fill = [_missing(near, variable) for variable in range(len(near))]
    # By the negative number, since of equals the last in reading order is to be eliminated first.
    heap = [(fill[variable], -variable) for variable in tied]
    heapify(heap)
    waiting = set(tied)
    while heap:
        missing, negative = heappop(heap)
        variable = -negative
        # What has changed since it was pushed was pushed again.
        if variable not in waiting or fill[variable] != missing:
            continue
        waiting.remove(variable)
        around = near[variable]
        context[variable] = tuple(sorted(around))
        changed = set(around)
        for one in context[variable] if missing else ():
            for other in around - near[one] - {one}:
                changed |= _join(near, fill, one, other)
        for one in around:
            near[one].remove(variable)
            # No pair of this variable and a neighbour of `one` alone is missing any more.
            fill[one] -= len(near[one]) + 1 - len(around)
        for one in changed & waiting:
            heappush(heap, (fill[one], -one))
        yield variable


def _missing(near: list[set[int]], variable: int) -> int:
    """Return how many pairs of neighbours are not neighbours of each other."""
    around = near[variable]
    return sum(len(around) - 1 - len(around & near[one]) for one in around) // 2


def _join(near: list[set[int]], fill: list[int], one: int, other: int) -> set[int]:
    """Make two variables neighbours; return all whose number of missing pairs that changes."""
    between = near[one] & near[other]
    for variable in between:
        fill[variable] -= 1
    for end in (one, other):
        fill[end] += len(near[end]) - len(between)
    near[one].add(other)
    near[other].add(one)
    return between


def _in_reading_order(parent: list[int], context: list[tuple[int, ...]]) -> EliminationForest:
    children: list[list[int]] = [[] for _ in parent]
    for variable, above in enumerate(parent):
        if above >= 0:
            children[above].append(variable)
    # A part of the draft begins where its first variable does, whichever variable is on top.
    first = list(range(len(parent)))
    roots = [variable for variable, above in enumerate(parent) if above < 0]
    for root in roots:
        if not children[root]:
            continue
        # The list grows while it is gone through, so no depth of nesting is too much.
        below = [root]
        for variable in below:
            below.extend(children[variable])
        for variable in reversed(below):
            first[variable] = min([variable, *(first[child] for child in children[variable])])
            children[variable].sort(key=first.__getitem__)
    order: list[int] = []
    stack = sorted(roots, key=first.__getitem__, reverse=True)
    while stack:
        variable = stack.pop()
        order.append(variable)
        stack.extend(reversed(children[variable]))
    return EliminationForest(tuple(order), tuple(parent), tuple(map(tuple, children)), tuple(context))


def _checks(constraints: Iterable[Constraint], forest: EliminationForest, sizes: Sequence[int]) -> list[list[_Check]]:
    """Return for each variable the constraints of which it is the last to get a value: there they are checked."""
    checks: list[list[_Check]] = [[] for _ in sizes]
    # Many constraints are alike: what one allows is worked out once for all.
    allowed_of: dict[tuple[Callable[..., bool], int, int], dict[tuple[int, ...], frozenset[int]]] = {}
    for constraint in constraints:
        last = max(constraint.scope, key=forest.turn.__getitem__)
        place = constraint.scope.index(last)
        alike = allowed_of.setdefault((constraint.allows, place, sizes[last]), {})
        checks[last].append(_Check(constraint, place, forest.context[last], sizes[last], alike))
    return checks


def _grown(
    forest: EliminationForest, domains: Sequence[Sequence[int]], checks: Sequence[Sequence[_Check]]
) -> tuple[list[list[list[Edge]]], list[list[tuple[int, ...]]]]:
    """Return the edges of all cells, from the roots down, and the state of each cell; there may be dead ends."""
    states: list[dict[tuple[int, ...], int]] = [{} for _ in domains]
    edges: list[list[list[Edge]]] = [[] for _ in domains]
    total = 0
    # What depends on nothing needs no more than its values; many variables share them.
    lone: dict[tuple[int, ...], list[list[Edge]]] = {}
    for variable in forest.order:
        if forest.parent[variable] < 0:
            states[variable][()] = 0
            # A draft of thousands of brackets has mostly such variables.
            if not (checks[variable] or forest.children[variable]):
                domain = tuple(domains[variable])
                edges[variable] = lone.setdefault(domain, [[(value, ()) for value in domain]])
                continue
        # A parent comes before its children, so that all states that can occur are known by now.
        own = states[variable]
        total += len(own)
        path = (*forest.context[variable], variable)
        below = [(states[child], picker(path, forest.context[child])) for child in forest.children[variable]]
        for state in own:
            values: Iterable[int] = domains[variable]
            for check in checks[variable]:
                values = check.values(state, values)
            if not below:
                edges[variable].append([(value, ()) for value in values])
                continue
            row: list[Edge] = []
            for value in values:
                full = (*state, value)
                cells = tuple([seen.setdefault(pick(full), len(seen)) for seen, pick in below])
                row.append((value, cells))
            edges[variable].append(row)
            # Checked at each cell: a wide variable has more states than the limit before the next one is reached.
            for seen, _ in below:
                if total + len(seen) > CELL_LIMIT:
                    raise TooLargeError(total + len(seen), path)
    return edges, [list(cells) for cells in states]


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
        others = self._pick(state)
        allowed = self._allowed.get(others)
        if allowed is None:
            before, after = others[: self._place], others[self._place :]
            # Of all values and not only of those given: constraints that are alike share this, and their domains may
            # differ.
            allowed = frozenset(value for value in range(self._size) if self._allows(*before, value, *after))
            self._allowed[others] = allowed
        return [value for value in values if value in allowed]


def _take_out_dead_ends(forest: EliminationForest, edges: list[list[list[Edge]]]) -> None:
    # From the leaves up: an edge is dead if one of its cells has no edge left.
    dead: dict[int, set[int]] = {}
    for variable in reversed(forest.order):
        rows = edges[variable]
        children = [(number, dead[child]) for number, child in enumerate(forest.children[variable]) if child in dead]
        for row in rows if children else ():
            row[:] = [edge for edge in row if not any(edge[1][number] in gone for number, gone in children)]
        if not all(rows):
            dead[variable] = {cell for cell, row in enumerate(rows) if not row}
