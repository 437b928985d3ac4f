"""Which brackets of two drafts are the same: by the words that they share, by their place, or by both.

Names are of little help, since a bracket that is closed renumbers those behind it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bracketed.draft.tree import OMIT
from bracketed.progress.alignment import Alignment, Side
from bracketed.progress.closures import Bounds, Settled, View
from bracketed.progress.tokens import Row

# Brackets are compared with those that are nested at most so much deeper or less deep.
_LEVELS = 3
# Share of words that two options, or two parts of a bracket, must have in common.
_SAME = 0.3
_PART = 0.5
# A bracket that has moved by itself is known by so many words, or by so many next to it.
_LEAST = 3
_NEXT = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A bracket of the earlier draft and one of the later, by number, and their options by letter.

    `moved` says that it does not stand where it stood.
    """

    old: int
    new: int
    options: tuple[tuple[str, str], ...]
    moved: bool


@dataclass(frozen=True)
class Matching:
    """What has become of each bracket: the pairs, the parts of split and merged ones, and those that are not matched.

    `split` holds for a pair the brackets that are further parts of the earlier one, `merged` those that have gone into
    the later one; both by the numbers of the pair.
    """

    pairs: list[Pair]
    split: dict[tuple[int, int], list[int]]
    merged: dict[tuple[int, int], list[int]]
    closed: dict[int, Settled] = field(default_factory=dict)
    opened: dict[int, Settled] = field(default_factory=dict)


def match(alignment: Alignment) -> Matching:
    """Match the brackets of two drafts that have been aligned."""
    forward, backward = View(alignment.old, alignment.new), View(alignment.new, alignment.old)
    shared, moved = _shared_words(alignment)
    found = _by_words(alignment, shared)
    _by_place(forward, backward, found)
    split, merged = _parts(alignment, shared, found)
    matched = Matching([], split, merged)
    _settle(forward, backward, found, matched)
    alone = _moved_alone(alignment, matched)
    found.update(alone)
    for number, other in found.items():
        away = number in alone or 2 * moved[number, other] > shared[number, other] > 0
        matched.pairs.append(Pair(number, other, _options(alignment, number, other), away))
    for number, other in alone.items():
        del matched.closed[number], matched.opened[other]
    return matched


def _shared_words(alignment: Alignment) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
    """Return how many words each two brackets share, and how many of them have moved."""
    old, new = alignment.old, alignment.new
    shared: Counter[tuple[int, int]] = Counter()
    moved: Counter[tuple[int, int]] = Counter()
    for word, holder in enumerate(old.row.within):
        counterpart = old.to[word]
        if holder < 0 or counterpart < 0 or new.row.within[counterpart] < 0:
            continue
        # The outermost first: its depth is 0.
        others = [*new.row.chain(counterpart)][::-1]
        away = word in old.moved
        for number in old.row.chain(word):
            depth = old.row.brackets[number].depth
            for other in others[max(0, depth - _LEVELS) : depth + _LEVELS + 1]:
                shared[number, other] += 1
                moved[number, other] += away
    return shared, moved


