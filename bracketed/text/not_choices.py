"""Square brackets that are not choices: note marks, citations, `[sic]`.

Each one found is reported, so that a wrong reading can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bracketed.source import Span

_NOT_CHOICES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # A note mark stands directly on the word before it, a citation lists several, a list of sources numbers its lines.
    ("a note mark", re.compile(r"(?<=[^\s\[\](])\[\d{1,3}\](?!\[)(?![ ]?(?:per[ ]cent|%|°))")),
    (
        "a citation",
        re.compile(
            r"\[\d{1,3}(?:[ ]?[,;–-][ ]?\d{1,3})+\](?:\s*[–-]\s*\[\d{1,3}\])?|\[\d{1,3}\][ ]?[–-][ ]?\[\d{1,3}\]"
        ),
    ),
    ("a numbered source", re.compile(r"(?m)^[ \t]*\[\d{1,3}\][ \t]+(?=[A-Z])")),
    ("an editor's mark", re.compile(r"\[(?:sic|sic!|recte|emphasis added)\]", re.IGNORECASE)),
)


def not_choices(text: str) -> Iterator[tuple[Span, str]]:
    """Yield each stretch of `text` whose square brackets are not a choice, and what it is."""
    for what, pattern in _NOT_CHOICES:
        for found in pattern.finditer(text):
            yield Span(found.start(), found.end()), what
