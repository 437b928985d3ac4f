"""Tracked changes as positions: who deletes words objects to them, who inserts words supports them.

A deletion and an insertion of one author side by side are two wordings of one choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bracketed.draft.annotated_text import TrackedChange
from bracketed.draft.tree import OMIT
from bracketed.positions.implied import ImpliedBrackets
from bracketed.positions.phrase_index import WordsTarget
from bracketed.positions.positions import Evidence, Position, Stance
from bracketed.positions.reading_state import ReadingState
from bracketed.positions.sentences import SentenceReader
from bracketed.source import line_at, trimmed
from bracketed.time_limit import in_time

# So many characters of a change are shown as evidence.
_SHOWN = 60
_BLANKS = re.compile(r"[^\S\n]+")


def tracked_changes(state: ReadingState, reader: SentenceReader) -> Iterator[Position]:
    """Yield the stances that the tracked changes of a draft represent, and report those that cannot be read."""
    delegations: dict[str, tuple[str, ...]] = {}
    for first in state.draft.changes:
        if first.author not in delegations:
            known = reader.delegations(first.author)
            of_office = not known and reader.is_office(first.author)
            delegations[first.author] = known or (() if of_office else (first.author,))
            if not known:
                _report(state, "author-of-office" if of_office else "unknown-author", first)
    pairs = _paired(state.draft.changes)
    for deletion, insertion in in_time(pairs, lambda pair: _place(state, pair[0] or pair[1])):
        change = deletion or insertion
        assert change is not None
        target = _target(state, change)
        if target is None:
            _report(state, "change-not-read", change, ", ".join(delegations[change.author]))
            continue
        changes = [(verb, one) for verb, one in (("deleted", deletion), ("inserted", insertion)) if one]
        words = ", ".join(f"{verb} “{_short(one.words)}”" for verb, one in changes)
        lines = state.draft.lines
        line, column = lines.place(change.span.start)
        evidence = Evidence(words, change.author, line, "tracked change", where=lines.where(line, column))
        # What a secretariat proposes is a bracket all the same.
        for bracket, letter, stance in _stances(state.implied, deletion, insertion, target):
            for name in delegations[change.author]:
                yield Position(name, bracket, letter, stance, source="change", evidence=evidence)


def _place(state: ReadingState, change: TrackedChange | None) -> str:
    return line_at(state.draft.source, change.span.start) if change else ""


def _stances(
    implied: ImpliedBrackets, deletion: TrackedChange | None, insertion: TrackedChange | None, target: WordsTarget
) -> list[tuple[str, str, Stance]]:
    if deletion is None:
        return [(implied.insertion(target).phrase.key, "a", "supports")]
    phrase = implied.over(target)
    phrase.offers_omit = phrase.offers_omit or insertion is None
    letter = phrase.offer(_between_blanks(insertion.words, deletion.words)) if insertion else OMIT
    return [(phrase.key, letter, "supports"), (phrase.key, "a", "objects")]


def _target(state: ReadingState, change: TrackedChange) -> WordsTarget | None:
    """Return the place of a change, or None if it is in no provision or cuts through a bracket."""
    draft, span, words = state.draft, change.span, change.words
    if not draft.numbered:
        return None
    # What is inserted on an empty line goes with the provision before.
    provision = state.index.provision_at(span.start) or draft.numbered[0]
    on_empty_line = span.start == span.end and not draft.lines.line(draft.lines.place(span.start)[0]).strip()
    # Blanks behind its last word are no part of a provision, but what is changed among them is.
    blanks = _BLANKS.match(draft.source, provision.span.end)
    whole = provision.span._replace(end=blanks.end()) if blanks else provision.span
    if not whole.holds(span) and not on_empty_line:
        return None
    if span.start < span.end:
        # A label is no part of the words.
        span = trimmed(state.draft.source, span._replace(start=max(span.start, provision.body.start)))
        words = draft.source[slice(*span)]
    if not words or state.index.cuts(provision.label, span):
        return None
    return WordsTarget(provision.label, state.index.parent_of(provision.label, span), (span,), words)


def _report(state: ReadingState, code: str, change: TrackedChange, by: str = "") -> None:
    provision = state.index.provision_at(change.span.start)
    label = provision.label if provision else ""
    state.add_finding(code, change.span.start, label, by=by or change.author, change=change, words=_short(change.words))


def _paired(changes: Sequence[TrackedChange]) -> Iterator[tuple[TrackedChange | None, TrackedChange | None]]:
    """Yield deletions and insertions, those of one author side by side as a pair."""
    number = 0
    while number < len(changes):
        one, other = changes[number], changes[number + 1] if number + 1 < len(changes) else None
        if other and (one.author != other.author or one.kind == other.kind or one.span.end != other.span.start):
            other = None
        number += 2 if other else 1
        yield (one, other) if one.kind == "deletion" else (other, one)


def _between_blanks(words: str, standing: str) -> str:
    # Blanks at the ends of the old words stay, so the new words bring none.
    before = "" if standing[:1].isspace() else words[: len(words) - len(words.lstrip())]
    after = "" if standing[-1:].isspace() else words[len(words.rstrip()) :]
    return before + words.strip() + after


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
