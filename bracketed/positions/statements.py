"""What delegations said, statement by statement: all of one delegation, and what later statements replaced."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bracketed.phrasing import counted, quoted
from bracketed.views import Answers, Block, Record, Shorten, Table

ReadAs: TypeAlias = Literal["stance", "neutral", "not read"]


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that a delegation said, on which line, in which words, and what was read of it.

    `place` is how people find it: its line or page, the row of a table with its name, or whose comment it is.

    `read_as` is `stance`, with its bracket, option, stance and source; `neutral`, if a rule says that it takes no side;
    or `not read`. `rule` is the rule that fired, the kind of a neutral remark, or the code of the finding, and `why`
    says in plain words why there is no stance.
    """

    line: int | None
    words: str
    read_as: ReadAs
    bracket: str = ""
    option: str = ""
    stance: str = ""
    source: str = ""
    rule: str = ""
    why: str = ""
    place: str = field(repr=False, default="")

    @property
    def outcome(self) -> str:
        """What was read, in a few words."""
        if self.read_as == "stance":
            return f"{self.stance} {self.option} of {self.bracket}"
        return f"{self.read_as}: {self.why}"

    @property
    def sentence(self) -> str:
        """Where it was said, its words, and what was read, on one line."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}{quoted(self.words)} – {self.outcome}"

    def to_dict(self) -> Record:
        """Return it as plain values."""
        return {name: getattr(self, name) for name in Said.columns.split()}


@dataclass(frozen=True)
class Said(Answers[Heard]):
    """All that a delegation said, in the order of lines: stances, neutral remarks, and what could not be read."""

    columns = "line words read_as bracket option stance source rule why"

    delegation: str
    rows: tuple[Heard, ...] = field(repr=False)

    def of(self, read_as: ReadAs) -> tuple[Heard, ...]:
        """Return what was read in one way."""
        return tuple(row for row in self.rows if row.read_as == read_as)

    def to_dicts(self) -> dict[str, Any]:
        """Return the delegation, and one dictionary for each thing that it said."""
        return {"delegation": self.delegation, "said": [row.to_dict() for row in self.rows]}

    def to_records(self) -> list[Record]:
        """Return one record for each thing that the delegation said."""
        return [row.to_dict() for row in self.rows]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield a row for each statement with all that was read of it, and how much there is of each."""
        if not self.rows:
            yield f"{self.delegation} has made no statement."
            return
        # One sentence often settles several options: its words are shown once.
        read: dict[tuple[str, str], list[Heard]] = {}
        for row in self.rows:
            read.setdefault((row.place, row.words), []).append(row)
        # Where all are on lines, that is said once.
        lines = all(place.startswith("line ") for place, _ in read)
        rows = [
            [
                place.removeprefix("line ") if lines else place,
                shorten(words),
                "; ".join(dict.fromkeys(one.outcome for one in heard)),
                ", ".join(dict.fromkeys(one.rule for one in heard if one.rule)),
            ]
            for (place, words), heard in read.items()
        ]
        yield Table(("line" if lines else "where", "words", "what was read", "rule"), rows)
        stances, neutral, unread = (len(self.of(kind)) for kind in ("stance", "neutral", "not read"))
        yield (
            f"{self.delegation}: {counted(stances, 'stance')}, {counted(neutral, 'neutral remark')}, "
            f"{unread:,} not read."
        )

    def __repr__(self) -> str:
        return f"<Said: {counted(len(self.rows), 'thing')} by {self.delegation}>"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a delegation said of an option: when, if that is known, its stance, where it is, and its words.

    `is_current` says whether it counts; it does not if a later statement replaced it.
    """

    delegation: str
    bracket: str
    option: str
    stance: str
    date: datetime.date | None
    line: int | None
    source: str
    words: str
    is_current: bool
    place: str = field(repr=False, default="")

    def to_dict(self) -> Record:
        """Return the statement as plain values, its date as ISO 8601 or None."""
        values = {name: getattr(self, name) for name in History.columns.split()}
        return {**values, "date": self.date.isoformat() if self.date else None}

    @property
    def sentence(self) -> str:
        """The statement in plain words."""
        when = f"{self.date.isoformat()}: " if self.date else ""
        return f"{when}{self.delegation} {self.stance} {self.option} of {self.bracket} ({self.place or self.source})"


@dataclass(frozen=True)
class History(Answers[Statement]):
    """The statements of each delegation on each option on which it said more than what counts now, oldest first."""

    columns = "delegation bracket option stance date line source words is_current"

    rows: tuple[Statement, ...] = field(repr=False)

    def of(self, delegation: str, bracket: str, option: str) -> tuple[Statement, ...]:
        """Return the statements of a delegation on an option; nothing if none of them was ever replaced."""
        key = (delegation, bracket, option)
        return tuple(row for row in self.rows if (row.delegation, row.bracket, row.option) == key)

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield a row for each statement."""
        if not self.rows:
            yield "No delegation has changed its position."
            return
        rows = [
            [
                row.delegation,
                f"{row.bracket}={row.option}",
                row.stance if row.is_current else f"({row.stance})",
                row.date.isoformat() if row.date else "",
                row.place or row.source,
                shorten(row.words),
            ]
            for row in self.rows
        ]
        yield Table(("delegation", "option", "stance", "date", "source", "words"), rows)
        yield "Stances in parentheses were replaced by later ones."

    def __repr__(self) -> str:
        replaced = sum(not row.is_current for row in self.rows)
        return f"<History: {counted(len(self.rows), 'statement')}, of which {replaced} replaced>"
