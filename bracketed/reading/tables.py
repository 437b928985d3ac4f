"""Tables that hold no text of the draft, or several texts of one provision: comments on it, and versions of it.

The text of a file that has been written down stays as it is, so that nothing of the file is lost. A row of a table of
comments is a comment where it stands, and no provision; of a row of a table of versions it is told whose words stand
where, and its cells are one, so that they are one provision.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bracketed.draft.annotated_text import AnnotatedText, Cell, CommentRange, ReadingFinding, Version, VersionRow
from bracketed.parsing.labels import find_label
from bracketed.reading.columns import CellPlace
from bracketed.reading.heads import CommentColumns, Purpose, VersionColumns, owner_of, purpose_of
from bracketed.reading.named import Named
from bracketed.source import Span

Row: TypeAlias = list[CellPlace]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What whoever writes a text down has to know of its tables before; boxes stand here by `id`.

    `numbers` hold the number of a row of versions and no sign behind it: with a full stop, which the writer adds, it is
    the label of the provision. `comments` are the cells of tables of comments: what is changed in them is no proposal.
    """

    numbers: frozenset[int]
    comments: frozenset[int]


def foresee(written: Iterable[tuple[CellPlace, str]]) -> Foreseen:
    """Return what is to be known of tables, given their cells with the words in them."""
    boxes: dict[int, CellPlace] = {}
    words: dict[int, str] = {}
    for box, said in written:
        boxes[id(box)] = box
        words[id(box)] = f"{words.get(id(box), '')} {said}".strip()
    numbers: set[int] = set()
    comments: set[int] = set()
    for purpose, rows in _known_tables(boxes.values(), words):
        cells = [box for row in rows for box in row]
        if isinstance(purpose, CommentColumns):
            comments.update(map(id, cells))
        elif purpose.numbers is not None:
            numbers.update(id(box) for box in cells if box.column == purpose.numbers)
    bare = (key for key in numbers if _is_label(f"{words[key]}.") and not _is_label(words[key]))
    return Foreseen(frozenset(bare), frozenset(comments))


def with_tables(transcript: AnnotatedText, written: Sequence[tuple[CellPlace, Span]]) -> AnnotatedText:
    """Return a transcript with the comments and versions that its tables hold; `written` are their cells."""
    bare = _blank(transcript.text, [one.span for one in transcript.comments or ()])
    boxes: dict[int, CellPlace] = {}
    spans: dict[int, Span] = {}
    for box, span in written:
        # A cell goes on behind a table that stands in it.
        boxes[id(box)] = box
        spans[id(box)] = Span(spans.get(id(box), span).start, span.end)
    words = {key: bare[slice(*span)].strip() for key, span in spans.items()}
    known = _known_tables(boxes.values(), words)
    if not known:
        return transcript
    sheet = _Sheet(transcript, bare, spans)
    for purpose, rows in known:
        heads = [words[id(box)] for box in rows[0]]
        sheet.begin_table()
        for row in rows:
            if [words[id(box)] for box in row] == heads:
                sheet.take(row, is_head=True)
            elif isinstance(purpose, VersionColumns):
                sheet.versions_in(row, purpose)
            else:
                sheet.comment_in(row, purpose)
    return sheet.read()


def _known_tables(boxes: Iterable[CellPlace], words: Mapping[int, str]) -> list[tuple[Purpose, list[Row]]]:
    """Return the tables that are known by their heads, each with its rows from that of the heads on."""
    tables: dict[int, dict[int, Row]] = {}
    for box in boxes:
        tables.setdefault(id(box.table), {}).setdefault(box.row, []).append(box)
    found: dict[int, tuple[Purpose, list[Row]]] = {}
    for key, by_number in tables.items():
        rows = [by_number[number] for number in sorted(by_number)]
        within = rows[0][0].table.within
        # Rows of one cell are titles, above the heads.
        while rows and len(rows[0]) == 1:
            del rows[0]
        if len(rows) < 2 or (within is not None and id(within.table) in found):
            continue
        purpose = purpose_of([(words[id(box)], box.columns) for box in rows[0]])
        if purpose is not None:
            found[key] = (purpose, rows)
    return [*found.values()]


