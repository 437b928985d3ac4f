"""Blocks of answers on a page for people: broken to its width, and cut to a number of lines that they can take in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bracketed.sanitising import harmless
from bracketed.show.terminal.tables import broken, cleaned, clipped, table_lines
from bracketed.views import Block, Entries, NumberedList, Several, StyledLine, Table, Text

# Columns where there is no terminal, and lines that people take in at once.
WIDTH = 100
LINES = 60
# Lines that a cell of a table, and a sentence, have on a page that does not hold everything.
_CELL = 3
_SENTENCE = 10
# The codes of colours for parts of a line, 1 being bold and 2 faint.
_STYLES = {
    "id": "1",
    "part": "2",
    "bracket": "1;33",
    "name": "2",
    "blocking": "1;31",
    "reserved": "1;33",
    "closable": "1;32",
    "silent": "1",
    "red line": "31",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What an answer has to fit on.

    `width` is in columns. `lines` is how many there are at most, None for as many as the answer takes; `rows` the same
    for the rows of each table and list. `more` says how to see what was left out; `colour` whether there is any.
    """

    width: int = WIDTH
    lines: int | None = None
    rows: int | None = None
    more: str = ""
    colour: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is to be left out."""
        return self.lines is None and self.rows is None

    @property
    def most(self) -> int | None:
        """How many rows of a list can be seen at most; each takes a line or more."""
        bounds = [bound for bound in (self.lines, self.rows) if bound is not None]
        return min(bounds, default=None)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A block as lines: those of its head, and those of each of its parts, of which there are `number` in all."""

    head: Sequence[str]
    parts: Sequence[Sequence[str]]
    number: int
    noun: str
    # Whether a blank line is between two parts.
    spaced: bool = False

    @property
    def complete(self) -> bool:
        return len(self.parts) == self.number

    def height(self, parts: int) -> int:
        """Return how many lines the block takes with so many of its parts, with the line that counts the others."""
        gaps = max(0, parts - 1) if self.spaced else 0
        rest = 0 if parts == self.number else 1 + (self.spaced and parts > 0)
        return len(self.head) + sum(map(len, self.parts[:parts])) + gaps + rest

    @property
    def fewest(self) -> int:
        """Of how many parts something is always seen: of one, unless it would take much room."""
        return len(self.parts[:1]) if self.parts and len(self.parts[0]) <= _SENTENCE else 0

    def within(self, lines: int) -> _Laid:
        """Return the block with as many of its parts as so many lines hold."""
        kept = len(self.parts)
        while kept > self.fewest and self.height(kept) > lines:
            kept -= 1
        return replace(self, parts=self.parts[:kept])

    def written(self, more: str) -> str:
        lines = [*self.head]
        for place, part in enumerate(self.parts):
            lines += [""] * (self.spaced and place > 0) + [*part]
        if not self.complete:
            lines += [""] * (self.spaced and len(self.parts) > 0)
            lines.append(left_out(self.number - len(self.parts), self.noun, more, among=len(self.parts)))
        return "\n".join(lines)


def left_out(number: int, noun: str, more: str = "", *, among: int = 1) -> str:
    """Return the line that says how much was left out, and how to see it, behind so many that are shown.

    >>> left_out(584, "row", "--all shows them"), left_out(1, "row"), left_out(12, "row", among=0)
    ('… and 584 more rows; --all shows them', '… and 1 more row', '… 12 rows')
    """
    what = f"{number:,} {'more ' if among else ''}{noun if number == 1 else f'{noun}s'}"
    return f"… {'and ' if among else ''}{what}{f'; {more}' if more else ''}"


def as_text(blocks: Iterable[Block], page: Page = Page()) -> str:
    """Return blocks as plain text, a blank line between them, with nothing in it that would steer a terminal.

    On a page with so many lines the first blocks are cut last, and of each that is cut something is seen.

    >>> print(as_text([Table(["id"], [[f"{number}#1"] for number in range(1, 100)]), "99 brackets."], Page(lines=7)))
    id
    ---
    1#1
    2#1
    … and 97 more rows
    <BLANKLINE>
    99 brackets.
    """
    shown = [*blocks]
    # A text is requested whole, and what is said of it.
    if any(isinstance(block, Text) for block in shown):
        page = replace(page, lines=None)
    laid = [block for block in (_laid(block, page) for block in shown) if block.head or block.parts]
    if page.lines is not None:
        laid = _cut(laid, page.lines)
    parts = []
    more = page.more
    for block in laid:
        parts.append(block.written(more))
        # How to see the rest is said once.
        more = more if block.complete else ""
    return "\n\n".join(parts)


