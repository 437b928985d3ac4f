"""Turns the tokens of an HTML file into paragraphs: what browsers show, in the order in which they show it.

Here are the elements: which are open, where each ends though its end tag be missing, and what begins and ends with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bracketed.errors import DraftError
from bracketed.reading.columns import CellPlace, Table
from bracketed.reading.flattening import shortened
from bracketed.reading.html.comments import Comments
from bracketed.reading.html.elements import BLOCKS, ENDS, HEADINGS, PARTS_OF_TABLES, UNSEEN, VOID
from bracketed.reading.html.grids import Grid
from bracketed.reading.html.lines import Lines
from bracketed.reading.html.looks import is_hidden, look_of
from bracketed.reading.html.numbering import List, integer, list_of, style_of
from bracketed.reading.html.styles import Styles
from bracketed.reading.html.tokens import Aside, Data, End, Start, tokens
from bracketed.reading.paragraphs import PLAIN, FileComment, Finding, Paragraph, RunFormat

DEPTH_LIMIT = 400_000

_NOTHING = re.compile("[\x00\xad\u200b\u2060\ufeff]")
_INVISIBLE = str.maketrans(dict.fromkeys("\x00\xad\u200b\u2060\ufeff"))
_NOTE_MARKS = frozenset({"sdfootnoteanc", "sdendnoteanc", "footnote-ref", "sdfootnotesym", "sdendnotesym"})


@dataclass(slots=True)
class _Element:
    """An open element, and what holds for the words in it."""

    name: str
    look: RunFormat
    hidden: bool = False
    dropped: bool = False  # a sign of the program that wrote the file, and no words
    pre: bool = False
    comment: str = ""  # the comment whose words these are
    note_mark: bool = False
    list: List | None = None
    table: Table | None = None
    box: CellPlace | None = None


class Page:
    """Reads one HTML file; afterwards `paragraphs` and `comments` hold what it says."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._comments = Comments(self._lines)
        self._styles = Styles()
        self._writer = ""  # the program that wrote the file
        self._stack = [_Element("", PLAIN)]
        self._scopes: list[Counter[str]] = [Counter()]  # open elements, one count a table cell
        self._lists: list[List] = []
        self._grids: list[Grid] = []
        self._pictures = 0

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs of the file."""
        return self._lines.paragraphs

    @property
    def comments(self) -> dict[str, FileComment]:
        """The comments by their keys."""
        return self._comments.said

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
                    if not self._stack[-1].hidden:
                        self._comments.read_aside(text, self._writer)
        self._lines.end()
        for one in self._lists:
            one.number()
        self._comments.finish()
        self._report()

    def _text(self, text: str) -> None:
        top = self._stack[-1]
        if top.name == "style":
            self._styles.read(text)
        if top.dropped:
            return
        if top.hidden:
            if top.name not in UNSEEN and text.strip() and not self._within("head"):
                self._lines.find(
                    Finding(
                        "warning",
                        "hidden-words",
                        f"words that browsers do not show are left out: “{shortened(text)}”",
                        "show them in the file if they belong to the draft",
                    )
                )
            return
        if _NOTHING.search(text):
            text = text.translate(_INVISIBLE)
        if top.comment:
            self._comments.speak(top.comment, text)
        elif top.note_mark:
            mark = text.strip()
            if mark:
                self._lines.mark_note(mark if mark.startswith(("[", "(")) else f"[{mark}]", top.look)
        elif top.pre:
            self._lines.write_as_typed(text, top.look)
        else:
            self._lines.write_running(text, top.look)

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
                self._writer = tag.attributes.get("content", "")
            return
        self._close_before(name)
        parent = self._stack[-1]
        if name in ("img", "svg") and not parent.hidden:
            self._pictures += 1
        if name == "hr" and "msocomoff" not in tag.attributes.get("class", ""):
            self._rule(parent)
        if name in VOID:
            return
        if len(self._stack) > DEPTH_LIMIT:
            raise DraftError(f"elements are nested deeper than {DEPTH_LIMIT:,}; save the file anew from its program")
        said = self._styles.of(name, tag.attributes)
        element = _Element(
            name,
            look_of(name, tag.attributes, said, parent.look),
            hidden=parent.hidden or is_hidden(name, tag.attributes, said),
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
        self._stack.append(element)
        self._scopes[-1][name] += 1
        now, around = element.look.revision, parent.look.revision
        if now is not None and around is not None and now.kind != around.kind:
            # What somebody inserted and somebody deleted again is nothing any more.
            element.dropped = True
        if not element.hidden:
            self._opened(element, tag, said)

    def _break(self) -> None:
        top = self._stack[-1]
        if top.comment:
            self._comments.end_line(top.comment)
        elif not top.hidden and not top.dropped:
            self._lines.break_line(top.look)

    def _opened(self, element: _Element, tag: Start, said: Mapping[str, str]) -> None:
        name, attributes = element.name, tag.attributes
        if name in HEADINGS:
            self._lines.level = HEADINGS[name]
        if name == "p" or name in HEADINGS:
            self._lines.apart = True
        if name in ("ol", "ul", "menu", "dir"):
            self._lines.show_number()
            element.list = list_of(name, attributes, said)
            self._lists.append(element.list)
        elif name == "li" and element.list is not None and not element.comment:
            style = style_of(attributes, said)
            value = integer(attributes.get("value", ""))
            self._lines.label_due = (element.list, value, element.list.style if style is None else style)
        elif name == "table":
            element.table = Table(element.box)
            self._grids.append(Grid())
        elif name == "thead" and self._grids:
            self._grids[-1].head = True
        elif name == "tr" and element.table is not None and self._grids:
            self._grids[-1].begin_row()
        elif name in ("td", "th") and element.table is not None and self._grids:
            element.box = self._grids[-1].place(element.table, name, attributes)
            element.list = None
            self._scopes.append(Counter())
            self._lines.box = element.box
            self._lines.apart = False
        elif name == "q":
            self._lines.write("“", element.look)
        self._read_marks(element, attributes, said)

    def _read_marks(self, element: _Element, attributes: Mapping[str, str], said: Mapping[str, str]) -> None:
        """Read what an element says of comments and notes."""
        if _NOTE_MARKS.intersection(attributes.get("class", "").split()) or attributes.get("role") == "doc-noteref":
            element.note_mark = True
        role = self._comments.read_marks(element.name, attributes, said, element.comment)
        element.dropped = element.dropped or role.dropped
        if role.block:
            self._take_over(role.speaks)
        elif role.speaks:
            element.comment = role.speaks

    def _take_over(self, key: str) -> None:
        """Let all words of the block around this point be those of a comment."""
        for number in range(len(self._stack) - 1, max(0, len(self._stack) - 6), -1):
            if self._stack[number].name in ("div", "p", "li"):
                first = number - 1 if self._stack[number - 1].name == "div" else number
                for element in self._stack[first:]:
                    element.comment = key
                return
        self._stack[-1].comment = key

    def _end(self, name: str) -> None:
        if name in VOID or name in ("html", "body"):
            if name == "br":
                self._break()
            return
        if not self._scopes[-1][name]:
            # An end without a beginning, or one whose beginning lies outside this table cell.
            if name in PARTS_OF_TABLES or name == "table":
                self._close_to(name)
            elif name == "p":
                self._block(self._stack[-1])
            return
        self._close_to(name)

    def _close_before(self, name: str) -> None:
        """End the elements that end where one of this name begins."""
        if name in BLOCKS and self._scopes[-1]["p"] and name not in PARTS_OF_TABLES:
            self._close_to("p")
        if name not in ENDS:
            return
        ended, within = ENDS[name]
        for element in reversed(self._stack):
            if element.name in within or element.name == "table":
                return
            if element.name in ended:
                self._close_to(element.name)
                return
            if element.name in ("div", "blockquote", "section", "") and name not in PARTS_OF_TABLES:
                return

    def _within(self, name: str) -> bool:
        return any(scope[name] for scope in self._scopes)

    def _close_to(self, name: str) -> None:
        """End elements up to and including the innermost of this name, if it may be ended from here."""
        if name in PARTS_OF_TABLES or name == "table":
            for element in reversed(self._stack):
                if element.name == name:
                    break
                if element.name == "table" or not element.name:
                    return
        while len(self._stack) > 1:
            if self._pop().name == name:
                return

    def _pop(self) -> _Element:
        element = self._stack.pop()
        self._lines.box = self._stack[-1].box
        if element.name in ("td", "th") and len(self._scopes) > 1:
            self._scopes.pop()
        self._scopes[-1][element.name] -= 1
        if element.hidden:
            return element
        if element.name in ("td", "th") and element.box is not None:
            # A cell without words has its place too.
            if self._lines.current is None and not (self.paragraphs and self.paragraphs[-1].cell is element.box):
                self._lines.apart = False
                self._lines.paragraph().cell = element.box
            self._lines.end()
        elif element.name == "table" and self._grids:
            self._grids.pop()
            self._lines.apart = True
        elif element.name == "thead" and self._grids:
            self._grids[-1].head = False
        elif element.name in HEADINGS:
            self._lines.level = 0
        elif element.name == "li":
            self._lines.show_number()
        elif element.name == "q":
            self._lines.write("”", element.look)
        if element.name == "p" or element.name in HEADINGS:
            self._lines.apart = True
        if element.name in BLOCKS:
            self._block(element)
        return element

    def _block(self, around: _Element) -> None:
        """Begin a new line: the edge of a block."""
        if around.comment:
            self._comments.end_line(around.comment)
        elif not around.hidden:
            self._lines.end()

    def _rule(self, around: _Element) -> None:
        self._block(around)
        if not around.hidden and not around.comment:
            self._lines.apart = True
            self._lines.write("____", PLAIN)
            self._block(around)
            self._lines.apart = True

    def _report(self) -> None:
        """Report, at the beginning, what the file holds and the draft does not."""
        remarks = []
        if self._comments.asides:
            remarks.append(
                Finding(
                    "info",
                    "hidden-comment",
                    f"what stands between <!-- and --> is left out: “{shortened(self._comments.asides[0])}”"
                    + (f" and {len(self._comments.asides) - 1} more" if len(self._comments.asides) > 1 else ""),
                )
            )
        if self._pictures:
            count = "a picture is" if self._pictures == 1 else f"{self._pictures} pictures are"
            remarks.append(Finding("info", "picture", f"{count} left out; words in pictures are not read"))
        if self.paragraphs:
            self.paragraphs[0].items[:0] = remarks
