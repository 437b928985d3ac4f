"""Answers as pandas DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bracketed.consensus.blocking import Blocking
from bracketed.consensus.concessions import Concessions
from bracketed.consensus.conflicts import Conflicts
from bracketed.consensus.contestation import Answer
from bracketed.consensus.leverage import Leverage
from bracketed.consensus.outlook import Outlook
from bracketed.consensus.packages import Packages
from bracketed.consensus.what_if import Differences
from bracketed.draft.draft import Draft
from bracketed.positions.positions import STANCES, Positions
from bracketed.progress.changes import BRACKET_KINDS
from bracketed.progress.progress import Progress
from bracketed.show.serialise import COLUMNS, aligned, is_graph, rows_of
from bracketed.views import frame

if TYPE_CHECKING:
    import pandas as pd

_KINDS = {
    Draft: "brackets",
    Positions: "positions",
    Blocking: "blocking",
    Answer: "best",
    Concessions: "concessions",
    Conflicts: "conflicts",
    Leverage: "leverage",
    Differences: "what_if",
    Packages: "packages",
    Outlook: "outlook",
    Progress: "progress",
}
_WHOLE_NUMBERS = ("line", "column", "depth", "comment", "parent", "draft", *BRACKET_KINDS)


def to_frame(thing: object) -> pd.DataFrame:
    """Return anything tabular as a DataFrame.

    Args:
        thing: a draft (one row an option of its brackets), positions (one row a stance), an answer such as
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
    return frame(thing)


@frame.register(object)
def _(thing: object) -> pd.DataFrame:
    import pandas as pd

    rows = aligned(rows_of(thing))
    kind = "coalitions" if is_graph(thing) else _KINDS.get(type(thing), "")
    columns = COLUMNS.get(kind, ())
    table = pd.DataFrame(rows, columns=None if rows else list(columns))
    for name in table.columns.intersection([*_WHOLE_NUMBERS]):
        # Some may be missing, which would make floating-point numbers of them. The parent of a bracket is a name.
        known = [row[name] for row in rows if row[name] is not None]
        if all(isinstance(number, int) for number in known) and (known or name != "parent"):
            table[name] = table[name].astype("Int64")
    if "stance" in table:
        table["stance"] = pd.Categorical(table["stance"], categories=[*reversed(STANCES)], ordered=True)
    return table
