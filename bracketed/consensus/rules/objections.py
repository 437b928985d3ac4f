"""The fewest blocks; of these, the least weight of objections; of these, of reservations; then the most supports."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bracketed.consensus.enumeration import Burdens, Key
    from bracketed.consensus.model import Model
    from bracketed.positions.positions import Position

PLACE = 1


def key(burdens: Burdens) -> Key:
    """Return the number of blocks, the weights of objections and of reservations, and minus that of supports."""
    against = (sum(burdens.weight(stance)) for stance in ("objects", "reserves"))
    return sum(burdens.number("blocks")), *against, -sum(burdens.weight("supports"))


def prices(rows: Sequence[Position]) -> list[tuple[Position, int]]:
    """Return the weight of each stance that counts, times the price of its kind."""
    from bracketed.consensus.scoring import COUNTED, in_units, prices_by_stance, sums_by_stance, weight_of

    counting = [row for row in rows if row.stance in COUNTED]
    _, weights = in_units([weight_of(row) for row in counting])
    price = prices_by_stance(sums_by_stance(counting, weights))
    return [(row, price[row.stance] * weight) for row, weight in zip(counting, weights, strict=True)]


def solve(model: Model) -> None:
    """Make the four least, one after another: only for a space too entangled to add up prices on its graph."""
    model.least("number of blocks", model.sum(model.number("blocks").values()))
    model.least("weight of the objections", model.sum(model.weight("objects").values()), model.units["objects"])
    reservations = model.sum(model.weight("reserves").values())
    if reservations:
        model.least("weight of the reservations", reservations, model.units["reserves"])
    supports = model.sum(model.weight("supports").values())
    # What is made least must not be negative, so it is the supports that the variant goes without.
    lost = sum(supports.values())
    missing = model.column(lost)
    model.row({missing: 1, **supports}, lost, inf)
    model.least("weight of the supports that it goes without", {missing: 1}, model.units["supports"])
