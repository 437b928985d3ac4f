"""The least contested variant: which way to settle a draft meets the fewest blocks and objections.

By a rule with prices every stance adds a cost to the variants in which it counts, and the least sum over a space is one
pass over its graph, which also counts the ties (R. Dechter, "Bucket elimination", Artificial Intelligence 113, 1999).
By other rules the variants are listed, or, where they are too many, a solver finds the best.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import groupby
from math import inf
from operator import attrgetter
from typing import Any

from bracketed.consensus.enumeration import ranked
from bracketed.consensus.integer_program import NoSolutionError
from bracketed.consensus.model import Model, Optimum, SolverStep
from bracketed.consensus.option_phrases import option_or_omission, option_words
from bracketed.consensus.rules import Rule
from bracketed.consensus.rules import rule as rule_of
from bracketed.consensus.scoring import (
    AGAINST,
    Count,
    Prices,
    Tally,
    choices_of,
    costs_in,
    counts_in,
    held_for,
    in_units,
    is_counted,
    priced,
    prices_by_stance,
    rows_in,
    sums_by_stance,
)
from bracketed.consensus.ties import Parties, Range, Ties, TiesInList, TiesOnGraph, Toss
from bracketed.draft.tree import OMIT
from bracketed.errors import ImpossibleError
from bracketed.markdown import without_marks
from bracketed.phrasing import (
    amount,
    capitalised,
    clauses,
    exact,
    is_or_are,
    joined_and,
    number_of,
    plain,
    short,
)
from bracketed.positions.positions import Position, Positions
from bracketed.variants.checks import in_words
from bracketed.variants.choices import words_of_options
from bracketed.variants.kbest import in_order
from bracketed.variants.network import Choice
from bracketed.variants.space import Space
from bracketed.variants.variant import Variant
from bracketed.views import Block, Record, Shorten, Table, View

# Of what is counted or listed everything is proven, without steps.
_EXACT = Optimum([], ())
# Tosses in sentences of their own; more are in the table.
_SHOWN = 5
# What is counted for each delegation.
KINDS = ("blocks", "objections", "reservations", "supports", "loss")


@dataclass(frozen=True)
class Answer(View):
    """The first of the least contested variants, how many are equally good, and what is against them.

    `blocks` is a number of stances, `objections`, `reservations` and `supports` are sums of weights; `counted` holds
    the rows that they are of, `ignored` those that are about brackets which the space does not settle. In a large
    space the rules that look at each delegation cannot count ties: `ties` is None. `proven` is False if the time limit
    ended the search before it was proven that no variant is better; `steps` then say what was found, and below what it
    is proven not to lie.

    What is the same in all ties `follows`; the brackets in which they differ are `tossed`, and those of them on which
    nobody has spoken are `silent`. `by_delegation` is of this variant alone, `ranges` of all ties.

    An answer that `is_entry` is one of several in a ranking that adds up prices: its ties are only those texts that
    differ from it where nobody has taken a stance, and another entry may be as good.
    """

    columns = " ".join(["delegation", *(f"{of}{kind}" for of in ("", "least_", "most_") for kind in KINDS)])

    rule: str
    variant: Variant
    ties: int | None
    blocks: int
    objections: float
    reservations: float
    supports: float
    by_delegation: Mapping[str, Tally] = field(repr=False)
    ignored: tuple[Position, ...] = field(repr=False, default=())
    proven: bool = True
    steps: tuple[SolverStep, ...] = field(repr=False, default=())
    counted: tuple[Position, ...] = field(repr=False, default=())
    loss: float = 0
    is_entry: bool = field(repr=False, default=False)
    # What the ties have in common is worked out when it is read.
    _tied: Ties | None = field(repr=False, compare=False, default=None)

    @property
    def follows(self) -> Mapping[str, str]:
        """The choices that are the same in all ties, by bracket; none where ties are not known."""
        return {} if self._tied is None else self._tied.follows

    @property
    def tossed(self) -> tuple[Toss, ...] | None:
        """The brackets in which the ties differ, each with all options that are as good; None where ties are not known.

        >>> import bracketed as bt
        >>> draft = bt.parse("4. Ports [pay].\\tComment by UK: UK – keep “pay”\\nUSA – remove “pay”")
        >>> answer = bt.least_contested(bt.variants(draft), bt.positions(draft))
        >>> [(toss.bracket, toss.letters) for toss in answer.tossed]
        [('4#1', ('a', 'omit'))]
        """
        return None if self._tied is None else self._tied.tossed

    @property
    def taken(self) -> Mapping[str, tuple[list[str], bool]] | None:
        """The letters that each bracket takes in the ties, and whether it falls away in some; None if not known."""
        return None if self._tied is None else self._tied.taken

    @property
    def spoken(self) -> Collection[str]:
        """The brackets with a stance on them or where they are linked, and those that a condition looks at."""
        if self._tied is None:
            return {id_ for row in self.counted for id_, _ in choices_of(row)}
        return self._tied.spoken

    @property
    def silent(self) -> tuple[str, ...]:
        """The brackets in which the ties differ, and on which nobody has spoken; none where ties are not known."""
        return () if self._tied is None else self._tied.silent

    @property
    def ranges(self) -> Mapping[str, Range]:
        """The least and the most that each delegation meets in one of the ties, so far as they are known."""
        if self._tied is None:
            return {name: Range(share, share) for name, share in self.by_delegation.items()}
        return self._tied.ranges

    @property
    def in_the_way(self) -> Parties:
        """The delegations in the way of all ties and of some; of this variant where ties are not known."""
        if self._tied is None:
            return Parties(tuple(name for name, share in self.by_delegation.items() if share.in_the_way))
        return self._tied.in_the_way

    def counts(self, row: Position) -> bool:
        """Return whether a stance counts in one of the ties; in this variant where ties are not known."""
        return counts_in(row, self.variant.choices) if self._tied is None else self._tied.counts(row)

    @cached_property
    def alternatives(self) -> Mapping[str, tuple[str, ...]]:
        """For each bracket in which the ties differ, the letters that are as good as the one taken here.

        The empty letter says that the bracket falls away.
        """
        if self._tied is None:
            return {}
        found = {}
        for bracket in self.variant.brackets:
            letters, falls = self._tied.taken[bracket.id]
            own = self.variant.choices.get(bracket.id, "")
            others = tuple(letter for letter in [*letters, *[""] * falls] if letter != own)
            if others:
                found[bracket.id] = others
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values; the number of ties is a string, since it may be of any size."""
        return {
            "rule": self.rule,
            "ties": None if self.ties is None else exact(self.ties),
            "proven": self.proven,
            "blocks": self.blocks,
            "objections": self.objections,
            "reservations": self.reservations,
            "supports": self.supports,
            "loss": self.loss,
            "choices": dict(self.variant.choices),
            "words": words_of_options(self.variant.brackets, self.variant.choices),
            "follows": dict(self.follows),
            "tossed": None if self.tossed is None else [toss.to_dict() for toss in self.tossed],
            "silent": list(self.silent),
            "text": self.variant.text,
            "to_check": [check.to_dict() for check in self.variant.to_check],
            "by_delegation": {
                name: {**asdict(share), "least": asdict(range_.least), "most": asdict(range_.most)}
                for name, share, range_ in self._shares()
            },
        }

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a delegation: its stances of each kind in this variant, and least and most in the ties."""
        return [
            {
                "delegation": name,
                **asdict(share),
                **{f"least_{kind}": number for kind, number in asdict(range_.least).items()},
                **{f"most_{kind}": number for kind, number in asdict(range_.most).items()},
            }
            for name, share, range_ in self._shares()
        ]

    def _shares(self) -> Iterator[tuple[str, Tally, Range]]:
        ranges = self.ranges
        return ((name, share, ranges[name]) for name, share in self.by_delegation.items())

    def to_dicts(self) -> Record:
        """Return the answer as plain values."""
        return self.to_dict()

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield what is against the text, what is a toss, the choices that it makes, and what to check in it."""
        met = [amount(self.blocks, "red line"), amount(self.objections, "objection")]
        met += [amount(self.reservations, "reservation")] * bool(self.reservations)
        text = "This text" if self.is_entry else "The least contested text"
        yield f"{text} meets {joined_and([*met, amount(self.supports, 'support')])}. {self._ties()}"
        yield from self._crossed()
        yield from (toss.sentence for toss in (self.tossed or ())[:_SHOWN])
        more = len(self.tossed or ()) - _SHOWN
        if more > 0:
            yield f"{more} more {'toss is' if more == 1 else 'tosses are'} in the table below."
        yield from self.still_against()
        yield from self._lost()
        yield from self._choices()
        if self.variant.unplaced:
            words = ", ".join(f"{id_} (“{without_marks(text)}”)" for id_, text in self.variant.unplaced.items())
            yield f"Not in the text, since no comment says where they go: {words}."
        if self.variant.to_check:
            yield in_words(self.variant.to_check, with_lines=self.variant.draft.pages is None)

    def _crossed(self) -> Iterator[str]:
        """Yield which red lines all of the tied texts cross, or this one where ties are not known."""
        choices, texts = self.variant.choices, self.variant.space.texts
        crossed = [
            f"{row.delegation} on {option_or_omission(row.bracket, row.option, texts)} ({row.bracket})"
            for row in self.counted
            if row.stance == "blocks" and counts_in(row, choices) and (self._tied is None or self._tied.always(row))
        ]
        if crossed:
            yield f"Red lines that are crossed: {'; '.join(crossed[:_SHOWN])}{_more(crossed)}."

    def _choices(self) -> Iterator[Block]:
        """Yield what each bracket takes on which a delegation has spoken, and what would be as good.

        What the text takes of the others is their first options, unless these would let words in that are in the way.
        """
        texts, taken, others = self.variant.space.texts, self.variant.choices, self.alternatives
        rows: list[list[str]] = []
        silent = 0
        spoken = self.spoken
        for bracket, first in ((bracket.id, bracket.letters[0]) for bracket in self.variant.brackets):
            letter = taken.get(bracket, "")
            if bracket not in spoken and letter in ("", first):
                silent += bool(letter)
                continue
            if not letter and bracket not in others:
                continue
            if letter:
                words = option_words(bracket, letter, texts)
                words = f"leave out {words}" if letter == OMIT else without_marks(texts[bracket, letter])
            else:
                words = "(falls away)"
            alike = ", ".join(other or "falling away" for other in others.get(bracket, ()))
            rows.append([bracket, letter, words, alike])
        if any(row[3] for row in rows):
            yield Table(("bracket", "option", "text", "equally good"), rows)
        elif rows:
            yield Table(("bracket", "option", "text"), [row[:3] for row in rows])
        if silent:
            firsts = "takes its first option" if silent == 1 else "take their first options"
            yield f"{capitalised(number_of(silent, 'bracket'))} without a position {firsts} in the text."

    def still_against(self) -> Iterator[Table]:
        """Yield who is in the way of the text or of one that is as good; reservations only where there are some."""
        ranges = self.ranges.items()
        reserved = any(range_.most.reservations for _, range_ in ranges)
        kinds = ["blocks", "objections", *["reservations"] * reserved, "supports"]
        against = [(name, range_) for name, range_ in ranges if range_.most.in_the_way]
        against.sort(key=lambda item: [(-getattr(item[1].most, k), -getattr(item[1].least, k)) for k in kinds[:-1]])
        rows = [
            [name, *(_between(getattr(range_.least, kind), getattr(range_.most, kind)) for kind in kinds)]
            for name, range_ in against
        ]
        if rows:
            head = ["red lines" if kind == "blocks" else kind for kind in kinds]
            who = "in the way" if reserved else "against"
            # Nobody is still against a text who would not be against another that is as good.
            differs = any(range_.least != range_.most for _, range_ in ranges)
            yield Table((f"{who}, least–most" if differs else f"still {who}", *head), rows)

    def _lost(self) -> Iterator[Block]:
        """Yield what the text costs those whose positions are graded."""
        if self.loss:
            yield f"It costs {plain(round(self.loss, 2))} in all: salience × worth, against what each would like best."
            costs = sorted(self.by_delegation.items(), key=lambda item: -item[1].loss)
            yield Table(("delegation", "loss"), [[name, plain(round(own.loss, 2))] for name, own in costs if own.loss])

    def _ties(self) -> str:
        if self.ties is None:
            unknown = "Whether others are as good, and which of these choices follow, was not examined."
            return unknown if self.proven else f"{self._unproven()} Which of these choices follow was not examined."
        if self.is_entry:
            alike = f"It represents {short(self.ties)} texts that differ only where nobody has taken a stance. "
            return f"{alike * (self.ties > 1)}Other entries may be as good."
        if self.ties == 1:
            return "No other text is as good."
        return f"{capitalised(short(self.ties))} texts are equally good{self._split()}."

    def _split(self) -> str:
        """Return how many choices are tosses, and how many follow."""
        tosses, silent = len(self.tossed or ()), len(self.silent)
        follow = len(self.follows)
        brackets = number_of(silent, "more bracket" if tosses else "bracket")
        told = f"{number_of(tosses, 'choice')} {'is a toss' if tosses == 1 else 'are tosses'}, left to the room"
        parts = [told] * bool(tosses)
        parts += [f"{brackets} without a position {is_or_are(silent)} open"] * bool(silent)
        parts += [f"{number_of(follow, 'bracket')} {'follows' if follow == 1 else 'follow'}"] * bool(follow)
        linked = sum(len(toss.linked) for toss in self.tossed or ())
        gone = len(self.variant.brackets) - tosses - linked - silent - follow
        falls = f"{number_of(gone, 'bracket')} {'falls' if gone == 1 else 'fall'} away, since the words around"
        parts += [f"{falls} {'it' if gone == 1 else 'them'} are left out"] * bool(gone)
        return f": {clauses(parts)}" if len(parts) > 1 else f": {parts[0]}"

    def _unproven(self) -> str:
        bounds = [
            f"The {step.what} is {plain(step.found)} here, and nowhere below {plain(round(step.bound, 2))}."
            for step in self.steps
            if not step.proven
        ]
        return " ".join(["It is not proven that no text is better: time ran out.", *bounds])

    def __repr__(self) -> str:
        reserved = f"{self.reservations:g} reservations, " if self.reservations else ""
        met = f"{self.blocks} blocks, {self.objections:g} objections, {reserved}{self.supports:g} supports"
        alike = "" if self.ties is None else f", {short(self.ties)} {'alike' if self.is_entry else 'equally good'}"
        return f"<Answer by {self.rule}: {met}{alike}>"


