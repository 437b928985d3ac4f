"""The words of one language by which delegations say what they want, from `grammar/words.en.toml` and its likes.

A file lists expressions in a notation that is short enough for a translator: `remove(|s|d)` for a choice,
`[the] brackets` for what may be left out. Each list becomes one pattern that reads the longest expression first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeAlias

from bracketed.draft.languages import grammar_path

Lists: TypeAlias = dict[str, dict[str, tuple[str, ...]]]

# The languages that comments are read in; the first one where nothing tells them apart.
LANGUAGES = ("en", "fr")
# The marks that open a quotation.
OPENING = '“"«„‘'

_TABLES = (
    "verbs", "short", "verdicts", "participles", "connectives", "words", "remarks", "speakers", "conditions", "names",
)  # fmt: skip
# Lists of [words] that hold beginnings of words: "replac" for replace and replacing.
_STEMS = ("inserting", "replacing", "substituting", "preferring", "rather")
_SMALL_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[“«\"„][^”»\"“\n]*[”»\"“]")
# A list named in a pattern, `{speakers.before}`; quantifiers, `{0,5}`, look different.
_LIST = re.compile(r"\{([a-z]+)\.(\w+|\*)\}")
_GROUP = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
_CLOSING = {"(": ")", "[": "]"}


class NotationError(ValueError):
    """An expression whose brackets do not match."""


def expand(expression: str, whole: str = "") -> tuple[str, ...]:
    """Return the expressions that one in the notation, maybe as a part of a `whole`, stands for."""
    whole = whole or expression
    group = _GROUP.search(expression)
    if group:
        before, behind = expression[: group.start()], expression[group.end() :]
        choices = ["", *group[2].split("|")] if group[1] is None else group[1].split("|")
        return tuple(dict.fromkeys(form for choice in choices for form in expand(before + choice + behind, whole)))
    stray = re.search(r"[()\[\]]", expression)
    if stray:
        closing = _CLOSING.get(stray[0])
        raise NotationError(f"“{whole}” " + (f"lacks a {closing}" if closing else f"has a {stray[0]} too many"))
    # What was left out leaves a blank too many.
    return tuple(dict.fromkeys(" ".join(form.split()) for form in expression.split("|")))


def expand_all(expressions: Iterable[str]) -> tuple[str, ...]:
    """Return the expressions that those in the notation stand for, each once and none empty."""
    return tuple(dict.fromkeys(form for expression in expressions for form in expand(expression) if form))


class Language:
    """The words of a language: `words` has the patterns of the lists of `[words]`, `lists` all expressions."""

    def __init__(self, code: str) -> None:
        data, self.lists = _file(code)
        self.code = code
        self.delegations: Mapping[str, str] = data.get("delegations", {})
        self._compiled: dict[str, re.Pattern[str]] = {}
        self.verbs = self.compile("(?i){verbs.*}")
        self.connectives = self.compile("(?i){connectives.*}")
        self.verdicts = self.compile(r"(?i)(?<!\w){verdicts.*}")
        self.options = self.compile("(?i){names.options}")
        self.remarks = {kind: self.compile(rf"(?i)(?<!\w){{remarks.{kind}}}") for kind in self.lists["remarks"]}
        self.words = {name: self.compile(f"(?i){{words.{name}}}") for name in self.lists["words"] if name not in _STEMS}
        for name in _STEMS:
            stems = "|".join(map(re.escape, self.lists["words"][name]))
            self.words[name] = re.compile(rf"(?i)\b(?:{stems})")
        ranks = data["ranks"].items()
        self._rank_of: dict[str, int] = {_tidy(form): rank for forms, rank in ranks for form in expand_all([forms])}
        # "the first", "l'autre"
        article = r"(?:{words.articles}(?:(?<=['’])|(?<!['’])\s+))?"
        self.ranks = self.compile(f"(?i){article}{_source(self._rank_of)}")
        self._kind_of: dict[tuple[str, str], str] = {}
        for table in ("verdicts", "verbs", "connectives", "short"):
            for kind, expressions in self.lists[table].items():
                for expression in expressions:
                    self._kind_of.setdefault((table, _tidy(expression)), kind.upper())
        self._simple_verbs = [verb for verb in _all(self.lists["verbs"]) if re.fullmatch(r"\w{4,}", verb)]

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Return a pattern compiled, in which `{table.name}` stands for a list of expressions, `*` for all of a table.

        Case matters unless the pattern says `(?i)`; a list that is empty or missing matches nothing.
        """
        if pattern not in self._compiled:
            self._compiled[pattern] = re.compile(_LIST.sub(lambda name: self._source(*name.groups()), pattern))
        return self._compiled[pattern]

    def _source(self, table: str, name: str) -> str:
        lists = self.lists[table]
        return f"(?:{_source(_all(lists) if name == '*' else lists.get(name, ()))})"

    def kind(self, table: str, expression: str) -> str:
        """Return the name of the token that an expression of `verbs`, `verdicts` or `connectives` stands for."""
        return self._kind_of[table, _tidy(expression)]

    def rank(self, expression: str) -> int:
        """Return the rank of an option, counted from 1, that an expression names; 0 is the last."""
        words = _tidy(expression)
        article = self.words["articles"].match(words)
        return self._rank_of[words[article.end() :].lstrip() if article else words]

    def ends_in_bracket(self, rank: str) -> bool:
        """Say whether a rank counts brackets, "the second bracket", rather than options."""
        return _tidy(rank).endswith(self.lists["names"]["brackets"])

    def short(self, words: str) -> str:
        """Return the kind of a whole answer that takes up the verb of another, "does not", or ""."""
        return self._kind_of.get(("short", _tidy(words.strip(" .,!"))), "").lower()

    def remark(self, words: str) -> str:
        """Return the kind of a remark that takes no stance, "move" or "editorial"; "" if it is of no known kind."""
        # A verb inside a quotation is one of the words of the text.
        unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), words)
        return next((kind for kind, pattern in self.remarks.items() if pattern.search(unquoted)), "")

    def mistyped(self, word: str) -> str:
        """Return the verb that a word is one slip of the finger away from, or ""."""
        from rapidfuzz.distance import OSA

        word = word.casefold()
        if len(word) < 4 or not word.isalpha():
            return ""
        verbs = (verb for verb in self._simple_verbs if OSA.distance(word, verb, score_cutoff=1) <= 1)
        # One letter put for another gives real words too often, "remaining" is not "retaining", and so does one letter
        # more or less in a short word, "back".
        letters, long = sorted(word), len(word) > 4
        near = {verb for verb in verbs if sorted(verb) == letters or (long and len(verb) != len(word))}
        return min(near) if len({self.kind("verbs", verb) for verb in near}) == 1 else ""

    def ends_in_verdict(self, words: str) -> bool:
        """Say whether words end in a verdict on what is named before: "“x” is not acceptable"."""
        return any(not words[verdict.end() :].strip(" .!)") for verdict in self.verdicts.finditer(words))

    def asks(self, words: str, at_start: bool = False) -> bool:
        """Say whether a verb of asking stands anywhere in a sentence, or at its start."""
        if not at_start:
            return any(self.verbs.match(words, begin.start()) for begin in re.finditer(r"\b\w", words))
        at = 0
        while filler := self.words["fillers"].match(words, at):
            at = past_blanks(words, filler.end())
        return bool(self.verbs.match(words, at)) or words[at : at + 1] in tuple(OPENING)


