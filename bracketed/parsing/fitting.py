"""Makes brackets and options nest, and lays what is said about the words over their tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bracketed.parsing.claims import Claim
from bracketed.parsing.outline import Run, words_begin
from bracketed.parsing.scanner import Token
from bracketed.source import Span

_CLAIM_TOKENS = {
    "comment": "COMMENT",
    "note": "NOTE",
    "status": "STATUS",
    "attribution": "ATTRIBUTION",
    "words": "TEXT",
}


def cover(tokens: Iterable[Token], claims: Sequence[Claim]) -> list[Token]:
    """Return the tokens of a text in which each claim is one token; claims are in order and apart."""
    covered: list[Token] = []
    starts = [claim.span.start for claim in claims]
    done = 0
    for token in tokens:
        at = max(token.start, done)
        number = bisect_right(starts, at) - 1
        if number >= 0 and claims[number].span.end <= at:
            number += 1
        number = max(number, 0)
        while at < token.end:
            if number < len(claims) and claims[number].span.start < token.end:
                span = claims[number].span
                if at < span.start:
                    covered.append(Token("TEXT", at, span.start))
                covered.append(Token(_claimed(claims[number], covered), *span))
                at = span.end
                number += 1
            else:
                covered.append(Token(token.type if at == token.start else "TEXT", at, token.end))
                at = token.end
        done = max(done, at)
    return covered


def _claimed(claim: Claim, before: Sequence[Token]) -> str:
    behind = claim.behind and before and before[-1].type in ("CLOSE", "ADDED_END", "BEHIND")
    return "BEHIND" if behind else _CLAIM_TOKENS[claim.kind]


@dataclass(frozen=True)
class Fitted:
    """Runs and pairs that nest, and the signs that had to be given up for it.

    `wraps` are the brackets that hold an option with its name, by run and number of the option.
    """

    runs: list[Run]
    pairs: dict[int, int]
    dropped: list[int]
    wraps: dict[tuple[int, int], tuple[int, int]]


def _seat_names(text: str, runs: Sequence[Run], pairs: dict[int, int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Let the names of options begin at their words, or at the bracket that holds the option; return these brackets."""
    wraps: dict[tuple[int, int], tuple[int, int]] = {}
    for run in runs:
        ends = [*(option.label.start for option in run.options[1:]), run.end]
        for number, (option, end) in enumerate(zip(run.options, ends, strict=True)):
            if run.is_alt:
                continue
            name = name_start(text, option.label)
            start = name if "[" in text[option.label.start : name] else option.label.start
            for at in range(name - 1, option.label.start - 1, -1):
                if pairs.get(at, end) < end:
                    wraps[run.number, number] = at, pairs[at]
                    start = at
                    break
            option.label = Span(start, option.label.end)
    return wraps


def fit(text: str, runs: Sequence[Run], pairs: dict[int, int]) -> Fitted:
    """Return runs and pairs in which nothing crosses: a bracket that would cut an option is given up.

    Both are read from the text by rules that do not know each other, so that they may cross; the grammar never meets
    that.
    """
    kept = [run for run in runs if len(run.options) > 1]
    wraps = _seat_names(text, kept, pairs)
    _end_runs(kept, pairs)
    gone = _Sweep(kept, pairs).run()
    dropped = [start for kind, start in gone if kind == "bracket"]
    good = {start: end for start, end in pairs.items() if ("bracket", start) not in gone}
    return Fitted(
        [run for number, run in enumerate(kept) if ("run", number) not in gone],
        good,
        sorted([*dropped, *(pairs[start] for start in dropped)]),
        {key: wrap for key, wrap in wraps.items() if wrap[0] in good},
    )


def _end_runs(runs: Sequence[Run], pairs: dict[int, int]) -> None:
    """Let a bracket that opens before a run and closes in its last option end the run."""
    closes = sorted((end, start) for start, end in pairs.items())
    for run in runs:
        last = closes[bisect_left(closes, (run.options[-1].label.start, 0)) : bisect_left(closes, (run.end, 0))]
        run.end = min([end for end, start in last if start < run.options[0].label.start], default=run.end)


class _Sweep:
    """Goes through a text once and finds the brackets and runs that would cross; each is named by its kind and number
    or place."""

    def __init__(self, runs: Sequence[Run], pairs: dict[int, int]) -> None:
        self.events: list[tuple[int, int, int, str, int]] = []
        for number, run in enumerate(runs):
            first = run.options[0].label.start
            self.events.append((first, 2, -run.end, "run", number))
            self.events += [(option.label.start, 3, 0, "option", number) for option in run.options[1:]]
            self.events.append((run.end, 0, -first, "end", number))
        for start, end in pairs.items():
            self.events += [(start, 4, 0, "open", start), (end, 4, 0, "close", start)]
        self.stack: list[tuple[str, int]] = []
        self.gone: set[tuple[str, int]] = set()

    def run(self) -> set[tuple[str, int]]:
        for _, _, _, kind, who in sorted(self.events):
            item = ("bracket" if kind in ("open", "close") else "run", who)
            if item in self.gone:
                continue
            if kind in ("run", "open"):
                self.stack.append(item)
            elif kind == "close":
                self._close(item)
            else:
                self._divide(item, ends=kind == "end")
        return self.gone

    def _close(self, item: tuple[str, int]) -> None:
        if self.stack and self.stack[-1] == item:
            self.stack.pop()
        else:
            self.gone.add(item)
            self.stack.remove(item)

    def _divide(self, run: tuple[str, int], *, ends: bool) -> None:
        """Begin another option of a run, or end it: brackets that are open inside it are given up."""
        while self.stack and self.stack[-1] != run:
            if self.stack[-1][0] == "run":
                # Another run cuts this one.
                self.gone.add(run)
                self.stack.remove(run)
                return
            self.gone.add(self.stack.pop())
        if ends:
            self.stack.pop()


def name_start(text: str, label: Span) -> int:
    """Return where the name of an option begins behind bullets and brackets; emphasis before it goes with it."""
    name = words_begin(text, label)
    while name > label.start and text[name - 1] in "*_":
        name -= 1
    return name
