"""A clause: what one set of speakers says of some words, as far as its tokens show."""

from __future__ import annotations

from dataclasses import dataclass, field

from bracketed.positions.signs import ACTS, NEGATIONS
from bracketed.positions.tokens import Token

# A sentence with one of these says something else than what a delegation wants.
NEUTRAL = ("thanks", "question", "history", "move", "merge", "split", "editorial")
# A wish or a polite frame around another operator: "would like to", "supports".
_FRAMES = ("want", "support", *NEGATIONS)
_BACKING = ("support", "agree", "content", "accept")
_ANSWERING = (*_BACKING, "cannot", "not", "object")


@dataclass(slots=True)
class Clause:
    """What is said by some speakers of some words."""

    # Who says it; `implicit` if they were named before and just go on.
    speakers: list[str] = field(default_factory=list)
    implicit: bool = False
    # Its words are those of the clause before: "“x”, which Chile could accept".
    relative: bool = False
    # What the clause before requested to be done with them: "deleting “x”, which Chile opposed".
    deed: list[Token] = field(default_factory=list)
    # Delegations on whose behalf others speak, and those only mentioned: neither takes a stance here.
    lent: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    # Delegations that are with the speakers, "same", or have another attitude: "…, opposed by Chile".
    sides: list[tuple[list[str], str]] = field(default_factory=list)
    # How many of the sides were named before anything was said.
    leading: int = 0
    # Those with another attitude who were named before anything was said: "Kenya, opposed by Peru, wanted “x”".
    asides: list[str] = field(default_factory=list)
    # What others have said that this clause repeats or answers: their names, and how many operators are before.
    said_by: list[tuple[list[str], int]] = field(default_factory=list)
    # The operators on the two sides of the words.
    before: list[Token] = field(default_factory=list)
    behind: list[Token] = field(default_factory=list)
    # The words it is about, those that are not wanted, those that are to take the place of others, and the side and
    # the words beside which an insertion goes.
    mentions: list[Token] = field(default_factory=list)
    unwanted: list[Token] = field(default_factory=list)
    new: list[Token] = field(default_factory=list)
    beside: tuple[str, Token] | None = None
    # "this", "the proposal": words that were spoken of before.
    pointing: list[Token] = field(default_factory=list)
    # It repeats what another has said: "echoed Chile".
    echo: bool = False
    # It speaks of the words as they were before a delegation requested others.
    original: bool = False
    # Its speakers have no names: "several delegations".
    crowd: bool = False
    # Its speakers are named at its end: "those who want “x” are Chile and Peru".
    those: bool = False
    # It only gives the reason of what the same speakers have requested.
    reasons: bool = False
    # The words that it may point to, in a clause before that says nothing of them: "said that “x” was new and must go".
    antecedent: Token | None = None
    # There are several of these.
    is_torn: bool = False
    # It breaks off before its words, which are in the next clause: "proposed, and Chile opposed, deleting “x”".
    shares: bool = False
    # It says "no" and nothing more.
    negative: bool = False
    # Its speakers are named behind what is said: "the concerns of Chile".
    owned: bool = False
    # It takes up what others have said of its words, and nothing else: "agreed with Chile on “x”".
    limited: bool = False
    # One speaker has been named as that of a group: "on behalf of the G77, Cuba …".
    group: bool = False
    # It speaks of the brackets around the words.
    brackets: bool = False
    # The label of the provision that is meant: "in D.2".
    place: Token | None = None
    # More is said beside its words than what may be beside a bare quotation.
    verbose: bool = False
    # It names a thing without quoting it: "a figure".
    nouns: bool = False
    # "or" is between its words, or "both" before them.
    either: bool = False
    both: bool = False
    # One of two things would do: "either".
    any_of: bool = False
    # A comma alone is between its words.
    listed: bool = False
    # The first words are a topic, "regarding “x”"; or they are behind a preposition: "on “x”".
    topic: bool = False
    amid: bool = False
    # "and" ties it to the clause before.
    joined: bool = False
    # It is said of the present alone: "cannot accept “x” at this stage".
    for_now: bool = False
    # It requests time and does not say what for, which is a reservation only on words that it names.
    waits: bool = False
    # Any of the options would do that others requested: "flexible".
    flexible: bool = False
    # It takes back what has been said of words, and not the words: "lifted its reservation".
    lifts: bool = False
    # It requests that words go, by a verb that otherwise takes back what was said: "drop".
    drops: bool = False
    # What no rule has a place for; a clause with such tokens takes no stance.
    unread: list[Token] = field(default_factory=list)
    # The kind of what is said where it is no stance: "question".
    neutral: str = ""
    # All its tokens, in their order.
    tokens: list[Token] = field(default_factory=list)

    @property
    def operators(self) -> list[Token]:
        """All operators, in the order in which they bear on each other."""
        if any(one.kind in ACTS for one in self.behind) or all(one.kind in _FRAMES for one in self.before):
            return [*self.before, *self.behind]
        return [*self.behind, *self.before]

    @property
    def has_operators(self) -> bool:
        """Whether anything is said of the words."""
        return bool(self.before or self.behind)

    @property
    def names(self) -> list[str]:
        """Everybody who has a part in the clause."""
        sides = [name for names, _ in self.sides for name in names]
        said = [name for names, _ in self.said_by for name in names]
        return list(dict.fromkeys([*self.speakers, *sides, *said, *self.refs, *self.lent]))

    @property
    def acts(self) -> bool:
        """Whether something is to be done with the words."""
        return any(one.kind in ACTS for one in (*self.before, *self.behind))

    @property
    def worded(self) -> bool:
        """Whether it says which words it is about."""
        return bool(self.mentions or self.pointing)

    @property
    def names_text(self) -> bool:
        """Whether it mentions words otherwise than as a part of an option without quotation marks."""
        return any(one.kind != "phrase" or one.whole for one in self.mentions)

    @property
    def unnamed(self) -> bool:
        """Whether nobody has been named as its speaker."""
        return self.implicit or not self.speakers

    @property
    def says(self) -> bool:
        """Whether anything but names has been met."""
        if self.relative and not self.has_operators:
            return False
        return bool(self.has_operators or self.worded or self.echo or self.original)

    @property
    def wishes(self) -> bool:
        """Whether it requests something to be done with words that it names or points to."""
        return bool(self.mentions or self.unwanted or (self.pointing and self.has_operators))

    @property
    def tells(self) -> bool:
        """Whether it states a fact about one quotation at most, and requests nothing: "said that “x” was new"."""
        quotes = sum(one.kind != "phrase" or one.whole for one in self.mentions)
        return bool(self.unread) and not self.has_operators and quotes <= 1

    @property
    def only_names(self) -> bool:
        """Whether nothing but names has been met, or nothing at all."""
        return not (self.says or self.unread or self.neutral or self.unwanted)

    @property
    def empty(self) -> bool:
        """Whether nothing at all has been met."""
        named = self.sides or self.said_by or self.refs or self.lent or not self.unnamed
        return self.only_names and not named

    # What the operators before the words come to.

    @property
    def complete(self) -> bool:
        """Whether they say something by themselves, so that another operator begins a predicate of its own."""
        if not self.before:
            return False
        last = self.before[-1]
        if last.kind not in NEGATIONS and any(one.kind != "want" for one in self.before):
            return True
        return last.kind == "want" and len(last.words.split()) == 1

    @property
    def only_wishes(self) -> bool:
        """Whether they wait for what is to be done: "wants", "does not support"."""
        return all(one.kind in ("want", "not", "support") for one in self.before)

    @property
    def backs(self) -> bool:
        """Whether the last of them may be said of a delegation: "supported Chile"."""
        return self.before[-1].kind in _BACKING

    @property
    def answers(self) -> bool:
        """Whether they may be said of what another has requested: "could not agree with Chile"."""
        return all(one.kind in _ANSWERING for one in self.before)

    def speak(self, names: list[str]) -> None:
        """Name its speakers."""
        self.speakers, self.implicit = list(names), False
