"""Turns the tokens of an HTML file into paragraphs: what browsers show, in the order in which they show it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bracketed.errors import DraftError
from bracketed.reading.colours import colour_in
from bracketed.reading.columns import Box, Table
from bracketed.reading.manuscript import (
    PLAIN,
    Closes,
    Item,
    Look,
    Opens,
    Paragraph,
    Remark,
    Revision,
    Said,
    Words,
    shortened,
)
from bracketed.reading.web.elements import BLOCKS, ENDS, HEADINGS, PARTS_OF_TABLES, UNSEEN, VOID
from bracketed.reading.web.numbering import List, integer, list_of, style_of
from bracketed.reading.web.styles import Styles
from bracketed.reading.web.tokens import Aside, Data, End, Start, tokens

DEPTH_LIMIT = 400_000
PARAGRAPH_LIMIT = 100_000
_COLUMN_LIMIT = 200
_SPAN_LIMIT = 50

_SPACE = re.compile(r"[ \t\n\r\f\v\xa0\u2007\u202f]+")
_NOTHING = re.compile("[\x00\xad\u200b\u2060\ufeff]")
_INVISIBLE = str.maketrans(dict.fromkeys("\x00\xad\u200b\u2060\ufeff"))
# Where the writing programs keep their comments: Google's "cmnt_ref1" and "cmnt1", Word's "_msoanchor_1", "_com_1".
_LINE = "\ufdd0"  # the end of a line of a comment, until its white space has been tidied
_REFERENCE = re.compile(r"(?:cmnt_ref|_msoanchor_)(\d{1,6})$")
_GOOGLE_COMMENT = re.compile(r"cmnt(\d{1,6})$")
_WORD_COMMENT = re.compile(r"_com_(\d{1,6})$")
_BACK = re.compile(r"_msocom_(\d{1,6})$")
_NOTE_MARKS = frozenset({"sdfootnoteanc", "sdendnoteanc", "footnote-ref", "sdfootnotesym", "sdendnotesym"})
_WORD_RANGE = re.compile(r"[A-Za-z]*_?(\d{1,6})$")


@dataclass(slots=True)
class _Element:
    """An open element, and what holds for the words in it."""

    name: str
    look: Look
    hidden: bool = False
    dropped: bool = False  # a sign of the program that wrote the file, and no words
    pre: bool = False
    comment: str = ""  # the comment whose words these are
    note_mark: bool = False
    list: List | None = None
    table: Table | None = None
    box: Box | None = None


@dataclass(slots=True)
class _Grid:
    """Where the next cell of a table stands."""

    row: int = -1
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)  # the last row that a cell from above reaches, by column
    head: bool = False


@dataclass
class Page:
    """Reads one HTML file; afterwards `paragraphs` and `comments` hold what it says."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    comments: dict[str, Said] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    writer: str = ""  # the program that wrote the file
    stack: list[_Element] = field(default_factory=lambda: [_Element("", PLAIN)])
    scopes: list[Counter[str]] = field(default_factory=lambda: [Counter()])  # open elements, one count a table cell
    lists: list[List] = field(default_factory=list)
    grids: list[_Grid] = field(default_factory=list)
    current: Paragraph | None = None
    run: list[str] = field(default_factory=list)  # words of one look, not yet in the current paragraph
    run_look: Look = PLAIN
    line_begun: bool = False
    space: Look | None = None  # the look of white space that has been read and not written yet
    label_due: tuple[List, int | None, str] | None = None  # the list, value and style of an item without words so far
    level: int = 0
    apart: bool = False
    findings: dict[str, Remark] = field(default_factory=dict)
    pictures: int = 0
    spoken: dict[str, list[str]] = field(default_factory=dict)  # the words of comments, as they come
    asides: list[str] = field(default_factory=list)
    referred: set[str] = field(default_factory=set)  # comments whose mark in the text has been seen

    def read(self, html: str) -> None:
        """Read the file."""
        for token in tokens(html):
            match token:
                case Data(text):
                    self._text(text)
                case Start():
                    self._start(token)
                case End(name):
                    self._end(name)
                case Aside(text):
                    self._aside(text)
        self._end_paragraph()
        for one in self.lists:
            one.number()
        for key, said in self.comments.items():
            said.words = said.words + _comment_words(self.spoken.get(key, []))
        self._report()

    # Words

    def _text(self, text: str) -> None:
        top = self.stack[-1]
        if top.name == "style":
            self.styles.read(text)
        if top.dropped:
            return
        if top.hidden:
            if top.name not in UNSEEN and text.strip() and not self._within("head"):
                self._found(
                    "warning",
                    "hidden-words",
                    f"words that browsers do not show are left out: “{shortened(text)}”",
                    "show them in the file if they belong to the draft",
                )
            return
        if _NOTHING.search(text):
            text = text.translate(_INVISIBLE)
        if top.comment:
            self._speak(top.comment, text)
        elif top.note_mark:
            mark = text.strip()
            if mark:
                self._write(mark if mark.startswith(("[", "(")) else f"[{mark}]", top.look)
        elif top.pre:
            self._preformatted(text, top.look)
        else:
            self._running(text, top.look)

    def _running(self, text: str, look: Look) -> None:
        words = _SPACE.sub(" ", text)
        if words.startswith(" "):
            self.space = self.space or look
            words = words[1:]
        if not words:
            return
        ends_open = words.endswith(" ")
        self._write(words[:-1] if ends_open else words, look)
        self.space = look if ends_open else None

    def _preformatted(self, text: str, look: Look) -> None:
        if self.current is None and text.startswith("\n"):
            text = text[1:]
        if text:
            self._write(text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "), look)

    def _write(self, words: str, look: Look) -> None:
        self._paragraph()
        if self.space is not None and self.line_begun:
            self._put(" ", self.space)
        self.space = None
        self._put(words, look)

    def _put(self, words: str, look: Look) -> None:
        if look is not self.run_look and look != self.run_look:
            self._finish_run()
            self.run_look = look
        self.run.append(words)
        self.line_begun = not words.endswith("\n")

    def _finish_run(self) -> None:
        if self.run and self.current is not None:
            self.current.items.append(Words("".join(self.run), self.run_look))
        self.run.clear()

    def _add(self, item: Item) -> None:
        """Put a mark or a finding where the words have come to."""
        paragraph = self._paragraph()
        self._finish_run()
        paragraph.items.append(item)

    def _paragraph(self) -> Paragraph:
        """Return the paragraph that is being written, a new one if there is none."""
        if self.current is None:
            if len(self.paragraphs) >= PARAGRAPH_LIMIT:
                raise DraftError(f"there are more than {PARAGRAPH_LIMIT:,} paragraphs; divide the file into parts")
            box = self.stack[-1].box
            self.current = Paragraph(level=self.level, box=box, apart=self.apart and box is None)
            self.paragraphs.append(self.current)
            self.apart = False
            if self.label_due is not None:
                due, value, style = self.label_due
                due.items.append((self.current, value, style))
                self.label_due = None
        return self.current

    def _end_paragraph(self) -> None:
        self._finish_run()
        self.current = None
        self.line_begun = False
        self.space = None

    def _speak(self, key: str, words: str) -> None:
        """Add words to a comment."""
        self.spoken.setdefault(key, []).append(words)

    # Tags

    def _start(self, tag: Start) -> None:
        name = tag.name
        if name == "br":
            self._break()
            return
        if name in ("html", "body", "head") and self._within(name):
            return
        if name == "meta":
            if tag.attributes.get("name", "").lower() == "generator":
                self.writer = tag.attributes.get("content", "")
            return
        self._close_before(name)
        parent = self.stack[-1]
        if name in ("img", "svg") and not parent.hidden:
            self.pictures += 1
        if name == "hr" and "msocomoff" not in tag.attributes.get("class", ""):
            self._rule(parent)
        if name in VOID:
            return
        if len(self.stack) > DEPTH_LIMIT:
            raise DraftError(f"elements are nested deeper than {DEPTH_LIMIT:,}; save the file anew from its program")
        said = self.styles.of(name, tag.attributes)
        element = _Element(
            name,
            _look(name, tag.attributes, said, parent.look),
            hidden=parent.hidden or _is_hidden(name, tag.attributes, said),
            pre=(parent.pre or name in ("pre", "listing", "textarea", "plaintext", "xmp"))
            if "white-space" not in said
            else said["white-space"].startswith("pre"),
            comment=parent.comment,
            note_mark=parent.note_mark,
            dropped=parent.dropped,
            list=parent.list,
            table=parent.table,
            box=parent.box,
        )
        if name in BLOCKS:
            self._block(parent)
        self.stack.append(element)
        self.scopes[-1][name] += 1
        now, around = element.look.revision, parent.look.revision
        if now is not None and around is not None and now.kind != around.kind:
            # What somebody inserted and somebody deleted again is nothing any more.
            element.dropped = True
        if not element.hidden:
            self._opened(element, tag, said)

    def _show_number(self) -> None:
        """Write the number of an item that has no words before a list begins in it, or before it ends."""
        if self.label_due is not None:
            self._paragraph()
            self._end_paragraph()

    def _break(self) -> None:
        top = self.stack[-1]
        if top.comment:
            self._speak(top.comment, _LINE)
        elif not top.hidden and not top.dropped:
            self.space = None
            self._write("\n", top.look)

    def _opened(self, element: _Element, tag: Start, said: Mapping[str, str]) -> None:
        name, attributes = element.name, tag.attributes
        if name in HEADINGS:
            self.level = HEADINGS[name]
        if name == "p" or name in HEADINGS:
            self.apart = True
        if name in ("ol", "ul", "menu", "dir"):
            self._show_number()
            element.list = list_of(name, attributes, said)
            self.lists.append(element.list)
        elif name == "li" and element.list is not None and not element.comment:
            style = style_of(attributes, said)
            value = integer(attributes.get("value", ""))
            self.label_due = (element.list, value, element.list.style if style is None else style)
        elif name == "table":
            element.table = Table(element.box)
            self.grids.append(_Grid())
        elif name == "thead" and self.grids:
            self.grids[-1].head = True
        elif name == "tr" and element.table is not None and self.grids:
            self._row()
        elif name in ("td", "th") and element.table is not None and self.grids:
            self._cell(element, attributes)
        elif name == "q":
            self._write("“", element.look)
        self._comment_marks(element, attributes, said)

    def _end(self, name: str) -> None:
        if name in VOID or name in ("html", "body"):
            if name == "br":
                self._break()
            return
        if not self.scopes[-1][name]:
            # An end without a beginning, or one whose beginning lies outside this table cell.
            if name in PARTS_OF_TABLES or name == "table":
                self._close_to(name)
            elif name == "p":
                self._block(self.stack[-1])
            return
        self._close_to(name)

    def _close_before(self, name: str) -> None:
        """End the elements that end where one of this name begins."""
        if name in BLOCKS and self.scopes[-1]["p"] and name not in PARTS_OF_TABLES:
            self._close_to("p")
        if name not in ENDS:
            return
        ended, within = ENDS[name]
        for element in reversed(self.stack):
            if element.name in within or element.name == "table":
                return
            if element.name in ended:
                self._close_to(element.name)
                return
            if element.name in ("div", "blockquote", "section", "") and name not in PARTS_OF_TABLES:
                return

    def _within(self, name: str) -> bool:
        return any(scope[name] for scope in self.scopes)

    def _close_to(self, name: str) -> None:
        """End elements up to and including the innermost of this name, if it may be ended from here."""
        if name in PARTS_OF_TABLES or name == "table":
            for element in reversed(self.stack):
                if element.name == name:
                    break
                if element.name == "table" or not element.name:
                    return
        while len(self.stack) > 1:
            if self._pop().name == name:
                return

    def _pop(self) -> _Element:
        element = self.stack.pop()
        if element.name in ("td", "th") and len(self.scopes) > 1:
            self.scopes.pop()
        self.scopes[-1][element.name] -= 1
        if element.hidden:
            return element
        if element.name in ("td", "th") and element.box is not None:
            # A cell without words has its place too.
            if self.current is None and not (self.paragraphs and self.paragraphs[-1].box is element.box):
                self._empty_cell(element.box)
            self._end_paragraph()
        elif element.name == "table" and self.grids:
            self.grids.pop()
            self.apart = True
        elif element.name == "thead" and self.grids:
            self.grids[-1].head = False
        elif element.name in HEADINGS:
            self.level = 0
        elif element.name == "li":
            self._show_number()
        elif element.name == "q":
            self._write("”", element.look)
        if element.name == "p" or element.name in HEADINGS:
            self.apart = True
        if element.name in BLOCKS:
            self._block(element)
        return element

    def _block(self, around: _Element) -> None:
        """Begin a new line: the edge of a block."""
        if around.comment:
            self._speak(around.comment, _LINE)
        elif not around.hidden:
            self._end_paragraph()

    def _rule(self, around: _Element) -> None:
        self._block(around)
        if not around.hidden and not around.comment:
            self.apart = True
            self._write("____", PLAIN)
            self._block(around)
            self.apart = True

    # Tables

    def _row(self) -> None:
        grid = self.grids[-1]
        grid.row += 1
        grid.column = 0

    def _cell(self, element: _Element, attributes: Mapping[str, str]) -> None:
        grid = self.grids[-1]
        if grid.row < 0:
            self._row()
        while grid.column < _COLUMN_LIMIT and grid.taken.get(grid.column, -1) >= grid.row:
            grid.column += 1
        width = max(1, min(_SPAN_LIMIT, integer(attributes.get("colspan", "")) or 1))
        height = max(1, integer(attributes.get("rowspan", "")) or 1)
        assert element.table is not None
        element.box = Box(element.table, grid.row, grid.column, width, grid.head or element.name == "th")
        if height > 1:
            for column in range(grid.column, grid.column + width):
                grid.taken[column] = grid.row + height - 1
        grid.column = min(_COLUMN_LIMIT, grid.column + width)
        element.list = None
        self.scopes.append(Counter())
        self.apart = False

    def _empty_cell(self, box: Box) -> None:
        self.apart = False
        self._paragraph().box = box

    # Comments

    def _comment_marks(self, element: _Element, attributes: Mapping[str, str], said: Mapping[str, str]) -> None:
        classes = attributes.get("class", "").split()
        id, href = attributes.get("id", ""), attributes.get("href", "").lstrip("#")  # noqa: A001 - as HTML calls it
        author = said.get("mso-comment-author", "").strip("\"'")
        if author and element.comment and not self.comments[element.comment].author:
            self.comments[element.comment].author = author
        if _NOTE_MARKS.intersection(classes) or attributes.get("role") == "doc-noteref":
            element.note_mark = True
        if "comment-start" in classes:
            key = f"pandoc {id}"
            self._comment(key, attributes.get("data-author", ""), attributes.get("data-date", ""))
            self._mark(Opens(key))
            element.comment = key
        elif "comment-end" in classes:
            self._add(Closes(f"pandoc {id}"))
        elif found := _REFERENCE.match(id) or _REFERENCE.match(attributes.get("name", "")):
            self._comment(found[1], author)
            element.dropped = True
            if found[1] not in self.referred:
                self.referred.add(found[1])
                self._add(Closes(found[1]))
        elif element.name == "a" and (found := _GOOGLE_COMMENT.match(id)) and _REFERENCE.match(href):
            self._comment(found[1])
            self._take_over(found[1])
            element.dropped = True
        elif found := _WORD_COMMENT.match(id):
            self._comment(found[1])
            element.comment = found[1]
        elif element.comment and (_REFERENCE.match(href) or _BACK.match(attributes.get("name", ""))):
            element.dropped = True  # "[JB1]", the way back to the text
        elif (reference := said.get("mso-comment-reference")) and (found := _WORD_RANGE.search(reference)):
            self._comment(found[1], date=_word_date(said.get("mso-comment-date", "")))
            self._mark(Opens(found[1]))

    def _comment(self, key: str, author: str = "", date: str = "") -> None:
        said = self.comments.setdefault(key, Said())
        said.author = said.author or author
        said.date = said.date or date

    def _mark(self, mark: Opens) -> None:
        """Mark that the words of a comment begin, behind the space that has been read and not written yet."""
        if self.space is not None and self.line_begun:
            self._put(" ", self.space)
        self.space = None
        self._add(mark)

    def _take_over(self, key: str) -> None:
        """Let all words of the block around this point be those of a comment."""
        for number in range(len(self.stack) - 1, max(0, len(self.stack) - 6), -1):
            if self.stack[number].name in ("div", "p", "li"):
                first = number - 1 if self.stack[number - 1].name == "div" else number
                for element in self.stack[first:]:
                    element.comment = key
                return
        self.stack[-1].comment = key

    def _aside(self, text: str) -> None:
        # LibreOffice does not break the lines of a comment; each is a paragraph.
        words = "\n".join(line for line in (_SPACE.sub(" ", line).strip() for line in text.split("\n")) if line)
        if not words or words.startswith("[") or self.stack[-1].hidden:
            return
        if "libreoffice" in self.writer.lower() or "openoffice" in self.writer.lower():
            key = f"aside {len(self.comments)}"
            self.comments[key] = Said(words=words)
            self._add(Closes(key))
            self._found(
                "info",
                "comment-without-author",
                "comments stand in this file without the names of their authors, and at a point, not on words",
                "read the file that it was made from",
            )
        else:
            self.asides.append(words)

    # Findings

    def _found(self, severity: str, code: str, message: str, suggestion: str = "") -> None:
        """Note a finding, once for each code."""
        if code not in self.findings:
            remark = Remark(severity, code, message, suggestion)  # type: ignore[arg-type]
            self.findings[code] = remark
            self._add(remark)

    def _report(self) -> None:
        """Report, at the beginning, what the file holds and the draft does not."""
        remarks = []
        if self.asides:
            remarks.append(
                Remark(
                    "info",
                    "hidden-comment",
                    f"what stands between <!-- and --> is left out: “{shortened(self.asides[0])}”"
                    + (f" and {len(self.asides) - 1} more" if len(self.asides) > 1 else ""),
                )
            )
        if self.pictures:
            count = "a picture is" if self.pictures == 1 else f"{self.pictures} pictures are"
            remarks.append(Remark("info", "picture", f"{count} left out; words in pictures are not read"))
        if self.paragraphs:
            self.paragraphs[0].items[:0] = remarks


def _comment_words(pieces: list[str]) -> str:
    """Put what has been read of a comment together, a line a paragraph."""
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(pieces).split(_LINE))
    return "\n".join(line for line in lines if line)


