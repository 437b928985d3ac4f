"""Finds what a comment's words stand for in the text: an option of a bracket, a part of one, or words outside.

Words are compared without case, punctuation and plural endings; a phrase that is not there is never guessed at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from bracketed.draft.draft import Draft, Provision
from bracketed.draft.tree import OMIT, Bracket, Option, Piece, Text
from bracketed.source import Span

Place: TypeAlias = tuple[str, str] | None
"""Where a row of pieces stands: in an option of a bracket (its id and the letter), or in no bracket."""

# An option of up to so many words is contested as a whole when a delegation names a part of it; in a longer one,
# a paragraph say, the part is contested by itself. Likewise where the part is at least half of the option.
_SHORT = 6


@dataclass(frozen=True, slots=True)
class OptionTarget:
    """An option of a bracket; `whole` says whether the words are all of it or a part."""

    bracket: Bracket
    letter: str
    whole: bool


@dataclass(frozen=True, slots=True)
class WordsTarget:
    """Words outside the brackets, or inside a long option: each of their places in one row of the text.

    Words to be inserted have an empty span at each place where they would go, or none at all.
    """

    provision: str
    place: Place
    spans: tuple[Span, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ImpliedTarget:
    """An option of a bracket that comments imply, whose words do not stand in the text."""

    key: str
    letter: str


Target: TypeAlias = OptionTarget | WordsTarget | ImpliedTarget


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the forms in which it is compared, and its place."""

    key: str
    stem: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Row:
    """The words of one row of pieces in one provision, in stretches between which a bracket stands."""

    place: Place
    stretches: tuple[tuple[Word, ...], ...]


# What may stand around words without being any of them.
_EDGE = " \t\r\n.;,"

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_DOTS = re.compile(r"…|\.\.\.")


def _stem(key: str) -> str:
    """Take off a plural ending.

    >>> _stem("priorities"), _stem("initiatives"), _stem("access")
    ('priority', 'initiative', 'access')
    """
    if len(key) > 4 and key.endswith("ies"):
        return key[:-3] + "y"
    return key[:-1] if len(key) > 3 and key.endswith("s") and not key.endswith("ss") else key


def words_of(text: str, shift: int = 0) -> tuple[Word, ...]:
    """Return the words of a text in the form in which they are compared."""
    words = []
    for found in _WORD.finditer(text):
        key = found[0].casefold().replace("’", "'")
        words.append(Word(key, _stem(key), Span(found.start() + shift, found.end() + shift)))
    return tuple(words)


