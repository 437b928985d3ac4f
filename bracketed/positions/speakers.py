"""Who speaks in a sentence of a comment: "UK and USA – …", "Cuba on behalf of the G77: …", "…, supported by Norway"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from bracketed.draft.delegations import Delegation, Names
from bracketed.positions.conditions import begins_with_condition
from bracketed.positions.lexicon import Language


@dataclass(frozen=True, slots=True)
class Speech:
    """A sentence with its speakers taken off.

    `body` is as long as the sentence up to its end, with blanks where the speakers stood, so that offsets hold.
    `unknown` are speakers whose names are in no list; `answers` are those whom the speakers name because they agree
    with them or, without `agrees`, do not.
    """

    speakers: tuple[str, ...]
    unknown: tuple[str, ...]
    body: str
    answers: tuple[str, ...] = ()
    agrees: bool = True


_DASH = re.compile(r"\s*(?:[–—:-]+>?|=+>?|→)\s*")
_JOINT = re.compile(r"\s*(?:,\s*(?:and|et|&)?|/|&|;|\band\b|\bet\b)\s*")
_NAME = r"[A-Z][\w.&’'-]*(?:\s+(?:of\s+|and\s+|the\s+|for\s+)?[A-Z(][\w.&’')-]*){0,5}"
_UNKNOWN = re.compile(rf"(?P<name>{_NAME})\s*(?:[–—:]|-\s|\s-)\s*")
# Speakers at the end of a sentence are looked for in so many characters.
_TAIL = 600
_BEHIND_QUOTATION = re.compile(r"(?<=[”\"»])\s*[:–—-]\s*")


@dataclass(frozen=True, slots=True)
class _Forms:
    """The ways in which one language names who speaks, put together from its lists of [speakers].

    `before` stands before a name ("The delegation of …"), `own` behind it ("…'s proposal is to"); `joined` before
    further names, `supporters` and `supporting` are such names at the end; `at_end` is a speaker behind the words.
    """

    article: re.Pattern[str]
    before: re.Pattern[str]
    own: re.Pattern[str]
    behalf: re.Pattern[str]
    lent: re.Pattern[str]
    joined: re.Pattern[str]
    supporters: re.Pattern[str]
    supporting: re.Pattern[str]
    at_end: re.Pattern[str]
    then: re.Pattern[str]
    agrees: re.Pattern[str]


@cache
def _forms(language: Language) -> _Forms:
    def either(*names: str) -> str:
        return language.either("speakers", *names)

    def compiled(pattern: str, exact: bool = False) -> re.Pattern[str]:
        # Names begin with a capital: where a pattern tells a name by it, case matters there.
        return re.compile(pattern, 0 if exact else re.IGNORECASE)

    article = rf"(?:{either('articles')}\s*)"
    joined = either("joined")
    words = rf"(?i:{either('adverbs')})"
    agrees = rf"(?:(?P<yes>(?i:{either('agrees')}))|(?P<no>(?i:{either('disagrees')})))"
    return _Forms(
        article=compiled(rf"\s*{article}(?=[^\W\d_])"),
        before=compiled(rf"\s*{either('before')}\s*{article}?"),
        own=compiled(rf"\s*{either('own')}\s*[:–—-]*\s*"),
        behalf=compiled(rf"[\s,(]*{either('behalf')}\s*{article}?"),
        lent=compiled(rf"{either('behalf')}\s*{article}?$"),
        joined=compiled(rf"[\s,(\[]*{joined}\s*{article}?"),
        supporters=compiled(rf"[\s,;(\[–—-]*(?<!\w){joined}\s*{article}?(?P<names>[^;:.]+?)[).\s\]]*$"),
        supporting=compiled(
            rf"\s*[(,;–—-]+\s*(?i:{article})?(?P<names>[A-ZÀ-Ý][^;:.()“”\"]*?)\s+(?i:{either('joining')})[).\s]*$", True
        ),
        at_end=compiled(
            rf"\s*(?:[(\[]|\s[–—-]+\s*|[–—:]\s*|(?<!\w)(?i:{either('by')})\s*|,\s*)(?i:{article})?"
            r"(?P<names>[A-ZÀ-Ý][^()\[\]“”\":]*?)[)\]]?[.\s]*$",
            True,
        ),
        then=compiled(rf",\s*(?:{either('then')}\s+)?"),
        agrees=compiled(
            rf"[\s,]*(?:{words}\s+)*{agrees}\s*(?i:{either('opinions')})?\s*(?i:{article})?(?P<names>[A-ZÀ-Ý].*?)"
            rf"(?i:{either('theirs')})?(?:\s+(?i:{either('closing')}))?"
            rf"(?P<more>[,:]\s+.+|\s+(?i:{either('more')})\s+.+)?[.\s]*$",
            True,
        ),
    )


def read_speech(sentence: str, names: Names, language: Language) -> Speech:
    """Take the speakers off a sentence.

    >>> from bracketed.positions.lexicon import load_language
    >>> speech = read_speech("EU – delete “online”, supported by Norway", Names.default(), load_language())
    >>> speech.speakers, speech.body.strip()
    (('EU', 'Norway'), 'delete “online”')
    """
    forms = _forms(language)
    supporters = forms.supporters.fullmatch(sentence)
    supporting = _all_known(supporters["names"], names) if supporters else ()
    if supporting:
        # "Supported by Norway": what was said before is agreed with, whoever said it.
        return Speech(supporting, (), "agree")
    at = _past_marks(sentence)
    before = forms.before.match(sentence, at)
    if before and names.longest_prefix(sentence[before.end() :]):
        at = before.end()
    known, unknown, start = _leading(sentence, at, names, language)
    if known and at and sentence[at - 1] in "([":
        start = _past_dash(sentence, start)
    if known or unknown:
        behalf = forms.behalf.match(sentence, start)
        group = names.longest_prefix(sentence[behalf.end() :]) if behalf else None
        if behalf and group:
            delegation, length = group
            known, unknown = (delegation.name,), ()
            start = _past_dash(sentence, behalf.end() + length)
        if len(known) > 1 and _ends(forms.lent, sentence[:at]):
            known = known[:1]  # "On behalf of the G77, Cuba": who lends the voice is no party to it
        joined = forms.joined.match(sentence, start)
        if joined:
            more, _, end = _leading(sentence, joined.end(), names, language)
            if more:
                known, start = _together(known, more), _past_dash(sentence, end)
        own = forms.own.match(sentence, start)
        start = own.end() if own else start
        body = " " * start + sentence[start:]
    else:
        known, body = _inside(sentence, names, language)
        if not known:
            known, body = _at_end(sentence, names, language)
    for pattern in (forms.supporters, forms.supporting):
        found = pattern.search(body, max(0, len(body) - _TAIL))
        more = _all_known(found["names"], names) if found else ()
        if found and more and (known or unknown):
            known = _together(known, more)
            body = body[: found.start()]
    if known or unknown:
        return _answering(Speech(known, unknown, body), start, names, language)
    return Speech((), (), body)


def _past_marks(sentence: str) -> int:
    """Return where a sentence begins behind a mark of a list or an opening bracket: "1) ", "• ", "("."""
    marks = re.match(r"\s*(?:(?:[-–—•*(\[]|\d+[.)])\s*)*(?=[^\W\d])", sentence)
    return marks.end() if marks else 0


def _together(known: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return (*known, *(name for name in more if name not in known))


def _past_dash(sentence: str, at: int) -> int:
    closing = re.compile(r"[\s,)\]]*").match(sentence, at)
    at = closing.end() if closing else at
    dash = _DASH.match(sentence, at)
    return dash.end() if dash else at


def _ends(pattern: re.Pattern[str], words: str) -> bool:
    return any(not words[found.end() :] for found in pattern.finditer(words))


def _answering(speech: Speech, start: int, names: Names, language: Language) -> Speech:
    """Note whom the speakers agree or disagree with, unless they go on to say themselves what they want."""
    body = speech.body
    answer = _forms(language).agrees.fullmatch(body[start:])
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
    """Find the speakers behind the words: "Delete “x” (Japan)"."""
    for found in _forms(language).at_end.finditer(sentence, max(0, len(sentence) - _TAIL)):
        # "(Mali, supported by Chad)"
        speakers = _all_known(_forms(language).joined.sub(", ", found["names"]), names)
        said = sentence[: found.start()]
        if speakers and (language.asks(said, at_start=True) or language.ends_in_verdict(said)):
            return speakers, said
    return (), sentence


def _leading(words: str, at: int, names: Names, language: Language) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the known speakers a sentence begins with, unknown ones, and where its own words begin."""
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
        # "Ruritania: delete …": a name that no list has, told by the dash or colon and the verb after it.
        typed = _UNKNOWN.match(words, at)
        # "All – delete “x”" names nobody.
        named = typed and not language.fillers.fullmatch(typed["name"])
        if typed and named and language.asks(words[typed.end() :], at_start=True):
            unknown = tuple(part.strip() for part in re.split(r",|\band\b|/", typed["name"]) if part.strip())
            end = typed.end()
    if known or unknown:
        dash = _DASH.match(words, end)
        end = dash.end() if dash else end
    return tuple(known), unknown, end


