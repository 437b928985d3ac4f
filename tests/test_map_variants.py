"""A measure over all variants is the same from every engine, and put together in order."""

from __future__ import annotations

import operator
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import bracketed as bt
from bracketed.errors import BracketedError
from tests.dask_cluster import DASK
from tests.strategies import drafts
from tests.workers import length, lose, place

HARBOUR = Path(__file__).parents[1] / "examples" / "harbour_plan.txt"


@given(drafts())
def test_every_variant_is_met_once_and_in_order(source: str) -> None:
    draft = bt.parse(source)
    space = bt.variants(draft)
    if space.count() > 5000:
        return
    assert bt.map_variants(space, place) == [(number,) for number in range(space.count())]
    assert bt.map_variants(space, place, reduce=operator.add) == tuple(range(space.count()))


@pytest.mark.parametrize("engine", ["processes", "threads", DASK])
def test_every_engine_gives_the_same(engine: str, request: pytest.FixtureRequest) -> None:
    draft = bt.read(HARBOUR)
    space = bt.variants(draft)
    expected = [len(variant.text) for variant in space]
    if engine == "threads":
        with ThreadPoolExecutor(2) as threads:
            assert bt.map_variants(space, length, engine=threads) == expected
        return
    client: Any = request.getfixturevalue("dask_client") if engine == "dask" else engine
    assert bt.map_variants(space, length, engine=client) == expected
    assert bt.map_variants(space, length, engine=client, reduce=max) == max(expected)


@pytest.mark.slow
def test_dask_takes_functions_that_are_anywhere(dask_client: Any) -> None:
    space = bt.variants(bt.parse("1. A [b/c] [d/e/f]."))
    assert bt.map_variants(space, lambda variant: variant.text, engine=dask_client) == [v.text for v in space]


def test_a_function_that_cannot_be_sent_is_named() -> None:
    space = bt.variants(bt.parse("1. A [b/c]."))
    with pytest.raises(BracketedError, match="<lambda> cannot be sent to another process; write it as a function in a"):
        bt.map_variants(space, lambda variant: variant.text, engine="processes")


def test_a_function_of_a_notebook_cannot_be_sent() -> None:
    script = (
        "import threading, bracketed as bt\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "def size(variant): return len(variant.text)\n"
        "bt.map_variants(bt.variants(bt.parse('1. A [b/c].')), size, engine='processes')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert "size cannot be sent to another process" in done.stderr


def test_a_shard_that_costs_two_workers_is_an_error() -> None:
    space = bt.variants(bt.parse("1. A [b/c] [d/e] [f/g]."))
    with pytest.raises(BracketedError, match="shard 7 of 8 has cost two workers"):
        bt.map_variants(space, lose, engine="processes")


def test_a_draft_without_brackets_has_one_variant() -> None:
    assert bt.map_variants(bt.variants(bt.parse("Parties report.")), length) == [15]
