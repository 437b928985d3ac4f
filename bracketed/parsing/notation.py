"""The notations of `grammar/draft.lark`: its terminals as patterns, its lexer and its parser.

The grammars stand in a folder of their own so that people can read them without the code. Each notation is written
there once; the code asks for it by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bracketed.parsing.languages import draft_words, grammar_folder

if TYPE_CHECKING:
    from lark import Lark, Token


def grammar_path(name: str) -> Path:
    """Return the path of the file `name` of the grammar folder; FileNotFoundError if the installation lost it.

    >>> grammar_path("draft.lark").name
    'draft.lark'
    """
    path = grammar_folder() / name
    if path.is_file():
        return path
    raise FileNotFoundError(f"the grammar file {name} is missing from this installation of bracketed; install it again")


@cache
def load_grammar(name: str, **options: Any) -> Lark:
    """Return the LALR parser of the grammar file `name`, made once."""
    from lark import Lark

    return Lark.open(str(grammar_path(name)), parser="lalr", maybe_placeholders=False, **options)


# The words of other languages that stand in a terminal in place of its name in capitals.
_WORDS = {"%OPTION%": "option", "%PROVISION%": "provision"}
_PATTERNS = {
    "%PLACEHOLDER%": "placeholder",
    "%NO_TEXT%": "no_text",
    "%ADDS%": "adds",
    "%RELATION%": "relation",
    "%NOTE%": "note",
}


@cache
def _draft_grammar() -> str:
    text = grammar_path("draft.lark").read_text(encoding="utf-8")
    for name, key in _WORDS.items():
        words = sorted({re.escape(word) for word in draft_words(key)}, key=len, reverse=True)
        text = text.replace(name, "|".join(words))
    for name, key in _PATTERNS.items():
        # In a pattern with free spacing a blank stands for nothing.
        patterns = [word.replace(" ", "\\ ").replace("/", "\\/") for word in draft_words(key)]
        text = text.replace(name, "|".join(sorted(patterns, key=len, reverse=True)))
    return text


@cache
def _lark(start: str) -> Lark:
    from lark import Lark

    return Lark(_draft_grammar(), start=start, parser="lalr", lexer="basic")


@cache
def _terminals() -> dict[str, str]:
    return {terminal.name: terminal.pattern.to_regexp() for terminal in _lark("notation").terminals}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the terminal `name` of part 2 of the grammar as a pattern.

    >>> bool(pattern("PLACEHOLDER").fullmatch("to be determined")), bool(pattern("PLACEHOLDER").fullmatch("annually"))
    (True, False)
    """
    return re.compile(_terminals()[name])


def lex(text: str) -> Iterator[Token]:
    """Yield the tokens of part 1 of the grammar in `text`, which they tile."""
    return _lark("token").lex(text)


@cache
def draft_parser() -> Lark:
    """Return the parser of part 3, which is given ready tokens."""
    from lark import Lark
    from lark.lexer import Lexer

    class Ready(Lexer):
        """Hands on tokens that the steps before have made."""

        def __init__(self, conf: object) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Token]:
            return iter(lexer_state)

    return Lark(_draft_grammar(), start="start", parser="lalr", lexer=Ready, maybe_placeholders=False)
