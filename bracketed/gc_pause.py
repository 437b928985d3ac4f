"""Python's garbage collector, kept from going through growing structures again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Keep the collector at rest while something large is built that holds no garbage.

    >>> with gc_paused():
    ...     gc.isenabled()
    False
    """
    # Where it was off before, it stays off: pauses may be inside each other.
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
