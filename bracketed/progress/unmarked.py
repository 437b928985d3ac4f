"""What went from draft to draft without a mark: text that disappeared, and text that nobody had proposed.

A chair's new draft shows what it says now, and not what it no longer says. What a tracked change shows is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from bracketed.consensus.scoring import IN_THE_WAY
from bracketed.draft.annotated_text import TrackedChange
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket, Mark, leaves
from bracketed.draft.wording import in_sentence
from bracketed.markdown import without_marks
from bracketed.phrasing import counted, joined_and, some_of
from bracketed.positions.positions import Position, Positions
from bracketed.progress.alignment import aligned
from bracketed.progress.changes import Change
from bracketed.progress.losses import Loss, Losses, LossKind
from bracketed.progress.tokens import Tokens
from bracketed.reading.file import read
from bracketed.views import Answers, Block, Record, Several, Shorten, Table, flat, values_of

Direction: TypeAlias = Literal["went", "came"]
# The gravest first, where nobody is known to have supported or opposed the words.
_GRAVEST: tuple[LossKind, ...] = ("provision", "words", "option", "lifted")
_NOUNS: dict[LossKind, tuple[str, str]] = {
    "provision": ("whole provision", "whole provisions"),
    "words": ("passage", "passages"),
    "option": ("option", "options"),
    "lifted": ("pair of brackets", "pairs of brackets"),
}
# Shorter phrases are in a remark on another provision by chance.
_PHRASE = 4
# Rows that are reported beside other answers.
_SHOWN = 4
# Delegations in a sentence.
_NAMED = 4
_QUOTE = re.compile('[“"«]([^”"»]+)[”"»]')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Something that went or came with draft number `draft` although nothing in that draft shows it.

    `kind` says what: a whole `provision`; `words`, in no bracket or in an option that is otherwise there; an `option`
    of a bracket; or brackets that were `lifted`, so that words on which there was no agreement are plain text now.
    `instead` is what is at the place of what went, or was at the place of what came. `place` is the label of the
    provision in the draft that has the words, `counterpart` that in the other one, "" if there is none; `bracket` and
    `option` say in which bracket of that draft they are, if in any. `supported` are the delegations that supported the
    words in the earlier draft, `opposed` those that objected to them or reserved their position.
    """

    draft: int
    direction: Direction
    kind: LossKind
    words: str
    instead: str
    place: str
    counterpart: str
    bracket: str = ""
    option: str = ""
    supported: tuple[str, ...] = ()
    opposed: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {**values_of(self), "sentence": self.sentence}

    @property
    def sentence(self) -> str:
        """What went or came, in plain words."""
        return f"{self._what()}{self._who()}."

    def _what(self) -> str:
        words, instead = in_sentence(self.words), in_sentence(self.instead) if self.instead else ""
        if self.kind == "lifted":
            return f"The brackets of {self.bracket} around {words} are gone"
        what = f"In {self.bracket or self.place}, {words}"
        if self.kind == "provision":
            what = f"Provision {self.place}, {words},"
        if self.direction == "came":
            return f"{what} is new{f', in place of {instead}' * bool(instead)}"
        if self.kind == "option":
            what = f"Option {self.option} of {self.bracket}, {words},"
        return f"{what} is gone{f'; {instead} is in its place' * bool(instead)}"

    def _who(self) -> str:
        supported = f"supported by {some_of(self.supported, _NAMED)}" if self.supported else ""
        opposed = f"opposed by {some_of(self.opposed, _NAMED)}" if self.opposed else ""
        parts = [part for part in (supported, opposed) if part]
        return f" ({'; '.join(parts)})" if parts else ""


