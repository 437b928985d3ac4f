"""The row of tokens of one sentence, and what is around the one that is being read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bracketed.positions.clause import NEUTRAL
from bracketed.positions.lexicon import Language
from bracketed.positions.signs import OPERATORS
from bracketed.positions.tokens import NAMING, WHO, Token

# What ties a clause or a word to another.
JOINTS = ("and", "but")
# So many tokens behind a name are looked at for what it says.
AHEAD = 8
# And so many for where an explanation or an aside ends; with no bound, a row of a thousand dashes, each of which may
# begin one, would be gone through for each of them.
FAR = 100
_DASHES = "–—-:"
_PREDICATE = frozenset((*OPERATORS, *NEUTRAL, "echo", "hedge"))
# What may be between names and what is said by them.
_BETWEEN = frozenset(
    ("fill", "and", "likewise", "crowd", "to", "same", "against", "behalf", "lent", "names", "joining", "parting")
)


def names_of(tokens: Iterable[Token]) -> list[str]:
    """Return all names in tokens."""
    return [name for token in tokens for name in token.names]


def names_in_runs(runs: Iterable[Iterable[str]]) -> list[str]:
    """Return the names in the runs of a list."""
    return [name for run in runs for name in run]


def is_mark(token: Token, marks: str) -> bool:
    """Return whether a token is one of some punctuation marks."""
    return token.kind == "punct" and token.words in marks


class TokenRow:
    """The tokens of a sentence; the one that is read is before `at`."""

    def __init__(self, tokens: Sequence[Token], language: Language) -> None:
        self.tokens = [*tokens]
        self.particles = language.particles
        self.at = 0

    def _among(self, token: Token | None, *lists: str) -> bool:
        """Return whether a token is a small word of one of these lists."""
        if token is None:
            return False
        words = token.words.casefold()
        return any(words in self.particles[name] for name in lists)

    def _token_at(self, at: int) -> Token | None:
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def _significant(self, at: int, step: int = 1) -> Token | None:
        last = at + step * FAR
        while 0 <= at < len(self.tokens) and at != last:
            token = self.tokens[at]
            if token.kind != "fill" and not is_mark(token, "()\"'"):
                return token
            at += step
        return None

    @property
    def _last(self) -> Token | None:
        """The token before this one, fillers passed by."""
        return self._significant(self.at - 2, -1)

    @property
    def _next(self) -> Token | None:
        """The token behind this one, fillers passed by."""
        return self._significant(self.at)

    @property
    def _before(self) -> Token | None:
        """The token right before this one."""
        return self._token_at(self.at - 2)

    @property
    def _behind(self) -> Token | None:
        """The token right behind this one."""
        return self._token_at(self.at)

    @property
    def _names_next(self) -> bool:
        follows = self._next
        return follows is not None and follows.kind in WHO

    @property
    def _words_next(self) -> bool:
        follows = self._next
        return follows is not None and follows.kind in NAMING

    @property
    def _operator_next(self) -> bool:
        follows = self._next
        return follows is not None and follows.kind in OPERATORS

    @property
    def _grants_next(self) -> bool:
        follows = self._next
        return follows is not None and follows.kind in ("accept", "content")

    @property
    def _behind_joint(self) -> bool:
        """Whether "and" or "but" is before this token."""
        last = self._last
        return last is not None and last.kind in JOINTS

    @property
    def _behind_comma(self) -> bool:
        last = self._last
        return last is not None and last.words == ","

    def _behind_mark(self, marks: str) -> bool:
        last = self._last
        return last is not None and is_mark(last, marks)

    def _ends_in(self, *lists: str) -> bool:
        """Return whether the last word before this token, articles skipped, is listed: "of" in "those of the EU"."""
        at = self.at - 2
        while at >= 0 and self._among(self.tokens[at], "articles"):
            at -= 1
        return at >= 0 and self._last_word_among(self.tokens[at], *lists)

    def _last_word_among(self, token: Token | None, *lists: str) -> bool:
        words = token.words.casefold().split() if token else []
        return any(words[-1] in self.particles[name] for name in lists) if words else False

    def _words_ahead(self) -> bool:
        """Return whether more words of the text are named in what follows, before anybody else speaks."""
        for token in self.tokens[self.at :]:
            if token.kind in NAMING:
                return True
            if token.kind in WHO or token.kind == "but":
                return False
        return False

    def _speaks_next(self, at: int) -> bool:
        """Return whether behind the names that end before `at` something is said by them."""
        depth = 0
        for token in self.tokens[at : at + AHEAD]:
            if is_mark(token, "()"):
                depth += 1 if token.words == "(" else -1
                if depth < 0:
                    return False
            elif token.kind in _PREDICATE or is_mark(token, _DASHES):
                return True
            elif token.kind not in _BETWEEN and token.words != ",":
                return False
        return False
