"""The fewest stances that bring about an end: those that force it, or those whose withdrawal would.

What counts in a text is a set of stances, and the text costs their sum. So an end, such as “every least contested text
takes option a”, is that one text costs no more than some others and less than the rest: linear constraints on how many
stances of each kind are added or withdrawn. Numbers of moves are tried from the fewest on. While a constraint is not
met, one more stance that helps it has to move, and the moves that the most demanding constraint needs at least cut off
what comes too late (iterative deepening: R. E. Korf, Artificial Intelligence 27, 1985).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from bracketed.positions.positions import Position
from bracketed.variants.halving import needed_part

Item = TypeVar("Item")
Moves = tuple[int, ...]
"""How many stances of each kind move."""

# Steps of one search, which take a second or two.
_STEPS = 50_000
# Sets of the smallest size that are found; with more, nobody reads them.
_WAYS = 20


@dataclass(frozen=True, slots=True)
class Alike:
    """So many of some stances that count alike, whichever they are."""

    number: int
    stances: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class StanceSet:
    """A set of stances; where several would do as well, all of these are in one of its `parts`."""

    parts: tuple[Alike, ...]

    @property
    def size(self) -> int:
        """How many stances it has."""
        return sum(part.number for part in self.parts)


@dataclass(frozen=True, slots=True)
class StanceSets:
    """The smallest sets of stances with some effect; none, if no set has it.

    `is_smallest` is False if the search ended before it was proven that no smaller set has the effect, `is_all` is
    False if there may be other sets of this size.
    """

    ways: tuple[StanceSet, ...] = ()
    is_smallest: bool = True
    is_all: bool = True

    @property
    def size(self) -> int | None:
        """How many stances each set has; None if there is none."""
        return self.ways[0].size if self.ways else None


class Kind(NamedTuple):
    """Stances that count alike: what each adds to the cost of a text in which it counts, and which they are."""

    price: int
    rows: tuple[Position, ...]


@dataclass(frozen=True)
class End:
    """That some text of `winners` costs no more than each of `equals`, and less than each of `losers`.

    Texts are given by the numbers of the kinds of stances that count in them.
    """

    winners: tuple[frozenset[int], ...]
    equals: tuple[frozenset[int], ...]
    losers: tuple[frozenset[int], ...]


class _Constraint(NamedTuple):
    """That the gains of all moves come to at least as much as is needed."""

    needed: int
    # For each kind whose moves help or harm.
    gains: Mapping[int, int]
    # The kinds that help, those that help most first.
    helping: tuple[int, ...]


class _StepsSpentError(Exception):
    """The search has taken as many steps as it may."""


@dataclass
class Budget:
    """How many steps a search may still take."""

    left: int = _STEPS

    def spend(self) -> None:
        """Take a step."""
        self.left -= 1
        if self.left < 0:
            raise _StepsSpentError


def fewest_moves(kinds: Sequence[Kind], present: Moves, end: End, *, add: bool) -> tuple[list[Moves], bool, bool]:
    """Return the fewest stances to add or withdraw for an end, whether that is proven, and whether all are listed.

    Args:
        kinds: the stances that can move.
        present: of each kind, how many stances there are before any moves.
        end: what is to be so in the end.
        add: whether stances are added, up to all of their kind, or withdrawn.

    >>> kinds = [Kind(-1, (Position("UK", "4#1", "a", "supports"), Position("EU", "4#1", "a", "supports")))]
    >>> end = End((frozenset(),), (frozenset({0}),), ())
    >>> fewest_moves(kinds, (2,), end, add=False)
    ([(2,)], True, True)
    """
    most = tuple(len(kind.rows) - there if add else there for kind, there in zip(kinds, present, strict=True))
    problems = [
        constraints
        for winner in dict.fromkeys(end.winners)
        if (constraints := _constraints(kinds, present, most, winner, end, -1 if not add else 1)) is not None
    ]
    budget = Budget()
    # No set is smaller than the fewest moves that some winner needs.
    size = min((_least(constraints, (0,) * len(kinds), most) for constraints in problems), default=0)
    found: dict[Moves, None] = {}
    while problems and size <= sum(most):
        try:
            for constraints in problems:
                for moves in _of_size(constraints, size, most, budget):
                    found[moves] = None
                    if len(found) == _WAYS:
                        return [*found], True, False
        except _StepsSpentError:
            return [*found], bool(found), False
        if found:
            break
        size += 1
    return [*found], True, True


def _constraints(
    kinds: Sequence[Kind], present: Moves, most: Moves, winner: frozenset[int], end: End, sign: int
) -> list[_Constraint] | None:
    """Return what must hold for one winner, or None if it cannot hold."""
    constraints: dict[tuple[int, tuple[tuple[int, int], ...]], _Constraint] = {}
    for rivals, margin in ((end.equals, 0), (end.losers, 1)):
        for rival in rivals:
            # A stance that counts in both, or in neither, makes no difference.
            gains = {n: kinds[n].price * (1 if n in rival else -1) for n in sorted(rival ^ winner)}
            needed = margin - sum(gain * present[n] for n, gain in gains.items())
            gains = {n: sign * gain for n, gain in gains.items() if most[n]}
            if needed > sum(max(0, gain) * most[n] for n, gain in gains.items()):
                return None
            # What the least favourable moves cannot break needs no attention.
            if needed > sum(min(0, gain) * most[n] for n, gain in gains.items()):
                helping = tuple(sorted((n for n in gains if gains[n] > 0), key=lambda n: -gains[n]))
                constraints[needed, tuple(gains.items())] = _Constraint(needed, gains, helping)
    return [*constraints.values()]


def _at_least(constraint: _Constraint, moves: Moves, most: Moves) -> int:
    """Return how many more moves a constraint needs at least; more than there are if they do not suffice."""
    short = constraint.needed - sum(gain * moves[n] for n, gain in constraint.gains.items())
    count = 0
    for n in constraint.helping:
        if short <= 0:
            return count
        gain = constraint.gains[n]
        taken = min(most[n] - moves[n], -(-short // gain))
        count += taken
        short -= taken * gain
    return count if short <= 0 else sum(most) + 1


def _least(constraints: Sequence[_Constraint], moves: Moves, most: Moves) -> int:
    return max((_at_least(constraint, moves, most) for constraint in constraints), default=0)


def _of_size(constraints: Sequence[_Constraint], size: int, most: Moves, budget: Budget) -> Iterator[Moves]:
    """Yield the sets of so many moves that meet all constraints, if no smaller one does."""
    start = (0,) * len(most)
    seen = {start}
    waiting = [(start, size)]
    while waiting:
        moves, left = waiting.pop()
        budget.spend()
        needs = [(_at_least(constraint, moves, most), constraint) for constraint in constraints]
        need, hardest = max(needs, key=lambda pair: pair[0], default=(0, None))
        if need > left:
            continue
        if need == 0 or hardest is None:
            if left == 0:
                yield moves
            continue
        # Every set that meets the constraint, and holds these moves, has one more that helps it.
        for n in reversed(hardest.helping):
            if moves[n] < most[n]:
                more = (*moves[:n], moves[n] + 1, *moves[n + 1 :])
                if more not in seen:
                    seen.add(more)
                    waiting.append((more, left - 1))


def as_sets(kinds: Sequence[Kind], found: tuple[list[Moves], bool, bool]) -> StanceSets:
    """Return moves as sets of stances."""
    ways, is_smallest, is_all = found
    sets = (
        StanceSet(tuple(Alike(number, kind.rows) for number, kind in zip(moves, kinds, strict=True) if number))
        for moves in ways
    )
    return StanceSets(tuple(sets), is_smallest, is_all)


def shrunk(items: Sequence[Item], holds: Callable[[Iterable[Item]], bool], steps: int) -> list[Item]:
    """Return a part of some items for which something holds, from which hardly any can be left out.

    It must hold for all items; where it does not hold for some set and yet for a part of that, or the steps do not
    suffice, more can be left out.

    >>> shrunk(range(100), lambda some: {3, 70} <= {*some}, 100)
    [3, 70]
    """
    if not items or (steps > 0 and holds(())):
        return []
    found = needed_part(items, holds, steps - 1)
    # Where it holds for some set and not for a larger one, what was found may not do.
    return found if holds(found) else [*items]
