"""The numbers that a browser shows before the items of an ordered list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bracketed.reading.numerals import roman
from bracketed.reading.paragraphs import Paragraph

_STYLES = {
    "decimal": "1", "decimal-leading-zero": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A",
    "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", "none": "", "disc": "•", "circle": "•", "square": "•",
}  # fmt: skip
_INTEGER = re.compile(r"[ \t\n\r\f]*([+-]?\d{1,9})")
_LARGEST_ROMAN = 3_999


@dataclass(slots=True)
class HtmlList:
    """A list while it is being read: how it is numbered, where it begins, and its items so far."""

    style: str
    start: int | None = None
    is_reversed: bool = False
    items: list[tuple[Paragraph, int | None, str]] = field(default_factory=list)

    def number(self) -> None:
        # Where a reversed list begins is known only when it has ended.
        number = self.start if self.start is not None else len(self.items) if self.is_reversed else 1
        for paragraph, value, style in self.items:
            number = number if value is None else value
            paragraph.label = item_label(number, style)
            number += -1 if self.is_reversed else 1


def list_of(name: str, attributes: Mapping[str, str], declared: Mapping[str, str]) -> HtmlList:
    style = style_of(attributes, declared)
    if name != "ol":
        return HtmlList("•" if style is None else style)
    return HtmlList("1" if style is None else style, integer(attributes.get("start", "")), "reversed" in attributes)


def style_of(attributes: Mapping[str, str], declared: Mapping[str, str]) -> str | None:
    """Return how an element says that its items are numbered, or None."""
    # Styles go before attributes, as in browsers.
    for word in declared.get("list-style-type", declared.get("list-style", "")).lower().split():
        if word in _STYLES:
            return _STYLES[word]
    kind = attributes.get("type", "").strip()
    return kind if kind in ("1", "a", "A", "i", "I") else _STYLES.get(kind.lower())


def integer(words: str) -> int | None:
    """Return the integer that words begin with, as HTML reads it, or None."""
    found = _INTEGER.match(words)
    return int(found[1]) if found else None


def item_label(number: int, style: str) -> str:
    """Return a number as it is before an item.

    HTML does not say with which signs; letters and small Roman numerals are in parentheses here, as in legal texts.

    >>> [item_label(4, style) for style in "1aAiI•"]
    ['4. ', '(d) ', 'D. ', '(iv) ', 'IV. ', '• ']
    >>> item_label(28, "a"), item_label(0, "a"), item_label(5, "")
    ('(ab) ', '0. ', '')
    """
    if style in ("", "•"):
        return f"{style} " if style else ""
    numeral = ""
    if style in ("a", "A") and number > 0:
        numeral = _letters(number)
    elif style in ("i", "I") and 0 < number <= _LARGEST_ROMAN:
        numeral = roman(number)
    if not numeral:
        return f"{number}. "
    return f"({numeral.lower()}) " if style.islower() else f"{numeral.upper()}. "


def _letters(number: int) -> str:
    # Browsers go on with two letters past the end of the alphabet: z, aa, ab.
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
