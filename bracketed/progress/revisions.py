"""A draft with its changes from an earlier one, word by word, as pages and documents with tracked changes show them.

Words are paired as everywhere in this stage; what is between two pairs, signs and brackets too, is compared as it
is written. So the words of a bracket that was closed go or stay where they are, whatever else changed around them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bracketed.draft.draft import Draft
from bracketed.progress.alignment import Side, aligned
from bracketed.progress.changes import Change
from bracketed.progress.tokens import Tokens, Unit
from bracketed.source import Span

# What is compared between two words that are paired: words, gaps, and each sign by itself.
_PART = re.compile(r"\w+|\s+|.", re.DOTALL)
_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of the later draft: what is at `span` of its source is new, and `gone` was there before.

    `label` names a provision of the earlier draft that is gone as a whole, and was a paragraph of its own in front
    of the span, which is empty; else it is "". `origin` is where the earlier source has what is gone.
    """

    span: Span
    gone: str = ""
    label: str = ""
    origin: Span = _NOWHERE


@dataclass(frozen=True)
class Redline:
    """A later draft with its `revisions` from an earlier one, in the order of its source and apart."""

    earlier: Draft
    later: Draft
    revisions: tuple[Revision, ...]
    # Places of the earlier source and what they have become, in the order of the earlier one.
    _places: tuple[tuple[int, int], ...] = field(repr=False)

    def place(self, offset: int) -> int:
        """Return which place of the later source a place of the earlier one has become."""
        number = bisect_right(self._starts, offset) - 1
        return self._places[number][1] if number >= 0 else 0

    def stand(self, change: Change) -> tuple[int, str]:
        """Return where in the later source a changed bracket is, or where it was.

        If it went with a whole provision, the second is that provision's label in the earlier draft, else "".
        """
        if change.after:
            return self.later.bracket(change.after[0]).span.start, ""
        start = self.earlier.bracket(change.before[0]).span.start
        number = bisect_right(self._gone, start, key=lambda revision: revision.origin.start) - 1
        if number >= 0 and start < self._gone[number].origin.end:
            return self._gone[number].span.start, self._gone[number].label
        return self.place(start), ""

    @cached_property
    def _gone(self) -> list[Revision]:
        return sorted((one for one in self.revisions if one.label), key=lambda one: one.origin)

    @cached_property
    def _starts(self) -> list[int]:
        return [here for here, _ in self._places]


def redline(earlier: Draft, later: Draft) -> Redline:
    """Return what changed from one draft to another, word by word.

    >>> import bracketed as bt
    >>> one, two = bt.parse("4. Parties [shall/should] report."), bt.parse("4. Parties should report each year.")
    >>> for change in redline(one, two).revisions:
    ...     print(repr(change.gone), repr(two.source[slice(*change.span)]))
    '[shall/' ''
    ']' ''
    '' ' each year'
    """
    return _Redliner(*aligned(earlier, later)).made()


