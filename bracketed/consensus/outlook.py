"""What may come: positions that are held only perhaps, and what follows for brackets and variants.

A position may carry the probability that the delegation holds it when it counts. The stances of a delegation on one
choice are one source: they are held or dropped together, those more certain for longer. Different sources are
independent of each other. A bracket's chance of being closable is found from all states that the sources which bear on
it can be in, if these are few, and else from draws (the Monte Carlo method: N. Metropolis and S. Ulam, Journal of the
American Statistical Association 44, 1949).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from math import prod, sqrt
from typing import TYPE_CHECKING, Any, TypeAlias

from bracketed.consensus.blocking import OBSTRUCTED, Status, support_of_brackets
from bracketed.consensus.contestation import least_contested
from bracketed.consensus.scoring import IN_THE_WAY, counts_in, rows_in, weight_of
from bracketed.consensus.support import Objection, SupportPerOption
from bracketed.draft.tree import Bracket
from bracketed.phrasing import joined_and, number_of, plain
from bracketed.positions.positions import Position, Positions
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant
from bracketed.views import Answers, Bar, Block, Shorten, Table

if TYPE_CHECKING:
    import numpy as np

# States of the sources that bear on one bracket; with more of them, draws are made.
_EXACT = 1024

Source: TypeAlias = tuple[str, str]
"""A delegation, and the first of the brackets that make up a choice."""


@dataclass(frozen=True)
class Chance:
    """How likely a bracket is to be closable: that nothing is in the way of some option of it.

    `status` is its status if all positions are held. `error` is the standard error of the chance, 0 if `exact`.
    """

    bracket: Bracket = field(repr=False)
    status: Status
    chance: float
    error: float
    exact: bool

    @property
    def id(self) -> str:
        """The bracket's id."""
        return self.bracket.id

    @property
    def sentence(self) -> str:
        """The chance in plain words."""
        about = "" if self.exact else f" (±{200 * self.error:.1f})"
        return f"{self.id} can be closed with a chance of {100 * self.chance:.0f} %{about}."

    def to_dict(self) -> dict[str, Any]:
        """Return the chance as plain values."""
        return {
            "bracket": self.id,
            "status": self.status,
            "chance": self.chance,
            "error": self.error,
            "exact": self.exact,
        }


@dataclass(frozen=True, slots=True)
class Spread:
    """How a number is spread over the draws: mean, standard deviation, and what 5, 50 and 95 % do not pass."""

    mean: float
    deviation: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class VariantOutlook:
    """How the blocks, objections and reservations that a variant meets are spread over the draws."""

    variant: Variant
    blocks: Spread
    objections: Spread
    reservations: Spread

    def to_dict(self) -> dict[str, Any]:
        """Return the spreads as plain values."""
        return {
            "choices": dict(self.variant.choices),
            **{
                kind: {name: getattr(getattr(self, kind), name) for name in Spread.__slots__}
                for kind in ("blocks", "objections", "reservations")
            },
        }


@dataclass(frozen=True)
class Outlook(Answers[Chance]):
    """The chance of each bracket to be closable, in reading order, and the spread for some variants.

    `uncertain` is the number of positions with a probability below 1.
    """

    columns = "bracket status chance error exact"

    rows: tuple[Chance, ...] = field(repr=False)
    variants: tuple[VariantOutlook, ...] = field(repr=False)
    draws: int
    uncertain: int
    ignored: tuple[Position, ...] = field(repr=False, default=())

    def to_dicts(self) -> dict[str, Any]:
        """Return chances and spreads as plain values."""
        return {
            "draws": self.draws,
            "uncertain": self.uncertain,
            "brackets": [row.to_dict() for row in self.rows],
            "variants": [row.to_dict() for row in self.variants],
        }

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a bracket."""
        return [row.to_dict() for row in self.rows]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield how likely brackets are to become closable, and what the least contested text may meet."""
        if not self.uncertain:
            yield "All positions are certain. A column probability in a table of positions says which are not."
            return
        blocked = sorted((row for row in self.rows if row.status in OBSTRUCTED), key=lambda row: -row.chance)
        if not blocked:
            yield "No bracket is deadlocked or reserved, even if all positions are held."
            return
        rows = [
            [row.id, Bar(f"{100 * row.chance:.0f} %", row.chance), "" if row.exact else f"±{200 * row.error:.1f}"]
            for row in blocked
        ]
        yield Table(("deadlocked or reserved", "chance to be closable", "drawn"), rows)
        for found in self.variants:
            kinds = ["objections", "blocks", *["reservations"] * any(row.status == "reserved" for row in self.rows)]
            spreads: list[tuple[str, Spread]] = [(kind, getattr(found, kind)) for kind in kinds]
            met = [
                f"{spread.mean:.1f} {kind} on average "
                f"({plain(spread.low)} to {plain(spread.high)} in nine of ten draws)"
                for kind, spread in spreads
            ]
            yield f"The least contested text meets {joined_and(met)}."

    def __repr__(self) -> str:
        told = f"{number_of(self.uncertain, 'uncertain position')}, {number_of(self.draws, 'draw')}"
        return f"<Outlook: {number_of(len(self.rows), 'bracket')}, {told}>"


