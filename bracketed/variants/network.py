"""From brackets and links to variables and constraints: what there is to decide in a draft, and what depends on what.

Brackets that take the same option and are live at the same time are one variable. A nested bracket has one value more,
"not live", for variants in which an enclosing bracket took another option.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from operator import getitem
from typing import TypeAlias

from bracketed.draft.links import Link
from bracketed.draft.tree import Bracket, Option, Piece
from bracketed.variants.compiler import Constraint
from bracketed.variants.graph import Values

Choice: TypeAlias = tuple[str, str]
"""An option of a bracket: the bracket's id and the option's letter."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A bracket that is to be settled, and the options of enclosing brackets one of which must be chosen for that.

    `inside` is empty for a bracket that is live in every variant. `letters` are those of the bracket's options.
    """

    bracket: Bracket
    inside: tuple[Choice, ...]
    letters: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        # Each new space of the same draft needs them again.
        object.__setattr__(self, "letters", self.bracket.letters)


@dataclass(frozen=True, slots=True)
class Variable:
    """One decision, for one bracket or for several that are linked and live together.

    Value number n means that each bracket takes the n-th of its `letters`; a value past them means "not live". A
    variable without brackets only helps to count: it remembers which option linked brackets have taken so far.
    """

    brackets: tuple[str, ...]
    letters: Mapping[str, tuple[str, ...]]
    size: int


@dataclass(frozen=True)
class Network:
    """All decisions of a draft as variables, and the constraints that nesting and links put on them."""

    variables: tuple[Variable, ...]
    constraints: tuple[Constraint, ...]
    variable_of: Mapping[str, int] = field(repr=False)
    # What each variable that only helps to count is, by the values of those before it.
    helpers: Mapping[int, Callable[[Values], int]] = field(repr=False)

    def letters(self, bracket: str) -> tuple[str, ...]:
        """Return the letters of a bracket by the values of its variable."""
        return self.variables[self.variable_of[bracket]].letters[bracket]

    def at(self, choices: Iterable[Choice]) -> dict[int, int] | None:
        """Return the variables at which these choices are made, with their values, or None if they never are."""
        values: dict[int, int] = {}
        for choice in choices:
            place = self._places.get(choice)
            # Linked brackets share a variable: choices that want two values of it are never made together.
            if place is None or values.setdefault(*place) != place[1]:
                return None
        return values

    @cached_property
    def _places(self) -> Mapping[Choice, tuple[int, int]]:
        """The variable of each choice, and the value at which it is made."""
        return {
            (bracket, letter): (number, value)
            for bracket, number in self.variable_of.items()
            for value, letter in enumerate(self.variables[number].letters[bracket])
        }

    def values(self, choices: Mapping[str, str]) -> Values | None:
        """Return the values of all variables at which the brackets take these options and no other is live.

        None if a bracket cannot take its option because a link rules it out.
        """
        # The last value of a nested bracket means "not live". Of another it is an option like any, so that a bracket
        # that is not named comes back with a choice from `choices`.
        values = [variable.size - 1 for variable in self.variables]
        for bracket, letter in choices.items():
            letters = self.letters(bracket)
            if letter not in letters:
                return None
            values[self.variable_of[bracket]] = letters.index(letter)
        for number, helper in self.helpers.items():
            values[number] = helper(values)
        return values

    def choices(self, values: Sequence[int]) -> dict[str, str]:
        """Return what each live bracket takes, in reading order."""
        numbers, letters, nested = self._readings
        taken = dict(zip(self.variable_of, map(getitem, letters, [values[number] for number in numbers]), strict=True))
        for bracket in nested:
            if not taken[bracket]:
                del taken[bracket]
        return taken

    @cached_property
    def _readings(self) -> tuple[list[int], list[tuple[str, ...]], list[str]]:
        """For each bracket its variable, its letters by value, with none for "not live"; and the nested ones."""
        letters = [(*self.variables[n].letters[bracket], "") for bracket, n in self.variable_of.items()]
        nested = [
            id_
            for (id_, n), row in zip(self.variable_of.items(), letters, strict=True)
            if self.variables[n].size == len(row)
        ]
        return [*self.variable_of.values()], letters, nested


def decisions_of(content: tuple[Piece, ...]) -> tuple[Decision, ...]:
    """Return what is to be decided in a text, outer brackets before inner ones, in reading order.

    A bracket that is in several places is one decision; it is live where any of its places is.
    """
    found: dict[str, Bracket] = {}
    inside: dict[str, dict[Choice, None] | None] = {}
    # A stack of our own: drafts nest as deep as they like.
    waiting: list[tuple[Piece | Option, Choice | None]] = [(piece, None) for piece in reversed(content)]
    while waiting:
        piece, place = waiting.pop()
        # A placeholder is to be filled in, not chosen, and nothing in it is a choice.
        if not isinstance(piece, Bracket) or piece.kind == "placeholder":
            continue
        found.setdefault(piece.id, piece)
        if place is None:
            # One place outside all brackets is enough to be live in every variant.
            inside[piece.id] = None
        else:
            places = inside.setdefault(piece.id, {})
            if places is not None:
                places[place] = None
        for part in reversed(piece.parts):
            if isinstance(part, Option):
                waiting.extend((inner, (piece.id, part.letter)) for inner in reversed(part.content))
    return tuple(Decision(bracket, tuple(inside[id_] or ())) for id_, bracket in found.items())


def tied(decisions: Sequence[Decision], groups: Iterable[Iterable[str]]) -> list[list[Decision]]:
    """Divide decisions into parts that neither nesting nor any of these groups of brackets ties to each other."""
    # Each bracket knows another of its part, and the top one itself (union-find; paths are halved on the way).
    above = {decision.bracket.id: decision.bracket.id for decision in decisions}

    def top(id_: str) -> str:
        while above[id_] != id_:
            above[id_] = above[above[id_]]
            id_ = above[id_]
        return id_

    nested = ([decision.bracket.id, *(bracket for bracket, _ in decision.inside)] for decision in decisions)
    for group in chain(nested, groups):
        first, *others = group
        for other in others:
            above[top(other)] = top(first)
    parts: dict[str, list[Decision]] = {}
    for decision in decisions:
        parts.setdefault(top(decision.bracket.id), []).append(decision)
    return [*parts.values()]


def network_of(decisions: Sequence[Decision], links: Iterable[Link]) -> Network:
    """Return the variables and constraints for these decisions under these links."""
    builder = _Builder(decisions)
    builder.build(tuple(links))
    # The builder adds linked brackets with the first of them, out of their turn.
    in_reading_order = {id_: builder.variable_of[id_] for id_ in builder.decisions}
    return Network(tuple(builder.variables), tuple(builder.constraints), in_reading_order, builder.helpers)


class _Builder:
    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.decisions = {decision.bracket.id: decision for decision in decisions}
        self.variables: list[Variable] = []
        self.constraints: list[Constraint] = []
        self.variable_of: dict[str, int] = {}
        self.helpers: dict[int, Callable[[Values], int]] = {}

    def build(self, links: tuple[Link, ...]) -> None:
        classes = same_choices(links)
        class_of = {bracket: number for number, letters in enumerate(classes) for bracket in letters}
        groups_of: dict[int, list[list[str]]] = {}
        for id_, decision in self.decisions.items():
            number = class_of.get(id_)
            if number is None:
                self._add([id_], {id_: decision.letters})
            elif number not in groups_of:
                groups_of[number] = self._groups(classes[number])
                for group in groups_of[number]:
                    self._add(group, {bracket: classes[number][bracket] for bracket in group})
        for groups in groups_of.values():
            self._tie([self.variable_of[group[0]] for group in groups], groups[0][0])
        for number in range(len(self.variables)):
            brackets = self.variables[number].brackets
            if brackets and self.decisions[brackets[0]].inside:
                self._nest(number, self.decisions[brackets[0]].inside)
        # One constraint for each variable, however many rules there are: choosing one option excludes all others.
        never: dict[int, set[int]] = {}
        for link in links:
            if link.kind != "same":
                self._bind(link, never)
        for number, values in never.items():
            self.constraints.append(Constraint((number,), _not_in(frozenset(values))))

    def _add(self, brackets: Sequence[str], letters: Mapping[str, tuple[str, ...]]) -> None:
        """Add a variable for brackets that are linked and live together."""
        for bracket in brackets:
            self.variable_of[bracket] = len(self.variables)
        size = len(letters[brackets[0]]) + bool(self.decisions[brackets[0]].inside)
        self.variables.append(Variable(tuple(brackets), letters, size))

    def _helper(self, size: int, value: Callable[[Values], int]) -> int:
        """Add a variable that follows from those before it, and return its number."""
        self.helpers[len(self.variables)] = value
        self.variables.append(Variable((), {}, size))
        return len(self.variables) - 1

    def _groups(self, brackets: Iterable[str]) -> list[list[str]]:
        """Divide linked brackets into those that are live at the same time, always live ones first."""
        groups: dict[tuple[Choice, ...], list[str]] = {}
        for bracket in brackets:
            groups.setdefault(self.decisions[bracket].inside, []).append(bracket)
        # The others are tied to the first group: if that one is always live, nothing has to be remembered.
        return [groups[inside] for inside in sorted(groups, key=bool)]

    def _tie(self, variables: list[int], bracket: str) -> None:
        """Make the groups of a link agree wherever they are live; the bracket is one of the first group."""
        first, *others = variables
        dead = len(self.variables[first].letters[bracket])
        if not self.decisions[bracket].inside:
            self.constraints += [Constraint((first, other), lambda a, b: b in (a, dead)) for other in others]
            return
        # Any of them may not be live, so along the row of groups a variable remembers the option taken so far.
        # To tie each pair instead would make all of them depend on each other at once.
        memory = first
        for number, other in enumerate(others, start=2):
            self.constraints.append(Constraint((memory, other), lambda a, b: a == b or dead in (a, b)))
            if number < len(variables):
                memory = self._remember(variables[:number], (memory, other), dead + 1)

    def _remember(self, seen: list[int], last: tuple[int, int], size: int) -> int:
        # "Not live" is the largest value, so the least is the option that some of them take.
        memory = self._helper(size, lambda values: min(values[variable] for variable in seen))
        self.constraints.append(Constraint((*last, memory), lambda a, b, now: now == min(a, b)))
        return memory

    def _nest(self, variable: int, inside: tuple[Choice, ...]) -> None:
        """Make a nested bracket live exactly if one of the options around it is chosen."""
        dead = self.variables[variable].size - 1
        wanted: dict[int, set[int]] = {}
        for bracket, letter in inside:
            # An option that a link rules out is never chosen, and what is in it is never live.
            value = self._value(bracket, letter)
            wanted.setdefault(self.variable_of[bracket], set()).update({value} if value >= 0 else ())
        allows = _live(tuple(map(frozenset, wanted.values())), dead)
        self.constraints.append(Constraint((*wanted, variable), allows))

    def _bind(self, link: Link, never: dict[int, set[int]]) -> None:
        """Make a link that requires or excludes bind; values that single variables never take are only noted."""
        choices = list(zip(link.brackets, link.options[0], strict=True))
        needed = choices.pop() if link.kind == "requires" else None
        made: dict[int, int] = {}
        for bracket, letter in choices:
            value = self._value(bracket, letter)
            if made.setdefault(self.variable_of[bracket], value) != value:
                return  # no variant makes both choices
        if needed is None and len(made) == 1:
            for variable, value in made.items():
                never.setdefault(variable, set()).add(value)
            return
        # A table over all variables of a long rule would be too large, so helpers take them two by two.
        while len(made) > 2:
            one, other, *rest = made.items()
            made = {self._both(one, other): 1, **dict(rest)}
        variables = [*made] if needed is None else [*made, self.variable_of[needed[0]]]
        needed_value = None if needed is None else self._value(*needed)
        scope = tuple(dict.fromkeys(variables))

        def allows(*values: int) -> bool:
            taken = dict(zip(scope, values, strict=True))
            if any(taken[variable] != value for variable, value in made.items()):
                return True
            return needed_value is not None and taken[variables[-1]] == needed_value

        self.constraints.append(Constraint(scope, allows))

    def _both(self, one: tuple[int, int], other: tuple[int, int]) -> int:
        """Return a new variable that is 1 if two variables have these values."""
        (a, first), (b, second) = one, other
        both = self._helper(2, lambda values: values[a] == first and values[b] == second)
        self.constraints.append(Constraint((a, b, both), lambda x, y, now: now == (x == first and y == second)))
        return both

    def _value(self, bracket: str, letter: str) -> int:
        """Return the value at which a bracket takes an option, or -1 if a link rules the option out."""
        letters = self.variables[self.variable_of[bracket]].letters[bracket]
        return letters.index(letter) if letter in letters else -1


# Constraints that are equal must be the same function: the compiler knows them by it, and works each out once.
@lru_cache(maxsize=1024)
def _live(hits: tuple[frozenset[int], ...], dead: int) -> Callable[..., bool]:
    def allows(*values: int) -> bool:
        *around, own = values
        live = any(value in hit for value, hit in zip(around, hits, strict=True))
        return live == (own != dead)

    return allows


def _not_in(values: frozenset[int]) -> Callable[..., bool]:
    return lambda value: value not in values


def same_choices(links: Iterable[Link]) -> list[dict[str, tuple[str, ...]]]:
    """Return the brackets that `same` links tie, each class with the letters of its brackets row by row.

    Links that share a bracket make one class. A row in which one of the brackets has no option falls away.
    """
    classes: list[dict[str, tuple[str, ...]]] = []
    for link in links:
        if link.kind != "same":
            continue
        joined = {bracket: tuple(row[place] for row in link.options) for place, bracket in enumerate(link.brackets)}
        # Classes that share a bracket with the link become one with it.
        apart = []
        for other in classes:
            shared = next((bracket for bracket in joined if bracket in other), None)
            if shared is None:
                apart.append(other)
            else:
                joined = _joined(other, joined, shared)
        classes = [*apart, joined]
    return classes


def _joined(
    one: dict[str, tuple[str, ...]], other: dict[str, tuple[str, ...]], shared: str
) -> dict[str, tuple[str, ...]]:
    """Join two classes row by row, where the letters of all brackets that they share agree."""
    rows = [(one[shared].index(letter), row) for row, letter in enumerate(other[shared]) if letter in one[shared]]
    # The classes may share more brackets than the one by which rows were matched, and must agree on these too.
    rows = [(a, b) for a, b in rows if all(one[x][a] == other[x][b] for x in other if x in one)]
    return {x: tuple(other[x][b] for _, b in rows) for x in other} | {x: tuple(one[x][a] for a, _ in rows) for x in one}
