"""The verb that compares drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bracketed.cli.options import DRAFT, Invocation, inputs, table_option
from bracketed.cli.output import output_option
from bracketed.cli.verbs import choice_option

if TYPE_CHECKING:
    from bracketed.draft.draft import Draft
    from bracketed.positions.positions import Positions
    from bracketed.views import View


@inputs(linked=False, positioned=False, rows=True, filters=("article", "by"))
@click.argument("later", nargs=-1, required=True, type=DRAFT)
@choice_option(
    ("changes", "unmarked", "histories", "drafts", "delegations"),
    "What each row is about.",
    "--rows",
)
@table_option(
    "--positions",
    "tables",
    "Positions in tables, one for each draft in their order.",
    multiple=True,
)
@table_option("--positions-only", "alone", "The same, but leave the comments in the drafts aside.", multiple=True)
@output_option("A page (.html), or the later draft with tracked changes (.docx).", required=False)
def diff(
    invocation: Invocation,
    later: tuple[str, ...],
    rows: str,
    tables: tuple[Path, ...],
    alone: tuple[Path, ...],
    output: Path | None,
    force: bool,
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
    part = invocation.article
    if part and rows == "delegations":
        raise click.UsageError("--article goes with the other --rows")
    if invocation.by and (output is not None or rows not in ("changes", "drafts")):
        raise click.UsageError(
            "--by counts the brackets and changes of each draft; it goes with no other --rows or --output"
        )
    if output is not None and (len(files) > 2 or part or rows != "changes"):
        raise click.UsageError("--output writes all changes between two drafts: one LATER, no --rows and no --article")
    drafts = [one.draft() for one in invocations]
    come = progress(drafts, _positions(invocations, drafts) if tables or alone or rows == "delegations" else None)
    if output is not None:
        from bracketed.writing.changes import write_changes

        write_changes(come, output, force=force)
        return
    come = come.within(part) if part else come
    answers: dict[str, Callable[[], View]] = {
        # Of a part, or of so many rows, people want to see the rows.
        "changes": lambda: replace(come.changes, listed=bool(part) or invocation.at_most is not None or None),
        "unmarked": lambda: come.unmarked,
        "histories": lambda: come.histories,
        "drafts": lambda: come,
        "delegations": lambda: come.results,
    }
    invocation.print(come.by_article() if invocation.by else answers[rows](), part or "")


def _positions(invocations: Sequence[Invocation], drafts: Sequence[Draft]) -> list[Positions]:
    # One table of authors for all drafts: a person may have typed nothing in one of them.
    authors = invocations[0].authors(drafts)
    return [one.positions(draft, authors) for one, draft in zip(invocations, drafts, strict=True)]


def _for_each(files: Sequence[str], rows: str, tables: Sequence[Path], option: str) -> Sequence[Path | None]:
    """Return the table of each draft, or None for each."""
    # The state of drafts and of brackets rests on the texts alone; a table would be ignored without a word.
    if tables and rows in ("drafts", "histories"):
        raise click.UsageError(f"{option} goes with the other --rows")
    # What is said of the last draft matters only to what delegations still hold.
    enough = len(files) if rows == "delegations" else len(files) - 1
    if tables and not enough <= len(tables) <= len(files):
        times = f"{len(tables)} time{'' if len(tables) == 1 else 's'}"
        raise click.UsageError(
            f"there are {len(files)} drafts, but {option} is given {times}; give it once for each draft, in their order"
        )
    return [*tables, *[None] * (len(files) - len(tables))]
