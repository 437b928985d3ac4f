"""Implied brackets: words outside the brackets that delegations argue about, and words that they would insert.

They are gathered while requests are resolved, as several delegations on the same words imply one bracket, and numbered
in the order of the text when all are known. In the option tree they are like any other bracket.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket, Mark, Option, Piece, Text, brackets_in, leaves, plain
from bracketed.parsing.builder import letter
from bracketed.positions.implied_bracket import ImpliedBracket, number_of
from bracketed.positions.phrase_index import OptionTarget, WordsTarget, keys_of, stems_of, words_of
from bracketed.positions.phrase_places import Parent
from bracketed.source import Span

_NO_WORDS = ("note", "attribution", "status")


@dataclass(slots=True, eq=False)
class ContestedPhrase:
    """Contested words: where they are, what else was requested in their place, and whether they may go.

    The `key` is in place of an id until all are known; some have had an `id` before. `new` words are not in the
    text.
    """

    key: str
    target: WordsTarget
    new: bool = False
    wordings: list[str] = field(default_factory=list)
    offers_omit: bool = False
    id: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of the options of which delegations have spoken so far."""
        lettered = tuple(letter(number) for number in range(1 + len(self.wordings)))
        return (*lettered, OMIT) if self.offers_omit else lettered

    @property
    def is_choice(self) -> bool:
        """Whether a delegation would change the words or leave them out; words that nobody would have no bracket."""
        return len(self.letters) > 1

    def offer(self, words: str) -> str:
        """Add a wording in place of the words, if it is new, and return its letter."""
        key = keys_of(words)
        number = next((at for at, wording in enumerate(self.wordings) if keys_of(wording) == key), len(self.wordings))
        if number == len(self.wordings):
            self.wordings.append(words)
        return letter(1 + number)


@dataclass(frozen=True, slots=True)
class ImpliedTarget:
    """An option of a bracket that comments imply, whose words are not in the text."""

    phrase: ContestedPhrase
    letter: str = "a"


class _Places:
    """Where the phrases of a provision are, by their numbers: there may be thousands, or one in thousands of places."""

    def __init__(self) -> None:
        self._by_start: list[tuple[int, int, int]] = []
        self._by_end: list[tuple[int, int, int]] = []
        self._crossed: dict[WordsTarget, tuple[int, list[int]]] = {}

    def add(self, target: WordsTarget, number: int) -> None:
        for start, end in target.spans:
            insort(self._by_start, (start, end, number))
            insort(self._by_end, (end, start, number))

    def crossed_by(self, target: WordsTarget) -> list[int]:
        """Return the phrases of which a place overlaps one of these and neither holds the other, in order."""
        count, crossed = self._crossed.get(target, (-1, []))
        if count != len(self._by_start):
            crossed = sorted({number for span in target.spans for number in self._crossing(span)})
            self._crossed[target] = len(self._by_start), crossed
        return crossed

    def _crossing(self, span: Span) -> Iterator[int]:
        begin, end = [
            places[bisect_left(places, (span.start + 1, 0, 0)) : bisect_left(places, (span.end, 0, 0))]
            for places in (self._by_start, self._by_end)
        ]
        yield from (number for _, stop, number in begin if stop > span.end)
        yield from (number for _, start, number in end if start < span.start)


Target: TypeAlias = OptionTarget | WordsTarget | ImpliedTarget
# A provision, and the stems of words.
_Words: TypeAlias = tuple[str, tuple[str, ...]]


