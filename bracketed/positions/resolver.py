"""Finds what the things that a sentence names stand for in the text, and reports what is not there."""

from __future__ import annotations

from bisect import bisect_left

from bracketed.draft.draft import Draft, Provision
from bracketed.draft.tree import OMIT, Bracket
from bracketed.positions.contested import Contested
from bracketed.positions.phrase_index import ImpliedTarget, OptionTarget, Places, Target, WordsTarget
from bracketed.positions.reading_state import ReadingState, Said
from bracketed.positions.requests import Action, Mention, Request
from bracketed.source import Span

# Effects under which "remove" and the like without any words may mean a whole bracket or provision.
_OF_THE_WHOLE: tuple[Action, ...] = ("remove", "keep", "accept without", "object without", "block without")

# "would like more time": what follows these without quotation marks is often no wording at all.
_LOOSE: tuple[Action, ...] = ("want", "insert", "accept", "object")


def _is_loose(thing: Mention, effect: Action) -> bool:
    return thing.kind == "phrase" and effect in _LOOSE


class Finder:
    """Finds the targets of wishes: options, words outside brackets, words that a delegation asked for."""

    def __init__(self, draft: Draft, places: Places, contested: Contested, record: ReadingState) -> None:
        self._draft = draft
        self._places = places
        self._contested = contested
        self._record = record

    def targets(self, thing: Mention, effect: Action, said: Said) -> list[Target]:
        """Return what a thing stands for in the text; report it where there is nothing."""
        match thing.kind:
            case "label":
                return self.labelled(thing, said)
            case "option":
                option = self._places.option_labelled(said.provision, thing.words)
                if option is None:
                    self.missing(thing, said, f"there is no “{thing.words}” in {said.provision}")
                return [option] if option else []
            case "rank":
                return self._ranked(thing, said)
            case "this":
                language = said.sentence.language
                if language.words["concepts"].match(thing.words) and said.thread.topic:
                    return self._worded(Mention("phrase", said.thread.topic, thing.at), effect, said)
                if language.words["each"].match(thing.words):
                    return self._each(thing, said)
                return self.unsaid(effect, said)
            case _:
                return self._worded(thing, effect, said)

    def search(self, words: str, said: Said) -> list[OptionTarget] | Target | None:
        """Look for words in a provision: where the comment is anchored, then anywhere in it: among the options, then
        outside them, then in what others asked for."""
        options = self.options(words, said)
        before = said.comment.span.start
        anchor = self.anchor(said)
        if anchor and not any(target.bracket.span.touches(anchor) for target in options):
            outside = self._places.words_outside(said.provision, words, before, anchor)
            if outside:
                return outside
        return (
            options
            or self._places.words_outside(said.provision, words, before)
            or self._contested.find(said.provision, words)
        )

    def options(self, words: str, said: Said) -> list[OptionTarget]:
        """Return the options that words name; where the comment is anchored to some of them, only those."""
        found = self._places.options_with(said.provision, words)
        anchor = self.anchor(said)
        return [target for target in found if anchor and target.bracket.span.touches(anchor)] or found

    def anchor(self, said: Said) -> Span | None:
        """Return the words that a comment stands on, if these are not all of its provision."""
        anchor = said.comment.anchor
        if anchor is None or anchor.start == anchor.end or not said.provision:
            return None
        provision = self._draft.numbered_provision(said.provision)
        return None if self._places.is_all_of(provision, anchor) else anchor

    def _anchored(self, effect: Action, said: Said) -> list[Target]:
        """Return what a comment that names no words is anchored to."""
        anchor = self.anchor(said)
        if anchor is None:
            return []
        found = self._places.at(said.provision, anchor)
        if isinstance(found, Bracket):
            if OMIT not in found.letters or (len(found.letters) > 2 and effect not in _OF_THE_WHOLE):
                return []
            return [OptionTarget(found, letter, True) for letter in found.letters if letter != OMIT]
        return [found] if found else []

    def _worded(self, thing: Mention, effect: Action, said: Said) -> list[Target]:
        found = self.search(thing.words, said)
        if not found and thing.kind == "phrase":
            article = said.sentence.language.words["articles"].match(thing.words)
            found = self.search(thing.words[article.end() :], said) if article else None
        if isinstance(found, list) and found:
            self._tell_elsewhere(found, thing, said)
            return [self.one_of(found, thing, said)]
        if isinstance(found, WordsTarget):
            self.tell_places(found, thing, said)
            self._tell_elsewhere(found, thing, said)
            return [found]
        if isinstance(found, ImpliedTarget):
            return [found]
        if effect == "insert" and thing.kind == "quote" and said.provision:
            anchor = self.anchor(said)
            if anchor:
                at = Span(anchor.end, anchor.end)
                place = self._places.place_of(said.provision, at)
                return [self.inserted(WordsTarget(said.provision, place, (at,), thing.words))]
            self._record.report(
                "info",
                "place-not-stated",
                f"“{thing.words}” is to be inserted in {said.provision}, but the comment does not say where; "
                "it counts as a bracket, but stands in no text",
                thing.at,
                said,
            )
            return [self.inserted(WordsTarget(said.provision, None, (), thing.words))]
        if not _is_loose(thing, effect):
            self.missing(thing, said)
        return []

    @staticmethod
    def reports(wish: Request) -> bool:
        """Say whether a wish whose words are nowhere is reported as unread, rather than kept as a remark."""
        return not wish.things or not all(_is_loose(thing, wish.effect) for thing in wish.things)

    def inserted(self, words: WordsTarget) -> ImpliedTarget:
        """Return the bracket that holds new words."""
        return ImpliedTarget(self._contested.insertion(words), "a")

    def tell_places(self, found: WordsTarget, thing: Mention, said: Said) -> None:
        """Say so where words stand several times."""
        if len(found.spans) > 1:
            self._record.report(
                "info",
                "several-places",
                f"“{thing.words}” stands {len(found.spans)} times in {found.provision}; all are read as one decision",
                thing.at,
                said,
            )

    def _tell_elsewhere(self, found: list[OptionTarget] | WordsTarget, thing: Mention, said: Said) -> None:
        """Say so where the words that were found stand in another place of the provision too."""
        others = self._places.elsewhere(said.provision, thing.words, found)
        if others:
            place = self._places.place_of(found.provision, found.spans[0]) if isinstance(found, WordsTarget) else None
            bracket = place[0] if place else "" if isinstance(found, WordsTarget) else found[-1].bracket.id
            lines = (self._draft.lines.place(span.start) for span in others)
            columns = "; ".join(f"line {line}, column {column}" for line, column in lines)
            self._record.report(
                "info",
                "ambiguous-target",
                f"“{thing.words}” is read {f'in {bracket}' if bracket else 'outside brackets'}; the same words stand "
                f"elsewhere in {said.provision} ({columns}) and are not contested there by this",
                thing.at,
                said,
                "quote more of the words around",
            )

    def one_of(self, found: list[OptionTarget], thing: Mention, said: Said) -> OptionTarget:
        """Return the one of several brackets that stands nearest before the comment, and say so."""
        brackets = list(dict.fromkeys(target.bracket.id for target in found))
        before = [t for t in found if t.bracket.span.start < said.comment.span.start]
        chosen = (before or found)[-1]
        if len(brackets) > 1:
            others = ", ".join(name for name in brackets if name != chosen.bracket.id)
            self._record.report(
                "warning",
                "ambiguous-target",
                f"“{thing.words}” fits several brackets; it is read as {chosen.bracket.id}, not as {others}",
                thing.at,
                said,
                "say which bracket in a table of positions",
            )
        return chosen

    def labelled(self, thing: Mention, said: Said) -> list[Target]:
        """Return the whole text of the provision that a label names."""
        provision = self._places.named(thing.words, said.provision)
        if provision is None:
            self.missing(thing, said, f"there is no provision {thing.words}")
            return []
        own = provision.label == said.provision
        before = said.comment.span.start if own else len(self._draft.source)
        target = self._places.whole(provision, before)
        return [target] if target else []

    def _each(self, thing: Mention, said: Said) -> list[Target]:
        bracket = self._places.only_alternatives(said.provision)
        if bracket is None:
            self.missing(thing, said, f"{said.provision} has not one choice of wordings")
            return []
        return [OptionTarget(bracket, letter, True) for letter in bracket.letters if letter != OMIT]

    def _ranked(self, thing: Mention, said: Said) -> list[Target]:
        rank = said.sentence.language.rank(thing.words)
        if said.sentence.language.ends_in_bracket(thing.words):
            outer = self._outer(said.provision)
            bracket = outer[rank - 1] if rank <= len(outer) else None
            if bracket is None:
                self.missing(thing, said, f"there is no “{thing.words}” in {said.provision}")
                return []
            return [OptionTarget(bracket, letter, True) for letter in bracket.letters if letter != OMIT]
        option = self._places.option_ranked(said.provision, rank)
        if option is None:
            self.missing(
                thing, said, f"“{thing.words}” names no option, as {said.provision} has not one choice of wordings"
            )
        return [option] if option else []

    def _outer(self, provision: str) -> list[Bracket]:
        return [b for b in self._places.brackets_of(provision) if b.depth == 0 and b.kind != "placeholder"]

    def missing(self, thing: Mention, said: Said, message: str = "") -> None:
        """Report a thing that is not in the text."""
        suggestion = ""
        if not message:
            message = f"the words “{thing.words}” do not stand in {said.provision}"
            provision = self._draft.numbered_provision(said.provision) if said.provision else None
            near = self._places.nearest(provision, thing.words) if provision else ""
            suggestion = f"the nearest words there are “{near}”" if near else ""
        code = "phrase-not-found" if thing.kind in ("quote", "phrase") else "target-not-found"
        self._record.report("warning", code, f"{message}; no stance was read", thing.at, said, suggestion)

    def _amid_words(self, at: int, provision: Provision) -> bool:
        """Say whether words of a provision stand before a place and behind it; comments are no words of it."""
        if not provision.body.start < at < provision.body.end:
            return False
        comments = self._draft.comments
        number = bisect_left(comments, at, key=lambda comment: comment.span.start)
        while number < len(comments) and not self._draft.source[at : comments[number].span.start].strip():
            at = comments[number].span.end
            number += 1
        return bool(self._draft.source[at : provision.body.end].strip())

    def unsaid(self, effect: Action, said: Said) -> list[Target]:
        """Return what "USA – remove" is about, where it does not say: what the comment spoke of before, else what it
        is anchored to, else the only bracket that can be removed, else the only bracket, else the provision."""
        if said.thread.target:
            return said.thread.target
        if not said.provision:
            return []
        anchored = self._anchored(effect, said)
        if anchored:
            return anchored
        provision = self._draft.numbered_provision(said.provision)
        anchor = said.comment.anchor
        if anchor and anchor.start == anchor.end and self._amid_words(anchor.start, provision):
            # "Support this deletion", on words whose deletion has been accepted, is not about the whole paragraph.
            self._record.report(
                "warning",
                "target-unclear",
                f"“{said.sentence.words}” stands on words that are not in the text as it is read; no stance was read",
                said.sentence.at,
                said,
                'read tracked changes as brackets (changes="brackets"), or name the words in quotation marks',
            )
            return []
        outer = self._outer(provision.label)
        removable = [bracket for bracket in outer if OMIT in bracket.letters and len(bracket.letters) == 2]
        of_the_whole = effect in _OF_THE_WHOLE
        if len(removable) == 1 and (of_the_whole or len(outer) == 1):
            return [OptionTarget(removable[0], "a", True)]
        if not outer and of_the_whole:
            whole = self._places.whole(provision, said.comment.span.start)
            return [whole] if whole else []
        if len(outer) == 1 and of_the_whole and OMIT in outer[0].letters:
            return [OptionTarget(outer[0], letter, True) for letter in outer[0].letters if letter != OMIT]
        self._record.report(
            "warning",
            "target-unclear",
            f"“{said.sentence.words}” does not say which words it is about, and {provision.label} has "
            f"{len(outer) or 'no'} bracket{'' if len(outer) == 1 else 's'}; no stance was read",
            said.sentence.at,
            said,
            "name the words in quotation marks",
        )
        return []
