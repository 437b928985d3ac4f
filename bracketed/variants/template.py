"""How the text of a variant is written: every bracket settled, and the seams repaired.

All marks are left out (comments, stray brackets, names of options, attributions), and of each bracket only the chosen
option is written. A placeholder is written as `____`, since its words are still open. Then the seams are repaired, by
the rules of `bracketed.variants.repairs`.

A text is cut into segments at the ends of lines across which no rule reaches. What a segment reads depends on its own
brackets alone, so it is written once for each way to settle those, and variants that share most choices share most of
their text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket, Mark, Option, Piece, Text
from bracketed.source import Span
from bracketed.variants.list_items import ItemLabels
from bracketed.variants.passages import Junction, Passage, PassageWriter
from bracketed.variants.repairs import DraftStyle, Repair, Seam, Words
from bracketed.variants.word_rules import odd_signs

PLACEHOLDER = "____"
_ENGLISH = frozenset({"the", "of", "and", "to", "in", "for", "shall", "should", "by", "with"})
_NOT_ENGLISH = frozenset({"le", "la", "les", "de", "des", "du", "et", "el", "los", "las", "del", "y", "que", "en"})
# Ways to settle the brackets of one segment that are kept; past them the segment is written anew each time.
_KNOWN = 4096


@dataclass(frozen=True, slots=True)
class Fork:
    """A bracket in a row of items: what is written of it for each of its lettered options.

    Its words begin at `start`. `several` says that it holds several of them. `lost` are, for each letter that is chosen
    and for `omit`, the signs of emphasis of which the other options have an odd number.
    """

    id: str
    options: Mapping[str, list[Item]]
    start: int
    end: int
    several: bool
    lost: Mapping[str, frozenset[str]]


Item: TypeAlias = "Words | Fork | Seam"
"""Words, a bracket to be settled, or a place where a mark is left out."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A part of a text, the brackets in it, and what it reads for the ways to settle them that came up so far."""

    items: list[Item]
    brackets: tuple[str, ...]
    known: dict[tuple[str | None, ...], Passage] = field(default_factory=dict)


@dataclass(frozen=True)
class CleanText:
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

    @property
    def junctions(self) -> Iterator[Junction]:
        """Where words meet in the text that did not in the source, in the order of the text."""
        length = 0
        for passage in self.passages:
            for junction in passage.junctions:
                yield replace(junction, place=length + junction.place)
            length += len(passage.text)

    def between(self, span: Span) -> str:
        """Return what is written of a part of the source, without white space at its ends.

        The part begins and ends where a provision or its text does.
        """
        # Pieces of the source end where provisions do, so a provision begins with a piece.
        starts: list[int] = []
        places: list[int] = []
        length = 0
        for passage in self.passages:
            starts += [place.at for place in passage.places]
            places += [length + place.place for place in passage.places]
            length += len(passage.text)
        places.append(length)
        return self.text[places[bisect_left(starts, span.start)] : places[bisect_left(starts, span.end)]].strip()


class TextTemplate:
    """The text of a draft, prepared for writing its variants.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] submit an [annual] report[, if any].")
    >>> clean = TextTemplate(draft, draft.content).write({"4#1": "a", "4#2": "omit", "4#3": "omit"})
    >>> clean.text
    '4. Parties shall submit a report.'
    >>> [repair.rule for repair in clean.repairs]
    ['doubled space', 'a or an']
    """

    def __init__(self, draft: Draft, content: tuple[Piece, ...]) -> None:
        self.style = DraftStyle(draft.lines, ItemLabels(_labels(draft)), _is_english(draft.source))
        cuts = sorted({offset for p in draft.provisions for offset in (*p.body, p.span.start)})
        items = _items(content, cuts, draft.source)
        self._segments = [_Segment(part, tuple(_brackets_of(part))) for part in _segments(items, self.style.labels)]
        # What segments without brackets read, which is always the same.
        self._fixed = [None if s.brackets else self._passage(s.items, {}, True) for s in self._segments]

    @property
    def rows(self) -> tuple[tuple[Item, ...], ...]:
        """The items of each segment, for programs that write variants elsewhere."""
        return tuple(tuple(segment.items) for segment in self._segments)

    def write(self, choices: Mapping[str, str], repairs: bool = True) -> CleanText:
        """Return the text in which the live brackets take these options, with or without repairs at the seams."""
        if not repairs:
            return CleanText((self._passage([i for s in self._segments for i in s.items], choices, False),))
        return CleanText(tuple(self._passages(choices)))

    def segments_of(self, brackets: frozenset[str]) -> tuple[int, int] | None:
        """Return the row of segments that depends on these brackets and on no other: its first, and the one behind.

        None if others are between, or none depends on them.
        """
        bearing = [number for number, segment in enumerate(self._segments) if not brackets.isdisjoint(segment.brackets)]
        if not bearing:
            return None
        first, last = bearing[0], bearing[-1] + 1
        # Segments without brackets may be among them, since they read the same whatever is chosen.
        is_own = all(brackets.issuperset(segment.brackets) for segment in self._segments[first:last])
        return (first, last) if is_own else None

    def text(self, first: int, last: int | None, choices: Mapping[str, str]) -> str:
        """Return the text of some segments."""
        return "".join([passage.text for passage in self._passages(choices, first, last)])

    def _passages(self, choices: Mapping[str, str], first: int = 0, last: int | None = None) -> list[Passage]:
        return [
            fixed or self._known(segment, choices)
            for fixed, segment in zip(self._fixed[first:last], self._segments[first:last], strict=True)
        ]

    def _known(self, segment: _Segment, choices: Mapping[str, str]) -> Passage:
        # A bracket that is not live has None here, which is one way more to settle it.
        key = tuple([choices.get(bracket) for bracket in segment.brackets])
        passage = segment.known.get(key)
        if passage is None:
            passage = self._passage(segment.items, choices, True)
            # A paragraph with forty brackets has more readings than fit in memory.
            if len(segment.known) < _KNOWN:
                segment.known[key] = passage
        return passage

    def _passage(self, items: list[Item], choices: Mapping[str, str], repairs: bool) -> Passage:
        writer = PassageWriter(self.style, items is self._segments[0].items)
        return writer.write(item for item in remaining(items, choices) if repairs or isinstance(item, Words))


