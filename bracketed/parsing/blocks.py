"""The paragraphs of a draft, and what the head of each shows: heading, list depth, label, names of options, title."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from bracketed.draft.annotated_text import AnnotatedText, Cell
from bracketed.draft.languages import language_files, word_list
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.labels import Label, bare_label, find_label, follows_on, heads_article, leading_number, roman
from bracketed.parsing.notation import pattern
from bracketed.source import Span, line_at
from bracketed.time_limit import in_time

_MOST_COLUMNS = 6
# So many names of options may open one paragraph, one inside the other: "Option 2: Option (a): …".
_NAMES = 4


@dataclass(slots=True)
class Line:
    """A line of text without its end and the blanks there; `stop` is where a comment begins in it, else its `end`."""

    start: int
    stop: int
    end: int

    def words(self, text: str) -> str:
        """Return the line as far as it is text and not comment."""
        return text[self.start : self.stop]


def lines_of(text: str) -> Iterator[Line]:
    """Yield every line of `text`."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        stop = end
        while stop > start and text[stop - 1] in " \t\r":
            stop -= 1
        yield Line(start, stop, stop)
        start = end + 1


@cache
def or_line() -> re.Pattern[str]:
    """Return the pattern of a line that says nothing but “or”, in any language."""
    # One letter on a line, the Spanish “o”, is more often a bullet.
    plain = (word for word in word_list("or") if len(word) > 1 or word.upper() == word)
    return re.compile(rf"[ \t]*\**(?i:{'|'.join(map(re.escape, plain))})\**[ \t]*$")


@dataclass(frozen=True, slots=True)
class OptionName:
    """The name of an option at the head of a paragraph: where it is written, and its number or letter."""

    span: Span
    name: str


@dataclass(slots=True)
class Block:
    """A paragraph: the words from `start` to `end`, comments among them; the first comment begins at `stop`."""

    # `depth` is how many list items hold it, `level` that of the heading that the file or Markdown says it is, or 0.
    # `apart`: a blank line is before it, `alone`: one is behind it too, `after_rule`: a rule across the page is before
    # it; `table` counts the tables of tabbed lines, for a paragraph in one.
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
        """Return whether the paragraph holds the name of an option, and no words of it."""
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


def indent_of(text: str, at: int) -> int:
    """Return how far the line that begins at a place is indented."""
    return pattern("INDENT").match(text, at).end() - at  # type: ignore[union-attr]


