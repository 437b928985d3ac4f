"""Two drafts aligned as they are compared, with the place of each word in its source."""

from __future__ import annotations

from typing import NamedTuple

from bracketed.draft.draft import Draft
from bracketed.progress.abbreviations import spelled_out
from bracketed.progress.alignment import Side, align
from bracketed.progress.tokens import Tokens
from bracketed.source import Span


class PlacedTokens(Tokens):
    """The words of a draft, of each of which it is known where the source has it."""

    def span(self, number: int) -> Span:
        """Return where a word stands in the source."""
        start = self._starts[number]
        return Span(start, start + self._lengths[number])


class Aligned(NamedTuple):
    """The words of an earlier and a later draft, and both sides of their alignment."""

    old: PlacedTokens
    new: PlacedTokens
    one: Side
    two: Side


def aligned(earlier: Draft, later: Draft) -> Aligned:
    """Align two drafts in the order in which they are compared, so that all answers rest on the same pairs."""
    names = spelled_out([earlier.source, later.source])
    old, new = (PlacedTokens(draft, draft.content, names) for draft in (earlier, later))
    if earlier.source > later.source:
        turned = align(new, old)
        return Aligned(old, new, turned.new, turned.old)
    alignment = align(old, new)
    return Aligned(old, new, alignment.old, alignment.new)
