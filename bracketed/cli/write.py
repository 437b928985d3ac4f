"""The verb that writes a settled text, whole or in part, into a document."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from bracketed.cli.options import FILE, Invocation, inputs
from bracketed.cli.printing import put_out, warn
from bracketed.cli.variants import index_in
from bracketed.cli.verbs import rule_option
from bracketed.phrasing import counted, some_of
from bracketed.sanitising import harmless

if TYPE_CHECKING:
    from bracketed.consensus.closings import Closings, Measure
    from bracketed.consensus.contestation import Answer
    from bracketed.draft.draft import Draft
    from bracketed.positions.positions import Positions
    from bracketed.variants.settlement import Settlement
    from bracketed.variants.space import Space
    from bracketed.variants.variant import Variant


# Tosses, and places that read otherwise, that are told one by one.
_SHOWN = 10
# As in `bracketed.consensus.closings`, which is imported only when it is used.
_MEASURES = ("best", "closable", "decided")


@inputs(printed=False)
@rule_option
@click.option(
    "--variant",
    "which",
    metavar="WHICH",
    help="Settle all: best, a number, a file.json of choices; or none.  [default: best]",
)
@click.option(
    "--settle",
    "measure",
    type=click.Choice(_MEASURES),
    metavar="HOW",
    help="Settle some: best, closable or decided; the others stay in brackets.",
)
@click.option(
    "--choices",
    type=FILE,
    metavar="FILE",
    help="With --settle: what was decided.",
)
@click.option("--output", "-o", type=FILE, required=True, metavar="FILE", help="A .docx, .md or .txt, or -.")
@click.option("--redline", is_flag=True, help="Show what changes, and leave tosses open.")
def write(
    invocation: Invocation,
    rule: str,
    which: str | None,
    measure: str | None,
    choices: Path | None,
    output: Path,
    redline: bool,
) -> None:
    """Write a settled text, or the draft itself, to a file; warn of what is to be checked by hand."""
    from bracketed.variants.variant import Variant

    if which is not None and measure is not None:
        raise click.UsageError("--variant settles all brackets, and --settle some; give one of them")
    if choices is not None and measure is None:
        raise click.UsageError(f"--choices goes with --settle {'|'.join(_MEASURES)}")
    if measure == "decided" and choices is None:
        raise click.UsageError("--settle decided closes what was decided; name the file with --choices FILE.json")
    if which == "none":
        if redline:
            raise click.UsageError("--redline shows what a variant changes; ask for another --variant than none")
        draft = invocation.draft()
        _write(draft, output, positions=invocation.positions(draft))
        return
    space, positions = invocation.answering()
    if measure is None and redline and not _is_number(which):
        # No redline presents a toss as a result.
        measure = "best"
        choices = _file(which)
    if measure is not None:
        _write_some(_closings(space, positions, measure, choices, rule), output, redline, positions)
        return
    text = _text(space, positions, which or "best", rule)
    _write(text, output, redline=redline, positions=positions)
    variant = text if isinstance(text, Variant) else text.variant
    if not isinstance(text, Variant):
        _warn_of_tosses(text, output)
    _warn_of_seams(variant, output)


def _closings(space: Space, positions: Positions, measure: str, file: Path | None, rule: str) -> Closings:
    from bracketed.consensus.closings import closings
    from bracketed.variants.variant import read_choices

    return closings(space, positions, cast("Measure", measure), read_choices(file) if file else {}, rule=rule)


def _write_some(closed: Closings, output: Path, redline: bool, positions: Positions) -> None:
    """Write a draft with some brackets settled, and say how many are, and why the others are not."""
    from bracketed.writing.settled_draft import draft_of

    settled = closed.settlement
    name = "standard output" if str(output) == "-" else output.name
    _write(settled, output, redline=redline, positions=positions)
    # Messages come in the order opposite to that in which they are put down.
    told = [finding for finding in draft_of(settled).diagnostics if finding.code == "settled-otherwise"]
    for finding in reversed(told[:_SHOWN]):
        warn(f"{name}:{finding.line}: {finding.message}; {finding.suggestion}")
    if len(told) > _SHOWN:
        warn(f"{name}: {len(told) - _SHOWN} more places are not read as before")
    _warn_of_seams(settled, output)
    if settled.untied:
        # To close one of linked brackets does not close the others.
        warn(f"{name}: linked with closed brackets, and open all the same: {some_of(settled.untied, _SHOWN)}")
    warn(f"{name}: {closed.sentence}")


def _warn_of_seams(text: Variant | Settlement, output: Path) -> None:
    from bracketed.variants.checks import in_words

    # What repairs at the seams could not settle is said beside the file, since the file is to be sent on.
    if text.to_check:
        warn(in_words(text.to_check))
    for bracket, words in text.unplaced.items():
        warn(f"{bracket}: nobody says where “{words}” is to go; it is not in {output.name}")


def _write(
    text: Variant | Answer | Settlement | Draft, output: Path, *, redline: bool = False, positions: Positions
) -> None:
    from bracketed.writing.file import write, written

    if str(output) != "-":
        write(text, output, redline=redline, positions=positions)
        return
    data = written(text, "txt", redline=redline, positions=positions)
    if sys.stdout.isatty():
        # The words of a draft are not to steer a terminal.
        put_out(harmless(data.decode()), nl=False)
    else:
        sys.stdout.buffer.write(data)


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
    from bracketed.variants.variant import read_choices

    # A number is one of all texts; choices in a file leave the rest to the rule.
    if _is_number(which):
        return space[index_in(which, space, "--variant")]
    file = _file(which)
    return least_contested(space if file is None else space.fix(read_choices(file)), positions, rule)


def _is_number(which: str | None) -> bool:
    return which is not None and which.removeprefix("-").isdecimal()


def _file(which: str | None) -> Path | None:
    """Return the file of choices that a variant is named by, None for the best."""
    if which is None or which == "best":
        return None
    if not which.lower().endswith(".json"):
        raise click.BadParameter(f"{which!r} is neither best, none, a number nor a .json file", param_hint="--variant")
    return Path(which)
