"""Which brackets of two drafts are the same: by the words that they share, by their place, or by both.

Names are of little help, since a bracket that is closed renumbers those behind it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bracketed.draft.tree import OMIT
from bracketed.progress.alignment import Alignment, Side
from bracketed.progress.closures import NEW_WORDING, Bounds, Closure, View
from bracketed.progress.evidence import Inspection
from bracketed.progress.provisions import best_pairs
from bracketed.progress.standings import Standings
from bracketed.progress.tokens import Tokens

# Brackets are compared with those that are nested at most so much deeper or less deep.
_LEVELS = 3
# Share of words that two options, or two parts of a bracket, must have in common.
_SAME = 0.3
_PART = 0.5
# A bracket that has moved by itself is known by so many words, or by so many next to it.
_LEAST = 3
_NEXT = 2

Numbers: TypeAlias = tuple[int, int]
"""A bracket of the earlier draft and one of the later, by number."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A bracket of the earlier draft and one of the later, by number, and their options by letter."""

    old: int
    new: int
    options: tuple[tuple[str, str], ...]
    # It is not where it was.
    moved: bool


@dataclass(frozen=True)
class Matching:
    """What has become of each bracket: the pairs, the parts of split and merged ones, and the rest."""

    pairs: list[Pair]
    # For a pair the brackets that are further parts of the earlier one, and those that have gone into the later one.
    split: dict[Numbers, list[int]]
    merged: dict[Numbers, list[int]]
    closed: dict[int, Closure] = field(default_factory=dict)
    opened: dict[int, Closure] = field(default_factory=dict)


def match(alignment: Alignment) -> Matching:
    """Match the brackets of two drafts that have been aligned."""
    old, new = alignment.old, alignment.new
    forward, backward = View(old, new), View(new, old)
    shared, moved = _shared_words(old, new)
    found = _by_words(old, new, shared)
    _by_place(forward, backward, found)
    matching = Matching([], *_parts(old, new, shared, found))
    _close(forward, found, matching.merged, matching.closed)
    # Looking back, new brackets were opened in place of what was there.
    _close(backward, {m: n for n, m in found.items()}, matching.split, matching.opened)
    # Only now is it known what was left out at one place and is new at another.
    alone = _moved_alone(old.tokens, new.tokens, matching)
    _pair(alone, found, matching)
    _pair(_standing(old.tokens, new.tokens, matching), found, matching)
    # It has moved if most of the words that it shares have.
    for number, other in found.items():
        away = number in alone or 2 * moved[number, other] > shared[number, other] > 0
        matching.pairs.append(Pair(number, other, _paired_options(old, new, number, other), away))
    return matching


def _shared_words(old: Side, new: Side) -> tuple[Counter[Numbers], Counter[Numbers]]:
    """Return how many words each two brackets share, and how many of them have moved."""
    shared: Counter[Numbers] = Counter()
    moved: Counter[Numbers] = Counter()
    for word, holder in enumerate(old.tokens.within):
        counterpart = old.to[word]
        if holder < 0 or counterpart < 0 or new.tokens.within[counterpart] < 0:
            continue
        # The outermost first: its depth is 0.
        others = [*new.tokens.enclosing(new.tokens.within[counterpart])][::-1]
        away = word in old.moved
        for number in old.tokens.enclosing(holder):
            depth = old.tokens.brackets[number].depth
            # In a deep nest every word would count for every two brackets around it.
            for other in others[max(0, depth - _LEVELS) : depth + _LEVELS + 1]:
                shared[number, other] += 1
                moved[number, other] += away
    return shared, moved


def _by_words(old: Side, new: Side, shared: Counter[Numbers]) -> dict[int, int]:
    """Return the brackets that share most of their words."""
    # Of those that share as many, as of a bracket and the one around it, the ones at the same depth.
    ranked = []
    for (n, m), count in shared.items():
        one, two = old.tokens.brackets[n], new.tokens.brackets[m]
        alike = 2 * count / (one.end - one.start + two.end - two.start)
        ranked.append((-alike, abs(one.depth - two.depth), one.bracket.id != two.bracket.id, n, m))
    return dict(best_pairs((n, m) for *_, n, m in sorted(ranked)))


