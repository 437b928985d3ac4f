"""What was left out of the text of a PDF file, and what is doubtful in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bracketed.draft.annotated_text import ReadingFinding
from bracketed.reading.flattening import shortened
from bracketed.reading.paragraphs import finding
from bracketed.reading.pdf.joining import Hyphens
from bracketed.reading.pdf.pages import PdfPage

# Beyond this share of signs without a letter the words of a file are not to be relied on.
_UNREADABLE_SHARE = 0.02
_HYPHENS_LISTED = 50


def omissions(headers_footers: Sequence[str], line_numbers: int) -> Iterator[ReadingFinding]:
    """Yield that the file is a PDF, and what was around its text."""
    yield finding(
        "info",
        "read-from-pdf",
        "a PDF does not say what its paragraphs, columns and numbers are; they are read from the positions of words",
        "read the file that it was made from, if you have it",
    )
    if headers_footers:
        shown = ", ".join(f"“{shortened(words)}”" for words in headers_footers[:5])
        yield finding("info", "page-furniture", f"left out as headers, footers and page numbers: {shown}")
    if line_numbers:
        yield finding("info", "line-numbers", f"{line_numbers} line numbers are left out")


def doubts(pages: Sequence[PdfPage], suspected: Sequence[str], hyphens: Hyphens) -> Iterator[ReadingFinding]:
    """Yield what may be meant otherwise, or could not be read."""
    if suspected:
        yield finding(
            "warning",
            "changes-suspected",
            "words in colour with a line under or through them look like tracked changes, of which a PDF "
            f"keeps only the looks: “{shortened(' '.join(suspected))}”; they are read as words of the draft",
            "read the Word file, which says who changed what",
        )
    blank = [str(number) for number, page in enumerate(pages, 1) if not page.words and page.pictures]
    if blank:
        listed = f"page {blank[0]} is" if len(blank) == 1 else f"pages {', '.join(blank[:10])} are"
        yield finding(
            "warning",
            "page-without-text",
            f"{listed} a picture without text, and left out",
            "let a program for text recognition (OCR) read the file first",
        )
    slanted = next((page.slanted for page in pages if page.slanted), "")
    if slanted:
        yield finding("info", "slanted-text", f"words that run upwards or across are left out: “{shortened(slanted)}”")
    unreadable = sum(page.unreadable for page in pages)
    letters = sum(len(word.text) for page in pages for word in page.words)
    if unreadable > _UNREADABLE_SHARE * letters:
        yield finding(
            "warning",
            "unreadable-letters",
            f"the file does not say which letters {unreadable} of its signs are",
            "compare the words with the pages, or read the file that it was made from",
        )
    for read, other in list(hyphens.doubtful.items())[:_HYPHENS_LISTED]:
        message = f"a word broken at the end of a line is read as “{read}”, not “{other}”"
        yield finding("info", "hyphen-at-line-end", message)
