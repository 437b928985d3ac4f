"""Finds the provisions of a draft that a sentence names, and the one that holds the words that it quotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from bracketed.draft.draft import Draft
from bracketed.draft.languages import language_files
from bracketed.positions.lexicon import LANGUAGES, load_language
from bracketed.positions.phrase_index import PhraseIndex, words_of
from bracketed.reading.heads import units
from bracketed.reading.paragraph_numbers import ParagraphNumbers, number_parts
from bracketed.source import blanked

QUOTED = re.compile(r"“([^”]*)”")
_NUMBER = (
    r"(?:\d+(?:\.\d+)*(?:[ ]?(?:bis|ter|quater|quinquies|alt)\b\.?(?:[ ]?\d+\b)?)?"
    r"(?:[ ]?\((?:[a-z0-9]{1,4}|chapeau)\))*|\([a-z]{1,4}\))"
)
# D.1-c, OP4, PP 3 bis: they are names only where the draft has them.
_CODE = (
    r"(?<![\w.-])(?:[OP]P[ ]?\d+|[A-Z]{1,4}[.-]?\d+(?:[.-]\w+)*)(?:[ ]?(?:bis|ter|quater|alt)\b)?"
    r"(?:[ ]?\([a-z0-9]{1,4}\))*(?!\w)"
)
_LAST_PART = re.compile(r"\s*\([a-z0-9]+\)$")
# What is behind the label of a provision in the labels of its parts, one of which may be its title.
_TITLE = " title"
_BELOW = (".", "(", _TITLE, " opt", " sub")
# A treaty of another name has articles of its own.
_ELSEWHERE = re.compile(r"\s*(?:of|de|du|del)\s+(?:the|la|el|l['’])?\s*[A-ZÀ-Ý]")


@dataclass(frozen=True, slots=True)
class Reference:
    """A provision, or several, that a sentence names: where, as what, and whether by a word or only by a number."""

    start: int
    end: int
    numbers: tuple[str, ...]
    worded: bool = True


def names_option(sentence: str) -> bool:
    """Return whether a sentence speaks of an option: "supported Option 2", "prefers the second alternative"."""
    return any(load_language(code).options.search(sentence) for code in LANGUAGES)


def plain_words(name: str) -> str:
    """Return the source of a pattern for the words of a list of [records] in all languages, the longest first."""
    lists = (file.get("records", {}).get(name, ()) for file in language_files().values())
    words = sorted({word for one in lists for word in one}, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in words)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lists = (file.get("records", {}).get("provision", ()) for file in language_files().values())
    word = rf"(?i:{'|'.join(dict.fromkeys(form for one in lists for form in one))})\b\.?"
    joint = rf"\s*(?:,|[-–]|(?:{plain_words('and')})\b)\s*"
    of = rf"(?:,\s*|\s+(?:{plain_words('of')})\s*(?:the\s+)?)"
    named = (
        rf"(?<![\w-])(?P<word>{word})\s*(?P<number>{_NUMBER})(?P<more>(?:{joint}{_NUMBER}(?![\w.]))*)"
        rf"(?:(?P<of>{of})(?P<outer>{word}\s*{_NUMBER}))?"
    )
    bare = rf"(?i:(?:{plain_words('lead')}))\s+(?P<number>{_NUMBER})(?=\s*[(,:])"
    condition = rf"(?i)(?<!\w)(?:{plain_words('condition')})(?!\w)"
    return tuple(map(re.compile, (named, bare, _CODE, condition)))  # type: ignore[return-value]


@cache
def _recitals() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{plain_words('recital')})\s*\(?(?P<number>\d+)\)?")


class Places:
    """The provisions of a draft by what a record may call them."""

    def __init__(self, draft: Draft) -> None:
        self.index = PhraseIndex(draft)
        self._draft = draft
        self._starts = [one.span.start for one in draft.numbered]
        plain = blanked(draft.source, [comment.span for comment in draft.comments])
        self._numbers = ParagraphNumbers.of(plain, ())
        self._texts = {one.label: " ".join(plain[slice(*one.body)].casefold().split()) for one in draft.numbered}
        self._held: dict[str, frozenset[str]] = {}
        self._members: dict[str, tuple[str, ...]] = {}

    def references(self, sentence: str) -> list[Reference]:
        """Return what a sentence names outside quotations, and not as the place of a condition."""
        named, bare, code, condition = _patterns()
        words = QUOTED.sub(lambda quoted: "“" + " " * (len(quoted[0]) - 2) + "”", sentence)
        depends = condition.search(words)
        end = depends.start() if depends and depends.start() > 0 else len(words)
        found = [_worded(match) for match in named.finditer(words, 0, end) if not _ELSEWHERE.match(words, match.end())]
        first = bare.match(words)
        if first and self._find(first["number"], ()):
            found.append(Reference(first.start("number"), first.end("number"), (first["number"],), worded=False))
        for match in code.finditer(words, 0, end):
            # "Article D.1" is one name.
            if self._find(match[0], ()) and not any(one.start <= match.start() < one.end for one in found):
                found.append(Reference(match.start(), match.end(), (match[0],)))
        return sorted(found, key=lambda one: one.start)

    def named(self, references: Iterable[Reference], near: Sequence[str]) -> tuple[str, ...] | None:
        """Return the labels of the provisions that may be meant, first of all one near; None if there is none."""
        labels: list[str] = []
        for reference in references:
            for number in reference.numbers:
                found = self._find(number, near)
                if not found:
                    return None
                labels += found
        return tuple(dict.fromkeys(labels))

    def _find(self, number: str, near: Sequence[str]) -> tuple[str, ...]:
        parts = number_parts(number)
        if not parts:
            return ()
        # "paragraph 3" is that of the article that is spoken of, if there is one.
        for label in near if parts[0] not in units().values() else ():
            above = number_parts(label)
            for length in range(len(above), 0, -1):
                if found := self._labels((*above[:length], *parts)):
                    return found
        found = self._labels(parts) or self._at(self._numbers.find(number, "")) or self._recital(number)
        # "58(f)" may be a part of 58 that the draft has under no label of its own.
        last = _LAST_PART.search(number)
        if found or last is None or not last.start():
            return found
        found = self._find(number[: last.start()], near)
        return tuple(label for label in found if self._texts.get(label, "").startswith(last[0].strip())) or found

    def _recital(self, number: str) -> tuple[str, ...]:
        # "Recital 15" is "(15)" in the text.
        named = _recitals().fullmatch(number)
        label = f"({named['number']})" if named else ""
        return (label,) if label in self._texts else ()

    def _labels(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        return self._at(self._numbers.whole.get(parts, []))

    def _at(self, spans: Iterable[tuple[int, int]]) -> tuple[str, ...]:
        found: list[str] = []
        for start, end in spans:
            # The words of a principle begin below its title, which is in no provision.
            number = bisect_left(self._starts, start)
            if number < len(self._starts) and self._starts[number] < end:
                found.append(self._draft.numbered[number].label)
            elif provision := self.index.provision_at(start):
                found.append(provision.label)
        # "On Article 7" is about the article, and not its title alone.
        return tuple(dict.fromkeys(label.removesuffix(_TITLE) for label in found))

    def is_new(self, phrase: str) -> bool:
        """Return whether a phrase is nowhere in the draft."""
        return not self._holding(phrase)

    def tied(self, sentence: str, roots: Sequence[str]) -> tuple[str, int]:
        """Return the provision among those named, and below, that a sentence is about, and how many it may be.

        Without any named, all provisions are meant.
        """
        among = [label for root in roots for label in self._below(root)] if roots else list(self._texts)
        if len(among) == 1:
            return among[0], 1
        common: frozenset[str] | None = None
        for phrase in QUOTED.findall(sentence):
            holding = self._holding(phrase).intersection(among)
            # Where several are named, one that holds two of the phrases may be meant for one of them only.
            if len(holding) > 1 and len(roots) > 1:
                return "", len(holding)
            # New words are nowhere.
            if holding:
                common = holding if common is None else common & holding
        if common is None:
            offering = [label for label in among if self._offers_options(label)] if names_option(sentence) else []
            if len(offering) == 1:
                return offering[0], 1
            return (among[0], 1) if len(roots) == 1 else ("", len(offering))
        return (next(iter(common)), 1) if len(common) == 1 else ("", len(common))

    def _offers_options(self, label: str) -> bool:
        """Return whether a provision has options with names: "Option 2: …"."""
        return any(option.label for bracket in self.index.brackets_of(label) for option in bracket.options)

    def _below(self, root: str) -> tuple[str, ...]:
        if root not in self._members:
            self._members[root] = tuple(
                one.label
                for one in self._draft.numbered
                if one.label == root
                or one.label.startswith(tuple(root + behind for behind in _BELOW))
                or root in one.heading
            )
        return self._members[root]

    def _holding(self, phrase: str) -> frozenset[str]:
        """Return the provisions in which a phrase is."""
        if phrase not in self._held:
            # Those that lack one of its words are passed over without a closer look.
            stems = [frozenset(self._by_stem.get(word.stem, ())) for word in words_of(phrase)]
            may = frozenset.intersection(*stems) if stems else frozenset()
            end = len(self._draft.source)
            self._held[phrase] = frozenset(
                label
                for label in may
                if self.index.options_with(label, phrase) or self.index.words_outside(label, phrase, end)
            )
        return self._held[phrase]

    @cached_property
    def _by_stem(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for label, text in self._texts.items():
            for word in words_of(text):
                found.setdefault(word.stem, set()).add(label)
        return found


def _worded(found: re.Match[str]) -> Reference:
    first = found["word"]
    numbers = [found["number"], *re.findall(_NUMBER, found["more"])]
    named = [f"{first} {number}" for number in numbers]
    if found["outer"]:
        # "paragraph 2 of Article 5" and "Article 5, paragraph 2" are one.
        inward = "," in found["of"] and bool(units().get(first.casefold().rstrip("."), first))
        named = [f"{name} {found['outer']}" if inward else f"{found['outer']} {name}" for name in named]
    return Reference(found.start(), found.end(), tuple(named))
