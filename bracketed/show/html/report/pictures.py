"""The pictures of the report, drawn as SVG: who wants what, and who stands with whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bracketed.consensus.brief import Brief
from bracketed.draft.tree import OMIT
from bracketed.phrasing import counted, joined_and
from bracketed.positions.positions import Position
from bracketed.show.html.markup import Html, element
from bracketed.show.palette import INK, tint_of

if TYPE_CHECKING:
    import networkx as nx

_CELL = 20
_LABEL = 150
_HEAD = 110
# Columns in one picture, pictures, and rows, that a printed page can show.
_COLUMNS = 30
_PICTURES = 3
_ROWS = 60
# A tint for each option, the last for all further ones; letters stand on them.
_OPTIONS = ("#b9d6f0", "#fbc38a", "#cfe3c0", "#e3cdea")
_OMITTED = "#f2f2f2"


def who_wants_what(told: Brief) -> Iterator[Html]:
    """Yield the matrix of delegations and brackets: in each cell the option that the delegation wants."""
    spoken = [row for row in told.standings or () if row.status != "silent"]
    order = [name for names in told.communities for name in names]
    by_place: dict[tuple[str, str], list[Position]] = {}
    for row in told.positions:
        by_place.setdefault((row.delegation, row.bracket), []).append(row)
    known = {bracket for _, bracket in by_place}
    columns = [row for row in spoken if row.id in known][: _COLUMNS * _PICTURES]
    rows = order[:_ROWS]
    if not columns:
        return
    left_out = [counted(len(order) - len(rows), "more delegation")] * (len(order) > len(rows))
    left_out += [counted(len(known) - len(columns), "more bracket")] * (len(known) > len(columns))
    yield element(
        "p",
        "A letter is the option that a delegation wants or can live with, ∅ that it wants the words out, ≠ that it "
        "only objects, and a heavy frame that it blocks. Brackets that block come first; delegations that stand "
        f"together are next to each other.{f' Not shown: {joined_and(left_out)}.' if left_out else ''}",
        class_="note",
    )
    for start in range(0, len(columns), _COLUMNS):
        part = columns[start : start + _COLUMNS]
        parts: list[Html] = []
        for column, standing in enumerate(part):
            x = _LABEL + column * _CELL
            tint = tint_of(standing)
            parts.append(_square(x, _HEAD - _CELL, tint.colour, tint.sign))
            place = f"translate({x + _CELL / 2 + 4:g} {_HEAD - _CELL - 6}) rotate(-60)"
            parts.append(element("text", standing.id, transform=place, class_="label"))
            for line, name in enumerate(rows):
                said = by_place.get((name, standing.id))
                if said:
                    parts.append(_stance(x, _HEAD + line * _CELL, said))
        told_to_all = (
            f"{counted(len(rows), 'delegation')} in rows, {counted(len(part), 'bracket')} in columns: "
            f"{', '.join(standing.id for standing in part)}. The tables below hold the same."
        )
        yield _picture(f"wants{start}", "Who wants what", told_to_all, rows, len(part), parts)


def ties(graph: nx.Graph) -> Iterator[Html]:
    """Yield the matrix of agreement less conflict of each two delegations."""
    rows = [name for names in graph.graph["communities"] for name in names][:_COLUMNS]
    if len(rows) < 2:
        return
    parts: list[Html] = []
    for column, other in enumerate(rows):
        x = _LABEL + column * _CELL
        place = f"translate({x + _CELL / 2 + 4:g} {_HEAD - 6}) rotate(-60)"
        parts.append(element("text", _cut(other), transform=place, class_="label"))
        for line, name in enumerate(rows):
            if graph.has_edge(name, other):
                weight = graph.edges[name, other]["weight"]
                colour = _OPTIONS[0] if weight > 0 else _OPTIONS[1] if weight < 0 else _OMITTED
                sign = "+" if weight > 0 else "−" if weight < 0 else "±"
                parts.append(_square(x, _HEAD + line * _CELL, colour, f"{sign}{abs(weight):.3g}"))
    more = len(graph) - len(rows)
    left_out = counted(more, "more delegation")
    yield element(
        "p",
        "On how many brackets two delegations agree (+), less those on which they conflict (−), by weight."
        f"{f' Not shown: {left_out}.' if more else ''}",
        class_="note",
    )
    told_to_all = "A row and a column for each delegation; who stands together is listed above."
    yield _picture("ties", "Who stands with whom", told_to_all, rows, len(rows), parts)


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
    side = f"{_CELL - 2}"
    stroke = ("#a40000", "2.5") if heavy else ("#8a8a8a", ".5")
    box = element(
        "rect", x=f"{x:g}", y=f"{y:g}", width=side, height=side, fill=colour, stroke=stroke[0], stroke_width=stroke[1]
    )
    middle = (_CELL - 2) / 2
    text = element("text", words, x=f"{x + middle:g}", y=f"{y + middle + 4:g}", fill=INK, text_anchor="middle")
    return element("g", box, text)


def _rows(names: Sequence[str], width: int) -> Iterator[Html]:
    """Yield the names of rows; every second row is shaded, so that the eye finds its way along it."""
    for line, name in enumerate(names):
        y = _HEAD + line * _CELL
        if line % 2:
            size = {"width": f"{width}", "height": f"{_CELL}"}
            yield element("rect", x="0", y=f"{y - 1}", class_="shade", **size)
        yield element("text", _cut(name), x=f"{_LABEL - 6}", y=f"{y + 13}", text_anchor="end", class_="label")


def _cut(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"


def _picture(name: str, title: str, told: str, rows: Sequence[str], columns: int, parts: Sequence[Html]) -> Html:
    # The names of the columns lean over the last of them.
    width, height = _LABEL + columns * _CELL + 60, _HEAD + len(rows) * _CELL
    drawing = element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", told, id=f"{name}-desc"),
        *_rows(rows, _LABEL + columns * _CELL),
        *parts,
        viewBox=f"0 0 {width} {height}",
        width=f"{width}",
        height=f"{height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
    return element("figure", drawing, class_="wide", tabindex="0")
