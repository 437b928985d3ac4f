"""Coalitions: who wants the same as whom, which communities there are, and who is between them.

Two delegations agree on a bracket if there is an option that both support, or that both object to; they conflict on it
if one supports what the other objects to. A block counts as an objection; acceptance and reservation take neither side,
since who reserves has not yet said what it wants. The
communities are those in which agreement within outweighs conflict most: the sum of agreement less conflict over all
pairs inside is as large as can be (correlation clustering: N. Bansal, A. Blum and S. Chawla, Machine Learning 56,
2004).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from bracketed.consensus.scoring import check_positions
from bracketed.phrasing import plain
from bracketed.positions.positions import Position, Positions
from bracketed.views import Block, Record, Several, Shorten, Table, View, flat

if TYPE_CHECKING:
    import networkx as nx

# Delegations up to which all ways to divide them are compared; with more, delegations are moved and communities merged
# as long as that helps.
_EXACT = 12
# Sums of weights that differ by less are the same: without this, rounding would move delegations to and fro forever.
_ROUNDING = 1e-12
_SIDES = {"supports": 1, "objects": -1, "blocks": -1}

Balance: TypeAlias = dict[str, dict[str, float]]
"""Agreement less conflict of each delegation with each other one, where there is any."""


def coalitions(positions: Positions) -> nx.Graph:
    """Return the graph of delegations, with what they agree and conflict on, and the communities that they form.

    Each node has `stances` (their number), `community` (its number), `inside` and `outside` (the agreement with members
    of its own community and of others) and `pivotal`: the share, 0 to 1, of the shortest chains between two others that
    run through it, in which each agrees with the next more than it conflicts. Each edge joins two delegations that
    agree or conflict somewhere, with `agreement` and `conflict`, sums over brackets of the smaller of the two weights,
    `weight`, the one less the other, and the brackets as `agree_on` and `conflict_on`. The graph has `communities`:
    tuples of names, the largest first.

    Args:
        positions: who takes which stance. A group is a party of its own; conditions are left aside.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A: UK, EU – keep “shall”\\nUSA – remove “shall”")
    >>> graph = bt.coalitions(bt.positions(draft))
    >>> graph.graph["communities"]
    (('UK', 'EU'), ('USA',))
    >>> graph.edges["UK", "USA"]["conflict"], graph.edges["UK", "EU"]["agree_on"]
    (1, ('4#1',))
    """
    check_positions(positions)
    import networkx as nx

    graph = nx.Graph()
    stances = Counter(row.delegation for row in positions)
    for name in positions.delegations:
        graph.add_node(name, stances=stances[name])
    for bracket, sides in _sides(positions).items():
        for (one, (weight, first)), (other, (heavier, second)) in combinations(sides.items(), 2):
            same = [first[option] * second[option] for option in first if option in second]
            # One conflict outweighs any agreement: who wants another option is no ally on this bracket.
            kind = "conflict" if -1 in same else "agreement" if 1 in same else ""
            if kind:
                _add(graph, one, other, kind, bracket, min(weight, heavier))
    for _, _, edge in graph.edges(data=True):
        edge["weight"] = edge["agreement"] - edge["conflict"]
    _divide(graph)
    return graph


def incidence(positions: Positions) -> nx.Graph:
    """Return the bipartite graph of delegations and brackets: an edge where a delegation has taken a stance.

    Nodes have `bipartite`: 0 for a delegation, 1 for a bracket, whose name is its id. Edges have `stances`, a
    dictionary of stances by option, and `weight`, that of the heaviest.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A: UK – keep “shall”\\nUSA – remove “shall”")
    >>> bt.incidence(bt.positions(draft)).edges["UK", "4#1"]
    {'stances': {'a': 'supports', 'omit': 'objects'}, 'weight': 1}
    """
    check_positions(positions)
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(positions.delegations, bipartite=0)
    graph.add_nodes_from(dict.fromkeys(row.bracket for row in positions), bipartite=1)
    for row in positions:
        if not graph.has_edge(row.delegation, row.bracket):
            graph.add_edge(row.delegation, row.bracket, stances={}, weight=0)
        edge = graph.edges[row.delegation, row.bracket]
        edge["stances"][row.option] = row.stance
        edge["weight"] = max(edge["weight"], row.weight)
    return graph


def _sides(positions: Iterable[Position]) -> dict[str, dict[str, tuple[float, dict[str, int]]]]:
    """Return for each bracket and delegation the heaviest weight of its stances, and which side it takes by option."""
    found: dict[str, dict[str, tuple[float, dict[str, int]]]] = {}
    for row in positions:
        if row.stance in _SIDES and not row.condition:
            known = found.setdefault(row.bracket, {})
            weight, sides = known.get(row.delegation, (0, {}))
            known[row.delegation] = (max(weight, row.weight), {**sides, row.option: _SIDES[row.stance]})
    return found


def _add(graph: nx.Graph, one: str, other: str, kind: str, bracket: str, weight: float) -> None:
    if not graph.has_edge(one, other):
        graph.add_edge(one, other, agreement=0, conflict=0, agree_on=(), conflict_on=())
    edge = graph.edges[one, other]
    edge[kind] += weight
    edge["agree_on" if kind == "agreement" else "conflict_on"] += (bracket,)


def _divide(graph: nx.Graph) -> None:
    """Add its community to each delegation, and its agreement inside and outside."""
    import networkx as nx

    balance: Balance = {
        name: {other: edge["weight"] for other, edge in graph[name].items() if edge["weight"]} for name in graph
    }
    agreeing = nx.Graph()
    # Also delegations that agree with nobody: each is then a part of its own, and so a community.
    agreeing.add_nodes_from(balance)
    agreeing.add_edges_from((one, other) for one, own in balance.items() for other in own if own[other] > 0)
    # A delegation is pivotal as far as the shortest chains of agreement between others run through it
    # (L. C. Freeman, Sociometry 40, 1977).
    between = nx.betweenness_centrality(agreeing)
    division: list[list[str]] = []
    # No community joins delegations between which there is no chain of agreement.
    for found in nx.connected_components(agreeing):
        # A set has another order in each run, and which of equally good divisions is found depends on the order.
        part = [name for name in graph if name in found]
        division += _best_division(part, balance) if len(part) <= _EXACT else _improved_division(part, balance)
    order = {name: number for number, name in enumerate(graph)}
    communities = [tuple(sorted(names, key=order.__getitem__)) for names in division]
    communities.sort(key=lambda names: (-len(names), order[names[0]]))
    graph.graph["communities"] = tuple(communities)
    number_of = {name: number for number, names in enumerate(communities) for name in names}
    for name, node in graph.nodes(data=True):
        agreed: dict[int, float] = {}
        for other, edge in graph[name].items():
            agreed[number_of[other]] = agreed.get(number_of[other], 0) + edge["agreement"]
        node["community"] = number_of[name]
        node["inside"] = agreed.get(number_of[name], 0)
        node["outside"] = sum(agreed.values()) - node["inside"]
        node["pivotal"] = between[name]


def _best_division(names: Sequence[str], balance: Balance) -> list[list[str]]:
    """Return the best division: of each group, the best community that holds its first member, and the rest."""
    # A group is a number with a bit for each member, which serves as the index of what is known of it.
    size = len(names)
    inside = [0.0] * (1 << size)
    for group in range(1, 1 << size):
        last = group.bit_length() - 1
        rest = group ^ (1 << last)
        own = balance[names[last]]
        # Without its last member a group is a smaller number, of which the sum is known by now.
        inside[group] = inside[rest] + sum(own.get(names[n], 0) for n in range(last) if rest >> n & 1)
    best = [0.0] * (1 << size)
    taken = [0] * (1 << size)
    for group in range(1, 1 << size):
        # The first member is in one community or another: with it held fast, each division is met once.
        first = group & -group
        others = group ^ first
        part = others
        best[group] = float("-inf")
        # All parts of the others, down to none; of equal ones the larger community, found first.
        while True:
            worth = inside[part | first] + best[others ^ part]
            if worth > best[group] + _ROUNDING:
                best[group], taken[group] = worth, part | first
            if not part:
                break
            # The next lower number with no bits but those of the others: so every part of them comes up once.
            part = (part - 1) & others
    division = []
    group = (1 << size) - 1
    while group:
        division.append([names[n] for n in range(size) if taken[group] >> n & 1])
        group ^= taken[group]
    return division


def _improved_division(names: Sequence[str], balance: Balance) -> list[list[str]]:
    """Return a division that no move of one delegation and no merger of two communities makes better."""
    number = {name: place for place, name in enumerate(names)}
    # A merger may leave a delegation that is better off elsewhere, so moves are tried again after each.
    while _moved(names, balance, number) or _merged(balance, number):
        pass
    members: dict[int, list[str]] = {}
    for name in names:
        members.setdefault(number[name], []).append(name)
    return [*members.values()]


def _moved(names: Sequence[str], balance: Balance, number: dict[str, int]) -> bool:
    """Move each delegation to the community that it agrees with most; return whether any has moved."""
    moved = False
    for name in names:
        # To stay is one of the choices even where nobody there agrees or conflicts with it.
        worth: dict[int, float] = {number[name]: 0}
        for other, weight in balance[name].items():
            if other in number:
                worth[number[other]] = worth.get(number[other], 0) + weight
        best = max(worth, key=worth.__getitem__)
        if worth[best] < 0:
            # Better alone, in a new community, than in any there is.
            best = max(number.values()) + 1
            worth[best] = 0
        if worth[best] > worth[number[name]] + _ROUNDING:
            number[name] = best
            moved = True
    return moved


def _merged(balance: Balance, number: dict[str, int]) -> bool:
    """Merge the two communities that agree most, if they do; return whether any were."""
    between: dict[tuple[int, int], float] = {}
    for name, own in number.items():
        for other, weight in balance[name].items():
            # Each tie is seen from both ends; from the lower number alone it counts once.
            if other in number and number[other] > own:
                between[own, number[other]] = between.get((own, number[other]), 0) + weight
    best = max(between, key=between.__getitem__, default=None)
    if best is None or between[best] <= _ROUNDING:
        return False
    for name, own in number.items():
        if own == best[1]:
            number[name] = best[0]
    return True


def communities(positions: Positions, delegation: str = "") -> Coalitions:
    """Return the graph of `coalitions` as an answer that shows itself, or what one delegation has to do with it."""
    return Coalitions(coalitions(positions), delegation)


class Coalitions(View):
    """The graph of `coalitions` as an answer: its communities, and a row for each pair that agrees or conflicts.

    Of one `delegation`, if it is named, only its own community and its own pairs are reported.
    """

    columns = "delegation other agreement conflict agree_on conflict_on weight"

    def __init__(self, graph: nx.Graph, delegation: str = "") -> None:
        self.graph = graph
        self.delegation = delegation

    def _ties(self) -> list[Record]:
        edges = self.graph.edges(self.delegation or None, data=True)
        ties = [{"delegation": one, "other": other, **tie} for one, other, tie in edges]
        return sorted(ties, key=lambda tie: -tie["weight"])

    def _communities(self) -> list[list[str]]:
        named = self.delegation
        return [names for names in self.graph.graph["communities"] if not named or named in names]

    def to_records(self) -> list[Record]:
        """Return one record an edge, those that agree most first."""
        return [flat(tie) for tie in self._ties()]

    def to_dicts(self) -> list[Record]:
        """Return one entry a community, with its members and, of each, what it agrees and conflicts on with whom."""
        graph = self.graph
        return [
            {
                "community": number,
                "members": [
                    {
                        "delegation": name,
                        "pivotal": graph.nodes[name]["pivotal"],
                        "ties": [
                            {
                                "with": other,
                                "agreement": tie["agreement"],
                                "conflict": tie["conflict"],
                                "agree_on": list(tie["agree_on"]),
                                "conflict_on": list(tie["conflict_on"]),
                            }
                            for other, tie in graph[name].items()
                        ],
                    }
                    for name in names
                    if self.delegation in ("", name)
                ],
            }
            for number, names in enumerate(self._communities(), 1)
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the communities, the go-betweens, and what each pair agrees and conflicts on."""
        together = [names for names in self._communities() if len(names) > 1]
        alone = [name for names in self._communities() if len(names) == 1 for name in names]
        lines = [f"{number}. {', '.join(names)}" for number, names in enumerate(together, 1)]
        if lines:
            lines.insert(0, "Delegations that agree:")
        if alone:
            lines.append(f"On their own: {', '.join(alone)}")
        pivotal = {
            name: node["pivotal"]
            for name, node in self.graph.nodes(data=True)
            if node["pivotal"] >= 0.01 and self.delegation in ("", name)
        }
        if pivotal:
            shares = [
                f"{name} ({100 * share:.0f} %)"
                for name, share in sorted(pivotal.items(), key=lambda item: (item[1], item[0]), reverse=True)
            ]
            chains = "Go-betweens, with their share of the shortest chains of agreement between others"
            lines.append(f"{chains}: {', '.join(shares)}")
        rows = [
            [
                tie["delegation"],
                tie["other"],
                plain(tie["agreement"]),
                plain(tie["conflict"]),
                Several(tie["agree_on"]),
                Several(tie["conflict_on"]),
            ]
            for tie in self._ties()
        ]
        if not rows:
            lines.append("No two delegations have spoken on the same option.")
        yield "\n".join(lines)
        if rows:
            yield Table(("", "and", "agreement", "conflict", "agree on", "conflict on"), rows)
