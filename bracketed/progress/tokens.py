"""A draft as a row of words that know in which provision and in which bracket they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf
from typing import TypeAlias

from bracketed.draft.draft import Draft, Provision
from bracketed.draft.outline import SIGNS
from bracketed.draft.tree import Bracket, Option, Piece, Text

# Marks of punctuation come and go with the words around them, so they are no words of their own.
_WORD = re.compile(rf"[{SIGNS}%$€£¥°§&]|[^\W_{SIGNS}]+(?:['’][^\W_{SIGNS}]+)*")
# Where words between two others are shown, so much is taken over of what stands between them, else a space.
_GAP = 3

# A bracket's number where it ends, an option's letter where that begins and ends.
_Step: TypeAlias = "Piece | Option | int | str"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bracket in a row of words: the words from `start` up to `end`, and those of each lettered option."""

    bracket: Bracket
    parent: int
    depth: int
    start: int
    end: int
    options: tuple[tuple[str, int, int], ...]

    def option(self, letter: str) -> tuple[int, int]:
        """Return the words of an option; of one that is not written, no words where the bracket begins."""
        return next(((start, end) for known, start, end in self.options if known == letter), (self.start, self.start))


@dataclass(slots=True)
class _Opened:
    bracket: Bracket
    parent: int
    depth: int
    start: int
    end: int = 0
    options: dict[str, tuple[int, int]] = field(default_factory=dict)

    def stretch(self) -> Stretch:
        options = tuple((letter, *bounds) for letter, bounds in self.options.items())
        return Stretch(self.bracket, self.parent, self.depth, self.start, self.end, options)


@dataclass(frozen=True, slots=True)
class Unit:
    """A provision in a row of words, or with None what stands between two provisions."""

    provision: Provision | None
    start: int
    end: int


