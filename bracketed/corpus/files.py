"""Finds the files of a corpus and opens them.

What goes to a worker is what a file holds, not its path: the worker may see another disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from glob import glob, has_magic
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from bracketed.errors import DraftError
from bracketed.limits import Limits
from bracketed.parsing.corrections import ReadAs
from bracketed.reading.saved_readings import SUFFIX, readings_beside
from bracketed.version import __version__

Files: TypeAlias = "str | os.PathLike[str] | Iterable[str | os.PathLike[str]]"

# So many drafts are sent at a time, or fewer if they are large: what is sent and awaited has to fit in memory.
BATCH = 25
BATCH_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of a corpus: its place among the files, its content, and how it is to be read.

    `hash` is the SHA-256 of the content, and `reading` names the version and settings that it is read with: together
    they determine the rows. `error` says why the file could not be opened.
    """

    number: int
    file: str
    content: bytes = field(repr=False)
    convention: str | None = None
    language: str | None = None
    read_as: ReadAs = field(default_factory=dict, repr=False)
    reading: str = ""
    hash: str = ""
    error: str = ""


def suffix_of(file: str) -> str:
    """Return the suffix of a file, which gives its format.

    >>> suffix_of("drafts/Rev.2.TXT")
    'txt'
    """
    return os.path.splitext(file)[1].lstrip(".").lower()


def find_files(files: Files) -> list[str]:
    """Return the files that are meant, in order: those of each pattern sorted by name.

    Raises:
        DraftError: there is no file, or one is a folder.

    >>> find_files(["examples/harbour_*.txt"])
    ['examples/harbour_plan.txt']
    """
    patterns = [files] if isinstance(files, (str, os.PathLike)) else files
    names: list[str] = []
    for pattern in [os.fspath(pattern) for pattern in patterns]:
        # A file may have brackets in its own name: "draft [clean].txt".
        if has_magic(pattern) and not os.path.lexists(pattern):
            matches = sorted(glob(pattern, recursive=True))
            names += [name for name in matches if not name.endswith(SUFFIX) and not os.path.isdir(name)]
        elif os.path.isdir(pattern):
            raise DraftError(f"{pattern} is a folder; write {os.path.join(pattern, '*.txt')}")
        else:
            names.append(pattern)
    if not names:
        problem = f"no file is called {files}" if isinstance(files, (str, os.PathLike)) else "no file was found"
        raise DraftError(f"{problem}; give files, or a pattern such as drafts/*.txt")
    return names


def open_file(number: int, file: str, convention: str | None, language: str | None, limits: Limits) -> DraftFile:
    """Return a file ready to be sent, or with the reason why it cannot be opened."""
    try:
        with open(file, "rb") as stream:
            # One more than is allowed: the reader reports that it is too large.
            content = stream.read(limits.size + 1)
        saved = readings_beside(Path(file))
    except OSError as error:
        return DraftFile(number, file, b"", error=f"{(error.strerror or str(error)).lower()}")
    except (DraftError, ValueError) as error:
        return DraftFile(number, file, b"", error=str(error))
    convention = convention or saved.convention
    language = language or saved.language
    # Rows of an older version, or of other settings, are not taken over when a run is resumed.
    reading = __version__
    if convention is not None or language is not None or saved.read_as:
        settings = repr((convention, language, sorted(saved.read_as.items())))
        reading += f" {sha256(settings.encode()).hexdigest()[:8]}"
    return DraftFile(number, file, content, convention, language, saved.read_as, reading, sha256(content).hexdigest())


def batches(files: Iterable[DraftFile], number: int) -> Iterator[tuple[DraftFile, ...]]:
    """Yield files in batches, of which there will be several even if the files, `number` of them, are few."""
    # Eight batches at least, so that some processors are not idle while another has all the drafts.
    most = max(1, min(BATCH, number // 8))
    batch: list[DraftFile] = []
    size = 0
    for file in files:
        # A draft that is too large for any batch goes alone.
        if batch and (len(batch) == most or size + len(file.content) > BATCH_BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(file)
        size += len(file.content)
    if batch:
        yield tuple(batch)
