"""The draft for a terminal: its lines numbered, its brackets coloured and named, its comments set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from bracketed.draft.draft import Diagnostic, Draft
from bracketed.positions.implied import insert_implied
from bracketed.positions.positions import Positions
from bracketed.sanitising import harmless
from bracketed.show.segments import Segment, comments_in, lines_of, segments
from bracketed.show.terminal.tables import broken, display_width

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
    for number, line in enumerate(lines_of(segments(insert_implied(draft.content, found.implied))), 1):
        words = [stretch for stretch in line if stretch.style != "comment"]
        comments = comments_in(line)
        empty = not any(stretch.words.strip() for stretch in words)
        # Of several empty lines one is enough.
        if not empty or not (comments or blank):
            yield from page.text(number, words)
        for place, comment in enumerate(comments):
            lead = number if empty and place == 0 else None
            yield from page.aside(lead, "»", comment.removeprefix("Comment by "), "comment")
        for finding in by_line.get(number, ()):
            yield from page.aside(None, "!", f"{finding.severity}: {finding.message}", finding.severity)
        blank = empty and not comments


def legend() -> str:
    """Return what the colours and marks of a coloured draft mean.

    >>> re.sub("\x1b[^m]*m", "", legend())
    '[in or out] [one of/several] [to be filled in] {only comments contest it}‹id› » comment ! finding ] stray'
    """
    told = {
        "optional": "[in or out] ",
        "alternatives": "[one of/several] ",
        "placeholder": "[to be filled in] ",
        "implied": "{only comments contest it}",
        "name": "‹id›",
        "comment": " » comment",
        "warning": " ! finding",
        "stray": " ] stray",
    }
    page = _Page(0, True, None)
    return "".join(page.styled(words, style) for style, words in told.items())


class _Page:
    """Writes lines with a margin for their numbers, broken to a width if there is one."""

    def __init__(self, digits: int, colour: bool, width: int | None) -> None:
        self._digits = digits
        self._colour = colour
        self._width = width if width is None or width >= _NARROWEST else None

    def text(self, number: int, words: list[Segment]) -> Iterator[str]:
        """Yield a line of the draft."""
        for place, part in enumerate(_broken(_without_tabs(words), self._width)):
            alike = groupby(part, lambda stretch: stretch.style)
            shown = "".join(self.styled("".join(word.words for word in run), style) for style, run in alike)
            yield self._margin(number if place == 0 else None) + shown

    def aside(self, number: int | None, sign: str, words: str, style: str) -> Iterator[str]:
        """Yield something that is said of the line above, indented."""
        lead = f"    {sign} "
        clean = harmless(" ".join(words.split()))
        parts = [clean] if self._width is None else broken(clean, self._width - len(lead))
        for place, part in enumerate(parts):
            indent = lead if place == 0 else " " * len(lead)
            yield self._margin(number if place == 0 else None) + self.styled(indent + part, style)

    def _margin(self, number: int | None) -> str:
        return self.styled(f"{'' if number is None else number:>{self._digits}} │ ", "number")

    def styled(self, words: str, style: str) -> str:
        """Return words in the colour of a style."""
        return f"\x1b[{_STYLES[style]}m{words}\x1b[0m" if self._colour and style in _STYLES and words else words


def _without_tabs(line: list[Segment]) -> list[Segment]:
    """Return a line without the tabs of a table that was flattened into it."""
    first, *others = line or [Segment("")]
    clean = [first._replace(words=first.words.lstrip("\t")), *others]
    return [stretch._replace(words=harmless(stretch.words).replace("\t", "  ")) for stretch in clean]


def _broken(line: list[Segment], width: int | None) -> Iterator[list[Segment]]:
    """Break a line between words; a word may be of several styles, and one that is too long stays whole."""
    if width is None or sum(display_width(stretch.words) for stretch in line) <= width:
        yield line
        return
    part: list[Segment] = []
    filled = 0
    for word in _words(line):
        needed = sum(display_width(stretch.words) for stretch in word)
        if part and filled + needed > width:
            yield part[:-1] if part[-1].words == " " else part
            part, filled = [], 0
        if part or word[0].words[0] != " ":
            part += word
            filled += needed
    if part:
        yield part


def _words(line: list[Segment]) -> Iterator[list[Segment]]:
    """Yield the words of a line and the blanks between them."""
    word: list[Segment] = []
    for stretch in line:
        for piece in re.findall(r" |[^ ]+", stretch.words):
            if piece == " " and word:
                yield word
                word = []
            word.append(stretch._replace(words=piece))
            if piece == " ":
                yield word
                word = []
    if word:
        yield word
