"""The command line: each question about a draft is a verb.

Answers go to standard output, all else to standard error. Exit codes: 0 done, 1 the answer of `check` is that a bracket
blocks, 2 the command was not understood, 3 the draft cannot be read; 141, as with other programs, if whoever reads the
answer has closed the pipe.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bracketed import __version__
from bracketed.errors import BracketedError, DraftError
from bracketed.text.conventions import PRESETS

if TYPE_CHECKING:
    from bracketed.positions.stances import Positions
    from bracketed.text.draft import Draft
    from bracketed.variants.space import Space

_Command = TypeVar("_Command", bound=Callable[..., Any])
UNREADABLE = 3
PIPE_CLOSED = 141


class _Verbs(click.Group):
    """Lists the verbs in the order of the work, and turns what is wrong with a draft into a message."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, *arguments: Any, **settings: Any) -> Any:
        from bracketed.show.output import prepare

        prepare()
        return super().main(*arguments, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            answer = super().invoke(ctx)
            # A pipe that has been closed shows itself here, and not after the last of our code.
            sys.stdout.flush()
            return answer
        except BracketedError as error:
            _complain(str(error))
        except BrokenPipeError:
            _leave_the_pipe()
            ctx.exit(PIPE_CLOSED)
        except OSError as error:
            _complain(f"{error.filename or 'the answer'}: {(error.strerror or str(error)).lower()}{_remedy(error)}")
        return ctx.exit(UNREADABLE)


def _complain(words: str) -> None:
    from bracketed.show.tables import harmless

    click.echo(f"bracketed: {harmless(words)}", err=True)


def _remedy(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "; check the name"
    return "; give a file" if isinstance(error, IsADirectoryError) else ""


def _leave_the_pipe() -> None:
    # What is still to be written goes nowhere; Python would otherwise complain of it at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    "bracketed", cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message=f"bracketed {__version__}")
def main() -> None:
    """Read a bracketed negotiating text and tell what stands between the delegations and agreement.

    FILE is a draft (.txt or .md), or - for standard input. The comments in it are the positions of the delegations.

    \b
    Examples:
      bracketed show draft.txt
      bracketed blocking draft.txt
      bracketed best draft.txt --format json
    """


def _reading(command: _Command) -> _Command:
    """Add what every verb takes: the draft and how it is read."""
    told = f"How marks are read: {', '.join(PRESETS)}; by default as the draft shows."
    named = click.option("--convention", metavar="NAME", help=told)
    return click.argument("file")(named(command))


def _printing(command: _Command) -> _Command:
    """Add what every verb takes that prints a table."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        show_default=True,
        help="A table for people, or JSON or CSV for programs.",
    )(command)


def _ruling(command: _Command) -> _Command:
    """Add what every verb takes that asks which texts are least contested."""
    return click.option(
        "--rule",
        type=click.Choice(["objections", "objectors", "minimax", "leximin"]),
        default="objections",
        show_default=True,
        help="What is to be least.",
    )(command)


def _limiting(command: _Command) -> _Command:
    """Add what every verb takes whose answers may be very many."""
    number = click.IntRange(min=0)
    return click.option("--limit", type=number, default=10, show_default=True, metavar="K", help="At most K.")(command)


def _linking(command: _Command) -> _Command:
    """Add what every verb takes that counts variants."""
    return click.option(
        "--links",
        type=click.Choice(["auto", "none"]),
        default="auto",
        show_default=True,
        help="Take brackets that put the same choice of words for one decision, or not.",
    )(command)


def _taking_positions(command: _Command) -> _Command:
    """Add what every verb takes that asks who wants what."""
    added = "Positions in a table (.csv, .tsv, .xlsx, .json); it wins where a delegation speaks in both."
    more = click.option("--positions", "table", type=_Existing, metavar="TABLE", help=added)
    alone = "The same, but leave the comments in the draft aside."
    only = click.option("--positions-only", "only", type=_Existing, metavar="TABLE", help=alone)
    return more(only(command))


_Existing = click.Path(path_type=Path)


def _draft(file: str, convention: str | None) -> Draft:
    from bracketed.reading.plain import read

    try:
        return read(sys.stdin.buffer if file == "-" else Path(file), convention=convention)
    except DraftError as error:
        if file != "-" and Path(file).name in str(error):
            raise
        raise BracketedError(f"{'standard input' if file == '-' else file}: {error}") from error


def _stances(draft: Draft, table: Path | None, only: Path | None) -> Positions:
    """Return the positions of the comments, of a table, or of both."""
    from bracketed.positions.comments import positions
    from bracketed.positions.table import read_positions

    said = positions(draft)
    if only:
        return read_positions(only, draft, positions=said)
    return said + read_positions(table, draft, positions=said) if table else said


def _settled(
    file: str, convention: str | None, links: str, table: Path | None, only: Path | None
) -> tuple[Space, Positions]:
    """Return the space with the implied brackets, and the positions."""
    from bracketed.variants.space import variants

    draft = _draft(file, convention)
    stances = _stances(draft, table, only)
    return variants(draft, stances, links), stances


def _print(form: str, nested: object, rows: Callable[[], list[dict[str, Any]]], table: Callable[[], str]) -> None:
    from bracketed.show.output import as_csv, as_json
    from bracketed.show.records import COLUMNS

    if form == "json":
        _say(as_json(nested))
    elif form == "csv":
        verb = click.get_current_context().info_name or ""
        _say(as_csv(rows(), COLUMNS.get(verb, ())), nl=False)
    else:
        _say(table())


def _say(words: str, nl: bool = True) -> None:
    # All that might steer a terminal has been taken out; what is left is our own colour.
    click.echo(words, nl=nl, color=True)


@main.command(epilog="Example: bracketed show draft.txt")
@_reading
def show(file: str, convention: str | None) -> None:
    """The draft with its brackets named, comments and doubts below.

    Words in braces stand in no bracket of the text, but comments would change them.
    """
    from bracketed.positions.comments import positions
    from bracketed.show.output import terminal_width, wants_colour
    from bracketed.show.terminal import draft_lines

    draft = _draft(file, convention)
    for line in draft_lines(draft, positions(draft), colour=wants_colour(), width=terminal_width()):
        _say(line)


@main.command(epilog="Example: bracketed brackets draft.txt --format csv")
@_reading
@_printing
def brackets(file: str, convention: str | None, form: str) -> None:
    """Every bracket, also those that only comments imply."""
    from bracketed.positions.comments import positions
    from bracketed.show import answers
    from bracketed.show.records import bracket_dict, bracket_rows

    draft = _draft(file, convention)
    implied = (item.bracket for item in positions(draft).implied)
    found = sorted((*draft.brackets, *implied), key=lambda bracket: (bracket.span.start, -bracket.span.end))
    _print(
        form,
        [bracket_dict(bracket, draft.lines) for bracket in found],
        lambda: bracket_rows(found, draft.lines),
        lambda: answers.brackets(found, draft.lines),
    )


@main.command(epilog="Example: bracketed positions draft.txt --positions table.xlsx")
@_reading
@_printing
@_taking_positions
@click.option("--template", is_flag=True, help="A table to fill in instead: one row for each option of each bracket.")
@click.option("--output", "-o", type=_Existing, metavar="TABLE", help="Write a table to this file (.csv, .xlsx, …).")
def positions(
    file: str,
    convention: str | None,
    form: str,
    table: Path | None,
    only: Path | None,
    template: bool,
    output: Path | None,
) -> None:
    """Who wants what, and on which words that rests."""
    from bracketed.positions.sheets import save
    from bracketed.positions.table import TEMPLATE, write_positions
    from bracketed.positions.table import template as empty
    from bracketed.show import answers
    from bracketed.show.records import positions_dict, rows_of
    from bracketed.show.tables import table as as_table

    draft = _draft(file, convention)
    found = _stances(draft, table, only)
    if template:
        rows = empty(draft, found)
        if output:
            save(rows, TEMPLATE, output)
        else:
            _print(form, rows, lambda: rows, lambda: as_table(TEMPLATE, [list(row.values()) for row in rows]))
    elif output:
        write_positions(found, output)
    else:
        _print(form, positions_dict(found), lambda: rows_of(found), lambda: answers.positions(draft, found))


@main.command(epilog="Example: bracketed links draft.txt")
@_reading
@_printing
@_taking_positions
def links(file: str, convention: str | None, form: str, table: Path | None, only: Path | None) -> None:
    """Brackets that seem to be one decision, and why."""
    from bracketed.show import answers
    from bracketed.show.records import link_dict, rows_of

    space, _ = _settled(file, convention, "auto", table, only)
    found = space.links
    _print(form, [link_dict(link) for link in found], lambda: rows_of(found), lambda: answers.links(found))


@main.command(epilog="Example: bracketed check draft.txt --strict")
@_reading
@_printing
@_linking
@_taking_positions
@click.option("--strict", is_flag=True, help="Exit with 1 also for any finding.")
def check(
    file: str, convention: str | None, form: str, table: Path | None, only: Path | None, links: str, strict: bool
) -> None:
    """What is doubtful or wrong in the draft, and where.

    The exit code is 1 if a bracket blocks.
    """
    from bracketed.consensus.blocking import blocking
    from bracketed.show import answers
    from bracketed.show.records import diagnostic_dict, rows_of

    space, stances = _settled(file, convention, links, table, only)
    found = sorted((*space.draft.diagnostics, *stances.diagnostics), key=lambda finding: (finding.line, finding.column))
    standing = [row.id for row in blocking(space, stances).of("blocking")]
    _print(
        form,
        [diagnostic_dict(finding) for finding in found],
        lambda: rows_of(found),
        lambda: answers.findings(space.draft.name, found, standing),
    )
    if standing or (strict and found):
        sys.exit(1)


@main.command(epilog="Example: bracketed variants draft.txt --sample 5 --seed 1")
@_reading
@_printing
@_linking
@_taking_positions
@click.option("--implied", is_flag=True, help="Settle brackets that only comments imply, too.")
@click.option("--count", "only_count", is_flag=True, help="Say how many there are, and list none.")
@click.option("--at", metavar="I", help="The one with this number, counted from 0.")
@click.option("--sample", type=click.IntRange(min=0), metavar="N", help="N drawn at random, each equally likely.")
@click.option("--seed", type=int, metavar="S", help="Draw the same again with the same seed.")
@click.option("--shard", metavar="I/N", help="Part I of N equal parts, counted from 0.")
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, metavar="N", help="At most N.")
def variants(
    file: str,
    convention: str | None,
    form: str,
    links: str,
    table: Path | None,
    only: Path | None,
    implied: bool,
    only_count: bool,
    at: str | None,
    sample: int | None,
    seed: int | None,
    shard: str | None,
    limit: int,
) -> None:
    """The consistent texts: how many there are, and some of them."""
    from itertools import islice

    from bracketed.show import answers
    from bracketed.show.records import aligned, row_of
    from bracketed.variants.numbers import exact
    from bracketed.variants.space import variants

    draft = _draft(file, convention)
    space = variants(draft, _stances(draft, table, only) if implied else None, links)
    if only_count:
        chosen = []
    elif at is not None:
        chosen = [space[_index(at, space)]]
    elif sample is not None:
        chosen = space.sample(sample, seed=seed)
    else:
        part, of = _part(shard) if shard else (0, 1)
        chosen = [*islice(space.shard(part, of=of), limit)]
    _print(
        form,
        {"count": exact(space.count()), "variants": [variant.to_dict() for variant in chosen]},
        lambda: aligned([row_of(variant) for variant in chosen]) or [{"count": exact(space.count())}],
        lambda: answers.variants(space, chosen),
    )


def _index(words: str, space: Space) -> int:
    from decimal import Decimal, InvalidOperation

    from bracketed.variants.numbers import short

    try:
        index = Decimal(words)
        if index != index.to_integral_value():
            raise InvalidOperation
    except (InvalidOperation, ValueError):
        raise click.BadParameter(f"{words!r} is no whole number", param_hint="--at") from None
    if not -space.count() <= int(index) < space.count():
        raise click.BadParameter(f"there are {short(space.count())} variants, numbered from 0", param_hint="--at")
    return int(index)


def _part(words: str) -> tuple[int, int]:
    part, slash, of = words.partition("/")
    if not (slash and part.isdecimal() and of.isdecimal() and int(part) < int(of)):
        raise click.BadParameter(f"{words!r} is not of the form I/N with I from 0 to N-1", param_hint="--shard")
    return int(part), int(of)


@main.command(epilog="Example: bracketed best draft.txt --positions-only table.csv")
@_reading
@_printing
@_linking
@_taking_positions
@_ruling
def best(
    file: str, convention: str | None, form: str, table: Path | None, only: Path | None, links: str, rule: str
) -> None:
    """The least contested text, its ties, and who still objects."""
    from bracketed.consensus.contestation import least_contested
    from bracketed.show import answers

    space, stances = _settled(file, convention, links, table, only)
    answer = least_contested(space, stances, rule)
    _print(form, answer.to_dict(), answer.to_records, lambda: answers.best(space, answer))


@main.command(epilog="Example: bracketed ranking draft.txt --limit 5")
@_reading
@_printing
@_linking
@_taking_positions
@_ruling
@_limiting
def ranking(
    file: str,
    convention: str | None,
    form: str,
    links: str,
    table: Path | None,
    only: Path | None,
    rule: str,
    limit: int,
) -> None:
    """The texts in order, from the least contested on.

    Texts that differ only where nobody has taken a stance are alike, and only the first of them is shown.
    """
    from itertools import islice

    from bracketed.consensus.contestation import ranking
    from bracketed.show import answers

    space, stances = _settled(file, convention, links, table, only)
    found = [*islice(ranking(space, stances, rule), limit)]
    _print(
        form,
        [answer.to_dict() for answer in found],
        lambda: [answers.ranked_row(number, answer) for number, answer in enumerate(found, 1)],
        lambda: answers.ranking(found),
    )


@main.command(epilog="Example: bracketed blocking draft.txt --links none")
@_reading
@_printing
@_linking
@_taking_positions
def blocking(file: str, convention: str | None, form: str, table: Path | None, only: Path | None, links: str) -> None:
    """Which brackets block, who stands where, and who holds them."""
    from bracketed.consensus.blocking import blocking
    from bracketed.show import answers
    from bracketed.show.records import rows_of

    space, stances = _settled(file, convention, links, table, only)
    found = blocking(space, stances)
    _print(form, found.to_dicts(), lambda: rows_of(found), lambda: answers.blocking(found))


@main.command(epilog="Example: bracketed concessions draft.txt --limit 3")
@_reading
@_printing
@_linking
@_taking_positions
@_limiting
def concessions(
    file: str,
    convention: str | None,
    form: str,
    links: str,
    table: Path | None,
    only: Path | None,
    limit: int,
) -> None:
    """The fewest objections to withdraw so that none is left."""
    from bracketed.consensus.concessions import concessions
    from bracketed.show import answers
    from bracketed.show.records import rows_of

    space, stances = _settled(file, convention, links, table, only)
    found = concessions(space, stances, limit=limit)
    _print(form, found.to_dicts(), lambda: rows_of(found), lambda: answers.concessions(found))


@main.command(epilog="Example: bracketed conflicts draft.txt")
@_reading
@_printing
@_linking
@_taking_positions
@_limiting
def conflicts(
    file: str,
    convention: str | None,
    form: str,
    links: str,
    table: Path | None,
    only: Path | None,
    limit: int,
) -> None:
    """The smallest sets of stances that exclude each other."""
    from bracketed.consensus.conflicts import conflicts
    from bracketed.show import answers
    from bracketed.show.records import rows_of

    space, stances = _settled(file, convention, links, table, only)
    found = conflicts(space, stances, limit=limit)
    _print(form, found.to_dicts(), lambda: rows_of(found), lambda: answers.conflicts(found))


@main.command(epilog="Example: bracketed leverage draft.txt --format csv")
@_reading
@_printing
@_linking
@_taking_positions
def leverage(file: str, convention: str | None, form: str, table: Path | None, only: Path | None, links: str) -> None:
    """What would close if one delegation gave way."""
    from bracketed.consensus.leverage import leverage
    from bracketed.show import answers
    from bracketed.show.records import rows_of

    space, stances = _settled(file, convention, links, table, only)
    found = leverage(space, stances)
    _print(form, found.to_dicts(), lambda: rows_of(found), lambda: answers.leverage(found))


@main.command(epilog="Example: bracketed packages draft.txt --positions weights.csv")
@_reading
@_printing
@_linking
@_taking_positions
@_limiting
@click.option(
    "--length",
    type=click.IntRange(min=2),
    default=4,
    show_default=True,
    metavar="N",
    help="Settle at most N choices in one package.",
)
def packages(
    file: str,
    convention: str | None,
    form: str,
    links: str,
    table: Path | None,
    only: Path | None,
    limit: int,
    length: int,
) -> None:
    """Trades in which all who give way gain elsewhere."""
    from bracketed.consensus.packages import packages
    from bracketed.show import answers
    from bracketed.show.records import rows_of

    space, stances = _settled(file, convention, links, table, only)
    found = packages(space, stances, length=length, limit=limit)
    _print(form, found.to_dicts(), lambda: rows_of(found), lambda: answers.packages(found))


@main.command(epilog="Example: bracketed coalitions draft.txt")
@_reading
@_printing
@_taking_positions
def coalitions(file: str, convention: str | None, form: str, table: Path | None, only: Path | None) -> None:
    """Who wants the same as whom, and who stands between."""
    from bracketed.consensus.coalitions import coalitions, communities
    from bracketed.show import answers
    from bracketed.show.records import rows_of

    _, stances = _settled(file, convention, "none", table, only)
    graph = coalitions(stances)
    _print(form, communities(graph), lambda: rows_of(graph), lambda: answers.coalitions(graph))


@main.command(epilog="Example: bracketed outlook draft.txt --positions chances.csv")
@_reading
@_printing
@_linking
@_taking_positions
@click.option("--draws", type=click.IntRange(min=1), default=1000, show_default=True, metavar="N", help="Draw N times.")
@click.option("--seed", type=int, metavar="S", help="The same seed gives the same draws.")
def outlook(
    file: str,
    convention: str | None,
    form: str,
    links: str,
    table: Path | None,
    only: Path | None,
    draws: int,
    seed: int | None,
) -> None:
    """How likely brackets are to be closed, where in doubt."""
    from bracketed.consensus.outlook import outlook
    from bracketed.show import answers
    from bracketed.show.records import rows_of

    space, stances = _settled(file, convention, links, table, only)
    found = outlook(space, stances, draws=draws, seed=seed)
    _print(form, found.to_dicts(), lambda: rows_of(found), lambda: answers.outlook(found))
