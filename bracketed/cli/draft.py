"""The verbs about the draft itself, its positions and its findings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from bracketed.cli.options import Invocation, inputs
from bracketed.cli.output import output_option
from bracketed.cli.printing import line_width, put_out, wants_colour, warn
from bracketed.cli.selection import Selection
from bracketed.cli.tables import named_delegations

if TYPE_CHECKING:
    from bracketed.draft.draft import Draft
    from bracketed.draft.links import Link
    from bracketed.positions.positions import Positions


@inputs(linked=False, positioned=False, rows=True, filters=("article",))
@click.option(
    "--depth", type=click.IntRange(min=1), help="Show so many levels. [default: titles only; all with --article]"
)
def outline(invocation: Invocation, depth: int | None) -> None:
    """Print the outline of the draft or of one part of it."""
    from bracketed.draft.outline import TITLED
    from bracketed.show.listings import outline as listing

    draft = invocation.draft()
    # Only for the warning that the table of authors names a person who typed nothing.
    invocation.positions(draft)
    article = invocation.article
    nodes = [*(draft.outline.find(article) if article else draft.outline)]
    # Levels are counted from the requested part.
    above = nodes[0].depth if nodes else 0
    if depth is None and not article:
        shown = [node for node in nodes if node.kind in TITLED] or nodes
    else:
        shown = [node for node in nodes if depth is None or node.depth - above < depth]
    invocation.print(listing(draft, shown))


@inputs(printed=False, cut=True, linked=False, positioned=False, filters=("article",))
@click.argument("part", required=False)
@click.option("--tokens", is_flag=True, help="What the grammar sees instead: one token a line, with its place.")
def show(invocation: Invocation, part: str | None, tokens: bool) -> None:
    """Print the draft or one part of it, or the tokens that the grammar sees."""
    if part and invocation.article:
        raise click.UsageError("the part is named twice; give it behind the file or with --article")
    if tokens:
        _show_tokens(invocation)
        return
    from bracketed.consensus.open_brackets import no_position
    from bracketed.positions.positions import every_bracket, every_finding
    from bracketed.show.listings import kinds_of
    from bracketed.show.terminal.draft import draft_lines, legend
    from bracketed.show.terminal.pages import LINES, Page, as_text, left_out

    draft = invocation.draft()
    positions = invocation.positions(draft)
    chosen = replace(invocation, article=part or invocation.article).selection(draft, positions)
    colour, width = wants_colour(), line_width()
    open_ = every_bracket(draft, positions)
    # The signs are explained where there are any.
    head = legend(colour) if open_ else no_position(open_, positions)
    shown = [*draft_lines(draft, positions, colour=colour, width=width, part=chosen.part)]
    found = [*filter(chosen.finding, every_finding(draft, positions))]
    file = quote(invocation.file)
    below = as_text(kinds_of(found, file), Page(width, None if invocation.everything else LINES // 2))
    # Around it are the legend, blank lines, and what was left out.
    room = LINES - len(below.splitlines()) - 5
    if not invocation.everything and len(shown) > room:
        if chosen.part is None and open_:
            shown = [*draft_lines(draft, positions, colour=colour, width=width, contested=True)]
        more = "--all shows them" if chosen.part else f"--all shows them, show {file} PART one part"
        if len(shown) > room:
            shown[room:] = [as_text([left_out(len(shown) - room, "line", more)], Page(width))]
    put_out("\n".join([head, "", *shown, *["", below] * bool(found)]))


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


@inputs(linked=False, positioned=False, rows=True, filters=("article", "by", "delegation", "status"))
def brackets(invocation: Invocation) -> None:
    """Print every bracket, or how many each article has."""
    from bracketed.draft.articles import brackets_by_article
    from bracketed.positions.positions import every_bracket
    from bracketed.show.listings import brackets as listing

    draft = invocation.draft()
    positions = invocation.positions(draft)
    chosen = invocation.selection(draft, positions)
    listed = chosen.those_of(every_bracket(draft, positions), positions)
    if invocation.by:
        placed = [(bracket, draft.article_of(bracket)) for bracket in listed]
        counts = brackets_by_article(draft.outline, placed, with_implied=True)
        invocation.print(chosen.articles_of(counts), chosen.words)
        return
    invocation.print(listing(draft, listed), chosen.words)


@inputs(linked=False, rows=True, filters=("article", "by", "delegation", "status"))
@click.option("--template", is_flag=True, help="A table to fill in: a row for each option.")
@click.option(
    "--delegations",
    metavar="NAMES",
    help="With --template: a column for each; EU,USA,… or a file.",
)
@output_option("Write a table to this file (.csv, .xlsx, …).", "TABLE", required=False)
@click.option("--why", metavar="NAME", help="All statements of one delegation, and how they were read.")
def positions(
    invocation: Invocation,
    template: bool,
    delegations: str | None,
    output: Path | None,
    force: bool,
    why: str | None,
) -> None:
    """Print the positions, all that one delegation said, or a table to fill in, or save a table."""
    if why is not None and (template or output):
        raise click.UsageError(
            "--why prints the statements of one delegation; it goes neither with --template nor --output"
        )
    if invocation.by and (template or output or why is not None):
        raise click.UsageError("--by counts stances; it goes neither with --template nor --output nor --why")
    if delegations and not template:
        raise click.UsageError("--delegations gives the columns of a table to fill in; add --template")
    draft = invocation.draft()
    stances = invocation.positions(draft)
    chosen = invocation.selection(draft, stances)
    if why is not None:
        invocation.print(chosen.positions(stances).said(why), chosen.words)
        return
    if template:
        named = named_delegations(delegations, invocation.limits)
        _print_template(invocation, draft, stances, chosen, named, output, force)
        return
    from bracketed.positions.positions import every_bracket
    from bracketed.positions.table import write_positions
    from bracketed.show.listings import positions as listing

    if invocation.by:
        invocation.print(chosen.positions(stances).by_article(), chosen.words)
    elif output:
        write_positions(chosen.positions(stances), output, draft, force=force)
    else:
        open_ = chosen.those_of(every_bracket(draft, stances), stances)
        invocation.print(listing(draft, open_, chosen.positions(stances)), chosen.words)


def _print_template(
    invocation: Invocation,
    draft: Draft,
    stances: Positions,
    chosen: Selection,
    delegations: Sequence[str],
    output: Path | None,
    force: bool,
) -> None:
    from bracketed.consensus.open_brackets import no_position
    from bracketed.phrasing import uncapitalised
    from bracketed.positions.positions import every_bracket
    from bracketed.positions.table_template import head_of, write_template
    from bracketed.positions.table_template import template as empty
    from bracketed.views import Listing, Table

    # Comments count anyhow; what a table says can go on to the next.
    brackets = {bracket.id for bracket in chosen.those_of(every_bracket(draft, stances), stances)}
    filled = [row for row in stances if row.evidence.rule == "table" and row.bracket in brackets]
    if output:
        write_template(draft, output, stances, delegations=delegations, filled=filled, brackets=brackets, force=force)
        if not any(bracket.is_choice for bracket in every_bracket(draft, stances)):
            warn(f"{output.name} has no rows: {uncapitalised(no_position(draft.brackets, stances))}")
        return
    rows = empty(draft, stances, delegations=delegations, filled=filled, brackets=brackets)
    head = head_of(rows, filled)
    rows = [{name: row.get(name, "") for name in head} for row in rows]
    # What is still empty would leave no room on a page for the words.
    shown = [name for name in head if name != "article" and any(row[name] for row in rows)]
    table = Table(shown, [[row[name] for name in shown] for row in rows])
    invocation.print(Listing(rows, rows, [table if rows else "no brackets to fill in"]))


@inputs(linked=False, rows=True, filters=("article",))
@click.option("--accept", multiple=True, metavar="ID", help="Write into DRAFT.links.toml that this link binds.")
@click.option("--refuse", multiple=True, metavar="ID", help="Write into DRAFT.links.toml that it does not.")
def links(invocation: Invocation, accept: tuple[str, ...], refuse: tuple[str, ...]) -> None:
    """Print the links that the words of brackets suggest, or write which of them bind."""
    from bracketed.draft.link_file import Verdict, save_verdicts
    from bracketed.show.listings import links as listing
    from bracketed.variants.space import OpenText

    draft = invocation.draft()
    stances = invocation.positions(draft)
    text = OpenText(draft, stances.implied)
    if accept or refuse:
        if invocation.path is None:
            raise click.UsageError("links of standard input have no file beside them; give the draft as a file")
        if {*accept} & {*refuse}:
            raise click.UsageError("a link is either accepted or refused")
        given: list[tuple[Verdict, Link]] = [("accepted", link) for link in text.proposed(accept)]
        save_verdicts(invocation.path, [*given, *(("refused", link) for link in text.proposed(refuse))])
    chosen = invocation.selection(draft, stances)
    invocation.print(listing([*filter(chosen.holds, text.links)], invocation.verdicts(text.links)), chosen.words)


@inputs(rows=True, filters=("article", "delegation"))
@click.option("--strict", is_flag=True, help="Exit with 1 also for any finding.")
def check(invocation: Invocation, strict: bool) -> None:
    """Print the findings; the exit code is 1 if a bracket is deadlocked or reserved."""
    from bracketed.consensus.blocking import obstructed, silent_brackets
    from bracketed.consensus.open_brackets import empty_state
    from bracketed.positions.positions import every_finding
    from bracketed.show.listings import findings

    space, stances = invocation.settled()
    chosen = invocation.selection(space.draft, stances)
    diagnostics = [*filter(chosen.finding, every_finding(space.draft, stances))]
    blocked, untold = obstructed(space, stances)
    in_order = sorted(diagnostics, key=lambda finding: (finding.source, finding.line, finding.column))
    silent = len(silent_brackets(space, stances))
    found = findings(space.draft, in_order, blocked, untold, empty_state(space, stances), space.link_count, silent)
    invocation.print(found, chosen.words)
    # As with other checkers, so that a script can stop where a draft is not agreed, or not known to be.
    if untold or any(blocked.values()) or (strict and diagnostics):
        sys.exit(1)


@inputs(linked=False, rows=True, filters=("article", "delegation"))
def coalitions(invocation: Invocation) -> None:
    """Print the communities of delegations."""
    from bracketed.consensus.coalitions import communities

    draft = invocation.draft()
    stances = invocation.positions(draft)
    invocation.warn_of_unread(stances)
    chosen = invocation.selection(draft, stances)
    # A delegation is shown with all the others, of whom nothing is left out.
    there = replace(chosen, delegation="").positions(stances)
    # The public function gives a graph for other programs; this is the same as an answer.
    invocation.print(communities(there, chosen.delegation), chosen.words)
