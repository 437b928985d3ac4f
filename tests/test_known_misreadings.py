"""What `docs/explanation/known-misreadings.md` counts in real drafts is what is found in them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.positions.positions import every_finding
from tests.shared import SHARED

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "explanation" / "known-misreadings.md").read_text(encoding="utf-8")
FILES = {path.name: path for folder in ("", "drafts", "inputs") for path in (SHARED / folder).glob("*.*")}
# The drafts as the page calls them.
NAMED = {
    "Geneva": "geneva-2015-02-12.pdf",
    "ADP": "adp-2015-10-05.pdf",
    "Paris": "paris-2015-10-23.md",
    "ACTA": "03_acta_apr2010.html",
}

needs_drafts = pytest.mark.skipif(not FILES, reason=f"no real drafts are here ({SHARED})")


def table() -> tuple[list[str], dict[str, list[int]]]:
    """The names of the drafts, and how often each finding is in each of them."""
    head, _, *rows = PAGE.split("| finding ")[1].split("\n\n")[0].splitlines()
    cells = [[cell.strip(" `") for cell in row.strip("|").split("|")] for row in rows]
    return [name.strip() for name in head.strip(" |").split("|")], {code: [*map(int, row)] for code, *row in cells}


@cache
def read(name: str) -> Draft:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2", reason="PDF needs bracketed[pdf]")
    return bt.read(FILES[name])


def test_each_finding_of_the_page_is_one_that_the_library_reports() -> None:
    known = (ROOT / "docs" / "reference" / "diagnostics.md").read_text(encoding="utf-8")
    names, counts = table()
    assert len(counts) >= 15
    assert [code for code in counts if f"`{code}`" not in known] == []
    assert {len(row) for row in counts.values()} == {len(names)}


def test_the_sums_of_the_judged_samples_are_those_of_their_rows() -> None:
    for part in PAGE.split("| seed ")[1:]:
        rows = [[cell.strip(" *") for cell in row.strip("|").split("|")] for row in part.split("\n\n")[0].splitlines()]
        kinds, (sums, silent) = rows[3:-2], rows[-2:]
        for column in range(1, len(sums)):
            for end in (0, -1):
                wrong = [int(re.findall(r"\d+", row[column])[end]) for row in kinds]
                assert sum(wrong) == int(re.findall(r"\d+", sums[column])[end]), (sums, column)
            assert int(silent[column]) <= int(re.findall(r"\d+", sums[column])[-1])


@needs_drafts
@pytest.mark.slow
@pytest.mark.parametrize("number, name", [*enumerate(table()[0])])
def test_the_findings_on_a_draft_are_as_many_as_the_page_says(number: int, name: str) -> None:
    draft = read(name)
    found = Counter(finding.code for finding in every_finding(draft, bt.positions(draft)))
    assert {code: found[code] for code in table()[1]} == {code: row[number] for code, row in table()[1].items()}


def outside_of_its_option(draft: Draft) -> int:
    """How many brackets stand in an option with a name, and are not cited by it."""
    brackets = {bracket.id: bracket for bracket in draft.brackets}
    count = 0
    for bracket in draft.brackets:
        parent = bracket.parent
        while parent and not next(one.label for one in brackets[parent[0]].options if one.letter == parent[1]):
            parent = brackets[parent[0]].parent
        count += parent is not None and not re.search(r"(^| )opt", bracket.id)
    return count


@needs_drafts
@pytest.mark.slow
def test_as_many_brackets_are_cited_without_their_option_as_the_page_says() -> None:
    (told,) = re.findall(r"`3.10 opt2 sub2` \| (.+?) brackets", PAGE)
    for name, count in re.findall(r"(\w+) (\d+)", told):
        assert outside_of_its_option(read(NAMED[name])) == int(count), name


@needs_drafts
@pytest.mark.slow
def test_as_many_lines_are_page_numbers_as_the_page_says() -> None:
    (told,) = re.findall(r"ACTA, (\d+) lines", PAGE)
    lines = read(NAMED["ACTA"]).source.split("\n")
    assert sum(re.fullmatch(r"\s*\d{1,3}\s*", line) is not None for line in lines) == int(told)


@needs_drafts
@pytest.mark.slow
def test_as_many_paragraphs_have_no_label_as_the_page_says() -> None:
    (arabic, chinese, all_chinese) = map(int, re.findall(r"all (\d+) in Arabic, (\d+) of (\d+) in Chinese", PAGE)[0])
    for language, without, number in (("ar", arabic, arabic), ("zh", chinese, all_chinese)):
        labels = [one.label for one in bt.read(SHARED / "six-languages" / f"bbnj-{language}.txt").provisions]
        assert (sum(re.fullmatch(r"p\d+", label) is not None for label in labels), len(labels)) == (without, number)
