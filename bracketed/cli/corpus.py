"""The verb that reads many drafts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bracketed.cli.limits import ALLOW
from bracketed.cli.options import ALL, CONVENTION, DRAFT, FILE, FORM, LANGUAGE, ROWS
from bracketed.cli.printing import FAULT_CODE, Extent, complain, print_answer
from bracketed.cli.verbs import choice_option
from bracketed.errors import FAULT
from bracketed.limits import Limits
from bracketed.phrasing import counted
from bracketed.progress_bar import Spinner


@click.argument("files", nargs=-1, required=True, type=DRAFT)
@CONVENTION
@LANGUAGE
@ALLOW
@ROWS
@ALL
@FORM
@choice_option(
    ("drafts", "brackets", "positions"),
    "What each row is about: a draft, an option of a bracket, or a position.",
    "--rows",
)
@click.option(
    "--engine", type=click.Choice(["processes"]), help="Read in as many processes as there are processors; else in one."
)
@click.option(
    "--resume",
    type=FILE,
    metavar="FILE",
    help="Keep the rows in this file (.csv or .parquet) meanwhile, and do not read again what it holds.",
)
def corpus(
    files: tuple[str, ...],
    convention: str | None,
    language: str | None,
    limits: Limits,
    at_most: int | None,
    everything: bool,
    form: str,
    rows: Any,
    engine: str | None,
    resume: Path | None,
) -> None:
    """Print a table of many drafts."""
    from bracketed.corpus.drafts import corpus
    from bracketed.corpus.results import records
    from bracketed.show.listings import corpus as listing

    # The corpus has a bar of its own.
    click.get_current_context().ensure_object(Spinner).end()
    table = corpus(
        files, engine=engine, rows=rows, convention=convention, language=language, resume=resume, limits=limits
    )
    print_answer(listing(records(table), rows), form, Extent(everything, at_most, more="--all shows them"))
    faults = list(dict.fromkeys(error for error in table["error"] if str(error).startswith(FAULT)))
    if faults:
        # The table may show no more than the beginning; what is to be reported is said in full.
        complain(faults[0] + (f" (and {counted(len(faults) - 1, 'other fault')})" if faults[1:] else ""))
        click.get_current_context().exit(FAULT_CODE)
