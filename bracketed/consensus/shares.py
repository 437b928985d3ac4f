"""Each delegation's share of the contestation: its Shapley value in the game of who objects.

What a group of delegations is worth in this game is how much the least contested variant would meet if only the group
had spoken. Shapley shares out what all are worth together: each delegation's share is what it adds to those who came
before it, on average over all orders in which they could have spoken (L. S. Shapley, "A value for n-person games",
Contributions to the Theory of Games II, 1953).

Independent parts of a draft are games of their own, whose shares add up. In each part only the smallest sets of stances
that a variant can meet matter; with them at hand, what a group is worth is a minimum over a table. A part with few
delegations is solved exactly, by all groups; for others orders are drawn (J. Castro, D. Gómez and J. Tejada, Computers
and Operations Research 36, 2009).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from math import factorial, sqrt
from typing import TYPE_CHECKING, Any, TypeAlias

from bracketed.consensus.acts import Acts
from bracketed.consensus.scoring import choices_of, costs_in, held_for
from bracketed.positions.positions import Position
from bracketed.variants.graph import Costs, Graph
from bracketed.variants.kbest import minimal_by_part
from bracketed.variants.space import Space

if TYPE_CHECKING:
    import numpy as np

# With more delegations orders are drawn, so many; of all groups there would be more.
_EXACT = 12
_DRAWS = 4000
# Sets of stances of one part that are listed; where there are more, the graph is asked for each group, so many times.
_LISTED = 500
_ASKED = 20_000
_FEWEST = 200

# Orders that are looked at together.
_BATCH = 50

Table: TypeAlias = "np.ndarray[Any, Any]"
Worth: TypeAlias = Callable[[Table], Table]
"""For rows of players in order, what the first, the first two, … are worth, blocks and objections in one number."""


@dataclass(frozen=True, slots=True)
class Share:
    """A delegation's part in the blocks and in the objections of the least contested variant.

    `blocks_error` and `error` are the standard errors of the two; 0 where they are exact.
    """

    blocks: float = 0
    objections: float = 0
    blocks_error: float = 0
    error: float = 0

    def __str__(self) -> str:
        parts = []
        for value, error in ((self.blocks, self.blocks_error), (self.objections, self.error)):
            # Twice the standard error, where the share was drawn.
            parts.append(f"{value:.2f}" + (f" ±{2 * error:.2f}" if error else ""))
        return ", ".join(parts)


def shares(space: Space, against: Sequence[Position], seed: int = 0) -> dict[str, Share]:
    """Return the share of each delegation in what the least contested variant of a space meets.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA, EU – remove “shall”")
    >>> against = [row for row in bt.positions(draft) if row.stance == "objects"]
    >>> {name: round(share.objections, 3) for name, share in shares(bt.variants(draft), against).items()}
    {'UK': 0.667, 'USA': 0.167, 'EU': 0.167}
    """
    space = held_for(space, against)
    acts = Acts(space, against)
    totals = {row.delegation: [0.0] * 4 for row in against}
    parts = minimal_by_part(space.graph, acts.costs, acts.marks, _LISTED)
    for number, part in enumerate(parts):
        if part is None:
            root = space.graph.forest.roots[number]
            names, found = _asking(space, acts, root, seed + number)
        else:
            names, found = _listing(acts, [acts.paid(one.cost) for one in part], seed + number)
        for name, values in zip(names, found, strict=True):
            totals[name] = [a + b for a, b in zip(totals[name], values, strict=True)]
    return {
        name: Share(blocks, objections / acts.unit, sqrt(spread), sqrt(error) / acts.unit)
        for name, (blocks, objections, spread, error) in totals.items()
    }


_Found: TypeAlias = list[list[float]]
"""For each player its share of the blocks and of the objections, and the variance of both."""


def _listing(acts: Acts, sets: Sequence[Sequence[int]], seed: int) -> tuple[list[str], _Found]:
    """Share out a part of which all smallest sets of stances are known."""
    # Where some variant meets nothing there is nothing to share.
    if not all(sets):
        return [], []
    import numpy as np

    names = list(dict.fromkeys(acts.against[number].delegation for numbers in sets for number in numbers))
    column = {name: place for place, name in enumerate(names)}
    table = [[0] * len(names) for _ in sets]
    for line, numbers in zip(table, sets, strict=True):
        for number in numbers:
            line[column[acts.against[number].delegation]] += acts.worth[number]
    # Weights of any size; whole numbers of the machine where they suffice, since they are faster.
    met = np.array(table, dtype=np.int64 if sum(map(sum, table)) < 2**62 else object)
    if len(names) <= _EXACT:
        return names, _exactly(met, acts.block)

    return names, _by_draws(
        lambda orders: met[:, orders].cumsum(axis=2).min(axis=0), len(names), acts.block, _DRAWS, seed
    )


def _asking(space: Space, acts: Acts, root: int, seed: int) -> tuple[list[str], _Found]:
    """Share out a part of which the smallest sets of stances are too many to list."""
    import numpy as np

    below = {root}
    for variable in space.graph.forest.order:
        if space.graph.forest.parent[variable] in below:
            below.add(variable)
    rows: dict[str, list[tuple[Position, int]]] = {}
    for row, price in zip(acts.against, acts.worth, strict=True):
        if not below.isdisjoint(space.network.at(choices_of(row)) or ()):
            rows.setdefault(row.delegation, []).append((row, price))
    names = list(rows)
    owners = [(choices_of(row), place, price) for place, name in enumerate(names) for row, price in rows[name]]
    whole = np.int64 if sum(price for _, _, price in owners) < 2**62 else object

    def worth(orders: Table) -> Table:
        # Who has spoken by each place of each order.
        turns = np.argsort(orders, axis=1)
        spoken = turns[:, :, None] <= np.arange(len(names))
        members = spoken.transpose(1, 0, 2).reshape(len(names), -1).astype(whole)
        prices: Any = [(choices, members[place] * price) for choices, place, price in owners]
        found = _least_of_many(space.graph, below, costs_in(space.network, prices))
        return np.broadcast_to(found, members.shape[1:]).reshape(orders.shape)

    return names, _by_draws(worth, len(names), acts.block, max(_FEWEST, _ASKED // len(names)), seed)


def _least_of_many(graph: Graph, part: Set[int], costs: Costs) -> Any:
    """Return the least cost of a solution of a part, for many costs at once: each of `costs` is a row of numbers."""
    import numpy as np

    priced = graph.prices(graph.without_constants(costs))
    least: dict[int, list[Any]] = {}
    for variable in reversed([variable for variable in graph.forest.order if variable in part]):
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


def _exactly(met: Table, block: int) -> _Found:
    """Return the shares from what all groups are worth."""
    import numpy as np

    players = met.shape[1]
    groups = np.arange(2**players)
    members = (groups[:, None] >> np.arange(players)) & 1
    worth = np.concatenate([(part @ met.T).min(axis=1) for part in np.array_split(members, 1 + 2**players // 512)])
    sizes = members.sum(axis=1)
    chance = np.array([factorial(s) * factorial(players - s - 1) / factorial(players) for s in range(players)])
    kinds = _apart(worth, block)
    found = []
    for player in range(players):
        without = groups[members[:, player] == 0]
        added = [kind[without | 1 << player] - kind[without] for kind in kinds]
        found.append([*(float(np.dot(chance[sizes[without]], one)) for one in added), 0.0, 0.0])
    return found


def _by_draws(worth: Worth, players: int, block: int, draws: int, seed: int) -> _Found:
    """Return the shares as the mean of what each player adds in orders that are drawn."""
    import numpy as np

    chance = np.random.default_rng(seed)
    sums = np.zeros((4, players))
    for begin in range(0, draws, _BATCH):
        size = min(_BATCH, draws - begin)
        orders = chance.permuted(np.tile(np.arange(players), (size, 1)), axis=1)
        for kind, values in enumerate(_apart(worth(orders), block)):
            # Back from places in the order to players.
            added = np.zeros((size, players))
            np.put_along_axis(added, orders, np.diff(values, axis=1, prepend=0.0), axis=1)
            sums[kind] += added.sum(axis=0)
            sums[kind + 2] += (added**2).sum(axis=0)
    means = sums[:2] / draws
    spread = np.maximum(sums[2:] / draws - means**2, 0) / draws
    return [[float(value) for value in column] for column in np.vstack([means, spread]).T]


def _apart(worth: Table, block: int) -> list[Table]:
    """Return the blocks and the objections in numbers that hold both."""
    return [(worth // block).astype(float), (worth % block).astype(float)]
