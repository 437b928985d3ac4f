"""The verbs about the draft itself, its positions and its findings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bracketed.cli.options import FILE, Invocation, inputs
from bracketed.cli.printing import put_out, shorten_for_output, terminal_width, wants_colour

if TYPE_CHECKING:
    from bracketed.draft.links import Link


@inputs(linked=False, positioned=False)
@click.option("--article", metavar="LABEL", help="One part only, with everything below it.")
@click.option(
    "--depth", type=click.IntRange(min=1), help="Show so many levels. [default: titles only; all with --article]"
)
def outline(invocation: Invocation, article: str | None, depth: int | None) -> None:
    """Print the outline of the draft or of one part of it."""
    from bracketed.show.listings import outline as listing

    draft = invocation.draft()
    # Only for the warning that the table of authors names somebody who typed nothing.
    invocation.positions(draft)
    nodes = [*(draft.outline.find(article) if article else draft.outline)]
    # Levels are counted from the part that was asked for.
    above = nodes[0].depth if nodes else 0
    if depth is None and not article:
        shown = [node for node in nodes if node.kind in ("section", "article", "preamble")] or nodes
    else:
        shown = [node for node in nodes if depth is None or node.depth - above < depth]
    invocation.print(listing(draft, shown))


@inputs(printed=False, linked=False, positioned=False)
@click.option("--tokens", is_flag=True, help="What the grammar sees instead: one token a line, with its place.")
def show(invocation: Invocation, tokens: bool) -> None:
    """Print the draft, or the tokens that the grammar sees."""
    if tokens:
        _show_tokens(invocation)
        return
    from bracketed.show.terminal.draft import draft_lines, legend

    draft = invocation.draft()
    colour = wants_colour()
    if colour:
        put_out(f"{legend()}\n")
    for line in draft_lines(draft, invocation.positions(draft), colour=colour, width=terminal_width()):
        put_out(line)


def _show_tokens(invocation: Invocation) -> None:
    from bracketed.reading.file import reading_of
    from bracketed.sanitising import harmless

    reading = invocation.read_by(reading_of)
    text = reading.annotated.text
    # The tokens as they went to the grammar, that is after all ambiguities were decided.
    for token in reading.decided:
        line, column = reading.findings.source.place(token.start)
        words = harmless(" ".join(text[token.start : token.end].split()))
        put_out(f"{line}:{column}\t{token.type}\t{words}".rstrip())


@inputs(linked=False, positioned=False)
def brackets(invocation: Invocation) -> None:
    """Print every bracket."""
    from bracketed.show.listings import brackets as listing

    draft = invocation.draft()
    invocation.print(listing(draft, invocation.positions(draft)))


@inputs(linked=False)
@click.option("--template", is_flag=True, help="A table to fill in instead: one row for each option of each bracket.")
@click.option("--output", "-o", type=FILE, metavar="TABLE", help="Write a table to this file (.csv, .xlsx, …).")
@click.option("--why", metavar="NAME", help="All that one delegation said: what was read of it, and what not, and why.")
def positions(invocation: Invocation, template: bool, output: Path | None, why: str | None) -> None:
    """Print the positions, all that one delegation said, or a table to fill in, or save a table."""
    if why is not None:
        if template or output:
            raise click.UsageError(
                "--why prints what one delegation said; it goes neither with --template nor --output"
            )
        invocation.print(invocation.positions(invocation.draft()).said(why))
        return
    from bracketed.positions.table import TEMPLATE, write_positions
    from bracketed.positions.table import template as empty
    from bracketed.positions.tabular import save
    from bracketed.show.listings import positions as listing
    from bracketed.views import Listing, Table

    draft = invocation.draft()
    stances = invocation.positions(draft)
    if template:
        rows = empty(draft, stances)
        if output:
            save(rows, TEMPLATE, output)
        else:
            invocation.print(Listing(rows, rows, [Table(TEMPLATE, [list(row.values()) for row in rows])]))
    elif output:
        write_positions(stances, output)
    else:
        invocation.print(listing(draft, stances, shorten_for_output()))


@inputs(linked=False)
@click.option("--accept", multiple=True, metavar="ID", help="Write into DRAFT.links.toml that this link binds.")
@click.option("--refuse", multiple=True, metavar="ID", help="Write into DRAFT.links.toml that it does not.")
def links(invocation: Invocation, accept: tuple[str, ...], refuse: tuple[str, ...]) -> None:
    """Print the links that the words of brackets suggest, or write which of them bind."""
    from bracketed.draft.link_file import Verdict, save_verdicts
    from bracketed.show.listings import links as listing
    from bracketed.variants.space import OpenText

    draft = invocation.draft()
    text = OpenText(draft, invocation.positions(draft).implied)
    if accept or refuse:
        if invocation.path is None:
            raise click.UsageError("links of standard input have no file beside them; give the draft as a file")
        if {*accept} & {*refuse}:
            raise click.UsageError("a link is either accepted or refused")
        given: list[tuple[Verdict, Link]] = [("accepted", link) for link in text.proposed(accept)]
        save_verdicts(invocation.path, [*given, *(("refused", link) for link in text.proposed(refuse))])
    invocation.print(listing(text.links, invocation.verdicts(text.links)))


@inputs()
@click.option("--strict", is_flag=True, help="Exit with 1 also for any finding.")
def check(invocation: Invocation, strict: bool) -> None:
    """Print the findings; the exit code is 1 if a bracket is deadlocked or reserved."""
    from bracketed.consensus.blocking import obstructed
    from bracketed.consensus.open_brackets import empty_state
    from bracketed.positions.positions import every_finding
    from bracketed.show.listings import findings

    space, stances = invocation.settled()
    diagnostics = every_finding(space.draft, stances)
    blocked, untold = obstructed(space, stances)
    in_order = sorted(diagnostics, key=lambda finding: (finding.source, finding.line, finding.column))
    invocation.print(
        findings(space.draft.name, in_order, blocked, untold, empty_state(space, stances), space.link_count)
    )
    # As with other checkers, so that a script can stop where a draft is not agreed, or not known to be.
    if untold or any(blocked.values()) or (strict and diagnostics):
        sys.exit(1)


@inputs(linked=False)
def coalitions(invocation: Invocation) -> None:
    """Print the communities of delegations."""
    from bracketed.consensus.coalitions import communities

    # The public function gives a graph for other programs; this is the same as an answer.
    invocation.print(communities(invocation.positions(invocation.draft())))
