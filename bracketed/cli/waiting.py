"""Tells somebody at a terminal that the work goes on, how long it has taken, and how far it has come."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from threading import Event, Thread
from time import monotonic
from typing import Literal, TextIO, TypeVar

Item = TypeVar("Item")

# Seconds before the first word: most answers are there sooner.
_PATIENCE = 1.0
_PACE = 0.2
_WIDTH = 24


class Waiting:
    """A line on standard error that is written anew while somebody waits, and wiped out before the answer.

    Nothing is written where nobody sees it: in a file, in a pipe, or within the first second.

    >>> import io
    >>> with Waiting("ranking", io.StringIO()) as waiting:
    ...     list(waiting.counting("ab", 2))
    ['a', 'b']
    """

    def __init__(self, what: str, stream: TextIO | None = None, patience: float = _PATIENCE) -> None:
        self._what = what
        self._stream = sys.stderr if stream is None else stream
        self._patience = patience
        self._begun = monotonic()
        self._done = 0
        self._total = 0
        self._over = Event()
        self._thread: Thread | None = None

    def __enter__(self) -> Waiting:
        if self._stream.isatty():
            self._thread = Thread(target=self._tell, daemon=True)
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
        """Yield the items, and tell how many of them there have been."""
        self._total = total
        for item in items:
            yield item
            self._done += 1

    def line(self) -> str:
        """Return what is told now.

        >>> waiting = Waiting("ranking")
        >>> next(waiting.counting("abcd", 4)), waiting.line()
        ('a', 'ranking ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 4, 0 s')
        """
        seconds = f"{monotonic() - self._begun:.0f} s"
        if not self._total:
            return f"{self._what} … {seconds}"
        filled = min(_WIDTH, _WIDTH * self._done // self._total)
        return f"{self._what} {'█' * filled}{'░' * (_WIDTH - filled)} {self._done} of {self._total}, {seconds}"

    def _tell(self) -> None:
        if self._over.wait(self._patience):
            return
        while not self._over.is_set():
            # To the start of the line, the words, and away with what is left of longer ones.
            self._stream.write(f"\r{self.line()}\x1b[K")
            self._stream.flush()
            self._over.wait(_PACE)
        self._stream.write("\r\x1b[K")
        self._stream.flush()
