"""What each verb prints for the draft in `examples/` is what stands in `tests/golden/`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bracketed.cli import main
from tests.conftest import Golden

DRAFT = Path(__file__).parents[1] / "examples" / "harbour_plan.txt"

VERBS = {
    "brackets": [],
    "positions": [],
    "links": [],
    "check": [],
    "variants": ["--implied", "--at", "200000"],
    "best": [],
    "ranking": ["--limit", "5"],
    "blocking": [],
    "concessions": ["--limit", "3"],
    "conflicts": ["--limit", "5"],
    "leverage": [],
    "packages": [],
    "coalitions": [],
    "outlook": ["--seed", "1"],
}


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_prints_what_it_printed_before(verb: str, form: str, golden: Golden) -> None:
    done = CliRunner().invoke(main, [verb, str(DRAFT), "--format", form, *VERBS[verb]])
    assert done.exit_code == (1 if verb == "check" else 0), done.output
    golden.check(f"harbour_plan/{verb}.{'txt' if form == 'table' else form}", done.stdout)


def test_the_draft_is_shown_as_before(golden: Golden) -> None:
    done = CliRunner().invoke(main, ["show", str(DRAFT)])
    assert done.exit_code == 0
    golden.check("harbour_plan/show.txt", done.stdout)


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_two_drafts_are_compared_as_before(form: str, golden: Golden) -> None:
    drafts = [str(DRAFT.parent / "negotiation" / f"draft_{number}.txt") for number in (3, 4)]
    done = CliRunner().invoke(main, ["diff", *drafts, "--format", form])
    assert done.exit_code == 0, done.output
    golden.check(f"negotiation/diff.{'txt' if form == 'table' else form}", done.stdout)
