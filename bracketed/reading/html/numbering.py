"""The numbers that a browser shows before the items of an ordered list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bracketed.reading.paragraphs import Paragraph

_STYLES = {
    "decimal": "1", "decimal-leading-zero": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A",
    "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", "none": "", "disc": "•", "circle": "•", "square": "•",
}  # fmt: skip
_INTEGER = re.compile(r"[ \t\n\r\f]*([+-]?\d{1,9})")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(slots=True)
class List:
    """A list while it is being read: how it is numbered, where it begins, and its items so far."""

    style: str
    start: int | None = None
    is_reversed: bool = False
    items: list[tuple[Paragraph, int | None, str]] = field(default_factory=list)

    def number(self) -> None:
        """Give the items their numbers; a reversed list knows where it begins only when it has ended."""
        start = self.start if self.start is not None else len(self.items) if self.is_reversed else 1
        for paragraph, value, style in self.items:
            start = start if value is None else value
            paragraph.label = shown(start, style)
            start += -1 if self.is_reversed else 1


def list_of(name: str, attributes: Mapping[str, str], said: Mapping[str, str]) -> List:
    """Return the list that a `<ul>` or `<ol>` begins."""
    style = style_of(attributes, said)
    if name != "ol":
        return List("•" if style is None else style)
    return List("1" if style is None else style, integer(attributes.get("start", "")), "reversed" in attributes)


def style_of(attributes: Mapping[str, str], said: Mapping[str, str]) -> str | None:
    """Return how an element says that its items are numbered, or None."""
    for word in said.get("list-style-type", said.get("list-style", "")).lower().split():
        if word in _STYLES:
            return _STYLES[word]
    kind = attributes.get("type", "").strip()
    return kind if kind in ("1", "a", "A", "i", "I") and kind else _STYLES.get(kind.lower())


def integer(words: str) -> int | None:
    """Return the integer that words begin with, as HTML reads it, or None."""
    found = _INTEGER.match(words)
    return int(found[1]) if found else None


def shown(number: int, style: str) -> str:
    """Return a number as it stands before an item.

    HTML does not say with which signs; letters and small Roman numerals stand in parentheses here, as in legal texts.

    >>> [shown(4, style) for style in "1aAiI•"]
    ['4. ', '(d) ', 'D. ', '(iv) ', 'IV. ', '• ']
    >>> shown(28, "a"), shown(0, "a"), shown(5, "")
    ('(ab) ', '0. ', '')
    """
    if style in ("", "•"):
        return f"{style} " if style else ""
    if style in ("a", "A") and number > 0:
        letters = _letters(number)
        return f"({letters}) " if style == "a" else f"{letters.upper()}. "
    if style in ("i", "I") and 0 < number < 4000:
        roman = _roman(number)
        return f"({roman}) " if style == "i" else f"{roman.upper()}. "
    return f"{number}. "


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    roman = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        roman += sign * count
    return roman
