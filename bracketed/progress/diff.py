"""Tells the changes between two drafts whose provisions and brackets have been matched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket, Piece
from bracketed.progress.alignment import Alignment, Side, align, longest_rising
from bracketed.progress.changes import KINDS, Change, ChangeKind, Outcome
from bracketed.progress.closures import NEW_WORDING, Settled
from bracketed.progress.matching import Matching, Pair, match
from bracketed.progress.tokens import Row


@dataclass(frozen=True)
class Told:
    """The changes between two drafts; for each bracket in both its id then and now, and the same for its options."""

    changes: tuple[Change, ...]
    brackets: dict[str, str]
    options: dict[tuple[str, str], str]


def tell(
    old: Draft, new: Draft, old_content: tuple[Piece, ...] | None = None, new_content: tuple[Piece, ...] | None = None
) -> Told:
    """Return what changed from one draft to another; with contents in which comments' brackets stand, these too."""
    rows = [
        Row(draft, draft.content if content is None else content)
        for draft, content in ((old, old_content), (new, new_content))
    ]
    # Whichever draft is the earlier, the same two are compared in the same order, so that both ways tell the same.
    turned = old.source > new.source
    alignment = align(*(rows[::-1] if turned else rows))
    teller = _Teller(alignment, match(alignment))
    changes = [change.mirrored() if turned else change for change in teller.changes()]
    ids = [(teller.ids(pair), pair.options) for pair in teller.matching.pairs]
    if turned:
        ids = [((new_id, old_id), tuple((b, a) for a, b in options)) for (old_id, new_id), options in ids]
    return Told(
        tuple(_in_order(changes, *rows)),
        {old_id: new_id for (old_id, new_id), _ in ids},
        {(old_id, before): after for (old_id, _), options in ids for before, after in options},
    )


