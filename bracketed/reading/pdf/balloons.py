"""Finds the comments that PageWord prints beside or between the lines of a text, as `Commented [JB2R1]: Agree`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bracketed.reading.pdf.joining import Hyphens
from bracketed.reading.pdf.lines import TextLine
from bracketed.reading.pdf.pages import PageWord, PdfPage

# As PageWord says it in English, French, Spanish, Portuguese, Italian, German, Dutch and Russian.
_NAMES = (
    "Commented", "Comment", "Commenté", "Commentaire", "Comentado", "Comentario", "Comentou", "Comentário",
    "Commentato", "Commento", "Kommentiert", "Kommentar", "Met opmerkingen", "Opmerking", "Примечание", "Комментарий",
)  # fmt: skip
# The initials of the author, the number of the comment, and that of the comment which it answers.
_HEAD = re.compile(rf"(?:{'|'.join(_NAMES)})\s?\[([^\[\]\d]{{0,20}}?)\s?(\d{{1,4}})(?:R(\d{{1,4}}))?\]\s?:\s*")
_FIRST = re.compile(rf"(?:{'|'.join(name.split()[0] for name in _NAMES)})(?:\[|$)")
# Other balloons, which say what was changed.
_CHANGED = re.compile(r"(?:Deleted|Inserted|Moved|Formatted)(?: ?\([^)]*\))?(?: ?\[[^\]]*\])?:")
_SMALL = 0.93  # of the usual size of the type
_ALIKE = 0.07
_GAP = 0.9  # of the size: wider than a space
_COLUMN = 10  # of the size: what is narrower is a number before its paragraph
# How far the next line of a comment may be: a paragraph of it further on, or a line of the text in between.
_REACH_IN_MARGIN = 2.2  # of the size of the comment
_REACH_BETWEEN = 3.3  # of the size of the text


@dataclass(slots=True)
class Balloon:
    """A comment as it is printed: by whom, its number and that of the one it answers, and its lines.

    `in_margin` says that it is in a column beside the text, and not between its lines.
    """

    author: str
    number: str
    answers: str
    lines: list[TextLine]
    in_margin: bool

    def text(self, hyphens: Hyphens) -> str:
        text = self.lines[0].text
        for above, line in pairwise(self.lines):
            between, cut = hyphens.joint(above.text, line.text)
            text = text[: len(text) - cut] + between + line.text
        return _HEAD.sub("", text, count=1).strip()

    def beside(self, words: Sequence[PageWord]) -> PageWord | None:
        """Return the word of the text that the comment begins beside, or below if it is between the lines."""
        base = self.lines[0].base
        if not self.in_margin:
            words = [word for word in words if word.base < base] or words
        return min(words, key=lambda word: (round(abs(word.base - base)), -word.x1), default=None)


def take_balloons(page: PdfPage, size: float) -> list[Balloon]:
    """Take the comments that are printed on a page out of its words; `size` is that of the text.

    What is written like one in the lines of the text itself is left there.
    """
    heads = [word for word in page.words if _FIRST.match(word.text)]
    if not heads:
        return []
    rows = _WordsByHeight(page.words)
    found: list[Balloon] = []
    gone: set[int] = set()
    for head in sorted(heads, key=lambda word: (word.base, word.x0)):
        balloon = None if id(head) in gone else _balloon(head, rows, size)
        if balloon is not None:
            found.append(balloon)
            gone.update(id(word) for line in balloon.lines for word in line.words)
    page.drop(word for balloon in found for line in balloon.lines for word in line.words)
    return found


class _WordsByHeight:
    """The words of a page by the heights that they are at."""

    def __init__(self, words: Sequence[PageWord]) -> None:
        self._words = sorted(words, key=lambda word: (word.base, word.x0))
        self._bases = [word.base for word in self._words]

    def between(self, top: float, bottom: float) -> list[PageWord]:
        return self._words[bisect_left(self._bases, top) : bisect_right(self._bases, bottom)]

    def from_word(self, first: PageWord) -> list[PageWord]:
        """Return the words that go on with one on its line, in type of its size."""
        row = [first]
        edge = first.x1
        for word in self._beside(first):
            if word.x0 < first.x0 or word is first or not (_is_alike(word, first) or word.size < first.size):
                continue
            if word.x0 - edge > 1.5 * first.size:
                break
            row.append(word)
            edge = max(edge, word.x1)
        return row

    def is_apart(self, first: PageWord) -> bool:
        """Return whether what is left of a word on its line, if anything does, ends well before it."""
        return all(
            word is first or word.x0 >= first.x0 or word.x1 < first.x0 - _GAP * first.size
            for word in self._beside(first)
        )

    def _beside(self, first: PageWord) -> list[PageWord]:
        reach = 0.5 * first.size
        return sorted(self.between(first.base - reach, first.base + reach), key=lambda word: word.x0)


def _balloon(head: PageWord, rows: _WordsByHeight, size: float) -> Balloon | None:
    lines = [TextLine(rows.from_word(head))]
    match = _HEAD.match(lines[0].text)
    if match is None or not rows.is_apart(head):
        return None
    in_margin = _is_in_margin(head, rows)
    if not in_margin and head.size > _SMALL * size:
        return None
    reach = _REACH_IN_MARGIN * head.size if in_margin else _REACH_BETWEEN * size
    while (first := _next(head, lines[-1].base, reach, rows)) is not None:
        line = TextLine(rows.from_word(first))
        if _HEAD.match(line.text) or _CHANGED.match(line.text):
            break
        lines.append(line)
    return Balloon(match[1], match[2], match[3] or "", lines, in_margin)


def _next(head: PageWord, base: float, reach: float, rows: _WordsByHeight) -> PageWord | None:
    for word in rows.between(base + 0.5 * head.size, base + reach):
        # An item of a list is set in.
        within = head.x0 - 2 <= word.x0 <= head.x0 + 4 * head.size
        if within and _is_alike(word, head) and rows.is_apart(word):
            return word
    return None


def _is_in_margin(head: PageWord, rows: _WordsByHeight) -> bool:
    """Return whether the text beside a comment ends left of it, or begins right of it, in the lines around."""
    left, gap = head.x0 - 2, _GAP * head.size
    near = rows.between(head.base - 3 * head.size, head.base + 3 * head.size)
    before = [word for word in near if word.x1 < left]
    if before and left - min(word.x0 for word in before) > _COLUMN * head.size:
        return not any(word.x0 < left < word.x1 for word in near)
    firsts = [word for word in near if abs(word.x0 - head.x0) <= 2 and _is_alike(word, head)]
    right = max(word.x1 for first in firsts for word in rows.from_word(first))
    beyond = [word for word in near if word.x1 > right]
    return bool(beyond) and all(word.x0 > right + gap for word in beyond)


def _is_alike(word: PageWord, head: PageWord) -> bool:
    return abs(word.size - head.size) <= _ALIKE * head.size
