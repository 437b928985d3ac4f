"""Which words of two drafts are the same.

Inside a pair of provisions (`provisions`), words are aligned by their longest common subsequence (H. Hyyrö,
"Bit-parallel LCS-length computation revisited", 2004, as rapidfuzz does it).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bracketed.draft.draft import Draft
from bracketed.draft.tree import Piece
from bracketed.progress.abbreviations import spelled_out
from bracketed.progress.provisions import Group, Like, Pairs, provisions
from bracketed.progress.tokens import Tokens

# So many words in a row have moved.
_RUN = 4
# Where the words of both sides multiply to more, runs that occur once are aligned first.
_LARGEST = 200_000_000


class Side:
    """One draft of two, and how it is aligned with the other."""

    def __init__(self, tokens: Tokens, like: Like) -> None:
        self.tokens = tokens
        # For units without group the one of the other draft that they are most like.
        self.like = like
        # For each word its counterpart in the other draft, or -1, and the words whose counterpart is elsewhere.
        self.to = [-1] * len(tokens.words)
        self.moved: set[int] = set()
        # For each unit its group, or -1, and where its words begin among those of the group.
        self.group = [-1] * len(tokens.units)
        self.offset = [0] * len(tokens.units)
        # For each group the units of this draft in it, and their words.
        self.groups: list[tuple[int, ...]] = []
        self.sequences: list[list[int]] = []

    def place(self, word: int, unit: int) -> int:
        """Return where a word of a unit is, or would be, among the words of the group."""
        return self.offset[unit] + word - self.tokens.units[unit].start


@dataclass(frozen=True)
class Alignment:
    """Two drafts aligned: groups of provisions, and both sides."""

    groups: list[Group]
    old: Side
    new: Side


def tokens_of(
    earlier: Draft, later: Draft, contents: tuple[tuple[Piece, ...] | None, tuple[Piece, ...] | None] = (None, None)
) -> tuple[Tokens, Tokens]:
    """Return the words of two drafts to be compared, with names that one abbreviates as the same words in both.

    `contents` are those that comments' brackets are in, None for those of the drafts themselves.
    """
    names = spelled_out([earlier.source, later.source])
    one, two = (
        Tokens(draft, draft.content if content is None else content, names)
        for draft, content in zip((earlier, later), contents, strict=True)
    )
    return one, two


def is_turned(earlier: Draft, later: Draft) -> bool:
    """Return whether the later of two drafts is taken for the earlier one when they are compared.

    Whichever comes first, the same two are compared in the same order, so that looking back shows the same.
    """
    return earlier.source > later.source


def aligned(earlier: Draft, later: Draft) -> tuple[Side, Side]:
    """Return both drafts as their comparison aligns them, so that all answers rest on the same pairs of words."""
    old, new = tokens_of(earlier, later)
    if is_turned(earlier, later):
        turned = align(new, old)
        return turned.new, turned.old
    alignment = align(old, new)
    return alignment.old, alignment.new


def align(old: Tokens, new: Tokens) -> Alignment:
    """Align two drafts.

    >>> import bracketed as bt
    >>> one = bt.parse("1. States report every year.\\n2. Forests are protected by States.")
    >>> two = bt.parse("1. Forests are well protected by States.\\n2. States report every year.")
    >>> align(*(Tokens(draft, draft.content) for draft in (one, two))).groups
    [((0,), (1,)), ((1,), (0,))]
    """
    found = provisions(old, new)
    groups = found.groups
    one, two = Side(old, found.like_old), Side(new, found.like_new)
    # Numbers are compared faster than words.
    ids: dict[str, int] = {}
    first, second = ([ids.setdefault(word, len(ids)) for word in tokens.words] for tokens in (old, new))
    for number, group in enumerate(groups):
        for side, units in zip((one, two), group, strict=True):
            sequence: list[int] = []
            for unit in units:
                side.group[unit] = number
                side.offset[unit] = len(sequence)
                sequence += range(side.tokens.units[unit].start, side.tokens.units[unit].end)
            side.groups.append(units)
            side.sequences.append(sequence)
        # Only inside a group: common words would find counterparts in any other provision.
        align_words(first, second, one.sequences[number], two.sequences[number], one.to)
    for word, other in enumerate(one.to):
        if other >= 0:
            two.to[other] = word
    # Words without counterpart may have moved: they are looked for last, wherever they are.
    _find_moved(first, second, one, two)
    return Alignment(groups, one, two)


def align_words(old: Sequence[int], new: Sequence[int], one: Sequence[int], two: Sequence[int], to: list[int]) -> None:
    """Align some words of both drafts, and note it in `to`."""
    from rapidfuzz.distance import Indel

    first, second = [old[word] for word in one], [new[word] for word in two]
    if len(first) * len(second) > _LARGEST and first != second:
        _align_large(old, new, one, two, to)
        return
    end = other_end = 0
    blocks = [(block.a, block.b, block.size) for block in Indel.opcodes(first, second).as_matching_blocks()]
    # The last block is empty and is at both ends, so that each real one has a next.
    for (start, other, size), (following, opposite, _) in pairwise(blocks):
        before = min(start - end, other - other_end)
        end, other_end = start + size, other + size
        # Equal words alone between words that were replaced are a chance likeness, as of “of the”.
        if before <= 2 * size or min(following - end, opposite - other_end) <= 2 * size:
            for offset in range(size):
                to[one[start + offset]] = two[other + offset]


def _align_large(old: Sequence[int], new: Sequence[int], one: Sequence[int], two: Sequence[int], to: list[int]) -> None:
    """Align words between runs that occur once on both sides; where there are none, they stay without counterpart."""
    runs = _unique_runs(old, new, one, two)
    kept = [runs[place] for place in longest_rising([other for _, other in runs])]
    if not kept:
        return
    end = other_end = 0
    for start, other in [*kept, (len(one), len(two))]:
        # Runs overlap where a longer one occurs once.
        if start < end or other < other_end:
            continue
        between, opposite = one[end:start], two[other_end:other]
        if len(between) * len(opposite) <= _LARGEST:
            align_words(old, new, between, opposite, to)
        length = min(_RUN, len(one) - start)
        for offset in range(length):
            to[one[start + offset]] = two[other + offset]
        end, other_end = start + length, other + length


def _unique_runs(old: Sequence[int], new: Sequence[int], one: Sequence[int], two: Sequence[int]) -> Pairs:
    """Return the places at which runs of words begin that occur once on both sides."""
    found: list[dict[tuple[int, ...], int]] = []
    for ids, words in ((old, one), (new, two)):
        places: dict[tuple[int, ...], int] = {}
        for place in range(len(words) - _RUN + 1):
            run = tuple(ids[word] for word in words[place : place + _RUN])
            # One that occurs twice does not say which of the two is meant.
            places[run] = -1 if run in places else place
        found.append(places)
    return [(place, other) for run, place in found[0].items() if place >= 0 and (other := found[1].get(run, -1)) >= 0]


def longest_rising(values: Sequence[int]) -> list[int]:
    """Return the places of a longest rising subsequence.

    >>> longest_rising([3, 1, 2, 5, 4])
    [1, 2, 4]
    """
    # For each length the least value that a rising subsequence ends with, and its place (patience sorting).
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        # From the left: equal values do not rise, so one takes the place of the other.
        at = bisect_left(tails, value)
        before.append(last[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        last[at : at + 1] = [place]
    found = []
    place = last[-1] if last else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


def _find_moved(old: Sequence[int], new: Sequence[int], one: Side, two: Side) -> None:
    """Align runs of words that have no counterpart yet and occur once among such words on both sides."""
    left = [word for word, other in enumerate(one.to) if other < 0]
    right = [word for word, other in enumerate(two.to) if other < 0]
    for place, other in _unique_runs(old, new, left, right):
        run, opposite = left[place : place + _RUN], right[other : other + _RUN]
        # Words with a counterpart lie between them.
        if run[-1] - run[0] != _RUN - 1 or opposite[-1] - opposite[0] != _RUN - 1:
            continue
        for word, counterpart in zip(run, opposite, strict=True):
            # Runs overlap, so one before may have aligned these words.
            if one.to[word] < 0 and two.to[counterpart] < 0:
                one.to[word], two.to[counterpart] = counterpart, word
                one.moved.add(word)
                two.moved.add(counterpart)
