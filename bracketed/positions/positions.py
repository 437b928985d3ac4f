"""Positions: who takes which stance on which option, with the evidence."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Diagnostic, Draft
from bracketed.draft.tree import Bracket
from bracketed.errors import BracketedError, UnknownNameError
from bracketed.phrasing import counted
from bracketed.positions.implied_bracket import ImpliedBracket as ImpliedBracket
from bracketed.positions.implied_bracket import Renaming, united
from bracketed.positions.stances_by_article import UNKNOWN, Placed, matrix_by_article, stances_by_article
from bracketed.positions.statements import Heard, History, Said, Statement
from bracketed.views import ByArticle, Grouping, View, check_grouping, html

if TYPE_CHECKING:
    import pandas as pd

Stance: TypeAlias = Literal["supports", "accepts", "reserves", "objects", "blocks"]
STANCES: tuple[Stance, ...] = ("supports", "accepts", "reserves", "objects", "blocks")

# The rule by which a stance on contested words follows from one on the words around them.
WORDS_AROUND = "words around"

# Findings on words of which no stance was read, though they seem to take one.
UNREAD = (
    "answer-unclear", "attribution-not-read", "attribution-unclear", "change-not-read", "comment-not-read",
    "condition-not-read", "phrase-not-found", "position-not-read", "record-not-tied", "target-not-found",
    "target-unclear",
)  # fmt: skip

# Why a remark takes no side, by the kinds of notes.
_NEUTRAL = {
    "move": "it is about the place of words, and takes no side on them",
    "merge": "it is about putting provisions together, and takes no side on their words",
    "split": "it is about dividing a provision, and takes no side on its words",
    "reservation": "it is a reservation that names no words in a bracket",
    "question": "it is a question, and requests nothing",
    "thanks": "it is thanks or a greeting",
    "history": "it is about what has happened or will be done, and takes no side",
    "mentioned": "it only mentions the delegation",
    "uncontested": "it keeps words that no delegation would change",
    "blank": "it is on a blank that is still to be filled in, and no choice",
    "editorial": "it is about spelling, number or case, and not about substance",
    "remark": "no word in it takes a side",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a position rests on: the `words`, who typed them, their line, the `rule` that fired, and perhaps a date.

    `where` is how people find the words, if not by their line: `page 3`, or "" in a file without pages or lines.
    """

    words: str
    author: str = ""
    line: int | None = None
    rule: str = ""
    date: datetime.date | None = None
    where: str | None = field(repr=False, compare=False, default=None)

    @property
    def place(self) -> str:
        """How people find the words: `line 4`, the `row 4` of a table, `page 3`, or "" where nobody can show."""
        if self.where is not None or self.line is None:
            return self.where or ""
        return f"{'row' if self.rule == 'table' else 'line'} {self.line}"

    def __str__(self) -> str:
        by = f" ({self.author})" if self.author else ""
        return f"{self.words}{by}{f', {self.place}' if self.place else ''}"


