"""What drafts, positions, variants and answers show of themselves in a notebook.

Each function turns plain values into HTML. Notebooks keep inline styles, `<details>` and titles, and strip all else
that would help, so nothing else is used; where a colour is behind words, theirs is set too, since a notebook may be
light or dark. Long answers are cut: what matters is shown, the rest is folded, and past a limit only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bracketed.consensus.blocking import Blocking
from bracketed.consensus.brief import Brief
from bracketed.consensus.contestation import Answer
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT
from bracketed.phrasing import counted
from bracketed.positions.positions import STANCES, Position, Positions
from bracketed.show.html.markup import Html, element, escaped, joined
from bracketed.show.palette import BORDERS, INK, LINE, TINTS, sides, tint_of, who_wants_what
from bracketed.show.provenance import SettledPassage, passages_by_line, settled
from bracketed.show.segments import Segment, comments_in, lines_of, segments
from bracketed.variants.variant import Variant
from bracketed.views import Bar, Block, Numbered, Shown, Table, html

# Rows that are shown, and rows that are written at all, folded or not.
_SHOWN = 40
_WRITTEN = 600
# Linked brackets that are named.
_NAMED = 8
# Lines that are too few to fold any.
_FEW = 12
_CELL = "text-align:left;vertical-align:top;padding:2px 8px"
# Notebooks that are not trusted drop a number that begins with a dot.
_FAINT = "opacity:0.75"
# An id that is cut at its hyphen reads like two.
_WHOLE = "white-space:nowrap"
_ID = f"font-size:.75em;{_WHOLE}"
_SMALL = "font-size:.8em;line-height:1.9"


@html.register
def _(answer: Shown) -> str:
    return _page(answer, *map(_block, answer.to_blocks()))


@html.register
def _(draft: Draft) -> str:
    # The draft alone: its positions and what blocks may take long to work out, and nobody has asked for them yet.
    kinds = [element("span", words, style=_sample("#ffffff", line)) for line, words in _borders(draft)]
    return _page(draft, element("p", joined(*kinds, by=" "), style=_SMALL), _folded(_draft_lines(draft)))


def _borders(draft: Draft) -> list[tuple[str, str]]:
    kinds = {bracket.kind for bracket in draft.brackets}
    return [BORDERS[kind] for kind in BORDERS if kind in kinds]


@html.register
def _(said: Positions) -> str:
    rows = []
    told: dict[tuple[str, str], dict[str, list[Position]]] = {}
    for row in said:
        told.setdefault((row.bracket, row.option), {}).setdefault(row.stance, []).append(row)
    for (bracket, option), by_stance in told.items():
        names = [joined(*map(_speaker, by_stance.get(stance, ())), by=", ") for stance in STANCES]
        rows.append([bracket, "leave out" if option == OMIT else option, *names])
    head = ("bracket", "option", "for", "can live with it", "against", "blocks")
    return _page(said, _table(head, rows))


@html.register
def _(variant: Variant) -> str:
    return _page(variant, _folded(_settled_lines(variant)))


@html.register
def _(answer: Answer) -> str:
    against = [
        [name, str(share.blocks), f"{share.objections:g}", f"{share.supports:g}"]
        for name, share in answer.by_delegation.items()
        if share.blocks or share.objections
    ]
    table = _table(("still against", "blocks", "objections", "supports"), against) if against else Html()
    return _page(answer, table, _folded(_settled_lines(answer.variant)))


@html.register
def _(found: Blocking) -> str:
    rows: list[list[str]] = []
    for row in found:
        if row.status == "silent":
            continue
        tint = tint_of(row)
        for number, option in enumerate(row.options):
            words = "(nothing)" if option.letter == OMIT else option.text
            first = ["", "", ""]
            if number == 0:
                others = len(row.linked) - _NAMED
                named = [*map(_whole, row.linked[:_NAMED]), *[f"{others} more"] * (others > 0)]
                linked = joined(" with ", joined(*named, by=", ")) if named else Html()
                own = _whole(_tinted(f"{row.id} {tint.sign}", tint.colour, who_wants_what(row)))
                first = [own, linked, row.remedy]
            taken = "leave out" if option.letter == OMIT else option.letter
            rows.append([joined(first[0], first[1]), first[2], taken, words, sides(option)])
    silent = [row.id for row in found.of("silent") if not row.is_doubtful]
    told = [element("p", f"Nobody has spoken on {', '.join(silent)}.", style=_FAINT)] * bool(silent)
    told += [element("p", row.sentence) for row in found if row.is_doubtful]
    head = ("bracket", "how it can be closed", "option", "words", "who stands where")
    return _page(found, _legend(), _table(head, rows) if rows else Html(), *told)


@html.register
def _(told: Brief) -> str:
    parts: list[Html] = [element("p", " ".join(told.summary))]
    for title, lines in told.sections.items():
        items = [element("li", line, style="margin:4px 0") for line in lines[:_WRITTEN]]
        parts.append(_details(f"{title} ({len(lines)})", element("ul", *items), open_=True))
    return _page(told, *parts)


def _page(thing: object, *parts: str) -> str:
    """Return the parts under what a thing says of itself in one line."""
    title = repr(thing).strip("<>")
    return str(element("div", element("p", element("strong", title)), *parts, style="max-width:70em"))


def _block(block: Block) -> Html:
    """Return a paragraph, a table or numbered sentences of an answer."""
    if isinstance(block, Table):
        return _table(block.head, [[_cell(cell) for cell in row] for row in block.rows])
    if isinstance(block, Numbered):
        items = [element("li", sentence, style="margin:4px 0") for sentence in block.sentences[:_WRITTEN]]
        return joined(element("ol", *items), _left_out(len(block.sentences)))
    return joined(*(element("div", line) for line in block.split("\n")))


def _cell(cell: str) -> str:
    return joined(_bar(cell.part), f" {cell}") if isinstance(cell, Bar) else cell


def _legend() -> Html:
    """Return what the colours and the signs mean."""
    steps = [element("span", f"{tint.sign} {tint.words}", style=_sample(tint.colour, "none")) for tint in TINTS]
    return element("p", joined(*steps, by=" "), style=_SMALL)


def _sample(colour: str, border: str) -> str:
    return f"background:{colour};color:{INK};border-bottom:3px {border} {LINE};padding:1px 4px;white-space:nowrap"


def _speaker(row: Position) -> Html:
    condition = " and ".join(f"{bracket}={letter}" for bracket, letter in row.condition)
    weight = "" if row.weight == 1 else f" ×{row.weight:g}"
    return element("span", f"{row.delegation}{weight}{f' (if {condition})' * bool(condition)}", title=str(row.evidence))


def _whole(name: str) -> Html:
    return element("span", name, style=_WHOLE)


def _bar(part: float) -> Html:
    inner = element("span", style=f"display:block;height:100%;width:{100 * part:.0f}%;background:{TINTS[4].colour}")
    style = f"display:inline-block;width:8em;height:.8em;border:1px solid;background:{TINTS[0].colour}"
    return element("span", inner, style=style)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    """Return a table whose first rows are shown and whose others are folded."""

    def table(part: Sequence[Sequence[str]]) -> Html:
        top = element("tr", *(element("th", name, scope="col", style=_CELL) for name in head))
        body = [element("tr", *(element("td", cell, style=_CELL) for cell in row)) for row in part]
        return element("table", element("thead", top), element("tbody", *body))

    if len(rows) <= _SHOWN:
        return table(rows)
    rest = rows[_SHOWN:_WRITTEN]
    folded = _details(counted(len(rest), "more row"), table(rest))
    return joined(table(rows[:_SHOWN]), folded, _left_out(len(rows)))


def _details(summary: str, *inside: str, open_: bool = False) -> Html:
    told = element("summary", summary, style=f"cursor:pointer;{_FAINT}")
    return element("details", told, *inside, open="open" if open_ else None)


def _left_out(number: int) -> Html:
    more = number - _WRITTEN
    return element("p", f"… and {more:,} more, which are not shown here.", style=_FAINT) if more > 0 else Html()


def _folded(lines: Iterable[tuple[int, Html]]) -> Html:
    """Return lines, of which those that matter most are shown; the others are folded where they stand."""
    told = [*lines]
    weights = sorted((weight for weight, _ in told), reverse=True)
    least = max(1, weights[_SHOWN]) if len(told) > _SHOWN else 0 if len(told) <= _FEW else 1
    parts: list[Html] = []
    for shown, group in groupby(told[:_WRITTEN], lambda line: line[0] >= least):
        part = [line for _, line in group]
        parts += part if shown else [_details(counted(len(part), "line"), *part)]
    return joined(*parts, _left_out(len(told)))


def _draft_lines(draft: Draft) -> Iterator[tuple[int, Html]]:
    """Yield the lines of a draft, each with 1 if a bracket is in it, and 0 if not."""
    # Comments are shown below the line that they are about; where a file has them on lines of their own, too.
    number = contested = 0
    parts: list[Html] = []
    for place, line in enumerate(lines_of(segments(draft.content)), 1):
        words = [*_merged(segment for segment in line if segment.style != "comment")]
        if any(segment.words.strip() for segment in words):
            if parts:
                yield contested, _line(number, *parts)
            number, contested = place, int(any(segment.bracket for segment in words))
            parts = [_segment(segment) for segment in words]
        parts += [
            element("div", f"» {comment.removeprefix('Comment by ')}", style=_COMMENT) for comment in comments_in(line)
        ]
    if parts:
        yield contested, _line(number, *parts)


_COMMENT = f"margin-left:3em;text-indent:0;font-size:.9em;font-style:italic;{_FAINT}"


def _line(number: int, *inside: str) -> Html:
    margin = element("span", f"{number} ", style=f"{_FAINT};font-size:.8em")
    return element("div", margin, *inside, style="margin:3px 0 3px 2em;text-indent:-2em;line-height:1.6", dir="auto")


def _merged(line: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the segments of a line, those as one that follow each other and look the same."""
    for (style, bracket), alike in groupby(line, lambda segment: segment[1:]):
        yield Segment("".join(segment.words for segment in alike), style, bracket)


