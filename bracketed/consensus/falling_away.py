"""Which brackets fall away with the words around them: they are not closed, and so are counted apart.

A bracket inside an option is live only where that option is taken. Where no text that follows from a settlement holds
it, it falls away, provided that nobody objects to the enclosing option that leaves it out: what meets an objection is
not taken to make a bracket fall away.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import cache
from itertools import chain

from bracketed.consensus.support import Objection, SupportPerOption
from bracketed.phrasing import in_words
from bracketed.variants.network import Choice


class FallingAway:
    """The brackets of a space that may not be live, and what leaves them out."""

    def __init__(self, support: SupportPerOption) -> None:
        self._support = support
        self._inside = {decision.bracket.id: decision.inside for decision in support.space.decisions}
        self._letters = {decision.bracket.id: decision.letters for decision in support.space.decisions}
        self.leaving_out = cache(self._leaving_out)
        self._all_objections = cache(self._objections_to_leaving_out)

    def is_nested(self, bracket: str) -> bool:
        """Return whether a bracket is in an option of another one everywhere, so that it may not be live."""
        return bool(self._inside[bracket])

    def _leaving_out(self, bracket: str) -> tuple[Choice, ...]:
        """Return the options of enclosing brackets that leave a bracket out."""
        leading: dict[str, set[str]] = {}
        waiting = [bracket]
        while waiting:
            for around, letter in self._inside[waiting.pop()]:
                if around not in leading:
                    waiting.append(around)
                leading.setdefault(around, set()).add(letter)
        return tuple(
            (around, other) for around, to in leading.items() for other in self._letters[around] if other not in to
        )

    def _objections_to_leaving_out(self, bracket: str) -> tuple[Objection, ...]:
        found = chain.from_iterable(self._support.objections_to(*choice) for choice in self.leaving_out(bracket))
        return tuple(dict.fromkeys(found))

    def objections(self, bracket: str, withdrawn: Set[Objection]) -> list[Objection]:
        """Return the stances in the way of the options that leave a bracket out, without those that are withdrawn."""
        return [one for one in self._all_objections(bracket) if one not in withdrawn]

    def is_left_out_freely(self, bracket: str, settled: tuple[Choice, ...], withdrawn: Set[Objection]) -> bool:
        """Return whether some variant that makes these choices leaves a bracket out with nothing in the way of that.

        Only for a bracket that no such variant settles.
        """
        against = self.objections(bracket, withdrawn)
        return not against or self._support.possible(settled, against)


def falls_away(brackets: Sequence[str]) -> str:
    """Return how a sentence on what can be closed goes on with what falls away, if anything does.

    >>> falls_away(["1#1a.1"]), falls_away(["1#1a.1", "1#1a.2"]), falls_away([])
    (', and one falls away', ', and two fall away', '')
    """
    if not brackets:
        return ""
    return f", and {in_words(len(brackets))} {'falls' if len(brackets) == 1 else 'fall'} away"
