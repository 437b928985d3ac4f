"""Read legends: lines such as “Red highlights: changes that were disputed” give provisions in that colour a status."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bracketed.draft.annotated_text import Shade
from bracketed.draft.draft import Comment, Findings, Provision
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
    """Return provisions with the statuses that a legend says their colours represent, and report them."""
    # A provision has a colour if at least half of its words do.
    legend = _legend(text, shades, conventions)
    if not legend:
        return provisions
    coloured = _Lengths(shades)
    hidden = _Lengths([Shade(comment.span, "") for comment in comments])
    counts = dict.fromkeys(legend, 0)
    marked: list[Provision] = []
    for provision in provisions:
        lengths = coloured.within(provision.body)
        colour = max(lengths, key=lengths.__getitem__, default="")
        words = provision.body.end - provision.body.start - hidden.within(provision.body).total()
        entry = legend.get(colour) if 2 * lengths[colour] >= words else None
        # The legend itself has no status.
        if entry is not None and not any(one.span.touches(provision.span) for one in legend.values()):
            counts[colour] += 1
            provision = replace(provision, status=entry.status)
        marked.append(provision)
    for colour, entry in legend.items():
        one = counts[colour] == 1
        given = f"{counts[colour]} provision{'' if one else 's'} in {colour} {'has' if one else 'have'} the status"
        message = f"“{entry.words}” is read as a legend: {given} “{entry.status}”"
        findings.add("info", "legend-read", message, entry.span.start)
    return tuple(marked)


def _legend(text: str, shades: Sequence[Shade], conventions: Conventions) -> dict[str, _Entry]:
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


class _Lengths:
    """How many characters of a region are in which colour."""

    def __init__(self, shades: Sequence[Shade]) -> None:
        self._shades = shades
        self._ends = [shade.span.end for shade in shades]

    def within(self, span: Span) -> Counter[str]:
        lengths: Counter[str] = Counter()
        for shade in self._shades[bisect_right(self._ends, span.start) :]:
            if shade.span.start >= span.end:
                break
            lengths[shade.colour] += min(span.end, shade.span.end) - max(span.start, shade.span.start)
        return lengths
