"""How the text of a variant is written: every bracket settled, and the seams repaired.

All marks are left out (comments, stray brackets, names of options, who wants what), and of each bracket only the chosen
option is written. A placeholder is written as `____`: what is to stand there nobody has said. Then the seams are
repaired, by the rules of `bracketed.variants.seams`.

A text is cut into segments at lines' ends where no rule looks across. What a segment reads depends on its own brackets
alone, so it is written once for each way to settle those, and neighbours that share most choices share most of their
text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bracketed.draft.draft import Draft
from bracketed.draft.tree import Bracket, Option, Piece, Text, runs_on
from bracketed.source import Span
from bracketed.variants.seams import Repair, Seam, Writer

PLACEHOLDER = "____"
_ENGLISH = frozenset({"the", "of", "and", "to", "in", "for", "shall", "should", "by", "with"})
_NOT_ENGLISH = frozenset({"le", "la", "les", "de", "des", "du", "et", "el", "los", "las", "del", "y", "que", "en"})
# Ways to settle the brackets of one segment that are kept; past them the segment is written anew each time.
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand at `start` in the source; if they are `new`, they stand nowhere in it and would go there."""

    text: str
    start: int
    new: bool = False


@dataclass(frozen=True, slots=True)
class Fork:
    """A bracket in a row of items: what is written of it for each of its lettered options."""

    id: str
    options: Mapping[str, list[Item]]
    start: int
    end: int
    runs_on: bool


