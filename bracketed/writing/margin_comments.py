"""Remarks that are written beside a text: who supports and who objects to what was settled, and who wants what.

They are worded as delegations word their comments, so that whoever reads the file again reads the same stances.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket
from bracketed.positions.comments import positions as read_comments
from bracketed.positions.positions import STANCES, Position, Positions, Stance
from bracketed.source import Span
from bracketed.variants.network import same_choices
from bracketed.variants.variant import Variant

AUTHOR = "bracketed"
_ONE = {
    "supports": "supports",
    "accepts": "can live with",
    "objects": "does not support",
    "blocks": "cannot accept",
}
_SEVERAL = {**_ONE, "supports": "support", "objects": "do not support"}


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be written beside the stretch `span` of a source."""

    span: Span
    words: str
    author: str = AUTHOR
    date: str = ""


def settled_remarks(variant: Variant, positions: Positions | None = None) -> list[Remark]:
    """Return one remark for each bracket that a variant settles: what was chosen, and who says what of it.

    What is said of a linked bracket stands in the remark on that one.

    >>> import bracketed as bt
    >>> said = "UK, EU – use “should”\\nUSA – use “shall”"
    >>> draft = bt.parse(f"4. Parties [shall/should] report.\\tComment by A. Clerk: {said}")
    >>> print(settled_remarks(bt.variants(draft)[1])[0].words)
    4#1 is settled: “should” (b)
    UK, EU – support “should”
    USA – supports “shall”
    """
    stances = read_comments(variant.draft) if positions is None else positions
    rows = _by_bracket(stances.rows)
    classes = {bracket: known for known in same_choices(variant.links) for bracket in known}
    remarks: list[Remark] = []
    for bracket in variant.brackets:
        chosen = variant.choices.get(bracket.id)
        if chosen is None:
            continue
        lines = [_told(bracket, chosen), *_lines(bracket, rows.get(bracket.id, ()), chosen)]
        elsewhere = [other for other in classes.get(bracket.id, ()) if other != bracket.id and other in rows]
        if elsewhere:
            # Said here again, it would count twice for whoever reads the file.
            lines.append(f"the same choice as {', '.join(elsewhere)}; see there")
        elif len(lines) == 1:
            lines.append("nobody spoke on it")
        if bracket.id in variant.unplaced:
            lines.append("nobody says where the words are to go, so they are not in the text")
        remarks.append(Remark(bracket.span, "\n".join(lines)))
    return remarks


def wanted_remarks(draft: Draft, positions: Positions | None) -> list[Remark]:
    """Return one remark for each bracket of which positions say what the draft's own comments do not."""
    if positions is None:
        return []
    own = set(read_comments(draft).rows)
    rows = _by_bracket(row for row in positions.rows if row not in own)
    implied = [item.bracket for item in positions.implied]
    brackets = sorted((*draft.brackets, *implied), key=lambda bracket: (bracket.span.start, -bracket.span.end))
    return [
        Remark(bracket.span, "\n".join(_lines(bracket, rows[bracket.id]))) for bracket in brackets if bracket.id in rows
    ]


def _by_bracket(rows: Iterable[Position]) -> dict[str, list[Position]]:
    found: dict[str, list[Position]] = {}
    for row in rows:
        found.setdefault(row.bracket, []).append(row)
    return found


def _told(bracket: Bracket, chosen: str) -> str:
    if chosen == OMIT:
        return f"{bracket.id} is settled: the words are left out"
    return f"{bracket.id} is settled: {_quoted(_words(bracket, chosen))} ({chosen})"


def _lines(bracket: Bracket, rows: Iterable[Position], chosen: str = "") -> list[str]:
    """Return a line for each stance on each option, with all who take it; what was chosen comes first."""
    taken: dict[tuple[str, Stance, str], list[str]] = {}
    for row in rows:
        condition = " and ".join(f"{other}={letter}" for other, letter in row.condition)
        names = taken.setdefault((row.option, row.stance, condition), [])
        if row.delegation not in names:
            names.append(row.delegation)
    letters = [chosen, *bracket.letters]
    order = sorted(taken, key=lambda key: (letters.index(key[0]), STANCES.index(key[1])))
    return [_line(bracket, *key, names=taken[key]) for key in order]


def _line(bracket: Bracket, option: str, stance: Stance, condition: str, names: list[str]) -> str:
    verb = (_ONE if len(names) == 1 else _SEVERAL)[stance]
    what = _quoted(_words(bracket, option))
    if option == OMIT:
        what = f"deletion of {_quoted(' / '.join(_words(bracket, one) for one in bracket.letters if one != OMIT))}"
    return f"{', '.join(names)} – {verb} {what}" + (f", if {condition}" if condition else "")


def _words(bracket: Bracket, letter: str) -> str:
    return next((" ".join(option.text.split()) for option in bracket.options if option.letter == letter), letter)


def _quoted(words: str) -> str:
    return f"“{words}”"
