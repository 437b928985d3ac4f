"""How long a task keeps the processor."""

from __future__ import annotations

import time
from collections.abc import Callable


def seconds(task: Callable[[], object], runs: int = 5) -> float:
    """Return the seconds of the processor of the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        task()
        best = min(best, time.process_time() - start)
    return best
