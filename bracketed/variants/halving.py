"""What of some items is needed for something to hold: halves are left out again and again, and what the rest does not
need goes (U. Junker, "QuickXplain: preferred explanations and relaxations for over-constrained problems", AAAI 2004).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from typing import TypeVar

Item = TypeVar("Item")


def needed_part(items: Iterable[Item], holds: Callable[[list[Item]], bool], steps: float = inf) -> list[Item]:
    """Return a part of some items for which something holds as well, and for nothing less, in so many steps at most.

    It must hold for all items, and not for none. Where it does not hold for some set and yet for a part of that, or the
    steps do not suffice, more could be left out.

    >>> needed_part(range(100), lambda some: {3, 70} <= {*some})
    [3, 70]
    """
    left = steps

    def needed_with(kept: list[Item], is_new: bool, rest: list[Item]) -> list[Item]:
        nonlocal left
        if is_new and left > 0:
            left -= 1
            if holds(kept):
                return []
        if len(rest) == 1 or left <= 0:
            return rest
        one, other = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        of_other = needed_with([*kept, *one], True, other)
        return [*needed_with([*kept, *of_other], bool(of_other), one), *of_other]

    return needed_with([], False, [*items])
