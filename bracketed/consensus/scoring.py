"""What a variant costs: how often each delegation blocks it, objects to it and supports it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from bracketed.consensus.given import check_given
from bracketed.gc_pause import gc_paused
from bracketed.positions.positions import Position, Positions
from bracketed.variants.graph import Costs
from bracketed.variants.network import Choice, Network

if TYPE_CHECKING:
    from bracketed.variants.space import Space


# The stances that count for or against a variant; who accepts an option does neither.
COUNTED = ("blocks", "objects", "supports")


# What stands in the way of consensus.
AGAINST = ("objects", "blocks")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stances count in a variant: blocks as they are, objections and supports times their weights."""

    blocks: int = 0
    objections: float = 0
    supports: float = 0


def choices_of(row: Position) -> tuple[Choice, ...]:
    """Return the choices that make a stance count: its option, and all that its condition asks for."""
    return ((row.bracket, row.option), *row.condition)


def counts_in(row: Position, choices: Mapping[str, str]) -> bool:
    """Say whether a stance counts in a variant that makes these choices."""
    return all(choices.get(bracket) == letter for bracket, letter in choices_of(row))


def weight_of(row: Position) -> float:
    """Return what a stance counts for or against a variant: 1 if it blocks, else its weight."""
    return 1 if row.stance == "blocks" else row.weight


def in_units(weights: Sequence[float]) -> tuple[int, list[int]]:
    """Return how many units make up a weight of 1, and each weight in units, all of them whole numbers.

    >>> in_units([0.1, 1])
    (10, [1, 10])
    """
    # Most stances weigh the same, and fractions take long.
    exact = {weight: _decimal(weight) for weight in set(weights)}
    unit = lcm(1, *(weight.denominator for weight in exact.values()))
    whole = {weight: int(number * unit) for weight, number in exact.items()}
    return unit, [whole[weight] for weight in weights]


def _decimal(weight: float) -> Fraction:
    """Return a weight as the decimal number that it was written as: 0.1 is a tenth."""
    return Fraction(str(weight))


class Count:
    """Counts stances in variants, whose rows are looked up by option.

    >>> rows = [Position("UK", "4#1", "a", "objects"), Position("EU", "4#1", "b", "supports")]
    >>> total, by_delegation = Count(rows).of({"4#1": "a"})
    >>> total
    Tally(blocks=0, objections=1, supports=0)
    >>> by_delegation["EU"]
    Tally(blocks=0, objections=0, supports=0)
    """

    def __init__(self, rows: Iterable[Position]) -> None:
        rows = tuple(rows)
        counting = [row for row in rows if row.stance in COUNTED]
        self._unit, weights = in_units([weight_of(row) for row in counting])
        self._delegations = list(dict.fromkeys(row.delegation for row in rows))
        number = {name: n for n, name in enumerate(self._delegations)}
        self._by_option: dict[Choice, list[tuple[int, int, int, Position]]] = {}
        for row, weight in zip(counting, weights, strict=True):
            entry = (number[row.delegation], COUNTED.index(row.stance), weight, row)
            self._by_option.setdefault((row.bracket, row.option), []).append(entry)

    def of(self, choices: Mapping[str, str]) -> tuple[Tally, dict[str, Tally]]:
        """Return what the stances come to in a variant with these choices: in all, and by delegation."""
        sums = [[0, 0, 0] for _ in self._delegations]
        for choice in choices.items():
            for delegation, stance, weight, row in self._by_option.get(choice, ()):
                if not row.condition or counts_in(row, choices):
                    sums[delegation][stance] += weight
        total = [sum(column) for column in zip(*sums, strict=True)] or [0, 0, 0]
        return self._tally(total), dict(zip(self._delegations, map(self._tally, sums), strict=True))

    def _tally(self, sums: list[int]) -> Tally:
        blocks, objections, supports = (self._number(value) for value in sums)
        return Tally(int(blocks), objections, supports)

    def _number(self, value: int) -> float:
        """Return what a number of units comes to, as an int if that is a whole number."""
        whole, rest = divmod(value, self._unit)
        return value / self._unit if rest else whole


@gc_paused()
def rows_in(positions: Positions, space: Space) -> tuple[tuple[Position, ...], tuple[Position, ...]]:
    """Return the rows on brackets that a space settles, and the others, which do not count in it.

    Raises:
        TypeError: these are no space and positions. Every answer begins here, so it says what to give.
    """
    check_given(space, positions)
    known = {(decision.bracket.id, letter) for decision in space.decisions for letter in decision.letters}
    inside: list[Position] = []
    outside: list[Position] = []
    for row in positions:
        counts = (row.bracket, row.option) in known and known.issuperset(row.condition)
        (inside if counts else outside).append(row)
    return tuple(inside), tuple(outside)


def held_for(space: Space, rows: Sequence[Position]) -> Space:
    """Return a space in the form in which costs may depend jointly on the brackets of each stance."""
    return space.holding_together([bracket for bracket, _ in choices_of(row)] for row in rows)


@gc_paused()
def costs_in(network: Network, prices: Iterable[tuple[tuple[Choice, ...], int]]) -> Costs:
    """Return what the solutions of a network cost, if making all of some choices together has a price."""
    sums: dict[tuple[Choice, ...], int] = {}
    for choices, price in prices:
        sums[choices] = sums.get(choices, 0) + price
    single: dict[int, list[int]] = {}
    joint: list[tuple[tuple[int, ...], dict[tuple[int, ...], int]]] = []
    for choices, price in sums.items():
        values = network.at(choices)
        if values is None:
            continue
        if len(values) == 1:
            ((variable, value),) = values.items()
            single.setdefault(variable, [0] * network.variables[variable].size)[value] += price
        else:
            joint.append((tuple(values), {tuple(values.values()): price}))
    return Costs(single, tuple(joint))
