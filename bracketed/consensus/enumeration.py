"""All variants of a small space in the order of a rule: most rules are no sums over brackets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from bracketed.consensus.scoring import COUNTED, choices_of, costs_in, in_units, is_counted, sums_by_stance
from bracketed.positions.positions import Position
from bracketed.variants.kbest import Solution, in_order
from bracketed.variants.space import Space

if TYPE_CHECKING:
    import numpy as np

Key: TypeAlias = tuple[Any, ...]
"""What variants are compared by: the least is the least contested."""

# Variants that take a second or two to list; with more, the solver finds the best.
LIMIT = 100_000
# Variants whose burdens are in memory at once.
_BATCH = 4096


class Burdens:
    """What a variant means to each delegation: lists of whole numbers, in all of them the delegations in one order."""

    __slots__ = ("_place", "_tables")

    def __init__(self, tables: dict[str, np.ndarray[Any, Any]], place: int) -> None:
        self._tables = tables
        self._place = place

    def number(self, stance: str) -> list[int]:
        """Return how many of each delegation's stances of a kind (`blocks`, `objects`, `supports`) count."""
        return self._list(f"number of {stance}")

    def weight(self, stance: str) -> list[int]:
        """Return the weight of each delegation's stances of a kind, in the units of all weights."""
        return self._list(stance)

    @property
    def each(self) -> list[int]:
        """The burden of each delegation: objections by weight, and blocks that outweigh all objections together."""
        return self._list("burden")

    def _list(self, table: str) -> list[int]:
        numbers: list[int] = self._tables[table][self._place].tolist()
        return numbers


class Entry(NamedTuple):
    """A variant with its key; `ties` says how many variants of the space have the same one."""

    key: Key
    place: int
    ties: int


def ranked(space: Space, rows: Sequence[Position], key: Callable[[Burdens], Key]) -> list[Entry] | None:
    """Return the variants of a space that is held for these stances, least key first; None if they are too many.

    Of those that differ only in what nobody has spoken on there is the first; of those of the same key, the ones with
    the least sum of burdens come first, and then the first in the space.
    """
    # Prices of 0 only distinguish what the answer counts: all else stays one entry.
    costs = costs_in(space.network, [(choices_of(row), 0) for row in rows if is_counted(row)])
    # The graph gives the number beforehand, so that nothing is listed in vain.
    if space.graph.distinct(costs) > LIMIT:
        return None
    found = [*in_order(space.graph, costs)]
    keys: list[Key] = []
    sums: list[int] = []
    # For 100,000 variants and a hundred delegations all tables at once would fill the memory.
    for tables in _tables(space, [row for row in rows if row.stance in COUNTED], found):
        keys += [key(Burdens(tables, place)) for place in range(len(tables["burden"]))]
        # Kept beside the keys to part those that are equal, since the tables go with their batch.
        sums += tables["burden"].sum(axis=1).tolist()
    ties: dict[Key, int] = {}
    for own, one in zip(keys, found, strict=True):
        # An entry represents all that settle the rest otherwise: ties are of variants and not of entries.
        ties[own] = ties.get(own, 0) + one.stands_for
    # Sorting is stable: what is equal stays in the order of the space.
    order = sorted(range(len(found)), key=lambda number: (keys[number], sums[number]))
    return [Entry(keys[number], found[number].place, ties[keys[number]]) for number in order]


def _tables(
    space: Space, rows: Sequence[Position], found: Sequence[Solution]
) -> Iterator[dict[str, np.ndarray[Any, Any]]]:
    """Yield for one batch of variants after another tables of a row a variant and a column a delegation."""
    import numpy as np

    _, weights = in_units([row.weight for row in rows])
    block = 1 + sums_by_stance(rows, weights)["objects"]
    names = list(dict.fromkeys(row.delegation for row in rows))
    # Weights of any size; whole numbers of the machine where they suffice, since they are faster.
    # Neither a burden nor the sum of all burdens is above this product.
    whole: Any = np.int64 if block * (1 + sum(weights)) < 2**62 else object
    stances = [(row, weight, space.network.at(choices_of(row))) for row, weight in zip(rows, weights, strict=True)]
    for start in range(0, len(found), _BATCH):
        some = found[start : start + _BATCH]
        values = np.array([space.graph.at(one.place) for one in some], dtype=np.int32).reshape(len(some), -1)
        shape = len(some), len(names)
        tables = {stance: np.zeros(shape, dtype=whole) for stance in COUNTED}
        tables |= {f"number of {stance}": np.zeros(shape, dtype=np.int32) for stance in COUNTED}
        for row, weight, taken in stances:
            # A stance whose choices no variant makes counts in none.
            if taken is not None:
                counts = np.all([values[:, variable] == value for variable, value in taken.items()], axis=0)
                column = names.index(row.delegation)
                tables[row.stance][counts, column] += weight
                tables[f"number of {row.stance}"][counts, column] += 1
        yield {**tables, "burden": tables["objects"] + block * tables["blocks"]}
