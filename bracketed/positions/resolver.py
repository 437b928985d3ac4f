"""Finds what the words that a sentence mentions refer to in the text, and reports what is not there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from typing import Any

from bracketed.draft.draft import Provision
from bracketed.draft.tree import OMIT, Bracket
from bracketed.positions.implied import ImpliedTarget, Target
from bracketed.positions.phrase_index import NamedOptions, OptionTarget, WordsTarget, words_of
from bracketed.positions.reading_state import ReadingState
from bracketed.positions.requests import Action
from bracketed.positions.sentences import Utterance
from bracketed.positions.tokens import Token
from bracketed.source import Span

# Actions under which "remove" and the like without any words may mean a whole bracket or provision.
_OF_THE_WHOLE: tuple[Action, ...] = (
    "remove", "keep", "accept without", "object without", "block without", "reserve", "reserve without",
)  # fmt: skip
# What is said of a deletion, and may be said of one that others have requested.
_OF_A_DELETION: tuple[Action, ...] = ("accept without", "object without", "block without", "reserve without")
# What those want who then say "this is a red line" of the same words.
AGAINST: tuple[Action, ...] = ("remove", "replace", "object", "block", "reserve")
# "would like more time": what follows these without quotation marks is often no wording at all.
_LOOSE: tuple[Action, ...] = ("want", "insert", "accept", "object")

# Small words are shorter than this; a longer one means something, "observer", though people also say it of speakers.
_LONG = 6
# So many places or brackets a finding names; the same words may be in thousands.
_NAMED = 20


def is_loose(mention: Token, action: Action) -> bool:
    """Return whether a mention may be no words of the text at all, "more time", and is then kept as a remark."""
    return mention.kind == "phrase" and action in _LOOSE


class Resolver:
    """Finds the targets of one sentence: options, words outside brackets, words that a delegation requested."""

    def __init__(self, state: ReadingState, said: Utterance) -> None:
        self.state = state
        self.index = state.index
        self.implied = state.implied
        self.said = said
        self.sentence = said.sentence
        self.label = said.sentence.comment.provision

    @cached_property
    def _anchor(self) -> Span | None:
        """The words that the comment is on, if these are not all of its provision."""
        anchor = self.sentence.comment.anchor
        if anchor is None or anchor.start == anchor.end or not self.label:
            return None
        return None if anchor.holds(self.index.words_span(self._provision)) else anchor

    @property
    def _provision(self) -> Provision:
        return self.state.draft.numbered_provision(self.label)

    def report(self, of: str, on: Token | None = None, **parts: Any) -> None:
        """Add a finding on the sentence, or on words in it."""
        self.state.report(of, self.sentence, on, by=", ".join(self.said.speakers), **parts)

    def targets(self, mention: Token, action: Action, *, exchanged: bool = False) -> list[Target]:
        """Return what a mention refers to in the text; report it where there is nothing.

        Words to be removed where others are to be inserted are the option that holds them, not a part of it.
        """
        match mention.kind:
            case "label":
                return self.labelled(mention)
            case "option":
                option = self.index.option_labelled(self.label, mention.words)
                return [option] if option else self._missing_there(mention)
            case "rank":
                return self._ranked(mention)
            case "both" | "neither":
                return self._both(mention, action)
            case "this" if self.sentence.thread.topic and " " in mention.words and not self.sentence.thread.targets:
                # "There is no definition of “x”. Chile prefers to delete this term."
                return self._worded(self.sentence.thread.topic, action, exchanged=False)
            case "this" if self.label in self.state.spoken_of and not self.sentence.thread.targets and not self._anchor:
                return self.state.spoken_of[self.label]
            case "this" | "proposal":
                return self.unmentioned(action, pointing=True)
            case "whole":
                return self._whole()
        return self._worded(mention, action, exchanged=exchanged)

    def _ranked(self, mention: Token) -> list[Target]:
        """Return what "the second one" is: a bracket, or an option of the only alternatives."""
        words, language = mention.words, self.sentence.language
        rank = language.rank(words)
        outer = self.index.outer_brackets(self.label)
        pair = len(outer) == 2 and not self.index.only_alternatives(self.label)
        if language.ends_in_bracket(words) or pair or (rank and not self.index.only_alternatives(self.label)):
            # "the second one has to go", of two brackets; "the latter", of a pair of them
            outer = outer[rank - 1 :]
            return _all_options(outer[0]) if outer else self._missing_there(mention)
        option = self.index.option_ranked(self.label, rank)
        reason = f"“{words}” names no option, as {self.label} has not one choice of wordings"
        return [option] if option else self.missing(mention, reason)

    def _both(self, mention: Token, action: Action) -> list[Target]:
        only = self.index.only_alternatives(self.label)
        outer = self.index.outer_brackets(self.label)
        if only and any(
            not isinstance(one, OptionTarget) or one.bracket != only for one in self.sentence.thread.targets
        ):
            # "Kenya asked to delete “x”. Peru opposed this. Chile supported neither", where “y” or “z” is a choice
            return self.unclear(f"may be about the words before it, or about {only.id}")
        if only is None and len(outer) == 1 and action == "accept":
            # "can live with either", where words are kept or left out
            return [OptionTarget(outer[0], letter, True) for letter in outer[0].letters]
        reason = f"“{mention.words}” names no options, as {self.label} has not one choice of wordings"
        return _all_options(only) if only else self.missing(mention, reason)

    def _whole(self) -> list[Target]:
        """Return the whole text of the provision."""
        target = self.index.whole(self._provision) if self.label else None
        return [target] if target else []

    def _missing_there(self, mention: Token) -> list[Target]:
        return self.missing(mention, f"there is no “{mention.words}” in {self.label}")

    def search(self, words: str) -> NamedOptions | WordsTarget | ImpliedTarget | None:
        """Return where words are: at the anchor, in options, outside these, or in what others requested."""
        options = self.options(words)
        before = self.sentence.comment.span.start
        if self._anchor and not options.touching(self._anchor):
            outside = self.index.words_outside(self.label, words, before, self._anchor)
            if outside:
                return outside
        return options or self.index.words_outside(self.label, words, before) or self.implied.find(self.label, words)

    def options(self, words: str) -> NamedOptions:
        """Return the options that words name; where the comment is anchored to some of them, only those."""
        found, anchor = self.index.options_with(self.label, words), self._anchor
        return (anchor and found.touching(anchor)) or found

    def one_of(self, found: NamedOptions, mention: Token) -> OptionTarget:
        """Return the one of several brackets that is nearest before the comment, and say so."""
        chosen = found.last_before(self.sentence.comment.span.start)
        others = (bracket for bracket in found.brackets if bracket != chosen.bracket.id)
        if len(found.brackets) > 1:
            listed = _first_of(others, len(found.brackets) - 1, ", ")
            self.report("ambiguous-target", mention, chosen=chosen.bracket, others=listed)
        return chosen

    def labelled(self, mention: Token) -> list[Target]:
        """Return the whole text of the provision that a label names."""
        provision = self.index.named(mention.words, self.label)
        if provision is None:
            return self.missing(mention, f"there is no provision {mention.words}")
        target = self.index.whole(provision)
        return [target] if target else []

    def missing(self, mention: Token, reason: str = "") -> list[Target]:
        """Report a mention that is not in the text; there is no target."""
        suggestion = ""
        if not reason:
            reason = f"the words “{mention.words}” are not in {self.label}"
            near = self.index.nearest(self._provision, mention.words) if self.label else ""
            suggestion = f"the nearest words there are “{near}”" if near else ""
        self.sentence.thread.lose()
        code = "phrase-not-found" if mention.kind in ("quote", "phrase") else "target-not-found"
        self.report(code, mention, reason=reason, suggestion=suggestion)
        return []

    def unclear(self, reason: str, suggestion: str = "name the words in quotation marks") -> list[Target]:
        """Report that what the sentence is about cannot be known; there is no target."""
        self.report("target-unclear", reason=reason, suggestion=suggestion)
        return []

    def unmentioned(self, action: Action, *, pointing: bool = False) -> list[Target]:
        """Return what "USA – remove", or "remove this", which is `pointing`, is about, where it does not say.

        That is what the comment spoke of before, else what it is anchored to, else the only bracket that can be
        removed, else the only bracket, else the provision.
        """
        if not self.label:
            return []
        if self.sentence.thread.is_lost:
            topic = self.sentence.thread.topic
            if topic:
                # "We had said “x”; we withdraw this"
                return self._worded(topic, action, exchanged=False)
            return self.unclear("may be about the words before it, which were not found or not read")
        if self.sentence.thread.targets:
            return self._of_thread(action, pointing)
        if action in _OF_A_DELETION and (asked := self._deletion_asked_for()):
            return asked
        anchored = self._anchored(action)
        if anchored:
            return anchored
        anchor = self.sentence.comment.anchor
        if anchor and anchor.start == anchor.end and self._amid_words(anchor.start):
            # "Support this deletion", on words whose deletion has been accepted, is not about the whole paragraph.
            remedy = 'read tracked changes as brackets (changes="brackets"), or name the words in quotation marks'
            reason = "is on words that are not in the text as it is read"
            return self.unclear(reason, remedy)
        return self._of_provision(action)

    def _deletion_asked_for(self) -> list[Target]:
        """Return the only words here of which others have requested that they go: "opposed the deletion"."""
        statements = self.state.statements.get(self.label, [])
        rows = [row for one in statements for row in one.rows if row.option == OMIT and row.stance == "supports"]
        keys = {row.bracket for row in rows if row.delegation not in self.said.speakers}
        if len(keys) != 1 or any(one.unread for one in statements):
            return []
        (key,) = keys
        phrase = self.implied.phrases.get(key)
        return [ImpliedTarget(phrase)] if phrase else _all_options(self.state.draft.bracket(key))

    def _of_thread(self, action: Action, pointing: bool) -> list[Target]:
        """Return what the comment spoke of before, as far as it may be meant again."""
        thread = self.sentence.thread
        if {*thread.speakers} & {*self.said.speakers}:
            if action in ("object", "block") and thread.action not in AGAINST:
                # "Support “x”; this is a red line"
                return self.unclear("may be about what the same speakers want, or about what others want")
        elif not pointing and thread.action == "want" and action in ("keep", "reserve"):
            # "Option 2 is better (Nepal); pending instructions (Peru)": Nepal's choice is not yet one for Peru.
            rivals = [one for one in thread.targets if isinstance(one, OptionTarget) and _is_one_of_several(one)]
            if rivals and action == "keep":
                return self.unclear("may be about the words that others prefer, or about all of the text")
            if rivals:
                return [
                    option
                    for bracket in {one.bracket.id: one.bracket for one in rivals}.values()
                    for option in _all_options(bracket)
                ]
        return thread.targets

    def _anchored(self, action: Action) -> list[Target]:
        """Return the bracket, the option or the words that the comment is on."""
        anchored = self.index.at(self.label, self._anchor) if self._anchor else None
        if isinstance(anchored, Bracket):
            taken = anchored.offers_omit and (len(anchored.letters) == 2 or action in _OF_THE_WHOLE)
            return _all_options(anchored) if taken else []
        return [anchored] if anchored else []

    def _of_provision(self, action: Action) -> list[Target]:
        """Return the one bracket of the provision that may be meant, or all of the provision."""
        of_the_whole = action in _OF_THE_WHOLE
        outer = self.index.outer_brackets(self.label)
        removable = [bracket for bracket in outer if bracket.offers_omit and len(bracket.letters) == 2]
        # Who reserves does not say that the other brackets are agreed.
        of_one = len(outer) == 1 or (of_the_whole and action != "reserve")
        if len(removable) == 1 and of_one:
            return [OptionTarget(removable[0], "a", True)]
        if action == "reserve" and len(outer) != 1:
            for speaker in self.said.speakers:
                self.state.note(speaker, self.sentence.words, self.sentence, "reservation")
        elif not outer and of_the_whole:
            return self._whole()
        elif len(outer) == 1 and (action == "reserve" or (of_the_whole and outer[0].offers_omit)):
            return _all_options(outer[0])
        brackets = f"{len(outer) or 'no'} bracket{'' if len(outer) == 1 else 's'}"
        return self.unclear(f"does not say which words it is about, and {self.label} has {brackets}")

    def _worded(self, mention: Token, action: Action, *, exchanged: bool) -> list[Target]:
        found = self.search(mention.words)
        if isinstance(found, ImpliedTarget):
            return [found]
        if isinstance(found, WordsTarget) and len(found.spans) > 1:
            self.report("several-places", mention, count=len(found.spans))
        if found:
            self._report_elsewhere(found, mention)
            if isinstance(found, WordsTarget):
                return [found]
            chosen = self.one_of(found, mention)
            return [(exchanged and chosen) or self._part(chosen, mention, action) or chosen]
        if action == "insert" and mention.kind == "quote" and self.label:
            at = (Span(self._anchor.end, self._anchor.end),) if self._anchor else ()
            if not at:
                self.report("place-not-stated", mention)
            parent = self.index.parent_of(self.label, at[0]) if at else None
            return [self.implied.insertion(WordsTarget(self.label, parent, at, mention.words))]
        return [] if is_loose(mention, action) else self.missing(mention)

    def _part(self, option: OptionTarget, mention: Token, action: Action) -> WordsTarget | None:
        """Return the words of an option that alone are contested, None if they are as good as all of it."""
        if option.whole or action == "keep" or (_is_one_of_several(option) and action in ("want", "accept")):
            return None  # words of one of several wordings name it
        text = next(one.text for one in option.bracket.options if one.letter == option.letter)
        said = [word.stem for word in words_of(mention.words)]
        others = [word for word in words_of(text) if word.stem not in said]
        if mention.kind == "phrase" and (action != "remove" or len(said) >= len(others)):
            return None  # without quotation marks people name an option by its main words
        if not any(self._bears_meaning(word.key) for word in others):
            return None
        inside = self.index.words_outside(self.label, mention.words, self.sentence.comment.span.start)
        return inside if inside and inside.parent == (option.bracket.id, option.letter) else None

    def _bears_meaning(self, word: str) -> bool:
        kind = self.sentence.language.find(word, 0)[0]
        return kind not in ("and", "to", "keep", "support") and (kind != "fill" or len(word) >= _LONG)

    def _report_elsewhere(self, found: NamedOptions | WordsTarget, mention: Token) -> None:
        # The other place may have been meant: the finding says which was taken.
        others = self.index.elsewhere(self.label, mention.words, found)
        if others:
            if isinstance(found, WordsTarget):
                parent = self.index.parent_of(found.provision, found.spans[0])
                where = f"in {parent[0]}" if parent else "outside brackets"
            else:
                where = f"in {found[-1].bracket.id}"
            listed = _first_of(others.names, others.count, "; ")
            self.report("elsewhere", mention, where=where, places=f" ({listed})" if listed else "")

    def _amid_words(self, at: int) -> bool:
        # Words must be on both sides; comments between them are no words of the provision.
        source, body = self.state.draft.source, self._provision.body
        if not body.start < at < body.end:
            return False
        for comment in self.state.draft.comments:
            if comment.span.start >= at and source[at : comment.span.start].strip():
                break
            at = max(at, comment.span.end)
        # A provision goes on in other paragraphs, as behind an OR, on which the comment is not.
        return bool(source[at : body.end].partition("\n")[0].strip())


def _is_one_of_several(option: OptionTarget) -> bool:
    return any(letter not in (option.letter, OMIT) for letter in option.bracket.letters)


def _first_of(names: Iterable[str], count: int, joint: str) -> str:
    more = [f"and {count - _NAMED:,} more"] if count > _NAMED else []
    return joint.join([*islice(names, _NAMED), *more])


def _all_options(bracket: Bracket) -> list[Target]:
    return [OptionTarget(bracket, letter, True) for letter in bracket.letters if letter != OMIT]
