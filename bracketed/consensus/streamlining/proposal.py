"""A change of the text that may be suggested: what is edited, and what becomes of the options."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal, TypeAlias

from bracketed.draft.draft import Draft
from bracketed.draft.link_words import LinkWords, language_of, words_of
from bracketed.draft.tree import OMIT, Bracket, Mark, Option, brackets_in, leaves
from bracketed.parsing.conventions import PRESETS
from bracketed.parsing.parser import parse
from bracketed.positions.positions import Position, Positions
from bracketed.source import Span
from bracketed.variants.edits import Edit
from bracketed.variants.network import Choice

Kind: TypeAlias = Literal["merge", "common", "drop", "flatten", "duplicate", "link"]

# Marks of a bracket that may be written anew; all others say something.
_PLAIN = ("open", "close", "separator", "label")
Edits: TypeAlias = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that is still to be proved.

    `regions` are the outermost brackets that change, `changed` the ids of all that do. `attempts` are ways to write the
    change, the best first. `gone` are the options whose words go; rows on an option in `carried` count on another one
    from then on. `because` says in words what the change rests on.
    """

    kind: Kind
    id: str
    regions: tuple[Bracket, ...]
    changed: frozenset[str]
    attempts: tuple[Edits, ...]
    because: str
    gone: frozenset[Choice] = frozenset()
    carried: Mapping[Choice, Choice] = field(default_factory=dict)
    provisions: tuple[str, ...] = ()

    @property
    def places(self) -> list[Span]:
        """The parts of the source that the change is in."""
        return [region.span for region in self.regions] or [edit.span for edit in self.attempts[0]]


def read_again(draft: Draft, text: str) -> Draft:
    """Return what a text reads, read as a draft was; DraftError if it passes a limit."""
    return parse(
        text,
        convention=draft.convention if draft.convention in PRESETS else None,
        language=draft.language or None,
        name=draft.name,
        limits=draft.limits,
    )


