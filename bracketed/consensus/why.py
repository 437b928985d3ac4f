"""Why the least contested text takes an option, or does not: which stances force that, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bracketed.consensus.bracket_part import BracketPart, Status
from bracketed.consensus.option_phrases import option_words
from bracketed.consensus.scoring import choices_of, held_for, rows_in
from bracketed.consensus.stance_sets import Alike, StanceSet, StanceSets
from bracketed.draft.links import Link
from bracketed.draft.tree import OMIT
from bracketed.errors import UnknownNameError, UnknownOptionError
from bracketed.phrasing import capitalised, counted, in_words, joined_and, joined_or, some_of
from bracketed.positions.positions import Position, Positions
from bracketed.variants.network import Choice
from bracketed.variants.space import Space
from bracketed.views import Block, Record, Shorten, View

# Names in a sentence, and sets of stances; of more the number is told.
_NAMED = 6
_TOLD = 3


@dataclass(frozen=True)
class Why(View):
    """Why the least contested text takes an option of a bracket, or why not.

    `status` says what the least contested texts do with the option: `taken` by all that have the bracket, `tossed` if
    some take it and others do not, `left out` if they take others, `falls away` if none has the bracket. `taken` are
    the letters that they take. `speaks_for` and `speaks_against` are the stances on the bracket that make the option
    cheaper against the others, or dearer, here or where it is linked. `forced_by` are the smallest sets of stances that
    suffice for the status against all that speaks on the other side; nothing forces a toss. `evened_by` are the
    smallest sets whose withdrawal would make another option as good (of an option that is not taken: would make it as
    good as any), `turned_by` those that would make all least contested texts take another (take it). Of a toss
    `decided_by` holds for the letter of each side the smallest sets whose withdrawal would decide for it. `links` are
    those that carry stances on other brackets to this one.
    """

    columns = "effect way number delegation bracket option stance weight"

    bracket: str
    option: str
    status: Status
    taken: tuple[str, ...]
    possible: tuple[str, ...]
    speaks_for: tuple[Position, ...] = field(repr=False)
    speaks_against: tuple[Position, ...] = field(repr=False)
    forced_by: StanceSets = field(repr=False)
    evened_by: StanceSets = field(repr=False)
    turned_by: StanceSets = field(repr=False)
    decided_by: Mapping[str, StanceSets] = field(repr=False)
    links: tuple[Link, ...] = field(repr=False)
    ignored: tuple[Position, ...] = field(repr=False)
    _texts: Mapping[Choice, str] = field(repr=False, compare=False)

    @property
    def complete(self) -> bool:
        """Whether all sets are proven to be the smallest."""
        return all(sets.is_smallest for sets in (self.forced_by, self.evened_by, self.turned_by))

    @property
    def reason(self) -> str:
        """Why it is so, in one sentence."""
        if not self.possible:
            return f"{self.bracket} is in no text: what it is linked with rules that out."
        if self.option not in self.possible:
            return f"{self.bracket} never takes {self._option}: what it is linked with rules that out."
        if self.status == "tossed":
            return self._toss()
        if self.status == "taken" and self.possible == (self.option,):
            return f"{self.bracket} takes {self._option}, since nothing else is possible."
        return f"{self.bracket} {self._does()}{self._since()}."

    def _does(self) -> str:
        if self.status == "taken":
            return f"takes {self._option}"
        if self.status == "falls away":
            return f"falls away with the words around it, and so does {self._option}"
        return f"does not take {self._option} but {joined_or([self._words(self.bracket, one) for one in self.taken])}"

    def _since(self) -> str:
        size = self.forced_by.size
        if not size:
            return ""
        ways = [self._stances(way) for way in self.forced_by.ways[:_TOLD]]
        others = " (other sets would do, too)" if len(self.forced_by.ways) > _TOLD or not self.forced_by.is_all else ""
        most = "" if self.forced_by.is_smallest else "at most "
        side, rows = ("against", self.speaks_against) if self.status == "taken" else ("for", self.speaks_for)
        other_side = f"though {_are(_names(rows))} {side} it" if rows else f"and nobody is {side} it"
        return f", since {', or since '.join(ways)}, {other_side} ({most}{counted(size, 'stance')}){others}"

    def _toss(self) -> str:
        words = joined_and([self._words(self.bracket, letter) for letter in self.taken])
        between = f"{self.bracket} is a toss: texts with {words} are equally good"
        said = (*self.speaks_for, *self.speaks_against)
        if not said:
            return f"{between}, and nobody has spoken on it."
        # What is said on linked brackets is told only where there is nothing else.
        on_it = [row for row in said if row.bracket == self.bracket] or said
        return f"{between}; {self._stances(StanceSet(tuple(Alike(1, (row,)) for row in on_it)))}."

    @property
    def change(self) -> str:
        """The smallest change that would turn it, in a sentence or two."""
        if self.option not in self.possible:
            return ""
        if self.status == "tossed":
            sides = {self._words(self.bracket, letter): sets for letter, sets in self.decided_by.items()}
            return " ".join(self._turned(f"{words} would be taken", sets) for words, sets in sides.items() if sets.ways)
        goal, as_good = self._goals()
        told = []
        if self.evened_by.ways and self.evened_by.size != self.turned_by.size:
            told.append(self._turned(as_good, self.evened_by))
        if self.turned_by.ways:
            told.append(self._turned(goal, self.turned_by))
        elif not self.turned_by.is_smallest:
            told.append("Whether more withdrawals would turn it was not found out.")
        elif self.possible != (self.option,):
            told.append(f"No withdrawal of stances would {'turn' if told else 'change'} it.")
        return " ".join(told)

    def _turned(self, goal: str, sets: StanceSets) -> str:
        ways = ", or ".join(f"if {self._withdrawn(way)}" for way in sets.ways[:_TOLD])
        others = " (there are other ways)" if len(sets.ways) > _TOLD or not sets.is_all else ""
        most = "" if sets.is_smallest else f" (at most {counted(sets.ways[0].size, 'stance')})"
        return f"{capitalised(goal)} {ways}{most or others}."

    def _goals(self) -> tuple[str, str]:
        if self.status != "taken":
            return f"{self._option} would be taken", f"{self._option} would be as good"
        others = [letter for letter in self.possible if letter != self.option]
        other = self._words(self.bracket, others[0]) if len(others) == 1 else "another option"
        return f"{other} would be taken", f"{other} would be as good"

    @property
    def sentence(self) -> str:
        """Reason and change in plain words."""
        return f"{self.reason} {self.change}".strip()

    @property
    def _option(self) -> str:
        return self._words(self.bracket, self.option)

    def _words(self, bracket: str, letter: str) -> str:
        words = f"{'leaving out ' if letter == OMIT else ''}{option_words(bracket, letter, self._texts)}"
        return words if bracket == self.bracket else f"{words} ({bracket})"

    def _stances(self, way: StanceSet) -> str:
        """Return a set of stances as what delegations do."""
        verbs = {"supports": "support", "objects": "object to", "reserves": "reserve on", "blocks": "block"}
        parts = []
        for stance, choices, number, names in _told(way):
            first, *rest = verbs[stance].split()
            # Of one delegation the verb ends in s.
            verb = " ".join([f"{first}{'s' * _is_one(number, names)}", *rest])
            parts.append(f"{_so_many(number, names)} {verb} {self._on(choices)}")
        return joined_and(parts)

    def _withdrawn(self, way: StanceSet) -> str:
        """Return a set of stances as what delegations would take back."""
        one = {"supports": "its support", "objects": "its objection", "reserves": "its reservation"}
        many = {"supports": "their support", "objects": "their objections", "reserves": "their reservations"}
        on = {"supports": "for", "objects": "to", "reserves": "on"}
        parts = []
        for stance, choices, number, names in _told(way):
            is_one = _is_one(number, names)
            noun = (one if is_one else many).get(stance) or ("its red line" if is_one else "their red lines")
            parts.append(f"{_so_many(number, names)} withdrew {noun} {on.get(stance, 'against')} {self._on(choices)}")
        return joined_and(parts)

    def _on(self, choices: Sequence[Choice]) -> str:
        words, *conditions = [self._words(*choice) for choice in choices]
        return f"{words} if the text takes {joined_and(conditions)}" if conditions else words

    def to_dict(self) -> Record:
        """Return the answer as plain values."""
        return {
            "bracket": self.bracket,
            "option": self.option,
            "status": self.status,
            "taken": list(self.taken),
            "possible": list(self.possible),
            "speaks_for": _names(self.speaks_for),
            "speaks_against": _names(self.speaks_against),
            "forced_by": _sets_dict(self.forced_by),
            "evened_by": _sets_dict(self.evened_by),
            "turned_by": _sets_dict(self.turned_by),
            "decided_by": {letter: _sets_dict(sets) for letter, sets in self.decided_by.items()},
            "links": [link.id for link in self.links],
            "complete": self.complete,
            "reason": self.reason,
            "change": self.change,
        }

    def to_dicts(self) -> Record:
        """Return the answer as plain values."""
        return self.to_dict()

    def to_records(self) -> list[Record]:
        """Return one record a stance of each set; `number` is how many of those with the same number are meant."""
        effects = {"forces": self.forced_by, "evens": self.evened_by, "turns": self.turned_by}
        return [
            {
                "effect": effect,
                "way": place,
                "number": part.number,
                "delegation": row.delegation,
                "bracket": row.bracket,
                "option": row.option,
                "stance": row.stance,
                "weight": row.weight,
            }
            for effect, sets in effects.items()
            for place, way in enumerate(sets.ways, 1)
            for part in way.parts
            for row in part.stances
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield why it is so, what would turn it, and the links that bear on it."""
        yield self.reason
        if self.change:
            yield self.change
        if self.links:
            yield f"Linked: {some_of([link.id for link in self.links])}."

    def __repr__(self) -> str:
        return f"<Why {self.bracket}={self.option}: {self.status}>"


