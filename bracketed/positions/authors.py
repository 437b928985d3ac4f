"""Who has typed comments and tracked changes, and in a table for which delegation each of these people speaks.

One table may serve a whole conference: people in it need not have typed, but a name like that of an author is a slip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
        """Return the delegations of the persons who have typed something in a draft."""
        return {name: self.delegations[name] for name in authors_of(draft) if name in self.delegations}


def authors_of(draft: Draft) -> tuple[str, ...]:
    """Return who has typed comments or tracked changes, in order of first appearance; "" where nobody is named."""
    return tuple(dict.fromkeys(item.author for items in (draft.comments, draft.changes) for item in items))


def read_authors(source: TableSource, drafts: Iterable[Draft], limits: Limits = DEFAULT) -> Authors:
    """Read for whom the authors of drafts speak, from a table with the columns `author` and `delegation`.

    An author without delegation speaks for none, such as a secretary. Sources and errors are those of `read_positions`.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.\\tComment by Ana Keller: use “shall”")
    >>> table = [{"author": "Ana Keller", "delegation": "Kenya"}, {"author": "J. Moyo", "delegation": "Zambia"}]
    >>> read_authors(table, [draft])
    Authors(delegations={'Ana Keller': 'Kenya'}, absent=('J. Moyo',))
    """
    sheet = load(source, limits=limits)
    columns = columns_of(sheet.head, "authors", "columns")
    sheet.require(_COLUMNS, columns)
    rows: dict[str, tuple[int, str, str]] = {}
    problems = list(sheet.problems)
    for number, cells in sheet.rows:
        author, delegation = (" ".join(str(cells.get(columns[name], "")).split()) for name in _COLUMNS)
        if author:
            first, _, before = rows.setdefault(_key(author), (number, author, delegation))
            if before != delegation:
                whom = [f"for {name or 'nobody'}" for name in (before, delegation)]
                message = f"{author} speaks {whom[0]} in row {first}, and {whom[1]} here"
                problems.append(Problem(number, columns["delegation"], message, "delete one of the two rows"))
        elif delegation:
            remedy = "write the name as the comments have it"
            problems.append(Problem(number, columns["author"], "this cell is empty", remedy))
    typing = tuple(filter(None, dict.fromkeys(name for draft in drafts for name in authors_of(draft))))
    problems += _slips(rows, typing, columns["author"])
    if problems:
        raise TableError(sheet.name, sorted(problems, key=lambda problem: problem.row))
    delegations = {name: rows[_key(name)][2] for name in typing if rows.get(_key(name), (0, "", ""))[2]}
    keys = set(map(_key, typing))
    absent = (author for key, (_, author, delegation) in rows.items() if delegation and key not in keys)
    return Authors(delegations, tuple(absent))


def _slips(rows: Mapping[str, tuple[int, str, str]], typing: Iterable[str], column: str) -> Iterator[Problem]:
    # Who is like an author that the table lacks is meant to be that author.
    known = {_key(name): name for name in typing}
    others = {_in_order(name): name for key, name in known.items() if key not in rows}
    for key, (number, author, _) in rows.items():
        for near in get_close_matches(_in_order(author), others, n=1, cutoff=_LIKE) if key not in known else ():
            message = f"nobody called {author!r} has typed anything in the draft"
            remedy = f"did you mean {others[near]}? If they are two, give {others[near]} a row as well"
            yield Problem(number, column, message, remedy)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _in_order(name: str) -> str:
    # "Keller, Ana" and "Ana Keller" are the same.
    return " ".join(sorted(_key(name.replace(",", " ")).split()))