def _look(name: str, attributes: Mapping[str, str], said: Mapping[str, str], around: Look) -> Look:
    classes = attributes.get("class", "").split() if "class" in attributes else ()
    look = around
    kind = {"ins": "insertion", "del": "deletion"}.get(name)
    if name == "span" and classes:
        kind = "insertion" if "insertion" in classes else "deletion" if "deletion" in classes else None
    if kind:
        author = attributes.get("data-author", "")
        date = attributes.get("data-date") or attributes.get("datetime", "")
        look = replace(look, revision=Revision(kind, author, date))  # type: ignore[arg-type]
    decoration = said.get("text-decoration", "") + said.get("text-decoration-line", "")
    if name in ("s", "strike") or "line-through" in decoration:
        look = replace(look, struck=True)
    background = said.get("background-color") or said.get("background") or said.get("mso-highlight")
    if name == "mark" and not background:
        look = replace(look, colour="yellow")
    elif background or "bgcolor" in attributes:
        look = replace(look, colour=colour_in(background or attributes["bgcolor"]))
    return look


def _is_hidden(name: str, attributes: Mapping[str, str], said: Mapping[str, str]) -> bool:
    return (
        name in UNSEEN
        or "hidden" in attributes
        or said.get("display", "").lower() == "none"
        or said.get("visibility", "").lower() in ("hidden", "collapse")
        or said.get("mso-hide", "").lower() == "all"
    )


def _word_date(written: str) -> str:
    """Bring "20211004T1203" to ISO 8601."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)", written)
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4]}:{found[5]}:00" if found else ""
