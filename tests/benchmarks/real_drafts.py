"""Measures every verb on real drafts, with made-up positions of 40 delegations on 30 % of the brackets.

    python -m tests.benchmarks.real_drafts [--verbs best,blocking] [--drafts geneva,paris] [--profile]

The drafts are those of `../shared/data/drafts` beside the checkout. Each verb runs in a process of its own, as on the
command line. What is printed is a table: seconds of the processor without those of reading the draft, the most memory
that the process took, and the lines of its output. `--profile` prints where the time goes instead.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bracketed as bt
from bracketed.draft.draft import Draft
from tests.shared import SHARED

DRAFTS = ("geneva-2015-02-12.pdf", "adp-2015-10-05.pdf", "paris-2015-10-23.md", "paris-2015-12-12.md")
NAMES = [
    *("Argentina", "Australia", "Bangladesh", "Bolivia", "Brazil", "Canada", "Chile", "China"),
    *("Colombia", "Cuba", "Egypt", "Ethiopia", "Ghana", "Iceland", "India", "Indonesia"),
    *("Iran", "Japan", "Jordan", "Kazakhstan", "Kenya", "Malaysia", "Mali", "Mexico"),
    *("Nepal", "New Zealand", "Nicaragua", "Norway", "Pakistan", "Peru", "Philippines", "Russian Federation"),
    *("Saudi Arabia", "Senegal", "Singapore", "South Africa", "Switzerland", "Turkey", "UK", "USA"),
]
STANCES = {"supports": 50, "objects": 35, "accepts": 13, "blocks": 2}
SHARE = 0.3
FILE_VERBS = {"report": ".html", "explore": ".html", "write": ".md"}
WITHOUT_POSITIONS = {"outline", "show", "brackets", "diff"}
VERBS = [
    *("outline", "show", "brackets", "positions", "links", "check", "variants", "best", "why", "ranking", "blocking"),
    *("concessions", "conflicts", "leverage", "packages", "exchanges", "coalitions", "outlook", "diff"),
    *("write", "report", "explore"),
]
# After so many seconds on the clock a verb is stopped.
PATIENCE = 120


def made_positions(draft: Draft, seed: int = 1, share: float = SHARE) -> list[dict[str, str]]:
    """Return rows of a table of positions: each delegation takes one stance on a share of the brackets of a draft.

    >>> rows = made_positions(bt.parse("1. We [meet/talk] [often]."), share=1)
    >>> len(rows), rows[0]
    (80, {'delegation': 'Argentina', 'bracket': '1#1', 'option': 'a', 'stance': 'supports'})
    """
    chance = random.Random(seed)
    brackets = [bracket for bracket in draft.brackets if bracket.kind != "placeholder"]
    return [
        {
            "delegation": name,
            "bracket": bracket.id,
            "option": chance.choice(bracket.letters),
            "stance": chance.choices([*STANCES], [*STANCES.values()])[0],
        }
        for name in NAMES
        for bracket in brackets
        if chance.random() < share
    ]


def write_positions(draft: Draft, path: Path) -> None:
    """Write the made-up positions on a draft to a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["delegation", "bracket", "option", "stance"])
        table.writeheader()
        table.writerows(made_positions(draft))


def run(arguments: Sequence[str]) -> None:
    """Run a verb in this process, and print on standard error its seconds, and those of reading."""
    import bracketed.reading.file as file
    from bracketed.cli import main

    reading = 0.0
    read = file.read

    def timed(*parameters: Any, **settings: Any) -> Draft:
        nonlocal reading
        start = time.process_time()
        try:
            return read(*parameters, **settings)
        finally:
            reading += time.process_time() - start

    file.read = timed
    try:
        main([*arguments], standalone_mode=False)
    except SystemExit:
        # `check` exits with 1 where brackets block.
        pass
    finally:
        sys.stdout.flush()
        # Of the current process alone: the kernel counts that of the one which started it into `ru_maxrss`.
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
        print(f"\n{time.process_time() - reading} {reading} {int(peak) // 1024}", file=sys.stderr)


def measure(draft: Path, table: Path, verbs: Sequence[str], folder: Path, profile: bool) -> Iterator[tuple[str, str]]:
    """Yield each verb with its seconds, its memory and its lines."""
    spoken = table.read_text(encoding="utf-8").count("\n") > 1
    for verb in verbs:
        if verb == "why" and not spoken:
            yield verb, "–"
            continue
        output = folder / f"output{FILE_VERBS.get(verb, '')}"
        arguments = [verb, str(draft)]
        arguments += [] if verb in WITHOUT_POSITIONS else ["--positions", str(table)]
        arguments += ["-o", str(output), "--force"] if verb in FILE_VERBS else []
        # Of the first bracket that somebody has spoken on, and of the draft and the last one.
        arguments += [next(csv.DictReader(table.open(encoding="utf-8")))["bracket"]] if verb == "why" else []
        arguments += [str(SHARED / "drafts" / DRAFTS[-1])] if verb == "diff" else []
        command = [sys.executable, *["-m", "cProfile", "-s", "cumulative"] * profile]
        command += ["-m", "tests.benchmarks.real_drafts", "--run", *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            yield verb, f"stopped after {PATIENCE} s"
            continue
        if profile:
            print(verb, done.stdout[done.stdout.find("function calls") :][:6000], flush=True)
        words = output.read_text(encoding="utf-8") if verb in FILE_VERBS and output.exists() else done.stdout
        *told, last = done.stderr.strip().splitlines()
        took, _, peak = last.split()
        refused = f" ({told[-1][:60]})" if any("Error" in line or "error" in line for line in told) else ""
        yield verb, f"{float(took):.2f} s; {peak} MB; {len(words.splitlines()):,}{refused}"


def main() -> None:
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2:])
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--verbs", default=",".join(VERBS))
    parser.add_argument("--drafts", default=",".join(DRAFTS))
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args()
    wanted = chosen.drafts.split(",")
    paths = [SHARED / "drafts" / name for name in DRAFTS if any(name.startswith(start) for start in wanted)]
    columns: dict[str, dict[str, str]] = {}
    with TemporaryDirectory() as folder:
        for path in paths:
            draft, table = bt.read(path), Path(folder) / "positions.csv"
            write_positions(draft, table)
            columns[path.name] = {}
            for verb, cell in measure(path, table, chosen.verbs.split(","), Path(folder), chosen.profile):
                print(f"{path.name} {verb}: {cell}", file=sys.stderr, flush=True)
                columns[path.name][verb] = cell
    print(f"| verb | {' | '.join(columns)} |")
    print("|---" * (len(columns) + 1) + "|")
    for verb in chosen.verbs.split(","):
        print(f"| `{verb}` | {' | '.join(cells[verb] for cells in columns.values())} |")


if __name__ == "__main__":
    main()
