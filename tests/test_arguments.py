"""A draft where a space is wanted, or positions first, raises an error that shows the right call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import bracketed as bt

DRAFT = bt.parse("4. Parties [shall] report.\tComment by UK: UK – keep “shall”\nUSA – remove “shall”")
POSITIONS = bt.positions(DRAFT)
SPACE = bt.variants(DRAFT, POSITIONS)

ASK: dict[str, Callable[[Any, Any], object]] = {
    "blocking": bt.blocking,
    "brief": bt.brief,
    "concessions": bt.concessions,
    "conflicts": bt.conflicts,
    "explore": lambda space, positions: bt.explore(space, positions, "never.html"),
    "frontier": lambda space, positions: list(bt.frontier(space, positions)),
    "heatmap": bt.plots.heatmap,
    "least_contested": bt.least_contested,
    "leverage": bt.leverage,
    "outlook": bt.outlook,
    "packages": bt.packages,
    "exchanges": bt.exchanges,
    "ranking": bt.ranking,
    "report": bt.report,
    "what_if": lambda space, positions: bt.what_if(space, positions, positions),
}


@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize(
    "space, positions, message",
    [
        (DRAFT, POSITIONS, "a space of variants is wanted, got Draft; give bt.variants(draft, positions)"),
        (POSITIONS, SPACE, "the space comes first, then the positions; give bt.variants(draft, positions), positions"),
        (SPACE, DRAFT, "positions are wanted, got Draft; give bt.positions(draft), or bt.read_positions(table, draft)"),
        (SPACE, [], "positions are wanted, got list; give bt.positions(draft), or bt.read_positions(table, draft)"),
    ],
)
def test_the_error_shows_the_right_call(name: str, space: object, positions: object, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        ASK[name](space, positions)
    assert str(caught.value) == message


@pytest.mark.parametrize("ask", [bt.coalitions, bt.incidence])
def test_functions_of_positions_alone_check_them(ask: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError) as caught:
        ask(DRAFT)
    remedy = "give bt.positions(draft), or bt.read_positions(table, draft)"
    assert str(caught.value) == f"positions are wanted, got Draft; {remedy}"


def test_what_is_carried_is_checked() -> None:
    with pytest.raises(TypeError, match=r"positions or choices are wanted, got list; give bt.read_positions\("):
        bt.carry([], DRAFT, DRAFT)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"a draft is wanted, got str; give bt.read\(path\)"):
        bt.carry(POSITIONS, DRAFT, "later.docx")  # type: ignore[arg-type]


def test_functions_of_a_space_alone_check_it() -> None:
    with pytest.raises(TypeError) as caught:
        bt.map_variants(DRAFT, len)  # type: ignore[call-overload]
    assert str(caught.value) == "a space of variants is wanted, got Draft; give bt.variants(draft, positions)"
