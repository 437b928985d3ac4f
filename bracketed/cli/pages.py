"""Pages for people: files that need nothing but a browser."""

from __future__ import annotations

from pathlib import Path

import click

from bracketed.cli.asking import FILE, Asked, asking
from bracketed.cli.command import main


@main.command(epilog="Example: bracketed report draft.txt -o report.html")
@asking(printed=False)
@click.option("--output", "-o", type=FILE, required=True, metavar="FILE", help="Write the page to this file.")
def report(asked: Asked, output: Path) -> None:
    """One page that tells where the draft stands, to print or send.

    What blocks and who holds it, the least contested text with reasons, who would have to move, and who wants what.
    The page runs no script and needs no network.
    """
    from bracketed.show.report import report

    space, stances = asked.settled()
    report(space, stances, output)
