"""HTML in which no word of a draft can become markup: all that is not made here is escaped."""

from __future__ import annotations

import re
from html import escape

from bracketed.sanitising import harmless

# Halves of characters, which cannot be written to a file, and what HTML forbids.
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_EMPTY = ("meta",)


class Html(str):
    """Words that are markup already; all others are escaped when they are put into an element."""

    __slots__ = ()


def escaped(words: str) -> Html:
    """Return words as HTML that shows just these words, in an element or an attribute.

    Characters that would turn the direction of writing, or that a page may not hold, are replaced.

    >>> escaped('a <b> & "c"')
    'a &lt;b&gt; &amp; &quot;c&quot;'
    """
    return words if isinstance(words, Html) else Html(escape(_BROKEN.sub("�", harmless(words))))


def joined(*parts: str, by: str = "") -> Html:
    """Return parts one after the other."""
    return Html(escaped(by).join(map(escaped, parts)))


def element(name: str, /, *children: str, **attributes: str | None) -> Html:
    """Return an element; an attribute that is None is left out, and `_` in the name of one is written as `-`.

    >>> element("a", "4#1 <", href="#b1", aria_label='"4#1"', title=None)
    '<a href="#b1" aria-label="&quot;4#1&quot;">4#1 &lt;</a>'
    """
    written = name
    for key, value in attributes.items():
        label = key.rstrip("_").replace("_", "-")
        if value is not None:
            written += f' {label}="{escaped(value)}"'
    return Html(f"<{written}>" if name in _EMPTY else f"<{written}>{joined(*children)}</{name}>")
