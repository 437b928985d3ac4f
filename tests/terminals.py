"""What the grammar is made of, as texts: strings that its terminals match, and the words of its languages.

Both come from `grammar/`, so that a notation which is added there is tried by every generator from then on.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from bracketed.draft.languages import grammar_path
from bracketed.parsing.notation import draft_lexer, pattern

# Repeated so often at most, where a pattern has no bound or a wide one.
_MORE = 3
# A character of each sort, for what is said of a character only by its sort or by what it is not.
_CHARACTERS = "a1 Z-é.\n,(]x"
_OF_CATEGORY = {
    sre.CATEGORY_DIGIT: "123",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "aZé1",
    sre.CATEGORY_NOT_DIGIT: "a ",
    sre.CATEGORY_NOT_SPACE: "a1",
    sre.CATEGORY_NOT_WORD: " .",
}


@cache
def terminals() -> dict[str, re.Pattern[str]]:
    """Return the patterns of the grammar by name: the tokens of its first part, and the notations of its second."""
    listed = re.findall(r"(?m)^([A-Z_]+): /", grammar_path("draft.lark").read_text("utf-8").partition("// Part 2:")[2])
    tokens = {one.name: re.compile(one.pattern.to_regexp()) for one in draft_lexer().terminals}
    return {**tokens, **{name: pattern(name) for name in listed}}


def sample(of: re.Pattern[str], chance: random.Random) -> str:
    """Return a text that a pattern matches, apart from what it says of the text before and behind it."""
    return _made(_parsed(of), chance, {})


@cache
def _parsed(of: re.Pattern[str]) -> Any:
    return _parser.parse(of.pattern, of.flags)


def _made(parts: Any, chance: random.Random, groups: dict[int, str]) -> str:
    return "".join(_one(code, value, chance, groups) for code, value in parts)


def _one(code: Any, value: Any, chance: random.Random, groups: dict[int, str]) -> str:
    if code is sre.LITERAL:
        return chr(value)
    if code is sre.NOT_LITERAL:
        return chance.choice(_CHARACTERS.replace(chr(value), ""))
    if code is sre.ANY:
        return chance.choice(_CHARACTERS)
    if code is sre.IN:
        return chance.choice(_choices(value) or _CHARACTERS)
    if code is sre.BRANCH:
        return _made(chance.choice(value[1]), chance, groups)
    if code in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, inner = value
        return "".join(_made(inner, chance, groups) for _ in range(chance.randint(least, min(most, least + _MORE))))
    if code is sre.SUBPATTERN:
        number, *_, inner = value
        groups[number] = _made(inner, chance, groups)
        return groups[number]
    if code is sre.ATOMIC_GROUP:
        return _made(value, chance, groups)
    if code is sre.GROUPREF:
        return groups.get(value, "")
    # Places, and what is said of the text around.
    return ""


def _choices(parts: Any) -> str:
    found = "".join(_characters(parts))
    if parts[0][0] is sre.NEGATE:
        return "".join(one for one in _CHARACTERS if one not in found)
    return found


def _characters(parts: Any) -> Iterator[str]:
    for code, value in parts:
        if code is sre.LITERAL:
            yield chr(value)
        elif code is sre.RANGE:
            first, last = value
            # Both ends and what is between them; all of a long range would outweigh the rest. In an order of their own:
            # that of a set differs from run to run, and a seed would not try the same again.
            yield from dict.fromkeys(map(chr, (first, (first + last) // 2, last)))
        elif code is sre.CATEGORY:
            yield _OF_CATEGORY[value]


@cache
def words() -> tuple[str, ...]:
    """Return the words and expressions of the word files, each as one of its forms."""
    found: dict[str, None] = {}
    for path in sorted(grammar_path("draft.lark").parent.glob("words.*.toml")):
        for table, entries in tomllib.loads(path.read_text("utf-8")).items():
            # Those of drafts are patterns, all others expressions as the head of the file explains them.
            form = _of_pattern if table == "draft" else first_form
            found.update(dict.fromkeys(map(form, _texts(entries))))
    return tuple(word for word in found if word)


def _texts(entries: Any) -> Iterator[str]:
    if isinstance(entries, str):
        yield entries
    elif isinstance(entries, dict):
        for key, value in entries.items():
            yield key
            yield from _texts(value)
    elif isinstance(entries, list):
        for value in entries:
            yield from _texts(value)


def _of_pattern(word: str) -> str:
    try:
        return sample(re.compile(word), random.Random(0))
    except re.error:
        return word


def first_form(expression: str) -> str:
    """Return the first form of an expression such as `(keep|retain) [the] text`, without what may be left out."""
    while expression != (shorter := re.sub(r"\[[^\[\]]*\]", "", expression)):
        expression = shorter
    while expression != (shorter := re.sub(r"\(([^()|]*)[^()]*\)", r"\1", expression)):
        expression = shorter
    return " ".join(expression.split())


@cache
def tokens() -> tuple[str, ...]:
    """Return what a text can be put together from, the same in each run: words, and samples of each terminal."""
    chance = random.Random(0)
    samples = [sample(of, chance) for of in terminals().values() for _ in range(8)]
    return tuple(dict.fromkeys(filter(None, (*words(), *samples))))
