"""Read a text: the way from characters to a draft, step by step.

`STEPS` is that way. Each step fills in more of a `Reading`; nothing of the text is replaced, and all places are offsets
in the source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from bracketed.draft.annotated_text import AnnotatedText, CommentRange
from bracketed.draft.draft import Comment, Document, Draft, Findings, Provision, labels_at
from bracketed.draft.languages import check_language
from bracketed.draft.outline import Section
from bracketed.draft.tree import Piece, brackets_in, leaves
from bracketed.errors import DraftError, StrictError
from bracketed.gc_pause import gc_paused
from bracketed.limits import DEFAULT, Limits
from bracketed.markdown import FRONT_MATTER
from bracketed.parsing.alternatives import alt_runs, merged, version_runs
from bracketed.parsing.annotations import (
    Status,
    claim_notes,
    find_attributions,
    find_bracketed_parties,
    find_statuses,
    find_unread_marks,
    report_no_choice,
    report_positions_in_text,
)
from bracketed.parsing.blocks import Block, Divider, Line, lines_of, rejoined
from bracketed.parsing.builder import RawPiece, build, name_choices, report_doubtful
from bracketed.parsing.comments import cut_comments, lines_beside, place_comments
from bracketed.parsing.conventions import Conventions, detect
from bracketed.parsing.corrections import Corrections, ReadAs
from bracketed.parsing.language import languages_of, report_unread_ors
from bracketed.parsing.legends import read_legends
from bracketed.parsing.marks import Decider, report_lone_options
from bracketed.parsing.notation import pattern
from bracketed.parsing.outline import Outline, OutlineReader, Run
from bracketed.parsing.pairing import Pairer, Pairing, check_depth, nest, outermost, report_crossed, report_pairs
from bracketed.parsing.provisions import (
    Citations,
    Namer,
    named_paragraphs,
    provisions_of,
    report_labels,
    sections_of,
)
from bracketed.parsing.remarks import cut_remarks
from bracketed.parsing.scanner import Claim, Claims, NonChoice, Token, cover, normalise, scan
from bracketed.source import Source, Span, masked
from bracketed.time_limit import in_time, time_limited

# Structure and pairs depend on each other; so often they are looked for anew until neither changes.
_ROUNDS = 3
# A shorter text makes too few objects for the garbage collector to matter.
_LARGE = 10_000


def parse(
    text: str,
    *,
    convention: Conventions | str | None = None,
    language: str | None = None,
    read_as: ReadAs | None = None,
    strict: bool = False,
    name: str = "draft",
    limits: Limits = DEFAULT,
) -> Draft:
    """Read a draft from a string.

    Args:
        text: the draft, comments flattened as `Comment by NAME: …`.
        convention: how marks are read where practice differs: the name of a preset (`itu`, `unfccc`, `cbd`, `who`,
            `wto`, `un`, `eu`, `plain`) or your own; by default as the words of the draft show.
        language: the code of the language that the draft is in beside English, such as `fr`, or `en` for none; by
            default as its words or letters show, which a short draft may not do.
        read_as: how single brackets are to be read where the reading was in doubt, by the ids that they have without
            it: `optional`, `alternatives`, `placeholder`, `text` (no bracket at all), `separate` or `joined` (brackets
            side by side). A bracket that was read as no choice is named by its line and column, `12:40`. Behind a
            reading there may be the words of the bracket, `("optional", "[ports/docks]")`: where it has others, the
            reading is not used, and a diagnostic says so.
        strict: raise StrictError if the draft has a diagnostic of severity `error`.
        name: what the draft is called in messages.
        limits: how much is read at most; see `bracketed.Limits`.

    Raises:
        DraftError: a limit is passed, the text is empty, or a bracket cannot be read as requested.
        StrictError: see `strict`.
        UnknownNameError: there is no preset, language or bracket of this name.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].")
    >>> for bracket in draft.brackets:
    ...     print(bracket.id, bracket.kind, [option.text for option in bracket.options])
    4#1 alternatives ['shall', 'should']
    4#2 optional ['annually', '']
    """
    return draft_of(
        AnnotatedText(text),
        convention=convention,
        language=language,
        read_as=read_as,
        strict=strict,
        name=name,
        limits=limits,
    )


def draft_of(
    annotated: AnnotatedText,
    *,
    convention: Conventions | str | None = None,
    language: str | None = None,
    read_as: ReadAs | None = None,
    strict: bool = False,
    name: str = "draft",
    document: Document | None = None,
    limits: Limits = DEFAULT,
) -> Draft:
    """Return the draft that an annotated text holds, with the file that it was read from; see `parse`."""
    with time_limited(limits, name), gc_paused() if len(annotated.text) > _LARGE else nullcontext():
        reading = read(annotated, convention=convention, language=language, read_as=read_as, limits=limits)
        draft = Draft(
            annotated.text,
            reading.content,
            reading.provisions,
            reading.comments,
            reading.findings.in_order(),
            name,
            reading.conventions.name,
            changes=annotated.changes,
            document=document,
            sections=reading.sections,
            language=reading.language,
            pages=annotated.pages,
            limits=limits,
        )
    errors = tuple(finding for finding in draft.diagnostics if finding.severity == "error") if strict else ()
    if errors:
        raise StrictError(errors)
    return draft


def read(
    annotated: AnnotatedText,
    *,
    convention: Conventions | str | None = None,
    language: str | None = None,
    read_as: ReadAs | None = None,
    limits: Limits = DEFAULT,
) -> Reading:
    """Return all that is found out about a text on the way to its draft."""
    if not annotated.text.strip():
        raise DraftError("the draft is empty; give a text with at least one word", line=1, column=1)
    if language is not None:
        check_language(language)
    findings = Findings(Source(annotated.text, annotated.pages))
    conventions = _conventions(annotated.text, convention, findings)
    reading = Reading(annotated, annotated.text, findings, conventions, language or "", read_as or {}, limits)
    for step in in_time(STEPS, lambda step: ""):
        step(reading)
    return reading


@dataclass(slots=True)
class Reading:
    """What is known of a text while it is being read; each step fills in what is below its name."""

    annotated: AnnotatedText
    text: str
    findings: Findings
    conventions: Conventions
    language: str  # as requested, or ""
    read_as: ReadAs
    limits: Limits
    # normalise_signs
    languages: tuple[str, ...] = field(init=False)
    skip: int = field(init=False)
    # cut_out_comments
    lines: Sequence[Line] = field(init=False)
    comment_ranges: Sequence[CommentRange] = ()
    claims: Claims = field(init=False)
    # scan_tokens
    tokens: Sequence[Token] = field(init=False)
    non_choices: Sequence[NonChoice] = field(init=False)
    # divide_paragraphs, and again pair_brackets
    blocks: Sequence[Block] = field(init=False)
    outline: Outline = field(init=False)
    # annotate
    statuses: Sequence[Status] = field(init=False)
    # pair_brackets
    covered: list[Token] = field(init=False)
    pairing: Pairing = field(init=False)
    lone: Sequence[Span] = field(init=False)
    # cite_provisions
    citations: Citations = field(init=False)
    provisions: tuple[Provision, ...] = field(init=False)
    comments: tuple[Comment, ...] = ()
    agreed: frozenset[str] = field(init=False)
    # decide_marks, build_tree, name_and_correct, outline_draft
    decided: Sequence[Token] = field(init=False)
    raw: list[RawPiece] = field(init=False)
    content: tuple[Piece, ...] = field(init=False)
    sections: tuple[Section, ...] = field(init=False)


def _conventions(text: str, convention: Conventions | str | None, findings: Findings) -> Conventions:
    if convention is not None:
        return Conventions.named(convention) if isinstance(convention, str) else convention
    conventions, reason = detect(text)
    if conventions.reads_otherwise(text):
        message = f"the draft is read by the conventions “{conventions.name}”, since {reason}"
        remedy = 'give convention="plain" to read it without them'
        findings.add("info", "convention-detected", message, 0, "", remedy)
    return conventions


def normalise_signs(reading: Reading) -> None:
    """Bring look-alike brackets to one form, and find the language of the draft."""
    reading.text = normalise(reading.text, reading.findings)
    known = (reading.language,) if reading.language else reading.conventions.languages
    reading.languages = languages_of(reading.text) if known is None else known
    front = FRONT_MATTER.match(reading.text)
    reading.skip = front.end() if front else 0


def cut_out_comments(reading: Reading) -> None:
    """Cut comments out of the lines of the text."""
    text, known = reading.text, reading.annotated.comments
    reading.lines = list(lines_of(text))
    if known is not None:
        reading.lines, reading.comment_ranges = lines_beside(reading.lines, known), known
    elif any(pattern(name).search(text) for name in ("COMMENT_BY", "BALLOON")):
        reading.lines, reading.comment_ranges = cut_comments(text, reading.lines)
    reading.comment_ranges, marks = cut_remarks(
        text, reading.lines, reading.comment_ranges, dict(reading.annotated.notes)
    )
    reading.claims = Claims(len(text))
    reading.claims.add(Claim(mark, "note") for mark in marks)
    for mark in marks:
        if "[" in text[slice(*mark)]:
            report_no_choice(text, mark, "the mark of a note", reading.findings)
    reading.claims.add(Claim(comment.span, "comment") for comment in reading.comment_ranges)


def scan_tokens(reading: Reading) -> None:
    """Cut the text into tokens."""
    # Code or a formula that begins on a line of the text does not end in a comment on it.
    comments = sorted(comment.span for comment in reading.comment_ranges)
    text = masked(reading.text, [_first_line(reading.text, span) for span in comments], "$`")
    reading.tokens, reading.non_choices = scan(text, reading.languages, reading.annotated.note_marks)


def _first_line(text: str, span: Span) -> Span:
    end = text.find("\n", *span)
    return span if end < 0 else Span(span.start, end)


def divide_paragraphs(reading: Reading) -> None:
    """Divide the lines into paragraphs, and find their first structure, without brackets."""
    reading.blocks = Divider(reading.text, reading.lines, reading.annotated, reading.skip).run()
    reading.outline = OutlineReader(reading.text, reading.blocks, {}, reading.conventions).run()


def annotate(reading: Reading) -> None:
    """Claim what is said about the words: statuses, notes, brackets that are no choice, names behind brackets."""
    text, claims, findings = reading.text, reading.claims, reading.findings
    for row in reading.annotated.versions:
        claims.add(Claim(span, "note") for span in merged(text, row)[1])
    found, reading.statuses = find_statuses(text, reading.blocks, reading.conventions, claims)
    claims.add(found)
    words = claim_notes(text, reading.blocks, reading.non_choices, reading.conventions, claims, findings)
    reading.tokens = cover(reading.tokens, sorted(words))
    claims.add(find_unread_marks(text, claims, findings))
    claims.add(find_bracketed_parties(text, claims, findings))


def pair_brackets(reading: Reading) -> None:
    """Pair brackets over the structure, and find the structure again with them."""
    text = reading.text
    covered = reading.covered = cover(reading.tokens, sorted(reading.claims.made))
    reading.lone = [run.options[0].label for run in reading.outline.runs if len(run.options) == 1]
    lone = {label.start for label in reading.lone}
    if lone:
        reading.blocks = rejoined(reading.blocks, lone)
        reading.outline = OutlineReader(text, reading.blocks, {}, reading.conventions, lone).run()
    reading.pairing = Pairer(text, covered, reading.outline).run()
    for _ in range(_ROUNDS):
        reading.outline = OutlineReader(text, reading.blocks, reading.pairing.pairs, reading.conventions, lone).run()
        again = Pairer(text, covered, reading.outline).run()
        if again.pairs == reading.pairing.pairs:
            break
        reading.pairing = again
    check_depth(reading.pairing.pairs, reading.findings.source, reading.limits)


def cite_provisions(reading: Reading) -> None:
    """Give provisions their labels, and comments the provisions that they are about."""
    annotated, findings, outline = reading.annotated, reading.findings, reading.outline
    signs = {token.start for token in reading.tokens if token.type not in ("TEXT", "NOTE")}
    named = named_paragraphs(outline, signs, reading.comment_ranges)
    citations = reading.citations = Namer(outline, named).run()
    provisions = provisions_of(
        outline, citations, named, reading.conventions, reading.statuses, annotated.versions, findings
    )
    reading.agreed = frozenset(one.label for one in provisions if one.status.startswith("agreed"))
    if reading.comment_ranges:
        reading.comments = place_comments(annotated.text, reading.comment_ranges, provisions, findings)
    findings.place(provisions)
    report_labels(citations, reading.blocks, findings)
    label = labels_at(provisions)
    for found in annotated.remarked:
        findings.add(found.severity, found.code, found.message, found.at, label(found.at), found.suggestion)
    if annotated.shades:
        provisions = read_legends(
            annotated.text, provisions, annotated.shades, reading.comments, reading.conventions, findings
        )
        reading.agreed |= {one.label for one in provisions if one.status.startswith("agreed")}
    reading.provisions = provisions


def decide_marks(reading: Reading) -> None:
    """Decide what each slash, OR, joint and name of an option means."""
    text, claims, findings = reading.text, reading.claims, reading.findings
    outline, versions, loose = reading.outline, reading.annotated.versions, reading.pairing.loose
    covered, pairs = reading.covered, reading.pairing.pairs
    found, separators = find_attributions(text, covered, pairs, reading.conventions, claims, findings)
    claims.add(found)
    made = sorted(claims.made)
    covered = cover(reading.tokens, made) if found else covered
    runs = [*outline.runs, *(version_runs(text, versions) if versions else ())]
    if "alt" in text.casefold():
        runs += alt_runs(outline, reading.citations, findings)
    comments = {claim.span.end: claim.span.start for claim in made if claim.kind == "comment"}
    for number, run in enumerate(runs):
        run.number = number
        _trim(run, text, comments)
    nesting = nest(text, runs, reading.pairing.pairs)
    # Of a bracket that is none after all, no sign parts the options.
    broken = pairs.keys() - nesting.pairs.keys()
    separators = [sign for sign in separators if not broken or _innermost(sign.start, pairs) not in broken]
    pairing = reading.pairing = Pairing(nesting.pairs, tuple(sorted([*loose, *nesting.dropped])))
    report_pairs(text, pairing, nesting.runs, reading.provisions, findings)
    if "(" in text:
        report_crossed(text, covered, pairing.pairs, reading.provisions, findings)
    report_positions_in_text(text, reading.lines, outermost(nesting.pairs), claims, findings)
    reading.decided = Decider(
        text, covered, nesting, outline, reading.conventions, reading.languages, made, findings, separators
    ).run()
    lone = {*reading.lone, *(run.options[0].label for run in runs if len(run.options) == 1)}
    report_lone_options(text, lone, reading.decided, claims, findings)
    findings.place(reading.provisions)


def _innermost(at: int, pairs: Mapping[int, int]) -> int:
    """Return where the innermost bracket around a place opens, -1 if there is none."""
    return max((start for start, end in pairs.items() if start < at < end), default=-1)


def _trim(run: Run, text: str, comments: Mapping[int, int]) -> None:
    # White space and comments behind the words of a run belong to no option.
    last = run.options[-1].label.end
    while run.end > last:
        if text[run.end - 1] in " \t\r\n":
            run.end -= 1
        elif comments.get(run.end, -1) >= last:
            run.end = comments[run.end]
        else:
            break


def build_tree(reading: Reading) -> None:
    """Send the tokens through the grammar, and build the choices."""
    rows = reading.annotated.versions
    versions = {one.span.start: one for row in rows for one in merged(reading.text, row)[0]}
    reading.raw = build(reading.annotated.text, reading.decided, reading.findings, versions)
    reading.findings.place(reading.provisions)


def name_and_correct(reading: Reading) -> None:
    """Give brackets their ids and options their letters, and apply the corrections of a user."""
    raw, findings, provisions = reading.raw, reading.findings, reading.provisions
    # The choice between options is known by where its name, or a bracket before that, begins.
    holders = {
        at: holder
        for number, holder in reading.citations.holders.items()
        for at in range(reading.blocks[number].start, reading.blocks[number].options[0].span.end)
    }
    content = name_choices(raw, provisions, holders)
    if reading.read_as:
        corrections = Corrections(reading.read_as, findings.source, tuple(brackets_in(content)))
        corrections.report(findings)
        corrections.apply(raw)
        content = name_choices(raw, provisions, holders, corrections.known)
    _check(reading.annotated.text, content, findings.source, reading.limits)
    report_doubtful(reading.annotated.text, content, set(reading.agreed), findings)
    report_unread_ors(reading.text, content, reading.languages, findings)
    findings.place(reading.provisions)
    reading.content = content


def _check(text: str, content: tuple[Piece, ...], source: Source, limits: Limits) -> None:
    # Nothing of the source is lost or doubled, whatever the draft: every character is in one leaf, in order.
    at = 0
    for leaf in leaves(content):
        assert leaf.span.start == at, f"the tree does not tile the text at {at}"
        at = leaf.span.end
    assert at == len(text), f"the tree ends at {at} of {len(text)}"
    for bracket in brackets_in(content):
        # A bracket has fewer options than parts.
        count = len(bracket.options) if len(bracket.parts) > limits.options else 0
        if count > limits.options:
            line, column = source.place(bracket.span.start)
            more = f"more than {limits.options:,}; divide it, or {limits.to_raise('options')}"
            raise DraftError(f"this bracket has {count:,} options, {more}", line=line, column=column)


def outline_draft(reading: Reading) -> None:
    """Make the outline that users see."""
    reading.sections = sections_of(reading.outline, reading.citations)


STEPS: tuple[Callable[[Reading], None], ...] = (
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
