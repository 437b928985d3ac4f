"""What a chair needs to know about a draft, in sentences that can be read out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from bracketed.consensus.blocking import OBSTRUCTED, Blocking, BracketSupport, blocking_of, first_of_linked
from bracketed.consensus.coalitions import coalitions
from bracketed.consensus.concessions import Concession, Concessions, concessions_of
from bracketed.consensus.contestation import Answer, least_contested
from bracketed.consensus.leverage import Leverage, leverage_of
from bracketed.consensus.open_brackets import brackets_in_words, empty_state
from bracketed.consensus.option_phrases import option_words
from bracketed.consensus.packages import Packages, packages_of
from bracketed.consensus.scoring import rows_in
from bracketed.consensus.support import SupportPerOption
from bracketed.consensus.ties import NAMED, Parties, Toss, cheapest_moves
from bracketed.draft.tree import OMIT
from bracketed.errors import BracketedError
from bracketed.phrasing import (
    capitalised,
    in_words,
    joined_and,
    joined_or,
    number_of,
    quoted,
    short,
    some_of,
    uncapitalised,
)
from bracketed.positions.positions import Positions
from bracketed.variants.space import Space
from bracketed.views import html

if TYPE_CHECKING:
    import networkx as nx

Result = TypeVar("Result")

# Names in all the ways that a sentence offers, and numbers up to which it has words.
_IN_WORDS = 8
# Sets of moves in which trades are looked for: the best few are shown, and a chair does not wait for all.
_SETS = 30_000


@dataclass(frozen=True)
class Brief:
    """The answers that a chair needs, and their sentences.

    An answer that cannot be given, since a draft is too entangled for it or a solver is missing, is None, and
    `unanswered` says why; the sentences leave it out. `levers` are those of delegations and links, `coalitions` is the
    graph of `bracketed.coalitions`, and `movers` are the delegations who give way in all of the cheapest concessions,
    and in some. Of packages the first 30,000 sets of moves are looked at.
    """

    space: Space = field(repr=False)
    positions: Positions = field(repr=False)
    standings: Blocking | None
    best: Answer | None
    ways: Concessions | None
    levers: Leverage | None
    deals: Packages | None
    coalitions: nx.Graph = field(repr=False, compare=False)
    unanswered: tuple[str, ...]
    movers: Parties | None = field(repr=False, default=None)

    @property
    def communities(self) -> tuple[tuple[str, ...], ...]:
        """The delegations that side together, the largest communities first."""
        communities: tuple[tuple[str, ...], ...] = self.coalitions.graph["communities"]
        return communities

    @property
    def summary(self) -> tuple[str, ...]:
        """The draft in at most five sentences, which begin with how many comments could not be read, if any."""
        if self.empty:
            return (self.empty,)
        sentences = (self._opening(), self._urgent(), self._text(), self._moves(), self._trade())
        return tuple(sentence for sentence in sentences if sentence)

    @property
    def empty(self) -> str:
        """What is said in place of all else where no bracket is open or no position is known."""
        return empty_state(self.space, self.positions)

    @property
    def obstacles(self) -> tuple[str, ...]:
        """What is deadlocked or reserved, the most urgent first: a sentence or two for each choice."""
        return tuple(
            f"{row.sentence} The same choice is in {some_of(row.linked)}." if row.linked else row.sentence
            for row in self.blocking
        )

    @property
    def moves(self) -> tuple[str, ...]:
        """Who would have to move: the cheapest way out, what single moves close, and who holds most."""
        sentences: list[str] = []
        if self.ways and self.ways[0].moves:
            first = self.ways[0]
            number = number_of(len(first.moves), "stance" if first.lifts else "objection")
            if len(self.alike) > 1:
                # To name one of them would say that this side has to move.
                sentences.append(f"The cheapest ways out are equally good: each withdraws {number}. {self._moves()}")
            else:
                total = "many" if self.ways.total is None else short(self.ways.total)
                way = "The only way out" if self.ways.total == 1 else f"The cheapest of {total} ways out"
                sentences.append(f"{way} withdraws {number}. {first.sentence}")
        if self.levers:
            sentences += [lever.sentence for lever in self.levers.of("link")]
            sentences += [lever.sentence for lever in self.levers.of("delegation") if lever.closes]
        return (*sentences, *self._shares())

    @property
    def alike(self) -> tuple[Concession, ...]:
        """The concessions that are as cheap as the first."""
        ways = tuple(self.ways or ())
        return tuple(way for way in ways if _price(way) == _price(ways[0]))

    @property
    def together(self) -> tuple[str, ...]:
        """Who sides together, community by community; nobody who is alone."""
        return tuple(", ".join(names) for names in self.communities if len(names) > 1)

    @property
    def trades(self) -> tuple[str, ...]:
        """The packages, the best first; if there is none, that there is none."""
        if self.deals is None:
            return ()
        if not self.deals:
            alike = len({row.weight for row in self.positions}) < 2
            weights = "all wishes weigh the same" if alike else "these weights hold"
            return (f"No trade would leave one delegation better off and none worse off, as long as {weights}.",)
        return tuple(capitalised(deal.sentence) for deal in self.deals)

    @property
    def blocking(self) -> tuple[BracketSupport, ...]:
        """The brackets that are deadlocked or reserved, the most urgent first; of those that are linked, the first."""
        return tuple(first_of_linked(self.standings.of(*OBSTRUCTED))) if self.standings else ()

    @property
    def sections(self) -> dict[str, tuple[str, ...]]:
        """The sentences beyond the summary, by title."""
        if self.empty:
            return {}
        sections = {
            "Deadlocked or reserved, the most urgent first": self.obstacles,
            "Tosses, left to the room": tuple(toss.sentence for toss in (self.best and self.best.tossed) or ()),
            "Who has to move": self.moves,
            "Who agrees with whom": self.together,
            "What could be traded": self.trades if self.blocking else (),
            "What could not be answered": self.unanswered,
        }
        return {title: lines for title, lines in sections.items() if lines}

    def __str__(self) -> str:
        parts = [[f"{title}:", *(f"- {line}" for line in lines)] for title, lines in self.sections.items()]
        links = self.space.link_count.sentence
        return "\n\n".join([" ".join(self.summary), *map("\n".join, parts), *[links] * bool(links)])

    def _repr_html_(self) -> str:
        return html(self)

    def __repr__(self) -> str:
        return f"<Brief on {self.space.draft.name!r}: {number_of(len(self.blocking), 'choice')} in the way>"

    def _opening(self) -> str:
        brackets = self.space.brackets
        opening = f"{number_of(len(brackets), 'choice')} {'is' if len(brackets) == 1 else 'are'} open in this draft"
        if any(bracket.origin == "comment" for bracket in brackets):
            opening += f", {brackets_in_words(brackets)}"
        unread = len(self.positions.unread)
        if unread:
            # First of all: the answers leave out what these comments may have requested.
            without = "without it" if unread == 1 else "without them"
            opening = f"{number_of(unread, 'comment')} could not be read; {without}, {opening}"
        opening = capitalised(opening)
        if not self.standings:
            return f"{opening}."
        block, reserved, closable = (len(self.standings.of(one)) for one in (*OBSTRUCTED, "closable"))
        doubtful = sum(row.is_doubtful for row in self.standings)
        silent = len(self.standings.of("silent")) - doubtful
        counts = [f"{_some(block)} {'is' if block == 1 else 'are'} deadlocked"]
        counts += [f"{_some(reserved)} {'is' if reserved == 1 else 'are'} reserved"] * bool(reserved)
        counts += [f"{_some(closable)} can be closed now"]
        counts += [f"on {_some(silent)} nobody has spoken"] * bool(silent)
        counts += [f"on {_some(doubtful)} no position could be read"] * bool(doubtful)
        return f"{opening}: {', '.join(counts[:-1])}{',' * (len(counts) > 2)} and {counts[-1]}."

    def _urgent(self) -> str:
        if not self.standings:
            return ""
        if not self.blocking:
            if self.standings.of("silent"):
                return "Nothing is deadlocked so far: what somebody has spoken on can be settled without an objection."
            return "Nothing is deadlocked: each choice can be settled without an objection."
        row = self.blocking[0]
        words = joined_or([quoted(option.text) for option in row.options if option.letter != OMIT]).rstrip(",")
        places = f" in {number_of(len(row.linked) + 1, 'place')}" if row.linked else ""
        remedy = uncapitalised(row.remedy)
        # The same option may have dozens of ways to free it, which no sentence holds.
        if sum(map(len, row.holder_groups)) > _IN_WORDS:
            fewest = len(row.holder_groups[0])
            alone = f"any of {number_of(len(row.holder_groups), 'delegation')}"
            who = alone if fewest == 1 else f"{number_of(fewest, 'delegation')} together"
            remedy = f"it could be closed if {who} gave way."
        return f"The most urgent is {words} ({row.id}){places}: {remedy}"

    def _text(self) -> str:
        if self.best is None:
            return ""
        against = self.best.in_the_way
        if not against.always and not against.sometimes:
            texts, reasons = self._alike()
            # Without a word on how, it would contradict what was said of the brackets.
            live = self.best.variant.choices
            avoided = sum(row.id not in live for row in self.standings.of("blocking")) if self.standings else 0
            how = f", which leaves out the words around {number_of(avoided, 'deadlock')}" if avoided else ""
            return f"There is a text that nobody objects to{how}{f'; {texts}, since {reasons}' if texts else ''}."
        met = [f"{in_words(self.best.objections)} objection{'' if self.best.objections == 1 else 's'}"]
        # Where it meets reservations only, that there is no objection goes without saying.
        met = met if self.best.objections or not self.best.reservations else []
        met += [number_of(self.best.blocks, "red line")] * bool(self.best.blocks)
        reserved = self.best.reservations
        met += [f"{in_words(reserved)} reservation{'' if reserved == 1 else 's'}"] * bool(reserved)
        if self.best.tossed is None:
            found = f"The least contested text that was found meets {joined_and(met)}, from {against.words}"
            return f"{found}; whether others are as good was not examined."
        texts, reasons = self._alike()
        # Where the same delegations object in all of them, the ties are no reason for who does.
        alike = f", since {reasons}: {texts}" if against.sometimes else f"; {texts}, since {reasons}"
        alike = alike if texts else ""
        return f"The least contested text meets {joined_and(met)}, from {against.words}{alike}."

    def _alike(self) -> tuple[str, str]:
        """Return how many texts are as good, and why: what is a toss among them, and what has no position."""
        if self.best is None or self.best.ties in (None, 1):
            return "", ""
        ties = self.best.ties or 1
        texts = f"{in_words(ties) if ties <= _IN_WORDS else short(ties)} texts are equally good"
        tossed, silent = self.best.tossed or (), len(self.best.silent)
        tosses = (
            f"{self._words(tossed[0])} is a toss" if len(tossed) == 1 else f"{_some(len(tossed))} choices are tosses"
        )
        reasons = [tosses] * bool(tossed)
        reasons += [f"{number_of(silent, 'bracket')} {'has' if silent == 1 else 'have'} no position"] * bool(silent)
        return texts, " and ".join(reasons)

    def _words(self, toss: Toss) -> str:
        """Return the words of a bracket that is a toss."""
        left_out = f"leaving out {option_words(toss.bracket, OMIT, self.space.texts)}"
        words = joined_or([quoted(side.text) for side in toss.sides if side.letter != OMIT] or [left_out])
        return f"{words.rstrip(',')} ({toss.bracket})"

    def _moves(self) -> str:
        if not self.ways or not self.ways[0].moves or self.movers is None:
            return ""
        by = self.ways[0].by_delegation
        number = number_of(len(self.ways[0].moves), "stance")
        free = "Nothing would be in the way" if self.ways[0].lifts else "Nobody would object"
        movers = self.movers
        if movers.sometimes or not movers.steady or {*by} != {*movers.always}:
            who = f"{movers.words}{',' * bool(movers.always and movers.sometimes)}"
            # Who moves is open, and so is who withdraws how many.
            alone = all(len(names) == 1 for names in movers.either) if movers.either else len(movers.sometimes) == 0
            one = alone and len(movers.always) == (0 if movers.sometimes else 1)
            return f"{free} any more if {who} withdrew {number}{'' if one else ' in all'}."
        if len(by) == 1:
            return f"{free} any more if {next(iter(by))} withdrew {number}."
        names = [f"{name} {in_words(len(rows))}" for name, rows in by.items()]
        who = f": {joined_and(names)}" if len(names) <= NAMED else ""
        return f"{free} any more if {number_of(len(by), 'delegation')} withdrew {number} in all{who}."

    def _trade(self) -> str:
        if self.deals is None or not self.blocking:
            return ""
        if not self.deals:
            return self.trades[0]
        # No more were looked for than are shown, so their number says nothing of how many there are.
        would = "Trades would help; in the best one," if len(self.deals) > 1 else "A trade would help: in it,"
        return f"{would} {uncapitalised(self.deals[0].lines[0])}"

    def _shares(self) -> Iterator[str]:
        if self.best is None or self.levers is None or not self.best.objections:
            return
        shares = [(row.share.objections, row.name) for row in self.levers.of("delegation") if row.share]
        held = sorted((pair for pair in shares if pair[0]), key=lambda pair: -pair[0])
        parts = ", ".join(f"{name} {share:.1f}" for share, name in held[:NAMED])
        met = f"{in_words(self.best.objections)} objection{'' if self.best.objections == 1 else 's'}"
        yield f"The shares in the {met} that the least contested text meets: {parts}."


def brief(space: Space, positions: Positions, *, limit: int = 3) -> Brief:
    """Return the answers that a chair needs, and their sentences.

    Args:
        space: which variants there are.
        positions: who takes which stance.
        limit: at most so many concessions and packages.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA – remove “shall”")
    >>> positions = bt.positions(draft)
    >>> for sentence in bt.brief(bt.variants(draft, positions), positions).summary:
    ...     print(sentence)
    One choice is open in this draft: one is deadlocked and none can be closed now.
    The most urgent is “shall” (4#1): it could be closed if USA or UK gave way.
    The least contested text meets one objection, from either USA or UK, since “shall” (4#1) is a toss: two texts are
    equally good.
    Nobody would object any more if either USA or UK withdrew one stance.
    No trade would leave one delegation better off and none worse off, as long as all wishes weigh the same.
    """
    unanswered: list[str] = []

    def answer(question: Callable[[], Result]) -> Result | None:
        # A chair is better served by four answers of five than by an error.
        try:
            return question()
        except BracketedError as error:
            unanswered.append(str(error))
            return None

    rows, ignored = rows_in(positions, space)
    # Most answers need it, and what one has found out of an option the others need not.
    support = SupportPerOption(space, rows)
    answers = (
        answer(lambda: blocking_of(support, positions, ignored)),
        answer(lambda: least_contested(support.space, positions)),
        answer(lambda: concessions_of(support, ignored, limit)),
        answer(lambda: leverage_of(support, ignored, of_brackets=False)),
        answer(lambda: packages_of(support, ignored, limit=limit, sets=_SETS)),
    )
    movers = answer(lambda: cheapest_moves(support).in_the_way)
    return Brief(space, positions, *answers, coalitions(positions), tuple(dict.fromkeys(unanswered)), movers)


def _price(way: Concession) -> tuple[float, ...]:
    return way.blocks, way.objections, way.reservations, len(way.moves)


def _some(count: int) -> str:
    return in_words(count) if count else "none"
