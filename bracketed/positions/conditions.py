"""Conditions on a stance: "… provided that “should” is used in L.7-a", "if “x” is deleted, …"."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to be chosen for a stance to count: the words that stay (`kept`) or go, and in which provision.

    `label` is "" where the condition does not name a provision.
    """

    words: str
    label: str
    kept: bool


_TRAILING = re.compile(
    r"[,;]?\s*(?<!appreciate it )(?<!grateful )(?<!welcome it )(?<!prefer it )(?<!prefer )(?<!be good )(?<!be better )"
    r"\b(?:provided(?:\s+that)?|on\s+(?:the\s+)?condition\s+that|only\s+if|(?P<bare>subject\s+to|only\s+with|in\s+exchange\s+for|in\s+return\s+for)|as\s+long\s+as|so\s+long\s+as|if)\s+"
    r"(?P<condition>[^;]+?)[.\s]*$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\s*(?:if|should|where|provided(?:\s+that)?)\s+(?P<condition>[^;]+?),\s*(?:then\s+)?(?=\S)", re.IGNORECASE
)
_KEPT = (
    r"(?:used|chosen|kept|retained|included|accepted|selected|inserted|maintained|agreed|adopted|taken|"
    r"there|in|stays|stay|remains|remain|remains in|stays in)"
)
_GONE = r"(?:deleted|removed|dropped|omitted|taken out|left out|struck|goes|go|goes out|comes out)"
_FORM = re.compile(
    rf"""(?:the\s+(?:word|words|term|phrase|text)\s+)?
    (?:[“"](?P<quoted>[^”"]+)[”"]|(?P<bare>[^“"”]+?))
    (?:\s+(?:in|of)\s+(?P<before>[\w.\-()]+(?:\s\d[\w.()]*)?))?
    \s+(?:is|are|be|was|were|has\s+been|can\s+be|could\s+be)?\s*(?:also\s+)?(?:(?P<kept>{_KEPT})|(?P<gone>{_GONE}))?
    (?:\s*(?:in|of|from)\s+(?P<after>[\w.\-()]+(?:\s\d[\w.()]*)?))?\s*""",
    re.VERBOSE | re.IGNORECASE,
)

_LABEL = r"(?:(?:article|art\.|paragraph|para\.?)\s+)?[\w.\-()]*\d[\w.\-()]*"
# "L.7-a uses “should”", "we keep “should” in L.7-a"
_SAID_FIRST = re.compile(
    rf"""(?:(?P<label>{_LABEL})\s+(?:uses|has|reads|says|keeps|retains|is|stays)|
    (?:we|others|all|everyone|delegations|others|the\s+text)?\s*
    (?:(?P<kept>uses?|keeps?|retains?|has|have|choose|reads?)|(?P<gone>deletes?|removes?|drops?|omits?)))\s+
    (?:the\s+)?[“"](?P<words>[^”"]+)[”"](?:\s+(?:in|of|from)\s+(?P<after>{_LABEL}))?\s*""",
    re.VERBOSE | re.IGNORECASE,
)


def split_condition(body: str) -> tuple[str, Condition | None, bool]:
    """Take a condition off the body of a sentence.

    Returns:
        The body with blanks where the condition stood, the condition, and whether there is one that could not be read.

    >>> split_condition("can accept “x” provided that “should” is used in L.7-a")
    ('can accept “x”', Condition(words='should', label='L.7-a', kept=True), False)
    >>> split_condition("keep “x”")
    ('keep “x”', None, False)
    """
    leading = _LEADING.match(body)
    found = leading or _TRAILING.search(body)
    if not found:
        return body, None, False
    rest = " " * found.end() + body[found.end() :] if leading else body[: found.start()]
    other = _SAID_FIRST.fullmatch(found["condition"])
    if other:
        label = (other["label"] or other["after"] or "").rstrip(".")
        return rest, Condition(other["words"], label, not other["gone"]), False
    form = _FORM.fullmatch(found["condition"])
    # "subject to “should” in L.7-a" names the words that stay without saying so.
    stays = not leading and found["bare"]
    if stays and not form:
        form = _FORM.fullmatch(f"{found['condition']} is")
    if not form or not (form["kept"] or form["gone"] or stays):
        return body, None, True
    words = (form["quoted"] or form["bare"] or "").strip()
    label = (form["after"] or form["before"] or "").rstrip(".")
    if not words:
        return body, None, True
    return rest, Condition(words, label, not form["gone"]), False
