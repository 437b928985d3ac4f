"""The pictures of the report, drawn as SVG: who wants what, and who agrees with whom."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bracketed.consensus.brief import Brief
from bracketed.draft.tree import OMIT
from bracketed.phrasing import counted, joined_and
from bracketed.positions.positions import Position
from bracketed.show.html.markup import Html, element
from bracketed.show.palette import INK, step_of

if TYPE_CHECKING:
    import networkx as nx

# In pixels: a cell, the room for the names of rows and for those of columns, which lean, and a letter of a name.
_SIDE = 20
_LABEL = 150
_HEAD = 110
_LETTER = 6
# Columns in one picture, pictures, and rows, that a printed page can show.
_COLUMNS = 30
_PICTURES = 3
_ROWS = 60
# A colour for each option, the last for all further ones; letters stand on them.
_OPTIONS = ("#b9d6f0", "#fbc38a", "#cfe3c0", "#e3cdea")
_OMITTED = "#f2f2f2"
_WANTS = (
    "A letter is the option that a delegation wants or can live with, ∅ that it wants the words out, ≠ that it only "
    "objects, ? that it only reserves, and a heavy frame that it is a red line. Deadlocked brackets come first; "
    "delegations that stand together are next to each other."
)
_TIES = "On how many brackets two delegations agree (+), less those on which they conflict (−), by weight."


# Drawn here and not with matplotlib: the report needs nothing that may be missing, and its pictures can be searched.
class _Cell(NamedTuple):
    colour: str
    words: str
    heavy: bool = False


def who_wants_what(brief: Brief) -> Iterator[Html]:
    """Yield the matrix of delegations and brackets: in each cell the option that the delegation wants."""
    # Communities one after the other, so that blocs are seen as blocks of the same letter.
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
    cells = {place: _stance(same) for place, same in stances.items()}
    for start in range(0, len(brackets), _COLUMNS):
        steps = {row.id: step_of(row) for row in brackets[start : start + _COLUMNS]}
        heads = {id_: _Cell(step.colour, step.sign) for id_, step in steps.items()}
        description = (
            f"{counted(len(rows), 'delegation')} in rows, {counted(len(heads), 'bracket')} in columns: "
            f"{', '.join(heads)}. The tables below hold the same."
        )
        yield _picture(f"wants{start}", "Who wants what", description, rows, heads, cells)


def ties(graph: nx.Graph) -> Iterator[Html]:
    """Yield the matrix of agreement less conflict of each two delegations."""
    names = [name for names in graph.graph["communities"] for name in names][:_COLUMNS]
    if len(names) < 2:
        return
    cells = {}
    for one, other, weight in graph.edges(data="weight"):
        colour = _OPTIONS[0] if weight > 0 else _OPTIONS[1] if weight < 0 else _OMITTED
        sign = "+" if weight > 0 else "−" if weight < 0 else "±"
        cells[one, other] = cells[other, one] = _Cell(colour, f"{sign}{abs(weight):.3g}")
    more = len(graph) - len(names)
    yield _note(_TIES, [counted(more, "more delegation")] * bool(more))
    description = "A row and a column for each delegation; who stands together is listed above."
    yield _picture("ties", "Who stands with whom", description, names, dict.fromkeys(names), cells)


def _note(words: str, left_out: Sequence[str]) -> Html:
    return element("p", f"{words}{f' Not shown: {joined_and(left_out)}.' if left_out else ''}", class_="note")


def _stance(rows: Sequence[Position]) -> _Cell:
    """Return the cell of a delegation on a bracket."""
    # What a delegation wants says more than what it can live with, and that more than what it objects to.
    wanted = [row.option for row in rows if row.stance == "supports"]
    wanted = wanted or [row.option for row in rows if row.stance == "accepts"]
    letter = wanted[0] if wanted else rows[0].option
    colour = _OMITTED if letter == OMIT else _OPTIONS[min(ord(letter[0]) - ord("a"), len(_OPTIONS) - 1)]
    sign = "∅" if letter == OMIT else letter
    blocks = any(row.stance == "blocks" for row in rows)
    only = "?" if all(row.stance == "reserves" for row in rows) else "≠"
    return _Cell(colour if wanted else "#ffffff", sign if wanted else f"{only}{sign}", blocks)


def _picture(
    name: str,
    title: str,
    description: str,
    rows: Sequence[str],
    heads: Mapping[str, _Cell | None],
    cells: Mapping[tuple[str, str], _Cell],
) -> Html:
    """Return a picture that a screen reader names by its title and describes, and that a narrow page scrolls."""
    # The names of the columns lean over the last of them, and the longest may reach above the room for usual ones.
    longest = _LETTER * max(len(name if head else _cut(name)) for name, head in heads.items())
    above = max(0, math.ceil(0.87 * longest) - _HEAD + _SIDE + 6)
    width = _LABEL + len(heads) * _SIDE + max(60, longest // 2)
    height = _HEAD + len(rows) * _SIDE + above
    drawing = element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *_row_names(rows, _LABEL + len(heads) * _SIDE),
        *(part for column, head in enumerate(heads) for part in _column(column, head, heads[head], rows, cells)),
        viewBox=f"0 {-above} {width} {height}",
        width=f"{width}",
        height=f"{height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
    return element("figure", drawing, class_="wide", tabindex="0")


def _column(
    number: int, name: str, head: _Cell | None, rows: Sequence[str], cells: Mapping[tuple[str, str], _Cell]
) -> Iterator[Html]:
    """Yield a column: the cell at its head, if it has one, its name, and its cells."""
    x, top = _LABEL + number * _SIDE, _HEAD
    if head:
        top -= _SIDE
        yield _square(x, top, head)
    place = f"translate({x + _SIDE / 2 + 4:g} {top - 6}) rotate(-60)"
    # Ids of brackets, which have cells at their heads, differ at their ends.
    yield element("text", name if head else _cut(name), transform=place, class_="label")
    for line, row in enumerate(rows):
        if (row, name) in cells:
            yield _square(x, _HEAD + line * _SIDE, cells[row, name])


def _square(x: float, y: float, cell: _Cell) -> Html:
    side = _SIDE - 2
    stroke, width = ("#a40000", "2.5") if cell.heavy else ("#8a8a8a", ".5")
    place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{side}", "height": f"{side}"}
    box = element("rect", **place, fill=cell.colour, stroke=stroke, stroke_width=width)
    # Letters are set on their base line, which is below the middle.
    x, y = x + side / 2, y + side / 2 + 4
    return element("g", box, element("text", cell.words, x=f"{x:g}", y=f"{y:g}", fill=INK, text_anchor="middle"))


def _row_names(names: Sequence[str], width: int) -> Iterator[Html]:
    """Yield the names of rows; every second row is shaded, so that the eye finds its way along it."""
    for line, name in enumerate(names):
        y = _HEAD + line * _SIDE
        if line % 2:
            size = {"width": f"{width}", "height": f"{_SIDE}"}
            yield element("rect", x="0", y=f"{y - 1}", class_="shade", **size)
        yield element("text", _cut(name), x=f"{_LABEL - 6}", y=f"{y + 13}", text_anchor="end", class_="label")


def _cut(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"
