"""How much processor time it costs to start, beside `import lark`: `python -m tests.benchmarks.start_up`."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from statistics import median

PEER = "import lark"
STARTS = {
    PEER: ["-c", "import lark"],
    "import bracketed": ["-c", "import bracketed"],
    "import bracketed; bracketed.parse": ["-c", "import bracketed; bracketed.parse"],
    "bracketed --help": ["-m", "bracketed", "--help"],
    "bracketed best --help": ["-m", "bracketed", "best", "--help"],
}


def processor_time(arguments: list[str]) -> float:
    """Return the seconds of the processor that a new Python takes for this, its own start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {name: [] for name in STARTS}
    # In turns, so that a machine that gets slower is slow for all.
    for _ in range(rounds):
        for name, arguments in STARTS.items():
            times[name].append(processor_time(arguments))
    peer = median(times[PEER])
    for name, seconds in times.items():
        print(f"{name:36} {1000 * median(seconds):6.0f} ms  {median(seconds) / peer:5.2f} × {PEER}")


if __name__ == "__main__":
    main()
