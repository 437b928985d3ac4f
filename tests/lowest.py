"""Prints the lowest versions that the project says it works with, one `name==version` a line: constraints for pip."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
# What only builds, tests or documents the project may be as new as it likes.
TOOLS = ("docs", "fuzz", "test")


def lowest() -> Iterator[str]:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for asked in [*project["dependencies"], *(one for name in extras if name not in TOOLS for one in extras[name])]:
        found = re.match(r"([\w.-]+)>=([\w.]+)", asked)
        if found:
            yield f"{found[1]}=={found[2]}"


if __name__ == "__main__":
    print("\n".join(lowest()))
