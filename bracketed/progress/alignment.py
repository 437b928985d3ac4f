"""Which provisions of two drafts are the same, and which of their words.

Inside a pair of provisions, words are aligned by their longest common subsequence (H. Hyyrö, "Bit-parallel LCS-length
computation revisited", 2004, as rapidfuzz does it).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias, TypeVar

from bracketed.progress.tokens import Tokens, Unit

# Shares of neighbouring words from which two provisions are the same one, and from which a part of one is in the other.
_SAME = 0.3
_PART = 0.5
# At least so many pairs of neighbouring words make a part, and so many words in a row have moved.
_LEAST = 3
_RUN = 4
# Pairs of words that more units have say nothing of which is which; so many of the words of one must be in another one
# that is at its place.
_MANY = 12
_LIKE = 0.25
# Where the words of both sides multiply to more, runs that occur once are aligned first.
_LARGEST = 200_000_000

Key = TypeVar("Key")
_Words: TypeAlias = tuple[str, ...]
_Pairs: TypeAlias = list[tuple[int, int]]
_Neighbours: TypeAlias = dict[tuple[str, str], None]
Group: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""Provisions of the earlier draft, by their numbers, and those of the later one that they have become."""


class Side:
    """One draft of two, and how it is aligned with the other."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        # For each word its counterpart in the other draft, or -1, and the words whose counterpart stands elsewhere.
        self.to = [-1] * len(tokens.words)
        self.moved: set[int] = set()
        # For each unit its group, or -1, and where its words begin among those of the group.
        self.group = [-1] * len(tokens.units)
        self.offset = [0] * len(tokens.units)
        # For each group the words of this draft in it.
        self.sequences: list[list[int]] = []

    def place(self, word: int, unit: int) -> int:
        """Return where a word of a unit stands, or would stand, among the words of the group."""
        return self.offset[unit] + word - self.tokens.units[unit].start


@dataclass(frozen=True)
class Alignment:
    """Two drafts aligned: groups of provisions, and both sides."""

    groups: list[Group]
    old: Side
    new: Side


def align(old: Tokens, new: Tokens) -> Alignment:
    """Align two drafts.

    >>> import bracketed as bt
    >>> one = bt.parse("1. States report every year.\\n2. Forests are protected by States.")
    >>> two = bt.parse("1. Forests are well protected by States.\\n2. States report every year.")
    >>> align(*(Tokens(draft, draft.content) for draft in (one, two))).groups
    [((0,), (1,)), ((1,), (0,))]
    """
    groups = _groups(old, new)
    one, two = Side(old), Side(new)
    # Numbers are compared faster than words.
    ids: dict[str, int] = {}
    first, second = ([ids.setdefault(word, len(ids)) for word in tokens.words] for tokens in (old, new))
    for number, group in enumerate(groups):
        for side, units in zip((one, two), group, strict=True):
            sequence: list[int] = []
            for unit in units:
                side.group[unit] = number
                side.offset[unit] = len(sequence)
                sequence += range(side.tokens.units[unit].start, side.tokens.units[unit].end)
            side.sequences.append(sequence)
        # Only inside a group: common words would find counterparts in any other provision.
        align_words(first, second, one.sequences[number], two.sequences[number], one.to)
    for word, other in enumerate(one.to):
        if other >= 0:
            two.to[other] = word
    # Words without counterpart may have moved: they are looked for last, wherever they stand.
    _find_moved(first, second, one, two)
    return Alignment(groups, one, two)


def align_words(old: Sequence[int], new: Sequence[int], one: Sequence[int], two: Sequence[int], to: list[int]) -> None:
    """Align some words of both drafts, and note it in `to`."""
    from rapidfuzz.distance import Indel

    first, second = [old[word] for word in one], [new[word] for word in two]
    if len(first) * len(second) > _LARGEST and first != second:
        _align_large(old, new, one, two, to)
        return
    end = other_end = 0
    blocks = [(block.a, block.b, block.size) for block in Indel.opcodes(first, second).as_matching_blocks()]
    # The last block is empty and stands at both ends, so that each real one has a next.
    for (start, other, size), (following, opposite, _) in pairwise(blocks):
        before = min(start - end, other - other_end)
        end, other_end = start + size, other + size
        # Equal words alone between words that were replaced are a chance likeness, as of “of the”.
        if before <= 2 * size or min(following - end, opposite - other_end) <= 2 * size:
            for offset in range(size):
                to[one[start + offset]] = two[other + offset]


def _align_large(old: Sequence[int], new: Sequence[int], one: Sequence[int], two: Sequence[int], to: list[int]) -> None:
    """Align words between runs that occur once on both sides; where there are none, they stay without counterpart."""
    runs = _unique_runs(old, new, one, two)
    kept = [runs[place] for place in longest_rising([other for _, other in runs])]
    if not kept:
        return
    end = other_end = 0
    for start, other in [*kept, (len(one), len(two))]:
        # Runs overlap where a longer one occurs once.
        if start < end or other < other_end:
            continue
        between, opposite = one[end:start], two[other_end:other]
        if len(between) * len(opposite) <= _LARGEST:
            align_words(old, new, between, opposite, to)
        length = min(_RUN, len(one) - start)
        for offset in range(length):
            to[one[start + offset]] = two[other + offset]
        end, other_end = start + length, other + length


def _unique_runs(old: Sequence[int], new: Sequence[int], one: Sequence[int], two: Sequence[int]) -> _Pairs:
    """Return the places at which runs of words begin that occur once on both sides."""
    found: list[dict[tuple[int, ...], int]] = []
    for ids, words in ((old, one), (new, two)):
        places: dict[tuple[int, ...], int] = {}
        for place in range(len(words) - _RUN + 1):
            run = tuple(ids[word] for word in words[place : place + _RUN])
            # One that occurs twice does not say which of the two is meant.
            places[run] = -1 if run in places else place
        found.append(places)
    return [(place, other) for run, place in found[0].items() if place >= 0 and (other := found[1].get(run, -1)) >= 0]


def longest_rising(values: Sequence[int]) -> list[int]:
    """Return the places of a longest rising subsequence.

    >>> longest_rising([3, 1, 2, 5, 4])
    [1, 2, 4]
    """
    # For each length the least value that a rising subsequence ends with, and its place (patience sorting).
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        # From the left: equal values do not rise, so one takes the place of the other.
        at = bisect_left(tails, value)
        before.append(last[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        last[at : at + 1] = [place]
    found = []
    place = last[-1] if last else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


def _find_moved(old: Sequence[int], new: Sequence[int], one: Side, two: Side) -> None:
    """Align runs of words that have no counterpart yet and occur once among such words on both sides."""
    left = [word for word, other in enumerate(one.to) if other < 0]
    right = [word for word, other in enumerate(two.to) if other < 0]
    for place, other in _unique_runs(old, new, left, right):
        run, opposite = left[place : place + _RUN], right[other : other + _RUN]
        # Words with a counterpart lie between them.
        if run[-1] - run[0] != _RUN - 1 or opposite[-1] - opposite[0] != _RUN - 1:
            continue
        for word, counterpart in zip(run, opposite, strict=True):
            # Runs overlap, so one before may have aligned these words.
            if one.to[word] < 0 and two.to[counterpart] < 0:
                one.to[word], two.to[counterpart] = counterpart, word
                one.moved.add(word)
                two.moved.add(counterpart)


def _groups(old: Tokens, new: Tokens) -> list[Group]:
    """Return which units are the same, split and merged; those without counterpart are in none."""
    # From what is certain to what is likely, so that no likely pair takes a provision from a certain one: those that
    # are equal, those that share most pairs of neighbouring words, and those that are left between the same two. One
    # that shares words with several others was split or merged.
    pairs = _equal(old.units, new.units)
    to, back = dict(pairs), {m: n for n, m in pairs}
    one, two = [u for u in old.units if u.number not in to], [u for u in new.units if u.number not in back]
    shared = _Shared(one, two)
    pairs += shared.likely()
    pairs += _by_place(old.units, new.units, pairs)
    return _joined(pairs, shared.parts(pairs), shared)


def _are_alike(one: Unit, other: Unit) -> bool:
    """Return whether two units are both provisions, or both what stands between provisions."""
    return (one.provision is None) == (other.provision is None)


def _equal(old: Sequence[Unit], new: Sequence[Unit]) -> _Pairs:
    """Return the units of equal words: first those in the same order, then those that occur once on both sides."""
    from rapidfuzz.distance import Indel

    ids: dict[_Words, int] = {}
    sides = [
        [(unit.number, ids.setdefault(unit.words, len(ids))) for unit in units if unit.words] for units in (old, new)
    ]
    pairs: _Pairs = []
    for block in Indel.opcodes(*([id_ for _, id_ in side] for side in sides)).as_matching_blocks():
        pairs += [(sides[0][block.a + k][0], sides[1][block.b + k][0]) for k in range(block.size)]
    once: list[dict[int, int]] = []
    for number, side in enumerate(sides):
        taken = {pair[number] for pair in pairs}
        left = [(n, id_) for n, id_ in side if n not in taken]
        counts = Counter(id_ for _, id_ in left)
        once.append({id_: n for n, id_ in left if counts[id_] == 1})
    # A short paragraph, such as “Agreed”, may well stand elsewhere by chance.
    return pairs + [(n, once[1][id_]) for id_, n in once[0].items() if id_ in once[1] and len(old[n].words) >= _LEAST]


class _Shared:
    """The pairs of neighbouring words that units without equal have in common."""

    def __init__(self, old: Sequence[Unit], new: Sequence[Unit]) -> None:
        self._units = {unit.number: unit for unit in old}, {unit.number: unit for unit in new}
        self.old, self.new = _distinctive(old), _distinctive(new)
        holders: dict[tuple[str, str], list[int]] = {}
        for m, found in self.new.items():
            for pair in found:
                holders.setdefault(pair, []).append(m)
        self.counts = {n: Counter(m for pair in found for m in holders.get(pair, ())) for n, found in self.old.items()}

    def likely(self) -> _Pairs:
        """Return the pairs that are most alike."""
        # Of those equally alike, the ones that keep their label and their place.
        ranked = []
        for n, counts in self.counts.items():
            for m, count in counts.items():
                one, two = self._units[0][n], self._units[1][m]
                alike = 2 * count / (len(self.old[n]) + len(self.new[m]))
                # A short provision that went into a long one shares little of both together, but much of its own.
                part = count / min(len(self.old[n]), len(self.new[m]))
                if _are_alike(one, two) and (alike >= _SAME or (part >= _PART and count >= _LEAST)):
                    ranked.append((-alike, one.label != two.label, abs(n - m), n, m))
        return best_pairs((n, m) for *_, n, m in sorted(ranked))

    def parts(self, pairs: _Pairs) -> _Pairs:
        """Return which units without counterpart are a part of one that has another counterpart."""
        to, back = dict(pairs), {m: n for n, m in pairs}
        best: dict[tuple[bool, int], tuple[int, int, int]] = {}
        for n, counts in self.counts.items():
            for m, count in counts.items():
                # A part has no counterpart, and what it is a part of has another one.
                if count < _LEAST or (n in to) == (m in back):
                    continue
                # What the other counterpart has too says nothing of where the rest has gone.
                if n in to:
                    own, rest = self.new[m].keys(), self.old[n].keys() - self.new.get(to[n], {}).keys()
                else:
                    own, rest = self.old[n].keys(), self.new[m].keys() - self.old.get(back[m], {}).keys()
                size = len(own & rest)
                if size >= _PART * len(own):
                    key = (n in to, m if n in to else n)
                    best[key] = max(best.get(key, (0, n, m)), (size, n, m), key=lambda one: one[0])
        return [(n, m) for _, n, m in best.values()]

    def in_order_of(self, whole: int, parts: list[int], whole_is_old: bool) -> tuple[int, ...]:
        """Return units in the order in which their words stand in one of the other draft that holds them."""
        mine, theirs = (self.old, self.new) if whole_is_old else (self.new, self.old)
        ranks = {pair: rank for rank, pair in enumerate(mine.get(whole, ()))}

        # The median: a few pairs of one part may stand in another one by chance.
        def middle(part: int) -> tuple[int, int]:
            places = sorted(ranks[pair] for pair in theirs.get(part, ()) if pair in ranks) or [len(ranks)]
            return places[len(places) // 2], part

        return tuple(sorted(parts, key=middle))


def best_pairs(ranked: Iterable[tuple[Key, Key]]) -> list[tuple[Key, Key]]:
    """Return of pairs, the best first, those of which neither member is in a better one.

    >>> best_pairs([(1, 2), (1, 3), (4, 2), (4, 3)])
    [(1, 2), (4, 3)]
    """
    pairs: dict[Key, Key] = {}
    taken: set[Key] = set()
    for one, other in ranked:
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return [*pairs.items()]


def _distinctive(units: Sequence[Unit]) -> dict[int, _Neighbours]:
    """Return the pairs of neighbouring words of each unit, in order, without those that many units have."""
    # Of one word, the word itself. A unit of nothing but pairs that many have keeps them.
    pairs = {
        unit.number: dict.fromkeys(pairwise(unit.words)) or {("", unit.words[0]): None} for unit in units if unit.words
    }
    counts = Counter(pair for found in pairs.values() for pair in found)
    return {n: {pair: None for pair in found if counts[pair] <= _MANY} or found for n, found in pairs.items()}


def _by_place(old: Sequence[Unit], new: Sequence[Unit], pairs: _Pairs) -> _Pairs:
    """Return pairs of units between the same neighbours that have a word in common, or the same label and no words."""
    # A provision of few words shares no pair of neighbouring words once one of them has changed.
    gaps: list[dict[tuple[int, int], list[Unit]]] = []
    for side, units in enumerate((old, new)):
        numbers = {pair[side]: number for number, pair in enumerate(pairs)}
        found: dict[tuple[int, int], list[Unit]] = {}
        before = -1
        waiting: list[Unit] = []
        for unit in units:
            if unit.number not in numbers:
                waiting.append(unit)
                continue
            found[before, numbers[unit.number]] = waiting
            before, waiting = numbers[unit.number], []
        # The end of the draft is a neighbour too, with the same number on both sides.
        found[before, len(pairs)] = waiting
        gaps.append(found)
    more: _Pairs = []
    for gap, units in gaps[0].items():
        others = gaps[1].get(gap, [])
        for one in units:
            for two in others:
                first, second = set(one.words), set(two.words)
                alone = len(units) == len(others) == 1 and _are_alike(one, two)
                same = one.label == two.label or alone
                if same and len(first & second) >= _LIKE * min(len(first), len(second)):
                    more.append((one.number, two.number))
                    others = [left for left in others if left is not two]
                    break
    return more


def _joined(pairs: _Pairs, parts: _Pairs, shared: _Shared) -> list[Group]:
    """Return groups of units: the pairs, each with what was split from it or merged into it."""
    number_of = [{pair[side]: number for number, pair in enumerate(pairs)} for side in (0, 1)]
    groups: list[tuple[list[int], list[int]]] = [([n], [m]) for n, m in pairs]
    for n, m in parts:
        # Just one of the two has a counterpart: that is the whole, and the other is a part of it.
        if n in number_of[0]:
            groups[number_of[0][n]][1].append(m)
        else:
            groups[number_of[1][m]][0].append(n)
    return [
        (
            shared.in_order_of(new[0], old, whole_is_old=False) if len(old) > 1 else tuple(old),
            shared.in_order_of(old[0], new, whole_is_old=True) if len(new) > 1 else tuple(new),
        )
        for old, new in groups
    ]
