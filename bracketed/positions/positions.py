"""Positions: who takes which stance on which option, with the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Diagnostic, Draft
from bracketed.draft.tree import Bracket
from bracketed.errors import UnknownNameError
from bracketed.views import frame, html

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

Stance: TypeAlias = Literal["supports", "accepts", "objects", "blocks"]
STANCES: tuple[Stance, ...] = ("supports", "accepts", "objects", "blocks")

# Findings on a comment of which no stance was read, though it seems to take one.
_UNREAD = (
    "answer-unclear", "comment-not-read", "condition-not-read",
    "phrase-not-found", "target-not-found", "target-unclear",
)  # fmt: skip


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

    `condition` holds (bracket, option) pairs; the row counts only in variants that chose all of them. `source` is
    `comment`, `text` (`[shall – EU]`), `change` (a tracked one), or the name of a table. `probability`, above 0 and up
    to 1, is how likely the delegation is to hold to it; only `bracketed.outlook` uses it, all else counts every row.
    """

    delegation: str
    bracket: str
    option: str
    stance: Stance
    weight: float = 1
    condition: tuple[tuple[str, str], ...] = ()
    source: str = "comment"
    evidence: Evidence = field(default=Evidence(""), compare=False)
    probability: float = 1

    def __post_init__(self) -> None:
        if not 0 < self.probability <= 1:
            raise ValueError(f"a probability lies above 0 and goes up to 1; got {self.probability}")


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that carries no stance: who made it, about which provision, and its words.

    `kind` is `move`, `merge`, `split`, `reservation`, `clarification`, `question`, `editorial` (spelling, number,
    case), `condition` (one that names no choice), or just `remark`.
    """

    delegation: str
    provision: str
    text: str
    author: str
    line: int
    kind: str = "remark"


@dataclass(frozen=True, slots=True)
class ImpliedBracket:
    """A bracket of `origin="comment"`: words outside the brackets of the text that a delegation argues about.

    `places` are this bracket at each place where its words stand, `bracket` is the first. New words have no place if no
    comment says where they go.
    """

    bracket: Bracket
    places: tuple[Bracket, ...] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Positions:
    """The positions of all delegations: rows, the brackets they imply, notes, and what could not be read.

    Every method returns a new value. Those that take delegations raise UnknownNameError for one without rows.
    """

    rows: tuple[Position, ...] = field(repr=False, default=())
    implied: tuple[ImpliedBracket, ...] = field(repr=False, default=())
    notes: tuple[Note, ...] = field(repr=False, default=())
    diagnostics: tuple[Diagnostic, ...] = field(repr=False, default=())

    def __iter__(self) -> Iterator[Position]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        # Notes and implied brackets matter even where no row does.
        return bool(self.rows or self.implied or self.notes)

    def _repr_html_(self) -> str:
        return html(self)

    def __repr__(self) -> str:
        return (
            f"<Positions: {len(self.rows)} rows of {len(self.delegations)} delegations, "
            f"{len(self.implied)} implied brackets, {len(self.notes)} notes>"
        )

    def __add__(self, more: Positions) -> Positions:
        """Return both sets; the rows of a delegation on a bracket in the later one replace those in the first."""
        if not isinstance(more, Positions):
            return NotImplemented
        newer: dict[tuple[str, str], list[Position]] = {}
        for row in more.rows:
            newer.setdefault((row.delegation, row.bracket), []).append(row)
        kept = tuple(row for row in self.rows if (row.delegation, row.bracket) not in newer)
        pairs = ((row, new) for row in self.rows for new in newer.get((row.delegation, row.bracket), ()))
        same = ((row, new) for row, new in pairs if (row.option, row.condition) == (new.option, new.condition))
        contradictions = (_contradiction(row, new) for row, new in same if row.stance != new.stance)
        known = {item.bracket.id for item in self.implied}
        return Positions(
            rows=kept + more.rows,
            implied=self.implied + tuple(item for item in more.implied if item.bracket.id not in known),
            notes=self.notes + more.notes,
            diagnostics=(*self.diagnostics, *more.diagnostics, *contradictions),
        )

    @property
    def delegations(self) -> tuple[str, ...]:
        """The delegations that take a stance, in order of first appearance."""
        return tuple(dict.fromkeys(row.delegation for row in self.rows))

    @property
    def unread(self) -> tuple[Diagnostic, ...]:
        """The comments that could not be read, or not all of them: of each line the first finding that says so.

        >>> import bracketed as bt
        >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – remove “must”")
        >>> [(finding.by, finding.line, finding.message) for finding in bt.positions(draft).unread]
        [('UK', 1, 'the words “must” do not stand in 4; no stance was read')]
        """
        first: dict[int, Diagnostic] = {}
        for finding in self.diagnostics:
            if finding.code in _UNREAD:
                first.setdefault(finding.line, finding)
        return tuple(first.values())

    def of(self, *delegations: str) -> Positions:
        """Return only the rows and notes of these delegations."""
        return self._only(delegations, among=True)

    def without(self, *delegations: str) -> Positions:
        """Return the positions without those of these delegations; the brackets that they imply stay."""
        return self._only(delegations, among=False)

    def weighted(self, weights: Mapping[str, float]) -> Positions:
        """Return the positions with these weights by delegation, without one 1; ValueError if a weight is below 0.

        >>> rows = (Position("EU", "4#1", "a", "objects"), Position("UK", "4#1", "omit", "objects"))
        >>> [(row.delegation, row.weight) for row in Positions(rows).weighted({"EU": 27})]
        [('EU', 27), ('UK', 1)]
        """
        self._check(weights)
        if any(weight < 0 for weight in weights.values()):
            raise ValueError(f"a weight is at least 0; got {dict(weights)}")
        return replace(self, rows=tuple(replace(r, weight=weights.get(r.delegation, r.weight)) for r in self.rows))

    def what_if(self, changes: Mapping[str, Mapping[str, str | Mapping[str, Stance]]]) -> Positions:
        """Return the positions as they would be if delegations changed their minds.

        Args:
            changes: by delegation and bracket, what takes the place of all rows of the delegation on the bracket: the
                stances by option, or `"accepts"` (every option that has one now), or `"silent"`.

        Raises:
            UnknownNameError: a delegation has no row, or there is none on a bracket.
            ValueError: a stance is none, or an option is missing.

        >>> rows = (Position("UK", "4#1", "a", "objects"), Position("UK", "4#1", "omit", "supports"))
        >>> [(row.option, row.stance) for row in Positions(rows).what_if({"UK": {"4#1": "accepts"}})]
        [('a', 'accepts'), ('omit', 'accepts')]
        """
        self._check(changes)
        brackets = tuple(dict.fromkeys(row.bracket for row in self.rows))
        rows = list(self.rows)
        for delegation, by_bracket in changes.items():
            for bracket, change in by_bracket.items():
                if bracket not in brackets:
                    raise UnknownNameError("bracket", bracket, brackets)
                before = [row for row in rows if (row.delegation, row.bracket) == (delegation, bracket)]
                rows = [row for row in rows if row not in before]
                rows += _changed(delegation, bracket, change, before)
        return replace(self, rows=tuple(rows))

    def expand_groups(
        self, *, forum: str | None = None, on: date | None = None, names: Names | None = None
    ) -> Positions:
        """Return the positions with those of each group for its members too, where a member has none on a bracket.

        `forum` and `on` are whose list of members counts and on which day, as in `Names.members`; `names` holds the
        lists, by default the built-in ones.

        >>> positions = Positions((Position("BASIC", "4#1", "a", "objects"), Position("India", "4#1", "a", "supports")))
        >>> [row.delegation for row in positions.expand_groups() if row.stance == "objects"]
        ['BASIC', 'Brazil', 'China', 'South Africa']
        """
        known = names or Names.default()
        own = {(row.delegation, row.bracket) for row in self.rows}
        more: list[Position] = []
        for row in self.rows:
            found = known.find(row.delegation)
            members = known.members(row.delegation, forum, on) if found and found.kind == "group" else ()
            words = f"{row.evidence.words} (for its members: {row.delegation})".strip()
            shared = replace(row, evidence=replace(row.evidence, words=words))
            more += [replace(shared, delegation=name) for name in members if (name, row.bracket) not in own]
        return replace(self, rows=self.rows + tuple(more))

    def matrix(self) -> pd.DataFrame:
        """Return the unconditional stances, categories from blocks to supports, by delegation and option (`4#1=a`)."""
        import pandas as pd

        rows = [row for row in self if not row.condition]
        cells = {(row.delegation, f"{row.bracket}={row.option}"): row.stance for row in rows}
        delegations = dict.fromkeys(row.delegation for row in rows)
        options = dict.fromkeys(f"{row.bracket}={row.option}" for row in rows)
        kinds = pd.CategoricalDtype([*reversed(STANCES)], ordered=True)
        table = pd.DataFrame(
            {option: pd.Series([cells.get((name, option)) for name in delegations], dtype=kinds) for option in options}
        )
        table.index = pd.Index(delegations, name="delegation", dtype="str")
        table.columns.name = "option"
        return table

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a DataFrame, one row a position."""
        return frame(self)

    def _check(self, delegations: Iterable[str]) -> None:
        for name in delegations:
            if name not in self.delegations and all(note.delegation != name for note in self.notes):
                raise UnknownNameError("delegation", name, self.delegations)

    def _only(self, delegations: tuple[str, ...], among: bool) -> Positions:
        self._check(delegations)
        rows = tuple(row for row in self.rows if (row.delegation in delegations) == among)
        return replace(self, rows=rows, notes=tuple(n for n in self.notes if (n.delegation in delegations) == among))


