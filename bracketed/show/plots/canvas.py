"""Axes, colours and legible names for all pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bracketed.errors import BracketedError
from bracketed.sanitising import harmless

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

# Distinct also for eyes that do not see red and green (Okabe and Ito); shapes and signs say the same.
AGAINST, FOR = "#D55E00", "#0072B2"
BLOCK, LEAN_AGAINST, LEAN_FOR = "#7A2E00", "#F5B98A", "#8FC1E3"
RESERVE = "#E8D86B"
FAINT = "#9A9A9A"
_LONGEST_NAME = 28
_POINTS = 8.0


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes to draw on, `ax` or new ones of a size in inches; a BracketedError without matplotlib."""
    # Checked where each picture begins, since nothing else needs matplotlib.
    try:
        from matplotlib import pyplot
    except ImportError:
        raise BracketedError("pictures need matplotlib; pip install 'bracketed[plot]'") from None
    if ax is not None:
        return ax
    return pyplot.subplots(figsize=(width, height), layout="constrained")[1]


def name(words: str) -> str:
    """Return words of a draft or a table as they are shown on a picture: on one line, short, and never as a formula.

    >>> name("Japan, who pays $5 to $9")
    'Japan, who pays \\\\$5 to \\\\$9'
    >>> name("Working group on ports and harbours, part 2")
    'Working group on p…rs, part 2'
    """
    clean = " ".join(harmless(words).split())
    if len(clean) > _LONGEST_NAME:
        # Names that begin alike often differ at their ends.
        clean = f"{clean[: _LONGEST_NAME - 10].rstrip()}…{clean[-10:].lstrip()}"
    # A pair of dollar signs would be set as mathematics.
    return clean.replace("$", r"\$")


def titled(drawn: Axes, title: str, across: str, up: str) -> None:
    """Name a picture and its axes."""
    # Never by TeX, whatever the settings of the user say: it would run commands in the names.
    drawn.set_title(title, loc="left", fontsize="medium", usetex=False)
    drawn.set_xlabel(across, usetex=False)
    drawn.set_ylabel(up, usetex=False)
    # A notebook shows the picture below the cell anyway; the name of an object above it says nothing.
    setattr(drawn, "_ipython_display_", _nothing)  # noqa: B010 - not an attribute that matplotlib knows


def _nothing(**_: Any) -> None:
    """Show nothing."""


def legend(drawn: Axes, **what: Any) -> None:
    """Put the legend beside the picture, where it covers nothing."""
    drawn.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize="small", **what)


def named(axis: Axis, names: Sequence[str], places: Sequence[float], upright: bool = False) -> int:
    """Name places on an axis, all of them if the names do not overlap, else every second, third …; return which.

    The picture must have its other parts, since they take room.
    """
    look: dict[str, Any] = {"fontsize": _POINTS, "rotation": 90 if upright else 0, "usetex": False}
    step = _first_step(axis, names, upright)
    while True:
        axis.set_ticks(list(places[::step]), [name(words) for words in names[::step]], **look)
        if step >= len(names) or not _overlap(axis):
            return step
        step += max(1, step // 8)


def _first_step(axis: Axis, names: Sequence[str], upright: bool) -> int:
    """Return which names have room at best, by the length of the longest."""
    # A letter is about half as wide as it is high. To set hundreds of names and see that they do not fit takes long.
    box = axis.axes.get_window_extent()
    across = axis is axis.axes.xaxis
    room = (box.width if across else box.height) * 72 / axis.axes.figure.dpi
    longest = max((len(name(words)) for words in names), default=0)
    needed = _POINTS * (0.5 * longest if across and not upright else 1.2)
    return max(1, int(needed * len(names) / room))


def _overlap(axis: Axis) -> bool:
    figure = axis.get_figure()
    assert figure is not None
    figure.draw_without_rendering()  # type: ignore[union-attr]
    boxes = [label.get_window_extent() for label in axis.get_ticklabels()]
    return any(one.overlaps(two) for one, two in pairwise(boxes))
