"""How the text of a variant is written: every bracket settled, and the seams repaired.

All marks are left out (comments, stray brackets, names of options, who wants what), and of each bracket only the chosen
option is written. A placeholder is written as `____`: what is to stand there nobody has said. Then the seams are
repaired, by the rules of `bracketed.variants.seams`.

A text is cut into segments at lines' ends where no rule looks across. What a segment reads depends on its own brackets
alone, so it is written once for each way to settle those, and neighbours that share most choices share most of their
text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bracketed.source import Span
from bracketed.text.conventions import languages_of
from bracketed.text.draft import Draft
from bracketed.text.tree import Bracket, Option, Piece, Text, runs_on
from bracketed.variants.seams import Repair, Seam, Writer

PLACEHOLDER = "____"
# Ways to settle the brackets of one segment that are kept; past them the segment is written anew each time.
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Choice:
    id: str
    options: Mapping[str, list[_Item]]
    start: int
    end: int
    runs_on: bool


_Item: TypeAlias = "_Words | _Choice | Seam"


@dataclass(frozen=True, slots=True)
class _Passage:
    """What a segment reads, its repairs, and for each piece of it where it stands in the source and in the passage."""

    text: str
    repairs: tuple[Repair, ...]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Written:
    """The text of a variant, and what was repaired to get it."""

    passages: tuple[_Passage, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The text."""
        return "".join([passage.text for passage in self.passages])

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The repairs, in the order of the text."""
        return tuple(repair for passage in self.passages for repair in passage.repairs)

    def between(self, span: Span) -> str:
        """Return what is written of a stretch of the source, without white space at its ends.

        The stretch begins and ends where a provision or its text does.
        """
        starts: list[int] = []
        places: list[int] = []
        length = 0
        for passage in self.passages:
            for start, place in passage.places:
                starts.append(start)
                places.append(length + place)
            length += len(passage.text)
        places.append(length)
        return self.text[places[bisect_left(starts, span.start)] : places[bisect_left(starts, span.end)]].strip()


class Wording:
    """The text of a draft, prepared for writing its variants.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] submit an [annual] report[, if any].")
    >>> written = Wording(draft, draft.content).write({"4#1": "a", "4#2": "omit", "4#3": "omit"})
    >>> written.text
    '4. Parties shall submit a report.'
    >>> [repair.rule for repair in written.repairs]
    ['doubled space', 'a or an']
    """

    def __init__(self, draft: Draft, content: tuple[Piece, ...]) -> None:
        labels = frozenset(draft.source[p.span.start : p.body.start].strip() for p in draft.provisions)
        self._writer = Writer(draft.lines, labels, english=not languages_of(draft.source))
        cuts = sorted({offset for p in draft.provisions for offset in (*p.body, p.span.start)})
        self._segments = _segments(_items(content, cuts, draft.source))
        self._brackets = [tuple(_brackets_of(items)) for items in self._segments]
        self._kept: list[dict[tuple[str | None, ...], _Passage]] = [{} for _ in self._segments]

    def write(self, choices: Mapping[str, str], repairs: bool = True) -> Written:
        """Return the text in which the live brackets take these options, with or without repairs at the seams."""
        if not repairs:
            return Written((self._passage([item for items in self._segments for item in items], choices, False),))
        passages = []
        for items, brackets, kept in zip(self._segments, self._brackets, self._kept, strict=True):
            key = tuple([choices.get(bracket) for bracket in brackets])
            passage = kept.get(key)
            if passage is None:
                passage = self._passage(items, choices, True)
                if len(kept) < _KEPT:
                    kept[key] = passage
            passages.append(passage)
        return Written(tuple(passages))

    def _passage(self, items: list[_Item], choices: Mapping[str, str], repairs: bool) -> _Passage:
        writing = self._writer.begin(repairs)
        for item in _settled(items, choices):
            if isinstance(item, Seam):
                writing.seam(item)
            else:
                writing.words(item.text, item.start)
        return _Passage(*writing.end())


def _settled(items: list[_Item], choices: Mapping[str, str]) -> Iterator[_Words | Seam]:
    """Yield what remains when brackets take these options, with a seam at both ends of each bracket."""
    waiting: list[Iterator[_Item]] = [iter(items)]
    while waiting:
        item = next(waiting[-1], None)
        if item is None:
            waiting.pop()
        elif not isinstance(item, _Choice):
            yield item
        else:
            chosen = item.options.get(choices.get(item.id, ""), [])
            yield Seam(item.start, omitted=not chosen)
            if chosen:
                waiting.append(iter([*chosen, Seam(item.end, runs_on=item.runs_on)]))


def _items(content: tuple[Piece, ...], cuts: list[int], source: str) -> list[_Item]:
    items: list[_Item] = []
    waiting = [(content, items)]
    while waiting:
        pieces, row = waiting.pop()
        for piece in pieces:
            if isinstance(piece, Text):
                row.extend(_cut(piece, cuts))
            elif not isinstance(piece, Bracket):
                row.append(Seam(piece.span.start))
            elif piece.kind == "placeholder":
                row.append(_Words(PLACEHOLDER, piece.span.start))
            else:
                options: dict[str, list[_Item]] = {}
                for part in piece.parts:
                    if isinstance(part, Option):
                        options[part.letter] = []
                        waiting.append((part.content, options[part.letter]))
                row.append(_Choice(piece.id, options, *piece.span, runs_on(piece, source)))
    return items


def _cut(piece: Text, cuts: list[int]) -> Iterator[_Words]:
    """Cut words at the places where a provision or its text begins or ends."""
    start = piece.span.start
    for cut in cuts[bisect_left(cuts, start + 1) : bisect_left(cuts, piece.span.end)]:
        yield _Words(piece.text[start - piece.span.start : cut - piece.span.start], start)
        start = cut
    yield _Words(piece.text[start - piece.span.start :], start)


def _segments(items: list[_Item]) -> list[list[_Item]]:
    """Cut a row of items at ends of lines that have a written line on both sides of them, outside all brackets."""
    segments: list[list[_Item]] = [[]]
    for item in items:
        rest = item
        while isinstance(rest, _Words) and (end := _end_of_line(rest.text)):
            segments[-1].append(_Words(rest.text[:end], rest.start))
            segments.append([])
            rest = _Words(rest.text[end:], rest.start + end)
        segments[-1].append(rest)
    return segments


def _end_of_line(text: str) -> int:
    """Return where the first line ends whose end no repair can touch, or 0."""
    end = text.find("\n")
    while end >= 0:
        # The line's own end is written, the line does not stand empty, and neither does the next.
        if end > 1 and not text[end - 1].isspace() and len(text) > end + 1 and not text[end + 1].isspace():
            return end + 1
        end = text.find("\n", end + 1)
    return 0


def _brackets_of(items: list[_Item]) -> Iterator[str]:
    waiting = [items]
    while waiting:
        for item in waiting.pop():
            if isinstance(item, _Choice):
                yield item.id
                waiting.extend(item.options.values())
