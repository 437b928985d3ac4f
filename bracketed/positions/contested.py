"""The brackets that comments imply, gathered while comments are read.

Several delegations on the same words imply one bracket. It is named at the end, when all of them are known, so that
ids follow the order of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket, Option, Text
from bracketed.parsing.builder import letter
from bracketed.positions.phrase_index import ImpliedTarget, Place, Word, WordsTarget, words_of
from bracketed.positions.positions import ImpliedBracket
from bracketed.source import Span


@dataclass(slots=True)
class _Words:
    """Contested words: where they stand, what else was asked for in their place, and whether they may go.

    `new` words do not stand in the text: somebody would insert them.
    """

    key: str
    target: WordsTarget
    wordings: list[str] = field(default_factory=list)
    offers_omit: bool = False
    new: bool = False

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of the options that delegations have asked for or about."""
        lettered = tuple(letter(number) for number in range(1 + len(self.wordings)))
        return (*lettered, OMIT) if self.offers_omit else lettered


class Contested:
    """Gathers the words outside brackets that delegations argue about."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._order = {provision.label: number for number, provision in enumerate(draft.provisions)}
        self._by_key: dict[str, _Words] = {}
        self._by_provision: dict[str, list[_Words]] = {}

    def words(self, target: WordsTarget) -> str:
        """Return the key of the bracket over these words, which stands for its id until all are known."""
        for known in self._by_provision.get(target.provision, ()):
            if not known.new and _crosses(known.target, target):
                # Words that overlap contested words without holding them join them.
                return known.key
        return self._known(_Words(f"{target.provision} @ {target.place} {target.spans[0]}", target))

    def insertion(self, target: WordsTarget) -> str:
        """Return the key of the bracket of new words. Its spans are empty; it has none if nobody says where they go."""
        wanted = words_of(target.words)
        for known in self._by_provision.get(target.provision, ()):
            same = known.new and same_words(words_of(known.target.words), wanted)
            if same and not (known.target.spans and target.spans and known.target.spans != target.spans):
                if target.spans and not known.target.spans:
                    known.target = target
                return known.key
        where = target.spans[0] if target.spans else ""
        key = f"{target.provision} + {where} {' '.join(word.key for word in wanted)}"
        return self._known(_Words(key, target, offers_omit=True, new=True))

    def _known(self, words: _Words) -> str:
        if words.key not in self._by_key:
            self._by_key[words.key] = words
            self._by_provision.setdefault(words.target.provision, []).append(words)
        return words.key

    def find(self, provision: str, phrase: str) -> ImpliedTarget | None:
        """Return the option that holds words which a delegation asked for and which are not in the text, or None."""
        wanted = words_of(phrase)
        for known in self._by_provision.get(provision, ()):
            offered = [(letter(n), words) for n, words in enumerate(known.wordings, start=1)]
            for name, words in [("a", known.target.words)] * known.new + offered:
                if same_words(words_of(words), wanted):
                    return ImpliedTarget(known.key, name)
        return None

    def wording(self, key: str, words: str) -> str:
        """Return the letter of a new wording in place of contested words."""
        wordings = self._by_key[key].wordings
        have = [[word.key for word in words_of(known)] for known in wordings]
        wanted = [word.key for word in words_of(words)]
        if wanted not in have:
            wordings.append(words)
            have.append(wanted)
        return letter(1 + have.index(wanted))

    def letters(self, key: str) -> tuple[str, ...] | None:
        """Return the letters that an implied bracket offers so far, or None if the key is a bracket of the text."""
        return self._by_key[key].letters if key in self._by_key else None

    def offer_omit(self, key: str) -> None:
        """Note that somebody would have the words left out."""
        self._by_key[key].offers_omit = True

    def finish(self) -> tuple[tuple[ImpliedBracket, ...], dict[str, str]]:
        """Return the implied brackets in the order of the text, and the id of each key.

        Words that nobody would change or leave out are no choice and have no bracket.
        """
        ids: dict[str, str] = {}
        counts: dict[str, int] = {}
        implied: list[ImpliedBracket] = []
        choices = [item for item in self._by_key.values() if len(item.letters) > 1]
        for item in sorted(choices, key=self._place):
            provision = item.target.provision
            counts[provision] = counts.get(provision, 0) + 1
            ids[item.key] = f"{provision}#i{counts[provision]}"
            places = tuple(self._bracket(ids[item.key], item, span) for span in item.target.spans)
            first = places[0] if places else self._bracket(ids[item.key], item, self._end_of(provision))
            implied.append(ImpliedBracket(first, places))
        return tuple(implied), ids

    def _place(self, item: _Words) -> tuple[int, int, int]:
        spans = item.target.spans or (self._end_of(item.target.provision),)
        return self._order.get(item.target.provision, -1), spans[0].start, -spans[0].end

    def _end_of(self, provision: str) -> Span:
        end = self._draft.numbered_provision(provision).span.end
        return Span(end, end)

    def _bracket(self, id_: str, item: _Words, span: Span) -> Bracket:
        standing = self._spaced(item.target.words, span.start) if item.new else self._draft.source[slice(*span)]
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
            offers_omit=item.offers_omit,
            span=span,
            parent=place,
            depth=0 if place is None else self._draft.bracket(place[0]).depth + 1,
        )

    def _spaced(self, words: str, at: int) -> str:
        """Return new words with the blanks that part them from the words around the place where they go."""
        before, after = self._draft.source[at - 1 : at], self._draft.source[at : at + 1]
        left = " " if words[0].isalnum() and before and not before.isspace() and before not in "([“/" else ""
        right = " " if after.isalnum() or after in tuple("([“") else ""
        return f"{left}{words}{right}"


def same_words(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Say whether two phrases are the same but for case, punctuation and plural endings."""
    return [word.stem for word in words] == [word.stem for word in others]


def _crosses(known: WordsTarget, target: WordsTarget) -> bool:
    return any(
        one.touches(other) and not one.holds(other) and not other.holds(one)
        for one in known.spans
        for other in target.spans
    )
