"""How the brackets of one draft were closed in another: what stands at their place, and which option that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from bracketed.draft.languages import language_files
from bracketed.draft.link_words import words_of
from bracketed.draft.tree import OMIT
from bracketed.progress.alignment import Side
from bracketed.progress.tokens import Tokens
from bracketed.progress.ways import best_way, is_small, weight_of

NEW_WORDING = ""
# Share of an option's words from which new wording is called near to it; words in brackets inside count so much.
_NEAR = 0.4
_INSIDE = 0.2
# From such a share of a provision on, an option is what the provision says.
_WHOLE = 0.8
# A provision without counterpart that is so like another one was merged into it.
_MERGED = 0.6
# Items of a list whose words may be in what became of an item before them, up to this one; so many rare words, or
# words of content, or more than so many words in a row, show where something is from.
_ITEMS = 4
_TWO = 2
_RUN = 4
# An option whose words stand there in their order was taken if so many of them, or more, stand in one row each.
_IN_A_ROW = 3
# Words that are scattered over more than so many times as many do not make wording near to an option.
_SCATTERED = 3
# Of brackets inside an option at least one word in so many stands there.
_HALF = 2
# New words at the place of a bracket are its new wording if they are at most so many more than its own.
_MORE = 2
# Where more words than these are gone in a row, what stood next to a bracket does not show how it was closed.
_FAR = 500
# Comparisons with other brackets nearby are left out where there are more steps to make.
_MOST_STEPS = 5_000_000


@dataclass(frozen=True, slots=True)
class Closure:
    """How a bracket was closed: with an `option`, `omit` or "" for new wording, which may be `near` to an option."""

    option: str
    # The words of the other draft that stand at its place.
    now: tuple[int, ...] = ()
    near: str = ""
    # The words of its own draft, next to it, that went into them.
    around: tuple[int, ...] = ()
    # A word of the other draft that shows its provision there, where no word stands for it; -1 if none does.
    beside: int = -1


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a bracket inside one provision, up to the nearest words that stand in both drafts."""

    # -1 if the provision has no counterpart.
    group: int
    # The words up to the bracket, the bounds of its own words in this provision, and the words behind it.
    before: tuple[int, ...]
    inside: tuple[int, int]
    after: tuple[int, ...]
    # The words of the other draft at this place, and where they begin and end among those of the group.
    now: tuple[int, ...]
    opposite: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a place ends at the latest: the option around it, here and in the other draft."""

    own: tuple[int, int]
    other: tuple[int, int]


class View:
    """The other draft, as seen from the brackets of one."""

    def __init__(self, this: Side, other: Side) -> None:
        self.this = this
        self.other = other
        self.settled: frozenset[int] = frozenset()
        self._places: dict[tuple[int, Bounds | None], list[Place]] = {}
        # The best ways by the number of the group, and what stands for each provision.
        self._group_ways: dict[int, dict[int, int]] = {}
        self._ways: dict[int, _Standing | None] = {}
        self._beside: dict[int, _Standing | None] = {}
        # For each bracket the innermost one around it, or itself, that is settled.
        self._innermost: dict[int, int] = {}

    def places(self, number: int, bounds: Bounds | None = None) -> list[Place]:
        """Return the place of a bracket, one for each provision that it stands in."""
        key = (number, bounds)
        # Asked for when brackets are paired by place, and again when they are closed.
        if key not in self._places:
            self._places[key] = [self._place(number, unit, bounds) for unit in self.this.tokens.units_of(number)]
        return self._places[key]

    def _place(self, number: int, unit: int, bounds: Bounds | None) -> Place:
        this, other = self.this, self.other
        bracket, around = this.tokens.brackets[number], this.tokens.units[unit]
        inside = (max(bracket.start, around.start), min(bracket.end, around.end))
        group = this.group[unit]
        if group < 0:
            return Place(group, (), inside, (), (), (0, 0))
        words, opposite = this.sequences[group], other.sequences[group]
        before: list[int] = []
        after: list[int] = []
        limits = bounds.own if bounds else (0, len(this.to))
        low = self._reach(words, this.place(inside[0], unit), -1, limits, before)
        high = self._reach(words, this.place(inside[1], unit) - 1, 1, limits, after)
        start, end = low + 1, (high if high >= 0 else len(opposite))
        now = opposite[start:end]
        if bounds:
            now = [word for word in now if bounds.other[0] <= word < bounds.other[1]]
        return Place(group, tuple(before[::-1]), inside, tuple(after), tuple(now), (start, max(start, end)))

    def _reach(self, words: Sequence[int], place: int, step: int, limits: tuple[int, int], gone: list[int]) -> int:
        """Go from a place to the next word that stands in both drafts; collect those passed, return its counterpart."""
        place += step
        while 0 <= place < len(words) and limits[0] <= words[place] < limits[1]:
            word = words[place]
            counterpart = self.this.to[word]
            # The counterpart of a word that has moved stands elsewhere, so it does not bound this place.
            if counterpart >= 0 and word not in self.this.moved:
                return self.other.place(counterpart, self.other.tokens.unit_of[counterpart])
            if len(gone) < _FAR:
                gone.append(word)
            place += step
        return -1

    def closure(self, number: int, bounds: Bounds | None = None) -> Closure:
        """Return how a bracket that is there no more was closed."""
        bracket = self.this.tokens.brackets[number].bracket
        places = self.places(number, bounds)
        now = tuple(word for place in places for word in place.now)
        around = tuple(word for place in places for word in (*place.before, *place.after))
        if bracket.kind == "placeholder":
            # A placeholder has no options, so that whatever was filled in is new wording.
            return Closure(NEW_WORDING if now else OMIT, now)
        written = [option.letter for option in bracket.options if option.letter != OMIT]
        for letter in written:
            if self._reads(number, letter, places):
                return Closure(letter, self._own(number, letter, now), around=around)
        # Its words have moved, so that something else stands at its place.
        for letter in written:
            elsewhere = self._run(number, letter)
            if elsewhere and self.other.moved.issuperset(elsewhere):
                return Closure(letter, elsewhere)
        standings = self._standings(number)
        evidence = [self._evidence(number, letter, standings) for letter in written]
        for found in evidence:
            if found.was_taken:
                return self._joined(number, found, standings) or Closure(found.letter, found.now, around=around)
        for found in self._evidence_beside(number, written):
            if found.was_taken:
                return Closure(found.letter, found.now)
        for letter in written:
            if moved := self._moved_inside(number, letter, standings):
                return Closure(letter, moved)
        if self._is_gone(standings) or (not around and self._reads(number, OMIT, places)):
            return Closure(OMIT)
        evidence += [self._elsewhere(number, letter, standings) for letter in written]
        nearest = max(evidence, key=lambda found: (found.is_near, found.share), default=None)
        if nearest is not None and nearest.is_near:
            return Closure(NEW_WORDING, nearest.now, nearest.letter, around)
        if self._reads(number, OMIT, places):
            return Closure(OMIT, around=around if now else ())
        fresh = self._fresh(number, standings, may_go=OMIT in bracket.letters)
        return Closure(NEW_WORDING, fresh) if fresh else Closure(OMIT, around=around if now else ())

    def _reads(self, number: int, letter: str, places: Sequence[Place]) -> bool:
        """Return whether what stands at the places of a bracket now is what an option leaves there."""
        tokens = self.this.tokens
        option = tokens.brackets[number].option(letter)
        # Words that only comments imply have no place of their own: they are expected at the first.
        implied = tokens.option_words(number, letter) if option[0] == option[1] else []
        return all(self._reads_at(place, number, option, [] if n else implied) for n, place in enumerate(places))

    def _reads_at(self, place: Place, number: int, option: tuple[int, int], implied: list[str]) -> bool:
        chosen = range(max(option[0], place.inside[0]), min(option[1], place.inside[1]))
        if not place.now and (chosen or implied):
            return False
        # If the bracket was closed with the option, the words around it that are gone stand here, and the words of the
        # option between them; other brackets nearby may have been settled in any way.
        own = self.this.tokens.words
        expected = [*place.before, *chosen, *place.after]
        words = [own[word] for word in (*place.before, *chosen)] + implied + [own[word] for word in place.after]
        # Letter by letter, since a bracket may stand inside a word, as in “report[s]”.
        text, now = "".join(words), "".join(self.other.tokens.words[word] for word in place.now)
        if text == now:
            return True
        if implied or len(text) * len(now) > _MOST_STEPS:
            return False
        return _could_read(text, self._passed(number, expected), now)

    def _passed(self, number: int, words: Sequence[int]) -> dict[int, list[int]]:
        """Return from where to where letters may be passed over: options of other brackets, which may not be taken."""
        tokens = self.this.tokens
        ends = [0]
        for word in words:
            ends.append(ends[-1] + len(tokens.words[word]))
        own = tokens.brackets[number]
        above = {*tokens.enclosing(own.parent)}
        seen = {number}
        runs: dict[tuple[int, int], None] = {}
        for word in words:
            for holder in tokens.enclosing(tokens.within[word]):
                if holder in seen:
                    break
                seen.add(holder)
                for start, end in tokens.brackets[holder].options.values():
                    # The option that the bracket itself stands in is there as long as the bracket is.
                    if start < end and not (holder in above and start <= own.start and own.end <= end):
                        runs[start, end] = None
        passed: dict[int, list[int]] = {}
        for start, end in runs:
            places = [place for place, word in enumerate(words) if start <= word < end]
            if places:
                passed.setdefault(ends[places[0]], []).append(ends[places[-1] + 1])
        return passed

    def _counterparts(self, number: int, letter: str) -> tuple[int, ...]:
        return tuple(self.this.to[word] for word in range(*self.this.tokens.brackets[number].option(letter)))

    def _run(self, number: int, letter: str) -> tuple[int, ...]:
        """Return the words of the other draft that are those of an option, if they all stand there in one row."""
        found = self._counterparts(number, letter)
        whole = found and found[0] >= 0 and all(b - a == 1 for a, b in pairwise(found))
        return found if whole else ()

    def _own(self, number: int, letter: str, now: tuple[int, ...]) -> tuple[int, ...]:
        """Return the option's own words among those that stand at its place now."""
        # Words that only comments imply have no counterparts: then all that stands there is shown.
        own = set(self._counterparts(number, letter))
        return tuple(word for word in now if word in own) or now

    # What the best way through the brackets of a provision shows

    @staticmethod
    def _is_gone(standings: Sequence[_Standing]) -> bool:
        return all(standing.is_like for standing in standings)

    def _evidence_beside(self, number: int, letters: Sequence[str]) -> Iterator[_Evidence]:
        """Yield what stands of each option in what became of the items of a provision that is gone, or of its list."""
        for unit in self.this.tokens.units_of(number):
            if self.this.group[unit] < 0:
                if unit not in self._beside:
                    self._beside[unit] = self._standing_beside(unit)
                if standing := self._beside[unit]:
                    yield from (self._evidence(number, letter, [standing]) for letter in letters)

    def _standing_beside(self, unit: int) -> _Standing | None:
        group, units = self.this.group, self.this.tokens.units
        # What introduced a list may be one provision with its first item now.
        label = units[unit].provision.label if units[unit].provision else ""
        item = units[unit + 1].provision if unit + 1 < len(units) else None
        if label and item and item.label.startswith(f"{label}.") and group[unit + 1] >= 0:
            return self._left_over(unit, group[unit + 1], is_like=False)
        # What is left of an item of a list goes into the one before it.
        before = next((one for one in range(unit - 1, max(unit - _ITEMS, -1), -1) if group[one] >= 0), -1)
        return self._left_over(unit, group[before], is_like=True) if before >= 0 else None

    def _standings(self, number: int) -> list[_Standing]:
        """Return what stands now for each provision that a bracket stands in, and the best way there."""
        found = []
        for unit in self.this.tokens.units_of(number):
            if unit not in self._ways:
                self._ways[unit] = self._standing(unit)
            if standing := self._ways[unit]:
                found.append(standing)
        return found

    def _standing(self, unit: int) -> _Standing | None:
        this, other = self.this, self.other
        group = this.group[unit]
        if group >= 0:
            if group not in self._group_ways:
                words, target = this.sequences[group], other.sequences[group]
                self._group_ways[group] = best_way(this.tokens, words, self.settled, other.tokens, target)
            return _Standing(unit, self._group_ways[group], other.sequences[group])
        there, is_whole, is_like = self._nearest(unit)
        if there < 0:
            return None
        return self._way_into(unit, other.sequences[there], is_like) if is_whole else self._left_over(unit, there, is_like)

    def _left_over(self, unit: int, group: int, is_like: bool) -> _Standing | None:
        """Return what a group has of the words of a provision that is not from its own counterpart."""
        this, other = self.this, self.other
        if group not in self._group_ways:
            words, target = this.sequences[group], other.sequences[group]
            self._group_ways[group] = best_way(this.tokens, words, self.settled, other.tokens, target)
        taken = {*self._group_ways[group].values()}
        return self._way_into(unit, [word for word in other.sequences[group] if word not in taken], is_like)

    def _way_into(self, unit: int, target: Sequence[int], is_like: bool) -> _Standing | None:
        tokens, others = self.this.tokens, self.other.tokens
        own = tokens.units[unit]
        rare = {others.words[word] for word in target if others.is_rare(others.words[word])}
        if is_like and len(rare.intersection(own.words)) < _TWO:
            return None
        way = best_way(tokens, range(own.start, own.end), self.settled, others, target)
        return _Standing(unit, way, target, is_like)

    def _nearest(self, unit: int) -> tuple[int, bool, bool]:
        """Return for a provision without counterpart the group in which its words may be, -1 if there is none.

        And whether all words of the group may be its own, not only those that its counterpart has left; and whether it
        is only like the group, so that it is gone, and has not become a part of it.
        """
        this, other = self.this, self.other
        like, score = this.like.get(unit, (-1, 0.0))
        there = other.group[like] if like >= 0 else -1
        first = this.tokens.units[unit].start
        holders = this.tokens.enclosing(this.tokens.within[first]) if first < len(this.to) else ()
        for holder in holders:
            bracket = this.tokens.brackets[holder]
            if bracket.bracket.kind == "alternatives" and holder in self.settled:
                groups = self._groups_of_other_options(holder, first)
                if there in groups or (groups and there < 0):
                    return (there if there in groups else groups[0]), True, True
        if there >= 0:
            return there, score >= _MERGED, score < _MERGED and not self._is_family(unit, there)
        return -1, False, True

    def _groups_of_other_options(self, bracket: int, word: int) -> list[int]:
        """Return the groups of provisions that stand in other options of a bracket than a word."""
        tokens, group = self.this.tokens, self.this.group
        own = tokens.option_at(bracket, word)[0]
        options = [option for letter, option in tokens.brackets[bracket].options.items() if letter != own]
        units = {tokens.unit_of[place] for start, end in options for place in (start, end - 1) if start < end}
        return [group[unit] for unit in sorted(units) if group[unit] >= 0]

    def _is_family(self, unit: int, group: int) -> bool:
        """Return whether one of a provision and of those of a group is an item of the other."""
        units = self.this.tokens.units
        label = units[unit].provision.label if units[unit].provision else ""
        others = (provision.label for one in self.this.groups[group] if (provision := units[one].provision))
        return any(f"{one}.".startswith(f"{label}.") or f"{label}.".startswith(f"{one}.") for one in others if label)

    def _evidence(self, number: int, letter: str, standings: Sequence[_Standing]) -> _Evidence:
        """Return what the best way shows of an option."""
        tokens = self.this.tokens
        start, end = tokens.brackets[number].option(letter)
        found = _Evidence(letter, self.other.tokens)
        by_unit = {standing.unit: standing for standing in standings}
        for number_of_unit in tokens.units_of(number):
            unit = tokens.units[number_of_unit]
            first, last = max(start, unit.start), min(end, unit.end)
            standing = by_unit.get(number_of_unit)
            way = standing.way if standing else {}
            for word in range(first, last):
                found.add(tokens.words[word], self._is_own(number, word), way.get(word, -1))
            if standing is None or first >= last:
                continue
            if not standing.is_like and last - first >= _WHOLE * (unit.end - unit.start):
                found.is_whole = True
            before, after = self._neighbours_kept(number, first, last, standing)
            found.has_neighbour |= bool(before or after)
            found.beside += (*before, *after)
            found.is_like |= standing.is_like
        return found

    def _joined(self, number: int, found: _Evidence, standings: Sequence[_Standing]) -> Closure | None:
        """Return that an option stands there together with another one, or with words that are joined to it."""
        bracket = self.this.tokens.brackets[number].bracket
        if bracket.kind != "alternatives" or len(standings) != 1 or standings[0].is_like:
            return None
        place = self._between(number, standings[0])
        free = [word for word in place if word not in standings[0].taken]
        words = self.other.tokens.words
        for option in bracket.options:
            if option.letter not in (OMIT, found.letter) and self._run_among(number, option.letter, free):
                return Closure(NEW_WORDING, place)
        # “From this fund and gifts”, “from this fund in time, and from gifts”: what is joined stands in its place too.
        start = self.this.tokens.brackets[number].start
        before = self.this.tokens.words[start - 1] if start else ""
        last = found.now[-1]
        around = self._neighbours(number, standings[0])
        for word, following in pairwise(self._in_sentence(number, [word for word in free if word > last], around)):
            if words[word] in _coordinates() and (word == last + 1 or (following == word + 1 and words[following] == before)):
                return Closure(NEW_WORDING, place, found.letter if word == last + 1 else "")
        return None

    def _between(self, number: int, standing: _Standing) -> tuple[int, ...]:
        """Return the words that stand now between those around a bracket that stand in both drafts."""
        before, after = self._neighbours(number, standing)
        low, high = standing.way.get(before, -1), standing.way.get(after, len(self.other.to))
        return tuple(word for word in standing.target if low < word < high)

    def _is_own(self, number: int, word: int) -> bool:
        """Return whether a word stands in a bracket and in none inside it that is settled too."""
        holder = self.this.tokens.within[word]
        if holder not in self._innermost:
            around = self.this.tokens.enclosing(holder)
            self._innermost[holder] = next((one for one in around if one in self.settled), -1)
        return self._innermost[holder] == number

    def _neighbours_kept(self, number: int, first: int, last: int, standing: _Standing) -> tuple[list[int], list[int]]:
        """Return the words of the other draft next to those of an option that stood next to them before too."""
        way = standing.way
        words = [way[word] for word in range(first, last) if word in way]
        before, after = self._neighbours(number, standing)
        found: tuple[list[int], list[int]] = ([], [])
        for kept, word, step, place in zip(found, (before, after), (-1, 1), (words[:1], words[-1:]), strict=True):
            # In “report[s]” one word stands for both.
            if place and way.get(word, -9) in (place[0] + step, place[0]):
                kept.append(way[word])
                while way.get(word + step, -9) == way[word] + step and len(kept) < _RUN:
                    word += step
                    kept.append(way[word])
        return found

    def _neighbours(self, number: int, standing: _Standing) -> tuple[int, int]:
        """Return the nearest words around a bracket that stand in both drafts; -1 where there is none."""
        bracket, way = self.this.tokens.brackets[number], standing.way
        before = max((word for word in way if word < bracket.start), default=-1)
        after = min((word for word in way if word >= bracket.end), default=-1)
        return before, after

    def _moved_inside(self, number: int, letter: str, standings: Sequence[_Standing]) -> tuple[int, ...]:
        """Return the words of an option where they stand, in one row, elsewhere in what the provision has become."""
        for standing in standings:
            run = self._run_among(number, letter, self._free(standing))
            if run and (len(run) > 1 or not standing.is_like):
                return run
        return ()

    def _run_among(self, number: int, letter: str, free: Sequence[int]) -> tuple[int, ...]:
        """Return the words of an option where they stand in one row among some words."""
        words = self.this.tokens.option_words(number, letter)
        # “and piers” may have become “piers and”.
        while words and is_small(words[0]):
            words = words[1:]
        while words and is_small(words[-1]):
            words = words[:-1]
        others = self.other.tokens.words
        for place in range(len(free) - len(words) + 1) if words else ():
            if others[free[place]] == words[0]:
                run = free[place : place + len(words)]
                if run[-1] - run[0] == len(run) - 1 and [others[word] for word in run] == words:
                    return tuple(run)
        return ()

    def _elsewhere(self, number: int, letter: str, standings: Sequence[_Standing]) -> _Evidence:
        """Return what stands of an option elsewhere in what the provision has become."""
        tokens = self.this.tokens
        option = range(*tokens.brackets[number].option(letter))
        found = _Evidence(letter, self.other.tokens)
        for standing in standings:
            free = self._free(standing)
            texts = {self.other.tokens.words[word] for word in free}
            # A way through so few words is not worth the search.
            if len({tokens.words[word] for word in option if not is_small(tokens.words[word])} & texts) < _TWO:
                continue
            own = [word for word in option if self._is_own(number, word)]
            if _weight(tokens, (word for word in own if tokens.words[word] in texts)) < _NEAR * _weight(tokens, own):
                continue
            way = best_way(tokens, option, self.settled - {number}, self.other.tokens, free)
            for word in option:
                found.add(tokens.words[word], self._is_own(number, word), way.get(word, -1))
        return found

    def _free(self, standing: _Standing) -> list[int]:
        """Return the words of what stands now that stand for no word of the provision."""
        return [word for word in standing.target if word not in standing.taken]

    def _fresh(self, number: int, standings: Sequence[_Standing], may_go: bool) -> tuple[int, ...]:
        """Return the words that have come in at the place of a bracket, if they are in place of its own."""
        tokens = self.this.tokens
        bracket = tokens.brackets[number]
        longest = max((end - start for start, end in bracket.options.values()), default=0)
        others = self.settled.difference(tokens.enclosing(number))
        for standing in standings:
            if standing.is_like:
                continue
            before, after = self._neighbours(number, standing)
            fresh = [word for word in self._between(number, standing) if word not in standing.taken]
            fresh = self._in_sentence(number, fresh, (before, after))
            unit = tokens.units[standing.unit]
            start, end = max(before + 1, unit.start), after if after >= 0 else unit.end
            near = (*range(start, bracket.start), *range(bracket.end, end))
            # Where words beside it are gone too, the new ones may be in place of them.
            gone = any(
                word not in standing.way and not others.intersection(tokens.enclosing(tokens.within[word]))
                for word in near
            )
            if gone or len(fresh) > longest + _MORE or all(is_small(self.other.tokens.words[word]) for word in fresh):
                continue
            if not (may_go and self._differs(number, fresh)):
                return tuple(fresh)
        return ()

    def _differs(self, number: int, fresh: Sequence[int]) -> bool:
        """Return whether words are no addition as a bracket is, which begins with “and”, so that they do not replace it."""
        first = self.this.tokens.words[self.this.tokens.brackets[number].start]
        return first in _coordinates() and self.other.tokens.words[fresh[0]] not in _coordinates()

    def _in_sentence(self, number: int, words: list[int], around: tuple[int, int]) -> list[int]:
        """Return those of some words of the other draft that stand in the sentence that a bracket stands in.

        `around` are the nearest words of this draft that stand in both.
        """
        tokens, others = self.this.tokens, self.other.tokens
        bracket = tokens.brackets[number]
        before, after = around
        begins = _SENTENCE.search(tokens.between(before, bracket.start)) is not None
        ends = after < 0 or _SENTENCE.search(tokens.between(bracket.end - 1, after)) is not None
        breaks = [place for place, word in enumerate(words) if _SENTENCE.search(others.between(word - 1, word))]
        if begins:
            # Words before the end of a sentence belong to the one before the bracket.
            first = breaks[0] if breaks else len(words)
            return words[first : breaks[1] if ends and len(breaks) > 1 else None]
        return words[: breaks[0]] if breaks else words


