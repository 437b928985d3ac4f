"""The verbs that write pages: files that need nothing but a browser."""

from __future__ import annotations

from pathlib import Path

import click

from bracketed.cli.options import FILE, Invocation, inputs


@inputs(printed=False)
@click.option("--output", "-o", type=FILE, required=True, metavar="FILE", help="Write the page to this file.")
def report(invocation: Invocation, output: Path) -> None:
    """Write the report."""
    from bracketed.show.html.report import report

    space, stances = invocation.settled()
    report(space, stances, output)


@inputs(printed=False)
@click.option("--output", "-o", type=FILE, required=True, metavar="FILE", help="Write the page to this file.")
def explore(invocation: Invocation, output: Path) -> None:
    """Write the explorer."""
    from bracketed.show.html.explorer import explore

    space, stances = invocation.settled()
    explore(space, stances, output)
