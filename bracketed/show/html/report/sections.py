"""The sections of the report: each is a heading, and what answers are turned into below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bracketed.consensus.blocking import BracketSupport
from bracketed.consensus.brief import Brief
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT
from bracketed.phrasing import counted
from bracketed.positions.positions import Positions
from bracketed.show.html.markup import Html, element, joined
from bracketed.show.palette import TINTS, tint_of
from bracketed.variants.space import Space

_SIDES = {"supports": "for", "accepts": "can live with it", "objections": "against", "blocks": "blocks"}
_STANCES = {"supports": "is for", "accepts": "can live with", "objects": "is against", "blocks": "blocks"}


class Section:
    """A part of the report, with the name that links lead to; one without parts is left out."""

    def __init__(self, name: str, title: str, *parts: Html) -> None:
        self.name = name
        self.title = title
        self.parts = parts

    def html(self) -> Html:
        """Return the section."""
        return element("section", element("h2", self.title), *self.parts, id=self.name)


def anchor(bracket: str) -> str:
    """Return the name that links to a bracket lead to."""
    return f"b-{bracket.encode().hex()}"


def link(bracket: str) -> Html:
    """Return a bracket's id, which leads to where it is settled in the text."""
    return element("a", bracket, href=f"#{anchor(bracket)}")


def chip(standing: BracketSupport | None) -> Html:
    """Return the sign of how contested a bracket is, on its tint."""
    tint = tint_of(standing)
    return element("span", tint.sign, class_=f"chip t{TINTS.index(tint)}", title=tint.words)


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], language: str | None = None) -> Html:
    """Return a table; the first cell of each row is its head. A narrow page scrolls it.

    Who sees the heading above needs no caption; who hears the tables one after the other does.
    """
    top = element("tr", *(element("th", name, scope="col") for name in head))
    body = [
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows
    ]
    inner = element("table", element("caption", caption), element("thead", top), element("tbody", *body, lang=language))
    return element("div", inner, class_="wide", role="group", tabindex="0", aria_label=caption)


def listed(lines: Sequence[str], *, ordered: bool = False) -> Iterator[Html]:
    """Yield a list of lines, if there are any."""
    if lines:
        yield element("ol" if ordered else "ul", *(element("li", line) for line in lines))


def words_of(text: str, letter: str) -> str:
    """Return the words of an option."""
    return "(nothing)" if letter == OMIT else text


def obstacles(told: Brief, language: str) -> Iterator[Html]:
    """Yield each choice that blocks, with who stands where."""
    for row, sentences in zip(told.blocking, told.obstacles, strict=True):
        sides = [side for side in _SIDES if any(getattr(option, side) for option in row.options)]
        rows = [
            [option.letter, words_of(option.text, option.letter), *(", ".join(getattr(option, s)) for s in sides)]
            for option in row.options
        ]
        head = ("option", "words", *(_SIDES[side] for side in sides))
        yield element(
            "article",
            element("h3", chip(row), " ", link(row.id)),
            element("p", sentences),
            table(f"Who stands where on {row.id}", head, rows, language),
        )
    if told.standings and told.positions.rows and not told.blocking:
        yield element("p", "Nothing blocks.")


def closable(told: Brief, language: str) -> Iterator[Html]:
    """Yield how the other brackets can be closed, which are silent, and on which no comment could be read."""
    if not told.standings:
        return
    rows = []
    for row in told.standings.of("closable"):
        against = dict.fromkeys(name for option in row.options for name in (*option.objections, *option.blocks))
        rows.append([joined(chip(row), " ", link(row.id)), row.remedy, ", ".join(against)])
    if rows:
        head = ("bracket", "how", "against the other options")
        yield table("Brackets that can be closed now", head, rows, language)
    silent = [link(row.id) for row in told.standings.of("silent") if not row.is_doubtful]
    if silent:
        yield element("p", "Nobody has spoken on ", joined(*silent, by=", "), ".")
    for row in told.standings:
        if row.is_doubtful:
            yield element("p", chip(row), " ", link(row.id), f": {row.remedy}")


