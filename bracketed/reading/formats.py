"""The formats of files, known by the suffix or by the first bytes."""

from __future__ import annotations

import re

from bracketed.errors import DraftError

# The module that reads each format, by the suffix; it has a function `annotate(data, name, changes, limits)`.
READERS = {
    "txt": "plain", "md": "plain", "docx": "word", "html": "html", "htm": "html", "xhtml": "html", "pdf": "pdf",
}  # fmt: skip
_TO_WORD = "open it in the program that made it, and save it as .docx"
_REMEDIES = {
    **dict.fromkeys(("doc", "dot", "rtf", "odt", "ott", "pages", "wpd"), _TO_WORD),
    **dict.fromkeys(("docm", "dotx", "dotm"), "open it in Word, and save it as .docx"),
    **dict.fromkeys(("xlsx", "xls", "ods", "csv", "tsv"), "give a table of positions with --positions, beside a draft"),
    **dict.fromkeys(("png", "jpg", "jpeg", "tif", "tiff"), "a picture holds no text; use text recognition (OCR)"),
}
_NAMES = {"pdf": "a PDF file", "docx": "a Word document or another zip file"}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*){0,3}<(?:!doctype\s+html|html|head|body|meta)\b",
    re.IGNORECASE | re.DOTALL,
)


def format_of(suffix: str, data: bytes, name: str) -> str:
    """Return the format of a file, by its suffix or, where it has none, by its bytes.

    Raises DraftError if the format cannot be read, or the bytes are plainly those of another.

    >>> format_of("", b"%PDF-1.7", "draft"), format_of("", b"<html><p>4. Ports", "draft"), format_of("md", b"", "a.md")
    ('pdf', 'html', 'md')
    >>> format_of("docm", b"", "draft.docm")
    Traceback (most recent call last):
      ...
    bracketed.errors.DraftError: draft.docm: ... 'docm' cannot be read; open it in Word, and save it as .docx
    """
    found = _by_bytes(data)
    known = suffix or found or "txt"
    if known not in READERS:
        remedy = _REMEDIES.get(known, "save it as .docx, .html, .pdf or as text (.txt or .md)")
        raise DraftError(f"{name}: a file of format {known!r} cannot be read; {remedy}")
    if found and READERS[known] in ("plain", "html") and found not in ("html", known):
        if found not in READERS:
            return format_of(found, b"", name)
        remedy = f"give it the ending .{found}, or say format={found!r}"
        raise DraftError(f"{name} is {_NAMES[found]}, not {known}; {remedy}")
    return known


def _by_bytes(data: bytes) -> str:
    """Return the format that the first bytes of a file show, or "" if it may be any text."""
    # Word, Excel and OpenDocument files are all zip files, and differ in the parts that they hold.
    if data.startswith(b"PK\x03\x04"):
        if data[30:38] == b"mimetype" and b"opendocument.text" in data[:200]:
            return "odt"
        return "xlsx" if b"xl/workbook.xml" in data else "docx"
    # The container of old Word documents, and of new ones that a password protects.
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "docx"
    if data[:1024].lstrip(b"\xef\xbb\xbf\x00\t\n\f\r ").startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    beginning = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = beginning[2:].replace(b"\x00", b"")
    return "html" if _HTML.match(beginning) else ""
