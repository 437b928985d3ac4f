"""Exchanges of positions: delegations give way where a bracket matters less to them, and gain where it matters more.

What is expected on a scale is the mean of all positions, each by its salience and its weight (in the exchange model:
the outcome, and power). Who moves its position moves this outcome by its share. An exchange takes two delegations on
opposite sides of the outcome in two brackets: each gives way in one of them, by as much as makes both gains equal, and
one goes all the way (F. N. Stokman and R. Van Oosten, "The exchange of voting positions", in B. Bueno de Mesquita and
F. N. Stokman (eds.), European Community Decision Making, 1994). A cycle is the same of three or four, each giving way
to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, permutations, product
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from bracketed.consensus.scoring import rows_in
from bracketed.phrasing import capitalised, joined_and, number_of, plain
from bracketed.positions.positions import Position, Positions
from bracketed.positions.scales import points_of, scale_of
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, NumberedList, Shorten, Table

if TYPE_CHECKING:
    import numpy as np

# Delegations in one exchange: the model's are of two, and longer cycles are hard to keep together.
LONGEST = 4
# Shares of the range of worth that are nothing: what is left behind by sums that were rounded.
_NOTHING = 1e-8
# Gains that differ by less are equal.
_EQUAL = 1e-9
# Sets of brackets that are tried for cycles before each of them; some seconds.
_TRIED = 200_000


@dataclass(frozen=True, slots=True)
class Shift:
    """One side of an exchange: how far a delegation moves its position on a bracket, and whom that favours."""

    delegation: str
    bracket: str
    before: float
    after: float
    favours: str

    @property
    def move(self) -> float:
        """How far the position moves, below 0 if downwards."""
        return self.after - self.before

    def to_dict(self) -> dict[str, Any]:
        """Return the shift as plain values."""
        return {
            "delegation": self.delegation,
            "bracket": self.bracket,
            "from": self.before,
            "move": self.move,
            "to": self.after,
            "favours": self.favours,
        }


@dataclass(frozen=True, slots=True)
class Exchange:
    """An exchange: what each gives way on, and what each gains by it, the same for all.

    `gain` is salience × change of what is expected, in worth. `alternatives` are the shifts of the exchanges
    that were as good at this place.
    """

    shifts: tuple[Shift, ...]
    gain: float
    alternatives: tuple[tuple[Shift, ...], ...] = ()

    @property
    def sentence(self) -> str:
        """The exchange in plain words."""
        moves = [
            f"{one.delegation} moves from {_short(one.before)} to {_short(one.after)} on {one.bracket} "
            f"for {one.favours}"
            for one in self.shifts
        ]
        others = number_of(len(self.alternatives), "other exchange")
        tied = f" {capitalised(others)} would be as good." if self.alternatives else ""
        return f"{joined_and(moves)}: each gains {_short(self.gain)}.{tied}"

    def to_dict(self) -> dict[str, Any]:
        """Return the exchange as plain values."""
        return {
            "shifts": [one.to_dict() for one in self.shifts],
            "gain": self.gain,
            "alternatives": [[one.to_dict() for one in other] for other in self.alternatives],
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected on a bracket before all exchanges and after them, as a point on its scale."""

    bracket: str
    before: float
    after: float


