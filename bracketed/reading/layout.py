"""Lays out paragraphs of HTML and PDF files as lines: rows of tables, numbers, and tracked changes as requested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode, ReadingFinding
from bracketed.reading.columns import CellPlace
from bracketed.reading.flattening import Flattener, shortened, shows, struck_words
from bracketed.reading.paragraphs import FileComment, Paragraph, Run, RunFormat, between_lines
from bracketed.reading.tables import cell_roles
from bracketed.reading.tracked_changes import brackets_tracked, is_whole, tracked_changes


def flatten(
    paragraphs: Sequence[Paragraph], comments: Mapping[str, FileComment], changes: ChangesMode | None = None
) -> AnnotatedText:
    """Return the paragraphs of a file as annotated text, tracked changes read as `changes` says, by default as made.

    >>> from bracketed.reading.paragraphs import Revision
    >>> deleted = RunFormat(Revision("deletion", "Ann"))
    >>> for changes in ("accept", "reject"):
    ...     flatten([Paragraph([Run("4. Ports [shall] report"), Run(" soon", deleted)])], {}, changes).text
    '4. Ports [shall] report\\n'
    '4. Ports [shall] report soon\\n'
    """
    view = changes or "accept"
    revisions = [run.format.revision for paragraph in paragraphs for run in paragraph.runs if run.format.revision]
    flattener = Flattener(comments, view)
    if revisions:
        authors = [*dict.fromkeys(revision.author for revision in revisions if revision.author)]
        flattener.findings.append(tracked_changes(len(revisions), authors, changes, view))
    _prepare_tables(paragraphs, view)
    flattener.write(_lines(paragraphs, view))
    _write_stray_comments(flattener)
    text = "".join(flattener.pieces)
    struck = [struck_words(shortened(text[slice(*span)]), span.start) for span in flattener.struck]
    numbers = {key: number for number, key in enumerate(flattener.written, start=1)}
    ranges = []
    for key in flattener.written:
        anchor = flattener.anchor(key)
        # A comment at a point is about the whole line.
        anchor = None if anchor is None or anchor.start == anchor.end else anchor
        ranges.append(flattener.comment_range(key, anchor, numbers.get(comments[key].parent)))
    return flattener.annotated(text, tuple(ranges) or None, [*flattener.findings, *struck])


def _prepare_tables(paragraphs: Sequence[Paragraph], view: ChangesMode) -> None:
    """Put a full stop behind bare numbers of rows of versions, and read changes in tables of comments as made."""
    placed = [
        (one, one.cell, [run for run in one.runs if shows(run.format, view) and run.text.strip()])
        for one in paragraphs
        if one.cell is not None
    ]
    roles = cell_roles((cell, one.label + "".join(run.text for run in runs)) for one, cell, runs in placed)
    for paragraph, cell, runs in placed:
        if cell in roles.bare_numbers and runs:
            runs[-1].text = f"{runs[-1].text.rstrip()}."
        if cell in roles.comments and view == "brackets":
            for run in paragraph.runs:
                _make_change(run)


def _lines(paragraphs: Sequence[Paragraph], view: ChangesMode) -> Iterator[Paragraph]:
    """Yield the paragraphs as lines, with the ends of table rows between them."""
    entered: set[CellPlace | None] = {None}
    before: CellPlace | None = None
    for paragraph in paragraphs:
        cell = paragraph.cell
        if not paragraph.items and not paragraph.label and cell is None:
            continue
        if view == "brackets" and (found := _make_bracket_changes(paragraph)):
            yield between_lines(found)
        written = [run.format for run in paragraph.runs if run.text.strip()]
        if paragraph.label:
            # The number of a paragraph that comes or goes as a whole comes or goes with it.
            revision = written[0].revision if len({one.revision for one in written}) == 1 else None
            label = paragraph.label if written else paragraph.label.rstrip()
            paragraph.items.insert(0, Run(label, RunFormat(revision)))
        if written and not any(shows(one, view) for one in written) and cell in entered:
            # Such a paragraph has no line of its own, but every cell has one.
            paragraph.ends_line = False
            if view == "brackets":
                paragraph.items.append(Run("\n", RunFormat(written[0].revision)))
        else:
            # A row ends where the next paragraph is in another, or in no table.
            if before is not None and (cell is None or cell.table is not before.table or cell.row != before.row):
                yield between_lines(Run("\n"))
            paragraph.starts_cell = cell not in entered
            entered.add(cell)
            before = cell
        yield paragraph


def _make_bracket_changes(paragraph: Paragraph) -> ReadingFinding | None:
    """Read changes as made that put or take brackets and note marks, which are no wording to be argued about."""
    runs = paragraph.runs
    for run in runs:
        if run.is_note_mark:
            # Nobody holds a note mark, so none is read as a bracket.
            _make_change(run)
    made = [
        run
        for run in runs
        if run.format.revision is not None
        and re.search(r"[\[\]]", run.text)
        and (run.is_insertion or re.fullmatch(r"[\[\]\s]*", run.text))
    ]
    ids = {id(run) for run in made}
    old = "".join(run.text for run in runs if not run.is_insertion)
    new = "".join(run.text for run in runs if run.format.revision is None or run.is_insertion == (id(run) in ids))
    # Brackets that were whole before must not be broken up by it.
    if not made or (is_whole(old) and not is_whole(new)):
        return None
    found = brackets_tracked(shortened(run.text) for run in made)
    for run in made:
        _make_change(run)
    return found


def _make_change(run: Run) -> None:
    if run.format.revision is not None:
        run.text = run.text if run.is_insertion else ""
        run.format = replace(run.format, revision=None)


def _write_stray_comments(flattener: Flattener) -> None:
    """Write the comments whose place never came, or that have none, behind the last line."""
    waiting = dict.fromkeys(flattener.take_waiting())
    left = [key for key in flattener.comments if key not in flattener.written and key not in waiting]
    if not left and not waiting:
        return
    # As if they were about that line; each is marked if the file does not say what it is about.
    if flattener.pieces and flattener.pieces[-1] == "\n":
        flattener.pieces.pop()
        flattener.at -= 1
    for key in (*waiting, *left):
        comment = flattener.comments[key]
        placed = key in waiting or comment.parent in flattener.stops
        if not placed:
            quote = shortened(comment.text)
            message = f"the file does not say what the comment “{quote}” is about; no stance is tied to a provision"
            at, cure = max(0, flattener.at - 1), "name the provision in it"
            flattener.findings.append(ReadingFinding("warning", "comment-without-place", message, at, cure))
        flattener.write_comment(key, placed)
    flattener.put("\n")
