"""Which brackets block consensus, and who holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import islice
from math import inf
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, get_args

from bracketed.collector import collector_at_rest
from bracketed.consensus.phrases import both, either, quoted
from bracketed.consensus.tally import AGAINST, choices_of, costs_in, held_for, rows_in
from bracketed.errors import UnknownNameError
from bracketed.positions.stances import STANCES, Position, Positions
from bracketed.text.tree import OMIT, Bracket
from bracketed.variants.decisions import Choice, same_choices
from bracketed.variants.elimination import Costs
from bracketed.variants.kbest import minimal_costs
from bracketed.variants.space import Space

if TYPE_CHECKING:
    import pandas as pd

# Ways to meet the conditions of stances on one option that are looked at.
_LOOKED_AT = 1000

Status: TypeAlias = Literal["closable", "blocking", "silent"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an option of a bracket stands: the delegations that support, accept, object to or block it.

    `open` says whether the bracket can be closed with it now: some variant takes it with no objection to it.
    """

    letter: str
    text: str
    supports: tuple[str, ...]
    accepts: tuple[str, ...]
    objections: tuple[str, ...]
    blocks: tuple[str, ...]
    open: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the standing as plain values."""
        return {
            "letter": self.letter,
            "text": self.text,
            "supports": list(self.supports),
            "accepts": list(self.accepts),
            "objections": list(self.objections),
            "blocks": list(self.blocks),
            "open": self.open,
        }


@dataclass(frozen=True, slots=True)
class BracketStanding:
    """How a bracket stands.

    `status` is `closable` if some option draws no objection, `blocking` if every option does, and `silent` if nobody
    has spoken on it. Brackets that are linked are one choice, so stances on one count for all; `linked` names the
    others, and `nested` is how many brackets stand in the options of all of them. `holders` are the delegations each of
    whom alone, by withdrawing its objections, would make a blocking bracket closable. Where no single one can,
    `holder_groups` are the smallest groups who together can, and `holders` all who are in one of them. Where conditions
    can be met in very many ways not all are looked at: `complete` is False, and there may be other groups.
    """

    bracket: Bracket = field(repr=False)
    status: Status
    options: tuple[Standing, ...] = field(repr=False)
    holder_groups: tuple[tuple[str, ...], ...]
    linked: tuple[str, ...] = ()
    nested: int = 0
    complete: bool = True

    @property
    def id(self) -> str:
        """The bracket's id."""
        return self.bracket.id

    @property
    def holders(self) -> tuple[str, ...]:
        """The delegations that hold the bracket, each alone or in one of the groups."""
        return tuple(dict.fromkeys(name for group in self.holder_groups for name in group))

    @property
    def sentence(self) -> str:
        """The standing in plain words."""
        if self.status == "silent":
            return f"{self.id}: nobody has spoken on it."
        if self.status == "closable":
            return f"{self.id}: {self.remedy}"
        return f"{self.id} blocks: {'; '.join(self._reasons())}. {self.remedy}"

    @property
    def remedy(self) -> str:
        """How the bracket can be closed now, or could be."""
        if self.status == "silent":
            return "Nobody has spoken on it."
        if self.status == "closable":
            ways = either([_way(option) for option in self.options if option.open])
            return f"It can be closed by {ways.rstrip(',')}."
        groups = [both(group) for group in self.holder_groups]
        together = " together" if len(self.holder_groups[0]) > 1 else ""
        others = "" if self.complete else " Other groups may do, too; not all were looked at."
        return f"It could be closed if {either(groups)} gave way{together}.{others}"

    def _reasons(self) -> Iterator[str]:
        """Yield for each option what stands against it."""
        optional = len(self.options) == 2 and self.options[-1].letter == OMIT
        for option in self.options:
            kept = "keeping it" if optional else quoted(option.text)
            words = "omitting it" if option.letter == OMIT else kept
            against = [f"opposed by {both(option.objections)}"] if option.objections else []
            against += [f"blocked by {both(option.blocks)}"] if option.blocks else []
            # An option that draws no objection and yet is not open is one that links rule out.
            yield f"{words} is {' and '.join(against) or 'ruled out by what it is linked with'}"

    @property
    def hangs(self) -> int:
        """How many brackets are settled with this one: itself, those it is linked with, and those inside them."""
        return 1 + len(self.linked) + self.nested

    def to_dict(self) -> dict[str, Any]:
        """Return the standing as plain values."""
        return {
            "bracket": self.id,
            "status": self.status,
            "options": [option.to_dict() for option in self.options],
            "holders": list(self.holders),
            "holder_groups": [list(group) for group in self.holder_groups],
            "complete": self.complete,
            "linked": list(self.linked),
            "hangs": self.hangs,
        }


