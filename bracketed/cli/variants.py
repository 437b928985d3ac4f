"""Which texts are possible, and which are least contested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bracketed.cli.main import main
from bracketed.cli.options import LIMIT, RULE, Asked, asking, with_progress

if TYPE_CHECKING:
    from bracketed.variants.space import Space


@main.command(epilog="Example: bracketed variants draft.docx --sample 5 --seed 1")
@asking()
@click.option("--implied", is_flag=True, help="Settle brackets that only comments imply, too.")
@click.option("--count", "only_count", is_flag=True, help="Say how many there are, and list none.")
@click.option("--at", metavar="I", help="The one with this number, counted from 0.")
@click.option("--sample", type=click.IntRange(min=0), metavar="N", help="N drawn at random, each equally likely.")
@click.option("--seed", type=int, metavar="S", help="Draw the same again with the same seed.")
@click.option("--shard", metavar="I/N", help="Part I of N equal parts, counted from 0.")
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, metavar="N", help="At most N.")
def variants(
    asked: Asked,
    implied: bool,
    only_count: bool,
    at: str | None,
    sample: int | None,
    seed: int | None,
    shard: str | None,
    limit: int,
) -> None:
    """The consistent texts: how many there are, and some of them."""
    from itertools import islice

    from bracketed.phrasing import exact
    from bracketed.show.serialise import aligned, row_of
    from bracketed.show.terminal import answers
    from bracketed.variants.space import variants

    draft = asked.draft()
    space = variants(draft, asked.positions(draft) if implied else None, asked.links)
    if only_count:
        chosen = []
    elif at is not None:
        chosen = [space[index_in(at, space, "--at")]]
    elif sample is not None:
        chosen = space.sample(sample, seed=seed)
    else:
        part, of = _part(shard) if shard else (0, 1)
        chosen = [*with_progress(islice(space.shard(part, of=of), limit), limit)]
    asked.print(
        {"count": exact(space.count()), "variants": [variant.to_dict() for variant in chosen]},
        lambda: aligned([row_of(variant) for variant in chosen]) or [{"count": exact(space.count())}],
        lambda: answers.variants(space, chosen),
    )


def index_in(words: str, space: Space, asked: str) -> int:
    """Return the number of a variant that was given as the value of an option."""
    from decimal import Decimal, InvalidOperation

    from bracketed.phrasing import short

    try:
        index = Decimal(words)
        if index != index.to_integral_value():
            raise InvalidOperation
    except (InvalidOperation, ValueError):
        raise click.BadParameter(f"{words!r} is no whole number", param_hint=asked) from None
    if not -space.count() <= int(index) < space.count():
        raise click.BadParameter(f"there are {short(space.count())} variants, numbered from 0", param_hint=asked)
    return int(index)


def _part(words: str) -> tuple[int, int]:
    part, slash, of = words.partition("/")
    if not (slash and part.isdecimal() and of.isdecimal() and int(part) < int(of)):
        raise click.BadParameter(f"{words!r} is not of the form I/N with I from 0 to N-1", param_hint="--shard")
    return int(part), int(of)


@main.command(epilog="Example: bracketed best draft.docx --positions-only table.csv")
@asking()
@RULE
def best(asked: Asked, rule: str) -> None:
    """The least contested text, its ties, and who still objects."""
    from bracketed.consensus.contestation import least_contested
    from bracketed.show.terminal import answers

    space, stances = asked.answering()
    answer = least_contested(space, stances, rule)
    asked.print(answer.to_dict(), answer.to_records, lambda: answers.best(space, answer))


@main.command(epilog="Example: bracketed ranking draft.docx --limit 5")
@asking()
@RULE
@LIMIT
def ranking(asked: Asked, rule: str, limit: int) -> None:
    """The texts in order, from the least contested on.

    Texts that differ only where nobody has taken a stance are alike, and only the first of them is shown.
    """
    from itertools import islice

    from bracketed.consensus.contestation import ranking
    from bracketed.show.terminal import answers

    space, stances = asked.answering()
    found = [*with_progress(islice(ranking(space, stances, rule), limit), limit)]
    asked.print(
        [answer.to_dict() for answer in found],
        lambda: [answers.ranked_row(number, answer) for number, answer in enumerate(found, 1)],
        lambda: answers.ranking(found),
    )
