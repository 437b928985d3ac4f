"""Walks through a document and writes it down as a transcript, line by line.

A line is a paragraph with its number as shown; where the mark between two paragraphs is not shown, because a tracked
change has deleted it, they are one line. Each character that stands in the document is written once, and `Piece` says
where it came from. Text boxes are written behind the paragraph that they hang on, notes behind all the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bracketed.reading.word.colours import fill_name
from bracketed.reading.word.comments import Spoken, read_comments
from bracketed.reading.word.names import Element, attribute, child, name_of, number_of, value_of
from bracketed.reading.word.numbering import Numbering
from bracketed.reading.word.package import Package
from bracketed.reading.word.remarks import Remarks
from bracketed.reading.word.revisions import REVISIONS, Proposals, State, brackets_taken, mark_state
from bracketed.reading.word.styles import Looks, Styles, looks_of
from bracketed.reading.word.symbols import as_shown, symbol_of
from bracketed.reading.word.tables import Row, rows_of
from bracketed.source import Span
from bracketed.text.transcript import Cell, Changes, Heading, Noted, Shade, Transcript

# What holds runs, or paragraphs, and is read as if it were not there.
_WRAPPERS = frozenset({
    "w:hyperlink", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo", "w:sdtContent", "w:subDoc",
    "m:oMath", "m:oMathPara", "m:r", "m:e", "m:num", "m:den", "m:sub", "m:sup", "m:f", "m:sSub", "m:sSup", "m:sSubSup",
    "m:d", "m:rad", "m:nary", "m:func", "m:fName", "m:acc", "m:bar", "m:box", "m:borderBox", "m:deg", "m:eqArr", "m:m",
    "m:mr", "m:limLow", "m:limUpp", "m:lim", "m:groupChr", "m:sPre", "w:ruby", "w:rubyBase",
})  # fmt: skip
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_OBJECTS = frozenset({"w:drawing", "w:pict", "w:object"})
_NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ONE_LINE = str.maketrans("\n\r\t", "   ")


class Piece(NamedTuple):
    """A stretch of the text and where it stands in the document.

    `element` is the `<w:t>` (or `<w:delText>`, `<m:t>`, `<w:sym>`, `<w:tab>`, `<w:br>` …) that shows it, `offset` the
    place in that element's text of its first character, `paragraph` the `<w:p>` around it.
    """

    span: Span
    element: Element
    offset: int
    paragraph: Element


@dataclass(frozen=True)
class Walked:
    """A document written down: its transcript, and for each character of the document in it the place in the XML.

    `pieces` are in order and do not overlap. What lies between them does not stand in the document's runs: numbers,
    the tabs before cells, line ends, and comments. `ends` tells of each end of a line that is one of a paragraph, which
    paragraph that is.
    """

    transcript: Transcript
    pieces: tuple[Piece, ...]
    ends: tuple[tuple[int, Element], ...]
    comments: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text of the transcript."""
        return self.transcript.text


def walk(package: Package, changes: Changes | None = None) -> Walked:
    """Write a document down. Tracked changes are read as `changes` says; by default as accepted, with a warning."""
    return _Walk(package, changes).run()


@dataclass(slots=True)
class _Block:
    """A paragraph, table or mark between paragraphs, and the tracked changes around it."""

    element: Element
    name: str
    state: State


@dataclass(slots=True)
class _Field:
    """A field that has begun: its instruction, and whether that has ended and its result begun."""

    instruction: str = ""
    shows: bool = False


@dataclass(slots=True)
class _Open:
    """A table cell, text box or note that is being written: where its lines began, and the head of its column."""

    start: int
    column: str
    is_head: bool