class Divider:
    """Divides the lines of a text into paragraphs; `skip` is where the draft begins behind a file's front matter."""

    def __init__(self, text: str, lines: Sequence[Line], annotated: AnnotatedText, skip: int) -> None:
        self.text = text
        self.lines = [line for line in lines if line.end >= skip]
        self.words = [line.words(text) for line in self.lines]
        self.last = max((number for number, words in enumerate(self.words) if words.strip()), default=0)
        self.headings: Mapping[int, int] = {heading.start: heading.level for heading in annotated.headings}
        self.paragraphs = frozenset(annotated.paragraphs)
        self.bare = _bare_labels(text, self.lines, self.paragraphs)
        self.cells = annotated.cells
        self.cell_starts = [cell.span.start for cell in annotated.cells]
        self.versions = [row.cells[0].span.start for row in annotated.versions if row.cells]
        self.blocks: list[Block] = []
        self.open: Block | None = None
        # The list items that are open: their columns and numbers, 0 for a bullet.
        self.items: list[tuple[int, int]] = []
        # The heads of the columns of a table of tabbed lines, and how many of its cells there have been.
        self.columns: list[str] = []
        self.cell = -1
        self.table = 0
        self.fresh = True
        self.titled = False
        self.after_rule = False

    def run(self) -> list[Block]:
        """Return the paragraphs."""
        next_line = 0
        for number in in_time(range(len(self.lines)), lambda number: line_at(self.text, self.lines[number].start)):
            if number < next_line:
                continue
            words, cell = self.words[number], self._cell_at(self.lines[number].start)
            self.fresh = self.fresh or self.lines[number].start in self.paragraphs
            heads = 0 if self.cells else self._column_heads(number)
            if not words.strip():
                self.fresh = True
            elif cell is not None and cell.is_head and "[" not in words and "]" not in words:
                self._close()
            elif heads:
                self._close()
                self.columns = [head.strip() for head in self.words[number : number + heads]]
                self.cell = -1
                self.table += 1
            elif pattern("RULE").match(words):
                self._close()
                self.columns, self.cell = [], -1
                self.after_rule = self.fresh = True
            elif not self._goes_on(self.lines[number], words, cell):
                self._line(self.lines[number], words, cell, number)
            next_line = number + max(1, heads)
        self._close()
        return self.blocks

    def _goes_on(self, line: Line, words: str, cell: Cell | None) -> bool:
        # Whatever it looks like, such a line belongs to the paragraph that is open.
        block = self.open
        if block is None:
            return False
        # The wordings of a row of versions are one provision, whatever numbers they have of their own.
        of_versions = cell is not None and cell is block.cell and self._holds_versions(cell)
        # An OR between two paragraphs belongs to neither, and opens none.
        if not of_versions and (block.level or not or_line().match(words)):
            return False
        block.take_in(line)
        self.fresh = self.fresh and not of_versions
        return True

    def _line(self, line: Line, words: str, cell: Cell | None, number: int) -> None:
        label = find_label(self.text, line.start, line.stop, years=True) or self.bare.get(line.start)
        may_head = label is not None and (label.sure or self.fresh) and not label.is_year
        if label is not None and not (may_head or self._counts_on(label)):
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
        level, title = self._heading(line, words) if not options or label else (0, "")
        bullet = bool(pattern("BULLET").match(words))
        # The first line of a table cell begins with a tab.
        marked = bool(label or options or level or bullet or words.startswith("\t"))
        block = self.open
        # The words of an option may be below its name, also behind an empty line.
        below_name = block is not None and not marked and cell is block.cell and block.names_only(self.text)
        if block is not None and (below_name or not (self.fresh or marked or cell is not block.cell or block.level)):
            block.take_in(line)
        else:
            self._close()
            if level:
                self.columns, self.cell, self.items = [], -1, []
            count = leading_number(label.normal) if label and label.kind == "number" and label.normal.isdigit() else 0
            self.cell += bool(self.columns) and words.startswith("\t")
            depth = self._depth_of(words, count, opens=count > 0 or bullet)
            apart, alone = self.fresh, self._is_apart(number, number - 1) and self._is_apart(number + 1, number + 1)
            column = cell.column if cell else ""
            if self.columns and self.cell >= 0:
                column = self.columns[self.cell % len(self.columns)]
            self.open = Block(
                line.start, line.end, line.stop, depth, level, title, label, options, column, cell,
                apart, alone, self.after_rule, self.table, bullet and not label and not options,
            )  # fmt: skip
            self.after_rule = False
            if label and options:
                self._set_apart(self.open, options, line.end)
        self.fresh = False

    def _is_apart(self, number: int, beside: int) -> bool:
        # The line begins a paragraph, or the one beside it is empty or not there.
        if not 0 <= beside < len(self.lines) or not self.words[beside].strip():
            return True
        return self.lines[number].start in self.paragraphs

    def _counts_on(self, label: Label) -> bool:
        # "1000." below "999." is a label, though a number of four digits may be a year.
        last = self.open.label if self.open else None
        if last is None or not (last.kind == label.kind == "number" and last.value.isdigit() and label.value.isdigit()):
            return False
        return follows_on(label.value, last.value)

    def _depth_of(self, line: str, number: int, *, opens: bool) -> int:
        # Lists are known by their columns: a numbered line closes the items that begin at its column or further right.
        # The rules of Markdown for lists are stricter than what writers write.
        column = indent_of(line, 0)
        if opens and number > 1 and not any(at == column for at, _ in self.items):
            # "  3." behind "2." is of the same count, whatever its indent.
            column = next((at for at, last in self.items if last == number - 1), column)
        self.items = [item for item in self.items if item[0] < column]
        if opens:
            self.items.append((column, number))
        return len(self.items)

    def _set_apart(self, block: Block, options: tuple[OptionName, ...], end: int) -> None:
        # "4. Option 1: …" is a number, and the option a paragraph of its own.
        stop, start = block.stop, options[0].span.start
        block.end = block.stop = start
        block.options = ()
        self._close()
        depth = max(0, block.depth - 1)
        self.open = Block(start, end, stop, depth, options=options, column=block.column, cell=block.cell, apart=False)

    def _heading(self, line: Line, words: str) -> tuple[int, str]:
        known = self.headings.get(line.start)
        if known:
            return known, words.strip()
        found = pattern("MARKDOWN_HEADING").match(words.lstrip())
        return (len(found[1]), words.strip()[found.end() :].strip()) if found else (0, "")

    def _options(self, at: int, end: int) -> tuple[OptionName, ...]:
        names: list[OptionName] = []
        while len(names) < _NAMES:
            found = pattern("OPTION").match(self.text, at, end)
            name = (found["round"] or found["name"] or "") if found else ""
            if not found or not (name or found["rest"].strip(" *_") == ":"):
                break
            if found["word"][0].islower() and not found["rest"].strip(" *_"):
                break  # "option 2" at the head of a wrapped line
            start = at + len(found[0]) - len(found[0].lstrip(" \t>"))
            at = self._name_end(found, end)
            names.append(OptionName(Span(start, at), name))
        return tuple(names)

    def _name_end(self, found: re.Match[str], end: int) -> int:
        # "Option 2 – One fund" on a line of its own has a title.
        if found["rest"].strip() in ("–", "—", "-"):
            titled = pattern("TITLE_BEHIND_DASH").match(self.text, found.start("rest"))
            following = pattern("OPTION").match(self.text, self.text.find("\n", end) + 1) if titled else None
            if titled and titled.end() <= end and not following and not self.text.startswith("[", titled.end()):
                return titled.end()
        return found.end()

    def _column_heads(self, number: int) -> int:
        # Two or more short tabbed lines, and an empty one behind them; not at the end, where they are heads of nothing.
        count = 0
        while number + count < len(self.words) and pattern("COLUMN_HEAD").match(self.words[number + count]):
            count += 1
        followed = number + count < self.last and not self.words[number + count].strip()
        return count if 2 <= count <= _MOST_COLUMNS and followed else 0

    def _cell_at(self, offset: int) -> Cell | None:
        number = bisect_right(self.cell_starts, offset) - 1
        return self.cells[number] if number >= 0 and offset < self.cells[number].span.end else None

    def _holds_versions(self, cell: Cell) -> bool:
        number = bisect_right(self.versions, cell.span.start - 1)
        return number < len(self.versions) and self.versions[number] < cell.span.end

    def _close(self) -> None:
        if self.open is not None:
            self.blocks.append(self.open)
            self.open = None


