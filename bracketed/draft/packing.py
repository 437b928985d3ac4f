"""Option trees as flat rows, so that a draft travels quickly to another process however deep its brackets nest.

Python's own way to pickle goes down a tree by calling itself, and ends at some hundred levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from bracketed.draft.tree import Bracket, Mark, Option, Piece, Text
from bracketed.source import Span

PackedRow: TypeAlias = tuple[Any, ...] | None
"""A text, a mark, or the head of a bracket or an option; the parts of a head follow it, and None ends them."""

_TEXT, _MARK, _BRACKET, _OPTION = range(4)


def packed(pieces: Sequence[Piece], source: str) -> list[PackedRow]:
    """Return pieces as flat rows; words of the source are not repeated in them.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.")
    >>> for row in packed(draft.content, draft.source):
    ...     print(row)
    (0, 0, 11, None)
    (2, 11, 18, '4#1', 'optional', 'text', '4', True, None, 0, True)
    (1, 11, 12, 'open', None)
    (3, 'a', '', '', False)
    (0, 12, 17, None)
    None
    (1, 17, 18, 'close', None)
    None
    (0, 18, 26, None)
    """
    rows: list[PackedRow] = []
    waiting: list[Piece | Option | None] = [*reversed(pieces)]
    while waiting:
        piece = waiting.pop()
        if piece is None:
            rows.append(None)
        elif isinstance(piece, Option):
            rows.append((_OPTION, piece.letter, piece.label, piece.owner, piece.holds_place))
            waiting += [None, *reversed(piece.content)]
        elif isinstance(piece, Bracket):
            head = (piece.id, piece.kind, piece.origin, piece.provision, piece.offers_omit, piece.parent, piece.depth)
            rows.append((_BRACKET, *piece.span, *head, piece.is_choice))
            waiting += [None, *reversed(piece.parts)]
        else:
            # Only words that comments imply are not in the source.
            words = None if piece.text == source[slice(*piece.span)] else piece.text
            kind = (piece.kind,) if isinstance(piece, Mark) else ()
            rows.append((_MARK if kind else _TEXT, *piece.span, *kind, words))
    return rows


def unpacked(rows: Sequence[PackedRow], source: str) -> tuple[Piece, ...]:
    """Return the pieces that were packed."""
    row: list[Any] = []
    around: list[tuple[tuple[Any, ...], list[Any]]] = []
    for packed_row in rows:
        match packed_row:
            case None:
                head, outer = around.pop()
                outer.append(_with_parts(head, tuple(row)))
                row = outer
            case (sort, start, end, words) if sort == _TEXT:
                row.append(Text(source[start:end] if words is None else words, Span(start, end)))
            case (sort, start, end, kind, words) if sort == _MARK:
                row.append(Mark(kind, source[start:end] if words is None else words, Span(start, end)))
            case head:
                around.append((head, row))
                row = []
    return tuple(row)


def _with_parts(head: tuple[Any, ...], parts: tuple[Any, ...]) -> Bracket | Option:
    if head[0] == _OPTION:
        _, letter, label, owner, holds_place = head
        return Option(letter, parts, label, owner, holds_place)
    _, start, end, id_, kind, origin, provision, offers_omit, parent, depth, is_choice = head
    return Bracket(id_, kind, origin, provision, parts, offers_omit, Span(start, end), parent, depth, is_choice)
