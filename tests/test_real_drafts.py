"""What the library must find in real drafts that lie beside the checkout and were read by hand.

They are no part of the project; without them all this is skipped.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.tree import Text
from bracketed.errors import BracketedError
from tests.shared import SHARED

DRAFTS = SHARED / "drafts"
INPUTS = SHARED / "inputs"
TOOLS = SHARED.parent / "tools"
READABLE = {".pdf", ".md", ".txt", ".html", ".docx"}
FILES = sorted(
    path for folder in (DRAFTS, INPUTS) if folder.is_dir() for path in folder.iterdir() if path.suffix in READABLE
)

if not FILES:
    pytest.skip(f"no real drafts are here ({DRAFTS}, {INPUTS})", allow_module_level=True)

pytestmark = pytest.mark.slow
each_draft = pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])


@cache
def read(path: Path) -> Draft:
    if path.suffix == ".pdf":
        pytest.importorskip("pypdfium2", reason="PDF needs bracketed[pdf]")
    return bt.read(path)


@each_draft
def test_nothing_of_a_draft_is_lost(path: Path) -> None:
    draft = read(path)
    assert draft.unparse() == draft.source


@each_draft
def test_the_grammar_reads_all_that_is_sent_to_it(path: Path) -> None:
    assert [one for one in read(path).diagnostics if one.code == "not-understood"] == []


@each_draft
def test_labels_hardly_ever_fail(path: Path) -> None:
    """More than one finding about them for a draft tells nobody anything."""
    assert len([one for one in read(path).diagnostics if one.code == "repeated-label"]) <= 1


@each_draft
def test_every_choice_is_in_the_outline_once(path: Path) -> None:
    draft = read(path)
    assert sum(node.brackets for node in draft.outline.nodes) == sum(bracket.is_choice for bracket in draft.brackets)
    assert len({bracket.id for bracket in draft.brackets}) == len(draft.brackets)


@each_draft
def test_no_two_provisions_have_one_label(path: Path) -> None:
    draft = read(path)
    assert len({provision.label for provision in draft.provisions}) == len(draft.provisions)


@each_draft
def test_no_word_outside_brackets_is_lost_when_a_draft_is_settled(path: Path) -> None:
    """What comes between the words is up to the choices, and so are white space and signs."""
    draft = read(path)
    try:
        positions = bt.positions(draft)
        settled = bt.least_contested(bt.variants(draft, positions), positions).variant.text
    except BracketedError as error:
        pytest.skip(f"the variants of {path.name} cannot be compiled: {error}")
    # Words that comments speak about are choices, too.
    implied = [item.bracket.span for item in positions.implied]
    # A word may go on in a bracket: “part[s]”.
    text, at, lost = "".join(re.findall(r"\w+", settled)), 0, []
    for piece in draft.content:
        if not isinstance(piece, Text) or any(
            span.start < piece.span.end and span.end > piece.span.start for span in implied
        ):
            continue
        for word in re.findall(r"\w+", piece.text):
            found = text.find(word, at)
            if found < 0:
                lost.append(word)
            else:
                at = found + len(word)
    assert lost == []


@each_draft
def test_the_variants_of_every_draft_are_counted(path: Path) -> None:
    assert bt.variants(read(path)).count() >= 1


def test_an_adopted_text_has_no_brackets() -> None:
    assert read(DRAFTS / "paris-2015-12-12.md").brackets == ()


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what the tool counts that compares paragraphs with a reading by hand."""
    pytest.importorskip("pypdfium2", reason="PDF needs bracketed[pdf]")
    output = tmp_path_factory.mktemp("scores") / "paragraphs.json"
    subprocess.run(
        [sys.executable, TOOLS / "score_paragraphs.py", "--json", output], check=True, capture_output=True, timeout=300
    )
    return json.loads(output.read_text(encoding="utf-8"))["total"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "right,of,least",
    [
        ("found", "gold", 0.99),
        ("kind", "kind_of", 0.98),
        ("opt", "opt_of", 0.98),
        ("outer", "outer_of", 11 / 12),
        ("run", "run_of", 1),
        ("loose", "loose_of", 1),
        ("label", "label_of", 37 / 38),
    ],
)
def test_paragraphs_are_read_as_people_read_them(scores: dict[str, Any], right: str, of: str, least: float) -> None:
    # A tool that finds nothing to compare would find nothing wrong.
    assert scores[of] > 0
    assert scores.get(right, 0) / scores[of] >= least


def test_hardly_any_bracket_is_found_that_people_do_not_find(scores: dict[str, Any]) -> None:
    assert (scores["got"] - scores.get("extra", 0)) / scores["got"] >= 0.99


def test_the_paragraphs_are_all_there(scores: dict[str, Any]) -> None:
    assert (scores["outer_of"], scores["run_of"], scores["loose_of"], scores["label_of"]) == (12, 18, 5, 38)
    assert scores.get("not found in source", 0) == scores.get("unread paragraphs", 0) == 0


def test_other_real_inputs_are_read_as_people_read_them() -> None:
    command = Path(sysconfig.get_path("scripts")) / "bracketed"
    if not command.exists():
        pytest.skip("the command bracketed is not installed")
    done = subprocess.run(
        [sys.executable, TOOLS / "score_inputs.py", "--bracketed", command],
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
    )
    counted = re.search(r"sum: brackets (\d+) / (\d+) kinds (\d+) options (\d+) false (\d+)", done.stdout)
    assert counted is not None, done.stdout
    found, there, kinds, options, false = map(int, counted.groups())
    assert (found, there, false) == (56, 56, 0)
    assert min(kinds, options) >= 55
