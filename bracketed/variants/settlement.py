"""A partial settlement: some brackets are closed, and all others stay as they are written.

The text of a settlement is written like that of a variant, by the same repairs at the same sort of seams. To the
writer an open bracket is words: its signs, its options and what names them are written as they are, and only
brackets inside it that are closed leave seams. What is outside brackets, a status or a stray sign, stays too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from bracketed.draft.draft import Comment, Draft
from bracketed.draft.links import Link
from bracketed.draft.tree import OMIT, Bracket, Mark, Option, Piece, Text, brackets_in
from bracketed.errors import DraftError, UnknownNameError, UnknownOptionError
from bracketed.phrasing import counted
from bracketed.positions.comments import own_positions
from bracketed.positions.positions import Positions
from bracketed.source import Span
from bracketed.variants.checks import Check, checks_of
from bracketed.variants.repairs import Repair
from bracketed.variants.space import OpenText
from bracketed.variants.template import CleanText, TextTemplate

_ARTICLE = re.compile(r"\ban?\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Settlement:
    """A draft in which some brackets are closed: its new text, and what became of each bracket.

    `choices` are those that were made, by the ids of the brackets that are `closed`; `gone` are the brackets that were
    in an option not taken, or of which nothing is left, and `open` those that stay, all in reading order, those that
    comments imply among them.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] submit an [annual] [public] report.")
    >>> settled = bt.settlement(draft, {"4#2": "omit"})
    >>> settled.text, settled.closed, settled.open
    ('4. Parties [shall/should] submit an [public] report.', ('4#2',), ('4#1', '4#3'))
    """

    draft: Draft
    choices: Mapping[str, str]
    closed: tuple[str, ...]
    gone: tuple[str, ...]
    open: tuple[str, ...]
    unplaced: Mapping[str, str] = field(repr=False)
    """Words that were chosen although no comment says where they go, by their bracket, which stays open."""
    _text: OpenText = field(repr=False)
    _content: tuple[Piece, ...] = field(repr=False)
    _made: Mapping[str, str] = field(repr=False)

    @cached_property
    def _wording(self) -> TextTemplate:
        return TextTemplate(self.draft, _as_written(self._content, self._made, self._kept))

    @cached_property
    def clean(self) -> CleanText:
        """The new text with what was repaired in it, and where its words are in the source."""
        return self._wording.write(self._made)

    @property
    def text(self) -> str:
        """The new text: the source without the brackets that are closed and the comments on them alone."""
        return self.clean.text

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was repaired at the seams of the closed brackets."""
        return self.clean.repairs

    @cached_property
    def to_check(self) -> tuple[Check, ...]:
        """The places at the seams that an editor has to look at, in the order of the text."""
        return checks_of(self.text, self.clean.junctions, self.draft, self._wording.style.labels)

    @cached_property
    def brackets(self) -> tuple[Bracket, ...]:
        """The brackets of the draft and those that comments imply, settled or not, in reading order."""
        return tuple(decision.bracket for decision in self._text.decisions)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that are sure: they say what else would be settled in the same way."""
        return tuple(link for link in self._text.links if link.sure)

    @property
    def untied(self) -> tuple[str, ...]:
        """The open brackets of which a linked one is closed: that does not close them.

        >>> import bracketed as bt
        >>> draft = bt.parse("1. Ports [pay dues/take no dues].\\n2. Docks [pay dues/take no dues].")
        >>> bt.settlement(draft, {"1#1": "a"}).untied
        ('2#1',)
        """
        closed, open_ = {*self.closed}, {*self.open}
        tied = {id_ for link in self.links if not closed.isdisjoint(link.brackets) for id_ in link.brackets}
        return tuple(id_ for id_ in self.open if id_ in tied & open_)

    @cached_property
    def dropped_comments(self) -> tuple[Comment, ...]:
        """The comments that are not in the new text: they are on brackets that are closed, and on no other."""
        return tuple(comment for comment in self.draft.comments if comment.span.start not in self._kept)

    @cached_property
    def _kept(self) -> frozenset[int]:
        """Where the comments begin that stay."""
        if not self.draft.comments:
            return frozenset()
        settled = {*self.closed, *self.gone}
        subjects = _Subjects(self.draft, self._text)
        written = {mark.span.start for mark in _pieces_of(self._content, self._made) if isinstance(mark, Mark)}
        about = {comment.span.start: subjects.brackets(comment) for comment in self.draft.comments}
        return frozenset(start for start, on in about.items() if start in written and not (on and on <= settled))

    @property
    def stray(self) -> frozenset[int]:
        """Where the new text has signs that had no partner in the draft."""
        signs = (one for one in _pieces_of(self._content, self._made) if isinstance(one, Mark) and one.kind == "stray")
        starts = sorted(sign.span.start for sign in signs)
        found: set[int] = set()
        length = 0
        for passage in self.clean.passages:
            for kept in passage.kept:
                inside = starts[bisect_left(starts, kept.at) : bisect_left(starts, kept.at + kept.length)]
                found.update(length + kept.place + at - kept.at for at in inside)
            length += len(passage.text)
        return frozenset(found)

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The placeholders that stay, whose words are still to be found."""
        live = _pieces_of(self._content, self._made)
        found = {piece.id for piece in live if isinstance(piece, Bracket) and piece.kind == "placeholder"}
        return tuple(bracket.id for bracket in self.draft.brackets if bracket.id in found)

    def remaining(self) -> list[tuple[str, list[str]]]:
        """Return what of the source stays, as `own_words` does."""
        kept = [Span(one.at, one.at + one.length) for passage in self.clean.passages for one in passage.kept]
        return own_words(self._content, self._made, kept)

    def __repr__(self) -> str:
        return (
            f"<Settlement of {self.draft.name!r}: {counted(len(self.closed), 'bracket')} closed, {len(self.open)} open>"
        )


