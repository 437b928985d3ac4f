"""From the words of a comment to what each sentence of it asks for.

A comment is cut into lines and sentences; from each sentence the speakers are taken off, the rest is turned into the
tokens of `grammar/comment.lark` and parsed. What does not parse asks for nothing: it is a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bracketed.positions.conditions import Condition, split_condition
from bracketed.positions.language import Language, language_of
from bracketed.positions.speakers import read_speech
from bracketed.positions.wishes import Wish, read_wishes
from bracketed.text.delegations import Names


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a comment: who speaks, its words, where it stands in the comment, and what it asks for.

    `wishes` is empty for a remark; `doubtful` says that words of asking stand in it all the same. `unknown` holds
    the speakers whose names are in no list, `agrees_with` those whom the speakers agree with.
    """

    speakers: tuple[str, ...]
    words: str
    at: int
    wishes: tuple[Wish, ...] = ()
    doubtful: bool = False
    unknown: tuple[str, ...] = ()
    agrees_with: tuple[str, ...] = ()
    condition: Condition | None = None


# Sentences end at line ends and semicolons, and at full stops that a capital follows.
_END = re.compile(r"\n|;|(?<=[a-z0-9”\"’)\]])[.?!](?=\s+[A-Z“\"])")


def read_sentences(text: str, author: str, names: Names, language: Language | None = None) -> Iterator[Sentence]:
    """Yield the sentences of a comment.

    Args:
        text: the words of the comment.
        author: who typed it; a speaker only where the name is that of a delegation.
        names: the names of delegations.
        language: the words to read it by; by default those of the language that the comment shows.
    """
    language = language or language_of(text)
    # "Delegation of Kenya", "Kenya (A. Otieno)"
    as_author = names.find(author) or names.find(_OFFICE.sub("", author))
    speakers: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    heading: tuple[str, ...] = (as_author.name,) if as_author else ()
    for at, words, new_line in _clauses(_cut(text), names, language):
        if new_line:
            speakers, named = heading, ()
        speech = read_speech(words, names, language)
        if speech.speakers or speech.unknown:
            # "Japan; Norway: …": who was only named before speaks too.
            speakers = (*named, *speech.speakers, *speech.unknown)
        named = speakers if speech.speakers and not speech.body.strip() else ()
        # "Japan:" on a line of its own speaks for the lines below, up to the next name.
        heading = named or (() if speech.speakers and not as_author else heading)
        body, condition, unread = split_condition(speech.body)
        wishes, doubtful = ((), True) if unread else read_wishes(body, at, language)
        if speech.agrees_with:
            wishes, doubtful = (Wish("agree"),), False
        if speech.body == "agree":
            wishes, doubtful = (Wish("agree"),), False
        if not speakers:
            doubtful = doubtful and language.asks(body)
            wishes = ()
        yield Sentence(speakers, words, at, wishes, doubtful, speech.unknown, speech.agrees_with, condition)


_OFFICE = re.compile(
    r"^(?:the\s+)?(?:delegation|government|(?:permanent\s+)?mission)\s+of\s+(?:the\s+)?|\s+delegation$|\s*\([^)]*\)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;]?\s*\b(?:while|whereas|but|and|tandis que|mais|et)\s+|[,;–—]\s*")


def _clauses(
    sentences: Iterator[tuple[int, str, bool]], names: Names, language: Language
) -> Iterator[tuple[int, str, bool]]:
    """Cut sentences in which one delegation after another speaks: "Japan prefers “x”, Norway prefers “y”"."""
    for at, words, new_line in sentences:
        start = 0
        for found in _BETWEEN.finditer(words):
            if not words[found.end() : found.end() + 1].isupper() or _inside_quotation(words, start, found.start()):
                continue
            said = words[start : found.start()]
            begins = names.longest_prefix(words[found.end() :])
            if begins and language.asks(said) and language.asks(words[found.end() + begins[1] :].lstrip(" –—:-"), True):
                yield at + start, said, new_line
                new_line = False
                start = found.end()
        yield at + start, words[start:], new_line


def _cut(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset, words, begins a line) of each sentence."""
    start = 0
    new_line = True
    for found in _END.finditer(text):
        if found[0] != "\n" and _inside_quotation(text, start, found.start()):
            continue
        words = text[start : found.start()]
        if words.strip():
            lead = len(words) - len(words.lstrip())
            yield start + lead, words.strip(), new_line
            new_line = False
        new_line = new_line or found[0] == "\n"
        start = found.end()
    words = text[start:]
    if words.strip():
        yield start + len(words) - len(words.lstrip()), words.strip(), new_line


def _inside_quotation(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    return (
        words.count("“") > words.count("”") and "”" in text[end : text.find("\n", end) if "\n" in text[end:] else None]
    )
