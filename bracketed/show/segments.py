"""A draft as stretches of words, each with what it is, for whoever shows it: on a terminal or on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bracketed.draft.tree import OMIT, Bracket, Mark, Option, Piece, plain


class Segment(NamedTuple):
    """Words that are shown alike: their style, and the innermost bracket that they stand in, or "".

    The style is that bracket's kind (`implied` for one that only comments imply), `name` for a bracket's id, `comment`,
    `stray`, or "".
    """

    words: str
    style: str = ""
    bracket: str = ""


def segments(content: tuple[Piece, ...]) -> Iterator[Segment]:
    """Yield the pieces of a text in order, each with its style.

    >>> import bracketed as bt
    >>> [stretch.words for stretch in segments(bt.parse("4. Parties [shall] report.").content)]
    ['4. Parties ', '[', 'shall', ']', '‹4#1›', ' report.']
    """
    # Where a bracket or an option ends, what follows has the style of what is around again.
    waiting: list[tuple[Piece | Option | Segment, str, str]] = [(piece, "", "") for piece in reversed(content)]
    while waiting:
        piece, style, bracket = waiting.pop()
        if isinstance(piece, Segment):
            yield piece
        elif isinstance(piece, Bracket) and piece.origin == "comment":
            waiting.extend((part, "implied", piece.id) for part in reversed(_braced(piece)))
        elif isinstance(piece, Bracket):
            waiting.append((Segment(f"‹{piece.id}›", "name", piece.id), style, bracket))
            waiting.extend((part, piece.kind, piece.id) for part in reversed(piece.parts))
        elif isinstance(piece, Option):
            waiting.extend((inner, style, bracket) for inner in reversed(piece.content))
        elif isinstance(piece, Mark) and piece.kind in ("comment", "stray"):
            yield Segment(piece.text, piece.kind, bracket)
        else:
            yield Segment(piece.text, style, bracket)


def _braced(bracket: Bracket) -> list[Option | Segment]:
    """Return an implied bracket as it is shown: `{share}`, `{share → sell}`, or `{+and sell}` for new words."""
    first, *others = (option for option in bracket.options if option.letter != OMIT)
    # Only words that stand in the source may break its lines, which are counted.
    instead = "".join(f" → {' '.join(option.text.split())}" for option in others)

    def own(words: str, style: str = "implied") -> Segment:
        return Segment(words, style, bracket.id)

    close: list[Option | Segment] = [own(f"{instead}}}"), own(f"‹{bracket.id}›", "name")]
    if bracket.span.start < bracket.span.end:
        return [own("{"), first, *close]
    words = plain(first.content)
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() else ""
    return [own(f"{before}{{+{' '.join(words.split())}"), *close, own(after)]


def lines_of(shown: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Cut stretches into the lines of the source."""
    line: list[Segment] = []
    for stretch in shown:
        first, *others = stretch.words.split("\n")
        if first:
            line.append(stretch._replace(words=first))
        for other in others:
            yield line
            line = [stretch._replace(words=other)] if other else []
    yield line


def comments_in(line: Iterable[Segment]) -> list[str]:
    """Return the comments that a line holds, or a line of them."""
    words = "".join(stretch.words for stretch in line if stretch.style == "comment")
    return [*filter(None, words.strip().split("\t"))]