@cache
def load_language(code: str) -> Language:
    """Return the words of a language; FileNotFoundError if it has no file yet."""
    return Language(code)


def detect_language(words: str, default: Language) -> Language:
    """Return the language whose small words stand most often in a text; the default if none is ahead."""
    # Quotations are in the language of the draft, whatever the comment is written in.
    small = _SMALL_WORD.findall(_QUOTED.sub(" ", words).casefold())
    counts = {code: sum(word in _marks(code) for word in small) for code in LANGUAGES}
    most = max(counts.values())
    ahead = [code for code, count in counts.items() if count == most]
    return load_language(ahead[0]) if len(ahead) == 1 else default


def past_blanks(words: str, at: int, marks: str | None = None) -> int:
    """Return where the next word stands at or behind the character `at`, past blanks or these marks."""
    return at + len(words[at:]) - len(words[at:].lstrip(marks))


def _tidy(expression: str) -> str:
    return " ".join(expression.casefold().replace("’", "'").split())


@cache
def _file(code: str) -> tuple[dict[str, Any], Lists]:
    """Return what stands in the file of a language, and its lists with every expression written out."""
    with grammar_path(f"words.{code}.toml").open("rb") as file:
        data = tomllib.load(file)
    lists = {table: {name: expand_all(forms) for name, forms in data[table].items()} for table in _TABLES}
    participles = lists["participles"]
    auxiliaries = ["", *(f"{word} " for word in participles["auxiliaries"])]
    # "“x” deleted", "“x” should be deleted": every participle behind every auxiliary, and behind none.
    for kind in [kind for kind in participles if kind != "auxiliaries"]:
        passive = (auxiliary + participle for auxiliary in auxiliaries for participle in participles[kind])
        lists["verdicts"][kind] = (*lists["verdicts"].get(kind, ()), *passive)
    return data, lists


@cache
def _marks(code: str) -> frozenset[str]:
    """Return the words that mark a language: its small words and its verbs, "wants" and "souhaite"."""
    # This needs no pattern of the language, so that English comments do not wait for the French ones.
    data, lists = _file(code)
    asking = (*_all(lists["verbs"]), *lists["words"]["fillers"])
    return frozenset(data["marks"]).union(word for word in asking if re.fullmatch(r"[^\W\d_]{3,}", word))


def _all(table: Mapping[str, Iterable[str]]) -> list[str]:
    return [expression for expressions in table.values() for expression in expressions]


def _source(expressions: Iterable[str]) -> str:
    """Return a pattern that tries the longest of many expressions first, written as a tree of what they share."""
    root: dict[str, Any] = {}
    for expression in expressions:
        node = root
        for character in _tidy(expression):
            node = node.setdefault(character, {})
        node["end"] = {}
    # Where nothing is listed nothing matches.
    return _branches(root, "") if root else "(?!)"


# What a character of an expression stands for in a pattern; `*` is any word.
_FORMS = {" ": r"\s+", "'": "['’]", "*": r"[\w-]+"}


def _branches(node: Mapping[str, Any], before: str) -> str:
    branches = [
        _FORMS.get(character, re.escape(character)) + _branches(child, character)
        for character, child in node.items()
        if character != "end"
    ]
    if "end" in node:
        # The end goes last, so that a longer expression is tried before the one that it begins with.
        branches.append(r"(?!\w)" if before.isalnum() or before == "*" else "")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
