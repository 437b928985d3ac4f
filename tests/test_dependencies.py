"""The page on dependencies names all that the library depends on, with the lowest versions of pyproject.toml."""

from __future__ import annotations

import re
from pathlib import Path

from tests.lowest import lowest

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "dependencies.md"


def test_the_page_names_each_dependency_with_its_lowest_version() -> None:
    rows = re.findall(r"(?m)^\| ([\w-]+)(?:, extra `\w+`)? \| (\d[\w.]*) \|", PAGE.read_text(encoding="utf-8"))
    assert sorted(rows) == sorted(tuple(one.split("==")) for one in lowest())
