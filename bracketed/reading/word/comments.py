"""Reads the comments of a document: who wrote what and when, and which comment answers which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bracketed.reading.word.names import Element, attribute, name_of
from bracketed.reading.word.package import Package
from bracketed.reading.word.symbols import symbol_of

_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_SIGNS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}


@dataclass(slots=True)
class Spoken:
    """A comment apart from its place; `number` counts them as the file lists them, which is as they were written.

    `parent` is the id of the comment that it answers, or "".
    """

    number: int
    author: str
    date: str
    words: str
    parent: str = ""
    resolved: bool = False


def read_comments(package: Package) -> tuple[dict[str, Spoken], bool]:
    """Return the comments of a document by their ids, and whether it says which answers which."""
    root = package.part("comments")
    spoken: dict[str, Spoken] = {}
    by_paragraph: dict[str, str] = {}
    for comment in root if root is not None else ():
        id_ = attribute(comment, "id") if name_of(comment) == "w:comment" else None
        if id_ is None or id_ in spoken:
            continue
        paragraphs = [one for one in comment.iter() if name_of(one) == "w:p"]
        words = "\n".join("".join(_words(paragraph)) for paragraph in paragraphs).strip()
        author = " ".join((attribute(comment, "author") or "").split()) or "unknown"
        spoken[id_] = Spoken(len(spoken), author, attribute(comment, "date") or "", words)
        # A comment goes by the name of its last paragraph.
        if paragraphs and paragraphs[-1].get(_PARAGRAPH_ID):
            by_paragraph[paragraphs[-1].get(_PARAGRAPH_ID).upper()] = id_
    extended = package.part("commentsExtended")
    for one in extended if extended is not None else ():
        id_ = by_paragraph.get((one.get(f"{_EXTENDED}paraId") or "").upper())
        if id_ is not None:
            parent = by_paragraph.get((one.get(f"{_EXTENDED}paraIdParent") or "").upper(), "")
            spoken[id_].parent = parent if parent != id_ else ""
            spoken[id_].resolved = one.get(f"{_EXTENDED}done") in ("1", "true")
    for comment in spoken.values():
        # A thread is resolved as a whole.
        answered = spoken.get(comment.parent)
        comment.resolved = comment.resolved or (answered is not None and answered.resolved)
    return spoken, extended is not None


def _words(paragraph: Element) -> Iterator[str]:
    for one in paragraph.iter():
        name = name_of(one)
        if name == "w:t":
            yield " ".join((one.text or "").splitlines())
        elif name == "w:sym":
            yield symbol_of(one)
        elif name in _SIGNS:
            yield _SIGNS[name]
