"""The verb that puts copies of one draft together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from bracketed.cli.options import DRAFT, FILE, Invocation, inputs
from bracketed.cli.output import check_named, output_option
from bracketed.cli.printing import warn
from bracketed.errors import BracketedError
from bracketed.phrasing import joined_and

if TYPE_CHECKING:
    from bracketed.draft.draft import Draft


@inputs(linked=False, positioned=False, rows=True)
@click.argument("copies", nargs=-1, required=True, type=DRAFT)
@click.option(
    "--delegation",
    "named",
    multiple=True,
    metavar="FILE=NAME",
    help="The owner of a copy: 'comments v2.docx=Norway'.",
)
@output_option("Write the text to this file: .docx, .md or .txt.", required=False)
@click.option(
    "--table", "stances", type=FILE, metavar="TABLE", help="Write who wants what to this table (.csv, .xlsx, …)."
)
def compile(  # noqa: A001 - it is what users call it
    invocation: Invocation,
    copies: tuple[str, ...],
    named: tuple[str, ...],
    output: Path | None,
    force: bool,
    stances: Path | None,
) -> None:
    """Print the changes that copies make, and write the text that holds them all, and a table of positions."""
    from bracketed.positions.table import write_positions
    from bracketed.positions.tabular import format_of
    from bracketed.progress.compilation import compile  # noqa: A004 - as above
    from bracketed.writing.file import write

    if stances:
        check_named(stances, force, "stances")
        # Nothing is written, not even the text, where the table cannot be.
        format_of(stances)
    owners = _owners(copies, named)
    base = replace(invocation, changes=invocation.changes or "accept").draft()
    drafts: dict[str, Draft] = {}
    files: dict[str, str] = {}
    for file in copies:
        reading = replace(invocation, file=file)
        tracked = replace(reading, changes="brackets").draft()
        _warn_of_unmarked(file, tracked, base)
        for delegation, draft in _copies_in(reading, tracked, owners.get(file, "")):
            if delegation in drafts:
                one = files[delegation]
                raise BracketedError(f"{one} and {file} are both copies of {delegation}; give one of them")
            drafts[delegation], files[delegation] = draft, file
    compilation = compile(base, drafts)
    if output:
        write(compilation, output, force=force)
    if stances:
        write_positions(compilation.positions, stances, compilation.draft, force=force)
    invocation.print(compilation)


def _owners(copies: Sequence[str], named: Sequence[str]) -> dict[str, str]:
    """Return whose copies are that `--delegation` names; click.UsageError if it names another file."""
    owners: dict[str, str] = {}
    for value in named:
        file, sign, name = value.rpartition("=")
        matching = [copy for copy in copies if file in (copy, Path(copy).name, Path(copy).stem)]
        if not sign or not name.strip() or len(matching) != 1:
            files = joined_and([quote(copy) for copy in copies])
            raise click.UsageError(f"--delegation is given as FILE=NAME, and FILE is one of {files}; got {value!r}")
        owners[matching[0]] = name.strip()
    return owners


def _warn_of_unmarked(file: str, tracked: Draft, base: Draft) -> None:
    """Warn of a copy that tracks changes and has others beside them."""
    from bracketed.progress.lines import lines_of

    # Tracked changes of bracket signs are read as made, also where others are not.
    if not tracked.changes or any(finding.code == "brackets-tracked" for finding in tracked.diagnostics):
        return
    before, now = ([line.words for line in lines_of(draft)] for draft in (base, tracked))
    if before != now:
        warn(f"{file} has changes that are not tracked; they are put in, too")


def _copies_in(invocation: Invocation, tracked: Draft, owner: str) -> Iterator[tuple[str, Draft]]:
    """Yield the copies that a file holds, each with its delegation."""
    from bracketed.positions.authors import authors_of
    from bracketed.progress.copies import by_delegation, delegation_called, delegations_named, with_changes

    file = invocation.file
    try:
        called = (delegation_called(owner),) if owner else delegations_named(Path(file).stem)
    except BracketedError as error:
        raise BracketedError(f"{file}: {error}") from error
    people = invocation.authors([tracked]).of(tracked)
    by = by_delegation(tracked, people)
    remedy = f"add --delegation {quote(f'{Path(file).name}=NAME')}"
    if len(called) > 1:
        raise BracketedError(f"{file} names {joined_and(called)}; {remedy}")
    if called:
        others = [name for name in by if name and name != called[0]]
        if others:
            warn(f"{file} has tracked changes by {joined_and(others)}, too; all are taken as those of {called[0]}")
        yield called[0], replace(invocation, changes="accept").draft()
    elif not by:
        raise BracketedError(f"{file} names no delegation, nor do tracked changes; {remedy}")
    elif "" in by:
        who = joined_and([f"“{name}”" for name in by[""]])
        table = "name their delegations in a table (--authors), or " if authors_of(tracked) else ""
        raise BracketedError(f"{file} has tracked changes by {who}, whose delegation is not known; {table}{remedy}")
    elif len(by) == 1:
        yield next(iter(by)), replace(invocation, changes="accept").draft()
    else:
        for delegation, authors in sorted(by.items()):
            yield delegation, with_changes(tracked, authors)
