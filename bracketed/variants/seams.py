"""Repairs at the seams: where a bracket was settled or a mark left out, and only in the few characters around.

| rule | what it does |
|---|---|
| doubled space | two blanks that met at a seam become one |
| space at the start of a line, space at the end of a line | go |
| space before punctuation | goes before a comma, full stop or closing parenthesis; before others if they touched it |
| space after an opening | goes behind a parenthesis or quotation mark that opens |
| missing space | is put behind a bracket of several words that was written without one |
| stranded comma | goes, if it stands before other punctuation, or first in a line, a parenthesis or behind a colon |
| doubled full stop | becomes one |
| empty parentheses | go, as do empty quotation marks |
| a or an | is set right before a word that has come to stand behind it, in English |
| empty line | goes, if all its words were left out, also if only its number, bullet or label is left |

Not repaired, since an editor must decide: verbs that no longer agree, capitals at the start of a sentence, lists that
lost a member before "and" or "or".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bracketed.source import Source
from bracketed.variants.articles import with_article


@dataclass(frozen=True, slots=True)
class Repair:
    """A change at a seam: the rule, what stood there before and after, and the line of the source where it is."""

    rule: str
    before: str
    after: str
    line: int


@dataclass(frozen=True, slots=True)
class Seam:
    """A place where something of the source was not written: `at` is its offset there.

    `omitted` says that a whole bracket was left out, `runs_on` that a bracket of several words has no blank behind it.
    """

    at: int
    omitted: bool = False
    runs_on: bool = False


# What may be left of a line whose words were all left out.
_BULLET = re.compile(r"(?:[-–—•*·◦▪]|\(?(?:\d+|[a-z]|[ivxlc]+)[.)])")
_BLANKS = " \t"
_OPENINGS = {"(": ")", "“": "”", "‘": "’", "«": "»"}


@dataclass(frozen=True, slots=True)
class Writer:
    """What the rules need to know of a draft: its lines, its labels, and whether it is in English."""

    lines: Source
    labels: frozenset[str]
    english: bool

    def is_empty(self, line: str) -> bool:
        """Say whether a line has nothing but a label, a number or a bullet."""
        words = line.strip()
        return not words or words in self.labels or bool(_BULLET.fullmatch(words))

    def begin(self, repairs: bool, first: bool) -> Writing:
        """Return an empty sheet; `first` says that the text begins on it."""
        return Writing(self, repairs, first)


class Writing:
    """Words written one after the other; at each seam, the words before and behind it are made to fit."""

    def __init__(self, writer: Writer, repairs: bool, first: bool) -> None:
        self._writer = writer
        self._is_first = first
        self._mends = repairs
        self._whole_lines: list[str] = []
        # The line that is being written, and the one before it, which tells whether an empty line precedes.
        self._tail = ""
        self._length = 0
        self._places: list[tuple[int, int]] = []
        self._repairs: list[Repair] = []
        self._seams: list[Seam] = []
        self._omitted_in_line = False

    def words(self, text: str, start: int) -> None:
        """Write words that stand at `start` in the source."""
        if self._seams and text:
            text = self._mend(text, last=False)
            # Blanks alone do not close a seam.
            if text.strip() or "\n" in text:
                self._seams = []
        self._places.append((start, self._length + len(self._tail)))
        self._tail += text
        if "\n" in text:
            self._omitted_in_line = False
            before = self._tail.rfind("\n", 0, self._tail.rfind("\n"))
            if before > 0:
                self._whole_lines.append(self._tail[:before])
                self._length += before
                self._tail = self._tail[before:]

    def seam(self, seam: Seam) -> None:
        """Note that something was left out here."""
        if self._mends:
            self._seams.append(seam)
            self._omitted_in_line = self._omitted_in_line or seam.omitted

    def end(self) -> tuple[str, tuple[Repair, ...], tuple[tuple[int, int], ...]]:
        """Return the text, the repairs, and where pieces of the source stand in the text."""
        if self._seams:
            self._mend("", last=True)
        return "".join([*self._whole_lines, self._tail]), tuple(self._repairs), tuple(self._places)

    def _mend(self, text: str, last: bool) -> str:
        """Make the words before the open seams and those behind them fit, and return those behind."""
        start = self._tail.rfind("\n") + 1
        line = self._tail[start:]
        line_ends = text.lstrip(" \t")[:1] in ("\n", "\r") or (last and not text.strip())
        # A label stays if its provision goes on below.
        goes_on = bool(text.strip()) and line.strip() in self._writer.labels - {""}
        if line_ends and self._omitted_in_line and not goes_on and self._writer.is_empty(line):
            return self._leave_out_line(line, text, last)
        seam = Sides(line, text, self._seams, self._writer)
        for rule, before, after in seam.repair(line_ends):
            self._note(rule, before, after)
        self._rewrite(self._tail[:start] + seam.left + seam.gap)
        return seam.right

    def _leave_out_line(self, line: str, text: str, last: bool) -> str:
        """Take the line back that nothing stands on, with its end, and return the words behind."""
        tail = self._tail.removesuffix(line)
        rest = re.sub(r"^[ \t]*\r?\n?", "", text)
        if last:
            tail = tail.rstrip("\r\n")
        elif not tail and self._is_first:
            rest = rest.lstrip("\r\n")
        elif tail.endswith("\n\n"):
            # There was an empty line on both sides; one is enough.
            rest = re.sub(r"^\r?\n", "", rest)
        if tail + rest != self._tail + text:
            self._note("empty line", line.strip(), "")
        self._rewrite(tail)
        return rest

    def _rewrite(self, tail: str) -> None:
        """Change what was written last; pieces of the source that stood past its new end now stand there."""
        self._tail = tail
        end = self._length + len(tail)
        number = len(self._places) - 1
        while number >= 0 and self._places[number][1] > end:
            self._places[number] = (self._places[number][0], end)
            number -= 1

    def _note(self, rule: str, before: str, after: str) -> None:
        line, _ = self._writer.lines.place(self._seams[0].at)
        self._repairs.append(Repair(rule, before, after, line))


class Sides:
    """The words of a line before a seam, the blanks at the seam, and the words behind it."""

    def __init__(self, left: str, right: str, seams: list[Seam], writer: Writer) -> None:
        self.left, self._gap_left = _parted(left)
        self.right = right.lstrip(_BLANKS)
        self._gap_right = right[: len(right) - len(self.right)]
        self.gap = self._gap_left + self._gap_right
        self._omitted = any(seam.omitted for seam in seams)
        self._runs_on = any(seam.runs_on for seam in seams)
        self._writer = writer

    def repair(self, line_ends: bool) -> Iterator[tuple[str, str, str]]:
        """Apply the rules one after the other, and yield each that changed something, with the words around."""
        if line_ends and not self.left:
            return  # a line on which only marks stood keeps its indentation
        rules: list[tuple[str, Callable[[], None]]] = [
            ("space at the end of a line", lambda: self._trim(line_ends)),
            ("space at the start of a line", self._trim_start),
            ("doubled space", self._one_space),
            ("empty parentheses", self._drop_empty_pair),
            ("stranded comma", self._drop_comma),
            ("stranded comma", self._drop_comma),
            ("doubled full stop", self._drop_full_stop),
            ("space before punctuation", self._close_up),
            ("space after an opening", self._close_up_opening),
            ("missing space", self._part),
            ("a or an", self._set_article),
        ]
        for rule, apply in rules:
            before = self.left, self.gap, self.right
            apply()
            if before != (self.left, self.gap, self.right):
                yield rule, _near(*before), _near(self.left, self.gap, self.right)

    def _trim(self, line_ends: bool) -> None:
        if line_ends:
            self.gap = ""

    def _trim_start(self) -> None:
        if not self.left:
            self.gap = self._gap_left

    def _one_space(self) -> None:
        if self.left and self._gap_left and self._gap_right and self.gap:
            self.gap = "\t" if "\t" in self.gap else " "

    def _drop_empty_pair(self) -> None:
        while self._omitted and self.right and _OPENINGS.get(self.left[-1:]) == self.right[0]:
            self.left, before = _parted(self.left[:-1])
            behind = self.right[1:]
            self.right = behind.lstrip(_BLANKS)
            self.gap = before or behind[: len(behind) - len(self.right)]

    def _drop_comma(self) -> None:
        before, behind = self.left[-1:], self.right[:1]
        if not self._omitted or not behind:
            return
        if behind in ",;" and (before in _OPENINGS or before == ":" or self._writer.is_empty(self.left)):
            self.right = self.right[1:].lstrip(_BLANKS)
            if self.left and before not in _OPENINGS:
                self.gap = self.gap or " "
        elif (before, behind) == (";", ",") or (behind == "," and re.search(r"(?<!\betc)[.!?]$", self.left[-5:])):
            self.right = self.right[1:].lstrip(_BLANKS)
            self.gap = self.gap or " "
        elif before and before in ",;" and behind in ",;:.)" and not self.right.startswith(".."):
            self.left, self.gap = self.left[:-1].rstrip(_BLANKS), ""

    def _drop_full_stop(self) -> None:
        if re.search(r"(?<!\.)\.$", self.left[-2:]) and re.match(r"\.(?!\.)", self.right):
            self.left, self.gap = self.left[:-1], ""

    def _close_up(self) -> None:
        if not self.left or "\t" in self.gap:
            return
        # A blank before a colon may be the habit of the draft's language, unless the bracket stood between them.
        if re.match(r"[,)]|\.(?![\d.])" if self._gap_right else r"[,);:!?]|\.(?![\d.])", self.right):
            self.gap = ""

    def _close_up_opening(self) -> None:
        if self.left[-1:] in ("(", "“", "‘") or self.right[:1] == "”":
            self.gap = ""

    def _part(self) -> None:
        if self._runs_on and not self.gap and self.left[-1:].isalnum() and self.right[:1].isalpha():
            self.gap = " "

    def _set_article(self) -> None:
        if self._writer.english and self.gap == " ":
            self.left = with_article(self.left, self.right)


def _parted(words: str) -> tuple[str, str]:
    """Return words without the blanks at their end, and the blanks."""
    stripped = words.rstrip(_BLANKS)
    return stripped, words[len(stripped) :]


def _near(left: str, gap: str, right: str) -> str:
    """Return the words around a seam, two before it and one behind."""
    before = re.search(r"(?:\S+\s+)?\S*$", left[-60:])
    behind = re.match(r"\S*", right[:40])
    return f"{before[0] if before else ''}{gap}{behind[0] if behind else ''}"