@dataclass(frozen=True, slots=True)
class Position:
    """One row: a delegation's stance on one option of one bracket.

    `condition` holds (bracket, option) pairs; the row counts only in variants that chose all of them. `source` is
    `comment`, `text` (`[shall – EU]`), `change` (a tracked one), or the name of a table. `probability`, above 0 and up
    to 1, is how likely the delegation is to hold to it; only `bracketed.outlook` uses it, all else counts every row.

    A graded row has the `worth` of the option to the delegation, from 0 to 100, and the `salience` of the bracket, a
    number of at least 0. Where the options are points on a scale, `point` is where the delegation is on it.
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
    worth: float | None = None
    salience: float = 1
    point: float | None = None

    @property
    def place(self) -> str:
        """Where it is: a line or page, also of a record, the row of a table, or whose comment it is.

        >>> Position("UK", "4#1", "a", "objects", source="good.xlsx", evidence=Evidence("", "", 41, "table")).place
        'good.xlsx, row 41'
        """
        of_the_draft = self.source in ("comment", "text", "change")
        name = "" if of_the_draft else self.source
        where = ", ".join(part for part in (name, self.evidence.place) if part)
        # A document of Word shows neither lines nor pages, but who typed a comment.
        return where or (f"comment of {self.evidence.author}" if self.evidence.author else "")

    @property
    def verb(self) -> str:
        """The stance in front of what it is on: “objects to”."""
        return {"objects": "objects to", "reserves": "reserves on"}.get(self.stance, self.stance)

    @property
    def is_said(self) -> bool:
        """Whether the delegation spoke of the option itself; if not, the stance follows from one on words around it.

        >>> import bracketed as bt
        >>> said = "UK – keep “fair and lasting access”; USA – delete “and lasting”"
        >>> draft = bt.parse(f"1. Ports give fair and lasting access.\\tComment by A. Clerk: {said}")
        >>> [(row.delegation, row.option, row.stance, row.is_said) for row in bt.positions(draft).of("UK")]
        [('UK', 'a', 'supports', False), ('UK', 'omit', 'objects', False)]
        """
        return self.evidence.rule != WORDS_AROUND

    @property
    def basis(self) -> str:
        """The words that it rests on, behind the place where they are; or the place alone."""
        where = self.place.removeprefix("comment of ") if self.evidence.words else self.place
        return ": ".join(part for part in (where, self.evidence.words) if part)

    def __post_init__(self) -> None:
        if not 0 < self.probability <= 1:
            raise ValueError(f"a probability is above 0 and at most 1; got {self.probability}")
        if self.worth is not None and not 0 <= self.worth <= 100:
            raise ValueError(f"a worth is between 0 and 100; got {self.worth}")
        if not 0 <= self.salience < math.inf:
            raise ValueError(f"a salience is a number of at least 0; got {self.salience}")
        # Blocks come before all objections, which one that weighs nothing could not do.
        if self.stance == "blocks" and not self.weight:
            row = f"{self.delegation} blocks {self.bracket}={self.option}"
            raise ValueError(f"a weight of 0 is none for “blocks” ({row}); give it a weight above 0, or leave it out")


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that is neutral by a rule: who made it, about which provision, and its words.

    `kind` names the rule: `move`, `merge`, `split`, `reservation` (of no words), `question`, `thanks`,
    `history` (what has happened), `mentioned`, `uncontested` (words that nobody would change), `blank` (a place for
    words to come), `editorial` (spelling, number, case), or `remark` (one that names nobody). `why` says the same in
    plain words. What could not be read is no note: `Positions.unread` has it.

    >>> Note("UK", "4", "UK seeks clarification", "A. Clerk", 7, "question").why
    'it is a question, and requests nothing'
    """

    delegation: str
    provision: str
    text: str
    author: str
    line: int
    kind: str = "remark"
    where: str | None = field(repr=False, compare=False, default=None)

    @property
    def place(self) -> str:
        """How people find it: `line 4`, `page 3`, or "" in a file that shows neither."""
        return f"line {self.line}" if self.where is None else self.where

    @property
    def why(self) -> str:
        """Why the remark takes no side, by the rule that its kind names."""
        return _NEUTRAL.get(self.kind, _NEUTRAL["remark"])


