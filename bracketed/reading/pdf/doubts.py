"""What is told of the reading of a PDF file: what was left out, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bracketed.reading.flattening import shortened
from bracketed.reading.paragraphs import Finding
from bracketed.reading.pdf.joining import Hyphens
from bracketed.reading.pdf.pages import Sheet

# Beyond this share of signs without a letter the words of a file are not to be relied on.
_UNREADABLE_SHARE = 0.02
_HYPHENS_TOLD = 50


def left_out(furniture: Sequence[str], line_numbers: int) -> Iterator[Finding]:
    """Yield that the file is a PDF, and what stood around its text."""
    yield Finding(
        "info",
        "read-from-pdf",
        "a PDF does not say what its paragraphs, columns and numbers are; they are read from where words stand",
        "read the file that it was made from, if you have it",
    )
    if furniture:
        shown = ", ".join(f"“{shortened(words)}”" for words in furniture[:5])
        yield Finding("info", "page-furniture", f"left out as headers, footers and page numbers: {shown}")
    if line_numbers:
        yield Finding("info", "line-numbers", f"{line_numbers} line numbers are left out")


def doubts(sheets: Sequence[Sheet], suspected: Sequence[str], hyphens: Hyphens) -> Iterator[Finding]:
    """Yield what may be meant otherwise, or could not be read."""
    if suspected:
        yield Finding(
            "warning",
            "changes-suspected",
            "words in colour with a line under or through them look like tracked changes, of which a PDF "
            f"keeps only the looks: “{shortened(' '.join(suspected))}”; they are read as words of the draft",
            "read the Word file, which says who changed what",
        )
    yield from _unread(sheets)
    for read, other in list(hyphens.doubtful.items())[:_HYPHENS_TOLD]:
        message = f"a word broken at the end of a line is read as “{read}”, not “{other}”"
        yield Finding("info", "hyphen-at-line-end", message)


def _unread(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    blank = [str(number) for number, sheet in enumerate(sheets, 1) if not sheet.words and sheet.pictures]
    if blank:
        pages = f"page {blank[0]} is" if len(blank) == 1 else f"pages {', '.join(blank[:10])} are"
        yield Finding(
            "warning",
            "page-without-text",
            f"{pages} a picture without text, and left out",
            "let a program for text recognition (OCR) read the file first",
        )
    slanted = next((sheet.slanted for sheet in sheets if sheet.slanted), "")
    if slanted:
        yield Finding("info", "slanted-text", f"words that run upwards or across are left out: “{shortened(slanted)}”")
    unreadable = sum(sheet.unreadable for sheet in sheets)
    letters = sum(len(word.text) for sheet in sheets for word in sheet.words)
    if unreadable > _UNREADABLE_SHARE * letters:
        yield Finding(
            "warning",
            "unreadable-letters",
            f"the file does not say which letters {unreadable} of its signs are",
            "compare the words with the pages, or read the file that it was made from",
        )
