"""Takes out what belongs to the pages and not to the text: headers, footers, page numbers and line numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from bracketed.parsing.labels import find_label
from bracketed.reading.pdf.lines import TextLine, lines_of
from bracketed.reading.pdf.pages import PageWord, PdfPage
from bracketed.reading.pdf.ruled_tables import RuledTable

_ZONE = 0.13  # of the height of a page, at its head and at its foot
_LINES = 4
_DIGITS = 5  # of a line number
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|p\.|seite|pág\.|стр\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of|de|sur|von|из)\s*\d{1,4})?[\W_]*$",
    re.IGNORECASE,
)


def take_headers_footers(pages: Sequence[PdfPage], tables: Sequence[Sequence[RuledTable]]) -> tuple[list[str], int]:
    """Take headers, footers and page numbers, and line numbers out of the words of the pages, but not of tables.

    Returns what was taken out, each wording once, and how many line numbers.
    """
    numbers = sum(_drop_line_numbers(page) for page in pages)
    edges = [_edge_lines(page, inside) for page, inside in zip(pages, tables, strict=True)]
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for number, found in enumerate(edges):
        for line in (*found[0], *found[1]):
            seen[_likeness(line)].add(number)
    # On two pages, or on every third of many, since left and right pages and chapters differ.
    enough = max(2, len(pages) // 3)
    taken: dict[str, None] = {}
    for page, found in zip(pages, edges, strict=True):
        drop: list[TextLine] = []
        for lines in found:
            for line in lines:
                repeated = len(pages) > 1 and len(seen[_likeness(line)]) >= enough
                # What lies further in than a line that stays is text.
                if not repeated and (drop[-1:] == lines[:1] or not _PAGE_NUMBER.match(line.text)):
                    break
                drop.append(line)
        page.drop(word for line in drop for word in line.words)
        taken |= dict.fromkeys(re.sub(r"\d+", "#", line.text) for line in drop)
    return list(taken), numbers


def _edge_lines(page: PdfPage, tables: Sequence[RuledTable]) -> tuple[list[TextLine], list[TextLine]]:
    """Return the lines near the head and near the foot of a page, each from the edge inwards."""
    high, low = _ZONE * page.height, (1 - _ZONE) * page.height
    words = [word for word in page.words if word.bottom < high or word.top > low]
    lines = lines_of([word for word in words if not any(table.area.holds(word.x0, word.base) for table in tables)])
    top = [line for line in lines if line.bottom < high]
    bottom = [line for line in reversed(lines) if line.top > low]
    return top[:_LINES], bottom[:_LINES]


def _likeness(line: TextLine) -> tuple[str, int]:
    """Return what two lines have in common that are the same header: words but for numbers, and height on the page."""
    text = line.text
    # What may be a provision must be the same to the letter, or the numbers of two provisions would make them one.
    is_text = "[" in text or find_label(text, 0, len(text)) is not None
    return text if is_text else re.sub(r"\d+", "#", text), round(line.base / 4)


def _drop_line_numbers(page: PdfPage) -> int:
    """Take numbers that count the lines at a margin out of the words of a page; return how many."""
    by_edge: defaultdict[int, list[PageWord]] = defaultdict(list)
    others = [word for word in page.words if not word.text.isdigit()]
    if not others:
        return 0
    left, right = min(word.x0 for word in others), max(word.x1 for word in others)
    for word in page.words:
        if word.text.isdigit() and len(word.text) <= _DIGITS and (word.x1 < left or word.x0 > right):
            by_edge[round((word.x1 if word.x1 < left else word.x0) / 6)].append(word)
    taken: list[PageWord] = []
    for column in by_edge.values():
        column.sort(key=lambda word: word.base)
        values = [int(word.text) for word in column]
        steps = {after - before for before, after in pairwise(values)}
        # Legal texts count every line, or every fifth; three numbers may be those of a table without rules.
        if len(values) >= 4 and (steps == {1} or steps == {5}):
            taken += column
    page.drop(taken)
    return len(taken)
