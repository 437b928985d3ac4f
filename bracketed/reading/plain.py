"""Reads plain text, of which no more is known than the text, and Markdown, of which tables are known."""

from __future__ import annotations

import re

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode
from bracketed.draft.id_marks import without_id_marks
from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits

# The line below the heads of a table in Markdown, with three columns or more.
_RULE = re.compile(r"(?m)^[ ]{0,3}\|?[ ]?:?-+:?[ ]?(?:\|[ ]?:?-+:?[ ]?){2,}\|?[ ]*$")


def annotate(data: bytes, name: str, changes: ChangesMode | None = None, limits: Limits = DEFAULT) -> AnnotatedText:
    """Return the text of a file, which tracks no changes; DraftError if it is none."""
    return annotated_text(without_id_marks(decode(data, name)))


def annotated_text(text: str) -> AnnotatedText:
    """Return a text with the comments that its tables hold, which in Markdown have a line for each row.

    >>> table = "| Para | Party | Comments |\\n|---|---|---|\\n| 4 | Kenya | Keep. |"
    >>> [(one.author, one.about) for one in annotated_text(f"4. Ports pay.\\n\\n{table}").comments]
    [('Kenya', 'para 4')]
    """
    if not _RULE.search(text):
        return AnnotatedText(text)
    from bracketed.reading.pipe_tables import with_pipe_tables

    return with_pipe_tables(text)


def decode(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8 or UTF-16 as its first bytes say, else Windows-1252; DraftError if it is none.

    >>> decode("“trust”".encode("cp1252"), "draft.txt")
    '“trust”'
    """
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        # Zeros stand in no text but UTF-16, which without a mark at its head cannot be told from other data.
        if is_utf_16 or b"\x00" not in data[:4096]:
            return data.decode("utf-16" if is_utf_16 else "utf-8-sig")
    except UnicodeDecodeError:
        if not is_utf_16:
            return _decode_windows(data, name)
    raise DraftError(f"{name} is not a text file; save it as plain text in UTF-8")


def _decode_windows(data: bytes, name: str) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DraftError(
            f"{name} is neither UTF-8 nor Windows-1252 text (byte {error.start + 1}); save it as plain text in UTF-8"
        ) from None
