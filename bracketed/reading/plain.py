"""Reads plain text and Markdown: the bytes become characters, and a transcript of which nothing more is known."""

from __future__ import annotations

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode
from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits


def transcribe(data: bytes, name: str, changes: ChangesMode | None = None, limits: Limits = DEFAULT) -> AnnotatedText:
    """Return the text of a file, which tracks no changes; DraftError if it is none."""
    return AnnotatedText(decode(data, name))


def decode(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8 or UTF-16 as its first bytes say, else Windows-1252.

    Raises DraftError if it is no text.

    >>> decode("“trust”".encode("cp1252"), "draft.txt")
    '“trust”'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise DraftError(f"{name} is not a text file; save it as plain text in UTF-8") from None
    if b"\x00" in data[:4096]:
        raise DraftError(f"{name} is not a text file; save it as plain text in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DraftError(
            f"{name} is neither UTF-8 nor Windows-1252 text (byte {error.start + 1}); save it as plain text in UTF-8"
        ) from None
