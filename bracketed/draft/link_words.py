"""The words of a choice, as they are compared with those of another: their lemmas, and which of them have content.

The lists of words are those of the table `[links]` in `grammar/words.LANGUAGE.toml`. A lemma is the word in lower case
with the ending of the plural taken off by the rules of its language. A stemmer would join more, and too much:
Snowball's English one makes one word of *general* and *generally*, and of *organisation* and *organ*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import Any, TypeAlias

from bracketed.draft.languages import language_files

# A row of lemmas.
Lemmas: TypeAlias = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
# "the Party's report"; "contribution(s)"
_ENDING = re.compile(r"(?<=\w)(?:['’]s\b|\(e?s\))")
# A word and what is joined to it by hyphens: "country-driven" is one word where words are counted.
_JOINED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)*")
# Of so many words at least one is a small one in any running text; of fewer than so many, perhaps none.
_FEWEST = 20
_SHORT = 60
# Letters that are not Latin.
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u3040-\uffdc]")
# Words in which no phrase is looked for.
_LONG = 100
_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]")


class LinkWords:
    """The words of one language by which choices are compared; a language without such lists knows no content."""

    def __init__(self, lists: dict[str, Any]) -> None:
        self.is_known = bool(lists)
        self.articles = frozenset(lists.get("articles", ()))
        self.negation = frozenset(lists.get("negation", ()))
        small = [tuple(_WORD.findall(words)) for words in lists.get("function", ())]
        self.function = frozenset(words[0] for words in small if len(words) == 1)
        self._plural: tuple[tuple[str, str], ...] = tuple(map(tuple, lists.get("plural", ())))
        self._spellings: tuple[tuple[str, str], ...] = tuple(map(tuple, lists.get("spelling", ())))
        self.apart = frozenset(lists.get("apart", ()))
        self.here = frozenset(lists.get("here", ()))
        self.reporting = frozenset(self.lemma(word) for word in lists.get("reporting", ()))
        self._heads = frozenset(self.lemma(word) for word in lists.get("head", ()))
        self._belongs = frozenset(self.lemma(word) for word in lists.get("belongs", ()))
        # "in accordance with" is a preposition of three words.
        self._phrases = sorted((words for words in small if len(words) > 1), key=len, reverse=True)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that are not content."""
        return self.articles | self.function | self.negation

    def lemma(self, word: str) -> str:
        """Return a word without the ending of its plural."""
        for ending, singular in self._plural:
            if word == ending or (word.endswith(ending) and len(word) >= len(ending) + 2):
                return word.removesuffix(ending) + singular
        return word

    def spelt(self, word: str) -> str:
        """Return a word in small letters as it is compared where countries spell it in different ways.

        >>> english = words_of("en")
        >>> english.spelt("organisation"), english.spelt("labour"), english.spelt("four")
        ('organization', 'labor', 'four')
        """
        for ending, other in self._spellings:
            if word.endswith(ending) and len(word) >= len(ending) + 2:
                return word.removesuffix(ending) + other
        return word

    def lemmas(self, text: str) -> Lemmas:
        """Return the lemmas of a text, the articles left out.

        >>> words_of("en").lemmas("the Parties’ plan(s)")
        ('party', 'plan')
        """
        words = (word for word in plain_words(text) if word not in self.articles)
        return tuple(word if word in self.small else self.lemma(word) for word in words)

    def without_heads(self, lemmas: Lemmas) -> Lemmas:
        """Return lemmas without the heads of names of groups and what ties them to the rest, if other content is left.

        >>> english = words_of("en")
        >>> english.without_heads(english.lemmas("Parties included in Annex X"))
        ('annex', 'x')
        >>> english.without_heads(english.lemmas("state aid")), english.without_heads(english.lemmas("all Parties"))
        (('state', 'aid'), ('all', 'party'))
        """
        kept: list[str] = []
        # From the end, since a head that goes may be in front of another: "country Parties".
        is_last = True
        for word in reversed(lemmas):
            if word in self._heads and is_last:
                while kept and kept[-1] in self._belongs:
                    kept.pop()
                continue
            # "Parties included in …", "Members of …": what follows belongs to the head; in "state aid" it is the head.
            is_last = word in self.small or word in self.reporting
            kept.append(word)
        return tuple(reversed(kept)) if self.content(kept) else lemmas

    def weighty(self, lemmas: Iterable[str]) -> Lemmas:
        """Return what is left of lemmas without the words that have no content and turn no sense round."""
        phrases = self._without_phrases(tuple(lemmas))
        return tuple(word for word in phrases if word in self.negation or word not in self.small)

    def content(self, lemmas: Iterable[str]) -> Lemmas:
        """Return the words of content among lemmas: no small words, no figures, no single letters, no reporting verbs.

        >>> english = words_of("en")
        >>> english.content(english.lemmas("shall submit, in accordance with Annex X, its plan for 2031"))
        ('annex', 'plan')
        """
        return tuple(word for word in self.own(lemmas) if word not in self.reporting)

    def own(self, lemmas: Iterable[str]) -> Lemmas:
        """Return the words of content among lemmas, verbs that report among them."""
        words = self._without_phrases(tuple(lemmas))
        return tuple(word for word in words if len(word) > 1 and word[0].isalpha() and word not in self.small)

    def has_several(self, text: str) -> bool:
        """Return whether a text has two words that are neither figures nor without content; "country-driven" is one."""
        joined = (found[0] for found in _JOINED.finditer(_ENDING.sub("", text)))
        weighty = (word for word in joined if self.weighty(self.lemmas(word)) and not word.isdecimal())
        return len([*islice(weighty, 2)]) == 2

    def _without_phrases(self, lemmas: Lemmas) -> Lemmas:
        # So many words have content, whatever phrases are among them.
        if len(lemmas) > _LONG:
            return lemmas
        for phrase in self._phrases:
            at = 0
            while phrase[0] in lemmas[at:]:
                at = lemmas.index(phrase[0], at)
                if lemmas[at : at + len(phrase)] == phrase:
                    lemmas = lemmas[:at] + lemmas[at + len(phrase) :]
                else:
                    at += 1
        return lemmas