class ImpliedBrackets:
    """Gathers the phrases that delegations argue about, by their keys."""

    def __init__(self) -> None:
        self.phrases: dict[str, ContestedPhrase] = {}
        self._by_provision: dict[str, list[ContestedPhrase]] = {}
        self._places: dict[str, _Places] = {}
        # New words by provision and stems: the first, and those of each place; there may be thousands of either.
        self._first_new: dict[_Words, ContestedPhrase] = {}
        self._new_at: dict[tuple[_Words, tuple[Span, ...]], ContestedPhrase] = {}

    def over(self, target: WordsTarget) -> ContestedPhrase:
        """Return the phrase of these words."""
        places = self._places.get(target.provision)
        # Words that overlap contested words without holding them join them: brackets never cross. Words that are only
        # to be kept have no bracket.
        for number in places.crossed_by(target) if places else ():
            known = self._by_provision[target.provision][number]
            if known.is_choice:
                return known
        return self._known(ContestedPhrase(_key(target), target))

    def insertion(self, target: WordsTarget) -> ImpliedTarget:
        """Return the option of new words. The spans of its bracket are empty; none if nobody says where they go."""
        words = target.provision, stems_of(target.words)
        known = self._first_new.get(words)
        if known and known.target.spans and target.spans:
            known = self._new_at.get((words, target.spans)) or self._new_at.get((words, ()))
        if known is None:
            return ImpliedTarget(self._known(ContestedPhrase(_key(target, True), target, new=True, offers_omit=True)))
        if target.spans and not known.target.spans:
            # A delegation that gives the place of the words gives it for the others too.
            known.target = target
            self._new_at.setdefault((words, target.spans), self._new_at.pop((words, ()), known))
        return ImpliedTarget(known)

    def take(self, known: Iterable[ImpliedBracket]) -> None:
        """Take in brackets that other remarks imply; they keep their ids and letters."""
        for item in known:
            bracket = item.bracket
            words, *wordings = (plain(option.content) for option in bracket.parts if isinstance(option, Option))
            new = bracket.span.start == bracket.span.end
            spans = tuple(place.span for place in item.places)
            target = WordsTarget(bracket.provision, bracket.parent, spans, words.strip() if new else words)
            key, omit = _key(target, new), bracket.offers_omit
            self._known(ContestedPhrase(key, target, new, wordings, omit, bracket.id))

    def _known(self, phrase: ContestedPhrase) -> ContestedPhrase:
        if phrase.key not in self.phrases:
            self.phrases[phrase.key] = phrase
            here = self._by_provision.setdefault(phrase.target.provision, [])
            if phrase.new:
                words = phrase.target.provision, stems_of(phrase.target.words)
                self._first_new.setdefault(words, phrase)
                self._new_at.setdefault((words, phrase.target.spans), phrase)
            else:
                self._places.setdefault(phrase.target.provision, _Places()).add(phrase.target, len(here))
            here.append(phrase)
        return self.phrases[phrase.key]

    def find(self, provision: str, words: str) -> ImpliedTarget | None:
        """Return the option that holds words which a delegation requested and which are not in the text, or None."""
        stems = stems_of(words)
        new = self._first_new.get((provision, stems))
        for known in self._by_provision.get(provision, ()):
            if known is new:
                return ImpliedTarget(known)
            for number, wording in enumerate(known.wordings, 1):
                if stems_of(wording) == stems:
                    return ImpliedTarget(known, letter(number))
        return None


def _key(target: WordsTarget, new: bool = False) -> str:
    if new:
        where = target.spans[0] if target.spans else ""
        return f"{target.provision} + {where} {' '.join(word.key for word in words_of(target.words))}"
    return f"{target.provision} @ {target.parent} {target.spans[0]}"


def implied_by(phrases: Iterable[ContestedPhrase], draft: Draft) -> dict[str, ImpliedBracket]:
    """Return the brackets over contested phrases, by the keys of these, in the order of the text."""
    order = {provision.label: number for number, provision in enumerate(draft.provisions)}

    def spans(phrase: ContestedPhrase) -> tuple[Span, ...]:
        # Words without a place are numbered behind the others of their provision.
        end = draft.numbered_provision(phrase.target.provision).span.end
        return phrase.target.spans or (Span(end, end),)

    def place(phrase: ContestedPhrase) -> tuple[int, int, int]:
        start, end = spans(phrase)[0]
        return order.get(phrase.target.provision, -1), start, -end

    # Marks of notes and who is named amid the words are none of them.
    amid = [one.span for one in leaves(draft.content) if isinstance(one, Mark) and one.kind in _NO_WORDS]
    implied: dict[str, ImpliedBracket] = {}
    counts: Counter[str] = Counter()
    contested = sorted((phrase for phrase in phrases if phrase.is_choice), key=place)
    for phrase in contested:
        if phrase.id:
            counts[phrase.target.provision] = max(counts[phrase.target.provision], number_of(phrase.id))
    for phrase in contested:
        provision = phrase.target.provision
        counts[provision] += not phrase.id
        id_ = phrase.id or f"{provision}#i{counts[provision]}"
        brackets = tuple(_bracket(draft, id_, phrase, span, amid) for span in spans(phrase))
        implied[phrase.key] = ImpliedBracket(brackets[0], brackets if phrase.target.spans else ())
    return implied


