"""Levels of contestation: how many texts are as good as each other, and what changes to the next level.

Where a rule adds up prices, one pass over the graph counts the texts of the lowest costs: each cell has a histogram of
the costs of its solutions, of which only the requested number of the lowest is kept. Beside each number is how
few brackets such a text needs to settle otherwise than the least contested one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby, islice
from typing import Any, NamedTuple, TypeAlias

from bracketed.consensus.contestation import KINDS, burden_prices, ranking
from bracketed.consensus.enumeration import Entry, ranked
from bracketed.consensus.rules import rule as rule_of
from bracketed.consensus.scoring import Count, Tally, costs_in, held_for, priced, rows_in
from bracketed.phrasing import amount, capitalised, exact, joined_and, plain, short
from bracketed.positions.positions import Position, Positions
from bracketed.variants.graph import Costs, Values
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.network import Choice
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant
from bracketed.views import Answers, Block, Record, Several, Shorten, Table

# Texts of a level of a list that are compared with the first of all.
_LOOKED_AT = 500


@dataclass(frozen=True)
class Level:
    """Texts that are equally contested: how many, what they meet, and one of them.

    `count` is None where the texts are too many to be listed and the rule is no sum of prices. `changes` are the
    choices by which `variant` differs from the least contested text; by a rule that adds up prices it is one of the
    level with the fewest, by another one with few: of the first 500 that stances distinguish, one with the fewest. Who
    is against what may differ between the texts of a level: by `objections` the sums are the same.
    """

    variant: Variant
    count: int | None
    blocks: int
    objections: float
    reservations: float
    supports: float
    loss: float
    changes: tuple[Choice, ...]
    by_delegation: Mapping[str, Tally] = field(repr=False)

    @property
    def sentence(self) -> str:
        """The level in plain words.

        >>> import bracketed as bt
        >>> draft = bt.parse("4. Ports [pay].\\tComment by A: UK – keep “pay”")
        >>> for level in bt.levels(bt.variants(draft), bt.positions(draft)):
        ...     print(level.sentence)
        1 text meets 0 red lines, 0 objections and 1 support.
        1 text meets 0 red lines, 1 objection and 0 supports, with 4#1=omit.
        """
        number = "texts that were not counted" if self.count is None else f"{short(self.count)} text"
        texts = f"{capitalised(number)}{'' if self.count in (None, 1) else 's'}"
        met = [amount(self.blocks, "red line"), amount(self.objections, "objection")]
        met += [amount(self.reservations, "reservation")] * bool(self.reservations)
        changed = ", ".join(f"{bracket}={letter}" for bracket, letter in self.changes)
        verb = "meets" if self.count == 1 else "meet"
        sentence = f"{texts} {verb} {joined_and([*met, amount(self.supports, 'support')])}"
        return f"{sentence}, with {changed}." if changed else f"{sentence}."

    def to_dict(self) -> dict[str, Any]:
        """Return the level as plain values; the count is a string, since it may be of any size."""
        return {
            "ties": None if self.count is None else exact(self.count),
            "blocks": self.blocks,
            "objections": self.objections,
            "reservations": self.reservations,
            "supports": self.supports,
            "loss": self.loss,
            "changes": dict(self.changes),
            "choices": dict(self.variant.choices),
            "text": self.variant.text,
            "by_delegation": {name: asdict(share) for name, share in self.by_delegation.items()},
        }


@dataclass(frozen=True)
class Levels(Answers[Level]):
    """Levels of contestation, the least first."""

    columns = f"level ties {' '.join(KINDS)} changes"

    rule: str
    rows: tuple[Level, ...] = field(repr=False)
    ignored: tuple[Position, ...] = field(repr=False, default=())

    def __getitem__(self, number: int) -> Level:
        return self.rows[number]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the plain values, one dictionary a level."""
        return [{"rule": self.rule, **row.to_dict()} for row in self.rows]

    def to_records(self) -> list[Record]:
        """Return one record a level."""
        return [
            {
                "level": number,
                "ties": None if row.count is None else exact(row.count),
                **{kind: getattr(row, kind) for kind in KINDS},
                "changes": [f"{bracket}={letter}" for bracket, letter in row.changes],
            }
            for number, row in enumerate(self.rows, 1)
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield a table with a row a level."""
        if not self.rows:
            yield "No level was requested."
            return
        # A column of noughts would only take room.
        kinds = [
            kind for kind in KINDS if kind not in ("reservations", "loss") or any(getattr(r, kind) for r in self.rows)
        ]
        rows = []
        for number, row in enumerate(self.rows, 1):
            costs = [plain(getattr(row, kind)) for kind in kinds]
            changes = Several(f"{bracket}={letter}" for bracket, letter in row.changes)
            count = "not counted" if row.count is None else short(row.count)
            rows.append([str(number), count, *costs, changes or "(the least contested)"])
        heads = ["red lines" if kind == "blocks" else kind for kind in kinds]
        yield Table(("", "texts", *heads, "changes from the first"), rows)

    def __repr__(self) -> str:
        first = self.rows[0].count if self.rows else None
        texts = "" if first is None else f"; {short(first)} text{'' if first == 1 else 's'} in the first"
        return f"<Levels by {self.rule}: {len(self.rows)}{texts}>"


@with_link_count
def levels(
    space: Space, positions: Positions, rule: str = "objections", *, limit: int | None = 10, time_limit: float = 60
) -> Levels:
    """Return how many texts are equally contested, level by level, the least contested first.

    By `objections`, texts of one level meet the same blocks, objections, reservations and supports; by other rules,
    they are as good by the rule. Each level shows a text that differs from the least contested one in the fewest
    brackets, or in few where the rule adds up no prices: that is what has to change to get there.

    Args:
        space: which variants there are.
        positions: who takes which stance.
        rule: what is least, as for `least_contested`.
        limit: at most so many levels; None for all.
        time_limit: seconds for each text that HiGHS is to find, where a rule needs it; such texts are not counted.

    Raises:
        ValueError: there is no such rule.
        SolverError: HiGHS is missing, or has found no variant in time.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].\\tComment by UK: UK – use “should”")
    >>> for level in bt.levels(bt.variants(draft), bt.positions(draft)):
    ...     print(level.count, level.supports, level.changes)
    2 1 ()
    2 0 (('4#1', 'a'),)
    """
    wanted = rule_of(rule)
    rows, ignored = rows_in(positions, space)
    held = held_for(space, rows)
    if wanted.prices is not None and not held.entangled:
        costs = costs_in(held.network, priced(rows, wanted.prices))
        found = _counted(held, costs, costs_in(held.network, burden_prices(rows)), limit)
        return Levels(rule, _levels(found, rows), ignored)
    entries = None if held.entangled or wanted.key is None else ranked(held, rows, wanted.key)
    if entries is None:
        # Found one after the other, and not known to be of the same level.
        answers = islice(ranking(space, positions, rule, time_limit=time_limit), limit)
        return Levels(rule, _levels(((answer.variant, None) for answer in answers), rows), ignored)
    return Levels(rule, _levels(islice(_listed(held, entries), limit), rows), ignored)


def _listed(space: Space, entries: Sequence[Entry]) -> Iterator[tuple[Variant, int]]:
    """Yield for each level of a list a text that is near to the first of all, and how many texts there are."""
    first = space[entries[0].place]
    for _, group in groupby(entries, key=lambda entry: entry.key):
        some = [*islice(group, _LOOKED_AT)]
        near = min((space[entry.place] for entry in some), key=lambda variant: len(_changes(variant, first.choices)))
        yield near, some[0].ties


def _changes(variant: Variant, first: Mapping[str, str]) -> tuple[Choice, ...]:
    """Return the choices by which a text differs from another."""
    return tuple((id_, letter) for id_, letter in variant.choices.items() if first.get(id_) != letter)


def _levels(found: Iterable[tuple[Variant, int | None]], rows: Sequence[Position]) -> tuple[Level, ...]:
    tally = Count(rows)
    first: Mapping[str, str] | None = None
    made: list[Level] = []
    for variant, count in found:
        first = variant.choices if first is None else first
        total, by_delegation = tally.of(variant.choices)
        met = (total.blocks, total.objections, total.reservations, total.supports, total.loss)
        made.append(Level(variant, count, *met, _changes(variant, first), by_delegation))
    return tuple(made)


_Trace: TypeAlias = "tuple[Any, int, int, int] | None"
"""The children of a cell from the last on: what came before, the child, its cell, and the cost that was taken there."""


class _Entry(NamedTuple):
    """Solutions of a cell that cost the same: how many, the fewest changes, and the value and children with these."""

    number: int
    changes: int
    value: int
    trace: _Trace


_Histogram: TypeAlias = dict[int, _Entry]


def _counted(space: Space, costs: Costs, burdens: Costs, limit: int | None) -> Iterator[tuple[Variant, int]]:
    """Yield for each of the lowest costs a solution with the fewest changes from the first, and how many there are."""
    graph = space.graph
    if limit == 0:
        return
    # The least contested text that is shown is the lightest of its level.
    best = graph.cheapest(costs)[1].cheapest(burdens)[1].at(0)
    weights = [len(variable.brackets) for variable in space.network.variables]
    costs = graph.without_constants(costs)
    priced = graph.prices(costs)
    histograms: list[list[_Histogram]] = [[] for _ in graph.edges]
    for variable in reversed(graph.forest.order):
        for cell, row in enumerate(graph.edges[variable]):
            found: _Histogram = {}
            for price, (value, cells) in zip(priced(variable, cell, row), row, strict=True):
                changes = weights[variable] if value != best[variable] else 0
                some: _Histogram = {price: _Entry(1, changes, value, None)}
                for child, at in zip(graph.forest.children[variable], cells, strict=True):
                    some = _joined(some, child, at, histograms[child][at], limit)
                for cost, entry in some.items():
                    _add(found, cost, entry)
            histograms[variable].append(_lowest(found, limit))
    whole: _Histogram = {0: _Entry(1, 0, 0, None)}
    for root in graph.forest.roots:
        whole = _joined(whole, root, 0, histograms[root][0], limit)
    for cost in sorted(whole):
        values: Values = [0] * len(graph.edges)
        waiting: list[_Trace] = [whole[cost].trace]
        while waiting:
            trace = waiting.pop()
            if trace is not None:
                before, child, at, taken = trace
                entry = histograms[child][at][taken]
                values[child] = entry.value
                waiting += [before, entry.trace]
        yield space.variant(values), whole[cost].number


def _joined(some: _Histogram, child: int, cell: int, more: _Histogram, limit: int | None) -> _Histogram:
    """Return the histogram of two parts together."""
    found: _Histogram = {}
    for cost, entry in some.items():
        for price, below in more.items():
            together = _Entry(
                entry.number * below.number,
                entry.changes + below.changes,
                entry.value,
                (entry.trace, child, cell, price),
            )
            _add(found, cost + price, together)
    return _lowest(found, limit)


def _add(found: _Histogram, cost: int, entry: _Entry) -> None:
    known = found.get(cost)
    if known is None:
        found[cost] = entry
    else:
        # Of as few changes the first in the order of the graph stays.
        fewest = entry if entry.changes < known.changes else known
        found[cost] = fewest._replace(number=known.number + entry.number)


def _lowest(found: _Histogram, limit: int | None) -> _Histogram:
    """Leave out all but the lowest costs: a sum that is among the lowest has none but such parts."""
    return {cost: found[cost] for cost in sorted(found)[:limit]}
