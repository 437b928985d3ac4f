"""Reads tables of positions for the verbs, and says at once what of them is not used or looks mistyped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bracketed.cli.printing import warn_at_once
from bracketed.limits import Limits
from bracketed.phrasing import counted, is_or_are

if TYPE_CHECKING:
    from bracketed.draft.draft import Diagnostic, Draft
    from bracketed.positions.positions import Positions

# So many rows or names are listed one by one.
_SHOWN = 10


def positions_in_table(path: Path, draft: Draft, said: Positions, limits: Limits, skip_bad_rows: bool) -> Positions:
    """Return the positions in a table; rows on words that have changed are left out, others only on request."""
    from bracketed.positions.table import positions_in
    from bracketed.positions.tabular import load

    sheet = load(path, limits=limits)
    read = positions_in(sheet, draft, positions=said, strict=not skip_bad_rows, strict_words=False)
    _warn_one_by_one([one for one in read.diagnostics if one.code == "unknown-delegation"], path, "more such names")
    _warn_one_by_one([one for one in read.diagnostics if one.code == "row-not-read"], path, "more rows are left out")
    if changed := [one for one in read.diagnostics if one.code == "words-changed"]:
        number = f"{counted(len(changed), 'row')} {is_or_are(len(changed))} not used, as the words have changed"
        first = _words(changed[0]).removeprefix(f"{path.name}, ")
        warn_at_once(f"{path.name}: {number} since it was filled in; the first is {first}")
        warn_at_once("`bracketed check` lists them all, and `bracketed carry` takes a table to another draft")
    for finding in read.diagnostics:
        if finding.code in ("words-not-kept", "not-confirmed"):
            warn_at_once(finding.message)
    return read


def named_delegations(named: str | None, limits: Limits) -> tuple[str, ...]:
    """Return the delegations in a list with commas, or in a file: a .txt with one a line, or a table."""
    from bracketed.draft.delegations import Names
    from bracketed.positions.tabular import columns_of, load
    from bracketed.reading.encodings import decode

    if not named:
        return ()
    path = Path(named)
    if path.suffix.lower() in (".csv", ".tsv", ".xlsx", ".json"):
        sheet = load(path, limits=limits)
        columns = columns_of(sheet.head, "columns")
        sheet.require(["delegation"], columns)
        written = [str(cells.get(columns["delegation"], "")) for _, cells in sheet.rows]
    elif path.suffix.lower() == ".txt":
        with path.open("rb") as file:
            written = decode(file.read(limits.size), path.name).splitlines()
    else:
        written = named.split(",")
    names = Names.default()
    typed = tuple(filter(None, (" ".join(name.split()) for name in written)))
    for name in dict.fromkeys(name for name in typed if not names.find(name)):
        near = names.suggest(name)
        meant = f"; did you mean {near[0]}?" if near else ""
        warn_at_once(f"“{name}” is in no list of delegations; it is kept as typed{meant}")
    return typed


def _warn_one_by_one(findings: Sequence[Diagnostic], path: Path, rest: str) -> None:
    for finding in findings[:_SHOWN]:
        warn_at_once(_words(finding))
    if len(findings) > _SHOWN:
        warn_at_once(f"{path.name}: {len(findings) - _SHOWN} {rest}; `bracketed check` lists them all")


def _words(finding: Diagnostic) -> str:
    return f"{finding.message}; {finding.suggestion}" if finding.suggestion else finding.message
