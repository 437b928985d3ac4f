"""Cuts HTML into tags, text and comments, in one pass whose time grows with the length of the file and no faster.

It never fails: what is no tag is text. The parser of the standard library is not used, since on some inputs of a few
megabytes it takes hours in the Python versions that are in use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple


class Token(NamedTuple):
    """A tag, with its name and the names of its attributes in small letters, or text, or a comment of the markup."""

    kind: Literal["start", "end", "text", "comment"]
    text: str
    attributes: dict[str, str] = {}  # noqa: RUF012 - never changed


# Elements whose content is no markup.
RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "xmp"})
_RESOLVED = frozenset({"textarea", "title"})
_SIGN = re.compile(r"<[a-zA-Z/!?]")
_NAME = re.compile(r"</?([a-zA-Z][^\s/>\x00]{0,200})")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)?))?""")
_SPACE = re.compile(r"[\s/]*")
# Python refuses to read numbers of thousands of digits; none of eight is that of a character.
_NO_CHARACTER = re.compile(r"&#(?:\d{8,}|[xX][\da-fA-F]{8,});?")


def unescaped(words: str) -> str:
    """Return words with the characters that represent entities such as `&amp;`."""
    return unescape(_NO_CHARACTER.sub("\ufffd", words))


def tokens(html: str) -> Iterator[Token]:
    """Yield the tokens of an HTML file, in order.

    >>> list(tokens("<p id=a>Ports &amp; a < b"))
    [Token(kind='start', text='p', attributes={'id': 'a'}), Token(kind='text', text='Ports & a < b', attributes={})]
    """
    at, length = 0, len(html)
    quoted = True  # until a quotation mark in a tag turns out never to be closed
    missing: set[str] = set()  # ends that do not come any more, so that they are not looked for again and again
    while at < length:
        sign = _SIGN.search(html, at)
        if sign is None or sign.start() > at:
            end = length if sign is None else sign.start()
            yield Token("text", unescaped(html[at:end]))
            at = end
            continue
        name = _NAME.match(html, at)
        if name is None:
            at, token = _declaration(html, at, missing)
            if token is not None:
                yield token
            continue
        end, attributes = _tag(html, name.end(), quoted)
        if end < 0 and quoted:
            # From here on tags end at the next ">": looking for the quotation mark in each would take forever.
            quoted = False
            end, attributes = _tag(html, name.end(), quoted)
        if end < 0:
            # The file ends within the tag: nothing that follows can be one, and its words are kept.
            yield Token("text", unescaped(html[at:]))
            return
        at = end
        if html[name.start() + 1] == "/":
            yield Token("end", name[1].lower())
            continue
        tag = name[1].lower()
        yield Token("start", tag, attributes)
        if tag in RAW or tag in _RESOLVED:
            close = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(html, at)
            end = close.start() if close else length
            if end > at:
                yield Token("text", unescaped(html[at:end]) if tag in _RESOLVED else html[at:end])
            at = end


def _declaration(html: str, at: int, missing: set[str]) -> tuple[int, Token | None]:
    """Return where a declaration or comment ends, and what it is to be read as, if as anything."""
    if html.startswith("<!--", at):
        end = _find(html, "-->", at + 2, missing)
        # Browsers read the rest of the file as comment; that would lose words of the draft.
        return (at + 4, None) if end < 0 else (end + 3, Token("comment", html[at + 4 : end]))
    if html[at : at + 9].upper() == "<![CDATA[":
        end = _find(html, "]]>", at, missing)
        return (at + 9, None) if end < 0 else (end + 3, Token("text", html[at + 9 : end]))
    end = _find(html, ">", at, missing)
    return (at + 2, None) if end < 0 else (end + 1, None)


def _find(html: str, what: str, at: int, missing: set[str]) -> int:
    end = -1 if what in missing else html.find(what, at)
    if end < 0:
        missing.add(what)
    return end


def _tag(html: str, at: int, quoted: bool) -> tuple[int, dict[str, str]]:
    """Return where the tag ends whose name ends at `at`, or -1, and its attributes."""
    attributes: dict[str, str] = {}
    if not quoted:
        return html.find(">", at) + 1 or -1, attributes
    while True:
        at = _SPACE.match(html, at).end()  # type: ignore[union-attr] # it matches anywhere
        if at >= len(html):
            return -1, attributes
        if html[at] == ">":
            return at + 1, attributes
        found = _ATTRIBUTE.match(html, at)
        if found is None:
            at += 1
            continue
        at = found.end()
        if html[at : at + 1] in ('"', "'") and found[0].rstrip().endswith("="):
            # A value whose quotation mark is never closed.
            return -1, attributes
        value = found[2] or found[3] or found[4] or ""
        attributes.setdefault(found[1].lower(), unescaped(value) if "&" in value else value)
