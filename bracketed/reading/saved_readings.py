"""Reads what a user has noted about the reading of a draft, in a file beside it: `draft.readings.toml`.

convention = "itu"

[read_as]
"D.4#1" = "optional"
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from bracketed.errors import DraftError

SUFFIX = ".readings.toml"
_SIZE_LIMIT = 1024 * 1024


@dataclass(frozen=True)
class Readings:
    """How a draft is to be read: the name of its conventions, and of brackets in doubt what they are."""

    convention: str | None = None
    read_as: dict[str, str] = field(default_factory=dict)


def readings_beside(draft: Path) -> Readings:
    """Return what the file beside a draft says, which is nothing if there is none.

    Raises:
        DraftError: the file is no TOML, or says something that is not known.
    """
    path = draft.with_suffix(SUFFIX)
    if not path.is_file():
        return Readings()
    with path.open("rb") as file:
        data = file.read(_SIZE_LIMIT + 1)
    if len(data) > _SIZE_LIMIT:
        raise DraftError(f"{path.name} is larger than 1 MB; it holds no readings")
    try:
        told = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DraftError(f"{path.name} is no TOML file: {error}") from None
    unknown = [key for key in told if key not in ("convention", "read_as")]
    if unknown:
        raise DraftError(f"{path.name} says {unknown[0]!r}, which is not known; it may say convention and read_as")
    convention, read_as = told.get("convention"), told.get("read_as", {})
    if not isinstance(convention, str | None):
        raise DraftError(f'{path.name}: convention is a name in quotation marks, such as "itu"')
    if not isinstance(read_as, dict) or not all(isinstance(reading, str) for reading in read_as.values()):
        raise DraftError(f'{path.name}: under [read_as] stand lines such as "D.4#1" = "optional"')
    return Readings(convention, read_as)
