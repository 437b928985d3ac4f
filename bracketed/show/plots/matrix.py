"""Delegations against brackets: who wants what, and who blocks what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bracketed.consensus.blocking import Blocking
from bracketed.consensus.scoring import rows_in
from bracketed.positions.positions import Positions
from bracketed.show.palette import INK, SIGNS
from bracketed.show.plots import canvas
from bracketed.variants.space import Space

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes

# In points: a cell that is at least so large holds a sign; and the share of a picture that is left for the cells.
_CELL = 8
_LEFT = 0.75


@dataclass(frozen=True, slots=True)
class _Sort:
    """A sort of cell: its colour, its sign, and which half of the cell is filled, which tells it in small pictures."""

    told: str
    colour: str
    sign: str
    half: Literal["upper", "lower", "both"]
    weight: float


_STANCES = (
    _Sort("blocks it", canvas.BLOCK, SIGNS["blocks"], "both", -2),
    _Sort("objects to it", canvas.AGAINST, SIGNS["objects"], "upper", -1),
    _Sort("wants another option", canvas.LEAN_AGAINST, "≠", "upper", -0.5),
    _Sort("accepts it", canvas.LEAN_FOR, SIGNS["accepts"], "lower", 0.5),
    _Sort("supports it", canvas.FOR, SIGNS["supports"], "lower", 1),
)
_HOLDS = (
    _Sort("blocks an option and holds the bracket", canvas.BLOCK, SIGNS["blocks"], "both", 4),
    _Sort("objects and holds the bracket", canvas.AGAINST, "●", "both", 3),
    _Sort("blocks an option", canvas.BLOCK, SIGNS["blocks"], "lower", 2),
    _Sort("objects, and others would still", canvas.LEAN_AGAINST, SIGNS["objects"], "lower", 1),
)


def heatmap(space: Space, positions: Positions, ax: Axes | None = None) -> Axes:
    """Draw who stands where on the first option of each bracket, as the words stand first in the text.

    Delegations and brackets that are alike stand side by side: those that want the same words are at the same end.
    Brackets on which nobody has spoken are left out, and stances with a condition.

    Args:
        space: whose brackets.
        positions: who takes which stance.
        ax: where to draw; by default on a new figure.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A: UK – keep “shall”\\nUSA – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> drawn = bt.plots.heatmap(bt.variants(draft, positions), positions)
    >>> [label.get_text() for label in drawn.get_yticklabels()], [label.get_text() for label in drawn.get_xticklabels()]
    (['USA', 'UK'], ['4#1'])
    """
    stated, _ = rows_in(positions, space)
    first = {bracket.id: bracket.letters[0] for bracket in space.brackets if bracket.letters}
    stances: dict[tuple[str, str], dict[str, str]] = {}
    for row in stated:
        if not row.condition and row.bracket in first:
            stances.setdefault((row.delegation, row.bracket), {})[row.option] = row.stance
    cells = {key: sort for key, told in stances.items() if (sort := _towards(told, first[key[1]])) is not None}
    delegations = [*dict.fromkeys(delegation for delegation, _ in cells)]
    spoken = {bracket for _, bracket in cells}
    brackets = [id_ for id_ in first if id_ in spoken]
    values = _values(cells, delegations, brackets)
    rows, columns = _by_likeness(values, [sort.weight for sort in _STANCES])
    return _draw(
        ax,
        values[rows][:, columns],
        [delegations[row] for row in rows],
        [brackets[column] for column in columns],
        _STANCES,
    )


def _towards(stances: Mapping[str, str], first: str) -> int | None:
    """Return which sort of cell tells the stances on a bracket, as seen from its first option."""
    own = stances.get(first)
    if own is not None:
        return {"blocks": 0, "objects": 1, "accepts": 3, "supports": 4}[own]
    return 2 if "supports" in stances.values() else None


def blocking(found: Blocking, ax: Axes | None = None) -> Axes:
    """Draw who stands against an option of which blocking bracket, and whether the bracket hangs on the delegation.

    The brackets on which most hangs come first, and the delegations that hold most.

    Args:
        found: what `bracketed.blocking` gives.
        ax: where to draw; by default on a new figure.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A: UK – keep “shall”\\nUSA – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> bt.plots.blocking(bt.blocking(bt.variants(draft, positions), positions)).get_title(loc="left")
    'Who holds the 1 blocking bracket'
    """
    standing = found.of("blocking")
    cells: dict[tuple[str, str], int] = {}
    for row in standing:
        for option in row.options:
            for names, sorts in ((option.objections, (1, 3)), (option.blocks, (0, 2))):
                for delegation in names:
                    sort = sorts[delegation not in row.holders]
                    cells[delegation, row.id] = min(sort, cells.get((delegation, row.id), sort))
    held: dict[str, float] = {}
    for (delegation, _), sort in cells.items():
        held[delegation] = held.get(delegation, 0) + _HOLDS[sort].weight
    delegations = sorted(held, key=lambda delegation: -held[delegation])
    brackets = [row.id for row in standing]
    drawn = _draw(ax, _values(cells, delegations, brackets), delegations, brackets, _HOLDS)
    drawn.set_title(
        f"Who holds the {len(brackets)} blocking bracket{'' if len(brackets) == 1 else 's'}"
        if brackets
        else "No bracket blocks",
        loc="left",
        fontsize="medium",
    )
    return drawn


def _values(cells: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> np.ndarray:
    """Return the sorts of cells as a table, with -1 where there is none."""
    import numpy as np

    row_of = {row: number for number, row in enumerate(rows)}
    column_of = {column: number for number, column in enumerate(columns)}
    values = np.full((len(rows), len(columns)), -1)
    for (row, column), sort in cells.items():
        values[row_of[row], column_of[column]] = sort
    return values


def _by_likeness(values: np.ndarray, weights: Sequence[float]) -> tuple[list[int], list[int]]:
    """Return rows and columns in the order in which they load on what divides them most (the first singular vectors).

    Rows of one camp come first and those of the other last, and so do the columns.
    """
    import numpy as np

    if 0 in values.shape:
        return [*range(values.shape[0])], [*range(values.shape[1])]
    sides = np.array([*weights, 0.0])[values]
    left, _, right = np.linalg.svd(sides, full_matrices=False)
    # The sign of the vectors is arbitrary; those who are against the first words come first.
    one, two = left[:, 0], right[0]
    turn = -1 if (two * sides.sum(axis=0)).sum() < 0 else 1
    rounded = (np.round(vector * turn, 9) for vector in (one, two))
    rows, columns = (np.argsort(vector, kind="stable").tolist() for vector in rounded)
    return rows, columns


def _draw(
    ax: Axes | None, values: np.ndarray, rows: Sequence[str], columns: Sequence[str], sorts: Sequence[_Sort]
) -> Axes:
    """Draw a table of cells, with signs where there is room, else with the half filled that tells the sort."""
    drawn = canvas.axes(ax, *canvas.size_for(len(columns), len(rows)))
    drawn.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    drawn.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    canvas.titled(drawn, "Who stands where on the first option of each bracket", "bracket", "delegation")
    # The names and the legend will take some of the room.
    in_halves = _room(drawn, values) * _LEFT < _CELL
    _legend(drawn, values, sorts, in_halves)
    _name_both(drawn, rows, columns)
    _fill(drawn, values, sorts, in_halves)
    if not in_halves:
        _sign(drawn, values, sorts, _room(drawn, values))
    return drawn


def _fill(drawn: Axes, values: np.ndarray, sorts: Sequence[_Sort], in_halves: bool) -> None:
    """Colour the cells; each is two rows of the picture, one for each half."""
    import numpy as np
    from matplotlib.colors import BoundaryNorm, ListedColormap

    rows, columns = values.shape
    if not values.size:
        return
    halves = np.full((2 * rows, columns), np.nan)
    for number, sort in enumerate(sorts):
        for offset, half in enumerate(("upper", "lower")):
            if not in_halves or sort.half in (half, "both"):
                halves[offset::2][values == number] = number
    drawn.imshow(
        np.ma.masked_invalid(halves),
        cmap=ListedColormap([sort.colour for sort in sorts]),
        norm=BoundaryNorm(np.arange(len(sorts) + 1) - 0.5, len(sorts)),
        extent=(-0.5, columns - 0.5, rows - 0.5, -0.5),
        aspect="auto",
        interpolation="nearest",
    )


def _legend(drawn: Axes, values: np.ndarray, sorts: Sequence[_Sort], in_halves: bool) -> None:
    from matplotlib.patches import Patch

    present = [sort for number, sort in enumerate(sorts) if (values == number).any()]
    halves = {"upper": " (upper half of a cell)", "lower": " (lower half of a cell)", "both": ""}
    if present:
        canvas.legend(
            drawn,
            handles=[
                Patch(
                    facecolor=sort.colour,
                    label=f"{sort.told}{halves[sort.half]}" if in_halves else f"{sort.sign} {sort.told}",
                )
                for sort in present
            ],
        )


def _name_both(drawn: Axes, rows: Sequence[str], columns: Sequence[str]) -> None:
    drawn.tick_params(length=2)
    for axis, names, one in ((drawn.yaxis, rows, "delegation"), (drawn.xaxis, columns, "bracket")):
        step = canvas.named(axis, names, range(len(names)), upright=one == "bracket")
        every = f", one in {step} named" if step > 1 else ""
        axis.set_label_text(f"{len(names)} {one}{'' if len(names) == 1 else 's'}{every}")


def _room(drawn: Axes, values: np.ndarray) -> float:
    """Return the shorter side of a cell, in points."""
    box = drawn.get_window_extent()
    rows, columns = values.shape
    return float(min(box.width / max(columns, 1), box.height / max(rows, 1)) * 72 / drawn.figure.dpi)


def _sign(drawn: Axes, values: np.ndarray, sorts: Sequence[_Sort], room: float) -> None:
    """Write the sign of each cell into it."""
    import numpy as np

    drawn.set_xticks(np.arange(values.shape[1] - 1) + 0.5, minor=True)
    drawn.set_yticks(np.arange(values.shape[0] - 1) + 0.5, minor=True)
    drawn.grid(which="minor", color=canvas.FAINT, linewidth=0.3)
    drawn.tick_params(which="minor", length=0)
    for (row, column), number in np.ndenumerate(values):
        if number >= 0:
            dark = sorts[number].colour in (canvas.BLOCK, canvas.FOR)
            drawn.text(
                column,
                row,
                sorts[number].sign,
                ha="center",
                va="center",
                fontsize=min(room * 0.6, 10),
                color="white" if dark else INK,
                usetex=False,
            )
