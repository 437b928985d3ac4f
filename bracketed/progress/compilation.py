"""Several delegations' copies of one base text put together into one bracketed text.

1. Each copy is compared with the base, line by line and word by word (`lines`, `copies`).
2. The changes of each line become brackets (`bracketing`), with who wants which words.
3. The text is read as any other draft. A line whose brackets are not read as they are meant is written in another way,
   and at last as the base has it, with a finding that holds the change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from os import PathLike
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from bracketed.draft.draft import Diagnostic, Draft, labels_at
from bracketed.draft.tree import OMIT, Bracket
from bracketed.errors import DraftError
from bracketed.gc_pause import gc_paused
from bracketed.parsing.conventions import PRESETS
from bracketed.parsing.parser import draft_of
from bracketed.phrasing import counted, is_or_are, joined_and, quoted
from bracketed.positions.comments import own_positions
from bracketed.positions.positions import Positions
from bracketed.progress.bracketing import (
    Choice,
    CopiedComment,
    Version,
    Written,
    block_of,
    choices_in,
    choices_of,
    is_writable,
    new_line,
    taken_by,
    widened,
    written,
)
from bracketed.progress.compiled_text import CompiledReading, CompiledText
from bracketed.progress.copies import Copy, copy_of, delegation_called
from bracketed.progress.lines import Change, Line, lines_of
from bracketed.reading.file import read
from bracketed.variants.list_items import ItemLabels
from bracketed.variants.space import Space, variants
from bracketed.views import Answers, Block, Record, Shorten, Table, values_of

CompiledChangeKind: TypeAlias = Literal["insertion", "deletion", "replacement"]
# More copies than a conference has delegations are none of one text.
_MOST = 200
# Fewer words may be elsewhere by chance.
_MOVED = 4
# So many equal lines at one place are distinguished.
_SAME = 8
# The ways in which a line is written, one after the other: brackets as small as may be; around whole brackets of the
# base; around the whole line; as options in paragraphs of their own; without the versions that hold signs; not at all.
_SMALLEST, _WHOLE_BRACKETS, _WHOLE_LINE, _BLOCKS, _WITHOUT_SIGNS, _NOT_AT_ALL = range(6)
_SIGNS = frozenset("[]{}/|;")


@dataclass(frozen=True, slots=True)
class CompiledChange:
    """An option that delegations want: its bracket and letter, what the base has there, and what they would have."""

    bracket: str
    provision: str
    option: str
    kind: CompiledChangeKind
    delegations: tuple[str, ...]
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """The change in plain words."""
        who, one = joined_and(self.delegations), len(self.delegations) == 1
        if self.kind == "insertion":
            what = f"{'inserts' if one else 'insert'} {quoted(self.after)}"
        elif self.kind == "deletion":
            what = f"{'deletes' if one else 'delete'} {quoted(self.before)}"
        else:
            what = f"{'writes' if one else 'write'} {quoted(self.after)} in place of {quoted(self.before)}"
        return f"{self.bracket}: {who} {what}."

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain values."""
        return values_of(self)


@dataclass(frozen=True, slots=True)
class MovedParagraph:
    """A paragraph that a delegation has put elsewhere: its provision in the base, and the one that it now follows.

    `behind` is "" where it is first. Both places are brackets: the words go in one, and come in the other.
    """

    delegation: str
    provision: str
    behind: str
    words: str

    @property
    def sentence(self) -> str:
        """The move in plain words."""
        where = f"behind {self.behind}" if self.behind else "to the beginning"
        return f"{self.delegation} moves {self.provision or quoted(self.words)} {where}."

    def to_dict(self) -> dict[str, Any]:
        """Return the move as plain values."""
        return values_of(self)


@dataclass(frozen=True, slots=True)
class Insertion:
    """Words that are in a compilation and not in its base: at which place of the base's source.

    With a `comment` they are that comment, as a text without margin has it.
    """

    at: int
    words: str
    comment: CopiedComment | None = None


