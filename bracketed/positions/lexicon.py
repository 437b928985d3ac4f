"""The words of one language by which delegations say what they want, from `grammar/words.en.toml` and its likes.

A file lists expressions in a notation that is short enough for a translator: `remove(|s|d)` for a choice,
`[the] brackets` for what may be left out. Every expression has one kind, such as `delete`; of several that begin at a
word the longest is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from bracketed.draft.languages import language_files
from bracketed.positions.notation import (
    FIRST_WORD,
    escaped_words,
    expand,
    expand_all,
    first_words,
    simple_words,
    source_of,
)

Lists: TypeAlias = dict[str, dict[str, tuple[str, ...]]]

# The languages that comments are read in; the first one where nothing distinguishes them.
LANGUAGES = ("en", "fr", "es")

# The tables whose lists are the kinds of expressions, and further lists of which patterns are made.
_KINDS = ("sides", "operators", "acts", "clauses")
_TABLES = (*_KINDS, "frames", "speakers", "conditions", "names")
_SMALL_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[“«\"„][^”»\"“\n]*[”»\"“]")
# A list named in a pattern, `{speakers.office}`; quantifiers, `{0,5}`, look different.
_LIST = re.compile(r"\{([a-z]+)\.(\w+)\}")


class Language:
    """The words of a language: which expression begins at a word, and patterns made of its lists."""

    def __init__(self, code: str) -> None:
        data = language_files()[code]
        self.code = code
        self.lists: Lists = {
            table: {name: tuple(forms) for name, forms in data.get(table, {}).items()} for table in _TABLES
        }
        self.delegations: Mapping[str, str] = data.get("delegations", {})
        # Small words of which the sense depends on their place.
        self.particles: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        self.particles |= {name: frozenset(words) for name, words in data.get("particles", {}).items()}
        self._compiled: dict[str, re.Pattern[str]] = {}
        # By first word: expressions of one word, and longer ones, each a pattern that is compiled when it is met.
        self._words: dict[str, str] = {}
        self._longer: dict[str, list[tuple[str, str]]] = {}
        self._patterns: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        self.order: dict[str, int] = {}
        for table in _KINDS:
            for kind, expressions in self.lists[table].items():
                self.order[kind] = len(self.order)
                for expression in expressions:
                    self._enter(kind, expression)
        self.options = self.compile("(?i){names.options}")
        self._rank_of: dict[str, int] = {
            _tidy(form): rank for forms, rank in data.get("ranks", {}).items() for form in expand_all([forms])
        }
        ranked = "|".join(sorted(map(escaped_words, self._rank_of), key=len, reverse=True)) or "(?!)"
        # "the first", "l'autre"
        articles = "|".join(map(re.escape, self.particles["articles"])).replace("'", "['’]")
        self._article = re.compile(rf"(?i)(?:{articles})(?:(?<=['’])|(?<!['’])\s+)")
        self.ranks = re.compile(rf"(?i)(?:{self._article.pattern.removeprefix('(?i)')})?(?:{ranked})(?!\w)")
        self._simple_verbs = [
            (word, kind)
            for table in ("operators", "acts")
            for kind, expressions in self.lists[table].items()
            for word in simple_words(expressions)
        ]

    def _enter(self, kind: str, expression: str) -> None:
        if " " not in expression:
            for form in expand(expression):
                if re.fullmatch(r"[^\W_]+", form):
                    self._words.setdefault(form.casefold(), kind)
                else:
                    self._add_longer(kind, form)
        else:
            self._add_longer(kind, expression)

    def _add_longer(self, kind: str, expression: str) -> None:
        for word in first_words(expression):
            self._longer.setdefault(word, []).append((kind, expression))

    def find(self, text: str, at: int) -> tuple[str, int]:
        """Return the kind of the longest expression at the character `at`, and where it ends; ("", at) if none is.

        >>> load_language("en").find("it cannot accept deletion of the words", 3)
        ('cannot', 9)
        """
        first = FIRST_WORD.match(text, at)
        if not first:
            return "", at
        word = first[0].casefold()
        best, end = self._words.get(word, ""), first.end()
        if not best:
            end = at
        for pattern, kind in self._patterns_at(word):
            found = pattern.match(text, at)
            if found and (found.end() > end or (found.end() == end and self.order[kind] < self.order[best])):
                best, end = kind, found.end()
        return best, end

    def _patterns_at(self, word: str) -> list[tuple[re.Pattern[str], str]]:
        known = self._patterns.get(word)
        if known is None:
            known = self._patterns[word] = [
                (re.compile(source_of(form) + ("" if form.endswith("'") else r"(?!\w|-\w)"), re.IGNORECASE), kind)
                for kind, form in self._longer.get(word, ())
            ]
        return known

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Return a pattern compiled, in which `{table.name}` represents a list of expressions.

        Case matters unless the pattern says `(?i)`; a list that is empty matches nothing.
        """
        if pattern not in self._compiled:
            self._compiled[pattern] = re.compile(_LIST.sub(lambda name: self._list(*name.groups()), pattern))
        return self._compiled[pattern]

    def _list(self, table: str, name: str) -> str:
        forms = expand_all(self.lists[table][name])
        return f"(?:{'|'.join(sorted(map(escaped_words, forms), key=len, reverse=True)) or '(?!)'})"

    def rank(self, expression: str) -> int:
        """Return the rank of an option, counted from 1, that an expression names; 0 is the last."""
        words = _tidy(expression)
        article = self._article.match(words)
        return self._rank_of[words[article.end() :].lstrip() if article else words]

    def ends_in_bracket(self, rank: str) -> bool:
        """Return whether a rank counts brackets, "the second bracket", rather than options."""
        return _tidy(rank).endswith(self.lists["names"]["brackets"])

    def mistyped(self, word: str) -> str:
        """Return the verb that a word is one slip of the finger away from, or ""."""
        from rapidfuzz.distance import OSA

        word = word.casefold()
        if len(word) < 4 or not word.isalpha():
            return ""
        near = [(verb, kind) for verb, kind in self._simple_verbs if OSA.distance(word, verb, score_cutoff=1) <= 1]
        # One letter put for another gives real words too often, "remaining" is not "retaining", and so does one letter
        # more or less in a short word, "back".
        letters, long = sorted(word), len(word) > 4
        near = [(verb, kind) for verb, kind in near if sorted(verb) == letters or (long and len(verb) != len(word))]
        return min(near)[0] if len({kind for _, kind in near}) == 1 else ""


def _tidy(expression: str) -> str:
    return " ".join(expression.casefold().replace("’", "'").split())


@cache
def load_language(code: str) -> Language:
    """Return the words of a language; KeyError if it has no file."""
    return Language(code)


@cache
def _marks(code: str) -> frozenset[str]:
    """Return the words that mark a language: its small words and its verbs, "wants" and "souhaite"."""
    # This needs no pattern of the language, so that English comments do not wait for the French ones.
    data = language_files()[code]
    asking = simple_words(
        forms for table in ("operators", "acts") for forms in data.get(table, {}).values() for forms in forms
    )
    # One letter is too little: "o/b/o" is no Spanish.
    return frozenset(word for word in (*data.get("marks", ()), *asking) if len(word) > 1)


def detect_language(words: str, default: Language) -> Language:
    """Return the language whose small words occur most often in a text; the default if none is ahead."""
    # Quotations are in the language of the draft, whatever the comment is written in.
    small = _SMALL_WORD.findall(_QUOTED.sub(" ", words).casefold())
    counts = {code: sum(word in _marks(code) for word in small) for code in LANGUAGES}
    most = max(counts.values())
    ahead = [code for code, count in counts.items() if count == most]
    return load_language(ahead[0]) if len(ahead) == 1 else default
