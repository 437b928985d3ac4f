"""The lines of a draft as words, and which lines of two drafts are the same.

Lines are matched in order: equal ones by their longest common subsequence, those between by the alignment whose lines
have most words in common (S. B. Needleman and C. D. Wunsch, "A general method applicable to the search for similarities
in the amino acid sequence of two proteins", 1970).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

from bracketed.draft.draft import Draft
from bracketed.progress.alignment import align_words
from bracketed.source import Span, blanked

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\w+(?:[-‐‑'’]\w+)*|[^\w\s]")
# Two lines of which so great a part is the same are one line; with the same number so great a part. Else a line of the
# same number at its place was written anew.
_SAME = 0.5
_SAME_NUMBER = 0.3
_WRITTEN_ANEW = 0.05
# So many pairs of lines between equal ones are compared; of more, those that are at about the same place.
_PAIRS = 20_000
# A change may slide over so many equal words to where it is written.
_SLIDE = 200


class Token(NamedTuple):
    """A word or a sign, and where it is in the source."""

    word: str
    span: Span


@dataclass(frozen=True)
class Line:
    """A line that is not empty: its words without comments, its number in front of them, and where it ends.

    A `number` that Word counts by itself is "", and only its place is known, `label`. `close` is where the line ends
    behind its comments, and `gap` how many line ends are in front of it. A line of a number alone has that as its
    words, and is `bare`.
    """

    number: str
    label: Span
    tokens: tuple[Token, ...]
    close: int
    gap: int
    bare: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words alone."""
        return tuple(token.word for token in self.tokens)

    def with_number(self, text: str) -> Line:
        """Return the line of a text with its number as its first words."""
        begin = self.label.start
        return replace(self, number="", label=Span(begin, begin), tokens=_tokens(text, begin, self.tokens[-1].span.end))


# A line with its words as numbers, which are compared faster.
_Numbered: TypeAlias = tuple[Line, list[int]]


class Change(NamedTuple):
    """Words of a line, from `start` up to `end`, in whose place a copy has its words from `first` up to `last`."""

    start: int
    end: int
    first: int
    last: int


def lines_of(draft: Draft) -> tuple[Line, ...]:
    """Return the lines of a draft that have words.

    >>> import bracketed as bt
    >>> [(line.words, line.number) for line in lines_of(bt.parse("4. Ports meet.\\tComment by A: why?\\n\\nAll."))]
    [(('Ports', 'meet', '.'), '4.'), (('All', '.'), '')]
    """
    source, spans = draft.source, [comment.span for comment in draft.comments]
    # A comment may go on over several lines, all of which are at the end of the line before.
    text = blanked(source, spans)
    within = [False] * (len(source) + 1)
    for span in spans:
        within[span.start : span.end] = [True] * (span.end - span.start)
    starts = [(provision.span.start, provision.body.start) for provision in draft.provisions]
    lines: list[Line] = []
    at = gap = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            close = end
            while close < len(text) and within[close]:
                following = text.find("\n", close + 1)
                close = len(text) if following < 0 else following
            lines.append(_line(text, source, Span(at, end), close, gap, starts))
            gap = 0
            end = close
        gap += 1
        at = end + 1
    return tuple(_without_automatic_numbers(lines, draft))


def _without_automatic_numbers(lines: Iterable[Line], draft: Draft) -> Iterator[Line]:
    """Yield lines; of those that Word numbers by itself, so that no element of the document shows it, without it."""
    places = draft.document.places if draft.document is not None else None
    starts, ends = (places.pieces[0::5], places.pieces[1::5]) if places is not None else ((), ())
    for line in lines:
        before = bisect_right(starts, line.label.start)
        is_shown = places is None or (before > 0 and ends[before - 1] > line.label.start)
        yield line if is_shown or not line.number else replace(line, number="")


def _line(text: str, source: str, span: Span, close: int, gap: int, starts: Sequence[tuple[int, int]]) -> Line:
    label = begin = span.start + len(text[slice(*span)]) - len(text[slice(*span)].lstrip())
    # “1. (a)” are two numbers.
    number = bisect_left(starts, (span.start, -1))
    while number < len(starts) and starts[number][0] <= label:
        label = min(max(label, starts[number][1]), span.end)
        label += len(text[label : span.end]) - len(text[label : span.end].lstrip())
        number += 1
    tokens = _tokens(text, label, span.end)
    behind = len(source[:close].rstrip("\r"))
    if tokens:
        return Line(" ".join(text[begin:label].split()), Span(begin, label), tokens, behind, gap)
    return Line("", Span(begin, begin), _tokens(text, begin, span.end), behind, gap, bare=True)


def words_in(text: str) -> tuple[str, ...]:
    """Return the words and signs of a text.

    >>> words_in("Ports, 1.5 per cent")
    ('Ports', ',', '1.5', 'per', 'cent')
    """
    return tuple(_TOKEN.findall(text))


def _tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    return tuple(Token(found[0], Span(*found.span())) for found in _TOKEN.finditer(text, start, end))


@dataclass(frozen=True, slots=True)
class Matches:
    """For each line of a base the line of a copy that it has become, or -1; and the new lines of the copy.

    Each new one comes with the number of the base's line in front of which it is.
    """

    to: tuple[int, ...]
    new: tuple[tuple[int, int], ...]


