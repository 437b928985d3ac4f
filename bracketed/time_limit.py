"""The time that reading may take, which the loops that do the work look at.

It is time of the processor that this thread has worked, so that a busy machine refuses no draft that an idle one reads.
Loops look at it themselves: a signal would need the main thread, and would end work at any place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic, thread_time
from typing import TypeVar

from bracketed.errors import BracketedError, DraftError
from bracketed.limits import Limits

T = TypeVar("T")

# The clock of the processor is slow to read: it is read again after so many seconds on that of the wall.
_PAUSE = 0.01


@dataclass(slots=True)
class _Clock:
    """When the time of some work is up, and the error that says so, given what the work came to."""

    end: float
    error: Callable[[str], BracketedError]
    next_look: float = 0.0

    def is_up(self) -> bool:
        now = monotonic()
        if now < self.next_look:
            return False
        self.next_look = now + _PAUSE
        return thread_time() > self.end


# Each thread, and each task of an event loop, has its own.
_CLOCK: ContextVar[_Clock | None] = ContextVar("clock", default=None)


@contextmanager
def time_limited(
    limits: Limits, name: str, error: Callable[[str, str], BracketedError] | None = None
) -> Iterator[None]:
    """Let the work inside take no more than `limits.seconds` of this thread's processor time, else DraftError.

    Work that is part of longer work has the time of that. `name` is what is read; `error` makes another error of a
    message and a remedy.

    >>> from bracketed.limits import DEFAULT
    >>> with time_limited(DEFAULT, "the draft"):
    ...     [*in_time("ab", str)]
    ['a', 'b']
    """
    if _CLOCK.get() is not None:
        yield
        return

    def raised(place: str) -> BracketedError:
        seconds = f"{limits.seconds:,} second{'' if limits.seconds == 1 else 's'}"
        message = f"reading {name} takes more than {seconds}{'; it came to ' * bool(place)}{place}"
        remedy = f"divide it into parts, or {limits.to_raise('seconds')}"
        return error(message, remedy) if error else DraftError(f"{message}; {remedy}")

    token = _CLOCK.set(_Clock(thread_time() + limits.seconds, raised))
    try:
        yield
    finally:
        _CLOCK.reset(token)


def in_time(items: Iterable[T], place: Callable[[T], str]) -> Iterator[T]:
    """Yield items while there is time for the work on them; the error names the `place` of the one that it ended at."""
    clock = _CLOCK.get()
    if clock is None:
        yield from items
        return
    for item in items:
        if clock.is_up():
            raise clock.error(place(item))
        yield item
