"""Writes a draft in which some words were changed into a file, a Word document with all that was not."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path

from bracketed.atomic_write import check_output, write_whole
from bracketed.draft.draft import Draft
from bracketed.errors import BracketedError
from bracketed.reading.file import read
from bracketed.variants.edits import Edit
from bracketed.writing.file import write


def write_edited(
    before: Draft, after: Draft, edits: Sequence[Edit], file: str | os.PathLike[str], *, force: bool = False
) -> bool:
    """Write a draft as it is after some edits, and return whether it has the formats of the document it was read from.

    A draft that was read from a Word document is written as that document with only these words changed, if what is
    read of it then is the new draft; else a plain document is made. Text has no formats to lose.

    Args:
        before: the draft as it was read.
        after: the same with the edits made.
        edits: what was changed in the source, in order.
        file: the path, with the suffix `.docx`, `.md` or `.txt`.
        force: replace a file that is there. The file of the draft is never replaced.

    Raises:
        DraftError: the format cannot be written.
        NotWrittenError: a file is there already, or there is no way to write it.

    >>> import bracketed as bt
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> answer = bt.streamline(bt.parse("4. Parties [[meet]]."))
    >>> after, _ = answer.apply("flatten:4#1")
    >>> with TemporaryDirectory() as folder:
    ...     write_edited(answer.draft, after, answer.edits("flatten:4#1"), Path(folder, "new.md"))
    ...     print(Path(folder, "new.md").read_text(encoding="utf-8").strip())
    True
    4. Parties [meet].
    """
    path = Path(file)
    check_output(path, inputs=[before.path], force=force)
    if path.suffix.lower() != ".docx" or before.document is None or before.document.format != "docx":
        write(after, path, force=force)
        return True
    data = _as_word(before, edits)
    if _reads(data, before) != after.source:
        write(after, path, force=force)
        return False
    write_whole(path, data, inputs=[before.path], force=force)
    return True


def _as_word(draft: Draft, edits: Sequence[Edit]) -> bytes:
    # Only this brings in lxml, which takes a while to load.
    from bracketed.writing.word.document import WordDocument

    assert draft.document is not None
    document = WordDocument.opened(draft)
    document.edit(edits)
    return document.package.data()


def _reads(data: bytes, draft: Draft) -> str:
    assert draft.document is not None
    try:
        return read(io.BytesIO(data), format="docx", changes=draft.document.changes, limits=draft.limits).source
    except BracketedError:
        return ""
