"""Read the few words beside a bracket that name delegations: `EU, Norway`, `delete – USA`, `reservation by X`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from bracketed.draft.delegations import Names, with_translations
from bracketed.draft.languages import language_files, with_words
from bracketed.parsing.notation import pattern

# What those who are named want: the words, that they do not stand, or to come back to the paragraph.
Wants: TypeAlias = Literal["supports", "objects", "reserves"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is named, and what they want; `leaves_out` says that they want the words deleted."""

    parties: tuple[str, ...]
    wants: Wants
    leaves_out: bool = field(default=False, repr=False)


# Words are an attribution only if nothing is left over: each name must be a known delegation, or one of the names of
# exercises ("Party A"). So "(see annex 2)" and "(EU law)" are text. Since nothing may be left over, verbs and names of
# every language are read in every draft: one short provision does not show its language, and "(supprimer – France)" is
# no English.

_VERBS: tuple[tuple[str, Wants], ...] = (
    ("REMOVES", "objects"), ("OBJECTS", "objects"), ("SUPPORTS", "supports"), ("RESERVES", "reserves"),
)  # fmt: skip


@cache
def _forms(verb: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    # The verb comes before the names, or behind them.
    stem = rf"(?:(?:%TO%)\s+)?(?:%{verb}%)"
    rest = r"(?:\s+(?:%ITS%)\s+(?:%ITS_POSITION%)|\s+(?:%ON%)\s+[^\d]{0,80}|\s+(?:OP|PP)\s?\d+\w*)*\.?"
    first = rf"{stem}(?:\s+(?:%BY%)(?:\s+|(?<=['’]))|\s*[:–—-]\s*)(?P<who>.+?)\.?"
    last = rf"(?P<who>.+?)(?:\s*[:–—-]\s*|\s+)(?:(?:%HAS%)\s+)?{stem}{rest}"
    return re.compile(with_words(first), re.IGNORECASE), re.compile(with_words(last), re.IGNORECASE)


@lru_cache(maxsize=8192)
def read_attribution(words: str) -> tuple[Attribution, ...]:
    """Return who wants what by the words beside a bracket; nothing if they are no attribution.

    >>> read_attribution("EU, Norway")
    (Attribution(parties=('EU', 'Norway'), wants='supports'),)
    >>> read_attribution("delete – USA; Kenya: retain")[1]
    Attribution(parties=('Kenya',), wants='supports')
    >>> read_attribution("supprimer – France et Japon"), read_attribution("see annex 2")
    ((Attribution(parties=('France', 'Japan'), wants='objects'),), ())
    """
    found = [_one(" ".join(part.split())) for part in words.split(";")]
    return tuple(one for one in found if one) if all(found) else ()


def read_reservation(words: str) -> Attribution | None:
    """Return who reserves its position by the words of a footnote, or None."""
    read = read_attribution(words)
    if read and read[0].wants == "reserves":
        return read[0]
    found = pattern("RESERVING").match(words)
    named = parties(found["who"]) if found else ()
    return Attribution(named, "reserves") if named else None


def _one(words: str) -> Attribution | None:
    found = parties(words)
    if found:
        return Attribution(found, "supports")
    edit = pattern("PROPOSAL_CODE").fullmatch(words)
    if edit and (found := parties(edit["who"])):
        return Attribution(found, "objects" if edit["objects"] else "supports", bool(edit["objects"]))
    if not pattern("ATTRIBUTION_VERB").search(words):
        return None
    for verb, wants in _VERBS:
        for form in _forms(verb):
            match = form.fullmatch(words)
            found = parties(match["who"]) if match else ()
            if found:
                return Attribution(found, wants, verb == "REMOVES")
    return None


@cache
def _names() -> Names:
    # Names that are known come first: "Guinea" stays what it is in English.
    tables = [file.get("delegations", {}) for file in language_files().values()]
    translated = {typed: shown for table in tables for typed, shown in table.items()}
    return with_translations(Names.default(), translated)


def _is_translated(name: str) -> bool:
    return Names.default().find(name) is None


def parties(words: str) -> tuple[str, ...]:
    """Return the delegations that a list names, or nothing if anything in it is no delegation."""
    names = _names()
    found: list[str] = []
    at = 0
    while at < len(words):
        if found and pattern("OTHER_PARTIES").match(words, at):
            break
        article = pattern("NAME_ARTICLE").match(words, at)
        at = article.end() if article else at
        exercise = pattern("EXERCISE_PARTY").match(words, at)
        known = None if exercise else names.longest_prefix(words[at:])
        if known and _is_translated(words[at : at + known[1]]) and words[at : at + known[1]].islower():
            # A name that only another language has needs its capital: "(chili)" in an English draft is a spice.
            return ()
        item = pattern("ITEM_OF_LIST").match(words, at)
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
        proposal = pattern("PROPOSAL_NUMBER").match(words, at)
        between = pattern("BETWEEN_PARTIES").match(words, proposal.end() if proposal else at)
        if between is None:
            return ()
        at = between.end()
    return tuple(dict.fromkeys(found))