@dataclass(frozen=True, eq=False)
class Compilation(Answers[CompiledChange]):
    """Several delegations' copies of one base as one bracketed `draft`; its rows are the options that they want.

    `positions` say who wants what: to change words is to support the new ones and to object to those of the base, and
    a delegation that has left words as they were is silent on what others make of them. `variants` has for each
    delegation the options that give its copy. `moved` are paragraphs in another place, `comments` those of the copies,
    and `findings` what could not be put into brackets. `paths` are the files that were put together, over which nothing
    is written.
    """

    columns = "bracket provision option kind delegations before after"

    draft: Draft
    positions: Positions
    variants: Mapping[str, Mapping[str, str]] = field(repr=False)
    moved: tuple[MovedParagraph, ...]
    comments: tuple[CopiedComment, ...]
    findings: tuple[Diagnostic, ...]
    rows: tuple[CompiledChange, ...]
    base: Draft = field(repr=False)
    insertions: tuple[Insertion, ...] = field(repr=False)
    paths: tuple[str, ...] = field(repr=False, default=())

    @cached_property
    def space(self) -> Space:
        """The space of the draft in which each delegation's copy is a variant: no link ties what two have changed."""
        return variants(self.draft, links="none")

    @property
    def delegations(self) -> tuple[str, ...]:
        """The delegations whose copies are put together."""
        return tuple(self.variants)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The changes in plain words, then paragraphs that were moved, then what could not be put into brackets."""
        told = [*(row.sentence for row in self.rows), *(one.sentence for one in self.moved)]
        return (*told, *(finding.message for finding in self.findings))

    def to_dicts(self) -> dict[str, Any]:
        """Return the changes, moves, comments, findings and variants as plain values."""
        names = ("severity", "code", "message", "provision", "line", "column", "suggestion")
        return {
            "delegations": [*self.delegations],
            "changes": [row.to_dict() for row in self.rows],
            "moved": [one.to_dict() for one in self.moved],
            "comments": [one.to_dict() for one in self.comments],
            "findings": [{name: getattr(finding, name) for name in names} for finding in self.findings],
            "variants": {delegation: dict(choices) for delegation, choices in self.variants.items()},
        }

    def to_records(self) -> list[Record]:
        """Return one record a change."""
        return [row.to_dict() for row in self.rows]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield what was put together, the changes as a table, and what else is to be known."""
        yield self.summary
        if self.rows:
            rows = [
                [row.bracket, row.option, ", ".join(row.delegations), row.kind, shorten(row.after or row.before)]
                for row in self.rows
            ]
            yield Table(("bracket", "option", "who", "what", "words"), rows)
        yield from (one.sentence for one in self.moved)
        yield from (finding.message for finding in self.findings)

    @property
    def summary(self) -> str:
        """What was put together, and who has changed nothing, in a sentence or two."""
        brackets = len({row.bracket for row in self.rows})
        options = (
            f"{counted(len(self.rows), 'option')} in {counted(brackets, 'bracket')}" if self.rows else "no options"
        )
        copies = "copy" if len(self.variants) == 1 else "copies"
        return (
            f"{counted(len(self.variants), 'copy').split()[0]} {copies} of {self.base.name} "
            f"({joined_and(self.delegations)}): {options}.{self._unchanged()}"
        )

    def _unchanged(self) -> str:
        """Return who has changed nothing, as when the wrong file was sent; a finding may be of anybody."""
        changed = {name for row in self.rows for name in row.delegations} | {one.delegation for one in self.moved}
        names = [name for name in self.delegations if name not in changed and not self.findings]
        return f" {joined_and(names)} {'changes' if len(names) == 1 else 'change'} nothing." if names else ""

    def __repr__(self) -> str:
        counts = {
            "option": self.rows,
            "moved paragraph": self.moved,
            "comment": self.comments,
            "finding": self.findings,
        }
        told = ", ".join(counted(len(items), noun) for noun, items in counts.items())
        return f"<Compilation of {', '.join(self.delegations)}: {told}>"


