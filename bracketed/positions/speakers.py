"""Who speaks in a sentence of a comment: "UK and USA – …", "Cuba on behalf of the G77: …", "…, supported by Norway"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bracketed.positions.language import Language
from bracketed.text.delegations import Names


@dataclass(frozen=True, slots=True)
class Speech:
    """A sentence with its speakers taken off.

    `body` is as long as the sentence up to its end, with blanks where the speakers stood, so that offsets hold.
    `unknown` are speakers whose names are in no list; `agrees_with` are those whom the speakers agree with.
    """

    speakers: tuple[str, ...]
    unknown: tuple[str, ...]
    body: str
    agrees_with: tuple[str, ...] = ()


_DASH = re.compile(r"\s*(?:[–—:-]+>?|=+>?|→)\s*")
_JOINT = re.compile(r"\s*(?:,\s*(?:and|&)?|/|&|;|\band\b|\bet\b)\s*")
_NAME = r"[A-Z][\w.&’'-]*(?:\s+(?:of\s+|and\s+|the\s+|for\s+)?[A-Z(][\w.&’')-]*){0,5}"
_UNKNOWN = re.compile(rf"(?P<name>{_NAME})\s*(?:[–—:]|-\s|\s-)\s*")
_BEHALF = re.compile(
    r"[\s,(]*(?:speaking\s+)?(?:on behalf of|in the name of|o\.?/?b\.?/?o\.?|for)\s+(?:the\s+)?", re.IGNORECASE
)
# What may stand before the name of who speaks: "The delegation of …", "Proposal by …", "For …".
_BEFORE = re.compile(
    r"\s*(?:(?:the\s+)?(?:distinguished\s+)?(?:delegations?|delegates?|representatives?)\s+(?:of|from)|"
    r"(?:the\s+|a\s+|an\s+)?(?:\w+\s+)?"
    r"(?:proposals?|suggestions?|requests?|comments?|preference|position|view|input|amendment|edits?)\s+(?:by|from|of)|"
    r"for|(?:speaking\s+)?on behalf of|per|as\s+(?:proposed|suggested|requested)\s+by|according\s+to)\s+(?:the\s+)?",
    re.IGNORECASE,
)
# In French an article stands before most names: "le Sénégal", "l'Inde", "la délégation du Maroc".
_ARTICLE = re.compile(
    r"(?:la\s+délégation\s+)?(?:(?:de\s+la|le|la|les|du|des|de)\s+|(?:de\s+)?[ld]['’]\s*)", re.IGNORECASE
)
# What may stand behind it: "…'s proposal is to", "…, supported by Norway,".
_OWN = re.compile(
    r"['’]s?\s+(?:\w+\s+)?(?:proposals?|suggestions?|requests?|comments?|preference|position|view|request)\b"
    r"\s*(?:is|was|remains)?\s*(?:to\b|that\b)?\s*[:–—-]*\s*",
    re.IGNORECASE,
)
_WITH = r"(?:also\s+)?(?:supported|seconded|backed|joined|echoed|endorsed|followed|co-?sponsored)\s+by"
_JOINED = re.compile(
    rf"[\s,(\[]*(?:{_WITH}|with\s+(?:the\s+)?(?:support|backing)\s+of|together\s+with|along\s+with|jointly\s+with)"
    r"\s+(?:the\s+)?",
    re.IGNORECASE,
)
_SUPPORTED = re.compile(
    rf"[\s,;(\[–—-]*(?:{_WITH}|with\s+(?:the\s+)?support\s+(?:of|from)|together\s+with)\s+(?:the\s+)?"
    r"(?P<names>[^;:.]+?)[).\s\]]*$",
    re.IGNORECASE,
)
_SUPPORTING = re.compile(
    r"\s*[(,;–—-]+\s*(?:the\s+)?(?P<names>[A-Z][^;:.()“”\"]*?)\s+(?:also\s+)?"
    r"(?:supports?|agrees?|concurs?|seconds?|joins?|supporting|agreeing|idem|too)[).\s]*$"
)
# A speaker at the end: "Delete “x” (Japan)", "“x” is not acceptable to Japan".
_TRAILING = re.compile(
    r"\s*(?:[(\[]|\s[–—-]+\s*|[–—:]\s*|\bby\s+|\bfrom\s+|\bto\s+|\bfor\s+|,\s*)(?:the\s+)?"
    r"(?P<names>[A-Z][^()\[\]“”\":]*?)[)\]]?[.\s]*$"
)
_CONDITION = re.compile(r"\s*(?:if|should|where|provided|as long as|so long as|on condition)\b", re.IGNORECASE)
_AGREES = re.compile(
    r"[\s,]*(?:(?:can|could|also|fully|strongly|we|would|like|to|as well|completely|entirely)\s+)*"
    r"(?:agrees?|concurs?|is in agreement|are in agreement|is in line|aligns? (?:itself|themselves|ourselves)|aligns?|"
    r"associates? (?:itself|themselves|ourselves)|sides?|joins?|supports?|supporting|seconds?|echoes|echo|backs?|"
    r"endorses?|shares?|follows?|same(?: as| position as)?|as|like|idem|see|is of the same view as|stands)\s+"
    r"(?:with\s+)?(?:the\s+)?(?:(?:comments?|proposals?|positions?|views?|suggestions?|requests?|statements?|"
    r"interventions?|remarks?|opinion)\s+(?:of|by|from|made by)\s+)?(?:the\s+)?"
    r"(?P<names>[A-Z].*?)"
    r"(?:['’]s?\s+(?:\w+\s+)?(?:positions?|proposals?|comments?|requests?|views?|suggestions?|text|point|statement|"
    r"intervention|opinion|preference|wording|language|deletion|concerns?))?"
    r"(?:\s+(?:on this|here|on this point|on this one|above|in this regard))?"
    r"(?P<more>[,:]\s+.+|\s+(?:to|that|on|in)\s+.+)?[.\s]*$"
)


def read_speech(sentence: str, names: Names, language: Language) -> Speech:
    """Take the speakers off a sentence.

    >>> from bracketed.positions.language import load_language
    >>> speech = read_speech("EU – delete “online”, supported by Norway", Names.default(), load_language())
    >>> speech.speakers, speech.body.strip()
    (('EU', 'Norway'), 'delete “online”')
    """
    supporters = _SUPPORTED.fullmatch(sentence)
    supporting = _all_known(supporters["names"], names) if supporters else ()
    if supporting:
        # "Supported by Norway": what was said before is agreed with, whoever said it.
        return Speech(supporting, (), "agree")
    at = _past_marks(sentence)
    before = _BEFORE.match(sentence, at)
    if before and names.longest_prefix(sentence[before.end() :]):
        at = before.end()
    known, unknown, start = _leading(sentence, at, names, language)
    if known and at and sentence[at - 1] in "([":
        start = _past_dash(sentence, start)
    if known or unknown:
        behalf = _BEHALF.match(sentence, start)
        group = names.longest_prefix(sentence[behalf.end() :]) if behalf else None
        if behalf and group:
            delegation, length = group
            known, unknown = (delegation.name,), ()
            start = _past_dash(sentence, behalf.end() + length)
        if re.search(r"\bbehalf of (?:the )?$", sentence[:at], re.IGNORECASE) and len(known) > 1:
            known = known[:1]  # "On behalf of the G77, Cuba": who lends the voice is no party to it
        joined = _JOINED.match(sentence, start)
        if joined:
            more, _, end = _leading(sentence, joined.end(), names, language)
            if more:
                known, start = _together(known, more), _past_dash(sentence, end)
        own = _OWN.match(sentence, start)
        start = own.end() if own else start
        body = " " * start + sentence[start:]
    else:
        known, body = _inside(sentence, names, language)
        if not known:
            known, body = _at_end(sentence, names, language)
    for pattern in (_SUPPORTED, _SUPPORTING):
        found = pattern.search(body)
        more = _all_known(found["names"], names) if found else ()
        if found and more and (known or unknown):
            known = _together(known, more)
            body = body[: found.start()]
    if known or unknown:
        others, body = _agrees(body, start, names, language)
        return Speech(known, unknown, body, others)
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


def _agrees(body: str, start: int, names: Names, language: Language) -> tuple[tuple[str, ...], str]:
    """Return whom a sentence agrees with, or the body behind the agreement where it says itself what is wanted."""
    agrees = _AGREES.fullmatch(body[start:])
    others = _all_known(agrees["names"], names) if agrees else ()
    if not agrees or not others:
        return (), body
    more = agrees["more"] or ""
    if language.asks(more.lstrip(", :"), at_start=True):
        # "agrees with Japan to delete “x”", "agrees with Japan, delete “x”"
        at = start + agrees.start("more")
        return (), " " * at + body[at:].replace(",", " ", 1).replace(":", " ", 1)
    return others, body


def _at_end(sentence: str, names: Names, language: Language) -> tuple[tuple[str, ...], str]:
    """Find the speakers behind the words: "Delete “x” (Japan)"."""
    for found in _TRAILING.finditer(sentence):
        speakers = _all_known(found["names"], names)
        said = sentence[: found.start()]
        if speakers and (language.asks(said, at_start=True) or language.ends_in_verdict(said)):
            return speakers, said
    return (), sentence


def _leading(words: str, at: int, names: Names, language: Language) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the known speakers a sentence begins with, unknown ones, and where its own words begin."""
    known: list[str] = []
    at = _past_article(words, at, names)
    end = at
    while found := names.longest_prefix(words[at:]):
        delegation, length = found
        known.append(delegation.name)
        end = at + length
        joint = _JOINT.match(words, end)
        if not joint:
            break
        at = _past_article(words, joint.end(), names)
    unknown: tuple[str, ...] = ()
    if not known or at > end:
        # "Ruritania: delete …": a name that no list has, told by the dash or colon and the verb after it.
        typed = _UNKNOWN.match(words, at)
        if typed and language.asks(words[typed.end() :], at_start=True):
            unknown = tuple(part.strip() for part in re.split(r",|\band\b|/", typed["name"]) if part.strip())
            end = typed.end()
    if known or unknown:
        dash = _DASH.match(words, end)
        end = dash.end() if dash else end
    return tuple(known), unknown, end


def _past_article(words: str, at: int, names: Names) -> int:
    article = _ARTICLE.match(words, at)
    return article.end() if article and names.longest_prefix(words[article.end() :]) else at


def _inside(body: str, names: Names, language: Language) -> tuple[tuple[str, ...], str]:
    """Find the speaker behind what the sentence begins with: "Instead of “x”, Japan would use “y”"."""
    first = language.connectives.match(body)
    begins = first and language.kind("connectives", first[0]) in ("INSTEAD", "BESIDE")
    behind = r",\s*(?:then\s+)?" if begins or _CONDITION.match(body) else r"(?<=[”\"»])\s*[:–—-]\s*"
    for mark in re.finditer(behind, body):
        found, _, end = _leading(body, mark.end(), names, language)
        if found:
            return found, body[: mark.end()] + " " * (end - mark.end()) + body[end:]
    return (), body


def _all_known(words: str, names: Names) -> tuple[str, ...]:
    """Return the delegations of a list, or none if one of its parts is not known."""
    parts = names.split(words)
    return parts if parts and all(names.find(part) for part in parts) else ()
