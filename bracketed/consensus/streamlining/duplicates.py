"""Provisions that say the same as an earlier one, of which one is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from bracketed.consensus.streamlining.proposal import OpenQuestions, Proposal
from bracketed.consensus.streamlining.wording import Difference, difference
from bracketed.draft.draft import Provision
from bracketed.draft.tree import Bracket, Mark, Option, leaves
from bracketed.source import Span
from bracketed.variants.edits import Edit
from bracketed.variants.network import Choice

# Words of a provision at least: shorter ones are titles, or say the same of different things.
_FEWEST = 8
_BUT: dict[Difference, str] = {"signs": "punctuation", "capitals": "capital letters", "number": "singular and plural"}
_WORD = re.compile(r"\w+")


def duplicates(questions: OpenQuestions) -> Iterator[Proposal]:
    """Yield a proposal for each provision that is written once more, inside the same options or outside all."""
    draft = questions.draft
    leads = {provision.part_of for provision in draft.provisions if provision.part_of != provision.label}
    by_words: dict[tuple[str, ...], list[Provision]] = {}
    for provision, following in zip_longest(draft.provisions, draft.provisions[1:]):
        words = _WORD.findall(draft.source[slice(*provision.body)].casefold())
        is_lead = provision.label in leads or (following is not None and _is_below(following, provision))
        is_note = provision.label.startswith("fn ")
        if len(words) < _FEWEST or is_lead or is_note or draft.source[slice(*provision.body)].rstrip().endswith(":"):
            continue
        # Near ones have the same first letters of most words; what is the same is found by the finer comparison.
        key = tuple(sorted(word[:3] for word in words if len(word) > 3))
        for earlier in by_words.get(key, ()):
            proposal = _proposal(earlier, provision, questions)
            if proposal is not None:
                yield proposal
                break
        else:
            by_words.setdefault(key, []).append(provision)


def _is_below(one: Provision, other: Provision) -> bool:
    return one.label.startswith((f"{other.label}.", f"{other.label}(", f"{other.label} "))


def _proposal(kept: Provision, other: Provision, questions: OpenQuestions) -> Proposal | None:
    draft = questions.draft
    by = difference(draft.source[slice(*kept.body)], draft.source[slice(*other.body)], questions.words)
    if by is None or any(other.span.touches(comment.span) for comment in draft.comments):
        return None
    if kept.heading != other.heading and not _means_the_same_elsewhere(other, questions):
        return None
    pairs = _paired(kept, other, draft.brackets)
    if pairs is None or _says_something(other, questions):
        return None
    carried: dict[Choice, Choice] = {}
    for one, twin in pairs:
        for letter in one.letters:
            choices = (one.id, letter), (twin.id, letter)
            if questions.conditions & {*choices} or not _go_together(questions, *choices):
                return None
            carried[one.id, letter] = twin.id, letter
    edit = Edit(_lines(other.span, draft.source), "")
    return Proposal(
        "duplicate",
        f"duplicate:{other.label}",
        (),
        frozenset(one.id for one, _ in pairs),
        ((edit,),),
        f"{other.label} says the same as {kept.label}{_but(by)}: keep {kept.label}",
        carried=carried,
        provisions=(kept.label, other.label),
    )


def _means_the_same_elsewhere(provision: Provision, questions: OpenQuestions) -> bool:
    """Return whether a provision says the same under any heading: it has no “this Article”, nor “above”."""
    here = questions.words.here
    words = _WORD.findall(questions.draft.source[slice(*provision.body)].casefold())
    return bool(here) and not here.intersection(words)


def _but(by: Difference) -> str:
    return "" if by in ("nothing", "spaces") else f", {_BUT.get(by, by)} aside"


def _go_together(questions: OpenQuestions, one: Choice, other: Choice) -> bool:
    stances = [{row.delegation: row.stance for row in questions.rows.get(choice, ())} for choice in (one, other)]
    return all(stances[0][name] == stances[1][name] for name in stances[0].keys() & stances[1].keys())


def _paired(kept: Provision, other: Provision, brackets: Sequence[Bracket]) -> list[tuple[Bracket, Bracket]] | None:
    """Return the brackets of a provision with those of the one that stays; None if they do not match, or reach out."""
    inside: list[list[Bracket]] = [[], []]
    around: list[list[tuple[str, str] | None]] = [[], []]
    for number, provision in enumerate((kept, other)):
        for bracket in brackets:
            if provision.span.holds(bracket.span):
                inside[number].append(bracket)
            elif bracket.span.touches(provision.span):
                option = next((o.letter for o in bracket.options if _holds(o, provision.span)), None)
                if option is None:
                    return None
                around[number].append((bracket.id, option))
    if around[0] != around[1] or len(inside[0]) != len(inside[1]):
        return None
    pairs = [*zip(inside[1], inside[0], strict=True)]
    return pairs if all(one.letters == twin.letters and one.kind == twin.kind for one, twin in pairs) else None


def _holds(option: Option, span: Span) -> bool:
    return bool(option.content) and Span(option.content[0].span.start, option.content[-1].span.end).holds(span)


def _says_something(provision: Provision, questions: OpenQuestions) -> bool:
    """Return whether marks in a provision say who wants what, or what has been agreed."""
    return any(
        isinstance(leaf, Mark)
        and leaf.kind in ("attribution", "status", "note", "comment")
        and leaf.span.touches(provision.span)
        for leaf in leaves(questions.draft.content)
    )


def _lines(span: Span, source: str) -> Span:
    """Return a span with the rest of its last line and the empty lines behind it."""
    end = source.find("\n", max(span.start, span.end - 1))
    end = len(source) if end < 0 else end + 1
    while source[end : end + 1] == "\n":
        end += 1
    return Span(span.start, end)