@dataclass(frozen=True, eq=False)
class Positions(ByArticle):
    """The positions of all delegations: rows, the brackets they imply, notes, and what could not be read.

    `replaced` are the rows whose place a later statement took, oldest first: they count nowhere, and `history` shows
    them. `draft` is the draft that they are on, where it is known: it says which article each bracket is in.

    Every method returns a new value. Those that take delegations raise UnknownNameError for one without rows.
    """

    rows: tuple[Position, ...] = field(repr=False, default=())
    implied: tuple[ImpliedBracket, ...] = field(repr=False, default=())
    notes: tuple[Note, ...] = field(repr=False, default=())
    diagnostics: tuple[Diagnostic, ...] = field(repr=False, default=())
    replaced: tuple[Position, ...] = field(repr=False, default=())
    draft: Draft | None = field(repr=False, default=None)

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
            f"<Positions: {counted(len(self.rows), 'row')} of {counted(len(self.delegations), 'delegation')}, "
            f"{counted(len(self.implied), 'implied bracket')}, {counted(len(self.notes), 'note')}>"
        )

    def __add__(self, more: Positions) -> Positions:
        """Return both sets; the rows of a delegation on a bracket in the later one replace those in the first.

        >>> first, later = (Positions((Position("UK", "4#1", "a", stance),)) for stance in ("objects", "accepts"))
        >>> [row.stance for row in (first + later).rows], [row.stance for row in (first + later).replaced]
        (['accepts'], ['objects'])
        """
        if not isinstance(more, Positions):
            return NotImplemented
        implied, renaming = self.implied, Renaming({}, {})
        if more.implied is not implied:
            implied, renaming = united(implied, more.implied)
        later = tuple(_renamed(row, renaming) for row in more.rows) if renaming else more.rows
        newer: dict[tuple[str, str], list[Position]] = {}
        for row in later:
            newer.setdefault((row.delegation, row.bracket), []).append(row)
        kept = tuple(row for row in self.rows if (row.delegation, row.bracket) not in newer)
        gone = tuple(row for row in self.rows if (row.delegation, row.bracket) in newer)
        pairs = ((row, new) for row in self.rows for new in newer.get((row.delegation, row.bracket), ()))
        same = ((row, new) for row, new in pairs if (row.option, row.condition) == (new.option, new.condition))
        contradictions = (_contradiction(row, new) for row, new in same if row.stance != new.stance)
        return Positions(
            rows=kept + later,
            implied=implied,
            notes=self.notes + more.notes,
            diagnostics=(*self.diagnostics, *more.diagnostics, *contradictions),
            replaced=(*self.replaced, *gone, *(_renamed(row, renaming) for row in more.replaced)),
            draft=more.draft if self.draft is None else self.draft,
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
        [('UK', 1, 'the words “must” are not in 4; no stance was read')]
        """
        first: dict[tuple[object, ...], Diagnostic] = {}
        for finding in self._unread:
            # In a record many sentences may be on one line, and several speak in one.
            place = (finding.source, finding.line, finding.column, finding.by) if finding.source else (finding.line,)
            first.setdefault(place, finding)
        return tuple(first.values())

    @property
    def history(self) -> History:
        """The statements on each option of which a delegation said something else before, oldest first.

        >>> first, later = (Positions((Position("UK", "4#1", "a", stance),)) for stance in ("objects", "accepts"))
        >>> [(row.delegation, row.stance, row.is_current) for row in (first + later).history]
        [('UK', 'objects', False), ('UK', 'accepts', True)]
        """
        said: dict[tuple[str, str, str], list[Statement]] = {}
        for row in self.replaced:
            said.setdefault((row.delegation, row.bracket, row.option), []).append(_statement(row, False))
        for row in self.rows:
            # A stance that is there since the beginning has no history.
            if (row.delegation, row.bracket, row.option) in said:
                said[row.delegation, row.bracket, row.option].append(_statement(row, True))
        return History(tuple(one for statements in said.values() for one in statements))

    def said(self, name: str, *, names: Names | None = None) -> Said:
        """Return all that a delegation said, in the order of lines: stances, neutral remarks, and what was not read.

        Args:
            name: the delegation, by any of its names.
            names: the names by which delegations are known; the built-in ones by default.

        Raises:
            UnknownNameError: the name is in no list of delegations, and nobody of this name has said anything.

        >>> import bracketed as bt
        >>> comment = "UK – remove “shall”\\nUK – remove “must”"
        >>> positions = bt.positions(bt.parse(f"4. Parties [shall] report.\\tComment by A. Clerk: {comment}"))
        >>> for heard in positions.said("United Kingdom"):
        ...     print(heard.line, heard.outcome)
        1 objects a of 4#1
        1 supports omit of 4#1
        2 not read: the words “must” are not in 4; no stance was read
        """
        known = names or Names.default()
        found = known.find(name)
        speakers = (*self.delegations, *(speaker for note in self.notes for speaker in _speakers(note.delegation)))
        speakers += tuple(speaker for finding in self._unread for speaker in _speakers(finding.by))
        wanted = found.name if found else next((one for one in speakers if one.casefold() == name.casefold()), "")
        if not wanted:
            raise UnknownNameError("delegation", name, dict.fromkeys((*known.suggest(name), *speakers)))
        heard = [_heard(row) for row in self.rows if row.delegation == wanted]
        notes = [note for note in self.notes if wanted in _speakers(note.delegation)]
        unread = [finding for finding in self._unread if wanted in _speakers(finding.by)]
        heard += [_not_read(finding, notes) for finding in unread]
        # A remark of which something could not be read is listed once, and never called neutral.
        lines = {(finding.source, finding.line) for finding in unread}
        # A remark of a record has the record's name for its author.
        neutral = (note for note in notes if not lines & {("", note.line), (note.author, note.line)})
        heard += [
            Heard(note.line, note.text, "neutral", rule=note.kind, why=note.why, place=note.place or note.provision)
            for note in neutral
        ]
        # Sorting is stable: what is read of one line stays in the order of the options.
        return Said(wanted, tuple(sorted(heard, key=lambda one: (one.line is None, one.line or 0))))

    @property
    def _unread(self) -> tuple[Diagnostic, ...]:
        return tuple(finding for finding in self.diagnostics if finding.code in UNREAD)

    def of(self, *delegations: str) -> Positions:
        """Return only the rows and notes of these delegations."""
        return self._only(delegations, among=True)

    def without(self, *delegations: str) -> Positions:
        """Return the positions without those of these delegations; the brackets that they imply stay."""
        return self._only(delegations, among=False)

    def weighted(self, weights: Mapping[str, float]) -> Positions:
        """Return the positions with these weights by delegation; the others keep theirs.

        ValueError if a weight is below 0, or 0 for a delegation that blocks something.

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
        self, *, forum: str | None = None, on: datetime.date | None = None, names: Names | None = None
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

    def matrix(self, by: Grouping | None = None) -> pd.DataFrame:
        """Return the unconditional stances, categories from blocks to supports, by delegation and option (`4#1=a`).

        With `by="article"` the columns are articles, or other main parts, and stances, and each cell is the number of
        brackets of the article on which the delegation takes the stance on some option.

        Raises:
            UnknownNameError: `by` is anything else.
            BracketedError: the draft that the positions are on is not known.

        >>> import bracketed as bt
        >>> text = "Article 1 (Aims)\\n\\n1. Towns [shall] plan [now].\\tComment by A. Clerk: UK - keep “shall”, “now”"
        >>> table = bt.positions(bt.parse(text)).matrix(by="article")
        >>> table["Article 1 (Aims)"].loc["UK"].to_dict()
        {'supports': 2, 'accepts': 0, 'reserves': 0, 'objects': 2, 'blocks': 0}
        """
        import pandas as pd

        rows = [row for row in self if not row.condition]
        if by is not None:
            check_grouping(by)
            return matrix_by_article(*self._placed(rows), STANCES)
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

    def by_article(self) -> View:
        """Return on how many brackets of each article, or other main part, each delegation takes which stances.

        Raises:
            BracketedError: the draft that the positions are on is not known.

        >>> import bracketed as bt
        >>> text = "Article 1 (Aims)\\n\\n1. Towns [shall] plan.\\tComment by A. Clerk: UK - keep “shall”"
        >>> (row,) = bt.positions(bt.parse(text)).by_article().to_dicts()
        >>> row["article"], row["delegation"], row["brackets"], row["supports"], row["objects"]
        ('Article 1 (Aims)', 'UK', 1, 1, 1)
        """
        return stances_by_article(*self._placed(self.rows), STANCES)

    def _placed(self, rows: Sequence[Position]) -> tuple[list[str], list[Placed]]:
        """Return the names of all articles, and of each row its article, delegation, bracket and stance."""
        if self.draft is None:
            raise BracketedError(
                "the draft that these positions are on is not known, and so neither is the article of a bracket; make "
                "them with bracketed.positions or bracketed.read_positions, or give it: Positions(rows, draft=draft)"
            )
        named = {row.bracket for row in rows}
        brackets: Iterable[Bracket] = self.draft.brackets
        # The comments of a long draft are read only if a row is about words that they contest.
        if not named <= {bracket.id for bracket in brackets}:
            brackets = every_bracket(self.draft, self)
        article_of = {bracket.id: self.draft.article_of(bracket) for bracket in brackets if bracket.id in named}
        placed = [Placed(article_of.get(row.bracket, UNKNOWN), row.delegation, row.bracket, row.stance) for row in rows]
        # What is in no article, or not in the draft, is no column of its own where there is nothing of the kind.
        *articles, rest = self.draft.outline.part_names
        there = {article for article, *_ in placed}
        return [*articles, *(name for name in (rest, UNKNOWN) if name in there)], placed

    def _check(self, delegations: Iterable[str]) -> None:
        for name in delegations:
            if name not in self.delegations and all(note.delegation != name for note in self.notes):
                raise UnknownNameError("delegation", name, self.delegations)

    def _only(self, delegations: tuple[str, ...], among: bool) -> Positions:
        self._check(delegations)
        rows = tuple(row for row in self.rows if (row.delegation in delegations) == among)
        notes = tuple(note for note in self.notes if (note.delegation in delegations) == among)
        replaced = tuple(row for row in self.replaced if (row.delegation in delegations) == among)
        return replace(self, rows=rows, notes=notes, replaced=replaced)


def every_finding(draft: Draft, positions: Positions) -> tuple[Diagnostic, ...]:
    """Return the findings on a draft and on the positions on it, each once."""
    return tuple(dict.fromkeys((*draft.diagnostics, *positions.diagnostics)))


def every_bracket(draft: Draft, positions: Positions) -> list[Bracket]:
    """Return the brackets of the text and those that comments imply, in reading order."""
    # Outer brackets before inner ones.
    implied = (item.bracket for item in positions.implied)
    return sorted((*draft.brackets, *implied), key=lambda bracket: (bracket.span.start, -bracket.span.end))


def _renamed(row: Position, renaming: Renaming) -> Position:
    bracket, option = renaming.choice(row.bracket, row.option)
    condition = tuple(renaming.choice(*chosen) for chosen in row.condition)
    return replace(row, bracket=bracket, option=option, condition=condition)


def _speakers(names: str) -> list[str]:
    # Findings and notes name several speakers in one field.
    return names.split(", ")


def _heard(row: Position) -> Heard:
    evidence = row.evidence
    what = (row.bracket, row.option, row.stance, row.source, evidence.rule)
    return Heard(evidence.line, evidence.words, "stance", *what, place=row.place)


def _not_read(finding: Diagnostic, notes: Iterable[Note]) -> Heard:
    # A finding says what is wrong; the words themselves are kept as a note where nothing of the line was read.
    same = (note for note in notes if note.line == finding.line and finding.source in ("", note.author))
    words = next((note.text for note in same), "")
    place = ", ".join(filter(None, (finding.source, finding.provision, finding.place)))
    return Heard(finding.line, words, "not read", rule=finding.code, why=finding.message, place=place)


def _statement(row: Position, is_current: bool) -> Statement:
    evidence = row.evidence
    said = (row.stance, evidence.date, evidence.line, row.source, evidence.words)
    return Statement(row.delegation, row.bracket, row.option, *said, is_current, row.place)


def _contradiction(row: Position, new: Position) -> Diagnostic:
    message = (
        f"{row.delegation} {row.verb} option {row.option} of {row.bracket} by its {row.source} and {new.verb} it in "
        f"{new.source}; the latter counts"
    )
    provision, line = row.bracket.partition("#")[0], row.evidence.line or 0
    return Diagnostic("warning", "contradiction", message, provision, line, 1, by=row.delegation)


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
