"""Changes of one line by several delegations as brackets in it.

A change that holds another becomes the outer bracket, and the other one is in what the base has there. Changes
that overlap otherwise are alternatives: each of their delegations has all its words from the first to the last of them.
A deletion is an optional bracket, all else a choice between the base's words and others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from bracketed.draft.delegations import Names
from bracketed.draft.tree import OMIT
from bracketed.parsing.attributions import read_attribution
from bracketed.parsing.builder import letter as letter_of
from bracketed.progress.lines import Change, Line
from bracketed.reading.tracked_changes import is_whole
from bracketed.views import Record, values_of

# Names in one attribution are read up to such a length; beyond it codes are written.
_LONGEST = 200
# With more pairs of a bracket and a change in a line, all of it is one change.
_MOST = 10_000
_PARTS = frozenset({"/", ";", "|", "OR"})
_STRUCTURE = _PARTS | frozenset("[]")
# Words that may be read as a part of a name.
_NAME = 3
# A space in front of these is taken out where a bracket before them is settled.
_REPAIRED = frozenset(".,;:)?!”’»")
# A space behind these would change them.
_OPENERS = frozenset("([{“‘«/-–")


@dataclass(frozen=True, slots=True)
class CopiedComment:
    """A comment in the copy of a delegation: who typed it, on which provision of the base, and what it says."""

    delegation: str
    author: str
    provision: str
    text: str
    date: str = ""

    def to_dict(self) -> Record:
        """Return the comment as plain values."""
        return values_of(self)


@dataclass(frozen=True)
class Version:
    """What a line has become in the copy of a delegation: the copy's text, its line, and the changes."""

    delegation: str
    text: str
    line: Line
    changes: tuple[Change, ...]

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """Return what the copy has in place of the base's words from `start` up to `end`."""
        return self.line.words[slice(*self.places(start, end))]

    def shown(self, start: int, end: int) -> str:
        """Return the same as one text."""
        first, last = self.places(start, end)
        tokens = self.line.tokens[first:last]
        return " ".join(self.text[tokens[0].span.start : tokens[-1].span.end].split()) if tokens else ""

    def places(self, start: int, end: int) -> tuple[int, int]:
        """Return from which word of the copy to which these are; new words at their ends belong to them."""
        ends, shifts = self._shifts
        before = bisect_right(ends, start)
        # An insertion in front of the first word is among them.
        while before and self.changes[before - 1].start == start:
            before -= 1
        return start + shifts[before], end + shifts[bisect_right(ends, end)]

    @cached_property
    def _shifts(self) -> tuple[list[int], list[int]]:
        grown = (one.last - one.first - (one.end - one.start) for one in self.changes)
        return [one.end for one in self.changes], [0, *accumulate(grown)]


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that delegations want at a place, and how the first of them spaces them from what is around."""

    words: str
    owners: tuple[str, ...]
    spaced: tuple[bool, bool] = (True, True)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A bracket to be written: over which words of the line, what is in them, which wordings there are beside these.

    `deleters` would leave the words out; with them there is no other wording. With `blocks` the wordings are written as
    “Option 1:”, “Option 2 (Norway):”, which leaves every sign in them a sign.
    """

    start: int
    end: int
    wordings: tuple[Wording, ...] = ()
    deleters: tuple[str, ...] = ()
    inner: tuple[Choice, ...] = ()
    blocks: bool = False

    @property
    def is_insertion(self) -> bool:
        """Whether the base has nothing there."""
        return self.start == self.end

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that its options are to have."""
        if self.deleters:
            return ("a", OMIT)
        if self.is_insertion:
            return (*self._of_wordings, OMIT)
        return ("a", *self._of_wordings)

    @property
    def _of_wordings(self) -> tuple[str, ...]:
        first = 0 if self.is_insertion else 1
        return tuple(letter_of(number) for number in range(first, first + len(self.wordings)))

    def letter(self, delegation: str) -> str:
        """Return the letter of the option that holds the words of a delegation's copy."""
        if delegation in self.deleters:
            return OMIT
        for letter, wording in zip(self._of_wordings, self.wordings, strict=True):
            if delegation in wording.owners:
                return letter
        return OMIT if self.is_insertion else "a"

    @property
    def owners(self) -> tuple[str, ...]:
        """The delegations that have changed something there, beside those of brackets inside."""
        return tuple(sorted({*self.deleters, *(owner for wording in self.wordings for owner in wording.owners)}))


