"""Finds the languages of a draft, and the words for “or” that were not read as such."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache
from unicodedata import bidirectional, east_asian_width

from bracketed.draft.draft import Draft, Findings
from bracketed.draft.languages import language_files, words_in
from bracketed.draft.tree import Bracket, Mark, Option, Piece, Text, brackets_in, leaves
from bracketed.parsing.notation import pattern
from bracketed.phrasing import counted

# How much of a draft is looked at to find its languages.
_OPENING = 100_000
# Lists of small words; in other lists words of several languages are alike.
_SMALL = ("signs", "relation", "conjunction", "small", "pronoun")
# English has these letters only in names.
_ACCENTED = re.compile("[À-ÖØ-öø-ÿŒœ]")
# An “or” between longer pieces joins the words of a sentence more often than it separates options.
_LONGEST = 40


def language_of_draft(draft: Draft) -> str:
    """Return the code of the language that the words of a draft are in: what it was said to be, else what they show.

    >>> import bracketed as bt
    >>> texts = ("4. Les Parties [devraient] se réunir dans une ville.", "Pay [now]")
    >>> [language_of_draft(bt.parse(text)) for text in texts]
    ['fr', 'en']
    """
    return draft.language or next(iter(languages_of(draft.source)), "en")


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter of a text is of a script that runs from right to left.

    >>> is_right_to_left("1. الأطراف"), is_right_to_left("1. Parties")
    (True, False)
    """
    if text.isascii():
        return False
    return next((kind != "L" for kind in map(bidirectional, text) if kind in ("L", "R", "AL")), False)


