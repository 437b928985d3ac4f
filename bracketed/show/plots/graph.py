"""Communities of delegations, as a graph."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import networkx as nx

from bracketed.phrasing import counted
from bracketed.show.palette import INK
from bracketed.show.plots import canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import BboxBase

# Each community has a shape and a colour of its own; further ones share the last.
_SHAPES = "osD^vPX*h"
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#B8A800", "#D55E00", "#666666", "#BBBBBB")
# So many edges a delegation are drawn, the strongest first; more would be a black cloud.
_EDGES = 2
_DOTTED = (0, (1, 2))
# Where a name is beside its sign, in points, the best place first.
_SIDES = (
    ((0, 6), "center", "bottom"),
    ((0, -6), "center", "top"),
    ((6, 0), "left", "center"),
    ((-6, 0), "right", "center"),
)
_NEARNESS = "the more two agree, the nearer they are"
# Among more delegations than these, signs and lines are smaller.
_FEW = 40


def coalitions(graph: nx.Graph, ax: Axes | None = None) -> Axes:
    """Draw who agrees (lines) and conflicts (dotted) with whom; the more two agree, the nearer they are.

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
    small = min(1.0, _FEW / max(len(graph), 1))
    drawn = canvas.axes(ax, *((9, 7) if small == 1 else (14, 10)))
    friends = nx.Graph()
    friends.add_nodes_from(graph)
    friends.add_weighted_edges_from((a, b, tie["weight"]) for a, b, tie in graph.edges(data=True) if tie["weight"] > 0)
    places = _places(friends, graph.graph["communities"])
    _ties(drawn, graph, places, small)
    # Of any draft the delegation that speaks most is as large.
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
    # Names come last, since they go where everything else leaves room.
    shown = _name(drawn, places, sorted(graph, key=lambda node: -graph.nodes[node]["stances"]))
    if shown < len(graph):
        drawn.set_xlabel(f"{_NEARNESS}; {shown} of {len(graph)} named, those with most stances first")
    return drawn


def _places(friends: nx.Graph, communities: Sequence[Sequence[str]]) -> dict[str, tuple[float, float]]:
    """Return the place of each delegation: communities on a ring, in each the like-minded near each other."""
    places: dict[str, tuple[float, float]] = {}
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
        # The same seed, so that the same draft gives the same picture.
        layout = nx.spring_layout(friends.subgraph(members), seed=1, iterations=60)
        spread = radius * (0.9 if len(members) > 1 else 0.0)
        centre = distance * math.cos(middle), distance * math.sin(middle)
        for member in members:
            x, y = (float(part) for part in layout[member])
            places[member] = (centre[0] + spread * x, centre[1] + spread * y)
    return places


def _ties(drawn: Axes, graph: nx.Graph, places: dict[str, tuple[float, float]], small: float) -> None:
    """Draw the strongest ties, and the legend that distinguishes agreement from conflict."""
    from matplotlib.collections import LineCollection
    from matplotlib.lines import Line2D

    # Agreement is drawn last, over what conflicts.
    for kind, colour, style in (("conflict", canvas.AGAINST, _DOTTED), ("agreement", canvas.FOR, "solid")):
        ties = [(a, b, tie[kind]) for a, b, tie in graph.edges(data=True) if tie[kind] > 0]
        ties = sorted(ties, key=lambda tie: -tie[2])[: _EDGES * len(graph)]
        most = max((weight for *_, weight in ties), default=1)
        lines = LineCollection(
            [[places[a], places[b]] for a, b, _ in ties],
            colors=colour,
            linestyles=[style],
            linewidths=[0.4 + 2 * small * weight / most for *_, weight in ties],
            alpha=0.2 + 0.4 * small,
            label=kind,
            zorder=1,
        )
        drawn.add_collection(lines, autolim=False)
    agree = Line2D([], [], color=canvas.FOR, label="agree")
    conflict = Line2D([], [], color=canvas.AGAINST, linestyle=_DOTTED, label="conflict")
    canvas.legend(drawn, handles=[agree, conflict])


def _name(drawn: Axes, places: dict[str, tuple[float, float]], order: Sequence[str]) -> int:
    """Write names beside delegations, in this order, where none lies on another; return how many there are."""
    from matplotlib.patheffects import withStroke

    drawn.figure.draw_without_rendering()  # type: ignore[union-attr]
    inside = drawn.get_window_extent()
    taken: list[BboxBase] = []
    # Lines run below the names; a white rim keeps them apart.
    rim = [withStroke(linewidth=2, foreground="white")]
    look: dict[str, Any] = {"fontsize": "small", "color": INK, "path_effects": rim, "usetex": False, "zorder": 4}
    for node in order:
        for offset, across, up in _SIDES:
            beside: dict[str, Any] = {"xytext": offset, "textcoords": "offset points", "ha": across, "va": up}
            label = drawn.annotate(canvas.name(node), places[node], **beside, **look)
            box = label.get_window_extent()
            if not any(box.overlaps(other) for other in taken) and inside.x0 <= box.x0 and box.x1 <= inside.x1:
                taken.append(box)
                break
            label.remove()
    return len(taken)
