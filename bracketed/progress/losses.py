"""What of one draft is not in another: whole provisions, options of brackets, and words, as they are in the draft.

Words count as lost only if the place that they have become holds fewer of them, or, of longer ones, the whole other
draft does: so what was moved, renumbered or only set in other type is not lost. Looking from the later draft to the
earlier one, what is lost is what came in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby, zip_longest
from typing import Literal, TypeAlias

from bracketed.draft.languages import word_list
from bracketed.draft.tree import OMIT, Bracket
from bracketed.progress.alignment import Side
from bracketed.progress.changes import Change
from bracketed.progress.tokens import Unit

LossKind: TypeAlias = Literal["provision", "words", "option", "lifted"]

# From so many words on a phrase that is elsewhere in the other draft has moved, and is not there by chance.
_PHRASE = 4
# From this share of its words on, a provision or an option lives on in other wording, and only the rest of it is lost.
_LIVES = 0.3
# So short is the title of a page or of a part, which ends without a stop.
_TITLE = 12
_STOPS = (".", ";", ":", ",", "?", "!", "。", "؛", "،")
# A number, a letter, or a Roman numeral, as in “paragraph 4 (b)”.
_NUMBER = re.compile(r"[0-9]+[a-z]?|[a-z]|[ivxlc]+|bis|ter|quater|opt[0-9]*")
# The same line in so many places is no text of the draft, but a head or foot of its pages.
_FURNITURE = 3
_LABEL_PARTS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of one draft that the other has not: its `words`, and what is `instead` of them, as written.

    `place` and `counterpart` are the labels of the provisions, in the draft that has it and in the other; `bracket` and
    `option` the innermost bracket that it is in, if any. `numbers` are its words in the row of all words, `phrase`
    the same folded. A bracket that was `lifted` is no loss of words: they are there without the brackets.
    """

    kind: LossKind
    words: str
    instead: str
    place: str
    counterpart: str
    bracket: str
    option: str
    numbers: tuple[int, ...]
    phrase: str


