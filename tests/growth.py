"""Counts how many functions are called: the same on every machine, unlike time.

What a pattern does inside one call is not seen: `tests/benchmarks/bad_drafts.py` measures the time of broken drafts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from bracketed.errors import BracketedError


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions are called until work ends, be it with an error of ours."""
    count = 0

    def tick(frame: Any, what: str, argument: Any) -> None:
        nonlocal count
        count += what in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        work()
    except BracketedError:
        pass
    finally:
        sys.setprofile(before)
    return count


def assert_in_proportion(prepare: Callable[[int], Callable[[], object]], size: int) -> None:
    """Fail if twice as much, and four times as much, needs more than twice the calls."""
    prepare(60)()  # What is made once and kept is made here.
    counts = [calls_of(prepare(size * times)) for times in (1, 2, 4)]
    # The constant part only makes the ratio smaller.
    assert all(more <= 2.3 * less for less, more in pairwise(counts)), counts
