"""What stands in the way of consensus, and what would help."""

from __future__ import annotations

import click

from bracketed.cli.main import main
from bracketed.cli.options import LIMIT, Asked, asking


@main.command(epilog="Example: bracketed blocking draft.docx --links none")
@asking()
def blocking(asked: Asked) -> None:
    """Which brackets block, who stands where, and who holds them."""
    from bracketed.consensus.blocking import blocking
    from bracketed.show.serialise import rows_of
    from bracketed.show.terminal import answers

    space, stances = asked.answering()
    found = blocking(space, stances)
    asked.print(found.to_dicts(), lambda: rows_of(found), lambda: answers.blocking(found))


@main.command(epilog="Example: bracketed concessions draft.docx --limit 3")
@asking()
@LIMIT
def concessions(asked: Asked, limit: int) -> None:
    """The fewest objections to withdraw so that none is left."""
    from bracketed.consensus.concessions import concessions
    from bracketed.show.serialise import rows_of
    from bracketed.show.terminal import answers

    space, stances = asked.answering()
    found = concessions(space, stances, limit=limit)
    asked.print(found.to_dicts(), lambda: rows_of(found), lambda: answers.concessions(found))


@main.command(epilog="Example: bracketed conflicts draft.docx")
@asking()
@LIMIT
def conflicts(asked: Asked, limit: int) -> None:
    """The smallest sets of stances that exclude each other."""
    from bracketed.consensus.conflicts import conflicts
    from bracketed.show.serialise import rows_of
    from bracketed.show.terminal import answers

    space, stances = asked.answering()
    found = conflicts(space, stances, limit=limit)
    asked.print(found.to_dicts(), lambda: rows_of(found), lambda: answers.conflicts(found))


@main.command(epilog="Example: bracketed leverage draft.docx --format csv")
@asking()
def leverage(asked: Asked) -> None:
    """What would close if one delegation gave way."""
    from bracketed.consensus.leverage import leverage
    from bracketed.show.serialise import rows_of
    from bracketed.show.terminal import answers

    space, stances = asked.answering()
    found = leverage(space, stances)
    asked.print(found.to_dicts(), lambda: rows_of(found), lambda: answers.leverage(found))


@main.command(epilog="Example: bracketed packages draft.docx --positions weights.csv")
@asking()
@LIMIT
@click.option(
    "--length",
    type=click.IntRange(min=2),
    default=4,
    show_default=True,
    metavar="N",
    help="Settle at most N choices in one package.",
)
def packages(asked: Asked, limit: int, length: int) -> None:
    """Trades in which all who give way gain elsewhere."""
    from bracketed.consensus.packages import packages
    from bracketed.show.serialise import rows_of
    from bracketed.show.terminal import answers

    space, stances = asked.answering()
    found = packages(space, stances, length=length, limit=limit)
    asked.print(found.to_dicts(), lambda: rows_of(found), lambda: answers.packages(found))


@main.command(epilog="Example: bracketed coalitions draft.docx")
@asking(linked=False)
def coalitions(asked: Asked) -> None:
    """Who wants the same as whom, and who stands between."""
    from bracketed.consensus.coalitions import coalitions, communities
    from bracketed.show.serialise import rows_of
    from bracketed.show.terminal import answers

    stances = asked.positions(asked.draft())
    graph = coalitions(stances)
    asked.print(communities(graph), lambda: rows_of(graph), lambda: answers.coalitions(graph))


@main.command(epilog="Example: bracketed outlook draft.docx --positions chances.csv")
@asking()
@click.option("--draws", type=click.IntRange(min=1), default=1000, show_default=True, metavar="N", help="Draw N times.")
@click.option("--seed", type=int, metavar="S", help="The same seed gives the same draws.")
def outlook(asked: Asked, draws: int, seed: int | None) -> None:
    """How likely brackets are to be closed, where in doubt."""
    from bracketed.consensus.outlook import outlook
    from bracketed.show.serialise import rows_of
    from bracketed.show.terminal import answers

    space, stances = asked.answering()
    found = outlook(space, stances, draws=draws, seed=seed)
    asked.print(found.to_dicts(), lambda: rows_of(found), lambda: answers.outlook(found))
