"""All that is reported of drafts one after the other, and of copies put together, is what is in `tests/golden/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise

import pytest

import bracketed as bt
from bracketed.errors import DraftError
from bracketed.progress.revisions import redline
from tests.cases import Case, cases
from tests.conftest import Golden
from tests.test_whole_drafts import rows

STEPS = cases("whole/steps")
COPIES = cases("whole/copies")


def steps_of(texts: list[str]) -> Iterator[str]:
    drafts = [bt.parse(text) for text in texts]
    found = bt.progress(drafts)
    yield from rows("drafts", [found.to_dicts(), *found.to_blocks()])
    yield from rows("changes", [*found.changes.to_dicts(), *found.changes.to_blocks()])
    yield from rows("histories", [*found.histories.to_records(), *found.histories.to_blocks()])
    yield from rows("results", [*map(asdict, found.accounts), *found.results.to_blocks()])
    yield from rows("unmarked", [*found.unmarked.to_dicts(), found.unmarked.in_short, *found.unmarked.to_blocks()])
    yield from rows("by article", [*found.by_article().to_dicts(), *found.by_article().to_blocks()])
    for label in dict.fromkeys(part.label or part.title for draft in drafts for part in draft.outline.nodes):
        inside = found.within(label)
        # What became of each bracket is compared above.
        yield from rows(
            label, [[one["bracket"] for one in inside.histories.to_records()], *inside.by_article().to_dicts()]
        )
    for earlier, later in pairwise(drafts):
        yield from rows("revisions", ((*one.span, one.gone, one.label) for one in redline(earlier, later).revisions))
        stances = bt.positions(earlier)
        everything = {bracket.id: bracket.letters[0] for bracket in earlier.brackets if bracket.options}
        for carried in (bt.carry(stances, earlier, later), bt.carry(everything, earlier, later, reworded=True)):
            if carried:
                yield from rows("carried", [*carried.to_dicts(), *carried.to_blocks()])


@pytest.mark.parametrize("case", STEPS, ids=str)
def test_all_that_changed_is_reported_as_before(case: Case, golden: Golden) -> None:
    texts = [text.removesuffix("\n") for text in case.blocks.values()]
    lines = [*steps_of(texts), "", "# The other way round", *steps_of(texts[::-1])]
    golden.check(f"steps/{case.file_name}.txt", "\n".join(lines) + "\n")


def compiled(case: Case) -> Iterator[str]:
    texts = {name: bt.parse(text.removesuffix("\n")) for name, text in case.blocks.items()}
    base = texts.pop("base")
    try:
        made = bt.compile(base, texts)
    except DraftError as refused:
        yield f"refused: {refused}"
        return
    yield made.draft.source
    yield from rows("as values", [made.to_dicts(), *made.to_blocks(), repr(made)])
    yield from rows("sentences", made.sentences)
    yield from rows("stances", [(row.delegation, row.bracket, row.option, row.stance) for row in made.positions])
    yield from rows("insertions", map(asdict, made.insertions))


@pytest.mark.parametrize("case", COPIES, ids=str)
def test_copies_are_put_together_as_before(case: Case, golden: Golden) -> None:
    golden.check(f"copies/{case.file_name}.txt", "\n".join(compiled(case)) + "\n")
