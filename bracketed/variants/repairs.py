"""Repairs at the seams: where a bracket was settled or a mark left out, and only in the few characters around.

| rule | what it does |
|---|---|
| doubled space | two blanks that met at a seam become one |
| space at the start of a line, space at the end of a line | go |
| space before punctuation | goes before a comma, full stop or closing parenthesis; before others if they touched it |
| space after an opening | goes behind a parenthesis or quotation mark that opens |
| missing space | is put between two words that only a bracket set apart; parts of one word stay together |
| sign with nothing before it | goes: a full stop or a colon that follows a label or begins a line |
| stranded comma | goes before other punctuation, and as the first sign of a line, a parenthesis or behind a colon |
| stranded colon | goes, if a full stop now follows it |
| doubled full stop | becomes one |
| empty parentheses | go, as do empty quotation marks |
| empty emphasis | goes, as do signs of emphasis that lost their partner |
| a or an | is set right before a word that now follows it, in English |
| empty line | goes, if all its words were left out, also if only its number, bullet, label or signs are left |

The number of an item stays if its words go on below, or if they ended in a colon and a list is below.

Not repaired, since an editor must decide: verbs that no longer agree, capitals at the start of a sentence, lists that
lost a member before "and" or "or". `bracketed.variants.checks` lists the places where that can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bracketed.source import Source
from bracketed.variants.list_items import ItemLabels
from bracketed.variants.word_rules import are_two_words, odd_signs, sign_at_end, with_article

BLANKS = " \t"
_CLOSINGS = {"(": ")", "“": "”", "‘": "’", "«": "»"}
# A full stop that is no part of a number or of three dots.
_STOP = r"\.(?![\d.])"


@dataclass(frozen=True, slots=True)
class Repair:
    """A change at a seam: the rule, what was there before and after, and the line of the source where it is."""

    rule: str
    before: str
    after: str
    line: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the source from `start` on; if they are `new`, they are not in the source and would go there."""

    text: str
    start: int
    new: bool = False


@dataclass(frozen=True, slots=True)
class Seam:
    """A place where something of the source was not written: `at` is its offset there.

    `omitted` says that a whole bracket was left out, `closes` that one that was kept ends here, and `several` that it
    holds several words. `lost` are the signs of emphasis of which the words that were not written have an odd number.
    """

    at: int
    omitted: bool = False
    several: bool = False
    closes: bool = False
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DraftStyle:
    """What the rules need to know of a draft: its lines, its labels, and whether it is in English."""

    lines: Source
    labels: ItemLabels
    english: bool


