"""The inputs that verbs share: the draft and how it is read, positions and links, and how the answer is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, wraps
from importlib import import_module
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

import bracketed
from bracketed.cli.limits import ALLOW
from bracketed.cli.output import output_option
from bracketed.cli.printing import Extent, print_answer, warn
from bracketed.cli.selection import FILTERS, Selection, selection
from bracketed.cli.tables import positions_in_table
from bracketed.cli.verbs import LIMIT, Option, Verb, choice_option
from bracketed.draft.annotated_text import CHANGES, ChangesMode
from bracketed.errors import BracketedError, DraftError
from bracketed.limits import DEFAULT, Limits
from bracketed.parsing.conventions import PRESETS
from bracketed.phrasing import counted
from bracketed.views import PartOf

if TYPE_CHECKING:
    from bracketed.draft.draft import Draft
    from bracketed.draft.link_file import LinkVerdicts
    from bracketed.draft.links import Link
    from bracketed.positions.authors import Authors
    from bracketed.positions.positions import Positions
    from bracketed.variants.space import Space
    from bracketed.views import View

Read = TypeVar("Read")
FILE = click.Path(path_type=Path)
# A draft stays the words that name it, which may be - or a pattern; the type lets shells complete names of files.
DRAFT = click.Path()
CONVENTION = click.option(
    "--convention", metavar="NAME", help=f"How marks are read: {', '.join(PRESETS)}; else as the draft shows."
)
LANGUAGE = click.option("--language", metavar="CODE", help="The language of the draft, such as fr or es.")
FORM = choice_option(("table", "json", "csv"), "A table for people, or JSON or CSV for programs.", "--format", "form")
ALL = click.option("--all", "everything", is_flag=True, help="Leave nothing out of a table, however long it is.")
ROWS = click.option("--limit", "at_most", type=click.IntRange(min=0), metavar="N", help="At most N rows.")
# Options that say how long an answer is to be; what they request is not cut to a page.
_LENGTHS = ("limit", "sample")
_CHANGES = click.option(
    "--changes",
    type=click.Choice(CHANGES),
    help="How tracked changes in a Word or HTML file are read; by default as accepted, with a warning.",
)
_LINKS = (
    click.option(
        "--links",
        multiple=True,
        metavar="WHICH",
        help="Links that bind: auto (the sure ones), all, none, or ids.  [default: auto]",
    ),
    click.option("--no-link", "refused", multiple=True, metavar="ID", help="A link that does not bind."),
)


def table_option(name: str, parameter: str, help_: str, *, multiple: bool = False) -> Option:
    """Return an option whose value is a file with a table."""
    return click.option(name, parameter, type=FILE, multiple=multiple, metavar="TABLE", help=help_)


_AUTHORS = table_option(
    "--authors", "people", "The delegations of authors: a table with the columns author and delegation."
)
_POSITIONS = (
    table_option(
        "--positions",
        "table",
        "A table of positions; it overrules what comments say.",
    ),
    table_option("--positions-only", "only", "The same, without the comments in the draft."),
    click.option("--skip-bad-rows", is_flag=True, help="Leave wrong rows out, with a warning."),
    click.option(
        "--record",
        "records",
        type=FILE,
        multiple=True,
        metavar="FILE",
        help="The report of a meeting on the draft.",
    ),
)


@dataclass(frozen=True)
class Invocation:
    """The inputs of a verb: which draft, read how, with which positions, and the form of the answer."""

    # The names are those of the options' parameters; a verb without one of the options has its default.
    file: str
    convention: str | None = None
    language: str | None = None
    changes: ChangesMode | None = None
    limits: Limits = DEFAULT
    people: Path | None = None
    form: str = "table"
    links: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    table: Path | None = None
    only: Path | None = None
    skip_bad_rows: bool = False
    records: tuple[Path, ...] = ()
    everything: bool = False
    at_most: int | None = None
    article: str | None = None
    by: str | None = None
    delegation: str | None = None
    status: str | None = None

    def draft(self) -> Draft:
        """Read the draft from its file, or from standard input if the name is "-"."""
        from bracketed.reading.file import read

        return self.read_by(read)

    def read_by(self, read: Callable[..., Read]) -> Read:
        """Return what a function of `bracketed.reading.file` makes of the draft."""
        try:
            return read(
                sys.stdin.buffer if self.file == "-" else Path(self.file),
                convention=self.convention,
                language=self.language,
                changes=self.changes,
                limits=self.limits,
            )
        except DraftError as error:
            # Some messages name the file, and none of them its folder.
            if self.file != "-" and Path(self.file).name in str(error):
                raise
            name = "standard input" if self.file == "-" else self.file
            raise BracketedError(f"{name}: {error}") from error

    def authors(self, drafts: Sequence[Draft]) -> Authors:
        """Return the delegation of each author in some drafts; warn of authors in the table who typed nothing."""
        from bracketed.positions.authors import Authors, authors_of, read_authors

        # Without a table authors speak for whom the draft says they do.
        if self.people is None:
            return Authors({})
        authors = read_authors(self.people, drafts, self.limits)
        if authors.absent:
            # Most often a name is spelt in another way than in the file; those in the file help to find it.
            present = _some([name for draft in drafts for name in authors_of(draft)])
            absent = f"nothing in the draft is typed by {_some(authors.absent)}"
            warn(f"{self.people}: {absent}; its authors are {present}" if present else f"{self.people}: {absent}")
        return authors

    def positions(self, draft: Draft, authors: Authors | None = None) -> Positions:
        """Return the positions of the comments, of records and of a table, of which each replaces those before it."""
        from bracketed.positions.comments import positions
        from bracketed.positions.positions import Positions

        # The comments are read even where only the table counts: they imply brackets, which it may name.
        said = positions(draft, authors=(authors or self.authors([draft])).of(draft))
        if self.only:
            said = Positions(implied=said.implied)
        said = self._with_records(draft, said) if self.records else said
        table = self.only or self.table
        if table is None:
            return said
        return said + positions_in_table(table, draft, said, self.limits, self.skip_bad_rows)

    def _with_records(self, draft: Draft, said: Positions) -> Positions:
        from bracketed.positions.record import positions_of
        from bracketed.positions.record_text import in_order_of_dates, load_record

        for record in in_order_of_dates([load_record(path, limits=self.limits) for path in self.records]):
            said = said + positions_of(record, draft, positions=said)
        return said

    def settled(self) -> tuple[Space, Positions]:
        """Return the space with the implied brackets, and the positions."""
        draft = self.draft()
        positions = self.positions(draft)
        return self.space(draft, positions), positions

    def space(self, draft: Draft, positions: Positions | None) -> Space:
        """Return the space under the requested links, here or in the file of links beside the draft."""
        from bracketed.variants.space import OpenText, space_of

        text = OpenText(draft, () if positions is None else positions.implied)
        known = [link.id for link in text.links]
        links, refused = {*_names(self.links, known)} or {"auto"}, [*_names(self.refused, known)]
        if self._are_links_of_file(links):
            saved = self.verdicts(text.links)
            links.update(saved.of("accepted"))
            refused += saved.of("refused")
        return space_of(text, positions, links, refused)

    @staticmethod
    def _are_links_of_file(asked: set[str]) -> bool:
        # Where links are named one by one, exactly these bind, and under "none" none.
        return not asked or bool(asked & {"auto", "all"})

    @property
    def path(self) -> Path | None:
        """The path of the draft, None for standard input."""
        return None if self.file == "-" else Path(self.file)

    def verdicts(self, proposed: Sequence[Link]) -> LinkVerdicts:
        """Return what the file beside the draft says of proposed links; warn of lines that are not used."""
        from bracketed.draft.link_file import LinkVerdicts, verdicts_beside

        saved = LinkVerdicts() if self.path is None else verdicts_beside(self.path, proposed)
        warn(*saved.unused)
        return saved

    def answering(self) -> tuple[Space, Positions]:
        """Return the same; where people read the answer, warn how many comments it leaves out."""
        space, positions = self.settled()
        self.warn_of_unread(positions)
        return space, positions

    def warn_of_unread(self, positions: Positions) -> None:
        """Say how many comments an answer leaves out, where people read it."""
        # Scripts often take any word on standard error for a failure.
        if positions.unread and self.form == "table":
            comments = counted(len(positions.unread), "comment")
            warn(f"{comments} could not be read; see `bracketed check {quote(self.file)}`")

    def is_empty(self, space: Space, positions: Positions) -> bool:
        """Print that nothing is open or no position is known, if so and for people; return whether it is so."""
        from bracketed.consensus.open_brackets import empty_state
        from bracketed.views import Listing

        # Programs get the same fields as ever.
        words = empty_state(space, positions) if self.form == "table" else ""
        if words:
            self.print(Listing([], [], [words]))
        return bool(words)

    def selection(self, draft: Draft, positions: Positions, space: Space | None = None) -> Selection:
        """Return which part of an answer was requested; without a `space` one is made where a status is requested."""

        def statuses() -> list[tuple[str, str]]:
            from bracketed.consensus.blocking import blocking

            among = self.space(draft, positions) if space is None else space
            return [(row.id, row.status) for row in blocking(among, positions)]

        return selection(draft, positions, self.article, self.delegation, self.status, statuses)

    def print(self, answer: View, part: str = "") -> None:
        """Print an answer in the requested form; if it is only of a part, that is said first.

        Of its links it is said where they were decided.
        """
        from bracketed.draft.link_file import link_file

        file = None if self.path is None else link_file(self.path)
        if answer.links and file and file.is_file() and self._are_links_of_file({*_names(self.links, ())}):
            answer = replace(answer, links=replace(answer.links, decided=file.name))
        context = click.get_current_context()
        typed = [name for name in _LENGTHS if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
        options = {option.name for option in context.command.params}
        narrower = ", --article LABEL one part" if "article" in options and not self.article else ""
        extent = Extent(self.everything, self.at_most, bool(typed), f"--all shows them{narrower}")
        print_answer(PartOf(answer, part, links=answer.links) if part else answer, self.form, extent)


def inputs(
    *,
    printed: bool = True,
    linked: bool = True,
    positioned: bool = True,
    cut: bool = False,
    rows: bool = False,
    filters: Sequence[str] = (),
) -> Option:
    """Return a decorator that gives a command its shared options and hands their values over as one `Invocation`."""
    # `--format` is only for answers that are printed, which are cut to a page, as some text is that is printed too;
    # `--links` for those that depend on which brackets are one decision, and tables of positions for those that depend
    # on positions. `rows` says that the answer is a list, of which the first rows can be requested, and `filters` by
    # what rows can be requested.
    # What comments say matters to every verb, be it only for the brackets that they imply.
    options: list[Option] = [
        *[FILTERS[name] for name in filters],
        *[ROWS] * rows,
        *[ALL] * (printed or cut),
        CONVENTION,
        LANGUAGE,
        _CHANGES,
        *[FORM] * printed,
        *_LINKS * linked,
        *_POSITIONS * positioned,
        _AUTHORS,
        ALLOW,
    ]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def with_invocation(**parameters: Any) -> None:
            shared = [field.name for field in fields(Invocation) if field.name in parameters]
            command(Invocation(**{name: parameters.pop(name) for name in shared}), **parameters)

        collected: Callable[..., None] = with_invocation
        # The last decorator is the first line of the help.
        for option in reversed(options):
            collected = option(collected)
        return click.argument("file", type=DRAFT)(collected)

    return decorate


# click looks up the same command several times.
@cache
def command_of(verb: Verb) -> click.Command:
    """Return the command of a row of the table."""
    if verb.module:
        function = getattr(import_module(f"bracketed.cli.{verb.module}"), verb.name)
    else:
        function = _page_of(verb) if verb.page else _answer_of(verb)
    help_ = f"{verb.summary}\n\n{verb.more}".strip()
    return click.command(verb.name, help=help_, epilog=f"Example: bracketed {verb.name} {verb.example}")(function)


def _answer_of(verb: Verb) -> Callable[..., None]:
    def answer_verb(invocation: Invocation, **parameters: Any) -> None:
        answer = getattr(bracketed, verb.answer or verb.name)
        space, positions = invocation.answering()
        if invocation.is_empty(space, positions):
            return
        chosen = invocation.selection(space.draft, positions, space)
        if verb.among_stances:
            found = answer(space, chosen.positions(positions), **parameters)
            invocation.print(found, f"Stances on {chosen.words}" if chosen else "")
            return
        # What was requested may come after the first few of all.
        limit = parameters.get("limit") if chosen else None
        if limit is not None:
            parameters["limit"] = None
        found = answer(space, positions, **parameters)
        found = chosen.rows_of(found, limit) if chosen else found
        invocation.print(chosen.by_article(found) if invocation.by else found, chosen.words)

    command: Callable[..., None] = answer_verb
    for option in reversed(verb.options):
        command = option(command)
    return inputs(rows=LIMIT not in verb.options, filters=verb.filters)(command)


def _page_of(verb: Verb) -> Callable[..., None]:
    def write_page(invocation: Invocation, output: Path, force: bool, **parameters: Any) -> None:
        page = getattr(bracketed, verb.answer or verb.name)
        page(*invocation.settled(), output, force=force, **parameters)

    command: Callable[..., None] = write_page
    for option in reversed(verb.options):
        command = option(command)
    return inputs(printed=False)(output_option("Write the page to this file; - is standard output.")(command))


def _names(values: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """Yield the names in values of which each may hold several, joined by commas; an id may have a comma of its own."""
    ids = {*known}
    for value in values:
        yield from [value] if value in ids else filter(None, map(str.strip, value.split(",")))


def _some(names: Sequence[str]) -> str:
    # Names have commas of their own: "Keller, Ana".
    names = [f"“{name}”" for name in dict.fromkeys(names) if name]
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
