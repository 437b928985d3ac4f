"""Reads the positions that are in the text itself: `[shall – EU]`, `[EU: shall]`, `[shall] (Japan)`, reservations.

To be named with an option is to support it, unless the words say else. Behind a paragraph “delete” contests the whole
of it; a reservation there contests nothing, but is in the way of the bracket that holds the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bracketed.draft.draft import Provision
from bracketed.draft.tree import OMIT, Bracket, Mark, Option, leaves
from bracketed.parsing.attributions import (
    Attribution,
    read_attribution,
    read_in_front,
    read_reservation,
    without_status,
)
from bracketed.parsing.notation import pattern
from bracketed.positions.phrase_index import OptionTarget, WordsTarget
from bracketed.positions.positions import Evidence, Position, Stance
from bracketed.positions.reading_state import ReadingState
from bracketed.source import Span
from bracketed.time_limit import in_time

_FOOTNOTE = re.compile(r"\s*(?P<mark>\[\^?[\w-]{1,40}\]):?\s*(?P<words>.*)", re.DOTALL)
_IN_LABEL = re.compile(r"\(([^()]+)\)$")
# Signs between words and names, or around these.
_SIGNS = ":–—-^/"
_DASHES = ("–", "—", "-")
# Signs between options behind which names may be about the last of them, or about all.
# A stroke with space around it sets options apart, and the name behind the last of them is with that one.
_JOINED = ("/", " or ")
_AROUND = " \t\r\n()[]{};,"


def attributions(state: ReadingState) -> Iterator[Position]:
    """Yield the stances that the text itself names; paragraphs that a delegation would delete become contested."""
    for bracket in in_time(state.draft.brackets, lambda bracket: bracket.id):
        yield from _in_bracket(state, bracket)
    yield from _on_paragraphs(state)


def _in_bracket(state: ReadingState, bracket: Bracket) -> Iterator[Position]:
    # Parties are named behind their option, in its label, or behind the whole bracket.
    since: list[Option] = []  # the options between the last named party and here
    last: list[Option] = []  # and those that the party before named
    unclear = _of_which_is_unclear(bracket)
    # An option that has no words by mistake offers nothing.
    without = _for_no_text(bracket) if bracket.offers_omit else []
    for part in bracket.parts:
        if isinstance(part, Option):
            since.append(part)
            for owner in filter(None, part.owner.split(", ")):
                evidence = _evidence(state, part.label, bracket.span, "version")
                yield Position(owner, bracket.id, part.letter, "supports", source="text", evidence=evidence)
            for mark in part.content:
                if mark is unclear:
                    _report_unclear(state, bracket, mark, _read(mark.text, _SIGNS))
                elif isinstance(mark, Mark) and mark.kind == "attribution":
                    yield from _stances(state, bracket, part.letter, mark.text, mark.span, _read(mark.text, _SIGNS))
            label = _IN_LABEL.search(part.label)
            if label:
                yield from _stances(state, bracket, part.letter, label[1], bracket.span, read_attribution(label[1]))
        elif part in without:
            yield from _stances(state, bracket, OMIT, part.text, part.span, _read(part.text, _SIGNS))
        elif part.kind == "attribution":
            since = since or last
            if len(since) == 1:
                yield from _stances(state, bracket, since[0].letter, part.text, part.span, _read(part.text, _SIGNS))
            elif bracket.is_choice:
                read = _read(part.text, _SIGNS)
                if read and all(one.wants == "reserves" or one.flexible for one in read):
                    # Behind several wordings: the party can agree to none of them yet, or to each.
                    for option in since:
                        yield from _stances(state, bracket, option.letter, part.text, part.span, read)
                    last, since = since, []
                    continue
                _report_unclear(state, bracket, part, read)
            last, since = since, []
        elif part.kind == "separator" and "]" in part.text:
            # "[shall – EU] [should]": another bracket of the same choice begins.
            last, since = [], []


def _of_which_is_unclear(bracket: Bracket) -> Mark | None:
    """Return the mark at the end of a choice whose option is not clear: `[often/rarely – Chile]`."""
    options = [option for option in bracket.options if option.letter != OMIT]
    signs = [part.text for part in bracket.parts if isinstance(part, Mark) and part.kind == "separator"]
    if len(options) < 2 or any(option.owner for option in options) or not all(sign in _JOINED for sign in signs):
        return None
    named = [(option, mark) for option in options for mark in option.content if _is_attribution(mark)]
    only = named[0][1] if len(named) == 1 and named[0][0] is options[-1] else None
    return only if isinstance(only, Mark) and only.text.strip()[:1] in _DASHES else None


def _for_no_text(bracket: Bracket) -> list[Mark]:
    """Return the marks that name who wants no text: `[in May – EU; no text – Chad]`."""
    found: list[Mark] = []
    here: list[Mark] = []
    worded = labelled = False
    for part in bracket.parts:
        if isinstance(part, Option):
            worded = True
        elif part.kind in ("separator", "close"):
            found += here if labelled and not worded else []
            here, worded, labelled = [], False, False
        elif part.kind == "attribution":
            here.append(part)
        labelled = labelled or (isinstance(part, Mark) and part.kind == "label")
    return found


def _is_attribution(piece: object) -> bool:
    return isinstance(piece, Mark) and piece.kind == "attribution"


def _report_unclear(state: ReadingState, bracket: Bracket, mark: Mark, read: Iterable[Attribution]) -> None:
    by = ", ".join(party for one in read for party in one.parties)
    words = mark.text.strip()
    state.add_finding("attribution-unclear", mark.span.start, bracket.provision, by, words=words, bracket=bracket)


def _read(words: str, marks: str = "") -> tuple[Attribution, ...]:
    option = pattern("OPTION_OF_PARTY").fullmatch(words.strip(" :"))
    if option:
        return read_in_front(option["who"] or option["behind"])
    # A sign in front of a name that a colon follows is one of what is wanted: "-US:".
    plain = words.strip(_AROUND).rstrip(marks) if words.rstrip().endswith(":") else words.strip(_AROUND + marks)
    return read_in_front(without_status(plain)) or read_attribution(words.strip(" ,:;–—-"))


def _evidence(state: ReadingState, words: str, span: Span, rule: str) -> Evidence:
    lines = state.draft.lines
    line, column = lines.place(span.start)
    return Evidence(words.strip(), line=line, rule=rule, where=lines.where(line, column))


def _stances(
    state: ReadingState, bracket: Bracket, letter: str, words: str, span: Span, attributions: Sequence[Attribution]
) -> Iterator[Position]:
    evidence = _evidence(state, words, span, "attribution")
    if not bracket.is_choice:
        # A blank is no choice, but who is named with it is not passed by.
        for party in (party for one in attributions for party in one.parties):
            state.note_in_text(party, bracket.provision, evidence.words, evidence.line, "blank")
    else:
        for one in attributions:
            _tell(state, one, bracket.provision, span, evidence)
        own = [one for one in attributions if not one.flexible]
        yield from _rows(own, bracket.id, letter, bracket.offers_omit, evidence)
        # Who is flexible can live with each wording.
        anywhere = [one for one in attributions if one.flexible]
        for letter in bracket.letters if anywhere else ():
            if letter != OMIT:
                yield from _rows(anywhere, bracket.id, letter, False, evidence)


def _tell(state: ReadingState, one: Attribution, provision: str, span: Span, evidence: Evidence) -> None:
    # Names that are in no list, and delegations that have not said yet what they want.
    for name in one.unknown:
        state.add_finding("unknown-delegation", span.start, provision, name, name=name, whose="")
    for party in one.parties if one.wants == "considers" else ():
        state.note_in_text(party, provision, evidence.words, evidence.line)


def _rows(
    attributions: Iterable[Attribution], bracket: str, letter: str, omit: bool, evidence: Evidence
) -> Iterator[Position]:
    for one in attributions:
        if one.wants == "considers":
            continue
        for party in one.parties:
            yield Position(party, bracket, letter, one.wants, source="text", evidence=evidence)
            if omit and (one.leaves_out or one.keeps):
                without: Stance = "supports" if one.leaves_out else "objects"
                yield Position(party, bracket, OMIT, without, source="text", evidence=evidence)


class _OnParagraph(NamedTuple):
    """What is behind a paragraph, or in a footnote to it: who wants what, the words, and where they are."""

    said: Attribution
    provision: Provision
    words: str
    span: Span
    # Where the paragraph, or a place in it, carries the words or the mark of their footnote.
    at: int


def _on_paragraphs(state: ReadingState) -> Iterator[Position]:
    # “delete” behind a paragraph is about the whole of it, and so is a reservation there or in a footnote.
    for one in _said_on_paragraphs(state):
        evidence = _evidence(state, one.words, one.span, "attribution")
        _tell(state, one.said, one.provision.label, one.span, evidence)
        yield from _reservations(state, one) if one.said.wants == "reserves" else _on_whole(state, one)


def _said_on_paragraphs(state: ReadingState) -> Iterator[_OnParagraph]:
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
            # A footnote is about the place that refers to it.
            words, at = footnote["words"], referred.get(footnote["mark"], draft.source.find(footnote["mark"]))
            reservation = read_reservation(words.strip(_AROUND))
        elif mark.span not in alone:
            continue
        provision = state.index.provision_at(at)
        for one in [reservation] if reservation else _read(words):
            if provision and (mark.span in alone or one.wants == "reserves"):
                yield _OnParagraph(one, provision, words, mark.span, at)


def _on_whole(state: ReadingState, one: _OnParagraph) -> Iterator[Position]:
    option = _whole(state, one.provision)
    rule = "deletion of a paragraph" if one.said.leaves_out else "attribution"
    evidence = _evidence(state, one.words, one.span, rule)
    yield from _rows((one.said,), *option, one.said.leaves_out, evidence) if option else ()


def _whole(state: ReadingState, provision: Provision) -> tuple[str, str] | None:
    # The bracket that holds all of a provision, or one that is implied over its words, as a comment implies it.
    target = state.index.whole(provision)
    if isinstance(target, WordsTarget):
        phrase = state.implied.over(target)
        phrase.offers_omit = True
        return phrase.key, "a"
    return (target.bracket.id, target.letter) if target else None


def _all_of(state: ReadingState, provision: Provision, named: bool) -> list[tuple[str, str]]:
    # A reservation that does not name the paragraph contests no words: outside brackets it implies none.
    if not named and not isinstance(state.index.whole(provision), OptionTarget):
        outer = state.index.outer_brackets(provision.label)
        return [(outer[0].id, letter) for letter in outer[0].letters if letter != OMIT] if len(outer) == 1 else []
    option = _whole(state, provision)
    return [option] if option else []


def _reservations(state: ReadingState, one: _OnParagraph) -> Iterator[Position]:
    """Yield the reservations on a bracket beside or around the words of a reservation, or on the whole paragraph."""
    named = pattern("PARAGRAPH_NAMED").search(one.words)
    provision = state.index.named(named[1], one.provision.label) if named else one.provision
    of_paragraph = pattern("OF_PARAGRAPH").search(one.words) is not None
    options: list[tuple[str, str]] = []
    if provision is not None:
        whole = None if (named or of_paragraph) and provision != one.provision else _options_around(state, one)
        options = whole or _all_of(state, provision, named is not None or of_paragraph)
    evidence = _evidence(state, one.words, one.span, "reservation")
    for bracket, letter in options:
        yield from _rows((one.said,), bracket, letter, False, evidence)
    if not options:
        label = one.provision.label
        words, parties = one.words.strip(_AROUND), ", ".join(one.said.parties)
        state.note_in_text(parties, label, words, evidence.line, "reservation")
        reason = f"is about the whole of {label}, which is in no bracket"
        if named and provision is None:
            reason = f"names {named[1]}, which is not there"
        state.add_finding("target-unclear", one.span.start, label, by=parties, words=words, reason=reason)


def _options_around(state: ReadingState, one: _OnParagraph) -> list[tuple[str, str]]:
    """Return the options of the bracket before the mark of a footnote, or the one around it, or the paragraph's."""
    label = one.provision.label
    parent = state.index.parent_of(label, Span(one.at, one.at + 1))
    brackets = state.index.brackets_of(label)
    if parent and not any(bracket.span.end == one.at and bracket.parent == parent for bracket in brackets):
        return [parent]
    outer = [bracket for bracket in brackets if bracket.parent == parent]
    beside = [bracket for bracket in outer if _stands_by(state, bracket, one.at)]
    if not beside and len(outer) == 1 and not isinstance(state.index.whole(one.provision), WordsTarget):
        beside = outer
    # Who reserves on a choice of several wordings can agree to none of them yet.
    return [(one.id, letter) for one in beside if one.is_choice for letter in one.letters if letter != OMIT]


def _stands_by(state: ReadingState, bracket: Bracket, at: int) -> bool:
    return bracket.span.end <= at and not state.draft.source[bracket.span.end : at].strip()