def least_contested(space: Space, positions: Positions, rule: str = "objections", *, time_limit: float = 60) -> Answer:
    """Return the least contested variant of a space, with its ties: what follows from all of them, and what is a toss.

    Of variants that are as good by the rule, the one with the least sum of burdens is shown, and of these the first.

    Args:
        space: which variants there are.
        positions: who takes which stance; rows on brackets that the space does not settle are left aside and named.
        rule: what is least. `objections`: the blocks, then the weight of objections, then that of reservations,
            then minus that of supports. `objectors`: the number of delegations that block, then of those that object.
            `minimax`: the largest burden of a delegation, where blocks weigh more than all objections, and reservations
            nothing. `leximin`: the largest burden, then the second largest, and so on. `loss`: of graded positions, the
            sum of salience × (worth of what a delegation would like best - worth of what is taken). Of what is as good
            by the rule alone, which is what `ties` counts, the least sum of burdens is shown, and of these the first in
            order. `objectors`, `minimax` and `leximin` need HiGHS in a large space (`pip install 'bracketed[solve]'`).
        time_limit: seconds after which the search of HiGHS ends with the best variant that it has found.

    Raises:
        ValueError: there is no such rule.
        SolverError: HiGHS is missing, or has found no variant in time.
        ImpossibleError: no variant is left, which the space was too entangled to show.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].\\tComment by UK: UK – use “should”")
    >>> answer = bt.least_contested(bt.variants(draft), bt.positions(draft))
    >>> answer.variant.text, answer.ties, answer.supports
    ('4. Parties should report annually.', 2, 1)
    """
    wanted = rule_of(rule)
    rows, ignored = rows_in(positions, space)
    held = held_for(space, rows)
    # A rule without prices looks at each delegation, so no sum over the graph shows what is least.
    if wanted.prices is None or held.entangled:
        return next(_one_by_one(held, rows, ignored, wanted, time_limit))
    # One pass over the graph, exact at any size.
    _, ties = held.graph.cheapest(costs_in(held.network, priced(rows, wanted.prices)))
    _, lightest = ties.cheapest(costs_in(held.network, burden_prices(rows)))
    return _answer(rule, held.variant(lightest.at(0)), ties.total, Count(rows), ignored, TiesOnGraph(held, rows, ties))