def _by_words(alignment: Alignment, shared: Counter[tuple[int, int]]) -> dict[int, int]:
    """Return the brackets that share most of their words."""
    old, new = alignment.old.row.brackets, alignment.new.row.brackets
    ranked = sorted(
        (
            -2 * count / (old[n].end - old[n].start + new[m].end - new[m].start),
            abs(old[n].depth - new[m].depth),
            old[n].bracket.id != new[m].bracket.id,
            n,
            m,
        )
        for (n, m), count in shared.items()
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for *_, n, m in ranked:
        if n not in found and m not in taken:
            found[n] = m
            taken.add(m)
    return found


def _by_place(forward: View, backward: View, found: dict[int, int]) -> None:
    """Add the brackets without a word in common that stand between the same words."""
    old, new = forward.this.row, forward.other.row
    taken = set(found.values())
    free: dict[int, list[int]] = {}
    for m in range(len(new.brackets)):
        if m not in taken:
            free.setdefault(backward.places(m)[0].group, []).append(m)
    # Outer brackets come first, and inner ones are looked for in what those have become.
    for n in range(len(old.brackets)):
        group = forward.places(n)[0].group if n not in found else -1
        if group < 0:
            continue
        holder = next((found[b] for b in old.around(n) if b in found), -1)
        for m in free.get(group, ()):
            same_holder = next((b for b in new.around(m) if b in taken), -1) == holder
            if same_holder and _inside(forward, n, m) and _inside(backward, m, n):
                found[n] = m
                taken.add(m)
                free[group].remove(m)
                break


def _inside(view: View, number: int, other: int) -> bool:
    """Say whether a bracket of the other draft stands at the place of one of this draft."""
    start, end = view.places(number)[0].opposite
    stretch = view.other.row.brackets[other]
    unit = view.other.row.units_of(other)[0]
    first = view.other.place(stretch.start, unit)
    return start <= first and first + stretch.end - stretch.start <= end


def _parts(
    alignment: Alignment, shared: Counter[tuple[int, int]], found: dict[int, int]
) -> tuple[dict[tuple[int, int], list[int]], dict[tuple[int, int], list[int]]]:
    """Return the further parts of brackets that were split, and of those into which others were merged."""
    back = {m: n for n, m in found.items()}
    split: dict[tuple[int, int], list[int]] = {}
    merged: dict[tuple[int, int], list[int]] = {}
    for (n, m), count in sorted(shared.items(), key=lambda item: -item[1]):
        if (n in found) == (m in back):
            continue
        if n in found:
            _add_part(alignment.new, (n, found[n]), found[n], m, count, split)
        else:
            _add_part(alignment.old, (back[m], m), back[m], n, count, merged)
    return split, merged


def _add_part(
    side: Side, pair: tuple[int, int], first: int, part: int, count: int, into: dict[tuple[int, int], list[int]]
) -> None:
    """Add a part to a bracket if most of it comes from there and it stands beside what was matched first."""
    one, two = side.row.brackets[first], side.row.brackets[part]
    apart = one.end <= two.start or two.end <= one.start
    if apart and count >= _PART * (two.end - two.start) and all(part not in parts for parts in into.values()):
        into.setdefault(pair, []).append(part)


def _settle(forward: View, backward: View, found: dict[int, int], matched: Matching) -> None:
    """Tell how those were closed that are there no more, and, looking back, in place of what new ones were opened."""
    back = {m: n for n, m in found.items()}
    for view, to, parts, settled in (
        (forward, found, matched.merged, matched.closed),
        (backward, back, matched.split, matched.opened),
    ):
        known = {part for some in parts.values() for part in some}
        # Outer brackets come first, since what becomes of them may take inner ones along.
        for number, stretch in enumerate(view.this.row.brackets):
            if number in to or number in known:
                continue
            letter = view.this.row.letter_around(number)
            if stretch.parent < 0 or stretch.parent in known:
                settled[number] = view.settled(number)
            elif stretch.parent in settled:
                outer = settled[stretch.parent]
                settled[number] = view.settled(number) if outer.option in (letter, "") else Settled(OMIT)
            else:
                bounds = _bounds(view, stretch.parent, to[stretch.parent], letter)
                settled[number] = view.settled(number, bounds) if bounds else Settled(OMIT)


def _bounds(view: View, parent: int, other: int, letter: str) -> Bounds | None:
    """Return the bounds of an option in both drafts; None if it is there no more."""
    counterpart = dict(_paired_options(view.this, view.other, parent, other)).get(letter)
    if counterpart is None:
        return None
    row, opposite = view.this.row, view.other.row
    return Bounds(row.brackets[parent].option(letter), opposite.brackets[other].option(counterpart))


def _options(alignment: Alignment, number: int, other: int) -> tuple[tuple[str, str], ...]:
    return _paired_options(alignment.old, alignment.new, number, other)


def _paired_options(this: Side, that: Side, number: int, other: int) -> tuple[tuple[str, str], ...]:
    """Return the letters of the options that are the same: of equal words, or of many that are shared."""
    one, two = this.row.brackets[number].bracket, that.row.brackets[other].bracket
    if "placeholder" in (one.kind, two.kind):
        return ()
    if one.letters == two.letters and _written(this, number) == _written(that, other):
        return tuple((letter, letter) for letter in one.letters)
    mine = {letter: this.row.option_words(number, letter) for letter in one.letters}
    theirs = {letter: that.row.option_words(other, letter) for letter in two.letters}
    ranked = []
    for letter, words in mine.items():
        counterparts = {this.to[word] for word in range(*this.row.brackets[number].option(letter))}
        for opposite, others in theirs.items():
            if (letter == OMIT) != (opposite == OMIT):
                continue
            kept = sum(word in counterparts for word in range(*that.row.brackets[other].option(opposite)))
            alike = 2 * kept / ((len(words) + len(others)) or 1)
            if words == others or alike >= _SAME:
                ranked.append((words != others, -alike, letter != opposite, letter, opposite))
    pairs: dict[str, str] = {}
    for *_, letter, opposite in sorted(ranked):
        if letter not in pairs and opposite not in pairs.values():
            pairs[letter] = opposite
    # Of a choice that has one option beside leaving it out, that option is the choice.
    if not any(letter != OMIT for letter in pairs):
        rest = [[letter for letter in letters if letter != OMIT] for letters in (mine, theirs)]
        if len(rest[0]) == len(rest[1]) == 1 and any(
            this.to[word] in range(*that.row.brackets[other].option(rest[1][0]))
            for word in range(*this.row.brackets[number].option(rest[0][0]))
        ):
            pairs[rest[0][0]] = rest[1][0]
    return tuple(pairs.items())


def _written(side: Side, number: int) -> list[list[str]]:
    return [side.row.option_words(number, letter) for letter in side.row.brackets[number].bracket.letters]


def _moved_alone(alignment: Alignment, matched: Matching) -> dict[int, int]:
    """Return the brackets that were left out at one place and stand, in the same words, at a new one."""
    old, new = alignment.old.row, alignment.new.row
    waiting: dict[tuple[str, ...], list[int]] = {}
    for m, settled in matched.opened.items():
        if settled.option == OMIT:
            waiting.setdefault(_words(alignment.new, m), []).append(m)
    found: dict[int, int] = {}
    for n, settled in matched.closed.items():
        words = _words(alignment.old, n)
        if settled.option != OMIT or not words:
            continue
        others = waiting.get(words, [])
        for m in others:
            if len(words) >= _LEAST or _around(old.words, *_ends(old, n)) & _around(new.words, *_ends(new, m)):
                found[n] = m
                others.remove(m)
                break
    return found


def _words(side: Side, number: int) -> tuple[str, ...]:
    stretch = side.row.brackets[number]
    return tuple(side.row.words[stretch.start : stretch.end])


def _ends(row: Row, number: int) -> tuple[int, int]:
    return row.brackets[number].start, row.brackets[number].end


def _around(words: list[str], start: int, end: int) -> set[tuple[bool, tuple[str, ...]]]:
    """Return the words next to a stretch, before it and behind it."""
    sides = ((False, tuple(words[max(0, start - _NEXT) : start])), (True, tuple(words[end : end + _NEXT])))
    return {side for side in sides if len(side[1]) == _NEXT}
