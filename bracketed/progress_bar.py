"""A bar that shows on a terminal how far a long run has come."""

from __future__ import annotations

import sys
from time import monotonic

_WIDTH = 24
_EVERY = 0.2


class Bar:
    """How many of how many are done, and how long the rest may take; on standard error, and only if that is a terminal.

    `known` is how many had been done before, in no time.
    """

    def __init__(self, total: int, word: str) -> None:
        self._total = total
        self._word = word
        self._shown = sys.stderr.isatty()
        self._started = monotonic()
        self._drawn = 0.0
        self._first: int | None = None

    def show(self, done: int) -> None:
        """Show that so many are done."""
        now = monotonic()
        if self._first is None:
            self._first = done
        if not self._shown or (now - self._drawn < _EVERY and done < self._total):
            return
        self._drawn = now
        filled = _WIDTH * done // self._total if self._total else _WIDTH
        left = ""
        if self._first < done < self._total:
            left = f", {lasting((now - self._started) / (done - self._first) * (self._total - done))} left"
        line = f"{'█' * filled}{'░' * (_WIDTH - filled)} {done:,} of {self._total:,} {self._word}{left}"
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown and self._drawn:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def lasting(seconds: float) -> str:
    """Return a time as people say it.

    >>> lasting(8), lasting(200), lasting(40_000)
    ('8 s', '3 min', '11 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.0f} h"
