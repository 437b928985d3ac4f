"""The command as a whole: its help, its messages and its exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from click.exceptions import Exit

import bracketed
from bracketed.cli import verbs
from bracketed.cli.printing import FAULT_CODE, complain
from bracketed.errors import BracketedError, fault
from bracketed.progress_bar import Spinner
from bracketed.version import __version__

# Exit codes beside 0 for done, 1 where `check` finds that a bracket is deadlocked, and click's 2 for usage errors.
UNREADABLE = 3
# As with other programs, if the reader of the pipe has closed it: 128 and the number of SIGPIPE.
PIPE_CLOSED = 141
# If it is stopped by Ctrl-C: 128 and the number of SIGINT. Click's own code for that is 1, which is an answer here.
STOPPED = 130
# What is known by another name in Python, and how it is requested on the command line.
_ELSEWHERE = {
    "least-contested": "the verb is best",
    "progress": "the verb is diff",
    "template": "use positions --template",
    "what-if": "give a verb other positions with --positions TABLE, or call bracketed.what_if in Python",
}


class _Verbs(click.Group):
    """The verbs in the order of the work, each imported when it is used; errors of a draft become messages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [verb.name for verb in verbs.VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        verb = next((verb for verb in verbs.VERBS if verb.name == cmd_name), None)
        if verb is None:
            return None
        from bracketed.cli.options import command_of

        return command_of(verb)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # From the table: the commands themselves need the modules of all stages.
        with formatter.section("Commands"):
            formatter.write_dl([(verb.name, verb.summary) for verb in verbs.VERBS])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        names = self.list_commands(ctx)
        if args[0] not in names and not args[0].startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"there is no verb {args[0]!r}; {_instead(args[0], names)}")
        return super().resolve_command(ctx, args)

    def main(self, *arguments: Any, **settings: Any) -> Any:
        _open_closed_streams()
        # Standard output must take every character: drafts are full of dashes and quotation marks.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal knows its own characters; programs and files expect UTF-8.
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
        return super().main(*arguments, **settings)

    def make_context(self, *arguments: Any, **settings: Any) -> click.Context:
        # Help and the version are printed here.
        with _errors_told():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        ctx.obj = Spinner("at work")
        with _errors_told(), ctx.obj:
            return super().invoke(ctx)


def _open_closed_streams() -> None:
    """Put the null device where a standard stream is closed, as `>&-` in a shell does and some services do.

    Else the next file that is opened would get the number of the stream, and with it what libraries print.
    """
    # An answer that nobody gets is an error, as with other programs: output goes to a device that is open for reading.
    for name, way, mode in (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, way), mode, encoding="utf-8"))


@contextmanager
def _errors_told() -> Iterator[None]:
    """Make each error a message and an exit code."""
    try:
        yield
        # A pipe that has been closed shows itself here, and not after the last of our code.
        sys.stdout.flush()
    except BracketedError as error:
        complain(str(error))
    except BrokenPipeError:
        raise Exit(PIPE_CLOSED) from None
    except KeyboardInterrupt:
        complain("stopped")
        raise Exit(STOPPED) from None
    except OSError as error:
        complain(f"{error.filename or 'the answer'}: {(error.strerror or str(error)).lower()}{_remedy(error)}")
    except (click.ClickException, click.Abort, Exit):
        raise
    # Whatever else is raised is a fault of ours, which must not look like an answer.
    except Exception as error:
        complain(fault(error))
        raise Exit(FAULT_CODE) from None
    else:
        return
    finally:
        _give_up_what_cannot_be_written()
    raise Exit(UNREADABLE)


def _give_up_what_cannot_be_written() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # Python would try again at its end, complain, and give an exit code of its own.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _instead(name: str, verbs: Iterable[str]) -> str:
    """Return what to type instead of a verb that there is not."""
    plain = name.lower().replace("_", "-")
    if plain in _ELSEWHERE:
        return _ELSEWHERE[plain]
    if plain.replace("-", "_") in bracketed.__all__:
        return f"in Python it is bracketed.{plain.replace('-', '_')}"
    near = get_close_matches(plain, verbs)
    return f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(verbs)}"


def _remedy(error: OSError) -> str:
    """Return what to do about a file that cannot be opened, behind a semicolon, or nothing."""
    if isinstance(error, FileNotFoundError):
        missing = Path(error.filename or ".")
        # A name that is misspelt is near to one in the same folder.
        beside = [file.name for file in missing.parent.iterdir()] if missing.parent.is_dir() else []
        near = get_close_matches(missing.name, beside, n=1)
        return f"; did you mean {missing.with_name(near[0])}?" if near else "; check the name"
    return "; give a file" if isinstance(error, IsADirectoryError) else ""


@click.group(
    "bracketed", cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message=f"bracketed {__version__}")
def main() -> None:
    """Read a bracketed negotiating text and show what separates the delegations from agreement.

    FILE is a draft (.txt, .md, .docx, .html or .pdf), or - for standard input. The comments in it are the positions of
    the delegations.

    \b
    Examples:
      bracketed show draft.docx
      bracketed blocking draft.docx
      bracketed best draft.docx --format json
    """
