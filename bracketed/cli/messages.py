"""The messages of the command line on standard error."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import click

import bracketed
from bracketed.sanitising import harmless

# What is known by another name in Python, and how it is asked for on the command line.
ELSEWHERE = {
    "least-contested": "the verb is best",
    "progress": "the verb is diff",
    "template": "ask positions --template",
    "what-if": "give a verb other positions with --positions TABLE, or ask bracketed.what_if in Python",
}


def instead_of(name: str, verbs: Iterable[str]) -> str:
    """Return what to type instead of a verb that there is not."""
    plain = name.lower().replace("_", "-")
    if plain in ELSEWHERE:
        return ELSEWHERE[plain]
    if plain.replace("-", "_") in bracketed.__all__:
        return f"in Python it is bracketed.{plain.replace('-', '_')}"
    near = get_close_matches(plain, verbs)
    return f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(verbs)}"


def complain(words: str) -> None:
    """Print a message on standard error, with nothing in it that might steer a terminal."""
    click.echo(f"bracketed: {harmless(words)}", err=True)


def remedy_for(error: OSError) -> str:
    """Return what to do about a file that cannot be opened, behind a semicolon, or nothing."""
    if isinstance(error, FileNotFoundError):
        missing = Path(error.filename or ".")
        # A name that is misspelt is near to one in the same folder.
        beside = [file.name for file in missing.parent.iterdir()] if missing.parent.is_dir() else []
        near = get_close_matches(missing.name, beside, n=1)
        return f"; did you mean {missing.with_name(near[0])}?" if near else "; check the name"
    return "; give a file" if isinstance(error, IsADirectoryError) else ""
