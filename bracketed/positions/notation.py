"""The notation of the files of words: `remove(|s|d)` for a choice, `[the] brackets` for what may be left out.

It is short enough for a translator, and means nothing but the list of expressions that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

_MARK = re.compile(r"[()\[\]|]")


class NotationError(ValueError):
    """An expression whose brackets do not match."""


def expand(expression: str) -> tuple[str, ...]:
    """Return the expressions that one in the notation stands for, in the order of its choices.

    >>> expand("remove(|s) [the] brackets")
    ('remove brackets', 'remove the brackets', 'removes brackets', 'removes the brackets')
    >>> expand("(cut|take [it|them] out)")
    ('cut', 'take out', 'take it out', 'take them out')
    """
    parts = _MARK.split(expression), _MARK.findall(expression)
    tokens = [piece for pair in zip(parts[0], [*parts[1], ""], strict=True) for piece in pair if piece]
    forms, at = _choice(tokens, 0, expression)
    if at < len(tokens):
        raise NotationError(f"“{expression}” has a {tokens[at]} too many")
    # What was left out leaves a blank too many.
    return tuple(dict.fromkeys(" ".join(form.split()) for form in forms))


def expand_all(expressions: Iterable[str]) -> tuple[str, ...]:
    """Return the expressions that those in the notation stand for, each once and none empty."""
    return tuple(dict.fromkeys(form for expression in expressions for form in expand(expression) if form))


def _choice(tokens: list[str], at: int, expression: str) -> tuple[list[str], int]:
    """Return the forms of `a|b|c` from the token `at` on, and the token at which they end."""
    forms: list[str] = []
    while True:
        row, at = _row(tokens, at, expression)
        forms += row
        if at == len(tokens) or tokens[at] != "|":
            return forms, at
        at += 1


def _row(tokens: list[str], at: int, expression: str) -> tuple[list[str], int]:
    """Return the forms of words and brackets in a row, and the token at which they end."""
    parts: list[list[str]] = []
    while at < len(tokens) and tokens[at] not in ("|", ")", "]"):
        if tokens[at] in ("(", "["):
            closing = ")" if tokens[at] == "(" else "]"
            optional = [""] if tokens[at] == "[" else []
            forms, at = _choice(tokens, at + 1, expression)
            if at == len(tokens) or tokens[at] != closing:
                raise NotationError(f"“{expression}” lacks a {closing}")
            parts.append(optional + forms)
        else:
            parts.append([tokens[at]])
        at += 1
    return ["".join(pieces) for pieces in product(*parts)], at
