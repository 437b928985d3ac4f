"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file; one that is there already is replaced only once all is written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "draft.txt"), b"4. Parties report.")
    ...     [(file.name, file.read_bytes()) for file in Path(folder).iterdir()]
    [('draft.txt', b'4. Parties report.')]
    """
    # A link stays a link; what it leads to is replaced.
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        # A folder refuses, and a device such as /dev/stdout takes what it gets; neither must be replaced.
        target.write_bytes(data)
        return
    # Beside the target, since a file cannot move to another disk at one stroke.
    written = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        with written.open("xb") as file:
            file.write(data)
        written.replace(target)
    except BaseException as error:
        with suppress(OSError):
            written.unlink()
        if isinstance(error, OSError) and error.filename:
            # The message is on the file that was asked for, and not on the one beside it.
            error.filename = str(target)
        raise
