"""Which slashes are part of a word.

A slash separates alternatives only if it is not part of a compound. Some compounds are fixed (`and/or`, `km/h`,
document symbols, dates, addresses); the others are shown by the draft itself: a word with a slash that the same
draft writes outside brackets, `telecommunications/ICT`, is a word inside brackets too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from itertools import pairwise

from bracketed.parsing.notation import pattern
from bracketed.source import Span

_SLASH_WORD = re.compile(r"[^\W_][\w’'‑-]*(?:/[^\W_][\w’'‑-]*)+")


def compound_key(word: str) -> str:
    """Return the form in which slash words are compared: without case and plural endings.

    >>> compound_key("Telecommunications/ICTs")
    'telecommunication/ict'
    """
    return "/".join(re.sub(r"(?<=\w\w)s$", "", part) for part in word.casefold().split("/"))


def compounds_in(text: str, outside: Iterable[Span]) -> frozenset[str]:
    """Return the keys of the slash words that stand in the stretches `outside` the brackets of `text`."""
    return frozenset(compound_key(found[0]) for span in outside for found in _slash_words(text, span))


def _slash_words(text: str, span: Span) -> Iterator[re.Match[str]]:
    """Yield the words with a slash in a stretch of the text, found from slash to slash since most words have none."""
    at = text.find("/", span.start, span.end)
    while at >= 0:
        start = at
        while start > span.start and (text[start - 1].isalnum() or text[start - 1] in "’'‑-"):
            start -= 1
        found = _SLASH_WORD.search(text, start, span.end)
        if found is None:
            return
        if found.start() > at:
            # The slashes before the next word are no part of one.
            at = text.find("/", found.start(), span.end)
            continue
        yield found
        at = text.find("/", found.end(), span.end)


def word_slashes(text: str, span: Span, compounds: Set[str]) -> Iterator[int]:
    """Yield the offset of each slash in `span` that is part of a word."""
    if text.find("/", span.start, span.end) < 0:
        return
    for found in pattern("FIXED_SLASH").finditer(text, span.start, span.end):
        yield from (found.start() + n for n, character in enumerate(found[0]) if character == "/")
    for found in _slash_words(text, span):
        # "and/or/telecommunications/ICT" is rare, but each pair of neighbours is judged by itself.
        key = compound_key(found[0])
        whole = key in compounds
        slashes = (at for at in range(*found.span()) if text[at] == "/")
        for at, pair in zip(slashes, pairwise(key.split("/")), strict=True):
            if whole or "/".join(pair) in compounds:
                yield at
