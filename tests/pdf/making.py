"""Builds PDF files, so that a test shows all that stands on their pages."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE, PITCH = "Helvetica", 10, 13
LEFT, RIGHT, TOP = 70, 525, 760
WIDTH, HEIGHT = A4


class PdfBuilder:
    """Builds a PDF file line by line; places are points from the lower left corner."""

    def __init__(self, **settings: Any) -> None:
        self._bytes = io.BytesIO()
        self.canvas = Canvas(self._bytes, pagesize=A4, invariant=True, **settings)
        self.y = TOP
        self.canvas.setFont(FONT, SIZE)

    def line(self, words: str, x: float = LEFT, y: float | None = None, size: float = SIZE) -> float:
        """Write one line and return where it ends."""
        if y is None:
            y, self.y = self.y, self.y - PITCH
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, words)
        return x + float(stringWidth(words, FONT, size))

    def paragraph(self, words: str, x: float = LEFT, right: float = RIGHT, gap: float = 6) -> None:
        """Write words in as many lines as they need."""
        row: list[str] = []
        for word in words.split():
            if row and stringWidth(" ".join([*row, word]), FONT, SIZE) > right - x:
                self.line(" ".join(row), x)
                row = []
            row.append(word)
        self.line(" ".join(row), x)
        self.y -= gap

    def page(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()
        self.canvas.setFont(FONT, SIZE)
        self.y = TOP

    def box(self, xs: Iterable[float], ys: Iterable[float]) -> None:
        """Draw the lines of a table."""
        across, down = list(xs), list(ys)
        for y in down:
            self.canvas.line(across[0], y, across[-1], y)
        for x in across:
            self.canvas.line(x, down[0], x, down[-1])

    def note(
        self, kind: str, x: float, y: float, wide: float, words: str = "", author: str = "", colour: str = "1 1 0"
    ) -> None:
        """Add an annotation to the page."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

        corners = [x, y + 9, x + wide, y + 9, x, y - 2, x + wide, y - 2]
        said = {
            "Type": PDFName("Annot"),
            "Subtype": PDFName(kind),
            "Rect": PDFArray([x, y - 2, x + wide, y + 9]),
            "C": PDFArray([float(part) for part in colour.split()]),
            "Contents": PDFString(words),
            "T": PDFString(author),
            "M": PDFString("D:20211004120300Z"),
        }
        if kind != "Text":
            said["QuadPoints"] = PDFArray(corners)
        self.canvas._addAnnotation(PDFDictionary(said))

    def bytes(self) -> bytes:
        """Return the file."""
        self.canvas.save()
        return self._bytes.getvalue()


def written(*paragraphs: str, right: float = RIGHT) -> bytes:
    """Return a file with these paragraphs, on as many pages as they need."""
    made = PdfBuilder()
    for words in paragraphs:
        if made.y < 120:
            made.page()
        made.paragraph(words, right=right)
    return made.bytes()


def pdf(*objects: str | bytes, root: int = 1) -> bytes:
    """Return a file that holds these objects, numbered from 1."""
    out = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one if isinstance(one, bytes) else one.encode())
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    end = b"trailer <</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + head + end % (len(objects) + 1, root, len(out))


def stream(data: bytes, more: str = "") -> bytes:
    """Return an object that holds these bytes."""
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(data), more.encode(), data)


def page(content: bytes, more: str = "", times: int = 1) -> bytes:
    """Return a file whose one page, shown so many times, has this content."""
    kids = " ".join(["3 0 R"] * times)
    return pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        f"<</Type /Pages /Kids [{kids}] /Count {times} /MediaBox [0 0 600 800]>>",
        "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>",
        stream(content, more),
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    )
