"""All answers about a draft; run as a program, it prints them as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import bracketed as bt
from bracketed.draft.draft import Draft


def answers(draft: Draft) -> dict[str, Any]:
    """Return all answers about a draft as plain values."""
    positions = bt.positions(draft)
    space = bt.variants(draft, positions)
    rows = [(r.delegation, r.bracket, r.option, r.stance, str(r.evidence.words)) for r in positions]
    graph = bt.coalitions(positions)
    return {
        "brackets": [(bracket.id, bracket.kind, bracket.letters) for bracket in space.brackets],
        "provisions": [provision.label for provision in draft.provisions],
        "codes": [finding.code for finding in (*draft.diagnostics, *positions.diagnostics)],
        "positions": rows,
        "comments": [(comment.author, comment.date) for comment in draft.comments],
        "notes": [note.text for note in positions.notes],
        "links": [link.id for link in space.links],
        "count": space.count(),
        "sample": [variant.index for variant in space.sample(5, seed=3)],
        "best": {rule: bt.least_contested(space, positions, rule).to_dict() for rule in ("objections", "minimax")},
        "outcome": [bt.outcome(bt.least_contested(space, positions), name).to_dict() for name in positions.delegations],
        "why": [bt.why(space, positions, bracket.id).to_dict() for bracket in space.brackets[:20]],
        "ranking": bt.levels(space, positions).to_dicts(),
        "frontier": [answer.to_dict() for answer in bt.frontier(space, positions)],
        "blocking": bt.blocking(space, positions).to_dicts(),
        "concessions": bt.concessions(space, positions).to_dicts(),
        "conflicts": bt.conflicts(space, positions).to_dicts(),
        "leverage": bt.leverage(space, positions).to_dicts(),
        "packages": bt.packages(space, positions).to_dicts(),
        "exchanges": bt.exchanges(space, positions).to_dicts(),
        "outlook": bt.outlook(space, positions, draws=20, seed=1).to_dicts(),
        "coalitions": [graph.graph["communities"], sorted(graph.edges(data="conflict"))],
    }


if __name__ == "__main__":
    print(json.dumps(answers(bt.read(Path(sys.argv[1]))), ensure_ascii=True))
