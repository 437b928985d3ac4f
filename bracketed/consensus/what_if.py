"""What a change of positions changes: in the best text, in what blocks, in who must give way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from bracketed.consensus.blocking import blocking
from bracketed.consensus.coalitions import coalitions
from bracketed.consensus.concessions import concessions
from bracketed.consensus.conflicts import conflicts
from bracketed.consensus.contestation import least_contested
from bracketed.consensus.integer_program import SolverError
from bracketed.consensus.leverage import leverage
from bracketed.consensus.packages import packages
from bracketed.phrasing import number_of, short
from bracketed.positions.positions import Positions
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.space import Space
from bracketed.views import Answers, Block, Record, Shorten, Table

Value = str | int | float
# Conflicts and packages; with more, nobody reads the number.
_COUNTED = 1000


class Difference(NamedTuple):
    """One thing that is no longer as it was: what it is of which bracket or delegation, before and after."""

    what: str
    name: str
    before: Value
    after: Value

    @property
    def sentence(self) -> str:
        """The difference in plain words."""
        return f"{self.what} ({self.name}): {_shown(self.before)} before, {_shown(self.after)} after."


def _shown(value: Value) -> Value:
    # A delegation that is in one of the answers only has nothing in the other.
    return "none" if value == "" else value


@dataclass(frozen=True)
class Differences(Answers[Difference]):
    """What is no longer as it was."""

    columns = "what name before after"

    rows: tuple[Difference, ...] = field(repr=False)

    def to_dicts(self) -> list[Record]:
        """Return the differences as plain values."""
        return [row._asdict() for row in self.rows]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the differences as a table."""
        yield Table(("what", "of", "before", "after"), [[*map(str, row)] for row in self.rows])

    def __repr__(self) -> str:
        return f"<Differences: {number_of(len(self.rows), 'value')} other than before>"


@with_link_count
def what_if(space: Space, before: Positions, after: Positions) -> Differences:
    """Return all that a change of positions changes in the answers, in one table.

    That is: blocks, objections, supports and ties of the least contested text; how many brackets block, can be closed
    and are silent; status and holders of each bracket; how many stances the cheapest concession withdraws; how many
    conflicts and packages there are, and how many brackets the best package closes; and for each delegation what it
    could close, its share of the contestation, and with whom it sides. Conflicts are counted if PySAT is installed.

    Args:
        space: which variants there are; one space for both, so that like is compared with like.
        before: the positions as they are.
        after: the positions as they might be: `Positions.what_if`, `without`, `weighted` or `+` make them.

    Raises:
        TooEntangledError: links or conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> changed = positions.what_if({"USA": {"4#1": "accepts"}})
    >>> for change in bt.what_if(bt.variants(draft), positions, changed):
    ...     print(*change, sep=" | ")
    objections | best text | 1 | 0
    equally good texts | best text | 2 | 1
    brackets that block | draft | 1 | 0
    brackets that can be closed | draft | 0 | 1
    stances to withdraw | cheapest concession | 1 | 0
    conflicts | draft | 1 | 0
    status | 4#1 | blocking | closable
    holders | 4#1 | USA, UK | nobody
    brackets to close alone | UK | 1 | 0
    brackets to close alone | USA | 1 | 0
    share of the objections | UK | 0.5 | 0.0
    share of the objections | USA | 0.5 | 0.0
    """
    old, new = _measures(space, before), _measures(space, after)
    # A delegation or a bracket may be in one of the two only.
    keys = {**old, **new}
    order = list(dict.fromkeys(what for what, _ in keys))
    changed = [
        Difference(what, name, old.get((what, name), ""), new.get((what, name), ""))
        for what, name in sorted(keys, key=lambda key: order.index(key[0]))
        if old.get((what, name)) != new.get((what, name))
    ]
    return Differences(tuple(changed))


def _measures(space: Space, positions: Positions) -> Mapping[tuple[str, str], Value]:
    """Return everything that may change, in the order of the table."""
    best = least_contested(space, positions)
    support = blocking(space, positions)
    ties = "" if best.ties is None else best.ties if best.ties < 10**6 else short(best.ties)
    found: dict[tuple[str, str], Value] = {
        ("blocks", "best text"): best.blocks,
        ("objections", "best text"): best.objections,
        ("reservations", "best text"): best.reservations,
        ("supports", "best text"): best.supports,
        ("equally good texts", "best text"): ties,
        ("brackets that block", "draft"): len(support.of("blocking")),
        ("brackets that are reserved", "draft"): len(support.of("reserved")),
        ("brackets that can be closed", "draft"): len(support.of("closable")),
        ("brackets nobody has spoken on", "draft"): len(support.of("silent")),
        ("stances to withdraw", "cheapest concession"): len(concessions(space, positions, limit=1)[0].moves),
    }
    # Without PySAT the table only lacks this row.
    with suppress(SolverError):
        clashes = conflicts(space, positions, limit=_COUNTED)
        sets = sum(clash.number for clash in clashes)
        found["conflicts", "draft"] = sets if clashes.complete else f"more than {sets}"
    deals = packages(space, positions, limit=_COUNTED)
    found["packages", "draft"] = len(deals) if deals.complete and len(deals) < _COUNTED else f"at least {len(deals)}"
    found["brackets to close", "best package"] = len(deals[0].closes) if deals else 0
    for row in support:
        found["status", row.id] = row.status
        found["holders", row.id] = ", ".join(row.holders) or "nobody"
    for name in positions.delegations:
        found["brackets to close alone", name] = 0
        found["share of the blocks", name] = 0.0
        found["share of the objections", name] = 0.0
        found["share of the reservations", name] = 0.0
    for names in coalitions(positions).graph["communities"]:
        for name in names:
            found["agrees with", name] = ", ".join(other for other in names if other != name) or "nobody"
    for lever in leverage(space, positions).of("delegation"):
        assert lever.share is not None
        found["brackets to close alone", lever.name] = len(lever.closes)
        # Shares that are drawn are not good for more.
        found["share of the blocks", lever.name] = round(lever.share.blocks, 2)
        found["share of the objections", lever.name] = round(lever.share.objections, 2)
        found["share of the reservations", lever.name] = round(lever.share.reservations, 2)
    return found