def _are(names: Sequence[str]) -> str:
    return f"{some_of(names, _NAMED)} {'is' if len(names) == 1 else 'are'}"


def _names(rows: Iterable[Position]) -> list[str]:
    return [*dict.fromkeys(row.delegation for row in rows)]


def _is_one(number: int, names: Sequence[str]) -> bool:
    return number == 1 or len({*names}) == 1


def _so_many(number: int, names: Sequence[str]) -> str:
    few = some_of([*dict.fromkeys(names)], _NAMED)
    if number == len(names):
        return few
    # A delegation may have said the same twice.
    whose = f"the {in_words(len(names))} stances of " if len({*names}) < len(names) else ""
    return f"{in_words(number)} of {whose}{few}"


def _told(way: StanceSet) -> Iterator[tuple[str, tuple[Choice, ...], int, list[str]]]:
    """Yield the stances of a set by kind and choices: how many of the delegations, and which."""
    told: dict[tuple[str, tuple[Choice, ...]], list[tuple[int, list[str]]]] = {}
    for part in way.parts:
        first = part.stances[0]
        names = [row.delegation for row in part.stances]
        told.setdefault((first.stance, choices_of(first)), []).append((part.number, names))
    for (stance, choices), parts in told.items():
        # Stances of other weights are other parts, though they say the same.
        whole = [name for number, names in parts if number == len(names) for name in names]
        if whole:
            yield stance, choices, len(whole), whole
        yield from ((stance, choices, number, names) for number, names in parts if number < len(names))


