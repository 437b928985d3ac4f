"""Tracked changes as positions: who deletes words objects to them, who inserts words supports them.

A deletion and an insertion of one author side by side are two wordings of one choice. A change is held by its author's
delegation: the one that `authors` gives, else the one that the author's name is; else it is held under the name as
typed, and a diagnostic says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bracketed.draft.annotated_text import TrackedChange
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT
from bracketed.positions.contested import Contested
from bracketed.positions.phrase_index import Places, WordsTarget
from bracketed.positions.positions import Evidence, Position, Stance
from bracketed.positions.reading_state import ReadingState
from bracketed.positions.sentences import Reader
from bracketed.source import Span

_SHOWN = 60


class TrackedChanges:
    """Enters the stances that the tracked changes of a draft stand for."""

    def __init__(
        self, draft: Draft, places: Places, contested: Contested, record: ReadingState, reader: Reader
    ) -> None:
        self._draft = draft
        self._places = places
        self._contested = contested
        self._record = record
        self._reader = reader
        self._starts = [provision.span.start for provision in draft.numbered]

    def read(self) -> None:
        """Enter all of them, and report those that cannot be read."""
        changes = self._draft.changes
        self._report_authors(changes)
        for deletion, insertion in _paired(changes):
            change = deletion or insertion
            assert change is not None
            target = self._target(change)
            if target is None:
                self._report(change)
            elif deletion is None:
                self._insert(change, target)
            else:
                self._delete(deletion, insertion, target)

    def _insert(self, change: TrackedChange, target: WordsTarget) -> None:
        key = self._contested.insertion(target)
        self._enter(change, key, "a", "supports", f"inserted “{_short(change.words)}”")

    def _delete(self, deletion: TrackedChange, insertion: TrackedChange | None, target: WordsTarget) -> None:
        key = self._contested.words(target)
        words = f"deleted “{_short(deletion.words)}”"
        if insertion is None:
            self._contested.offer_omit(key)
            self._enter(deletion, key, OMIT, "supports", words)
        else:
            words = f"{words}, inserted “{_short(insertion.words)}”"
            letter = self._contested.wording(key, _between_blanks(insertion.words, deletion.words))
            self._enter(deletion, key, letter, "supports", words)
        self._enter(deletion, key, "a", "objects", words)

    def _enter(self, change: TrackedChange, bracket: str, letter: str, stance: Stance, words: str) -> None:
        line = self._draft.lines.place(change.span.start)[0]
        evidence = Evidence(words, change.author, line, "tracked change")
        delegation = self._reader.delegation(change.author) or change.author
        self._record.enter_row(Position(delegation, bracket, letter, stance, source="change", evidence=evidence))

    def _target(self, change: TrackedChange) -> WordsTarget | None:
        """Return the place of a change, or None if it is in no provision or cuts through a bracket."""
        start, end = change.span
        number = bisect_right(self._starts, start) - 1
        if not self._starts:
            return None
        # What is inserted on an empty line goes with the provision before.
        provision = self._draft.numbered[max(number, 0)]
        line = self._draft.lines.line(self._draft.lines.place(start)[0])
        if not (provision.span.start <= start and end <= provision.span.end) and (start < end or line.strip()):
            return None
        if start < end:
            # A label is no part of the words.
            start = max(start, provision.body.start)
            words = self._draft.source[start:end]
            start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
            if start >= end:
                return None
        span = Span(start, end)
        if self._places.cuts(provision.label, span):
            return None
        place = self._places.place_of(provision.label, span)
        words = self._draft.source[start:end] if start < end else change.words
        return WordsTarget(provision.label, place, (span,), words)

    def _report(self, change: TrackedChange) -> None:
        self._record.findings.add(
            "warning",
            "change-not-read",
            f"the {change.kind} of “{_short(change.words)}” by {change.author} cuts through a bracket or stands in a "
            "heading; no stance was read, and the text is read as it was before",
            change.span.start,
            self._label(change.span.start),
            'read the document with changes="accept" to see it made',
        )

    def _report_authors(self, changes: Iterable[TrackedChange]) -> None:
        first: dict[str, TrackedChange] = {}
        for change in changes:
            first.setdefault(change.author, change)
        for author, change in first.items():
            if not self._reader.delegation(author):
                self._record.findings.add(
                    "warning",
                    "unknown-author",
                    f"“{author}” tracks changes here, and is in no list of delegations; the name is kept as typed",
                    change.span.start,
                    self._label(change.span.start),
                    f"say for whom: authors={{{author!r}: …}}, or --authors with a table",
                )

    def _label(self, at: int) -> str:
        number = bisect_right(self._starts, at) - 1
        return self._draft.numbered[number].label if number >= 0 else ""


def _paired(changes: Iterable[TrackedChange]) -> Iterator[tuple[TrackedChange | None, TrackedChange | None]]:
    """Yield deletions and insertions, those of one author side by side as a pair."""
    paired: set[int] = set()
    changes = tuple(changes)
    partners: dict[int, TrackedChange] = {}
    for number, (one, other) in enumerate(pairwise(changes)):
        if number not in paired and one.author == other.author and _side_by_side(one, other):
            paired |= {number, number + 1}
            partners[number] = other
    for number, change in enumerate(changes):
        partner = partners.get(number)
        if partner is not None:
            yield (change, partner) if change.kind == "deletion" else (partner, change)
        elif number not in paired:
            yield (change, None) if change.kind == "deletion" else (None, change)


def _side_by_side(one: TrackedChange, other: TrackedChange) -> bool:
    return {one.kind, other.kind} == {"insertion", "deletion"} and one.span.end == other.span.start


def _between_blanks(words: str, standing: str) -> str:
    """Return new words with the blanks at their ends, but for those that stand on where the old words stood."""
    before = "" if standing[:1].isspace() else words[: len(words) - len(words.lstrip())]
    after = "" if standing[-1:].isspace() else words[len(words.rstrip()) :]
    return before + words.strip() + after


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
