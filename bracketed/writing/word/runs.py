"""Runs of a document, cut where a change or a comment begins or ends, so that each is touched as a whole or not at all.

A run is a stretch of words that look alike; all that says how they look goes with both halves when it is cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from bracketed.reading.flattening import TextOrigin
from bracketed.reading.word.names import Element, child, name_of
from bracketed.source import Span

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PROPERTIES = frozenset({"w:rPr", "m:rPr"})
# What XML cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Cutting:
    """A stretch of the source, the element that shows it, and the place of its first character in that element."""

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
    """The runs of a document by the stretches of the source that they show."""

    def __init__(self, origins: Iterable[TextOrigin]) -> None:
        self.cuttings = [Cutting(start, end, *origin) for start, end, origin in origins]

    def cut(self, places: Iterable[int]) -> None:
        """Cut runs so that none goes on beyond one of these places of the source."""
        waiting = deque(sorted(set(places)))
        made: list[Cutting] = []
        for cutting in self.cuttings:
            while waiting and waiting[0] < cutting.start:
                waiting.popleft()
            if waiting and waiting[0] == cutting.start:
                _part(cutting.element)
                waiting.popleft()
            while waiting and waiting[0] < cutting.end:
                second = _halve(cutting, waiting.popleft())
                _part(second.element)
                made.append(cutting)
                cutting = second
            # The next stretch may begin here too.
            if waiting and waiting[0] == cutting.end and cutting.element.getnext() is not None:
                _part(cutting.element.getnext())
            made.append(cutting)
        self.cuttings = made

    def within(self, span: Span) -> list[Cutting]:
        """Return the stretches inside a stretch of the source that begins and ends at cuts."""
        first = bisect_left(self.cuttings, span.start, key=lambda cutting: cutting.start)
        last = bisect_right(self.cuttings, span.end, key=lambda cutting: cutting.end)
        return self.cuttings[first:last]

    def before(self, place: int) -> Cutting | None:
        """Return the last stretch that ends at a place of the source or before it."""
        number = bisect_right(self.cuttings, place, key=lambda cutting: cutting.end)
        return self.cuttings[number - 1] if number else None

    def behind(self, place: int) -> Cutting | None:
        """Return the first stretch that begins at a place of the source or behind it."""
        number = bisect_left(self.cuttings, place, key=lambda cutting: cutting.start)
        return self.cuttings[number] if number < len(self.cuttings) else None


def _halve(cutting: Cutting, place: int) -> Cutting:
    """Cut the words of one element in two, and return the second half, which has an element of its own."""
    at = cutting.offset + place - cutting.start
    words = cutting.element.text or ""
    second = deepcopy(cutting.element)
    set_words(second, words[at:])
    set_words(cutting.element, words[:at])
    cutting.element.addnext(second)
    half = Cutting(place, cutting.end, second, 0, cutting.paragraph)
    cutting.end = place
    return half


def _part(element: Element) -> None:
    """Let a run end before an element of it; what follows becomes a run of its own."""
    run = element.getparent()
    if all(name_of(one) in _PROPERTIES for one in element.itersiblings(preceding=True)):
        return
    second = run.makeelement(run.tag, run.attrib, run.nsmap)
    for one in run:
        if name_of(one) in _PROPERTIES:
            second.append(deepcopy(one))
    for one in [element, *element.itersiblings()]:
        second.append(one)
    run.addnext(second)


def allowed(words: str) -> str:
    """Return words with � for each character that XML cannot hold."""
    return _FORBIDDEN.sub("�", words)


def set_words(element: Element, words: str) -> None:
    """Set the words of an element; blanks at their ends are to be kept."""
    element.text = words
    if words != words.strip():
        element.set(_SPACE, "preserve")


def new_run(like: Element, space: str, words: str) -> Element:
    """Return a run of words that looks like another."""
    run = like.makeelement(f"{space}r", nsmap=like.nsmap)
    properties = child(like, "w:rPr")
    if properties is not None:
        copied = deepcopy(properties)
        for one in [*copied]:
            if name_of(one) in ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange"):
                copied.remove(one)
        run.append(copied)
    write_words(run, space, words)
    return run


def write_words(run: Element, space: str, words: str) -> None:
    """Write words into a run: tabs and line ends become elements, and characters that XML cannot hold become �."""
    from lxml import etree

    for part in re.split("([\t\n])", allowed(words.replace("\r\n", "\n").replace("\r", "\n"))):
        if part == "\t":
            etree.SubElement(run, f"{space}tab")
        elif part == "\n":
            etree.SubElement(run, f"{space}br")
        elif part:
            set_words(etree.SubElement(run, f"{space}t"), part)


def shows_something(run: Element) -> bool:
    """Say whether a run has more than its looks and the marks of comments."""
    return any(
        name_of(one) not in _PROPERTIES | {"w:commentReference", "w:annotationRef", "w:lastRenderedPageBreak"}
        for one in run
    )
