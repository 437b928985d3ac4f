"""Brings the quotation marks of a comment to one form, so that all that follows reads “x” alone.

People open with one mark and close with another, “x", and use single straight marks, which are apostrophes too. Each
mark is put in the place of one mark, so that offsets hold. A mark without its partner is left as it is.
"""

from __future__ import annotations

import re

_SINGLE = re.compile(r"(?<![\w'’])'(?=[^\s'])([^'\n]*[^\s'])'(?![\w'])")
_MARKS = re.compile(r"[“”\"«»„\n]")


def even_quotations(text: str) -> str:
    """Return a text with “ and ” around its quotations.

    >>> even_quotations('''delete 'in rows', keep “by day" and « la nuit », not the ship's "log''')
    'delete “in rows”, keep “by day” and “ la nuit ”, not the ship\\'s "log'
    """
    if "'" in text:
        text = _SINGLE.sub(r"“\1”", text)
    marks = list(text)
    opened: int | None = None
    for found in _MARKS.finditer(text):
        mark, at = found[0], found.start()
        if mark == "\n":
            opened = None
        elif opened is None:
            opened = at if mark in '“"«„' else None
        elif mark in "“«„" and text[at + 1 : at + 2].isalnum():
            # A second quotation begins while the first was never closed.
            opened = at
        else:
            marks[opened], marks[at] = "“", "”"
            opened = None
    return "".join(marks)
