"""Finds the comments in the tables of a Markdown text, whose cells are between upright strokes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bracketed.draft.annotated_text import AnnotatedText, CommentRange
from bracketed.parsing.blocks import lines_of
from bracketed.parsing.comments import cut_comments
from bracketed.reading.columns import CellPlace, Table
from bracketed.reading.heads import CommentColumns, purpose_of
from bracketed.reading.tables import with_tables
from bracketed.source import Span

_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
# What is left of a row beside its cells.
_STROKES = " \t|"


def with_pipe_tables(text: str) -> AnnotatedText:
    """Return a text with the rows of its tables of comments as comments; all other tables stay text."""
    cells: list[tuple[CellPlace, Span]] = []
    for rows in _tables(text):
        heads = [(text[slice(*span)].strip(), range(column, column + 1)) for column, span in enumerate(rows[0])]
        if not isinstance(purpose_of(heads), CommentColumns):
            continue
        table = Table()
        for number, row in enumerate(rows):
            # A row may lack cells at its end, or have too many.
            cells += [(CellPlace(table, number, column), span) for column, span in enumerate(row[: len(heads)])]
    if not cells:
        return AnnotatedText(text)
    # Comments that are written into lines are looked for here, since the parser does so only where none are known.
    _, written = cut_comments(text, list(lines_of(text)))
    found = with_tables(AnnotatedText(text, tuple(written)), cells)
    comments: list[CommentRange] = []
    for one in found.comments or ():
        # The strokes beside a row go with it, once.
        before = comments[-1].span.end if comments else 0
        start, end = _widened(text, one.span)
        comments.append(replace(one, span=Span(max(start, before), end)) if one.row else one)
    whole = (replace(cell, span=_widened(text, cell.span)) for cell in found.cells)
    return replace(found, comments=tuple(comments), cells=tuple(whole))


def _tables(text: str) -> Iterator[list[list[Span]]]:
    """Yield the tables of a text, each with the cells of its rows, the line below the heads left out."""
    rows: list[list[Span]] = []
    ruled = False
    for line in lines_of(text):
        words = text[line.start : line.end]
        if "|" in words and _RULE.fullmatch(words):
            ruled = len(rows) == 1
        elif "|" in words:
            rows.append(_cells(text, line.start, line.end))
        else:
            if ruled and len(rows) > 1:
                yield rows
            rows, ruled = [], False
    if ruled and len(rows) > 1:
        yield rows


def _cells(text: str, start: int, end: int) -> list[Span]:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip(" \t"))
    first += text.startswith("|", first)
    last = start + len(words.rstrip())
    last -= last > first and text[last - 1] == "|"
    strokes = [found.start() for found in _CELL.finditer(text, first, last)]
    return [Span(a, b) for a, b in zip([first, *(at + 1 for at in strokes)], [*strokes, last], strict=True)]


def _widened(text: str, span: Span) -> Span:
    start, end = span
    while start > 0 and text[start - 1] in _STROKES:
        start -= 1
    while end < len(text) and text[end] in _STROKES:
        end += 1
    return Span(start, end)
