"""Where the words of a source are once edits have been made in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from bracketed.draft.tree import Bracket, Mark, Option, Piece
from bracketed.source import Span
from bracketed.variants.edits import Edit


class Moves:
    """Edits of a source, in order and apart: the new text, and where each place of the source is in it.

    >>> moves = Moves("4. Parties [shall/should] report.", [Edit(Span(11, 11), "all "), Edit(Span(17, 24), "")])
    >>> moves.text, moves.start(12), moves.start(11), moves.begin(11), moves.start(20)
    ('4. Parties all [shall] report.', 16, 15, 11, None)
    """

    def __init__(self, source: str, edits: Iterable[Edit]) -> None:
        self.edits = tuple(sorted(edits, key=lambda edit: edit.span))
        if any(one.span.end > other.span.start for one, other in pairwise(self.edits)):
            raise ValueError("edits overlap")
        self.text = "".join(self._written(source))
        self._starts = [edit.span.start for edit in self.edits]

    def _written(self, source: str) -> Iterator[str]:
        at = 0
        for edit in self.edits:
            yield source[at : edit.span.start]
            yield edit.words
            at = edit.span.end
        yield source[at:]

    def start(self, at: int) -> int | None:
        """Return where the character at a place is now; None if it is gone."""
        number = bisect_right(self._starts, at)
        last = self.edits[number - 1] if number else None
        if last is not None and last.span.start <= at < last.span.end:
            return None
        return at + sum(_growth(edit) for edit in self.edits[:number])

    def begin(self, at: int) -> int:
        """Return where the text that was before a place ends now: new words at the place come behind."""
        moved = at
        for edit in self.edits:
            if edit.span.end <= at and edit.span.start < at:
                moved += _growth(edit)
            elif edit.span.start < at:
                moved -= at - edit.span.start
        return moved

    def end(self, at: int) -> int:
        """Return where a part of the text that ended at a place ends now, with what was added there."""
        moved = at
        for edit in self.edits:
            if edit.span.end <= at:
                moved += _growth(edit)
            elif edit.span.start < at:
                moved += len(edit.words) - (at - edit.span.start)
        return moved

    def moved(self, bracket: Bracket, ids: Mapping[str, str]) -> Bracket:
        """Return a bracket of comments at its new place; ValueError if words of it are gone."""

        def span(old: Span) -> Span:
            start, end = self.start(old.start), self.start(old.end - 1) if old.start < old.end else None
            if start is None or (end is None and old.start < old.end):
                raise ValueError("words are gone")
            return Span(start, start if end is None else end + 1)

        def piece(one: Piece) -> Piece:
            if isinstance(one, Bracket):
                return whole(one)
            return replace(one, span=span(one.span))

        def part(one: Mark | Option) -> Mark | Option:
            if isinstance(one, Mark):
                return replace(one, span=span(one.span))
            return replace(one, content=tuple(map(piece, one.content)))

        def whole(one: Bracket) -> Bracket:
            parent = one.parent and (ids.get(one.parent[0], one.parent[0]), one.parent[1])
            parts = tuple(map(part, one.parts))
            return replace(one, id=ids.get(one.id, one.id), parts=parts, span=span(one.span), parent=parent)

        return whole(bracket)


def _growth(edit: Edit) -> int:
    return len(edit.words) - (edit.span.end - edit.span.start)
