"""Comments that are written beside a text: who supports and who objects to what was settled, and who wants what.

They are worded as delegations word their comments, so that the same stances are read from the written file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket
from bracketed.markdown import without_marks
from bracketed.positions.comments import own_positions
from bracketed.positions.positions import STANCES, Position, Positions, Stance, every_bracket
from bracketed.source import Span
from bracketed.variants.network import same_choices
from bracketed.variants.settlement import Settlement
from bracketed.variants.variant import Variant

AUTHOR = "bracketed"
_ONE = {
    "supports": "supports",
    "accepts": "can live with",
    "reserves": "reserves its position on",
    "objects": "does not support",
    "blocks": "cannot accept",
}
_SEVERAL = {**_ONE, "supports": "support", "reserves": "reserve their positions on", "objects": "do not support"}


@dataclass(frozen=True, slots=True)
class MarginComment:
    """A comment that is to be written beside the words at `span` of a source."""

    span: Span
    words: str
    author: str = AUTHOR
    date: str = ""


def comments_on_settled(text: Variant | Settlement, positions: Positions | None = None) -> list[MarginComment]:
    """Return one comment for each bracket that is settled: what was chosen, and who takes which stance on it.

    Stances on a linked bracket are in the comment on that one.

    >>> import bracketed as bt
    >>> comment = "UK, EU – use “should”\\nUSA – use “shall”"
    >>> draft = bt.parse(f"4. Parties [shall/should] report.\\tComment by A. Clerk: {comment}")
    >>> print(comments_on_settled(bt.variants(draft)[1])[0].words)
    4#1 is settled: “should” (b)
    UK, EU – support “should”
    USA – supports “shall”
    """
    rows = _by_bracket(own_positions(text.draft) if positions is None else positions)
    linked = {bracket: same for same in same_choices(text.links) for bracket in same}
    comments: list[MarginComment] = []
    for bracket in text.brackets:
        chosen = text.choices.get(bracket.id)
        # It is inside an option that was not chosen.
        if chosen is None:
            continue
        others = (other for other in linked.get(bracket.id, ()) if other != bracket.id and other in text.choices)
        elsewhere = [other for other in others if other in rows]
        outcome = "the words are left out" if chosen == OMIT else f"{_quoted(bracket, chosen)} ({chosen})"
        lines = [f"{bracket.id} is settled: {outcome}", *_lines(bracket, rows.get(bracket.id, ()), chosen)]
        if elsewhere:
            # Repeated here, a stance would count twice when the file is read again.
            lines.append(f"the same choice as {', '.join(elsewhere)}; see there")
        elif len(lines) == 1:
            lines.append("nobody spoke on it")
        if bracket.id in text.unplaced:
            lines.append("nobody says where the words are to go, so they are not in the text")
        comments.append(MarginComment(bracket.span, "\n".join(lines)))
    return comments


def comments_on_draft(draft: Draft, positions: Positions | None) -> list[MarginComment]:
    """Return one comment for each bracket on which positions have stances that the draft's own comments do not."""
    if positions is None:
        return []
    own = set(own_positions(draft))
    rows = _by_bracket(row for row in positions if row not in own)
    commented = [bracket for bracket in every_bracket(draft, positions) if bracket.id in rows]
    return [MarginComment(bracket.span, "\n".join(_lines(bracket, rows[bracket.id]))) for bracket in commented]


def _by_bracket(rows: Iterable[Position]) -> dict[str, list[Position]]:
    grouped: dict[str, list[Position]] = {}
    for row in rows:
        grouped.setdefault(row.bracket, []).append(row)
    return grouped


def _lines(bracket: Bracket, rows: Iterable[Position], chosen: str = "") -> list[str]:
    """Return a line for each stance on each option, with all who take it; what was chosen comes first."""
    delegations: dict[tuple[str, Stance, str], dict[str, None]] = {}
    for row in rows:
        condition = " and ".join(f"{other}={letter}" for other, letter in row.condition)
        delegations.setdefault((row.option, row.stance, condition), {})[row.delegation] = None
    # `index` finds what was chosen at its first place.
    letters = [chosen, *bracket.letters]
    order = sorted(delegations, key=lambda key: (letters.index(key[0]), STANCES.index(key[1])))
    return [_line(bracket, *key, names=[*delegations[key]]) for key in order]


def _line(bracket: Bracket, option: str, stance: Stance, condition: str, names: list[str]) -> str:
    what = _quoted(bracket, option)
    if option == OMIT:
        what = f"deletion of {_quoted(bracket, *(letter for letter in bracket.letters if letter != OMIT))}"
    verb = (_ONE if len(names) == 1 else _SEVERAL)[stance]
    return f"{', '.join(names)} – {verb} {what}" + (f", if {condition}" if condition else "")


def _quoted(bracket: Bracket, *letters: str) -> str:
    texts = {option.letter: " ".join(option.text.split()) for option in bracket.options}
    return f"“{' / '.join(without_marks(texts.get(letter, letter)) for letter in letters)}”"
