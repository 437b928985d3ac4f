"""Reads a text: the way from characters to a draft.

1. The conventions of the draft are found, and its signs brought to one form (`conventions`, `signs`).
2. Comments are cut out of the lines, and the lines divided into provisions (`layout`).
3. What is not a choice is masked, character for character: comments, note marks, notes and statuses, slashes inside
   words (`not_choices`, `asides`, `slashes`).
4. Brackets are matched; what does not match is reported and masked (`matching`).
5. The bracketed stretches, and only they, go through the grammar, and become named option trees (`build`).
6. Text, marks and brackets are put together again in the order of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from bracketed.collector import collector_at_rest
from bracketed.errors import DraftError, StrictError
from bracketed.limits import DEFAULT, Limits, to_raise
from bracketed.source import Source, Span
from bracketed.text.asides import (
    Aside,
    Status,
    apart,
    find_attributions,
    find_bracketed_parties,
    find_notes,
    find_statuses,
)
from bracketed.text.build import Builder, RawPiece, Stretch, name_choices, parse_stretches
from bracketed.text.conventions import NO_TEXT, Conventions, detect, languages_of
from bracketed.text.corrections import Corrections
from bracketed.text.draft import Comment, Document, Draft, Provision
from bracketed.text.findings import Findings
from bracketed.text.labels import alt_base
from bracketed.text.layout import (
    OPTION_LINE,
    OPTION_NAME,
    cut_comments,
    divide,
    lines_beside,
    place_comments,
    report_remarked,
)
from bracketed.text.legends import read_legends
from bracketed.text.masks import ALT_LABEL, ASIDE, BEHIND, COMMENT, STRAY, WORD
from bracketed.text.matching import Pair, match_brackets, outermost, report_crossed
from bracketed.text.not_choices import not_choices
from bracketed.text.signs import mark_either, one_form
from bracketed.text.slashes import compounds_in, word_slashes
from bracketed.text.transcript import Transcript
from bracketed.text.tree import Bracket, Mark, Option, Piece, Text, brackets_in, runs_on

_JOINT = re.compile(r"[ \t]*|,?\s*(?:OR|or|/|\uE006+)\s*")
_LISTED = re.compile(r"\[[^\[\]]{0,200}\](?:,[ ]\[[^\[\]]{0,200}\]){0,6},?[ ](?:OR|or|\uE006+)[ ]\[")
_OPTION_NAME = re.compile(r"(?<!\w)(?:Option|Alternative|Alt|Variant|OR)(?!\w)|\uE006|\uE007")
_OPENING = re.compile(OPTION_NAME, re.MULTILINE)
_LABELLED = re.compile(r"\[\s*(?:(?:Option|Alternative|Alt|Variant)\b|\uE007)")


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
    return draft_of(Transcript(text), convention=convention, read_as=read_as, strict=strict, name=name, limits=limits)


def draft_of(
    transcript: Transcript,
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
    transcript: Transcript, convention: Conventions | str | None, read_as: Mapping[str, str], name: str, limits: Limits
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

    masked = _replace(signs, [(comment.span, COMMENT) for comment in comments])
    asides, statuses = find_statuses(masked, provisions, conventions)
    asides += [Aside(edge, "note") for edge in edges if masked[edge.start] != COMMENT]
    stated = _with_statuses(provisions, statuses)
    provisions = read_legends(text, stated, transcript.shades, comments, conventions, findings)
    masked = _mask_asides(masked, asides)
    masked = _mask_not_choices(masked, provisions, conventions, asides, findings)
    named = find_bracketed_parties(masked, findings, provisions)
    masked = _mask_asides(masked, named)
    pairs, unmatched = match_brackets(masked, provisions, findings, limits)
    masked = _replace(masked, [(Span(at, at + 1), STRAY) for at in unmatched])
    report_crossed(masked, provisions, findings)
    spans = outermost(pairs)
    said = apart(find_attributions(masked, spans, conventions))
    masked = _mask_asides(masked, said)
    asides += [*named, *said]
    doubtful = _reach(signs, unmatched, provisions)
    masked = mark_either(_mask_words_with_slashes(masked, spans, doubtful, conventions), languages)

    masked, stretches = _stretches(masked, spans, provisions, findings)
    _report_lone_options(masked, stretches, provisions, findings)
    builder = Builder(text, asides, provisions, conventions, findings)
    parsed = parse_stretches(masked, stretches, builder)
    raw = _assemble(text, [stretch.span for stretch in stretches], parsed, comments, unmatched, asides)
    content = name_choices(raw, provisions)
    if read_as:
        corrections = Corrections(read_as, source, tuple(brackets_in(content)))
        corrections.report(findings)
        corrections.apply(raw)
        content = name_choices(raw, provisions, corrections.known)
    _check_options(content, source, limits.options)
    agreed = {provision.label for provision in (*stated, *provisions) if provision.status == "agreed"}
    _look_again(text, content, pairs, provisions, agreed, findings)

    return Draft(
        text, content, provisions, comments, findings.in_order(), name, conventions.name, changes=transcript.changes
    )


def _check_options(content: tuple[Piece, ...], source: Source, limit: int) -> None:
    for bracket in brackets_in(content):
        # A bracket has fewer options than parts.
        count = len(bracket.options) if len(bracket.parts) > limit else 0
        if count > limit:
            line, column = source.place(bracket.span.start)
            raise DraftError(
                f"this bracket has {count:,} options, more than {limit:,}; divide it, or {to_raise('options')}",
                line=line,
                column=column,
            )


def _replace(text: str, changes: Sequence[tuple[Span, str]]) -> str:
    """Fill each span, in order and apart from each other, with its character."""
    pieces = []
    at = 0
    for span, character in changes:
        pieces.append(text[at : span.start])
        pieces.append(character * (span.end - span.start))
        at = span.end
    pieces.append(text[at:])
    return "".join(pieces)


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
    return _replace(masked, [(aside.span, BEHIND if aside.behind else ASIDE) for aside in sorted(asides)])


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
    return _replace(masked, changes)


def _mask_words_with_slashes(masked: str, spans: list[Span], doubtful: list[Span], conventions: Conventions) -> str:
    # Words that a stray bracket may have meant to enclose do not show how the draft writes outside brackets.
    sure = _replace(masked, [(span, WORD) for span in doubtful])
    edges = [0, *(edge for span in spans for edge in span), len(masked)]
    outside = [Span(start, end) for start, end in list(pairwise(edges))[::2]]
    compounds = conventions.compounds | compounds_in(sure, outside)
    slashes = {at for span in spans for at in word_slashes(masked, span, compounds)}
    return _replace(masked, [(Span(at, at + 1), WORD) for at in sorted(slashes)])


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


def _stretches(
    masked: str, spans: list[Span], provisions: tuple[Provision, ...], findings: Findings
) -> tuple[str, list[Stretch]]:
    """Return the stretches that go through the grammar: runs of brackets, and runs of paragraphs that are options.

    The masked text comes back with the labels of “alt” paragraphs masked too.
    """
    labels, alts = _alt_runs(masked, spans, provisions, findings)
    masked = _replace(masked, [(label, ALT_LABEL) for label in labels])
    paragraphs = [Stretch(span, alt=True) for span in alts]
    for span in _option_runs(masked, spans, provisions):
        if not any(alt.touches(span) for alt in alts):
            paragraphs.append(Stretch(span))
    paragraphs.sort(key=lambda stretch: stretch.span)
    return masked, sorted(paragraphs + _bracket_runs(masked, spans, paragraphs, provisions), key=lambda s: s.span)


def _bracket_runs(
    masked: str, spans: list[Span], paragraphs: list[Stretch], provisions: tuple[Provision, ...]
) -> list[Stretch]:
    """Return the stretches of one or more brackets in a row, with the names of parties behind them."""
    starts = [provision.span.start for provision in provisions]
    holders = [stretch.span.start for stretch in paragraphs]
    runs: list[Span] = []
    for span in spans:
        number = bisect_right(holders, span.start) - 1
        if number >= 0 and paragraphs[number].span.holds(span):
            continue
        end = span.end
        while masked[end : end + 1] == BEHIND:
            end += 1
        if runs:
            first, this = (bisect_right(starts, place.start) - 1 for place in (runs[-1], span))
            between = masked[runs[-1].end : span.start]
            joined = first == this and (
                _JOINT.fullmatch(between)
                or (between.isspace() and _LABELLED.match(masked, span.start))
                or (between == ", " and _LISTED.match(masked, span.start))
            )
            alt = first >= 0 and between.isspace() and alt_base(provisions[this].label) == provisions[first].label
            if joined or (alt and span.start < provisions[this].body.start):
                runs[-1] = Span(runs[-1].start, end)
                continue
        runs.append(Span(span.start, end))
    return [Stretch(run) for run in runs]


def _alt_runs(
    masked: str, spans: list[Span], provisions: tuple[Provision, ...], findings: Findings
) -> tuple[list[Span], list[Span]]:
    """Return the labels of “alt” paragraphs outside brackets, and the stretches from their first paragraph on."""
    numbers = {provision.label: number for number, provision in enumerate(provisions)}
    alts: dict[int, list[int]] = {}
    for number, provision in enumerate(provisions):
        first = numbers.get(alt_base(provision.label), number)
        if first < number:
            alts.setdefault(first, []).append(number)
    labels: list[Span] = []
    runs: list[Span] = []
    for first, others in alts.items():
        # What stands below the paragraphs goes with them: 3, 3(a), 3 alt, 3 alt(a).
        above = provisions[first].label
        last = others[-1]
        while last + 1 < len(provisions) and provisions[last + 1].label.startswith(f"{provisions[others[-1]].label}("):
            last += 1
        if not all(provision.label.startswith(above) for provision in provisions[first:last]):
            continue
        own = [Span(provisions[number].span.start, provisions[number].body.start) for number in others]
        run = _trimmed(masked, provisions[first].body.start, provisions[last].span.end)
        edges = (*run, *(label.start for label in own))
        enclosed = next(
            (number for number, label in zip(others, own, strict=True) if "[" in masked[slice(*label)]), None
        )
        if enclosed is not None:
            if not masked.startswith("[", provisions[first].span.start):
                _report_enclosed_alt(provisions[enclosed], above, findings)
        elif not any(span.start < edge < span.end for span in _near(spans, run) for edge in edges):
            labels += own
            runs.append(run)
    return labels, runs


def _report_enclosed_alt(alt: Provision, above: str, findings: Findings) -> None:
    findings.add(
        "warning",
        "enclosed-alt",
        f"{alt.label} stands in brackets and {above} does not; it is read as a provision that may be left out, not as "
        f"an alternative to {above}",
        alt.span.start,
        alt.label,
        f"put {above} in brackets too, or take {alt.label} out of its brackets",
    )


def _trimmed(masked: str, start: int, end: int) -> Span:
    """Return a stretch without the white space and comments at its end."""
    return Span(start, start + len(masked[start:end].rstrip(" \t\r\n\ue000")))


def _near(spans: list[Span], run: Span) -> list[Span]:
    """Return those of the spans, which are in order, that may touch a run."""
    return spans[max(0, bisect_right(spans, run) - 2) : bisect_right(spans, Span(run.end, run.end))]


def _option_runs(masked: str, spans: list[Span], provisions: tuple[Provision, ...]) -> list[Span]:
    """Return the stretches of two or more option paragraphs that stand outside brackets."""
    runs: list[Span] = []
    starts = [span.start for span in spans]
    for provision in provisions:
        first: int | None = None
        last = 0
        count = 0
        # The first option may stand behind the number of its provision: "4. Option 1: …".
        opening = _OPENING.match(masked, provision.body.start, provision.span.end)
        lines = OPTION_LINE.finditer(masked, provision.body.start + 1, provision.span.end)
        for found in [opening, *lines] if opening else lines:
            number = bisect_right(starts, found.start()) - 1
            inside = number >= 0 and spans[number].end > found.start()
            if inside or masked[found.end() - 1 : found.end()] == "[" or "[" in found[0]:
                continue
            count += 1
            first = found.end("lead") if first is None else first
            last = found.start()
        if first is None or count < 2:
            continue
        blank = re.compile(r"\n[ \t\r]*\n").search(masked, last, provision.span.end)
        end = blank.start() if blank else provision.span.end
        # A bracket that opens in the last option closes before the run does.
        number = bisect_left(starts, end) - 1
        if number >= 0 and spans[number].end > end:
            end = spans[number].end
        runs.append(_trimmed(masked, first, end))
    return runs


def _report_lone_options(
    masked: str, stretches: list[Stretch], provisions: tuple[Provision, ...], findings: Findings
) -> None:
    """Report names of options that no other option stands beside: those that hold numbered paragraphs, for example."""
    starts = [provision.span.start for provision in provisions]
    begins = [stretch.span.start for stretch in stretches]
    for found in OPTION_LINE.finditer(masked):
        at = found.end("lead")
        number = bisect_right(begins, at) - 1
        span = stretches[number].span if number >= 0 else Span(0, 0)
        if at < span.end and len(list(islice(_OPTION_NAME.finditer(masked, *span), 2))) > 1:
            continue
        own = bisect_right(starts, at) - 1
        findings.add(
            "warning",
            "lone-option",
            f"“{found[0].strip(' [')}” names an option, but no other stands beside it; it is read as text",
            at,
            provisions[own].label if own >= 0 else "",
            "put a bracket round all the options, with OR between them",
        )


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


def _look_again(
    text: str,
    content: tuple[Piece, ...],
    pairs: list[Pair],
    provisions: tuple[Provision, ...],
    agreed: set[str],
    findings: Findings,
) -> None:
    """Report what is doubtful about brackets that could be read."""
    by_label = {provision.label: provision for provision in provisions}
    for bracket in (piece for piece in content if isinstance(piece, Bracket)):
        provision = by_label[bracket.provision]
        if provision.label in agreed:
            agreed.discard(provision.label)
            findings.add(
                "warning",
                "agreed-but-bracketed",
                f"{provision.label} stands under “agreed”, but holds a bracket",
                bracket.span.start,
                provision.label,
            )
        if runs_on(bracket, text):
            findings.add(
                "info",
                "missing-space",
                "a space is missing after this bracket; variants have one",
                bracket.span.end - 1,
                provision.label,
            )
    for bracket in brackets_in(content):
        for name in _names_without_words(bracket):
            findings.add(
                "warning",
                "option-without-words",
                f"“{name.text.strip().rstrip(':')}” has no words"
                + (", and is read as leaving the text out" if bracket.offers_omit else ""),
                name.span.end - len(name.text.lstrip()),
                bracket.provision,
                "give its words, or write “[no text]” if there are to be none",
            )


def _names_without_words(bracket: Bracket) -> Iterator[Mark]:
    """Yield the names of options, such as “Option 2”, behind which nothing stands."""
    for part, following in pairwise([*bracket.parts, None]):
        if not isinstance(part, Mark) or part.kind != "label" or NO_TEXT.fullmatch(part.text):
            continue
        said = isinstance(following, Option) and following.text.strip()
        left_out = isinstance(following, Mark) and NO_TEXT.fullmatch(following.text)
        if not said and not left_out:
            yield part
