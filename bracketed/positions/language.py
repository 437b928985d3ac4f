"""The words of one language by which delegations say what they want, as read from `grammar/verbs.en.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from bracketed.text.grammars import grammar_path

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
    kind_of: Mapping[tuple[str, str], str]
    rank_of: Mapping[str, int]
    simple_verbs: tuple[str, ...]

    def kind(self, table: str, expression: str) -> str:
        """Return the name of the token that an expression of `verbs`, `verdicts` or `connectives` stands for."""
        return self.kind_of[table, _tidy(expression)]

    def rank(self, expression: str) -> int:
        """Return the rank of an option, counted from 1, that an expression names; 0 is the last."""
        return self.rank_of[_tidy(expression).removeprefix("the ")]

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


@cache
def load_language(code: str = "en") -> Language:
    """Return the words of a language; FileNotFoundError if nobody has written its file yet.

    >>> load_language("en").kind("connectives", "rather than")
    'INSTEAD'
    """
    with grammar_path(f"verbs.{code}.toml").open("rb") as file:
        data = tomllib.load(file)
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
        ranks=_pattern([article + rank for rank in data["ranks"] for article in ("", "the ")]),
        kind_of=kind_of,
        rank_of={_tidy(expression): rank for expression, rank in data["ranks"].items()},
        simple_verbs=tuple(
            expression
            for group in data["verbs"].values()
            for expression in group
            if re.fullmatch(r"\w{4,}", expression)
        ),
    )
