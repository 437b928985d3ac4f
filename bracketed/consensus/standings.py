"""How brackets stand under some stances: what stands against an option, and who would have to give way for it.

An option that a condition or a link ties to others may be free of objections in one variant and not in another. So
each question is put to the graph of the space: the least that some variant meets which takes the option.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import TypeVar

from bracketed.consensus.scoring import AGAINST, choices_of, costs_in, held_for
from bracketed.positions.positions import Position
from bracketed.variants.graph import Costs
from bracketed.variants.kbest import minimal_costs
from bracketed.variants.network import Choice, same_choices
from bracketed.variants.space import Space

# Ways to meet the conditions of stances on one option that are looked at.
_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Objection:
    """A stance against an option, the choices that make it count, and the values of variables that they are.

    It is known by what it is, not by what is in it: to compare rows takes long.
    """

    row: Position
    choices: tuple[Choice, ...]
    values: Mapping[int, int]


Stated = TypeVar("Stated", Position, Objection)


class SupportPerOption:
    """How the brackets of a space stand under some stances, asked one by one."""

    def __init__(self, space: Space, rows: Iterable[Position]) -> None:
        rows = tuple(rows)
        space = held_for(space, rows)
        self.space = space
        self.network = space.network
        self.possible = space.graph.possible()
        self.class_of = {bracket: known for known in same_choices(space.links) for bracket in known}
        parents = {decision.bracket.id: decision.bracket.parent for decision in space.decisions}
        # How many brackets stand inside each.
        self.nested = dict.fromkeys(self.network.variable_of, 0)
        for decision in space.decisions:
            above = decision.bracket.parent
            while above is not None and above[0] in self.nested:
                self.nested[above[0]] += 1
                above = parents[above[0]]
        self.rows: dict[Choice, list[Position]] = {}
        for row in rows:
            self.rows.setdefault((row.bracket, row.option), []).append(row)
        # What linked brackets have in common is gathered once for all, by the option of the first of them.
        self._rows_together: dict[Choice, list[Position]] = {}
        self._objections = {choice: self._objections_among(rows) for choice, rows in self.rows.items()}
        self._objections_together: dict[Choice, list[Objection]] = {}

    def linked(self, bracket: str) -> tuple[str, ...]:
        """Return the brackets that are one choice with a bracket."""
        return tuple(other for other in self.class_of.get(bracket, ()) if other != bracket)

    def hangs(self, bracket: str) -> int:
        """Return how many brackets are settled with one: itself, those linked with it, and those inside them."""
        together = (bracket, *self.linked(bracket))
        return len(together) + sum(self.nested[id_] for id_ in together)

    def rows_on(self, bracket: str, letter: str) -> list[Position]:
        """Return the stances on an option, and those on the same option of linked brackets."""
        return self._on(self.rows, self._rows_together, bracket, letter)

    def objections_to(self, bracket: str, letter: str) -> list[Objection]:
        """Return the stances against an option, and against the same option of linked brackets, that can ever count."""
        return self._on(self._objections, self._objections_together, bracket, letter)

    def _on(
        self, single: Mapping[Choice, list[Stated]], together: dict[Choice, list[Stated]], bracket: str, letter: str
    ) -> list[Stated]:
        known = self.class_of.get(bracket)
        if known is None or letter not in known[bracket]:
            return single.get((bracket, letter), [])
        number = known[bracket].index(letter)
        first = next((other, letters[number]) for other, letters in known.items())
        if first not in together:
            together[first] = [
                one for other, letters in known.items() for one in single.get((other, letters[number]), ())
            ]
        return together[first]

    def _objections_among(self, rows: Iterable[Position]) -> list[Objection]:
        found: list[Objection] = []
        for row in rows:
            if row.stance in AGAINST:
                choices = choices_of(row)
                values = self.network.at(choices)
                if values is not None:
                    found.append(Objection(row, choices, values))
        return found

    def smallest_groups(self, bracket: str, letter: str) -> tuple[list[tuple[str, ...]], bool]:
        """Return the smallest groups without whose objections a bracket can be closed with an option.

        That is one empty group if nobody's objection stands in the way. Conditions can be met in very many ways; then
        those in which the fewest stand in the way are looked at, and False is returned too: there may be other groups.
        """
        own = self.network.at([(bracket, letter)])
        assert own is not None
        against = self.objections_to(bracket, letter)
        # Who objects in every variant that takes the option is in every group.
        certain = tuple(dict.fromkeys(one.row.delegation for one in against if one.values == own))
        acts: dict[tuple[Choice, ...], dict[str, None]] = {}
        for one in against:
            if one.row.delegation not in certain:
                acts.setdefault(one.choices, {})[one.row.delegation] = None
        if not acts:
            return [certain], True
        order = [*dict.fromkeys(name for names in acts.values() for name in names)]
        ways = list(islice(self._in_the_way(own, acts), _LOOKED_AT))
        groups = {tuple(place for place, name in enumerate(order) if name in names) for names in ways}
        least = min(map(len, groups))
        smallest = [(*certain, *(order[place] for place in group)) for group in sorted(groups) if len(group) == least]
        return smallest, len(ways) < _LOOKED_AT

    def _in_the_way(
        self, own: Mapping[int, int], acts: Mapping[tuple[Choice, ...], Iterable[str]]
    ) -> Iterator[frozenset[str]]:
        """Yield who objects in variants in which a variable has a value; the smallest groups are among them."""
        who = [frozenset(names) for names in acts.values()]
        # Each stance costs as many as hold it, and in the lowest bits is told which it is. Not to take the option is
        # told by a bit of its own, and costs more than all of them.
        bits = len(who) + 1
        prices = [(choices, len(who[n]) << bits | 1 << n) for n, choices in enumerate(acts)]
        costs = costs_in(self.network, prices)
        refusing = 1 + sum(map(len, who)) << bits | 1 << len(who)
        ((variable, value),) = own.items()
        # Nothing else is paid for there: who objects to the value alone is in every group.
        other = [0 if at == value else refusing for at in range(self.network.variables[variable].size)]
        costs = Costs({**costs.single, variable: other}, costs.joint)
        # How many stances can have the same holder.
        most = max(Counter(name for names in who for name in names).values())
        least = inf
        for cost in minimal_costs(self.space.graph, costs, (1 << bits) - 1):
            if cost >= refusing or cost >> bits > least * most:
                return
            names = frozenset[str]().union(*(names for n, names in enumerate(who) if cost >> n & 1))
            least = min(least, len(names))
            yield names

    def closed_by(self, withdrawn: Iterable[Position]) -> tuple[str, ...]:
        """Return the brackets that block now, and do no more once some stances are withdrawn, in reading order."""
        rows = frozenset(withdrawn)
        gone = {one for row in rows for one in self._objections.get((row.bracket, row.option), ()) if one.row in rows}
        touched = {id_ for row in rows for id_ in (row.bracket, *self.class_of.get(row.bracket, ()))}
        ids = [bracket.id for bracket in self.space.brackets if bracket.id in touched]
        return tuple(id_ for id_ in ids if self.blocks(id_) and self.closable(id_, gone))

    def taken(self, bracket: str, letter: str) -> bool:
        """Say whether some variant takes an option of a bracket."""
        letters = self.network.letters(bracket)
        return letter in letters and letters.index(letter) in self.possible[self.network.variable_of[bracket]]

    def blocks(self, bracket: str) -> bool:
        """Say whether a bracket is settled in some variant, and no option of it is free of objections."""
        settled = any(self.taken(bracket, letter) for letter in self.network.letters(bracket))
        return settled and not self.closable(bracket)

    def closable(self, bracket: str, withdrawn: Set[Objection] = frozenset()) -> bool:
        """Say whether a bracket can be closed, once some stances are withdrawn."""
        possible = self.possible[self.network.variable_of[bracket]]
        for value, letter in enumerate(self.network.letters(bracket)):
            if value in possible:
                left = [one for one in self.objections_to(bracket, letter) if one not in withdrawn]
                if self.free(bracket, letter, left):
                    return True
        return False

    def free(self, bracket: str, letter: str, against: Sequence[Objection]) -> bool:
        """Say whether some variant takes an option and none of these stances counts in it."""
        if not against:
            return True
        own = self.network.at([(bracket, letter)])
        if any(one.values == own for one in against):
            return False
        prices = [(((bracket, letter),), -1), *((one.choices, 1) for one in against)]
        return self.space.graph.least(costs_in(self.network, prices)) == -1
