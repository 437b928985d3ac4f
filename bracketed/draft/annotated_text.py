"""A file as one text, with what the file says of regions of it that the words alone do not show.

Of a plain text nothing more is known, and of Markdown its tables. A reader of Word, HTML or PDF writes the document
down as lines: a line a paragraph, with its number as shown; the first line of a table cell begins with a tab; a comment
is behind the paragraph that it is about, as `<tab>Comment by NAME: …`. So one document has the same text in every
format, and all that is beyond the text is beside it, by place.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bracketed.source import PageStarts, Span

TrackedChangeKind: TypeAlias = Literal["insertion", "deletion"]
# How tracked changes are read: as made, as not made, or as brackets that their authors hold.
ChangesMode: TypeAlias = Literal["accept", "reject", "brackets"]
CHANGES: tuple[ChangesMode, ...] = ("accept", "reject", "brackets")


@dataclass(frozen=True, slots=True)
class CommentRange:
    """A comment that a file keeps apart from its text."""

    author: str
    # All of the comment where it is written into the text, its words, and the words that it is on, if it is on any.
    span: Span
    text_span: Span
    anchor: Span | None = None
    # ISO 8601, as the file gives it, or "".
    date: str = ""
    # The number, counted from 1, of the comment that it answers.
    parent: int | None = None
    resolved: bool = False
    # Whether the file says what the comment is about.
    placed: bool = True
    # Of a row of a table of comments: the number of the provision that it names, as “article 4”, or "".
    about: str = ""
    row: bool = False


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """A tracked change: the words that were inserted or deleted, by whom, and when."""

    kind: TrackedChangeKind
    # The words of a deletion; an insertion is not in the text, and this is the place where it would go.
    span: Span
    words: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that the file marks as a heading: where it begins, and its level, counted from 1."""

    start: int
    level: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its lines, and the head of its column, or "" if the table has none."""

    span: Span
    column: str
    # A cell of the head row itself, whose words are in no provision.
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """Words with a highlight or a background: `colour` is its plain English name, such as `red`."""

    span: Span
    colour: str


@dataclass(frozen=True, slots=True)
class ReadingFinding:
    """Something that a reader found doubtful or could not carry over; see `bracketed.draft.draft.Diagnostic`."""

    severity: Literal["error", "warning", "info"]
    code: str
    message: str
    at: int
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """The words that one column of a table of versions proposes, the head of that column, and whose it is, or ""."""

    head: str
    span: Span
    owner: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A row of a table with a column for each version: one provision in several wordings."""

    # A cell over several columns is a version of each of them, with the same span.
    cells: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class XmlPlaces:
    """Where a text is in the XML of its Word document: elements have their numbers in the order of its parts.

    `pieces` has five numbers for each stretch that one element shows: its start and end in the text, the element, the
    place in that element's words, and the paragraph. `ends` has two for each end of a line that is the end of a
    paragraph: where it is, and the paragraph.
    """

    pieces: array[int]
    ends: array[int]


@dataclass(frozen=True)
class AnnotatedText:
    """A file as one text, with all that is known of regions of it; everything is in the order of the text."""

    text: str
    # None where nothing but the text is known, so that comments written into it are looked for.
    comments: tuple[CommentRange, ...] | None = None
    changes: tuple[TrackedChange, ...] = ()
    headings: tuple[Heading, ...] = ()
    # Where paragraphs begin that the file sets apart, though no empty line is before them in the text.
    paragraphs: tuple[int, ...] = ()
    cells: tuple[Cell, ...] = ()
    shades: tuple[Shade, ...] = ()
    remarked: tuple[ReadingFinding, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    # Marks of notes, such as a raised figure that the reader writes as `[22]`: in no bracket of the draft.
    note_marks: tuple[Span, ...] = ()
    # Where each foot- or endnote begins whose mark the text does not show, and where that mark would be.
    notes: tuple[tuple[int, int], ...] = ()
    places: XmlPlaces | None = None
    # None where the lines of the text are those of the file; else where its pages begin, if it has any.
    pages: PageStarts | None = None
