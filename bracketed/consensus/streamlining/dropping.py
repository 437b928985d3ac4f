"""Options that nobody wants and a delegation opposes, to be dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bracketed.consensus.scoring import IN_THE_WAY
from bracketed.consensus.streamlining.proposal import (
    OpenQuestions,
    Proposal,
    lettered,
    of_each_decision,
    with_labels,
    without,
)
from bracketed.consensus.streamlining.wording import difference
from bracketed.draft.tree import OMIT, Bracket, brackets_in
from bracketed.phrasing import joined_and, quoted
from bracketed.variants.network import Choice


def drops(questions: OpenQuestions) -> Iterator[Proposal]:
    """Yield a proposal for each bracket that has options without a friend.

    What an option holds inside, and what it is linked to, has no friend either. If one option would be left, it has
    nobody against it: else closing the bracket would hide an objection.
    """
    yield from of_each_decision(questions, _drop)


def _drop(bracket: Bracket, questions: OpenQuestions) -> Proposal | None:
    letters = [letter for letter in bracket.letters if _is_unwanted(questions, (bracket.id, letter))]
    left = [letter for letter in bracket.letters if letter not in letters]
    if not letters or not left:
        return None
    if len(left) == 1 and any(row.stance in IN_THE_WAY for row in questions.stances((bracket.id, left[0]))):
        return None
    return None if _reads_like_one_left(bracket, letters, questions) else _without(bracket, letters, questions)


def _is_unwanted(questions: OpenQuestions, choice: Choice) -> bool:
    """Return whether a delegation is against an option, and nobody for it or content with it."""
    option = {one.letter: one for one in questions.draft.bracket(choice[0]).options}[choice[1]]
    if option.owner or questions.conditions & {*questions.same_as(choice)}:
        return False
    rows = questions.stances(choice)
    is_opposed = any(
        row.stance in ("objects", "blocks") for one in questions.same_as(choice) for row in questions.rows.get(one, ())
    )
    return is_opposed and all(row.stance in ("objects", "blocks") and not row.worth for row in rows)


def _reads_like_one_left(bracket: Bracket, letters: Sequence[str], questions: OpenQuestions) -> bool:
    """Return whether an option that stays is nearly the same: who is against one is then against both."""
    options = lettered(bracket)
    gone = [option.text for option in options if option.letter in letters]
    left = [option.text for option in options if option.letter not in letters]
    return any(difference(one, other, questions.words) for one in gone for other in left)


def _without(bracket: Bracket, letters: list[str], questions: OpenQuestions) -> Proposal | None:
    edits = without(bracket, letters)
    if edits is None:
        return None
    gone = [option for option in lettered(bracket) if option.letter in letters]
    ids = frozenset(inner.id for option in gone for inner in brackets_in(option.content))
    same = [choice for letter in letters for choice in questions.same_as((bracket.id, letter))]
    against = sorted({row.delegation for choice in same for row in questions.rows.get(choice, ())})
    places = [one.id for one in questions.tied(bracket)]
    where = f" in {joined_and(places)}" if len(places) > 1 else ""
    it = "it" if len(letters) == 1 else "them"
    return Proposal(
        "drop",
        f"drop:{bracket.id}",
        (bracket,),
        frozenset({bracket.id}) | ids,
        (with_labels(bracket, letters, edits),),
        f"{joined_and(against)} {'is' if len(against) == 1 else 'are'} against {_named(bracket, letters)}{where},"
        f" and nobody supports {it}: drop {it}",
        frozenset((bracket.id, letter) for letter in letters),
        provisions=(bracket.provision,),
    )


def _named(bracket: Bracket, letters: Sequence[str]) -> str:
    words = [f"{quoted(option.text)} ({option.letter})" for option in lettered(bracket) if option.letter in letters]
    return joined_and([*words, *["leaving the words out"] * (OMIT in letters)])
