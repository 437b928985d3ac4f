"""The words of one language by which delegations say what they want, as read from `grammar/verbs.en.toml`."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bracketed.text.grammars import grammar_path

# Those with a file of their verbs in the grammar folder.
LANGUAGES = ("en", "fr")
# The marks that open a quotation.
OPENING = '“"«„‘'


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The words of a language, each group made into one pattern that tries longer expressions first."""

    verbs: re.Pattern[str]
    verdicts: re.Pattern[str]
    connectives: re.Pattern[str]
    fillers: re.Pattern[str]
    references: re.Pattern[str]
    this: re.Pattern[str]
    reasons: re.Pattern[str]
    hedges: re.Pattern[str]
    options: re.Pattern[str]
    ranks: re.Pattern[str]
    forms: re.Pattern[str]
    inserting: re.Pattern[str]
    replacing: re.Pattern[str]
    kind_of: Mapping[tuple[str, str], str]
    rank_of: Mapping[str, int]
    articles: tuple[str, ...]
    simple_verbs: tuple[str, ...]

    def kind(self, table: str, expression: str) -> str:
        """Return the name of the token that an expression of `verbs`, `verdicts` or `connectives` stands for."""
        return self.kind_of[table, _tidy(expression)]

    def rank(self, expression: str) -> int:
        """Return the rank of an option, counted from 1, that an expression names; 0 is the last."""
        words = _tidy(expression)
        bare = (words.removeprefix(article) for article in self.articles)
        return next(self.rank_of[rank] for rank in bare if rank in self.rank_of)

    def mistyped(self, word: str) -> str:
        """Return the verb that a word is one slip of the finger away from, or "".

        >>> load_language("en").mistyped("remvoe")
        'remove'
        """
        from rapidfuzz.distance import OSA

        word = word.casefold()
        if len(word) < 4 or not word.isalpha():
            return ""
        # One letter put for another gives real words too often: "remaining" is not "retaining".
        near = {
            verb
            for verb in self.simple_verbs
            if OSA.distance(word, verb, score_cutoff=1) <= 1
            and (len(verb) != len(word) or sorted(verb) == sorted(word))
        }
        kinds = {self.kind("verbs", verb) for verb in near}
        return min(near) if len(kinds) == 1 else ""

    def ends_in_verdict(self, words: str) -> bool:
        """Say whether words end in a verdict on what is named before: "“x” is not acceptable"."""
        return any(not words[found.end() :].strip(" .!)") for found in self.verdicts.finditer(words))

    def asks(self, words: str, at_start: bool = False) -> bool:
        """Say whether words of asking stand anywhere in a sentence, or at its start."""
        if not at_start:
            return any(self.verbs.match(words, found.start()) for found in re.finditer(r"\b\w", words))
        at = 0
        while filler := self.fillers.match(words, at):
            rest = words[filler.end() :]
            at = filler.end() + len(rest) - len(rest.lstrip())
        return bool(self.verbs.match(words, at)) or words[at : at + 1] in tuple(OPENING)


def _tidy(expression: str) -> str:
    return " ".join(expression.casefold().replace("’", "'").split())


def _pattern(expressions: Iterable[str]) -> re.Pattern[str]:
    escaped = []
    for expression in sorted(expressions, key=len, reverse=True):
        words = r"\s+".join(re.escape(word).replace("'", "['’]") for word in expression.split())
        escaped.append(words + (r"(?!\w)" if expression[-1].isalnum() else ""))
    return re.compile(f"(?:{'|'.join(escaped)})", re.IGNORECASE)


def expand(pattern: str) -> tuple[str, ...]:
    """Return the expressions that a pattern of the language files stands for: `(a|b)` is a choice, `[a]` may be absent.

    >>> expand("remove [the] (word|words)")
    ('remove word', 'remove words', 'remove the word', 'remove the words')
    >>> expand("delet(e|es|ing)"), expand("without")
    (('delete', 'deletes', 'deleting'), ('without',))
    """
    return tuple(dict.fromkeys(" ".join(words.split()) for words in _expanded(pattern, 0, "")[0]))


