"""The verb that suggests how a draft can be streamlined, and carries suggestions out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bracketed.atomic_write import check_output
from bracketed.cli.options import FILE, Invocation, inputs
from bracketed.cli.output import output_option
from bracketed.cli.printing import warn
from bracketed.phrasing import counted

if TYPE_CHECKING:
    from bracketed.consensus.streamlining.suggestions import Streamlining
    from bracketed.draft.draft import Draft
    from bracketed.positions.positions import Positions


@inputs(linked=False, rows=True, filters=("article",))
@click.option(
    "--apply", "ids", multiple=True, metavar="ID", help="Carry out this suggestion; may be given several times."
)
@output_option("Where to write the draft then: .docx, .md or .txt.", required=False)
@click.option(
    "--write-positions",
    "carried",
    type=FILE,
    metavar="TABLE",
    help="Where to write the positions then, with the letters that options have in the new draft.",
)
def streamline(
    invocation: Invocation, ids: tuple[str, ...], output: Path | None, force: bool, carried: Path | None
) -> None:
    """Print suggestions, or write the draft in which some of them are carried out."""
    from bracketed.consensus.streamlining import streamline

    if bool(ids) != bool(output):
        raise click.UsageError("--apply and --output go together: what to carry out, and where to write the draft")
    if carried and not ids:
        raise click.UsageError("--write-positions goes with --apply")
    if carried:
        check_output(carried, inputs=[] if invocation.path is None else [invocation.path], force=force)
    draft = invocation.draft()
    positions = invocation.positions(draft)
    answer = streamline(draft, positions)
    if output:
        _carry_out(answer, ids, output, carried, force)
        return
    verdicts = invocation.verdicts(draft.links).verdicts
    open_ = answer.only(lambda row: row.link not in verdicts)
    chosen = invocation.selection(draft, positions)
    invocation.print(chosen.rows_of(open_) if chosen else open_, chosen.words)


def _carry_out(answer: Streamlining, ids: tuple[str, ...], output: Path, table: Path | None, force: bool) -> None:
    from bracketed.positions.table import write_positions
    from bracketed.writing.edited import write_edited

    after, carried = answer.apply(*ids)
    if not write_edited(answer.draft, after, answer.edits(*ids), output, force=force):
        warn(f"{output.name}: the document could not be changed in place; it was written anew, without its formats")
    if table:
        write_positions(carried, table, draft=after, force=force)
    read_otherwise = _read_otherwise(after, carried)
    if read_otherwise:
        stances = counted(read_otherwise, "stance")
        how = "write the positions to a table with --write-positions, and give that with --positions-only"
        warn(f"{output.name}: {stances} in comments would be read otherwise on the new words; {how}")


def _read_otherwise(after: Draft, carried: Positions) -> int:
    """Return how many stances of comments are not what would be read of these comments in the new draft."""
    from bracketed.positions.comments import own_positions

    def stances(positions: Positions) -> set[tuple[str, str, str, str]]:
        rows = (row for row in positions if row.source in ("comment", "text", "change"))
        return {(row.delegation, row.bracket, row.option, row.stance) for row in rows}

    return len(stances(carried) ^ stances(own_positions(after))) if after.comments else 0
