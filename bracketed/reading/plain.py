"""Reads plain text, of which no more is known than the text, and Markdown, of which tables are known."""

from __future__ import annotations

import re

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode
from bracketed.draft.id_marks import without_id_marks
from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits

# The line below the heads of a table in Markdown, with three columns or more.
_RULE = re.compile(r"(?m)^[ ]{0,3}\|?[ ]?:?-+:?[ ]?(?:\|[ ]?:?-+:?[ ]?){2,}\|?[ ]*$")

# Signs beyond ASCII but for those that are set between words; runs of three or more of them, and signs of punctuation
# inside a word, which are what letters of other encodings become.
_BETWEEN = "“”‘’„‚–—…•«»§°©®€£¿¡·\u00a0"
_FOREIGN = re.compile(rf"[^\x00-\x7f{_BETWEEN}]|(?<=[a-z])[‚„…†‡ˆ‰‹•](?=[a-z])")
_ODD = re.compile(
    rf"[^\x00-\x7f{_BETWEEN}]{{3,}}|[¤¦¬¯´¸¨¶±¹º][^\x00-\x7f]|[^\x00-\x7f][¤¦¬¯´¸¨¶±¹º]|(?<=[a-z])[‚„…†‡ˆ‰‹•](?=[a-z])"
)


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
    """Return the text of a file: UTF-8, UTF-16 or UTF-32 as its first bytes say, else Windows-1252; DraftError if none.

    >>> decode("“trust”".encode("cp1252"), "draft.txt")
    '“trust”'
    """
    # UTF-32 with the low byte first begins like UTF-16, and is looked for before it.
    marks = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((encoding for mark, encoding in marks.items() if data.startswith(mark)), None)
    try:
        # Zeros are in no other text; without a mark at its head, it cannot be determined from other data.
        if marked or b"\x00" not in data[:4096]:
            return data.decode(marked or "utf-8-sig")
    except UnicodeDecodeError:
        if not marked:
            return _decode_windows(data, name)
    raise DraftError(f"{name} is not a text file; save it as plain text in UTF-8")


def _decode_windows(data: bytes, name: str) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DraftError(
            f"{name} is neither UTF-8 nor Windows-1252 text (byte {error.start + 1}); save it as plain text in UTF-8"
        ) from None
    # Any bytes of other encodings make signs of this one, but hardly ever words.
    odd = [*_ODD.finditer(text)]
    if 2 * sum(len(run[0]) for run in odd) > len(_FOREIGN.findall(text)):
        first = odd[0].start()
        words = text[max(0, first - 3) : first + 9]
        raise DraftError(
            f"{name} is not UTF-8, and as Windows-1252 it would have words such as “{words}”; save it as plain text in "
            "UTF-8"
        )
    return text
