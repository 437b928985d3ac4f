"""The verb that writes a settled text into a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bracketed.cli.options import FILE, Invocation, inputs
from bracketed.cli.printing import warn
from bracketed.cli.variants import index_in
from bracketed.cli.verbs import rule_option

if TYPE_CHECKING:
    from bracketed.positions.positions import Positions
    from bracketed.variants.space import Space
    from bracketed.variants.variant import Variant


@inputs(printed=False)
@rule_option
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
def write(invocation: Invocation, rule: str, which: str, output: Path, redline: bool) -> None:
    """Write a variant, or the draft itself, to a file; warn of what is to be checked by hand."""
    from bracketed.variants.checks import in_words
    from bracketed.writing.file import write

    if which == "none":
        if redline:
            raise click.UsageError("--redline shows what a variant changes; ask for another --variant than none")
        draft = invocation.draft()
        write(draft, output, positions=invocation.positions(draft))
        return
    space, positions = invocation.answering()
    variant = _variant(space, positions, which, rule)
    write(variant, output, redline=redline, positions=positions)
    # What repairs at the seams could not settle is said beside the file, since the file is to be sent on.
    if variant.to_check:
        warn(in_words(variant.to_check))
    for bracket, words in variant.unplaced.items():
        warn(f"{bracket}: nobody says where “{words}” is to go; it is not in {output.name}")


def _variant(space: Space, positions: Positions, which: str, rule: str) -> Variant:
    from bracketed.consensus.contestation import least_contested
    from bracketed.variants.variant import read_choices

    # A number is one of all texts; choices in a file leave the rest to the rule.
    if which.removeprefix("-").isdecimal():
        return space[index_in(which, space, "--variant")]
    if which != "best":
        if not which.lower().endswith(".json"):
            raise click.BadParameter(
                f"{which!r} is neither best, none, a number nor a .json file", param_hint="--variant"
            )
        space = space.fix(read_choices(which))
    return least_contested(space, positions, rule).variant
