"""The English article before a word: "a report", "an annual report"."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"(?:^|(?<=[\s(“\"‘/–—]))[Aa]n?$")
_WORD = re.compile(r"[“\"‘'(]?(\w[\w’'.\-]*)")
# Behind these words an "a" is a letter: "Annex A", "option a".
_NAMED_BY_LETTER = re.compile(
    r"(?:option|alternative|variant|alt\.?|annex|appendix|table|figure|part|section|chapter|group|category|list|class"
    r"|article|paragraph|subparagraph|item|point|schedule|form|type|column|step|phase)s?$",
    re.IGNORECASE,
)
_LONGEST_NAME = len("subparagraphs")
# Before these words too.
_NEVER_BEHIND = re.compile(
    r"(?:of|and|or|in|is|are|was|were|to|at|if|as|on|under|by|for|from|with|the|this|that|shall|should|may|will)(?!\w)",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z]{2,6}s?|[A-Z][a-z]?[A-Z]{1,4}s?")
_SAID_AS_WORD = re.compile(r"(?:NATO|NASA|SIDS|SARS|MERS|REDD|FIFA|HACCP|LEED|LAN|SAARC|MARPOL)s?")
# Letters whose names begin with a vowel: "an MoU".
_VOWEL_NAMES = "AEFHILMNORSX"
_SILENT_H = re.compile(r"(?:hour|hono|honest|heir)", re.IGNORECASE)
# Some write "a historic", some "an historic".
_EITHER = re.compile(r"histor|hereditary|hotel", re.IGNORECASE)
# Written with a vowel, spoken with a consonant: "a union", "a one-off", "a European".
_SPOKEN_Y = re.compile(
    r"(?:uni(?!n|m(?!od)|d(?!ir)|ll)|un(?:animous|animity)|us[aeiu]|ut[aeiou]|ur[aeiou]n|ubiq|eu|ewe|one(?!r)|once)",
    re.IGNORECASE,
)


def article_before(word: str) -> str:
    """Return the article that goes before a word.

    >>> [article_before(word) for word in ("report", "annual", "MoU", "UN", "hour", "European", "11th", "unintended")]
    ['a', 'an', 'an', 'a', 'an', 'a', 'an', 'an']
    """
    if word[0].isdigit():
        return "an" if re.match(r"8|1[18](?!\d)", word) else "a"
    if _ACRONYM.fullmatch(word) and not _SAID_AS_WORD.fullmatch(word):
        return "an" if word[0] in _VOWEL_NAMES else "a"
    if _SILENT_H.match(word):
        return "an"
    return "an" if word[0].casefold() in "aeiou" and not _SPOKEN_Y.match(word) else "a"


def with_article(left: str, right: str) -> str:
    """Return `left` with the article at its end, if there is one, as it goes before the words `right`.

    >>> with_article("submit an", "report"), with_article("set out in Annex A", "of the plan")
    ('submit a', 'set out in Annex A')
    """
    found = _ARTICLE.search(left, max(0, len(left) - len("an ")))
    word = _WORD.match(right)
    if found is None or word is None or _EITHER.match(word[1]) or _NEVER_BEHIND.match(word[1]):
        return left
    before = left[: found.start()].rstrip()
    is_capital = found[0][0] == "A"
    # A capital in the middle of a sentence names something: "Group A countries".
    if _NAMED_BY_LETTER.search(before, max(0, len(before) - _LONGEST_NAME)) or (
        is_capital and before and before[-1] not in ".:!?“("
    ):
        return left
    article = article_before(word[1].rstrip(".'’-"))
    return left[: found.start()] + (article.capitalize() if is_capital else article)
