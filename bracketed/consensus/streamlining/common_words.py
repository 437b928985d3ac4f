"""Words that all options of a bracket begin or end with, to be taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from bracketed.consensus.streamlining.proposal import (
    Edits,
    OpenQuestions,
    Proposal,
    extent,
    filled,
    is_written_plainly,
    lettered,
    of_each_decision,
)
from bracketed.consensus.streamlining.wording import difference
from bracketed.draft.languages import word_list
from bracketed.draft.tree import Bracket, Mark, Option, Text
from bracketed.source import Span
from bracketed.variants.edits import Edit

# A word, and where it ends or begins.
_Place: TypeAlias = tuple[str, int]
# A word with the stop behind it; anything else, such as a quotation or emphasis, is not torn apart.
_WORD = re.compile(r"[\w’'°%-]+[,;.:]?|&")
_BLANKS = re.compile(r"[ \t\xa0]+")
# Fewer words than this part of the shortest option are left where they are: “The …/The …” gains nothing.
_SHARE = 1 / 3
# So many words are worth it, however long the options are.
_MANY = 8


def common_words(questions: OpenQuestions) -> Iterator[Proposal]:
    """Yield a proposal for each bracket whose options all begin or end with the same words."""
    yield from of_each_decision(questions, _taken_out)


def _taken_out(bracket: Bracket, questions: OpenQuestions) -> Proposal | None:
    options = lettered(bracket)
    if not _can_be_shortened(bracket, options, questions):
        return None
    first = [_leading(option) for option in options]
    last = [_trailing(option) for option in options]
    shared = _shared(first)
    # “a” in front of a bracket may have to be “an”.
    while shared and first[0][shared - 1][0].casefold() in word_list("changing_article"):
        shared -= 1
    front, back = _amounts([len(option.text.split()) for option in options], shared, _shared(last))
    if front + back == 0 or (front and first[0][front - 1][0].casefold() in word_list("changing_article")):
        return None
    rests = [_rest(option, front, back, *ends) for option, *ends in zip(options, first, last, strict=True)]
    if any(_begins_or_ends_with_a_bracket(option, front, back) for option in options):
        return None
    head = " ".join(word for word, _ in first[0][:front])
    tail = " ".join(word for word, _ in reversed(last[0][:back]))
    edits = [Edit(Span(bracket.span.start, bracket.span.start), head and f"{head} ")]
    used_up = [rest for rest in rests if rest.start == rest.end]
    if used_up:
        # What is left of the other option is there or not.
        kept = next(rest for rest in rests if rest.start < rest.end)
        edits.append(Edit(Span(bracket.span.start + 1, kept.start), ""))
        edits.append(Edit(Span(kept.end, bracket.span.end - 1), ""))
    else:
        for option, rest in zip(options, rests, strict=True):
            whole = extent(option)
            edits += [Edit(Span(whole.start, rest.start), ""), Edit(Span(rest.end, whole.end), "")]
    edits.append(Edit(Span(bracket.span.end, bracket.span.end), tail and f" {tail}"))
    written = filled(edits)
    return Proposal(
        "common",
        f"common:{bracket.id}",
        (bracket,),
        frozenset({bracket.id}),
        (written, *_with_or(bracket, written)),
        f"All options {_where(head, tail)}: take {'it' if front + back == 1 else 'the words'} out of the brackets",
        provisions=(bracket.provision,),
    )


def _begins_or_ends_with_a_bracket(option: Option, front: int, back: int) -> bool:
    """Return whether a bracket would begin or end what is left of an option: `below [[2 or] 1.5]` is hard to read."""
    first, last = option.content[0], option.content[-1]
    if len(option.content) == 1 or not isinstance(first, Text | Bracket) or not isinstance(last, Text | Bracket):
        return False
    head = first.text.split()[front:] if isinstance(first, Text) else []
    tail = last.text.split() if isinstance(last, Text) else []
    tail = tail[: len(tail) - back]
    return bool((front and not _has_letters(head)) or (back and not _has_letters(tail)))


def _has_letters(words: Sequence[str]) -> bool:
    return any(sign.isalnum() for word in words for sign in word)


def _can_be_shortened(bracket: Bracket, options: Sequence[Option], questions: OpenQuestions) -> bool:
    if len(options) < 2 or bracket.offers_omit or not is_written_plainly(bracket):
        return False
    words = questions.draft.source[slice(*bracket.span)]
    # Several paragraphs, or options that delegations cite by their labels, stay whole.
    if "\n" in words or words[0] + words[-1] != "[]" or any(option.label or option.owner for option in options):
        return False
    # What is nearly equal is merged, or distinguished by a delegation.
    return not any(difference(one.text, other.text, questions.words) for one, other in combinations(options, 2))


def _amounts(sizes: Sequence[int], front: int, back: int) -> tuple[int, int]:
    """Return how many words to take out in front and behind, of those that are common; none if they are too few."""
    shortest, second, *_ = sorted(sizes)
    back = min(back, shortest - front)
    # One option of two may be used up by what is common, and no other.
    if shortest == front + back and (len(sizes) > 2 or second == shortest):
        front, back = (front, back - 1) if back else (front - 1, back)
    enough = front + back >= min(_MANY, max(1.0, _SHARE * max(sizes)))
    return (front, back) if enough else (0, 0)


def _where(head: str, tail: str) -> str:
    return " and ".join(f"{verb} with “{words.strip()}”" for verb, words in (("begin", head), ("end", tail)) if words)


def _leading(option: Option) -> list[_Place]:
    """Return the words that an option begins with, up to anything that is no word, and where each of them ends."""
    piece = option.content[0]
    if not isinstance(piece, Text):
        return []
    found: list[_Place] = []
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


def _trailing(option: Option) -> list[_Place]:
    """Return the words that an option ends with, the last first, and where each of them begins."""
    piece = option.content[-1]
    if not isinstance(piece, Text):
        return []
    found: list[_Place] = []
    text = piece.text.rstrip()
    for word in reversed([*re.finditer(r"\S+", text)]):
        is_first = word.start() == len(text) - len(text.lstrip()) and len(option.content) == 1
        if not _WORD.fullmatch(word[0]) or (not is_first and not _BLANKS.match(text, word.start() - 1)):
            break
        found.append((word[0], piece.span.start + word.start()))
    return found


def _shared(rows: Sequence[Sequence[_Place]]) -> int:
    """Return how many words are the same at the head of all rows."""
    number = 0
    for words in zip(*rows, strict=False):
        if len({word for word, _ in words}) > 1:
            break
        number += 1
    return number


def _rest(option: Option, front: int, back: int, starts: Sequence[_Place], ends: Sequence[_Place]) -> Span:
    """Return where what is left of an option is without some of its first and last words, and without blanks."""
    begin, end = extent(option)
    if front:
        begin = starts[front - 1][1]
        first = option.content[0].text if isinstance(option.content[0], Text) else ""
        behind = first[begin - option.content[0].span.start :]
        begin += len(behind) - len(behind.lstrip())
    if back:
        end = ends[back - 1][1]
        last = option.content[-1].text if isinstance(option.content[-1], Text) else ""
        before = last[: end - option.content[-1].span.start]
        end -= len(before) - len(before.rstrip())
    # Nothing is left where the blank between the two is taken off from both sides.
    return Span(min(begin, end), end) if begin >= end else Span(begin, end)


def _with_or(bracket: Bracket, edits: Edits) -> Iterator[Edits]:
    """Yield the same with OR between the options, which no word can be taken for."""
    separators = [part for part in bracket.parts if isinstance(part, Mark) and part.kind == "separator"]
    if len(separators) != len(lettered(bracket)) - 1:
        return
    places = [Span(part.span.start, part.span.end) for part in separators]
    if any(edit.span.touches(place) for edit in edits for place in places):
        return
    yield tuple(sorted([*edits, *(Edit(place, " OR ") for place in places)], key=lambda edit: edit.span))
