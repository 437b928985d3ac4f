"""Comments beside the lines of a draft: which words are a comment, and which provision it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bracketed.draft.annotated_text import CommentRange
from bracketed.draft.draft import Comment, Provision, numbered
from bracketed.draft.findings import Findings, labels_at
from bracketed.parsing.blocks import RULE, Line, lines_of, or_line
from bracketed.parsing.labels import find_label
from bracketed.parsing.notation import pattern
from bracketed.source import Span

# "Brazil – request to remove": a delegation and what it asks for, in a comment that goes on after a blank line.
_ROW = re.compile(r"[ ]*[A-Z][\w.'’()&/, -]{0,60}?[ ]?[–—-][ ]?(?=[a-z“\"‘'])[^\[\]]*$")


@dataclass(slots=True)
class _Flattened:
    """A comment in the lines of a text while it is being read."""

    author: str
    start: int
    text_start: int
    end: int
    number: str = ""  # of a balloon, "2" in [JB2R1]
    answers: bool = False

    def noted(self, text: str, parent: int | None = None) -> CommentRange:
        inner = text[self.text_start : self.end]
        first = self.text_start + len(inner) - len(inner.lstrip())
        words = Span(first, first + len(inner.strip()))
        return CommentRange(self.author, Span(self.start, self.end), words, parent=parent)


def lines_beside(text: str, comments: Sequence[CommentRange]) -> tuple[list[Line], Sequence[CommentRange]]:
    """Return the lines that hold text, given the comments, which come back as they are."""
    kept: list[Line] = []
    number = 0
    for line in lines_of(text):
        while number < len(comments) and comments[number].span.end < line.start:
            number += 1
        begins = comments[number].span.start if number < len(comments) else len(text)
        # Further lines of a comment hold no text.
        if line.start <= begins:
            line.stop = min(line.stop, begins)
            kept.append(line)
    return kept, comments


def cut_comments(text: str) -> tuple[list[Line], Sequence[CommentRange]]:
    """Tell flattened comments from text; return the lines that hold text, and the comments.

    A comment runs over further lines until a provision, a table cell, a heading, or a blank line that no row of a
    delegation follows.
    """
    every = list(lines_of(text))
    if not pattern("COMMENT_BY").search(text) and not pattern("BALLOON").search(text):
        return every, []
    kept: list[Line] = []
    comments: list[_Flattened] = []
    within = False
    depth = 0  # brackets open so far in this provision: inside one, "Alternative …:" is text again
    for number, line in enumerate(every):
        words = line.words(text)
        if within and not words.strip():
            following = _next_words(text, every, number)
            within = bool(_ROW.match(following)) and not _resumes(following, depth)
        elif within and _resumes(words, depth):
            within = False
        if within:
            comments[-1].end = line.end
        balloons = list(pattern("BALLOON").finditer(text, line.start, line.end))
        starts = sorted(
            (*pattern("COMMENT_BY").finditer(text, line.start, line.end), *balloons), key=lambda found: found.start()
        )
        for found in starts:
            begins = _past_blanks(text, found.start(), line.start)
            if comments and comments[-1].end > begins:
                comments[-1].end = begins
            comments.append(_Flattened(found["author"].strip(), begins, found.end(), line.end))
            if found in balloons:
                comments[-1].number, comments[-1].answers = found["number"], bool(found["answer"])
        if not within:
            line.stop = _past_blanks(text, starts[0].start(), line.start) if starts else line.stop
            kept.append(line)
            if find_label(text, line.start, line.stop):
                depth = 0
            depth = max(0, depth + text.count("[", line.start, line.stop) - text.count("]", line.start, line.stop))
        within = within or bool(starts)
    return kept, _in_threads(text, comments)


def _past_blanks(text: str, at: int, start: int) -> int:
    """Return where the blanks before a place begin: they go with the comment."""
    while at > start and text[at - 1] in " \t":
        at -= 1
    return at


def _in_threads(text: str, comments: Sequence[_Flattened]) -> list[CommentRange]:
    """Return comments with the number of the one that each answers: [JB2R1] answers the last one of number 2."""
    threads: dict[str, int] = {}
    noted: list[CommentRange] = []
    for number, comment in enumerate(comments, start=1):
        noted.append(comment.noted(text, threads.get(comment.number) if comment.answers else None))
        if comment.number and not comment.answers:
            threads[comment.number] = number
    return noted


def _next_words(text: str, every: list[Line], number: int) -> str:
    """Return the next line after `number` that is not blank, or ""."""
    while number + 1 < len(every):
        number += 1
        words = every[number].words(text)
        if words.strip():
            return words
    return ""


def _resumes(words: str, depth: int) -> bool:
    """Say whether the draft's own text goes on with the line `words`, after a comment."""
    return bool(
        words.startswith(("\t", "#", "|"))
        or or_line().match(pattern("COMMENT_BY").split(words)[0])
        or RULE.match(words)
        or pattern("NOTE_LINE").match(words)
        or find_label(words, 0, len(words))
        or (depth and pattern("OPTION").match(words))
    )


def place_comments(
    text: str, noted: Sequence[CommentRange], provisions: tuple[Provision, ...], findings: Findings
) -> tuple[Comment, ...]:
    """Give each comment its number, its words and the provision that it is about.

    That is the numbered one in which the words stand that it is anchored to, else the one that it follows.
    """
    label = labels_at(numbered(provisions))
    comments: list[Comment] = []
    for number, comment in enumerate(noted, start=1):
        at = comment.span.start if comment.anchor is None else comment.anchor.start
        comments.append(
            Comment(
                number=number,
                author=comment.author,
                text=text[slice(*comment.text_span)],
                provision=label(at) if comment.placed else "",
                line=findings.source.place(comment.text_span.start)[0],
                span=comment.span,
                text_span=comment.text_span,
                parent=comment.parent,
                anchor=comment.anchor,
                date=comment.date,
                resolved=comment.resolved,
            )
        )
    return tuple(comments)
