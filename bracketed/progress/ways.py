"""The way through the brackets of a provision that explains a later text best.

Brackets make a provision a graph of words: a way through it takes one option of each. The best way is found as the
longest common subsequence is (J. W. Hunt and T. G. Szymanski, "A fast algorithm for computing longest common
subsequences", 1977), word by word over the places at which the later text has the word; where a bracket begins the
search goes on in each option, and where it ends the best is kept for each place (C. Lee, C. Grasso and M. F. Sharlow,
"Multiple sequence alignment using partial order graphs", 2002). Long words count more than short ones, words beside
each other more than words apart, and what a way holds and the later text does not counts against it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import TypeAlias

from bracketed.progress.provisions import stem_of
from bracketed.progress.tokens import Tokens

# What a word of another form counts, what a word counts less that is not there, and more if the one before it is
# before it there too; what leaving out counts less where that is no option.
_FORM = 0.6
_GONE = 0.3
_BESIDE = 0.3
_LEFT_OUT = 0.05
# Words of so many signs count full.
_FULL = 5
# Where a draft has more pairs of equal words, the way is not looked for.
_MOST = 2_000_000
_MOST_PAIRS = 20 * _MOST

# A matched word, or two written as one, and its place, behind those before it.
_Match: TypeAlias = "tuple[tuple[int, ...], int, _Match] | None"
_Beside: TypeAlias = "dict[int, tuple[float, _Match]]"
# A word, two words written as one, or a mark.
_Step: TypeAlias = "tuple[str, tuple[int, ...]]"
_OPEN, _OPTION, _END, _CLOSE = "[", "(", ")", "]"


@cache
def weight_of(word: str) -> float:
    """Return what a word counts, 0 to 1."""
    return min(len(word), _FULL) / _FULL if word.isalpha() else 1.0


def is_small(word: str) -> bool:
    """Return whether a word is so short that it is in most sentences.

    >>> is_small("the"), is_small("port"), is_small("港")
    (True, False, False)
    """
    return len(word) <= 3 and word.isascii() and word.isalpha()


def best_way(
    this: Tokens, words: Sequence[int], settled: Container[int], other: Tokens, target: Sequence[int]
) -> dict[int, int]:
    """Return the counterparts of words of this draft on the way through them that explains the other best.

    Args:
        this: the draft with the brackets.
        words: words of it, in a row.
        settled: the brackets that the way goes through; all others are taken with all their options.
        other: the other draft.
        target: words of it, in a row.

    >>> import bracketed as bt
    >>> one, two = (Tokens(draft, draft.content) for draft in
    ...             (bt.parse("1. Towns [shall act][must not act]."), bt.parse("1. Towns must act.")))
    >>> best_way(one, range(6), {0}, two, range(3))
    {0: 0, 3: 1, 5: 2}
    """
    found = _Places(other, target)
    size = sum(len(found.of(this.words[number])) for number in words)
    if size > _MOST or len(target) * len(words) > _MOST_PAIRS:
        return {}
    last = _followed(this, _steps(this, words, settled), found, len(target))
    way: dict[int, int] = {}
    while last:
        numbers, place, last = last
        way |= dict.fromkeys(numbers, target[place])
    return dict(sorted(way.items()))


class _Places:
    """Where each word is in the target, and what it counts there."""

    def __init__(self, other: Tokens, target: Sequence[int]) -> None:
        self._places: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        for place, number in enumerate(target):
            word = other.words[number]
            self._places.setdefault(word, []).append(place)
            self._stems.setdefault(stem_of(word), []).append(place)
        self._known: dict[str, list[tuple[int, float]]] = {}

    def of(self, word: str) -> list[tuple[int, float]]:
        """Return where a word is, the last place first, and what it counts there."""
        if word not in self._known:
            exact = self._places.get(word, [])
            same = {*exact}
            others = exact if is_small(word) else self._stems.get(stem_of(word), [])
            weight = weight_of(word) * (1 + _GONE)
            form = weight * _FORM
            self._known[word] = [(place, weight if place in same else form) for place in reversed(others)]
        return self._known[word]


class _Search:
    """How far the ways have come.

    For each place up to which the target may have been read it has the worth of the best way there and its last match;
    what all ways have lost is kept apart.
    """

    def __init__(self, size: int) -> None:
        self.worth: list[float] = [0.0] * (size + 1)
        self.matches: list[_Match] = [None] * (size + 1)
        # The ways that end with the word before.
        self.beside: _Beside = {}
        self.lost = 0.0

    def copy(self) -> _Search:
        """Return the same, to go on from here in another option."""
        one = _Search(0)
        one.worth, one.matches, one.beside, one.lost = self.worth[:], self.matches[:], self.beside, self.lost
        return one

    def read(self, numbers: tuple[int, ...], word: str, found: list[tuple[int, float]]) -> None:
        """Go over a word, which may be at each of some places or be gone."""
        ending: _Beside = {}
        worth, matches = self.worth, self.matches
        # From the end, so that the word is not read twice.
        for place, weight in found:
            best, last = worth[place], matches[place]
            near = self.beside.get(place)
            if near and near[0] + _BESIDE > best:
                best, last = near[0] + _BESIDE, near[1]
            best += weight
            match: _Match = (numbers, place, last)
            ending[place + 1] = best, match
            for after in range(place + 1, len(worth)):
                if worth[after] >= best:
                    break
                worth[after], matches[after] = best, match
        self.beside = ending
        self.lost += _GONE * weight_of(word)

    def join(self, other: _Search) -> None:
        """Keep for each place the better of the ways that come together where a bracket ends."""
        more = self.lost - other.lost
        worth, matches = self.worth, self.matches
        for place, value in enumerate(other.worth):
            if value + more > worth[place]:
                worth[place], matches[place] = value + more, other.matches[place]
        if other.beside:
            self.beside = {**self.beside}
            for place, (value, match) in other.beside.items():
                if place not in self.beside or value + more > self.beside[place][0]:
                    self.beside[place] = value + more, match


def _followed(this: Tokens, steps: Sequence[_Step], found: _Places, size: int) -> _Match:
    """Return the last match of the best way."""
    search = _Search(size)
    # For each open bracket how far all had come where it began, the options that match something, and the stem before.
    frames: list[tuple[_Search, list[_Search], tuple[int, ...]]] = []
    touched: list[bool] = []
    for mark, numbers in steps:
        if mark == _OPEN:
            frames.append((search, [], numbers))
        elif mark == _OPTION:
            search = frames[-1][0].copy()
            touched.append(False)
        elif mark == _END:
            if touched.pop():
                frames[-1][1].append(search)
                touched[-1:] = [True] * bool(touched)
        elif mark == _CLOSE:
            search, options, stem = frames.pop()
            if stem:
                # Without the ending that the bracket offers, the word before it is alone.
                word = this.words[stem[0]]
                search.read(stem, word, found.of(word))
            search.lost += _LEFT_OUT
            for option in options:
                search.join(option)
        else:
            places = found.of(mark)
            search.read(numbers, mark, places)
            if places and touched:
                touched[-1] = True
    return search.matches[-1]


class _Steps:
    """Words in a row with marks where the brackets that the way goes through, and their options, begin and end.

    An ending in brackets, as in “report[s]”, is one word with what is before it.
    """

    def __init__(self, this: Tokens) -> None:
        self._this = this
        self.steps: list[_Step] = []
        self._open: tuple[tuple[int, str], ...] = ()
        # The word before each open bracket that is written as one with what is in it.
        self._stems: list[tuple[int, ...]] = []

    def add(self, number: int, choices: tuple[tuple[int, str], ...]) -> None:
        """Add a word that is in some options."""
        fresh = choices != self._open
        if fresh:
            self._leave(choices)
            self._enter(number, choices)
        if fresh and self._stems and self._stems[-1]:
            both = (*self._stems[-1], number)
            self.steps.append(("".join(self._this.words[one] for one in both), both))
        else:
            self.steps.append((self._this.words[number], (number,)))

    def add_end(self) -> None:
        """Close all that is open."""
        self._leave(())

    def _leave(self, choices: tuple[tuple[int, str], ...]) -> None:
        """Close what the next word is not in."""
        same = 0
        while same < min(len(self._open), len(choices)) and self._open[same] == choices[same]:
            same += 1
        for depth in range(len(self._open) - 1, same - 1, -1):
            self.steps.append((_END, ()))
            # Of the outermost of them the next option may begin.
            if depth > same or depth >= len(choices) or choices[depth][0] != self._open[depth][0]:
                self.steps.append((_CLOSE, ()))
                self._stems.pop()
        self._open = self._open[:same]

    def _enter(self, number: int, choices: tuple[tuple[int, str], ...]) -> None:
        """Open what the next word is in."""
        for depth in range(len(self._open), len(choices)):
            if depth == len(self._stems):
                stem: tuple[int, ...] = ()
                if self.steps and self.steps[-1][1] == (number - 1,) and _is_one(self._this, number):
                    stem = self.steps.pop()[1]
                self._stems.append(stem)
                self.steps.append((_OPEN, stem))
            self.steps.append((_OPTION, ()))
        self._open = choices


def _steps(this: Tokens, words: Sequence[int], settled: Container[int]) -> list[_Step]:
    made = _Steps(this)
    around: dict[tuple[int, str], tuple[tuple[int, str], ...]] = {}
    holder, low, high = -2, 0, 0
    choices: tuple[tuple[int, str], ...] = ()
    for number in words:
        # Most words are in the same option as the one before.
        if this.within[number] != holder or not (holder < 0 or low <= number < high):
            holder = this.within[number]
            letter, low, high = this.option_at(holder, number) if holder >= 0 else ("", 0, 0)
            choices = _choices(this, holder, letter, settled, around)
        made.add(number, choices)
    made.add_end()
    return made.steps


def _is_one(this: Tokens, number: int) -> bool:
    """Return whether only the sign of a bracket is between a word and the one before it."""
    return not this.between(number - 1, number).strip("[")


def _choices(
    this: Tokens,
    holder: int,
    letter: str,
    settled: Container[int],
    known: dict[tuple[int, str], tuple[tuple[int, str], ...]],
) -> tuple[tuple[int, str], ...]:
    """Return the brackets around the words of an option and the option in each, the outermost first."""
    key = (holder, letter)
    if key not in known:
        known[key] = tuple(_around(this, holder, letter, settled))[::-1]
    return known[key]


def _around(this: Tokens, holder: int, letter: str, settled: Container[int]) -> Iterator[tuple[int, str]]:
    while holder >= 0:
        if holder in settled:
            yield holder, letter
        letter = this.letter_around(holder)
        holder = this.brackets[holder].parent
