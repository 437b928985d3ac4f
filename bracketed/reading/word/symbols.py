"""Characters of symbol fonts, which Word keeps apart from text: F05B of the font Symbol is a square bracket."""

from __future__ import annotations

import re

from bracketed.reading.data_files import data_of
from bracketed.reading.word.names import Element, attribute, child

_DATA = data_of("symbols")
_SYMBOL: dict[str, str] = {
    **{chr(code): chr(code) for code in range(0x20, 0x40)},
    **dict(zip(_DATA["greek"]["latin"], _DATA["greek"]["greek"], strict=True)),
    **_DATA["symbol"],
}
_DINGBATS: dict[str, str] = _DATA["dingbats"]
UNKNOWN = "□"
_CODES = re.compile("[\uf000-\uf0ff]")


def symbol(character: str, font: str) -> str:
    """Return the character that a code of a symbol font shows; a white square if it is not known.

    >>> symbol("\\uf05b", "Symbol"), symbol("\\uf0a7", "Wingdings"), symbol("\\uf0ee", "Webdings")
    ('[', '▪', '□')
    """
    is_dingbat = "dings" in font.casefold()
    if "\uf000" <= character <= "\uf0ff":
        character = chr(ord(character) - 0xF000)
    elif font != "Symbol" and not is_dingbat:
        return character
    if font == "Symbol":
        return _SYMBOL.get(character, UNKNOWN)
    if is_dingbat:
        return _DINGBATS.get(character, UNKNOWN)
    # Other fonts of symbols keep the usual signs in their usual places.
    return character if character.isprintable() and character.isascii() else UNKNOWN


def symbol_of(element: Element) -> str:
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return UNKNOWN
    is_character = 0 < code < 0xD800 or 0xE000 <= code < 0xFFFE
    return symbol(chr(code), attribute(element, "font") or "") if is_character else UNKNOWN


def in_font(words: str, font: str) -> str:
    """Return words with the codes of symbol fonts among them as they are shown, character for character."""
    return _CODES.sub(lambda found: symbol(found[0], font or "Symbol"), words)


def as_shown(words: str, element: Element) -> str:
    """Return the words of an element of a run as they are shown in its font."""
    if not _CODES.search(words):
        return words
    fonts = child(element.getparent(), "w:rPr", "w:rFonts")
    return in_font(words, attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or "")
