"""Whether words that meet at a seam are parts of one word, as in `inter[national]`, or two that need a blank."""

from __future__ import annotations

import re

_LAST = re.compile(r"[^\W\d_]+$")
_FIRST = re.compile(r"[^\W\d_]+")
# They stand alone, never as the beginning or the end of another word.
_WHOLE = frozenset({"shall", "should", "must", "which", "and"})
_WHOLE_BEHIND = _WHOLE | {"the"}
# In front of a figure.
_SMALL = frozenset({"by", "in", "until", "from", "of", "than", "to", "and", "or", "at", "the"})
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
# Words go back no further than this.
_REACH = 60


def are_two_words(left: str, right: str, several: bool) -> bool:
    """Say whether words that touch at a seam were set apart by the bracket there; `several` if it holds
    several words, or if there are two brackets.

    >>> are_two_words("inter", "national", False), are_two_words("state", "s and regions", True)
    (False, False)
    >>> are_two_words("entities", "The mechanism", False), are_two_words("the new port", "authority", True)
    (True, True)
    """
    before, behind = left[-1:], right[:1]
    last = _LAST.search(left[-_REACH:])
    if behind.isdecimal():
        return last is not None and last[0].lower() in _SMALL
    first = _FIRST.match(right[:_REACH])
    if first is None or not before:
        return False
    if last is None:
        return _are_apart(left, behind, several)
    # A capital behind a small letter begins a word.
    if (before.islower() and behind.isupper()) or last[0].lower() in _WHOLE or first[0].lower() in _WHOLE_BEHIND:
        return True
    return several and first[0].lower() not in _ENDINGS and last[0].lower() not in _BEGINNINGS


def _are_apart(left: str, behind: str, several: bool) -> bool:
    """Say whether a word is to be set apart from a figure or a sign in front of it."""
    before = left[-1:]
    if before == ".":
        return left[-2:-1].islower() and behind.isupper()
    return before in ",;:" or (several and (before.isdecimal() or before in ")”’»"))
