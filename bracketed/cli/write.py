"""The verb that writes a settled text into a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bracketed.atomic_write import STANDARD_STREAM
from bracketed.cli.options import Invocation, inputs
from bracketed.cli.output import output_option
from bracketed.cli.printing import warn
from bracketed.cli.variants import index_in
from bracketed.cli.verbs import rule_option
from bracketed.phrasing import counted

if TYPE_CHECKING:
    from bracketed.consensus.contestation import Answer
    from bracketed.positions.positions import Positions
    from bracketed.variants.space import Space
    from bracketed.variants.variant import Variant


# Tosses that are told one by one.
_SHOWN = 10


@inputs(printed=False)
@rule_option
@click.option(
    "--variant",
    "which",
    default="best",
    show_default=True,
    metavar="WHICH",
    help="best: the least contested text. A number: as variants --implied counts. A file.json: options of brackets, "
    "the others as in the best. none: the draft as it stands, and a table as comments.",
)
@output_option("Where to: .docx, .md, .txt; - for standard output.")
@click.option("--format", "file_format", metavar="FORMAT", help="docx, md or txt, where FILE is -.")
@click.option("--numbered", is_flag=True, help="The draft as it stands, with the id of each bracket.")
@click.option("--redline", is_flag=True, help="Show what changes: tracked in Word, else as CriticMarkup.")
def write(
    invocation: Invocation,
    rule: str,
    which: str,
    output: Path,
    force: bool,
    file_format: str | None,
    numbered: bool,
    redline: bool,
) -> None:
    """Write a variant, or the draft itself, to a file; warn of what is to be checked by hand."""
    from bracketed.variants.checks import in_words
    from bracketed.variants.variant import Variant
    from bracketed.writing.file import write

    if numbered or which == "none":
        if redline:
            raise click.UsageError("--redline shows what a variant changes; ask for another --variant than none")
        if which not in ("best", "none"):
            raise click.UsageError("--numbered writes the draft itself, in which nothing is settled")
        draft = invocation.draft()
        stances = invocation.positions(draft)
        write(draft, output, positions=stances, format=file_format, numbered=numbered, force=force)
        return
    space, positions = invocation.answering()
    text = _text(space, positions, which, rule)
    write(text, output, redline=redline, positions=positions, format=file_format, force=force)
    name = "standard output" if str(output) == STANDARD_STREAM else output.name
    variant = text if isinstance(text, Variant) else text.variant
    if not isinstance(text, Variant):
        _warn_of_tosses(text, name)
    # What repairs at the seams could not settle is said beside the file, since the file is to be sent on.
    if variant.to_check:
        warn(in_words(variant.to_check))
    for bracket, words in variant.unplaced.items():
        warn(f"{bracket}: nobody says where “{words}” is to go; it is not in {name}")


def _warn_of_tosses(answer: Answer, name: str) -> None:
    # A clean text cannot say of itself that a part of it was no result.
    for toss in (answer.tossed or ())[:_SHOWN]:
        taken = answer.variant.choices.get(toss.bracket)
        warn(f"{name}: {toss.sentence} The file has {taken or 'the text without it'}.")
    more = len(answer.tossed or ()) - _SHOWN
    if more > 0:
        warn(f"{name}: {more} more brackets are tosses; see `bracketed best`")
    if answer.silent:
        warn(f"{name}: {counted(len(answer.silent), 'bracket')} without a position could be settled otherwise")
    if answer.tossed is None:
        warn(f"{name}: whether other texts are as good was not examined")


def _text(space: Space, positions: Positions, which: str, rule: str) -> Variant | Answer:
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
    return least_contested(space, positions, rule)
