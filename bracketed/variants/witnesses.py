"""Whether a network has a solution of a certain kind: a search for one, which needs no graph of all of them.

One solution is found beforehand. To see whether there is one that is as wished, the wish is made true in it, and only
what that upsets is settled anew: values without support in a constraint are taken out until nothing changes any more
(generalized arc consistency), and where a choice is left it is tried, with steps back. What none of this touches stays
as it was. So a search takes time by what hangs on the wish, and not by the size of the draft.

Sources: F. Rossi, P. van Beek and T. Walsh, Handbook of Constraint Programming (2006), chapters 3 and 4; G. Verfaillie
and T. Schiex, "Solution reuse in dynamic constraint satisfaction problems", AAAI 1994.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TypeAlias

from bracketed.variants.compiler import Compiler, Constraint

# Choices that one search tries.
CHOICE_LIMIT = 3_000
# A constraint on more combinations is only looked at when enough of its variables have a value.
_WIDE = 20_000
# Results that are remembered from one search to the next, in some 50 MB.
_REMEMBERED = 200_000
# Solutions that are remembered, of which each takes some kilobytes.
_POOL = 5_000
# A variable without a value.
_NONE = -1


Witness: TypeAlias = Callable[[int], int]
"""A solution: what value each variable has in it, or -1 if that was not found out."""


class GivenUpError(Exception):
    """A search has passed its limit."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a solution is to be like: the values that it takes, and combinations of values of which it takes none."""

    taken: Mapping[int, int] = field(default_factory=dict)
    never: tuple[Mapping[int, int], ...] = ()


class Witnesses:
    """Searches for solutions of a network."""

    def __init__(self, compiler: Compiler) -> None:
        # Sets of values are the bits of a number.
        self._domains = [sum(1 << value for value in domain) for domain in compiler.domains]
        self._constraints = compiler.constraints
        self._known: list[int] = [_NONE] * len(self._domains)
        self._of: list[list[Constraint]] = [[] for _ in self._domains]
        for constraint in self._constraints:
            for variable in constraint.scope:
                self._of[variable].append(constraint)
        self._supported: dict[tuple[Callable[..., bool], tuple[int, ...]], tuple[int, ...]] = {}
        # Parts are independent: a step back in one of them is never owed to another.
        self._has_any = all(self._has_solution(compiler.forest.tree(root)) for root in compiler.forest.roots)
        self._pool = _Pool(self._known)

    @property
    def has_any(self) -> bool:
        """Whether the network has a solution."""
        return self._has_any

    def _has_solution(self, tree: Sequence[int]) -> bool:
        (first, *others) = tree
        if not (others or self._of[first]):
            # Any value of a variable that nothing is tied to will do.
            self._known[first] = (self._domains[first] & -self._domains[first]).bit_length() - 1
            return bool(self._domains[first])
        search = self._search(Wish(), tree)
        if not search.found():
            return False
        for variable in tree:
            self._known[variable] = search.value(variable)
        return True

    def find(self, wish: Wish) -> Witness | None:
        """Return a solution of the network, which has one, that is as wished; None if there is none such.

        Raises:
            GivenUpError: the search has passed its limit.
        """
        # What was found for another wish often serves this one too.
        found = self._pool.find(wish)
        if found is None:
            search = self._search(wish, ())
            if not search.found():
                return None
            found = self._pool.add(search.changes())
        return found

    def _search(self, wish: Wish, tree: Sequence[int]) -> _Search:
        if len(self._supported) > _REMEMBERED:
            self._supported.clear()
        return _Search(self._domains, self._of, self._known, self._supported, wish, tree)


