"""The notation in the cells of a table with a column for each delegation: `a; x b` wants a and objects to b.

A cell has parts, parted by `;`. A part is a sign and the letters of options: none for supports, `~` for accepts, `?`
for reserves, `x` for objects, `!!` for blocks. The sign alone is about the words of a bracket that has one option
beside leaving them out. `if 4#2=b` behind it is the condition.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from bracketed.draft.tree import OMIT
from bracketed.positions.positions import Position, Stance
from bracketed.positions.tabular import vocabulary

SIGNS: dict[Stance, str] = {"supports": "", "accepts": "~", "reserves": "?", "objects": "x", "blocks": "!!"}
_OTHER_SIGNS = {"✓": "", "✔": "", "✗": "x", "✘": "x", "×": "x", "‼": "!!", "!": "!!"}
_STANCES = {sign: stance for stance, sign in SIGNS.items()}
_PART = re.compile(r"(?P<sign>!!|[!‼~?✓✔✗✘×]|x(?=$|[\s:]))?\s*:?\s*(?P<options>.*)", re.IGNORECASE | re.DOTALL)
_CONDITION = re.compile(r"\s+if\s+(?=.*=)", re.IGNORECASE)
_BETWEEN_LETTERS = re.compile(r"[\s,/+&]+")


class CellPart(NamedTuple):
    """A stance in a cell: what it is, the option as it was typed, and its condition."""

    stance: str
    option: str
    condition: str = ""


class UnclearCellError(Exception):
    """A part of a cell that names no option: what is wrong, and what to write. It never leaves the reader of tables."""


def parts_of(cell: str, letters: Collection[str]) -> Iterator[CellPart]:
    """Yield the stances in a cell on a bracket whose options have these letters.

    >>> list(parts_of("a; x b, c", ["a", "b", "c"]))[1:]
    [CellPart(stance='objects', option='b', condition=''), CellPart(stance='objects', option='c', condition='')]
    >>> list(parts_of("!!; ~omit if 4#2=b", ["a", "omit"]))[1:]
    [CellPart(stance='accepts', option='omit', condition='4#2=b')]
    """
    for written in re.split(r"[;\n]", cell):
        part, *condition = _CONDITION.split(written.strip(), 1)
        if part := " ".join(part.split()):
            if vocabulary()["stances"].get(part.casefold()) == "silent":
                continue
            stance, options = _stance_and_options(part, letters)
            yield from (CellPart(stance, option, *condition) for option in options)


def _stance_and_options(part: str, letters: Collection[str]) -> tuple[str, list[str]]:
    folded = part.casefold()
    # A letter is a letter first: with 24 options there is an option x.
    if folded in letters:
        return "supports", [folded]
    if (stance := vocabulary()["stances"].get(folded)) is not None:
        return stance, _only_words(part, letters)
    for word, stance in vocabulary()["stances"].items():
        if re.match(rf"{re.escape(word)}[\s:]", folded) and (options := _letters_in(part[len(word) :], letters)):
            return stance, options
    found = _PART.fullmatch(part)
    assert found is not None
    sign = (found["sign"] or "").casefold()
    stance = _STANCES[_OTHER_SIGNS.get(sign, sign)]
    if not found["options"]:
        return stance, _only_words(part, letters)
    options = _letters_in(found["options"], letters)
    # `xa` is short for `x a`.
    if not options and folded[:1] == "x" and (options := _letters_in(part[1:], letters)):
        return "objects", options
    return stance, options or [found["options"]]


def _letters_in(words: str, letters: Collection[str]) -> list[str]:
    """Return the letters that some words are, [] if they are others."""
    typed = [word for word in _BETWEEN_LETTERS.split(words.casefold().strip(" :")) if word]
    named = [OMIT if word in vocabulary()["options"] else word for word in typed]
    return named if all(name in letters for name in named) else []


def _only_words(part: str, letters: Collection[str]) -> list[str]:
    worded = [letter for letter in letters if letter != OMIT]
    if len(worded) != 1:
        raise UnclearCellError(f"{part!r} does not say which option", f"write {part} with a letter, as {part} a")
    return worded


def cell_of(rows: Iterable[Position]) -> str:
    """Return the cell that has the stances of one delegation on one bracket.

    >>> row = Position("UK", "4#1", "a", "objects", condition=(("4#2", "b"),))
    >>> cell_of([Position("UK", "4#1", "b", "supports"), row])
    'b; x a if 4#2=b'
    """
    return "; ".join(
        f"{SIGNS[row.stance]} {row.option}".strip()
        + (f" if {' and '.join(f'{bracket}={letter}' for bracket, letter in row.condition)}" if row.condition else "")
        for row in rows
    )
