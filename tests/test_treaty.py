"""The table of what became of brackets of a real treaty, in `docs/explanation/following-brackets.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

import bracketed as bt
from tests.shared import SHARED

EARLIER, ADOPTED = (SHARED / "drafts" / f"paris-2015-{day}.md" for day in ("10-23", "12-12"))
PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "following-brackets.md"

needs_treaty = pytest.mark.skipif(
    not (EARLIER.exists() and ADOPTED.exists()), reason="the drafts of the treaty are not here (../shared/data/drafts)"
)


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").split("| in |\n|---|---|---|---|---|\n")[1].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines.splitlines()]


def test_the_table_has_enough_rows() -> None:
    assert len(rows()) >= 20


@needs_treaty
def test_the_brackets_of_the_treaty_became_what_the_page_says() -> None:
    histories = bt.progress([bt.read(EARLIER), bt.read(ADOPTED)]).histories
    for bracket, became, of, now, provision in rows():
        row = histories[bracket]
        letter = f" {row.option}" if row.fate == "closed" else ""
        assert (f"{row.fate}{letter}", row.provision) == (became, provision), bracket
        assert now in row.now, bracket
        assert bool(now) == bool(row.now), bracket
        if became.startswith(("closed", "kept", "omitted")) and "," in of:
            assert all(word in row.words for word in of.split(", ")), bracket


@needs_treaty
def test_the_histories_of_a_treaty_fit_a_screen() -> None:
    from bracketed.show.terminal.pages import as_text

    shown = as_text(bt.progress([bt.read(EARLIER), bt.read(ADOPTED)]).histories.to_blocks()).splitlines()
    assert len(shown) <= 60
    assert max(map(len, shown)) <= 100
