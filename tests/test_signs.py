"""What several operators together, and answers to what others want, come to is what is in `tests/golden/`."""

from __future__ import annotations

from itertools import product as every
from typing import get_args

from bracketed.positions.requests import UnreadableError
from bracketed.positions.signs import OPERATORS, Action, in_answer, product
from tests.conftest import Golden


def test_operators_together_come_to_the_same_as_before(golden: Golden) -> None:
    lines = []
    for length in (1, 2, 3):
        for operators in every(sorted(OPERATORS), repeat=length):
            try:
                lines.append(f"{' '.join(operators)}: {product(list(operators))}")
            except UnreadableError:
                # Most of three make no sense, and are no lines of their own.
                lines += [f"{' '.join(operators)}: not read"] * (length < 3)
    golden.check("signs/operators.txt", "\n".join(lines) + "\n")


def test_answers_to_what_others_want_come_to_the_same_as_before(golden: Golden) -> None:
    lines = []
    for attitude, action in every(["same", *sorted(OPERATORS)], sorted(get_args(Action))):
        try:
            lines.append(f"{attitude} {action}: {in_answer(attitude, action)}")
        except UnreadableError:
            lines.append(f"{attitude} {action}: not read")
    golden.check("signs/answers.txt", "\n".join(lines) + "\n")
