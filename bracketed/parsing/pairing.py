"""Finds which bracket closes which, over the structure of the draft.

Near before far: what opens and closes in one paragraph is a pair; then what does so in one numbered provision, in one
option, from the innermost out, and under one title. A bracket that opens in one option never closes in a rival one;
one that opens before the options may close in the last. Over titles a bracket goes only from the head of a section to
the end of one, and never past a title of the level that it opened under. What is left over is loose: its sign alone
is left out, and nothing else changes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from bracketed.errors import DraftError
from bracketed.limits import Limits
from bracketed.parsing.outline import Outline, Within, words_begin
from bracketed.parsing.scanner import Token
from bracketed.source import Source, Span

_OPENS = ("OPEN", "ADDED")
# What may stand in front of the words that a section begins with, and behind those that it ends with.
_HEAD = re.compile(r"(?:[^\w]|\b\w{1,2}\b|\d+)*")
_WORD = re.compile(r"[^\W\d_]{2}")
_FURNITURE = re.compile(r"\W*_{3,}|\s*\[?\^?\d+\]?:? |\W*$")


@dataclass(frozen=True)
class Pairing:
    """The brackets of a draft: opening to closing signs, in order, and the signs that have no partner."""

    pairs: dict[int, int]
    loose: tuple[int, ...]


def pair(text: str, tokens: Sequence[Token], outline: Outline) -> Pairing:
    """Return which bracket closes which."""
    return _Pairer(text, tokens, outline).run()


class _Pairer:
    def __init__(self, text: str, tokens: Sequence[Token], outline: Outline) -> None:
        self.text = text
        self.outline = outline
        self.signs = [token for token in tokens if token.type in ("OPEN", "CLOSE", "ADDED", "ADDED_END")]
        self.opens = {token.start: token.type in _OPENS for token in self.signs}
        self.added = {token.start for token in self.signs if token.type.startswith("ADDED")}
        starts = [block.start for block in outline.blocks]
        self.block = {token.start: max(0, bisect_right(starts, token.start) - 1) for token in self.signs}
        self.within = {at: self._options_at(at, number) for at, number in self.block.items()}
        self.pairs: dict[int, int] = {}
        self.left = [token.start for token in self.signs]

    def _options_at(self, at: int, number: int) -> Within:
        """Return the options that hold a sign; one that stands before the name of an option is not in it."""
        block, seat = self.outline.blocks[number], self.outline.seats[number]
        if block.options:
            first = block.options[0].span
            if at < words_begin(self.text, first):
                return seat.before
        return seat.within

    def run(self) -> Pairing:
        if not self.outline.blocks:
            return Pairing({}, tuple(self.left))
        seats = self.outline.seats
        self._sweep(lambda at: self.block[at], lambda at: True)
        self._sweep(lambda at: (seats[self.block[at]].owner, self.within[at]), lambda at: True)
        deepest = max((len(within) for within in self.within.values()), default=0)
        for depth in range(deepest, -1, -1):
            self._sweep(
                lambda at, depth=depth: (  # type: ignore[misc]
                    (seats[self.block[at]].scope, self.within[at][:depth]) if len(self.within[at]) >= depth else None
                ),
                # Only signs of this depth open here, or outer pairs would form too early.
                lambda at, depth=depth: len(self.within[at]) <= depth,  # type: ignore[misc]
            )
        self._over_titles()
        return Pairing(dict(sorted(self.pairs.items())), tuple(sorted(self.left)))

    def _sweep(self, key: Callable[[int], Hashable], may_open: Callable[[int], bool]) -> None:
        """Pair what can be paired in each group, and keep what is left."""
        groups: dict[Hashable, list[int]] = defaultdict(list)
        rest: list[int] = []
        for at in self.left:
            group = key(at)
            if group is None:
                rest.append(at)
            else:
                groups[group].append(at)
        for group_signs in groups.values():
            rest += self._pair_in(group_signs, may_open)
        self.left = sorted(rest)

    def _pair_in(self, signs: Sequence[int], may_open: Callable[[int], bool]) -> list[int]:
        stack: list[int] = []
        rest: list[int] = []
        for at in signs:
            if self.opens[at]:
                (stack if may_open(at) else rest).append(at)
                continue
            added = at in self.added
            if added and any(one in self.added for one in stack):
                # Marks of additions and deletions never cross brackets.
                while stack[-1] not in self.added:
                    rest.append(stack.pop())
            if stack and (stack[-1] in self.added) == added and self._is_likely(stack[-1], at):
                self.pairs[stack.pop()] = at
            else:
                rest.append(at)
        return rest + stack

    def _is_likely(self, start: int, end: int) -> bool:
        """Say whether a bracket over numbered provisions is more likely than two slips: in the middle of a sentence in
        one, `pay [gladly.`, and in the middle of a sentence in another, `vote] and go`."""
        blocks, seats = self.outline.blocks, self.outline.seats
        first, last = blocks[self.block[start]], blocks[self.block[end]]
        if seats[self.block[start]].owner == seats[self.block[end]].owner:
            return True
        before = self.text[min(first.body, start) : start]
        after = self.text[start + 1 : first.end].rstrip(" \t\r\n*_")
        behind = self.text[end + 1 : last.end]
        heads = not _WORD.search(before) or after.endswith((":", "[")) or not _WORD.search(after)
        return heads or not _WORD.search(behind)

    def _over_titles(self) -> None:
        blocks, seats = self.outline.blocks, self.outline.seats
        titles = [(block.start, seat.title.rank) for block, seat in zip(blocks, seats, strict=True) if seat.title]
        if not titles:
            return
        starts = [start for start, _ in titles]
        first, last = self._edges()
        stack: list[tuple[int, int]] = []
        loose: list[int] = []
        for at in self.left:
            number = self.block[at]
            seat = seats[number]
            if self.opens[at]:
                if seat.title is not None or at < first.get(seat.scope, 0):
                    above = seats[seat.scope].title if seat.scope >= 0 else None
                    stack.append((at, above.rank if above else 0))
                else:
                    loose.append(at)
                continue
            ends = at >= last.get(seat.scope, at)
            while ends and stack:
                opened, rank = stack[-1]
                between = titles[bisect_right(starts, opened) : bisect_right(starts, at)]
                if not any(one <= rank for _, one in between):
                    break
                loose.append(stack.pop()[0])
            if ends and stack:
                self.pairs[stack.pop()[0]] = at
            else:
                loose.append(at)
        self.left = loose + [opened for opened, _ in stack]

    def _edges(self) -> tuple[dict[int, int], dict[int, int]]:
        """Return where the words of each section begin, and where they end."""
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for block, seat in zip(self.outline.blocks, self.outline.seats, strict=True):
            words = self.text[block.start : block.end]
            if seat.title is None and seat.scope not in first:
                first[seat.scope] = block.start + _HEAD.match(words).end()  # type: ignore[union-attr]
            if not _FURNITURE.match(words):
                last[seat.scope] = block.start + len(words.rstrip(" \t\r\n.;,*_]}"))
        return first, last


def outermost(pairs: Mapping[int, int]) -> list[Span]:
    """Return the stretches of the pairs that stand in no other pair, in order; each includes both brackets."""
    spans: list[Span] = []
    for start, end in sorted(pairs.items()):
        if not spans or start >= spans[-1].end:
            spans.append(Span(start, end + 1))
    return spans


def check_depth(pairs: dict[int, int], source: Source, limits: Limits) -> None:
    """Raise DraftError where brackets are nested deeper than the limit."""
    ends: list[int] = []
    for start, end in pairs.items():
        while ends and ends[-1] < start:
            ends.pop()
        ends.append(end)
        if len(ends) > limits.depth:
            line, column = source.place(start)
            raise DraftError(
                f"brackets are nested deeper than {limits.depth:,}; close some of them, or {limits.to_raise('depth')}",
                line=line,
                column=column,
            )
