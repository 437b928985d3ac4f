"""Which part of an answer is requested: one part of the draft, one delegation, or brackets of one status."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bracketed.cli.verbs import Option
from bracketed.phrasing import joined_and
from bracketed.views import Listing

if TYPE_CHECKING:
    from bracketed.draft.draft import Diagnostic, Draft
    from bracketed.draft.tree import Bracket
    from bracketed.positions.positions import Positions
    from bracketed.source import Span
    from bracketed.views import Answers, ByArticle, View

Answer = TypeVar("Answer", bound="Answers[Any]")

FILTERS: dict[str, Option] = {
    "article": click.option("--article", metavar="LABEL", help="One part of the draft, with everything below it."),
    "by": click.option("--by", type=click.Choice(["article"]), help="A row for each article, with counts."),
    "delegation": click.option("--delegation", metavar="NAME", help="One delegation."),
    "status": click.option(
        "--status",
        type=click.Choice(["blocking", "reserved", "closable", "silent"]),
        help="Brackets of this status.",
    ),
}


@dataclass(frozen=True)
class Selection:
    """A part of a draft, a delegation and a status, as far as they were requested.

    `part` is its place, None for all of the draft; `delegation` the name of one, or ""; `brackets` are the
    ids of the brackets that are in the part and have the status, None for all.
    """

    part: Span | None
    delegation: str
    brackets: Collection[str] | None
    # What was requested, as people read it.
    words: str
    _labels: Collection[str] | None

    def __bool__(self) -> bool:
        return bool(self.words)

    def holds(self, row: object) -> bool:
        """Return whether a row of an answer is about one of the brackets, and about the delegation."""
        about = self.brackets is None or any(id_ in self.brackets for id_ in _brackets_of(row))
        return about and (not self.delegation or self.delegation in _delegations_of(row))

    def rows_of(self, answer: Answer, limit: int | None = None) -> Answer:
        """Return an answer with the requested rows alone, so many at most."""
        return answer.only(self.holds, limit)

    def by_article(self, answer: ByArticle) -> View:
        """Return an answer by article; if a part of it was requested, only with articles that have anything of that."""
        return self.articles_of(answer.by_article())

    def articles_of(self, counts: View) -> View:
        """Return counts by article, if a part was requested only those of articles that have anything of it."""
        if not self or not isinstance(counts, Listing):
            return counts
        kinds = ("brackets", "placeholders", "implied", "continued")
        rows = [row for row in counts.records if any(row.get(kind) for kind in kinds)]
        return replace(counts, dicts=rows, records=rows)

    def positions(self, positions: Positions) -> Positions:
        """Return the requested stances, notes and findings."""
        if not self:
            return positions
        rows = (row for row in positions.rows if self.brackets is None or row.bracket in self.brackets)
        notes = (note for note in positions.notes if self._labels is None or note.provision in self._labels)
        return replace(
            positions,
            rows=tuple(row for row in rows if self.delegation in ("", row.delegation)),
            notes=tuple(note for note in notes if not self.delegation or self.delegation in _names(note.delegation)),
            diagnostics=tuple(filter(self.finding, positions.diagnostics)),
        )

    def finding(self, finding: Diagnostic) -> bool:
        """Return whether a finding is about the part, and about words of the delegation."""
        inside = self._labels is None or finding.provision in self._labels
        return inside and (not self.delegation or self.delegation in _names(finding.by))

    def those_of(self, brackets: Iterable[Bracket], positions: Positions) -> list[Bracket]:
        """Return the requested brackets: of a delegation, those on which it takes a stance."""
        spoken = {row.bracket for row in positions if row.delegation == self.delegation}
        return [
            bracket
            for bracket in brackets
            if (self.brackets is None or bracket.id in self.brackets) and (not self.delegation or bracket.id in spoken)
        ]


def selection(
    draft: Draft,
    positions: Positions,
    article: str | None = None,
    delegation: str | None = None,
    status: str | None = None,
    statuses: Callable[[], Iterable[tuple[str, str]]] = tuple,
) -> Selection:
    """Return what was requested by these names.

    Args:
        draft: the draft with the part.
        positions: those that the delegation has taken.
        article: the label or the title of a part, as `outline` prints them.
        delegation: any name of a delegation.
        status: a status of brackets.
        statuses: gives each bracket with its status; called only if there is a `status`.

    Raises:
        UnknownNameError: there is no such part, or no delegation of this name has taken a stance.
    """
    from bracketed.positions.positions import every_bracket

    part = next(draft.outline.find(article)).span if article else None
    name = _delegation(delegation, positions) if delegation else ""
    brackets = None
    if part or status:
        listed = every_bracket(draft, positions)
        brackets = {
            bracket.id for bracket in listed if part is None or part.start <= draft.place_of(bracket) < part.end
        }
        brackets &= {id_ for id_, how in statuses() if how == status} if status else brackets
    labels = {p.label for p in draft.provisions if part.start <= p.span.start < part.end} if part else None
    words = [word for word in (article, name, status) if word]
    return Selection(part, name, brackets, joined_and(words) if words else "", labels)


def _delegation(name: str, positions: Positions) -> str:
    from bracketed.draft.delegations import delegation_among

    remarked = (one for note in positions.notes for one in _names(note.delegation) if one)
    return delegation_among((*positions.delegations, *remarked), name)


def _names(listed: str) -> list[str]:
    return listed.split(", ")


def _brackets_of(row: object) -> Iterable[str]:
    """Return the ids of the brackets that a row of an answer is about."""
    from bracketed.consensus.leverage import Lever
    from bracketed.consensus.packages import Package

    match row:
        case Lever():
            return (row.name, *row.brackets, *row.closes)
        case Package():
            return (*row.choices,)
        case _:
            return getattr(row, "brackets", None) or (getattr(row, "id", ""),)


def _delegations_of(row: object) -> Iterable[str]:
    """Return the delegations that a row of an answer is about."""
    from bracketed.consensus.blocking import BracketSupport
    from bracketed.consensus.leverage import Lever
    from bracketed.consensus.packages import Package

    match row:
        case BracketSupport():
            return {name for option in row.options for names in option.sides.values() for name in names}
        case Lever():
            return (row.name,)
        case Package():
            return (member.delegation for member in row.members)
        case _:
            raise TypeError(f"a {type(row).__name__} is about no delegation")
