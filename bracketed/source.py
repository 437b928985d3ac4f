"""Places in a text: spans, lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

# A number that no page has.
_LAST_PAGE = 10**9


class Span(NamedTuple):
    """A range of a source text, from `start` up to but not including `end`, in characters.

    >>> "the [trust] clause"[slice(*Span(4, 11))]
    '[trust]'
    """

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Return whether `other` lies wholly inside this span.

        >>> Span(2, 9).holds(Span(3, 9)), Span(2, 9).holds(Span(3, 10))
        (True, False)
        """
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Return whether the two spans have a character in common.

        >>> Span(2, 5).touches(Span(4, 9)), Span(2, 5).touches(Span(5, 9))
        (True, False)
        """
        return self.start < other.end and other.start < self.end


def trimmed(text: str, span: Span, edges: str | None = None) -> Span:
    """Return a span without blanks, or the characters `edges`, at its ends; an empty one if nothing is left.

    >>> trimmed("the  shall. clause", Span(3, 11), " .")
    Span(start=5, end=10)
    """
    words = text[slice(*span)]
    start = span.start + len(words) - len(words.lstrip(edges))
    return Span(start, max(start, span.start + len(words.rstrip(edges))))


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Return a text with spaces in place of these stretches, in the order of their starts; its lines stay.

    >>> blanked("the [trust] clause", [Span(4, 11), Span(8, 11)])
    'the         clause'
    """
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += [text[at : span.start], re.sub(r"[^\n]", " ", text[max(at, span.start) : span.end])]
        at = max(at, span.end)
    return "".join([*pieces, text[at:]])


def masked(text: str, spans: Iterable[Span], signs: str) -> str:
    """Return a text with spaces in place of some signs in these stretches, in the order of their starts.

    >>> masked("at $3 [or $4]", [Span(6, 13)], "$")
    'at $3 [or  4]'
    """
    pieces: list[str] = []
    at = 0
    for span in spans:
        inside = text[max(at, span.start) : span.end]
        pieces += [text[at : span.start], inside.translate(dict.fromkeys(map(ord, signs), " "))]
        at = max(at, span.end)
    return "".join([*pieces, text[at:]])


# Where pages begin, with their numbers, in the order of the text.
PageStarts: TypeAlias = tuple[tuple[int, int], ...]


class Source:
    """A source text with its lines; lines and columns count from 1, as in editors.

    `pages` is how people find a place in the file: by its lines if it is None, else by its pages, of which a file may
    show none.

    >>> Source("Article 1\\nParties [shall report.").place(18)
    (2, 9)
    """

    def __init__(self, text: str, pages: PageStarts | None = None) -> None:
        self.text = text
        self._pages = pages
        # Only "\n" ends a line: "\r\n" does too, and a form feed or a Unicode separator inside a line does not.
        self._starts = [0]
        start = text.find("\n")
        while start >= 0:
            self._starts.append(start + 1)
            start = text.find("\n", start + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of the character at `offset`, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def where(self, line: int, column: int = 1) -> str:
        """Return how people find a line: by its number, by its page, or "" in a file that shows neither.

        >>> [Source("Ports\\npay.", pages).where(2) for pages in (None, ((0, 3), (6, 4)), ())]
        ['line 2', 'page 4', '']
        """
        if self._pages is None:
            return f"line {line}"
        at = self._starts[min(line, len(self._starts)) - 1] + column - 1
        number = bisect_right(self._pages, (at, _LAST_PAGE)) - 1
        return f"page {self._pages[max(number, 0)][1]}" if self._pages else ""

    def offset(self, line: int, column: int) -> int | None:
        """Return the offset of a line and column, both counted from 1, or None if there is no such place.

        >>> Source("Article 1\\nParties").offset(2, 3), Source("Article 1").offset(2, 1)
        (12, None)
        """
        if not 1 <= line <= len(self._starts):
            return None
        at = self._starts[line - 1] + column - 1
        # A column past the end of its line would be a place on the next.
        return at if column >= 1 and at < len(self.text) and self.place(at) == (line, column) else None

    def line(self, number: int) -> str:
        """Return line `number`, counted from 1, without its end."""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


def line_at(text: str, at: int) -> str:
    """Return the line of a place in a text, in words.

    >>> line_at("Article 1\\nParties report.", 12)
    'line 2'
    """
    return f"line {text.count(chr(10), 0, at) + 1:,}"
