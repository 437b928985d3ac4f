"""Runs of a document, cut where a change or a comment begins or ends, so that each is touched as a whole or not at all.

A run is a row of words in one format; the properties that describe it go with both halves when it is cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from bracketed.reading.word.names import Element, child, name_of
from bracketed.source import Span
from bracketed.writing.word.package import WritablePackage

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PROPERTIES = frozenset({"w:rPr", "m:rPr"})
_CHANGES = frozenset({"w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange"})
# What shows nothing: properties, marks of comments, and the page breaks of the program that wrote the file last.
_HIDDEN = _PROPERTIES | {"w:commentReference", "w:annotationRef", "w:lastRenderedPageBreak"}
_GREY = "595959"
# In half points: raised, this is shown as large as 8 points.
_SIZE = "28"
# What XML cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Segment:
    """A part of the source, the element that shows it, and the place of its first character in that element."""

    start: int
    end: int
    element: Element
    offset: int
    paragraph: Element

    @property
    def run(self) -> Element:
        """The run around the element."""
        return self.element.getparent()


class Runs:
    """The runs of a document by the segments of the source that they show."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self.segments = [*segments]

    def cut(self, places: Iterable[int]) -> None:
        """Cut runs so that none goes on beyond one of these places of the source."""
        # Segments and places are both in order, so one pass will do.
        waiting = deque(sorted(set(places)))
        cut: list[Segment] = []
        for segment in self.segments:
            while waiting and waiting[0] < segment.start:
                waiting.popleft()
            if waiting and waiting[0] == segment.start:
                _part(segment.element)
                waiting.popleft()
            while waiting and waiting[0] < segment.end:
                second = _halve(segment, waiting.popleft())
                _part(second.element)
                cut.append(segment)
                segment = second
            # The next segment may begin here too.
            if waiting and waiting[0] == segment.end and segment.element.getnext() is not None:
                _part(segment.element.getnext())
            cut.append(segment)
        self.segments = cut

    def within(self, span: Span) -> list[Segment]:
        """Return the segments inside a span that begins and ends at cuts."""
        first = bisect_left(self.segments, span.start, key=lambda segment: segment.start)
        last = bisect_right(self.segments, span.end, key=lambda segment: segment.end)
        return self.segments[first:last]

    def before(self, place: int) -> Segment | None:
        """Return the last segment that ends at a place of the source or before it."""
        number = bisect_right(self.segments, place, key=lambda segment: segment.end)
        return self.segments[number - 1] if number else None

    def behind(self, place: int) -> Segment | None:
        """Return the first segment that begins at a place of the source or behind it."""
        number = bisect_left(self.segments, place, key=lambda segment: segment.start)
        return self.segments[number] if number < len(self.segments) else None


def _halve(segment: Segment, place: int) -> Segment:
    """Cut the words of one element in two, and return the second half, which has an element of its own."""
    at = segment.offset + place - segment.start
    words = segment.element.text or ""
    second = deepcopy(segment.element)
    set_words(second, words[at:])
    set_words(segment.element, words[:at])
    segment.element.addnext(second)
    half = Segment(place, segment.end, second, 0, segment.paragraph)
    segment.end = place
    return half


def _part(element: Element) -> None:
    """Let a run end before an element of it; what follows becomes a run of its own."""
    run = element.getparent()
    # A run must not be left with nothing but its properties.
    if all(name_of(one) in _PROPERTIES for one in element.itersiblings(preceding=True)):
        return
    second = run.makeelement(run.tag, run.attrib, run.nsmap)
    second.extend(deepcopy(one) for one in run if name_of(one) in _PROPERTIES)
    # Moved and not copied, since segments go by these very elements.
    second.extend([element, *element.itersiblings()])
    run.addnext(second)


def allowed(words: str) -> str:
    """Return words with � for each character that XML cannot hold."""
    return _FORBIDDEN.sub("�", words)


def set_words(element: Element, words: str) -> None:
    """Set the words of an element; blanks at their ends are to be kept."""
    element.text = words
    if words != words.strip():
        element.set(_SPACE, "preserve")


def write_words(package: WritablePackage, run: Element, words: str) -> None:
    """Write words into a run: tabs and line ends become elements, and characters that XML cannot hold become �."""
    for part in re.split("([\t\n])", allowed(words.replace("\r\n", "\n").replace("\r", "\n"))):
        if part:
            element = package.element({"\t": "tab", "\n": "br"}.get(part, "t"))
            if part not in "\t\n":
                set_words(element, part)
            run.append(element)


def new_run(package: WritablePackage, like: Element, words: str) -> Element:
    """Return a run of words in the format of another."""
    run = package.element("r")
    properties = child(like, "w:rPr")
    if properties is not None:
        properties = deepcopy(properties)
        # Nobody has tracked the new run.
        for one in [one for one in properties if name_of(one) in _CHANGES]:
            properties.remove(one)
        run.append(properties)
    write_words(package, run, words)
    return run


def mark_run(package: WritablePackage, like: Element, mark: str) -> Element:
    """Return a run of a mark, grey and raised, in the typeface of another."""
    face = child(child(like, "w:rPr"), "w:rFonts")
    # The schema has the order of properties.
    properties = [
        *([] if face is None else [deepcopy(face)]),
        *(package.element(name, val="0") for name in ("b", "i", "strike")),
        package.element("noProof"),
        package.element("color", val=_GREY),
        package.element("sz", val=_SIZE),
        package.element("szCs", val=_SIZE),
        package.element("vertAlign", val="superscript"),
    ]
    text = package.element("delText" if _is_deleted(like) else "t")
    set_words(text, allowed(mark))
    return package.element("r", package.element("rPr", *properties), text)


def _is_deleted(run: Element) -> bool:
    return any(name_of(one) in ("w:del", "w:moveFrom") for one in run.iterancestors())


def shows_something(run: Element) -> bool:
    """Return whether a run has more than its properties and the marks of comments."""
    return any(name_of(one) not in _HIDDEN for one in run)
