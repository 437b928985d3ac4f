"""Reads legends: lines such as “Red highlights: changes that were disputed” give provisions in that colour a status."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bracketed.draft.annotated_text import Shade
from bracketed.draft.draft import Comment, Provision
from bracketed.draft.findings import Findings
from bracketed.draft.languages import meanings
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.notation import pattern
from bracketed.source import Span


@dataclass(frozen=True, slots=True)
class _Entry:
    status: str
    words: str
    span: Span


def read_legends(
    text: str,
    provisions: tuple[Provision, ...],
    shades: Sequence[Shade],
    comments: Sequence[Comment],
    conventions: Conventions,
    findings: Findings,
) -> tuple[Provision, ...]:
    """Give provisions the statuses that a legend says their colours stand for, and say so.

    A provision has a colour if at least half of its words do.
    """
    if not shades:
        return provisions
    legend = _legend(text, shades, conventions)
    if not legend:
        return provisions
    covered = _Covered(shades)
    hidden = _Covered([Shade(comment.span, "") for comment in comments])
    counts = dict.fromkeys(legend, 0)
    marked: list[Provision] = []
    for provision in provisions:
        colour = _colour(provision, covered, hidden)
        entry = legend.get(colour)
        if entry is None or any(one.span.touches(provision.span) for one in legend.values()):
            marked.append(provision)
        else:
            counts[colour] += 1
            marked.append(replace(provision, status=entry.status))
    for colour, entry in legend.items():
        count = counts[colour]
        findings.add(
            "info",
            "legend-read",
            f"“{entry.words}” is read as a legend: {count} provision{'' if count == 1 else 's'} in {colour} "
            f"{'has' if count == 1 else 'have'} the status “{entry.status}”",
            entry.span.start,
        )
    return tuple(marked)


def _legend(text: str, shades: Sequence[Shade], conventions: Conventions) -> dict[str, _Entry]:
    """Return the entries of the legend by their colours."""
    legend: dict[str, _Entry] = {}
    starts = [shade.span.start for shade in shades]
    for found in pattern("LEGEND").finditer(text):
        name = " ".join(found["colour"].casefold().split())
        colour = meanings("colour").get(name, name)
        span = Span(*found.span())
        near = shades[max(0, bisect_right(starts, span.start) - 1) : bisect_left(starts, span.end)]
        # "Green: …" is a legend only if it is green itself.
        shown = any(shade.colour == colour and shade.span.touches(span) for shade in near)
        if found["what"] or shown:
            meaning = found["meaning"].strip(" .;,")
            status = conventions.status_of(meaning) or meaning
            legend.setdefault(colour, _Entry(status, found[0].strip(" \t·•*–-"), span))
    return legend


class _Covered:
    """How many characters of a stretch are in which colour."""

    def __init__(self, shades: Sequence[Shade]) -> None:
        self._shades = shades
        self._ends = [shade.span.end for shade in shades]

    def of(self, span: Span) -> dict[str, int]:
        counts: dict[str, int] = {}
        number = bisect_right(self._ends, span.start)
        while number < len(self._shades) and self._shades[number].span.start < span.end:
            shade = self._shades[number]
            length = min(span.end, shade.span.end) - max(span.start, shade.span.start)
            counts[shade.colour] = counts.get(shade.colour, 0) + length
            number += 1
        return counts


def _colour(provision: Provision, covered: _Covered, hidden: _Covered) -> str:
    counts = covered.of(provision.body)
    if not counts:
        return ""
    colour = max(counts, key=lambda name: counts[name])
    words = provision.body.end - provision.body.start - sum(hidden.of(provision.body).values())
    return colour if 2 * counts[colour] >= words else ""
