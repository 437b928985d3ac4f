"""Brackets that hold nothing but other brackets, to be flattened where the texts stay the same.

`[[a]]` is `[a]`; `[[a] [b]]` is `[a] [b]`, since leaving out both is leaving out the whole; and `[a/[b/c]]` is
`[a/b/c]`. `[a [b]]` is none of these.
"""

from __future__ import annotations

from collections.abc import Iterator

from bracketed.consensus.streamlining.proposal import (
    Edits,
    OpenQuestions,
    Proposal,
    extent,
    is_written_plainly,
    lettered,
)
from bracketed.draft.tree import OMIT, Bracket, Mark, Text
from bracketed.source import Span
from bracketed.variants.edits import Edit
from bracketed.variants.network import Choice


def flattenings(questions: OpenQuestions) -> Iterator[Proposal]:
    """Yield a proposal for each bracket that can be written without one level."""
    for bracket in questions.choices:
        # Delegations cite options by their labels, which would go with the signs.
        if not is_written_plainly(bracket) or any(option.label for option in lettered(bracket)):
            continue
        if len(questions.tied(bracket)) > 1:
            continue
        if bracket.kind == "optional":
            yield from _outer(bracket, questions)
        else:
            yield from _inner(bracket, questions)


def _children(bracket: Bracket, letter: str) -> list[Bracket] | None:
    """Return the brackets of an option that holds nothing else; None if it does."""
    option = next(option for option in lettered(bracket) if option.letter == letter)
    found: list[Bracket] = []
    for piece in option.content:
        if isinstance(piece, Bracket) and piece.is_choice:
            found.append(piece)
        elif not isinstance(piece, Text) or piece.text.strip():
            return None
    return found or None


def _outer(bracket: Bracket, questions: OpenQuestions) -> Iterator[Proposal]:
    """Yield the proposal to take off the outer signs of `[[a] [b]]`."""
    children = _children(bracket, "a")
    if children is None or not all(child.kind == "optional" and is_written_plainly(child) for child in children):
        return
    carried: dict[Choice, Choice] = {}
    if len(children) == 1:
        carried = {(bracket.id, letter): (children[0].id, letter) for letter in ("a", OMIT)}
    elif bracket.id in questions.ids:
        # Who wants all of it out wants more than each part out.
        return
    inner = extent(lettered(bracket)[0])
    edits = (Edit(Span(bracket.span.start, inner.start), ""), Edit(Span(inner.end, bracket.span.end), ""))
    what = "another one" if len(children) == 1 else "others that can be left out one by one"
    yield _flattening(
        bracket, children, edits, f"The bracket holds nothing but {what}: take off the outer signs", carried
    )


def _inner(bracket: Bracket, questions: OpenQuestions) -> Iterator[Proposal]:
    """Yield the proposal to take off the inner signs of `[a/[b/c]]`."""
    edits: list[Edit] = []
    children: list[Bracket] = []
    for option in lettered(bracket):
        within = _children(bracket, option.letter)
        if within is None or len(within) > 1 or option.owner:
            continue
        child = within[0]
        if child.kind != "alternatives" or child.offers_omit or not is_written_plainly(child):
            continue
        if any(one.label for one in lettered(child)) or len(questions.tied(child)) > 1:
            continue
        children.append(child)
        outer, options = extent(option), lettered(child)
        edits.append(Edit(Span(outer.start, extent(options[0]).start), ""))
        edits.append(Edit(Span(extent(options[-1]).end, outer.end), ""))
    if children:
        written = tuple(edit for edit in edits if edit.span.start < edit.span.end)
        separators = [
            Span(part.span.start, part.span.end)
            for one in (bracket, *children)
            for part in one.parts
            if isinstance(part, Mark) and part.kind == "separator"
        ]
        others = tuple(sorted([*written, *(Edit(place, " OR ") for place in separators)], key=lambda edit: edit.span))
        yield _flattening(
            bracket,
            children,
            written,
            "An option is a bracket of its own: make its options those of the outer one",
            {},
            others,
        )


def _flattening(
    bracket: Bracket,
    children: list[Bracket],
    edits: Edits,
    because: str,
    carried: dict[Choice, Choice],
    *others: Edits,
) -> Proposal:
    return Proposal(
        "flatten",
        f"flatten:{bracket.id}",
        (bracket,),
        frozenset({bracket.id, *(child.id for child in children)}),
        (edits, *others),
        because,
        carried=carried,
        provisions=(bracket.provision,),
    )
