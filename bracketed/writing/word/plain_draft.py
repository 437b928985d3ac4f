"""Makes a Word document of a draft that was read from plain text: its paragraphs, headings and comments.

The number of a provision stays what the writer typed. Empty lines go, since paragraphs stand apart by themselves, and
so do the marks of headings.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
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


def document_of(draft: Draft) -> WordDocument:
    """Return a new Word document with the text of a draft, its brackets, and its comments."""
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
    document.annotate([_margin_comment(comment) for comment in draft.comments])
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
    """Yield the lines that are not empty, each as the stretches of the source that it shows, and where it ends."""
    line: list[Span] = []
    at = 0
    for hidden in [*(comment.span for comment in draft.comments), Span(len(draft.source), len(draft.source))]:
        while at < hidden.start:
            end = draft.source.find("\n", at, hidden.start)
            stop = hidden.start if end < 0 else end
            line.append(Span(at, stop))
            at = stop
            if end >= 0:
                yield from _line(draft.source, line, end)
                line = []
                at = end + 1
        at = max(at, hidden.end)
    yield from _line(draft.source, line, at)


def _line(source: str, stretches: list[Span], end: int) -> Iterator[tuple[list[Span], int]]:
    """Yield a line without the mark of a heading, or nothing if it is empty."""
    shown = [span for span in stretches if source[slice(*span)].strip()]
    if not shown:
        return
    heading = _HEADING.match(source, *shown[0])
    if heading:
        shown[0] = Span(heading.end(), shown[0].end)
    yield shown, end


def _titles(draft: Draft) -> set[int]:
    """Return the lines outside the provisions that stand above some as headings, by where they begin."""
    known = {words for provision in draft.provisions for words in provision.heading}
    titles: set[int] = set()
    at = 0
    for provision in draft.provisions:
        for found in _TITLE.finditer(draft.source, at, provision.span.start):
            if found[1].strip() in known:
                titles.add(found.start())
        at = provision.span.end
    return titles


def _style(source: str, words: Span, titles: set[int]) -> str:
    """Return the style of a line, or "" for that of the text.

    Only a heading that says its level has one in the outline; another is told by its words, and looks like one.
    """
    start = source.rfind("\n", 0, words.start) + 1
    mark = source[start : words.start].strip()
    if mark and set(mark) == {"#"}:
        return f"Heading{len(mark)}"
    return "Subheading" if start in titles else ""


def _write(package: WritablePackage, run: Element, source: str, span: Span, paragraph: Element) -> Iterator[Segment]:
    """Write a part of the source into a run, and yield where each piece of it stands."""
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
