"""From the words of a comment to the clauses of each sentence: who says what of which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from bracketed.draft.delegations import Names, in_any_language, with_translations
from bracketed.draft.draft import Comment
from bracketed.draft.languages import compiled
from bracketed.positions.clause import NEUTRAL, Clause
from bracketed.positions.clauses import ClauseReader
from bracketed.positions.conditions import Condition, split_condition
from bracketed.positions.frames import unframed
from bracketed.positions.implied import Target
from bracketed.positions.lexicon import LANGUAGES, Language, detect_language, load_language
from bracketed.positions.phrase_index import Wording
from bracketed.positions.requests import Action
from bracketed.positions.signs import OPERATORS
from bracketed.positions.tokenizer import Tokenizer
from bracketed.positions.tokens import NAMING, WHO, Token


@dataclass(slots=True)
class Thread:
    """What one comment has spoken of: the targets of its last stance, or else words of which nothing was wanted."""

    targets: list[Target] = field(default_factory=list)
    topic: Token | None = None
    # Who took that stance, and what it requested.
    speakers: tuple[str, ...] = ()
    action: Action | None = None
    # The words named last were not found, or nothing was read of them: "this" is the topic, or nothing that is known.
    is_lost: bool = False
    # Brackets were spoken of, so that "them" may be these.
    brackets: bool = False

    def turn_to(self, targets: Sequence[Target], speakers: tuple[str, ...], action: Action) -> None:
        """Go on with the targets of a stance, if it has any."""
        if targets:
            self.targets, self.speakers, self.action, self.is_lost = [*targets], speakers, action, False

    def lose(self, words: Sequence[Token] = ()) -> None:
        """Go on without a stance on the words named last."""
        self.is_lost, self.topic = True, words[0] if len(words) == 1 else None


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A verb that was mistyped, and the verb that is meant."""

    token: Token
    meant: str


@dataclass(slots=True)
class Sentence:
    """A sentence of a comment: its clauses, its words, and where it and its line begin in the comment.

    `spoken` are the speakers that were named before it, who go on speaking if it names nobody; `condition_unread` says
    that its stances depend on something that could not be read. Tokens are kept by their offsets in its words.
    """

    comment: Comment
    thread: Thread
    at: int
    words: str
    line: int
    language: Language
    spoken: tuple[str, ...] = ()
    clauses: list[Clause] = field(default_factory=list)
    condition: Condition | None = None
    condition_unread: bool = False
    condition_leads: bool = False
    question: bool = False
    misspelling: Misspelling | None = None
    # Everybody whom it names, whatever is said of them.
    named: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[Token, ...]:
        """The names in it that are in no list."""
        return tuple(token for one in self.clauses for token in one.tokens if token.kind == "unknown")


@dataclass(slots=True)
class Utterance:
    """What is entered as evidence: who speaks, in which sentence, and the options on which the stance depends."""

    sentence: Sentence
    speakers: tuple[str, ...]
    named: str = ""
    chosen: tuple[tuple[str, str], ...] = ()


# Sentences end at line ends and semicolons, and at full stops that a capital follows.
_END = re.compile(
    r"\n|;|\|"
    r"|(?:…|\.{3})(?=\s+[^\W\d_“])"
    r"|(?<=[\w”\"’)\]])\s?[.?!][”\"’)]*(?=\s+[^\W\d_]|\s+[¿“\"«(+–-])"
    r"|(?<=[\w”\"’)\]][.!?][”\"])(?=\s+[A-ZÀ-Ý])"
)
# The initials of a person or a state: "J.", "U.S"; a full stop behind them ends nothing.
_INITIALS = re.compile(r"\b[A-Z](?:\.[A-Z])*$", re.IGNORECASE)
# So many letters before a point are looked at: a comment may be one sentence of a hundred thousand points.
_LONGEST_WORD = 60
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?=\s+$)")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_QUESTION = re.compile(r"\?[”\")\]\s.!]*$")
_ASKED_ASIDE = re.compile(r"(?<=\S\s)\([^()]*\?\s*\)[\s.]*$")
_ASIDES = re.compile(r"\s*\([^()]*\)")
# "Delegation of Kenya", "Kenya (A. Otieno)"
_OFFICE = r"(?i)^{speakers.office}\s*|\s+{speakers.office_behind}$|\s*\([^)]*\)$"
_INSIDE = re.compile(r"\(([^()]+)\)\s*$|[–,-]\s+([^–,]+)$|^([^–,]+?)(?:\s[–-]\s|,)")
_SINGLE_QUOTES = re.compile(r"(?<![\w'’])['‘](?=[^\s'])([^'’\n]*[^\s'’])['’](?![\w'])")
# A mark that opens in front of a word does not close: another quotation begins while the first was never closed.
_QUOTATION = re.compile(r"[“\"«„]([^“”\"«»„\n]*)(?:[”\"»]|[“«„](?![^\W_]))")


