"""Whether brackets side by side are one choice: `[shall][should]` are, `[, in part,][and fully]` are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bracketed.parsing.conventions import PLACEHOLDER

_COMPLETES = re.compile(
    r"[,;:.(]|(?:and|or|with|including|as|in|of|for|to|by|on|at|from|where|subject|taking)\b", re.IGNORECASE
)
_MODAL = re.compile(
    r"(?:shall|should|may|must|will|can|could|might|would|are|is|ought|agrees?|decides?|invites?|urges?|requests?|encourages?)\b",
    re.IGNORECASE,
)
_SAME_OPENING = re.compile(r"(?:with|in|for|by|on|at|from)\b", re.IGNORECASE)
_FIGURE = re.compile(r"[\d.,%\s–-]+$")


def all_alike(contents: Sequence[str]) -> tuple[bool, bool]:
    """Say whether the contents of adjacent brackets are of the same sort of phrase, so that only one can stand.

    Returns:
        Whether they are, and whether that is beyond doubt.

    >>> all_alike(["shall", "should"]), all_alike([", including women,", "and youth"])
    ((True, True), (False, True))
    >>> all_alike(["new", "additional"])
    (True, False)
    """
    if all(_MODAL.match(content) for content in contents):
        # "[shall, as appropriate,][shall]": a verb needs no second one, whatever stands behind it.
        return True, True
    openings = {content.split(" ")[0].casefold() for content in contents}
    if len(openings) == 1 and _SAME_OPENING.match(contents[0]) and _share_words(contents):
        # "[with concern] [with deep concern]"
        return True, False
    if all(content.startswith((".", ";")) for content in contents):
        # "[.][; and]": one end of a sentence or another.
        return True, True
    if any(_COMPLETES.match(content) or content.endswith((",", ";")) for content in contents):
        return False, True
    for sort in (_MODAL, _FIGURE):
        hits = [bool(sort.match(content)) for content in contents]
        if any(hits):
            return all(hits), True
    if any(PLACEHOLDER.fullmatch(content) for content in contents):
        return False, True
    lengths = [len(content.split()) for content in contents]
    if _share_words(contents):
        return True, True
    # "Part[y][ies]": pieces of a word.
    if all(length == 1 for length in lengths) and max(map(len, contents)) <= 3:
        return True, True
    return max(lengths) <= 3 * min(lengths), False


def _share_words(contents: Sequence[str]) -> bool:
    """Say whether the first content has a word of some length, not the one it opens with, in common with each other."""
    words = [set(re.findall(r"\w{4,}", content.casefold())) - {"with", "from"} for content in contents]
    return all(words[0] & other for other in words[1:])
