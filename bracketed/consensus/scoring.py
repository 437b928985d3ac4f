"""What a variant costs: how often each delegation blocks it, objects to it, reserves on it and supports it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

from bracketed.draft.tree import OMIT
from bracketed.gc_pause import gc_paused
from bracketed.positions.positions import Position, Positions
from bracketed.variants.graph import Costs
from bracketed.variants.network import Choice, Network
from bracketed.variants.space import Space

# The stances that count for or against a variant; acceptance does neither.
COUNTED = ("blocks", "objects", "reserves", "supports")
# The stances against an option.
AGAINST = ("objects", "blocks")
# The stances that are in the way of consensus: who reserves is not against an option, but cannot agree to it yet.
IN_THE_WAY = ("reserves", *AGAINST)


def check_arguments(space: object, positions: object) -> None:
    """Check argument types and raise a TypeError that shows the right call.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.")
    >>> check_arguments(draft, bt.positions(draft))
    Traceback (most recent call last):
    TypeError: a space of variants is wanted, got Draft; give bt.variants(draft, positions)
    """
    if isinstance(space, Positions) and isinstance(positions, Space):
        raise TypeError("the space comes first, then the positions; give bt.variants(draft, positions), positions")
    check_space(space)
    check_positions(positions)


def check_space(space: object) -> None:
    """Check that an argument is a space."""
    if not isinstance(space, Space):
        got = type(space).__name__
        raise TypeError(f"a space of variants is wanted, got {got}; give bt.variants(draft, positions)")


def check_positions(positions: object) -> None:
    """Check that an argument holds positions."""
    if not isinstance(positions, Positions):
        call = "give bt.positions(draft), or bt.read_positions(table, draft)"
        raise TypeError(f"positions are wanted, got {type(positions).__name__}; {call}")


Prices: TypeAlias = Callable[[Sequence[Position]], list[tuple[Position, int]]]
"""The rows that a rule looks at, each with the whole number that it costs where it counts."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many stances count in a variant: blocks as they are, all others times their weights.

    `loss` is what it costs those whose positions are graded: the salience of each bracket, times what the option taken
    is worth less than the one that they would like best.
    """

    blocks: int = 0
    objections: float = 0
    reservations: float = 0
    supports: float = 0
    loss: float = 0

    @classmethod
    def of(cls, sums: Sequence[int], units: Sequence[int]) -> Tally:
        """Return the tally of sums in their units: the weights of each kind in the order of `COUNTED`, and the loss."""
        blocks, *others = (
            # A whole number is shown without a decimal point.
            value / unit if value % unit else value // unit
            for value, unit in zip(sums, units, strict=True)
        )
        return cls(int(blocks), *others)

    @property
    def in_the_way(self) -> bool:
        """Whether anything is in the way of consensus."""
        return bool(self.blocks or self.objections or self.reservations)


def choices_of(row: Position) -> tuple[Choice, ...]:
    """Return the choices that make a stance count: its option, and those of its condition."""
    return ((row.bracket, row.option), *row.condition)


def names_by_stance(rows: Iterable[Position], stances: Iterable[str]) -> list[tuple[str, ...]]:
    """Return for each kind of stance the delegations that take it in some rows, each once.

    >>> rows = [Position("UK", "4#1", "a", "objects"), Position("EU", "4#1", "a", "supports")]
    >>> names_by_stance(rows, ("supports", "objects", "blocks"))
    [('EU',), ('UK',), ()]
    """
    names: dict[str, dict[str, None]] = {stance: {} for stance in stances}
    for row in rows:
        names[row.stance][row.delegation] = None
    return [*map(tuple, names.values())]


def stance_record(row: Position) -> dict[str, Any]:
    """Return a stance as plain values: whose it is, on which option, and of which kind."""
    return {"delegation": row.delegation, "bracket": row.bracket, "option": row.option, "stance": row.stance}


def counts_in(row: Position, choices: Mapping[str, str]) -> bool:
    """Return whether a stance counts in a variant that makes these choices."""
    return all(choices.get(bracket) == letter for bracket, letter in choices_of(row))


def is_counted(row: Position) -> bool:
    """Return whether a row is counted in the answer on a variant: by its stance, or by what it is worth."""
    return row.stance in COUNTED or row.worth is not None


def weight_of(row: Position) -> float:
    """Return what a stance counts for or against a variant: 1 if it blocks, else its weight."""
    # Blocks are reported as a number of stances, so that each is one, whatever weight a table gives it.
    return 1 if row.stance == "blocks" else row.weight


def in_units(weights: Sequence[float]) -> tuple[int, list[int]]:
    """Return how many units make up a weight of 1, and each weight in units, all of them whole numbers.

    >>> in_units([0.1, 1])
    (10, [1, 10])
    """
    # A weight is the decimal number that was written: as a float, three times 0.1 would outweigh 0.3. Most stances
    # weigh the same, and fractions take long, so each weight is converted once.
    exact = {weight: Fraction(str(weight)) for weight in set(weights)}
    unit = lcm(1, *(weight.denominator for weight in exact.values()))
    whole = {weight: int(number * unit) for weight, number in exact.items()}
    return unit, [whole[weight] for weight in weights]


def prices_by_stance(sums: Mapping[str, int]) -> Mapping[str, int]:
    """Return what a unit of each kind of stance costs: one of a kind more than all of the lesser kinds together.

    `sums` are the weights of all stances of a kind. A support earns 1.

    >>> prices_by_stance({"blocks": 1, "objects": 3, "reserves": 1, "supports": 2})
    {'supports': -1, 'reserves': 3, 'objects': 6, 'blocks': 24}
    """
    reservation = sums["supports"] + 1
    objection = reservation * (sums["reserves"] + 1)
    block = objection * (sums["objects"] + 1)
    return {"supports": -1, "reserves": reservation, "objects": objection, "blocks": block}


def sums_by_stance(rows: Iterable[Position], weights: Iterable[int]) -> dict[str, int]:
    """Return the sum of the weights of each kind of stance that counts, 0 where there is none."""
    sums = dict.fromkeys(COUNTED, 0)
    for row, weight in zip(rows, weights, strict=True):
        sums[row.stance] += weight
    return sums


class Count:
    """Counts stances in variants, whose rows are looked up by option.

    >>> rows = [Position("UK", "4#1", "a", "objects"), Position("EU", "4#1", "b", "supports")]
    >>> total, by_delegation = Count(rows).of({"4#1": "a"})
    >>> total
    Tally(blocks=0, objections=1, reservations=0, supports=0, loss=0)
    >>> by_delegation["EU"]
    Tally(blocks=0, objections=0, reservations=0, supports=0, loss=0)
    """

    def __init__(self, rows: Iterable[Position]) -> None:
        self.rows = rows = tuple(rows)
        counting = [row for row in rows if row.stance in COUNTED]
        unit, weights = in_units([weight_of(row) for row in counting])
        unit_of_loss, lost = losses(rows)
        self._units = (*[unit] * len(COUNTED), unit_of_loss)
        # Of all rows: a delegation that only accepts is listed too, with nothing for or against.
        self._delegations = list(dict.fromkeys(row.delegation for row in rows))
        number = {name: n for n, name in enumerate(self._delegations)}
        self._by_option: dict[Choice, list[tuple[int, int, int, Position]]] = {}
        entries = [(row, COUNTED.index(row.stance), weight) for row, weight in zip(counting, weights, strict=True)]
        entries += [(row, len(COUNTED), loss) for row, loss in zip(rows, lost, strict=True) if loss]
        for row, column, amount in entries:
            entry = (number[row.delegation], column, amount, row)
            self._by_option.setdefault((row.bracket, row.option), []).append(entry)

    def of(self, choices: Mapping[str, str]) -> tuple[Tally, dict[str, Tally]]:
        """Return what the stances come to in a variant with these choices: in all, and by delegation."""
        sums = [[0] * len(self._units) for _ in self._delegations]
        for choice in choices.items():
            for delegation, column, amount, row in self._by_option.get(choice, ()):
                # Few stances have a condition, and to look it up takes time.
                if not row.condition or counts_in(row, choices):
                    sums[delegation][column] += amount
        # Without delegations there are no columns to add up.
        total = [sum(column) for column in zip(*sums, strict=True)] or [0] * len(self._units)
        each = (Tally.of(own, self._units) for own in sums)
        return Tally.of(total, self._units), dict(zip(self._delegations, each, strict=True))


@gc_paused()
def rows_in(positions: Positions, space: Space) -> tuple[tuple[Position, ...], tuple[Position, ...]]:
    """Return the rows on brackets that a space settles, and the others, which do not count in it.

    Raises:
        TypeError: these are no space and positions. Each answer begins here, so it is the place to check.
    """
    check_arguments(space, positions)
    known = {(decision.bracket.id, letter) for decision in space.decisions for letter in decision.letters}
    inside: list[Position] = []
    outside: list[Position] = []
    for row in positions:
        # A condition on a bracket that the space does not settle can never be seen to be met, so it sets a stance aside
        # too.
        counts = (row.bracket, row.option) in known and known.issuperset(row.condition)
        (inside if counts else outside).append(row)
    return tuple(inside), tuple(outside)


def in_the_way(space: Space, rows: Iterable[Position]) -> list[Position]:
    """Return the stances in the way of options, in the order of the text: in which they are given says nothing."""
    place = {decision.bracket.id: number for number, decision in enumerate(space.decisions)}
    return sorted(
        (row for row in rows if row.stance in IN_THE_WAY),
        key=lambda row: (place[row.bracket], row.option == OMIT, row.option, row.delegation, row.condition, row.stance),
    )


def held_for(space: Space, rows: Sequence[Position]) -> Space:
    """Return a space in the form in which costs may depend jointly on the brackets of each stance."""
    return space.holding_together([bracket for bracket, _ in choices_of(row)] for row in rows)


@gc_paused()
def costs_in(network: Network, prices: Iterable[tuple[tuple[Choice, ...], int]]) -> Costs:
    """Return what the solutions of a network cost, if making all of some choices together has a price."""
    # Many stances are on the same option: the graph goes through one table for all of them.
    sums: dict[tuple[Choice, ...], int] = {}
    for choices, price in prices:
        sums[choices] = sums.get(choices, 0) + price
    single: dict[int, list[int]] = {}
    joint: list[tuple[tuple[int, ...], dict[tuple[int, ...], int]]] = []
    for choices, price in sums.items():
        values = network.at(choices)
        if values is None:
            # No solution makes these choices together, so none pays this price.
            continue
        if len(values) == 1:
            ((variable, value),) = values.items()
            single.setdefault(variable, [0] * network.variables[variable].size)[value] += price
        else:
            joint.append((tuple(values), {tuple(values.values()): price}))
    return Costs(single, tuple(joint))


def priced(rows: Sequence[Position], prices: Prices) -> list[tuple[tuple[Choice, ...], int]]:
    """Return the choices that make each row count which a rule looks at, with its price."""
    return [(choices_of(row), price) for row, price in prices(rows)]


def losses(rows: Sequence[Position]) -> tuple[int, list[int]]:
    """Return how many units make up a loss of 1, and what the option of each row costs its delegation, in units.

    That is the salience times what the option is worth less than the one which the delegation would like best. A row
    without a worth costs nothing.

    >>> losses([Position("UK", "1#1", o, "accepts", worth=w, salience=0.5) for o, w in [("a", 100), ("b", 25)]])
    (2, [0, 75])
    """
    best: dict[tuple[str, str], float] = {}
    for row in rows:
        if row.worth is not None:
            place = row.delegation, row.bracket
            best[place] = max(best.get(place, 0), row.worth)
    lost = [
        Fraction(0)
        if row.worth is None
        # The decimal numbers that were written, as for weights.
        else _decimal(row.salience) * (_decimal(best[row.delegation, row.bracket]) - _decimal(row.worth))
        for row in rows
    ]
    unit = lcm(1, *(loss.denominator for loss in lost))
    return unit, [int(loss * unit) for loss in lost]


def _decimal(number: float) -> Fraction:
    return Fraction(str(number))


class SoftConstraints:
    """Stances in the way of options of a space that is held for them, each at a cost.

    Of what costs the same, that is less which goes against fewer stances on `unwanted` options.
    """

    def __init__(self, space: Space, against: Sequence[Position], unwanted: Set[Choice] = frozenset()) -> None:
        self.against = against
        self._unwanted = unwanted
        # The costs of the stances in units, of which `unit` make a weight of 1, times the prices of their kinds.
        self.unit, weights = in_units([weight_of(row) for row in against])
        # To lift a reservation is the cheapest move that there is.
        self.prices = prices_by_stance(sums_by_stance(against, weights))
        self.weights = [
            # Each block is one, whatever the unit.
            self.prices[row.stance] * (1 if row.stance == "blocks" else weight)
            for row, weight in zip(against, weights, strict=True)
        ]
        # Stances against the same choices are one constraint.
        alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for number, row in enumerate(against):
            values = space.network.at(choices_of(row))
            # A stance against what no variant can do is never violated.
            if values is not None:
                alike.setdefault(tuple(sorted(values.items())), []).append(number)
        self._stances = [*alike.values()]
        # In the lowest bits of its cost each constraint has one of its own, so that every sum of costs shows which
        # constraints are violated. Of sets that cost the same, that is less which violates those further to the front.
        self.marks = (1 << len(self._stances)) - 1
        self.costs = costs_in(space.network, [self._price(place, some) for place, some in enumerate(self._stances)])

    def _price(self, place: int, stances: Sequence[int]) -> tuple[tuple[Choice, ...], int]:
        price = sum(map(self.dearness, stances))
        row = self.against[stances[0]]
        last = price * (len(self._stances) + 1) + ((row.bracket, row.option) in self._unwanted)
        return choices_of(row), (last << len(self._stances)) | (1 << place)

    def dearness(self, number: int) -> int:
        """Return what a stance costs: first its weight, and then that it is one stance more."""
        # The ones add up to less than the factor, so that no number of stances outweighs a unit of weight.
        return self.weights[number] * (len(self.against) + 1) + 1

    def amount(self, cost: int) -> int:
        """Return the part of a cost that says how dear it is, whatever options are unwanted."""
        return (cost >> len(self._stances)) // (len(self._stances) + 1)

    def violated(self, cost: int) -> list[int]:
        """Return the numbers of the stances whose costs a sum of costs holds, in their own order."""
        bits = cost & self.marks
        numbers: list[int] = []
        while bits:
            # From lowest bit to lowest bit: as many steps as constraints are violated, and not as there are.
            last = bits & -bits
            numbers += self._stances[last.bit_length() - 1]
            bits ^= last
        # A constraint joins stances from several places, so they do not come in order.
        return sorted(numbers)
