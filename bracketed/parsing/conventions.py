"""Conventions: how the marks of a draft are read where the practice of bodies differs, and which a draft shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from bracketed.draft.languages import word_list
from bracketed.errors import UnknownNameError

Adjacent: TypeAlias = Literal["alternatives", "separate", "auto"]

# How much of a draft is looked at to find whose it is.
_OPENING = 100_000


@cache
def _data() -> dict[str, dict[str, Any]]:
    import tomllib

    return tomllib.loads((Path(__file__).parent / "data" / "conventions.toml").read_text(encoding="utf-8"))


# The habits of each body are in data/conventions.toml; nothing in the code knows one body from another.
@dataclass(frozen=True, slots=True)
class Conventions:
    """How the marks of a draft are read where practice differs.

    `adjacent` is how `[shall][should]` is read: as alternatives of one choice, as separate brackets, or by the words in
    them. `compounds` are words with a slash that never separate alternatives; `statuses` are the statuses of phrases in
    headings and marks; `edits` and `notes` are what is before a colon in `[ADD: x]` and `[Note: x]`. `languages` are
    those, besides English, of “or”; None is for those that the draft itself shows.

    >>> "telecommunication/ict" in Conventions.named("itu").compounds
    True
    """

    name: str = "plain"
    adjacent: Adjacent = "auto"
    compounds: frozenset[str] = field(
        default_factory=lambda: frozenset((*_data()["plain"]["compounds"], *word_list("compounds"))), repr=False
    )
    statuses: tuple[tuple[str, str], ...] = field(default_factory=lambda: word_list("statuses"), repr=False)
    edits: tuple[str, ...] = field(default_factory=lambda: word_list("edit"), repr=False)
    notes: tuple[str, ...] = field(default_factory=lambda: word_list("note_head"), repr=False)
    languages: tuple[str, ...] | None = None

    @classmethod
    def named(cls, name: str) -> Conventions:
        """Return the preset with this name; UnknownNameError if there is none."""
        if name not in PRESETS:
            raise UnknownNameError("convention", name, PRESETS)
        return _preset(name)

    def status_of(self, words: str) -> str:
        """Return the status that a heading or a mark states, or "".

        >>> Conventions().status_of("Outputs indicated for further discussion (4 October)")
        'for further discussion'
        """
        patterns, any_of_them = _compiled(self.statuses)
        if any_of_them is None or any_of_them.search(words):
            for pattern, status in patterns:
                if pattern.search(words):
                    return status
        return ""

    def reads_otherwise(self, text: str) -> bool:
        """Return whether anything in `text` may be read otherwise than by the plain conventions."""
        plain = _preset("plain")
        lower = text.casefold()
        return (
            (self.adjacent != plain.adjacent and bool(re.search(r"\][ \t]?\[", text)))
            or any(compound in lower for compound in self.compounds - plain.compounds)
            or any(re.search(pattern, lower) for pattern, _ in set(self.statuses) - set(plain.statuses))
            or any(f"[{word}:" in text for word in {*self.edits, *self.notes} - {*plain.edits, *plain.notes})
        )


# Each table of the data is a preset.
PRESETS = tuple(_data())


@cache
def _compiled(
    statuses: tuple[tuple[str, str], ...],
) -> tuple[tuple[tuple[re.Pattern[str], str], ...], re.Pattern[str] | None]:
    # Most words state no status, which one search shows; patterns with groups cannot be joined to one.
    patterns = tuple((re.compile(pattern, re.IGNORECASE), status) for pattern, status in statuses)
    if any(pattern.groups for pattern, _ in patterns):
        return patterns, None
    return patterns, re.compile("|".join(f"(?:{pattern})" for pattern, _ in statuses), re.IGNORECASE)


@cache
def _preset(name: str) -> Conventions:
    own = _data()[name]
    plain = Conventions()
    return Conventions(
        name=name,
        adjacent=own.get("adjacent", plain.adjacent),
        compounds=plain.compounds | frozenset(own.get("compounds", ())),
        # What a body says itself goes before what all say: "initially agreed" holds "agreed".
        statuses=tuple(dict.fromkeys((*map(tuple, own.get("statuses", ())), *plain.statuses))),
        edits=tuple(dict.fromkeys((*plain.edits, *own.get("edits", ())))),
        notes=tuple(dict.fromkeys((*plain.notes, *own.get("notes", ())))),
    )


def detect(text: str) -> tuple[Conventions, str]:
    """Return the conventions of the body that the words of a draft show, and which words; the plain ones if unsure.

    >>> detect("Recalling the Paris Agreement, the SBSTA met.")[1]
    'it speaks of “Paris Agreement” and “SBSTA”'
    """
    opening = text[:_OPENING]
    # The plain search is many times faster and nearly always says no.
    near = {name: [sign for sign in table["signs"] if sign in opening] for name, table in _data().items()}
    found = {
        name: [sign for sign in signs if re.search(rf"(?<!\w){re.escape(sign)}(?!\w)", opening)]
        for name, signs in near.items()
    }
    first, second = sorted(PRESETS, key=lambda name: -len(found[name]))[:2]
    if len(found[first]) < 2 or len(found[first]) == len(found[second]):
        return _preset("plain"), ""
    return _preset(first), f"it speaks of {' and '.join(f'“{sign}”' for sign in found[first][:2])}"