class _Pool:
    """Solutions that were found, by what sets them apart from the known one; the known one is the first of them."""

    def __init__(self, known: Sequence[int]) -> None:
        self._known = known
        self._solutions: list[Mapping[int, int]] = [{}]
        # Sets of solutions are the bits of a number: those in which a variable differs, and those with a value.
        self._differing: dict[int, int] = {}
        self._with: dict[tuple[int, int], int] = {}

    def find(self, wish: Wish) -> Witness | None:
        """Return a solution that is as wished, if there is one here."""
        left = (1 << len(self._solutions)) - 1
        left = self._taking(wish.taken, left)
        for values in wish.never:
            if not left:
                break
            left ^= self._taking(values, left)
        return self._witness((left & -left).bit_length() - 1) if left else None

    def add(self, changes: Mapping[int, int]) -> Witness:
        """Add a solution, and return it."""
        if len(self._solutions) < _POOL:
            bit = 1 << len(self._solutions)
            self._solutions.append(changes)
            for variable, value in changes.items():
                self._differing[variable] = self._differing.get(variable, 0) | bit
                self._with[variable, value] = self._with.get((variable, value), 0) | bit
        return lambda variable: changes.get(variable, self._known[variable])

    def _taking(self, values: Mapping[int, int], of: int) -> int:
        """Return those of some solutions that take all these values."""
        for variable, value in values.items():
            if value == self._known[variable]:
                of &= ~self._differing.get(variable, 0)
            else:
                of &= self._with.get((variable, value), 0)
        return of

    def _witness(self, number: int) -> Witness:
        changes = self._solutions[number]
        return lambda variable: changes.get(variable, self._known[variable])


