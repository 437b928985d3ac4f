"""Words of drafts and tables made safe for terminals, pages and spreadsheets."""

from __future__ import annotations

import re
from typing import Any

# What steers a terminal, or turns the direction of writing so that words seem to be elsewhere.
_STEERING = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
# What word processors leave behind: breaks of lines and pages, and characters that are not seen.
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_UNSEEN = "\r\u00ad\u200b\u2060\ufeff"
_HARMLESS = (
    dict.fromkeys(_STEERING, "�")
    | dict.fromkeys(map(ord, _BREAKS), " ")
    | dict.fromkeys(map(ord, _UNSEEN), "")
    | {ord("\n"): "\n", ord("\t"): "\t"}
)
# A cell that begins like this is a formula to a spreadsheet, which may fetch a page or start a program.
_FORMULA = re.compile(r"[=+\-@\t\r]")
# Weights and votes must stay numbers, also those below zero.
_NUMBER = re.compile(r"[+\-]?\d+(?:\.\d+)?")
# Halves of characters, which text that was made by a program may have.
_HALVES = re.compile("[\ud800-\udfff]")


def harmless(words: str) -> str:
    """Return words without characters that would steer a terminal or turn the direction of writing.

    >>> harmless("a\\x1b[2Jb")
    'a�[2Jb'
    """
    # Nearly all words are printable, and then nothing needs to be copied.
    return words if words.isprintable() else words.translate(_HARMLESS)


def well_formed(words: str) -> str:
    """Return words without halves of characters, which no file can hold.

    >>> well_formed("Ja\\ud800pan")
    'Ja�pan'
    """
    return _HALVES.sub("�", words)


def guarded(cell: Any) -> Any:
    """Return a cell of a CSV file with an apostrophe in front if a spreadsheet would calculate it.

    >>> guarded("=1+1"), guarded("-2"), guarded("– delete")
    ("'=1+1", '-2', '– delete')
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def unguarded(cell: Any) -> Any:
    """Return a cell without the apostrophe that `guarded` has put in front."""
    return cell[1:] if isinstance(cell, str) and cell[:1] == "'" and _FORMULA.match(cell, 1) else cell
