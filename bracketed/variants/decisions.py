"""From brackets and links to variables and constraints: what there is to decide in a draft, and what hangs on what.

Brackets that take the same option and are live at the same time are one variable. A nested bracket has one value more,
"not live", for variants in which an enclosing bracket took another option.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bracketed.errors import UnknownNameError, UnknownOptionError
from bracketed.text.links import Link
from bracketed.text.tree import Bracket, Option, Piece
from bracketed.variants.elimination import Constraint, Values

Choice: TypeAlias = tuple[str, str]
"""An option of a bracket: the bracket's id and the option's letter."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A bracket that is to be settled, and the options of enclosing brackets one of which must be chosen for that.

    `inside` is empty for a bracket that is live in every variant.
    """

    bracket: Bracket
    inside: tuple[Choice, ...]


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
    # For each variable that only remembers: the variables and rows that it remembers, in their order.
    memories: Mapping[int, tuple[tuple[int, Mapping[int, int]], ...]] = field(repr=False)

    def check(self, choices: Mapping[str, str]) -> None:
        """Raise UnknownNameError or UnknownOptionError unless every choice is one of this draft."""
        for bracket, letter in choices.items():
            if bracket not in self.variable_of:
                raise UnknownNameError("bracket", bracket, self.variable_of)
            letters = self.letters(bracket)
            if letter not in letters:
                raise UnknownOptionError(bracket, letter, letters)

    def letters(self, bracket: str) -> tuple[str, ...]:
        """Return the letters of a bracket by the values of its variable."""
        return self.variables[self.variable_of[bracket]].letters[bracket]

    def value(self, bracket: str, letter: str) -> int:
        """Return the value of the bracket's variable at which it takes this option."""
        return self.letters(bracket).index(letter)

    def values(self, choices: Mapping[str, str]) -> Values:
        """Return the values of all variables at which the brackets take these options and no other is live."""
        values = [0] * len(self.variables)
        for number, variable in enumerate(self.variables):
            if variable.brackets:
                values[number] = variable.size - 1
                for bracket in variable.brackets:
                    if bracket in choices:
                        values[number] = variable.letters[bracket].index(choices[bracket])
        for number, remembered in self.memories.items():
            seen = (rows[values[member]] for member, rows in remembered if values[member] in rows)
            values[number] = next(seen, self.variables[number].size - 1)
        return values

    def choices(self, values: Sequence[int]) -> dict[str, str]:
        """Return what each live bracket takes, in reading order of the first bracket of each variable."""
        choices = {}
        for variable, value in zip(self.variables, values, strict=True):
            for bracket in variable.brackets:
                letters = variable.letters[bracket]
                if value < len(letters):
                    choices[bracket] = letters[value]
        return choices


def decisions_of(content: tuple[Piece, ...]) -> tuple[Decision, ...]:
    """Return what is to be decided in a text, outer brackets before inner ones, in reading order.

    A bracket that stands in several places is one decision; it is live where any of its places is.
    """
    found: dict[str, Bracket] = {}
    inside: dict[str, dict[Choice, None] | None] = {}
    waiting: list[tuple[Piece | Option, Choice | None]] = [(piece, None) for piece in reversed(content)]
    while waiting:
        piece, place = waiting.pop()
        # A placeholder is to be filled in, not chosen, and nothing in it is a choice.
        if not isinstance(piece, Bracket) or piece.kind == "placeholder":
            continue
        found.setdefault(piece.id, piece)
        if place is None:
            inside[piece.id] = None
        else:
            places = inside.setdefault(piece.id, {})
            if places is not None:
                places[place] = None
        for part in reversed(piece.parts):
            if isinstance(part, Option):
                waiting.extend((inner, (piece.id, part.letter)) for inner in reversed(part.content))
    return tuple(Decision(bracket, tuple(inside[id_] or ())) for id_, bracket in found.items())


def network_of(decisions: Sequence[Decision], links: Iterable[Link]) -> Network:
    """Return the variables and constraints for these decisions under these links."""
    return _Builder(decisions).build(tuple(links))


