"""Functions that tests of engines hand to other processes, which import them from here."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from bracketed.variants.variant import Variant


def squared(number: int) -> int:
    """Return the square of a number, later for a small one, so that results arrive out of order."""
    time.sleep(0.01 if number < 3 else 0)
    return number * number


def deadly(numbers: tuple[int, ...]) -> list[int]:
    """Return the squares of numbers, or end the process if 13 is among them."""
    if 13 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return [number * number for number in numbers]


def deadly_once(task: tuple[str, int]) -> int:
    """Return the square of a number; the first call with 5 makes the file `mark` and ends the process."""
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
    """Return the length of the text of a variant."""
    return len(variant.text)


def place(variant: Variant) -> tuple[int, ...]:
    """Return the number of a variant."""
    return (variant.index,)


def lose(variant: Variant) -> int:
    """End the process at the seventh variant."""
    if variant.index == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return variant.index
