"""Scales: brackets whose options are points, on which delegations have positions.

What an option is worth to a delegation falls with the distance between the two: 100 at its own position, and 0 at the
other end of the scale if the position is at one end. So is it in the exchange model of collective decisions
(F. N. Stokman and R. Van Oosten, "The exchange of voting positions", in B. Bueno de Mesquita and F. N. Stokman (eds.),
European Community Decision Making, 1994).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# A figure that is by itself: not the one in CO2, nor a part of a date.
_FIGURE = re.compile(r"(?<![\w.,/-])[-−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)(?![\w/]|[.,]\d)")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Scale:
    """The two ends of a scale."""

    low: float = 0
    high: float = 100

    def holds(self, point: float) -> bool:
        """Return whether a point is on the scale."""
        return self.low <= point <= self.high

    def worth(self, option: float, position: float) -> float:
        """Return what one point is worth to a delegation at another, from 0 to 100.

        >>> Scale(0, 40).worth(10, 30)
        50.0
        """
        # No more digits than a binary fraction holds of a decimal one.
        return round(100 - 100 * abs(option - position) / (self.high - self.low), 9)

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"


def point_in(words: str) -> float | None:
    """Return the only figure in some words, or None if there is none, or several.

    >>> point_in("at most 1,500 tonnes"), point_in("−2.5 °C"), point_in("CO2"), point_in("2 of 3")
    (1500.0, -2.5, None, None)
    """
    figures: list[str] = _FIGURE.findall(words)
    if len(figures) != 1:
        return None
    figure = _THOUSANDS.sub("", figures[0].replace("−", "-"))
    return float(figure.replace(",", "."))


def points_of(texts: Mapping[str, str]) -> dict[str, float] | None:
    """Return the point of each option by its letter, or None if the words of one have no figure or two share one.

    >>> points_of({"a": "10 per cent", "b": "a fifth, or 20 per cent"}), points_of({"a": "10", "omit": ""})
    ({'a': 10.0, 'b': 20.0}, None)
    """
    found = {letter: point_in(text) for letter, text in texts.items()}
    points = {letter: point for letter, point in found.items() if point is not None}
    return points if len(points) == len(texts) == len(set(points.values())) else None


def scale_in(words: str) -> Scale | None:
    """Return the scale typed by hand as its two ends, or None if these are no two ends.

    >>> scale_in("0 to 40"), scale_in("1.5-2"), scale_in("40 to 0")
    (Scale(low=0.0, high=40.0), Scale(low=1.5, high=2.0), None)
    """
    ends = re.fullmatch(r"(-?\d+(?:\.\d+)?)(?: to | ?[-–] ?)(-?\d+(?:\.\d+)?)", words.replace("−", "-"))
    low, high = map(float, ends.groups()) if ends else (0, 0)
    return Scale(low, high) if low < high else None


def scale_of(worths: Iterable[tuple[float, float, float]]) -> float | None:
    """Return by how much the worth falls from one point to the next.

    Each of `worths` is a point, the position of a delegation, and what the first is worth to the second.
    """
    # The farthest gives it most exactly.
    distance, lost = max(((abs(point - position), 100 - worth) for point, position, worth in worths), default=(0, 0))
    return lost / distance if distance and lost else None
