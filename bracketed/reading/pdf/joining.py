"""Joins lines to paragraphs: where one begins, and what happens at the end of a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from bracketed.parsing.labels import find_label
from bracketed.reading.pdf.lines import TextLine, are_apart

_BULLET = re.compile(r"[·•▪●○☐➢✓→–—-][ ]|[o][ ](?=[A-Z\[])")
# An item such as "b bis. Ports": too little to be a label anywhere, but enough at the head of a line.
_ITEM = re.compile(
    r"(?:[a-z]|[ivx]{2,5})(?:[ ](?:bis|ter|quater|quinquies|sexies|septies|octies))?\.[ ](?=[\[“]*[A-Z])"
)
# Between two options, on a line of its own.
_OR = re.compile(r"[\[(]?(?:OR|OU|Or|O|ИЛИ)[\])]?:?$")
_OPTION = re.compile(
    r"\[?(?:Option|Alternative|Alt\.?|Variant|Variante|Opción|Вариант)[ ]\(?[\w.\-]+\)?(?:[ ]\([^)]*\))?[ ]?[:.–—]"
)
# Brackets and quotation marks may be behind the sign that ends a sentence, and a bracket may take its place.
_STOPPED = re.compile(r"[.:;!?][\])”’\"»]*$")
_ENDED = re.compile(rf"{_STOPPED.pattern}|[\])]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_HYPHENS = ("-", "‐", "\xad")
_BROKEN = re.compile(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)([-‐\xad])$")
# What no paragraph ends with.
_GOES_ON = re.compile(r"(?<=[^\W\d_])[-‐\xad]$|(?<=\w)[/–]$")
_HEAD = re.compile(r"[^\W\d_]+")
_SAME_END = 0.7  # points
_JUSTIFIED = 3  # lines of a paragraph that end at one place
_SURE = 3  # lines that surely go on, before their distance counts


@dataclass(slots=True)
class TextBlock:
    """Lines that are one paragraph, and the right edge that they could have reached."""

    lines: list[TextLine]
    edge: float


def text_blocks(lines: list[TextLine], edge: float) -> list[TextBlock]:
    """Divide the lines of a column or cell, from top to bottom, into paragraphs."""
    found: list[TextBlock] = []
    pitch = _pitch(lines)
    for line in lines:
        if found and not begins_paragraph(line, found[-1], pitch):
            found[-1].lines.append(line)
        else:
            found.append(TextBlock([line], edge))
    return found


def begins_paragraph(line: TextLine, before: TextBlock, pitch: float | None = None) -> bool:
    """Return whether a line begins a paragraph, given the one before it.

    `pitch` is the usual distance of two lines; None if the line is in another column or on another page.
    """
    last = before.lines[-1]
    # The sentence that a mark is behind has ended before it.
    text, above = line.text, last.stem or last.text
    if _OR.match(text) or _OR.match(above) or _OPTION.match(text):
        return True
    # Headings are set larger, notes and comments smaller.
    if abs(line.size - last.size) > 0.12 * max(line.size, last.size):
        return True
    if pitch is not None and line.base - last.base > 1.3 * max(pitch, 0.9 * line.size):
        return True
    if _GOES_ON.search(above) and text.lstrip("[")[:1].isalnum():
        return False
    # A line that had room for the next word ends its paragraph.
    full = _is_justified(before) or _would_not_fit(line, last, before.edge)
    ended = bool(_ENDED.search(above))
    label = find_label(text, 0, len(text))
    if label is not None:
        if label.kind == "code" or ended or not full or _outdented(line, before):
            return True
        # A number that a line happens to begin with goes on with the sentence; so it does in the next column.
        return pitch is None and text[label.end : label.end + 1].isupper()
    if (_BULLET.match(text) or _ITEM.match(text)) and (ended or not full or _outdented(line, before)):
        return True
    if text[:1].islower() and not _STOPPED.search(above):
        return False
    if pitch is None:
        return ended or (not full and text[:1].isupper())
    # The first line of a paragraph may be set in.
    return not full or (ended and len(before.lines) > 1 and line.x0 > last.x0 + 0.8 * line.size)


def _would_not_fit(line: TextLine, last: TextLine, edge: float) -> bool:
    """Return whether the first word of a line had no room on the line before it."""
    first = line.words[0]
    width = first.x1 - first.x0
    if len(line.words) > 1 and not are_apart(first, line.words[1], line.size):
        width = line.words[1].x1 - first.x0
    return last.x1 + 0.2 * last.size + width > edge - 0.35 * last.size


def _is_justified(before: TextBlock) -> bool:
    """Return whether a paragraph's last line ends where others of its lines end, since they are set to one width."""
    # Headings and tables may be wider than the text, so that the right edge of the column says nothing of it.
    last = before.lines[-1]
    return sum(abs(line.x1 - last.x1) < _SAME_END for line in before.lines) >= _JUSTIFIED


