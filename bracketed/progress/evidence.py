"""What is left of the options of a bracket that is there no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from bracketed.draft.languages import language_files
from bracketed.draft.link_words import words_of
from bracketed.draft.tree import OMIT
from bracketed.progress.standings import Standing, Standings
from bracketed.progress.tokens import Tokens
from bracketed.progress.ways import best_way, is_small, weight_of

# Share of an option's words from which new wording is called near to it; words in brackets inside count so much.
_NEAR = 0.4
_INSIDE = 0.2
# Words that are scattered over more than so many times as many do not make wording near to an option.
_SCATTERED = 3
# From such a share of a provision on, an option is what the provision says.
_WHOLE = 0.8
# An option whose words are there in their order was taken if so many of them, or more, are in one row each.
_IN_A_ROW = 3
# Of brackets inside an option at least one word in so many is there.
_HALF = 2
# So many rare words, or more than so many words in a row, are not somewhere by chance.
_RARE = 2
_RUN = 4
# New words at the place of a bracket are its new wording if they are at most so many more than its own.
_MORE = 2
# Where more words than these are gone, what came in is not the new wording of one bracket.
_FAR = 500
# Where a draft has more words in brackets inside each other, only the first so many are looked at.
_MOST_WORDS = 2_000_000
# A sentence, a part of one or a paragraph ends.
_SENTENCE = re.compile(r"[.;:!?。；：！？]|\n")


class Evidence:
    """The words of an option that are in the other draft."""

    def __init__(self, letter: str, other: Tokens) -> None:
        self.letter = letter
        # It is nearly all of a provision; the provision is gone, and this is from one like it.
        self.is_whole = self.is_like = False
        # Words next to those of the option that were next to them before too.
        self.beside: list[int] = []
        # Its words, and those of brackets inside it, each with its counterpart or -1.
        self.own: list[tuple[str, int]] = []
        self.inside: list[tuple[str, int]] = []
        self._other = other

    @property
    def now(self) -> tuple[int, ...]:
        """The words of the other draft from the first counterpart of one of the option's to the last."""
        there = [place for _, place in (*self.own, *self.inside) if place >= 0]
        return tuple(range(min(there), max(there) + 1)) if there else ()

    @property
    def was_taken(self) -> bool:
        """Whether the words of the option are there, all of them and in their order."""
        words = self._other.words
        if not self.own:
            # All of it is in brackets inside: one of them, or one of their options, is all that is there.
            there = [place for _, place in self.inside if place >= 0]
            in_a_row = all(two - one == 1 for one, two in pairwise(there))
            return _HALF * len(there) >= len(self.inside) > 0 and in_a_row and not self.is_like
        inside = {place for _, place in self.inside}
        for word, place in self.own:
            # In “report[s]” the word may be the ending of the one there, or have an ending that is in brackets inside.
            if place < 0 or not (words[place].endswith(word) or (place in inside and words[place].startswith(word))):
                return False
        # “And” and “its” occur everywhere.
        if not self.beside and all(is_small(word) for word, _ in self.own):
            return False
        places = pairwise(place for _, place in self.own)
        between = ([word for word in range(one + 1, two) if word not in inside] for one, two in places)
        gaps = [gap for gap in between if gap]
        if self.is_like and (gaps or not self._is_telling):
            return False
        if any(words[word] in _negations() for gap in gaps for word in gap):
            return False
        return len(gaps) * _IN_A_ROW <= len(self.own)

    @property
    def _is_telling(self) -> bool:
        """Whether the words, with those next to them, are not there by chance."""
        run = [self._other.words[word] for word in (*self.beside, *(place for _, place in self.own))]
        return len(run) > _RUN or sum(map(self._other.is_rare, run)) >= _RARE

    @property
    def share(self) -> float:
        """The share of the option's words that are there; most words of brackets inside it may be left out."""
        found = sum(weight_of(word) for word, place in (*self.own, *self.inside) if place >= 0)
        gone = sum(weight_of(word) for word, place in self.own if place < 0)
        gone += _INSIDE * sum(weight_of(word) for word, place in self.inside if place < 0)
        return found / (found + gone) if found else 0.0

    @property
    def is_near(self) -> bool:
        """Whether what is there is near to the option."""
        there = [word for word, place in (*self.own, *self.inside) if place >= 0]
        if all(map(is_small, there)):
            return False
        return self.is_whole or (self.share >= _NEAR and len(self.now) <= _SCATTERED * len(there))


