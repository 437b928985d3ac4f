"""Reads a text: the way from characters to a draft, step by step.

`STEPS` is that way. Each step takes what is known so far and returns it with what it has found out; nothing of the text
is replaced, and all places are offsets in the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bracketed.draft.annotated_text import AnnotatedText, CommentRange
from bracketed.draft.draft import Comment, Document, Draft, Provision
from bracketed.draft.findings import Findings, labels_at
from bracketed.draft.outline import Section
from bracketed.draft.tree import Piece, brackets_in, leaves
from bracketed.errors import DraftError, StrictError
from bracketed.gc_pause import gc_paused
from bracketed.limits import DEFAULT, Limits
from bracketed.parsing.alternatives import alt_runs, merged_versions, repeated_versions, version_runs
from bracketed.parsing.ambiguities import (
    Ambiguities,
    report_lone_options,
)
from bracketed.parsing.annotations import (
    Paragraphs,
    Status,
    find_attributions,
    find_bracketed_parties,
    find_notes,
    find_statuses,
)
from bracketed.parsing.blocks import Block, Line, find_blocks, rejoined
from bracketed.parsing.builder import RawPiece, build, name_choices, report_doubtful
from bracketed.parsing.comments import cut_comments, lines_beside, place_comments
from bracketed.parsing.conventions import Conventions, detect, languages_of
from bracketed.parsing.corrections import Corrections
from bracketed.parsing.legends import read_legends
from bracketed.parsing.marks import decide
from bracketed.parsing.notation import pattern
from bracketed.parsing.outline import Outline, Run, find_outline
from bracketed.parsing.pairing import Pairing, check_depth, nest, outermost, pair, report_crossed, report_pairs
from bracketed.parsing.provisions import (
    Citations,
    cite,
    named_paragraphs,
    provisions_of,
    report_labels,
    sections_of,
)
from bracketed.parsing.scanner import Claim, Claims, NonChoice, Token, cover, normalise, scan
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
    annotated: AnnotatedText,
    *,
    convention: Conventions | str | None = None,
    read_as: Mapping[str, str] | None = None,
    strict: bool = False,
    name: str = "draft",
    document: Document | None = None,
    limits: Limits = DEFAULT,
) -> Draft:
    """Return the draft that an annotated text holds, with the file that it was read from; see `parse`."""
    with gc_paused():
        reading = read(annotated, convention=convention, read_as=read_as, limits=limits)
        draft = _draft(reading, name, document)
    if strict:
        errors = tuple(finding for finding in draft.diagnostics if finding.severity == "error")
        if errors:
            raise StrictError(errors)
    return draft


def read(
    annotated: AnnotatedText,
    *,
    convention: Conventions | str | None = None,
    read_as: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT,
) -> Reading:
    """Return all that is found out about a text on the way to its draft."""
    if not annotated.text.strip():
        raise DraftError("the draft is empty; give a text with at least one word", line=1, column=1)
    findings = Findings(Source(annotated.text))
    conventions = _conventions(annotated.text, convention, findings)
    reading = Reading(annotated, annotated.text, findings, conventions, dict(read_as or {}), limits)
    for step in STEPS:
        reading = step(reading)
    return reading


@dataclass(frozen=True)
class Reading:
    """What is known of a text while it is being read; each step adds to it."""

    annotated: AnnotatedText
    text: str
    findings: Findings
    conventions: Conventions
    read_as: Mapping[str, str]
    limits: Limits
    languages: tuple[str, ...] = ()
    skip: int = 0
    lines: Sequence[Line] = ()
    noted: Sequence[CommentRange] = ()
    blocks: Sequence[Block] = ()
    named: Sequence[bool] = ()
    tokens: Sequence[Token] = ()
    not_choices: Sequence[NonChoice] = ()
    outline: Outline = field(default_factory=lambda: Outline("", (), [], []))
    claims: Claims = field(default_factory=lambda: Claims(0))
    statuses: Sequence[Status] = ()
    pairing: Pairing = field(default_factory=lambda: Pairing({}, ()))
    citations: Citations = field(default_factory=lambda: Citations((), (), ()))
    provisions: tuple[Provision, ...] = ()
    stated: frozenset[str] = frozenset()
    lone: tuple[Span, ...] = ()
    comments: tuple[Comment, ...] = ()
    decided: Sequence[Token] = ()
    raw: list[RawPiece] = field(default_factory=list)
    content: tuple[Piece, ...] = ()
    contents: tuple[Section, ...] = ()


Step: TypeAlias = Callable[[Reading], Reading]


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


def normalise_signs(reading: Reading) -> Reading:
    """Bring look-alike brackets to one form, and tell the language of the draft."""
    text = normalise(reading.text, reading.findings)
    asked = reading.conventions.languages
    front = pattern("FRONT_MATTER").match(text)
    return replace(
        reading,
        text=text,
        languages=languages_of(text) if asked is None else asked,
        skip=front.end() if front else 0,
    )


def cut_out_comments(reading: Reading) -> Reading:
    """Tell comments from text."""
    known = reading.annotated.comments
    lines, noted = cut_comments(reading.text) if known is None else lines_beside(reading.text, known)
    claims = Claims(len(reading.text))
    claims.add(Claim(comment.span, "comment") for comment in noted)
    return replace(reading, lines=lines, noted=noted, claims=claims)


def scan_tokens(reading: Reading) -> Reading:
    """Cut the text into tokens."""
    tokens, found = scan(reading.text, reading.languages, reading.annotated.note_marks)
    return replace(reading, tokens=tokens, not_choices=found)


def divide_paragraphs(reading: Reading) -> Reading:
    """Divide the lines into paragraphs, and find their first structure, without brackets."""
    blocks = find_blocks(reading.text, reading.lines, reading.annotated, reading.skip)
    outline = find_outline(reading.text, blocks, {}, reading.conventions)
    return replace(reading, blocks=blocks, outline=outline)


def annotate(reading: Reading) -> Reading:
    """Find what is said about the words: statuses, notes, brackets that are no choice, names behind brackets."""
    text, claims, findings = reading.text, reading.claims, reading.findings
    paragraphs = Paragraphs([block.start for block in reading.blocks], [block.body for block in reading.blocks])
    claims.add(Claim(span, "note") for span in repeated_versions(text, reading.annotated.versions))
    found, statuses = find_statuses(text, paragraphs, reading.conventions, claims)
    claims.add(found)
    _claim_not_choices(reading, {block.body for block in reading.blocks})
    claims.add(find_unread_marks(text, claims, findings))
    claims.add(find_bracketed_parties(text, claims, findings))
    return replace(reading, statuses=statuses)


def _claim_not_choices(reading: Reading, bodies: set[int]) -> None:
    """Claim notes, and brackets that are no choice, and report each."""
    text, claims = reading.text, reading.claims
    # The space before a note goes with it, but not the space behind a label.
    notes = {
        Span(span.start + (text[span.start] == " " and span.start + 1 in bodies), span.end): what
        for span, what in find_notes(text, reading.conventions)
    }
    plain = [(one.span, one.what) for one in reading.not_choices]
    starts = [block.start for block in reading.blocks]
    for span, what in sorted((*notes.items(), *plain), key=lambda item: (item[0].start, -item[0].end)):
        if not claims.free(*span):
            continue
        number = bisect_right(starts, span.start)
        if number < len(starts) and starts[number] < span.end and what != "code":
            # Nothing that goes wrong in one paragraph may reach into the next.
            continue
        claims.add([Claim(span, "note" if span in notes else "words")])
        reading.findings.add(
            "info",
            "not-a-choice",
            f"“{' '.join(text[span.start : span.end].split())}” is read as {what}, not as a choice",
            span.start + (text[span.start] == " "),
            None,
        )


# Structure and pairs depend on each other; so often they are looked for anew until neither changes.
_ROUNDS = 3


def pair_brackets(reading: Reading) -> Reading:
    """Pair brackets over the structure, and find the structure again with them."""
    covered = cover(reading.tokens, sorted(reading.claims.made))
    lone = {run.options[0].label.start for run in reading.outline.runs if len(run.options) == 1}
    blocks = rejoined(reading.blocks, lone) if lone else reading.blocks
    outline = find_outline(reading.text, blocks, {}, reading.conventions, lone)
    pairing = pair(reading.text, covered, outline)
    for _ in range(_ROUNDS):
        outline = find_outline(reading.text, blocks, pairing.pairs, reading.conventions, lone)
        again = pair(reading.text, covered, outline)
        if again.pairs == pairing.pairs:
            break
        pairing = again
    check_depth(pairing.pairs, reading.findings.source, reading.limits)
    names = tuple(run.options[0].label for run in reading.outline.runs if len(run.options) == 1)
    return replace(reading, blocks=blocks, outline=outline, pairing=pairing, lone=names)


def cite_provisions(reading: Reading) -> Reading:
    """Give provisions their labels, and comments the provisions that they are about."""
    signs = {token.start for token in reading.tokens if token.type not in ("TEXT", "NOTE")}
    named = named_paragraphs(reading.outline, signs, reading.noted)
    citations = cite(reading.outline, named)
    provisions = provisions_of(
        reading.outline,
        citations,
        named,
        reading.conventions,
        reading.statuses,
        reading.annotated.versions,
        reading.findings,
    )
    comments = place_comments(reading.annotated.text, reading.noted, provisions, reading.findings)
    reading.findings.place(provisions)
    report_labels(citations, reading.blocks, reading.findings)
    _report_remarked(reading, provisions)
    stated = frozenset(provision.label for provision in provisions if provision.status == "agreed")
    shown = read_legends(
        reading.annotated.text, provisions, reading.annotated.shades, comments, reading.conventions, reading.findings
    )
    stated |= {provision.label for provision in shown if provision.status == "agreed"}
    return replace(reading, citations=citations, named=named, provisions=shown, comments=comments, stated=stated)


def _report_remarked(reading: Reading, provisions: tuple[Provision, ...]) -> None:
    """Report what the reader of the file has found."""
    label = labels_at(provisions)
    for found in reading.annotated.remarked:
        reading.findings.add(found.severity, found.code, found.message, found.at, label(found.at), found.suggestion)


def decide_marks(reading: Reading) -> Reading:
    """Decide what each slash, OR, joint and name of an option means."""
    text, claims, findings = reading.text, reading.claims, reading.findings
    spans = outermost(reading.pairing.pairs)
    claims.add(find_attributions(text, spans, reading.conventions, claims))
    made = sorted(claims.made)
    covered = cover(reading.tokens, made)
    runs = [
        *reading.outline.runs,
        *version_runs(text, reading.annotated.versions),
        *alt_runs(reading.outline, reading.citations, findings),
    ]
    for number, run in enumerate(runs):
        run.number = number
    nesting = nest(text, _trimmed(text, runs, made), reading.pairing.pairs)
    pairing = Pairing(nesting.pairs, tuple(sorted([*reading.pairing.loose, *nesting.dropped])))
    report_pairs(text, pairing, nesting.runs, reading.provisions, findings)
    if "(" in text:
        report_crossed(text, covered, pairing.pairs, reading.provisions, findings)
    report_positions_in_text(text, reading.lines, outermost(nesting.pairs), claims, findings)
    decided = decide(
        text, covered, nesting, reading.outline, reading.conventions, Ambiguities(findings), made, reading.languages
    )
    report_lone_options(text, _lone_names(reading, runs), decided, claims, findings)
    findings.place(reading.provisions)
    return replace(reading, pairing=pairing, decided=decided)


def _lone_names(reading: Reading, runs: Sequence[Run]) -> list[Span]:
    """Return the names of options beside which no other was found."""
    lone = {*reading.lone, *(run.options[0].label for run in runs if len(run.options) == 1)}
    return sorted(lone)


def _trimmed(text: str, runs: Sequence[Run], claims: Sequence[Claim]) -> Sequence[Run]:
    """Return runs that end with their words: white space and comments behind these belong to no option."""
    comments = {claim.span.end: claim.span.start for claim in claims if claim.kind == "comment"}
    for run in runs:
        last = run.options[-1].label.end
        while run.end > last:
            stripped = run.end - _blank(text, run.end)
            run.end = max(last, stripped)
            if run.end not in comments or comments[run.end] < last:
                break
            run.end = comments[run.end]
    return runs


def _blank(text: str, end: int) -> int:
    count = 0
    while count < end and text[end - 1 - count] in " \t\r\n":
        count += 1
    return count


def build_tree(reading: Reading) -> Reading:
    """Send the tokens through the grammar, and build the choices."""
    versions = {one.span.start: one for one in merged_versions(reading.text, reading.annotated.versions)}
    raw = build(reading.annotated.text, reading.decided, reading.findings, versions)
    reading.findings.place(reading.provisions)
    return replace(reading, raw=raw)


def name_and_correct(reading: Reading) -> Reading:
    """Give brackets their ids and options their letters, and apply what a user says of them."""
    raw, findings = reading.raw, reading.findings
    content = name_choices(raw, reading.provisions, _holders(reading))
    if reading.read_as:
        corrections = Corrections(reading.read_as, findings.source, tuple(brackets_in(content)))
        corrections.report(findings)
        corrections.apply(raw)
        content = name_choices(raw, reading.provisions, _holders(reading), corrections.known)
    _check_tiled(reading.annotated.text, content)
    _check_options(content, findings.source, reading.limits)
    report_doubtful(reading.annotated.text, content, set(reading.stated), findings)
    return replace(reading, content=content)


def _holders(reading: Reading) -> dict[int, tuple[str, str]]:
    """Return what choices between options are called by and where they stand, by where they begin."""
    holders = {}
    for number, holder in reading.citations.holders.items():
        block = reading.blocks[number]
        for at in range(block.start, block.options[0].span.end):
            holders[at] = holder
    return holders


def outline_draft(reading: Reading) -> Reading:
    """Make the outline that users see."""
    contents = sections_of(reading.outline, reading.citations)
    return replace(reading, contents=contents)


STEPS: tuple[Step, ...] = (
    normalise_signs,
    cut_out_comments,
    scan_tokens,
    divide_paragraphs,
    annotate,
    pair_brackets,
    cite_provisions,
    decide_marks,
    build_tree,
    name_and_correct,
    outline_draft,
)


def _draft(reading: Reading, name: str, document: Document | None) -> Draft:
    return Draft(
        reading.annotated.text,
        reading.content,
        reading.provisions,
        reading.comments,
        reading.findings.in_order(),
        name,
        reading.conventions.name,
        changes=reading.annotated.changes,
        document=document,
        sections=reading.contents,
    )


def _check_tiled(text: str, content: tuple[Piece, ...]) -> None:
    """Check that every character of the text stands in one leaf, in order: nothing lost, nothing doubled."""
    at = 0
    for leaf in leaves(content):
        assert leaf.span.start == at, f"the tree does not tile the text at {at}"
        at = leaf.span.end
    assert at == len(text), f"the tree ends at {at} of {len(text)}"


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
