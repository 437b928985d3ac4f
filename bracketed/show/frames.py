"""Answers as pandas DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bracketed.positions.positions import STANCES
from bracketed.progress.changes import BRACKET_KINDS
from bracketed.show.serialise import aligned, columns_of, rows_of
from bracketed.views import frame

if TYPE_CHECKING:
    import pandas as pd

_WHOLE_NUMBERS = ["line", "column", "depth", "comment", "parent", "draft", *BRACKET_KINDS]


def to_frame(table: object) -> pd.DataFrame:
    """Return anything tabular as a DataFrame.

    Args:
        table: a draft (one row an option of its brackets), positions (one row a stance), an answer such as
            `bracketed.blocking` gives (one row an option) or `bracketed.least_contested` gives (one row a delegation),
            the graph of `bracketed.coalitions` (one row a pair), `bracketed.progress` (one row a draft), or a list of
            accounts, brackets, changes, links, diagnostics, provisions, comments, notes, variants or dictionaries.

    Raises:
        TypeError: it is nothing tabular.

    >>> import bracketed as bt
    >>> frame = bt.to_frame(bt.parse("4. Parties [shall/should] report."))
    >>> frame[["bracket", "option", "text"]].to_dict("records")
    [{'bracket': '4#1', 'option': 'a', 'text': 'shall'}, {'bracket': '4#1', 'option': 'b', 'text': 'should'}]
    """
    return frame(table)


@frame.register(object)
def _(table: object) -> pd.DataFrame:
    import pandas as pd

    rows = aligned(rows_of(table))
    cells = pd.DataFrame(rows, columns=None if rows else columns_of(table))
    for name in cells.columns.intersection(_WHOLE_NUMBERS):
        # Some may be missing, which would make floating-point numbers of them. The parent of a bracket is a name.
        known = [row[name] for row in rows if row[name] is not None]
        if all(isinstance(number, int) for number in known) and (known or name != "parent"):
            cells[name] = cells[name].astype("Int64")
    if "stance" in cells:
        # Stances are in order, so that `frame["stance"] < "accepts"` finds all who are against.
        cells["stance"] = pd.Categorical(cells["stance"], categories=[*reversed(STANCES)], ordered=True)
    return cells
