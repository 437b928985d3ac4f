"""Words that all options of a bracket begin or end with, to be taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from bracketed.consensus.streamlining.proposal import (
    Edits,
    OpenQuestions,
    Proposal,
    extent,
    is_written_plainly,
    joined,
    lettered,
)
from bracketed.consensus.streamlining.wording import difference
from bracketed.draft.tree import Bracket, Mark, Option, Text
from bracketed.source import Span
from bracketed.variants.edits import Edit

# A word with the stop behind it; anything else, such as a quotation or emphasis, is not torn apart.
_WORD = re.compile(r"[\w’'°%-]+[,;.:]?|&")
_BLANKS = re.compile(r"[ \t\xa0]+")
# Fewer words than this part of the shortest option are left where they are: “The …/The …” gains nothing.
_SHARE = 1 / 3
# So many words are worth it, however long the options are.
_MANY = 8


def common_words(questions: OpenQuestions) -> Iterator[Proposal]:
    """Yield a proposal for each bracket whose options all begin or end with the same words."""
    for bracket in questions.choices:
        tied = questions.tied(bracket)
        if tied[0] is bracket:
            parts = [_taken_out(one, questions) for one in tied]
            if all(parts):
                yield joined([part for part in parts if part])


def _taken_out(bracket: Bracket, questions: OpenQuestions) -> Proposal | None:
    options = lettered(bracket)
    if len(options) < 2 or bracket.offers_omit or not is_written_plainly(bracket):
        return None
    source = questions.draft.source
    if "\n" in source[slice(*bracket.span)] or any(option.label or option.owner for option in options):
        return None
    if any(difference(one.text, other.text, questions.words) for one, other in combinations(options, 2)):
        # What is nearly equal is merged, or told apart by a delegation.
        return None
    first = [_leading(option) for option in options]
    last = [_trailing(option) for option in options]
    sizes = [len(option.text.split()) for option in options]
    front = _shared(first)
    back = min(_shared(last), min(sizes) - front)
    shortest = min(sizes)
    # One option of two may be used up by what is common: then the rest of the other is there or not.
    if shortest == front + back and (len(options) > 2 or sorted(sizes)[1] == shortest):
        front, back = (front, back - 1) if back else (front - 1, back)
    if front + back < min(_MANY, max(1.0, _SHARE * max(sizes))):
        return None
    changes = [
        _cut(option, front, back, starts, ends) for option, starts, ends in zip(options, first, last, strict=True)
    ]
    cut = [Span(begin, end) for begin, end, _, _ in changes]
    head, tail = changes[0][2], changes[0][3]
    empty = [option.letter for option, size in zip(options, sizes, strict=True) if size == front + back]
    edits = [
        Edit(Span(bracket.span.start, bracket.span.start), head),
        Edit(Span(bracket.span.end, bracket.span.end), tail),
    ]
    if empty:
        other = next(number for number, option in enumerate(options) if option.letter not in empty)
        kept = cut[other]
        opening = next(part for part in bracket.parts if isinstance(part, Mark) and part.kind == "open").span
        edits += [
            Edit(Span(opening.end, kept.start), ""),
            Edit(Span(kept.end, bracket.span.end - 1), ""),
        ]
    else:
        for option, rest in zip(options, cut, strict=True):
            whole = extent(option)
            edits += [Edit(Span(whole.start, rest.start), ""), Edit(Span(rest.end, whole.end), "")]
    written = tuple(sorted((e for e in edits if e.words or e.span.start < e.span.end), key=lambda edit: edit.span))
    return Proposal(
        "common",
        f"common:{bracket.id}",
        (bracket,),
        frozenset({bracket.id}),
        (written, *_with_or(bracket, written)),
        f"All options {_where(head, tail)}: take {'it' if front + back == 1 else 'the words'} out of the brackets",
        provisions=(bracket.provision,),
    )


def _where(head: str, tail: str) -> str:
    return " and ".join(f"{verb} with “{words.strip()}”" for verb, words in (("begin", head), ("end", tail)) if words)


def _leading(option: Option) -> list[tuple[str, int]]:
    """Return the words that an option begins with, up to anything that is no word, and where each of them ends."""
    piece = option.content[0]
    if not isinstance(piece, Text):
        return []
    found: list[tuple[str, int]] = []
    at = len(piece.text) - len(piece.text.lstrip(" "))
    while word := _WORD.match(piece.text, at):
        gap = _BLANKS.match(piece.text, word.end())
        is_last = word.end() == len(piece.text.rstrip()) and len(option.content) == 1
        if gap is None and not is_last:
            break
        at = gap.end() if gap else word.end()
        found.append((word[0], piece.span.start + word.end()))
        if at >= len(piece.text):
            break
    return found


def _trailing(option: Option) -> list[tuple[str, int]]:
    """Return the words that an option ends with, the last first, and where each of them begins."""
    piece = option.content[-1]
    if not isinstance(piece, Text):
        return []
    found: list[tuple[str, int]] = []
    text = piece.text.rstrip()
    for word in reversed([*re.finditer(r"\S+", text)]):
        is_first = word.start() == len(text) - len(text.lstrip()) and len(option.content) == 1
        if not _WORD.fullmatch(word[0]) or (not is_first and not _BLANKS.match(text, word.start() - 1)):
            break
        found.append((word[0], piece.span.start + word.start()))
    return found


def _shared(rows: Sequence[Sequence[tuple[str, int]]]) -> int:
    """Return how many words are the same at the head of all rows."""
    number = 0
    for words in zip(*rows, strict=False):
        if len({word for word, _ in words}) > 1:
            break
        number += 1
    return number


def _cut(
    option: Option, front: int, back: int, starts: Sequence[tuple[str, int]], ends: Sequence[tuple[str, int]]
) -> tuple[int, int, str, str]:
    """Return where what stays of an option begins and ends, and what goes in front of the bracket and behind it."""
    begin, end = extent(option)
    head = tail = ""
    if front:
        head = " ".join(word for word, _ in starts[:front])
        begin = starts[front - 1][1]
    if back:
        tail = " ".join(word for word, _ in reversed(ends[:back]))
        end = ends[back - 1][1]
    piece = option.content[0]
    if front and isinstance(piece, Text):
        rest = piece.text[begin - piece.span.start :]
        begin = min(end, begin + len(rest) - len(rest.lstrip()))
    piece = option.content[-1]
    if back and isinstance(piece, Text) and end > piece.span.start:
        rest = piece.text[: end - piece.span.start]
        end = max(begin, end - (len(rest) - len(rest.rstrip())))
    return begin, end, head and f"{head} ", tail and f" {tail}"


def _with_or(bracket: Bracket, edits: Edits) -> Iterator[Edits]:
    """Yield the same with OR between the options, which no word can be taken for."""
    separators = [part for part in bracket.parts if isinstance(part, Mark) and part.kind == "separator"]
    if len(separators) != len(lettered(bracket)) - 1:
        return
    places = [Span(part.span.start, part.span.end) for part in separators]
    if any(edit.span.touches(place) for edit in edits for place in places):
        return
    yield tuple(sorted([*edits, *(Edit(place, " OR ") for place in places)], key=lambda edit: edit.span))
