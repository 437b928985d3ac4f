"""The brackets that comments imply, gathered while comments are read.

Several delegations on the same words imply one bracket. It is named at the end, when all of them are known, so that
ids follow the order of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bracketed.positions.stances import Implied
from bracketed.positions.targets import Place, WordsTarget, words_of
from bracketed.source import Span
from bracketed.text.build import letter
from bracketed.text.draft import Draft
from bracketed.text.tree import Bracket, Option, Text


@dataclass(slots=True)
class _Words:
    """Contested words: where they stand, what else was asked for in their place, and whether they may go."""

    key: str
    target: WordsTarget
    wordings: list[str] = field(default_factory=list)
    offers_omit: bool = False


class Contested:
    """Gathers the words outside brackets that delegations argue about."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._order = {provision.label: number for number, provision in enumerate(draft.provisions)}
        self._by_key: dict[str, _Words] = {}

    def words(self, target: WordsTarget) -> str:
        """Return the key of the bracket over these words, which stands for its id until all are known."""
        if not target.spans:
            wanted = " ".join(word.key for word in words_of(target.words))
            key = f"{target.provision} + {wanted}"
            return self._by_key.setdefault(key, _Words(key, target, offers_omit=True)).key
        for known in self._by_key.values():
            if known.target.provision == target.provision and _crosses(known.target, target):
                # Words that overlap contested words without holding them join them.
                return known.key
        key = f"{target.provision} @ {target.place} {target.spans[0]}"
        return self._by_key.setdefault(key, _Words(key, target)).key

    def wording(self, key: str, words: str) -> str:
        """Return the letter of a new wording in place of contested words."""
        wordings = self._by_key[key].wordings
        have = [[word.key for word in words_of(known)] for known in wordings]
        wanted = [word.key for word in words_of(words)]
        if wanted not in have:
            wordings.append(words)
            have.append(wanted)
        return letter(1 + have.index(wanted))

    def offer_omit(self, key: str) -> None:
        """Note that somebody would have the words left out."""
        self._by_key[key].offers_omit = True

    def finish(self) -> tuple[tuple[Implied, ...], dict[str, str]]:
        """Return the implied brackets in the order of the text, and the id of each key."""
        ids: dict[str, str] = {}
        counts: dict[str, int] = {}
        implied: list[Implied] = []
        for item in sorted(self._by_key.values(), key=self._place):
            provision = item.target.provision
            counts[provision] = counts.get(provision, 0) + 1
            ids[item.key] = f"{provision}#i{counts[provision]}"
            places = tuple(self._bracket(ids[item.key], item, span) for span in item.target.spans)
            first = places[0] if places else self._bracket(ids[item.key], item, self._end_of(provision))
            implied.append(Implied(first, places))
        return tuple(implied), ids

    def _place(self, item: _Words) -> tuple[int, int, int]:
        spans = item.target.spans or (self._end_of(item.target.provision),)
        return self._order.get(item.target.provision, -1), spans[0].start, -spans[0].end

    def _end_of(self, provision: str) -> Span:
        end = self._draft.provision(provision).span.end
        return Span(end, end)

    def _bracket(self, id_: str, item: _Words, span: Span) -> Bracket:
        standing = self._draft.source[span.start : span.end] or item.target.words
        options = [Option("a", (Text(standing, span),))]
        here = Span(span.end, span.end)
        options += [Option(letter(number), (Text(words, here),)) for number, words in enumerate(item.wordings, start=1)]
        place: Place = item.target.place
        return Bracket(
            id=id_,
            kind="alternatives" if item.wordings else "optional",
            origin="comment",
            provision=item.target.provision,
            parts=tuple(options),
            # An optional bracket is one that may be left out; alternatives only if somebody asks for it.
            offers_omit=item.offers_omit or not item.wordings,
            span=span,
            parent=place,
            depth=0 if place is None else self._draft.bracket(place[0]).depth + 1,
        )


def _crosses(known: WordsTarget, target: WordsTarget) -> bool:
    return any(
        one.touches(other) and not one.holds(other) and not other.holds(one)
        for one in known.spans
        for other in target.spans
    )
