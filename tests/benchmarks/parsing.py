"""Measures how fast drafts are parsed, how that grows with their length, and how it compares with Lark alone.

    python -m tests.benchmarks.parsing [--large]

Drafts are made up, with a bracket every 120 characters, as in real ones, and every 15, which is as dense as can be.
Its peer is the bare LALR parse by the same grammar, of the whole text and of the bracketed stretches alone: no
provisions, option trees or diagnostics. `--large` goes on to 50 MB, without the peer.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import time
from collections.abc import Callable

import bracketed as bt
from bracketed.parsing.grammars import load_grammar

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


def lark_on_brackets(text: str) -> Callable[[], object]:
    """Return the bare parse of everything in brackets."""
    draft = bt.parse(text)
    tops = [b for b in draft.brackets if b.depth == 0]
    joined = "\ue002".join(draft.source[b.span.start : b.span.end] for b in tops)
    return lambda: load_grammar("draft.lark").parse(joined)


def lark_on_everything(text: str) -> Callable[[], object]:
    """Return the bare parse of the whole text, as what stands in one bracket."""
    return lambda: load_grammar("draft.lark").parse(f"[{text}]")


def main() -> None:
    bt.parse("4. [warm/up]")
    sizes = [(20_000, 120), (200_000, 120), (500_000, 195), (2_000_000, 120)]
    sizes += [(20_000, 15), (200_000, 15), (2_000_000, 15)]
    if "--large" in sys.argv:
        sizes += [(20_000_000, 120), (50_000_000, 120)]
    print("  draft  a bracket every  brackets     parse  per MB   Lark on all  ratio  Lark on brackets  ratio")
    for size, every in sizes:
        text = made_up(size, every)
        count = len(bt.parse(text).brackets)
        ours = seconds(lambda text=text: bt.parse(text))  # type: ignore[misc]
        line = f"{len(text) / 1e6:>5.2f} MB {every:>12} {count:>11,} {ours:>7.3f} s {ours / len(text) * 1e6:>5.2f} s"
        for peer in (lark_on_everything, lark_on_brackets) if size < 10_000_000 else ():
            bare = seconds(peer(text))
            line += f" {bare:>9.3f} s {ours / bare:>7.2f}"
        print(f"{line}  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most so far", flush=True)


if __name__ == "__main__":
    main()
