"""Turns a draft into rows of a table of a corpus; this is what a worker does."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from time import perf_counter
from typing import Any, Literal, TypeAlias

from bracketed.consensus.blocking import Status, blocking
from bracketed.corpus.files import DraftFile, suffix_of
from bracketed.draft.draft import Draft, contested_words
from bracketed.errors import BracketedError, fault
from bracketed.limits import DEFAULT, Limits
from bracketed.positions.comments import positions
from bracketed.positions.positions import every_bracket, every_finding
from bracketed.reading.file import read_data
from bracketed.show.serialise import bracket_rows, rows_of
from bracketed.variants.space import variants

Rows: TypeAlias = Literal["drafts", "brackets", "positions"]
Row: TypeAlias = dict[str, Any]

_IDENTITY = "file hash reading"
_KINDS = {"optional": "optional", "alternatives": "alternatives", "placeholder": "placeholders"}
_STATUSES: tuple[Status, ...] = ("blocking", "reserved", "closable", "silent")
_SEVERITIES = {"error": "errors", "warning": "warnings", "info": "infos"}

# The columns of each table, by the sort of their values.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    rows: {name: sort for names, sort in parts for name in names.split()}
    for rows, parts in {
        "drafts": [
            (_IDENTITY, "str"),
            ("words contested_words", "Int64"),
            ("contested_share", "float64"),
            ("provisions comments brackets optional alternatives placeholders implied depth", "Int64"),
            ("blocking reserved closable silent delegations positions errors warnings infos", "Int64"),
            ("seconds", "float64"),
            ("error", "str"),
        ],
        "brackets": [
            (f"{_IDENTITY} bracket provision kind origin parent", "str"),
            ("depth line column", "Int64"),
            ("option label text error", "str"),
        ],
        "positions": [
            (f"{_IDENTITY} delegation bracket option", "str"),
            ("stance", "stance"),
            ("weight", "float64"),
            ("condition source evidence author", "str"),
            ("line", "Int64"),
            ("error", "str"),
        ],
    }.items()
}


def rows_of_batch(rows: Rows, limits: Limits, batch: Iterable[DraftFile]) -> list[list[Row]]:
    """Return the rows of each draft of a batch."""
    return [rows_of_draft(rows, file, limits) for file in batch]


def rows_of_draft(rows: Rows, file: DraftFile, limits: Limits = DEFAULT) -> list[Row]:
    """Return the rows of a draft; one with its error if it cannot be read.

    >>> [row] = rows_of_draft("drafts", DraftFile(0, "a.txt", b"4. Parties [shall/should] report."))
    >>> row["brackets"], row["alternatives"], row["silent"], row["error"]
    (1, 1, 1, '')
    >>> [row] = rows_of_draft("drafts", DraftFile(0, "a.txt", b" "))
    >>> row["error"]
    'the draft is empty; give a text with at least one word (line 1, column 1)'
    """
    started = perf_counter()
    # A draft that cannot be read has a row all the same, with its error.
    filled: list[Row] = [{}]
    try:
        if file.error:
            raise BracketedError(file.error)
        draft = read_data(
            file.content,
            name=os.path.basename(file.file),
            format=suffix_of(file.file) or None,
            convention=file.convention,
            language=file.language,
            read_as=file.read_as,
            limits=limits,
        )
        if rows == "drafts":
            # What is known before something goes wrong stays in the row.
            _measure(draft, filled[0])
        else:
            filled = _bracket_rows(draft) if rows == "brackets" else rows_of(positions(draft))
        error = ""
    except Exception as problem:
        # Whatever is wrong with one draft, or with the reading of it, the others are to be read.
        error = str(problem) if isinstance(problem, BracketedError) else fault(problem)
    if rows == "drafts":
        filled[0]["seconds"] = round(perf_counter() - started, 4)
    return [{**_storable(row), **identity(file), "error": error} for row in filled]


def _storable(row: Row) -> Row:
    """Return a row without the one character that a CSV file cannot hold."""
    return {key: cell.replace("\0", "\ufffd") if isinstance(cell, str) else cell for key, cell in row.items()}


def identity(file: DraftFile) -> Row:
    """Return the columns that every row of a draft has."""
    return {"file": file.file, "hash": file.hash, "reading": file.reading}


def _measure(draft: Draft, row: Row) -> None:
    contested, words = contested_words(draft)
    row |= {
        "words": words,
        "contested_words": contested,
        "contested_share": contested / words if words else None,
        "provisions": len(draft.provisions),
        "comments": len(draft.comments),
        "brackets": len(draft.brackets),
        **_counted(_KINDS, [bracket.kind for bracket in draft.brackets]),
        "depth": max((bracket.depth + 1 for bracket in draft.brackets), default=0),
    }
    # The row is filled step by step: if something fails from here on, the counts above are still in it.
    stances = positions(draft)
    row |= {
        "implied": len(stances.implied),
        "delegations": len(stances.delegations),
        "positions": len(stances),
        **_counted(_SEVERITIES, [finding.severity for finding in every_finding(draft, stances)]),
    }
    standings = blocking(variants(draft, stances), stances)
    row |= {status: len(standings.of(status)) for status in _STATUSES}


def _counted(columns: Mapping[str, str], values: list[Any]) -> Row:
    return {column: values.count(value) for value, column in columns.items()}


def _bracket_rows(draft: Draft) -> list[Row]:
    return bracket_rows(every_bracket(draft, positions(draft)), draft.lines)
