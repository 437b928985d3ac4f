"""Words of the sentences in which answers tell themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten

from bracketed.positions.stances import Position
from bracketed.text.tree import OMIT
from bracketed.variants.decisions import Choice


def either(words: Sequence[str]) -> str:
    """Join words by or, with commas if the words themselves would run together without them.

    >>> either(["UK", "USA and EU"])
    'UK, or USA and EU,'
    """
    if len(words) == 1:
        return words[0]
    comma = "," if any(" and " in word or "," in word for word in words) else ""
    return f"{', '.join(words[:-1])}{comma} or {words[-1]}{comma}"


def both(names: Sequence[str]) -> str:
    """Join names by and.

    >>> both(["UK", "USA", "EU"])
    'UK, USA and EU'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def clauses(parts: Sequence[str]) -> str:
    """Join clauses that have commas of their own.

    >>> clauses(["UK moves", "USA moves, too", "EU stays"])
    'UK moves; USA moves, too; and EU stays'
    """
    return "; ".join([*parts[:-1], f"and {parts[-1]}" if len(parts) > 1 else parts[-1]])


def quoted(text: str) -> str:
    """Return words in quotation marks, shortened to what fits in a sentence."""
    # In a sentence the mark at the end of an option is out of place.
    return f"“{shorten(text.strip(' ,;.:'), 60, placeholder=' …') or text}”"


def number_of(count: int, noun: str) -> str:
    """Return a number with its noun.

    >>> number_of(1, "bracket"), number_of(3, "bracket")
    ('1 bracket', '3 brackets')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def living(choices: Iterable[Choice], texts: Mapping[Choice, str]) -> str:
    """Return that somebody lives with options, those of the same words told once.

    >>> living([("1#1", "a"), ("2#1", "a")], {("1#1", "a"): "goods", ("2#1", "a"): "goods"})
    'lives with “goods” (1#1 and 2#1)'
    """
    places: dict[str, list[str]] = {}
    for bracket, letter in dict.fromkeys(choices):
        if letter == OMIT:
            words = next((text for (other, _), text in texts.items() if other == bracket and text), "")
            phrase = f"without {quoted(words)}"
        else:
            phrase = f"with {quoted(texts[bracket, letter])}"
        places.setdefault(phrase, []).append(bracket)
    return "lives " + both([f"{phrase} ({both(brackets)})" for phrase, brackets in places.items()])


def moves(rows: Iterable[Position], texts: Mapping[Choice, str]) -> str:
    """Return what a delegation does that withdraws some objections."""
    return living([(row.bracket, row.option) for row in rows], texts)
