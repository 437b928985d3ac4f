"""The sections of the report: what answers are turned into below their headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

from bracketed.consensus.blocking import SIDES, BracketSupport, in_the_way
from bracketed.consensus.brief import Brief
from bracketed.consensus.concessions import MoveChoice
from bracketed.consensus.contestation import Answer
from bracketed.consensus.option_phrases import acceptance
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT
from bracketed.markdown import without_marks
from bracketed.phrasing import counted, joined_and, short, some_of, uncapitalised
from bracketed.positions.positions import Position, Positions, every_finding
from bracketed.show.html.markup import Html, element, escaped, faced, items, joined, wide
from bracketed.show.listings import place_in_words
from bracketed.show.palette import STEPS, Step, sides_in_words, step_of, text_or_nothing
from bracketed.show.segments import Segment, lines_of, settled_segments
from bracketed.variants.network import Choice
from bracketed.variants.space import Space

_STANCES = {
    "supports": "is for",
    "accepts": "can live with",
    "reserves": "reserves on",
    "objects": "is against",
    "blocks": "has a red line on",
}
_INTRODUCTION = "What was settled is marked; ▵ marks words left out. The reasons are below each paragraph."
_TERMS = {
    "bracket": "a place where the text is not agreed; one named #i is implied: only comments contest it.",
    "consensus": "nobody objects; silence is no objection.",
    "deadlocked": "of a bracket: each of its options draws an objection.",
    "red line": "of a delegation: it cannot join consensus on an option.",
    "toss": "of a bracket: two of its options or more are equally good; the text shows one, and the room decides.",
    "reserved": "of a bracket: nobody objects to one of its options, but a delegation cannot agree to it yet.",
    "to hold a bracket": "alone, or as one of the fewest together, to be able to free it by giving way.",
    "least contested": "with the fewest red lines, then objections, then reservations, then the most support.",
}


# Brackets of a delegation, choices, and ways of each that the section on moves names.
_PLACES = 20
_CHOICES = 40
_WAYS = 4
# Rows of what one delegation wants: a report is read, and a table of all is a verb of its own.
_STANCES_SHOWN = 60


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


def listed(lines: Sequence[str], *, ordered: bool = False) -> Iterator[Html]:
    """Yield a list of lines, if there are any."""
    if lines:
        yield items(lines, ordered=ordered)


def obstacles(brief: Brief, language: str) -> Iterator[Html]:
    """Yield each choice that is deadlocked or reserved, with the delegations on each side."""
    for row, sentences in zip(brief.blocking, brief.obstacles, strict=True):
        # A column for each side that any option of the bracket has.
        sides = [side for side in SIDES.values() if any(side in option.sides for option in row.options)]
        rows = [
            [
                option.letter,
                text_or_nothing(option.letter, option.text),
                *(", ".join(option.sides.get(side, ())) for side in sides),
            ]
            for option in row.options
        ]
        yield element(
            "article",
            element("h3", chip(row), " ", link(row.id)),
            element("p", sentences),
            wide(f"For and against on {row.id}", ("option", "words", *sides), rows, language),
        )
    if brief.standings and not brief.blocking:
        yield element("p", "Nothing is deadlocked.")


def closable(brief: Brief, language: str) -> Iterator[Html]:
    """Yield how the other brackets can be closed, which are silent, and on which no comment could be read."""
    if not brief.standings:
        return
    rows = []
    for row in brief.standings.of("closable"):
        # Closable is not uncontested: every option but the one may meet objections.
        against = dict.fromkeys(name for option in row.options for name in in_the_way(option))
        rows.append([joined(chip(row), " ", link(row.id)), row.remedy, ", ".join(against)])
    if rows:
        head = ("bracket", "how", "in the way of the other options")
        yield wide("Brackets that can be closed now", head, rows, language)
    silent = [link(row.id) for row in brief.standings.of("silent") if not row.is_doubtful]
    if silent:
        yield element("p", "Nobody has spoken on ", joined(*silent, by=", "), ".")
    for row in brief.standings:
        if row.is_doubtful:
            yield element("p", chip(row), " ", link(row.id), f": {row.remedy}")


def tosses(brief: Brief) -> Iterator[Html]:
    """Yield the brackets of which two options or more are equally good."""
    found = (brief.best and brief.best.tossed) or ()
    if found:
        yield items(joined(link(toss.bracket), toss.sentence.removeprefix(toss.bracket)) for toss in found)


def settled_text(brief: Brief, language: str) -> Iterator[Html]:
    """Yield the text, paragraph by paragraph, and what is to be said of brackets that have left no trace in it."""
    support = {row.id: row for row in brief.standings or ()}
    # A bracket is explained once, below the first paragraph that it is in.
    explained: set[str] = set()
    if brief.best is not None:
        paragraphs: list[Html] = []
        for line in lines_of(settled_segments(brief.best.variant)):
            if not any(segment.words.strip() or segment.bracket for segment in line):
                continue
            # Paragraphs of a draft may be in scripts of either direction; the browser sees which.
            marked = (_marked(id_, part, support) for id_, part in groupby(line, lambda segment: segment.bracket))
            paragraphs.append(element("p", *marked, dir="auto"))
            new = [id_ for id_ in dict.fromkeys(segment.bracket for segment in line) if id_ and id_ not in explained]
            explained.update(new)
            if new:
                paragraphs.append(_reasons(new, brief, support))
        yield element("p", f"{_INTRODUCTION}{_alike(brief.best)}", class_="note")
        yield element("div", *paragraphs, class_="text", lang=language)
    brackets = dict.fromkeys([*(one.id for one in brief.space.brackets), *(row.bracket for row in brief.positions)])
    others = [id_ for id_ in brackets if id_ not in explained]
    # Brackets in words that were not taken, and placeless insertions; links to them must lead somewhere.
    if others:
        yield element("p", "Brackets without a place of their own in this text:")
        yield _reasons(others, brief, support)


def _alike(best: Answer) -> str:
    """Return how many texts are as good as the one that is shown, and what is said of that."""
    if best.ties is None:
        return " Whether other texts are as good was not examined."
    if best.ties == 1:
        return ""
    shown = " Where a bracket is a toss, the text shows one of the equally good ways." if best.tossed else ""
    return f" {short(best.ties)} texts are equally good.{shown}"


def _marked(bracket: str, segments: Iterable[Segment], support: Mapping[str, BracketSupport]) -> Html:
    words = joined(*(faced(segment.words, segment.faces) for segment in segments))
    if not bracket:
        return words
    mark = element("mark", words or "▵", class_=f"t{STEPS.index(step_of(support.get(bracket)))}")
    return joined(mark, element("sup", link(bracket)))


def _reasons(brackets: Iterable[str], brief: Brief, support: Mapping[str, BracketSupport]) -> Html:
    """Return why each bracket was settled as it was; the reasons are in English, whatever the draft is in."""
    reasons = (
        element("li", chip(support.get(id_)), " ", element("span", element("strong", id_), words), id=anchor(id_))
        for id_ in brackets
        for words in [_reason(id_, brief, support.get(id_))]
    )
    return element("ul", *reasons, class_="why", lang="en")


def _reason(bracket: str, brief: Brief, support: BracketSupport | None) -> str:
    """Return what was chosen in a bracket, who is for and against it, and the same of the other options."""
    if brief.best is None:
        return " is open."
    letter = brief.best.variant.choices.get(bracket)
    if letter is None:
        inner = any(other.id == bracket for other in brief.space.brackets)
        return " does not arise: it is in words that were not taken." if inner else " is to be filled in."
    text = brief.space.texts[bracket, letter]
    taken = " leaves the words out" if letter == OMIT else f" takes {letter}, “{without_marks(text)}”"
    if support is None:
        return f"{taken}."
    # Where nobody has spoken, the first option was taken for want of a reason.
    if support.status == "silent":
        return f"{taken}; {uncapitalised(support.remedy)}"
    others = brief.best.alternatives.get(bracket, ())
    taken = f" is a toss; the text{taken}" if others else taken
    linked = f" The same choice as {some_of(support.linked)}." if support.linked else ""
    sides = {option.letter: sides_in_words(option) for option in support.options}
    rest = ""
    for option in support.options:
        if option.letter != letter:
            words = "leaving out" if option.letter == OMIT else f"{option.letter}, “{without_marks(option.text)}”"
            rest += f" {'Equally good:' if option.letter in others else 'Not'} {words} – {sides[option.letter]}."
    rest += " Equally good: that it falls away." * ("" in others)
    return f"{taken} – {sides[letter]}.{rest}{linked}"


def moves(brief: Brief) -> Iterator[Html]:
    """Yield the cheapest ways out, as what is forced and what is left to choose, and what single moves would close."""
    ways = brief.ways
    if not ways:
        return
    # Where nobody needs to give way, that is the only way.
    if not ways[0].moves:
        yield element("p", ways[0].sentence)
        return
    first, *others = brief.moves
    # What holds of all of the cheapest ways comes before any one of them.
    if len(brief.alike) > 1:
        yield element("p", first)
    lifted = sum(row.stance == "reserves" for row in ways[0].moves)
    reserved = f" Lifting a reservation costs least: {counted(lifted, 'move')}." if lifted else ""
    yield element(
        "p", f"{ways.product[0] if ways.choices else f'One way is the cheapest. Cost: {ways[0].cost}.'}{reserved}"
    )
    by: dict[str, list[Position]] = {}
    for row in ways.forced:
        by.setdefault(row.delegation, []).append(row)
    if by:
        yield element("h3", "In each of the cheapest ways" if ways.choices else "The cheapest way")
        rows = [
            [name, joined(*_places(moved, brief.space), by="; "), some_of(closed) if closed else ""]
            for name, moved in sorted(by.items(), key=lambda item: -len(item[1]))
            for closed in [ways.closed_by(moved)]
        ]
        yield wide("Moves in each of the cheapest ways", ("delegation", "would live with", "closes alone"), rows)
    if ways.choices:
        yield element("h3", "And one way at each of these")
        rows = [
            [joined(*map(link, choice.brackets), by=", "), _either(choice, brief.space)]
            for choice in ways.choices[:_CHOICES]
        ]
        yield wide("Choices that are left", ("bracket", "who would live with what"), rows)
        if len(ways.choices) > _CHOICES:
            more = f"And at {len(ways.choices) - _CHOICES} more; "
            yield element("p", more, element("code", "bracketed concessions"), " has all.")
    yield element("h3", "What single moves would close")
    # The first sentence is on the cheapest way, which is above.
    yield from listed(others)


def _places(moved: Sequence[Position], space: Space) -> list[Html]:
    """Return the options that a delegation would live with; of very many the number."""
    shown = [joined(link(row.bracket), f": {_words(space, row.bracket, row.option)}") for row in moved[:_PLACES]]
    return [*shown, *[escaped(f"and {len(moved) - _PLACES} more")] * (len(moved) > _PLACES)]


def _either(choice: MoveChoice, space: Space) -> Html:
    ways = []
    for way in choice.ways[:_WAYS]:
        by_option: dict[Choice, list[str]] = {}
        for row in way:
            by_option.setdefault((row.bracket, row.option), []).append(row.delegation)
        ways.append(
            joined_and(
                [
                    f"{joined_and(names)} {acceptance([option], space.texts, many=len(names) > 1)}"
                    for option, names in by_option.items()
                ]
            )
        )
    more = choice.total is None or choice.total > _WAYS
    return items([f"{'or ' * bool(number)}{way}" for number, way in enumerate(ways)] + ["or another"] * more)


def _words(space: Space, bracket: str, letter: str) -> str:
    if letter != OMIT:
        return f"“{without_marks(space.texts[bracket, letter])}”"
    # Leaving out has no words of its own; those that would go are named.
    left_out = [without_marks(text) for (id_, _), text in space.texts.items() if id_ == bracket and text]
    return f"leaving out “{'” or “'.join(left_out)}”"


def stances(positions: Positions, space: Space, language: str) -> Iterator[Html]:
    """Yield what each delegation wants, and on which words that rests, what rests on the same ones together."""
    # One sentence often settles several options: a row for each words that stances rest on says them once.
    for name in positions.delegations:
        options: dict[tuple[str, str], dict[str, list[str]]] = {}
        for row in positions.of(name):
            words = without_marks(space.texts.get((row.bracket, row.option), ""))
            condition = "".join(f" if {bracket} takes {letter}" for bracket, letter in row.condition)
            weight = "" if row.weight == 1 else f" ×{row.weight:g}"
            option = f"{'leaving out' if row.option == OMIT else f'{row.option} {words}'}{weight}{condition}"
            # A row of a table has no words of its own as a rule, and always a place.
            because = row.basis if row.evidence.rule == "table" else str(row.evidence) or row.source
            options.setdefault((row.bracket, because), {}).setdefault(row.stance, []).append(option)
        sides = [side for side in _STANCES if any(side in by_stance for by_stance in options.values())]
        rows = [
            [link(bracket), *("; ".join(by_stance.get(side, ())) for side in sides), because]
            for (bracket, because), by_stance in islice(options.items(), _STANCES_SHOWN)
        ]
        yield element("h3", name)
        head = ("bracket", *(_STANCES[side] for side in sides), "because of")
        yield wide(f"What {name} wants", head, rows, language)
        if len(options) > _STANCES_SHOWN:
            more = f"And {len(options) - _STANCES_SHOWN:,} more; "
            verb = element("code", f"bracketed positions --delegation “{name}”")
            yield element("p", more, verb, " has all.")


def remarks(positions: Positions, language: str) -> Iterator[Html]:
    """Yield the remarks that take no stance."""
    rows = [
        [note.delegation or note.author, note.provision, note.kind, without_marks(note.text)]
        for note in positions.notes
    ]
    if rows:
        yield wide("Remarks that take no stance", ("who", "provision", "about", "remark"), rows, language)


def findings(draft: Draft, positions: Positions) -> Iterator[Html]:
    """Yield what is doubtful or wrong: the comments that could not be read, then all else, in the order of the text."""
    unread = positions.unread
    # The comments that no answer counts come first: they are what is worth correcting.
    first = frozenset(unread)
    others = [finding for finding in every_finding(draft, positions) if finding not in first]
    ordered = [*unread, *sorted(others, key=lambda finding: (finding.source, finding.line, finding.column))]
    rows = [
        [place_in_words(one) or "draft", one.severity, without_marks(one.message), one.suggestion] for one in ordered
    ]
    if rows:
        yield wide("Findings", ("where", "how grave", "what", "what to do"), rows)


def signs() -> Iterator[Html]:
    """Yield what the signs mean, and the two words that are read most often, in a few lines."""
    yield element("p", joined(*(joined(_sign(step), f" {step.words}") for step in STEPS), by=" · "), class_="note")
    words = (
        joined(element("strong", term), f": {_TERMS[term].rstrip('.')}") for term in ("deadlocked", "red line", "toss")
    )
    yield element("p", joined(*words, by="; "), ".", class_="note")


def how_to_read() -> Iterator[Html]:
    """Yield what the signs and the words mean."""
    yield items(joined(_sign(step), f" {step.words}") for step in STEPS)
    terms = [(element("dt", term), element("dd", meaning)) for term, meaning in _TERMS.items()]
    yield element("dl", *(part for pair in terms for part in pair))
