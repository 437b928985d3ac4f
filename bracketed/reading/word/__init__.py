"""Reads Word documents (.docx)."""

from __future__ import annotations

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode
from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits
from bracketed.reading.word.body import read_body
from bracketed.reading.word.package import open_package

# Ten times what a draft of 300 pages holds; more would be read for minutes, and no people negotiate on it.
LETTER_LIMIT = 5_000_000
BRACKET_LIMIT = 100_000


def annotate(data: bytes, name: str, changes: ChangesMode | None = None, limits: Limits = DEFAULT) -> AnnotatedText:
    """Return the text of a .docx file; DraftError if it is none, or not a safe one."""
    annotated = read_body(open_package(data, name, limits), changes).annotated
    text = annotated.text
    if len(text) > LETTER_LIMIT or text.count("[") > BRACKET_LIMIT:
        raise DraftError(
            f"{name} holds more than {LETTER_LIMIT // 10**6} million letters or {BRACKET_LIMIT:,} brackets, which no "
            "draft does; it may be made to take long. If it is yours, divide it into parts"
        )
    return annotated