def ranking(
    space: Space, positions: Positions, rule: str = "objections", *, time_limit: float = 60
) -> Iterator[Answer]:
    """Yield the variants of a space from the least contested on, one by one, ties in the order of the space.

    Variants that differ only in brackets on which no stance depends are one entry: the first of them. Otherwise the
    many ways to settle what nobody has spoken on would hide the rest. By the rule `objections`, `ties` says
    how many variants an entry covers; by the others, how many are as good by the rule. Past 100,000 entries HiGHS
    finds one variant after the other; `ties` is None, and which of two that are as good comes first is open, but the
    same each time. Either way, of what is as good, that comes first which has the least sum of burdens.

    Args:
        space: which variants there are.
        positions: who takes which stance.
        rule: what is least, as for `least_contested`.
        time_limit: seconds for each variant that HiGHS is to find.

    Raises:
        ValueError: there is no such rule.
        SolverError: HiGHS is missing, or has found no variant in time.
        ImpossibleError: no variant is left, which the space was too entangled to show.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].\\tComment by UK: UK – use “should”")
    >>> for answer in bt.ranking(bt.variants(draft), bt.positions(draft)):
    ...     print(answer.variant.text, answer.supports, answer.ties)
    4. Parties should report annually. 1 2
    4. Parties shall report annually. 0 2
    """
    wanted = rule_of(rule)
    rows, ignored = rows_in(positions, space)
    held = held_for(space, rows)
    if wanted.prices is None or held.entangled:
        return _one_by_one(held, rows, ignored, wanted, time_limit)
    # Indexed once, since each variant that is requested is counted with it.
    count = Count(rows)
    found = in_order(held.graph, costs_in(held.network, _lightest_first(rows, wanted.prices)))
    return (
        replace(
            _answer(rule, held[one.place], one.stands_for, count, ignored, TiesInList(held, rows, [one.place])),
            is_entry=True,
        )
        for one in found
    )


