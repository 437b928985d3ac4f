"""Articles in place of brackets: how much of each is open, who is against how much of it, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from bracketed.consensus.blocking import Blocking
from bracketed.phrasing import counted
from bracketed.progress.progress import Progress
from bracketed.show.palette import INK
from bracketed.show.plots import canvas
from bracketed.views import Record

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# What a bar is made of, by the column of the table, with its colour and its hatching.
_PARTS = {
    "deadlocked": (canvas.AGAINST, ""),
    "reserved": (canvas.RESERVE, "//"),
    "closable": (canvas.LEAN_FOR, ".."),
    "silent": ("#E6E6E6", ""),
}
# Characters of the name of an article, of which a picture has less than a page.
_NAME = 44
# So many drafts have names side by side.
_FEW = 8
# From nothing in brackets to everything; the darkest is light enough for black figures.
_SHARES = ("#FFFFFF", "#FDE3C8", "#F59B4C", "#E6762B")
_NOT_THERE = "#DDDDDD"


def blocking(support: Blocking, ax: Axes | None) -> Axes:
    """Draw a bar an article: how many of its brackets have which status; and the share of its words in brackets."""
    rest = support.draft.outline.part_names[-1]
    # What is in no article has no bar if there is nothing in it.
    records = support.by_article().to_records()
    rows = [row for row in records if row["article"] != rest or row["brackets"] or row["contested"]]
    drawn = canvas.axes(ax, 9, min(1.6 + 0.24 * len(rows), 22))
    places = range(len(rows))
    left = np.zeros(len(rows))
    for column, (colour, hatch) in _PARTS.items():
        sizes = [row[column] for row in rows]
        if any(sizes):
            drawn.barh(places, sizes, left=left, color=colour, hatch=hatch, edgecolor=INK, linewidth=0.4, label=column)
            left += sizes
    drawn.set_ylim(len(rows) - 0.4, -0.6)
    # Room for the shares behind the bars.
    drawn.set_xlim(0, 1.16 * max(left.max(initial=0), 1))
    canvas.whole_numbers(drawn.xaxis)
    for place, row in enumerate(rows):
        share = f"{100 * row['share']:.0f} %"
        look: dict[str, Any] = {"va": "center", "fontsize": 7.5, "usetex": False}
        drawn.annotate(share, (left[place], place), xytext=(3, 0), textcoords="offset points", **look)
    canvas.titled(drawn, "Brackets of each article, and the share of its words in them", "brackets", "article")
    if left.any():
        canvas.legend(drawn)
    _name_rows(drawn, [row["article"] for row in rows])
    return drawn


def heatmap(
    speaks: np.ndarray,
    against: np.ndarray,
    delegations: Sequence[str],
    groups: Sequence[tuple[str, int]],
    ax: Axes | None,
) -> Axes:
    """Draw a cell for each delegation in each article: of how many brackets it is against the first option.

    Args:
        speaks: whether each delegation, in rows, says anything of the first option of each bracket, in columns.
        against: whether it is against that.
        delegations: the names of the rows.
        groups: the articles of the columns, in order: the name of each and how many columns it has.
        ax: where to draw, None for a new figure.
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.ticker import PercentFormatter

    ends = [*accumulate(size for _, size in groups)]
    spoken, objecting = (
        np.array([part[:, end - size : end].sum(axis=1) for end, (_, size) in zip(ends, groups, strict=True)]).T
        for part in (speaks, against)
    )
    drawn = canvas.axes(ax, min(4.5 + 0.42 * len(groups), 18), min(3.4 + 0.22 * len(delegations), 16))
    canvas.titled(drawn, "Against the first option, of brackets spoken on", "article", "")
    if spoken.size:
        colours = LinearSegmentedColormap.from_list("sides", (canvas.LEAN_FOR, "#FFFFFF", canvas.AGAINST))
        shares = np.ma.masked_where(spoken == 0, objecting / np.maximum(spoken, 1))
        shown = drawn.imshow(shares, cmap=colours.with_extremes(bad=_NOT_THERE), vmin=0, vmax=1, aspect="auto")
        bar = drawn.figure.colorbar(shown, ax=drawn, shrink=0.6, pad=0.02, format=PercentFormatter(1, decimals=0))
        bar.set_label("against it")
        canvas.grid(drawn, spoken.shape)
        for (row, column), number in np.ndenumerate(spoken):
            if number:
                words = f"{objecting[row, column]}/{number}"
                drawn.text(column, row, words, ha="center", va="center", fontsize=6.5, color=INK, usetex=False)
    names = [name for name, _ in groups]
    step = canvas.named(drawn.xaxis, names, range(len(names)), upright=True, longest=_NAME)
    drawn.set_xlabel(f"{_parts(names)}{_every(step)}")
    step = canvas.named(drawn.yaxis, delegations, range(len(delegations)))
    drawn.set_ylabel(f"{counted(len(delegations), 'delegation')}{_every(step)}")
    return drawn