@dataclass(frozen=True, eq=False)
class UnmarkedChanges(Answers[Unmarked]):
    """What went and what came from draft to draft without a mark, the gravest first.

    First is what had support, or what had been opposed and is plain text now; then whole provisions, words, options
    and brackets that were lifted. `several` says whether there are more than two drafts, `stances` whether positions on
    the earlier ones are known, and `unknown` names drafts that were read with all tracked changes made, so that what
    they give cannot be distinguished from the rest.
    """

    columns = "draft direction kind words instead place counterpart bracket option supported opposed sentence"

    rows: tuple[Unmarked, ...] = field(repr=False)
    several: bool = field(repr=False, default=False)
    stances: bool = field(repr=False, default=False)
    unknown: tuple[str, ...] = field(repr=False, default=())

    def to_records(self) -> list[Record]:
        """Return a record a row."""
        return [flat(row.to_dict()) for row in self.rows]

    def of(self, direction: Direction, *kinds: LossKind) -> tuple[Unmarked, ...]:
        """Return what went, or what came; only of some kinds, if any are given."""
        return tuple(row for row in self.rows if row.direction == direction and (not kinds or row.kind in kinds))

    @property
    def summary(self) -> str:
        """How much went and came without a mark, in a few sentences."""
        return " ".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        went, came = self._counts("went"), self._counts("came")
        if not went and not came:
            yield "Nothing went or came in without a mark."
        else:
            yield f"Gone without a mark: {went or 'nothing'}."
        if came:
            yield f"New, in no option, comment or tracked change before: {came}."
        if went and not self.stances:
            yield "Who had supported the words is not known: there is no position on the earlier draft."
        if supported := sum(bool(row.supported) for row in self.of("went", "provision", "words", "option")):
            yield f"Of what is gone, {counted(supported, 'row')} had support."
        if self.unknown:
            names = joined_and(self.unknown)
            yield f"Tracked changes of {names} were read as made, and cannot be distinguished: use --changes brackets."

    @property
    def in_short(self) -> str:
        """The summary, and the gravest rows in a line each."""
        gravest = [f"Draft {row.draft}: " * self.several + row.sentence for row in self.rows[:_SHOWN]]
        more = len(self.rows) - len(gravest)
        rest = [f"… and {more:,} more; --rows unmarked shows them"] * (more > 0)
        return "\n".join([self.summary, *gravest, *rest])

    def _counts(self, direction: Direction) -> str:
        numbers = [(len(self.of(direction, kind)), *_NOUNS[kind]) for kind in _GRAVEST]
        named = [f"{number:,} {one if number == 1 else more}" for number, one, more in numbers if number]
        return joined_and(named) if named else ""

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield how much there is, and a row for each."""
        yield self.summary
        for direction, head in (
            ("went", "gone without a mark"),
            ("came", "new, in no option, comment or tracked change before"),
        ):
            rows = _alike(row for row in self.rows if row.direction == direction)
            used = [any(getattr(row, side) for row, *_ in rows) for side in ("supported", "opposed")]
            names = [head, "where", *_used(("supported by", "opposed by"), used)]
            if rows:
                yield Table(names, [[*self._cells(same, shorten), *_used(_sides(same[0]), used)] for same in rows])

    def _cells(self, same: Sequence[Unmarked], shorten: Shorten) -> tuple[str, str]:
        row = same[0]
        what = {"provision": "whole provision: ", "lifted": "brackets around "}.get(row.kind, "")
        stands = "now" if row.direction == "went" else "before"
        instead = f"; {stands} “{shorten(without_marks(row.instead))}”" if row.instead and row.kind != "lifted" else ""
        where = [one.place if one.kind == "provision" else one.bracket or one.place for one in same]
        places = [f"{one.draft}: " * self.several + name for one, name in zip(same, where, strict=True)]
        return f"{what}“{shorten(without_marks(row.words))}”{instead}", Several(dict.fromkeys(places))


def _alike(rows: Iterable[Unmarked]) -> list[list[Unmarked]]:
    """Return rows that show the same of several places together, each at its first place."""
    alike: dict[tuple[object, ...], list[Unmarked]] = {}
    for row in rows:
        told = (row.kind, row.words.casefold(), row.instead.casefold(), row.supported, row.opposed)
        alike.setdefault(told, []).append(row)
    return [*alike.values()]


def _sides(row: Unmarked) -> tuple[str, str]:
    return Several(row.supported), Several(row.opposed)


def _used(cells: Sequence[str], used: Sequence[bool]) -> list[str]:
    return [cell for cell, use in zip(cells, used, strict=True) if use]


def unmarked(
    number: int, earlier: Draft, later: Draft, changes: Sequence[Change], positions: Positions
) -> list[Unmarked]:
    """Return what went and came from one draft to the next although nothing shows it, in the order of the text.

    Args:
        number: the number of the later draft, counted from 1.
        earlier: the earlier draft.
        later: the later draft.
        changes: what changed from the one to the other.
        positions: those on the earlier draft.
    """
    one, two = aligned(earlier, later)
    stances = _Stances(earlier, positions)
    marks = _Marks(earlier, later, positions)
    went = Losses(one, two, changes).all()
    came = Losses(two, one, [change.mirrored() for change in changes]).all()
    rows = [
        stances.told(_row(number, "went", loss), loss, one.tokens) for loss in went if not marks.shows_deleted(loss)
    ]
    rows += [
        _row(number, "came", loss)
        for loss in came
        # Looking back, brackets that were opened around words are lifted; the words are not new.
        if loss.kind != "lifted" and not marks.is_proposed(loss)
    ]
    return rows


def _row(number: int, direction: Direction, loss: Loss) -> Unmarked:
    return Unmarked(
        number,
        direction,
        loss.kind,
        loss.words,
        loss.instead,
        loss.place,
        loss.counterpart,
        loss.bracket,
        loss.option,
    )


def gravity(row: Unmarked) -> tuple[bool, int, int, int]:
    """Return what rows are sorted by; those of the same gravity stay in the order of the text, the last draft first."""
    # Brackets that were lifted are grave where the words had been opposed.
    sides = row.opposed if row.kind == "lifted" else row.supported
    return row.direction == "came", -len(sides), _GRAVEST.index(row.kind), -row.draft


class _Stances:
    """Who supported and who opposed words of the earlier draft."""

    def __init__(self, draft: Draft, positions: Positions) -> None:
        self._rows: dict[str, list[Position]] = {}
        for row in positions:
            self._rows.setdefault(row.bracket, []).append(row)
        self._brackets = {bracket.id: bracket for bracket in draft.brackets if bracket.id in self._rows}
        self._kept = [
            (note, _phrase(quote))
            for note in positions.notes
            if note.kind == "uncontested"
            for quote in _QUOTE.findall(note.text)
        ]
        self._implied = [place for item in positions.implied if item.bracket.id in self._rows for place in item.places]

    def _keepers(self, loss: Loss) -> Iterator[str]:
        """Yield requests to keep words that nobody had contested, which make no bracket."""
        phrase = _phrase(loss.words)
        for note, words in self._kept:
            if note.provision == loss.place and note.delegation and (words in phrase or phrase in words):
                yield note.delegation

    def told(self, row: Unmarked, loss: Loss, tokens: Tokens) -> Unmarked:
        """Return what went, with the delegations on either side."""
        if not self._rows and not self._kept:
            return row
        supported = dict.fromkeys(self._keepers(loss))
        opposed: dict[str, None] = {}
        for bracket, option in self._choices(loss, tokens):
            for stance in self._rows[bracket.id]:
                if stance.option in (option, ""):
                    if stance.stance == "supports":
                        supported[stance.delegation] = None
                    elif stance.stance in IN_THE_WAY:
                        opposed[stance.delegation] = None
        return replace(row, supported=tuple(supported), opposed=tuple(opposed))

    def _choices(self, loss: Loss, tokens: Tokens) -> Iterator[tuple[Bracket, str]]:
        """Yield the options that hold these words, or that they hold."""
        start, end = tokens.span(loss.numbers[0]).start, tokens.span(loss.numbers[-1]).end
        if loss.bracket in self._brackets and loss.option:
            yield self._brackets[loss.bracket], loss.option
        for bracket in self._brackets.values():
            # The sign of a bracket may be before the first word.
            inside = start <= bracket.span.start + 1 and bracket.span.start < end
            if inside and loss.kind == "provision" and bracket.id != loss.bracket:
                yield from ((bracket, letter) for letter in bracket.letters if letter != OMIT)
        for bracket in self._implied:
            # New words of a comment are no words of this draft.
            if bracket.span.start < end and start < bracket.span.end:
                yield bracket, "a"


class _Marks:
    """What shows that words were taken out, or had been proposed."""

    def __init__(self, earlier: Draft, later: Draft, positions: Positions) -> None:
        tracked = [change for draft in (earlier, later) for change in _tracked(draft)]
        self._deleted = [_phrase(change.words) for change in tracked if change.kind == "deletion"]
        implied = [
            (item.bracket.provision, option.text) for item in positions.implied for option in item.bracket.options
        ]
        proposed = [*implied, *((comment.provision, comment.text) for comment in earlier.comments)]
        self._before = [(provision, _phrase(words)) for provision, words in proposed]
        self._now = [(comment.provision, _phrase(comment.text)) for comment in later.comments]
        self._inserted = [_phrase(change.words) for change in tracked if change.kind == "insertion"]
        self._owned = {bracket.id for bracket in later.brackets if _is_owned(bracket)}

    def shows_deleted(self, loss: Loss) -> bool:
        """Return whether a tracked change shows that words were deleted."""
        return loss.kind != "lifted" and any(_holds(words, loss) for words in self._deleted)

    def is_proposed(self, loss: Loss) -> bool:
        """Return whether words of the later draft are known to have been proposed."""
        phrase = _phrase(loss.words)
        if loss.bracket in self._owned or any(_holds(words, loss) for words in self._inserted):
            return True
        # A short phrase is in a remark on another provision by chance.
        far = len(loss.numbers) >= _PHRASE
        sides = ((self._before, loss.counterpart), (self._now, loss.place))
        return any(phrase in words and (far or provision == own) for texts, own in sides for provision, words in texts)


def _holds(change: str, loss: Loss) -> bool:
    """Return whether the phrase of a tracked change holds some words; of a longer text, marks of options between."""
    phrase = _phrase(loss.words)
    if len(loss.numbers) < _PHRASE or phrase in change:
        return phrase in change
    # To look for a word in the rest takes it out of the rest, up to that word.
    rest = iter(change.split())
    return all(word in rest for word in phrase.split())


def _is_owned(bracket: Bracket) -> bool:
    """Return whether a bracket names who wants it, or one of its options."""
    marked = any(isinstance(leaf, Mark) and leaf.kind == "attribution" for leaf in leaves((bracket,)))
    return marked or any(option.owner for option in bracket.options)


def _phrase(words: str) -> str:
    """Return words in one row without signs between them, so that one phrase is found in another."""
    return f" {' '.join(_WORD.findall(words.casefold()))} "


def has_unknown_marks(draft: Draft) -> bool:
    """Return whether a draft had tracked changes of which nothing is known any more."""
    return not draft.changes and draft.document is None and _had_changes(draft)


def _had_changes(draft: Draft) -> bool:
    return any(finding.code == "tracked-changes" for finding in draft.diagnostics)


def _tracked(draft: Draft) -> Sequence[TrackedChange]:
    """Return the tracked changes of a draft, also where it was read with all of them made or undone."""
    document = draft.document
    if draft.changes or document is None or not _had_changes(draft):
        return draft.changes
    return read(document.data, format=document.format, changes="brackets", limits=draft.limits).changes
