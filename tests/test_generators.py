"""What made-up examples hold: a property that is tried on drafts without brackets would prove nothing.

Each strategy that makes drafts, tables or other inputs says here of what share of its examples what must be true. A
strategy that is not named here fails, so that a new one has to say it, too.
"""

from __future__ import annotations

import inspect
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.annotated_text import CHANGES
from bracketed.draft.link_file import link_file, verdicts_beside
from bracketed.errors import BracketedError
from bracketed.reading.saved_readings import readings_file
from tests import (
    input_strategies,
    reading_strategies,
    strategies,
    test_carrying,
    test_compilation,
    test_progress,
)
from tests.holdings import Seen, held_by, held_by_text
from tests.input_strategies import APART
from tests.strategies import Case
from tests.terminals import sample, terminals, tokens, words

EXAMPLES, SEEDS = 200, 10
# All strategies of these say what they make; of test modules those that make drafts.
WHOLE = (strategies, reading_strategies, input_strategies)


def _of_case(case: Case) -> Iterable[str]:
    stances = {row.stance for row in case.positions}
    yield from held_by(case.draft)
    yield from (f"somebody {stance}" for stance in stances)
    if any(row.condition for row in case.positions):
        yield "a condition"
    if any(row.worth is not None for row in case.positions):
        yield "a worth"
    if case.rules or case.links:
        yield "a link"


def _of_drafts(text: str) -> Iterable[str]:
    one, two = text.split(APART)[:2]
    yield from held_by_text(one)
    if one != two:
        yield "another draft"
    if "nothing that is read" not in held_by_text(two):
        yield "a second draft that is read"


def _of_table(data: bytes) -> Iterable[str]:
    draft = bt.parse(input_strategies.DRAFT)
    try:
        positions = bt.read_positions(data, draft, strict=False)
    except BracketedError:
        yield "a table that is refused"
        return
    if positions:
        yield "a row that is read"
    if positions.diagnostics:
        yield "a row that is not read"
    yield "Excel" if data.startswith(b"PK") else "JSON" if data[:1] in b"[{" else "CSV"


def _of_record(words: str) -> Iterable[str]:
    found = bt.read_record(words.encode(), bt.parse(input_strategies.DRAFT), format="md")
    if found:
        yield "a stance"
    if found.unread:
        yield "a sentence that is not read"


def _of_remark(made: tuple[str, str, set[str]]) -> Iterable[str]:
    language, remark, _ = made
    found = bt.positions(bt.parse(f"{input_strategies.REMARKED[language]}\tComment by A. Clerk: {remark}"))
    if len(found):
        yield "a stance"
    if found.unread:
        yield "a remark that is not read"


def _of_saved(text: str) -> Iterable[str]:
    words, *files = text.split(APART)
    yield from held_by_text(words)
    with TemporaryDirectory() as folder:
        path, choices = Path(folder, "draft.txt"), Path(folder, "choices.json")
        for file, saved in zip((readings_file(path), link_file(path), choices), files, strict=True):
            file.write_bytes(saved.encode("utf-8", "replace"))
        path.write_bytes(words.encode("utf-8", "replace"))
        draft = bt.parse(words)
        with suppress(BracketedError):
            draft = bt.read(path)
            if "corrected" in {one.code for one in draft.diagnostics}:
                yield "a correction that is used"
        with suppress(BracketedError):
            if verdicts_beside(path, draft.links).verdicts:
                yield "a link that is used"
        with suppress(BracketedError):
            if bt.settlement(draft, bt.read_choices(choices, draft)).closed:
                yield "a choice that is used"


def _of_file(form: str) -> Callable[[Any], Iterable[str]]:
    def held(data: Any) -> Iterable[str]:
        data = data.encode("utf-8", "replace") if isinstance(data, str) else data
        try:
            draft = bt.read(data, format=form, changes=CHANGES[2])
        except BracketedError:
            return ["a file that is refused"]
        return {*held_by(draft), *(["a tracked change"] if draft.changes else [])}

    return held


