"""Writes answers for programs, JSON and CSV, and says what the output can show."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from typing import Any

from bracketed.positions.sheets import guarded


def as_json(nested: object) -> str:
    """Return an answer as JSON."""
    return json.dumps(nested, ensure_ascii=False, indent=2)


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Return rows as CSV with a head; words that a spreadsheet would take for a formula get an apostrophe in front.

    >>> print(as_csv([{"bracket": "4#1", "text": "=1+1"}, {"bracket": "4#2", "text": "-2"}]), end="")
    bracket,text
    4#1,'=1+1
    4#2,-2
    """
    sheet = io.StringIO()
    if rows:
        writer = csv.DictWriter(sheet, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: guarded(value) for key, value in row.items()} for row in rows)
    return sheet.getvalue()


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
    """Return how many columns the terminal has, or None if the output goes elsewhere and nothing need be broken."""
    return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None
