"""The articles of a draft, or other main parts, one row each: how many brackets each has, and how much is in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from bracketed.draft.outline import Outline, OutlineNode
from bracketed.draft.tree import Bracket
from bracketed.views import Bar, Listing, Record, Table


def rows_of_articles(outline: Outline) -> Iterator[tuple[str, OutlineNode, Record]]:
    """Yield each main part of a draft: its name, the part, and the fields with which its row begins.

    What is in no part has a row only if there are words in none.
    """
    for name, part in outline.parts.items():
        is_part = name != outline.part_names[-1]
        if is_part or part.words:
            label, title = (part.label, part.title) if is_part else ("", "")
            yield name, part, {"article": name, "label": label, "title": title, "line": part.line if is_part else None}


def words_in_brackets(part: OutlineNode) -> Record:
    """Return the fields of a row that say how much of a part is in brackets."""
    return {"words": part.words, "contested": part.contested, "share": part.share}


def count_cell(count: int) -> str:
    """Return a number as a cell, which is empty for nothing."""
    return f"{count:,}" if count else ""


def share_cell(row: Record) -> str:
    """Return the cell that says what share of the words of a part is in brackets."""
    return Bar(f"{row['share']:.0%}", row["share"]) if row["contested"] else ""


def table_by_article(names: Iterable[str], head: Sequence[str], cells: Iterable[Sequence[str]]) -> Iterator[Table]:
    """Yield a table of the parts that have anything in their cells, if there is any."""
    shown = [[name, *own] for name, own in zip(names, cells, strict=True) if any(own)]
    if shown:
        yield Table(head, shown)


def brackets_by_article(
    outline: Outline, placed: Sequence[tuple[Bracket, str]], *, with_implied: bool = False
) -> Listing:
    """Return how many of some brackets are in each main part of a draft.

    A bracket counts in the part in which it opens; `continued` are those that opened in a part before and go on in this
    one. Placeholders are no choices, nor is what is in them, and counted apart.

    Args:
        outline: the outline of the draft.
        placed: the brackets, each with the name of its part.
        with_implied: whether those that only comments imply are among them, to be counted apart.

    >>> import bracketed as bt
    >>> draft = bt.parse("Article 1 (Aims)\\n\\n1. Towns [shall/should] plan.\\n\\nArticle 2\\n\\n1. They meet by [X].")
    >>> for row in draft.by_article().to_dicts():
    ...     print(row["article"], row["brackets"], row["options"], row["placeholders"], round(row["share"], 2))
    Article 1 (Aims) 1 2 0 0.4
    Article 2 0 0 1 0.25
    """
    count: Counter[tuple[str, str]] = Counter()
    for bracket, name in placed:
        if bracket.origin == "comment":
            count[name, "implied"] += 1
        elif not bracket.is_choice:
            count[name, "placeholders"] += 1
        else:
            count[name, "brackets"] += 1
            count[name, "options"] += len(bracket.options)
    choices = [bracket for bracket, _ in placed if bracket.origin == "text" and bracket.is_choice]
    continued = _continued(outline, choices)
    kinds = ("brackets", "options", "placeholders", *["implied"] * with_implied)
    rows = [
        {
            **own,
            **{kind: count[name, kind] for kind in kinds},
            "continued": continued.get(name, 0),
            **words_in_brackets(part),
        }
        for name, part, own in rows_of_articles(outline)
    ]
    columns = f"article label title line {' '.join(kinds)} continued words contested share"
    return Listing(rows, rows, [*_table(rows, kinds)], columns)


def _table(rows: Sequence[Record], kinds: Sequence[str]) -> Iterator[Table]:
    heads = {"brackets": "brackets", "options": "options", "placeholders": "to fill in", "implied": "only comments"}
    # A column of noughts would only take room.
    shown = [kind for kind in kinds if any(row[kind] for row in rows)]
    cells = [
        [*(count_cell(row[kind]) for kind in shown), share_cell(row)]
        if any(row[kind] for kind in (*kinds, "continued"))
        else []
        for row in rows
    ]
    names = [row["article"] for row in rows]
    yield from table_by_article(names, ["", *(heads[kind] for kind in shown), "in brackets"], cells)


def _continued(outline: Outline, brackets: Iterable[Bracket]) -> Record:
    """Return how many brackets that opened before go on in each main part."""
    starts = [part.span.start for part in outline.main_parts]
    change = [0] * (len(starts) + 1)
    for bracket in brackets:
        change[bisect_right(starts, bracket.span.start)] += 1
        change[bisect_left(starts, max(bracket.span.end, bracket.span.start + 1))] -= 1
    return dict(zip(outline.part_names, accumulate(change[:-1]), strict=False))
