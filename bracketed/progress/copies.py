"""Copies of a base text in which delegations have changed words: whose each is, and what it has changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bracketed.draft.annotated_text import TrackedChange
from bracketed.draft.delegations import Names
from bracketed.draft.draft import Draft
from bracketed.errors import DraftError, UnknownNameError
from bracketed.parsing.parser import parse
from bracketed.positions.lexicon import LANGUAGES, load_language
from bracketed.positions.sentences import SentenceReader
from bracketed.progress.lines import Change, Line, Matches, lines_of, match_lines, word_changes
from bracketed.source import blanked

# Such a part of the runs of three words is at least in common with the base; two treaties on other matters have up to
# 10 %. Of short texts, with few such runs, at least one is.
_COMMON = 0.12
_FEW = 100
_ANY = 8
_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
# The words of a name are not more than this.
_LONGEST = 8


@dataclass(frozen=True, eq=False)
class Copy:
    """What a delegation has made of a base: the copy's text without comments, its lines, and how they match.

    `changes` are those of each line of the base that it keeps, by its number.
    """

    delegation: str
    draft: Draft
    text: str = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    matches: Matches = field(repr=False)
    changes: dict[int, tuple[Change, ...]] = field(repr=False)

    @property
    def gone(self) -> tuple[int, ...]:
        """The numbers of the base's lines that the copy has no more."""
        return tuple(line for line, other in enumerate(self.matches.to) if other < 0)

    def with_whole_titles(self, titles: Mapping[int, Line]) -> Copy:
        """Return the copy compared with a base in which these lines have their numbers among their words."""
        own = [*self.lines]
        changes = dict(self.changes)
        for number, title in titles.items():
            other = self.matches.to[number]
            if other >= 0:
                own[other] = own[other].with_number(self.text)
                changes[number] = word_changes(title, own[other])
        return replace(self, lines=tuple(own), changes=changes)


def copy_of(delegation: str, draft: Draft, base: Draft, base_lines: Sequence[Line]) -> Copy:
    """Compare a copy with its base word by word; DraftError if it is none of this base."""
    draft = with_changes(draft)
    lines = lines_of(draft)
    matches = match_lines(base_lines, lines)
    changes = {line: word_changes(base_lines[line], lines[other]) for line, other in _kept(matches)}
    runs, own = _runs(base_lines), _runs(lines)
    least, common = min(runs.total(), own.total()), (runs & own).total()
    if (common < _COMMON * least) if least >= _FEW else (least >= _ANY and not common):
        raise DraftError(
            f"{draft.name} ({delegation}) has little in common with {base.name}: of {least} runs of three "
            f"words it has {common}; give the copy of {delegation} that was made from {base.name}"
        )
    return Copy(delegation, draft, blanked(draft.source, (one.span for one in draft.comments)), lines, matches, changes)


def _runs(lines: Iterable[Line]) -> Counter[tuple[str, ...]]:
    """Return the runs of three words in lines."""
    return Counter(run for line in lines for run in zip(line.words, line.words[1:], line.words[2:], strict=False))


def _kept(matches: Matches) -> Iterator[tuple[int, int]]:
    return ((line, other) for line, other in enumerate(matches.to) if other >= 0)


def with_changes(draft: Draft, authors: Iterable[str] | None = None) -> Draft:
    """Return a draft whose tracked changes, if they are read as brackets, are made: all, or those of some authors.

    >>> import bracketed as bt
    >>> with_changes(bt.parse("4. Ports meet.")).source
    '4. Ports meet.'
    """
    if not draft.changes:
        return draft
    wanted = None if authors is None else {*authors}
    changes = [one for one in draft.changes if wanted is None or one.author in wanted]
    return parse(_made(draft, changes), language=draft.language or None, name=draft.name, limits=draft.limits)


def _made(draft: Draft, changes: Iterable[TrackedChange]) -> str:
    """Return the source of a draft with these changes made; of a line that goes, its number goes too."""
    starts = {line.tokens[0].span.start: line for line in lines_of(draft)}
    pieces: list[str] = []
    at = 0
    for change in sorted(changes, key=lambda one: one.span):
        start, end = change.span
        line = starts.get(start + len(change.words) - len(change.words.lstrip()))
        if change.kind == "deletion" and line is not None and end >= line.tokens[-1].span.end:
            start, end = line.label.start, max(end, min(line.close + 1, len(draft.source)))
            if any(one.span.start < end and one.span.end > start for one in draft.comments):
                # Comments on the line are kept, at the end of the one before.
                end = change.span.end
        pieces.append(draft.source[at : max(at, start)])
        if change.kind == "insertion":
            pieces.append(change.words)
        at = max(at, end)
    return "".join([*pieces, draft.source[at:]])


def by_delegation(draft: Draft, authors: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return who tracked the changes of a draft for each delegation; "" holds those of whom that is not known.

    `authors` gives the delegations of people whose name does not show theirs.

    >>> import bracketed as bt
    >>> by_delegation(bt.parse("4. Ports meet."), {})
    {}
    """
    reader = SentenceReader(Names.default(), load_language(LANGUAGES[0]), authors)
    found: dict[str, dict[str, None]] = {}
    for change in draft.changes:
        found.setdefault(reader.delegation(change.author), {})[change.author] = None
    return {delegation: tuple(people) for delegation, people in found.items()}


def delegation_called(name: str) -> str:
    """Return the name by which a delegation is known; UnknownNameError if it is not.

    >>> delegation_called("Russia")
    'Russian Federation'
    """
    names = Names.default()
    found = names.find(name)
    if found is None:
        near = names.suggest(name)
        raise UnknownNameError("delegation", name, near or [one.name for one in names.delegations[:8]])
    return found.name


def delegations_named(words: str) -> tuple[str, ...]:
    """Return the delegations that the name of a file names.

    >>> [delegations_named(name) for name in ("Norway_comments v2", "us", "compilation", "Chile and Fiji")]
    [('Norway',), ('USA',), (), ('Chile', 'Fiji')]
    """
    names = Names.default()
    parts = _WORD.findall(words.replace("_", " "))
    # A short code is one only alone: “it” and “no” are words.
    whole = names.find(" ".join(parts)) or names.find(" ".join(parts).upper())
    if whole:
        return (whole.name,)
    found: dict[str, None] = {}
    at = 0
    while at < len(parts):
        for length in range(min(_LONGEST, len(parts) - at), 0, -1):
            candidate = " ".join(parts[at : at + length])
            is_name = len(candidate) > 3 or (candidate.isupper() and len(candidate) > 1)
            known = names.find(candidate) if is_name else None
            if known:
                found[known.name] = None
                at += length
                break
        else:
            at += 1
    return tuple(found)
