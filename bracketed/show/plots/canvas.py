"""Axes, colours and legible names for all pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from textwrap import wrap
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
# Above a group of columns: characters of its name and lines of it, and points of the line from a name to its group.
_LONGEST_HEAD = 44
_LINES = 3
_LEADER = 9
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


def short(words: str, longest: int = _LONGEST_NAME) -> str:
    """Return words of a draft or a table on one line, and short.

    >>> short("Working group on ports and harbours, part 2")
    'Working group on p…rs, part 2'
    """
    clean = " ".join(harmless(words).split())
    # Names that begin alike often differ at their ends.
    return clean if len(clean) <= longest else f"{clean[: longest - 10].rstrip()}…{clean[-10:].lstrip()}"


def name(words: str, longest: int = _LONGEST_NAME) -> str:
    """Return words of a draft or a table as they are shown on a picture: short, and never as a formula.

    >>> name("Japan, who pays $5 to $9")
    'Japan, who pays \\\\$5 to \\\\$9'
    """
    # A pair of dollar signs would be set as mathematics.
    return short(words, longest).replace("$", r"\$")


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


def named(
    axis: Axis, names: Sequence[str], places: Sequence[float], upright: bool = False, longest: int = _LONGEST_NAME
) -> int:
    """Name places on an axis, all of them if the names do not overlap, else every second, third …; return which.

    The picture must have its other parts, since they take room.
    """
    names = [name(words, longest) for words in names]
    look = _look(90 if upright else 0)
    step = _first_step(axis, names, upright)
    while True:
        axis.set_ticks(list(places[::step]), names[::step], **look)
        if step >= len(names) or not _overlap(axis):
            return step
        step += max(1, step // 8)


def whole_numbers(axis: Axis) -> None:
    """Number an axis in whole numbers only."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))


def grid(drawn: Axes, shape: tuple[int, ...]) -> None:
    """Draw thin lines between the cells of a table of so many rows and columns."""
    rows, columns = shape
    drawn.set_xticks([number + 0.5 for number in range(columns - 1)], minor=True)
    drawn.set_yticks([number + 0.5 for number in range(rows - 1)], minor=True)
    drawn.grid(which="minor", color=FAINT, linewidth=0.3)
    drawn.tick_params(which="minor", length=0)


def heads(drawn: Axes, names: Sequence[str], bounds: Sequence[tuple[float, float]]) -> None:
    """Write the names of groups of columns above a picture: over each group what has room in a few lines, or upright,
    with a line from each to the middle of its group, if some group has room for no word.

    Where there is not room for all even so, those of the widest groups are written. `bounds` are where each group
    begins and ends.
    """
    low, high = drawn.get_xlim()
    point = (high - low) / (drawn.get_window_extent().width * 72 / drawn.figure.dpi)
    above = drawn.secondary_xaxis("top")
    room = [(end - begin) / point for begin, end in bounds]
    signs = [max(1, int(width / (0.55 * _POINTS))) for width in room]
    lines = [_in_lines(name(words, _LONGEST_HEAD), width) for words, width in zip(names, signs, strict=True)]
    if all(lines):
        above.set_ticks([sum(bound) / 2 for bound in bounds], lines, **_look(0))
        above.tick_params(length=0)
        return
    gap = 1.3 * _POINTS * point
    widest = sorted(range(len(names)), key=lambda group: -room[group])
    shown = sorted(widest[: int((high - low) / gap)])
    middles = [sum(bounds[group]) / 2 for group in shown]
    places = _apart(middles, gap, low + gap / 2, high - gap / 2)
    above.set_ticks(places, [name(names[group], _LONGEST_HEAD) for group in shown], **_look(90))
    above.tick_params(length=0, pad=_LEADER + 1)
    _leaders(drawn, middles, places)


def _in_lines(words: str, width: int) -> str:
    """Return words in a few lines, or the first of them with “…”; nothing if not even the first has room.

    >>> _in_lines("H.1 Cooperation between ports", 12), _in_lines("H.1 Cooperation between ports", 6)
    ('H.1\\nCooperation\\nbetween…', 'H.1…')
    """
    lines = wrap(words, width, break_long_words=False, break_on_hyphens=False)
    kept = [*takewhile(lambda line: len(line) <= width, lines[:_LINES])]
    return "\n".join(kept) + "…" * (0 < len(kept) < len(lines))


def _leaders(drawn: Axes, middles: Sequence[float], places: Sequence[float]) -> None:
    """Draw a line from each of some places on the upper edge of a picture to a place above."""
    from matplotlib.transforms import ScaledTranslation

    edge = drawn.get_xaxis_transform()
    raised = edge + ScaledTranslation(0, _LEADER / 72, drawn.figure.dpi_scale_trans)
    line = {"arrowstyle": "-", "color": FAINT, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0}
    for middle, place in zip(middles, places, strict=True):
        ends: dict[str, Any] = {"xy": (middle, 1), "xycoords": edge, "xytext": (place, 1), "textcoords": raised}
        drawn.annotate("", **ends, arrowprops=line, annotation_clip=False)


def _look(rotation: int) -> dict[str, Any]:
    return {"fontsize": _POINTS, "rotation": rotation, "usetex": False}


def _apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places in order, each as near to where it is wanted as those `gap` apart can be between two ends."""
    places: list[float] = []
    for place in wanted:
        places.append(max([place, low, *[one + gap for one in places[-1:]]]))
    # What was pushed over the end pushes back.
    for number in reversed(range(len(places))):
        places[number] = min(places[number], high - gap * (len(places) - 1 - number))
    return places


def _first_step(axis: Axis, names: Sequence[str], upright: bool) -> int:
    """Return which names have room at best, by the length of the longest."""
    # A letter is about half as wide as it is high. To set hundreds of names and see that they do not fit takes long.
    box = axis.axes.get_window_extent()
    across = axis is axis.axes.xaxis
    room = (box.width if across else box.height) * 72 / axis.axes.figure.dpi
    widest = max(map(len, names), default=0)
    needed = _POINTS * (0.5 * widest if across and not upright else 1.2)
    return max(1, int(needed * len(names) / room))


def _overlap(axis: Axis) -> bool:
    figure = axis.get_figure()
    assert figure is not None
    figure.draw_without_rendering()  # type: ignore[union-attr]
    boxes = [label.get_window_extent() for label in axis.get_ticklabels()]
    return any(one.overlaps(two) for one, two in pairwise(boxes))