class Written(NamedTuple):
    """What is written into a text at one place, and the bracket that begins in it, if one does: how far in, and which.

    A `comment` is no part of the text, and is beside it where a file can have that.
    """

    at: int
    words: str
    lead: int = 0
    opens: Choice | None = None
    comment: CopiedComment | None = None


def widened(version: Version, base: Line, everywhere: bool) -> Version:
    """Return a version whose changes go over whole brackets where they touch the signs of these.

    With `everywhere` also where they only change words inside a bracket. Words that would be read as a part of their
    owner's name, as “and” in `[and – Chile delete]`, take in a word beside them; with `everywhere` all do.
    """
    sides = (base.words, version.line.words)
    changes = _grown(version.changes, sides, everywhere)
    pairs = [(side, pair) for side in (0, 1) for pair in _pairs(sides[side], joined=everywhere)]
    if len(pairs) * len(changes) > _MOST:
        return replace(version, changes=(Change(0, len(sides[0]), 0, len(sides[1])),))
    turned = True
    while turned:
        turned = False
        for side, (start, end) in pairs:
            held = [one for one in changes if _touches_bracket(one, side, start, end, sides, everywhere)]
            over = [one for one in changes if _side(one, side)[0] <= end and _side(one, side)[1] > start]
            if held and (len(over) > 1 or _side(over[0], side) != _hull(_side(over[0], side), (start, end + 1))):
                changes = _merged(changes, side, start, end + 1)
                turned = True
                break
    return replace(version, changes=tuple(changes))


def _grown(changes: Iterable[Change], sides: tuple[Sequence[str], ...], everywhere: bool) -> list[Change]:
    base = sides[0]
    grown: list[Change] = []
    for one in changes:
        words = [*sides[0][one.start : one.end], *sides[1][one.first : one.last]]
        alone = one.start == one.end or one.first == one.last
        if everywhere or (alone and _reads_as_name(words)):
            before = one.start > 0 and base[one.start - 1] not in _STRUCTURE
            behind = one.end < len(base) and base[one.end] not in _STRUCTURE
            one = Change(one.start - before, one.end + behind, one.first - before, one.last + behind)
        if grown and one.start <= grown[-1].end:
            last = grown.pop()
            one = Change(last.start, max(last.end, one.end), last.first, max(last.last, one.last))
        grown.append(one)
    return grown


def _reads_as_name(words: Sequence[str]) -> bool:
    # Longer words are no name.
    if len(words) > _NAME or not all(map(str.isalpha, words)):
        return False
    return any(read_attribution(f"{' '.join(words)} – Norway{verb}") for verb in ("", " delete"))


def _side(change: Change, side: int) -> tuple[int, int]:
    return (change.first, change.last) if side else (change.start, change.end)


def _hull(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), max(one[1], other[1])


def _pairs(words: Sequence[str], *, joined: bool) -> Iterator[tuple[int, int]]:
    """Yield where brackets begin and end; those side by side, which may be one choice, as one if they are `joined`."""
    stack: list[int] = []
    found: dict[int, int] = {}
    for place, word in enumerate(words):
        if word == "[":
            stack.append(place)
        elif word == "]" and stack:
            found[stack.pop()] = place
    # From the end on, so that what follows a bracket is joined already.
    for start in sorted(found, reverse=True):
        if joined and found[start] + 1 in found:
            found[start] = found[found[start] + 1]
        yield start, found[start]


def _touches_bracket(
    change: Change, side: int, start: int, end: int, sides: tuple[Sequence[str], ...], everywhere: bool
) -> bool:
    first, last = _side(change, side)
    if first <= start < last or first <= end < last:
        return True
    if not (start < first and last <= end):
        return False
    if (
        first == start + 1
        and last == end
        and not (change.last - change.first if side == 0 else change.end - change.start)
    ):
        # Nothing would be left in the bracket, which then is a blank to be filled in.
        return True
    # What separates options is no words of one.
    words = {*sides[0][change.start : change.end], *sides[1][change.first : change.last]}
    return everywhere or bool(words & _PARTS)


def _merged(changes: Sequence[Change], side: int, start: int, end: int) -> list[Change]:
    """Return changes of which those that touch a part of one side are one change over all of it."""
    touched = [one for one in changes if _side(one, side)[0] <= end and _side(one, side)[1] >= start]
    first, last = touched[0], touched[-1]
    before = max(0, _side(first, side)[0] - start)
    behind = max(0, end - _side(last, side)[1])
    whole = Change(first.start - before, last.end + behind, first.first - before, last.last + behind)
    place = changes.index(first)
    return [*changes[:place], whole, *changes[place + len(touched) :]]


