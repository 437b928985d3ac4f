"""The fewest links and choices that contradict each other: why a space has no variants.

A set of links contradicts itself exactly if it holds, for each largest set of links that can be kept together, one that
is not in it. So a smallest set that meets the known ones of these is tried; if its links can be kept together, more are
added until no other one can, and what is left out is one more to be met (A. Ignatiev, A. Previti, M. Liffiton and
J. Marques-Silva, "Smallest MUS extraction with minimal hitting set dualization", CP 2015).

Where very many links bear on each other, the result is no smallest set, but one of which none can be left out: the
links are halved again and again, and what the rest does not need goes (`halving.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from bracketed.draft.links import Link
from bracketed.variants.compiler import Compiler, TooLargeError
from bracketed.variants.halving import needed_part
from bracketed.variants.network import Decision, network_of, tied
from bracketed.variants.witnesses import GivenUpError, Witnesses

# Links of one part of a draft among which the fewest are looked for.
_FEW = 60
# Networks that are searched and sets that are tried for that, which takes a second or two.
_ASKED = 2000
_TRIED = 200_000


def contradiction(decisions: Sequence[Decision], links: Sequence[Link]) -> tuple[Link, ...]:
    """Return links that contradict each other, and would not if any one of them were left out.

    >>> import bracketed as bt
    >>> from bracketed.variants.network import decisions_of
    >>> draft = bt.parse("4. Parties [shall/should] report [annually].")
    >>> never = [Link(f"x{n}", "excludes", ("4#1", b), (("a", o),)) for n, (b, o) in
    ...          enumerate([("4#1", "a"), ("4#2", "a"), ("4#2", "omit")])]
    >>> never.append(Link("y", "excludes", ("4#1",), (("b",),)))
    >>> [link.id for link in contradiction(decisions_of(draft.content), never)]
    ['x0', 'y']
    """
    contradictions = []
    for part in tied(decisions, [link.brackets for link in links]):
        ids = {decision.bracket.id for decision in part}
        # Choices on single brackets first: what they settle ties nothing together any more.
        own = sorted((link for link in links if link.brackets[0] in ids), key=lambda link: len({*link.brackets}))
        links_of_part = _PartLinks(part, own)
        if not links_of_part.can_be_kept(range(len(own))):
            contradictions.append(links_of_part.fewest())
    # Without one in a single part, the draft was too entangled to decide for some of them.
    fewest = min(contradictions, key=len, default=links)
    return tuple(link for link in links if any(link is other for other in fewest))


class _PartLinks:
    """The links on decisions that nothing ties to others; links go by their numbers."""

    def __init__(self, decisions: Sequence[Decision], links: Sequence[Link]) -> None:
        self._decisions = decisions
        self._links = links
        self._asked = 0
        self._tried = 0

    def can_be_kept(self, numbers: Iterable[int]) -> bool:
        """Return whether some variant keeps all these links, which is assumed if they are too entangled to decide."""
        self._asked += 1
        network = network_of(self._decisions, [self._links[number] for number in sorted(numbers)])
        compiler = Compiler([v.size for v in network.variables], network.constraints)
        with suppress(GivenUpError):
            return Witnesses(compiler).has_any
        with suppress(TooLargeError):
            return bool(compiler.whole().total)
        return True

    def fewest(self) -> list[Link]:
        """Return the fewest links that contradict each other, or at least none too many."""
        numbers = needed_part(range(len(self._links)), lambda some: not self.can_be_kept(some))
        if len(self._links) <= _FEW:
            numbers = self._smallest(numbers)
        return [self._links[number] for number in numbers]

    def _smallest(self, known: list[int]) -> list[int]:
        """Return the fewest links that contradict each other, or those already known if that takes too long."""
        to_meet: list[frozenset[int]] = []
        size = 0
        while size < len(known) and self._asked < _ASKED:
            tried = self._meeting(to_meet, size, frozenset())
            if tried is None:
                # No set of this size meets them all, so none of this size contradicts itself.
                size += 1
            elif not self.can_be_kept(tried):
                return sorted(tried)
            else:
                kept = {*tried}
                for number in range(len(self._links)):
                    if number not in kept and self.can_be_kept({*kept, number}):
                        kept.add(number)
                to_meet.append(frozenset(range(len(self._links))) - kept)
        return known

    def _meeting(self, to_meet: Sequence[frozenset[int]], left: int, taken: frozenset[int]) -> frozenset[int] | None:
        """Return what is taken, with so many numbers more at most, that has one in common with each of these sets."""
        self._tried += 1
        missed = next((numbers for numbers in to_meet if taken.isdisjoint(numbers)), None)
        if missed is None:
            return taken
        if not left or self._tried > _TRIED:
            return None
        meeting = (self._meeting(to_meet, left - 1, taken | {number}) for number in sorted(missed))
        return next((numbers for numbers in meeting if numbers is not None), None)
