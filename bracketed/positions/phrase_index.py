"""Finds what a comment's words refer to in the text: an option of a bracket, a part of one, or words outside.

Words are compared without case, punctuation and plural endings; a phrase that is not there is never guessed at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias, overload

from bracketed.draft.draft import Draft, Provision
from bracketed.draft.tree import OMIT, Bracket, Mark, Option, Piece, Text
from bracketed.parsing.labels import leading_number
from bracketed.positions.phrase_places import Elsewhere, Parent, PhrasePlaces, SpanIndex
from bracketed.source import Span, trimmed

# An option of up to so many words is contested as a whole when a delegation names a part of it; in a longer one,
# a paragraph say, the part is contested by itself. Likewise where the part is at least half of the option.
_SHORT = 6
# What may be around words without being any of them.
_EDGE = " \t\r\n.;,"
_WORD = re.compile(r"\w+(?:['’]\w+)?")
# So many characters beside a bracket are read together with each of its options.
_BESIDE = 40
_MARKS = re.compile(r"[\[\]{}]")
_DOTS = re.compile(r"…|\.\.\.")
_PART = re.compile(r"(?:\([a-z]{1,4}\))+$")


@dataclass(frozen=True, slots=True)
class OptionTarget:
    """An option of a bracket; `whole` says whether the words are all of it or a part."""

    bracket: Bracket
    letter: str
    whole: bool


class NamedOptions(Sequence[OptionTarget]):
    """The options that a phrase names, in the order of the text.

    One comment after another may name the same words in thousands of brackets: no answer looks at all of these again.
    """

    def __init__(self, targets: Iterable[OptionTarget]) -> None:
        self._targets = tuple(targets)
        self._rivals: dict[tuple[NamedOptions, ...], OptionTarget | None] = {}
        # The places of a phrase that are in none of these brackets.
        self.elsewhere: dict[tuple[str, str], Elsewhere | None] = {}

    def __len__(self) -> int:
        return len(self._targets)

    @overload
    def __getitem__(self, at: int) -> OptionTarget: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[OptionTarget]: ...
    def __getitem__(self, at: int | slice) -> OptionTarget | Sequence[OptionTarget]:
        return self._targets[at]

    @cached_property
    def _index(self) -> SpanIndex:
        return SpanIndex([target.bracket.span for target in self._targets])

    @cached_property
    def brackets(self) -> dict[str, list[OptionTarget]]:
        """The options by the ids of their brackets."""
        found: dict[str, list[OptionTarget]] = {}
        for target in self._targets:
            found.setdefault(target.bracket.id, []).append(target)
        return found

    def touching(self, span: Span) -> NamedOptions:
        """Return those of brackets that touch a span."""
        return NamedOptions(self._targets[number] for number in self._index.touching(span))

    def last_before(self, at: int) -> OptionTarget:
        """Return the last that begins before a place, else the last of all."""
        return self._targets[bisect_left(self._targets, at, key=lambda target: target.bracket.span.start) - 1]

    def rival_of(self, wanted: tuple[NamedOptions, ...]) -> OptionTarget | None:
        """Return the first that is another option of a bracket of which options are wanted."""
        if wanted not in self._rivals:
            self._rivals[wanted] = next((target for target in self if _is_rival(target, wanted)), None)
        return self._rivals[wanted]


def _is_rival(target: OptionTarget, wanted: Iterable[NamedOptions]) -> bool:
    letters = {option.letter for options in wanted for option in options.brackets.get(target.bracket.id, ())}
    return bool(letters) and target.letter not in letters


@dataclass(frozen=True, slots=True)
class WordsTarget:
    """Words outside the brackets, or inside a long option: each of their places in one row of the text.

    Words to be inserted have an empty span at each place where they would go, or none at all.
    """

    provision: str
    parent: Parent
    spans: tuple[Span, ...]
    words: str


class Word(NamedTuple):
    """A word in the forms in which it is compared, and its place."""

    key: str
    stem: str
    span: Span


Words: TypeAlias = list[Word]
# By provision, the words between brackets, in one row of the text after another.
Segments: TypeAlias = dict[str, list[tuple[Parent, Words]]]


def words_of(text: str, shift: int = 0) -> Words:
    """Return the words of a text in the form in which they are compared."""
    words = []
    for found in _WORD.finditer(text):
        key = found[0].casefold().replace("’", "'")
        words.append(Word(key, _stem(key), Span(found.start() + shift, found.end() + shift)))
    return words


@lru_cache(maxsize=2048)
def _phrase(text: str) -> Words:
    """Return the words of a phrase, which one comment after another names; they must not be changed."""
    return words_of(text)


@lru_cache(maxsize=8192)
def keys_of(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase without case and punctuation."""
    return tuple(word.key for word in words_of(phrase))