def frontier(space: Space, positions: Positions, *, time_limit: float = 60) -> Iterator[Answer]:
    """Yield the variants that balance few objections in all and a light burden for the worst off.

    That is the Pareto set of the sum of all burdens and the largest of them: none has less of one without more of the
    other. A burden is the weight of a delegation's objections, and each of its blocks weighs more than all objections
    together; so where nobody blocks, the sum is that of the objections. The first has the least sum; each next one a
    greater sum, and a smaller largest burden. If the variants are few, `ties` says how many have the same balance; else
    HiGHS finds them.

    Args:
        space: which variants there are.
        positions: who takes which stance.
        time_limit: seconds after which a search of HiGHS ends with the best variant that it has found.

    Raises:
        SolverError: HiGHS is missing, or has found no variant in time.

    >>> import bracketed as bt
    >>> draft = bt.parse("1. Parties [shall/should] report.\\n2. They [meet/talk] [often/yearly].")
    >>> against = [("UK", "1#1", "a"), ("UK", "2#1", "a"), ("EU", "1#1", "b"), ("USA", "1#1", "b"), ("UK", "2#2", "a")]
    >>> rows = [{"delegation": d, "bracket": b, "option": o, "stance": "objects"} for d, b, o in against]
    >>> positions = bt.read_positions(rows, draft)
    >>> [answer.objections for answer in bt.frontier(bt.variants(draft), positions)]
    [1]
    """
    rows, ignored = rows_in(positions, space)
    count = Count(rows)
    held = held_for(space, rows)
    # Least sum first, then the least for the worst off: one pass then finds those that nothing betters in both.
    balances = None if held.entangled else ranked(held, rows, lambda b: (sum(b.each), max(b.each, default=0)))
    if balances is None:
        for optimum in _best_balances(Model(held, rows, time_limit)):
            yield _answer("frontier", held.variant(optimum.values), None, count, ignored, by=optimum)
        return
    lightest = inf
    for key, alike in groupby(balances, key=attrgetter("key")):
        # The sums only rise from here, so the next best balance is the next that is lighter for the worst off.
        if key[1] < lightest:
            lightest = key[1]
            first, *others = alike
            tied = TiesInList(held, rows, [entry.place for entry in (first, *others)])
            yield _answer("frontier", held[first.place], first.ties, count, ignored, tied)


