"""Ties: what the variants that are equally good have in common, and in what they differ.

Of what is least by a sum over a graph, the ties are a graph of their own, which has only the cheapest edges: the values
on it are those of the ties, and a further sum over it has its least and its most (R. Dechter, "Bucket elimination",
Artificial Intelligence 113, 1999). Other ties are listed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from bracketed.consensus.scoring import (
    COUNTED,
    IN_THE_WAY,
    SoftConstraints,
    Tally,
    choices_of,
    costs_in,
    held_for,
    in_units,
    is_counted,
    losses,
    names_by_stance,
    weight_of,
)
from bracketed.consensus.support import SupportPerOption
from bracketed.draft.tree import OMIT
from bracketed.phrasing import capitalised, joined_and, joined_or, quoted, some_of
from bracketed.positions.positions import Position
from bracketed.variants.graph import Graph
from bracketed.variants.network import Choice, same_choices
from bracketed.variants.space import Space
from bracketed.views import values_of

# Names in a sentence that is read out.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Side:
    """One of the options that are equally good, and who has taken which stance on it, there or where it is linked.

    A stance under a condition is named if it counts in one of the tied variants.
    """

    letter: str
    text: str
    supports: tuple[str, ...]
    objections: tuple[str, ...]
    reservations: tuple[str, ...]
    blocks: tuple[str, ...]

    @property
    def words(self) -> str:
        """The option in words."""
        return "leaving the words out (omit)" if self.letter == OMIT else f"{quoted(self.text)} ({self.letter})"

    def to_dict(self) -> dict[str, Any]:
        """Return the side as plain values."""
        return values_of(self)


@dataclass(frozen=True, slots=True)
class Toss:
    """A bracket in which the tied variants differ, though a delegation has spoken on it: each side is as good.

    `linked` are the brackets that are one choice with it. `falls_away` says whether the bracket is not live in some of
    the ties, since the words around it are left out; then `sides` may be one option alone.
    """

    bracket: str
    sides: tuple[Side, ...]
    linked: tuple[str, ...] = ()
    falls_away: bool = False

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of the options that are equally good."""
        return tuple(side.letter for side in self.sides)

    @property
    def ways(self) -> str:
        """What is equally good, in words."""
        ways = [side.words for side in self.sides] + ["the bracket falling away"] * self.falls_away
        return joined_and(ways)

    @property
    def parties(self) -> str:
        """Who is for and against each side, in words."""
        parts = []
        for side in self.sides:
            # Who wants another side and for that reason not this one is named once, with what it wants.
            elsewhere = {name for other in self.sides if other is not side for name in other.supports}
            against = [name for name in side.objections if name not in elsewhere]
            named = {
                "for": side.supports,
                "against": against,
                "red line on": side.blocks,
                "reserved on": side.reservations,
            }
            parts += [f"{how} {side.letter}: {some_of(names)}" for how, names in named.items() if names]
        return "; ".join(parts)

    @property
    def sentence(self) -> str:
        """The toss in plain words."""
        linked = f" (one choice with {some_of(self.linked)})" if self.linked else ""
        parties = f": {self.parties}" if self.parties else ""
        good = f"{capitalised(self.ways)} are equally good"
        return f"{self.bracket}{linked} is a toss. {good}{parties}; it is left to the room."

    def to_dict(self) -> dict[str, Any]:
        """Return the toss as plain values."""
        return {
            "bracket": self.bracket,
            "linked": list(self.linked),
            "falls_away": self.falls_away,
            "options": [side.to_dict() for side in self.sides],
        }


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most of each kind of stance of a delegation that count in one of the tied variants."""

    least: Tally
    most: Tally


@dataclass(frozen=True, slots=True)
class Parties:
    """The delegations in the way of all tied variants, and those in the way of some.

    Where the ties come down to one toss, `either` are those in the way of each of its sides alone. `steady` says
    whether each delegation is in the way with as many stances in all of them.
    """

    always: tuple[str, ...]
    sometimes: tuple[str, ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    steady: bool = True

    @property
    def words(self) -> str:
        """The delegations as a sentence names them: nobody for certain who is in the way of some ties alone.

        >>> Parties(("UK",), ("Chile", "Norway"), (("Chile",), ("Norway",))).words
        'UK, and either Chile or Norway'
        >>> Parties((), ("Chile", "Fiji", "Norway")).words
        'some of Chile, Fiji and Norway'
        """
        sure = ""
        if self.always:
            sure = joined_and(self.always) if len(self.always) <= NAMED else f"{len(self.always)} delegations"
        if not self.sometimes:
            return sure
        if len(self.sometimes) > NAMED:
            rest = f"some of {len(self.sometimes)} {'others' if sure else 'delegations'}"
        elif self.either:
            rest = f"either {joined_or([joined_and(names) for names in self.either]).rstrip(',')}"
        elif len(self.sometimes) == 1:
            rest = f"perhaps {self.sometimes[0]}"
        else:
            rest = f"some of {joined_and(self.sometimes)}"
        return f"{sure}, and {rest}" if sure else rest


class Ties(ABC):
    """All variants that are equally good."""

    def __init__(self, space: Space, rows: Sequence[Position]) -> None:
        self.space = space
        self.rows = rows

    @property
    @abstractmethod
    def values(self) -> Sequence[Set[int]]:
        """The values that each variable of the network takes in some tie."""

    @abstractmethod
    def _open_bounds(self, prices: Sequence[tuple[tuple[Choice, ...], int]]) -> tuple[int, int]:
        """Return the least and the most that the ties pay, of prices for choices that some ties may not make."""

    def bounds(self, prices: Iterable[tuple[tuple[Choice, ...], int]]) -> tuple[int, int]:
        """Return the least and the most that one of the ties pays, if making some choices together has a price."""
        sure = 0
        left: list[tuple[tuple[Choice, ...], int]] = []
        for choices, price in prices:
            places = self.space.network.at(choices)
            if places is None or any(value not in self.values[variable] for variable, value in places.items()):
                continue
            # What all ties have in common needs no search.
            if all(len(self.values[variable]) == 1 for variable in places):
                sure += price
            else:
                left.append((choices, price))
        if not left:
            return sure, sure
        least, most = self._open_bounds(left)
        return sure + least, sure + most

    def counts(self, row: Position) -> bool:
        """Return whether a stance counts in one of the ties."""
        return self.bounds([(choices_of(row), 1)])[1] > 0

    def always(self, row: Position) -> bool:
        """Return whether a stance counts in all of the ties."""
        return self.bounds([(choices_of(row), 1)])[0] > 0

    @cached_property
    def taken(self) -> dict[str, tuple[list[str], bool]]:
        """The letters that each bracket takes in the ties, in order, and whether it is not live in some."""
        network = self.space.network
        taken = {}
        for decision in self.space.decisions:
            bracket = decision.bracket.id
            letters = network.letters(bracket)
            # A value past the letters means "not live".
            values = self.values[network.variable_of[bracket]]
            found = {letter for value, letter in enumerate(letters) if value in values}
            taken[bracket] = [letter for letter in decision.letters if letter in found], max(values) >= len(letters)
        return taken

    @cached_property
    def follows(self) -> dict[str, str]:
        """What is the same in all ties: the option that each bracket takes which is live in all of them."""
        return {id_: letters[0] for id_, (letters, falls) in self.taken.items() if len(letters) == 1 and not falls}

    @cached_property
    def _differing(self) -> list[str]:
        return [id_ for id_, (letters, falls) in self.taken.items() if len(letters) + falls > 1]

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """The brackets in which the ties differ and on which nothing that was said depends."""
        return tuple(id_ for id_ in self._differing if id_ not in self.spoken)

    @cached_property
    def spoken(self) -> set[str]:
        """The brackets with a stance on them or where they are linked, and those that a condition looks at."""
        named = {bracket for row in self.rows for bracket, _ in choices_of(row)}
        return named.union(*(self._class_of.get(bracket, ()) for bracket in named))

    @cached_property
    def _class_of(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {bracket: known for known in same_choices(self.space.links) for bracket in known}

    def _linked(self, bracket: str, letter: str) -> dict[str, str]:
        """Return the choices that are one with that of an option, which is among them."""
        known = self._class_of.get(bracket, {bracket: (letter,)})
        row = known[bracket].index(letter)
        return {other: letters[row] for other, letters in known.items()}

    @cached_property
    def tossed(self) -> tuple[Toss, ...]:
        """The brackets in which the ties differ and on which a delegation has spoken; linked ones are one toss."""
        # Brackets of one class that differ in the same way are one toss, under the first of them.
        together: dict[object, list[str]] = {}
        for id_ in self._differing:
            if id_ in self.spoken:
                known = self._class_of.get(id_)
                letters, falls = self.taken[id_]
                same = (id(known), *map(known[id_].index, letters), falls) if known else id_
                together.setdefault(same, []).append(id_)
        return tuple(self._toss(first, others) for first, *others in together.values())

    def _toss(self, bracket: str, others: Sequence[str]) -> Toss:
        letters, falls = self.taken[bracket]
        sides = []
        for letter in letters:
            places = self._linked(bracket, letter).items()
            on_it = chain.from_iterable(self._by_option.get(place, ()) for place in places)
            blocks, objections, reservations, supports = names_by_stance(filter(self.counts, on_it), COUNTED)
            text = self.space.texts.get((bracket, letter), "")
            sides.append(Side(letter, text, supports, objections, reservations, blocks))
        return Toss(bracket, tuple(sides), tuple(others), falls)

    @cached_property
    def _by_option(self) -> dict[Choice, list[Position]]:
        found: dict[Choice, list[Position]] = {}
        for row in self.rows:
            if row.stance in COUNTED:
                found.setdefault((row.bracket, row.option), []).append(row)
        return found

    @cached_property
    def ranges(self) -> dict[str, Range]:
        """The least and the most that each delegation meets in one of the ties."""
        unit, weights = in_units([weight_of(row) for row in self.rows])
        unit_of_loss, lost = losses(self.rows)
        units = (*[unit] * len(COUNTED), unit_of_loss)
        prices: dict[str, list[list[tuple[tuple[Choice, ...], int]]]] = {}
        for row, weight, loss in zip(self.rows, weights, lost, strict=True):
            own = prices.setdefault(row.delegation, [[] for _ in units])
            if row.stance in COUNTED:
                own[COUNTED.index(row.stance)].append((choices_of(row), weight))
            if loss:
                own[-1].append((choices_of(row), loss))
        bounds = {name: [self.bounds(some) for some in own] for name, own in prices.items()}
        return {
            name: Range(Tally.of([least for least, _ in own], units), Tally.of([most for _, most in own], units))
            for name, own in bounds.items()
        }

    @cached_property
    def in_the_way(self) -> Parties:
        """Who is in the way of all ties, and who of some."""
        prices: dict[str, list[tuple[tuple[Choice, ...], int]]] = {}
        for row in self.rows:
            if row.stance in IN_THE_WAY and weight_of(row):
                prices.setdefault(row.delegation, []).append((choices_of(row), 1))
        bounds = {name: self.bounds(own) for name, own in prices.items()}
        always = tuple(name for name, (least, _) in bounds.items() if least)
        sometimes = tuple(name for name, (least, most) in bounds.items() if most and not least)
        steady = all(least == most for least, most in bounds.values())
        return Parties(always, sometimes, self._either(sometimes), steady)

    def _either(self, sometimes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        # With one toss its side shows all that is met; with more, who is in the way depends on several at once.
        if len(self.tossed) != 1 or self.tossed[0].falls_away:
            return ()
        (toss,) = self.tossed
        against = [row for row in self.rows if row.stance in IN_THE_WAY and weight_of(row) and self.counts(row)]
        groups = []
        for letter in toss.letters:
            linked = self._linked(toss.bracket, letter)
            made = {id_: linked[id_] for id_ in (toss.bracket, *toss.linked)}
            met = {
                row.delegation
                for row in against
                if all(made.get(id_, taken) == taken for id_, taken in choices_of(row))
            }
            groups.append(tuple(name for name in sometimes if name in met))
        return tuple(dict.fromkeys(groups)) if all(groups) else ()


class TiesOnGraph(Ties):
    """The ties by a sum of prices: all variants of a graph."""

    def __init__(self, space: Space, rows: Sequence[Position], graph: Graph) -> None:
        super().__init__(space, rows)
        self.graph = graph

    @cached_property
    def values(self) -> list[set[int]]:
        """The values that each variable of the network takes in some tie."""
        return self.graph.possible()

    def _open_bounds(self, prices: Sequence[tuple[tuple[Choice, ...], int]]) -> tuple[int, int]:
        network = self.space.network
        least = self.graph.least(costs_in(network, prices))
        return least, -self.graph.least(costs_in(network, [(choices, -price) for choices, price in prices]))


class TiesInList(Ties):
    """The ties by another rule: all that agree with one at these places on what stances that count depend on."""

    def __init__(self, space: Space, rows: Sequence[Position], places: Sequence[int]) -> None:
        super().__init__(space, rows)
        self.places = places

    @cached_property
    def _settled(self) -> set[int]:
        """The variables on which stances that count depend, and those above them."""
        counting = [(choices_of(row), 0) for row in self.rows if is_counted(row)]
        return self.space.graph.bearing(self.space.graph.without_constants(costs_in(self.space.network, counting)))

    @cached_property
    def _table(self) -> Any:
        """A row for each place with what the settled variables take there, in the order of `_settled`."""
        import numpy as np

        # A hundred thousand ties of a large draft with the values of all its variables would fill the memory.
        shape = len(self.places), len(self._settled)
        every = (values[variable] for values in map(self.space.graph.at, self.places) for variable in self._settled)
        return np.fromiter(every, dtype=np.int32, count=shape[0] * shape[1]).reshape(shape)

    @cached_property
    def values(self) -> list[set[int]]:
        """The values that each variable of the network takes in some tie."""
        solutions = (dict(zip(self._settled, row.tolist(), strict=True)) for row in self._table)
        return self.space.graph.agreeing(solutions, self._settled)

    def _open_bounds(self, prices: Sequence[tuple[tuple[Choice, ...], int]]) -> tuple[int, int]:
        import numpy as np

        column = {variable: number for number, variable in enumerate(self._settled)}
        # Weights may be larger than a number of the machine.
        sums = np.zeros(len(self.places), dtype=object)
        for choices, price in prices:
            places = self.space.network.at(choices) or {}
            # What has one value in all ties is as these choices have it, or there would be no question about them.
            found = [self._table[:, column[at]] == value for at, value in places.items() if at in column]
            sums[np.all(found, axis=0)] += price
        return int(min(sums)), int(max(sums))


def cheapest_moves(support: SupportPerOption) -> Ties:
    """Return the variants that need the cheapest moves to be free of objections and reservations.

    Who is in the way of one of them is who would have to move for it. To move for an option that nobody supports
    goes behind moves that are as cheap.

    Raises:
        TooEntangledError: links or conditions tie too many brackets together.
    """
    against = [row for row in support.rows if row.stance in IN_THE_WAY]
    space = held_for(support.space, against)
    constraints = SoftConstraints(space, against)
    prices = [(choices_of(row), constraints.dearness(number)) for number, row in enumerate(against)]
    _, cheapest = space.graph.cheapest(costs_in(space.network, prices))
    options = dict.fromkeys((row.bracket, row.option) for row in against)
    penalties = [((choice,), 1) for choice in options if not support.is_asked_for(*choice)]
    _, wanted = cheapest.cheapest(costs_in(space.network, penalties))
    return TiesOnGraph(space, against, wanted)
