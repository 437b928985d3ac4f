"""One variant: what each live bracket takes, and the clean text that this gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol

from bracketed.draft.draft import Comment, Draft
from bracketed.draft.links import Link
from bracketed.draft.tree import Bracket
from bracketed.phrasing import exact
from bracketed.source import Span
from bracketed.variants.checks import Check, checks_of
from bracketed.variants.network import Choice
from bracketed.variants.repairs import Repair
from bracketed.variants.template import CleanText, TextTemplate
from bracketed.views import LinkCount, html


class VariantSpace(Protocol):
    """What a variant uses of the space that it belongs to."""

    @property
    def draft(self) -> Draft: ...
    @property
    def brackets(self) -> tuple[Bracket, ...]: ...
    @property
    def links(self) -> tuple[Link, ...]: ...
    @property
    def link_count(self) -> LinkCount: ...
    @property
    def texts(self) -> Mapping[Choice, str]: ...
    @property
    def unplaced(self) -> tuple[Bracket, ...]: ...
    @property
    def places(self) -> tuple[tuple[str, Span], ...]: ...
    @property
    def wording(self) -> TextTemplate: ...
    def index(self, variant: Mapping[str, str]) -> int: ...


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

    def __init__(
        self,
        space: VariantSpace,
        choices: Mapping[str, str] | Callable[[], Mapping[str, str]],
        index: int | None = None,
        text: tuple[str, ...] = (),
    ) -> None:
        self.space = space
        self._index = index
        # Of millions of variants in a row often only the text is used, which is given in parts, or only the choices.
        self._choices = choices
        self._text = text

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """The letter of the option, or `omit`, by the id of each live bracket, in reading order."""
        return MappingProxyType(self._choices if isinstance(self._choices, Mapping) else self._choices())

    @cached_property
    def index(self) -> int:
        """The variant's place in the order of its space, counted from 0."""
        return self.space.index(self.choices) if self._index is None else self._index

    @cached_property
    def clean(self) -> CleanText:
        """The clean text with what was repaired in it, and where its words are in the source."""
        return self.space.wording.write(self.choices)

    @property
    def text(self) -> str:
        """The clean text: no brackets, comments or stray marks, and `____` where something is to be filled in."""
        return "".join(self._text) if self._text else self.clean.text

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was repaired at the seams of the settled brackets to get `text`."""
        return self.clean.repairs

    @cached_property
    def to_check(self) -> tuple[Check, ...]:
        """The places at the seams of `text` that an editor has to look at, in its order.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. See Articles 9 and [11]."))
        >>> [check.message for check in space[1].to_check]
        ['Nothing follows “and” in “See Articles 9 and.”.']
        """
        return checks_of(self.text, self.clean.junctions, self.draft, self.space.wording.style.labels)

    @property
    def unplaced(self) -> Mapping[str, str]:
        """Words that this variant takes in although no comment says where they go, by the id of their bracket."""
        return {
            bracket.id: option.text
            for bracket in self.space.unplaced
            for option in bracket.options
            if option.content and self.choices.get(bracket.id) == option.letter
        }

    @property
    def draft(self) -> Draft:
        """The draft that is settled."""
        return self.space.draft

    @property
    def dropped_comments(self) -> tuple[Comment, ...]:
        """The comments that are not in the text: all of the draft's."""
        return self.draft.comments

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """The brackets of the draft and those that comments imply, settled or not, in reading order."""
        return self.space.brackets

    @property
    def links(self) -> tuple[Link, ...]:
        """The links that bind in the space of the variant."""
        return self.space.links

    def render(self, *, repairs: bool = True) -> str:
        """Return the clean text, with or without repairs at the seams.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> space[1].render(repairs=False)
        '4. Parties shall report .'
        """
        return self.text if repairs else self.space.wording.write(self.choices, repairs=False).text

    def provision(self, label: str) -> str:
        """Return the clean text of one provision, without its label; UnknownNameError if there is no such provision.

        >>> import bracketed as bt
        >>> space = bt.variants(bt.parse("4. Parties [shall/should] report [annually]."))
        >>> space[2].provision("4")
        'Parties should report annually.'
        """
        return self.clean.between(self.draft.provision(label).body)

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
        # The text is longer than all else, and written again in a moment.
        return Variant, (self.space, dict(self.choices), self._index)

    def __eq__(self, other: object) -> bool:
        # Spaces of one draft may bind different links; their variants are equal all the same.
        return isinstance(other, Variant) and (self.choices, self.draft.source) == (other.choices, other.draft.source)

    def __hash__(self) -> int:
        # Equal variants make equal choices, so the source, which is long, can be left out.
        return hash(frozenset(self.choices.items()))

    def _repr_html_(self) -> str:
        return html(self)

    def __repr__(self) -> str:
        chosen = [f"{bracket}={letter}" for bracket, letter in self.choices.items()]
        more = f", and {len(chosen) - 6} more" if len(chosen) > 6 else ""
        # A number of hundreds of digits says nothing.
        number = exact(self.index) if self.index < 10**15 else "of many"
        return f"<Variant {number}: {', '.join(chosen[:6]) or 'nothing to choose'}{more}>"
