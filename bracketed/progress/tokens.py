"""The words of a draft in one row, each with the provision and the bracket that it is in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import TypeAlias

from bracketed.draft.draft import Draft, Provision
from bracketed.draft.outline import SIGNS
from bracketed.draft.tree import Bracket, Option, Piece, Text
from bracketed.source import Span

# Marks of punctuation come and go with the words around them, so they are no words of their own.
_WORD = re.compile(rf"[{SIGNS}%$€£¥°§&]|[^\W_{SIGNS}]+(?:['’][^\W_{SIGNS}]+)*")
# Where words between two others are shown, so much is taken over of what is between them, else a space.
_GAP = 3
_QUOTATION_MARKS = (('"', '"'), ("“", "”"), ("«", "»"), ("„", "“"))

# A rare word has more signs than these, and occurs so often at most, and once more in so many words.
_SHORT = 3
_FEW, _RARE = 3, 1000

# A bracket's number where it ends, an option's letter where that begins and ends.
_Step: TypeAlias = "Piece | Option | int | str"


@dataclass(slots=True)
class BracketRange:
    """The words of a bracket, from `start` up to `end`, and in the same way those of each option that is written."""

    bracket: Bracket
    # The number of the bracket around it, or -1, and how many there are around it.
    parent: int
    depth: int
    start: int
    # Known when the bracket ends, and the options with it.
    end: int = 0
    options: dict[str, tuple[int, int]] = field(default_factory=dict)

    def option(self, letter: str) -> tuple[int, int]:
        """Return the words of an option; of one that is not written, no words where the bracket begins."""
        return self.options.get(letter, (self.start, self.start))


@dataclass(frozen=True, slots=True)
class Unit:
    """The words of a provision, or those between two provisions; `number` is its place among the units."""

    number: int
    provision: Provision | None
    start: int
    end: int
    words: tuple[str, ...] = field(repr=False)

    @property
    def label(self) -> str | None:
        """The provision's label as written; None between two provisions."""
        return self.provision.written if self.provision else None


