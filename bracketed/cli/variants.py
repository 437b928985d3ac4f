"""The verb that lists texts."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

import click

from bracketed.cli.options import Invocation, inputs
from bracketed.cli.printing import with_progress
from bracketed.cli.verbs import count_option
from bracketed.errors import as_typed
from bracketed.phrasing import short

if TYPE_CHECKING:
    from bracketed.variants.space import Space


@inputs()
@click.option("--implied", is_flag=True, help="Settle brackets that only comments imply, too.")
@click.option("--count", "only_count", is_flag=True, help="Say how many there are, and list none.")
@click.option("--at", metavar="I", help="The one with this number, counted from 0.")
@click.option("--sample", type=click.IntRange(min=0), metavar="N", help="N drawn at random, each equally likely.")
@click.option("--seed", type=int, metavar="S", help="Draw the same again with the same seed.")
@click.option("--shard", metavar="I/N", help="Part I of N equal parts, counted from 0.")
@count_option("--limit", 0, 10, "N", "At most N.")
@click.option("--text", "with_text", is_flag=True, help="Print the texts, and not only what differs.")
def variants(
    invocation: Invocation,
    implied: bool,
    only_count: bool,
    at: str | None,
    sample: int | None,
    seed: int | None,
    shard: str | None,
    limit: int,
    with_text: bool,
) -> None:
    """Print how many texts there are, and some of them."""
    from bracketed.show.listings import variants as listing

    draft = invocation.draft()
    # By default of the text as it is: brackets that comments imply may multiply the texts a millionfold.
    space = invocation.space(draft, invocation.positions(draft) if implied else None)
    if only_count:
        chosen = []
    elif at is not None:
        chosen = [space[index_in(at, space, "--at")]]
    elif sample is not None:
        chosen = space.sample(sample, seed=seed)
    else:
        part, of = _part(shard) if shard else (0, 1)
        chosen = [*with_progress(islice(space.shard(part, of=of), limit), limit)]
    # A request for one text means to read it.
    whole = with_text or invocation.everything or at is not None
    invocation.print(listing(space, chosen, whole=whole))


def index_in(words: str, space: Space, option: str) -> int:
    """Return the number of a variant that was given as the value of an option."""
    index = _whole_number(words)
    if index is None:
        raise click.BadParameter(f"{as_typed(words)} is no whole number", param_hint=option)
    # As in Python, -1 is the last.
    if not -space.count() <= index < space.count():
        raise click.BadParameter(f"there are {short(space.count())} variants, numbered from 0", param_hint=option)
    return index


def _part(words: str) -> tuple[int, int]:
    first, _, second = words.partition("/")
    part, of = _whole_number(first), _whole_number(second)
    if part is None or of is None or not 0 <= part < of:
        message = f"{as_typed(words)} is not of the form I/N with I from 0 to N-1"
        raise click.BadParameter(message, param_hint="--shard")
    return part, of


def _whole_number(words: str) -> int | None:
    """Return the number that digits stand for, None for other words."""
    # Numbers of variants may have thousands of digits, which `int` refuses to read; a short exponent may mean millions.
    return int(Decimal(words)) if re.fullmatch(r"[+-]?\d+", words) else None
