"""The text as which a document is written down, while it is being written: lines, cells, headings, colours, pieces.

Each character that stands in the document is written once, and `Piece` says where it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from bracketed.draft.annotated_text import AnnotatedText, Heading, Shade
from bracketed.reading.columns import Box
from bracketed.reading.word.names import Element
from bracketed.source import Span


class Piece(NamedTuple):
    """A stretch of the text and where it stands in the document.

    `element` is the `<w:t>` (or `<w:delText>`, `<m:t>`, `<w:sym>`, `<w:tab>`, `<w:br>` …) that shows it, `offset` the
    place in that element's text of its first character, `paragraph` the `<w:p>` around it.
    """

    span: Span
    element: Element
    offset: int
    paragraph: Element


@dataclass(frozen=True)
class Walked:
    """A document written down: its transcript, and for each character of the document in it the place in the XML.

    `pieces` are in order and do not overlap. What lies between them does not stand in the document's runs: numbers,
    the tabs before cells, line ends, and comments. `ends` tells of each end of a line that is one of a paragraph, which
    paragraph that is.
    """

    transcript: AnnotatedText
    pieces: tuple[Piece, ...]
    ends: tuple[tuple[int, Element], ...]
    comments: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text of the transcript."""
        return self.transcript.text


@dataclass(slots=True)
class Open:
    """A table cell, text box or note that is being written: where its lines began, and its place in a table."""

    start: int
    box: Box | None


@dataclass(slots=True)
class Written:
    """What has been written so far, which is `at` characters long, and what is known of stretches of it."""

    out: list[str] = field(default_factory=list)
    at: int = 0
    pieces: list[Piece] = field(default_factory=list)
    ends: list[tuple[int, Element]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    cells: list[tuple[Box | None, Span]] = field(default_factory=list)
    opened: Open | None = None
    _shades: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def shades(self) -> tuple[Shade, ...]:
        """The stretches of colour."""
        return tuple(Shade(Span(start, end), colour) for start, end, colour in self._shades)

    def write(self, words: str) -> None:
        """Write words that do not stand in the document's runs."""
        if words:
            self.out.append(words)
            self.at += len(words)

    def write_piece(self, words: str, element: Element, offset: int, paragraph: Element) -> Span:
        """Write words that an element of the document shows, and return where they stand."""
        start = self.at
        self.out.append(words)
        self.at = end = start + len(words)
        span = Span(start, end)
        self.pieces.append(Piece(span, element, offset, paragraph))
        return span

    def shade(self, span: Span, colour: str) -> None:
        """Note the colour of words."""
        if self._shades and self._shades[-1][1] == span.start and self._shades[-1][2] == colour:
            self._shades[-1] = (self._shades[-1][0], span.end, colour)
        else:
            self._shades.append((span.start, span.end, colour))

    @property
    def at_edge(self) -> bool:
        """Whether no words of the paragraph have been written yet."""
        return not "".join(self.out[-1:]).strip() or not self.pieces or self.pieces[-1].span.end < self.at

    def end_line(self, paragraph: Element) -> None:
        """End a line with the end of a paragraph."""
        self.ends.append((self.at, paragraph))
        self.write("\n")

    def open_cell(self, box: Box | None) -> None:
        """Begin a table cell, or a text box or note, here."""
        self.opened = Open(self.at, box)

    def close_cell(self) -> Open | None:
        """End the table cell, text box or note that is being written, and return it."""
        opened, self.opened = self.opened, None
        if opened is not None and opened.start < self.at:
            self.cells.append((opened.box, Span(opened.start, self.at)))
        return opened

    def reopen(self, cell: Open | None) -> None:
        """Go on with a cell behind what stands in it."""
        if cell is not None:
            self.open_cell(cell.box)