class Tokens:
    """The words of a draft, without comments and labels, and of a choice all options.

    `words` are folded, so that those which mean the same are equal; `within` is for each the number of the innermost
    bracket, or -1. A bracket of `content` that comments imply holds what is at its place.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.")
    >>> tokens = Tokens(draft, draft.content)
    >>> tokens.words, tokens.within
    (['parties', 'shall', 'should', 'report'], [-1, 0, 0, -1])
    """

    def __init__(
        self, draft: Draft, content: tuple[Piece, ...], names: Mapping[tuple[str, ...], str] | None = None
    ) -> None:
        self.draft = draft
        # Names that the other draft abbreviates, by their first word; the longest first.
        self._names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, short in sorted((names or {}).items(), key=lambda item: -len(item[0])):
            self._names.setdefault(name[0], []).append((name, short))
        self.words: list[str] = []
        self.within: list[int] = []
        self.brackets: list[BracketRange] = []
        self._starts: list[int] = []
        self._lengths: list[int] = []
        self._folded: dict[str, str] = {}
        # For each word its provision's number twice, one more for what follows the provision, or -1.
        self._regions: list[int] = []
        self._read(content)
        self.units = self._units()
        self.unit_of = [0] * len(self.words)
        for number, unit in enumerate(self.units):
            self.unit_of[unit.start : unit.end] = [number] * (unit.end - unit.start)

    def _read(self, content: tuple[Piece, ...]) -> None:
        regions = _regions(self.draft.provisions)
        holders = [-1]
        # A stack of what is to be read, since drafts nest deeper than Python recurses.
        stack: list[_Step] = list(reversed(content))
        while stack:
            piece = stack.pop()
            if isinstance(piece, Text):
                self._add(piece, regions, holders[-1])
            elif isinstance(piece, Bracket):
                number = len(self.brackets)
                self.brackets.append(BracketRange(piece, holders[-1], len(holders) - 1, len(self.words)))
                holders.append(number)
                stack.append(number)
                stack.extend(_written_options(piece))
            elif isinstance(piece, int):
                self.brackets[piece].end = len(self.words)
                holders.pop()
            elif isinstance(piece, str):
                options = self.brackets[holders[-1]].options
                options[piece] = (options.get(piece, (len(self.words), 0))[0], len(self.words))
            elif isinstance(piece, Option):
                stack.append(piece.letter)
                stack.extend(reversed(piece.content))
                stack.append(piece.letter)

    def _add(self, piece: Text, regions: tuple[list[float], list[int | None]], holder: int) -> None:
        ends, numbers = regions
        known, first, begin = self._folded, piece.span.start, len(self.words)
        end: float = -1
        region: int | None = None
        for match in _WORD.finditer(piece.text):
            start = first + match.start()
            # Words come in the order of the text: a new region begins only where the last one has ended.
            if start >= end:
                place = bisect_right(ends, start)
                end, region = ends[place], numbers[place]
            if region is None:
                continue
            word = match[0]
            # Drafts use the same words over and over: each is folded once.
            folded = known.get(word)
            if folded is None:
                folded = known[word] = folded_word(word)
            self.words.append(folded)
            self.within.append(holder)
            self._starts.append(start)
            self._regions.append(region)
            self._lengths.append(len(word))
        if self._names:
            self._abbreviate(begin)

    def _abbreviate(self, begin: int) -> None:
        """Make one word of each name among the words from `begin` on that the other draft abbreviates."""
        for place in range(len(self.words) - 1, begin - 1, -1):
            for name, short in self._names.get(self.words[place], ()):
                end = place + len(name)
                if tuple(self.words[place:end]) == name and self._regions[place] == self._regions[end - 1]:
                    self.words[place] = short
                    self._lengths[place] = self._starts[end - 1] + self._lengths[end - 1] - self._starts[place]
                    for values in (self.words, self.within, self._starts, self._regions, self._lengths):
                        del values[place + 1 : end]
                    break

    def _units(self) -> list[Unit]:
        """Return the provisions with their words, also those without any, and what is between them."""
        units: list[Unit] = []
        at = 0
        # Before the first provision, in each provision, and behind it.
        for number in range(-1, 2 * len(self.draft.provisions)):
            start = at
            while at < len(self._regions) and self._regions[at] == number:
                at += 1
            provision = self.draft.provisions[number // 2] if number >= 0 and number % 2 == 0 else None
            if provision or at > start:
                units.append(Unit(len(units), provision, start, at, tuple(self.words[start:at])))
        return units

    def units_of(self, number: int) -> list[int]:
        """Return the units that a bracket is in; several, if it holds whole provisions."""
        bracket = self.brackets[number]
        if bracket.start < bracket.end:
            return list(range(self.unit_of[bracket.start], self.unit_of[bracket.end - 1] + 1))
        # Without words of its own a bracket is found by the provision that it is in.
        return [self._unit_by_label[bracket.bracket.provision]]

    def inside(self, number: int, unit: int) -> tuple[int, int]:
        """Return the part of a bracket's words that is in a unit; without words, the place next to it there."""
        bracket, around = self.brackets[number], self.units[unit]
        start = min(max(bracket.start, around.start), around.end)
        return start, max(start, min(bracket.end, around.end))

    @cached_property
    def _unit_by_label(self) -> dict[str, int]:
        return {unit.provision.label: n for n, unit in enumerate(self.units) if unit.provision}

    def span(self, number: int) -> Span:
        """Return where a word is in the source."""
        return Span(self._starts[number], self._starts[number] + self._lengths[number])

    def text(self, numbers: Sequence[int]) -> str:
        """Return some words in a row as they are written."""
        source = self.draft.source
        parts: list[str] = []
        end = None
        for number in numbers:
            # What is between two words is kept, a comma or a hyphen, but no bracket, comment or label.
            start = self._starts[number]
            between = "" if end is None else source[end:start]
            parts.append(between if len(between) <= _GAP and "[" not in between and "]" not in between else " ")
            end = start + self._lengths[number]
            parts.append(source[start:end])
        text = " ".join("".join(parts).split())
        return text if end is None else self._quoted(text, self._starts[numbers[0]], end)

    def _quoted(self, text: str, start: int, end: int) -> str:
        """Return words with the sign that a quotation has before or behind them, if they have the other one alone."""
        source = self.draft.source
        for first, last in _QUOTATION_MARKS:
            uneven = text.count(first) % 2 if first == last else text.count(first) - text.count(last)
            if uneven and source[:start].endswith(first) and (first == last or uneven < 0):
                return first + text
            if uneven > 0 and source.startswith(last, end):
                return text + last
        return text

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word occurs in the draft."""
        return Counter(self.words)

    def is_rare(self, word: str) -> bool:
        """Return whether a word occurs so seldom in the draft that it shows where something is from."""
        return len(word) > _SHORT and self.counts[word] <= _FEW + len(self.words) / _RARE

    def between(self, word: int, following: int) -> str:
        """Return what is written between two words, of which the first may be missing (-1)."""
        start = self.span(word).end if word >= 0 else 0
        return self.draft.source[start : self._starts[following] if following < len(self._starts) else None]

    def option_words(self, number: int, letter: str) -> list[str]:
        """Return the words of an option, also of one that comments imply and that is not in the text."""
        bracket = self.brackets[number]
        if letter in bracket.options:
            return self.words[slice(*bracket.options[letter])]
        text = next((option.text for option in bracket.bracket.options if option.letter == letter), "")
        return [folded_word(match[0]) for match in _WORD.finditer(text)]

    def option_at(self, number: int, word: int) -> tuple[str, int, int]:
        """Return the option of a bracket that a word is in, and the words of the option."""
        options = self.brackets[number].options
        found = ((letter, start, end) for letter, (start, end) in options.items() if start <= word < end)
        return next(found, ("", word, word))

    def letter_around(self, number: int) -> str:
        """Return the letter of the option that a bracket is in, or "" outside all brackets."""
        bracket = self.brackets[number]
        if bracket.parent < 0:
            return ""
        outer = self.brackets[bracket.parent]
        if bracket.bracket.parent and bracket.bracket.parent[0] == outer.bracket.id:
            return bracket.bracket.parent[1]
        # Words that a comment would change may hold brackets of the text.
        return next(iter(outer.options), "")

    def enclosing(self, number: int) -> Iterator[int]:
        """Yield a bracket and those around it, the innermost first; of number -1, none."""
        while number >= 0:
            yield number
            number = self.brackets[number].parent


def folded_word(word: str) -> str:
    """Return a word so that two of them that mean the same are equal."""
    word = word.casefold().replace("’", "'")
    # Which of the two is written depends on the next word, so on what became of a bracket.
    return "a" if word == "an" else word


def _written_options(bracket: Bracket) -> list[_Step]:
    """Return the options of a bracket whose words are in the text, the last first."""
    if bracket.kind == "placeholder":
        # What is to be filled in is not there yet; a note on it may hold brackets.
        pieces = [piece for option in bracket.options for piece in option.content]
        return [piece for piece in reversed(pieces) if isinstance(piece, Bracket)]
    options: list[_Step] = [part for part in bracket.parts if isinstance(part, Option)]
    if bracket.origin == "comment":
        # Only its first option is in the text, and if it inserts, none.
        options = options[: bracket.span.start < bracket.span.end]
    return options[::-1]


def _regions(provisions: Sequence[Provision]) -> tuple[list[float], list[int | None]]:
    """Return where the regions of a draft end, and the number of each: see `Tokens`; None is a label."""
    starts: list[float] = [*(provision.span.start for provision in provisions), inf]
    ends = [starts[0]]
    numbers: list[int | None] = [-1]
    for number, (provision, following) in enumerate(zip(provisions, starts[1:], strict=True)):
        ends += [min(provision.body.start, following), min(provision.span.end, following), following]
        numbers += [None, 2 * number, 2 * number + 1]
    return ends, numbers
