"""Cuts the tokens of a sentence into clauses: who speaks, who is with or against them, what is said of which words.

A clause is what one set of speakers says of some words. It is read only if every token of it has a place: a word that
no list knows and that is not in the text makes the clause unread, so that it never turns a stance round.

Each kind of token has a method that reads it. They are in a chain of classes, each of which builds on the one before:
`token_row`, `clause_builder`, `asides`, `wordings`, `speakers`, `predicates`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeAlias

from bracketed.positions.clause import NEUTRAL, Clause
from bracketed.positions.predicates import Predicates
from bracketed.positions.signs import OPERATORS
from bracketed.positions.tokens import MENTIONS, WHO, Token
from bracketed.time_limit import in_time

# Letters of a word that an error names.
_SHOWN = 40

Method: TypeAlias = Callable[["ClauseReader", Token], None]


class ClauseReader(Predicates):
    """Reads the clauses of one sentence, token by token."""

    def read(self) -> list[Clause]:
        """Return the clauses of the sentence."""
        self._pass_idle_words()
        self._pass_opening()
        # One sentence may be as long as a draft.
        going_on = iter(lambda: self.at < len(self.tokens), False)
        for _ in in_time(going_on, lambda _: f"“{self.tokens[self.at].words[:_SHOWN]}” in a comment"):
            token = self.tokens[self.at]
            self.at += 1
            self._METHODS[token.kind](self, token)
            self.clause.tokens.append(token)
        self._close()
        self._share()
        if self.spoiled:
            for clause in self.clauses:
                clause.unread.append(self.spoiled)
        return self.clauses

    # By the kind of a token, what reads it.
    _METHODS: ClassVar[dict[str, Method]] = {
        **dict.fromkeys(WHO, Predicates._names),
        **dict.fromkeys(("same", "against", "behalf", "lent", "likewise", "together"), Predicates._marker),
        **dict.fromkeys(OPERATORS, Predicates._operator),
        **dict.fromkeys(("joining", "parting"), Predicates._joining),
        **dict.fromkeys(MENTIONS, Predicates._mention),
        **dict.fromkeys(NEUTRAL, Predicates._neutral),
        **dict.fromkeys(("hedge", "none"), Predicates._not_understood),
        **dict.fromkeys(("just", "own"), Predicates._pass),
        "and": Predicates._and,
        "becomes": Predicates._becomes,
        "beside": Predicates._beside,
        "brackets": Predicates._brackets,
        "but": Predicates._but,
        "crowd": Predicates._crowd,
        "echo": Predicates._echo,
        "fill": Predicates._fill,
        "hence": Predicates._hence,
        "instead": Predicates._instead,
        "noun": Predicates._noun,
        "original": Predicates._original,
        "punct": Predicates._punctuation,
        "reason": Predicates._reason,
        "those": Predicates._those,
        "to": Predicates._to,
        "word": Predicates._word,
    }
