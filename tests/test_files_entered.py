"""How many of our files one small task enters: a reader who follows it has no more than these to open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

import bracketed as bt
from tests.test_golden import DRAFT

PACKAGE = Path(bt.__file__).parent
COMMENTED = "4. Parties [shall] report.\tComment by UK: UK – keep “shall”"
ROWS = [
    {"delegation": "UK", "bracket": "4#1", "option": "a", "stance": "supports"},
    {"delegation": "USA", "bracket": "4#1", "option": "omit", "stance": "supports"},
]


def entered(task: Callable[[], object]) -> set[str]:
    """Return the files of the package in which a function is called while a task runs for the second time."""
    task()
    files = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(PACKAGE)):
            files.add(Path(frame.f_code.co_filename).relative_to(PACKAGE).as_posix())

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        task()
    finally:
        sys.setprofile(before)
    return files


def parse() -> object:
    return bt.parse("4. Parties [shall/should] report [annually].")


def test_the_files_that_a_task_enters_are_counted() -> None:
    assert entered(lambda: len(bt.__all__)) == set()
    assert "parsing/scanner.py" in entered(parse)


def test_one_line_is_parsed_in_few_files() -> None:
    # Those of the tree, and the small ones of the parser: one each for labels, marks, pairs, attributions and so on.
    assert len(entered(parse)) <= 20


def test_one_comment_becomes_positions_in_few_files() -> None:
    draft = bt.parse(COMMENTED)
    # From tokens to clauses, requests and stances the reader goes through one small file for each step.
    assert len(entered(lambda: bt.positions(draft))) <= 38


def test_a_table_becomes_positions_in_few_files_and_no_comment_is_read() -> None:
    draft = bt.parse(COMMENTED)
    files = entered(lambda: bt.read_positions(ROWS, draft))
    assert len(files) <= 9
    assert not files & {"positions/comments.py", "positions/sentences.py"}


@pytest.mark.parametrize("redline", [True, False])
def test_a_text_is_written_into_word_in_few_files_and_the_document_is_not_read_again(
    redline: bool, tmp_path: Path
) -> None:
    draft = bt.read(DRAFT.with_suffix(".docx"))
    positions = bt.positions(draft)
    variant = bt.least_contested(bt.variants(draft, positions), positions).variant
    files = entered(lambda: bt.write(variant, tmp_path / "text.docx", redline=redline, force=True))
    assert "writing/word/document.py" in files
    assert len(files) <= 20
    assert not any(file.startswith(("parsing/", "reading/word/body", "reading/flattening")) for file in files)
