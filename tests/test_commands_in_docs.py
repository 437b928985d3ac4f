"""Commands in the documents are run, and print what the documents say.

In a `console` block a line that begins with `$ bracketed` is run, in a folder with the examples and with drafts called
`draft.docx` and `draft.txt`. What stands below it is what it prints on a terminal, `...` standing for anything as in a
doctest; below a command of which nothing is shown, anything may be printed. A block with a name above it,
`<!-- choices.json -->`, is a file.
"""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import on_terminal
from tests.test_docs import PAGES, ROOT

_BLOCK = re.compile(r"(?ms)^(?:<!-- (?P<name>[\w.]+\.\w+) -->\n)?```(?P<kind>\w+)\n(?P<words>.*?)^```")
_WAYS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
# How wide a block of code is on a page.
_COLUMNS = 76


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the blocks of code of a page: the name of a file, or "", their language, and what stands in them."""
    for found in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield found["name"] or "", found["kind"], found["words"]


def commands(words: str) -> Iterator[tuple[list[str], str]]:
    """Yield the commands in a block, each with what is shown below it."""
    for part in re.split(r"(?m)^\$ ", words)[1:]:
        command, _, shown = part.partition("\n")
        if command.startswith("bracketed "):
            yield shlex.split(command, comments=True)[1:], shown.strip()


SHOWING = [page for page in PAGES if any(list(commands(words)) for _, kind, words in blocks(page) if kind == "console")]


def test_pages_with_commands_are_found() -> None:
    assert ROOT / "docs" / "tutorial" / "from-word-to-the-room.md" in SHOWING
    assert list(commands("$ cd somewhere\n$ bracketed show a.txt  # all\n1 | words\n\n$ bracketed best a.txt\n")) == [
        (["show", "a.txt"], "1 | words"),
        (["best", "a.txt"], ""),
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize("page", SHOWING, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    for suffix in ("docx", "txt"):
        shutil.copy(ROOT / "examples" / f"harbour_plan.{suffix}", tmp_path / f"draft.{suffix}")
    for name, kind, words in blocks(page):
        if name:
            (tmp_path / name).write_text(words, encoding="utf-8")
        for arguments, shown in commands(words) if kind == "console" else ():
            code, printed = on_terminal(*arguments, columns=_COLUMNS, folder=tmp_path, NO_COLOR="1")
            assert code in ((0, 1) if arguments[0] == "check" else (0,)), arguments
            if shown:
                assert doctest.OutputChecker().check_output(f"{shown}\n", printed, _WAYS), printed
