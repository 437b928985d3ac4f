"""From the words of a comment to what each sentence of it asks for.

A comment is cut into lines and sentences; from each sentence the speakers and the condition are taken off, the rest is
turned into the tokens of `grammar/comment.lark` and parsed. What does not parse asks for nothing: it is a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bracketed.draft.delegations import Names, with_translations
from bracketed.draft.draft import Comment
from bracketed.positions.implied import Target
from bracketed.positions.lexicon import Language, detect_language, past_blanks
from bracketed.positions.requests import Request, RequestReading, read_requests
from bracketed.positions.speakers import CONDITION_BEGINS, Condition, Speech, read_speech, split_condition


@dataclass(slots=True)
class Thread:
    """What one comment has spoken of so far: the targets of its last stance, and the topic of its remarks."""

    targets: list[Target] = field(default_factory=list)
    topic: str = ""


@dataclass(slots=True)
class Sentence:
    """A sentence of a comment: who speaks, its words, where it stands in the comment, and what it asks for.

    `line` is where its line begins; offsets in `reading` count from `body_at`. `remark` is the kind of a remark, which
    if `doubtful` has words of asking all the same. `named` is who speaks, if the name stands elsewhere. Its stances
    count where the options `chosen` are.
    """

    comment: Comment
    thread: Thread
    speech: Speech
    speakers: tuple[str, ...]
    named: str
    at: int
    words: str
    language: Language
    line: int = field(init=False)
    body_at: int = field(init=False)
    condition: Condition | None = field(init=False)
    reading: RequestReading = field(init=False)
    doubtful: bool = field(init=False)
    remark: str = field(init=False)
    chosen: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        self.line = self.comment.text.rfind("\n", 0, self.at) + 1
        body, self.condition, unread = split_condition(self.speech.body, self.language)
        self.body_at = self.at + past_blanks(body, 0)
        question = _QUESTION.search(self.words) is not None
        self.remark = "question" if question else self.language.remark(self.words)
        # A condition that cannot be read never leaves a bare stance, and a question takes none.
        none = unread or question
        reading = RequestReading(doubtful=unread) if none else read_requests(body.lstrip(), self.language)
        if self.speech.answers or self.speech.body == "agree":
            reading = RequestReading((Request("agree" if self.speech.agrees else "object"),))
        asks = bool(self.speakers or self.language.asks(body))
        self.doubtful = reading.doubtful and not (unread and self.remark) and asks
        # Where nobody speaks, nothing is asked for.
        self.reading = reading if self.speakers else RequestReading()


# Sentences end at line ends and semicolons, and at full stops that a capital follows.
_END = re.compile(r"\n|;|(?<=[a-z0-9”\"’)\]])\s?[.?!](?=\s+[A-ZÀ-Ý“\"])")
_QUESTION = re.compile(r"\?[”\")\]\s.!]*$")
# "Delegation of Kenya", "Kenya (A. Otieno)"
_OFFICE = r"(?i)^{speakers.office}\s*|\s+{speakers.office_behind}$|\s*\([^)]*\)$"
# What may stand between what one delegation says and what the next says.
_BETWEEN = r"(?i)[,;]?\s*\b{speakers.but}\s+|[,;–—]\s*"
# "…, supported by Chad but opposed by Mali"
_SIDE = (
    r"(?i)[\s,;(–—-]*(?:(?<!\w){speakers.but}\s+)?(?<!\w)"
    r"(?P<says>(?P<against>{speakers.opposed})|{speakers.favoured})"
)
_SINGLE_QUOTES = re.compile(r"(?<![\w'’])'(?=[^\s'])([^'\n]*[^\s'])'(?![\w'])")
# A mark that opens in front of a word does not close: another quotation begins while the first was never closed.
_QUOTATION = re.compile(r"[“\"«„]([^“”\"«»„\n]*)(?:[”\"»]|[“«„](?![^\W_]))")


def even_quotations(text: str) -> str:
    """Return a text with “ and ” around its quotations; a mark without its partner is left as it is."""
    # People open with one mark and close with another. Each mark takes the place of one, so that offsets hold.
    return _QUOTATION.sub(r"“\1”", _SINGLE_QUOTES.sub(r"“\1”", text))


class SentenceReader:
    """Reads comments, each in the language of its words, `language` where they tell nothing.

    `authors` gives for people who type comments their delegations; those of `unknown_authors` are in no list.
    """

    def __init__(self, names: Names, language: Language, authors: Mapping[str, str] | None = None) -> None:
        self._names = names
        self._language = language
        self._names_in: dict[str, Names] = {}
        authors = authors or {}
        known = {author: self.names_in(language).find(typed) for author, typed in authors.items()}
        self._authors = {author: found.name if found else authors[author] for author, found in known.items()}
        self.unknown_authors = {author: self._authors[author] for author, found in known.items() if found is None}

    def names_in(self, language: Language) -> Names:
        """Return the names of delegations with those that a language has for them; names that are known come first."""
        if language.code not in self._names_in:
            self._names_in[language.code] = with_translations(self._names, language.delegations)
        return self._names_in[language.code]

    def sentences(self, comment: Comment) -> Iterator[Sentence]:
        """Yield the sentences of a comment. Its author is a speaker only where the name is that of a delegation."""
        thread = Thread()
        even = even_quotations(comment.text)
        of_comment = detect_language(even, self._language)
        as_author = self.delegation(comment.author, of_comment)
        speakers: tuple[str, ...] = ()
        named: tuple[str, ...] = ()
        heading: tuple[str, ...] = (as_author,) if as_author else ()
        elsewhere = ""
        for at, words, new_line, language in self._clauses(even, of_comment):
            if new_line:
                speakers, named = heading, ()
                elsewhere = "" if as_author else ", ".join(heading)
            speech = self._speech(words, language)
            if speech.speakers or speech.unknown:
                # "Japan; Norway: …": who was only named before speaks too.
                speakers = (*named, *speech.speakers, *speech.unknown)
                elsewhere = ""
            named = speakers if speech.speakers and not speech.body.strip() else ()
            # "Japan:" on a line of its own speaks for the lines below, up to the next name.
            heading = named or (() if speech.speakers and not as_author else heading)
            typed = comment.text[at : at + len(words)]
            yield Sentence(comment, thread, speech, speakers, elsewhere, at, typed, language)
            # What a delegation says further on in the line is shown with its name, as it stands there without.
            elsewhere = "" if as_author else ", ".join(speakers)

    def suggestion(self, name: str, language: Language | None = None) -> str:
        """Return what may have been meant by the name of a delegation that is in no list, as a question."""
        near = self.names_in(language or self._language).suggest(name)
        return f"did you mean {near[0]}?" if near else ""

    def delegation(self, author: str, language: Language | None = None) -> str:
        """Return the delegation that an author is: "Brazil", "Delegation of Kenya", "Kenya (A. Otieno)"; else ""."""
        if author in self._authors:
            return self._authors[author]
        language = language or self._language
        names = self.names_in(language)
        found = names.find(author) or names.find(language.compile(_OFFICE).sub("", author))
        return found.name if found else ""

    def _clauses(self, text: str, default: Language) -> Iterator[tuple[int, str, bool, Language]]:
        """Yield (offset, words, begins a line, language) of each part of a sentence in which a delegation speaks."""
        language = default
        for at, words, new_line in _cut(text):
            if new_line:
                language = detect_language(text[at : _line_end(text, at)], default)
            sides = self._sides(words, language)
            for number, (start, side) in enumerate(sides or self._statements(words, language)):
                yield at + start, side, new_line and not number, language

    def _statements(self, words: str, language: Language) -> Iterator[tuple[int, str]]:
        # "Japan prefers “x”, Norway does not": one delegation after another speaks in a sentence.
        start = named = 0
        for found in language.compile(_BETWEEN).finditer(words):
            at, clause = found.end(), words[start : found.start()]
            may_be_name = words[at : at + 1].isupper() or language.words["articles"].match(words, at)
            # The marks between the names of one list are passed by.
            if at < named or not may_be_name or _inside_quotation(words, start, found.start()):
                continue
            names, speaks = self._speaker(words[at:], language)
            named = at + names
            # "If “x” is deleted", before ", Japan …", asks for nothing by itself.
            asks = speaks and (language.asks(clause) or self._speaker(clause, language)[1])
            if asks and not language.compile(CONDITION_BEGINS).match(self._speech(clause, language).body):
                yield start, clause
                start = at
        yield start, words[start:]

    def _sides(self, words: str, language: Language) -> list[tuple[int, str]]:
        # "Deletion supported by Chad, opposed by Mali" is "deletion supported by Chad" and "deletion opposed by Mali":
        # each side is an offset and words, with blanks where the other stands. Other sentences have no sides.
        sides = []
        for side in language.compile(_SIDE).finditer(words):
            name = words[side.end() :].lstrip()
            article = language.words["articles"].match(name)
            if self.names_in(language).longest_prefix(name[article.end() if article else 0 :]):
                sides.append(side)
        quoted = any(_inside_quotation(words, 0, side.start()) for side in sides)
        if quoted or not any(side["against"] for side in sides):
            return []
        deed = words[: sides[0].start()]
        ends = [*(side.start() for side in sides[1:]), len(words)]
        spans = [(side.start("says"), end) for side, end in zip(sides, ends, strict=True)]
        if not self._speech(deed, language).speakers:
            return [(0, deed + " " * (start - len(deed)) + words[start:end]) for start, end in spans]
        # "Japan – delete “x”, opposed by Norway": the deed is one that a delegation asks for.
        first = next(number for number, side in enumerate(sides) if side["against"])
        deed = words[: sides[first].start()]
        others = zip(sides[first:], spans[first:], strict=True)
        return [(0, deed)] + [
            (start, words[start:end]) if side["against"] else (0, deed + " " * (start - len(deed)) + words[start:end])
            for side, (start, end) in others
        ]

    def _speech(self, words: str, language: Language) -> Speech:
        return read_speech(words, self.names_in(language), language)

    def _speaker(self, words: str, language: Language) -> tuple[int, bool]:
        # Where the names in front end, and whether more is asked for: "Norway does not" asks without a verb of asking.
        speech = self._speech(words, language)
        if not speech.speakers or speech.body[:1].strip():
            return 0, False
        body = speech.body.strip()
        asks = bool(language.short(body)) or language.asks(body.lstrip(" –—:-"), True)
        return len(speech.body) - len(speech.body.lstrip()), asks


def _cut(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset, words, begins a line) of each sentence."""
    start = 0
    new_line = True
    ends = [(end.start(), end.end()) for end in _END.finditer(text)]
    for stop, end in [*ends, (len(text), len(text))]:
        line_end = text[stop:end] == "\n"
        if stop < end and not line_end and _inside_quotation(text, start, stop):
            continue
        # A question is known by its mark, which is kept.
        words = text[start : end if text[stop:end].endswith("?") else stop]
        if words.strip():
            yield start + len(words) - len(words.lstrip()), words.strip(), new_line
            new_line = False
        new_line = new_line or line_end
        start = end


def _inside_quotation(text: str, start: int, end: int) -> bool:
    opened = text.count("“", start, end) > text.count("”", start, end)
    return opened and text.find("”", end, _line_end(text, end)) >= 0


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)
