"""Reads plain text and Markdown."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from bracketed.errors import DraftError
from bracketed.reading.readings import Readings, readings_beside
from bracketed.text.conventions import Conventions
from bracketed.text.draft import Draft
from bracketed.text.parser import parse

FORMATS = ("txt", "md")
SIZE_LIMIT = 64 * 1024 * 1024


def read(
    file: str | os.PathLike[str] | bytes | IO[bytes] | IO[str],
    *,
    format: str | None = None,  # noqa: A002 - it is what users call it
    convention: Conventions | str | None = None,
    read_as: Mapping[str, str] | None = None,
    strict: bool = False,
) -> Draft:
    """Read a draft from a file.

    If the file is `draft.txt` and `draft.readings.toml` stands beside it, the convention and the readings in that file
    hold too; `convention` and `read_as` win over it.

    Args:
        file: a path, the bytes of a file, or an open file.
        format: `txt` or `md`; by default the suffix of the path, and `txt` where there is none.
        convention: how marks are read where practice differs: the name of a preset, or your own.
        read_as: how brackets are to be read whose reading was in doubt; see `bracketed.parse`.
        strict: raise StrictError if the draft has a diagnostic of severity `error`.

    Raises:
        DraftError: the file is not a text, or is too large, or its format is not known; or a bracket cannot be read as
            asked.
        UnknownNameError: there is no such convention or bracket.
        OSError: the file cannot be opened.

    >>> import bracketed as bt
    >>> bt.read(b"4. Parties [shall/should] report.").brackets[0].letters
    ('a', 'b')
    """
    name = "draft"
    data: bytes | str
    noted = Readings()
    if isinstance(file, bytes):
        data = file
    elif isinstance(file, (str, os.PathLike)):
        path = Path(file)
        name = path.name
        format = format or path.suffix.lstrip(".").lower()  # noqa: A001
        with path.open("rb") as opened:
            data = opened.read(SIZE_LIMIT + 1)
        noted = readings_beside(path)
    else:
        data = file.read(SIZE_LIMIT + 1)
    if format and format not in FORMATS:
        raise DraftError(f"{name}: a file of format {format!r} cannot be read; save it as text (.txt or .md)")
    if len(data) > SIZE_LIMIT:
        raise DraftError(f"{name} is larger than {SIZE_LIMIT // 2**20} MB; divide it into parts")
    text = data if isinstance(data, str) else decode(data, name)
    return parse(
        text,
        convention=convention or noted.convention,
        read_as={**noted.read_as, **(read_as or {})},
        strict=strict,
        name=name,
    )


def decode(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8 or UTF-16 as its first bytes say, else Windows-1252.

    Raises DraftError if it is no text.

    >>> decode("“trust”".encode("cp1252"), "draft.txt")
    '“trust”'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise DraftError(f"{name} is not a text file; save it as plain text in UTF-8") from None
    if b"\x00" in data[:4096]:
        raise DraftError(f"{name} is not a text file; save it as plain text in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DraftError(
            f"{name} is neither UTF-8 nor Windows-1252 text (byte {error.start + 1}); save it as plain text in UTF-8"
        ) from None
