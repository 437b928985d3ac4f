"""A line through the points of a negotiation: how fast they fall, and where the line reaches nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bracketed.phrasing import rounded


@dataclass(frozen=True, slots=True)
class Trend:
    """The straight line that fits the points best (least squares), drafts counted from 1.

    `falls` is by how much it falls from draft to draft, and `reaches` the draft, in fractions, at which it reaches
    nothing. `earliest` and `latest` say between which drafts that would be if any one of the points were not there;
    `latest` is None if without one of them the line does not fall. It says nothing of what delegations will do.

    >>> Trend.through([12, 9, 7]).sentence
    'At this rate, 2.5 a draft, none would be left at draft 5.7; with one draft less, between draft 5.0 and 6.5.'
    """

    falls: float
    reaches: float
    earliest: float
    latest: float | None

    @classmethod
    def through(cls, values: Sequence[float]) -> Trend | None:
        """Return the trend of values, one a draft; None for fewer than three, if they do not fall, or none is left."""
        points = [*enumerate(values, 1)]
        whole = _line(points)
        if len(points) < 3 or whole is None or not values[-1]:
            return None
        # Three to six points are too few for an error of the fit, so each is left out once (the jackknife).
        without = [_line([*points[:number], *points[number + 1 :]]) for number in range(len(points))]
        ends = [line[1] for line in without if line]
        latest = max(ends) if len(ends) == len(without) else None
        return cls(*whole, min([*ends, whole[1]]), latest)

    @property
    def sentence(self) -> str:
        """The trend in plain words."""
        if self.latest is None:
            spread = f"not before draft {self.earliest:,.1f}, or never"
        else:
            spread = f"between draft {self.earliest:,.1f} and {self.latest:,.1f}"
        return (
            f"At this rate, {rounded(self.falls)} a draft, none would be left at draft {self.reaches:,.1f}; "
            f"with one draft less, {spread}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the trend as plain values."""
        return asdict(self)


def _line(points: Sequence[tuple[int, float]]) -> tuple[float, float] | None:
    """Return by how much the line through points falls, and where it reaches nothing; None if it does not fall."""
    if len(points) < 2:
        return None
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    slope = sum((x - middle) * (y - height) for x, y in points) / sum((x - middle) ** 2 for x, _ in points)
    # Rounding must not make a line fall that is level.
    return (-slope, middle - height / slope) if slope < -1e-9 else None
