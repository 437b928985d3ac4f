"""Tables in plain text, for a terminal or a file."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

_NARROWEST = 12


def harmless(words: str) -> str:
    """Return words without characters that would steer a terminal or turn the direction of writing.

    >>> harmless("a\\x1b[2Jb")
    'a�[2Jb'
    """
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() or c in "\n\t" else _in_place_of(c) for c in words)


def _in_place_of(character: str) -> str:
    # Soft hyphens and joiners are common in texts from word processors, and are not seen.
    return "" if character in "\u00ad\u200b\u200c\u200d\u2060\ufeff\r" else "�"


def display_width(words: str) -> int:
    """Return how many columns words take on a terminal; East Asian characters take two.

    >>> display_width("ports"), display_width("港口"), display_width("é")
    (5, 4, 1)
    """
    if words.isascii():
        return len(words)
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in words
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """Return rows under a head, in columns. With a `width`, the last column is broken over lines to fit in it.

    >>> print(table(["bracket", "words"], [["4#1", "shall"], ["4#2", "every year"]]))
    bracket  words
    -------  ----------
    4#1      shall
    4#2      every year
    """
    cells = [[harmless(" ".join(str(cell).split())) for cell in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(head, *cells, strict=True)]
    if width is not None:
        widths[-1] = min(widths[-1], max(_NARROWEST, width - sum(widths[:-1]) - 2 * len(widths[:-1])))
    lines = [_line(head, widths), _line(["-" * w for w in widths], widths)]
    for row in cells:
        *first, last = row
        broken = textwrap.wrap(last, widths[-1]) or [""]
        for number, part in enumerate(broken):
            lines.append(_line([*(first if number == 0 else [""] * len(first)), part], widths))
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - display_width(cell)) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def counted(number: int, word: str) -> str:
    """Return a number with its word.

    >>> counted(1, "bracket"), counted(2, "bracket")
    ('1 bracket', '2 brackets')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"