@gc_paused()
def compile(  # noqa: A001 - it is what users call it
    base: Draft | str | PathLike[str], copies: Mapping[str, Draft | str | PathLike[str]]
) -> Compilation:
    """Put several delegations' copies of one base text together into one bracketed text.

    Each change is an option with its owner, equal changes are one option with all its owners, and changes that overlap
    are alternatives of one bracket. What nobody has changed stays as it is.

    Args:
        base: the text that the copies were made from, or its path.
        copies: for each delegation its copy, or the path of it: with tracked changes, or simply edited. Copies are read
            with their tracked changes made.

    Raises:
        UnknownNameError: a delegation is not known.
        DraftError: two copies are of one delegation, a copy is of another text, or a file cannot be read.
        OSError: a file cannot be opened.

    >>> import bracketed as bt
    >>> base = bt.parse("1. Ports report every year.")
    >>> edited = {"Norway": "1. Ports report every six months.", "Chile": "1. Ports may report every year."}
    >>> compilation = bt.compile(base, {name: bt.parse(text) for name, text in edited.items()})
    >>> compilation.draft.source
    '1. Ports [may – Chile] report every [year – Norway delete OR six months – Norway].'
    >>> compilation.variants["Norway"]
    mappingproxy({'1#1': 'omit', '1#2': 'b'})
    >>> compilation.space[compilation.space.index(compilation.variants["Norway"])].text
    '1. Ports report every six months.'
    """
    base = base if isinstance(base, Draft) else read(base)
    drafts: dict[str, Draft] = {}
    for name in copies:
        known = delegation_called(name)
        if known in drafts:
            raise DraftError(f"{known} has two copies; give one for each delegation")
        copy = copies[name]
        drafts[known] = copy if isinstance(copy, Draft) else read(copy, changes="accept")
    if not drafts:
        raise DraftError("there is no copy to compile; give at least one, by the name of its delegation")
    if len(drafts) > _MOST:
        raise DraftError(f"there are {len(drafts)} copies; at most {_MOST} are compiled")
    lines = lines_of(base)
    if not lines:
        raise DraftError(f"{base.name} has no words but comments; give the text that the copies were made from")
    made = [copy_of(name, drafts[name], base, lines) for name in sorted(drafts)]
    paths = (draft.path for draft in (base, *drafts.values()))
    return replace(
        _Compiler(base, *_with_whole_titles(base, lines, made)).compilation(),
        paths=tuple(path for path in paths if path),
    )


def _with_whole_titles(
    base: Draft, lines: tuple[Line, ...], copies: Sequence[Copy]
) -> tuple[tuple[Line, ...], list[Copy]]:
    """Return lines and copies in which the number of a title is among its words, if a copy deletes the title.

    Of a title that is left out the number would stay, as it does above paragraphs where only its words are in brackets.
    """
    titles = {heading for provision in base.provisions for heading in provision.heading}
    whole = {
        number: line.with_number(base.source)
        for copy in copies
        for number in copy.gone
        if (line := lines[number]).number and base.source[line.label.start : line.tokens[-1].span.end] in titles
    }
    now = tuple(whole.get(number, line) for number, line in enumerate(lines))
    return now, [copy.with_whole_titles(whole) for copy in copies] if whole else [*copies]


@dataclass(slots=True, eq=False)
class _Part:
    """A line of the base that copies change, or a line that they add: how it is written, and its brackets."""

    number: int  # of the line of the base, or of that in front of which the new line is
    level: int = _SMALLEST
    pieces: list[Written] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    comments: list[CopiedComment] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    deleters: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _NewPart(_Part):
    """A line that copies add: its words, its number, who adds it, and the line ends in front of it."""

    words: str = ""
    label: str = ""
    gap: int = 1
    owners: list[str] = field(default_factory=list)


