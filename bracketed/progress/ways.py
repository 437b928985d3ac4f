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

# What a word of another form counts, what a word counts less that is not there, and more if the one before it stands
# before it there too; what leaving out counts less where that is no option.
_FORM = 0.6
_GONE = 0.3
_BESIDE = 0.3
_LEFT_OUT = 0.05
# Words of so many signs count full.
_FULL = 5
# Where a draft has more pairs of equal words, the way is not looked for.
_MOST = 2_000_000

# A matched word, or two written as one, and its place, behind those before it.
_Match: TypeAlias = "tuple[tuple[int, ...], int, _Match] | None"
_Beside: TypeAlias = "dict[int, tuple[float, _Match]]"
_State: TypeAlias = "tuple[list[float], list[_Match], _Beside, float]"
# A word, two words written as one, or a mark.
_Step: TypeAlias = "tuple[str, tuple[int, ...]]"
_OPEN, _OPTION, _END, _CLOSE = "[", "(", ")", "]"


@cache
def weight_of(word: str) -> float:
    """Return what a word counts, 0 to 1."""
    return min(len(word), _FULL) / _FULL if word.isalpha() else 1.0


def is_small(word: str) -> bool:
    """Return whether a word is so short that it stands in most sentences.

    >>> is_small("the"), is_small("port"), is_small("港")
    (True, False, False)
    """
    return len(word) <= 3 and word.isascii() and word.isalpha()


