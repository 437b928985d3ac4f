"""Measures how fast drafts are parsed, how that grows with their length, and how it compares with Lark alone.

    python -m tests.benchmarks.parsing [--large]

Drafts are made up, with a bracket every 120 characters, as in real ones, and every 15, which is as dense as can be.
"Lark alone" is the bare LALR parse of the bracketed stretches by the same grammar: no provisions, tree or diagnostics.
`--large` goes on to 20 MB.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import time
from collections.abc import Callable

import bracketed as bt
from bracketed.text.grammars import load_grammar

WORDS = re.findall(
    r"\w+",
    "the Forum members shall promote further measures on water and harbours with due regard to costs of each region "
    "and of small towns taking part in common works under the present plan",
)


def made_up(size: int, every: int) -> str:
    """Return a draft of about `size` characters with a bracket about every `every` of them."""
    chance = random.Random(7)
    lines = []
    length = number = 0
    while length < size:
        number += 1
        line = f"{number}. " + " ".join(_phrase(chance, every) for _ in range(max(2, 400 // every)))
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)


def _phrase(chance: random.Random, every: int) -> str:
    between = " ".join(chance.choices(WORDS, k=max(1, every // 9)))
    one, two = chance.choices(WORDS, k=2)
    bracket = chance.choice(
        ["[{}]", "[{}/{}]", "[shall][should]", "[{} OR {}]", "[, {} {},]", "[{} [{}]]", "[X]", "[30] or [50]"]
    )
    return f"{between} {bracket.format(one, two)}"


def seconds(task: Callable[[], object]) -> float:
    """Return the time of the best of three runs."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - start)
    return best


def lark_alone(text: str) -> Callable[[], object]:
    """Return the bare parse of everything in brackets."""
    draft = bt.parse(text)
    tops = [b for b in draft.brackets if b.depth == 0]
    joined = "\ue002".join(draft.source[b.span.start : b.span.end] for b in tops)
    return lambda: load_grammar("draft.lark").parse(joined)


def main() -> None:
    bt.parse("4. [warm/up]")
    sizes = [20_000, 200_000, 2_000_000] + [20_000_000] * ("--large" in sys.argv)
    print(
        f"{'draft':>8} {'a bracket every':>16} {'brackets':>9} {'parse':>9} {'per MB':>9}"
        f" {'Lark alone':>11} {'ratio':>6}"
    )
    for every in (120, 15):
        for size in sizes:
            text = made_up(size, every)
            count = len(bt.parse(text).brackets)
            ours = seconds(lambda text=text: bt.parse(text))  # type: ignore[misc]
            bare = seconds(lark_alone(text))
            print(
                f"{len(text) / 1e6:>5.2f} MB {every:>16} {count:>9,} {ours:>7.3f} s {ours / len(text) * 1e6:>7.2f} s"
                f" {bare:>9.3f} s {ours / bare:>6.2f}"
            )
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
