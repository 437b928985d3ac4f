"""Answers depend on the draft alone, and nothing leaves the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

import bracketed as bt
from bracketed.draft.delegations import Names
from tests.all_answers import answers

# Each of these starts programs or threads that answer every question.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
DRAFT = ROOT / "examples" / "harbour_plan.txt"


def asked(draft: Path = DRAFT, **environment: str) -> str:
    """Return all answers about a draft, from a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.all_answers", str(draft)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=120,
    )
    return done.stdout


@pytest.fixture(scope="module")
def usual() -> str:
    return asked(PYTHONHASHSEED="0", LC_ALL="C.UTF-8", TZ="UTC")


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4242", "TZ": "Asia/Kathmandu"},
        # A machine whose language knows no letter beyond ASCII.
        {"PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONOPTIMIZE": "2"},
    ],
    ids=lambda environment: " ".join(environment),
)
def test_answers_are_the_same_whatever_the_surroundings(environment: dict[str, str], usual: str) -> None:
    assert asked(**environment) == usual


def test_answers_about_many_delegations_are_the_same_whatever_the_hash_seed(tmp_path: Path) -> None:
    # With so many, not all ways to divide them into communities are compared, and which is found depends on the order.
    names = [one.name for one in Names.default().delegations if one.kind == "state"][:24]
    chance = Random(5)
    lines = []
    for number in range(1, 7):
        spoken = chance.sample(names, 16)
        lines.append(f"{number}. Towns [{', '.join(spoken[:8])} propose; {', '.join(spoken[8:])} oppose: shall] plan.")
    draft = tmp_path / "crowd.txt"
    draft.write_text("\n".join(lines))
    one, *others = (asked(draft, PYTHONHASHSEED=seed) for seed in "123")
    assert len(json.loads(one)["coalitions"][0]) > 1
    assert others == [one] * 2


def test_answers_are_the_same_whatever_ends_the_lines(tmp_path: Path, usual: str) -> None:
    windows = tmp_path / "harbour_plan.txt"
    windows.write_bytes(DRAFT.read_bytes().replace(b"\n", b"\r\n"))
    assert asked(windows).replace(r"\r\n", r"\n") == usual


def test_many_may_read_and_query_at_the_same_time() -> None:
    draft = bt.read(DRAFT)
    alone = json.dumps(answers(bt.read(DRAFT)))
    with ThreadPoolExecutor(4) as pool:
        together = [*pool.map(lambda _: json.dumps(answers(draft)), range(4))]
    assert together == [alone] * 4


WATCHED = """
import sys

seen = []
# What would reach out of the process: connections, names looked up, other programs.
watched = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system", "os.exec", "os.spawn")
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith(watched) else None)

import bracketed as bt
from tests.all_answers import answers

answers(bt.read(sys.argv[1]))
from bracketed.cli import main

context = main.make_context("bracketed", [], resilient_parsing=True)
assert main.list_commands(context)
for verb in main.list_commands(context):
    main.get_command(context, verb).get_help(context)
print(seen)
"""


def test_nothing_reaches_out_of_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(DRAFT)], capture_output=True, text=True, check=True, cwd=ROOT, timeout=120
    )
    assert done.stdout.splitlines()[-1] == "[]"