# A sentence, a part of one or a paragraph ends.
_SENTENCE = re.compile(r"[.;:!?。；：！？]|\n")


@dataclass(frozen=True)
class _Standing:
    """What stands in the other draft for a provision: the way there, word by word, and all words of the target."""

    unit: int
    way: dict[int, int]
    target: Sequence[int]
    # The provision is gone, and this is only the one that is most like it.
    is_like: bool = False
    taken: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "taken", frozenset(self.way.values()))


class _Evidence:
    """What stands in the other draft of the words of an option."""

    def __init__(self, letter: str, other: Tokens) -> None:
        self.letter = letter
        self.is_whole = self.is_like = self.has_neighbour = False
        # Words next to those of the option that stood next to them before too.
        self.beside: list[int] = []
        self._other = other
        self._own: list[tuple[str, int]] = []
        self._inside: list[tuple[str, int]] = []

    def add(self, word: str, is_own: bool, there: int) -> None:
        """Add a word of the option, its own or of a bracket inside it, and the word that stands for it or -1."""
        (self._own if is_own else self._inside).append((word, there))

    @property
    def now(self) -> tuple[int, ...]:
        """The words of the other draft from the first that stands for one of the option's to the last."""
        there = [place for _, place in (*self._own, *self._inside) if place >= 0]
        return tuple(range(min(there), max(there) + 1)) if there else ()

    @property
    def was_taken(self) -> bool:
        """Whether the words of the option stand there, all of them and in their order."""
        words = self._other.words
        if not self._own:
            # All of it is in brackets inside: one of them, or one of their options, is all that stands there.
            there = [(word, place) for word, place in self._inside if place >= 0]
            in_a_row = all(two - one == 1 for (_, one), (_, two) in pairwise(there))
            return _HALF * len(there) >= len(self._inside) > 0 and in_a_row and not self.is_like
        if any(place < 0 or not words[place].endswith(word) for word, place in self._own):
            return False
        if all(is_small(word) for word, _ in self._own) and not self.has_neighbour:
            return False
        inside = {place for _, place in self._inside}
        between = [
            [word for word in range(one + 1, two) if word not in inside]
            for (_, one), (_, two) in pairwise(self._own)
        ]
        gaps = [gap for gap in between if gap]
        if self.is_like and (gaps or not self._is_telling):
            return False
        if any(words[word] in _negations() for gap in gaps for word in gap):
            return False
        return len(gaps) * _IN_A_ROW <= len(self._own)

    @property
    def _is_telling(self) -> bool:
        """Whether the words, with those next to them, are too rare to stand there by chance."""
        run = [self._other.words[word] for word in (*self.beside, *(place for _, place in self._own))]
        rare = [word for word in run if self._other.is_rare(word)]
        return len(rare) >= _TWO or len(run) > _RUN

    @property
    def share(self) -> float:
        """The share of the option's words that stand there; of brackets inside it, most of the words may be left out."""
        found = sum(weight_of(word) for word, place in (*self._own, *self._inside) if place >= 0)
        gone = sum(weight_of(word) for word, place in self._own if place < 0)
        gone += _INSIDE * sum(weight_of(word) for word, place in self._inside if place < 0)
        return found / (found + gone) if found else 0.0

    @property
    def is_near(self) -> bool:
        """Whether what stands there is near to the option."""
        there = [word for word, place in (*self._own, *self._inside) if place >= 0]
        if all(map(is_small, there)):
            return False
        return self.is_whole or (self.share >= _NEAR and len(self.now) <= _SCATTERED * len(there))


