"""What changed from draft to draft, and how far a negotiation has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bracketed.cli.main import main
from bracketed.cli.options import DRAFT, FILE, Asked, asking, rows_option

if TYPE_CHECKING:
    from bracketed.progress.progress import Progress


@main.command(epilog="Example: bracketed diff draft.docx later.docx --rows delegations")
@asking(linked=False, heard=False)
@click.argument("later", nargs=-1, required=True, type=DRAFT)
@rows_option(
    "changes",
    "drafts",
    "delegations",
    about="a change, a draft and where it stands, or a delegation and what it got",
)
@click.option(
    "--positions",
    "tables",
    type=FILE,
    multiple=True,
    metavar="TABLE",
    help="For --rows delegations: positions in tables, one for each draft in their order.",
)
@click.option(
    "--positions-only",
    "alone",
    type=FILE,
    multiple=True,
    metavar="TABLE",
    help="The same, but leave the comments in the drafts aside.",
)
def diff(asked: Asked, later: tuple[str, ...], rows: str, tables: tuple[Path, ...], alone: tuple[Path, ...]) -> None:
    """What changed from a draft to LATER ones, the earliest first.

    Brackets opened, closed (and how), narrowed, widened, moved, split and merged, and provisions that were renumbered,
    moved, split, merged or reworded; how many words are still in brackets; what each delegation won, conceded and still
    holds.
    """
    from bracketed.progress.progress import progress

    files = (asked.file, *later)
    each = [
        replace(asked, file=file, table=table, only=only)
        for file, table, only in zip(
            files,
            _for_each(files, rows, tables, "--positions"),
            _for_each(files, rows, alone, "--positions-only"),
            strict=True,
        )
    ]
    drafts = [one.draft() for one in each]
    if rows == "delegations":
        authors = asked.authors(drafts)
        stances = [one.positions(draft, authors) for one, draft in zip(each, drafts, strict=True)]
        _print_accounts(asked, progress(drafts, stances))
    elif rows == "drafts":
        _print_stages(asked, progress(drafts))
    else:
        _print_changes(asked, progress(drafts))


def _for_each(files: Sequence[str], rows: str, tables: Sequence[Path], option: str) -> Sequence[Path | None]:
    """Return the table of each draft, or None for each."""
    if tables and rows != "delegations":
        raise click.UsageError(f"{option} goes with --rows delegations")
    if tables and len(tables) != len(files):
        told = f"{len(files)} drafts, but {option} is given {len(tables)} time{'' if len(tables) == 1 else 's'}"
        raise click.UsageError(f"there are {told}; give it once for each draft, in their order")
    return tables or [None] * len(files)


def _print_changes(asked: Asked, found: Progress) -> None:
    from bracketed.show.serialise import rows_of
    from bracketed.show.terminal import answers

    told = [(number, change.to_dict()) for number, step in enumerate(found.steps, 2) for change in step.changes]
    # Of two drafts everybody knows which is the later one.
    several = len(found.steps) > 1
    changes = [{"draft": number, **change} if several else change for number, change in told]
    asked.print(changes, lambda: rows_of(changes), lambda: answers.changes(found))


def _print_stages(asked: Asked, found: Progress) -> None:
    from bracketed.progress.progress import MEASURES
    from bracketed.show.terminal import answers

    paces = {measure: found.pace(measure) for measure in MEASURES}
    nested = {
        "drafts": found.to_records(),
        "pace": {measure: pace.to_dict() if pace else None for measure, pace in paces.items()},
    }
    asked.print(nested, found.to_records, lambda: answers.stages(found))


def _print_accounts(asked: Asked, found: Progress) -> None:
    from bracketed.show.serialise import account_rows
    from bracketed.show.terminal import answers

    asked.print(
        [account.to_dict() for account in found.accounts],
        lambda: account_rows(found.accounts),
        lambda: answers.accounts(found),
        "accounts",
    )
