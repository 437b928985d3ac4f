"""Reads the positions that stand in the text itself: `[shall – EU]`, `[EU: shall]`, `[shall] (Japan)`, reservations.

To be named with an option is to support it, unless the words say else; a reservation objects to a whole paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bracketed.draft.tree import OMIT, Bracket, Mark, Option, leaves
from bracketed.parsing.attributions import Attribution, read_attribution, read_reservation
from bracketed.positions.phrase_index import WordsTarget
from bracketed.positions.positions import Evidence, Position, Stance
from bracketed.positions.reading_state import ReadingState
from bracketed.source import Span

_FOOTNOTE = re.compile(r"\s*(?P<mark>\[\^?[\w-]{1,40}\]):?\s*(?P<words>.*)", re.DOTALL)
_IN_LABEL = re.compile(r"\(([^()]+)\)$")
_AROUND = " \t\r\n()[]{}"


def attributions(state: ReadingState) -> Iterator[Position]:
    """Yield the stances that the text itself names; words that a reservation is about become contested."""
    for bracket in state.draft.brackets:
        yield from _in_bracket(state, bracket)
    yield from _reservations(state)


def _in_bracket(state: ReadingState, bracket: Bracket) -> Iterator[Position]:
    # Parties are named behind their option, in its label, or behind the whole bracket.
    since: list[Option] = []  # the options between the last named party and here
    for part in bracket.parts:
        if isinstance(part, Option):
            since.append(part)
            for owner in filter(None, part.owner.split(", ")):
                evidence = _evidence(state, part.label, bracket.span, "version")
                yield Position(owner, bracket.id, part.letter, "supports", source="text", evidence=evidence)
            for mark in part.content:
                if isinstance(mark, Mark) and mark.kind == "attribution":
                    yield from _stances(state, bracket, part.letter, mark.text, mark.span, _read(mark.text, ":–—-"))
            label = _IN_LABEL.search(part.label)
            if label:
                yield from _stances(state, bracket, part.letter, label[1], bracket.span, read_attribution(label[1]))
        elif part.kind == "attribution":
            if len(since) == 1:
                yield from _stances(state, bracket, since[0].letter, part.text, part.span, _read(part.text, ":–—-"))
            elif bracket.kind != "placeholder":
                at, words = part.span.start, part.text.strip()
                state.add_finding("attribution-unclear", at, bracket.provision, words=words, bracket=bracket)
            since = []
        elif part.kind == "separator" and "]" in part.text:
            # "[shall – EU] [should]": another bracket of the same choice begins.
            since = []


def _read(words: str, marks: str = "") -> tuple[Attribution, ...]:
    return read_attribution(words.strip(_AROUND + marks))


def _evidence(state: ReadingState, words: str, span: Span, rule: str) -> Evidence:
    return Evidence(words.strip(), line=state.draft.lines.place(span.start)[0], rule=rule)


def _stances(
    state: ReadingState, bracket: Bracket, letter: str, words: str, span: Span, attributions: Iterable[Attribution]
) -> Iterator[Position]:
    if bracket.kind != "placeholder":
        evidence = _evidence(state, words, span, "attribution")
        yield from _rows(attributions, bracket.id, letter, bracket.offers_omit, evidence)


def _rows(
    attributions: Iterable[Attribution], bracket: str, letter: str, omit: bool, evidence: Evidence
) -> Iterator[Position]:
    for one in attributions:
        stance: Stance = "supports" if one.wants == "supports" else "objects"
        for party in one.parties:
            yield Position(party, bracket, letter, stance, source="text", evidence=evidence)
            if omit and one.wants == "objects":
                yield Position(party, bracket, OMIT, "supports", source="text", evidence=evidence)


def _reservations(state: ReadingState) -> Iterator[Position]:
    # A reservation, behind a paragraph or in a footnote to it, and “delete” there are about the whole of it.
    draft = state.draft
    marks = [leaf for leaf in leaves(draft.content) if isinstance(leaf, Mark) and leaf.kind == "attribution"]
    # A mark inside a bracket is about the bracket.
    alone = {piece.span for piece in draft.content if isinstance(piece, Mark)}
    referred = {mark.text.strip(): mark.span.start for mark in reversed(marks)}
    for mark in marks:
        footnote = _FOOTNOTE.fullmatch(mark.text)
        words, at = mark.text, mark.span.start
        reservation = None
        if footnote:
            # A footnote is about the paragraph that refers to it.
            words, at = footnote["words"], referred.get(footnote["mark"], draft.source.find(footnote["mark"]))
            reservation = read_reservation(words.strip(_AROUND))
        wanted = ("reserves", "objects") if mark.span in alone else ("reserves",)
        found = [one for one in ([reservation] if reservation else _read(words)) if one.wants in wanted]
        provision = state.index.provision_at(at) if found else None
        target = state.index.whole(provision) if provision else None
        if target is None:
            continue
        if isinstance(target, WordsTarget):
            phrase = state.implied.over(target)
            phrase.offers_omit = True
            bracket, letter = phrase.key, "a"
        else:
            bracket, letter = target.bracket.id, target.letter
        evidence = _evidence(state, words, mark.span, "reservation")
        for one in found:
            yield from _rows((one,), bracket, letter, one.leaves_out, evidence)
