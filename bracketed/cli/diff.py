"""The verb that compares drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from bracketed.cli.options import DRAFT, Invocation, inputs, table_option
from bracketed.cli.verbs import choice_option


@inputs(linked=False, positioned=False, rows=True, filters=("article",))
@click.argument("later", nargs=-1, required=True, type=DRAFT)
@choice_option(
    ("changes", "drafts", "delegations"),
    "What each row is about: a change, a draft and its state, or a delegation and its results.",
    "--rows",
)
@table_option(
    "--positions",
    "tables",
    "For --rows delegations: positions in tables, one for each draft in their order.",
    multiple=True,
)
@table_option("--positions-only", "alone", "The same, but leave the comments in the drafts aside.", multiple=True)
def diff(
    invocation: Invocation, later: tuple[str, ...], rows: str, tables: tuple[Path, ...], alone: tuple[Path, ...]
) -> None:
    """Print changes, the state of each draft, or the accounts of delegations."""
    from bracketed.progress.progress import progress

    files = (invocation.file, *later)
    each = zip(
        files,
        _for_each(files, rows, tables, "--positions"),
        _for_each(files, rows, alone, "--positions-only"),
        strict=True,
    )
    invocations = [replace(invocation, file=file, table=table, only=only) for file, table, only in each]
    drafts = [one.draft() for one in invocations]
    part = invocation.article
    if rows == "delegations":
        if part:
            raise click.UsageError("--article goes with --rows changes and --rows drafts")
        # One table of authors for all drafts: somebody may have typed nothing in one of them.
        authors = invocation.authors(drafts)
        stances = [one.positions(draft, authors) for one, draft in zip(invocations, drafts, strict=True)]
        invocation.print(progress(drafts, stances).results)
        return
    come = progress(drafts).within(part) if part else progress(drafts)
    invocation.print(come if rows == "drafts" else come.changes, part or "")


def _for_each(files: Sequence[str], rows: str, tables: Sequence[Path], option: str) -> Sequence[Path | None]:
    """Return the table of each draft, or None for each."""
    # Changes and figures rest on the texts alone; a table would be ignored without a word.
    if tables and rows != "delegations":
        raise click.UsageError(f"{option} goes with --rows delegations")
    if tables and len(tables) != len(files):
        times = f"{len(tables)} time{'' if len(tables) == 1 else 's'}"
        raise click.UsageError(
            f"there are {len(files)} drafts, but {option} is given {times}; give it once for each draft, in their order"
        )
    return tables or [None] * len(files)
