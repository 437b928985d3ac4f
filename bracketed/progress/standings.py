"""The counterparts of the provisions of a draft, and which of their words they have."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bracketed.progress.alignment import Side
from bracketed.progress.ways import best_way

# A provision without counterpart that is so like another one was merged into it.
_MERGED = 0.6
# So many rare words that both have show that words of one may be in the other.
_RARE = 2


@dataclass(frozen=True)
class Standing:
    """The counterpart of a provision: for words of it the words there (`way`), and all words of the `target`."""

    unit: int
    way: dict[int, int]
    target: Sequence[int]
    # The provision is gone, and this is only what is most like it.
    is_like: bool = False

    @cached_property
    def ordered(self) -> list[int]:
        """The words of the target in order."""
        return sorted(self.target)

    @cached_property
    def free(self) -> list[int]:
        """The words of the target, in order, that are counterparts of no word of the provision."""
        taken = {*self.way.values()}
        return [word for word in self.ordered if word not in taken]

    @cached_property
    def _known(self) -> list[int]:
        return sorted(self.way)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the nearest words before a place and behind it that are in both drafts; -1 if there is none."""
        before, after = bisect_left(self._known, start) - 1, bisect_left(self._known, end)
        return (
            self._known[before] if before >= 0 else -1,
            self._known[after] if after < len(self._known) else -1,
        )

    def between(self, before: int, after: int) -> list[int]:
        """Return the words between the counterparts of two words of the provision; -1 is its beginning or end."""
        return self._within(self.ordered, before, after)

    def free_between(self, before: int, after: int) -> list[int]:
        """Return the free words among these."""
        return self._within(self.free, before, after)

    def _within(self, words: list[int], before: int, after: int) -> list[int]:
        low = bisect_right(words, self.way[before]) if before >= 0 else 0
        high = bisect_left(words, self.way[after]) if after >= 0 else len(words)
        return words[low:high]


class Standings:
    """The counterparts in the other draft of the provisions of this one, whose brackets are `settled` there."""

    def __init__(self, this: Side, other: Side, settled: frozenset[int]) -> None:
        self.this, self.other, self.settled = this, other, settled
        # The best ways by the number of the group, and the counterpart of each unit.
        self._ways: dict[int, dict[int, int]] = {}
        self._found: dict[int, Standing | None] = {}
        self._beside: dict[int, Standing | None] = {}

    def of(self, number: int) -> list[Standing]:
        """Return the counterparts of the provisions that a bracket is in, as far as there are any."""
        units = self.this.tokens.units_of(number)
        for unit in units:
            if unit not in self._found:
                self._found[unit] = self._of_unit(unit)
        return [standing for unit in units if (standing := self._found[unit])]

    def beside(self, number: int) -> list[Standing]:
        """Return the counterpart of the first item of each list that a bracket introduced, where that list is gone."""
        units = [unit for unit in self.this.tokens.units_of(number) if self.this.group[unit] < 0]
        for unit in units:
            if unit not in self._beside:
                self._beside[unit] = self._of_item(unit)
        return [standing for unit in units if (standing := self._beside[unit])]

    def _of_unit(self, unit: int) -> Standing | None:
        group = self.this.group[unit]
        if group >= 0:
            return Standing(unit, self._way(group), self.other.sequences[group])
        if (option := self._other_option(unit)) >= 0:
            # Of two options a later text often takes the one, and words of the other.
            return self._into(unit, self.other.sequences[option], is_like=True)
        like, score = self.this.like.get(unit, (-1, 0.0))
        there = self.other.group[like] if like >= 0 else -1
        if there < 0:
            return None
        if score >= _MERGED:
            return self._into(unit, self.other.sequences[there], is_like=False)
        return self._left_over(unit, there, is_like=not self._is_item(unit, there))

    def _of_item(self, unit: int) -> Standing | None:
        group = self.this.group
        # What introduced a list may be one provision with its first item now.
        is_list = unit + 1 < len(group) and group[unit + 1] >= 0 and self._is_item(unit, group[unit + 1])
        return self._left_over(unit, group[unit + 1], is_like=False) if is_list else None

    def _way(self, group: int) -> dict[int, int]:
        if group not in self._ways:
            words, target = self.this.sequences[group], self.other.sequences[group]
            self._ways[group] = best_way(self.this.tokens, words, self.settled, self.other.tokens, target)
        return self._ways[group]

    def _left_over(self, unit: int, group: int, is_like: bool) -> Standing | None:
        """Return what a group has of the words of a provision that is not from its own counterpart."""
        taken = {*self._way(group).values()}
        return self._into(unit, [word for word in self.other.sequences[group] if word not in taken], is_like)

    def _into(self, unit: int, target: Sequence[int], is_like: bool) -> Standing | None:
        tokens, others = self.this.tokens, self.other.tokens
        own = tokens.units[unit]
        both = {*own.words}.intersection(others.words[word] for word in target) if is_like else ()
        if is_like and sum(map(others.is_rare, both)) < _RARE:
            return None
        way = best_way(tokens, range(own.start, own.end), self.settled, others, target)
        return Standing(unit, way, target, is_like)

    def _other_option(self, unit: int) -> int:
        """Return the group of a provision that is in another option of the same choice; -1 if there is none."""
        tokens, group = self.this.tokens, self.this.group
        first = tokens.units[unit].start
        like = self.this.like.get(unit, (-1, 0.0))[0]
        there = self.other.group[like] if like >= 0 else -1
        for holder in tokens.enclosing(tokens.within[first]) if first < len(self.this.to) else ():
            bracket = tokens.brackets[holder]
            if bracket.bracket.kind != "alternatives" or holder not in self.settled:
                continue
            own = tokens.option_at(holder, first)[0]
            others = [bounds for letter, bounds in bracket.options.items() if letter != own and bounds[0] < bounds[1]]
            units = {tokens.unit_of[place] for start, end in others for place in (start, end - 1)}
            groups = [group[one] for one in sorted(units) if group[one] >= 0]
            if there in groups or (groups and there < 0):
                return there if there in groups else groups[0]
        return -1

    def _is_item(self, unit: int, group: int) -> bool:
        """Return whether one of a provision and of those of a group is an item of the other."""
        units = self.this.tokens.units
        provisions = [units[one].provision for one in (unit, *self.this.groups[group])]
        label, *others = (f"{provision.label}." if provision else "" for provision in provisions)
        return any(label and one and (one.startswith(label) or label.startswith(one)) for one in others)
