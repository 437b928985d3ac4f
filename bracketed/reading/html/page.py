"""Reads the tokens of an HTML file as paragraphs: what browsers show, in the order in which they show it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bracketed.errors import DraftError
from bracketed.reading.columns import CellPlace, Table
from bracketed.reading.flattening import pictures_left_out, shortened
from bracketed.reading.html.comments import CommentReader
from bracketed.reading.html.lines import ParagraphWriter
from bracketed.reading.html.numbering import HtmlList, integer, list_of, style_of
from bracketed.reading.html.styles import UNSEEN, StyleSheets, is_hidden, run_format
from bracketed.reading.html.tokens import tokens
from bracketed.reading.paragraphs import PLAIN, RunFormat, finding
from bracketed.time_limit import in_time

DEPTH_LIMIT = 400_000
_COLUMN_LIMIT = 200
_SPAN_LIMIT = 50

# Soft hyphens and spaces without width, which would divide words that are one.
_NOTHING = re.compile("[\x00\xad\u200b\u2060\ufeff]")
# As LibreOffice and pandoc call them.
_NOTE_MARKS = frozenset({"sdfootnoteanc", "sdendnoteanc", "footnote-ref", "sdfootnotesym", "sdendnotesym"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "html", "legend",
        "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option", "p", "plaintext", "pre", "search",
        "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp", *_HEADINGS,
    }
)  # fmt: skip
_VOID = frozenset(
    {
        "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    }
)  # fmt: skip
_AS_TYPED = ("pre", "listing", "textarea", "plaintext", "xmp")
_LISTS = ("ol", "ul", "menu", "dir")
_CELLS, _GROUPS = ("td", "th"), ("tbody", "thead", "tfoot")
_PARTS_OF_TABLES = frozenset({*_CELLS, *_GROUPS, "tr", "caption"})
# What ends where an element begins, and the elements that this does not reach out of.
_ENDS = {
    "li": (("li",), _LISTS),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "option": (("option",), ("select",)),
    "tr": (("tr",), ("table",)),
    **dict.fromkeys(_CELLS, (_CELLS, ("tr", "table"))),
    **dict.fromkeys(_GROUPS, (_GROUPS, ("table",))),
}
# How far out of a mark the block may be whose words are those of a comment.
_BLOCK_REACH = 6


@dataclass(slots=True)
class _CellGrid:
    """The place of the next cell of a table; `head` says whether the rows are those of its head."""

    row: int = -1
    column: int = 0
    head: bool = False
    _reach: dict[int, int] = field(default_factory=dict)  # the last row that a cell from above reaches, by column

    def begin_row(self) -> None:
        self.row += 1
        self.column = 0

    def place(self, table: Table, name: str, attributes: Mapping[str, str]) -> CellPlace:
        if self.row < 0:
            self.begin_row()
        while self.column < _COLUMN_LIMIT and self._reach.get(self.column, -1) >= self.row:
            self.column += 1
        width = max(1, min(_SPAN_LIMIT, integer(attributes.get("colspan", "")) or 1))
        height = max(1, integer(attributes.get("rowspan", "")) or 1)
        place = CellPlace(table, self.row, self.column, width, self.head or name == "th")
        if height > 1:
            self._reach |= dict.fromkeys(place.columns, self.row + height - 1)
        self.column = min(_COLUMN_LIMIT, self.column + width)
        return place


@dataclass(slots=True)
class _OpenElement:
    """An open element, and what holds for the words in it."""

    name: str
    format: RunFormat
    hidden: bool = False
    dropped: bool = False  # a sign of the program that wrote the file, and no words
    on_each_page: list[str] | None = None  # the words of the header or footer that it is in
    as_typed: bool = False
    comment: str = ""  # the comment whose words these are
    note_mark: bool = False
    list: HtmlList | None = None
    table: Table | None = None
    cell: CellPlace | None = None


class HtmlReader:
    """Reads one HTML file; afterwards `paragraphs` and `comments` hold what it says. Errors call it by its `name`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._writer = ParagraphWriter(name)
        self._comments = CommentReader(self._writer)
        self.paragraphs = self._writer.paragraphs
        self.comments = self._comments.comments
        self._styles = StyleSheets()
        self._program = ""  # that wrote the file
        self._stack = [_OpenElement("", PLAIN)]
        self._scopes: list[Counter[str]] = [Counter()]  # open elements, one count a table cell
        self._lists: list[HtmlList] = []
        self._grids: list[_CellGrid] = []
        self._pictures = 0
        self._headers_footers: list[list[str]] = []

    def read(self, html: str) -> None:
        # Elements end where browsers end them, though an end tag be missing, or come where nothing is to be ended.
        for token in in_time(tokens(html), lambda _: f"paragraph {len(self.paragraphs):,}"):
            match token.kind:
                case "text":
                    self._read_text(token.text)
                case "start":
                    self._start(token.text, token.attributes)
                case "end":
                    self._end(token.text)
                case "comment" if not self._stack[-1].hidden:
                    self._comments.read_markup_comment(token.text, self._program)
        self._writer.end()
        for one in self._lists:
            one.number()
        self._comments.finish()
        self._report()

    def _read_text(self, text: str) -> None:
        top = self._stack[-1]
        if top.name == "style":
            self._styles.read(text)
        if top.dropped:
            return
        if top.hidden:
            if top.on_each_page is not None:
                top.on_each_page.append(text)
            elif top.name not in UNSEEN and text.strip() and not self._is_within("head"):
                message = f"words that browsers do not show are left out: “{shortened(text)}”"
                cure = "show them in the file if they belong to the draft"
                self._writer.add_once(finding("warning", "hidden-words", message, cure))
            return
        text = _NOTHING.sub("", text)
        if top.comment:
            self._comments.add_words(top.comment, text)
        elif top.note_mark:
            mark = text.strip()
            if mark:
                self._writer.mark_note(mark if mark.startswith(("[", "(")) else f"[{mark}]", top.format)
        elif top.as_typed:
            self._writer.write_as_typed(text, top.format)
        else:
            self._writer.write_running(text, top.format)

    # Tags

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "br":
            self._break()
            return
        # Browsers pass over these tags when they are repeated.
        if name in ("html", "body", "head") and self._is_within(name):
            return
        if name == "meta":
            if attributes.get("name", "").lower() == "generator":
                self._program = attributes.get("content", "")
            return
        self._close_before(name)
        parent = self._stack[-1]
        if name in ("img", "svg") and not parent.hidden:
            self._pictures += 1
        # Word draws a rule of its own above the comments behind the text.
        if name == "hr" and "msocomoff" not in attributes.get("class", ""):
            self._rule(parent)
        if name in _VOID:
            return
        if len(self._stack) > DEPTH_LIMIT:
            raise DraftError(
                f"{self._name}: elements are nested deeper than {DEPTH_LIMIT:,}; save the file anew from its program"
            )
        declared = self._styles.of(name, attributes)
        white_space = declared.get("white-space")
        element = _OpenElement(
            name,
            run_format(name, attributes, declared, parent.format),
            hidden=parent.hidden or is_hidden(name, attributes, declared),
            as_typed=parent.as_typed or name in _AS_TYPED if white_space is None else white_space.startswith("pre"),
            comment=parent.comment,
            note_mark=parent.note_mark,
            dropped=parent.dropped,
            on_each_page=parent.on_each_page,
            list=parent.list,
            table=parent.table,
            cell=parent.cell,
        )
        if name in _BLOCKS:
            self._block(parent)
        if name == "div" and "LibreOffice" in self._program and attributes.get("title") in ("header", "footer"):
            self._leave_out(element)
        self._stack.append(element)
        self._scopes[-1][name] += 1
        # What is inserted and deleted again is nothing any more.
        revisions = {one.kind for one in (element.format.revision, parent.format.revision) if one is not None}
        element.dropped = element.dropped or len(revisions) > 1
        if not element.hidden:
            self._begin(element, attributes, declared)

    def _leave_out(self, element: _OpenElement) -> None:
        # LibreOffice writes the header and footer of the first page before the text and behind it.
        element.hidden, element.on_each_page = True, []
        self._headers_footers.append(element.on_each_page)

    def _break(self) -> None:
        top = self._stack[-1]
        if top.comment:
            self._comments.end_line(top.comment)
        elif not top.hidden and not top.dropped:
            self._writer.break_line(top.format)

    def _begin(self, element: _OpenElement, attributes: Mapping[str, str], declared: Mapping[str, str]) -> None:
        name, writer = element.name, self._writer
        if name in _HEADINGS:
            writer.level = _HEADINGS[name]
        if name == "p" or name in _HEADINGS:
            writer.apart = True
        if name in _LISTS:
            writer.show_number()
            element.list = list_of(name, attributes, declared)
            self._lists.append(element.list)
        elif name == "li" and element.list is not None and not element.comment:
            style = style_of(attributes, declared)
            value = integer(attributes.get("value", ""))
            writer.label_due = (element.list, value, element.list.style if style is None else style)
        elif name == "table":
            element.table = Table(element.cell)
            self._grids.append(_CellGrid())
        elif name == "thead" and self._grids:
            self._grids[-1].head = True
        elif name == "tr" and element.table is not None and self._grids:
            self._grids[-1].begin_row()
        elif name in _CELLS and element.table is not None and self._grids:
            element.cell = writer.cell = self._grids[-1].place(element.table, name, attributes)
            # What is open outside a cell is neither ended nor numbered from inside.
            element.list = None
            self._scopes.append(Counter())
            writer.apart = False
        elif name == "q":
            # Browsers show the quotation marks that the file leaves out.
            writer.write("“", element.format)
        if _NOTE_MARKS.intersection(attributes.get("class", "").split()) or attributes.get("role") == "doc-noteref":
            element.note_mark = True
        role = self._comments.read_marks(name, attributes, declared, element.comment)
        element.dropped = element.dropped or role.dropped
        if role.block:
            self._take_over(role.key)
        elif role.key:
            element.comment = role.key

    def _take_over(self, key: str) -> None:
        """Let all words of the block around this point be those of a comment."""
        # Google Docs marks a comment in its first words; it is all of the paragraph, and of the division around that.
        for number in range(len(self._stack) - 1, max(0, len(self._stack) - _BLOCK_REACH), -1):
            if self._stack[number].name in ("div", "p", "li"):
                first = number - 1 if self._stack[number - 1].name == "div" else number
                for element in self._stack[first:]:
                    element.comment = key
                return
        self._stack[-1].comment = key

    def _end(self, name: str) -> None:
        if name in _VOID or name in ("html", "body"):
            if name == "br":
                self._break()
            return
        if self._scopes[-1][name] or name in _PARTS_OF_TABLES or name == "table":
            self._close_to(name)
        elif name == "p":
            # Its beginning is missing, or lies outside this table cell.
            self._block(self._stack[-1])

    def _close_before(self, name: str) -> None:
        """End the elements that end where one of this name begins."""
        # A paragraph holds no blocks; its end tag may be left out before them.
        if name in _BLOCKS and self._scopes[-1]["p"] and name not in _PARTS_OF_TABLES:
            self._close_to("p")
        if name not in _ENDS:
            return
        ended, within = _ENDS[name]
        for element in reversed(self._stack):
            if element.name in within or element.name == "table":
                return
            if element.name in ended:
                self._close_to(element.name)
                return
            if element.name in ("div", "blockquote", "section", "") and name not in _PARTS_OF_TABLES:
                return

    def _is_within(self, name: str) -> bool:
        return any(scope[name] for scope in self._scopes)

    def _close_to(self, name: str) -> None:
        """End elements up to and including the innermost of this name, if it may be ended from here."""
        # The end tag of a part of a table ends nothing outside that table.
        if name in _PARTS_OF_TABLES or name == "table":
            for element in reversed(self._stack):
                if element.name == name:
                    break
                if element.name == "table" or not element.name:
                    return
        while len(self._stack) > 1:
            if self._pop().name == name:
                return

    def _pop(self) -> _OpenElement:
        element = self._stack.pop()
        name, writer = element.name, self._writer
        writer.cell = self._stack[-1].cell
        if name in _CELLS and len(self._scopes) > 1:
            self._scopes.pop()
        self._scopes[-1][name] -= 1
        if element.hidden:
            return element
        if name in _CELLS and element.cell is not None:
            # A cell without words has its place too, or those behind it would be in its column.
            if writer.current is None and not (self.paragraphs and self.paragraphs[-1].cell is element.cell):
                writer.apart = False
                writer.paragraph().cell = element.cell
            writer.end()
        elif name == "table" and self._grids:
            self._grids.pop()
            writer.apart = True
        elif name == "thead" and self._grids:
            self._grids[-1].head = False
        elif name in _HEADINGS:
            writer.level = 0
        elif name == "li":
            writer.show_number()
        elif name == "q":
            writer.write("”", element.format)
        if name == "p" or name in _HEADINGS:
            writer.apart = True
        if name in _BLOCKS:
            self._block(element)
        return element

    def _block(self, around: _OpenElement) -> None:
        """Begin a new line: the edge of a block."""
        if around.comment:
            self._comments.end_line(around.comment)
        elif not around.hidden:
            self._writer.end()

    def _rule(self, around: _OpenElement) -> None:
        # A line of underscores is a rule in plain text too, at which what came before it ends.
        self._block(around)
        if not around.hidden and not around.comment:
            self._writer.apart = True
            self._writer.write("____", PLAIN)
            self._block(around)
            self._writer.apart = True

    def _report(self) -> None:
        """Report, at the beginning, what the file holds and the draft does not."""
        findings = []
        hidden = self._comments.hidden
        if hidden:
            more = f" and {len(hidden) - 1} more" if len(hidden) > 1 else ""
            message = f"text between <!-- and --> is left out: “{shortened(hidden[0])}”{more}"
            findings.append(finding("info", "hidden-comment", message))
        words = dict.fromkeys(" ".join("".join(one).split()) for one in self._headers_footers)
        left_out = [one for one in words if "[" in one or any(sign.isalpha() for sign in one)]
        if left_out:
            shown = ", ".join(f"“{shortened(one)}”" for one in left_out)
            findings.append(finding("info", "page-furniture", f"left out as headers and footers: {shown}"))
        if self._pictures:
            findings.append(pictures_left_out(self._pictures))
        if self.paragraphs:
            self.paragraphs[0].items[:0] = findings
