"""Writes the words of a paragraph down: its runs, with their looks, fields, signs, and the marks of comments and notes.

Text boxes and notes are only collected here; whoever writes the lines writes them where they belong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bracketed.reading.word.anchors import Anchors
from bracketed.reading.word.colours import fill_name
from bracketed.reading.word.drawings import Drawings, shown_branch
from bracketed.reading.word.fields import Fields, makes_contents
from bracketed.reading.word.findings import Remarks
from bracketed.reading.word.names import Element, attribute, child, local_name, name_of
from bracketed.reading.word.revisions import REVISIONS, Proposals, State, words_below
from bracketed.reading.word.styles import Looks, Styles
from bracketed.reading.word.symbols import as_shown, symbol_of
from bracketed.reading.word.written import Written

# What holds runs, or paragraphs, and is read as if it were not there.
_WRAPPERS = frozenset({
    "w:hyperlink", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo", "w:sdtContent",
    "m:oMath", "m:oMathPara", "m:e", "m:num", "m:den", "m:sub", "m:sup", "m:f", "m:sSub", "m:sSup", "m:sSubSup",
    "m:d", "m:rad", "m:nary", "m:func", "m:fName", "m:acc", "m:bar", "m:box", "m:borderBox", "m:deg", "m:eqArr", "m:m",
    "m:mr", "m:limLow", "m:limUpp", "m:lim", "m:groupChr", "m:sPre", "m:phant", "w:ruby", "w:rubyBase",
})  # fmt: skip
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_OBJECTS = frozenset({"w:drawing", "w:pict", "w:object"})
_NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ONE_LINE = str.maketrans("\n\r\t", "   ")


@dataclass(slots=True)
class Words:
    """Writes the words of one paragraph after another.

    `taken` are changes that are read as made whatever is asked for, `line` counts the lines. `fill` is the background
    of the cell around. `boxes` and `notes` are the text boxes and notes that the paragraphs have referred to.
    """

    drawings: Drawings
    written: Written
    styles: Styles
    fields: Fields
    anchors: Anchors
    remarks: Remarks
    proposals: Proposals = field(default_factory=Proposals)
    taken: set[Element] = field(default_factory=set)
    line: int = 0
    fill: str = ""
    boxes: list[tuple[Element, State]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    _paragraph: Element = None
    _style: str = ""

    def write(self, paragraph: Element, state: State) -> None:
        """Write the words of a paragraph."""
        properties = child(paragraph, "w:pPr")
        self._paragraph = paragraph
        self._style = self.styles.of_paragraph(properties)
        around = self.fill
        shade = None if properties is None else child(properties, "w:shd")
        own = fill_name(attribute(shade, "fill")) if shade is not None else self.styles.fill(self._style)
        self.fill = own or around
        self._inline(paragraph, state)
        self.fill = around

    def _inline(self, element: Element, state: State) -> None:
        for one in element:
            name = name_of(one)
            if name in ("w:r", "m:r"):
                self._run(one, state)
            elif name in REVISIONS:
                self._inline(one, state.within(one, one in self.taken))
            elif name in ("w:commentRangeStart", "w:commentRangeEnd"):
                self.anchors.range(one, name)
            elif name == "w:sdt":
                content = child(one, "w:sdtContent")
                if content is not None:
                    self._inline(content, state)
            elif name == "mc:AlternateContent":
                branch = shown_branch(one)
                if branch is not None:
                    self._inline(branch, state)
            elif name in _WRAPPERS:
                if name == "w:fldSimple" and makes_contents(attribute(one, "instr") or ""):
                    self.remarks.contents(self.written.at)
                else:
                    self._inline(one, state)
                    if name == "m:oMath" and state.shown:
                        self.remarks.equation(one, self.written.at)
            elif name == "w:subDoc":
                self.remarks.embedded(self.written.at)
            elif len(one) and not name.endswith("Pr"):
                self.remarks.unread("unknown", words_below(one), self.written.at)

    def _run(self, run: Element, state: State) -> None:
        looks = self.styles.looks(self._style)
        for one in run:
            name = name_of(one)
            if name == "w:rPr":
                looks = self.styles.looks_of_run(one, self._style)
            elif name in ("w:t", "w:delText", "m:t"):
                self._words(one, state, looks, one.text or "")
            elif name in _SIGNS:
                self._sign(one, name, state, looks)
            elif name == "w:sym":
                self._words(one, state, looks, symbol_of(one), as_is=True)
            elif name == "w:fldChar":
                if self.fields.sign(attribute(one, "fldCharType") or ""):
                    self.remarks.contents(self.written.at)
            elif name == "w:instrText":
                self.fields.instruct(one.text or "")
            elif name == "w:commentReference":
                self.anchors.reference(attribute(one, "id") or "")
            elif name in _NOTES:
                if state.shown:
                    self.notes.append((_NOTES[name], attribute(one, "id") or ""))
            elif name in _OBJECTS or name == "mc:AlternateContent":
                self._object(one, state)
                if state.shown:
                    self._remark_on(one)
            elif name == "w:ruby":
                self._inline(one, state)

    def _object(self, element: Element, state: State) -> None:
        """Keep the text boxes of a drawing for the end of the line; of two forms of a drawing only one is read."""
        if name_of(element) == "mc:AlternateContent":
            branch = shown_branch(element)
            if branch is not None:
                self._object(branch, state)
            return
        for one in element:
            if local_name(one) == "txbxContent":
                if state.shown:
                    self.boxes.append((one, state))
            elif name_of(one) in ("w:t", "w:r"):
                self._inline(element, state)
                return
            else:
                self._object(one, state)

    def _remark_on(self, element: Element) -> None:
        """Say what a drawing shows and is not read."""
        drawing = shown_branch(element) if name_of(element) == "mc:AlternateContent" else element
        for kind, words in self.drawings.unread_in(drawing) if drawing is not None else ():
            self.remarks.unread(kind, words, self.written.at)

    def _sign(self, one: Element, name: str, state: State, looks: Looks) -> None:
        # A page that ends between two paragraphs is no line end.
        page = name == "w:br" and attribute(one, "type") in ("page", "column")
        if not (page and self.written.at_edge):
            self._words(one, state, looks, _SIGNS[name], as_is=True)

    def _words(self, one: Element, state: State, looks: Looks, words: str, as_is: bool = False) -> None:
        """Write words if they are shown; if they are not, but were inserted, note what would be inserted where."""
        if self.fields.hide:
            return
        if looks.hidden:
            if state.shown:
                self.remarks.hidden(words, self.written.at)
            return
        offset = 0
        if not as_is:
            kept = words if one.get(_SPACE) == "preserve" else words.strip(" \t\r\n")
            offset = words.find(kept) if kept else 0
            words = kept if kept.isprintable() else kept.translate(_ONE_LINE)
            if not words.isascii():
                words = as_shown(words, one)
        if not words:
            return
        if not state.shown:
            self.propose(words, state)
            return
        span = self.written.write_piece(words, one, offset, self._paragraph)
        colour = looks.colour if looks.colour is not None else self.fill
        if colour:
            self.written.shade(span, colour)
        if looks.struck:
            self.remarks.struck(words, span)
        if looks.underlined:
            self.remarks.underlined(span)
        if state.deleted is not None:
            self.propose(words, state, span.start)

    def propose(self, words: str, state: State, start: int | None = None) -> None:
        """Note that words which begin at `start`, or would stand here, are a proposal, if the changes around say so."""
        proposal = state.proposal
        if proposal is not None and (start is not None) == (proposal[0] == "deletion"):
            self.proposals.add(*proposal, self.written.at if start is None else start, words, self.line)

    def any_shown(self, element: Element, state: State) -> bool:
        """Say whether anything of a paragraph is in the text."""
        return any(self._shown(element, state))

    def _shown(self, element: Element, state: State) -> Iterator[str]:
        for one in element:
            name = name_of(one)
            if name in REVISIONS:
                yield from self._shown(one, state.within(one, one in self.taken))
            elif name in ("w:t", "w:delText", "m:t"):
                if state.shown and one.text:
                    yield one.text
            elif name in _SIGNS or name == "w:sym":
                if state.shown:
                    yield " "
            elif name not in ("w:pPr", "w:rPr") and name not in _OBJECTS and len(one):
                yield from self._shown(one, state)
