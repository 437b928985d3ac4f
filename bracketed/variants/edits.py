"""What settling a draft changes in its source: the fewest characters, so that all else can stay as it is.

A redline and a document that keeps its formats need to know which words of the source go and which come. The words that
remain follow from the options; what repairs did to them at the seams is found by comparing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bracketed.source import Span
from bracketed.variants.passages import Passage
from bracketed.variants.repairs import Words
from bracketed.variants.variant import Variant

# Repairs touch no more than a few characters at each end of the words between two seams.
_REACH = 40


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the source: what is at `span` goes, and `words` come in its place."""

    span: Span
    words: str


def edits_of(variant: Variant) -> tuple[Edit, ...]:
    """Return what has to change in the source of a draft to get the text of a variant, in order and apart.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] submit an [annual] report.")
    >>> for edit in edits_of(bt.variants(draft)[1]):
    ...     print(edit.span, repr(draft.source[slice(*edit.span)]), repr(edit.words))
    Span(start=11, end=12) '[' ''
    Span(start=17, end=25) '/should]' ''
    Span(start=34, end=44) 'n [annual]' ''
    """
    changes: list[Edit] = []
    at = 0
    new = ""
    for place, words in _pieces(variant):
        if place is None:
            new += words
            continue
        if place > at or new:
            changes.append(Edit(Span(at, place), new))
        at, new = place + len(words), ""
    end = len(variant.draft.source)
    if at < end or new:
        changes.append(Edit(Span(at, end), new))
    return tuple(changes)


def _pieces(variant: Variant) -> Iterator[tuple[int | None, str]]:
    """Yield the text of a variant in pieces, each with its place in the source, or None if it is new."""
    last: tuple[int | None, str] = (None, "")
    passage: Passage | None = None
    for remaining, passage in variant.space.wording.pieces(variant.choices):
        for piece in _traced(remaining, passage):
            yield last
            last = piece
    place, words = last
    # Where the last line was left out, the end of the line before it goes too.
    yield place, words if passage is None or passage.text else words.removesuffix("\n")


def _traced(remaining: Sequence[Words], passage: Passage) -> Iterator[tuple[int | None, str]]:
    """Yield what was written of some words, in pieces with their places in the source."""
    at = 0
    places = [*(place.place for place in passage.places), len(passage.text)]
    # What was written of some words ends where the next begin, so a line that went is never taken for the next one.
    for words, (place, end) in zip(remaining, pairwise(places), strict=True):
        for start, shared, length in _shared(words.text, passage.text[place:end]):
            if place + shared > at:
                yield None, passage.text[at : place + shared]
            at = place + shared + length
            yield None if words.new else words.start + start, passage.text[place + shared : at]
    if at < len(passage.text):
        yield None, passage.text[at:]


def _shared(words: str, written: str) -> Iterator[tuple[int, int, int]]:
    """Yield the parts that words and what was written of them share: the place in each, and the length."""
    # Most words are far from every seam.
    if words == written:
        if words:
            yield 0, 0, len(words)
        return
    # Long words between two seams are the same but at their ends; only what lies there needs to be compared.
    middle = words[_REACH:-_REACH]
    found = written.find(middle) if middle else -1
    if found < 0:
        yield from _compared(words, 0, written, 0)
        return
    yield from _compared(words[:_REACH], 0, written[:found], 0)
    yield _REACH, found, len(middle)
    end = found + len(middle)
    yield from _compared(words[-_REACH:], len(words) - _REACH, written[end:], end)


def _compared(words: str, start: int, written: str, at: int) -> Iterator[tuple[int, int, int]]:
    # Imported only here, since most programs write no files.
    from rapidfuzz.distance import Indel

    for change in Indel.opcodes(words, written):
        if change.tag == "equal":
            yield start + change.src_start, at + change.dest_start, change.src_end - change.src_start
