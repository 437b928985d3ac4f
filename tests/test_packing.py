"""A draft, a space and a variant arrive in another process as they left, whatever is in them."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given

import bracketed as bt
from bracketed.draft.packing import packed, unpacked
from tests.strategies import broken_drafts, drafts

HARBOUR = Path(__file__).parents[1] / "examples" / "harbour_plan.txt"
T = TypeVar("T")


def sent(thing: T) -> T:
    return pickle.loads(pickle.dumps(thing))


@given(drafts() | broken_drafts())
def test_a_draft_arrives_as_it_left(source: str) -> None:
    draft = bt.parse(source)
    again = sent(draft)
    assert again.source == draft.source == again.unparse()
    assert packed(again.content, source) == packed(draft.content, source)
    for part in ("provisions", "comments", "diagnostics"):
        assert getattr(again, part) == getattr(draft, part)


def test_words_that_are_not_in_the_source_travel_too() -> None:
    draft = bt.read(HARBOUR)
    content = bt.variants(draft, bt.positions(draft))._text.content
    again = unpacked(packed(content, draft.source), draft.source)
    assert packed(again, draft.source) == packed(content, draft.source)


@given(drafts())
def test_the_variants_of_a_space_that_arrives_are_the_same(source: str) -> None:
    draft = bt.parse(source)
    space = bt.variants(draft, bt.positions(draft))
    again = sent(space)
    assert again.count() == space.count()
    assert [dict(variant.choices) for variant in again[:20]] == [dict(variant.choices) for variant in space[:20]]
    assert again[-1].text == space[-1].text


def test_links_and_rules_travel_with_a_space() -> None:
    space = bt.variants(bt.parse("1. Ports [pay dues/save] [d/e].\n2. Docks [pay dues/save].")).exclude(
        {"1#1": "a", "1#2": "b"}
    )
    assert (sent(space).links, sent(space).rules, sent(space).count()) == (space.links, space.rules, 3)


def test_a_variant_and_a_stretch_travel() -> None:
    space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
    assert [sent(variant).text for variant in sent(space.shard(1, of=2))] == [v.text for v in space.shard(1, of=2)]
    assert sent(space[2]) == space[2]


@pytest.mark.parametrize("depth", [150, 900])
def test_deep_nesting_is_no_hindrance(depth: int) -> None:
    draft = bt.parse("1. a " + "[b " * depth + "]" * depth)
    assert len(sent(draft).brackets) == depth
    assert sent(bt.variants(draft)).count() == depth + 1


def test_what_has_been_worked_out_does_not_travel() -> None:
    draft = bt.read(HARBOUR)
    space = bt.variants(draft, bt.positions(draft))
    before = len(pickle.dumps(space))
    assert (bool(space[5].text), space.count() > 100_000, bool(draft.links)) == (True, True, True)
    assert len(pickle.dumps(space)) == before < 4 * len(draft.source)


def test_the_order_of_variants_is_the_same_in_another_process(tmp_path: Path) -> None:
    draft = bt.read(HARBOUR)
    space = bt.variants(draft, bt.positions(draft))
    (tmp_path / "space").write_bytes(pickle.dumps(space))
    script = "import pickle, sys; space = pickle.load(open(sys.argv[1], 'rb')); print(dict(space[4321].choices))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, tmp_path / "space"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(dict(space[4321].choices))
