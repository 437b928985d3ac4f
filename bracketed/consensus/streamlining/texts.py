"""The texts of a part of a draft in which some brackets are settled and all others stay as they are.

What is not settled is a sign in the text, the same wherever the bracket has come to. So two parts that have the same
texts in this sense have the same clean texts, however those others are settled, and no more need be listed than the
brackets that a change is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from bracketed.draft.tree import OMIT, Bracket, Mark, Piece, Text
from bracketed.source import Span
from bracketed.variants.network import Choice

# Ways to settle the brackets of a change at most.
_WAYS = 1000
_BLANKS = re.compile(r"\s+")
# Blanks that repairs at the seams take away.
_GAPS = re.compile(r" (?=[,.;:)])|(?<=\() ")
# Where pieces meet.
_SEAM = "\1"
_SEAMS = re.compile(rf" ?{_SEAM}[ {_SEAM}]*")
# Two signs that meet at a seam, of which repairs take one away.
_MEETING = re.compile(r"[,.;:!?][,.;:)]")


class Way(NamedTuple):
    """A way to settle some brackets: the options that they take, and what the text reads then."""

    choices: frozenset[Choice]
    text: str


# The id under which a bracket is settled, or a sign that represents it as it is.
Named = Callable[[Bracket], "str | None"]


def ways(pieces: Sequence[Piece], sign: Callable[[Bracket], str | None]) -> list[Way] | None:
    """Return the ways to settle the brackets of pieces for which `sign` is None; None if they are too many.

    `sign` gives what any other bracket is written as.
    """
    found = _ways(pieces, sign)
    return None if found is None else [Way(frozenset(way.choices), _tidy(way.text)) for way in found]


def _ways(pieces: Sequence[Piece], sign: Callable[[Bracket], str | None]) -> list[Way] | None:
    rows: list[list[Way]] = []
    number = 1
    for piece in pieces:
        row = _ways_of(piece, sign)
        if row is None:
            return None
        number *= len(row)
        if number > _WAYS:
            return None
        rows.append(row)
    return [
        Way(frozenset().union(*(way.choices for way in some)), _SEAM.join(way.text for way in some))
        for some in product(*rows)
    ]


def _ways_of(piece: Piece, sign: Callable[[Bracket], str | None]) -> list[Way] | None:
    if isinstance(piece, Text):
        return [Way(frozenset(), piece.text)]
    if isinstance(piece, Mark):
        # A mark that says something belongs to the text: it may neither go nor come elsewhere.
        is_plain = piece.kind in ("open", "close", "separator", "label")
        return [Way(frozenset(), "" if is_plain else f"\0{piece.text}\0")]
    written = sign(piece)
    if written is not None:
        return [Way(frozenset(), f"\0{written}\0")]
    found: list[Way] = []
    beside = "".join(
        f"\0{part.text}\0"
        for part in piece.parts
        if isinstance(part, Mark) and part.kind not in ("open", "close", "separator", "label")
    )
    for option in piece.options:
        inner = _ways(option.content, sign) if option.letter != OMIT else [Way(frozenset(), "")]
        # “other” is no wording: a blank is written for it.
        inner = [Way(frozenset(), "\0")] if option.holds_place else inner
        if inner is None:
            return None
        found += [Way(way.choices | {(piece.id, option.letter)}, f"{_SEAM}{way.text}{_SEAM}{beside}") for way in inner]
    return found


def _tidy(text: str) -> str:
    """Return a text as repairs at the seams leave its blanks, with a mark where they would take a sign away.

    With the mark it is like no text that has no seam at this place, where nothing would be repaired.
    """
    return _GAPS.sub("", _SEAMS.sub(_meeting, _BLANKS.sub(" ", text)))


def _meeting(seam: re.Match[str]) -> str:
    before, behind = seam.string[: seam.start()], seam.string[seam.end() :]
    gap = " " if " " in seam[0] else ""
    return f"{gap}{_SEAM}" if _MEETING.match(before[-1:] + behind[:1]) else gap


def pieces_in(content: tuple[Piece, ...], span: Span) -> tuple[Piece, ...] | None:
    """Return what is in a part of a draft, words cut where it begins and ends; None if a bracket reaches out."""
    row = content
    while True:
        around = [piece for piece in row if isinstance(piece, Bracket) and _encloses(piece.span, span)]
        if not around:
            break
        options = [
            o
            for o in around[0].options
            if o.content and Span(o.content[0].span.start, o.content[-1].span.end).holds(span)
        ]
        if not options:
            return None
        row = options[0].content
    return None if (found := [*_cut(row, span)]) and None in found else tuple(one for one in found if one is not None)


def _encloses(outer: Span, inner: Span) -> bool:
    return outer.holds(inner) and outer != inner


def _cut(row: tuple[Piece, ...], span: Span) -> Iterator[Piece | None]:
    for piece in row:
        if not piece.span.touches(span):
            continue
        if span.holds(piece.span):
            yield piece
        elif isinstance(piece, Text):
            start, end = max(piece.span.start, span.start), min(piece.span.end, span.end)
            yield Text(piece.text[start - piece.span.start : end - piece.span.start], Span(start, end))
        else:
            yield None


def by_choice(some: Sequence[Way]) -> Mapping[Choice, frozenset[str]]:
    """Return the texts in which each option is taken."""
    found: dict[Choice, set[str]] = {}
    for way in some:
        for choice in way.choices:
            found.setdefault(choice, set()).add(way.text)
    return {choice: frozenset(texts) for choice, texts in found.items()}
