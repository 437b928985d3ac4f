"""What can be added to the library in one file, from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

import bracketed as bt
from bracketed.consensus import rules
from bracketed.positions.positions import Position, Positions
from tests.brute import Choices, all_choices

# Fewest delegations that bear more than one objection; of these, the fewest objections in all.
OVERBURDENED = '''
"""The fewest delegations that bear more than one objection; of these, the fewest objections in all."""


def key(burdens):
    counts = burdens.number("objects")
    return sum(count > 1 for count in counts), sum(counts)


def solve(model):
    counts = model.number("objects").values()
    more = [model.reaches(own, 2, most=sum(own.values())) for own in counts]
    model.least("delegations with more than one objection", dict.fromkeys(more, 1))
    model.least("objections", model.sum(counts))
'''

TEXT = """1. Parties [shall/should/may] report [annually].
2. They [meet/talk] [[twice/often] a year].
3. [The Forum] [reviews/studies] this."""
STANCES = [
    *[("UK", "1#1", "a"), ("UK", "1#1", "b"), ("UK", "2#1", "a"), ("UK", "3#2", "b"), ("EU", "1#1", "c")],
    *[("EU", "1#2", "a"), ("EU", "2#2", "omit"), ("EU", "3#2", "a"), ("USA", "1#2", "omit"), ("USA", "2#1", "b")],
    *[("USA", "2#2a.1", "a"), ("Chad", "2#2a.1", "b"), ("Chad", "3#1", "a"), ("Peru", "3#1", "omit")],
]


def overburdened(rows: Positions, choices: Choices) -> tuple[int, int]:
    """Return what the invented rule makes least, counted by hand."""
    counts: dict[str, int] = {}
    for row in rows:
        if all(choices.get(bracket) == letter for bracket, letter in [(row.bracket, row.option), *row.condition]):
            counts[row.delegation] = counts.get(row.delegation, 0) + 1
    return sum(count > 1 for count in counts.values()), sum(counts.values())


def test_a_rule_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "overburdened.py").write_text(OVERBURDENED, encoding="utf-8")
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
    draft = bt.parse(TEXT)
    deal = Position("Peru", "1#1", "a", "objects", condition=(("2#1", "b"),))
    positions = Positions((*(Position(*stance, "objects") for stance in STANCES), deal))
    space = bt.variants(draft, positions)
    worths = [overburdened(positions, choices) for choices in all_choices(draft.content)]
    assert rules.RULES == ("objections", "objectors", "minimax", "leximin", "overburdened")
    # Listed, and, with room for no variant, by the solver.
    for limit in (100_000, 0):
        monkeypatch.setattr("bracketed.consensus.enumeration.LIMIT", limit)
        answer = bt.least_contested(space, positions, rule="overburdened")
        assert answer.proven
        assert overburdened(positions, dict(answer.variant.choices)) == min(worths)
        assert answer.ties == (worths.count(min(worths)) if limit else None)
        # The solver is asked anew for each variant.
        first = [*islice(bt.ranking(space, positions, "overburdened"), limit or 5)]
        assert [overburdened(positions, dict(one.variant.choices)) for one in first] == sorted(worths)[: limit or 5]
    with pytest.raises(ValueError, match="there are: objections, objectors, minimax, leximin, overburdened"):
        bt.least_contested(space, positions, rule="sum")


def test_the_command_line_knows_a_rule_that_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "overburdened.py").write_text(OVERBURDENED, encoding="utf-8")
    draft = tmp_path / "draft.txt"
    draft.write_text("1. Parties [shall/should] report.\tComment by UK: UK – use “should” rather than “shall”")
    script = f"""
import sys
from bracketed.consensus import rules
rules.__path__.append({str(tmp_path)!r})
from bracketed.cli import main
main(sys.argv[1:])
"""

    def run(*words: str) -> str:
        done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
        return done.stdout

    assert "[objections|objectors|minimax|leximin|overburdened]" in run("best", "--help")
    answer = json.loads(run("best", str(draft), "--rule", "overburdened", "--format", "json"))
    assert (answer["rule"], answer["choices"]) == ("overburdened", {"1#1": "b"})


def test_the_names_of_rules_need_no_solver_and_no_tables() -> None:
    script = """
import sys
from bracketed.consensus.rules import RULES
heavy = {"numpy", "pandas", "highspy", "networkx", "bracketed.consensus.integer_program", "bracketed.variants.space"}
print(RULES, heavy & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "('objections', 'objectors', 'minimax', 'leximin') set()"