def is_writable(version: Version, base: Line) -> bool:
    """Return whether no change of a version breaks up brackets, on either side."""
    return all(
        is_whole(" ".join(words[slice(*_side(change, side))]))
        for change in version.changes
        for side, words in enumerate((base.words, version.line.words))
    )


class _Edit(NamedTuple):
    """A change that some delegations make alike."""

    start: int
    end: int
    key: tuple[str, ...]
    versions: tuple[Version, ...]


def choices_of(versions: Iterable[Version], deleters: Sequence[str], base: Line) -> list[Choice]:
    """Return the brackets of a line: versions that change words of it, and who deletes it as a whole."""
    pool: dict[tuple[int, int, tuple[str, ...]], list[Version]] = {}
    for version in versions:
        for one in version.changes:
            key = (one.start, one.end, version.line.words[one.first : one.last])
            pool.setdefault(key, []).append(version)
    choices = _nested([_Edit(*key, tuple(owners)) for key, owners in pool.items()])
    whole = Choice(0, len(base.tokens), deleters=tuple(sorted(deleters)), inner=tuple(choices))
    return [whole] if deleters else choices


def block_of(versions: Sequence[Version], deleters: Sequence[str], base: Line) -> list[Choice]:
    """Return one bracket of a line that has each version of all of it as an option in a paragraph of its own."""
    end = len(base.tokens)
    pool: dict[tuple[str, ...], list[Version]] = {}
    for version in versions:
        pool.setdefault(version.line.words, []).append(version)
    wordings = [_wording(owners, 0, end) for owners in pool.values()]
    wordings += [Wording("no text", tuple(sorted(deleters)))] * bool(deleters)
    return [Choice(0, end, tuple(sorted(wordings, key=lambda one: one.owners)), blocks=True)]


def _nested(edits: Sequence[_Edit]) -> list[Choice]:
    return [_choice(group) for group in _groups(edits)]


def _groups(edits: Iterable[_Edit]) -> list[list[_Edit]]:
    """Return edits in groups between which words of the base stay."""
    groups: list[list[_Edit]] = []
    end = -1
    for edit in sorted(edits, key=lambda edit: edit[:3]):
        if edit.start > end:
            groups.append([])
        groups[-1].append(edit)
        end = max(end, edit.end)
    return groups


def _choice(group: Sequence[_Edit]) -> Choice:
    start, end = group[0].start, max(edit.end for edit in group)
    outer = [edit for edit in group if edit[:2] == (start, end)]
    if not outer:
        outer = _alternatives(group, start, end)
    taken = {version.delegation for edit in outer for version in edit.versions}
    inner = [
        edit._replace(versions=left)
        for edit in group
        if (left := tuple(version for version in edit.versions if version.delegation not in taken))
    ]
    choices = _nested(inner)
    others = [edit for edit in outer if edit.key]
    if others:
        wordings = sorted((_wording(edit.versions, start, end) for edit in others), key=lambda one: one.owners)
        choices = [Choice(start, end, tuple(wordings), inner=tuple(choices))]
    gone = [version.delegation for edit in outer if not edit.key for version in edit.versions]
    return Choice(start, end, deleters=tuple(sorted(gone)), inner=tuple(choices)) if gone else choices[0]


def _alternatives(group: Sequence[_Edit], start: int, end: int) -> list[_Edit]:
    """Return edits over all of a group, one for each wording of those whose changes are in no other."""
    owners: dict[str, Version] = {}
    last: _Edit | None = None
    # Of those that begin together the longest comes first, so that what holds a change comes before it.
    for edit in sorted(group, key=lambda edit: (edit.start, -edit.end)):
        if last is None or edit.end > last.end or edit[:2] == last[:2]:
            owners |= {version.delegation: version for version in edit.versions}
            last = edit
    pool: dict[tuple[str, ...], list[Version]] = {}
    for version in owners.values():
        pool.setdefault(version.words(start, end), []).append(version)
    return [_Edit(start, end, key, tuple(versions)) for key, versions in pool.items()]


