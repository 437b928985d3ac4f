"""The verb that says why an option is taken, or is not."""

from __future__ import annotations

import click

from bracketed.cli.options import Invocation, inputs


@inputs()
@click.argument("bracket")
@click.argument("option", required=False)
def why(invocation: Invocation, bracket: str, option: str | None) -> None:
    """Print which stances force what the least contested text takes, and what would turn that."""
    from bracketed.consensus.why import why

    invocation.print(why(*invocation.answering(), bracket, option))