def settlement(draft: Draft, choices: Mapping[str, str], positions: Positions | None = None) -> Settlement:
    """Return what a draft reads when some of its brackets are closed, and all others stay as they are written.

    A bracket in an option that is not taken goes with it, one in the option taken stays. Of linked brackets only those
    that are named are closed.

    Args:
        draft: the draft.
        choices: the letters of options, or `omit`, by the ids of the brackets to close.
        positions: if given, the brackets that they imply may be closed too.

    Raises:
        UnknownNameError, UnknownOptionError: a choice is none of the draft.
        DraftError: a bracket is a placeholder, or in one, where nothing is a choice, or a tracked change of a Word
            document.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] submit an [annual] report.")
    >>> bt.settlement(draft, {"4#1": "b"}).text
    '4. Parties should submit an [annual] report.'
    """
    return settlement_of(OpenText(draft, () if positions is None else positions.implied), choices)


def settlement_of(text: OpenText, choices: Mapping[str, str]) -> Settlement:
    """Return what `settlement` does, of a text that is known already."""
    content = text.content
    known = {bracket.id: bracket for bracket in (*brackets_in(content), *text.unplaced)}
    _check(choices, known, tracked(text))
    unplaced = {bracket.id: bracket for bracket in text.unplaced}
    nowhere = {id_: choices[id_] for id_ in unplaced if choices.get(id_, OMIT) != OMIT}
    made = {id_: letter for id_, letter in choices.items() if id_ not in nowhere}
    hollow = _hollow(content, made)
    live = {piece.id for piece in _pieces_of(content, made) if isinstance(piece, Bracket)}.union(unplaced) - hollow
    ids = [decision.bracket.id for decision in text.decisions]
    return Settlement(
        text.draft,
        MappingProxyType({id_: made[id_] for id_ in ids if id_ in made and id_ in live}),
        tuple(id_ for id_ in ids if id_ in made and id_ in live),
        tuple(id_ for id_ in ids if id_ not in live),
        tuple(id_ for id_ in ids if id_ not in made and id_ in live),
        MappingProxyType({id_: _words_of(unplaced[id_], letter) for id_, letter in nowhere.items()}),
        text,
        content,
        MappingProxyType({**made, **dict.fromkeys(hollow, OMIT)}),
    )


def tracked(text: OpenText) -> frozenset[str]:
    """Return the brackets that tracked changes of a Word document imply, which are made or undone in Word."""
    file = text.draft.document
    if file is None or file.changes != "brackets":
        return frozenset()
    spans = [change.span for change in text.draft.changes]
    starts = {span.start for span in spans}
    return frozenset(
        item.bracket.id
        for item in text.implied
        for place in item.places
        # Blanks and labels at the ends of a deletion are no part of its bracket.
        if place.span.start in starts or any(place.span.touches(span) for span in spans)
    )


