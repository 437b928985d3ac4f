"""The words of one language by which delegations say what they want, as read from `grammar/words.en.toml` and others.

The files are written in a notation (`notation`). Here each list of expressions becomes one pattern that reads the
longest expression first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bracketed.draft.languages import grammar_path
from bracketed.positions.notation import expand_all

# The marks that open a quotation.
OPENING = '“"«„‘'

# The languages that comments are read in; the first one where nothing tells them apart.
LANGUAGES = ("en", "fr")

_SMALL_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[“«\"„][^”»\"“\n]*[”»\"“]")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The words of a language, each list made into one pattern that tries longer expressions first.

    `words` holds the patterns of the lists of `[words]` by their names, `lists` all expressions by table and name.
    """

    code: str
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
    words: Mapping[str, re.Pattern[str]] = field(repr=False)
    remarks: Mapping[str, re.Pattern[str]] = field(repr=False)
    delegations: Mapping[str, str] = field(repr=False)
    lists: Mapping[str, Mapping[str, tuple[str, ...]]] = field(repr=False)
    kind_of: Mapping[tuple[str, str], str] = field(repr=False)
    rank_of: Mapping[str, int] = field(repr=False)
    simple_verbs: tuple[str, ...] = field(repr=False)

    def kind(self, table: str, expression: str) -> str:
        """Return the name of the token that an expression of `verbs`, `verdicts` or `connectives` stands for."""
        return self.kind_of[table, _tidy(expression)]

    def rank(self, expression: str) -> int:
        """Return the rank of an option, counted from 1, that an expression names; 0 is the last."""
        words = _tidy(expression)
        article = self.words["articles"].match(words)
        return self.rank_of[words[article.end() :].lstrip() if article else words]

    def ends_in_bracket(self, rank: str) -> bool:
        """Say whether a rank counts brackets, "the second bracket", rather than options."""
        return _tidy(rank).endswith(self.lists["names"]["brackets"])

    def short(self, words: str) -> str:
        """Return the kind of a whole answer that takes up the verb of another, "does not", or ""."""
        return self.kind_of.get(("short", _tidy(words.strip(" .,!"))), "").lower()

    def remark(self, words: str) -> str:
        """Return the kind of a remark that takes no stance, "move" or "editorial"; "" if it is of no known kind.

        >>> load_language("en").remark("move D.2-7 to D.7")
        'move'
        """
        unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), words)
        return next((kind for kind, pattern in self.remarks.items() if pattern.search(unquoted)), "")

    def mistyped(self, word: str) -> str:
        """Return the verb that a word is one slip of the finger away from, or "".

        >>> load_language("en").mistyped("remvoe")
        'remove'
        """
        from rapidfuzz.distance import OSA

        word = word.casefold()
        if len(word) < 4 or not word.isalpha():
            return ""
        near = {
            verb for verb in self.simple_verbs if OSA.distance(word, verb, score_cutoff=1) <= 1 and _is_slip(word, verb)
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

    def either(self, table: str, *names: str) -> str:
        """Return the source of a pattern for the expressions of some lists; of no expression if they are empty.

        `*` in an expression stands for any word.
        """
        return f"(?:{_source(form for name in names for form in self.lists[table].get(name, ()))})"


def _is_slip(typed: str, verb: str) -> bool:
    # One letter put for another gives real words too often, "remaining" is not "retaining", and so does one letter
    # more or less in a short word, "back".
    return sorted(typed) == sorted(verb) or (len(typed) != len(verb) and len(typed) > 4)


def _tidy(expression: str) -> str:
    return " ".join(expression.casefold().replace("’", "'").split())


def _source(expressions: Iterable[str]) -> str:
    """Return a pattern that tries the longest of many expressions first, written as a tree of what they share."""
    root: dict[str, Any] = {}
    for expression in expressions:
        node = root
        for character in _tidy(expression):
            node = node.setdefault(character, {})
        node["end"] = {}
    return _branches(root, "") if root else "(?!)"


# What a character of an expression stands for in a pattern.
_FORMS = {" ": r"\s+", "'": "['’]", "*": r"[\w-]+"}


def _branches(node: Mapping[str, Any], before: str) -> str:
    branches = []
    for character, child in node.items():
        if character != "end":
            branches.append(_FORMS.get(character, re.escape(character)) + _branches(child, character))
    if "end" in node:
        branches.append(r"(?!\w)" if before.isalnum() or before == "*" else "")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _pattern(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_source(expressions), re.IGNORECASE)


def _anywhere(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_source(expressions)}", re.IGNORECASE)


def _beginning(expressions: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for words that begin with one of some letters: "replac" for replace and replacing."""
    return re.compile("|".join(rf"\b{re.escape(expression)}" for expression in expressions), re.IGNORECASE)


# Lists of [words] that hold beginnings of words.
_STEMS = ("inserting", "replacing", "substituting", "preferring", "rather")


@cache
def _file(code: str) -> tuple[dict[str, Any], dict[str, dict[str, tuple[str, ...]]]]:
    """Return what stands in the file of a language, and its lists with every expression written out."""
    with grammar_path(f"words.{code}.toml").open("rb") as file:
        data = tomllib.load(file)
    lists = {table: {name: expand_all(forms) for name, forms in data[table].items()} for table in _TABLES}
    lists["verdicts"] = _with_participles(lists["verdicts"], lists["participles"])
    return data, lists


@cache
def _marks(code: str) -> frozenset[str]:
    """Return the words by which a language is told: its small words and its verbs, "wants" and "souhaite"."""
    data, lists = _file(code)
    asking = (*_all(lists["verbs"]), *lists["words"]["fillers"])
    return frozenset(data["marks"]).union(word for word in asking if re.fullmatch(r"[^\W\d_]{3,}", word))


def load_language(code: str = "en") -> Language:
    """Return the words of a language; FileNotFoundError if nobody has written its file yet.

    >>> load_language("en").kind("connectives", "rather than")
    'INSTEAD'
    """
    return _language(code)


@cache
def _language(code: str) -> Language:
    data, lists = _file(code)
    kind_of: dict[tuple[str, str], str] = {}
    for table in ("verdicts", "verbs", "connectives", "short"):
        for kind, expressions in lists[table].items():
            for expression in expressions:
                kind_of.setdefault((table, _tidy(expression)), kind.upper())
    words = lists["words"]
    ranks = {_tidy(form): rank for expression, rank in data["ranks"].items() for form in expand_all([expression])}
    articles = ["", *(article if article.endswith("'") else f"{article} " for article in words["articles"])]
    return Language(
        code=code,
        **{table: _pattern(_all(lists[table])) for table in ("verbs", "connectives")},
        verdicts=_anywhere(_all(lists["verdicts"])),
        **{name: _pattern(words[name]) for name in ("fillers", "references", "this", "reasons", "hedges")},
        options=_pattern(lists["names"]["options"]),
        ranks=_pattern(article + rank for rank in ranks for article in articles),
        words={name: (_beginning if name in _STEMS else _pattern)(words[name]) for name in words},
        remarks={kind: _anywhere(expressions) for kind, expressions in lists["remarks"].items()},
        delegations=data.get("delegations", {}),
        lists=lists,
        kind_of=kind_of,
        rank_of=ranks,
        simple_verbs=tuple(verb for verb in _all(lists["verbs"]) if re.fullmatch(r"\w{4,}", verb)),
    )


_TABLES = (
    "verbs", "short", "verdicts", "participles", "connectives", "words", "remarks", "speakers", "conditions", "names",
)  # fmt: skip


def _all(table: Mapping[str, Iterable[str]]) -> list[str]:
    return [expression for expressions in table.values() for expression in expressions]


def _with_participles(
    verdicts: Mapping[str, tuple[str, ...]], participles: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the verdicts with every participle behind every auxiliary, and behind none."""
    auxiliaries = ["", *(f"{word} " for word in participles["auxiliaries"])]
    return {
        kind: (*verdicts.get(kind, ()), *(a + p for a in auxiliaries for p in participles.get(kind, ())))
        for kind in {**verdicts, **participles}
        if kind != "auxiliaries"
    }


def told_by(words: str, otherwise: Language) -> Language:
    """Return the language whose small words stand most often in a text; `otherwise` if none is ahead.

    >>> english = load_language("en")
    >>> told_by("France – supprimer les mots « shall » et « should »", english).code
    'fr'
    >>> told_by("France – « confiance »", english).code
    'en'
    """
    small = _SMALL_WORD.findall(_QUOTED.sub(" ", words).casefold())
    counts = {code: sum(word in _marks(code) for word in small) for code in LANGUAGES}
    most = max(counts.values())
    ahead = [code for code, count in counts.items() if count == most]
    return load_language(ahead[0]) if len(ahead) == 1 else otherwise
