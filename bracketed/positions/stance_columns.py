"""Tables with a column for each stance, whose cells are lists of delegations: `Support | Oppose | Reserve`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeAlias

from bracketed.draft.delegations import Names
from bracketed.draft.tree import OMIT
from bracketed.errors import Problem, as_typed
from bracketed.positions.tabular import Sheet, TableRow, vocabulary

# The column of the cell from which a row was made; no column typed by hand has this name.
CELL = "\tcell"
# Returns the letters of the options of a bracket and their words; of no bracket, nothing.
Options: TypeAlias = Callable[[str], Mapping[str, str]]
# More words are no name of a delegation that no list has.
_LONGEST_NAME = 6
_NO_NAME = re.compile(r"[a-z(\W\d]|.*[()“”\"?!]", re.DOTALL)
_REMARK = "put names alone here, with commas between them, and remarks into a column of their own"


def stance_heads(heads: Collection[str]) -> dict[str, str]:
    """Return the stances of the columns that are headed by one, by their heads."""
    known = vocabulary()["heads"] | vocabulary()["stances"]
    meant = {head: known.get(" ".join(head.casefold().split())) for head in heads}
    # A column “No” is one of numbers where none is headed “Yes”.
    numbered = not any(head.casefold().strip() == "yes" for head in heads)
    return {head: stance for head, stance in meant.items() if stance and not (numbered and head.casefold() == "no")}


def rows_of(
    sheet: Sheet, columns: Mapping[str, str], heads: Collection[str], options_of: Options, names: Names
) -> Iterator[tuple[int, TableRow | Problem]]:
    """Yield a row for each delegation in the cells below these heads, or what is wrong with a cell."""
    stances = stance_heads(heads)
    beside = {
        name: head for name, head in columns.items() if head not in heads and name not in ("option", "text", "words")
    }
    for number, cells in sheet.rows:
        row: TableRow = {name: cells.get(head, "") for name, head in beside.items()}
        # A list may have a line for each name.
        lists = {head: str(cells.get(head) or "").strip() for head in heads}
        said = {head: cell for head, cell in lists.items() if vocabulary()["stances"].get(cell.casefold()) != "silent"}
        if not any(said.values()):
            continue
        typed = {
            name: _squeezed(cells.get(columns.get(name, ""), "")) for name in ("bracket", "option", "text", "words")
        }
        typed["text"] = typed["text"] or typed["words"]
        option = typed["option"] or _option(options_of(typed["bracket"]), typed["text"])
        if not option:
            message = f"{as_typed(typed['bracket'])} has several options, and this row does not say which"
            yield number, Problem(number, columns["bracket"], message, "add a column option, and a row for each option")
            continue
        before: dict[str, str] = {}
        for head, cell in said.items():
            for name in _members(cell, names):
                wrong = f"{name} is below {before[name]} too" if name in before else _wrong(name, names)
                if wrong:
                    remedy = "leave it in one of the two" if name in before else _REMARK
                    yield number, Problem(number, head, wrong, remedy)
                    continue
                before[name] = head
                own = {"delegation": name, "option": option, "stance": stances[head], "text": typed["text"]}
                yield number, {**row, **own, CELL: head}


def _option(options: Mapping[str, str], text: str) -> str:
    """Return the option that a row is on which names none: that of its words, or the only one beside leaving out."""
    worded = [letter for letter in options if letter != OMIT]
    alike = [letter for letter in worded if text and _key(options[letter]) == _key(text)]
    if len(alike) == 1:
        return alike[0]
    # The checks of the row say that there is no such bracket, or that it has other words.
    return worded[0] if len(worded) == 1 else "" if worded else OMIT


def _members(cell: str, names: Names) -> list[str]:
    """Return the names in a list, those that are known as they are shown."""
    return [found.name if found else typed for found, typed in names.in_list(cell) if found or typed]


def _wrong(name: str, names: Names) -> str:
    """Return what is wrong with a member of a list that is no name: "all except Fiji", "Peru (if paid)"."""
    if names.find(name):
        return ""
    begins = names.longest_prefix(name)
    if begins or _NO_NAME.match(name) or len(name.split()) > _LONGEST_NAME:
        return f"{as_typed(name)} is no name of a delegation"
    return ""


def _key(words: str) -> str:
    return " ".join(words.casefold().strip(" “”\"'‘’[]").split())


def _squeezed(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())