@lru_cache(maxsize=8192)
def stems_of(phrase: str) -> tuple[str, ...]:
    """Return the words of a phrase without case, punctuation and plural endings."""
    return tuple(word.stem for word in words_of(phrase))


def _stem(key: str) -> str:
    # Plural endings of English do for French too; "access" has none.
    if len(key) > 4 and key.endswith("ies"):
        return key[:-3] + "y"
    return key[:-1] if len(key) > 3 and key.endswith("s") and not key.endswith("ss") else key


def _find(phrase: Words, words: Words) -> list[tuple[int, int]]:
    """Return where the words of a phrase are in a row of words: as they are, else but for plural endings."""
    size = len(phrase)
    for form in (0, 1):
        wanted = [word[form] for word in phrase]
        have = [word[form] for word in words]
        starts = [at for at, word in enumerate(have) if word == wanted[0] and have[at : at + size] == wanted]
        if starts:
            return [(at, at + size) for at in starts]
    return []


def _find_from(first: Words, last: Words, words: Words) -> list[tuple[int, int]]:
    """Return where "first … last" is in a row of words: from each first words to the next last ones."""
    ends = [(start, middle, _find(last, words[middle:])) for start, middle in _find(first, words)]
    return [(start, middle + found[0][1]) for start, middle, found in ends if found]


class Wording:
    """The words of one provision, for distinguishing words of the text from others that are without quotation marks.

    `labels` are those of all provisions, in small letters.
    """

    def __init__(self, options: Iterable[str], text: Callable[[], str], labels: Collection[str] = ()) -> None:
        self.labels = labels
        self._options = {" ".join(_stems(option)) for option in options} - {""}
        self._first = {option.partition(" ")[0] for option in self._options}
        self._source = text

    # Most comments quote what they mean, and need none of this.
    @cached_property
    def _text(self) -> str:
        return f" {' '.join(_stems(self._source()))} "

    def begins_option(self, word: str) -> bool:
        """Return whether an option begins with a word."""
        return next(iter(_stems(word)), "") in self._first

    def is_option(self, words: str) -> bool:
        """Return whether words are all of an option."""
        return " ".join(_stems(words)) in self._options

    def has(self, words: str) -> bool:
        """Return whether words are in the provision in this order."""
        stems = " ".join(_stems(words))
        return bool(stems) and f" {stems} " in self._text


def _stems(text: str) -> list[str]:
    return [_stem(key) for key in _WORD.findall(text.casefold().replace("’", "'"))]


