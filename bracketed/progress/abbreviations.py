"""Names that one draft abbreviates and another spells out: “CB” and “Coastal Board” are the same words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bracketed.progress.tokens import folded_word

_ABBREVIATION = re.compile(r"(?<![^\W_])[A-Z]{2,6}(?![^\W_])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# So many words may be between two of a name whose letters are not in the abbreviation: “Conference of the Parties
# serving as the meeting …” is the CMA. A name with such words is known only where it occurs so often.
_BETWEEN = 7
_OFTEN = 2
# More abbreviations than a draft has; the rest of a hostile one is not looked for.
_MOST = 60


def spelled_out(sources: Sequence[str]) -> dict[tuple[str, ...], str]:
    """Return the names that one of two texts spells out where the other has their abbreviation, in lower case.

    A name begins and ends with a capital and has the letters of the abbreviation as the first letters of some of its
    words, in their order.

    >>> spelled_out(["The CB and the LPD meet.", "The Coastal Board and the Least Protected Docks meet."])
    {('coastal', 'board'): 'cb', ('least', 'protected', 'docks'): 'lpd'}
    """
    shorts = [Counter(_ABBREVIATION.findall(source)) for source in sources]
    wanted = [
        {short for short, _ in own.most_common(_MOST) if short not in other}
        for own, other in (shorts, reversed(shorts))
    ]
    if not any(wanted):
        return {}
    words = [_WORD.findall(source) for source in sources]
    # “OR” in capitals is a word all the same.
    common = {word for text in words for word in text if word.islower()}
    names: dict[tuple[str, ...], str] = {}
    for own, text in zip(wanted, reversed(words), strict=True):
        starts: dict[str, list[int]] = {}
        for place, word in enumerate(text):
            if word[0].isupper():
                starts.setdefault(word[0], []).append(place)
        for short in sorted(own):
            if short.lower() not in common:
                names |= dict.fromkeys(_names(short, text, starts.get(short[0], ())), short.lower())
    return names


def _names(short: str, words: Sequence[str], starts: Iterable[int]) -> Iterator[tuple[str, ...]]:
    """Yield the name that an abbreviation most likely represents."""
    found: Counter[tuple[str, ...]] = Counter()
    loose: set[tuple[str, ...]] = set()
    for start in starts:
        end = start
        gaps = 0
        for letter in short[1:]:
            after = end + 1
            end = next((at for at in range(after, min(after + _BETWEEN, len(words))) if _begins(words[at], letter)), -1)
            if end < 0:
                break
            gaps += end - after
        if end > start and words[end][0].isupper():
            name = tuple(map(folded_word, words[start : end + 1]))
            found[name] += 1
            if gaps:
                loose.add(name)
    # “Town Mill Board” rather than “The Town Mill Board”.
    name = max(found, key=lambda name: (name not in loose, found[name]), default=())
    if name and (name not in loose or found[name] >= _OFTEN):
        yield name


def _begins(word: str, letter: str) -> bool:
    return word[0].upper() == letter
