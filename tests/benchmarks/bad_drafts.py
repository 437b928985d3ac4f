"""Measures how the time to read a bad draft grows when the draft is twice as long, for each way to be bad.

    python -m tests.benchmarks.bad_drafts [NAME …] [--size 4000]

The drafts are those of `tests.test_growth`, which counts calls; here it is processor time, the best of three, for one,
two and four times the size. A ratio of 2 is growth in proportion; past 2.6 the row is marked, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import itertools
import sys

import bracketed as bt
from bracketed.errors import BracketedError
from tests.benchmarks.clock import seconds
from tests.test_growth import BAD, LIMITS

MOST = 2.6
# Below this a ratio says more about the clock than about the library.
LEAST = 0.02


def read(text: str) -> None:
    """Read a bad draft, and its positions if there are comments."""
    try:
        draft = bt.parse(text, limits=LIMITS)
        if draft.comments:
            bt.positions(draft)
    except BracketedError:
        pass


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*", default=[*BAD])
    asked.add_argument("--size", type=int, default=4000)
    given = asked.parse_args()
    marked = False
    print(f"{'what is bad':<36} {'once':>8} {'twice':>8} {'4 times':>8} ratios")
    for name in given.names:
        drafts = [BAD[name](given.size * times) for times in (1, 2, 4)]
        took = [seconds(lambda text=text: read(text), runs=3) for text in drafts]  # type: ignore[misc]
        ratios = [two / one if two > LEAST else 0 for one, two in itertools.pairwise(took)]
        worst = max(ratios) > MOST
        marked |= worst
        shown = " ".join(f"{ratio:.2f}" if ratio else "-" for ratio in ratios)
        print(f"{name:<36} {took[0]:8.3f} {took[1]:8.3f} {took[2]:8.3f} {shown}{'  <<' if worst else ''}", flush=True)
    sys.exit(marked)


if __name__ == "__main__":
    main()
