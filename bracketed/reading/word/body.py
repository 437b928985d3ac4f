"""Reads a Word document as paragraphs, and these as annotated text whose places in the XML are known.

A line is a paragraph with its number as shown; where the mark between two paragraphs is not shown, because a tracked
change has deleted it, they are one line. Text boxes are behind the paragraph that they hang on, notes behind all the
text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode
from bracketed.reading.columns import CellPlace, Table
from bracketed.reading.flattening import Flattener, TextOrigin, shows
from bracketed.reading.paragraphs import NoteStart, Paragraph, Run, between_lines
from bracketed.reading.tables import cell_roles
from bracketed.reading.tracked_changes import brackets_tracked
from bracketed.reading.word import findings
from bracketed.reading.word.comments import comment_ranges, read_comments, write_loose_comments
from bracketed.reading.word.drawings import shown_branch
from bracketed.reading.word.headers_footers import headers_and_footers
from bracketed.reading.word.names import Element, attribute, child, name_of, number_of, value_of
from bracketed.reading.word.numbering import Numbering
from bracketed.reading.word.package import Package
from bracketed.reading.word.revisions import REVISIONS, RevisionState, bracket_changes, mark_state, words_below
from bracketed.reading.word.runs import RunReader
from bracketed.reading.word.styles import ListNumber, Styles, number_in
from bracketed.reading.word.tables import rows_of


@dataclass(frozen=True)
class WordText:
    """A document as annotated text, and the places of its characters in the XML.

    `origins` are in order and do not overlap. What lies between them is not in the document's runs: numbers,
    the tabs before cells, line ends, and comments. `ends` are the ends of lines that end a paragraph too, `comments`
    the ids that the document has for the comments, in the order of the text.
    """

    annotated: AnnotatedText
    origins: tuple[TextOrigin, ...]
    ends: tuple[tuple[int, Element], ...]
    comments: tuple[str, ...]


def read_body(package: Package, changes: ChangesMode | None = None) -> WordText:
    """Return the text of a document, tracked changes read as `changes` says; by default as accepted, with a warning."""
    view = changes or "accept"
    root = package.tree(package.main)
    assert root is not None  # or the package would not have opened
    body = child(root, "w:body")
    comments, is_threaded = read_comments(package)
    # Word dates what is typed minute by minute, so that one replacement may have several dates.
    flattener = Flattener(comments, view, one_date=True)
    reader = _BodyReader(package, view, root)
    flattener.write(reader.paragraphs(body if body is not None else root, RevisionState(view)))
    flattener.write(reader.notes())
    # Sections are placed by the ends of paragraphs in the text, which are known only now.
    around = headers_and_footers(package, root, {paragraph: at for at, paragraph in flattener.ends}, flattener.at)
    found = findings.of_headers_and_footers(around)
    found += write_loose_comments(flattener, {comment for one in around for comment in one.comments})
    found += findings.of_changes(package, changes, view)
    text = "".join(flattener.pieces)
    ranges, replies = comment_ranges(flattener, text, is_threaded)
    annotated = flattener.annotated(text, ranges, findings.in_order(flattener, text, [*found, *replies]))
    return WordText(annotated, tuple(flattener.origins), tuple(flattener.ends), tuple(flattener.written))


# A paragraph or table, and the tracked changes around it.
_Block: TypeAlias = tuple[Element, RevisionState]


class _BodyReader:
    """Reads paragraphs, tables and notes as lines."""

    def __init__(self, package: Package, view: ChangesMode, root: Element) -> None:
        self._package = package
        self._view = view
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._runs = RunReader(package, root, self._styles)
        self._cell: CellPlace | None = None
        self._tab_due = False  # the next line is the first of its cell
        self._stop_due = False  # the next words are a number without a full stop

    def paragraphs(self, container: Element, state: RevisionState) -> Iterator[Paragraph]:
        line: list[_Block] = []
        for block in self._blocks(container, state):
            if isinstance(block, Paragraph):
                yield block
            elif name_of(block[0]) == "w:tbl":
                yield from self._line(line)
                line = []
                yield from self._table(*block)
            else:
                line.append(block)
                if mark_state(*block).shown:
                    yield from self._line(line)
                    line = []
        yield from self._line(line)

    def _blocks(self, container: Element, state: RevisionState) -> Iterator[_Block | Paragraph]:
        """Yield the blocks of a container, out of what is wrapped around them, and what is to be noted between them."""
        for one in container:
            name = name_of(one)
            if name in ("w:p", "w:tbl"):
                yield one, state
            elif name in ("w:commentRangeStart", "w:commentRangeEnd"):
                # Words that begin with a whole paragraph are marked before it.
                yield between_lines(self._runs.comment_mark(one, name))
            elif name in REVISIONS:
                yield from self._blocks(one, state.within(one))
            elif name == "w:sdt":
                content = child(one, "w:sdtContent")
                gallery = value_of(one, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
                if content is not None and gallery == "Table of Contents":
                    # It only repeats the headings.
                    yield between_lines(findings.CONTENTS)
                elif content is not None:
                    yield from self._blocks(content, state)
            elif name == "w:customXml":
                yield from self._blocks(one, state)
            elif name == "mc:AlternateContent":
                branch = shown_branch(one)
                if branch is not None:
                    yield from self._blocks(branch, state)
            elif name == "w:altChunk":
                # Word takes the file in when it opens the document; here it would have to be read as what it is.
                yield between_lines(findings.EMBEDDED_TEXT)
            elif len(one) and not name.endswith("Pr"):
                yield from map(between_lines, findings.of_unread("unknown", words_below(one)))

    def _line(self, blocks: list[_Block]) -> Iterator[Paragraph]:
        """Yield paragraphs that are one line; of their marks none but the last is shown."""
        if not blocks:
            return
        runs, last = self._runs, blocks[-1][0]
        runs.made = {}
        if self._view == "brackets":
            runs.made = bracket_changes(element for element, _ in blocks)
            if runs.made:
                yield between_lines(brackets_tracked(findings.short(words_below(one)) for one in runs.made))
        shown = mark_state(*blocks[-1]).shown
        first = 0
        if not shown or len(blocks) > 1:
            # What is new before the first word that is in the text goes before its number.
            while first < len(blocks) - 1 and not runs.any_shown(*blocks[first]):
                first += 1
            if not shown and not any(runs.any_shown(*block) for block in blocks):
                first = len(blocks)
        line = Paragraph(cell=self._cell, ends_line=first < len(blocks), origin=last)
        runs.items = line.items
        for number, block in enumerate(blocks):
            if number == first:
                self._begin(line, last)
            runs.read(*block)
            if number < len(blocks) - 1 and self._view == "brackets":
                runs.propose("\n", mark_state(*block))
        if line.ends_line and self._stop_due:
            written = [run.text for run in line.runs if shows(run.format, self._view)]
            if written and written[-1][-1:].strip():
                line.items.append(Run("."))
                self._stop_due = False
        yield line
        if line.ends_line:
            boxes, runs.boxes = runs.boxes, []
            for box, state in boxes:
                yield from self._apart(box, state)

    def _begin(self, line: Paragraph, paragraph: Element) -> None:
        """Give a line its number and level."""
        # When paragraphs are joined, that of the last holds for all: Word keeps their format in the mark at their end.
        line.starts_cell, self._tab_due = self._tab_due, False
        properties = self._properties(paragraph)
        style = self._styles.of_paragraph(properties)
        level = number_of(properties, "w:outlineLvl")
        level = self._styles.level(style) if level is None else level
        label = self._numbering.label(self._number(properties), style)
        if label:
            line.items.append(Run(label))
        if level is not None and 0 <= level < 9:
            line.level = level + 1

    def _properties(self, paragraph: Element) -> Element | None:
        """Return the properties of a paragraph, those before a tracked change where that is read as not made."""
        properties = child(paragraph, "w:pPr")
        earlier = child(properties, "w:pPrChange", "w:pPr") if self._view == "reject" else None
        return properties if earlier is None else earlier

    def _number(self, properties: Element | None) -> ListNumber:
        number = child(properties, "w:numPr")
        is_new = child(number, "w:ins") is not None
        return number_in(None if is_new and self._view == "reject" else number)

    def _apart(self, container: Element, state: RevisionState, lead: str = "") -> Iterator[Paragraph]:
        """Yield the lines of a text box or a note."""
        # They are no part of the cell around, and none of its provisions goes on in them.
        around = self._cell, self._tab_due, self._runs.fill
        self._cell, self._tab_due = CellPlace(Table(), 0, 0), not lead
        if lead:
            yield Paragraph([Run(lead)], cell=self._cell, ends_line=False)
        yield from self.paragraphs(container, state)
        self._cell, self._tab_due, self._runs.fill = around

    def _table(self, table: Element, state: RevisionState) -> Iterator[Paragraph]:
        around, runs = self._cell, self._runs
        rows = rows_of(table, state, around)
        roles = cell_roles((cell.place, cell.words) for cells, _ in rows for cell in cells)
        if roles.comments and self._view == "brackets":
            # What is changed in a comment is no proposal for the text.
            rows = rows_of(table, replace(state, view="accept"), around)
        for cells, is_shown in rows:
            for cell in cells:
                self._cell, self._tab_due, self._stop_due = cell.place, True, cell.place in roles.bare_numbers
                fill, runs.fill = runs.fill, cell.fill or runs.fill
                yield from self.paragraphs(cell.element, cell.state)
                runs.fill = fill
            if is_shown:
                yield between_lines(Run("\n"))
        self._cell, self._tab_due = around, False

    def notes(self) -> Iterator[Paragraph]:
        """Yield the foot- and endnotes that the lines so far refer to, each once."""
        for kind in ("footnote", "endnote"):
            root = self._package.part(f"{kind}s")
            by_id = {attribute(one, "id"): one for one in (root if root is not None else ())}
            ids = dict.fromkeys(id_ for sort, id_ in self._runs.notes if sort == kind)
            notes = [by_id[id_] for id_ in ids if id_ in by_id and attribute(by_id[id_], "type") in (None, "normal")]
            for number, note in enumerate(notes, start=1):
                yield between_lines(Run("\n"))
                yield between_lines(NoteStart(f"{kind} {attribute(note, 'id')}"))
                yield from self._apart(note, RevisionState(self._view), lead=f"{kind.capitalize()} {number}: ")
            if notes:
                yield between_lines(findings.notes_at_end(kind, len(notes)))
