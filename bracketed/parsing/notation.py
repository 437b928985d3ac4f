"""The notations of `grammar/draft.lark`: its patterns by name, its lexer and its parser."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bracketed.draft.languages import grammar_path, with_words

if TYPE_CHECKING:
    from lark import Lark


# The grammars are in a folder of their own so that people can read them without the code. Each notation is written
# there once; the code names it.
@cache
def _parts() -> tuple[str, dict[str, str]]:
    # The rules and tokens are for Lark; the patterns are of Python, and many times faster to read without it.
    rules, _, patterns = grammar_path("draft.lark").read_text(encoding="utf-8").partition("// Part 2:")
    return with_words(rules), dict(re.findall(r"(?m)^([A-Z_]+): /(.*)/$", patterns))


@cache
def draft_lexer() -> Lark:
    """Return what cuts a text into the tokens of part 1 of the grammar, which tile it."""
    from lark import Lark

    # Without a parser Lark keeps its lexer; else it makes one for each text.
    return Lark(_parts()[0], start="token", parser=None, lexer="basic")


@cache
def draft_parser() -> Lark:
    """Return the parser of the rules of the grammar, which is fed ready tokens."""
    from lark import Lark

    return Lark(_parts()[0], start=["start", "attribution"], parser="lalr", lexer="basic", maybe_placeholders=False)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the notation `name` of part 2 of the grammar as a pattern.

    >>> bool(pattern("PLACEHOLDER").fullmatch("to be determined")), bool(pattern("PLACEHOLDER").fullmatch("annually"))
    (True, False)
    """
    patterns = _parts()[1]
    # A notation may hold the one for a row of names.
    return re.compile(with_words(patterns[name].replace("%LONG_ROW%", patterns["LONG_ROW"])))
