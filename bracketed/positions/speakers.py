"""Takes off a sentence what stands around its request: who speaks, whom they answer, and on what condition.

"UK and USA – …", "Cuba on behalf of the G77: …", "…, supported by Norway", "… provided that “should” is used in L.7".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bracketed.draft.delegations import Delegation, Names
from bracketed.positions.lexicon import Language


@dataclass(frozen=True, slots=True)
class Speech:
    """A sentence with its speakers taken off: its `body` has blanks where they stood, so that offsets hold.

    `unknown` are speakers whose names are in no list; `answers` are those with whom the speakers say that they agree
    or, without `agrees`, do not.
    """

    speakers: tuple[str, ...]
    unknown: tuple[str, ...]
    body: str
    answers: tuple[str, ...] = ()
    agrees: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to be chosen for a stance to count: words that stay (`kept`) or go, in the provision `label` if any."""

    words: str
    label: str
    kept: bool


_DASH = re.compile(r"\s*(?:[–—:-]+>?|=+>?|→)\s*")
_JOINT = re.compile(r"\s*(?:,\s*(?:and|et|&)?|/|&|;|\band\b|\bet\b)\s*")
_NAME = r"[A-Z][\w.&’'-]*(?:\s+(?:of\s+|and\s+|the\s+|for\s+)?[A-Z(][\w.&’')-]*){0,5}"
_UNKNOWN = re.compile(rf"(?P<name>{_NAME})\s*(?:[–—:]|-\s|\s-)\s*")
_LIST_MARK = re.compile(r"\s*(?:(?:[-–—•*(\[]|\d+[.)])\s*)*(?=[^\W\d])")
_BEHIND_QUOTATION = re.compile(r"(?<=[”\"»])\s*[:–—-]\s*")
# Speakers at the end of a sentence are looked for in so many characters; more would make long remarks slow.
_TAIL = 600

# How one language names who speaks, by its lists of [speakers]. Names begin with a capital: where a pattern tells a
# name by it, case matters there.
_THE = r"(?:{speakers.articles}\s*)"
_ARTICLE = rf"(?i)\s*{_THE}(?=[^\W\d_])"
# "The delegation of …", "…'s proposal is to", "… on behalf of"
_BEFORE = rf"(?i)\s*{{speakers.before}}\s*{_THE}?"
_OWN = r"(?i)\s*{speakers.own}\s*[:–—-]*\s*"
_BEHALF = rf"(?i)[\s,(]*{{speakers.behalf}}\s*{_THE}?"
_LENT = rf"(?i){{speakers.behalf}}\s*{_THE}?$"
_JOINED = rf"(?i)[\s,(\[]*{{speakers.joined}}\s*{_THE}?"
# Names at the end: "…, supported by Norway and Chad", "…, Norway agrees", "Delete “x” (Japan)"
_SUPPORTERS = rf"(?i)[\s,;(\[–—-]*(?<!\w){{speakers.joined}}\s*{_THE}?(?P<names>[^;:.]+?)[).\s\]]*$"
_SUPPORTING = rf"\s*[(,;–—-]+\s*(?i:{_THE})?(?P<names>[A-ZÀ-Ý][^;:.()“”\"]*?)\s+(?i:{{speakers.joining}})[).\s]*$"
_AT_END = (
    rf"\s*(?:[(\[]|\s[–—-]+\s*|[–—:]\s*|(?<!\w)(?i:{{speakers.by}})\s*|,\s*)(?i:{_THE})?"
    r"(?P<names>[A-ZÀ-Ý][^()\[\]“”\":]*?)[)\]]?[.\s]*$"
)
_AGREES = (
    r"[\s,]*(?:(?i:{speakers.adverbs})\s+)*(?:(?P<yes>(?i:{speakers.agrees}))|(?P<no>(?i:{speakers.disagrees})))\s*"
    rf"(?i:{{speakers.opinions}})?\s*(?i:{_THE})?(?P<names>[A-ZÀ-Ý].*?)"
    r"(?i:{speakers.theirs})?(?:\s+(?i:{speakers.closing}))?(?P<more>[,:]\s+.+|\s+(?i:{speakers.more})\s+.+)?[.\s]*$"
)
_THEN = r"(?i),\s*(?:{speakers.then}\s+)?"

