"""Reads what is where on the pages of a PDF file: words, ruled lines, coloured areas and annotations.

This is the only module that knows the library that opens the file. Places are in points from the upper left corner of
the page as it is shown.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import pypdfium2.raw as pdfium

from bracketed.errors import DraftError

PAGE_LIMIT = 1_000
CHARACTER_LIMIT = 60_000  # of one page; a page of small print has a tenth of it
OBJECT_LIMIT = 60_000
_ANNOTATION_LIMIT = 2_000
_QUADS_LIMIT = 500  # of one annotation
# A map or a chart may have more lines than a draft has letters.
_SEGMENT_LIMIT = 20_000
_STRING_LIMIT = 200_000
_WIDE_GAP = 0.2  # of the size of the type; what is wider is a space by itself
_NARROW_GAP = 0.08
_THIN = 2.5  # what is thinner is a line, not an area
_SHORT = 4  # what is shorter is a dot or a sign, not a line

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]

_KINDS = {
    pdfium.FPDF_ANNOT_TEXT: "text",
    pdfium.FPDF_ANNOT_FREETEXT: "text",
    pdfium.FPDF_ANNOT_CARET: "text",
    pdfium.FPDF_ANNOT_HIGHLIGHT: "highlight",
    pdfium.FPDF_ANNOT_UNDERLINE: "underline",
    pdfium.FPDF_ANNOT_SQUIGGLY: "underline",
    pdfium.FPDF_ANNOT_STRIKEOUT: "strike",
}
# A word ends at white space, and behind the sign that the library has for a hyphen at the end of a line.
_WORD = re.compile("[^\\s\x00-\x1f\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
_CODES = re.compile("[\uf000-\uf0ff]")
_FIGURES_WITHIN = re.compile(r"\D\d{1,3}\D")
_UNREADABLE = re.compile("[\x00\ufffd\ue000-\uf8ff]")


class PageWord(NamedTuple):
    """A word: where it is, on which base line, how high its letters are, and its colour.

    `place` counts the words of a page in the order of the file; `spaced` says that the file has a space between a word
    and the one before it there, however near they are.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    colour: Colour = (0, 0, 0)
    place: int = -1
    spaced: bool = False