class _Teller:
    def __init__(self, alignment: Alignment, matching: Matching) -> None:
        self.old, self.new = alignment.old, alignment.new
        self.groups = alignment.groups
        self.matching = matching

    def ids(self, pair: Pair) -> tuple[str, str]:
        return self._bracket(self.old, pair.old).id, self._bracket(self.new, pair.new).id

    def changes(self) -> Iterator[Change]:
        yield from self._provisions()
        closed, opened = self.matching.closed.values(), self.matching.opened.values()
        explained = [_explained(closed, opened), _explained(opened, closed)]
        yield from self._reworded(explained)
        yield from self._told(self.old, self.new, self.matching.closed)
        # Looking back, what was opened is what was closed.
        yield from (change.mirrored() for change in self._told(self.new, self.old, self.matching.opened))
        parts = {**self.matching.split, **self.matching.merged}
        for pair in self.matching.pairs:
            if (pair.old, pair.new) in parts:
                yield from self._parts(pair)
            else:
                yield from self._pair(pair, explained)

    def _bracket(self, side: Side, number: int) -> Bracket:
        return side.row.brackets[number].bracket

    def _provisions(self) -> Iterator[Change]:
        """Yield what has become of the provisions; of one that has several changes, each."""
        kept = []
        for olds, news in self.groups:
            before, after = self._labels(self.old, olds), self._labels(self.new, news)
            if len(before) == len(after) == 1:
                kept.append((olds[0], news[0]))
            elif before and after:
                kind: ChangeKind = "split" if len(before) <= len(after) else "merged"
                yield Change("provision", kind, before, after, before[0], after[0], *self._texts(olds, news))
        kept.sort()
        stayed = {kept[place] for place in longest_rising([new for _, new in kept])}
        for old, new in kept:
            before, after = self._labels(self.old, [old]), self._labels(self.new, [new])
            if (old, new) not in stayed:
                yield Change("provision", "moved", before, after, before[0], after[0])
            elif self._written(self.old, old) != self._written(self.new, new):
                yield Change("provision", "renumbered", before, after, before[0], after[0])
        yield from self._removed(self.old)
        yield from (change.mirrored() for change in self._removed(self.new))

    @staticmethod
    def _removed(side: Side) -> Iterator[Change]:
        """Yield the provisions of one draft that have no counterpart in the other."""
        for number, unit in enumerate(side.row.units):
            if side.group[number] < 0 and unit.provision:
                label, words = unit.provision.label, side.row.text(range(unit.start, unit.end))
                yield Change("provision", "removed", (label,), (), label, "", words)

    def _labels(self, side: Side, units: Iterable[int]) -> tuple[str, ...]:
        provisions = (side.row.units[unit].provision for unit in units)
        return tuple(provision.label for provision in provisions if provision)

    @staticmethod
    def _written(side: Side, unit: int) -> str:
        provision = side.row.units[unit].provision
        return provision.written if provision else ""

    def _texts(self, olds: Iterable[int], news: Iterable[int]) -> tuple[str, str]:
        texts = []
        for side, units in ((self.old, olds), (self.new, news)):
            stretches = ((side.row.units[unit].start, side.row.units[unit].end) for unit in units)
            texts.append(" … ".join(side.row.text(range(*stretch)) for stretch in stretches))
        return texts[0], texts[1]

    def _reworded(self, explained: Sequence[set[int]]) -> Iterator[Change]:
        """Yield for each provision the words outside all brackets that went or came, unless a bracket explains them."""
        for number, (olds, news) in enumerate(self.groups):
            texts = []
            for side, told in zip((self.old, self.new), explained, strict=True):
                words = side.sequences[number]
                left = [w for w in words if side.to[w] < 0 and side.row.within[w] < 0 and w not in told]
                texts.append(" … ".join(side.row.text(run) for run in _runs(left)))
            before, after = self._labels(self.old, olds), self._labels(self.new, news)
            if any(texts) and before and after:
                yield Change("provision", "reworded", before, after, before[0], after[0], texts[0], texts[1])

    def _told(self, side: Side, other: Side, settled: dict[int, Settled]) -> Iterator[Change]:
        """Yield how the brackets of one draft were closed in the other."""
        for number, one in settled.items():
            bracket = self._bracket(side, number)
            outcome: Outcome = "kept" if bracket.kind == "optional" else "alternative"
            option = one.option
            if option == NEW_WORDING:
                outcome, option = "new wording", one.near
            elif option == OMIT:
                outcome = "omitted"
            yield Change(
                "bracket",
                "closed",
                (bracket.id,),
                (),
                bracket.provision,
                self._counterpart(side, other, number),
                bracket.words,
                other.row.text(one.now),
                outcome,
                option,
            )

    @staticmethod
    def _counterpart(side: Side, other: Side, number: int) -> str:
        """Return the label of the provision of the other draft in which the place of a bracket is."""
        group = side.group[side.row.units_of(number)[0]]
        found = (other.row.units[unit].provision for unit in range(len(other.group)) if other.group[unit] == group >= 0)
        return next((provision.label for provision in found if provision), "")

    def _parts(self, pair: Pair) -> Iterator[Change]:
        """Yield that a bracket was split, or some were merged; if both at once, as what leaves more brackets."""
        key = (pair.old, pair.new)
        olds = sorted([pair.old, *self.matching.merged.get(key, ())])
        news = sorted([pair.new, *self.matching.split.get(key, ())])
        before = [self._bracket(self.old, number) for number in olds]
        after = [self._bracket(self.new, number) for number in news]
        yield Change(
            "bracket",
            "split" if len(before) < len(after) else "merged",
            tuple(bracket.id for bracket in before),
            tuple(bracket.id for bracket in after),
            before[0].provision,
            after[0].provision,
            " … ".join(bracket.words for bracket in before),
            " … ".join(bracket.words for bracket in after),
        )

    def _pair(self, pair: Pair, explained: Sequence[set[int]]) -> Iterator[Change]:
        one, two = self._bracket(self.old, pair.old), self._bracket(self.new, pair.new)
        about = ((one.id,), (two.id,), one.provision, two.provision, one.words, two.words)
        went = self._lost(pair, explained[0])
        came = self._lost(pair, explained[1], backwards=True)
        if pair.moved:
            yield Change("bracket", "moved", *about)
        if went[0] or went[1]:
            yield Change("bracket", "narrowed", *about, options=went[0], words=went[1])
        if came[0] or came[1]:
            yield Change("bracket", "widened", *about, options=came[0], words=came[1])
        if not (pair.moved or any(went) or any(came)):
            yield Change("bracket", "unchanged", *about)

    def _lost(
        self, pair: Pair, explained: set[int], backwards: bool = False
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the options of a bracket that are there no more, and its words that went; backwards, what came."""
        side, other = (self.new, self.old) if backwards else (self.old, self.new)
        number, counterpart = (pair.new, pair.old) if backwards else (pair.old, pair.new)
        letters = {two: one for one, two in pair.options} if backwards else dict(pair.options)
        bracket = self._bracket(side, number)
        if bracket.kind == "placeholder":
            return (), ()
        options, words = [], []
        for option in bracket.options:
            if option.letter not in letters:
                options.append(option.letter)
                words.append(option.text)
                continue
            bounds = other.row.brackets[counterpart].option(letters[option.letter])
            own = range(*side.row.brackets[number].option(option.letter))
            if [side.row.words[w] for w in own] == [other.row.words[w] for w in range(*bounds)]:
                continue
            left = [
                word
                for word in own
                if side.row.within[word] == number
                and not bounds[0] <= side.to[word] < bounds[1]
                and word not in explained
            ]
            words += [side.row.text(run) for run in _runs(left)]
        return tuple(options), tuple(text for text in words if text)


def _explained(here: Iterable[Settled], there: Iterable[Settled]) -> set[int]:
    """Return the words of a draft that are told with what became of brackets: here, or there in their place."""
    return {word for one in here for word in one.around} | {word for one in there for word in one.now}


def _runs(words: Sequence[int]) -> Iterator[list[int]]:
    """Yield words that follow each other in one piece."""
    for _, run in groupby(enumerate(words), key=lambda item: item[1] - item[0]):
        yield [word for _, word in run]


def _in_order(changes: Iterable[Change], old: Row, new: Row) -> list[Change]:
    """Return changes in the order of the later draft; what has no place in it goes where it stood before."""
    rows = (old, new)
    provisions = [
        {unit.provision.label: place / len(row.units) for place, unit in enumerate(row.units) if unit.provision}
        for row in rows
    ]
    brackets = [
        {stretch.bracket.id: place / len(row.brackets) for place, stretch in enumerate(row.brackets)} for row in rows
    ]

    def key(change: Change) -> tuple[float, bool, float, int]:
        where = change.provision_after or change.provision_before
        place = provisions[bool(change.provision_after)].get(where, 0)
        (name, *_) = change.after or change.before
        within = brackets[bool(change.after)].get(name, 0)
        return place, change.what == "bracket", within, KINDS.index(change.kind)

    return sorted(changes, key=key)