def progress(negotiation: Progress, ax: Axes | None) -> Axes:
    """Draw a cell for each article in each draft: the share of its words in brackets, and the number of brackets."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.ticker import PercentFormatter

    articles: dict[str, list[Record]] = {}
    for row in negotiation.by_article().to_records():
        articles.setdefault(row["article"], []).append(row)
    rest = negotiation.articles.names[-1]
    # What is in no article has no cells if there is never anything in it.
    if rest in articles and not any(row["brackets"] or row["contested"] for row in articles[rest]):
        del articles[rest]
    drafts = [draft.name for draft in negotiation.drafts]
    upright = len(drafts) > _FEW
    # In inches: room for the names of drafts side by side.
    wide = 0.4 if upright else max(0.8, 0.085 * max(len(canvas.short(name)) for name in drafts))
    drawn = canvas.axes(ax, min(5.5 + wide * len(drafts), 16), min(2.4 + 0.24 * len(articles), 22))
    shares = np.array([[row["share"] for row in rows] for rows in articles.values()], dtype=float)
    colours = LinearSegmentedColormap.from_list("shares", _SHARES).with_extremes(bad=_NOT_THERE)
    shown = drawn.imshow(np.ma.masked_invalid(shares), cmap=colours, vmin=0, vmax=1, aspect="auto")
    canvas.grid(drawn, shares.shape)
    for (place, column), share in np.ndenumerate(shares):
        words = "–" if np.isnan(share) else f"{[*articles.values()][place][column]['brackets']:,}"
        drawn.text(column, place, words, ha="center", va="center", fontsize=7.5, color=INK, usetex=False)
    canvas.titled(drawn, "Brackets of each article, draft by draft", "draft (– has no such article)", "article")
    bar = drawn.figure.colorbar(shown, ax=drawn, shrink=0.6, pad=0.02, format=PercentFormatter(1, decimals=0))
    bar.set_label("words in brackets")
    name = partial(canvas.named, drawn.xaxis, drafts, range(len(drafts)))
    # Every draft has its name: where they do not fit beside each other, they are upright.
    if upright or name() > 1:
        name(upright=True)
    _name_rows(drawn, [_with_number(negotiation.articles.title(article)) for article in articles])
    return drawn


def _with_number(title: str) -> str:
    """Return the title of an article that has become another number, shortened in front of that."""
    before, arrow, after = title.rpartition(" → ")
    return f"{canvas.short(before, max(12, _NAME - 1 - len(arrow + after)))}{arrow}{after}" if arrow else title


def _name_rows(drawn: Axes, names: Sequence[str]) -> None:
    step = canvas.named(drawn.yaxis, names, range(len(names)), longest=_NAME)
    drawn.set_ylabel(f"{_parts(names)}{_every(step)}")


def _parts(names: Sequence[str]) -> str:
    # Not all are articles: a preamble is none.
    return counted(len(names), "part")


def _every(step: int) -> str:
    return f", one in {step} named" if step > 1 else ""
