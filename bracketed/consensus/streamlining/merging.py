"""Options of a bracket that are equal or nearly so, to be merged."""

from __future__ import annotations

from collections.abc import Iterator

from bracketed.consensus.streamlining.proposal import (
    OpenQuestions,
    Proposal,
    lettered,
    of_each_decision,
    with_labels,
    without,
)
from bracketed.consensus.streamlining.wording import Difference, difference
from bracketed.draft.tree import Bracket, Option
from bracketed.phrasing import joined_and

# Words of an option at least, for what may be the very question: in `[plan/plans]` it is whether there are several.
_PHRASE = 3
_IN_QUESTION = ("capitals", "articles", "number")
_IN_WORDS: dict[Difference, str] = {
    "nothing": "are the same words",
    "spaces": "differ in spaces or emphasis only",
    "signs": "differ in punctuation only",
    "capitals": "differ in capital letters only",
    "hyphens": "differ in a hyphen only",
    "spelling": "differ in spelling only",
    "articles": "differ in an article only",
    "number": "differ in singular and plural only",
}


def merges(questions: OpenQuestions) -> Iterator[Proposal]:
    """Yield a proposal for each bracket that has options in like words."""
    yield from of_each_decision(questions, _merge)


def _merge(bracket: Bracket, questions: OpenQuestions) -> Proposal | None:
    kept: list[Option] = []
    into: dict[str, Option] = {}
    found: list[str] = []
    for option in lettered(bracket):
        twin, by = next(((one, by) for one in kept if (by := _alike(one, option, questions)) is not None), (None, None))
        if twin is None or by is None:
            kept.append(option)
        else:
            into[option.letter] = twin
            found.append(f"{twin.letter} and {option.letter} {_IN_WORDS[by]}")
    if not into or not all(
        _go_together(questions, (bracket.id, letter), (bracket.id, twin.letter)) for letter, twin in into.items()
    ):
        return None
    edits = without(bracket, into)
    if edits is None:
        return None
    return Proposal(
        "merge",
        f"merge:{bracket.id}",
        (bracket,),
        frozenset({bracket.id}),
        (with_labels(bracket, into, edits),),
        f"Options {', '.join(found)}: keep {joined_and([*dict.fromkeys(twin.letter for twin in into.values())])}",
        frozenset((bracket.id, letter) for letter in into),
        {(bracket.id, letter): (bracket.id, twin.letter) for letter, twin in into.items()},
        (bracket.provision,),
    )


def _alike(one: Option, other: Option, questions: OpenQuestions) -> Difference | None:
    # What is nested may be named by stances, which would have to be distinguished.
    if any(not hasattr(piece, "text") for option in (one, other) for piece in option.content):
        return None
    if one.holds_place or other.holds_place:
        return None
    by = difference(one.text, other.text, questions.words)
    if by in _IN_QUESTION and min(len(option.text.split()) for option in (one, other)) < _PHRASE:
        return None
    return by


def _go_together(questions: OpenQuestions, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Return whether no delegation distinguishes two options, and no stance depends on either."""
    if questions.conditions & {one, other}:
        return False
    stances = [
        {(row.delegation): (row.stance, row.weight, row.condition, row.worth, row.salience) for row in rows}
        for rows in (questions.rows.get(one, ()), questions.rows.get(other, ()))
    ]
    return all(stances[0][name] == stances[1][name] for name in stances[0].keys() & stances[1].keys())
