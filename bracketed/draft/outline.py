"""The outline of a draft: parts, articles, options and paragraphs, with what is open in each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bracketed.draft.tree import Bracket, Option, Piece, Text
from bracketed.errors import UnknownNameError
from bracketed.phrasing import counted, shortened
from bracketed.source import Span

if TYPE_CHECKING:
    import pandas as pd

SectionKind: TypeAlias = Literal["section", "article", "preamble", "option", "paragraph", "item"]

# The kinds of parts with a title, which hold the others.
TITLED: tuple[SectionKind, ...] = ("section", "article", "preamble")
# Characters of a part's name beside figures; what is in no part, and all of a draft that has none.
_NAME = 48
_ELSEWHERE, _WHOLE = "elsewhere", "whole draft"
# Chinese characters and Japanese syllables are written without spaces; each counts as a word.
SIGNS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{SIGNS}]|[^\W_][^\s{SIGNS}]*")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a draft with a name: where it is, and the parts that it holds."""

    kind: SectionKind
    label: str
    title: str
    span: Span
    children: tuple[Section, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """A part of a draft and what is open in it, the parts below it included.

    `depth` counts from 0, `line` from 1; `brackets` are the choices that open in the part, placeholders left out, and
    `options` those that they offer; `words` are all its words and `contested` those in brackets.
    """

    kind: SectionKind
    label: str
    title: str
    depth: int
    line: int
    brackets: int
    options: int
    words: int
    contested: int
    span: Span = field(repr=False)
    children: tuple[OutlineNode, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the part as a row: its label, title, kind, place and counts."""
        names = ("label", "title", "kind", "depth", "line", "brackets", "options", "words", "contested")
        return {**{name: getattr(self, name) for name in names}, "share": round(self.share, 4)}

    @property
    def share(self) -> float:
        """The share of the words that are in brackets, from 0 to 1."""
        return self.contested / self.words if self.words else 0.0

    @property
    def name(self) -> str:
        """The label and the title, as in “Article 3 (Ports)”; a title that begins with the label is used alone."""
        if self.label and self.title.casefold().startswith(self.label.casefold()):
            return self.title
        title = f"({self.title})" if self.kind == "article" and self.label and self.title else self.title
        return f"{self.label} {title}".strip()

    @property
    def short_name(self) -> str:
        """The name, shortened to what fits beside figures."""
        return shortened(self.name, _NAME)


@dataclass(frozen=True, eq=False)
class Outline:
    """The outline of a draft, as a tree and as rows: `nodes` are its parts on top, `whole` is all of it as one part.

    >>> import bracketed as bt
    >>> draft = bt.parse("Article 1 (Aims)\\n\\n1. Towns [shall/should] plan.\\n\\nArticle 2\\n\\n1. They meet.")
    >>> for node in draft.outline:
    ...     print("  " * node.depth + node.label, node.title, node.brackets, round(node.share, 2))
    Article 1 Aims 1 0.4
      Article 1.1  1 0.5
    Article 2  0 0.0
      Article 2.1  0 0.0
    """

    nodes: tuple[OutlineNode, ...]
    whole: OutlineNode

    def __iter__(self) -> Iterator[OutlineNode]:
        """Yield every part in the order of the draft, outer before inner."""
        return _below(self.nodes)

    def find(self, label: str) -> Iterator[OutlineNode]:
        """Yield the part with a label, title or name, and every part below it; UnknownNameError if there is none."""
        key = " ".join(label.casefold().split())
        # As tables show it: shortened, or with its line if another part has the same name.
        shown = ((name, node) for name, node in self.parts.items() if node in self.main_parts)
        named = ((name, node) for node in self for name in (node.label, node.title, node.name))
        for name, node in chain(shown, named):
            if key == name.casefold():
                return _below((node,))
        raise UnknownNameError("part", label, [name for node in self for name in (node.label, node.title) if name])

    @cached_property
    def main_parts(self) -> tuple[OutlineNode, ...]:
        """The articles or other parts with a title among which the brackets are divided: those on top, or those in it
        where one holds all brackets.

        >>> import bracketed as bt
        >>> draft = bt.parse("Article 1\\n\\n1. Towns [shall/should] plan.\\n\\nArticle 2\\n\\n1. They [may] meet.")
        >>> [part.label for part in draft.outline.main_parts]
        ['Article 1', 'Article 2']
        """
        parts = _titled(self.nodes)
        while len(open_ := [part for part in parts if part.brackets]) == 1 and (inside := _titled(open_[0].children)):
            parts = inside
        return parts

    @cached_property
    def parts(self) -> Mapping[str, OutlineNode]:
        """The main parts by their short names, in the order of the draft, and last what is in none of them.

        >>> import bracketed as bt
        >>> draft = bt.parse("A title\\n\\nArticle 1 (Aims)\\n\\n1. Towns [shall/should] plan.")
        >>> [(name, part.words, part.contested) for name, part in draft.outline.parts.items()]
        [('Article 1 (Aims)', 5, 2), ('elsewhere', 2, 0)]
        """
        main, whole = self.main_parts, self.whole
        name = _ELSEWHERE if main else _WHOLE
        rest = replace(
            whole,
            title=name,
            brackets=whole.brackets - sum(part.brackets for part in main),
            options=whole.options - sum(part.options for part in main),
            words=whole.words - sum(part.words for part in main),
            contested=whole.contested - sum(part.contested for part in main),
        )
        named: dict[str, OutlineNode] = {}
        for part in main:
            # A draft may have two of one name, such as the first articles of an agreement and of its annex.
            own = part.short_name
            named[f"{own}, line {part.line}" if own == name or own in named else own] = part
        return {**named, name: rest}

    @cached_property
    def part_names(self) -> tuple[str, ...]:
        """The names of `parts`."""
        return tuple(self.parts)

    def part_at(self, offset: int) -> str:
        """Return which of `part_names` a character of the draft is in."""
        number = bisect_right(self._starts, offset) - 1
        is_in_it = number >= 0 and offset < self.main_parts[number].span.end
        return self.part_names[number if is_in_it else -1]

    @cached_property
    def _starts(self) -> list[int]:
        return [part.span.start for part in self.main_parts]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a row a part, with the columns of `to_frame`."""
        return [node.to_dict() for node in self]

    def to_frame(self) -> pd.DataFrame:
        """Return a DataFrame, one row a part: label, title, kind, depth, line, brackets, options, words, contested
        (words in brackets) and their share, 0 to 1."""
        import pandas as pd

        return pd.DataFrame(self.to_dicts())

    def __repr__(self) -> str:
        return f"<Outline: {counted(len(self), 'part')}, {counted(self.whole.brackets, 'bracket')}>"


def _titled(nodes: Iterable[OutlineNode]) -> tuple[OutlineNode, ...]:
    return tuple(node for node in nodes if node.kind in TITLED)


def _below(nodes: Sequence[OutlineNode]) -> Iterator[OutlineNode]:
    stack = [*reversed(nodes)]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def outline_of(
    sections: Sequence[Section],
    content: tuple[Piece, ...],
    brackets: Sequence[Bracket],
    labels: Sequence[Span],
    line_of: Callable[[int], int],
) -> Outline:
    """Return the outline of a draft: its sections, with counts; `labels` of provisions are no words of it."""
    opened = [bracket for bracket in brackets if bracket.is_choice and bracket.origin == "text"]
    starts = [bracket.span.start for bracket in opened]
    places, inside = words_of(content, labels)
    # Sums from the beginning, so that a part is counted by two of them: sections nest, and a draft has thousands.
    offered = [0, *accumulate(len(bracket.options) for bracket in opened)]
    contested = [0, *accumulate(inside)]

    def node(section: Section, depth: int) -> OutlineNode:
        first, last = (bisect_left(starts, at) for at in section.span)
        begins, ends = (bisect_left(places, at) for at in section.span)
        return OutlineNode(
            section.kind,
            section.label,
            section.title,
            depth,
            line_of(section.span.start),
            last - first,
            offered[last] - offered[first],
            ends - begins,
            contested[ends] - contested[begins],
            section.span,
            tuple(node(child, depth + 1) for child in section.children),
        )

    end = max([0, *places, *starts]) + 1
    whole = node(Section("section", "", _WHOLE, Span(0, end)), 0)
    return Outline(tuple(node(section, 0) for section in sections), whole)


def words_of(content: tuple[Piece, ...], labels: Sequence[Span]) -> tuple[list[int], list[bool]]:
    """Return where each word of a draft begins, and whether it is in a bracket."""
    starts = [label.start for label in labels]

    def in_label(at: int) -> bool:
        number = bisect_right(starts, at) - 1
        return number >= 0 and at < labels[number].end

    places: list[int] = []
    inside: list[bool] = []
    stack: list[tuple[Any, bool]] = [(piece, False) for piece in reversed(content)]
    while stack:
        piece, bracketed = stack.pop()
        if isinstance(piece, Text):
            begins = (match.start() + piece.span.start for match in _WORD.finditer(piece.text))
            found = [at for at in begins if not in_label(at)]
            places += found
            inside += [bracketed] * len(found)
        elif isinstance(piece, (Bracket, Option)):
            parts = piece.parts if isinstance(piece, Bracket) else piece.content
            stack += [(part, True) for part in reversed(parts)]
    return places, inside
