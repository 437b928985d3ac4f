"""Which provisions of two drafts are the same, and which of their words.

Provisions are paired that are equal, then those that share most pairs of neighbouring words; one that shares words with
several others was split or merged. Inside a pair, words are aligned by their longest common subsequence (H. Hyyrö,
"Bit-parallel LCS-length computation revisited", 2004, as rapidfuzz does it). Words that stand in no such pair may have
moved: runs of them that occur once in both drafts are aligned last, wherever they stand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from bracketed.progress.tokens import Row

# Shares of neighbouring words from which two provisions are the same one, and from which a part of one is in the other.
_SAME = 0.3
_PART = 0.5
# At least so many pairs of neighbouring words make a part, and so many words in a row have moved.
_LEAST = 3
_RUN = 4
# Pairs of words in more units than this tell nothing; so many of the words of one must be in another at its place.
_MANY = 12
_LIKE = 0.25
# Where the words of both sides multiply to more, runs that occur once are aligned first.
_LARGEST = 200_000_000

_Labels: TypeAlias = list[list[str | None]]
_Pairs: TypeAlias = dict[tuple[str, str], None]
Group: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""Provisions of the earlier draft, by their numbers, and those of the later one that they have become."""


@dataclass(frozen=True)
class Side:
    """One draft of two, and how it is aligned with the other: for each word its counterpart, or -1.

    `group` holds for each unit its group, or -1, and `offset` where its words begin among those of its group;
    `sequences` holds for each group the words of this draft in it. `moved` are the words that were found elsewhere.
    """

    row: Row
    to: list[int]
    group: list[int]
    offset: list[int]
    sequences: list[list[int]] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)

    def place(self, word: int, unit: int) -> int:
        """Return where a word of a unit stands, or would stand, among the words of the group."""
        return self.offset[unit] + word - self.row.units[unit].start


@dataclass(frozen=True)
class Alignment:
    """Two drafts aligned: groups of provisions, and both sides."""

    groups: list[Group]
    old: Side
    new: Side


def align(old: Row, new: Row) -> Alignment:
    """Align two drafts.

    >>> import bracketed as bt
    >>> one = bt.parse("1. States report every year.\\n2. Forests are protected by States.")
    >>> two = bt.parse("1. Forests are well protected by States.\\n2. States report every year.")
    >>> rows = [Row(draft, draft.content) for draft in (one, two)]
    >>> align(*rows).groups
    [((0,), (1,)), ((1,), (0,))]
    """
    groups = _groups(old, new)
    one, two = (Side(row, [-1] * len(row.words), [-1] * len(row.units), [0] * len(row.units)) for row in (old, new))
    ids: dict[str, int] = {}
    first, second = ([ids.setdefault(word, len(ids)) for word in row.words] for row in (old, new))
    for number, group in enumerate(groups):
        for side, units in zip((one, two), group, strict=True):
            sequence: list[int] = []
            for unit in units:
                side.group[unit] = number
                side.offset[unit] = len(sequence)
                sequence += range(side.row.units[unit].start, side.row.units[unit].end)
            side.sequences.append(sequence)
        _align_words(first, second, one.sequences[number], two.sequences[number], one.to)
    for word, other in enumerate(one.to):
        if other >= 0:
            two.to[other] = word
    _find_moved(first, second, one, two)
    return Alignment(groups, one, two)


def _align_words(old: Sequence[int], new: Sequence[int], one: Sequence[int], two: Sequence[int], to: list[int]) -> None:
    """Align some words of both drafts, and note it in `to`."""
    from rapidfuzz.distance import Indel

    first, second = [old[word] for word in one], [new[word] for word in two]
    if first == second:
        for word, other in zip(one, two, strict=True):
            to[word] = other
        return
    if len(first) * len(second) > _LARGEST:
        _align_large(old, new, one, two, to)
        return
    steps = [(s.tag, s.src_start, s.src_end, s.dest_start, s.dest_end) for s in Indel.opcodes(first, second)]
    for number, (tag, start, end, other, _) in enumerate(steps):
        if tag == "equal" and not _stray(steps, number):
            for offset in range(end - start):
                to[one[start + offset]] = two[other + offset]


def _stray(steps: Sequence[tuple[str, int, int, int, int]], number: int) -> bool:
    """Say whether equal words stand alone between words that were replaced: a chance likeness, as of “of the”."""
    _, start, end, _, _ = steps[number]
    return all(min(sizes) > 2 * (end - start) for sizes in (_changed(steps, number, -1), _changed(steps, number, 1)))


