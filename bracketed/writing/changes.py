"""Writes what changed from one draft to the next as a page, or as a Word document with tracked changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bracketed.atomic_write import check_output, write_whole
from bracketed.errors import DraftError
from bracketed.markdown import lines_without_marks
from bracketed.phrasing import counted, some_of
from bracketed.progress.changes import Change
from bracketed.progress.progress import Progress
from bracketed.progress.revisions import Redline, Revision, redline
from bracketed.show.html.changes import changes_page
from bracketed.source import Span
from bracketed.writing.file import word_document
from bracketed.writing.margin_comments import MarginComment

FORMATS = ("html", "docx")


def write_changes(
    progress: Progress,
    file: str | os.PathLike[str],
    *,
    format: str | None = None,  # noqa: A002 - as in `write`
    force: bool = False,
) -> None:
    """Write what changed from one draft to the next, as a page or as a Word document.

    The page has what went without a mark, and then the later text, part by part, with what is new and what is gone in
    it, and with the fate of each bracket beside its words. It runs no script and needs no network. The Word document is
    the later draft with the changes from the earlier one tracked, so that to reject all of them gives the earlier text;
    the fates are comments. If the later draft was no Word document, a plain one is made.

    Args:
        progress: that of two drafts.
        file: the path, or `-` for standard output.
        format: `html` or `docx`; by default the suffix of the path.
        force: replace a file that is there, once all is written; but never one of the drafts.

    Raises:
        DraftError: the format is not known.
        ValueError: there are more than two drafts.
        NotWrittenError: the file is there already and `force` is not set, or it is one of the drafts, or it cannot be
            written.

    >>> import bracketed as bt
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> drafts = [bt.parse("4. Parties [shall/should] report."), bt.parse("4. Parties should report.")]
    >>> with TemporaryDirectory() as folder:
    ...     bt.write_changes(bt.progress(drafts), Path(folder, "changes.html"))
    ...     "<del>[shall/</del>" in Path(folder, "changes.html").read_text(encoding="utf-8")
    True
    """
    path = Path(file)
    format = format or path.suffix.lstrip(".").lower()  # noqa: A001
    if format not in FORMATS:
        raise DraftError(f"{path.name}: changes cannot be written as {format!r}; write .{' or .'.join(FORMATS)}")
    if len(progress.drafts) != 2:
        raise ValueError(f"changes are written of two drafts; got {len(progress.drafts)}")
    inputs = [draft.path for draft in progress.drafts]
    # Before the work, and by `write_whole` once more behind it.
    check_output(file, inputs=inputs, force=force)
    data = _as_word(progress) if format == "docx" else changes_page(progress).encode("utf-8")
    write_whole(file, data, inputs=inputs, force=force)


def _as_word(progress: Progress) -> bytes:
    made = redline(*progress.drafts)
    document = word_document(progress.drafts[1])
    document.compare([*_shown(made)], [*_comments(made, progress.steps[0].changes)])
    return document.package.data()


def _shown(made: Redline) -> Iterator[Revision]:
    """Yield the revisions; of text that is gone, without the marks of Markdown, which a new document has not either."""
    earlier = made.earlier.document
    if earlier is not None and earlier.format == "docx":
        # A star in a Word document is no mark.
        yield from made.revisions
        return
    for revision in made.revisions:
        yield replace(revision, gone=lines_without_marks(revision.gone))


def _comments(made: Redline, changes: tuple[Change, ...]) -> Iterator[MarginComment]:
    """Yield a comment for each bracket that changed; of those that went with a whole provision, one for all."""
    went: dict[tuple[int, str], list[str]] = {}
    for change in changes:
        if change.what != "bracket" or change.kind == "unchanged":
            continue
        at, label = made.stand(change)
        if label:
            went.setdefault((at, label), []).extend(change.before)
        elif change.after:
            yield MarginComment(made.later.bracket(change.after[0]).span, change.sentence)
        else:
            yield MarginComment(Span(at, at), change.sentence)
    for (at, label), ids in went.items():
        yield MarginComment(
            Span(at, at), f"{label} is gone, and {counted(len(ids), 'bracket')} with it: {some_of(ids)}."
        )
