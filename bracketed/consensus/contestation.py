"""The least contested variant: which way to settle a draft meets the fewest blocks and objections.

Every stance adds a cost to the variants in which it counts. The rule `objections` compares blocks first, then
objections, then supports; the three are packed into one whole number, in which one block outweighs all objections and
one objection all supports. The least sum over a space is then one pass over its graph, which also counts the ties
(R. Dechter, "Bucket elimination", Artificial Intelligence 113, 1999).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple

from bracketed.consensus.rules import BY_SOLVER, Coupled
from bracketed.consensus.rules import frontier as frontier_of
from bracketed.consensus.tally import Count, Tally, choices_of, costs_in, rows_in, weight_of
from bracketed.positions.stances import Position, Positions
from bracketed.variants.elimination import Costs
from bracketed.variants.kbest import in_order
from bracketed.variants.numbers import exact
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant

if TYPE_CHECKING:
    import pandas as pd

RULES = ("objections", *BY_SOLVER)


@dataclass(frozen=True)
class Answer:
    """The first of the least contested variants, how many are equally good, and what stands against them.

    `blocks` is a number of stances, `objections` and `supports` are sums of weights; `ignored` holds the rows that are
    about brackets which the space does not settle. Rules that look at each delegation cannot count ties: `ties` is
    None. `proven` is False if the time limit ended the search before it was proven that no variant is better.
    """

    rule: str
    variant: Variant
    ties: int | None
    blocks: int
    objections: float
    supports: float
    by_delegation: Mapping[str, Tally] = field(repr=False)
    ignored: tuple[Position, ...] = field(repr=False, default=())
    proven: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values; the number of ties is a string, since it may be of any size."""
        return {
            "rule": self.rule,
            "ties": None if self.ties is None else exact(self.ties),
            "blocks": self.blocks,
            "objections": self.objections,
            "supports": self.supports,
            "choices": dict(self.variant.choices),
            "text": self.variant.text,
            "by_delegation": {row.pop("delegation"): row for row in self.to_records()},
        }

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a delegation: its blocks, objections and supports in this variant."""
        return [
            {"delegation": name, "blocks": share.blocks, "objections": share.objections, "supports": share.supports}
            for name, share in self.by_delegation.items()
        ]

    def to_frame(self) -> pd.DataFrame:
        """Return the answer as a DataFrame, one row a delegation."""
        from bracketed.show.frames import to_frame

        return to_frame(self)


def least_contested(
    space: Space, positions: Positions, rule: str = "objections", *, time_limit: float = 60
) -> Answer:
    """Return the least contested variant of a space, with the number of ties.

    Args:
        space: which variants there are.
        positions: who takes which stance; rows on brackets that the space does not settle are left aside and named.
        rule: what is least. `objections`: the blocks, then the weight of objections, then minus that of supports.
            `objectors`: the number of delegations that block, then of those that object. `minimax`: the largest burden
            of a delegation, where blocks weigh more than all objections. `leximin`: the largest burden, then the second
            largest, and so on. All but the first need HiGHS (`pip install 'bracketed[solve]'`).
        time_limit: seconds after which the search of HiGHS ends with the best variant that it has found.

    Raises:
        ValueError: there is no such rule.
        SolverError: HiGHS is missing, or has found no variant in time.
        TooEntangledError: conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].\\tComment by UK: UK – use “should”")
    >>> answer = bt.least_contested(bt.variants(draft), bt.positions(draft))
    >>> answer.variant.text, answer.ties, answer.supports
    ('4. Parties should report annually.', 2, 1)
    """
    if rule not in RULES:
        raise ValueError(f"there is no rule {rule!r}; there are: {', '.join(RULES)}")
    if rule in BY_SOLVER:
        rows, ignored = rows_in(positions, space)
        settled = BY_SOLVER[rule](Coupled(space, rows, time_limit))
        return _answer(rule, space.variant(settled.values), None, Count(rows), ignored, settled.proven)
    found, ignored, rows = _weighing(space, positions)
    _, ties, values = found.space.graph.minimum(found.costs)
    return _answer(rule, found.space.variant(values), ties, Count(rows), ignored)


def frontier(space: Space, positions: Positions, *, time_limit: float = 60) -> Iterator[Answer]:
    """Yield the variants that balance few objections in all and a light burden for the worst off.

    The first has the fewest; each next one has more of them, and a smaller largest burden. None can be bettered in one
    without loss in the other.

    Raises:
        SolverError: HiGHS is missing, or has found no variant in time.

    >>> import bracketed as bt
    >>> draft = bt.parse("1. Parties [shall/should] report.\\n2. They [meet/talk] [often/yearly].")
    >>> told = [("UK", "1#1", "a"), ("UK", "2#1", "a"), ("EU", "1#1", "b"), ("USA", "1#1", "b"), ("UK", "2#2", "a")]
    >>> rows = [{"delegation": d, "bracket": b, "option": o, "stance": "objects"} for d, b, o in told]
    >>> positions = bt.read_positions(rows, draft)
    >>> [answer.objections for answer in bt.frontier(bt.variants(draft), positions)]
    [1]
    """
    rows, ignored = rows_in(positions, space)
    count = Count(rows)
    for settled in frontier_of(Coupled(space, rows, time_limit)):
        yield _answer("frontier", space.variant(settled.values), None, count, ignored, settled.proven)


def ranking(space: Space, positions: Positions) -> Iterator[Answer]:
    """Yield the variants of a space from the least contested on, one by one, ties in the order of the space.

    Variants that differ only in brackets on which nobody has taken a stance are one entry: the first of them, with
    their number as `ties`. Otherwise the many ways to settle what nobody cares about would drown what somebody does.

    The order is that of the rule `objections`.

    Raises:
        TooEntangledError: conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].\\tComment by UK: UK – use “should”")
    >>> for answer in bt.ranking(bt.variants(draft), bt.positions(draft)):
    ...     print(answer.variant.text, answer.supports, answer.ties)
    4. Parties should report annually. 1 2
    4. Parties shall report annually. 0 2
    """
    found, ignored, rows = _weighing(space, positions)
    count = Count(rows)
    for one in in_order(found.space.graph, found.costs):
        yield _answer("objections", found.space[one.place], one.stands_for, count, ignored)


class _Weighed(NamedTuple):
    """A space in which costs may depend on brackets jointly, and what its variants cost."""

    space: Space
    costs: Costs


def _weighing(
    space: Space, positions: Positions
) -> tuple[_Weighed, tuple[Position, ...], tuple[Position, ...]]:
    rows, ignored = rows_in(positions, space)
    space = space.holding_together([bracket for bracket, _ in choices_of(row)] for row in rows)
    worth = _worth(rows)
    prices = [(choices_of(row), int(worth[row.stance] * weight_of(row))) for row in rows if row.stance in worth]
    return _Weighed(space, costs_in(space.network, prices)), ignored, rows


def _answer(
    rule: str,
    variant: Variant,
    ties: int | None,
    count: Count,
    ignored: tuple[Position, ...],
    proven: bool = True,
) -> Answer:
    # Counted anew from the choices and the rows: a check on what the search has found.
    total, by_delegation = count.of(variant.choices)
    return Answer(
        rule, variant, ties, total.blocks, total.objections, total.supports, by_delegation, ignored, proven
    )


def _worth(rows: Iterable[Position]) -> dict[str, int]:
    """Return the cost of a stance of weight 1, so that whole numbers come out for all weights that there are."""
    counting = [(row.stance, weight_of(row)) for row in rows if row.stance in ("objects", "supports")]
    unit = lcm(1, *(weight.denominator for _, weight in counting))
    sums = {"objects": Fraction(0), "supports": Fraction(0)}
    for stance in sums:
        sums[stance] = Fraction(sum(int(weight * unit) for told, weight in counting if told == stance), unit)
    objection = int(unit * (unit * sums["supports"] + 1))
    return {"supports": -unit, "objects": objection, "blocks": int(objection * (sums["objects"] + 1))}
