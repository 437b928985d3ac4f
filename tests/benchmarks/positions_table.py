"""Measures how fast a table of positions is read, resolved and checked.

    python -m tests.benchmarks.positions_table

20,000 rows of some 200 states on the options of 4,000 brackets. The peer is pandas, which reads the same file and
merges it with the table of options: no row is checked.
"""

from __future__ import annotations

import io
import random

import pandas as pd

import bracketed as bt
from bracketed.draft.delegations import Names
from tests.benchmarks.clock import timed
from tests.benchmarks.large_drafts import large


def main() -> None:
    draft = large(4000, 0).draft
    chance = random.Random(3)
    options = [(b.id, o.letter) for b in draft.brackets for o in b.options]
    states = [d.name for d in Names.default().delegations if d.kind == "state" and "," not in d.name]
    seen: set[tuple[str, str, str]] = set()
    lines = ["delegation,bracket,option,stance,weight"]
    while len(lines) <= 20_000:
        key = (chance.choice(states), *chance.choice(options))
        if key not in seen:
            seen.add(key)
            lines.append(f"{key[0]},{key[1]},{key[2]},{chance.choice(['for', 'against', 'can live with'])},1")
    data = "\n".join(lines).encode()
    nobody = bt.positions(draft)
    ours, found = timed(lambda: bt.read_positions(data, draft, positions=nobody))
    assert len(found) == 20_000
    table = bt.to_frame(draft)
    theirs, merged = timed(
        lambda: pd.read_csv(io.BytesIO(data), dtype=str, na_filter=False).merge(table, on=["bracket", "option"])
    )
    assert len(merged) == 20_000
    print(f"{len(found)} rows on {len(draft.brackets)} brackets: {ours:.2f} s; pandas, unchecked: {theirs:.2f} s")


if __name__ == "__main__":
    main()