def even_quotations(text: str) -> str:
    """Return a text with “ and ” around its quotations; a mark without its partner is left as it is."""
    # People open with one mark and close with another. Each mark takes the place of one, so that offsets hold.
    return _QUOTATION.sub(r"“\1”", _SINGLE_QUOTES.sub(r"“\1”", text))


class SentenceReader:
    """Reads comments, each in the language of its words, `language` where that is not clear.

    `authors` gives for people who type comments their delegations; those of `unknown_authors` are in no list.
    """

    def __init__(self, names: Names, language: Language, authors: Mapping[str, str] | None = None) -> None:
        self._names = names
        self._language = language
        self._names_in: dict[str, Names] = {}
        self._tokenizers: dict[str, Tokenizer] = {}
        # One author types many comments.
        self._authors_read: dict[tuple[str, str], tuple[str, ...]] = {}
        authors = authors or {}
        known = {author: self.names_in(language).find(typed) for author, typed in authors.items()}
        self._authors = {author: found.name if found else authors[author] for author, found in known.items()}
        self.unknown_authors = {author: self._authors[author] for author, found in known.items() if found is None}

    def names_in(self, language: Language) -> Names:
        """Return the names of delegations, what a language calls them and what others do; those known come first."""
        # "Allemagne" in an English draft is Germany, not a delegation of its own.
        if language.code not in self._names_in:
            self._names_in[language.code] = in_any_language(
                with_translations(self._names, language.delegations), abroad=not language.delegations
            )
        return self._names_in[language.code]

    def sentences(self, comment: Comment, wording: Callable[[str], Wording]) -> Iterator[Sentence]:
        """Yield the sentences of a comment. Its author speaks only where the name is that of a delegation."""
        thread = Thread()
        even = even_quotations(comment.text)
        of_comment = detect_language(even, self._language)
        even = unframed(even, of_comment, self.names_in(of_comment))
        as_author = self.delegations(comment.author, of_comment)
        heading = as_author
        spoken: tuple[str, ...] = ()
        language, line = of_comment, 0
        for at, words, new_line in _cut(even, of_comment.particles["shortened"]):
            if new_line:
                spoken, line = heading, at
                if "\n" in even:
                    language = detect_language(even[at : _line_end(even, at)], of_comment)
            sentence = Sentence(comment, thread, at, words, line, language, spoken)
            self._read(sentence, wording(comment.provision))
            sentence.words = comment.text[at : at + len(words)]
            yield sentence
            last = next((one for one in reversed(sentence.clauses) if one.speakers and not one.implicit), None)
            if last is not None:
                # "Japan; Norway: …": who was only named before speaks too.
                alone = not last.says and not last.neutral and not last.unread
                spoken = (*(spoken if alone and spoken != heading else ()), *last.speakers)
                # "Japan:" on a line of its own speaks for the lines below, up to the next name.
                whole = alone and len(sentence.clauses) == 1 and not even[at + len(words) : _line_end(even, at)].strip()
                if not as_author:
                    heading = tuple(last.speakers) if whole and new_line else ()

    def _read(self, sentence: Sentence, wording: Wording) -> None:
        words, language = sentence.words, sentence.language
        # A question in parentheses at the end, "(who counts them?)", is an aside.
        sentence.question = _QUESTION.search(_ASKED_ASIDE.sub("", words)) is not None
        body, sentence.condition, sentence.condition_unread = split_condition(words, language)
        sentence.condition_leads = len(body) == len(words)
        tokens = self._tokenizer(language).tokens(body, wording)
        # A condition names others: "can accept “x” subject to approval by Portugal".
        whole = tokens if sentence.condition is None else self._tokenizer(language).tokens(words, wording)
        sentence.named = tuple(name for token in whole for name in token.names)
        sentence.misspelling = _corrected(tokens, language)
        sentence.clauses = ClauseReader(tokens, language, sentence.spoken).read()

    def named(self, words: str, language: Language) -> list[Token]:
        """Return the names of delegations in a sentence, those of a list as one token."""
        return self._tokenizer(language).named(words)

    def goes_on(self, words: str, language: Language) -> bool:
        """Return whether a sentence without a name begins with a wish, words of the text, or "we"."""
        begins = _FIRST_WORD.match(words)
        word = begins[0].casefold() if begins else ""
        if word in language.particles["speaking_of_us"]:
            return True
        tokens = [one for one in self._tokenizer(language).cut(words) if one.kind != "punct"]
        if word in language.particles["pronouns"]:
            tokens = tokens[1:]  # "It prefers “x”", but "It was agreed to delete “x”"
        first = next((number for number, one in enumerate(tokens) if one.kind != "fill"), len(tokens))
        passive = word in language.particles["pronouns"] and any(
            one.words.casefold() in language.particles["is"] for one in tokens[:first]
        )
        return first < len(tokens) and not passive and tokens[first].kind in (*OPERATORS, *NAMING, *NEUTRAL)

    def unknown_subject(self, words: str, language: Language) -> str:
        """Return who takes a stance in a sentence and is in no list, "Helsinki supports the fee"; else ""."""
        tokens = [one for one in self._tokenizer(language).cut(words) if one.kind not in ("label", "punct")]
        first = next((number for number, one in enumerate(tokens) if one.kind != "fill"), len(tokens))
        last = first
        # "The City of Porto", but not "The fee of Porto"
        while last < len(tokens) and (
            (tokens[last].kind == "word" and tokens[last].words[:1].isupper())
            or (last > first and tokens[last].words.casefold() in language.particles["by_whom"])
        ):
            last += 1
        behind = next((number for number in range(last, len(tokens)) if tokens[number].kind != "fill"), len(tokens))
        if last == first or behind == len(tokens) or tokens[behind].kind not in OPERATORS:
            return ""
        # "Rules were opposed" says not by whom, and "Porto is opposed to rules" does.
        passive = any(one.words.casefold() in language.particles["is"] for one in tokens[last:behind])
        if passive and " " not in tokens[behind].words:
            return ""
        return words[tokens[first].at : tokens[last - 1].end]

    def _tokenizer(self, language: Language) -> Tokenizer:
        if language.code not in self._tokenizers:
            self._tokenizers[language.code] = Tokenizer(language, self.names_in(language))
        return self._tokenizers[language.code]

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
        inside = _INSIDE.search(author)
        if not found and inside:
            # "Ana Keller (Kenya)", "Keller, Ana – Kenya"
            found = next(filter(None, (names.find(part) for part in inside.groups() if part)), None)
        return found.name if found else ""

    def is_office(self, author: str) -> bool:
        """Return whether an author chairs or serves a meeting, and is no delegation: "Chair", "UNECE Secretariat"."""
        tokens = [*self._tokenizer(self._language).cut(_ASIDES.sub("", author))]
        return author not in self._authors and bool(tokens) and tokens[-1].kind == "crowd"

    def delegations(self, author: str, language: Language | None = None) -> tuple[str, ...]:
        """Return the delegations that an author is, several in a row of a table: "Norway, Peru"; else none."""
        language = language or self._language
        key = author, language.code
        if key not in self._authors_read:
            parts = self.names_in(language).split(author)
            found = tuple(self.delegation(part, language) for part in parts)
            if len(found) < 2 or not all(found):
                # "Keller, Ana – Kenya" is one author.
                one = self.delegation(author, language)
                found = (one,) if one else ()
            self._authors_read[key] = tuple(dict.fromkeys(found))
        return self._authors_read[key]


