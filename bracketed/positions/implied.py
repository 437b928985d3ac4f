"""Implied brackets in the text: words outside the brackets that a delegation argues about.

They are contested all the same. `insert_implied` puts them into the option tree, where they are like any other bracket.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bracketed.draft.tree import Bracket, Option, Piece, Text, brackets_in
from bracketed.positions.phrase_index import Place
from bracketed.positions.positions import ImpliedBracket
from bracketed.source import Span


def insert_implied(content: tuple[Piece, ...], implied: Iterable[ImpliedBracket]) -> tuple[Piece, ...]:
    """Return the pieces with the implied brackets in their places.

    A bracket that has several places stands in the result several times under one id: it is one decision. Its first
    option holds the words (and brackets) that stood in its place; a placeless one does not appear.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties shall report.\\tComment by UK: UK – delete “shall”")
    >>> woven = insert_implied(draft.content, bt.positions(draft).implied)
    >>> [piece.id for piece in woven if isinstance(piece, Bracket)]
    ['4#i1']
    """
    wanted: dict[Place, list[Bracket]] = {}
    for item in implied:
        for place in item.places:
            wanted.setdefault(place.parent, []).append(place)
    if not wanted:
        return content
    brackets = {bracket.id: bracket for bracket in brackets_in(content)}
    # The brackets in which something changes: those with a place in one of their options, and those around them.
    touched: set[str] = set()
    for parent in wanted:
        while parent is not None and parent[0] not in touched:
            touched.add(parent[0])
            parent = brackets[parent[0]].parent
    # Inner brackets first, so that an outer one is rebuilt with what was made of the inner ones.
    made: dict[str, Bracket] = {}
    for bracket in sorted((brackets[name] for name in touched), key=lambda bracket: -bracket.depth):
        made[bracket.id] = replace(
            bracket,
            parts=tuple(
                replace(part, content=_woven(part.content, made, wanted.get((bracket.id, part.letter), ())))
                if isinstance(part, Option)
                else part
                for part in bracket.parts
            ),
        )
    return _woven(content, made, wanted.get(None, ()))


def _woven(pieces: tuple[Piece, ...], made: dict[str, Bracket], places: Iterable[Bracket]) -> tuple[Piece, ...]:
    """Return a row of pieces with its brackets as they were made anew and with the places in it."""
    row = tuple(made.get(piece.id, piece) if isinstance(piece, Bracket) else piece for piece in pieces)
    return _put_in(row, sorted(places, key=_before))


def _before(place: Bracket) -> tuple[int, bool, int]:
    """Order places by where they stand: an insertion before the words that begin there, outer before inner."""
    return place.span.start, place.span.start < place.span.end, -place.span.end


def _stands_in(inner: Span, outer: Span) -> bool:
    """Say whether a place belongs into another; an insertion at an end of contested words stands beside them."""
    if inner.start == inner.end:
        return outer.start < inner.start < outer.end
    return outer.holds(inner) and outer != inner


def _put_in(pieces: tuple[Piece, ...], places: list[Bracket]) -> tuple[Piece, ...]:
    """Put places, outer before inner, into a row of pieces."""
    row: list[Piece] = []
    rest = pieces
    number = 0
    while number < len(places):
        place = places[number]
        inner = number + 1
        while inner < len(places) and _stands_in(places[inner].span, place.span):
            inner += 1
        before, rest = _cut(rest, place.span.start)
        held, rest = _cut(rest, place.span.end)
        row.extend(before)
        row.append(_filled(place, _put_in(held, places[number + 1 : inner])))
        number = inner
    row.extend(rest)
    return tuple(row)


def _filled(place: Bracket, held: tuple[Piece, ...]) -> Bracket:
    """Return the implied bracket with what stood in its place as its first option."""
    if place.span.start == place.span.end:  # an insertion: its words do not stand in the source
        return place
    first, *others = place.parts
    assert isinstance(first, Option)
    return replace(place, parts=(replace(first, content=held), *others))


def _cut(pieces: tuple[Piece, ...], at: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Cut a row of pieces at the character `at` of the source; only text can be cut in two."""
    before: list[Piece] = []
    for number, piece in enumerate(pieces):
        if piece.span.end <= at:
            before.append(piece)
            continue
        if piece.span.start < at and isinstance(piece, Text):
            cut = at - piece.span.start
            left = Text(piece.text[:cut], Span(piece.span.start, at))
            right = Text(piece.text[cut:], Span(at, piece.span.end))
            return (*before, left), (right, *pieces[number + 1 :])
        return tuple(before), pieces[number:]
    return tuple(before), ()
