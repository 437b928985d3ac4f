"""Puts the pages of a PDF file together: paragraphs, tables over several pages, notes and comments."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TypeAlias

from bracketed.draft.annotated_text import AnnotatedText
from bracketed.errors import DraftError
from bracketed.reading.colours import colour_name
from bracketed.reading.columns import CellPlace, Table
from bracketed.reading.layout import flatten
from bracketed.reading.paragraphs import (
    PLAIN,
    CommentEnd,
    CommentStart,
    FileComment,
    Item,
    PageStart,
    Paragraph,
    Run,
    RunFormat,
)
from bracketed.reading.pdf.balloons import Balloon, take_balloons
from bracketed.reading.pdf.exponents import write_exponents
from bracketed.reading.pdf.findings import doubts, omissions
from bracketed.reading.pdf.headers_footers import take_headers_footers
from bracketed.reading.pdf.joining import Hyphens, TextBlock, begins_paragraph, text_blocks
from bracketed.reading.pdf.lines import LineWord, TextLine, columns_of, lines_of
from bracketed.reading.pdf.pages import Annotation, Area, Colour, PageWord, PdfPage
from bracketed.reading.pdf.ruled_tables import RuledTable, ruled_tables

_TABLE_SIGN = "\ufdd0"  # represents a table among the words of a page; no character that a file can hold
_NOTE_SIGN = re.compile(r"\[?(\d{1,3}(?!\d)|\*{1,3}|[†‡§])\]?[.)]?\s*(?=\S)")
_MARK = re.compile(r"(\[\d+\])")
_NEAR = 4.0  # edges of columns that are not further apart are the same
_FILLS_LIMIT = 3_000
_SMALL = 0.93  # of the usual size of the type: that of notes
_LARGE = 1.15  # that of headings
_LONGEST_HEADING = 6  # lines
_FOOT = 0.35  # of the height of a page; notes begin below it
_COLOURFUL = 60  # how far the parts of a colour are apart that is no grey


# The cells of a row, each with the paragraphs in it.
_TableRow: TypeAlias = list[tuple[CellPlace, list[TextBlock]]]


@dataclass(slots=True)
class _TableBlock:
    """A table, over as many pages as it runs."""

    table: Table
    edges: tuple[float, ...]
    rows: list[_TableRow] = field(default_factory=list)


_Block: TypeAlias = TextBlock | _TableBlock


def annotated_text_of(pages: Sequence[PdfPage], name: str) -> AnnotatedText:
    """Return the text of the pages of a PDF file; DraftError if they are pictures without text."""
    if not any(page.words for page in pages):
        raise DraftError(
            f"{name} has no text layer, its pages are pictures; let a program for text recognition (OCR) make a PDF "
            "with text of it, or use the file that it was printed from"
            if any(page.pictures for page in pages)
            else f"{name} has no words on its pages; use the file that it was made from"
        )
    return _DocumentReader(pages).annotated()


class _DocumentReader:
    """Reads the pages of a document one after the other, and then makes paragraphs of what they hold."""

    def __init__(self, pages: Sequence[PdfPage]) -> None:
        self._pages = pages
        size = _usual_size(pages)
        # Printed comments go first, since they make pages look as if they had columns; then what repeats on each page.
        self._balloons = [take_balloons(page, size) for page in pages]
        self._tables = [ruled_tables(page) for page in pages]
        for page, balloons, tables in zip(pages, self._balloons, self._tables, strict=True):
            if balloons:
                # Without words they are the frames of the comments.
                held = [any(table.area.holds(word.x0, word.base) for word in page.words) for table in tables]
                tables[:] = compress(tables, held)
        self._headers_footers, self._line_numbers = take_headers_footers(pages, self._tables)
        self._size = _usual_size(pages)
        self._blocks: list[_Block] = []
        self._notes: list[TextBlock] = []
        self._comments: dict[str, FileComment] = {}
        # What is known of words, by the `id` of each: marks before and behind it, and its format.
        self._before: defaultdict[int, list[Item]] = defaultdict(list)
        self._behind: defaultdict[int, list[Item]] = defaultdict(list)
        self._formats: dict[int, RunFormat] = {}
        self._known: set[int] = set()  # all words of which any of these is known
        self._printed: list[tuple[FileComment, Balloon]] = []
        self._keys: dict[str, str] = {}  # of printed comments by their numbers
        self._places: dict[str, PageWord] = {}  # of printed comments by their keys
        self._page = PageStart(1)
        self._suspected: list[str] = []
        self._hyphens = Hyphens()

    def annotated(self) -> AnnotatedText:
        for number, (page, tables) in enumerate(zip(self._pages, self._tables, strict=True)):
            self._page = PageStart(number + 1)
            write_exponents(page)
            self._read_formats(page)
            self._read_comments(page, number)
            self._read_blocks(page, tables)
        self._known = self._formats.keys() | self._before.keys() | self._behind.keys()
        # Only now all words are known that show whether a hyphen at the end of a line belongs to its word.
        self._hyphens.learn(line for block in self._text_blocks() for line in block.lines)
        for comment, balloon in self._printed:
            comment.text = balloon.text(self._hyphens)
        headings = [block for block in self._blocks if isinstance(block, TextBlock) and self._is_heading(block)]
        sizes = sorted({round(block.lines[0].size) for block in headings}, reverse=True)
        paragraphs = [paragraph for block in self._blocks for paragraph in self._paragraphs(block, sizes)]
        if self._notes:
            paragraphs.append(Paragraph([Run("____")], apart=True))
            paragraphs += [self._note(block) for block in self._notes]
        if paragraphs:
            paragraphs[0].items[:0] = (
                *omissions(self._headers_footers, self._line_numbers),
                *doubts(self._pages, self._suspected, self._hyphens),
            )
        return flatten(paragraphs, self._comments)

    def _text_blocks(self) -> Iterator[TextBlock]:
        for block in self._blocks:
            if isinstance(block, TextBlock):
                yield block
            else:
                yield from (held for row in block.rows for _, blocks in row for held in blocks)
        yield from self._notes

    # Pages

    def _read_blocks(self, page: PdfPage, tables: Sequence[RuledTable]) -> None:
        words: list[PageWord] = []
        inside: list[list[list[PageWord]]] = [[[] for _ in table.cells] for table in tables]
        for word in page.words:
            place = _cell_of(word, tables)
            if place is None:
                words.append(word)
            else:
                inside[place[0]][place[1]].append(word)
        words = self._take_notes(words, page)
        signs = {}
        # In each table's place goes one word, so that the table comes where it is among the columns of the page.
        for number, table in enumerate(tables):
            area = table.area
            sign = PageWord(_TABLE_SIGN, area.x0, area.top, area.x1, area.bottom, area.top + self._size, self._size)
            signs[id(sign)] = number
            words.append(sign)
        for column in columns_of(words, page.width):
            edge = max((word.x1 for line in column for word in line.words), default=0.0)
            lines: list[TextLine] = []
            for line in column:
                held = [signs[id(word)] for word in line.words if id(word) in signs]
                if held:
                    line.words = [word for word in line.words if id(word) not in signs]
                if line.words:
                    lines.append(TextLine(line.words) if held else line)
                for number in held:
                    self._add_lines(lines, edge)
                    lines = []
                    self._add_table(tables[number], inside[number])
            self._add_lines(lines, edge)

    def _add_lines(self, lines: list[TextLine], edge: float) -> None:
        """Add lines of one column, of which the first may go on with the paragraph before."""
        self._mark_page(lines)
        found = text_blocks(lines, edge)
        last = self._blocks[-1] if self._blocks else None
        if found and isinstance(last, TextBlock) and not begins_paragraph(found[0].lines[0], last):
            last.lines += found.pop(0).lines
            last.edge = edge
        self._blocks += found

    def _mark_page(self, lines: Sequence[TextLine]) -> None:
        """Note that lines which follow one another begin on the page that is read."""
        if lines and lines[0].words:
            self._before[id(lines[0].words[0])].insert(0, self._page)

    def _take_notes(self, words: list[PageWord], page: PdfPage) -> list[PageWord]:
        """Take the notes at the foot of a page away from its words."""
        if not any(word.size < _SMALL * self._size and word.top > _FOOT * page.height for word in words):
            return words
        lines = lines_of(words)
        first = len(lines)
        while first and lines[first - 1].size < _SMALL * self._size:
            first -= 1
        # A note that goes on from the page before has no sign of its own here, but a rule above it.
        goes_on = bool(self._notes) and 0 < first < len(lines) and _has_short_rule(page, lines[first])
        while first < len(lines) and not goes_on and not _NOTE_SIGN.match(lines[first].text):
            first += 1
        foot = lines[first:]
        if not foot or foot[0].top < _FOOT * page.height or first == 0:
            return words
        if not (foot[0].base - lines[first - 1].base > 1.2 * self._size or _has_short_rule(page, foot[0])):
            return words
        # Notes are written behind the text, each page's behind one another.
        self._mark_page(foot)
        edge = max(line.x1 for line in foot)
        number: int | None = None
        for line in foot:
            sign = _sign_of_note(line, number)
            if sign or not self._notes:
                self._notes.append(TextBlock([line], edge))
                number = int(sign) if sign.isdecimal() else None
            else:
                self._notes[-1].lines.append(line)
        gone = {id(word) for line in foot for word in line.words}
        return [word for word in words if id(word) not in gone]

    def _add_table(self, table: RuledTable, inside: list[list[PageWord]]) -> None:
        last = self._blocks[-1] if self._blocks else None
        if isinstance(last, _TableBlock) and _same_edges(last.edges, table.edges):
            block = last
        else:
            block = _TableBlock(Table(), table.edges)
            self._blocks.append(block)
        offset = block.rows[-1][0][0].row + 1 if block.rows else 0
        found: dict[int, _TableRow] = {}
        for cell, words in zip(table.cells, inside, strict=True):
            lines = lines_of(words)
            self._mark_page(lines)
            # Words could reach as far to the right as they keep away from the left, but no farther than a small margin.
            margin = max(0.0, min((line.x0 for line in lines), default=cell.area.x0) - cell.area.x0)
            held = text_blocks(lines, cell.area.x1 - min(margin, 12.0))
            place = CellPlace(block.table, offset + cell.row, cell.column, cell.width)
            found.setdefault(cell.row, []).append((place, held))
        rows = [found[row] for row in sorted(found)]
        if block.rows and rows and _words_of(rows[0]) in map(_words_of, block.rows[:2]):
            rows.pop(0)  # the head of the table, shown again at the top of the page
        if block.rows and rows and _join_cut_row(block.rows[-1], rows[0]):
            rows.pop(0)
        block.rows += rows

    # What is known of words

    def _read_formats(self, page: PdfPage) -> None:
        """Find the backgrounds of words, and the lines through and under them."""
        fills = [fill for fill in page.fills if _colour(fill.colour)][:_FILLS_LIMIT]
        level = sorted((rule for rule in page.rules if rule.is_level), key=lambda rule: rule.top)
        marked = [one for one in page.annotations if one.kind != "text"]
        for word in page.words:
            x, y = _centre(word)
            over = [fill for fill in fills if fill.holds(x, y)]
            colour = _colour(over[-1].colour) if over else ""
            struck, underlined = _lines_at(word, level)
            for one in marked:
                if any(area.holds(x, y) for area in one.areas):
                    if one.kind == "highlight":
                        colour = _colour(one.areas[0].colour) or "yellow"
                    struck = struck or one.kind == "strike"
            if colour or struck:
                self._formats[id(word)] = RunFormat(struck=struck, colour=colour)
            if (struck or underlined) and max(word.colour) - min(word.colour) > _COLOURFUL:
                self._suspected.append(word.text)

    def _read_comments(self, page: PdfPage, number: int) -> None:
        # From top to bottom; several at one place in the order of the file.
        first = [(one.areas[0].top, one.areas[0].x0) for one in page.annotations]
        for place in sorted(range(len(first)), key=first.__getitem__):
            one = page.annotations[place]
            if one.text:
                key = f"{number} {place}"
                parent = "" if one.answers is None else f"{number} {one.answers}"
                self._comments[key] = FileComment(one.author, one.text, one.date, parent)
                self._anchor(key, one, page.words)
        for balloon in self._balloons[number]:
            self._anchor_balloon(balloon, page.words)

    def _anchor(self, key: str, annotation: Annotation, words: Sequence[PageWord]) -> None:
        if annotation.kind == "text":
            nearest = min(words, key=lambda word: _distance(word, annotation.areas[0]), default=None)
            if nearest is not None:
                self._behind[id(nearest)].append(CommentEnd(key))
            return
        held = [word for word in words if any(area.holds(*_centre(word)) for area in annotation.areas)]
        if held:
            held.sort(key=lambda word: (round(word.base), word.x0))
            self._before[id(held[0])].append(CommentStart(key))
            self._behind[id(held[-1])].append(CommentEnd(key))

    def _anchor_balloon(self, balloon: Balloon, words: Sequence[PageWord]) -> None:
        """Anchor a printed comment in the paragraph beside it, or where the one is anchored that it answers."""
        key = f"balloon {len(self._printed)}"
        parent = self._keys.get(balloon.answers, "")
        comment = self._comments[key] = FileComment(balloon.author, parent=parent)
        self._printed.append((comment, balloon))
        self._keys[balloon.number] = key
        place = self._places.get(parent) or balloon.beside(words)
        if place is not None:
            self._places[key] = place
            self._behind[id(place)].append(CommentEnd(key))

    # Paragraphs

    def _is_heading(self, block: TextBlock) -> bool:
        return block.lines[0].size > _LARGE * self._size and len(block.lines) <= _LONGEST_HEADING

    def _paragraphs(self, block: _Block, sizes: list[int]) -> Iterator[Paragraph]:
        """Yield the paragraphs of a block; `sizes` are those of headings, from the largest."""
        if isinstance(block, TextBlock):
            level = sizes.index(round(block.lines[0].size)) + 1 if self._is_heading(block) else 0
            yield Paragraph(self._items(block.lines), level=level, apart=True)
            return
        for row in block.rows:
            for place, held in row:
                yield from (Paragraph(self._items(one.lines), cell=place) for one in held)
                if not held:
                    yield Paragraph(cell=place)

    def _note(self, block: TextBlock) -> Paragraph:
        paragraph = Paragraph(self._items(block.lines), apart=True)
        runs = paragraph.runs
        if not runs:
            return paragraph
        sign = _NOTE_SIGN.match(runs[0].text)
        if runs[0].is_note_mark:
            if len(runs) > 1:
                runs[1].text = " " + runs[1].text.lstrip()
        elif sign:
            mark = Run(f"[{sign[1]}]", runs[0].format, is_note_mark=True)
            paragraph.items.insert(paragraph.items.index(runs[0]), mark)
            runs[0].text = " " + runs[0].text[sign.end() :]
        return paragraph

    def _items(self, lines: Sequence[TextLine]) -> list[Item]:
        paragraph = Paragraph()
        above = ""
        for number, line in enumerate(lines):
            between, cut = self._hyphens.joint(above, line.text) if number else ("", 0)
            if cut and (runs := paragraph.runs):
                runs[-1].text = runs[-1].text[:-cut]
            # Of most lines no more is known than their words.
            if not line.has_marks and self._known.isdisjoint(map(id, line.words)):
                paragraph.add(between + line.text, PLAIN)
            else:
                for place, one in enumerate(line.line_words()):
                    self._write(paragraph, one, between if place == 0 else one.space)
            above = line.text
        return paragraph.items

    def _write(self, paragraph: Paragraph, one: LineWord, space: str) -> None:
        """Write a word behind others, with the marks that are before and behind it."""
        known = id(one.word)
        run_format = self._formats.get(known, PLAIN)
        before = self._before.get(known, ())
        if space:
            # The space between two words of one format belongs to both, else to neither.
            last = paragraph.items[-1] if paragraph.items else None
            is_same = isinstance(last, Run) and last.format == run_format and not before
            paragraph.add(space, run_format if is_same else PLAIN)
        paragraph.items += before
        for part in _MARK.split(one.text) if one.is_mark else [one.text]:
            if one.is_mark and _MARK.fullmatch(part):
                paragraph.items.append(Run(part, run_format, is_note_mark=True))
            elif part:
                paragraph.add(part, run_format)
        paragraph.items += self._behind.get(known, ())


def _usual_size(pages: Iterable[PdfPage]) -> float:
    exact: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            exact[word.size] += len(word.text)
    sizes: Counter[float] = Counter()
    for size, letters in exact.items():
        sizes[round(size * 2) / 2] += letters
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _colour(colour: Colour) -> str:
    return colour_name(*(part / 255 for part in colour))


def _centre(word: PageWord) -> tuple[float, float]:
    """Return the point of a word that decides in which areas it lies."""
    return (word.x0 + word.x1) / 2, word.base - 0.25 * word.size


def _words_of(row: _TableRow) -> list[str]:
    return [" ".join(line.text for block in blocks for line in block.lines) for _, blocks in row]


def _cell_of(word: PageWord, tables: Sequence[RuledTable]) -> tuple[int, int] | None:
    x, y = _centre(word)
    for number, table in enumerate(tables):
        if table.area.holds(x, y):
            for place, cell in enumerate(table.cells):
                if cell.area.holds(x, y):
                    return number, place
    return None


def _sign_of_note(line: TextLine, before: int | None) -> str:
    """Return the sign of the note that a line at the foot of a page begins, or "" if it goes on with the one before."""
    sign = _NOTE_SIGN.match(line.text)
    if sign is None:
        return ""
    is_raised = next(line.line_words()).is_mark
    # A number that is not raised may be one of the words: it begins a note only behind the one before it on the page.
    follows = before is None or not sign[1].isdecimal() or int(sign[1]) == before + 1
    return sign[1] if is_raised or follows else ""


def _has_short_rule(page: PdfPage, line: TextLine) -> bool:
    return any(
        rule.is_level and rule.x1 - rule.x0 < 0.5 * page.width and 0 <= line.top - rule.top < 3 * line.size
        for rule in page.rules
    )


def _lines_at(word: PageWord, level: Sequence[Area]) -> tuple[bool, bool]:
    """Return whether a line runs through a word, and whether one runs under it."""
    # A line may be a little shorter than the word, or run under many words.
    struck = underlined = False
    for rule in level:
        if rule.top > word.bottom + 2:
            break
        if rule.top > word.top and min(rule.x1, word.x1) - max(rule.x0, word.x0) > 0.7 * (word.x1 - word.x0):
            above = (word.base - rule.top) / word.size
            struck = struck or 0.1 < above < 0.5
            underlined = underlined or -0.35 < above <= 0.1
    return struck, underlined


def _distance(word: PageWord, area: Area) -> float:
    """Return how far a word ends from the point that a comment is at; the line counts more than the place in it."""
    x, y = area.x0, (area.top + area.bottom) / 2
    sideways = max(word.x0 - x, x - word.x1, 0.0) + 0.01 * abs(word.x1 - x)
    return sideways + 4 * max(word.top - y, y - word.bottom, 0.0)


def _same_edges(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _join_cut_row(above: _TableRow, below: _TableRow) -> bool:
    """Join a row that the end of a page has cut with its rest, if it is one: in one of its cells a sentence goes on."""
    held_above = {place.column: held for place, held in above}
    pairs = [(held_above[place.column], held) for place, held in below if place.column in held_above]
    goes_on = [bool(one and other) and not begins_paragraph(other[0].lines[0], one[-1]) for one, other in pairs]
    if not any(goes_on):
        return False
    for (one, other), joins in zip(pairs, goes_on, strict=True):
        if joins:
            one[-1].lines += other.pop(0).lines
        one += other
    return True
