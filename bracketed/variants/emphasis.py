"""Signs of emphasis (`*`, `**`) that come in pairs, and lose their partner where words are left out."""

from __future__ import annotations

import re
from collections import Counter

_RUN = re.compile(r"(?<!\\)\*+")
_BULLET = re.compile(r"[ \t]*\*[ \t]")


def odd_signs(words: str) -> frozenset[str]:
    """Return the signs that stand in some words an odd number of times.

    >>> sorted(odd_signs("Noting* the **deep** sea"))
    ['*']
    """
    if "*" not in words:
        return frozenset()
    return frozenset(sign for sign, number in Counter(_RUN.findall(words)).items() if number % 2)


def sign_at_end(words: str) -> str:
    """Return the sign of emphasis with which some words end, or ""."""
    run = len(words) - len(words.rstrip("*"))
    return "" if words[: len(words) - run].endswith("\\") else "*" * run


def unpaired(line: str, signs: frozenset[str]) -> list[tuple[int, int]]:
    """Return where those of some signs stand in a line that have no partner in it, if there are an odd number of them.

    >>> unpaired("*Noting and land", frozenset({"*"})), unpaired("* an *old* list", frozenset({"*"}))
    ([(0, 1)], [])
    """
    bullet = _BULLET.match(line)
    found = [(run.start(), run.end()) for run in _RUN.finditer(line, bullet.end() if bullet else 0) if run[0] in signs]
    alone: list[tuple[int, int]] = []
    for sign in signs:
        runs = [run for run in found if run[1] - run[0] == len(sign)]
        if len(runs) % 2:
            alone.extend(_alone(line, runs))
    return sorted(alone)


def _alone(line: str, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    alone: list[tuple[int, int]] = []
    opening: list[tuple[int, int]] = []
    for start, end in runs:
        closes = start > 0 and not line[start - 1].isspace()
        opens = end < len(line) and not line[end].isspace()
        if opening and closes:
            opening.pop()
        elif opens:
            opening.append((start, end))
        else:
            alone.append((start, end))
    return alone + opening