def _labels(draft: Draft) -> Iterator[str]:
    """Yield the labels, as written, of the provisions that have no others below them."""
    # The label of a provision with others below it has lost nothing when its own words go: it leads to theirs.
    following = [provision.label for provision in draft.provisions[1:]] + [""]
    for provision, label in zip(draft.provisions, following, strict=False):
        if not label.startswith((f"{provision.label}.", f"{provision.label}(")):
            yield draft.source[provision.span.start : provision.body.start].strip()


def _is_english(text: str) -> bool:
    # In French "a" is a verb, and no article.
    words = re.findall(r"\w+", text[:20_000].casefold())
    # A draft that is too short to decide is taken for English.
    return sum(word in _ENGLISH for word in words) >= sum(word in _NOT_ENGLISH for word in words)


def remaining(items: Iterable[Item], choices: Mapping[str, str]) -> Iterator[Words | Seam]:
    """Yield what remains when brackets take these options, with a seam at both ends of each bracket."""
    # A stack of rows, since brackets nest as deep as a draft likes.
    waiting: list[Iterator[Item]] = [iter(items)]
    while waiting:
        item = next(waiting[-1], None)
        if item is None:
            waiting.pop()
        elif not isinstance(item, Fork):
            yield item
        else:
            letter = choices.get(item.id, OMIT)
            chosen = item.options.get(letter, [])
            lost = item.lost.get(letter, frozenset())
            yield Seam(item.start, not chosen, item.several, lost=lost)
            if chosen:
                waiting.append(iter([*chosen, Seam(item.end, several=item.several, closes=True)]))


def _items(content: tuple[Piece, ...], cuts: list[int], source: str) -> list[Item]:
    items: list[Item] = []
    waiting = [(content, items)]
    while waiting:
        pieces, row = waiting.pop()
        for piece in pieces:
            if isinstance(piece, Text):
                row.extend(_cut(piece, cuts))
            elif not isinstance(piece, Bracket):
                # Most marks are between words, not in one.
                row.append(Seam(piece.span.start, several=True, closes=True))
            elif piece.kind == "placeholder":
                row.append(Words(PLACEHOLDER, piece.span.start, new=True))
            else:
                options: dict[str, list[Item]] = {option.letter: [] for option in _lettered(piece)}
                for option in _lettered(piece):
                    if option.holds_place:
                        # "[shall][other]": to take "other" is to leave a blank for a word that is still to be found.
                        options[option.letter].append(Words(PLACEHOLDER, option.content[0].span.start, new=True))
                    else:
                        waiting.append((option.content, options[option.letter]))
                row.append(_fork(piece, options, source))
                slash = _slash(piece, source)
                if slash is not None and options:
                    # What is in the option is still waiting, so the slash comes in front of it.
                    next(iter(options.values())).append(Words(slash.text, slash.span.start))
    return items


def _lettered(bracket: Bracket) -> list[Option]:
    return [part for part in bracket.parts if isinstance(part, Option)]


def _fork(bracket: Bracket, options: Mapping[str, list[Item]], source: str) -> Fork:
    # What an option is called goes with the mark in front: a small letter behind it begins no sentence.
    starts = [option.content[0].span.start for option in _lettered(bracket) if option.content]
    # Words in comments are never a part of a word in the text.
    several = bracket.origin == "comment" or any(source.find(blank, *bracket.span) >= 0 for blank in " \t\n")
    start = starts[0] if starts else bracket.span.start
    return Fork(bracket.id, options, start, bracket.span.end, several, _lost(bracket, source))


