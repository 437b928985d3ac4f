"""Runs the fuzzer on one target for some seconds; exit code 0 if nothing crashed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# What real files hold is where the fuzzer begins.
SEEDS = {
    "text": [*(ROOT / "tests" / "drafts").glob("*.md"), ROOT / "examples" / "harbour_plan.txt"],
    "comment": [*(ROOT / "tests" / "comments").glob("*.md")],
    "commented": [*(ROOT / "tests" / "comments").glob("*.md")],
    "table": [ROOT / "tests" / "golden" / "harbour_plan" / "positions.csv"],
}
PIECE = 400


def main() -> None:
    with atheris.instrument_imports(include=["bracketed"]):
        from tests.fuzz.targets import LONGEST, TARGETS, tried

    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("target", choices=[*TARGETS])
    asked.add_argument("--seconds", type=int, default=60)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as corpus:
        for number, piece in enumerate(seeds(chosen.target)):
            (Path(corpus) / str(number)).write_bytes(piece)
        settings = [
            f"-max_total_time={chosen.seconds}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={HERE / 'cases'}/{chosen.target}-",
            "-timeout=20",
            "-rss_limit_mb=2000",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], corpus, *settings], lambda data: tried(chosen.target, data))
        atheris.Fuzz()


def seeds(target: str) -> list[bytes]:
    """Return pieces of the files that a target begins with."""
    whole = [path.read_bytes() for path in SEEDS.get(target, ())]
    return [data[at : at + PIECE] for data in whole for at in range(0, len(data), PIECE)]


if __name__ == "__main__":
    main()
