"""Counts what made-up examples hold, and fails where too few hold what a test is about.

A property that is tried on drafts without brackets proves nothing, however many there are:

    seen = Seen({"a bracket": 0.6})

    @given(drafts())
    def holds(text: str) -> None:
        seen.count(held_by(bt.parse(text)))
        ...

    holds()
    seen.check()

Examples of one seed resemble each other, and their shares differ from seed to seed by far more than by chance. So
shares are looked at where the examples are the same in each run, and not where others are tried.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt

from hypothesis import settings

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.tree import Mark, leaves
from bracketed.errors import BracketedError

# An “alt” of a paragraph in an “alt” of an article: the label of the one holds that of the other.
_TWO_ALTS = re.compile(r"\balt\b.*\balt\b", re.IGNORECASE)
# The first examples are the simplest that there are, and a quick run hardly tries others.
_FEW = 40
_CHANGE_MARKS = re.compile(r"\{(?:\+\+|--|~~)")


class Seen:
    """Counts examples and what they hold; `enough` says of what share of them each must be true."""

    def __init__(self, enough: Mapping[str, float]) -> None:
        self.enough = enough
        self.counts: Counter[str] = Counter()
        self.examples = 0

    def count(self, held: Iterable[str]) -> None:
        """Count an example that holds these."""
        self.examples += 1
        for what in {*held}:
            self.counts[what] += 1

    def check(self) -> None:
        """Fail if too few examples hold what they must, of examples that are the same in each run."""
        assert self.examples, "no example was tried"
        too_few = self.too_few() if settings().derandomize else {}
        assert not too_few, too_few

    def too_few(self) -> dict[str, str]:
        """Return what too few examples hold; chance is allowed for, and of few examples it would decide."""
        if self.examples < _FEW:
            return {}
        shares = {what: self.counts[what] / self.examples for what in self.enough}
        # Three times the standard deviation: of a thousand checks that should pass, one fails.
        least = {what: share - 3 * sqrt(share * (1 - share) / self.examples) for what, share in self.enough.items()}
        return {
            what: f"{share:.2f}, and not {self.enough[what]}" for what, share in shares.items() if share < least[what]
        }


def held_by(draft: Draft) -> set[str]:
    """Return what a draft holds of that which tests are about."""
    kinds = {leaf.kind for leaf in leaves(draft.content) if isinstance(leaf, Mark)}
    named = {bracket.id for bracket in draft.brackets if any(option.label for option in bracket.options)}
    inner = [bracket for bracket in draft.brackets if bracket.parent is not None]
    return {
        what
        for what, there in {
            "a bracket": bool(draft.brackets),
            "a bracket in a bracket": bool(inner),
            "the name of an option": "label" in kinds,
            "options in options": any(one.id in named and one.parent and one.parent[0] in named for one in inner),
            "alternatives of two depths": any(_TWO_ALTS.search(one.label) for one in draft.provisions),
            "an attribution": "attribution" in kinds,
            "a note": "note" in kinds,
            "a comment": bool(draft.comments),
            "a mark of a change": bool(_CHANGE_MARKS.search(draft.source)),
            "a sign without a partner": any(one.code == "unmatched-bracket" for one in draft.diagnostics),
        }.items()
        if there
    }


def held_by_text(text: str) -> set[str]:
    """Return the same of a text, nothing if the library says that it does not read it."""
    try:
        return held_by(bt.parse(text))
    except BracketedError:
        return {"nothing that is read"}
