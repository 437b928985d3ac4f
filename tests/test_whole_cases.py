"""All that is read of the cases in `tests/drafts/`, and all that is written for those in `tests/wording/`.

The cases say what matters of each; here all the rest is compared with `tests/golden/cases/`: where pieces are, what
findings advise, what is repaired and where, and how a draft reads of which one bracket is closed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from random import Random

import pytest

import bracketed as bt
from bracketed.draft.draft import Findings
from bracketed.errors import DraftError
from bracketed.parsing.builder import build
from bracketed.parsing.scanner import Token
from bracketed.source import Source
from bracketed.variants.edits import edits_of
from bracketed.variants.settlement import Settlement, settlement_of
from bracketed.variants.variant import Variant
from tests.cases import Case, cases
from tests.conftest import Golden
from tests.test_whole_drafts import read_positions, reading, said_by_each

# What is compared of the cases of each folder.
PARTS = {
    "drafts": "read",
    "whole/readings": "read",
    "whole/remarks": "read",
    "wording": "written",
    "whole/seams": "written",
}
CASES = {folder: cases(folder) for folder in PARTS}
# The cases of one rule are compared together; drafts in which notations, or seams, are close together one by one.
APART = ("whole/readings", "whole/remarks", "whole/seams")


def read_of(case: Case) -> Iterator[str]:
    draft = bt.parse(case.draft, convention=case.settings.get("convention"), language=case.settings.get("language"))
    yield from reading(draft)
    found = bt.positions(draft)
    yield from read_positions(found)
    yield from said_by_each(found)


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


TOGETHER = [(part, file) for part in ("drafts", "wording") for file in sorted({case.file for case in CASES[part]})]


@pytest.mark.parametrize("folder, file", TOGETHER)
def test_all_that_a_file_of_cases_gives_is_as_before(folder: str, file: str, golden: Golden) -> None:
    lines = [
        line for case in CASES[folder] if case.file == file for line in (f"## {case.title}", *compared(folder, case))
    ]
    golden.check(f"cases/{folder}_{file}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("folder, case", [(folder, case) for folder in APART for case in CASES[folder]], ids=str)
def test_all_that_a_dense_draft_gives_is_as_before(folder: str, case: Case, golden: Golden) -> None:
    golden.check(
        f"cases/{folder.removeprefix('whole/')}/{case.file_name}.txt", "\n".join(compared(folder, case)) + "\n"
    )


def compared(folder: str, case: Case) -> Iterator[str]:
    return read_of(case) if PARTS[folder] == "read" else written_of(case)


CORRECTED = """1. Ports [shall/should] pay [dues] [fees or tolls] by [X], [5] times [sic] or [and/or so].
2. Docks [[rest] at night], [and [sleep]/wait]; [a][b] [, c] telecom/ict.
3. [Option 1: Boats row. Option 2: Boats [sail].]
"""
KINDS = ("optional", "alternatives", "placeholder", "text", "separate", "joined")


def corrected() -> Iterator[str]:
    # The last of these is read as a choice, and has an id.
    places = [f"1:{CORRECTED.index(words) + 1}" for words in ("[5]", "[sic]", "[and/or", "[shall")]
    for name in (*(bracket.id for bracket in bt.parse(CORRECTED).brackets), *places):
        for kind in KINDS:
            yield f"# {name} is {kind}"
            try:
                draft = bt.parse(CORRECTED, read_as={name: kind})
            except DraftError as refused:
                yield str(refused)
                continue
            yield from (
                f"{one.id} {one.kind} {one.span} {[option.text for option in one.options]}" for one in draft.brackets
            )
            yield from (f"{found.code} {found.column} {found.message}" for found in draft.diagnostics)


def test_all_corrections_are_made_as_before(golden: Golden) -> None:
    golden.check("cases/corrected.txt", "\n".join(corrected()) + "\n")


TOKENS = {
    "OPEN": "[", "CLOSE": "]", "RUN": "", "END": "", "LABEL": "Option 1: ", "SEP": "/", "JOIN": " ", "TEXT": "words ",
    "COMMENT": "{c}", "NOTE": "^1", "STATUS": "{s}", "ATTRIBUTION": "(EU)", "BEHIND": "(US)", "STRAY": "]",
}  # fmt: skip


def refused() -> Iterator[str]:
    # No draft is known that gives such tokens: this is what the reader falls back on.
    chance = Random(1)
    for number in range(60):
        kinds = chance.choices([*TOKENS], weights=[6, 6, 2, 2, 3, 3, 1, 9, 1, 1, 1, 1, 1, 1], k=chance.randint(3, 14))
        tokens, text = [], ""
        for kind in kinds:
            words = f"Option {chance.choice(('1', '1.1', '1.2', '2'))}: " if kind == "LABEL" else TOKENS[kind]
            tokens.append(Token(kind, len(text), len(text) + len(words)))
            text += words
        findings = Findings(Source(text))
        yield f"# {number}: {text}"
        yield from (repr(piece) for piece in build(text, tokens, findings, {}))
        yield from (f"{one.code} {one.line} {one.column}" for one in findings.in_order())


def test_what_the_grammar_refuses_is_left_as_text(golden: Golden) -> None:
    golden.check("cases/refused.txt", "\n".join(refused()) + "\n")
