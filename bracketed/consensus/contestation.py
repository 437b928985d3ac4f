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

from bracketed.consensus.tally import Count, Tally, choices_of, costs_in, rows_in, weight_of
from bracketed.positions.stances import Position, Positions
from bracketed.variants.elimination import Costs
from bracketed.variants.kbest import in_order
from bracketed.variants.numbers import exact
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant

if TYPE_CHECKING:
    import pandas as pd

RULES = ("objections",)


@dataclass(frozen=True)
class Answer:
    """The first of the least contested variants, how many are equally good, and what stands against them.

    `blocks` is a number of stances, `objections` and `supports` are sums of weights; `ignored` holds the rows that are
    about brackets which the space does not settle.
    """

    rule: str
    variant: Variant
    ties: int
    blocks: int
    objections: float
    supports: float
    by_delegation: Mapping[str, Tally] = field(repr=False)
    ignored: tuple[Position, ...] = field(repr=False, default=())

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values; the number of ties is a string, since it may be of any size."""
        return {
            "rule": self.rule,
            "ties": exact(self.ties),
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


def least_contested(space: Space, positions: Positions, rule: str = "objections") -> Answer:
    """Return the least contested variant of a space, with the number of ties.

    Args:
        space: which variants there are.
        positions: who takes which stance; rows on brackets that the space does not settle are left aside and named.
        rule: `objections`: the fewest blocks, then the least weight of objections, then the most weight of supports.

    Raises:
        ValueError: there is no such rule.
        TooEntangledError: conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].\\tComment by UK: UK – use “should”")
    >>> answer = bt.least_contested(bt.variants(draft), bt.positions(draft))
    >>> answer.variant.text, answer.ties, answer.supports
    ('4. Parties should report annually.', 2, 1)
    """
    found, ignored, rows = _weighing(space, positions, rule)
    _, ties, values = found.space.graph.minimum(found.costs)
    return _answer(found.space.variant(values), ties, Count(rows), ignored)


def ranking(space: Space, positions: Positions, rule: str = "objections") -> Iterator[Answer]:
    """Yield the variants of a space from the least contested on, one by one, ties in the order of the space.

    Variants that differ only in brackets on which nobody has taken a stance are one entry: the first of them, with
    their number as `ties`. Otherwise the many ways to settle what nobody cares about would drown what somebody does.

    Args and errors are those of `least_contested`.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].\\tComment by UK: UK – use “should”")
    >>> for answer in bt.ranking(bt.variants(draft), bt.positions(draft)):
    ...     print(answer.variant.text, answer.supports, answer.ties)
    4. Parties should report annually. 1 2
    4. Parties shall report annually. 0 2
    """
    found, ignored, rows = _weighing(space, positions, rule)
    count = Count(rows)
    for one in in_order(found.space.graph, found.costs):
        yield _answer(found.space[one.place], one.stands_for, count, ignored)


class _Weighed(NamedTuple):
    """A space in which costs may depend on brackets jointly, and what its variants cost."""

    space: Space
    costs: Costs


def _weighing(
    space: Space, positions: Positions, rule: str
) -> tuple[_Weighed, tuple[Position, ...], tuple[Position, ...]]:
    if rule not in RULES:
        raise ValueError(f"there is no rule {rule!r}; there is: {', '.join(RULES)}")
    rows, ignored = rows_in(positions, space)
    space = space.holding_together([bracket for bracket, _ in choices_of(row)] for row in rows)
    worth = _worth(rows)
    prices = [(choices_of(row), int(worth[row.stance] * weight_of(row))) for row in rows if row.stance in worth]
    return _Weighed(space, costs_in(space.network, prices)), ignored, rows


def _answer(variant: Variant, ties: int, count: Count, ignored: tuple[Position, ...]) -> Answer:
    # Counted anew from the choices and the rows: a check on what the search has found.
    total, by_delegation = count.of(variant.choices)
    return Answer("objections", variant, ties, total.blocks, total.objections, total.supports, by_delegation, ignored)


def _worth(rows: Iterable[Position]) -> dict[str, int]:
    """Return the cost of a stance of weight 1, so that whole numbers come out for all weights that there are."""
    counting = [(row.stance, weight_of(row)) for row in rows if row.stance in ("objects", "supports")]
    unit = lcm(1, *(weight.denominator for _, weight in counting))
    sums = {"objects": Fraction(0), "supports": Fraction(0)}
    for stance in sums:
        sums[stance] = Fraction(sum(int(weight * unit) for told, weight in counting if told == stance), unit)
    objection = int(unit * (unit * sums["supports"] + 1))
    return {"supports": -unit, "objects": objection, "blocks": int(objection * (sums["objects"] + 1))}