def _by_place(forward: View, backward: View, found: dict[int, int]) -> None:
    """Add the brackets without a word in common that are between the same words."""
    old, new = forward.this.tokens, forward.other.tokens
    taken = set(found.values())
    free: dict[int, list[int]] = {}
    for m in range(len(new.brackets)):
        if m not in taken:
            free.setdefault(backward.places(m)[0].group, []).append(m)
    # Outer brackets come first, and inner ones are looked for in what those have become.
    for n, one in enumerate(old.brackets):
        group = forward.places(n)[0].group if n not in found else -1
        if group < 0:
            continue
        holder = next((found[b] for b in old.enclosing(one.parent) if b in found), -1)
        for m in free.get(group, ()):
            same_holder = next((b for b in new.enclosing(new.brackets[m].parent) if b in taken), -1) == holder
            if same_holder and _inside(forward, n, m) and _inside(backward, m, n):
                found[n] = m
                taken.add(m)
                free[group].remove(m)
                break


def _inside(view: View, number: int, other: int) -> bool:
    """Return whether a bracket of the other draft is at the place of one of this draft."""
    start, end = view.places(number)[0].opposite
    tokens = view.other.tokens
    bracket, unit = tokens.brackets[other], tokens.units_of(other)[0]
    first = view.other.place(tokens.inside(other, unit)[0], unit)
    return start <= first and first + bracket.end - bracket.start <= end


def _parts(
    old: Side, new: Side, shared: Counter[Numbers], found: dict[int, int]
) -> tuple[dict[Numbers, list[int]], dict[Numbers, list[int]]]:
    """Return the further parts of brackets that were split, and of those into which others were merged."""
    back = {m: n for n, m in found.items()}
    split: dict[Numbers, list[int]] = {}
    merged: dict[Numbers, list[int]] = {}
    # Those that share most come first, since a part is given to one bracket only.
    for (n, m), count in sorted(shared.items(), key=lambda item: -item[1]):
        if n in found and m not in back:
            _add_part(new.tokens, (n, found[n]), found[n], m, count, split)
        elif m in back and n not in found:
            _add_part(old.tokens, (back[m], m), back[m], n, count, merged)
    return split, merged


def _add_part(tokens: Tokens, pair: Numbers, first: int, part: int, count: int, into: dict[Numbers, list[int]]) -> None:
    """Add a part to a bracket if most of it comes from there and it is beside what was matched first."""
    one, two = tokens.brackets[first], tokens.brackets[part]
    # Inside each other, they are no parts but an outer and an inner bracket.
    apart = one.end <= two.start or two.end <= one.start
    if apart and count >= _PART * (two.end - two.start) and all(part not in parts for parts in into.values()):
        into.setdefault(pair, []).append(part)


def _close(view: View, to: dict[int, int], parts: dict[Numbers, list[int]], closed: dict[int, Closure]) -> None:
    """Add how those brackets of a draft were closed that are there no more in the other."""
    known = {part for some in parts.values() for part in some}
    settled = frozenset(range(len(view.this.tokens.brackets))) - to.keys() - known
    inspection = Inspection(Standings(view.this, view.other, settled))
    # Outer brackets come first, since what becomes of them may take inner ones along.
    for number, bracket in enumerate(view.this.tokens.brackets):
        if number in to or number in known:
            continue
        letter = view.this.tokens.letter_around(number)
        parent = bracket.parent
        outer = closed.get(parent)
        if outer and view.this.tokens.brackets[parent].bracket.kind == "placeholder":
            # What was filled in is in place of the note and of all that is in it.
            closed[number] = Closure(OMIT, beside=next(iter(outer.now), -1))
        elif parent < 0 or parent in known or (outer and outer.option in (letter, "")):
            closure = view.closure(number, inspection)
            if closure.option == OMIT and outer and outer.now and outer.near == letter:
                # The option around it is what the new wording is near to: that is where it was left out.
                closure = replace(closure, beside=outer.now[0])
            closed[number] = closure
        else:
            bounds = _bounds(view, parent, to[parent], letter) if parent in to else None
            closed[number] = view.closure(number, inspection, bounds) if bounds else Closure(OMIT)


def _bounds(view: View, parent: int, other: int, letter: str) -> Bounds | None:
    """Return the bounds of an option in both drafts; None if it is there no more."""
    counterpart = dict(_paired_options(view.this, view.other, parent, other)).get(letter)
    if counterpart is None:
        return None
    own, opposite = view.this.tokens.brackets[parent], view.other.tokens.brackets[other]
    return Bounds(own.option(letter), opposite.option(counterpart))


