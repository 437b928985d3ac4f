"""Names for what was read: ids for brackets and letters for options.

An id says where a bracket stands, so the names are given from the outermost bracket inwards, and the final values are
made from the innermost outwards. Neither recurses: brackets may be nested a thousand deep.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from bracketed.draft.draft import Provision
from bracketed.draft.tree import Bracket, Mark, Option, Piece
from bracketed.parsing.nodes import RawChoice, RawOption, RawPiece


def letter(number: int) -> str:
    """Return the letter of option `number`, counted from 0: a to z, then aa, ab …

    >>> letter(0), letter(25), letter(26), letter(702)
    ('a', 'z', 'aa', 'aaa')
    """
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = ascii_lowercase[digit] + letters
    return letters


@dataclass(slots=True)
class _Named:
    """A choice with all that its bracket will need but its inner brackets."""

    choice: RawChoice
    id: str
    provision: str
    parent: tuple[str, str] | None
    depth: int


class _Ids:
    """Gives out ids: the one that a bracket which begins here has already, or the next that is free behind a prefix."""

    def __init__(self, known: Iterable[tuple[int, str]]) -> None:
        self._known: dict[tuple[int, str], str] = {}
        self._last: dict[str, int] = {}
        for start, id_ in known:
            prefix, number = _parted(id_)
            self._known.setdefault((start, prefix), id_)
            self._last[prefix] = max(number, self._last.get(prefix, 0))

    def next(self, prefix: str, start: int) -> str:
        known = self._known.get((start, prefix))
        if known:
            return known
        self._last[prefix] = self._last.get(prefix, 0) + 1
        return f"{prefix}{self._last[prefix]}"


def _parted(id_: str) -> tuple[str, int]:
    number = re.search(r"\d+$", id_)
    assert number
    return id_[: number.start()], int(number[0])


def name_choices(
    pieces: Sequence[RawPiece],
    provisions: tuple[Provision, ...],
    holders: Mapping[int, tuple[str, str]],
    known: Iterable[tuple[int, str]] = (),
) -> tuple[Piece, ...]:
    """Give every choice its id and every option its letter, and return the finished pieces.

    An id is that of the bracket around and the letter of its option, or the label of the provision where that is
    another one. `holders` are the names of choices between options and their provisions, by where they begin; `known`
    are the ids that brackets which begin at these places keep.
    """
    starts = [provision.span.start for provision in provisions]
    ids = _Ids(known)
    named: list[_Named] = []
    waiting: list[_Named] = []
    for piece in pieces:
        if isinstance(piece, RawChoice):
            name, label = _place_of(piece, starts, provisions, holders)
            waiting.append(_Named(piece, ids.next(f"{name}#", piece.span.start), label, None, 0))
    waiting.reverse()
    while waiting:
        outer = waiting.pop()
        named.append(outer)
        options = [part for part in outer.choice.parts if isinstance(part, RawOption)]
        inner: list[_Named] = []
        for number, option in enumerate(options):
            place = letter(number)
            for choice in (piece for piece in option.content if isinstance(piece, RawChoice)):
                name, label = _place_of(choice, starts, provisions, holders)
                prefix = f"{outer.id}{place}." if label == outer.provision else f"{name}#"
                id_ = ids.next(prefix, choice.span.start)
                inner.append(_Named(choice, id_, label, (outer.id, place), outer.depth + 1))
        waiting.extend(reversed(inner))
    made: dict[int, Bracket] = {}
    for item in reversed(named):
        made[id(item.choice)] = _bracket(item, made)
    return tuple(made[id(piece)] if isinstance(piece, RawChoice) else piece for piece in pieces)


def _place_of(
    choice: RawChoice, starts: list[int], provisions: tuple[Provision, ...], holders: Mapping[int, tuple[str, str]]
) -> tuple[str, str]:
    """Return the label that a choice is called by, and that of the provision in which it stands."""
    held = holders.get(choice.span.start)
    if held is not None and any(isinstance(part, Mark) and part.kind == "label" for part in choice.parts):
        return held
    label = provisions[max(0, bisect_right(starts, choice.span.start) - 1)].label
    return label, label


def _bracket(item: _Named, made: dict[int, Bracket]) -> Bracket:
    parts: list[Mark | Option] = []
    count = 0
    for part in item.choice.parts:
        if isinstance(part, Mark):
            parts.append(part)
            continue
        content = tuple(made[id(piece)] if isinstance(piece, RawChoice) else piece for piece in part.content)
        parts.append(Option(letter(count), content, part.label, part.owner, part.holds_place))
        count += 1
    return Bracket(
        id=item.id,
        kind=item.choice.kind,
        origin="text",
        provision=item.provision,
        parts=tuple(parts),
        offers_omit=item.choice.offers_omit,
        span=item.choice.span,
        parent=item.parent,
        depth=item.depth,
    )
