"""The stretches of a text that hold choices: brackets in a row, and paragraphs that are options.

Only they go through the grammar; all else is text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import chain, islice

from bracketed.draft.draft import Provision
from bracketed.draft.findings import Findings, labels_at
from bracketed.parsing.labels import alt_base
from bracketed.parsing.lines import ALTERNATIVE_TEXT, OPTION_LINE, OPTION_NAME
from bracketed.parsing.masks import ALT_LABEL, BEHIND, fill
from bracketed.source import Span

_JOINT = re.compile(r"[ \t]*|,?\s*(?:OR|or|/|\uE006+)\s*")
_LISTED = re.compile(r"\[[^\[\]]{0,200}\](?:,[ ]\[[^\[\]]{0,200}\]){0,6},?[ ](?:OR|or|\uE006+)[ ]\[")
_OPTION_NAME = re.compile(r"(?<!\w)(?:[Ss]ub-?[Oo]ption|Option|Alternative|Alt|ALT|Variant|OR)(?!\w)|\uE006|\uE007")
_ALTERNATIVE = re.compile(rf"(?m)(?:^|(?P<open>\[))(?P<lead>)[ \t]*{ALTERNATIVE_TEXT}(?(open)(?=[ ])|(?=[ \t]*\r?$))")
_OPENING = re.compile(OPTION_NAME, re.MULTILINE)
_LABELLED = re.compile(r"\[\s*(?:(?:Option|Alternative|Alt|ALT|Variant)\b|\uE007)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text that goes through the grammar; `alt` says that it holds a paragraph and its “alt”."""

    span: Span
    alt: bool = False


def find_stretches(
    masked: str, spans: list[Span], provisions: tuple[Provision, ...], findings: Findings
) -> tuple[str, list[Stretch]]:
    """Return the stretches that go through the grammar: runs of brackets, and runs of paragraphs that are options.

    The masked text comes back with the labels of “alt” paragraphs masked too.
    """
    labels, alts = _alt_runs(masked, spans, provisions, findings)
    masked = fill(masked, [(label, ALT_LABEL) for label in labels])
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
                or (
                    between.isspace()
                    and _LABELLED.match(masked, span.start)
                    and ("\n" not in between or _LABELLED.match(masked, runs[-1].start))
                )
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
        # "Option 2" alone on a line behind the last of them is the heading of what follows.
        heading = OPTION_LINE.search(masked, own[-1].end, run.end)
        if heading and not OPTION_LINE.sub("", masked[heading.start() : run.end]).strip():
            run = _trimmed(masked, run.start, heading.start())
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
        # The words of the last option may stand below its name, behind a blank line.
        name = OPTION_LINE.match(masked, last)
        begins = name.end() if name else last
        while begins < provision.span.end and masked[begins].isspace():
            begins += 1
        blank = re.compile(r"\n[ \t\r]*\n").search(masked, begins, provision.span.end)
        end = blank.start() if blank else provision.span.end
        # A bracket that opens in the last option closes before the run does.
        number = bisect_left(starts, end) - 1
        if number >= 0 and spans[number].end > end:
            end = spans[number].end
        runs.append(_trimmed(masked, first, end))
    return runs


def report_lone_options(
    masked: str, stretches: list[Stretch], provisions: tuple[Provision, ...], findings: Findings
) -> None:
    """Report names of options that no other option stands beside: those that hold numbered paragraphs, for example."""
    label = labels_at(provisions)
    begins = [stretch.span.start for stretch in stretches]
    others = _ALTERNATIVE.finditer(masked) if "alt" in masked else ()
    for found in chain(OPTION_LINE.finditer(masked), others):
        at = found.end("lead")
        number = bisect_right(begins, at) - 1
        span = stretches[number].span if number >= 0 else Span(0, 0)
        if at < span.end and len(list(islice(_OPTION_NAME.finditer(masked, *span), 2))) > 1:
            continue
        findings.add(
            "warning",
            "lone-option",
            f"“{found[0].strip(' [')}” names an option, but no other stands beside it; it is read as text",
            at,
            label(at),
            "put a bracket round all the options, with OR between them",
        )