def _bare_labels(text: str, lines: Sequence[Line], paragraphs: Set[int]) -> dict[int, Label]:
    # Numbers without a full stop, at the heads of paragraphs, that count up from 1 below a line that is no sentence, or
    # begin with it below “resolves”.
    found: dict[int, Label] = {}
    waiting: dict[int, Label] = {}
    last, above, fresh = 0, "", True
    for line in lines:
        words = line.words(text).strip()
        fresh = fresh or line.start in paragraphs
        label = bare_label(text, line.start, line.stop) if fresh and words else None
        number = leading_number(label.normal) if label else 0
        if label is not None and label.normal == "1":
            waiting, last = ({line.start: label}, 1) if above[-1:] not in (".", ";") else ({}, 0)
        elif label is not None and last and number == last + label.normal.isdigit():
            # "1 bis" and "1.1" belong to 1.
            waiting[line.start] = label
            last = number
        if waiting and (last > 1 or (line.start in waiting and pattern("OPERATIVE_TITLE").fullmatch(above))):
            found |= waiting
            waiting = {}
        fresh = not words
        above = words or above
    return found


def rejoined(blocks: Sequence[Block], lone: Set[int]) -> list[Block]:
    """Return the paragraphs without those that only the name of a lone option sets apart; `lone` are these names."""
    kept: list[Block] = []
    for block in blocks:
        before = kept[-1] if kept else None
        alone = block.options and all(option.span.start in lone for option in block.options)
        if alone and before is not None and not block.apart and not before.level and before.cell is block.cell:
            kept[-1] = replace(before, end=block.end, options=before.options)
        else:
            kept.append(block)
    return kept