class Inspection:
    """What is left of the brackets of a draft that are settled in another."""

    def __init__(self, standings: Standings) -> None:
        self._standings = standings
        self._settled = standings.settled
        self._tokens, self._others = standings.this.tokens, standings.other.tokens
        # For each bracket the innermost one around it, or itself, that is settled.
        self._innermost: dict[int, int] = {}
        self._left = _MOST_WORDS

    def can_look_at(self, number: int) -> bool:
        """Return whether a bracket can be looked at: in deep nests the same words would be looked at over and over."""
        bracket = self._tokens.brackets[number]
        self._left -= bracket.end - bracket.start
        return self._left >= 0

    def is_gone(self, number: int) -> bool:
        """Return whether the provisions that a bracket is in are gone."""
        return all(standing.is_like for standing in self._standings.of(number))

    def options(self, number: int, letters: Sequence[str]) -> list[Evidence]:
        """Return what is left of each option where the bracket was."""
        standings = self._standings.of(number)
        return [self._option(number, letter, standings) for letter in letters] if standings else []

    def whole(self, number: int, letters: Sequence[str]) -> tuple[str, tuple[int, ...]]:
        """Return the longest option that is in one row where the bracket was, and its words; "" if none does.

        “Well below” is there whole, whatever else has “below” in it and what follows.
        """
        best: tuple[str, tuple[int, ...]] = ("", ())
        for standing in self._standings.of(number):
            between = standing.between(*self._around(number, standing)) if not standing.is_like else []
            for letter in letters if between else ():
                words = self._tokens.option_words(number, letter)
                run = self._run_of(words, between)
                if len(run) > max(1, len(best[1])) and not all(map(is_small, words)):
                    best = letter, run
        return best

    def options_beside(self, number: int, letters: Sequence[str]) -> Iterator[Evidence]:
        """Yield what is left of each option in the first item of a list that the bracket introduced."""
        for standing in self._standings.beside(number):
            if standing.way:
                yield from (self._option(number, letter, [standing]) for letter in letters)

    def _option(self, number: int, letter: str, standings: Sequence[Standing]) -> Evidence:
        tokens = self._tokens
        start, end = tokens.brackets[number].option(letter)
        found = Evidence(letter, self._others)
        by_unit = {standing.unit: standing for standing in standings}
        for place in tokens.units_of(number):
            unit = tokens.units[place]
            first, last = max(start, unit.start), min(end, unit.end)
            standing = by_unit.get(place)
            self._add(found, number, range(first, last), standing.way if standing else {})
            if standing and first < last:
                found.is_like |= standing.is_like
                found.is_whole |= not standing.is_like and last - first >= _WHOLE * (unit.end - unit.start)
                found.beside += self._beside(number, range(first, last), standing)
        return found

    def _add(self, found: Evidence, number: int, option: range, way: Mapping[int, int]) -> None:
        """Add some words of an option, with their counterparts, to what is found of it."""
        words, within = self._tokens.words, self._tokens.within
        for word in option:
            if within[word] == number or self._is_own(number, word):
                found.own.append((words[word], way.get(word, -1)))
            else:
                found.inside.append((words[word], way.get(word, -1)))

    def _is_own(self, number: int, word: int) -> bool:
        """Return whether a word is in a bracket and in none inside it that is settled too."""
        holder = self._tokens.within[word]
        if holder not in self._innermost:
            around = self._tokens.enclosing(holder)
            self._innermost[holder] = next((one for one in around if one in self._settled), -1)
        return self._innermost[holder] == number

    def _around(self, number: int, standing: Standing) -> tuple[int, int]:
        bracket = self._tokens.brackets[number]
        return standing.around(bracket.start, bracket.end)

    def _beside(self, number: int, option: range, standing: Standing) -> list[int]:
        """Return the words next to those of an option that were next to them before too, a few on each side."""
        way = standing.way
        words = [way[word] for word in option if word in way]
        found: list[int] = []
        if not words:
            return found
        for word, step, edge in zip(self._around(number, standing), (-1, 1), (words[0], words[-1]), strict=True):
            # In “report[s]” both have one counterpart.
            if word < 0 or way[word] not in (edge + step, edge):
                continue
            found.append(way[word])
            for more in range(1, _RUN):
                if way.get(word + more * step, -1) != way[word] + more * step:
                    break
                found.append(way[word] + more * step)
        return found

    def moved(self, number: int, letter: str) -> tuple[int, ...]:
        """Return the words of an option where they are, in one row, elsewhere in what the provision has become."""
        for standing in self._standings.of(number):
            run = self._run_among(number, letter, standing.free)
            if run and (len(run) > 1 or not standing.is_like):
                return run
        return ()

    def _run_among(self, number: int, letter: str, free: Sequence[int]) -> tuple[int, ...]:
        """Return the words of an option where they are in one row among some free words."""
        words = self._tokens.option_words(number, letter)
        if all(map(is_small, words)):
            return ()
        if run := self._run_of(words, free):
            return run
        # “and piers” may have become “piers and”.
        while is_small(words[0]):
            words = words[1:]
        while is_small(words[-1]):
            words = words[:-1]
        return self._run_of(words, free)

    def _run_of(self, words: Sequence[str], free: Sequence[int]) -> tuple[int, ...]:
        """Return where some words are in one row among words of the other draft."""
        others = self._others.words
        for place, first in enumerate(free[: max(len(free) - len(words) + 1, 0)] if words else ()):
            if others[first] == words[0] and free[place + len(words) - 1] == first + len(words) - 1:
                run = range(first, first + len(words))
                if others[run.start : run.stop] == words:
                    return tuple(run)
        return ()

    def elsewhere(self, number: int, letters: Sequence[str]) -> list[Evidence]:
        """Return what is left of each option, in other words or another order, elsewhere in the provision."""
        return [self._elsewhere(number, letter) for letter in letters]

    def _elsewhere(self, number: int, letter: str) -> Evidence:
        tokens, others = self._tokens, self._others
        option = range(*tokens.brackets[number].option(letter))
        found = Evidence(letter, others)
        own = [word for word in option if self._is_own(number, word)]
        for standing in self._standings.of(number):
            free = {others.words[word] for word in standing.free}
            shared = [tokens.words[word] for word in own if tokens.words[word] in free]
            # A way through so few words is not worth the search.
            if len({word for word in shared if not is_small(word)}) < _RARE:
                continue
            if _weight(shared) < _NEAR * _weight(tokens.words[word] for word in own):
                continue
            way = best_way(tokens, option, self._settled - {number}, others, standing.free)
            self._add(found, number, option, way)
        return found

    def joined(self, number: int, letter: str, now: tuple[int, ...]) -> tuple[tuple[int, ...], str] | None:
        """Return the words that hold an option together with others, and the option if it is near to them.

        None if it is there alone.
        """
        bracket = self._tokens.brackets[number]
        standings = self._standings.of(number)
        if bracket.bracket.kind != "alternatives" or len(standings) != 1 or standings[0].is_like:
            return None
        (standing,) = standings
        around = self._around(number, standing)
        free = standing.free_between(*around)
        words = self._others.words
        together = tuple(sorted({*now, *free}))
        for option in bracket.bracket.options:
            if option.letter not in (OMIT, letter) and self._run_among(number, option.letter, free):
                return together, ""
        # “From this fund and gifts”, “from this fund in time, and from gifts”: what is joined is in its place too.
        before = self._tokens.words[bracket.start - 1] if bracket.start else ""
        last = now[-1]
        behind = self._in_sentence(number, [word for word in free if word > last], around)
        for word, following in pairwise(behind):
            if words[word] in _coordinates():
                if word == last + 1:
                    return together, letter
                if following == word + 1 and words[following] == before:
                    return together, ""
        return None

    def fresh(self, number: int) -> tuple[int, ...]:
        """Return the words that have come in at the place of a bracket, if they are in place of its own."""
        bracket = self._tokens.brackets[number]
        longest = max((end - start for start, end in bracket.options.values()), default=0)
        may_go = OMIT in bracket.bracket.letters
        for standing in self._standings.of(number):
            around = self._around(number, standing)
            if standing.is_like or self._are_gone(number, standing, around):
                continue
            fresh = self._in_sentence(number, standing.free_between(*around), around)
            if len(fresh) > longest + _MORE or all(is_small(self._others.words[word]) for word in fresh):
                continue
            if not may_go or (not self._differs(number, fresh) and len(fresh) * _IN_A_ROW >= longest):
                return tuple(fresh)
        return ()

    def _are_gone(self, number: int, standing: Standing, around: tuple[int, int]) -> bool:
        """Return whether words beside a bracket are gone too, so that what came in may be in place of them."""
        tokens = self._tokens
        bracket, unit = tokens.brackets[number], tokens.units[standing.unit]
        start, end = max(around[0] + 1, unit.start), around[1] if around[1] >= 0 else unit.end
        if bracket.start - start > _FAR or end - bracket.end > _FAR:
            return True
        above = {*tokens.enclosing(number)}
        beside = (*range(start, bracket.start), *range(bracket.end, end))
        # Of other brackets beside it words may be gone: those have been settled too.
        return any(
            word not in standing.way
            and not any(one in self._settled and one not in above for one in tokens.enclosing(tokens.within[word]))
            for word in beside
        )

    def _differs(self, number: int, fresh: Sequence[int]) -> bool:
        """Return whether words are no addition, as a bracket is that begins with “and”: they do not replace it."""
        bracket = self._tokens.brackets[number]
        if bracket.start == bracket.end:
            return False
        first = self._tokens.words[bracket.start]
        return first in _coordinates() and self._others.words[fresh[0]] not in _coordinates()

    def _in_sentence(self, number: int, words: list[int], around: tuple[int, int]) -> list[int]:
        """Return those of some words of the other draft that are in the sentence that a bracket is in.

        `around` are the nearest words of this draft that are in both.
        """
        bracket = self._tokens.brackets[number]
        before, after = around
        begins = _SENTENCE.search(self._tokens.between(before, bracket.start)) is not None
        ends = after < 0 or _SENTENCE.search(self._tokens.between(bracket.end - 1, after)) is not None
        breaks = [place for place, word in enumerate(words) if _SENTENCE.search(self._others.between(word - 1, word))]
        if not begins:
            return words[: breaks[0]] if breaks else words
        # Words before the end of a sentence belong to the one before the bracket.
        first = breaks[0] if breaks else len(words)
        return words[first : breaks[1] if ends and len(breaks) > 1 else None]


def _weight(words: Iterable[str]) -> float:
    return sum(map(weight_of, words))


@cache
def _coordinates() -> frozenset[str]:
    """Return the words of all languages that join two parts of a sentence."""
    lists = (words.get("draft", {}).get("coordinates", ()) for words in language_files().values())
    return frozenset[str]().union(*lists)


@cache
def _negations() -> frozenset[str]:
    """Return the words of all languages that turn the sense of others round."""
    return frozenset[str]().union(*(words_of(code).negation for code in language_files()))