def _of_edits(made: test_carrying.Edited) -> Iterable[str]:
    yield from held_by(made.before)
    yield from {*made.done.values()}


def _of_copies(made: tuple[str, dict[str, str]]) -> Iterable[str]:
    base, copies = made
    yield from (["a changed copy"] if {*copies.values()} - {base} else [])
    if len({*copies.values()} - {base}) > 2:
        yield "several changed copies"


def _of_call(text: str) -> Iterable[str]:
    call, draft, *_ = text.split(APART)
    yield from held_by_text(draft)
    yield call.split("\n")[0]
    if "-" in call:
        yield "an option of the command line"


# Of each strategy: the module, how an example is looked at, and what share of its examples hold what.
ENOUGH: dict[tuple[ModuleType, str], tuple[Callable[[Any], Iterable[str]], dict[str, float]]] = {
    (strategies, "drafts"): (held_by_text, {"a bracket": 0.5, "an attribution": 0.1, "a comment": 0.3}),
    (strategies, "broken_drafts"): (
        held_by_text,
        {
            "a bracket": 0.5, "a bracket in a bracket": 0.2, "the name of an option": 0.15, "an attribution": 0.3,
            "a sign without a partner": 0.3,
        },
    ),
    (strategies, "listed_drafts"): (held_by_text, {"a bracket": 0.8, "a bracket in a bracket": 0.04}),
    (strategies, "one_broken_provision"): (
        lambda made: held_by_text(made[1]),
        {"a bracket": 0.8, "a sign without a partner": 0.5},
    ),
    (strategies, "contested_drafts"): (_of_case, {"a bracket": 0.8, "a bracket in a bracket": 0.1, "a link": 0.3}),
    (strategies, "graded_drafts"): (_of_case, {"a bracket": 0.8, "a worth": 0.3}),
    (strategies, "tied_drafts"): (_of_case, {"a bracket": 0.8, "somebody objects": 0.2}),
    (reading_strategies, "structured_drafts"): (
        held_by_text,
        {
            "a bracket": 0.7, "a bracket in a bracket": 0.4, "the name of an option": 0.3, "options in options": 0.05,
            "alternatives of two depths": 0.04, "an attribution": 0.4, "a note": 0.1, "a comment": 0.15,
            "a mark of a change": 0.1,
        },
    ),
    (reading_strategies, "terminal_drafts"): (held_by_text, {"a bracket": 0.6, "an attribution": 0.2}),
    (reading_strategies, "blind_drafts"): (held_by_text, {"a bracket": 0.4, "an attribution": 0.2}),
    (reading_strategies, "dense_drafts"): (
        held_by_text,
        {"a bracket": 0.3, "the name of an option": 0.05, "a note": 0.05, "a sign without a partner": 0.4},
    ),
    (reading_strategies, "harmed_drafts"): (
        held_by_text,
        {"a bracket": 0.6, "the name of an option": 0.2, "an attribution": 0.3, "a sign without a partner": 0.3},
    ),
    (reading_strategies, "any_drafts"): (held_by_text, {"a bracket": 0.6, "an attribution": 0.3}),
    (reading_strategies, "four_drafts"): (
        lambda texts: held_by_text(texts[1]),
        {"a bracket": 0.6, "the name of an option": 0.12, "an attribution": 0.25},
    ),
    (input_strategies, "remarks"): (_of_remark, {"a stance": 0.15, "a remark that is not read": 0.3}),
    (input_strategies, "commented_drafts"): (held_by_text, {"a bracket": 0.6, "a comment": 0.5}),
    (input_strategies, "successive_drafts"): (
        _of_drafts,
        {"a bracket": 0.6, "another draft": 0.7, "a second draft that is read": 0.9, "the name of an option": 0.15},
    ),
    (input_strategies, "tables"): (
        _of_table,
        {"a row that is read": 0.15, "a row that is not read": 0.3, "Excel": 0.1, "JSON": 0.1, "CSV": 0.2},
    ),
    (input_strategies, "records"): (_of_record, {"a stance": 0.1, "a sentence that is not read": 0.3}),
    (input_strategies, "saved_files"): (
        _of_saved,
        {
            "a bracket": 0.7, "a correction that is used": 0.15, "a link that is used": 0.06,
            "a choice that is used": 0.25,
        },
    ),
    (input_strategies, "word_documents"): (
        _of_file("docx"),
        {"a bracket": 0.5, "the name of an option": 0.15, "a comment": 0.4, "a tracked change": 0.5},
    ),
    (input_strategies, "web_pages"): (_of_file("html"), {"a bracket": 0.5, "a comment": 0.1, "a tracked change": 0.3}),
    (input_strategies, "shown_pages"): (lambda shown: ["a sign"] if b"[" in shown else [], {"a sign": 0.7}),
    (test_carrying, "edited_drafts"): (
        _of_edits,
        {"a bracket": 0.9, "a bracket in a bracket": 0.2, "close": 0.2, "omit": 0.2, "reword": 0.2, "narrow": 0.2},
    ),
    (test_compilation, "bases_with_copies"): (_of_copies, {"a changed copy": 0.8, "several changed copies": 0.4}),
    (test_progress, "texts"): (lambda made: held_by_text(str(made)), {"a bracket": 0.9}),
    (input_strategies, "calls"): (_of_call, {"a bracket": 0.5, "an option of the command line": 0.5}),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("module", "name"), ENOUGH, ids=lambda one: one if isinstance(one, str) else "")
