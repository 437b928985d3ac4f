"""The verb that gives the least contested text, or what one delegation gets in it."""

from __future__ import annotations

import click

from bracketed.cli.options import Invocation, inputs
from bracketed.cli.verbs import rule_option


@inputs()
@rule_option
@click.option("--for", "delegation", metavar="NAME", help="What this delegation wins, loses and has still open.")
def best(invocation: Invocation, rule: str, delegation: str | None) -> None:
    """Print the least contested text, or what a delegation gets in it."""
    from bracketed.consensus.contestation import least_contested
    from bracketed.consensus.delegation_outcome import outcome

    space, positions = invocation.answering()
    if invocation.is_empty(space, positions):
        return
    answer = least_contested(space, positions, rule)
    invocation.print(outcome(answer, delegation) if delegation else answer)