def _weight(tokens: Tokens, words: Iterable[int]) -> float:
    return sum(weight_of(tokens.words[word]) for word in words)


def _words_of(side: Side, unit: int) -> range:
    return range(side.tokens.units[unit].start, side.tokens.units[unit].end)


@cache
def _coordinates() -> frozenset[str]:
    """Return the words of all languages that join two parts of a sentence."""
    return frozenset[str]().union(*(words.get("draft", {}).get("coordinates", ()) for words in language_files().values()))


@cache
def _negations() -> frozenset[str]:
    return frozenset[str]().union(*(words_of(code).negation for code in language_files()))


def _could_read(text: str, passed: dict[int, list[int]], now: str) -> bool:
    """Return whether a text can read so, if some parts of it may be passed over.

    >>> _could_read("theoldport", {3: [6]}, "theport")
    True
    """
    # All places up to which the text can read as the signs so far: a part may be passed over or not.
    reached = _onwards({0}, passed)
    for sign in now:
        reached = _onwards({at + 1 for at in reached if text.startswith(sign, at)}, passed)
        if not reached:
            return False
    return len(text) in reached


def _onwards(reached: set[int], passed: dict[int, list[int]]) -> set[int]:
    """Add to places of a text those that are reached from there by passing over parts."""
    waiting = [*reached]
    while waiting:
        for end in passed.get(waiting.pop(), ()):
            if end not in reached:
                reached.add(end)
                waiting.append(end)
    return reached
