"""Reads the runs of a paragraph: their text and format, fields, signs, and the marks of comments and notes.

Text boxes and notes are only collected here, since they are behind the line, or behind all lines.
"""

from __future__ import annotations

from bracketed.reading.flattening import shows
from bracketed.reading.paragraphs import PLAIN, CommentEnd, CommentStart, Item, NoteMark, Run, RunFormat
from bracketed.reading.word import findings
from bracketed.reading.word.drawings import Drawings, shown_branch
from bracketed.reading.word.names import SIGNS, TEXTS, Element, attribute, child, local_name, name_of
from bracketed.reading.word.package import Package
from bracketed.reading.word.revisions import REVISIONS, RevisionState, words_below
from bracketed.reading.word.styles import UNSAID, RunProperties, Styles, fill_of
from bracketed.reading.word.symbols import as_shown, symbol_of

# What holds runs, or paragraphs, and is read as if it were not there.
_WRAPPERS = frozenset({
    "w:hyperlink", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo", "w:sdtContent",
    "m:oMath", "m:oMathPara", "m:e", "m:num", "m:den", "m:sub", "m:sup", "m:f", "m:sSub", "m:sSup", "m:sSubSup",
    "m:d", "m:rad", "m:nary", "m:func", "m:fName", "m:acc", "m:bar", "m:box", "m:borderBox", "m:deg", "m:eqArr", "m:m",
    "m:mr", "m:limLow", "m:limUpp", "m:lim", "m:groupChr", "m:sPre", "m:phant", "w:ruby", "w:rubyBase",
})  # fmt: skip
_OBJECTS = frozenset({"w:drawing", "w:pict", "w:object"})
_NOT_SHOWN = _OBJECTS | {"w:pPr", "w:rPr"}  # in the line itself
_NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Line ends and tabs in the XML of a text are none of the document, which has elements for them.
_ONE_LINE = str.maketrans("\n\r\t", "   ")


