"""Finds the option that has to be chosen for a stance to hold: "could accept it if “x” is deleted"."""

from __future__ import annotations

from bracketed.draft.tree import OMIT
from bracketed.positions.conditions import Condition
from bracketed.positions.implied import ImpliedTarget
from bracketed.positions.phrase_index import NamedOptions
from bracketed.positions.resolver import Resolver


class ConditionResolver(Resolver):
    """Finds what the condition of a sentence refers to."""

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
        options = NamedOptions([named]) if named else self.index.options_with(label, condition.words)
        if len(options.brackets) > 1:
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
