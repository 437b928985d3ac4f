"""What the rules of repair know of words that meet: blanks between them, articles, and signs of emphasis."""

from __future__ import annotations

import re
from collections import Counter

# Words go back no further than this.
_REACH = 60
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# Never the beginning or the end of another word.
_WHOLE = frozenset({"shall", "should", "must", "which", "and"})
_WHOLE_BEHIND = _WHOLE | {"the"}
# In front of a figure.
_SMALL = frozenset({"by", "in", "until", "from", "of", "than", "to", "and", "or", "at", "the"})
# What may be set apart from a word as its ending, `party[ies]`, or its beginning, `[inter]national`.
# fmt: off
_ENDINGS = frozenset({
    "s", "es", "ies", "y", "n", "en", "t", "ed", "d", "ing", "ings", "al", "ally", "ly", "er", "ers", "or",
    "ors", "ion", "ions", "ment", "ments", "ity", "ities", "ive", "able", "ible", "ance", "ence", "ful",
    "less", "ness", "ship", "ise", "ised", "ize", "ized", "ism", "ist", "st", "nd", "rd", "th", "bis", "ter"
})
# fmt: on
_BEGINNINGS = frozenset(
    {"inter", "intra", "non", "sub", "trans", "multi", "bi", "pre", "re", "un", "anti", "semi", "cross", "self"}
)

_ARTICLE = re.compile(r"(?:^|(?<=[\s(“\"‘/–—]))[Aa]n?$")
_WORD_BEHIND = re.compile(r"[“\"‘'(]?(\w[\w’'.\-]*)")
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
_SPOKEN_AS_WORD = re.compile(r"(?:NATO|NASA|SIDS|SARS|MERS|REDD|FIFA|HACCP|LEED|LAN|SAARC|MARPOL)s?")
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

_EMPHASIS = re.compile(r"(?<!\\)\*+")
_BULLET = re.compile(r"[ \t]*\*[ \t]")


def are_two_words(left: str, right: str, several: bool) -> bool:
    """Return whether words that touch were set apart by a bracket, and are no parts of one word: `inter[national]`.

    `several` says that the bracket holds several words, or that there are two brackets.

    >>> are_two_words("inter", "national", False), are_two_words("state", "s and regions", True)
    (False, False)
    >>> are_two_words("entities", "The mechanism", False), are_two_words("the new port", "authority", True)
    (True, True)
    """
    before, behind = left[-1:], right[:1]
    last = _LAST_WORD.search(left[-_REACH:])
    if behind.isdecimal():
        return last is not None and last[0].lower() in _SMALL
    first = _FIRST_WORD.match(right[:_REACH])
    if first is None or not before:
        return False
    if last is None:
        # A figure or a sign is in front of the word.
        if before == ".":
            return left[-2:-1].islower() and behind.isupper()
        return before in ",;:" or (several and (before.isdecimal() or before in ")”’»"))
    # A capital behind a small letter begins a word.
    if (before.islower() and behind.isupper()) or last[0].lower() in _WHOLE or first[0].lower() in _WHOLE_BEHIND:
        return True
    return several and first[0].lower() not in _ENDINGS and last[0].lower() not in _BEGINNINGS


def article_before(word: str) -> str:
    """Return the English article that goes before a word.

    >>> [article_before(word) for word in ("report", "annual", "MoU", "UN", "hour", "European", "11th", "unintended")]
    ['a', 'an', 'an', 'a', 'an', 'a', 'an', 'an']
    """
    if word[0].isdigit():
        # Eight, eighty, eleven and eighteen; but 110 is "a hundred and ten".
        return "an" if re.match(r"8|1[18](?!\d)", word) else "a"
    if _ACRONYM.fullmatch(word) and not _SPOKEN_AS_WORD.fullmatch(word):
        return "an" if word[0] in _VOWEL_NAMES else "a"
    if _SILENT_H.match(word):
        return "an"
    return "an" if word[0].casefold() in "aeiou" and not _SPOKEN_Y.match(word) else "a"


def with_article(left: str, right: str) -> str:
    """Return `left` with the article at its end, if there is one, as it goes before the words `right`.

    >>> with_article("submit an", "report"), with_article("set out in Annex A", "of the plan")
    ('submit a', 'set out in Annex A')
    """
    article = _ARTICLE.search(left, max(0, len(left) - len("an ")))
    word = _WORD_BEHIND.match(right)
    if article is None or word is None or _EITHER.match(word[1]) or _NEVER_BEHIND.match(word[1]):
        return left
    before = left[: article.start()].rstrip()
    is_capital = article[0][0] == "A"
    # A capital in the middle of a sentence names something: "Group A countries".
    if _NAMED_BY_LETTER.search(before, max(0, len(before) - _LONGEST_NAME)) or (
        is_capital and before and before[-1] not in ".:!?“("
    ):
        return left
    # With a stop or a hyphen behind it an acronym would not be known as one.
    right_one = article_before(word[1].rstrip(".'’-"))
    return left[: article.start()] + (right_one.capitalize() if is_capital else right_one)


def odd_signs(words: str) -> frozenset[str]:
    """Return the signs of emphasis, `*` and `**`, that are in some words an odd number of times.

    >>> sorted(odd_signs("Noting* the **deep** sea"))
    ['*']
    """
    if "*" not in words:
        return frozenset()
    return frozenset(sign for sign, number in Counter(_EMPHASIS.findall(words)).items() if number % 2)


def sign_at_end(words: str) -> str:
    """Return the sign of emphasis with which some words end, or ""."""
    run = len(words) - len(words.rstrip("*"))
    return "" if words[: len(words) - run].endswith("\\") else "*" * run


def unpaired(line: str, signs: frozenset[str]) -> list[tuple[int, int]]:
    """Return where those of some signs are in a line that have no partner in it, if there are an odd number of them.

    >>> unpaired("*Noting and land", frozenset({"*"})), unpaired("* an *old* list", frozenset({"*"}))
    ([(0, 1)], [])
    """
    # The star of a bullet would look like a sign without a partner.
    bullet = _BULLET.match(line)
    runs = [run.span() for run in _EMPHASIS.finditer(line, bullet.end() if bullet else 0)]
    alone: list[tuple[int, int]] = []
    for sign in signs:
        same = [(start, end) for start, end in runs if line[start:end] == sign]
        opening: list[tuple[int, int]] = []
        for start, end in same if len(same) % 2 else ():
            closes = start > 0 and not line[start - 1].isspace()
            opens = end < len(line) and not line[end].isspace()
            if opening and closes:
                opening.pop()
            else:
                (opening if opens else alone).append((start, end))
        alone += opening
    return sorted(alone)
