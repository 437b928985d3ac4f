"""Enters what an effect comes to: stances on the option with the words, and on the one without them."""

from __future__ import annotations

from bracketed.draft.tree import OMIT
from bracketed.positions.contested import Contested
from bracketed.positions.phrase_index import ImpliedTarget, OptionTarget, Target, WordsTarget
from bracketed.positions.positions import Stance
from bracketed.positions.reading_state import ReadingState, Said
from bracketed.positions.requests import Action

_WITH: dict[Action, Stance] = {
    "remove": "objects",
    "keep": "supports",
    "insert": "supports",
    "want": "supports",
    "accept": "accepts",
    "object": "objects",
    "block": "blocks",
}
_WITHOUT: dict[Action, Stance] = {
    "remove": "supports",
    "keep": "objects",
    "accept without": "accepts",
    "object without": "objects",
    "block without": "blocks",
}
# Who says these of words outside brackets makes leaving them out, or not putting them in, a choice. Who would keep
# words does not: somebody else must want them out.
_CONTESTS: tuple[Action, ...] = ("remove", "insert", "object", "block", "accept without", "block without")


class Stances:
    """Enters stances on targets for all speakers of a sentence."""

    def __init__(self, contested: Contested, record: ReadingState) -> None:
        self._contested = contested
        self._record = record

    def enter(self, effect: Action, target: Target, said: Said) -> None:
        """Enter the stances of all speakers on a target."""
        match target:
            case WordsTarget():
                bracket, letter = self._contested.words(target), "a"
                if effect in _CONTESTS:
                    self._contested.offer_omit(bracket)
                without = _WITHOUT.get(effect)
            case ImpliedTarget(bracket, letter):
                # A new wording in place of standing words: taking it out does not ask for neither of them.
                without = _WITHOUT.get(effect) if OMIT in (self._contested.letters(bracket) or ()) else None
            case OptionTarget():
                bracket, letter, without = target.bracket.id, target.letter, self._without(effect, target)
        for delegation in said.sentence.speakers:
            for option, stance in ((letter, _WITH.get(effect)), (OMIT, without)):
                if stance:
                    self._record.enter(delegation, bracket, option, stance, effect, said)

    @staticmethod
    def _without(effect: Action, target: OptionTarget) -> Stance | None:
        """Return the stance on leaving a bracket out. Who asks that a part of an option goes does not ask for that."""
        if OMIT not in target.bracket.letters or (effect == "remove" and not target.whole):
            return None
        return _WITHOUT.get(effect)