def every_bracket(draft: Draft, positions: Positions) -> list[Bracket]:
    """Return the brackets of the text and those that comments imply, in reading order."""
    # Outer brackets before inner ones.
    implied = (item.bracket for item in positions.implied)
    return sorted((*draft.brackets, *implied), key=lambda bracket: (bracket.span.start, -bracket.span.end))


def _contradiction(row: Position, new: Position) -> Diagnostic:
    before, after = ("objects to" if stance == "objects" else stance for stance in (row.stance, new.stance))
    message = f"{row.delegation} {before} option {row.option} of {row.bracket} by its {row.source} and {after} it in "
    message += f"{new.source}; the latter counts"
    return Diagnostic("warning", "contradiction", message, row.bracket.partition("#")[0], row.evidence.line or 0, 1)


def _changed(whose: str, bracket: str, change: str | Mapping[str, Stance], before: list[Position]) -> list[Position]:
    if change == "silent":
        return []
    if change == "accepts":
        change = dict.fromkeys((row.option for row in before), "accepts")
    if isinstance(change, str):
        raise ValueError(f"{change!r} which option of {bracket}? write {{'a': {change!r}}}, or 'accepts' or 'silent'")
    wrong = [stance for stance in change.values() if stance not in STANCES]
    if wrong:
        raise ValueError(f"{wrong[0]!r} is no stance; there are: {', '.join(STANCES)}")
    weight = before[0].weight if before else 1
    evidence = Evidence("what if", rule="what if")
    return [Position(whose, bracket, o, stance, weight, (), "what if", evidence) for o, stance in change.items()]
