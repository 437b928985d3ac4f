"""Phrases about options in the sentences of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bracketed.draft.tree import OMIT
from bracketed.phrasing import joined_and, joined_or, number_of, quoted
from bracketed.variants.network import Choice


def option_words(bracket: str, letter: str, texts: Mapping[Choice, str]) -> str:
    """Return the words of an option, in quotation marks; of the option that leaves them out, what it leaves out.

    >>> option_words("1#1", "omit", {("1#1", "a"): "goods,", ("1#1", "b"): "trade", ("1#1", "omit"): ""})
    '“goods” or “trade”'
    """
    if letter != OMIT:
        return quoted(texts[bracket, letter])
    # To leave words out has no words of its own.
    left_out = [quoted(text) for (other, _), text in texts.items() if other == bracket and text]
    return joined_or(left_out).rstrip(",") if left_out else "the words"


def option_or_omission(bracket: str, letter: str, texts: Mapping[Choice, str]) -> str:
    """Return the words of an option, or, of the one that leaves words out, that they are left out.

    >>> texts = {("1#1", "a"): "goods,", ("1#1", "omit"): ""}
    >>> option_or_omission("1#1", "a", texts), option_or_omission("1#1", "omit", texts)
    ('“goods”', 'leaving out “goods”')
    """
    return f"{'leaving out ' if letter == OMIT else ''}{option_words(bracket, letter, texts)}"


def option_outcome(bracket: str, letter: str, texts: Mapping[Choice, str]) -> str:
    """Return that an option is taken.

    >>> option_outcome("1#1", "omit", {("1#1", "a"): "goods,", ("1#1", "omit"): ""})
    '“goods” (1#1) is left out'
    """
    return f"{option_words(bracket, letter, texts)} ({bracket}) {'is left out' if letter == OMIT else 'stays'}"


def acceptance(choices: Iterable[Choice], texts: Mapping[Choice, str], *, many: bool = False) -> str:
    """Return that one delegation, or `many`, can live with options; those of the same words are one.

    >>> acceptance([("1#1", "a"), ("2#1", "a")], {("1#1", "a"): "goods", ("2#1", "a"): "goods"})
    'lives with “goods” in two places (1#1 and 2#1)'
    """
    phrases = [
        (f"{'without' if letter == OMIT else 'with'} {option_words(bracket, letter, texts)}", bracket)
        for bracket, letter in dict.fromkeys(choices)
    ]
    return f"{'live' if many else 'lives'} {_joined(phrases)}"


def lifting(choices: Iterable[Choice], texts: Mapping[Choice, str], *, many: bool = False) -> str:
    """Return that one delegation, or `many`, lift their reservations on options; those of the same words are one.

    >>> lifting([("1#1", "a"), ("2#1", "omit")], {("1#1", "a"): "goods", ("2#1", "a"): "trade"})
    'lifts its reservation on “goods” (1#1) and on leaving out “trade” (2#1)'
    """
    return f"{'lift their' if many else 'lifts its'} reservation{'s' * many} {_joined(_on(choices, texts))}"


def success(choices: Iterable[Choice], texts: Mapping[Choice, str]) -> str:
    """Return that a delegation has its way on options; those of the same words are one.

    >>> success([("1#1", "a"), ("2#1", "omit")], {("1#1", "a"): "goods", ("2#1", "a"): "trade"})
    'has its way on “goods” (1#1) and on leaving out “trade” (2#1)'
    """
    return f"has its way {_joined(_on(choices, texts))}"


def _on(choices: Iterable[Choice], texts: Mapping[Choice, str]) -> list[tuple[str, str]]:
    """Return for each option, once, the words by which a delegation speaks on it, and its bracket."""
    return [(f"on {option_or_omission(bracket, letter, texts)}", bracket) for bracket, letter in dict.fromkeys(choices)]


def _joined(phrases: Iterable[tuple[str, str]]) -> str:
    """Join phrases, each once, with the brackets that it is about."""
    # Linked brackets put the same words: to a reader they are one choice.
    places: dict[str, list[str]] = {}
    for phrase, bracket in phrases:
        places.setdefault(phrase, []).append(bracket)
    parts = []
    for phrase, brackets in places.items():
        number = f" in {number_of(len(brackets), 'place')}" if len(brackets) > 1 else ""
        parts.append(f"{phrase}{number} ({joined_and(brackets)})")
    return joined_and(parts)