def _check(choices: Mapping[str, str], known: Mapping[str, Bracket], changes: Collection[str]) -> None:
    for id_, letter in choices.items():
        if id_ not in known:
            raise UnknownNameError("bracket", id_, known)
        around = _placeholder_around(known[id_], known)
        if around is not None:
            words = " ".join(around.words.split())
            what = "a placeholder" if around.id == id_ else f"in the placeholder {around.id}"
            raise DraftError(
                f"{id_} is {what}, {words}, and has no options; write its words into the draft, and leave it "
                "out of the choices"
            )
        if id_ in changes:
            raise DraftError(f"{id_} is a tracked change; accept or reject it in Word, and leave it out of the choices")
        if letter not in known[id_].letters:
            raise UnknownOptionError(id_, letter, known[id_].letters)


def _placeholder_around(bracket: Bracket, known: Mapping[str, Bracket]) -> Bracket | None:
    """Return the placeholder that a bracket is, or is in: nothing in one is a choice."""
    around: Bracket | None = bracket
    while around is not None and around.kind != "placeholder":
        around = known[around.parent[0]] if around.parent else None
    return around


def _words_of(bracket: Bracket, letter: str) -> str:
    return next(option.text for option in bracket.options if option.letter == letter)


def _chosen(bracket: Bracket, choices: Mapping[str, str]) -> Iterator[Mark | Option]:
    """Yield what is left of a bracket: the option that it takes, or all of it if it is open."""
    if bracket.id in choices:
        yield from (part for part in bracket.parts if isinstance(part, Option) and part.letter == choices[bracket.id])
    elif bracket.origin == "comment":
        # The first option is what the text has at this place; where that is nothing, all words are new.
        yield from bracket.parts[: bracket.span.start < bracket.span.end]
    else:
        yield from bracket.parts


def _hollow(content: tuple[Piece, ...], choices: Mapping[str, str]) -> set[str]:
    """Return the open brackets in whose options nothing is left, since all that they held was left out."""
    solid: set[str] = set()
    hollow: set[str] = set()
    # Inner brackets come behind those around them.
    for bracket in reversed([*brackets_in(content)]):
        left = [piece for part in _chosen(bracket, choices) if isinstance(part, Option) for piece in part.content]
        if bracket.kind == "placeholder" or any(_is_solid(piece, solid) for piece in left):
            solid.add(bracket.id)
        elif bracket.id not in choices and bracket.origin == "text":
            hollow.add(bracket.id)
    return hollow


def _is_solid(piece: Piece, solid: Collection[str]) -> bool:
    if isinstance(piece, Bracket):
        return piece.id in solid
    return bool(piece.text.strip()) if isinstance(piece, Text) else piece.kind != "comment"


def _pieces_of(content: tuple[Piece, ...], choices: Mapping[str, str]) -> Iterator[Piece]:
    """Yield all pieces that are in no option that is not taken, in no order."""
    # A stack in place of recursion here and below, since brackets may be nested a thousand deep.
    waiting: list[Piece | Option] = [*content]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, Option):
            waiting.extend(piece.content)
            continue
        yield piece
        if isinstance(piece, Bracket):
            waiting.extend(_chosen(piece, choices))


@dataclass(slots=True)
class _Closed:
    """A closed bracket, its place in a row, and the row of what its option has written."""

    bracket: Bracket
    row: list[Piece]
    number: int
    taken: list[Piece] = field(default_factory=list)


def _as_written(content: tuple[Piece, ...], choices: Mapping[str, str], kept: frozenset[int]) -> tuple[Piece, ...]:
    """Return content in which all is words but the brackets that are closed, and the comments that go.

    `kept` is where the other comments begin.
    """
    whole: list[Piece] = []
    closed: list[_Closed] = []
    # Parts are taken one after the other, so that words come in the order of the source.
    # The last of each three says that they are in a closed bracket, and in no other inside it.
    waiting: list[tuple[Iterator[Piece | Option], list[Piece], bool]] = [(iter(content), whole, False)]
    while waiting:
        parts, row, settled = waiting[-1]
        part = next(parts, None)
        if part is None:
            waiting.pop()
        elif isinstance(part, Text):
            row.append(part)
        elif isinstance(part, Mark):
            # Attributions of settled words are left out.
            goes = part.span.start not in kept if part.kind == "comment" else settled and part.kind == "attribution"
            row.append(part if goes else Text(part.text, part.span))
        elif isinstance(part, Option):
            waiting.append((iter(part.content), row, settled))
        elif part.id in choices:
            closed.append(_Closed(part, row, len(row)))
            row.append(part)
            for option in _chosen(part, choices):
                assert isinstance(option, Option)
                waiting.append((iter(option.content), closed[-1].taken, True))
        else:
            waiting.append((_chosen(part, choices), row, False))
    # Inner brackets come behind those around them, and are ready first when gone through from the end.
    for one in reversed(closed):
        letter = choices[one.bracket.id]
        parts_of = (
            replace(part, content=tuple(one.taken)) if isinstance(part, Option) and part.letter == letter else part
            for part in one.bracket.parts
        )
        one.row[one.number] = replace(one.bracket, parts=tuple(parts_of))
    return tuple(whole)


