"""Packages: delegations each give way where it costs them less, gain where it matters more, and brackets close.

A *move* closes a bracket that cannot be closed now: all who object to one of its options give way, and all who
reserve on it lift their reservations, which costs them nothing. A package is a set of moves in which one side pays,
all that give way come out even at least, and one side better; no part of it would do. What no text holds that
takes all its options is not closed, and of linked brackets only what a text is sure to hold counts as a gain. What is
best for the one who gains least comes first: equal-gain exchange (H. Raiffa, The Art and Science of Negotiation, 1982,
chapter 17).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, reduce
from heapq import heappop, heappush
from itertools import combinations, islice, product
from typing import Any, TypeAlias

from bracketed.consensus.falling_away import FallingAway, falls_away
from bracketed.consensus.option_phrases import acceptance, option_outcome, success
from bracketed.consensus.scoring import AGAINST, IN_THE_WAY, in_units, rows_in
from bracketed.consensus.support import SupportPerOption
from bracketed.phrasing import capitalised, clauses, number_of, plain, rounded, some_of
from bracketed.positions.positions import Position, Positions
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.network import Choice
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, Entries, Shorten

# Sets of moves that are tried, in all and for each move to start from: some seconds.
_SETS = 300_000
_SETS_FROM_EACH = 100


@dataclass(frozen=True, slots=True)
class Member:
    """One side of a package: the brackets on which a delegation gives way and gains, and what it gains in all."""

    delegation: str
    gives: tuple[str, ...]
    gains: tuple[str, ...]
    gain: float


@dataclass(frozen=True)
class Package:
    """A trade: the options taken, what each member gives and gains, and the brackets that it closes.

    `falls_away` are blocking brackets that are linked with those, but go with the words around them.
    """

    choices: Mapping[str, str]
    members: tuple[Member, ...]
    closes: tuple[str, ...]
    falls_away: tuple[str, ...]
    _texts: Mapping[Choice, str] = field(repr=False, compare=False)

    @property
    def least_gain(self) -> float:
        """What the member gains that gains least, in its own weights."""
        return min(member.gain for member in self.members)

    @property
    def fairness(self) -> float:
        """The least gain of a member divided by the greatest: 1 if all gain the same, 0 if one just comes out even."""
        # One delegation in a package comes out better, so the greatest gain is never 0.
        return self.least_gain / max(member.gain for member in self.members)

    @property
    def sentence(self) -> str:
        """The package in plain words."""
        sides = []
        for member in self.members:
            parts = [acceptance([(bracket, self.choices[bracket]) for bracket in member.gives], self._texts)]
            if member.gains:
                parts.append(success([(bracket, self.choices[bracket]) for bracket in member.gains], self._texts))
            better = f"{plain(member.gain)} to the better" if member.gain else "which leaves it even"
            sides.append(f"{member.delegation} {' and '.join(parts)}, {better}")
        closed = f"{number_of(len(self.closes), 'bracket')} can be closed together"
        fallen = f"{falls_away(self.falls_away)}," if self.falls_away else ""
        return f"{capitalised(closed)}{fallen} if {clauses(sides)}."

    @property
    def lines(self) -> list[str]:
        """The package in a few lines: what it closes, and what each member gives and gains."""
        closed = [option_outcome(bracket, self.choices[bracket], self._texts) for bracket in self.closes]
        fallen = falls_away(self.falls_away)
        lines = [f"{capitalised(number_of(len(closed), 'bracket'))} can be closed{fallen}: {'; '.join(closed)}."]
        for member in self.members:
            gives = some_of(member.gives)
            if not member.gains and not member.gain:
                # It only lifts reservations, or gains as much in linked places.
                lines.append(f"  {member.delegation} gives way at no cost on {gives}.")
                continue
            gains = f", has its way on {some_of(member.gains)}" if member.gains else ""
            better = f"{plain(member.gain)} to the better" if member.gain else "even"
            lines.append(f"  {member.delegation} gives way on {gives}{gains}: {better}.")
        lines.append(f"  Least gain {plain(self.least_gain)}, fairness {rounded(self.fairness, 2)}.")
        return lines

    def to_dict(self) -> dict[str, Any]:
        """Return the package as plain values."""
        return {
            "closes": list(self.closes),
            "falls_away": list(self.falls_away),
            "choices": dict(self.choices),
            "members": [
                {"delegation": m.delegation, "gives": list(m.gives), "gains": list(m.gains), "gain": m.gain}
                for m in self.members
            ],
            "least_gain": self.least_gain,
            "fairness": self.fairness,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class FreeMove:
    """A way to close brackets at no cost: the delegations that give way only lift reservations, or come out even.

    `choices` are the options taken, `givers` those in whose hands it is, and `closes` the brackets that it closes.
    """

    choices: Mapping[str, str]
    givers: tuple[str, ...]
    closes: tuple[str, ...]


@dataclass(frozen=True)
class Packages(Answers[Package]):
    """Packages, the best first; `complete` says whether all were looked at, so that no better one was missed.

    `free` are the moves that cost nobody anything, so that they need no trade.
    """

    columns = "package delegation gives gains gain closes falls_away least_gain fairness"

    rows: tuple[Package, ...] = field(repr=False)
    complete: bool
    free: tuple[FreeMove, ...] = field(repr=False, default=())
    ignored: tuple[Position, ...] = field(repr=False, default=())

    def __getitem__(self, number: int) -> Package:
        return self.rows[number]

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a member: the number of its package, what it gives and gains."""
        return [
            {
                "package": number,
                "delegation": member.delegation,
                "gives": list(member.gives),
                "gains": list(member.gains),
                "gain": member.gain,
                "closes": len(row.closes),
                "falls_away": len(row.falls_away),
                "least_gain": row.least_gain,
                "fairness": row.fairness,
            }
            for number, row in enumerate(self.rows, 1)
            for member in row.members
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the packages, each with what its members give and gain."""
        if self.rows:
            yield Entries(
                "package",
                [
                    [f"{number}. {first}", *others]
                    for number, row in enumerate(self.rows, 1)
                    for first, *others in [row.lines]
                ],
            )
        else:
            yield (
                "No trade was found that leaves one delegation better off and none worse off. Where all stances weigh "
                "the same there are few: the column weight of a table (bracketed positions --template) gives weights."
            )
        closed = dict.fromkeys(id_ for move in self.free for id_ in move.closes)
        if closed:
            givers = [*dict.fromkeys(name for move in self.free for name in move.givers)]
            # Who gains as much as it gives does so in a place that is linked.
            one = len(givers) == 1
            why = f"{'it lifts its reservation' if one else 'they lift their reservations'}, or gain{'s' * one} as much"
            yield (
                f"Free to close: {number_of(len(closed), 'bracket')} ({some_of([*closed])}). {some_of(givers)} "
                f"give{'s' * one} way there at no cost: {why} in linked places."
            )
        if not self.complete:
            yield "There are too many to look at all of them; there may be better ones."

    def __repr__(self) -> str:
        first = f"; the best closes {number_of(len(self.rows[0].closes), 'bracket')}" if self.rows else ""
        return f"<Packages: {'all' if self.complete else 'the first'} {len(self.rows)}{first}>"


@with_link_count
def packages(space: Space, positions: Positions, *, length: int = 4, limit: int | None = 10) -> Packages:
    """Return trades between delegations over several brackets, the best first.

    Best is what closes most brackets, then what leaves most to the member that gains least. An objection with a
    condition is taken to count, and a support with one not to. Where all stances weigh the same few trades can make
    anybody better off: a table of positions says what matters more to whom.

    Args:
        space: which variants there are.
        positions: who takes which stance, with which weight.
        length: how many choices a package settles at most; brackets that are linked are one.
        limit: at most so many; None for all.

    Raises:
        ValueError: `length` is below 2.
        TooEntangledError: links or conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("1. [Ports] pay.\\n2. Parties [share] data.")
    >>> stances = [("UK", "1#1", "a", "objects", 1), ("UK", "2#1", "a", "supports", 3),
    ...            ("EU", "2#1", "a", "objects", 1), ("EU", "1#1", "a", "supports", 2),
    ...            ("EU", "1#1", "omit", "objects", 2), ("UK", "2#1", "omit", "objects", 3)]
    >>> keys = "delegation bracket option stance weight".split()
    >>> positions = bt.read_positions([dict(zip(keys, row)) for row in stances], draft)
    >>> print(bt.packages(bt.variants(draft), positions)[0].sentence)
    Two brackets can be closed together if UK lives with “Ports” (1#1) and has its way on “share” (2#1), 2 to the
    better; and EU lives with “share” (2#1) and has its way on “Ports” (1#1), 1 to the better.
    """
    if length < 2:
        raise ValueError(f"a package settles at least 2 choices; got {length}")
    rows, ignored = rows_in(positions, space)
    return packages_of(SupportPerOption(space, rows), ignored, length, limit)


def packages_of(
    support: SupportPerOption, ignored: tuple[Position, ...], length: int = 4, limit: int | None = 10, sets: int = 0
) -> Packages:
    """Return what `packages` does, from the support per option, after so many sets of moves at most."""
    unit, moves = _moves(support, support.rows)
    search = _Search(support, _fed(moves), length, sets or _SETS)
    free = tuple(FreeMove(move.options, tuple(sorted(move.givers)), move.closes) for move in moves if not move.payers)
    found = tuple(_package(outcome, unit, support.space) for outcome in islice(search.packages(), limit))
    return Packages(found, search.complete, free, ignored)


@dataclass(frozen=True, eq=False)
class _Move:
    """An option with which a choice can be closed: who gives way, what it is worth to whom, and what it closes."""

    number: int
    choice: int
    givers: frozenset[str]
    worth: Mapping[str, int]
    closes: tuple[str, ...]
    options: Mapping[str, str]

    @property
    def payers(self) -> list[str]:
        """The delegations that lose by it: one that gives way may also support the option in a linked place."""
        return [name for name in self.givers if self.worth[name] < 0]


_Moves: TypeAlias = tuple[_Move, ...]
_Key: TypeAlias = tuple[int, ...]
_Rank: TypeAlias = tuple[int, int, list[int]]


def _moves(support: SupportPerOption, rows: Sequence[Position]) -> tuple[int, list[_Move]]:
    """Return how many units weigh 1, and all moves."""
    unit, weights = in_units([row.weight for row in rows])
    # By identity: to compare rows takes long.
    weight_of = {id(row): weight for row, weight in zip(rows, weights, strict=True)}
    moves: list[_Move] = []
    done: set[str] = set()
    for choice, bracket in enumerate(support.space.brackets):
        # Linked brackets are one choice: the first of them that blocks represents all.
        if bracket.id in done or not support.blocks(bracket.id):
            continue
        known = support.class_of.get(bracket.id, {bracket.id: bracket.letters})
        done.update(known)
        blocking = [id_ for id_ in known if support.blocks(id_)]
        sure = _sure(support, known)
        for letters in zip(*known.values(), strict=True):
            options = dict(zip(known, letters, strict=True))
            on = support.rows_on(bracket.id, options[bracket.id])
            # An option that a delegation blocks is no part of any trade.
            red_line = any(row.stance == "blocks" for row in on)
            if red_line or not any(options[id_] in support.taken(id_) for id_ in blocking):
                continue
            # To a delegation a move is worth the weight of its supports for the option, less that of its objections;
            # to lift a reservation costs nothing. A bracket that stays open is worth nothing.
            worth: dict[str, int] = {}
            for row in on:
                if row.stance in AGAINST:
                    worth[row.delegation] = worth.get(row.delegation, 0) - weight_of[id(row)]
            # Conditions are taken at their worst, so that no gain is reported that may not come; and so are
            # brackets that texts may not hold.
            gains: dict[str, list[int]] = {}
            for row in on:
                if row.stance == "supports" and not row.condition and row.bracket in sure:
                    by_group = gains.setdefault(row.delegation, [0] * (1 + max(sure.values())))
                    by_group[sure[row.bracket]] += weight_of[id(row)]
            for name, by_group in gains.items():
                worth[name] = worth.get(name, 0) + min(by_group)
            # Who neither gains nor loses has a worth, too.
            worth = {row.delegation: 0 for row in on} | worth
            givers = frozenset(row.delegation for row in on if row.stance in IN_THE_WAY)
            moves.append(_Move(len(moves), choice, givers, worth, tuple(blocking), options))
    return unit, moves


def _sure(support: SupportPerOption, known: Iterable[str]) -> dict[str, int]:
    """Return the groups of linked brackets of which a text that takes their option is sure to hold one, by bracket."""
    variable_of = support.network.variable_of
    nested = {decision.bracket.id for decision in support.space.decisions if decision.inside}
    always = [id_ for id_ in known if id_ not in nested]
    groups = {variable: number for number, variable in enumerate(dict.fromkeys(variable_of[id_] for id_ in known))}
    return dict.fromkeys(always, 0) or {id_: groups[variable_of[id_]] for id_ in known}


def _fed(moves: Sequence[_Move]) -> list[_Move]:
    """Leave out moves with a payer whom nothing can make up for it."""
    import networkx as nx

    # A delegation that gives way in one move must gain in another, in which another one gives way, or nobody pays. So
    # packages run along the graph of who pays for whose gain: from a cycle, or from a move that costs nobody anything.
    left = list(moves)
    while True:
        graph = nx.DiGraph()
        sources: set[str] = set()
        for move in left:
            gainers = [name for name, worth in move.worth.items() if worth > 0]
            graph.add_nodes_from(gainers)
            graph.add_edges_from((payer, gainer) for payer in move.payers for gainer in gainers)
            # Where all on a cycle come out even, the gain of one beside it makes a trade.
            sources.update(gainers if not move.payers else ())
        cycles = (names for names in nx.strongly_connected_components(graph) if len(names) > 1)
        sources.update(name for names in cycles for name in names)
        fed = {name for layer in nx.bfs_layers(graph, sources) for name in layer} if sources else set()
        kept = [move for move in left if fed.issuperset(move.payers)]
        # Without the moves that are gone, others may have lost their cycle.
        if len(kept) == len(left):
            return left
        left = kept


@dataclass(frozen=True, eq=False)
class _Outcome:
    """What comes of a set of moves: what it is worth to each delegation, what it closes, and what falls away.

    `choices` are the options that some text takes of those that the moves name.
    """

    moves: _Moves
    sums: Mapping[str, int]
    choices: Mapping[str, str]
    falls_away: tuple[str, ...]

    @property
    def members(self) -> frozenset[str]:
        """The delegations that give way."""
        return frozenset[str]().union(*(move.givers for move in self.moves))

    @property
    def closes(self) -> tuple[str, ...]:
        """The blocking brackets that the moves close."""
        return tuple(id_ for move in self.moves for id_ in move.closes if id_ in self.choices)


class _Search:
    """A search for all smallest packages of some moves; `complete` says whether all sets of moves were tried."""

    def __init__(self, support: SupportPerOption, moves: Sequence[_Move], length: int, sets: int) -> None:
        self._support = support
        self._sets = sets
        self._falling = FallingAway(support)
        self._moves = moves
        self._length = length
        self.complete = True
        self._makes = cache(self._variant_makes)
        # For each move the options that it takes, one for each group of linked brackets that are live together.
        self._anchors = {move.number: self._places(move) for move in moves}
        # For each delegation the moves by which it gains, the most first, and those that it pays for.
        self._gain: dict[str, list[_Move]] = {}
        self._cost: dict[str, list[_Move]] = {}
        for move in moves:
            for name, worth in move.worth.items():
                if worth:
                    (self._gain if worth > 0 else self._cost).setdefault(name, []).append(move)
        for name, own in self._gain.items():
            # The order by gain is what lets `_gaining` find its moves by halves.
            own.sort(key=lambda move: (-move.worth[name], len(move.givers), move.number))
        self._most_gained = {name: own[0].worth[name] for name, own in self._gain.items()}
        # What they gain, for a search by halves, and the sets that such searches led to: most are needed again.
        self._gained = {name: [-move.worth[name] for move in own] for name, own in self._gain.items()}
        self._gaining_most: dict[tuple[str, int], frozenset[_Move]] = {}

    def _places(self, move: _Move) -> list[Choice]:
        # All that are linked with a bracket which is always live agree with it where they are live.
        always = [choice for choice in move.options.items() if not self._falling.is_nested(choice[0])]
        variable_of = self._support.network.variable_of
        return always[:1] or [*{variable_of[id_]: (id_, letter) for id_, letter in move.options.items()}.values()]

    def packages(self) -> Iterator[_Outcome]:
        """Yield the packages that hold no smaller one, the best first."""
        found = self._trades()
        # What no text holds can only make a package close less, so none after the next one is better than this makes
        # that: most packages need not be looked at more closely.
        hoped = sorted((_rank(package, (m.closes for m in package)), key) for key, package in found.items())
        ready: list[tuple[_Rank, int]] = []
        outcomes: dict[int, _Outcome] = {}
        consistent = cache(lambda key: any(self._ways(found[key])))
        for number, (rank, key) in enumerate(hoped):
            while ready and ready[0][0] <= rank:
                yield outcomes.pop(heappop(ready)[1])
            # Before smaller packages are looked for: one that no variant allows must not hide a larger one.
            if consistent(key) and not any(part in found and consistent(part) for part in _parts(key)):
                outcome = outcomes[number] = self.outcome(found[key])
                heappush(ready, (_rank(outcome.moves, [outcome.closes]), number))
        while ready:
            yield outcomes.pop(heappop(ready)[1])

    def _trades(self) -> dict[_Key, _Moves]:
        """Return sets of moves in which nobody loses and one delegation gains, by the numbers of the moves in order."""
        found: dict[_Key, _Moves] = {}
        seen: set[frozenset[int]] = set()
        # What closes much at the cost of few is most likely to be part of a good package.
        starts = sorted(self._moves, key=lambda move: (-len(move.closes), len(move.givers), move.number))
        left = self._sets
        for number, start in enumerate(starts):
            # Should there be too many sets, some are tried from each start.
            # What one start leaves unused goes to those after it.
            budget = max(_SETS_FROM_EACH * self._sets // _SETS, left // (len(starts) - number), 1)
            left -= self._from(start, budget, found, seen)
        return found

    def _from(self, start: _Move, budget: int, found: dict[_Key, _Moves], seen: set[frozenset[int]]) -> int:
        """Try sets of moves that hold one move, add those that are packages, and return how many were tried."""
        # With each set waits what the moves before its last one are worth: most sets are never tried.
        waiting: list[tuple[_Moves, Mapping[str, int]]] = [((start,), {})]
        tried = 0
        while waiting:
            if tried == budget:
                self.complete = False
                break
            package, before = waiting.pop()
            sums = _with(before, package[-1].worth)
            tried += 1
            members = frozenset[str]().union(*[move.givers for move in package])
            short = [name for name in members if sums[name] < 0]
            key = frozenset([move.number for move in package])
            trade = not short and any(sums[name] > 0 for name in members) and any(move.payers for move in package)
            if trade and len(package) > 1:
                found[tuple(sorted(key))] = package
            elif len(package) < self._length:
                # Taken from the end: the moves by which one who is short gains most come first.
                for move in reversed(self._next(package, sums, members, short)):
                    longer = key | {move.number}
                    # The same set is reached by its moves in another order, and from other starts.
                    if longer not in seen:
                        seen.add(longer)
                        waiting.append(((*package, move), sums))
        return tried

    def _next(self, package: _Moves, sums: Mapping[str, int], members: Set[str], short: Sequence[str]) -> list[_Move]:
        """Return the moves that can make something of a set of moves that is no package yet."""
        room = self._length - len(package)
        # Not even its best move, in every place that is left, would make up for what it lacks.
        if any(sums[name] + room * self._most_gained.get(name, 0) < 0 for name in short):
            return []
        taken = {move.choice for move in package}
        moves: Iterable[_Move]
        if not short:
            # All come out even: what makes one better, or lets those pay who have gained so far and given nothing.
            gains = [move for name in sorted(members) for move in self._gain.get(name, ())]
            costs = [move for name in sorted(sums) if sums[name] > 0 for move in self._cost.get(name, ())]
            moves = dict.fromkeys([*gains, *costs])
        else:
            # One who is short must gain in what follows: the search branches at the one with the fewest ways to.
            name = min(short, key=lambda name: (len(self._gain.get(name, ())), name))
            # With one place left, one move must do for all who are short.
            moves = self._gain.get(name, ()) if room > 1 else self._last(name, sums, short)
        return [move for move in moves if move.choice not in taken]

    def _last(self, first: str, sums: Mapping[str, int], short: Sequence[str]) -> Iterator[_Move]:
        """Yield the moves after which nobody is short any more; those come first by which `first` gains most."""
        fitting = self._gaining(first, -sums[first])
        for name in short:
            fitting &= self._gaining(name, -sums[name])
            if not fitting:
                return
        for move in sorted(fitting, key=lambda move: (-move.worth[first], len(move.givers), move.number)):
            # The move has givers of its own, who must not come out short either.
            if all(sums.get(name, 0) + move.worth[name] >= 0 for name in move.givers):
                yield move

    def _gaining(self, name: str, least: int) -> frozenset[_Move]:
        """Return the moves by which a delegation gains so much."""
        number = bisect_right(self._gained.get(name, ()), -least)
        known = self._gaining_most.get((name, number))
        if known is None:
            known = self._gaining_most[name, number] = frozenset(self._gain.get(name, ())[:number])
        return known

    def outcome(self, package: _Moves) -> _Outcome:
        """Return what comes of a package in the texts that take all its options, each in one bracket at least."""
        # By number, which goes by the place in the text: the search may have come to them in any order.
        moves = tuple(sorted(package, key=lambda move: move.number))
        ways = [*self._ways(moves)]
        made: dict[str, str] = {}
        fallen: list[str] = []
        withdrawn = frozenset(
            one for move in moves for choice in move.options.items() for one in self._support.objections_to(*choice)
        )
        for move in moves:
            live = {at for at in move.options.items() if any(self._possible((*way, at)) for way in ways)}
            made |= live
            gone = [id_ for id_ in move.closes if (id_, move.options[id_]) not in live]
            fallen += [i for i in gone if any(self._falling.is_left_out_freely(i, way, withdrawn) for way in ways)]
        return _Outcome(moves, _sums(moves), made, tuple(fallen))

    def _ways(self, package: _Moves) -> Iterator[tuple[Choice, ...]]:
        """Yield the choices that some variant makes together, one of each move."""
        ways = product(*(self._anchors[move.number] for move in package))
        return (way for way in ways if self._possible(way))

    def _possible(self, way: tuple[Choice, ...]) -> bool:
        """Return whether some variant makes all these choices."""
        return self._makes(frozenset(way))

    def _variant_makes(self, choices: frozenset[Choice]) -> bool:
        return self._support.possible(tuple(choices))


def _parts(key: _Key) -> Iterator[_Key]:
    """Yield the parts of a set of moves; those of one move are no packages."""
    return (part for size in range(2, len(key)) for part in combinations(key, size))


def _sums(moves: Iterable[_Move]) -> Mapping[str, int]:
    return reduce(_with, (move.worth for move in moves), {})


def _with(sums: Mapping[str, int], worth: Mapping[str, int]) -> Mapping[str, int]:
    """Return what some moves are worth to each delegation, with one move more."""
    after = {**sums}
    for name, own in worth.items():
        after[name] = after.get(name, 0) + own
    return after


def _rank(moves: _Moves, closes: Iterable[tuple[str, ...]]) -> _Rank:
    """Return what packages are sorted by: how much they close, the least gain of a member, and their moves."""
    sums = _sums(moves)
    least = min(sums[name] for move in moves for name in move.givers)
    return -sum(map(len, closes)), -least, sorted(move.number for move in moves)


def _package(outcome: _Outcome, unit: int, space: Space) -> Package:
    closes = outcome.closes
    names = dict.fromkeys(name for move in outcome.moves for name in sorted(move.givers))
    members = tuple(
        Member(
            name,
            tuple(id_ for move in outcome.moves if name in move.givers for id_ in move.closes if id_ in closes),
            tuple(id_ for move in outcome.moves if move.worth.get(name, 0) > 0 for id_ in move.closes if id_ in closes),
            outcome.sums[name] / unit,
        )
        for name in names
    )
    return Package(outcome.choices, members, closes, outcome.falls_away, space.texts)
