"""The command line: each question about a draft is a verb, a row of `bracketed.cli.verbs`."""

from bracketed.cli.main import main

__all__ = ["main"]