def _sets_dict(sets: StanceSets) -> Record:
    return {
        "size": sets.size,
        "smallest": sets.is_smallest,
        "all": sets.is_all,
        "ways": [
            [
                {
                    "number": part.number,
                    "stances": [
                        {"delegation": r.delegation, "bracket": r.bracket, "option": r.option, "stance": r.stance}
                        for r in part.stances
                    ],
                }
                for part in way.parts
            ]
            for way in sets.ways
        ],
    }


def why(space: Space, positions: Positions, bracket: str, option: str | None = None) -> Why:
    """Return why the least contested text takes an option of a bracket, or why not, and what would turn that.

    The least contested text is that by the rule `objections`. A set of stances *forces* an option if, with these and
    all that speaks against the option at the bracket, and no other stance, every least contested text that has the
    bracket takes it, and one does. It *keeps out* an option if, with these and all that speaks for it, no least
    contested text takes it. Nothing forces a toss. The smallest change is the fewest stances whose withdrawal turns the
    answer. In parts of a draft in which links, nesting and conditions tie many brackets, sets may be found that are not
    proven to be the smallest; `is_smallest` of each then is False, and the sentence says “at most”.

    Args:
        space: which variants there are.
        positions: who takes which stance.
        bracket: the id of the bracket.
        option: the letter of the option; by default the first that a least contested text takes.

    Raises:
        UnknownNameError: the space settles no such bracket.
        UnknownOptionError: the bracket has no such option.
        TooEntangledError: links or conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("1. Ports [shall/should] report.\\tComment by A: Norway, Chile – use “shall”")
    >>> positions = bt.positions(draft)
    >>> found = bt.why(bt.variants(draft, positions), positions, "1#1")
    >>> print(found.reason)
    1#1 takes “shall”, since one of Norway and Chile supports “shall”, and nobody is against it (1 stance).
    >>> print(found.evened_by.size, found.turned_by.size, found.change)
    2 None “should” would be as good if Norway and Chile withdrew their support for “shall”. No withdrawal of stances
    would turn it.
    """
    rows, ignored = rows_in(positions, space)
    decision = next((one for one in space.decisions if one.bracket.id == bracket), None)
    if decision is None:
        raise UnknownNameError("bracket", bracket, [one.id for one in space.brackets])
    if option is not None and option not in decision.letters:
        raise UnknownOptionError(bracket, option, decision.letters)
    part = BracketPart(held_for(space, rows), rows, bracket)
    if option is None:
        option = (*part.taken, *part.possible, *decision.letters)[0]
    standing = part.of(option)
    sets = (standing.forced_by, standing.evened_by, standing.turned_by)
    sides = part.taken if standing.status == "tossed" else ()
    decided = {letter: part.of(letter).turned_by for letter in sides}
    # Only stances on other brackets come by a link.
    found = (*sets, *decided.values())
    named = {row.bracket for one in found for way in one.ways for same in way.parts for row in same.stances}
    links = [link for link in (*space.links, *space.rules) if {bracket, *named} & {*link.brackets}]
    carrying = tuple(links) if named - {bracket} else ()
    said = (standing.speaks_for, standing.speaks_against)
    taken = (standing.status, part.taken, part.possible)
    return Why(bracket, option, *taken, *said, *sets, decided, carrying, ignored, space.texts)
