"""Takes the condition off a sentence: "… provided that “should” is used in L.7"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bracketed.positions.lexicon import Language


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to be chosen for a stance to count: words that stay (`kept`) or go, in the provision `label` if any."""

    words: str
    label: str
    kept: bool


_DASH = re.compile(r"\s*[–—:,-]\s*")
# A name in front of a condition is no longer than this.
_NAME_IN_FRONT = 60

# How one language puts a condition, by its lists of [conditions].
_LEADING = (
    r"(?i)\s*(?:{conditions.leading}|(?P<unless>{conditions.unless}))\s+(?P<condition>[^;]+?)"
    r"(?:,\s*(?:{conditions.then}\s+)?|\s+{conditions.then}\s+)(?=\S)"
)
# A run of blanks is entered at its beginning only, or a long one would be gone through from each of its places.
_TRAILING = (
    r"(?i)(?<!\s)[,;]?\s*(?<!\w)(?:{conditions.trailing}|(?P<bare>{conditions.bare})|(?P<unless>{conditions.unless}))\s+"
    r"(?P<condition>[^;]+?)[.\s]*$"
)
_COURTESY = r"(?i)(?<!\w){conditions.courtesy}\s*$"
_LABEL = r"(?:[^\W\d_]+\.?\s+)?[\w.\-()]*\d[\w.\-()]*"
# "“should” is used in L.7-a", and "L.7-a uses “should”"
_SAID_LAST = rf"""(?ix)(?:{{conditions.nouns}}\s+)?
    (?:[“"«][ \u00a0\u202f]?(?P<quoted>[^”"»]+?)[ \u00a0\u202f]?[”"»]|(?P<bare>[^“"”«»]+?))
    (?:\s+{{conditions.in}}\s+(?P<before>{_LABEL}))?\s+{{conditions.copulas}}?\s*{{conditions.also}}?\s*
    (?:(?P<kept>{{conditions.kept}})|(?P<gone>{{conditions.gone}}))?
    (?:\s*{{conditions.from}}\s+(?P<after>{_LABEL}))?\s*"""
_SAID_FIRST = rf"""(?ix)(?:(?P<label>{_LABEL})\s+{{conditions.places}}|
    {{conditions.subjects}}?\s*(?:(?P<kept>{{conditions.keeping}})|(?P<gone>{{conditions.deleting}})))\s+
    {{conditions.articles}}?\s*[“"«]\s*(?P<words>[^”"»]+?)\s*[”"»](?:\s+{{conditions.from}}\s+(?P<after>{_LABEL}))?\s*"""


def _leading(body: str, language: Language) -> re.Match[str] | None:
    # In front of the sentence, or behind the name of who speaks: "Norway – if “x” goes, …"
    pattern = language.compile(_LEADING)
    starts = [0, *(dash.end() for dash in _DASH.finditer(body[:_NAME_IN_FRONT]))]
    return next(filter(None, (pattern.match(body, start) for start in starts)), None)


def _is_none(before: str, language: Language) -> bool:
    quoted = before.count("“") > before.count("”")
    return quoted or language.compile(_COURTESY).search(before) is not None


def split_condition(body: str, language: Language) -> tuple[str, Condition | None, bool]:
    """Return the body of a sentence with blanks for its condition, this, and whether there is one that is not read."""
    leading, trailing = _leading(body, language), language.compile(_TRAILING)
    found = leading or trailing.search(body)
    # "would appreciate it if" is no condition, and words of a quotation are none.
    while found and not leading and _is_none(body[: found.start()], language):
        found = trailing.search(body, found.start("condition"))
    if not found:
        return body, None, False
    blank = " " * (found.end() - found.start())
    rest = body[: found.start()] + blank + body[found.end() :] if leading else body[: found.start()]
    # "unless “x” is kept" means: if it goes.
    unless = bool(found["unless"])
    other = language.compile(_SAID_FIRST).fullmatch(found["condition"])
    if other:
        label = (other["label"] or other["after"] or "").rstrip(".")
        return rest, Condition(other["words"], label, bool(other["gone"]) == unless), False
    said_last = language.compile(_SAID_LAST)
    form = said_last.fullmatch(found["condition"])
    # "subject to “should” in L.7-a" names the words that stay without saying so.
    stays = not leading and found["bare"]
    if stays and not form:
        form = said_last.fullmatch(f"{found['condition']} {language.lists['conditions']['copulas'][0]}")
    words = (form["quoted"] or form["bare"] or "").strip() if form else ""
    if not form or not words or not (form["kept"] or form["gone"] or stays):
        return body, None, True
    label = (form["after"] or form["before"] or "").rstrip(".")
    return rest, Condition(words, label, bool(form["gone"]) == unless), False