def best_way(
    this: Tokens, words: Sequence[int], settled: Container[int], other: Tokens, target: Sequence[int]
) -> dict[int, int]:
    """Return the words of the other draft that stand for those of this one on the way that explains them best.

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
    places: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    for place, word in enumerate(target):
        places.setdefault(other.words[word], []).append(place)
        stems.setdefault(stem_of(other.words[word]), []).append(place)
    known: dict[str, list[tuple[int, float]]] = {}
    size = 0
    for word in (this.words[number] for number in words):
        if word not in known:
            known[word] = _places(word, places, stems)
        size += len(known[word])
    if size > _MOST or len(target) * len(words) > 20 * _MOST:
        return {}
    last = _followed(this, _steps(this, words, settled), known, len(target), places, stems)
    found: dict[int, int] = {}
    while last:
        numbers, place, last = last
        found |= dict.fromkeys(numbers, target[place])
    return dict(sorted(found.items()))


def _places(word: str, places: dict[str, list[int]], stems: dict[str, list[int]]) -> list[tuple[int, float]]:
    """Return where a word stands in the target, the last place first, and what it counts there."""
    weight = weight_of(word) * (1 + _GONE)
    exact = places.get(word, ())
    if is_small(word):
        return [(place, weight) for place in reversed(exact)]
    others = stems.get(stem_of(word), ())
    if len(others) == len(exact):
        return [(place, weight) for place in reversed(exact)]
    return [(place, weight if place in exact else weight * _FORM) for place in reversed(others)]


def _followed(
    this: Tokens,
    steps: Sequence[_Step],
    known: dict[str, list[tuple[int, float]]],
    size: int,
    places: dict[str, list[int]],
    stems: dict[str, list[int]],
) -> _Match:
    # For each place up to which the target may have been read, the worth of the best way there and its last match;
    # what all ways have lost is kept apart.
    worth: list[float] = [0.0] * (size + 1)
    matches: list[_Match] = [None] * (size + 1)
    beside: _Beside = {}
    lost = 0.0
    # For each open bracket how far all had come where it began, and where the options that match something end.
    frames: list[tuple[_State, list[_State], tuple[int, ...]]] = []
    touched: list[bool] = []
    for mark, numbers in steps:
        if mark == _OPTION:
            (worth, matches, beside, lost), _, _ = frames[-1]
            worth, matches = worth[:], matches[:]
            touched.append(False)
        elif mark == _END:
            if touched.pop():
                frames[-1][1].append((worth, matches, beside, lost))
                if touched:
                    touched[-1] = True
        elif mark == _OPEN:
            frames.append(((worth, matches, beside, lost), [], numbers))
        elif mark == _CLOSE:
            (worth, matches, beside, lost), ends, stem = frames.pop()
            if stem:
                # Without the ending that the bracket offers, the word before it stands alone.
                word = this.words[stem[0]]
                beside = _read(stem, known[word], worth, matches, beside)
                lost -= _GONE * weight_of(word)
            worth, matches, beside = _merged((worth, matches, beside, lost - _LEFT_OUT), ends)
            lost -= _LEFT_OUT
        else:
            if mark not in known:
                known[mark] = _places(mark, places, stems)
            if known[mark]:
                beside = _read(numbers, known[mark], worth, matches, beside)
                if touched:
                    touched[-1] = True
            else:
                beside = {}
            lost -= _GONE * weight_of(mark)
    return matches[-1]


def _read(
    numbers: tuple[int, ...],
    found: list[tuple[int, float]],
    worth: list[float],
    matches: list[_Match],
    beside: _Beside,
) -> _Beside:
    """Go over a word: it may stand at each of some places; return the ways that end with it."""
    ending: _Beside = {}
    # From the end, so that the word is not read twice.
    for place, weight in found:
        best, last = worth[place], matches[place]
        near = beside.get(place)
        if near and near[0] + _BESIDE > best:
            best, last = near[0] + _BESIDE, near[1]
        best += weight
        match: _Match = (numbers, place, last)
        ending[place + 1] = best, match
        for after in range(place + 1, len(worth)):
            if worth[after] >= best:
                break
            worth[after], matches[after] = best, match
    return ending


def _merged(start: _State, ends: Sequence[_State]) -> tuple[list[float], list[_Match], _Beside]:
    """Return for each place the best of the ways that come together where a bracket ends."""
    worth, matches, beside, lost = start
    for others, their_matches, their_beside, their_loss in ends:
        more = their_loss - lost
        for place, other in enumerate(others):
            if other + more > worth[place]:
                worth[place], matches[place] = other + more, their_matches[place]
        if their_beside:
            beside = {**beside}
            for place, (other, match) in their_beside.items():
                if place not in beside or other + more > beside[place][0]:
                    beside[place] = other + more, match
    return worth, matches, beside


def _steps(this: Tokens, words: Sequence[int], settled: Container[int]) -> list[_Step]:
    """Return words in a row with marks where the brackets that the way goes through, and their options, begin and end.

    An ending in brackets, as in “report[s]”, is one word with what stands before it.
    """
    steps: list[_Step] = []
    open_: list[tuple[int, str]] = []
    # The word before each open bracket that is written as one with what is in it.
    stems: list[tuple[int, ...]] = []
    around: dict[tuple[int, str], tuple[tuple[int, str], ...]] = {}
    holder, low, high = -2, 0, 0
    choices: tuple[tuple[int, str], ...] = ()
    for number in words:
        # Most words stand in the same option as the one before.
        if this.within[number] == holder and (holder < 0 or low <= number < high):
            steps.append((this.words[number], (number,)))
            continue
        holder = this.within[number]
        letter, low, high = this.option_at(holder, number) if holder >= 0 else ("", 0, 0)
        choices = _choices(this, holder, letter, settled, around)
        same = 0
        while same < len(open_) and same < len(choices) and open_[same] == choices[same]:
            same += 1
        for depth in range(len(open_) - 1, same - 1, -1):
            steps.append((_END, ()))
            # Of the outermost of them the next option may begin.
            if depth > same or depth >= len(choices) or choices[depth][0] != open_[depth][0]:
                steps.append((_CLOSE, ()))
                stems.pop()
        fresh = False
        for depth in range(same, len(choices)):
            goes_on = depth == same and depth < len(open_) and open_[depth][0] == choices[depth][0]
            if not goes_on:
                stem: tuple[int, ...] = ()
                if steps and steps[-1][1] and this.brackets[choices[depth][0]].start == number:
                    before = steps[-1][1]
                    if len(before) == 1 and before[0] == number - 1 and _is_one(this, number):
                        stem = before
                        steps.pop()
                stems.append(stem)
                steps.append((_OPEN, stem))
            steps.append((_OPTION, ()))
            fresh = True
        if fresh and stems and stems[-1]:
            both = (*stems[-1], number)
            steps.append(("".join(this.words[one] for one in both), both))
        else:
            steps.append((this.words[number], (number,)))
        open_ = [*choices]
    for _ in open_:
        steps += [(_END, ()), (_CLOSE, ())]
    return steps


def _is_one(this: Tokens, number: int) -> bool:
    """Return whether only the sign of a bracket stands between a word and the one before it."""
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
