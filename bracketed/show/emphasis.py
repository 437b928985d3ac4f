"""Words of a Markdown draft without its marks, for where they are shown and not edited."""

from __future__ import annotations

import re

# Emphasis, marks of notes, heads, and what a backslash keeps from being a mark.
_MARKS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|\[\^[^\[\]\s]+\]|^#{1,6} |\\(?=[*_#\[\]])", re.MULTILINE)


def without_marks(words: str) -> str:
    """Return words without emphasis, marks of notes and heads of Markdown.

    >>> without_marks("**Option 1:** *Noting* the rules[^3]")
    'Option 1: Noting the rules'
    """
    return _MARKS.sub("", words)
