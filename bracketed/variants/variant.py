"""One variant: what each live bracket takes, and the clean text that this gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bracketed.phrasing import exact
from bracketed.variants.checks import Check, checks_of
from bracketed.variants.repairs import Repair
from bracketed.variants.sheets import LaidOut
from bracketed.variants.template import Words, Written
from bracketed.views import html

if TYPE_CHECKING:
    from bracketed.draft.draft import Draft
    from bracketed.draft.links import Link
    from bracketed.draft.tree import Bracket
    from bracketed.variants.space import Space


class Variant:
    """One consistent way to settle a draft: an option for every live bracket.

    Two variants are equal if they choose the same options.

    >>> import bracketed as bt
    >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
    >>> space[1]
    <Variant 1: 4#1=a, 4#2=omit>
    >>> space[1].text
    '4. Parties shall report.'
    """

    def __init__(self, space: Space, choices: Mapping[str, str], index: int | None = None) -> None:
        self._space = space
        self._index = index
        self._given = choices

    def _settled(self) -> Mapping[str, str]:
        return self._given

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The letter of the option, or `omit`, by the id of each live bracket, in reading order."""
        return MappingProxyType(self._settled())

    @cached_property
    def index(self) -> int:
        """The variant's place in the order of its space, counted from 0."""
        return self._space.index(self.choices) if self._index is None else self._index

    @cached_property
    def _written(self) -> Written:
        return self._space.wording.write(self.choices)

    @property
    def text(self) -> str:
        """The clean text: no brackets, comments or stray marks, and `____` where something is to be filled in."""
        return self._written.text

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was repaired at the seams of the settled brackets to get `text`."""
        return self._written.repairs

    @cached_property
    def to_check(self) -> tuple[Check, ...]:
        """The places at the seams of `text` that an editor has to look at, in its order.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. See Articles 9 and [11]."))
        >>> [check.message for check in space[1].to_check]
        ['Nothing follows “and” in “See Articles 9 and.”.']
        """
        return checks_of(self.text, self._written.joints, self.draft, self._space.wording.writer.hollow)

    @property
    def unplaced(self) -> Mapping[str, str]:
        """Words that this variant takes in although no comment says where they go, by the id of their bracket."""
        return {
            bracket.id: option.text
            for bracket in self._space.unplaced
            for option in bracket.options
            if option.content and self.choices.get(bracket.id) == option.letter
        }

    @property
    def space(self) -> Space:
        """The space that this is a variant of."""
        return self._space

    @property
    def draft(self) -> Draft:
        """The draft that is settled."""
        return self._space.draft

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """The brackets of the draft and those that comments imply, settled or not, in reading order."""
        return self._space.brackets

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that bind in the space of the variant."""
        return self._space.links

    def pieces(self) -> Iterator[tuple[tuple[Words, ...], LaidOut]]:
        """Yield, stretch by stretch, the words that remain of the draft, and what is written of them."""
        return self._space.wording.pieces(self.choices)

    def render(self, *, repairs: bool = True) -> str:
        """Return the clean text, with or without repairs at the seams.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> space[1].render(repairs=False)
        '4. Parties shall report .'
        """
        return self.text if repairs else self._space.wording.write(self.choices, repairs=False).text

    def provision(self, label: str) -> str:
        """Return the clean text of one provision, without its label; UnknownNameError if there is no such provision.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> space[2].provision("4")
        'Parties should report annually.'
        """
        return self._written.between(self._space.draft.provision(label).body)

    def to_dict(self) -> dict[str, Any]:
        """Return index, choices, text and what to check in it as plain values.

        The index is a string, since it may be of any size.
        """
        return {
            "index": exact(self.index),
            "choices": dict(self.choices),
            "text": self.text,
            "to_check": [check.to_dict() for check in self.to_check],
        }

    def __reduce__(self) -> Any:
        return Variant, (self._space, dict(self.choices), self._index)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Variant) and self.choices == other.choices and self._source == other._source

    def __hash__(self) -> int:
        return hash(frozenset(self.choices.items()))

    @property
    def _source(self) -> str:
        return self._space.draft.source

    def _repr_html_(self) -> str:
        return html(self)

    def __repr__(self) -> str:
        chosen = [f"{bracket}={letter}" for bracket, letter in self.choices.items()]
        more = f", and {len(chosen) - 6} more" if len(chosen) > 6 else ""
        number = exact(self.index) if self.index < 10**15 else "of many"
        return f"<Variant {number}: {', '.join(chosen[:6]) or 'nothing to choose'}{more}>"
