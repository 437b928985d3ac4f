"""Paragraphs of which one is to stand: "3. …" and "3 alt. …", with all that stands below them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from bracketed.draft.annotated_text import Version, VersionRow
from bracketed.draft.findings import Findings
from bracketed.parsing.labels import alt_base
from bracketed.parsing.outline import Outline, Run, RunOption
from bracketed.parsing.provisions import Citations
from bracketed.source import Span


def alt_runs(outline: Outline, citations: Citations, findings: Findings) -> list[Run]:
    """Return the runs of paragraphs and their "alt" paragraphs; those in brackets of their own are joined elsewhere.

    The number of the first paragraph stands before the run, and is kept; that of each other names its option.
    """
    alts: dict[int, list[int]] = {}
    known: dict[tuple[Hashable, str], int] = {}
    for number, block in enumerate(outline.blocks):
        if block.label is None or block.options:
            continue
        scope = _outer_scope(outline, number)
        base = alt_base(block.label.normal)
        first = known.get((scope, base)) if base else None
        if first is not None:
            alts.setdefault(first, []).append(number)
        known[scope, block.label.normal] = number
    runs: list[Run] = []
    for first, others in alts.items():
        run = _run(outline, citations, first, others, findings)
        if run is not None:
            runs.append(run)
    return runs


def merged_versions(text: str, rows: Sequence[VersionRow]) -> list[Version]:
    """Return the versions of each row that has several, equal ones as one with all its heads and owners."""
    return [one for row in rows for one in _merged(text, row)[0]]


def repeated_versions(text: str, rows: Sequence[VersionRow]) -> list[Span]:
    """Return the stretches in which a column says again what another says."""
    return sorted({span for row in rows for span in _merged(text, row)[1]})


def version_runs(text: str, rows: Sequence[VersionRow]) -> list[Run]:
    """Return a run of options for each row of a table of versions; the words of the columns are its options."""
    runs: list[Run] = []
    for row in rows:
        merged, repeated = _merged(text, row)
        if len(merged) < 2:
            continue
        ends = sorted(span.end for span in (*repeated, *(one.span for one in merged)))
        options = []
        for number, one in enumerate(merged):
            start = (
                max((end for end in ends if end <= one.span.start), default=one.span.start)
                if number
                else one.span.start
            )
            options.append(RunOption(Span(start, one.span.start), one.head, -1, "version", number))
        runs.append(Run(0, options, None, (), 0, end=merged[-1].span.end, is_alt=True))
    return runs


def _merged(text: str, row: VersionRow) -> tuple[list[Version], list[Span]]:
    """Return the versions of a row that differ, and the stretches that say again what another says; of a row in which
    all say the same, nothing."""
    kept: dict[str, Version] = {}
    repeated: list[Span] = []
    for one in row.cells:
        words = " ".join(text[slice(*one.span)].split())
        known = kept.get(words)
        if known is None:
            kept[words] = one
            continue
        owners = dict.fromkeys(name for name in (*known.owner.split(", "), one.owner) if name)
        heads = dict.fromkeys((*known.head.split(", "), one.head))
        kept[words] = Version(", ".join(heads), known.span, ", ".join(owners))
        if one.span != known.span:
            repeated.append(one.span)
    return [*kept.values()], repeated


def _outer_scope(outline: Outline, number: int) -> Hashable:
    """Return the title that a paragraph stands under; for an article itself, the title above it."""
    location = outline.locations[number]
    if location.title is None:
        return location.scope
    return location.titles[:-1]


def _run(outline: Outline, citations: Citations, first: int, others: list[int], findings: Findings) -> Run | None:
    blocks = outline.blocks
    ends = [_subtree_end(outline, first), *(_subtree_end(outline, other) for other in others)]
    if any(end != begin for end, begin in zip(ends, others, strict=False)):
        # Something else stands between them.
        return None
    one = blocks[first].label
    assert one is not None
    enclosed = next((other for other in others if _in_bracket(outline, other)), None)
    if enclosed is not None:
        if not _in_bracket(outline, first):
            _report_enclosed(citations.labels[enclosed], citations.labels[first], blocks[enclosed].start, findings)
        return None
    if _in_bracket(outline, first):
        return None
    options = [RunOption(Span(one.end, one.end), one.normal, first, "alt", 0)]
    for other in others:
        label = blocks[other].label
        assert label is not None
        options.append(RunOption(Span(blocks[other].start, label.end), label.normal, other, "alt", len(options)))
    end = blocks[ends[-1] - 1].end
    return Run(0, options, None, (), 0, end=end, is_alt=True)


def _subtree_end(outline: Outline, number: int) -> int:
    """Return the number of the first paragraph behind one and all that stands below it."""
    location = outline.locations[number]
    last = number + 1
    depth = len([step for step in location.path if step.kind == "number"])
    while last < len(outline.locations):
        other = outline.locations[last]
        if outline.blocks[last].names_only(outline.text):
            # The name of an option that stands alone heads what follows.
            break
        if other.title is not None:
            if location.title is None or other.title.rank <= location.title.rank:
                break
        elif location.title is None:
            numbers = [step for step in other.path if step.kind == "number"]
            if outline.blocks[last].label is not None and len(numbers) <= depth:
                break
            if outline.blocks[last].label is None and other.owner < number:
                break
        last += 1
    return last


def _in_bracket(outline: Outline, number: int) -> bool:
    """Say whether a bracket opens before the number of a paragraph."""
    block = outline.blocks[number]
    assert block.label is not None
    return "[" in outline.text[block.start : block.label.start]


def _report_enclosed(alt: str, above: str, at: int, findings: Findings) -> None:
    findings.add(
        "warning",
        "enclosed-alt",
        f"{alt} stands in brackets and {above} does not; it is read as a provision that may be left out, not as "
        f"an alternative to {above}",
        at,
        alt,
        f"put {above} in brackets too, or take {alt} out of its brackets",
    )
