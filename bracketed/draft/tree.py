"""The option tree: what a bracketed text is once it has been read.

A text is a row of pieces: plain `Text`, a `Mark` of the writer (a comment, a stray bracket, the name of an option), or
a `Bracket`, a choice between options, each of which is again a row of pieces. Every character of the source is in
exactly one `Text` or `Mark`, in order; so `unparse` gives the source back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bracketed.source import Span

BracketKind: TypeAlias = Literal["optional", "alternatives", "placeholder"]
Origin: TypeAlias = Literal["text", "comment"]
MarkKind: TypeAlias = Literal[
    "open", "close", "separator", "label", "comment", "stray", "attribution", "status", "note"
]

OMIT = "omit"


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are in the source."""

    text: str
    span: Span = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the text that is part of no clean text.

    `kind` is `open`, `close`, `separator` (a slash, an OR) or `label` (`Option 1:`) inside a bracket; and anywhere
    `comment`, `stray` (an unmatched bracket), `attribution` (who wants the words), `status` (`agreed ad ref.`) or
    `note` (`[Chair's note: …]`). An attribution behind a bracket is one of its parts.
    """

    kind: MarkKind
    text: str
    span: Span = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One way to settle a bracket: `letter` is a, b, c … or `omit`; `content` may hold further brackets.

    `label` is its name in the draft (`Option 1`, `Alternative D.3-a`) without the colon, or "". `owner` is who proposes
    it, where the columns of a table say so. `holds_place`: its words only hold the place of others, as “other” does.
    """

    letter: str
    content: tuple[Piece, ...] = field(repr=False)
    label: str = ""
    owner: str = ""
    holds_place: bool = False

    @property
    def text(self) -> str:
        """The words of the option, inner brackets included, comments and stray marks left out."""
        return plain(self.content).strip()


@dataclass(frozen=True, slots=True, eq=False)
class Bracket:
    """A place where the text is not agreed: a choice between options.

    `parts` are its marks and its lettered options in the order of the source; `offers_omit`: the words may be left out.
    `parent` is the id of the enclosing bracket and the letter of the option that holds this one, or None. `is_choice`
    is False for what is to be filled in, and for what is inside it: nothing is chosen there.
    """

    id: str
    kind: BracketKind
    origin: Origin
    provision: str
    parts: tuple[Mark | Option, ...] = field(repr=False)
    offers_omit: bool
    span: Span = field(repr=False)
    parent: tuple[str, str] | None = None
    depth: int = 0
    is_choice: bool = True

    @property
    def options(self) -> tuple[Option, ...]:
        """The options in the order of their letters, `omit` last if the bracket offers it."""
        lettered = tuple(part for part in self.parts if isinstance(part, Option))
        return (*lettered, Option(OMIT, ())) if self.offers_omit else lettered

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters of `options`."""
        lettered = tuple(part.letter for part in self.parts if isinstance(part, Option))
        return (*lettered, OMIT) if self.offers_omit else lettered

    @property
    def words(self) -> str:
        """The bracket as written, comments left out; a bracket that comments imply, as it would be written."""
        if self.origin == "comment":
            return f"[{'/'.join(option.text for option in self.options if option.letter != OMIT)}]"
        return plain((self,))


Piece: TypeAlias = Text | Mark | Bracket


def leaves(pieces: tuple[Piece, ...], *, implied: bool = True) -> Iterator[Text | Mark]:
    """Yield every text and mark below `pieces` in source order; words that comments would insert only if `implied`."""
    # No recursion here nor below: real drafts nest a few brackets, broken ones a thousand.
    stack: list[Piece | Option] = list(reversed(pieces))
    while stack:
        piece = stack.pop()
        if isinstance(piece, Bracket):
            parts = piece.parts
            if piece.origin == "comment" and not implied:
                # The first option is what the text has at this place; where that is nothing, all words are new.
                parts = parts[: piece.span.start < piece.span.end]
            stack.extend(reversed(parts))
        elif isinstance(piece, Option):
            stack.extend(reversed(piece.content))
        else:
            yield piece


def unparse(pieces: tuple[Piece, ...]) -> str:
    """Return the source that the pieces were read from, character for character."""
    return "".join(leaf.text for leaf in leaves(pieces))


def plain(pieces: tuple[Piece, ...], keep: tuple[MarkKind, ...] = ("open", "close", "separator", "label")) -> str:
    """Return the words of pieces with only the marks of the kinds in `keep`, and without words that comments imply."""
    return "".join(leaf.text for leaf in leaves(pieces, implied=False) if isinstance(leaf, Text) or leaf.kind in keep)


def brackets_in(pieces: tuple[Piece, ...]) -> Iterator[Bracket]:
    """Yield every bracket below `pieces`, outer before inner, in reading order."""
    stack: list[Piece | Option | Mark] = list(reversed(pieces))
    while stack:
        piece = stack.pop()
        if isinstance(piece, Bracket):
            yield piece
            stack.extend(reversed(piece.parts))
        elif isinstance(piece, Option):
            stack.extend(reversed(piece.content))


def runs_on(bracket: Bracket, source: str) -> bool:
    """Return whether a word follows a bracket of several words without a space: `the [new port]authority`."""
    # A bracket inside a word is another matter: `inter[national]`, `state[s]`.
    start, end = bracket.span
    follows = end < len(source) and source[end].isalpha()
    return follows and start > 0 and source[start - 1].isspace() and any(map(str.isspace, bracket.words.rstrip()))
