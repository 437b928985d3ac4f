"""What verbs are asked with: the draft and how it is read, positions and links, and how the answer is printed."""

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
from bracketed.cli.main import complain
from bracketed.cli.waiting import Waiting
from bracketed.draft.annotated_text import CHANGES, ChangesMode
from bracketed.errors import BracketedError, DraftError
from bracketed.limits import DEFAULT, Limits
from bracketed.parsing.conventions import PRESETS
from bracketed.phrasing import counted

if TYPE_CHECKING:
    from bracketed.draft.draft import Draft
    from bracketed.parsing.parser import Reading
    from bracketed.positions.authors import Authors
    from bracketed.positions.positions import Positions
    from bracketed.variants.space import Space

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

RULE = click.option(
    "--rule",
    type=click.Choice(["objections", "objectors", "minimax", "leximin"]),
    default="objections",
    show_default=True,
    help="What is to be least.",
)
LIMIT = click.option(
    "--limit", type=click.IntRange(min=0), default=10, show_default=True, metavar="K", help="At most K."
)


def rows_option(*kinds: str, about: str) -> Callable[[_Command], _Command]:
    """Let a verb be asked what each row of its table is about; the first kind is the usual one."""
    help_ = f"What each row is about: {about}."
    return click.option("--rows", type=click.Choice(kinds), default=kinds[0], show_default=True, help=help_)


@dataclass(frozen=True)
class Asked:
    """What a verb was asked: which draft, read how, with whose positions, and the form of the answer."""

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
        """Return all that is found out about the draft on the way to it."""
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
        """Return for whom people speak in some drafts, and tell who of them has typed nothing."""
        from bracketed.positions.authors import Authors, authors_of, read_authors

        if self.people is None:
            return Authors({})
        found = read_authors(self.people, drafts, self.limits)
        if found.absent:
            typing = _some([name for draft in drafts for name in authors_of(draft)])
            told = f"nothing in the draft is typed by {_some(found.absent)}"
            tell(f"{self.people}: {told}; what is, is by {typing}" if typing else f"{self.people}: {told}")
        return found

    def positions(self, draft: Draft, authors: Authors | None = None) -> Positions:
        """Return the positions of the comments, of a table, or of both."""
        from bracketed.positions.comments import positions
        from bracketed.positions.table import read_positions

        said = positions(draft, authors=(authors or self.authors([draft])).of(draft))
        table = self.only or self.table
        typed = read_positions(table, draft, positions=said, limits=self.limits) if table else None
        return said if typed is None else typed if self.only else said + typed

    def settled(self) -> tuple[Space, Positions]:
        """Return the space with the implied brackets, and the positions."""
        from bracketed.variants.space import variants

        draft = self.draft()
        positions = self.positions(draft)
        return variants(draft, positions, self.links), positions

    def answering(self) -> tuple[Space, Positions]:
        """Return the same for an answer to people, who are told how many comments it leaves out."""
        space, positions = self.settled()
        if positions.unread and self.form == "table":
            comments = counted(len(positions.unread), "comment")
            tell(f"{comments} could not be read; see `bracketed check {quote(self.file)}`")
        return space, positions

    def print(
        self, nested: object, rows: Callable[[], list[dict[str, Any]]], table: Callable[[], str], sort: str = ""
    ) -> None:
        """Print an answer: nested as JSON, flat as CSV, or as a table for people.

        `sort` is what the flat table is called, by default as the verb.
        """
        from bracketed.show.output import as_csv, as_json
        from bracketed.show.serialise import COLUMNS

        if self.form == "json":
            say(as_json(nested))
        elif self.form == "csv":
            sort = sort or click.get_current_context().info_name or ""
            say(as_csv(rows(), COLUMNS.get(sort, ())), nl=False)
        else:
            say(table())


def asking(*, printed: bool = True, linked: bool = True, heard: bool = True) -> Callable[[_Command], _Command]:
    """Let a verb take a draft, and hand it what was asked as one `Asked`.

    Args:
        printed: the answer is a table, so `--format` says in which form.
        linked: the answer depends on which brackets are one decision.
        heard: the answer depends on who wants what, which a table may tell.
    """
    # What comments say matters to every verb, be it only for the brackets that they imply.
    options = [CONVENTION, _CHANGES, *[FORM] * printed, *[_LINKS] * linked, *_POSITIONS * heard, _AUTHORS, ALLOW]

    def decorate(command: _Command) -> _Command:
        @wraps(command)
        def collected(**given: Any) -> None:
            names = [field.name for field in fields(Asked) if field.name in given]
            command(Asked(**{name: given.pop(name) for name in names}), **given)

        for option in reversed(options):
            collected = option(collected)
        return click.argument("file", type=DRAFT)(collected)

    return decorate


def with_progress(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Yield what a verb works through, so that whoever waits for it sees how far it has come."""
    return _waiting().counting(items, total)


def say(words: str, nl: bool = True) -> None:
    """Print words as they are."""
    _waiting().end()
    # All that might steer a terminal has been taken out; what is left is our own colour.
    click.echo(words, nl=nl, color=True)


def tell(words: str) -> None:
    """Print a message on standard error, once the answer is there."""
    waiting = _waiting()

    def told() -> None:
        waiting.end()
        complain(words)

    click.get_current_context().call_on_close(told)


def _some(names: Sequence[str]) -> str:
    # Names have commas of their own: "Keller, Ana".
    names = [f"“{name}”" for name in dict.fromkeys(names) if name]
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _waiting() -> Waiting:
    found = click.get_current_context().find_object(Waiting)
    assert found is not None
    return found
