"""Words of the sentences in which answers tell themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten

from bracketed.draft.tree import OMIT
from bracketed.variants.network import Choice

# Characters of a draft's words in a sentence.
_LONGEST = 60
_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


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


def some_of(names: Sequence[str], limit: int = 8) -> str:
    """Join names by commas and and; of more than a `limit`, the first few, and how many there are beside.

    >>> some_of(["1#1", "2#1"]), some_of([f"{number}#1" for number in range(1, 201)], limit=3)
    ('1#1 and 2#1', '1#1, 2#1, 3#1 and 197 more')
    """
    return both(names if len(names) <= limit else [*names[:limit], f"{len(names) - limit} more"])


def clauses(parts: Sequence[str]) -> str:
    """Join clauses that have commas of their own.

    >>> clauses(["UK moves", "USA moves, too", "EU stays"])
    'UK moves; USA moves, too; and EU stays'
    """
    return "; ".join([*parts[:-1], f"and {parts[-1]}" if len(parts) > 1 else parts[-1]])


def quoted(text: str) -> str:
    """Return words in quotation marks, shortened to what fits in a sentence."""
    # In a sentence the mark at the end of an option is out of place.
    return f"“{shortened(text.strip(' ,;.:')) or text}”"


def shortened(text: str) -> str:
    """Return words on one line, cut to what fits in a sentence: between words where there are gaps, else where it must.

    >>> shortened("to report every year, or as often as the Conference of the Parties decides")
    'to report every year, or as often as the Conference of the …'
    >>> shortened("word" * 40)
    'wordwordwordwordwordwordwordwordwordwordwordwordwordwordwor…'
    """
    cut = shorten(text, _LONGEST, placeholder=" …")
    # A script without gaps, or a very long word, would leave next to nothing.
    return cut if len(cut) > _LONGEST // 3 or len(text) <= _LONGEST else f"{' '.join(text.split())[: _LONGEST - 1]}…"


def number_of(count: int, noun: str) -> str:
    """Return a number, in words up to twelve, with its noun.

    >>> number_of(0, "bracket"), number_of(1, "bracket"), number_of(3, "bracket"), number_of(40, "bracket")
    ('no bracket', 'one bracket', 'three brackets', '40 brackets')
    """
    return f"{_WORDS[count] if count < len(_WORDS) else count} {noun}{'' if count < 2 else 's'}"


def in_words(number: float) -> str:
    """Return a number as people say it: in words up to twelve.

    >>> in_words(8.0), in_words(1.5), in_words(40)
    ('eight', '1.5', '40')
    """
    return _WORDS[int(number)] if number in range(len(_WORDS)) else plain(number)


def plain(number: float) -> str:
    """Return a sum of weights as people write it.

    >>> plain(0.1 + 0.2), plain(2.0), plain(1234567)
    ('0.3', '2', '1234567')
    """
    return f"{number:.12g}"


def words_of(bracket: str, letter: str, texts: Mapping[Choice, str]) -> str:
    """Return the words of an option, in quotation marks; of the option that leaves them out, what it leaves out.

    >>> words_of("1#1", "omit", {("1#1", "a"): "goods,", ("1#1", "b"): "trade", ("1#1", "omit"): ""})
    '“goods” or “trade”'
    """
    if letter != OMIT:
        return quoted(texts[bracket, letter])
    left_out = [quoted(text) for (other, _), text in texts.items() if other == bracket and text]
    return either(left_out).rstrip(",") if left_out else "the words"


def stands(bracket: str, letter: str, texts: Mapping[Choice, str]) -> str:
    """Return that an option is taken.

    >>> stands("1#1", "omit", {("1#1", "a"): "goods,", ("1#1", "omit"): ""})
    '“goods” (1#1) is left out'
    """
    return f"{words_of(bracket, letter, texts)} ({bracket}) {'is left out' if letter == OMIT else 'stays'}"


def living(choices: Iterable[Choice], texts: Mapping[Choice, str], *, many: bool = False) -> str:
    """Return that somebody, or `many`, lives with options, those of the same words told once.

    >>> living([("1#1", "a"), ("2#1", "a")], {("1#1", "a"): "goods", ("2#1", "a"): "goods"})
    'lives with “goods” in two places (1#1 and 2#1)'
    """
    told = [
        (f"{'without' if letter == OMIT else 'with'} {words_of(bracket, letter, texts)}", bracket)
        for bracket, letter in dict.fromkeys(choices)
    ]
    return f"{'live' if many else 'lives'} {_once(told)}"


def winning(choices: Iterable[Choice], texts: Mapping[Choice, str]) -> str:
    """Return that somebody has its way on options, those of the same words told once.

    >>> winning([("1#1", "a"), ("2#1", "a")], {("1#1", "a"): "goods", ("2#1", "a"): "trade"})
    'has its way on “goods” (1#1) and on “trade” (2#1)'
    """
    told = [(f"on {words_of(bracket, letter, texts)}", bracket) for bracket, letter in dict.fromkeys(choices)]
    return f"has its way {_once(told)}"


def _once(told: Iterable[tuple[str, str]]) -> str:
    """Join phrases, each with the brackets that it was said of."""
    places: dict[str, list[str]] = {}
    for phrase, bracket in told:
        places.setdefault(phrase, []).append(bracket)
    parts = []
    for phrase, brackets in places.items():
        number = f" in {number_of(len(brackets), 'place')}" if len(brackets) > 1 else ""
        parts.append(f"{phrase}{number} ({both(brackets)})")
    return both(parts)
