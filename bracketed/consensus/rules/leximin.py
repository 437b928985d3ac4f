"""The lightest burden for the delegation that bears most, then for the one that bears second most, and so on.

Burdens are those of `minimax`, which looks at the first only (A. Sen, Collective Choice and Social Welfare, 1970).
The largest burden is made least, then the sum of the two largest, then of the three largest, which comes to the same
and takes columns that need not be whole numbers (W. Ogryczak and T. Śliwiński, "On solving linear programs with the
ordered weighted averaging objective", European Journal of Operational Research 148, 2003).
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
    """Make the sum of the k largest burdens least, for k from 1 on, until one variant is left."""
    # In a large draft time runs out on the way. What was found by then is proven for the largest burdens, as far as the
    # steps go.
    before = 0
    for number in range(1, max(1, len(model.each)) + 1):
        # The k largest of some numbers come to the least value of k·level + what each of them lies above the level.
        level = model.column(model.most, whole=False)
        above = [model.column(model.most, whole=False) for _ in model.each]
        for excess, own in zip(above, model.each.values(), strict=True):
            model.at_least({excess: 1, level: 1}, own)
        what = "largest burden" if number == 1 else f"sum of the {number} largest burdens"
        largest = model.least(what, {level: number, **dict.fromkeys(above, 1)}, model.units["objects"])
        # The others bear nothing; or, where weights differ, few levels have singled out one variant.
        if largest == before or model.is_alone():
            return
        before = largest