@dataclass(slots=True)
class _Walk:
    package: Package
    asked: Changes | None
    view: Changes = "accept"
    out: list[str] = field(default_factory=list)
    at: int = 0
    line: int = 0
    line_start: int = 0
    pieces: list[Piece] = field(default_factory=list)
    ends: list[tuple[int, Element]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    shades: list[tuple[int, int, str]] = field(default_factory=list)
    proposals: Proposals = field(default_factory=Proposals)
    taken: set[Element] = field(default_factory=set)
    fields: list[_Field] = field(default_factory=list)
    fields_end: bool = True
    boxes: list[tuple[Element, State]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    opened: _Open | None = None
    tab: bool = False
    paragraph: Element = None
    style: str = ""
    fill: str = ""
    # Comments: where each begins and ends, those whose place is reached, and those written into the text.
    begun: dict[str, int] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[int, int, str]] = field(default_factory=list)
    written: dict[str, tuple[Span, Span, bool]] = field(default_factory=dict)
    referenced: frozenset[str] = frozenset()
    spoken: dict[str, Spoken] = field(default_factory=dict)
    styles: Styles = field(init=False)
    numbering: Numbering = field(init=False)
    remarks: Remarks = field(init=False)

    def run(self) -> Walked:
        self.view = self.asked or "accept"
        self.styles = Styles(self.package.part("styles"))
        self.numbering = Numbering(self.package.part("numbering"), self.styles)
        self.remarks = Remarks()
        self.spoken, threaded = read_comments(self.package)
        root = self.package.tree(self.package.main)
        assert root is not None  # or the package would not have opened
        body = child(root, "w:body")
        self.referenced = frozenset(
            attribute(one, "id") or "" for one in root.iter("{*}commentReference") if name_of(one)
        )
        self.fields_end = _fields_end(root)
        self._blocks(body if body is not None else root)
        self._notes()
        self._loose_comments()
        self.remarks.of_changes(self.package, self.asked, self.view)
        return Walked(self._transcript(threaded), tuple(self.pieces), tuple(self.ends), tuple(self.written))

    # Lines

    def _blocks(self, container: Element, state: State | None = None) -> None:
        """Write the paragraphs and tables of a body, cell, text box or note."""
        line: list[_Block] = []
        for block in self._flat(container, state or State(self.view)):
            if block.name == "w:tbl":
                self._line(line)
                line = []
                self._table(block)
            elif block.name == "w:p":
                line.append(block)
                if mark_state(block.element, block.state).shown:
                    self._line(line)
                    line = []
            else:
                self._range(block.element, block.name)
        self._line(line)

    def _flat(self, container: Element, state: State) -> Iterator[_Block]:
        """Yield the blocks of a container, out of what is wrapped around them."""
        for one in container:
            name = name_of(one)
            if name in ("w:p", "w:tbl", "w:commentRangeStart", "w:commentRangeEnd"):
                yield _Block(one, name, state)
            elif name in REVISIONS:
                yield from self._flat(one, state.within(one))
            elif name == "w:sdt":
                content = child(one, "w:sdtContent")
                if content is not None and not self._is_contents(one):
                    yield from self._flat(content, state)
            elif name == "w:customXml":
                yield from self._flat(one, state)
            elif name == "mc:AlternateContent":
                branch = _branch(one)
                if branch is not None:
                    yield from self._flat(branch, state)
            elif name == "w:altChunk":
                self.remarks.embedded(self.at)

    def _is_contents(self, control: Element) -> bool:
        """Say whether a content control is a table of contents, which only repeats the headings."""
        properties = child(control, "w:sdtPr")
        gallery = None if properties is None else child(properties, "w:docPartObj")
        if value_of(gallery, "w:docPartGallery") != "Table of Contents":
            return False
        self.remarks.contents(self.at)
        return True

    def _line(self, blocks: list[_Block]) -> None:
        """Write paragraphs that are one line; none of them but the last has a mark that is shown."""
        if not blocks:
            return
        last = blocks[-1]
        self.line += 1
        self.line_start = self.at
        if self.view == "brackets":
            self.taken = brackets_taken(block.element for block in blocks)
            self.remarks.taken(self.taken, self.at)
        shown = mark_state(last.element, last.state).shown
        first = 0
        if not shown or len(blocks) > 1:
            # What is new before the first word that stands in the text goes before its number.
            while first < len(blocks) - 1 and not self._shows(blocks[first]):
                first += 1
            if not shown and not any(self._shows(block) for block in blocks):
                first = len(blocks)
        # All that is known of the line is so by its last paragraph, whose mark it keeps.
        properties = child(last.element, "w:pPr")
        style = self.styles.of_paragraph(properties)
        if first < len(blocks) and self.tab:
            self._write("\t")
            self.tab = False
        for number, block in enumerate(blocks):
            if number == first:
                self._begin_line(properties, style)
            self._paragraph(block)
            if number < len(blocks) - 1 and self.view == "brackets":
                self._propose("\n", mark_state(block.element, block.state))
        if first == len(blocks):
            return
        # Of several at one place, the one that was written first comes first.
        for _, _, id_ in sorted(self.waiting):
            self._comment(id_)
        self.waiting.clear()
        self.ends.append((self.at, last.element))
        self._write("\n")
        boxes, self.boxes = self.boxes, []
        for box, state in boxes:
            self._apart(box, state)

    def _begin_line(self, properties: Element | None, style: str) -> None:
        level = number_of(properties, "w:outlineLvl")
        level = self.styles.level(style) if level is None else level
        self._write(self.numbering.label(properties, style))
        if level is not None and 0 <= level < 9:
            self.headings.append(Heading(self.line_start, level + 1))

    def _shows(self, block: _Block) -> bool:
        """Say whether anything of a paragraph is in the text."""
        return any(self._shown_words(block.element, block.state))

    def _shown_words(self, element: Element, state: State) -> Iterator[str]:
        for one in element:
            name = name_of(one)
            if name in REVISIONS:
                yield from self._shown_words(one, state.within(one, one in self.taken))
            elif name in ("w:t", "w:delText", "m:t"):
                if state.shown and one.text:
                    yield one.text
            elif name in _SIGNS or name == "w:sym":
                if state.shown:
                    yield " "
            elif name not in ("w:pPr", "w:rPr") and name not in _OBJECTS and len(one):
                yield from self._shown_words(one, state)

    def _apart(self, container: Element, state: State, column: str = "", lead: str = "") -> None:
        """Write a text box or a note as lines of their own."""
        around, tab, style, fill = self.opened, self.tab, self.style, self.fill
        self._close_cell()
        self.opened, self.tab = _Open(self.at, column, False), not lead
        self._write(lead)
        self._blocks(container, state)
        self._close_cell()
        self.tab, self.style, self.fill = tab, style, fill
        if around is not None:
            self.opened = _Open(self.at, around.column, around.is_head)

    def _close_cell(self) -> None:
        if self.opened is not None and self.opened.start < self.at:
            self.cells.append(Cell(Span(self.opened.start, self.at), self.opened.column, self.opened.is_head))
        self.opened = None

    # Tables

    def _table(self, block: _Block) -> None:
        around, tab = self.opened, self.tab
        outer = around.column if around is not None else ""
        self._close_cell()
        for row in rows_of(block.element, block.state):
            for cell in row.cells:
                self.opened = _Open(self.at, cell.column or outer, row.is_head)
                self.tab = True
                fill, self.fill = self.fill, cell.fill or self.fill
                self._blocks(cell.element, cell.state)
                self.fill = fill
                self._close_cell()
            self._end_row(row)
        self.tab = tab and around is None
        if around is not None:
            self.opened = _Open(self.at, around.column, around.is_head)

    def _end_row(self, row: Row) -> None:
        if row.shown:
            self._write("\n")

    # Words

    def _paragraph(self, block: _Block) -> None:
        properties = child(block.element, "w:pPr")
        self.paragraph = block.element
        self.style = self.styles.of_paragraph(properties)
        fill = self.fill
        shade = None if properties is None else child(properties, "w:shd")
        self.fill = (fill_name(attribute(shade, "fill")) if shade is not None else self.styles.fill(self.style)) or fill
        self._inline(block.element, block.state)
        self.fill = fill

    def _inline(self, element: Element, state: State) -> None:
        for one in element:
            name = name_of(one)
            if name == "w:r":
                self._run(one, state)
            elif name in REVISIONS:
                self._inline(one, state.within(one, one in self.taken))
            elif name in ("w:commentRangeStart", "w:commentRangeEnd"):
                self._range(one, name)
            elif name == "m:t":
                self._words(one, state, Looks(), one.text or "")
            elif name == "w:sdt":
                content = child(one, "w:sdtContent")
                if content is not None:
                    self._inline(content, state)
            elif name == "mc:AlternateContent":
                branch = _branch(one)
                if branch is not None:
                    self._inline(branch, state)
            elif name in _WRAPPERS and not (name == "w:fldSimple" and self._is_toc(attribute(one, "instr") or "")):
                self._inline(one, state)

    def _run(self, run: Element, state: State) -> None:
        looks: Looks | None = None
        for one in run:
            name = name_of(one)
            if name == "w:rPr":
                looks = self._looks(one)
            elif name in ("w:t", "w:delText"):
                self._words(one, state, looks or self._looks(None), one.text or "")
            elif name in _SIGNS:
                self._sign(one, name, state, looks or self._looks(None))
            elif name == "w:sym":
                self._words(one, state, looks or self._looks(None), symbol_of(one), as_is=True)
            elif name == "w:fldChar":
                self._field(attribute(one, "fldCharType") or "")
            elif name == "w:instrText":
                if self.fields:
                    self.fields[-1].instruction += one.text or ""
            elif name == "w:commentReference":
                self._reference(attribute(one, "id") or "")
            elif name in _NOTES:
                if state.shown:
                    self.notes.append((_NOTES[name], attribute(one, "id") or ""))
            elif name in _OBJECTS or name == "mc:AlternateContent":
                self._object(one, state)
            elif name == "w:ruby":
                self._inline(one, state)

    def _object(self, element: Element, state: State) -> None:
        """Keep the text boxes of a drawing for the end of the line; of two forms of a drawing only one is read."""
        name = name_of(element)
        if name == "mc:AlternateContent":
            branch = _branch(element)
            if branch is not None:
                self._object(branch, state)
            return
        for one in element:
            if _local(one) == "txbxContent":
                if state.shown:
                    self.boxes.append((one, state))
            elif name_of(one) in ("w:t", "w:r"):
                self._inline(element, state)
                return
            else:
                self._object(one, state)

    def _sign(self, one: Element, name: str, state: State, looks: Looks) -> None:
        # A page that ends between two paragraphs is no line end.
        page = name == "w:br" and attribute(one, "type") in ("page", "column")
        if not (page and self._at_edge()):
            self._words(one, state, looks, _SIGNS[name], as_is=True)

    def _at_edge(self) -> bool:
        return not "".join(self.out[-1:]).strip() or self.pieces[-1:] == [] or self.pieces[-1].span.end < self.at

    def _looks(self, properties: Element | None) -> Looks:
        named = value_of(properties, "w:rStyle")
        below = self.styles.looks(self.style)
        if named:
            below = self.styles.looks(named).over(below)
        return looks_of(properties).over(below)

    def _words(self, one: Element, state: State, looks: Looks, words: str, as_is: bool = False) -> None:
        """Write words if they are shown; if they are not, but were inserted, note what would be inserted where."""
        if self.fields_end and not all(field.shows for field in self.fields):
            return
        if looks.hidden:
            if state.shown:
                self.remarks.hidden(words, self.at)
            return
        offset = 0
        if not as_is:
            kept = words if one.get(_SPACE) == "preserve" else words.strip(" \t\r\n")
            offset = words.find(kept) if kept else 0
            words = kept.translate(_ONE_LINE)
            if not words.isascii():
                words = as_shown(words, one)
        if not words:
            return
        if state.shown:
            start = self.at
            self._write(words)
            span = Span(start, self.at)
            self.pieces.append(Piece(span, one, offset, self.paragraph))
            colour = looks.colour if looks.colour is not None else self.fill
            if colour:
                self._shade(span, colour)
            if looks.struck:
                self.remarks.struck(words, span)
            if looks.underlined:
                self.remarks.underlined(span)
            if state.deleted is not None:
                self._propose(words, state, start)
        else:
            self._propose(words, state)

    def _propose(self, words: str, state: State, start: int | None = None) -> None:
        proposal = state.proposal
        if proposal is not None and (start is not None) == (proposal[0] == "deletion"):
            self.proposals.add(*proposal, self.at if start is None else start, words, self.line)

    def _shade(self, span: Span, colour: str) -> None:
        if self.shades and self.shades[-1][1] == span.start and self.shades[-1][2] == colour:
            self.shades[-1] = (self.shades[-1][0], span.end, colour)
        else:
            self.shades.append((span.start, span.end, colour))

    def _write(self, words: str) -> None:
        if words:
            self.out.append(words)
            self.at += len(words)

    # Fields

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].shows = not self._is_toc(self.fields[-1].instruction)
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_toc(self, instruction: str) -> bool:
        """Say whether a field is a table of contents, which only repeats the headings."""
        if instruction.split()[:1] != ["TOC"]:
            return False
        self.remarks.contents(self.at)
        return True

    # Notes

    def _notes(self) -> None:
        """Write foot- and endnotes behind the text, each once."""
        for kind in ("footnote", "endnote"):
            root = self.package.part(f"{kind}s")
            by_id = {attribute(one, "id"): one for one in (root if root is not None else ())}
            ids = dict.fromkeys(id_ for sort, id_ in self.notes if sort == kind)
            found = [by_id[id_] for id_ in ids if id_ in by_id and attribute(by_id[id_], "type") in (None, "normal")]
            for number, note in enumerate(found, start=1):
                self._write("\n")
                self._apart(note, State(self.view), lead=f"{kind.capitalize()} {number}: ")
            if found:
                self.remarks.notes(kind, len(found), self.at)

    # Comments

    def _range(self, one: Element, name: str) -> None:
        id_ = attribute(one, "id") or ""
        if name == "w:commentRangeStart":
            self.begun.setdefault(id_, self.at)
            return
        self.ended.setdefault(id_, self.at)
        if id_ not in self.referenced:
            self._reference(id_)

    def _reference(self, id_: str) -> None:
        if id_ in self.spoken and id_ not in self.written and all(other != id_ for _, _, other in self.waiting):
            self.begun.setdefault(id_, self.at)
            self.waiting.append((self.at, self.spoken[id_].number, id_))

    def _comment(self, id_: str, placed: bool = True) -> None:
        """Write a comment into the text, as an export to plain text does."""
        spoken = self.spoken[id_]
        start = self.at
        self._write(f"\tComment by {spoken.author}: ")
        first = self.at
        self._write(spoken.words)
        self.written[id_] = (Span(start, self.at), Span(first, self.at), placed)

    def _loose_comments(self) -> None:
        """Write the comments that stand nowhere in the text behind it."""
        waiting = [id_ for _, _, id_ in sorted(self.waiting)]
        self.waiting.clear()
        loose = [id_ for id_ in self.spoken if id_ not in self.written and id_ not in waiting]
        for id_ in (*waiting, *loose):
            # Only the beginning of the words may be marked, by hand or by a program that lost the rest.
            placed = id_ in self.begun
            parent = self.spoken[id_].parent
            if not placed and parent not in self.begun:
                self.remarks.orphan(self.spoken[id_].author, self.at + 1)
            self._comment(id_, placed or parent in self.begun)
            self._write("\n")

    def _anchor(self, id_: str, text: str) -> Span | None:
        """Return the words that a comment stands on; those of the comment that it answers if it has none itself."""
        own = id_
        seen: set[str] = set()
        while own not in self.begun and own not in seen and self.spoken[own].parent in self.spoken:
            seen.add(own)
            own = self.spoken[own].parent
        start, end = self.begun.get(own), self.ended.get(own, self.begun.get(own))
        if start is None or end is None:
            return None
        if end < start:
            start, end = end, start
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    def _transcript(self, threaded: bool) -> Transcript:
        text = "".join(self.out)
        numbers = {id_: number for number, id_ in enumerate(self.written, start=1)}
        comments: list[Noted] = []
        first_on: dict[Span, int] = {}
        for id_, (span, words, placed) in self.written.items():
            spoken = self.spoken[id_]
            anchor = self._anchor(id_, text)
            parent = numbers.get(spoken.parent)
            if not threaded and anchor is not None and anchor.start < anchor.end:
                # Some programs write a reply as one more comment on the same words.
                parent = first_on.get(anchor)
                first_on.setdefault(anchor, numbers[id_])
                if parent is not None:
                    self.remarks.reply(spoken.author, comments[parent - 1].author, span.start)
            comments.append(Noted(spoken.author, span, words, anchor, spoken.date, parent, spoken.resolved, placed))
        return Transcript(
            text=text,
            comments=tuple(comments),
            changes=tuple(self.proposals.changes()),
            headings=tuple(self.headings),
            cells=tuple(self.cells),
            shades=tuple(Shade(Span(start, end), colour) for start, end, colour in self.shades),
            remarked=self.remarks.finish(text),
        )


def _branch(element: Element) -> Element | None:
    """Return the form of `<mc:AlternateContent>` that a present-day Word shows."""
    first = None
    for one in element:
        if name_of(one) in ("mc:Choice", "mc:Fallback"):
            if len(one):
                return one
            first = first if first is not None else one
    return first


def _fields_end(root: Element) -> bool:
    """Say whether each field that begins ends; if not, none of them may hide words."""
    kinds = [attribute(one, "fldCharType") for one in root.iter("{*}fldChar")]
    return kinds.count("begin") == kinds.count("end")


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
