"""Links between brackets: which choices are really one choice.

Three brackets with the same choice of words, `[digital economy/digitalisation of the economy]`, are one decision taken
three times. The words of their options are compared without case, spacing, punctuation and order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bracketed.draft.tree import OMIT, Bracket, brackets_in

LinkKind: TypeAlias = Literal["same", "requires", "excludes"]


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between choices: brackets that take the `same` option, or an option that `requires` or `excludes` another.

    `brackets` are their ids. For `same`, `options` has a row for each common option: its letters in the brackets, in
    their order. For `requires` and `excludes` it has one row, a letter for each bracket: where all others take theirs
    the last must take its own, or all never take theirs together.
    """

    id: str
    kind: LinkKind
    brackets: tuple[str, ...]
    options: tuple[tuple[str, ...], ...] = field(repr=False)
    reason: str = ""


def choice_of_words(bracket: Bracket) -> tuple[tuple[str, str], ...] | None:
    """Return (words, letter) for each option in order of the words, or None if the words alone are not the choice."""
    if bracket.kind == "placeholder" or any(next(brackets_in(o.content), None) for o in bracket.options):
        return None
    # Drafts write `[technology transfer,]` here and `[technology transfer],` there.
    keyed = [(" ".join(re.findall(r"\w+", o.text.casefold())), o.letter) for o in bracket.options]
    words = {key for key, _ in keyed}
    # Without two different wordings (punctuation only, say) there is nothing to compare.
    if len(words) < len(keyed) or words == {""}:
        return None
    return tuple(sorted(keyed))


def propose_links(brackets: Iterable[Bracket]) -> tuple[Link, ...]:
    """Return a `same` link for each group of two or more brackets with the same choice of words."""
    groups: dict[tuple[str, ...], list[tuple[Bracket, tuple[str, ...]]]] = {}
    for bracket in brackets:
        keyed = choice_of_words(bracket)
        if keyed is not None:
            words = tuple(key for key, _ in keyed)
            groups.setdefault(words, []).append((bracket, tuple(letter for _, letter in keyed)))
    links = []
    for members in groups.values():
        if len(members) < 2:
            continue
        first, letters = members[0]
        # The rows follow the letters of the first bracket, as readers compare them.
        order = sorted(range(len(letters)), key=lambda row: first.letters.index(letters[row]))
        rows = tuple(tuple(member_letters[row] for _, member_letters in members) for row in order)
        wordings = " or ".join(
            "nothing" if option.letter == OMIT else f"“{option.text.strip(' ,;')}”" for option in first.options
        )
        reason = f"the same choice of words in {len(members)} places: {wordings}"
        links.append(Link(f"same:{first.id}", "same", tuple(bracket.id for bracket, _ in members), rows, reason))
    return tuple(links)