class Losses:
    """Finds what of one draft is not in another that it is aligned with, given what became of its brackets."""

    def __init__(self, this: Side, that: Side, changes: Sequence[Change]) -> None:
        self._this, self._that = this, that
        self._changes = [change for change in changes if change.what == "bracket" and change.before]
        self._numbers = {one.bracket.id: number for number, one in enumerate(this.tokens.brackets)}
        # Words of what is lost as a whole, or known to live on, are not looked at one by one.
        self._seen = bytearray(len(this.tokens.words))
        self._counterparts = self._labels_of_groups()
        self._phrases: dict[tuple[bool, int], str] = {}
        self._counted: dict[tuple[str, int], tuple[int, int]] = {}

    def all(self) -> list[Loss]:
        """Return all losses in the order of the text: whole provisions, options, words, and lifted brackets."""
        found = [*self._provisions(), *self._options(), *self._words(), *self._lifted()]
        return sorted(self._without_furniture(found), key=lambda loss: loss.numbers[0])

    # Whole provisions

    def _provisions(self) -> Iterator[Loss]:
        tokens = self._this.tokens
        for unit in tokens.units:
            own = range(unit.start, unit.end)
            if unit.provision is None or self._this.group[unit.number] >= 0 or not own:
                continue
            if self._is_title(unit) or self._stands(own, ()):
                self._see(own)
                continue
            # One that went into others is there, or its words are; what is left of it is listed word by word.
            if self._lives_on(own):
                continue
            self._see(own)
            holders = [tokens.within[word] for word in own]
            around = [n for n in tokens.enclosing(holders[0]) if tokens.brackets[n].start <= unit.start]
            whole = next((n for n in around if tokens.brackets[n].end >= unit.end), -1)
            yield self._loss("provision", own, "", whole)

    # Options of brackets

    def _options(self) -> Iterator[Loss]:
        for number, letter, change in sorted(self._gone(), key=lambda gone: gone[:2]):
            own = range(*self._this.tokens.brackets[number].option(letter))
            # Words that only comments imply, or that an outer loss holds already.
            if not own or all(self._seen[word] for word in own):
                continue
            if self._stands(own, self._groups_of(own)):
                self._see(own)
                continue
            # The option that was taken is another one, or it is this one in other words.
            definite = change.kind == "narrowed" or change.outcome in ("alternative", "kept")
            if self._lives_on(own, definite):
                continue
            self._see(own)
            instead = change.words_after if change.kind == "closed" else ""
            yield self._loss("option", own, instead, number, letter)

    def _gone(self) -> Iterator[tuple[int, str, Change]]:
        """Yield the options that changes of brackets say are gone: the bracket, the letter and the change."""
        for change in self._changes:
            number = self._numbers.get(change.before[0], -1)
            if number < 0 or change.kind not in ("closed", "narrowed"):
                continue
            letters: Collection[str] = change.options
            if change.kind == "closed":
                taken = "" if change.outcome == "new wording" else change.option
                letters = [letter for letter in self._bracket(number).letters if letter != taken]
            for letter in letters:
                if letter != OMIT:
                    yield number, letter, change

    # Words

    def _words(self) -> Iterator[Loss]:
        for group, sequence in enumerate(self._this.sequences):
            yield from self._words_of(group, sequence)
        # What is left of provisions whose words have gone elsewhere.
        for unit in self._this.tokens.units:
            if unit.provision is not None and self._this.group[unit.number] < 0:
                yield from self._words_of(-1, range(unit.start, unit.end))

    def _words_of(self, group: int, sequence: Sequence[int]) -> Iterator[Loss]:
        this, that = self._this, self._that
        if all(this.to[word] >= 0 for word in sequence):
            return
        opposite = that.sequences[group] if group >= 0 else []
        new = {that.tokens.words[word] for word in opposite if that.to[word] < 0}
        gaps = _Gaps(this, that, sequence, opposite)
        for run in self._runs(sequence):
            gap = gaps.at(run)
            if self._is_other_type(run, gap) or self._is_reference(run, gap.words):
                continue
            # What is at the same place, only with other words beside it, has not gone.
            gone = self._moved(run) if len(run) >= _PHRASE else set()
            while run and (run[0] in gone or this.tokens.words[run[0]] in new):
                run = run[1:]
            while run and (run[-1] in gone or this.tokens.words[run[-1]] in new):
                run = run[:-1]
            # Where a sentence was written anew, its common words are in it again.
            if run and not self._stands(run, (group,), rewritten=bool(gap.words)):
                number = this.tokens.within[run[0]]
                yield self._loss("words", run, gap.text, number)

    def _runs(self, sequence: Sequence[int]) -> Iterator[list[int]]:
        """Yield the words without counterpart, those in one piece and in one bracket together."""
        this = self._this
        lost = [
            word
            for word in sequence
            if this.to[word] < 0 and not self._seen[word] and this.tokens.units[this.tokens.unit_of[word]].provision
        ]

        # Number less place stays the same as long as each word follows the one before it.
        def piece(item: tuple[int, int]) -> tuple[int, int, int]:
            place, word = item
            return word - place, this.tokens.within[word], this.tokens.unit_of[word]

        for _, run in groupby(enumerate(lost), key=piece):
            yield [word for _, word in run]

    def _is_other_type(self, run: Sequence[int], gap: _Gap) -> bool:
        """Return whether a run is there in other type: hyphened or not, or one word with what was in brackets."""
        own = "".join(self._this.tokens.words[word] for word in run)
        if own == gap.letters or own in gap.folded:
            return True
        # “report[s]” has become “reports”: its words are parted by brackets alone.
        return self._touches_bracket(run[0], run[-1]) and any(own in other for other in gap.folded)

    def _touches_bracket(self, first: int, last: int) -> bool:
        source = self._this.tokens.draft.source
        start, end = self._this.tokens.span(first).start, self._this.tokens.span(last).end
        return source[start - 1 : start] in ("]", "[") or source[end : end + 1] in ("[", "]")

    def _is_reference(self, run: Sequence[int], gap: Sequence[int]) -> bool:
        """Return whether a run is the number of a provision that has another number in the other draft."""
        own, other = self._this.tokens.words, self._that.tokens.words
        before, after = [own[word] for word in run], [other[word] for word in gap]
        if len(before) == len(after) and all(pair in self._renumbered for pair in zip(before, after, strict=True)):
            return True
        # Where provisions have other numbers, “paragraph 4 (b)” may be paragraph 5; elsewhere it is another paragraph.
        numbers = all(map(_NUMBER.fullmatch, (*before, *after)))
        return bool(self._renumbered) and bool(after) and numbers and own[run[0] - 1] in _called()

    @cached_property
    def _renumbered(self) -> set[tuple[str, str]]:
        """The numbers of provisions, part by part, here and there."""
        found: set[tuple[str, str]] = set()
        this, that = self._this.tokens, self._that.tokens
        counterparts = {group: number for number, group in reversed([*enumerate(self._that.group)])}
        for unit in this.units:
            number = counterparts.get(self._this.group[unit.number], -1) if self._this.group[unit.number] >= 0 else -1
            one, two = unit.provision, that.units[number].provision if number >= 0 else None
            if one and two and one.label != two.label:
                parts = [_LABEL_PARTS.findall(provision.label.casefold()) for provision in (one, two)]
                found.update(zip_longest(*parts, fillvalue=""))
        return found

    # Brackets that were lifted

    def _lifted(self) -> Iterator[Loss]:
        this, that = self._this, self._that
        for change in self._changes:
            number = self._numbers.get(change.before[0], -1)
            if change.kind != "closed" or change.outcome not in ("kept", "alternative") or number < 0:
                continue
            own = range(*this.tokens.brackets[number].option(change.option))
            now = [this.to[word] for word in own if this.to[word] >= 0]
            # Within an outer bracket that is open the words are bracketed still.
            if own and change.words_after and all(that.tokens.within[word] < 0 for word in now):
                yield self._loss("lifted", own, change.words_after, number, change.option)

    # What all have in common

    def _loss(self, kind: LossKind, run: Sequence[int], instead: str, number: int, letter: str = "") -> Loss:
        tokens = self._this.tokens
        unit = tokens.units[tokens.unit_of[run[0]]]
        return Loss(
            kind,
            tokens.text(run),
            instead,
            unit.provision.label if unit.provision else "",
            self._counterparts.get(self._this.group[unit.number], ""),
            self._bracket(number).id if number >= 0 else "",
            letter or (tokens.option_at(number, run[0])[0] if number >= 0 else ""),
            tuple(run),
            " ".join(tokens.words[word] for word in run),
        )

    def _bracket(self, number: int) -> Bracket:
        return self._this.tokens.brackets[number].bracket

    def _labels_of_groups(self) -> dict[int, str]:
        """Return the label of the first provision of the other draft in each group."""
        units = reversed(self._that.tokens.units)
        labels = {self._that.group[unit.number]: unit.provision.label for unit in units if unit.provision}
        return {group: label for group, label in labels.items() if group >= 0}

    def _groups_of(self, run: Sequence[int]) -> tuple[int, ...]:
        units = dict.fromkeys(self._this.tokens.unit_of[word] for word in run)
        return tuple(dict.fromkeys(self._this.group[unit] for unit in units))

    def _see(self, words: Sequence[int]) -> None:
        for word in words:
            self._seen[word] = True

    def _lives_on(self, run: range, definite: bool = False) -> bool:
        """Return whether many of some words are in the other draft; then those in phrases that moved count as seen.

        Where another option was `definite`ly taken, what both have in common does not count.
        """
        moved = self._moved(run)
        known = moved if definite else {*moved, *(word for word in run if self._this.to[word] >= 0)}
        if len(known) < _LIVES * len(run):
            return False
        self._see([*moved])
        return True

    def _moved(self, run: Sequence[int]) -> set[int]:
        """Return the words of phrases that the other draft has as often as this one."""
        words = self._this.tokens.words
        here, there = self._phrase_counts
        found: set[int] = set()
        for start in range(run[0], run[-1] + 2 - _PHRASE):
            phrase = tuple(words[start : start + _PHRASE])
            if there[phrase] >= here[phrase]:
                found.update(range(start, start + _PHRASE))
        return found

    @cached_property
    def _phrase_counts(self) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
        both = (self._this.tokens.words, self._that.tokens.words)
        one, two = (Counter(zip(*(words[n:] for n in range(_PHRASE)), strict=False)) for words in both)
        return one, two

    def _is_title(self, unit: Unit) -> bool:
        """Return whether a provision is a title: a few words, no bracket, and no stop at the end."""
        provision = unit.provision
        if provision is None or unit.end - unit.start > _TITLE:
            return False
        if provision.written and not provision.label.endswith(" title"):
            return False
        bracketed = any(self._this.tokens.within[word] >= 0 for word in range(unit.start, unit.end))
        return not bracketed and not self._this.tokens.draft.source[slice(*provision.span)].rstrip().endswith(_STOPS)

    def _stands(self, run: Sequence[int], groups: Collection[int], rewritten: bool = False) -> bool:
        """Return whether the other draft has a phrase as often as this one at its place, or a longer one anywhere.

        Where the place was `rewritten`, to have it there once will do.
        """
        phrase = f" {'  '.join(self._this.tokens.words[word] for word in run)} "
        near = any(self._has(phrase, group, rewritten) for group in groups if group >= 0)
        # What the other draft has not even the beginning of need not be counted in all of it.
        begins = (
            len(run) >= _PHRASE and self._phrase_counts[1][tuple(self._this.tokens.words[w] for w in run[:_PHRASE])]
        )
        return near or (begins > 0 and self._has(phrase, -1))

    def _has(self, phrase: str, group: int, once: bool = False) -> bool:
        # The same few words are lost over and over.
        if (phrase, group) not in self._counted:
            here, there = (self._phrase(side, group).count(phrase) for side in (True, False))
            self._counted[phrase, group] = here, there
        here, there = self._counted[phrase, group]
        return there >= (1 if once else max(here, 1))

    def _phrase(self, this: bool, group: int) -> str:
        """Return the words of a group or with number -1 of the draft; phrases in it share no blank."""
        if (this, group) not in self._phrases:
            side = self._this if this else self._that
            words = side.tokens.words if group < 0 else [side.tokens.words[word] for word in side.sequences[group]]
            self._phrases[this, group] = f" {'  '.join(words)} "
        return self._phrases[this, group]

    def _without_furniture(self, losses: Sequence[Loss]) -> list[Loss]:
        """Return losses without lines that were lost in several places, the same but for a number in them."""
        lines = [_without_figures(loss.phrase) if self._is_line(loss) else None for loss in losses]
        counts = Counter(lines)
        return [loss for loss, line in zip(losses, lines, strict=True) if line is None or counts[line] < _FURNITURE]

    def _is_line(self, loss: Loss) -> bool:
        source = self._this.tokens.draft.source
        start, end = self._this.tokens.span(loss.numbers[0]).start, self._this.tokens.span(loss.numbers[-1]).end
        first, last = source.rfind("\n", 0, start) + 1, source.find("\n", end)
        beside = source[first:start] + source[end : last if last >= 0 else None]
        return loss.kind == "words" and not any(sign.isalnum() for sign in beside)


