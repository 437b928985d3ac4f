"""The articles of a run of drafts: which article of one draft is which of the next, and what became of each.

Two parts are the same one if they have one title. Others are paired by the text of their provisions that are the same
in both, since articles are renumbered more often than rewritten, and what is left by its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import sqrt

from bracketed.draft.draft import Draft
from bracketed.draft.outline import OutlineNode
from bracketed.errors import UnknownNameError
from bracketed.progress.diff import Comparison
from bracketed.progress.provisions import best_pairs

# Two parts are the same if so much of their text is in provisions that are the same in both. In three drafts of the
# Paris Agreement those that are the same share 0.27 or more, and others, but for one pair, 0.14 or less.
_SHARED = 0.2


@dataclass(frozen=True)
class Articles:
    """The main parts of a run of drafts: `names` in the order of the drafts, and what else there is last.

    A part is called as in the first draft that has it. `known_as` gives for each draft which of these each of its own
    parts is.
    """

    names: tuple[str, ...]
    known_as: tuple[Mapping[str, str], ...]
    _drafts: tuple[Draft, ...]

    def at(self, number: int, offset: int) -> str:
        """Return the part in which a character of a draft is; drafts are numbered from 0."""
        return self.known_as[number][self._drafts[number].outline.part_at(offset)]

    @cached_property
    def own_names(self) -> tuple[Mapping[str, str], ...]:
        """For each draft, what each part that it has is called there."""
        return tuple({known: own for own, known in known_as.items()} for known_as in self.known_as)

    def title(self, article: str) -> str:
        """Return the name of a part, and what it is called in the last draft that has it if its number is another."""
        own = [draft.outline.parts[names[article]] for draft, names in self._having(article)]
        if not own or (own[0].label or own[0].name).casefold() == (own[-1].label or own[-1].name).casefold():
            return article
        return f"{article} → {own[-1].short_name}"

    def _having(self, article: str) -> list[tuple[Draft, Mapping[str, str]]]:
        return [pair for pair in zip(self._drafts, self.own_names, strict=True) if article in pair[1]]

    def named(self, label: str) -> list[OutlineNode | None]:
        """Return for each draft the part that has a label, a title or a name; UnknownNameError if no draft has one.

        A main part is followed from the earliest draft that has one of this name: other drafts may give its number to
        another.
        """
        key = " ".join(label.casefold().split())
        known = next((name for name in self.names[:-1] if key == name.casefold()), "")
        if known:
            return self._in_each(known)
        found = [_find(draft, label) for draft in self._drafts]
        if not any(found):
            # Any of them knows what is near.
            next(self._drafts[-1].outline.find(label))
        first, part = next((number, part) for number, part in enumerate(found) if part)
        own = next((name for name, one in self._drafts[first].outline.parts.items() if one is part), "")
        if not own:
            return found
        return self._in_each(self.known_as[first][own])

    def _in_each(self, article: str) -> list[OutlineNode | None]:
        """Return for each draft the part that is an article, if it has it."""
        return [
            draft.outline.parts[names[article]] if article in names else None
            for draft, names in zip(self._drafts, self.own_names, strict=True)
        ]


def _find(draft: Draft, label: str) -> OutlineNode | None:
    try:
        return next(draft.outline.find(label))
    except UnknownNameError:
        return None


def articles_of(drafts: Sequence[Draft], comparisons: Sequence[Comparison]) -> Articles:
    """Return the main parts of a run of drafts.

    >>> import bracketed as bt
    >>> monday = bt.parse("Article 1 (Aims)\\n\\n1. Towns plan their harbours.\\n\\nArticle 2 (Dues)\\n\\n1. All pay.")
    >>> tuesday = bt.parse("Article 1\\n\\n1. Words are used so.\\n\\nArticle 2\\n\\n1. Towns plan all their harbours.")
    >>> articles = bt.progress([monday, tuesday]).articles
    >>> [articles.title(name) for name in articles.names]
    ['Article 1', 'Article 1 (Aims) → Article 2', 'Article 2 (Dues)', 'elsewhere']
    """
    *names, rest = drafts[0].outline.part_names
    known_as = [{name: name for name in drafts[0].outline.part_names}]
    for number, comparison in enumerate(comparisons, 1):
        before, after = drafts[number - 1 : number + 1]
        *parts, last = after.outline.part_names
        same = _same_parts(before, after, comparison)
        here = {part: known_as[-1][earlier] for part, earlier in same.items()}
        folded = {name.casefold(): name for name in names}
        taken = {*here.values()}
        for part in parts:
            if part not in here:
                here[part] = _free(part, folded.get(part.casefold(), ""), taken, number)
                taken.add(here[part])
        names = _with_new(names, [here[part] for part in parts])
        known_as.append({**here, last: rest})
    return Articles((*names, rest), tuple(known_as), tuple(drafts))


def _with_new(names: Sequence[str], there: Sequence[str]) -> list[str]:
    """Return names with those of a further draft, of which each that is new comes behind the one before it there."""
    known = {*names}
    behind: dict[str, list[str]] = {}
    last = ""
    for name in there:
        if name in known:
            last = name
        else:
            behind.setdefault(last, []).append(name)
    return [*behind.get("", ()), *(one for name in names for one in (name, *behind.get(name, ())))]


def _free(part: str, known: str, taken: Set[str], number: int) -> str:
    """Return what a part is called that is none of the draft before: as one that is back, or by a name of its own."""
    return f"{part} (from draft {number + 1} on)" if known in taken else known or part


def _same_parts(before: Draft, after: Draft, comparison: Comparison) -> dict[str, str]:
    """Return for parts of the later draft which part of the earlier one they are."""
    one, two = (dict([*draft.outline.parts.items()][:-1]) for draft in (before, after))
    titled = [{name.casefold(): name for name, part in parts.items() if part.title} for parts in (one, two)]
    named = [{name.casefold(): name for name in parts} for parts in (one, two)]
    pairs = [(titled[0][key], name) for key, name in titled[1].items() if key in titled[0]]
    pairs += _by_text(before, after, comparison)
    pairs += [(named[0][key], name) for key, name in named[1].items() if key in named[0]]
    return {later: earlier for earlier, later in best_pairs(pairs)}


def _by_text(before: Draft, after: Draft, comparison: Comparison) -> list[tuple[str, str]]:
    """Return the parts of two drafts that share enough text, those that share most first."""
    sides = []
    sizes = [Counter[str](), Counter[str]()]
    for draft, size in zip((before, after), sizes, strict=True):
        found = {}
        for one in draft.provisions:
            length = one.body.end - one.body.start
            found[one.label] = (draft.outline.part_at(one.span.start), length)
            size[found[one.label][0]] += length
        sides.append(found)
    shared: Counter[tuple[str, str]] = Counter()
    for olds, news in comparison.provisions:
        # What was split or merged shares no more than its own text with all of the others together.
        for (part, length), (counterpart, other) in product(
            [sides[0][label] for label in olds], [sides[1][label] for label in news]
        ):
            shared[part, counterpart] += min(length, other)
    # The geometric mean of the shares: else a long part would be the same as any short one that was taken from it.
    part_of = {(one, two): text / max(1, sqrt(sizes[0][one] * sizes[1][two])) for (one, two), text in shared.items()}
    elsewhere = {before.outline.part_names[-1], after.outline.part_names[-1]}
    enough = [pair for pair, part in part_of.items() if part >= _SHARED and not elsewhere & {*pair}]
    return sorted(enough, key=lambda pair: -part_of[pair])
