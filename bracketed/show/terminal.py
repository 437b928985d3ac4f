"""The draft for a terminal: its lines numbered, its brackets coloured and named, its comments set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from bracketed.positions.implied import weave
from bracketed.positions.stances import Positions
from bracketed.show.tables import broken, display_width, harmless
from bracketed.text.draft import Diagnostic, Draft
from bracketed.text.tree import OMIT, Bracket, Mark, Option, Piece, plain

# A stretch of words and how it is shown.
Shown: TypeAlias = tuple[str, str]

_STYLES = {
    "optional": "36",
    "alternatives": "33",
    "placeholder": "35",
    "comment": "2",
    "implied": "32",
    "stray": "1;31",
    "error": "1;31",
    "warning": "31",
    "info": "2",
    "number": "2",
    "name": "2",
}
# The least room in which lines are still broken by us; in less, the terminal does it.
_NARROWEST = 20


def draft_lines(
    draft: Draft, positions: Positions | None = None, *, colour: bool = False, width: int | None = None
) -> Iterator[str]:
    """Yield the lines of a draft with each bracket's id behind it, comments on lines of their own, and findings.

    Args:
        draft: the draft.
        positions: with them, the words outside brackets that comments would change stand in braces, and the findings
            about comments are shown too.
        colour: colour brackets by their kind.
        width: break lines to fit in so many columns; by default they stay as long as they are.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.\\n5. They meet.\\tComment by A: UK – delete “They”")
    >>> print(*draft_lines(draft, bt.positions(draft)), sep="\\n")
    1 │ 4. Parties [shall/should]‹4#1› report.
    2 │ 5. {They}‹5#i1› meet.
      │     » A: UK – delete “They”
    """
    found = positions or Positions()
    by_line: dict[int, list[Diagnostic]] = {}
    for finding in (*draft.diagnostics, *found.diagnostics):
        by_line.setdefault(finding.line, []).append(finding)
    digits = len(str(draft.source.count("\n") + 1))
    page = _Page(digits, colour, None if width is None else width - digits - 3)
    blank = False
    for number, line in enumerate(_lines(_shown(weave(draft.content, found.implied))), 1):
        words = [(text, style) for text, style in line if style != "comment"]
        comments = [*filter(None, "".join(text for text, style in line if style == "comment").strip().split("\t"))]
        empty = not any(text.strip() for text, _ in words)
        # Of several empty lines one is enough.
        if not empty or not (comments or blank):
            yield from page.text(number, words)
        for place, comment in enumerate(comments):
            lead = number if empty and place == 0 else None
            yield from page.aside(lead, "»", comment.removeprefix("Comment by "), "comment")
        for finding in by_line.get(number, ()):
            yield from page.aside(None, "!", f"{finding.severity}: {finding.message}", finding.severity)
        blank = empty and not comments


class _Page:
    """Writes lines with a margin for their numbers, broken to a width if there is one."""

    def __init__(self, digits: int, colour: bool, width: int | None) -> None:
        self._digits = digits
        self._colour = colour
        self._width = width if width is None or width >= _NARROWEST else None

    def text(self, number: int, words: list[Shown]) -> Iterator[str]:
        """Yield a line of the draft."""
        for place, part in enumerate(_broken(_without_tabs(words), self._width)):
            yield self._margin(number if place == 0 else None) + "".join(self._styled(*word) for word in part)

    def aside(self, number: int | None, sign: str, words: str, style: str) -> Iterator[str]:
        """Yield something that is said of the line above, indented."""
        lead = f"    {sign} "
        clean = harmless(" ".join(words.split()))
        parts = [clean] if self._width is None else broken(clean, self._width - len(lead))
        for place, part in enumerate(parts):
            indent = lead if place == 0 else " " * len(lead)
            yield self._margin(number if place == 0 else None) + self._styled(indent + part, style)

    def _margin(self, number: int | None) -> str:
        return self._styled(f"{'' if number is None else number:>{self._digits}} │ ", "number")

    def _styled(self, words: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{words}\x1b[0m" if self._colour and style in _STYLES and words else words


def _shown(content: tuple[Piece, ...]) -> Iterator[Shown]:
    """Yield the pieces of a text in order, each with its style."""
    # Where a bracket or an option ends, what follows has the style of what is around again.
    waiting: list[tuple[Piece | Option | Shown, str]] = [(piece, "") for piece in reversed(content)]
    while waiting:
        piece, style = waiting.pop()
        if isinstance(piece, tuple):
            yield piece
        elif isinstance(piece, Bracket) and piece.origin == "comment":
            waiting.extend((part, "implied") for part in reversed(_braced(piece)))
        elif isinstance(piece, Bracket):
            waiting.append(((f"‹{piece.id}›", "name"), style))
            waiting.extend((part, piece.kind) for part in reversed(piece.parts))
        elif isinstance(piece, Option):
            waiting.extend((inner, style) for inner in reversed(piece.content))
        elif isinstance(piece, Mark) and piece.kind in ("comment", "stray"):
            yield piece.text, piece.kind
        else:
            yield piece.text, style


def _braced(bracket: Bracket) -> list[Option | Shown]:
    """Return an implied bracket as it is shown: `{share}`, `{share → sell}`, or `{+and sell}` for new words."""
    first, *others = (option for option in bracket.options if option.letter != OMIT)
    # Only words that stand in the source may break its lines, which are counted.
    instead = "".join(f" → {' '.join(option.text.split())}" for option in others)
    close: list[Option | Shown] = [(f"{instead}}}", "implied"), (f"‹{bracket.id}›", "name")]
    if bracket.span.start < bracket.span.end:
        return [("{", "implied"), first, *close]
    words = plain(first.content)
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() else ""
    return [(f"{before}{{+{' '.join(words.split())}", "implied"), *close, (after, "implied")]


def _lines(shown: Iterable[Shown]) -> Iterator[list[Shown]]:
    """Cut stretches into the lines of the source."""
    line: list[Shown] = []
    for words, style in shown:
        first, *others = words.split("\n")
        if first:
            line.append((first, style))
        for other in others:
            yield line
            line = [(other, style)] if other else []
    yield line


def _without_tabs(line: list[Shown]) -> list[Shown]:
    """Return a line without the tabs of a table that was flattened into it."""
    (first, style), *others = line or [("", "")]
    clean = [(first.lstrip("\t"), style), *others]
    return [(harmless(words).replace("\t", "  "), style) for words, style in clean]


def _broken(line: list[Shown], width: int | None) -> Iterator[list[Shown]]:
    """Break a line between words; a word may be of several styles, and one that is too long stays whole."""
    if width is None or sum(display_width(words) for words, _ in line) <= width:
        yield line
        return
    part: list[Shown] = []
    filled = 0
    for word in _words(line):
        needed = sum(display_width(words) for words, _ in word)
        if part and filled + needed > width:
            yield part[:-1] if part[-1][0] == " " else part
            part, filled = [], 0
        if part or word[0][0] != " ":
            part += word
            filled += needed
    if part:
        yield part


def _words(line: list[Shown]) -> Iterator[list[Shown]]:
    """Yield the words of a line and the blanks between them."""
    word: list[Shown] = []
    for words, style in line:
        for piece in re.findall(r" |[^ ]+", words):
            if piece == " " and word:
                yield word
                word = []
            word.append((piece, style))
            if piece == " ":
                yield word
                word = []
    if word:
        yield word
