"""How long a task takes: of the processor, and on the clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def seconds(task: Callable[[], object], runs: int = 5) -> float:
    """Return the seconds of the processor of the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        task()
        best = min(best, time.process_time() - start)
    return best


def timed(task: Callable[[], T], runs: int = 3) -> tuple[float, T]:
    """Return the seconds on the clock of the best of some runs, and what the last one gave."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        given = task()
        best = min(best, time.perf_counter() - start)
    return best, given