# Titles.

_LETTER, _ROMAN, _CAPITALS, _CODE, _ARTICLE, _STATUS = 15, 16, 17, 18, 18, 19
_LONGEST_TITLE = 160
_LONGEST_PREAMBLE = 24


@cache
def _part_ranks() -> dict[str, int]:
    ranks = {word.casefold(): 12 for word in word_list("annex")}
    for names in language_files().values():
        for rank, level in enumerate(names["draft"].get("part", ()), start=11):
            ranks |= {word.casefold(): rank for word in level}
    return ranks


@dataclass(frozen=True, slots=True)
class Title:
    """A heading: its words, its rank (a smaller one is higher), and the label that it gives to what follows."""

    # `style` is `article` where the label alone cites a provision, `section` where it only distinguishes equal numbers,
    # `code` for the container of a coded outline, `operative` for “resolves”, `preamble` where the paragraphs below are
    # counted.
    rank: int
    words: str
    label: str = ""
    style: str = "section"


def title_of(text: str, block: Block, above: Sequence[Title], conventions: Conventions) -> Title | None:
    """Return the title that a paragraph is, or None."""
    plain = text[block.start : block.stop].strip().lstrip("#").strip()
    if block.level:
        return _marked(text, block, block.title or plain)
    label = block.label
    if label is not None and label.kind == "code":
        holds = len(label.parts) == 1 and not label.normal.startswith("OP")
        return _container(text, block, label) if holds and label.written.rstrip(".") == label.normal else None
    if len(plain) > _LONGEST_TITLE:
        return None
    if label is not None and label.kind == "word":
        words = " ".join(text[block.start : block.stop].split())
        return Title(_ARTICLE, words, label.normal, "article") if heads_article(text, label, block.stop) else None
    if "\n" in plain or (label is not None and label.kind != "number"):
        return None
    return _worded(plain, block, above) or _of_status(text, plain, block, conventions)


def _of_status(text: str, plain: str, block: Block, conventions: Conventions) -> Title | None:
    # "Outputs for further discussion" says of the provisions below it what was agreed.
    short = plain[:1].isupper() and plain[-1:] not in ".;:," and len(plain.split()) <= 18 and "[" not in plain
    if pattern("LEGEND").match(plain):
        # "Red highlights: changes that were disputed" is about a colour, not about what is below.
        return None
    apart = block.alone or text[block.start] == "\t"
    return Title(_STATUS, plain) if short and apart and conventions.status_of(plain) else None


def operative_title(text: str, block: Block, following: Block | None) -> Title | None:
    """Return the title that “resolves” is above a paragraph 1 or a), or None."""
    label = following.label if following else None
    if label is None or label.value not in ("1", "a") or block.label or block.options or not block.alone:
        return None
    if "." in text[label.start : label.end]:
        # "1." goes on behind the last paragraph of a preamble.
        return None
    words = text[block.start : block.stop].strip()
    named = re.sub(r"[\[\]*_]+", "", words)
    return Title(_STATUS, words, named, "operative") if pattern("OPERATIVE_TITLE").fullmatch(words) else None


