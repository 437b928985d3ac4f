"""The verb that gives the least contested text, or what one delegation gets in it."""

from __future__ import annotations

import click

from bracketed.cli.options import Invocation, inputs
from bracketed.cli.printing import put_out, warn
from bracketed.cli.verbs import rule_option


@inputs()
@rule_option
@click.option("--for", "whose", metavar="NAME", help="What this delegation wins, loses and has still open.")
@click.option("--text", "only_text", is_flag=True, help="Print the text alone, as it is.")
def best(invocation: Invocation, rule: str, whose: str | None, only_text: bool) -> None:
    """Print what is to be said of the least contested text, its text, or what a delegation gets in it."""
    from bracketed.consensus.contestation import least_contested
    from bracketed.consensus.delegation_outcome import outcome
    from bracketed.sanitising import harmless
    from bracketed.variants.checks import in_words

    if whose and only_text:
        raise click.UsageError("--text prints the text alone; it does not go with --for")
    space, positions = invocation.answering()
    if not only_text and invocation.is_empty(space, positions):
        return
    answer = least_contested(space, positions, rule)
    if not only_text or invocation.form != "table":
        invocation.print(outcome(answer, whose) if whose else answer)
        return
    put_out(harmless(answer.variant.text))
    # Not in the text, which is to be sent on.
    if answer.variant.to_check:
        warn(in_words(answer.variant.to_check, with_lines=space.draft.pages is None))