@dataclass(slots=True)
class _Said:
    """A row of a table of comments: all of it with what stands over it, its words, who says them, and about what."""

    span: Span
    words: Span
    author: str
    named: Span
    unit: str


@dataclass(slots=True)
class _Sheet:
    """A text, `bare` without its comments, and what is found in its tables; `spans` are the boxes, by `id`."""

    transcript: AnnotatedText
    bare: str
    spans: Mapping[int, Span]
    cells: list[Cell] = field(default_factory=list)
    versions: list[VersionRow] = field(default_factory=list)
    rows: list[_Said] = field(default_factory=list)
    remarked: list[ReadingFinding] = field(default_factory=list)
    last: dict[int, CellPlace] = field(default_factory=dict)  # the cells of a table so far that stand lowest, by column
    since: int | None = None  # where the rows begin that belong to the next comment

    def begin_table(self) -> None:
        """Forget what was seen of the table before."""
        self.last, self.since = {}, None

    def take(self, row: Row, is_head: bool = False) -> Span:
        """Make a row one cell, and return it; as a head it is in no provision."""
        spans = [self.spans[id(box)] for box in row]
        span = Span(min(one.start for one in spans), max(one.end for one in spans))
        if span.start < span.end:
            self.cells.append(Cell(span, "", is_head))
        self.since = span.start if self.since is None else self.since
        return span

    def versions_in(self, row: Row, columns: VersionColumns) -> None:
        """Read a row of a table of versions."""
        self.take(row)
        filled = [(box, span) for box in row if (span := self._words(box)).start < span.end]
        if len(filled) == 1 and _is_label(self.bare[slice(*filled[0][1])]):
            # The number of an article stands above its paragraphs, for all columns.
            return
        cells: list[Version] = []
        for box, span in filled:
            heads = [columns.heads[column] for column in box.columns if column in columns.heads]
            # A cell over all columns is the text of all.
            if len(heads) < len(columns.heads):
                cells += [Version(head, span, owner_of(head)) for head in dict.fromkeys(heads)]
        if cells:
            self.versions.append(VersionRow(tuple(cells)))

    def comment_in(self, row: Row, columns: CommentColumns) -> None:
        """Read a row of a table of comments."""
        span = self.take(row, is_head=True)
        here = {column: box for box in row for column in box.columns}
        # A cell that reaches down from the row above holds for this one too.
        self.last = {**self.last, **here}
        said = here.get(columns.words)
        named, author = self.last.get(columns.provision), self.last.get(columns.author)
        if said is None or named is None or author is None or said in (named, author):
            return
        words = self._words(said)
        if words.start == words.end:
            return
        # Heads and titles go with the comment below them, since without it they say nothing.
        span = Span(span.start if self.since is None else self.since, _trimmed(self.transcript.text, span).end)
        self.since = span.end
        name = " ".join(self.bare[slice(*self._words(author))].split())
        self.rows.append(_Said(span, words, name, self._words(named), columns.unit))

    def _words(self, box: CellPlace) -> Span:
        """Return the words of a cell, without comments and space at its ends."""
        return _trimmed(self.bare, self.spans[id(box)])

    def read(self) -> AnnotatedText:
        """Return the text with all that was found."""
        old = self.transcript
        rows = sorted(cell.span for cell in self.cells)
        kept = [cell for cell in old.cells if not _row_around(rows, cell.span)]
        return replace(
            old,
            comments=self._comments(),
            cells=tuple(sorted([*kept, *self.cells], key=lambda cell: cell.span)),
            remarked=tuple(sorted([*old.remarked, *self.remarked], key=lambda found: found.at)),
            versions=tuple(self.versions),
        )

    def _comments(self) -> tuple[CommentRange, ...] | None:
        """Return all comments in the order of the text, each with the number of the one that it answers."""
        old = self.transcript.comments or ()
        if not self.rows:
            return self.transcript.comments
        named = self._named()
        new = [one for row in self.rows for one in self._noted(row, named)]
        both = sorted([*enumerate(old, 1), *((0, one) for one in new)], key=lambda pair: pair[1].span)
        numbers = {before: now for now, (before, _) in enumerate(both, 1)}
        return tuple(one if one.parent is None else replace(one, parent=numbers[one.parent]) for _, one in both)

    def _named(self) -> Named:
        """Return the paragraphs that have a number; those within a row of versions have that of the row."""
        quiet = [cell.span for cell in self.cells if cell.is_head]
        # The number of a row of versions stands in its first line.
        for cell in self.cells:
            if not cell.is_head:
                first = _trimmed(self.bare, cell.span).start
                end = self.bare.find("\n", first)
                quiet.append(Span(end if first <= end < cell.span.end else cell.span.end, cell.span.end))
        breaks = [heading.start for heading in self.transcript.headings]
        return Named.of(_blank(self.bare, sorted(quiet)), breaks)

    def _noted(self, row: _Said, named: Named) -> Iterator[CommentRange]:
        """Yield the comment of a row; the parts of it between comments that the file itself has on the row."""
        number = self.bare[slice(*row.named)]
        anchors = named.find(number, row.unit)
        anchor = anchors[0] if len(anchors) == 1 else None
        if anchor is None:
            self._without_place(number, len(anchors), row)
        comments = self.transcript.comments or ()
        first, last = (bisect_left(comments, at, key=lambda one: one.span.start) for at in row.span)
        inner = [one.span for one in comments[first:last]]
        starts = [row.span.start, *(span.end for span in inner)]
        ends = [*(span.start for span in inner), row.span.end]
        for start, end in zip(starts, ends, strict=True):
            part = Span(start, start + len(self.bare[start:end].rstrip()))
            words = Span(max(start, row.words.start), min(part.end, row.words.end))
            if words.start < words.end:
                words = _trimmed(self.bare, words)
                yield CommentRange(row.author, part, words, anchor, placed=anchor is not None)

    def _without_place(self, number: str, count: int, row: _Said) -> None:
        number = " ".join(number.split())
        if not number:
            why = f"a row of a table of comments, by {row.author or 'nobody'}, names no paragraph"
        elif count:
            why = f"a table of comments speaks of “{number}”, and {count} paragraphs may be meant"
        else:
            why = f"a table of comments speaks of “{number}”, and no paragraph of the text has this number"
        self.remarked.append(
            ReadingFinding(
                "warning",
                "comment-without-place",
                f"{why}; no stance is tied to a provision",
                row.words.start,
                "write the number of one paragraph there, as it stands in the text",
            )
        )


def _is_label(words: str) -> bool:
    """Say whether words are the number of a paragraph and nothing else."""
    label = find_label(words, 0, len(words))
    return label is not None and label.end >= len(words)


def _trimmed(text: str, span: Span) -> Span:
    """Return a stretch of a text without the space at its ends."""
    words = text[slice(*span)]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _blank(text: str, spans: Sequence[Span]) -> str:
    """Return a text with spaces in place of these stretches, which are in order; its lines stay."""
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += [text[at : span.start], re.sub(r"[^\n]", " ", text[slice(*span)])]
        at = span.end
    return "".join([*pieces, text[at:]])


def _row_around(rows: Sequence[Span], span: Span) -> bool:
    """Say whether a stretch lies in one of these rows, which are in order and apart."""
    number = bisect_right(rows, span.start, key=lambda row: row.start) - 1
    return number >= 0 and rows[number].holds(span)
