"""The pictures of the report, drawn as SVG: who wants what, and who agrees with whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bracketed.consensus.blocking import BracketSupport
from bracketed.consensus.brief import Brief
from bracketed.draft.tree import OMIT
from bracketed.phrasing import counted, joined_and
from bracketed.positions.positions import Position
from bracketed.show.html.markup import Html, element
from bracketed.show.palette import INK, step_of

if TYPE_CHECKING:
    import networkx as nx

# In pixels: a cell, the room for the names of rows, and that for the names of columns, which lean.
_CELL = 20
_LABEL = 150
_HEAD = 110
# Columns in one picture, pictures, and rows, that a printed page can show.
_COLUMNS = 30
_PICTURES = 3
_ROWS = 60
# A colour for each option, the last for all further ones; letters stand on them.
_OPTIONS = ("#b9d6f0", "#fbc38a", "#cfe3c0", "#e3cdea")
_OMITTED = "#f2f2f2"
_WANTS = (
    "A letter is the option that a delegation wants or can live with, ∅ that it wants the words out, ≠ that it only "
    "objects, and a heavy frame that it blocks. Brackets that block come first; delegations that stand together are "
    "next to each other."
)
_TIES = "On how many brackets two delegations agree (+), less those on which they conflict (−), by weight."


def who_wants_what(brief: Brief) -> Iterator[Html]:
    """Yield the matrix of delegations and brackets: in each cell the option that the delegation wants."""
    order = [name for names in brief.communities for name in names]
    stances: dict[tuple[str, str], list[Position]] = {}
    for row in brief.positions:
        stances.setdefault((row.delegation, row.bracket), []).append(row)
    spoken = {bracket for _, bracket in stances}
    brackets = [row for row in brief.standings or () if row.status != "silent" and row.id in spoken]
    brackets = brackets[: _COLUMNS * _PICTURES]
    rows = order[:_ROWS]
    if not brackets:
        return
    left_out = [counted(len(order) - len(rows), "more delegation")] * (len(order) > len(rows))
    left_out += [counted(len(spoken) - len(brackets), "more bracket")] * (len(spoken) > len(brackets))
    yield _note(_WANTS, left_out)
    for start in range(0, len(brackets), _COLUMNS):
        part = brackets[start : start + _COLUMNS]
        parts = [drawn for column, row in enumerate(part) for drawn in _bracket(column, row, rows, stances)]
        description = (
            f"{counted(len(rows), 'delegation')} in rows, {counted(len(part), 'bracket')} in columns: "
            f"{', '.join(row.id for row in part)}. The tables below hold the same."
        )
        yield _picture(f"wants{start}", "Who wants what", description, rows, len(part), parts)


def ties(graph: nx.Graph) -> Iterator[Html]:
    """Yield the matrix of agreement less conflict of each two delegations."""
    names = [name for names in graph.graph["communities"] for name in names][:_COLUMNS]
    if len(names) < 2:
        return
    parts: list[Html] = []
    for column, other in enumerate(names):
        x = _LABEL + column * _CELL
        parts.append(_column_name(x, _HEAD - 6, _cut(other)))
        for line, name in enumerate(names):
            if graph.has_edge(name, other):
                weight = graph.edges[name, other]["weight"]
                colour = _OPTIONS[0] if weight > 0 else _OPTIONS[1] if weight < 0 else _OMITTED
                sign = "+" if weight > 0 else "−" if weight < 0 else "±"
                parts.append(_square(x, _HEAD + line * _CELL, colour, f"{sign}{abs(weight):.3g}"))
    more = len(graph) - len(names)
    yield _note(_TIES, [counted(more, "more delegation")] * bool(more))
    description = "A row and a column for each delegation; who stands together is listed above."
    yield _picture("ties", "Who stands with whom", description, names, len(names), parts)


def _note(words: str, left_out: Sequence[str]) -> Html:
    return element("p", f"{words}{f' Not shown: {joined_and(left_out)}.' if left_out else ''}", class_="note")


def _bracket(
    column: int, row: BracketSupport, names: Sequence[str], stances: Mapping[tuple[str, str], Sequence[Position]]
) -> Iterator[Html]:
    """Yield the column of a bracket: how contested it is, its id, and the cells of those who take a stance on it."""
    x = _LABEL + column * _CELL
    step = step_of(row)
    yield _square(x, _HEAD - _CELL, step.colour, step.sign)
    yield _column_name(x, _HEAD - _CELL - 6, row.id)
    for line, name in enumerate(names):
        if (name, row.id) in stances:
            yield _stance(x, _HEAD + line * _CELL, stances[name, row.id])


def _stance(x: float, y: float, rows: Sequence[Position]) -> Html:
    """Return the cell of a delegation on a bracket."""
    wanted = [row.option for row in rows if row.stance == "supports"]
    wanted = wanted or [row.option for row in rows if row.stance == "accepts"]
    blocks = any(row.stance == "blocks" for row in rows)
    letter = wanted[0] if wanted else rows[0].option
    colour = _OMITTED if letter == OMIT else _OPTIONS[min(ord(letter[0]) - ord("a"), len(_OPTIONS) - 1)]
    sign = "∅" if letter == OMIT else letter
    return _square(x, y, colour if wanted else "#ffffff", sign if wanted else f"≠{sign}", heavy=blocks)


def _square(x: float, y: float, colour: str, words: str, *, heavy: bool = False) -> Html:
    side = _CELL - 2
    stroke, width = ("#a40000", "2.5") if heavy else ("#8a8a8a", ".5")
    place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{side}", "height": f"{side}"}
    box = element("rect", **place, fill=colour, stroke=stroke, stroke_width=width)
    # Letters are set on their base line, which is below the middle.
    x, y = x + side / 2, y + side / 2 + 4
    return element("g", box, element("text", words, x=f"{x:g}", y=f"{y:g}", fill=INK, text_anchor="middle"))


def _column_name(x: float, y: float, words: str) -> Html:
    place = f"translate({x + _CELL / 2 + 4:g} {y}) rotate(-60)"
    return element("text", words, transform=place, class_="label")


def _row_names(names: Sequence[str], width: int) -> Iterator[Html]:
    """Yield the names of rows; every second row is shaded, so that the eye finds its way along it."""
    for line, name in enumerate(names):
        y = _HEAD + line * _CELL
        if line % 2:
            size = {"width": f"{width}", "height": f"{_CELL}"}
            yield element("rect", x="0", y=f"{y - 1}", class_="shade", **size)
        yield element("text", _cut(name), x=f"{_LABEL - 6}", y=f"{y + 13}", text_anchor="end", class_="label")


def _cut(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"


def _picture(name: str, title: str, description: str, rows: Sequence[str], columns: int, parts: Sequence[Html]) -> Html:
    """Return a picture that a screen reader names by its title and describes, and that a narrow page scrolls."""
    # The names of the columns lean over the last of them.
    width, height = _LABEL + columns * _CELL + 60, _HEAD + len(rows) * _CELL
    drawing = element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *_row_names(rows, _LABEL + columns * _CELL),
        *parts,
        viewBox=f"0 0 {width} {height}",
        width=f"{width}",
        height=f"{height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
    return element("figure", drawing, class_="wide", tabindex="0")
