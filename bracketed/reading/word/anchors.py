"""Where comments stand: each is written behind the line in which its words end, and knows these words.

Marks may be incomplete: a beginning without an end, an end without a beginning, or a point and no words at all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from bracketed.draft.annotated_text import CommentRange
from bracketed.reading.word.comments import Spoken
from bracketed.reading.word.findings import Remarks
from bracketed.reading.word.names import Element, attribute, name_of
from bracketed.reading.word.written import Written
from bracketed.source import Span


@dataclass(slots=True)
class Anchors:
    """Where the comments of a document begin and end, those whose place is reached, and those that are written.

    `referenced` are the comments whose place is marked by itself; the others stand where their words end.
    """

    written: Written
    remarks: Remarks
    spoken: dict[str, Spoken]
    threaded: bool
    referenced: frozenset[str] = frozenset()
    begun: dict[str, int] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[int, int, str]] = field(default_factory=list)
    done: dict[str, tuple[Span, Span, bool]] = field(default_factory=dict)

    def find_references(self, root: Element) -> None:
        """Look up which comments have a mark of their place in a document."""
        marks = (attribute(one, "id") or "" for one in root.iter("{*}commentReference") if name_of(one))
        self.referenced = frozenset(marks)

    def range(self, mark: Element, name: str) -> None:
        """Read the mark where the words of a comment begin or end."""
        id_ = attribute(mark, "id") or ""
        if name == "w:commentRangeStart":
            self.begun.setdefault(id_, self.written.at)
            return
        self.ended.setdefault(id_, self.written.at)
        if id_ not in self.referenced:
            self.reference(id_)

    def reference(self, id_: str) -> None:
        """Read the mark of the place of a comment."""
        if id_ in self.spoken and id_ not in self.done and all(other != id_ for _, _, other in self.waiting):
            self.begun.setdefault(id_, self.written.at)
            self.waiting.append((self.written.at, self.spoken[id_].number, id_))

    def write_waiting(self) -> None:
        """Write the comments whose place was in this line; of several at one place, the first that was written."""
        for _, _, id_ in sorted(self.waiting):
            self._write(id_)
        self.waiting.clear()

    def write_loose(self, in_furniture: Collection[str]) -> None:
        """Write the comments that stand nowhere in the text behind it; some of them stand in headers or footers."""
        waiting = [id_ for _, _, id_ in sorted(self.waiting)]
        self.waiting.clear()
        loose = [id_ for id_ in self.spoken if id_ not in self.done and id_ not in waiting]
        for id_ in (*waiting, *loose):
            # Only the beginning of the words may be marked, by hand or by a program that lost the rest.
            placed = id_ in self.begun
            parent = self.spoken[id_].parent
            if not placed and parent not in self.begun:
                self.remarks.orphan(self.spoken[id_].author, self.written.at + 1, id_ in in_furniture)
            self._write(id_, placed or parent in self.begun)
            self.written.write("\n")

    def _write(self, id_: str, placed: bool = True) -> None:
        """Write a comment into the text, as an export to plain text does."""
        spoken = self.spoken[id_]
        start = self.written.at
        self.written.write(f"\tComment by {spoken.author}: ")
        first = self.written.at
        self.written.write(spoken.words)
        self.done[id_] = (Span(start, self.written.at), Span(first, self.written.at), placed)

    def noted(self, text: str) -> tuple[CommentRange, ...]:
        """Return the comments in the order in which they stand in the text."""
        numbers = {id_: number for number, id_ in enumerate(self.done, start=1)}
        comments: list[CommentRange] = []
        first_on: dict[Span, int] = {}
        for id_, (span, words, placed) in self.done.items():
            spoken = self.spoken[id_]
            anchor = self._anchor(id_, text)
            parent = numbers.get(spoken.parent)
            if not self.threaded and anchor is not None and anchor.start < anchor.end:
                # Some programs write a reply as one more comment on the same words.
                parent = first_on.get(anchor)
                first_on.setdefault(anchor, numbers[id_])
                if parent is not None:
                    self.remarks.reply(spoken.author, comments[parent - 1].author, span.start)
            comments.append(
                CommentRange(spoken.author, span, words, anchor, spoken.date, parent, spoken.resolved, placed)
            )
        return tuple(comments)

    def _anchor(self, id_: str, text: str) -> Span | None:
        """Return the words that a comment stands on; those of the comment that it answers if it has none itself."""
        own = id_
        seen: set[str] = set()
        while own not in self.begun and own not in seen and self.spoken[own].parent in self.spoken:
            seen.add(own)
            own = self.spoken[own].parent
        start, end = self.begun.get(own), self.ended.get(own, self.begun.get(own))
        if start is None or end is None:
            return None
        if end < start:
            start, end = end, start
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        return Span(start, end)
