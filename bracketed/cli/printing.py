"""Words for standard output and standard error, with the line that says that the work goes on out of their way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from bracketed.progress_bar import Spinner

Item = TypeVar("Item")


def complain(words: str) -> None:
    """Print a message on standard error, with nothing in it that might steer a terminal."""
    from bracketed.sanitising import harmless

    click.echo(f"bracketed: {harmless(words)}", err=True)


def put_out(words: str, nl: bool = True) -> None:
    """Print words as they are."""
    _waiting().end()
    # All that might steer a terminal has been taken out; what is left is our own colour.
    click.echo(words, nl=nl, color=True)


def warn(words: str) -> None:
    """Print a message on standard error, once the answer is there."""
    waiting = _waiting()

    def at_the_end() -> None:
        waiting.end()
        complain(words)

    click.get_current_context().call_on_close(at_the_end)


def with_progress(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Yield items, and show on a terminal how many of them have been worked through."""
    return _waiting().counting(items, total)


def _waiting() -> Spinner:
    found = click.get_current_context().find_object(Spinner)
    assert found is not None
    return found
