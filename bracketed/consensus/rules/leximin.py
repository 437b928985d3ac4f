"""The lightest burden for the delegation that bears most, then for the one that bears second most, and so on.

Burdens are those of `minimax`, which looks at the first only (A. Sen, Collective Choice and Social Welfare, 1970).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bracketed.consensus.enumeration import Burdens, Key
    from bracketed.consensus.model import Model

PLACE = 4


def key(burdens: Burdens) -> Key:
    """Return all burdens, the largest first."""
    return tuple(sorted(burdens.each, reverse=True))


def solve(model: Model) -> None:
    """Make the largest burden least, then the number of those who bear it, then the next largest, and so on."""
    # In a large draft time runs out on the way. What was found by then is proven for the largest burdens, as far as the
    # steps go.
    above: dict[str, int] = {}
    borne = 0
    while True:
        # The largest burden of those who are not counted among the ones above.
        largest = model.column(model.most)
        for name, own in model.each.items():
            model.at_least({largest: 1}, {**own, above[name]: -model.most} if above else own)
        what = f"burden number {borne + 1}, from the largest on"
        level = model.least(what, {largest: 1}, model.units["objects"])
        if level == 0:
            return
        # How few can bear as much as that; which ones stays open, since one variant burdens these and another those.
        above = {name: model.reaches(own, level, model.most) for name, own in model.each.items()}
        borne = model.least("delegations that bear at least that", dict.fromkeys(above.values(), 1))
        if borne == len(model.each):
            return