class _Search:
    """A search for one solution."""

    def __init__(
        self,
        domains: Sequence[int],
        constraints_of: Sequence[Sequence[Constraint]],
        known: Sequence[int],
        supported: dict[tuple[Callable[..., bool], tuple[int, ...]], tuple[int, ...]],
        wish: Wish,
        tree: Sequence[int],
    ) -> None:
        self._domains = domains
        self._constraints_of = constraints_of
        self._known = known
        self._supported = supported
        self._wish = wish
        self._tree = tree
        # The values that are left to the variables that have lost some, and how to give them back.
        self._left: dict[int, int] = {}
        self._lost: list[tuple[int, int]] = []
        self._never: dict[int, list[Mapping[int, int]]] = {}
        for values in wish.never:
            for variable in values:
                self._never.setdefault(variable, []).append(values)
        self._choices = 0
        # The variables that have changed and are not known to be in order, and how much of what was lost they cover.
        self._unchecked: dict[int, None] = {}
        self._checked = 0
        # So many variables of the tree, from its beginning on, have a value.
        self._settled = 0

    def found(self) -> bool:
        """Return whether there is a solution; if so, `value` shows it."""
        if not self._begin():
            return False
        # For each choice how much had been lost and settled before it, its variable, and the values still to be tried.
        choices: list[tuple[int, int, int, list[int]]] = []
        consistent = True
        while True:
            if consistent:
                self._unchecked |= dict.fromkeys(variable for variable, _ in self._lost[self._checked :])
                self._checked = len(self._lost)
                variable = self._open()
                if variable is None:
                    return True
                choices.append((len(self._lost), self._settled, variable, self._to_try(variable)))
            while choices and not choices[-1][-1]:
                self._give_back(choices.pop()[0])
            if not choices:
                return False
            before, self._settled, variable, values = choices[-1]
            self._give_back(before)
            self._choices += 1
            if self._choices > CHOICE_LIMIT:
                raise GivenUpError
            consistent = self._narrow(variable, 1 << values.pop()) and self._propagate([variable])

    def value(self, variable: int) -> int:
        """Return the value that a variable has now: its only one, else that of the known solution, or -1."""
        left = self._left.get(variable, self._domains[variable])
        if left & (left - 1) == 0:
            return left.bit_length() - 1
        known = self._known[variable]
        return known if known != _NONE and left >> known & 1 else _NONE

    def changes(self) -> dict[int, int]:
        """Return the values of the variables that differ from the known solution."""
        values = {variable: self.value(variable) for variable in self._left}
        return {variable: value for variable, value in values.items() if value != self._known[variable]}

    def _begin(self) -> bool:
        for variable, value in self._wish.taken.items():
            if not self._narrow(variable, 1 << value):
                return False
        # A combination of one value is one that is not there; to begin with, each is looked at once.
        touched = dict.fromkeys([*self._wish.taken, *self._tree])
        for values in self._wish.never:
            if not self._avoid(values, touched):
                return False
        return self._propagate(touched)

    def _open(self) -> int | None:
        """Return a variable that must be chosen for, or None if what is left makes a solution."""
        while self._settled < len(self._tree):
            if self.value(self._tree[self._settled]) == _NONE:
                return self._tree[self._settled]
            self._settled += 1
        while self._unchecked:
            variable = next(iter(self._unchecked))
            if self.value(variable) == _NONE:
                return variable
            for constraint in self._constraints_of[variable]:
                values = [*map(self.value, constraint.scope)]
                # One without a value is not checked itself yet.
                if _NONE not in values and not constraint.allows(*values):
                    return self._free(constraint.scope)
            del self._unchecked[variable]
        for combination in self._wish.never:
            if all(self.value(variable) == value for variable, value in combination.items()):
                return self._free(combination)
        return None

    def _free(self, scope: Iterable[int]) -> int:
        # Were all of them settled, what they break would have left one of them without a value.
        return next(variable for variable in scope if self._size(variable) > 1)

    def _size(self, variable: int) -> int:
        return self._left.get(variable, self._domains[variable]).bit_count()

    def _to_try(self, variable: int) -> list[int]:
        """Return the values of a variable, the last to be tried first, and the known one last of all."""
        # The last value is most often the option that leaves words out, or "not live": then least is live in what is
        # known, and least of it has to be changed for a wish.
        values = _bits(self._left.get(variable, self._domains[variable]))
        return sorted(values, key=lambda value: value != self._known[variable])

    def _give_back(self, before: int) -> None:
        if len(self._lost) > before:
            # What had been found in order may not be so any more.
            self._unchecked = dict.fromkeys(self._left)
            self._checked = before
        while len(self._lost) > before:
            variable, values = self._lost.pop()
            self._left[variable] = values
            if values == self._domains[variable]:
                del self._left[variable]

    def _narrow(self, variable: int, values: int) -> bool:
        """Leave a variable some of its values; return whether any is left."""
        left = self._left.get(variable, self._domains[variable])
        if left & values != left:
            self._lost.append((variable, left))
            self._left[variable] = left & values
        return left & values != 0

    def _propagate(self, variables: Iterable[int]) -> bool:
        """Take out values without support, from variables that have changed on; return whether all have some left."""
        waiting = dict.fromkeys(variables)
        while waiting:
            variable = next(iter(waiting))
            del waiting[variable]
            for constraint in self._constraints_of[variable]:
                if not self._revise(constraint, waiting):
                    return False
            for values in self._never.get(variable, ()):
                if not self._avoid(values, waiting):
                    return False
        return True

    def _revise(self, constraint: Constraint, changed: dict[int, None]) -> bool:
        scope = constraint.scope
        left = tuple([self._left.get(variable, self._domains[variable]) for variable in scope])
        key = (constraint.allows, left)
        supported = self._supported.get(key)
        if supported is None:
            supported = self._supported[key] = _supported(constraint.allows, left)
        if supported == left:
            return True
        for variable, values, before in zip(scope, supported, left, strict=True):
            if values != before:
                if not self._narrow(variable, values):
                    return False
                changed[variable] = None
        return True

    def _avoid(self, values: Mapping[int, int], changed: dict[int, None]) -> bool:
        """Take out the last value that would complete a combination; return whether the combination is avoided."""
        last = None
        for variable, value in values.items():
            left = self._left.get(variable, self._domains[variable])
            if not left >> value & 1:
                return True
            if left != 1 << value:
                if last is not None:
                    return True
                last = variable
        if last is None:
            return False
        changed[last] = None
        return self._narrow(last, ~(1 << values[last]))


def _supported(allows: Callable[..., bool], left: tuple[int, ...]) -> tuple[int, ...]:
    """Return the values of each variable that are part of a combination which a constraint allows."""
    if prod([values.bit_count() for values in left]) > _WIDE:
        return left
    found = [0] * len(left)
    for combination in product(*map(_bits, left)):
        if allows(*combination):
            for place, value in enumerate(combination):
                found[place] |= 1 << value
    return tuple(found)


def _bits(values: int) -> Iterator[int]:
    while values:
        last = values & -values
        yield last.bit_length() - 1
        values ^= last
