"""The blocks of an answer as plain text."""

from __future__ import annotations

from collections.abc import Iterable

from bracketed.show.terminal.tables import harmless, table
from bracketed.views import Block, Numbered, Table


def as_text(blocks: Iterable[Block], width: int | None = None) -> str:
    """Return blocks as plain text, a blank line between them, with nothing in it that would steer a terminal.

    Args:
        blocks: paragraphs, tables and numbered sentences.
        width: columns that tables are broken to; None leaves them as wide as they are.

    >>> print(as_text(["Two conflicts.", Numbered(["UK objects to a.", "USA objects to b."])]))
    Two conflicts.
    <BLANKLINE>
    1. UK objects to a.
    <BLANKLINE>
    2. USA objects to b.
    """
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            parts.append(table(block.head, block.rows, width))
        elif isinstance(block, Numbered):
            parts += [harmless(f"{number}. {words}") for number, words in enumerate(block.sentences, 1)]
        else:
            parts.append(harmless(block))
    return "\n\n".join(parts)
