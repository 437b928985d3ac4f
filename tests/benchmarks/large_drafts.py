"""Makes drafts of the size of the largest treaties, with stances on them: the input of the benchmarks.

As in real drafts most brackets have two options, 15 % stand inside an option of another (to depth 4), some choices of
words return in many places, and here and there an option requires or excludes one nearby.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.links import Link
from bracketed.positions.positions import Position, Positions, Stance

WORDS = ["ports", "water", "finance", "training", "charts", "crews", "safety", "tariffs", "quays", "pilots", "dredging"]
STANCES: dict[Stance, int] = {"supports": 45, "objects": 33, "accepts": 17, "reserves": 3, "blocks": 2}
DELEGATIONS = 200


@dataclass(frozen=True)
class Large:
    """A draft, links between options of it, and stances."""

    draft: Draft
    rules: tuple[Link, ...]
    positions: Positions


def large(brackets: int, rows: int, *, hard: bool = False, seed: int = 1) -> Large:
    """Return a draft with about so many brackets, and so many stances of 200 delegations on them."""
    chance = random.Random(seed)
    # Choices of words that return: a hard draft has more of them, each in more places.
    classes = [f"old term{number}/new term{number}" for number in range(brackets // (60 if hard else 200))]
    made = 0
    lines = []
    while made < brackets:
        words, count = _bracket(chance, classes, 0, made)
        made += count
        lines.append(f"{len(lines) + 1}. Parties {words} report on {chance.choice(WORDS)}.")
    draft = bt.parse("\n".join(lines))
    ids = [(bracket.id, bracket.letters) for bracket in draft.brackets]
    rules = tuple(_rule(chance, ids, number, hard) for number in range(brackets // (10 if hard else 20)))
    return Large(draft, rules, Positions(tuple(_rows(chance, ids, rows))))


def _bracket(chance: random.Random, classes: list[str], depth: int, number: int) -> tuple[str, int]:
    if classes and chance.random() < 0.08:
        return f"[{chance.choice(classes)}]", 1
    options = []
    made = 1
    for place in range(chance.choice([1, 1, 2, 2, 2, 3, 4])):
        option = f"{chance.choice(WORDS)} {number}{'abcd'[place]}"
        if depth < 3 and chance.random() < 0.09:
            inner, count = _bracket(chance, classes, depth + 1, number + made)
            option += f" and {inner}"
            made += count
        options.append(option)
    return f"[{'/'.join(options)}]", made


def _rule(chance: random.Random, ids: list[tuple[str, tuple[str, ...]]], number: int, hard: bool) -> Link:
    first = chance.randrange(len(ids) - 20)
    second = first + chance.randint(1, 20 if hard else 6)
    one, two = (ids[place] for place in (first, second))
    kind = chance.choice(["requires", "excludes"])
    return Link(f"{kind}:{number}", kind, (one[0], two[0]), ((chance.choice(one[1][:-1]), chance.choice(two[1])),))


def _rows(chance: random.Random, ids: list[tuple[str, tuple[str, ...]]], count: int) -> list[Position]:
    rows: dict[tuple[str, str, str], Position] = {}
    while len(rows) < count:
        place = chance.randrange(len(ids) - 10)
        bracket, letters = ids[place]
        condition: tuple[tuple[str, str], ...] = ()
        if chance.random() < 0.01:
            other, others = ids[place + chance.randint(1, 9)]
            condition = ((other, chance.choice(others)),)
        name = f"Party {chance.randrange(DELEGATIONS):03}"
        (stance,) = chance.choices([*STANCES], [*STANCES.values()])
        row = Position(name, bracket, chance.choice(letters), stance, condition=condition)
        rows[row.delegation, row.bracket, row.option] = row
    return list(rows.values())