# How one language puts a condition, by its lists of [conditions].
CONDITION_BEGINS = r"(?i)\s*(?:{conditions.leading}|{conditions.unless})"
_LEADING = (
    r"(?i)\s*(?:{conditions.leading}|(?P<unless>{conditions.unless}))\s+(?P<condition>[^;]+?)"
    r"(?:,\s*(?:{speakers.then}\s+)?|\s+{speakers.then}\s+)(?=\S)"
)
_TRAILING = (
    r"(?i)[,;]?\s*(?<!\w)(?:{conditions.trailing}|(?P<bare>{conditions.bare})|(?P<unless>{conditions.unless}))\s+"
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
    {{words.articles}}?\s*[“"«]\s*(?P<words>[^”"»]+?)\s*[”"»](?:\s+{{conditions.from}}\s+(?P<after>{_LABEL}))?\s*"""


def read_speech(sentence: str, names: Names, language: Language) -> Speech:
    """Take the speakers off a sentence: "EU – delete “online”, supported by Norway"."""
    supporters = language.compile(_SUPPORTERS).fullmatch(sentence)
    supporting = _all_known(supporters["names"], names) if supporters else ()
    if supporting:
        # "Supported by Norway": the request before is agreed with, whosever it is.
        return Speech(supporting, (), "agree")
    # Behind a mark of a list or an opening bracket: "1) ", "• ", "("
    mark = _LIST_MARK.match(sentence)
    at = mark.end() if mark else 0
    before = language.compile(_BEFORE).match(sentence, at)
    if before and names.longest_prefix(sentence[before.end() :]):
        at = before.end()
    known, unknown, start = _leading(sentence, at, names, language)
    if known or unknown:
        if known and at and sentence[at - 1] in "([":
            start = _past_dash(sentence, start)
        known, unknown, start = _on_behalf(sentence, at, (known, unknown, start), names, language)
        own = language.compile(_OWN).match(sentence, start)
        start = own.end() if own else start
        body = " " * start + sentence[start:]
    else:
        known, body = _inside(sentence, names, language)
        if not known:
            known, body = _at_end(sentence, names, language)
    if not known and not unknown:
        return Speech((), (), body)
    for pattern in (_SUPPORTERS, _SUPPORTING):
        found = language.compile(pattern).search(body, max(0, len(body) - _TAIL))
        more = _all_known(found["names"], names) if found else ()
        if found and more:
            known = _together(known, more)
            body = body[: found.start()]
    return _answering(Speech(known, unknown, body), start, names, language)


_Speakers = tuple[tuple[str, ...], tuple[str, ...], int]


def _on_behalf(sentence: str, at: int, speakers: _Speakers, names: Names, language: Language) -> _Speakers:
    # "Cuba on behalf of the G77": the group speaks, and with it whoever joins.
    known, unknown, start = speakers
    behalf = language.compile(_BEHALF).match(sentence, start)
    group = names.longest_prefix(sentence[behalf.end() :]) if behalf else None
    if behalf and group:
        delegation, length = group
        known, unknown = (delegation.name,), ()
        start = _past_dash(sentence, behalf.end() + length)
    if len(known) > 1 and any(lent.end() == at for lent in language.compile(_LENT).finditer(sentence, 0, at)):
        known = known[:1]  # "On behalf of the G77, Cuba": who lends the voice is no party to it
    joined = language.compile(_JOINED).match(sentence, start)
    if joined:
        more, _, end = _leading(sentence, joined.end(), names, language)
        if more:
            known, start = _together(known, more), _past_dash(sentence, end)
    return known, unknown, start


def _together(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return (*known, *(name for name in more if name not in known))


def _past_dash(sentence: str, at: int) -> int:
    while sentence[at : at + 1] in (",", ")", "]") or sentence[at : at + 1].isspace():
        at += 1
    dash = _DASH.match(sentence, at)
    return dash.end() if dash else at


def _answering(speech: Speech, start: int, names: Names, language: Language) -> Speech:
    """Note whom the speakers agree or disagree with, unless they go on to say themselves what they want."""
    body = speech.body
    answer = language.compile(_AGREES).fullmatch(body[start:])
    others = _all_known(answer["names"], names) if answer else ()
    if not answer or not others:
        return speech
    more = answer["more"] or ""
    if answer["yes"] and language.asks(more.lstrip(", :"), at_start=True):
        # "agrees with Japan to delete “x”", "agrees with Japan, delete “x”"
        at = start + answer.start("more")
        return replace(speech, body=" " * at + body[at:].replace(",", " ", 1).replace(":", " ", 1))
    return replace(speech, answers=others, agrees=bool(answer["yes"]))


def _at_end(sentence: str, names: Names, language: Language) -> tuple[tuple[str, ...], str]:
    # "Delete “x” (Japan)": the words must ask for something, else the name may be one of them.
    for found in language.compile(_AT_END).finditer(sentence, max(0, len(sentence) - _TAIL)):
        # "(Mali, supported by Chad)"
        speakers = _all_known(language.compile(_JOINED).sub(", ", found["names"]), names)
        request = sentence[: found.start()]
        if speakers and (language.asks(request, at_start=True) or language.ends_in_verdict(request)):
            return speakers, request
    return (), sentence


def _leading(words: str, at: int, names: Names, language: Language) -> _Speakers:
    """Return the known speakers that a sentence begins with, unknown ones, and where its own words begin."""
    known: list[str] = []
    end = at
    while found := _name_at(words, at, names, language):
        delegation, length = found
        known.append(delegation.name)
        end = at + length
        joint = _JOINT.match(words, end)
        if not joint:
            break
        at = joint.end()
    unknown: tuple[str, ...] = ()
    if not known or at > end:
        # "Ruritania: delete …": a name that no list has, known by the dash or colon and the verb after it.
        typed = _UNKNOWN.match(words, at)
        # "All – delete “x”" names nobody.
        named = typed and not language.words["fillers"].fullmatch(typed["name"])
        if typed and named and language.asks(words[typed.end() :], at_start=True):
            unknown = tuple(part.strip() for part in re.split(r",|\band\b|/", typed["name"]) if part.strip())
            end = typed.end()
    dash = _DASH.match(words, end) if known or unknown else None
    return tuple(known), unknown, dash.end() if dash else end


def _name_at(words: str, at: int, names: Names, language: Language) -> tuple[Delegation, int] | None:
    # The article may be a part of the name, "The Gambia", or not, "the EU".
    article = language.compile(_ARTICLE).match(words, at)
    skipped = article.end() - at if article else 0
    found = names.longest_prefix(words[at + skipped :])
    if found and skipped:
        return found[0], found[1] + skipped
    return found or names.longest_prefix(words[at:])


def _inside(body: str, names: Names, language: Language) -> tuple[tuple[str, ...], str]:
    # "Instead of “x”, Japan would use “y”": the speaker stands behind what the sentence begins with.
    first = language.connectives.match(body)
    begins = first and language.kind("connectives", first[0]) in ("INSTEAD", "AFTER", "BEFORE")
    behind = language.compile(_THEN) if begins or language.compile(CONDITION_BEGINS).match(body) else _BEHIND_QUOTATION
    for mark in behind.finditer(body):
        found, _, end = _leading(body, mark.end(), names, language)
        if found:
            return found, body[: mark.end()] + " " * (end - mark.end()) + body[end:]
    return (), body


def _all_known(words: str, names: Names) -> tuple[str, ...]:
    # Where one name is not known, the words may be no list of delegations at all.
    parts = names.split(words)
    return parts if all(names.find(part) for part in parts) else ()


def split_condition(body: str, language: Language) -> tuple[str, Condition | None, bool]:
    """Return the body of a sentence with blanks for its condition, this, and whether there is one that is not read."""
    leading, trailing = language.compile(_LEADING).match(body), language.compile(_TRAILING)
    found = leading or trailing.search(body)
    # "would appreciate it if" is no condition.
    while found and not leading and language.compile(_COURTESY).search(body[: found.start()]):
        found = trailing.search(body, found.start("condition"))
    if not found:
        return body, None, False
    rest = " " * found.end() + body[found.end() :] if leading else body[: found.start()]
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