class Row:
    """The words of a draft, without comments and labels, and of a choice all options.

    `words` are folded, so that those which mean the same are equal; `within` is for each the number of the innermost
    bracket, or -1. A bracket of `content` that comments imply holds what stands at its place.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.")
    >>> row = Row(draft, draft.content)
    >>> row.words, row.within
    (['parties', 'shall', 'should', 'report'], [-1, 0, 0, -1])
    """

    def __init__(self, draft: Draft, content: tuple[Piece, ...]) -> None:
        self.draft = draft
        self.words: list[str] = []
        self.within: list[int] = []
        self._starts: list[int] = []
        self._lengths: list[int] = []
        self._folded: dict[str, str] = {}
        self._units: list[int] = []
        self._read(content)
        self.units = self._cut()
        self.unit_of = [0] * len(self.words)
        for number, unit in enumerate(self.units):
            self.unit_of[unit.start : unit.end] = [number] * (unit.end - unit.start)

    def _read(self, content: tuple[Piece, ...]) -> None:
        """Walk through the pieces, noting for each bracket and option where its words begin and end."""
        bounds = _Bounds(self.draft.provisions)
        opened: list[_Opened] = []
        holding: list[int] = []
        stack: list[_Step] = list(reversed(content))
        while stack:
            piece = stack.pop()
            if isinstance(piece, Text):
                self._add(piece, bounds, holding[-1] if holding else -1)
            elif isinstance(piece, Bracket):
                number = len(opened)
                opened.append(_Opened(piece, holding[-1] if holding else -1, len(holding), len(self.words)))
                holding.append(number)
                stack.append(number)
                stack.extend(_options(piece))
            elif isinstance(piece, int):
                opened[piece].end = len(self.words)
                holding.pop()
            elif isinstance(piece, str):
                bounds_of = opened[holding[-1]].options
                bounds_of[piece] = (bounds_of.get(piece, (len(self.words), 0))[0], len(self.words))
            elif isinstance(piece, Option):
                stack.append(piece.letter)
                stack.extend(reversed(piece.content))
                stack.append(piece.letter)
        self.brackets = [one.stretch() for one in opened]

    def _add(self, piece: Text, bounds: _Bounds, holder: int) -> None:
        known, first = self._folded, piece.span.start
        unit, end = bounds.stretch(first)
        for found in _WORD.finditer(piece.text):
            start = first + found.start()
            if start >= end:
                unit, end = bounds.stretch(start)
            if unit is None:
                continue
            word = found[0]
            folded = known.get(word)
            if folded is None:
                folded = known[word] = _folded(word)
            self.words.append(folded)
            self.within.append(holder)
            self._starts.append(start)
            self._units.append(unit)
            self._lengths.append(len(word))

    def _cut(self) -> list[Unit]:
        """Return the provisions with their words, also those without any, and what stands between them."""
        units: list[Unit] = []
        at = 0
        for number in range(-1, 2 * len(self.draft.provisions)):
            start = at
            while at < len(self._units) and self._units[at] == number:
                at += 1
            provision = self.draft.provisions[number // 2] if number >= 0 and number % 2 == 0 else None
            if provision or at > start:
                units.append(Unit(provision, start, at))
        return units

    def units_of(self, number: int) -> list[int]:
        """Return the units that a bracket stands in; several, if it holds whole provisions."""
        stretch = self.brackets[number]
        if stretch.start < stretch.end:
            return list(range(self.unit_of[stretch.start], self.unit_of[stretch.end - 1] + 1))
        return [self._unit_by_label[stretch.bracket.provision]]

    @cached_property
    def _unit_by_label(self) -> dict[str, int]:
        return {unit.provision.label: n for n, unit in enumerate(self.units) if unit.provision}

    def text(self, numbers: Sequence[int]) -> str:
        """Return some words in a row as they are written."""
        source = self.draft.source
        parts: list[str] = []
        end = None
        for number in numbers:
            between = "" if end is None else source[end : self._starts[number]]
            parts.append(between if len(between) <= _GAP and "[" not in between and "]" not in between else " ")
            end = self._starts[number] + self._lengths[number]
            parts.append(source[self._starts[number] : end])
        return " ".join("".join(parts).split())

    def option_words(self, number: int, letter: str) -> list[str]:
        """Return the words of an option, also of one that comments imply and that does not stand in the text."""
        stretch = self.brackets[number]
        if any(known == letter for known, _, _ in stretch.options):
            return self.words[slice(*stretch.option(letter))]
        text = next((option.text for option in stretch.bracket.options if option.letter == letter), "")
        return [_folded(found[0]) for found in _WORD.finditer(text)]

    def letter_around(self, number: int) -> str:
        """Return the letter of the option that a bracket stands in, or "" outside all brackets."""
        stretch = self.brackets[number]
        if stretch.parent < 0:
            return ""
        outer = self.brackets[stretch.parent]
        if stretch.bracket.parent and stretch.bracket.parent[0] == outer.bracket.id:
            return stretch.bracket.parent[1]
        # Words that a comment would change may hold brackets of the text.
        return outer.options[0][0] if outer.options else ""

    def chain(self, word: int) -> Iterator[int]:
        """Yield the brackets around a word, the innermost first."""
        if self.within[word] >= 0:
            yield self.within[word]
            yield from self.around(self.within[word])

    def around(self, number: int) -> Iterator[int]:
        """Yield the brackets around a bracket, the innermost first."""
        holder = self.brackets[number].parent
        while holder >= 0:
            yield holder
            holder = self.brackets[holder].parent


def _folded(word: str) -> str:
    """Return a word so that two of them that mean the same are equal."""
    word = word.casefold().replace("’", "'")
    # Which of the two is written depends on the next word, so on what became of a bracket.
    return "a" if word == "an" else word


def _options(bracket: Bracket) -> list[Option]:
    """Return the options of a bracket whose words stand in the text, the last first."""
    if bracket.kind == "placeholder":
        # What is to be filled in is not there yet.
        return []
    options = [part for part in bracket.parts if isinstance(part, Option)]
    if bracket.origin == "comment":
        # Only its first option stands in the text, and if it inserts, none.
        options = options[: bracket.span.start < bracket.span.end]
    return options[::-1]


class _Bounds:
    """Tells in which provision a character stands, asked from left to right."""

    def __init__(self, provisions: tuple[Provision, ...]) -> None:
        self._provisions = provisions
        self._number = -1

    def stretch(self, offset: int) -> tuple[int | None, float]:
        """Return twice the provision's number, one more behind it, None in its label; and where that ends."""
        following = self._number + 1
        while following < len(self._provisions) and self._provisions[following].span.start <= offset:
            self._number = following
            following += 1
        end = self._provisions[following].span.start if following < len(self._provisions) else inf
        if self._number < 0:
            return -1, end
        provision = self._provisions[self._number]
        if offset < provision.body.start:
            return None, min(end, provision.body.start)
        if offset < provision.span.end:
            return 2 * self._number, min(end, provision.span.end)
        return 2 * self._number + 1, end
