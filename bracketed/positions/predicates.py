"""Reads what is said of words: operators, what joins and parts them, and what turns them round."""

from __future__ import annotations

from dataclasses import replace

from bracketed.positions.signs import ACTS, ATTITUDES, NEGATIONS, OPERATORS
from bracketed.positions.speakers import Speakers
from bracketed.positions.token_row import FAR, JOINTS, is_mark
from bracketed.positions.tokens import NAMING, WHO, Token
from bracketed.positions.wordings import negation

# Said by others of what the speakers have denied, "not supported by Chile", these are objections.
_DENIED = ("support", "accept", "content", "want")
# What closes an aside, by what opens it.
_ASIDE = {",": ",", "(": ")", "–": "–", "—": "—"}


class Predicates(Speakers):
    """Reads operators and the small words around them."""

    # Operators.

    def _operator(self, token: Token) -> None:
        if self.resumes and self.clause.before and not self.clause.shares:
            self._close(implicit=True)
        self.resumes = False
        self._end_unwanted()
        if self._is_by_others(token) or self._is_against_others(token) or self._is_no_operator(token):
            return
        if self.clause.neutral not in ("", "thanks") and self._behind_joint:
            self._close(implicit=True)  # "asked what it added, and called for its deletion"
        self._part(token)
        self._add_operator(token)

    @property
    def _object(self) -> Token | None:
        """The token behind an operator, "by" passed over."""
        behind = self._behind
        by = behind is not None and behind.kind in ("fill", "to") and self._among(behind, "by")
        return self._significant(self.at + by)

    def _is_by_others(self, token: Token) -> bool:
        """Return whether an operator is that of others, who are named behind it: "supported by Chile"."""
        others, clause = self._object, self.clause
        comes_from = bool(clause.mentions) and self._among(self._behind, "from_word")  # "found no support from Chile"
        if comes_from:
            others = self._significant(self.at + 1)
            comes_from = others is not None and others.kind in WHO and token.kind in ("support", "object")
        if others is None or not (comes_from or self._among(self._behind, "by")):
            return False
        if others.kind in WHO and token.kind in ATTITUDES and (clause.unnamed or clause.says):
            self.marker = f"by {token.kind}"
            operators = clause.behind or clause.before
            if operators and operators[-1].kind in NEGATIONS:
                operators.pop()
                self.marker = "by object" if token.kind in _DENIED else "by accept"
            return True
        return others.kind == "crowd"

    def _is_against_others(self, token: Token) -> bool:
        """Return whether others are set against the speakers: "Kenya, against the EU, insisted on “x”"."""
        others = self._object
        if not self._among(token, "against") or others is None:
            return False
        if others.words == ":":
            follows = self._significant(self.at + 1)
            sets = self.clause.says and follows is not None and follows.kind in WHO  # "Kenya for “x”, against: Peru"
        else:
            sets = others.kind in WHO and self._is_aside(others)
            if sets and others.owns:
                self.clause.unread.append(token)  # "Kenya, against Chile's proposal, insisted on “x”"
        if sets:
            self.marker = "by object"
        return sets

    def _is_aside(self, names: Token) -> bool:
        """Return whether this token and names behind it are set off from what the speakers say behind them."""
        if self.clause.unnamed or self.clause.says:
            return False
        before = "," if self._behind_joint or self._before is None else self._before.words
        behind = self.tokens[self.tokens.index(names, self.at) + 1 :][:FAR]
        ends = next((at for at, one in enumerate(behind) if one.kind in ("punct", *NAMING)), None)
        if ends is None or behind[ends].words != _ASIDE.get(before):
            return False
        return ends == 0 or (names.owns and any(one.kind in OPERATORS for one in behind[ends:]))

    def _is_no_operator(self, token: Token) -> bool:
        """Read what looks like an operator and is none in its place; return whether it is so."""
        kind, others = token.kind, self._object
        contrasts = self._next is not None and self._next.words == "," and self._is_contrast(self.at + 1)
        if self._among(token, "please") and contrasts and self.clause.mentions and not self.clause.has_operators:
            return True  # "“x”, please, rather than “y”"
        if kind == "not" and self._is_bare_no(token):
            self.clause.negative = True  # "No – keep it", "No no no"
            return True
        parts = kind == "not" and not self.clause.says and not self.clause.unnamed
        if parts and others is not None and others.kind in WHO and not others.owns:
            self.spoiled = token  # "Kenya and Chile (but not Norway) wished to delete “x”" denies nothing of the two
            return True
        if kind == "not" and self.clause.mentions and others is not None and others.kind in NAMING:
            self._not_words(token)
            return True
        if self._among(token, "behind") and not self._is_verdict_behind():
            ends = self._behind is None or self._behind.kind == "punct"
            if ends and not self.clause.worded:
                self.clause.unread.append(token)  # "prefers out"
            else:
                self._to(token)  # "in", "out"
            return True
        if self._among(token, "lasting") and others is not None and others.kind in OPERATORS:
            return True  # "remains opposed"
        if kind == "support" and self._among(token, "for"):
            self._for(token)
            return True
        if kind == "want" and self._is_proposal(token):
            self._mention(replace(token, kind="proposal"))
            return True
        # "including Peru"
        return kind == "insert" and self._among(token, "including") and others is not None and others.kind in WHO

    def _is_proposal(self, token: Token) -> bool:
        # "se opone a la propuesta de México"
        before = self.clause.before
        judged = bool(before) and before[-1].kind in ATTITUDES and before[-1].kind != "want"
        return judged and self._names_next and self._last_word_among(token, "by_whom")

    def _is_contrast(self, at: int) -> bool:
        follows = self._token_at(at)
        return follows is not None and follows.kind == "instead"

    def _is_bare_no(self, token: Token) -> bool:
        behind = self._behind
        ends = behind is None or behind.kind == "punct" or self._among(behind, "no")
        return ends and self._among(token, "no")

    def _is_verdict_behind(self) -> bool:
        """Return whether words are before, and nothing behind, a verdict such as "in": "wants “x” in"."""
        clause, behind = self.clause, self._behind
        alone = not clause.before and not clause.unread and (behind is None or behind.words in ".,;!")
        if not (clause.worded or alone):
            return False
        if behind is None or behind.kind in ("punct", *JOINTS) or self._among(behind, "by_whom", "please"):
            return True
        return behind.kind == "reason" and self._last in clause.mentions

    def _part(self, token: Token) -> None:
        """End the clause where an operator begins a predicate of its own."""
        clause, joint = self.clause, self._behind_joint
        spoken = bool(clause.worded or clause.unwanted or clause.original)
        if self._answers_words() or self._follows_on_wish(token):
            self._close(implicit=True)
        elif spoken and self._is_set_off(token):
            last = self._last
            self._close(implicit=True, joined=last is not None and last.kind == "and")
        elif not spoken and (self._adds_verdict(token) or self._answers_first(token)):
            self._close(implicit=True)
        elif not spoken and joint and clause.complete:
            clause.shares = True
            self._close(implicit=True, joined=True)
        elif not spoken and clause.unread and clause.complete and self._turns_against(token):
            self._close(implicit=True)  # "yes to reports, no to “x”"
        elif clause.echo and joint and not clause.mentions:
            self._close(implicit=True, joined=True)

    def _turns_against(self, token: Token) -> bool:
        # "Samoa, for a group that no list has, opposed “x”" goes on.
        against = token.kind in ("object", "block") and not self._among(self.clause.before[-1], "for")
        return self._behind_comma and against

    def _answers_words(self) -> bool:
        # "first option, could accept the second": the first words are a request of their own.
        clause = self.clause
        bare = clause.mentions and not clause.has_operators and not self.colon and not self._leads
        return bool(bare) and (self._behind_comma or self._behind_joint) and self._words_ahead()

    def _follows_on_wish(self, token: Token) -> bool:
        # "while preferring “x”, said it could accept “y”"
        clause = self.clause
        if not clause.mentions or clause.behind or self.role or token.kind not in ATTITUDES:
            return False
        return clause.complete and self._words_ahead()

    def _is_set_off(self, token: Token) -> bool:
        # "supports “x” and opposes “y”"; but "wants “x”, not “y”" and "would like this, deleted" go on.
        clause = self.clause
        if not clause.has_operators or not (self._behind_joint or self._behind_mark(",–—-(;")):
            return False
        if token.kind == "use" and not self._words_ahead():
            return False
        waits = self._behind_comma and clause.before and clause.only_wishes
        return not (waits and token.kind in (*ACTS, "not"))

    def _adds_verdict(self, token: Token) -> bool:
        # "not good, redundant"
        clause = self.clause
        if not self._behind_comma or token.kind not in ATTITUDES or not clause.complete:
            return False
        return clause.before[-1].kind != "want" and not self._words_ahead()

    def _answers_first(self, token: Token) -> bool:
        # "India opposed, favoring “x”": the first verb answers what was said before.
        clause = self.clause
        if not self._behind_comma or token.kind not in ("support", "want", "insist"):
            return False
        if not clause.before or clause.unread:
            return False
        return clause.before[-1].kind in ("object", "block", "support", "agree", "accept") and self._words_ahead()

    def _add_operator(self, token: Token) -> None:
        clause, others = self.clause, self._object
        if self._among(token, "withdrawn") and self._is_set_apart():
            token = replace(token, kind="withdraw")
        if self._is_of_a_noun(token):
            clause.unread.append(token)
            return
        if token.kind == "keep" and clause.before and clause.before[-1].kind == "block" and not clause.mentions:
            token = replace(token, kind="delete")  # "red line, must stay": to leave it out is not accepted
        denied = any(one.kind in NEGATIONS for one in clause.before)
        if (
            token.kind == "keep"
            and denied
            and any(one in token.words.casefold() for one in self.particles["bracketing"])
        ):
            token, clause.brackets = replace(token, kind="withdraw"), True  # "not ready to lift brackets on “x”"
        denies = token.kind == "not" and others is not None and others.kind in NAMING
        if denies and not clause.mentions and self._among(token, "nor"):
            clause.before.insert(0, token)  # "n'accepte ni « x » ni « y »"
            return
        if self.colon and not clause.worded and clause.complete:
            self._close(implicit=True)  # "negative: stick to “x”"
            clause = self.clause
        if self.colon and clause.mentions and not clause.behind:
            clause.before = []
        self.colon = False
        words = token.words.casefold()
        clause.flexible = clause.flexible or words.startswith(tuple(self.particles["flexible"]))
        clause.lifts = clause.lifts or (token.kind == "withdraw" and words.startswith(tuple(self.particles["lift"])))
        clause.waits = clause.waits or self._last_word_among(token, "time")
        clause.drops = clause.drops or words in self.particles["drop"]
        told = clause.neutral == "history" and token.kind in ATTITUDES
        if clause.worded and (token.kind in ACTS or told) and self._is_past():
            clause.unread.append(token)  # "“x” has been deleted" is no wish
        elif clause.worded or clause.original:
            clause.behind.append(token)
        else:
            clause.before.append(token)

    def _is_of_a_noun(self, token: Token) -> bool:
        """Return whether an operator is said of a noun, and not of words: "support for “x” withdrawn".

        So is flexibility that is wanted of others: "stressed the need for flexibility".
        """
        before = self.clause.before
        if not before:
            return False
        if token.kind == "withdraw" or self._among(token, "withdrawn"):
            return bool(self.clause.mentions) and self._among(before[-1], "wishes")
        flexible = token.words.casefold().startswith(tuple(self.particles["flexible"]))
        return flexible and before[-1].kind in ("support", "want") and self._last_word_among(before[-1], "by_whom")

    def _is_set_apart(self) -> bool:
        """Return whether a sign is before this token and nothing behind it: "Peru: delete “x” [withdrawn]"."""
        before, behind = self._before, self._behind
        ends = behind is None or behind.kind == "punct"
        return ends and before is not None and before.kind == "punct"

    def _is_past(self) -> bool:
        """Return whether a deed is done and no wish: "“x” was deleted", "this was already deleted"."""
        at = self.at - 2
        while at > 0 and self._among(self.tokens[at], "meanwhile"):
            at -= 1
        return at >= 0 and self._among(self.tokens[at], "past")

    def _joining(self, token: Token) -> None:
        # Behind names it was read with them.
        if not self.sided:
            self._operator(replace(token, kind="support" if token.kind == "joining" else "object"))
        self.sided = False

    def _echo(self, token: Token) -> None:
        clause, follows = self.clause, self._next
        adds = clause.before or clause.mentions or self._operator_next
        if adds and self._among(token, "also") and (follows is not None or clause.says):
            return  # "could also accept “x”"
        if clause.mentions and self._behind_joint:
            self._close(implicit=True)
        self.clause.echo = True
        # What is echoed is agreed with: "did not agree with Chile" turns it round. Shared concerns are against words.
        words = token.words.casefold()
        against = any(f" {concern}" in words for concern in self.particles["concerns"])
        self.clause.before.append(replace(token, kind="object" if against else "support"))

    def _neutral(self, token: Token) -> None:
        clause = self.clause
        joint, comma = self._behind_joint, self._behind_comma
        if clause.mentions and comma and not clause.has_operators and self._denies(token):
            clause.unread.append(token)  # "the first one, no view"
        elif (clause.mentions and (joint or comma)) or (joint and clause.complete):
            self._close(implicit=True)
        self.clause.neutral = self.clause.neutral or token.kind
        if token.kind == "thanks":
            if not clause.unnamed and comma and self._pass_aside():
                self.clause.neutral = ""  # "Chile, thanking the secretariat, proposes …"
            else:
                self._skip(thanks=True)

    def _denies(self, token: Token) -> bool:
        return any(word in self.particles["no"] for word in token.words.casefold().split())

    # What turns round or ties together what was said.

    def _hence(self, token: Token) -> None:
        """Read what leads from a reason to the wish: "our law is clear, which is why “x” must go"."""
        clause = self.clause
        if clause.wishes or clause.neutral:
            if self._names_next and self._others_speak_next():
                self._close()  # "“x” is redundant, which is why Chile wants it out"
            else:
                self._reason(token)
        elif not (clause.implicit or self.spoken.issuperset(clause.speakers) or self._goes_on_as_before()):
            clause.unread.append(token)  # "Chile has left the room, so delete “x”"
        elif clause.has_operators:
            self._close(implicit=True)
        else:
            clause.unread.clear()
            clause.pointing.clear()

    def _pass_idle_words(self) -> None:
        """Make fillers of words that lead from a reason to a wish only behind a comma: "and so supports “x”"."""
        for at, token in enumerate(self.tokens):
            before = self._significant(at - 1, -1)
            if token.kind == "hence" and self._among(token, "so") and not (before and is_mark(before, ",–—")):
                self.tokens[at] = replace(token, kind="fill")

    def _goes_on_as_before(self) -> bool:
        heading = any(one.kind == "punct" and one.words in ":–—" for one in self.clause.tokens)
        return heading or self._among(self._behind, "pronouns")

    def _not_words(self, token: Token) -> None:
        clause, last = self.clause, self._last
        if last is not None and last.kind == "not":
            return
        if self._among(token, "nor") and any(one.kind == "not" for one in clause.before):
            return  # "neither “x” nor “y”"
        if any(one.kind in ("accept", "content") for one in clause.before) and not clause.behind:
            # "can accept “x”, but not “y”"
            self._close(implicit=True)
            self.clause.before.append(token)
        else:
            self.role = "unwanted"

    def _instead(self, token: Token) -> None:
        clause, follows = self.clause, self._next
        negative = follows is not None and self._among(token, "negative")
        if follows is not None and (follows.kind in NAMING or follows.kind == "this"):
            self.role = "unwanted"
        elif negative and self._operator_next:
            clause.before.append(negation(token))
        elif negative and not clause.mentions:
            self._operator(negation(token))
        else:
            self._not_understood(token)

    def _but(self, token: Token) -> None:
        clause, last = self.clause, self._last
        if last is not None and last.kind in NEGATIONS:
            clause.for_now = True
            return  # "has not yet indicated", "cannot yet accept “x”"
        if self._among(token, "aside") and not clause.says and self._sets_aside() and self._pass_aside():
            return
        if clause.sides and not clause.says and not clause.unnamed and self._grants_next:
            # "Norway: with the US, but flexible": the flexibility is Norway's alone.
            speakers = list(clause.speakers)
            self._close()
            self.clause.speakers = speakers
            return
        if self._words_next and clause.mentions and self._denies_words():
            # "not “y” but “x”"
            clause.unwanted += clause.mentions
            clause.mentions = []
            clause.before.pop()
            return
        if self._words_next and clause.mentions and any(one.kind in NEGATIONS for one in clause.before):
            clause.unread.append(token)  # "cannot accept “x” but “y”"
            return
        if self.role == "unwanted":
            self.role = ""
        if self._next is not None and clause.says and (not self._names_next or clause.echo):
            self._close(implicit=True)

    def _sets_aside(self) -> bool:
        """Return whether an aside opens behind a name, or at the head of a sentence and names nobody."""
        if not self.clause.unnamed:
            return True
        end = next((number for number, one in enumerate(self.tokens) if one.words == ","), 0)
        leads = all(one.kind in ("fill", "punct") for one in self.tokens[: self.at - 1])
        return leads and not any(one.kind in WHO for one in self.tokens[self.at : end])

    def _denies_words(self) -> bool:
        before = self.clause.before
        return bool(before) and (before[-1].kind == "not" or [one.kind for one in before] == ["object"])

    def _and(self, token: Token) -> None:
        clause = self.clause
        tells = bool(clause.unread) and not clause.names_text and (not clause.unnamed or clause.reasons)
        tells = (tells or (clause.tells and not clause.unnamed)) and not self._among(token, "or")
        thanks = clause.neutral == "thanks" and not clause.says and self.resumes
        if thanks or self._only_explains() or (tells and self._begins(self.at, token.kind)):
            # "said that this was new and proposed “x”"
            self._close(implicit=True)
        elif self._among(token, "or"):
            clause.either = True
            follows = self._next
            if follows is not None and follows.kind in ACTS and clause.acts:
                # "delete “x” or use “y”" requests one of two things.
                self.doubt = token
                clause.unread.append(token)