class _Compiler:
    """Puts copies together."""

    def __init__(self, base: Draft, lines: tuple[Line, ...], copies: Sequence[Copy]) -> None:
        self.base, self.lines, self.copies = base, lines, copies
        self.label_at = labels_at(base.provisions)
        self.newline = "\r\n" if "\r\n" in base.source else "\n"
        self.findings: dict[tuple[str, str], Diagnostic] = {}
        self.changed: dict[int, _Part] = {}
        self.new: dict[int, list[_NewPart]] = {}
        self.parts_of_copies: dict[tuple[str, int], _NewPart] = {}
        self.new_by_words: dict[tuple[int, str, str], list[_NewPart]] = {}
        self.item_labels = ItemLabels(name for one in base.provisions for name in (one.written, one.label))
        for copy in copies:
            for number, changes in copy.changes.items():
                if changes and not lines[number].bare:
                    line = copy.lines[copy.matches.to[number]]
                    self._part(number).versions.append(Version(copy.delegation, copy.text, line, changes))
            for number in copy.gone:
                self._part(number).deleters.append(copy.delegation)
            self._add_new_lines(copy)
            self._tell_numbers(copy)
        self.comments = [*self._place_comments()]

    def _part(self, number: int) -> _Part:
        if number not in self.changed:
            line = self.lines[number]
            # A line with nothing but a label goes with the last bracket in it, unless all of it is in the bracket.
            words = self.base.source[line.label.start : line.tokens[-1].span.end]
            level = _WHOLE_LINE if self.item_labels.is_bare(words) else _SMALLEST
            self.changed[number] = _Part(number, level)
        return self.changed[number]

    # What the copies have.

    def _add_new_lines(self, copy: Copy) -> None:
        # Who adds a paragraph numbers those behind it anew, and these keep the numbers of the base.
        kept = ((self.lines[number].number, copy.lines[copy.matches.to[number]].number) for number in copy.changes)
        taken = {number for number, own in kept if number != own}
        places: dict[int, int] = {}
        for place, other in copy.matches.new:
            there = self.new.setdefault(place, [])
            line = copy.lines[other]
            words = " ".join(copy.text[line.tokens[0].span.start : line.tokens[-1].span.end].split())
            label = line.number
            if label in taken:
                label = ""
            at = places.get(place, 0)
            alike = self.new_by_words.setdefault((place, label, words), [])
            part = next((one for one in alike[:_SAME] if at <= _place(there, one, at)), None)
            if part is None:
                part = _NewPart(place, words=words, label=label, gap=max(1, min(line.gap, 2)))
                there.insert(at, part)
                alike.append(part)
            at = _place(there, part, at)
            part.owners.append(copy.delegation)
            self.parts_of_copies[copy.delegation, other] = part
            places[place] = at + 1

    def _tell_numbers(self, copy: Copy) -> None:
        """Report that a copy numbers lines otherwise: the numbers of the base stay."""
        other = [
            (self.lines[number], line)
            for number in copy.changes
            if (line := copy.lines[copy.matches.to[number]]).number != self.lines[number].number
            # What Word counts by itself is no number of anybody's.
            and (line.number or line.label.start == line.label.end)
        ]
        if other:
            line, own = other[0]
            lines = counted(len(other), "paragraph")
            first = (
                f"{quoted(line.number)} is {quoted(own.number)}" if own.number else f"{quoted(line.number)} has none"
            )
            message = f"{copy.delegation} numbers {lines} otherwise than the base ({first}); the base's numbers stay"
            at = line.tokens[0].span.start
            row, column = self.base.lines.place(at)
            where = self.label_at(at)
            found = Diagnostic(
                "info", "renumbered", message, where, row, column, "", copy.delegation,
                where=self.base.lines.where(row, column),
            )  # fmt: skip
            self.findings[copy.delegation, message] = found

    def _place_comments(self) -> Iterator[CopiedComment]:
        """Put the comments that copies add to the lines that they are on, and yield them."""
        known = {(one.author, " ".join(one.text.split())) for one in self.base.comments}
        for copy in self.copies:
            starts = [line.label.start for line in copy.lines]
            back = {other: number for number, other in enumerate(copy.matches.to) if other >= 0}
            for comment in copy.draft.comments:
                if (comment.author, " ".join(comment.text.split())) in known or not starts:
                    continue
                other = max(0, bisect_right(starts, comment.span.start) - 1)
                number = back.get(other, -1)
                provision = self._provision(number) if number >= 0 else ""
                copied = CopiedComment(copy.delegation, comment.author, provision, comment.text, comment.date)
                part = self._part(number) if number >= 0 else self.parts_of_copies[copy.delegation, other]
                part.comments.append(copied)
                yield copied

    def _provision(self, number: int) -> str:
        return self.label_at(self.lines[number].tokens[0].span.start)

    def _moved(self) -> Iterator[MovedParagraph]:
        for copy in self.copies:
            new = {copy.lines[other].words: place for place, other in copy.matches.new}
            for number in copy.gone:
                line = self.lines[number]
                if len(line.tokens) < _MOVED or line.words not in new:
                    continue
                place = new[line.words]
                words = self.base.source[line.tokens[0].span.start : line.tokens[-1].span.end]
                behind = self._provision(place - 1) if place else ""
                yield MovedParagraph(copy.delegation, self._provision(number), behind, words)

    # How it is written, and whether it is read as meant.

    def compilation(self) -> Compilation:
        """Write the brackets of all parts until each is read as it is meant."""
        while True:
            parts = [*self._parts()]
            for part in parts:
                self._write(part)
            text = CompiledText(self.base, [piece for part in parts for piece in part.pieces])
            reading = CompiledReading(self._read(text), text, self.base)
            wrong = [part for part in parts if part.level < _NOT_AT_ALL and not reading.is_right(part.choices)]
            if not wrong:
                return self._result(text, reading, parts)
            for part in wrong:
                part.level = _NOT_AT_ALL if isinstance(part, _NewPart) else part.level + 1

    def _parts(self) -> Iterator[_Part]:
        """Yield all parts in the order in which they are written."""
        for number in range(len(self.lines) + 1):
            yield from self.new.get(number, ())
            if number in self.changed:
                yield self.changed[number]

    def _write(self, part: _Part) -> None:
        part.pieces, part.choices = [], []
        at = len(self.base.source)
        if isinstance(part, _NewPart):
            self._write_new_line(part)
            at = self.lines[part.number - 1].close if part.number else self.lines[0].label.start
        else:
            self._write_line(part)
            at = self.lines[part.number].close
        for comment in part.comments:
            # In a plain text a comment over several lines would be read as one and more lines of text.
            words = comment.text if self.base.document is not None else " ".join(comment.text.split("\n"))
            piece = f"\tComment by {' '.join(comment.author.split()) or comment.delegation}: {words}"
            part.pieces.append(Written(at, piece, comment=comment))
        if part.comments and isinstance(part, _NewPart) and not part.number:
            self._end_comments_in_front(part, at)

    def _end_comments_in_front(self, part: _NewPart, at: int) -> None:
        """Put the line ends behind a new first line behind its comments, so that these do not take in what follows."""
        first = part.pieces[0]
        if first.comment is None:
            part.pieces[0] = first._replace(words=first.words.rstrip("\r\n"))
        part.pieces.append(Written(at, self.newline * min(part.gap, 2)))

    def _write_line(self, part: _Part) -> None:
        level, base = part.level, self.lines[part.number]
        end = len(base.tokens)
        versions, deleters = [], part.deleters
        for version in part.versions:
            whole = replace(version, changes=(Change(0, end, 0, len(version.line.tokens)),))
            own = whole
            if level in (_SMALLEST, _WHOLE_BRACKETS):
                own = widened(version, base, everywhere=level == _WHOLE_BRACKETS)
                own = own if is_writable(own, base) else whole
            has_signs = not _SIGNS.isdisjoint(version.line.words)
            if level == _NOT_AT_ALL or (level == _WITHOUT_SIGNS and has_signs) or not is_writable(own, base):
                self._refuse(part.number, version.delegation, version.shown(0, end))
            else:
                versions.append(own)
        if level == _NOT_AT_ALL:
            for deleter in deleters:
                self._refuse(part.number, deleter, "")
            return
        if versions or deleters:
            put = block_of if level == _BLOCKS else choices_of
            part.choices = put(versions, deleters, base)
            part.pieces = [*written(part.choices, base)]

    def _write_new_line(self, part: _NewPart) -> None:
        owners = sorted(part.owners)
        if part.level == _NOT_AT_ALL:
            for owner in owners:
                where = "behind" if part.number else "in front of"
                self._refuse(max(0, part.number - 1), owner, part.words, where)
            return
        if part.number:
            close = self.lines[part.number - 1].close
            piece = new_line(part.words, owners, close, part.label, self.newline * part.gap, "")
        else:
            at = self.lines[0].label.start
            # The first line of a copy has no line end in front of it.
            gap = self.lines[1].gap if len(self.lines) > 1 else 1
            piece = new_line(part.words, owners, at, part.label, "", self.newline * min(gap, 2))
        assert piece.opens is not None
        part.pieces, part.choices = [piece], [piece.opens]

    def _refuse(self, number: int, delegation: str, words: str, beside: str = "") -> None:
        at = self.lines[number].tokens[0].span.start
        where = self._provision(number)
        what = f"adds {quoted(words)} {beside}" if beside else f"writes {quoted(words)} at" if words else "deletes"
        message = f"{delegation} {what} {where}; in brackets this would be read otherwise, so it is not in the text"
        line, column = self.base.lines.place(at)
        remedy = "put it into the compilation by hand"
        place = self.base.lines.where(line, column)
        found = Diagnostic(
            "error", "change-not-compiled", message, where, line, column, remedy, delegation, where=place
        )
        self.findings[delegation, message] = found

    def _read(self, text: CompiledText) -> Draft:
        base = self.base
        convention = base.convention if base.convention in PRESETS else None
        return draft_of(text.annotated(), convention=convention, language=base.language or None, name=base.name)

    # What comes of it.

    def _result(self, text: CompiledText, reading: CompiledReading, parts: Sequence[_Part]) -> Compilation:
        self._tell_unexpected(reading)
        choices = [choice for part in parts for choice in part.choices]
        ids = {choice: reading.bracket(choice).id for choice in choices_in(choices)}
        ours = {*ids.values()}
        rows = [row for row in own_positions(reading.draft).rows if row.bracket in ours and row.source == "text"]
        taken = {one.delegation: dict(taken_by(one.delegation, choices, ids)) for one in self.copies}
        changes = [
            change
            for part in parts
            for choice in choices_in(part.choices)
            for change in self._changes(choice, part, reading.bracket(choice))
        ]
        draft = replace(reading.draft, path=self.base.path)
        return Compilation(
            draft,
            Positions(tuple(rows), draft=draft),
            MappingProxyType({name: MappingProxyType(own) for name, own in taken.items()}),
            tuple(self._moved()),
            tuple(self.comments),
            tuple(self.findings.values()),
            tuple(changes),
            self.base,
            tuple(_insertions(text.pieces)),
        )

    def _tell_unexpected(self, reading: CompiledReading) -> None:
        """Report brackets that are read otherwise than in the base, though nobody has changed them."""
        places = reading.unexpected
        if places:
            line, column = reading.draft.lines.place(places[0])
            where = labels_at(reading.draft.provisions)(places[0])
            message = (
                f"{counted(len(places), 'bracket')} of the base {is_or_are(len(places))} read otherwise here, "
                f"the first in {where}"
            )
            remedy = "compare it with the base, and give both the same --convention"
            found = Diagnostic("warning", "bracket-read-otherwise", message, where, line, column, remedy)
            self.findings["", message] = found

    def _changes(self, choice: Choice, part: _Part, bracket: Bracket) -> Iterator[CompiledChange]:
        before = ""
        if not choice.is_insertion:
            tokens = self.lines[part.number].tokens[choice.start : choice.end]
            before = " ".join(self.base.source[tokens[0].span.start : tokens[-1].span.end].split())
        if choice.deleters:
            yield CompiledChange(bracket.id, bracket.provision, OMIT, "deletion", choice.deleters, before, "")
        kind: CompiledChangeKind = "insertion" if choice.is_insertion else "replacement"
        for wording in choice.wordings:
            letter = choice.letter(wording.owners[0])
            yield CompiledChange(bracket.id, bracket.provision, letter, kind, wording.owners, before, wording.words)


def _place(there: Sequence[_NewPart], part: _NewPart, at: int) -> int:
    """Return where a new line is among others from a place on, -1 if it is not."""
    # What one copy has in a row another one mostly has so, too.
    return next((number for number in range(at, len(there)) if there[number] is part), -1)


def _insertions(pieces: Iterable[Written]) -> list[Insertion]:
    """Return what a compilation has and its base has not; the line ends of a line come in front of its comments."""
    made: list[Insertion] = []
    for piece in pieces:
        if piece.comment is not None or piece.words.strip():
            made.append(Insertion(piece.at, piece.words, piece.comment))
            continue
        here = [place for place, one in enumerate(made) if one.at == piece.at]
        # Of a line that could not be written there are its comments alone.
        written = [place for place in here if made[place].comment is None and not made[place].words.endswith("\n")]
        last = (written or here)[-1]
        made[last] = replace(made[last], words=made[last].words + piece.words)
    return made