def _cut(laid: Sequence[_Laid], lines: int) -> list[_Laid]:
    """Return the blocks cut to so many lines; where there are too many of them, the last make way for their number."""
    least = [block.height(block.fewest) for block in laid]

    def spare(shown: int) -> int:
        # With the blank lines between the blocks, and the line that counts those that are not shown.
        return lines - sum(least[:shown]) - (shown - 1) - 2 * (shown < len(laid))

    shown = next((number for number in range(len(laid), 1, -1) if spare(number) >= 0), 1)
    room = max(0, spare(shown))
    fitted = []
    for block, own in zip(laid[:shown], least, strict=False):
        fitted.append(block.within(own + room))
        room -= fitted[-1].height(len(fitted[-1].parts)) - own
    if shown < len(laid):
        fitted.append(_Laid((), (), len(laid) - shown, "paragraph"))
    return fitted


def _laid(block: Block, page: Page) -> _Laid:
    if isinstance(block, Table):
        head, rows = table_lines(block.head, block.rows[: page.most], page.width, None if page.whole else _CELL)
        return _Laid(head, rows, len(block.rows), "row")
    if isinstance(block, NumberedList):
        sentences = enumerate(block.sentences[: page.most], 1)
        parts = [[*_lines(f"{number}. {words}", page)] for number, words in sentences]
        return _Laid((), parts, len(block.sentences), "row", spaced=True)
    if isinstance(block, Entries):
        parts = [[part for line in entry for part in _lines(line, page)] for entry in block.entries[: page.most]]
        return _Laid((), parts, len(block.entries), block.noun, spaced=True)
    if isinstance(block, Text):
        return _Laid(harmless(block).split("\n"), (), 0, "line")
    lines = [block] if isinstance(block, StyledLine) else block.split("\n")
    parts = [[*_lines(line, page)] for line in islice(lines, page.lines)]
    return _Laid((), parts, len(lines), "line")


def _lines(words: str, page: Page) -> Iterator[str]:
    """Yield a line broken to the width of a page, what follows indented as far, in the colour that it has."""
    if isinstance(words, StyledLine):
        yield from _coloured(words, page)
        return
    clean = cleaned(words) if isinstance(words, Several) else harmless(words.replace("\n", " ")).expandtabs(2)
    lead = clean.lead if isinstance(clean, Several) else clean
    indent = lead[: len(lead) - len(lead.lstrip(" "))]
    own = clean.without(indent) if isinstance(clean, Several) else clean[len(indent) :]
    room = max(1, page.width - len(indent))
    # A line that lists names stays one line.
    most = 1 if isinstance(own, Several) else _SENTENCE
    red = isinstance(words, Several) and words.alarming
    for part in broken(own, room) if page.whole else clipped(own, room, most):
        yield _styled(f"{indent}{part}", "red line") if page.colour and red else f"{indent}{part}"


def _coloured(line: StyledLine, page: Page) -> Iterator[str]:
    """Yield a line with its parts set off, broken to the width of a page."""
    parts = [(harmless(words.replace("\n", " ")).expandtabs(2), style) for words, style in line.parts]
    whole = "".join(words for words, _ in parts)
    at = 0
    for shown in _lines(whole, page):
        if not page.colour:
            yield shown
            continue
        indent = len(shown) - len(shown.lstrip(" "))
        kept = shown.removesuffix("…")[indent:]
        # Only blanks are lost where a line is broken.
        at = whole.index(kept, at)
        set_off = "".join(_styled(words, style) for words, style in _between(parts, at, at + len(kept)))
        yield f"{shown[:indent]}{set_off}{shown[indent + len(kept) :]}"
        at += len(kept)


def _between(parts: Sequence[tuple[str, str]], start: int, end: int) -> Iterator[tuple[str, str]]:
    """Yield the parts of a line between two of its characters."""
    at = 0
    for words, style in parts:
        piece = words[max(0, start - at) : max(0, end - at)]
        if piece:
            yield piece, style
        at += len(words)


def _styled(words: str, style: str) -> str:
    code = _STYLES.get(style)
    return f"\x1b[{code}m{words}\x1b[0m" if code else words
