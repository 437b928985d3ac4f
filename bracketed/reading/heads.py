"""Finds what a table is for by the heads of its columns alone: comments on the draft, or versions of it.

The words that heads are known by are in `data/columns.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from bracketed.draft.delegations import Names
from bracketed.reading.data_files import data_of

# A head as it is written, and the columns that it is over.
Head: TypeAlias = tuple[str, range]

# "(COM(2020) 1)", "(s)", and what ends a head.
_BEHIND = re.compile(r"(?i:\(s\))|\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\s*$|[\s:*]+$")
_WORD = re.compile(r"'s\b|[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class CommentColumns:
    """The columns of a table of comments: provision, author and words; `unit` is the head of the first."""

    provision: int
    author: int
    words: int
    unit: str


@dataclass(frozen=True, slots=True)
class VersionColumns:
    """The heads of the columns of a table of versions, by column, and the column of the row numbers, if it has one."""

    heads: dict[int, str]
    numbers: int | None


Purpose: TypeAlias = CommentColumns | VersionColumns


def purpose_of(heads: Sequence[Head]) -> Purpose | None:
    """Return what a table with these heads is for, or None if it is like any other.

    >>> purpose_of([("Para", range(1)), ("Remarks", range(1, 2)), ("Member State", range(2, 3))])
    CommentColumns(provision=0, author=2, words=1, unit='para')
    >>> purpose_of([("No.", range(1)), ("EU proposal", range(1, 2)), ("Position of Norway", range(2, 3))])
    VersionColumns(heads={1: 'EU proposal', 2: 'Position of Norway'}, numbers=0)
    >>> purpose_of([("Chair's text", range(1)), ("Party A", range(1, 2)), ("Party B", range(2, 3))]) is None
    True
    """
    return _comment_columns(heads) or _version_columns(heads)


def _comment_columns(heads: Sequence[Head]) -> CommentColumns | None:
    # Provision, author and words, and at most one more, such as a number or a date.
    if len(heads) not in (3, 4):
        return None
    found: dict[str, tuple[int, str]] = {}
    for written, columns in heads:
        head = _plain(written)
        kind = next((kind for kind, known in _known()["comments"].items() if head in known), "")
        if not kind or kind in found:
            return None
        found[kind] = (columns.start, head)
    if not found.keys() >= {"provision", "author", "words"}:
        return None
    return CommentColumns(found["provision"][0], found["author"][0], found["words"][0], found["provision"][1])


def _version_columns(heads: Sequence[Head]) -> VersionColumns | None:
    rest, numbers = list(heads), None
    if len(heads) > 2 and _plain(heads[0][0]) in _known()["versions"]["numbers"]:
        numbers = heads[0][1].start
        rest = rest[1:]
    owners = [_owner_of(written) for written, _ in rest]
    named = [owner for owner in owners if owner]
    # With one column that is no version, or two of one owner, it is a table like any other.
    if None in owners or len(named) < 2 or len(set(named)) < len(named):
        return None
    return VersionColumns({column: " ".join(written.split()) for written, over in rest for column in over}, numbers)


def owner_of(head: str) -> str:
    """Return the delegation or institution whose version a column with this head holds, "" if it is nobody's own.

    >>> owner_of("Council mandate"), owner_of("Position of Norway"), owner_of("Draft agreement")
    ('Council', 'Norway', '')
    """
    return _owner_of(head) or ""


def _owner_of(head: str) -> str | None:
    """Return whose version a column holds: "" is nobody's own, and None means that it holds no version."""
    known = _known()["versions"]
    if _plain(head) in known["agreed"]:
        return ""
    words = _WORD.findall(_shorn(head.replace("’", "'")))
    if not known["words"] & set(map(folded, words)):
        return None
    # What is left between the words that say what the column holds is a name, which may hold small words itself.
    passed_over = known["words"] | known["beside"]
    while words and folded(words[0]) in passed_over:
        del words[0]
    while words and folded(words[-1]) in passed_over:
        del words[-1]
    name = " ".join(words).replace(" 's", "'s")
    if institution := _institutions().get(folded(name)):
        return institution
    delegation = Names.default().find(name)
    return delegation.name if delegation else None


def folded(words: str) -> str:
    """Return words in small letters, without accents, on one line."""
    letters = unicodedata.normalize("NFKD", words.replace("’", "'").casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


def _plain(head: str) -> str:
    return folded(_shorn(head))


def _shorn(head: str) -> str:
    """Return a head without what is behind its words."""
    before, now = "", head.strip()
    while before != now:
        before, now = now, _BEHIND.sub("", now)
    return now


@cache
def _institutions() -> dict[str, str]:
    known = data_of("columns")["institutions"]
    return {" ".join(_WORD.findall(folded(name))): one for one, names in known.items() for name in names}


@cache
def _known() -> dict[str, dict[str, frozenset[str]]]:
    return {
        table: {kind: frozenset(map(_plain, words)) for kind, words in data_of("columns")[table].items()}
        for table in ("comments", "versions")
    }


def units() -> dict[str, str]:
    """Return what the words in a number of a provision mean: "art" is "article", and "paragraph" nothing."""
    found: dict[str, str] = data_of("columns")["references"]
    return found
