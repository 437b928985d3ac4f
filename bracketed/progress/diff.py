"""The changes between two drafts: what has become of each provision and of each bracket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket, Piece
from bracketed.progress.alignment import Side, align, is_turned, longest_rising, tokens_of
from bracketed.progress.changes import KINDS, Change, ChangeKind, Outcome
from bracketed.progress.closures import NEW_WORDING, Closure
from bracketed.progress.matching import Pair, match
from bracketed.progress.tokens import Tokens


@dataclass(frozen=True)
class Comparison:
    """The changes between two drafts; for each bracket in both its id then and now, and the same for its options.

    `provisions` are the labels then and now of provisions that have become one another.
    """

    changes: tuple[Change, ...]
    brackets: dict[str, str]
    options: dict[tuple[str, str], str]
    provisions: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def compare(
    old: Draft, new: Draft, old_content: tuple[Piece, ...] | None = None, new_content: tuple[Piece, ...] | None = None
) -> Comparison:
    """Return what changed from one draft to another; with contents in which comments' brackets are, these too."""
    one, two = tokens_of(old, new, (old_content, new_content))
    turned = is_turned(old, new)
    found = _Changes(*((two, one) if turned else (one, two)))
    changes = [change.mirrored() if turned else change for change in found.all()]
    brackets: dict[str, str] = {}
    options: dict[tuple[str, str], str] = {}
    for pair in found.matching.pairs:
        ids = found.bracket(found.old, pair.old).id, found.bracket(found.new, pair.new).id
        before, after = ids[::-1] if turned else ids
        brackets[before] = after
        options |= {(before, b if turned else a): a if turned else b for a, b in pair.options}
    same = tuple(labels[::-1] if turned else labels for labels in found.same_provisions())
    return Comparison(tuple(_in_order(changes, one, two)), brackets, options, same)


