"""The fewest delegations that block; of these, the fewest that object. A delegation counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bracketed.consensus.enumeration import Burdens, Key
    from bracketed.consensus.model import Model

PLACE = 2


def key(burdens: Burdens) -> Key:
    """Return the number of delegations that block, and of those that object."""
    return tuple(sum(map(bool, burdens.number(stance))) for stance in ("blocks", "objects"))


def solve(model: Model) -> None:
    """Make the number of delegations that block least, then of those that object."""
    for stance, what in (("blocks", "delegations that block"), ("objects", "delegations that object")):
        takes_part = []
        for own in model.number(stance).values():
            # One row for each stance: a sum of them would let the solver take a part of a delegation.
            takes_part.append(model.column())
            for column in own:
                model.at_least({takes_part[-1]: 1}, {column: 1})
        model.least(what, dict.fromkeys(takes_part, 1))
    model.spare_the_others()
