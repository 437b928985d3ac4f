"""Finds the headers and footers of a document, which are no part of the draft, and what of a draft they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bracketed.reading.word.drawings import drawn_words, shown_branch
from bracketed.reading.word.names import Element, child, name_of
from bracketed.reading.word.package import Package
from bracketed.reading.word.revisions import DELETES, tracked_in

_LINKS = {"w:headerReference": "header", "w:footerReference": "footer"}
_APART = {"w:p", "w:tc", "w:tab", "w:ptab", "w:br", "w:cr"}


@dataclass(frozen=True, slots=True)
class HeaderFooter:
    """A header or footer: its words, how many tracked changes it has, which comments, and where its section begins."""

    kind: str
    words: str
    changes: int
    comments: frozenset[str]
    at: int

    @property
    def is_empty(self) -> bool:
        """Whether it holds no more than the number of a page."""
        # They carry the symbol of the document, its date, its state, at times "[Version with comments]".
        words = "[" in self.words or any(sign.isalpha() for sign in self.words)
        return not (self.changes or self.comments or words)


def headers_and_footers(package: Package, root: Element, ends: Mapping[Element, int], end: int) -> list[HeaderFooter]:
    """Return the headers and footers of a document whose text is `end` characters long, but for empty ones.

    `ends` are the places of the text where its paragraphs end.
    """
    found: dict[str, HeaderFooter] = {}
    start = 0
    for section in root.iter("{*}sectPr"):
        for one in section:
            kind = _LINKS.get(name_of(one))
            if kind is None:
                continue
            id_ = next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
            part = package.target(id_)
            story = None if part is None or part in found else package.tree(part)
            if part is not None and story is not None:
                marks = (one.attrib.values() for one in story.iter("{*}commentReference", "{*}commentRangeEnd"))
                comments = frozenset(value for values in marks for value in values)
                words = " ".join("".join(_words(story)).split())
                # Behind the last line there is nothing that a finding could be about.
                at = min(start, max(end - 1, 0))
                found[part] = HeaderFooter(kind, words, len(tracked_in(story)), comments, at)
        # The layout of a section is in the properties of its last paragraph.
        properties = section.getparent()
        paragraph = None if properties is None else properties.getparent()
        start = ends.get(paragraph, start - 1) + 1
    return [one for one in found.values() if not one.is_empty]


def _words(element: Element) -> Iterator[str]:
    for one in element:
        name = name_of(one)
        if name in ("mc:AlternateContent", "w:sdt"):
            inner = shown_branch(one) if name == "mc:AlternateContent" else child(one, "w:sdtContent")
            yield from () if inner is None else _words(inner)
        elif name in ("w:t", "m:t"):
            yield one.text or ""
        elif name not in DELETES:
            yield drawn_words(one)
            if name in _APART:
                yield " "
            yield from _words(one)
