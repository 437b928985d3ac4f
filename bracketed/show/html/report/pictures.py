"""The pictures of the report, drawn as SVG: who wants what, and who agrees with whom."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bracketed.consensus.blocking import OBSTRUCTED
from bracketed.consensus.brief import Brief
from bracketed.draft.tree import OMIT
from bracketed.markdown import without_marks
from bracketed.phrasing import counted, joined_and, shortened
from bracketed.positions.positions import Position
from bracketed.show.html.markup import Html, element, joined
from bracketed.show.html.report.summary import Parts
from bracketed.show.palette import INK

if TYPE_CHECKING:
    import networkx as nx

# In pixels: a cell, the room for names of rows and for those of columns, which lean, a letter and a bold one.
_SIDE = 20
_LABEL = 150
_HEAD = 110
_LETTER = 6
_BOLD = 8
# Columns in one picture, pictures, and rows, that a printed page can show.
_COLUMNS = 30
_PICTURES = 3
_ROWS = 60
# Rows of the picture that the short report has room for.
_FEW = 12
# Characters of the words above a column, and of the name of a part there.
_WORDS = 18
_PART = 28


class _Side(NamedTuple):
    """How a delegation is to the option that the text takes: a colour, a sign and what they mean."""

    colour: str
    sign: str
    words: str


_FOR = _Side("#9cc7ea", "+", "for what the text takes")
_LIVES = _Side("#dcebf7", "~", "can live with it")
_OTHER = _Side("#fde3c8", "≠", "wants something else")
_RESERVES = _Side("#f4ecb0", "?", "reserves")
_AGAINST = _Side("#f59b4c", "−", "against it")
_RED_LINE = _Side("#e6762b", "✕", "a red line against it")
_SIDES = (_FOR, _LIVES, _OTHER, _RESERVES, _AGAINST, _RED_LINE)
_EVEN = "#f2f2f2"
_BY_PART = (
    "In each cell: on how many brackets of the part a delegation is against what the least contested text takes, "
    "framed where that crosses a red line; + if on none; blank where it has made no statement."
)
_WANTS = (
    "Each column is a bracket, with the option that the least contested text takes (∅: the words are left out, –: "
    "they fall away with those around them) and ⇄ where that is a toss; deadlocked brackets of a part come first. "
    "Delegations that agree are next to each other."
)
_TIES = "On how many brackets two delegations agree (+), less those on which they conflict (−), by weight."


# Drawn here and not with matplotlib: the report needs nothing that may be missing, and its pictures can be searched.
class _Cell(NamedTuple):
    colour: str
    words: str
    heavy: bool = False


class _Head(NamedTuple):
    """What is above a column: its words, its key among the cells, and the part of the draft that begins with it."""

    words: str
    key: str
    part: str = ""


def who_wants_what(brief: Brief) -> Iterator[Html]:
    """Yield the matrix of delegations and brackets: in each cell how a delegation is to the option of the text."""
    if brief.best is None:
        return
    parts = Parts.of_draft(brief.space)
    spoken = {row.bracket for row in brief.positions}
    known = [row for row in brief.standings or () if row.status != "silent" and row.id in spoken]
    # Of very many those are shown that are in the text, are deadlocked, and on which most have spoken.
    taken = brief.best.variant.choices
    heard = Counter(bracket for _, bracket in {(row.delegation, row.bracket) for row in brief.positions})
    known.sort(key=lambda row: (row.id not in taken, row.status not in OBSTRUCTED, -heard[row.id]))
    brackets = [row for _, own in parts.grouped(known[: _COLUMNS * _PICTURES]) for row in own]
    # Communities one after the other, so that blocs are seen as blocks of one colour.
    order = [name for names in brief.communities for name in names]
    rows = order[:_ROWS]
    if not brackets:
        return
    left_out = [counted(len(order) - len(rows), "more delegation")] * (len(order) > len(rows))
    left_out += [counted(len(spoken) - len(brackets), "more bracket")] * (len(spoken) > len(brackets))
    yield _note(_WANTS, left_out)
    yield _legend()
    sides = _sides_of(brief)
    tossed = {toss.bracket for toss in brief.best.tossed or ()}
    for start in range(0, len(brackets), _COLUMNS):
        shown = brackets[start : start + _COLUMNS]
        heads = []
        for number, row in enumerate(shown):
            part = parts.of.get(row.id, "")
            begins = not number or parts.of.get(shown[number - 1].id, "") != part
            words = f"{_taken(brief, row.id)}{' ⇄' * (row.id in tossed)}"
            heads.append(_Head(words, row.id, shortened(part, _WORDS) if begins else ""))
        cells = {
            (name, row.id): _Cell(side.colour, side.sign, side is _RED_LINE)
            for row in shown
            for name in rows
            if (side := sides.get((name, row.id)))
        }
        description = (
            f"{counted(len(rows), 'delegation')} in rows, {counted(len(heads), 'bracket')} in columns: "
            f"{', '.join(head.key for head in heads)}. The tables below hold the same."
        )
        yield _picture(f"wants{start}", "Who wants what", description, rows, heads, cells)


def by_part(brief: Brief, parts: Parts) -> Iterator[Html]:
    """Yield the matrix of delegations and parts: in each cell how often a delegation is against the text."""
    if brief.best is None or len(parts.names) < 2:
        return
    against: Counter[tuple[str, str]] = Counter()
    total: Counter[str] = Counter()
    crossed: set[tuple[str, str]] = set()
    heard: set[tuple[str, str]] = set()
    for (name, bracket), side in _sides_of(brief).items():
        place = name, parts.of.get(bracket, "")
        heard.add(place)
        against[place] += side in (_AGAINST, _RED_LINE)
        total[name] += side in (_AGAINST, _RED_LINE)
        crossed.update([place] * (side is _RED_LINE))
    order = sorted(
        brief.positions.delegations, key=lambda name: -sum(n for (own, _), n in against.items() if own == name)
    )
    rows = order[:_FEW]
    columns = [name for name in parts.names if any(place[1] == name for place in heard)][:_COLUMNS]
    if len(rows) < 2 or len(columns) < 2:
        return
    cells = {}
    for place in heard:
        number = against[place]
        side = _RED_LINE if place in crossed else _AGAINST if number > 1 else _OTHER if number else _FOR
        cells[place] = _Cell(side.colour, f"{number}" if number else "+", place in crossed)
    more = len(order) - len(rows)
    yield _note(_BY_PART, [counted(more, "more delegation")] * (more > 0))
    heads = [_Head(shortened(name, _PART), name) for name in columns]
    description = (
        f"{counted(len(rows), 'delegation')} in rows, {counted(len(columns), 'part')} of the draft in columns."
    )
    yield _picture("parts", "Who is against how much of the text, by part", description, rows, heads, cells)


def _sides_of(brief: Brief) -> dict[tuple[str, str], _Side]:
    """Return how each delegation is to the option that the text takes, by delegation and bracket."""
    assert brief.best is not None
    taken = brief.best.variant.choices
    stances: dict[tuple[str, str], list[Position]] = {}
    for row in brief.positions:
        stances.setdefault((row.delegation, row.bracket), []).append(row)
    found = {}
    by_stance = {"blocks": _RED_LINE, "objects": _AGAINST, "reserves": _RESERVES, "supports": _FOR, "accepts": _LIVES}
    for place, rows in stances.items():
        letter = taken.get(place[1])
        own = {row.stance for row in rows if row.option == letter}
        side = next((side for stance, side in by_stance.items() if stance in own), None)
        if side is None and letter is not None and any(row.stance == "supports" for row in rows):
            side = _OTHER
        if side is not None:
            found[place] = side
    return found


def _taken(brief: Brief, bracket: str) -> str:
    """Return the words that the text takes at a bracket."""
    assert brief.best is not None
    letter = brief.best.variant.choices.get(bracket)
    texts = brief.space.texts
    # Words that are left out are named as well: without them nobody knows what a column is about.
    words = [text for (id_, _), text in texts.items() if id_ == bracket and text]
    gone = words[0] if words else ""
    shown = gone if letter in (None, OMIT) else texts[bracket, letter]
    sign = "– " * (letter is None) + "∅ " * (letter == OMIT)
    return f"{sign}{shortened(without_marks(shown).lstrip(' ,;.'), _WORDS)}"


def _legend() -> Html:
    signs = [joined(element("span", side.sign, class_=f"chip s{n}"), f" {side.words}") for n, side in enumerate(_SIDES)]
    return element("p", joined(*signs, by=", "), class_="note")


def ties(graph: nx.Graph) -> Iterator[Html]:
    """Yield the matrix of agreement less conflict of each two delegations."""
    names = [name for names in graph.graph["communities"] for name in names][:_COLUMNS]
    if len(names) < 2:
        return
    cells = {}
    for one, other, weight in graph.edges(data="weight"):
        colour = _FOR.colour if weight > 0 else _AGAINST.colour if weight < 0 else _EVEN
        sign = "+" if weight > 0 else "−" if weight < 0 else "±"
        cells[one, other] = cells[other, one] = _Cell(colour, f"{sign}{abs(weight):.3g}")
    more = len(graph) - len(names)
    yield _note(_TIES, [counted(more, "more delegation")] * bool(more))
    description = "A row and a column for each delegation; the groups are listed above."
    yield _picture(
        "ties", "Who agrees with whom", description, names, [_Head(_cut(name), name) for name in names], cells
    )


def _note(words: str, left_out: Sequence[str]) -> Html:
    return element("p", f"{words}{f' Not shown: {joined_and(left_out)}.' if left_out else ''}", class_="note")


def _picture(
    name: str,
    title: str,
    description: str,
    rows: Sequence[str],
    heads: Sequence[_Head],
    cells: Mapping[tuple[str, str], _Cell],
) -> Html:
    """Return a picture that a screen reader names by its title and describes, and that a narrow page scrolls."""
    # The words above the columns lean over the last of them, and the longest may reach above the usual room.
    longest = max(_LETTER * (len(head.words) + 2) + _BOLD * len(head.part) for head in heads)
    above = max(0, math.ceil(0.87 * longest) - _HEAD + 6)
    width = _LABEL + len(heads) * _SIDE + max(60, longest // 2)
    height = _HEAD + len(rows) * _SIDE + above
    drawing = element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-desc"),
        *_row_names(rows, _LABEL + len(heads) * _SIDE),
        *(part for number, head in enumerate(heads) for part in _column(number, head, rows, cells)),
        viewBox=f"0 {-above} {width} {height}",
        width=f"{width}",
        height=f"{height}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
    return element("figure", drawing, class_="wide", tabindex="0")


def _column(number: int, head: _Head, rows: Sequence[str], cells: Mapping[tuple[str, str], _Cell]) -> Iterator[Html]:
    """Yield a column: the words above it, behind the name of the part that begins with it, and its cells."""
    x = _LABEL + number * _SIDE
    place = f"translate({x + _SIDE / 2 + 4:g} {_HEAD - 6}) rotate(-60)"
    yield element("text", element("title", head.key), head.words, transform=place, class_="label")
    if head.part:
        line = {"x": f"{x - 1.5:g}", "y": f"{_HEAD}", "width": "1.5", "height": f"{len(rows) * _SIDE}"}
        yield element("rect", **line, class_="divide")
        along = (
            f"translate({x + _SIDE / 2 + 4:g} {_HEAD - 6}) rotate(-60) translate({_LETTER * (len(head.words) + 1)} 0)"
        )
        yield element("text", head.part, transform=along, class_="label part")
    for line_number, row in enumerate(rows):
        if (row, head.key) in cells:
            yield _square(x, _HEAD + line_number * _SIDE, cells[row, head.key])


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
