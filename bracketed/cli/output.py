"""The options of every verb that writes a file: where to, and whether a file that is there may be replaced."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import click

from bracketed.atomic_write import check_output, is_stream
from bracketed.cli.verbs import Option
from bracketed.progress_bar import Spinner


def output_option(help_: str, metavar: str = "FILE", *, required: bool = True) -> Option:
    """Return a decorator that gives a command `--output` and `--force`.

    The command gets a path that can be written, or None where none was typed, and whether it may replace a file. No
    file that the command line names is ever replaced, nor what is beside a draft.
    """
    typed = click.option(
        "--output", "-o", type=click.Path(path_type=Path), required=required, metavar=metavar, help=help_
    )
    forced = click.option("--force", is_flag=True, help="Replace a file that is there.")

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def with_output(*arguments: Any, output: Path | None, force: bool, **parameters: Any) -> None:
            if output is not None:
                check_named(output, force, "output")
            command(*arguments, output=output, force=force, **parameters)

        return typed(forced(with_output))

    return decorate


def check_named(output: Path, force: bool, option: str) -> None:
    """Raise what would keep the file that an option names from being written, before anything is read."""
    from bracketed.positions.tabular import check_not_filled

    context = click.get_current_context()
    inputs = [name for given in _typed(context, but=option) for name in _with_those_beside(given)]
    check_not_filled(output)
    check_output(output, inputs=inputs, force=force)
    if is_stream(output):
        # The line that is written anew would run into the output.
        context.ensure_object(Spinner).end()


def _typed(context: click.Context, but: str) -> Iterator[str]:
    """Yield every value of the command line, but for that of one option, that may be the name of a file."""
    for name, value in context.params.items():
        values = value if isinstance(value, tuple) else (value,)
        yield from (str(one) for one in values if isinstance(one, (str, Path)) and name != but)


def _with_those_beside(name: str) -> Iterator[str]:
    from bracketed.draft.link_file import link_file
    from bracketed.reading.saved_readings import readings_file

    yield name
    if os.path.isfile(name):
        yield from map(str, (link_file(Path(name)), readings_file(Path(name))))
