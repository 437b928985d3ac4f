"""All that is read of the cases in `tests/drafts/`, and all that is written for those in `tests/wording/`.

The cases say what matters of each; here all the rest is compared with `tests/golden/cases/`: where pieces are, what
findings advise, what is repaired and where, and how a draft reads of which one bracket is closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

import pytest

import bracketed as bt
from bracketed.variants.edits import edits_of
from bracketed.variants.settlement import Settlement, settlement_of
from bracketed.variants.variant import Variant
from tests.cases import Case, cases
from tests.conftest import Golden
from tests.test_whole_drafts import read_positions, reading

# Behind the cases of each rule, drafts in which notations, or seams, are close together.
DRAFTS = [*cases("drafts"), *cases("whole/readings")]
WORDING = [*cases("wording"), *cases("whole/seams")]
def read_of(case: Case) -> Iterator[str]:
    draft = bt.parse(case.draft, convention=case.settings.get("convention"), language=case.settings.get("language"))
    yield from reading(draft)
    yield from read_positions(bt.positions(draft))


def written_of(case: Case) -> Iterator[str]:
    draft = bt.parse(case.draft.replace("\n", "\r\n") if case.settings.get("line_ends") == "crlf" else case.draft)
    space = bt.variants(draft, bt.positions(draft), links="none")
    for variant in (space[0], space[-1], *space.sample(4, seed=1)):
        yield f"# {' '.join('='.join(choice) for choice in variant.choices.items())}"
        yield from looks(variant)
    for bracket in space.brackets:
        for letter in bracket.letters:
            settled = settlement_of(space.open_text, {bracket.id: letter})
            yield f"# {bracket.id}={letter} alone: {settled.gone} gone, {settled.open} open"
            yield from looks(settled)
            yield f"comments {[comment.number for comment in settled.dropped_comments]}, {settled.stray}, {settled!r}"


def looks(settled: Variant | Settlement) -> Iterator[str]:
    """Yield a text, what was repaired, where words meet, what to check, and what changes in the source."""
    yield repr(settled.text)
    for repair in settled.repairs:
        yield f"{repair.line} {repair.rule}: {repair.before!r} > {repair.after!r}"
    met = settled.clean.junctions
    yield "; ".join(f"{one.at} at {one.place} {'omitted ' * one.omitted}{one.line}".rstrip() for one in met)
    for check in settled.to_check:
        yield " ".join(map(str, astuple(check)))
    yield "; ".join(f"{edit.span.start} to {edit.span.end} {edit.words!r}" for edit in edits_of(settled))


@pytest.mark.parametrize("file", sorted({case.file for case in DRAFTS}))
def test_all_that_is_read_of_the_cases_is_as_before(file: str, golden: Golden) -> None:
    check(golden, f"cases/drafts_{file}.txt", {case.title: read_of(case) for case in DRAFTS if case.file == file})


@pytest.mark.parametrize("file", sorted({case.file for case in WORDING}))
def test_all_that_is_written_for_the_cases_is_as_before(file: str, golden: Golden) -> None:
    check(golden, f"cases/wording_{file}.txt", {case.title: written_of(case) for case in WORDING if case.file == file})


def check(golden: Golden, name: str, parts: dict[str, Iterator[str]]) -> None:
    lines = [line for title, part in parts.items() for line in (f"## {title}", *part)]
    golden.check(name, "\n".join(lines) + "\n")
