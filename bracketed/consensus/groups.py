"""Why delegations form groups: what sets each group apart from the others, and what all of them want.

An option sets a group apart if a much larger share of it than of all others is for the option, or against it, of those
who have spoken on its bracket. Shares are estimated with one vote for and one against added, so that a group in which
one of one is for an option does not outweigh one in which nine of ten are. Options are ranked by the share in the group
times the logarithm of its ratio to the share outside, as representative statements of opinion groups are (C. Small and
others, "Polis: scaling deliberation by mapping high dimensional opinion spaces", Recerca 26, 2021).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from bracketed.positions.positions import Position, Positions

# The larger share must be a majority, and so much larger than that of the others.
_MAJORITY = 0.5
_RATIO = 1.5


@dataclass(frozen=True, slots=True)
class Distinction:
    """What sets a group apart: it is for an option of a bracket, or against it, and the others are not, or less so.

    `inside` of the `spoken` members who take a stance on the bracket are on this side, and `outside` of the `others`.
    """

    bracket: str
    option: str
    is_for: bool
    inside: int
    spoken: int
    outside: int
    others: int


@dataclass(frozen=True, slots=True)
class CommonGround:
    """An option that several delegations want, and to which nobody objects or has a reservation."""

    bracket: str
    option: str
    supporters: tuple[str, ...]


def distinctions(positions: Positions, groups: Sequence[Sequence[str]], limit: int = 3) -> list[list[Distinction]]:
    """Return for each group what sets it apart most, at most `limit` options, one a bracket.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Ports [shall] report.\\tComment by A: UK, EU – keep “shall”\\nUSA, Peru – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> for group, (first, *_) in zip((("UK", "EU"), ("USA", "Peru")), distinctions(positions, (("UK", "EU"),
    ...     ("USA", "Peru")))):
    ...     print(group, first.option, first.is_for, first.inside, "of", first.spoken)
    ('UK', 'EU') a True 2 of 2
    ('USA', 'Peru') a False 2 of 2
    """
    sides = _sides(positions)
    spoken: dict[str, set[str]] = {}
    for (bracket, _, _), names in sides.items():
        spoken.setdefault(bracket, set()).update(names)
    found = []
    for group in map(frozenset, groups):
        ranked = []
        for number, ((bracket, option, is_for), names) in enumerate(sides.items()):
            members, rest = spoken[bracket] & group, spoken[bracket] - group
            one = Distinction(bracket, option, is_for, len(names & group), len(members), len(names - group), len(rest))
            share, elsewhere = _share(one.inside, one.spoken), _share(one.outside, one.others)
            if one.inside > 1 and share > _MAJORITY and share > _RATIO * elsewhere:
                ranked.append((-share * log(share / elsewhere), number, one))
        # Who is for one option is most often against the other: a bracket is named once.
        best: dict[str, Distinction] = {}
        for _, _, one in sorted(ranked, key=lambda row: row[:2]):
            best.setdefault(one.bracket, one)
        found.append([*best.values()][:limit])
    return found


def common_ground(positions: Positions, limit: int = 5) -> list[CommonGround]:
    """Return the options that most delegations want and that nobody objects to, at most `limit` of them.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Ports [shall] report.\\tComment by A: UK, EU – keep “shall”")
    >>> common_ground(bt.positions(draft))
    [CommonGround(bracket='4#1', option='a', supporters=('UK', 'EU'))]
    """
    wanted: dict[tuple[str, str], dict[str, None]] = {}
    contested: set[tuple[str, str]] = set()
    divided: dict[str, set[str]] = {}
    for row in positions:
        if row.stance == "supports":
            wanted.setdefault((row.bracket, row.option), {})[row.delegation] = None
            divided.setdefault(row.bracket, set()).add(row.option)
        elif row.stance != "accepts":
            contested.add((row.bracket, row.option))
    # Where some want another option, nothing unites all.
    free = [
        CommonGround(bracket, option, tuple(names))
        for (bracket, option), names in wanted.items()
        if len(names) > 1 and (bracket, option) not in contested and len(divided[bracket]) == 1
    ]
    return sorted(free, key=lambda one: -len(one.supporters))[:limit]


def _sides(positions: Iterable[Position]) -> dict[tuple[str, str, bool], set[str]]:
    """Return who is for and who is against each option, in the order in which stances come."""
    found: dict[tuple[str, str, bool], set[str]] = {}
    for row in positions:
        if row.stance in ("supports", "objects", "blocks") and not row.condition:
            found.setdefault((row.bracket, row.option, row.stance == "supports"), set()).add(row.delegation)
    return found


def _share(part: int, whole: int) -> float:
    return (part + 1) / (whole + 2)
