"""The text of a compilation: where each place of its base is in it, and whether it is read as it is meant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from bracketed.draft.annotated_text import AnnotatedText, CommentRange, VersionRow
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket
from bracketed.positions.comments import own_positions
from bracketed.progress.bracketing import Choice, Written, choices_in
from bracketed.progress.lines import words_in
from bracketed.reading.file import annotated_again
from bracketed.source import Span


class CompiledText:
    """The text of a compilation: the base with what is written into it, and where each place of the base then is."""

    def __init__(self, base: Draft, pieces: Iterable[Written]) -> None:
        self.base = base
        self.pieces = sorted(pieces, key=lambda piece: piece.at)
        self._places = [piece.at for piece in self.pieces]
        self._shifts = [0, *accumulate(len(piece.words) for piece in self.pieces)]
        parts: list[str] = []
        at = 0
        for piece in self.pieces:
            parts += (base.source[at : piece.at], piece.words)
            at = piece.at
        self.source = "".join([*parts, base.source[at:]])

    def starts(self) -> Iterator[tuple[Written, int]]:
        """Yield what is written, each with its place in the text."""
        return ((piece, piece.at + shift) for piece, shift in zip(self.pieces, self._shifts, strict=False))

    def first(self, at: int) -> int:
        """Return where a character of the base is, behind all that is written in front of it."""
        return at + self._shifts[bisect_right(self._places, at)]

    def last(self, at: int) -> int:
        """Return where something that ends in front of a character of the base ends, or a line begins."""
        return at + self._shifts[bisect_left(self._places, at)]

    def annotated(self) -> AnnotatedText:
        """Return the text with what the file of the base says of it, and with the comments of copies."""
        base = annotated_again(self.base)
        if base.comments is None:
            # Its pages are no longer those of the base, but it is no text with lines of its own either.
            return AnnotatedText(self.source, pages=None if base.pages is None else ())

        def inner(span: Span) -> Span:
            start = self.first(span.start)
            return Span(start, max(start, self.last(span.end)))

        def outer(span: Span) -> Span:
            return Span(self.last(span.start), self.first(span.end))

        old = [
            replace(
                one,
                span=inner(one.span),
                text_span=inner(one.text_span),
                anchor=one.anchor and outer(one.anchor),
            )
            for one in base.comments
        ]
        new: list[CommentRange] = []
        for piece, start in self.starts():
            if piece.comment is not None:
                words = Span(start + piece.words.index(": ") + 2, start + len(piece.words))
                span = Span(start, start + len(piece.words))
                new.append(CommentRange(piece.comment.author, span, words, date=piece.comment.date))
        comments = sorted([*old, *new], key=lambda one: one.span)
        numbers = {one.span: number for number, one in enumerate(comments, start=1)}
        comments = [
            one if one.parent is None else replace(one, parent=numbers[old[one.parent - 1].span]) for one in comments
        ]
        return replace(
            base,
            text=self.source,
            comments=tuple(comments),
            changes=(),
            headings=tuple(replace(one, start=self.last(one.start)) for one in base.headings),
            paragraphs=tuple(map(self.last, base.paragraphs)),
            cells=tuple(replace(one, span=outer(one.span)) for one in base.cells),
            shades=tuple(replace(one, span=inner(one.span)) for one in base.shades),
            remarked=tuple(replace(one, at=self.first(one.at)) for one in base.remarked),
            versions=tuple(
                VersionRow(tuple(replace(cell, span=outer(cell.span)) for cell in row.cells)) for row in base.versions
            ),
            note_marks=tuple(inner(mark) for mark in base.note_marks),
            places=None,
        )


class CompiledReading:
    """What is read of a compilation's text, and whether that is what was meant."""

    def __init__(self, draft: Draft, text: CompiledText, base: Draft) -> None:
        self.draft = draft
        self._by_start = {bracket.span.start: bracket for bracket in draft.brackets}
        self._places = {piece.opens: start + piece.lead for piece, start in text.starts() if piece.opens is not None}
        self._stances: dict[str, set[tuple[str, str, str]]] = {}
        for row in own_positions(draft).rows:
            if row.source == "text":
                self._stances.setdefault(row.bracket, set()).add((row.delegation, row.option, row.stance))
        known = {text.first(bracket.span.start): bracket for bracket in base.brackets}
        changed = {
            place: text.last(bracket.span.end)
            for place, bracket in known.items()
            if place not in self._by_start or self._by_start[place].letters != bracket.letters
        }
        # Of one over several lines it is not known which of the changes in it that was.
        starts = sorted(start for start, end in changed.items() if "\n" not in draft.source[start:end])
        ends = [*accumulate((changed[start] for start in starts), max)]
        # A change in a bracket of the base that is read otherwise since then is no change inside an option.
        self._breaking = {
            choice
            for choice, place in self._places.items()
            if (number := bisect_right(starts, place)) and place < ends[number - 1]
        }
        # Signs in new words may open brackets of their own, but no other sign may.
        meant = {*known, *self._places.values()}
        meant |= {
            start + place
            for piece, start in text.starts()
            for place, sign in enumerate(piece.words)
            if sign == "[" and piece.comment is None
        }
        others = [place for place in self._by_start if place not in meant]
        self._wrong = sorted([*changed, *others])

    @property
    def unexpected(self) -> list[int]:
        """The places outside all brackets that were written at which others are read than in the base."""
        spans = sorted(self.bracket(choice).span for choice in self._places if choice is not None)
        starts, ends = [span.start for span in spans], [*accumulate((span.end for span in spans), max)]
        return [
            place for place in self._wrong if not (number := bisect_right(starts, place)) or ends[number - 1] <= place
        ]

    def bracket(self, choice: Choice) -> Bracket:
        """Return what was read of a bracket that was written."""
        return self._by_start[self._places[choice]]

    def is_right(self, choices: Iterable[Choice]) -> bool:
        """Return whether brackets, and those inside them, are read as they are meant, and what is in them too."""
        return all(self._is_right(choice) for choice in choices_in(choices))

    def _is_right(self, choice: Choice) -> bool:
        bracket = self._by_start.get(self._places[choice])
        if bracket is None or bracket.letters != choice.letters or not bracket.is_choice:
            return False
        if choice in self._breaking:
            return False
        first = bisect_left(self._wrong, bracket.span.start)
        if first < len(self._wrong) and self._wrong[first] < bracket.span.end:
            return False
        options = {option.letter: option for option in bracket.options}
        for wording in choice.wordings:
            letter = choice.letter(wording.owners[0])
            if letter != OMIT and words_in(options[letter].text) != words_in(wording.words):
                return False
        for inner in choice.inner:
            within = self._by_start.get(self._places[inner])
            if within is None or within.parent != (bracket.id, "a"):
                return False
        return self._stances.get(bracket.id, set()) == {*_stances(choice)}


def _stances(choice: Choice) -> Iterator[tuple[str, str, str]]:
    """Yield the stances that a bracket is to be read with: delegation, option and stance."""
    for owner in choice.owners:
        letter = choice.letter(owner)
        yield owner, letter, "supports"
        if not choice.is_insertion and not choice.blocks:
            yield owner, "a", "objects"