def _slash(bracket: Bracket, source: str) -> Mark | None:
    """Return the slash with which a bracket behind a word begins: `and[/or]` is "and/or" or "and"."""
    start = bracket.span.start
    if not start or not source[start - 1].isalnum():
        return None
    first = next((part for part in bracket.parts if not isinstance(part, Mark) or part.kind != "open"), None)
    return first if isinstance(first, Mark) and first.kind == "separator" and first.text == "/" else None


def _lost(bracket: Bracket, source: str) -> Mapping[str, frozenset[str]]:
    """Return what signs of emphasis lose their partner when an option is chosen, or none; often there are none."""
    if "*" not in source[slice(*bracket.span)]:
        return {}
    signs = {
        option.letter: odd_signs(source[option.content[0].span.start : option.content[-1].span.end])
        for option in _lettered(bracket)
        if option.content
    }
    return {
        letter: frozenset(sign for other, odd in signs.items() if other != letter for sign in odd)
        for letter in (*signs, OMIT)
    }


def _cut(piece: Text, cuts: list[int]) -> Iterator[Words]:
    """Yield words cut where a provision or its text begins or ends, so that each can be found in what is written."""
    start = piece.span.start
    if start == piece.span.end:
        # Words that a comment requests.
        yield Words(piece.text, start, new=True)
        return
    for cut in cuts[bisect_left(cuts, start + 1) : bisect_left(cuts, piece.span.end)]:
        yield Words(piece.text[start - piece.span.start : cut - piece.span.start], start)
        start = cut
    yield Words(piece.text[start - piece.span.start :], start)


@dataclass(slots=True)
class _Line:
    """A line of a row of items, and where it begins: the item, and the place in it. All in a bracket is one line."""

    item: int
    start: int
    # The words in front of its first bracket or mark, between others, and behind the last.
    words: list[str] = field(default_factory=lambda: [""])

    def is_empty(self) -> bool:
        return len(self.words) == 1 and not self.words[0].strip()

    def has_own_ends(self) -> bool:
        # No repair reaches across a line end between words outside brackets.
        last = self.words[-1].rstrip("\r\n")
        return bool(self.words[0].strip() and last) and not last[-1].isspace()

    def may_go(self, labels: ItemLabels) -> bool:
        """Return whether the line may be left out, as its brackets are settled."""
        return len(self.words) > 1 and labels.is_bare("".join(self.words))


def _segments(items: list[Item], labels: ItemLabels) -> list[list[Item]]:
    """Cut a row of items between lines, outside all brackets, where neither side changes how the other is written."""
    cuts: dict[int, list[int]] = {}
    for line in _cuts([*_lines(items)], labels):
        cuts.setdefault(line.item, []).append(line.start)
    segments: list[list[Item]] = [[]]
    for number, item in enumerate(items):
        start = 0
        for end in cuts.get(number, ()):
            assert isinstance(item, Words)
            if start < end:
                segments[-1].append(Words(item.text[start:end], item.start + start, item.new))
            segments.append([])
            start = end
        segments[-1].append(Words(item.text[start:], item.start + start, item.new) if isinstance(item, Words) else item)
    return segments


def _cuts(lines: list[_Line], labels: ItemLabels) -> list[_Line]:
    """Return the lines in front of which a text is cut."""
    cuts: list[_Line] = []
    behind: _Line | None = None
    stays_behind = touches = False
    # From the end on, since what follows a line decides whether the text may be cut behind it.
    for line in reversed(lines):
        if line.is_empty():
            # It belongs to the line in front of it.
            touches = stays_behind = False
            continue
        own_ends = line.has_own_ends()
        stays = own_ends and not line.may_go(labels)
        if behind is not None and own_ends and behind.has_own_ends():
            # Where a line is left out between empty lines, one of those goes too. So lines that may go are parted only
            # if a line that stays follows before the next empty one; and a lead goes or stays with its list.
            leads = "".join(line.words).rstrip().endswith(":")
            if (stays and not behind.may_go(labels)) or (touches and stays_behind and not leads):
                cuts.append(behind)
        stays_behind = stays or (touches and stays_behind)
        behind, touches = line, True
    return cuts[::-1]


def _lines(items: list[Item]) -> Iterator[_Line]:
    line = _Line(0, 0)
    for number, item in enumerate(items):
        if not isinstance(item, Words):
            line.words.append("")
            continue
        start = 0
        while (end := item.text.find("\n", start) + 1) > 0:
            line.words[-1] += item.text[start:end]
            yield line
            # Words that go on in the next item begin a line there.
            line = _Line(number, end) if end < len(item.text) else _Line(number + 1, 0)
            start = end
        line.words[-1] += item.text[start:]
    yield line


def _brackets_of(items: list[Item]) -> Iterator[str]:
    waiting = [items]
    while waiting:
        for item in waiting.pop():
            if isinstance(item, Fork):
                yield item.id
                waiting.extend(item.options.values())
