"""What is left to all other variables of a graph once one of them has a value."""

from __future__ import annotations

from collections.abc import Iterator

from bracketed.variants.graph import Edge, Graph


class Reach:
    """The cells of a graph that its solutions pass, and how these become fewer with the value of one variable."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._cells = graph.passed()

    def _edges(self, variable: int, cells: set[int]) -> Iterator[Edge]:
        return (edge for cell in cells for edge in self._graph.edges[variable][cell])

    def narrowed(self, variable: int, value: int) -> dict[int, set[int]]:
        """Return the values that variables still take where one of them has a value, for all that may take fewer.

        The value must be one that the variable takes in some solution.
        """
        forest = self._graph.forest
        # Up to the root, the edges that lead to the value; what hangs on other edges of this path is passed no more.
        edges: list[list[Edge]] = self._graph.edges[variable]
        kept = {cell: [edge for edge in edges[cell] if edge[0] == value] for cell in self._cells[variable]}
        path = [(variable, kept)]
        while forest.parent[variable] >= 0:
            below, variable = variable, forest.parent[variable]
            place = forest.children[variable].index(below)
            leading = {cell for cell, some in path[-1][1].items() if some}
            edges = self._graph.edges[variable]
            kept = {cell: [edge for edge in edges[cell] if edge[1][place] in leading] for cell in self._cells[variable]}
            path.append((variable, kept))
        values: dict[int, set[int]] = {}
        passed = {variable: {0}}
        waiting: list[int] = []
        for at, kept in reversed(path):
            self._pass(at, [edge for cell in passed[at] for edge in kept[cell]], passed, values, waiting)
        on_path = {at for at, _ in path}
        while waiting:
            at = waiting.pop()
            # A variable of which all cells are passed is as it was, and so is all below it.
            if at not in on_path and passed[at] != self._cells[at]:
                self._pass(at, [*self._edges(at, passed[at])], passed, values, waiting)
        return values

    def _pass(
        self,
        variable: int,
        edges: list[Edge],
        passed: dict[int, set[int]],
        values: dict[int, set[int]],
        waiting: list[int],
    ) -> None:
        """Note which values some edges give a variable, and which cells of its children they lead to."""
        children = self._graph.forest.children[variable]
        values[variable] = {value for value, _ in edges}
        passed.update((child, {cells[place] for _, cells in edges}) for place, child in enumerate(children))
        waiting += children
