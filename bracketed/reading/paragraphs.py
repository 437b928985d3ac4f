"""The document model of all readers: paragraphs of runs and marks, which `flattening` makes one text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bracketed.draft.annotated_text import ReadingFinding, TrackedChangeKind
from bracketed.reading.columns import CellPlace

# Where a run is in the XML of a Word document: the `<w:t>` (or `<w:delText>`, `<m:t>`, `<w:sym>`, `<w:tab>` …) that
# shows it, the place in that element's text of its first character, and the `<w:p>` around it. A plain tuple, since a
# long document has tens of thousands of them, and a hostile one hundreds of thousands.
Origin: TypeAlias = tuple[Any, int, Any]


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change: its kind, author and date."""

    kind: TrackedChangeKind
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class RunFormat:
    """The format of a run, as far as a draft is concerned; `colour` is that of its background."""

    revision: Revision | None = None
    struck: bool = False
    colour: str = ""
    underlined: bool = False


PLAIN = RunFormat()


@dataclass(slots=True)
class Run:
    """Text of one format; `origin` is None for text that only the reader writes, such as a number.

    A note mark is in brackets of the reader, which are none of the draft.
    """

    text: str
    format: RunFormat = PLAIN
    origin: Origin | None = None
    is_note_mark: bool = False

    @property
    def is_insertion(self) -> bool:
        return self.format.revision is not None and self.format.revision.kind == "insertion"


@dataclass(frozen=True, slots=True)
class CommentStart:
    """The beginning of the words that a comment is anchored to."""

    key: str


@dataclass(frozen=True, slots=True)
class CommentEnd:
    """The end of the words that a comment is anchored to, its place, behind which it is written, or both."""

    key: str
    ends: bool = True
    is_place: bool = True


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark in the text that leads to the foot- or endnote with this key."""

    key: str


@dataclass(frozen=True, slots=True)
class NoteStart:
    """The beginning of the foot- or endnote with this key."""

    key: str


@dataclass(frozen=True, slots=True)
class PageStart:
    """The place from which on the words are on the page with this number."""

    number: int


Item: TypeAlias = Run | CommentStart | CommentEnd | ReadingFinding | PageStart | NoteMark | NoteStart


def finding(
    severity: Literal["error", "warning", "info"], code: str, message: str, suggestion: str = ""
) -> ReadingFinding:
    """Return a finding about the place at which it is among the items."""
    return ReadingFinding(severity, code, message, 0, suggestion)


@dataclass(slots=True)
class FileComment:
    """A comment as a file keeps it; `parent` is the key of the comment that it answers, or "".

    Of several comments at one place, that with the lowest `order` comes first.
    """

    author: str = ""
    text: str = ""
    date: str = ""
    parent: str = ""
    order: int = 0
    resolved: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph: the number shown before it, its level if it is a heading, and the table cell that it is in.

    `apart` says that a blank line is before it, `starts_cell` that it is the first line of its cell. Without
    `ends_line` it only adds its items to where the text has come to. `origin` is the `<w:p>` whose end ends the line.
    """

    items: list[Item] = field(default_factory=list)
    label: str = ""
    level: int = 0
    cell: CellPlace | None = None
    apart: bool = False
    starts_cell: bool = False
    ends_line: bool = True
    origin: Any = None

    @property
    def runs(self) -> list[Run]:
        return [item for item in self.items if isinstance(item, Run)]

    def add(self, text: str, run_format: RunFormat) -> None:
        """Write text behind what is there, into the last run if that has the same format."""
        last = self.items[-1] if self.items else None
        if isinstance(last, Run) and not last.is_note_mark and last.format == run_format:
            last.text += text
        else:
            self.items.append(Run(text, run_format))


def between_lines(item: Item) -> Paragraph:
    """Return a mark or finding between two lines, or text that is a part of neither, such as the end of a row."""
    return Paragraph([item], ends_line=False)
