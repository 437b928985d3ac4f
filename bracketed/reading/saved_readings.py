"""Reads the readings that a user has saved beside a draft, in `draft.readings.toml`.

convention = "itu"
language = "fr"

[read_as]
"D.4#1" = ["optional", "[ports/docks]"]

Behind the reading are the words of the bracket, so that it is not used where the draft has other words by then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bracketed.errors import DraftError
from bracketed.parsing.corrections import ReadAs
from bracketed.toml_file import parsed, text_of

SUFFIX = ".readings.toml"


@dataclass(frozen=True)
class Readings:
    """How a draft is to be read: by which convention, in which language, and for brackets in doubt, as what."""

    convention: str | None = None
    language: str | None = None
    read_as: ReadAs = field(default_factory=dict)


def readings_file(draft: Path) -> Path:
    """Return the path of the file of readings beside a draft, whether or not it is there."""
    return draft.with_suffix(SUFFIX)


def readings_beside(draft: Path) -> Readings:
    """Return the readings beside a draft, none if there is no file; DraftError if it is no TOML or has unknown keys."""
    path = readings_file(draft)
    if not path.is_file():
        return Readings()
    text = text_of(path, "readings")
    try:
        saved = parsed(text)
    except ValueError as error:
        raise DraftError(f"{path.name} is no TOML file: {error}") from None
    # A key that is misspelt would otherwise do nothing, and nobody would know.
    unknown = [key for key in saved if key not in ("convention", "language", "read_as")]
    if unknown:
        known = "it may say convention, language and read_as"
        raise DraftError(f"{path.name} says {unknown[0]!r}, which is not known; {known}")
    convention, language, read_as = saved.get("convention"), saved.get("language"), saved.get("read_as", {})
    if not isinstance(convention, str | None):
        raise DraftError(f'{path.name}: convention is a name in quotation marks, such as "itu"')
    if not isinstance(language, str | None):
        raise DraftError(f'{path.name}: language is a code in quotation marks, such as "fr"')
    if not isinstance(read_as, dict) or not all(map(_is_correction, read_as.values())):
        raise DraftError(f'{path.name}: under [read_as] write lines such as "D.4#1" = ["optional", "[ports/docks]"]')
    # A reading alone is of a file that kept no words yet.
    rows = {name: (asked, "") if isinstance(asked, str) else (asked[0], asked[1]) for name, asked in read_as.items()}
    return Readings(convention, language, rows)


def _is_correction(asked: object) -> bool:
    if isinstance(asked, str):
        return True
    return isinstance(asked, list) and len(asked) == 2 and all(isinstance(words, str) for words in asked)
