"""Which brackets can be closed without the room, and why each of the others stays open.

Three measures: what follows from the least contested text, what draws no objection at all, and what was decided. By
none of them is a toss settled, nor a bracket on which nobody has spoken, unless it is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from bracketed.consensus.blocking import BracketSupport, support_of_brackets
from bracketed.consensus.contestation import Answer, least_contested
from bracketed.consensus.scoring import IN_THE_WAY, rows_in
from bracketed.consensus.support import SupportPerOption
from bracketed.errors import ImpossibleError
from bracketed.phrasing import counted, joined_and
from bracketed.positions.positions import Position, Positions
from bracketed.variants.network import same_choices
from bracketed.variants.settlement import Settlement, settlement_of, tracked
from bracketed.variants.space import Space

Measure: TypeAlias = Literal["best", "closable", "decided"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
Reason: TypeAlias = Literal[
    "tie",
    "silent",
    "deadlocked",
    "reserved",
    "falls away",
    "depends",
    "not examined",
    "unplaced",
    "tracked",
    "undecided",
]
# How many brackets stay open for a reason, in words; what is most often wanted first.
_REASONS: dict[Reason, str] = {
    "tie": "ties",
    "silent": "nobody spoke",
    "deadlocked": "deadlocked",
    "reserved": "reserved",
    "falls away": "in words that would go",
    "depends": "depends on others",
    "not examined": "ties not examined",
    "unplaced": "without a place",
    "tracked": "tracked changes",
    "undecided": "not decided",
}
# Reasons that also keep open what is linked to a bracket: each way to close it meets an objection or a reservation, or
# the room has to choose one.
_UNDECIDED: tuple[Reason, ...] = ("deadlocked", "reserved", "tie")


@dataclass(frozen=True, eq=False)
class Closings:
    """The brackets that can be closed, with the options that they take, and why each other one stays open.

    `choices` are options by the ids of their brackets; `open` has a reason for each bracket that stays: `tie` (other
    options are as good), `silent` (nobody has spoken on it), `deadlocked`, `reserved`, `falls away` (the words around
    it would go), `depends` (on how others are closed), `not examined` (whether it is a tie), `unplaced` (nobody says
    where its words go), `tracked` (a tracked change of a Word document) or `undecided`.
    """

    choices: Mapping[str, str]
    open: Mapping[str, Reason]
    space: Space = field(repr=False)

    @cached_property
    def settlement(self) -> Settlement:
        """The draft with these brackets closed."""
        return settlement_of(self.space.open_text, self.choices)

    @property
    def sentence(self) -> str:
        """How many brackets are closed, and how many stay open for each reason."""
        settled = self.settlement
        told = Counter(self.open.get(id_, "unplaced") for id_ in settled.open)
        reasons = [f"{words} {told[reason]}" for reason, words in _REASONS.items() if told[reason]]
        why = f" ({', '.join(reasons)})" if reasons else ""
        parts = [f"{counted(len(settled.closed), 'bracket')} closed"]
        parts += [f"{len(settled.gone)} gone with words left out"] * bool(settled.gone)
        stay = len(settled.open)
        parts += [f"{stay or 'none'} {'stays' if stay < 2 else 'stay'} open{why}"]
        parts += [counted(len(settled.placeholders), "placeholder")] * bool(settled.placeholders)
        return f"{joined_and(parts)}."


def closings(
    space: Space,
    positions: Positions,
    measure: Measure = "best",
    choices: Mapping[str, str] | None = None,
    *,
    rule: str = "objections",
) -> Closings:
    """Return which brackets can be closed, and why each of the others stays open.

    Args:
        space: the space of the draft.
        positions: who wants what.
        measure: `best` closes what follows from the least contested text; `closable` what can be closed now with one
            option that draws no objection; `decided` what `choices` name.
        choices: decisions that hold in any case, also on ties and on brackets on which nobody spoke.
        rule: the rule of contestation, for `best`.

    Raises:
        ValueError: there is no such measure.
        UnknownNameError, UnknownOptionError: a choice is none of the draft.
        ImpossibleError: the choices contradict each other or the links.

    >>> import bracketed as bt
    >>> text = "1. Ports [shall] [swiftly] pay [dues/fees].\\tComment by UK: UK – keep “shall”\\nUSA – use “dues”"
    >>> draft = bt.parse(text)
    >>> found = bt.closings(bt.variants(draft), bt.positions(draft), "closable")
    >>> dict(found.choices), dict(found.open)
    ({'1#1': 'a', '1#3': 'a'}, {'1#2': 'silent'})
    """
    if measure not in MEASURES:
        raise ValueError(f"brackets are closed by one of {', '.join(MEASURES)}; got {measure!r}")
    named = dict(choices or {})
    if measure == "decided":
        # A settlement says itself what is wrong with its choices.
        settled = settlement_of(space.open_text, named)
        return Closings(settled.choices, dict.fromkeys(settled.open, "undecided"), space)
    held = space.fix(named) if named else space
    if measure == "best":
        return closings_of(least_contested(held, positions, rule), named)
    return _closable(held, positions, named)


def closings_of(answer: Answer, named: Mapping[str, str] | None = None) -> Closings:
    """Return what follows from a least contested text, and what is named."""
    space = answer.variant.space
    assert isinstance(space, Space)
    named = named or {}
    choices: dict[str, str] = {}
    open_: dict[str, Reason] = {}
    changes = tracked(space.open_text)
    ties = answer.taken
    spoken = answer.spoken
    # Where options were ruled out one by one, what is left was decided, whether or not anybody spoke on it.
    fixed = {link.brackets[0] for link in space.rules if link.kind == "excludes" and len(link.brackets) == 1}
    nowhere = {bracket.id for bracket in space.unplaced}
    for bracket in (bracket.id for bracket in space.brackets):
        if bracket in named:
            choices[bracket] = named[bracket]
        elif bracket in changes:
            open_[bracket] = "tracked"
        elif ties is None:
            open_[bracket] = "not examined"
        elif bracket in nowhere:
            open_[bracket] = "unplaced"
        elif bracket not in spoken and not (bracket in fixed and len(ties[bracket][0]) == 1):
            open_[bracket] = "silent"
        elif len(ties[bracket][0]) > 1:
            open_[bracket] = "tie"
        elif ties[bracket][0]:
            # Where it is live at all, it takes the same option in all ties.
            (choices[bracket],) = ties[bracket][0]
        else:
            open_[bracket] = "falls away"
    return Closings(choices, open_, space)


def _closable(space: Space, positions: Positions, named: Mapping[str, str]) -> Closings:
    rows, _ = rows_in(positions, space)
    open_: dict[str, Reason] = {}
    choices: dict[str, str] = {}
    changes = tracked(space.open_text)
    nowhere = {bracket.id for bracket in space.unplaced}
    for bracket in support_of_brackets(SupportPerOption(space, rows)):
        letters = _free(bracket)
        if bracket.id in named:
            choices[bracket.id] = named[bracket.id]
        elif bracket.id in changes:
            open_[bracket.id] = "tracked"
        elif bracket.id in nowhere:
            open_[bracket.id] = "unplaced"
        elif bracket.status == "silent":
            open_[bracket.id] = "silent"
        elif bracket.status != "closable":
            open_[bracket.id] = "deadlocked" if bracket.status == "blocking" else "reserved"
        elif len(letters) > 1:
            open_[bracket.id] = "tie"
        else:
            choices[bracket.id] = letters[0]
    # To close one of linked brackets says how the others are to be closed.
    for known in same_choices(space.links):
        if any(open_.get(id_) in _UNDECIDED for id_ in known):
            open_ |= dict.fromkeys((id_ for id_ in known if id_ in choices and id_ not in named), "depends")
    choices = {id_: letter for id_, letter in choices.items() if id_ not in open_}
    for id_ in _with_linked(_doubtful(rows, choices, named), space, named):
        open_.setdefault(id_, "depends")
    safe = {id_: letter for id_, letter in choices.items() if id_ not in open_}
    for id_ in _with_linked(_clashing(space, safe, named), space, named):
        open_.setdefault(id_, "depends")
    return Closings({id_: letter for id_, letter in safe.items() if id_ not in open_}, open_, space)


def _with_linked(brackets: Iterable[str], space: Space, named: Mapping[str, str]) -> set[str]:
    """Return brackets with those linked to them: to close one says how the others are to be closed."""
    found = {*brackets}
    for known in same_choices(space.links):
        if not found.isdisjoint(known):
            found.update(id_ for id_ in known if id_ not in named)
    return found


def _free(bracket: BracketSupport) -> list[str]:
    """Return the options that draw no objection; if a delegation supports some of them, these."""
    free = [option for option in bracket.options if option.closable]
    return [option.letter for option in [option for option in free if option.supports] or free]


def _doubtful(rows: Sequence[Position], choices: Mapping[str, str], named: Mapping[str, str]) -> set[str]:
    """Return the brackets whose option would draw an objection if others that are open were settled in some way."""
    against = [row for row in rows if row.stance in IN_THE_WAY and choices.get(row.bracket) == row.option]
    doubtful: set[str] = set()
    # A bracket that stays open may be the one that kept an objection to another from counting.
    while True:
        made = {id_: letter for id_, letter in choices.items() if id_ not in doubtful}
        more = {
            row.bracket
            for row in against
            if row.bracket in made.keys() - named.keys()
            and all(made.get(other, letter) == letter for other, letter in row.condition)
        }
        if not more:
            return doubtful
        doubtful |= more


def _clashing(space: Space, choices: Mapping[str, str], named: Mapping[str, str]) -> Iterator[str]:
    """Yield the brackets that cannot be closed together with those before them."""
    try:
        space.fix(choices)
    except ImpossibleError:
        for id_, letter in choices.items():
            try:
                space = space.fix({id_: letter})
            except ImpossibleError:
                if id_ not in named:
                    yield id_
