"""The least loss, of graded positions.

That is the sum over all delegations and brackets of the salience of the bracket, times the worth of what the delegation
would like best less the worth of what is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bracketed.consensus.model import Model
    from bracketed.positions.positions import Position

PLACE = 5


def prices(rows: Sequence[Position]) -> list[tuple[Position, int]]:
    """Return what the option of each graded row costs its delegation."""
    from bracketed.consensus.scoring import losses

    _, lost = losses(rows)
    return [(row, loss) for row, loss in zip(rows, lost, strict=True) if row.worth is not None]


def solve(model: Model) -> None:
    """Make the sum of the losses least: only for a space too entangled to add up prices on its graph."""
    model.least("loss", model.sum(model.loss().values()), model.units["loss"])
