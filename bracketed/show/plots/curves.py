"""Numbers in order: how contested the next best texts are, and how a negotiation has gone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from bracketed.consensus.contestation import Answer
from bracketed.phrasing import rounded
from bracketed.progress.progress import Progress
from bracketed.show.palette import INK
from bracketed.show.plots import articles, canvas
from bracketed.views import Grouping, check_grouping

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def ranking(answers: Iterable[Answer], ax: Axes | None = None, *, limit: int = 50) -> Axes:
    """Draw how many objections and blocks the texts meet, from the least contested on.

    Args:
        answers: what `bracketed.ranking` gives.
        ax: where to draw; by default on a new figure.
        limit: at most so many texts.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by A: UK – keep “shall”\\nUSA, EU – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> drawn = bt.plots.ranking(bt.ranking(bt.variants(draft, positions), positions))
    >>> [(line.get_label(), line.get_ydata().tolist()) for line in drawn.lines]
    [('objections', [1, 2])]
    """
    # A ranking goes on for as many texts as there are.
    ranked = list(islice(answers, limit))
    drawn = canvas.axes(ax, 8, 4.5)
    # Steps, since there is nothing between one text and the next.
    plot = partial(drawn.plot, range(1, len(ranked) + 1), drawstyle="steps-mid")
    plot([answer.objections for answer in ranked], color=canvas.AGAINST, marker="o", markersize=4, label="objections")
    blocks = [answer.blocks for answer in ranked]
    if any(blocks):
        plot(blocks, color=canvas.BLOCK, marker="x", markersize=5, linestyle="dashed", label="blocks")
    reserved = [answer.reservations for answer in ranked]
    if any(reserved):
        plot(reserved, color=canvas.RESERVE, marker="d", markersize=4, linestyle="dotted", label="reservations")
    most = max((max(answer.objections, answer.reservations, answer.blocks) for answer in ranked), default=0)
    drawn.set_ylim(0, 1.15 * max(most, 1))
    canvas.whole_numbers(drawn.yaxis)
    title = f"The {len(ranked)} least contested texts" if len(ranked) != 1 else "The least contested text"
    canvas.titled(drawn, title, "place of the text", "stances in its way, by weight")
    canvas.legend(drawn)
    return drawn


def progress(negotiation: Progress, ax: Axes | None = None, *, by: Grouping | None = None) -> Axes:
    """Draw the open brackets of each draft, those that are new and those that were closed, and the contested share.

    Where there is a pace, its line is drawn as far as the present draft, and where it would end as a range.

    Args:
        negotiation: what `bracketed.progress` gives.
        ax: where to draw; by default on a new figure.
        by: “article” for a cell for each article in each draft instead: its brackets, and the share of words in them.

    Raises:
        UnknownNameError: `by` is anything else.

    >>> import bracketed as bt
    >>> drafts = [bt.parse(text) for text in ("1. Parties [shall/may] report [now].", "1. Parties may report [now].")]
    >>> drawn = bt.plots.progress(bt.progress(drafts))
    >>> [[int(bar.get_height()) for bar in bars] for bars in drawn.containers]
    [[2, 1], [0, 0], [0, -1]]
    """
    if by is not None:
        check_grouping(by)
        return articles.progress(negotiation, ax)
    stages = negotiation.stages
    drawn = canvas.axes(ax, min(4 + 0.7 * len(stages), 14), 5)
    opened = [0, *(len(step.of("opened")) for step in negotiation.steps)]
    closed = [0, *(len(step.of("closed")) for step in negotiation.steps)]
    kept = [stage.brackets - new for stage, new in zip(stages, opened, strict=True)]
    places = range(1, len(stages) + 1)
    # Hatched, so that the parts can be distinguished in print.
    bar = partial(drawn.bar, places, edgecolor=INK, linewidth=0.5)
    bar(kept, color=canvas.LEAN_AGAINST, label="open")
    bar(opened, bottom=kept, color=canvas.AGAINST, hatch="//", label="opened in this draft")
    bar([-number for number in closed], color=canvas.FOR, hatch="..", label="closed since the draft before")
    _pace_line(drawn, negotiation)
    drawn.axhline(0, color=INK, linewidth=0.8)
    drawn.set_xlim(0.4, len(stages) + 0.6)
    # Room for the shares above the bars.
    low, high = drawn.get_ylim()
    drawn.set_ylim(low, high + 0.1 * (high - low))
    canvas.whole_numbers(drawn.yaxis)
    drawn.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    canvas.titled(drawn, "Brackets from draft to draft, and the share of words in them", "draft", "brackets")
    canvas.legend(drawn)
    name = partial(canvas.named, drawn.xaxis, [stage.draft for stage in stages], places)
    # Every draft has its name: where they do not fit beside each other, they are upright.
    if len(stages) > 8 or name() > 1:
        name(upright=True)
    _shares(drawn, negotiation)
    return drawn


def _pace_line(drawn: Axes, negotiation: Progress) -> None:
    pace = negotiation.pace()
    if pace is None:
        return
    last = len(negotiation.stages)
    # Where few drafts have been compared, the later end may be without bound.
    end = f" ({pace.earliest:.1f} to {pace.latest:.1f})" if pace.latest is not None else ", or never"
    drawn.plot(
        [1, last],
        [pace.falls * (pace.reaches - place) for place in (1, last)],
        color=INK,
        linestyle="dashed",
        linewidth=1,
        label=f"line through the points: {rounded(pace.falls, 2)} a draft;\nwould end at draft {pace.reaches:.1f}{end}",
    )


def _shares(drawn: Axes, negotiation: Progress) -> None:
    """Write the share of contested words over the bars, over each that has room."""
    # Only a drawn text knows its width.
    drawn.figure.draw_without_rendering()  # type: ignore[union-attr]
    end = float("-inf")
    for place, stage in enumerate(negotiation.stages, 1):
        text = drawn.annotate(
            f"{100 * stage.share:.0f} %",
            (place, stage.brackets),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize="small",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5},
            usetex=False,
            zorder=4,
        )
        box = text.get_window_extent()
        if box.x0 <= end:
            text.remove()
        else:
            end = box.x1
