"""Measures how fast a settled text is written into a long Word document, beside python-docx opening and saving it.

    python -m tests.benchmarks.writing_word

The document is that of `reading_word`: 300 pages, 4,000 brackets, 2,000 comments, each on a bracket. Written are a
variant as clean text and as a redline, with a comment on each bracket, and the draft with positions that a table adds.
The peer opens and saves the same file and changes nothing in it. With `--profile`, what takes the time is shown too.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
import pandas

import bracketed as bt
from tests.benchmarks.clock import seconds
from tests.benchmarks.reading_word import made_up


def saved(data: bytes) -> None:
    """Open and save a document by python-docx."""
    docx.Document(io.BytesIO(data)).save(io.BytesIO())


def profiled(name: str, task: Callable[[], object]) -> None:
    """Print the functions in which a task spends most time."""
    with cProfile.Profile() as profile:
        task()
    print(name)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true", help="show what takes the time")
    asked = parser.parse_args()
    data = made_up()
    draft = bt.read(data)
    positions = bt.positions(draft)
    variant = bt.variants(draft)[1]
    rows = [{"delegation": "Kenya", "bracket": one.id, "option": "a", "stance": "supports"} for one in draft.brackets]
    table = bt.read_positions(pandas.DataFrame(rows), draft)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "written.docx")
        tasks: dict[str, Callable[[], object]] = {
            "clean": lambda: bt.write(variant, file, force=True),
            "redline": lambda: bt.write(variant, file, redline=True, positions=positions, force=True),
            "positions as comments": lambda: bt.write(draft, file, positions=table, force=True),
        }
        peer = seconds(lambda: saved(data))
        read = seconds(lambda: bt.read(data))
        print(f"{len(draft.brackets):,} brackets, {len(draft.comments):,} comments, {len(positions.rows):,} stances")
        print(f"python-docx, opened and saved   {peer:6.2f} s")
        print(f"bracketed, the draft read       {read:6.2f} s")
        for name, task in tasks.items():
            took = seconds(task)
            print(f"{name:<31} {took:6.2f} s, {took / peer:.1f} times python-docx, {took / read:.1f} times reading")
        if asked.profile:
            for name, task in tasks.items():
                profiled(name, task)


if __name__ == "__main__":
    main()
