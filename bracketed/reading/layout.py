"""Lays out paragraphs of HTML and PDF files as lines: rows of tables, numbers, and tracked changes as asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bracketed.draft.annotated_text import AnnotatedText, ChangesMode
from bracketed.reading.columns import CellPlace
from bracketed.reading.flattening import Flattener, at_place, shortened, shows, struck_findings
from bracketed.reading.paragraphs import FileComment, Finding, NoteMark, Paragraph, Run, RunFormat, aside, blank_line
from bracketed.reading.tables import cell_roles
from bracketed.reading.tracked_changes import brackets_tracked, is_whole, tracked_changes


def flatten(
    paragraphs: Sequence[Paragraph], comments: Mapping[str, FileComment], changes: ChangesMode | None = None
) -> AnnotatedText:
    """Return the paragraphs of a file as annotated text, tracked changes read as `changes` says, by default as made.

    >>> from bracketed.reading.paragraphs import Revision
    >>> deleted = RunFormat(Revision("deletion", "Ann"))
    >>> paragraphs = [Paragraph([Run("4. Ports [shall] report"), Run(" soon", deleted)])]
    >>> flatten(paragraphs, {}).text, flatten(paragraphs, {}, "reject").text
    ('4. Ports [shall] report\\n', '4. Ports [shall] report soon\\n')
    """
    view = changes or "accept"
    revisions = [run.format.revision for paragraph in paragraphs for run in paragraph.runs if run.format.revision]
    findings = []
    if revisions:
        authors = [*dict.fromkeys(revision.author for revision in revisions if revision.author)]
        findings.append(tracked_changes(len(revisions), authors, changes, view))
    flattener = Flattener(comments, view)
    _prepare_tables(paragraphs, view)
    flattener.write(_lines(paragraphs, view))
    _write_stray_comments(flattener)
    text = "".join(flattener.pieces)
    findings += [at_place(finding, at) for finding, at in flattener.findings]
    findings += struck_findings([(shortened(text[slice(*span)]), span.start) for span in flattener.struck])
    numbers = {key: number for number, key in enumerate(flattener.written, start=1)}
    ranges = []
    for key in flattener.written:
        anchor = flattener.anchor(key)
        if anchor is not None and anchor.start == anchor.end:
            anchor = None
        ranges.append(flattener.comment_range(key, anchor, numbers.get(comments[key].parent)))
    return flattener.annotated(text, tuple(ranges) or None, findings)


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
    before: Paragraph | None = None
    for paragraph in paragraphs:
        cell = paragraph.cell
        if not paragraph.items and not paragraph.label and cell is None:
            continue
        finding = _make_bracket_changes(paragraph) if view == "brackets" else None
        if finding is not None:
            yield aside(finding)
        _write_label(paragraph)
        written = [run.format for run in paragraph.runs if run.text.strip()]
        if written and not any(shows(one, view) for one in written) and cell in entered:
            # A paragraph that comes or goes as a whole has no line of its own.
            paragraph.ends_line = False
            if view == "brackets":
                paragraph.items.append(Run("\n", RunFormat(written[0].revision)))
        else:
            if before is not None and _ends_row(before, paragraph):
                yield blank_line()
            paragraph.starts_cell = cell not in entered
            entered.add(cell)
            before = paragraph
        yield paragraph


def _write_label(paragraph: Paragraph) -> None:
    if paragraph.label:
        revisions = {run.format.revision for run in paragraph.runs if run.text.strip()}
        label = paragraph.label if revisions else paragraph.label.rstrip()
        # The number of a paragraph that comes or goes comes or goes with it.
        revision = revisions.pop() if len(revisions) == 1 else None
        paragraph.items.insert(0, Run(label, RunFormat(revision)))


def _ends_row(before: Paragraph, after: Paragraph) -> bool:
    """Say whether a table row ends between two paragraphs: the second stands in another row, or in no table."""
    if before.cell is None:
        return False
    return after.cell is None or after.cell.table is not before.cell.table or after.cell.row != before.cell.row


def _make_bracket_changes(paragraph: Paragraph) -> Finding | None:
    """Read changes as made that put or take brackets and note marks, which are no wording to be argued about.

    Unless that would break up brackets which were whole before.
    """
    runs = paragraph.runs
    for run in runs:
        if isinstance(run, NoteMark):
            # Nobody holds a note mark, so none is read as a bracket.
            _make_change(run)
    changed = [run for run in runs if run.format.revision is not None]
    made = [
        run
        for run in changed
        if re.search(r"[\[\]]", run.text) and (_is_insertion(run) or re.fullmatch(r"[\[\]\s]*", run.text))
    ]
    before = "".join(run.text for run in runs if not _is_insertion(run))
    ids = {id(run) for run in made}
    after = "".join(run.text for run in runs if run.format.revision is None or _is_insertion(run) == (id(run) in ids))
    if not made or (is_whole(before) and not is_whole(after)):
        return None
    finding = brackets_tracked(shortened(run.text) for run in made)
    for run in made:
        _make_change(run)
    return finding


def _is_insertion(run: Run) -> bool:
    return run.format.revision is not None and run.format.revision.kind == "insertion"


def _make_change(run: Run) -> None:
    if run.format.revision is not None:
        run.text = run.text if _is_insertion(run) else ""
        run.format = replace(run.format, revision=None)


def _write_stray_comments(flattener: Flattener) -> None:
    """Write the comments whose place never came, or that have none, behind the last line."""
    waiting = flattener.take_waiting()
    left = [key for key in flattener.comments if key not in flattener.written and key not in waiting]
    if not left and not waiting:
        return
    if flattener.pieces and flattener.pieces[-1] == "\n":
        flattener.pieces.pop()
        flattener.at -= 1
    for key in waiting:
        flattener.write_comment(key)
    for key in left:
        comment = flattener.comments[key]
        placed = comment.parent in flattener.stops
        if not placed:
            finding = Finding(
                "warning",
                "comment-without-place",
                f"the file does not say what the comment “{shortened(comment.text)}” is about; no stance is tied to a "
                "provision",
                "name the provision in it",
            )
            flattener.findings.append((finding, max(0, flattener.at - 1)))
        flattener.write_comment(key, placed)
    flattener.put("\n")
