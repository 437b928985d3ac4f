"""Comments in and beside the lines of a draft: which words are a comment, and which provision it is about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from bracketed.draft.annotated_text import CommentRange
from bracketed.draft.draft import Comment, Findings, Provision, labels_at, numbered
from bracketed.parsing.blocks import Line, or_line
from bracketed.parsing.labels import find_label
from bracketed.parsing.notation import pattern
from bracketed.source import Span


@dataclass(slots=True)
class _InlineComment:
    author: str
    start: int
    text_start: int
    end: int
    number: str = ""  # of a balloon, "2" in [JB2R1]
    answers: bool = False


def lines_beside(lines: Sequence[Line], comments: Sequence[CommentRange]) -> list[Line]:
    """Return the lines that hold text, where the file gives the comments."""
    kept: list[Line] = []
    number = 0
    for line in lines:
        while number < len(comments) and comments[number].span.end < line.start:
            number += 1
        begins = comments[number].span.start if number < len(comments) else line.stop
        # Further lines of a comment hold no text.
        if line.start <= begins:
            line.stop = min(line.stop, begins)
            kept.append(line)
    return kept


def cut_comments(text: str, lines: Sequence[Line]) -> tuple[list[Line], list[CommentRange]]:
    """Return the lines that hold text, and the comments that are written into them."""
    # A comment runs over further lines until a provision, a table cell, a heading, or a blank line that no row of a
    # delegation follows.
    kept: list[Line] = []
    comments: list[_InlineComment] = []
    within = False
    depth = 0  # brackets open so far in this provision: inside one, "Alternative …:" is text again
    for number, line in enumerate(lines):
        words = line.words(text)
        if within and not words.strip():
            # Without a copy of all the lines that follow, which takes long at each blank one of a long draft.
            behind = (lines[at].words(text) for at in range(number + 1, len(lines)))
            following = next(filter(str.strip, behind), "")
            within = bool(pattern("COMMENT_ROW").match(following)) and not _resumes(following, depth)
        elif within and _resumes(words, depth):
            within = False
        if within:
            comments[-1].end = line.end
        forms = [pattern(name).finditer(text, line.start, line.end) for name in ("COMMENT_BY", "BALLOON")]
        found = sorted(chain(*forms), key=lambda head: head.start())
        for head in found:
            begins = _past_blanks(text, head.start(), line.start)
            if comments and comments[-1].end > begins:
                comments[-1].end = begins
            groups = head.groupdict()
            author, mark, answer = head["author"].strip(), groups.get("number", ""), bool(groups.get("answer"))
            comments.append(_InlineComment(author, begins, head.end(), line.end, mark, answer))
        if not within:
            line.stop = _past_blanks(text, found[0].start(), line.start) if found else line.stop
            kept.append(line)
            if find_label(text, line.start, line.stop):
                depth = 0
            depth = max(0, depth + text.count("[", line.start, line.stop) - text.count("]", line.start, line.stop))
        within = within or bool(found)
    return kept, _in_threads(text, comments)


def _past_blanks(text: str, at: int, start: int) -> int:
    # Blanks before a comment go with it.
    while at > start and text[at - 1] in " \t":
        at -= 1
    return at


def _in_threads(text: str, comments: Sequence[_InlineComment]) -> list[CommentRange]:
    # [JB2R1] answers the last comment of number 2.
    threads: dict[str, int] = {}
    ranges: list[CommentRange] = []
    for number, comment in enumerate(comments, start=1):
        inner = text[comment.text_start : comment.end]
        first = comment.text_start + len(inner) - len(inner.lstrip())
        words = Span(first, first + len(inner.strip()))
        parent = threads.get(comment.number) if comment.answers else None
        ranges.append(CommentRange(comment.author, Span(comment.start, comment.end), words, parent=parent))
        if comment.number and not comment.answers:
            threads[comment.number] = number
    return ranges


def _resumes(words: str, depth: int) -> bool:
    return bool(
        words.startswith(("\t", "#", "|"))
        or or_line().match(pattern("COMMENT_BY").split(words)[0])
        or pattern("RULE").match(words)
        or pattern("NOTE_LINE").match(words)
        or find_label(words, 0, len(words))
        or (depth and pattern("OPTION").match(words))
    )


def place_comments(
    text: str, ranges: Sequence[CommentRange], provisions: tuple[Provision, ...], findings: Findings
) -> tuple[Comment, ...]:
    """Return comments, each with its number, its words and the label of the provision that it is about."""
    # That is the numbered one of the words that it is anchored to, else the one that it follows.
    whole = numbered(provisions)
    label = labels_at(whole)
    starts = [provision.span.start for provision in whole]

    def place_of(one: CommentRange) -> str:
        at = one.anchor or one.span
        first = bisect_left(starts, at.start)
        # The words of a principle begin below its title, which is in no provision. A number in a cell is in its own.
        is_title = first == 0 or whole[first - 1].span.end <= at.start
        if one.row and is_title and first < len(starts) and starts[first] < at.end:
            return whole[first].label
        return label(at.start)

    comments: list[Comment] = []
    for number, one in enumerate(ranges, start=1):
        place = place_of(one) if one.placed else ""
        line = findings.source.place(one.text_span.start)[0]
        words = text[slice(*one.text_span)]
        comments.append(
            Comment(
                number, one.author, words, place, line, one.span, one.text_span, one.parent, one.anchor, one.date,
                one.resolved,
            )
        )  # fmt: skip
    return tuple(comments)