Item: TypeAlias = "Words | Fork | Seam"
"""Words, a bracket to be settled, or a place where a mark is left out."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of a text, the brackets in it, and what it reads for each way to settle them that was asked for."""

    items: list[Item]
    brackets: tuple[str, ...]
    kept: dict[tuple[str | None, ...], Passage] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """What a segment reads, its repairs, and for each piece of it where it stands in the source and in the passage."""

    text: str
    repairs: tuple[Repair, ...]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Written:
    """The text of a variant, and what was repaired to get it."""

    passages: tuple[Passage, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The text."""
        text = "".join([passage.text for passage in self.passages])
        # Where the last line was left out, the end of the line before it goes too.
        return text if self.passages[-1].text else text.removesuffix("\n")

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
        self.writer = Writer(draft.lines, frozenset(_labels(draft)), _is_english(draft.source))
        cuts = sorted({offset for p in draft.provisions for offset in (*p.body, p.span.start)})
        items = _items(content, cuts, draft.source)
        self._segments = [_Segment(part, tuple(_brackets_of(part))) for part in _segments(items)]
        self._passages = [self._passage(s.items, {}, True) if not s.brackets else None for s in self._segments]

    @property
    def rows(self) -> tuple[tuple[Item, ...], ...]:
        """The items of each segment, for who writes variants elsewhere."""
        return tuple(tuple(segment.items) for segment in self._segments)

    def write(self, choices: Mapping[str, str], repairs: bool = True) -> Written:
        """Return the text in which the live brackets take these options, with or without repairs at the seams."""
        if not repairs:
            return Written((self._passage([i for s in self._segments for i in s.items], choices, False),))
        return Written(
            tuple(
                [
                    always or self._kept(segment, choices)
                    for always, segment in zip(self._passages, self._segments, strict=True)
                ]
            )
        )

    def pieces(self, choices: Mapping[str, str]) -> Iterator[tuple[tuple[Words, ...], Passage]]:
        """Yield, stretch by stretch, the words that remain in the text, and what is written of them once repaired."""
        for always, segment in zip(self._passages, self._segments, strict=True):
            remaining = tuple([item for item in _settled(segment.items, choices) if isinstance(item, Words)])
            yield remaining, always or self._kept(segment, choices)

    def stretch_of(self, brackets: frozenset[str]) -> tuple[int, int] | None:
        """Return the stretch of segments that depends on these brackets and on no other, with all that does.

        None if others stand between, or if the last line may be left out, which bears on the end of the line before.
        """
        bearing = [number for number, segment in enumerate(self._segments) if not brackets.isdisjoint(segment.brackets)]
        if not bearing:
            return None
        first, last = bearing[0], bearing[-1] + 1
        if any(not brackets.issuperset(segment.brackets) for segment in self._segments[first:last]):
            return None
        words = self._segments[-1].items[:1]
        return (first, last) if words and isinstance(words[0], Words) and words[0].text.strip() else None

    def stretch(self, first: int, last: int | None, choices: Mapping[str, str]) -> str:
        """Return the text of some segments."""
        return "".join(
            [
                (always or self._kept(segment, choices)).text
                for always, segment in zip(self._passages[first:last], self._segments[first:last], strict=True)
            ]
        )

    def _kept(self, segment: _Segment, choices: Mapping[str, str]) -> Passage:
        key = tuple([choices.get(bracket) for bracket in segment.brackets])
        passage = segment.kept.get(key)
        if passage is None:
            passage = self._passage(segment.items, choices, True)
            if len(segment.kept) < _KEPT:
                segment.kept[key] = passage
        return passage

    def _passage(self, items: list[Item], choices: Mapping[str, str], repairs: bool) -> Passage:
        writing = self.writer.begin(repairs, items is self._segments[0].items)
        for item in _settled(items, choices):
            if isinstance(item, Seam):
                writing.seam(item)
            else:
                writing.words(item.text, item.start)
        return Passage(*writing.end())


def _labels(draft: Draft) -> Iterator[str]:
    """Yield the labels, as written, of the provisions that have no others below them."""
    following = [provision.label for provision in draft.provisions[1:]] + [""]
    for provision, label in zip(draft.provisions, following, strict=False):
        if not re.match(rf"{re.escape(provision.label)}[.(]", label):
            yield draft.source[provision.span.start : provision.body.start].strip()


def _is_english(text: str) -> bool:
    """Say whether a text is in English, where "a" is an article; in French it is a verb."""
    words = re.findall(r"\w+", text[:20_000].casefold())
    return sum(word in _ENGLISH for word in words) >= sum(word in _NOT_ENGLISH for word in words)


def _settled(items: list[Item], choices: Mapping[str, str]) -> Iterator[Words | Seam]:
    """Yield what remains when brackets take these options, with a seam at both ends of each bracket."""
    waiting: list[Iterator[Item]] = [iter(items)]
    while waiting:
        item = next(waiting[-1], None)
        if item is None:
            waiting.pop()
        elif not isinstance(item, Fork):
            yield item
        else:
            chosen = item.options.get(choices.get(item.id, ""), [])
            yield Seam(item.start, omitted=not chosen)
            if chosen:
                waiting.append(iter([*chosen, Seam(item.end, runs_on=item.runs_on)]))


def _items(content: tuple[Piece, ...], cuts: list[int], source: str) -> list[Item]:
    items: list[Item] = []
    waiting = [(content, items)]
    while waiting:
        pieces, row = waiting.pop()
        for piece in pieces:
            if isinstance(piece, Text):
                row.extend(_cut(piece, cuts))
            elif not isinstance(piece, Bracket):
                row.append(Seam(piece.span.start))
            elif piece.kind == "placeholder":
                row.append(Words(PLACEHOLDER, piece.span.start, new=True))
            else:
                options: dict[str, list[Item]] = {}
                for part in piece.parts:
                    if isinstance(part, Option):
                        options[part.letter] = []
                        waiting.append((part.content, options[part.letter]))
                row.append(Fork(piece.id, options, *piece.span, runs_on(piece, source)))
    return items


def _cut(piece: Text, cuts: list[int]) -> Iterator[Words]:
    """Cut words at the places where a provision or its text begins or ends."""
    start = piece.span.start
    if start == piece.span.end:
        yield Words(piece.text, start, new=True)
        return
    for cut in cuts[bisect_left(cuts, start + 1) : bisect_left(cuts, piece.span.end)]:
        yield Words(piece.text[start - piece.span.start : cut - piece.span.start], start)
        start = cut
    yield Words(piece.text[start - piece.span.start :], start)


def _segments(items: list[Item]) -> list[list[Item]]:
    """Cut a row of items at ends of lines that have a written line on both sides of them, outside all brackets."""
    segments: list[list[Item]] = [[]]
    before = ""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if not isinstance(item, Words):
            segments[-1].append(item)
            before = ""
            continue
        # Words are parted where provisions begin and end, that is, just where lines do.
        behind = following.text[:1] if isinstance(following, Words) else ""
        start = 0
        for end in _ends_of_lines(before, item.text, behind):
            segments[-1].append(Words(item.text[start:end], item.start + start, item.new))
            segments.append([])
            start = end
        if start < len(item.text):
            segments[-1].append(Words(item.text[start:], item.start + start, item.new))
        before = item.text[-1:]
    return segments


def _ends_of_lines(before: str, text: str, behind: str) -> Iterator[int]:
    """Yield where lines end whose end no repair can touch, given the characters before and behind a text."""
    end = text.find("\n")
    while end >= 0:
        last = text[end - 1] if end else before
        following = text[end + 1 : end + 2] or behind
        # The line's own end is written, so the line does not stand empty, and neither does the next.
        if last and not last.isspace() and following and not following.isspace():
            yield end + 1
        end = text.find("\n", end + 1)


def _brackets_of(items: list[Item]) -> Iterator[str]:
    waiting = [items]
    while waiting:
        for item in waiting.pop():
            if isinstance(item, Fork):
                yield item.id
                waiting.extend(item.options.values())