@dataclass(frozen=True)
class Blocking:
    """How every bracket of a space stands; brackets that no variant settles are not in it.

    Those that block come first: the more brackets hang on one, and the more delegations stand against it, the earlier.
    Then come those that can be closed and the silent ones, in reading order.
    """

    rows: tuple[BracketStanding, ...] = field(repr=False)
    ignored: tuple[Position, ...] = field(repr=False, default=())

    def __iter__(self) -> Iterator[BracketStanding]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, id_: str) -> BracketStanding:
        """Return how a bracket stands, by its id; UnknownNameError if it is not among them."""
        for row in self.rows:
            if row.id == id_:
                return row
        raise UnknownNameError("bracket", id_, [row.id for row in self.rows])

    def of(self, status: Status) -> tuple[BracketStanding, ...]:
        """Return the brackets with this status."""
        return tuple(row for row in self.rows if row.status == status)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one entry a bracket, as plain values."""
        return [row.to_dict() for row in self.rows]

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record an option: its bracket, the bracket's status, and who stands where."""
        return [
            {
                "bracket": row.id,
                "status": row.status,
                **option.to_dict(),
                "against": len(option.objections) + len(option.blocks),
                "holders": list(row.holders),
                "hangs": row.hangs,
            }
            for row in self.rows
            for option in row.options
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return the standings as a DataFrame, one row an option."""
        from bracketed.show.frames import to_frame

        return to_frame(self)

    def __repr__(self) -> str:
        counts = [f"{len(self.of(status))} {status}" for status in get_args(Status)]
        return f"<Blocking: {', '.join(counts)}>"

    def _repr_html_(self) -> str:
        from bracketed.show.notebook import html_of

        return html_of(self)


@collector_at_rest()
def blocking(space: Space, positions: Positions) -> Blocking:
    """Return for each bracket whether it can be closed now, and if not, who holds it.

    An option draws an objection if, whichever variant takes it, some delegation objects to it or blocks it: there, in
    a place that is linked with it, or under a condition that every such variant meets.

    Raises:
        TooEntangledError: conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA – remove “shall”")
    >>> standing = bt.blocking(bt.variants(draft), bt.positions(draft))["4#1"]
    >>> standing.status, standing.holders
    ('blocking', ('USA', 'UK'))
    >>> standing.sentence
    '4#1 blocks: keeping it is opposed by USA; omitting it is opposed by UK. It could be closed if USA or UK gave way.'
    """
    rows, ignored = rows_in(positions, space)
    return Blocking(tuple(sorted(Standings(space, rows).of_all(), key=_urgency)), ignored)


def _urgency(row: BracketStanding) -> tuple[int, int, int]:
    if row.status != "blocking":
        return ("blocking", "closable", "silent").index(row.status), 0, 0
    against = {name for option in row.options for name in (*option.objections, *option.blocks)}
    return 0, -row.hangs, -len(against)


@dataclass(frozen=True, slots=True, eq=False)
class Objection:
    """A stance against an option, the choices that make it count, and the values of variables that they are.

    It is known by what it is, not by what is in it: to compare rows takes long.
    """

    row: Position
    choices: tuple[Choice, ...]
    values: Mapping[int, int]


Stated = TypeVar("Stated", Position, Objection)


class Standings:
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
        # The brackets of which not all ways to meet the conditions of stances were looked at.
        self._cut_short: set[str] = set()

    def of_all(self) -> Iterator[BracketStanding]:
        for bracket in self.space.brackets:
            letters = self.network.letters(bracket.id)
            possible = self.possible[self.network.variable_of[bracket.id]]
            taken = [letter for value, letter in enumerate(letters) if value in possible]
            if taken:
                yield self.of(bracket, taken)

    def of(self, bracket: Bracket, taken: list[str]) -> BracketStanding:
        """Return how a bracket stands; `taken` are the options that some variant takes."""
        options = []
        groups: list[tuple[str, ...]] = []
        spoken = False
        for option in bracket.options:
            rows = self.rows_on(bracket.id, option.letter)
            spoken = spoken or bool(rows)
            closing = self.smallest_groups(bracket.id, option.letter) if option.letter in taken else []
            groups.extend(closing)
            names: dict[str, dict[str, None]] = {stance: {} for stance in STANCES}
            for row in rows:
                names[row.stance][row.delegation] = None
            options.append(
                Standing(
                    option.letter,
                    option.text,
                    tuple(names["supports"]),
                    tuple(names["accepts"]),
                    tuple(names["objects"]),
                    tuple(names["blocks"]),
                    open=() in closing,
                )
            )
        linked = self.linked(bracket.id)
        nested = sum(self.nested[id_] for id_ in (bracket.id, *linked))
        if not spoken:
            return BracketStanding(bracket, "silent", tuple(options), (), linked, nested)
        if () in groups:
            return BracketStanding(bracket, "closable", tuple(options), (), linked, nested)
        least = min(map(len, groups))
        smallest = dict.fromkeys(group for group in groups if len(group) == least)
        complete = bracket.id not in self._cut_short
        return BracketStanding(bracket, "blocking", tuple(options), tuple(smallest), linked, nested, complete)

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

    def smallest_groups(self, bracket: str, letter: str) -> list[tuple[str, ...]]:
        """Return the smallest groups without whose objections a bracket can be closed with an option.

        That is one empty group if nobody's objection stands in the way. Conditions can be met in very many ways; then
        those in which the fewest stand in the way are looked at.
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
            return [certain]
        order = [*dict.fromkeys(name for names in acts.values() for name in names)]
        ways = list(islice(self._in_the_way(own, acts), _LOOKED_AT))
        if len(ways) == _LOOKED_AT:
            self._cut_short.add(bracket)
        groups = {tuple(place for place, name in enumerate(order) if name in names) for names in ways}
        least = min(map(len, groups))
        return [(*certain, *(order[place] for place in group)) for group in sorted(groups) if len(group) == least]

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


def _way(option: Standing) -> str:
    if option.letter == OMIT:
        return "leaving the words out"
    return f"option {option.letter}, {quoted(option.text)}"
