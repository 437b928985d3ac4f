"""Writes a settled text, or a draft with positions beside it, into a file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bracketed.atomic_write import check_output, is_stream, write_whole
from bracketed.consensus.closings import closings_of
from bracketed.consensus.contestation import Answer
from bracketed.draft.draft import Comment, Draft
from bracketed.draft.id_marks import id_marks
from bracketed.errors import DraftError
from bracketed.positions.positions import Positions
from bracketed.progress.compilation import Compilation
from bracketed.variants.edits import edits_of
from bracketed.variants.settlement import Settlement
from bracketed.variants.variant import Variant
from bracketed.writing import plain_text
from bracketed.writing.margin_comments import MarginComment, comments_on_draft, comments_on_settled

if TYPE_CHECKING:
    from bracketed.writing.word.document import WordDocument

FORMATS = ("docx", "md", "txt")


def write(
    text: Variant | Answer | Settlement | Draft | Compilation,
    file: str | os.PathLike[str],
    *,
    redline: bool = False,
    positions: Positions | None = None,
    format: str | None = None,  # noqa: A002 - as in `read`
    numbered: bool = False,
    force: bool = False,
) -> None:
    """Write a settled text, a draft or a compilation into a file.

    A draft that was read from a Word document comes out as that document: only what settling the brackets changes is
    changed. Of any other draft a plain document is made.

    Args:
        text: a variant is written as clean text, without comments; a draft with its brackets and comments; a settlement
            with those brackets and comments that stay; a compilation as its base with the brackets in it. Of an answer
            its variant is written, and as a redline what follows from it: tosses, and brackets on which nobody has
            spoken, stay bracketed.
        file: the path, or `-` for standard output.
        redline: write the draft with what settling it changes: as tracked changes in Word, else as CriticMarkup. Each
            settled bracket has a comment that says who supports and who objects to what.
        positions: for a redline, whose stances the comments give; by default those of the draft's own comments. For a
            draft, the positions to write into it as comments; what its own comments say already is not said twice.
        format: `docx`, `md` or `txt`; by default the suffix of the path, and for standard output and pipes `txt`.
        numbered: write the id of each bracket into a draft, as in `[‹4#1›shall]`; in Word it is small and raised.
        force: replace a file that is there, once all is written. The file of the draft is never replaced, nor
            one of those that a compilation was made of.

    Raises:
        DraftError: the format is not known, or a draft or compilation is to be written as a redline.
        NotWrittenError: a file is there already, or there is no way to write it.

    >>> import bracketed as bt
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> variant = bt.variants(bt.parse("4. Parties [shall/should] report."))[1]
    >>> with TemporaryDirectory() as folder:
    ...     bt.write(variant, Path(folder, "redline.md"), redline=True)
    ...     print(Path(folder, "redline.md").read_text(encoding="utf-8").strip())
    4. Parties {--[shall/--}should{--]--}{>>bracketed: 4#1 is settled: “should” (b); nobody spoke on it<<} report.
    """
    form = _format_of(Path(file), format)
    _check_sort(text, redline, numbered)
    inputs = text.paths if isinstance(text, Compilation) else [_draft_of(text).path]
    # Before the work, and by `write_whole` once more behind it.
    check_output(file, inputs=inputs, force=force)
    data = written(text, form, redline=redline, positions=positions, numbered=numbered)
    write_whole(file, data, inputs=inputs, force=force)


def written(
    text: Variant | Answer | Settlement | Draft | Compilation,
    format: str,  # noqa: A002 - as in `write`
    *,
    redline: bool = False,
    positions: Positions | None = None,
    numbered: bool = False,
) -> bytes:
    """Return the file that `write` writes."""
    if isinstance(text, Answer):
        text = closings_of(text).settlement if redline else text.variant
    if isinstance(text, Compilation):
        return _compiled_word(text) if format == "docx" else _as_text(text.draft, False, [], [])
    if isinstance(text, Draft):
        comments = comments_on_draft(text, positions)
    else:
        comments = comments_on_settled(text, positions) if redline else []
    marks = [*id_marks(text)] if isinstance(text, Draft) and numbered else []
    return (_as_word if format == "docx" else _as_text)(text, redline, comments, marks)


def _format_of(path: Path, asked: str | None) -> str:
    form = asked or path.suffix.lstrip(".").lower() or ("txt" if is_stream(path) else "")
    if form not in FORMATS:
        raise DraftError(f"{path.name}: a file of format {form!r} cannot be written; write .{', .'.join(FORMATS)}")
    return form


def _check_sort(text: Variant | Answer | Settlement | Draft | Compilation, redline: bool, numbered: bool) -> None:
    if redline and isinstance(text, (Draft, Compilation)):
        raise DraftError("a redline shows what is settled; give a variant of the draft, or a settlement")
    if numbered and not isinstance(text, Draft):
        raise DraftError("a settled text has no brackets to number as the draft has them; give the draft")


def _draft_of(text: Variant | Answer | Settlement | Draft | Compilation) -> Draft:
    if isinstance(text, Compilation):
        return text.base
    if isinstance(text, Answer):
        return text.variant.draft
    return text if isinstance(text, Draft) else text.draft


def _as_text(
    text: Variant | Settlement | Draft, redline: bool, comments: list[MarginComment], marks: list[tuple[int, str]]
) -> bytes:
    if isinstance(text, Draft):
        words = plain_text.with_comments(text, comments, marks)
    else:
        words = plain_text.redline(text, comments) if redline else text.text
    # Half a character from outside the Basic Multilingual Plane, as some files hold, has no form in UTF-8.
    return (words if words.endswith("\n") else f"{words}\n").encode("utf-8", "replace")


def _as_word(
    text: Variant | Settlement | Draft, redline: bool, comments: list[MarginComment], marks: list[tuple[int, str]]
) -> bytes:
    dropped = text.dropped_comments if isinstance(text, Settlement) and not redline else ()
    document = word_document(_draft_of(text), dropped)
    if isinstance(text, Draft):
        document.annotate(comments, marks)
    elif redline:
        document.propose(edits_of(text), comments, partly=isinstance(text, Settlement))
    elif isinstance(text, Settlement):
        document.settle(edits_of(text), dropped)
    else:
        document.settle(edits_of(text))
    return document.package.data()


def _compiled_word(compilation: Compilation) -> bytes:
    base = compilation.base
    if base.document is None or base.document.format != "docx":
        return _as_word(compilation.draft, False, [], [])
    document = word_document(base)
    document.insert(compilation.insertions)
    return document.package.data()


def word_document(draft: Draft, without: Sequence[Comment] = ()) -> WordDocument:
    """Return the Word document that a draft was read from, or a new one with its text without some comments."""
    # Only these bring in lxml, which takes a while to load.
    from bracketed.writing.word.document import WordDocument
    from bracketed.writing.word.plain_draft import document_of

    if draft.document is not None and draft.document.format == "docx":
        return WordDocument.opened(draft)
    return document_of(draft, without)
