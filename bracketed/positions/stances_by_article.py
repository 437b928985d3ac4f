"""Who takes how many stances in which article: counted from rows, as a list and as a matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bracketed.draft.articles import count_cell, table_by_article
from bracketed.views import Listing, Record, Several

if TYPE_CHECKING:
    import pandas as pd

# Where rows are that name a bracket which the draft does not have.
UNKNOWN = "not in the draft"
# Which stances are for an option, and which are against it.
_SIDES = {"for": ("supports", "accepts"), "against": ("reserves", "objects", "blocks")}


class Placed(NamedTuple):
    """A stance on some option of a bracket, with the article that the bracket is in."""

    article: str
    delegation: str
    bracket: str
    stance: str


class _Counts:
    """On how many brackets of each article each delegation takes each stance; `kinds` are the stances."""

    def __init__(self, stances: Iterable[Placed], kinds: Sequence[str]) -> None:
        self.kinds = kinds
        # A stance on two options of one bracket is on one bracket.
        self._brackets: dict[tuple[str, str], dict[str, set[str]]] = {}
        for one in stances:
            by_stance = self._brackets.setdefault((one.article, one.delegation), {})
            by_stance.setdefault(one.stance, set()).add(one.bracket)

    @property
    def delegations(self) -> list[str]:
        """The delegations in order of first appearance."""
        return [*dict.fromkeys(delegation for _, delegation in self._brackets)]

    def of(self, article: str, *delegations: str) -> Counter[str]:
        """Return the number of brackets by stance, and under “brackets” of any stance, of some delegations together."""
        found: dict[str, set[str]] = {}
        for delegation in delegations:
            for stance, brackets in self._brackets.get((article, delegation), {}).items():
                found.setdefault(stance, set()).update(brackets)
        any_ = {bracket for brackets in found.values() for bracket in brackets}
        return Counter({stance: len(brackets) for stance, brackets in found.items()}) + Counter(brackets=len(any_))

    def on_side(self, article: str, delegation: str, side: str) -> int:
        """Return on how many brackets a delegation takes a stance of one side."""
        by_stance = self._brackets.get((article, delegation), {})
        return len(set().union(*(by_stance.get(stance, ()) for stance in _SIDES[side])))

    def speaking(self, article: str) -> list[str]:
        """Return the delegations that take a stance in an article."""
        return [name for name in self.delegations if (article, name) in self._brackets]


def stances_by_article(articles: Sequence[str], stances: Iterable[Placed], kinds: Sequence[str]) -> Listing:
    """Return a row for each delegation in each article: the number of brackets on which it takes which stance.

    Args:
        articles: the names of the articles, in the order of the draft.
        stances: the stances.
        kinds: the kinds of stances.
    """
    counts = _Counts(stances, kinds)
    rows: list[Record] = []
    cells = []
    for article in articles:
        speaking = counts.speaking(article)
        for delegation in speaking:
            found = counts.of(article, delegation)
            figures = {kind: found[kind] for kind in ("brackets", *kinds)}
            rows.append({"article": article, "delegation": delegation, **figures})
        brackets = counts.of(article, *speaking)["brackets"]
        sides = [Several(_ranked(counts, article, speaking, side)) for side in _SIDES]
        cells.append([count_cell(brackets), count_cell(len(speaking)), *sides])
    head = ("", "brackets", "delegations", *_SIDES)
    blocks = [*table_by_article(articles, head, cells)]
    return Listing(rows, rows, blocks, f"article delegation brackets {' '.join(kinds)}")


def _ranked(counts: _Counts, article: str, delegations: Sequence[str], side: str) -> list[str]:
    """Return the delegations on one side with the number of brackets of each, those with most first."""
    found = [(counts.on_side(article, name, side), name) for name in delegations]
    return [f"{name} {count}" for count, name in sorted(found, key=lambda one: -one[0]) if count]


def matrix_by_article(articles: Sequence[str], stances: Iterable[Placed], kinds: Sequence[str]) -> pd.DataFrame:
    """Return the same numbers with a row for each delegation, and a column for each stance in each article."""
    import pandas as pd

    counts = _Counts(stances, kinds)
    columns = pd.MultiIndex.from_product([articles, kinds], names=["article", "stance"])
    index = pd.Index(counts.delegations, name="delegation", dtype="str")
    cells = [
        [found[kind] for article in articles for found in [counts.of(article, name)] for kind in kinds]
        for name in counts.delegations
    ]
    return pd.DataFrame(cells, index=index, columns=columns, dtype="int64")
