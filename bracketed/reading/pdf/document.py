"""Puts the pages of a PDF file together: paragraphs, tables over several pages, notes and comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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
    NoteMark,
    Paragraph,
    Run,
    RunFormat,
)
from bracketed.reading.pdf.balloons import Balloon, take_balloons
from bracketed.reading.pdf.doubts import doubts, left_out
from bracketed.reading.pdf.exponents import write_exponents
from bracketed.reading.pdf.grids import Grid, grids_of
from bracketed.reading.pdf.headers_footers import without_furniture
from bracketed.reading.pdf.joining import Hyphens, Passage, begins, passages
from bracketed.reading.pdf.lines import Line, Piece, columns_of, lines_of
from bracketed.reading.pdf.pages import Area, Note, Rule, Sheet, Word

_TABLE_SIGN = "\ufdd0"  # stands for a table among the words of a page; no character that a file can hold
_NOTE_SIGN = re.compile(r"\[?(\d{1,3}(?!\d)|\*{1,3}|[†‡§])\]?[.)]?\s*(?=\S)")
_MARK = re.compile(r"(\[\d+\])")
_NEAR = 4.0
_FILLS_LIMIT = 3_000


@dataclass(slots=True)
class _Row:
    boxes: list[tuple[CellPlace, list[Passage]]]


@dataclass(slots=True)
class _Rows:
    """A table, over as many pages as it runs."""

    table: Table
    edges: tuple[float, ...]
    rows: list[_Row] = field(default_factory=list)


_Block: TypeAlias = Passage | _Rows


def annotated_text_of(sheets: Sequence[Sheet], name: str) -> AnnotatedText:
    """Return what the pages of a PDF file say; DraftError if they are pictures without text."""
    if not any(sheet.words for sheet in sheets):
        raise DraftError(
            f"{name} has no text layer, its pages are pictures; let a program for text recognition (OCR) make a PDF "
            "with text of it, or ask for the file that it was printed from"
            if any(sheet.pictures for sheet in sheets)
            else f"{name} has no words on its pages; ask for the file that it was made from"
        )
    return _Document(sheets).annotated()


class _Document:
    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        size = _usual_size(sheets)
        self._balloons = [take_balloons(sheet, size) for sheet in sheets]
        self._grids = [
            [grid for grid in grids_of(sheet) if not balloons or _holds_words(grid, sheet)]
            for sheet, balloons in zip(sheets, self._balloons, strict=True)
        ]
        self._furniture, self._line_numbers = without_furniture(sheets, self._grids)
        self._size = _usual_size(sheets)
        self._blocks: list[_Block] = []
        self._notes: list[Passage] = []
        self._comments: dict[str, FileComment] = {}
        self._before: dict[int, list[Item]] = {}  # marks by the word that they stand before, or behind
        self._behind: dict[int, list[Item]] = {}
        self._looks: dict[int, RunFormat] = {}
        self._spoken: list[tuple[FileComment, Balloon]] = []
        self._keys: dict[str, str] = {}  # of printed comments by their numbers
        self._places: dict[str, Word] = {}  # of printed comments by their keys
        self._suspected: list[str] = []
        self._hyphens = Hyphens()

    def annotated(self) -> AnnotatedText:
        for number, (sheet, grids) in enumerate(zip(self._sheets, self._grids, strict=True)):
            write_exponents(sheet)
            self._look_at(sheet, number)
            self._page(sheet, grids)
        self._hyphens.learn(line for passage in self._passages() for line in passage.lines)
        for said, balloon in self._spoken:
            said.text = balloon.words(self._hyphens)
        sizes = sorted({round(size) for size in self._large()}, reverse=True)
        paragraphs = [paragraph for block in self._blocks for paragraph in self._paragraphs(block, sizes)]
        if self._notes:
            paragraphs.append(Paragraph([Run("____")], apart=True))
            paragraphs += [self._note(passage) for passage in self._notes]
        if paragraphs:
            told = (
                *left_out(self._furniture, self._line_numbers),
                *doubts(self._sheets, self._suspected, self._hyphens),
            )
            paragraphs[0].items[:0] = told
        return flatten(paragraphs, self._comments)

    def _passages(self) -> Iterator[Passage]:
        for block in self._blocks:
            if isinstance(block, Passage):
                yield block
            else:
                for row in block.rows:
                    for _, held in row.boxes:
                        yield from held
        yield from self._notes

    # Pages

    def _page(self, sheet: Sheet, grids: Sequence[Grid]) -> None:
        words: list[Word] = []
        inside: list[list[list[Word]]] = [[[] for _ in grid.fields] for grid in grids]
        for word in sheet.words:
            place = _field_of(word, grids)
            if place is None:
                words.append(word)
            else:
                inside[place[0]][place[1]].append(word)
        words = self._without_notes(words, sheet)
        signs = {}
        for number, grid in enumerate(grids):
            area = grid.area
            sign = Word(_TABLE_SIGN, area.x0, area.top, area.x1, area.bottom, area.top + self._size, self._size)
            signs[id(sign)] = number
            words.append(sign)
        for group in columns_of(words, sheet.width):
            edge = max((word.x1 for line in group for word in line.words), default=0.0)
            stretch: list[Line] = []
            for line in group:
                tables = [signs[id(word)] for word in line.words if id(word) in signs]
                if tables:
                    line.words = [word for word in line.words if id(word) not in signs]
                if line.words:
                    stretch.append(Line(line.words) if tables else line)
                for number in tables:
                    self._stretch(stretch, edge)
                    stretch = []
                    self._table(grids[number], inside[number])
            self._stretch(stretch, edge)

    def _stretch(self, lines: list[Line], edge: float) -> None:
        """Add lines of one column, of which the first may go on with the paragraph before."""
        found = passages(lines, edge)
        last = self._blocks[-1] if self._blocks else None
        if found and isinstance(last, Passage) and not begins(found[0].lines[0], last):
            last.lines += found.pop(0).lines
            last.edge = edge
        self._blocks += found

    def _without_notes(self, words: list[Word], sheet: Sheet) -> list[Word]:
        """Take the notes at the foot of a page away from its words."""
        if not any(word.size < 0.93 * self._size and word.top > 0.35 * sheet.height for word in words):
            return words
        lines = lines_of(words)
        first = len(lines)
        while first and lines[first - 1].size < 0.93 * self._size:
            first -= 1
        goes_on = bool(self._notes) and 0 < first < len(lines) and _has_short_rule(sheet, lines[first])
        while first < len(lines) and not goes_on and not _NOTE_SIGN.match(lines[first].text):
            first += 1
        foot = lines[first:]
        if not foot or foot[0].top < 0.35 * sheet.height or first == 0:
            return words
        if not (foot[0].base - lines[first - 1].base > 1.2 * self._size or _has_short_rule(sheet, foot[0])):
            return words
        edge = max(line.x1 for line in foot)
        number: int | None = None
        for line in foot:
            sign = _sign_of_note(line, number)
            if sign or not self._notes:
                self._notes.append(Passage([line], edge))
                number = int(sign) if sign.isdecimal() else None
            else:
                self._notes[-1].lines.append(line)
        gone = {id(word) for line in foot for word in line.words}
        return [word for word in words if id(word) not in gone]

    def _table(self, grid: Grid, inside: list[list[Word]]) -> None:
        last = self._blocks[-1] if self._blocks else None
        goes_on = isinstance(last, _Rows) and _same_edges(last.edges, grid.edges)
        rows = last if goes_on and isinstance(last, _Rows) else _Rows(Table(), grid.edges)
        if not goes_on:
            self._blocks.append(rows)
        offset = rows.rows[-1].boxes[0][0].row + 1 if rows.rows else 0
        found: dict[int, _Row] = {}
        for one, words in zip(grid.fields, inside, strict=True):
            lines = lines_of(words)
            margin = max(0.0, min((line.x0 for line in lines), default=one.area.x0) - one.area.x0)
            held = passages(lines, one.area.x1 - min(margin, 12.0))
            box = CellPlace(rows.table, offset + one.row, one.column, one.width)
            found.setdefault(one.row, _Row([])).boxes.append((box, held))
        ordered = [found[row] for row in sorted(found)]
        if goes_on and ordered and rows.rows and _words_of(ordered[0]) in (_words_of(row) for row in rows.rows[:2]):
            ordered.pop(0)  # the head of the table, shown again at the top of the page
        if goes_on and ordered and rows.rows and _continues(rows.rows[-1], ordered[0]):
            _join(rows.rows[-1], ordered.pop(0))
        rows.rows += ordered

    # What is known of words

    def _look_at(self, sheet: Sheet, page: int) -> None:
        """Find the backgrounds of words, the lines through them, and the comments on them."""
        fills = [fill for fill in sheet.fills if colour_name(*(part / 255 for part in fill.colour))][:_FILLS_LIMIT]
        level = sorted((rule for rule in sheet.rules if rule.is_level), key=lambda rule: rule.top)
        marked = [note for note in sheet.notes if note.kind != "text"]
        for word in sheet.words:
            x, y = (word.x0 + word.x1) / 2, word.base - 0.25 * word.size
            over = [fill for fill in fills if fill.holds(x, y)]
            colour = colour_name(*(part / 255 for part in over[-1].colour)) if over else ""
            struck, underlined = _lines_at(word, level)
            for note in marked:
                if any(area.holds(x, y) for area in note.areas):
                    if note.kind == "highlight":
                        colour = colour_name(*(part / 255 for part in note.areas[0].colour)) or "yellow"
                    struck = struck or note.kind == "strike"
            if colour or struck:
                self._looks[id(word)] = RunFormat(struck=struck, colour=colour)
            if (struck or underlined) and max(word.colour) - min(word.colour) > 60:
                self._suspected.append(word.text)
        # From top to bottom; several at one place in the order of the file.
        order = sorted(range(len(sheet.notes)), key=lambda n: (sheet.notes[n].areas[0].top, sheet.notes[n].areas[0].x0))
        for number in order:
            self._comment(sheet.notes[number], sheet.words, f"{page} {number}", page)
        for balloon in self._balloons[page]:
            self._place_balloon(balloon, sheet.words)

    def _comment(self, note: Note, words: Sequence[Word], key: str, page: int) -> None:
        if not note.words:
            return
        parent = "" if note.answers is None else f"{page} {note.answers}"
        self._comments[key] = FileComment(note.author, note.words, note.date, parent)
        if note.kind == "text":
            nearest = min(words, key=lambda word: _distance(word, note.areas[0]), default=None)
            if nearest is not None:
                self._behind.setdefault(id(nearest), []).append(CommentEnd(key))
            return
        held = [
            word
            for word in words
            if any(area.holds((word.x0 + word.x1) / 2, word.base - 0.25 * word.size) for area in note.areas)
        ]
        if held:
            held.sort(key=lambda word: (round(word.base), word.x0))
            self._before.setdefault(id(held[0]), []).append(CommentStart(key))
            self._behind.setdefault(id(held[-1]), []).append(CommentEnd(key))

    def _place_balloon(self, balloon: Balloon, words: Sequence[Word]) -> None:
        """Let a printed comment stand in the paragraph beside it, or where the one stands that it answers."""
        key = f"balloon {len(self._spoken)}"
        parent = self._keys.get(balloon.answers, "")
        said = FileComment(balloon.author, parent=parent)
        self._comments[key] = said
        self._spoken.append((said, balloon))
        self._keys[balloon.number] = key
        place = self._places.get(parent) or balloon.beside(words)
        if place is not None:
            self._places[key] = place
            self._behind.setdefault(id(place), []).append(CommentEnd(key))

    # Paragraphs

    def _large(self) -> Iterator[float]:
        for block in self._blocks:
            if isinstance(block, Passage) and self._is_large(block):
                yield block.lines[0].size

    def _is_large(self, passage: Passage) -> bool:
        return passage.lines[0].size > 1.15 * self._size and len(passage.lines) <= 6

    def _paragraphs(self, block: _Block, sizes: list[int]) -> Iterator[Paragraph]:
        if isinstance(block, Passage):
            level = sizes.index(round(block.lines[0].size)) + 1 if self._is_large(block) else 0
            yield Paragraph(self._items(block.lines), level=level, apart=True)
            return
        for row in block.rows:
            for box, held in row.boxes:
                for passage in held:
                    yield Paragraph(self._items(passage.lines), cell=box)
                if not held:
                    yield Paragraph(cell=box)

    def _note(self, passage: Passage) -> Paragraph:
        paragraph = Paragraph(self._items(passage.lines), apart=True)
        words = [item for item in paragraph.items if isinstance(item, Run)]
        if not words:
            return paragraph
        place = paragraph.items.index(words[0])
        sign = _NOTE_SIGN.match(words[0].text)
        if isinstance(words[0], NoteMark):
            if len(words) > 1:
                words[1].text = " " + words[1].text.lstrip()
        elif sign:
            paragraph.items.insert(place, NoteMark(f"[{sign[1]}]", words[0].format))
            words[0].text = " " + words[0].text[sign.end() :]
        return paragraph

    def _items(self, lines: Sequence[Line]) -> list[Item]:
        paragraph = Paragraph()
        above = ""
        for number, line in enumerate(lines):
            text = line.text
            between, cut = self._hyphens.joint(above, text) if number else ("", 0)
            if cut:
                _cut(paragraph.items, cut)
            if self._is_plain(line):
                paragraph.add(between + text, PLAIN)
            else:
                for place, piece in enumerate(line.pieces()):
                    self._write(paragraph, piece, between if place == 0 else piece.space)
            above = text
        return paragraph.items

    def _is_plain(self, line: Line) -> bool:
        """Say whether nothing is known of the words of a line but what they are, as of most lines."""
        if line.has_marks:
            return False
        numbers = [id(word) for word in line.words]
        return all(known.keys().isdisjoint(numbers) for known in (self._looks, self._before, self._behind))

    def _write(self, paragraph: Paragraph, piece: Piece, space: str) -> None:
        """Write a word behind others, with the marks that stand before and behind it."""
        look = self._looks.get(id(piece.word), PLAIN)
        before = self._before.get(id(piece.word), ())
        if space:
            # The space between two words of one look belongs to both, else to neither.
            last = paragraph.items[-1] if paragraph.items else None
            one_look = isinstance(last, Run) and last.format == look and not before
            paragraph.add(space, look if one_look else PLAIN)
        paragraph.items += before
        if piece.is_mark:
            for part in _MARK.split(piece.text):
                if _MARK.fullmatch(part):
                    paragraph.items.append(NoteMark(part, look))
                elif part:
                    paragraph.add(part, look)
        else:
            paragraph.add(piece.text, look)
        paragraph.items += self._behind.get(id(piece.word), ())


def _usual_size(sheets: Iterable[Sheet]) -> float:
    exact: Counter[float] = Counter()
    for sheet in sheets:
        for word in sheet.words:
            exact[word.size] += len(word.text)
    sizes: Counter[float] = Counter()
    for size, letters in exact.items():
        sizes[round(size * 2) / 2] += letters
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _holds_words(grid: Grid, sheet: Sheet) -> bool:
    """Say whether a table has words, and is not the frames of printed comments."""
    return any(grid.area.holds(word.x0, word.base) for word in sheet.words)


def _field_of(word: Word, grids: Sequence[Grid]) -> tuple[int, int] | None:
    x, y = (word.x0 + word.x1) / 2, word.base - 0.25 * word.size
    for number, grid in enumerate(grids):
        if grid.area.holds(x, y):
            for place, one in enumerate(grid.fields):
                if one.area.holds(x, y):
                    return number, place
    return None


def _sign_of_note(line: Line, before: int | None) -> str:
    """Return the sign of the note that a line at the foot of a page begins, or "" if it goes on with the one before.

    A number that is not raised may be one of the words: then it begins a note only if it follows on that of the note
    before it on the page.
    """
    sign = _NOTE_SIGN.match(line.text)
    if sign is None:
        return ""
    is_raised = next(line.pieces()).is_mark
    follows = before is None or not sign[1].isdecimal() or int(sign[1]) == before + 1
    return sign[1] if is_raised or follows else ""


def _has_short_rule(sheet: Sheet, line: Line) -> bool:
    return any(
        rule.is_level and rule.x1 - rule.x0 < 0.5 * sheet.width and 0 <= line.top - rule.top < 3 * line.size
        for rule in sheet.rules
    )


def _lines_at(word: Word, level: Sequence[Rule]) -> tuple[bool, bool]:
    """Say whether a line runs through a word, and whether one runs under it."""
    struck = underlined = False
    for rule in level:
        if rule.top > word.bottom + 2:
            break
        if rule.top > word.top and min(rule.x1, word.x1) - max(rule.x0, word.x0) > 0.7 * (word.x1 - word.x0):
            above = (word.base - rule.top) / word.size
            struck = struck or 0.1 < above < 0.5
            underlined = underlined or -0.35 < above <= 0.1
    return struck, underlined


def _distance(word: Word, area: Area) -> float:
    """Return how far a word ends from the point that a comment stands at; the line counts more than the place in it."""
    x, y = area.x0, (area.top + area.bottom) / 2
    aside = max(word.x0 - x, x - word.x1, 0.0) + 0.01 * abs(word.x1 - x)
    return aside + 4 * max(word.top - y, y - word.bottom, 0.0)


def _same_edges(one: Sequence[float], other: Sequence[float]) -> bool:
    return (
        abs(one[0] - other[0]) < _NEAR
        and abs(one[-1] - other[-1]) < _NEAR
        and (len(one) == len(other) and all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True)))
    )


def _words_of(row: _Row) -> tuple[str, ...]:
    return tuple(" ".join(line.text for passage in held for line in passage.lines) for _, held in row.boxes)


def _continues(above: _Row, below: _Row) -> bool:
    """Say whether a row goes on that the end of a page has cut: in one of its cells a sentence does."""
    pairs = {box.column: held for box, held in above.boxes}
    for box, held in below.boxes:
        before = pairs.get(box.column)
        if before and held and not begins(held[0].lines[0], before[-1]):
            return True
    return False


def _join(above: _Row, below: _Row) -> None:
    cells = {box.column: held for box, held in above.boxes}
    for box, held in below.boxes:
        before = cells.get(box.column)
        if before is None:
            continue
        if before and held and not begins(held[0].lines[0], before[-1]):
            before[-1].lines += held.pop(0).lines
        before += held


def _cut(items: list[Item], count: int) -> None:
    for item in reversed(items):
        if isinstance(item, Run):
            item.text = item.text[:-count]
            return