class _Changes:
    """The changes between two drafts whose provisions and brackets are matched."""

    def __init__(self, old: Tokens, new: Tokens) -> None:
        alignment = align(old, new)
        self.old, self.new = alignment.old, alignment.new
        self.matching = match(alignment)
        self._groups = alignment.groups
        # The words of each draft that changes of brackets show: here, or there in their place.
        closed, opened = self.matching.closed.values(), self.matching.opened.values()
        self._shown = [
            {word for one in here for word in one.around} | {word for one in there for word in one.now}
            for here, there in ((closed, opened), (opened, closed))
        ]

        self._numbers = [
            {one.bracket.id: number for number, one in enumerate(side.tokens.brackets)} for side in (self.old, self.new)
        ]
        self._options: list[dict[int, Sequence[str]]] = [
            {pair.old: [old for old, _ in pair.options] for pair in self.matching.pairs},
            {pair.new: [new for _, new in pair.options] for pair in self.matching.pairs},
        ]

    def all(self) -> Iterator[Change]:
        """Yield the changes of provisions and of brackets."""
        yield from self._provisions()
        yield from self._reworded()
        yield from self._closed(self.old, self.new, self.matching.closed)
        # Looking back, what was opened is what was closed.
        yield from (change.mirrored() for change in self._closed(self.new, self.old, self.matching.opened))
        # What was split or merged is no narrower or wider: its words are in the other parts.
        parts = {**self.matching.split, **self.matching.merged}
        for pair in self.matching.pairs:
            yield from self._split_or_merged(pair) if (pair.old, pair.new) in parts else self._kept(pair)

    @staticmethod
    def bracket(side: Side, number: int) -> Bracket:
        return side.tokens.brackets[number].bracket

    def same_provisions(self) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Yield the labels of provisions that have become one another."""
        for olds, news in self._groups:
            yield _labels(self.old, olds), _labels(self.new, news)

    def _provisions(self) -> Iterator[Change]:
        """Yield what has become of the provisions; of one that has several changes, each."""
        kept = []
        for olds, news in self._groups:
            before, after = _labels(self.old, olds), _labels(self.new, news)
            if len(before) == len(after) == 1:
                # What is between provisions may have been merged with them.
                kept.append((_provisions(self.old, olds)[0], _provisions(self.new, news)[0]))
            elif before and after:
                kind: ChangeKind = "split" if len(before) <= len(after) else "merged"
                texts = _texts(self.old, olds), _texts(self.new, news)
                yield Change("provision", kind, before, after, before[0], after[0], *texts)
            else:
                # A heading has become a paragraph, or a paragraph a heading.
                yield from _removed(self.old, _provisions(self.old, olds))
                yield from (change.mirrored() for change in _removed(self.new, _provisions(self.new, news)))
        # In the order of the earlier draft: what then rises in the later one has kept its place.
        kept.sort()
        # Those that were passed by others have moved: as few as can be.
        stayed = {kept[place] for place in longest_rising([new for _, new in kept])}
        for old, new in kept:
            before, after = _labels(self.old, [old]), _labels(self.new, [new])
            if (old, new) not in stayed:
                yield Change("provision", "moved", before, after, before[0], after[0])
            elif self.old.tokens.units[old].label != self.new.tokens.units[new].label:
                yield Change("provision", "renumbered", before, after, before[0], after[0])
        yield from _removed(self.old, _alone(self.old))
        yield from (change.mirrored() for change in _removed(self.new, _alone(self.new)))

    def _reworded(self) -> Iterator[Change]:
        """Yield for each provision the words outside all brackets that went or came, but those of brackets' changes."""
        for number, (olds, news) in enumerate(self._groups):
            texts = []
            sides = (self.old, self.new), (self.new, self.old)
            for (side, other), shown in zip(sides, self._shown, strict=True):
                within = side.tokens.within
                changed = (w for w in side.sequences[number] if within[w] < 0 and w not in shown)
                left = [w for w in changed if side.to[w] < 0 or _was_heading(side, other, w)]
                texts.append(" … ".join(side.tokens.text(run) for run in _runs(left)))
            before, after = _labels(self.old, olds), _labels(self.new, news)
            if any(texts) and before and after:
                yield Change("provision", "reworded", before, after, before[0], after[0], texts[0], texts[1])

    def _closed(self, side: Side, other: Side, closed: dict[int, Closure]) -> Iterator[Change]:
        """Yield how the brackets of one draft were closed in the other."""
        for number, closure in closed.items():
            bracket = self.bracket(side, number)
            outcome: Outcome = "kept" if bracket.kind == "optional" else "alternative"
            option = closure.option
            if option == NEW_WORDING:
                outcome, option = "new wording", closure.near
            elif option == OMIT:
                outcome = "omitted"
            place, words = _counterpart(side, other, number, closure), other.tokens.text(closure.now)
            about = (bracket.id,), (), bracket.provision, place, bracket.words, words
            around = self._option_around(side, other, number, closed) if outcome == "omitted" else ""
            yield Change("bracket", "closed", *about, outcome, option, around=around)

    def _option_around(self, side: Side, other: Side, number: int, closed: Mapping[int, Closure]) -> str:
        """Return the outermost option around a bracket that was not taken; "" if each was, or all went together."""
        backwards = side is self.new
        parent = self.bracket(side, number).parent
        left_out = ""
        while parent:
            outer, letter = self._numbers[backwards].get(parent[0], -1), parent[1]
            if outer in closed and closed[outer].option not in (NEW_WORDING, letter):
                left_out = " ".join(parent) if _counterpart(side, other, outer, closed[outer]) else ""
            elif letter not in self._options[backwards].get(outer, (letter,)):
                # The bracket is there still, and this option of it is not.
                left_out = " ".join(parent)
            parent = self.bracket(side, outer).parent if outer >= 0 else None
        return left_out

    def _split_or_merged(self, pair: Pair) -> Iterator[Change]:
        """Yield that a bracket was split, or some were merged; if both at once, as what leaves more brackets."""
        key = (pair.old, pair.new)
        before = [self.bracket(self.old, n) for n in sorted([pair.old, *self.matching.merged.get(key, ())])]
        after = [self.bracket(self.new, n) for n in sorted([pair.new, *self.matching.split.get(key, ())])]
        ids = tuple(bracket.id for bracket in before), tuple(bracket.id for bracket in after)
        words = [" … ".join(bracket.words for bracket in some) for some in (before, after)]
        kind: ChangeKind = "split" if len(before) < len(after) else "merged"
        yield Change("bracket", kind, *ids, before[0].provision, after[0].provision, words[0], words[1])

    def _kept(self, pair: Pair) -> Iterator[Change]:
        one, two = self.bracket(self.old, pair.old), self.bracket(self.new, pair.new)
        about = ((one.id,), (two.id,), one.provision, two.provision, one.words, two.words)
        went, came = self._lost(pair), self._lost(pair, backwards=True)
        if pair.moved:
            yield Change("bracket", "moved", *about)
        if any(went):
            yield Change("bracket", "narrowed", *about, options=went[0], words=went[1])
        if any(came):
            yield Change("bracket", "widened", *about, options=came[0], words=came[1])
        if not (pair.moved or any(went) or any(came)):
            yield Change("bracket", "unchanged", *about)

    def _lost(self, pair: Pair, backwards: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the options of a bracket that are there no more, and its words that went; backwards, what came."""
        side, other = (self.new, self.old) if backwards else (self.old, self.new)
        number, counterpart = (pair.new, pair.old) if backwards else (pair.old, pair.new)
        letters = {two: one for one, two in pair.options} if backwards else dict(pair.options)
        bracket = self.bracket(side, number)
        # What is to be filled in has no options and no words that could go.
        if bracket.kind == "placeholder":
            return (), ()
        options, words = [], []
        for option in bracket.options:
            if option.letter not in letters:
                options.append(option.letter)
                words.append(option.text)
                continue
            bounds = other.tokens.brackets[counterpart].option(letters[option.letter])
            own = range(*side.tokens.brackets[number].option(option.letter))
            # Equal options have lost nothing, even if some of their words were aligned with others elsewhere.
            if [side.tokens.words[w] for w in own] == [other.tokens.words[w] for w in range(*bounds)]:
                continue
            # What inner brackets hold is shown with them.
            left = [
                word
                for word in own
                if side.tokens.within[word] == number
                and not bounds[0] <= side.to[word] < bounds[1]
                and word not in self._shown[backwards]
            ]
            words += [side.tokens.text(run) for run in _runs(left)]
        return tuple(options), tuple(text for text in words if text)


def _was_heading(side: Side, other: Side, word: int) -> bool:
    """Return whether a word of a provision is between the provisions of the other draft."""
    mine, theirs = side.tokens, other.tokens
    there = theirs.units[theirs.unit_of[side.to[word]]]
    return there.provision is None and mine.units[mine.unit_of[word]].provision is not None


def _provisions(side: Side, units: Iterable[int]) -> list[int]:
    return [unit for unit in units if side.tokens.units[unit].provision]


def _labels(side: Side, units: Iterable[int]) -> tuple[str, ...]:
    provisions = (side.tokens.units[unit].provision for unit in units)
    return tuple(provision.label for provision in provisions if provision)


def _texts(side: Side, units: Iterable[int]) -> str:
    bounds = ((side.tokens.units[unit].start, side.tokens.units[unit].end) for unit in units)
    return " … ".join(side.tokens.text(range(start, end)) for start, end in bounds)


def _alone(side: Side) -> list[int]:
    """Return the provisions of one draft that have no counterpart in the other."""
    return _provisions(side, (number for number, group in enumerate(side.group) if group < 0))


def _removed(side: Side, units: Sequence[int]) -> Iterator[Change]:
    """Yield that some provisions are in no other draft."""
    for label, unit in zip(_labels(side, units), units, strict=True):
        yield Change("provision", "removed", (label,), (), label, "", _texts(side, [unit]))


def _counterpart(side: Side, other: Side, number: int, closure: Closure) -> str:
    """Return the label of the provision of the other draft in which the place of a bracket is, or some words are."""
    word = next(iter(closure.now), closure.beside)
    if word >= 0:
        return _label_at(other, other.tokens.unit_of[word])
    group = side.group[side.tokens.units_of(number)[0]]
    return _label_at(other, other.groups[group][0]) if group >= 0 else ""


def _label_at(side: Side, unit: int) -> str:
    """Return the label of a unit, or of the provision before it."""
    before = (side.tokens.units[number].provision for number in range(unit, -1, -1))
    return next((provision.label for provision in before if provision), "")


def _runs(words: Sequence[int]) -> Iterator[list[int]]:
    """Yield words that follow each other in one piece."""
    # Number less place stays the same as long as each word follows the one before it.
    for _, run in groupby(enumerate(words), key=lambda item: item[1] - item[0]):
        yield [word for _, word in run]


def _in_order(changes: Iterable[Change], old: Tokens, new: Tokens) -> list[Change]:
    """Return changes in the order of the later draft; what has no place in it goes where it was before."""
    # Places are shares of the whole draft, so that those of both can be compared.
    both = (old, new)
    provisions = [
        {unit.provision.label: place / len(one.units) for place, unit in enumerate(one.units) if unit.provision}
        for one in both
    ]
    brackets = [
        {bracket.bracket.id: place / len(one.brackets) for place, bracket in enumerate(one.brackets)} for one in both
    ]

    def key(change: Change) -> tuple[float, bool, float, int]:
        where = change.provision_after or change.provision_before
        place = provisions[bool(change.provision_after)].get(where, 0)
        (name, *_) = change.after or change.before
        within = brackets[bool(change.after)].get(name, 0)
        # A provision comes before the brackets in it.
        return place, change.what == "bracket", within, KINDS.index(change.kind)

    return sorted(changes, key=key)
