"""The sections of a draft, as users see them: from the seats of its paragraphs to a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bracketed.draft.outline import Section, SectionKind
from bracketed.parsing.citations import Citations
from bracketed.parsing.notation import pattern
from bracketed.parsing.outline import Outline, Place
from bracketed.source import Span

_ITEMS = ("letter", "roman", "digit")


@dataclass(slots=True)
class _Open:
    """A section while it is being filled."""

    kind: SectionKind
    label: str
    title: str
    start: int
    step: Place | None
    rank: int = 0
    children: list[_Open] = field(default_factory=list)

    def closed(self, end: int) -> Section:
        ends = [*(child.start for child in self.children[1:]), end]
        children = tuple(child.closed(stop) for child, stop in zip(self.children, ends, strict=False))
        return Section(self.kind, self.label, self.title, Span(self.start, end), children)


def contents_of(outline: Outline, citations: Citations) -> tuple[Section, ...]:
    """Return the sections on top of a draft."""
    root = _Open("section", "", "", 0, None, -1)
    stack = [root]
    for number, (block, seat) in enumerate(zip(outline.blocks, outline.seats, strict=True)):
        label = citations.labels[number]
        if seat.title is not None:
            while stack[-1] is not root and (stack[-1].step is not None or stack[-1].rank >= seat.title.rank):
                stack.pop()
            kind: SectionKind = seat.title.style if seat.title.style in ("article", "preamble") else "section"  # type: ignore[assignment]
            bare = _bare(seat.title.words, seat.title.label)
            _push(stack, _Open(kind, seat.title.label, bare, block.start, None, seat.title.rank))
            continue
        steps = [step for step in seat.path if step.kind != "title"]
        titles = [index for index, one in enumerate(stack) if one.step is None]
        del stack[titles[-1] + 1 + _shared(stack[titles[-1] + 1 :], steps, fresh=block.label is not None) :]
        depth = len(stack) - titles[-1] - 1
        for step in steps[depth:]:
            _push(stack, _Open(_kind(step), label, "", block.start, step))
        if not steps and label.startswith("p"):
            stack[-1].children.append(_Open("paragraph", label, "", block.start, Place("number", "")))
    return tuple(section for section in root.closed(len(outline.text)).children)


def _push(stack: list[_Open], section: _Open) -> None:
    stack[-1].children.append(section)
    stack.append(section)


def _shared(open_sections: list[_Open], steps: list[Place], *, fresh: bool) -> int:
    """Return how many of the open sections a paragraph stands in; its own number always opens one."""
    count = 0
    for section, step in zip(open_sections, steps, strict=False):
        own = fresh and count == len(steps) - 1 and step.kind == "number"
        if own or section.step != step:
            break
        count += 1
    return count


def _kind(step: Place) -> SectionKind:
    if step.kind == "option":
        return "option"
    return "item" if step.style in _ITEMS else "paragraph"


def _bare(words: str, label: str) -> str:
    """Return the words of a title without its label, emphasis and notes."""
    plain = re.sub(r"\[\^[^\]]*\]|[ ]?\[\d{1,3}\]|[*_#`]|\{[^{}]*\}", "", words).strip()
    if label:
        # "Article 8 bis: Aims" is called by its label already.
        plain = pattern("ARTICLE_LABEL").sub("", plain).removeprefix(label)
    plain = plain.translate({ord("["): None, ord("]"): None}).strip(" \t.:–-")
    return plain[1:-1].strip() if plain.startswith("(") and plain.endswith(")") else plain
