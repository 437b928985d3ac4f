"""Reads one line of a comment: whatever a delegation says there is a stance, neutral by a rule, or reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bracketed.positions.clause import Clause
from bracketed.positions.condition_resolver import ConditionResolver
from bracketed.positions.reading_state import ReadingState
from bracketed.positions.requests import Action, Asking, Request, requests_of
from bracketed.positions.rules import Rules
from bracketed.positions.sentences import Sentence, SentenceReader, Utterance
from bracketed.positions.signs import ACTS, ATTITUDES, OPERATORS, UnreadableError


class LineReader:
    """Reads one line of a comment: each delegation in it takes a stance, is neutral by a rule, or is not read."""

    def __init__(self, state: ReadingState, reader: SentenceReader, line: list[Sentence]) -> None:
        self.state = state
        self.reader = reader
        self.line = line
        # Of each delegation what has come of it so far: "stance", "neutral" or "not read".
        self.came: dict[str, str] = {}
        self.unread: list[tuple[Sentence, Clause]] = []
        # Those whom a line names that says nothing else: they go on to speak in the lines below it, or say nothing.
        self.named: tuple[str, ...] = ()

    def read(self) -> None:
        """Read the sentences of the line one after the other."""
        for sentence in self.line:
            for token in sentence.unknown:
                for name in token.names:
                    if self.reader.delegation(name, sentence.language):
                        continue
                    suggestion = self.reader.suggestion(name, sentence.language)
                    self.state.report("unknown-delegation", sentence, name=name, whose="", suggestion=suggestion)
            if sentence.misspelling:
                slip = sentence.misspelling
                self.state.report("verb-mistyped", sentence, slip.token, meant=slip.meant)
            self._sentence(sentence)
        self._tell_unread()
        if not self.came:
            self._remark()
        self._tell_author()
        for sentence in self.line:
            others = [name for name in dict.fromkeys(sentence.named) if name not in (*self.came, *self.named)]
            if others:
                self.state.note(", ".join(others), sentence.words, sentence, "mentioned")
                self._note(others, "neutral")

    def _tell_unread(self) -> None:
        for sentence, clause in self.unread:
            if not self._only_explains(sentence, clause):
                self._report(sentence, clause.names)
                self._note(clause.names, "not read")

    def _tell_author(self) -> None:
        # A delegation that types only of others, "Norway has a point", is heard as well.
        first = self.line[0]
        silent = [
            name for name in self.reader.delegations(first.comment.author, first.language) if name not in self.came
        ]
        others = self.came or (self.named and "\n" not in first.comment.text)
        if silent and others and "stance" not in self.came.values():
            if self.unread:
                self._report(first, silent)
            else:
                self.state.note(", ".join(silent), first.words, first, "mentioned")
            self._note(silent, "not read" if self.unread else "neutral")

    def _only_explains(self, sentence: Sentence, clause: Clause) -> bool:
        # What has no words of the text only explains what the same speakers have requested in the line.
        explains = not clause.names_text and not (clause.acts and not clause.unread)
        # "This is no longer requested" takes something back, whatever it is.
        explains = explains and not any(one.kind == "withdraw" for one in clause.operators)
        stated = all(self.came.get(name) == "stance" for name in clause.names)
        return explains and stated and not sentence.condition_unread

    def _sentence(self, sentence: Sentence) -> None:
        clauses = [one for one in sentence.clauses if not one.empty]
        chosen: tuple[tuple[str, str], ...] = ()
        if len(clauses) > 1 and _announces_withdrawal(clauses[0]):
            for clause in clauses[1:]:
                self._unread(sentence, clause)
            return
        if sentence.condition and any(one.says for one in clauses):
            whose = next((tuple(one.speakers) for one in clauses if one.speakers), ())
            condition = ConditionResolver(self.state, Utterance(sentence, whose)).condition(sentence.condition)
            sentence.condition_unread = condition is None
            chosen = (condition,) if condition else ()
        number = 0
        while number < len(clauses):
            clause = clauses[number]
            exchange = _exchange(clauses[number : number + 2])
            number += 2 if exchange else 1
            # A condition at the end is one of the last thing that is said.
            bound = not sentence.condition_leads and number < len(clauses)
            self._clause(sentence, clause, () if bound else chosen, exchange, sentence.condition_unread and not bound)

    def _clause(
        self,
        sentence: Sentence,
        clause: Clause,
        chosen: tuple[tuple[str, str], ...],
        exchange: Clause | None,
        conditional: bool,
    ) -> None:
        plural = sentence.language.particles["plural"]
        them = any(one.words.casefold() in plural for one in clause.pointing) and not clause.mentions
        clause.brackets = clause.brackets or (them and sentence.thread.brackets)
        sentence.thread.brackets = clause.brackets
        if (sentence.question and not _is_polite(sentence, clause)) or clause.neutral:
            if self._neutral(sentence, clause):
                return
            if clause.neutral == "history" and clause.has_operators:
                clause.neutral = ""  # "informed the secretariat that it could not accept “x”"
        if clause.implicit and not clause.unread and not clause.neutral and self._explains(sentence, clause):
            return
        if not clause.neutral and not clause.unread and not conditional:
            try:
                askings = list(requests_of(clause))
            except UnreadableError:
                askings = []
            if exchange and askings:
                askings = [replace(one, request=_exchanged(one.request, exchange)) for one in askings]
            if askings:
                self._enter(sentence, clause, askings, chosen)
                return
        self._unread(sentence, clause)

    def _enter(
        self, sentence: Sentence, clause: Clause, askings: list[Asking], chosen: tuple[tuple[str, str], ...]
    ) -> None:
        for asking in askings:
            elsewhere = clause.implicit and not set(asking.speakers) & {*sentence.named}
            named = ", ".join(asking.speakers) if elsewhere and not self._is_author(sentence) else ""
            rules = Rules(self.state, Utterance(sentence, asking.speakers, named, chosen))
            entered, told = self.state.entered, self.state.told
            came = "stance" if rules.enter(asking.request) else "not read"
            if (self.state.entered, self.state.told) == (entered, told):
                came = "not read"  # "can live without “x”", in a bracket that must have something
            self._note(asking.speakers, came)
            if clause.asides and {*asking.speakers} <= {*clause.asides} and self.state.entered > entered:
                self.state.statements[sentence.comment.provision][-1].aside = True
            if self.state.entered == entered:
                self.state.unread_statement(sentence, asking.speakers)
            if came == "not read":
                self._report(sentence, asking.speakers)
        others = [name for name in clause.names if name not in self.came]
        if others:
            self.state.note(", ".join(others), sentence.words, sentence, "mentioned")
            self._note(others, "neutral")

    def _is_author(self, sentence: Sentence) -> bool:
        return bool(self.reader.delegations(sentence.comment.author, sentence.language))

    def _neutral(self, sentence: Sentence, clause: Clause) -> bool:
        """Enter a clause that takes no stance by a rule; return whether there is such a rule."""
        kind = "question" if sentence.question else clause.neutral
        clause.neutral = kind
        others = [one for one in clause.operators if one.kind not in ("want", "support", "not")]
        wish = bool(clause.mentions or clause.acts or others)
        wish = wish or any(one.kind in ATTITUDES for one in clause.unread)
        asks = (wish and kind in ("history", "thanks")) or (clause.pointing and kind == "history")
        if (asks and not sentence.question) or (kind == "question" and _asks_behind(sentence, clause)):
            return False
        names = clause.names
        if clause.implicit and all(self.came.get(name) for name in clause.speakers):
            return True
        words = clause.mentions or [one for one in clause.tokens if one.kind == "quote"]
        words = [one for one in words if one.kind in ("quote", "phrase")]
        if words:
            sentence.thread.lose(words)  # "asked about “x”. Chile suggested its removal"
        if names:
            self.state.note(", ".join(names), sentence.words, sentence, kind)
            self._note(names, "neutral")
        return True

    def _explains(self, sentence: Sentence, clause: Clause) -> bool:
        """Return whether a clause only gives a reason for a request of its speakers in the line: "Too strong."."""
        if clause.names_text:
            return False
        if clause.acts or clause.sides or clause.said_by or not clause.speakers:
            return False
        kinds = {one.kind for one in clause.operators}
        if kinds & {"withdraw", "reserve", "block", "accept", "cannot"} or {"not", "insist"} <= kinds:
            return False
        return all(self.came.get(name) == "stance" for name in clause.speakers)

    def _unread(self, sentence: Sentence, clause: Clause) -> None:
        names = clause.names
        if not names:
            words = [one for one in clause.mentions if one.kind in ("quote", "phrase")]
            sentence.thread.topic = words[0] if len(words) == 1 else None
            return
        bare = clause.only_names and not clause.brackets and not clause.place
        if bare and not sentence.condition_unread and not _is_cut_short(sentence, clause):
            return  # who is named goes on to speak
        if clause.names_text:
            sentence.thread.lose([one for one in clause.mentions if one.kind in ("quote", "phrase")])
        self.unread.append((sentence, clause))
        if not self._only_explains(sentence, clause):
            self.state.unread_statement(sentence, tuple(names))

    def _report(self, sentence: Sentence, names: Sequence[str]) -> None:
        # One finding on a sentence is enough.
        if not {*names} <= self.state.reported.get((sentence.comment.number, sentence.at), set()):
            self.state.report("comment-not-read", sentence, by=", ".join(names))

    def _note(self, names: Iterable[str], came: str) -> None:
        for name in names:
            if self.came.get(name) != "stance":
                self.came[name] = came

    def _remark(self) -> None:
        # A line that names nobody, or nobody who says anything.
        first, last = self.line[0], self.line[-1]
        words = first.comment.text[first.at : last.at + len(last.words)]
        names = dict.fromkeys(name for one in self.line for clause in one.clauses for name in clause.names)
        speakers = names or dict.fromkeys(first.spoken)
        if not speakers:
            kind = next((one.neutral for line in self.line for one in line.clauses if one.neutral), "")
            self.state.note("", words, first, kind or "remark")
        elif any(not one.only_names for line in self.line for one in line.clauses) or not names:
            self._report(first, [*speakers])
            self._note(speakers, "not read")
        else:
            self.named = tuple(names)


def _announces_withdrawal(clause: Clause) -> bool:
    """Return whether a clause says of what follows that it is withdrawn: "Withdrawn: Chile – delete “x”"."""
    return not clause.names and not clause.mentions and {one.kind for one in clause.operators} == {"withdraw"}


def _is_cut_short(sentence: Sentence, clause: Clause) -> bool:
    """Return whether a clause leaves to what was said before what its names do: "Ireland could not; Latvia could"."""
    words = [one for one in clause.tokens if one.kind != "punct"]
    cut_short = sentence.language.particles["cut_short"]
    # "Chile was against it and Peru for it": "for it" is a reason elsewhere.
    return any(one.kind == "reason" or one.words.casefold() in cut_short for one in words)


def _asks_behind(sentence: Sentence, clause: Clause) -> bool:
    """Return whether a stance is in front of what asks: "Norway: delete “x”, what is it for?"."""
    behind = sentence.clauses[sentence.clauses.index(clause) :]
    kinds = [one.kind for part in behind for one in part.tokens]
    asks = kinds.index("question") if "question" in kinds else 0
    return any(kind in OPERATORS and kind not in ("want", "support", "not") for kind in kinds[:asks])


def _is_polite(sentence: Sentence, clause: Clause) -> bool:
    """Return whether a question is a request: "could you please delete “x”?"."""
    please = sentence.language.particles["please"]
    said = [one.words.casefold() for one in clause.operators]
    return any(words in please or words.split()[-1] in please for words in said)


def _exchange(clauses: Sequence[Clause]) -> Clause | None:
    """Return the second of two clauses if they put new words in the place of others: "remove “y” and insert “x”"."""
    if len(clauses) < 2:
        return None
    first, second = clauses
    acts = [[one.kind for one in clause.operators if one.kind in ACTS] for clause in clauses]
    if acts == [["delete"], ["replace"]] and second.implicit and second.new and first.mentions:
        return None if second.unread or second.mentions else second  # "delete “y” and replace it with “x”"
    if acts != [["delete"], ["insert"]] or not second.implicit or second.beside or second.unread or first.unread:
        return None
    if not (first.mentions and second.mentions) or any(one.kind in ("not", "cannot") for one in second.operators):
        return None
    return second


def _exchanged(request: Request, second: Clause) -> Request:
    if request.action != "remove":
        return request
    action: Action = "replace" if second.new else "exchange"
    return Request(action, request.mentions, tuple(second.new or second.mentions))
