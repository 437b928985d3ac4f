"""Plain English names for colours, as a legend in a draft would call them: “Red highlights: …”."""

from __future__ import annotations

import re
from colorsys import rgb_to_hls

from bracketed.reading.data_files import data_of

_HUES: list[tuple[int, str]] = data_of("colours")["hues"]
_NAMED: dict[str, str] = {css: name for name, known in data_of("colours")["css"].items() for css in known}
# What Word calls the colours of its highlights.
HIGHLIGHTS: dict[str, str] = data_of("colours")["highlights"]
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-fA-F])")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})(?:\s*[,/]\s*([\d.]{1,8}))?")
_WORD = re.compile(r"[a-z]+")


def colour_name(red: float, green: float, blue: float) -> str:
    """Return the name of a colour whose parts lie between 0 and 1; "" for white and what is nearly white.

    >>> colour_name(1, 1, 0), colour_name(0.99, 0.99, 0.98), colour_name(0.85, 0.85, 0.85)
    ('yellow', '', 'grey')
    """
    # By hue, lightness and saturation, since people call all reds red, and what has no hue grey.
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    if lightness > 0.98:
        return ""
    if lightness < 0.05:
        return "black"
    if saturation < 0.12:
        return "grey"
    return next(name for limit, name in _HUES if hue * 360 < limit)


def colour_in(css: str) -> str:
    """Return the name of the colour that a value of CSS begins with; "" for white, none, and what is not understood.

    >>> colour_in("#ff0"), colour_in("rgb(255, 0, 0)"), colour_in("transparent"), colour_in("lightgreen none")
    ('yellow', 'red', '', 'green')
    """
    css = css.strip().lower()
    if found := _HEX.match(css):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return colour_name(*(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    if found := _RGB.match(css):
        if found[4] and found[4].strip("0.") == "":
            return ""
        return colour_name(*(min(255, int(part)) / 255 for part in found.groups()[:3]))
    word = _WORD.match(css)
    return _NAMED.get(word[0], "") if word else ""
