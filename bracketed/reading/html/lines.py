"""The paragraphs of a page while it is being read: words with their white space as browsers show it, and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bracketed.errors import DraftError
from bracketed.reading.columns import CellPlace
from bracketed.reading.html.numbering import List
from bracketed.reading.paragraphs import PLAIN, Finding, Item, NoteMark, Paragraph, Run, RunFormat

PARAGRAPH_LIMIT = 100_000

WHITE_SPACE = re.compile(r"[ \t\n\r\f\v\xa0\u2007\u202f]+")


@dataclass(slots=True)
class Lines:
    """Writes words into one paragraph after another.

    A new paragraph stands in the table cell `box`, has the `level` of a heading and, if one is due, the label of an
    item; `apart` says that a blank line stands before it.
    """

    paragraphs: list[Paragraph] = field(default_factory=list)
    current: Paragraph | None = None
    box: CellPlace | None = None
    level: int = 0
    apart: bool = False
    label_due: tuple[List, int | None, str] | None = None  # the list, value and style of an item without words so far
    _run: list[str] = field(default_factory=list)  # words of one look, not yet in the current paragraph
    _look: RunFormat = PLAIN
    _begun: bool = False
    _space: RunFormat | None = None  # the look of white space that has been read and not written yet
    _findings: set[str] = field(default_factory=set)

    def write_running(self, text: str, look: RunFormat) -> None:
        """Write words whose white space is one space at most, and none at the edges of a paragraph."""
        words = WHITE_SPACE.sub(" ", text)
        if words.startswith(" "):
            self._space = self._space or look
            words = words[1:]
        if not words:
            return
        ends_open = words.endswith(" ")
        self.write(words[:-1] if ends_open else words, look)
        self._space = look if ends_open else None

    def write_as_typed(self, text: str, look: RunFormat) -> None:
        """Write words whose white space is shown as it was typed."""
        if self.current is None and text.startswith("\n"):
            text = text[1:]
        if text:
            self.write(text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "), look)

    def write(self, words: str, look: RunFormat) -> None:
        """Write words, behind the white space that is due before them."""
        self.paragraph()
        self._write_space()
        self._put(words, look)

    def mark_note(self, words: str, look: RunFormat) -> None:
        """Write the mark of a note, behind the white space that is due before it."""
        self.paragraph()
        self._write_space()
        self.add(NoteMark(words, look))
        self._begun = True

    def break_line(self, look: RunFormat) -> None:
        """Begin a new line in the same paragraph."""
        self._space = None
        self.write("\n", look)

    def _write_space(self) -> None:
        if self._space is not None and self._begun:
            self._put(" ", self._space)
        self._space = None

    def _put(self, words: str, look: RunFormat) -> None:
        if look is not self._look and look != self._look:
            self._finish_run()
            self._look = look
        self._run.append(words)
        self._begun = not words.endswith("\n")

    def _finish_run(self) -> None:
        if self._run and self.current is not None:
            self.current.items.append(Run("".join(self._run), self._look))
        self._run.clear()

    def add(self, item: Item) -> None:
        """Put a mark or a finding where the words have come to."""
        paragraph = self.paragraph()
        self._finish_run()
        paragraph.items.append(item)

    def add_behind_space(self, item: Item) -> None:
        """Put a mark behind the space that has been read and not written yet."""
        self._write_space()
        self.add(item)

    def find(self, finding: Finding) -> None:
        """Put a finding where the words have come to, once for each code."""
        if finding.code not in self._findings:
            self._findings.add(finding.code)
            self.add(finding)

    def paragraph(self) -> Paragraph:
        """Return the paragraph that is being written, a new one if there is none."""
        if self.current is None:
            if len(self.paragraphs) >= PARAGRAPH_LIMIT:
                raise DraftError(f"there are more than {PARAGRAPH_LIMIT:,} paragraphs; divide the file into parts")
            self.current = Paragraph(level=self.level, cell=self.box, apart=self.apart and self.box is None)
            self.paragraphs.append(self.current)
            self.apart = False
            if self.label_due is not None:
                due, value, style = self.label_due
                due.items.append((self.current, value, style))
                self.label_due = None
        return self.current

    def end(self) -> None:
        """End the paragraph that is being written."""
        self._finish_run()
        self.current = None
        self._begun = False
        self._space = None

    def show_number(self) -> None:
        """Write the number of an item that has no words before a list begins in it, or before it ends."""
        if self.label_due is not None:
            self.paragraph()
            self.end()
