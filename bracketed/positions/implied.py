"""Implied brackets in the text: words outside the brackets that a delegation argues about.

They are contested all the same. `weave` puts them into the option tree, where they then stand like any other bracket.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from bracketed.positions.stances import Implied
from bracketed.source import Span
from bracketed.text.tree import Bracket, Option, Piece, Text


def weave(content: tuple[Piece, ...], implied: Iterable[Implied]) -> tuple[Piece, ...]:
    """Return the pieces with the implied brackets in their places.

    A bracket that has several places stands in the result several times under one id: it is one decision. Its first
    option holds the words (and brackets) that stood in its place; a placeless one does not appear.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties shall report.\\tComment by UK: UK – delete “shall”")
    >>> woven = weave(draft.content, bt.positions(draft).implied)
    >>> [piece.id for piece in woven if isinstance(piece, Bracket)]
    ['4#i1']
    """
    places = [place for item in implied for place in item.places]
    if not places:
        return content
    # A row is the pieces of the whole text, or of one option; each place is put into the innermost row that holds it.
    rows: list[tuple[Piece, ...]] = [content]
    row_of_option: dict[int, int] = {}
    wanted: dict[int, list[Bracket]] = {}
    for place in places:
        row = _innermost(place.span, rows, row_of_option)
        wanted.setdefault(row, []).append(place)
    # Inner rows are known only after outer ones, so the way back is from the end.
    finished: dict[int, tuple[Piece, ...]] = {}
    option_of_row = {row: option for option, row in row_of_option.items()}
    for number in range(len(rows) - 1, -1, -1):
        pieces = tuple(_rebuilt(piece, finished) for piece in rows[number])
        if number in wanted:
            pieces = _put_in(pieces, sorted(wanted[number], key=lambda place: (place.span.start, -place.span.end)))
        if number == 0:
            return pieces
        finished[option_of_row[number]] = pieces
    raise AssertionError("the first row is the whole text")


def _innermost(span: Span, rows: list[tuple[Piece, ...]], row_of_option: dict[int, int]) -> int:
    row = 0
    while True:
        pieces = rows[row]
        # Pieces stand in order, so the one that holds the span is the last that starts before it.
        number = bisect_right(pieces, span.start, key=lambda piece: piece.span.start) - 1
        piece = pieces[number] if number >= 0 else None
        if not isinstance(piece, Bracket):
            return row
        inner = next(
            (
                part
                for part in piece.parts
                if isinstance(part, Option) and part.content and _extent(part).holds(span) and span != piece.span
            ),
            None,
        )
        if inner is None:
            return row
        if id(inner) not in row_of_option:
            row_of_option[id(inner)] = len(rows)
            rows.append(inner.content)
        row = row_of_option[id(inner)]


def _extent(option: Option) -> Span:
    return Span(option.content[0].span.start, option.content[-1].span.end)


def _rebuilt(piece: Piece, finished: dict[int, tuple[Piece, ...]]) -> Piece:
    """Return the piece with those of its options that were woven."""
    if not isinstance(piece, Bracket) or not any(id(part) in finished for part in piece.parts):
        return piece
    parts = tuple(
        replace(part, content=finished[id(part)]) if isinstance(part, Option) and id(part) in finished else part
        for part in piece.parts
    )
    return replace(piece, parts=parts)


def _put_in(pieces: tuple[Piece, ...], places: list[Bracket]) -> tuple[Piece, ...]:
    """Put places, outer before inner, into a row of pieces."""
    row: list[Piece] = []
    rest = pieces
    number = 0
    while number < len(places):
        place = places[number]
        inner = number + 1
        while inner < len(places) and place.span.holds(places[inner].span) and place.span != places[inner].span:
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
    if not held:  # an insertion: its words do not stand in the source
        return place
    first, *others = place.parts
    assert isinstance(first, Option)
    return replace(place, parts=(replace(first, content=held), *others))


def _cut(pieces: tuple[Piece, ...], at: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Cut a row of pieces at the character `at` of the source; only text can be cut in two."""
    before: list[Piece] = []
    for number, piece in enumerate(pieces):
        if piece.span.end <= at and not (piece.span.start == piece.span.end == at):
            before.append(piece)
            continue
        if piece.span.start < at and isinstance(piece, Text):
            cut = at - piece.span.start
            left = Text(piece.text[:cut], Span(piece.span.start, at))
            right = Text(piece.text[cut:], Span(at, piece.span.end))
            return (*before, left), (right, *pieces[number + 1 :])
        return tuple(before), pieces[number:]
    return tuple(before), ()
