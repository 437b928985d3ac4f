"""Reads the positions that stand in the text itself: `[shall – EU]`, `[EU: shall]`, `[shall] (Japan)`, reservations.

Who is named with an option supports it, or objects to it where the words say so; who reserves the position on a
paragraph objects to it as it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from bracketed.draft.draft import Draft, Findings
from bracketed.draft.tree import OMIT, Bracket, Mark, Option, leaves
from bracketed.parsing.attributions import Attribution, read_attribution, read_reservation
from bracketed.positions.contested import Contested
from bracketed.positions.phrase_index import ImpliedTarget, Places, Target, WordsTarget
from bracketed.positions.positions import Evidence, Position, Stance
from bracketed.source import Span

_MARKED = re.compile(r"\s*(?P<mark>\[\^?[\w-]{1,40}\]):?\s*(?P<words>.*)", re.DOTALL)
_IN_LABEL = re.compile(r"\(([^()]+)\)$")


def attributions(draft: Draft, places: Places, contested: Contested, findings: Findings) -> Iterator[Position]:
    """Yield the stances that the text itself names; words that a reservation is about are added to `contested`."""
    for bracket in draft.brackets:
        yield from _named(draft, bracket, findings)
    yield from _reserved(draft, places, contested)


def _sayings(mark: Mark) -> tuple[Attribution, ...]:
    return read_attribution(mark.text.strip(" \t\r\n()[]{}:–—-"))


def _named(draft: Draft, bracket: Bracket, findings: Findings) -> Iterator[Position]:
    """Yield the stances of those who are named in a bracket, or behind it."""
    since: list[Option] = []  # the options between the last named party and here
    for part in bracket.parts:
        if isinstance(part, Option):
            since.append(part)
            inside = [piece for piece in part.content if isinstance(piece, Mark) and piece.kind == "attribution"]
            label = _IN_LABEL.search(part.label)
            words = [(mark.text, mark.span, _sayings(mark)) for mark in inside]
            if label:
                words.append((label[1], bracket.span, read_attribution(label[1])))
            for owner in filter(None, part.owner.split(", ")):
                evidence = Evidence(part.label, line=draft.lines.place(bracket.span.start)[0], rule="version")
                yield Position(owner, bracket.id, part.letter, "supports", source="text", evidence=evidence)
            for said, span, sayings in words:
                yield from _stances(draft, bracket, part.letter, said, span, sayings)
        elif part.kind == "attribution":
            if len(since) == 1:
                yield from _stances(draft, bracket, since[0].letter, part.text, part.span, _sayings(part))
            elif bracket.kind != "placeholder":
                findings.add(
                    "warning",
                    "attribution-unclear",
                    f"“{part.text.strip()}” does not say which option of {bracket.id} is meant; no stance was read",
                    part.span.start,
                    bracket.provision,
                    "name the delegation inside the bracket, behind its option",
                )
            since = []
        elif part.kind == "separator" and "]" in part.text:
            since = []


def _stances(
    draft: Draft, bracket: Bracket, letter: str, words: str, span: Span, sayings: tuple[Attribution, ...]
) -> Iterator[Position]:
    evidence = Evidence(words.strip(), line=draft.lines.place(span.start)[0], rule="attribution")
    if bracket.kind == "placeholder":
        return
    for saying in sayings:
        stance: Stance = "supports" if saying.wants == "supports" else "objects"
        for party in saying.parties:
            yield Position(party, bracket.id, letter, stance, source="text", evidence=evidence)
            if saying.wants == "objects" and bracket.offers_omit:
                yield Position(party, bracket.id, OMIT, "supports", source="text", evidence=evidence)


def _reserved(draft: Draft, places: Places, contested: Contested) -> Iterator[Position]:
    """Yield an objection to the whole paragraph for each reservation, behind it or in a footnote, and each “delete”."""
    alone = {piece.span for piece in draft.content if isinstance(piece, Mark)}
    marks = [leaf for leaf in leaves(draft.content) if isinstance(leaf, Mark) and leaf.kind == "attribution"]
    starts = [provision.span.start for provision in draft.numbered]
    referred = {mark.text.strip(): mark.span.start for mark in reversed(marks)}
    for mark in marks:
        footnote = _MARKED.fullmatch(mark.text)
        words = footnote["words"] if footnote else mark.text
        at = mark.span.start
        if footnote:
            at = referred.get(footnote["mark"], draft.source.find(footnote["mark"]))
        reservation = read_reservation(words.strip(" \t\r\n()[]{}")) if footnote else None
        sayings = [
            one
            for one in ([reservation] if reservation else read_attribution(words.strip(" \t\r\n()[]{}")))
            if one.wants == "reserves" or (one.wants == "objects" and mark.span in alone)
        ]
        number = bisect_right(starts, at) - 1
        if not sayings or number < 0:
            continue
        target = places.whole(draft.numbered[number], at)
        if target is None:
            continue
        bracket, letter = _bracket_of(target, contested)
        evidence = Evidence(words.strip(), line=draft.lines.place(mark.span.start)[0], rule="reservation")
        for saying in sayings:
            for party in saying.parties:
                yield Position(party, bracket, letter, "objects", source="text", evidence=evidence)
                if saying.leaves_out:
                    yield Position(party, bracket, OMIT, "supports", source="text", evidence=evidence)


def _bracket_of(target: Target, contested: Contested) -> tuple[str, str]:
    """Return the bracket that holds a whole paragraph, and its option with the words; else one that is implied."""
    if isinstance(target, ImpliedTarget):
        return target.key, target.letter
    if isinstance(target, WordsTarget):
        key = contested.words(target)
        contested.offer_omit(key)
        return key, "a"
    return target.bracket.id, target.letter
