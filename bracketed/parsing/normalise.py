"""Brings line ends and look-alike brackets to one form, character for character, before a draft is read."""

from __future__ import annotations

import re

from bracketed.draft.findings import Findings

_LOOK_ALIKE = re.compile("[［］【】〔〕⟦⟧]")
_SQUARE = str.maketrans("［］【】〔〕⟦⟧", "[][][][]")


def normalise(text: str, findings: Findings) -> str:
    """Return the text with square brackets for look-alikes such as 【 and ］, and a line feed at each line’s end.

    A carriage return before one becomes a blank, so that each character keeps its place.
    """
    text = text.replace("\r\n", " \n")
    first = None if text.isascii() else _LOOK_ALIKE.search(text)
    if first is None:
        return text
    findings.add(
        "info",
        "look-alike-bracket",
        f"“{first[0]}” is read as a square bracket, and so are its like in the rest of the draft",
        first.start(),
    )
    return text.translate(_SQUARE)
