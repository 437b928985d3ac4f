"""The figures in docs/explanation/how-it-is-tested.md are near to what is in the project."""

from __future__ import annotations

import re

import pytest

from tests.figures import ROOT, cases_by_folder, figures

PAGE = ROOT / "docs" / "explanation" / "how-it-is-tested.md"


def stated() -> dict[str, int]:
    """Return the numbers on the page by the first cell of their rows."""
    rows = re.findall(r"(?m)^\| ([^|\n]+) \| ([\d,]+) \|", PAGE.read_text(encoding="utf-8"))
    return {name: int(number.replace(",", "")) for name, number in rows}


@pytest.mark.slow
def test_the_page_states_about_how_many_tests_there_are() -> None:
    counted = {**figures(), **{f"`{name}`": number for name, number in cases_by_folder().items()}}
    assert stated() == pytest.approx(counted, rel=0.2, abs=3), "run python -m tests.figures"


def test_cases_are_counted() -> None:
    assert cases_by_folder()["drafts"] > 200
