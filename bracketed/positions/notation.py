"""The notation in which the files of words list expressions: `remove(|s|d)`, `[the] brackets`.

A choice is in parentheses, what may be left out in square brackets, and `*` for any word. An expression is written
out as its forms, or made the source of a pattern where there would be too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_GROUP = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
_CLOSING = {"(": ")", "[": "]"}
# Brackets without their partner, and signs that only patterns have: `do(es)?` would match nothing that people write.
_STRAY = re.compile(r"[()\[\]?\\{}]")
FIRST_WORD = re.compile(r"[^\W_]+|\S")


class NotationError(ValueError):
    """An expression whose brackets do not match, or with a sign that only patterns have."""


def expand(expression: str, whole: str = "") -> tuple[str, ...]:
    """Return the expressions that one in the notation, maybe as a part of a `whole`, represents."""
    whole = whole or expression
    group = _GROUP.search(expression)
    if group:
        before, behind = expression[: group.start()], expression[group.end() :]
        choices = ["", *group[2].split("|")] if group[1] is None else group[1].split("|")
        return tuple(dict.fromkeys(form for choice in choices for form in expand(before + choice + behind, whole)))
    stray = _STRAY.search(expression)
    if stray:
        closing = _CLOSING.get(stray[0])
        raise NotationError(f"“{whole}” " + (f"lacks a {closing}" if closing else f"has a {stray[0]} too many"))
    # What was left out leaves a blank too many.
    return tuple(dict.fromkeys(" ".join(form.split()) for form in expression.split("|")))


def expand_all(expressions: Iterable[str]) -> tuple[str, ...]:
    """Return the expressions that those in the notation represent, each once and none empty."""
    return tuple(dict.fromkeys(form for expression in expressions for form in expand(expression) if form))


def _elements(expression: str) -> list[str]:
    """Return the parts of an expression between the blanks that are in no group."""
    parts, depth, start = [], 0, 0
    for at, mark in enumerate(expression):
        depth += (mark in "([") - (mark in ")]")
        if mark == " " and not depth:
            parts.append(expression[start:at])
            start = at + 1
    parts.append(expression[start:])
    if depth:
        raise NotationError(f"“{expression}” has brackets that do not match")
    return [part for part in parts if part]


def source_of(expression: str) -> str:
    """Return the source of a pattern for an expression; a long one represents more forms than could be written out.

    >>> source_of("delete [the] words")
    'delete(?:\\\\s+the)?\\\\s+words'
    """
    source = ""
    elements = _elements(expression)
    # Behind a required part an optional part carries its own blank, in front of it the blank behind.
    begun = False
    for element in elements:
        optional = _is_optional(element)
        inner = element[1:-1] if optional else element
        choices = _choices(inner)
        body = f"(?:{choices})" if "|" in choices else choices
        if optional:
            source += f"(?:\\s+{body})?" if begun else f"(?:{body}\\s+)?"
        else:
            source += f"\\s+{body}" if begun else body
            begun = True
    return source


def _is_optional(element: str) -> bool:
    return element.startswith("[") and _partner(element, 0) == len(element) - 1


def _choices(inner: str) -> str:
    """Return the source of what is in one part: words, or groups of choices inside a word."""
    branches, depth, start = [], 0, 0
    for at, mark in enumerate(inner + "|"):
        depth += (mark in "([") - (mark in ")]")
        if mark == "|" and not depth:
            branches.append(inner[start:at])
            start = at + 1
    if len(branches) > 1 or len(_elements(inner)) > 1:
        # The longest first, so that a shorter one does not take its place.
        return "|".join(source_of(branch) if branch else "" for branch in sorted(branches, key=len, reverse=True))
    source, at = "", 0
    for opening in re.finditer(r"[(\[]", inner):
        start = opening.start()
        if start < at:
            continue
        end = _partner(inner, start)
        group = _choices(inner[start + 1 : end])
        source += _escaped(inner[at:start]) + f"(?:{group})" + "?" * (opening[0] == "[")
        at = end + 1
    return source + _escaped(inner[at:])


def _partner(text: str, at: int) -> int:
    depth = 0
    for end in range(at, len(text)):
        depth += (text[end] in "([") - (text[end] in ")]")
        if not depth:
            return end
    raise NotationError(f"“{text}” lacks a {_CLOSING[text[at]]}")


def _escaped(words: str) -> str:
    return "".join({"*": r"[\w-]+", "'": "['’]"}.get(mark, re.escape(mark)) for mark in words)


def first_words(expression: str) -> set[str]:
    """Return the words that the forms of an expression begin with."""
    found: set[str] = set()
    for element in _elements(expression):
        optional = _is_optional(element)
        for form in expand(element):
            first = FIRST_WORD.match(form.casefold().replace("’", "'"))
            if first:
                found.add(first[0])
        if not optional:
            break
    return found


def simple_words(expressions: Iterable[str]) -> Iterator[str]:
    """Yield the words that are expressions by themselves: "deletes" of "delet(e|es)", of "remov(e|es) [all]" too."""
    for expression in expressions:
        first, *others = _elements(expression)
        if all(part.startswith("[") for part in others):
            yield from (form for form in expand(first) if re.fullmatch(r"[^\W\d_]{4,}", form))


def escaped_words(expression: str) -> str:
    """Return the source of a pattern for one form."""
    words = "".join({"*": r"[\w-]+", "'": "['’]", " ": r"\s+"}.get(mark, re.escape(mark)) for mark in expression)
    return words + (r"(?!\w)" if expression[-1:].isalnum() or expression.endswith("*") else "")
