"""Whether two wordings are the same, or nearly so: what they differ by is of no substance.

Two wordings are compared in forms that become coarser step by step. Figures, modals, negations, prepositions and the
order of words are the same in all of them, so wordings that differ by one of these never come out alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from bracketed.draft.link_words import LinkWords

Difference: TypeAlias = Literal["nothing", "spaces", "signs", "capitals", "hyphens", "spelling", "articles", "number"]

_SIGNS = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‐": "-", "‑": "-", "–": "-",
    "—": "-", "−": "-", "…": "...",
})  # fmt: skip
# Emphasis is no word, and stops at the ends belong to the words around it.
_EMPHASIS = re.compile(r"\*+")
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})-(?=[^\W\d_]{2})")
_WORD = re.compile(r"[^\W\d_]+")
# "re-form" is not to reform.
_PARTED = re.compile(r"\bre-(?=[^\W\d_])")
_FIGURES = re.compile(r"\d+")
# Characters by which wordings differ that are nearly equal, and a tenth of their length.
_LONGER = 12
# Letters in front of an ending at least.
_STEM = 2


def difference(one: str, other: str, words: LinkWords) -> Difference | None:
    """Return what two wordings differ by, at most; None if they differ in substance.

    >>> from bracketed.draft.link_words import words_of
    >>> english = words_of("en")
    >>> difference("best available technology", "best-available technologies", english)
    'number'
    >>> difference("shall report", "should report", english), difference("by 2030", "by 2035", english)
    (None, None)
    """
    if _FIGURES.findall(one) != _FIGURES.findall(other) or abs(len(one) - len(other)) > _LONGER + len(one) // 10:
        return None
    for (name, first), (_, second) in zip(_forms(one, words), _forms(other, words), strict=True):
        # A hyphen equals a blank or nothing, and a blank never equals nothing.
        if first == second or (name not in ("nothing", "spaces", "signs", "capitals") and _joined(first, second)):
            return name
    return None


def _joined(first: str, second: str) -> bool:
    return any(_HYPHEN.sub(sign, first) == _HYPHEN.sub(sign, second) for sign in (" ", ""))


def _forms(text: str, words: LinkWords) -> Iterator[tuple[Difference, str]]:
    """Yield the forms of a wording, each made from the one before, with what they leave out of account."""
    yield "nothing", text.strip()
    text = " ".join(_EMPHASIS.sub("", text).split())
    yield "spaces", text
    text = text.translate(_SIGNS).rstrip(".,;: ")
    yield "signs", text
    # "Annex A" has no article.
    letters = {found.start() for found in re.finditer(r"\b[A-Z]\b", text)}
    text = text.casefold()
    yield "capitals", text
    text = _PARTED.sub("re·", text)
    yield "hyphens", text
    text = _WORD.sub(lambda found: words.spelt(found[0]), text)
    yield "spelling", text
    text = _without_articles(text, words, bool(letters))
    yield "articles", text
    yield "number", _WORD.sub(lambda found: _singular(found[0], words), text)


def _without_articles(text: str, words: LinkWords, has_letters: bool) -> str:
    if has_letters or not words.articles:
        return text
    return re.sub(rf"(?<![\w(.'-])(?:{'|'.join(sorted(map(re.escape, words.articles)))}) (?=\w)", "", text)


def _singular(word: str, words: LinkWords) -> str:
    return word if word in words.small or word in words.apart or len(word) <= _STEM + 1 else words.lemma(word)