def plain_words(text: str) -> list[str]:
    """Return the words and figures of a text in lower case, without possessive endings and punctuation."""
    return _WORD.findall(_ENDING.sub("", text).casefold())


def folded(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts without case, punctuation and order.

    >>> folded(["Sea ports,", "Docks"])
    ('docks', 'sea ports')
    """
    return tuple(sorted(" ".join(plain_words(text)) for text in texts))


def has_capitals(text: str) -> bool:
    """Return whether a text has a name in capitals, as CMA and CoP are."""
    return any(len(_CAPITALS.findall(word)) > 1 for word in _WORD.findall(text))


@cache
def words_of(code: str) -> LinkWords:
    """Return the words of a language; without lists, if it has none."""
    return LinkWords(language_files().get(code, {}).get("links", {}))


def language_of(source: str) -> str:
    """Return the code of the language whose small words occur most often in a text, "" if they are too few to say.

    >>> language_of("Les Parties se réunissent dans la ville."), language_of("Стороны [должны/следует] платить.")
    ('fr', '')
    """
    found = _WORD.findall(source.casefold())
    counts = {code: sum(word in _signs(code) for word in found) for code in language_files()}
    most = max(counts, key=lambda code: counts[code])
    # A few words of English are in many a text of another language.
    if counts[most] * _FEWEST >= len(found):
        return most
    return "en" if len(found) < _SHORT and not _OTHER_SCRIPT.search(source) else ""


@cache
def _signs(code: str) -> frozenset[str]:
    signs: Sequence[str] = language_files()[code]["draft"].get("signs", ())
    # A single letter is a name as often as a word.
    return frozenset(word for word in (*words_of(code).small, *signs) if len(word) > 1)
