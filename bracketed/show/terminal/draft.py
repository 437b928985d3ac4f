"""The draft for a terminal: its lines numbered, its brackets coloured and named, its comments set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from bracketed.draft.draft import Diagnostic, Draft
from bracketed.positions.implied import insert_implied
from bracketed.positions.positions import Positions, every_finding
from bracketed.sanitising import harmless
from bracketed.show.segments import Segment, numbered_lines
from bracketed.show.terminal.tables import broken, display_width
from bracketed.source import Span

# The codes of colours that any terminal has, whatever its background, 1 being bold and 2 faint; and a sample for the
# legend, where the style needs one.
_STYLES = {
    "optional": ("36", "[in or out] "),
    "alternatives": ("33", "[one of/several] "),
    "placeholder": ("35", "[to be filled in] "),
    "implied": ("32", "{only comments contest it}"),
    "name": ("2", "‹id›"),
    "comment": ("2", " » comment"),
    "warning": ("31", " ! finding"),
    "stray": ("1;31", " ] stray"),
    "error": ("1;31", ""),
    "info": ("2", ""),
    "number": ("2", ""),
}
# The least room in which lines are still broken by us; in less, the terminal does it.
_NARROWEST = 20


def draft_lines(
    draft: Draft,
    positions: Positions | None = None,
    *,
    colour: bool = False,
    width: int | None = None,
    part: Span | None = None,
) -> Iterator[str]:
    """Yield the lines of a draft with each bracket's id behind it, comments on lines of their own, and findings.

    With `positions`, words outside brackets that comments would change are in braces, and the findings about comments
    are shown too. With a `width`, lines are broken to fit in so many columns. With a `part` of the source, only the
    lines are shown that it is about.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall/should] report.\\n5. They meet.\\tComment by A: UK – delete “They”")
    >>> print(*draft_lines(draft, bt.positions(draft)), sep="\\n")
    1 │ 4. Parties [shall/should]‹4#1› report.
    2 │ 5. {They}‹5#i1› meet.
      │     » A: UK – delete “They”
    """
    positions = positions or Positions()
    findings: dict[int, list[Diagnostic]] = {}
    for finding in every_finding(draft, positions):
        # The lines of a record are not those of the draft.
        if not finding.source:
            findings.setdefault(finding.line, []).append(finding)
    digits = len(str(draft.source.count("\n") + 1))
    room = None if width is None else width - digits - 3
    layout = _Layout(digits, colour, None if room is None or room < _NARROWEST else room)
    first, last = (draft.lines.place(at)[0] for at in part) if part else (1, inf)
    blank = False
    for number, words, comments in numbered_lines(insert_implied(draft.content, positions.implied)):
        if not first <= number <= last:
            continue
        empty = not any(segment.words.strip() for segment in words)
        # Of several empty lines one is enough.
        if not empty or not (comments or blank):
            yield from layout.text(number, words)
        for place, comment in enumerate(comments):
            # A line that holds nothing but comments gives its number to the first of them.
            own = number if empty and place == 0 else None
            yield from layout.note(own, "»", comment.removeprefix("Comment by "), "comment")
        for finding in findings.get(number, ()):
            yield from layout.note(None, "!", f"{finding.severity}: {finding.message}", finding.severity)
        blank = empty and not comments


def legend() -> str:
    """Return what the colours and marks of a coloured draft mean.

    >>> re.sub("\x1b[^m]*m", "", legend())
    '[in or out] [one of/several] [to be filled in] {only comments contest it}‹id› » comment ! finding ] stray'
    """
    layout = _Layout(0, True, None)
    return "".join(layout.styled(words, style) for style, (_, words) in _STYLES.items())


@dataclass(frozen=True)
class _Layout:
    """How lines are written: the digits of their numbers, whether in colour, and the width that they are broken to."""

    digits: int
    colour: bool
    width: int | None

    def text(self, number: int, words: Sequence[Segment]) -> Iterator[str]:
        """Yield a line of the draft."""
        for place, part in enumerate(_broken(_without_tabs(words), self.width)):
            runs = groupby(part, lambda segment: segment.style)
            shown = "".join(self.styled("".join(segment.words for segment in run), style) for style, run in runs)
            yield self._margin(number if place == 0 else None) + shown

    def note(self, number: int | None, sign: str, words: str, style: str) -> Iterator[str]:
        """Yield a note on the line above, indented behind its sign."""
        lead = f"    {sign} "
        clean = harmless(" ".join(words.split()))
        for place, part in enumerate([clean] if self.width is None else broken(clean, self.width - len(lead))):
            indent = lead if place == 0 else " " * len(lead)
            yield self._margin(number if place == 0 else None) + self.styled(indent + part, style)

    def _margin(self, number: int | None) -> str:
        return self.styled(f"{'' if number is None else number:>{self.digits}} │ ", "number")

    def styled(self, words: str, style: str) -> str:
        """Return words in the colour of a style."""
        return f"\x1b[{_STYLES[style][0]}m{words}\x1b[0m" if self.colour and style in _STYLES and words else words


def _without_tabs(line: Sequence[Segment]) -> list[Segment]:
    """Return a line without the tabs of a table that was flattened into it."""
    first, *others = line or [Segment("")]
    clean = [first._replace(words=first.words.lstrip("\t")), *others]
    return [segment._replace(words=harmless(segment.words).replace("\t", "  ")) for segment in clean]


def _broken(line: list[Segment], width: int | None) -> Iterator[list[Segment]]:
    """Break a line between words; a word may be of several styles, and one that is too long stays whole."""
    if width is None or sum(display_width(segment.words) for segment in line) <= width:
        yield line
        return
    part: list[Segment] = []
    filled = 0
    for word in _words(line):
        needed = sum(display_width(segment.words) for segment in word)
        if part and filled + needed > width:
            yield part[:-1] if part[-1].words == " " else part
            part, filled = [], 0
        # The blank at which a line was broken does not begin the next one.
        if part or word[0].words[0] != " ":
            part += word
            filled += needed
    if part:
        yield part


def _words(line: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Yield the words of a line and the blanks between them."""
    pieces = (segment._replace(words=piece) for segment in line for piece in re.findall(r" |[^ ]+", segment.words))
    # Each blank is a word of its own; all that is between two of them is one, whatever its styles.
    for blank, group in groupby(pieces, lambda piece: piece.words == " "):
        word = [*group]
        yield from ([piece] for piece in word) if blank else [word]
