"""The slow second road: what the library computes cleverly, done here by going through everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from bracketed.positions.stances import Position
from bracketed.text.links import Link
from bracketed.text.tree import Bracket, Piece

Choices = dict[str, str]


def all_choices(content: tuple[Piece, ...], links: Iterable[Link] = ()) -> list[Choices]:
    """Return every consistent way to settle the brackets of a text that has each bracket once."""
    return [choices for choices in _settled(content) if all(respects(choices, link) for link in links)]


def _settled(content: tuple[Piece, ...]) -> Iterator[Choices]:
    brackets = [piece for piece in content if isinstance(piece, Bracket) and piece.kind != "placeholder"]
    if not brackets:
        yield {}
        return
    first, *others = brackets
    for option in first.options:
        for inner in _settled(option.content):
            for rest in _settled(tuple(others)):
                yield {first.id: option.letter, **inner, **rest}


def respects(choices: Choices, link: Link) -> bool:
    """Say whether choices respect a link, by what a link means."""
    if link.kind == "same":
        live = [place for place, bracket in enumerate(link.brackets) if bracket in choices]
        rows = [row for row in link.options if all(row[place] == choices[link.brackets[place]] for place in live)]
        return not live or bool(rows)
    made = [choices.get(bracket) == letter for bracket, letter in zip(link.brackets, link.options[0], strict=True)]
    if link.kind == "requires":
        return made[-1] if all(made[:-1]) else True
    return not all(made)


def cost(rows: Iterable[Position], choices: Choices) -> tuple[Fraction, Fraction, Fraction]:
    """Return blocks, weight of objections, and minus the weight of supports."""
    sums = {"blocks": Fraction(0), "objects": Fraction(0), "supports": Fraction(0), "accepts": Fraction(0)}
    for row in rows:
        if all(choices.get(bracket) == letter for bracket, letter in [(row.bracket, row.option), *row.condition]):
            sums[row.stance] += 1 if row.stance == "blocks" else Fraction(str(row.weight))
    return sums["blocks"], sums["objects"], -sums["supports"]
