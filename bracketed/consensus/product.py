"""All cheapest sets of stances that variants meet, as a product: what is in each of them, and what is left to choose.

The cheapest sets of independent parts of a draft go with each other in any combination, so they are listed by part; and
inside a part, whatever all its cheapest solutions share is taken out as a factor. One pass over the graph, from the
leaves up, keeps for each cell its family of cheapest sets in this form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, islice, product
from math import prod
from operator import and_, or_

from bracketed.variants.graph import Costs, Graph

# Ways of one choice that are listed, to find those that are the same; with more, nobody chooses among them one by one.
_LISTED = 500
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Factor:
    """One choice: sets of stances of which any one will do, as bits; `total` is None if their number is not known.

    `support` are the stances in any of them. Where there are very many, `sets` are some of them.
    """

    sets: tuple[int, ...]
    total: int | None
    support: int


@dataclass(frozen=True, slots=True)
class Family:
    """Sets of stances as a product: those that are in all of them, as bits, and for each factor one of its sets."""

    forced: int
    factors: frozenset[Factor]

    @property
    def total(self) -> int | None:
        """How many sets these are, or None if that is not known."""
        totals = [factor.total for factor in self.factors]
        return None if None in totals else prod(total for total in totals if total is not None)

    @property
    def support(self) -> int:
        """The stances in any of the sets."""
        return reduce(or_, (factor.support for factor in self.factors), self.forced)

    def sets(self) -> Iterator[int]:
        """Yield the sets; of a factor that is not listed whole, those that it has."""
        # In the order of their bits: the factors are a set, which has none.
        rows = sorted(factor.sets for factor in self.factors)
        return (reduce(or_, way, self.forced) for way in product(*rows))

    @property
    def is_short(self) -> bool:
        """Whether all sets can be listed."""
        listed = all(len(factor.sets) == factor.total for factor in self.factors)
        return listed and (self.total or 0) <= _LISTED


_NOTHING = Family(0, frozenset())


def cheapest(graph: Graph, costs: Costs, marks: int, amount: Callable[[int], int]) -> Family:
    """Return the distinct sets of items that the cheapest solutions of a graph pay for.

    Args:
        graph: which solutions there are; it must have one.
        costs: what they cost, with a bit of `marks` for each item that is paid for.
        marks: those bits, all set.
        amount: what is compared of a cost; that of a sum is the sum of those of its parts.
    """
    costs = graph.without_constants(costs)
    priced = graph.prices(costs)
    bearing = graph.bearing(costs)
    least: dict[int, list[int]] = {}
    families: dict[int, list[Family]] = {}
    for variable in graph.upwards(bearing):
        below = [(place, c) for place, c in enumerate(graph.forest.children[variable]) if c in bearing]
        least[variable], families[variable] = [], []
        for cell, row in enumerate(graph.edges[variable]):
            prices = priced(variable, cell, row)
            sums = [
                amount(price) + sum(least[child][cells[place]] for place, child in below)
                for price, (_, cells) in zip(prices, row, strict=True)
            ]
            # A cell that leads nowhere is never reached.
            lowest = min(sums, default=0)
            found = dict.fromkeys(
                _together(price & marks, [families[child][cells[place]] for place, child in below])
                for total, price, (_, cells) in zip(sums, prices, row, strict=True)
                if total == lowest
            )
            least[variable].append(lowest)
            families[variable].append(_either([*found]) if found else _NOTHING)
    return _together(0, [families[v][0] for v in bearing if graph.forest.parent[v] < 0])


def _together(own: int, parts: Iterable[Family]) -> Family:
    """Return the family of all combinations: parts have no stance in common, since each counts at one variable."""
    parts = [*parts]
    forced = reduce(or_, (part.forced for part in parts), own)
    return Family(forced, frozenset[Factor]().union(*(part.factors for part in parts)))


def _either(families: Sequence[Family]) -> Family:
    """Return the family of the sets that are in any of some families, without what they share listed twice."""
    if len(families) == 1:
        return families[0]
    forced = reduce(and_, (family.forced for family in families))
    shared = frozenset[Factor].intersection(*(family.factors for family in families))
    rest = [Family(family.forced & ~forced, family.factors - shared) for family in families]
    if all(family.is_short for family in rest):
        sets = {way for family in rest for way in family.sets()}
        common = reduce(and_, sets)
        left = tuple(sorted(way & ~common for way in sets))
        factor = Factor(left, len(left), reduce(or_, left))
        return Family(forced | common, shared | ({factor} if len(left) > 1 else set()))
    some = tuple(dict.fromkeys(way for family in rest for way in islice(family.sets(), _SHOWN)))[:_SHOWN]
    return Family(forced, shared | {Factor(some, _number(rest), reduce(or_, (family.support for family in rest)))})


def _number(families: Sequence[Family]) -> int | None:
    """Return how many sets are in any of some families, or None where they may share some."""
    totals = [family.total for family in families]
    apart = all(_differs(one, two) or _differs(two, one) for one, two in combinations(families, 2))
    return sum(total for total in totals if total is not None) if apart and None not in totals else None


def _differs(one: Family, two: Family) -> bool:
    """Return whether each set of one family has a stance that no set of another one has, as far as is quickly seen."""
    beyond = ~two.support
    listed = (factor for factor in one.factors if len(factor.sets) == factor.total)
    return bool(one.forced & beyond) or any(all(way & beyond for way in factor.sets) for factor in listed)
