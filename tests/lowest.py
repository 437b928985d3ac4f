"""The lowest version of each dependency that pyproject.toml allows, printed as constraints for pip."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
# Programs that only build, test or document the project may be newer.
TOOLS = ("docs", "fuzz", "mutants", "test")


def lowest() -> Iterator[str]:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    for needed in [*project["dependencies"], *(one for name in extras if name not in TOOLS for one in extras[name])]:
        bound = re.match(r"([\w.-]+)>=([\w.]+)", needed)
        if bound:
            yield f"{bound[1]}=={bound[2]}"


if __name__ == "__main__":
    print("\n".join(lowest()))
