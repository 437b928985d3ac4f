"""Who has typed comments and tracked changes, and in a table for which delegation each of these people speaks.

One table may serve a whole conference. So people in it who have typed nothing in a draft are no fault; but a name that
is like that of somebody who has, and who is not in the table, is a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bracketed.draft.draft import Draft
from bracketed.errors import Problem, TableError
from bracketed.limits import DEFAULT, Limits
from bracketed.positions.tabular import TableSource, columns_of, load

_COLUMNS = ("author", "delegation")
# So like each other are two names of which one may be a slip; "Ana Keller" and "Anna Kellar" are.
_LIKE = 0.75


@dataclass(frozen=True)
class Authors:
    """People and the delegations for which they speak, and who in the table is `absent` from the drafts."""

    delegations: Mapping[str, str]
    absent: tuple[str, ...] = ()

    def of(self, draft: Draft) -> dict[str, str]:
        """Return the delegations of those who have typed something in a draft."""
        return {name: self.delegations[name] for name in authors_of(draft) if name in self.delegations}


def authors_of(draft: Draft) -> tuple[str, ...]:
    """Return who has typed comments or tracked changes, in order of first appearance; "" where nobody is named.

    >>> import bracketed as bt
    >>> authors_of(bt.parse("4. Parties report.\\tComment by Ana Keller: delete\\tComment by J. Moyo: keep"))
    ('Ana Keller', 'J. Moyo')
    """
    names = [comment.author for comment in draft.comments] + [change.author for change in draft.changes]
    return tuple(dict.fromkeys(names))


def read_authors(source: TableSource, drafts: Iterable[Draft], limits: Limits = DEFAULT) -> Authors:
    """Read for whom people speak, from a table with the columns `author` and `delegation`.

    A row without delegation stands for somebody who speaks for none, such as a secretary.

    Args:
        source: a path to .csv, .tsv, .xlsx or .json, or whatever else holds a table of positions.
        drafts: the drafts that these people have typed in.
        limits: how much is read at most; of these `size` counts here.

    Raises:
        TableError: the table or one of its rows cannot be read; its `problems` say where and what to do.
        OSError: the file cannot be opened.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.\\tComment by Ana Keller: use “shall”")
    >>> table = [{"author": "Ana Keller", "delegation": "Kenya"}, {"author": "J. Moyo", "delegation": "Zambia"}]
    >>> read_authors(table, [draft])
    Authors(delegations={'Ana Keller': 'Kenya'}, absent=('J. Moyo',))
    """
    sheet = load(source, limits=limits)
    columns = columns_of(sheet.head, "authors", "columns")
    sheet.require(_COLUMNS, columns)
    rows: dict[str, _Row] = {}
    problems = list(sheet.problems)
    for number, cells in sheet.rows:
        author, delegation = (" ".join(str(cells.get(columns[name], "")).split()) for name in _COLUMNS)
        if author:
            row = _Row(number, author, delegation)
            before = rows.setdefault(_key(author), row)
            if before.delegation != delegation:
                told = f"{author} speaks for {before.whom} in row {before.number}, and for {row.whom} here"
                problems.append(Problem(number, columns["delegation"], told, "delete one of the two rows"))
        elif delegation:
            remedy = "write the name as the comments have it"
            problems.append(Problem(number, columns["author"], "nothing stands here", remedy))
    typing = tuple(filter(None, dict.fromkeys(name for draft in drafts for name in authors_of(draft))))
    problems += _slips(rows, typing, columns["author"])
    if problems:
        raise TableError(sheet.name, sorted(problems, key=lambda problem: problem.row))
    keys = set(map(_key, typing))
    return Authors(
        {name: rows[_key(name)].delegation for name in typing if _key(name) in rows and rows[_key(name)].delegation},
        tuple(row.author for key, row in rows.items() if row.delegation and key not in keys),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    author: str
    delegation: str

    @property
    def whom(self) -> str:
        return self.delegation or "nobody"


def _slips(rows: Mapping[str, _Row], typing: Sequence[str], column: str) -> Iterator[Problem]:
    """Yield what is wrong with authors who are only like somebody who has typed and is not in the table."""
    known = set(map(_key, typing))
    others = {_in_order(name): name for name in typing if _key(name) not in rows}
    for key, row in rows.items():
        near = get_close_matches(_in_order(row.author), others, n=1, cutoff=_LIKE) if key not in known else ()
        for name in (others[name] for name in near):
            remedy = f"did you mean {name}? If they are two, give {name} a row as well"
            yield Problem(row.number, column, f"nobody called {row.author!r} has typed anything in the draft", remedy)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _in_order(name: str) -> str:
    """Return a name so that "Keller, Ana" and "Ana Keller" are the same."""
    return " ".join(sorted(_key(name.replace(",", " ")).split()))