def _wording(versions: Sequence[Version], start: int, end: int) -> Wording:
    # Copies may space the same words in several ways.
    ordered = sorted(versions, key=lambda version: version.delegation)
    first = ordered[0]
    words = min(version.shown(start, end) for version in ordered)
    return Wording(words, tuple(version.delegation for version in ordered), _spaced(first, start, end))


def _spaced(version: Version, start: int, end: int) -> tuple[bool, bool]:
    first, last = version.places(start, end)
    tokens = version.line.tokens
    before = first == 0 or first >= len(tokens) or tokens[first - 1].span.end < tokens[first].span.start
    behind = last >= len(tokens) or last == 0 or tokens[last - 1].span.end < tokens[last].span.start
    return before, behind


# How brackets are written.


def written(choices: Sequence[Choice], base: Line) -> Iterator[Written]:
    """Yield what is written into a line for its brackets, in order."""
    for choice in choices:
        yield from _block(choice, base) if choice.blocks else _bracket(choice, base, -1)


def new_line(words: str, owners: Sequence[str], at: int, label: str, before: str, behind: str) -> Written:
    """Return what is written at a place for a new line that delegations add, with line ends before or behind it."""
    choice = Choice(0, 0, (Wording(words, tuple(owners)),))
    before = f"{before}{label} " if label else before
    return Written(at, f"{before}[{words} – {_listed(owners)}]{behind}", len(before), choice)


def _bracket(choice: Choice, base: Line, within: int) -> Iterator[Written]:
    tokens = base.tokens
    if choice.is_insertion:
        yield _insertion(choice, base, within)
        return
    yield Written(tokens[choice.start].span.start, "[", 0, choice)
    for inner in choice.inner:
        yield from _bracket(inner, base, choice.start)
    end = f" – {_listed(choice.owners)} delete"
    end += "".join(f" OR {one.words} – {_listed(one.owners)}" for one in choice.wordings)
    yield Written(tokens[choice.end - 1].span.end, f"{end}]")


def _insertion(choice: Choice, base: Line, within: int) -> Written:
    words = " OR ".join(f"{one.words} – {_listed(one.owners)}" for one in choice.wordings)
    words += " OR no text" * (len(choice.wordings) > 1)
    place, tokens = choice.start, base.tokens
    before, behind = choice.wordings[0].spaced
    is_last = place == len(tokens)
    is_apart = place > 0 and not is_last and tokens[place - 1].span.end < tokens[place].span.start
    if place in (0, within) or (not is_apart and not is_last and tokens[place - 1].word in _OPENERS):
        # In front of the first words there is nothing to be set apart from.
        return Written(tokens[place].span.start, f"[{words}]{' ' * behind}", 0, choice)
    if is_apart or is_last or tokens[place].word in _REPAIRED:
        lead = " " * before
        trail = " " * (behind and not is_apart and not is_last)
        return Written(tokens[place - 1].span.end, f"{lead}[{words}]{trail}", len(lead), choice)
    # Between words that touch, a space comes and goes with the new words.
    return Written(tokens[place - 1].span.end, f"[{' ' * before}{words}]{' ' * behind}", 0, choice)


def _block(choice: Choice, base: Line) -> Iterator[Written]:
    yield Written(base.tokens[0].span.start, "Option 1: ", 0, choice)
    lines = [
        f"\nOption {number} ({_listed(one.owners)}): {one.words}" for number, one in enumerate(choice.wordings, start=2)
    ]
    yield Written(base.close, "".join(lines))


def _listed(owners: Sequence[str]) -> str:
    names = ", ".join(owners)
    if len(names) <= _LONGEST:
        return names
    return ", ".join(map(_code, owners))


def _code(owner: str) -> str:
    """Return the code of a delegation; its name if it has none, or if another delegation is known by it."""
    names = Names.default()
    found = names.find(owner)
    return found.code if found is not None and names.find(found.code) == found else owner


def choices_in(choices: Iterable[Choice]) -> Iterator[Choice]:
    """Yield brackets, and those inside them."""
    for choice in choices:
        yield choice
        yield from choices_in(choice.inner)


def taken_by(delegation: str, choices: Iterable[Choice], ids: Mapping[Choice, str]) -> Iterator[tuple[str, str]]:
    """Yield the option that holds a delegation's words for each bracket that is live with them."""
    for choice in choices:
        letter = choice.letter(delegation)
        yield ids[choice], letter
        if letter == "a" and not choice.is_insertion:
            yield from taken_by(delegation, choice.inner, ids)
