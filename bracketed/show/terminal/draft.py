"""The draft for a terminal: its lines numbered, its brackets coloured and named, its options lettered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from bracketed.draft.draft import Draft
from bracketed.positions.implied import insert_implied
from bracketed.positions.positions import Positions
from bracketed.sanitising import harmless
from bracketed.show.segments import Segment, numbered_lines
from bracketed.show.terminal.tables import broken, display_width
from bracketed.source import Span

# The codes of colours that any terminal has, whatever its background, 1 being bold and 2 faint.
_STYLES = {
    "optional": "36",
    "alternatives": "33",
    "placeholder": "35",
    "implied": "32",
    "name": "2",
    "comment": "2",
    "stray": "1;31",
    "number": "2",
}
# Those of the signs of brackets, by how deep these are.
_DEPTHS = ("1;36", "1;33", "1;35", "1;32", "1;34")
_FACES = {"bold": "1", "italic": "3", "struck": "9"}
# A sample of each for the legend.
_SAMPLES = (
    ("[in or out]", "optional"),
    (" ", ""),
    ("[‹a›one of/‹b›several]", "alternatives"),
    (" ", ""),
    ("[²in another]²", "optional"),
    (" ", ""),
    ("[fill in]", "placeholder"),
    (" ", ""),
    ("{contested by comments}", "implied"),
    (" ‹id›", "name"),
    (" » comment", "comment"),
)
# The least room in which lines are still broken by us; in less, the terminal does it.
_NARROWEST = 20
_GAP = "⋮"
# Behind a bracket without a partner.
_STRAY = "‹!›"


def draft_lines(
    draft: Draft,
    positions: Positions | None = None,
    *,
    colour: bool = False,
    width: int | None = None,
    part: Span | None = None,
    contested: bool = False,
) -> Iterator[str]:
    """Yield the lines of a draft with letters beside options, each bracket's id behind it, and comments below.

    Behind the signs of a bracket inside others is its depth. With `positions`, words outside brackets that comments
    would change are in braces. With a `width`, lines are broken to fit in so many columns. With a `part` of the source,
    only its lines are shown; with `contested`, only those that hold a bracket are, and a sign replaces the others.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/[may or must]] report.\\n5. They meet.\\tComment by A: UK – delete “They”")
    >>> print(*draft_lines(draft, bt.positions(draft)), sep="\\n")
    1 │ 4. Parties [‹a›shall/‹b›[²may or must]²‹4#1b.1›]‹4#1› report.
    2 │ 5. {They}‹5#i1› meet.
      │     » A: UK – delete “They”
    """
    implied = () if positions is None else positions.implied
    margin = _Margin(draft)
    room = None if width is None else width - margin.width
    layout = _Layout(margin, colour, None if room is None or room < _NARROWEST else room)
    first, last = (draft.lines.place(at)[0] for at in part) if part else (1, inf)
    # Of several empty lines one is enough, and at the ends none.
    gap: list[str] = []
    begun = left_out = False
    lines = numbered_lines(insert_implied(draft.content, implied), draft.markup, lettered=True)
    for number, words, comments in (line for line in lines if first <= line[0] <= last):
        empty = not any(segment.words.strip() for segment in words)
        marked = any(segment.bracket or segment.style == "stray" for segment in words)
        if contested and not comments and not marked:
            if not empty and not left_out:
                yield layout.styled(_GAP, "number")
            left_out, gap = left_out or not empty, []
            continue
        left_out = False
        if empty and not comments:
            gap = gap or [*layout.text(number, words)] * begun
            continue
        yield from gap
        begun, gap = True, []
        yield from layout.line(number, [] if empty else words, comments)


def legend(colour: bool = False) -> str:
    """Return what the colours and marks of a draft mean.

    >>> legend()
    '[in or out] [‹a›one of/‹b›several] [²in another]² [fill in] {contested by comments} ‹id› » comment'
    """
    layout = _Layout(None, colour, None)
    return "".join(layout.styled(words, style) for words, style in _SAMPLES)


class _Margin:
    """What is in front of lines: their numbers, or that of each page where it begins; Word shows neither."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._page = ""
        pages = (page for _, page in draft.pages or ())
        last = draft.source.count("\n") + 1 if draft.pages is None else max(pages, default=0)
        self._digits = len(str(last)) + (draft.pages is not None) if last else 0
        self.width = self._digits + 3 if self._digits else 0

    def of(self, number: int | None) -> str:
        """Return the margin of a line, or of one that goes on with the line before."""
        if not self._digits:
            return ""
        label = "" if number is None else str(number)
        if number is not None and self._draft.pages is not None:
            page = f"p{self._draft.lines.where(number).removeprefix('page ')}"
            label = "" if page == self._page else page
            self._page = page
        return f"{label:>{self._digits}} │ "


@dataclass(frozen=True)
class _Layout:
    """How lines are written: behind which margin, whether in colour, and the width that they are broken to."""

    margin: _Margin | None
    colour: bool
    width: int | None

    def line(self, number: int, words: Sequence[Segment], comments: Sequence[str]) -> Iterator[str]:
        """Yield a line of the draft and the comments on it."""
        if words:
            yield from self.text(number, words)
        for place, comment in enumerate(comments):
            # A line that holds nothing but comments gives its number to the first of them.
            own = None if words or place else number
            yield from self.note(own, "»", comment.removeprefix("Comment by "), "comment")

    def text(self, number: int, words: Sequence[Segment]) -> Iterator[str]:
        """Yield the words of a line."""
        for place, part in enumerate(_broken(_without_tabs(words), self.width)):
            runs = groupby(part, lambda segment: (segment.style, segment.faces, _depth(segment)))
            shown = "".join(self._run("".join(segment.words for segment in run), *look) for look, run in runs)
            yield self._margin(number if place == 0 else None) + shown

    def _run(self, words: str, style: str, faces: frozenset[str], depth: int) -> str:
        codes = [_DEPTHS[depth % len(_DEPTHS)] if style == "sign" else _STYLES.get(style, "")]
        codes += sorted({_FACES.get(face, "1") for face in faces})
        # Where there is no colour to show it by, a bracket without a partner has a sign.
        return self._coloured(f"{words}{_STRAY}" if style == "stray" else words, ";".join(filter(None, codes)))

    def note(self, number: int | None, sign: str, words: str, style: str) -> Iterator[str]:
        """Yield a note on the line above, indented behind its sign."""
        lead = f"    {sign} "
        clean = harmless(" ".join(words.split()))
        for place, part in enumerate([clean] if self.width is None else broken(clean, self.width - len(lead))):
            indent = lead if place == 0 else " " * len(lead)
            yield self._margin(number if place == 0 else None) + self.styled(indent + part, style)

    def _margin(self, number: int | None) -> str:
        return self.styled(self.margin.of(number) if self.margin else "", "number")

    def styled(self, words: str, style: str) -> str:
        """Return words in the colour of a style."""
        return self._coloured(words, _STYLES.get(style, ""))

    def _coloured(self, words: str, codes: str) -> str:
        return f"\x1b[{codes}m{words}\x1b[0m" if self.colour and codes and words else words


def _depth(segment: Segment) -> int:
    # The id of a bracket inside another has a full stop more than that of the other.
    return segment.bracket.rpartition("#")[2].count(".") if segment.style == "sign" else 0


def _without_tabs(line: Sequence[Segment]) -> list[Segment]:
    """Return a line without the tabs of a table that was flattened into it."""
    first, *others = line or [Segment("")]
    clean = [first._replace(words=first.words.lstrip("\t")), *others]
    return [segment._replace(words=harmless(segment.words).replace("\t", "  ")) for segment in clean]


def _broken(line: list[Segment], width: int | None) -> Iterator[list[Segment]]:
    """Break a line between words, which may be of several styles; one that is longer than a line is broken itself."""
    if width is None or _columns(line) <= width:
        yield line
        return
    part: list[Segment] = []
    filled = 0
    for word in (piece for whole in _words(line) for piece in _fitting(whole, width)):
        needed = _columns(word)
        if part and filled + needed > width:
            yield part[:-1] if part[-1].words == " " else part
            part, filled = [], 0
        # The blank at which a line was broken does not begin the next one.
        if part or word[0].words[0] != " ":
            part += word
            filled += needed
    if part:
        yield part


def _columns(segments: Sequence[Segment]) -> int:
    """Return how many columns segments take on a terminal."""
    return sum(display_width(one.words) + (len(_STRAY) if one.style == "stray" else 0) for one in segments)


def _fitting(word: list[Segment], width: int) -> Iterator[list[Segment]]:
    """Yield a word, or its characters if it is longer than a line, as a sentence in a script without gaps is."""
    if _columns(word) <= width:
        yield word
        return
    for segment in word:
        yield from ([segment._replace(words=character)] for character in segment.words)


def _words(line: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Yield the words of a line and the blanks between them."""
    pieces = (segment._replace(words=piece) for segment in line for piece in re.findall(r" |[^ ]+", segment.words))
    # Each blank is a word of its own; all that is between two of them is one, whatever its styles.
    for blank, group in groupby(pieces, lambda piece: piece.words == " "):
        word = [*group]
        yield from ([piece] for piece in word) if blank else [word]