def _corrected(tokens: list[Token], language: Language) -> Misspelling | None:
    """Take the first word for a slip if it is like a verb and no verb is in the sentence; return what was meant."""
    # What is like a verb further on is mostly a word of the text.
    first = next((token for token in tokens if token.kind not in (*WHO, "punct", "fill", "want")), None)
    words = next((number for number, token in enumerate(tokens) if token.kind == "quote"), len(tokens))
    if any(token.kind in OPERATORS and token.kind != "want" for token in tokens[:words]):
        return None
    meant = language.mistyped(first.words) if first and first.kind == "word" else ""
    if first is None or not meant:
        return None
    first.kind = language.find(meant, 0)[0]
    return Misspelling(first, meant)


def _cut(text: str, shortened: Collection[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield (offset, words, begins a line) of each sentence."""
    start = 0
    new_line = True
    ends = [(end.start(), end.end()) for end in _END.finditer(text)]
    for stop, end in [*ends, (len(text), len(text))]:
        line_end = text[stop:end] == "\n"
        if stop < end and not line_end and _inside_quotation(text, start, end if end - stop > 1 else stop):
            continue
        if text[stop : stop + 1] == "." and end - stop == 1:
            before = max(start, stop - _LONGEST_WORD)
            word = _LAST_WORD.search(text, before, stop)
            if ends_in_initial(text[before:stop]) or (word and word[0].casefold() in shortened):
                continue
        # A question is known by its mark, and a quotation by its end.
        words = text[start : end if end - stop > 1 or text[stop:end].endswith("?") else stop]
        if words.strip():
            yield start + len(words) - len(words.lstrip()), words.strip(), new_line
            new_line = False
        new_line = new_line or line_end
        start = end


def ends_in_initial(words: str) -> bool:
    """Return whether words end in an initial, whose full stop ends nothing: "J.", "U.S."; not "Option A.".

    >>> ends_in_initial("Mr. J"), ends_in_initial("preferred Option A"), ends_in_initial("in Annex B")
    (True, False, False)
    """
    initials = _INITIALS.search(words)
    if initials is None:
        return False
    last = _WORD_BEFORE.search(words, 0, initials.start())
    named = last is not None and any(one.fullmatch(last[0]) for one in (compiled("%ANNEX%"), *_option_words()))
    return not named or len(initials[0]) > 1


@cache
def _option_words() -> tuple[re.Pattern[str], ...]:
    return tuple(load_language(code).options for code in LANGUAGES)


def _inside_quotation(text: str, start: int, end: int) -> bool:
    opened = text.count("“", start, end) > text.count("”", start, end)
    return opened and text.find("”", end, _line_end(text, end)) >= 0


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)
