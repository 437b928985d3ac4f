"""Who speaks in a sentence of a comment: "UK and USA – …", "Cuba on behalf of the G77: …", "…, supported by Norway"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bracketed.positions.delegations import Names
from bracketed.positions.language import Language


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


_DASH = re.compile(r"\s*(?:[–—:-]+|->)\s*")
_JOINT = re.compile(r"\s*(?:,\s*(?:and|&)?|/|&|;|\band\b|\bet\b)\s*")
_NAME = r"[A-Z][\w.&’'-]*(?:\s+(?:of\s+|and\s+|the\s+|for\s+)?[A-Z(][\w.&’')-]*){0,5}"
_UNKNOWN = re.compile(rf"(?P<name>{_NAME})\s*(?:[–—:]|-\s|\s-)\s*")
_BEHALF = re.compile(r"[\s,(]*(?:speaking\s+)?(?:on behalf of|for)\s+(?:the\s+)?", re.IGNORECASE)
_SUPPORTED = re.compile(
    r"[\s,;(]*(?:supported|seconded|backed|joined|echoed|endorsed)\s+by\s+(?:the\s+)?(?P<names>[^;:.]+?)[).\s]*$",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"[\s,]*(?:fully\s+|also\s+|strongly\s+)?(?:agrees?|concurs?|is in agreement|aligns? (?:itself|themselves)|"
    r"associates? (?:itself|themselves)|sides?|joins?|supports?|seconds?|same(?: as)?)\s+"
    r"(?:with\s+)?(?:the\s+)?(?P<names>[A-Z].*?)"
    r"(?:['’]s (?:position|proposal|comment|request|view))?[.\s]*$"
)


def read_speech(sentence: str, names: Names, language: Language) -> Speech:
    """Take the speakers off a sentence.

    >>> from bracketed.positions.language import load_language
    >>> speech = read_speech("EU – delete “online”, supported by Norway", Names.default(), load_language())
    >>> speech.speakers, speech.body.strip()
    (('EU', 'Norway'), 'delete “online”')
    """
    known, unknown, start = _leading(sentence, names, language)
    body = " " * start + sentence[start:]
    if known or unknown:
        behalf = _BEHALF.match(sentence, start)
        group = names.longest_prefix(sentence[behalf.end() :]) if behalf else None
        if behalf and group:
            delegation, length = group
            known, unknown = (delegation.name,), ()
            dash = _DASH.match(sentence, behalf.end() + length)
            start = dash.end() if dash else behalf.end() + length
            body = " " * start + sentence[start:]
    else:
        known, body = _inside(body, names, language)
    supported = _SUPPORTED.search(body)
    if supported:
        more = _all_known(supported["names"], names)
        if more and (known or unknown):
            known = (*known, *(name for name in more if name not in known))
            body = body[: supported.start()]
    agrees = _AGREES.fullmatch(body[start:]) if known or unknown else None
    others = _all_known(agrees["names"], names) if agrees else ()
    return Speech(known, unknown, body, others)


def _leading(words: str, names: Names, language: Language) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the known speakers a sentence begins with, unknown ones, and where its own words begin."""
    known: list[str] = []
    at = 0
    end = 0
    while found := names.longest_prefix(words[at:]):
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
        if typed and language.asks(words[typed.end() :], at_start=True):
            unknown = tuple(part.strip() for part in re.split(r",|\band\b|/", typed["name"]) if part.strip())
            end = typed.end()
    if known or unknown:
        dash = _DASH.match(words, end)
        end = dash.end() if dash else end
    return tuple(known), unknown, end


def _inside(body: str, names: Names, language: Language) -> tuple[tuple[str, ...], str]:
    """Find the speaker behind what the sentence begins with: "Instead of “x”, Japan would use “y”"."""
    first = language.connectives.match(body)
    if not first or language.kind("connectives", first[0]) != "INSTEAD":
        return (), body
    for comma in re.finditer(r",\s*", body):
        found = names.longest_prefix(body[comma.end() :])
        if found:
            delegation, length = found
            end = comma.end() + length
            return (delegation.name,), body[: comma.end()] + " " * length + body[end:]
    return (), body


def _all_known(words: str, names: Names) -> tuple[str, ...]:
    """Return the delegations of a list, or none if one of its parts is not known."""
    parts = names.split(words)
    return parts if parts and all(names.find(part) for part in parts) else ()
