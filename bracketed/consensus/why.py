"""Why the least contested text takes an option, or does not: which stances force that, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bracketed.consensus.bracket_part import BracketPart, Status
from bracketed.consensus.option_phrases import option_or_omission
from bracketed.consensus.scoring import choices_of, held_for, rows_in, stance_record
from bracketed.consensus.stance_sets import Alike, StanceSet, StanceSets
from bracketed.draft.links import Link
from bracketed.errors import NoChoiceError, UnknownNameError, UnknownOptionError
from bracketed.phrasing import capitalised, counted, in_words, joined_and, joined_or, some_of
from bracketed.positions.positions import Position, Positions
from bracketed.variants.link_counts import with_link_count
from bracketed.variants.network import Choice
from bracketed.variants.space import Space
from bracketed.views import Block, Record, Shorten, View

# Names in a sentence, and sets of stances; of more the number is reported.
_NAMED = 6
_TOLD = 3


@dataclass(frozen=True)
class Why(View):
    """Why the least contested text takes an option of a bracket, or why not.

    `status` says what the least contested texts do with the option: `taken` by all that have the bracket, `tossed` if
    some take it and others do not, `left out` if they take others, `falls away` if none has the bracket. `taken` are
    the letters that they take, `possible` those that any text takes. `stances` are those on the bracket or on one that
    is linked and live with it, `despite` those that speak against the first of the least contested texts: they object
    to what it takes, reserve on that or block it, or support what it does not take. `forced_by` are the smallest sets
    of stances that with all of these, and no others, suffice for the status; nothing forces a toss. `evened_by` are the
    smallest sets whose withdrawal would make another option as good (of an option that is not taken: would make it as
    good as any), `turned_by` those that would make all least contested texts take another (take it). Of a toss
    `decided_by` holds for the letter of each side the smallest sets whose withdrawal would decide for it. `through` are
    the links that carry stances on other brackets to this one.
    """

    columns = "effect way number delegation bracket option stance weight"

    bracket: str
    option: str
    status: Status
    taken: tuple[str, ...]
    possible: tuple[str, ...]
    stances: tuple[Position, ...] = field(repr=False)
    despite: tuple[Position, ...] = field(repr=False)
    forced_by: StanceSets = field(repr=False)
    evened_by: StanceSets = field(repr=False)
    turned_by: StanceSets = field(repr=False)
    decided_by: Mapping[str, StanceSets] = field(repr=False)
    through: tuple[Link, ...] = field(repr=False)
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
        ways = [self._told(way) for way in self.forced_by.ways[:_TOLD]]
        others = " (other sets would do, too)" if len(self.forced_by.ways) > _TOLD or not self.forced_by.is_all else ""
        most = "" if self.forced_by.is_smallest else "at most "
        # In a part of many brackets nearly everybody is against something; who is at this one is what matters here.
        at_bracket = [row for row in self.despite if row.bracket == self.bracket]
        on_linked = [row for row in self.despite if row in self.stances]
        names = _names(at_bracket or on_linked or self.despite)
        elsewhere = " elsewhere" if names and not (at_bracket or on_linked) else ""
        want = f"though {some_of(names, _NAMED)} want{'s' * (len(names) == 1)}" if names else "and nobody wants"
        despite = f"{want} otherwise{elsewhere}"
        return f", since {', or since '.join(ways)}, {despite} ({most}{counted(size, 'stance')}){others}"

    def _toss(self) -> str:
        words = joined_and([self._words(self.bracket, letter) for letter in self.taken])
        between = f"{self.bracket} is a toss: texts with {words} are equally good"
        if not self.stances:
            return f"{between}, and nobody has spoken on it."
        # What is said on linked brackets is listed only where there is nothing else.
        on_it = [row for row in self.stances if row.bracket == self.bracket] or self.stances
        said = StanceSet(tuple(Alike(1, (row,)) for row in on_it))
        # No side may be left out.
        return f"{between}; {self._told(said, len(on_it))}."

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
        words = option_or_omission(bracket, letter, self._texts)
        return words if bracket == self.bracket else f"{words} ({bracket})"

    def _told(self, way: StanceSet, limit: int = _TOLD) -> str:
        """Return a set of stances as what delegations do, up to so many clauses."""
        verbs = {"supports": "support", "objects": "object to", "reserves": "reserve on", "blocks": "block"}
        parts = []
        for stance, choices, number, names in _by_choices(way):
            first, *rest = verbs[stance].split()
            # Of one delegation the verb ends in s.
            verb = " ".join([f"{first}{'s' * _is_one(number, names)}", *rest])
            parts.append((number, _so_many(number, names), f"{verb} {self._on(choices)}"))
        return _some_clauses(parts, limit)

    def _withdrawn(self, way: StanceSet) -> str:
        """Return a set of stances as what delegations would take back."""
        one = {"supports": "its support", "objects": "its objection", "reserves": "its reservation"}
        many = {"supports": "their support", "objects": "their objections", "reserves": "their reservations"}
        on = {"supports": "for", "objects": "to", "reserves": "on"}
        parts = []
        for stance, choices, number, names in _by_choices(way):
            is_one = _is_one(number, names)
            noun = (one if is_one else many).get(stance) or ("its red line" if is_one else "their red lines")
            parts.append((number, _so_many(number, names), f"{noun} {on.get(stance, 'against')} {self._on(choices)}"))
        return _some_clauses(parts, _TOLD, "withdrew ", " were withdrawn")

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
            "despite": _names(self.despite),
            "forced_by": _sets_dict(self.forced_by),
            "evened_by": _sets_dict(self.evened_by),
            "turned_by": _sets_dict(self.turned_by),
            "decided_by": {letter: _sets_dict(sets) for letter, sets in self.decided_by.items()},
            "through": [link.id for link in self.through],
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
        if self.through:
            yield f"Through {some_of([link.id for link in self.through])}."

    def __repr__(self) -> str:
        return f"<Why {self.bracket}={self.option}: {self.status}>"


def _names(rows: Iterable[Position]) -> list[str]:
    return [*dict.fromkeys(row.delegation for row in rows)]


def _some_clauses(parts: Sequence[tuple[int, str, str]], limit: int, verb: str = "", what: str = "") -> str:
    """Join the first clauses, each about so many stances, who holds them, and what they do; and count the others."""
    told: dict[str, list[str]] = {}
    for _, who, does in parts[:limit]:
        told.setdefault(who, []).append(does)
    clauses = [f"{who} {verb}{joined_and(does)}" for who, does in told.items()]
    more = sum(number for number, _, _ in parts[limit:])
    clauses += [f"{more} more {'stance' if more == 1 else 'stances'}{what}"] * bool(more)
    # A clause with several verbs would run into the next one.
    *first, last = clauses
    return (
        f"{', '.join(first)}, and {last}" if first and any(" and " in one for one in clauses) else joined_and(clauses)
    )


def _is_one(number: int, names: Sequence[str]) -> bool:
    return number == 1 or len({*names}) == 1


def _so_many(number: int, names: Sequence[str]) -> str:
    few = some_of([*dict.fromkeys(names)], _NAMED)
    if number == len(names):
        return few
    # A delegation may have said the same twice.
    whose = f"the {in_words(len(names))} stances of " if len({*names}) < len(names) else ""
    return f"{in_words(number)} of {whose}{few}"


def _by_choices(way: StanceSet) -> Iterator[tuple[str, tuple[Choice, ...], int, list[str]]]:
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
                    "stances": [stance_record(row) for row in part.stances],
                }
                for part in way.parts
            ]
            for way in sets.ways
        ],
    }


@with_link_count
def why(space: Space, positions: Positions, bracket: str, option: str | None = None) -> Why:
    """Return why the least contested text takes an option of a bracket, or why not, and what would turn that.

    The least contested text is that by the rule `objections`. A set of stances *forces* the answer if it holds with
    these and all that speaks against the first least contested text, and without any other stance. The answer is that
    every least contested text which has the bracket takes the option, and one does; or that none takes it; or, if the
    bracket falls away, that none has it. Nothing forces a toss. The smallest change is the fewest stances whose
    withdrawal turns the answer. In parts of a draft in which links, nesting and conditions tie many brackets, sets may
    be found that are not proven to be the smallest: their `is_smallest` is False, and the sentence says “at most”.

    Args:
        space: which variants there are.
        positions: who takes which stance.
        bracket: the id of the bracket.
        option: the letter of the option; by default the first that a least contested text takes.

    Raises:
        UnknownNameError: the space settles no such bracket.
        NoChoiceError: the bracket is a placeholder, or inside one.
        UnknownOptionError: the bracket has no such option.
        TooEntangledError: links or conditions tie too many brackets together.

    >>> import bracketed as bt
    >>> draft = bt.parse("1. Ports [shall/should] report.\\tComment by A: Norway, Chile – use “shall”")
    >>> positions = bt.positions(draft)
    >>> found = bt.why(bt.variants(draft, positions), positions, "1#1")
    >>> print(found.reason)
    1#1 takes “shall”, since one of Norway and Chile supports “shall”, and nobody wants otherwise (1 stance).
    >>> print(found.evened_by.size, found.turned_by.size, found.change)
    2 None “should” would be as good if Norway and Chile withdrew their support for “shall”. No withdrawal of stances
    would turn it.
    """
    rows, ignored = rows_in(positions, space)
    decision = next((one for one in space.decisions if one.bracket.id == bracket), None)
    if decision is None:
        if any(one.id == bracket for one in space.draft.brackets):
            raise NoChoiceError(bracket)
        raise UnknownNameError("bracket", bracket, [one.id for one in space.brackets])
    if option is not None and option not in decision.letters:
        raise UnknownOptionError(bracket, option, decision.letters)
    part = BracketPart(held_for(space, rows), rows, bracket)
    return _answer(space, part, bracket, option or (*part.taken, *part.possible, *decision.letters)[0], ignored)


def _answer(space: Space, part: BracketPart, bracket: str, option: str, ignored: tuple[Position, ...]) -> Why:
    standing = part.of(option)
    sets = (standing.forced_by, standing.evened_by, standing.turned_by)
    sides = part.taken if standing.status == "tossed" else ()
    decided = {letter: part.of(letter).turned_by for letter in sides}
    # Only stances on other brackets come by a link.
    found = (*sets, *decided.values())
    named = {row.bracket for one in found for way in one.ways for same in way.parts for row in same.stances}
    links = [link for link in (*space.links, *space.rules) if {bracket, *named} & {*link.brackets}]
    carrying = tuple(links) if named - {bracket} else ()
    said = (part.at_bracket, part.harming)
    taken = (standing.status, part.taken, part.possible)
    return Why(bracket, option, *taken, *said, *sets, decided, carrying, ignored, space.texts)
