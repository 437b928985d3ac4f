"""Reads the few words by which somebody is named beside a bracket: `EU, Norway`, `delete – USA`, `reservation by X`.

Words are such a saying only if nothing is left over: each name must be a known delegation, or one of the names of
exercises (`Party A`). So `(see annex 2)` and `(EU law)` are text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from bracketed.draft.delegations import Names

# What those who are named want: the words, their deletion, or to come back to the paragraph.
Wants: TypeAlias = Literal["supports", "objects", "reserves"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is named, and what they want."""

    parties: tuple[str, ...]
    wants: Wants


_EXERCISE = re.compile(r"(?:Party|State|Country|Delegation|Member State|Member|Group)[ ][A-Z](?!\w)")
_BETWEEN = re.compile(r"\s*(?:[,/&+]|(?:,\s*)?\band\b)\s*|\s*$")
_ITEM = re.compile(r"[^,;/&+]+(?<!\s)")
# The number of a proposal behind its party: "IND/23", "RCC/12A3/1".
_PROPOSAL = re.compile(r"/\d+(?:[A-Z]+\d*)?(?:/\d+)*(?!\w)")
_OTHERS = re.compile(r"(?:and\s+)?others?$|et al\.?$")
OBJECTS = (
    r"(?:to\s+)?(?:delete[sd]?|deletion|del\.?|DEL|remove[sd]?|removal|strikes?|opposes?|opposed|objects?|against"
    r"|do(?:es)?\s+not\s+support)"
)
_SUPPORTS = (
    r"(?:to\s+)?(?:retains?|keeps?|supports?|supported|supporting|prefers?|propos(?:al|es|ed)|inserts?|adds?|text"
    r"|alternative|alt\.?|position)"
)
RESERVES = r"(?:scrutiny\s+|general\s+)?(?:reserves?|reserved|reserving|reservations?)"
_REST = (
    r"(?:\s+(?:its|their|the|a|our)\s+(?:positions?|rights?|reservation)|\s+(?:on|to|in)\s+[^\d]{0,80}"
    r"|\s+(?:OP|PP)\s?\d+\w*)*\.?"
)
_SORTS: tuple[tuple[Wants, str], ...] = (("objects", OBJECTS), ("supports", _SUPPORTS), ("reserves", RESERVES))
# How proposals to amend a telecommunication text begin: "ADD RCC/12", "SUP CAN/77".
_EDIT = re.compile(r"(?:(?P<objects>SUP|DEL)|ADD|MOD)\s+(?P<who>.+)")
_VERB_FIRST = {
    wants: re.compile(rf"{verb}(?:\s+(?:by|of|from)\s+|\s*[:–—-]\s*)(?P<who>.+?)\.?", re.IGNORECASE)
    for wants, verb in _SORTS
}
_VERB_LAST = {
    wants: re.compile(
        rf"(?P<who>.+?)(?:\s*[:–—-]\s*|\s+)(?:(?:has|have|enters?|wishes|would)\s+)?{verb}{_REST}", re.IGNORECASE
    )
    for wants, verb in _SORTS
}


@lru_cache(maxsize=8192)
def read_attribution(words: str) -> tuple[Attribution, ...]:
    """Return who wants what by the words beside a bracket; nothing if they are no saying.

    >>> read_attribution("EU, Norway")
    (Attribution(parties=('EU', 'Norway'), wants='supports'),)
    >>> read_attribution("delete – USA; Kenya: retain")[1]
    Attribution(parties=('Kenya',), wants='supports')
    >>> read_attribution("see annex 2")
    ()
    """
    said = []
    for part in words.split(";"):
        saying = _one(" ".join(part.split()))
        if saying is None:
            return ()
        said.append(saying)
    return tuple(said)


_RESERVING = re.compile(
    r"(?:the\s+)?(?P<who>.+?)\s+(?:wish(?:es)?|would|has|have|enters?|maintains?|places?|states?|reserv\w*)\b.*\breserv",
    re.IGNORECASE,
)


def read_reservation(words: str) -> Attribution | None:
    """Return who reserves its position by the words of a footnote, or None.

    >>> read_reservation("Chad wishes its reservation on this text to be recorded.")
    Attribution(parties=('Chad',), wants='reserves')
    """
    said = read_attribution(words)
    if said and said[0].wants == "reserves":
        return said[0]
    found = _RESERVING.match(words) or _RESERVING.match(f"{words} reserv")
    named = parties(found["who"]) if found else ()
    return Attribution(named, "reserves") if named else None


def _one(words: str) -> Attribution | None:
    found = parties(words)
    if found:
        return Attribution(found, "supports")
    edit = _EDIT.fullmatch(words)
    if edit and (found := parties(edit["who"])):
        return Attribution(found, "objects" if edit["objects"] else "supports")
    for wants, verb in _SORTS:
        if not re.search(verb, words, re.IGNORECASE):
            continue
        for pattern in (_VERB_FIRST[wants], _VERB_LAST[wants]):
            match = pattern.fullmatch(words)
            found = parties(match["who"]) if match else ()
            if found:
                return Attribution(found, wants)
    return None


def parties(words: str) -> tuple[str, ...]:
    """Return the delegations that a list names, or nothing if anything in it is no delegation.

    >>> parties("G77 and China, Party B"), parties("EU law")
    (('G77', 'Party B'), ())
    """
    names = Names.default()
    found: list[str] = []
    at = 0
    while at < len(words):
        if found and _OTHERS.match(words, at):
            break
        exercise = _EXERCISE.match(words, at)
        known = None if exercise else names.longest_prefix(words[at:])
        item = _ITEM.match(words, at)
        if exercise:
            found.append(exercise[0])
            at = exercise.end()
        elif known:
            found.append(known[0].name)
            at += known[1]
        elif item and (code := names.find(item[0])):
            # A code that is also a word, CAN, is sure once nothing but it stands between two commas.
            found.append(code.name)
            at = item.end()
        else:
            return ()
        proposal = _PROPOSAL.match(words, at)
        between = _BETWEEN.match(words, proposal.end() if proposal else at)
        if between is None:
            return ()
        at = between.end()
    return tuple(dict.fromkeys(found))
