"""Measures of how far a draft has come."""

from __future__ import annotations

from bracketed.draft.draft import Draft
from bracketed.draft.outline import words_of
from bracketed.source import Span


def contested_words(draft: Draft) -> tuple[int, int]:
    """Return how many words of a draft stand in brackets, and how many words it has in all.

    A word is what stands between spaces, brackets or separators and holds a letter or a digit; so `inter[national]` is
    one word outside and one inside. The words of every option count. Comments, the labels of provisions and of options,
    and other marks are no words of the text.

    >>> import bracketed as bt
    >>> contested_words(bt.parse("4. Parties [shall/should] report [annually]."))
    (3, 5)
    """
    _, inside = words_of(draft.content, [Span(one.span.start, one.body.start) for one in draft.provisions])
    return sum(inside), len(inside)
