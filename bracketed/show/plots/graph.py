"""Who stands together, as a graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bracketed.phrasing import counted
from bracketed.show.palette import INK
from bracketed.show.plots import canvas

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes
    from matplotlib.transforms import BboxBase

# Each community has a shape and a colour of its own; further ones share the last.
_SHAPES = "osD^vPX*h"
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#B8A800", "#D55E00", "#666666", "#BBBBBB")
# So many edges a delegation are drawn, the strongest first; more would be a black cloud.
_EDGES = 2
# Where a name stands beside its sign, in points, the best place first.
_SIDES = (
    ((0, 6), "center", "bottom"),
    ((0, -6), "center", "top"),
    ((6, 0), "left", "center"),
    ((-6, 0), "right", "center"),
)
_NEARNESS = "those who agree more are nearer"
# Among more delegations than these, signs and lines are smaller.
_FEW = 40


def coalitions(graph: nx.Graph, ax: Axes | None = None) -> Axes:
    """Draw who agrees (lines) and conflicts (dotted) with whom; those who agree more are nearer to each other.

    Communities differ in colour and shape, and delegations with more stances are larger. Of many ties the strongest are
    drawn, and of many names those with most stances.

    Args:
        graph: what `bracketed.coalitions` gives.
        ax: where to draw; by default on a new figure.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A: UK, EU – keep “shall”\\nUSA – remove “shall”")
    >>> drawn = bt.plots.coalitions(bt.coalitions(bt.positions(draft)))
    >>> sorted(text.get_text() for text in drawn.texts)
    ['EU', 'UK', 'USA']
    """
    import networkx as nx

    small = min(1.0, _FEW / max(len(graph), 1))
    drawn = canvas.axes(ax, *((9, 7) if small == 1 else (14, 10)))
    friends = nx.Graph()
    friends.add_nodes_from(graph)
    friends.add_weighted_edges_from((a, b, tie["weight"]) for a, b, tie in graph.edges(data=True) if tie["weight"] > 0)
    places = _places(friends, graph.graph["communities"])
    _ties(drawn, graph, places, small)
    most = max((node["stances"] for _, node in graph.nodes(data=True)), default=1)
    for number, members in enumerate(graph.graph["communities"]):
        kind = min(number, len(_SHAPES) - 1)
        drawn.scatter(
            [places[member][0] for member in members],
            [places[member][1] for member in members],
            s=[(0.3 + small) * (25 + 90 * graph.nodes[member]["stances"] / most) for member in members],
            marker=_SHAPES[kind],
            c=_COLOURS[kind],
            edgecolors=INK,
            linewidths=0.5,
            zorder=3,
        )
    drawn.set(xticks=[], yticks=[])
    drawn.margins(0.12)
    number = len(graph.graph["communities"])
    communities = f"{number} communit{'y' if number == 1 else 'ies'}"
    canvas.titled(drawn, f"{counted(len(graph), 'delegation')} in {communities}", _NEARNESS, "")
    _legend(drawn)
    shown = _name(drawn, places, sorted(graph, key=lambda node: -graph.nodes[node]["stances"]))
    if shown < len(graph):
        drawn.set_xlabel(f"{_NEARNESS}; {shown} of {len(graph)} named, those with most stances first")
    return drawn


def _places(friends: nx.Graph, communities: Sequence[Sequence[str]]) -> dict[str, tuple[float, float]]:
    """Return where each delegation is drawn: communities on a ring, and in each the friends near each other."""
    import math

    import networkx as nx

    found: dict[str, tuple[float, float]] = {}
    # Large communities get more of the ring.
    shares = [math.sqrt(len(members)) for members in communities]
    whole = sum(shares) or 1.0
    angle = math.pi / 2
    for members, share in zip(communities, shares, strict=True):
        turn = 2 * math.pi * share / whole
        middle = angle - turn / 2
        angle -= turn
        radius = min(1.0, math.sin(min(turn, math.pi) / 2)) if len(communities) > 1 else 1.0
        distance = 1.5 if len(communities) > 1 else 0.0
        layout = nx.spring_layout(friends.subgraph(members), seed=1, iterations=60)
        for member in members:
            x, y = layout[member]
            spread = radius * (0.9 if len(members) > 1 else 0.0)
            found[member] = (
                distance * math.cos(middle) + spread * float(x),
                distance * math.sin(middle) + spread * float(y),
            )
    return found


def _ties(drawn: Axes, graph: nx.Graph, places: dict[str, tuple[float, float]], small: float) -> None:
    from matplotlib.collections import LineCollection

    for kind, colour, style in (("conflict", canvas.AGAINST, (0, (1, 2))), ("agreement", canvas.FOR, "solid")):
        ties = [(a, b, tie[kind]) for a, b, tie in graph.edges(data=True) if tie[kind] > 0]
        ties = sorted(ties, key=lambda tie: -tie[2])[: _EDGES * len(graph)]
        most = max((weight for *_, weight in ties), default=1)
        drawn.add_collection(
            LineCollection(
                [[places[a], places[b]] for a, b, _ in ties],
                colors=colour,
                linestyles=[style],
                linewidths=[0.4 + 2 * small * weight / most for *_, weight in ties],
                alpha=0.2 + 0.4 * small,
                label=kind,
                zorder=1,
            ),
            autolim=False,
        )


def _legend(drawn: Axes) -> None:
    from matplotlib.lines import Line2D

    canvas.legend(
        drawn,
        handles=[
            Line2D([], [], color=canvas.FOR, label="agree"),
            Line2D([], [], color=canvas.AGAINST, linestyle=(0, (1, 2)), label="conflict"),
        ],
    )


def _name(drawn: Axes, places: dict[str, tuple[float, float]], order: Sequence[str]) -> int:
    """Write names beside delegations, in this order, where none lies on another; return how many there are."""
    from matplotlib.patheffects import withStroke

    drawn.figure.draw_without_rendering()  # type: ignore[union-attr]
    inside = drawn.get_window_extent()
    taken: list[BboxBase] = []
    for node in order:
        for offset, across, up in _SIDES:
            label = drawn.annotate(
                canvas.name(node),
                places[node],
                xytext=offset,
                textcoords="offset points",
                ha=across,
                va=up,
                fontsize="small",
                color=INK,
                path_effects=[withStroke(linewidth=2, foreground="white")],
                usetex=False,
                zorder=4,
            )
            box = label.get_window_extent()
            if not any(box.overlaps(other) for other in taken) and inside.x0 <= box.x0 and box.x1 <= inside.x1:
                taken.append(box)
                break
            label.remove()
    return len(taken)
