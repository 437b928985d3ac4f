"""Writes a settled text, or a draft with positions beside it, into a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bracketed.atomic_write import write_whole
from bracketed.consensus.contestation import Answer
from bracketed.draft.draft import Draft
from bracketed.errors import DraftError
from bracketed.positions.positions import Positions
from bracketed.variants.edits import edits_of
from bracketed.variants.variant import Variant
from bracketed.writing import plain_text
from bracketed.writing.margin_comments import MarginComment, comments_on_draft, comments_on_settled

if TYPE_CHECKING:
    from bracketed.writing.word.document import WordDocument

FORMATS = ("docx", "md", "txt")


def write(
    text: Variant | Answer | Draft,
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
        text: a variant is written as clean text, without comments; a draft with its brackets and comments. Of an answer
            its variant is written, and where other texts are as good, the comments of a redline tell it as a toss.
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
    alternatives = text.alternatives if isinstance(text, Answer) else {}
    text = text.variant if isinstance(text, Answer) else text
    if isinstance(text, Variant):
        comments = comments_on_settled(text, positions, alternatives) if redline else []
    elif redline:
        raise DraftError("a redline shows what a variant changes; give a variant of the draft")
    else:
        comments = comments_on_draft(text, positions)
    write_whole(path, _as_word(text, redline, comments) if format == "docx" else _as_text(text, redline, comments))


def _as_text(text: Variant | Draft, redline: bool, comments: list[MarginComment]) -> bytes:
    if not isinstance(text, Variant):
        words = plain_text.with_comments(text, comments)
    else:
        words = plain_text.redline(text, comments) if redline else text.text
    # Half a character from outside the Basic Multilingual Plane, as some files hold, has no form in UTF-8.
    return (words if words.endswith("\n") else f"{words}\n").encode("utf-8", "replace")


def _as_word(text: Variant | Draft, redline: bool, comments: list[MarginComment]) -> bytes:
    document = word_document(text.draft if isinstance(text, Variant) else text)
    if not isinstance(text, Variant):
        document.annotate(comments)
    elif redline:
        document.propose(edits_of(text), comments)
    else:
        document.settle(edits_of(text))
    return document.package.data()


def word_document(draft: Draft) -> WordDocument:
    """Return the Word document that a draft was read from, or a new one with its text."""
    # Only these bring in lxml, which takes a while to load.
    from bracketed.writing.word.document import WordDocument
    from bracketed.writing.word.plain_draft import document_of

    if draft.document is not None and draft.document.format == "docx":
        return WordDocument.opened(draft.document, draft.name)
    return document_of(draft)
