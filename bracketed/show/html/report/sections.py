"""The sections of the report: what answers are turned into below their headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bracketed.consensus.blocking import SIDES, BracketSupport
from bracketed.consensus.brief import Brief
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT
from bracketed.phrasing import counted
from bracketed.positions.positions import Positions
from bracketed.show.html.markup import Html, element, items, joined, table
from bracketed.show.palette import STEPS, Step, option_words, step_of
from bracketed.variants.space import Space

_STANCES = {"supports": "is for", "accepts": "can live with", "objects": "is against", "blocks": "blocks"}
_TERMS = {
    "bracket": "a place where the text is not agreed; one named #i is implied: only comments contest it.",
    "consensus": "nobody objects; who says nothing does not object.",
    "blocks": "of a bracket: each of its options draws an objection. Of a delegation: a red line.",
    "to hold a bracket": "alone, or as one of the fewest together, to be able to free it by giving way.",
    "least contested": "with the fewest blocks, then the fewest objections, then the most support.",
}


def anchor(bracket: str) -> str:
    """Return the name that links to a bracket lead to."""
    # In digits, since an id may have blanks and signs that a name must not have.
    return f"b-{bracket.encode().hex()}"


def link(bracket: str) -> Html:
    """Return a bracket's id, which leads to where it is settled in the text."""
    return element("a", bracket, href=f"#{anchor(bracket)}")


# Colour, sign and title say the same: pages are printed in black, and heard.
def chip(support: BracketSupport | None) -> Html:
    """Return the sign of how contested a bracket is, on its colour."""
    step = step_of(support)
    return _sign(step, title=step.words)


def _sign(step: Step, title: str | None = None) -> Html:
    return element("span", step.sign, class_=f"chip t{STEPS.index(step)}", title=title)


def _wide(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], language: str | None = None) -> Html:
    """Return a table with a caption for those who do not see the heading above; a narrow page scrolls it."""
    inner = table(head, rows, caption=caption, language=language)
    return element("div", inner, class_="wide", role="group", tabindex="0", aria_label=caption)


def listed(lines: Sequence[str], *, ordered: bool = False) -> Iterator[Html]:
    """Yield a list of lines, if there are any."""
    if lines:
        yield items(lines, ordered=ordered)


def obstacles(brief: Brief, language: str) -> Iterator[Html]:
    """Yield each choice that blocks, with who stands where."""
    for row, sentences in zip(brief.blocking, brief.obstacles, strict=True):
        # A column for each side that any option of the bracket has.
        sides = [side for side in SIDES.values() if any(side in option.sides for option in row.options)]
        rows = [
            [
                option.letter,
                option_words(option.letter, option.text),
                *(", ".join(option.sides.get(side, ())) for side in sides),
            ]
            for option in row.options
        ]
        yield element(
            "article",
            element("h3", chip(row), " ", link(row.id)),
            element("p", sentences),
            _wide(f"Who stands where on {row.id}", ("option", "words", *sides), rows, language),
        )
    if brief.standings and brief.positions.rows and not brief.blocking:
        yield element("p", "Nothing blocks.")


def closable(brief: Brief, language: str) -> Iterator[Html]:
    """Yield how the other brackets can be closed, which are silent, and on which no comment could be read."""
    if not brief.standings:
        return
    rows = []
    for row in brief.standings.of("closable"):
        # Closable is not uncontested: somebody may object to every option but the one.
        against = dict.fromkeys(name for option in row.options for name in (*option.objections, *option.blocks))
        rows.append([joined(chip(row), " ", link(row.id)), row.remedy, ", ".join(against)])
    if rows:
        head = ("bracket", "how", "against the other options")
        yield _wide("Brackets that can be closed now", head, rows, language)
    silent = [link(row.id) for row in brief.standings.of("silent") if not row.is_doubtful]
    if silent:
        yield element("p", "Nobody has spoken on ", joined(*silent, by=", "), ".")
    for row in brief.standings:
        if row.is_doubtful:
            yield element("p", chip(row), " ", link(row.id), f": {row.remedy}")


