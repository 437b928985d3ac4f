"""Tables of positions that are to be filled in: a row for each option, or a column for each delegation."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from bracketed.draft.delegations import Names
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket
from bracketed.draft.wording import NOTHING, abridged, cut_in_the_middle, words_at
from bracketed.errors import Problem, TableError
from bracketed.markdown import without_marks
from bracketed.positions.positions import Position, Positions, every_bracket
from bracketed.positions.stance_cells import cell_of
from bracketed.positions.table import COLUMNS, SELDOM, columns_used, record_of
from bracketed.positions.tabular import TableRow, bytes_of, columns_of, save
from bracketed.source import Span

# The columns that say what a row is about, and those that are to be filled in.
ABOUT = ("article", "bracket", "sentence")
TO_FILL_IN = ("delegation", "stance", "weight", "condition", "evidence")
OPTIONS = "options in words"
# Characters of a bracket in its sentence, of an option in a row of its own, of one among all options of a bracket, and
# of the words that are left out.
_IN_SENTENCE, _IN_ROW, _IN_LINE, _LEFT_OUT = 160, 300, 140, 90


def template(
    draft: Draft,
    positions: Positions | None = None,
    *,
    delegations: Iterable[str] = (),
    filled: Iterable[Position] = (),
    brackets: Container[str] | None = None,
) -> list[TableRow]:
    """Return a table to fill in: one row for each option of each bracket, or with delegations, for each bracket.

    Args:
        draft: the draft. Blanks that are to be filled in, such as `[X]`, are no choices, and not in the table.
        positions: positions whose implied brackets are in the table too.
        delegations: the delegations with a column each, for cells such as `a; x b` (wants a, objects to b).
        filled: positions that are in the table already; whose delegation has no column gets one.
        brackets: the ids of those that the table is about, if not of all.

    Rows that stay without delegation and stance, and cells that stay empty, are not read. Options of more than 300
    characters are cut in the middle, and known whole by a mark; of a wide table, those of more than 140.

    Raises:
        TableError: a delegation is called like a column, or a cell of a wide table has no place for what a row says.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.")
    >>> for row in bt.template(draft):
    ...     print(row["bracket"], row["option"], row["text"])
    4#1 a shall
    4#1 b should
    >>> bt.template(draft, delegations=["EU", "Chile"])[0]["options in words"]
    'a: shall\\nb: should'
    """
    rows: dict[str, list[Position]] = {}
    for row in filled:
        rows.setdefault(row.bracket, []).append(row)
    columns = _columns(delegations, [row for own in rows.values() for row in own]) if [*delegations] else ()
    made: list[TableRow] = []
    for bracket in _choices(draft, positions, brackets):
        own = rows.get(bracket.id, [])
        if not (bracket.is_choice or own):
            continue  # nobody can choose in it; what somebody said of it stays
        about = about_of(draft, bracket)
        made += [_wide_row(about, bracket, columns, own)] if columns else _long_rows(about, bracket, own)
    return made


def head_of(rows: Sequence[TableRow], filled: Iterable[Position] = ()) -> tuple[str, ...]:
    """Return the head of a table to fill in."""
    if not rows or OPTIONS in rows[0]:
        return tuple(rows[0]) if rows else (*ABOUT, "option", "text", *TO_FILL_IN)
    more = (name for name in columns_used(filled) if name in SELDOM)
    return (*ABOUT, "option", "text", *TO_FILL_IN, *more)


def write_template(
    draft: Draft,
    path: str | os.PathLike[str],
    positions: Positions | None = None,
    *,
    delegations: Iterable[str] = (),
    filled: Iterable[Position] = (),
    brackets: Container[str] | None = None,
    force: bool = False,
) -> None:
    """Write the table of `template` to a file: .csv, .tsv, .json, or .xlsx with lists to choose from.

    Args:
        draft: the draft.
        path: where to; the suffix gives the format. An .xlsx has a sheet that explains how to fill it in, too.
        positions, delegations, filled, brackets: as for `template`.
        force: replace a file that is there, but never a template that is filled in.

    Raises:
        TableError: the suffix is none of these, or as for `template`.
        NotWrittenError: the file cannot be written.

    >>> import bracketed as bt
    >>> import pathlib, tempfile
    >>> draft = bt.parse("4. Parties [shall/should] report.")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     bt.write_template(draft, pathlib.Path(folder) / "positions.csv", delegations=["EU", "Chile"])
    ...     print(pathlib.Path(folder, "positions.csv").read_text(encoding="utf-8-sig").splitlines()[0])
    article,bracket,sentence,options in words,EU,Chile
    """
    filled, delegations = [*filled], [*delegations]
    rows = template(draft, positions, delegations=delegations, filled=filled, brackets=brackets)
    head = head_of(rows, filled)

    def as_excel() -> bytes:
        from bracketed.positions.template_workbook import workbook

        return bytes_of(workbook(rows, head, {one.id: one.letters for one in _choices(draft, positions)}, draft.name))

    save([{name: row.get(name, "") for name in head} for row in rows], head, path, force=force, workbook=as_excel)


def _choices(draft: Draft, positions: Positions | None, among: Container[str] | None = None) -> list[Bracket]:
    brackets = every_bracket(draft, positions or Positions())
    return [one for one in brackets if one.kind != "placeholder" and (among is None or one.id in among)]


def about_of(draft: Draft, bracket: Bracket) -> TableRow:
    """Return the cells that say what a row is about: the article, the bracket, and its sentence with a mark."""
    before, behind = _around(draft, bracket)
    words = without_marks(bracket.words)
    if words.startswith("[") and words.endswith("]") and words.count("[") == 1:
        words = words[1:-1]
    sentence = without_marks(f"{before}⟦{cut_in_the_middle(words, _IN_SENTENCE)}⟧{behind}")
    return {"article": draft.article_of(bracket), "bracket": bracket.id, "sentence": sentence}


def _around(draft: Draft, bracket: Bracket) -> tuple[str, str]:
    """Return what is before and behind a bracket; in front of comments, where words go that nobody has placed."""
    at = bracket.span.start
    while comment := next((one for one in draft.comments if one.span.start < at <= one.span.end), None):
        at = comment.span.start
    if at == bracket.span.start:
        return draft.around(bracket)
    return f"{draft.around(replace(bracket, span=Span(at, at)))[0].rstrip()} ", ""


def _long_rows(about: TableRow, bracket: Bracket, filled: Sequence[Position]) -> list[TableRow]:
    made = []
    for letter in bracket.letters:
        words = {"option": letter, "text": _text(bracket, letter, _LEFT_OUT if letter == OMIT else _IN_ROW)}
        own = [record_of(row) for row in filled if row.option == letter] or [dict.fromkeys(TO_FILL_IN, "")]
        made += [{**about, **{k: v for k, v in row.items() if k != "source"}, **words} for row in own]
    return made


def _text(bracket: Bracket, letter: str, most: int) -> str:
    return abridged(without_marks(words_at(bracket, letter)), most)


def _wide_row(about: TableRow, bracket: Bracket, columns: Sequence[str], filled: Sequence[Position]) -> TableRow:
    lines = [
        f"{letter}: {NOTHING if letter == OMIT else _text(bracket, letter, _IN_LINE)}" for letter in bracket.letters
    ]
    order = {letter: number for number, letter in enumerate(bracket.letters)}
    own = sorted(filled, key=lambda row: order.get(row.option, 0))
    cells = {name: cell_of(row for row in own if row.delegation == name) for name in columns}
    return {**about, OPTIONS: "\n".join(lines), **cells}


def _columns(delegations: Iterable[str], filled: Sequence[Position]) -> tuple[str, ...]:
    """Return the heads of the columns for delegations, those with positions among them."""
    names = Names.default()
    given = [found.name if (found := names.find(name)) else " ".join(name.split()) for name in delegations]
    columns = tuple(dict.fromkeys([*filter(None, given), *(row.delegation for row in filled)]))
    known = {*COLUMNS, *ABOUT, "text", "scale", "provision", "words", "label", "kind", "author", "line"}
    for name in columns:
        if next(iter(columns_of([name], "columns"))) in known:
            raise _unfit(f"a column called {name!r} is no delegation", "write the name of the delegation in full")
    for row in filled:
        if row.weight != 1 or row.probability != 1 or row.worth is not None:
            what = f"{row.delegation} has a weight, a probability or a grade on {row.bracket}"
            raise _unfit(f"{what}, for which a cell has no place", "write a table with a row for each position")
    return columns


def _unfit(message: str, remedy: str) -> TableError:
    return TableError("template", [Problem(0, "", message, remedy)])