@dataclass(frozen=True)
class Exchanges(Answers[Exchange]):
    """Exchanges in order: each is the best that is left after those before it.

    `complete` says whether no other exchange could follow the last; `expected` has the brackets on which an exchange
    moved something; `ignored` are the graded rows that no exchange can use.
    """

    columns = "exchange delegation bracket from move to favours gain alternatives"

    rows: tuple[Exchange, ...] = field(repr=False)
    expected: tuple[Expected, ...] = field(repr=False)
    complete: bool
    ignored: tuple[Position, ...] = field(repr=False, default=())

    def __getitem__(self, number: int) -> Exchange:
        return self.rows[number]

    def to_records(self) -> list[dict[str, Any]]:
        """Return one record a shift, with the number of its exchange."""
        return [
            {"exchange": number, **one.to_dict(), "gain": row.gain, "alternatives": len(row.alternatives)}
            for number, row in enumerate(self.rows, 1)
            for one in row.shifts
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the exchanges as sentences, and what is expected before and after them."""
        if not self.rows:
            yield (
                "No exchange was found. It takes two delegations that have positions on two scales, one on either side "
                "of the outcome; a table with the columns delegation, bracket, position and salience says so."
            )
        else:
            yield NumberedList(self.sentences)
            rows = [[one.bracket, _short(one.before), _short(one.after)] for one in self.expected]
            yield Table(("bracket", "expected before", "after"), rows)
        if not self.complete:
            yield "There are more exchanges after these."

    def __repr__(self) -> str:
        return f"<Exchanges: {'all' if self.complete else 'the first'} {len(self.rows)}>"


def _short(number: float) -> str:
    return plain(float(f"{number:.3g}") if abs(number) < 1 else round(number, 2))


@with_link_count
def exchanges(space: Space, positions: Positions, *, length: int = LONGEST, limit: int | None = 10) -> Exchanges:
    """Return the exchanges of positions on scales by which all who take part gain the same, the best first.

    Each exchange presupposes those before it. First come those of two; where none is left, cycles of three and then of
    four, in which what the others' moves do to a member counts too. What an exchange does to delegations outside
    it is not counted, but it stops at a red line: what is expected never passes an option that anybody blocks.
    Nobody gives way beyond the position of the other, and nobody gains more on a bracket than brings what was expected
    at the start to its own position. Of exchanges that are equally good that with the shortest moves comes first, then
    the first in order.

    Args:
        space: which brackets there are.
        positions: with `point`, `worth` and `salience`, as `read_positions` reads them from a table of scales.
        length: how many delegations take part at most, from 2 to 4.
        limit: at most so many exchanges; None for all.

    Raises:
        ValueError: `length` is not from 2 to 4.

    >>> import bracketed as bt
    >>> table = "delegation,bracket,position,salience\\nUK,levy,0,1\\nUK,share,0,3\\nEU,levy,100,3\\nEU,share,100,1"
    >>> draft, positions = bt.read_scales(table.encode())
    >>> for found in bt.exchanges(bt.variants(draft), positions):
    ...     print(found.sentence)
    UK moves from 0 to 100 on 1#1 for EU and EU moves from 100 to 0 on 2#1 for UK: each gains 50.
    """
    if not 2 <= length <= LONGEST:
        raise ValueError(f"an exchange is between 2 and {LONGEST} delegations; got {length}")
    rows, ignored = rows_in(positions, space)
    table = _Scales(space, rows)
    found: list[Exchange] = []
    search = _Search(table, length)
    complete = True
    for offer, *others in search.offers():
        if len(found) == limit:
            complete = False
            break
        alternatives = tuple(table.shifts(other) for other in others)
        found.append(Exchange(table.shifts(offer), offer.gain, alternatives))
        table.realise(offer)
    unused = tuple(row for row in rows if row.worth is not None and (row.delegation, row.bracket) not in table.places)
    graded = tuple(row for row in ignored if row.worth is not None)
    return Exchanges(tuple(found), tuple(table.expected()), complete and not search.cut, (*graded, *unused))


class _Offer(NamedTuple):
    """Who gives way on which brackets, to the next in turn; by how much that moves each outcome, in worth."""

    gain: float
    length: float
    givers: tuple[int, ...]
    brackets: tuple[int, ...]
    steps: tuple[float, ...]


class _Scales:
    """The brackets that are scales, and the positions of all delegations on them, which exchanges move.

    Tables have a row a delegation and a column a bracket; what moves is measured in worth, so that all scales compare.
    """

    def __init__(self, space: Space, rows: Sequence[Position]) -> None:
        import numpy as np

        texts: dict[str, dict[str, str]] = {}
        for (bracket, letter), text in space.texts.items():
            texts.setdefault(bracket, {})[letter] = text
        graded: dict[str, dict[str, list[Position]]] = {}
        for row in rows:
            # A condition may never be met, and a weight of 0 moves no outcome.
            if row.worth is not None and row.point is not None and not row.condition:
                graded.setdefault(row.bracket, {}).setdefault(row.delegation, []).append(row)
        self.brackets: list[str] = []
        slopes: list[float] = []
        self._points: list[dict[str, float]] = []
        for bracket in (one.id for one in space.brackets if one.id in graded):
            points = points_of(texts[bracket])
            own = (row for some in graded[bracket].values() for row in some)
            slope = points and scale_of((points[r.option], r.point or 0, r.worth or 0) for r in own)
            if points and slope:
                self.brackets.append(bracket)
                slopes.append(slope)
                self._points.append(points)
        known = {name for bracket in self.brackets for name in graded[bracket]}
        self.names = [name for name in dict.fromkeys(row.delegation for row in rows) if name in known]
        self.places = {(name, bracket) for bracket in self.brackets for name in graded[bracket]}
        number = {name: place for place, name in enumerate(self.names)}
        shape = len(self.names), len(self.brackets)
        self.preferred = np.full(shape, np.nan)
        self.salience = np.zeros(shape)
        weight = np.zeros(shape)
        self._slope = np.array(slopes)
        for column, bracket in enumerate(self.brackets):
            for name, own_rows in graded[bracket].items():
                first = own_rows[0]
                self.preferred[number[name], column] = (first.point or 0) * slopes[column]
                self.salience[number[name], column] = first.salience
                weight[number[name], column] = first.salience * first.weight
        total = weight.sum(axis=0)
        # By how much an outcome moves if one position does.
        self.share = np.divide(weight, total, out=np.zeros(shape), where=total > 0)
        self.voted = self.preferred.copy()
        self.start = np.nansum(self.share * self.preferred, axis=0)
        self.outcome = self.start.copy()
        # On which side of the outcome each is; who has no position, or no salience, is on none.
        self.side = np.nan_to_num(np.sign(self.preferred - self.start))
        self.side[np.abs(np.nan_to_num(self.preferred - self.start)) < _NOTHING * 100] = 0
        # What each can still gain on each bracket.
        self.room = np.nan_to_num(np.abs(self.preferred - self.start))
        self._red = self._red_lines(rows)
        self.is_red = np.array([bool(lines) for lines in self._red], dtype=bool)

    def _red_lines(self, rows: Sequence[Position]) -> list[list[tuple[float, int]]]:
        """Return for each bracket the blocked points, each with the direction in which it is closed."""
        lines: list[list[tuple[float, int]]] = [[] for _ in self.brackets]
        place = {bracket: column for column, bracket in enumerate(self.brackets)}
        number = {name: row for row, name in enumerate(self.names)}
        for row in rows:
            column = place.get(row.bracket)
            if row.stance != "blocks" or column is None:
                continue
            point = self._points[column][row.option] * self._slope[column]
            own = self.preferred[number[row.delegation], column] if row.delegation in number else float("nan")
            # Beyond the option, as seen from the position; where there is none, from either side.
            lines[column] += [(point, way) for way in (1, -1) if not (own - point) * way > 0]
        return lines

    def until_red(self, bracket: int, way: float) -> float:
        """Return how far an outcome can move in a direction until it comes to a red line."""
        at = self.outcome[bracket]
        ahead = [(point - at) * way for point, closed in self._red[bracket] if closed == way]
        # A line that the outcome is beyond already is not crossed any more.
        return min((distance for distance in ahead if distance >= -_NOTHING), default=inf)

    def most(self, giver: int, taker: int, bracket: int) -> float:
        """Return by how much, in worth, a delegation can move an outcome in favour of another; 0 if not at all."""
        way = self.side[taker, bracket]
        if self.side[giver, bracket] * way >= 0:
            return 0
        reach = (self.preferred[taker, bracket] - self.voted[giver, bracket]) * way * self.share[giver, bracket]
        most = min(reach, self.room[taker, bracket], self.until_red(bracket, way))
        return most if most > _NOTHING * 100 else 0

    def length_of(self, giver: int, bracket: int, shift: float) -> float:
        """Return how far a position moves, in worth, to move the outcome by so much."""
        return shift / float(self.share[giver, bracket])

    def shifts(self, offer: _Offer) -> tuple[Shift, ...]:
        """Return what each member of an exchange gives way on."""
        found = []
        for giver, taker, bracket, _, after in self._moves(offer):
            before, end = (
                round(float(worth / self._slope[bracket]), 9) for worth in (self.voted[giver, bracket], after)
            )
            found.append(Shift(self.names[giver], self.brackets[bracket], before, end, self.names[taker]))
        return tuple(found)

    def realise(self, offer: _Offer) -> None:
        """Move the positions of an exchange."""
        for giver, taker, bracket, shift, after in self._moves(offer):
            way = self.side[taker, bracket]
            self.voted[giver, bracket] = after
            self.outcome[bracket] += way * shift
            # In a cycle one may gain on a bracket on which another gives way to a third.
            gainers = [member for member in offer.givers if self.side[member, bracket] == way]
            self.room[gainers, bracket] -= shift

    def _moves(self, offer: _Offer) -> Iterator[tuple[int, int, int, float, float]]:
        """Yield giver, taker, bracket, the shift of the outcome, and where the giver's position comes to."""
        takers = (*offer.givers[1:], offer.givers[0])
        for giver, taker, bracket, shift in zip(offer.givers, takers, offer.brackets, offer.steps, strict=True):
            way = self.side[taker, bracket]
            after = self.voted[giver, bracket] + way * self.length_of(giver, bracket, shift)
            # Who goes all the way comes to the other's position, whatever sums of fractions make of it.
            goal = self.preferred[taker, bracket]
            yield giver, taker, bracket, shift, goal if abs(goal - after) < _NOTHING * 100 else after

    def expected(self) -> Iterator[Expected]:
        """Yield what was expected and is now, of the brackets on which that is not the same."""
        for bracket, slope, start, now in zip(self.brackets, self._slope, self.start, self.outcome, strict=True):
            if abs(start - now) > _NOTHING:
                yield Expected(bracket, round(float(start / slope), 9), round(float(now / slope), 9))


class _Search:
    """Finds the best offer after each exchange; `cut` says whether cycles were left untried."""

    def __init__(self, scales: _Scales, length: int) -> None:
        self._scales = scales
        self._length = length
        self.cut = False

    def offers(self) -> Iterator[list[_Offer]]:
        """Yield the best offers, which are equally good, each time after the first of the last has been realised."""
        yield from self._pairs()
        for length in range(3, self._length + 1):
            while best := _best(self._cycles(length)):
                yield best

    def _pairs(self) -> Iterator[list[_Offer]]:
        scales = self._scales
        known = {pair: self._between(*pair) for pair in combinations(range(len(scales.names)), 2)}
        while best := _best(offer for offers in known.values() for offer in offers):
            yield best
            # An exchange changes what its two members can offer, and, near a red line, what others can.
            members, brackets = set(best[0].givers), list(best[0].brackets)
            every = bool(scales.is_red[brackets].any())
            for pair in known:
                if every or members.intersection(pair):
                    known[pair] = self._between(*pair)

    def _between(self, one: int, other: int) -> list[_Offer]:
        """Return the best offers between two delegations, several only if they are equally good."""
        import numpy as np

        scales = self._scales
        shared = np.flatnonzero(scales.side[one] * scales.side[other] < 0)
        gives = np.array([scales.most(one, other, bracket) for bracket in shared.tolist()])
        takes = np.array([scales.most(other, one, bracket) for bracket in shared.tolist()])
        gives_on, takes_on = np.flatnonzero(gives), np.flatnonzero(takes)
        if not gives_on.size or not takes_on.size:
            return []
        give, take = np.meshgrid(gives_on, takes_on, indexing="ij")
        own, others = scales.salience[one][shared], scales.salience[other][shared]
        # By how much the outcome must move where `one` gives way, for each point where the other does: then the gains
        # are equal.
        ratio = (own[take] + others[take]) / (own[give] + others[give])
        shift = np.minimum(takes[take], gives[give] / ratio)
        gain = np.where(give == take, 0, (own[take] - own[give] * ratio) * shift)
        best = gain.max()
        if best <= _NOTHING * 100 * max(own.max(), others.max()):
            return []
        found = []
        for row, column in zip(*np.nonzero(gain >= best * (1 - _EQUAL)), strict=True):
            brackets = int(shared[give[row, column]]), int(shared[take[row, column]])
            steps = float(shift[row, column] * ratio[row, column]), float(shift[row, column])
            found.append(self._offer(float(gain[row, column]), (one, other), brackets, steps))
        return found

    def _cycles(self, length: int) -> Iterator[_Offer]:
        """Yield the cycles of some length, each of which leaves its members an equal gain."""
        import numpy as np

        scales = self._scales
        # Each member gives way on a bracket of its own.
        if len(scales.brackets) < length:
            return
        every = range(len(scales.names))
        most = {
            (giver, taker): {
                bracket: amount
                for bracket in np.flatnonzero(scales.side[giver] * scales.side[taker] < 0).tolist()
                if (amount := scales.most(giver, taker, bracket))
            }
            for giver, taker in permutations(every, 2)
        }
        following = {giver: [taker for taker in every if taker != giver and most[giver, taker]] for giver in every}
        left = _TRIED
        for first in every:
            for givers in _rings((first,), following, length):
                steps = [most[pair] for pair in zip(givers, (*givers[1:], first), strict=True)]
                apart = (way for way in product(*steps) if len(set(way)) == length)
                # Four members with a hundred scales have a hundred million ways.
                ways = np.array([*islice(apart, left + 1)], dtype=int)
                left -= len(ways) or 1
                if left < 0:
                    self.cut = True
                    return
                if ways.size:
                    caps = np.array([[step[b] for step, b in zip(steps, way, strict=True)] for way in ways.tolist()])
                    yield from self._balanced(givers, ways, caps)

    def _balanced(
        self, givers: tuple[int, ...], ways: np.ndarray[Any, Any], caps: np.ndarray[Any, Any]
    ) -> Iterator[_Offer]:
        """Yield the cycles of some delegations over some brackets that leave all of them the same gain."""
        import numpy as np

        scales = self._scales
        members = np.array(givers)
        takers = np.roll(members, -1)
        # For each way over brackets a row a member and a column a bracket: what a shift by 1 is worth to the member, in
        # favour of who takes it.
        favour = scales.side[takers, ways][:, None, :]
        own = scales.side[members][:, ways].transpose(1, 0, 2)
        weight = scales.salience[members][:, ways].transpose(1, 0, 2)
        # A delegation whose point is the outcome loses by any shift.
        gaining = own == favour
        effects = weight * np.where(gaining, 1, -1)
        # Nobody gains past its own position, either by what others give way on.
        room = scales.room[members][:, ways].transpose(1, 0, 2)
        caps = np.minimum(caps, np.where(gaining, room, inf).min(axis=1))
        regular = np.abs(np.linalg.det(effects)) > _NOTHING
        steps = np.linalg.solve(effects[regular], np.ones((int(regular.sum()), len(givers), 1)))[..., 0]
        possible = (steps > _NOTHING).all(axis=1)
        steps, ways, caps = steps[possible], ways[regular][possible], caps[regular][possible]
        if not len(steps):
            return
        gains = (caps / steps).min(axis=1)
        best = gains.max()
        if best <= _NOTHING * 100 * scales.salience[members].max():
            return
        for place in np.flatnonzero(gains >= best * (1 - _EQUAL)):
            gain = float(gains[place])
            yield self._offer(gain, givers, tuple(ways[place].tolist()), tuple((steps[place] * gain).tolist()))

    def _offer(
        self, gain: float, givers: tuple[int, ...], brackets: tuple[int, ...], steps: tuple[float, ...]
    ) -> _Offer:
        moves = zip(givers, brackets, steps, strict=True)
        return _Offer(gain, round(sum(self._scales.length_of(*move) for move in moves), 6), givers, brackets, steps)


def _rings(begun: tuple[int, ...], following: Mapping[int, Sequence[int]], length: int) -> Iterator[tuple[int, ...]]:
    """Yield in order the rings of so many that begin so, in which each is followed by one who can follow it.

    >>> [*_rings((0,), {0: [1, 2], 1: [0, 2], 2: [0]}, 3)]
    [(0, 1, 2)]
    """
    if len(begun) == length:
        if begun[0] in following[begun[-1]]:
            yield begun
        return
    for other in following[begun[-1]]:
        # The ring is listed from its first member on.
        if other > begun[0] and other not in begun:
            yield from _rings((*begun, other), following, length)


def _best(offers: Iterable[_Offer]) -> list[_Offer]:
    """Return the best offers, those with the shortest moves first."""
    every = list(offers)
    most = max((offer.gain for offer in every), default=0)
    alike = (offer for offer in every if offer.gain >= most * (1 - _EQUAL))
    return sorted(alike, key=lambda offer: (offer.length, offer.givers, offer.brackets))
