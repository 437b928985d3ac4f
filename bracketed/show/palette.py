"""How contested a bracket is, in five steps, each with a colour, a sign and words: never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bracketed.consensus.blocking import BracketSupport, OptionSupport
from bracketed.draft.tree import OMIT


class Tint(NamedTuple):
    """One step: all colours are light enough for the words on them to be read in `INK`."""

    colour: str
    sign: str
    words: str


INK = "#1a1a1a"
# The lines below brackets: they stand out from white pages and from nearly black ones.
LINE = "#3f72d0"
TINTS = (
    Tint("#f2f2f2", "·", "nobody has spoken on it"),
    Tint("#fde3c8", "○", "nobody objects"),
    Tint("#fbc38a", "◔", "objections, but it can be closed now"),
    Tint("#f59b4c", "◑", "blocks; one delegation alone could free it"),
    Tint("#e6762b", "●", "blocks; a red line, or several who must move together"),
)
# Borders of the kinds of brackets, and what the kinds are.
BORDERS: Mapping[str, tuple[str, str]] = {
    "optional": ("dashed", "in or out"),
    "alternatives": ("solid", "one of several"),
    "placeholder": ("dotted", "to be filled in"),
    "implied": ("double", "only comments contest it"),
}
SIGNS: Mapping[str, str] = {"supports": "+", "accepts": "~", "objects": "−", "blocks": "✕"}


def tint_of(standing: BracketSupport | None) -> Tint:
    """Return the step of a bracket; one of which nothing is known counts as one on which nobody has spoken.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”\\nUSA – remove “shall”")
    >>> standing = bt.blocking(bt.variants(draft), bt.positions(draft))["4#1"]
    >>> tint_of(standing).words
    'blocks; one delegation alone could free it'
    """
    if standing is None or standing.status == "silent":
        return TINTS[0]
    if standing.status == "closable":
        return TINTS[2 if any(option.objections or option.blocks for option in standing.options) else 1]
    alone = any(len(group) == 1 for group in standing.holder_groups)
    return TINTS[3 if alone and not any(option.blocks for option in standing.options) else 4]


def sides(option: OptionSupport) -> str:
    """Return who stands where on an option, in words.

    >>> sides(OptionSupport("a", "shall", ("UK",), (), ("USA", "EU"), (), False))
    'for: UK; against: USA, EU'
    """
    told = {
        "for": option.supports,
        "can live with it": option.accepts,
        "against": option.objections,
        "blocks": option.blocks,
    }
    return "; ".join(f"{side}: {', '.join(names)}" for side, names in told.items() if names) or "nobody has spoken"


def who_wants_what(standing: BracketSupport) -> str:
    """Return how a bracket stands, a line an option.

    >>> import bracketed as bt
    >>> draft = bt.parse("4. Parties [shall] report.\\tComment by UK: UK – keep “shall”")
    >>> print(who_wants_what(bt.blocking(bt.variants(draft), bt.positions(draft))["4#1"]))
    4#1 ◔ objections, but it can be closed now
    a “shall” – for: UK
    omit – against: UK
    """
    tint = tint_of(standing)
    lines = [f"{standing.id} {tint.sign} {tint.words}"]
    for option in standing.options:
        words = "" if option.letter == OMIT else f" “{option.text}”"
        lines.append(f"{option.letter}{words} – {sides(option)}")
    return "\n".join(lines)
