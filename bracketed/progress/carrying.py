"""Carries positions and choices to the next draft: each to the words that it was made on, or not at all.

The comparison of the two drafts (`diff`) says which brackets and options are the same. Whether a stance on one still
holds is for the words to say: where they differ, it waits until both wordings are checked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from bracketed.draft.draft import Draft
from bracketed.draft.link_words import language_of, words_of
from bracketed.draft.tree import OMIT, Bracket
from bracketed.draft.wording import OptionIndex, folded, in_sentence, left_out, same_option, words_at
from bracketed.errors import UnknownNameError, UnknownOptionError
from bracketed.gc_pause import gc_paused
from bracketed.phrasing import joined_and, quoted
from bracketed.positions.comments import positions as positions_of
from bracketed.positions.implied import insert_implied
from bracketed.positions.positions import Position, Positions, every_bracket
from bracketed.progress.carried import CERTAIN, Carried, CarriedRow, Landing, RowFate
from bracketed.progress.changes import Change
from bracketed.progress.diff import compare

# Words that are lost are looked for elsewhere if they are more than one, and named there if they are in few places.
_PLACES = 3
# An option of fewer words than this is in many sentences. It is the same one only where so much of its sentence is.
_MANY_WORDS = 4
_SAME_SENTENCE = 0.5
_LONG = 4
# Two wordings with a smaller share of words in common are not each other's.
_ALIKE = 0.3
# So many words next to a bracket show that its sentence was cut, and is not another one.
_NEXT = 2
_WORD = re.compile(r"\w+")


@gc_paused()
def carry(positions: Positions | Mapping[str, str], earlier: Draft, later: Draft, *, reworded: bool = False) -> Carried:
    """Carry positions, or choices, from one draft to the next, and say what has become of each.

    A row goes to the option that has its words, whatever its id is now; words are compared without case, spaces and
    typography. Where they differ both wordings are given, and the row is not used. Nor is a row whose condition was
    settled or reworded, one that contradicts another since their brackets became one, or one of a delegation that
    graded a bracket whose options are others now.

    Args:
        positions: positions on the earlier draft; or choices, as letters of options by the ids of its brackets.
        earlier: the draft that they are about.
        later: the draft that they are to be about.
        reworded: whether to use the rows to be checked, too.

    Returns:
        A row for each, in the same order, and the `positions`, or `choices`, that hold in the later draft.

    Raises:
        UnknownNameError: the earlier draft has no such bracket.
        UnknownOptionError: a bracket of the earlier draft has no such option.
        TypeError: these are no positions, or choices, and drafts.

    >>> import bracketed as bt
    >>> monday = bt.parse("1. Ferries take [islanders/visitors] first [each year/each month].")
    >>> tuesday = bt.parse("1. [Fast/Slow] ferries take [islanders/visitors] first [every year/each month].")
    >>> table = [{"delegation": "Norway", "bracket": "1#1", "option": "islanders", "stance": "objects"},
    ...          {"delegation": "Chile", "bracket": "1#2", "option": "each year", "stance": "supports"}]
    >>> carried = bt.carry(bt.read_positions(table, monday), monday, tuesday)
    >>> for row in carried:
    ...     print(row.sentence)
    Norway objects: 1#1=a (“islanders”) is 1#2=a now.
    Chile supports: 1#2=a (“each year”) is 1#3=a now, “every year”; look.
    >>> [(row.delegation, row.bracket) for row in carried.positions]
    [('Norway', '1#2')]
    """
    _check_arguments(positions, earlier, later)
    used: tuple[RowFate, ...] = (*CERTAIN, "reworded") if reworded else CERTAIN
    if isinstance(positions, Positions):
        return _carried_positions(positions, earlier, later, used)
    landings = _Landings(earlier, later, positions_of(earlier), positions)
    made = _consistent([landings.of(*choice) for choice in positions.items()])
    chosen = {at.bracket_now: at.option_now for at in made if at.fate in used}
    return Carried(tuple(map(CarriedRow, made)), earlier.name, later.name, choices=chosen, new=landings.new)


def _check_arguments(positions: object, earlier: object, later: object) -> None:
    """Raise a TypeError that shows the right call, if these are no positions or choices on a draft, and no drafts."""
    for draft in (earlier, later):
        if not isinstance(draft, Draft):
            raise TypeError(f"a draft is wanted, got {type(draft).__name__}; give bt.read(path)")
    if not isinstance(positions, (Positions, Mapping)):
        call = "give bt.read_positions(table, earlier), or bt.read_choices(file, earlier)"
        raise TypeError(f"positions or choices are wanted, got {type(positions).__name__}; {call}")


def _carried_positions(positions: Positions, earlier: Draft, later: Draft, used: Sequence[RowFate]) -> Carried:
    landings = _Landings(earlier, later, positions, {id_ for row in positions for id_, _ in _options_of(row)})
    rows = _checked([landings.row(row) for row in positions], landings)
    held: dict[tuple[object, ...], Position] = {}
    # Of brackets that became one, a stance on both is one stance; what has its own words comes before what has not.
    for fates in (CERTAIN, used):
        for row in rows:
            if row.now is not None and row.fate in fates:
                held.setdefault(_key(row.now), row.now)
    kept = {id(row) for row in held.values()}
    in_order = tuple(row.now for row in rows if row.now is not None and id(row.now) in kept)
    carried = Positions(in_order, landings.later_positions.implied, draft=later)
    return Carried(tuple(rows), earlier.name, later.name, positions=carried, new=landings.new)


class _Landings:
    """What has become of the options of one draft in another."""

    def __init__(self, earlier: Draft, later: Draft, positions: Positions, named: Iterable[str]) -> None:
        self._earlier, self._later = earlier, later
        self._negations = [words_of(draft.language or language_of(draft.source)).negation for draft in (earlier, later)]
        # Comments are read only where something is about a bracket that they imply.
        implied = not {bracket.id for bracket in earlier.brackets}.issuperset(named)
        own, self.later_positions = (positions, positions_of(later)) if implied else (Positions(), Positions())
        self._before = {bracket.id: bracket for bracket in every_bracket(earlier, own)}
        self._now = {bracket.id: bracket for bracket in every_bracket(later, self.later_positions)}
        self._index = OptionIndex(later, [one.bracket for one in self.later_positions.implied])
        contents = (
            insert_implied(draft.content, known.implied)
            for draft, known in ((earlier, own), (later, self.later_positions))
        )
        found = compare(earlier, later, *contents)
        self._pairs, self._options = found.brackets, found.options
        changes = [change for change in found.changes if change.what == "bracket"]
        self._closed = {change.before[0]: change for change in changes if change.kind == "closed"}
        parted = [change for change in changes if change.kind in ("split", "merged")]
        self._parts = {id_: change.after for change in parted for id_ in change.before}
        self.new = _outermost(later, {*self._pairs.values(), *(id_ for change in parted for id_ in change.after)})
        self.of = cache(self._of)

    def letters_now(self, bracket: str) -> tuple[str, ...]:
        """Return the letters of a bracket of the later draft."""
        return self._now[bracket].letters

    def _of(self, id_: str, letter: str) -> Landing:
        """Return what has become of an option; an error if the earlier draft has none of this name."""
        bracket = self._before.get(id_)
        if bracket is None:
            raise UnknownNameError("bracket", id_, self._before)
        if letter not in bracket.letters:
            raise UnknownOptionError(id_, letter, bracket.letters)
        words = words_at(bracket, letter)
        at = Landing(id_, letter, words, "lost")
        successors = self._successors(id_)
        for now, letter_now in self._candidates(id_, letter, successors):
            words_now = words_at(self._now[now], letter_now)
            if same_option(words, words_now):
                at = replace(at, bracket_now=now, option_now=letter_now, words_now=words_now)
                if why := self._why_strange(bracket, letter, now):
                    return replace(at, fate="reworded", why=why)
                return replace(at, fate="kept" if (now, letter_now) == (id_, letter) else "moved")
        paired = self._options.get((id_, letter))
        if paired is not None:
            now = self._pairs[id_]
            words_now = words_at(self._now[now], paired)
            if not _are_alike(words, words_now):
                why = f"{now}={paired}, at its place, is {in_sentence(words_now)}"
                return replace(at, why=why)
            return replace(at, fate="reworded", bracket_now=now, option_now=paired, words_now=words_now)
        closed = self._closed.get(id_)
        if closed and closed.option == _unchanged(bracket):
            return replace(at, why="the text is as it was, and no comment here would change it")
        if closed:
            return _closed(at, closed)
        return replace(at, why=self._why_lost(bracket, words, successors))

    def _successors(self, id_: str) -> list[str]:
        """Return the brackets of the later draft in which a bracket is, the one that is most like it first."""
        first = [self._pairs[id_]] if id_ in self._pairs else []
        return list(dict.fromkeys([*first, *self._parts.get(id_, ())]))

    def _candidates(self, id_: str, letter: str, successors: Sequence[str]) -> list[tuple[str, str]]:
        paired = self._options.get((id_, letter))
        # A blank to be filled in is no option, though it may have as few words as one.
        there = [now for now in successors if self._now[now].is_choice]
        places = [(now, letter_now) for now in there for letter_now in self._now[now].letters]
        return sorted(places, key=lambda place: place != (self._pairs.get(id_), paired))

    def _why_strange(self, bracket: Bracket, letter: str, now: str) -> str:
        """Return what has changed around words: whether it is denied, or, of a few words, most of their sentence."""
        before, after = self._earlier.around(bracket), self._later.around(self._now[now])
        denied = [_among(before, self._negations[0]), _among(after, self._negations[1])]
        if denied[0] != denied[1]:
            gone, new = ([*(one - two)] for one, two in (denied, denied[::-1]))
            told = [f"has {joined_and([*map(quoted, new)])} now"] if new else []
            told += [f"has {joined_and([*map(quoted, gone)])} no more"] if gone else []
            return f"its sentence {joined_and(told)}"
        texts = [option.text for option in bracket.options if letter in (option.letter, OMIT)]
        if len(" ".join(texts).split()) >= _MANY_WORDS:
            return ""
        words = _WORD.findall(folded(" ".join(before)))
        # Short words are in all sentences.
        sentence = " ".join([word for word in words if len(word) >= _LONG] or words)
        if not sentence or self._index.likeness(now, sentence) >= _SAME_SENTENCE:
            return ""
        # A sentence may have been cut in two.
        cut = _beside(*before) == _beside(*after)
        return "" if cut else f"it is in another sentence now, {in_sentence(' … '.join(after))}"

    def _why_lost(self, bracket: Bracket, words: str, successors: Sequence[str]) -> str:
        why = f"{successors[0]} has no such option" if successors else "the bracket is not in this draft"
        before, behind = self._earlier.around(bracket)
        places = self._index.places(words, f"{before} {bracket.words} {behind}") if " " in words else ()
        if not 0 < len(places) <= _PLACES:
            return why
        return f"{why}, and {in_sentence(words)} is at {joined_and([f'{now}={letter}' for now, letter in places])}"

    def row(self, row: Position) -> CarriedRow:
        """Return what has become of a row: of its option, and of what its condition names."""
        at = self.of(row.bracket, row.option)
        if not at.bracket_now:
            return CarriedRow(at, row)
        condition = []
        for choice in row.condition:
            named = self.of(*choice)
            told = f"its condition {named.bracket}={named.option}"
            if named.bracket_now:
                condition.append((named.bracket_now, named.option_now))
                if named.fate == "reworded":
                    at = replace(at, fate="reworded", why=f"{told} is reworded, {in_sentence(named.words_now)}")
            elif named.closed_with == named.option:
                # Comparing texts may err on how a bracket was closed, so that it is to be checked.
                at = replace(at, fate="reworded", why=f"{told} is met, since {named.bracket} was closed with it")
            else:
                gone = Landing(at.bracket, at.option, at.words, "lost", why=f"{told} is {named.fate}, {named.why}")
                return CarriedRow(gone, row)
        now = replace(row, bracket=at.bracket_now, option=at.option_now, condition=tuple(condition))
        return CarriedRow(at, row, now)


def _outermost(draft: Draft, but: Container[str]) -> tuple[str, ...]:
    """Return the outermost brackets of a draft but some; blanks that are to be filled in are none."""
    brackets = (one for one in draft.brackets if one.depth == 0 and one.is_choice)
    return tuple(bracket.id for bracket in brackets if bracket.id not in but)


def _beside(before: str, behind: str) -> tuple[list[str], list[str]]:
    """Return the words next to a bracket."""
    return _WORD.findall(folded(before))[-_NEXT:], _WORD.findall(folded(behind))[:_NEXT]


def _among(around: tuple[str, str], negations: Container[str]) -> Counter[str]:
    """Return the words next to a bracket that turn the sense of its sentence round."""
    # “UN” is a name.
    words = [word for text in around for word in _WORD.findall(text) if not word.isupper()]
    return Counter(word.casefold() for word in words if word.casefold() in negations)


def _are_alike(words: str, others: str) -> bool:
    """Return whether two wordings have enough in common to be one that was reworded."""
    from rapidfuzz.distance import Indel

    one, other = (folded(left_out(text) or text).split() for text in (words, others))
    return Indel.normalized_similarity(one, other) >= _ALIKE


def _unchanged(bracket: Bracket) -> str | None:
    """Return the option that leaves the text as it is: only brackets that comments imply have one."""
    if bracket.origin == "text":
        return None
    return bracket.letters[0] if bracket.span.start < bracket.span.end else OMIT


def _closed(at: Landing, change: Change) -> Landing:
    """Return the landing of an option whose bracket was closed."""
    if change.outcome == "new wording":
        why = f"new wording is there, {in_sentence(change.words_after)}"
        return replace(at, fate="closed", words_now=change.words_after, why=why)
    if change.option == at.option:
        why = "it was taken"
    elif change.option == OMIT:
        why = "the words were left out"
    else:
        why = f"option {change.option} was taken, {in_sentence(change.words_after)}"
    return replace(at, fate="closed", words_now=change.words_after, closed_with=change.option, why=why)


def _options_of(row: Position) -> Iterable[tuple[str, str]]:
    return ((row.bracket, row.option), *row.condition)


def _key(row: Position) -> tuple[object, ...]:
    return row.delegation, row.bracket, row.option, row.condition


def _consistent(made: list[Landing]) -> list[Landing]:
    """Return where choices have landed; two that are on one bracket now and differ have to be looked at."""
    taken: dict[str, set[str]] = {}
    for at in made:
        if at.fate in CERTAIN:
            taken.setdefault(at.bracket_now, set()).add(at.option_now)
    why = "another choice on this bracket now is not the same"
    return [
        replace(at, fate="reworded", why=why) if at.fate in CERTAIN and len(taken[at.bracket_now]) > 1 else at
        for at in made
    ]


def _checked(rows: list[CarriedRow], landings: _Landings) -> list[CarriedRow]:
    """Return rows of which those have to be looked at that contradict each other now, or grade other options."""
    stances: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    graded: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.now is not None and row.fate in CERTAIN:
            stances.setdefault(_key(row.now), set()).add((row.now.stance, row.now.worth))
            if row.now.worth is not None:
                graded.setdefault((row.delegation, row.now.bracket), set()).add(row.now.option)

    def doubt(now: Position) -> str:
        if len(stances[_key(now)]) > 1:
            return f"another row of {now.delegation} is on this option now, and contradicts it"
        whole = now.worth is None or graded[now.delegation, now.bracket].issuperset(landings.letters_now(now.bracket))
        return "" if whole else f"{now.delegation} gives no worth to other options that {now.bracket} has now"

    doubts = [doubt(row.now) if row.now is not None and row.fate in CERTAIN else "" for row in rows]
    return [
        replace(row, landing=replace(row.landing, fate="reworded", why=why)) if why else row
        for row, why in zip(rows, doubts, strict=True)
    ]
