"""What each delegation won, conceded and still holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from bracketed.consensus.blocking import OBSTRUCTED, blocking
from bracketed.consensus.scoring import AGAINST
from bracketed.draft.draft import Draft
from bracketed.phrasing import joined_and
from bracketed.positions.positions import Position, Positions
from bracketed.progress.diff import Comparison
from bracketed.variants.space import variants
from bracketed.views import Block, Listing, Record, Several, Table

Verdict: TypeAlias = Literal["won", "conceded", "met"]


@dataclass(frozen=True, slots=True)
class Point:
    """What a delegation won or conceded: in which `draft`, counted from 1, which bracket of the draft before, and how.

    `option` is the letter that was taken, or that was given up where the bracket is still open but `narrowed`; ""
    is new wording. `words` are the bracket's.
    """

    draft: int
    bracket: str
    option: str
    words: str
    narrowed: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the point as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Account:
    """What a delegation got: `won`, `conceded`, `met` by new wording, and the brackets that it still `holds`.

    A bracket is won if it was closed with an option that the delegation supports, or without one that it objects to; it
    is conceded if it was closed with an option that the delegation objects to, or without the one that it supports. It
    holds a bracket of the last draft as in `bracketed.blocking`.
    """

    delegation: str
    won: tuple[Point, ...] = field(repr=False)
    conceded: tuple[Point, ...] = field(repr=False)
    met: tuple[Point, ...] = field(repr=False)
    holds: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The account in plain words."""
        parts = [
            f"{verb} {joined_and([f'{point.bracket} in draft {point.draft}' for point in points])}"
            for verb, points in (("won", self.won), ("conceded", self.conceded), ("was met halfway on", self.met))
            if points
        ]
        parts += [f"still holds {joined_and(self.holds)}"] if self.holds else []
        return f"{self.delegation} {joined_and(parts) if parts else 'neither won nor conceded anything'}."

    def to_dict(self) -> dict[str, Any]:
        """Return the account as plain values."""
        points = {verdict: [point.to_dict() for point in getattr(self, verdict)] for verdict in get_args(Verdict)}
        return {"delegation": self.delegation, **points, "holds": list(self.holds), "sentence": self.sentence}


def results(accounts: Sequence[Account], drafts: Sequence[str]) -> Listing:
    """Return accounts as a table: a row for each bracket that a delegation won, conceded, was met on or holds.

    Args:
        accounts: what each delegation got.
        drafts: the names of the drafts, in their order.
    """
    columns = "delegation result draft bracket option words narrowed"
    records: list[Record] = []
    rows = []
    for one in accounts:
        for result, points in (("won", one.won), ("conceded", one.conceded), ("met", one.met)):
            records += [{"delegation": one.delegation, "result": result, **point.to_dict()} for point in points]
        records += [{"delegation": one.delegation, "result": "holds", "bracket": bracket} for bracket in one.holds]
        places = [Several(f"{p.bracket} ({p.draft})" for p in points) for points in (one.won, one.conceded, one.met)]
        rows.append([one.delegation, *places, Several(one.holds)])
    shown: list[Block] = ["Nobody has taken a stance."]
    if accounts:
        named = ", ".join(f"{number} {draft}" for number, draft in enumerate(drafts, 1))
        how = "In parentheses is the draft that closed or narrowed a bracket; its id is that of the draft before."
        shown = [Table(("", "won", "conceded", "met halfway on", "still holds"), rows), f"{how}\nDrafts: {named}."]
    flat = [{column: record.get(column) for column in columns.split()} for record in records]
    return Listing([account.to_dict() for account in accounts], flat, shown, columns)


def accounts(steps: Iterable[tuple[Comparison, Positions]], last: Draft, positions: Positions) -> tuple[Account, ...]:
    """Return the account of every delegation that ever took a stance, in order of first appearance.

    Args:
        steps: what changed from draft to draft, and the positions of the earlier draft.
        last: the last draft.
        positions: its positions.
    """
    points: dict[str, dict[Verdict, list[Point]]] = {}
    # Of each step the later draft is named, counted from 1.
    for draft, (comparison, stances) in enumerate(steps, 2):
        for name in stances.delegations:
            points.setdefault(name, {})
        for name, verdict, point in _verdicts(comparison, stances, draft):
            points[name].setdefault(verdict, []).append(point)
    held: dict[str, list[str]] = {}
    for row in blocking(variants(last, positions), positions).of(*OBSTRUCTED):
        for name in row.holders:
            held.setdefault(name, []).append(row.id)

    def of(name: str, verdict: Verdict) -> tuple[Point, ...]:
        return tuple(points.get(name, {}).get(verdict, ()))

    return tuple(
        Account(name, of(name, "won"), of(name, "conceded"), of(name, "met"), tuple(held.get(name, ())))
        for name in dict.fromkeys((*points, *positions.delegations))
    )


def _verdicts(comparison: Comparison, positions: Positions, draft: int) -> Iterator[tuple[str, Verdict, Point]]:
    """Yield the delegations that won and conceded something in one step, and what."""
    stances: dict[str, dict[str, list[Position]]] = {}
    for row in positions:
        stances.setdefault(row.bracket, {}).setdefault(row.delegation, []).append(row)
    done: set[str] = set()
    for change in comparison.changes:
        for bracket in change.before if change.what == "bracket" else ():
            # What comments would change at several places is one bracket, open as long as one of them is.
            if bracket in done or (change.kind == "closed" and bracket in comparison.brackets):
                continue
            for name, rows in stances.get(bracket, {}).items():
                by_option = {row.option: row.stance for row in rows}
                if change.kind == "closed":
                    option = "" if change.outcome == "new wording" else change.option
                    verdict = _verdict(by_option, option)
                    if verdict:
                        yield name, verdict, Point(draft, bracket, option, change.words_before)
                elif change.kind == "narrowed":
                    # The bracket is still open, but an option is gone for good.
                    for option in change.options:
                        if by_option.get(option) in ("supports", *AGAINST):
                            lost: Verdict = "conceded" if by_option[option] == "supports" else "won"
                            yield name, lost, Point(draft, bracket, option, change.words_before, narrowed=True)
            if change.kind == "closed":
                done.add(bracket)


def _verdict(stances: Mapping[str, str], taken: str) -> Verdict | None:
    """Return what it means to a delegation that a bracket was closed with an option.

    >>> _verdict({"a": "supports", "b": "accepts"}, "b"), _verdict({"b": "objects"}, "a")
    ('conceded', 'won')
    """
    if not taken:
        # New wording is nobody’s option, so it is neither a win nor a concession.
        return "met"
    # What it said of the option that was taken goes before what it said of the others.
    own = stances.get(taken)
    if own in AGAINST:
        return "conceded"
    if own == "supports":
        return "won"
    others = {stance for option, stance in stances.items() if option != taken}
    if "supports" in others:
        return "conceded"
    return "won" if others & {*AGAINST} else None
