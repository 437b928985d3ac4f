"""Reads a file that says which option each bracket takes: `{"D.4-c#1": "omit", "D.4-c#2": "b"}`."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from bracketed.errors import DraftError

_SIZE_LIMIT = 16 * 1024 * 1024


def read_choices(file: str | os.PathLike[str]) -> dict[str, str]:
    """Return the choices in a JSON file: options by the ids of their brackets.

    What `bracketed best --format json` prints is understood too: the choices are a part of it.

    Raises:
        DraftError: the file is no JSON, or holds something else.
        OSError: the file cannot be opened.
    """
    path = Path(file)
    with path.open("rb") as opened:
        data = opened.read(_SIZE_LIMIT + 1)
    if len(data) > _SIZE_LIMIT:
        raise DraftError(f"{path.name} is larger than {_SIZE_LIMIT // 2**20} MB; it holds no choices")
    try:
        told = json.loads(data.decode("utf-8-sig"), object_pairs_hook=lambda pairs: _once(pairs, path.name))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DraftError(f"{path.name} is no JSON file: {error}") from None
    if isinstance(told, dict) and isinstance(told.get("choices"), dict):
        told = told["choices"]
    if not isinstance(told, dict) or not all(isinstance(option, str) for option in told.values()):
        raise DraftError(f'{path.name} holds no choices; they are written as {{"D.4-c#1": "omit", "D.4-c#2": "b"}}')
    return told


def _once(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise DraftError(f"{name} says twice what {key} takes: {found[key]!r} and {value!r}; leave one of them out")
        found[key] = value
    return found
