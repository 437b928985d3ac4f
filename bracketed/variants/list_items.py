"""Items of lists: how they are set off, and lines of which nothing is left but a number, a bullet and signs."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARK = re.compile(r"(?:[-–—•*·◦▪+]|\(?(?:\d+|[a-z]|[ivxlc]+)[.)])")
# A run of underscores is where something is to be filled in; one or two are emphasis.
_EMPHASIS = re.compile(r"\*+|~~|(?<!_)__?(?!_)")
_EMPTY_PAIR = re.compile(r"\(\s*\)|“\s*”|‘\s*’|«\s*»|\"\s*\"")
_IN_FRONT = re.compile(r"[\s>#]*")
_STOPS = " \t.,;:"
# What signs add to a line that has nothing else, at most: longer lines need not be looked at.
_MARGIN = 40
_INDENT_OR_SIGN = re.compile(r"[\s>*_]*")
_FILLED = re.compile(r"\S")
_ROMAN = re.compile(r"[ivx]+")


class ItemLabels:
    """The labels that a draft sets in front of its items, to recognise lines that have nothing else.

    >>> labels = ItemLabels(["Article 4", "5."])
    >>> [labels.is_bare(line) for line in ("Article 4", " 5. **;", "- *", "(b) pay;", "____", "")]
    [True, True, True, False, False, True]
    """

    def __init__(self, labels: Iterable[str]) -> None:
        self.words = frozenset(filter(None, map(_plain, labels)))
        self._longest = max(map(len, self.words), default=0) + _MARGIN

    def is_bare(self, line: str) -> bool:
        """Return whether a line has nothing but a label, a number or a bullet, and signs."""
        words = line.strip()
        if len(words) > self._longest:
            return False
        words = _plain(words)
        return not words.rstrip(_STOPS) or self.is_label(line) or any(map(_MARK.fullmatch, _endings(words)))

    def is_label(self, line: str) -> bool:
        """Return whether all that a line has is the label of a provision, and signs."""
        words = line.strip()
        return len(words) <= self._longest and not self.words.isdisjoint(_endings(_plain(words)))

    def is_exact(self, line: str) -> bool:
        """Return whether a line is the label of a provision just as it is written, with no sign behind it."""
        return _plain(line.strip()) in self.words


def _plain(words: str) -> str:
    """Return words without signs of emphasis, of headings and of quotations, and without empty pairs."""
    words = _EMPTY_PAIR.sub("", _EMPHASIS.sub("", words))
    return words[_IN_FRONT.match(words).end() :].rstrip()  # type: ignore[union-attr]


def _endings(words: str) -> tuple[str, str, str]:
    """Return words without the stops at their end, and with the first one or two: a stop may belong to a number."""
    core = len(words.rstrip(_STOPS))
    return words[:core], words[: core + 1], words[: core + 2]


def item_style(line: str) -> tuple[int, str]:
    """Return how an item is set off, as far as other items of its list are too: its indent, and the sort of its mark.

    The sort is "" for a line that is no item.

    >>> [item_style(line) for line in ("4. Ports", "  (a) meet", "(iv) trade", "- staff", "Ports")]
    [(0, '1.'), (2, '(a)'), (0, '(i)'), (0, '-'), (0, '')]
    """
    start = len(line) - len(line.lstrip(" \t"))
    end = _INDENT_OR_SIGN.match(line).end()  # type: ignore[union-attr]
    # Before signs are passed over, since a star may be emphasis, but also the bullet itself.
    mark = _MARK.match(line, start) or _MARK.match(line, end)
    # Where a letter or figure follows at once, it is the beginning of a word or a number: "4.5", "-ing".
    if mark is None or line[mark.end() : mark.end() + 1].isalnum():
        return start, ""
    sort = re.sub(r"\d+", "1", mark[0])
    letters = re.search("[a-z]+", sort)
    if letters:
        # Whether "i" is a letter or a Roman number cannot be determined from one line; it is taken for a number.
        sort = sort.replace(letters[0], "i" if _ROMAN.fullmatch(letters[0]) else "a")
    return start, sort


def first_line(text: str, start: int = 0) -> tuple[int, str] | None:
    """Return where the first line of a text from a place on begins that is not empty, and the line; or None.

    >>> first_line("\\n  (a) pay;\\n")
    (1, '  (a) pay;')
    """
    filled = _FILLED.search(text, start)
    if filled is None:
        return None
    begin = max(start, text.rfind("\n", start, filled.start()) + 1)
    end = text.find("\n", begin)
    return begin, text[begin : len(text) if end < 0 else end]


def leads_to_list(line: str, below: str) -> bool:
    """Return whether a numbered line that ends in a colon has a list below: items of another sort, or further in.

    >>> [leads_to_list("5. :", below) for below in ("(a) pay;", "  1. pay;", "6. Parties pay.", "")]
    [True, True, False, False]
    """
    following = first_line(below)
    if following is None or not line.rstrip().endswith(":"):
        return False
    (indent, sort), (further, other) = item_style(line), item_style(following[1])
    return bool(sort and other) and (other != sort or further > indent)
