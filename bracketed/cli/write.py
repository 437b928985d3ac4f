"""The verb that writes a settled text into a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bracketed.cli.options import FILE, Invocation, inputs
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
    help="best: the least contested text. A number: as variants --implied counts. A file.json: the options that "
    "brackets take; those that it does not name are settled as in the best. none: the draft as it stands, with "
    "the positions of a table as comments.",
)
@click.option("--output", "-o", type=FILE, required=True, metavar="FILE", help="Where to: .docx, .md or .txt.")
@click.option("--redline", is_flag=True, help="Show what changes: tracked in Word, else as CriticMarkup.")
def write(invocation: Invocation, rule: str, which: str, output: Path, redline: bool) -> None:
    """Write a variant, or the draft itself, to a file; warn of what is to be checked by hand."""
    from bracketed.variants.checks import in_words
    from bracketed.variants.variant import Variant
    from bracketed.writing.file import write

    if which == "none":
        if redline:
            raise click.UsageError("--redline shows what a variant changes; ask for another --variant than none")
        draft = invocation.draft()
        write(draft, output, positions=invocation.positions(draft))
        return
    space, positions = invocation.answering()
    text = _text(space, positions, which, rule)
    write(text, output, redline=redline, positions=positions)
    variant = text if isinstance(text, Variant) else text.variant
    if not isinstance(text, Variant):
        _warn_of_tosses(text, output)
    # What repairs at the seams could not settle is said beside the file, since the file is to be sent on.
    if variant.to_check:
        warn(in_words(variant.to_check))
    for bracket, words in variant.unplaced.items():
        warn(f"{bracket}: nobody says where “{words}” is to go; it is not in {output.name}")


def _warn_of_tosses(answer: Answer, output: Path) -> None:
    # A clean text cannot say of itself that a part of it was no result.
    for toss in (answer.tossed or ())[:_SHOWN]:
        taken = answer.variant.choices.get(toss.bracket)
        warn(f"{output.name}: {toss.sentence} The file has {taken or 'the text without it'}.")
    more = len(answer.tossed or ()) - _SHOWN
    if more > 0:
        warn(f"{output.name}: {more} more brackets are tosses; see `bracketed best`")
    if answer.silent:
        warn(f"{output.name}: {counted(len(answer.silent), 'bracket')} without a position could be settled otherwise")
    if answer.tossed is None:
        warn(f"{output.name}: whether other texts are as good was not examined")


def _text(space: Space, positions: Positions, which: str, rule: str) -> Variant | Answer:
    from bracketed.consensus.contestation import least_contested
    from bracketed.variants.choices import read_choices

    # A number is one of all texts; choices in a file leave the rest to the rule.
    if which.removeprefix("-").isdecimal():
        return space[index_in(which, space, "--variant")]
    if which != "best":
        if not which.lower().endswith(".json"):
            raise click.BadParameter(
                f"{which!r} is neither best, none, a number nor a .json file", param_hint="--variant"
            )
        choices = read_choices(which, space.draft, positions)
        space = space.fix(choices)
        # What is to be said last is put down first.
        for words in reversed(choices.warnings):
            warn(words)
    return least_contested(space, positions, rule)
