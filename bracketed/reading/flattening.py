"""Flattens paragraphs to annotated text: the lines are the same for one document, whatever its format.

A paragraph is a line; the first line of a table cell begins with a tab, a blank line ends a row, and a comment is
behind the paragraph in which its place is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from bracketed.draft.annotated_text import (
    AnnotatedText,
    ChangesMode,
    CommentRange,
    Heading,
    ReadingFinding,
    Shade,
    TrackedChange,
)
from bracketed.draft.id_marks import is_id_mark, without_id_marks
from bracketed.reading.columns import CellPlace, cells_of
from bracketed.reading.paragraphs import (
    PLAIN,
    CommentStart,
    FileComment,
    Item,
    NoteMark,
    NoteStart,
    Origin,
    PageStart,
    Paragraph,
    Revision,
    Run,
    RunFormat,
)
from bracketed.reading.tables import with_tables
from bracketed.source import Span, line_at
from bracketed.time_limit import in_time

# Where a stretch of the text begins and ends, and where it comes from. A plain tuple, as `Origin` is.
TextOrigin: TypeAlias = tuple[int, int, Origin]


@dataclass(slots=True)
class _Proposal:
    """What one author changes in one place: the text that is there, and the text that would."""

    start: int
    end: int
    author: str
    cell: CellPlace | None
    dates: dict[str, str]  # of the deletion and of the insertion
    old: str = ""
    new: str = ""


@dataclass(slots=True)
class Flattener:
    """Writes paragraphs as text, which is `at` characters long so far, and keeps the places of all that is known of it.

    `view` says how the revisions are read that are left in the paragraphs. With `one_date` a deletion and the insertion
    in its place have the date of that which comes first.
    """

    comments: Mapping[str, FileComment]
    view: ChangesMode
    one_date: bool = False
    pieces: list[str] = field(default_factory=list)
    at: int = 0
    cells: list[tuple[CellPlace, Span]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    paragraphs: list[int] = field(default_factory=list)  # where each begins that is a line of its own and in no table
    shades: list[Shade] = field(default_factory=list)
    struck: list[Span] = field(default_factory=list)
    underlined: list[Span] = field(default_factory=list)
    note_marks: list[Span] = field(default_factory=list)
    findings: list[ReadingFinding] = field(default_factory=list)
    origins: list[TextOrigin] = field(default_factory=list)
    ends: list[tuple[int, Any]] = field(default_factory=list)  # of lines, each with the origin of its paragraph
    starts: dict[str, int] = field(default_factory=dict)  # of the words that comments are anchored to, by key
    stops: dict[str, int] = field(default_factory=dict)
    # Comments in the order of the text: all of each, its own text, and whether the file says what it is about.
    written: dict[str, tuple[Span, Span, bool]] = field(default_factory=dict)
    pages: list[tuple[int, int]] = field(default_factory=list)  # where each begins, and its number
    notes: list[tuple[int, int]] = field(default_factory=list)  # where each begins, and where its first mark is
    _marks: dict[str, int] = field(default_factory=dict)  # the first mark of each note, by key
    _waiting: list[tuple[int, int, str]] = field(default_factory=list)  # comments of this line: place, order and key
    _come: set[str] = field(default_factory=set)  # the keys of comments that are written or waiting
    _proposals: list[_Proposal] = field(default_factory=list)
    _cell: CellPlace | None = None
    _omits: bool = False  # the run just before is not in the text

    def write(self, paragraphs: Iterable[Paragraph]) -> None:
        """Write paragraphs behind those that are there."""
        for paragraph in in_time(paragraphs, lambda _: line_at("".join(self.pieces), self.at)):
            self._cell = paragraph.cell
            # One blank line is enough, as at the end of a table.
            if paragraph.apart and paragraph.ends_line and self.at and "".join(self.pieces[-2:])[-2:] != "\n\n":
                self.put("\n")
            start = self.at
            if paragraph.starts_cell:
                self.put("\t")
            if paragraph.origin is not None and paragraph.cell is None:
                self.paragraphs.append(start)
            if paragraph.level:
                self.headings.append(Heading(start, paragraph.level))
            # Each item goes when it is written: one hostile paragraph may have hundreds of thousands of runs.
            paragraph.items.reverse()
            while paragraph.items:
                self._write_item(paragraph.items.pop())
            if paragraph.ends_line:
                for key in self.take_waiting():
                    self.write_comment(key)
                if paragraph.origin is not None:
                    self.ends.append((self.at, paragraph.origin))
                self.put("\n")
            if paragraph.cell is not None and start < self.at:
                # Behind a table that is in it, a cell goes on with a span of its own.
                if self.cells and self.cells[-1][0] is paragraph.cell and self.cells[-1][1].end == start:
                    start = self.cells.pop()[1].start
                self.cells.append((paragraph.cell, Span(start, self.at)))

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.at += len(text)

    def _write_item(self, item: Item) -> None:
        if isinstance(item, Run):
            self._write_run(item)
        elif isinstance(item, ReadingFinding):
            self.findings.append(replace(item, at=self.at))
        elif isinstance(item, CommentStart):
            self.starts.setdefault(item.key, self.at)
        elif isinstance(item, PageStart):
            if not self.pages or self.pages[-1][1] != item.number:
                self.pages.append((self.at, item.number))
        elif isinstance(item, NoteMark):
            self._marks.setdefault(item.key, self.at)
        elif isinstance(item, NoteStart):
            if item.key in self._marks:
                self.notes.append((self.at, self._marks[item.key]))
        else:
            if item.ends:
                self.stops.setdefault(item.key, self.at)
            is_new = item.key not in self._come
            if item.is_place and is_new and item.key in self.comments:
                self.starts.setdefault(item.key, self.at)
                self._waiting.append((self.at, self.comments[item.key].order, item.key))
                self._come.add(item.key)

    def _write_run(self, run: Run) -> None:
        text, run_format, start = run.text, run.format, self.at
        if "‹" in text:
            # Where places are known, a mark has a run of its own.
            text = without_id_marks(text) if run.origin is None else "" if is_id_mark(text) else text
            if not text:
                return
        is_shown = run_format is PLAIN or shows(run_format, self.view)
        if is_shown:
            # Of the spaces on both sides of text that is not shown, one is enough.
            if self._omits and text.startswith(" ") and self.pieces and self.pieces[-1].endswith(" "):
                text = text[1:]
            self.pieces.append(text)
            self.at += len(text)
        self._omits = not is_shown and self.view != "brackets"
        # Accepted and rejected changes leave no trace in the text; those read as brackets are beside it.
        if run_format.revision is not None and self.view == "brackets":
            self._propose(run_format.revision, text, start)
        if self.at == start:
            return
        if run.origin is not None:
            self.origins.append((start, self.at, run.origin))
        if run.is_note_mark:
            self.note_marks.append(Span(start, self.at))
        if run_format is PLAIN:
            return
        span = Span(start, self.at)
        if run_format.colour:
            last = self.shades[-1] if self.shades else None
            if last is not None and last.colour == run_format.colour and last.span.end == start:
                span = Span(self.shades.pop().span.start, span.end)
            self.shades.append(Shade(span, run_format.colour))
        if run_format.struck and text.strip():
            _extend(self.struck, start, self.at)
        if run_format.underlined:
            _extend(self.underlined, start, self.at)

    def _propose(self, revision: Revision, text: str, start: int) -> None:
        """Enter a change that is to be read as a bracket."""
        # What one author changes without a gap is one proposal: Word tracks it word by word.
        author = revision.author or "unknown"
        last = self._proposals[-1] if self._proposals else None
        if last is None or last.author != author or last.end != start or last.cell is not self._cell:
            dates = dict.fromkeys(("deletion", "insertion"), revision.date) if self.one_date else {}
            last = _Proposal(start, start, author, self._cell, dates)
            self._proposals.append(last)
        last.dates.setdefault(revision.kind, revision.date)
        if revision.kind == "deletion":
            last.end = self.at
            last.old += text
        else:
            last.new += text

    def _changes(self) -> Iterator[TrackedChange]:
        """Yield the changes in order, a deletion before the insertion in its place; those of blanks alone are none."""
        for one in self._proposals:
            if one.old.strip():
                span = Span(one.start, one.end)
                yield TrackedChange("deletion", span, one.old, one.author, one.dates["deletion"])
            if one.new.strip():
                span = Span(one.end, one.end)
                yield TrackedChange("insertion", span, one.new, one.author, one.dates["insertion"])

    def take_waiting(self) -> list[str]:
        """Return the comments whose place has been reached and that are not written yet, and wait for them no more."""
        # Comments at one place keep the order of the file in Word, elsewhere that of their marks.
        waiting = sorted(self._waiting, key=lambda one: one[:2])
        self._waiting.clear()
        return [key for *_, key in waiting]

    def write_comment(self, key: str, placed: bool = True) -> None:
        """Write a comment as exports to plain text do."""
        comment, start = self.comments[key], self.at
        self.put(f"\tComment by {one_line(comment.author)}: " if comment.author else "\tComment: ")
        text = Span(self.at, self.at + len(comment.text))
        self.put(comment.text)
        self.written[key] = Span(start, self.at), text, placed

    def comment_range(self, key: str, anchor: Span | None, parent: int | None) -> CommentRange:
        """Return a comment that has been written, with the number of the one that it answers."""
        comment = self.comments[key]
        span, text, placed = self.written[key]
        return CommentRange(comment.author, span, text, anchor, comment.date, parent, comment.resolved, placed)

    def anchor(self, key: str) -> Span | None:
        """Return the words that a comment is anchored to, None if no mark of it has been seen."""
        start = self.starts.get(key)
        if start is None:
            return None
        # Of a beginning without an end only the point is known; an end may be before its beginning.
        stop = self.stops.get(key, start)
        return Span(min(start, stop), max(start, stop))

    def annotated(
        self, text: str, comments: tuple[CommentRange, ...] | None, findings: Iterable[ReadingFinding]
    ) -> AnnotatedText:
        """Return the text with all that is known of it, and with what its tables hold."""
        annotated = AnnotatedText(
            text,
            comments,
            tuple(self._changes()),
            tuple(self.headings),
            tuple(self.paragraphs),
            cells_of(text, self.cells),
            tuple(self.shades),
            tuple(sorted(findings, key=lambda finding: finding.at)),
            note_marks=tuple(self.note_marks),
            pages=tuple(self.pages),
            notes=tuple(self.notes),
        )
        return with_tables(annotated, self.cells)


def shows(run_format: RunFormat, view: ChangesMode) -> bool:
    """Return whether a run of this format is in the text."""
    return run_format.revision is None or (run_format.revision.kind == "insertion") == (view == "accept")


def struck_words(quote: str, at: int) -> ReadingFinding:
    message = f"“{quote}” is struck through; it is read as part of the text"
    cure = "if it is a proposal to delete, put it in brackets or delete it with changes tracked"
    return ReadingFinding("info", "struck-words", message, at, cure)


def pictures_left_out(count: int, at: int = 0) -> ReadingFinding:
    are = "a picture is" if count == 1 else f"{count} pictures are"
    return ReadingFinding("info", "picture", f"{are} left out; words in pictures are not read", at)


def _extend(spans: list[Span], start: int, end: int) -> None:
    if spans and spans[-1].end == start:
        start = spans.pop().start
    spans.append(Span(start, end))


def shortened(words: str, length: int = 60) -> str:
    """Return words as they may be quoted in a message: on one line, and cut.

    >>> shortened("a  long\\nstory", 6)
    'a long…'
    """
    line = one_line(words)
    return line if len(line) <= length else line[:length].rstrip() + "…"


def one_line(words: str) -> str:
    return " ".join(words.split())
