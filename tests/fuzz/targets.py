"""What the fuzzer tries: each target takes any bytes, and may raise only what the library raises on purpose."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

import bracketed as bt
from bracketed.draft.annotated_text import CHANGES
from bracketed.draft.delegations import Names
from bracketed.draft.draft import Comment, Draft
from bracketed.errors import BracketedError
from bracketed.parsing.parser import draft_of
from bracketed.positions.lexicon import load_language
from bracketed.positions.phrase_index import PhraseIndex
from bracketed.positions.sentences import SentenceReader
from bracketed.reading.pdf.document import annotated_text_of
from bracketed.reading.pdf.pages import read_pages
from bracketed.source import Span
from tests.pdf.making import page
from tests.word.making import docx as document

TABLE = "delegation,bracket,option,stance\n"
DRAFT = bt.parse("1. Parties [shall/should] report [annually].\n2. They [meet].\tComment by A: UK – keep “meet”")
ELEMENTS = (
    "/", "w:p", "w:r", "w:t", "w:pPr", "w:rPr", "w:tbl", "w:tr", "w:tc", "w:tcPr", "w:trPr", "w:br/", "w:tab/",
    'w:gridSpan w:val="2"/', 'w:vMerge/', 'w:vMerge w:val="restart"/', 'w:ins w:id="1" w:author="Ana"',
    'w:del w:id="2" w:author="Ben"', 'w:ins w:id="1" w:author="Ana"/', 'w:del w:id="2"/', "w:delText", "w:moveFrom",
    "w:moveTo", 'w:commentRangeStart w:id="0"/', 'w:commentRangeEnd w:id="0"/', 'w:commentReference w:id="0"/',
    'w:comment w:id="0" w:author="UK"', 'w:comment w:id="1" w:author="Ana"', 'w:highlight w:val="yellow"/',
    'w:shd w:val="clear" w:fill="FF0000"/', 'w:fldChar w:fldCharType="begin"/', 'w:fldChar w:fldCharType="separate"/',
    'w:fldChar w:fldCharType="end"/', "w:instrText", 'w:fldSimple w:instr="REF x"', "w:sdt", "w:sdtContent",
    "w:hyperlink", 'w:footnoteReference w:id="1"/', 'w:footnote w:id="1"', 'w:numPr', 'w:ilvl w:val="1"/',
    'w:ilvl w:val="-1"/', 'w:numId w:val="1"/', 'w:numId w:val="0"/', 'w:abstractNum w:abstractNumId="1"',
    'w:lvl w:ilvl="1"', 'w:lvl w:ilvl="0"', 'w:numFmt w:val="lowerLetter"/', 'w:numFmt w:val="upperRoman"/',
    'w:lvlText w:val="%1.%2)"/', 'w:start w:val="99999999999"/', 'w:start w:val="x"/', 'w:num w:numId="1"',
    'w:abstractNumId w:val="1"/', 'w:lvlOverride w:ilvl="0"', 'w:startOverride w:val="3"/',
    'w:style w:styleId="H" w:type="paragraph"', 'w:basedOn w:val="H"/', 'w:pStyle w:val="H"/',
    'w:name w:val="heading 1"/',
    'w:outlineLvl w:val="0"/', "w:vanish/", "w:strike/", 'w:sym w:font="Symbol" w:char="F05B"/', "w:noBreakHyphen/",
    "w:txbxContent", "w:pict", "w:drawing", "w:smartTag", "w:rPrChange", "w:pPrChange",
    "[", "]", " / ", "1. ", "2. ", "OR", "Option 1: ", "shall", "should", " ", "report", "UK – remove “shall”", "Agree",
    "Yellow = agreed",
)  # fmt: skip
# Past this length a run learns little more, and takes long.
LONGEST = 4096


def text(data: bytes) -> None:
    """Any text becomes a draft that loses nothing, and all its answers can be asked for."""
    words = data.decode("utf-8", "replace")
    if not words.strip():
        return
    draft = bt.parse(words)
    assert draft.unparse() == words
    _answers(draft)


def comment(data: bytes) -> None:
    """Any words in a comment are read, or left as a remark."""
    words = data.decode("utf-8", "replace")
    reader = SentenceReader(Names.default(), load_language("en"))
    span = Span(0, len(words))
    remark = Comment(1, "A. Clerk", words, DRAFT.provisions[0].label, 1, span, span)
    for sentence in reader.sentences(remark, PhraseIndex(DRAFT).wording):
        assert 0 <= sentence.at <= len(words)


def commented(data: bytes) -> None:
    """Any words in a comment are read against a draft, and every row is about a bracket that there is."""
    words = data.decode("utf-8", "replace").replace("\n", " ").replace("\r", " ")
    draft = bt.parse(f"1. Parties [shall/should] report to the Council [annually].\tComment by A. Clerk: {words}")
    positions = bt.positions(draft)
    known = {bracket.id for bracket in draft.brackets} | {item.bracket.id for item in positions.implied}
    assert all(row.bracket in known for row in positions)


def table(data: bytes) -> None:
    """Any bytes as a table of positions are rows or an error that says where."""
    bt.read_positions(TABLE.encode() + data, DRAFT)


def html(data: bytes) -> None:
    """Any bytes as a web page become a draft that loses nothing of what was written down."""
    draft = bt.read(data, format="html", changes=CHANGES[len(data) % 3])
    assert draft.unparse() == draft.source
    bt.positions(draft)


def docx(data: bytes) -> None:
    """Any bytes as a Word document, as the XML in its parts, or as a choice of elements in them, are read or refused.

    What the first byte says: `x`, that XML follows, each part behind a zero byte; `e`, that each byte is one of the
    elements and words in `ELEMENTS`; anything else, that this is a file as it stands.
    """
    if data[:1] == b"x":
        inner = [part.decode("utf-8", "replace") for part in data[1:].split(b"\0")]
    elif data[:1] == b"e":
        inner = [_elements(part) for part in data[1:].split(b"\0")]
    else:
        inner = []
    parts = dict(zip(("comments", "numbering", "styles", "footnotes", "threads"), inner[1:], strict=False))
    file = document(inner[0], **parts) if inner else data  # type: ignore[arg-type]
    draft = bt.read(file, format="docx", changes=CHANGES[len(data) % 3])
    assert draft.unparse() == draft.source
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    with TemporaryDirectory() as folder:
        bt.write(space[0], Path(folder, "settled.docx"), redline=len(data) % 2 == 0)


def pdf(data: bytes) -> None:
    """Any bytes as a PDF file, or as what one of its pages shows (behind a `c`), are read or refused.

    They are read in this process; whoever calls `bracketed.read` has another process read them.
    """
    if data[:1] == b"c":
        data = page(data[1:])
    annotated = annotated_text_of(list(read_pages(data, "draft")), "draft")
    if annotated.text.strip():
        draft = draft_of(annotated)
        assert draft.unparse() == annotated.text


def _elements(choices: bytes) -> str:
    """Return well-formed XML that these choices among `ELEMENTS` make."""
    made: list[str] = []
    opened: list[str] = []
    for choice in choices:
        element = ELEMENTS[choice % len(ELEMENTS)]
        if element == "/" and opened:
            made.append(f"</{opened.pop()}>")
        elif element.startswith("w:"):
            made.append(f"<{element}>")
            if not element.endswith("/"):
                opened.append(element.split()[0])
        elif opened[-1:] in (["w:t"], ["w:delText"], ["w:instrText"]):
            made.append(escape(element))
        elif element != "/":
            made.append(f'<w:r><w:t xml:space="preserve">{escape(element)}</w:t></w:r>')
    made += [f"</{name}>" for name in reversed(opened)]
    return "".join(made)


def _answers(draft: Draft) -> None:
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    for variant in islice(space, 2):
        assert space.index(variant) == variant.index
    bt.least_contested(space, positions)
    bt.blocking(space, positions)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text,
    "comment": comment,
    "commented": commented,
    "table": table,
    "html": html,
    "docx": docx,
    "pdf": pdf,
}


def tried(target: str, data: bytes) -> None:
    """Try a target; an error that the library raises on purpose is no crash."""
    with suppress(BracketedError):
        TARGETS[target](data[:LONGEST])
