"""Pages for people: files that need nothing but a browser."""

from __future__ import annotations

from pathlib import Path

import click

from bracketed.cli.options import FILE, Invocation, inputs


@inputs(printed=False)
@click.option("--output", "-o", type=FILE, required=True, metavar="FILE", help="Write the page to this file.")
def report(invocation: Invocation, output: Path) -> None:
    """One page that tells where the draft stands, to print or send.

    What blocks and who holds it, the least contested text with reasons, who would have to move, and who wants what.
    The page runs no script and needs no network.
    """
    from bracketed.show.html.report import report

    space, stances = invocation.settled()
    report(space, stances, output)


@inputs(printed=False)
@click.option("--output", "-o", type=FILE, required=True, metavar="FILE", help="Write the page to this file.")
def explore(invocation: Invocation, output: Path) -> None:
    """A page in which to click options and see what follows.

    It is one file that needs no network and starts from the least contested text. What is chosen in it can be saved as
    choices.json.
    """
    from bracketed.show.html.explorer import explore

    space, stances = invocation.settled()
    explore(space, stances, output)
