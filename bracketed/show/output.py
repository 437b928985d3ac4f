"""Writes answers for programs, JSON and CSV, and says what the output can show."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from bracketed.positions.tabular import escape_formula
from bracketed.show.terminal.tables import harmless

# JSON need not escape these, but a terminal that shows the JSON would obey them.
_UNESCAPED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def as_json(nested: object) -> str:
    """Return an answer as JSON that is safe to show.

    >>> print(as_json(["très bien", "\\x9b2J"]))
    [
      "très bien",
      "\\u009b2J"
    ]
    """
    written = json.dumps(nested, ensure_ascii=False, indent=2)
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def as_csv(rows: list[dict[str, Any]], columns: Sequence[str] = ()) -> str:
    """Return rows as CSV with a head; words that a spreadsheet would take for a formula get an apostrophe in front.

    Characters that would steer a terminal are replaced, as in tables. `columns` are the head of a table without rows.

    >>> print(as_csv([{"bracket": "4#1", "text": "=1+1"}, {"bracket": "4#2", "text": "-2"}]), end="")
    bracket,text
    4#1,'=1+1
    4#2,-2
    """
    sheet = io.StringIO()
    head = list(rows[0]) if rows else list(columns)
    if head:
        writer = csv.DictWriter(sheet, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return sheet.getvalue()


def _cell(value: Any) -> Any:
    return escape_formula(harmless(value) if isinstance(value, str) else value)


def prepare() -> None:
    """Make standard output take every character: drafts are full of dashes and quotation marks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal knows its own characters; programs and files expect UTF-8.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def wants_colour() -> bool:
    """Say whether standard output is a terminal that may be coloured (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int | None:
    """Return how many columns the terminal has, or None if the output goes elsewhere.

    A table in a file, or on its way to another program, is neither broken nor cut.
    """
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
