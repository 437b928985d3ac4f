"""Work for the tests of engines, in a module of its own: other processes have to find it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from bracketed.variants.variant import Variant


def squared(number: int) -> int:
    """Return the square of a number, the sooner the larger it is."""
    time.sleep(0.01 if number < 3 else 0)
    return number * number


def deadly(numbers: tuple[int, ...]) -> list[int]:
    """Return the squares of numbers; 13 ends the process."""
    if 13 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return [number * number for number in numbers]


def deadly_once(task: tuple[str, int]) -> int:
    """Return the square of a number; the first to come with 5 ends the process, and leaves a mark that it has."""
    mark, number = task
    if number == 5 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def failing(number: int) -> int:
    """Fail at 3."""
    if number == 3:
        raise ArithmeticError("three is too many")
    return number


def length(variant: Variant) -> int:
    """Return how long a text is."""
    return len(variant.text)


def place(variant: Variant) -> tuple[int, ...]:
    """Return the number of a variant."""
    return (variant.index,)


def lose(variant: Variant) -> int:
    """End the process at the seventh variant."""
    if variant.index == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return variant.index
