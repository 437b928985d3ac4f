"""The command as a whole: its help, its messages and its exit codes.

Exit codes: 0 done, 1 the answer of `check` is that a bracket
blocks, 2 the command was not understood, 3 the draft cannot be read; 141, as with other programs, if whoever reads the
answer has closed the pipe.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

import bracketed
from bracketed.errors import BracketedError
from bracketed.progress_bar import Spinner
from bracketed.version import __version__

UNREADABLE = 3
PIPE_CLOSED = 141


class _Verbs(click.Group):
    """Lists the verbs in the order of the work, and turns what is wrong with a draft into a message."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"there is no verb {args[0]!r}; {_instead(args[0], self.commands)}")
        return super().resolve_command(ctx, args)

    def main(self, *arguments: Any, **settings: Any) -> Any:
        from bracketed.show.output import prepare

        prepare()
        return super().main(*arguments, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        ctx.obj = Spinner("at work")
        try:
            with ctx.obj:
                answer = super().invoke(ctx)
            # A pipe that has been closed shows itself here, and not after the last of our code.
            sys.stdout.flush()
            return answer
        except BracketedError as error:
            complain(str(error))
        except BrokenPipeError:
            _leave_the_pipe()
            ctx.exit(PIPE_CLOSED)
        except OSError as error:
            complain(f"{error.filename or 'the answer'}: {(error.strerror or str(error)).lower()}{_remedy(error)}")
        return ctx.exit(UNREADABLE)


# What is known by another name in Python, and how it is asked for on the command line.
_ELSEWHERE = {
    "least-contested": "the verb is best",
    "progress": "the verb is diff",
    "template": "ask positions --template",
    "what-if": "give a verb other positions with --positions TABLE, or ask bracketed.what_if in Python",
}


def _instead(name: str, verbs: Iterable[str]) -> str:
    """Return what to type instead of a verb that there is not."""
    plain = name.lower().replace("_", "-")
    if plain in _ELSEWHERE:
        return _ELSEWHERE[plain]
    if plain.replace("-", "_") in bracketed.__all__:
        return f"in Python it is bracketed.{plain.replace('-', '_')}"
    near = get_close_matches(plain, verbs)
    return f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(verbs)}"


def complain(words: str) -> None:
    """Print a message on standard error, with nothing in it that might steer a terminal."""
    from bracketed.show.terminal.tables import harmless

    click.echo(f"bracketed: {harmless(words)}", err=True)


def _remedy(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        missing = Path(error.filename or ".")
        beside = [file.name for file in missing.parent.iterdir()] if missing.parent.is_dir() else []
        near = get_close_matches(missing.name, beside, n=1)
        return f"; did you mean {missing.with_name(near[0])}?" if near else "; check the name"
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

    FILE is a draft (.txt, .md, .docx, .html or .pdf), or - for standard input. The comments in it are the positions of
    the delegations.

    \b
    Examples:
      bracketed show draft.docx
      bracketed blocking draft.docx
      bracketed best draft.docx --format json
    """
