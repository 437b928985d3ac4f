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

from bracketed.draft.annotated_text import AnnotatedText
from bracketed.draft.draft import Comment, Draft
from bracketed.reading.flattening import TextOrigin
from bracketed.reading.word.body import WordText
from bracketed.reading.word.names import Element
from bracketed.source import Span
from bracketed.writing.margin_comments import Remark
from bracketed.writing.word.document import Document
from bracketed.writing.word.runs import allowed, set_words
from bracketed.writing.word.writable_package import Parcel

_PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package.rels",
    "word/document.xml": "document.xml",
    "word/styles.xml": "styles.xml",
    "word/_rels/document.xml.rels": "document.rels",
}
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+")
_TITLE = re.compile(r"^([^\n]+?)[ \t\r]*(?=\tComment by |$)", re.MULTILINE)


def document_of(draft: Draft) -> Document:
    """Return a new Word document with the text of a draft, its brackets, and its comments."""
    parcel = Parcel(_empty(), draft.name)
    body = parcel.root[0]
    origins: list[TextOrigin] = []
    ends: list[tuple[int, Element]] = []
    titles = _titles(draft)
    for spans, end in _lines(draft):
        paragraph = body.makeelement(f"{parcel.space}p")
        body.insert(len(body) - 1, paragraph)
        style = _style(draft.source, spans[0], titles)
        if style:
            named = _below(_below(paragraph, f"{parcel.space}pPr"), f"{parcel.space}pStyle")
            named.set(f"{parcel.space}val", style)
        run = _below(paragraph, f"{parcel.space}r")
        for span in spans:
            origins += _written(run, parcel.space, draft.source, span, paragraph)
        ends.append((end, paragraph))
    document = Document(parcel, WordText(AnnotatedText(draft.source), tuple(origins), tuple(ends)))
    document.annotate([_as_remark(comment) for comment in draft.comments])
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


def _written(run: Element, space: str, source: str, span: Span, paragraph: Element) -> Iterator[TextOrigin]:
    """Write a stretch of the source into a run, and yield where each part of it stands."""
    at = span.start
    for part in re.split("(\t)", source[slice(*span)].rstrip("\r")):
        if part:
            element = _below(run, f"{space}tab" if part == "\t" else f"{space}t")
            if part != "\t":
                set_words(element, allowed(part.replace("\r", " ")))
            yield at, at + len(part), (element, 0, paragraph)
        at += len(part)


def _below(element: Element, tag: str) -> Element:
    made = element.makeelement(tag)
    element.append(made)
    return made


def _as_remark(comment: Comment) -> Remark:
    """Return a comment as a remark on its words, or, if nothing is known of these, at the end of its line."""
    place = Span(comment.span.start, comment.span.start)
    return Remark(comment.anchor or place, comment.text, comment.author, comment.date)
