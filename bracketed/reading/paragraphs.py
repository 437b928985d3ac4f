"""A document as a row of paragraphs, each with its words, marks and place in a table, and how it is written down.

A reader of a format makes the paragraphs; `written_down` turns them into a transcript, so that every format comes out
in the same lines: a line a paragraph, a tab before the first line of a table cell, a blank line after a row, comments
behind the paragraph in which their place ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from bracketed.draft.annotated_text import (
    AnnotatedText,
    ChangesMode,
    CommentRange,
    Heading,
    ReadingFinding,
    Shade,
    TrackedChange,
    TrackedChangeKind,
)
from bracketed.reading.columns import Box, cells_of
from bracketed.reading.tables import foresee, with_tables
from bracketed.reading.tracked import is_whole, tracked_changes
from bracketed.source import Span


@dataclass(frozen=True, slots=True)
class Revision:
    """Words are inserted or deleted, by whom and when."""

    kind: TrackedChangeKind
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file shows of words beside the words: a tracked change, a line through them, a background."""

    revision: Revision | None = None
    struck: bool = False
    colour: str = ""


PLAIN = Look()


@dataclass(slots=True)
class Words:
    """Words of one look."""

    words: str
    look: Look = PLAIN


@dataclass(slots=True)
class NoteMark(Words):
    """Words that the file itself shows to be the mark of a note, in brackets that are none of the draft."""


@dataclass(frozen=True, slots=True)
class Opens:
    """The words that a comment stands on begin here; `comment` is its key."""

    comment: str


