"""Finds the choices that a stance is made to depend on: "… provided that “should” is used in L.7-a"."""

from __future__ import annotations

from bracketed.draft.tree import OMIT
from bracketed.positions.conditions import Condition
from bracketed.positions.contested import Contested
from bracketed.positions.phrase_index import OptionTarget, Places
from bracketed.positions.reading_state import ReadingState, Said


class Packages:
    """Turns conditions into pairs of a bracket and one of its options."""

    def __init__(self, places: Places, contested: Contested, record: ReadingState) -> None:
        self._places = places
        self._contested = contested
        self._record = record

    def condition(self, condition: Condition, said: Said) -> tuple[str, str] | None:
        """Return the bracket and the option that have to be chosen, or None and a finding if that is not clear."""
        label = said.provision
        if condition.label:
            named = self._places.named(condition.label, label)
            label = named.label if named else ""
        found = self._option(condition, label, said)
        if found is None:
            self._record.report(
                "warning",
                "condition-not-read",
                f"“{condition.words}” {'in ' + condition.label + ' ' if condition.label else ''}names no choice on "
                "which a stance could depend; no stance was read",
                said.sentence.at,
                said,
                "give the label of the provision, and the words of one of its options",
            )
        return found

    def _option(self, condition: Condition, label: str, said: Said) -> tuple[str, str] | None:
        named = self._places.option_labelled(label, condition.words) if label else None
        options = [named] if named else self._places.options_with(label, condition.words)
        if len({target.bracket.id for target in options}) > 1:
            return None
        if options:
            return _settled(options[0], condition.kept)
        implied = self._contested.find(label, condition.words)
        if implied is not None:
            key, letter = implied.key, implied.letter
        else:
            before = said.comment.span.start if label == said.provision else len(self._places.draft.source)
            words = self._places.words_outside(label, condition.words, before)
            if words is None:
                return None
            # A stance that depends on these words makes them a choice.
            key, letter = self._contested.words(words), "a"
            self._contested.offer_omit(key)
        if condition.kept:
            return key, letter
        return (key, OMIT) if OMIT in (self._contested.letters(key) or ()) else None


def _settled(target: OptionTarget, kept: bool) -> tuple[str, str] | None:
    """Return the option that stays, or the only one that is left when the target goes."""
    if kept:
        return target.bracket.id, target.letter
    others = [letter for letter in target.bracket.letters if letter != target.letter]
    if OMIT in others:
        return target.bracket.id, OMIT
    return (target.bracket.id, others[0]) if len(others) == 1 else None
