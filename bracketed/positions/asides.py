"""What a sentence says beside what a delegation wants, and is passed by: openings, reasons, thanks and parentheses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bracketed.positions.clause import NEUTRAL, Clause
from bracketed.positions.clause_builder import ClauseBuilder
from bracketed.positions.signs import ACTS, ATTITUDES, NEGATIONS, OPERATORS
from bracketed.positions.token_row import AHEAD, FAR, JOINTS, is_mark, names_in_runs, names_of
from bracketed.positions.tokens import MENTIONS, NAMING, WHO, Token

# What is in no opening: words of the text, delegations that take a side, and words that may reverse the meaning.
_NOT_IN_OPENING = (
    "quote", "this", "proposal", "same", "against", "likewise", "joining", "parting", "behalf", "lent", "hedge", "none",
    "not", "cannot", "original", "both", "neither", "but", "thanks", "question",
)  # fmt: skip
# What is no explanation of a wish: it turns or bounds it, or another one begins.
_NOT_IN_EXPLANATION = (*NAMING, *WHO, "reserve", "withdraw", "hedge", "cannot", "block", "instead")
_NOT_FIRST_IN_EXPLANATION = ("and", "but", "echo", "same", "against", "likewise", "reason")
# In parentheses these take something back.
_RISKY = ("reserve", "withdraw", "hedge", "cannot", "block")
# So many tokens behind a verb the words must come that make it a wish of its own.
_REACH = 6

# The label of the provision that a sentence is about comes among so many tokens.
_PLACE = 5
# Labels of paragraphs in parentheses, "(viii)", are no longer than this.
_LABEL = 4


class Asides(ClauseBuilder):
    """Passes by what is no wish."""

    # Openings: "Recalling the debate of Monday, Chile …".

    def _pass_opening(self) -> None:
        end = self._opening()
        opening = self.tokens[:end]
        self.clause.refs += names_of(opening)
        self.clause.tokens += opening
        if any(token.kind == "phrase" for token in opening):
            # "Welcoming the longer mandate, Fiji recalled …" may be a wish.
            self.clause.unread += [token for token in opening if token.kind in ATTITUDES]
        self.clause.for_now = any(self._among(token, "for_now") for token in opening)
        self.clause.place = next((token for token in opening if token.kind == "label"), None)
        self.at = end

    def _opening(self) -> int:
        """Return where the sentence itself begins, behind its opening."""
        place = self._place_ahead()
        if place:
            return place
        for at, token in enumerate(self.tokens):
            if token.words == "," and at:
                return at + 1 if self._is_subject(at + 1) and self.tokens[0].kind != "names" else 0
            if token.kind in _NOT_IN_OPENING or token.whole or (token.kind in WHO and not at):
                return 0
            if is_mark(token, ":–—"):
                return 0
            if token.kind == "names" and len(token.runs) > 1 and self._speaks_next(at + 1):
                # "After talks held by Thailand, Israel announced …"
                self.clause.refs += names_in_runs(token.runs[:-1])
                self.tokens = [*self.tokens[:at], replace(token, runs=token.runs[-1:]), *self.tokens[at + 1 :]]
                return at
        return 0

    def _place_ahead(self) -> int:
        """Return where the sentence begins behind its provision, "As to E.5, …"; 0 if it names none."""
        at = next((number for number, token in enumerate(self.tokens[:_PLACE]) if token.kind == "label"), 0)
        if not at or any(token.kind not in ("fill", "reason", "keep", "support", "noun") for token in self.tokens[:at]):
            return 0
        leads = self._last_word_among(self.tokens[at - 1], "places", "amid")
        behind = self._token_at(at + 1)
        return at + 2 if leads and behind is not None and is_mark(behind, ",:–—") else 0

    def _is_subject(self, at: int) -> bool:
        follows = self._significant(at)
        if follows is None:
            return False
        return follows.kind in (*WHO, "crowd") or (follows.kind == "this" and " " not in follows.words)

    # Reasons: "as the costs are high", and thanks.

    def _reason(self, token: Token) -> None:
        clause = self.clause
        first = token.words.casefold().split()[0]
        wishes = bool(clause.before) and self._last is clause.before[-1] and not clause.mentions
        if wishes and first in self.particles["to_do"]:
            clause.unread.append(token)  # "prefers to strike" is no reason
            return
        if self._among(token, "otherwise") and self._last is not None and not self._behind_mark(",–—;("):
            clause.unread.append(token)  # "reluctant to see “x” adopted otherwise" turns the sentence round
            return
        if self._among(token, "otherwise") and clause.says and self._words_ahead():
            # "“x” should go, otherwise it cannot accept “y”" depends on what becomes of “x”.
            self._close(implicit=True)
            self.clause.unread.append(token)
            return
        if self._among(token, "otherwise") and self._last is None and any(one.kind in NAMING for one in self.tokens):
            clause.unread.append(token)  # "keep “x”; otherwise Peru cannot accept “y”"
            return
        if self._among(token, "aside") and clause.says and self._begins(self.at, "but"):
            self._close(implicit=True)  # "prefers “x”, although it could accept “y”"
            return
        if self._among(token, "adding") and clause.speakers and not clause.says:
            return  # "Haiti adding that it was unable to accept “x”"
        if clause.mentions and self._among(token, "relative") and self._others_speak_next():
            # "“x”, which Chile said it could accept"
            deed = [one for one in clause.operators if one.kind in ACTS]
            denied = deed and any(one.kind in (*NEGATIONS, "object", "block") for one in clause.before)
            # "opposed deleting “x”, which Chile supported" may be about the one or the other.
            unread = [token] if denied else []
            self._close()
            self.clause = Clause(
                mentions=[*clause.mentions], new=[*clause.new], relative=True, deed=deed, unread=unread
            )
            return
        self._skip()

    def _others_speak_next(self) -> bool:
        follows = self._next
        if follows is None or follows.kind != "names":
            return False
        return self._speaks_next(self.tokens.index(follows, self.at) + 1)

    def _skip(self, thanks: bool = False) -> None:
        """Pass by a reason, up to where a delegation says something else."""
        named = False
        set_off = self._behind_comma
        prepositional = self._among(self.tokens[self.at - 1], "prepositional")
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == "hence" and not self.clause.wishes:
                return  # "costs are high as a rule, which is why we would drop “x”"
            if self._sides_begin(token) or (token.words == ":" and self.clause.empty and not named):
                return  # "Out of the small group: …"
            if set_off and token.words == "," and self._goes_on_asking(self.at + 1):
                return  # "asked, given the costs, for “x” to be deleted"
            if prepositional and token.kind == "names" and self._is_subject_of_main(token):
                self.resumes = True
                return
            joint = token.kind in JOINTS or is_mark(token, ",;–—-")
            if joint and self._begins(self.at + 1, token.kind, named):
                self.resumes = True
                return
            if token.kind in WHO:
                self.clause.refs += token.names
                named = not thanks
            if token.kind in ("quote", "label", "option", "rank") and not self.clause.says:
                self._take_antecedent(token)
            self.clause.tokens.append(token)
            self.at += 1

    def _take_antecedent(self, token: Token) -> None:
        """Take words of an aside for what "it" means behind it: "Chad, which had opposed “x”, now supported it"."""
        clause = self.clause
        clause.is_torn = clause.is_torn or clause.antecedent is not None
        clause.antecedent = token

    def _goes_on_asking(self, at: int) -> bool:
        """Return whether a wish goes on behind an aside: "cannot, for these reasons, accept “x”"."""
        clause = self.clause
        if clause.worded or clause.unread or not clause.before or clause.before[-1].kind not in ("want", *NEGATIONS):
            return False
        follows = next((one for one in self.tokens[at:] if one.kind not in ("fill", "this")), None)
        denied = clause.before[-1].kind in NEGATIONS
        goes_on = ("accept", "agree", "content", "support", "quote") if denied else ("support", "quote", *ACTS)
        return follows is not None and (follows.kind in goes_on or follows.whole)

    def _is_subject_of_main(self, token: Token) -> bool:
        """Return whether behind a reason without a verb a name begins the sentence: "in view of the time Chile …"."""
        clause, before = self.clause, self.tokens[self.at - 1]
        if not clause.unnamed or clause.says or before.kind not in ("word", "noun"):
            return False
        return not any(one.words == "," for one in self.tokens[self.at :]) and self._speaks_next(self.at + 1)

    def _sides_begin(self, token: Token) -> bool:
        """Return whether a reason is over as others are put on a side: "…, as was Chile"."""
        puts = token.kind == "likewise" or (token.kind in ("same", "against") and not self._among(token, "with"))
        return puts and any(one.kind == "names" for one in self.tokens[self.at + 1 : self.at + 3])

    def _begins(self, at: int, joint: str, others: bool = False) -> bool:
        """Return whether a delegation speaks behind a joint of this kind, so that a reason is over.

        `others` says that others than the speakers were named in the reason.
        """
        named = False
        for number, token in enumerate(self.tokens[at : at + AHEAD], at):
            if token.kind in JOINTS and number == at:
                joint = token.kind  # ", and …"
            elif token.kind in WHO:
                named = True
            elif token.kind in ("fill", "crowd", "this", "to", "just") or token.words == ",":
                continue
            elif token.kind in OPERATORS or token.kind in NEUTRAL or token.kind == "echo":
                if named or (self.clause.speakers and not self.clause.says and not self.clause.neutral):
                    return True
                # Where others act in the reason, "which Palau called a loophole and asked to strike", it is they.
                return joint in JOINTS and not others and self._has_more_to_say(number)
            else:
                said = self.clause.says and not self.clause.tells
                return token.kind in NAMING and not self.clause.unnamed and not said
        return False

    def _has_more_to_say(self, at: int) -> bool:
        # The same speakers go on only where they name words or have more than an adverb to say.
        if self.tokens[at].kind not in (*ATTITUDES, *NEGATIONS, *ACTS):
            return False
        return any(one.kind in MENTIONS or one.kind in ACTS for one in self.tokens[at : at + _REACH])

    # Explanations: "keep “x”, this is the heart of it".

    def _only_explains(self) -> bool:
        """Return whether what follows a complete wish only gives a reason."""
        if not self._wish_is_complete():
            return False
        behind = self.tokens[self.at : self.at + FAR]
        for number, token in enumerate(behind):
            if token.kind == "phrase" and not token.whole:
                continue
            if number and token.words == "," and self._and_asks(self.at + number + 1):
                return any(one.kind == "word" for one in self.tokens[self.at : self.at + number])
            if token.kind in _NOT_IN_EXPLANATION or (token.kind in _NOT_FIRST_IN_EXPLANATION and not number):
                return False
            if is_mark(token, ";"):
                break
        return any(token.kind == "word" for token in behind)

    def _and_asks(self, at: int) -> bool:
        """Return whether the same speakers go on behind ", and" with a wish of its own words."""
        joint = self._token_at(at)
        return joint is not None and joint.kind == "and" and self._begins(at, "and")

    def _wish_is_complete(self) -> bool:
        clause = self.clause
        waits = (self.role == "new" and not clause.new) or self.role == "beside"
        if waits or clause.unread or not (clause.speakers or clause.implicit or not self.clauses):
            return False
        answers = clause.complete and self._behind_dash and not clause.unnamed
        return clause.worded or clause.acts or answers or any(one.kind == "reserve" for one in clause.before)

    @property
    def _behind_dash(self) -> bool:
        before = self._token_at(self.at - 1)
        return before is not None and is_mark(before, "–—")

    # Asides behind a name: "Peru, while grateful for the text, …".

    def _pass_aside(self) -> bool:
        """Pass by an aside behind a name; return whether it is one."""
        end = self._aside_end()
        if end:
            self.clause.refs += names_of(self.tokens[self.at : end])
            self.at = end
        return bool(end)

    def _aside_end(self) -> int:
        """Return where an aside behind a name ends, without words of the text in it; 0 if it is none."""
        for number, token in enumerate(self.tokens[self.at : self.at + FAR], self.at):
            if token.words == ",":
                return number
            if token.kind in ("quote", "label", "option", "rank") or token.whole:
                return 0
        return 0

    # Punctuation and parentheses.

    def _punctuation(self, token: Token) -> None:
        clause, mark = self.clause, token.words
        if mark in ",:–—" and clause.unnamed and not clause.neutral:
            self._end_heading(mark)
        if mark == "," and clause.echo and clause.said_by and not clause.mentions and self._before_names():
            self._close(implicit=True)  # "associating itself with the EU, added that it accepted “x”"
            return
        if mark == "," and not clause.unnamed and not clause.says:
            # "Japan, host of an earlier meeting, …"
            clause.unread = [one for one in clause.unread if one.kind != "word"]
        if mark in ",–—-" and self._only_explains():
            self._close(implicit=True)
            self.clause.reasons = True
        if mark == ":" and clause.complete and not clause.mentions:
            self.colon = True
        if mark == "(":
            far = min(self.at + FAR, len(self.tokens))
            end = next((k for k in range(self.at, far) if self.tokens[k].words == ")"), far)
            self._parenthesis(self.tokens[self.at : end], end)

    def _before_names(self) -> bool:
        last = self._last
        return last is not None and last.kind in WHO

    def _end_heading(self, mark: str) -> None:
        clause = self.clause
        if not clause.says:
            # "After talks in the margins, …", "Update: …"
            clause.unread = [one for one in clause.unread if one.kind in ("hedge", "none")]
            self.role = ""
        elif mark == ":" and {one.kind for one in clause.before} <= {"not", "agree"} and not clause.mentions:
            clause.before.clear()  # "No agreement: …"

    def _parenthesis(self, inside: Sequence[Token], end: int) -> None:
        clause = self.clause
        if any(one.kind in (*WHO, "same", "against", "behalf") for one in inside):
            return
        if len(inside) == 1 and inside[0].kind == "word" and len(inside[0].words) <= _LABEL:
            clause.unread += inside  # "delete (c)"
            return
        operators = any(one.kind in OPERATORS for one in inside)
        if any(one.kind in NAMING for one in inside):
            if not clause.mentions:
                return  # "Reservation by Chile (“x”)"
            if operators:
                self._close(implicit=True)
                return
        if operators and not clause.mentions and not clause.before:
            return
        # An aside explains what has been said: "(too long)".
        clause.unread += [one for one in inside if one.kind in _RISKY]
        clause.tokens += inside
        self.at = min(end + 1, len(self.tokens))
