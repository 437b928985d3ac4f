"""Reads a text: the way from characters to a draft.

1. The conventions of the draft are found, and its signs brought to one form (`conventions`, `signs`).
2. Comments are cut out of the lines, and the lines divided into provisions (`comments`, `layout`).
3. What is not a choice is masked, character for character: comments, note marks, notes and statuses, slashes inside
   words (`not_choices`, `asides`, `slashes`).
4. Brackets are matched; what does not match is reported and masked (`matching`).
5. The bracketed stretches, and only they, go through the grammar, become choices, and get their names (`stretches`,
   `build`, `naming`).
6. Text, marks and brackets are put together again in the order of the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bracketed.collector import collector_at_rest
from bracketed.draft.annotated_text import AnnotatedText
from bracketed.draft.draft import Comment, Document, Draft, Provision
from bracketed.draft.findings import Findings
from bracketed.draft.tree import Mark, Piece, Text, brackets_in
from bracketed.errors import DraftError, StrictError
from bracketed.limits import DEFAULT, Limits
from bracketed.parsing.ambiguities import Doubts, report_doubtful
from bracketed.parsing.annotations import (
    Aside,
    Status,
    apart,
    find_attributions,
    find_bracketed_parties,
    find_notes,
    find_statuses,
)
from bracketed.parsing.choices import Builder, parse_stretches
from bracketed.parsing.comments import cut_comments, lines_beside, place_comments
from bracketed.parsing.conventions import Conventions, detect, languages_of
from bracketed.parsing.corrections import Corrections
from bracketed.parsing.exclusions import not_choices
from bracketed.parsing.ids import name_choices
from bracketed.parsing.legends import read_legends
from bracketed.parsing.masks import ASIDE, BEHIND, COMMENT, STRAY, WORD, fill
from bracketed.parsing.normalise import mark_either, one_form
from bracketed.parsing.pairing import match_brackets, outermost, report_crossed
from bracketed.parsing.provisions import divide, report_remarked
from bracketed.parsing.raw import RawPiece
from bracketed.parsing.regions import find_stretches, report_lone_options
from bracketed.parsing.slashes import compounds_in, word_slashes
from bracketed.parsing.unread_positions import find_unread_marks, report_positions_in_text
from bracketed.source import Source, Span


def parse(
    text: str,
    *,
    convention: Conventions | str | None = None,
    read_as: Mapping[str, str] | None = None,
    strict: bool = False,
    name: str = "draft",
    limits: Limits = DEFAULT,
) -> Draft:
    """Read a draft from a string.

    Args:
        text: the draft, comments flattened as `Comment by NAME: …`.
        convention: how marks are read where practice differs: the name of a preset (`itu`, `unfccc`, `cbd`, `who`,
            `wto`, `un`, `eu`, `plain`) or your own; by default as the words of the draft show.
        read_as: how single brackets are to be read where the reading was in doubt, by the ids that they have without
            it: `optional`, `alternatives`, `placeholder`, `text` (no bracket at all), `separate` or `joined` (brackets
            side by side). A bracket that was read as no choice is named by its line and column, `12:40`.
        strict: raise StrictError if the draft has a diagnostic of severity `error`.
        name: what the draft is called in messages.
        limits: how much is read at most; see `bracketed.Limits`.

    Raises:
        DraftError: a limit is passed, the text is empty, or a bracket cannot be read as asked.
        StrictError: see `strict`.
        UnknownNameError: there is no preset, or no bracket, of this name.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].")
    >>> for bracket in draft.brackets:
    ...     print(bracket.id, bracket.kind, [option.text for option in bracket.options])
    4#1 alternatives ['shall', 'should']
    4#2 optional ['annually', '']
    """
    return draft_of(
        AnnotatedText(text), convention=convention, read_as=read_as, strict=strict, name=name, limits=limits
    )


def draft_of(
    transcript: AnnotatedText,
    *,
    convention: Conventions | str | None = None,
    read_as: Mapping[str, str] | None = None,
    strict: bool = False,
    name: str = "draft",
    document: Document | None = None,
    limits: Limits = DEFAULT,
) -> Draft:
    """Return the draft that a transcript holds, with the file that it was read from; see `parse`."""
    if not transcript.text.strip():
        raise DraftError("the draft is empty; give a text with at least one word", line=1, column=1)
    with collector_at_rest():
        draft = replace(_draft(transcript, convention, read_as or {}, name, limits), document=document)
    if strict:
        errors = tuple(finding for finding in draft.diagnostics if finding.severity == "error")
        if errors:
            raise StrictError(errors)
    return draft


def _draft(
    transcript: AnnotatedText,
    convention: Conventions | str | None,
    read_as: Mapping[str, str],
    name: str,
    limits: Limits,
) -> Draft:
    text = transcript.text
    source = Source(text)
    findings = Findings(source)
    conventions = _conventions(text, convention, findings)
    languages = languages_of(text) if conventions.languages is None else conventions.languages
    signs, edges = one_form(text, languages, findings)

    lines, noted = cut_comments(signs) if transcript.comments is None else lines_beside(signs, transcript.comments)
    provisions = divide(signs, lines, conventions, findings, transcript)
    comments = place_comments(text, noted, provisions, findings)
    report_remarked(transcript, provisions, findings)

    masked = fill(signs, [(comment.span, COMMENT) for comment in comments])
    asides, statuses = find_statuses(masked, provisions, conventions)
    asides += [Aside(edge, "note") for edge in edges if masked[edge.start] != COMMENT]
    stated = _with_statuses(provisions, statuses)
    provisions = read_legends(text, stated, transcript.shades, comments, conventions, findings)
    masked = _mask_asides(masked, asides)
    masked = _mask_not_choices(masked, provisions, conventions, asides, findings)
    unread = find_unread_marks(masked, provisions, findings)
    masked = _mask_asides(masked, unread)
    named = find_bracketed_parties(masked, findings, provisions)
    masked = _mask_asides(masked, named)
    pairs, unmatched = match_brackets(masked, provisions, findings, limits)
    masked = fill(masked, [(Span(at, at + 1), STRAY) for at in unmatched])
    report_crossed(masked, provisions, findings)
    spans = outermost(pairs)
    said = apart(find_attributions(masked, spans, conventions))
    masked = _mask_asides(masked, said)
    report_positions_in_text(masked, spans, provisions, findings)
    asides += [*unread, *named, *said]
    doubtful = _reach(signs, unmatched, provisions)
    masked = mark_either(_mask_words_with_slashes(masked, spans, doubtful, conventions), languages)

    masked, stretches = find_stretches(masked, spans, provisions, findings)
    report_lone_options(masked, stretches, provisions, findings)
    builder = Builder(text, asides, conventions, Doubts(provisions, findings))
    parsed = parse_stretches(masked, stretches, builder)
    raw = _assemble(text, [stretch.span for stretch in stretches], parsed, comments, unmatched, asides)
    content = name_choices(raw, provisions)
    if read_as:
        corrections = Corrections(read_as, source, tuple(brackets_in(content)))
        corrections.report(findings)
        corrections.apply(raw)
        content = name_choices(raw, provisions, corrections.known)
    _check_options(content, source, limits)
    agreed = {provision.label for provision in (*stated, *provisions) if provision.status == "agreed"}
    report_doubtful(text, content, provisions, agreed, findings)

    return Draft(
        text, content, provisions, comments, findings.in_order(), name, conventions.name, changes=transcript.changes
    )


def _check_options(content: tuple[Piece, ...], source: Source, limits: Limits) -> None:
    most = limits.options
    for bracket in brackets_in(content):
        # A bracket has fewer options than parts.
        count = len(bracket.options) if len(bracket.parts) > most else 0
        if count > most:
            line, column = source.place(bracket.span.start)
            raise DraftError(
                f"this bracket has {count:,} options, more than {most:,}; divide it, or {limits.to_raise('options')}",
                line=line,
                column=column,
            )


def _conventions(text: str, asked: Conventions | str | None, findings: Findings) -> Conventions:
    """Return the conventions that were asked for, else those that the draft shows; say so if they matter here."""
    if isinstance(asked, Conventions):
        return asked
    if asked is not None:
        return Conventions.named(asked)
    detected = detect(text)
    if detected.conventions.reads_otherwise(text):
        findings.add(
            "info",
            "convention-detected",
            f"the draft is read by the conventions “{detected.conventions.name}”, since {detected.reason}",
            0,
            "",
            'give convention="plain" to read it without them',
        )
    return detected.conventions


def _with_statuses(provisions: tuple[Provision, ...], statuses: Sequence[Status]) -> tuple[Provision, ...]:
    """Give provisions the statuses that marks in them state."""
    if not statuses:
        return provisions
    starts = [provision.span.start for provision in provisions]
    stated = {bisect_right(starts, status.at) - 1: status.status for status in statuses}
    return tuple(
        replace(provision, status=stated[number]) if number in stated else provision
        for number, provision in enumerate(provisions)
    )


def _mask_asides(masked: str, asides: Sequence[Aside]) -> str:
    return fill(masked, [(aside.span, BEHIND if aside.behind else ASIDE) for aside in sorted(asides)])


def _mask_not_choices(
    masked: str, provisions: tuple[Provision, ...], conventions: Conventions, asides: list[Aside], findings: Findings
) -> str:
    """Mask what is no choice, and add the notes among it to `asides`."""
    starts = [provision.span.start for provision in provisions]
    bodies = {provision.body.start for provision in provisions}
    # The space before a note goes with it, but not the space behind a label.
    notes = {
        Span(span.start + (masked[span.start] == " " and span.start + 1 in bodies), span.end): what
        for span, what in find_notes(masked, conventions)
    }
    changes: list[tuple[Span, str]] = []
    # Of two readings that begin at one place the longer counts.
    for span, what in sorted((*notes.items(), *not_choices(masked)), key=lambda item: (item[0].start, -item[0].end)):
        if changes and span.start < changes[-1][0].end:
            continue
        number = bisect_right(starts, span.start) - 1
        if number + 1 < len(starts) and starts[number + 1] < span.end:
            # Nothing that goes wrong in one provision may reach into the next.
            continue
        if masked.find(COMMENT, *span) >= 0:
            continue
        changes.append((span, ASIDE if span in notes else WORD))
        if span in notes:
            asides.append(Aside(span, "note"))
        findings.add(
            "info",
            "not-a-choice",
            f"“{masked[span.start : span.end].strip()}” is read as {what}, not as a choice",
            span.start + (masked[span.start] == " "),
            provisions[number].label if number >= 0 else "",
        )
    return fill(masked, changes)


def _mask_words_with_slashes(masked: str, spans: list[Span], doubtful: list[Span], conventions: Conventions) -> str:
    # Words that a stray bracket may have meant to enclose do not show how the draft writes outside brackets.
    sure = fill(masked, [(span, WORD) for span in doubtful])
    edges = [0, *(edge for span in spans for edge in span), len(masked)]
    outside = [Span(start, end) for start, end in list(pairwise(edges))[::2]]
    compounds = conventions.compounds | compounds_in(sure, outside)
    slashes = {at for span in spans for at in word_slashes(masked, span, compounds)}
    return fill(masked, [(Span(at, at + 1), WORD) for at in sorted(slashes)])


def _reach(signs: str, unmatched: list[int], provisions: tuple[Provision, ...]) -> list[Span]:
    """Return how far each unmatched bracket may have reached: to the end or the beginning of its provision."""
    starts = [provision.span.start for provision in provisions]
    reached: list[Span] = []
    end = 0
    for at in unmatched:
        provision = provisions[bisect_right(starts, at) - 1]
        first, last = (at, provision.span.end) if signs[at] == "[" else (provision.span.start, at)
        if max(first, end) < last:
            reached.append(Span(max(first, end), last))
            end = last
    return reached


def _assemble(
    text: str,
    stretches: Sequence[Span],
    parsed: Sequence[list[RawPiece]],
    comments: tuple[Comment, ...],
    unmatched: Sequence[int],
    asides: Sequence[Aside],
) -> list[RawPiece]:
    """Put parsed stretches, comments, stray brackets and the text between them in the order of the source."""
    placed: list[tuple[Span, list[RawPiece]]] = list(zip(stretches, parsed, strict=True))
    begins = [stretch.start for stretch in stretches]
    loose: list[Mark] = [Mark("comment", text[slice(*comment.span)], comment.span) for comment in comments]
    loose += [Mark("stray", text[at], Span(at, at + 1)) for at in unmatched]
    loose += [Mark(aside.kind, text[slice(*aside.span)], aside.span) for aside in asides]
    for mark in loose:
        number = bisect_right(begins, mark.span.start) - 1
        if number < 0 or not stretches[number].holds(mark.span):
            placed.append((mark.span, [mark]))
    placed.sort(key=lambda item: item[0])
    pieces: list[RawPiece] = []
    at = 0
    for span, inner in placed:
        if at < span.start:
            pieces.append(Text(text[at : span.start], Span(at, span.start)))
        pieces.extend(inner)
        at = span.end
    if at < len(text):
        pieces.append(Text(text[at:], Span(at, len(text))))
    return pieces
