"""What sets groups of delegations apart, and what all of them want."""

from __future__ import annotations

import bracketed as bt
from bracketed.consensus.groups import common_ground, distinctions
from bracketed.positions.positions import Positions

DRAFT = bt.parse("1. Ports [shall/should] pay.\n2. Docks [pay/wait].")


def stances(*rows: tuple[str, str, str, str]) -> Positions:
    names = ("delegation", "bracket", "option", "stance")
    return bt.read_positions([dict(zip(names, row, strict=True)) for row in rows], DRAFT)


def wanting(bracket: str, option: str, *delegations: str) -> list[tuple[str, str, str, str]]:
    return [(name, bracket, option, "supports") for name in delegations]


GROUPS = (("UK", "EU"), ("USA", "Fiji"))


def test_what_all_want_sets_no_group_apart() -> None:
    rows = wanting("1#1", "a", "UK", "EU", "USA", "Fiji")
    rows += wanting("2#1", "a", "UK", "EU") + wanting("2#1", "b", "USA", "Fiji")
    found = distinctions(stances(*rows), GROUPS)
    assert [[(one.bracket, one.option, one.is_for) for one in own] for own in found] == [
        [("2#1", "a", True)],
        [("2#1", "b", True)],
    ]


def test_what_one_of_a_group_says_sets_it_not_apart() -> None:
    assert distinctions(stances(*wanting("1#1", "a", "UK"), *wanting("1#1", "b", "USA", "Fiji")), GROUPS)[0] == []


def test_what_a_delegation_opposes_or_wants_otherwise_unites_nobody() -> None:
    rows = wanting("1#1", "a", "UK", "EU")
    assert [one.supporters for one in common_ground(stances(*rows))] == [("UK", "EU")]
    assert common_ground(stances(*rows, ("USA", "1#1", "a", "reserves"))) == []
    assert common_ground(stances(*rows, *wanting("1#1", "b", "USA"))) == []