def test_examples_hold_what_is_to_be_tried(module: ModuleType, name: str) -> None:
    held, enough = ENOUGH[module, name]
    seen = Seen(enough)

    def counted(example: Any) -> None:
        seen.count(held(example))

    # Examples of one seed resemble each other.
    for number in range(SEEDS):
        some = settings(max_examples=EXAMPLES // SEEDS, database=None, derandomize=False)
        seed(number)(some(given(getattr(module, name)())(counted)))()
    assert seen.too_few() == {}


def test_every_strategy_says_what_its_examples_hold() -> None:
    made = {
        (module, name)
        for module in WHOLE
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
        # A strategy of whole inputs needs nothing to be given.
        if all(one.default is not one.empty for one in inspect.signature(function).parameters.values())
        if isinstance(_called(function), st.SearchStrategy)
    }
    # Parts of drafts, which the others put together.
    parts = {"paragraphs", "options", "alternatives"}
    assert {(module, name) for module, name in made if name not in parts} == {one for one in ENOUGH if one[0] in WHOLE}


def _called(function: Callable[[], Any]) -> Any:
    return function()


def test_too_few_are_noticed() -> None:
    seen = Seen({"a bracket": 0.6})
    for number in range(100):
        seen.count(held_by_text("1. Ports [meet]." if number < 40 else "1. Ports meet."))
    assert seen.too_few() == {"a bracket": "0.40, and not 0.6"}
    few = Seen({"a bracket": 0.6})
    few.count(held_by_text("1. Ports meet."))
    assert few.too_few() == {}


def test_the_terminals_of_the_grammar_are_made() -> None:
    """Of nearly all terminals most samples are found by them; the others say much of the text around them."""
    chance = random.Random(1)
    matched = {name: sum(bool(of.search(sample(of, chance))) for _ in range(20)) for name, of in terminals().items()}
    assert sum(number >= 10 for number in matched.values()) > 0.8 * len(matched)
    assert len(words()) > 5000
    assert {"shall", "Option", "reserves"} <= {*words()}
    assert len(tokens()) > len(words())


@pytest.mark.slow
def test_generators_choose_from_the_same_whatever_the_hash_seed() -> None:
    program = "from tests.fuzz import targets; print(targets.words_of_tokens(), targets.made._cells())"
    made = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    }
    assert len(made) == 1
