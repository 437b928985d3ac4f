"""Find which bracket closes which, over the structure of the draft, and make brackets and options nest."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bracketed.draft.draft import Findings, Provision, labels_at
from bracketed.errors import DraftError
from bracketed.limits import Limits
from bracketed.parsing.notation import pattern
from bracketed.parsing.outline import Location, Outline, Run, Within, words_begin
from bracketed.parsing.scanner import Token
from bracketed.source import Source, Span, line_at
from bracketed.time_limit import in_time

_BEFORE_TITLE = " \t\n>#*_["
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True)
class Pairing:
    """The brackets of a draft: opening to closing signs, in order, and the signs that have no partner."""

    pairs: dict[int, int]
    loose: tuple[int, ...]


class _Opened(NamedTuple):
    """A sign at the head of a section: how many titles are before its words, and the level of the title above it.

    `own` is the level of the title that it is in front of.
    """

    at: int
    titles: int
    above: int
    own: int = 0


# Near before far: what opens and closes in one paragraph is a pair; then what does so in one numbered provision, in one
# option, from the innermost out, and under one title. A bracket that opens in one option never closes in a rival one;
# one that opens before the options may close in the last. Over titles a bracket goes only from the head of a section to
# the end of one, and never past a title of the level that it opened under. What is left over is loose: its sign alone
# is left out, and nothing else changes, since one slip must not change the reading of a hundred pages.
class Pairer:
    """Finds which bracket closes which."""

    def __init__(self, text: str, tokens: Sequence[Token], outline: Outline) -> None:
        self.text = text
        self.outline = outline
        signs = [token for token in tokens if token.type in ("OPEN", "CLOSE", "ADDED", "ADDED_END")]
        self.opens = {token.start: token.type in ("OPEN", "ADDED") for token in signs}
        self.added = {token.start for token in signs if token.type.startswith("ADDED")}
        starts = [block.start for block in outline.blocks]
        self.number = {at: max(0, bisect_right(starts, at) - 1) for at in self.opens} if starts else {}
        self.block = {at: outline.blocks[one] for at, one in self.number.items()}
        self.location = {at: outline.locations[one] for at, one in self.number.items()}
        self.pairs: dict[int, int] = {}
        self.left = list(self.opens)

    def run(self) -> Pairing:
        """Return the pairs, and the signs without a partner."""
        if not self.block:
            return Pairing({}, tuple(self.left))
        location, within = self.location, {at: self._options_at(at) for at in self.left}
        self._sweep(lambda at: self.block[at].start)
        self._sweep(lambda at: (location[at].owner, within[at]))
        for depth in range(max(map(len, within.values())), -1, -1):
            self._sweep(
                lambda at, depth=depth: (location[at].scope, within[at][:depth]) if len(within[at]) >= depth else None,  # type: ignore[misc]
                # Only signs of this depth open here, or outer pairs would form too early.
                lambda at, depth=depth: len(within[at]) <= depth,  # type: ignore[misc]
            )
        self._over_titles()
        return Pairing(dict(sorted(self.pairs.items())), tuple(sorted(self.left)))

    def _options_at(self, at: int) -> Within:
        # A sign before the name of an option is not in the option.
        options = self.block[at].options
        before_name = options and at < words_begin(self.text, options[0].span)
        return self.location[at].before if before_name else self.location[at].within

    def _sweep(self, key: Callable[[int], Hashable], may_open: Callable[[int], bool] = lambda at: True) -> None:
        # Signs whose key is None are in no group, and left for a later sweep.
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for at in self.left:
            groups[key(at)].append(at)
        rest = groups.pop(None, [])
        for signs in in_time(groups.values(), lambda signs: line_at(self.text, signs[0])):
            rest += self._pair_in(signs, may_open)
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
        # "pay [gladly." in one provision and "vote] and go" in another are likelier two slips than a bracket over both.
        first, last = self.block[start], self.block[end]
        if self.location[start].owner == self.location[end].owner:
            return True
        before = self.text[min(first.body, start) : start]
        after = self.text[start + 1 : first.end].rstrip(" \t\r\n*_")
        heads = not _WORD.search(before) or after.endswith((":", "[")) or not _WORD.search(after)
        return heads or not _WORD.search(self.text[end + 1 : last.end])

    def _over_titles(self) -> None:
        placed = zip(self.outline.blocks, self.outline.locations, strict=True)
        titles = [(block.start, location.title.rank) for block, location in placed if location.title]
        if not titles or not self.left:
            return
        starts = [start for start, _ in titles]
        first, last = self._edges()
        stack: list[_Opened] = []
        loose: list[int] = []
        for at in self.left:
            location = self.location[at]
            headed = self._headed_by(at)
            if self.opens[at] and (headed or location.title is not None or at < first.get(location.scope, 0)):
                stack.append(self._opened(at, headed, bisect_right(starts, at)))
                continue
            if not self.opens[at] and at >= last.get(location.scope, at):
                now = bisect_right(starts, at)
                while stack and any(rank <= stack[-1].above for _, rank in titles[stack[-1].titles : now]):
                    loose.append(stack.pop().at)
                if stack and (
                    self._ends_paragraph(at) or all(rank > stack[-1].own for _, rank in titles[stack[-1].titles : now])
                ):
                    self.pairs[stack.pop().at] = at
                    continue
            loose.append(at)
        self.left = loose + [opened.at for opened in stack]

    def _opened(self, at: int, headed: Location | None, titles: int) -> _Opened:
        if headed and headed.title:
            above = headed.titles[-2].rank if len(headed.titles) > 1 else 0
            return _Opened(at, titles + (headed is not self.location[at]), above, headed.title.rank)
        scope = self.location[at].scope
        title = self.outline.locations[scope].title if scope >= 0 else None
        return _Opened(at, titles, title.rank if title else 0)

    def _ends_paragraph(self, at: int) -> bool:
        # "… with the [Depositary]." closes in a sentence, and hardly several whole sections.
        return not self.text[at + 1 : self.block[at].end].strip(" \t\r\n*_]}")

    def _headed_by(self, at: int) -> Location | None:
        # The place of the title whose words a sign is in front of, on the same line or alone on one before.
        number, block = self.number[at], self.block[at]
        if self.text[block.start : at].strip(_BEFORE_TITLE):
            return None
        alone = not self.text[at : block.end].strip(_BEFORE_TITLE)
        location = self.outline.locations[min(number + alone, len(self.outline.locations) - 1)]
        return location if location.title is not None else None

    def _edges(self) -> tuple[dict[int, int], dict[int, int]]:
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for block, location in zip(self.outline.blocks, self.outline.locations, strict=True):
            words = self.text[block.start : block.end]
            if location.title is None and location.scope not in first:
                first[location.scope] = block.start + pattern("HEAD_OF_SECTION").match(words).end()  # type: ignore[union-attr]
            if not pattern("NO_WORDS").match(words):
                last[location.scope] = block.start + len(words.rstrip(" \t\r\n.;,*_]}"))
        return first, last


def outermost(pairs: Mapping[int, int]) -> list[Span]:
    """Return the spans of the pairs that are in no other pair, in order; each includes both brackets."""
    spans: list[Span] = []
    for start, end in sorted(pairs.items()):
        if not spans or start >= spans[-1].end:
            spans.append(Span(start, end + 1))
    return spans


def check_depth(pairs: Mapping[int, int], source: Source, limits: Limits) -> None:
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


# Options and brackets.


@dataclass(frozen=True)
class Nesting:
    """Runs and pairs that nest, and the signs that had to be given up for it."""

    # `wraps` are the brackets that hold an option with its name, by run and number of the option.
    runs: list[Run]
    pairs: dict[int, int]
    dropped: list[int]
    wraps: dict[tuple[int, int], tuple[int, int]]


def nest(text: str, runs: Sequence[Run], pairs: dict[int, int]) -> Nesting:
    """Return runs and pairs in which nothing crosses: a bracket that would cut an option is given up."""
    # Both are read from the text by rules that do not know each other, so that they may cross; the grammar never meets
    # that.
    kept = [run for run in runs if len(run.options) > 1]
    wraps = _begin_options(text, kept, pairs)
    _end_runs(kept, pairs)
    gone = _crossing(kept, pairs)
    dropped = [start for kind, start in gone if kind == "bracket"]
    good = {start: end for start, end in pairs.items() if ("bracket", start) not in gone}
    return Nesting(
        [run for number, run in enumerate(kept) if ("run", number) not in gone],
        good,
        sorted([*dropped, *(pairs[start] for start in dropped)]),
        {key: wrap for key, wrap in wraps.items() if wrap[0] in good},
    )


def _begin_options(text: str, runs: Sequence[Run], pairs: Mapping[int, int]) -> dict[tuple[int, int], tuple[int, int]]:
    # The name of an option begins at its words, or at the bracket that holds the option.
    wraps: dict[tuple[int, int], tuple[int, int]] = {}
    for run in runs:
        if run.is_alt:
            continue
        ends = [*(option.label.start for option in run.options[1:]), run.end]
        for number, (option, end) in enumerate(zip(run.options, ends, strict=True)):
            name = name_start(text, option.label)
            start = name if "[" in text[option.label.start : name] else option.label.start
            for at in range(name - 1, option.label.start - 1, -1):
                if pairs.get(at, end) < end:
                    wraps[run.number, number] = at, pairs[at]
                    start = at
                    break
            option.label = Span(start, option.label.end)
    return wraps


def _end_runs(runs: Sequence[Run], pairs: Mapping[int, int]) -> None:
    # A bracket that opens before a run and closes in its last option ends the run.
    closes = sorted((end, start) for start, end in pairs.items())
    for run in runs:
        last = closes[bisect_left(closes, (run.options[-1].label.start, 0)) : bisect_left(closes, (run.end, 0))]
        run.end = min([end for end, start in last if start < run.options[0].label.start], default=run.end)


def _crossing(runs: Sequence[Run], pairs: Mapping[int, int]) -> set[tuple[str, int]]:
    """Return the brackets and runs that cross others, in one pass; each by its kind and its place or number."""
    # At one place a run ends before another begins, and begins before its bracket opens.
    events: list[tuple[int, int, int, str, int]] = []
    for number, run in enumerate(runs):
        first = run.options[0].label.start
        events.append((first, 2, -run.end, "run", number))
        events += [(option.label.start, 3, 0, "option", number) for option in run.options[1:]]
        events.append((run.end, 0, -first, "end", number))
    for start, end in pairs.items():
        events += [(start, 4, 0, "open", start), (end, 4, 0, "close", start)]
    stack: list[tuple[str, int]] = []
    gone: set[tuple[str, int]] = set()
    for _, _, _, kind, key in sorted(events):
        item = ("bracket" if kind in ("open", "close") else "run", key)
        if item in gone:
            continue
        if kind in ("run", "open"):
            stack.append(item)
            continue
        # Brackets that are open in an option are given up where it ends; what another run cuts is given up itself.
        while kind != "close" and stack[-1] != item and stack[-1][0] == "bracket":
            gone.add(stack.pop())
        if stack[-1] != item:
            gone.add(item)
            stack.remove(item)
        elif kind != "option":
            stack.pop()
    return gone


def name_start(text: str, label: Span) -> int:
    """Return where the name of an option begins behind bullets and brackets; emphasis before it goes with it."""
    name = words_begin(text, label)
    while name > label.start and text[name - 1] in "*_":
        name -= 1
    return name


# What looks like a slip.


_LOOSE = {
    "[": ("this bracket is never closed", "close it"),
    "]": ("this closing bracket has no opening bracket", "open it"),
}


def report_pairs(
    text: str, pairing: Pairing, runs: Iterable[Run], provisions: Sequence[Provision], findings: Findings
) -> None:
    """Report signs without a partner, options that a rule has ended, and brackets over several provisions."""
    label = labels_at(provisions)
    for at in pairing.loose:
        # Marks of additions and deletions without a partner are words.
        if text[at] in _LOOSE:
            what, remedy = _LOOSE[text[at]]
            message = f"{what}; its sign is left out, and nothing else changes"
            findings.add("error", "unmatched-bracket", message, at, label(at), f"{remedy}, or delete it")
    for run in runs:
        if run.doubtful:
            last = run.options[-1].label
            name = text[slice(*last)].strip(" [>*_:\n")
            how = "is read as one paragraph, as the options before it are; what follows is read as common text"
            remedy = "put a bracket round all the options if the last one goes on"
            findings.add("info", "option-end", f"“{name}” {how}", last.start, None, remedy)
    starts = [provision.span.start for provision in provisions]
    for start, end in pairing.pairs.items():
        first, last_one = (provisions[max(0, bisect_right(starts, at) - 1)] for at in (start, end))
        if first.part_of != last_one.part_of:
            place = findings.source.where(*findings.source.place(end))
            where = f"this bracket closes in {last_one.label}{f', on {place}' if place else ''}"
            remedy = f"if it should end in {first.label}, close it there"
            message = f"{where}; it holds every provision between"
            findings.add("info", "across-provisions", message, start, first.label, remedy)


_ROUND = re.compile(r"[()]|\n[ \t]*\n")


def report_crossed(
    text: str, tokens: Sequence[Token], pairs: Mapping[int, int], provisions: Sequence[Provision], findings: Findings
) -> None:
    """Report brackets that cross a pair of parentheses, `([a)] b`, once for each bracket; square ones count."""
    # A parenthesis without its partner, as behind the letter of a list item, crosses nothing.
    square = [-1]  # where the brackets that are open here opened, innermost last
    rounds: list[tuple[int, int]] = []  # the same for parentheses, each with the innermost bracket at its place
    starts = [provision.span.start for provision in provisions]
    number = 0
    crossed: set[int] = set()
    closes = set(pairs.values())
    for token in tokens:
        while number < len(starts) and starts[number] <= token.start:
            # Parentheses end with their paragraph.
            number += 1
            rounds.clear()
        if token.type == "OPEN" and token.start in pairs:
            square.append(token.start)
        elif token.type == "CLOSE" and token.start in closes and len(square) > 1:
            square.pop()
        elif token.type in ("TEXT", "CHARACTER"):
            for found in _ROUND.finditer(text, token.start, token.end):
                if found[0][0] == "\n":
                    rounds.clear()
                elif found[0] == "(":
                    rounds.append((found.start(), square[-1]))
                elif rounds:
                    opened, within = rounds.pop()
                    if square[-1] != within:
                        crossed.add(square[-1] if square[-1] > opened else within)
    for at in sorted(crossed - {-1}):
        message = "this bracket crosses a pair of parentheses; it is read by the square brackets alone"
        findings.add("warning", "crossed-bracket", message, at, None, "move one of the signs")
