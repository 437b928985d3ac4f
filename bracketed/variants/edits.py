"""What settling a draft changes in its source: the fewest characters, so that all else can stay as it is.

The text of a variant says what is to be read in the end. Who writes into a document, or shows what was changed, needs
to know which words of the source go and which come. The words that remain are known from the options; what repairs did
to them at the seams is found by comparing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from bracketed.source import Span
from bracketed.variants.sheets import LaidOut
from bracketed.variants.template import Words
from bracketed.variants.variant import Variant

# Repairs touch no more than a few characters at each end of the words between two seams.
_REACH = 40


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the source: the stretch `span` goes, and `words` stand in its place."""

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
    for place, words in _written(variant):
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


def applied(edits: Iterable[Edit], source: str) -> str:
    """Return a source with these changes made."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (source[at : edit.span.start], edit.words)
        at = edit.span.end
    return "".join([*pieces, source[at:]])


def _written(variant: Variant) -> Iterator[tuple[int | None, str]]:
    """Yield the text of a variant in pieces, each with its place in the source, or None if it is new."""
    waiting: tuple[int | None, str] | None = None
    passage: LaidOut | None = None
    for remaining, passage in variant.space.wording.pieces(variant.choices):
        for piece in _traced(remaining, passage):
            if waiting is not None:
                yield waiting
            waiting = piece
    if waiting is not None and passage is not None:
        place, words = waiting
        # Where the last line was left out, the end of the line before it goes too.
        yield place, words if passage.text else words.removesuffix("\n")


def _traced(remaining: tuple[Words, ...], passage: LaidOut) -> Iterator[tuple[int | None, str]]:
    """Yield what was written of some words, in pieces with their places."""
    whole = "".join([words.text for words in remaining])
    at = 0
    number = 0
    end = len(remaining[0].text) if remaining else 0
    for start, place, length in _alike(remaining, passage):
        if place > at:
            yield None, passage.text[at:place]
        at = place + length
        stop = start + length
        while start < stop:
            while end <= start:
                number += 1
                end += len(remaining[number].text)
            words = remaining[number]
            own = start - end + len(words.text)
            piece = whole[start : min(stop, end)]
            yield (None if words.new else words.start + own), piece
            start += len(piece)
    if at < len(passage.text):
        yield None, passage.text[at:]


def _alike(remaining: tuple[Words, ...], passage: LaidOut) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches that words and what was written of them share: the place in each, and the length."""
    length = 0
    places = [*(place for _, place in passage.places), len(passage.text)]
    # What was written of some words ends where the next begin, so a line that went is never taken for the next one.
    for words, (place, end) in zip(remaining, pairwise(places), strict=True):
        for start, at, shared in _shared(words.text, passage.text[place:end]):
            yield length + start, place + at, shared
        length += len(words.text)


def _shared(words: str, written: str) -> Iterator[tuple[int, int, int]]:
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
    from rapidfuzz.distance import Indel

    for change in Indel.opcodes(words, written):
        if change.tag == "equal":
            yield start + change.src_start, at + change.dest_start, change.src_end - change.src_start
