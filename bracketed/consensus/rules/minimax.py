"""The lightest burden for the delegation that bears most.

A delegation's burden is the weight of its objections, and of its blocks, each of which weighs more than all objections
of all delegations together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bracketed.consensus.enumeration import Burdens, Key
    from bracketed.consensus.model import Model

PLACE = 3


def key(burdens: Burdens) -> Key:
    """Return the largest burden."""
    return (max(burdens.each, default=0),)


def solve(model: Model) -> None:
    """Make the largest weight of blocks least, and then the largest weight of objections of its bearers."""
    # As one number, in which a block outweighs all objections, the two take the solver many times as long.
    blocks, objections = model.weight("blocks"), model.weight("objects")
    largest = model.column(max((sum(own.values()) for own in blocks.values()), default=0))
    for own in blocks.values():
        model.at_least({largest: 1}, own)
    level = model.least("largest weight of the blocks of a delegation", {largest: 1}, model.units["blocks"])
    heaviest = max((sum(own.values()) for own in objections.values()), default=0)
    burden = model.column(heaviest)
    for name, own in objections.items():
        if level == 0:
            model.at_least({burden: 1}, own)
        elif name in blocks:
            # The objections count only if the delegation bears the largest weight of blocks.
            bears = model.reaches(blocks[name], level, most=level)
            model.at_least({burden: 1}, {**own, bears: heaviest}, less=heaviest)
    whose = "a delegation that bears it" if level else "a delegation"
    model.least(f"largest weight of the objections of {whose}", {burden: 1}, model.units["objects"])
    model.spare_the_others()
