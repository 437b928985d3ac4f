"""The marks of Markdown in a whole text, and the words that they set off, which pages show in bold or italics.

Marks that belong together are found also where a bracket opens or closes between them: `*[Noting* the plan]`. The rules
are those of CommonMark (https://spec.commonmark.org/0.31.2/), but that emphasis ends with its line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from bracketed.markdown import ADDRESS, ATTRIBUTES, CODE, ESCAPE, FRONT_MATTER, LINK, NOTE_MARK, TAG
from bracketed.source import Span

# How words are set: bold, italic, struck, or as a heading of a level, h1 to h6.
Face: TypeAlias = str

_DEFINITION = re.compile(rf"^[ ]{{0,3}}\[([^\]^\n]+)\]:[ \t]+<?{ADDRESS}>?[^\n]*$", re.MULTILINE | re.IGNORECASE)

_REFERENCE = re.compile(r"\[([^\[\]^]+)\](?:\[([^\[\]^]*)\])?(?!\()")

_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+")
_CLOSING = re.compile(rf"(?<![ \t])[ \t]+(?:#+|{ATTRIBUTES})[ \t\r]*$")
# A line between parts, below a title, or below the heads of a table, and one that only says how a title is set.
_RULE = re.compile(
    rf"[ ]{{0,3}}(?:{ATTRIBUTES}|([-*_=])(?:[ \t]*\1){{2,}}|\|?(?:[ ]?:?-+:?[ ]?\|)+(?:[ ]?:?-+:?[ ]?)?)[ \t\r]*"
)
_LINE = re.compile(r"[^\n]+")
_QUOTE = re.compile(r"[ ]{0,3}>[ \t]?")
_ITEM = re.compile(r"[ \t]*(\\?[*])(?=[ \t])")
_RUN = re.compile(r"\*+|_+|~~")
# Figures as they are raised.
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FACES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "s": "struck", "del": "struck"}
_ANY = re.compile(r"[*_~`\\#<>|={]|---|\]\(|\]\[|\]:|\[\^")
_NO_FACES: frozenset[Face] = frozenset()


class Mark(NamedTuple):
    """A mark in a text, and what is shown in its place."""

    span: Span
    shown: str = ""


class Region(NamedTuple):
    """Words that marks set off, and how they are set."""

    span: Span
    face: Face


@dataclass(frozen=True, slots=True, eq=False)
class Markup:
    """A text, its marks of Markdown, and the words that they set off; made by `markup_of`."""

    text: str
    # Where what is shown changes, and what it is from there on: instead of the words, or None, and their faces.
    _starts: Sequence[int] = field(repr=False, default=())
    _shown: Sequence[tuple[str | None, frozenset[Face]]] = field(repr=False, default=())

    def pieces(self, span: Span) -> Iterator[tuple[str, frozenset[Face]]]:
        """Yield the words of a part of the text without marks, cut where their faces change.

        >>> [(words, *faces) for words, faces in markup_of("*[Noting* the plan]").pieces(Span(0, 19))]
        [('[Noting', 'italic'), (' the plan]',)]
        """
        return ((words, faces) for _, words, faces in self.placed(span))

    def placed(self, span: Span) -> Iterator[tuple[Span, str, frozenset[Face]]]:
        """Yield the same, each with its place in the text, which may have other words there."""
        at = span.start
        number = bisect_right(self._starts, at) - 1
        while at < span.end:
            end = min(span.end, self._starts[number + 1] if number + 1 < len(self._starts) else span.end)
            shown, faces = self._shown[number] if number >= 0 else (None, _NO_FACES)
            # Of a mark that is cut only its beginning shows something.
            words = self.text[at:end] if shown is None else shown if at == self._starts[number] else ""
            if words:
                yield Span(at, end), words, faces
            at, number = end, number + 1

    def plain(self, span: Span) -> str:
        """Return the words of a part of the text without marks."""
        return "".join(words for words, _ in self.pieces(span))


def markup_of(text: str) -> Markup:
    """Return the marks of Markdown in a text, and the words that they set off.

    >>> text = "## Ports\\n* They **must** [pay](https://example.org).[^2]"
    >>> markup_of(text).plain(Span(0, len(text)))
    'Ports\\n• They must pay.²'
    """
    marks: list[Mark] = []
    regions: list[Region] = []
    at = 0
    front = FRONT_MATTER.match(text)
    if front:
        # Lines stay, so that they can still be counted.
        marks += [Mark(Span(*line.span())) for line in _LINE.finditer(front[0])]
        at = front.end()
    loose: list[Mark] = []
    keys = link_keys(text)
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        # Most lines have none, and to say so takes little.
        if _ANY.search(text, at, end):
            own = _LineReader(text, at, end, keys)
            own.read()
            marks += sorted(own.marks)
            regions += own.regions
            loose += own.loose
        at = end + 1
    if marks:
        # In a Markdown text a star without its partner is a slip, in another the mark of a note.
        marks += loose
    return _swept(text, marks, regions)


def link_keys(text: str) -> set[str]:
    """Return by what links name addresses that are listed elsewhere in a text.

    >>> link_keys("They [pay][Rules].\\n\\n[rules]: https://example.org")
    {'rules'}
    """
    return {found[1].casefold() for found in _DEFINITION.finditer(text)} if "]:" in text else set()


def _swept(text: str, marks: Sequence[Mark], regions: Sequence[Region]) -> Markup:
    """Return the markup with the places where something changes, in the order of the text."""
    changes: dict[int, list[tuple[Face, int]]] = {}
    for span, face in regions:
        changes.setdefault(span.start, []).append((face, 1))
        changes.setdefault(span.end, []).append((face, -1))
    hidden = {mark.span.start: mark for mark in marks}
    for mark in marks:
        changes.setdefault(mark.span.start, [])
        changes.setdefault(mark.span.end, [])
    open_: Counter[Face] = Counter()
    starts: list[int] = []
    shown: list[tuple[str | None, frozenset[Face]]] = []
    until = 0
    for place in sorted(changes):
        for face, step in changes[place]:
            open_[face] += step
        own = hidden.get(place)
        until = own.span.end if own else until
        starts.append(place)
        shown.append((own.shown if own else "" if place < until else None, frozenset(+open_)))
    return Markup(text, starts, shown)


class _LineReader:
    """Reads the marks of one line."""

    def __init__(self, text: str, start: int, end: int, keys: Collection[str]) -> None:
        self.marks: list[Mark] = []
        self.regions: list[Region] = []
        # Stars at the edge of words that have no partner.
        self.loose: list[Mark] = []
        self._text, self._start, self._end, self._keys = text, start, end, keys
        # Characters that are a mark, or that a backslash makes words.
        self._taken: set[int] = set()

    def read(self) -> None:
        if _RULE.fullmatch(self._text, self._start, self._end) or (
            self._keys and _DEFINITION.match(self._text, self._start, self._end)
        ):
            self.marks.append(Mark(Span(self._start, self._end)))
            return
        at = self._begin()
        self._links(at)
        for found in CODE.finditer(self._text, at, self._end):
            self._mark(found.start(), found.start(1))
            self._mark(found.end(1), found.end())
            self._taken.update(range(*found.span(1)))
        for found in ESCAPE.finditer(self._text, at, self._end):
            self._mark(found.start(), found.end())
            self._taken.add(found.end())
        for found in NOTE_MARK.finditer(self._text, at, self._end):
            raised = found[1].translate(RAISED) if found[1].isdecimal() else f"({found[1]})"
            self._mark(*found.span(), raised)
        self._tags(at)
        self._emphasis(at)

    def _begin(self) -> int:
        """Read what begins the line, and return where its words begin."""
        at = self._start
        while quote := _QUOTE.match(self._text, at, self._end):
            self._mark(*quote.span())
            at = quote.end()
        if heading := _HEADING.match(self._text, at, self._end):
            self._mark(*heading.span())
            if closing := _CLOSING.search(self._text, heading.end(), self._end):
                self._mark(*closing.span())
            self.regions.append(Region(Span(heading.end(), self._end), f"h{len(heading[1])}"))
            return heading.end()
        if item := _ITEM.match(self._text, at, self._end):
            self._mark(*item.span(1), "•")
            return item.end()
        return at

    def _links(self, at: int) -> None:
        for found in LINK.finditer(self._text, at, self._end):
            self._link(found)
        for found in _REFERENCE.finditer(self._text, at, self._end) if self._keys else ():
            if (found[2] or found[1]).casefold() in self._keys:
                self._link(found)

    def _link(self, found: re.Match[str]) -> None:
        self._mark(found.start(), found.start(1))
        self._mark(found.end(1), found.end())

    def _tags(self, at: int) -> None:
        opened: dict[str, int] = {}
        for found in TAG.finditer(self._text, at, self._end):
            name = found[0].strip("</ >").casefold()
            self._mark(*found.span(), " " if name == "br" else "")
            if found[0].startswith("</") and name in opened and name in _FACES:
                self.regions.append(Region(Span(opened.pop(name), found.start()), _FACES[name]))
            else:
                opened[name] = found.end()

    def _emphasis(self, at: int) -> None:
        # By sign, the runs that are still open: where each ends, and how many of its signs are left.
        open_: dict[str, list[list[int]]] = {"*": [], "_": [], "~": []}
        for run in _RUN.finditer(self._text, at, self._end):
            if not self._taken.isdisjoint(range(*run.span())):
                continue
            sign, left, place = run[0][0], len(run[0]), run.start()
            opens, closes = self._flanks(run)
            while closes and left and open_[sign]:
                opener = open_[sign][-1]
                used = 2 if sign == "~" or min(opener[1], left) > 1 else 1
                self._mark(opener[0] - used, opener[0])
                self._mark(place, place + used)
                face = "struck" if sign == "~" else "bold" if used > 1 else "italic"
                self.regions.append(Region(Span(opener[0], place), face))
                # What was opened in between is closed nowhere: emphasis does not cross.
                for others in open_.values():
                    while others and others[-1][0] > opener[0]:
                        others.pop()
                opener[0], opener[1] = opener[0] - used, opener[1] - used
                left, place = left - used, place + used
                if not opener[1]:
                    open_[sign].pop()
            if opens and left:
                open_[sign].append([run.end(), left])
            elif left and sign == "*" and self._is_edge(run):
                self.loose.append(Mark(Span(place, run.end())))
        for end, left in open_["*"]:
            self.loose.append(Mark(Span(end - left, end)))

    def _flanks(self, run: re.Match[str]) -> tuple[bool, bool]:
        """Return whether a run of signs can begin emphasis, and whether it can end it."""
        before = self._text[run.start() - 1] if run.start() > self._start else " "
        after = self._text[run.end()] if run.end() < self._end else " "
        # In front of a comma a line of underscores is a gap to be filled in.
        opens = not after.isspace() and after not in ("])},.;:!?" if run[0][0] == "_" else "])}")
        closes = not before.isspace() and before not in "[({"
        if len(run[0]) > 3 or (before.isdigit() and after.isdigit()):
            return False, False
        if run[0][0] == "_":
            return opens and not before.isalnum(), closes and not after.isalnum()
        return opens, closes

    def _is_edge(self, run: re.Match[str]) -> bool:
        """Return whether a run is at the edge of words, and not between two of them or two figures."""
        before, after = self._text[run.start() - 1 : run.start()], self._text[run.end() : run.end() + 1]
        between = before.isspace() and after == " "
        return len(run[0]) <= 3 and not between and not (before.isdigit() and after.isdigit())

    def _mark(self, start: int, end: int, shown: str = "") -> None:
        # Of marks that overlap, as in an address, the first counts.
        if start < end and self._taken.isdisjoint(range(start, end)):
            self._taken.update(range(start, end))
            self.marks.append(Mark(Span(start, end), shown))
