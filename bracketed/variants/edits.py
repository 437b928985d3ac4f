"""What settling a draft changes in its source: the fewest characters, so that all else can stay as it is.

A redline and a document that keeps its formats need to know which words of the source go and which come. Both follow
from the options that are taken, and from what is done at the seams; texts are never compared for it, since words that
come twice would be taken for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bracketed.draft.draft import Comment, Draft
from bracketed.source import Span
from bracketed.variants.passages import Passage
from bracketed.variants.template import CleanText


class Settled(Protocol):
    """A draft, and the text that it gives once some or all of its brackets are settled."""

    @property
    def draft(self) -> Draft: ...
    @property
    def clean(self) -> CleanText: ...
    @property
    def dropped_comments(self) -> tuple[Comment, ...]: ...


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the source: what is at `span` goes, and `words` come in its place."""

    span: Span
    words: str


def edits_of(text: Settled) -> tuple[Edit, ...]:
    """Return what has to change in the source of a draft to get a settled text, in order and apart.

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
    for place, words in _pieces(text.clean.passages):
        if place is None:
            new += words
            continue
        if place > at or new:
            changes.append(Edit(Span(at, place), new))
        at, new = place + len(words), ""
    end = len(text.draft.source)
    if at < end or new:
        changes.append(Edit(Span(at, end), new))
    return tuple(changes)


def _pieces(passages: Iterable[Passage]) -> Iterator[tuple[int | None, str]]:
    """Yield what is written in pieces, each with its place in the source, or None if it is new."""
    last: tuple[int | None, str] = (None, "")
    passage: Passage | None = None
    for passage in passages:
        at = 0
        for kept in passage.kept:
            yield last
            if at < kept.place:
                yield None, passage.text[at : kept.place]
            at = kept.place + kept.length
            last = kept.at, passage.text[kept.place : at]
        if at < len(passage.text):
            yield last
            last = None, passage.text[at:]
    place, words = last
    # Where the last line was left out, the end of the line before it goes too.
    yield place, words if passage is None or passage.text else words.removesuffix("\n")
