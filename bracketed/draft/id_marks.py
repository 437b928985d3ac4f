"""The marks that show the id of a bracket in a draft for the room: ‹4#1›, behind the sign that opens the bracket.

They are no words of the draft: where a file is read that has them, they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bracketed.draft.draft import Draft
from bracketed.draft.tree import Mark

_MARK = re.compile(r"‹[^‹›\n]{1,200}#i?\d{1,9}(?:[a-z]{1,9}\.\d{1,9})*›")


def id_mark(id_: str) -> str:
    """Return the mark of a bracket.

    >>> id_mark("4#1")
    '‹4#1›'
    """
    return f"‹{id_}›"


def is_id_mark(words: str) -> bool:
    """Return whether words are such a mark and nothing else."""
    return words.startswith("‹") and _MARK.fullmatch(words) is not None


def without_id_marks(text: str) -> str:
    """Return a text without such marks.

    >>> without_id_marks("4. Parties [‹4#1›shall/should [‹4#1b.1›soon]] report.")
    '4. Parties [shall/should [soon]] report.'
    """
    return _MARK.sub("", text) if "‹" in text else text


def id_marks(draft: Draft) -> Iterator[tuple[int, str]]:
    """Yield the mark of each bracket of the text, in order, and where in the source it is to be.

    >>> import bracketed as bt
    >>> [*id_marks(bt.parse("4. Parties [shall/should] report."))]
    [(12, '‹4#1›')]
    """
    for bracket in draft.brackets:
        first = bracket.parts[0]
        # Behind “[” or “Option 1:”, where it parts no words; a label may have a line of its own.
        opening = draft.source[slice(*first.span)].rstrip() if isinstance(first, Mark) else ""
        yield bracket.span.start + len(opening), id_mark(bracket.id)
