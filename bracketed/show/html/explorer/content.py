"""What the explorer's page knows of a draft: the text, the brackets, who wants what, and the graph of choices.

All of it is plain values, in which brackets, options, delegations and rows of text are numbers. No value is nested
deeper than a few levels, however deep the brackets are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from bracketed.consensus.blocking import remarks_phrase, remarks_without_stance
from bracketed.consensus.scoring import COUNTED, choices_of, held_for, in_units, rows_in, weight_of
from bracketed.consensus.support import SupportPerOption
from bracketed.draft.draft import Draft
from bracketed.draft.links import Link
from bracketed.draft.tree import OMIT, Bracket
from bracketed.gc_pause import gc_paused
from bracketed.positions.positions import Position, Positions
from bracketed.variants.graph import Graph
from bracketed.variants.network import Network, same_choices
from bracketed.variants.space import Space
from bracketed.variants.template import Fork, Item, Words

# Up to here a number of JavaScript is exact.
_SAFE = 2**53


@gc_paused()
def content_of(space: Space, positions: Positions) -> dict[str, Any]:
    """Return all that the page is told.

    Raises:
        TooEntangledError: links or conditions tie too many brackets together to count variants.
    """
    rows, ignored = rows_in(positions, space)
    held = held_for(space, rows)
    numbers = {bracket.id: number for number, bracket in enumerate(held.brackets)}
    standings = SupportPerOption(held, rows)
    told = {provision: remarks_phrase(*said) for provision, said in remarks_without_stance(positions).items()}
    return {
        "name": space.draft.name,
        "brackets": [
            _bracket(bracket, held, standings.hangs(bracket.id), told.get(bracket.provision, ""))
            for bracket in held.brackets
        ],
        "classes": [_class(known, held, numbers) for known in same_choices(space.links)],
        "links": [_link(link, held, numbers) for link in (*space.links, *space.rules)],
        "graph": _graph(held.graph),
        "positions": _Rows(held, numbers).plain(rows),
        "ignored": len(ignored),
        "unplaced": [numbers[bracket.id] for bracket in space.unplaced],
        "text": _Text(held, numbers).plain(),
    }


def _bracket(bracket: Bracket, space: Space, hangs: int, unread: str) -> dict[str, Any]:
    network, letters = space.network, bracket.letters
    return {
        "id": bracket.id,
        "origin": bracket.origin,
        "heading": _heading(space.draft, bracket.provision),
        "line": space.draft.lines.place(bracket.span.start)[0],
        "letters": list(letters),
        "texts": [option.text for option in bracket.options],
        "variable": network.variable_of[bracket.id],
        # The option that each value of the variable stands for; past them the bracket is not live.
        "values": [letters.index(letter) for letter in network.letters(bracket.id)],
        "hangs": hangs,
        "unheard": unread,
    }


def _heading(draft: Draft, provision: str) -> list[str]:
    return list(draft.provision(provision).heading) if provision in _labels(draft) else []


@lru_cache(maxsize=1)
def _labels(draft: Draft) -> frozenset[str]:
    return frozenset(provision.label for provision in draft.provisions)


def _class(known: Mapping[str, tuple[str, ...]], space: Space, numbers: Mapping[str, int]) -> list[list[Any]]:
    """Return linked brackets, each with its options row by row."""
    return [[numbers[id_], _options(id_, letters, space, numbers)] for id_, letters in known.items()]


def _options(id_: str, letters: Iterable[str], space: Space, numbers: Mapping[str, int]) -> list[int]:
    own = space.brackets[numbers[id_]].letters
    return [own.index(letter) for letter in letters]


def _link(link: Link, space: Space, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {"kind": link.kind, "reason": link.reason, "brackets": [numbers[id_] for id_ in link.brackets]}


def _graph(graph: Graph) -> dict[str, Any]:
    """Return the compiled graph: for each variable and cell, each value followed by the cells that it leads to."""
    return {
        "order": list(graph.forest.order),
        "children": [list(children) for children in graph.forest.children],
        "edges": [
            [[number for value, cells in row for number in (value, *cells)] for row in rows] for rows in graph.edges
        ],
    }


class _Rows:
    """Writes stances: whose, on which option, and at which edges of the graph each counts."""

    def __init__(self, space: Space, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self.letters = {bracket.id: bracket.letters for bracket in space.brackets}
        self.network: Network = space.network
        self.graph = space.graph
        self.events: dict[tuple[tuple[int, int], ...], int] = {}
        self.plain_events: list[list[Any]] = []

    def plain(self, rows: tuple[Position, ...]) -> dict[str, Any]:
        """Return the stances, with weights in units, all of them whole numbers."""
        delegations = {name: number for number, name in enumerate(dict.fromkeys(row.delegation for row in rows))}
        unit, weights = in_units([weight_of(row) for row in rows])
        sums = dict.fromkeys(COUNTED, 0)
        for row, weight in zip(rows, weights, strict=True):
            if row.stance in sums:
                sums[row.stance] += weight
        # What the page reckons with: a block costs more than all objections, an objection more than all supports.
        objection = sums["supports"] + 1
        largest = sums["supports"] + objection * sums["objects"] + objection * (sums["objects"] + 1) * sums["blocks"]
        is_wide = max(largest, unit, *sums.values()) >= _SAFE
        return {
            "delegations": list(delegations),
            "unit": str(unit) if is_wide else unit,
            "wide": is_wide,
            "rows": [
                [
                    delegations[row.delegation],
                    self.numbers[row.bracket],
                    self.letters[row.bracket].index(row.option),
                    row.stance,
                    str(weight) if is_wide else weight,
                    self._event(row),
                    [[self.numbers[id_], self.letters[id_].index(letter)] for id_, letter in row.condition],
                    row.evidence.words,
                ]
                for row, weight in zip(rows, weights, strict=True)
            ],
            "events": self.plain_events,
        }

    def _event(self, row: Position) -> int:
        """Return the number of the event that a stance counts in, -1 if it never does."""
        values = self.network.at(choices_of(row))
        constants = self.graph.constants
        if values is None or any(constants.get(variable, value) != value for variable, value in values.items()):
            return -1
        key = tuple(sorted((variable, value) for variable, value in values.items() if variable not in constants))
        if key not in self.events:
            self.events[key] = len(self.plain_events)
            self.plain_events.append(self._plain_event(dict(key)))
        return self.events[key]

    def _plain_event(self, values: Mapping[int, int]) -> list[Any]:
        """Return the variable and the value at which it is certain that all these values are taken, and the cells.

        Nothing, if they always are; no cells, if all of the variable will do.
        """
        if not values:
            return []
        lowest = max(values, key=self.graph.forest.turn.__getitem__)
        if len(values) == 1:
            return [lowest, values[lowest]]
        context = self.graph.forest.context[lowest]
        wanted = [(context.index(variable), value) for variable, value in values.items() if variable != lowest]
        states = enumerate(self.graph.states[lowest])
        cells = [cell for cell, state in states if all(state[place] == value for place, value in wanted)]
        return [lowest, values[lowest], cells]


class _Text:
    """Writes the text as rows of items: words, a label in a list of its own, 0 for a mark left out, a bracket."""

    def __init__(self, space: Space, numbers: Mapping[str, int]) -> None:
        self.wording = space.wording
        self.letters = {bracket.id: bracket.letters for bracket in space.brackets}
        self.numbers = numbers
        self.labels = {p.span.start for p in space.draft.provisions if p.span.start < p.body.start}
        self.rows: list[list[Any]] = []

    def plain(self) -> dict[str, Any]:
        """Return the rows, the numbers of those that are passages of the text, and what repairing them needs."""
        waiting: list[tuple[int, tuple[Item, ...] | list[Item]]] = []

        def number_of(items: tuple[Item, ...] | list[Item]) -> int:
            self.rows.append([])
            waiting.append((len(self.rows) - 1, items))
            return len(self.rows) - 1

        passages = [number_of(items) for items in self.wording.rows]
        while waiting:
            number, items = waiting.pop()
            for item in items:
                if isinstance(item, Words):
                    self.rows[number].append([item.text] if item.start in self.labels else item.text)
                elif isinstance(item, Fork):
                    lettered = (letter for letter in self.letters[item.id] if letter != OMIT)
                    options = [number_of(item.options.get(letter, [])) for letter in lettered]
                    plain = {"bracket": self.numbers[item.id], "several": item.several, "options": options}
                    self.rows[number].append(plain | self._lost(item))
                else:
                    self.rows[number].append(0)
        style = self.wording.style
        return {
            "rows": self.rows,
            "passages": passages,
            "labels": sorted(style.labels.words),
            "english": style.english,
        }

    def _lost(self, fork: Fork) -> dict[str, list[list[str]]]:
        """Return what signs of emphasis lose their partner with each option, and with none; often there are none."""
        lettered = [letter for letter in self.letters[fork.id] if letter != OMIT]
        lost = [sorted(fork.lost.get(letter, ())) for letter in (*lettered, OMIT)]
        return {"lost": lost} if any(lost) else {}
