"""The content of the explorer's page: the text, the brackets, who wants what, and the graph of choices."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from bracketed.consensus.blocking import remarks_phrase, remarks_without_stance
from bracketed.consensus.open_brackets import empty_state
from bracketed.consensus.scoring import (
    COUNTED,
    choices_of,
    held_for,
    in_units,
    prices_by_stance,
    rows_in,
    sums_by_stance,
    weight_of,
)
from bracketed.consensus.support import SupportPerOption
from bracketed.draft.draft import Draft
from bracketed.draft.links import Link
from bracketed.draft.markup import link_keys
from bracketed.draft.title import title_of
from bracketed.draft.tree import OMIT, Bracket, Mark, MarkKind, Option, Piece, brackets_in, plain
from bracketed.gc_pause import gc_paused
from bracketed.parsing.language import language_of_draft
from bracketed.positions.positions import Position, Positions
from bracketed.variants.graph import Graph
from bracketed.variants.network import Network, same_choices
from bracketed.variants.repairs import Words
from bracketed.variants.space import Space
from bracketed.variants.template import Fork, Item

# All is plain values, in which brackets, options, delegations and rows of text are numbers: names would be most of the
# page. No value is nested deeper than a few levels, however deep the brackets are, since parsers of JSON recurse.

# Up to here a number of JavaScript is exact.
_SAFE = 2**53
# All marks of a draft but comments.
_SIGNS: tuple[MarkKind, ...] = tuple(kind for kind in get_args(MarkKind) if kind != "comment")


@gc_paused()
def content_of(space: Space, positions: Positions) -> dict[str, Any]:
    """Return all that the page needs to know; a TooEntangledError if too many brackets are tied to count variants."""
    rows, ignored = rows_in(positions, space)
    # The graph has to keep together what the conditions of stances look at.
    held = held_for(space, rows)
    index = _Index(held)
    support = SupportPerOption(held, rows)
    remarks = {label: remarks_phrase(*about) for label, about in remarks_without_stance(positions).items()}
    # A bracket outside all provisions has no heading.
    headings = {provision.label: provision.heading for provision in space.draft.provisions}
    units = _Units(space.draft)
    return {
        "name": space.draft.name,
        "title": title_of(space.draft),
        "language": language_of_draft(space.draft),
        "isWord": space.draft.document is not None and space.draft.document.format == "docx",
        # What is said where nothing is open or nothing is known.
        "empty": empty_state(space, positions),
        "brackets": [
            _bracket(
                bracket,
                held,
                headings.get(bracket.provision, ()),
                support.hangs(bracket.id),
                remarks.get(bracket.provision, ""),
                units.of(bracket),
            )
            for bracket in held.brackets
        ],
        # Linked brackets, each with its options row by row.
        "classes": [
            [[index.brackets[id_], [index.option(id_, letter) for letter in letters]] for id_, letters in same.items()]
            for same in same_choices(space.links)
        ],
        "links": [
            {"kind": link.kind, "reason": link.reason, "brackets": [index.brackets[id_] for id_ in link.brackets]}
            for link in (*space.links, *space.rules)
        ],
        # Links that do not bind: the same may be settled there too, if the chair says so.
        "offers": [_offer(link, index) for link in space.offered],
        "assumed": space.link_count.sentence,
        "graph": _graph(held.graph),
        "positions": _positions(rows, held, index),
        "ignored": len(ignored),
        "unplaced": [index.brackets[bracket.id] for bracket in space.unplaced],
        "units": units.content,
        "parts": list(units.parts),
        "linkKeys": sorted(link_keys(space.draft.source)),
        "text": _text(held, index, units),
    }


class _Units:
    """The provisions of a draft, by number: what the page searches, shows and leads to.

    What is in none, as titles do, is a unit of its own, whose number is negative.
    """

    def __init__(self, draft: Draft) -> None:
        self._provisions = draft.provisions
        self._starts = [provision.span.start for provision in draft.provisions]
        self._numbers = {provision.label: number for number, provision in enumerate(draft.provisions)}
        self.parts = draft.outline.part_names
        places = {name: number for number, name in enumerate(self.parts)}
        # The label of each, and the number of its part.
        self.content = [[one.label, places[draft.outline.part_at(one.span.start)]] for one in draft.provisions]

    def at(self, offset: int) -> int:
        """Return the unit in which a character of the source is."""
        number = bisect_right(self._starts, offset) - 1
        is_inside = number >= 0 and offset < self._provisions[number].span.end
        return number if is_inside else -2 - number

    def of(self, bracket: Bracket) -> int:
        """Return the unit of a bracket: its provision, though it may begin in front of it."""
        return self._numbers.get(bracket.provision, self.at(bracket.span.start))


class _Index:
    """The numbers of the brackets of a space, and of their options."""

    def __init__(self, space: Space) -> None:
        self.brackets = {bracket.id: number for number, bracket in enumerate(space.brackets)}
        self.letters = {bracket.id: bracket.letters for bracket in space.brackets}

    def option(self, bracket: str, letter: str) -> int:
        return self.letters[bracket].index(letter)


def _offer(link: Link, index: _Index) -> dict[str, Any]:
    members = [
        [index.brackets[id_], [index.option(id_, row[place]) for row in link.options]]
        for place, id_ in enumerate(link.brackets)
    ]
    return {"words": link.wording, "members": members}


def _bracket(
    bracket: Bracket, space: Space, heading: Sequence[str], hangs: int, unread: str, unit: int
) -> dict[str, Any]:
    network, letters = space.network, bracket.letters
    return {
        "id": bracket.id,
        "origin": bracket.origin,
        "heading": list(heading),
        "place": space.draft.lines.where(*space.draft.lines.place(bracket.span.start)),
        "letters": list(letters),
        "texts": [option.text for option in bracket.options],
        "variable": network.variable_of[bracket.id],
        # The option that each value of the variable represents; past them the bracket is not live.
        "values": [letters.index(letter) for letter in network.letters(bracket.id)],
        "hangs": hangs,
        "unheard": unread,
        "unit": unit,
    }


def _graph(graph: Graph) -> dict[str, Any]:
    """Return the compiled graph: for each variable and cell, each value followed by the cells that it leads to."""
    return {
        "order": list(graph.forest.order),
        "children": [list(children) for children in graph.forest.children],
        "edges": [
            [[number for value, cells in row for number in (value, *cells)] for row in rows] for rows in graph.edges
        ],
    }


def _positions(rows: tuple[Position, ...], space: Space, index: _Index) -> dict[str, Any]:
    """Return the stances, with weights in units, all of them whole numbers."""
    events = _Events(space.network, space.graph)
    delegations = {name: number for number, name in enumerate(dict.fromkeys(row.delegation for row in rows))}
    unit, weights = in_units([weight_of(row) for row in rows])
    counting = [(row, weight) for row, weight in zip(rows, weights, strict=True) if row.stance in COUNTED]
    sums = sums_by_stance([row for row, _ in counting], [weight for _, weight in counting])
    # What the page reckons with: the prices by which one of a kind outweighs all of the lesser kinds.
    largest = sum(abs(price) * sums[stance] for stance, price in prices_by_stance(sums).items())
    # Blocks of one weight are as heavy in all texts that are as good.
    blocks = [(number, row.weight) for number, row in enumerate(rows) if row.stance == "blocks"]
    _, burdens = in_units([weight for _, weight in blocks])
    heavy = [(number, burden) for (number, _), burden in zip(blocks, burdens, strict=True)]
    heavy = heavy if len(set(burdens)) > 1 else []
    # Numbers that JavaScript would round are sent as words, and the page reckons with its slower BigInt.
    is_wide = max(largest, unit, *sums.values(), sum(burdens)) >= _SAFE
    return {
        "delegations": list(delegations),
        "unit": str(unit) if is_wide else unit,
        "wide": is_wide,
        "heavy": [[number, str(burden) if is_wide else burden] for number, burden in heavy],
        "rows": [
            [
                delegations[row.delegation],
                index.brackets[row.bracket],
                index.option(row.bracket, row.option),
                row.stance,
                str(weight) if is_wide else weight,
                events.number_of(row),
                [[index.brackets[id_], index.option(id_, letter)] for id_, letter in row.condition],
                row.evidence.words,
            ]
            for row, weight in zip(rows, weights, strict=True)
        ],
        "events": events.content,
    }


class _Events:
    """The choices at which stances count, each numbered once: `content` is where in the graph each of them is made."""

    def __init__(self, network: Network, graph: Graph) -> None:
        self.network = network
        self.graph = graph
        self.numbers: dict[tuple[tuple[int, int], ...], int] = {}
        self.content: list[list[Any]] = []

    def number_of(self, row: Position) -> int:
        """Return the number of the event that a stance counts in, -1 if it never does."""
        values = self.network.at(choices_of(row))
        constants = self.graph.constants
        # It never counts where its conditions contradict each other, or what can only be chosen one way.
        if values is None or any(constants.get(variable, value) != value for variable, value in values.items()):
            return -1
        # What can only be chosen one way is certain, and needs no event.
        key = tuple(sorted((variable, value) for variable, value in values.items() if variable not in constants))
        if key not in self.numbers:
            self.numbers[key] = len(self.content)
            self.content.append(self._place(dict(key)))
        return self.numbers[key]

    def _place(self, values: Mapping[int, int]) -> list[Any]:
        """Return the variable and the value at which it is certain that all these values are taken, and the cells.

        Nothing, if they always are; no cells, if all of the variable will do.
        """
        if not values:
            return []
        # Values of several variables are known together only at the lowest, whose cells remember those above.
        lowest = max(values, key=self.graph.forest.turn.__getitem__)
        if len(values) == 1:
            return [lowest, values[lowest]]
        context = self.graph.forest.context[lowest]
        wanted = [(context.index(variable), value) for variable, value in values.items() if variable != lowest]
        states = enumerate(self.graph.states[lowest])
        cells = [cell for cell, state in states if all(state[place] == value for place, value in wanted)]
        return [lowest, values[lowest], cells]


def _text(space: Space, index: _Index, units: _Units) -> dict[str, Any]:
    """Return the text as rows of items, the numbers of the rows that are passages, and what repairing them needs.

    An item is words, a label in a list of its own, 0 for a comment, a bracket whose options are rows, or what clean
    text has otherwise than the draft: `draft` is what that has, and `clean` the words in its place, None if there are
    none. A bracket that stays open is written by its `signs`, which are words, and numbers for its options.
    `starts` says for a row, by its number, at which of its items another unit begins than the one around it, and which.
    """
    unlike = _unlike(space.open_text.content)
    brackets = {bracket.id: bracket for bracket in brackets_in(space.open_text.content)}
    labels = {p.span.start for p in space.draft.provisions if p.span.start < p.body.start}
    rows: list[list[Any]] = []
    starts: dict[int, list[tuple[int, int]]] = {}
    # A stack in place of recursion, since brackets may be nested a thousand deep.
    stack: list[tuple[int, Sequence[Item], int | None]] = []

    def number_of(items: Sequence[Item], around: int | None = None) -> int:
        rows.append([])
        stack.append((len(rows) - 1, items, around))
        return len(rows) - 1

    passages = [number_of(items) for items in space.wording.rows]
    while stack:
        number, items, unit = stack.pop()
        for item in items:
            own = unit
            if isinstance(item, Fork):
                own = units.of(brackets[item.id])
            elif isinstance(item, Words) and not item.new:
                own = units.at(item.start)
            if own is not None and own != unit:
                starts.setdefault(number, []).append((len(rows[number]), own))
                unit = own
            if isinstance(item, Words) and item.new and item.start in unlike:
                rows[number].append({**unlike[item.start], "clean": item.text})
            elif isinstance(item, Words):
                rows[number].append([item.text] if item.start in labels else item.text)
            elif isinstance(item, Fork):
                letters = [letter for letter in index.letters[item.id] if letter != OMIT]
                options = [number_of(item.options.get(letter, []), unit) for letter in letters]
                signs = _signs(brackets[item.id], item)
                fork = {"bracket": index.brackets[item.id], "several": item.several, "options": options, "signs": signs}
                # What signs of emphasis lose their partner with each option, and with none; often there are none.
                lost = [sorted(item.lost.get(letter, ())) for letter in (*letters, OMIT)]
                rows[number].append(fork | ({"lost": lost} if any(lost) else {}))
            else:
                rows[number].append(unlike.get(item.at, 0))
    style = space.wording.style
    labels_of = sorted(style.labels.words)
    return {"rows": rows, "passages": passages, "starts": starts, "labels": labels_of, "english": style.english}


def _unlike(content: tuple[Piece, ...]) -> dict[int, dict[str, Any]]:
    """Return what clean text does not have as the draft has it, by where it begins, but for brackets and comments."""
    found: dict[int, dict[str, Any]] = {}
    waiting: list[Piece] = [*content]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, Mark):
            if piece.kind != "comment":
                # Attributions are left out once the words are settled.
                found[piece.span.start] = {"draft": piece.text, "clean": None, "settles": piece.kind == "attribution"}
        elif isinstance(piece, Bracket) and piece.kind == "placeholder":
            found[piece.span.start] = {"draft": plain((piece,), _SIGNS), "settles": False}
        elif isinstance(piece, Bracket):
            for option in piece.options:
                if option.holds_place:
                    words = plain(option.content, _SIGNS)
                    found[option.content[0].span.start] = {"draft": words, "settles": True}
                else:
                    waiting.extend(option.content)
    return found


def _signs(bracket: Bracket, fork: Fork) -> list[str | int]:
    """Return a bracket as it is written: its signs, and the numbers of its options in their places."""
    if bracket.origin == "comment":
        # Words that comments would put in are nowhere; of others the first option is what the text has.
        return [0] if bracket.span.start < bracket.span.end else []
    # A slash that an option begins with, `and[/or]`, is among its words.
    first = next(iter(fork.options.values()), [])
    slash = first[0].start if first and isinstance(first[0], Words) and first[0].text == "/" else -1
    signs: list[str | int] = []
    count = 0
    for part in bracket.parts:
        if isinstance(part, Option):
            signs.append(count)
            count += 1
        elif part.kind == "comment" or part.span.start == slash:
            continue
        elif signs and isinstance(signs[-1], str):
            signs[-1] += part.text
        else:
            signs.append(part.text)
    return signs
