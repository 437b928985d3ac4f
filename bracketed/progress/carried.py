"""What has become of each row of positions, or of each choice, when they were carried to the next draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from bracketed.draft.wording import in_sentence, left_out
from bracketed.markdown import without_marks
from bracketed.phrasing import counted, joined_and, some_of
from bracketed.positions.positions import Position, Positions
from bracketed.views import Answers, Block, Several, Shorten, Table

RowFate: TypeAlias = Literal["kept", "moved", "reworded", "closed", "lost"]
_ROW_FATES: tuple[RowFate, ...] = get_args(RowFate)
# Rows that hold in the later draft as they are.
CERTAIN: tuple[RowFate, ...] = ("kept", "moved")
# That first to be checked; of what is kept there is nothing to say.
_TO_LOOK_AT: tuple[RowFate, ...] = ("reworded", "lost", "closed", "moved")
# So many brackets that are new are named.
_NEW = 8


@dataclass(frozen=True, slots=True)
class Landing:
    """What has become of an option: its `fate`, and the bracket and the letter that have it now, "" if none has.

    `words` are those of the option in the earlier draft, and `words_now` those of the option in the later one; of a
    bracket that was closed, what is in its place, and `closed_with` is the letter that was taken, "" for new wording.
    `why` says more, in a clause.
    """

    bracket: str
    option: str
    words: str
    fate: RowFate
    bracket_now: str = ""
    option_now: str = ""
    words_now: str = ""
    closed_with: str = ""
    why: str = ""

    @property
    def sentence(self) -> str:
        """The landing in plain words."""
        was = f"{self.bracket}={self.option} ({in_sentence(self.words)})"
        now = f"{self.bracket_now}={self.option_now}"
        more = f": {self.why}" if self.why else ""
        if self.fate == "moved":
            return f"{was} is {now} now."
        if self.fate == "reworded":
            return f"{was} is {now} now, {in_sentence(self.words_now)}; look{more}."
        return f"{was} is {self.fate}{more}."


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A row of positions, or a choice, with what has become of it.

    `landing` says what has become of its option. Of positions, `before` is the row in the earlier draft, and `now` the
    same in the later one, with the ids that it has there; None if it is closed or lost.
    """

    landing: Landing
    before: Position | None = None
    now: Position | None = None

    @property
    def fate(self) -> RowFate:
        """`kept`, `moved`, `reworded`, `closed` or `lost`."""
        return self.landing.fate

    @property
    def delegation(self) -> str:
        """Whose row it is, "" for a choice."""
        return self.before.delegation if self.before else ""

    @property
    def stance(self) -> str:
        """The stance of the row, "" for a choice."""
        return self.before.stance if self.before else ""

    @property
    def sentence(self) -> str:
        """What has become of the row, in plain words."""
        return f"{self.delegation} {self.stance}: {self.landing.sentence}" if self.before else self.landing.sentence

    def to_dict(self) -> dict[str, Any]:
        """Return the row as plain values."""
        at = self.landing
        return {
            "fate": at.fate,
            "delegation": self.delegation,
            "stance": self.stance,
            "bracket": at.bracket,
            "option": at.option,
            "words": at.words,
            "bracket_now": at.bracket_now,
            "option_now": at.option_now,
            "words_now": at.words_now,
            "closed_with": at.closed_with,
            "why": at.why,
            "place": self.before.place if self.before else "",
            "sentence": self.sentence,
        }


@dataclass(frozen=True, eq=False)
class Carried(Answers[CarriedRow]):
    """What has become of each row of positions, or of each choice, from one draft to the next, in their order.

    `kept`: the same id and the same words. `moved`: another id, the same words. `reworded`: other words, or something
    else that the row depends on has changed, so that it is to be checked. `closed`: the bracket was closed.
    `lost`: the bracket does not have the option any more, or nothing was found of either.

    `positions`, or `choices`, are those that hold in the later draft. `new` are its outermost brackets that have no
    counterpart in the earlier draft.
    """

    columns = (
        "fate delegation stance bracket option words bracket_now option_now words_now closed_with why place sentence"
    )

    rows: tuple[CarriedRow, ...] = field(repr=False)
    earlier: str
    later: str
    positions: Positions = field(default=Positions(), repr=False)
    choices: Mapping[str, str] = field(default_factory=dict, repr=False)
    new: tuple[str, ...] = field(default=(), repr=False)

    def of(self, *fates: RowFate) -> tuple[CarriedRow, ...]:
        """Return the rows with one of these fates."""
        return tuple(row for row in self.rows if row.fate in fates)

    @property
    def by_urgency(self) -> tuple[CarriedRow, ...]:
        """The rows, those first to be checked, and what is kept last."""
        return tuple(row for fate in (*_TO_LOOK_AT, "kept") for row in self.of(fate))

    @property
    def counts(self) -> dict[RowFate, int]:
        """How many rows have each fate."""
        found = Counter(row.fate for row in self.rows)
        return {fate: found[fate] for fate in _ROW_FATES}

    @property
    def sentence(self) -> str:
        """The counts in plain words.

        >>> landings = [Landing("4#1", "a", "shall", fate) for fate in ("kept", "kept", "lost")]
        >>> Carried(tuple(map(CarriedRow, landings)), "monday.txt", "tuesday.txt").sentence
        'Of 3 choices of monday.txt in tuesday.txt: 2 kept and 1 lost.'
        """
        if not self.rows:
            return f"There is nothing to carry from {self.earlier} to {self.later}."
        noun = "choice" if any(row.before is None for row in self.rows) else "row"
        rows = counted(len(self.rows), noun)
        return f"Of {rows} of {self.earlier} in {self.later}: {joined_and(self._counted)}."

    @property
    def _counted(self) -> list[str]:
        return [f"{number:,} {fate}" for fate, number in self.counts.items() if number]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the counts, and option by option what is not kept: first that to be checked."""
        yield self.sentence
        if self.counts["reworded"]:
            yield "Reworded rows are not used until they are checked and confirmed."
        whose = any(row.before for row in self.rows)
        head = ("fate", "before", "now", "words", "words now, or why", *["delegations"] * whose)
        if rows := [[*cells, *[names] * whose] for *cells, names in self._cells(shorten)]:
            yield Table(head, rows)
        if self.new:
            yield f"New in {self.later}: {some_of(self.new, _NEW)}."

    def _cells(self, shorten: Shorten) -> Iterator[list[str]]:
        """Yield a row for each option that is not kept: what has become of it, and whose stances are on it."""
        for fate in _TO_LOOK_AT:
            holders: dict[Landing, list[str]] = {}
            for row in self.of(fate):
                holders.setdefault(row.landing, []).append(row.delegation)
            for at, names in holders.items():
                ids = [f"{at.bracket} {at.option}", f"{at.bracket_now} {at.option_now}".strip()]
                # What has moved has the same words.
                now = "" if fate == "moved" else at.why or at.words_now
                yield [
                    fate,
                    *ids,
                    *(shorten(_in_cell(words)) for words in (at.words, now)),
                    Several(dict.fromkeys(names)),
                ]

    def __repr__(self) -> str:
        return f"<Carried {self.earlier!r} to {self.later!r}: {', '.join(self._counted) or 'none'}>"


def _in_cell(words: str) -> str:
    omitted = left_out(words)
    return f"leave out “{without_marks(omitted)}”" if omitted else without_marks(words)
