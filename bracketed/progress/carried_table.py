"""Carried positions as a table in the ids of the later draft, with a sheet on what became of each row."""

from __future__ import annotations

import os

from bracketed.draft.draft import Draft
from bracketed.draft.wording import abridged, in_sentence, words_at
from bracketed.positions.positions import every_bracket
from bracketed.positions.table import WAITING, columns_used, record_of
from bracketed.positions.table_template import ABOUT, TO_FILL_IN, about_of
from bracketed.positions.tabular import TableRow, bytes_of, save
from bracketed.progress.carried import Carried, CarriedRow

# The columns of the list, with their widths.
_LISTED = {
    "fate": 10, "delegation": 17, "stance": 11, "bracket": 14, "option": 8, "words": 40, "bracket now": 14,
    "option now": 8, "words now": 40, "why": 40, "place": 18,
}  # fmt: skip

# Characters of an option in its cell.
_LONGEST = 300


def save_carried(
    carried: Carried, later: Draft, path: str | os.PathLike[str], table: str, *, force: bool = False
) -> None:
    """Write carried positions to a table (.xlsx, .csv, .tsv, .json), and into .xlsx a list of all rows too.

    `table` is the name of the one that they came from: rows whose source it is are rows of the new one.
    In the column `confirm` it says “look” where a check is needed: such a row is not read until that is “yes”.
    With `force` a file that is there is replaced. TableError or NotWrittenError if the file cannot be written.
    """
    brackets = [one for one in every_bracket(later, carried.positions) if one.is_choice]
    own: dict[tuple[str, str], list[TableRow]] = {}
    held = {id(row) for row in carried.positions}
    written = [row for row in carried if row.now is not None and (row.fate == "reworded" or id(row.now) in held)]
    for row in written:
        own.setdefault((row.landing.bracket_now, row.landing.option_now), []).append(_record(row, table))
    rows = [
        {**about, **cells, "option": letter, "text": abridged(words_at(bracket, letter), _LONGEST)}
        for bracket in brackets
        for about in [about_of(later, bracket)]
        for letter in bracket.letters
        for cells in own.get((bracket.id, letter), ())
    ]
    used = columns_used(row.now for row in written if row.now)
    apart = [*TO_FILL_IN, "bracket", "option", *["source"] * (not any(row["source"] for row in rows))]
    more = [name for name in used if name not in apart]
    doubt = ["confirm", "why"] if any(row.fate == "reworded" for row in written) else []
    head = list(dict.fromkeys([*ABOUT, "option", "text", *doubt, *TO_FILL_IN, *more]))
    rows = [{name: row.get(name, "") for name in head} for row in rows]

    def book() -> bytes:
        from bracketed.positions.template_workbook import add_list, workbook

        made = workbook(rows, head, {bracket.id: bracket.letters for bracket in brackets}, later.name)
        add_list(made, "What became of each row", _LISTED, [*map(_listed, carried.by_urgency)])
        return bytes_of(made)

    save(rows, head, path, force=force, workbook=book)


def _record(row: CarriedRow, table: str) -> TableRow:
    assert row.now is not None
    record = record_of(row.now)
    record["source"] = "" if row.now.source == table else row.now.source
    if row.fate != "reworded":
        return record
    return {**record, "confirm": WAITING, "why": row.landing.why or f"was {in_sentence(row.landing.words)}"}


def _listed(row: CarriedRow) -> list[str]:
    at = row.landing
    words, words_now = (abridged(text, _LONGEST) for text in (at.words, at.words_now))
    about = [row.fate, row.delegation, row.stance, at.bracket, at.option, words]
    return [*about, at.bracket_now, at.option_now, words_now, at.why, row.before.place if row.before else ""]
