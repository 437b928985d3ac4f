"""Finds and loads the grammars, which stand in a folder of their own so that people can read them without the code."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark

_PACKAGE = Path(__file__).parents[1]


def grammar_path(name: str) -> Path:
    """Return the path of the file `name` of the grammar folder; FileNotFoundError if the installation lost it.

    >>> grammar_path("draft.lark").name
    'draft.lark'
    """
    # An installed package carries the folder inside; in a checkout it stands beside the package.
    for folder in (_PACKAGE / "grammar", _PACKAGE.parent / "grammar"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"the grammar file {name} is missing from this installation of bracketed; install it again")


@cache
def load_grammar(name: str, **options: Any) -> Lark:
    """Return the LALR parser of the grammar file `name`, made once."""
    from lark import Lark

    return Lark.open(str(grammar_path(name)), parser="lalr", maybe_placeholders=False, **options)
