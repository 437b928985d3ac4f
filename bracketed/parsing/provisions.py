"""From the paragraphs of a draft to its provisions: which are one, where each begins and ends, and its status."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from bracketed.draft.annotated_text import CommentRange, VersionRow
from bracketed.draft.draft import Provision
from bracketed.parsing.annotations import Status
from bracketed.parsing.blocks import Block
from bracketed.parsing.citations import Citations
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.outline import Outline
from bracketed.source import Source, Span


def named_paragraphs(outline: Outline, signs: Collection[int], noted: Sequence[CommentRange]) -> list[bool]:
    """Say of each paragraph whether it is a provision: a title is one only where it is contested or commented on."""
    places = sorted([*signs, *(comment.span.start for comment in noted)])
    named = []
    for number, (block, seat) in enumerate(zip(outline.blocks, outline.seats, strict=True)):
        title = seat.title
        if seat.belongs_to_name:
            named.append(False)
            continue
        if block.is_bullet and number and outline.seats[number - 1].title is None:
            # A bullet is part of the paragraph above it.
            named.append(False)
            continue
        held = bisect_right(places, block.start - 1) < bisect_right(places, block.end)
        # The title of an article has the label of its first paragraph, if that has no number.
        heads = title is not None and (
            title.style == "code" or (title.style == "article" and not block.level and not _leads(outline, number))
        )
        named.append(held or title is None or heads)
    for run in outline.runs:
        # A choice between options stands in the provision, or under the title, that holds it.
        owner = outline.seats[run.options[0].block].owner
        if owner >= 0 and len(run.options) > 1:
            named[owner] = True
    return named


def _leads(outline: Outline, number: int) -> bool:
    """Say whether a paragraph without a number follows a title."""
    if number + 1 >= len(outline.blocks):
        return False
    return outline.seats[number + 1].title is None and outline.blocks[number + 1].label is None


def provisions_of(
    outline: Outline,
    citations: Citations,
    named: Sequence[bool],
    conventions: Conventions,
    statuses: Sequence[Status],
    versions: Sequence[VersionRow],
    source: Source,
) -> tuple[Provision, ...]:
    """Return the provisions of a draft, with what marks in them state."""
    starts = [block.start for block in outline.blocks]
    stated = {bisect_right(starts, status.at) - 1: status.status for status in statuses}
    rows = [row.cells[0].span for row in versions if row.cells]
    provisions: list[Provision] = []
    left = 0  # the last table of tabbed lines behind which a title stood
    for number, (block, seat) in enumerate(zip(outline.blocks, outline.seats, strict=True)):
        left = block.table if seat.title is not None else left
        if not named[number]:
            if seat.title is None and provisions:
                last = provisions[-1]
                provisions[-1] = replace(
                    last, span=Span(last.span.start, block.end), body=Span(last.body.start, block.end)
                )
            continue
        titles = seat.titles[:-1] if seat.title is not None else seat.titles
        under = (conventions.status_of(title.words) for title in reversed(titles) if title.style != "article")
        container = seat.title is not None and seat.title.style == "code"
        provisions.append(
            Provision(
                label=citations.labels[number],
                written=block.label.written if block.label else "",
                heading=tuple(title.words for title in titles),
                column="" if block.cell is None and block.table == left else block.column,
                status=stated.get(number, "" if container else next(under, "")),
                line=source.place(block.start)[0],
                span=Span(block.start, max(block.end, block.body)),
                body=Span(_body(block, rows), max(block.end, block.body)),
                part_of=citations.labels[citations.heads[number]],
            )
        )
    return tuple(provisions)


def _body(block: Block, rows: Sequence[Span]) -> int:
    """Return where the words of a provision begin; a number in the first of several versions is its words."""
    number = bisect_left(rows, block.start, key=lambda span: span.start)
    first = rows[number] if number < len(rows) else None
    return first.start if first is not None and first.start < block.body <= first.end else block.body
