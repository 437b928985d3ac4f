"""Writes the paragraphs of a page while it is read: words with their white space as browsers show it, and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bracketed.draft.annotated_text import ReadingFinding
from bracketed.errors import DraftError
from bracketed.reading.columns import CellPlace
from bracketed.reading.html.numbering import HtmlList
from bracketed.reading.paragraphs import PLAIN, Item, Paragraph, Run, RunFormat

PARAGRAPH_LIMIT = 100_000

WHITE_SPACE = re.compile(r"[ \t\n\r\f\v\xa0\u2007\u202f]+")


@dataclass(slots=True)
class ParagraphWriter:
    """Writes words into one paragraph after another.

    A new paragraph is in the table `cell`, has the `level` of a heading and, if one is due, the label of an item;
    `apart` says that a blank line is before it. Errors call the file by its `name`.
    """

    name: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    current: Paragraph | None = None
    cell: CellPlace | None = None
    level: int = 0
    apart: bool = False
    label_due: tuple[HtmlList, int | None, str] | None = None  # list, value and style of an item without words so far
    _run: list[str] = field(default_factory=list)  # words of one format, not yet in the current paragraph
    _format: RunFormat = PLAIN
    _has_words: bool = False  # on the line so far
    _space: RunFormat | None = None  # the format of white space that has been read and not written yet
    _findings: set[str] = field(default_factory=set)

    def write_running(self, text: str, run_format: RunFormat) -> None:
        """Write words whose white space is one space at most, and none at the edges of a paragraph."""
        words = WHITE_SPACE.sub(" ", text)
        if words.startswith(" "):
            self._space = self._space or run_format
            words = words[1:]
        if not words:
            return
        is_open = words.endswith(" ")
        self.write(words[:-1] if is_open else words, run_format)
        self._space = run_format if is_open else None

    def write_as_typed(self, text: str, run_format: RunFormat) -> None:
        # Browsers do not show a line end right behind the start tag.
        if self.current is None and text.startswith("\n"):
            text = text[1:]
        if text:
            self.write(text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "), run_format)

    def write(self, words: str, run_format: RunFormat) -> None:
        """Write words, behind the white space that is due before them."""
        self.paragraph()
        self._write_space()
        self._put(words, run_format)

    def mark_note(self, words: str, run_format: RunFormat) -> None:
        self.paragraph()
        self.add_behind_space(Run(words, run_format, is_note_mark=True))
        self._has_words = True

    def break_line(self, run_format: RunFormat) -> None:
        self._space = None
        self.write("\n", run_format)

    def _write_space(self) -> None:
        if self._space is not None and self._has_words:
            self._put(" ", self._space)
        self._space = None

    def _put(self, words: str, run_format: RunFormat) -> None:
        if run_format is not self._format and run_format != self._format:
            self._finish_run()
            self._format = run_format
        self._run.append(words)
        self._has_words = not words.endswith("\n")

    def _finish_run(self) -> None:
        if self._run and self.current is not None:
            self.current.items.append(Run("".join(self._run), self._format))
        self._run.clear()

    def add(self, item: Item) -> None:
        paragraph = self.paragraph()
        self._finish_run()
        paragraph.items.append(item)

    def add_behind_space(self, item: Item) -> None:
        """Put a mark behind the space that has been read and not written yet."""
        self._write_space()
        self.add(item)

    def add_once(self, finding: ReadingFinding) -> None:
        """Put a finding where the words have come to, once for each code."""
        if finding.code not in self._findings:
            self._findings.add(finding.code)
            self.add(finding)

    def paragraph(self) -> Paragraph:
        """Return the paragraph that is being written, a new one if there is none."""
        if self.current is None:
            if len(self.paragraphs) >= PARAGRAPH_LIMIT:
                raise DraftError(
                    f"{self.name}: there are more than {PARAGRAPH_LIMIT:,} paragraphs; divide the file into parts"
                )
            self.current = Paragraph(level=self.level, cell=self.cell, apart=self.apart and self.cell is None)
            self.paragraphs.append(self.current)
            self.apart = False
            # The number of an item is before its first words, which may be those of a paragraph in it.
            if self.label_due is not None:
                due, value, style = self.label_due
                due.items.append((self.current, value, style))
                self.label_due = None
        return self.current

    def end(self) -> None:
        # White space at the end of a paragraph is not shown.
        self._finish_run()
        self.current = None
        self._has_words = False
        self._space = None

    def show_number(self) -> None:
        """Write the number of an item that has no words before a list begins in it, or before it ends."""
        if self.label_due is not None:
            self.paragraph()
            self.end()