@dataclass(frozen=True, slots=True)
class Closes:
    """The words that a comment stands on end here; without an `Opens` it stands at this point."""

    comment: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about this place; see `bracketed.draft.draft.Diagnostic`."""

    severity: Literal["error", "warning", "info"]
    code: str
    message: str
    suggestion: str = ""


Item: TypeAlias = Words | Opens | Closes | Remark


@dataclass(slots=True)
class Said:
    """A comment: who typed it, what it says, when, and the key of the comment that it answers."""

    author: str = ""
    words: str = ""
    date: str = ""
    parent: str = ""


@dataclass(slots=True)
class Paragraph:
    """One paragraph: its items, the number shown before it, its level if it is a heading, and its table cell.

    `apart` says that a blank line stands before it.
    """

    items: list[Item] = field(default_factory=list)
    label: str = ""
    level: int = 0
    box: Box | None = None
    apart: bool = False

    def add(self, words: str, look: Look) -> None:
        """Write words behind those that are there."""
        last = self.items[-1] if self.items else None
        if type(last) is Words and (last.look is look or last.look == look):
            last.words += words
        else:
            self.items.append(Words(words, look))


def written_down(
    paragraphs: Sequence[Paragraph], comments: Mapping[str, Said], changes: ChangesMode | None = None
) -> AnnotatedText:
    """Write a document down as a transcript, tracked changes read as `changes` says, by default as made.

    >>> taken = Look(Revision("deletion", "Ann"))
    >>> paragraphs = [Paragraph([Words("4. Ports [shall] report"), Words(" soon", taken)])]
    >>> written_down(paragraphs, {}).text, written_down(paragraphs, {}, "reject").text
    ('4. Ports [shall] report\\n', '4. Ports [shall] report soon\\n')
    """
    scribe = _Scribe(comments, changes or "accept")
    revisions = [
        item.look.revision
        for paragraph in paragraphs
        for item in paragraph.items
        if isinstance(item, Words) and item.look.revision is not None
    ]
    if revisions:
        authors = [*dict.fromkeys(revision.author for revision in revisions if revision.author)]
        scribe.remarked.append(tracked_changes(len(revisions), authors, changes, scribe.view))
    return scribe.write(paragraphs)


@dataclass(slots=True)
class _Scribe:
    """Writes paragraphs down; holds the text so far and all that is known of stretches of it."""

    comments: Mapping[str, Said]
    view: ChangesMode
    pieces: list[str] = field(default_factory=list)
    at: int = 0
    boxes: list[tuple[Box, Span]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    changes: list[TrackedChange] = field(default_factory=list)
    shades: list[Shade] = field(default_factory=list)
    struck: list[Span] = field(default_factory=list)
    remarked: list[ReadingFinding] = field(default_factory=list)
    noted: list[tuple[str, CommentRange]] = field(default_factory=list)
    note_marks: list[Span] = field(default_factory=list)
    opened: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[str, Span | None]] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    passed_over: bool = False  # the words just before are not in the text

    def write(self, paragraphs: Sequence[Paragraph]) -> AnnotatedText:
        self._prepare_tables(paragraphs)
        entered: set[int] = set()
        before: Paragraph | None = None
        for paragraph in paragraphs:
            if not paragraph.items and not paragraph.label and paragraph.box is None:
                continue
            if self.view == "brackets":
                self._take_brackets(paragraph)
            if not self._shows(paragraph) and (paragraph.box is None or id(paragraph.box) in entered):
                self._unshown(paragraph)
                continue
            row_ended = before is not None and _row_ends(before, paragraph)
            if row_ended or (paragraph.apart and self.at and not self._after_blank_line()):
                self._put("\n")
            start = self.at
            box = paragraph.box
            if box is not None and id(box) not in entered:
                entered.add(id(box))
                self._put("\t")
            self._paragraph(paragraph, start)
            if box is not None:
                self._in_box(box, Span(start, self.at))
            self._put("\n")
            before = paragraph
        self._strays()
        return self._transcript()

    def _prepare_tables(self, paragraphs: Sequence[Paragraph]) -> None:
        """Put a full stop behind bare numbers of rows of versions, and read changes in tables of comments as made."""
        placed = [(one, one.box, self._shown_words(one)) for one in paragraphs if one.box is not None]
        foreseen = foresee((box, one.label + "".join(item.words for item in words)) for one, box, words in placed)
        for paragraph, box, words in placed:
            if id(box) in foreseen.numbers and words:
                words[-1].words = f"{words[-1].words.rstrip()}."
            if id(box) in foreseen.comments and self.view == "brackets":
                for item in paragraph.items:
                    if isinstance(item, Words):
                        _take(item)

    def _shown_words(self, paragraph: Paragraph) -> list[Words]:
        words = (item for item in paragraph.items if isinstance(item, Words))
        return [item for item in words if self._shown(item.look) and item.words.strip()]

    def _shown(self, look: Look) -> bool:
        """Say whether words of this look are in the text."""
        if look.revision is None:
            return True
        return (look.revision.kind == "insertion") == (self.view == "accept")

    def _take_brackets(self, paragraph: Paragraph) -> None:
        """Read changes as made that put or take brackets and note marks, which are no wording to be argued about.

        Unless that would break up brackets which were whole before.
        """
        for item in paragraph.items:
            if isinstance(item, NoteMark):
                # Nobody holds a note mark, so none is read as a bracket.
                _take(item)
        changed = [item for item in paragraph.items if isinstance(item, Words) and item.look.revision is not None]
        taken = [
            item
            for item in changed
            if re.search(r"[\[\]]", item.words) and (_inserts(item) or re.fullmatch(r"[\[\]\s]*", item.words))
        ]
        words = [item for item in paragraph.items if isinstance(item, Words)]
        before = "".join(item.words for item in words if not _inserts(item))
        made = {id(item) for item in taken}
        after = "".join(
            item.words for item in words if item.look.revision is None or _inserts(item) == (id(item) in made)
        )
        if not taken or (is_whole(before) and not is_whole(after)):
            return
        shown = "”, “".join(dict.fromkeys(shortened(item.words) for item in taken))
        message = f"tracked changes put or take brackets here (“{shown}”); they are read as made"
        self._remark(Remark("info", "brackets-tracked", message), self.at)
        for item in taken:
            _take(item)

    def _shows(self, paragraph: Paragraph) -> bool:
        """Say whether a paragraph has a line of its own: unless it comes or goes as a whole with a change."""
        words = [item for item in paragraph.items if isinstance(item, Words) and item.words.strip()]
        return not words or any(self._shown(item.look) for item in words)

    def _unshown(self, paragraph: Paragraph) -> None:
        """Pass over a paragraph that is not in the text; in the reading as brackets it would go here."""
        first = next(item for item in paragraph.items if isinstance(item, Words) and item.words.strip())
        self._items(paragraph)
        if self.view == "brackets" and first.look.revision is not None:
            self._change(first.look.revision, Span(self.at, self.at), "\n")

    def _put(self, words: str) -> None:
        self.pieces.append(words)
        self.at += len(words)

    def _after_blank_line(self) -> bool:
        return len(self.pieces) > 1 and self.pieces[-1] == "\n" and self.pieces[-2].endswith("\n")

    def _paragraph(self, paragraph: Paragraph, start: int) -> None:
        if paragraph.level:
            self.headings.append(Heading(start, paragraph.level))
        self._items(paragraph)
        for key, anchor in self.waiting:
            self._comment(key, anchor)
        self.waiting.clear()

    def _items(self, paragraph: Paragraph) -> None:
        looks = {item.look.revision for item in paragraph.items if isinstance(item, Words) and item.words.strip()}
        if paragraph.label:
            label = paragraph.label if looks else paragraph.label.rstrip()
            # The number of a paragraph that comes or goes comes or goes with it.
            self._words(Words(label, Look(looks.pop() if len(looks) == 1 else None)))
        for item in paragraph.items:
            match item:
                case Words():
                    self._words(item)
                case Opens(key):
                    self.opened.setdefault(key, self.at)
                case Closes(key):
                    self._close(key)
                case Remark():
                    self._remark(item, self.at)

    def _words(self, item: Words) -> None:
        look, start = item.look, self.at
        if self._shown(look):
            # Of the spaces on both sides of words that are not shown, one is enough.
            twice = self.passed_over and item.words.startswith(" ") and self.pieces and self.pieces[-1].endswith(" ")
            self._put(item.words[1:] if twice else item.words)
        self.passed_over = self.view != "brackets" and not self._shown(look)
        span = Span(start, self.at)
        if look.revision is not None and self.view == "brackets":
            self._change(look.revision, span, item.words)
        if span.end == start or not item.words.strip():
            return
        if isinstance(item, NoteMark):
            self.note_marks.append(span)
        if look.struck:
            _extend(self.struck, span)
        if look.colour:
            last = self.shades[-1] if self.shades else None
            if last is not None and last.colour == look.colour and last.span.end == start:
                self.shades[-1] = Shade(Span(last.span.start, span.end), look.colour)
            else:
                self.shades.append(Shade(span, look.colour))

    def _change(self, revision: Revision, span: Span, words: str) -> None:
        """Enter a change that is to be read as a bracket; words that stand together are one."""
        last = self.changes[-1] if self.changes else None
        author = revision.author or "unknown"
        if last is not None and last.kind == revision.kind and last.author == author and last.span.end == span.start:
            self.changes[-1] = TrackedChange(
                last.kind, Span(last.span.start, span.end), last.words + words, author, last.date
            )
        else:
            self.changes.append(TrackedChange(revision.kind, span, words, author, revision.date))

    def _remark(self, remark: Remark, at: int) -> None:
        self.remarked.append(ReadingFinding(remark.severity, remark.code, remark.message, at, remark.suggestion))

    def _close(self, key: str) -> None:
        if key in self.placed or key not in self.comments:
            return
        self.placed.add(key)
        start = self.opened.pop(key, self.at)
        self.waiting.append((key, Span(start, self.at) if start < self.at else None))

    def _comment(self, key: str, anchor: Span | None, placed: bool = True) -> None:
        said = self.comments[key]
        start = self.at
        self._put(f"\tComment by {_one_line(said.author)}: " if said.author else "\tComment: ")
        words = Span(self.at, self.at + len(said.words))
        self._put(said.words)
        noted = CommentRange(said.author, Span(start, self.at), words, anchor, said.date, placed=placed)
        self.noted.append((key, noted))

    def _strays(self) -> None:
        """Write down the comments whose place was never closed, or that have none."""
        left = [key for key in self.comments if key not in self.placed]
        if not left and not self.waiting:
            return
        if self.pieces and self.pieces[-1] == "\n":
            self.pieces.pop()
            self.at -= 1
        for key, anchor in self.waiting:
            self._comment(key, anchor)
        for key in left:
            placed = self.comments[key].parent in self.placed
            if not placed:
                self._remark(
                    Remark(
                        "warning",
                        "comment-without-place",
                        f"the file does not say what the comment “{shortened(self.comments[key].words)}” is about; no "
                        "stance is tied to a provision",
                        "name the provision in it",
                    ),
                    max(0, self.at - 1),
                )
            self._comment(key, None, placed)
        self._put("\n")

    def _in_box(self, box: Box, span: Span) -> None:
        if self.boxes and self.boxes[-1][0] is box:
            self.boxes[-1] = (box, Span(self.boxes[-1][1].start, span.end))
        else:
            # A nested table has come in between: the cell goes on behind it.
            self.boxes.append((box, span))

    def _transcript(self) -> AnnotatedText:
        text = "".join(self.pieces)
        for span in self.struck:
            self._remark(
                Remark(
                    "info",
                    "struck-words",
                    f"“{shortened(text[slice(*span)])}” is struck through; it is read as standing in the text",
                    "if it is a proposal to delete, put it in brackets or delete it with changes tracked",
                ),
                span.start,
            )
        transcript = AnnotatedText(
            text,
            self._in_order() or None,
            tuple(one for one in self.changes if one.words.strip()),
            tuple(self.headings),
            cells_of(text, [*self.boxes]),
            tuple(self.shades),
            tuple(sorted(self.remarked, key=lambda found: found.at)),
            note_marks=tuple(self.note_marks),
        )
        return with_tables(transcript, self.boxes)

    def _in_order(self) -> tuple[CommentRange, ...]:
        """Return the comments, each with the number of the one that it answers."""
        numbers = {key: number for number, (key, _) in enumerate(self.noted, start=1)}
        return tuple(replace(noted, parent=numbers.get(self.comments[key].parent)) for key, noted in self.noted)


def _inserts(item: Words) -> bool:
    return item.look.revision is not None and item.look.revision.kind == "insertion"


def _take(item: Words) -> None:
    """Read a change as made."""
    if item.look.revision is not None:
        item.words = item.words if _inserts(item) else ""
        item.look = replace(item.look, revision=None)


def _extend(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].end == span.start:
        spans[-1] = Span(spans[-1].start, span.end)
    else:
        spans.append(span)


def _row_ends(before: Paragraph, after: Paragraph) -> bool:
    """Say whether a table row lies behind us: the next paragraph stands in another row, or in no table."""
    if before.box is None:
        return False
    return after.box is None or after.box.table is not before.box.table or after.box.row != before.box.row


def shortened(words: str, length: int = 60) -> str:
    """Return words as they may be quoted in a message: on one line, and cut.

    >>> shortened("a  long\\nstory", 6)
    'a long…'
    """
    line = _one_line(words)
    return line if len(line) <= length else line[:length].rstrip() + "…"


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def without_blank_ends(paragraphs: Sequence[Paragraph]) -> None:
    """Take empty lines at the ends of paragraphs away."""
    for paragraph in paragraphs:
        words = [item for item in paragraph.items if isinstance(item, Words)]
        for one in words:
            one.words = one.words.lstrip("\n")
            if one.words:
                break
        for one in reversed(words):
            one.words = one.words.rstrip("\n")
            if one.words:
                break
        paragraph.items = [item for item in paragraph.items if not isinstance(item, Words) or item.words]
