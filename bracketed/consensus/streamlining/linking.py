"""Brackets that put the same choice in words that differ by an inflection, to be linked."""

from __future__ import annotations

from collections.abc import Iterator

from bracketed.consensus.streamlining.proposal import OpenQuestions
from bracketed.consensus.streamlining.suggestions import Saving, Suggestion
from bracketed.consensus.streamlining.wording import difference
from bracketed.draft.links import Link
from bracketed.draft.tree import OMIT
from bracketed.phrasing import joined_and
from bracketed.source import Span


def link_suggestions(questions: OpenQuestions) -> Iterator[tuple[Span, Suggestion]]:
    """Yield the links that are offered and not assumed where the words differ by an inflection, with their places."""
    for link in questions.draft.links:
        if not link.sure and _differs_by_inflection(link, questions):
            brackets = [questions.draft.bracket(id_) for id_ in link.brackets]
            number = 1
            for bracket in brackets:
                number *= len(bracket.options)
            yield (
                brackets[0].span,
                Suggestion(
                    f"link:{link.brackets[0]}",
                    "link",
                    link.brackets,
                    tuple(dict.fromkeys(bracket.provision for bracket in brackets)),
                    f"{joined_and([*link.brackets])} put the same choice in like words: link them ({link.id})",
                    " … ".join(dict.fromkeys(bracket.words for bracket in brackets)),
                    "",
                    Saving(0, 0, 0),
                    "one decision",
                    (number, len(link.options)),
                    link=link.id,
                ),
            )


def _differs_by_inflection(link: Link, questions: OpenQuestions) -> bool:
    """Return whether the options of linked brackets are nearly equal one by one, and not all the same."""
    texts = {id_: {o.letter: o.text for o in questions.draft.bracket(id_).options} for id_ in link.brackets}
    found = set()
    for row in link.options:
        first, *others = (texts[id_][letter] for id_, letter in zip(link.brackets, row, strict=True))
        found |= {difference(first, other, questions.words) for other in others}
    has_several = sum(letter != OMIT for letter in (row[0] for row in link.options)) > 1
    return has_several and None not in found and bool(found - {"nothing", "spaces", "signs", "capitals"})