def _outdented(line: TextLine, before: TextBlock) -> bool:
    """Return whether a line is where the first line of a paragraph with a hanging indent would be."""
    return len(before.lines) > 1 and line.x0 < before.lines[-1].x0 - 0.5 * line.size


def _pitch(lines: list[TextLine]) -> float:
    """Return the usual distance from one line to the next."""
    near = [
        (before, after)
        for before, after in pairwise(lines)
        if 0.5 * before.size < after.base - before.base < 3 * before.size
    ]
    # Where many paragraphs are of one line the middle would be the distance of paragraphs; so it is looked at where
    # sentences go on in small letters.
    sure = [pair for pair in near if pair[1].text[:1].islower() and not _STOPPED.search(pair[0].stem or pair[0].text)]
    steps = sorted(after.base - before.base for before, after in (sure if len(sure) >= _SURE else near))
    return steps[len(steps) // 3] if steps else 0.0


@dataclass
class Hyphens:
    """Decides whether a hyphen at the end of a line belongs to the word, by the words of the rest of the draft."""

    words: Counter[str] = field(default_factory=Counter)
    doubtful: dict[str, str] = field(default_factory=dict)  # the word as read, and the other reading

    def learn(self, lines: Iterable[TextLine]) -> None:
        """Take in the words of lines, but for those that a line's end may have cut."""
        for line in lines:
            text = line.text
            found = [match[0].lower().replace("‐", "-") for match in _WORD.finditer(text)]
            if found and text.endswith(_HYPHENS):
                found.pop()
            self.words.update(found)

    def joint(self, above: str, below: str) -> tuple[str, int]:
        """Return what is between two lines of a paragraph, and how many characters of the first it replaces.

        >>> hyphens = Hyphens(Counter(["cooperation", "knowledge", "sharing"]))
        >>> hyphens.joint("closer coope-", "ration of ports"), hyphens.joint("for knowledge-", "sharing")
        (('', 1), ('', 0))
        >>> hyphens.joint("all ports", "report"), hyphens.joint("telecommunication/", "ICT")
        ((' ', 0), ('', 0))
        """
        broken = _BROKEN.search(above) if above.endswith(_HYPHENS) else None
        following = _HEAD.match(below)
        if broken is None or following is None:
            inside = re.search(r"(?<=\w)[/–—-]$", above) and re.match(r"[\w\[]", below)
            return ("", 0) if inside else (" ", 0)
        if broken[2] == "\xad":
            # A soft hyphen is there only where a line ends.
            return "", 1
        if not below[0].islower():
            # "Non-" and "Annex": what goes on with a capital is a compound.
            return "", 0
        head, tail = broken[1], following[0]
        whole, parted = (head + tail).lower(), f"{head}-{tail}".lower()
        if self.words[whole]:
            return "", 1
        if self.words[parted]:
            return "", 0
        # A word with one hyphen may well have two, and two words of the draft may well be a compound.
        if "-" in head or (self.words[head.lower()] and self.words[tail.lower()]):
            self.doubtful.setdefault(f"{head}-{tail}", head + tail)
            return "", 0
        self.doubtful.setdefault(head + tail, f"{head}-{tail}")
        return "", 1
