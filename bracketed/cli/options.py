"""The inputs that verbs share: the draft and how it is read, positions and links, and how the answer is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from bracketed.cli.limits import ALLOW
from bracketed.cli.messages import complain
from bracketed.draft.annotated_text import CHANGES, ChangesMode
from bracketed.errors import BracketedError, DraftError
from bracketed.limits import DEFAULT, Limits
from bracketed.parsing.conventions import PRESETS
from bracketed.phrasing import counted
from bracketed.progress_bar import Spinner

if TYPE_CHECKING:
    from bracketed.draft.draft import Draft
    from bracketed.parsing.parser import Reading
    from bracketed.positions.authors import Authors
    from bracketed.positions.positions import Positions
    from bracketed.variants.space import Space
    from bracketed.views import Shown

Item = TypeVar("Item")
Read = TypeVar("Read")
_Command: TypeAlias = Callable[..., None]
FILE = click.Path(path_type=Path)
# A draft stays the words that name it, which may be - or a pattern; what it is tells shells to complete them.
DRAFT = click.Path()

CONVENTION = click.option(
    "--convention",
    metavar="NAME",
    help=f"How marks are read: {', '.join(PRESETS)}; by default as the draft shows.",
)
_CHANGES = click.option(
    "--changes",
    type=click.Choice(CHANGES),
    help="How tracked changes in a Word or HTML file are read; by default as accepted, with a warning.",
)
_AUTHORS = click.option(
    "--authors",
    "people",
    type=FILE,
    metavar="TABLE",
    help="For whom people speak: a table with the columns author and delegation.",
)
FORM = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="A table for people, or JSON or CSV for programs.",
)
_LINKS = click.option(
    "--links",
    type=click.Choice(["auto", "none"]),
    default="auto",
    show_default=True,
    help="Take brackets that put the same choice of words for one decision, or not.",
)
_POSITIONS = (
    click.option(
        "--positions",
        "table",
        type=FILE,
        metavar="TABLE",
        help="Positions in a table (.csv, .tsv, .xlsx, .json); it wins where a delegation speaks in both.",
    ),
    click.option(
        "--positions-only",
        "only",
        type=FILE,
        metavar="TABLE",
        help="The same, but leave the comments in the draft aside.",
    ),
)


def rows_option(*kinds: str, about: str) -> Callable[[_Command], _Command]:
    """Return the option `--rows`, with the kinds of rows a table can have; the first kind is the default."""
    help_ = f"What each row is about: {about}."
    return click.option("--rows", type=click.Choice(kinds), default=kinds[0], show_default=True, help=help_)


@dataclass(frozen=True)
class Invocation:
    """The inputs of a verb: which draft, read how, with which positions, and the form of the answer."""

    file: str
    convention: str | None = None
    changes: ChangesMode | None = None
    limits: Limits = DEFAULT
    people: Path | None = None
    form: str = "table"
    links: str = "auto"
    table: Path | None = None
    only: Path | None = None

    def draft(self) -> Draft:
        """Read the draft from its file, or from standard input if the name is "-"."""
        from bracketed.reading.file import read

        return self._read(read)

    def reading(self) -> Reading:
        """Return the draft with all the intermediate results of reading it."""
        from bracketed.reading.file import reading_of

        return self._read(reading_of)

    def _read(self, how: Callable[..., Read]) -> Read:
        name = "standard input" if self.file == "-" else self.file
        try:
            return how(
                sys.stdin.buffer if self.file == "-" else Path(self.file),
                convention=self.convention,
                changes=self.changes,
                limits=self.limits,
            )
        except DraftError as error:
            if self.file != "-" and Path(self.file).name in str(error):
                raise
            raise BracketedError(f"{name}: {error}") from error

    def authors(self, drafts: Sequence[Draft]) -> Authors:
        """Return the delegation of each author in some drafts; warn of authors in the table who typed nothing."""
        from bracketed.positions.authors import Authors, read_authors, typists

        if self.people is None:
            return Authors({})
        found = read_authors(self.people, drafts, self.limits)
        if found.absent:
            present = _some([name for draft in drafts for name in typists(draft)])
            absent = f"nothing in the draft is typed by {_some(found.absent)}"
            warn(f"{self.people}: {absent}; what is, is by {present}" if present else f"{self.people}: {absent}")
        return found

    def positions(self, draft: Draft, authors: Authors | None = None) -> Positions:
        """Return the positions of the comments, of a table, or of both."""
        from bracketed.positions.comments import positions
        from bracketed.positions.table import read_positions

        commented = positions(draft, authors=(authors or self.authors([draft])).of(draft))
        table = self.only or self.table
        if table is None:
            return commented
        typed = read_positions(table, draft, positions=commented, limits=self.limits)
        return typed if self.only else commented + typed

    def settled(self) -> tuple[Space, Positions]:
        """Return the space with the implied brackets, and the positions."""
        from bracketed.variants.space import variants

        draft = self.draft()
        positions = self.positions(draft)
        return variants(draft, positions, self.links), positions

    def answering(self) -> tuple[Space, Positions]:
        """Return the same; where people read the answer, warn how many comments it leaves out."""
        space, positions = self.settled()
        if positions.unread and self.form == "table":
            comments = counted(len(positions.unread), "comment")
            warn(f"{comments} could not be read; see `bracketed check {quote(self.file)}`")
        return space, positions

    def print(self, answer: Shown) -> None:
        """Print an answer: its plain values as JSON, its flat table as CSV, or its blocks for people."""
        from bracketed.phrasing import shortened
        from bracketed.show.output import as_csv, as_json, terminal_width
        from bracketed.show.terminal.blocks import as_text
        from bracketed.views import flat

        if self.form == "json":
            put_out(as_json(answer.to_dicts()))
        elif self.form == "csv":
            put_out(as_csv([flat(record) for record in answer.to_records()], answer.columns.split()), nl=False)
        else:
            width = terminal_width()
            # Those at a terminal have the draft at hand; what goes to a file has its words whole.
            put_out(as_text(answer.to_blocks(str if width is None else shortened), width))


def inputs(*, printed: bool = True, linked: bool = True, positioned: bool = True) -> Callable[[_Command], _Command]:
    """Return a decorator that gives a command its shared options and hands their values over as one `Invocation`.

    Args:
        printed: the answer is a table, so `--format` says in which form.
        linked: the answer depends on which brackets are one decision.
        positioned: the answer depends on positions, which a table may hold.
    """
    # What comments say matters to every verb, be it only for the brackets that they imply.
    options = [CONVENTION, _CHANGES, *[FORM] * printed, *[_LINKS] * linked, *_POSITIONS * positioned, _AUTHORS, ALLOW]

    def decorate(command: _Command) -> _Command:
        @wraps(command)
        def collected(**values: Any) -> None:
            shared = [field.name for field in fields(Invocation) if field.name in values]
            command(Invocation(**{name: values.pop(name) for name in shared}), **values)

        for option in reversed(options):
            collected = option(collected)
        return click.argument("file", type=DRAFT)(collected)

    return decorate


def with_progress(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Yield items, and show on a terminal how many of them have been worked through."""
    return _waiting().counting(items, total)


def put_out(words: str, nl: bool = True) -> None:
    """Print words as they are."""
    _waiting().end()
    # All that might steer a terminal has been taken out; what is left is our own colour.
    click.echo(words, nl=nl, color=True)


def warn(words: str) -> None:
    """Print a message on standard error, once the answer is there."""
    waiting = _waiting()

    def at_the_end() -> None:
        waiting.end()
        complain(words)

    click.get_current_context().call_on_close(at_the_end)


def _some(names: Sequence[str]) -> str:
    # Names have commas of their own: "Keller, Ana".
    names = [f"“{name}”" for name in dict.fromkeys(names) if name]
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _waiting() -> Spinner:
    found = click.get_current_context().find_object(Spinner)
    assert found is not None
    return found