def moves(brief: Brief) -> Iterator[Html]:
    """Yield the cheapest ways out, move by move, and what single moves would close."""
    for number, way in enumerate(brief.ways or (), 1):
        # Where nobody needs to give way, that is the only way.
        if not way.moves:
            yield element("p", way.sentence)
            return
        rows = []
        for name, moved in way.by_delegation.items():
            places = [joined(link(row.bracket), f": {_words(brief.space, row.bracket, row.option)}") for row in moved]
            rows.append([name, joined(*places, by="; "), ", ".join(way.closes.get(name, ()))])
        costs = counted(len(way.moves), "stance") + (f", {way.blocks} of them red lines" if way.blocks else "")
        total = brief.ways.total if brief.ways else None
        yield element("h3", f"Way {number} of {total or 'many'} – {costs}")
        yield _wide(f"Way {number}", ("delegation", "would live with", "closes alone"), rows)
    if brief.ways and brief.ways[0].moves:
        yield element("h3", "What single moves would close")
        # The first sentence is on the cheapest way, which is above.
        yield from listed(brief.moves[1:])


def _words(space: Space, bracket: str, letter: str) -> str:
    if letter != OMIT:
        return f"“{space.texts[bracket, letter]}”"
    # Leaving out has no words of its own; those that would go are named.
    left_out = [text for (id_, _), text in space.texts.items() if id_ == bracket and text]
    return f"leaving out “{'” or “'.join(left_out)}”"


def stances(positions: Positions, space: Space, language: str) -> Iterator[Html]:
    """Yield what each delegation wants, and on which words that rests, what rests on the same ones together."""
    # One sentence often settles several options: a row for each words that stances rest on says them once.
    for name in positions.delegations:
        options: dict[tuple[str, str], dict[str, list[str]]] = {}
        for row in positions.of(name):
            words = space.texts.get((row.bracket, row.option), "")
            condition = "".join(f" if {bracket} takes {letter}" for bracket, letter in row.condition)
            weight = "" if row.weight == 1 else f" ×{row.weight:g}"
            option = f"{'leaving out' if row.option == OMIT else f'{row.option} {words}'}{weight}{condition}"
            because = str(row.evidence) or row.source
            options.setdefault((row.bracket, because), {}).setdefault(row.stance, []).append(option)
        sides = [side for side in _STANCES if any(side in by_stance for by_stance in options.values())]
        rows = [
            [link(bracket), *("; ".join(by_stance.get(side, ())) for side in sides), because]
            for (bracket, because), by_stance in options.items()
        ]
        yield element("h3", name)
        head = ("bracket", *(_STANCES[side] for side in sides), "because of")
        yield _wide(f"What {name} wants", head, rows, language)


def remarks(positions: Positions, language: str) -> Iterator[Html]:
    """Yield the remarks that take no stance."""
    rows = [[note.delegation or note.author, note.provision, note.kind, note.text] for note in positions.notes]
    if rows:
        yield _wide("Remarks that take no stance", ("who", "provision", "about", "remark"), rows, language)


def findings(draft: Draft, positions: Positions) -> Iterator[Html]:
    """Yield what is doubtful or wrong: the comments that could not be read, then all else, in the order of the text."""
    unread = positions.unread
    # The comments that no answer counts come first: they are what is worth correcting.
    first = frozenset(unread)
    others = [finding for finding in (*draft.diagnostics, *positions.diagnostics) if finding not in first]
    ordered = [*unread, *sorted(others, key=lambda finding: (finding.line, finding.column))]
    rows = [
        [f"{one.provision or 'draft'}, line {one.line}", one.severity, one.message, one.suggestion] for one in ordered
    ]
    if rows:
        yield _wide("Findings", ("where", "how grave", "what", "what to do"), rows)


def how_to_read() -> Iterator[Html]:
    """Yield what the signs and the words mean."""
    yield items(joined(_sign(step), f" {step.words}") for step in STEPS)
    terms = [(element("dt", term), element("dd", meaning)) for term, meaning in _TERMS.items()]
    yield element("dl", *(part for pair in terms for part in pair))
