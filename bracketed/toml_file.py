"""Reads the TOML files that people keep beside a draft, or write of their delegations: broken, or made to do harm."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from bracketed.errors import DraftError

_SIZE_LIMIT = 1024 * 1024
# A key such as a.b.c takes memory that grows with the square of its names: one of a megabyte would take a terabyte.
# None of our files has one of more than two.
_NAMES_IN_KEY = 10
# Strings and comments, in which dots are dots; one that is not closed goes to where TOML gives up.
_WORDS = re.compile(
    r'"""(?>[^"\\]|\\.|"(?!""))*+(?:""")?'
    r"|'''(?>[^']|'(?!''))*+(?:''')?"
    r'|"(?>[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|\#[^\n]*+",
    re.DOTALL,
)
_LONG_KEY = re.compile(rf"(?:(?<![\w-])[\w-]++[ \t]*+\.[ \t]*+){{{_NAMES_IN_KEY}}}")


def text_of(path: Path, holds: str) -> str:
    """Return the text of a file that holds readings, say; DraftError if it is too large, or no text."""
    with path.open("rb") as file:
        data = file.read(_SIZE_LIMIT + 1)
    if len(data) > _SIZE_LIMIT:
        raise DraftError(f"{path.name} is larger than 1 MB; it holds no {holds}")
    try:
        # Some editors begin a file with a mark of its encoding.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DraftError(f"{path.name} is no TOML file: {error}") from None


def parsed(text: str) -> dict[str, Any]:
    """Return what a TOML file has; ValueError if it is none, or would take time and memory without end."""
    if _LONG_KEY.search(_WORDS.sub("x", text)):
        raise ValueError(f"a key has more than {_NAMES_IN_KEY} names in a row")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:
        # Python refuses to read numbers of thousands of digits.
        raise ValueError("a number has thousands of digits; write a shorter one") from None
    except RecursionError as error:
        raise ValueError(str(error)) from None
