"""The outer shape of a draft: which lines are headings, table cells and provisions.

Works line by line and once over the text, when the comments have been told from it (`comments`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bracketed.draft.annotated_text import AnnotatedText, Cell
from bracketed.draft.draft import Provision
from bracketed.draft.findings import Findings
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.labels import Label, find_label
from bracketed.parsing.lines import OPTION_LINE, OR_LINE, RULE, Line
from bracketed.source import Span

_COLUMN_HEAD = re.compile(r"\t+[ ]*[A-Z][\w/&-]*(?:[ ][\w/&-]+){0,2}[ ]*$")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ ]+(.*)")
_WORD_HEADING = re.compile(
    r"[ \t]*(?P<label>(?:TITLE|Title|PART|Part|CHAPTER|Chapter|SECTION|Section|ANNEX|Annex|APPENDIX|Appendix)"
    r"[ ](?:[IVXLC]+|\d+|[A-Z]))\b(?![^\n]*[.;,][ ]*$)[^\n]{0,100}$"
)
_ROMAN_HEADING = re.compile(r"[ \t]*(?P<label>[IVX]+)\.[ ]+[A-Z][^\n.;]{0,80}$")
_WORD_RANK = {"title": 1, "part": 2, "annex": 2, "appendix": 2, "chapter": 3, "section": 4}
_STATUS_RANK = 9
_CONTAINER_RANK = 8


@dataclass(slots=True)
class _Heading:
    rank: int
    words: str
    label: str = ""


@dataclass(slots=True)
class _Open:
    """A provision while it is being read."""

    label: str
    written: str
    heading: tuple[str, ...]
    column: str
    status: str
    start: int
    body: int
    end: int = 0


@dataclass
class _Divider:
    """Divides the lines of a draft into provisions; holds what is known at the current line."""

    text: str
    conventions: Conventions
    findings: Findings
    known_headings: Mapping[int, int]
    known_cells: Sequence[Cell]
    done: list[_Open] = field(default_factory=list)
    current: _Open | None = None
    headings: list[_Heading] = field(default_factory=list)
    levels: list[tuple[str, str, str]] = field(default_factory=list)  # kind, last number, composed label
    columns: list[str] = field(default_factory=list)
    cell: int = -1
    status: str = ""
    unlabelled: int = 0
    after_or: bool = False
    seen: dict[str, int] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)  # the number that the next of a repeated label gets

    def run(self, lines: list[Line]) -> list[_Open]:
        blank_before = True
        number = 0
        while number < len(lines):
            line = lines[number]
            words = line.words(self.text)
            if not words.strip():
                blank_before = True
                number += 1
                continue
            cell = self._cell_at(line.start)
            if cell is not None and cell.is_head and "[" not in words and "]" not in words:
                self._close()
                number += 1
                continue
            heads = 0 if self.known_cells else self._column_heads(lines, number)
            if heads:
                self._close()
                self.columns = [lines[n].words(self.text).strip() for n in range(number, number + heads)]
                self.cell = -1
                number += heads
                continue
            self._line(line, words, blank_before, self._is_alone(lines, number))
            blank_before = False
            number += 1
        self._close()
        return self.done

    def _column_heads(self, lines: list[Line], number: int) -> int:
        """Return how many lines from here on are the heads of table columns: two or more short tabbed lines."""
        count = 0
        while number + count < len(lines) and _COLUMN_HEAD.match(lines[number + count].words(self.text)):
            count += 1
        followed = number + count < len(lines) and not lines[number + count].words(self.text).strip()
        return count if 2 <= count <= 6 and followed else 0

    def _is_alone(self, lines: list[Line], number: int) -> bool:
        """Say whether a line stands between blank lines, as headings do."""
        around = [lines[n].words(self.text).strip() for n in (number - 1, number + 1) if 0 <= n < len(lines)]
        return not any(around)

    def _line(self, line: Line, words: str, blank_before: bool, alone: bool) -> None:
        if RULE.match(words):
            self._close()
            self._leave_table()
            self.levels = []
            self.headings = []
            self.status = ""
            return
        label = None if OPTION_LINE.match(words) else find_label(self.text, line.start, line.stop)
        if label is None:
            heading = self._heading(line, words, alone)
            if heading is not None:
                self._open_heading(heading, line, words)
                return
        if self.columns and words.startswith("\t"):
            self._close()
            self.cell += 1
        elif self.current is not None and self._cell_at(line.start) is not self._cell_at(self.current.start):
            self._close()
        if label is not None:
            self._open_label(label, line)
        elif self.current is None:
            self._open_unlabelled(line)
        elif blank_before and not self.after_or and not self.current.written and not _continues(words):
            self._close()
            self._open_unlabelled(line)
        assert self.current is not None
        self.current.end = line.end
        self.after_or = bool(OR_LINE.match(words))

    def _cell_at(self, offset: int) -> Cell | None:
        """Return the known table cell in which a line begins, or None."""
        number = bisect_right(self.known_cells, offset, key=lambda cell: cell.span.start) - 1
        return self.known_cells[number] if number >= 0 and offset < self.known_cells[number].span.end else None

    def _heading(self, line: Line, words: str, alone: bool) -> _Heading | None:
        plain = words.strip()
        if line.start in self.known_headings:
            return _Heading(self.known_headings[line.start], plain)
        markdown = _MARKDOWN_HEADING.match(plain)
        if markdown:
            return _Heading(len(markdown[1]), markdown[2].strip())
        word = _WORD_HEADING.match(words)
        if word and (alone or words[:1].isspace()):
            return _Heading(_WORD_RANK[word["label"].split()[0].lower()], plain, word["label"])
        roman = _ROMAN_HEADING.match(words)
        if roman and alone:
            return _Heading(5, plain, roman["label"])
        short = alone and len(plain) < 90 and "[" not in plain
        if short and plain.isupper() and sum(map(str.isalpha, plain)) > 3:
            return _Heading(6, plain)
        if (
            (alone or words.startswith("\t"))
            and plain[:1].isupper()
            and plain[-1:] not in ".;:,"
            and len(plain.split()) <= 18
            and "[" not in plain
            and self.conventions.status_of(plain)
        ):
            return _Heading(_STATUS_RANK, plain)
        return None

    def _open_heading(self, heading: _Heading, line: Line, words: str) -> None:
        self._close()
        self._leave_table()
        self.levels = []
        self._push_heading(heading)
        self.status = self.conventions.status_of(heading.words)
        # A heading may itself be contested or commented on; then it needs a name that brackets can be called by.
        if "[" in words or "]" in words or line.stop < line.end:
            self._open_unlabelled(line)
            assert self.current is not None
            self.current.end = line.end
            self._close()

    def _push_heading(self, heading: _Heading) -> None:
        while self.headings and self.headings[-1].rank >= heading.rank:
            self.headings.pop()
        self.headings.append(heading)

    def _leave_table(self) -> None:
        self.columns = []
        self.cell = -1

    def _close(self) -> None:
        if self.current is not None:
            self.done.append(self.current)
            self.current = None

    def _open_unlabelled(self, line: Line) -> None:
        self.unlabelled += 1
        self._open(f"p{self.unlabelled}", "", line.start, line.start)

    def _open_label(self, label: Label, line: Line) -> None:
        self._close()
        container = label.kind == "code" and len(label.parts) == 1
        if container:
            while self.headings and self.headings[-1].rank >= _CONTAINER_RANK:
                self.headings.pop()
            self.status = ""
            self._leave_table()
        normal = self._compose(label)
        unique = self._unique(normal, label)
        self._open(unique, label.written, line.start, label.end)
        if label.malformed:
            self.findings.add(
                "warning",
                "malformed-label",
                f"the label “{label.written}” is malformed; it is read as {normal}",
                label.start,
                unique,
                normal,
            )
        if container:
            title = self.text[label.end : line.stop].split(":")[0].replace("[", "").replace("]", "").strip()
            self.headings.append(_Heading(_CONTAINER_RANK, f"{normal} {title}"[:90].strip(), normal))

    def _open(self, label: str, written: str, start: int, body: int) -> None:
        cell = self._cell_at(start)
        column = cell.column if cell else ""
        if self.columns and self.cell >= 0:
            column = self.columns[self.cell % len(self.columns)]
        self.current = _Open(
            label, written, tuple(heading.words for heading in self.headings), column, self.status, start, body
        )

    def _compose(self, label: Label) -> str:
        """Return the label with the labels above it: (a) below paragraph 2 of Article 4 is Article 4.2(a)."""
        kind = label.kind
        if kind == "roman":
            # "(i)" after "(h)" is a letter; below a letter it is a Roman numeral.
            siblings = [last for k, last, _ in self.levels if k == "letter"]
            if not siblings or (siblings[-1] == "(h)" and label.normal == "(i)"):
                kind = "letter"
        if kind in ("code", "word"):
            self.levels = [(kind, label.normal, label.normal)]
            return label.normal
        kinds = [level[0] for level in self.levels]
        if kind in kinds:
            self.levels = self.levels[: kinds.index(kind)]
        base = self.levels[-1][2] if self.levels else ""
        if kind == "number" and base:
            number = base.rsplit(" ", 1)[-1]
            if label.normal.startswith(number + "."):
                composed = base[: len(base) - len(number)] + label.normal
            else:
                composed = f"{base}.{label.normal}"
        else:
            composed = base + label.normal
        self.levels.append((kind, label.normal, composed))
        return composed

    def _unique(self, normal: str, label: Label) -> str:
        """Return the label, or where it occurred before, the label with its place before it, and say so."""
        if normal not in self.seen:
            self.seen[normal] = label.start
            return normal
        first, _ = self.findings.source.place(self.seen[normal])
        places = [heading.label for heading in reversed(self.headings) if heading.label]
        unique = next((f"{place}/{normal}" for place in places if f"{place}/{normal}" not in self.seen), "")
        count = self.repeated.get(normal, 2)
        while not unique or unique in self.seen:
            unique = f"{normal}/{count}"
            count += 1
            self.repeated[normal] = count
        self.seen[unique] = label.start
        self.findings.add(
            "warning",
            "repeated-label",
            f"the label {normal} was used before, on line {first}; this one is called {unique}",
            label.start,
            unique,
        )
        return unique


def _continues(words: str) -> bool:
    """Say whether a paragraph without a label goes on with the choice before it."""
    return bool(OPTION_LINE.match(words) or OR_LINE.match(words))


def divide(
    text: str, lines: list[Line], conventions: Conventions, findings: Findings, transcript: AnnotatedText
) -> tuple[Provision, ...]:
    """Divide the lines into provisions, in order; what lies between them is headings and blank lines.

    Headings and table cells that the transcript knows need not be guessed.
    """
    divider = _Divider(
        text,
        conventions,
        findings,
        known_headings={heading.start: heading.level for heading in transcript.headings},
        known_cells=transcript.cells,
    )
    return tuple(
        Provision(
            label=part.label,
            written=part.written,
            heading=part.heading,
            column=part.column,
            status=part.status,
            line=findings.source.place(part.start)[0],
            span=Span(part.start, max(part.end, part.body)),
            body=Span(part.body, max(part.end, part.body)),
        )
        for part in divider.run(lines)
    )


def report_remarked(transcript: AnnotatedText, provisions: tuple[Provision, ...], findings: Findings) -> None:
    """Report what the reader of the file has found."""
    starts = [provision.span.start for provision in provisions]
    for found in transcript.remarked:
        number = bisect_right(starts, found.at) - 1
        label = provisions[number].label if number >= 0 else ""
        findings.add(found.severity, found.code, found.message, found.at, label, found.suggestion)
