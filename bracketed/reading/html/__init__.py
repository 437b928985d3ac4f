"""Reads HTML: saved web pages, and what Word, LibreOffice, Google Docs and pandoc export."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode
from bracketed.errors import DraftError
from bracketed.limits import DEFAULT, Limits, in_bytes
from bracketed.reading.encodings import Decoded, decoded, doubted
from bracketed.reading.html.page import HtmlReader
from bracketed.reading.layout import flatten
from bracketed.reading.paragraphs import Paragraph, Run

# Elements take many times the memory of their letters.
_PART_OF_SIZE = 8
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}encoding=["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_UNREADABLE = re.compile("[^\\s<>�]{0,20}�[^\\s<>]{0,20}")
# What calls itself ISO 8859-1 is Windows-1252 to every browser; a file whose marks can be searched is not UTF-16.
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "utf-16": "utf-8"}


def annotate(data: bytes, name: str, changes: ChangesMode | None = None, limits: Limits = DEFAULT) -> AnnotatedText:
    """Return the text of an HTML file, its tracked changes read as `changes` says.

    >>> annotate(b"<p>4. Ports <mark>[shall/should]</mark> report.", "draft.html").shades
    (Shade(span=Span(start=9, end=23), colour='yellow'),)
    """
    if len(data) > limits.size // _PART_OF_SIZE:
        raise DraftError(
            f"{name} is larger than {in_bytes(limits.size // _PART_OF_SIZE)} of HTML; divide it into parts, or "
            f"{limits.to_raise('size')}, of which HTML may take an eighth"
        )
    reader = HtmlReader(name)
    characters = _characters(data, name)
    reader.read(characters.text)
    for paragraph in reader.paragraphs:
        _trim(paragraph)
    return doubted(flatten(reader.paragraphs, reader.comments, changes), characters)


def _characters(data: bytes, name: str) -> Decoded:
    """Return the file as characters: as its first bytes, or else its `<meta charset>`, say."""
    # Browsers pass over zeros, which in UTF-16 are half of most letters.
    if not data.startswith(_UTF16):
        data = data.replace(b"\x00", b"")
    declared = _CHARSET.search(data, 0, 4096)
    if declared is not None and not data.startswith((*_UTF16, b"\xef\xbb\xbf")):
        charset = (declared[1] or declared[2]).decode("ascii").lower()
        try:
            return _shown(data, _MEANT.get(charset, charset))
        except (LookupError, ValueError):
            pass  # no charset that is known
    try:
        return decoded(data, name)
    except DraftError:
        return _shown(data, "utf-8")


def _shown(data: bytes, charset: str) -> Decoded:
    """Return the file in a charset, as browsers show it, with the words that have bytes which are none of it."""
    text = data.decode(charset, errors="replace")
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return Decoded(text, charset.upper(), tuple(dict.fromkeys(word[:40] for word in _UNREADABLE.findall(text))))
    return Decoded(text, charset.upper())


def _trim(paragraph: Paragraph) -> None:
    runs = paragraph.runs
    _strip(runs, str.lstrip)
    _strip(reversed(runs), str.rstrip)
    paragraph.items = [item for item in paragraph.items if not isinstance(item, Run) or item.text]


def _strip(runs: Iterable[Run], strip: Callable[[str, str], str]) -> None:
    for run in runs:
        run.text = strip(run.text, "\n")
        if run.text:
            break
