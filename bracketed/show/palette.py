"""How contested a bracket is, in six steps, each with a colour, a sign and words: never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bracketed.consensus.blocking import BracketSupport, OptionSupport, in_the_way
from bracketed.draft.tree import OMIT
from bracketed.markdown import without_marks


class Step(NamedTuple):
    """One step: all colours are light enough for the words on them to be read in `INK`."""

    colour: str
    sign: str
    words: str


INK = "#1a1a1a"
# The lines below brackets: they stand out from white pages and from nearly black ones.
LINE = "#3f72d0"
STEPS = (
    Step("#f2f2f2", "·", "nobody has spoken on it"),
    Step("#fde3c8", "○", "nobody objects"),
    Step("#fbc38a", "◔", "objections or reservations, but it can be closed now"),
    Step("#f8b26c", "?", "reserved; it can be closed once reservations are lifted"),
    Step("#f59b4c", "◑", "deadlocked; one delegation alone could free it"),
    Step("#e6762b", "●", "deadlocked; a red line, or several who must move together"),
)
# Borders of the kinds of brackets, and what the kinds are.
BORDERS: Mapping[str, tuple[str, str]] = {
    "optional": ("dashed", "in or out"),
    "alternatives": ("solid", "one of several"),
    "placeholder": ("dotted", "to be filled in"),
    "implied": ("double", "only comments contest it"),
}
SIGNS: Mapping[str, str] = {"supports": "+", "accepts": "~", "reserves": "?", "objects": "−", "blocks": "✕"}


def step_of(support: BracketSupport | None) -> Step:
    """Return the step of a bracket; one of which nothing is known counts as one on which nobody has spoken."""
    if support is None or support.status == "silent":
        return STEPS[0]
    if support.status == "closable":
        return STEPS[2 if any(in_the_way(option) for option in support.options) else 1]
    if support.status == "reserved":
        return STEPS[3]
    # A red line counts for more than a single holder: it is not given up for a trade.
    alone = any(len(group) == 1 for group in support.holder_groups)
    return STEPS[4 if alone and not any(option.blocks for option in support.options) else 5]


def text_or_nothing(letter: str, text: str) -> str:
    """Return the words of an option as a table shows them, which may be to have none."""
    return "(leave out)" if letter == OMIT else without_marks(text)


def sides_in_words(option: OptionSupport) -> str:
    """Return which delegations are on which side of an option."""
    return "; ".join(f"{side}: {', '.join(names)}" for side, names in option.sides.items()) or "nobody has spoken"


def support_in_words(support: BracketSupport) -> str:
    """Return the step of a bracket and the sides of its options, a line an option."""
    step = step_of(support)
    lines = [f"{support.id} {step.sign} {step.words}"]
    for option in support.options:
        words = "leave out" if option.letter == OMIT else f"{option.letter} “{without_marks(option.text)}”"
        lines.append(f"{words} – {sides_in_words(option)}")
    return "\n".join(lines)
