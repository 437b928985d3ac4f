"""The errors that the library raises: their messages say where something is wrong and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from reprlib import Repr
from typing import Protocol

from bracketed.version import __version__

# A name or a number that somebody has typed may be of any length, and a message is read by people.
_SHORT = Repr()
_SHORT.maxstring, _SHORT.maxlong, _SHORT.maxother, _SHORT.fillvalue = 80, 80, 80, "…"
# So many of the names that there are show of what kind they are.
_FEW = 8


def as_typed(cell: object) -> str:
    """Return what somebody has typed as messages show it: in quotation marks, its middle left out if it is long.

    >>> as_typed("hates"), as_typed("9" * 5000)
    ("'hates'", "'9999999999999999999999999999999999999…99999999999999999999999999999999999999'")
    """
    return _SHORT.repr(cell)


# The stages that have these come later, so errors name only what they repeat of them.
class LocatedFinding(Protocol):
    """A finding of a draft: its provision, its message, and its line and column."""

    @property
    def provision(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Binding(Protocol):
    """A link between brackets: its id and the brackets that it ties."""

    @property
    def id(self) -> str: ...
    @property
    def brackets(self) -> tuple[str, ...]: ...


class BracketedError(Exception):
    """The root of every error that this library raises on purpose."""


class DraftError(BracketedError, ValueError):
    """A draft cannot be read; `line` and `column` say where, counted from 1, if there is a place.

    >>> DraftError("the draft is empty", line=1, column=1)
    DraftError('the draft is empty (line 1, column 1)')
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        # A draft that is too large or of no known format has no place that is wrong.
        where = "" if line is None else f" (line {line}, column {column})"
        super().__init__(message + where)
        self.line = line
        self.column = column


class StrictError(DraftError):
    """Reading with `strict=True` met a diagnostic of severity `error`; `diagnostics` holds them all."""

    def __init__(self, diagnostics: tuple[LocatedFinding, ...]) -> None:
        first = diagnostics[0]
        more = f"; and {len(diagnostics) - 1} more" if len(diagnostics) > 1 else ""
        super().__init__(f"{first.provision}: {first.message}{more}", line=first.line, column=first.column)
        self.diagnostics = diagnostics


# How every sentence begins that says of an error that it is none of the draft's.
FAULT = "a fault of bracketed"
# Characters of what an error says of itself.
_SAID = 200


def fault(error: Exception) -> str:
    """Return what to say of an error that is none of the draft's, with all that is needed to find it in the code."""
    import traceback

    *_, last = traceback.extract_tb(error.__traceback__)
    said = " ".join(str(error).split())[:_SAID]
    return (
        f"{FAULT} {__version__}: {type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"
        f"{f' ({said})' if said else ''}; the draft is not to blame: please report this line and what you typed"
    )


class UnknownNameError(BracketedError, ValueError):
    """A name that the draft does not have; `name` is what was requested, `known` what there is.

    `problem` says of a name that is right what else is wrong with it; then no other one is suggested.

    >>> UnknownNameError("bracket", "D.4-c#3", ["D.4-c#1", "D.4-c#2"])
    UnknownNameError("there is no bracket 'D.4-c#3'; did you mean D.4-c#2?")
    >>> UnknownNameError("part", "99", ["p1", "p1", *(f"A.{number}" for number in range(1, 12))])
    UnknownNameError("there is no part '99'; there are: p1, A.1, A.2, A.3, A.4, A.5, A.6, A.7 and 4 more")
    """

    def __init__(self, sort: str, name: str, known: Iterable[str], problem: str = "") -> None:
        self.name = name
        # Parts of a draft may share a name.
        self.known = tuple(dict.fromkeys(known))
        # A name that is nearly right is a slip.
        near = [] if problem else get_close_matches(name, self.known, n=1)
        some, more = ", ".join(self.known[:_FEW]), len(self.known) - _FEW
        remedy = (
            f"did you mean {near[0]}?"
            if near
            else f"there are: {some or 'none'}{f' and {more:,} more' if more > 0 else ''}"
        )
        super().__init__(f"{problem or f'there is no {sort} {as_typed(name)}'}; {remedy}")


class UnknownOptionError(BracketedError, ValueError):
    """A bracket has no such option.

    >>> UnknownOptionError("D.4-c#2", "e", ["a", "b", "omit"])
    UnknownOptionError("D.4-c#2 has no option 'e'; it has a, b, omit")
    """

    def __init__(self, bracket: str, option: str, known: Iterable[str]) -> None:
        self.bracket = bracket
        self.option = option
        self.known = tuple(known)
        super().__init__(f"{bracket} has no option {as_typed(option)}; it has {', '.join(self.known)}")


class ImpossibleError(BracketedError, ValueError):
    """No variant is left: the requested choices and links contradict each other.

    `links` are those that do, and would not if any one of them were left out.
    """

    def __init__(self, message: str, links: Iterable[Binding] = ()) -> None:
        super().__init__(message)
        self.links = tuple(links)


class NotAVariantError(BracketedError, ValueError):
    """Choices that are not one variant of a space: one is missing, one is too many, or a link forbids them."""


class NoChoiceError(BracketedError, ValueError):
    """A bracket that is to be filled in, or is in such a one, so that there is nothing to choose."""

    def __init__(self, bracket: str) -> None:
        self.bracket = bracket
        super().__init__(f"{bracket} is a placeholder, or inside one: it is to be filled in, and offers no choice")


class TooEntangledError(BracketedError):
    """The links of a draft would need a table larger than `limit`, in bytes; `brackets` are those that are tied."""

    def __init__(self, limit: int, brackets: Iterable[str]) -> None:
        self.limit = limit
        self.brackets = tuple(brackets)
        super().__init__(
            f"these brackets are linked so closely that a table of more than {limit // 2**20} MB would be needed: "
            f"{', '.join(self.brackets[:8])}; settle some of them in the draft or "
            'with space.fix(), leave links aside (links="none", or --links none), or take a part of the draft; the '
            "least contested text can be found all the same"
        )


class NotWrittenError(BracketedError, OSError):
    """A file is not written: it would replace one that is read or that is there already, or there is no way to it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell of a table: its row in the sheet (0 for the whole table), its column, and a remedy."""

    row: int
    column: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        where = f"row {self.row}{column}: " if self.row else ""
        return where + self.message + (f"; {self.remedy}" if self.remedy else "")


class TableError(BracketedError, ValueError):
    """A table of positions, or of names, cannot be read; `problems` names every cell that is wrong.

    >>> print(TableError("positions.csv", [Problem(3, "stance", "'hates' is no stance", "write supports or objects")]))
    positions.csv: one row cannot be used
      row 3, column stance: 'hates' is no stance; write supports or objects
    """

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        # One line for a table that cannot be read at all, as for other files.
        if all(problem.row == 0 for problem in self.problems):
            super().__init__(f"{name}: {'; '.join(map(str, self.problems))}")
            return
        # A wrong column may be wrong in thousands of rows; the first few show what it is.
        rows = len({problem.row for problem in self.problems if problem.row})
        shown = [f"\n  {problem}" for problem in self.problems[:20]]
        more = f"\n  and {len(self.problems) - 20:,} more" if len(self.problems) > 20 else ""
        super().__init__(f"{name}: {'one row' if rows == 1 else f'{rows:,} rows'} cannot be used{''.join(shown)}{more}")
