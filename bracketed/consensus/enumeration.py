"""All variants of a small space with the burden of each delegation, for rules that no sum over brackets can follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bracketed.consensus.scoring import AGAINST, COUNTED, choices_of, costs_in, in_units
from bracketed.positions.positions import Position
from bracketed.variants.graph import Values
from bracketed.variants.kbest import Solution, in_order
from bracketed.variants.space import Space

if TYPE_CHECKING:
    import numpy as np

# A second or two; past it the solver is asked.
LIMIT = 100_000


class Listing:
    """The variants of a space that differ in what somebody has taken a stance on, in the order of the space."""

    def __init__(self, space: Space, rows: Sequence[Position], found: Sequence[Solution]) -> None:
        import numpy as np

        self._space = space
        self.found = found
        against = [row for row in rows if row.stance in AGAINST]
        _, weights = in_units([row.weight for row in against])
        # More than all objections together.
        block = 1 + sum(weight for row, weight in zip(against, weights, strict=True) if row.stance == "objects")
        # Weights of any size; whole numbers of the machine where they suffice, since they are faster.
        numbers: Any = np.int64 if block * (1 + sum(weights)) < 2**62 else object
        values = np.array([space.graph.at(one.place) for one in found], dtype=np.int32).reshape(len(found), -1)
        names = list(dict.fromkeys(row.delegation for row in against))
        self.burdens = np.zeros((len(found), max(1, len(names))), dtype=numbers)
        self.heads = {stance: np.zeros(self.burdens.shape, dtype=bool) for stance in ("blocks", "objects")}
        for row, weight in zip(against, weights, strict=True):
            taken = space.network.at(choices_of(row))
            if taken is None:
                continue
            counts = np.all([values[:, variable] == value for variable, value in taken.items()], axis=0)
            column = names.index(row.delegation)
            self.burdens[counts, column] += weight * (block if row.stance == "blocks" else 1)
            self.heads[row.stance][counts, column] = True

    def values(self, number: int) -> Values:
        """Return the values of an entry of the listing."""
        return self._space.graph.at(self.found[number].place)

    def ordered(self, rule: str) -> Iterator[tuple[int, int]]:
        """Yield the numbers of the entries from the least contested on, each with its rank: those tied share one."""
        import numpy as np

        keys, decisive = self._keys(rule)
        # Of what is as good, that comes first which comes first in the space; the sort keeps it so.
        order = np.lexsort(keys[::-1])
        rank = 0
        before: tuple[Any, ...] | None = None
        for number in map(int, order):
            key = tuple(column[number] for column in keys[:decisive])
            rank += before is not None and key != before
            before = key
            yield number, rank

    def balanced(self) -> Iterator[list[int]]:
        """Yield the entries of each best balance of the sum of burdens and the largest one, from the least sum on."""
        import numpy as np

        total, largest = self.burdens.sum(axis=1), self.burdens.max(axis=1)
        best: tuple[Any, Any] | None = None
        alike: list[int] = []
        for number in map(int, np.lexsort((largest, total))):
            point = total[number], largest[number]
            if point == best:
                alike.append(number)
            elif best is None or point[1] < best[1]:
                if alike:
                    yield alike
                best, alike = point, [number]
        yield alike

    def _keys(self, rule: str) -> tuple[list[np.ndarray[Any, Any]], int]:
        """Return what a rule compares, one column after the other, and how many of them the rule itself asks for."""
        import numpy as np

        # Of those that are as good, one that does not burden the others for nothing comes first.
        total = self.burdens.sum(axis=1)
        if rule == "objectors":
            return [self.heads["blocks"].sum(axis=1), self.heads["objects"].sum(axis=1), total], 2
        if rule == "minimax":
            return [self.burdens.max(axis=1), total], 1
        descending = -np.sort(-self.burdens, axis=1)
        return [descending[:, place] for place in range(descending.shape[1])], descending.shape[1]


def listing(space: Space, rows: Sequence[Position]) -> Listing | None:
    """Return all variants of a space that is held together for these stances, or None if they are too many."""
    costs = costs_in(space.network, [(choices_of(row), 0) for row in rows if row.stance in COUNTED])
    if space.graph.distinct(costs) > LIMIT:
        return None
    return Listing(space, rows, [*in_order(space.graph, costs)])
