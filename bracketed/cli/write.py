"""Answers back into documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bracketed.cli.main import main
from bracketed.cli.options import FILE, RULE, Asked, asking, tell
from bracketed.cli.variants import index_in

if TYPE_CHECKING:
    from bracketed.draft.draft import Draft
    from bracketed.positions.positions import Positions
    from bracketed.variants.space import Space
    from bracketed.variants.variant import Variant


@main.command(epilog="Example: bracketed write draft.docx --redline -o redline.docx")
@asking(printed=False)
@RULE
@click.option(
    "--variant",
    "which",
    default="best",
    show_default=True,
    metavar="WHICH",
    help="best: the least contested text. A number: as variants --implied counts. A file.json: the options that "
    "brackets take; those that it does not name are settled as in the best. none: the draft as it stands, with "
    "the positions of a table as comments.",
)
@click.option("--output", "-o", type=FILE, required=True, metavar="FILE", help="Where to: .docx, .md or .txt.")
@click.option("--redline", is_flag=True, help="Show what changes: tracked in Word, else as CriticMarkup.")
def write(asked: Asked, rule: str, which: str, output: Path, redline: bool) -> None:
    """A settled text as a file: clean, or with what changed.

    A Word document comes out as it went in, but for the brackets.
    """
    from bracketed.show.terminal.answers import to_check
    from bracketed.writing.file import write

    draft, positions, space = _asked(asked, which)
    if space is None:
        if redline:
            raise click.UsageError("--redline shows what a variant changes; ask for another --variant than none")
        write(draft, output, positions=positions)
        return
    variant = _variant(space, positions, which, rule)
    write(variant, output, redline=redline, positions=positions)
    if variant.to_check:
        tell(to_check(variant))
    for bracket, words in variant.unplaced.items():
        tell(f"{bracket}: nobody says where “{words}” is to go; it is not in {output.name}")


def _asked(asked: Asked, which: str) -> tuple[Draft, Positions, Space | None]:
    if which == "none":
        draft = asked.draft()
        return draft, asked.positions(draft), None
    space, positions = asked.answering()
    return space.draft, positions, space


def _variant(space: Space, positions: Positions, which: str, rule: str) -> Variant:
    from bracketed.consensus.contestation import least_contested
    from bracketed.variants.variant import read_choices

    if which.removeprefix("-").isdecimal():
        return space[index_in(which, space, "--variant")]
    if which != "best":
        if not which.lower().endswith(".json"):
            raise click.BadParameter(
                f"{which!r} is neither best, none, a number nor a .json file", param_hint="--variant"
            )
        space = space.fix(read_choices(which))
    return least_contested(space, positions, rule).variant
