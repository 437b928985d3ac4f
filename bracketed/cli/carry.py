"""The verb that carries positions or choices to the next draft."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from bracketed.atomic_write import STANDARD_STREAM
from bracketed.cli.options import DRAFT, Invocation, inputs
from bracketed.cli.output import output_option
from bracketed.cli.printing import warn


@inputs(linked=False, positioned=False, rows=True)
@click.option("--from", "earlier", type=DRAFT, required=True, metavar="DRAFT", help="The draft that FILE is about.")
@click.option("--to", "later", type=DRAFT, required=True, metavar="DRAFT", help="The draft to carry it to.")
@output_option("Where to: .xlsx, .csv, .tsv, .json.", required=False)
@click.option("--skip-bad-rows", is_flag=True, help="Leave out rows of the table that are wrong, with a warning.")
def carry(invocation: Invocation, earlier: str, later: str, output: Path | None, force: bool) -> None:
    """Carry a table of positions, or a file of choices, and print what has become of each row."""
    from bracketed.progress.carried_table import save_carried
    from bracketed.progress.carrying import carry

    path = Path(invocation.file)
    first = replace(invocation, file=earlier)
    before, after = first.draft(), replace(invocation, file=later).draft()
    if _holds_choices(path, invocation.limits.size):
        from bracketed.positions.comments import positions
        from bracketed.variants.choices import read_choices, write_choices

        choices = read_choices(path, before, positions(before))
        warn(*choices.warnings)
        carried = carry(choices, before, after)
        if output:
            write_choices(carried.choices, output, after, positions(after), force=force)
    else:
        rows = replace(first, only=path).positions(before)
        carried = carry(rows, before, after)
        if output:
            save_carried(carried, after, output, path.name, force=force)
    if str(output) == STANDARD_STREAM:
        warn(carried.sentence)
    else:
        invocation.print(carried)


def _holds_choices(path: Path, limit: int) -> bool:
    """Return whether a file holds choices, and no table."""
    if path.suffix.lower() != ".json":
        return False
    with path.open("rb") as file:
        data = file.read(limit)
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        # The reader of the table reports what is wrong.
        return False
    return isinstance(content, dict) and "positions" not in content
