"""Reads Word documents (.docx)."""

from __future__ import annotations

from array import array
from dataclasses import replace

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode, XmlPlaces
from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits
from bracketed.reading.word.body import WordText, read_body
from bracketed.reading.word.package import Package, open_package

# Ten times what a draft of 300 pages holds; more would be read for minutes, and no people negotiate on it.
LETTER_LIMIT = 5_000_000
BRACKET_LIMIT = 100_000
# Places of more pieces are found again when they are needed: to number them takes memory, and no draft has a tenth.
_KEPT = 100_000


def annotate(data: bytes, name: str, changes: ChangesMode | None = None, limits: Limits = DEFAULT) -> AnnotatedText:
    """Return the annotated text of a .docx file; DraftError if it is none, or not a safe one."""
    package = open_package(data, name, limits)
    read = read_body(package, changes)
    text = read.annotated.text
    if len(text) > LETTER_LIMIT or text.count("[") > BRACKET_LIMIT:
        raise DraftError(
            f"{name} holds more than {LETTER_LIMIT // 10**6} million letters or {BRACKET_LIMIT:,} brackets, which no "
            "draft does; it may be made to take long. If it is yours, divide it into parts"
        )
    return replace(read.annotated, places=_places(package, read) if len(read.origins) <= _KEPT else None)


def _places(package: Package, read: WordText) -> XmlPlaces:
    """Return where a text is in its document, so that to write into it is not to read it again."""
    # The elements themselves would keep all of the document in memory, ten times as large, for each draft read.
    numbers = {one: 0 for _, _, (element, _, paragraph) in read.origins for one in (element, paragraph)}
    numbers |= {paragraph: 0 for _, paragraph in read.ends}
    for number, one in enumerate(package.elements()):
        if one in numbers:
            numbers[one] = number
    pieces, ends = array("I"), array("I")
    for start, end, (element, offset, paragraph) in read.origins:
        pieces.extend((start, end, numbers[element], offset, numbers[paragraph]))
    for end, paragraph in read.ends:
        ends.extend((end, numbers[paragraph]))
    return XmlPlaces(pieces, ends)
