"""Says what to give to those who have given something else than a space and positions."""

from __future__ import annotations

from bracketed.positions.positions import Positions
from bracketed.variants.space import Space


def check_given(space: object, positions: object) -> None:
    """Raise a TypeError that says what to give, unless these are a space and positions.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.")
    >>> check_given(draft, bt.positions(draft))
    Traceback (most recent call last):
    TypeError: a space of variants is wanted, got Draft; give bt.variants(draft, positions)
    """
    if isinstance(space, Positions) and isinstance(positions, Space):
        raise TypeError("the space comes first, then the positions; give bt.variants(draft, positions), positions")
    check_space(space)
    check_positions(positions)


def check_space(space: object) -> None:
    """Raise a TypeError that says what to give, unless this is a space."""
    if not isinstance(space, Space):
        raise TypeError(
            f"a space of variants is wanted, got {type(space).__name__}; give bt.variants(draft, positions)"
        )


def check_positions(positions: object) -> None:
    """Raise a TypeError that says what to give, unless these are positions."""
    if not isinstance(positions, Positions):
        remedy = "give bt.positions(draft), or bt.read_positions(table, draft)"
        raise TypeError(f"positions are wanted, got {type(positions).__name__}; {remedy}")
