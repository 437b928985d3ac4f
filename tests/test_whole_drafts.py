"""All that is read of whole drafts, and all answers about them, is what is in `tests/golden/whole/`.

The drafts in `tests/whole/` have most notations close together, as real ones do; cases elsewhere show one at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import asdict
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.tree import leaves
from bracketed.positions.positions import Positions
from bracketed.variants.space import Space
from tests.all_answers import answers
from tests.conftest import Golden

WHOLE = Path(__file__).parent / "whole"
FILES = {path.stem: path for path in sorted(WHOLE.glob("*.*")) if path.suffix in (".txt", ".html")}
DRAFTS = [*FILES]
LATER = [name for name in DRAFTS if name.endswith("_2")]


@cache
def draft_of(name: str) -> Draft:
    return bt.read(FILES[name], changes="brackets")


@cache
def positions_on(name: str) -> Positions:
    return bt.positions(draft_of(name))


@cache
def space_of(name: str) -> Space:
    return bt.variants(draft_of(name), positions_on(name))


def rows(heading: str, values: Iterable[object]) -> Iterator[str]:
    yield f"# {heading}"
    for value in values:
        # The last digits of a sum depend on the versions of Python and numpy.
        line = json.dumps(value, ensure_ascii=False, default=str)
        yield re.sub(r"\d+\.\d{7,}", lambda number: f"{float(number[0]):.6f}", line)


def beyond(known: Container[str], lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that are not known from an answer that is much the same."""
    return (line for line in lines if line not in known)


def attributes(answer: Any) -> Iterator[str]:
    """Yield the public attributes of an answer, but those that are among its values, each cut short."""
    # The columns are the keys of the records.
    compared = {"columns", *(answer.to_dict() if hasattr(answer, "to_dict") else ())}
    for name in dir(answer):
        if not name.startswith("_") and name not in compared and not callable(value := getattr(answer, name)):
            shown = repr(sorted(value) if isinstance(value, (set, frozenset)) else value)
            # The order of a set is another in each run.
            if "frozenset({" not in shown and " at 0x" not in shown:
                yield f"{name}: {shown[:400]}"


def reading(draft: Draft) -> Iterator[str]:
    yield from rows("provisions", map(asdict, draft.provisions))
    yield from rows("sections", map(asdict, draft.sections))
    yield from rows("comments", map(asdict, draft.comments))
    yield from rows("outline", draft.outline.to_dicts())
    yield from rows(
        "pieces",
        ((type(leaf).__name__, getattr(leaf, "kind", ""), leaf.text, leaf.span) for leaf in leaves(draft.content)),
    )
    yield from rows("links", map(asdict, draft.links))
    yield from rows("diagnostics", map(asdict, draft.diagnostics))


def read_positions(found: Positions) -> Iterator[str]:
    yield from rows("rows", map(asdict, found))
    yield from rows("notes", map(asdict, found.notes))
    yield from rows(
        "implied", ((one.bracket.id, [option.text for option in one.bracket.options]) for one in found.implied)
    )
    yield from rows("diagnostics", map(asdict, found.diagnostics))


def said_by_each(found: Positions) -> Iterator[str]:
    for delegation in found.delegations:
        yield from rows(delegation, [found.said(delegation).to_dicts()])


def wording(name: str) -> Iterator[str]:
    space = space_of(name)
    for variant in [*space.sample(6, seed=1), bt.least_contested(space, positions_on(name)).variant]:
        yield f"# {' '.join('='.join(choice) for choice in variant.choices.items())}"
        yield variant.text
        yield from rows("repairs", map(asdict, variant.repairs))
        yield from rows("checks", map(asdict, variant.to_check))


def answered(space: Space, found: Positions, without_rows: bool = True) -> Iterator[str]:
    """Yield all answers as tables and as printed, the latter also `without_rows` if that is wanted."""
    yield from rows("brief", bt.brief(space, found).sections.items())
    for verb in (
        bt.blocking,
        bt.concessions,
        bt.conflicts,
        bt.exchanges,
        bt.leverage,
        bt.levels,
        bt.packages,
    ):
        answer = verb(space, found)
        records = answer.to_records()
        yield from rows(f"{verb.__name__}, as a table", records)
        if records or without_rows:
            yield from rows(f"{verb.__name__}, as printed", [repr(answer), *attributes(answer), *answer.to_blocks()])
    closed = bt.closings(space, found)
    yield from rows("closings", [*attributes(closed), closed.settlement.text])
    best = bt.least_contested(space, found)
    yield from rows("best, as a table", [*best.to_records(), *best.ranges.items()])
    yield from rows("best, as printed", [repr(best), *attributes(best), *best.to_blocks()])
    chances = bt.outlook(space, found, draws=20, seed=1)
    yield from rows("outlook, as a table", chances.to_records())
    if chances.to_records() or without_rows:
        yield from rows("outlook, as printed", [repr(chances), *attributes(chances), *chances.to_blocks()])
    for bracket in space.brackets[:20]:
        yield from rows(f"why {bracket.id}, as printed", bt.why(space, found, bracket.id).to_blocks())
    suggested = bt.streamline(space.draft, found)
    yield from rows("streamline", [*attributes(suggested), *suggested.to_dicts(), *suggested.to_records()])
    if suggested or without_rows:
        yield from rows("streamline, as printed", suggested.to_blocks())


# The rest of what `answers` returns is compared with other files, in `answers/` for small drafts.
VALUES = (
    *("outcome", "ranking", "blocking", "concessions", "conflicts"),
    *("leverage", "packages", "exchanges", "outlook", "coalitions"),
)


def answered_whole(name: str) -> Iterator[str]:
    values = answers(draft_of(name))
    for verb in VALUES:
        yield from rows(verb, values[verb] if isinstance(values[verb], list) else [values[verb]])
    yield from answered(space_of(name), positions_on(name))


# Of these only what is read is compared; answers about as many brackets and stances take seconds.
ONLY_READ = ("canals", "colours", "gardens", "marches", "talks", "talleres")
PARTS: dict[str, Callable[[str], Iterator[str]]] = {
    "reading": lambda name: reading(draft_of(name)),
    "positions": lambda name: chain(read_positions(positions_on(name)), said_by_each(positions_on(name))),
    "wording": wording,
    "answered": answered_whole,
}
CASES = [(name, part) for name in DRAFTS for part in PARTS if part != "answered" or name not in ONLY_READ]


@pytest.mark.parametrize("name, part", CASES)
def test_a_whole_draft_is_read_and_answered_as_before(name: str, part: str, golden: Golden) -> None:
    golden.check(f"whole/{name}_{part}.txt", "\n".join(PARTS[part](name)) + "\n")


@pytest.mark.parametrize("name", LATER)
def test_what_changed_in_a_whole_draft_is_reported_as_before(name: str, golden: Golden) -> None:
    earlier = name.replace("_2", "_1")
    found = bt.progress([draft_of(earlier), draft_of(name)])
    carried = bt.carry(positions_on(earlier), draft_of(earlier), draft_of(name))
    lines = [
        *rows("changes", [found.to_dicts(), *found.to_records()]),
        *rows("as printed", found.to_blocks()),
        *rows("carried", carried.to_dicts()),
        *rows("as printed", carried.to_blocks()),
    ]
    golden.check(f"whole/{name}_changes.txt", "\n".join(lines) + "\n")
