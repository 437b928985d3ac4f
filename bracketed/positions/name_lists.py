"""Makes one token of the names of a list: "Norway, Chile and the EU"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bracketed.draft.delegations import Names
from bracketed.positions.tokens import WHO, Token

SHORT_CODE = re.compile(r"[A-Z]{2,3}(?![\w’'-]|\.\w)")


def with_lists(tokens: Sequence[Token], articles: Collection[str], names: Names) -> list[Token]:
    """Return the tokens with the names of a list as one, its runs between commas apart."""
    found: list[Token] = []
    number = 0
    while number < len(tokens):
        if tokens[number].kind in WHO:
            token, number = _list_at(tokens, number, articles, names)
        else:
            token, number = tokens[number], number + 1
        found.append(token)
    return found


def _list_at(tokens: Sequence[Token], first: int, articles: Collection[str], names: Names) -> tuple[Token, int]:
    """Return the list that begins with a name, and the number of the token behind it."""
    runs, end = [tokens[first].names], first + 1
    while True:
        ahead, comma, joint = _next_name(tokens, end, articles)
        if ahead >= len(tokens) or tokens[ahead].kind not in WHO or not (comma or joint):
            break
        if comma:
            runs.append(tokens[ahead].names)
        else:
            runs[-1] += tokens[ahead].names
        end = ahead + 1
    members = tokens[first:end]
    runs = _states_beside_states(members, runs, names)
    owns = end < len(tokens) and tokens[end].kind == "own"
    kind = "unknown" if any(one.kind == "unknown" for one in members) else "names"
    token = tokens[first]
    return Token(kind, token.words, token.at, tokens[end - 1 + owns].end, runs, owns), end + owns


def _next_name(tokens: Sequence[Token], at: int, articles: Collection[str]) -> tuple[int, bool, bool]:
    """Return what is behind the marks and words between two names: whether a comma, and a joint, is among them."""
    comma = joint = False
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "and" or token.words in ("/", "+"):
            joint = True
        elif token.words == ",":
            comma = True
        elif token.words.casefold() not in articles:
            break
        at += 1
    return at, comma, joint


def _states_beside_states(members: Sequence[Token], runs: list[list[str]], names: Names) -> list[list[str]]:
    """Return the names with a code that means a group, "AU", as that of a state where other codes are beside it."""
    codes = [one.words for one in members if one.kind == "names" and SHORT_CODE.fullmatch(one.words)]
    for code, state in names.states_among(codes).items():
        group = names.find(code)
        runs = [[state.name if group and name == group.name else name for name in run] for run in runs]
    return runs
