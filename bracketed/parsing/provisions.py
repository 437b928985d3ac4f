"""The provisions and sections of a draft: which paragraphs are one, what each is called, and where each begins."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from bracketed.draft.annotated_text import CommentRange, VersionRow
from bracketed.draft.draft import Findings, Provision
from bracketed.draft.languages import word_list
from bracketed.draft.outline import Section, SectionKind
from bracketed.parsing.annotations import Status
from bracketed.parsing.blocks import Block
from bracketed.parsing.conventions import Conventions
from bracketed.parsing.notation import pattern
from bracketed.parsing.outline import ITEMS, Location, Outline, PathStep
from bracketed.source import Span


def named_paragraphs(outline: Outline, signs: Collection[int], comments: Sequence[CommentRange]) -> list[bool]:
    """Return for each paragraph whether it is a provision: a title is one only if it is contested or commented on."""
    places = sorted([*signs, *(comment.span.start for comment in comments)])
    locations = outline.locations
    named = []
    for number, (block, location) in enumerate(zip(outline.blocks, locations, strict=True)):
        title = location.title
        if location.belongs_to_name or (block.is_bullet and number and locations[number - 1].title is None):
            # A bullet is part of the paragraph above it.
            named.append(False)
            continue
        held = bisect_right(places, block.start - 1) < bisect_right(places, block.end)
        following = number + 1 < len(locations) and locations[number + 1].title is None
        leads = following and outline.blocks[number + 1].label is None
        # The title of an article has the label of its first paragraph, if that has no number.
        heads = title is not None and (
            title.style == "code" or (title.style == "article" and not block.level and not leads)
        )
        named.append(held or title is None or heads)
    for run in outline.runs:
        # A choice between options is in the provision, or under the title, that holds it.
        owner = locations[run.options[0].block].owner
        if owner >= 0 and len(run.options) > 1:
            named[owner] = True
    return named


@dataclass(frozen=True, slots=True)
class Citations:
    """The label of each paragraph, the paragraph that heads its numbered provision, and what is called twice."""

    # The repeated: paragraph, label as it would be, and the paragraph that has it already. The holders: for a paragraph
    # that opens options the name of the choice between them, and its provision.
    labels: tuple[str, ...]
    heads: tuple[int, ...]
    repeated: tuple[tuple[int, str, int], ...]
    holders: dict[int, tuple[str, str]] = field(default_factory=dict)


# Labels are as negotiators cite provisions: "Article 3.7(b)", "Article 3.7 opt1(b)", "PP6", "Decision 38(i)", "fn 9". A
# label is the way to a paragraph, short enough to say. Titles are no part of it; the letter or number of a section is
# one only where a number would not be unique without.
class Namer:
    """Names the paragraphs of a draft; those that are not `named` have the label of the one before."""

    def __init__(self, outline: Outline, named: Sequence[bool]) -> None:
        self.outline = outline
        self.named = named
        self.labels: list[str] = []
        self.heads: list[int] = []
        self.repeated: list[tuple[int, str, int]] = []
        self.seen: dict[str, int] = {}
        self.paragraphs: dict[str, int] = {}
        self.unlabelled = 0
        self.cited = _cited_styles(outline)
        self.shared = self._shared_numbers()

    def run(self) -> Citations:
        """Return the labels of all paragraphs."""
        for number, (block, location) in enumerate(zip(self.outline.blocks, self.outline.locations, strict=True)):
            if not self.named[number] and location.title is None:
                # An OR between paragraphs, for example, belongs to the paragraph before.
                self.labels.append(self.labels[-1] if self.labels else "")
                self.heads.append(self.heads[-1] if self.heads else number)
            else:
                self._name(number, block, location)
        return Citations(tuple(self.labels), tuple(self.heads), tuple(self.repeated), self._holders())

    def _holders(self) -> dict[int, tuple[str, str]]:
        holders: dict[int, tuple[str, str]] = {}
        for run in self.outline.runs:
            number = run.options[0].block
            location, block = self.outline.locations[number], self.outline.blocks[number]
            nested = len(block.options) - [option.span.end for option in block.options].index(run.options[0].label.end)
            options = [at for at, step in enumerate(location.path) if step.kind == "option"]
            if len(options) < nested or number in holders:
                continue
            label = self._compose(replace(location, path=location.path[: options[-nested]], title=None))
            own = self.labels[number]
            holders[number] = (label or own, label if label in self.seen else own)
        return holders

    def _shared_numbers(self) -> set[str]:
        # Numbers that are under several sections need the section in their labels.
        places: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for location in self.outline.locations:
            titles = [step for step in location.path if step.kind == "title"]
            first = next((step.value for step in location.path if step.kind == "number"), None)
            if first is not None and not any(step.style in self.cited for step in titles):
                places[first].add(tuple(step.value for step in titles))
        return {first for first, above in places.items() if len(above) > 1}

    def _name(self, number: int, block: Block, location: Location) -> None:
        label, head, named = self._compose(location), number, self.named[number]
        if not label:
            self.unlabelled += named
            label = f"p{self.unlabelled}"
        elif location.title is not None:
            following = self.outline.locations[number + 1 : number + 2]
            below = any(one.title is None and one.scope == number and not one.depth for one in following)
            if named and block.label and location.title.style != "code" and below:
                # The first paragraph below has the label of its article.
                label = f"{label} title"
            if named and label in self.seen:
                label = self._unique(number, label)
        elif label in self.seen and block.label is not None:
            label = self._unique(number, label)
        else:
            if label in self.seen or (block.label is None and location.owner >= 0):
                head = self._head_of(number, location)
            if label in self.seen:
                self.paragraphs[label] = self.paragraphs.get(label, 1) + 1
                label = f"{label} sub{self.paragraphs[label]}"
        if named:
            self.seen.setdefault(label, number)
        self.labels.append(label)
        self.heads.append(head)

    def _head_of(self, number: int, location: Location) -> int:
        # A paragraph without a number belongs to the numbered one above it.
        owner = location.owner
        title = self.outline.locations[owner].title
        belongs = owner < number and self.named[owner] and (title is None or title.style == "code")
        return self.heads[owner] if belongs else number

    def _unique(self, number: int, label: str) -> str:
        self.repeated.append((number, label, self.seen[label]))
        titles = self.outline.locations[number].titles
        place = next((title.label for title in reversed(titles) if title.label), "")
        unique = f"{place}/{label}"
        count = self.paragraphs.get(f"/{label}", 1)
        while not place or unique in self.seen:
            count += 1
            place = unique = f"{label}/{count}"
        self.paragraphs[f"/{label}"] = count
        return unique

    def _compose(self, location: Location) -> str:
        titles = [step for step in location.path if step.kind == "title"]
        steps = location.steps
        cited = next((step.value for step in reversed(titles) if step.style in self.cited), "")
        first = next((step for step in steps if step.kind == "number"), None)
        if location.title is not None and not steps:
            return cited if not titles or titles[-1].style in self.cited else f"{cited} {titles[-1].value}".strip()
        if first is not None and first.style in ("code", "pp", "footnote"):
            return self._below("", steps)
        # The label of the section above is a part only where the number alone is not unique.
        preamble = any(step.kind == "preamble" for step in steps)
        needed = titles and not preamble and (first is None or first.value in self.shared)
        return self._below(cited or (titles[-1].value if needed else ""), steps)

    def _below(self, head: str, steps: Sequence[PathStep]) -> str:
        label = head
        dotted = head.startswith((*word_list("article"), *word_list("annex"))) or head[:1].isdigit()
        joint = "." if dotted else " "
        above = ""
        for step in steps:
            if step.kind == "preamble":
                label = f"{head} PP{step.value}".strip()
            elif step.kind == "option":
                # "2.1" below option 2 is opt2.1.
                stem, _, last = label.rpartition(" ")
                nested = last.startswith("opt") and step.value.startswith(f"{last[3:]}.")
                label = f"{stem if nested else label} opt{step.value}".strip()
            else:
                restarted = self.labels[step.restarts] if step.restarts is not None else ""
                if restarted:
                    # The count begins anew under a paragraph of its own.
                    label = restarted + (_item(step.value) if step.style in ITEMS else f".{step.value}")
                else:
                    label = _joined(label, step, above, head, joint)
                above = step.value
                joint = "."
        return label


def _cited_styles(outline: Outline) -> tuple[str, ...]:
    # Annexes are named by labels too, unless the draft is nothing but an annex.
    cited = ("article", "decision", "number", "operative")
    for location in outline.locations:
        if any(step.kind == "title" and step.style == "annex" for step in location.path):
            return cited
        if any(step.kind == "number" or (step.kind == "title" and step.style in cited) for step in location.path):
            break
    return (*cited, "annex")


def _item(value: str) -> str:
    return value if value.startswith(".") else f"({value})"


def _joined(label: str, step: PathStep, above: str, head: str, joint: str) -> str:
    # 3.12 below 3 adds .12, (a) adds itself.
    value = step.value
    if step.style in ITEMS:
        # "considering (a)", but "II(a)" and "3 bis(a)".
        return f"{label}{' ' if label[:1].islower() and label == head else ''}{_item(value)}"
    if step.style in ("code", "pp", "footnote"):
        return f"{label} {value}".strip()
    for known in (above, head.rsplit(" ", 1)[-1]):
        if known and value.startswith(f"{known}."):
            return label + value[len(known) :]
    if not label:
        return value
    option = label.rsplit(" ", 1)[-1].startswith("opt")
    return f"{label}{'.' if option or above else joint}{value}"


def report_labels(citations: Citations, blocks: Sequence[Block], findings: Findings) -> None:
    """Report labels that are used twice, once for a draft, and labels that are malformed."""
    if citations.repeated:
        number, label, first = citations.repeated[0]
        others = len(citations.repeated) - 1
        more = "" if not others else f"; so it is with {others} more label{'' if others == 1 else 's'}"
        place = findings.source.where(*findings.source.place(blocks[first].start))
        message = (
            f"the label {label} was used before{f', on {place}' if place else ''}; "
            f"this one is called {citations.labels[number]}{more}"
        )
        remedy = "number the provisions anew, or give each part a title with a number"
        findings.add("warning", "repeated-label", message, blocks[number].start, citations.labels[number], remedy)
    for number, block in enumerate(blocks):
        label_ = block.label
        if label_ is not None and label_.malformed:
            message = f"the label “{label_.written}” is malformed; it is read as {label_.normal}"
            findings.add("warning", "malformed-label", message, label_.start, citations.labels[number], label_.normal)


def provisions_of(
    outline: Outline,
    citations: Citations,
    named: Sequence[bool],
    conventions: Conventions,
    statuses: Sequence[Status],
    versions: Sequence[VersionRow],
    findings: Findings,
) -> tuple[Provision, ...]:
    """Return the provisions of a draft, with what marks in them say of them."""
    starts = [block.start for block in outline.blocks]
    marked = {bisect_right(starts, status.at) - 1: status.status for status in statuses}
    rows = [row.cells[0].span for row in versions if row.cells]
    provisions: list[Provision] = []
    left = 0  # the last table of tabbed lines that a title is behind
    for number, (block, location) in enumerate(zip(outline.blocks, outline.locations, strict=True)):
        title = location.title
        left = block.table if title is not None else left
        if not named[number]:
            if title is None and provisions:
                last = provisions[-1]
                span, body = (Span(part.start, block.end) for part in (last.span, last.body))
                provisions[-1] = replace(last, span=span, body=body)
            continue
        titles = location.titles[:-1] if title is not None else location.titles
        under = (conventions.status_of(one.words) for one in reversed(titles) if one.style != "article")
        container = title is not None and title.style == "code"
        end = max(block.end, block.body)
        provisions.append(
            Provision(
                label=citations.labels[number],
                written=block.label.written if block.label else "",
                heading=tuple(one.words for one in titles),
                column="" if block.cell is None and block.table == left else block.column,
                status=marked.get(number, "" if container else next(under, "")),
                line=findings.source.place(block.start)[0],
                span=Span(block.start, end),
                body=Span(_body(block, rows), end),
                part_of=citations.labels[citations.heads[number]],
            )
        )
    return tuple(provisions)


def _body(block: Block, rows: Sequence[Span]) -> int:
    # A number in the first of several versions is its words, and no label.
    number = bisect_left(rows, block.start, key=lambda span: span.start)
    first = rows[number] if number < len(rows) else None
    return first.start if first is not None and first.start < block.body <= first.end else block.body


# The sections, as users see them.


@dataclass(slots=True)
class _OpenSection:
    """A section while its children are found; `step` is None for a title."""

    kind: SectionKind
    label: str
    title: str
    start: int
    step: PathStep | None
    rank: int = 0
    children: list[_OpenSection] = field(default_factory=list)

    def closed(self, end: int) -> Section:
        ends = [*(child.start for child in self.children[1:]), end]
        children = tuple(child.closed(stop) for child, stop in zip(self.children, ends, strict=False))
        return Section(self.kind, self.label, self.title, Span(self.start, end), children)


def sections_of(outline: Outline, citations: Citations) -> tuple[Section, ...]:
    """Return the sections on top of a draft."""
    root = _OpenSection("section", "", "", 0, None, -1)
    stack = [root]

    def push(section: _OpenSection) -> None:
        stack[-1].children.append(section)
        stack.append(section)

    for number, (block, location) in enumerate(zip(outline.blocks, outline.locations, strict=True)):
        label, title, steps = citations.labels[number], location.title, location.steps
        if title is not None:
            while stack[-1] is not root and (stack[-1].step is not None or stack[-1].rank >= title.rank):
                stack.pop()
            kind = cast(SectionKind, title.style if title.style in ("article", "preamble") else "section")
            push(_OpenSection(kind, title.label, _bare(title.words, title.label), block.start, None, title.rank))
            continue
        below = 1 + max(index for index, one in enumerate(stack) if one.step is None)
        shared = _shared(stack[below:], steps, fresh=block.label is not None)
        del stack[below + shared :]
        for step in steps[shared:]:
            kind = "option" if step.kind == "option" else "item" if step.style in ITEMS else "paragraph"
            push(_OpenSection(kind, label, "", block.start, step))
        if not steps and label.startswith("p"):
            stack[-1].children.append(_OpenSection("paragraph", label, "", block.start, PathStep("number", "")))
    return root.closed(len(outline.text)).children


def _shared(open_sections: list[_OpenSection], steps: list[PathStep], *, fresh: bool) -> int:
    # A number of its own opens a section even if one of its name is open.
    count = 0
    for section, step in zip(open_sections, steps, strict=False):
        own = fresh and count == len(steps) - 1 and step.kind == "number"
        if own or section.step != step:
            break
        count += 1
    return count


def _bare(words: str, label: str) -> str:
    plain = re.sub(r"\[\^[^\]]*\]|[ ]?\[\d{1,3}\]|[*_#`]|\{[^{}]*\}", "", words).strip()
    if label:
        # "Article 8 bis: Aims" is called by its label already.
        plain = pattern("ARTICLE_LABEL").sub("", plain).removeprefix(label)
    plain = plain.translate({ord("["): None, ord("]"): None}).strip(" \t.:–-")
    return plain[1:-1].strip() if plain.startswith("(") and plain.endswith(")") else plain
