"""Positions: who takes which stance on which option, with the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from bracketed.errors import UnknownNameError
from bracketed.text.draft import Diagnostic
from bracketed.text.tree import Bracket

if TYPE_CHECKING:
    import pandas as pd

Stance: TypeAlias = Literal["supports", "accepts", "objects", "blocks"]
STANCES: tuple[Stance, ...] = ("supports", "accepts", "objects", "blocks")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a position rests on: the `words` that were read, who typed them, their line, and the `rule` that fired."""

    words: str
    author: str = ""
    line: int | None = None
    rule: str = ""

    def __str__(self) -> str:
        by = f" ({self.author})" if self.author else ""
        where = "" if self.line is None else f", line {self.line}"
        return f"{self.words}{by}{where}"


@dataclass(frozen=True, slots=True)
class Position:
    """One row: a delegation's stance on one option of one bracket.

    `condition` holds (bracket, option) pairs; the row counts only in variants that chose all of them.
    `source` says where the row comes from: `comment`, `text` (`[shall – EU]`), or the name of a table.
    """

    delegation: str
    bracket: str
    option: str
    stance: Stance
    weight: float = 1
    condition: tuple[tuple[str, str], ...] = ()
    source: str = "comment"
    evidence: Evidence = field(default=Evidence(""), compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that carries no stance: who made it, about which provision, and its words.

    `kind` says what it is about: `move`, `merge` or `split` a provision, `reservation`, `clarification`, `question`,
    `editorial` (spelling, number, case), `condition` (one that names no choice), or just `remark`.
    """

    delegation: str
    provision: str
    text: str
    author: str
    line: int
    kind: str = "remark"


@dataclass(frozen=True, slots=True)
class Implied:
    """A bracket of `origin="comment"`: words outside the brackets of the text that a delegation argues about.

    `places` are the same bracket at each place of the source where its words stand, in order; a placeless insertion
    (the comment does not say where the words go) has none. `bracket` is the first place, or the bracket without one.
    """

    bracket: Bracket
    places: tuple[Bracket, ...] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Positions:
    """The positions of all delegations: rows, the brackets they imply, notes, and what could not be read.

    A value: every method returns a new one.
    """

    rows: tuple[Position, ...] = field(repr=False, default=())
    implied: tuple[Implied, ...] = field(repr=False, default=())
    notes: tuple[Note, ...] = field(repr=False, default=())
    diagnostics: tuple[Diagnostic, ...] = field(repr=False, default=())

    def __iter__(self) -> Iterator[Position]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        # Notes and implied brackets matter even where no row does.
        return bool(self.rows or self.implied or self.notes)

    def __repr__(self) -> str:
        return (
            f"<Positions: {len(self.rows)} rows of {len(self.delegations)} delegations, "
            f"{len(self.implied)} implied brackets, {len(self.notes)} notes>"
        )

    def __add__(self, more: Positions) -> Positions:
        """Return both sets of positions; where one delegation speaks on one option in both, the later wins."""
        if not isinstance(more, Positions):
            return NotImplemented
        newer = {(row.delegation, row.bracket, row.option) for row in more.rows}
        kept = tuple(row for row in self.rows if (row.delegation, row.bracket, row.option) not in newer)
        known = {implied.bracket.id for implied in self.implied}
        return Positions(
            rows=kept + more.rows,
            implied=self.implied + tuple(i for i in more.implied if i.bracket.id not in known),
            notes=self.notes + more.notes,
            diagnostics=self.diagnostics + more.diagnostics,
        )

    @property
    def delegations(self) -> tuple[str, ...]:
        """The delegations that take a stance, in order of first appearance."""
        return tuple(dict.fromkeys(row.delegation for row in self.rows))

    def of(self, *delegations: str) -> Positions:
        """Return only the rows and notes of these delegations; UnknownNameError if one has none."""
        self._check(delegations)
        return self._only(lambda name: name in delegations)

    def without(self, *delegations: str) -> Positions:
        """Return the positions as if these delegations had said nothing; UnknownNameError if one has none.

        The brackets that they alone implied stay, so that counts with and without them can be compared.
        """
        self._check(delegations)
        return self._only(lambda name: name not in delegations)

    def weighted(self, weights: Mapping[str, float]) -> Positions:
        """Return the positions with these weights, at least 0, by delegation; UnknownNameError if one has none."""
        self._check(weights)
        if any(weight < 0 for weight in weights.values()):
            raise ValueError(f"a weight is at least 0; got {dict(weights)}")
        return replace(self, rows=tuple(replace(r, weight=weights.get(r.delegation, r.weight)) for r in self.rows))

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a DataFrame, one row a position."""
        from bracketed.show.frames import to_frame

        return to_frame(self)

    def _check(self, delegations: Iterable[str]) -> None:
        for name in delegations:
            if name not in self.delegations and all(note.delegation != name for note in self.notes):
                raise UnknownNameError("delegation", name, self.delegations)

    def _only(self, wanted: Callable[[str], bool]) -> Positions:
        return replace(
            self,
            rows=tuple(row for row in self.rows if wanted(row.delegation)),
            notes=tuple(note for note in self.notes if wanted(note.delegation)),
        )
