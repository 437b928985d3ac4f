"""Measures reading a corpus: one process, two, a Dask cluster of two, and how memory grows with the drafts.

    python -m tests.benchmarks.many_drafts [--drafts 1000] [--kilobytes 40] [--rounds 3] [--memory]

The peer of each engine is the one before it. The time of all processors together tells how it would
be on a machine that does nothing else. `--memory` reads a tenth of the drafts, and then all, each time from a process
of its own.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import bracketed as bt
from tests.benchmarks.corpora import write_corpus

PROCESSES = 2


def timed(files: str, engine: Any, workers: Callable[[], float] = lambda: 0.0) -> tuple[float, float]:
    """Return how long it took on the clock, and the time of all processors; `workers` tells that of a cluster."""
    clock, spent = perf_counter(), processor_time() + workers()
    bt.corpus(files, engine=engine)
    return perf_counter() - clock, processor_time() + workers() - spent


def told(name: str, times: tuple[float, float]) -> tuple[float, float]:
    """Print times and return them."""
    print(f"{name:12} {times[0]:7.1f} s on the clock {times[1]:7.1f} s of processors", flush=True)
    return times


def processor_time() -> float:
    """Return the time of processors that this process and those of its children that have ended have taken."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def speed(files: str, rounds: int) -> None:
    """Print how long each engine takes, and the ratios of the same round."""
    from distributed import Client, LocalCluster

    # Processes are forked as long as there is no cluster, whose threads forbid it; so they come first.
    one = [told("one process", timed(files, None)) for _ in range(rounds)]
    two = [told("processes", timed(files, "processes")) for _ in range(rounds)]
    with (
        LocalCluster(n_workers=PROCESSES, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        # What is imported once in the life of a cluster is not counted.
        client.run(import_module, "bracketed.corpus.rows")
        workers = lambda: sum(client.run(process_time).values())  # noqa: E731
        dask = [told("Dask", timed(files, client, workers)) for _ in range(rounds)]
    for what, number in (("on the clock", 0), ("if processors were free", 1)):
        width = PROCESSES if number else 1
        gain = statistics.median(width * a[number] / b[number] for a, b in zip(one, two, strict=True))
        cost = statistics.median(c[number] / b[number] - 1 for b, c in zip(two, dask, strict=True))
        print(f"{what}: {PROCESSES} processes {gain:.2f} times as fast as one; Dask {cost:+.0%} over processes")


def memory(folder: Path, drafts: int) -> None:
    """Print the most memory that this process and its workers took, for a tenth of the drafts and for all."""
    script = """
import resource, sys
from pathlib import Path
import bracketed as bt
folder = Path(sys.argv[1])
files = sorted(folder.iterdir())[: int(sys.argv[2])]
frame = bt.corpus(files, engine="processes", resume=folder.with_suffix(".csv"))
here, worker = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(f"{len(frame)} drafts: {here} MB here, {worker} MB in the largest worker", flush=True)
"""
    for number in (drafts // 10, drafts):
        folder.with_suffix(".csv").unlink(missing_ok=True)
        subprocess.run([sys.executable, "-c", script, folder, str(number)], check=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--drafts", type=int, default=1000)
    parser.add_argument("--kilobytes", type=float, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "drafts")
        write_corpus(folder, asked.drafts, kilobytes=asked.kilobytes, even=not asked.memory)
        if asked.memory:
            memory(folder, asked.drafts)
        else:
            speed(f"{folder}/*.txt", asked.rounds)
