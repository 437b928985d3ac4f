"""The verb that writes a settled text, whole or in part, into a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from bracketed.atomic_write import STANDARD_STREAM
from bracketed.cli.options import FILE, Invocation, inputs
from bracketed.cli.output import output_option
from bracketed.cli.printing import warn
from bracketed.cli.variants import index_in
from bracketed.cli.verbs import rule_option
from bracketed.errors import BracketedError, UnknownNameError, UnknownOptionError
from bracketed.phrasing import counted, some_of

if TYPE_CHECKING:
    from bracketed.consensus.closings import Closings, Measure
    from bracketed.consensus.contestation import Answer
    from bracketed.draft.draft import Draft
    from bracketed.positions.positions import Positions
    from bracketed.variants.settlement import Settlement
    from bracketed.variants.space import Space
    from bracketed.variants.variant import Variant


# Tosses, and places that read otherwise, that are listed one by one.
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
@output_option("A .docx, .md or .txt, or - for standard output.")
@click.option("--format", "file_format", metavar="FORMAT", help="docx, md or txt, where FILE is -.")
@click.option("--numbered", is_flag=True, help="The draft as it is, with the id of each bracket.")
@click.option("--redline", is_flag=True, help="Show what changes, and leave tosses open.")
def write(
    invocation: Invocation,
    rule: str,
    which: str | None,
    measure: str | None,
    choices: Path | None,
    output: Path,
    force: bool,
    file_format: str | None,
    numbered: bool,
    redline: bool,
) -> None:
    """Write a settled text, or the draft itself, to a file; warn of what is to be checked by hand."""
    _check_options(which, measure, choices, numbered, redline)
    put = _Writer(output, file_format, force, redline)
    if numbered or which == "none":
        draft = invocation.draft()
        put.write(draft, invocation.positions(draft), numbered=numbered)
        if numbered and str(output) != STANDARD_STREAM and output.suffix.lower() != Path(draft.name).suffix.lower():
            _warn_of_other_ids(draft, replace(invocation, file=str(output)).draft(), put.name)
        return
    space, positions = invocation.answering()
    if measure is None and redline and not _is_number(which):
        # No redline presents a toss as a result.
        measure = "best"
        choices = _file(which)
    if measure is not None:
        _write_some(_closings(space, positions, measure, choices, rule), put, positions)
    else:
        _write_all(_text(space, positions, which or "best", rule), put, positions)


@dataclass(frozen=True)
class _Writer:
    """Where to, in which format, and whether over a file that is there and as a redline."""

    output: Path
    format: str | None
    force: bool
    redline: bool

    @property
    def name(self) -> str:
        """What the output is called in messages."""
        return "standard output" if str(self.output) == STANDARD_STREAM else self.output.name

    @property
    def with_lines(self) -> bool:
        """Whether people see the output as lines, which a document of Word does not have."""
        return (self.format or self.output.suffix.lower().removeprefix(".")) != "docx"

    def write(
        self, text: Variant | Answer | Settlement | Draft, positions: Positions, *, numbered: bool = False
    ) -> None:
        """Write a text."""
        from bracketed.writing.file import write

        about = {"redline": self.redline, "numbered": numbered, "force": self.force}
        write(text, self.output, positions=positions, format=self.format, **about)


def _check_options(which: str | None, measure: str | None, choices: Path | None, numbered: bool, redline: bool) -> None:
    """Raise a UsageError if two options contradict each other."""
    if which is not None and measure is not None:
        raise click.UsageError("--variant settles all brackets, and --settle some; give one of them")
    if choices is not None and measure is None:
        raise click.UsageError(f"--choices goes with --settle {'|'.join(_MEASURES)}")
    if measure == "decided" and choices is None:
        raise click.UsageError("--settle decided closes what was decided; name the file with --choices FILE.json")
    if redline and (numbered or which == "none"):
        raise click.UsageError("--redline shows what a variant changes; choose a --variant other than none")
    if numbered and (measure is not None or which not in (None, "best", "none")):
        raise click.UsageError("--numbered writes the draft itself, in which nothing is settled")


def _write_all(text: Variant | Answer, put: _Writer, positions: Positions) -> None:
    from bracketed.variants.variant import Variant

    put.write(text, positions)
    variant = text if isinstance(text, Variant) else text.variant
    if not isinstance(text, Variant):
        _warn_of_tosses(text, put.name)
    _warn_of_seams(variant, put)


def _warn_of_other_ids(draft: Draft, again: Draft, name: str) -> None:
    """Warn of a numbered draft in another format whose brackets have other ids where it is read as a draft."""
    from bracketed.draft.wording import same_words

    words = {bracket.id: bracket.words for bracket in again.brackets}
    others = sum(not same_words(words.get(bracket.id, ""), bracket.words) for bracket in draft.brackets)
    if others:
        count = f"{others:,} of {counted(len(draft.brackets), 'bracket')}"
        warn(f"{name} has the ids of {draft.name}; read by itself, {count} would have others; keep {draft.name}")


def _closings(space: Space, positions: Positions, measure: str, file: Path | None, rule: str) -> Closings:
    from bracketed.consensus.closings import closings
    from bracketed.variants.choices import Choices, read_choices

    choices = read_choices(file, space.draft, positions) if file else Choices({})
    try:
        found = closings(space, positions, cast("Measure", measure), choices, rule=rule)
    except (UnknownNameError, UnknownOptionError) as error:
        raise BracketedError(f"{file}: {error}") from error
    warn(*choices.warnings)
    return found


def _write_some(closed: Closings, put: _Writer, positions: Positions) -> None:
    """Write a draft with some brackets settled, and say how many are, and why the others are not."""
    from bracketed.writing.settled_draft import draft_of

    settled = closed.settlement
    put.write(settled, positions)
    found = [finding for finding in draft_of(settled).diagnostics if finding.code == "settled-otherwise"]
    places = (", ".join(filter(None, (put.name, one.provision, one.place * put.with_lines))) for one in found)
    told = [f"{place}: {one.message}; {one.suggestion}" for place, one in zip(places, found[:_SHOWN], strict=False)]
    if len(found) > _SHOWN:
        told.append(f"{put.name}: {len(found) - _SHOWN} more places are not read as before")
    # What is put down first is printed last.
    warn(*told)
    _warn_of_seams(settled, put)
    if settled.untied:
        # To close one of linked brackets does not close the others.
        warn(f"{put.name}: linked with closed brackets, and open all the same: {some_of(settled.untied, _SHOWN)}")
    warn(f"{put.name}: {closed.sentence}")


def _warn_of_seams(text: Variant | Settlement, put: _Writer) -> None:
    from bracketed.variants.checks import in_words

    # What repairs at the seams could not settle is said beside the file, since the file is to be sent on.
    if text.to_check:
        warn(in_words(text.to_check, with_lines=put.with_lines))
    for bracket, words in text.unplaced.items():
        warn(f"{bracket}: no comment says where “{words}” goes; it is not in {put.name}")


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
    from bracketed.variants.choices import read_choices

    # A number is one of all texts; choices in a file leave the rest to the rule.
    if _is_number(which):
        return space[index_in(which, space, "--variant")]
    file = _file(which)
    if file is None:
        return least_contested(space, positions, rule)
    choices = read_choices(file, space.draft, positions)
    space = space.fix(choices)
    warn(*choices.warnings)
    return least_contested(space, positions, rule)


def _is_number(which: str | None) -> bool:
    return which is not None and which.removeprefix("-").isdecimal()


def _file(which: str | None) -> Path | None:
    """Return the file of choices that a variant is named by, None for the best."""
    if which is None or which == "best":
        return None
    if not which.lower().endswith(".json"):
        raise click.BadParameter(f"{which!r} is neither best, none, a number nor a .json file", param_hint="--variant")
    return Path(which)
