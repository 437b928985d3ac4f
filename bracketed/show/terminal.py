"""The draft for a terminal: its lines numbered, its brackets coloured and named, its comments set apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from bracketed.show.tables import harmless
from bracketed.text.draft import Diagnostic, Draft
from bracketed.text.tree import Bracket, Mark, Option, Piece

# A stretch of words and how it is shown.
Shown: TypeAlias = tuple[str, str]

_STYLES = {
    "optional": "36",
    "alternatives": "33",
    "placeholder": "35",
    "name": "2",
    "comment": "2",
    "stray": "1;31",
    "error": "1;31",
    "warning": "31",
    "info": "2",
    "number": "2",
}


def draft_lines(draft: Draft, found: Iterable[Diagnostic] = (), colour: bool = False) -> Iterator[str]:
    """Yield the lines of a draft with each bracket's id behind it, comments on lines of their own, and findings.

    >>> import bracketed as bt
    >>> print(*draft_lines(bt.parse("4. Parties [shall/should] report.\\n5. They meet.")), sep="\\n")
    1 │ 4. Parties [shall/should]‹4#1› report.
    2 │ 5. They meet.
    """
    by_line: dict[int, list[Diagnostic]] = {}
    for finding in (*draft.diagnostics, *found):
        by_line.setdefault(finding.line, []).append(finding)
    width = len(str(draft.source.count("\n") + 1))
    margin = _styled(f"{'':{width}} │ ", "number", colour)
    for number, line in enumerate(_lines(_shown(draft.content)), 1):
        lead = _styled(f"{number:{width}} │ ", "number", colour)
        words = [(text, style) for text, style in line if style != "comment"]
        comments = [*filter(None, "".join(text for text, style in line if style == "comment").strip().split("\t"))]
        if words or not comments:
            yield lead + "".join(_styled(*word, colour) for word in words)
            lead = margin
        for comment in comments:
            yield lead + _styled(f"    » {comment}", "comment", colour)
            lead = margin
        for finding in by_line.get(number, ()):
            yield margin + _styled(f"    ! {finding.severity}: {finding.message}", finding.severity, colour)


def _styled(words: str, style: str, colour: bool) -> str:
    words = harmless(words)
    return f"\x1b[{_STYLES[style]}m{words}\x1b[0m" if colour and style in _STYLES and words else words


def _shown(content: tuple[Piece, ...]) -> Iterator[Shown]:
    """Yield the pieces of a text in order, each with its style."""
    # Where a bracket or an option ends, what follows has the style of what is around again.
    waiting: list[tuple[Piece | Option | Shown, str]] = [(piece, "") for piece in reversed(content)]
    while waiting:
        piece, style = waiting.pop()
        if isinstance(piece, tuple):
            yield piece
        elif isinstance(piece, Bracket):
            waiting.append(((f"‹{piece.id}›", "name"), style))
            waiting.extend((part, piece.kind) for part in reversed(piece.parts))
        elif isinstance(piece, Option):
            waiting.extend((inner, style) for inner in reversed(piece.content))
        elif isinstance(piece, Mark) and piece.kind in ("comment", "stray"):
            yield piece.text, piece.kind
        else:
            yield piece.text, style


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
