"""Measures of how far a draft has come."""

from __future__ import annotations

from bracketed.draft.draft import Draft
from bracketed.draft.outline import WORD
from bracketed.draft.tree import Bracket, Piece, Text, leaves


def contested_words(draft: Draft) -> tuple[int, int]:
    """Return how many words of a draft stand in brackets, and how many words it has in all.

    A word is what stands between spaces, brackets or separators and holds a letter or a digit; so `inter[national]` is
    one word outside and one inside. The words of every option count. Comments, the labels of provisions and of options,
    and other marks are no words of the text.

    >>> import bracketed as bt
    >>> contested_words(bt.parse("4. Parties [shall/should] report [annually]."))
    (3, 5)
    """
    text = _without_labels(draft)
    inside = sum(_words(text, piece) for piece in draft.content if isinstance(piece, Bracket))
    outside = sum(_words(text, piece) for piece in draft.content if not isinstance(piece, Bracket))
    return inside, inside + outside


def _without_labels(draft: Draft) -> str:
    """Return the source with blanks in place of the labels of its provisions, so that places stay the same."""
    parts = []
    end = 0
    for provision in draft.provisions:
        start, body = provision.span.start, provision.body.start
        if start >= end:
            parts += [draft.source[end:start], " " * (body - start)]
            end = body
    return "".join([*parts, draft.source[end:]])


def _words(text: str, piece: Piece) -> int:
    return sum(len(WORD.findall(text, *leaf.span)) for leaf in leaves((piece,)) if isinstance(leaf, Text))
