"""Finds in a sentence the words of the text that are there without quotation marks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bracketed.positions.phrase_index import Wording
from bracketed.positions.signs import NEGATIONS
from bracketed.positions.tokens import Token

# Words that may be inside words of the text, but end none.
_LOOSE = ("fill", "noun", "and", "keep", "to", "same", "support", "becomes", "instead", "beside")
# So many tokens at most are the words of the text that are without quotation marks.
_LONGEST = 24
# These end words of the text, and these begin none.
_ENDS = ("quote", "names", "unknown", "own")
_NO_WORDS = (*_ENDS, "label", "option", "rank")


def with_unquoted(tokens: list[Token], text: str, wording: Wording, copulas: Collection[str]) -> list[Token]:
    """Return the tokens with words of the text as one, "phrase", where they are without quotation marks."""
    found: list[Token] = []
    run = _Runs(tokens, text, wording, copulas)
    number = 0
    while number < len(tokens):
        token = tokens[number]
        end = run.end(number, found)
        if end > number:
            last = tokens[end - 1]
            words = text[token.at : last.end]
            token = Token("phrase", words, token.at, last.end, whole=wording.is_option(words))
            number = end
        else:
            number += 1
        found.append(token)
        if token.kind == "becomes" and number < len(tokens) and tokens[number].kind in ("word", "fill"):
            # "urgent → immediate": the new words are nowhere in the text.
            number = _new_words(tokens, number, text, found)
    return found


def _new_words(tokens: Sequence[Token], number: int, text: str, found: list[Token]) -> int:
    end = number
    while end < len(tokens) and tokens[end].kind not in ("punct", "names", "quote", "but", "reason", "instead"):
        end += 1
    first, last = tokens[number], tokens[end - 1]
    found.append(Token("phrase", text[first.at : last.end], first.at, last.end))
    return end


class _Runs:
    """Finds the longest row of tokens from one of them that is words of the text."""

    def __init__(self, tokens: Sequence[Token], text: str, wording: Wording, copulas: Collection[str]) -> None:
        self.tokens = tokens
        self.text = text
        self.wording = wording
        self.copulas = copulas

    def end(self, number: int, before: Sequence[Token]) -> int:
        """Return where the words that begin at a token end, the number of the token itself if there are none."""
        token = self.tokens[number]
        if token.kind in _NO_WORDS or not self.text[token.at].isalnum():
            return number
        begins = self.wording.begins_option(token.words.split()[0])
        plain = token.kind in ("word", "noun")
        if not plain and not begins:
            return number
        stop = self._stop(number)
        options = self._options(number, stop) if begins else []
        if options:
            several = options[-1] - number > 1
            if several or token.kind == "word" or _asks_words(before, self.tokens, options[-1], self.copulas):
                return options[-1]
            leads = token.kind == "fill" and stop > options[0] and self.tokens[options[0]].kind == "word"
            plain = plain or leads
        return self._run(number, stop) if plain else number

    def _stop(self, number: int) -> int:
        last = min(number + _LONGEST, len(self.tokens))
        return next((end for end in range(number, last) if self.tokens[end].kind in _ENDS), last)

    def _words(self, number: int, end: int) -> str:
        return self.text[self.tokens[number].at : self.tokens[end - 1].end]

    def _options(self, number: int, stop: int) -> list[int]:
        """Return all ends of words that are the whole of an option."""
        ends = ((end, self._words(number, end)) for end in range(number + 1, stop + 1))
        return [end for end, words in ends if words[-1].isalnum() and self.wording.is_option(words)]

    def _run(self, number: int, stop: int) -> int:
        run = number
        for end in range(number + 1, stop + 1):
            last, words = self.tokens[end - 1], self._words(number, end)
            if (last.kind == "punct" and last.words not in ",-–") or not self.wording.has(words):
                break
            if last.kind not in _LOOSE and words[-1].isalnum():
                run = end
        first = self.tokens[number]
        return number + 1 if run == number and first.kind == "noun" and self.wording.has(first.words) else run


def _asks_words(before: Sequence[Token], tokens: Sequence[Token], end: int, copulas: Collection[str]) -> bool:
    """Return whether one word that also has a meaning of its own, "may", is where words of the text do."""
    last = before[-1] if before else None
    follows = tokens[end] if end < len(tokens) else None
    closes = follows is None or follows.kind in ("punct", "instead", "to", "and", "but", "becomes", "reason")
    if last is not None and last.words == ":" and follows is not None and follows.words.casefold() in copulas:
        return True
    if last is not None and last.words == "," and any(one.kind == "phrase" for one in before):
        return True  # "may, shall a red line"
    spoken = len(before) == 1 or any(one.kind in ("phrase", "quote") for one in before)
    if last is not None and last.kind in NEGATIONS and spoken:
        return closes  # "Not may.", "shall, not may"
    if last is None or (last.kind == "punct" and last.words in ":–—-"):
        return closes
    return closes and last.kind in (
        "support", "want", "accept", "content", "object", "block", "delete", "keep", "insert", "use", "instead",
        "becomes", "to", "and", "quote", "phrase", "spare",
    )  # fmt: skip