class OpenQuestions:
    """A draft and the stances on it, as the searches for proposals look at them."""

    def __init__(self, draft: Draft, positions: Positions) -> None:
        self.draft = draft
        self.positions = positions
        self.rows: dict[Choice, list[Position]] = {}
        for row in positions:
            self.rows.setdefault((row.bracket, row.option), []).append(row)
        # What a stance depends on is a matter of that delegation too.
        self.conditions = frozenset(choice for row in positions for choice in row.condition)

    @cached_property
    def words(self) -> LinkWords:
        """The words of the language of the draft."""
        return words_of(self.draft.language or language_of(self.draft.source))

    @cached_property
    def in_text(self) -> frozenset[tuple[Span, str, tuple[str, ...]]]:
        """The brackets that are read where nothing but the text is known, as it will be of what is written."""
        # What a PDF or Word file says beside its words may be read otherwise without it.
        plain = read_again(self.draft, self.draft.source)
        return frozenset((bracket.span, bracket.kind, bracket.letters) for bracket in plain.brackets)

    @cached_property
    def choices(self) -> tuple[Bracket, ...]:
        """The brackets of the draft that are choices."""
        return tuple(bracket for bracket in self.draft.brackets if bracket.is_choice)

    @cached_property
    def _linked(self) -> dict[str, tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]:
        links = [link for link in self.draft.links if link.sure]
        return {id_: (link.brackets, link.options) for link in links for id_ in link.brackets}

    def may_be_spoken_of(self, provision: str) -> bool:
        """Return whether there is a comment on a provision that was not read, or reserves on no words in particular."""
        return provision in self._unclear

    @cached_property
    def _unclear(self) -> frozenset[str]:
        reserved = (note.provision for note in self.positions.notes if note.kind == "reservation")
        return frozenset([*(finding.provision for finding in self.positions.unread), *reserved])

    def tied(self, bracket: Bracket) -> list[Bracket]:
        """Return the brackets that are one decision with a bracket, itself among them, in the order of the text."""
        ids = self._linked.get(bracket.id, ((bracket.id,), ()))[0]
        return [self.draft.bracket(id_) for id_ in ids]

    def same_as(self, choice: Choice) -> list[Choice]:
        """Return the options that are one with an option, itself among them."""
        brackets, rows = self._linked.get(choice[0], ((), ()))
        for row in rows:
            pairs = [*zip(brackets, row, strict=True)]
            if choice in pairs:
                return pairs
        return [choice]

    def stances(self, choice: Choice) -> list[Position]:
        """Return the stances on an option, where it is linked too, and on what is inside it."""
        option = {o.letter: o for o in self.draft.bracket(choice[0]).options}[choice[1]]
        inner = [
            (bracket.id, letter) for bracket in inside(option) for letter in bracket.letters if (bracket.id in self.ids)
        ]
        return [row for one in (*self.same_as(choice), *inner) for row in self.rows.get(one, ())]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the brackets on which there is a stance."""
        return frozenset(row.bracket for row in self.positions)


def inside(option: Option) -> Iterator[Bracket]:
    """Yield the brackets inside an option."""
    yield from brackets_in(option.content)


def lettered(bracket: Bracket) -> list[Option]:
    """Return the options of a bracket that have words."""
    return [option for option in bracket.options if option.letter != OMIT]


def is_written_plainly(bracket: Bracket) -> bool:
    """Return whether a bracket has no mark that says something, as who wants it."""
    marks = all(part.kind in _PLAIN for part in bracket.parts if isinstance(part, Mark))
    # Half a quotation is a sign that a slash was taken for more than it is.
    words = all(option.content and _is_whole(option.text) for option in lettered(bracket))
    return bracket.origin == "text" and marks and words


def _is_whole(text: str) -> bool:
    """Return whether every quotation and parenthesis of an option ends in it."""
    return text.count('"') % 2 == 0 and all(text.count(opens) == text.count(ends) for opens, ends in ("()", "“”", "«»"))


def extent(option: Option) -> Span:
    """Return where the words of an option are."""
    return Span(option.content[0].span.start, option.content[-1].span.end)


def without(bracket: Bracket, letters: Iterable[str]) -> Edits | None:
    """Return the edits that take options out of a bracket; its signs go too if only one option is left.

    None if nothing would be left, or a mark that says something would go.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should/will] report.")
    >>> [draft.source[slice(*edit.span)] for edit in without(draft.brackets[0], "b")]
    ['/should']
    >>> [draft.source[slice(*edit.span)] for edit in without(draft.brackets[0], "ac")]
    ['[shall/', '/will]']
    """
    gone = {*letters}
    options = lettered(bracket)
    left = [option for option in options if option.letter not in gone]
    omits = bracket.offers_omit and OMIT not in gone
    if (
        not left
        or not is_written_plainly(bracket)
        or any(_marks_in(option) for option in options if option not in left)
    ):
        return None
    if len(left) == 1 and not omits:
        kept = extent(left[0])
        return filled([Edit(Span(bracket.span.start, kept.start), ""), Edit(Span(kept.end, bracket.span.end), "")])
    if OMIT in gone:
        # The words of the others cannot be kept in a bracket that is not left out.
        return None
    edits: list[Edit] = []
    for number, option in enumerate(options):
        if option in left:
            continue
        first = next((n for n, other in enumerate(options) if other in left))
        if number < first:
            edits.append(Edit(_opening(bracket, option, options[number + 1]), ""))
        else:
            edits.append(Edit(Span(extent(options[number - 1]).end, extent(option).end), ""))
    return filled(edits)


def with_labels(bracket: Bracket, letters: Iterable[str], edits: Edits) -> Edits:
    """Return the edits that take options out, with those that give labels that go to the options behind them.

    `Option 1 … Option 3` would be read as two choices, and `Option 1 … Option 2` is one.
    """
    gone = {*letters}
    options = lettered(bracket)
    left = [option for option in options if option.letter not in gone]
    if len(left) < 2 or not all(option.label for option in options):
        return edits
    marks = [mark for mark in bracket.parts if isinstance(mark, Mark) and mark.kind == "label"]
    if len(marks) != len(options) or any(mark.text.count(o.label) != 1 for mark, o in zip(marks, options, strict=True)):
        return edits
    new: list[Edit] = []
    for option, first in zip(left, options, strict=False):
        mark = marks[options.index(option)]
        start = mark.span.start + mark.text.index(option.label)
        if option is not first:
            new.append(Edit(Span(start, start + len(option.label)), first.label))
    if any(one.span.touches(edit.span) for one in new for edit in edits):
        return edits
    return tuple(sorted([*edits, *new], key=lambda edit: edit.span))


def _opening(bracket: Bracket, option: Option, following: Option) -> Span:
    """Return what goes with one of the first options, up to the next; a label goes with its words."""
    labels = {
        id(part): mark
        for mark, part in pairwise(bracket.parts)
        if isinstance(mark, Mark) and mark.kind == "label" and isinstance(part, Option)
    }
    own, next_ = labels.get(id(option)), labels.get(id(following))
    if own is None or next_ is None:
        return Span(extent(option).start, extent(following).start)
    blanks = len(next_.text) - len(next_.text.lstrip())
    own_blanks = len(own.text) - len(own.text.lstrip())
    return Span(own.span.start + own_blanks, next_.span.start + blanks)


def _marks_in(option: Option) -> bool:
    return bool(option.owner) or any(
        isinstance(leaf, Mark) and leaf.kind not in _PLAIN for leaf in leaves(option.content)
    )


def filled(edits: Sequence[Edit]) -> Edits:
    """Return the edits that change something."""
    return tuple(edit for edit in edits if edit.words or edit.span.start < edit.span.end)


def joined(parts: Sequence[Proposal]) -> Proposal:
    """Return proposals on brackets that are one decision as one."""
    first = parts[0]
    attempts = zip(*(part.attempts for part in parts), strict=False)
    return Proposal(
        first.kind,
        first.id,
        tuple(region for part in parts for region in part.regions),
        frozenset(id_ for part in parts for id_ in part.changed),
        tuple(tuple(sorted((e for edits in attempt for e in edits), key=lambda e: e.span)) for attempt in attempts),
        first.because,
        frozenset(choice for part in parts for choice in part.gone),
        {old: new for part in parts for old, new in part.carried.items()},
        tuple(dict.fromkeys(label for part in parts for label in part.provisions)),
    )


def of_each_decision(
    questions: OpenQuestions, proposal_on: Callable[[Bracket, OpenQuestions], Proposal | None]
) -> Iterator[Proposal]:
    """Yield a proposal for each decision on all brackets of which one can be made."""
    for bracket in questions.choices:
        tied = questions.tied(bracket)
        # Where brackets are one decision, all of them are changed at once, or none.
        if tied[0] is bracket:
            parts = [proposal_on(one, questions) for one in tied]
            if all(parts):
                yield joined([part for part in parts if part])
