"""Reads wishes for words in place of others, "change “x” to “y”", and for new words, "insert “x” after “y”"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bracketed.draft.tree import OMIT, Bracket
from bracketed.positions.contested import Contested
from bracketed.positions.phrase_index import ImpliedTarget, OptionTarget, Places, Target, WordsTarget
from bracketed.positions.positions import Stance
from bracketed.positions.reading_state import ReadingState, Said
from bracketed.positions.requests import Action, Mention, Request
from bracketed.positions.resolver import Finder
from bracketed.positions.stating import Stances
from bracketed.source import Span


class Replacements:
    """Enters stances on words that take the place of others or are put beside them."""

    def __init__(
        self, places: Places, contested: Contested, record: ReadingState, finder: Finder, stances: Stances
    ) -> None:
        self._places = places
        self._contested = contested
        self._record = record
        self._finder = finder
        self._stances = stances

    def insert(self, wish: Request, said: Said) -> None:
        """Enter "insert “x” after “y”"."""
        assert wish.beside is not None
        side, anchor = wish.beside
        where = self._beside(side, anchor, said)
        if not said.provision:
            return
        for thing in wish.things:
            words = where or WordsTarget(said.provision, None, (), "")
            target = self._finder.inserted(WordsTarget(words.provision, words.place, words.spans, thing.words))
            self._stances.enter("insert", target, said)
            said.thread.target = [target]

    def _beside(self, side: str, anchor: Mention, said: Said) -> WordsTarget | None:
        """Return the empty places after or before the words that an insertion goes beside, or None."""
        found = self._finder.search(anchor.words, said) if anchor.kind in ("quote", "phrase") else None
        if isinstance(found, list) and found:
            return _at_bracket(side, self._finder.one_of(found, anchor, said).bracket)
        if not isinstance(found, WordsTarget):
            self._finder.missing(anchor, said)
            return None
        self._finder.tell_places(found, anchor, said)
        ends = [span.end if side == "after" else span.start for span in found.spans]
        return WordsTarget(found.provision, found.place, tuple(Span(at, at) for at in ends), "")

    def replace(self, wish: Request, said: Said) -> None:
        """Enter "use “x” rather than “y”", "change “y” to “x”" and "remove “y” and insert “x”"."""
        wanted, not_wanted = (wish.things, wish.instead) if wish.effect == "want" else (wish.instead, wish.things)
        label = next((thing for thing in not_wanted if thing.kind == "label"), None)
        if label is not None:
            self._provision(label, wanted, said)
        elif all(_worded(thing) for thing in wanted):
            self._words(wanted, not_wanted, wish.effect, said)
        else:
            for thing in wanted:
                self._want(self._finder.targets(thing, "want", said), said)
            for thing in not_wanted:
                self._object(self._finder.targets(thing, "object", said), said)

    def _provision(self, label: Mention, wanted: Iterable[Mention], said: Said) -> None:
        """Enter "replace D.4-2 with “x”"."""
        for target in self._finder.labelled(label, said):
            self._stances.enter("remove", target, said)
            said.thread.target = [target]
        for thing in wanted:
            self._record.report(
                "info",
                "new-wording",
                f"“{thing.words}” is asked for in place of {label.words}, but is no option of the text",
                thing.at,
                said,
            )

    def _words(self, wanted: Iterable[Mention], not_wanted: Iterable[Mention], effect: Action, said: Said) -> None:
        offered = [target for thing in wanted for target in self._options(thing, said)]
        home = {target.bracket.id for target in offered}
        new = False
        for thing in not_wanted:
            # Where the wanted words are an option of a bracket, the unwanted ones are another option of it.
            rivals = [t for t in self._options(thing, said) if t.bracket.id in home and t not in offered]
            if rivals:
                home = {rivals[0].bracket.id}
                self._object(rivals[:1], said)
                continue
            targets = self._finder.targets(thing, "object", said)
            in_text = any(target.whole for target in offered)
            for target in targets:
                if isinstance(target, OptionTarget) and not target.whole and target in offered:
                    # Both are parts of one option, "[a b]": what is left of it is not offered.
                    self._object([target], said)
                    new = True
                elif in_text and (effect == "want" or isinstance(target, OptionTarget)):
                    self._object([target], said)
                else:
                    self._put_in_place_of(target, thing, wanted, effect, said)
                    new = True
            # Words that are to take the place of others mean nothing where these are not.
            new = new or (not targets and not (in_text and effect == "want"))
        if not new:
            for thing in wanted:
                options = [target for target in self._options(thing, said) if target.bracket.id in home]
                one = [self._finder.one_of(options, thing, said)] if options else None
                self._want(one or self._finder.targets(thing, "want", said), said)

    def _options(self, thing: Mention, said: Said) -> list[OptionTarget]:
        return self._finder.options(thing.words, said) if _worded(thing) else []

    def _want(self, targets: Sequence[Target], said: Said) -> None:
        for target in targets:
            self._stances.enter("want", target, said)
        said.thread.target = list(targets) or said.thread.target

    def _object(self, targets: Iterable[Target], said: Said) -> None:
        for target in targets:
            self._stances.enter("object", target, said)

    def _put_in_place_of(
        self, old: Target, thing: Mention, wanted: Iterable[Mention], effect: Action, said: Said
    ) -> None:
        """Enter a wish for words that are no option of the text, in place of what stands there."""
        said.thread.target = [old]
        match old:
            case OptionTarget(bracket, _, True) if effect == "exchange" and OMIT in bracket.letters:
                self._stances.enter("remove", old, said)
                for new in wanted:
                    words = replace(_at_bracket("after", bracket), words=new.words)
                    self._stances.enter("insert", self._finder.inserted(words), said)
                return
            case OptionTarget(bracket, _, True):
                # The new words would stand in the place of the whole bracket.
                self._object([old], said)
                key = self._contested.words(
                    WordsTarget(bracket.provision, bracket.parent, (bracket.span,), bracket.words)
                )
            case OptionTarget():
                self._object([old], said)
                part = self._places.words_outside(said.provision, thing.words, said.comment.span.start)
                if part is None:
                    return
                key = self._contested.words(part)
            case WordsTarget():
                # Not to want the words means to want the new ones here, not to leave them out.
                key = self._contested.words(old)
                self._state(key, "a", "objects", said)
            case ImpliedTarget(key, _):
                self._object([old], said)
        for new in wanted:
            self._state(key, self._contested.wording(key, new.words), "supports", said)

    def _state(self, bracket: str, letter: str, stance: Stance, said: Said) -> None:
        for delegation in said.sentence.speakers:
            self._record.enter(delegation, bracket, letter, stance, "replace", said)


def _worded(thing: Mention) -> bool:
    return thing.kind in ("quote", "phrase")


def _at_bracket(side: str, bracket: Bracket) -> WordsTarget:
    at = bracket.span.end if side == "after" else bracket.span.start
    return WordsTarget(bracket.provision, bracket.parent, (Span(at, at),), "")