def _best_balances(model: Model) -> Iterator[Optimum]:
    """Yield the best balances of the sum of burdens and the largest one, of which none is bettered in both."""
    largest = model.column(model.most)
    for own in model.each.values():
        # No less than each burden; it is the largest one only where it is made least.
        model.at_least({largest: 1}, own)
    # No burden is above the sum of all, so this bounds nothing yet.
    below: float = model.most
    while below >= 0:
        try:
            least = model.minimise(model.total, [({largest: 1}, -inf, below)])
        except NoSolutionError:
            # Nothing is lighter for the worst off: the last balance was the end of the frontier.
            return
        # Of all variants of this sum, the one that is lightest for the worst off.
        total = round(least.objective)
        lightest = model.minimise({largest: 1}, [(model.total, -inf, total), ({largest: 1}, -inf, below)])
        sums = SolverStep("sum of all burdens", total, least.bound)
        yield Optimum(model.values(lightest), (sums, SolverStep("largest burden", lightest.objective, lightest.bound)))
        # Burdens are whole numbers of units, so the next largest one is less by 1 at least.
        below = round(lightest.objective) - 1


def _one_by_one(
    space: Space, rows: Sequence[Position], ignored: tuple[Position, ...], rule: Rule, time_limit: float
) -> Iterator[Answer]:
    """Yield the variants in order by a rule that is no sum of prices."""
    count = Count(rows)
    # What is too entangled to count cannot be listed either.
    entries = None if space.entangled or rule.key is None else ranked(space, rows, rule.key)
    if entries is None:
        for optimum in _optima(space, rows, rule, time_limit):
            yield _answer(rule.name, space.variant(optimum.values), None, count, ignored, by=optimum)
        return
    for _, alike in groupby(entries, key=attrgetter("key")):
        same = [*alike]
        tied = TiesInList(space, rows, [entry.place for entry in same])
        yield from (_answer(rule.name, space[entry.place], entry.ties, count, ignored, tied) for entry in same)


