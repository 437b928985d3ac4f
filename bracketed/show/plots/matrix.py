"""Delegations against brackets: who wants what, and who blocks what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from bracketed.consensus.blocking import OBSTRUCTED, Blocking
from bracketed.consensus.scoring import rows_in
from bracketed.phrasing import counted
from bracketed.positions.positions import Positions
from bracketed.show.palette import INK, SIGNS
from bracketed.show.plots import articles, canvas
from bracketed.variants.space import Space
from bracketed.views import Grouping, check_grouping

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# In points: a cell that is at least so large holds a sign; and the share of a picture that is left for the cells.
_CELL = 8
# Groups between which lines have room to be thick.
_FEW = 12
_LEFT = 0.75


class _Kind(NamedTuple):
    """A kind of cell: its colour, its sign, and which half of the cell is filled where signs have no room."""

    label: str
    colour: str
    sign: str
    half: Literal["upper", "lower", "both"]
    weight: float


_STANCES = (
    _Kind("red line", canvas.BLOCK, SIGNS["blocks"], "both", -2),
    _Kind("objects to it", canvas.AGAINST, SIGNS["objects"], "upper", -1),
    _Kind("reserves on it", canvas.RESERVE, SIGNS["reserves"], "upper", -0.75),
    _Kind("wants another option", canvas.LEAN_AGAINST, "≠", "upper", -0.5),
    _Kind("accepts it", canvas.LEAN_FOR, SIGNS["accepts"], "lower", 0.5),
    _Kind("supports it", canvas.FOR, SIGNS["supports"], "lower", 1),
)
_KIND_OF = {"blocks": 0, "objects": 1, "reserves": 2, "accepts": 4, "supports": 5}
_HOLDS = (
    _Kind("red line, and holds the bracket", canvas.BLOCK, SIGNS["blocks"], "both", 4),
    _Kind("objects and holds the bracket", canvas.AGAINST, "●", "both", 3),
    _Kind("red line", canvas.BLOCK, SIGNS["blocks"], "lower", 2),
    _Kind("objects, and others would still", canvas.LEAN_AGAINST, SIGNS["objects"], "lower", 1),
    _Kind("reserves and holds the bracket", canvas.RESERVE, "◉", "upper", 0.75),
    _Kind("reserves, and others would still", canvas.RESERVE, SIGNS["reserves"], "lower", 0.5),
)


def heatmap(space: Space, positions: Positions, ax: Axes | None = None, *, by: Grouping | None = None) -> Axes:
    """Draw the stance of each delegation on the first option of each bracket.

    Brackets are in the order of articles. Delegations that are alike are side by side, and so are brackets in an
    article: delegations that want the same words are at the same end. Brackets on which nobody has spoken are left
    out, and stances with a condition.

    Args:
        space: whose brackets.
        positions: who takes which stance.
        ax: where to draw; by default on a new figure.
        by: “article” for a cell for each article instead: of how many brackets on which a delegation speaks there it
            is against the first option, objects to it or reserves on it, or wants another.

    Raises:
        UnknownNameError: `by` is anything else.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A: UK – keep “shall”\\nUSA – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> drawn = bt.plots.heatmap(bt.variants(draft, positions), positions)
    >>> [label.get_text() for label in drawn.get_yticklabels()], [label.get_text() for label in drawn.get_xticklabels()]
    (['USA', 'UK'], ['4#1'])
    """
    cells, brackets = _on_first_options(space, positions)
    delegations = [*dict.fromkeys(delegation for delegation, _ in cells)]
    values = _values(cells, delegations, brackets)
    rows, columns = _by_likeness(values, [kind.weight for kind in _STANCES])
    article_of = {bracket.id: space.draft.article_of(bracket) for bracket in space.brackets}
    order = {name: number for number, name in enumerate(space.draft.outline.part_names)}
    columns = sorted(columns, key=lambda column: order[article_of[brackets[column]]])
    values = values[rows][:, columns]
    names = [delegations[row] for row in rows], [brackets[column] for column in columns]
    groups = [(name, len([*same])) for name, same in groupby(article_of[id_] for id_ in names[1])]
    if by is not None:
        check_grouping(by)
        return articles.heatmap(values >= 0, (values >= 0) & (values < _KIND_OF["accepts"]), names[0], groups, ax)
    return _draw(ax, values, *names, _STANCES, groups)


def _on_first_options(space: Space, positions: Positions) -> tuple[dict[tuple[str, str], int], list[str]]:
    """Return the stance of each delegation on the first option of each bracket, and the brackets with any stance."""
    rows_of_space, _ = rows_in(positions, space)
    first = {bracket.id: bracket.letters[0] for bracket in space.brackets if bracket.letters}
    stances: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows_of_space:
        if not row.condition and row.bracket in first:
            stances.setdefault((row.delegation, row.bracket), {})[row.option] = row.stance
    cells: dict[tuple[str, str], int] = {}
    for (delegation, bracket), by_option in stances.items():
        # What a delegation says of the first words matters most; one that wants others is against them, but less.
        if first[bracket] in by_option:
            cells[delegation, bracket] = _KIND_OF[by_option[first[bracket]]]
        elif "supports" in by_option.values():
            cells[delegation, bracket] = 3
    spoken = {bracket for _, bracket in cells}
    return cells, [id_ for id_ in first if id_ in spoken]


def blocking(support: Blocking, ax: Axes | None = None, *, by: Grouping | None = None) -> Axes:
    """Draw who is in the way of an option of which bracket, and whether the bracket hangs on the delegation.

    The most urgent brackets come first, and the delegations that hold most.

    Args:
        support: what `bracketed.blocking` gives.
        ax: where to draw; by default on a new figure.
        by: “article” for a bar for each article instead: how many of its brackets are deadlocked, reserved, closable
            or silent, and the share of its words in them.

    Raises:
        UnknownNameError: `by` is anything else.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A: UK – keep “shall”\\nUSA – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> bt.plots.blocking(bt.blocking(bt.variants(draft, positions), positions)).get_title(loc="left")
    'Who holds the 1 deadlocked bracket'
    """
    if by is not None:
        check_grouping(by)
        return articles.blocking(support, ax)
    rows = support.of(*OBSTRUCTED)
    cells: dict[tuple[str, str], int] = {}
    for row in rows:
        for option in row.options:
            sides = ((option.reservations, (4, 5)), (option.objections, (1, 3)), (option.blocks, (0, 2)))
            for names, kinds in sides:
                for delegation in names:
                    kind = kinds[delegation not in row.holders]
                    # Of several options the one on which it is hardest counts.
                    cells[delegation, row.id] = min(kind, cells.get((delegation, row.id), kind))
    held: dict[str, float] = {}
    for (delegation, _), kind in cells.items():
        held[delegation] = held.get(delegation, 0) + _HOLDS[kind].weight
    delegations = sorted(held, key=lambda delegation: -held[delegation])
    brackets = [row.id for row in rows]
    drawn = _draw(ax, _values(cells, delegations, brackets), delegations, brackets, _HOLDS)
    number = f"{len(brackets)} deadlocked bracket{'' if len(brackets) == 1 else 's'}"
    drawn.set_title(
        f"Who holds the {number}" if brackets else "No bracket is deadlocked", loc="left", fontsize="medium"
    )
    return drawn


def _values(cells: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> np.ndarray:
    """Return the kinds of cells as a table, with -1 where there is none."""
    # Apart, since a delegation may have the name of a bracket.
    row_number, column_number = ({name: number for number, name in enumerate(names)} for names in (rows, columns))
    values = np.full((len(rows), len(columns)), -1)
    for (row, column), kind in cells.items():
        values[row_number[row], column_number[column]] = kind
    return values


def _by_likeness(values: np.ndarray, weights: Sequence[float]) -> tuple[list[int], list[int]]:
    """Return rows and columns in the order in which they load on what divides them most (the first singular vectors).

    Rows of one camp come first and those of the other last, and so do the columns.
    """
    if 0 in values.shape:
        return [*range(values.shape[0])], [*range(values.shape[1])]
    # Cells without a stance are -1, and so take the last of the weights.
    sides = np.array([*weights, 0.0])[values]
    left, _, right = np.linalg.svd(sides, full_matrices=False)
    # The sign of the vectors is arbitrary; opponents of the first words come first.
    turn = -1 if (right[0] * sides.sum(axis=0)).sum() < 0 else 1
    # Rounded, so that rows that are alike keep their order on every machine.
    rounded = (np.round(vector * turn, 9) for vector in (left[:, 0], right[0]))
    rows, columns = (np.argsort(vector, kind="stable").tolist() for vector in rounded)
    return rows, columns


def _draw(
    ax: Axes | None,
    values: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    kinds: Sequence[_Kind],
    groups: Sequence[tuple[str, int]] = (),
) -> Axes:
    """Draw a table of cells, with signs where there is room, else with the half filled that shows the kind.

    `groups` are those of the columns, in order: the name of each and how many columns it has.
    """
    # In inches: room for each name, in a picture that still fits on a screen.
    drawn = canvas.axes(ax, min(5 + 0.2 * len(columns), 16), min(2 + bool(groups) + 0.2 * len(rows), 12))
    drawn.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    drawn.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    canvas.titled(drawn, "Stances on the first option of each bracket", "bracket", "delegation")
    # The names and the legend will take some of the room.
    in_halves = _room(drawn, values) * _LEFT < _CELL
    _legend(drawn, values, kinds, in_halves)
    if len(groups) > 1:
        _group(drawn, groups)
    drawn.tick_params(length=2)
    for axis, names, noun in ((drawn.yaxis, rows, "delegation"), (drawn.xaxis, columns, "bracket")):
        step = canvas.named(axis, names, range(len(names)), upright=noun == "bracket")
        every = f", one in {step} named" if step > 1 else ""
        axis.set_label_text(f"{counted(len(names), noun)}{every}")
    _fill(drawn, values, kinds, in_halves)
    if not in_halves:
        _sign(drawn, values, kinds, _room(drawn, values))
    return drawn


def _group(drawn: Axes, groups: Sequence[tuple[str, int]]) -> None:
    """Draw a line between groups of columns, and write their names above."""
    ends = [end - 0.5 for end in accumulate(size for _, size in groups)]
    bounds = [*pairwise([-0.5, *ends])]
    for end in ends[:-1]:
        drawn.axvline(end, color=INK, linewidth=0.8 if len(groups) < _FEW else 0.4, zorder=3)
    canvas.heads(drawn, [name for name, _ in groups], bounds)


def _fill(drawn: Axes, values: np.ndarray, kinds: Sequence[_Kind], in_halves: bool) -> None:
    """Colour the cells; each is two rows of the picture, one for each half."""
    from matplotlib.colors import BoundaryNorm, ListedColormap

    rows, columns = values.shape
    if not values.size:
        return
    halves = np.full((2 * rows, columns), np.nan)
    for number, kind in enumerate(kinds):
        for offset, half in enumerate(("upper", "lower")):
            if not in_halves or kind.half in (half, "both"):
                halves[offset::2][values == number] = number
    drawn.imshow(
        np.ma.masked_invalid(halves),
        cmap=ListedColormap([kind.colour for kind in kinds]),
        norm=BoundaryNorm(np.arange(len(kinds) + 1) - 0.5, len(kinds)),
        extent=(-0.5, columns - 0.5, rows - 0.5, -0.5),
        aspect="auto",
        interpolation="nearest",
    )


def _legend(drawn: Axes, values: np.ndarray, kinds: Sequence[_Kind], in_halves: bool) -> None:
    from matplotlib.patches import Patch

    halves = {"upper": " (upper half of a cell)", "lower": " (lower half of a cell)", "both": ""}
    patches = [
        Patch(
            facecolor=kind.colour,
            label=f"{kind.label}{halves[kind.half]}" if in_halves else f"{kind.sign} {kind.label}",
        )
        for number, kind in enumerate(kinds)
        if (values == number).any()
    ]
    if patches:
        canvas.legend(drawn, handles=patches)


def _room(drawn: Axes, values: np.ndarray) -> float:
    """Return the shorter side of a cell, in points."""
    box = drawn.get_window_extent()
    rows, columns = values.shape
    return float(min(box.width / max(columns, 1), box.height / max(rows, 1)) * 72 / drawn.figure.dpi)


def _sign(drawn: Axes, values: np.ndarray, kinds: Sequence[_Kind], room: float) -> None:
    """Write the sign of each cell into it, and draw a grid between the cells."""
    canvas.grid(drawn, values.shape)
    size = min(room * 0.6, 10)
    for (row, column), number in np.ndenumerate(values):
        if number >= 0:
            ink = "white" if kinds[number].colour in (canvas.BLOCK, canvas.FOR) else INK
            sign = kinds[number].sign
            drawn.text(column, row, sign, ha="center", va="center", fontsize=size, color=ink, usetex=False)