def _changed(steps: Sequence[tuple[str, int, int, int, int]], number: int, direction: int) -> tuple[int, int]:
    """Return how many words were left out and put in next to a step, before it or behind it."""
    out = put = 0
    number += direction
    while 0 <= number < len(steps) and steps[number][0] != "equal":
        _, start, end, other, stop = steps[number]
        out, put = out + end - start, put + stop - other
        number += direction
    return out, put


def _align_large(old: Sequence[int], new: Sequence[int], one: Sequence[int], two: Sequence[int], to: list[int]) -> None:
    """Align words between runs that occur once on both sides; where there are none, they stay without counterpart."""
    runs = _unique_runs(old, new, one, two)
    kept = [runs[place] for place in longest_rising([other for _, other in runs])]
    if not kept:
        return
    end = other_end = 0
    for start, other in [*kept, (len(one), len(two))]:
        if start < end or other < other_end:
            continue
        between, opposite = one[end:start], two[other_end:other]
        if len(between) * len(opposite) <= _LARGEST:
            _align_words(old, new, between, opposite, to)
        length = min(_RUN, len(one) - start)
        for offset in range(length):
            to[one[start + offset]] = two[other + offset]
        end, other_end = start + length, other + length


def _unique_runs(
    old: Sequence[int], new: Sequence[int], one: Sequence[int], two: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the places at which runs of words begin that occur once on both sides."""
    found: list[dict[tuple[int, ...], int]] = []
    for row, words in ((old, one), (new, two)):
        places: dict[tuple[int, ...], int] = {}
        for place in range(len(words) - _RUN + 1):
            run = tuple(row[word] for word in words[place : place + _RUN])
            places[run] = -1 if run in places else place
        found.append(places)
    return [(place, other) for run, place in found[0].items() if place >= 0 and (other := found[1].get(run, -1)) >= 0]


def longest_rising(values: Sequence[int]) -> list[int]:
    """Return the places of a longest rising subsequence.

    >>> longest_rising([3, 1, 2, 5, 4])
    [1, 2, 4]
    """
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
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
        if run[-1] - run[0] != _RUN - 1 or opposite[-1] - opposite[0] != _RUN - 1:
            continue
        for word, counterpart in zip(run, opposite, strict=True):
            if one.to[word] < 0 and two.to[counterpart] < 0:
                one.to[word], two.to[counterpart] = counterpart, word
                one.moved.add(word)
                two.moved.add(counterpart)


def _groups(old: Row, new: Row) -> list[Group]:
    """Return which units are the same, split and merged; those without counterpart are in none."""
    keys = [[tuple(row.words[unit.start : unit.end]) for unit in row.units] for row in (old, new)]
    pairs = _equal(keys[0], keys[1])
    done = [{pair[side] for pair in pairs} for side in (0, 1)]
    rows = [
        {n: _neighbours(key) for n, key in enumerate(own) if key and n not in done[side]}
        for side, own in enumerate(keys)
    ]
    shared = _Shared(_telling(rows[0]), _telling(rows[1]))
    labels: _Labels = [[unit.provision.written if unit.provision else None for unit in row.units] for row in (old, new)]
    pairs += shared.likely(labels)
    pairs += _by_place(keys, labels, pairs)
    return _joined(pairs, shared.parts(pairs), shared)


def _equal(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Return the units of equal words: first those in the same order, then those that occur once on both sides."""
    from rapidfuzz.distance import Indel

    ids: dict[tuple[str, ...], int] = {}
    rows = [[(n, ids.setdefault(key, len(ids))) for n, key in enumerate(keys) if key] for keys in (old, new)]
    pairs: list[tuple[int, int]] = []
    for step in Indel.opcodes([id_ for _, id_ in rows[0]], [id_ for _, id_ in rows[1]]):
        if step.tag == "equal":
            length = step.src_end - step.src_start
            pairs += [(rows[0][step.src_start + k][0], rows[1][step.dest_start + k][0]) for k in range(length)]
    done = [{pair[side] for pair in pairs} for side in (0, 1)]
    once: list[dict[int, int]] = []
    for side, row in enumerate(rows):
        counts = Counter(id_ for n, id_ in row if n not in done[side])
        once.append({id_: n for n, id_ in row if n not in done[side] and counts[id_] == 1})
    known = {id_: key for key, id_ in ids.items()}
    return pairs + [(n, once[1][id_]) for id_, n in once[0].items() if id_ in once[1] and len(known[id_]) >= _LEAST]


class _Shared:
    """The pairs of neighbouring words that units without equal have in common.

    Pairs that many units have tell nothing; a unit of nothing else keeps them.
    """

    def __init__(self, old: dict[int, _Pairs], new: dict[int, _Pairs]) -> None:
        self.old = old
        self.new = new
        holders: dict[tuple[str, str], list[int]] = {}
        for n, found in self.new.items():
            for pair in found:
                holders.setdefault(pair, []).append(n)
        self.counts = {n: Counter(m for pair in found for m in holders.get(pair, ())) for n, found in self.old.items()}

    def likely(self, labels: _Labels) -> list[tuple[int, int]]:
        """Return the pairs that are most alike; of those equally alike, the ones that keep their label and place."""
        ranked = []
        for n, counts in self.counts.items():
            for m, count in counts.items():
                alike = 2 * count / (len(self.old[n]) + len(self.new[m]))
                part = count / min(len(self.old[n]), len(self.new[m]))
                # What stands between provisions is no provision.
                same_sort = (labels[0][n] is None) == (labels[1][m] is None)
                if same_sort and (alike >= _SAME or (part >= _PART and count >= _LEAST)):
                    ranked.append((-alike, labels[0][n] != labels[1][m], abs(n - m), n, m))
        pairs: dict[int, int] = {}
        taken: set[int] = set()
        for *_, n, m in sorted(ranked):
            if n not in pairs and m not in taken:
                pairs[n] = m
                taken.add(m)
        return [*pairs.items()]

    def parts(self, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return which units without counterpart are a part of one that has another counterpart."""
        to, back = dict(pairs), {m: n for n, m in pairs}
        best: dict[tuple[bool, int], tuple[int, int, int]] = {}
        for n, counts in self.counts.items():
            for m, count in counts.items():
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

        def middle(part: int) -> tuple[int, int]:
            places = sorted(ranks[pair] for pair in theirs.get(part, ()) if pair in ranks) or [len(ranks)]
            return places[len(places) // 2], part

        return tuple(sorted(parts, key=middle))


def _neighbours(words: tuple[str, ...]) -> _Pairs:
    """Return the pairs of neighbouring words, in order; of one word, the word itself."""
    return dict.fromkeys(pairwise(words)) or {("", words[0]): None}


def _telling(units: dict[int, _Pairs]) -> dict[int, _Pairs]:
    """Return the pairs of each unit without those that many units have, unless it has no others."""
    counts = Counter(pair for found in units.values() for pair in found)
    return {n: {pair: None for pair in found if counts[pair] <= _MANY} or found for n, found in units.items()}


def _by_place(
    keys: list[list[tuple[str, ...]]], labels: _Labels, pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return pairs of units between the same neighbours that have a word in common, or the same label and no words."""
    gaps: list[dict[tuple[int, int], list[int]]] = []
    for side in (0, 1):
        numbers = {pair[side]: number for number, pair in enumerate(pairs)}
        found: dict[tuple[int, int], list[int]] = {}
        after = [len(pairs)]
        for unit in range(len(keys[side]) - 1, -1, -1):
            after.append(numbers.get(unit, after[-1]))
        before = -1
        for unit in range(len(keys[side])):
            if unit in numbers:
                before = numbers[unit]
            else:
                found.setdefault((before, after[len(keys[side]) - unit]), []).append(unit)
        gaps.append(found)
    more = []
    for gap, units in gaps[0].items():
        others = gaps[1].get(gap, [])
        for unit in units:
            for other in others:
                one, two = set(keys[0][unit]), set(keys[1][other])
                same = labels[0][unit] == labels[1][other]
                alone = len(units) == len(others) == 1 and (labels[0][unit] is None) == (labels[1][other] is None)
                if (same or alone) and len(one & two) >= _LIKE * min(len(one), len(two)):
                    more.append((unit, other))
                    others = [left for left in others if left != other]
                    break
    return more


def _joined(pairs: list[tuple[int, int]], parts: list[tuple[int, int]], shared: _Shared) -> list[Group]:
    """Return groups of units: the pairs, each with what was split from it or merged into it."""
    number_of = [{pair[side]: number for number, pair in enumerate(pairs)} for side in (0, 1)]
    groups: list[tuple[list[int], list[int]]] = [([n], [m]) for n, m in pairs]
    for n, m in parts:
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