def match_lines(base: Sequence[Line], copy: Sequence[Line]) -> Matches:
    """Match the lines of a copy with those of its base, in order."""
    ids: dict[tuple[str, ...], int] = {}
    one, two = ([ids.setdefault(line.words, len(ids)) for line in lines] for lines in (base, copy))
    to = [-1] * len(base)
    align_words(one, two, range(len(one)), range(len(two)), to)
    words: dict[str, int] = {}
    sides = [
        [(line, [words.setdefault(word, len(words)) for word in line.words]) for line in lines]
        for lines in (base, copy)
    ]
    _match_between(sides[0], sides[1], to)
    back = {other: line for line, other in enumerate(to) if other >= 0}
    new: list[tuple[int, int]] = []
    place = len(base)
    # From the end on: a new line is in front of the next one that is in both, behind what went there.
    for other in reversed(range(len(copy))):
        if other in back:
            place = back[other]
        else:
            new.append((place, other))
    return Matches(tuple(to), tuple(new[::-1]))


def _match_between(base: Sequence[_Numbered], copy: Sequence[_Numbered], to: list[int]) -> None:
    """Match the lines between equal ones by their likeness."""
    start = other = 0
    for line in range(len(base) + 1):
        opposite = to[line] if line < len(base) else len(copy)
        if opposite < 0:
            continue
        height, width = line - start, opposite - other
        # Of very many lines those are compared that are at about the same place.
        parts = max(1, min(height, width, -(-height * width // _PAIRS)))
        for part in range(parts if height and width else 0):
            rows = Span(start + height * part // parts, start + height * (part + 1) // parts)
            columns = Span(other + width * part // parts, other + width * (part + 1) // parts)
            for one, two in _likeliest(base[slice(*rows)], copy[slice(*columns)]):
                to[rows.start + one] = columns.start + two
        start, other = line + 1, opposite + 1


def _likeliest(base: Sequence[_Numbered], copy: Sequence[_Numbered]) -> list[tuple[int, int]]:
    """Return the pairs of lines, in order, that are alike and together most so."""
    best = [[0.0] * (len(copy) + 1)]
    likeness = [[_likeness(one, two) for two in copy] for one in base]
    for row in likeness:
        before, here = best[-1], [0.0]
        for column, alike in enumerate(row):
            here.append(max(before[column + 1], here[column], before[column] + alike if alike else 0.0))
        best.append(here)
    pairs: list[tuple[int, int]] = []
    row_number, column = len(base), len(copy)
    while row_number and column:
        value, alike = best[row_number][column], likeness[row_number - 1][column - 1]
        if alike and value == best[row_number - 1][column - 1] + alike:
            pairs.append((row_number - 1, column - 1))
            row_number, column = row_number - 1, column - 1
        elif value == best[row_number - 1][column]:
            row_number -= 1
        else:
            column -= 1
    return pairs[::-1]


def _likeness(first: _Numbered, second: _Numbered) -> float:
    """Return how alike two lines are, from 0 to 1; 0 if they are no one line."""
    from rapidfuzz.distance import Indel

    (one, mine), (two, theirs) = first, second
    if one.bare != two.bare:
        return 0
    numbered_alike = bool(one.number) and one.number == two.number
    least, lowest = (_SAME_NUMBER, _WRITTEN_ANEW) if numbered_alike else (_SAME, 0)
    # No line can be more like another than their lengths are.
    shorter, longer = sorted((len(mine), len(theirs)))
    if 2 * shorter < least * (shorter + longer):
        return lowest
    return max(lowest, Indel.normalized_similarity(mine, theirs, score_cutoff=least))


def word_changes(base: Line, copy: Line) -> tuple[Change, ...]:
    """Return what words of a line a copy of it has changed.

    >>> import bracketed as bt
    >>> one, two = (lines_of(bt.parse(text))[0] for text in ("4. Ports meet.", "4. Ports may meet."))
    >>> word_changes(one, two)
    (Change(start=1, end=1, first=1, last=2),)
    """
    ids: dict[str, int] = {}
    one, two = ([ids.setdefault(word, len(ids)) for word in line.words] for line in (base, copy))
    if one == two:
        return ()
    to = [-1] * len(one)
    align_words(one, two, range(len(one)), range(len(two)), to)
    changes: list[Change] = []
    start = first = 0
    for place, other in [*((p, o) for p, o in enumerate(to) if o >= 0), (len(one), len(two))]:
        if place > start or other > first:
            changes.append(Change(start, place, first, other))
        start, first = place + 1, other + 1
    return tuple(_slid(changes, base.words, copy.words))


def _slid(changes: Sequence[Change], base: Sequence[str], copy: Sequence[str]) -> Iterator[Change]:
    """Yield changes at the places where all copies have them: “[, old] ports” may be “ports[, old]” elsewhere."""
    end = -1
    for change in changes:
        if change.start == change.end or change.first == change.last:
            change = _slide(change, base, copy, end)
        yield change
        end = change.end


def _slide(change: Change, base: Sequence[str], copy: Sequence[str], least: int) -> Change:
    words = copy[change.first : change.last] or base[change.start : change.end]
    # Between two changes at least one word stays, as they would be one otherwise.
    most = change.start - least - 1
    steps = [0]
    while steps[-1] < min(most, _SLIDE) and base[change.start - steps[-1] - 1] == words[-1 - steps[-1] % len(words)]:
        steps.append(steps[-1] + 1)
    # A sentence comes or goes as a whole; all else as far in front as may be.
    whole = [step for step in steps if change.start == step or base[change.start - step - 1] in ".;:"]
    back = (whole or steps)[-1]
    return Change(*(place - back for place in change))
