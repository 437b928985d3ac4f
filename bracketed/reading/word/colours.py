"""The plain names of the colours of highlights and backgrounds."""

from __future__ import annotations

import re

from bracketed.reading.colours import name_of

_HIGHLIGHTS = {
    "yellow": "yellow", "green": "green", "cyan": "turquoise", "magenta": "pink", "blue": "blue", "red": "red",
    "darkBlue": "dark blue", "darkCyan": "teal", "darkGreen": "dark green", "darkMagenta": "violet",
    "darkRed": "dark red", "darkYellow": "dark yellow", "darkGray": "dark grey", "lightGray": "grey",
    "black": "black",
}  # fmt: skip


def highlight_name(value: str | None) -> str:
    """Return the name of a highlight, or "" if it is none.

    >>> highlight_name("darkYellow"), highlight_name("none")
    ('dark yellow', '')
    """
    return _HIGHLIGHTS.get(value or "", "")


def fill_name(value: str | None) -> str:
    """Return the name of a background given by its red, green and blue, or "" if it is white or none.

    >>> fill_name("FF0000"), fill_name("E2EFD9"), fill_name("D9D9D9"), fill_name("auto")
    ('red', 'green', 'grey', '')
    """
    if not value or not re.fullmatch("[0-9A-Fa-f]{6}", value):
        return ""
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return name_of(red, green, blue)
