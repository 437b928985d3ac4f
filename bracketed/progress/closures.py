"""What stands in one draft at the place of a bracket of the other, and which of its options that is.

The place is what lies between the nearest words around the bracket that stand in both drafts. What is expected there if
the bracket was closed with an option are the words around it that are gone, and the option's words between them; other
brackets nearby may have been settled in any way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bracketed.draft.tree import OMIT
from bracketed.progress.alignment import Side

NEW_WORDING = ""
# Share of words from which new wording is called near to an option.
_NEAR = 0.5
# Where more words than these are gone in a row, what stood next to a bracket does not tell how it was closed.
_FAR = 500
# Comparisons with other brackets nearby are left out where there are more steps to make.
_MOST_STEPS = 5_000_000


@dataclass(frozen=True, slots=True)
class Settled:
    """How a bracket was closed: `option` is a letter, `omit` or "" for new wording; `near` is the option most like it.

    `now` are the words of the other draft that stand at its place, `around` those of its own that went into them.
    """

    option: str
    now: tuple[int, ...] = ()
    near: str = ""
    around: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a bracket inside one provision: the words before and behind it up to those that stand in both.

    `inside` are the bounds of its own words, `now` the words of the other draft between the same two; `opposite` are
    the places of these two among the words of the group, and `group` is -1 if the provision has no counterpart.
    """

    group: int
    before: tuple[int, ...]
    inside: tuple[int, int]
    after: tuple[int, ...]
    now: tuple[int, ...]
    opposite: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a place ends at the latest: the option around it, here and in the other draft."""

    own: tuple[int, int]
    other: tuple[int, int]


@dataclass(frozen=True)
class View:
    """Looks from the brackets of one draft at the other draft."""

    this: Side
    other: Side
    _places: dict[tuple[int, Bounds | None], tuple[Place, ...]] = field(default_factory=dict)

    def places(self, number: int, bounds: Bounds | None = None) -> tuple[Place, ...]:
        """Return the place of a bracket, one for each provision that it stands in."""
        key = (number, bounds)
        if key not in self._places:
            self._places[key] = tuple(self._place(number, unit, bounds) for unit in self.this.row.units_of(number))
        return self._places[key]

    def _place(self, number: int, unit: int, bounds: Bounds | None) -> Place:
        this, other = self.this, self.other
        stretch = this.row.brackets[number]
        around = this.row.units[unit]
        inside = (max(stretch.start, around.start), min(stretch.end, around.end))
        group = this.group[unit]
        if group < 0:
            return Place(group, (), inside, (), (), (0, 0))
        words, opposite = this.sequences[group], other.sequences[group]
        before: list[int] = []
        after: list[int] = []
        limits = bounds.own if bounds else (0, len(this.to))
        low = self._reach(words, this.place(inside[0], unit), -1, limits, before)
        high = self._reach(words, this.place(inside[1], unit) - 1, 1, limits, after)
        start, end = (low + 1 if low >= 0 else 0), (high if high >= 0 else len(opposite))
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
            if counterpart >= 0 and word not in self.this.moved:
                return self.other.place(counterpart, self.other.row.unit_of[counterpart])
            if len(gone) < _FAR:
                gone.append(word)
            place += step
        return -1

    def settled(self, number: int, bounds: Bounds | None = None) -> Settled:
        """Return how a bracket that is there no more was closed."""
        row = self.this.row
        places = self.places(number, bounds)
        now = tuple(word for place in places for word in place.now)
        around = tuple(word for place in places for word in (*place.before, *place.after))
        written = [option.letter for option in row.brackets[number].bracket.options if option.letter != OMIT]
        if row.brackets[number].bracket.kind == "placeholder":
            return Settled(NEW_WORDING if now else OMIT, now)
        for letter in written:
            if all(self._reads(number, letter, place, first) for first, place in _numbered(places)):
                return Settled(letter, self._found(number, letter, now), around=around)
        for letter in written:
            elsewhere = self._run(number, letter)
            if elsewhere and self.other.moved.issuperset(elsewhere):
                return Settled(letter, elsewhere)
        if not now or all(self._reads(number, OMIT, place, first) for first, place in _numbered(places)):
            return Settled(OMIT, around=around if now else ())
        # Where the words around it have changed too, an option that is there was taken; where not, more words make it
        # another wording.
        for letter in written if around else ():
            kept = self._run(number, letter)
            if kept and set(now).issuperset(kept):
                return Settled(letter, kept)
        return Settled(NEW_WORDING, now, self._nearest(number, written, now))

    def _reads(self, number: int, letter: str, place: Place, first: bool) -> bool:
        """Say whether what stands at a place now is what an option leaves there."""
        row = self.this.row
        option = row.brackets[number].option(letter)
        chosen = range(max(option[0], place.inside[0]), min(option[1], place.inside[1]))
        added = row.option_words(number, letter) if first and not option[1] - option[0] else []
        if not place.now and (chosen or added):
            return False
        expected = [*place.before, *chosen, *place.after]
        words = [row.words[word] for word in (*place.before, *chosen)] + added + [row.words[w] for w in place.after]
        now = "".join(self.other.row.words[word] for word in place.now)
        text = "".join(words)
        if text == now:
            return True
        if added or len(text) * len(now) > _MOST_STEPS:
            return False
        return _could_read(text, self._passed(number, expected), now)

    def _passed(self, number: int, words: Sequence[int]) -> dict[int, list[int]]:
        """Return from where to where words may be passed over: options of other brackets, which may not be taken."""
        row = self.this.row
        ends = [0]
        for word in words:
            ends.append(ends[-1] + len(row.words[word]))
        own = row.brackets[number]
        above = {*row.around(number)}
        seen = {number}
        runs: dict[tuple[int, int], None] = {}
        for word in words:
            for holder in row.chain(word):
                if holder in seen:
                    break
                seen.add(holder)
                for _, start, end in row.brackets[holder].options:
                    # The option that the bracket itself stands in is there as long as the bracket is.
                    if start < end and not (holder in above and start <= own.start and own.end <= end):
                        runs[start, end] = None
        passed: dict[int, list[int]] = {}
        for start, end in runs:
            places = [place for place, word in enumerate(words) if start <= word < end]
            if places:
                passed.setdefault(ends[places[0]], []).append(ends[places[-1] + 1])
        return passed

    def _run(self, number: int, letter: str) -> tuple[int, ...]:
        """Return the words of the other draft that are those of an option, if they all stand there in one row."""
        row = self.this.row
        found = tuple(self.this.to[word] for word in range(*row.brackets[number].option(letter)))
        whole = found and found[0] >= 0 and all(b - a == 1 for a, b in pairwise(found))
        return found if whole else ()

    def _found(self, number: int, letter: str, now: tuple[int, ...]) -> tuple[int, ...]:
        """Return the option's own words among those that stand at its place now."""
        own = {self.this.to[word] for word in range(*self.this.row.brackets[number].option(letter))}
        return tuple(word for word in now if word in own) or now

    def _nearest(self, number: int, letters: Sequence[str], now: Sequence[int]) -> str:
        from rapidfuzz.distance import Indel

        words = [self.other.row.words[word] for word in now]
        likeness = {
            letter: Indel.normalized_similarity(self.this.row.option_words(number, letter), words) for letter in letters
        }
        best = max(likeness, key=likeness.__getitem__, default="")
        return best if best and likeness[best] >= _NEAR else ""


def _numbered(places: Sequence[Place]) -> Iterator[tuple[bool, Place]]:
    return ((number == 0, place) for number, place in enumerate(places))


def _could_read(text: str, passed: dict[int, list[int]], now: str) -> bool:
    """Say whether a text can read so, if some stretches of it may be passed over.

    >>> _could_read("theoldport", {3: [6]}, "theport")
    True
    """
    reached = _onwards({0}, passed)
    for sign in now:
        reached = _onwards({at + 1 for at in reached if text.startswith(sign, at)}, passed)
        if not reached:
            return False
    return len(text) in reached


def _onwards(reached: set[int], passed: dict[int, list[int]]) -> set[int]:
    waiting = [*reached]
    while waiting:
        for end in passed.get(waiting.pop(), ()):
            if end not in reached:
                reached.add(end)
                waiting.append(end)
    return reached
