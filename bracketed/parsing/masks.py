"""Masked text: the characters that stand in it for what the grammar need not know.

They are taken from a private range of Unicode, where no letter lies; should a draft hold one, it is masked as a word.
"""

from __future__ import annotations

from collections.abc import Sequence

from bracketed.source import Span

COMMENT = "\ue000"
WORD = "\ue001"
GAP = "\ue002"
STRAY = "\ue003"
# Said about words rather than a part of them: who wants them, what was agreed, a note. `BEHIND` follows a bracket.
ASIDE = "\ue004"
BEHIND = "\ue005"
# "OR" and "Option" in another language.
EITHER = "\ue006"
OPTION = "\ue007"
# Stands before a paragraph that an "alt" paragraph follows, and in place of the number of that one.
ALT = "\ue008"
ALT_LABEL = "\ue009"

ALL = (COMMENT, WORD, GAP, STRAY, ASIDE, BEHIND, EITHER, OPTION, ALT, ALT_LABEL)


def fill(text: str, changes: Sequence[tuple[Span, str]]) -> str:
    """Fill each span, in order and apart from each other, with its character."""
    pieces = []
    at = 0
    for span, character in changes:
        pieces.append(text[at : span.start])
        pieces.append(character * (span.end - span.start))
        at = span.end
    pieces.append(text[at:])
    return "".join(pieces)