def _segment(segment: Segment) -> Html:
    if not segment.bracket:
        return _stray(segment.words) if segment.style == "stray" else escaped(segment.words)
    if segment.style == "name":
        return element("sup", segment.bracket, style=f"{_ID};{_FAINT}")
    return _tinted(segment.words, TINTS[0].colour, segment.bracket, BORDERS.get(segment.style, ("none", ""))[0])


def _stray(words: str) -> Html:
    told = "this bracket has no partner"
    return element("span", words, title=told, style="background:#ffffff;color:#a40000;border:2px solid #a40000")


def _tinted(words: str, colour: str, title: str, border: str = "none") -> Html:
    style = f"background:{colour};color:{INK};border-bottom:3px {border} {LINE}"
    return element("span", words, title=title, style=style)


def _settled_lines(variant: Variant) -> Iterator[tuple[int, Html]]:
    """Yield the lines of a settled text, each with 1 if a bracket was settled in it, and 0 if not."""
    options: dict[str, list[str]] = {}
    for (bracket, letter), text in variant.space.texts.items():
        options.setdefault(bracket, []).append(f"{letter}: {text or '(nothing)'}")
    number = 1
    for line in passages_by_line(settled(variant)):
        contested = any(passage.bracket for passage in line)
        if contested or any(passage.words.strip() for passage in line):
            told = [
                _choice(passage, variant.choices[passage.bracket], options[passage.bracket])
                if passage.bracket
                else escaped(passage.words)
                for passage in line
            ]
            yield int(contested), _line(number, *told)
        number += 1


def _choice(passage: SettledPassage, letter: str, options: Sequence[str]) -> Html:
    taken = "left out" if letter == OMIT else f"option {letter}"
    told = "\n".join([f"{passage.bracket}: {taken}", *options])
    style = f"background:{TINTS[1].colour};color:{INK};border-bottom:2px solid {LINE}"
    mark = element("mark", passage.words or "▵", title=told, style=style)
    return joined(mark, element("sup", passage.bracket, style=f"{_ID};{_FAINT}"))
