"""Lines on a terminal that are rewritten while work goes on, and wiped out before the answer.

Both write to standard error, and nothing where nobody sees it: in a file or in a pipe.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from threading import Event, Thread
from time import monotonic
from typing import Literal, TextIO, TypeVar

Item = TypeVar("Item")

_WIDTH = 24
_INTERVAL = 0.2
# Seconds before the first word of a spinner: most answers are there sooner.
_PATIENCE = 1.0
_ERASE = "\x1b[K"


class ProgressBar:
    """How many of how many are done, and how long the rest may take.

    It is drawn when `show` is called and never from a thread: processes are forked only while there is a single one.
    """

    def __init__(self, total: int, unit: str) -> None:
        self._total = total
        self._unit = unit
        self._shown = sys.stderr.isatty()
        self._started = monotonic()
        self._drawn = 0.0
        self._first: int | None = None

    def show(self, done: int) -> None:
        """Show that so many are done."""
        now = monotonic()
        # What was done before the first call, such as rows that were kept in a file, took no time.
        if self._first is None:
            self._first = done
        if not self._shown or (now - self._drawn < _INTERVAL and done < self._total):
            return
        self._drawn = now
        left = ""
        if self._first < done < self._total:
            left = f", {duration((now - self._started) / (done - self._first) * (self._total - done))} left"
        line = f"{_bar(done, self._total)} {done:,} of {self._total:,} {self._unit}{left}"
        print(f"\r{_ERASE}{line}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown and self._drawn:
            print(f"\r{_ERASE}", end="", file=sys.stderr, flush=True)


class Spinner:
    """How long work has gone on, and how far it has come if that is known; a thread keeps the line up to date.

    >>> import io
    >>> with Spinner("ranking", io.StringIO()) as spinner:
    ...     list(spinner.counting("ab", 2))
    ['a', 'b']
    """

    def __init__(self, task: str, stream: TextIO | None = None, patience: float = _PATIENCE) -> None:
        self._task = task
        self._stream = sys.stderr if stream is None else stream
        self._patience = patience
        self._started = monotonic()
        self._done = 0
        self._total = 0
        self._over = Event()
        self._thread: Thread | None = None

    def __enter__(self) -> Spinner:
        if self._stream.isatty():
            self._thread = Thread(target=self._draw, daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> Literal[False]:
        self.end()
        return False

    def end(self) -> None:
        """Wipe the line out; nothing is written from now on."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def counting(self, items: Iterable[Item], total: int) -> Iterator[Item]:
        """Yield the items, and count them in the line."""
        self._total = total
        for item in items:
            yield item
            self._done += 1

    def line(self) -> str:
        """Return the line as it is now.

        >>> spinner = Spinner("ranking")
        >>> next(spinner.counting("abcd", 4)), spinner.line()
        ('a', 'ranking ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 4, 0 s')
        """
        seconds = f"{monotonic() - self._started:.0f} s"
        if not self._total:
            return f"{self._task} … {seconds}"
        return f"{self._task} {_bar(self._done, self._total)} {self._done} of {self._total}, {seconds}"

    def _draw(self) -> None:
        if self._over.wait(self._patience):
            return
        while not self._over.is_set():
            # The line is erased only behind its new words, since one that is empty for a moment flickers.
            self._stream.write(f"\r{self.line()}{_ERASE}")
            self._stream.flush()
            self._over.wait(_INTERVAL)
        self._stream.write(f"\r{_ERASE}")
        self._stream.flush()


def _bar(done: int, total: int) -> str:
    # An iterable may have more items than it was said to have.
    filled = min(_WIDTH, _WIDTH * done // total) if total else _WIDTH
    return "█" * filled + "░" * (_WIDTH - filled)


def duration(seconds: float) -> str:
    """Return a time as people say it.

    >>> duration(8), duration(200), duration(40_000)
    ('8 s', '3 min', '11 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.0f} h"
