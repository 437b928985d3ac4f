"""Every answer as plain values: nested, as other programs read them, and flat, one record a row of a table.

The nested shapes are those of `docs/reference/json.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import TYPE_CHECKING, TypeGuard

from bracketed.consensus.coalitions import Coalitions
from bracketed.draft.draft import Comment, Diagnostic, Draft, Provision
from bracketed.draft.links import Link
from bracketed.draft.tree import Bracket
from bracketed.phrasing import exact
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


def bracket_dict(bracket: Bracket, lines: Source) -> Record:
    """Return a bracket with its options, and the line and column at which it stands."""
    line, column = lines.place(bracket.span.start)
    return {
        "id": bracket.id,
        "provision": bracket.provision,
        "kind": bracket.kind,
        "origin": bracket.origin,
        "parent": bracket.parent[0] if bracket.parent else None,
        "depth": bracket.depth,
        "line": line,
        "column": column,
        "words": bracket.words,
        "options": [{"letter": o.letter, "text": o.text, "label": o.label} for o in bracket.options],
    }


def position_dict(row: Position) -> Record:
    """Return a position with its condition and evidence."""
    evidence = row.evidence
    return {
        "delegation": row.delegation,
        "bracket": row.bracket,
        "option": row.option,
        "stance": row.stance,
        "weight": row.weight,
        "condition": [{"bracket": bracket, "option": letter} for bracket, letter in row.condition],
        "source": row.source,
        "evidence": {
            "words": evidence.words,
            "author": evidence.author,
            "line": evidence.line,
            "rule": evidence.rule,
        },
        **_doubt(row),
    }


def _doubt(row: Position) -> Record:
    """Return the probability of a position that is not certain."""
    return {"probability": row.probability} if row.probability < 1 else {}


def note_dict(note: Note) -> Record:
    """Return a remark that carries no stance."""
    return {
        "delegation": note.delegation,
        "provision": note.provision,
        "text": note.text,
        "author": note.author,
        "line": note.line,
        "kind": note.kind,
    }


def link_dict(link: Link) -> Record:
    """Return a link with the brackets that it ties."""
    return {"id": link.id, "kind": link.kind, "brackets": list(link.brackets), "reason": link.reason}


def diagnostic_dict(found: Diagnostic) -> Record:
    """Return a finding and its place."""
    return {
        "severity": found.severity,
        "code": found.code,
        "message": found.message,
        "provision": found.provision,
        "line": found.line,
        "column": found.column,
        "suggestion": found.suggestion,
    }


def positions_dict(positions: Positions) -> Record:
    """Return all rows, notes and findings of the positions."""
    return {
        "positions": [position_dict(row) for row in positions.rows],
        "notes": [note_dict(note) for note in positions.notes],
        "diagnostics": [diagnostic_dict(found) for found in positions.diagnostics],
    }


def bracket_rows(brackets: Iterable[Bracket], lines: Source | None) -> list[Record]:
    """Return one record an option."""
    rows = []
    for bracket in brackets:
        line, column = lines.place(bracket.span.start) if lines else (None, None)
        for option in bracket.options:
            rows.append(
                {
                    "bracket": bracket.id,
                    "provision": bracket.provision,
                    "kind": bracket.kind,
                    "origin": bracket.origin,
                    "parent": bracket.parent[0] if bracket.parent else None,
                    "depth": bracket.depth,
                    "line": line,
                    "column": column,
                    "option": option.letter,
                    "label": option.label,
                    "text": option.text,
                }
            )
    return rows


def rows_of(thing: object) -> list[Record]:
    """Return anything tabular as flat records, all with the same keys.

    Raises:
        TypeError: it is nothing tabular.
    """
    if isinstance(thing, Draft):
        return bracket_rows(thing.brackets, thing.lines)
    if isinstance(thing, Shown):
        return [flat(record) for record in thing.to_records()]
    if is_graph(thing):
        return Coalitions(thing).to_records()
    if isinstance(thing, Iterable) and not isinstance(thing, (str, bytes, Mapping)):
        items = list(thing)
        if items and all(isinstance(item, Bracket) for item in items):
            return bracket_rows(items, None)
        if items and all(isinstance(item, Account) for item in items):
            return results(items, ()).to_records()
        return [row_of(item) for item in items]
    raise _not_tabular(thing)


def columns_of(thing: object) -> list[str]:
    """Return the head that the flat table of a thing has even without a row."""
    if isinstance(thing, Draft | Positions):
        return COLUMNS["brackets" if isinstance(thing, Draft) else "positions"].split()
    if isinstance(thing, Shown):
        return thing.columns.split()
    return Coalitions.columns.split() if is_graph(thing) else []


def is_graph(thing: object) -> TypeGuard[nx.Graph]:
    """Return whether a thing is a graph of coalitions, without importing networkx for that."""
    graph = getattr(thing, "graph", None)
    return isinstance(graph, dict) and "communities" in graph


def _not_tabular(thing: object) -> TypeError:
    return TypeError(
        f"a {type(thing).__name__} is no table; give a draft, positions, an answer, or a list of accounts, brackets, "
        "changes, links, diagnostics, provisions, comments, notes or variants"
    )


@singledispatch
def row_of(item: object) -> Record:
    """Return one thing as a flat record."""
    if isinstance(item, Mapping):
        return flat(item)
    raise _not_tabular(item)


@row_of.register
def _(row: Position) -> Record:
    evidence = row.evidence
    return {
        "delegation": row.delegation,
        "bracket": row.bracket,
        "option": row.option,
        "stance": row.stance,
        "weight": row.weight,
        "condition": " and ".join(f"{bracket}={letter}" for bracket, letter in row.condition),
        "source": row.source,
        "evidence": evidence.words,
        "author": evidence.author,
        "line": evidence.line,
        **_doubt(row),
    }


@row_of.register
def _(link: Link) -> Record:
    return flat(link_dict(link))


@row_of.register
def _(change: Change) -> Record:
    return flat(change.to_dict())


@row_of.register
def _(found: Diagnostic) -> Record:
    return diagnostic_dict(found)


@row_of.register
def _(note: Note) -> Record:
    return note_dict(note)


@row_of.register
def _(provision: Provision) -> Record:
    return {
        "provision": provision.label,
        "written": provision.written,
        "heading": " › ".join(provision.heading),
        "column": provision.column,
        "status": provision.status,
        "line": provision.line,
    }


@row_of.register
def _(comment: Comment) -> Record:
    return {
        "comment": comment.number,
        "author": comment.author,
        "provision": comment.provision,
        "line": comment.line,
        "text": comment.text,
        "parent": comment.parent,
    }


@row_of.register
def _(variant: Variant) -> Record:
    return {"index": exact(variant.index), **variant.choices, "text": variant.text}


def aligned(rows: list[Record]) -> list[Record]:
    """Return the rows with the same keys in each, in order of first appearance; what a row lacks is None."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return [{key: row.get(key) for key in keys} for row in rows]
