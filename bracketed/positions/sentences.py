"""From the words of a comment to what each sentence of it asks for.

A comment is cut into lines and sentences; from each sentence the speakers are taken off, the rest is turned into the
tokens of `grammar/comment.lark` and parsed. What does not parse asks for nothing: it is a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from bracketed.draft.delegations import Names
from bracketed.positions.conditions import Condition, begins_with_condition, split_condition
from bracketed.positions.lexer import Slip
from bracketed.positions.lexicon import Language, load_language, told_by
from bracketed.positions.quotations import even_quotations
from bracketed.positions.requests import Request, RequestReading, read_requests
from bracketed.positions.speakers import Speech, read_speech


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a comment: who speaks, its words, where it stands in the comment, and what it asks for.

    `wishes` is empty for a remark; `doubtful` says that words of asking stand in it all the same. `unknown` holds
    the speakers whose names are in no list, `answers` those whom the speakers agree or disagree with. `remark` is
    the kind of a remark, `slips` the verbs that were mistyped. `named` is who speaks, if it stands elsewhere.
    """

    speakers: tuple[str, ...]
    words: str
    at: int
    wishes: tuple[Request, ...] = ()
    doubtful: bool = False
    unknown: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    condition: Condition | None = None
    remark: str = ""
    slips: tuple[Slip, ...] = ()
    language: Language = field(default_factory=load_language, repr=False)
    named: str = ""

    @property
    def evidence(self) -> str:
        """The words of the sentence, led by the names of the speakers where it does not hold them itself."""
        return f"{self.named} … {self.words}" if self.named else self.words


# Sentences end at line ends and semicolons, and at full stops that a capital follows.
_END = re.compile(r"\n|;|(?<=[a-z0-9”\"’)\]])\s?[.?!](?=\s+[A-ZÀ-Ý“\"])")
_QUESTION = re.compile(r"\?[”\")\]\s.!]*$")


class Reader:
    """Reads comments with the names of delegations, in the language that their own words tell.

    `otherwise` is the language of a comment whose words tell nothing; `authors` gives for people who type comments
    the delegations for which they do, of which `unknown_authors` holds those whose delegation is in no list.
    """

    def __init__(
        self, names: Names, otherwise: Language | None = None, authors: Mapping[str, str] | None = None
    ) -> None:
        self._names = names
        self._otherwise = otherwise or load_language()
        self._names_in: dict[str, Names] = {}
        authors = authors or {}
        known_here = self.names_in(self._otherwise)
        found = {author: known_here.find(typed) for author, typed in authors.items()}
        self._authors = {author: known.name if known else authors[author] for author, known in found.items()}
        self.unknown_authors = {author: self._authors[author] for author, known in found.items() if known is None}

    def names_in(self, language: Language) -> Names:
        """Return the names of delegations with those that a language has for them; names that are known come first."""
        if language.code not in self._names_in:
            own = {typed: shown for typed, shown in language.delegations.items() if self._names.find(typed) is None}
            self._names_in[language.code] = self._names.with_overrides(own) if own else self._names
        return self._names_in[language.code]

    def sentences(self, text: str, author: str) -> Iterator[Sentence]:
        """Yield the sentences of a comment. Its author is a speaker only where the name is that of a delegation."""
        even = even_quotations(text)
        as_comment = told_by(even, self._otherwise)
        as_author = self.delegation(author, as_comment)
        speakers: tuple[str, ...] = ()
        named: tuple[str, ...] = ()
        heading: tuple[str, ...] = (as_author,) if as_author else ()
        said_by = ""
        for at, words, new_line, language in self._clauses(even, as_comment):
            if new_line:
                speakers, named = heading, ()
                said_by = "" if as_author else ", ".join(heading)
            speech = read_speech(words, self.names_in(language), language)
            if speech.speakers or speech.unknown:
                # "Japan; Norway: …": who was only named before speaks too.
                speakers = (*named, *speech.speakers, *speech.unknown)
                said_by = ""
            named = speakers if speech.speakers and not speech.body.strip() else ()
            # "Japan:" on a line of its own speaks for the lines below, up to the next name.
            heading = named or (() if speech.speakers and not as_author else heading)
            sentence = _read(speech, speakers, text[at : at + len(words)], at, language)
            yield replace(sentence, named=said_by)
            # What a delegation says further on in the line is shown with its name, as it stands there without.
            said_by = "" if as_author else ", ".join(speakers)

    def suggestion(self, name: str, language: Language | None = None) -> str:
        """Return what may have been meant by the name of a delegation that is in no list, as a question."""
        near = self.names_in(language or self._otherwise).suggest(name)
        return f"did you mean {near[0]}?" if near else ""

    def delegation(self, author: str, language: Language | None = None) -> str:
        """Return the delegation that an author is: "Brazil", "Delegation of Kenya", "Kenya (A. Otieno)"; else ""."""
        if author in self._authors:
            return self._authors[author]
        language = language or self._otherwise
        names = self.names_in(language)
        found = names.find(author) or names.find(_office(language).sub("", author))
        return found.name if found else ""

    def _clauses(self, text: str, otherwise: Language) -> Iterator[tuple[int, str, bool, Language]]:
        """Yield (offset, words, begins a line, language) of each sentence, and of each part of one in which one
        delegation after another speaks: "Japan prefers “x”, Norway prefers “y”"."""
        language = otherwise
        for at, words, new_line in _cut(text):
            if new_line:
                end = text.find("\n", at)
                language = told_by(text[at : end if end >= 0 else len(text)], otherwise)
            sides = self._sides(words, language)
            for number, (begins, said) in enumerate(sides):
                yield at + begins, said, new_line and not number, language
            if sides:
                continue
            start = named = 0
            for found in _between(language).finditer(words):
                # The marks between the names of one list are passed by.
                if found.end() < named or not _may_be_name(words, found.end(), language):
                    continue
                said = words[start : found.start()]
                if _inside_quotation(words, start, found.start()):
                    continue
                names, speaks = self._speaker(words[found.end() :], language)
                named = found.end() + names
                if speaks and self._is_statement(said, language):
                    yield at + start, said, new_line, language
                    new_line = False
                    start = found.end()
            yield at + start, words[start:], new_line, language

    def _sides(self, words: str, language: Language) -> list[tuple[int, str]]:
        """Return what each side wants, if a sentence names those who are for something and those against it.

        "Deletion supported by Chad, opposed by Mali" is "deletion supported by Chad" and "deletion opposed by Mali":
        each side is an offset and words, with blanks where the other stands. Other sentences have no sides.
        """
        found = _voices(language).finditer(words)
        voices = [voice for voice in found if self._names_somebody(words[voice.end() :], language)]
        quoted = any(_inside_quotation(words, 0, voice.start()) for voice in voices)
        if quoted or not any(voice["against"] for voice in voices):
            return []
        deed = words[: voices[0].start()]
        ends = [*(voice.start() for voice in voices[1:]), len(words)]
        sides = [(voice["against"], voice.start("says"), end) for voice, end in zip(voices, ends, strict=True)]
        if not read_speech(deed, self.names_in(language), language).speakers:
            return [(0, deed + " " * (start - len(deed)) + words[start:end]) for _, start, end in sides]
        # "Japan – delete “x”, opposed by Norway": the deed is one that a delegation asks for.
        first = next(number for number, (against, _, _) in enumerate(sides) if against)
        said = words[: voices[first].start()]
        return [(0, said)] + [
            (start, words[start:end]) if against else (0, said + " " * (start - len(said)) + words[start:end])
            for against, start, end in sides[first:]
        ]

    def _names_somebody(self, words: str, language: Language) -> bool:
        """Say whether words begin with the name of a delegation."""
        article = language.words["articles"].match(words.lstrip())
        names = self.names_in(language)
        return names.longest_prefix(words.lstrip()[article.end() if article else 0 :]) is not None

    def _is_statement(self, words: str, language: Language) -> bool:
        """Say whether words ask for something by themselves; "If “x” is deleted", before ", Japan …", does not."""
        asks = language.asks(words) or self._speaker(words, language)[1]
        return asks and not begins_with_condition(read_speech(words, self.names_in(language), language).body, language)

    def _speaker(self, words: str, language: Language) -> tuple[int, bool]:
        """Return where the names of a delegation that begins to speak end, and whether it asks for something:
        "Norway prefers “y”", "Norway and Sweden do not"."""
        speech = read_speech(words, self.names_in(language), language)
        if not speech.speakers or speech.body[:1].strip():
            return 0, False
        body = speech.body.strip()
        asks = bool(language.short(body)) or language.asks(body.lstrip(" –—:-"), True)
        return len(speech.body) - len(speech.body.lstrip()), asks