class _Redliner:
    """Finds the revisions of a later draft that is aligned with an earlier one."""

    def __init__(self, one: Side, two: Side) -> None:
        self._one, self._two = one, two
        self._old, self._new = both = one.tokens, two.tokens
        self._places: list[tuple[int, int]] = []
        self._cuts = [_Cuts(tokens) for tokens in both]
        self._following = [_following(tokens.draft) for tokens in both]

    def made(self) -> Redline:
        found = [*self._kept(), *self._added(), *self._removed()]

        # At one place, what was there as a paragraph comes before words, and what is only gone before what is new.
        def place(one: Revision) -> tuple[int, bool, bool, int, int]:
            start, end = one.span
            return start, not one.label, end > start, one.origin.start, end

        found.sort(key=place)
        return Redline(self._old.draft, self._new.draft, tuple(found), tuple(sorted(self._places)))

    # Provisions that both drafts have

    def _kept(self) -> Iterator[Revision]:
        for group in range(len(self._one.sequences)):
            olds, news = self._units(self._one, group), self._units(self._two, group)
            if olds and news:
                yield from self._compared(olds, news)

    def _units(self, side: Side, group: int) -> list[Unit]:
        """Return the units of a group in the order of its words."""
        numbers = [number for number, own in enumerate(side.group) if own == group]
        return [
            side.tokens.units[number] for number in sorted(numbers, key=lambda number: (side.offset[number], number))
        ]

    def _compared(self, olds: Sequence[Unit], news: Sequence[Unit]) -> Iterator[Revision]:
        """Yield the revisions of some provisions that have become others."""
        rank = {unit.number: place for place, unit in enumerate(olds)}
        last = olds[0].number
        at = self._bounds(0, olds[0]).start
        for number, unit in enumerate(news):
            bounds = self._bounds(1, unit)
            start = bounds.start
            for word in range(unit.start, unit.end):
                other = self._two.to[word]
                if other < 0 or word in self._two.moved or self._old.unit_of[other] not in rank:
                    continue
                here, there = self._new.span(word), self._old.span(other)
                # Words are paired in order; should a pair cross another one, it is no place to compare up to.
                if there.start < at and self._old.unit_of[other] == last:
                    continue
                holder = self._old.unit_of[other]
                yield from self._between(
                    self._pieces(rank, olds, last, at, holder, there.start), Span(start, here.start)
                )
                self._places.append((there.start, here.start))
                # A name may be abbreviated in one draft, or a word begin with a capital.
                written = self._text(0, there)
                if written != self._text(1, here):
                    yield Revision(here, written, origin=there)
                last, at, start = holder, there.end, here.end
            rest: list[Span] = []
            if number == len(news) - 1:
                rest = self._pieces(rank, olds, last, at, olds[-1].number, self._bounds(0, olds[-1]).end)
            yield from self._between(rest, Span(start, bounds.end))

    def _pieces(
        self, rank: dict[int, int], olds: Sequence[Unit], last: int, at: int, holder: int, end: int
    ) -> list[Span]:
        """Return the parts of the earlier source from a place in one unit up to a place in the same or a later one."""
        if last == holder:
            return [Span(at, end)]
        if rank[last] > rank[holder]:
            return []
        between = [self._bounds(0, unit) for unit in olds[rank[last] + 1 : rank[holder]]]
        first = self._bounds(0, self._old.units[last]).end
        return [Span(at, max(at, first)), *between, Span(self._bounds(0, self._old.units[holder]).start, end)]

    def _between(self, olds: Sequence[Span], new: Span) -> Iterator[Revision]:
        """Yield the revisions of what is between two pairs of words."""
        spans = [part for span in olds for part in self._cuts[0].apart(span)]
        gone = "".join(self._text(0, span) for span in spans)
        origin = Span(spans[0].start, spans[-1].end) if spans else _NOWHERE
        parts = [*self._cuts[1].apart(new)]
        there = "".join(self._text(1, span) for span in parts)
        if gone == there or not (gone.strip() or there.strip()):
            return
        if len(parts) != 1:
            # A comment or a label is between the parts: the first takes what is gone.
            yield from self._parted(gone, parts, new.start, origin)
            return
        yield from self._trimmed(gone, parts[0], origin)

    def _parted(self, gone: str, parts: Sequence[Span], at: int, origin: Span) -> Iterator[Revision]:
        first = parts[0].start if parts else at
        if gone.strip():
            self._places.append((origin.start, first))
            yield Revision(Span(first, first), gone, origin=origin)
        for span in parts:
            if self._text(1, span).strip():
                yield Revision(span)

    def _trimmed(self, gone: str, span: Span, origin: Span) -> Iterator[Revision]:
        """Yield a revision without what is the same at its ends."""
        old, new = _PART.findall(gone), _PART.findall(self._text(1, span))
        same = 0
        while same < min(len(old), len(new)) and old[same] == new[same]:
            same += 1
        alike = 0
        while alike < min(len(old), len(new)) - same and old[-1 - alike] == new[-1 - alike]:
            alike += 1
        before, behind = len("".join(new[:same])), len("".join(new[len(new) - alike :]))
        place = Span(span.start + before, span.end - behind)
        rest = "".join(old[same : len(old) - alike])
        self._places.append((origin.start, place.start))
        # Only the breaks of lines differ, or blanks at their ends.
        if rest.strip() or self._text(1, place).strip():
            yield Revision(place, rest, origin=origin)

    # Provisions that only one of them has

    def _added(self) -> Iterator[Revision]:
        for unit in self._new.units:
            if self._two.group[unit.number] < 0:
                for span in self._cuts[1].apart(self._whole(1, unit)):
                    if self._text(1, span).strip():
                        yield Revision(span)

    def _removed(self) -> Iterator[Revision]:
        """Yield what is gone as a whole, behind the paragraph that has become of what was before it."""
        at = 0
        lasts = self._ends_of_groups()
        for unit in self._old.units:
            group = self._one.group[unit.number]
            if group >= 0:
                at = lasts.get(group, at)
                continue
            bounds = self._whole(0, unit)
            words = "".join(self._text(0, span) for span in self._cuts[0].apart(bounds)).strip()
            self._places.append((bounds.start, at))
            if words:
                label = unit.provision.label if unit.provision else " ".join(words.split())[:40]
                yield Revision(Span(at, at), words, label, bounds)

    def _ends_of_groups(self) -> dict[int, int]:
        """Return for each group where the line ends in which its last provision of the later draft does."""
        source = self._new.draft.source
        ends: dict[int, int] = {}
        for unit in self._new.units:
            if self._two.group[unit.number] >= 0:
                bounds = self._bounds(1, unit)
                stop = bounds.end
                while stop > bounds.start and source[stop - 1].isspace():
                    stop -= 1
                end = source.find("\n", stop)
                ends[self._two.group[unit.number]] = len(source) if end < 0 else end
        return ends

    def _bounds(self, side: int, unit: Unit) -> Span:
        """Return where the text of a unit is, without the label of a provision."""
        tokens = (self._old, self._new)[side]
        if unit.provision is not None:
            start = unit.provision.body.start
            # A provision may hold others, whose text is theirs.
            return Span(start, max(start, min(unit.provision.span.end, self._following[side][unit.provision.label])))
        return Span(tokens.span(unit.start).start, tokens.span(unit.end - 1).end)

    def _whole(self, side: int, unit: Unit) -> Span:
        """Return where a unit is with the label of a provision."""
        bounds = self._bounds(side, unit)
        return Span(unit.provision.span.start, bounds.end) if unit.provision else bounds

    def _text(self, side: int, span: Span) -> str:
        return (self._old, self._new)[side].draft.source[slice(*span)]


class _Cuts:
    """What of a source is no text of the draft: its comments."""

    def __init__(self, tokens: Tokens) -> None:
        spans = sorted(comment.span for comment in tokens.draft.comments)
        self._starts, self._spans = [span.start for span in spans], spans

    def apart(self, span: Span) -> Iterator[Span]:
        """Yield the parts of a span that are text."""
        at = span.start
        for cut in self._spans[max(0, bisect_right(self._starts, span.start) - 1) :]:
            if cut.start >= span.end:
                break
            if cut.end <= at:
                continue
            if cut.start > at:
                yield Span(at, cut.start)
            at = max(at, cut.end)
        if at < span.end:
            yield Span(at, span.end)


def _following(draft: Draft) -> dict[str, int]:
    """Return for each provision where the next one begins."""
    starts = [*(provision.span.start for provision in draft.provisions[1:]), len(draft.source)]
    return {provision.label: start for provision, start in zip(draft.provisions, starts, strict=False)}
