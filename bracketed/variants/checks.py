"""What an editor has to look at in the text of a variant: places at the seams that only a reader can mend.

| code | what it says |
|---|---|
| `dangling-word` | a word such as *and*, *of* or *the* has lost what followed it |
| `doubled-word` | the same word occurs twice, once on each side of a seam, or *and* beside *or* |
| `small-letter` | a sentence or an item begins with a small letter where it began with a capital one |
| `list-left-out` | a colon has nothing behind it, since its list was left out |
| `lead-left-out` | the words that led to what is below were left out, and that was not |

Away from the seams there are no checks: what is wrong there is the draft's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bracketed.draft.draft import Draft, labels_at
from bracketed.markdown import without_marks
from bracketed.phrasing import counted
from bracketed.source import Source
from bracketed.variants.list_items import ItemLabels, first_line, item_style
from bracketed.variants.passages import Junction

_DANGLING = frozenset(
    {"and", "or", "of", "in", "with", "to", "the", "a", "an", "by", "for", "from", "on", "at", "as", "that", "nor"}
)
# Both can be right: "that that", "had had".
_TWICE = frozenset({"that", "had"})
_WORD_AT_END = re.compile(r"[^\W\d_]+(?=[\s*_]*\Z)")
_BLANK_END = re.compile(r"[\s*_]*\Z")
_WORD = re.compile(r"[*_“\"‘'(]*([^\W\d_]+)")
# A colon at the end of a line leads to a list: "Parties agree to:".
_STOP = re.compile(r"[ \t*_]*(?:[,;]|\.(?!\d)|:(?![ \t\r]*(?:\n|\Z)))")
_END_OF_PARAGRAPH = re.compile(r"[ \t*_\r]*(?:\n[ \t\r]*(?:\n|\Z)|\Z)")
_END_OF_LINE = re.compile(r"[ \t*_\r]*(?:\n|\Z)")
_SENTENCE_END = re.compile(r"[.!?][”’»\")*_]*\s+\Z")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|no|nos|art|para|paras|cf|al|vs|p|pp)|\b[A-Z])\.\s+\Z", re.IGNORECASE)
_FIRST_LETTER = re.compile(r"[\s\[({*_“\"‘'«]*([^\W\d_])")
_WORDS = re.compile(r"\S*(?: +\S+){0,3}")
# How many characters on each side a check takes in, and how many its message quotes.
_REACH = 120
_NEAR = 50


@dataclass(frozen=True, slots=True)
class Check:
    """A place in the text of a variant that an editor has to look at.

    `code` is the sort of the place and `message` one sentence on what is there. `line` and `column` are those
    in the text, counted from 1; `provision` is the label of the one that the place belongs to in the draft.
    """

    code: str
    message: str
    line: int
    column: int
    provision: str

    def to_dict(self) -> dict[str, Any]:
        """Return the check as plain values."""
        return asdict(self)


def checks_of(text: str, junctions: Iterable[Junction], draft: Draft, labels: ItemLabels) -> tuple[Check, ...]:
    """Return what has to be looked at where words meet in a text, in its order."""
    lines = Source(text)
    provision = labels_at(draft.provisions)
    checks: dict[tuple[str, int], Check] = {}
    for junction in junctions:
        for code, message, place in _JunctionChecks(text, junction, draft.source, labels).all():
            # What is near two junctions is found by both, and is still one place to look at.
            checks.setdefault((code, place), Check(code, message, *lines.place(place), provision(junction.at)))
    return tuple(sorted(checks.values(), key=lambda check: (check.line, check.column)))


class _JunctionChecks:
    """The checks where words meet in a text: those in front, those behind, and what was there in the source.

    Each yields its code, the message, and the place in the text.
    """

    def __init__(self, text: str, junction: Junction, source: str, labels: ItemLabels) -> None:
        self._text = text
        self._junction = junction
        # The text may have lost its last line end, behind which words would have met.
        self._place = min(junction.place, len(text))
        # Where the words in front begin in the text.
        self._start = max(0, self._place - _REACH)
        self._left = text[self._start : self._place]
        self._right = text[self._place : self._place + _REACH]
        self._line = self._left[self._left.rfind("\n") + 1 :]
        self._source = source
        self._labels = labels

    def all(self) -> Iterator[tuple[str, str, int]]:
        """Yield what each of the checks finds."""
        yield from self._lost_list()
        yield from self._lost_lead()
        word = _WORD_AT_END.search(self._left)
        if word is not None:
            yield from self._dangling(word)
            yield from self._doubled(word)
        yield from self._small_letter()

    def _dangling(self, word: re.Match[str]) -> Iterator[tuple[str, str, int]]:
        # Where a bracket was kept, what follows it was there before.
        if word[0] not in _DANGLING or not self._junction.omitted:
            return
        across = "\n" in self._left[word.end() :]
        if (not across and _STOP.match(self._right)) or self._ends_paragraph(across):
            place = self._start + word.start()
            yield "dangling-word", f"Nothing follows “{word[0]}” in “{self._near(place)}”.", place

    def _ends_paragraph(self, across: bool) -> bool:
        """Return whether a paragraph ends here, and no other item of a list follows one that was left out."""
        if across:
            # The line behind was left out.
            return bool(self._junction.line) and not self._list_goes_on()
        if _END_OF_PARAGRAPH.match(self._right):
            return True
        line = _END_OF_LINE.match(self._right)
        return line is not None and bool(item_style(self._right[line.end() :])[1])

    def _list_goes_on(self) -> bool:
        following = first_line(self._text, self._place)
        return following is not None and item_style(following[1]) == item_style(self._junction.line)

    def _doubled(self, word: re.Match[str]) -> Iterator[tuple[str, str, int]]:
        behind = _WORD.match(self._right)
        if behind is None or "\n" in self._left[word.end() :]:
            return
        one, other = word[0].lower(), behind[1].lower()
        place = self._start + word.start()
        if one == other and one not in _TWICE:
            yield "doubled-word", f"“{word[0]}” occurs twice in “{self._near(place)}”.", place
        elif {one, other} == {"and", "or"}:
            yield "doubled-word", f"“{one}” and “{other}” are side by side in “{self._near(place)}”.", place

    def _small_letter(self) -> Iterator[tuple[str, str, int]]:
        behind = None if self._junction.line else _WORD.match(self._right)
        was = _FIRST_LETTER.match(self._source, self._junction.at, self._junction.at + _REACH)
        if behind is None or was is None or not behind[1][0].islower() or not was[1].isupper():
            return
        # Of a long line, words that are cut off may come first.
        is_whole = len(self._line) < len(self._left) or len(self._left) < _REACH
        begins_line = is_whole and self._labels.is_bare(self._line)
        if begins_line or (_SENTENCE_END.search(self._left) and not _ABBREVIATION.search(self._left)):
            place = self._place + behind.start(1)
            yield "small-letter", f"A small letter begins “{self._near(place, 0)}” where a capital one did.", place

    def _lost_list(self) -> Iterator[tuple[str, str, int]]:
        colon = _BLANK_END.sub("", self._left)
        if not colon.endswith(":") or not _END_OF_LINE.match(self._right if not self._junction.line else "\n"):
            return
        lead = colon[colon.rfind("\n") + 1 :]
        if self._junction.line:
            is_lost = not self._list_goes_on() and item_style(self._junction.line) != item_style(lead)
        else:
            following = first_line(self._text, self._place)
            sort = item_style(following[1])[1] if following else ""
            is_lost = self._junction.omitted and sort in ("", item_style(lead)[1])
        if is_lost and not self._labels.is_bare(lead):
            place = self._start + len(colon) - 1
            yield "list-left-out", f"Nothing follows the colon of “{self._near(place)}”.", place

    def _lost_lead(self) -> Iterator[tuple[str, str, int]]:
        line = self._junction.line
        if line.endswith(":") and not self._labels.is_exact(line):
            label = line.rstrip(" \t:").strip()
            gone = f"“{label}” was left out with its words" if label else "Words were left out"
            yield "lead-left-out", f"{gone}, which led on with a colon.", self._place
        number = self._line.strip()
        is_alone = bool(number) and not line and self._junction.omitted and self._right[:1] in ("\n", "\r")
        if is_alone and self._labels.is_bare(number):
            place = self._place - len(self._line)
            yield "lead-left-out", f"“{number}” has lost the words that led to what is below it.", place

    def _near(self, place: int, before: int = 3) -> str:
        """Return the few words around a place of the text, within its line and without marks of Markdown."""
        start = max(0, place - _NEAR)
        line = self._text.rfind("\n", start, place) + 1
        if not line and start:
            # The first word is likely to be cut.
            line = self._text.find(" ", start, place) + 1 or place
        left = self._text[line:place].split(" ")[-before - 1 :] if before else []
        words = _WORDS.match(self._text[place : place + _NEAR])
        return without_marks(" ".join(left) + (words[0] if words else ""))


# Checks that are listed one by one.
_FEW = 10


def in_words(checks: Sequence[Check], *, with_lines: bool) -> str:
    """Return how many places of a text an editor has to look at, and the first of them, a line each.

    They are reported `with_lines` if people see the text as lines; a document of Word has none.
    """
    lines = [f"To check in this text: {counted(len(checks), 'place')}"]
    for check in checks[:_FEW]:
        where = ", ".join([check.provision] * bool(check.provision) + [f"line {check.line}"] * with_lines)
        lines.append(f"  {where}: {check.message}" if where else f"  {check.message}")
    if len(checks) > _FEW:
        lines.append(f"  and {len(checks) - _FEW} more")
    return "\n".join(lines)
