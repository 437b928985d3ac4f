"""The page for contributors names what exists, and its worked changes work in as many files as it promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.package_copy import ROOT, ask, copy

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# The worked changes, each with its blocks: whether the file is new or changed, its path, and what stands in the block.
CHANGES = {
    part.partition("\n")[0]: re.findall(r"(?ms)^<!-- (new file|change): (\S+) -->\n```\w+\n(.*?)^```$", part)
    for part in PAGE.partition("## Three worked changes")[2].split("\n### ")[1:]
}


def test_the_map_names_what_exists() -> None:
    rows = re.findall(r"(?m)^\| (?!I want|-|command|module|`|\*).*$", PAGE)
    assert 30 <= len(rows) <= 40
    paths = [path for row in rows for path in re.findall(r"`([^`]+)`", row)]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert [row for row in rows if row.count("`") < 2] == []


def test_the_reader_of_comments_is_listed_module_by_module() -> None:
    section = PAGE.partition("### The reader of comments")[2].partition("\n## ")[0]
    modules = {path.name for path in (ROOT / "bracketed" / "positions").glob("*.py")} - {"__init__.py"}
    assert sorted(re.findall(r"(?m)^\| `(\w+\.py)` \|", section)) == sorted(modules)


@pytest.mark.parametrize(
    "name, new, changed", [("A rule of contestation", 1, 0), ("A language", 1, 0), ("An answer", 1, 2)]
)
def test_a_worked_change_is_made_in_as_few_files_as_promised(name: str, new: int, changed: int) -> None:
    blocks = CHANGES[name]
    assert [kind for kind, _, _ in blocks] == ["new file"] * new + ["change"] * changed
    for kind, path, _ in blocks:
        assert (ROOT / path).exists() == (kind == "change"), path
        assert (ROOT / path).parent.is_dir(), path


def inserted(source: str, change: str) -> str:
    """Return a source with each added line of a change behind the line that stands before it in the change."""
    before = ""
    for line in change.splitlines():
        if line.startswith("+"):
            assert source.count(f"\n{before}\n") == 1, before
            source = source.replace(f"\n{before}\n", f"\n{before}\n{line[1:]}\n")
        before = line[1:]
    return source


@pytest.fixture
def bracketed(tmp_path: Path) -> Callable[..., str]:
    """Return what runs the command of a copy of the package in which all worked changes are made."""
    copy(tmp_path)
    for blocks in CHANGES.values():
        for kind, path, text in blocks:
            place = tmp_path / path
            new = text if kind == "new file" else inserted(place.read_text(encoding="utf-8"), text)
            place.write_text(new, encoding="utf-8")

    def run(*arguments: str, text: str) -> str:
        return ask(tmp_path, "-m", "bracketed", *arguments, text=text)

    return run


DRAFT = "1. Parties [shall/should] report [annually].\tComment by A. Clerk: UK – cannot accept “annually”\n"
PORTUGUESE = "1. Os membros pagam pelo uso das vias.\nOpção 1: uma vez.\nOpção 2: duas vezes.\n"


@pytest.mark.slow
def test_the_worked_changes_work(bracketed: Callable[..., str]) -> None:
    assert "1. Parties shall report.\n" in bracketed("best", "-", "--text", "--rule", "total", text=DRAFT)
    assert bracketed("silence", "-", text=DRAFT) == "No stance on 1#1.\n"
    assert bracketed("silence", "-", "--format", "csv", text=DRAFT) == "bracket\n1#1\n"
    assert json.loads(bracketed("silence", "-", "--format", "json", text=DRAFT)) == [{"bracket": "1#1"}]
    assert bracketed("brackets", "-", "--format", "csv", text=PORTUGUESE).count("\n1#1,") == 2