def _name_at(words: str, at: int, names: Names, language: Language) -> tuple[Delegation, int] | None:
    """Return the delegation that is named at `at`, maybe behind an article, and how many characters this takes."""
    article = _forms(language).article.match(words, at)
    skipped = article.end() - at if article else 0
    found = names.longest_prefix(words[at + skipped :])
    if found and skipped:
        return found[0], found[1] + skipped
    return found or names.longest_prefix(words[at:])


def _inside(body: str, names: Names, language: Language) -> tuple[tuple[str, ...], str]:
    """Find the speaker behind what the sentence begins with: "Instead of “x”, Japan would use “y”"."""
    first = language.connectives.match(body)
    begins = first and language.kind("connectives", first[0]) in ("INSTEAD", "AFTER", "BEFORE")
    forms = _forms(language)
    behind = forms.then if begins or begins_with_condition(body, language) else _BEHIND_QUOTATION
    for mark in behind.finditer(body):
        found, _, end = _leading(body, mark.end(), names, language)
        if found:
            return found, body[: mark.end()] + " " * (end - mark.end()) + body[end:]
    return (), body


def _all_known(words: str, names: Names) -> tuple[str, ...]:
    """Return the delegations of a list, or none if one of its parts is not known."""
    parts = names.split(words)
    return parts if parts and all(names.find(part) for part in parts) else ()