def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages besides English that a draft is written in, by its commonest words or its letters.

    >>> languages_of("Les Parties se réunissent dans une ville"), languages_of("Члены платят"), languages_of("Pay")
    (('fr',), ('ru',), ())
    >>> languages_of("Elles [informent] OU [rendent compte].")
    ('fr',)
    """
    opening = text[:_OPENING]
    lower = opening.casefold()
    tables = {code: file["draft"] for code, file in language_files().items()}
    found = []
    words: Counter[str] | None = None
    for code, table in tables.items():
        if "letters" in table:
            if not opening.isascii() and len(re.findall(table["letters"], opening)) > len(opening) // 50:
                found.append(code)
        # Most drafts hold no two signs of another language, and need not be cut into words.
        elif code != "en" and sum(f" {sign} " in lower for sign in table.get("signs", ())) > 1:
            words = words or Counter(re.findall(r"\w+", lower))
            counts = [words[sign] for sign in table["signs"] if words[sign]]
            english = sum(words[sign] for sign in tables["en"]["signs"])
            # One short provision has few common words: two of them do where English has none.
            if len(counts) > (2 if english else 1) and sum(counts) > english:
                found.append(code)
    return tuple(found) or tuple(_shown_by_or(opening))


def _shown_by_or(text: str) -> Iterator[str]:
    """Yield the languages that a short draft shows by their words for “or” in capitals."""
    if " OR " in text:
        return
    for code, table in language_files().items():
        if code != "en" and "letters" not in table["draft"]:
            used = [found for word in _capitals(code) for found in _separating(text, word)]
            own, english = (_evidence(text, code, used), _evidence(text.casefold(), "en", ())) if used else (0, 1)
            # O and U may be mere letters: something else has to show the language, too.
            if own > english or (own == english and any(len(found["word"]) > 1 for found in used)):
                yield code


def _capitals(code: str) -> list[str]:
    # Letters without capitals give none.
    return [word.upper() for word in words_in(code, "or") if word.upper() != word]


def _separating(text: str, word: str) -> Iterator[re.Match[str]]:
    """Yield where a word in capitals is between words of a bracket, or between two brackets."""
    if f" {word} " not in text:
        return
    at = depth = 0
    for found in re.finditer(rf"(?P<before>\S{{1,40}}) (?P<word>{re.escape(word)}) (?=(?P<behind>\S{{1,40}}))", text):
        before, behind = found["before"], found["behind"]
        # A bracket that is never closed reaches no further than its paragraph.
        for blank in pattern("BLANK_LINE").finditer(text, at, found.start()):
            at, depth = blank.start(), 0
        depth += text.count("[", at, found.end()) - text.count("]", at, found.end())
        at = found.end()
        words = (before[-1].isalnum() or before[-1] == "]") and (behind[0].isalnum() or behind[0] == "[")
        # Among capitals a single letter is an abbreviation.
        plain = len(word) > 1 or not (before.isupper() or behind.isupper())
        if (depth > 0 and words and plain) or (before[-1] == "]" and behind[0] == "["):
            yield found


def _evidence(text: str, code: str, used: Collection[re.Match[str]]) -> int:
    """Return how many small words of a language a text has, and how many words with accents beside its “or”."""
    small = _small_words(code)
    # With a capital it may be a name: El Salvador.
    words = sum(word in small for word in re.findall(r"\w+", text))
    return words + sum(bool(_ACCENTED.search(found["before"] + found["behind"])) for found in used)


@cache
def _small_words(code: str) -> frozenset[str]:
    listed = {str(word) for name in _SMALL for word in language_files()[code]["draft"].get(name, ())}
    if code == "en":
        return frozenset(listed)
    return frozenset(word for word in listed - _small_words("en") if len(word) > 1).difference(words_in(code, "or"))


def report_unread_ors(text: str, content: tuple[Piece, ...], languages: Collection[str], findings: Findings) -> None:
    """Report words for “or” that seem to separate options, but were not read so; `languages` are those read."""
    for code in language_files():
        if code not in ("en", *languages):
            # Once for a language, since to name it cures all places.
            unread = _in_words(_unread(text, code), content)
            if unread:
                at, word = min(unread)
                more = f"; so it is in {counted(len(unread) - 1, 'more place')}" if len(unread) > 1 else ""
                message = f"“{word}” is “or” in the language {code}, but is read as one of the words{more}"
                remedy = f'say which language the draft is in: language="{code}", or --language {code}'
                findings.add("warning", "or-not-read", message, at, None, remedy)
    if any(word in text for word in _without_capitals()):
        for bracket in brackets_in(content):
            for at, word in _doubtful(bracket):
                message = f"“{word}” may separate options; it is read as one of the words"
                remedy = "write a slash between the options, if there are two"
                findings.add("info", "or-not-read", message, at, None, remedy)


def _unread(text: str, code: str) -> Iterator[tuple[int, str]]:
    """Yield where words for “or” are in capitals in a bracket, or in any letters between two brackets."""
    either = "|".join(map(re.escape, sorted(words_in(code, "or"), key=len, reverse=True)))
    for found in re.finditer(rf"(?i:\]\s{{0,8}}({either})\s{{0,8}}\[)", text) if either else ():
        yield found.start(1), found[1]
    used = [found for word in _capitals(code) for found in _separating(text, word)]
    # In a draft that is plainly in English a single letter is a mere letter.
    letters = bool(used) and _evidence(text, code, used) >= _evidence(text.casefold(), "en", ())
    for found in used:
        if letters or len(found["word"]) > 1:
            yield found.start("word"), found["word"]


def _in_words(found: Iterator[tuple[int, str]], content: tuple[Piece, ...]) -> set[tuple[int, str]]:
    """Return those places that are in words of the text, and neither in a comment nor in a mark."""
    places = set(found)
    if not places:
        return places
    pieces = list(leaves(content))
    starts = [piece.span.start for piece in pieces]
    return {place for place in places if isinstance(pieces[bisect_right(starts, place[0]) - 1], Text)}


@cache
def _without_capitals() -> tuple[str, ...]:
    listed = {word for code in language_files() for word in words_in(code, "or") if word.upper() == word}
    return tuple(sorted(listed, key=len, reverse=True))


@cache
def _alone() -> re.Pattern[str]:
    # Scripts of wide letters have no blanks between words.
    blanks = {word: "" if east_asian_width(word[0]) == "W" else " " for word in _without_capitals()}
    return re.compile("|".join(rf"(?<=\w{blank}){re.escape(word)}(?={blank}\w)" for word, blank in blanks.items()))


def _doubtful(bracket: Bracket) -> Iterator[tuple[int, str]]:
    """Yield a word for “or” without capitals that alone divides the words of a bracket into two short pieces."""
    options = [part for part in bracket.parts if isinstance(part, Option)]
    if bracket.kind != "optional" or len(options) != 1:
        return
    content = options[0].content
    texts = [piece for piece in content if isinstance(piece, Text)]
    found = [(piece, one) for piece in texts for one in _alone().finditer(piece.text)]
    # A bracket inside is a choice of its own.
    if len(found) == 1 and all(isinstance(piece, (Text, Mark)) for piece in content):
        piece, one = found[0]
        if max(one.start(), len(piece.text) - one.end()) <= _LONGEST:
            yield piece.span.start + one.start(), one[0]
