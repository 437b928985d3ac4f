"""A draft, or the text of a variant, in segments: words with how they are shown and the bracket that they belong to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from bracketed.draft.id_marks import id_mark
from bracketed.draft.markup import RAISED, Face, Markup
from bracketed.draft.tree import OMIT, Bracket, Mark, Option, Piece, plain
from bracketed.source import Span
from bracketed.variants.edits import edits_of
from bracketed.variants.variant import Variant

_PLAIN: frozenset[Face] = frozenset()


class Segment(NamedTuple):
    """Words that are shown alike: their style, the innermost bracket that they belong to, or "", and their faces.

    In a draft the style is that bracket's kind (`implied` for one that only comments imply), `name` for a bracket's id,
    `sign` for that of a bracket, `comment`, `stray`, or "". In the text of a variant it is always "".
    """

    words: str
    style: str = ""
    bracket: str = ""
    faces: frozenset[Face] = frozenset()


def draft_segments(content: tuple[Piece, ...], markup: Markup, *, lettered: bool = False) -> Iterator[Segment]:
    """Yield the pieces of a text in order, each with its style; behind a bracket comes its id.

    `lettered`: in front of each option of several comes its letter, and behind the signs of a bracket inside others
    how deep it is.
    """
    # A stack in place of recursion, since brackets may be nested a thousand deep. Each piece carries the style of what
    # is around it: where a bracket or an option ends, what follows has that style again.
    stack: list[tuple[Piece | Option | Segment, str, str]] = [(piece, "", "") for piece in reversed(content)]
    while stack:
        piece, style, bracket = stack.pop()
        if isinstance(piece, Segment):
            yield piece
        elif isinstance(piece, Bracket) and piece.origin == "comment":
            stack.extend((part, "implied", piece.id) for part in reversed(_braced(piece)))
        elif isinstance(piece, Bracket):
            stack.append((Segment(id_mark(piece.id), "name", piece.id), style, bracket))
            parts = _lettered(piece) if lettered else piece.parts
            stack.extend((part, piece.kind, piece.id) for part in reversed([*parts]))
        elif isinstance(piece, Option):
            stack.extend((inner, style, bracket) for inner in reversed(piece.content))
        elif piece.text:
            kind = piece.kind if isinstance(piece, Mark) else ""
            own = kind if kind in ("comment", "stray") else style
            # Words that comments insert are none of the source.
            if not markup.text.startswith(piece.text, piece.span.start):
                yield Segment(piece.text, own, bracket)
                continue
            for words, faces in markup.pieces(piece.span):
                yield Segment(words, own, bracket, faces)


def _lettered(bracket: Bracket) -> Iterator[Mark | Option | Segment]:
    """Yield the parts of a bracket with the letters of its options and with its depth."""
    several = len(bracket.letters) - bracket.offers_omit > 1
    # Of nesting people see one more than brackets around this one.
    depth = str(bracket.depth + 1).translate(RAISED) if bracket.depth else ""
    for part in bracket.parts:
        if isinstance(part, Mark) and part.kind in ("open", "close"):
            sign = part.text.strip()
            before, _, behind = part.text.partition(sign) if sign else ("", "", part.text)
            yield from (Segment(blank, bracket.kind, bracket.id) for blank in [before] if blank)
            yield Segment(f"{sign}{depth}", "sign", bracket.id)
            yield from (Segment(blank, bracket.kind, bracket.id) for blank in [behind] if blank)
            continue
        if isinstance(part, Option) and several:
            yield Segment(f"‹{part.letter}›", "name", bracket.id)
        yield part


def _braced(bracket: Bracket) -> list[Option | Segment]:
    """Return an implied bracket as it is shown: `{share}`, `{share → sell}`, or `{+and sell}` for new words."""
    first, *others = (option for option in bracket.options if option.letter != OMIT)
    # Lines are counted to be numbered, so words that are not in the source must not break one.
    instead = "".join(f" → {' '.join(option.text.split())}" for option in others)

    def own(words: str, style: str = "implied") -> Segment:
        return Segment(words, style, bracket.id)

    close: list[Option | Segment] = [own(f"{instead}}}"), own(id_mark(bracket.id), "name")]
    if bracket.span.start < bracket.span.end:
        return [own("{"), first, *close]
    words = plain(first.content)
    before = " " if words[:1].isspace() else ""
    after = [own(" ")] if words[-1:].isspace() else []
    return [own(f"{before}{{+{' '.join(words.split())}"), *close, *after]


def settled_segments(variant: Variant) -> Iterator[Segment]:
    """Yield the text of a variant; a bracket that has left nothing in it has a segment without words at its place."""
    # Outer spans come before those inside them, which `_nesting` relies on.
    live = (place for place in variant.space.places if place[0] in variant.choices)
    places = sorted(live, key=lambda place: (place[1].start, -place[1].end))
    parts = _parts(variant, [span for _, span in places])
    last = Segment("")
    for _, words, owner, faces in parts:
        bracket = "" if owner is None else places[owner][0]
        if words and last.words and (last.bracket, last.faces) == (bracket, faces):
            last = last._replace(words=last.words + words)
            continue
        if last.words or last.bracket:
            yield last
        last = Segment(words, "", bracket, faces)
    if last.words or last.bracket:
        yield last


# Words with their place, the number of the innermost span that they come from, and their faces.
_Part: TypeAlias = tuple[tuple[int, bool], str, int | None, frozenset[Face]]


def _parts(variant: Variant, spans: Sequence[Span]) -> list[_Part]:
    """Return the text in parts."""
    bounds, owners, around = _nesting(spans)
    # What is put in where nothing was belongs to the bracket there, and not to the one around.
    empty = {span.start: number for number, span in enumerate(spans) if span.start == span.end}

    def owner_at(offset: int) -> int | None:
        index = bisect_right(bounds, offset) - 1
        return owners[index] if index >= 0 else None

    markup = variant.draft.markup
    parts: list[_Part] = []
    for start, end, words in _pieces(variant):
        if words is None:
            inside = bounds[bisect_right(bounds, start) : bisect_left(bounds, end)]
            cuts = pairwise(dict.fromkeys((start, *inside, end)))
            for cut, next_ in cuts:
                # Of marks alone nothing is left to see, but the place is not empty.
                pieces = [*markup.pieces(Span(cut, next_))] or [("", _PLAIN)]
                parts += [((cut, True), piece, owner_at(cut), faces) for piece, faces in pieces]
        elif start == end:
            parts.append(((start, True), words, empty.get(start), _PLAIN))
        else:
            # Words may represent a bracket together with a gap before it.
            owner = owner_at(start)
            parts.append(((start, True), words, owner_at(end - 1) if owner is None else owner, _PLAIN))
    shown: set[int] = set()
    # Words of an inner bracket show the brackets around it too.
    for _, _, owner, _ in parts:
        while owner is not None and owner not in shown:
            shown.add(owner)
            owner = around[owner]
    # A bracket that left no words comes before the words that follow at the same place.
    parts += [((span.start, False), "", number, _PLAIN) for number, span in enumerate(spans) if number not in shown]
    return sorted(parts, key=lambda part: part[0])


def _pieces(variant: Variant) -> Iterator[tuple[int, int, str | None]]:
    """Yield ranges of the source: those that stay, with None, and those in whose place other words are, with these."""
    at = 0
    for edit in edits_of(variant):
        if at < edit.span.start:
            yield at, edit.span.start, None
        if edit.words:
            yield *edit.span, edit.words
        at = edit.span.end
    if at < len(variant.draft.source):
        yield at, len(variant.draft.source), None


def _nesting(spans: Sequence[Span]) -> tuple[list[int], list[int | None], list[int | None]]:
    """Return the bounds of nested spans in order, the innermost span from each bound on, and the span around each."""
    bounds: list[int] = []
    owners: list[int | None] = []
    around: list[int | None] = []
    open_: list[int] = []
    # One span more than there are closes all others.
    for number, span in enumerate((*spans, Span(1 << 62, 1 << 62))):
        while open_ and spans[open_[-1]].end <= span.start:
            bounds.append(spans[open_.pop()].end)
            owners.append(open_[-1] if open_ else None)
        around.append(open_[-1] if open_ else None)
        if span.start < span.end:
            open_.append(number)
        # An empty span is a bound, at which the text is cut, but has no words of the source.
        bounds.append(span.start)
        owners.append(open_[-1] if open_ else None)
    return bounds, owners, around


def lines_of(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Cut segments into lines."""
    line: list[Segment] = []
    for segment in segments:
        first, *others = segment.words.split("\n")
        # A segment that has no words at all marks where a bracket was left out.
        if first or not segment.words:
            line.append(segment._replace(words=first))
        for other in others:
            yield line
            line = [segment._replace(words=other)] if other else []
    yield line


def numbered_lines(
    content: tuple[Piece, ...], markup: Markup, *, lettered: bool = False
) -> Iterator[tuple[int, list[Segment], list[str]]]:
    """Yield the lines of a text: the number of each, its words, and the comments in it; see `draft_segments`."""
    for number, line in enumerate(lines_of(draft_segments(content, markup, lettered=lettered)), 1):
        words = [segment for segment in line if segment.style != "comment"]
        comments = "".join(segment.words for segment in line if segment.style == "comment")
        # Several comments at one place are written in one line, parted by tabs.
        yield number, words, [*filter(None, comments.strip().split("\t"))]
