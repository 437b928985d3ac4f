"""Answers to what another delegation requested: "Agree.", "Japan agrees with UK", "Norway – opposed"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bracketed.draft.tree import OMIT
from bracketed.positions.implied import ImpliedTarget
from bracketed.positions.phrase_index import OptionTarget, WordsTarget
from bracketed.positions.positions import Position, Stance
from bracketed.positions.requests import Action, Request
from bracketed.positions.resolver import AGAINST, Resolver
from bracketed.positions.tokens import NAMING, Token

# What an answer without words of its own says of the options that another delegation requested.
_ANSWERS: dict[Action, Stance] = {
    "object": "objects", "block": "blocks", "accept": "accepts", "reserve": "reserves",
}  # fmt: skip


class Answers(Resolver):
    """Enters what answers come to."""

    def is_answer(self, request: Request) -> bool:
        """Return whether a request speaks of what another delegation requested: "supports", "cannot accept this"."""
        if request.answers or request.action in ("agree", "original"):
            return True
        if request.instead or request.action not in ("want", *_ANSWERS):
            return False
        if any(mention.kind == "proposal" for mention in request.mentions):
            return True
        if any(one.kind != "this" or " " in one.words for one in request.mentions):
            return False
        if request.action == "want":
            return self._is_of_a_change() if request.backs else not request.mentions and self._has_statements()
        if request.action == "reserve" or (request.mentions and self._is_of_their_own(request.action)):
            return False
        return self.state.answered(self.said, proposals=True) is not None

    def _has_statements(self) -> bool:
        return self.label in self.state.statements

    def _is_of_a_change(self) -> bool:
        # "Kenya asked to delete “x”. Peru supported this": the deletion, and not the words.
        thread = self.sentence.thread
        others = not {*thread.speakers} & {*self.said.speakers}
        return thread.action in ("remove", "replace") and others and self._has_statements()

    def _is_of_their_own(self, action: Action) -> bool:
        # "Opposed to “x”; this is a red line": what the speakers named last is nearer than what others requested.
        thread = self.sentence.thread
        own = thread.is_lost or (bool({*thread.speakers} & {*self.said.speakers}) and thread.action in AGAINST)
        return own and action in ("object", "block")

    def answer(self, request: Request) -> bool:
        """Enter what an answer comes to; return whether something was entered.

        To agree takes over the rows of the comment that is answered, else the last ones on the provision; to disagree
        objects to the requested options there. Where delegations are named, it is all their requests.
        """
        if request.action == "original":
            return self._original()
        stance = _ANSWERS.get(request.action)  # none for "agree" and "supports"
        rows = self._answered_rows(request.answers, proposals=stance is not None or request.backs)
        if request.action == "want" and not request.answers and _reserves_choice(rows):
            # "Chile supports “x”; Peru reserves; Cuba supports" backs Chile.
            rows = self._answered_rows((), proposals=True)
        words = [one for one in request.mentions if one.kind in NAMING] if request.answers else []
        if words:
            rows = self._on_words(rows, words)
        if request.flexible:
            rows = self._asked_for(rows)
        if rows and not request.answers and all(_is_against_words(row) for row in rows):
            return self._beside(request.action, rows)
        if stance:
            # What was requested, else what was accepted.
            rows = [row for row in rows if row.stance == "supports"] or [row for row in rows if row.stance == "accepts"]
            if not rows:
                self.report("answer-unclear")
        self._take_over(rows, stance, "answer" if stance else "agree")
        return bool(rows or stance)

    def _answered_rows(self, names: Sequence[str], proposals: bool) -> list[Position]:
        """Return the rows of the statement that is answered, or those of the delegations that are named."""
        answered = self.state.answered(self.said, proposals=proposals)
        statements = self.state.statements.get(self.label, []) if names else [answered] if answered else []
        rows = (row for one in statements for row in one.rows if not names or row.delegation in names)
        # A delegation may have said the same in thousands of comments on a provision.
        return [*{(row.delegation, row.bracket, row.option, row.stance, row.condition): row for row in rows}.values()]

    def _asked_for(self, rows: Sequence[Position]) -> list[Position]:
        """Return the rows of all who requested a wording in the same brackets; to leave it out, if that is all."""
        brackets = {row.bracket for row in rows}
        there = [
            row for one in self.state.statements.get(self.label, []) for row in one.rows
            if row.bracket in brackets and row.evidence.rule != "answer"
        ]  # fmt: skip
        requested = [row for row in there if row.stance == "supports"]
        return [row for row in requested or there if row.option != OMIT] or requested

    def _on_words(self, rows: Sequence[Position], words: Iterable[Token]) -> list[Position]:
        """Return the rows on the words to which an answer is limited: "agreed with Chile on “x”"."""
        keys: set[str] = set()
        for target in (one for mention in words for one in self.targets(mention, "want")):
            match target:
                case WordsTarget():
                    keys.add(self.implied.over(target).key)
                case ImpliedTarget(phrase, _):
                    keys.add(phrase.key)
                case OptionTarget(bracket, _, _):
                    keys.add(bracket.id)
        found = [row for row in rows if row.bracket in keys]
        if keys and not found:
            self.report("answer-unclear")
        return found

    def _take_over(self, rows: Iterable[Position], stance: Stance | None, rule: str) -> None:
        """Enter rows of others for the speakers, with this stance instead of their own if there is one."""
        for row in rows:
            for delegation in self.said.speakers:
                if delegation != row.delegation:
                    self.state.enter(delegation, row.bracket, row.option, stance or row.stance, rule, self.said)

    def _beside(self, action: Action, rows: Sequence[Position]) -> bool:
        # Where a delegation is only against words, "supports" and "opposed" are said of these words.
        if action not in ("want", "agree", *_ANSWERS):
            return False
        self._take_over(rows, "supports" if action == "want" else _ANSWERS.get(action), "answer")
        return True

    def _original(self) -> bool:
        # The words before a delegation requested others: those that meet an objection are wanted, else those that are
        # requested are not.
        answered = self.state.answered(self.said, proposals=True)
        rows = answered.rows if answered else []
        kept = [row for row in rows if row.stance in ("objects", "blocks") and row.option != OMIT]
        # One of several wordings of the text is no change to it.
        added = [] if kept else [row for row in rows if row.stance == "supports" and not self._is_choice(row)]
        if not kept and not added:
            self.report("answer-unclear")
        for row in (*kept, *added):
            for delegation in self.said.speakers:
                stance: Stance = "supports" if kept else "objects"
                self.state.enter(delegation, row.bracket, row.option, stance, "answer", self.said)
        return True

    def _is_choice(self, row: Position) -> bool:
        bracket = None if row.bracket in self.implied.phrases else self.state.draft.bracket(row.bracket)
        return bracket is not None and any(letter not in (row.option, OMIT) for letter in bracket.letters)


def _reserves_choice(rows: Sequence[Position]) -> bool:
    """Return whether rows reserve several options of one bracket."""
    brackets = {row.bracket for row in rows}
    letters = {(row.bracket, row.option) for row in rows if row.option != OMIT}
    return len(letters) > len(brackets) and all(row.stance == "reserves" for row in rows)


def _is_against_words(row: Position) -> bool:
    return row.stance in ("objects", "blocks", "reserves") and row.option != OMIT