def _read(speech: Speech, speakers: tuple[str, ...], words: str, at: int, language: Language) -> Sentence:
    """Read the body of a sentence whose speakers are known."""
    body, condition, unread = split_condition(speech.body, language)
    question = _QUESTION.search(words) is not None
    reading = (
        RequestReading(doubtful=True) if unread else RequestReading() if question else read_requests(body, at, language)
    )
    if speech.answers or speech.body == "agree":
        reading = RequestReading((Request("agree" if speech.agrees else "object"),))
    remark = "question" if question else language.remark(words)
    doubtful = reading.doubtful and not (unread and remark) and bool(speakers or language.asks(body))
    return Sentence(
        speakers, words, at, reading.wishes if speakers else (), doubtful, speech.unknown, speech.answers, condition,
        remark, reading.slips, language,
    )  # fmt: skip


def _may_be_name(words: str, at: int, language: Language) -> bool:
    return words[at : at + 1].isupper() or language.words["articles"].match(words, at) is not None


@cache
def _office(language: Language) -> re.Pattern[str]:
    before, behind = language.either("speakers", "office"), language.either("speakers", "office_behind")
    return re.compile(rf"^{before}\s*|\s+{behind}$|\s*\([^)]*\)$", re.IGNORECASE)


@cache
def _between(language: Language) -> re.Pattern[str]:
    return re.compile(rf"[,;]?\s*\b{language.either('speakers', 'but')}\s+|[,;–—]\s*", re.IGNORECASE)


@cache
def _voices(language: Language) -> re.Pattern[str]:
    against, favoured = language.either("speakers", "opposed"), language.either("speakers", "favoured")
    before = rf"[\s,;(–—-]*(?:(?<!\w){language.either('speakers', 'but')}\s+)?(?<!\w)"
    return re.compile(rf"{before}(?P<says>(?P<against>{against})|{favoured})", re.IGNORECASE)


def _cut(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset, words, begins a line) of each sentence."""
    start = 0
    new_line = True
    for found in _END.finditer(text):
        if found[0] != "\n" and _inside_quotation(text, start, found.start()):
            continue
        # A question keeps its mark, by which it is told.
        words = text[start : found.end() if found[0].endswith("?") else found.start()]
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
