"""Tables that hold no text of the draft, or several texts of one provision: comments on it, and versions of it.

A row of a table of comments becomes a comment where it is, and no provision; a row of a table of versions becomes
one cell, and so one provision, whose versions are known.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bracketed.draft.annotated_text import AnnotatedText, Cell, CommentRange, ReadingFinding, Version, VersionRow
from bracketed.parsing.labels import find_label
from bracketed.reading.columns import CellPlace, Table, joined_words, rows_of_tables
from bracketed.reading.heads import CommentColumns, Purpose, VersionColumns, owner_of, purpose_of
from bracketed.reading.paragraph_numbers import ParagraphNumbers
from bracketed.source import Span, blanked, trimmed

_Row: TypeAlias = list[CellPlace]


@dataclass(frozen=True, slots=True)
class CellRoles:
    """Cells that are written otherwise than those of the text.

    Behind `bare_numbers`, the numbers of rows of versions without a sign behind them, goes a full stop: with it they
    are the labels of provisions. What is changed in `comments`, the cells of tables of comments, is no proposal.
    """

    bare_numbers: frozenset[CellPlace]
    comments: frozenset[CellPlace]


def cell_roles(written: Iterable[tuple[CellPlace, str]]) -> CellRoles:
    """Return the roles of cells, given with the words in them."""
    words = joined_words(written)
    numbers: list[CellPlace] = []
    comments: list[CellPlace] = []
    for purpose, rows in _known_tables(words):
        cells = [cell for row in rows for cell in row]
        if isinstance(purpose, CommentColumns):
            comments += cells
        else:
            numbers += [cell for cell in cells if cell.column == purpose.numbers]
    bare = (cell for cell in numbers if _is_label(f"{words[cell]}.") and not _is_label(words[cell]))
    return CellRoles(frozenset(bare), frozenset(comments))


def with_tables(annotated: AnnotatedText, written: Sequence[tuple[CellPlace, Span]]) -> AnnotatedText:
    """Return a text with the comments and versions that its tables hold, given all cells."""
    plain = blanked(annotated.text, [one.span for one in annotated.comments or ()])
    spans: dict[CellPlace, Span] = {}
    for cell, span in written:
        # A cell goes on behind a table that is in it.
        spans[cell] = Span(spans.get(cell, span).start, span.end)
    words = {cell: plain[slice(*span)].strip() for cell, span in spans.items()}
    known = _known_tables(words)
    if not known:
        return annotated
    # The text stays as it is, so that nothing of the file is lost.
    reader = _TableReader(annotated, plain, spans)
    for purpose, rows in known:
        heads = [words[cell] for cell in rows[0]]
        reader.lowest, reader.since = {}, None
        for row in rows:
            if [words[cell] for cell in row] == heads:
                # On each page of a long table its heads may be again.
                reader.take(row, is_head=True)
            elif isinstance(purpose, VersionColumns):
                reader.read_versions(row, purpose)
            else:
                reader.read_comment(row, purpose)
    return reader.result()


def _known_tables(words: Mapping[CellPlace, str]) -> list[tuple[Purpose, list[_Row]]]:
    """Return the tables that are known by their heads, each with its rows from that of the heads on."""
    found: dict[Table, tuple[Purpose, list[_Row]]] = {}
    for table, rows in rows_of_tables(words).items():
        # Rows of one cell are titles, above the heads.
        while rows and len(rows[0]) == 1:
            del rows[0]
        if len(rows) < 2 or (table.within is not None and table.within.table in found):
            continue
        purpose = purpose_of([(words[cell], cell.columns) for cell in rows[0]])
        if purpose is not None:
            found[table] = (purpose, rows)
    return [*found.values()]


@dataclass(slots=True)
class _CommentRow:
    """A row of a table of comments: all of it with the titles above it, the comment, its author, and what it is about.

    `number` is where the number of the provision is, and `unit` the head of that column.
    """

    span: Span
    words: Span
    author: str
    number: Span
    unit: str


@dataclass(slots=True)
class _TableReader:
    """Gathers what the tables of a text hold; `plain` is the text without its comments."""

    annotated: AnnotatedText
    plain: str
    spans: Mapping[CellPlace, Span]
    cells: list[Cell] = field(default_factory=list)
    versions: list[VersionRow] = field(default_factory=list)
    rows: list[_CommentRow] = field(default_factory=list)
    findings: list[ReadingFinding] = field(default_factory=list)
    lowest: dict[int, CellPlace] = field(default_factory=dict)  # the cells of a table so far, by column
    since: int | None = None  # where the rows begin that belong to the next comment

    def take(self, row: _Row, is_head: bool = False) -> Span:
        """Make a row one cell, and return it; as a head it is in no provision."""
        spans = [self.spans[cell] for cell in row]
        span = Span(min(one.start for one in spans), max(one.end for one in spans))
        self.cells.append(Cell(span, "", is_head))
        self.since = span.start if self.since is None else self.since
        return span

    def read_versions(self, row: _Row, columns: VersionColumns) -> None:
        self.take(row)
        filled = [(cell, span) for cell in row if (span := self._words(cell)).start < span.end]
        if len(filled) == 1 and _is_label(self.plain[slice(*filled[0][1])]):
            # The number of an article is above its paragraphs, for all columns.
            return
        versions: list[Version] = []
        for cell, span in filled:
            heads = [columns.heads[column] for column in cell.columns if column in columns.heads]
            # A cell over all columns is the text of all.
            if len(heads) < len(columns.heads):
                versions += [Version(head, span, owner_of(head)) for head in dict.fromkeys(heads)]
        if versions:
            self.versions.append(VersionRow(tuple(versions)))

    def read_comment(self, row: _Row, columns: CommentColumns) -> None:
        span = self.take(row, is_head=True)
        here = {column: cell for cell in row for column in cell.columns}
        # A cell that reaches down from the row above holds for this one too.
        self.lowest = {**self.lowest, **here}
        comment = here.get(columns.words)
        number, author = self.lowest.get(columns.provision), self.lowest.get(columns.author)
        if comment is None or number is None or author is None or comment in (number, author):
            return
        words = self._words(comment)
        if words.start == words.end:
            return
        # Heads and titles go with the comment below them, since without it they say nothing.
        span = Span(span.start if self.since is None else self.since, trimmed(self.annotated.text, span).end)
        self.since = span.end
        name = " ".join(self.plain[slice(*self._words(author))].split())
        self.rows.append(_CommentRow(span, words, name, self._words(number), columns.unit))

    def _words(self, cell: CellPlace) -> Span:
        return trimmed(self.plain, self.spans[cell])

    def result(self) -> AnnotatedText:
        old = self.annotated
        # The cells of a row give way to the one that it has become.
        rows = sorted(cell.span for cell in self.cells)
        kept = [cell for cell in old.cells if not _row_around(rows, cell.span)]
        return replace(
            old,
            comments=self._comments(),
            cells=tuple(sorted([*kept, *self.cells], key=lambda cell: cell.span)),
            remarked=tuple(sorted([*old.remarked, *self.findings], key=lambda finding: finding.at)),
            versions=tuple(self.versions),
        )

    def _comments(self) -> tuple[CommentRange, ...] | None:
        """Return all comments in the order of the text, each with the number of the one that it answers."""
        old = self.annotated.comments or ()
        if not self.rows:
            return self.annotated.comments
        numbers = self._paragraph_numbers()
        new = [one for row in self.rows for one in self._comment_ranges(row, numbers)]
        both = sorted([*enumerate(old, 1), *((0, one) for one in new)], key=lambda pair: pair[1].span)
        # The comments of rows come between those of the file, whose answers must find them again.
        now = {before: number for number, (before, _) in enumerate(both, 1)}
        return tuple(one if one.parent is None else replace(one, parent=now[one.parent]) for _, one in both)

    def _paragraph_numbers(self) -> ParagraphNumbers:
        """Return the paragraphs by their numbers; those within a row of versions have that of the row."""
        blank = [cell.span for cell in self.cells if cell.is_head]
        # The number of a row of versions is in its first line.
        for cell in self.cells:
            if not cell.is_head:
                first = trimmed(self.plain, cell.span).start
                end = self.plain.find("\n", first)
                blank.append(Span(end if first <= end < cell.span.end else cell.span.end, cell.span.end))
        return ParagraphNumbers.of(
            blanked(self.plain, sorted(blank)), [heading.start for heading in self.annotated.headings]
        )

    def _comment_ranges(self, row: _CommentRow, numbers: ParagraphNumbers) -> Iterator[CommentRange]:
        """Yield the comment of a row; the parts of it between comments that the file itself has on the row."""
        number = " ".join(self.plain[slice(*row.number)].split())
        about = f"{row.unit} {number}" if number[:1].isdigit() else number
        # Of two paragraphs that may be meant neither is guessed.
        anchors = numbers.find(number, row.unit)
        anchor = anchors[0] if len(anchors) == 1 else None
        if anchor is None:
            self._report_no_place(number, len(anchors), row)
        comments = self.annotated.comments or ()
        first, last = (bisect_left(comments, at, key=lambda one: one.span.start) for at in row.span)
        inner = [one.span for one in comments[first:last]]
        starts = [row.span.start, *(span.end for span in inner)]
        ends = [*(span.start for span in inner), row.span.end]
        for start, end in zip(starts, ends, strict=True):
            part = Span(start, start + len(self.plain[start:end].rstrip()))
            words = Span(max(start, row.words.start), min(part.end, row.words.end))
            if words.start < words.end:
                words = trimmed(self.plain, words)
                yield CommentRange(row.author, part, words, anchor, placed=anchor is not None, about=about, row=True)

    def _report_no_place(self, number: str, count: int, row: _CommentRow) -> None:
        number = " ".join(number.split())
        if not number:
            why = f"a row of a table of comments, by {row.author or 'nobody'}, names no paragraph"
        elif count:
            why = f"a table of comments names “{number}”, and {count} paragraphs may be meant"
        else:
            why = f"a table of comments names “{number}”, and no paragraph of the text has this number"
        message = f"{why}; no stance is tied to a provision"
        cure = "write the number of one paragraph there, as the text has it"
        self.findings.append(ReadingFinding("warning", "comment-without-place", message, row.words.start, cure))


def _is_label(words: str) -> bool:
    label = find_label(words, 0, len(words))
    return label is not None and label.end >= len(words)


def _row_around(rows: Sequence[Span], span: Span) -> bool:
    number = bisect_right(rows, span.start, key=lambda row: row.start) - 1
    return number >= 0 and rows[number].holds(span)
