"""Makes a Word document of a draft that was read from plain text: its paragraphs, headings and comments.

The number of a provision stays as it was typed. Empty lines go, since paragraphs are set apart by their style, and so
do the marks of headings.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from importlib.resources import files

from bracketed.draft.draft import Comment, Draft
from bracketed.reading.word.names import Element
from bracketed.source import Span
from bracketed.writing.margin_comments import MarginComment
from bracketed.writing.word.document import WordDocument
from bracketed.writing.word.package import WritablePackage
from bracketed.writing.word.runs import Segment, allowed, set_words

_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package.rels",
    "word/document.xml": "document.xml",
    "word/styles.xml": "styles.xml",
    "word/_rels/document.xml.rels": "document.rels",
}
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+")
_TITLE = re.compile(r"^([^\n]+?)[ \t\r]*(?=\tComment by |$)", re.MULTILINE)


def document_of(draft: Draft, without: Collection[Comment] = ()) -> WordDocument:
    """Return a new Word document with the text of a draft, its brackets, and its comments but for some."""
    package = WritablePackage(_empty(), draft.name)
    body = package.root[0]
    segments: list[Segment] = []
    ends: list[tuple[int, Element]] = []
    titles = _titles(draft)
    for spans, end in _lines(draft):
        style = _style(draft.source, spans[0], titles)
        properties = [package.element("pPr", package.element("pStyle", val=style))] if style else []
        run = package.element("r")
        paragraph = package.element("p", *properties, run)
        # Behind it stays the layout of the pages, which ends a body.
        body.insert(len(body) - 1, paragraph)
        for span in spans:
            segments += _write(package, run, draft.source, span, paragraph)
        ends.append((end, paragraph))
    document = WordDocument(package, segments, ends)
    document.annotate([_margin_comment(comment) for comment in draft.comments if comment not in without])
    return document


def _empty() -> bytes:
    """Return a document without text."""
    folder = files("bracketed.writing.word") / "data"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, source in _PARTS.items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), (folder / source).read_bytes())
    return made.getvalue()


def _lines(draft: Draft) -> Iterator[tuple[list[Span], int]]:
    """Yield the lines that are not empty: the parts of the source that each shows, and where it ends."""
    line: list[Span] = []
    at = 0
    # An empty span at the end serves as one more comment, so that the words behind the last are gone through too.
    for comment in [*(comment.span for comment in draft.comments), Span(len(draft.source), len(draft.source))]:
        while at < comment.start:
            end = draft.source.find("\n", at, comment.start)
            stop = comment.start if end < 0 else end
            line.append(Span(at, stop))
            at = stop
            if end >= 0:
                yield from _line(draft.source, line, end)
                line = []
                at = end + 1
        at = max(at, comment.end)
    yield from _line(draft.source, line, at)


def _line(source: str, parts: list[Span], end: int) -> Iterator[tuple[list[Span], int]]:
    shown = [span for span in parts if source[slice(*span)].strip()]
    if shown:
        # The mark of a heading becomes a style.
        mark = _HEADING.match(source, *shown[0])
        if mark:
            shown[0] = Span(mark.end(), shown[0].end)
        yield shown, end


def _titles(draft: Draft) -> set[int]:
    """Return where lines begin that are outside the provisions and headings of some."""
    headings = {words for provision in draft.provisions for words in provision.heading}
    titles: set[int] = set()
    at = 0
    for provision in draft.provisions:
        lines = _TITLE.finditer(draft.source, at, provision.span.start)
        titles |= {line.start() for line in lines if line[1].strip() in headings}
        at = provision.span.end
    return titles


def _style(source: str, words: Span, titles: set[int]) -> str:
    """Return the style of a line, or "" for that of the text."""
    start = source.rfind("\n", 0, words.start) + 1
    mark = source[start : words.start].strip()
    # Only a heading that shows its level has one in the outline; others are known by their words, and look like one.
    if mark and set(mark) == {"#"}:
        return f"Heading{len(mark)}"
    return "Subheading" if start in titles else ""


def _write(package: WritablePackage, run: Element, source: str, span: Span, paragraph: Element) -> Iterator[Segment]:
    """Write a part of the source into a run, and yield the segments of it."""
    at = span.start
    for part in re.split("(\t)", source[slice(*span)].rstrip("\r")):
        if part:
            element = package.element("tab" if part == "\t" else "t")
            if part != "\t":
                set_words(element, allowed(part.replace("\r", " ")))
            run.append(element)
            yield Segment(at, at + len(part), element, 0, paragraph)
        at += len(part)


def _margin_comment(comment: Comment) -> MarginComment:
    """Return a comment on its words, or, if nothing is known of these, at the end of its line."""
    place = Span(comment.span.start, comment.span.start)
    return MarginComment(comment.anchor or place, comment.text, comment.author, comment.date)
