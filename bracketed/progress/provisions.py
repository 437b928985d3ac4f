"""Which provisions of two drafts are the same.

Two provisions are alike by the words and the pairs of neighbouring words that they share, rare ones counting more (K.
Spärck Jones, "A statistical interpretation of term specificity", 1972). Words in brackets count where they are shared;
where they are not, they may have been settled, and count little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import TypeAlias, TypeVar

from bracketed.progress.tokens import Tokens, Unit

# From so much likeness (0 to 1) two provisions are the same one, and a part of one is in the other.
_SAME = 0.27
_PART = 0.5
# A provision stays in its article more often than it leaves it: by so much likeness is raised or lowered.
_OTHER_SECTION, _SAME_SECTION = 0.6, 0.65
# At least so many pairs of neighbouring words make a part.
_LEAST = 3
# What more provisions of one draft have says nothing of which is which; so many of the words of one must be in another
# one that is at its place. Of so many that share most words the likeness is looked at closely.
_MANY = 16
_LIKE = 0.25
_CLOSELY = 6
# In a draft of a few provisions a word is not common because two of them have it.
_FEW = 20
# Share of a word in brackets that is not in the other draft.
_OPEN = 0.2
# Words are known by their beginning, since drafts change their endings; so many signs.
_STEM = 6
# A pair of neighbouring words is one number, made of those of the two.
_PAIRS = 1 << 32

Key = TypeVar("Key")
_Words: TypeAlias = tuple[str, ...]
Pairs: TypeAlias = list[tuple[int, int]]
"""Provisions of the earlier draft and of the later one, or words of them, by number."""
Group: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
"""Provisions of the earlier draft, by their numbers, and those of the later one that they have become."""
Like: TypeAlias = dict[int, tuple[int, float]]
"""For provisions the one of the other draft that they are most like, and how much."""


@dataclass(frozen=True)
class Provisions:
    """Which provisions have become which; for those that are in no group, the one they are most like, if any is."""

    groups: list[Group]
    like_old: Like = field(default_factory=dict)
    like_new: Like = field(default_factory=dict)


def provisions(old: Tokens, new: Tokens) -> Provisions:
    """Return which units are the same, split and merged."""
    # From what is certain to what is likely, so that no likely pair takes a provision from a certain one: those that
    # are equal, those that are most alike, and those that are left between the same two. One that shares words with
    # several others was split or merged.
    pairs = _equal(old.units, new.units)
    to, back = dict(pairs), {m: n for n, m in pairs}
    one, two = [u for u in old.units if u.number not in to], [u for u in new.units if u.number not in back]
    likeness = _Likeness(old, new, one, two, pairs)
    pairs += likeness.pairs()
    pairs += _by_place(old.units, new.units, pairs)
    groups = _joined(pairs, likeness.parts(pairs), likeness)
    grouped = [{unit for group in groups for unit in group[side]} for side in (0, 1)]
    return Provisions(groups, *likeness.nearest(*grouped))


def _are_alike(one: Unit, other: Unit) -> bool:
    """Return whether two units are both provisions, or both what is between provisions."""
    return (one.provision is None) == (other.provision is None)


def _equal(old: Sequence[Unit], new: Sequence[Unit]) -> Pairs:
    """Return the units of equal words: first those in the same order, then those that occur once on both sides."""
    from rapidfuzz.distance import Indel

    ids: dict[_Words, int] = {}
    sides = [
        [(unit.number, ids.setdefault(unit.words, len(ids))) for unit in units if unit.words] for units in (old, new)
    ]
    pairs: Pairs = []
    for block in Indel.opcodes(*([id_ for _, id_ in side] for side in sides)).as_matching_blocks():
        pairs += [(sides[0][block.a + k][0], sides[1][block.b + k][0]) for k in range(block.size)]
    once: list[dict[int, int]] = []
    for number, side in enumerate(sides):
        taken = {pair[number] for pair in pairs}
        left = [(n, id_) for n, id_ in side if n not in taken]
        counts = Counter(id_ for _, id_ in left)
        once.append({id_: n for n, id_ in left if counts[id_] == 1})
    # A short paragraph, such as “Agreed”, may well be elsewhere by chance.
    return pairs + [(n, once[1][id_]) for id_, n in once[0].items() if id_ in once[1] and len(old[n].words) >= _LEAST]


class _Side:
    """The features of the units of one draft that have no equal: their words, by the stems, and the pairs of these."""

    def __init__(self, tokens: Tokens, units: Sequence[Unit], stems: dict[str, int], known: dict[str, int]) -> None:
        self.units = {unit.number: unit for unit in units}
        # For each unit its features in order, and whether one of them is outside all brackets.
        self.features: dict[int, dict[int, bool]] = {}
        words, within = tokens.words, tokens.within
        for unit in units:
            found: dict[int, bool] = {}
            last, last_free = -1, False
            for place in range(unit.start, unit.end):
                word = words[place]
                stem = known.get(word)
                if stem is None:
                    stem = known[word] = stems.setdefault(stem_of(word), len(stems))
                free = within[place] < 0
                if free or stem not in found:
                    found[stem] = free
                if last >= 0:
                    pair = _PAIRS + last * _PAIRS + stem
                    if (free and last_free) or pair not in found:
                        found[pair] = free and last_free
                last, last_free = stem, free
            if found:
                self.features[unit.number] = found
        self.counts = Counter(feature for found in self.features.values() for feature in found)
        # For each unit the weight of its features outside brackets, and of those inside.
        self.weights: dict[int, tuple[float, float]] = {}

    def weigh(self, weights: Mapping[int, float]) -> None:
        for number, found in self.features.items():
            free = sum([weights[feature] for feature, is_free in found.items() if is_free])
            self.weights[number] = free, sum([weights[feature] for feature in found]) - free

    def size(self, number: int, shared_in_brackets: float) -> float:
        """Return the weight of a unit of which so much was found, in brackets, in the other draft."""
        free, bracketed = self.weights[number]
        return free + shared_in_brackets + _OPEN * (bracketed - shared_in_brackets)

    def section(self, number: int) -> tuple[str, ...]:
        provision = self.units[number].provision
        return provision.heading if provision else ()


class _Likeness:
    """How much units without equal are alike."""

    def __init__(self, old: Tokens, new: Tokens, one: Sequence[Unit], two: Sequence[Unit], equal: Pairs) -> None:
        stems: dict[str, int] = {}
        known: dict[str, int] = {}
        self.old, self.new = _Side(old, one, stems, known), _Side(new, two, stems, known)
        counts, others = self.old.counts, self.new.counts
        number = len(self.old.features) + len(self.new.features) + _FEW
        self._weights = {feature: log(number / (count + others.get(feature, 0))) for feature, count in counts.items()}
        self._weights |= {feature: log(number / n) for feature, n in others.items() if feature not in counts}
        for side in (self.old, self.new):
            side.weigh(self._weights)
        self._sections = Counter(
            (unit.provision.heading, other.provision.heading)
            for n, m in equal
            if (unit := old.units[n]).provision and (other := new.units[m]).provision
        )
        self._scores = self._compared()

    def _compared(self) -> dict[tuple[int, int], float]:
        """Return the likeness, 0 to 1, of those units that share most."""
        counts, others, weights = self.old.counts, self.new.counts, self._weights
        holders: dict[int, list[int]] = {}
        for m, found in self.new.features.items():
            for feature in found:
                if others[feature] <= _MANY and 0 < counts.get(feature, 0) <= 2 * _MANY:
                    holders.setdefault(feature, []).append(m)
        scores: dict[tuple[int, int], float] = {}
        for n, found in self.old.features.items():
            shared: dict[int, float] = {}
            for feature in found:
                for m in holders.get(feature, ()):
                    shared[m] = shared.get(m, 0) + weights[feature]
            for m in sorted(shared, key=shared.__getitem__, reverse=True)[:_CLOSELY]:
                scores[n, m] = self._score(n, m)
        return scores

    def _score(self, n: int, m: int) -> float:
        one, two, weights = self.old.features[n], self.new.features[m], self._weights
        shared = one.keys() & two.keys()
        weight = sum([weights[feature] for feature in shared])
        here = sum([weights[feature] for feature in shared if not one[feature]])
        there = sum([weights[feature] for feature in shared if not two[feature]])
        return 2 * weight / ((self.old.size(n, here) + self.new.size(m, there)) or 1)

    def pairs(self) -> Pairs:
        """Return the pairs that are most alike."""
        # A first choice shows which articles of the two drafts are the same.
        for n, m in self._chosen():
            self._sections[self.old.section(n), self.new.section(m)] += 1
        if len({section for section, _ in self._sections}) > 1:
            total = Counter[tuple[str, ...]]()
            for (_, section), count in self._sections.items():
                total[section] += count
            for n, m in self._scores:
                section = self.new.section(m)
                share = self._sections[self.old.section(n), section] / (total[section] or 1)
                self._scores[n, m] *= _OTHER_SECTION + _SAME_SECTION * share
        return self._chosen()

    def _chosen(self) -> Pairs:
        # Of those equally alike, the ones that keep their label and their place.
        ranked = []
        for (n, m), score in self._scores.items():
            one, two = self.old.units[n], self.new.units[m]
            if score >= _SAME and _are_alike(one, two):
                ranked.append((-score, one.label != two.label, abs(n - m), n, m))
        return best_pairs((n, m) for *_, n, m in sorted(ranked))

    def nearest(self, old: set[int], new: set[int]) -> tuple[Like, Like]:
        """Return for the units that are in no group the one of the other draft that they are most like."""
        like_old: Like = {}
        like_new: Like = {}
        for (n, m), score in sorted(self._scores.items(), key=lambda item: -item[1]):
            if score < _SAME:
                break
            if n not in old:
                like_old.setdefault(n, (m, score))
            if m not in new:
                like_new.setdefault(m, (n, score))
        return like_old, like_new

    def parts(self, pairs: Pairs) -> Pairs:
        """Return which units without counterpart are a part of one that has another counterpart."""
        to, back = dict(pairs), {m: n for n, m in pairs}
        best: dict[tuple[bool, int], tuple[float, int, int]] = {}
        for n, m in self._scores:
            # A part has no counterpart, and what it is a part of has another one.
            if (n in to) == (m in back):
                continue
            # What the other counterpart has too says nothing of where the rest has gone.
            one, two = self.old.features[n], self.new.features[m]
            if n in to:
                own, rest, part = two, one.keys() - self.new.features.get(to[n], {}).keys(), m
            else:
                own, rest, part = one, two.keys() - self.old.features.get(back[m], {}).keys(), n
            shared = [feature for feature in own if feature >= _PAIRS and feature in rest]
            weight = sum([self._weights[feature] for feature in shared])
            whole = sum([self._weights[feature] for feature in own if feature >= _PAIRS])
            if len(shared) >= _LEAST and weight >= _PART * whole:
                key = (n in to, part)
                best[key] = max(best.get(key, (0.0, n, m)), (weight, n, m), key=lambda one: one[0])
        return [(n, m) for _, n, m in best.values()]

    def in_order_of(self, whole: int, parts: list[int], whole_is_old: bool) -> tuple[int, ...]:
        """Return units in the order in which their words are in one of the other draft that holds them."""
        mine, theirs = (self.old, self.new) if whole_is_old else (self.new, self.old)
        ranks = {feature: rank for rank, feature in enumerate(mine.features.get(whole, ()))}

        # The median: a few words of one part may be in another one by chance.
        def middle(part: int) -> tuple[int, int]:
            places = sorted(ranks[feature] for feature in theirs.features.get(part, ()) if feature in ranks) or [
                len(ranks)
            ]
            return places[len(places) // 2], part

        return tuple(sorted(parts, key=middle))


def stem_of(word: str) -> str:
    """Return the beginning of a word, by which it is known in its other forms.

    >>> stem_of("reports") == stem_of("report"), stem_of("strengthening") == stem_of("strengthened")
    (True, True)
    """
    # A figure has no other form.
    if len(word) > _STEM:
        return word[:_STEM] if word.isalpha() else word
    return word.rstrip("s") or word


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


def _by_place(old: Sequence[Unit], new: Sequence[Unit], pairs: Pairs) -> Pairs:
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
    more: Pairs = []
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


def _joined(pairs: Pairs, parts: Pairs, likeness: _Likeness) -> list[Group]:
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
            likeness.in_order_of(new[0], old, whole_is_old=False) if len(old) > 1 else tuple(old),
            likeness.in_order_of(old[0], new, whole_is_old=True) if len(new) > 1 else tuple(new),
        )
        for old, new in groups
    ]