def moves(told: Brief) -> Iterator[Html]:
    """Yield the cheapest ways out, move by move, and what single moves would close."""
    for number, way in enumerate(told.ways or (), 1):
        if not way.moves:
            yield element("p", way.sentence)
            return
        rows = []
        for name, given in way.by_delegation.items():
            places = [joined(link(row.bracket), f": {_gives(told.space, row.bracket, row.option)}") for row in given]
            rows.append([name, joined(*places, by="; "), ", ".join(way.closes.get(name, ()))])
        costs = counted(len(way.moves), "stance") + (f", {way.blocks} of them red lines" if way.blocks else "")
        head = ("delegation", "would live with", "closes alone")
        total = told.ways.total if told.ways else None
        yield element("h3", f"Way {number} of {total or 'many'} – {costs}")
        yield table(f"Way {number}", head, rows)
    if told.ways and told.ways[0].moves:
        yield element("h3", "What single moves would close")
        yield from listed(told.moves[1:])


def _gives(space: Space, bracket: str, letter: str) -> str:
    if letter != OMIT:
        return f"“{space.texts[bracket, letter]}”"
    left_out = [text for (id_, _), text in space.texts.items() if id_ == bracket and text]
    return f"leaving out “{'” or “'.join(left_out)}”"


def stances(positions: Positions, space: Space, language: str) -> Iterator[Html]:
    """Yield what each delegation wants, and on which words that rests, what rests on the same ones together."""
    for name in positions.delegations:
        told: dict[tuple[str, str], dict[str, list[str]]] = {}
        for row in positions.of(name):
            words = space.texts.get((row.bracket, row.option), "")
            deal = "".join(f" if {bracket} takes {letter}" for bracket, letter in row.condition)
            weight = "" if row.weight == 1 else f" ×{row.weight:g}"
            wish = f"{'leaving out' if row.option == OMIT else f'{row.option} {words}'}{weight}{deal}"
            because = str(row.evidence) or row.source
            told.setdefault((row.bracket, because), {}).setdefault(row.stance, []).append(wish)
        sides = [side for side in _STANCES if any(side in wishes for wishes in told.values())]
        rows = [
            [link(bracket), *("; ".join(wishes.get(side, ())) for side in sides), because]
            for (bracket, because), wishes in told.items()
        ]
        yield element("h3", name)
        head = ("bracket", *(_STANCES[side] for side in sides), "because of")
        yield table(f"What {name} wants", head, rows, language)


def remarks(positions: Positions, language: str) -> Iterator[Html]:
    """Yield the remarks that take no stance."""
    rows = [[note.delegation or note.author, note.provision, note.kind, note.text] for note in positions.notes]
    if rows:
        yield table("Remarks that take no stance", ("who", "provision", "about", "remark"), rows, language)


def findings(draft: Draft, positions: Positions) -> Iterator[Html]:
    """Yield what is doubtful or wrong: the comments that could not be read, then all else, in the order of the text."""
    unread = positions.unread
    told = frozenset(unread)
    others = [finding for finding in (*draft.diagnostics, *positions.diagnostics) if finding not in told]
    found = [*unread, *sorted(others, key=lambda finding: (finding.line, finding.column))]
    rows = [
        [f"{one.provision or 'draft'}, line {one.line}", one.severity, one.message, one.suggestion] for one in found
    ]
    if rows:
        yield table("Findings", ("where", "how grave", "what", "what to do"), rows)


def how_to_read() -> Iterator[Html]:
    """Yield what the signs and the words mean."""
    signs = [
        joined(element("span", tint.sign, class_=f"chip t{number}"), f" {tint.words}")
        for number, tint in enumerate(TINTS)
    ]
    yield from listed(signs)
    yield element(
        "dl",
        *(
            part
            for term, meaning in (
                ("bracket", "a place where the text is not agreed; one named #i is implied: only comments contest it."),
                ("consensus", "nobody objects; who says nothing does not object."),
                ("blocks", "of a bracket: each of its options draws an objection. Of a delegation: a red line."),
                ("to hold a bracket", "alone, or as one of the fewest together, to be able to free it by giving way."),
                ("least contested", "with the fewest blocks, then the fewest objections, then the most support."),
            )
            for part in (element("dt", term), element("dd", meaning))
        ),
    )
