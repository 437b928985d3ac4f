"""Gives the names of a sentence their part: who speaks, who is with them or against them, and who is only mentioned."""

from __future__ import annotations

from dataclasses import replace

from bracketed.positions.clause import Clause
from bracketed.positions.signs import ACTS, NEGATIONS, OPERATORS
from bracketed.positions.token_row import JOINTS, names_in_runs
from bracketed.positions.tokens import WHO, Token
from bracketed.positions.wordings import Wordings


class Speakers(Wordings):
    """Reads names and what says which part the next names have."""

    def _names(self, token: Token) -> None:
        clause, marker, follows = self.clause, self.marker, self._next
        self.marker = ""
        self._end_unwanted()
        if follows is not None and follows.kind in ("joining", "parting"):
            self._joined_names(token, "same" if follows.kind == "joining" else "object")
        elif marker:
            self._marked_names(token, marker)
        elif not (clause.says or clause.unnamed) and self._last is not None and self._last.kind == "beside":
            clause.refs += token.names  # "Japan, speaking after Norway, opposed “x”"
            self.role = ""
        elif clause.speakers and self._takes_up(token):
            return
        elif clause.unnamed:
            self._first_names(token)
        elif clause.says or clause.neutral or clause.unread:
            self._further_names(token)
        elif clause.group:
            clause.lent += token.names  # "On behalf of the G77, Cuba …"
        else:
            clause.speakers += token.names

    def _joined_names(self, token: Token, attitude: str) -> None:
        # "Norway, Chile supporting, …": the last name goes with what is behind it.
        names, clause = token.names, self.clause
        if clause.unnamed and len(token.runs) > 1:
            clause.speak(names_in_runs(token.runs[:-1]))
            names = token.runs[-1]
        clause.sides.append((names, attitude))
        self.sided = True

    def _marked_names(self, token: Token, marker: str) -> None:
        clause, names = self.clause, token.names
        if marker in ("same", "against", "likewise"):
            self._side(token, "object" if marker == "against" else "same")
        elif marker == "behalf":
            self._on_behalf(token.runs)
        elif marker == "lent":
            clause.lent += names
        elif marker == "together":
            clause.speakers += names
        elif marker == "by want" and clause.speakers:
            # "opposed deletion of “x”, suggested by Chile"
            acts = [number for number, one in enumerate(clause.before) if one.kind in ACTS]
            if acts:
                clause.said_by.append((names, acts[0]))
            else:
                clause.sides.append((names, "want"))
        else:
            clause.sides.append((names, marker.removeprefix("by ")))
            clause.asides += [] if clause.says or clause.unnamed else names

    def _on_behalf(self, runs: list[list[str]]) -> None:
        clause = self.clause
        clause.group = True
        group, others = list(runs[0]), names_in_runs(runs[1:])
        if not clause.unnamed:
            # "Peru and Cuba, on behalf of the G77": the last of them speaks for the group.
            clause.lent += clause.speakers[-1:]
            clause.speak([*clause.speakers[:-1], *group, *others])
        else:
            # "On behalf of the G77, Cuba …"
            clause.lent += others
            clause.speak(group)

    def _side(self, token: Token, attitude: str) -> None:
        """Put names on the side of the speakers or against them."""
        clause, names = self.clause, token.names
        leads = clause.unnamed and not clause.says and len(token.runs) > 1
        if leads and (clause.unread or self.role == "beside" or self._after_talks()):
            # "Following talks with Brazil, Chile withdrew …"
            clause.refs += names_in_runs(token.runs[:-1])
            clause.speak(token.runs[-1])
            clause.unread.clear()
            self.role = ""
            return
        if leads and self._speaks_next(self.at):
            # "Supported by Kenya, Chile proposed …"
            names = names_in_runs(token.runs[:-1])
            clause.speak(token.runs[-1])
        clause.sides.append((names, attitude))
        if not clause.says:
            clause.leading = len(clause.sides)
            clause.asides += names if attitude == "object" and not clause.unnamed else []

    def _after_talks(self) -> bool:
        """Return whether the names are those of an earlier talk: "Following consultations with Brazil, Chile …"."""
        before = self.tokens[: self.at - 1]
        return any(self._last_word_among(token, "talks") for token in before)

    # Names without a marker.

    def _takes_up(self, token: Token) -> bool:
        """Enter names of those whose wish the speakers repeat or answer; return whether they are."""
        clause, last = self.clause, self._last
        if (token.owns and not clause.mentions and (clause.echo or clause.before)) or self._is_echoed():
            # "supports Chile's call to delete “x”", "agreed with Chile"
            clause.said_by.append((token.names, len(clause.before)))
            return True
        if not clause.before or clause.mentions:
            return False
        if last is clause.before[-1] and self._last_word_among(last, "relative") and self._speaks_next(self.at):
            clause.unread.append(token)  # "regretted that Chile could not accept “x”"
            self._begin(token.names)
            return True
        if last is clause.before[-1] and last.kind == "want" and self._is_addressed(last):
            clause.unread.append(token)  # "urged Chile to accept “x”"
            clause.refs += token.names
            return True
        if last is clause.before[-1] and clause.backs:
            if self._speaks_next(self.at) and not token.owns:
                self._begin(token.names)  # "Peru agreed, Chile opposed"
            else:
                # "supported Chile"
                clause.said_by.append((token.names, 0))
                clause.echo = True
                clause.before[-1] = replace(last, kind="support")
            return True
        if self._ends_in("whom") and clause.answers:
            # "could not agree with the view of Chile", "opposes the proposal by Chile to delete “x”"
            clause.said_by.append((token.names, len(clause.before)))
            return True
        return False

    def _is_addressed(self, verb: Token) -> bool:
        begins = tuple(self.particles["addressing"])
        return verb.words.casefold().startswith(begins) and self._among(self._behind, "to_do")

    def _is_echoed(self) -> bool:
        last = self._last
        if not self.clause.echo or self.clause.mentions:
            return False
        return last is None or last.kind == "echo" or self._ends_in("whom")

    def _first_names(self, token: Token) -> None:
        """Enter the first names of a clause."""
        clause = self.clause
        if clause.those:
            if self._ends_in("is") or self._behind_mark(":"):
                clause.speak(token.names)
            else:
                clause.unread.append(token)  # "those who want “x” have spoken to Peru"
                clause.refs += token.names
        elif (clause.before or clause.mentions) and self._ends_in("by_whom"):
            # "the concerns of Chile", "no objection from Chile"
            clause.speak(token.names)
            clause.owned = True
        elif clause.says:
            self._behind_words(token)
        elif clause.unread and clause.speakers and self._among(self._before, "whom", "places"):
            clause.refs += token.names  # "He had listened to Chile"
        else:
            if (
                clause.neutral == "thanks"
                and self._behind_comma
                and self._speaks_next(self.at)
                and not self._for_next()
            ):
                clause.neutral = ""  # "Congratulating the Chair on her election, Chile asked …"
            clause.speak(token.names)

    def _for_next(self) -> bool:
        """Return whether "for" follows names that are thanked: "Thanks, Chile, for the draft"."""
        follows = next((one for one in self.tokens[self.at :] if one.words != ","), None)
        return self._among(follows, "for")

    def _behind_words(self, token: Token) -> None:
        # "Delete “x” (Japan)", "“x”: Japan", or a new clause: "“x”, Japan wants “y”"
        clause, before = self.clause, self._before
        if before is not None and self._speaks_next(self.at):
            if clause.before and before.words != "(":
                self._close()
            elif clause.mentions and before.words == ",":
                clause.topic = True
        self.clause.speak(token.names)

    def _further_names(self, token: Token) -> None:
        """Enter names behind what other speakers have said."""
        clause = self.clause
        if self._has_gap():
            # "Chile supported the first option, Peru the last."
            operators = list(clause.before)
            self._begin(token.names)
            self.clause.before = operators
        elif self._goes_on_behind_aside() and not self._speaks_next(self.at):
            # "for “x”: Norway (could accept “y”), Japan"
            clause.refs += token.names
            clause.unread.append(token)
        elif self._asks_next() if token.owns else self._speaks_next(self.at) or self._behind_joint:
            self._begin(token.names)
        else:
            # "delete “x” (Japan)" behind another speaker, or a name in an aside.
            clause.refs += token.names

    def _goes_on_behind_aside(self) -> bool:
        """Return whether names go on with a list that the words of an aside have broken off."""
        closed = self._token_at(self.at - 3)
        joined = self._before is not None and (self._before.words == "," or self._before.kind in JOINTS)
        return joined and closed is not None and closed.words == ")"

    def _asks_next(self) -> bool:
        """Return whether what belongs to a delegation is a wish: "Chile's request", and not "Chile's idea"."""
        follows = self._next
        return follows is not None and (follows.kind in OPERATORS or follows.kind == "echo")

    def _has_gap(self) -> bool:
        last = self._last
        if last is None or not (self.clause.mentions and self.clause.before and self._words_next):
            return False
        return last.kind in (*JOINTS, "punct") and last.words != "("

    # What says which part the next names have.

    def _marker(self, token: Token) -> None:
        follows, kind = self._next, token.kind
        if follows is not None and follows.words == ":" and self.at + 1 < len(self.tokens):
            follows = self._significant(self.at + 1)  # "supported by: Nepal"
        if follows is not None and follows.kind in WHO:
            self._mark(token, follows)
        elif follows is not None and follows.kind == "crowd":
            return
        elif self._among(token, "to") or kind == "likewise":
            self._to(token)
        elif kind == "behalf" and self._last_word_among(token, "speaking_for"):
            return
        elif kind in ("same", "against") and " " in token.words:
            self._reason(token)
        else:
            self._not_understood(token)

    def _mark(self, token: Token, names: Token) -> None:
        says, with_others = self.clause.says, token.kind == "same" and self._among(token, "with")
        before = self._before
        if self.clause.implicit and before is not None and before.words == ":" and not self.clause.has_operators:
            self.clause.speakers = []  # "“x”: opposed by Togo" is no wish of those who spoke before
        if with_others and self._goes_on_with_others():
            self._close(implicit=True)
        if with_others and self._denies_agreement():
            self.clause.echo = True
            self.clause.before.append(replace(token, kind="support"))
        follows = self._token_at(self.tokens.index(names, self.at) + 1)
        prefers = follows is not None and follows.kind in ("support", "want", "insist") and self.clause.mentions
        if says and (prefers or self._among(follows, "adding")):
            self._close()  # "…, with Haiti adding that it was unable to accept “x”", "…, with Iran preferring “y”"
        else:
            # "agrees with Haiti"
            self.marker = "" if with_others and self.clause.echo else token.kind

    def _denies_agreement(self) -> bool:
        """Return whether an agreement is denied of further names: "agrees with A on “x” but not with B on “y”"."""
        clause = self.clause
        if not (clause.implicit and clause.before and self.clauses and self.clauses[-1].said_by):
            return False
        return not clause.worded and all(one.kind in NEGATIONS for one in clause.before)

    def _goes_on_with_others(self) -> bool:
        """Return whether "with" others the speakers want something else: "A preferred “x” and, with B, wanted “y”"."""
        if not (self.clause.mentions and self.clause.before and self._speaks_next(self.at + 1)):
            return False
        back = self._token_at(self.at - 3) if self._behind_comma else self._last
        return back is not None and back.kind in JOINTS

    def _those(self, token: Token) -> None:
        if all(one.kind in ("fill", "punct") for one in self.tokens[: self.at - 1]):
            self.clause = Clause(those=True)
        else:
            self.clause.unread.append(token)

    def _is_with(self, last: Token | None) -> bool:
        """Return whether a token ties a crowd to the names before it: "Peru and others", "Peru, with others, …"."""
        return last is not None and (last.kind in (*JOINTS, *WHO, "same", "against", "behalf") or last.words in ",(/+")

    def _crowd(self, token: Token) -> None:
        clause, last = self.clause, self._last
        if self._among(token, "same_speakers") and clause.speakers:
            return
        if not clause.unnamed and not clause.says:
            if self._speaks_next(self.at) and not self._is_with(self._before) and not self._behind_joint:
                clause.unread.append(token)  # "Peru said that others favoured “x”"
            return  # "Peru and others"
        set_off = self._behind_joint or self._behind_comma
        if set_off and clause.says and clause.has_operators and self._speaks_next(self.at):
            self._close()  # "Chile opposed “x”, several others supported it"
        clause = self.clause
        leads = last is None or last.kind in (*JOINTS, "punct", "reason") or not clause.tokens
        if clause.unnamed and not clause.says and not clause.unread and leads:
            clause.crowd, clause.speakers = True, []
