"""What one delegation gets in a text: what it wins and loses there, what is still open, and which red lines hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from bracketed.consensus.contestation import Answer
from bracketed.consensus.option_phrases import option_or_omission, option_words
from bracketed.consensus.scoring import AGAINST, choices_of
from bracketed.draft.delegations import delegation_among
from bracketed.draft.tree import OMIT
from bracketed.phrasing import counted, joined_and, number_of, some_of
from bracketed.positions.positions import Position
from bracketed.variants.network import Choice
from bracketed.views import Answers, Block, Record, Shorten, Table

Result: TypeAlias = Literal["wins", "loses", "open", "neither"]
RESULTS: tuple[Result, ...] = get_args(Result)
RedLineStatus: TypeAlias = Literal["holds", "crossed", "open"]
# What a text has of a bracket that is in words which it leaves out.
_NOT_THERE = ""
# Names in a sentence; of more the number is reported.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Condition:
    """What a stance depends on: the choices, and whether the text makes them all; None if that is still open."""

    stance: Position
    is_met: bool | None
    words: str

    @property
    def sentence(self) -> str:
        """The condition in plain words."""
        met = {True: "is met", False: "is not met, so that the stance does not count", None: "is still open"}
        return f"{self.stance.delegation} takes its stance only with {self.words}: that {met[self.is_met]}."


@dataclass(frozen=True, slots=True)
class RedLine:
    """A stance that blocks an option, and whether it holds: the text does not take the option on these terms."""

    stance: Position
    status: RedLineStatus
    words: str

    @property
    def sentence(self) -> str:
        """The red line and its state in plain words."""
        state = {"holds": "holds", "crossed": "is crossed", "open": "is still open"}
        return f"The red line of {self.stance.delegation} against {self.words} {state[self.status]}."


@dataclass(frozen=True, slots=True)
class BracketOutcome:
    """What a text means to a delegation at one bracket on which it takes a stance.

    `result` is `wins`, `loses`, `neither`, or `open` if texts that are as good differ in the bracket. `taken` are the
    letters that they take, only one unless it is open; `falls` says whether the bracket falls away in some of them (in
    all of them, if nothing is taken), since the words around it are left out. `allies` are the delegations on the same
    side of some option and on the other side of none, `opponents` those on the other side of one, or want
    another option only.
    """

    bracket: str
    result: Result
    taken: tuple[str, ...]
    falls: bool
    stances: tuple[Position, ...] = field(repr=False)
    conditions: tuple[Condition, ...] = field(repr=False)
    allies: tuple[str, ...]
    opponents: tuple[str, ...]
    sentence: str = field(repr=False)

    def to_dict(self) -> Record:
        """Return the outcome as plain values."""
        return {
            "bracket": self.bracket,
            "result": self.result,
            "taken": list(self.taken),
            "falls": self.falls,
            "stances": [{"option": row.option, "stance": row.stance} for row in self.stances],
            "conditions": [
                {"option": one.stance.option, "met": one.is_met, "sentence": one.sentence} for one in self.conditions
            ],
            "allies": list(self.allies),
            "opponents": list(self.opponents),
            "sentence": self.sentence,
        }


@dataclass(frozen=True)
class Outcome(Answers[BracketOutcome]):
    """What one delegation gets in a text, a row for each bracket on which it takes a stance, in reading order.

    `red_lines` are its stances that block. `is_of_one` is True if other texts are or may be as good, and nothing says
    in what they differ: the outcome is that of the text that is shown, and nothing is open.
    """

    columns = "delegation bracket result taken stances allies opponents sentence"

    delegation: str
    rows: tuple[BracketOutcome, ...] = field(repr=False)
    red_lines: tuple[RedLine, ...] = field(repr=False)
    is_of_one: bool

    def of(self, *results: Result) -> tuple[BracketOutcome, ...]:
        """Return the brackets with one of these results."""
        return tuple(row for row in self.rows if row.result in results)

    @property
    def wins(self) -> tuple[BracketOutcome, ...]:
        """The brackets at which the text is as the delegation wants it."""
        return self.of("wins")

    @property
    def loses(self) -> tuple[BracketOutcome, ...]:
        """The brackets at which the text takes what the delegation opposes, or not what it wants."""
        return self.of("loses")

    @property
    def open(self) -> tuple[BracketOutcome, ...]:
        """The brackets in which the texts that are as good differ."""
        return self.of("open")

    @property
    def neither(self) -> tuple[BracketOutcome, ...]:
        """The other brackets: it can live with what is taken, reserves on it, or its stance does not count."""
        return self.of("neither")

    @property
    def summary(self) -> str:
        """The outcome in one sentence.

        >>> Outcome("UK", (), (), False).summary
        'UK takes no stance on any bracket of this text.'
        """
        if not self.rows:
            return f"{self.delegation} takes no stance on any bracket of this text."
        numbers = Counter(row.result for row in self.rows)
        won, lost, undecided, other = (numbers[result] for result in RESULTS)
        parts = [f"{self.delegation} wins {won:,} of {counted(len(self.rows), 'bracket')}", f"loses {lost:,}"]
        parts += [f"{undecided:,} {'is' if undecided == 1 else 'are'} still open"] * bool(undecided)
        fallen = sum(not row.taken for row in self.rows)
        falls = f" ({fallen:,} {'falls' if fallen == 1 else 'fall'} away)" if fallen else ""
        parts += [f"{other:,} {'is' if other == 1 else 'are'} neither won nor lost{falls}"] * bool(other)
        return f"{', '.join(parts)}{f'; {self._red_lines()}' if self.red_lines else ''}."

    def _red_lines(self) -> str:
        states = Counter(line.status for line in self.red_lines)
        words = {"holds": ("holds", "hold"), "crossed": ("is crossed", "are crossed"), "open": ("is open", "are open")}
        told = [(states[status], words[status]) for status in get_args(RedLineStatus) if states[status]]
        if len(self.red_lines) == 1:
            return f"its one red line {told[0][1][0]}"
        if len(told) == 1:
            return f"its {number_of(len(self.red_lines), 'red line')} {told[0][1][1]}"
        return f"of its {len(self.red_lines)} red lines {joined_and([f'{n} {form[n > 1]}' for n, form in told])}"

    @property
    def note(self) -> str:
        """What the reader must know of ties, or nothing."""
        return "Other texts may be as good; this is the outcome of the one that is shown." if self.is_of_one else ""

    def to_dict(self) -> Record:
        """Return the outcome as plain values."""
        return {
            "delegation": self.delegation,
            "summary": self.summary,
            "of_one_text": self.is_of_one,
            **{result: [row.to_dict() for row in self.of(result)] for result in RESULTS},
            "red_lines": [
                {
                    "bracket": line.stance.bracket,
                    "option": line.stance.option,
                    "status": line.status,
                    "sentence": line.sentence,
                }
                for line in self.red_lines
            ],
        }

    def to_dicts(self) -> Record:
        """Return the outcome as plain values."""
        return self.to_dict()

    def to_records(self) -> list[Record]:
        """Return one record a bracket."""
        return [
            {
                "delegation": self.delegation,
                "bracket": row.bracket,
                "result": row.result,
                "taken": list(row.taken),
                "stances": [f"{stance.stance} {stance.option}" for stance in row.stances],
                "allies": list(row.allies),
                "opponents": list(row.opponents),
                "sentence": row.sentence,
            }
            for row in self.rows
        ]

    def to_blocks(self, shorten: Shorten = str) -> Iterator[Block]:
        """Yield the summary, the red lines, and a table of the brackets for each result, losses first."""
        yield " ".join([self.summary, *[self.note] * self.is_of_one])
        # What is crossed comes first.
        lines = sorted(self.red_lines, key=lambda line: ("crossed", "open", "holds").index(line.status))
        if lines:
            yield "\n".join(line.sentence for line in lines)
        titles: dict[Result, str] = {
            "loses": "Loses",
            "open": "Still open",
            "wins": "Wins",
            "neither": "Neither won nor lost",
        }
        rows = [[title, row.sentence] for result, title in titles.items() for row in self.of(result)]
        if rows:
            yield Table(("result", "bracket"), rows)

    def __repr__(self) -> str:
        numbers = Counter(row.result for row in self.rows)
        return f"<Outcome for {self.delegation}: {', '.join(f'{numbers[result]} {result}' for result in RESULTS)}>"


def outcome(answer: Answer, delegation: str) -> Outcome:
    """Return what one delegation gets in the text of an answer, bracket by bracket.

    At a bracket it *wins* if the text takes what it supports, or something else than what it objects to or blocks; it
    *loses* if the text takes what it objects to or blocks, or something else than what it supports. It does *neither*
    where it accepts or reserves on what is taken, where the bracket falls away, and where the condition of its stance
    is not met. *Open* are the brackets in which texts that are as good differ. A group and its members are parties of
    their own, and other delegations' conditions are left aside.

    Args:
        answer: the text: what `least_contested` returns, or an entry of `ranking` or `frontier`.
        delegation: whose outcome, by any of its names.

    Raises:
        UnknownNameError: nobody of this name takes a stance.
        TypeError: this is no answer.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].\\tComment by A: UK – use “should”\\nUSA – keep "
    ...     "“annually”\\nUK – remove “annually”\\nEU – remove “annually”")
    >>> positions = bt.positions(draft)
    >>> found = bt.outcome(bt.least_contested(bt.variants(draft, positions), positions), "UK")
    >>> found.summary
    'UK wins 2 of 2 brackets, loses 0.'
    >>> for row in found:
    ...     print(row.sentence)
    4#1: the text takes “should”, as UK wants.
    4#2: the text leaves out “annually”, as UK wants, with EU; USA wants otherwise.
    """
    if not isinstance(answer, Answer):
        got = type(answer).__name__
        raise TypeError(f"an answer is wanted, got {got}; give bt.least_contested(space, positions)")
    name = delegation_among((row.delegation for row in (*answer.counted, *answer.ignored)), delegation)
    text = _Text(answer)
    by_bracket: dict[str, list[Position]] = {}
    for row in answer.counted:
        by_bracket.setdefault(row.bracket, []).append(row)
    speaks = {row.bracket for row in answer.counted if row.delegation == name}
    rows = [_at(text, name, by_bracket[bracket.id]) for bracket in answer.variant.brackets if bracket.id in speaks]
    lines = [text.red_line(row) for row in answer.counted if row.delegation == name and row.stance == "blocks"]
    return Outcome(name, tuple(rows), tuple(lines), text.is_of_one, links=answer.links)


class _Text:
    """The text of an answer, and what the texts that are as good take at each bracket."""

    def __init__(self, answer: Answer) -> None:
        self._texts = answer.variant.space.texts
        self._unplaced = answer.variant.unplaced
        self._letters = {bracket.id: bracket.letters for bracket in answer.variant.brackets}
        self.is_of_one, self._tied = _tied(answer)
        self._counts = answer.counts

    def taken(self, bracket: str) -> tuple[str, ...]:
        """Return the letters that texts as good as this one take at a bracket, in the order of its options."""
        return tuple(letter for letter in self._letters[bracket] if letter in self._tied[bracket])

    def falls(self, bracket: str) -> bool:
        """Return whether a bracket falls away in one of these texts."""
        return _NOT_THERE in self._tied[bracket]

    def is_open(self, bracket: str) -> bool:
        """Return whether these texts differ in a bracket."""
        return len(self._tied[bracket]) > 1

    def makes(self, choices: Iterable[Choice]) -> bool | None:
        """Return whether these texts make all of some choices, or None if they may differ in that."""
        asked = [(self._tied[bracket], letter) for bracket, letter in choices]
        if any(letter not in tied for tied, letter in asked):
            return False
        return True if all(len(tied) == 1 for tied, _ in asked) else None

    def red_line(self, row: Position) -> RedLine:
        """Return whether a stance that blocks holds."""
        states: dict[bool | None, RedLineStatus] = {True: "crossed", False: "holds", None: "open"}
        crossed = self.makes(choices_of(row))
        # Ties may take the option, and meet the condition, and never both.
        if crossed is None and not self._counts(row):
            crossed = False
        return RedLine(row, states[crossed], self.words(row.bracket, row.option, at=True))

    def condition(self, row: Position) -> Condition:
        """Return whether the condition of a stance is met."""
        words = joined_and([self.words(*choice, at=True) for choice in row.condition])
        return Condition(row, self.makes(row.condition), words)

    def words(self, bracket: str, letter: str, *, at: bool = False) -> str:
        """Return the words of an option, with its bracket if that has not been named."""
        words = option_or_omission(bracket, letter, self._texts)
        return f"{words} ({bracket})" if at else words

    def says(self, bracket: str) -> str:
        """Return what the text does at a bracket, or what those do that are as good."""
        taken = self.taken(bracket)
        if not taken:
            return "it falls away, since the words around it are left out"
        words = [self.words(bracket, letter) for letter in taken]
        if bracket in self._unplaced and not self.is_open(bracket):
            return f"{words[0]} is to go in, and no comment says where: it is not in the text"
        if self.is_open(bracket):
            fallen = ["leaving out the words around it"] * self.falls(bracket)
            return f"a toss between {joined_and([*words, *fallen])}"
        if taken[0] == OMIT:
            return f"the text leaves out {option_words(bracket, OMIT, self._texts)}"
        return f"the text {'keeps' if self._letters[bracket][1:] == (OMIT,) else 'takes'} {words[0]}"


def _tied(answer: Answer) -> tuple[bool, Mapping[str, frozenset[str]]]:
    """Return what the texts that are as good take at each bracket, and whether there may be more than are known."""
    choices, others = answer.variant.choices, answer.alternatives
    tied = {
        bracket.id: frozenset([choices.get(bracket.id, _NOT_THERE), *others.get(bracket.id, ())])
        for bracket in answer.variant.brackets
    }
    return answer.is_entry or (answer.ties != 1 and answer.tossed is None), tied


def _at(text: _Text, name: str, rows: Sequence[Position]) -> BracketOutcome:
    """Return the outcome for a delegation at the bracket that these rows are on."""
    bracket = rows[0].bracket
    own = [row for row in rows if row.delegation == name]
    conditions = tuple(text.condition(row) for row in own if row.condition)
    undecided = text.is_open(bracket) or any(one.is_met is None for one in conditions)
    counting = [row for row in own if text.makes(row.condition)]
    taken = text.taken(bracket)
    result: Result = "open" if undecided else _result(counting, taken[0]) if taken else "neither"
    allies, opponents = _sides(name, rows)
    # Of a bracket that is open or falls away there is no stance on what is taken, only what the delegation wants.
    view = _wish(text, own) if text.is_open(bracket) or not taken else _view(text, counting or own, taken[0])
    beside = f", with {some_of(allies, _NAMED)}" if allies else ""
    against = f"; {some_of(opponents, _NAMED)} want{'s' * (len(opponents) == 1)} otherwise" if opponents else ""
    told = " ".join([f"{bracket}: {text.says(bracket)}{view}{beside}{against}.", *(one.sentence for one in conditions)])
    stances = (bracket, result, taken, text.falls(bracket), tuple(own), conditions)
    return BracketOutcome(*stances, allies, opponents, told)


def _result(counting: Sequence[Position], taken: str) -> Result:
    """Return the result at a bracket for a delegation with these stances, if an option is taken."""
    on_it = {row.stance for row in counting if row.option == taken}
    elsewhere = {row.stance for row in counting if row.option != taken}
    if on_it & {*AGAINST}:
        return "loses"
    if "supports" in on_it:
        return "wins"
    # What it accepts, or has not decided on, is no loss, even if it would rather have another option.
    if on_it:
        return "neither"
    if "supports" in elsewhere:
        return "loses"
    return "wins" if elsewhere & {*AGAINST} else "neither"


def _view(text: _Text, own: Sequence[Position], taken: str) -> str:
    """Return what a delegation thinks of the option that is taken."""
    name = own[0].delegation
    on_it = {row.stance for row in own if row.option == taken}
    phrases = {
        "blocks": f", which crosses a red line of {name}",
        "objects": f", which {name} opposes",
        "supports": f", as {name} wants",
        "reserves": f", on which {name} reserves its position",
        "accepts": f", which {name} can live with",
    }
    for stance, phrase in phrases.items():
        if stance in on_it:
            return phrase
    return _wish(text, own)


def _wish(text: _Text, own: Sequence[Position]) -> str:
    """Return what a delegation wants of a bracket."""
    name, bracket = own[0].delegation, own[0].bracket
    verbs = {
        ("supports",): "wants",
        AGAINST: "opposes",
        ("reserves",): "reserves its position on",
        ("accepts",): "can live with",
    }
    for stances, verb in verbs.items():
        letters = dict.fromkeys(row.option for row in own if row.stance in stances)
        if letters:
            told = [(letter, text.words(bracket, letter)) for letter in letters]
            words = [one for _, one in told]
            if verb == "wants":
                # What is wanted is to leave words out, what is opposed leaving them out.
                words = [one.replace("leaving", "to leave", 1) if letter == OMIT else one for letter, one in told]
            return f"; {name} {verb} {joined_and(words)}"
    raise AssertionError("every row has a stance")


def _sides(name: str, rows: Iterable[Position]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who is on the side of a delegation at a bracket, and who is on the other side."""
    wants: dict[str, set[str]] = {}
    opposes: dict[str, set[str]] = {}
    for row in rows:
        wants.setdefault(row.delegation, set()).update({row.option} if row.stance == "supports" else ())
        opposes.setdefault(row.delegation, set()).update({row.option} if row.stance in AGAINST else ())
    wish, refusal = wants.pop(name), opposes[name]
    allies, opponents = [], []
    for other, wanted in wants.items():
        opposed = opposes[other]
        same = wanted & wish or opposed & refusal
        if wanted & refusal or opposed & wish or (wanted and wish and not same):
            opponents.append(other)
        elif same:
            allies.append(other)
    return tuple(allies), tuple(opponents)
