"""What can be added to the library in one file, from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

import bracketed as bt
from bracketed.cli import main, verbs
from bracketed.cli.verbs import LIMIT, Verb
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
    assert rules.RULES == ("objections", "objectors", "minimax", "leximin", "loss", "overburdened")
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
    with pytest.raises(ValueError, match="there are: objections, objectors, minimax, leximin, loss, overburdened"):
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

    assert "[objections|objectors|minimax|leximin|loss|overburdened]" in run("best", "--help")
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
    assert done.stdout.strip() == "('objections', 'objectors', 'minimax', 'leximin', 'loss') set()"


# Which delegations that take a stance somewhere have said nothing of a bracket.
SILENCES = '''
"""The brackets that delegations have said nothing of."""

from dataclasses import dataclass, field

from bracketed.views import Answers, Table


@dataclass(frozen=True)
class Silence:
    """A bracket and the delegations that have said nothing of it."""

    bracket: str
    delegations: tuple

    def to_dict(self):
        return {"bracket": self.bracket, "delegations": list(self.delegations)}


@dataclass(frozen=True)
class Silences(Answers[Silence]):
    """The silences of all brackets of a space."""

    columns = "bracket delegations"

    rows: tuple[Silence, ...] = field(repr=False)

    def to_blocks(self, shorten=str):
        yield f"{len(self)} brackets."
        yield Table(("bracket", "silent"), [[row.bracket, ", ".join(row.delegations)] for row in self])


def silences(space, positions, *, limit=10):
    """Return the delegations that have said nothing of each bracket."""
    rows = []
    for bracket in space.brackets[:limit]:
        spoken = {row.delegation for row in positions if row.bracket == bracket.id}
        rows.append(Silence(bracket.id, tuple(name for name in positions.delegations if name not in spoken)))
    return Silences(tuple(rows))
'''


def test_an_answer_is_three_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A module, its name at the front door, and a row of the table of verbs.
    (tmp_path / "silences.py").write_text(SILENCES, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(bt._MODULES, "silences", "silences")
    row = Verb("silences", "Who has said nothing of what.", "draft.docx", options=(LIMIT,))
    monkeypatch.setattr(verbs, "VERBS", (*verbs.VERBS, row))
    # The front door keeps what it has opened: the name must go again when the test is over.
    monkeypatch.setitem(vars(bt), "silences", None)
    del vars(bt)["silences"]

    text = "1. [Ports] pay.\n2. [Ships] turn.\n"
    table = "delegation,bracket,option,stance\n<i>UK,1#1,a,supports\nEU & co,2#1,a,supports\n"
    (tmp_path / "draft.txt").write_text(text, encoding="utf-8")
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    draft = bt.parse(text)
    answer = bt.silences(bt.variants(draft), bt.read_positions(table.encode(), draft))  # type: ignore[attr-defined]
    assert [(row.bracket, row.delegations) for row in answer] == [("1#1", ("EU & co",)), ("2#1", ("<i>UK",))]
    page = answer._repr_html_()
    assert "2 brackets." in page
    assert page.count("<table") == 1
    assert "&lt;i&gt;UK" in page
    assert "EU &amp; co" in page
    for frame in (answer.to_frame(), bt.to_frame(answer)):
        assert frame.to_dict("list") == {"bracket": ["1#1", "2#1"], "delegations": ["EU & co", "<i>UK"]}

    def run(*words: str) -> str:
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
        return done.stdout

    command = ["silences", str(tmp_path / "draft.txt"), "--positions-only", str(tmp_path / "table.csv")]
    shown = "2 brackets.\n\nbracket  silent\n-------  -------\n1#1      EU & co\n2#1      <i>UK\n"
    assert run(*command) == shown
    assert run(*command, "--format", "csv") == "bracket,delegations\n1#1,EU & co\n2#1,<i>UK\n"
    nested = [{"bracket": "1#1", "delegations": ["EU & co"]}, {"bracket": "2#1", "delegations": ["<i>UK"]}]
    assert json.loads(run(*command, "--format", "json")) == nested
    assert json.loads(run(*command, "--format", "json", "--limit", "1")) == nested[:1]
    assert "silences     Who has said nothing of what." in run("--help")
    assert "Example: bracketed silences draft.docx" in run("silences", "--help")
