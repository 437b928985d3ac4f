"""Blocks of answers in plain text, for a terminal or a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from bracketed.sanitising import harmless
from bracketed.views import Block, NumberedList, Table

# Columns that a column of a table keeps at least: in fewer, words are cut at every second letter.
_NARROWEST = 12
_GAP = "  "


def as_text(blocks: Iterable[Block], width: int | None = None) -> str:
    """Return blocks as plain text, a blank line between them, with nothing in it that would steer a terminal.

    With a `width`, tables are broken to so many columns; else they are as wide as they are.
    """
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            parts.append(table(block.head, block.rows, width))
        elif isinstance(block, NumberedList):
            parts += [harmless(f"{number}. {words}") for number, words in enumerate(block.sentences, 1)]
        else:
            parts.append(harmless(block))
    return "\n\n".join(parts)


def display_width(words: str) -> int:
    """Return how many columns words take on a terminal; East Asian characters take two.

    >>> display_width("ports"), display_width("港口"), display_width("é")
    (5, 4, 1)
    """
    return len(words) if words.isascii() else sum(map(_width, words))


def _width(character: str) -> int:
    # Marks that combine with the letter before them, and characters that only steer, take no column.
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def broken(words: str, width: int) -> list[str]:
    """Return words as lines of at most `width` columns; a word that is longer than a line is cut.

    >>> broken("every year and again", 10), broken("港口港口", 4), broken("", 4)
    (['every year', 'and again'], ['港口', '港口'], [''])
    """
    if display_width(words) <= width:
        return [words]
    lines = [""]
    filled = 0
    for word in words.split(" "):
        needed = display_width(word)
        if filled and filled + 1 + needed <= width:
            lines[-1] += f" {word}"
            filled += 1 + needed
            continue
        if filled:
            lines.append("")
            filled = 0
        # Letter by letter, since a word in a script without gaps may fill many lines.
        for character in word:
            if filled and filled + _width(character) > width:
                lines.append("")
                filled = 0
            lines[-1] += character
            filled += _width(character)
    return lines


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """Return rows under a head, in columns. With a `width`, the widest columns are broken over lines to fit in it.

    >>> print(table(["bracket", "words"], [["4#1", "shall"], ["4#2", "every year"]]))
    bracket  words
    -------  ----------
    4#1      shall
    4#2      every year
    """
    # A cell is one line of words, whatever breaks of lines the draft has in them.
    cells = [[harmless(" ".join(cell.split())) for cell in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(head, *cells, strict=True)]
    if width is not None:
        widths = _fitted(widths, width - len(_GAP) * (len(head) - 1))
    lines = [_line(head, widths), _line(["-" * w for w in widths], widths)]
    for row in cells:
        columns = [broken(cell, room) for cell, room in zip(row, widths, strict=True)]
        lines.extend(_line(parts, widths) for parts in zip_longest(*columns, fillvalue=""))
    return "\n".join(lines)


def _fitted(widths: Sequence[int], room: int) -> list[int]:
    """Narrow the widest columns, all to the same width, until all fit; no column gets too narrow to read."""
    # Narrow columns, such as ids and lines, stay whole: to break them saves nothing and costs most.
    widest = max(widths)
    while widest > _NARROWEST and sum(min(width, widest) for width in widths) > room:
        widest -= 1
    fitted = [min(width, widest) for width in widths]
    # What is left over after all were made equal goes to the last of those that were narrowed.
    narrowed = [number for number, width in enumerate(widths) if width > widest]
    if narrowed:
        fitted[narrowed[-1]] = min(widths[narrowed[-1]], widest + max(0, room - sum(fitted)))
    return fitted


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - display_width(cell)) for cell, width in zip(cells, widths, strict=True))
    return _GAP.join(padded).rstrip()
