"""Reads a draft from a file of any known format."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import IO

from bracketed.draft.annotated_text import CHANGES, AnnotatedText, ChangesMode
from bracketed.draft.draft import Document, Draft
from bracketed.draft.id_marks import without_id_marks
from bracketed.errors import DraftError
from bracketed.gc_pause import gc_paused
from bracketed.limits import DEFAULT, Limits, in_bytes
from bracketed.parsing import parser
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.corrections import ReadAs
from bracketed.parsing.parser import Reading
from bracketed.reading.formats import READERS, format_of
from bracketed.reading.saved_readings import Readings, readings_beside
from bracketed.time_limit import time_limited

# The formats that answers can be written back into, so that the draft keeps the file.
_KEPT = ("docx",)


def read(
    file: str | os.PathLike[str] | bytes | IO[bytes] | IO[str],
    *,
    format: str | None = None,  # noqa: A002 - it is what users call it
    convention: Conventions | str | None = None,
    language: str | None = None,
    read_as: ReadAs | None = None,
    changes: ChangesMode | None = None,
    strict: bool = False,
    limits: Limits = DEFAULT,
) -> Draft:
    """Read a draft from a file.

    If the file is `draft.txt` and `draft.readings.toml` is beside it, the convention, the language and the readings
    in that file hold too; `convention`, `language` and `read_as` win over it.

    Args:
        file: a path, the bytes of a file, or an open file.
        format: `txt`, `md`, `docx`, `html` or `pdf`; by default the suffix of the path, and where there is none, as its
            bytes show.
        convention, language: how marks are read, and the code of the language of the draft; see `bracketed.parse`.
        read_as: how brackets are to be read whose reading was in doubt; see `bracketed.parse`.
        changes: how changes that a Word or HTML file tracks are read: `accept` as made, `reject` as not made,
            `brackets` as proposals that their authors hold. By default they are accepted, with a diagnostic.
        strict: raise StrictError if the draft has a diagnostic of severity `error`.
        limits: how much is read at most; see `bracketed.Limits`.

    Raises:
        DraftError: the file is not of its format, or is too large or unsafe, or its format is not known; or a bracket
            cannot be read as requested.
        UnknownNameError: there is no such convention, language or bracket.
        OSError: the file cannot be opened.

    >>> import bracketed as bt
    >>> bt.read(b"4. Parties [shall/should] report.").brackets[0].letters
    ('a', 'b')
    """
    data, name, suffix, saved = _content(file, limits)
    draft = read_data(
        data,
        name=name,
        format=format or suffix,
        convention=convention or saved.convention,
        language=language or saved.language,
        read_as={**saved.read_as, **(read_as or {})},
        changes=changes,
        strict=strict,
        limits=limits,
    )
    return replace(draft, path=os.path.abspath(file)) if isinstance(file, (str, os.PathLike)) else draft


def reading_of(
    file: str | os.PathLike[str] | IO[bytes],
    *,
    convention: Conventions | str | None = None,
    language: str | None = None,
    changes: ChangesMode | None = None,
    limits: Limits = DEFAULT,
) -> Reading:
    """Return all that is found out about a file on the way to its draft; arguments and errors are those of `read`."""
    data, name, suffix, saved = _content(file, limits)
    with time_limited(limits, name), gc_paused():
        annotated, _ = _annotated(data, name, suffix, changes, limits)
        return parser.read(
            annotated,
            convention=convention or saved.convention,
            language=language or saved.language,
            read_as=saved.read_as,
            limits=limits,
        )


def text_of(
    file: str | os.PathLike[str] | bytes | IO[bytes] | IO[str],
    *,
    format: str | None = None,  # noqa: A002 - as in `read`
    name: str = "text",
    limits: Limits = DEFAULT,
) -> tuple[str, AnnotatedText]:
    """Return the name of a file and its text, of which nothing is read yet; without a path its name is `name`.

    >>> text_of(b"Norway spoke.", name="minutes")[0]
    'minutes'
    """
    data, own, suffix, _ = _content(file, limits)
    name = own if isinstance(file, (str, os.PathLike)) else name
    with time_limited(limits, name), gc_paused():
        return name, _annotated(data, name, format or suffix, None, limits)[0]


def annotated_again(draft: Draft) -> AnnotatedText:
    """Return the text of a draft with what its file says of it, as far as the draft has kept the file."""
    file = draft.document
    if file is not None:
        annotated, _ = _annotated(file.data, draft.name, file.format, file.changes, draft.limits)
        if annotated.text == draft.source:
            return annotated
    return AnnotatedText(draft.source, pages=draft.pages)


def _content(
    file: str | os.PathLike[str] | bytes | IO[bytes] | IO[str], limits: Limits
) -> tuple[bytes | str, str, str | None, Readings]:
    """Return the content of a file, its name and suffix, and the readings saved beside it."""
    if isinstance(file, bytes):
        return file, "draft", None, Readings()
    # One byte more than may be shows that there are too many, without reading them all.
    if not isinstance(file, (str, os.PathLike)):
        return file.read(limits.size + 1), "draft", None, Readings()
    path = Path(file)
    with path.open("rb") as stream:
        data = stream.read(limits.size + 1)
    return data, path.name, path.suffix.lstrip(".").lower(), readings_beside(path)


def read_data(
    data: bytes | str,
    *,
    name: str,
    format: str | None = None,  # noqa: A002 - as in `read`
    convention: Conventions | str | None = None,
    language: str | None = None,
    read_as: ReadAs | None = None,
    changes: ChangesMode | None = None,
    strict: bool = False,
    limits: Limits = DEFAULT,
) -> Draft:
    """Read a draft from the content of a file of this name, as `read` does; errors call it by its name.

    >>> read_data(b"", name="draft_7.docx", format="docx")
    Traceback (most recent call last):
    bracketed.errors.DraftError: draft_7.docx is no Word document; if it is plain text, give it the suffix .txt
    """
    # Nothing of a document can be freed before it is read, so that collecting garbage meanwhile only takes time.
    with time_limited(limits, name), gc_paused():
        annotated, document = _annotated(data, name, format, changes, limits)
        return parser.draft_of(
            annotated,
            convention=convention,
            language=language,
            read_as=read_as,
            strict=strict,
            name=name,
            document=document,
            limits=limits,
        )


def _annotated(
    data: bytes | str, name: str, suffix: str | None, changes: ChangesMode | None, limits: Limits
) -> tuple[AnnotatedText, Document | None]:
    """Return the text of a file, and the file itself where answers can be written back into it."""
    if changes is not None and changes not in CHANGES:
        raise DraftError(f"changes cannot be read as {changes!r}; they can be read as {', '.join(CHANGES)}")
    if len(data) > limits.size:
        remedy = f"divide it into parts, or {limits.to_raise('size')}"
        raise DraftError(f"{name} is larger than {in_bytes(limits.size)}; {remedy}")
    if isinstance(data, str):
        return AnnotatedText(without_id_marks(data)), None
    form = format_of(suffix or "", data, name)
    # A reader comes in only when a file needs it: some bring libraries that take long to load.
    reader = import_module(f"bracketed.reading.{READERS[form]}")
    annotated: AnnotatedText = reader.annotate(data, name, changes, limits)
    return annotated, Document(data, form, changes, annotated.places) if form in _KEPT else None
