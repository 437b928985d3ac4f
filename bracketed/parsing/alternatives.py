"""Alternatives in paragraphs, "3. …" and "3 alt. …" with all that is below them, and the versions of a table row."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeAlias

from bracketed.draft.annotated_text import Version, VersionRow
from bracketed.draft.draft import Findings
from bracketed.parsing.labels import Label, alt_base, alt_name
from bracketed.parsing.outline import Outline, Run, RunOption
from bracketed.parsing.provisions import Citations
from bracketed.source import Span

# A paragraph, by its place among all, and its label.
Numbered: TypeAlias = tuple[int, Label]


def alt_runs(outline: Outline, citations: Citations, findings: Findings) -> list[Run]:
    """Return the runs of paragraphs and their "alt" paragraphs; those in brackets of their own are joined elsewhere."""
    # The number of the first paragraph is before the run, and is kept; that of each other names its option.
    alts: dict[Numbered, list[Numbered]] = {}
    known: dict[tuple[Hashable, str], Numbered] = {}
    for number, (block, location) in enumerate(zip(outline.blocks, outline.locations, strict=True)):
        if block.label is None or block.options:
            continue
        # An article is counted under the title above it.
        scope = location.scope if location.title is None else location.titles[:-1]
        base = alt_base(block.label.normal)
        first = known.get((scope, base)) if base else None
        if first is not None:
            alts.setdefault(first, []).append((number, block.label))
        elif base:
            # "4 alt 1" and "4 alt 2" without a 4: the second is an alternative to the first.
            known[scope, base] = number, block.label
        known[scope, block.label.normal] = number, block.label
    runs = (_run(outline, citations, first, others, findings) for first, others in alts.items())
    return [run for run in runs if run is not None]


def _run(
    outline: Outline, citations: Citations, first: Numbered, others: Sequence[Numbered], findings: Findings
) -> Run | None:
    blocks = outline.blocks
    ends = [_subtree_end(outline, number) for number, _ in (first, *others)]
    apart = next((number for end, (number, _) in zip(ends, others, strict=False) if end != number), None)
    if apart is not None:
        # Something else is between them.
        alt, above = citations.labels[apart], citations.labels[first[0]]
        message = f"{alt} is not directly below {above}; it is read as a paragraph of its own, not as an alternative"
        remedy = f"put {alt} directly below {above}, or both in one bracket with OR between them"
        findings.add("warning", "lone-option", message, blocks[apart].start, alt, remedy)
        return None
    in_bracket = {number: "[" in outline.text[blocks[number].start : label.start] for number, label in (first, *others)}
    enclosed = next((number for number, _ in others if in_bracket[number]), None)
    if enclosed is not None and not in_bracket[first[0]]:
        alt, above = citations.labels[enclosed], citations.labels[first[0]]
        what = "it is read as a provision that may be left out, not as an alternative"
        message = f"{alt} is in brackets and {above} is not; {what} to {above}"
        remedy = f"put {above} in brackets too, or take {alt} out of its brackets"
        findings.add("warning", "enclosed-alt", message, blocks[enclosed].start, alt, remedy)
    if any(in_bracket.values()):
        return None
    number, label = first
    end = _end_of(outline.text, label)
    start = end - len(alt_name(outline.text[label.start : end])) if alt_base(label.normal) else end
    options = [RunOption(Span(start, end), label.normal, number, "alt", 0)]
    for number, label in others:
        end = _end_of(outline.text, label)
        options.append(RunOption(Span(blocks[number].start, end), label.normal, number, "alt", len(options)))
    return Run(0, options, None, (), 0, end=blocks[ends[-1] - 1].end, is_alt=True)


def _end_of(text: str, label: Label) -> int:
    # Behind a label alone, as of an article, blanks go with the end of the line, "\r" among them.
    is_alone = text[label.end : label.end + 1] == "\n"
    return label.start + len(text[label.start : label.end].rstrip()) if is_alone else label.end


def _subtree_end(outline: Outline, number: int) -> int:
    first = outline.locations[number]
    last = number + 1
    while last < len(outline.locations):
        block, location = outline.blocks[last], outline.locations[last]
        if block.names_only(outline.text):
            # The name of an option on a line of its own heads what follows.
            break
        if location.title is not None:
            if first.title is None or location.title.rank <= first.title.rank:
                break
        elif first.title is None and (
            location.owner < number if block.label is None else location.depth <= first.depth
        ):
            break
        last += 1
    return last


def version_runs(text: str, rows: Sequence[VersionRow]) -> list[Run]:
    """Return a run of options for each row of a table of versions; the words of the columns are its options."""
    runs: list[Run] = []
    for row in rows:
        versions, repeated = merged(text, row)
        if len(versions) < 2:
            continue
        ends = sorted(span.end for span in (*repeated, *(one.span for one in versions)))
        options = []
        for number, one in enumerate(versions):
            start = one.span.start
            # What is between two versions, white space and repetitions, is part of the name of the second.
            begins = max((end for end in ends if end <= start), default=start) if number else start
            options.append(RunOption(Span(begins, start), one.head, -1, "version", number))
        runs.append(Run(0, options, None, (), 0, end=versions[-1].span.end, is_alt=True))
    return runs


def merged(text: str, row: VersionRow) -> tuple[list[Version], list[Span]]:
    """Return the versions of a row that differ, and the regions in which a column says again what another says."""
    # Columns that say the same are one version, with the heads and owners of all.
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