class Area(NamedTuple):
    """A filled rectangle, with its colour in parts of 255, or one without width or height: a ruled line."""

    x0: float
    top: float
    x1: float
    bottom: float
    colour: Colour = (0, 0, 0)

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    @property
    def is_level(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(slots=True)
class Annotation:
    """An annotation: its kind, where it is, what it says, and the number on the page of the one it answers."""

    kind: str
    areas: list[Area]
    author: str = ""
    text: str = ""
    date: str = ""
    answers: int | None = None


@dataclass(slots=True)
class PdfPage:
    """One page."""

    width: float
    height: float
    words: list[PageWord] = field(default_factory=list)
    rules: list[Area] = field(default_factory=list)
    fills: list[Area] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    pictures: int = 0
    slanted: str = ""  # words that run upwards or across
    unreadable: int = 0  # characters that the file does not say the letters of

    def drop(self, words: Iterable[PageWord]) -> None:
        """Take some of its words out."""
        # Words are known by identity: two of one text may be at one place, as shadows do.
        gone = {id(word) for word in words}
        self.words = [word for word in self.words if id(word) not in gone]


def read_pages(data: bytes, name: str) -> Iterator[PdfPage]:
    """Yield the pages of a PDF file; DraftError if it is none, is encrypted, or has too many of them."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise DraftError(f"{name} is protected by a password; save a copy without it")
        raise DraftError(f"{name} is no PDF file, or a damaged one; open it and save it anew as PDF")
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > PAGE_LIMIT:
            raise DraftError(f"{name} has {count:,} pages, more than {PAGE_LIMIT:,}; divide it into parts")
        for number in range(count):
            page = pdfium.FPDF_LoadPage(document, number)
            if not page:
                # One damaged page is no reason to leave the others unread.
                yield PdfPage(0, 0)
                continue
            try:
                yield _PageReader(page, f"{name}, page {number + 1}").read()
            finally:
                pdfium.FPDF_ClosePage(page)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _results(kind: type[Any], count: int, get: Callable[..., Any], *arguments: Any) -> list[Any] | None:
    """Return what a function of the library writes into its last arguments, or None if it fails."""
    results = [kind() for _ in range(count)]
    return [result.value for result in results] if get(*arguments, *results) else None


class _PageReader:
    def __init__(self, page: Any, name: str) -> None:
        self._page = page
        self._name = name
        self._rotation = pdfium.FPDFPage_GetRotation(page)
        # One buffer for all letters: making new ones would take longer than reading the letters.
        self._box = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._parts_of_colour = [ctypes.c_uint() for _ in range(4)]
        box = _results(ctypes.c_float, 4, pdfium.FPDFPage_GetCropBox, page)
        box = box or _results(ctypes.c_float, 4, pdfium.FPDFPage_GetMediaBox, page) or [0.0, 0.0]
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        self._read = PdfPage(width, height)
        # Turned by a quarter, width and height change places.
        if self._rotation in (1, 3):
            width, height = height, width
        self._left, self._bottom = box[:2]
        self._right, self._top = self._left + width, self._bottom + height

    def read(self) -> PdfPage:
        text = pdfium.FPDFText_LoadPage(self._page)
        if text:
            try:
                self._read_words(text)
            finally:
                pdfium.FPDFText_ClosePage(text)
        count = pdfium.FPDFPage_CountObjects(self._page)
        if count > OBJECT_LIMIT:
            raise DraftError(f"{self._name} holds more than {OBJECT_LIMIT:,} objects; print it anew as PDF")
        for number in range(count):
            self._read_object(pdfium.FPDFPage_GetObject(self._page, number))
        self._read_annotations()
        return self._read

    def _shown(self, x: float, y: float) -> Point:
        """Return a point of the file's own coordinates as one of the page as shown."""
        match self._rotation:
            case 1:
                return y - self._bottom, x - self._left
            case 2:
                return self._right - x, y - self._bottom
            case 3:
                return self._top - y, self._right - x
        return x - self._left, self._top - y

    def _area(self, x0: float, y0: float, x1: float, y1: float, colour: Colour = (0, 0, 0)) -> Area:
        if not self._rotation and x0 <= x1 and y0 <= y1:  # as nearly always
            return Area(x0 - self._left, self._top - y1, x1 - self._left, self._top - y0, colour)
        return Area(*_bounds(self._shown(x0, y0), self._shown(x1, y1)), colour)

    # Words

    def _read_words(self, text: Any) -> None:
        count = pdfium.FPDFText_CountChars(text)
        if count > CHARACTER_LIMIT:
            raise DraftError(f"{self._name} holds more than {CHARACTER_LIMIT:,} characters; divide it into parts")
        letters = _CODES.sub(lambda found: _symbol(text, found), _letters(text, count))
        self._read.unreadable = len(_UNREADABLE.findall(letters))
        slanted: list[str] = []
        for found in _WORD.finditer(letters):
            if self._is_upright(text, found.start()):
                for start, end, base in self._parts(text, found):
                    self._read.words.append(self._word(text, letters, start, end, base))
            else:
                slanted.append(found[0])
        self._read.slanted = shown(" ".join(slanted))[:500]

    def _is_upright(self, text: Any, number: int) -> bool:
        """Return whether a letter is upright on the page as it is shown."""
        # The angle is in radians, the rotation in quarters of a turn; scans may be turned a little.
        turned = (pdfium.FPDFText_GetCharAngle(text, number) * 57.2958 + 90 * self._rotation + 45) % 360
        return bool(30 < turned < 60)

    def _parts(self, text: Any, found: re.Match[str]) -> Iterator[tuple[int, int, float]]:
        """Yield the parts of a word that are apart, on another line or raised, each with its base line."""
        start, end = found.span()
        first, last = self._place(text, start), self._place(text, end - 1)
        # Figures within a word may be raised, though its first and its last letter are on one line.
        if abs(first[1] - last[1]) < 0.1 and last[0] >= first[0] and not _FIGURES_WITHIN.search(found[0]):
            yield start, end, first[1]
            return
        begin, base = start, first[1]
        before = first
        for number in range(start + 1, end):
            place = self._place(text, number)
            if abs(place[1] - before[1]) > 1 or place[0] < before[0] - 1:
                yield begin, number, base
                begin, base = number, place[1]
            before = place
        yield begin, end, base

    def _place(self, text: Any, number: int) -> Point:
        pdfium.FPDFText_GetCharOrigin(text, number, self._x, self._y)
        x, y = self._x.value, self._y.value
        return self._shown(x, y) if self._rotation else (x - self._left, self._top - y)

    def _word(self, text: Any, letters: str, start: int, end: int, base: float) -> PageWord:
        first = self._letter(text, start)
        last = self._letter(text, end - 1) if end - start > 1 else first
        size = self._size(text, start, first)
        colour = (0, 0, 0)
        if pdfium.FPDFText_GetFillColor(text, start, *self._parts_of_colour):
            red, green, blue, _ = self._parts_of_colour
            colour = (red.value, green.value, blue.value)
        return PageWord(
            shown(letters[start:end]),
            first.x0,
            min(first.top, last.top),
            max(first.x1, last.x1),
            max(first.bottom, last.bottom),
            base,
            size,
            colour,
            len(self._read.words),
            self._is_spaced(text, letters, start, first.x0, size),
        )

    def _is_spaced(self, text: Any, letters: str, start: int, x0: float, size: float) -> bool:
        """Return whether a word has a space before it though it is near to the word before."""
        if not self._read.words or letters[start - 1 : start] != " ":
            return False
        before = self._read.words[-1]
        # Where italic letters meet upright ones the gap shows little: an italic f leans over the space behind it.
        gap = x0 - before.x1
        if gap > _WIDE_GAP * size or gap < -0.5 * size:
            return False
        if not pdfium.FPDFText_IsGenerated(text, start - 1):
            return True
        # A space that the library adds for the gap alone may be between the letters of a word set wide.
        return gap > _NARROW_GAP * size and len(before.text) > 1 and letters[start + 1 : start + 2].strip() != ""

    def _letter(self, text: Any, number: int) -> Area:
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(text, number, box)
        return self._area(box.left, box.bottom, box.right, box.top)

    def _size(self, text: Any, number: int, area: Area) -> float:
        """Return the size of the type that a letter is set in, as it is shown."""
        # Some programs set all type in size 1 and enlarge it by the matrix.
        matrix = self._matrix
        size = 0.0
        if pdfium.FPDFText_GetMatrix(text, number, matrix):
            size = float(pdfium.FPDFText_GetFontSize(text, number)) * max(abs(matrix.b), abs(matrix.d))
        return size if 1 < size < 500 else max(area.bottom - area.top, 1.0)

    # Lines, areas and pictures

    def _read_object(self, item: Any) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._read.pictures += 1
        if kind != pdfium.FPDF_PAGEOBJ_PATH or len(self._read.rules) > _SEGMENT_LIMIT:
            return
        bounds = _results(ctypes.c_float, 4, pdfium.FPDFPageObj_GetBounds, item)
        if bounds is None:
            return
        fill, stroke = _results(ctypes.c_int, 2, pdfium.FPDFPath_GetDrawMode, item) or (0, 0)
        area = self._area(*bounds)
        sides = (area.x1 - area.x0, area.bottom - area.top)
        if fill and min(sides) > _THIN:
            colour = _results(ctypes.c_uint, 4, pdfium.FPDFPageObj_GetFillColor, item)
            # The fourth part is how much of what lies below is hidden.
            if colour and colour[3] > 0:
                self._read.fills.append(area._replace(colour=tuple(colour[:3])))
        if fill and min(sides) <= _THIN and max(sides) > _SHORT:
            self._read.rules.append(_middle(area))
        elif stroke:
            self._read_segments(item)

    def _read_segments(self, path: Any) -> None:
        matrix = pdfium.FS_MATRIX()
        if not pdfium.FPDFPageObj_GetMatrix(path, matrix):
            return
        x, y = ctypes.c_float(), ctypes.c_float()
        first = last = (0.0, 0.0)
        for number in range(min(pdfium.FPDFPath_CountSegments(path), _SEGMENT_LIMIT)):
            segment = pdfium.FPDFPath_GetPathSegment(path, number)
            if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            point = self._shown(
                matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
            )
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                first = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                self._add_line(last, point)
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment):
                self._add_line(last, first)
                last = first

    def _add_line(self, one: Point, other: Point) -> None:
        wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
        if min(wide, high) <= 1 and max(wide, high) > _SHORT:
            self._read.rules.append(_middle(Area(*_bounds(one, other))))

    # Annotations

    def _read_annotations(self) -> None:
        count = min(pdfium.FPDFPage_GetAnnotCount(self._page), _ANNOTATION_LIMIT)
        numbers: dict[int, int] = {}
        for number in range(count):
            annotation = pdfium.FPDFPage_GetAnnot(self._page, number)
            if not annotation:
                continue
            try:
                self._read_annotation(annotation, number, numbers)
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)

    def _read_annotation(self, annotation: Any, number: int, numbers: dict[int, int]) -> None:
        """Read an annotation; `numbers` are those of the annotations read so far, by their places in the file."""
        kind = _KINDS.get(pdfium.FPDFAnnot_GetSubtype(annotation))
        if kind is None:
            return
        # "In reply to" is how the standard calls the link to the annotation that is answered.
        answers = None
        linked = pdfium.FPDFAnnot_GetLinkedAnnot(annotation, b"IRT")
        if linked:
            answers = numbers.get(pdfium.FPDFPage_GetAnnotIndex(self._page, linked))
            pdfium.FPDFPage_CloseAnnot(linked)
        areas = self._annotated_areas(annotation)
        if not areas:
            return
        numbers[number] = len(self._read.annotations)
        text = _string(annotation, b"Contents").replace("\r\n", "\n").replace("\r", "\n").strip()
        date = _date(_string(annotation, b"M") or _string(annotation, b"CreationDate"))
        author = _author(_string(annotation, b"T"))
        self._read.annotations.append(Annotation(kind, areas, author, text, date, answers))

    def _annotated_areas(self, annotation: Any) -> list[Area]:
        kind = pdfium.FPDFANNOT_COLORTYPE_Color
        parts = _results(ctypes.c_uint, 4, pdfium.FPDFAnnot_GetColor, annotation, kind)
        colour = (parts[0], parts[1], parts[2]) if parts else (255, 255, 0)
        # Words over several lines have an area for each line.
        areas = []
        quad = pdfium.FS_QUADPOINTSF()
        for index in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), _QUADS_LIMIT)):
            if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                areas.append(self._area(min(xs), min(ys), max(xs), max(ys), colour))
        bounds = pdfium.FS_RECTF()
        if not areas and pdfium.FPDFAnnot_GetRect(annotation, bounds):
            areas.append(self._area(bounds.left, bounds.bottom, bounds.right, bounds.top, colour))
        return areas


