"""Walks through a document and writes it down as a transcript, line by line.

A line is a paragraph with its number as shown; where the mark between two paragraphs is not shown, because a tracked
change has deleted it, they are one line. Text boxes are written behind the paragraph that they hang on, notes behind
all the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode, Heading
from bracketed.reading.columns import cells_of
from bracketed.reading.tables import foresee, with_tables
from bracketed.reading.word.anchors import Anchors
from bracketed.reading.word.comments import read_comments
from bracketed.reading.word.drawings import Drawings, shown_branch
from bracketed.reading.word.fields import Fields
from bracketed.reading.word.findings import Remarks
from bracketed.reading.word.headers_footers import furniture_of
from bracketed.reading.word.names import Element, attribute, child, name_of, number_of, value_of
from bracketed.reading.word.numbering import Numbering
from bracketed.reading.word.package import Package
from bracketed.reading.word.revisions import REVISIONS, State, brackets_taken, mark_state, words_below
from bracketed.reading.word.styles import Styles
from bracketed.reading.word.tables import rows_of
from bracketed.reading.word.words import Words
from bracketed.reading.word.written import Walked, Written


def walk(package: Package, changes: ChangesMode | None = None) -> Walked:
    """Write a document down. Tracked changes are read as `changes` says; by default as accepted, with a warning."""
    view = changes or "accept"
    root = package.tree(package.main)
    assert root is not None  # or the package would not have opened
    body = child(root, "w:body")
    written, remarks = Written(), Remarks()
    anchors = Anchors(written, remarks, *read_comments(package))
    anchors.find_references(root)
    lines = _Lines(package, view, written, remarks, anchors, Fields.of(root))
    lines.write(body if body is not None else root)
    lines.write_notes()
    furniture = furniture_of(package, root, written)
    remarks.furniture(furniture)
    anchors.write_loose({comment for one in furniture for comment in one.comments})
    remarks.of_changes(package, changes, view)
    text = "".join(written.out)
    transcript = AnnotatedText(
        text=text,
        comments=anchors.noted(text),
        changes=tuple(lines.words.proposals.changes()),
        headings=tuple(written.headings),
        cells=cells_of(text, written.cells),
        shades=written.shades,
        remarked=remarks.finish(text),
    )
    transcript = with_tables(transcript, [(box, span) for box, span in written.cells if box is not None])
    return Walked(transcript, tuple(written.pieces), tuple(written.ends), tuple(anchors.done))


@dataclass(slots=True)
class _Block:
    """A paragraph, table or mark between paragraphs, and the tracked changes around it."""

    element: Element
    name: str
    state: State


class _Lines:
    """Writes paragraphs, tables and notes as lines.

    `tab` says that the next line is the first of a cell, `stop` that its words are a number without a full stop.
    """

    def __init__(
        self,
        package: Package,
        view: ChangesMode,
        written: Written,
        remarks: Remarks,
        anchors: Anchors,
        fields: Fields,
    ) -> None:
        self._package = package
        self._view = view
        self._written = written
        self._remarks = remarks
        self._anchors = anchors
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self.words = Words(Drawings(package), written, self._styles, fields, anchors, remarks)
        self._tab = False
        self._stop = False

    def write(self, container: Element, state: State | None = None) -> None:
        """Write the paragraphs and tables of a body, cell, text box or note."""
        line: list[_Block] = []
        for block in self._flat(container, state or State(self._view)):
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
                self._anchors.range(block.element, block.name)
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
                branch = shown_branch(one)
                if branch is not None:
                    yield from self._flat(branch, state)
            elif name == "w:altChunk":
                self._remarks.embedded(self._written.at)
            elif len(one) and not name.endswith("Pr"):
                self._remarks.unread("unknown", words_below(one), self._written.at)

    def _is_contents(self, control: Element) -> bool:
        """Say whether a content control is a table of contents, which only repeats the headings."""
        properties = child(control, "w:sdtPr")
        gallery = None if properties is None else child(properties, "w:docPartObj")
        if value_of(gallery, "w:docPartGallery") != "Table of Contents":
            return False
        self._remarks.contents(self._written.at)
        return True

    def _line(self, blocks: list[_Block]) -> None:
        """Write paragraphs that are one line; none of them but the last has a mark that is shown."""
        if not blocks:
            return
        last = blocks[-1]
        words = self.words
        words.line += 1
        start = self._written.at
        if self._view == "brackets":
            words.taken = brackets_taken(block.element for block in blocks)
            self._remarks.taken(words.taken, start)
        shown = mark_state(last.element, last.state).shown
        first = 0
        if not shown or len(blocks) > 1:
            # What is new before the first word that stands in the text goes before its number.
            while first < len(blocks) - 1 and not words.any_shown(blocks[first].element, blocks[first].state):
                first += 1
            if not shown and not any(words.any_shown(block.element, block.state) for block in blocks):
                first = len(blocks)
        if first < len(blocks) and self._tab:
            self._written.write("\t")
            self._tab = False
        for number, block in enumerate(blocks):
            if number == first:
                self._begin_line(start, last.element)
            words.write(block.element, block.state)
            if number < len(blocks) - 1 and self._view == "brackets":
                words.propose("\n", mark_state(block.element, block.state))
        if first == len(blocks):
            return
        if self._stop and self._written.out[-1][-1:].strip():
            self._written.write(".")
            self._stop = False
        self._anchors.write_waiting()
        self._written.end_line(last.element)
        boxes, words.boxes = words.boxes, []
        for box, state in boxes:
            self._apart(box, state)

    def _begin_line(self, start: int, paragraph: Element) -> None:
        """Write the number of a line; all that is known of it is so by its last paragraph, whose mark it keeps."""
        properties = child(paragraph, "w:pPr")
        style = self._styles.of_paragraph(properties)
        level = number_of(properties, "w:outlineLvl")
        level = self._styles.level(style) if level is None else level
        self._written.write(self._numbering.label(properties, style))
        if level is not None and 0 <= level < 9:
            self._written.headings.append(Heading(start, level + 1))

    def _apart(self, container: Element, state: State, lead: str = "") -> None:
        """Write a text box or a note as lines of their own."""
        tab, fill = self._tab, self.words.fill
        around = self._written.close_cell()
        self._written.open_cell(None)
        self._tab = not lead
        self._written.write(lead)
        self.write(container, state)
        self._written.close_cell()
        self._tab, self.words.fill = tab, fill
        self._written.reopen(around)

    def _table(self, block: _Block) -> None:
        tab = self._tab
        around = self._written.close_cell()
        within = None if around is None else around.box
        rows = rows_of(block.element, block.state, within)
        foreseen = foresee((cell.box, cell.words) for row in rows for cell in row.cells)
        if foreseen.comments and self._view == "brackets":
            # What is changed in a comment is no proposal for the text.
            rows = rows_of(block.element, replace(block.state, view="accept"), within)
        for row in rows:
            for cell in row.cells:
                self._written.open_cell(cell.box)
                self._tab = True
                self._stop = id(cell.box) in foreseen.numbers
                fill, self.words.fill = self.words.fill, cell.fill or self.words.fill
                self.write(cell.element, cell.state)
                self.words.fill = fill
                self._written.close_cell()
            if row.shown:
                self._written.write("\n")
        self._tab = tab and around is None
        self._written.reopen(around)

    def write_notes(self) -> None:
        """Write foot- and endnotes behind the text, each once."""
        for kind in ("footnote", "endnote"):
            root = self._package.part(f"{kind}s")
            by_id = {attribute(one, "id"): one for one in (root if root is not None else ())}
            ids = dict.fromkeys(id_ for sort, id_ in self.words.notes if sort == kind)
            found = [by_id[id_] for id_ in ids if id_ in by_id and attribute(by_id[id_], "type") in (None, "normal")]
            for number, note in enumerate(found, start=1):
                self._written.write("\n")
                self._apart(note, State(self._view), lead=f"{kind.capitalize()} {number}: ")
            if found:
                self._remarks.notes(kind, len(found), self._written.at)