def own_words(
    content: tuple[Piece, ...], choices: Mapping[str, str], kept: Sequence[Span] | None = None
) -> list[tuple[str, list[str]]]:
    """Return each open bracket with the words in each of its options that are in no open bracket inside it.

    The first row, with the id "", has the words outside all open brackets. Of the source only what was `kept` counts;
    blanks, signs and articles do not, since repairs at seams change them.
    """
    outside = [""]
    found = [("", outside)]
    starts = [span.start for span in kept or ()]

    def words_of(leaf: Text | Mark) -> str:
        words = leaf.text
        if kept is not None and leaf.span.start < leaf.span.end:
            near = kept[max(0, bisect_right(starts, leaf.span.start) - 1) : bisect_left(starts, leaf.span.end)]
            first = leaf.span.start
            words = "".join(words[max(0, span.start - first) : max(0, span.end - first)] for span in near)
        return "".join(filter(str.isalnum, _ARTICLE.sub("", words)))

    # What is to be gone through, the words to which it belongs, and the option among them. Marks are none of the parts,
    # as in `_chosen`: they are signs of their bracket.
    waiting: list[tuple[Iterator[Piece | Option], list[str], int]] = [(iter(content), outside, 0)]
    while waiting:
        parts, words, number = waiting[-1]
        part = next(parts, None)
        if part is None:
            waiting.pop()
        elif isinstance(part, Option):
            waiting.append((iter(part.content), words, number))
        elif isinstance(part, Bracket) and (part.id in choices or part.origin == "comment"):
            waiting.append((_chosen(part, choices), words, number))
        elif isinstance(part, Bracket):
            options = [one for one in part.parts if isinstance(one, Option)]
            own = ["" for _ in options]
            found.append((part.id, own))
            waiting.extend((iter(one.content), own, at) for at, one in reversed([*enumerate(options)]))
        elif isinstance(part, Text) or part.kind != "comment":
            words[number] += words_of(part)
    return found


class _Subjects:
    """Which brackets the comments of a draft are on."""

    def __init__(self, draft: Draft, text: OpenText) -> None:
        read = own_positions(draft)
        implied = [place for item in read.implied for place in (*item.places, item.bracket)]
        every = {bracket.id: bracket for bracket in (*draft.brackets, *implied)}
        every |= {bracket.id: bracket for bracket in text.unplaced}
        every |= {decision.bracket.id: decision.bracket for decision in text.decisions}
        self._by_provision: dict[str, list[Bracket]] = {}
        for bracket in every.values():
            self._by_provision.setdefault(bracket.provision, []).append(bracket)
        self._comments = {comment.number: comment for comment in draft.comments}
        self._lines = draft.lines
        self._unread = {finding.line for finding in read.unread}
        self._read: dict[tuple[str, int], set[str]] = {}
        for row in read:
            if row.source == "comment" and row.evidence.line is not None:
                on = self._read.setdefault((row.evidence.author, row.evidence.line), set())
                on.update((row.bracket, *(other for other, _ in row.condition)))

    def brackets(self, comment: Comment) -> set[str]:
        """Return the brackets that a comment is on: as it was read, else those at its words or in its provision."""
        seen: set[int] = set()
        # An answer is on what the first comment of its thread is on.
        while comment.parent in self._comments and comment.number not in seen:
            seen.add(comment.number)
            comment = self._comments[comment.parent]
        near = self._by_provision.get(comment.provision, [])
        anchor = comment.anchor
        at_words = {one.id for one in near if anchor is not None and _touch(one.span, anchor)}
        first, last = (self._lines.place(at)[0] for at in comment.text_span)
        lines = range(first, last + 1)
        # Comments on one paragraph of a Word document are on one line, so these may be more than it is on.
        asked = {id_ for line in lines for id_ in self._read.get((comment.author, line), ())}
        if asked and self._unread.isdisjoint(lines):
            return (at_words & asked) or asked
        return at_words or {one.id for one in near}


def _touch(span: Span, anchor: Span) -> bool:
    # Words that a comment inserts are nowhere yet, and may go to either end of those that it is on.
    return span.touches(anchor) or (span.start == span.end and anchor.holds(span))