class _Builder:
    def __init__(self, decisions: Sequence[Decision]) -> None:
        self.decisions = {decision.bracket.id: decision for decision in decisions}
        self.variables: list[Variable] = []
        self.constraints: list[Constraint] = []
        self.variable_of: dict[str, int] = {}
        self.memories: dict[int, tuple[tuple[int, Mapping[int, int]], ...]] = {}

    def build(self, links: tuple[Link, ...]) -> Network:
        linked = _classes([link for link in links if link.kind == "same"])
        grouped: list[list[tuple[str, ...]]] = []
        class_of = {bracket: number for number, known in enumerate(linked) for bracket in known}
        seen: set[int] = set()
        for id_, decision in self.decisions.items():
            number = class_of.get(id_)
            if number is None:
                self._add((id_,), {id_: decision.bracket.letters}, bool(decision.inside))
            elif number not in seen:
                seen.add(number)
                grouped.append(self._groups(linked[number]))
                for group in grouped[-1]:
                    letters = {bracket: linked[number][bracket] for bracket in group}
                    self._add(group, letters, bool(self.decisions[group[0]].inside))
        for groups in grouped:
            self._tie([self.variable_of[group[0]] for group in groups], groups)
        self._nest()
        for link in links:
            if link.kind != "same":
                self.constraints.append(self._one_sided(link))
        return Network(tuple(self.variables), tuple(self.constraints), self.variable_of, self.memories)

    def _add(self, brackets: tuple[str, ...], letters: Mapping[str, tuple[str, ...]], nested: bool) -> None:
        size = len(letters[brackets[0]]) + nested
        for bracket in brackets:
            self.variable_of[bracket] = len(self.variables)
        self.variables.append(Variable(brackets, letters, size))

    def _groups(self, brackets: Iterable[str]) -> list[tuple[str, ...]]:
        """Divide linked brackets into those that are live at the same time, always live ones first."""
        groups: dict[tuple[Choice, ...], list[str]] = {}
        for bracket in brackets:
            groups.setdefault(self.decisions[bracket].inside, []).append(bracket)
        return [tuple(groups[inside]) for inside in sorted(groups, key=bool)]

    def _tie(self, variables: list[int], groups: list[tuple[str, ...]]) -> None:
        """Make the groups of a link agree wherever they are live."""
        first, *others = variables
        rows = len(self.variables[first].letters[groups[0][0]])
        if not self.decisions[groups[0][0]].inside:
            for other in others:
                self.constraints.append(Constraint((first, other), lambda a, b: b in (a, rows)))
            return
        if len(variables) == 2:
            self.constraints.append(Constraint((first, others[0]), lambda a, b: a == b or rows in (a, b)))
            return
        # Any of them may not be live, so along the row of groups a variable remembers the option taken so far.
        # To tie each pair instead would make all of them depend on each other at once.
        same = {row: row for row in range(rows)}
        memory = first
        for number, other in enumerate(others, start=1):
            if number == len(others):
                self.constraints.append(Constraint((memory, other), lambda a, b: a == b or rows in (a, b)))
                return
            remembers = len(self.variables)
            self.variables.append(Variable((), {}, rows + 1))
            self.memories[remembers] = tuple((variable, same) for variable in variables[: number + 1])
            self.constraints.append(
                Constraint(
                    (memory, other, remembers), lambda a, b, now: (a == b or rows in (a, b)) and now == min(a, b)
                )
            )
            memory = remembers

    def _nest(self) -> None:
        for variable in range(len(self.variables)):
            brackets = self.variables[variable].brackets
            inside = self.decisions[brackets[0]].inside if brackets else ()
            if inside:
                self.constraints.append(self._liveness(variable, inside))

    def _liveness(self, variable: int, inside: tuple[Choice, ...]) -> Constraint:
        """Say that a nested bracket is live exactly if one of the options around it is chosen."""
        dead = self.variables[variable].size - 1
        wanted: dict[int, set[int]] = {}
        for bracket, letter in inside:
            around = self.variable_of[bracket]
            letters = self.variables[around].letters[bracket]
            # An option that a link rules out is never chosen, and what stands in it is never live.
            wanted.setdefault(around, set()).update({letters.index(letter)} if letter in letters else ())
        hits = list(wanted.values())

        def allows(*values: int) -> bool:
            *around, own = values
            live = any(value in hit for value, hit in zip(around, hits, strict=True))
            return live == (own != dead)

        return Constraint((*wanted, variable), allows)

    def _one_sided(self, link: Link) -> Constraint:
        first, second = link.brackets
        ((one, other),) = link.options
        pair = (self.variable_of[first], self.variable_of[second])
        letters = self.variables[pair[0]].letters[first], self.variables[pair[1]].letters[second]
        requires = link.kind == "requires"

        def allows(a: int, b: int) -> bool:
            return not _takes(letters[0], a, one) or _takes(letters[1], b, other) == requires

        return Constraint(*_distinct(pair, allows))


def _takes(letters: tuple[str, ...], value: int, letter: str) -> bool:
    return value < len(letters) and letters[value] == letter


def _distinct(pair: tuple[int, int], allows: Callable[[int, int], bool]) -> tuple[tuple[int, ...], Callable[..., bool]]:
    """Make a rule about one variable of a rule about twice the same."""
    return (pair[:1], lambda value: allows(value, value)) if pair[0] == pair[1] else (pair, allows)


def _classes(links: list[Link]) -> list[dict[str, tuple[str, ...]]]:
    """Return the brackets that `same` links tie, each class with the letters of its brackets row by row.

    Links that share a bracket make one class. A row in which one of the brackets has no option falls away.
    """
    classes: list[dict[str, tuple[str, ...]]] = []
    for link in links:
        joined = {bracket: tuple(row[place] for row in link.options) for place, bracket in enumerate(link.brackets)}
        apart = []
        for known in classes:
            shared = next((bracket for bracket in joined if bracket in known), None)
            if shared is None:
                apart.append(known)
            else:
                joined = _joined(known, joined, shared)
        classes = [*apart, joined]
    return classes


def _joined(
    one: dict[str, tuple[str, ...]], other: dict[str, tuple[str, ...]], shared: str
) -> dict[str, tuple[str, ...]]:
    """Join two classes row by row, where the letters of all brackets that they share agree."""
    rows = [(one[shared].index(letter), row) for row, letter in enumerate(other[shared]) if letter in one[shared]]
    rows = [(a, b) for a, b in rows if all(one[x][a] == other[x][b] for x in other if x in one)]
    return {x: tuple(other[x][b] for _, b in rows) for x in other} | {x: tuple(one[x][a] for a, _ in rows) for x in one}
