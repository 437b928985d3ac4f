"""The words that the rows of a table were written on, compared with those that the draft has at the same id."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket
from bracketed.draft.wording import (
    NOTHING,
    OptionIndex,
    Place,
    folded,
    in_sentence,
    left_out,
    same_words,
    words_at,
)
from bracketed.phrasing import counted, joined_and
from bracketed.positions.tabular import vocabulary

# So many places of the same words are named.
_NAMED = 3
# Less of its sentence than the first share, and more elsewhere than the second: the words are those of another place.
_STRANGE, _FAMILIAR = 0.5, 0.8
_LETTER = re.compile(r"[a-z]{1,2}")


class KeptWords:
    """The words that a table keeps of the options that it names, and where in the draft they are.

    `texts` are these words by the id of the bracket and the letter of the option, as the table has them.
    """

    def __init__(self, draft: Draft, implied: Callable[[], Iterable[Bracket]]) -> None:
        self._draft = draft
        self._implied = implied
        self._texts: dict[str, dict[str, str]] = {}
        self._words: dict[Place, str] = {}
        self._found: dict[tuple[str, str], tuple[str, str]] = {}

    def keep(self, bracket: str, option: str, text: str) -> None:
        """Keep the words that the table has for an option."""
        if text:
            self._texts.setdefault(bracket.casefold(), {}).setdefault(option.casefold(), text)

    def text_of(self, bracket: str, option: str) -> str:
        """Return the words that any row of the table has for an option, as the table names both; "" if none has."""
        return self._known(bracket).get(option.casefold(), "")

    def is_known(self, bracket: str, option: str) -> bool:
        """Return whether the table says enough of an option to know it by its words."""
        text = self.text_of(bracket, option)
        return bool(self._beside_nothing(bracket)) if not text or _is_nothing(text) else True

    def is_slip(self, bracket: str, option: str, text: str) -> bool:
        """Return whether an option that is not there was mistyped, not one of another draft.

        Then the bracket has its words, and the table has them for another option, too.
        """
        others = (words for name, words in self._known(bracket).items() if name != option.casefold())
        places = (id_.casefold() for id_, _ in self._index.places(text))
        return any(same_words(words, text) for words in others) and bracket.casefold() in places

    def changed(self, typed: str, bracket: Bracket, letter: str, option: str, sentence: str = "") -> str:
        """Return the words that the table has for an option, if the draft has others there, else "".

        `typed` and `option` are how the table names them; a `sentence` is distinguished only where another place fits.
        """
        text = self.text_of(typed, option)
        if letter == OMIT and (not text or _is_nothing(text)):
            # What is left out is in the other rows on the bracket.
            others = self._beside_nothing(typed)
            same = all(same_words(words, self._words_at(bracket, name)) for name, words in others.items())
            return "" if same else f"{NOTHING} in place of “{' / '.join(others.values())}”"
        if text and not same_words(text, self._words_at(bracket, letter)):
            return text
        return text if text and sentence and self._is_strange(bracket, letter, text, sentence) else ""

    def _is_strange(self, bracket: Bracket, letter: str, text: str, sentence: str) -> bool:
        if self._index.likeness(bracket.id, sentence) >= _STRANGE:
            return False
        # The same two words are in many sentences.
        best = next(iter(self._index.places(text, sentence)), (bracket.id, letter))
        return best[0] != bracket.id and self._index.likeness(best[0], sentence) >= _FAMILIAR

    def where(self, text: str, typed: str, sentence: str = "") -> tuple[str, str]:
        """Return where some words of the table are in the draft, in a clause, and what to write if that is clear."""
        beside = sentence or " ".join(self._known(typed).values())
        # Many delegations speak on the same words.
        if (text, beside) not in self._found:
            self._found[text, beside] = self._where(text, beside)
        return self._found[text, beside]

    def _where(self, text: str, beside: str) -> tuple[str, str]:
        shown = in_sentence(text)
        if places := self._index.places(text, beside):
            more = len(places) - _NAMED
            named = [_named(place) for place in places[:_NAMED]]
            also = [f"{counted(more, 'more place')}"] if more > 0 else []
            remedy = f"write {places[0][0]} and {places[0][1]}, if that is meant" if len(places) == 1 else ""
            return f"{shown} is at {joined_and([*named, *also])}", remedy
        if near := self._index.nearest(text, beside):
            like = self._words_at(self._index.bracket(near[0][0]), near[0][1])
            return f"{shown} is nowhere in this draft; most like it is {in_sentence(like)} at {_named(near[0])}", ""
        labels = self._outside(text)
        if not labels:
            return f"{shown} is nowhere in this draft", ""
        # A word that is in many places says nothing of where this one went.
        among = f"; the words are in the text of {joined_and(labels)}" if len(labels) <= _NAMED else ""
        return f"{shown} is no option in this draft{among}", ""

    def _outside(self, text: str) -> list[str]:
        """Return in which provisions some words are outside of brackets, or in a longer option."""
        phrase = re.compile(rf"(?<!\w){re.escape(folded(left_out(text) or text))}(?!\w)")
        return [label for label, provision in self._provisions.items() if phrase.search(provision)]

    @cached_property
    def _provisions(self) -> Mapping[str, str]:
        source = self._draft.source
        return {one.label: folded(source[one.body.start : one.span.end]) for one in self._draft.provisions}

    @cached_property
    def _index(self) -> OptionIndex:
        return OptionIndex(self._draft, self._implied())

    def _words_at(self, bracket: Bracket, letter: str) -> str:
        place = bracket.id, letter
        if place not in self._words:
            self._words[place] = words_at(bracket, letter)
        return self._words[place]

    def _known(self, bracket: str) -> Mapping[str, str]:
        return self._texts.get(bracket.casefold(), {})

    def _beside_nothing(self, bracket: str) -> dict[str, str]:
        """Return the words of the options beside the one that leaves them out."""
        return {name: text for name, text in self._known(bracket).items() if name != OMIT and _LETTER.fullmatch(name)}


def unchecked(rows: Collection[int], all_rows: int, name: str) -> str:
    """Return what to say of rows that have no words to check, of so many rows in all."""
    number = "" if len(rows) == all_rows else f"{counted(len(rows), 'row')} of "
    have = "has" if not number or len(rows) == 1 else "have"
    return f"{number}{name} {have} no words to check; if the draft has changed since, an id may be that of other words"


def _is_nothing(text: str) -> bool:
    return folded(text) in vocabulary()["options"]


def _named(place: Place) -> str:
    return f"{place[0]} {place[1]}"