def _marked(text: str, block: Block, words: str) -> Title:
    # The file marks the line as a title.
    level, label = block.level, block.label
    bare = pattern("LEAD").sub("", words, count=1) if words[:1] in "[*_" else words
    if _names_preamble(bare):
        return Title(level, words, "Preamble", "preamble")
    if label is not None and label.kind == "code" and len(label.parts) == 1:
        return replace(_container(text, block, label), rank=level)
    if label is not None and label.kind in ("word", "number", "code"):
        return Title(level, words, label.normal, "article" if label.kind == "word" else "number")
    forms = ("SECTION_TITLE", "LETTER_TITLE", "ROMAN_TITLE")
    found = next((match for name in forms if (match := pattern(name).match(bare))), None)
    return _section(level, words, found["label"] or found["bare"].capitalize() if found else "")


def _names_preamble(words: str) -> bool:
    return bool(pattern("PREAMBLE").match(words)) and len(words) < _LONGEST_PREAMBLE


def _decision(words: str) -> str:
    # "Draft decision -/CP.44" has a number of its own beside that of the agreement it is part of.
    if not pattern("DECISION_TITLE").match(words):
        return ""
    symbol = pattern("DECISION_SYMBOL").search(words)
    return f"Decision {symbol['symbol']}" if symbol else "Decision"


def _container(text: str, block: Block, label: Label) -> Title:
    title = text[label.end : block.stop].split("\n")[0].split(":")[0].replace("[", "").replace("]", "").strip()
    return Title(_CODE, f"{label.normal} {title}"[:90].strip(), label.normal, "code")


def _heads_lines(block: Block, bare: str, section: re.Match[str]) -> bool:
    # "ANNEX II: Goods", and "ANNEX II" right above the words of its title.
    rest = bare[section.end("label") :] if section["label"] else bare[section.end() :]
    return bool(re.match(r"[ ]?\d{0,3}[ ]?[:–—]", rest)) or (block.apart and not rest.strip(" ]*_"))


def _worded(plain: str, block: Block, above: Sequence[Title]) -> Title | None:
    # Only the words and signs of the line show it to be a title.
    bare = plain.lstrip("[*_ ")
    if _names_preamble(bare):
        return Title(_CAPITALS, plain, "Preamble", "preamble")
    section = pattern("SECTION_TITLE").match(bare)
    if section and (block.alone or _heads_lines(block, bare, section)):
        rank = _part_ranks()[(section["word"] or section["bare"]).casefold()]
        return _section(rank, plain, section["label"] or section["bare"].capitalize())
    if block.label is not None or not block.alone:
        return None
    letter, numeral = pattern("LETTER_TITLE").match(bare), pattern("ROMAN_TITLE").match(bare)
    found = letter or numeral
    if found:
        # "I." and "V." are letters behind "H." and "U.", else numerals; one letter may be missing between.
        last = next((title.words.lstrip("[*_ ")[:1] for title in reversed(above) if title.rank == _LETTER), "")
        rest = bare[found.end() :]
        looks = len(plain) < _LONGEST_TITLE and not re.search(r"[.;,:]\W*$", plain)
        looks = looks and not pattern("FINITE_IN_TITLE").search(rest)
        if letter and _names_preamble(rest.lstrip("[*_ ")):
            return Title(_LETTER, plain, "Preamble", "preamble")
        if letter and looks and (not roman(letter["label"]) or (last and ord(letter["label"]) - ord(last) in (1, 2))):
            return _section(_LETTER, plain, letter["label"])
        if numeral and looks:
            # Below a letter, unless numerals are above the letters: "I.", "A.", "B.", "II."
            is_below = bool(last) and all(title.rank != _LETTER - 1 for title in above)
            return _section(_ROMAN if is_below else _LETTER - 1, plain, numeral["label"])
    in_capitals = plain.isupper() and len(plain) < 90 and "[" not in plain and sum(map(str.isalpha, plain)) > 3
    return _section(_CAPITALS, plain, "") if in_capitals else None


def _section(rank: int, words: str, label: str) -> Title:
    decision = _decision(words)
    if decision:
        return Title(rank, words, decision, "decision")
    return Title(rank, words, label, "annex" if label.startswith(word_list("annex")) else "section")
