"""Parts of drafts as plain values: nested, as `docs/reference/json.md` has them, and flat, one record a row of a table.

Answers state both themselves (`bracketed.views.View`); here are the values of earlier stages, and of lists of them,
and DataFrames of them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from bracketed.consensus.coalitions import Coalitions
from bracketed.draft.draft import Comment, Diagnostic, Draft, Provision
from bracketed.draft.links import Link
from bracketed.draft.outline import OutlineNode
from bracketed.draft.tree import Bracket
from bracketed.phrasing import exact, plain
from bracketed.positions.positions import STANCES, Note, Position, Positions
from bracketed.progress.accounts import Account, results
from bracketed.progress.changes import BRACKET_KINDS, Change
from bracketed.progress.histories import History
from bracketed.progress.progress import Stage, Transition
from bracketed.progress.trend import Trend
from bracketed.source import Source
from bracketed.variants.variant import Variant
from bracketed.views import Grouping, Record, View, flat, frame, grouped

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

# The heads of the flat tables of a draft and its positions: a table has one also when it has no row.
COLUMNS: Mapping[str, str] = {
    "brackets": "bracket provision kind origin parent depth line column option label text",
    "positions": "delegation bracket option stance weight condition source evidence author line",
    "links": "id kind brackets reason sure",
    "check": "severity code message provision line column suggestion",
}
_WHOLE_NUMBERS = ["line", "column", "depth", "comment", "parent", "draft", *BRACKET_KINDS]
# Fields of a note, which is never a table of its own.
NOTE = "delegation provision text author line kind"


def values(item: object, names: str) -> Record:
    """Return attributes of an item by their names, which have blanks between them."""
    return {name: getattr(item, name) for name in names.split()}


def bracket_dict(bracket: Bracket, lines: Source) -> Record:
    """Return a bracket with its options and its place."""
    options = [values(option, "letter text label") for option in bracket.options]
    return {"id": bracket.id, **_place(bracket, lines), "words": bracket.words, "options": options}


def bracket_rows(brackets: Iterable[Bracket], lines: Source | None) -> list[Record]:
    """Return one record an option."""
    rows = []
    for bracket in brackets:
        own = {"bracket": bracket.id, **_place(bracket, lines)}
        rows += [{**own, "option": o.letter, "label": o.label, "text": o.text} for o in bracket.options]
    return rows


def _place(bracket: Bracket, lines: Source | None) -> Record:
    # Written out, since a corpus has hundreds of thousands of brackets.
    line, column = lines.place(bracket.span.start) if lines else (None, None)
    return {
        "provision": bracket.provision,
        "kind": bracket.kind,
        "origin": bracket.origin,
        "parent": bracket.parent[0] if bracket.parent else None,
        "depth": bracket.depth,
        "line": line,
        "column": column,
    }


def position_dict(row: Position) -> Record:
    """Return a position with its condition and evidence, and its probability if it is not certain."""
    return {
        **values(row, "delegation bracket option stance weight"),
        "condition": [{"bracket": bracket, "option": letter} for bracket, letter in row.condition],
        "source": row.source,
        "evidence": {**values(row.evidence, "words author line rule"), **_date(row)},
        **_probability(row),
        **_grade(row),
    }


def _date(row: Position) -> Record:
    # Few sources say when something was said.
    return {"date": row.evidence.date.isoformat()} if row.evidence.date else {}


def _probability(row: Position) -> Record:
    # Nearly all positions are certain; tables without a doubt are spared the column.
    return {"probability": row.probability} if row.probability < 1 else {}


def _grade(row: Position) -> Record:
    if row.worth is None:
        return {}
    grade = values(row, "worth salience")
    return grade if row.point is None else {**grade, "point": row.point}


def choices_words(choices: Iterable[tuple[str, str]], by: str = " and ") -> str:
    """Return choices as people type them: `4#1=a and 4#2=omit`."""
    return by.join(f"{bracket}={letter}" for bracket, letter in choices)


def delegation_words(row: Position) -> str:
    """Return the delegation of a position with its weight and its condition, where it has any."""
    weight = "" if row.weight == 1 else f" ×{plain(row.weight)}"
    return f"{row.delegation}{weight}{f' (if {choices_words(row.condition)})' if row.condition else ''}"


def rows_of(table: object) -> list[Record]:
    """Return anything tabular as flat records; a TypeError if it is nothing tabular."""
    return _flat_table(table)[0]


def _flat_table(table: object) -> tuple[list[Record], str]:
    """Return the flat records of anything tabular, and the head that their table has even without a row."""
    if isinstance(table, Draft):
        return bracket_rows(table.brackets, table.lines), COLUMNS["brackets"]
    # By what it has, and not by its class: to import networkx takes longer than to make most tables.
    graph = getattr(table, "graph", None)
    if isinstance(graph, dict) and "communities" in graph:
        table = Coalitions(cast("nx.Graph", table))
    if isinstance(table, View):
        return [flat(record) for record in table.to_records()], table.columns
    if isinstance(table, (Account, Change, History, Stage, Trend)):
        table = [table]
    # Words can be gone through too, letter by letter, and a dictionary by its keys.
    if not isinstance(table, Iterable) or isinstance(table, (str, bytes, Mapping)):
        raise _not_tabular(table)
    items = list(table)
    if items and all(isinstance(item, Bracket) for item in items):
        # Brackets by themselves do not know the lines of their source.
        return bracket_rows(items, None), COLUMNS["brackets"]
    if items and all(isinstance(item, Account) for item in items):
        return _flat_table(results(items, ()))
    if items and all(isinstance(item, Transition) for item in items):
        # Of each step the later draft is named, counted from 1.
        steps = [(number, _flat_table(step)[0]) for number, step in enumerate(items, 2)]
        return [{"draft": number, **row} for number, rows in steps for row in rows], f"draft {Transition.columns}"
    return [row_of(item) for item in items], COLUMNS["positions"] if isinstance(table, Positions) else ""


def _not_tabular(value: object) -> TypeError:
    return TypeError(
        f"{type(value).__name__} is no table; give a draft, its outline, positions, an answer, or a list of accounts, "
        "brackets, changes, links, diagnostics, provisions, comments, notes or variants"
    )


def row_of(item: object) -> Record:
    """Return one item of a list as a flat record."""
    match item:
        case Position(evidence=evidence):
            return {
                **values(item, "delegation bracket option stance weight"),
                "condition": choices_words(item.condition),
                "source": item.source,
                "evidence": evidence.words,
                **values(evidence, "author line"),
                **_probability(item),
                **_grade(item),
            }
        case Link():
            return flat(values(item, COLUMNS["links"]))
        case Diagnostic():
            return values(item, COLUMNS["check"])
        case Change() | History() | OutlineNode() | Stage() | Trend():
            return flat(item.to_dict())
        case Note():
            return values(item, NOTE)
        case Provision():
            names = {"provision": item.label, "written": item.written, "heading": " › ".join(item.heading)}
            return names | values(item, "column status line")
        case Comment():
            return {"comment": item.number, **values(item, "author provision line text parent")}
        case Variant():
            return {"index": exact(item.index), **item.choices, "text": item.text}
        # Last, since checking for a mapping takes as long as a row.
        case Mapping():
            return flat(item)
    raise _not_tabular(item)


def aligned(rows: list[Record]) -> list[Record]:
    """Return the rows with the same keys in each, in order of first appearance; what a row lacks is None."""
    keys = dict.fromkeys(key for row in rows for key in row)
    return [{key: row.get(key) for key in keys} for row in rows]


def to_frame(table: object, by: Grouping | None = None) -> pd.DataFrame:
    """Return anything tabular as a DataFrame.

    Args:
        table: a draft (one row an option of its brackets), its outline (one row a part), positions (one row a stance),
            an answer such as `bracketed.blocking` gives (one row an option) or `bracketed.least_contested` gives (one
            row a delegation), the graph of `bracketed.coalitions` (one row a pair), `bracketed.progress` (one row a
            draft), its parts (steps, histories, stages, pace), or a list of accounts, brackets, changes, links,
            diagnostics, provisions, comments, notes, variants or dictionaries.
        by: “article” for one row an article instead; of a draft, positions, `bracketed.blocking`, `bracketed.progress`.

    Raises:
        TypeError: it is nothing tabular, or cannot be grouped by article.
        UnknownNameError: `by` is anything else.

    >>> import bracketed as bt
    >>> frame = bt.to_frame(bt.parse("4. Parties [shall/should] report."))
    >>> frame[["bracket", "option", "text"]].to_dict("records")
    [{'bracket': '4#1', 'option': 'a', 'text': 'shall'}, {'bracket': '4#1', 'option': 'b', 'text': 'should'}]
    """
    return frame(grouped(table, by))


@frame.register(object)
def _(table: object) -> pd.DataFrame:
    import pandas as pd

    records, columns = _flat_table(table)
    rows = aligned(records)
    cells = pd.DataFrame(rows, columns=None if rows else columns.split())
    for name in cells.columns.intersection(_WHOLE_NUMBERS):
        # Some may be missing, which would make floating-point numbers of them. The parent of a bracket is a name.
        present = [row[name] for row in rows if row[name] is not None]
        if all(isinstance(number, int) for number in present) and (present or name != "parent"):
            cells[name] = cells[name].astype("Int64")
    if "stance" in cells:
        # Stances are in order, so that `frame["stance"] < "accepts"` finds all who are against.
        cells["stance"] = pd.Categorical(cells["stance"], categories=[*reversed(STANCES)], ordered=True)
    return cells
