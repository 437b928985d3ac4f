"""Parts of drafts as plain values: nested, as `docs/reference/json.md` has them, and flat, one record a row of a table.

Answers state both themselves (`bracketed.views.Shown`); here are the values of earlier stages, and of lists of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeGuard

from bracketed.consensus.coalitions import Coalitions
from bracketed.draft.draft import Comment, Diagnostic, Draft, Provision
from bracketed.draft.links import Link
from bracketed.draft.tree import Bracket
from bracketed.phrasing import exact, plain
from bracketed.positions.positions import Note, Position, Positions
from bracketed.progress.accounts import Account, results
from bracketed.progress.changes import Change
from bracketed.source import Source
from bracketed.variants.variant import Variant
from bracketed.views import Record, Shown, flat

if TYPE_CHECKING:
    import networkx as nx

# The heads of the flat tables of a draft and its positions: a table has one also when it has no row.
COLUMNS: Mapping[str, str] = {
    "brackets": "bracket provision kind origin parent depth line column option label text",
    "positions": "delegation bracket option stance weight condition source evidence author line",
    "links": "id kind brackets reason",
    "check": "severity code message provision line column suggestion",
}
NOTE = "delegation provision text author line kind"


def values(item: object, names: str) -> Record:
    """Return attributes of an item by their names, which have blanks between them."""
    return {name: getattr(item, name) for name in names.split()}


def bracket_dict(bracket: Bracket, lines: Source | None) -> Record:
    """Return a bracket with its options, and its line and column if the lines of its source are known."""
    line, column = lines.place(bracket.span.start) if lines else (None, None)
    return {
        **values(bracket, "id provision kind origin"),
        "parent": bracket.parent[0] if bracket.parent else None,
        "depth": bracket.depth,
        "line": line,
        "column": column,
        "words": bracket.words,
        "options": [values(option, "letter text label") for option in bracket.options],
    }


def bracket_rows(brackets: Iterable[Bracket], lines: Source | None) -> list[Record]:
    """Return one record an option."""
    rows = []
    for bracket in brackets:
        nested = {"bracket": bracket.id, **bracket_dict(bracket, lines)}
        own = {name: value for name, value in nested.items() if name not in ("id", "words", "options")}
        rows += [{**own, "option": o["letter"], "label": o["label"], "text": o["text"]} for o in nested["options"]]
    return rows


def position_dict(row: Position) -> Record:
    """Return a position with its condition and evidence, and its probability if it is not certain."""
    return {
        **values(row, "delegation bracket option stance weight"),
        "condition": [{"bracket": bracket, "option": letter} for bracket, letter in row.condition],
        "source": row.source,
        "evidence": values(row.evidence, "words author line rule"),
        **_probability(row),
    }


def _probability(row: Position) -> Record:
    # Nearly all positions are certain; tables without a doubt are spared the column.
    return {"probability": row.probability} if row.probability < 1 else {}


def choices_words(choices: Iterable[tuple[str, str]], by: str = " and ") -> str:
    """Return choices as people type them: `4#1=a and 4#2=omit`."""
    return by.join(f"{bracket}={letter}" for bracket, letter in choices)


def delegation_words(row: Position) -> str:
    """Return the delegation of a position with its weight and its condition, where it has any."""
    weight = "" if row.weight == 1 else f" ×{plain(row.weight)}"
    return f"{row.delegation}{weight}{f' (if {choices_words(row.condition)})' if row.condition else ''}"


def rows_of(table: object) -> list[Record]:
    """Return anything tabular as flat records, all with the same keys.

    Raises:
        TypeError: it is nothing tabular.
    """
    if isinstance(table, Draft):
        return bracket_rows(table.brackets, table.lines)
    if isinstance(table, Shown):
        return [flat(record) for record in table.to_records()]
    if is_graph(table):
        return Coalitions(table).to_records()
    if isinstance(table, Iterable) and not isinstance(table, (str, bytes, Mapping)):
        items = list(table)
        if items and all(isinstance(item, Bracket) for item in items):
            return bracket_rows(items, None)
        if items and all(isinstance(item, Account) for item in items):
            return results(items, ()).to_records()
        return [row_of(item) for item in items]
    raise _not_tabular(table)


def columns_of(table: object) -> list[str]:
    """Return the head that a flat table has even without a row."""
    if isinstance(table, Draft | Positions):
        return COLUMNS["brackets" if isinstance(table, Draft) else "positions"].split()
    if isinstance(table, Shown):
        return table.columns.split()
    return Coalitions.columns.split() if is_graph(table) else []


def is_graph(value: object) -> TypeGuard[nx.Graph]:
    """Return whether a value is a graph of coalitions."""
    # By what it has, and not by its class: to import networkx takes longer than to make most tables.
    graph = getattr(value, "graph", None)
    return isinstance(graph, dict) and "communities" in graph


def _not_tabular(value: object) -> TypeError:
    return TypeError(
        f"a {type(value).__name__} is no table; give a draft, positions, an answer, or a list of accounts, brackets, "
        "changes, links, diagnostics, provisions, comments, notes or variants"
    )


def row_of(item: object) -> Record:
    """Return one item of a list as a flat record."""
    match item:
        case Mapping():
            return flat(item)
        case Position(evidence=evidence):
            return {
                **values(item, "delegation bracket option stance weight"),
                "condition": choices_words(item.condition),
                "source": item.source,
                "evidence": evidence.words,
                **values(evidence, "author line"),
                **_probability(item),
            }
        case Link():
            return flat(values(item, COLUMNS["links"]))
        case Diagnostic():
            return values(item, COLUMNS["check"])
        case Change():
            return flat(item.to_dict())
        case Note():
            return values(item, NOTE)
        case Provision():
            heading = " › ".join(item.heading)
            return {
                "provision": item.label,
                "written": item.written,
                "heading": heading,
                **values(item, "column status line"),
            }
        case Comment():
            return {"comment": item.number, **values(item, "author provision line text parent")}
        case Variant():
            return {"index": exact(item.index), **item.choices, "text": item.text}
    raise _not_tabular(item)


def aligned(rows: list[Record]) -> list[Record]:
    """Return the rows with the same keys in each, in order of first appearance; what a row lacks is None."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return [{key: row.get(key) for key in keys} for row in rows]
