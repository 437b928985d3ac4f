"""Writes a settled text, or a draft with positions beside it, into a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bracketed.atomic_write import write_whole
from bracketed.errors import DraftError
from bracketed.variants.edits import edits_of
from bracketed.variants.variant import Variant
from bracketed.writing.critic import marked
from bracketed.writing.margin_comments import settled_remarks, wanted_remarks
from bracketed.writing.plain import with_comments

if TYPE_CHECKING:
    from bracketed.draft.draft import Draft
    from bracketed.positions.positions import Positions
    from bracketed.writing.margin_comments import Remark
    from bracketed.writing.word.document import Document

FORMATS = ("docx", "md", "txt")


def write(
    text: Variant | Draft,
    file: str | os.PathLike[str],
    *,
    redline: bool = False,
    positions: Positions | None = None,
    format: str | None = None,  # noqa: A002 - as in `read`
) -> None:
    """Write a settled text, or a draft, into a file.

    A draft that was read from a Word document comes out as that document: only what settling the brackets changes is
    changed. Of any other draft a plain document is made.

    Args:
        text: a variant is written as clean text, without comments; a draft with its brackets and comments.
        file: the path; a file that is there is replaced once all is written.
        redline: write the draft with what the variant changes: as tracked changes in Word, else as CriticMarkup. Each
            settled bracket has a comment that says who supports and who objects to what.
        positions: for a redline, whose stances the comments tell; by default those of the draft's own comments. For a
            draft, the positions to write into it as comments; what its own comments say already is not said twice.
        format: `docx`, `md` or `txt`; by default the suffix of the path.

    Raises:
        DraftError: the format is not known, or a draft is to be written as a redline.
        OSError: the file cannot be written.

    >>> import bracketed as bt
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> variant = bt.variants(bt.parse("4. Parties [shall/should] report."))[1]
    >>> with TemporaryDirectory() as folder:
    ...     bt.write(variant, Path(folder, "redline.md"), redline=True)
    ...     print(Path(folder, "redline.md").read_text(encoding="utf-8").strip())
    4. Parties {--[shall/--}should{--]--}{>>bracketed: 4#1 is settled: “should” (b); nobody spoke on it<<} report.
    """
    path = Path(file)
    format = format or path.suffix.lstrip(".").lower()  # noqa: A001
    if format not in FORMATS:
        raise DraftError(f"{path.name}: a file of format {format!r} cannot be written; write .{', .'.join(FORMATS)}")
    if isinstance(text, Variant):
        remarks = settled_remarks(text, positions) if redline else []
        data = _settled(text, format, redline, remarks)
    elif redline:
        raise DraftError("a redline shows what a variant changes; give a variant of the draft")
    else:
        data = _annotated(text, format, wanted_remarks(text, positions))
    write_whole(path, data)


def _settled(variant: Variant, format: str, redline: bool, remarks: list[Remark]) -> bytes:  # noqa: A002
    if format == "docx":
        document = _document(variant.draft)
        if redline:
            document.propose(edits_of(variant), remarks)
        else:
            document.settle(edits_of(variant))
        return document.parcel.data()
    return _as_file(marked(variant, remarks) if redline else variant.text)


def _annotated(draft: Draft, format: str, remarks: list[Remark]) -> bytes:  # noqa: A002
    if format == "docx":
        document = _document(draft)
        document.annotate(remarks)
        return document.parcel.data()
    return _as_file(with_comments(draft, remarks))


def _as_file(text: str) -> bytes:
    return (text if text.endswith("\n") else f"{text}\n").encode("utf-8", "replace")


def _document(draft: Draft) -> Document:
    from bracketed.writing.word.document import Document
    from bracketed.writing.word.plain_draft import document_of

    if draft.document is not None and draft.document.format == "docx":
        return Document.opened(draft.document, draft.name)
    return document_of(draft)
