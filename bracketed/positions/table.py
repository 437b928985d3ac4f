"""Positions in a table: rows typed by hand, checked one by one against the draft."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeAlias, cast

from bracketed.draft.delegations import Names, in_any_language
from bracketed.draft.draft import Diagnostic, Draft, Severity
from bracketed.draft.tree import OMIT, Bracket
from bracketed.draft.wording import same_words, words_at
from bracketed.errors import Problem, TableError, as_typed
from bracketed.limits import DEFAULT, Limits
from bracketed.phrasing import counted, is_or_are
from bracketed.positions.kept_words import KeptWords, unchecked
from bracketed.positions.positions import (
    STANCES,
    Evidence,
    ImpliedBracket,
    Position,
    Positions,
    Stance,
    every_bracket,
)
from bracketed.positions.scales import Scale, points_of, scale_in
from bracketed.positions.stance_columns import CELL
from bracketed.positions.tabular import (
    Sheet,
    TableRow,
    TableSource,
    columns_of,
    load,
    save,
    spare_columns,
    time_limited_table,
    vocabulary,
)
from bracketed.positions.wide_table import Shape, long_form, long_form_of_stances, shape_of
from bracketed.time_limit import in_time

# The columns of a table of positions.
COLUMNS = (
    "delegation", "bracket", "option", "stance", "weight", "condition", "source", "evidence", "probability", "worth",
    "salience", "point",
)  # fmt: skip
# Of these a written table has only those that some row needs.
SELDOM = ("probability", "worth", "salience", "point")
# More rows on brackets that are not there are no slips.
_SLIPS = 4
_NEEDED = ("delegation", "bracket", "option", "stance")
# Columns of the template, and of what the library prints, that only help people to read.
_FOR_PEOPLE = frozenset(
    {
        "article",
        "sentence",
        "provision",
        "words",
        "text",
        "options",
        "label",
        "kind",
        "author",
        "line",
        "confirm",
        "why",
    }
)
# Columns that have the place of a bracket, the surest first.
_PLACES = ("provision", "article")
# What is in the column `confirm` of a row that waits until it is checked.
WAITING = "look"
# What is worth most to a delegation.
MOST = 100
_EVIDENCE = {"words": "", "author": "", "rule": "table"}
_START_A_TABLE = "`bracketed positions DRAFT --template -o positions.xlsx` writes one to fill in"
_AS_TEXT = "format the column as text, and type it again"
# The weights between which sums stay exact, and shares numbers that can be shown; no other number may be smaller.
_LIGHTEST, _HEAVIEST = 1e-9, 1e9
_FIRST_NUMBER = re.compile(r"\d+")
_LOOKS_LIKE_A_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d\d?/\d\d?/\d{4}")


def read_positions(
    source: TableSource,
    draft: Draft,
    *,
    positions: Positions | None = None,
    format: str | None = None,  # noqa: A002 - it is what users call it
    names: Names | None = None,
    strict: bool = True,
    limits: Limits = DEFAULT,
) -> Positions:
    """Read positions from a table, checked row by row against the draft.

    Args:
        source: a path to .csv, .tsv, .xlsx or .json, the bytes of such a file, an open file, a DataFrame, or a list of
            dictionaries. The columns are `delegation`, `bracket`, `option`, `stance`, and if wanted `weight`,
            `condition`, `source`, `evidence`, `probability`, `worth`, `salience`; a row without delegation and stance
            is skipped. A table of scales has `delegation`, `bracket`, `position`, `salience`, and if wanted `weight`
            (or `power`) and `scale` (`0 to 100`); so has a file of the exchange model, with its lines `#D`. Where
            `text` has the words of the option, a row is used only if the draft has the same words there. A wide table
            has a column for each delegation, with cells such as `a; x b`, or for each stance, with lists of
            delegations, or is what `Positions.matrix` gives.
        draft: the draft that the rows are about.
        positions: positions whose implied brackets the rows may name; by default those of the draft's comments.
        format: `csv`, `tsv`, `xlsx` or `json`; by default the suffix, or what the data look like.
        names: the names by which delegations are known; the built-in ones by default.
        strict: raise TableError if any row is wrong; otherwise such rows are reported in `diagnostics`.
        limits: how much is read at most; of these `size` and `seconds` count here.

    Raises:
        TableError: the table or one of its rows cannot be read; its `problems` say where and what to do.
        OSError: the file cannot be opened.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.")
    >>> rows = [{"delegation": "Russia", "bracket": "4#1", "option": "should", "stance": "against"}]
    >>> [(row.delegation, row.option, row.stance) for row in bt.read_positions(rows, draft)]
    [('Russian Federation', 'b', 'objects')]
    """
    return positions_in(load(source, format, limits), draft, positions=positions, names=names, strict=strict)


def _of_another_draft(unknown: int, read: int, draft: str) -> Iterator[Problem]:
    """Yield that most rows are on brackets that the draft does not have: then no single one is the one to mend."""
    if unknown > max(read, _SLIPS):
        message = f"{unknown:,} rows are on brackets that are not in {draft or 'the draft'}"
        remedy = "if the table is of another draft, give that one, or take the table to this one with `bracketed carry`"
        yield Problem(0, "", message, remedy)


def positions_in(
    sheet: Sheet,
    draft: Draft,
    *,
    positions: Positions | None = None,
    names: Names | None = None,
    strict: bool = True,
    strict_words: bool | None = None,
) -> Positions:
    """Return the positions in the rows of a table; the arguments are those of `read_positions`.

    `strict_words` is what `strict` is for rows whose words have changed; by default the same.
    """
    known = _TablePositions(draft=draft) if positions is None else positions
    reader = _TableReader(draft, known, names or Names.default(), sheet)
    with time_limited_table(sheet.limits, sheet.name):
        rows = reader.read()
    moved = reader.changed if strict_words is None or strict_words else []
    if strict and (reader.problems or moved):
        about = _of_another_draft(reader.unknown, len(rows), draft.name)
        raise TableError(sheet.name, sorted([*about, *reader.problems, *moved], key=lambda problem: problem.row))
    wrong = [_diagnostic("error", "row-not-read", sheet.name, problem) for problem in reader.problems]
    wrong += [_diagnostic("warning", "words-changed", sheet.name, problem) for problem in reader.changed]
    wrong += [_diagnostic("warning", "encoding-doubtful", sheet.name, sheet.doubt)] if sheet.doubt else []
    findings = tuple(sorted([*wrong, *reader.doubts], key=lambda finding: finding.line))
    if positions is not None:
        return Positions(rows, positions.implied, (), findings, tuple(reader.replaced), draft)
    return _TablePositions(rows, vars(known).get("implied", ()), (), findings, tuple(reader.replaced), draft)


# Most rows name brackets of the text. So a long draft has its comments read only when a row names another bracket, or
# when the brackets that the comments imply are looked at.
@dataclass(frozen=True, eq=False, repr=False)
class _TablePositions(Positions):
    """Positions from a table alone, whose implied brackets are those of the draft."""

    def __post_init__(self) -> None:
        if not vars(self)["implied"]:
            # The field makes way for the property of the same name.
            del vars(self)["implied"]

    @cached_property  # type: ignore[misc]
    def implied(self) -> tuple[ImpliedBracket, ...]:
        from bracketed.positions.comments import implied_brackets

        return implied_brackets(self.draft) if self.draft else ()


def write_positions(
    positions: Positions, path: str | os.PathLike[str], draft: Draft | None = None, *, force: bool = False
) -> None:
    """Write positions to a table (.csv, .tsv, .xlsx or .json) that `read_positions` reads back.

    Args:
        positions: the rows.
        path: where to; the suffix gives the format.
        draft: if given, the table also has the words of the options, so that no row is ever used on other words.
        force: replace a file that is there, once all is written, but never a template that is filled in.

    Raises:
        TableError: the suffix is none of these.
        NotWrittenError: the file cannot be written.

    >>> import bracketed as bt
    >>> import pathlib, tempfile
    >>> draft = bt.parse("4. Parties [shall/should] report.\\tComment by A: UK – use “should”")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "positions.csv"
    ...     bt.write_positions(bt.positions(draft), file, draft)
    ...     [(row.delegation, row.option, row.stance) for row in bt.read_positions(file, draft)]
    [('UK', 'b', 'supports')]
    """
    columns = [*columns_used(positions)]
    records = [{column: cell for column, cell in record_of(row).items() if column in columns} for row in positions]
    if draft:
        columns.append("text")
        known = {bracket.id: bracket for bracket in every_bracket(draft, positions)}
        for row, record in zip(positions, records, strict=True):
            record["text"] = words_at(known[row.bracket], row.option) if row.bracket in known else ""
    save(records, columns, path, force=force)


def columns_used(positions: Iterable[Position]) -> tuple[str, ...]:
    """Return the columns that a table of some positions needs."""
    # What a column has where a table says nothing.
    unsaid = record_of(Position("", "", "", "accepts"))
    records = [*map(record_of, positions)]
    used = {name for name in SELDOM if any(record[name] != unsaid[name] for record in records)}
    return tuple(column for column in COLUMNS if column not in SELDOM or column in used)


def record_of(row: Position) -> TableRow:
    """Return the cells of a row, by the names of `COLUMNS`."""
    return {
        "delegation": row.delegation,
        "bracket": row.bracket,
        "option": row.option,
        "stance": row.stance,
        "weight": _written(row.weight),
        "condition": " and ".join(f"{bracket}={letter}" for bracket, letter in row.condition),
        "source": row.source,
        "evidence": row.evidence.words,
        "probability": f"{row.probability:g}",
        "worth": _written(row.worth),
        "salience": _written(row.salience),
        "point": _written(row.point),
    }


def _written(number: float | None) -> str:
    if number is None:
        return ""
    return str(int(number) if float(number).is_integer() else number)


# The rows that were read, each with its number, by what it is about.
_Read: TypeAlias = "dict[tuple[str, str, str, object], tuple[int, Position]]"


class _WrongCellError(Exception):
    """A cell that cannot be used: its column, what is wrong, and what to do. It never leaves this file."""


class _ChangedWordsError(Exception):
    """A row on words that the draft has not at its id: what is wrong, and the words. It never leaves this file."""


class _TableReader:
    """Reads the rows of one sheet."""

    def __init__(self, draft: Draft, known: Positions, names: Names, sheet: Sheet) -> None:
        self.draft = draft
        self.known = known
        self.names = in_any_language(names)
        # Rows on words that are elsewhere, or nowhere, in this draft.
        self.changed: list[Problem] = []
        self.unknown = 0
        self.unchecked: set[int] = set()
        self.waiting: list[int] = []
        self.words = KeptWords(draft, lambda: (item.bracket for item in known.implied))
        self.doubts: list[Diagnostic] = []
        # Rows for the same option, of which a later one counts.
        self.replaced: list[Position] = []
        self.named = {one.id.casefold(): one for one in draft.brackets if one.kind != "placeholder"}
        self.options: dict[str, dict[str, str]] = {}
        self.delegations: dict[str, str] = {}
        self.columns = _with_brackets(columns_of(sheet.head, "columns"))
        spare = spare_columns(sheet.head, "columns")
        # Where no option is named, a position is no stance but a place on a scale.
        if "option" not in self.columns and "salience" in self.columns and "stance" in self.columns:
            self.columns["point"] = self.columns.pop("stance")
        # The heads of a wide table that name delegations.
        self.across: tuple[str, ...] = ()
        others = [name for name in self.columns if name not in (*COLUMNS, "scale") and name not in _FOR_PEOPLE]
        if shape := shape_of(sheet, self.columns, others):
            sheet, others = self._long_form(sheet, shape, others)
        elif sheet.rows:
            sheet.require(self._needed(), self.columns, _START_A_TABLE)
        self.sheet = sheet
        for name in others:
            self._doubt("info", "unknown-column", 1, name, "this column is not known, and is left aside")
        for name, first in spare:
            same = "another column has this name" if name == first else f"column {first} means the same"
            self._doubt("warning", "spare-column", 1, name, f"{same}, and of the two only the first is read")
        self.problems: list[Problem] = list(sheet.problems)
        for _, cells in sheet.rows:
            self.words.keep(*(self._typed(cells, name) for name in ("bracket", "option", "text")))

    def _long_form(self, sheet: Sheet, shape: Shape, others: Sequence[str]) -> tuple[Sheet, list[str]]:
        """Return a wide table with a row for each position, and the heads of the columns that are left aside."""
        if shape.of == "stances":
            heads = [self.columns[name] for name in others if self.columns[name] not in shape.across]
            if parties := [head for head in heads if self.names.find(head)]:
                message = f"this column is of a delegation, and {shape.across[0]} is of a stance"
                raise TableError(sheet.name, [Problem(1, parties[0], message, "make them two tables")])
            long = long_form_of_stances(sheet, self.columns, shape, self._options, self.names)
            self.columns = {name: name for name in (*long.head, *heads)}
            return long, heads
        long, aside = long_form(sheet, self.columns, shape, self._letters, self._may_be_a_party)
        if {*aside} == {*shape.across}:
            sheet.require(self._needed(), self.columns, _START_A_TABLE)
        self.columns = {name: name for name in (*long.head, *aside)}
        self.across = shape.across if shape.of == "delegations" else ()
        return long, [*aside]

    def _letters(self, typed: str) -> tuple[str, ...]:
        return (*self._options(typed),)

    def _options(self, typed: str) -> dict[str, str]:
        """Return the words of the options of a bracket by their letters."""
        try:
            bracket = self._bracket(typed, "bracket")
        except _WrongCellError:
            # The rows on it say so.
            return {}
        return {letter: words_at(bracket, letter) for letter in bracket.letters}

    def _may_be_a_party(self, typed: str) -> bool:
        known = self.names.find(typed) or typed.casefold() in self._parties
        return bool(known or self.names.suggest(typed))

    def _waits(self, cells: TableRow) -> bool:
        """Return whether a row was carried to other words, and nobody has confirmed it yet."""
        confirmed = self._typed(cells, "confirm").casefold()
        return bool(confirmed) and confirmed not in vocabulary()["confirmed"]

    def _not_confirmed(self, rows: Sequence[int]) -> Diagnostic:
        column = self.columns["confirm"]
        number = f"{counted(len(rows), 'row')} {is_or_are(len(rows))} not used until confirmed"
        them = "it" if len(rows) == 1 else "each"
        message = f"{self.sheet.name}: {number}; look at {them}, and write yes in its column {column}"
        return Diagnostic("warning", "not-confirmed", message, "", rows[0], 1, "", "", self.sheet.name)

    def _typed(self, cells: TableRow, name: str) -> str:
        return " ".join(str(cells.get(self.columns.get(name, name), "")).split())

    def _needed(self) -> tuple[str, ...]:
        if "point" in self.columns:
            return ("delegation", "bracket", "point")
        return (*_NEEDED[:3], "worth" if "worth" in self.columns and "stance" not in self.columns else "stance")

    @cached_property
    def brackets(self) -> dict[str, Bracket]:
        """The brackets of the text, and those that comments imply."""
        return self.named | {item.bracket.id.casefold(): item.bracket for item in self.known.implied}

    def read(self) -> tuple[Position, ...]:
        """Return the rows that can be read, of two for the same option the later one."""
        rows: _Read = {}
        for number, cells in in_time(self.sheet.rows, lambda row: f"row {row[0]:,}"):
            if self._waits(cells):
                self.waiting.append(number)
                continue
            try:
                typed = self._rows({name: cells.get(column, "") for name, column in self.columns.items()}, number)
            except _WrongCellError as wrong:
                column, message, *remedy = wrong.args
                # In a wide table the columns of the cells are the delegations.
                column = cells.get(CELL) or self.columns.get(column, column)
                self.problems.append(Problem(number, column, message, *remedy))
                continue
            except _ChangedWordsError as changed:
                self.changed.append(self._moved(number, cells, *changed.args))
                continue
            for row in typed:
                self._enter(row, number, rows)
        if self.waiting:
            self.doubts.append(self._not_confirmed(self.waiting))
        self._check_grades(rows.values())
        if self.unchecked and self.sheet.is_file:
            message = unchecked(self.unchecked, len({number for number, _ in rows.values()}), self.sheet.name)
            advice = "add a column text with the words of the option, as `bracketed positions DRAFT --template` has it"
            self.doubts.append(Diagnostic("warning", "words-not-kept", message, "", 1, 1, advice, "", self.sheet.name))
        return tuple(row for _, row in rows.values())

    def _enter(self, row: Position, number: int, rows: _Read) -> None:
        key = (row.delegation, row.bracket, row.option, row.condition)
        if key in rows:
            first, before = rows[key]
            if (row.worth is None) != (before.worth is None):
                # One row has the grade and the other the stance: they are one position.
                grade, stance = (row, before) if before.worth is None else (before, row)
                row = replace(grade, stance=stance.stance, source=stance.source, evidence=stance.evidence)
            else:
                self.replaced.append(before)
                if before.stance != row.stance:
                    # The later row is behind those that were typed in between.
                    del rows[key]
                    message = f"{row.delegation} {before.verb} this in row {first} and {row.verb} it here"
                    column = "stance" if "stance" in self.columns else "delegation"
                    self._doubt("warning", "contradiction", number, column, f"{message}; the later row counts")
        rows[key] = number, row

    def _check_grades(self, rows: Iterable[tuple[int, Position]]) -> None:
        """Report brackets of which a delegation gives a worth to some options and not to others."""
        given: dict[tuple[str, str], tuple[int, set[str]]] = {}
        for number, row in rows:
            if row.worth is not None:
                before, letters = given.get((row.delegation, row.bracket), (0, set()))
                given[row.delegation, row.bracket] = max(number, before), letters | {row.option}
        for (delegation, id_), (number, letters) in given.items():
            missing = [letter for letter in self.brackets[id_.casefold()].letters if letter not in letters]
            if missing:
                message = f"{delegation} gives no worth to option {', '.join(missing)} of {id_}"
                column = self.columns.get("worth", "worth")
                self.problems.append(Problem(number, column, message, "add a row for each option of the bracket"))

    def _rows(self, cells: Mapping[str, Any], number: int) -> list[Position]:
        """Return the positions in a row: one for an option, or one for each option of a scale."""
        for column in COLUMNS:
            if isinstance(cells.get(column), date):
                message = f"Excel has made the date {cells[column]:%Y-%m-%d} of what was typed here"
                raise _WrongCellError(column, message, _AS_TEXT)
        words = (name for name in (*COLUMNS, "scale") if name not in ("condition", "evidence"))
        typed = {name: " ".join(str(cells.get(name, "")).split()) for name in words}
        graded = typed["worth"] or typed["point"]
        if not typed["delegation"] and not typed["stance"] and not graded:
            return []
        on_scale = typed["point"] and not typed["option"]
        needed = ("delegation", "bracket") if on_scale else _NEEDED[:3] if graded else _NEEDED
        for column in needed:
            if not typed[column]:
                raise _WrongCellError(column, "this cell is empty", "fill it in, or leave delegation and stance empty")
        stance = vocabulary()["stances"].get(typed["stance"].casefold()) if typed["stance"] else None
        if stance is None and (typed["stance"] or not graded):
            near = get_close_matches(typed["stance"].casefold(), vocabulary()["stances"], n=1, cutoff=0.75)
            remedy = f"did you mean {near[0]}?" if near else f"write {', '.join(STANCES)} or silent"
            raise _WrongCellError("stance", f"{as_typed(typed['stance'])} is no stance", remedy)
        if stance == "silent":
            return []
        bracket, option = self._choice(cells, typed, number, bool(on_scale))
        worth = _between(typed["worth"], "worth") if typed["worth"] else None
        row = Position(
            delegation=self._delegation(typed["delegation"], number),
            bracket=bracket.id,
            option=option,
            # To say what an option is worth is no objection to it, however little it is.
            stance=cast(Stance, stance or ("supports" if worth == MOST else "accepts")),
            weight=_weight(typed["weight"], cast(Stance, stance)),
            condition=self._condition(cells.get("condition", "")),
            source=typed["source"] or self.sheet.name,
            evidence=_evidence(cells.get("evidence", ""), number),
            probability=_probability(typed["probability"]),
            worth=worth,
            salience=_between(typed["salience"] or "1", "salience"),
            point=_point(typed["point"]) if typed["point"] else None,
        )
        return self._on_scale(row, bracket, typed["scale"]) if on_scale else [row]

    def _choice(
        self, cells: Mapping[str, Any], typed: Mapping[str, str], number: int, on_scale: bool
    ) -> tuple[Bracket, str]:
        """Return the bracket and the option of a row, whose words are those that the row was written on."""
        if on_scale:
            return self._bracket(typed["bracket"], "bracket", described=True), ""
        name, option, sentence = typed["bracket"], typed["option"], str(cells.get("sentence", ""))
        text = self.words.text_of(name, option)
        try:
            bracket = self._bracket(name, "bracket")
            letter = self._option(bracket, option, "option")
        except _WrongCellError as wrong:
            # A table of another draft names brackets that this one does not have.
            if text and not self.words.is_slip(name, option, text):
                raise _ChangedWordsError(wrong.args[1], text) from None
            raise
        self._check_words(name, bracket, letter, option, sentence)
        if not self.words.is_known(name, option) and not same_words(option, words_at(bracket, letter)):
            self.unchecked.add(number)
        return bracket, letter

    def _check_words(self, name: str, bracket: Bracket, letter: str, option: str, sentence: str = "") -> None:
        if changed := self.words.changed(name, bracket, letter, option, sentence):
            raise _ChangedWordsError(f"{bracket.id} {letter} has other words in this draft", changed)

    def _moved(self, number: int, cells: TableRow, message: str, text: str) -> Problem:
        """Return what to say of a row whose words the draft does not have at its id."""
        where, remedy = self.words.where(text, *(self._typed(cells, name) for name in ("bracket", "sentence")))
        return Problem(number, cells.get(CELL) or self.columns.get("text", "text"), f"{message}; {where}", remedy)

    def _on_scale(self, row: Position, bracket: Bracket, typed: str) -> list[Position]:
        """Return a row for each option of a scale: it is worth the less, the farther it is from the position."""
        scale = scale_in(typed) if typed else Scale()
        if scale is None:
            raise _WrongCellError("scale", f"{as_typed(typed)} is no scale", "write its two ends, as 0 to 100")
        points = points_of({option.letter: option.text for option in bracket.options})
        if points is None:
            message = f"the options of {bracket.id} are no points on a scale: each needs a figure of its own"
            raise _WrongCellError("bracket", message, "give the worth of each option in its stead")
        outside = [point for point in (row.point or 0, *points.values()) if not scale.holds(point)]
        if outside:
            message = f"{outside[0]:g} is not on the scale of {bracket.id}, {scale}"
            raise _WrongCellError("point", message, "write the ends of the scale in a column “scale”, as 0 to 40")
        worths = {letter: scale.worth(point, row.point or 0) for letter, point in points.items()}
        return [
            replace(row, option=letter, worth=worth, stance="supports" if worth == MOST else "accepts")
            for letter, worth in worths.items()
        ]

    def _delegation(self, typed: str, number: int) -> str:
        if typed not in self.delegations:
            found = self.names.find(typed)
            # A party of this draft that no list has is no slip.
            own = None if found else self._parties.get(typed.casefold())
            self.delegations[typed] = found.name if found else own or typed
            if not found and not own:
                near = [*self.names.suggest(typed), *get_close_matches(typed, self._parties.values(), n=1, cutoff=0.75)]
                message = f"“{typed}” is in no list of delegations; it is kept as typed"
                remedy = f"did you mean {near[0]}?" if near else ""
                # In a wide table the name is the head of a column.
                place = (1, typed) if typed in self.across else (number, "delegation")
                self._doubt("warning", "unknown-delegation", *place, message, remedy)
        return self.delegations[typed]

    @cached_property
    def _parties(self) -> dict[str, str]:
        """The delegations that speak in the draft itself, by their names in small letters."""
        return {name.casefold(): name for name in self.known.delegations}

    def _bracket(self, typed: str, column: str, described: bool = False) -> Bracket:
        key = typed.casefold()
        found = self.named.get(key) or self.brackets.get(key)
        if found:
            return found
        inside = [one for one in self.brackets.values() if one.depth == 0 and one.provision.casefold() == key]
        if described and not inside:
            # A table of scales calls an issue by words that are beside its bracket.
            inside = self._beside(typed)
        if len(inside) == 1:
            return self.named.setdefault(key, inside[0])
        if inside:
            message, remedy = (
                f"{typed} has {len(inside)} brackets",
                f"write which: {', '.join(one.id for one in inside)}",
            )
        elif any(bracket.id == typed for bracket in self.draft.brackets):
            message, remedy = f"{typed} is a placeholder, and no choice", "delete this row"
        elif _LOOKS_LIKE_A_DATE.fullmatch(typed):
            message, remedy = f"{typed} looks like a date that a spreadsheet made of an id", _AS_TEXT
        else:
            near = self._near(typed)
            remedy = f"did you mean {near[0]}?" if near else "`bracketed brackets` lists them"
            message = f"there is no bracket {as_typed(typed)}"
            self.unknown += 1
        raise _WrongCellError(column, message, remedy)

    def _near(self, typed: str) -> list[str]:
        """Return ids of which one that is not there may be a slip; those of other articles look alike, and are none."""
        ids = [bracket.id for bracket in self.brackets.values()]
        if "#" not in typed:
            return [id_ for id_ in ids if id_.casefold().startswith(typed.casefold())]
        first = _FIRST_NUMBER.search(typed)
        others = (id_ for id_ in ids if (own := _FIRST_NUMBER.search(id_)) and first and own[0] == first[0])
        return get_close_matches(typed, others, n=1)

    def _beside(self, words: str) -> list[Bracket]:
        """Return the outer brackets in whose provisions some words are."""
        phrase = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        places = ((one.label, one.span) for one in self.draft.provisions)
        labels = {label for label, span in places if phrase.search(self.draft.source[span.start : span.end])}
        return [one for one in self.brackets.values() if one.depth == 0 and one.provision in labels]

    def _option(self, bracket: Bracket, typed: str, column: str) -> str:
        if bracket.id not in self.options:
            known = {_key(option.letter): option.letter for option in bracket.options}
            # A letter comes before a name or words that are the same.
            for option in bracket.options:
                for name in filter(None, (option.label, option.text)):
                    known.setdefault(_key(name), option.letter)
            if OMIT in bracket.letters:
                known |= {_key(word): OMIT for word in vocabulary()["options"]}
            self.options[bracket.id] = known
        found = self.options[bracket.id].get(_key(typed))
        if found is None:
            remedy = f"write one of {', '.join(bracket.letters)}, or its exact words"
            raise _WrongCellError(column, f"{bracket.id} has no option {as_typed(typed)}", remedy)
        return found

    def _condition(self, typed: Any) -> tuple[tuple[str, str], ...]:
        if isinstance(typed, list):
            items = [item for item in typed if isinstance(item, dict)]
            pairs = [(str(item.get("bracket", "")), str(item.get("option", ""))) for item in items]
        else:
            words = " ".join(str(typed).split())
            parts = [part.partition("=") for part in re.split(r"\s+and\s+|\s*;\s*", words) if part]
            if not all(equals for _, equals, _ in parts):
                remedy = "write it as D.4-c#2=b, several joined by and"
                raise _WrongCellError("condition", f"{as_typed(words)} is no condition", remedy)
            pairs = [(bracket.strip(), option.strip()) for bracket, _, option in parts]
        condition = []
        for name, option in pairs:
            bracket = self._bracket(name, "condition")
            letter = self._option(bracket, option, "condition")
            self._check_words(name, bracket, letter, option)
            condition.append((bracket.id, letter))
        return tuple(condition)

    def _doubt(self, severity: Severity, code: str, row: int, name: str, message: str, remedy: str = "") -> None:
        problem = Problem(row, self.columns.get(name, name), message, remedy)
        self.doubts.append(_diagnostic(severity, code, self.sheet.name, problem))


def _with_brackets(columns: dict[str, str]) -> dict[str, str]:
    """Return the columns of a table, where a provision names its bracket if no column does."""
    place = next((name for name in _PLACES if name in columns), "") if "bracket" not in columns else ""
    return {("bracket" if name == place else name): head for name, head in columns.items()}


def _number(typed: str) -> float:
    try:
        # Half of Europe writes 0,5.
        return float(typed.replace(",", "."))
    except ValueError:
        return math.nan


def _weight(typed: str, stance: Stance) -> float:
    weight = _number(typed or "1")
    if stance == "blocks" and not weight:
        raise _WrongCellError(
            "weight", f"{as_typed(typed)} is no weight of a block", "write a number above 0, or leave it empty"
        )
    if not weight >= 0:
        raise _WrongCellError("weight", f"{as_typed(typed)} is no weight", "write a number of at least 0")
    if weight and not _LIGHTEST <= weight <= _HEAVIEST:
        raise _WrongCellError(
            "weight", f"the weight {as_typed(typed)} is out of range", f"write 0, or {_LIGHTEST:g} to {_HEAVIEST:,.0f}"
        )
    return int(weight) if weight.is_integer() else weight


def _between(typed: str, column: str) -> float:
    number = _number(typed)
    if not 0 <= number <= MOST:
        raise _WrongCellError(column, f"{as_typed(typed)} is no {column}", f"write a number from 0 to {MOST}")
    if number and number < _LIGHTEST:
        remedy = f"write 0, or {_LIGHTEST:g} to {MOST}"
        raise _WrongCellError(column, f"the {column} {as_typed(typed)} is out of range", remedy)
    return number


def _point(typed: str) -> float:
    number = _number(typed)
    if not math.isfinite(number):
        raise _WrongCellError("point", f"{as_typed(typed)} is no position on a scale", "write a number")
    return number


def _probability(typed: str) -> float:
    if not typed:
        return 1
    probability = _number(typed.removesuffix("%").rstrip()) / (100 if typed.endswith("%") else 1)
    if not 0 < probability <= 1:
        remedy = "write a number above 0, up to 1, or a percentage"
        raise _WrongCellError("probability", f"{as_typed(typed)} is no probability", remedy)
    if probability < _LIGHTEST:
        remedy = f"write {_LIGHTEST:g} or more, or leave the row out"
        raise _WrongCellError("probability", f"the probability {as_typed(typed)} is out of range", remedy)
    return probability


def _key(words: str) -> str:
    return " ".join(words.casefold().strip(" “”\"'‘’").split())


def _evidence(cell: Any, number: int) -> Evidence:
    if isinstance(cell, Mapping):  # as JSON has it
        line = cell.get("line")
        words, author, rule = (str(cell.get(key, default)) for key, default in _EVIDENCE.items())
        return Evidence(words, author, line if isinstance(line, int) else number, rule, _date(cell.get("date")))
    return Evidence(str(cell), "", number, "table")


def _date(typed: Any) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(str(typed))
    except ValueError:
        raise _WrongCellError("evidence", f"{as_typed(typed)} is no date", "write it as 2026-03-31") from None


def _diagnostic(severity: Severity, code: str, name: str, problem: Problem) -> Diagnostic:
    row = f", row {problem.row}" if problem.row else ""
    where = f"{name}{row}" + (f", column {problem.column}" if problem.column else "")
    line = max(problem.row, 1)
    return Diagnostic(severity, code, f"{where}: {problem.message}", "", line, 1, problem.remedy, "", name)
