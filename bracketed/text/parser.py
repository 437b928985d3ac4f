"""Reads a text: the way from characters to a draft.

1. Comments are cut out of the lines, and the lines divided into provisions (`layout`).
2. What is not a choice is masked, character for character: comments, note marks, slashes inside words (`slashes`).
3. Brackets are matched; what does not match is reported and masked (`matching`).
4. The bracketed stretches, and only they, go through the grammar, and become named option trees (`build`).
5. Text, marks and brackets are put together again in the order of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from bracketed.errors import DraftError, StrictError
from bracketed.source import Source, Span
from bracketed.text.build import (
    COMMENT_MASK,
    GAP,
    STRAY_MASK,
    WORD_MASK,
    Builder,
    RawPiece,
    name_choices,
    parse_stretches,
)
from bracketed.text.conventions import Conventions
from bracketed.text.draft import Comment, Draft, Provision
from bracketed.text.findings import Findings
from bracketed.text.layout import OPTION_LINE, cut_comments, divide, place_comments
from bracketed.text.matching import Pair, match_brackets, outermost
from bracketed.text.not_choices import not_choices
from bracketed.text.slashes import compounds_in, word_slashes
from bracketed.text.tree import Bracket, Mark, Piece, Text

_OWN_MARKS = str.maketrans(dict.fromkeys((COMMENT_MASK, GAP, STRAY_MASK), WORD_MASK))
_JOINT = re.compile(r"[ \t]*|\s*(?:OR|or|/)\s*")
_LABELLED = re.compile(r"\[\s*(?:Option|Alternative|Alt)\b")


def parse(text: str, *, convention: Conventions | None = None, strict: bool = False, name: str = "draft") -> Draft:
    """Read a draft from a string.

    Args:
        text: the draft, comments flattened as `Comment by NAME: …`.
        convention: how marks are read where practice differs; by default as most bodies write.
        strict: raise StrictError if the draft has a diagnostic of severity `error`.
        name: what the draft is called in messages.

    Raises:
        DraftError: brackets are nested deeper than 1,000, or the text is empty.
        StrictError: see `strict`.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].")
    >>> for bracket in draft.brackets:
    ...     print(bracket.id, bracket.kind, [option.text for option in bracket.options])
    4#1 alternatives ['shall', 'should']
    4#2 optional ['annually', '']
    """
    if not text.strip():
        raise DraftError("the draft is empty; give a text with at least one word", line=1, column=1)
    source = Source(text)
    findings = Findings(source)
    conventions = convention or Conventions()

    lines, raw_comments = cut_comments(text)
    provisions = divide(text, lines, conventions, findings)
    comments = place_comments(text, raw_comments, provisions, findings)

    masked = _mask_comments(text, comments)
    masked = _mask_not_choices(masked, provisions, findings)
    pairs, unmatched = match_brackets(masked, provisions, findings)
    masked = _replace(masked, [(Span(at, at + 1), STRAY_MASK) for at in unmatched])
    spans = outermost(pairs)
    masked = _mask_words_with_slashes(masked, spans, conventions)

    stretches = _stretches(masked, spans, provisions)
    builder = Builder(text, stretches, provisions, conventions, findings)
    raw = _assemble(text, stretches, parse_stretches(masked, stretches, builder), comments, unmatched)
    content = name_choices(raw, provisions)
    _look_again(text, content, pairs, provisions, findings)

    draft = Draft(text, content, provisions, comments, findings.in_order(), name)
    if strict:
        errors = tuple(finding for finding in draft.diagnostics if finding.severity == "error")
        if errors:
            raise StrictError(errors)
    return draft


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


def _mask_comments(text: str, comments: tuple[Comment, ...]) -> str:
    return _replace(text.translate(_OWN_MARKS), [(comment.span, COMMENT_MASK) for comment in comments])


def _mask_not_choices(masked: str, provisions: tuple[Provision, ...], findings: Findings) -> str:
    starts = [provision.span.start for provision in provisions]
    changes: list[tuple[Span, str]] = []
    for span, what in sorted(not_choices(masked)):
        if changes and span.start < changes[-1][0].end:
            continue
        changes.append((span, WORD_MASK))
        number = bisect_right(starts, span.start) - 1
        findings.add(
            "info",
            "not-a-choice",
            f"“{masked[span.start : span.end].strip()}” is read as {what}, not as a choice",
            span.start,
            provisions[number].label if number >= 0 else "",
        )
    return _replace(masked, changes)


def _mask_words_with_slashes(masked: str, spans: list[Span], conventions: Conventions) -> str:
    edges = [0, *(edge for span in spans for edge in span), len(masked)]
    outside = [Span(start, end) for start, end in list(pairwise(edges))[::2]]
    compounds = conventions.compounds | compounds_in(masked, outside)
    slashes = {at for span in spans for at in word_slashes(masked, span, compounds)}
    return _replace(masked, [(Span(at, at + 1), WORD_MASK) for at in sorted(slashes)])


def _stretches(masked: str, spans: list[Span], provisions: tuple[Provision, ...]) -> list[Span]:
    """Return the stretches that go through the grammar: runs of brackets, and runs of option paragraphs."""
    starts = [provision.span.start for provision in provisions]
    stretches = _option_runs(masked, spans, provisions)
    holders = [stretch.start for stretch in stretches]
    runs: list[Span] = []
    for span in spans:
        number = bisect_right(holders, span.start) - 1
        if number >= 0 and stretches[number].holds(span):
            continue
        if runs:
            between = masked[runs[-1].end : span.start]
            same_provision = bisect_right(starts, runs[-1].start) == bisect_right(starts, span.start)
            joined = _JOINT.fullmatch(between) or (between.isspace() and _LABELLED.match(masked, span.start))
            if same_provision and joined:
                runs[-1] = Span(runs[-1].start, span.end)
                continue
        runs.append(span)
    return sorted(stretches + runs)


def _option_runs(masked: str, spans: list[Span], provisions: tuple[Provision, ...]) -> list[Span]:
    """Return the stretches of two or more option paragraphs that stand outside brackets."""
    runs: list[Span] = []
    starts = [span.start for span in spans]
    for provision in provisions:
        first: int | None = None
        last = 0
        count = 0
        for found in OPTION_LINE.finditer(masked, provision.body.start, provision.span.end):
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
        runs.append(Span(first, len(masked[:end].rstrip(" \t\r\n\ue000"))))
    return runs


def _assemble(
    text: str,
    stretches: Sequence[Span],
    parsed: Sequence[list[RawPiece]],
    comments: tuple[Comment, ...],
    unmatched: Sequence[int],
) -> list[RawPiece]:
    """Put parsed stretches, comments, stray brackets and the text between them in the order of the source."""
    placed: list[tuple[Span, list[RawPiece]]] = list(zip(stretches, parsed, strict=True))
    begins = [stretch.start for stretch in stretches]
    loose: list[Mark] = [Mark("comment", text[slice(*comment.span)], comment.span) for comment in comments]
    loose += [Mark("stray", text[at], Span(at, at + 1)) for at in unmatched]
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
    findings: Findings,
) -> None:
    """Report what is doubtful about brackets that could be read."""
    by_label = {provision.label: provision for provision in provisions}
    reported: set[str] = set()
    for bracket in (piece for piece in content if isinstance(piece, Bracket)):
        provision = by_label[bracket.provision]
        if provision.status == "agreed" and provision.label not in reported:
            reported.add(provision.label)
            findings.add(
                "warning",
                "agreed-but-bracketed",
                f"{provision.label} stands under “agreed”, but holds a bracket",
                bracket.span.start,
                provision.label,
            )
        end = bracket.span.end
        spaced = text[bracket.span.start - 1 : bracket.span.start].isspace()
        if spaced and end < len(text) and text[end].isalpha() and " " in bracket.words:
            findings.add(
                "info",
                "missing-space",
                "a space is missing after this bracket; variants have one",
                end - 1,
                provision.label,
            )