@with_link_count
def outlook(
    space: Space,
    positions: Positions,
    *,
    draws: int = 1000,
    seed: int | None = None,
    variants: Iterable[Variant] | None = None,
) -> Outlook:
    """Return for each bracket the chance of being closable, and for variants the spread of what they meet.

    Where all positions are certain there are no chances, and the answer is empty: see `blocking` for the brackets.

    Args:
        space: which variants there are.
        positions: who takes which stance, with which probability.
        draws: how often it is drawn who holds what.
        seed: the same seed gives the same draws.
        variants: those whose contestation is wanted; by default the least contested one if all positions are held.

    Raises:
        TooEntangledError: links or conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.")
    >>> keys = ("delegation", "bracket", "option", "stance", "probability")
    >>> stances = [("UK", "4#1", "a", "objects", 0.5), ("EU", "4#1", "b", "objects", 0.4)]
    >>> positions = bt.read_positions([dict(zip(keys, row)) for row in stances], draft)
    >>> for chance in bt.outlook(bt.variants(draft), positions, seed=1):
    ...     print(chance.sentence)
    4#1 can be closed with a chance of 80 %.
    """
    import numpy as np

    rows, ignored = rows_in(positions, space)
    uncertain = sum(row.probability < 1 for row in rows)
    if variants is None and not uncertain:
        return Outlook((), (), draws, 0, ignored)
    chances = _Chances(space, rows)
    # The same draws for all brackets and variants: in one draw a source is in one state everywhere.
    drawn = np.random.default_rng(seed).random((draws, len(chances.uncertain)))
    by_bracket = tuple(chances.of(row.bracket, row.status, drawn) for row in support_of_brackets(chances.support))
    if variants is None:
        variants = [least_contested(space, positions).variant]
    spreads = tuple(chances.spread(variant, drawn) for variant in variants)
    return Outlook(by_bracket, spreads, draws, uncertain, ignored)


class _Chances:
    """Stances that are held with a probability. A source holds a stance while its draw is below that probability."""

    def __init__(self, space: Space, rows: Sequence[Position]) -> None:
        self.support = SupportPerOption(space, rows)
        self._rows = rows
        self._choice = {id_: next(iter(known)) for id_, known in self.support.class_of.items()}
        sources = dict.fromkeys(self._source(row) for row in rows if row.probability < 1)
        self.uncertain = {source: number for number, source in enumerate(sources)}

    # Linked brackets are one choice, on which a delegation has one position.
    def _source(self, row: Position) -> Source:
        return row.delegation, self._choice.get(row.bracket, row.bracket)

    def of(self, bracket: Bracket, status: Status, drawn: np.ndarray[Any, Any]) -> Chance:
        """Return how likely a bracket is to be closable, given the draws of all sources."""
        import numpy as np

        by_source: dict[Source, list[Objection]] = {}
        for letter in bracket.letters:
            for one in self.support.objections_to(bracket.id, letter):
                # What is certain is never dropped: it is in the way in every state.
                if one.row.probability < 1:
                    by_source.setdefault(self._source(one.row), []).append(one)
        # To drop stances only ever frees options: what does not block if all are held does so in no state.
        if status not in OBSTRUCTED or not by_source:
            return Chance(bracket, status, float(status not in OBSTRUCTED), 0, True)
        # A source has one state more than it has different probabilities: the number of those that its draw has passed.
        steps = [sorted({one.row.probability for one in own}) for own in by_source.values()]
        sizes = [range(len(step) + 1) for step in steps]

        # Of a thousand draws most come to a few states.
        @cache
        def closable(state: tuple[int, ...]) -> bool:
            by_state = zip(by_source.values(), steps, state, strict=True)
            gone = {one for own, step, n in by_state for one in own if one.row.probability in step[:n]}
            return self.support.closable(bracket.id, gone)

        if prod(map(len, sizes)) <= _EXACT:
            # Draws are even between 0 and 1, so a state is as likely as its interval is long.
            bounds = [[0.0, *step, 1.0] for step in steps]
            chance = 0.0
            for state in filter(closable, product(*sizes)):
                chance += prod(bound[n + 1] - bound[n] for bound, n in zip(bounds, state, strict=True))
            return Chance(bracket, status, chance, 0, True)
        columns = (drawn[:, self.uncertain[source]] for source in by_source)
        # From the right: a stance is held only below its probability, so a draw equal to it has passed it.
        passed = [np.searchsorted(step, own, side="right").tolist() for step, own in zip(steps, columns, strict=True)]
        chance = sum(map(closable, zip(*passed, strict=True))) / len(drawn)
        return Chance(bracket, status, chance, sqrt(chance * (1 - chance) / len(drawn)), False)

    def spread(self, variant: Variant, drawn: np.ndarray[Any, Any]) -> VariantOutlook:
        """Return how what a variant meets is spread over the draws."""
        import numpy as np

        met = {stance: np.zeros(len(drawn)) for stance in ("blocks", "objects", "reserves")}
        for row in self._rows:
            if row.stance in IN_THE_WAY and counts_in(row, variant.choices):
                held = drawn[:, self.uncertain[self._source(row)]] < row.probability if row.probability < 1 else 1
                met[row.stance] += weight_of(row) * held
        return VariantOutlook(variant, *map(_spread, met.values()))


def _spread(values: np.ndarray[Any, Any]) -> Spread:
    import numpy as np

    # What is drawn is one of the values that there are, not one between them.
    low, median, high = np.quantile(values, [0.05, 0.5, 0.95], method="inverted_cdf")
    return Spread(float(values.mean()), float(values.std()), float(low), float(median), float(high))
