"""How the brackets of one draft were closed in another: what is at their place, and which option that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bracketed.draft.tree import OMIT
from bracketed.progress.alignment import Side
from bracketed.progress.evidence import Inspection

NEW_WORDING = ""
# Where more words than these are gone in a row, what was next to a bracket does not show how it was closed.
_FAR = 500
# Comparisons with other brackets nearby are left out where there are more steps to make.
_MOST_STEPS = 5_000_000


@dataclass(frozen=True, slots=True)
class Closure:
    """How a bracket was closed: with an `option`, `omit` or "" for new wording, which may be `near` to an option."""

    option: str
    # The words of the other draft that are at its place.
    now: tuple[int, ...] = ()
    near: str = ""
    # The words of its own draft, next to it, that went into them.
    around: tuple[int, ...] = ()
    # A word of the other draft that shows its provision there, where it has no counterpart; -1 if there is none.
    beside: int = -1


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a bracket inside one provision, up to the nearest words that are in both drafts."""

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
        self._places: dict[tuple[int, Bounds | None], list[Place]] = {}

    def places(self, number: int, bounds: Bounds | None = None) -> list[Place]:
        """Return the place of a bracket, one for each provision that it is in."""
        key = (number, bounds)
        # Needed when brackets are paired by place, and again when they are closed.
        if key not in self._places:
            self._places[key] = [self._place(number, unit, bounds) for unit in self.this.tokens.units_of(number)]
        return self._places[key]

    def _place(self, number: int, unit: int, bounds: Bounds | None) -> Place:
        this, other = self.this, self.other
        inside = this.tokens.inside(number, unit)
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
        """Go from a place to the next word that is in both drafts; collect those passed, return its counterpart."""
        place += step
        while 0 <= place < len(words) and limits[0] <= words[place] < limits[1]:
            word = words[place]
            counterpart = self.this.to[word]
            # The counterpart of a word that has moved is elsewhere, so it does not bound this place.
            if counterpart >= 0 and word not in self.this.moved:
                return self.other.place(counterpart, self.other.tokens.unit_of[counterpart])
            if len(gone) < _FAR:
                gone.append(word)
            place += step
        return -1

    def closure(self, number: int, inspection: Inspection, bounds: Bounds | None = None) -> Closure:
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
                return Closure(letter, self._own(number, letter, now, inspection), around=around)
        # Its words have moved, so that something else is at its place.
        for letter in written:
            elsewhere = self._run(number, letter)
            if elsewhere and self.other.moved.issuperset(elsewhere):
                return Closure(letter, elsewhere)
        left_out = Closure(OMIT, around=around if now else ())
        if not inspection.can_look_at(number):
            return left_out if not now or self._reads(number, OMIT, places) else Closure(NEW_WORDING, now)
        options = inspection.options(number, written)
        taken = next(((found.letter, found.now) for found in options if found.was_taken), ("", ()))
        letter, words = max(inspection.whole(number, written), taken, key=lambda one: len(one[1]))
        if letter:
            together = inspection.joined(number, letter, words)
            return Closure(NEW_WORDING, *together) if together else Closure(letter, words, around=around)
        for found in inspection.options_beside(number, written):
            if found.was_taken:
                return Closure(found.letter, found.now)
        for letter in written:
            if moved := inspection.moved(number, letter):
                return Closure(letter, moved)
        if inspection.is_gone(number) or (not around and self._reads(number, OMIT, places)):
            return Closure(OMIT)
        options += inspection.elsewhere(number, written)
        nearest = max(options, key=lambda found: (found.is_near, found.share), default=None)
        if nearest is not None and nearest.is_near:
            return Closure(NEW_WORDING, nearest.now, nearest.letter, around)
        if self._reads(number, OMIT, places):
            return left_out
        fresh = inspection.fresh(number)
        return Closure(NEW_WORDING, fresh) if fresh else left_out

    def _reads(self, number: int, letter: str, places: Sequence[Place]) -> bool:
        """Return whether what is at the places of a bracket now is what an option leaves there."""
        tokens = self.this.tokens
        option = tokens.brackets[number].option(letter)
        # Words that only comments imply have no place of their own: they are expected at the first.
        implied = tokens.option_words(number, letter) if option[0] == option[1] else []
        return all(self._reads_at(place, number, option, [] if n else implied) for n, place in enumerate(places))

    def _reads_at(self, place: Place, number: int, option: tuple[int, int], implied: list[str]) -> bool:
        # A provision that is gone reads as nothing, which is no option of it.
        if place.group < 0:
            return False
        chosen = range(max(option[0], place.inside[0]), min(option[1], place.inside[1]))
        if not place.now and (chosen or implied):
            return False
        # If the bracket was closed with the option, the words around it that are gone are here, and the words of the
        # option between them; other brackets nearby may have been settled in any way.
        own = self.this.tokens.words
        expected = [*place.before, *chosen, *place.after]
        words = [own[word] for word in (*place.before, *chosen)] + implied + [own[word] for word in place.after]
        # Letter by letter, since a bracket may be inside a word, as in “report[s]”.
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
                    # The option that the bracket itself is in is there as long as the bracket is.
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
        """Return the words of the other draft that are those of an option, if they all are there in one row."""
        found = self._counterparts(number, letter)
        whole = found and found[0] >= 0 and all(b - a == 1 for a, b in pairwise(found))
        return found if whole else ()

    def _own(self, number: int, letter: str, now: tuple[int, ...], inspection: Inspection) -> tuple[int, ...]:
        """Return the option's own words among those that are at its place now."""
        # Words that only comments imply have no counterparts: then all that is there is shown.
        counterparts = self._counterparts(number, letter)
        own = tuple(word for word in now if word in {*counterparts}) or now
        if len(own) < len(counterparts) and inspection.can_look_at(number):
            # An ending in brackets makes another word of the one that it belongs to.
            for found in inspection.options(number, [letter]):
                if found.was_taken and len(found.now) > len(own):
                    return found.now
        return own


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
