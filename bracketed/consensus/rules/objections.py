"""The fewest blocks; of these, the least weight of objections; of these, the greatest weight of supports."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bracketed.consensus.enumeration import Burdens, Key
    from bracketed.consensus.model import Model

PLACE = 1


def key(burdens: Burdens) -> Key:
    """Return the number of blocks, the weight of objections, and minus that of supports."""
    return sum(burdens.number("blocks")), sum(burdens.weight("objects")), -sum(burdens.weight("supports"))


def prices(sums: Mapping[str, int]) -> Mapping[str, int]:
    """Pack the three into one whole number: an objection outweighs all supports, and a block all objections.

    >>> prices({"blocks": 1, "objects": 3, "supports": 2})
    {'supports': -1, 'objects': 3, 'blocks': 12}
    """
    objection = sums["supports"] + 1
    return {"supports": -1, "objects": objection, "blocks": objection * (sums["objects"] + 1)}


def solve(model: Model) -> None:
    """Make the three least, one after another: only for a space too entangled to add up prices on its graph."""
    model.least("number of blocks", model.sum(model.number("blocks").values()))
    model.least("weight of the objections", model.sum(model.weight("objects").values()), model.units["objects"])
    supports = model.sum(model.weight("supports").values())
    # What is made least must not be negative, so it is the supports that the variant goes without.
    lost = sum(supports.values())
    missing = model.column(lost)
    model.row({missing: 1, **supports}, lost, inf)
    model.least("weight of the supports that it goes without", {missing: 1}, model.units["supports"])
