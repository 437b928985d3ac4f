"""Conditions on a stance: "… provided that “should” is used in L.7-a", "if “x” is deleted, …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bracketed.positions.lexicon import Language


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to be chosen for a stance to count: the words that stay (`kept`) or go, and in which provision.

    `label` is "" where the condition does not name a provision.
    """

    words: str
    label: str
    kept: bool


_LABEL = r"(?:[^\W\d_]+\.?\s+)?[\w.\-()]*\d[\w.\-()]*"


@dataclass(frozen=True, slots=True)
class _Forms:
    """The ways in which one language puts a condition, put together from its lists of [conditions].

    `said_last` is "“should” is used in L.7-a", `said_first` is "L.7-a uses “should”".
    """

    begins: re.Pattern[str]
    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    courtesy: re.Pattern[str]
    said_last: re.Pattern[str]
    said_first: re.Pattern[str]


@cache
def _forms(language: Language) -> _Forms:
    def either(*names: str) -> str:
        return language.either("conditions", *names)

    then = language.either("speakers", "then")
    return _Forms(
        begins=re.compile(rf"\s*{either('leading', 'unless')}", re.IGNORECASE),
        leading=re.compile(
            rf"\s*(?:{either('leading')}|(?P<unless>{either('unless')}))\s+(?P<condition>[^;]+?)"
            rf"(?:,\s*(?:{then}\s+)?|\s+{then}\s+)(?=\S)",
            re.IGNORECASE,
        ),
        trailing=re.compile(
            rf"[,;]?\s*(?<!\w)(?:{either('trailing')}|(?P<bare>{either('bare')})|(?P<unless>{either('unless')}))\s+"
            r"(?P<condition>[^;]+?)[.\s]*$",
            re.IGNORECASE,
        ),
        courtesy=re.compile(rf"(?<!\w){either('courtesy')}\s*$", re.IGNORECASE),
        said_last=re.compile(
            rf"""(?:{either("nouns")}\s+)?
            (?:[“"«][ \u00a0\u202f]?(?P<quoted>[^”"»]+?)[ \u00a0\u202f]?[”"»]|(?P<bare>[^“"”«»]+?))
            (?:\s+{either("in")}\s+(?P<before>{_LABEL}))?
            \s+{either("copulas")}?\s*{either("also")}?\s*(?:(?P<kept>{either("kept")})|(?P<gone>{either("gone")}))?
            (?:\s*{either("from")}\s+(?P<after>{_LABEL}))?\s*""",
            re.VERBOSE | re.IGNORECASE,
        ),
        said_first=re.compile(
            rf"""(?:(?P<label>{_LABEL})\s+{either("places")}|
            {either("subjects")}?\s*(?:(?P<kept>{either("keeping")})|(?P<gone>{either("deleting")})))\s+
            {language.words["articles"].pattern}?\s*[“"«]\s*(?P<words>[^”"»]+?)\s*[”"»](?:\s+{either("from")}\s+(?P<after>{_LABEL}))?\s*""",
            re.VERBOSE | re.IGNORECASE,
        ),
    )


def _find(body: str, forms: _Forms) -> re.Match[str] | None:
    """Return the condition that a sentence begins or ends with; "would appreciate it if" is none."""
    leading = forms.leading.match(body)
    if leading:
        return leading
    found = forms.trailing.search(body)
    while found and forms.courtesy.search(body[: found.start()]):
        found = forms.trailing.search(body, found.start("condition"))
    return found


def begins_with_condition(body: str, language: Language) -> bool:
    """Say whether words begin with a condition: "if “x” is deleted"."""
    return _forms(language).begins.match(body) is not None


def split_condition(body: str, language: Language) -> tuple[str, Condition | None, bool]:
    """Take a condition off the body of a sentence.

    Returns:
        The body with blanks where the condition stood, the condition, and whether there is one that could not be read.

    >>> from bracketed.positions.lexicon import load_language
    >>> split_condition("can accept “x” provided that “should” is used in L.7-a", load_language())
    ('can accept “x”', Condition(words='should', label='L.7-a', kept=True), False)
    >>> split_condition("keep “x”", load_language())
    ('keep “x”', None, False)
    """
    forms = _forms(language)
    found = _find(body, forms)
    if not found:
        return body, None, False
    leading = found.re is forms.leading
    rest = " " * found.end() + body[found.end() :] if leading else body[: found.start()]
    # "unless “x” is kept" means: if it goes.
    unless = bool(found["unless"])
    other = forms.said_first.fullmatch(found["condition"])
    if other:
        label = (other["label"] or other["after"] or "").rstrip(".")
        return rest, Condition(other["words"], label, bool(other["gone"]) == unless), False
    form = forms.said_last.fullmatch(found["condition"])
    # "subject to “should” in L.7-a" names the words that stay without saying so.
    stays = not leading and found["bare"]
    if stays and not form:
        copula = language.lists["conditions"]["copulas"][0]
        form = forms.said_last.fullmatch(f"{found['condition']} {copula}")
    if not form or not (form["kept"] or form["gone"] or stays):
        return body, None, True
    words = (form["quoted"] or form["bare"] or "").strip()
    label = (form["after"] or form["before"] or "").rstrip(".")
    if not words:
        return body, None, True
    return rest, Condition(words, label, bool(form["gone"]) == unless), False
