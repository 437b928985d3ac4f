"""Finds what the words that a sentence mentions stand for in the text, and reports what is not there."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from bracketed.draft.draft import Provision
from bracketed.draft.tree import OMIT, Bracket
from bracketed.positions.implied import ImpliedTarget, Target
from bracketed.positions.lexer import Lexeme
from bracketed.positions.phrase_index import OptionTarget, WordsTarget
from bracketed.positions.reading_state import ReadingState
from bracketed.positions.requests import Action
from bracketed.positions.sentences import Sentence
from bracketed.positions.speakers import Condition
from bracketed.source import Span

# Actions under which "remove" and the like without any words may mean a whole bracket or provision.
_OF_THE_WHOLE: tuple[Action, ...] = ("remove", "keep", "accept without", "object without", "block without")
# "would like more time": what follows these without quotation marks is often no wording at all.
_LOOSE: tuple[Action, ...] = ("want", "insert", "accept", "object")


def is_loose(mention: Lexeme, action: Action) -> bool:
    """Say whether a mention may be no words of the text at all, "more time", and is then kept as a remark."""
    return mention.kind == "PHRASE" and action in _LOOSE


class Resolver:
    """Finds the targets of one sentence: options, words outside brackets, words that a delegation asked for."""

    def __init__(self, state: ReadingState, sentence: Sentence) -> None:
        self.state = state
        self.index = state.index
        self.implied = state.implied
        self.sentence = sentence
        self.label = sentence.comment.provision
        self.words = sentence.language.words

    @cached_property
    def _anchor(self) -> Span | None:
        """The words that the comment stands on, if these are not all of its provision."""
        anchor = self.sentence.comment.anchor
        if anchor is None or anchor.start == anchor.end or not self.label:
            return None
        return None if anchor.holds(self.index.words_span(self._provision)) else anchor

    @property
    def _provision(self) -> Provision:
        return self.state.draft.numbered_provision(self.label)

    def report(self, of: str, on: Lexeme | None = None, **parts: Any) -> None:
        """Add a finding on the sentence, or on words in it."""
        self.state.report(of, self.sentence, on, **parts)

    def targets(self, mention: Lexeme, action: Action) -> list[Target]:
        """Return what a mention stands for in the text; report it where there is nothing."""
        words, topic, language = mention.words, self.sentence.thread.topic, self.sentence.language
        match mention.kind:
            case "LABEL":
                return self.labelled(mention)
            case "OPTION":
                option = self.index.option_labelled(self.label, words)
                return [option] if option else self.missing(mention, f"there is no “{words}” in {self.label}")
            case "RANK" if language.ends_in_bracket(words):
                outer = self.index.outer_brackets(self.label)[language.rank(words) - 1 :]
                return (
                    _all_options(outer[0]) if outer else self.missing(mention, f"there is no “{words}” in {self.label}")
                )
            case "RANK":
                option = self.index.option_ranked(self.label, language.rank(words))
                reason = f"“{words}” names no option, as {self.label} has not one choice of wordings"
                return [option] if option else self.missing(mention, reason)
            case "THIS" if self.words["concepts"].match(words) and topic:
                return self._worded(Lexeme("PHRASE", topic, mention.at), action)
            case "THIS" if self.words["each"].match(words):
                only = self.index.only_alternatives(self.label)
                reason = f"{self.label} has not one choice of wordings"
                return _all_options(only) if only else self.missing(mention, reason)
            case "THIS":
                return self.unmentioned(action)
        return self._worded(mention, action)

    def search(self, words: str) -> list[OptionTarget] | WordsTarget | ImpliedTarget | None:
        """Return where words stand: at the anchor, in options, outside these, or in what others asked for."""
        options = self.options(words)
        before = self.sentence.comment.span.start
        if self._anchor and not any(target.bracket.span.touches(self._anchor) for target in options):
            outside = self.index.words_outside(self.label, words, before, self._anchor)
            if outside:
                return outside
        return options or self.index.words_outside(self.label, words, before) or self.implied.find(self.label, words)

    def options(self, words: str) -> list[OptionTarget]:
        """Return the options that words name; where the comment is anchored to some of them, only those."""
        found, anchor = self.index.options_with(self.label, words), self._anchor
        return [target for target in found if anchor and target.bracket.span.touches(anchor)] or found

    def one_of(self, found: list[OptionTarget], mention: Lexeme) -> OptionTarget:
        """Return the one of several brackets that stands nearest before the comment, and say so."""
        before = [target for target in found if target.bracket.span.start < self.sentence.comment.span.start]
        chosen = (before or found)[-1]
        others = dict.fromkeys(target.bracket.id for target in found if target.bracket.id != chosen.bracket.id)
        if others:
            self.report("ambiguous-target", mention, chosen=chosen.bracket, others=", ".join(others))
        return chosen

    def labelled(self, mention: Lexeme) -> list[Target]:
        """Return the whole text of the provision that a label names."""
        provision = self.index.named(mention.words, self.label)
        if provision is None:
            return self.missing(mention, f"there is no provision {mention.words}")
        target = self.index.whole(provision)
        return [target] if target else []

    def missing(self, mention: Lexeme, reason: str = "") -> list[Target]:
        """Report a mention that is not in the text; there is no target."""
        suggestion = ""
        if not reason:
            reason = f"the words “{mention.words}” do not stand in {self.label}"
            near = self.index.nearest(self._provision, mention.words) if self.label else ""
            suggestion = f"the nearest words there are “{near}”" if near else ""
        code = "phrase-not-found" if mention.kind in ("QUOTE", "PHRASE") else "target-not-found"
        self.report(code, mention, reason=reason, suggestion=suggestion)
        return []

    def unmentioned(self, action: Action) -> list[Target]:
        """Return what "USA – remove" is about, where it does not say.

        That is what the comment spoke of before, else what it is anchored to, else the only bracket that can be
        removed, else the only bracket, else the provision.
        """
        if self.sentence.thread.targets or not self.label:
            return self.sentence.thread.targets
        of_the_whole = action in _OF_THE_WHOLE
        anchored = self.index.at(self.label, self._anchor) if self._anchor else None
        if isinstance(anchored, Bracket):
            if OMIT in anchored.letters and (len(anchored.letters) == 2 or of_the_whole):
                return _all_options(anchored)
        elif anchored:
            return [anchored]
        anchor = self.sentence.comment.anchor
        if anchor and anchor.start == anchor.end and self._amid_words(anchor.start):
            # "Support this deletion", on words whose deletion has been accepted, is not about the whole paragraph.
            remedy = 'read tracked changes as brackets (changes="brackets"), or name the words in quotation marks'
            reason = "stands on words that are not in the text as it is read"
            self.report("target-unclear", reason=reason, suggestion=remedy)
            return []
        outer = self.index.outer_brackets(self.label)
        removable = [bracket for bracket in outer if OMIT in bracket.letters and len(bracket.letters) == 2]
        if len(removable) == 1 and (of_the_whole or len(outer) == 1):
            return [OptionTarget(removable[0], "a", True)]
        if not outer and of_the_whole:
            whole = self.index.whole(self._provision)
            return [whole] if whole else []
        if len(outer) == 1 and of_the_whole and OMIT in outer[0].letters:
            return _all_options(outer[0])
        brackets = f"{len(outer) or 'no'} bracket{'' if len(outer) == 1 else 's'}"
        reason = f"does not say which words it is about, and {self.label} has {brackets}"
        self.report("target-unclear", reason=reason, suggestion="name the words in quotation marks")
        return []

    def condition(self, condition: Condition) -> tuple[str, str] | None:
        """Return the bracket and the option that have to be chosen, or None and a finding if that is not clear."""
        label = self.label
        if condition.label:
            named = self.index.named(condition.label, label)
            label = named.label if named else ""
        chosen = self._chosen(condition, label)
        if chosen is None:
            where = f"in {condition.label} " if condition.label else ""
            self.report("condition-not-read", words=condition.words, where=where)
        return chosen

    def _chosen(self, condition: Condition, label: str) -> tuple[str, str] | None:
        named = self.index.option_labelled(label, condition.words) if label else None
        options = [named] if named else self.index.options_with(label, condition.words)
        if len({target.bracket.id for target in options}) > 1:
            return None
        if options:
            bracket, letter = options[0].bracket, options[0].letter
            others = [other for other in bracket.letters if other != letter]
            # Where the words go, another option stays: none at all, or the only other one.
            other = OMIT if OMIT in others else others[0] if len(others) == 1 else ""
            chosen = letter if condition.kept else other
            return (bracket.id, chosen) if chosen else None
        target = self.implied.find(label, condition.words)
        if target is None:
            before = self.sentence.comment.span.start if label == self.label else len(self.state.draft.source)
            words = self.index.words_outside(label, condition.words, before)
            if words is None:
                return None
            # A stance that depends on these words makes them a choice.
            target = ImpliedTarget(self.implied.over(words))
            target.phrase.offers_omit = True
        if condition.kept:
            return target.phrase.key, target.letter
        return (target.phrase.key, OMIT) if target.phrase.offers_omit else None

    def _worded(self, mention: Lexeme, action: Action) -> list[Target]:
        found = self.search(mention.words)
        if not found and mention.kind == "PHRASE":
            article = self.words["articles"].match(mention.words)
            found = self.search(mention.words[article.end() :]) if article else None
        if isinstance(found, ImpliedTarget):
            return [found]
        if isinstance(found, WordsTarget) and len(found.spans) > 1:
            self.report("several-places", mention, count=len(found.spans))
        if found:
            self._report_elsewhere(found, mention)
            return [self.one_of(found, mention) if isinstance(found, list) else found]
        if action == "insert" and mention.kind == "QUOTE" and self.label:
            at = (Span(self._anchor.end, self._anchor.end),) if self._anchor else ()
            if not at:
                self.report("place-not-stated", mention)
            parent = self.index.parent_of(self.label, at[0]) if at else None
            return [self.implied.insertion(WordsTarget(self.label, parent, at, mention.words))]
        return [] if is_loose(mention, action) else self.missing(mention)

    def _report_elsewhere(self, found: list[OptionTarget] | WordsTarget, mention: Lexeme) -> None:
        # The other place may have been meant: the finding says which was taken.
        others = self.index.elsewhere(self.label, mention.words, found)
        if others:
            if isinstance(found, WordsTarget):
                parent = self.index.parent_of(found.provision, found.spans[0])
                where = f"in {parent[0]}" if parent else "outside brackets"
            else:
                where = f"in {found[-1].bracket.id}"
            places = [self.state.draft.lines.place(span.start) for span in others]
            columns = "; ".join(f"line {line}, column {column}" for line, column in places)
            self.report("elsewhere", mention, where=where, places=columns)

    def _amid_words(self, at: int) -> bool:
        # Words must stand on both sides; comments between them are no words of the provision.
        source, body = self.state.draft.source, self._provision.body
        if not body.start < at < body.end:
            return False
        for comment in self.state.draft.comments:
            if comment.span.start >= at and source[at : comment.span.start].strip():
                break
            at = max(at, comment.span.end)
        return bool(source[at : body.end].strip())


def _all_options(bracket: Bracket) -> list[Target]:
    return [OptionTarget(bracket, letter, True) for letter in bracket.letters if letter != OMIT]
