"""The paragraphs of a draft and what the head of each shows: heading, list depth, label, names of options.

Lists are told by their columns: a numbered line closes the items that begin at its column or further right. The rules
of Markdown for lists are stricter than what writers write.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from bracketed.draft.annotated_text import AnnotatedText, Cell
from bracketed.parsing.labels import Label, find_label, heads_article
from bracketed.parsing.lines import RULE, Line, or_line
from bracketed.parsing.notation import pattern
from bracketed.source import Span

_COLUMN_HEAD = re.compile(r"\t+[ ]*[A-Z][\w/&-]*(?:[ ][\w/&-]+){0,2}[ ]*$")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ ]+(?=\S)")
_BULLET = re.compile(r"[ \t>]*(?:[-•·]|\*(?=[ ]))[ \t]+(?=\S)")
_COLUMN = re.compile(r"[ >]*")
_MOST_COLUMNS = 6
# So many names of options may open one paragraph, one inside the other: "Option 2: Option (a): …".
_NAMES = 4


@dataclass(frozen=True, slots=True)
class OptionName:
    """The name of an option at the head of a paragraph: where it is written, and its number or letter."""

    span: Span
    name: str


@dataclass(slots=True)
class Block:
    """A paragraph: the words from `start` to `end`, comments among them; the first comment begins at `stop`.

    `depth` is how many list items hold it, `level` that of the heading that the file or Markdown says it is, or 0.
    `apart` says that a blank line stands before it, `alone` that one stands behind it too, `after_rule` that a rule
    drawn across the page does; `table` counts the tables of tabbed lines, for a paragraph that stands in one.
    """

    start: int
    end: int
    stop: int
    depth: int = 0
    level: int = 0
    title: str = ""
    label: Label | None = None
    options: tuple[OptionName, ...] = ()
    column: str = ""
    cell: Cell | None = None
    apart: bool = True
    alone: bool = False
    after_rule: bool = False
    table: int = 0
    is_bullet: bool = False

    def names_only(self, text: str) -> bool:
        """Say whether the paragraph holds the name of an option, and no words of it."""
        return bool(self.options) and not text[self.options[-1].span.end : self.end].strip(" \t\r\n*_[:")

    def take_in(self, line: Line) -> None:
        """Add a line to the paragraph."""
        if self.stop == self.end:
            self.stop = line.stop
        self.end = line.end

    @property
    def body(self) -> int:
        """Where the words begin behind the label."""
        return self.label.end if self.label else self.start


@dataclass
class _Lists:
    """The list items that are open, by their columns."""

    items: list[tuple[int, int]] = field(default_factory=list)  # column, number (0 for a bullet)

    def depth_of(self, line: str, number: int, *, opens: bool) -> int:
        """Return the depth of a line, and note the item that it opens."""
        column = len(_COLUMN.match(line)[0])  # type: ignore[index]
        if opens and number > 1 and not any(at == column for at, _ in self.items):
            # "  3." behind "2." is of the same count, whatever its indent.
            column = next((at for at, last in self.items if last == number - 1), column)
        self.items = [item for item in self.items if item[0] < column]
        if opens:
            self.items.append((column, number))
        return len(self.items)


class _Divider:
    """Divides the lines of a draft into paragraphs."""

    def __init__(self, text: str, lines: Sequence[Line], annotated: AnnotatedText, skip: int) -> None:
        self.text = text
        self.lines = [line for line in lines if line.end >= skip]
        self.headings: Mapping[int, int] = {heading.start: heading.level for heading in annotated.headings}
        self.cells = annotated.cells
        self.versions = [row.cells[0].span.start for row in annotated.versions if row.cells]
        self.cell_starts = [cell.span.start for cell in annotated.cells]
        self.blocks: list[Block] = []
        self.open: Block | None = None
        self.lists = _Lists()
        self.columns: list[str] = []
        self.table = 0
        self.cell = -1
        self.fresh = True
        self.titled = False
        self.after_rule = False

    def run(self) -> list[Block]:
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            words = line.words(self.text)
            if not words.strip():
                self.fresh = True
                number += 1
                continue
            cell = self._cell_at(line.start)
            if cell is not None and cell.is_head and "[" not in words and "]" not in words:
                self._close()
                number += 1
                continue
            heads = 0 if self.cells else self._column_heads(number)
            if heads:
                self._close()
                self.columns = [self.lines[n].words(self.text).strip() for n in range(number, number + heads)]
                self.cell = -1
                self.table += 1
                number += heads
                continue
            self._line(line, words, cell, number)
            number += 1
        self._close()
        return self.blocks

    def _line(self, line: Line, words: str, cell: Cell | None, number: int) -> None:
        if RULE.match(words):
            self._close()
            self._leave_table()
            self.after_rule = self.fresh = True
            return
        if self._goes_on(line, words, cell):
            return
        label = find_label(self.text, line.start, line.stop)
        if label is not None and not label.sure and not self.fresh and not self._counts_on(label):
            label = None
        options = self._options(label.end if label else line.start, line.stop)
        if options and label is not None and options[0].span.start < label.end:
            label = None
        if self.titled and not self.fresh and self.open is not None and words.strip().isupper() and not label:
            # The title of an article goes on in capitals.
            self.open.take_in(line)
            return
        self.fresh = self.fresh or self.titled
        self.titled = (label is not None and heads_article(self.text, label, line.stop)) or bool(
            pattern("SECTION_TITLE").match(words.lstrip("[ "))
        )
        self._paragraph(line, words, cell, number, label, options)
        self.fresh = False

    def _counts_on(self, label: Label) -> bool:
        """Say whether a number is the one behind that of the open paragraph: "1000." below "999."."""
        last = self.open.label if self.open else None
        if last is None or not (last.kind == label.kind == "number" and last.value.isdigit() and label.value.isdigit()):
            return False
        return int(label.value) == int(last.value) + 1

    def _goes_on(self, line: Line, words: str, cell: Cell | None) -> bool:
        """Say whether a line belongs to the paragraph that is open whatever it looks like, and take it in if so."""
        block = self.open
        if block is None:
            return False
        # The wordings of a row of versions are one provision, whatever numbers they have of their own.
        of_versions = cell is not None and cell is block.cell and self._holds_versions(cell)
        # An OR between two paragraphs belongs to neither, and opens none.
        between = not block.level and or_line().match(words)
        if not of_versions and not between:
            return False
        block.take_in(line)
        self.fresh = self.fresh and not of_versions
        return True

    def _paragraph(
        self,
        line: Line,
        words: str,
        cell: Cell | None,
        number: int,
        label: Label | None,
        options: tuple[OptionName, ...],
    ) -> None:
        """Open a paragraph with a line, or take the line into the one that is open."""
        level, title = self._heading(line, words) if not options or label else (0, "")
        row = bool(self.columns) and words.startswith("\t")
        bullet = bool(_BULLET.match(words)) and not label and not options
        # The first line of a table cell begins with a tab.
        marked = bool(label or options or level or bullet or words.startswith("\t"))
        block = self.open
        below_name = block is not None and not marked and cell is block.cell and block.names_only(self.text)
        if block is not None and (below_name or not (self.fresh or marked or cell is not block.cell or block.level)):
            # The words of an option may stand below its name, also behind an empty line.
            block.take_in(line)
            return
        self._close()
        if level:
            self._leave_table()
            self.lists.items = []
        if row:
            self.cell += 1
        value = label.value if label is not None and label.kind == "number" and label.normal.isdigit() else ""
        depth = self.lists.depth_of(words, int(value or 0), opens=bool(value) or bool(_BULLET.match(words)))
        self.open = Block(
            line.start, line.end, line.stop, depth, level, title, label, options, self._column(cell), cell,
            self.fresh, self._is_alone(number), self.after_rule, self.table, bullet,
        )  # fmt: skip
        self.after_rule = False
        if label and options:
            self._set_apart(self.open, options, line.end)

    def _set_apart(self, block: Block, options: tuple[OptionName, ...], end: int) -> None:
        """Divide "4. Option 1: …" into its number, and the option as a paragraph of its own."""
        stop = block.stop
        block.end = block.stop = options[0].span.start
        block.options = ()
        self._close()
        self.open = Block(
            block.end, end, stop, max(0, block.depth - 1), options=options, column=block.column, cell=block.cell
        )
        self.open.apart = False

    def _heading(self, line: Line, words: str) -> tuple[int, str]:
        known = self.headings.get(line.start)
        if known:
            return known, words.strip()
        found = _MARKDOWN_HEADING.match(words.lstrip())
        return (len(found[1]), words.strip()[found.end() :].strip()) if found else (0, "")

    def _options(self, at: int, end: int) -> tuple[OptionName, ...]:
        """Return the names of options that stand one behind the other from `at` on."""
        names: list[OptionName] = []
        while len(names) < _NAMES:
            found = pattern("OPTION").match(self.text, at, end)
            name = (found["round"] or found["name"] or "") if found else ""
            if not found or not (name or found["rest"].strip(" *_") == ":"):
                break
            if found["word"][0].islower() and not found["rest"].strip(" *_"):
                break  # "option 2" at the head of a wrapped line
            start = at + len(found[0]) - len(found[0].lstrip(" \t>"))
            stop = _title_end(self.text, found, end)
            names.append(OptionName(Span(start, stop), name))
            at = stop
        return tuple(names)

    def _column_heads(self, number: int) -> int:
        """Return how many lines from here on are the heads of table columns: two or more short tabbed lines."""
        count = 0
        while (
            count <= _MOST_COLUMNS
            and number + count < len(self.lines)
            and _COLUMN_HEAD.match(self.lines[number + count].words(self.text))
        ):
            count += 1
        followed = number + count < len(self.lines) and not self.lines[number + count].words(self.text).strip()
        return count if 2 <= count <= _MOST_COLUMNS and followed else 0

    def _is_alone(self, number: int) -> bool:
        """Say whether a line stands between blank lines, as headings do."""
        around = [self.lines[n].words(self.text).strip() for n in (number - 1, number + 1) if 0 <= n < len(self.lines)]
        return not any(around)

    def _cell_at(self, offset: int) -> Cell | None:
        """Return the known table cell in which a line begins, or None."""
        number = bisect_right(self.cell_starts, offset) - 1
        return self.cells[number] if number >= 0 and offset < self.cells[number].span.end else None

    def _column(self, cell: Cell | None) -> str:
        if self.columns and self.cell >= 0:
            return self.columns[self.cell % len(self.columns)]
        return cell.column if cell else ""

    def _holds_versions(self, cell: Cell) -> bool:
        number = bisect_right(self.versions, cell.span.start - 1)
        return number < len(self.versions) and self.versions[number] < cell.span.end

    def _leave_table(self) -> None:
        self.columns = []
        self.cell = -1

    def _close(self) -> None:
        if self.open is not None:
            self.blocks.append(self.open)
            self.open = None


def rejoined(blocks: Sequence[Block], lone: Set[int]) -> list[Block]:
    """Return paragraphs in which a name of an option that stands alone sets nothing apart; `lone` are their places."""
    kept: list[Block] = []
    for block in blocks:
        before = kept[-1] if kept else None
        alone = block.options and all(option.span.start in lone for option in block.options)
        if alone and before is not None and not block.apart and not before.level and before.cell is block.cell:
            kept[-1] = replace(before, end=block.end, options=before.options)
        else:
            kept.append(block)
    return kept


_TITLE_BEHIND_DASH = re.compile(r"[ ]?[–—-][ ][^\n.;:\[\]]{1,80}(?=[ ]*\n[ \t]*\S)")


def _title_end(text: str, found: re.Match[str], end: int) -> int:
    """Return where the name of an option ends: "Option 2 – One fund" on a line of its own has a title."""
    if found["rest"].strip() in ("–", "—", "-"):
        titled = _TITLE_BEHIND_DASH.match(text, found.start("rest"))
        following = pattern("OPTION").match(text, text.find("\n", end) + 1) if titled else None
        if titled and titled.end() <= end and not following and not text.startswith("[", titled.end()):
            return titled.end()
    return found.end()


def find_blocks(text: str, lines: Sequence[Line], annotated: AnnotatedText, skip: int = 0) -> list[Block]:
    """Return the paragraphs in the lines of a text; `skip` is where the draft begins behind a file's front matter."""
    return _Divider(text, lines, annotated, skip).run()
