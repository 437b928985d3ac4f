"""Lines of which nothing is left but what stood round their words: a number, a bullet, emphasis signs, a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARK = re.compile(r"(?:[-–—•*·◦▪+]|\(?(?:\d+|[a-z]|[ivxlc]+)[.)])")
# A run of underscores is where something is to be filled in; one or two are emphasis.
_EMPHASIS = re.compile(r"\*+|~~|(?<!_)__?(?!_)")
_EMPTY_PAIR = re.compile(r"\(\s*\)|“\s*”|‘\s*’|«\s*»|\"\s*\"")
_IN_FRONT = re.compile(r"[\s>#]*")
_STOPS = " \t.,;:"
# What signs add to a line that has nothing else, at most.
_MARGIN = 40
_INDENT_OR_SIGN = re.compile(r"[\s>*_]*")
_WRITTEN = re.compile(r"\S")
_ROMAN = re.compile(r"[ivx]+")


class Hollow:
    """Knows what a draft sets in front of its items, and so which lines have nothing but that.

    >>> hollow = Hollow(["Article 4", "5."])
    >>> [hollow.is_hollow(line) for line in ("Article 4", " 5. **;", "- *", "(b) pay;", "____", "")]
    [True, True, True, False, False, True]
    """

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = frozenset(filter(None, map(_bare, labels)))
        self._longest = max(map(len, self.labels), default=0) + _MARGIN

    def is_hollow(self, line: str) -> bool:
        """Say whether a line has nothing but a label, a number or a bullet, and signs."""
        words = line.strip()
        if len(words) > self._longest:
            return False
        words = _bare(words)
        return not words.rstrip(_STOPS) or self.is_label(line) or any(map(_MARK.fullmatch, _endings(words)))

    def is_as_written(self, line: str) -> bool:
        """Say whether a line is the label of a provision just as it is written, with no sign behind it."""
        return _bare(line.strip()) in self.labels

    def is_label(self, line: str) -> bool:
        """Say whether all that a line has is the label of a provision, and signs."""
        words = line.strip()
        return len(words) <= self._longest and not self.labels.isdisjoint(_endings(_bare(words)))


def _bare(words: str) -> str:
    """Return words without signs of emphasis, of headings and of quotations, and without empty pairs."""
    words = _EMPTY_PAIR.sub("", _EMPHASIS.sub("", words))
    return words[_IN_FRONT.match(words).end() :].rstrip()  # type: ignore[union-attr]


def _endings(words: str) -> tuple[str, str, str]:
    """Return words without the stops at their end, and with the first one or two: a stop may belong to a number."""
    core = len(words.rstrip(_STOPS))
    return words[:core], words[: core + 1], words[: core + 2]


def kind_of_mark(line: str) -> tuple[int, str]:
    """Return how an item is set off, as far as its neighbours in a list share it: its indent, and the sort of its mark.

    The sort is "" for a line that is no item.

    >>> [kind_of_mark(line) for line in ("4. Ports", "  (a) meet", "(iv) trade", "- staff", "Ports")]
    [(0, '1.'), (2, '(a)'), (0, '(i)'), (0, '-'), (0, '')]
    """
    start = len(line) - len(line.lstrip(" \t"))
    end = _INDENT_OR_SIGN.match(line).end()  # type: ignore[union-attr]
    found = _MARK.match(line, start) or _MARK.match(line, end)
    if found is None or line[found.end() : found.end() + 1].isalnum():
        return start, ""
    mark = re.sub(r"\d+", "1", found[0])
    letters = re.search("[a-z]+", mark)
    if letters:
        mark = mark.replace(letters[0], "i" if _ROMAN.fullmatch(letters[0]) else "a")
    return start, mark


def written_line(text: str, start: int = 0) -> tuple[int, str] | None:
    """Return the first line of a text from a place on that is not empty, and where it begins; None if there is none.

    >>> written_line("\\n  (a) pay;\\n")
    (1, '  (a) pay;')
    """
    found = _WRITTEN.search(text, start)
    if found is None:
        return None
    begin = max(start, text.rfind("\n", start, found.start()) + 1)
    end = text.find("\n", begin)
    return begin, text[begin : len(text) if end < 0 else end]
