"""Tables in plain text, for a terminal or a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

from bracketed.sanitising import harmless
from bracketed.views import Several

_GAP = "  "


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


def clipped(words: str, width: int, lines: int) -> list[str]:
    """Return words as so many lines of at most `width` columns; of a list of names, those that do not fit are counted.

    >>> clipped("every year and again and again", 10, 2)
    ['every year', 'and again…']
    >>> clipped(Several(f"{number}#1" for number in range(1, 60)), 12, 2)
    ['1#1, 2#1 and', '57 more']
    >>> clipped(Several(f"Article {number}.1(a)#1" for number in range(1, 60)), 10, 2)
    ['59 in all']
    """
    # No character takes less than no column, and few take none: what is further on cannot be seen.
    seen = words[: 2 * width * lines]
    parts = broken(seen, width)
    if len(parts) <= lines and len(seen) == len(words):
        return parts
    if isinstance(words, Several):
        return _counted(words, width, lines)
    last = parts[lines - 1] if len(parts) >= lines else parts[-1]
    while last and display_width(last) >= width:
        last = last[:-1]
    return [*parts[: lines - 1], f"{last.rstrip()}…"]


def _counted(several: Several, width: int, lines: int) -> list[str]:
    """Return as many of some names as fit, and the number of the others."""
    names = several.names
    # No more than these can fit.
    shown = 0
    room = width * lines - len(several.lead)
    while shown < len(names) and room > 0:
        room -= len(names[shown]) + 2
        shown += 1
    for number in range(shown, 0, -1):
        parts = broken(f"{several.lead}{', '.join(names[:number])} and {len(names) - number:,} more", width)
        if len(parts) <= lines:
            return parts
    count = f"{several.lead}{len(names):,}"
    # By itself a number might pass for a name.
    plainer = f"{count} in all"
    return clipped(plainer if display_width(plainer) <= width else count, width, lines)


def table_lines(
    head: Sequence[str], rows: Sequence[Sequence[str]], width: int, lines: int | None = None
) -> tuple[list[str], list[list[str]]]:
    """Return the lines of the head of a table, and those of each row: at most so many a row, its cells cut to them.

    The widest columns are broken over lines to fit in the width.

    >>> table_lines(["bracket", "words"], [["4#1", "shall"], ["4#2", "every year"]], 16)
    (['bracket  words', '-------  -------'], [['4#1      shall'], ['4#2      every', '         year']])
    """
    # More than a row can show need not be looked at: one cell may be a chapter.
    longest = None if lines is None else 2 * width * lines + 1
    cells = [[_cell(cell, longest) for cell in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(head, *cells, strict=True)]
    widths = _fitted(widths, width - len(_GAP) * (len(head) - 1))
    titles = _row([broken(title, room) for title, room in zip(head, widths, strict=True)], widths)
    laid = []
    for row in cells:
        laid.append(_row(_broken_row(row, widths, lines), widths))
    return [*titles, _line(["-" * room for room in widths], widths)], laid


def _broken_row(row: Sequence[str], widths: Sequence[int], lines: int | None) -> list[list[str]]:
    """Return the lines of each cell; where few, a list of names takes as many as the words beside it, or two."""
    cells = [*zip(row, widths, strict=True)]
    if lines is None:
        return [broken(cell, room) for cell, room in cells]
    words = [None if isinstance(cell, Several) else clipped(cell, room, lines) for cell, room in cells]
    # On one line alone a list of long names would be a bare number.
    height = max([min(2, lines), *(len(parts) for parts in words if parts)])
    return [parts or clipped(cell, room, height) for parts, (cell, room) in zip(words, cells, strict=True)]


def cleaned(several: Several) -> Several:
    """Return a list of names with nothing in it that would break a line or steer a terminal."""
    return Several((harmless(" ".join(name.split())) for name in several.names), several.lead)


def _cell(words: str, longest: int | None) -> str:
    """Return a cell as one line of words, whatever breaks of lines the draft has in them."""
    if isinstance(words, Several):
        return cleaned(words)
    return harmless(" ".join(words[:longest].split()))


def _fitted(widths: Sequence[int], room: int) -> list[int]:
    """Narrow the widest columns, all to the same width, until all fit."""
    # Narrow columns, such as ids and lines, stay whole: to break them saves nothing and costs most.
    widest = min(max(widths), max(room, 1))
    while widest > 1 and sum(min(width, widest) for width in widths) > room:
        widest -= 1
    fitted = [min(width, widest) for width in widths]
    # What is left over after all were made equal goes to the last of those that were narrowed.
    narrowed = [number for number, width in enumerate(widths) if width > widest]
    if narrowed:
        fitted[narrowed[-1]] = min(widths[narrowed[-1]], widest + max(0, room - sum(fitted)))
    return fitted


def _row(columns: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    return [_line(parts, widths) for parts in zip_longest(*columns, fillvalue="")]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - display_width(cell)) for cell, width in zip(cells, widths, strict=True))
    return _GAP.join(padded).rstrip()
