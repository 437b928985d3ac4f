"""Each delegation's share of the contestation: its Shapley value in the game of who is in the way.

A group of delegations is worth what the least contested variant would meet if only the group had taken stances. A
delegation's share of what all are worth is what it adds to those before it, on average over all orders (L. S. Shapley,
"A value for n-person games", Contributions to the Theory of Games II, 1953). With many delegations orders are drawn
(J. Castro, D. Gómez and J. Tejada, Computers and Operations Research 36, 2009).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import factorial, sqrt
from typing import TYPE_CHECKING, Any, TypeAlias

from bracketed.consensus.scoring import SoftConstraints, choices_of, costs_in, held_for
from bracketed.phrasing import rounded
from bracketed.positions.positions import Position
from bracketed.variants.graph import Costs, Graph
from bracketed.variants.kbest import minimal_by_part
from bracketed.variants.space import Space

if TYPE_CHECKING:
    import numpy as np

# With more delegations, orders are drawn, so many: there would be more groups than that.
_EXACT = 12
_DRAWS = 4000
# Sets of stances of one part that are listed. Where there are more, the graph is searched for each group, so many times
# in all, but for so many orders at least.
_LISTED = 500
_ASKED = 20_000
_FEWEST = 200
# Orders that are in memory together.
_BATCH = 50

Table: TypeAlias = "np.ndarray[Any, Any]"
Worth: TypeAlias = Callable[[Table], Table]
"""For rows of players in order, what the first, the first two, … are worth, all kinds of stances in one number."""
_Shares: TypeAlias = list[list[float]]
"""For each player its shares of the blocks, of the objections and of the reservations, and the variances of them."""


@dataclass(frozen=True, slots=True)
class Share:
    """A delegation's part in the blocks, objections and reservations of the least contested variant.

    `blocks_error`, `error` and `reservations_error` are their standard errors; 0 where they are exact.
    """

    blocks: float = 0
    objections: float = 0
    blocks_error: float = 0
    error: float = 0
    reservations: float = 0
    reservations_error: float = 0

    def words(self, reserved: bool = False) -> str:
        """Return the parts in the blocks and objections, and in the reservations if there are any to share."""
        pairs = [(self.blocks, self.blocks_error), (self.objections, self.error)]
        pairs += [(self.reservations, self.reservations_error)] * reserved
        # Twice the standard error, where the share was drawn.
        return ", ".join(rounded(value) + (f" ±{rounded(2 * error, 1)}" if error else "") for value, error in pairs)

    def __str__(self) -> str:
        return self.words()


def shares(space: Space, against: Sequence[Position], seed: int = 0) -> dict[str, Share]:
    """Return the share of each delegation in what the least contested variant of a space meets.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA, EU – remove “shall”")
    >>> against = [row for row in bt.positions(draft) if row.stance == "objects"]
    >>> {name: round(share.objections, 3) for name, share in shares(bt.variants(draft), against).items()}
    {'UK': 0.667, 'USA': 0.167, 'EU': 0.167}
    """
    space = held_for(space, against)
    constraints = SoftConstraints(space, against)
    totals = {row.delegation: [0.0] * 6 for row in against}
    # Independent parts of a draft are games of their own, whose shares add up. In each part only the smallest sets of
    # stances that a variant can meet matter: what a group is worth is a minimum over a table of them.
    parts = minimal_by_part(space.graph, constraints.costs, constraints.marks, _LISTED)
    # The variances of the parts are added up, so their draws must be independent: each part has a seed of its own.
    for number, part in enumerate(parts):
        if part is None:
            names, found = _by_graph(space, constraints, space.graph.forest.roots[number], seed + number)
        else:
            sets = [constraints.violated(one.cost) for one in part]
            names, found = _by_sets(constraints, sets, seed + number)
        for name, values in zip(names, found, strict=True):
            totals[name] = [a + b for a, b in zip(totals[name], values, strict=True)]
    # Variances add up and standard errors do not, so the root is taken last.
    unit = constraints.unit
    return {
        name: Share(
            blocks, objections / unit, sqrt(spread), sqrt(error) / unit, reservations / unit, sqrt(doubt) / unit
        )
        for name, (blocks, objections, reservations, spread, error, doubt) in totals.items()
    }


def _by_sets(constraints: SoftConstraints, sets: Sequence[Sequence[int]], seed: int) -> tuple[list[str], _Shares]:
    """Share out a part of which all smallest sets of stances are known."""
    import numpy as np

    holders = [row.delegation for row in constraints.against]
    names = list(dict.fromkeys(holders[number] for numbers in sets for number in numbers))
    column = {name: place for place, name in enumerate(names)}
    table = [[0] * len(names) for _ in sets]
    for line, numbers in zip(table, sets, strict=True):
        for number in numbers:
            line[column[holders[number]]] += constraints.weights[number]
    # Weights of any size; whole numbers of the machine where they suffice, since they are faster.
    met = np.array(table, dtype=np.int64 if sum(map(sum, table)) < 2**62 else object)
    if len(names) <= _EXACT:
        return names, _exact_shares(met, constraints.prices)

    def worth(orders: Table) -> Table:
        # With the columns in the order of arrival, running sums are what each set costs the delegations so far.
        least: Table = met[:, orders].cumsum(axis=2).min(axis=0)
        return least

    return names, _drawn_shares(worth, len(names), constraints.prices, _DRAWS, seed)


def _by_graph(space: Space, constraints: SoftConstraints, root: int, seed: int) -> tuple[list[str], _Shares]:
    """Share out a part of which the smallest sets of stances are too many to list."""
    import numpy as np

    part = space.graph.forest.tree(root)
    own = frozenset(part)
    priced = zip(constraints.against, constraints.weights, strict=True)
    stances = [(row, price) for row, price in priced if not own.isdisjoint(space.network.at(choices_of(row)) or ())]
    names = list(dict.fromkeys(row.delegation for row, _ in stances))
    whole = np.int64 if sum(price for _, price in stances) < 2**62 else object

    def worth(orders: Table) -> Table:
        # Who has come by each place of each order: for each delegation a row of zeros and ones, by which the prices of
        # its stances are multiplied, so that one pass over the graph serves all places of all orders.
        turns = np.argsort(orders, axis=1)
        present = turns[:, :, None] <= np.arange(len(names))
        members = dict(zip(names, present.transpose(1, 0, 2).reshape(len(names), -1).astype(whole), strict=True))
        prices: Any = [(choices_of(row), members[row.delegation] * price) for row, price in stances]
        found = _least_of_many(space.graph, part, costs_in(space.network, prices))
        # If no price was met on the way, the least is one plain number, which holds for all places.
        return np.broadcast_to(found, orders.size).reshape(orders.shape)

    draws = max(_FEWEST, _ASKED // len(names))
    return names, _drawn_shares(worth, len(names), constraints.prices, draws, seed)


def _least_of_many(graph: Graph, part: Sequence[int], costs: Costs) -> Any:
    """Return the least cost of a solution of a part, the root first, for many costs at once, each a row of numbers."""
    import numpy as np

    priced = graph.prices(graph.without_constants(costs))
    least: dict[int, list[Any]] = {}
    for variable in reversed(part):
        # A child is needed once, by its parent; taken out, it leaves in the end the root alone.
        below = [least.pop(child) for child in graph.forest.children[variable]]
        least[variable] = []
        for cell, row in enumerate(graph.edges[variable]):
            best: Any = 0
            for number, ((_, cells), price) in enumerate(zip(row, priced(variable, cell, row), strict=True)):
                whole = price + sum(known[at] for known, at in zip(below, cells, strict=True))
                best = np.minimum(best, whole) if number else whole
            least[variable].append(best)
    (found,) = least.values()
    return found[0]


def _exact_shares(met: Table, prices: Mapping[str, int]) -> _Shares:
    """Return the shares from what all groups are worth."""
    import numpy as np

    players = met.shape[1]
    groups = np.arange(2**players)
    members = (groups[:, None] >> np.arange(players)) & 1
    # In parts of some hundred groups, since a table of all groups by all sets may fill the memory.
    worth = np.concatenate([(part @ met.T).min(axis=1) for part in np.array_split(members, 1 + 2**players // 512)])
    sizes = members.sum(axis=1)
    # Shapley’s weights: the share of all orders in which just these players, so many, come before a certain one.
    chance = np.array([factorial(s) * factorial(players - s - 1) / factorial(players) for s in range(players)])
    kinds = _by_kind(worth, prices)
    found = []
    for player in range(players):
        without = groups[members[:, player] == 0]
        added = [kind[without | 1 << player] - kind[without] for kind in kinds]
        found.append([*(float(np.dot(chance[sizes[without]], one)) for one in added), 0.0, 0.0, 0.0])
    return found


def _drawn_shares(worth: Worth, players: int, prices: Mapping[str, int], draws: int, seed: int) -> _Shares:
    """Return the shares as the mean of what each player adds in orders that are drawn."""
    import numpy as np

    chance = np.random.default_rng(seed)
    sums = np.zeros((6, players))
    for begin in range(0, draws, _BATCH):
        size = min(_BATCH, draws - begin)
        orders = chance.permuted(np.tile(np.arange(players), (size, 1)), axis=1)
        for kind, values in enumerate(_by_kind(worth(orders), prices)):
            # Back from places in the order to players.
            added = np.zeros((size, players))
            np.put_along_axis(added, orders, np.diff(values, axis=1, prepend=0.0), axis=1)
            sums[kind] += added.sum(axis=0)
            sums[kind + 3] += (added**2).sum(axis=0)
    means = sums[:3] / draws
    # Rounding must not make a variance negative.
    spread = np.maximum(sums[3:] / draws - means**2, 0) / draws
    return [[float(value) for value in column] for column in np.vstack([means, spread]).T]


def _by_kind(worth: Table, prices: Mapping[str, int]) -> list[Table]:
    """Return the blocks, the objections and the reservations in numbers that hold all three."""
    # Each kind costs more than all lesser ones together, so that the remainder never runs into the quotient.
    blocks, rest = worth // prices["blocks"], worth % prices["blocks"]
    return [part.astype(float) for part in (blocks, rest // prices["objects"], rest % prices["objects"])]