class PhraseIndex:
    """The words of a draft, provision by provision, ready to be searched."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._starts = [provision.span.start for provision in draft.numbered]
        self._marks = {piece.span.end: piece.span.start for piece in draft.content if isinstance(piece, Mark)}
        self._heads = {start: end for end, start in self._marks.items()}
        self._comments = sorted(comment.span.start for comment in draft.comments)
        self._brackets: dict[str, list[Bracket]] = {}
        # Brackets that go on into further provisions.
        self._wide: list[Bracket] = []
        for bracket in draft.brackets:
            label = self.provision_of(bracket)
            self._brackets.setdefault(label, []).append(bracket)
            if label and bracket.span.end > draft.numbered_provision(label).span.end:
                self._wide.append(bracket)
        self._option_words: dict[tuple[str, str], Words] = {}
        self._inside: dict[str, dict[str, list[Bracket]]] = {}
        self._options_by_stem: dict[str, dict[str, dict[int, tuple[Bracket, Option]]]] = {}
        self._rows_by_stem: dict[str, dict[str, list[tuple[Parent, Words]]]] = {}
        self._hits_of: dict[tuple[str, str], list[tuple[Parent, list[Span]]]] = {}
        self._outside: dict[tuple[str, str, Parent, int, bool], WordsTarget] = {}
        self._places: dict[tuple[str, str], PhrasePlaces] = {}
        self._labelled: dict[str, dict[tuple[str, ...], OptionTarget]] = {}
        self._several: dict[str, list[Bracket]] = {}
        self._ranked: dict[str, list[str]] = {}
        self._outer: dict[str, list[Bracket]] = {}
        self._options_with: dict[tuple[str, str], NamedOptions] = {}
        self._wordings: dict[str, Wording] = {}
        self._written: dict[str, list[Provision]] = {}
        for provision in draft.numbered:
            for name in {provision.label.casefold(), provision.written.casefold()} - {""}:
                self._written.setdefault(name, []).append(provision)

    def provision_of(self, bracket: Bracket) -> str:
        """Return the label of the numbered provision in which a bracket is."""
        return self.draft.numbered_provision(bracket.provision).label if bracket.provision else ""

    def provision_at(self, at: int) -> Provision | None:
        """Return the numbered provision in which or behind which a character is, None in front of all."""
        number = bisect_right(self._starts, at) - 1
        return self.draft.numbered[number] if number >= 0 else None

    def brackets_of(self, provision: str) -> list[Bracket]:
        """Return the brackets that are in a provision, outer before inner."""
        return self._brackets.get(provision, [])

    def _near(self, provision: str, span: Span) -> Iterator[Bracket]:
        """Yield the brackets of a provision that reach to a span, outer before inner."""
        if provision not in self._inside:
            own = {bracket.id for bracket in self.brackets_of(provision)}
            inside = self._inside[provision] = {}
            for bracket in self.brackets_of(provision):
                around = bracket.parent[0] if bracket.parent and bracket.parent[0] in own else ""
                inside.setdefault(around, []).append(bracket)
        # Brackets in one and the same do not overlap, so that those which reach to the span are side by side.
        waiting = [""]
        while waiting:
            around = waiting.pop()
            here = self._inside[provision].get(around, [])
            first = bisect_left(here, span.start, key=lambda bracket: bracket.span.end)
            last = bisect_right(here, span.end, key=lambda bracket: bracket.span.start)
            yield from here[first:last]
            waiting += [bracket.id for bracket in reversed(here[first:last])]

    def outer_brackets(self, provision: str) -> list[Bracket]:
        """Return the choices of a provision that are in no other."""
        if provision not in self._outer:
            choices = (one for one in self.brackets_of(provision) if one.is_choice)
            self._outer[provision] = [one for one in choices if one.depth == 0]
        return self._outer[provision]

    def named(self, label: str, near: str) -> Provision | None:
        """Return the provision with this label, or None; of several, the one called `near` if it is among them."""
        key = re.sub(r"\s+", " ", label.casefold()).replace("–", "-").strip(" .:")
        candidates = self._written.get(key, [])
        if not candidates:
            number = re.sub(r"^[^\W\d_]+\.?\s+(?=\d|[ivxlc]+$)", "", key)
            candidates = self._written.get(number, []) or self._written.get(f"article {number}", [])
        part = None if candidates else _PART.search(key)
        if part:
            # "point (c)" of the provision itself, or of the one that it is a part of
            for whole in (near.casefold(), _PART.sub("", near.casefold())):
                candidates = candidates or self._written.get(whole + part[0], [])
        return next((p for p in candidates if p.label == near), candidates[0] if candidates else None)

    # Drafts without comments, however long, are never cut into words.
    @cached_property
    def _words(self) -> tuple[Segments, dict[str, tuple[Words, Words]]]:
        """The segments of each provision, those in no bracket first, and the segments on both sides of each bracket."""
        segments: Segments = {}
        beside: dict[str, tuple[Words, Words]] = {}
        rows: list[tuple[Parent, tuple[Piece, ...]]] = [(None, self.draft.content)]
        for bracket in self.draft.brackets:
            rows += [((bracket.id, option.letter), option.content) for option in bracket.options]
        for parent, pieces in rows:
            for piece in pieces:
                if isinstance(piece, Text):
                    for label, words in self._divided(piece):
                        _segment(segments, label, parent).extend(words)
                elif isinstance(piece, Bracket):
                    label = self.provision_of(piece)
                    before = _segment(segments, label, parent)
                    # The words behind the bracket are added when they are come to.
                    segments[label].append((parent, []))
                    beside[piece.id] = before, segments[label][-1][1]
        return segments, beside

    def wording(self, label: str) -> Wording:
        """Return the words of a provision and the options in it; those of none if nothing is called so."""
        if label not in self._wordings:
            options = [o.text for one in self.brackets_of(label) if one.is_choice for o in one.options]
            self._wordings[label] = Wording(options, lambda: self._text_of(label), self._written)
        return self._wordings[label]

    def _text_of(self, label: str) -> str:
        if not label:
            return ""
        body = self._body(self.draft.numbered_provision(label))
        choices = [one for one in self.brackets_of(label) if len(one.options) > 1 and body.holds(one.span)]
        text = self.draft.source[slice(*body)] + "".join(self._in_place(one, body) for one in choices)
        return _MARKS.sub(" ", text)

    def _in_place(self, bracket: Bracket, body: Span) -> str:
        """Return each option with the words before and behind the bracket: "three hours" of "[two/three] hours"."""
        source, (start, end) = self.draft.source, bracket.span
        before = source[max(body.start, start - _BESIDE) : start]
        behind = source[end : min(body.end, end + _BESIDE)]
        return "".join(f" ¦ {before} {option.text} {behind}" for option in bracket.options)

    def _divided(self, piece: Text) -> Iterator[tuple[str, Words]]:
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

    def parent_of(self, provision: str, span: Span) -> Parent:
        """Return the innermost option of a bracket that holds a span of the source."""
        parent: Parent = None
        for bracket in (*self._wide, *self._near(provision, span)):
            letter = _letter_holding(bracket, span)
            parent = (bracket.id, letter) if letter else parent
        return parent

    def only_alternatives(self, provision: str) -> Bracket | None:
        """Return the one bracket of a provision that offers several wordings, or None if it has not exactly one."""
        if provision not in self._several:
            several = [bracket for bracket in self.brackets_of(provision) if bracket.kind == "alternatives"]
            self._several[provision] = several[:2]
        several = self._several[provision]
        return several[0] if len(several) == 1 else None

    def option_ranked(self, provision: str, rank: int) -> OptionTarget | None:
        """Return the option of this rank, counted from 1 (0 is the last), of the only alternatives, or None."""
        bracket = self.only_alternatives(provision)
        if bracket is None:
            return None
        if provision not in self._ranked:
            self._ranked[provision] = [letter for letter in bracket.letters if letter != OMIT]
        letters = self._ranked[provision]
        return None if rank > len(letters) else OptionTarget(bracket, letters[rank - 1], True)

    def option_labelled(self, provision: str, name: str) -> OptionTarget | None:
        """Return the option that the writer called `name` (`Option 2`, `alternative D.3-a`), or None."""
        wanted = [word.key for word in words_of(name)]
        labelled = self._with_labels(provision)
        if tuple(wanted) in labelled:
            return labelled[tuple(wanted)]
        only = self.only_alternatives(provision)
        if only is None or any(target.bracket is only for target in labelled.values()):
            return None
        number = wanted[-1] if wanted else ""
        # "Option 2" or "Option B" of options that the writer did not name.
        if number.isdecimal() and leading_number(number):
            return self.option_ranked(provision, leading_number(number))
        return self.option_ranked(provision, ord(number) - ord("a") + 1) if re.fullmatch("[a-z]", number) else None

    def _with_labels(self, provision: str) -> dict[tuple[str, ...], OptionTarget]:
        """Return the options of a provision that have names, by the words that they may be called by."""
        if provision not in self._labelled:
            labelled = self._labelled[provision] = {}
            options = ((one, option) for one in self.brackets_of(provision) for option in one.options if option.label)
            for bracket, option in options:
                target = OptionTarget(bracket, option.letter, True)
                words = keys_of(option.label)
                # "Alternative proposal for D.5-b" may be called "alternative D.5-b".
                for name in (words, *((words[0], *words[at:]) for at in range(len(words)))) if words else ():
                    labelled.setdefault(name, target)
        return self._labelled[provision]

    def options_with(self, provision: str, phrase: str) -> NamedOptions:
        """Return the options of brackets that a phrase names: whole options first, then parts of short ones."""
        # One comment after another on a provision names the same words.
        key = (provision, phrase)
        if key not in self._options_with:
            self._options_with[key] = NamedOptions(self._find_options(provision, phrase))
        return self._options_with[key]

    def _find_options(self, provision: str, phrase: str) -> list[OptionTarget]:
        wanted = _phrase(phrase)
        stems = {word.stem for word in wanted}
        exact, whole, part = 0, 1, 2
        found: tuple[list[OptionTarget], ...] = ([], [], [])
        # A phrase may begin before the bracket or end behind it, but must have words of the option.
        for bracket, option in self._options_of(provision, stems):
            words = self._words_of(bracket.id, option)
            # Of a long option the phrase is a small part at most: brackets around brackets all hold the same words.
            if len(words) > max(_SHORT, 2 * len(wanted)):
                continue
            before, after = self._words[1].get(bracket.id, ([], []))
            first = min(len(before), len(wanted))
            last = first + len(words)
            row = [*before[len(before) - first :], *words, *after[: len(wanted)]]
            overlaps = (min(end, last) - max(start, first) for start, end in _find(wanted, row))
            overlap = next((size for size in overlaps if size > 0), 0)
            rank = part if overlap < len(words) else exact if len(words) == len(wanted) else whole
            if rank != part or (overlap and (len(words) <= _SHORT or 2 * overlap >= len(words))):
                found[rank].append(OptionTarget(bracket, option.letter, rank != part))
        return next(filter(None, found), [])

    def _options_of(self, provision: str, stems: Collection[str]) -> list[tuple[Bracket, Option]]:
        """Return the options of a provision that have one of these words, in the order of the text."""
        # A hundred comments may be on one provision with as many brackets, and each name the words of one of them.
        if provision not in self._options_by_stem:
            by_stem = self._options_by_stem[provision] = {}
            choices = (one for one in self.brackets_of(provision) if one.is_choice)
            for number, (bracket, option) in enumerate((one, option) for one in choices for option in one.options):
                for stem in {word.stem for word in self._words_of(bracket.id, option)}:
                    by_stem.setdefault(stem, {})[number] = bracket, option
        with_stem = [self._options_by_stem[provision].get(stem, {}) for stem in stems]
        if len(with_stem) == 1:
            return [*with_stem[0].values()]
        found = {number: pair for options in with_stem for number, pair in options.items()}
        return [found[number] for number in sorted(found)]

    def words_outside(self, provision: str, phrase: str, before: int, within: Span | None = None) -> WordsTarget | None:
        """Return the places of a phrase outside brackets or in one long option, those that touch `within`, or None."""
        # A comment is behind the words that it is about, so places that end before the offset `before` go first.
        hits = self._hits(provision, phrase)
        if within is not None:
            hits = self._places_of(provision, phrase).touching(within)
        for preceding in (True, False):
            for parent, spans in hits:
                cut = bisect_right(spans, before, key=lambda span: span.end)
                if not (cut if preceding else len(spans) - cut):
                    continue
                if within is not None:
                    return self._at_places(provision, parent, spans[:cut] if preceding else spans[cut:])
                # Most comments are behind all places of the words, and one after another is about the same.
                key = (provision, phrase, parent, cut, preceding)
                if key not in self._outside:
                    places = spans[:cut] if preceding else spans[cut:]
                    self._outside[key] = self._at_places(provision, parent, places)
                return self._outside[key]
        return None

    def _at_places(self, provision: str, parent: Parent, spans: Sequence[Span]) -> WordsTarget:
        return WordsTarget(provision, parent, tuple(spans), self.draft.source[slice(*spans[0])])

    def elsewhere(self, provision: str, phrase: str, found: NamedOptions | WordsTarget) -> Elsewhere | None:
        """Return the places of a phrase outside the brackets, or outside the row of text, in which it was found."""
        places = self._places_of(provision, phrase)
        if isinstance(found, WordsTarget):
            return places.out_of(found.parent)
        key = (provision, phrase)
        if key not in found.elsewhere:
            found.elsewhere[key] = places.outside({target.bracket.span for target in found})
        return found.elsewhere[key]

    def _places_of(self, provision: str, phrase: str) -> PhrasePlaces:
        key = (provision, phrase)
        if key not in self._places:
            self._places[key] = PhrasePlaces(self._hits(provision, phrase), self._named_place)
        return self._places[key]

    def _named_place(self, span: Span) -> str:
        """Return how people find a place, "" where the file shows neither lines nor pages."""
        line, column = self.draft.lines.place(span.start)
        name = self.draft.lines.where(line, column)
        return f"{name}, column {column}" if name.startswith("line") else name

    def _hits(self, provision: str, phrase: str) -> list[tuple[Parent, list[Span]]]:
        """Return where a phrase, or "first … last", is in each row of a provision, in reading order."""
        key = (provision, phrase)
        if key not in self._hits_of:
            self._hits_of[key] = self._find_hits(provision, phrase)
        return self._hits_of[key]

    def _find_hits(self, provision: str, phrase: str) -> list[tuple[Parent, list[Span]]]:
        wanted, *parts = (_phrase(part) for part in (phrase, *_DOTS.split(phrase, maxsplit=1)))
        if not wanted:
            return []
        first, *last = filter(None, parts)
        hits: dict[Parent, list[Span]] = {}
        for parent, segment in self._rows_with(provision, {word.stem for word in (*first, *(last[0] if last else ()))}):
            for start, end in _find_from(first, last[0], segment) if last else _find(wanted, segment):
                hits.setdefault(parent, []).append(Span(segment[start].span.start, segment[end - 1].span.end))
        return [*hits.items()]

    def _rows_with(self, provision: str, stems: Collection[str]) -> list[tuple[Parent, Words]]:
        """Return the rows of a provision that have the rarest of these words, in the order of the text."""
        if provision not in self._rows_by_stem:
            by_stem = self._rows_by_stem[provision] = {}
            for row in self._words[0].get(provision, []):
                for stem in {word.stem for word in row[1]}:
                    by_stem.setdefault(stem, []).append(row)
        return min((self._rows_by_stem[provision].get(stem, []) for stem in stems), key=len)

    def _words_of(self, bracket: str, option: Option) -> Words:
        # They are looked at for each comment on their provision.
        key = (bracket, option.letter)
        if key not in self._option_words:
            self._option_words[key] = words_of(option.text)
        return self._option_words[key]

    def _body(self, provision: Provision) -> Span:
        # The first comment on a provision is behind its words; marks may be before and behind them.
        start = provision.body.start
        while (head := self._heads.get(start, start)) > start and head < provision.body.end:
            start = head
        first = bisect_left(self._comments, start)
        end = min([provision.body.end, *self._comments[first : first + 1]])
        while end > start:
            words = start + len(self.draft.source[start:end].rstrip())
            mark = self._marks.get(end, self._marks.get(words, -1))
            if mark < start:
                break
            end = mark
        return Span(start, end)

    def words_span(self, provision: Provision) -> Span:
        """Return where the words of a provision are, without blanks and full stops at their ends."""
        return trimmed(self.draft.source, self._body(provision), _EDGE)

    def whole(self, provision: Provision) -> OptionTarget | WordsTarget | None:
        """Return what "delete this" means: the one bracket that holds all of a provision, else its words."""
        outer = [bracket for bracket in self.brackets_of(provision.label) if bracket.depth == 0]
        if len(outer) == 1:
            words = self.draft.source[slice(*self.words_span(provision))]
            written = self.draft.source[slice(*outer[0].span)]
            # A bracket may go on into further provisions.
            if words == written or len(written) > len(words):
                return OptionTarget(outer[0], "a", True) if outer[0].offers_omit else None
        span = trimmed(self.draft.source, self._body(provision))
        if span.start == span.end:
            return None
        parent = self.parent_of(provision.label, span)
        return WordsTarget(provision.label, parent, (span,), self.draft.source[slice(*span)])

    def cuts(self, provision: str, span: Span) -> bool:
        """Return whether a span cuts through a bracket, or an empty one is in the marks of a bracket."""
        return any(
            bracket.span.start < span.end
            and bracket.span.end > span.start
            and not span.holds(bracket.span)
            and not _letter_holding(bracket, span)
            for bracket in (*self._wide, *self._near(provision, span))
        )

    def at(self, provision: str, span: Span) -> Bracket | OptionTarget | WordsTarget | None:
        """Return what exactly is on a span: a bracket, an option or words; None if it cuts through a bracket."""
        span = trimmed(self.draft.source, span, _EDGE)
        text = self.draft.source[slice(*span)]
        for bracket in self._near(provision, span):
            if not bracket.is_choice or not bracket.span.touches(span):
                continue
            start, end = bracket.span
            if span == bracket.span or (end - start > 2 and span == Span(start + 1, end - 1)):
                return bracket
            letter = _letter_holding(bracket, span)
            if any(option.letter == letter and option.text == text for option in bracket.options):
                return OptionTarget(bracket, letter, True)
        if not text or self.cuts(provision, span):
            return None
        parent = self.parent_of(provision, span)
        if parent:
            bracket = self.draft.bracket(parent[0])
            option = next(option for option in bracket.options if option.letter == parent[1])
            words = self._words_of(bracket.id, option)
            if len(words) <= _SHORT or 2 * len(_phrase(text)) >= len(words):
                return OptionTarget(bracket, option.letter, False)
        return WordsTarget(provision, parent, (span,), text)

    def nearest(self, provision: Provision, phrase: str) -> str:
        """Return the words of a provision that are most like a phrase, for a suggestion; "" if none are."""
        from rapidfuzz import fuzz

        body = self.draft.source[slice(*self._body(provision))]
        found = fuzz.partial_ratio_alignment(phrase.casefold(), body.casefold(), score_cutoff=60)
        if found is None:
            return ""
        start, end = found.dest_start, found.dest_end
        while start > 0 and body[start - 1].isalnum():
            start -= 1
        while end < len(body) and body[end].isalnum():
            end += 1
        return body[start:end].strip(" \t\r\n,;.[]/")


def _segment(segments: Segments, label: str, parent: Parent) -> Words:
    """Return the words of a provision that go on in a row of the text."""
    row = segments.setdefault(label, [])
    if not row or row[-1][0] != parent:
        row.append((parent, []))
    return row[-1][1]


def _letter_holding(bracket: Bracket, span: Span) -> str:
    options = ((option.letter, option.content) for option in bracket.options if option.content)
    held = (letter for letter, content in options if Span(content[0].span[0], content[-1].span[1]).holds(span))
    return next(held, "")
