"""Answers by enumeration: slow, but too simple to be wrong in the same way as the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from bracketed.draft.links import Link
from bracketed.draft.tree import Bracket, Piece, brackets_in
from bracketed.positions.positions import STANCES, Position

Choices = dict[str, str]


def all_choices(content: tuple[Piece, ...], links: Iterable[Link] = ()) -> list[Choices]:
    """Return the choices of every variant of a text in which each bracket stands once."""
    return [choices for choices in _combinations(content) if all(respects(choices, link) for link in links)]


def all_choices_of_decisions(
    content: tuple[Piece, ...], unplaced: Iterable[Bracket] = (), links: Iterable[Link] = ()
) -> list[Choices]:
    """Return the same of a text in which a bracket may stand several times; those of `unplaced` stand nowhere."""
    every = {bracket.id: bracket for bracket in brackets_in(content) if bracket.is_choice}
    outside = {bracket.id: bracket for bracket in unplaced}
    found: dict[frozenset[tuple[str, str]], Choices] = {}
    for letters in product(*(bracket.letters for bracket in [*every.values(), *outside.values()])):
        chosen = dict(zip([*every, *outside], letters, strict=True))
        live = {id_: chosen[id_] for id_ in [*_live(content, chosen), *outside]}
        found[frozenset(live.items())] = live
    return [choices for choices in found.values() if all(respects(choices, link) for link in links)]


def _live(content: tuple[Piece, ...], chosen: Choices) -> Iterator[str]:
    # A bracket inside an option that is not chosen is not decided.
    for piece in content:
        if isinstance(piece, Bracket) and piece.is_choice:
            yield piece.id
            for option in piece.options:
                if option.letter == chosen[piece.id]:
                    yield from _live(option.content, chosen)


def _combinations(content: tuple[Piece, ...]) -> Iterator[Choices]:
    brackets = [piece for piece in content if isinstance(piece, Bracket) and piece.is_choice]
    if not brackets:
        yield {}
        return
    first, *others = brackets
    for option in first.options:
        for inner in _combinations(option.content):
            for rest in _combinations(tuple(others)):
                yield {first.id: option.letter, **inner, **rest}


def respects(choices: Choices, link: Link) -> bool:
    """Return whether choices respect a link."""
    if link.kind == "same":
        live = [place for place, bracket in enumerate(link.brackets) if bracket in choices]
        rows = [row for row in link.options if all(row[place] == choices[link.brackets[place]] for place in live)]
        return not live or bool(rows)
    made = [choices.get(bracket) == letter for bracket, letter in zip(link.brackets, link.options[0], strict=True)]
    if link.kind == "requires":
        return made[-1] if all(made[:-1]) else True
    return not all(made)


def counts(row: Position, choices: Choices) -> bool:
    """Return whether a stance counts in a variant."""
    return all(choices.get(bracket) == letter for bracket, letter in [(row.bracket, row.option), *row.condition])


# The stances that stand in the way of consensus.
IN_THE_WAY = ("reserves", "objects", "blocks")


def follows(tied: Iterable[Choices]) -> Choices:
    """Return what is the same in all of some variants: the option of each bracket that is live in all of them."""
    first, *others = tied
    return {id_: letter for id_, letter in first.items() if all(other.get(id_) == letter for other in others)}


def differing(tied: Sequence[Choices]) -> dict[str, set[str]]:
    """Return what each bracket takes in which some variants differ; nothing, if it is not live in one of them."""
    taken = {id_: {choices.get(id_, "") for choices in tied} for one in tied for id_ in one}
    return {id_: letters for id_, letters in taken.items() if len(letters) > 1}


def linked(choice: tuple[str, str], links: Iterable[Link]) -> set[tuple[str, str]]:
    """Return a choice and those that are one with it by links of kind `same`."""
    found = {choice}
    rows = [{*zip(link.brackets, row, strict=True)} for link in links if link.kind == "same" for row in link.options]
    while more := {other for row in rows if row & found for other in row} - found:
        found |= more
    return found


def parties(
    rows: Iterable[Position], tied: Sequence[Choices], choice: tuple[str, str], links: Iterable[Link]
) -> dict[str, set[str]]:
    """Return who takes which stance on a choice, or where it is linked, that counts in one of some variants."""
    places = linked(choice, links)
    found: dict[str, set[str]] = {stance: set() for stance in STANCES}
    for row in rows:
        if (row.bracket, row.option) in places and any(counts(row, choices) for choices in tied):
            found[row.stance].add(row.delegation)
    return found


def cost(rows: Iterable[Position], choices: Choices) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Return blocks, weight of objections, weight of reservations, and minus the weight of supports."""
    sums = {stance: Fraction(0) for stance in STANCES}
    for row in rows:
        if counts(row, choices):
            sums[row.stance] += 1 if row.stance == "blocks" else Fraction(str(row.weight))
    return sums["blocks"], sums["objects"], sums["reserves"], -sums["supports"]


def loss(rows: Iterable[Position], choices: Choices) -> Fraction:
    """Return the sum of salience × (worth of what a delegation would like best - worth of what is taken)."""
    rows = [row for row in rows if row.worth is not None]
    best: dict[tuple[str, str], Fraction] = {}
    for row in rows:
        key = row.delegation, row.bracket
        best[key] = max(best.get(key, Fraction(0)), Fraction(str(row.worth)))
    return sum(
        (
            Fraction(str(row.salience)) * (best[row.delegation, row.bracket] - Fraction(str(row.worth)))
            for row in rows
            if counts(row, choices)
        ),
        Fraction(0),
    )


def least(variants: Sequence[Choices], price: Callable[[Choices], Any]) -> list[Choices]:
    """Return the variants whose price is the least."""
    prices = [price(choices) for choices in variants]
    best = min(prices)
    return [choices for choices, own in zip(variants, prices, strict=True) if own == best]


def letters_taken(rows: Sequence[Position], variants: Sequence[Choices], bracket: str) -> set[str]:
    """Return the letters that the least contested variants take at a bracket, "" where it falls away."""
    return {choices.get(bracket, "") for choices in least(variants, lambda choices: cost(rows, choices))}


def fewest(rows: Sequence[Position], holds: Callable[[Sequence[Position]], bool]) -> list[tuple[Position, ...]]:
    """Return all sets of stances of the smallest size for which something holds."""
    for size in range(len(rows) + 1):
        found = [some for some in combinations(rows, size) if holds(some)]
        if found:
            return found
    return []
