"""Whatever is written is read: what holds for every draft, tried on drafts built as negotiators build them.

Plain `pytest` tries the same drafts each time. With `-m '' -n 2 --hypothesis-profile=fresh` it tries 1,600
others and prints their seed, and `BRACKETED_SEED=… ` in front of the command tries the same ones again.
"""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import event, given, seed, settings
from hypothesis import strategies as st

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.errors import BracketedError
from tests.reading_properties import PROPERTIES, nothing_is_lost, nothing_is_misunderstood
from tests.reading_strategies import four_drafts


def _parsed(text: str) -> Draft | None:
    """Return the draft, or None where the library says that it does not read such a text."""
    try:
        return bt.parse(text)
    except BracketedError:
        event("refused")
        return None


# The drafts are divided, so that several processes can share them.
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_all_holds_for_every_draft(part: int) -> None:
    @seed(random.Random(f"{os.environ.get('BRACKETED_SEED', 0)} {part}").getrandbits(64))
    @settings(database=None)
    @given(four_drafts())
    def all_holds(texts: list[str]) -> None:
        for text in texts:
            draft = _parsed(text)
            if draft is not None:
                for holds in PROPERTIES:
                    holds(draft)

    all_holds()


@given(st.text("[]/ \n(){}+-~>:*#“”.,OR1aé【", min_size=1).filter(str.strip))
@settings(max_examples=3 * settings().max_examples)
def test_any_string_is_read(text: str) -> None:
    draft = _parsed(text)
    if draft is not None:
        nothing_is_lost(draft)
        nothing_is_misunderstood(draft)


@pytest.mark.parametrize("text", [
    "Article 4\n1. A.\n1 alt. B.\nArticle 4 alt\n1. C.\n1 alt. D.\n", "D.1: A.\nD.1 alt: B.\n1. C.\n1 alt. D.\n",
    "1. Ports [shall/should] meet.\n\nPP1\nPP1Alt\n1bis.\n1bis alt.", "[1. Aa]\n[1 Alt. Bb]", "[1. Aa]\n[1 [alt] Bb]",
    "[1. Aa]\n[1 (alt) Bb]", "[D.2-a: Aa]\n[D.2-a alt: Bb]", "[Article IV: Aa]\n[Article IV alt: Bb]",
    "[[3. Aa] Bb]\n[[3 alt. Bb] c]", "Option 1. Ports act.\n\nOption 2. \n",
    "Option 1 – Ports act\nOption 2 – \n\n5. Next", "Вариант 1\nOption 1. ",
    "Option 1: act] [Kenya del]\nOption 2: meet\n", "Option 1: meet][Kenya del]\nOption 2: act",
    "Option 1: [act]] [Kenya del] x\nOption 2: y", "1. Ports {~~[Note: old~>new~~} meet", "{--[Note: x--} z",
    "{++x [Note: y++} z", "a {~~[Editor’s note: x~>y~~} z",
    # Signs in what is a link, a formula or an address, if something else has a part of it.
    "[a]: $] [$", "[Note:[s](m.md)]]", "http://[](agreed)", "$[UA del]]$", "[key]: R [UA del][key]",
    "$[[Chad reserve position]$", "http://[][1]\n[1] EU reserves", "[Agreed][key]\n[key]: F",
    # Lines that hardly hold words: the blanks at their ends.
    "2. ", "1: ", "1bis ", "Option A\t", "Вариант2:OPTIONa\nOPTIONb\nOR\nOPTION3", "Alt1- OptionA\na", "[C\n\nOR]:",
    "Option: VariantA:Option B\n}Comment by a:\n", "{\n\nChad reserves its position", "x [ ［\n]a", "x []/\n[1]O",
])  # fmt: skip
def test_texts_that_once_could_not_be_read_are_read(text: str) -> None:
    draft = bt.parse(text)
    for holds in PROPERTIES:
        holds(draft)
