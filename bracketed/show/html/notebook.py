"""Notebook output of drafts, positions, variants and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from bracketed.consensus.blocking import SIDES, Blocking, BracketSupport
from bracketed.consensus.brief import Brief
from bracketed.consensus.contestation import Answer
from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT
from bracketed.markdown import without_marks
from bracketed.parsing.language import is_right_to_left, language_of_draft
from bracketed.phrasing import counted, shortened
from bracketed.positions.positions import STANCES, Positions
from bracketed.show.html.markup import Html, element, faced, items, joined, table
from bracketed.show.palette import BORDERS, INK, LINE, STEPS, sides_in_words, step_of, support_in_words, text_or_nothing
from bracketed.show.segments import Segment, lines_of, numbered_lines, settled_segments
from bracketed.show.serialise import delegation_words
from bracketed.variants.variant import Variant
from bracketed.views import Bar, Block, Entries, LinkCount, NumberedList, Table, View, html

# Notebooks keep inline styles, `<details>` and titles, and strip all else that would help, so nothing else is used.
# Where a colour is behind words, theirs is set too, since a notebook may be light or dark.

# Rows and lines that are shown, and those that are written at all, folded or not: a draft of thousands of brackets
# would make a notebook too large to save.
_SHOWN = 40
_WRITTEN = 600
# Linked brackets that are named.
_NAMED = 8
# Lines that are too few to fold any.
_FEW = 12
# Characters of an option in a table: one may be a whole article.
_LONGEST = 240
_CELL = "text-align:left;vertical-align:top;padding:2px 8px"
_ITEM = "margin:4px 0"
# Notebooks that are not trusted drop a number that begins with a dot.
_FAINT = "opacity:0.75"
_WINDOW = "max-height:40em;overflow-y:auto"
# An id that is cut at its hyphen reads like two.
_WHOLE = "white-space:nowrap"
# Beside long words a column of names would be one name wide.
_NAMES = "display:inline-block;width:14em"
_ID = f"font-size:.75em;{_WHOLE};{_FAINT}"
_SMALL = "font-size:.8em;line-height:1.9"
_COMMENT = f"margin-left:3em;text-indent:0;font-size:.9em;font-style:italic;{_FAINT}"


@html.register
def _(answer: View) -> str:
    return _page(answer, *map(_block, answer.to_blocks()))


@html.register
def _(draft: Draft) -> str:
    # The draft alone: its positions and what blocks may take long to work out, and were not requested.
    kinds = {bracket.kind for bracket in draft.brackets}
    samples = [_sample(words, STEPS[0].colour, border) for kind, (border, words) in BORDERS.items() if kind in kinds]
    return _page(draft, _legend(samples), _folded(_draft_lines(draft), draft))


@html.register
def _(positions: Positions) -> str:
    options: dict[tuple[str, str], dict[str, list[Html]]] = {}
    for row in positions:
        delegation = element("span", delegation_words(row), title=str(row.evidence))
        options.setdefault((row.bracket, row.option), {}).setdefault(row.stance, []).append(delegation)
    # A column for reservations only where there are some.
    reserved = any(row.stance == "reserves" for row in positions)
    named = zip(STANCES, SIDES.values(), strict=True)
    shown = {stance: side for stance, side in named if stance != "reserves" or reserved}
    rows = [
        [bracket, _taken(letter), *(joined(*by_stance.get(stance, ()), by=", ") for stance in shown)]
        for (bracket, letter), by_stance in options.items()
    ]
    return _page(positions, _table(("bracket", "option", *shown.values()), rows))


@html.register
def _(variant: Variant) -> str:
    return _page(variant, _folded(_settled_lines(variant), variant.draft))


@html.register
def _(answer: Answer) -> str:
    burdens = [_table(table.head, table.rows) for table in answer.still_against()]
    tosses = [toss.sentence for toss in answer.tossed or ()]
    told = [items(tosses[:_WRITTEN], style=_ITEM), _left_out(len(tosses))] * bool(tosses)
    return _page(answer, *told, *burdens, _folded(_settled_lines(answer.variant), answer.variant.draft))


@html.register
def _(blocking: Blocking) -> str:
    rows = [cells for support in blocking if support.status != "silent" for cells in _option_rows(support)]
    # Brackets without a stance have no rows: most of a draft may be silent.
    silent = [row.id for row in blocking.of("silent") if not row.is_doubtful]
    notes = [element("p", f"Nobody has spoken on {', '.join(silent)}.", style=_FAINT)] * bool(silent)
    notes += [element("p", row.sentence) for row in blocking if row.is_doubtful]
    head = ("bracket", "how it can be closed", "option", "words", "for and against")
    steps = _legend([_sample(f"{step.sign} {step.words}", step.colour, "none") for step in STEPS])
    return _page(blocking, steps, _table(head, rows) if rows else Html(), *notes)


@html.register
def _(brief: Brief) -> str:
    parts = [
        _details(f"{title} ({len(lines)})", items(lines[:_WRITTEN], style=_ITEM), open_=True)
        for title, lines in brief.sections.items()
    ]
    return _page(brief, element("p", " ".join(brief.summary)), *parts, *_links(brief.space.link_count))


def _page(answer: object, *parts: str) -> str:
    """Return the parts under what an answer says of itself in one line, no higher than a screen."""
    title = repr(answer).strip("<>")
    links = _links(answer.links) if isinstance(answer, View) else []
    # A paragraph or a cell of a table may have a thousand words, so that to fold lines does not make it short.
    window = element("div", *parts, *links, style=_WINDOW, tabindex="0")
    return str(element("div", element("p", element("strong", title)), window, style="max-width:70em"))


def _links(links: LinkCount | None) -> list[Html]:
    """Return how many links an answer assumes, if there are any."""
    return [element("p", links.sentence, style=_FAINT)] if links and links.sentence else []


def _block(block: Block) -> Html:
    if isinstance(block, Table):
        return _table(block.head, [[_cell(cell) for cell in row] for row in block.rows])
    if isinstance(block, NumberedList):
        numbered = items(block.sentences[:_WRITTEN], ordered=True, style=_ITEM)
        return joined(numbered, _left_out(len(block.sentences)))
    if isinstance(block, Entries):
        lines = (element("p", *(element("div", line) for line in entry)) for entry in block.entries[:_WRITTEN])
        return joined(*lines, _left_out(len(block.entries)))
    return joined(*(element("div", line) for line in block.split("\n")))


def _cell(cell: str) -> str:
    if not isinstance(cell, Bar):
        return cell
    # Two boxes, which every notebook keeps, and no picture.
    filled = f"display:block;height:100%;width:{100 * cell.part:.0f}%;background:{STEPS[-1].colour}"
    frame = f"display:inline-block;width:8em;height:.8em;border:1px solid;background:{STEPS[0].colour}"
    return joined(element("span", element("span", style=filled), style=frame), f" {cell}")


def _option_rows(support: BracketSupport) -> Iterator[list[str]]:
    """Yield the rows of a bracket, one an option; the first also names it and says how it can be closed."""
    step = step_of(support)
    more = len(support.linked) - _NAMED
    linked = [*map(_whole, support.linked[:_NAMED]), *[f"{more} more"] * (more > 0)]
    own = _whole(_coloured(f"{support.id} {step.sign}", step.colour, support_in_words(support)))
    first = [joined(own, joined(" with ", joined(*linked, by=", ")) if linked else Html()), support.remedy]
    for option in support.options:
        words = "" if option.letter == OMIT else shortened(without_marks(option.text), _LONGEST)
        sides = element("span", sides_in_words(option), style=_NAMES)
        yield [*first, _taken(option.letter), words, sides]
        first = ["", ""]


def _taken(letter: str) -> str:
    return "leave out" if letter == OMIT else letter


def _legend(samples: Sequence[Html]) -> Html:
    return element("p", joined(*samples, by=" "), style=_SMALL)


def _sample(words: str, colour: str, border: str) -> Html:
    return element("span", words, style=f"{_underlined(colour, border)};padding:1px 4px;{_WHOLE}")


def _underlined(colour: str, border: str) -> str:
    # What nobody has spoken on keeps the colours of the notebook: on a dark one a light patch would take the eye.
    patch = "" if colour == STEPS[0].colour else f"background:{colour};color:{INK};"
    return f"{patch}border-bottom:3px {border} {LINE}"


def _coloured(words: str, colour: str, title: str, border: str = "none") -> Html:
    return element("span", words, title=title, style=_underlined(colour, border))


def _whole(name: str) -> Html:
    return element("span", name, style=_WHOLE)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    """Return a table whose first rows are shown and whose others are folded."""
    if len(rows) <= _SHOWN:
        return table(head, rows, style=_CELL)
    rest = rows[_SHOWN:_WRITTEN]
    folded = _details(counted(len(rest), "more row"), table(head, rest, style=_CELL))
    return joined(table(head, rows[:_SHOWN], style=_CELL), folded, _left_out(len(rows)))


def _details(summary: str, *inside: str, open_: bool = False) -> Html:
    title = element("summary", summary, style=f"cursor:pointer;{_FAINT}")
    return element("details", title, *inside, open="open" if open_ else None)


def _left_out(number: int) -> Html:
    more = number - _WRITTEN
    return element("p", f"… and {more:,} more, which are not shown here.", style=_FAINT) if more > 0 else Html()


def _folded(lines: Iterable[tuple[bool, Html]], draft: Draft) -> Html:
    """Return lines of a draft, of which the contested ones are shown; the others are folded where they are."""
    rows = [*lines]
    parts: list[Html] = []
    # Folded where they are, so that what is shown is still read in its place.
    for shown, group in groupby(rows[:_WRITTEN], lambda row: row[0] or len(rows) <= _FEW):
        part = [line for _, line in group]
        parts += part if shown else [_details(counted(len(part), "line"), *part)]
    return joined(element("div", *parts, lang=language_of_draft(draft)), _left_out(len(rows)))


def _draft_lines(draft: Draft) -> Iterator[tuple[bool, Html]]:
    """Yield the lines of a draft with their comments, and whether a bracket is in each."""
    # Comments are shown below the line that they are about; where a file has them on lines of their own, too.
    number, contested, turned = 0, False, False
    parts: list[Html] = []
    for place, words, comments in numbered_lines(draft.content, draft.markup):
        if any(segment.words.strip() for segment in words):
            if parts:
                yield contested, _line(number, *parts, draft=draft, reversed_=turned)
            number, contested = place, any(segment.bracket for segment in words)
            turned = _is_reversed(words)
            # Segments that look the same become one: an element for each would make a notebook slow to scroll.
            parts = [
                _segment(Segment("".join(segment.words for segment in alike), *look))
                for look, alike in groupby(words, lambda segment: segment[1:])
            ]
        said = (f"» {comment.removeprefix('Comment by ')}" for comment in comments)
        parts += [element("div", words, style=_COMMENT, dir="auto") for words in said]
    if parts:
        yield contested, _line(number, *parts, draft=draft, reversed_=turned)


def _is_reversed(line: Iterable[Segment]) -> bool:
    return is_right_to_left("".join(segment.words for segment in line if segment.style != "name"))


def _line(number: int, *inside: str, draft: Draft, reversed_: bool) -> Html:
    # The number hangs where the line begins; files of Word and others show no lines.
    label = element("span", f"{number} ", style=f"{_FAINT};font-size:.8em") if draft.pages is None else Html()
    margin = "3px 2em 3px 0" if reversed_ else "3px 0 3px 2em"
    style = f"margin:{margin};text-indent:-2em;line-height:1.6"
    return element("div", label, *inside, style=style, dir="rtl" if reversed_ else "ltr")


def _segment(segment: Segment) -> Html:
    if segment.style == "name":
        return element("sup", segment.bracket, style=_ID)
    if segment.bracket:
        border = BORDERS.get(segment.style, ("none", ""))[0]
        return _coloured(faced(segment.words, segment.faces), STEPS[0].colour, segment.bracket, border)
    if segment.style == "stray":
        style = "background:#ffffff;color:#a40000;border:2px solid #a40000"
        return element("span", segment.words, title="this bracket has no partner", style=style)
    return faced(segment.words, segment.faces)


def _settled_lines(variant: Variant) -> Iterator[tuple[bool, Html]]:
    """Yield the lines of a settled text, and whether a bracket was settled in each."""
    options: dict[str, list[str]] = {}
    for (bracket, letter), text in variant.space.texts.items():
        options.setdefault(bracket, []).append(text_or_nothing(letter, f"{letter}: {text}"))
    for number, line in enumerate(lines_of(settled_segments(variant)), 1):
        contested = any(segment.bracket for segment in line)
        if contested or any(segment.words.strip() for segment in line):
            parts = groupby(line, lambda segment: segment.bracket)
            words = [_settled(bracket, part, variant, options) for bracket, part in parts]
            yield contested, _line(number, *words, draft=variant.draft, reversed_=_is_reversed(line))


def _settled(bracket: str, segments: Iterable[Segment], variant: Variant, options: Mapping[str, Sequence[str]]) -> Html:
    words = joined(*(faced(segment.words, segment.faces) for segment in segments))
    if not bracket:
        return words
    letter = variant.choices[bracket]
    taken = "left out" if letter == OMIT else f"option {letter}"
    title = "\n".join([f"{bracket}: {taken}", *options[bracket]])
    style = f"background:{STEPS[1].colour};color:{INK};border-bottom:2px solid {LINE}"
    # A sign is where words were left out, so that there is something to point at.
    mark = element("mark", words or "▵", title=title, style=style)
    return joined(mark, element("sup", bracket, style=_ID))
