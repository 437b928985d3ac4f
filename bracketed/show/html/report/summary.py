"""The short report: what is open and where, what is deadlocked, who would have to move, what can be closed, who agrees.

Each section has so few lines that all of them are two or three printed pages, whatever the draft; the whole report has
all lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bracketed.consensus.blocking import BracketSupport, OptionSupport, beside_in_sentence
from bracketed.consensus.brief import Brief
from bracketed.consensus.delegation_outcome import Outcome
from bracketed.consensus.groups import common_ground, distinctions
from bracketed.draft.articles import count_cell
from bracketed.draft.draft import SEVERITIES, Diagnostic
from bracketed.draft.tree import OMIT
from bracketed.markdown import without_marks
from bracketed.phrasing import capitalised, shortened, some_of
from bracketed.positions.positions import Positions, every_finding
from bracketed.show.html.markup import Html, element, items, joined, wide
from bracketed.show.html.report.sections import chip
from bracketed.show.listings import place_in_words
from bracketed.show.palette import STEPS, step_of
from bracketed.variants.space import Space

# Deadlocks with their sentence, those in a row of a table, brackets that can be closed, parts, moves, groups, findings.
_DEADLOCKS = 5
_ROWS = 6
_PARTS = 12
_MOVES = 3
_GROUPS = 3
_FINDINGS = 3
# Characters of an option, of a bracket in a cell, of what is beside it in its sentence, and of a list of names.
_OPTION = 70
_CELL = 50
_AROUND = 80
_NAMES = 6
# Rows of what one delegation gets.
_OUTCOMES = 60


@dataclass(frozen=True)
class Parts:
    """Where brackets are: the names of the articles, or other parts, and in which of them each bracket is.

    What is in no article or titled part is in the `rest`.
    """

    names: tuple[str, ...]
    of: dict[str, str]
    rest: str

    @classmethod
    def of_draft(cls, space: Space) -> Parts:
        """Return the parts of a draft, those without a bracket left out."""
        of = {one.id: space.draft.article_of(one) for one in space.brackets}
        names = space.draft.outline.part_names
        return cls(tuple(name for name in names if name in {*of.values()}), of, names[-1])

    def where(self, bracket: str) -> str:
        """Return the part that a bracket is in; "" if that says nothing of its place."""
        name = self.of.get(bracket, "")
        return "" if name == self.rest else name

    def grouped(self, rows: Sequence[BracketSupport]) -> list[tuple[str, list[BracketSupport]]]:
        """Return rows by the part that they are in, in the order of the draft."""
        by_part = {name: [row for row in rows if self.of.get(row.id) == name] for name in self.names}
        return [(name, own) for name, own in by_part.items() if own]


def deadlocks(brief: Brief, parts: Parts, language: str, ids: Ids) -> Iterator[Html]:
    """Yield the most urgent deadlocks, each with its sentence and its sides, and of the others who holds them."""
    for row in brief.blocking[:_DEADLOCKS]:
        where = parts.where(row.id)
        yield element(
            "article",
            element("h3", chip(row), " ", ids.name(row.id), element("span", f" · {where}" * bool(where))),
            sentence_around(row, brief.space, language),
            items(option_line(option) for option in row.options),
            element("p", row.remedy, f" The same choice as {some_of(row.linked)}." if row.linked else ""),
        )
    rest = brief.blocking[_DEADLOCKS:]
    if rest:
        rows = [
            [
                joined(chip(row), " ", ids.name(row.id)),
                shortened(words_of(row), _CELL),
                shortened(row.remedy, 2 * _CELL),
            ]
            for row in rest[:_ROWS]
        ]
        yield element("h3", "And these")
        yield wide("Other deadlocked brackets", ("bracket", "words", "what would close it"), rows, language)
        yield from _more(len(rest) - _ROWS, "bracketed blocking")
    if brief.standings and not brief.blocking:
        yield element("p", "Nothing is deadlocked.")


@dataclass(frozen=True, slots=True)
class Ids:
    """How brackets are named: by their ids, which lead to the page of the explorer if its `address` is known."""

    address: str = ""

    def name(self, bracket: str) -> Html:
        """Return the id of a bracket."""
        if not self.address:
            return element("span", bracket, class_="id")
        return element("a", bracket, href=f"{self.address}#{quote(bracket, safe='')}", class_="id")


def words_of(row: BracketSupport) -> str:
    """Return the words of the options of a bracket, in one line."""
    words = [f"“{_short(option.text, _CELL)}”" for option in row.options if option.letter != OMIT]
    return " or ".join(words)


def sentence_around(row: BracketSupport, space: Space, language: str) -> Html:
    """Return the sentence that a bracket is in, with the bracket marked."""
    before, behind = beside_in_sentence(row, space.draft)
    options = " | ".join(_short(option.text, _OPTION) for option in row.options if option.letter != OMIT)
    return element(
        "p",
        _last(before),
        element("mark", f"[{options}]", class_=f"t{STEPS.index(step_of(row))}"),
        f"{' ' * behind.startswith(' ')}{shortened(behind.lstrip(), _AROUND)}",
        class_="sentence",
        lang=language,
        dir="auto",
    )


def _short(words: str, longest: int) -> str:
    return shortened(without_marks(words), longest)


def _last(words: str) -> str:
    """Return the end of a long line of words."""
    return words if len(words) <= _AROUND else f"… {words[-_AROUND:].split(' ', 1)[-1]}"


def option_line(option: OptionSupport) -> Html:
    """Return an option with who is on which side of it."""
    words = "leave out" if option.letter == OMIT else f"“{_short(option.text, _OPTION)}”"
    sides = "; ".join(f"{side}: {some_of(names, _NAMES)}" for side, names in option.sides.items())
    return joined(element("strong", option.letter), f" {words} – {sides or 'nobody has spoken'}")


def moves(brief: Brief) -> Iterator[Html]:
    """Yield who would have to move: the cheapest way out, and what single moves would close."""
    lines = brief.moves
    if lines:
        yield items(shortened(line, 3 * _OPTION) for line in lines[:_MOVES])
        yield from _more(len(lines) - _MOVES, "bracketed concessions")
    elif brief.ways and not brief.ways[0].moves:
        yield element("p", brief.ways[0].sentence)


def closable(brief: Brief, parts: Parts, language: str, ids: Ids) -> Iterator[Html]:
    """Yield what can be closed now, as a table by part of the draft: first that on which most have spoken."""
    found = brief.standings.of("closable") if brief.standings else ()
    shown = sorted(found, key=lambda row: -len({name for option in row.options for name in spoken_on(option)}))[:_ROWS]
    rows = [
        [
            joined(chip(row), " ", ids.name(row.id)),
            _short(words_of(row), _CELL),
            shortened(row.remedy, 2 * _CELL),
            parts.where(row.id),
        ]
        for _, own in parts.grouped(shown)
        for row in own
    ]
    if rows:
        seen = 4 if any(row[3] for row in rows) else 3
        head = ("bracket", "words", "how", "where")[:seen]
        yield wide("What can be closed now", head, [row[:seen] for row in rows], language)
        yield from _more(len(found) - _ROWS, "bracketed blocking --status closable")


def spoken_on(option: OptionSupport) -> Iterator[str]:
    """Yield the delegations that have spoken on an option."""
    for names in option.sides.values():
        yield from names


def by_part(brief: Brief, parts: Parts) -> Iterator[Html]:
    """Yield how much is open in each part of the draft, if there are several."""
    if len(parts.names) < 2 or not brief.standings:
        return
    found = {row["article"]: row for row in brief.standings.by_article().to_records() if row["article"] in parts.names}
    heads = {"deadlocked": "deadlocked", "reserved": "reserved", "closable": "can be closed", "silent": "no position"}
    statuses = [status for status in heads if any(row[status] for row in found.values())]
    tossed = Counter(parts.of.get(toss.bracket, "") for toss in (brief.best and brief.best.tossed) or ())
    # Of many parts those with most deadlocks are shown, in the order of the draft.
    ranked = sorted(found, key=lambda name: (-found[name]["deadlocked"], -found[name]["closable"]))
    rows = []
    for name in sorted(ranked[:_PARTS], key=parts.names.index):
        row = found[name]
        share = f"{100 * row['share']:.0f} %" if row["words"] else ""
        rows.append([name, share, *(count_cell(number) for number in (*(row[one] for one in statuses), tossed[name]))])
    head = ("part", "words in brackets", *(heads[status] for status in statuses), "tosses")
    yield wide("What is open in each part", head, rows)
    yield from _more(len(parts.names) - _PARTS, "bracketed outline")


def groups(brief: Brief, ids: Ids) -> Iterator[Html]:
    """Yield what unites all, and the groups with what sets each apart."""
    texts = brief.space.texts

    def option(bracket: str, letter: str) -> Html:
        if letter != OMIT:
            return joined(f"“{_short(texts.get((bracket, letter), letter), _CELL)}” (", ids.name(bracket), ")")
        left_out = [text for (id_, _), text in texts.items() if id_ == bracket and text]
        return joined(f"leaving out “{_short(left_out[0] if left_out else '', _CELL)}” (", ids.name(bracket), ")")

    shared = common_ground(brief.positions, _GROUPS)
    if shared:
        lines = (joined(option(one.bracket, one.option), f": {some_of(one.supporters, _NAMES)}") for one in shared)
        yield element("p", "What unites the delegations – wanted by several, opposed by nobody:")
        yield items(lines)
    together = [names for names in brief.communities if len(names) > 1]
    found = distinctions(brief.positions, together[:_GROUPS])
    lines_of_groups = []
    for names, reasons in zip(together[:_GROUPS], found, strict=True):
        parts: list[str] = []
        for number, one in enumerate(reasons):
            side = "for" if one.is_for else "against"
            count = f" ({one.inside} of {one.spoken}, others {one.outside} of {one.others})"
            parts.append(joined("; " * bool(number), f"{side} ", option(one.bracket, one.option), count))
        apart = joined(" – ", *parts) if parts else " – nothing sets it clearly apart"
        lines_of_groups.append(joined(element("strong", some_of(names, _NAMES)), apart))
    if lines_of_groups:
        yield element("p", "Groups, and what sets each apart:")
        yield items(lines_of_groups, ordered=True)
        yield from _more(len(together) - _GROUPS, "bracketed coalitions")


def outcome(found: Outcome, ids: Ids) -> Iterator[Html]:
    """Yield what one delegation wins, loses and has still open."""
    yield element("p", " ".join([found.summary, *[found.note] * bool(found.note)]))
    order = ("crossed", "open", "holds")
    lines = sorted(found.red_lines, key=lambda line: order.index(line.status))
    if lines:
        yield items(line.sentence for line in lines)
    titles = {"loses": "loses", "open": "still open", "wins": "wins", "neither": "neither"}
    rows = [
        [titles[row.result], ids.name(row.bracket), capitalised(row.sentence.partition(": ")[2] or row.sentence)]
        for result in titles
        for row in found.rows
        if row.result == result
    ]
    if rows:
        head = ("result", "bracket", "what the text does")
        yield wide(f"What {found.delegation} gets", head, rows[:_OUTCOMES])
        yield from _more(len(rows) - _OUTCOMES, f"bracketed best --for “{found.delegation}” --all")


def findings(space: Space, positions: Positions) -> Iterator[Html]:
    """Yield the gravest findings: comments that could not be read, which no answer counts, then errors and warnings."""
    unread = frozenset(positions.unread)
    found = [one for one in every_finding(space.draft, positions) if one.severity != "info" or one in unread]
    found.sort(key=lambda one: (one not in unread, SEVERITIES.index(one.severity)))
    if found:
        yield items(map(_told, found[:_FINDINGS]))
        yield from _more(len(found) - _FINDINGS, "bracketed check")


def _told(finding: Diagnostic) -> str:
    message = without_marks(finding.message)
    # Of a table or record the message itself says where.
    is_placed = finding.source and finding.source in finding.message
    return message if is_placed else f"{place_in_words(finding) or 'draft'}: {message}"


def _more(number: int, command: str) -> Iterator[Html]:
    if number > 0:
        whole = element("code", "--full")
        yield element(
            "p",
            f"And {number:,} more: ",
            element("code", command),
            ", or the whole report (",
            whole,
            ").",
            class_="note",
        )
