"""Finds raised figures that are exponents, as in W/m² or 10⁶, and no marks of notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bracketed.reading.pdf.lines import are_apart, is_raised
from bracketed.reading.pdf.pages import PageWord, PdfPage

# A letter or two that are no word, so that what is raised behind them is hardly the mark of a note.
_UNIT = re.compile(r"(?:^|[\W\d_])(?:[nµμcdhk]?m|ft|yd|mi|[ксд]?м)$")
_SHARE = re.compile(r"/(?:[nµμcdhk]?m|s|h|[ксд]?м|с)$")  # a unit behind a stroke ends no sentence
_POWER_OF_TEN = re.compile(r"(?:^|[×·*x])10$")
_TIMES = ("×", "·", "*", "x")
_EXPONENT = re.compile(r"[-−–]?\d{1,2}")
_OF_UNIT = re.compile(r"[23]|[-−–][123]")
_CHARACTERS = {"2": "²", "3": "³"}


def write_exponents(page: PdfPage) -> None:
    """Write the raised figures of a page that are exponents as the characters ² and ³, or as `^6`.

    >>> page = PdfPage(600, 800, [PageWord("W/m", 60, 10, 80, 20, 18, 10), PageWord("2", 80, 8, 83, 14, 14, 6)])
    >>> write_exponents(page)
    >>> [word.text for word in page.words]
    ['W/m', '²']
    """
    words = page.words
    for number in range(1, len(words)):
        word, before = words[number], words[number - 1]
        if not _EXPONENT.fullmatch(word.text) or not is_raised(word, before.size, before.base):
            continue
        if are_apart(before, word, before.size) or word.x0 < before.x0:
            continue
        if _is_exponent(words, number):
            words[number] = word._replace(text=_CHARACTERS.get(word.text, f"^{word.text}"))


def _is_exponent(words: Sequence[PageWord], number: int) -> bool:
    """Return whether a raised figure is an exponent, by what is before it."""
    figure, before = words[number].text, words[number - 1].text
    if _POWER_OF_TEN.search(before):
        return before != "10" or (number > 1 and words[number - 2].text.endswith(_TIMES))
    if not _OF_UNIT.fullmatch(figure):
        return False
    if _SHARE.search(before) or (_UNIT.search(before) and not figure.isdecimal()):
        return True
    return bool(_UNIT.search(before)) and not _is_mark(words, number)


def _is_mark(words: Sequence[PageWord], number: int) -> bool:
    """Return whether a note of this number is further down on the page, to which no other mark leads."""
    figure = words[number]
    # A mark leads to its note; a second raised figure of the same number does that as well.
    notes = [word for word in words if word.text.rstrip(".)") == figure.text and _begins_note(word, figure, words)]
    others = [
        word
        for place, word in enumerate(words)
        if place not in (0, number)
        and word.text == figure.text
        and is_raised(word, words[place - 1].size, words[place - 1].base)
        and not _UNIT.search(words[place - 1].text)
        and not any(word is note for note in notes)
    ]
    return bool(notes) and not others


def _begins_note(word: PageWord, figure: PageWord, words: Sequence[PageWord]) -> bool:
    """Return whether a word is at the head of a line below a raised figure, in type that is not larger than notes."""
    if word.top <= figure.bottom or word.size > 1.5 * figure.size:
        return False
    return not any(other.x1 <= word.x0 and abs(other.base - word.base) < other.size for other in words)
