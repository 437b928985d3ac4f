"""What holds of all positions, whatever they were read from: tried by tests and by the fuzzer."""

from __future__ import annotations

import re

import bracketed as bt
from bracketed.draft.draft import Draft
from bracketed.draft.wording import same_option, words_at
from bracketed.positions.positions import Position, Positions
from bracketed.progress.carried import Carried

_QUOTED = re.compile(r"“[^”]*”?|«[^»]*»?|[\"„][^\"“”]*[\"“”]?")
# "Ghana Ferries" is a firm, "Mali de Souza" a person, "option G77" perhaps an option.
_NAMED = re.compile(
    r"(?<![^\s(])(?:Mali|Ghana|Portugal|Vanuatu|VANUATU)(?=[,;:.)?]*(?:\s+[a-zéà]|\s*$))"
    r"(?!\s+(?:al|ben|bin|da|de|del|der|di|du|el|ibn|la|le|van|von)\s)"
)


def named(words: str) -> set[str]:
    """Return whom words surely name, of a few delegations: outside quotations, and in front of no other capital."""
    return {name.capitalize() for name in _NAMED.findall(_QUOTED.sub(" ", words))}


def heard(positions: Positions) -> set[str]:
    """Return who has a stance, is neutral by a rule, or is reported as not read."""
    found = {row.delegation for row in positions}
    found |= {name for note in positions.notes for name in note.delegation.split(", ")}
    return found | {name for finding in positions.diagnostics for name in finding.by.split(", ")}


def all_options(draft: Draft) -> Positions:
    """Return positions of one delegation on every option of a draft."""
    options = [(b.id, letter) for b in draft.brackets if b.is_choice for letter in b.letters]
    return Positions(tuple(Position("Fiji", id_, letter, "accepts") for id_, letter in options))


def checked_carried(before: Draft, after: Draft, positions: Positions) -> Carried:
    """Carry positions, and check that each row is accounted for, and that those which are used are on their words."""
    found = bt.carry(positions, before, after)
    assert [row.before for row in found] == list(positions)
    assert sum(found.counts.values()) == len(positions)
    used = [row for row in found if row.fate in ("kept", "moved")]
    keys = [
        {(row.delegation, row.bracket, row.option, row.condition) for row in some if row}
        for some in (found.positions, (row.now for row in used))
    ]
    assert keys[0] == keys[1]
    assert len(keys[0]) == len(found.positions)
    for row in used:
        assert row.before is not None
        assert row.now is not None
        pairs = [(row.before.bracket, row.before.option), *row.before.condition]
        others = [(row.now.bracket, row.now.option), *row.now.condition]
        for (id_, letter), (id_now, letter_now) in zip(pairs, others, strict=True):
            assert same_option(words_at(before.bracket(id_), letter), words_at(after.bracket(id_now), letter_now))
        same_id = (row.now.bracket, row.now.option) == (row.before.bracket, row.before.option)
        assert row.fate == ("kept" if same_id else "moved")
    return found