class RunReader:
    """Reads the runs of one paragraph after another into `items`.

    `made` are changes that are read as made, whatever is requested; `fill` is the background of the cell around.
    `boxes` and `notes` are the text boxes and notes that the paragraphs have referred to.
    """

    def __init__(self, package: Package, root: Element, styles: Styles) -> None:
        self.items: list[Item] = []
        self.made: dict[Element, None] = {}
        self.fill = ""
        self.boxes: list[tuple[Element, RevisionState]] = []
        self.notes: list[tuple[str, str]] = []
        self._drawings = Drawings(package)
        self._fields = _Fields(root)
        self._styles = styles
        self._paragraph: Element = None
        self._below = UNSAID  # the run properties that the style of the paragraph gives
        # Comments whose place is marked by itself; the others are where their words end.
        marks = (attribute(one, "id") or "" for one in root.iter("{*}commentReference") if name_of(one))
        self._referenced = frozenset(marks)

    def read(self, paragraph: Element, state: RevisionState) -> None:
        properties = child(paragraph, "w:pPr")
        self._paragraph = paragraph
        style = self._styles.of_paragraph(properties)
        self._below = self._styles.run(style)
        around = self.fill
        shade = child(properties, "w:shd")
        self.fill = (self._styles.fill(style) if shade is None else fill_of(shade)) or around
        self._inline(paragraph, state)
        self.fill = around

    def comment_mark(self, element: Element, name: str) -> Item:
        id_ = attribute(element, "id") or ""
        return (
            CommentStart(id_)
            if name == "w:commentRangeStart"
            else CommentEnd(id_, is_place=id_ not in self._referenced)
        )

    def _inline(self, element: Element, state: RevisionState) -> None:
        for one in element:
            name = name_of(one)
            if name in ("w:r", "m:r"):
                self._run(one, state)
            elif name in REVISIONS:
                self._inline(one, state.within(one, one in self.made))
            elif name in ("w:commentRangeStart", "w:commentRangeEnd"):
                self.items.append(self.comment_mark(one, name))
            elif name == "w:sdt":
                content = child(one, "w:sdtContent")
                if content is not None:
                    self._inline(content, state)
            elif name == "mc:AlternateContent":
                branch = shown_branch(one)
                if branch is not None:
                    self._inline(branch, state)
            elif name in _WRAPPERS:
                self._wrapper(one, name, state)
            elif name == "w:subDoc":
                self.items.append(findings.EMBEDDED_TEXT)
            elif len(one) and not name.endswith("Pr"):
                self.items += findings.of_unread("unknown", words_below(one))

    def _wrapper(self, element: Element, name: str, state: RevisionState) -> None:
        if name == "w:fldSimple" and _makes_contents(attribute(element, "instr") or ""):
            self.items.append(findings.CONTENTS)
            return
        self._inline(element, state)
        if name == "m:oMath" and state.shown:
            self.items += findings.of_equation(element)

    def _run(self, run: Element, state: RevisionState) -> None:
        properties = self._below
        for one in run:
            name = name_of(one)
            if name == "w:rPr":
                properties = self._styles.of_run(one, self._below)
            elif name in TEXTS:
                self._text(one, state, properties, one.text or "")
            elif name in SIGNS:
                # A page that ends between two paragraphs is no line end.
                is_page = name == "w:br" and attribute(one, "type") in ("page", "column")
                if not (is_page and self._is_at_edge()):
                    self._text(one, state, properties, SIGNS[name], as_is=True)
            elif name == "w:sym":
                self._text(one, state, properties, symbol_of(one), as_is=True)
            elif name == "w:fldChar":
                if self._fields.sign(attribute(one, "fldCharType") or ""):
                    self.items.append(findings.CONTENTS)
            elif name == "w:instrText":
                self._fields.instruct(one.text or "")
            elif name == "w:commentReference":
                self.items.append(CommentEnd(attribute(one, "id") or "", ends=False))
            elif name in _NOTES:
                # A note that a deleted mark refers to goes with it.
                if state.shown:
                    note = _NOTES[name], attribute(one, "id") or ""
                    self.notes.append(note)
                    self.items.append(NoteMark(" ".join(note)))
            elif name in _OBJECTS or name == "mc:AlternateContent":
                self._object(one, state)
                drawing = shown_branch(one) if name == "mc:AlternateContent" else one
                for kind, words in self._drawings.unread_in(drawing) if state.shown and drawing is not None else ():
                    self.items += findings.of_unread(kind, words)
            elif name == "w:ruby":
                self._inline(one, state)

    def _is_at_edge(self) -> bool:
        """Return whether no text of the paragraph has been read yet."""
        last = next(
            (one for one in reversed(self.items) if isinstance(one, Run) and shows(one.format, "brackets")), None
        )
        return last is None or last.origin is None or not last.text.strip()

    def _object(self, element: Element, state: RevisionState) -> None:
        """Keep the text boxes of a drawing for the end of the line; of two forms of a drawing only one is read."""
        if name_of(element) == "mc:AlternateContent":
            branch = shown_branch(element)
            if branch is not None:
                self._object(branch, state)
            return
        for one in element:
            # The same text box has different vocabularies around it in new and in old forms of drawings.
            if local_name(one) == "txbxContent":
                if state.shown:
                    self.boxes.append((one, state))
            elif name_of(one) in ("w:t", "w:r"):
                self._inline(element, state)
                return
            else:
                self._object(one, state)

    def _text(
        self, one: Element, state: RevisionState, properties: RunProperties, text: str, as_is: bool = False
    ) -> None:
        """Add text; where it is not shown, but was inserted, as a proposal."""
        if self._fields.hides:
            return
        if properties.get("hidden"):
            # Hidden words are not printed, so that nobody at the table sees them.
            if state.shown and text.strip():
                self.items.append(findings.hidden_words(text))
            return
        offset = 0
        if not as_is:
            # As Word reads it: blanks at the ends of an element count only if it says so.
            if one.get(_SPACE) != "preserve":
                kept = text.strip(" \t\r\n")
                offset, text = max(0, text.find(kept)), kept
            if not text.isprintable():
                text = text.translate(_ONE_LINE)
            if not text.isascii():
                text = as_shown(text, one)
        if not text:
            return
        if not state.shown:
            self.propose(text, state)
            return
        run_format = PLAIN
        # Most runs have no format of their own.
        if properties or self.fill or state.deleted is not None:
            revision = state.revision
            run_format = RunFormat(
                revision if revision is not None and revision.kind == "deletion" else None,
                properties.get("struck", False),
                properties.get("colour", self.fill),
                properties.get("underlined", False),
            )
        self.items.append(Run(text, run_format, (one, offset, self._paragraph)))

    def propose(self, text: str, state: RevisionState) -> None:
        """Add text that is not shown, if it is a proposal by the changes around it."""
        revision = state.revision
        if revision is not None and revision.kind == "insertion":
            self.items.append(Run(text, RunFormat(revision)))

    def any_shown(self, element: Element, state: RevisionState) -> bool:
        """Return whether anything of a paragraph is in the text."""
        for one in element:
            name = name_of(one)
            if name in REVISIONS:
                found = self.any_shown(one, state.within(one, one in self.made))
            elif name in TEXTS:
                found = state.shown and bool(one.text)
            elif name in SIGNS or name == "w:sym":
                found = state.shown
            else:
                found = name not in _NOT_SHOWN and self.any_shown(one, state)
            if found:
                return True
        return False


class _Fields:
    """The fields that are open where a document has been read to; of a field the result is shown that Word last saved.

    `hides` says whether text that is there is an instruction, or the result of a field that is left out.
    """

    def __init__(self, root: Element) -> None:
        kinds = [attribute(one, "fldCharType") for one in root.iter("{*}fldChar")]
        # A field that never ends would hide the rest of the document.
        self._all_end = kinds.count("begin") == kinds.count("end")
        self._open: list[tuple[str, bool]] = []  # the instruction of each, and whether its result is shown here
        self._hiding = 0  # how many of them are not shown here
        self.hides = False

    def instruct(self, words: str) -> None:
        if self._open:
            instruction, is_shown = self._open[-1]
            self._open[-1] = instruction + words, is_shown

    def sign(self, kind: str) -> bool:
        """Read the beginning, middle or end of a field; say whether a table of contents begins here."""
        is_contents = False
        if kind == "begin":
            self._open.append(("", False))
            self._hiding += 1
        elif kind in ("separate", "end") and self._open:
            instruction, is_shown = self._open.pop()
            self._hiding -= not is_shown
            if kind == "separate":
                is_contents = _makes_contents(instruction)
                self._open.append((instruction, not is_contents))
                self._hiding += is_contents
        self.hides = self._all_end and self._hiding > 0
        return is_contents


def _makes_contents(instruction: str) -> bool:
    """Return whether a field is a table of contents, which only repeats the headings.

    >>> _makes_contents(' TOC \\\\o "1-3" '), _makes_contents("PAGE")
    (True, False)
    """
    return instruction.split()[:1] == ["TOC"]
