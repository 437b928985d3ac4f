"""Brackets that only remarks imply, and how two sets of them become one when positions are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bracketed.draft.tree import OMIT, Bracket, Option, Text, plain
from bracketed.parsing.builder import letter
from bracketed.source import Span


@dataclass(frozen=True, slots=True)
class ImpliedBracket:
    """A bracket of `origin="comment"`: words outside the brackets of the text that a delegation argues about.

    `places` are this bracket at each place where its words are, `bracket` is the first. New words have no place if no
    comment says where they go.
    """

    bracket: Bracket
    places: tuple[Bracket, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Renaming:
    """What brackets and options of a set are called in another, where the names differ."""

    ids: Mapping[str, str]
    letters: Mapping[tuple[str, str], str]

    def __bool__(self) -> bool:
        return bool(self.ids or self.letters)

    def choice(self, bracket: str, option: str) -> tuple[str, str]:
        """Return the bracket and the option that these are in the other set."""
        return self.ids.get(bracket, bracket), self.letters.get((bracket, option), option)


Implied: TypeAlias = Sequence[ImpliedBracket]


def united(first: Implied, more: Implied) -> tuple[tuple[ImpliedBracket, ...], Renaming]:
    """Return two sets as one in which those of the first keep their ids, and the new names of those of the second."""
    # Both were numbered without knowledge of each other: one id may be of two brackets, and one bracket have two ids.
    known = {item.bracket.id: item for item in first}
    by_provision: dict[str, list[str]] = defaultdict(list)
    for id_, item in known.items():
        by_provision[item.bracket.provision].append(id_)
    ids: dict[str, str] = {}
    letters: dict[tuple[str, str], str] = {}
    for item in more:
        here = by_provision[item.bracket.provision]
        old = item.bracket.id
        twin = next((id_ for id_ in here if _same_place(known[id_], item)), None)
        if twin is not None:
            known[twin], now = _with_options_of(known[twin], item)
            letters |= {(old, before): after for before, after in now.items() if after != before}
        else:
            twin = old if old not in known else _free(item.bracket.provision, known)
            known[twin] = _called(item, twin)
            here.append(twin)
        if twin != old:
            ids[old] = twin
    return tuple(known.values()), Renaming(ids, letters)


def number_of(id_: str) -> int:
    """Return the number of an implied bracket in its provision: 2 of `4#i2`."""
    return int(id_.rpartition("#i")[2])


def _free(provision: str, known: Iterable[str]) -> str:
    taken = [number_of(id_) for id_ in known if id_.rpartition("#i")[0] == provision]
    return f"{provision}#i{1 + max(taken, default=0)}"


def _called(item: ImpliedBracket, id_: str) -> ImpliedBracket:
    return ImpliedBracket(replace(item.bracket, id=id_), tuple(replace(place, id=id_) for place in item.places))


def _same_place(one: ImpliedBracket, other: ImpliedBracket) -> bool:
    new = [_is_new(item.bracket) for item in (one, other)]
    if any(new):
        same_words = _words(one.bracket.options[0]) == _words(other.bracket.options[0])
        return all(new) and same_words and _spans(one) == _spans(other)
    # Words that overlap contested words without holding them join them: brackets never cross.
    pairs = [(a, b) for a in _spans(one) for b in _spans(other) if a.touches(b)]
    return _spans(one) == _spans(other) or any(not a.holds(b) and not b.holds(a) for a, b in pairs)


def _is_new(bracket: Bracket) -> bool:
    return bracket.span.start == bracket.span.end


def _spans(item: ImpliedBracket) -> tuple[Span, ...]:
    return tuple(place.span for place in item.places)


def _words(option: Option) -> list[str]:
    return option.text.casefold().split()


def _with_options_of(item: ImpliedBracket, other: ImpliedBracket) -> tuple[ImpliedBracket, dict[str, str]]:
    """Return a bracket with the options of another on the same words, and what these are called in it."""
    now = {"a": "a", OMIT: OMIT}
    options = [option for option in item.bracket.options if option.letter != OMIT]
    count = len(options)
    for option in other.bracket.options[1:]:
        if option.letter != OMIT:
            same = next((one for one in options[1:] if _words(one) == _words(option)), None)
            if same is None:
                same = replace(option, letter=letter(len(options)))
                options.append(same)
            now[option.letter] = same.letter
    omit = item.bracket.offers_omit or other.bracket.offers_omit

    def extended(bracket: Bracket) -> Bracket:
        end = Span(bracket.span.end, bracket.span.end)
        new = (replace(option, content=(Text(plain(option.content), end),)) for option in options[count:])
        parts = (*bracket.parts, *new)
        return replace(bracket, parts=parts, offers_omit=omit, kind="alternatives" if len(parts) > 1 else "optional")

    return ImpliedBracket(extended(item.bracket), tuple(map(extended, item.places))), now
