"""Draws how the time for each question grows with the number of brackets, all else being equal.

    python -m tests.benchmarks.growth OUTPUT.svg

The drafts are those of `tests.benchmarks.variants`; links reach equally far in all of them, so that the width of the
graph stays the same. Needs matplotlib.
"""

from __future__ import annotations

import itertools
import sys

import bracketed as bt
from tests.benchmarks.clock import timed
from tests.benchmarks.large_drafts import large

SIZES = (500, 1000, 2000, 4000, 8000)


def measure(brackets: int) -> dict[str, float]:
    """Return the time that each question takes on a draft of this size, with ten stances a bracket."""
    case = large(brackets, brackets * 10)
    base = bt.variants(case.draft, case.positions)
    space = base.bound(case.rules)
    found = {
        "count": timed(lambda: base.bound(case.rules).count())[0],
        "least contested, with ties": timed(lambda: bt.least_contested(space, case.positions))[0],
        "100 best in order": timed(lambda: [*itertools.islice(bt.ranking(space, case.positions), 100)])[0],
        "blocking": timed(lambda: bt.blocking(space, case.positions))[0],
    }
    width = max(map(len, space.graph.forest.context), default=0)
    print(brackets, f"width {width}", *(f"{name} {took:.3f} s" for name, took in found.items()), sep="; ", flush=True)
    return found


def draw(path: str) -> None:
    """Measure all sizes and draw a line for each question."""
    import matplotlib.pyplot as plt

    measured = [measure(brackets) for brackets in SIZES]
    figure, axes = plt.subplots(figsize=(6.4, 4), layout="constrained")
    for name in measured[0]:
        times = [found[name] for found in measured]
        (line,) = axes.plot(SIZES, times, marker="o")
        axes.annotate(name, (SIZES[-1], times[-1]), (6, 0), textcoords="offset points", va="center", c=line.get_color())
    axes.set(xlabel="brackets", ylabel="seconds", xlim=(0, 11500), ylim=(0, None), title="Time grows with the brackets")
    axes.set_xticks(SIZES[1:])
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    draw(sys.argv[1])
