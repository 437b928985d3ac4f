"""Answers on standard output and messages on standard error, with nothing in them that would steer a terminal."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from bracketed.phrasing import shortened
from bracketed.progress_bar import Spinner
from bracketed.sanitising import guarded, harmless
from bracketed.views import View, flat

Item = TypeVar("Item")
# JSON need not escape these, but a terminal that shows the JSON would obey them.
_UNESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of an answer is printed.

    `everything`: nothing is left out. `limit`: at most so many rows of each list, and then nothing else of what people
    read. `longer`: the answer has been requested at a length of its own. `more` says how to see what is left out.
    """

    everything: bool = False
    limit: int | None = None
    longer: bool = False
    more: str = ""


def print_answer(answer: View, form: str, extent: Extent) -> None:
    """Print an answer: its plain values as JSON, its flat table as CSV, or its blocks on a page for people."""
    # Programs read the first two: nothing is left out of them but what goes beyond a limit that was typed.
    if form == "json":
        put_out(_as_json(_first(answer.to_json(), extent.limit)))
    elif form == "csv":
        records = answer.to_records()[: extent.limit]
        put_out(_as_csv([flat(record) for record in records], answer.columns.split()), nl=False)
    else:
        from bracketed.show.terminal.pages import LINES, Page, as_text

        lines = None if extent.everything or extent.limit is not None or extent.longer else LINES
        page = Page(line_width(), lines, extent.limit, extent.more, wants_colour())
        put_out(as_text(answer.shown(str if extent.everything else shortened), page))


def _first(values: Any, limit: int | None) -> Any:
    """Return plain values with so many rows of each list at most."""
    if isinstance(values, dict):
        return {name: value[:limit] if isinstance(value, list) else value for name, value in values.items()}
    return values[:limit]


def _as_json(nested: object) -> str:
    # Nobody reads “\u00e9” at a terminal, so letters stay letters.
    written = json.dumps(nested, ensure_ascii=False, indent=2)
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _as_csv(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    """Return rows as CSV with a head; `columns` are the head of a table without rows."""
    sheet = io.StringIO()
    head = [*rows[0]] if rows else columns
    if head:
        writer = csv.DictWriter(sheet, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return sheet.getvalue()


def _cell(value: Any) -> Any:
    return guarded(harmless(value)) if isinstance(value, str) else value


def line_width() -> int:
    """Return how many columns lines for people have: those of the terminal, or what fits a page if there is none."""
    from bracketed.show.terminal.pages import WIDTH

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH


def wants_colour() -> bool:
    """Return whether standard output is a terminal that may be coloured (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


# A fault of ours, by the number that system programs use (EX_SOFTWARE); 1 would be taken for an answer.
FAULT_CODE = 70


def complain(words: str) -> None:
    """Print a message on standard error, if anybody gets it: an answer does not fail for want of that."""
    with suppress(OSError):
        click.echo(f"bracketed: {harmless(words)}", err=True)


def put_out(words: str, nl: bool = True) -> None:
    """Print words as they are."""
    # The line that is written anew would run into the answer.
    _spinner().end()
    # All that might steer a terminal has been taken out; what is left is our own colour.
    click.echo(words, nl=nl, color=True)


def warn(*messages: str) -> None:
    """Print messages on standard error, in this order, once the answer is there."""
    spinner = _spinner()

    # Behind the answer, where it is still seen when a long one has run through the terminal.
    def at_the_end() -> None:
        spinner.end()
        for words in messages:
            complain(words)

    click.get_current_context().call_on_close(at_the_end)


def warn_at_once(words: str) -> None:
    """Print a message on standard error in front of the answer, which rests on what the message is about."""
    _spinner().end()
    complain(words)


def with_progress(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Yield items, and show on a terminal how many of them have been worked through."""
    return _spinner().counting(items, total)


def _spinner() -> Spinner:
    spinner = click.get_current_context().find_object(Spinner)
    assert spinner is not None
    return spinner