def _optima(space: Space, rows: Sequence[Position], rule: Rule, time_limit: float) -> Iterator[Optimum]:
    """Yield the solutions of HiGHS from the best on: each time those that were found are left out."""
    places = [space.network.at(choices_of(row)) or {} for row in rows if is_counted(row)]
    counting = sorted({variable for values in places for variable in values})
    without: list[dict[int, int]] = []
    while True:
        try:
            optimum = Model(space, rows, time_limit, without).optimum(rule.solve)
        except NoSolutionError:
            if without:
                # All that there are were left out one by one: this is the end of the ranking.
                return
            # Where variants are counted this has been found when the space was made.
            links = (*space.links, *space.rules)
            raise ImpossibleError("no variant is left under these links and choices", links) from None
        yield optimum
        # Entries differ only in what stances depend on.
        if not counting:
            return
        without.append({variable: optimum.values[variable] for variable in counting})


def burden_prices(rows: Iterable[Position]) -> list[tuple[tuple[Choice, ...], int]]:
    """Return prices that add up to the sum of burdens, in which a block outweighs all objections together."""
    against = [row for row in rows if row.stance in AGAINST]
    _, weights = in_units([row.weight for row in against])
    # Beside neither reservations nor supports, an objection costs 1.
    price = prices_by_stance(sums_by_stance(against, weights))
    return [(choices_of(row), price[row.stance] * weight) for row, weight in zip(against, weights, strict=True)]


def _lightest_first(rows: Sequence[Position], prices: Prices) -> list[tuple[tuple[Choice, ...], int]]:
    """Return prices by which variants come in the order of a rule, and of those that are as good the lightest first."""
    burdens = burden_prices(rows)
    # One unit of the rule outweighs all burdens together.
    factor = 1 + sum(price for _, price in burdens)
    # Prices of 0 distinguish what the rule does not look at and the answer reports.
    others = [(choices_of(row), 0) for row in rows if is_counted(row)]
    return [*((choices, price * factor) for choices, price in priced(rows, prices)), *burdens, *others]


def _between(least: float, most: float) -> str:
    return plain(least) if least == most else f"{plain(least)}–{plain(most)}"


def _more(parts: Sequence[str]) -> str:
    return f"; and {len(parts) - _SHOWN} more" if len(parts) > _SHOWN else ""


def _answer(
    rule: str,
    variant: Variant,
    ties: int | None,
    count: Count,
    ignored: tuple[Position, ...],
    tied: Ties | None = None,
    by: Optimum = _EXACT,
) -> Answer:
    # Counted anew from the choices and the rows: a check on what the search has found.
    total, by_delegation = count.of(variant.choices)
    met = (total.blocks, total.objections, total.reservations, total.supports)
    return Answer(
        rule,
        variant,
        ties,
        *met,
        by_delegation,
        ignored,
        by.proven,
        by.steps,
        counted=count.rows,
        loss=total.loss,
        _tied=tied,
        links=variant.space.link_count,
    )