def _find(phrase: Sequence[Word], words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield where the words of a phrase stand in a row of words: as they are, else but for plural endings."""
    size = len(phrase)
    for form in ("key", "stem"):
        wanted = [getattr(word, form) for word in phrase]
        hits = [
            (at, at + size)
            for at in range(len(words) - size + 1)
            if getattr(words[at], form) == wanted[0]
            and all(getattr(words[at + n], form) == wanted[n] for n in range(1, size))
        ]
        if hits:
            yield from hits
            return


def _find_from(first: Sequence[Word], last: Sequence[Word], words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield where "first … last" stands in a row of words: from each first words to the next last ones."""
    for start, middle in _find(first, words):
        end = next((end for _, end in _find(last, words[middle:])), None)
        if end is not None:
            yield start, middle + end


class Places:
    """The words of a draft, provision by provision, ready to be searched."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._starts = [provision.span.start for provision in draft.numbered]
        self._comments = sorted(comment.span.start for comment in draft.comments)
        self._brackets: dict[str, list[Bracket]] = {}
        # Brackets that go on into further provisions.
        self._wide: list[Bracket] = []
        for bracket in draft.brackets:
            label = self.unit_of(bracket)
            self._brackets.setdefault(label, []).append(bracket)
            if label and bracket.span.end > draft.numbered_provision(label).span.end:
                self._wide.append(bracket)
        self._option_words: dict[tuple[str, str], tuple[Word, ...]] = {}
        self._written: dict[str, list[Provision]] = {}
        for provision in draft.numbered:
            for name in {provision.label.casefold(), provision.written.casefold()} - {""}:
                self._written.setdefault(name, []).append(provision)

    def unit_of(self, bracket: Bracket) -> str:
        """Return the label of the numbered provision in which a bracket stands."""
        return self.draft.numbered_provision(bracket.provision).label if bracket.provision else ""

    def brackets_of(self, provision: str) -> list[Bracket]:
        """Return the brackets that stand in a provision, outer before inner."""
        return self._brackets.get(provision, [])

    def named(self, label: str, near: str) -> Provision | None:
        """Return the provision with this label, or None; of several, the one called `near` if it is among them."""
        key = re.sub(r"\s+", " ", label.casefold()).replace("–", "-").strip(" .:")
        candidates = self._written.get(key, [])
        if not candidates:
            number = re.sub(r"^(?:art\.?|para\.?|paragraph|article)\s+", "", key)
            candidates = self._written.get(number, []) or self._written.get(f"article {number}", [])
        return next((p for p in candidates if p.label == near), candidates[0] if candidates else None)

    @property
    def _rows(self) -> dict[str, list[_Row]]:
        """The rows of each provision; the row outside brackets first, then the options in reading order."""
        return self._words[0]

    @property
    def _beside(self) -> dict[str, tuple[tuple[Word, ...], tuple[Word, ...]]]:
        """The words before and after each bracket, up to the next brackets."""
        return self._words[1]

    @cached_property
    def _words(
        self,
    ) -> tuple[dict[str, list[_Row]], dict[str, tuple[tuple[Word, ...], tuple[Word, ...]]]]:
        rows: dict[str, list[_Row]] = {}
        beside: dict[str, tuple[tuple[Word, ...], tuple[Word, ...]]] = {}
        waiting: list[tuple[Place, tuple[Piece, ...]]] = [(None, self.draft.content)]
        for bracket in self.draft.brackets:
            waiting += [((bracket.id, part.letter), part.content) for part in bracket.parts if isinstance(part, Option)]
        for place, pieces in waiting:
            parts: dict[str, list[list[Word]]] = {}
            between: list[tuple[Bracket, int]] = []
            for piece in pieces:
                if isinstance(piece, Text):
                    for label, words in self._divided(piece):
                        parts.setdefault(label, [[]])[-1].extend(words)
                elif isinstance(piece, Bracket):
                    stretches = parts.setdefault(self.unit_of(piece), [[]])
                    between.append((piece, len(stretches)))
                    stretches.append([])
            for bracket, after in between:
                stretches = parts[self.unit_of(bracket)]
                beside[bracket.id] = tuple(stretches[after - 1]), tuple(stretches[after])
            for label, stretches in parts.items():
                kept = tuple(tuple(stretch) for stretch in stretches)
                rows.setdefault(label, []).append(_Row(place, kept))
        return rows, beside

    def _divided(self, piece: Text) -> Iterator[tuple[str, tuple[Word, ...]]]:
        """Yield the words of a text by provision, labels and headings left out."""
        number = max(0, bisect_right(self._starts, piece.span.start) - 1)
        while number < len(self._starts) and self._starts[number] < piece.span.end:
            provision = self.draft.numbered[number]
            start = max(piece.span.start, provision.body.start)
            end = min(piece.span.end, provision.body.end)
            if start < end:
                at = piece.span.start
                yield provision.label, words_of(piece.text[start - at : end - at], start)
            number += 1

    def place_of(self, provision: str, span: Span) -> Place:
        """Return the innermost option of a bracket that holds a stretch of the source."""
        place: Place = None
        for bracket in (*self._wide, *self.brackets_of(provision)):
            for option in bracket.options:
                content = option.content
                if content and _span_of(content).holds(span):
                    place = (bracket.id, option.letter)
        return place

    def only_alternatives(self, provision: str) -> Bracket | None:
        """Return the one bracket of a provision that offers several wordings, or None if it has not exactly one."""
        several = [b for b in self.brackets_of(provision) if b.kind == "alternatives"]
        return several[0] if len(several) == 1 else None

    def option_ranked(self, provision: str, rank: int) -> OptionTarget | None:
        """Return the option of this rank, counted from 1 (0 is the last), of the only alternatives, or None."""
        bracket = self.only_alternatives(provision)
        lettered = [option for option in bracket.options if option.letter != OMIT] if bracket else []
        if bracket is None or rank > len(lettered):
            return None
        return OptionTarget(bracket, lettered[rank - 1].letter, True)

    def option_labelled(self, provision: str, name: str) -> OptionTarget | None:
        """Return the option that the writer called `name` (`Option 2`, `alternative D.3-a`), or None."""
        wanted = [word.key for word in words_of(name)]
        for bracket in self.brackets_of(provision):
            for option in bracket.options:
                have = [word.key for word in words_of(option.label)]
                # "Alternative proposal for D.5-b" may be called "alternative D.5-b".
                if have and (have == wanted or (have[0] == wanted[0] and have[-len(wanted) + 1 :] == wanted[1:])):
                    return OptionTarget(bracket, option.letter, True)
        only = self.only_alternatives(provision)
        if only is None or any(option.label for option in only.options):
            return None
        number = wanted[-1] if wanted else ""
        # "Option 2" or "Option B" of options that the writer did not name.
        if number.isdecimal() and int(number) > 0:
            return self.option_ranked(provision, int(number))
        return self.option_ranked(provision, ord(number) - ord("a") + 1) if re.fullmatch("[a-z]", number) else None

    def options_with(self, provision: str, phrase: str) -> list[OptionTarget]:
        """Return the options of brackets that a phrase names: whole options first, then parts of short ones."""
        wanted = words_of(phrase)
        exact: list[OptionTarget] = []
        whole: list[OptionTarget] = []
        part: list[OptionTarget] = []
        if not wanted:
            return []
        for bracket in self.brackets_of(provision):
            if bracket.kind == "placeholder":
                continue
            before, after = self._beside.get(bracket.id, ((), ()))
            for option in bracket.options:
                words = self._words_of(bracket.id, option)
                if option.letter == OMIT or not words:
                    continue
                first = min(len(before), len(wanted))
                row = [*before[len(before) - first :], *words, *after[: len(wanted)]]
                last = first + len(words)
                for start, end in _find(wanted, row):
                    overlap = min(end, last) - max(start, first)
                    if overlap <= 0:
                        continue
                    if overlap == len(words) == len(wanted):
                        exact.append(OptionTarget(bracket, option.letter, True))
                    elif overlap == len(words):
                        whole.append(OptionTarget(bracket, option.letter, True))
                    elif len(words) <= _SHORT or 2 * overlap >= len(words):
                        part.append(OptionTarget(bracket, option.letter, False))
                    break
        return _unique(exact) or _unique(whole) or _unique(part)

    def words_outside(self, provision: str, phrase: str, before: int, within: Span | None = None) -> WordsTarget | None:
        """Return the places of a phrase outside brackets or in one long option, or None; only those that touch
        `within`, if it is given.

        A comment stands behind the words that it is about, so places that end before the offset `before` go first.
        """
        hits = self._hits(provision, phrase)
        if within is not None:
            hits = [(place, [span for span in spans if span.touches(within)]) for place, spans in hits]
        for preceding in (True, False):
            for place, spans in hits:
                kept = [span for span in spans if (span.end <= before) == preceding]
                if kept:
                    return WordsTarget(provision, place, tuple(kept), self.draft.source[slice(*kept[0])])
        return None

    def elsewhere(self, provision: str, phrase: str, found: Sequence[OptionTarget] | WordsTarget) -> tuple[Span, ...]:
        """Return the places of a phrase outside the brackets, or outside the row of text, in which it was found."""
        hits = self._hits(provision, phrase)
        if isinstance(found, WordsTarget):
            return tuple(span for place, spans in hits for span in spans if place != found.place)
        brackets = {target.bracket.id: target.bracket.span for target in found}
        spans = (span for _, spans in hits for span in spans)
        return tuple(span for span in spans if not any(bracket.touches(span) for bracket in brackets.values()))

    def _hits(self, provision: str, phrase: str) -> list[tuple[Place, list[Span]]]:
        """Return where a phrase, or "first … last", stands in each row of a provision, in reading order."""
        wanted, *parts = (words_of(part) for part in (phrase, *_DOTS.split(phrase, maxsplit=1)))
        if not wanted:
            return []
        first, *last = filter(None, parts)
        hits: list[tuple[Place, list[Span]]] = []
        for row in self._rows.get(provision, []):
            spans = [
                Span(stretch[start].span.start, stretch[end - 1].span.end)
                for stretch in row.stretches
                for start, end in (_find_from(first, last[0], stretch) if last else _find(wanted, stretch))
            ]
            if spans:
                hits.append((row.place, spans))
        return hits

    def _words_of(self, bracket: str, option: Option) -> tuple[Word, ...]:
        """Return the words of an option, which are looked at for each comment on its provision."""
        key = (bracket, option.letter)
        if key not in self._option_words:
            self._option_words[key] = words_of(option.text)
        return self._option_words[key]

    def whole(self, provision: Provision, before: int) -> Target | None:
        """Return what "delete this" means: the one bracket that holds all of a provision, else its words."""
        end = self._end_of_words(provision)
        outer = [bracket for bracket in self.brackets_of(provision.label) if bracket.depth == 0]
        text = self.draft.source[provision.body.start : end].strip(" \t\r\n.;,")
        for bracket in outer:
            source = self.draft.source[bracket.span.start : bracket.span.end]
            if len(outer) == 1 and (text == source or len(source) > len(text)):
                return OptionTarget(bracket, "a", True) if OMIT in bracket.letters else None
        body = self.draft.source[provision.body.start : end]
        start = provision.body.start + len(body) - len(body.lstrip())
        end = provision.body.start + len(body.rstrip())
        if start >= end:
            return None
        span = Span(start, end)
        place = self.place_of(provision.label, span)
        return WordsTarget(provision.label, place, (span,), self.draft.source[start:end])

    def is_all_of(self, provision: Provision, span: Span) -> bool:
        """Say whether a stretch holds all the words of a provision."""
        body = self.draft.source[provision.body.start : self._end_of_words(provision)]
        start = provision.body.start + len(body) - len(body.lstrip(_EDGE))
        end = provision.body.start + len(body.rstrip(_EDGE))
        return span.start <= start and end <= span.end

    def cuts(self, provision: str, span: Span) -> bool:
        """Say whether a stretch of the text cuts through a bracket, or a place stands in the marks of one."""
        around: list[str] = []
        place = self.place_of(provision, span)
        while place is not None:
            around.append(place[0])
            place = self.draft.bracket(place[0]).parent
        start, end = span
        return any(
            bracket.span.start < max(end, start + 1) - (start == end)
            and bracket.span.end > start
            and not span.holds(bracket.span)
            and bracket.id not in around
            for bracket in (*self._wide, *self.brackets_of(provision))
        )

    def at(self, provision: str, span: Span) -> Bracket | Target | None:
        """Return what exactly stands on a stretch of the text: a bracket, an option or words; None if that cuts
        through a bracket."""
        start, end = span
        while start < end and self.draft.source[start] in _EDGE:
            start += 1
        while start < end and self.draft.source[end - 1] in _EDGE:
            end -= 1
        span = Span(start, end)
        for bracket in self.brackets_of(provision):
            if bracket.kind == "placeholder" or not bracket.span.touches(span):
                continue
            inside = self.draft.source[bracket.span.start : bracket.span.end]
            if span == bracket.span or (len(inside) > 2 and span == Span(bracket.span.start + 1, bracket.span.end - 1)):
                return bracket
            for option in bracket.options:
                content = option.content
                if content and option.text == self.draft.source[start:end] and _span_of(content).holds(span):
                    return OptionTarget(bracket, option.letter, True)
        if start >= end or self.cuts(provision, span):
            return None
        place = self.place_of(provision, span)
        if place:
            bracket = self.draft.bracket(place[0])
            words = words_of(next(option.text for option in bracket.options if option.letter == place[1]))
            if len(words) <= _SHORT or 2 * len(words_of(self.draft.source[start:end])) >= len(words):
                return OptionTarget(bracket, place[1], False)
        return WordsTarget(provision, place, (span,), self.draft.source[start:end])

    def _end_of_words(self, provision: Provision) -> int:
        """Return where the first comment on a provision stands, or the provision's end."""
        first = bisect_left(self._comments, provision.body.start)
        return min([provision.body.end, *self._comments[first : first + 1]])

    def nearest(self, provision: Provision, phrase: str) -> str:
        """Return the words of a provision that are most like a phrase, for a suggestion; "" if none are."""
        from rapidfuzz import fuzz

        body = self.draft.source[provision.body.start : self._end_of_words(provision)]
        found = fuzz.partial_ratio_alignment(phrase.casefold(), body.casefold(), score_cutoff=60)
        if found is None:
            return ""
        start, end = found.dest_start, found.dest_end
        while start > 0 and body[start - 1].isalnum():
            start -= 1
        while end < len(body) and body[end].isalnum():
            end += 1
        return body[start:end].strip(" \t\r\n,;.[]/")


def _span_of(content: tuple[Piece, ...]) -> Span:
    return Span(content[0].span.start, content[-1].span.end)


def _unique(targets: list[OptionTarget]) -> list[OptionTarget]:
    seen: dict[tuple[str, str], OptionTarget] = {}
    for target in targets:
        seen.setdefault((target.bracket.id, target.letter), target)
    return list(seen.values())
