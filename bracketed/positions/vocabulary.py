"""The words that people use in tables: what they call a column, a stance, or the option that leaves words out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache


@cache
def vocabulary() -> dict[str, dict[str, str]]:
    """Return, for columns, stances and options, what each word that people use stands for."""
    import tomllib
    from pkgutil import get_data

    told = tomllib.loads((get_data("bracketed.positions", "data/table.toml") or b"").decode())
    return {
        table: {word: meant for meant, words in entries.items() for word in words} for table, entries in told.items()
    }


def columns_of(head: Iterable[str], *tables: str) -> dict[str, str]:
    """Return the column of a table, as its head calls it, for each name of ours.

    Args:
        head: what stands in the first row.
        tables: the tables of `data/table.toml` in which other names stand; the first one wins.

    >>> columns_of(["Country", "Bracket ID"], "columns")
    {'delegation': 'Country', 'bracket': 'Bracket ID'}
    """
    columns: dict[str, str] = {}
    for written in head:
        name = " ".join(str(written).casefold().replace("_", " ").split())
        meant = next((vocabulary()[table][name] for table in tables if name in vocabulary()[table]), name)
        columns.setdefault(meant, written)
    return columns
