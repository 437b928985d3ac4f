"""What each verb prints for the draft in `examples/` is what stands in `tests/golden/`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bracketed import __version__
from bracketed.cli import main
from tests.conftest import Golden

DRAFT = Path(__file__).parents[1] / "examples" / "harbour_plan.txt"

NEGOTIATION = [str(DRAFT.parent / "negotiation" / f"draft_{number}.txt") for number in range(1, 7)]
FORMS = ["table", "json", "csv"]

VERBS = {
    "brackets": [],
    "positions": [],
    "links": [],
    "check": [],
    "variants": ["--implied", "--at", "200000"],
    "best": [],
    "why": ["H.2-d#1"],
    "ranking": ["--limit", "5"],
    "blocking": [],
    "concessions": ["--limit", "3"],
    "conflicts": ["--limit", "5"],
    "leverage": [],
    "packages": [],
    "coalitions": [],
    "outlook": ["--seed", "1"],
    "streamline": [],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_prints_what_it_printed_before(verb: str, form: str, golden: Golden) -> None:
    done = CliRunner().invoke(main, [verb, str(DRAFT), "--format", form, *VERBS[verb]])
    assert done.exit_code == (1 if verb == "check" else 0), done.output
    golden.check(f"harbour_plan/{verb}.{'txt' if form == 'table' else form}", done.stdout)


def test_the_draft_is_shown_as_before(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    # What to type next names the file as it was given, wherever the project is.
    monkeypatch.chdir(DRAFT.parent)
    done = CliRunner().invoke(main, ["show", DRAFT.name])
    assert done.exit_code == 0
    golden.check("harbour_plan/show.txt", done.stdout)


@pytest.mark.parametrize("form", FORMS)
def test_two_drafts_are_compared_as_before(form: str, golden: Golden) -> None:
    done = CliRunner().invoke(main, ["diff", *NEGOTIATION[2:4], "--format", form])
    assert done.exit_code == 0, done.output
    golden.check(f"negotiation/diff.{'txt' if form == 'table' else form}", done.stdout)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rows", ["changes", "drafts", "delegations"])
def test_a_negotiation_is_the_same_as_before(rows: str, form: str, golden: Golden) -> None:
    done = CliRunner().invoke(main, ["diff", *NEGOTIATION, "--rows", rows, "--format", form])
    assert done.exit_code == 0, done.output
    golden.check(f"negotiation/diff_{rows}.{'txt' if form == 'table' else form}", done.stdout)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rows", ["drafts", "brackets", "positions"])
def test_a_corpus_is_the_same_as_before(rows: str, form: str, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DRAFT.parent)
    files = ["negotiation/draft_[56].txt", "no_such_draft.txt"]
    files += ["harbour_plan.docx"] if rows == "drafts" else []
    done = CliRunner().invoke(main, ["corpus", *files, "--rows", rows, "--format", form])
    assert done.exit_code == 0, done.output
    printed = done.stdout.replace(f'"{__version__}"', '"version"').replace(f",{__version__},", ",version,")
    printed = re.sub("[0-9a-f]{64}", "hash", printed)
    # How long it took is never the same.
    printed = re.sub(r'(?<="seconds": )[\d.]+', "0.1", printed)
    if (rows, form) == ("drafts", "csv"):
        printed = re.sub(r"(?m),[\d.]+(?=,[\w ]*$)", ",0.1", printed)
    golden.check(f"corpus/{rows}.{'txt' if form == 'table' else form}", printed)