def _paired_options(this: Side, that: Side, number: int, other: int) -> tuple[tuple[str, str], ...]:
    """Return the letters of the options that are the same: of equal words, or of many that are shared."""
    one, two = this.tokens.brackets[number], that.tokens.brackets[other]
    # What is to be filled in has no options.
    if "placeholder" in (one.bracket.kind, two.bracket.kind):
        return ()
    mine = {letter: this.tokens.option_words(number, letter) for letter in one.bracket.letters}
    theirs = {letter: that.tokens.option_words(other, letter) for letter in two.bracket.letters}
    if mine == theirs and list(mine) == list(theirs):
        return tuple((letter, letter) for letter in mine)
    ranked = []
    for letter, words in mine.items():
        counterparts = {this.to[word] for word in range(*one.option(letter))}
        for opposite, others in theirs.items():
            # To leave out is like no other option, however few words that has.
            if (letter == OMIT) != (opposite == OMIT):
                continue
            kept = sum(word in counterparts for word in range(*two.option(opposite)))
            alike = 2 * kept / ((len(words) + len(others)) or 1)
            if words == others or alike >= _SAME:
                ranked.append((words != others, -alike, letter != opposite, letter, opposite))
    pairs = best_pairs((letter, opposite) for *_, letter, opposite in sorted(ranked))
    # Of a choice that has one option beside leaving it out, that option is the choice.
    if all(letter == OMIT for letter, _ in pairs):
        rest = [[letter for letter in letters if letter != OMIT] for letters in (mine, theirs)]
        if len(rest[0]) == len(rest[1]) == 1:
            opposite_words = range(*two.option(rest[1][0]))
            if any(this.to[word] in opposite_words for word in range(*one.option(rest[0][0]))):
                pairs.append((rest[0][0], rest[1][0]))
    return tuple(pairs)


def _moved_alone(old: Tokens, new: Tokens, matching: Matching) -> dict[int, int]:
    """Return the brackets that were left out at one place and are at a new one in the same words."""
    # A short bracket, such as “[not]”, must be next to the same words in both places.
    waiting: dict[tuple[str, ...], list[int]] = {}
    for m, closure in matching.opened.items():
        if closure.option == OMIT:
            waiting.setdefault(_words(new, m), []).append(m)
    found: dict[int, int] = {}
    for n, closure in matching.closed.items():
        words = _words(old, n)
        if closure.option != OMIT or not words:
            continue
        others = waiting.get(words, [])
        for m in others:
            if len(words) >= _LEAST or _around(old, n) & _around(new, m):
                found[n] = m
                others.remove(m)
                break
    return found


def _pair(more: dict[int, int], found: dict[int, int], matching: Matching) -> None:
    """Add brackets that are the same; they were not closed and opened."""
    found.update(more)
    for number, other in more.items():
        del matching.closed[number], matching.opened[other]


def _standing(old: Tokens, new: Tokens, matching: Matching) -> dict[int, int]:
    """Return the brackets that are there still: of what they were closed with, all is in one of the same words."""
    waiting: dict[tuple[str, ...], list[int]] = {}
    for m in matching.opened:
        waiting.setdefault(_words(new, m), []).append(m)
    found: dict[int, int] = {}
    for n, closure in matching.closed.items():
        others = waiting.get(_words(old, n), [])
        for m in others:
            if _stands_in(closure, new, m) or _stands_in(matching.opened[m], old, n):
                found[n] = m
                others.remove(m)
                break
    return found


def _stands_in(closure: Closure, tokens: Tokens, number: int) -> bool:
    """Return whether the option that a bracket was closed with is inside a bracket of the other draft."""
    bracket = tokens.brackets[number]
    is_option = closure.option not in (OMIT, NEW_WORDING)
    return is_option and all(bracket.start <= word < bracket.end for word in closure.now)


def _words(tokens: Tokens, number: int) -> tuple[str, ...]:
    bracket = tokens.brackets[number]
    return tuple(tokens.words[bracket.start : bracket.end])


def _around(tokens: Tokens, number: int) -> set[tuple[bool, tuple[str, ...]]]:
    """Return the words next to a bracket, before it and behind it."""
    start, end = tokens.brackets[number].start, tokens.brackets[number].end
    before, after = tokens.words[max(0, start - _NEXT) : start], tokens.words[end : end + _NEXT]
    return {side for side in ((False, tuple(before)), (True, tuple(after))) if len(side[1]) == _NEXT}