class SeamRepair:
    """The rules applied at a seam: to the words of a line before it, the blanks there, and the words behind it.

    `line_ends` says that the line ends at the seam, `last` that the text ends behind it.
    """

    def __init__(
        self, left: str, right: str, seams: Sequence[Seam], style: DraftStyle, line_ends: bool, last: bool
    ) -> None:
        self.left, self._gap_left = _parted(left)
        self.right = right.lstrip(BLANKS)
        self._gap_right = right[: len(right) - len(self.right)]
        self.gap = self._gap_left + self._gap_right
        self._omitted = any(seam.omitted for seam in seams)
        # Where one bracket ends and another begins, each has words of its own.
        is_between = any(seam.closes for seam in seams) and any(not seam.closes and not seam.omitted for seam in seams)
        self._several = is_between or any(seam.several for seam in seams)
        self._lost = frozenset(sign for seam in seams for sign in seam.lost)
        self._style = style
        self._line_ends = line_ends
        self._last = last

    def repair(self) -> Iterator[tuple[str, str, str]]:
        """Apply the rules one after the other, and yield each that changed something, with the words around."""
        if self._line_ends and not self.left:
            return  # a line on which only marks were keeps its indentation
        for rule, apply in _RULES:
            before = self.left, self.gap, self.right
            apply(self)
            if before != (self.left, self.gap, self.right):
                yield rule, _near(*before), _near(self.left, self.gap, self.right)

    def _trim_end(self) -> None:
        if self._line_ends:
            self.gap = ""

    def _trim_start(self) -> None:
        if not self.left:
            self.gap = self._gap_left

    def _one_space(self) -> None:
        # A tab sets off a column or a number, which a blank would not.
        if self.left and self._gap_left and self._gap_right and self.gap:
            self.gap = "\t" if "\t" in self.gap else " "

    def _drop_emphasis(self) -> None:
        # A pair of signs with nothing between goes, and a sign whose partner was left out with words behind it.
        sign = "" if self._gap_left else sign_at_end(self.left)
        behind = self.right[: len(self.right) - len(self.right.lstrip("*"))]
        is_pair = self._omitted and behind == sign
        if sign and (is_pair or (sign in self._lost and not behind)) and sign in odd_signs(self.left):
            self._take_out(len(sign), len(behind))

    def _drop_empty_pair(self) -> None:
        # An empty pair may be in another, which is empty once that one is gone.
        while self._omitted and self.right and _CLOSINGS.get(self.left[-1:]) == self.right[0]:
            self._take_out(1, 1)

    def _take_out(self, before: int, behind: int) -> None:
        """Drop characters on both sides, and keep one of the gaps that meet."""
        self.left, gap = _parted(self.left[: len(self.left) - before])
        right = self.right[behind:]
        self.right = right.lstrip(BLANKS)
        if self._ends_line(self.right):
            self.gap = ""
        elif behind:
            self.gap = gap or right[: len(right) - len(self.right)]
        else:
            self.gap = (gap or self.gap) if self.left else gap

    def _drop_first(self) -> None:
        if self._omitted and re.match(f":|{_STOP}", self.right) and self._begins_line():
            self._drop_behind()

    def _drop_comma(self) -> None:
        before, behind = self.left[-1:], self.right[:1]
        if not behind:
            return
        if self._omitted and behind in ",;" and (before in _CLOSINGS or self._begins_line() or self._begins_list()):
            self._drop_behind()
            if before in _CLOSINGS:
                self.gap = ""
        elif (before, behind) == (";", ",") or (
            # Behind a full stop that ends a sentence; "etc.," is right.
            self._omitted and behind == "," and re.search(r"(?<!\betc)[.!?]$", self.left[-5:])
        ):
            self._drop_behind()
        elif before and before in ",;" and behind in ",;:.)" and not self.right.startswith(".."):
            self._drop_before()

    def _drop_colon(self) -> None:
        ends = self.right[:1] in (",", ";") and self._ends_line(self.right[1:])
        if self.left[-1:] == ":" and (ends or re.match(_STOP, self.right)):
            self._drop_before()

    def _drop_full_stop(self) -> None:
        # Several dots in a row represent words, and are no full stop that came twice.
        if re.search(r"(?<!\.)\.$", self.left[-2:]) and re.match(r"\.(?!\.)", self.right):
            self.left, self.gap = self.left[:-1], ""

    def _drop_before(self) -> None:
        """Drop the sign in front of the seam with the blanks around."""
        self.left, self.gap = self.left[:-1].rstrip(BLANKS), ""

    def _drop_behind(self) -> None:
        """Drop the sign behind the seam, and leave a blank in its place if words follow in the line."""
        self.right = self.right[1:].lstrip(BLANKS)
        if self.left:
            self.gap = "" if self._ends_line(self.right) else self.gap or " "
        else:
            self.gap = self._gap_left

    def _ends_line(self, behind: str) -> bool:
        """Return whether nothing is left in the line where these words follow."""
        rest = behind.lstrip(BLANKS)
        return rest[:1] in ("\n", "\r") or (self._last and not rest)

    def _begins_line(self) -> bool:
        return not self.left or self._style.labels.is_bare(self.left)

    def _begins_list(self) -> bool:
        # A comma behind a colon that leads on in the line is all that an item has left.
        return self.left.endswith(":") and not self._ends_line(self.right[1:])

    def _close_up(self) -> None:
        # A blank before a colon may be the habit of the draft's language, unless the bracket was between them.
        signs = rf"[,)]|{_STOP}" if self._gap_right else rf"[,);:!?]|{_STOP}"
        if self.left and "\t" not in self.gap and re.match(signs, self.right):
            self.gap = ""

    def _close_up_opening(self) -> None:
        if self.left[-1:] in ("(", "“", "‘") or self.right[:1] == "”":
            self.gap = ""

    def _part(self) -> None:
        if not self.gap and self.left and are_two_words(self.left, self.right, self._several):
            self.gap = " "

    def _set_article(self) -> None:
        if self._style.english and self.gap == " ":
            self.left = with_article(self.left, self.right)


# Each rule sees what those before it have left: signs go before blanks are closed up, and words are parted in the end.
_RULES: tuple[tuple[str, Callable[[SeamRepair], None]], ...] = (
    ("space at the end of a line", SeamRepair._trim_end),
    ("space at the start of a line", SeamRepair._trim_start),
    ("doubled space", SeamRepair._one_space),
    ("empty emphasis", SeamRepair._drop_emphasis),
    ("empty parentheses", SeamRepair._drop_empty_pair),
    ("sign with nothing before it", SeamRepair._drop_first),
    # Once more, since to drop one comma may bring another beside a sign.
    ("stranded comma", SeamRepair._drop_comma),
    ("stranded comma", SeamRepair._drop_comma),
    ("stranded colon", SeamRepair._drop_colon),
    ("doubled full stop", SeamRepair._drop_full_stop),
    ("space before punctuation", SeamRepair._close_up),
    ("space after an opening", SeamRepair._close_up_opening),
    ("missing space", SeamRepair._part),
    ("a or an", SeamRepair._set_article),
)


def _parted(words: str) -> tuple[str, str]:
    """Return words without the blanks at their end, and the blanks."""
    stripped = words.rstrip(BLANKS)
    return stripped, words[len(stripped) :]


def _near(left: str, gap: str, right: str) -> str:
    """Return the words around a seam, two before it and one behind."""
    # Only the end of a long line is searched, since the search begins anew at every place of it.
    before = re.search(r"(?:\S+\s+)?\S*$", left[-60:])
    behind = re.match(r"\S*", right[:40])
    return f"{before[0] if before else ''}{gap}{behind[0] if behind else ''}"
