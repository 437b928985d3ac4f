"""The tables of words and signs beside the readers, in `bracketed/reading/data`."""

from __future__ import annotations

import tomllib
from functools import cache
from pkgutil import get_data
from typing import Any


@cache
def data_of(name: str) -> dict[str, Any]:
    """Return what the file of a name holds."""
    return tomllib.loads((get_data("bracketed.reading", f"data/{name}.toml") or b"").decode())
