"""Whether a network has a solution of a certain kind: a search for one, which needs no graph of all of them.

The search goes down the trees of the elimination order, from a variable to its children, each of which depends on what
stands above it alone. What was found to lead to a solution, or to none, in one state of its context is not looked at
again, so the search never takes more steps than the graph has edges, and most often as few as there are variables
(R. Dechter and R. Mateescu, "AND/OR search spaces for graphical models", Artificial Intelligence 171, 2007).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bracketed.variants.compiler import Compiler, TooLargeError
from bracketed.variants.graph import picker

# Steps of one search, which take about a second.
STEP_LIMIT = 300_000
# States that are remembered from one search to the next, in about 100 MB.
_REMEMBERED = 300_000

_Node: TypeAlias = tuple[int, tuple[int, ...]]
"""A variable, and the values of its context."""
_Pick: TypeAlias = Callable[[tuple[int, ...]], tuple[int, ...]]
"""What takes the values of some variables out of those of a path."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a solution is to be like: the values that it takes, and combinations of values of which it takes none."""

    taken: Mapping[int, int] = field(default_factory=dict)
    never: tuple[Mapping[int, int], ...] = ()


class Witnesses:
    """Solutions of a network that are found one by one."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler
        self._forest = compiler.forest
        # Which states of a part on which nothing is wished lead to a solution.
        self._solvable: dict[_Node, bool] = {}
        context = self._forest.context
        self._picks: list[list[tuple[int, _Pick]]] = [
            [(child, picker((*around, variable), context[child])) for child in self._forest.children[variable]]
            for variable, around in enumerate(context)
        ]

    @property
    def has_any(self) -> bool:
        """Whether the network has a solution; assumed where that would take too long to find out."""
        try:
            return all(self._tree_has_any(root) for root in self._forest.roots)
        except TooLargeError:
            return True

    def _tree_has_any(self, root: int) -> bool:
        # Of a variable that nothing is tied to any value will do.
        if not (self._forest.children[root] or self._compiler.checks[root]):
            return bool(self._compiler.domains[root])
        return self._search(root, Wish()) is not None

    def find(self, wish: Wish) -> dict[int, int] | None:
        """Return the values of the variables that a wish bears on in a solution that is like it, or None.

        The network has a solution, and the variables of each combination that is wished away are on one path, but for
        those with a single value.

        Raises:
            TooLargeError: the search has passed its limit.
        """
        never = self._narrowed(wish.never)
        if never is None or any(value not in self._compiler.domains[v] for v, value in wish.taken.items()):
            return None
        found: dict[int, int] = {}
        touched = [*wish.taken, *(variable for values in never for variable in values)]
        for root in dict.fromkeys(self._forest.root[variable] for variable in touched):
            part = self._search(root, Wish(wish.taken, never))
            if part is None:
                return None
            found |= part
        return found

    def _narrowed(self, never: Iterable[Mapping[int, int]]) -> tuple[Mapping[int, int], ...] | None:
        """Return combinations without the variables that have one value; None if one is taken by all solutions."""
        domains = self._compiler.domains
        narrowed = []
        for values in never:
            if all(value in domains[variable] for variable, value in values.items()):
                left = {variable: value for variable, value in values.items() if len(domains[variable]) > 1}
                if not left:
                    return None
                narrowed.append(left)
        return tuple(narrowed)

    def _search(self, root: int, wish: Wish) -> dict[int, int] | None:
        if len(self._solvable) > _REMEMBERED:
            self._solvable.clear()
        return _Search(self._compiler, self._picks, self._solvable, wish).from_root(root)


class _Search:
    """A search for a solution of one tree."""

    def __init__(
        self,
        compiler: Compiler,
        picks: Sequence[Sequence[tuple[int, _Pick]]],
        solvable: dict[_Node, bool],
        wish: Wish,
    ) -> None:
        self._compiler = compiler
        self._picks = picks
        self._solvable = solvable
        self._wish = wish
        forest = compiler.forest
        self._never: dict[int, list[tuple[int, _Pick, tuple[int, ...]]]] = {}
        for values in wish.never:
            lowest = max(values, key=forest.turn.__getitem__)
            others = {variable: value for variable, value in values.items() if variable != lowest}
            pick = picker(forest.context[lowest], tuple(others))
            self._never.setdefault(lowest, []).append((values[lowest], pick, tuple(others.values())))
        # The variables that the wish bears on, and all above them.
        self._bearing: set[int] = set()
        for variable in (*wish.taken, *self._never):
            at = variable
            while at >= 0 and at not in self._bearing:
                self._bearing.add(at)
                at = forest.parent[at]
        # For each state of these that was gone through the value that leads to a solution, or None.
        self._chosen: dict[_Node, int | None] = {}
        self._steps = 0

    def from_root(self, root: int) -> dict[int, int] | None:
        """Return the values of the variables that the wish bears on, or None if there is no such solution."""
        # A stack of our own: brackets may be nested thousands deep.
        stack = [_Step(self, (root, ()))]
        while stack:
            step = stack[-1]
            node = step.next_child()
            if node is not None:
                stack.append(_Step(self, node))
                self._steps += 1
                if self._steps > STEP_LIMIT:
                    raise TooLargeError((*self._compiler.forest.context[node[0]], node[0]))
                continue
            self._note(step.node, step.value)
            stack.pop()
        return self._found(root)

    def _note(self, node: _Node, value: int | None) -> None:
        if node[0] in self._bearing:
            self._chosen[node] = value
        else:
            self._solvable[node] = value is not None

    def known(self, node: _Node) -> bool | None:
        """Return whether a state leads to a solution, or None if that is not known yet."""
        if node[0] in self._bearing:
            return self._chosen[node] is not None if node in self._chosen else None
        return self._solvable.get(node)

    def children(self, node: _Node, value: int) -> list[_Node]:
        """Return the children of a variable that takes a value, each in its state."""
        full = (*node[1], value)
        return [(child, pick(full)) for child, pick in self._picks[node[0]]]

    def values(self, node: _Node) -> Iterator[int]:
        """Yield the values that constraints and the wish allow in a state."""
        variable, state = node
        values: Sequence[int] = self._compiler.domains[variable]
        for check in self._compiler.checks[variable]:
            values = check.values(state, values)
        wanted = self._wish.taken.get(variable)
        ruled_out = {value for value, pick, others in self._never.get(variable, ()) if pick(state) == others}
        return (value for value in values if value not in ruled_out and wanted in (None, value))

    def _found(self, root: int) -> dict[int, int] | None:
        found: dict[int, int] = {}
        waiting: list[_Node] = [(root, ())]
        while waiting:
            node = waiting.pop()
            if node[0] in self._bearing:
                value = self._chosen[node]
                # Below a value that leads to a solution all lead to one: only the root can be without.
                if value is None:
                    return None
                found[node[0]] = value
                waiting.extend(self.children(node, value))
        return found if self.known((root, ())) else None


class _Step:
    """A variable in a state of its context: which of its values is tried, and which of its children."""

    __slots__ = ("_left", "_search", "_values", "node", "value")

    def __init__(self, search: _Search, node: _Node) -> None:
        self._search = search
        self.node = node
        self._values = search.values(node)
        self.value: int | None = None
        # The children that are not known to lead to a solution yet, the next one last.
        self._left: list[_Node] | None = None

    def next_child(self) -> _Node | None:
        """Return a child that must be gone through next; None if none must, and `value` says what was found.

        It is None if no value leads to a solution.
        """
        while True:
            if self._left is None:
                self.value = next(self._values, None)
                if self.value is None:
                    return None
                self._left = self._search.children(self.node, self.value)
            while self._left:
                known = self._search.known(self._left[-1])
                if known is None:
                    return self._left[-1]
                if not known:
                    self._left = None
                    break
                self._left.pop()
            else:
                return None
