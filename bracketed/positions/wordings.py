"""Gives the words of a sentence their part: those it is about, unwanted ones, new ones, and those beside them."""

from __future__ import annotations

from dataclasses import replace

from bracketed.positions.asides import Asides
from bracketed.positions.signs import NEGATIONS, OPERATORS
from bracketed.positions.token_row import AHEAD, FAR, JOINTS, is_mark
from bracketed.positions.tokens import NAMING, WHO, Token

_POINTING = ("this", "proposal", "whole")


class Wordings(Asides):
    """Reads mentions of words and what says which part the next words have."""

    # Mentions.

    def _mention(self, token: Token) -> None:
        clause = self.clause
        if token.kind in _POINTING and self.role != "new":
            self._point(token)
            return
        if (token.kind == "both" and self._ties_both()) or (token.kind == "neither" and self._denies_both(token)):
            return
        negated = any(one.kind in NEGATIONS for one in clause.before)
        if (
            negated
            and clause.worded
            and self._last_word_among(token, "either")
            and (self._next is None or is_mark(self._next, ".;,"))
        ):
            return  # "did not support this either"
        if token.kind == "both" and clause.before and all(one.kind in NEGATIONS for one in clause.before):
            clause.unread.append(token)  # "Chile doesn't either"
            return
        begins = not clause.before or self._last_word_among(clause.before[-1], "relative")
        if clause.pointing and clause.behind and not clause.mentions and begins:
            # "It preferred “x”", "regretted that it cannot accept “x”": the pronoun is who speaks.
            clause.before, clause.behind, clause.pointing = [*clause.before, *clause.behind], [], []
        if token.kind == "label" and self._last_word_among(self._before, "places"):
            clause.place = token
        elif self.role == "beside":
            self._beside_words(token)
        elif self.role == "unwanted" and clause.unwanted and not clause.mentions and self._behind_mark(",:–—"):
            self.role = ""
            self._words(token)  # "instead of “x”, “y” would do"
        elif self.role == "unwanted":
            clause.unwanted.append(token)
        elif self.role == "new":
            clause.new.append(token)
        elif self.role == "locator":
            self.role = "located"
        else:
            self._words(token)

    def _point(self, token: Token) -> None:
        if token.kind == "this" and self.role == "unwanted":
            return
        clause = self.clause
        others = self._among(token, "plural") and self._among(self._behind, "amid")
        if others and self.clauses and self.clauses[-1].lifts and clause.implicit:
            clause.unread.append(token)  # "lifts its reservation on “x” but not those on “y”"
            return
        withdraws = bool(clause.before) and clause.before[-1].kind == "withdraw"
        if withdraws and others:
            # "maintains its reservations on “x” but lifts those on “y”"
            clause.before.append(Token("reserve", token.words, token.at, token.end))
            return
        says_more = clause.mentions and clause.has_operators and self._behind_comma and self._operator_next
        if says_more or (clause.complete and not clause.mentions and self._behind_mark(",–—-")):
            self._close(implicit=True)  # "remove, this is too broad", "could accept “x”, it could not accept “y”"
        self.clause.pointing.append(token)

    def _ties_both(self) -> bool:
        """Enter "both" that goes with words or names, "both “x” and “y”"; return whether it does."""
        follows = self._next
        last = self._last
        if last is not None and last.kind in WHO and self._operator_next and not self.clause.says:
            return True  # "Norway and Chile both preferred “x”"
        listed = self._behind is not None and is_mark(self._behind, ":–—")  # "either: Peru"
        if follows is None or follows.kind not in (*NAMING, "names") or listed:
            return False
        self.clause.both = True
        return True

    def _denies_both(self, token: Token) -> bool:
        """Enter "neither"; return whether it names no words by itself."""
        behind = self._behind
        if self._names_next:
            if not self._denies_all():
                self.spoiled = token  # "neither Chile accepted “x” …"
            return True
        if behind is not None and behind.kind in OPERATORS:
            self.clause.unread.append(token)  # "could neither support nor oppose"
            return True
        self.clause.before.insert(0, negation(token))
        return self._words_next

    def _denies_all(self) -> bool:
        """Make one list of names that are tied by "nor", with a negation behind it; return whether they are."""
        names: list[Token] = []
        at = self.at
        while (token := self._token_at(at)) is not None and (
            token.kind in (*WHO, "fill") or token.words == "," or self._among(token, "nor")
        ):
            names += [token] if token.kind in WHO else []
            at += 1
            if token.kind == "fill" and not self._among(token, "articles"):
                break
        tied = any(self._among(one, "nor") for one in self.tokens[self.at : at])
        behind = self.tokens[at : at + AHEAD]
        words = next((number for number, one in enumerate(behind) if one.kind in NAMING), len(behind))
        # "neither Chile nor Peru said anything about “x”"
        acts = any(one.kind in OPERATORS for one in behind[:words])
        begins = self.clause.unnamed and not self.clause.says
        if len(names) < 2 or not (tied and acts and begins) or any(one.owns for one in names):
            return False
        first, last = names[0], names[-1]
        runs = [run for one in names for run in one.runs]
        everybody = replace(first, end=last.end, runs=runs, kind="names")
        denial = Token("not", "nor", last.end, last.end)
        end = self.tokens.index(last, self.at) + 1
        self.tokens[self.at : end] = [everybody, denial]
        return True

    def _beside_words(self, token: Token) -> None:
        self.role = "beside done"
        if self.clause.beside is None:
            self.clause.beside = (self.anchor, token)

    def _words(self, token: Token) -> None:
        clause, joined = self.clause, self._behind_joint or self._behind_mark(",;")
        if self._says_where(token):
            clause.unread.append(token)
            return
        ranks = token.kind == "rank" and clause.before and self._behind_comma and self._operator_next
        if clause.mentions and not clause.new and (ranks or (clause.behind and joined)):
            # "“x” should stay and “y” …", "ok with the first, second to go"
            self._close(implicit=True)
            self.clause.mentions.append(token)
        elif clause.topic and clause.has_operators:
            # "Regarding “x”, Chile prefers “y”"
            clause.before, clause.behind = [*clause.before, *clause.behind], []
            clause.mentions, clause.topic = [token], False
        elif joined or not self._stands_beside(token):
            self._add_words(token)

    def _says_where(self, token: Token) -> bool:
        """Return whether one of two mentions says where the other is: these are not two things that are requested."""
        at = self.at - 1
        if token.kind in ("rank", "both") and at > 1 and self.tokens[at - 2].kind in NAMING:
            return self._is_place_word(self.tokens[at - 1])  # "“x” in the second bracket"
        return self._leads and not self._behind_joint

    @property
    def _leads(self) -> bool:
        """Whether all that is named so far says where the words are that follow: "in the second bracket, “x”"."""
        mentions = self.clause.mentions
        if len(mentions) != 1 or mentions[0].kind != "rank":
            return False
        at = self.tokens.index(mentions[0]) - 1
        begins = at == 0 or (at > 0 and self.tokens[at - 1].kind in ("punct", *WHO))
        return begins and self._is_place_word(self.tokens[at])

    def _is_place_word(self, token: Token) -> bool:
        # "in", "from the"
        words = token.words.casefold().split()
        return any(word in self.particles["places"] for word in (words[0], words[-1]))

    def _stands_beside(self, token: Token) -> bool:
        """Return whether words behind others only say where these are, or take their place."""
        mentions = self.clause.mentions[-FAR:]
        if token.kind == "phrase" and any(one.kind == "quote" or one.whole for one in mentions):
            return True
        only_phrases = bool(mentions) and all(one.kind == "phrase" for one in mentions)
        names_all = token.whole or (token.kind == "quote" and not any(one.whole for one in mentions))
        if names_all and only_phrases:
            self.clause.mentions = [token]  # "the deadline of 30 days", "that the body meet “annually”"
            return True
        return self.role == "located"

    def _add_words(self, token: Token) -> None:
        clause = self.clause
        if not clause.mentions:
            clause.amid = not clause.before and self._ends_in("amid")
            clause.limited = self._takes_up_others_on()
        elif self._behind_comma and not clause.before:
            clause.listed = True
        clause.any_of = token.words.casefold().startswith(tuple(self.particles["either"]))
        clause.mentions.append(token)

    def _takes_up_others_on(self) -> bool:
        """Return whether words say of what another's view is taken up: "agreed with Chile on “x”"."""
        clause, last = self.clause, self._last
        if not clause.said_by or last is None or last.owns or last.names != clause.said_by[-1][0]:
            return False
        # Concerns that are shared about words are against them.
        return self._ends_in("amid") and not (clause.echo and clause.before[-1].kind == "object")

    # What says which part the next words have.

    def _becomes(self, token: Token) -> None:
        clause = self.clause
        if not clause.says and not token.words[0].isalpha():
            return  # "Belarus → “may”"
        if not self._words_next:
            clause.unread.append(token)
        elif clause.worded:
            self.role = "new"
            if not self._replaces():
                clause.before.append(Token("replace", token.words, token.at, token.end))

    def _replaces(self) -> bool:
        return any(one.kind == "replace" for one in self.clause.before)

    def _to(self, token: Token) -> None:
        clause = self.clause
        if not self._words_next:
            return
        if self._is_range(token):
            return
        if self._replaces() and not self._among(token, "for"):
            if clause.worded or clause.implicit:
                self.role = "new"  # "change “x” to “y”", "delete “x” and replace with “y”"
        elif self._among(token, "for") and self._substitutes():
            self._swap()
        elif self._among(token, "to_others") and self._before in self._spoken_of and self._prefers():
            self.role = "unwanted"  # "prefers “x” to “y”"

    @property
    def _spoken_of(self) -> list[Token]:
        return [*self.clause.mentions, *self.clause.pointing]

    def _prefers(self) -> bool:
        begins = tuple(self.particles["prefer"])
        return any(one.words.casefold().startswith(begins) for one in self.clause.before)

    def _substitutes(self) -> bool:
        clause, begins = self.clause, tuple(self.particles["substitute"])
        return bool(clause.mentions and clause.before) and clause.before[-1].words.casefold().startswith(begins)

    def _swap(self) -> None:
        # "substitute “new” for “old”" names the new words first.
        before = self.clause.before
        before[-1] = replace(before[-1], kind="use")
        self.role = "unwanted"

    def _for(self, token: Token) -> None:
        clause = self.clause
        if self._names_next:
            if not clause.unnamed and not clause.before:
                self.marker = "behalf"  # "Cuba, for the G77"
        elif self._substitutes():
            self._swap()
        elif self._takes_place():
            self.role = "unwanted"  # "suggests “x” for “y”"
        elif self._words_next and not clause.before and not clause.mentions and self._reads_otherwise():
            self.role = "unwanted"  # "for “y” read “x”"
        elif self._is_verdict():
            clause.before.append(token)  # "Chile: for “x”"

    def _takes_place(self) -> bool:
        behind, before = self._behind, self._before
        quoted = before in self.clause.mentions and behind is not None and before.kind == behind.kind == "quote"
        return quoted and all(one.kind in ("want", "insert", "use") for one in self.clause.before)

    def _reads_otherwise(self) -> bool:
        return any(self._among(one, "read") for one in self.tokens[self.at :])

    def _is_verdict(self) -> bool:
        before = self._before
        if any(one.kind != "not" for one in self.clause.before):
            return False
        return before is None or before.kind in ("punct", "not") or self._among(before, "is")

    def _beside(self, token: Token) -> None:
        clause = self.clause
        inserts = any(one.kind == "insert" for one in clause.before) or self._proposes()
        if inserts or (not clause.says and self._next is not None):
            self.role = "beside"
            self.anchor = "before" if self._among(token, "in_front") else "after"
        elif self._words_next:
            self.role = "locator"

    def _proposes(self) -> bool:
        """Return whether a wish may be one for new words: "proposes “x” after “y”"."""
        clause, behind = self.clause, self._next
        kinds = {one.kind for one in clause.before}
        quoted = [one.kind for one in clause.mentions] == ["quote"] and self._before is clause.mentions[0]
        return kinds == {"want"} and quoted and behind is not None and behind.kind == "quote"

    def _brackets(self, token: Token) -> None:
        if any(self._among(one, "behind") for one in self.clause.behind):
            self.clause.unread.append(token)  # "take “x” out of the brackets" may mean either
        self.clause.brackets = True

    def _original(self, token: Token) -> None:
        self.clause.original = True

    def _noun(self, token: Token) -> None:
        self.clause.nouns = True

    def _is_range(self, token: Token) -> bool:
        """Take up the end of a range, "delete from “x” to “y”"; return whether there is one."""
        clause, follows = self.clause, self._next
        if len(clause.mentions) != 1 or follows is None or follows.kind != "quote" or clause.behind:
            return False
        (first,) = clause.mentions
        starts = self._token_at(self.tokens.index(first) - 1)
        if first.kind != "quote" or not self._among(starts, "from_word") or not self._among(token, "to_word"):
            return False
        clause.mentions = [replace(first, words=f"{first.words} … {follows.words}")]
        self.at = self.tokens.index(follows) + 1
        return True

    def _fill(self, token: Token) -> None:
        clause, ends = self.clause, self._next is None or is_mark(self._next, ".;")
        if self._among(token, "also") and ends and clause.speakers and not (clause.says or clause.unread):
            clause.echo = True  # "Egypt also."
            clause.before.append(replace(token, kind="support"))
            return
        if not self._among(token, "articles", "plain"):
            clause.verbose = True
        if self._among(token, "for_now"):
            clause.for_now = True
        if clause.neutral == "history" and self._among(token, "some"):
            clause.unread.append(token)  # "noted that some wished to delete “x”"
        if self._among(token, "to"):
            self._to(token)

    # Tokens that say nothing by themselves, and those that no list has.

    def _pass(self, token: Token) -> None:
        return

    def _not_understood(self, token: Token) -> None:
        self.clause.unread.append(token)

    def _word(self, token: Token) -> None:
        before, behind = self._before, self._behind
        if self._among(token, "what") and self._names_next and self._is_reference():
            self.tokens[self.at - 1] = replace(token, kind="echo")  # "what Hungary said"
            self.clause.echo = True
            self.clause.before.append(replace(token, kind="support"))
            return
        if before is not None and before.kind in ("both", "neither"):
            return  # "either city"
        if behind is not None and behind.kind == "quote" and self._among(before, "determiners"):
            return  # "the carve-out “x”"
        closes = behind is None or behind.kind in ("punct", "reason", *JOINTS)
        if before is not None and before.kind == "quote" and closes:
            return  # "the “x” carve-out"
        if not token.words.casefold().endswith(tuple(self.particles["adverb"])):
            self._not_understood(token)

    def _is_reference(self) -> bool:
        follows = self._next
        if follows is None:
            return False
        at = self.tokens.index(follows, self.at)
        said, end = self._token_at(at + 1), self._token_at(at + 2)
        return said is not None and said.kind == "fill" and (end is None or end.kind == "punct")


def negation(token: Token) -> Token:
    """Return a token as one that negates."""
    return Token("not", token.words, token.at, token.end)
