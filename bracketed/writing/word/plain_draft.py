"""Makes a Word document of a draft that was read from plain text: its paragraphs, headings and comments.

The number of a provision stays as it was typed. Empty lines go, since paragraphs are set apart by their style, and so
do the marks of Markdown, for which words are bold or in italics and headings have styles. Paragraphs whose script runs
from right to left do so here, and the language is that of the draft.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files

from bracketed.draft.draft import Comment, Draft
from bracketed.draft.markup import Face, Markup
from bracketed.parsing.language import is_right_to_left, language_of_draft
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
# Languages for which Word has a field of its own.
_EASTERN = ("zh", "ja", "ko")
_FACES = {"bold": ("b", "bCs"), "italic": ("i", "iCs"), "struck": ("strike",)}
_TITLE = re.compile(r"^([^\n]+?)[ \t\r]*(?=\tComment by |$)", re.MULTILINE)


def document_of(draft: Draft, without: Collection[Comment] = ()) -> WordDocument:
    """Return a new Word document with the text of a draft, its brackets, and its comments but for some."""
    package = WritablePackage(_empty(), draft.name)
    body = package.root[0]
    segments: list[Segment] = []
    ends: list[tuple[int, Element]] = []
    titles = _titles(draft)
    language = language_of_draft(draft)
    for spans, end in _lines(draft):
        style = _style(draft, spans[0], titles)
        reversed_ = is_right_to_left("".join(draft.source[slice(*span)] for span in spans))
        properties = [package.element("pStyle", val=style)] * bool(style) + [package.element("bidi")] * reversed_
        paragraph = package.element("p", *[package.element("pPr", *properties)] * bool(properties))
        # Behind it stays the layout of the pages, which ends a body.
        body.insert(len(body) - 1, paragraph)
        writer = _ParagraphWriter(package, paragraph, language if language != "en" else "", reversed_)
        for span in spans:
            segments += writer.write(draft.markup, span)
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
                yield from _line(draft.markup, line, end)
                line = []
                at = end + 1
        at = max(at, comment.end)
    yield from _line(draft.markup, line, at)


def _line(markup: Markup, parts: list[Span], end: int) -> Iterator[tuple[list[Span], int]]:
    shown = [span for span in parts if markup.plain(span).strip()]
    if shown:
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


def _style(draft: Draft, words: Span, titles: set[int]) -> str:
    """Return the style of a line, or "" for that of the text."""
    # Only a heading that shows its level has one in the outline; others are known by their words, and look like one.
    for _, faces in draft.markup.pieces(words):
        if level := next((face[1:] for face in faces if face[0] == "h"), ""):
            return f"Heading{level}"
    return "Subheading" if draft.source.rfind("\n", 0, words.start) + 1 in titles else ""


@dataclass(frozen=True, slots=True)
class _ParagraphWriter:
    """Writes words into a paragraph: a run for all that look alike."""

    package: WritablePackage
    paragraph: Element
    # Of the words, "" for that of the program; and whether they run from right to left.
    language: str
    is_reversed: bool

    def write(self, markup: Markup, span: Span) -> Iterator[Segment]:
        """Write a part of the source, and yield the segments of it."""
        for place, words, faces in markup.placed(span):
            shown = words.rstrip("\r")
            # What represents a mark is none of the source.
            is_own = markup.text.startswith(words, place.start)
            run = self._run(faces)
            at = place.start
            for part in re.split("(\t)", shown):
                if part:
                    element = self.package.element("tab" if part == "\t" else "t")
                    if part != "\t":
                        set_words(element, allowed(part.replace("\r", " ")))
                    run.append(element)
                    if is_own:
                        yield Segment(at, at + len(part), element, 0, self.paragraph)
                at += len(part)

    def _run(self, faces: Collection[Face]) -> Element:
        names = [name for face, names in _FACES.items() if face in faces for name in names]
        properties = [self.package.element(name) for name in names]
        properties += [self.package.element("rtl")] * self.is_reversed
        if self.language:
            kind = "bidi" if self.is_reversed else "eastAsia" if self.language in _EASTERN else "val"
            properties.append(self.package.element("lang", **{kind: self.language}))
        run = self.package.element("r", *[self.package.element("rPr", *properties)] * bool(properties))
        self.paragraph.append(run)
        return run


def _margin_comment(comment: Comment) -> MarginComment:
    """Return a comment on its words, or, if nothing is known of these, at the end of its line."""
    place = Span(comment.span.start, comment.span.start)
    return MarginComment(comment.anchor or place, comment.text, comment.author, comment.date)
