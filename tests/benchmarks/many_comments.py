"""Measures how long reading many comments takes.

python -m tests.benchmarks.many_comments [--comments 5000]
"""

from __future__ import annotations

import sys
import time

import bracketed as bt

DELEGATIONS = ("UK", "USA", "Japan", "Kenya", "Brazil", "EU", "African Group", "Norway")
WISHES = (
    "delete “in every port”",
    "keep",
    "use “shall” rather than “should”",
    "replace “tugs” with “pilot boats {made}”",
    "insert “and crews” after “Masters”",
    "delete “reporting duties of the harbour”",
    "agree",
    "we will come back to this on day {made}",
    "can accept “in every port” provided that “shall” is used",
    "delete {label}",
)


def long_draft(comments: int) -> str:
    """Return a draft with so many comments, one to three on each provision."""
    lines = []
    made = 0
    while made < comments:
        label = f"H.{len(lines) + 1}"
        line = f"{label}: Masters of tugs [shall/should] keep a log [in every port] and show it when asked."
        for number in range(min(1 + len(lines) % 3, comments - made)):
            made += 1
            speaker = DELEGATIONS[(made * 5 + number) % len(DELEGATIONS)]
            line += f"\tComment by Ada Quill: {speaker} – {WISHES[made % len(WISHES)].format(label=label, made=made)}"
        lines.append(line)
    return "\n".join(lines)


def measure(comments: int) -> tuple[float, int]:
    """Return the seconds that reading the comments of a draft takes, and how many stances are found."""
    draft = bt.parse(long_draft(comments))
    assert len(draft.comments) == comments
    start = time.perf_counter()
    found = bt.positions(draft)
    return time.perf_counter() - start, len(found)


if __name__ == "__main__":
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    seconds, stances = measure(wanted)
    print(f"{wanted} comments: {stances} stances in {seconds:.2f} s")
