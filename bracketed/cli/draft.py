"""What a draft says: its brackets, who wants what, links, and what is doubtful."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bracketed.cli.main import main
from bracketed.cli.options import FILE, Asked, asking, say


@main.command(epilog='Example: bracketed outline draft.docx --article "Article 3"')
@asking(linked=False, heard=False)
@click.option("--article", metavar="LABEL", help="One part only, with everything below it.")
@click.option(
    "--depth", type=click.IntRange(min=1), help="Show so many levels. [default: titles only; all with --article]"
)
def outline(asked: Asked, article: str | None, depth: int | None) -> None:
    """The parts of the draft, and how much of each is open."""
    from bracketed.show.terminal import answers

    draft = asked.draft()
    asked.positions(draft)
    nodes = [*(draft.outline.find(article) if article else draft.outline)]
    above = nodes[0].depth if nodes else 0
    if depth is None and not article:
        shown = [node for node in nodes if node.kind in ("section", "article", "preamble")] or nodes
    else:
        shown = [node for node in nodes if depth is None or node.depth - above < depth]
    rows = [node.to_dict() for node in shown]
    asked.print(rows, lambda: rows, lambda: answers.outline(draft, shown))


@main.command(epilog="Example: bracketed show draft.docx")
@asking(printed=False, linked=False, heard=False)
@click.option("--tokens", is_flag=True, help="What the grammar sees instead: one token a line, with its place.")
def show(asked: Asked, tokens: bool) -> None:
    """The draft with its brackets named, comments and doubts below.

    Words in braces stand in no bracket of the text, but comments would change them.
    """
    if tokens:
        _show_tokens(asked)
        return
    from bracketed.show.output import terminal_width, wants_colour
    from bracketed.show.terminal.draft import draft_lines, legend

    draft = asked.draft()
    colour = wants_colour()
    if colour:
        say(f"{legend()}\n")
    for line in draft_lines(draft, asked.positions(draft), colour=colour, width=terminal_width()):
        say(line)


def _show_tokens(asked: Asked) -> None:
    from bracketed.show.terminal.tables import harmless

    reading = asked.reading()
    text = reading.annotated.text
    for token in reading.decided:
        line, column = reading.findings.source.place(token.start)
        words = harmless(" ".join(text[token.start : token.end].split()))
        say(f"{line}:{column}\t{token.type}\t{words}".rstrip())


@main.command(epilog="Example: bracketed brackets draft.docx --format csv")
@asking(linked=False, heard=False)
def brackets(asked: Asked) -> None:
    """Every bracket, also those that only comments imply."""
    from bracketed.show.serialise import bracket_dict, bracket_rows
    from bracketed.show.terminal import answers

    draft = asked.draft()
    implied = (item.bracket for item in asked.positions(draft).implied)
    found = sorted((*draft.brackets, *implied), key=lambda bracket: (bracket.span.start, -bracket.span.end))
    asked.print(
        [bracket_dict(bracket, draft.lines) for bracket in found],
        lambda: bracket_rows(found, draft.lines),
        lambda: answers.brackets(found, draft.lines),
    )


@main.command(epilog="Example: bracketed positions draft.docx --positions table.xlsx")
@asking(linked=False)
@click.option("--template", is_flag=True, help="A table to fill in instead: one row for each option of each bracket.")
@click.option("--output", "-o", type=FILE, metavar="TABLE", help="Write a table to this file (.csv, .xlsx, …).")
def positions(asked: Asked, template: bool, output: Path | None) -> None:
    """Who wants what, and on which words that rests."""
    from bracketed.positions.table import TEMPLATE, write_positions
    from bracketed.positions.table import template as empty
    from bracketed.positions.tabular import save
    from bracketed.show.serialise import positions_dict, rows_of
    from bracketed.show.terminal import answers
    from bracketed.show.terminal.tables import table as as_table

    draft = asked.draft()
    found = asked.positions(draft)
    if template:
        rows = empty(draft, found)
        if output:
            save(rows, TEMPLATE, output)
        else:
            asked.print(rows, lambda: rows, lambda: as_table(TEMPLATE, [list(row.values()) for row in rows]))
    elif output:
        write_positions(found, output)
    else:
        asked.print(positions_dict(found), lambda: rows_of(found), lambda: answers.positions(draft, found))


@main.command(epilog="Example: bracketed links draft.docx")
@asking(linked=False)
def links(asked: Asked) -> None:
    """Brackets that seem to be one decision, and why."""
    from bracketed.show.serialise import link_dict, rows_of
    from bracketed.show.terminal import answers

    space, _ = asked.settled()
    found = space.links
    asked.print([link_dict(link) for link in found], lambda: rows_of(found), lambda: answers.links(found))


@main.command(epilog="Example: bracketed check draft.docx --strict")
@asking()
@click.option("--strict", is_flag=True, help="Exit with 1 also for any finding.")
def check(asked: Asked, strict: bool) -> None:
    """What is doubtful or wrong in the draft, and where.

    The exit code is 1 if a bracket blocks.
    """
    from bracketed.consensus.blocking import blocking
    from bracketed.show.serialise import diagnostic_dict, rows_of
    from bracketed.show.terminal import answers

    space, stances = asked.settled()
    found = sorted((*space.draft.diagnostics, *stances.diagnostics), key=lambda finding: (finding.line, finding.column))
    standing = [row.id for row in blocking(space, stances).of("blocking")]
    asked.print(
        [diagnostic_dict(finding) for finding in found],
        lambda: rows_of(found),
        lambda: answers.findings(space.draft.name, found, standing),
    )
    if standing or (strict and found):
        sys.exit(1)
