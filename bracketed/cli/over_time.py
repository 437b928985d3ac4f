"""What changed from draft to draft."""

from __future__ import annotations

from dataclasses import replace

import click

from bracketed.cli.asking import Asked, asking
from bracketed.cli.command import main


@main.command(epilog="Example: bracketed diff draft.docx later.docx")
@asking(linked=False, heard=False)
@click.argument("later")
def diff(asked: Asked, later: str) -> None:
    """What changed from a draft to a LATER one.

    Brackets opened, closed (and how), narrowed, widened, moved, split and merged, and provisions that were renumbered,
    moved, split, merged or reworded.
    """
    from bracketed.consensus.progress.drafts import progress
    from bracketed.show import answers
    from bracketed.show.records import rows_of

    drafts = [asked.draft(), replace(asked, file=later).draft()]
    found = progress(drafts)
    (step,) = found.steps
    asked.print(step.to_dicts(), lambda: rows_of(step.changes), lambda: answers.changes(found))
