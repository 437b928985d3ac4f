"""Builds the clauses of a sentence one after the other: closes one, begins the next, and shares words between them."""

from __future__ import annotations

from collections.abc import Sequence

from bracketed.positions.clause import Clause
from bracketed.positions.lexicon import Language
from bracketed.positions.signs import ACTS, ATTITUDES, NEGATIONS
from bracketed.positions.token_row import TokenRow
from bracketed.positions.tokens import Token


class ClauseBuilder(TokenRow):
    """The clauses that are done, the one that is being read, and what its next tokens are expected to be."""

    def __init__(self, tokens: Sequence[Token], language: Language, spoken: Sequence[str] = ()) -> None:
        super().__init__(tokens, language)
        self.clauses: list[Clause] = []
        self.spoken = frozenset(spoken)
        # Who has spoken before goes on where nobody is named.
        self.clause = Clause(speakers=list(spoken), implicit=True)
        # What the next names are: "same", "against", "behalf", …, or "by" and the attitude they have.
        self.marker = ""
        # What the next words are: "unwanted", "new", "beside", "locator"; "located" and "beside done" when they came.
        self.role = ""
        # On which side of the next words an insertion goes.
        self.anchor = ""
        # "not flexible: “x” must stay": the words behind the colon say it all.
        self.colon = False
        # The names of the last token have been put on a side.
        self.sided = False
        # What makes the clause, and the one that goes on from it, doubtful: "delete “x” or use “y”"; or the sentence.
        self.doubt: Token | None = None
        self.spoiled: Token | None = None
        # A reason has just ended: what follows is said apart from what was before it.
        self.resumes = False

    def _close(self, implicit: bool = False, joined: bool = False) -> None:
        """End the clause; `implicit` says that its speakers go on, `joined` that they do behind "and"."""
        done = self.clause
        if done.antecedent and not done.mentions and (done.acts or any(one.kind == "this" for one in done.pointing)):
            done.unread += [done.antecedent] if done.is_torn else []
            done.mentions, done.pointing = [done.antecedent], []
        if done.deed and not done.acts and self._answers(done):
            done.before = [*done.before, *done.deed]
        if not done.empty or done.crowd:
            self.clauses.append(done)
        self.marker = self.role = ""
        if not implicit:
            self.doubt = None
        if implicit:
            # "A, with B, wanted “x” and opposed “y”": B goes on, too, and so do those against them.
            with_them = done.sides[: done.leading]
            antecedent = next((one for one in done.mentions if one.kind == "quote"), None) if done.tells else None
            lent = done.lent if antecedent else []
            if antecedent:
                done.lent = []
            self.clause = Clause(
                speakers=list(done.speakers),
                implicit=True,
                joined=joined,
                sides=with_them,
                leading=len(with_them),
                crowd=done.crowd and not done.speakers,
                unread=[self.doubt] if self.doubt else [],
                antecedent=antecedent,
                lent=lent,
            )
        elif done.empty:
            self.clause = Clause(speakers=list(done.speakers), implicit=done.implicit)
        else:
            self.clause = Clause()

    def _answers(self, clause: Clause) -> bool:
        """Return whether all that a clause says may answer a request, "opposed", and is no praise: "was essential"."""
        begins = tuple(self.particles["answering"])
        said = [one for one in clause.operators if one.kind not in NEGATIONS]
        return bool(said) and all(one.words.casefold().startswith(begins) for one in said)

    def _begin(self, names: list[str]) -> None:
        """End the clause and begin one of other speakers."""
        self._close()
        self.clause.speak(names)

    def _end_unwanted(self) -> None:
        # "Instead of “x”, Japan would use “y”": the unwanted words have come, others follow.
        if self.role == "unwanted" and self.clause.unwanted and not self.clause.mentions:
            self.role = ""

    def _share(self) -> None:
        """Give clauses that break off the words of the next: "A proposed, and B opposed, deleting “x”"."""
        for number in range(len(self.clauses) - 2, -1, -1):
            one, other = self.clauses[number], self.clauses[number + 1]
            if _breaks_off(one) and _may_share(one, other):
                one.mentions, one.unwanted, one.new = other.mentions, other.unwanted, other.new
                one.pointing = other.pointing
                if not one.acts:
                    one.before = [*one.before, *(token for token in other.before if token.kind in ACTS)]


def _breaks_off(clause: Clause) -> bool:
    if not clause.before or clause.worded or clause.neutral or clause.unread:
        return False
    return clause.acts or any(token.kind in ATTITUDES and token.kind != "agree" for token in clause.before)


def _may_share(one: Clause, other: Clause) -> bool:
    goes_on = other.implicit and not other.joined
    if goes_on or not other.worded:
        return False
    return one.shares or not one.unnamed