@dataclass(frozen=True, slots=True)
class _Gap:
    """Words of the other draft without counterpart between two that have one, and how they read."""

    words: tuple[int, ...] = ()
    text: str = ""
    letters: str = ""
    folded: frozenset[str] = frozenset()


class _Gaps:
    """The gaps of a group in the other draft, each at the place of words that are lost."""

    def __init__(self, this: Side, that: Side, sequence: Sequence[int], opposite: Sequence[int]) -> None:
        self._that, self._opposite = that, opposite
        self._places = {word: place for place, word in enumerate(sequence)}
        opposites = {word: place for place, word in enumerate(opposite)}
        # The counterpart of a word that has moved is elsewhere, so it does not bound this place.
        bounds = [
            (place, opposites[this.to[word]])
            for place, word in enumerate(sequence)
            if word not in this.moved and this.to[word] in opposites
        ]
        self._here, self._there = [here for here, _ in bounds], [there for _, there in bounds]
        self._known: dict[int, _Gap] = {}

    def at(self, run: Sequence[int]) -> _Gap:
        """Return what is where a run of words without counterpart would be."""
        number = bisect_left(self._here, self._places[run[0]])
        if number not in self._known:
            start = self._there[number - 1] + 1 if number else 0
            end = self._there[number] if number < len(self._there) else len(self._opposite)
            words = tuple(word for word in self._opposite[start:end] if self._that.to[word] < 0)
            folded = [self._that.tokens.words[word] for word in words]
            self._known[number] = _Gap(words, self._that.tokens.text(words), "".join(folded), frozenset(folded))
        return self._known[number]


@cache
def _called() -> frozenset[str]:
    """Return what provisions are called before their numbers, in all languages."""
    return frozenset(word.casefold() for name in ("article", "of_paragraph") for word in word_list(name))


def _without_figures(phrase: str) -> str:
    return " ".join(word for word in phrase.split() if not word.isdecimal())
