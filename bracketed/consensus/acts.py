"""Stances against options as things that a variant pays for: each set of them has a cost that tells which they are."""

from __future__ import annotations

from collections.abc import Sequence

from bracketed.consensus.scoring import choices_of, costs_in, in_units, weight_of
from bracketed.positions.positions import Position
from bracketed.variants.space import Space


class Acts:
    """Stances against options of a space that is held together for them; those that always count together are one act.

    `worth` is what each stance costs in units: a block more than all objections together, which is `block`. In `costs`
    an act costs the worth of its stances, then their number, and below that, in the bits of `marks`, a bit of its own.
    """

    def __init__(self, space: Space, against: Sequence[Position]) -> None:
        self.against = against
        self.unit, weights = in_units([weight_of(row) for row in against])
        self.block = 1 + sum(weight for row, weight in zip(against, weights, strict=True) if row.stance == "objects")
        self.worth = [
            self.block if row.stance == "blocks" else weight for row, weight in zip(against, weights, strict=True)
        ]
        acts: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for number, row in enumerate(against):
            values = space.network.at(choices_of(row))
            # What no variant can do stands against none.
            if values is not None:
                acts.setdefault(tuple(sorted(values.items())), []).append(number)
        self._acts = [*acts.values()]
        self.marks = (1 << len(self._acts)) - 1
        self.costs = costs_in(space.network, [self._price(place, act) for place, act in enumerate(self._acts)])

    def _price(self, place: int, act: Sequence[int]) -> tuple[tuple[tuple[str, str], ...], int]:
        price = sum(self.worth[number] * (len(self.against) + 1) + 1 for number in act)
        return choices_of(self.against[act[0]]), (price << len(self._acts)) | (1 << place)

    def paid(self, cost: int) -> list[int]:
        """Return the numbers of the stances that a cost pays for, in their own order."""
        bits = cost & self.marks
        numbers: list[int] = []
        while bits:
            last = bits & -bits
            numbers += self._acts[last.bit_length() - 1]
            bits ^= last
        return sorted(numbers)
