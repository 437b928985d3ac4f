"""What those who want words kept want of the parts of them that others would leave out or change.

A wish to keep “equal and lasting access” is one to keep “and lasting” in it, whichever delegation would delete that.
Nothing follows for parts from a wish to delete, since what is left without a part may say the opposite, nor from one to
insert.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bracketed.draft.draft import Draft
from bracketed.draft.tree import OMIT, Bracket
from bracketed.positions.implied import ContestedPhrase
from bracketed.positions.phrase_index import keys_of
from bracketed.positions.phrase_places import Parent
from bracketed.positions.positions import WORDS_AROUND, Position
from bracketed.source import Span

# Who keeps an option of at most so many words keeps each of them; of a longer one, a paragraph say, only who quotes it.
_PHRASE = 6


@dataclass(frozen=True, slots=True)
class _Around:
    """Words that hold contested ones: an option of a bracket, or a phrase outside of brackets."""

    bracket: str
    letter: str
    words: str
    # Nothing but these words is offered, so that not to want them out is to want them.
    alone: bool


def rows_on_parts(
    rows: Iterable[Position], phrases: Iterable[ContestedPhrase], draft: Draft, ids: Mapping[str, str]
) -> Iterator[Position]:
    """Yield the stances on contested words of those who want words around them kept; what they say themselves wins.

    `ids` are the ids of the implied brackets by the keys of the phrases; rows that are given may go by either, and
    those that are made go by the keys.
    """
    keys = {id_: key for key, id_ in ids.items()}
    by_bracket: dict[str, list[Position]] = {}
    for row in rows:
        by_bracket.setdefault(keys.get(row.bracket, row.bracket), []).append(row)
    by_provision: dict[str, list[ContestedPhrase]] = {}
    for phrase in phrases:
        by_provision.setdefault(phrase.target.provision, []).append(phrase)
    for phrase, holding in (pair for some in by_provision.values() for pair in _with_those_around(some)):
        if phrase.key not in ids:
            continue
        spoken = {row.delegation for row in by_bracket.get(phrase.key, ())}
        around = [_option(phrase.target.parent, draft)] if phrase.target.parent else []
        around += map(_phrase, holding)
        found: dict[tuple[str, str, object], Position] = {}
        for words in around:
            for row in _kept(by_bracket.get(words.bracket, ()), words):
                letter = OMIT if row.option == OMIT else "a"
                if row.delegation not in spoken and letter in phrase.letters:
                    part = replace(row, bracket=phrase.key, option=letter)
                    part = replace(part, evidence=replace(row.evidence, rule=WORDS_AROUND))
                    found.setdefault((row.delegation, letter, row.condition), part)
        yield from found.values()


def _option(parent: Parent, draft: Draft) -> _Around:
    assert parent is not None
    bracket, letter = draft.bracket(parent[0]), parent[1]
    words = next(option.text for option in bracket.options if option.letter == letter)
    return _Around(bracket.id, letter, words, alone=_others(bracket, letter) == 0)


def _others(bracket: Bracket, letter: str) -> int:
    return sum(option not in (letter, OMIT) for option in bracket.letters)


def _phrase(phrase: ContestedPhrase) -> _Around:
    return _Around(phrase.key, "a", phrase.target.words, alone=not phrase.wordings)


def _with_those_around(
    phrases: Iterable[ContestedPhrase],
) -> Iterator[tuple[ContestedPhrase, Sequence[ContestedPhrase]]]:
    """Yield each phrase of a provision that is in it, with those that hold it, or hold a part of it and not all.

    Only words that nobody would change hold a part of others: contested words that cross others join them.
    """
    around: dict[str, dict[str, ContestedPhrase]] = {}
    standing = [phrase for phrase in phrases if not phrase.new]
    open_: list[tuple[Span, ContestedPhrase]] = []
    for span, phrase in sorted(((s, one) for one in standing for s in one.target.spans), key=lambda pair: pair[0]):
        open_ = [(one, other) for one, other in open_ if one.end > span.start]
        for one, other in open_:
            if not span.holds(one):
                around.setdefault(phrase.key, {})[other.key] = other
            if not one.holds(span):
                around.setdefault(other.key, {})[phrase.key] = phrase
        open_.append((span, phrase))
    return ((phrase, [*around.get(phrase.key, {}).values()]) for phrase in standing)


def _kept(rows: Sequence[Position], around: _Around) -> Iterator[Position]:
    """Yield the stances for some words, and those against leaving them out that count for each word."""
    wanted = {row.delegation for row in rows if row.option == around.letter and row.stance == "supports"}
    for row in rows:
        if row.option == around.letter and row.stance == "supports":
            yield row
        against = row.option == OMIT and row.stance not in ("supports", "accepts")
        if against and (around.alone or row.delegation in wanted) and _names(row, around.words):
            # A red line on the whole is not one on each word.
            yield replace(row, stance="objects") if row.stance == "blocks" else row


def _names(row: Position, words: str) -> bool:
    """Return whether a stance is on words themselves, not on the paragraph or the option that they are."""
    wanted, said = keys_of(words), keys_of(row.evidence.words)
    size = len(wanted)
    return size <= _PHRASE or any(said[at : at + size] == wanted for at in range(len(said) - size + 1))