def _letters(text: Any, count: int) -> str:
    """Return all characters of a page, those beyond the sixteen bits of UTF-16 as two, each at its number."""
    buffer = (ctypes.c_ushort * (count + 1))()
    # Characters that the file does not show the meaning of are left out there; then each is read by itself.
    if pdfium.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        codes = list(buffer)[:count]
    else:
        codes = [pdfium.FPDFText_GetUnicode(text, number) & 0xFFFF for number in range(count)]
    return "".join(map(chr, codes))


def _symbol(text: Any, found: re.Match[str]) -> str:
    """Return what a code of a symbol font shows, such as a bullet, or the code itself if that is not known."""
    # Few files have such codes, and this brings the whole reader of Word along.
    from bracketed.reading.word.symbols import UNKNOWN, symbol

    font = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(text, found.start(), font, len(font), ctypes.c_int())
    name = font.value.decode("utf-8", "replace")
    shows = symbol(found[0], "Symbol" if "symbol" in name.casefold() else name)
    return found[0] if shows == UNKNOWN else shows


def shown(letters: str) -> str:
    """Return characters as they are shown: hyphens at line ends as hyphens, and halves put together."""
    if letters.isascii() and "\x02" not in letters:
        return letters
    letters = letters.replace("\x02", "-").replace("\ufffe", "-").replace("\xad", "-")
    if any("\ud800" <= letter < "\ue000" for letter in letters):
        return letters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return letters


def _bounds(one: Point, other: Point) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _middle(area: Area) -> Area:
    """Return a thin rectangle as the line in its middle."""
    if area.is_level:
        middle = (area.top + area.bottom) / 2
        return Area(area.x0, middle, area.x1, middle)
    middle = (area.x0 + area.x1) / 2
    return Area(middle, area.top, middle, area.bottom)


def _string(annotation: Any, key: bytes) -> str:
    # In bytes, with the two zeros at the end.
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < length <= _STRING_LIMIT:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", errors="replace").replace("\x00", "")


def _author(written: str) -> str:
    """Return a name without the date that LibreOffice writes behind it: "Ada Lovelace, 01/03/2021, "."""
    return re.sub(r",[\s\d/.:–-]*(?:,[\s\d/.:AMPamp–-]*)?$", "", written).strip()


def _date(written: str) -> str:
    """Return "D:20211004120300Z" in ISO 8601."""
    found = re.match(r"D?:?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?", written)
    if not found or found[1] == "0000":
        return ""
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}" if found[4] else day