def _bracket(draft: Draft, id_: str, phrase: ContestedPhrase, span: Span, amid: Sequence[Span]) -> Bracket:
    target, words = phrase.target, _without(draft.source, span, amid)
    if phrase.new:
        # Blanks part new words from the words around the place where they go.
        before, after = draft.source[span.start - 1 : span.start], draft.source[span.start : span.start + 1]
        joins = target.words[0].isalnum() and before and not before.isspace() and before not in "([“/"
        words = f"{' ' * bool(joins)}{target.words}{' ' * (after.isalnum() or after in tuple('([“'))}"
    outer = draft.bracket(target.parent[0]) if target.parent else None
    wordings = [Text(wording, Span(span.end, span.end)) for wording in phrase.wordings]
    return Bracket(
        id=id_,
        kind="alternatives" if phrase.wordings else "optional",
        origin="comment",
        provision=target.provision,
        parts=tuple(Option(letter(number), (text,)) for number, text in enumerate([Text(words, span), *wordings])),
        offers_omit=phrase.offers_omit,
        span=span,
        parent=target.parent,
        depth=0 if outer is None else outer.depth + 1,
        is_choice=outer is None or outer.is_choice,
    )


def _without(source: str, span: Span, amid: Sequence[Span]) -> str:
    pieces: list[str] = []
    at = span.start
    for start, end in amid[bisect_left(amid, span.start, key=lambda one: one.start) :]:
        if end > span.end:
            break
        pieces.append(source[at:start])
        at = end
    return "".join(pieces) + source[at : span.end]


def insert_implied(content: tuple[Piece, ...], implied: Iterable[ImpliedBracket]) -> tuple[Piece, ...]:
    """Return the pieces with the implied brackets in their places; one with several places is there several times.

    The first option of a bracket holds the words (and brackets) that were in its place.
    """
    places: dict[Parent, list[Bracket]] = {}
    for place in sorted((place for item in implied for place in item.places), key=_order):
        places.setdefault(place.parent, []).append(place)
    if not places:
        return content
    brackets = {bracket.id: bracket for bracket in brackets_in(content)}
    # The brackets in which something changes: those with a place in one of their options, and those around them.
    touched: dict[str, Bracket] = {}
    for parent in places:
        while parent is not None and parent[0] not in touched:
            touched[parent[0]] = brackets[parent[0]]
            parent = brackets[parent[0]].parent

    def rebuilt(pieces: tuple[Piece, ...], parent: Parent) -> tuple[Piece, ...]:
        row = tuple(touched.get(piece.id, piece) if isinstance(piece, Bracket) else piece for piece in pieces)
        return _put_in(row, places.get(parent, []))

    # Inner brackets first, so that an outer one is rebuilt with what was made of the inner ones.
    for bracket in sorted(touched.values(), key=lambda bracket: -bracket.depth):
        parts = (
            replace(part, content=rebuilt(part.content, (bracket.id, part.letter)))
            if isinstance(part, Option)
            else part
            for part in bracket.parts
        )
        touched[bracket.id] = replace(bracket, parts=tuple(parts))
    return rebuilt(content, None)


def _order(place: Bracket) -> tuple[int, bool, int]:
    # An insertion is before the words that begin there; outer ones come before inner ones.
    return place.span.start, place.span.start < place.span.end, -place.span.end


def _stands_in(inner: Span, outer: Span) -> bool:
    # An insertion at an end of contested words is beside them.
    if inner.start == inner.end:
        return outer.start < inner.start < outer.end
    return outer.holds(inner) and outer != inner


def _put_in(pieces: tuple[Piece, ...], places: list[Bracket]) -> tuple[Piece, ...]:
    row: list[Piece] = []
    number = 0
    while number < len(places):
        place = places[number]
        number += 1
        first = number
        while number < len(places) and _stands_in(places[number].span, place.span):
            number += 1
        before, pieces = _cut(pieces, place.span.start)
        inside, pieces = _cut(pieces, place.span.end)
        # The words of an insertion are not in the source.
        if place.span.start < place.span.end:
            words, *others = place.parts
            assert isinstance(words, Option)
            words = replace(words, content=_put_in(inside, places[first:number]))
            place = replace(place, parts=(words, *others))
        row += [*before, place]
    return (*row, *pieces)


def _cut(pieces: tuple[Piece, ...], at: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    # Only text can be cut in two: no place of contested words cuts through a bracket or a mark.
    number = next((number for number, piece in enumerate(pieces) if piece.span.end > at), len(pieces))
    before, behind = pieces[:number], pieces[number:]
    first = behind[0] if behind else None
    if isinstance(first, Text) and first.span.start < at:
        cut = at - first.span.start
        left = Text(first.text[:cut], Span(first.span.start, at))
        return (*before, left), (Text(first.text[cut:], Span(at, first.span.end)), *behind[1:])
    return before, behind