def _expanded(pattern: str, at: int, end: str) -> tuple[list[str], int]:
    """Return what a pattern stands for from `at` up to the sign that ends it, and where it ends."""
    made: list[str] = []
    row = [""]
    while at < len(pattern) and pattern[at] != end:
        sign = pattern[at]
        at += 1
        if sign in "([":
            inner, at = _expanded(pattern, at, ")" if sign == "(" else "]")
            row = [words + more for words in row for more in (["", *inner] if sign == "[" else inner)]
        elif sign == "|":
            made += row
            row = [""]
        else:
            row = [words + sign for words in row]
    return [*made, *row], at + 1


def _expand_all(told: Any) -> Any:
    """Return what stands in a language file with all patterns written out."""
    if isinstance(told, list):
        return [words for pattern in told for words in expand(pattern)]
    if isinstance(told, dict):
        # The keys of the ranks are expressions too.
        keys = {key: expand(key) if isinstance(meant, int) else [key] for key, meant in told.items()}
        return {words: _expand_all(meant) for key, meant in told.items() for words in keys[key]}
    return told


@cache
def _signs() -> dict[str, frozenset[str]]:
    """Return the words by which each language is known."""
    return {code: frozenset(_data(code)["signs"]) for code in LANGUAGES}


@cache
def _data(code: str) -> dict[str, Any]:
    with grammar_path(f"verbs.{code}.toml").open("rb") as file:
        told: dict[str, Any] = _expand_all(tomllib.load(file))
    return told


_QUOTED = re.compile(r"[“«\"][^”»\"]*[”»\"]")


def language_of(comment: str) -> Language:
    """Return the language that a comment is written in, by its commonest words outside quotations.

    >>> language_of("France – supprimer le mot « confiance »") is load_language("fr")
    True
    >>> language_of("France – delete “la confiance et le commerce”") is load_language("en")
    True
    """
    words = re.findall(r"[^\W\d_]+", _QUOTED.sub(" ", comment).casefold())
    counts = {code: sum(word in signs for word in words) for code, signs in _signs().items()}
    # English, which is first, where nothing tells.
    return load_language(max(LANGUAGES, key=counts.__getitem__))


def _stems(stems: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(stems)})\w*", re.IGNORECASE)


@cache
def load_language(code: str = "en") -> Language:
    """Return the words of a language; FileNotFoundError if nobody has written its file yet.

    >>> load_language("en").kind("connectives", "rather than")
    'INSTEAD'
    """
    data = copy.deepcopy(_data(code))
    kind_of: dict[tuple[str, str], str] = {}
    participles = dict(data["participles"])
    auxiliaries = ["", *(f"{word} " for word in participles.pop("auxiliaries"))]
    data["verdicts"] = {
        kind: data["verdicts"].get(kind, []) + [a + p for a in auxiliaries for p in participles.get(kind, [])]
        for kind in {**data["verdicts"], **participles}
    }
    for table in ("verdicts", "verbs", "connectives"):
        for kind, expressions in data[table].items():
            for expression in expressions:
                kind_of.setdefault((table, _tidy(expression)), kind.upper())
    words = data["words"]
    articles = ("", *(f"{article} " for article in data["names"]["articles"]))
    return Language(
        verbs=_pattern(expression for group in data["verbs"].values() for expression in group),
        verdicts=_pattern(expression for group in data["verdicts"].values() for expression in group),
        connectives=_pattern(expression for group in data["connectives"].values() for expression in group),
        fillers=_pattern(words["fillers"]),
        references=_pattern(words["references"]),
        this=_pattern(words["this"]),
        reasons=_pattern(words["reasons"]),
        hedges=_pattern(words["hedges"]),
        options=_pattern(data["names"]["options"]),
        ranks=_pattern([article + rank for rank in data["ranks"] for article in articles]),
        forms=_pattern(words["forms"]),
        inserting=_stems(words["inserting"]),
        replacing=_stems(words["replacing"]),
        kind_of=kind_of,
        articles=articles,
        rank_of={_tidy(expression): rank for expression, rank in data["ranks"].items()},
        simple_verbs=tuple(
            expression
            for group in data["verbs"].values()
            for expression in group
            if re.fullmatch(r"\w{4,}", expression)
        ),
    )
