"""Takes off a comment what is around what is said in it: greetings, signatures, postscripts, who sent a message.

Each character that goes leaves a blank, so that offsets hold.
"""

from __future__ import annotations

import re

from bracketed.draft.delegations import Names
from bracketed.positions.lexicon import Language
from bracketed.source import Span, blanked

# Where a sentence begins: at the head of a line, or behind the end of another sentence.
_HEAD = re.compile(r"(?:\A|\n|(?<=[.!?…”»\"])\s|;)[ \t]*(?=[^\s“«\"])")
_GREETING = r"(?i){frames.greeting}(?:\s+[^\W\d_]+)?\s*(?:[,:!]|\.(?=\s)|–|(?=\n))\s*"
_POSTSCRIPT = r"{frames.postscript}\s*[:–—]\s*"
# A time, "15h40 NZ: …", and the kind of a comment in a ballot on a standard, "(te) …".
_STAMP = re.compile(r"\d{1,2}[h:]\d{2}(?:\s?(?:am|pm|hrs|h))?[,:]?(?=\s+[^\W\d_])\s*|[(\[](?:te|ge|ed)[)\]]\s*")
_CLOSING = r"(?i){frames.closing}\s*[,.!–]?(?P<name>[^.!?;:“”,]{0,40}?)[\s.]*\Z"
_SIGNED = re.compile(r"(?:\s*[A-ZÀ-Ý][\w.'’-]*){1,4}|\s*")
# "Message from the delegation of Chile: “…”"
_MESSAGE = (
    r"(?im)^(?P<sender>[^:“”\n]{0,60}?(?<!\w)(?P<frame>{frames.message})[^:“”\n]{0,90}):"
    r"\s*[“«\"](?P<speech>.+)[”»\"][ \t]*$"
)
_SPEECH = re.compile(r":\s*[“«\"]")
_SPACED_HYPHEN = re.compile(r"(?<=\s)-(?=\s)")
_CAPITAL = re.compile(r"(?<![^\W_])[A-ZÀ-Ý]")


def unframed(text: str, language: Language, names: Names) -> str:
    """Return the words of a comment without what only frames them.

    >>> from bracketed.positions.lexicon import load_language
    >>> " ".join(unframed("Dear all, delete “x”. Best, Ana", load_language("en"), Names.default()).split())
    'delete “x”.'
    """
    # People type a hyphen for a dash.
    text = _SPACED_HYPHEN.sub("–", text)
    if _SPEECH.search(text):
        text = language.compile(_MESSAGE).sub(lambda found: _opened(found, names), text)
    frames = language.compile(_GREETING), language.compile(_POSTSCRIPT), _STAMP
    closing = language.compile(_CLOSING)
    spans: list[Span] = []
    at = 0
    for head in _HEAD.finditer(text):
        if head.end() < at:
            continue
        at = head.end()
        while found := next(filter(None, (frame.match(text, at) for frame in frames)), None):
            # "Dear Norway, …" is left alone.
            if _names_somebody(found[0], names):
                break
            spans.append(Span(at, found.end()))
            at = found.end()
        end = closing.match(text, at)
        # So is "Regards, Norway".
        if end and _SIGNED.fullmatch(end["name"]) and not _names_somebody(end["name"], names):
            spans.append(Span(at, end.end("name")))
    return blanked(text, spans)


def _names_somebody(words: str, names: Names) -> bool:
    """Return whether a delegation is named in some words."""
    return any(names.longest_prefix(words[capital.start() :]) for capital in _CAPITAL.finditer(words))


def _opened(found: re.Match[str], names: Names) -> str:
    # What a message says is said by its sender, if that is a delegation, in sentences of its own.
    if not _names_somebody(found["sender"], names):
        return found[0]
    frame = Span(found.start("frame") - found.start(), found.end("frame") - found.start())
    words = blanked(found[0], [frame])
    start, end = found.start("speech") - found.start(), found.end("speech") - found.start()
    return words[: start - 1] + ";" + words[start:end] + " " + words[end + 1 :]
